/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "markdown-front.h"

static void
front_item_free (gpointer data)
{
  FrontItem *item = data;

  g_free (item->key);
  g_free (item->value);
  g_free (item->qualifier);
  g_free (item);
}

/* --- reading ---------------------------------------------------------------------------------------------------- */

/* A double-quoted scalar at *@p; moves *@p behind it. NULL where it has no end. */
static char *
read_double_quoted (const char **p, const char *end)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *c = *p + 1; c < end; c++)
    {
      if (*c == '"')
        {
          *p = c + 1;
          return g_string_free (g_steal_pointer (&text), FALSE);
        }
      if (*c == '\\' && c + 1 < end)
        {
          c++;
          g_string_append_c (text, *c == 'n' ? '\n' : *c == 't' ? '\t' : *c);
        }
      else
        g_string_append_c (text, *c);
    }
  return NULL;
}

static char *
read_single_quoted (const char **p, const char *end)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *c = *p + 1; c < end; c++)
    {
      if (*c == '\'' && (c + 1 == end || c[1] != '\''))
        {
          *p = c + 1;
          return g_string_free (g_steal_pointer (&text), FALSE);
        }
      g_string_append_c (text, *c);
      c += *c == '\'';
    }
  return NULL;
}

/* A scalar at *@p that ends before one of @stops, or with the line. */
static char *
read_scalar (const char **p, const char *end, const char *stops)
{
  const char *start;

  while (*p < end && (**p == ' ' || **p == '\t'))
    *p += 1;
  if (*p < end && **p == '"')
    return read_double_quoted (p, end);
  if (*p < end && **p == '\'')
    return read_single_quoted (p, end);
  start = *p;
  while (*p < end && strchr (stops, **p) == NULL)
    *p += 1;
  return g_strchomp (g_strndup (start, (gsize) (*p - start)));
}

/* "value | qualifier"; a backslash keeps a bar, or another backslash, from having that meaning. */
static void
add_item (GPtrArray *items, const char *key, const char *text)
{
  FrontItem *item;
  g_autoptr (GString) part = g_string_new (NULL);
  char *value = NULL;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '\\' && (p[1] == '\\' || p[1] == '|'))
        g_string_append_c (part, *++p);
      else if (value == NULL && *p == ' ' && p[1] == '|' && p[2] == ' ')
        {
          value = g_strdup (part->str);
          g_string_truncate (part, 0);
          p += 2;
        }
      else
        g_string_append_c (part, *p);
    }
  item = g_new0 (FrontItem, 1);
  item->key = g_strdup (key);
  item->value = value != NULL ? value : g_strdup (part->str);
  item->qualifier = value != NULL ? g_strdup (part->str) : NULL;
  g_ptr_array_add (items, item);
}

static gboolean
only_blanks (const char *p, const char *end)
{
  while (p < end && (*p == ' ' || *p == '\t' || *p == '\r'))
    p++;
  return p == end;
}

/* "[a, b]" from the bracket on. */
static gboolean
read_flow_list (GPtrArray *items, const char *key, const char *p, const char *end)
{
  for (p++; p < end; p++)
    {
      g_autofree char *value = read_scalar (&p, end, ",]");

      if (value == NULL)
        return FALSE;
      if (*value != '\0')
        add_item (items, key, value);
      while (p < end && (*p == ' ' || *p == '\t'))
        p++;
      if (p < end && *p == ']')
        return only_blanks (p + 1, end);
      if (p == end || *p != ',')
        return FALSE;
    }
  return FALSE;
}

/* The key of a line, and where its value begins; NULL where the line has none. */
static char *
read_key (const char **p, const char *end)
{
  g_autofree char *key = NULL;

  if (*p < end && strchr ("-[]{}#>|*&!%@`,?:", **p) != NULL)
    return NULL;
  if (*p < end && (**p == '"' || **p == '\''))
    key = read_scalar (p, end, ":");
  else
    {
      const char *start = *p;

      while (*p < end && **p != ':' && **p != ' ' && **p != '\t')
        *p += 1;
      key = g_strndup (start, (gsize) (*p - start));
    }
  if (key == NULL || *key == '\0' || *p == end || **p != ':')
    return NULL;
  *p += 1;
  return *p == end || **p == ' ' || **p == '\t' ? g_steal_pointer (&key) : NULL;
}

