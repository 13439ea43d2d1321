/* SPDX-License-Identifier: GPL-3.0-or-later */
/* names-zh — T01 to T05: persons across the whole edition, by themselves and against the house's table (table.h). A name is only taken for one where a post stands before it
 * and a word that follows names behind it; what is left over is little, and sure. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-protect.h"
#include "galley-vocabulary.h"

#include "../common/checker-plugin.h"
#include "../common/checker-words.h"
#include "table.h"

enum
{
  RULE_TABLE,
  RULE_TABLE_POST,
  RULE_ORDER,
  RULE_PLACE,
  RULE_WITHIN,
  RULE_SPELLING,
  RULE_POST,
};

static const GalleyRule fields[] = {
  [RULE_TABLE] = { "CN.NAME.T01", N_ ("Name against the house's table"), "本社人名职务表", "姓名",
                   GALLEY_SEVERITY_ERROR, N_ ("The table has another name for this post"), NULL, NULL, 1,
                   FALSE },
  [RULE_TABLE_POST] = { "CN.NAME.T01.POST", N_ ("Post against the house's table"), "本社人名职务表", "职务",
                        GALLEY_SEVERITY_WARNING, N_ ("The table has other posts for this person"), NULL, NULL,
                        1, FALSE },
  [RULE_ORDER] = { "CN.NAME.T02.ORDER", N_ ("Order of names"), "本社人名职务表", "职务",
                   GALLEY_SEVERITY_WARNING, N_ ("The table names them in another order"), NULL, NULL, 1,
                   FALSE },
  [RULE_PLACE] = { "CN.NAME.T05.TABLE", N_ ("Place against the house's table"), "本社人名职务表", "事实",
                   GALLEY_SEVERITY_WARNING, N_ ("The table has another name for this place"), NULL, NULL, 1,
                   FALSE },
  [RULE_WITHIN] = { "CN.NAME.T05.WITHIN", N_ ("District of another city"), "GB/T 2260", "事实",
                    GALLEY_SEVERITY_WARNING, N_ ("This district does not belong to that city"),
                    "宁波市萧山区", "杭州市萧山区", 1, FALSE },
  [RULE_SPELLING] = { "CN.NAME.T03", N_ ("One person, two names"), "新闻惯例", "姓名",
                      GALLEY_SEVERITY_WARNING,
                      N_ ("The same post has a name elsewhere that differs by one character"),
                      "副局长石春明 / 副局长石春鸣", NULL, 1, FALSE },
  [RULE_POST] = { "CN.NAME.T04", N_ ("One person, two posts"), "新闻惯例", "职务", GALLEY_SEVERITY_WARNING,
                  N_ ("The same person has another post elsewhere in this edition"), "王某院长 / 王某校长",
                  NULL, 1, FALSE },
};

/* Posts, the longer before the shorter that ends like it. */
static const char *const posts[] = {
  "副检察长", "检察长", "副秘书长", "秘书长", "副省长", "省长",   "副市长", "市长",   "副县长",
  "县长",     "副区长", "区长",     "副书记", "书记",   "副主席", "主席",   "副主任", "主任",
  "副部长",   "部长",   "副局长",   "局长",   "副厅长", "厅长",   "副院长", "院长",   "副校长",
  "校长",     "董事长", "总经理",   "总裁",   "副会长", "会长",   "总书记", "总理",   "教授",
  "馆长",     "所长",   "处长",     "科长",   "队长",   "镇长",   "乡长",   "村支书",
};

/* Posts that are taken for one another. */
static const char *const drifts[][2] = {
  { "主任", "主席" },     { "院长", "校长" }, { "局长", "厅长" },
  { "副局长", "副厅长" }, { "会长", "主席" }, { "院长", "所长" },
};

/* Behind a name stands one of these, or a mark. */
static const char *const behind[] = {
  "表示", "介绍", "强调", "指出", "主持", "讲话", "出席", "宣布", "告诉", "认为",
  "会见", "带领", "率领", "率",   "说",   "在",   "等",   "参加", "作了", "致辞",
  "为",   "代表", "透露", "称",   "向",   "还",   "也",   "对",
};

