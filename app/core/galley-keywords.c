/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-keywords.h"

#define MIN_LENGTH 2 /* characters of a Chinese word */
#define MAX_LENGTH 6
#define MAX_TEXT 20000 /* characters looked at */
#define MAX_WEIGHED 60 /* candidates that are looked up in the edition and the archive */

/* No word begins or ends with one of these. */
static const char edges[] = "的了是在和与及等一不这那其对为以于上中下将把被从到由向让使就都也还又很更最之个们"
                            "此每各有无能会可要说看着过去来里后前时年月日"
                            "他她它我你您本该们并但而或如因所则且只已再着了吗呢吧啊两三四五六七八九十百千万亿"
                            "第几多名位次项家座条件种等人们据按经通过进行";

void
galley_keyword_free (GalleyKeyword *self)
{
  g_free (self->word);
  g_free (self);
}

char *
galley_keyword_dup_why (const GalleyKeyword *self)
{
  GString *why = g_string_new (NULL);

  g_string_append_printf (
      why, g_dngettext (GETTEXT_PACKAGE, "%u time in the text", "%u times in the text", self->times),
      self->times);
  if (self->head)
    g_string_append (why, _ (", in the headline"));
  if (self->n_articles > 1)
    g_string_append_printf (why, _ ("; in %u of %u articles of the edition"), self->articles,
                            self->n_articles);
  if (self->n_archived > 0)
    g_string_append_printf (why, _ ("; in %u of %u in the archive"), self->archived, self->n_archived);
  return g_string_free (why, FALSE);
}

/* --- candidates ---------------------------------------------------------------------------------------------------- */

static gboolean
is_han (gunichar c)
{
  return (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3400 && c <= 0x4dbf);
}

static gboolean
is_edge (gunichar c)
{
  return g_utf8_strchr (edges, -1, c) != NULL;
}

static void
count_word (GHashTable *words, const gunichar *chars, guint length, gboolean head)
{
  g_autofree char *word = g_ucs4_to_utf8 (chars, (glong) length, NULL, NULL, NULL);
  GalleyKeyword *keyword = g_hash_table_lookup (words, word);

  if (keyword == NULL)
    {
      keyword = g_new0 (GalleyKeyword, 1);
      keyword->word = g_steal_pointer (&word);
      g_hash_table_insert (words, keyword->word, keyword);
    }
  keyword->times++;
  keyword->head |= head;
}

static void
count_han (GHashTable *words, const gunichar *chars, guint n, gboolean head)
{
  for (guint i = 0; i < n; i++)
    {
      if (is_edge (chars[i]))
        continue;
      for (guint length = MIN_LENGTH; length <= MAX_LENGTH && i + length <= n; length++)
        {
          if (!is_edge (chars[i + length - 1]))
            count_word (words, chars + i, length, head);
        }
    }
}

/* Latin words of four letters and more: what is shorter says little. */
static void
count_latin (GHashTable *words, const gunichar *chars, guint n, gboolean head)
{
  if (n >= 4)
    count_word (words, chars, n, head);
}

static void
count_block (GHashTable *words, GalleyBlock *block)
{
  gboolean head = galley_role_is_head (galley_block_get_role (block));
  glong n;
  g_autofree gunichar *chars = g_utf8_to_ucs4_fast (galley_block_get_text (block), -1, &n);

  for (glong i = 0; i < n;)
    {
      glong start = i;
      gboolean han = is_han (chars[i]);

      while (i < n && (han ? is_han (chars[i]) : g_unichar_isalpha (chars[i]) && !is_han (chars[i])))
        i++;
      if (i > start && han)
        count_han (words, chars + start, (guint) (i - start), head);
      else if (i > start)
        count_latin (words, chars + start, (guint) (i - start), head);
      else
        i++;
    }
}

