/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-statistics.h"

void
galley_count_free (GalleyCount *self)
{
  g_free (self->name);
  g_free (self->role);
  g_free (self);
}

static GPtrArray *
list_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) galley_count_free);
}

static GalleyCount *
get_count (GPtrArray *list, const char *name)
{
  GalleyCount *count;

  for (guint i = 0; i < list->len; i++)
    {
      count = g_ptr_array_index (list, i);
      if (g_str_equal (count->name, name))
        return count;
    }
  count = g_new0 (GalleyCount, 1);
  count->name = g_strdup (name);
  g_ptr_array_add (list, count);
  return count;
}

GPtrArray *
galley_statistics_list_pages (GalleyEdition *edition)
{
  GPtrArray *list = list_new ();

  g_return_val_if_fail (GALLEY_IS_EDITION (edition), list);

  for (guint i = 0; i < galley_edition_get_n_pages (edition); i++)
    {
      GalleyPage *page = galley_edition_get_page (edition, i);
      GalleyCount *count = g_new0 (GalleyCount, 1);

      count->name = g_strstrip (
          g_strdup_printf ("%02u %s", galley_page_get_number (page), galley_page_get_name (page)));
      for (guint k = 0; k < galley_page_get_n_articles (page); k++)
        {
          GalleyArticle *article = galley_page_get_article (page, k);

          if (galley_article_get_kind (article) == GALLEY_ARTICLE_FURNITURE)
            continue;
          count->n++;
          count->characters += galley_article_count_characters (article);
        }
      count->share = count->characters;
      g_ptr_array_add (list, count);
    }
  return list;
}

static gboolean
is_of_picture (const char *role)
{
  return role != NULL &&
         (strstr (role, "摄") != NULL || strstr (role, "图") != NULL || strstr (role, "绘") != NULL) &&
         strstr (role, "文") == NULL;
}

static gint
compare_counts (gconstpointer a, gconstpointer b)
{
  const GalleyCount *x = *(const GalleyCount *const *) a;
  const GalleyCount *y = *(const GalleyCount *const *) b;

  if (x->share > y->share || x->share < y->share)
    return x->share > y->share ? -1 : 1;
  if (x->n != y->n)
    return x->n > y->n ? -1 : 1;
  return strcmp (x->name, y->name);
}

static void
add_people (GPtrArray *list, GalleyArticle *article)
{
  g_autoptr (GPtrArray) people = galley_metadata_list (galley_article_get_metadata (article), "person");
  guint n = galley_article_count_characters (article), n_writers = 0;

  for (guint i = 0; i < people->len; i++)
    n_writers += !is_of_picture (((const GalleyMetaItem *) g_ptr_array_index (people, i))->qualifier);
  for (guint i = 0; i < people->len; i++)
    {
      const GalleyMetaItem *person = g_ptr_array_index (people, i);
      GalleyCount *count = get_count (list, person->value);

      if (count->role == NULL)
        count->role = g_strdup (person->qualifier);
      count->n++;
      if (is_of_picture (person->qualifier))
        continue;
      count->characters += n;
      count->share += (double) n / n_writers;
    }
}

GPtrArray *
galley_statistics_list_people (GalleyEdition *edition)
{
  GPtrArray *list = list_new ();
  g_autoptr (GPtrArray) articles = NULL;

  g_return_val_if_fail (GALLEY_IS_EDITION (edition), list);

  articles = galley_edition_list_articles (edition);
  for (guint i = 0; i < articles->len; i++)
    add_people (list, g_ptr_array_index (articles, i));
  g_ptr_array_sort (list, compare_counts);
  return list;
}

GPtrArray *
galley_statistics_list_rules (const GPtrArray *findings)
{
  GPtrArray *list = list_new ();

  for (guint i = 0; i < findings->len; i++)
    {
      GalleyFinding *finding = g_ptr_array_index (findings, i);
      guint n_edits;

      galley_finding_get_edits (finding, &n_edits);
      get_count (list, galley_finding_get_rule (finding)->id)->n += MAX (n_edits, 1);
    }
  g_ptr_array_sort (list, compare_counts);
  return list;
}

