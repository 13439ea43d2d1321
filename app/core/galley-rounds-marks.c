/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The marks of a round, and 核红: against the article as it stands, and against a page that came back from elsewhere. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-error.h"
#include "galley-pdf-text.h"
#include "galley-rounds-private.h"

GPtrArray *
galley_rounds_list_marks (GalleyRounds *self,
                          GalleyArticle *article,
                          const GalleyRound *round,
                          GError **error)
{
  g_autoptr (GalleyArticle) before = NULL;
  g_autoptr (GalleyArticle) after = NULL;

  g_return_val_if_fail (GALLEY_IS_ROUNDS (self), NULL);
  g_return_val_if_fail (round != NULL, NULL);

  if (round->first == 0 || round->first == round->last)
    return g_ptr_array_new_with_free_func ((GDestroyNotify) galley_hunk_free);
  before = galley_store_read_revision (galley_rounds_get_store (self), round->first, error);
  if (before == NULL)
    return NULL;
  after = round->last != 0 ? galley_store_read_revision (galley_rounds_get_store (self), round->last, error)
                           : galley_article_freeze (article);
  return after != NULL ? galley_diff_articles (before, after) : NULL;
}

/* --- a marked copy --------------------------------------------------------------------------------------------------- */

static const GalleyRound *
find_round (GPtrArray *rounds, const char *name)
{
  for (guint i = 0; i < rounds->len; i++)
    {
      const GalleyRound *round = g_ptr_array_index (rounds, i);

      if (round->state != GALLEY_ROUND_WAITING &&
          (g_str_equal (round->plan->name, name) || g_strcmp0 (round->plan->label, name) == 0))
        return round;
    }
  return NULL;
}

/* @article with the blocks of @to: what is known of it is as it is now. */
static GalleyArticle *
make_earlier (GalleyArticle *article, GalleyArticle *to)
{
  g_autoptr (GalleyArticle) earlier =
      galley_article_new_with_id (galley_article_get_kind (article), galley_article_get_id (article));
  g_autoptr (GPtrArray) items = galley_metadata_list (galley_article_get_metadata (article), NULL);

  for (guint i = 0; i < items->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (items, i);

      galley_metadata_add (galley_article_get_metadata (earlier), item->key, item->value, item->qualifier);
    }
  for (guint i = 0; i < galley_article_get_n_blocks (to); i++)
    galley_article_append (earlier, galley_article_get_block (to, i));
  return galley_article_freeze (earlier);
}

/* Marks stand on blocks: where the round ended, the article at @index goes back to what it was then. */
static gboolean
mark_article (GalleyRounds *self,
              GalleyPage *page,
              guint index,
              const GalleyRound *round,
              GalleyMarkup *markup,
              GError **error)
{
  GalleyStore *store = galley_rounds_get_store (self);
  GalleyArticle *article = galley_page_get_article (page, index);
  gboolean ended = round->state == GALLEY_ROUND_ENDED;
  g_autoptr (GalleyArticle) before = galley_store_read_revision (store, round->first, error);

  if (before == NULL)
    return FALSE;
  galley_markup_add_change (markup, galley_article_get_id (article), before, round->person,
                            ended ? round->ended : round->begun);
  if (ended)
    {
      g_autoptr (GalleyArticle) after = galley_store_read_revision (store, round->last, error);
      g_autoptr (GalleyArticle) earlier = after != NULL ? make_earlier (article, after) : NULL;

      if (earlier == NULL)
        return FALSE;
      galley_page_remove (page, index);
      galley_page_insert (page, index, earlier);
    }
  return TRUE;
}

gboolean
galley_rounds_mark_copy (
    GalleyRounds *self, GalleyEdition *copy, const char *name, GalleyMarkup *markup, GError **error)
{
  gboolean found = FALSE;

  g_return_val_if_fail (GALLEY_IS_ROUNDS (self), FALSE);
  g_return_val_if_fail (GALLEY_IS_EDITION (copy), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  for (guint i = 0; i < galley_edition_get_n_pages (copy); i++)
    {
      GalleyPage *page = galley_edition_get_page (copy, i);

      for (guint k = 0; k < galley_page_get_n_articles (page); k++)
        {
          g_autoptr (GPtrArray) list =
              galley_rounds_list (self, galley_article_get_id (galley_page_get_article (page, k)));
          const GalleyRound *round = find_round (list, name);

          if (round == NULL)
            continue;
          found = TRUE;
          galley_markup_set_round (markup, round->plan->name);
          if (!mark_article (self, page, k, round, markup, error))
            return FALSE;
        }
    }
  if (!found)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("No article has had the round “%s”."), name);
  return found;
}

/* --- 核红 ------------------------------------------------------------------------------------------------------------ */

