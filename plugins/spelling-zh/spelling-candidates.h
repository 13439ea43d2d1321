/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spelling-candidates.h — which corrections of a run are worth a closer look. */

#pragma once

#include "spelling-lattice.h"

G_BEGIN_DECLS

#define SPELLING_PER_PLACE 5 /* corrections kept at one character */

typedef struct
{
  SpellingEdits edits;
  float sound, shape; /* of the least similar edit */
  float rough;        /* what the models gain, by a rough estimate */
  float rank;         /* the same, with how usual such a slip is */
} SpellingCandidate;

/* The memory of one thread. */
typedef struct SpellingFinder SpellingFinder;

SpellingFinder *spelling_finder_new (SpellingScorer *scorer);
void spelling_finder_free (SpellingFinder *self);
/* The candidates in the run that @lattice has read, by their first character, best first (SpellingCandidate; owned). */
const GArray *spelling_finder_find (SpellingFinder *self, const SpellingLattice *lattice);

G_END_DECLS
