/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-check-hits.h"

/* More equal findings than this in one article become one. */
#define FOLD_ABOVE 2

/* --- kept with the block ------------------------------------------------------------------------------------------ */

typedef struct
{
  guint start;
  guint end;
  char *text;
  gboolean join;
} KeptEdit;

/* A finding without its block: a finding kept by the block would keep the block. */
typedef struct
{
  GalleyRule *rule;
  guint slot; /* of the checker that found it */
  guint start;
  guint end;
  char *message;
  GStrv fixes;
  GalleySeverity severity;
  double confidence;
  double weight;
  GArray *edits; /* of KeptEdit, or NULL */
} Kept;

typedef struct
{
  gconstpointer check;
  guint generation;
  guint64 slots;   /* a bit for each checker that has looked */
  GPtrArray *kept; /* of Kept, or NULL for none */
} Shelf;

static GMutex shelves_lock;

static void
kept_edit_clear (gpointer data)
{
  g_free (((KeptEdit *) data)->text);
}

static void
kept_free (gpointer data)
{
  Kept *self = data;

  galley_rule_unref (self->rule);
  g_free (self->message);
  g_strfreev (self->fixes);
  g_clear_pointer (&self->edits, g_array_unref);
  g_free (self);
}

static void
shelf_clear (gpointer data)
{
  g_clear_pointer (&((Shelf *) data)->kept, g_ptr_array_unref);
}

static GQuark
shelves_quark (void)
{
  return g_quark_from_static_string ("galley-check-shelves");
}

static Kept *
kept_new (GalleyFinding *finding, guint slot)
{
  Kept *self = g_new0 (Kept, 1);
  guint n;
  const GalleyEdit *edits = galley_finding_get_edits (finding, &n);

  self->rule = galley_rule_ref (galley_finding_get_rule (finding));
  self->slot = slot;
  self->start = galley_finding_get_start (finding);
  self->end = galley_finding_get_end (finding);
  self->message = g_strdup (galley_finding_get_message (finding));
  self->fixes = g_strdupv ((char **) galley_finding_get_fixes (finding));
  self->severity = galley_finding_get_severity (finding);
  self->confidence = galley_finding_get_confidence (finding);
  self->weight = galley_finding_get_weight (finding);
  if (n > 0)
    {
      self->edits = g_array_sized_new (FALSE, FALSE, sizeof (KeptEdit), n);
      g_array_set_clear_func (self->edits, kept_edit_clear);
    }
  for (guint i = 0; i < n; i++)
    {
      KeptEdit edit = { edits[i].start, edits[i].end, g_strdup (edits[i].text), edits[i].join };

      g_array_append_val (self->edits, edit);
    }
  return self;
}

static GalleyFinding *
kept_make (const Kept *self, GalleyBlock *block)
{
  GalleyFinding *finding = galley_finding_new (self->rule, block, self->start, self->end, self->message,
                                               (const char *const *) self->fixes);

  galley_finding_set_severity (finding, self->severity);
  galley_finding_set_confidence (finding, self->confidence);
  galley_finding_set_weight (finding, self->weight);
  for (guint i = 0; self->edits != NULL && i < self->edits->len; i++)
    {
      const KeptEdit *edit = &g_array_index (self->edits, KeptEdit, i);

      galley_finding_add_edit (finding, block, edit->start, edit->end, edit->text, edit->join);
    }
  return finding;
}

static Shelf *
find_shelf (GArray *shelves, gconstpointer check)
{
  for (guint i = 0; shelves != NULL && i < shelves->len; i++)
    {
      Shelf *shelf = &g_array_index (shelves, Shelf, i);

      if (shelf->check == check)
        return shelf;
    }
  return NULL;
}

guint64
galley_hits_recall (
    GalleyBlock *block, gconstpointer check, guint generation, guint64 slots, GPtrArray *findings)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&shelves_lock);
  const Shelf *shelf = find_shelf (g_object_get_qdata (G_OBJECT (block), shelves_quark ()), check);

  if (shelf == NULL || shelf->generation != generation)
    return 0;
  for (guint i = 0; shelf->kept != NULL && i < shelf->kept->len; i++)
    {
      const Kept *kept = g_ptr_array_index (shelf->kept, i);

      if ((slots >> kept->slot) & 1)
        g_ptr_array_add (findings, kept_make (kept, block));
    }
  return shelf->slots & slots;
}

static Shelf *
ensure_shelf (GalleyBlock *block, gconstpointer check)
{
  GArray *shelves = g_object_get_qdata (G_OBJECT (block), shelves_quark ());
  Shelf *shelf = find_shelf (shelves, check);
  Shelf empty = { check, 0, 0, NULL };

  if (shelf != NULL)
    return shelf;
  if (shelves == NULL)
    {
      shelves = g_array_sized_new (FALSE, TRUE, sizeof (Shelf), 1);
      g_array_set_clear_func (shelves, shelf_clear);
      g_object_set_qdata_full (G_OBJECT (block), shelves_quark (), shelves, (GDestroyNotify) g_array_unref);
    }
  g_array_append_val (shelves, empty);
  return &g_array_index (shelves, Shelf, shelves->len - 1);
}

