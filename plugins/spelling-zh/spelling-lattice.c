/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spelling-lattice.h"

#include <string.h>

#define NEVER (-1e9f)
#define LOOK_AHEAD 6 /* characters behind an edit in which its effect on the models has faded */
#define LOOK_BACK 6
#define MOST_HELP 6.0f /* how much the word before may help a word, against the word alone (ln P) */

SpellingLattice *
spelling_lattice_new (SpellingScorer *scorer)
{
  SpellingLattice *self = g_new0 (SpellingLattice, 1);

  self->scorer = scorer;
  self->edges = g_array_new (FALSE, FALSE, sizeof (SpellingEdge));
  self->places = g_array_new (FALSE, FALSE, sizeof (SpellingPlace));
  self->path = g_array_new (FALSE, FALSE, sizeof (gint32));
  return self;
}

void
spelling_lattice_free (SpellingLattice *self)
{
  g_array_unref (self->edges);
  g_array_unref (self->places);
  g_array_unref (self->path);
  g_free (self);
}

static void
add_score (SpellingScore *to, const SpellingScore *a, const SpellingScore *b)
{
  for (guint m = 0; m < SPELLING_N_MODELS; m++)
    to->by_model[m] = a->by_model[m] + b->by_model[m];
  to->sum = a->sum + b->sum;
}

/* What a word costs that follows nothing. */
static float
cost_alone (SpellingLattice *self, gint32 word)
{
  return word >= 0 ? spelling_scorer_get_words (self->scorer)->cost[word] : SPELLING_UNKNOWN;
}

static void
enter_behind (SpellingLattice *self, SpellingEdge *edge, gint32 e)
{
  const SpellingEdge *before = spelling_lattice_edge (self, e);
  guint32 state;
  const SpellingScore *step = spelling_scorer_step (self->scorer, before->state, edge->word, &state);

  if (before->forward.sum + step->sum > edge->forward.sum)
    {
      add_score (&edge->forward, &before->forward, step);
      edge->state = state;
      edge->back = e;
    }
}

/* Sets the best way into @edge from the edges that end where it starts, beginning with @last: the best of them first, then
 * those that the models could still make better. */
static void
enter_edge (SpellingLattice *self, SpellingEdge *edge, gint32 last)
{
  float hope = cost_alone (self, edge->word) + MOST_HELP;
  gint32 first = last;

  for (gint32 e = last; e >= 0; e = spelling_lattice_edge (self, e)->next_end)
    if (spelling_lattice_edge (self, e)->forward.sum > spelling_lattice_edge (self, first)->forward.sum)
      first = e;
  edge->forward.sum = NEVER;
  edge->back = -1;
  enter_behind (self, edge, first);
  for (gint32 e = last; e >= 0; e = spelling_lattice_edge (self, e)->next_end)
    if (e != first && spelling_lattice_edge (self, e)->forward.sum + hope > edge->forward.sum)
      enter_behind (self, edge, e);
}

static void
enter_first (SpellingLattice *self, SpellingEdge *edge)
{
  guint32 start = spelling_scorer_start (self->scorer, self->run.left_kind, self->run.left_mark);

  edge->forward = *spelling_scorer_step (self->scorer, start, edge->word, &edge->state);
  edge->back = -1;
}

/* The words of the text that start at @from, as pairs of an end and a word. A character that is no word stands alone. */
static guint
match (const SpellingWords *words, const gunichar *text, guint from, guint n, guint16 *ends, gint32 *found)
{
  guint node = 0, count = 0;

  for (guint to = from; to < n && to < from + SPELLING_MAX_WORD; to++)
    {
      node = spelling_trie_step (words, node, text[to]);
      if (node == 0)
        break;
      if (words->trie_word[node] != SPELLING_NO_WORD)
        {
          ends[count] = to + 1;
          found[count++] = words->trie_word[node];
        }
    }
  if (count == 0 || ends[0] != from + 1)
    {
      ends[count] = from + 1;
      found[count++] = SPELLING_NO_WORD;
    }
  return count;
}

static const SpellingWords *
words_of (SpellingLattice *self)
{
  return spelling_scorer_get_words (self->scorer);
}

