/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-icu.h"
#include "galley-keywords.h"
#include "galley-vocabulary.h"

#define MIN_LENGTH 2 /* characters of a Chinese keyword */
#define MAX_LENGTH 8
#define MAX_PARTS 4    /* words a keyword is made of */
#define MIN_LATIN 4    /* letters: what is shorter says little */
#define MAX_TEXT 20000 /* characters looked at */
#define MAX_WEIGHED 60 /* candidates that are looked up in the edition and the archive */

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

typedef struct
{
  const GalleyIcu *icu;
  UBreakIterator *breaks; /* NULL: there are no words to be had */
  GHashTable *alone;      /* words that are no keyword by themselves */
  GHashTable *never;      /* and those that are part of none either */
  GHashTable *words;      /* text → Candidate * */
} Counter;

/* One word of the text, in units of UTF-16. */
typedef struct
{
  int32_t start;
  int32_t end;
  gboolean latin;
  gboolean never; /* part of no keyword */
  gboolean alone; /* may be a part of one, is none itself */
} Token;

/* Two words of one character beside each other are one that ICU does not know, more often than not. A candidate that begins or
 * ends between them is the piece of a word, unless the other one of them changes. */
typedef struct
{
  GalleyKeyword keyword;
  guint parts;     /* words it is made of; those of one character count half */
  gboolean loose;  /* begins or ends with a word of one character, and has others */
  gunichar2 left;  /* the word of one character that stands everywhere before its first one; or 0 */
  gunichar2 right; /* and behind its last one */
} Candidate;

static void
candidate_free (Candidate *self)
{
  g_free (self->keyword.word);
  g_free (self);
}

/* Several words stand on one line of the file. */
static void
add_words (GHashTable *set, GalleyVocabulary *vocabulary, const char *group)
{
  const GPtrArray *terms = galley_vocabulary_get_terms (vocabulary, group);

  for (guint i = 0; i < terms->len; i++)
    {
      g_auto (GStrv) words = g_strsplit (((const GalleyTerm *) g_ptr_array_index (terms, i))->code, " ", -1);

      for (guint k = 0; words[k] != NULL; k++)
        g_hash_table_add (set, g_strdup (words[k]));
    }
}

static void
counter_begin (Counter *self)
{
  g_autoptr (GalleyVocabulary) vocabulary = galley_vocabulary_load ("keywords", NULL);
  UErrorCode status = U_ZERO_ERROR;

  self->icu = galley_icu_get ();
  self->breaks = self->icu != NULL ? self->icu->brk_open (UBRK_WORD, "zh", NULL, 0, &status) : NULL;
  self->alone = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->never = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  /* Without the file nothing is known to say little. */
  if (vocabulary != NULL)
    {
      add_words (self->alone, vocabulary, "alone");
      add_words (self->never, vocabulary, "never");
    }
  self->words = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) candidate_free);
}

static void
counter_end (Counter *self)
{
  if (self->breaks != NULL)
    self->icu->brk_close (self->breaks);
  g_hash_table_unref (self->alone);
  g_hash_table_unref (self->never);
  g_hash_table_unref (self->words);
}

static Token
make_token (Counter *self, const gunichar2 *text, int32_t start, int32_t end, gboolean latin)
{
  g_autofree char *word = g_utf16_to_utf8 (text + start, end - start, NULL, NULL, NULL);
  Token token = { .start = start, .end = end, .latin = latin };

  token.never = word == NULL || g_hash_table_contains (self->never, word);
  token.alone = token.never || g_hash_table_contains (self->alone, word);
  return token;
}

static guint
count_parts (const Token *first, guint n)
{
  guint halves = 0;

  for (guint i = 0; i < n; i++)
    halves += first[i].end - first[i].start == 1 ? 1 : 2;
  return halves / 2;
}

