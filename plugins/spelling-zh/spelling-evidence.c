/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spelling-evidence.h"

#include <string.h>

#include "galley-byline.h"
#include "galley-protect.h"
#include "galley-vocabulary.h"
#include "spelling-names.h"

#define NEARLY_SURE 0.9f /* confidence that no repetition talks out of */
#define DOUBT 0.35f
#define SUPPORT 0.05f
#define SHORTEST_NAME 2
#define LONGEST_NAME 12
#define SHORTEST_CORRECTED 3 /* names of two characters have too many neighbours */
#define NAME_SOUND 0.85f
#define NAME_SHAPE 0.6f

typedef struct
{
  guint n;
  gunichar text[LONGEST_NAME];
} Name;

struct SpellingEvidence
{
  GHashTable *pairs;        /* two characters to how often they stand side by side */
  GHashTable *known;        /* names, UTF-8 */
  GHashTable *by_character; /* character to GArray of Name *: names that hold it */
  GPtrArray *names;
  GHashTable *surnames; /* of one character */
};

static void
name_list_free (gpointer data)
{
  g_ptr_array_unref (data);
}

static void
read_surnames (SpellingEvidence *self)
{
  g_autoptr (GalleyVocabulary) vocabulary = galley_vocabulary_load ("byline", NULL);
  const GPtrArray *terms = vocabulary ? galley_vocabulary_get_terms (vocabulary, "surname") : NULL;

  for (guint i = 0; terms && i < terms->len; i++)
    {
      /* Some lines of the list hold several. */
      g_auto (GStrv) words = g_strsplit (((const GalleyTerm *) terms->pdata[i])->code, " ", -1);

      for (guint k = 0; words[k]; k++)
        if (g_utf8_strlen (words[k], -1) == 1)
          g_hash_table_add (self->surnames, GUINT_TO_POINTER (g_utf8_get_char (words[k])));
    }
}

SpellingEvidence *
spelling_evidence_new (void)
{
  SpellingEvidence *self = g_new0 (SpellingEvidence, 1);

  self->pairs = g_hash_table_new (NULL, NULL);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->by_character = g_hash_table_new_full (NULL, NULL, NULL, name_list_free);
  self->names = g_ptr_array_new_with_free_func (g_free);
  self->surnames = g_hash_table_new (NULL, NULL);
  read_surnames (self);
  return self;
}

void
spelling_evidence_free (SpellingEvidence *self)
{
  g_hash_table_unref (self->pairs);
  g_hash_table_unref (self->by_character);
  g_hash_table_unref (self->known);
  g_ptr_array_unref (self->names);
  g_hash_table_unref (self->surnames);
  g_free (self);
}

void
spelling_evidence_clear (SpellingEvidence *self)
{
  g_hash_table_remove_all (self->pairs);
  g_hash_table_remove_all (self->by_character);
  g_hash_table_remove_all (self->known);
  g_ptr_array_set_size (self->names, 0);
}

static gpointer
pair_key (gunichar a, gunichar b)
{
  return GUINT_TO_POINTER (a << 16 | b);
}

static void
add_pairs (SpellingEvidence *self, const GalleyChars *chars)
{
  for (guint i = 1; i < chars->n; i++)
    if (spelling_is_han (chars->chars[i - 1]) && spelling_is_han (chars->chars[i]))
      {
        gpointer key = pair_key (chars->chars[i - 1], chars->chars[i]);
        guint count = GPOINTER_TO_UINT (g_hash_table_lookup (self->pairs, key));

        g_hash_table_insert (self->pairs, key, GUINT_TO_POINTER (count + 1));
      }
}

static void
add_name (SpellingEvidence *self, const char *text)
{
  glong n;
  g_autofree gunichar *chars = g_utf8_to_ucs4_fast (text, -1, &n);
  Name *name;

  if (n < SHORTEST_NAME || n > LONGEST_NAME || g_hash_table_contains (self->known, text))
    return;
  for (glong i = 0; i < n; i++)
    if (!spelling_is_han (chars[i]))
      return;
  name = g_new0 (Name, 1);
  name->n = n;
  memcpy (name->text, chars, n * sizeof *chars);
  g_ptr_array_add (self->names, name);
  g_hash_table_add (self->known, g_strdup (text));
  /* A variant keeps its first or its second character: two drawers find it. */
  for (guint i = 0; i < 2; i++)
    {
      gpointer key = GUINT_TO_POINTER (name->text[i] << 1 | i);
      GPtrArray *list = g_hash_table_lookup (self->by_character, key);

      if (!list)
        g_hash_table_insert (self->by_character, key, list = g_ptr_array_new ());
      g_ptr_array_add (list, name);
    }
}

static void
take_name (const char *name, gpointer self)
{
  add_name (self, name);
}