static void
read_forward (SpellingLattice *self)
{
  const SpellingRun *run = &self->run;
  guint16 ends[SPELLING_MAX_WORD + 1];
  gint32 found[SPELLING_MAX_WORD + 1];

  for (guint i = 0; i < run->n; i++)
    {
      guint count;

      spelling_lattice_place (self, i)->first = self->edges->len;
      if (i > 0 && spelling_lattice_place (self, i)->last_end < 0)
        continue;
      count = match (words_of (self), run->text, i, run->n, ends, found);
      for (guint k = 0; k < count; k++)
        {
          SpellingEdge edge = { .from = i, .to = ends[k], .word = found[k] };
          SpellingPlace *end = spelling_lattice_place (self, ends[k]);

          if (i == 0)
            enter_first (self, &edge);
          else
            enter_edge (self, &edge, spelling_lattice_place (self, i)->last_end);
          edge.next_end = end->last_end;
          end->last_end = self->edges->len;
          g_array_append_val (self->edges, edge);
        }
    }
  spelling_lattice_place (self, run->n)->first = self->edges->len;
  self->n_edges = self->edges->len;
}

/* The best that can follow @state at @at: the likeliest word first, then those that the models could still make better. */
static float
best_behind (SpellingLattice *self, guint at, guint32 state)
{
  guint low = spelling_lattice_place (self, at)->first, high = spelling_lattice_place (self, at + 1)->first;
  guint first = low;
  float best = NEVER, most = NEVER;
  guint32 out;

  for (guint r = low; r < high; r++)
    {
      const SpellingEdge *next = spelling_lattice_edge (self, r);
      float alone = next->backward + cost_alone (self, next->word);

      if (alone > most)
        {
          most = alone;
          first = r;
        }
    }
  for (guint i = low; i < high; i++)
    {
      /* The likeliest changes places with the first. */
      guint r = i == low ? first : i == first ? low : i;
      const SpellingEdge *next = spelling_lattice_edge (self, r);

      if (next->backward + cost_alone (self, next->word) + MOST_HELP > best)
        best = MAX (best, spelling_scorer_step (self->scorer, state, next->word, &out)->sum + next->backward);
    }
  return best;
}

static void
read_backward (SpellingLattice *self)
{
  const SpellingRun *run = &self->run;

  for (gint32 e = self->n_edges - 1; e >= 0; e--)
    {
      SpellingEdge *edge = spelling_lattice_edge (self, e);
      guint32 alone;

      spelling_scorer_step (self->scorer, spelling_scorer_null (self->scorer), edge->word, &alone);
      edge->backward = NEVER;
      if (edge->to == run->n)
        {
          SpellingScore end;

          spelling_scorer_end (self->scorer, alone, run->right_kind, run->right_mark, &end);
          edge->backward = end.sum;
          continue;
        }
      edge->backward = best_behind (self, edge->to, alone);
    }
}

static float
through (const SpellingEdge *edge)
{
  return edge->forward.sum + edge->backward;
}

static void
keep_best (SpellingLattice *self, gint32 best[SPELLING_BEAM], gint32 e)
{
  for (guint k = 0; k < SPELLING_BEAM; k++)
    if (best[k] < 0 ||
        through (spelling_lattice_edge (self, e)) > through (spelling_lattice_edge (self, best[k])))
      {
        gint32 worse = best[k];

        best[k] = e;
        e = worse;
        if (e < 0)
          return;
      }
}

static void
rank_edges (SpellingLattice *self)
{

  for (guint e = 0; e < self->n_edges; e++)
    {
      const SpellingEdge *edge = spelling_lattice_edge (self, e);
      SpellingPlace *start;

      for (guint i = edge->from; i < edge->to; i++)
        {
          SpellingPlace *place = spelling_lattice_place (self, i);

          place->through = MAX (place->through, through (edge));
        }
      start = spelling_lattice_place (self, edge->from);
      start->hope = MAX (start->hope, edge->backward + cost_alone (self, edge->word));
      keep_best (self, spelling_lattice_place (self, edge->to)->ends, e);
      keep_best (self, spelling_lattice_place (self, edge->from)->starts, e);
    }
}

