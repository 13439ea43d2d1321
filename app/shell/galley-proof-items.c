/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "galley-proof-items.h"

static GPtrArray *
new_items (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) galley_place_item_free);
}

static char *
dup_place (GalleyPlace place)
{
  return g_strdup_printf (_ ("paragraph %u, character %u"), place.block + 1, place.offset + 1);
}

static void
set_place (GalleyPlaceItem *item, GalleyPlace place, guint length)
{
  item->block = (int) place.block;
  item->start = place.offset;
  item->end = place.offset + length;
}

/* What of a text stands in its first paragraph. */
static guint
count_first_line (const char *text)
{
  const char *end = strchr (text, '\n');

  return (guint) g_utf8_strlen (text, end != NULL ? end - text : -1);
}

/* --- 核红 ---------------------------------------------------------------------------------------------------------- */

static const char *
get_mark_words (const GalleyMark *mark)
{
  switch (mark->state)
    {
    case GALLEY_MARK_DONE:
      return _ ("Carried out");
    case GALLEY_MARK_NOT:
      return mark->elsewhere ? _ ("Made at another place") : _ ("Not carried out");
    case GALLEY_MARK_OTHERWISE:
      return _ ("Changed otherwise");
    case GALLEY_MARK_UNSEEN:
    default:
      return _ ("Not to be told from a text");
    }
}

static const char *
get_extra_words (const GalleyExtra *extra)
{
  switch (extra->kind)
    {
    case GALLEY_EXTRA_MOVED:
      return _ ("Moved; no mark asked for it");
    case GALLEY_EXTRA_JOINED:
      return _ ("Paragraphs joined; no mark asked for it");
    case GALLEY_EXTRA_SPLIT:
      return _ ("Paragraph parted; no mark asked for it");
    case GALLEY_EXTRA_ROLE:
      return _ ("Another role; no mark asked for it");
    case GALLEY_EXTRA_CHANGE:
    default:
      return extra->mark >= 0 ? _ ("No mark asked for it here; one did elsewhere")
                              : _ ("No mark asked for it");
    }
}

static GalleyTone
get_mark_tone (const GalleyMark *mark)
{
  static const GalleyTone tones[] = { GALLEY_TONE_GOOD, GALLEY_TONE_BAD, GALLEY_TONE_WARN,
                                      GALLEY_TONE_PLAIN };

  return tones[mark->state];
}

static GalleyPlaceItem *
new_mark (const GalleyMark *mark, const GPtrArray *hunks)
{
  GalleyPlace place = galley_diff_map_place (hunks, mark->hunk->new_start);
  GalleyPlaceItem *item = galley_place_item_new (
      get_mark_tone (mark), mark->hunk->kind == GALLEY_CHANGE_ROLE
                                ? g_markup_escape_text (_ ("Another role"), -1)
                                : galley_place_dup_change (mark->hunk->old_text, mark->hunk->new_text));
  g_autofree char *where = dup_place (place);

  set_place (item, place,
             mark->state == GALLEY_MARK_DONE && mark->hunk->kind != GALLEY_CHANGE_ROLE
                 ? count_first_line (mark->hunk->new_text)
                 : 0);
  item->detail = mark->found != NULL ? g_strdup_printf (_ ("%s: there stands “%s” · %s"),
                                                        get_mark_words (mark), mark->found, where)
                                     : g_strdup_printf ("%s · %s", get_mark_words (mark), where);
  return item;
}

static GalleyPlaceItem *
new_extra (const GalleyExtra *extra, const GPtrArray *hunks)
{
  GalleyPlace place = galley_diff_map_place (hunks, extra->marked);
  char *markup = extra->kind == GALLEY_EXTRA_MOVED || extra->kind == GALLEY_EXTRA_ROLE
                     ? galley_place_dup_shown (extra->old_text)
                     : galley_place_dup_change (extra->old_text, extra->new_text);
  GalleyPlaceItem *item = galley_place_item_new (GALLEY_TONE_BAD, markup);
  g_autofree char *where = dup_place (place);

  set_place (item, place, 0);
  item->detail = g_strdup_printf ("%s · %s", get_extra_words (extra), where);
  return item;
}