static void
add_persons (SpellingEvidence *self, const char *line)
{
  g_autoptr (GPtrArray) persons = galley_byline_parse (line);

  for (guint i = 0; persons && i < persons->len; i++)
    add_name (self, ((const GalleyPerson *) persons->pdata[i])->name);
}

void
spelling_evidence_add (SpellingEvidence *self, GalleyArticle *article)
{
  g_autoptr (GPtrArray) persons = galley_metadata_list (galley_article_get_metadata (article), "person");

  for (guint i = 0; i < persons->len; i++)
    add_name (self, ((const GalleyMetaItem *) persons->pdata[i])->value);
  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);
      GalleyRole role = galley_block_get_role (block);

      add_pairs (self, galley_protect_read (block));
      if (role == GALLEY_ROLE_BYLINE || role == GALLEY_ROLE_CREDIT)
        add_persons (self, galley_block_get_text (block));
      else if (role == GALLEY_ROLE_PEOPLE)
        spelling_names_of_people (galley_block_get_text (block), self->surnames, take_name, self);
    }
}

void
spelling_evidence_add_house (SpellingEvidence *self, const char *const *folders)
{
  spelling_names_of_house (folders, take_name, self);
}

/* What stands beside an edit, before and after it. */
static void
compare_side (const SpellingEvidence *self,
              gunichar left,
              gunichar right,
              gunichar new_left,
              gunichar new_right,
              guint *most_old,
              guint *most_new,
              gboolean *repeated)
{
  guint old_count, new_count;

  if (!spelling_is_han (left) || !spelling_is_han (right))
    return;
  old_count = GPOINTER_TO_UINT (g_hash_table_lookup (self->pairs, pair_key (left, right)));
  new_count = GPOINTER_TO_UINT (g_hash_table_lookup (self->pairs, pair_key (new_left, new_right)));
  *repeated |= old_count >= 2 && old_count > new_count;
  *most_old = MAX (*most_old, old_count);
  *most_new = MAX (*most_new, new_count);
}

/* How often the original and the correction stand in the edition; TRUE when the original is the usual one. */
static gboolean
compare_sides (const SpellingEvidence *self,
               const SpellingGuess *guess,
               const gunichar *text,
               guint n,
               guint *most_old,
               guint *most_new)
{
  guint first = guess->at[0], last = guess->at[guess->n_edits - 1];
  gboolean repeated = FALSE;

  *most_old = *most_new = 0;
  if (first > 0)
    compare_side (self, text[first - 1], text[first], text[first - 1], guess->to[0], most_old, most_new,
                  &repeated);
  if (last + 1 < n)
    compare_side (self, text[last], text[last + 1], guess->to[guess->n_edits - 1], text[last + 1], most_old,
                  most_new, &repeated);
  return repeated;
}

gboolean
spelling_evidence_repeats (const SpellingEvidence *self,
                           const SpellingGuess *guess,
                           const gunichar *text,
                           guint n)
{
  guint most_old, most_new;

  return compare_sides (self, guess, text, n, &most_old, &most_new);
}

float
spelling_evidence_weigh (const SpellingEvidence *self,
                         const SpellingGuess *guess,
                         const gunichar *text,
                         guint n)
{
  guint most_old, most_new;

  if (guess->confidence >= NEARLY_SURE)
    return guess->confidence;
  if (compare_sides (self, guess, text, n, &most_old, &most_new))
    return guess->confidence - DOUBT;
  return most_old <= 1 && most_new > 0 ? MIN (guess->confidence + SUPPORT, NEARLY_SURE) : guess->confidence;
}

/* --- persons ------------------------------------------------------------------------------------------------------- */

/* The last two characters of what people are called before their names. */
static const char posts[] = "主任 书记 主席 组长 部长 局长 院长 校长 教授 究员 记者 经理 事长 总裁 市长 县长 "
                            "省长 镇长 村长 队长 会长 书长 医生 "
                            "护士 护师 医师 警官 民警 先生 女士 同志 村民 居民 市民 学生 老师 教师 程师 专家 "
                            "作家 演员 导演 动员 选手 队员 教练 "
                            "厂长 科长 处长 站长 所长 司长 厅长 区长 乡长 行长 社长 馆长 师长 团长 司令 员工 "
                            "职工 工人 司机 店主 老板 老人 战士 "
                            "干部 代表 委员 律师 法官 察官 董事 顾问 博士 院士 馆员 党员 台长 庭长 州长 总统 "
                            "总理 首相 大使 发言 言人 负责 责人 "
                            "户主 农民 农户 专员 队医 船长 机长 班长 连长 排长 营长";

/* What stands behind a name, two characters each; one is enough of 说 and 称. */
static const char speech[] =
    "表示 认为 指出 介绍 告诉 强调 坦言 主持 出席 回忆 透露 建议 呼吁 说道 说： 说， 获悉 同志 "
    "先生 女士 老人 教授 院士 一家 一行";

