/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "galley-vocabulary.h"

#include "han.h"

#define HAN_FIRST 0x3400
#define HAN_END 0x30000

typedef struct
{
  guint8 kinds[HAN_END - HAN_FIRST]; /* HanKind */
  GHashTable *becomes;               /* form → character */
  gboolean loaded;
} Table;

static void
read_form (Table *table, HanKind kind, const char *pair)
{
  gunichar form = g_utf8_get_char (pair), standard;

  if (form == 0 || g_utf8_strlen (pair, -1) != 2 || form < HAN_FIRST || form >= HAN_END)
    return;
  standard = g_utf8_get_char (g_utf8_next_char (pair));
  table->kinds[form - HAN_FIRST] = (guint8) kind;
  g_hash_table_insert (table->becomes, GUINT_TO_POINTER (form), GUINT_TO_POINTER (standard));
}

static void
read_line (Table *table, HanKind kind, const char *line)
{
  if (kind == HAN_STANDARD)
    {
      for (const char *p = line; *p != '\0'; p = g_utf8_next_char (p))
        {
          gunichar c = g_utf8_get_char (p);

          if (c >= HAN_FIRST && c < HAN_END)
            table->kinds[c - HAN_FIRST] = HAN_STANDARD;
        }
    }
  else if (kind != HAN_UNKNOWN)
    {
      g_auto (GStrv) pairs = g_strsplit (line, " ", -1);

      for (guint i = 0; pairs[i] != NULL; i++)
        read_form (table, kind, pairs[i]);
    }
}

static Table *
table_new (void)
{
  Table *table = g_new0 (Table, 1);
  g_autofree char *path = galley_data_find ("characters/han.txt");
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  HanKind kind = HAN_UNKNOWN;

  table->becomes = g_hash_table_new (NULL, NULL);
  if (path == NULL || !g_file_get_contents (path, &text, NULL, NULL) || !g_utf8_validate (text, -1, NULL))
    return table;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = g_strstrip (lines[i]);

      if (g_str_equal (line, "[standard]"))
        kind = HAN_STANDARD;
      else if (g_str_equal (line, "[traditional]"))
        kind = HAN_TRADITIONAL;
      else if (g_str_equal (line, "[variant]"))
        kind = HAN_VARIANT;
      else if (*line != '#')
        read_line (table, kind, line);
    }
  table->loaded = TRUE;
  return table;
}

HanKind
han_look_up (gunichar c, gunichar *becomes)
{
  static Table *table;

  if (g_once_init_enter (&table))
    g_once_init_leave (&table, table_new ());
  if (!table->loaded || c < HAN_FIRST || c >= HAN_END)
    return HAN_STANDARD;
  if (table->kinds[c - HAN_FIRST] == HAN_STANDARD)
    return HAN_STANDARD;
  *becomes = table->kinds[c - HAN_FIRST] >= HAN_TRADITIONAL
                 ? GPOINTER_TO_UINT (g_hash_table_lookup (table->becomes, GUINT_TO_POINTER (c)))
                 : 0;
  return (HanKind) table->kinds[c - HAN_FIRST];
}