GPtrArray *
galley_proof_items_from_collation (GalleyCollation *collation, GalleyArticle *marked, GalleyArticle *article)
{
  static const GalleyMarkState order[] = { GALLEY_MARK_NOT, GALLEY_MARK_OTHERWISE, GALLEY_MARK_UNSEEN,
                                           GALLEY_MARK_DONE };
  GPtrArray *items = new_items ();
  g_autoptr (GPtrArray) hunks = galley_diff_articles (marked, article);

  for (guint i = 0; i < collation->extras->len; i++)
    g_ptr_array_add (items, new_extra (g_ptr_array_index (collation->extras, i), hunks));
  for (guint k = 0; k < G_N_ELEMENTS (order); k++)
    {
      for (guint i = 0; i < collation->marks->len; i++)
        {
          const GalleyMark *mark = g_ptr_array_index (collation->marks, i);

          if (mark->state == order[k])
            g_ptr_array_add (items, new_mark (mark, hunks));
        }
    }
  for (guint i = 0; i < items->len; i++)
    ((GalleyPlaceItem *) g_ptr_array_index (items, i))->article = g_strdup (galley_article_get_id (article));
  return items;
}

char *
galley_proof_items_dup_summary (GalleyCollation *collation, GalleyTone *tone)
{
  guint n = collation->marks->len, n_not = 0;
  g_autofree char *marks = NULL;
  g_autofree char *extras = NULL;

  for (guint i = 0; i < n; i++)
    {
      GalleyMarkState state = ((const GalleyMark *) g_ptr_array_index (collation->marks, i))->state;

      n_not += state == GALLEY_MARK_NOT || state == GALLEY_MARK_OTHERWISE;
    }
  *tone = galley_collation_is_clean (collation) ? GALLEY_TONE_GOOD : GALLEY_TONE_BAD;
  if (*tone == GALLEY_TONE_GOOD)
    return n == 0 ? g_strdup (_ ("Clean: there was no mark, and nothing was changed."))
                  : g_strdup_printf (
                        ngettext ("Clean: the %u mark was carried out, and nothing else was changed.",
                                  "Clean: all %u marks were carried out, and nothing else was changed.", n),
                        n);
  if (n_not > 0)
    marks = g_strdup_printf (ngettext ("%u of %u mark not carried out", "%u of %u marks not carried out", n),
                             n_not, n);
  if (collation->extras->len > 0)
    extras = g_strdup_printf (ngettext ("%u change that no mark asked for",
                                        "%u changes that no mark asked for", collation->extras->len),
                              collation->extras->len);
  return g_strdup_printf (_ ("Not clean: %s%s%s."), marks != NULL ? marks : "",
                          marks != NULL && extras != NULL ? _ (", ") : "", extras != NULL ? extras : "");
}

/* --- obstacles ----------------------------------------------------------------------------------------------------- */

static GalleyPlaceItem *
new_obstacle (const GalleyObstacle *obstacle, GalleyEdition *edition)
{
  const char *end = strchr (obstacle->sentence, '\n');
  /* What several checkers said of one place stands below each other: the first says enough here. */
  GalleyPlaceItem *item = galley_place_item_new (
      obstacle->blocks ? GALLEY_TONE_BAD : GALLEY_TONE_WARN,
      g_markup_escape_text (obstacle->sentence, end != NULL ? end - obstacle->sentence : -1));
  GalleyPage *page = NULL;
  GalleyArticle *article = edition != NULL && obstacle->article != NULL
                               ? galley_edition_find_article (edition, obstacle->article, &page)
                               : NULL;

  item->article = g_strdup (obstacle->article);
  item->kind = (int) obstacle->kind;
  item->key = g_strdup (obstacle->key);
  if (article != NULL)
    {
      g_autofree char *headline = galley_article_dup_headline (article);

      item->group = g_strdup_printf ("%02u %s · %s", galley_page_get_number (page),
                                     galley_page_get_name (page), headline);
    }
  else if (edition != NULL)
    item->group = g_strdup (_ ("The edition"));
  return item;
}