GPtrArray *
galley_statistics_list_progress (GalleyRounds *rounds, guint *n_articles)
{
  GPtrArray *list = list_new ();
  GalleyPublication *publication;
  g_autoptr (GPtrArray) articles = NULL;

  *n_articles = 0;
  g_return_val_if_fail (GALLEY_IS_ROUNDS (rounds), list);

  publication = galley_rounds_get_publication (rounds);
  for (guint i = 0; i < galley_publication_get_n_rounds (publication); i++)
    get_count (list, galley_publication_get_round (publication, i)->name);
  get_count (list, "signed");
  articles = galley_edition_list_articles (galley_store_get_edition (galley_rounds_get_store (rounds)));
  for (guint i = 0; i < articles->len; i++)
    {
      GalleyArticle *article = g_ptr_array_index (articles, i);
      g_autoptr (GPtrArray) all = NULL;
      g_autoptr (GalleySignature) signature = NULL;

      if (galley_article_get_kind (article) == GALLEY_ARTICLE_FURNITURE)
        continue;
      ++*n_articles;
      all = galley_rounds_list (rounds, galley_article_get_id (article));
      for (guint k = 0; k < all->len; k++)
        {
          const GalleyRound *round = g_ptr_array_index (all, k);

          get_count (list, round->plan->name)->n += round->state == GALLEY_ROUND_ENDED;
        }
      signature = galley_rounds_get_signature (rounds, article);
      get_count (list, "signed")->n += signature->state == GALLEY_SIGNATURE_VALID;
    }
  return list;
}

guint
galley_statistics_get_n_stages (GalleyPublication *publication)
{
  return galley_publication_get_n_rounds (publication) + 2;
}

const char *
galley_statistics_get_stage_label (GalleyPublication *publication, guint stage)
{
  if (stage == 0)
    return C_ ("stage of an article", "No round yet");
  if (stage <= galley_publication_get_n_rounds (publication))
    return galley_publication_get_round (publication, stage - 1)->label;
  return C_ ("stage of an article", "Signed");
}

guint
galley_statistics_get_stage (GalleyRounds *rounds, GalleyArticle *article)
{
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GalleySignature) signature = NULL;
  guint stage = 0;

  g_return_val_if_fail (GALLEY_IS_ROUNDS (rounds), 0);

  all = galley_rounds_list (rounds, galley_article_get_id (article));
  for (guint i = 0; i < all->len; i++)
    {
      if (((const GalleyRound *) g_ptr_array_index (all, i))->state == GALLEY_ROUND_ENDED)
        stage = i + 1;
    }
  signature = galley_rounds_get_signature (rounds, article);
  return signature->state == GALLEY_SIGNATURE_VALID
             ? galley_statistics_get_n_stages (galley_rounds_get_publication (rounds)) - 1
             : stage;
}

static void
append_cell (GString *csv, const char *cell)
{
  if (strpbrk (cell, ",\"\r\n") == NULL)
    {
      g_string_append (csv, cell);
      return;
    }
  g_string_append_c (csv, '"');
  for (const char *p = cell; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *p);
    }
  g_string_append_c (csv, '"');
}

char *
galley_statistics_dup_csv (const GPtrArray *rows)
{
  GString *csv = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    {
      char **cells = g_ptr_array_index (rows, i);

      for (guint k = 0; cells[k] != NULL; k++)
        {
          if (k > 0)
            g_string_append_c (csv, ',');
          append_cell (csv, cells[k]);
        }
      g_string_append (csv, "\r\n");
    }
  return g_string_free (csv, FALSE);
}

/* The article at the end of the round, else as it is (transfer full). */
static GalleyArticle *
read_article (GalleyRounds *rounds, GalleyArticle *article, const char *name, GError **error)
{
  g_autoptr (GPtrArray) all = galley_rounds_list (rounds, galley_article_get_id (article));

  for (guint i = 0; i < all->len; i++)
    {
      const GalleyRound *round = g_ptr_array_index (all, i);

      if (g_str_equal (round->plan->name, name) && round->state == GALLEY_ROUND_ENDED)
        return galley_store_read_revision (galley_rounds_get_store (rounds), round->last, error);
    }
  return galley_article_freeze (article);
}

GalleyEdition *
galley_statistics_make_round (GalleyRounds *rounds, const char *round, GError **error)
{
  g_autoptr (GalleyEdition) then = galley_edition_new ();
  GalleyEdition *edition;

  g_return_val_if_fail (GALLEY_IS_ROUNDS (rounds), NULL);

  edition = galley_store_get_edition (galley_rounds_get_store (rounds));
  for (guint i = 0; i < GALLEY_N_FACTS; i++)
    galley_masthead_set (galley_edition_get_masthead (then), (GalleyFact) i,
                         galley_masthead_get (galley_edition_get_masthead (edition), (GalleyFact) i));
  for (guint i = 0; i < galley_edition_get_n_pages (edition); i++)
    {
      GalleyPage *page = galley_edition_get_page (edition, i);
      g_autoptr (GalleyPage) copy =
          galley_page_new (galley_page_get_number (page), galley_page_get_name (page));

      for (guint k = 0; k < galley_page_get_n_articles (page); k++)
        {
          g_autoptr (GalleyArticle) article =
              read_article (rounds, galley_page_get_article (page, k), round, error);

          if (article == NULL)
            return NULL;
          galley_page_insert (copy, G_MAXUINT, article);
        }
      galley_edition_add_page (then, copy);
    }
  return g_steal_pointer (&then);
}
