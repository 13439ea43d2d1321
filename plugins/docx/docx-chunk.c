/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of other kinds that Word takes in when it opens the document (w:altChunk): programs that make Word files from web pages put
 * the whole text there. Pages, alone or in a web archive, and plain text are read; others are told. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "docx-reader.h"

#define MAX_CHUNK_BYTES (16u * 1024 * 1024)
/* What kind of file it is stands at its beginning. */
#define HEAD_BYTES 4096
#define MAX_NAME 16

typedef struct
{
  GalleyCopy *copy;
  GString *text; /* of the paragraph in hand */
  guint level;   /* of the headline it is, or 0 */
  gboolean is_item;
} Page;

/* --- pages ------------------------------------------------------------------------------------------------------ */

static void
end_paragraph (Page *page)
{
  g_strchomp (page->text->str);
  if (*page->text->str != '\0')
    {
      galley_copy_begin (page->copy, NULL, page->level);
      if (page->is_item)
        galley_copy_label (page->copy, "• ");
      galley_copy_text (page->copy, page->text->str, -1, GALLEY_STYLE_PLAIN, NULL);
      galley_copy_end (page->copy);
      page->is_item = FALSE;
    }
  g_string_truncate (page->text, 0);
}

static gboolean
is_one_of (const char *name, const char *const *names)
{
  while (*names != NULL && !g_str_equal (name, *names))
    names++;
  return *names != NULL;
}

/* Behind "<" and, of an end, the stroke. */
static void
read_tag (Page *page, const char *name, gboolean is_end)
{
  static const char *const blocks[] = { "p",   "div", "br",   "tr", "table",   "ul",      "ol", "blockquote",
                                        "pre", "hr",  "body", "dt", "section", "article", "dd", NULL };

  if (is_one_of (name, blocks))
    end_paragraph (page);
  else if (g_str_equal (name, "li"))
    {
      end_paragraph (page);
      page->is_item = !is_end;
    }
  else if (name[0] == 'h' && name[1] >= '1' && name[1] <= '6' && name[2] == '\0')
    {
      end_paragraph (page);
      page->level = is_end ? 0 : (guint) (name[1] - '0');
    }
  else if (is_end && (g_str_equal (name, "td") || g_str_equal (name, "th")) && page->text->len > 0)
    g_string_append_c (page->text, '\t');
}

static void
put_sign (Page *page, gunichar c)
{
  gboolean is_blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
  char last = page->text->len > 0 ? page->text->str[page->text->len - 1] : ' ';

  if (!is_blank)
    g_string_append_unichar (page->text, c);
  else if (last != ' ' && last != '\t')
    g_string_append_c (page->text, ' ');
}

/* "&…;": what stands behind it. */
static const char *
read_entity (Page *page, const char *p)
{
  static const struct
  {
    const char *name;
    gunichar c;
  } known[] = { { "amp", '&' },      { "lt", '<' },        { "gt", '>' },       { "quot", '"' },
                { "apos", '\'' },    { "nbsp", 0xa0 },     { "ldquo", 0x201c }, { "rdquo", 0x201d },
                { "lsquo", 0x2018 }, { "rsquo", 0x2019 },  { "mdash", 0x2014 }, { "ndash", 0x2013 },
                { "middot", 0xb7 },  { "hellip", 0x2026 }, { "bull", 0x2022 },  { "ensp", 0x2002 },
                { "emsp", 0x2003 },  { "times", 0xd7 },    { "copy", 0xa9 },    { "reg", 0xae } };
  gsize length = strcspn (p + 1, ";<& \n");
  gunichar c = 0;

  if (p[1 + length] == ';' && p[1] == '#')
    c = (gunichar) g_ascii_strtoull (p[2] == 'x' || p[2] == 'X' ? p + 3 : p + 2, NULL,
                                     p[2] == 'x' || p[2] == 'X' ? 16 : 10);
  for (guint i = 0; p[1 + length] == ';' && i < G_N_ELEMENTS (known); i++)
    {
      if (strlen (known[i].name) == length && strncmp (known[i].name, p + 1, length) == 0)
        c = known[i].c;
    }
  if (c < 0x20 || !g_unichar_validate (c))
    {
      put_sign (page, '&');
      return p + 1;
    }
  g_string_append_unichar (page->text, c);
  return p + length + 2;
}

/* Behind the end of an element whose insides are no text; @name has at least one letter. */
static const char *
skip_element (const char *p, const char *name)
{
  while ((p = strstr (p, "</")) != NULL && g_ascii_strncasecmp (p + 2, name, strlen (name)) != 0)
    p += 2;
  return p != NULL ? p : "";
}

static const char *
read_markup (Page *page, const char *p)
{
  static const char *const silent[] = { "head", "script", "style", "title", NULL };
  gboolean is_end = p[1] == '/';
  char name[MAX_NAME + 1];
  const char *end;
  guint n = 0;

  if (g_str_has_prefix (p, "<!--"))
    {
      end = strstr (p, "-->");
      return end != NULL ? end + 3 : "";
    }
  p += 1 + is_end;
  while (n < MAX_NAME && g_ascii_isalnum (p[n]))
    {
      name[n] = g_ascii_tolower (p[n]);
      n++;
    }
  name[n] = '\0';
  if (n == 0 && *p != '!' && *p != '?')
    {
      put_sign (page, '<');
      return p - is_end;
    }
  end = strchr (p, '>');
  if (end == NULL)
    return "";
  if (!is_end && is_one_of (name, silent) && end[-1] != '/')
    return skip_element (end, name);
  read_tag (page, name, is_end);
  return end + 1;
}

