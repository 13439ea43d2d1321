/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include "galley-cli-writer.h"

struct _GalleyCliWriter
{
  GString *text;
  GString *open; /* the closing bracket of each object and array that is open */
  gboolean pretty;
  gboolean first; /* nothing stands yet in the innermost one */
};

GalleyCliWriter *
galley_cli_writer_new (gboolean pretty)
{
  GalleyCliWriter *self = g_new0 (GalleyCliWriter, 1);

  self->text = g_string_new (NULL);
  self->open = g_string_new (NULL);
  self->pretty = pretty;
  self->first = TRUE;
  return self;
}

void
galley_cli_writer_free (GalleyCliWriter *self)
{
  g_string_free (self->text, TRUE);
  g_string_free (self->open, TRUE);
  g_free (self);
}

static void
append_quoted (GString *text, const char *value)
{
  g_string_append_c (text, '"');
  while (*value != '\0')
    {
      gsize plain = 0;

      while ((guchar) value[plain] >= 0x20 && value[plain] != '"' && value[plain] != '\\')
        plain++;
      g_string_append_len (text, value, (gssize) plain);
      value += plain;

      if (*value == '"' || *value == '\\')
        g_string_append_printf (text, "\\%c", *value++);
      else if (*value == '\n')
        g_string_append (text, "\\n"), value++;
      else if (*value == '\t')
        g_string_append (text, "\\t"), value++;
      else if (*value != '\0')
        g_string_append_printf (text, "\\u%04x", (guint) (guchar) *value++);
    }
  g_string_append_c (text, '"');
}

static void
break_line (GalleyCliWriter *self)
{
  if (!self->pretty)
    return;
  g_string_append_c (self->text, '\n');
  for (gsize i = 0; i < self->open->len; i++)
    g_string_append (self->text, "  ");
}

static void
begin_value (GalleyCliWriter *self, const char *name)
{
  if (self->open->len > 0)
    {
      if (!self->first)
        g_string_append_c (self->text, ',');
      break_line (self);
    }
  self->first = FALSE;

  if (name != NULL)
    {
      append_quoted (self->text, name);
      g_string_append (self->text, self->pretty ? ": " : ":");
    }
}

static void
begin (GalleyCliWriter *self, const char *name, char opening, char closing)
{
  begin_value (self, name);
  g_string_append_c (self->text, opening);
  g_string_append_c (self->open, closing);
  self->first = TRUE;
}

void
galley_cli_writer_begin_object (GalleyCliWriter *self, const char *name)
{
  begin (self, name, '{', '}');
}

void
galley_cli_writer_begin_array (GalleyCliWriter *self, const char *name)
{
  begin (self, name, '[', ']');
}

void
galley_cli_writer_end (GalleyCliWriter *self)
{
  char closing;

  g_return_if_fail (self->open->len > 0);

  closing = self->open->str[self->open->len - 1];
  g_string_truncate (self->open, self->open->len - 1);
  if (!self->first)
    break_line (self);
  g_string_append_c (self->text, closing);
  self->first = FALSE;
}

void
galley_cli_writer_string (GalleyCliWriter *self, const char *name, const char *value)
{
  if (value == NULL)
    {
      galley_cli_writer_null (self, name);
      return;
    }

  begin_value (self, name);
  if (g_utf8_validate (value, -1, NULL))
    {
      append_quoted (self->text, value);
    }
  else
    {
      /* File names are bytes, JSON is not. */
      g_autofree char *valid = g_utf8_make_valid (value, -1);

      append_quoted (self->text, valid);
    }
}

void
galley_cli_writer_integer (GalleyCliWriter *self, const char *name, gint64 value)
{
  begin_value (self, name);
  g_string_append_printf (self->text, "%" G_GINT64_FORMAT, value);
}

void
galley_cli_writer_number (GalleyCliWriter *self, const char *name, double value)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];
  gsize length;

  if (!isfinite (value))
    {
      galley_cli_writer_null (self, name);
      return;
    }

  begin_value (self, name);
  g_ascii_formatd (buffer, sizeof buffer, "%.4f", value);
  length = strlen (buffer);
  /* One place stays, so that a reader sees a number that may have some. */
  while (length > 2 && buffer[length - 1] == '0' && buffer[length - 2] != '.')
    buffer[--length] = '\0';
  g_string_append (self->text, buffer);
}

void
galley_cli_writer_boolean (GalleyCliWriter *self, const char *name, gboolean value)
{
  begin_value (self, name);
  g_string_append (self->text, value ? "true" : "false");
}

void
galley_cli_writer_null (GalleyCliWriter *self, const char *name)
{
  begin_value (self, name);
  g_string_append (self->text, "null");
}

char *
galley_cli_writer_steal (GalleyCliWriter *self)
{
  char *text;

  g_return_val_if_fail (self->open->len == 0, NULL);

  g_string_append_c (self->text, '\n');
  text = g_strndup (self->text->str, self->text->len);
  g_string_truncate (self->text, 0);
  self->first = TRUE;
  return text;
}
