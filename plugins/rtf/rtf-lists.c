/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "../common/galley-numbers.h"
#include "rtf-lists.h"

#define N_LEVELS 9
/* Tables hold no more lists, and a label is no longer (bytes). */
#define MAX_LISTS 10000u
#define MAX_LABEL 256u
#define FORMAT_BULLET 23

typedef struct
{
  gint format; /* \levelnfc */
  guint start;
  GString *text; /* its length, and signs with \0 … \8 for the numbers of levels; or NULL */
} Level;

typedef struct
{
  Level levels[N_LEVELS];
  guint counters[N_LEVELS]; /* the number and one more; 0: not begun */
  guint n_levels;
} List;

struct _RtfLists
{
  GPtrArray *lists;     /* of List */
  GHashTable *by_id;    /* \listid → List */
  GHashTable *by_place; /* \ls → List */
  gboolean in_override;
  gint override_id;
  GString *text; /* of the level in hand, while it is read */
};

static void
list_free (gpointer data)
{
  List *list = data;

  for (guint i = 0; i < N_LEVELS; i++)
    {
      if (list->levels[i].text != NULL)
        g_string_free (list->levels[i].text, TRUE);
    }
  g_free (list);
}

RtfLists *
rtf_lists_new (void)
{
  RtfLists *self = g_new0 (RtfLists, 1);

  self->lists = g_ptr_array_new_with_free_func (list_free);
  self->by_id = g_hash_table_new (NULL, NULL);
  self->by_place = g_hash_table_new (NULL, NULL);
  return self;
}

void
rtf_lists_free (RtfLists *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->by_place);
  g_ptr_array_unref (self->lists);
  g_free (self);
}

/* --- tables ----------------------------------------------------------------------------------------------------- */

static List *
list_in_hand (RtfLists *self)
{
  return self->lists->len > 0 ? g_ptr_array_index (self->lists, self->lists->len - 1) : NULL;
}

static Level *
level_in_hand (RtfLists *self)
{
  List *list = list_in_hand (self);

  return list != NULL && list->n_levels > 0 ? &list->levels[list->n_levels - 1] : NULL;
}

static void
read_list_word (RtfLists *self, const char *word, gint number)
{
  List *list = list_in_hand (self);
  Level *level = level_in_hand (self);

  if (g_str_equal (word, "list") && self->lists->len < MAX_LISTS)
    g_ptr_array_add (self->lists, g_new0 (List, 1));
  else if (g_str_equal (word, "listlevel") && list != NULL && list->n_levels < N_LEVELS)
    list->levels[list->n_levels++].start = 1;
  else if (g_str_equal (word, "listid") && list != NULL)
    g_hash_table_replace (self->by_id, GINT_TO_POINTER (number), list);
  else if (level == NULL)
    return;
  else if (g_str_equal (word, "levelnfc") || g_str_equal (word, "levelnfcn"))
    level->format = number;
  else if (g_str_equal (word, "levelstartat"))
    level->start = (guint) CLAMP (number, 0, 1 << 20);
  else if (g_str_equal (word, "leveltext") && level->text == NULL)
    self->text = level->text = g_string_new (NULL);
}

void
rtf_lists_word (RtfLists *self, const char *word, gint number)
{
  List *list;

  /* What stands behind the text of a level is not part of it, but the words in it are: \leveltemplateid. */
  if (g_str_equal (word, "levelnumbers") || g_str_has_prefix (word, "list"))
    self->text = NULL;
  if (g_str_equal (word, "listoverridetable"))
    self->in_override = TRUE;
  else if (g_str_equal (word, "listtable"))
    self->in_override = FALSE;
  else if (!self->in_override)
    read_list_word (self, word, number);
  else if (g_str_equal (word, "listid"))
    self->override_id = number;
  else if (g_str_equal (word, "ls"))
    {
      list = g_hash_table_lookup (self->by_id, GINT_TO_POINTER (self->override_id));
      if (list != NULL)
        g_hash_table_replace (self->by_place, GINT_TO_POINTER (number), list);
    }
}

void
rtf_lists_text (RtfLists *self, const char *utf8, gsize length)
{
  if (self->text != NULL && self->text->len + length <= MAX_LABEL)
    g_string_append_len (self->text, utf8, (gssize) length);
}

/* --- labels ----------------------------------------------------------------------------------------------------- */

static char *
show_number (guint number, gint format)
{
  static const struct
  {
    gint code;
    GalleyNumberFormat format;
  } known[] = {
    { 1, GALLEY_NUMBER_UPPER_ROMAN },   { 2, GALLEY_NUMBER_LOWER_ROMAN }, { 3, GALLEY_NUMBER_UPPER_LETTER },
    { 4, GALLEY_NUMBER_LOWER_LETTER },  { 5, GALLEY_NUMBER_ORDINAL },     { 10, GALLEY_NUMBER_CHINESE_DIGIT },
    { 11, GALLEY_NUMBER_CHINESE },      { 14, GALLEY_NUMBER_FULL_WIDTH }, { 18, GALLEY_NUMBER_CIRCLED },
    { 22, GALLEY_NUMBER_DECIMAL_ZERO }, { 30, GALLEY_NUMBER_STEM },       { 31, GALLEY_NUMBER_BRANCH },
    { 33, GALLEY_NUMBER_CHINESE },      { 37, GALLEY_NUMBER_CHINESE },    { 38, GALLEY_NUMBER_CHINESE_LEGAL },
    { 39, GALLEY_NUMBER_CHINESE },      { 255, GALLEY_NUMBER_NONE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      if (known[i].code == format)
        return galley_number_format (number, known[i].format);
    }
  return galley_number_format (number, GALLEY_NUMBER_DECIMAL);
}

/* Behind the byte that says how long it is, up to the semicolon. */
static char *
expand (const List *list, guint at)
{
  const GString *text = list->levels[at].text;
  g_autoptr (GString) out = g_string_new (NULL);

  for (gsize i = 1; text != NULL && i < text->len && text->str[i] != ';'; i++)
    {
      guchar c = (guchar) text->str[i];

      if (c < N_LEVELS)
        {
          guint number = list->counters[c] > 0 ? list->counters[c] - 1 : list->levels[c].start;
          g_autofree char *shown = show_number (number, list->levels[c].format);

          g_string_append (out, shown);
        }
      else
        g_string_append_c (out, (char) c);
    }
  g_strstrip (out->str);
  return *out->str != '\0' ? g_strconcat (out->str, " ", NULL) : NULL;
}

char *
rtf_lists_next_label (RtfLists *self, gint list_number, gint depth)
{
  List *list = g_hash_table_lookup (self->by_place, GINT_TO_POINTER (list_number));
  guint at = (guint) CLAMP (depth, 0, N_LEVELS - 1);

  if (list == NULL)
    return NULL;
  if (list->counters[at] == 0)
    list->counters[at] = list->levels[at].start + 1;
  else
    list->counters[at]++;
  for (guint i = at + 1; i < N_LEVELS; i++)
    list->counters[i] = 0;
  return list->levels[at].format == FORMAT_BULLET ? g_strdup ("• ") : expand (list, at);
}