static void
read_page (GalleyCopy *copy, const char *html)
{
  Page page = { .copy = copy, .text = g_string_new (NULL) };

  for (const char *p = html; *p != '\0' && !galley_copy_is_full (copy);)
    {
      if (*p == '<')
        p = read_markup (&page, p);
      else if (*p == '&')
        p = read_entity (&page, p);
      else
        {
          put_sign (&page, g_utf8_get_char (p));
          p = g_utf8_next_char (p);
        }
    }
  end_paragraph (&page);
  g_string_free (page.text, TRUE);
}

/* --- files ------------------------------------------------------------------------------------------------------ */

/* The text after "charset=" in the first bytes, or NULL. */
static char *
find_charset (const char *data)
{
  g_autofree char *head = g_ascii_strdown (data, (gssize) strnlen (data, HEAD_BYTES));
  const char *word = strstr (head, "charset=");

  if (word == NULL)
    return NULL;
  word += strlen ("charset=");
  word += strspn (word, "\"' ");
  return g_strndup (word, strcspn (word, "\"'; >\r\n/"));
}

static char *
to_utf8 (const char *data, gsize length, const char *charset)
{
  char *text = NULL;

  if (charset != NULL && g_ascii_strcasecmp (charset, "utf-8") != 0)
    text = g_convert (data, (gssize) length, "UTF-8", charset, NULL, NULL, NULL);
  return text != NULL ? text : g_utf8_make_valid (data, (gssize) length);
}

/* "=E6=98" → bytes; a "=" at the end of a line breaks nothing. */
static void
decode_quoted (GString *body)
{
  gsize to = 0;

  for (gsize from = 0; from < body->len; from++)
    {
      const char *p = body->str + from;

      if (*p == '=' && g_ascii_isxdigit (p[1]) && g_ascii_isxdigit (p[2]))
        {
          body->str[to++] = (char) (g_ascii_xdigit_value (p[1]) << 4 | g_ascii_xdigit_value (p[2]));
          from += 2;
        }
      else if (*p == '=' && (p[1] == '\n' || (p[1] == '\r' && p[2] == '\n')))
        from += p[1] == '\n' ? 1 : 2;
      else
        body->str[to++] = *p;
    }
  g_string_truncate (body, to);
}

/* The page in a web archive: its first part of that kind. */
static char *
open_archive (const char *data)
{
  g_autofree char *lower = g_ascii_strdown (data, -1);
  const char *type = strstr (lower, "content-type: text/html");
  const char *body = type != NULL ? strstr (type, "\n\n") : NULL;
  const char *body_crlf = type != NULL ? strstr (type, "\r\n\r\n") : NULL;
  const char *end, *start;
  g_autofree char *headers = NULL;
  g_autofree char *charset = NULL;
  g_autoptr (GString) text = NULL;

  if (body_crlf != NULL && (body == NULL || body_crlf < body))
    body = body_crlf + 2;
  if (body == NULL)
    return NULL;
  /* Of a part the headers may stand on both sides of its type. */
  for (start = type; start > lower && !g_str_has_prefix (start, "\n--") && !g_str_has_prefix (start, "\n\n");)
    start--;
  headers = g_strndup (start, (gsize) (body - start));
  end = strstr (body, "\n--");
  text = g_string_new_len (data + (body - lower), end != NULL ? end - body : -1);
  charset = find_charset (headers);
  if (strstr (headers, "quoted-printable") != NULL)
    decode_quoted (text);
  else if (strstr (headers, "base64") != NULL && text->len > 1)
    {
      gsize length = 0;

      g_base64_decode_inplace (text->str, &length);
      g_string_truncate (text, length);
    }
  if (charset == NULL)
    charset = find_charset (text->str);
  return to_utf8 (text->str, text->len, charset);
}

/* The page or text in the file as UTF-8; NULL where it is something else. */
static char *
open_chunk (const char *data, gsize length, const char *name, gboolean *is_page)
{
  g_autofree char *head = g_ascii_strdown (data, (gssize) strnlen (data, HEAD_BYTES));
  g_autofree char *charset = find_charset (data);

  *is_page = TRUE;
  if (strstr (head, "mime-version:") != NULL)
    return open_archive (data);
  if (strstr (head, "<html") != NULL || strstr (head, "<body") != NULL || strstr (head, "<p>") != NULL)
    return to_utf8 (data, length, charset);
  *is_page = FALSE;
  return g_str_has_suffix (name, ".txt") ? to_utf8 (data, length, NULL) : NULL;
}

void
docx_read_chunk (Reader *reader, const xmlNode *node)
{
  const char *id = galley_xml_get_in (node, RELATION, "id");
  const DocxLink *link = id != NULL ? g_hash_table_lookup (reader->links, id) : NULL;
  const char *name = link != NULL ? link->target : (const char *) node->name;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *data = NULL;
  g_autofree char *text = NULL;
  gboolean is_page = FALSE;

  if (link != NULL && !link->is_external)
    bytes = galley_zip_read (reader->zip, name, MAX_CHUNK_BYTES, NULL);
  if (bytes != NULL)
    {
      data = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
      text = open_chunk (data, strlen (data), name, &is_page);
    }
  if (text == NULL)
    {
      galley_job_note (reader->job, _ ("A part of the document was left out: %s"), name);
      return;
    }
  if (is_page)
    read_page (reader->copy, text);
  else
    {
      galley_copy_begin (reader->copy, NULL, 0);
      galley_copy_text (reader->copy, text, -1, GALLEY_STYLE_PLAIN, NULL);
      galley_copy_end (reader->copy);
    }
}