static void
trace_path (SpellingLattice *self)
{
  const SpellingRun *run = &self->run;
  gint32 last = -1;

  self->best.sum = NEVER;
  for (gint32 e = spelling_lattice_place (self, run->n)->last_end; e >= 0;
       e = spelling_lattice_edge (self, e)->next_end)
    {
      const SpellingEdge *edge = spelling_lattice_edge (self, e);
      SpellingScore end;

      spelling_scorer_end (self->scorer, edge->state, run->right_kind, run->right_mark, &end);
      add_score (&end, &end, &edge->forward);
      if (end.sum > self->best.sum)
        {
          self->best = end;
          last = e;
        }
    }
  g_array_set_size (self->path, 0);
  for (gint32 e = last; e >= 0; e = spelling_lattice_edge (self, e)->back)
    {
      const SpellingEdge *edge = spelling_lattice_edge (self, e);
      float before = edge->back >= 0 ? spelling_lattice_edge (self, edge->back)->forward.sum : 0;
      float cost = edge->forward.sum - before;
      float alone = cost_alone (self, edge->word);

      g_array_append_val (self->path, e);
      for (guint i = edge->from; i < edge->to; i++)
        {
          spelling_lattice_place (self, i)->cost = cost / (edge->to - edge->from);
          spelling_lattice_place (self, i)->context = MIN (0, cost - alone);
        }
    }
}

void
spelling_lattice_read (SpellingLattice *self, const SpellingRun *run)
{
  self->run = *run;
  g_array_set_size (self->edges, 0);
  g_array_set_size (self->places, run->n + 1);
  for (guint i = 0; i <= run->n; i++)
    {
      SpellingPlace *place = spelling_lattice_place (self, i);

      memset (place, 0, sizeof *place);
      place->last_end = -1;
      place->through = place->hope = NEVER;
      for (guint k = 0; k < SPELLING_BEAM; k++)
        place->ends[k] = place->starts[k] = -1;
    }
  read_forward (self);
  read_backward (self);
  rank_edges (self);
  trace_path (self);
}

/* --- trying a correction --------------------------------------------------------------------------------------- */

/* The window of one trial: new edges, from the first edit to some characters behind the last. */
typedef struct
{
  guint first, last; /* edits */
  guint low;         /* where the edited copy of the text begins */
  guint cut;         /* readings are compared where they cross this place */
  gunichar text[SPELLING_MAX_WORD * 2 + SPELLING_MAX_EDITS * SPELLING_MAX_WORD + LOOK_AHEAD];
  guint n;
  gint32 ends[SPELLING_MAX_EDITS * SPELLING_MAX_WORD + LOOK_AHEAD + SPELLING_MAX_WORD * 2];
} Window;

static void
open_window (SpellingLattice *self, const SpellingEdits *edits, Window *window)
{
  guint high;

  window->first = edits->at[0];
  window->last = edits->at[edits->n_edits - 1];
  window->low = window->first >= SPELLING_MAX_WORD ? window->first - SPELLING_MAX_WORD + 1 : 0;
  window->cut = MIN (self->run.n, window->last + 1 + LOOK_AHEAD);
  high = MIN (self->run.n, window->cut + SPELLING_MAX_WORD);
  window->n = high - window->low;
  g_assert (window->n <= G_N_ELEMENTS (window->text));
  memcpy (window->text, self->run.text + window->low, window->n * sizeof (gunichar));
  for (guint i = 0; i < edits->n_edits; i++)
    window->text[edits->at[i] - window->low] = edits->to[i];
  for (guint i = 0; i <= high - window->first; i++)
    window->ends[i] = -1;
  g_array_set_size (self->edges, self->n_edges);
}

/* Adds the words of the edited text from @from that reach beyond the first edit. */
static void
extend_window (SpellingLattice *self, Window *window, guint from)
{
  guint16 ends[SPELLING_MAX_WORD + 1];
  gint32 found[SPELLING_MAX_WORD + 1];
  gint32 last = from <= window->first ? spelling_lattice_place (self, from)->last_end
                                      : window->ends[from - window->first];
  guint count;

  if (from > 0 && last < 0)
    return;
  count = match (words_of (self), window->text, from - window->low, window->n, ends, found);
  for (guint k = 0; k < count; k++)
    {
      SpellingEdge edge = { .from = from, .to = ends[k] + window->low, .word = found[k] };

      if (edge.to <= window->first)
        continue;
      if (from == 0)
        enter_first (self, &edge);
      else
        enter_edge (self, &edge, last);
      edge.next_end = window->ends[edge.to - window->first];
      window->ends[edge.to - window->first] = self->edges->len;
      g_array_append_val (self->edges, edge);
    }
}

/* The edge of the unedited lattice that is the same word at the same place, or -1. */
static gint32
find_same (SpellingLattice *self, const SpellingEdge *edge)
{
  for (guint e = spelling_lattice_place (self, edge->from)->first;
       e < spelling_lattice_place (self, edge->from + 1)->first; e++)
    if (spelling_lattice_edge (self, e)->to == edge->to)
      return e;
  return -1;
}