#define LIST_MARK 0x3001 /* 、 */
#define SAYS 0x8bf4      /* 说 */
#define CALLS 0x79f0     /* 称 */

/* TRUE when the two characters are a word of the list. */
static gboolean
is_in (const char *list, const gunichar *two)
{
  g_autofree char *word = g_ucs4_to_utf8 (two, 2, NULL, NULL, NULL);

  return word && strstr (list, word) != NULL;
}

static gboolean
stands_as_name (const gunichar *text, guint n, guint start, guint end)
{
  gboolean list_before = start > 0 && text[start - 1] == LIST_MARK;
  gboolean list_behind = end < n && text[end] == LIST_MARK;

  return (start >= 2 && is_in (posts, text + start - 2)) || (end + 1 < n && is_in (speech, text + end)) ||
         (end < n && (text[end] == SAYS || text[end] == CALLS)) || (list_before && list_behind);
}

gboolean
spelling_evidence_is_person (const SpellingEvidence *self,
                             const SpellingWords *words,
                             const gunichar *text,
                             guint n,
                             guint from,
                             guint to)
{
  for (guint length = 2; length <= 3; length++)
    for (guint start = to > length ? to - length : 0; start <= from && start + length <= n; start++)
      {
        gboolean han = g_hash_table_contains (self->surnames, GUINT_TO_POINTER (text[start]));

        for (guint i = start; han && i < start + length; i++)
          han = spelling_is_han (text[i]);
        if (han && stands_as_name (text, n, start, start + length) &&
            spelling_words_find (words, text + start, length) == SPELLING_NO_WORD)
          return TRUE;
      }
  return FALSE;
}

/* --- known names --------------------------------------------------------------------------------------------------- */

/* The known name at @text, of which @n characters are there, that is @least long or longer. */
static gboolean
begins_with_name (const SpellingEvidence *self, const gunichar *text, guint n, guint least)
{
  const GPtrArray *list = g_hash_table_lookup (self->by_character, GUINT_TO_POINTER (text[0] << 1));

  for (guint i = 0; list && i < list->len; i++)
    {
      const Name *name = list->pdata[i];

      if (name->n >= least && name->n <= n && memcmp (text, name->text, name->n * sizeof *text) == 0)
        return TRUE;
    }
  return FALSE;
}

gboolean
spelling_evidence_is_name (const SpellingEvidence *self, const gunichar *text, guint n, guint from, guint to)
{
  for (guint at = from >= LONGEST_NAME ? from - LONGEST_NAME + 1 : 0; at < to; at++)
    if (begins_with_name (self, text + at, n - at, at < from ? from - at + 1 : 1))
      return TRUE;
  return FALSE;
}

/* The one character in which @text differs from the name, when the two sound or look alike; -1 otherwise. */
static gint
differs_in_one (const Name *name, const gunichar *text)
{
  gint place = -1;
  float sound, shape;

  for (guint i = 0; i < name->n; i++)
    if (text[i] != name->text[i])
      {
        if (place >= 0 || !spelling_is_han (text[i]))
          return -1;
        place = i;
      }
  if (place < 0)
    return -1;
  spelling_similarity (text[place], name->text[place], &sound, &shape);
  return sound >= NAME_SOUND || shape >= NAME_SHAPE ? place : -1;
}

const gunichar *
spelling_evidence_near_name (const SpellingEvidence *self,
                             const SpellingWords *words,
                             const gunichar *text,
                             guint n,
                             guint at,
                             guint *length,
                             guint *place)
{
  for (guint side = 0; side < 2 && at + side < n; side++)
    {
      GPtrArray *list =
          g_hash_table_lookup (self->by_character, GUINT_TO_POINTER (text[at + side] << 1 | side));

      for (guint i = 0; list && i < list->len; i++)
        {
          const Name *name = list->pdata[i];
          g_autofree char *written = NULL;
          gint differs;

          if (name->n < SHORTEST_CORRECTED || at + name->n > n ||
              (differs = differs_in_one (name, text + at)) < 0)
            continue;
          written = g_ucs4_to_utf8 (text + at, name->n, NULL, NULL, NULL);
          /* Another person of the edition, or a word. */
          if (g_hash_table_contains (self->known, written) ||
              spelling_words_find (words, text + at, name->n) != SPELLING_NO_WORD)
            continue;
          /* Half of it a word of two: 李建国 beside 建国门. */
          if (at + name->n < n && spelling_words_find (words, text + at + name->n - 2, 3) != SPELLING_NO_WORD)
            continue;
          *length = name->n;
          *place = differs;
          return name->text;
        }
    }
  return NULL;
}