/* Those of one article stand together in the list; within, what blocks comes first. */
GPtrArray *
galley_proof_items_from_obstacles (const GPtrArray *obstacles, GalleyEdition *edition)
{
  GPtrArray *items = new_items ();

  for (guint i = 0, end; i < obstacles->len; i = end)
    {
      const char *article = ((const GalleyObstacle *) g_ptr_array_index (obstacles, i))->article;

      for (end = i;
           end < obstacles->len &&
           g_strcmp0 (((const GalleyObstacle *) g_ptr_array_index (obstacles, end))->article, article) == 0;)
        end++;
      for (guint blocks = 2; blocks-- > 0;)
        {
          for (guint k = i; k < end; k++)
            {
              const GalleyObstacle *obstacle = g_ptr_array_index (obstacles, k);

              if ((guint) obstacle->blocks == blocks)
                g_ptr_array_add (items, new_obstacle (obstacle, edition));
            }
        }
    }
  return items;
}

/* --- changes ------------------------------------------------------------------------------------------------------- */

static const char *
get_group (const GalleyHunk *hunk)
{
  switch (hunk->kind)
    {
    case GALLEY_CHANGE_NUMBER:
      return _ ("Figures");
    case GALLEY_CHANGE_NAME:
      return _ ("Names and posts");
    case GALLEY_CHANGE_ROLE:
      return _ ("Roles");
    case GALLEY_CHANGE_TEXT:
    default:
      return hunk->head ? _ ("Headlines") : _ ("Text");
    }
}

/* What does most harm when it is wrong comes first; else the order of the text. */
static gint
compare_harm (gconstpointer a, gconstpointer b)
{
  const GalleyHunk *x = *(const GalleyHunk *const *) a;
  const GalleyHunk *y = *(const GalleyHunk *const *) b;
  gint harm_x = (gint) x->kind * 2 - (x->kind == GALLEY_CHANGE_TEXT && x->head ? 1 : 0);
  gint harm_y = (gint) y->kind * 2 - (y->kind == GALLEY_CHANGE_TEXT && y->head ? 1 : 0);

  if (harm_x != harm_y)
    return harm_x < harm_y ? -1 : 1;
  if (x->new_start.block != y->new_start.block)
    return x->new_start.block < y->new_start.block ? -1 : 1;
  return (x->new_start.offset > y->new_start.offset) - (x->new_start.offset < y->new_start.offset);
}

GPtrArray *
galley_proof_items_from_hunks (const GPtrArray *hunks)
{
  GPtrArray *items = new_items ();
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();

  for (guint i = 0; i < hunks->len; i++)
    g_ptr_array_add (sorted, g_ptr_array_index (hunks, i));
  g_ptr_array_sort (sorted, compare_harm);
  for (guint i = 0; i < sorted->len; i++)
    {
      const GalleyHunk *hunk = g_ptr_array_index (sorted, i);
      GalleyPlaceItem *item = galley_place_item_new (
          GALLEY_TONE_PLAIN, hunk->kind == GALLEY_CHANGE_ROLE
                                 ? galley_place_dup_shown (hunk->new_text)
                                 : galley_place_dup_change (hunk->old_text, hunk->new_text));

      item->group = g_strdup (get_group (hunk));
      item->detail = dup_place (hunk->new_start);
      set_place (item, hunk->new_start,
                 hunk->kind == GALLEY_CHANGE_ROLE ? 0 : count_first_line (hunk->new_text));
      g_ptr_array_add (items, item);
    }
  return items;
}
