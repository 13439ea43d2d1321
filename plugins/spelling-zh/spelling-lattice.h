/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spelling-lattice.h — all ways to read one run of Chinese characters as words, and what each costs. */

#pragma once

#include "spelling-models.h"

G_BEGIN_DECLS

/* A run: characters between two marks or other characters. */
typedef struct
{
  const gunichar *text;
  guint n;
  SpellingEdgeKind left_kind, right_kind;
  gunichar left_mark, right_mark;
} SpellingRun;

typedef struct
{
  guint16 from, to; /* characters of the run */
  gint32 word;
  gint32 back;           /* the edge before it on its best way, -1 at the start */
  gint32 next_end;       /* the next edge that ends where this one does, or -1 */
  guint32 state;         /* of the models, behind it */
  float backward;        /* best from here to the end of the run, each word knowing only the one before */
  SpellingScore forward; /* best from the start of the run to its end, by model */
} SpellingEdge;

#define SPELLING_BEAM 2 /* edges at a place that a candidate is tried against */

typedef struct
{
  SpellingRun run;
  SpellingScorer *scorer;
  GArray *edges; /* SpellingEdge, by from; what spelling_lattice_try() adds stands behind n_edges */
  guint n_edges;
  GArray *places;     /* Place, n + 1 */
  GArray *path;       /* gint32, the edges of the best reading */
  SpellingScore best; /* of the whole run */
} SpellingLattice;

typedef struct
{
  guint32 first;                /* the first edge that starts here; those of the next place end them */
  gint32 last_end;              /* head of the chain of edges that end here */
  gint32 ends[SPELLING_BEAM];   /* the best of them, -1 behind the last */
  gint32 starts[SPELLING_BEAM]; /* the best that start here */
  float through;                /* best reading in which this character has a word of its path */
  float hope;                   /* best of what can follow here, each word known alone */
  float cost;                   /* of the character on the best path: its word's share */
  float context;                /* what the word here gains from what is before it, ≤ 0 */
} SpellingPlace;

#define SPELLING_MAX_EDITS 3

/* One possible correction of a run. */
typedef struct
{
  guint n_edits;
  guint16 at[SPELLING_MAX_EDITS]; /* in the run, rising */
  gunichar to[SPELLING_MAX_EDITS];
} SpellingEdits;

/* What changes when edits are made: both readings of the same window. */
typedef struct
{
  SpellingScore gain;                         /* the reading after minus the reading before */
  float before, after;                        /* ln P by character in the window */
  guint16 old_from, old_to, new_from, new_to; /* the words over the first edit */
  gint32 old_word, new_word;
  guint old_singles, new_singles; /* words of one character around */
  gint word_change;               /* how many words more */
} SpellingTrial;

SpellingLattice *spelling_lattice_new (SpellingScorer *scorer);
void spelling_lattice_free (SpellingLattice *self);
/* Reads @run anew; its text must live as long as it is used here. */
void spelling_lattice_read (SpellingLattice *self, const SpellingRun *run);
/* What @edits would change. */
void spelling_lattice_try (SpellingLattice *self, const SpellingEdits *edits, SpellingTrial *trial);

static inline SpellingEdge *
spelling_lattice_edge (const SpellingLattice *self, gint32 i)
{
  return &g_array_index (self->edges, SpellingEdge, i);
}

static inline SpellingPlace *
spelling_lattice_place (const SpellingLattice *self, guint i)
{
  return &g_array_index (self->places, SpellingPlace, i);
}

G_END_DECLS