static gboolean
read_value (GPtrArray *items, const char *key, const char *p, const char *end)
{
  g_autofree char *value = NULL;

  while (p < end && (*p == ' ' || *p == '\t'))
    p++;
  if (p == end)
    return TRUE;
  if (*p == '[')
    return read_flow_list (items, key, p, end);
  value = read_scalar (&p, end, "");
  if (value == NULL || !only_blanks (p, end))
    return FALSE;
  add_item (items, key, value);
  return TRUE;
}

static gboolean
read_line (GPtrArray *items, char **key, const char *p, const char *end)
{
  const char *start = p;

  while (end > p && (end[-1] == '\r' || end[-1] == ' ' || end[-1] == '\t'))
    end--;
  while (p < end && (*p == ' ' || *p == '\t'))
    p++;
  if (p == end || *p == '#')
    return TRUE;
  if (*p == '-' && p + 1 < end && (p[1] == ' ' || p[1] == '\t'))
    return *key != NULL && read_value (items, *key, p + 1, end);
  if (p > start)
    return FALSE;
  g_free (*key);
  *key = read_key (&p, end);
  return *key != NULL && read_value (items, *key, p, end);
}

GPtrArray *
front_parse (const char *text, gsize length)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (front_item_free);
  g_autofree char *key = NULL;
  const char *end = text + length;

  for (const char *line = text; line < end;)
    {
      const char *line_end = memchr (line, '\n', (gsize) (end - line));

      if (line_end == NULL)
        line_end = end;
      if (!read_line (items, &key, line, line_end))
        return NULL;
      line = line_end + 1;
    }
  return key != NULL ? g_steal_pointer (&items) : NULL;
}

const char *
front_get (const GPtrArray *items, const char *key)
{
  for (guint i = 0; i < items->len; i++)
    {
      const FrontItem *item = g_ptr_array_index (items, i);

      if (g_str_equal (item->key, key))
        return item->value;
    }
  return NULL;
}

/* --- writing ---------------------------------------------------------------------------------------------------- */

/* Would a reader of YAML take this for anything but these very characters? */
static gboolean
is_plain (const char *text, gboolean is_key)
{
  if (*text == '\0' || g_ascii_isspace (*text) || g_ascii_isspace (text[strlen (text) - 1]) ||
      strchr ("-[]{}#>|*&!%@`,?:\"'=~", *text) != NULL)
    return FALSE;
  if (strpbrk (text, "\n\r\t") != NULL || strstr (text, ": ") != NULL || strstr (text, " #") != NULL ||
      g_str_has_suffix (text, ":"))
    return FALSE;
  return !is_key || strpbrk (text, ": \"'") == NULL;
}

static void
append_scalar (GString *out, const char *text, gboolean is_key)
{
  if (is_plain (text, is_key))
    {
      g_string_append (out, text);
      return;
    }
  g_string_append_c (out, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '\n' || *p == '\t')
        g_string_append (out, *p == '\n' ? "\\n" : "\\t");
      else
        {
          if (*p == '"' || *p == '\\')
            g_string_append_c (out, '\\');
          g_string_append_c (out, *p);
        }
    }
  g_string_append_c (out, '"');
}

static void
append_part (GString *out, const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '|' || (*p == '\\' && (p[1] == '\\' || p[1] == '|' || p[1] == '\0')))
        g_string_append_c (out, '\\');
      g_string_append_c (out, *p);
    }
}

static void
append_value (GString *out, const char *value, const char *qualifier)
{
  g_autoptr (GString) joined = g_string_new (NULL);

  append_part (joined, value);
  if (qualifier != NULL)
    {
      g_string_append (joined, " | ");
      append_part (joined, qualifier);
    }
  append_scalar (out, joined->str, FALSE);
}

void
front_write_key (GString *out, const char *key)
{
  append_scalar (out, key, TRUE);
  g_string_append (out, ":\n");
}

void
front_write (GString *out, const char *key, const char *value, const char *qualifier)
{
  append_scalar (out, key, TRUE);
  g_string_append (out, ": ");
  append_value (out, value, qualifier);
  g_string_append_c (out, '\n');
}

void
front_write_item (GString *out, const char *value, const char *qualifier)
{
  g_string_append (out, "- ");
  append_value (out, value, qualifier);
  g_string_append_c (out, '\n');
}