/* The words of Han and of Latin letters, in order. */
static GArray *
split (Counter *self, const gunichar2 *text, glong n)
{
  GArray *tokens = g_array_new (FALSE, FALSE, sizeof (Token));
  UErrorCode status = U_ZERO_ERROR;
  int32_t start, end;

  self->icu->brk_set_text (self->breaks, (const UChar *) text, (int32_t) n, &status);
  if (U_FAILURE (status))
    return tokens;
  start = self->icu->brk_first (self->breaks);
  while ((end = self->icu->brk_next (self->breaks)) != UBRK_DONE)
    {
      int32_t kind = self->icu->brk_get_rule_status (self->breaks);

      if (kind >= UBRK_WORD_LETTER && kind < UBRK_WORD_IDEO_LIMIT)
        {
          Token token = make_token (self, text, start, end, kind < UBRK_WORD_LETTER_LIMIT);

          g_array_append_val (tokens, token);
        }
      start = end;
    }
  return tokens;
}

/* The character at @at where a word of one character is parted there from another; else 0. */
static gunichar2
get_torn (const gunichar2 *text, GArray *tokens, guint word, guint other)
{
  const Token *one = &g_array_index (tokens, Token, word);
  const Token *two = &g_array_index (tokens, Token, other);

  /* Before the first one the index wraps. */
  if (other >= tokens->len || one->end - one->start != 1 || two->end - two->start != 1 || two->never ||
      (one->end != two->start && two->end != one->start))
    return 0;
  return text[two->start];
}

static void
count_word (Counter *self, const gunichar2 *text, GArray *tokens, guint first, guint n, gboolean head)
{
  const Token *start = &g_array_index (tokens, Token, first), *end = start + n - 1;
  g_autofree char *word = g_utf16_to_utf8 (text + start->start, end->end - start->start, NULL, NULL, NULL);
  Candidate *candidate = word != NULL ? g_hash_table_lookup (self->words, word) : NULL;
  gunichar2 left = get_torn (text, tokens, first, first - 1);
  gunichar2 right = get_torn (text, tokens, first + n - 1, first + n);

  if (word == NULL)
    return;
  if (candidate == NULL)
    {
      candidate = g_new0 (Candidate, 1);
      candidate->keyword.word = g_steal_pointer (&word);
      candidate->parts = count_parts (start, n);
      candidate->loose = n > 1 && (start->end - start->start == 1 || end->end - end->start == 1);
      candidate->left = left;
      candidate->right = right;
      g_hash_table_insert (self->words, candidate->keyword.word, candidate);
    }
  if (candidate->left != left)
    candidate->left = 0;
  if (candidate->right != right)
    candidate->right = 0;
  candidate->keyword.times++;
  candidate->keyword.head |= head;
}

/* All keywords that begin with the word at @first: itself, and with what stands right behind. */
static void
count_at (Counter *self, const gunichar2 *text, GArray *tokens, guint first, gboolean head)
{
  const Token *token = &g_array_index (tokens, Token, first);

  if (token->latin)
    {
      if (!token->alone && token->end - token->start >= MIN_LATIN)
        count_word (self, text, tokens, first, 1, head);
      return;
    }
  for (guint i = first; i < tokens->len && i < first + MAX_PARTS; i++)
    {
      const Token *last = &g_array_index (tokens, Token, i);
      int32_t length = last->end - token->start;

      if (last->latin || last->never || length > MAX_LENGTH || (i > first && last->start != last[-1].end))
        return;
      if (length >= MIN_LENGTH && (i > first || !token->alone))
        count_word (self, text, tokens, first, i - first + 1, head);
    }
}

static void
count_block (Counter *self, GalleyBlock *block)
{
  gboolean head = galley_role_is_head (galley_block_get_role (block));
  glong n;
  g_autofree gunichar2 *text = g_utf8_to_utf16 (galley_block_get_text (block), -1, NULL, &n, NULL);
  g_autoptr (GArray) tokens = text != NULL ? split (self, text, n) : NULL;

  for (guint i = 0; tokens != NULL && i < tokens->len; i++)
    count_at (self, text, tokens, i, head);
}

/* A piece of a longer word that is met no oftener without the rest of it is no word; nor is one that ends in a loose character
 * and is most often met with the rest. */