/* The two versions of the last round that ended; FALSE without an error where there was none. */
static gboolean
read_last (GalleyRounds *self,
           GalleyArticle *article,
           GalleyArticle **before,
           GalleyArticle **marked,
           GError **error)
{
  const GalleyRound *last = galley_rounds_get_last (self, galley_article_get_id (article));

  if (last == NULL)
    return FALSE;
  *before = galley_store_read_revision (galley_rounds_get_store (self), last->first, error);
  *marked =
      *before != NULL ? galley_store_read_revision (galley_rounds_get_store (self), last->last, error) : NULL;
  return *marked != NULL;
}

GalleyCollation *
galley_rounds_collate (GalleyRounds *self, GalleyArticle *article, GError **error)
{
  const GalleyRound *running;
  g_autoptr (GalleyArticle) before = NULL;
  g_autoptr (GalleyArticle) marked = NULL;
  g_autoptr (GalleyArticle) proof = NULL;

  g_return_val_if_fail (GALLEY_IS_ROUNDS (self), NULL);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), NULL);

  if (!read_last (self, article, &before, &marked, error))
    return NULL;
  running = galley_rounds_get_running (self, galley_article_get_id (article));
  proof = running != NULL ? galley_store_read_revision (galley_rounds_get_store (self), running->first, error)
                          : galley_article_freeze (article);
  return proof != NULL ? galley_collate (before, marked, proof) : NULL;
}

GalleyCollation *
galley_rounds_collate_text (
    GalleyRounds *self, GalleyArticle *article, const char *page, const char *others, GError **error)
{
  g_autoptr (GalleyArticle) before = NULL;
  g_autoptr (GalleyArticle) marked = NULL;

  g_return_val_if_fail (GALLEY_IS_ROUNDS (self), NULL);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), NULL);

  return read_last (self, article, &before, &marked, error)
             ? galley_collate_text (before, marked, page, others)
             : NULL;
}

/* --- a page that came back ----------------------------------------------------------------------------------------- */

static char *
read_page (GBytes *page, GError **error)
{
  gsize size;
  const char *data = g_bytes_get_data (page, &size);
  char *text;

  if (galley_pdf_text_is_pdf (page))
    return galley_pdf_text_read (page, error);
  if (g_utf8_validate_len (data, (gssize) size, NULL))
    return g_strndup (data, size);
  /* g_convert() has sentences for programmers; and a NUL is in no text, but in much that is none. */
  text = memchr (data, '\0', size) == NULL
             ? g_convert (data, (gssize) size, "UTF-8", "GB18030", NULL, NULL, NULL)
             : NULL;
  if (text == NULL)
    g_set_error_literal (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
                         _ ("The page is neither a PDF nor text in UTF-8 or GB18030."));
  return text;
}

/* The facts of the masthead, and of each page its name and staff: they stand in its head and foot. */
static void
append_furniture (GString *others, GalleyEdition *edition)
{
  for (guint i = 0; i < GALLEY_N_FACTS; i++)
    {
      const char *fact = galley_masthead_get (galley_edition_get_masthead (edition), (GalleyFact) i);

      if (fact != NULL)
        g_string_append_printf (others, "%s\n", fact);
    }
  for (guint i = 0; i < galley_edition_get_n_pages (edition); i++)
    {
      GalleyPage *page = galley_edition_get_page (edition, i);
      g_autoptr (GPtrArray) staff = galley_metadata_list (galley_page_get_staff (page), NULL);

      g_string_append_printf (others, "%s\n", galley_page_get_name (page));
      for (guint k = 0; k < staff->len; k++)
        {
          const GalleyMetaItem *item = g_ptr_array_index (staff, k);

          g_string_append_printf (others, "%s%s\n", item->qualifier != NULL ? item->qualifier : "",
                                  item->value);
        }
    }
}

/* What else stands on the pages: passages of it are no changes of this article. */
static char *
dup_others (GalleyEdition *edition, GalleyArticle *article)
{
  g_autoptr (GPtrArray) all = galley_edition_list_articles (edition);
  GString *others = g_string_new (NULL);

  for (guint i = 0; i < all->len; i++)
    {
      g_autofree char *text = all->pdata[i] != article ? galley_article_dup_text (all->pdata[i]) : NULL;

      if (text != NULL)
        g_string_append_printf (others, "%s\n", text);
    }
  append_furniture (others, edition);
  return g_string_free (others, FALSE);
}

GalleyCollation *
galley_rounds_collate_page (GalleyRounds *self, GalleyArticle *article, GBytes *page, GError **error)
{
  g_autofree char *text = NULL;
  g_autofree char *others = NULL;

  g_return_val_if_fail (GALLEY_IS_ROUNDS (self), NULL);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), NULL);
  g_return_val_if_fail (page != NULL, NULL);

  text = read_page (page, error);
  if (text == NULL)
    return NULL;
  others = dup_others (galley_store_get_edition (galley_rounds_get_store (self)), article);
  return galley_rounds_collate_text (self, article, text, others, error);
}