void
galley_hits_keep (GalleyBlock *block,
                  gconstpointer check,
                  guint generation,
                  guint64 slots,
                  const GPtrArray *findings,
                  guint from,
                  const GArray *owners)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&shelves_lock);
  Shelf *shelf = ensure_shelf (block, check);

  if (shelf->generation != generation)
    {
      shelf_clear (shelf);
      shelf->generation = generation;
      shelf->slots = 0;
    }
  shelf->slots |= slots;
  for (guint i = from; i < findings->len; i++)
    {
      if (shelf->kept == NULL)
        shelf->kept = g_ptr_array_new_with_free_func (kept_free);
      g_ptr_array_add (shelf->kept,
                       kept_new (g_ptr_array_index (findings, i), g_array_index (owners, guint, i - from)));
    }
}

/* --- sorted out --------------------------------------------------------------------------------------------------- */

/* One finding on its way: where its block stands, and what lost against it. */
typedef struct
{
  GalleyFinding *finding;
  guint block;
  gboolean lost;
  GPtrArray *under; /* of GalleyFinding, borrowed, or NULL */
} Hit;

static void
hit_clear (gpointer data)
{
  g_clear_pointer (&((Hit *) data)->under, g_ptr_array_unref);
}

static guint
finding_length (GalleyFinding *finding)
{
  return galley_finding_get_end (finding) - galley_finding_get_start (finding);
}

static gboolean
is_fold (GalleyFinding *finding)
{
  guint n;

  galley_finding_get_edits (finding, &n);
  return n > 0;
}

/* Gravest first, then longest, then by id, then by place: who wins where findings overlap. */
static gint
compare_rank (gconstpointer a, gconstpointer b)
{
  const Hit *one = *(const Hit *const *) a, *two = *(const Hit *const *) b;
  GalleySeverity grave = galley_finding_get_severity (one->finding);
  GalleySeverity other = galley_finding_get_severity (two->finding);

  if (grave != other)
    return grave > other ? -1 : 1;
  if (finding_length (one->finding) != finding_length (two->finding))
    return finding_length (one->finding) > finding_length (two->finding) ? -1 : 1;
  return strcmp (galley_finding_get_rule (one->finding)->id, galley_finding_get_rule (two->finding)->id);
}

static gint
compare_place (gconstpointer a, gconstpointer b)
{
  const Hit *one = a, *two = b;

  if (one->block != two->block)
    return one->block < two->block ? -1 : 1;
  return galley_finding_compare (one->finding, two->finding);
}

/* The winners of one block, of the hits [@from, @to); @owner says for each character whose it is already. */
static void
settle_block (Hit *hits, guint from, guint to)
{
  g_autoptr (GPtrArray) order = g_ptr_array_new ();
  guint length = galley_block_get_length (galley_finding_get_block (hits[from].finding));
  g_autofree Hit **owner = g_new0 (Hit *, length + 1);

  for (guint i = from; i < to; i++)
    {
      if (!is_fold (hits[i].finding))
        g_ptr_array_add (order, &hits[i]);
    }
  g_ptr_array_sort (order, compare_rank);
  for (guint i = 0; i < order->len; i++)
    {
      Hit *hit = g_ptr_array_index (order, i), *holder = NULL;
      guint start = galley_finding_get_start (hit->finding), end = galley_finding_get_end (hit->finding);

      for (guint c = start; c < end && holder == NULL; c++)
        holder = owner[c];
      if (holder != NULL)
        {
          hit->lost = TRUE;
          if (holder->under == NULL)
            holder->under = g_ptr_array_new ();
          g_ptr_array_add (holder->under, hit->finding);
          continue;
        }
      for (guint c = start; c < end; c++)
        owner[c] = hit;
    }
}

static void
copy_marks (GalleyFinding *to, GalleyFinding *from)
{
  galley_finding_set_severity (to, galley_finding_get_severity (from));
  galley_finding_set_confidence (to, galley_finding_get_confidence (from));
  galley_finding_set_weight (to, galley_finding_get_weight (from));
}