/* The whole score of a reading that crosses the cut with edge @e. */
static float
crossing_score (SpellingLattice *self, Window *window, gint32 e, SpellingScore *forward)
{
  const SpellingEdge *edge = spelling_lattice_edge (self, e);
  gint32 same;

  *forward = edge->forward;
  if (edge->to == self->run.n)
    {
      SpellingScore end;

      spelling_scorer_end (self->scorer, edge->state, self->run.right_kind, self->run.right_mark, &end);
      add_score (forward, forward, &end);
      return forward->sum;
    }
  if ((guint) e < self->n_edges)
    return edge->forward.sum + edge->backward;
  same = edge->from > window->last ? find_same (self, edge) : -1;
  if (same >= 0)
    return edge->forward.sum + spelling_lattice_edge (self, same)->backward;
  /* A long word from the edit across the cut: go on with the best word behind it. */
  return edge->forward.sum + best_behind (self, edge->to, edge->state);
}

/* Walks back from @e: the word over the first edit, words and single characters around. */
static void
describe (SpellingLattice *self,
          Window *window,
          gint32 e,
          guint16 *from,
          guint16 *to,
          gint32 *word,
          guint *singles,
          guint *n_words,
          float *per_character)
{
  const SpellingEdge *last = spelling_lattice_edge (self, e);
  float total = last->forward.sum, before = 0;
  guint end = last->to, begin = 0;

  *singles = *n_words = 0;
  *word = SPELLING_NO_WORD;
  *from = window->first;
  *to = window->first + 1;
  for (; e >= 0; e = spelling_lattice_edge (self, e)->back)
    {
      const SpellingEdge *edge = spelling_lattice_edge (self, e);

      if (edge->to + (guint) LOOK_BACK <= window->first)
        {
          before = edge->forward.sum;
          begin = edge->to;
          break;
        }
      (*n_words)++;
      if (edge->to - edge->from == 1 && ABS ((gint) edge->from - (gint) window->first) <= 3)
        (*singles)++;
      if (edge->from <= window->first && edge->to > window->first)
        {
          *from = edge->from;
          *to = edge->to;
          *word = edge->word;
        }
    }
  *per_character = (total - before) / (end - begin);
}

static gint32
best_crossing (
    SpellingLattice *self, Window *window, guint low, guint high, float *best_score, SpellingScore *forward)
{
  gint32 best = -1;

  *best_score = NEVER;
  for (guint e = low; e < high; e++)
    {
      const SpellingEdge *edge = spelling_lattice_edge (self, e);
      SpellingScore own;
      float score;

      if (edge->from >= window->cut || edge->to < window->cut)
        continue;
      score = crossing_score (self, window, e, &own);
      if (score > *best_score)
        {
          *best_score = score;
          *forward = own;
          best = e;
        }
    }
  return best;
}

void
spelling_lattice_try (SpellingLattice *self, const SpellingEdits *edits, SpellingTrial *trial)
{
  Window window;
  float old_score, new_score;
  SpellingScore old_forward, new_forward;
  gint32 old_edge, new_edge, same;
  guint old_words, new_words;

  open_window (self, edits, &window);
  for (guint from = window.low; from < window.cut; from++)
    extend_window (self, &window, from);

  new_edge = best_crossing (self, &window, self->n_edges, self->edges->len, &new_score, &new_forward);
  old_edge = best_crossing (self, &window, spelling_lattice_place (self, window.low)->first,
                            spelling_lattice_place (self, window.cut)->first, &old_score, &old_forward);
  if (new_edge < 0 || old_edge < 0)
    {
      memset (trial, 0, sizeof *trial);
      trial->gain.sum = NEVER;
      return;
    }

  /* By model the two are only comparable up to the same edge. */
  same = spelling_lattice_edge (self, new_edge)->from > window.last
             ? find_same (self, spelling_lattice_edge (self, new_edge))
             : -1;
  if (same >= 0 && same != old_edge)
    crossing_score (self, &window, same, &old_forward);
  for (guint m = 0; m < SPELLING_N_MODELS; m++)
    trial->gain.by_model[m] = new_forward.by_model[m] - old_forward.by_model[m];
  trial->gain.sum = new_score - old_score;
  describe (self, &window, old_edge, &trial->old_from, &trial->old_to, &trial->old_word, &trial->old_singles,
            &old_words, &trial->before);
  describe (self, &window, new_edge, &trial->new_from, &trial->new_to, &trial->new_word, &trial->new_singles,
            &new_words, &trial->after);
  trial->word_change = (gint) new_words - (gint) old_words;
}
