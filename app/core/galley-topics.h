/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-topics.h — a scheme of subjects as a tree that can be searched by Chinese, by pinyin (whole, or the first letters of the
 * characters, or a mix of both) and by English: vocabularies/NAME.topics. The IPTC Media Topics ("mediatopics", codes
 * "medtop:20000121") and the first level of GB/T 20093 ("gbt20093") come with the program. Immutable; any thread. */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef struct
{
  const char *code;    /* with its scheme: "medtop:20000121" */
  const char *broader; /* code, or "" at the top */
  guint level;         /* from 1 */
  const char *english;
  const char *chinese; /* "" where there is none */
  const char *pinyin;  /* as in the file */
} GalleyTopic;

typedef struct _GalleyTopics GalleyTopics;

/* GALLEY_ERROR_UNSUPPORTED where there is no such scheme, GIO's. Retired terms are in none. */
GalleyTopics *galley_topics_load (const char *name, GError **error);
GalleyTopics *galley_topics_ref (GalleyTopics *self);
void galley_topics_unref (GalleyTopics *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyTopics, galley_topics_unref)

guint galley_topics_get_n (GalleyTopics *self);
const GalleyTopic *galley_topics_get (GalleyTopics *self, guint index);
/* By code, with or without its scheme; NULL where there is none. */
const GalleyTopic *galley_topics_find (GalleyTopics *self, const char *code);
/* By its whole name in either language; NULL where there is none. */
const GalleyTopic *galley_topics_find_name (GalleyTopics *self, const char *name);
/* What stands under @code, "" for the top, in order (array of borrowed const GalleyTopic *; free it). */
GPtrArray *galley_topics_list_narrower (GalleyTopics *self, const char *code);

/* The best matches first: whole names before beginnings, beginnings before middles, broad terms before narrow ones (array of
 * borrowed const GalleyTopic *; free it). @limit 0: all. */
GPtrArray *galley_topics_search (GalleyTopics *self, const char *text, guint limit);

/* What a reader of the interface's language sees (borrowed). */
const char *galley_topic_get_label (const GalleyTopic *topic);

G_END_DECLS
