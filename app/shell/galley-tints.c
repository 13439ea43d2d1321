/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <glib/gi18n.h>

#include "galley-blame.h"
#include "galley-tints.h"

/* What was written outside all rounds, but after the copy came in. */
#define OUTSIDE "#77767b"
#define MAX_TEXT 24

typedef struct
{
  GalleyTintKind kind;
  char *id;
  char *round;
} Order;

static void
tint_free (gpointer data)
{
  GalleyTint *tint = data;

  g_object_unref (tint->block);
  g_free (tint->text);
  g_free (tint);
}

static void
hue_free (gpointer data)
{
  GalleyHue *hue = data;

  g_free (hue->label);
  g_free (hue->colour);
  g_free (hue);
}

void
galley_tints_free (GalleyTints *self)
{
  g_ptr_array_unref (self->tints);
  g_ptr_array_unref (self->hues);
  g_free (self);
}

gpointer
galley_tints_order (GalleyTintKind kind, const char *id, const char *round)
{
  Order *order = g_new0 (Order, 1);

  order->kind = kind;
  order->id = g_strdup (id);
  order->round = g_strdup (round);
  return order;
}

void
galley_tints_order_free (gpointer data)
{
  Order *order = data;

  g_free (order->id);
  g_free (order->round);
  g_free (order);
}

static GalleyTints *
tints_new (GalleyTintKind kind)
{
  GalleyTints *self = g_new0 (GalleyTints, 1);

  self->kind = kind;
  self->tints = g_ptr_array_new_with_free_func (tint_free);
  self->hues = g_ptr_array_new_with_free_func (hue_free);
  return self;
}

/* @text is taken. */
static void
add_tint (GalleyTints *self, GalleyBlock *block, guint start, guint end, guint hue, char *text)
{
  GalleyTint *tint = g_new0 (GalleyTint, 1);

  tint->block = g_object_ref (block);
  tint->start = start;
  tint->end = end;
  tint->hue = hue;
  tint->text = text;
  g_ptr_array_add (self->tints, tint);
}

/* @label is taken. */
static guint
ensure_hue (GalleyTints *self, char *label, const char *colour)
{
  GalleyHue *hue;

  for (guint i = 0; i < self->hues->len; i++)
    {
      if (g_str_equal (((const GalleyHue *) g_ptr_array_index (self->hues, i))->label, label))
        {
          g_free (label);
          return i;
        }
    }
  hue = g_new0 (GalleyHue, 1);
  hue->label = label;
  hue->colour = g_strdup (colour);
  g_ptr_array_add (self->hues, hue);
  return self->hues->len - 1;
}

/* --- who wrote this ------------------------------------------------------------------------------------------------ */

static char *
dup_when (gint64 microseconds)
{
  g_autoptr (GDateTime) utc =
      microseconds > 0 ? g_date_time_new_from_unix_utc (microseconds / G_USEC_PER_SEC) : NULL;
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  return local != NULL ? g_date_time_format (local, " · %Y-%m-%d %H:%M") : g_strdup ("");
}

static void
add_run (GalleyTints *self, GalleyRounds *rounds, GalleyArticle *article, const GalleyBlame *run)
{
  GalleyPublication *publication = galley_rounds_get_publication (rounds);
  gint index = run->round != NULL ? galley_publication_find_round (publication, run->round) : -1;
  const GalleyRoundPlan *plan = index >= 0 ? galley_publication_get_round (publication, (guint) index) : NULL;
  g_autofree char *when = dup_when (run->time);
  guint hue;

  /* The copy as it came in is the ground on which the others show. */
  if (plan == NULL && g_strcmp0 (run->reason, "import") == 0)
    return;
  hue = plan != NULL
            ? ensure_hue (self, g_strdup_printf ("%s %s", plan->label, run->author), plan->colour)
            : ensure_hue (self, g_strdup_printf (_ ("Outside the rounds: %s"), run->author), OUTSIDE);
  add_tint (self, galley_article_get_block (article, run->block), run->start, run->end, hue,
            g_strdup_printf ("%s%s", ((const GalleyHue *) g_ptr_array_index (self->hues, hue))->label, when));
}

static GalleyTints *
read_blame (GalleyRounds *rounds, GalleyArticle *article, GError **error)
{
  g_autoptr (GPtrArray) runs = galley_blame_article (rounds, article, error);
  GalleyTints *self;

  if (runs == NULL)
    return NULL;
  self = tints_new (GALLEY_TINTS_BLAME);
  for (guint i = 0; i < runs->len; i++)
    add_run (self, rounds, article, g_ptr_array_index (runs, i));
  return self;
}

/* --- marks --------------------------------------------------------------------------------------------------------- */

static const GalleyRound *
find_round (GalleyRounds *rounds, const Order *order)
{
  g_autoptr (GPtrArray) all = galley_rounds_list (rounds, order->id);
  const GalleyRound *found = galley_rounds_get_running (rounds, order->id);

  if (found == NULL)
    found = galley_rounds_get_last (rounds, order->id);
  for (guint i = 0; order->round != NULL && i < all->len; i++)
    {
      const GalleyRound *round = g_ptr_array_index (all, i);

      if (g_str_equal (round->plan->name, order->round))
        return round->state != GALLEY_ROUND_WAITING ? round : NULL;
    }
  return found;
}

