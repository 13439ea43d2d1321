/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "../common/galley-office.h"
#include "rtf-charset.h"
#include "rtf-reader.h"
#include "rtf-text.h"

#define MAX_WORD 32

/* --- words ------------------------------------------------------------------------------------------------------ */

static void
to_nowhere (Reader *reader)
{
  rtf_flush (reader);
  if (rtf_top (reader)->target != TO_SINK || rtf_top (reader)->sink == SINK_NONE)
    rtf_top (reader)->target = TO_NOWHERE;
}

static void
begin_picture (Reader *reader)
{
  Group *group = rtf_top (reader);

  rtf_flush (reader);
  if (group->target != TO_COPY)
    return;
  group->target = TO_PICTURE;
  group->picture = g_byte_array_new ();
  reader->picture_suffix = NULL;
}

static void
begin_result (Reader *reader)
{
  Group *group = rtf_top (reader);

  if (reader->code == NULL || group->address != NULL || group->target != TO_COPY)
    return;
  rtf_flush (reader);
  group->address = galley_office_field_address (reader->code);
  if (group->address != NULL)
    group->link = group->address;
}

static void
begin_field (Reader *reader)
{
  Group *group = rtf_top (reader);

  rtf_flush (reader);
  g_clear_pointer (&reader->code, g_free);
  group->is_field = TRUE;
  group->field_from = reader->n_shown;
}

/* Formulas: their parts follow each other, and what parted them in the picture stands between. */
static gboolean
read_formula (Reader *reader, const char *word)
{
  static const struct
  {
    const char *word;
    const char *opening;
    const char *closing;
  } parts[] = { { "mden", "/", NULL }, { "msup", "^", NULL },    { "msub", "_", NULL },
                { "mlim", "_", NULL }, { "mdeg", NULL, NULL },   { "mrad", "√", NULL },
                { "md", "(", ")" },    { "moMath", NULL, NULL }, { "moMathPara", NULL, NULL } };
  static const char *const kept[] = { "mnaryPr", "maccPr", "mgroupChrPr" };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (!g_str_equal (word, parts[i].word))
        continue;
      if (parts[i].opening != NULL)
        rtf_put_sign (reader, parts[i].opening);
      rtf_top (reader)->closing = parts[i].closing;
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (kept); i++)
    {
      if (!g_str_equal (word, kept[i]))
        continue;
      if (rtf_top (reader)->target == TO_COPY)
        rtf_top (reader)->target = TO_PROPERTIES;
      return TRUE;
    }
  if (!g_str_equal (word, "mchr"))
    return FALSE;
  if (rtf_top (reader)->target == TO_PROPERTIES)
    rtf_top (reader)->target = TO_COPY;
  return TRUE;
}

