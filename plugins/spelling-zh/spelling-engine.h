/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spelling-engine.h — text in, possible corrections out. No GObject, no findings: those are the plugin's. */

#pragma once

#include "spelling-features.h"

G_BEGIN_DECLS

/* What all threads share: mapped tables and models. */
typedef struct SpellingData SpellingData;
/* One thread's work. */
typedef struct SpellingEngine SpellingEngine;

/* Loads the models that are installed, with the file of words at @cache (NULL: in the user's cache folder), which is made
 * where it is missing. G_IO_ERROR_NOT_FOUND when no model is installed. */
SpellingData *spelling_data_load (const char *cache, GError **error);
void spelling_data_free (SpellingData *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SpellingData, spelling_data_free)
const SpellingWords *spelling_data_get_words (const SpellingData *self);

SpellingEngine *spelling_engine_new (const SpellingData *data);
void spelling_engine_free (SpellingEngine *self);

/* Judges without the features of @groups (SpellingGroup): for measuring only. */
void spelling_engine_set_blank (SpellingEngine *self, guint groups);

/* All candidates of a text with their features, by first character (SpellingGuess; owned, until the next call). The
 * features of priors, context and the confidence are left to the caller; the trainer wants it so. */
GArray *spelling_engine_list (SpellingEngine *self, const gunichar *text, guint n);
/* The same with confidences: those of at least @least, best first, no two on one character, and in one sentence no second one
 * that is more likely wrong than right. */
GArray *spelling_engine_check (SpellingEngine *self, const gunichar *text, guint n, float least);

G_END_DECLS
