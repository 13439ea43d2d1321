/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rtf-lists.h — the tables of lists of Rich Text, for files that do not carry the labels of their items along. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _RtfLists RtfLists;

RtfLists *rtf_lists_new (void);
void rtf_lists_free (RtfLists *self);

/* A word or text of either table. */
void rtf_lists_word (RtfLists *self, const char *word, gint number);
void rtf_lists_text (RtfLists *self, const char *utf8, gsize length);

/* The label of the next item of the list \ls @list at \ilvl @depth, or NULL (newly allocated). */
char *rtf_lists_next_label (RtfLists *self, gint list, gint depth);

G_END_DECLS
