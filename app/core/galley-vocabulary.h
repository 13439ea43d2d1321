/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-vocabulary.h — lists of words that are data, not code: section names, byline roles, surnames, urgencies.
 * A vocabulary is a key file of groups, `code=label` or a bare `word` a line, found in the data folders. */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* One term: its code as stored, and its label in the user's language (the code where there is none). */
typedef struct
{
  char *code;
  char *label;
} GalleyTerm;

typedef struct _GalleyVocabulary GalleyVocabulary;

/* The path of a data file such as "vocabularies/news.vocab": GALLEY_DATA_PATH first, then the user's own folder
 * (XDG_DATA_HOME/galley), then the installed one. NULL where there is none (free with g_free). */
char *galley_data_find (const char *relative);

/* The places themselves: the installed folder, those of GALLEY_DATA_PATH, the user's own, the later over the earlier where
 * one rule stands against another. @own (may be NULL): the index of the user's. */
GStrv galley_data_dup_places (guint *own);

/* All files named *@suffix under @folder of those places; of equal names the first place wins. Sorted by name. */
GStrv galley_data_list (const char *folder, const char *suffix);

/* Reads one vocabulary file by name, "news" for vocabularies/news.vocab. */
GalleyVocabulary *galley_vocabulary_load (const char *name, GError **error);
GalleyVocabulary *galley_vocabulary_new_from_data (const char *data, gssize length, GError **error);
GalleyVocabulary *galley_vocabulary_ref (GalleyVocabulary *self);
void galley_vocabulary_unref (GalleyVocabulary *self);

/* The terms of one group in file order (owned by the vocabulary; may be empty, never NULL). */
const GPtrArray *galley_vocabulary_get_terms (GalleyVocabulary *self, const char *group);
/* TRUE when the group holds this code. */
gboolean galley_vocabulary_has (GalleyVocabulary *self, const char *group, const char *code);
/* The label of a code, or NULL. */
const char *galley_vocabulary_get_label (GalleyVocabulary *self, const char *group, const char *code);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyVocabulary, galley_vocabulary_unref)

G_END_DECLS