/* A name as it stands in a text. */
typedef struct
{
  GalleyBlock *block;
  guint start;
  guint end;
  char *name;
  char *unit; /* what stands right before the post: whose post it is */
  const char *post;
  gboolean bare; /* nobody's post in particular: only the table can say whose it is */
} Person;

static void
person_free (gpointer data)
{
  Person *self = data;

  g_object_unref (self->block);
  g_free (self->name);
  g_free (self->unit);
  g_free (self);
}

/* The surnames of one character: a set of code points. */
static GHashTable *
load_surnames (void)
{
  GHashTable *surnames = g_hash_table_new (NULL, NULL);
  GalleyVocabulary *vocabulary = galley_vocabulary_load ("byline", NULL);
  const GPtrArray *terms = vocabulary != NULL ? galley_vocabulary_get_terms (vocabulary, "surname") : NULL;

  /* A line of the group holds many of them, parted by blanks. */
  for (guint i = 0; terms != NULL && i < terms->len; i++)
    {
      g_auto (GStrv) words = g_strsplit (((GalleyTerm *) g_ptr_array_index (terms, i))->code, " ", -1);

      for (guint k = 0; words[k] != NULL; k++)
        {
          if (g_utf8_strlen (words[k], -1) == 1)
            g_hash_table_add (surnames, GUINT_TO_POINTER (g_utf8_get_char (words[k])));
        }
    }
  g_clear_pointer (&vocabulary, galley_vocabulary_unref);
  return surnames;
}

static gboolean
is_surname (gunichar c)
{
  static GHashTable *surnames;

  if (g_once_init_enter (&surnames))
    g_once_init_leave (&surnames, load_surnames ());
  return g_hash_table_contains (surnames, GUINT_TO_POINTER (c));
}

static gboolean
ends_name (const GalleyChars *chars, guint i)
{
  if (i >= chars->n || chars->kinds[i] == GALLEY_CHAR_POINT || chars->kinds[i] == GALLEY_CHAR_CLOSE ||
      chars->kinds[i] == GALLEY_CHAR_OPEN || chars->chars[i] == ',' || chars->kinds[i] == GALLEY_CHAR_SPACE)
    return TRUE;
  for (guint k = 0; k < G_N_ELEMENTS (behind); k++)
    {
      if (galley_chars_at (chars, i, behind[k]))
        return TRUE;
    }
  return FALSE;
}

static gboolean
all_han (const GalleyChars *chars, guint start, guint end)
{
  for (guint i = start; i < end; i++)
    {
      if (i >= chars->n || chars->kinds[i] != GALLEY_CHAR_HAN)
        return FALSE;
    }
  return TRUE;
}

/* Characters with which a post ends. */
static gboolean
may_end_post (gunichar c)
{
  return c == 0x957f || c == 0x8bb0 || c == 0x5e2d || c == 0x4efb || c == 0x7406 || c == 0x88c1 ||
         c == 0x6388 || c == 0x4e66; /* 长 记 席 任 理 裁 授 书 */
}

/* The longest post that ends before @end; its length, or 0. */
static guint
post_before (const GalleyChars *chars, guint end, const char **post)
{
  guint best = 0;

  for (guint k = 0; k < G_N_ELEMENTS (posts); k++)
    {
      guint length = (guint) g_utf8_strlen (posts[k], -1);

      if (length > best && length <= end && galley_chars_at (chars, end - length, posts[k]))
        {
          best = length;
          *post = posts[k];
        }
    }
  return best;
}

/* Up to four Han before the post say whose it is; one alone says too little. */
#define UNIT_MAX 4
#define UNIT_MIN 2

static void
collect_block (GalleyBlock *block, GPtrArray *persons)
{
  const GalleyChars *chars = galley_protect_read (block);

  for (guint start = 2; start + 2 < chars->n; start++)
    {
      const char *post = NULL;
      guint length, end = start + 3, head, unit;
      Person *person;

      if (!may_end_post (chars->chars[start - 1]) || !is_surname (chars->chars[start]) ||
          !all_han (chars, start, end) || (length = post_before (chars, start, &post)) == 0 ||
          !ends_name (chars, end))
        continue;
      head = unit = start - length;
      while (unit > 0 && head - unit < UNIT_MAX && chars->kinds[unit - 1] == GALLEY_CHAR_HAN)
        unit--;
      person = g_new0 (Person, 1);
      person->bare = head - unit < UNIT_MIN;
      person->block = g_object_ref (block);
      person->start = start;
      person->end = end;
      person->name = galley_chars_dup (chars, start, end);
      person->unit = galley_chars_dup (chars, unit, head);
      person->post = post;
      g_ptr_array_add (persons, person);
    }
}