static gboolean
is_piece (const Candidate *self, GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++)
    {
      const GalleyKeyword *other = &((const Candidate *) g_ptr_array_index (list, i))->keyword;

      if (other != &self->keyword && other->times * (self->loose ? 2 : 1) >= self->keyword.times &&
          strlen (other->word) > strlen (self->keyword.word) &&
          strstr (other->word, self->keyword.word) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* "三千", "一片", "一万两千棵": a number, and what it counts; or "树苗一万", which is cut off in one. 二十大 is a name. */
static gboolean
is_number (const char *word)
{
  static const char numerals[] = "〇零一二三四五六七八九十百千万亿两几多";
  const char *p = word, *last = g_utf8_find_prev_char (word, word + strlen (word));

  if (last != NULL && g_utf8_strchr ("百千万亿", -1, g_utf8_get_char (last)) != NULL)
    return TRUE;
  while (*p != '\0' && g_utf8_strchr (numerals, -1, g_utf8_get_char (p)) != NULL)
    p = g_utf8_next_char (p);
  return p != word && (*p == '\0' || (*g_utf8_next_char (p) == '\0' && !g_str_equal (p, "大")));
}

/* The metadata say it already, or the most of it. */
static gboolean
is_named (GalleyArticle *article, const char *word)
{
  g_autoptr (GPtrArray) known = galley_metadata_list (galley_article_get_metadata (article), NULL);

  for (guint i = 0; i < known->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (known, i);

      gboolean keyword = g_str_equal (item->key, "keyword");

      if ((keyword || g_str_equal (item->key, "person")) && strstr (item->value, word) != NULL)
        return TRUE;
      if (keyword && g_utf8_strlen (item->value, -1) > MIN_LENGTH && strstr (word, item->value) != NULL)
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
  gpointer value;

  g_hash_table_iter_init (&iter, words);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Candidate *candidate = value;

      if (candidate->keyword.times >= MAX (candidate->parts, 2) && candidate->left == 0 &&
          candidate->right == 0)
        g_ptr_array_add (often, candidate);
    }
  for (guint i = 0; i < often->len; i++)
    {
      Candidate *own = g_ptr_array_index (often, i);

      if (!is_piece (own, often) && !is_number (own->keyword.word) && !is_named (article, own->keyword.word))
        g_ptr_array_add (list, &own->keyword);
    }
  return list;
}

/* --- choosing ------------------------------------------------------------------------------------------------------ */

/* How many characters at the end of @a are the beginning of @b. */
static guint
overlap (const char *a, const char *b)
{
  for (const char *p = a; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (g_str_has_prefix (b, p))
        return (guint) g_utf8_strlen (p, -1);
    }
  return 0;
}

/* Says again what a heavier one has said: it is a part of that, or a part of it is that, or they share characters. */
static gboolean
says_again (const GalleyKeyword *self, GPtrArray *chosen)
{
  for (guint i = 0; i < chosen->len; i++)
    {
      const GalleyKeyword *other = g_ptr_array_index (chosen, i);
      gboolean shorter = strstr (other->word, self->word) != NULL;

      if ((shorter && self->times < 2 * other->times) ||
          (!shorter && strstr (self->word, other->word) != NULL) ||
          overlap (self->word, other->word) >= MIN_LENGTH || overlap (other->word, self->word) >= MIN_LENGTH)
        return TRUE;
    }
  return FALSE;
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
  g_autoptr (GPtrArray) list = NULL;
  Counter counter;
  guint looked_at = 0;

  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), found);

  counter_begin (&counter);
  for (guint i = 0;
       counter.breaks != NULL && i < galley_article_get_n_blocks (article) && looked_at < MAX_TEXT; i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);
      GalleyRole role = galley_block_get_role (block);

      if (role == GALLEY_ROLE_BYLINE || role == GALLEY_ROLE_CREDIT || role == GALLEY_ROLE_JUMP ||
          galley_block_get_length (block) > MAX_TEXT)
        continue;
      looked_at += galley_block_get_length (block);
      count_block (&counter, block);
    }
  list = list_candidates (counter.words, article);
  for (guint i = 0; i < list->len; i++)
    weigh (g_ptr_array_index (list, i));
  g_ptr_array_sort (list, compare_weights);
  if (list->len > MAX_WEIGHED)
    g_ptr_array_set_size (list, MAX_WEIGHED);
  look_up (list, edition, count, data);
  g_ptr_array_sort (list, compare_weights);
  for (guint i = 0; i < list->len && found->len < limit; i++)
    {
      const GalleyKeyword *keyword = g_ptr_array_index (list, i);

      if (!says_again (keyword, found))
        g_ptr_array_add (found, keyword_copy (keyword));
    }
  counter_end (&counter);
  return found;
}
