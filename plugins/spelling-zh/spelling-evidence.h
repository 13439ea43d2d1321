/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spelling-evidence.h — what the edition itself says about a suspicion: strings that stand elsewhere too, and names. */

#pragma once

#include "spelling-features.h"

#include "galley-edition.h"

G_BEGIN_DECLS

typedef struct SpellingEvidence SpellingEvidence;

SpellingEvidence *spelling_evidence_new (void);
void spelling_evidence_free (SpellingEvidence *self);
void spelling_evidence_clear (SpellingEvidence *self);
/* Takes in the text and the names of an article (bylines, credits, people lines, metadata). */
void spelling_evidence_add (SpellingEvidence *self, GalleyArticle *article);
/* Takes in the names that the house keeps (see spelling_names_of_house()). */
void spelling_evidence_add_house (SpellingEvidence *self, const char *const *folders);

/* @confidence after what the edition says: lower where the original stands elsewhere too, a little higher where only the
 * correction does. What is nearly sure is left alone, so that an error made all through is still found. */
float spelling_evidence_weigh (const SpellingEvidence *self,
                               const SpellingGuess *guess,
                               const gunichar *text,
                               guint n);

/* TRUE when the original stands elsewhere in the edition, and oftener than the correction. */
gboolean spelling_evidence_repeats (const SpellingEvidence *self,
                                    const SpellingGuess *guess,
                                    const gunichar *text,
                                    guint n);

/* TRUE when a known name stands over [@from, @to). */
gboolean
spelling_evidence_is_name (const SpellingEvidence *self, const gunichar *text, guint n, guint from, guint to);

/* TRUE when [@from, @to) stands in what looks like the name of a person: a surname and one or two characters more that are no
 * word, behind a post (主任李…) or a comma of a list, or before a word of speech (…表示). */
gboolean spelling_evidence_is_person (const SpellingEvidence *self,
                                      const SpellingWords *words,
                                      const gunichar *text,
                                      guint n,
                                      guint from,
                                      guint to);

/* A known name that [@at, …) nearly is: one character differs, and sounds or looks alike. NULL for none; the place of the
 * character in @place. */
const gunichar *spelling_evidence_near_name (const SpellingEvidence *self,
                                             const SpellingWords *words,
                                             const gunichar *text,
                                             guint n,
                                             guint at,
                                             guint *length,
                                             guint *place);

G_END_DECLS