static GPtrArray *
collect (GalleyEdition *edition)
{
  GPtrArray *persons = g_ptr_array_new_with_free_func (person_free);
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);

  for (guint a = 0; a < articles->len; a++)
    {
      GalleyArticle *article = g_ptr_array_index (articles, a);

      for (guint b = 0; b < galley_article_get_n_blocks (article); b++)
        {
          GalleyBlock *block = galley_article_get_block (article, b);

          if (checker_is_prose (block))
            collect_block (block, persons);
        }
    }
  return persons;
}

/* Same surname, and one of the two other characters differs. */
static gboolean
is_near (const char *one, const char *two)
{
  guint same = 0;

  if (g_utf8_get_char (one) != g_utf8_get_char (two) || g_utf8_strlen (one, -1) != g_utf8_strlen (two, -1))
    return FALSE;
  for (; *one != '\0'; one = g_utf8_next_char (one), two = g_utf8_next_char (two))
    same += g_utf8_get_char (one) == g_utf8_get_char (two);
  return same == 2;
}

/* One of the two is a short form of the other: 省检察院 and 检察院. */
static gboolean
same_unit (const char *one, const char *two)
{
  return g_str_has_suffix (one, two) || g_str_has_suffix (two, one);
}

static gboolean
is_drift (const char *one, const char *two)
{
  for (guint i = 0; i < G_N_ELEMENTS (drifts); i++)
    {
      if ((g_str_equal (drifts[i][0], one) && g_str_equal (drifts[i][1], two)) ||
          (g_str_equal (drifts[i][1], one) && g_str_equal (drifts[i][0], two)))
        return TRUE;
    }
  return FALSE;
}

static void
report (const CheckerLook *look, guint rule, const Person *person, guint start, guint end, const char *other)
{
  g_autofree char *message =
      g_strdup_printf ("%s: %s", ((GalleyRule *) g_ptr_array_index (look->rules, rule))->why, other);

  checker_report (look, rule, person->block, start, end, message, other);
}

static guint
count_of (GHashTable *counts, const char *name)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (counts, name));
}

/* The rarer of two spellings is the doubtful one; of two that are as frequent, the later. */
static void
compare (const CheckerLook *look, GHashTable *counts, const Person *first, const Person *second)
{
  guint length = (guint) g_utf8_strlen (second->post, -1);

  if (g_str_equal (first->name, second->name))
    {
      if (is_drift (first->post, second->post) && same_unit (first->unit, second->unit))
        report (look, RULE_POST, second, second->start - length, second->start, first->post);
      return;
    }
  if (!g_str_equal (first->post, second->post) || !same_unit (first->unit, second->unit) ||
      !is_near (first->name, second->name))
    return;
  if (count_of (counts, first->name) >= count_of (counts, second->name))
    report (look, RULE_SPELLING, second, second->start, second->end, first->name);
  else
    report (look, RULE_SPELLING, first, first->start, first->end, second->name);
}

/* --- the house's table -------------------------------------------------------------------------------------------- */

static char *
dup_whole_post (const Person *person)
{
  return g_strconcat (person->unit, person->post, NULL);
}

/* One of the two is the short form of the other. */
static gboolean
has_post (char **known, const char *whole)
{
  for (guint i = 0; known[i] != NULL; i++)
    {
      if (*known[i] != '\0' && (g_str_has_suffix (whole, known[i]) || g_str_has_suffix (known[i], whole)))
        return TRUE;
    }
  return FALSE;
}