/* A piece of a longer word that is met no oftener without the rest of it is no word. */
static gboolean
is_piece (const GalleyKeyword *keyword, GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++)
    {
      const GalleyKeyword *other = g_ptr_array_index (list, i);

      if (other != keyword && other->times >= keyword->times &&
          strlen (other->word) > strlen (keyword->word) && strstr (other->word, keyword->word) != NULL)
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_named (GalleyArticle *article, const char *word)
{
  g_autoptr (GPtrArray) known = galley_metadata_list (galley_article_get_metadata (article), NULL);

  for (guint i = 0; i < known->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (known, i);

      if ((g_str_equal (item->key, "keyword") || g_str_equal (item->key, "person")) &&
          strstr (item->value, word) != NULL)
        return TRUE;
    }
  return FALSE;
}

static GPtrArray *
list_candidates (GHashTable *words, GalleyArticle *article)
{
  g_autoptr (GPtrArray) often = g_ptr_array_new ();
  GPtrArray *list = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer keyword;

  g_hash_table_iter_init (&iter, words);
  while (g_hash_table_iter_next (&iter, NULL, &keyword))
    {
      if (((GalleyKeyword *) keyword)->times >= 2)
        g_ptr_array_add (often, keyword);
    }
  for (guint i = 0; i < often->len; i++)
    {
      GalleyKeyword *own = g_ptr_array_index (often, i);

      if (!is_piece (own, often) && !is_named (article, own->word))
        g_ptr_array_add (list, own);
    }
  return list;
}

/* --- weights ------------------------------------------------------------------------------------------------------- */

static void
weigh (GalleyKeyword *self)
{
  glong length = g_utf8_strlen (self->word, -1);

  self->weight = self->times * (1 + 0.3 * MIN (length - 2, 3)) * (self->head ? 2 : 1);
  if (self->n_articles > 1)
    self->weight *= log ((self->n_articles + 1.0) / MAX (self->articles, 1)) / log (self->n_articles + 1.0);
  if (self->n_archived > 0)
    self->weight *= log ((self->n_archived + 2.0) / (self->archived + 1.0)) / log (self->n_archived + 2.0);
}

static gint
compare_weights (gconstpointer a, gconstpointer b)
{
  const GalleyKeyword *x = *(const GalleyKeyword *const *) a;
  const GalleyKeyword *y = *(const GalleyKeyword *const *) b;

  if (x->weight > y->weight || x->weight < y->weight)
    return x->weight > y->weight ? -1 : 1;
  return strcmp (x->word, y->word);
}

static void
look_up (GPtrArray *list, GalleyEdition *edition, GalleyKeywordCount count, gpointer data)
{
  g_autoptr (GPtrArray) articles = edition != NULL ? galley_edition_list_articles (edition) : NULL;
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; articles != NULL && i < articles->len; i++)
    {
      GalleyArticle *article = g_ptr_array_index (articles, i);

      if (galley_article_get_kind (article) != GALLEY_ARTICLE_FURNITURE)
        g_ptr_array_add (texts, galley_article_dup_text (article));
    }
  for (guint i = 0; i < list->len; i++)
    {
      GalleyKeyword *keyword = g_ptr_array_index (list, i);

      keyword->n_articles = texts->len;
      for (guint k = 0; k < texts->len; k++)
        keyword->articles += strstr (g_ptr_array_index (texts, k), keyword->word) != NULL;
      if (count != NULL)
        keyword->archived = count (keyword->word, &keyword->n_archived, data);
      weigh (keyword);
    }
}

static GalleyKeyword *
keyword_copy (const GalleyKeyword *self)
{
  GalleyKeyword *copy = g_memdup2 (self, sizeof *self);

  copy->word = g_strdup (self->word);
  return copy;
}

GPtrArray *
galley_keywords_suggest (
    GalleyArticle *article, GalleyEdition *edition, GalleyKeywordCount count, gpointer data, guint limit)
{
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_keyword_free);
  g_autoptr (GHashTable) words =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) galley_keyword_free);
  g_autoptr (GPtrArray) list = NULL;
  guint looked_at = 0;

  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), found);

  for (guint i = 0; i < galley_article_get_n_blocks (article) && looked_at < MAX_TEXT; i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);
      GalleyRole role = galley_block_get_role (block);

      if (role == GALLEY_ROLE_BYLINE || role == GALLEY_ROLE_CREDIT || role == GALLEY_ROLE_JUMP ||
          galley_block_get_length (block) > MAX_TEXT)
        continue;
      looked_at += galley_block_get_length (block);
      count_block (words, block);
    }
  list = list_candidates (words, article);
  for (guint i = 0; i < list->len; i++)
    weigh (g_ptr_array_index (list, i));
  g_ptr_array_sort (list, compare_weights);
  if (list->len > MAX_WEIGHED)
    g_ptr_array_set_size (list, MAX_WEIGHED);
  look_up (list, edition, count, data);
  g_ptr_array_sort (list, compare_weights);
  for (guint i = 0; i < list->len && i < limit; i++)
    g_ptr_array_add (found, keyword_copy (g_ptr_array_index (list, i)));
  return found;
}