/* Groups whose text is no copy, or is meant for something else. */
static gboolean
read_destination (Reader *reader, const char *word)
{
  static const char *const left_out[] = {
    "colortbl",     "header",    "headerl", "headerr",      "headerf",    "footer",
    "footerl",      "footerr",   "footerf", "bkmkstart",    "bkmkend",    "xe",
    "tc",           "tcn",       "rxe",     "objdata",      "nonshppict", "shprslt",
    "nonesttables", "revtbl",    "ftnsep",  "ftnsepc",      "ftncn",      "aftnsep",
    "aftnsepc",     "aftncn",    "filetbl", "rsidtbl",      "atrfstart",  "atrfend",
    "atndate",      "atnid",     "atnref",  "themedata",    "datastore",  "colorschememapping",
    "latentstyles", "generator", "fldtype", "private",      "template",   "pnseclvl",
    "pn",           "objclass",  "objname", "creatim",      "revtim",     "printim",
    "buptim",       "objalias",  "objsect", "passwordhash", "mmathPr",    "mmathPict",
    "falt"
  };
  static const struct
  {
    const char *word;
    Sink sink;
    const char *info;
  } sinks[] = {
    { "listtext", SINK_LABEL, "list" },    { "pntext", SINK_LABEL, NULL },
    { "fldinst", SINK_CODE, NULL },        { "annotation", SINK_COMMENT, NULL },
    { "atnauthor", SINK_AUTHOR, NULL },    { "sn", SINK_PROPERTY_NAME, NULL },
    { "sv", SINK_PROPERTY_VALUE, NULL },   { "title", SINK_INFO, "title" },
    { "author", SINK_INFO, "creator" },    { "subject", SINK_INFO, "subject" },
    { "keywords", SINK_INFO, "keywords" }, { "doccomm", SINK_INFO, "description" },
    { "category", SINK_INFO, "category" }, { "operator", SINK_INFO, "lastModifiedBy" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (left_out); i++)
    {
      if (g_str_equal (word, left_out[i]))
        {
          to_nowhere (reader);
          return TRUE;
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (sinks); i++)
    {
      if (g_str_equal (word, sinks[i].word))
        {
          /* Within a picture its properties are wanted too. */
          if (rtf_top (reader)->target == TO_PICTURE && sinks[i].sink != SINK_PROPERTY_NAME &&
              sinks[i].sink != SINK_PROPERTY_VALUE)
            return TRUE;
          rtf_collect (reader, sinks[i].sink);
          rtf_top (reader)->info = sinks[i].info;
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
read_container (Reader *reader, const char *word)
{
  if (g_str_equal (word, "footnote"))
    rtf_open_flow (reader, GALLEY_COPY_NOTE);
  else if (g_str_equal (word, "shptxt") || g_str_equal (word, "dptxbxtext"))
    rtf_open_flow (reader, GALLEY_COPY_BOX);
  else if (g_str_equal (word, "fonttbl"))
    rtf_top (reader)->target = TO_FONTS;
  else if (g_str_equal (word, "stylesheet"))
    {
      rtf_top (reader)->target = TO_STYLES;
      reader->table_style = 0;
    }
  else if (g_str_equal (word, "pict"))
    begin_picture (reader);
  else if (g_str_equal (word, "field"))
    begin_field (reader);
  else if (g_str_equal (word, "fldrslt"))
    begin_result (reader);
  else if (g_str_equal (word, "info"))
    rtf_top (reader)->target = rtf_top (reader)->target == TO_COPY ? TO_PROPERTIES : TO_NOWHERE;
  else if (g_str_equal (word, "listtable") || g_str_equal (word, "listoverridetable"))
    {
      rtf_top (reader)->target = rtf_top (reader)->target == TO_COPY ? TO_LISTS : TO_NOWHERE;
      rtf_lists_word (reader->lists, word, 0);
    }
  else if (g_str_equal (word, "upr"))
    rtf_top (reader)->target = rtf_top (reader)->target == TO_COPY ? TO_UPR : TO_NOWHERE;
  else if (g_str_equal (word, "ud"))
    rtf_top (reader)->target = rtf_top (reader)->target == TO_UPR ? TO_COPY : rtf_top (reader)->target;
  else if (!g_str_equal (word, "shppict") && !g_str_equal (word, "shpinst") && !g_str_equal (word, "do") &&
           !g_str_equal (word, "picprop") && !g_str_equal (word, "nesttableprops"))
    return read_formula (reader, word);
  return TRUE;
}

static gboolean
read_character (Reader *reader, const char *word, gboolean has_number, gint number)
{
  Group *group = rtf_top (reader);
  gboolean on = !has_number || number != 0;

  if (g_str_equal (word, "plain"))
    {
      group->style = GALLEY_STYLE_PLAIN;
      group->hidden = group->deleted = group->capitals = FALSE;
      group->font = reader->default_font;
    }
  else if (g_str_equal (word, "b"))
    group->style = on ? group->style | GALLEY_STYLE_STRONG : group->style & ~GALLEY_STYLE_STRONG;
  else if (g_str_equal (word, "i"))
    group->style = on ? group->style | GALLEY_STYLE_EMPHASIS : group->style & ~GALLEY_STYLE_EMPHASIS;
  else if (g_str_equal (word, "caps"))
    group->capitals = on;
  else if (g_str_equal (word, "v"))
    {
      if (on && !group->hidden && group->target == TO_COPY)
        galley_copy_count_hidden (reader->copy);
      group->hidden = on;
    }
  else if (g_str_equal (word, "deleted") || g_str_equal (word, "mvf"))
    {
      if (on && group->target == TO_COPY)
        galley_copy_count_change (reader->copy, NULL);
      group->deleted = on;
    }
  else if (g_str_equal (word, "revised") || g_str_equal (word, "mvt"))
    {
      if (on && group->target == TO_COPY)
        galley_copy_count_change (reader->copy, NULL);
    }
  else if (g_str_equal (word, "uc"))
    group->skip = (guint) CLAMP (number, 0, 16);
  else
    return FALSE;
  return TRUE;
}

static gboolean
read_paragraph_word (Reader *reader, const char *word, gint number)
{
  Group *group = rtf_top (reader);

  if (g_str_equal (word, "pard"))
    {
      group->named = 0;
      group->outline = -1;
      group->centered = FALSE;
      group->rows = 0;
      group->list = group->depth = 0;
      /* Word writes the label before, and names the list again behind. */
      if (group->target == TO_COPY && reader->label != NULL && reader->is_listed)
        reader->is_stale = TRUE;
    }
  else if (g_str_equal (word, "ls"))
    {
      group->list = number;
      reader->is_stale &= number <= 0;
    }
  else if (g_str_equal (word, "ilvl"))
    group->depth = number;
  else if (g_str_equal (word, "s"))
    group->named = number;
  else if (g_str_equal (word, "outlinelevel"))
    group->outline = number;
  else if (g_str_equal (word, "qc"))
    group->centered = TRUE;
  else if (g_str_equal (word, "ql") || g_str_equal (word, "qr") || g_str_equal (word, "qj"))
    group->centered = FALSE;
  else if (g_str_equal (word, "intbl"))
    group->rows = MAX (group->rows, 1);
  else if (g_str_equal (word, "itap"))
    group->rows = (guint) CLAMP (number, 0, RTF_MAX_ROWS);
  else if (g_str_equal (word, "trowd"))
    reader->cells = 0;
  else if (g_str_equal (word, "cellx"))
    reader->cells++;
  else
    return FALSE;
  return TRUE;
}

static gboolean
read_end (Reader *reader, const char *word)
{
  gboolean to_copy = rtf_top (reader)->target == TO_COPY;

  if (g_str_equal (word, "par") || g_str_equal (word, "sect") || g_str_equal (word, "page") ||
      g_str_equal (word, "column"))
    {
      if (rtf_top (reader)->target == TO_SINK)
        rtf_put_sign (reader, " ");
      rtf_end_paragraph (reader);
    }
  else if (g_str_equal (word, "cell") || g_str_equal (word, "nestcell"))
    {
      rtf_end_paragraph (reader);
      if (to_copy)
        {
          rtf_sync_rows (reader, MAX (rtf_top (reader)->rows, 1));
          galley_copy_next_cell (reader->copy);
        }
    }
  else if (g_str_equal (word, "row") || g_str_equal (word, "nestrow"))
    {
      rtf_end_paragraph (reader);
      if (to_copy && g_str_equal (word, "row"))
        rtf_sync_rows (reader, 0);
      else if (to_copy && reader->open_rows > 0)
        rtf_sync_rows (reader, reader->open_rows - 1);
    }
  else
    return FALSE;
  return TRUE;
}

static void
define_font (Reader *reader, gint number)
{
  Font *font = g_new0 (Font, 1);

  reader->table_font = number;
  g_hash_table_replace (reader->fonts, GINT_TO_POINTER (number), font);
}

static gboolean
read_table_word (Reader *reader, const char *word, gint number)
{
  Font *font = g_hash_table_lookup (reader->fonts, GINT_TO_POINTER (reader->table_font));
  Style *style;

  if (rtf_top (reader)->target == TO_FONTS)
    {
      if (g_str_equal (word, "f"))
        define_font (reader, number);
      else if (g_str_equal (word, "fcharset") && font != NULL && font->page == 0)
        font->page = rtf_charset_page (number);
      else if (g_str_equal (word, "cpg") && font != NULL)
        font->page = (guint) MAX (number, 0);
      return TRUE;
    }
  if (rtf_top (reader)->target == TO_LISTS)
    {
      rtf_lists_word (reader->lists, word, number);
      return TRUE;
    }
  if (rtf_top (reader)->target != TO_STYLES)
    return FALSE;
  if (g_str_equal (word, "cs") || g_str_equal (word, "ds") || g_str_equal (word, "ts"))
    reader->table_style = -1;
  else if (g_str_equal (word, "s"))
    reader->table_style = number;
  style = g_hash_table_lookup (reader->styles, GINT_TO_POINTER (reader->table_style));
  if (style == NULL && reader->table_style >= 0)
    {
      style = g_new0 (Style, 1);
      style->outline = -1;
      g_hash_table_replace (reader->styles, GINT_TO_POINTER (reader->table_style), style);
    }
  if (style != NULL && g_str_equal (word, "outlinelevel"))
    style->outline = number;
  return !g_str_equal (word, "f");
}

static gboolean
read_document_word (Reader *reader, const char *word, gint number)
{
  static const char *const suffixes[][2] = {
    { "pngblip", "png" }, { "jpegblip", "jpg" }, { "emfblip", "emf" }, { "wmetafile", "wmf" }
  };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      if (g_str_equal (word, suffixes[i][0]))
        {
          reader->picture_suffix = suffixes[i][1];
          return TRUE;
        }
    }
  if (g_str_equal (word, "ansicpg"))
    reader->page = number > 0 ? (guint) number : 1252;
  else if (g_str_equal (word, "mac"))
    reader->page = 10000;
  else if (g_str_equal (word, "pc"))
    reader->page = 437;
  else if (g_str_equal (word, "pca"))
    reader->page = 850;
  else if (g_str_equal (word, "deff"))
    {
      reader->default_font = (guint) MAX (number, 0);
      rtf_top (reader)->font = reader->default_font;
    }
  else if (g_str_equal (word, "f"))
    rtf_top (reader)->font = (guint) MAX (number, 0);
  else
    return FALSE;
  return TRUE;
}

static gboolean
read_sign (Reader *reader, const char *word)
{
  static const char *const signs[][2] = {
    { "tab", "\t" },
    { "line", "\n" },
    { "emdash", "—" },
    { "endash", "–" },
    { "lquote", "‘" },
    { "rquote", "’" },
    { "ldblquote", "“" },
    { "rdblquote", "”" },
    { "bullet", "•" },
    { "emspace", "\xe2\x80\x83" },
    { "enspace", "\xe2\x80\x82" },
    { "qmspace", "\xe2\x80\x85" },
    { "zwj", "\xe2\x80\x8d" },
    { "zwnj", "\xe2\x80\x8c" },
    { "ltrmark", "\xe2\x80\x8e" },
    { "rtlmark", "\xe2\x80\x8f" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    {
      if (g_str_equal (word, signs[i][0]))
        {
          rtf_put_sign (reader, signs[i][1]);
          return TRUE;
        }
    }
  return FALSE;
}

/* The bytes of \bin: part of a picture, or nothing. */
static void
read_binary (Reader *reader, gint number)
{
  gsize n = (gsize) CLAMP ((gint64) number, 0, reader->end - reader->p);
  const Group *group = rtf_top (reader);

  if (group->target == TO_PICTURE && group->picture->len + n <= RTF_MAX_PICTURE_BYTES)
    g_byte_array_append (group->picture, (const guint8 *) reader->p, (guint) n);
  reader->p += n;
}

static void
read_word (Reader *reader, const char *word, gboolean has_number, gint number)
{
  gboolean starred = reader->starred;

  reader->starred = FALSE;
  if (g_str_equal (word, "bin"))
    {
      read_binary (reader, number);
      return;
    }
  if (g_str_equal (word, "u"))
    {
      rtf_put_unicode (reader, (gunichar) (number < 0 ? number + 65536 : number));
      reader->skipping = rtf_top (reader)->skip;
      return;
    }
  if (reader->skipping > 0 && !g_str_equal (word, "par"))
    {
      reader->skipping--;
      return;
    }
  if (read_sign (reader, word))
    return;
  if (!reader->lead)
    rtf_flush (reader);
  if (read_destination (reader, word) || read_container (reader, word) || read_end (reader, word) ||
      read_table_word (reader, word, number) || read_character (reader, word, has_number, number) ||
      read_paragraph_word (reader, word, number) || read_document_word (reader, word, number))
    return;
  if (starred)
    to_nowhere (reader);
}

/* --- the file --------------------------------------------------------------------------------------------------- */

static gint
hex_digit (const Reader *reader, gsize offset)
{
  return (gsize) (reader->end - reader->p) > offset ? g_ascii_xdigit_value (reader->p[offset]) : -1;
}

/* Behind the backslash. */
static void
read_control (Reader *reader)
{
  static const char *const signs[][2] = { { "~", "\xc2\xa0" }, { "-", "\xc2\xad" }, { "_", "‑" },
                                          { "{", "{" },        { "}", "}" },        { "\\", "\\" } };
  char c = reader->p < reader->end ? *reader->p : '\0';
  char word[MAX_WORD + 1];
  gsize n = 0;
  gint64 number = 0;
  gboolean negative, has_number = FALSE;

  while (n < MAX_WORD && reader->p + n < reader->end && g_ascii_isalpha (reader->p[n]))
    n++;
  if (n == 0)
    {
      reader->p += reader->p < reader->end;
      if (c == '\'' && hex_digit (reader, 0) >= 0 && hex_digit (reader, 1) >= 0)
        {
          rtf_put_byte (reader, (guint8) (hex_digit (reader, 0) << 4 | hex_digit (reader, 1)));
          reader->p += 2;
        }
      else if (c == '*')
        reader->starred = TRUE;
      else if (c == '\n' || c == '\r')
        read_word (reader, "par", FALSE, 0);
      for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
        {
          if (c == signs[i][0][0])
            rtf_put_sign (reader, signs[i][1]);
        }
      return;
    }
  memcpy (word, reader->p, n);
  word[n] = '\0';
  reader->p += n;
  negative = reader->p + 1 < reader->end && *reader->p == '-' && g_ascii_isdigit (reader->p[1]);
  reader->p += negative;
  for (; reader->p < reader->end && g_ascii_isdigit (*reader->p); reader->p++)
    {
      number = MIN (number * 10 + (*reader->p - '0'), G_MAXINT);
      has_number = TRUE;
    }
  /* The blank behind a word belongs to it. */
  if (reader->p < reader->end && *reader->p == ' ')
    reader->p++;
  read_word (reader, word, has_number, (gint) (negative ? -number : number));
}

static void
read_picture_digit (Reader *reader)
{
  const Group *group = rtf_top (reader);
  gint high = hex_digit (reader, 0), low = hex_digit (reader, 1);

  if (high < 0 || low < 0)
    {
      reader->p++;
      return;
    }
  if (group->picture->len < RTF_MAX_PICTURE_BYTES)
    {
      guint8 byte = (guint8) (high << 4 | low);

      g_byte_array_append (group->picture, &byte, 1);
    }
  reader->p += 2;
}

static gboolean
read_all (Reader *reader, GError **error)
{
  for (guint n = 0; reader->p < reader->end; n++)
    {
      char c = *reader->p;

      if (n % 65536 == 0 && !galley_job_continues (reader->job, error))
        return FALSE;
      if (galley_copy_is_full (reader->copy))
        return TRUE;
      if (c == '{')
        {
          reader->p++;
          if (!rtf_open_group (reader, error))
            return FALSE;
        }
      else if (c == '}')
        {
          reader->p++;
          rtf_close_group (reader);
          /* What stands behind the file is not part of it. */
          if (reader->groups->len == 1)
            return TRUE;
        }
      else if (c == '\\')
        {
          reader->p++;
          read_control (reader);
        }
      else if (rtf_top (reader)->target == TO_PICTURE)
        read_picture_digit (reader);
      else
        {
          reader->p++;
          if (c != '\n' && c != '\r' && c != '\0')
            rtf_put_byte (reader, (guint8) c);
        }
    }
  return TRUE;
}

static void
font_free (gpointer data)
{
  g_free (((Font *) data)->name);
  g_free (data);
}

static void
style_free (gpointer data)
{
  g_free (((Style *) data)->name);
  g_free (data);
}

gboolean
rtf_read (const char *data, gsize length, GalleyCopy *copy, GalleyJob *job, GError **error)
{
  Group base = { .skip = 1, .named = 0, .outline = -1 };
  Reader reader = {
    .p = data, .end = data + length, .copy = copy, .job = job, .page = 1252, .table_style = -1
  };
  gboolean good;

  reader.groups = g_array_new (FALSE, FALSE, sizeof (Group));
  g_array_append_val (reader.groups, base);
  reader.fonts = g_hash_table_new_full (NULL, NULL, NULL, font_free);
  reader.styles = g_hash_table_new_full (NULL, NULL, NULL, style_free);
  reader.bytes = g_string_new (NULL);
  reader.lists = rtf_lists_new ();
  reader.has_labels = galley_office_holds ((const guint8 *) data, length, "\\listtext", 9) ||
                      galley_office_holds ((const guint8 *) data, length, "\\pntext", 7);

  good = read_all (&reader, error);
  if (good && reader.groups->len > 1)
    galley_job_note (job, _ ("The file is cut off; what there is of it was read."));
  while (reader.groups->len > 1)
    rtf_close_group (&reader);
  rtf_end_paragraph (&reader);
  rtf_sync_rows (&reader, 0);

  g_array_unref (reader.groups);
  g_hash_table_unref (reader.fonts);
  g_hash_table_unref (reader.styles);
  g_string_free (reader.bytes, TRUE);
  rtf_lists_free (reader.lists);
  g_free (reader.label);
  g_free (reader.code);
  g_free (reader.author);
  g_free (reader.property);
  g_free (reader.alt);
  return good;
}