/* TRUE where the post is a former one: 原市长, 时任市长. */
static gboolean
is_former (const Person *person)
{
  const GalleyChars *chars = galley_protect_read (person->block);
  guint end = person->start, start = end > 24 ? end - 24 : 0;

  for (guint i = end; i-- > start;)
    {
      if (g_utf8_strchr ("，。；：！？", -1, chars->chars[i]) != NULL)
        {
          start = i + 1;
          break;
        }
    }
  return checker_words_within (chars, start, end, "原|时任|曾任|前任|历任|卸任|候任");
}

/* The name of which one character is wrong, where that person has this post. */
static const char *
find_near (const NamesTable *table, const Person *person, const char *whole)
{
  GHashTableIter iter;
  gpointer name, known;

  g_hash_table_iter_init (&iter, table->names);
  while (g_hash_table_iter_next (&iter, &name, &known))
    {
      if (is_near (name, person->name) && has_post (known, whole))
        return name;
    }
  return NULL;
}

/* The post as the table writes it, with nothing of a longer one before it: “省委书记” but not “江苏省委书记”. */
static const char *
find_holder (const NamesTable *table, const Person *person, const char *whole)
{
  const GalleyChars *chars = galley_protect_read (person->block);
  guint length = (guint) g_utf8_strlen (whole, -1);
  const char *holder = g_hash_table_lookup (table->holders, whole);

  if (holder == NULL || *holder == '\0' ||
      (person->start > length && chars->kinds[person->start - length - 1] == GALLEY_CHAR_HAN))
    return NULL;
  return holder;
}

static void
check_table (const CheckerLook *look, const NamesTable *table, const Person *person)
{
  char **known = g_hash_table_lookup (table->names, person->name);
  g_autofree char *whole = dup_whole_post (person);
  guint length = (guint) g_utf8_strlen (person->post, -1);
  const char *other;

  if (is_former (person))
    return;
  if (known != NULL)
    {
      if (*known != NULL && **known != '\0' && !has_post (known, whole))
        report (look, RULE_TABLE_POST, person, person->start - length, person->start, known[0]);
      return;
    }
  other = find_near (table, person, whole);
  if (other == NULL && !person->bare)
    other = find_holder (table, person, whole);
  if (other != NULL)
    report (look, RULE_TABLE, person, person->start, person->end, other);
}

/* The ranked name that begins at @i, and how long it is; NULL for none. */
static const NamesRank *
rank_at (const NamesTable *table, const GalleyChars *chars, guint i, guint *length)
{
  for (*length = 4; *length >= 2; (*length)--)
    {
      g_autofree char *name = i + *length <= chars->n ? galley_chars_dup (chars, i, i + *length) : NULL;
      const NamesRank *rank = name != NULL ? g_hash_table_lookup (table->ranks, name) : NULL;

      if (rank != NULL)
        return rank;
    }
  return NULL;
}

/* 甲、乙、丙 in a row: none may stand before one of higher rank. */
static void
check_order (const CheckerLook *look, const NamesTable *table, GalleyBlock *block, const GalleyChars *chars)
{
  const NamesRank *last = NULL;
  guint next = 0, length;

  for (guint i = 0; i < chars->n; i++)
    {
      const NamesRank *rank = is_surname (chars->chars[i]) ? rank_at (table, chars, i, &length) : NULL;

      if (rank == NULL)
        continue;
      if (last != NULL && i == next + 1 && last->order == rank->order && rank->rank < last->rank &&
          g_utf8_strchr ("、，和 \u3000", -1, chars->chars[next]) != NULL)
        checker_report (look, RULE_ORDER, block, i, i + length, NULL, NULL);
      last = rank;
      next = i + length;
      i = next - 1;
    }
}

static void
check_places (const CheckerLook *look, const NamesTable *table, GalleyBlock *block, const GalleyChars *chars)
{
  for (guint k = 0; k < table->places->len; k++)
    {
      const NamesPlace *place = g_ptr_array_index (table->places, k);
      const char *text = galley_block_get_text (block), *at = text;
      guint length = (guint) g_utf8_strlen (place->old, -1);

      while (*place->old != '\0' && (at = strstr (at, place->old)) != NULL)
        {
          guint start = galley_chars_index (chars, (gsize) (at - text));

          if (!galley_chars_touch (chars, start, start + length,
                                   GALLEY_PROTECT_TITLE | GALLEY_PROTECT_QUOTE | GALLEY_PROTECT_CODE) &&
              !checker_words_within (chars, start > 2 ? start - 2 : 0, start, "原|时称|旧称"))
            checker_report (look, RULE_PLACE, block, start, start + length, NULL, place->now);
          at += strlen (place->old);
        }
    }
}

