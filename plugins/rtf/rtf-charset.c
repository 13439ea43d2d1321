/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "../common/galley-symbols.h"
#include "rtf-charset.h"

guint
rtf_charset_page (gint charset)
{
  static const struct
  {
    gint charset;
    guint page;
  } known[] = { { 0, 1252 },   { 2, RTF_SYMBOL_PAGE }, { 77, 10000 }, { 128, 932 },  { 129, 949 },
                { 130, 1361 }, { 134, 936 },           { 136, 950 },  { 161, 1253 }, { 162, 1254 },
                { 163, 1258 }, { 177, 1255 },          { 178, 1256 }, { 186, 1257 }, { 204, 1251 },
                { 222, 874 },  { 238, 1250 },          { 254, 437 },  { 255, 850 } };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      if (known[i].charset == charset)
        return known[i].page;
    }
  return 0;
}

gboolean
rtf_charset_is_lead (guint page, guint8 byte)
{
  switch (page)
    {
    case 932:
      return (byte >= 0x81 && byte <= 0x9f) || (byte >= 0xe0 && byte <= 0xfc);
    case 936:
    case 949:
    case 950:
      return byte >= 0x81 && byte <= 0xfe;
    case 1361:
      return (byte >= 0x84 && byte <= 0xd3) || (byte >= 0xd8 && byte <= 0xde) ||
             (byte >= 0xe0 && byte <= 0xf9);
    default:
      return FALSE;
    }
}

static const char *
page_name (guint page, char *buffer, gsize size)
{
  switch (page)
    {
    case 10000:
      return "MACINTOSH";
    case 936:
      return "GB18030";
    case 1361:
      return "JOHAB";
    case 65001:
      return "UTF-8";
    case 20127:
    case 0:
      return "CP1252";
    default:
      g_snprintf (buffer, size, "CP%u", page);
      return buffer;
    }
}

static void
append_symbols (GString *out, const char *font, const char *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      gunichar c = galley_symbol_to_unicode (font, (guint8) bytes[i]);

      g_string_append_unichar (out, c != 0 ? c : 0xf000u + (guint8) bytes[i]);
    }
}

static gboolean
is_ascii (const char *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      if ((guint8) bytes[i] >= 0x80)
        return FALSE;
    }
  return TRUE;
}

void
rtf_charset_append (GString *out, guint page, const char *bytes, gsize length)
{
  char buffer[16];
  const char *name;

  if (page == RTF_SYMBOL_PAGE || page == RTF_WINGDINGS_PAGE)
    append_symbols (out, page == RTF_WINGDINGS_PAGE ? "Wingdings" : "Symbol", bytes, length);
  else if (is_ascii (bytes, length))
    g_string_append_len (out, bytes, (gssize) length);
  else
    for (name = page_name (page, buffer, sizeof buffer); length > 0;)
      {
        g_autoptr (GError) error = NULL;
        gsize n_read = 0;
        gsize n_written = 0;
        g_autofree char *good =
            g_convert (bytes, (gssize) length, "UTF-8", name, &n_read, &n_written, &error);

        if (error != NULL && g_error_matches (error, G_CONVERT_ERROR, G_CONVERT_ERROR_NO_CONVERSION))
          {
            name = "CP1252";
            if (page == 1252)
              return;
            page = 1252;
            continue;
          }
        if (good == NULL && n_read > 0 && n_read < length)
          good = g_convert (bytes, (gssize) n_read, "UTF-8", name, NULL, &n_written, NULL);
        if (good != NULL)
          g_string_append_len (out, good, (gssize) n_written);
        if (error == NULL && n_read >= length)
          return;
        g_string_append (out, "\xef\xbf\xbd");
        n_read = MIN (n_read + 1, length);
        bytes += n_read;
        length -= n_read;
      }
}