static char *
dup_short (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *joined = g_strjoinv ("¶", lines);
  g_autofree char *head = NULL;

  if (g_utf8_strlen (joined, -1) <= MAX_TEXT)
    return g_steal_pointer (&joined);
  head = g_utf8_substring (joined, 0, MAX_TEXT);
  return g_strconcat (head, "…", NULL);
}

static char *
dup_mark (const GalleyHunk *hunk, const char *label)
{
  g_autofree char *before = dup_short (hunk->old_text);
  g_autofree char *after = dup_short (hunk->new_text);

  if (*before == '\0')
    return g_strdup_printf (_ ("%s: put in “%s”"), label, after);
  if (*after == '\0')
    return g_strdup_printf (_ ("%s: took out “%s”"), label, before);
  return g_strdup_printf ("%s: “%s” → “%s”", label, before, after);
}

/* @hunk as it stands in the article now, paragraph by paragraph. */
static void
add_mark (GalleyTints *self,
          GalleyArticle *article,
          const GalleyHunk *hunk,
          const GPtrArray *since,
          const char *label)
{
  GalleyPlace start = galley_diff_map_place (since, hunk->new_start);
  GalleyPlace end = galley_diff_map_place (since, hunk->new_end);

  if (hunk->kind == GALLEY_CHANGE_ROLE)
    return;
  for (guint b = start.block; b <= end.block && b < galley_article_get_n_blocks (article); b++)
    {
      GalleyBlock *block = galley_article_get_block (article, b);
      guint length = galley_block_get_length (block);
      guint from = b == start.block ? MIN (start.offset, length) : 0;
      guint to = b == end.block ? MIN (end.offset, length) : length;

      if (to >= from)
        add_tint (self, block, from, to, 0, dup_mark (hunk, label));
    }
}

static GalleyTints *
read_marks (GalleyRounds *rounds, const Order *order, GalleyArticle *article, GError **error)
{
  const GalleyRound *round = find_round (rounds, order);
  GalleyTints *self = tints_new (GALLEY_TINTS_MARKS);
  g_autoptr (GPtrArray) marks = NULL;
  g_autoptr (GPtrArray) since = NULL;
  g_autoptr (GalleyArticle) marked = NULL;
  g_autofree char *label = NULL;

  if (round == NULL)
    return self;
  label = g_strdup_printf ("%s %s", round->plan->label, round->person);
  ensure_hue (self, g_strdup (label), round->plan->colour);
  marks = galley_rounds_list_marks (rounds, article, round, error);
  if (marks != NULL)
    marked = round->last != 0
                 ? galley_store_read_revision (galley_rounds_get_store (rounds), round->last, error)
                 : g_object_ref (article);
  if (marked == NULL)
    {
      galley_tints_free (self);
      return NULL;
    }
  since = galley_diff_articles (marked, article);
  for (guint i = 0; i < marks->len; i++)
    add_mark (self, article, g_ptr_array_index (marks, i), since, label);
  return self;
}

gpointer
galley_tints_read (GalleyRounds *rounds, const GPtrArray *findings, gpointer data, GError **error)
{
  const Order *order = data;
  GalleyArticle *article = galley_edition_find_article (
      galley_store_get_edition (galley_rounds_get_store (rounds)), order->id, NULL);

  if (article == NULL)
    return NULL;
  return order->kind == GALLEY_TINTS_BLAME ? read_blame (rounds, article, error)
                                           : read_marks (rounds, order, article, error);
}

/* --- colours ------------------------------------------------------------------------------------------------------- */

static double
get_linear (double channel)
{
  return channel <= 0.03928 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
get_luminance (const float rgba[4])
{
  return 0.2126 * get_linear (rgba[0]) + 0.7152 * get_linear (rgba[1]) + 0.0722 * get_linear (rgba[2]);
}

static gboolean
is_readable (const float rgba[4], double ground)
{
  double own = get_luminance (rgba);

  return (MAX (own, ground) + 0.05) / (MIN (own, ground) + 0.05) >= 4.5;
}

/* Mixed with black or white, a little at a time, until it stands out from the ground. */
void
galley_hue_get_rgba (const GalleyHue *self, gboolean dark, float rgba[4])
{
  const float ground[4] = { dark ? 0.12f : 1, dark ? 0.12f : 1, dark ? 0.12f : 1, 1 };
  guint red = 0, green = 0, blue = 0;

  if (strlen (self->colour) == 7)
    sscanf (self->colour, "#%2x%2x%2x", &red, &green, &blue);
  rgba[0] = (float) red / 255;
  rgba[1] = (float) green / 255;
  rgba[2] = (float) blue / 255;
  rgba[3] = 1;
  for (guint step = 0; step < 20 && !is_readable (rgba, get_luminance (ground)); step++)
    {
      for (guint i = 0; i < 3; i++)
        rgba[i] += ((dark ? 1.0f : 0.0f) - rgba[i]) * 0.1f;
    }
}