#define CITY_MAX 4
#define PART_MAX 5

/* The longest of the set's words that begins at @i; its length, or 0. */
static guint
part_at (GHashTable *set, const GalleyChars *chars, guint i)
{
  for (guint length = MIN (PART_MAX, chars->n - i); length >= 2; length--)
    {
      g_autofree char *word = galley_chars_dup (chars, i, i + length);

      if (g_hash_table_contains (set, word))
        return length;
    }
  return 0;
}

/* 某市某区: the district is another city's. */
static void
check_within (const CheckerLook *look, const NamesTable *table, GalleyBlock *block, const GalleyChars *chars)
{
  for (guint i = 2; i + 2 < chars->n; i++)
    {
      guint length;

      if (chars->chars[i] != 0x5e02) /* 市 */
        continue;
      for (guint start = i > CITY_MAX - 1 ? i - CITY_MAX + 1 : 0; start + 2 <= i; start++)
        {
          g_autofree char *city = galley_chars_dup (chars, start, i + 1);
          GHashTable *own = g_hash_table_lookup (table->within, city);

          if (own == NULL)
            continue;
          length = part_at (table->parts, chars, i + 1);
          if (length > 0 && part_at (own, chars, i + 1) == 0)
            checker_report (look, RULE_WITHIN, block, i + 1, i + 1 + length, NULL, NULL);
          break;
        }
    }
}

static void
look_at_block (const CheckerLook *look, GalleyBlock *block)
{
  const NamesTable *table = look->table;
  const GalleyChars *chars;

  if (!checker_is_prose (block) || table == NULL)
    return;
  chars = galley_protect_read (block);
  if (g_hash_table_size (table->ranks) > 0)
    check_order (look, table, block, chars);
  check_places (look, table, block, chars);
  check_within (look, table, block, chars);
}

/* The persons of one surname, each under each post once. */
static void
check_surname (const CheckerLook *look, GHashTable *counts, const GPtrArray *persons)
{
  for (guint i = 0; i < persons->len; i++)
    {
      for (guint k = 0; k < i; k++)
        compare (look, counts, g_ptr_array_index (persons, k), g_ptr_array_index (persons, i));
    }
}

static void
look_at_edition (const CheckerLook *look, GalleyEdition *edition)
{
  g_autoptr (GPtrArray) persons = collect (edition);
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) surnames =
      g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  GHashTableIter iter;
  gpointer surname, group;

  for (guint i = 0; i < persons->len; i++)
    {
      Person *person = g_ptr_array_index (persons, i);

      g_hash_table_insert (counts, person->name, GUINT_TO_POINTER (count_of (counts, person->name) + 1));
      if (look->table != NULL)
        check_table (look, look->table, person);
      if (person->bare ||
          !g_hash_table_add (seen, g_strjoin ("|", person->name, person->unit, person->post, NULL)))
        continue;
      surname = GUINT_TO_POINTER (g_utf8_get_char (person->name));
      group = g_hash_table_lookup (surnames, surname);
      if (group == NULL)
        {
          group = g_ptr_array_new ();
          g_hash_table_insert (surnames, surname, group);
        }
      g_ptr_array_add (group, person);
    }
  g_hash_table_iter_init (&iter, surnames);
  while (g_hash_table_iter_next (&iter, &surname, &group))
    check_surname (look, counts, group);
}

static const CheckerPlan plan = {
  .module = "names-zh",
  .language = "zh",
  .fields = fields,
  .n_fields = G_N_ELEMENTS (fields),
  .block = look_at_block,
  .edition = look_at_edition,
  .read_table = names_table_read,
  .free_table = names_table_free,
};

CHECKER_PLUGIN (NamesCheckerZh, names_checker_zh, plan)