/* The winner with the reasons of the others behind its own, and their fixes where they are for the same span. */
static GalleyFinding *
merge_under (const Hit *hit)
{
  GalleyFinding *winner = hit->finding, *merged;
  g_autoptr (GString) message = g_string_new (galley_finding_get_message (winner));
  g_autoptr (GPtrArray) fixes = g_ptr_array_new ();
  const char *const *own = galley_finding_get_fixes (winner);

  for (guint i = 0; own[i] != NULL; i++)
    g_ptr_array_add (fixes, (gpointer) own[i]);
  for (guint i = 0; i < hit->under->len; i++)
    {
      GalleyFinding *other = g_ptr_array_index (hit->under, i);
      const char *const *more = galley_finding_get_fixes (other);
      gboolean same = galley_finding_get_start (other) == galley_finding_get_start (winner) &&
                      galley_finding_get_end (other) == galley_finding_get_end (winner);

      if (strstr (message->str, galley_finding_get_message (other)) == NULL)
        g_string_append_printf (message, "\n%s", galley_finding_get_message (other));
      for (guint k = 0; same && more[k] != NULL; k++)
        {
          if (!g_ptr_array_find_with_equal_func (fixes, more[k], g_str_equal, NULL))
            g_ptr_array_add (fixes, (gpointer) more[k]);
        }
    }
  g_ptr_array_add (fixes, NULL);
  merged = galley_finding_new (galley_finding_get_rule (winner), galley_finding_get_block (winner),
                               galley_finding_get_start (winner), galley_finding_get_end (winner),
                               message->str, (const char *const *) fixes->pdata);
  copy_marks (merged, winner);
  return merged;
}

/* What makes two findings equal to the editor: rule, text, first fix. NULL for those that are never folded. */
static char *
fold_key (GalleyFinding *finding)
{
  const char *const *fixes = galley_finding_get_fixes (finding);
  g_autofree char *text = galley_finding_dup_text (finding);

  if (fixes[0] == NULL || is_fold (finding))
    return NULL;
  return g_strdup_printf ("%s\n%s\n%s", galley_finding_get_rule (finding)->id, text, fixes[0]);
}

static GalleyFinding *
fold (const GPtrArray *equal)
{
  GalleyFinding *first = g_ptr_array_index (equal, 0), *folded;
  const char *const *fixes = galley_finding_get_fixes (first);
  g_autofree char *message =
      g_strdup_printf (_ ("%s (%u times)"), galley_finding_get_message (first), equal->len);

  folded =
      galley_finding_new (galley_finding_get_rule (first), galley_finding_get_block (first),
                          galley_finding_get_start (first), galley_finding_get_end (first), message, fixes);
  copy_marks (folded, first);
  for (guint i = 0; i < equal->len; i++)
    {
      GalleyFinding *finding = g_ptr_array_index (equal, i);

      galley_finding_add_edit (folded, galley_finding_get_block (finding), galley_finding_get_start (finding),
                               galley_finding_get_end (finding), fixes[0], FALSE);
    }
  return folded;
}

static GPtrArray *
fold_equal (GPtrArray *findings)
{
  g_autoptr (GHashTable) groups =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  GPtrArray *out = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < findings->len; i++)
    {
      char *key = fold_key (g_ptr_array_index (findings, i));
      GPtrArray *group = key != NULL ? g_hash_table_lookup (groups, key) : NULL;

      if (key == NULL)
        continue;
      if (group == NULL)
        {
          group = g_ptr_array_new ();
          g_hash_table_insert (groups, g_strdup (key), group);
        }
      g_ptr_array_add (group, g_ptr_array_index (findings, i));
      g_free (key);
    }
  for (guint i = 0; i < findings->len; i++)
    {
      GalleyFinding *finding = g_ptr_array_index (findings, i);
      g_autofree char *key = fold_key (finding);
      const GPtrArray *group = key != NULL ? g_hash_table_lookup (groups, key) : NULL;

      if (group == NULL || group->len <= FOLD_ABOVE)
        g_ptr_array_add (out, g_object_ref (finding));
      else if (g_ptr_array_index (group, 0) == finding)
        g_ptr_array_add (out, fold (group));
    }
  return out;
}

GPtrArray *
galley_hits_resolve (GalleyArticle *article, const GPtrArray *findings)
{
  g_autoptr (GArray) hits = g_array_sized_new (FALSE, FALSE, sizeof (Hit), findings->len);
  g_autoptr (GPtrArray) won = g_ptr_array_new_with_free_func (g_object_unref);
  Hit *all;

  g_array_set_clear_func (hits, hit_clear);
  for (guint i = 0; i < findings->len; i++)
    {
      GalleyFinding *finding = g_ptr_array_index (findings, i);
      gint index = galley_article_index_of (article, galley_finding_get_block (finding));
      Hit hit = { finding, (guint) MAX (index, 0), FALSE, NULL };

      if (index >= 0)
        g_array_append_val (hits, hit);
    }
  g_array_sort (hits, compare_place);
  all = (Hit *) (gpointer) hits->data;
  for (guint from = 0, to; from < hits->len; from = to)
    {
      for (to = from + 1; to < hits->len && all[to].block == all[from].block;)
        to++;
      settle_block (all, from, to);
    }
  for (guint i = 0; i < hits->len; i++)
    {
      if (!all[i].lost)
        g_ptr_array_add (won, all[i].under != NULL ? merge_under (&all[i]) : g_object_ref (all[i].finding));
    }
  return fold_equal (won);
}
