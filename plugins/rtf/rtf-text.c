/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-error.h"

#include "../common/galley-office.h"
#include "rtf-charset.h"
#include "rtf-text.h"

#define MAX_GROUPS 2000
#define MAX_FLOWS 8

/* --- text out --------------------------------------------------------------------------------------------------- */

void
rtf_sync_rows (Reader *reader, guint wanted)
{
  while (reader->open_rows < wanted)
    {
      reader->open_rows++;
      if (reader->open_rows == 1)
        galley_copy_count_table (reader->copy);
      galley_copy_begin_row (reader->copy, reader->cells > 0 && wanted == 1 ? reader->cells : 2);
    }
  while (reader->open_rows > wanted)
    {
      reader->open_rows--;
      galley_copy_end_row (reader->copy);
    }
}

/* 一、 and 第一章 are part of a headline; its 1.1 is layout. */
static gboolean
is_chinese (const char *label)
{
  const char *p = label;

  while (g_utf8_strchr ("第（(", -1, g_utf8_get_char (p)) != NULL && *p != '\0')
    p = g_utf8_next_char (p);
  return *p != '\0' && g_utf8_strchr ("一二三四五六七八九十百〇壹贰叁肆伍陆柒捌玖拾甲乙丙丁戊己庚辛壬癸", -1,
                                      g_utf8_get_char (p)) != NULL;
}

static void
ensure_paragraph (Reader *reader)
{
  const Group *group = rtf_top (reader);
  const Style *style = g_hash_table_lookup (reader->styles, GINT_TO_POINTER (group->named));
  gint outline = group->outline >= 0 || style == NULL ? group->outline : style->outline;

  if (reader->in_paragraph)
    return;
  rtf_sync_rows (reader, group->rows);
  galley_copy_begin (reader->copy, style != NULL ? style->name : NULL,
                     outline >= 0 && outline < 9 ? (guint) outline + 1 : 0);
  if (group->centered)
    galley_copy_display (reader->copy);
  if (reader->is_stale)
    g_clear_pointer (&reader->label, g_free);
  if (!reader->has_labels && group->list > 0)
    reader->label = rtf_lists_next_label (reader->lists, group->list, group->depth);
  if (reader->label != NULL && (outline < 0 || is_chinese (reader->label)))
    galley_copy_label (reader->copy, reader->label);
  g_clear_pointer (&reader->label, g_free);
  reader->is_stale = FALSE;
  reader->in_paragraph = TRUE;
}

/* The names of fonts and styles end with a semicolon. */
static void
put_name (char **name, const char *text)
{
  g_autofree char *old = *name;

  *name = g_strconcat (old != NULL ? old : "", text, NULL);
}

static void
put (Reader *reader, const char *utf8, gsize length)
{
  Group *group = rtf_top (reader);

  switch (group->target)
    {
    case TO_COPY:
      if (group->hidden || group->deleted || length == 0)
        return;
      ensure_paragraph (reader);
      reader->n_shown++;
      if (group->capitals)
        {
          g_autofree char *upper = g_utf8_strup (utf8, (gssize) length);

          galley_copy_text (reader->copy, upper, -1, group->style, group->link);
          return;
        }
      galley_copy_text (reader->copy, utf8, (gssize) length, group->style, group->link);
      return;
    case TO_SINK:
      if (group->collected != NULL && group->collected->len < GALLEY_BUILDER_MAX_BYTES)
        g_string_append_len (group->collected, utf8, (gssize) length);
      return;
    case TO_FONTS:
      {
        Font *font = g_hash_table_lookup (reader->fonts, GINT_TO_POINTER (reader->table_font));

        if (font != NULL && font->name == NULL)
          put_name (&font->name, utf8);
        return;
      }
    case TO_STYLES:
      {
        Style *style = g_hash_table_lookup (reader->styles, GINT_TO_POINTER (reader->table_style));
        g_autofree char *name = g_strndup (utf8, strcspn (utf8, ";"));

        if (style != NULL)
          put_name (&style->name, name);
        return;
      }
    case TO_LISTS:
      rtf_lists_text (reader->lists, utf8, length);
      return;
    case TO_PICTURE:
    case TO_NOWHERE:
    case TO_UPR:
    case TO_PROPERTIES:
    default:
      return;
    }
}

void
rtf_flush (Reader *reader)
{
  g_autoptr (GString) text = NULL;
  gsize length = reader->bytes->len;
  gboolean is_half;

  if (length == 0)
    return;
  text = g_string_sized_new (reader->bytes->len * 2);
  /* Half a character is a letter of the file's own code page, whatever the font says. */
  is_half = reader->lead && !rtf_charset_is_lead (reader->page, (guint8) reader->bytes->str[length - 1]);
  rtf_charset_append (text, reader->bytes_page, reader->bytes->str, length - is_half);
  if (is_half)
    rtf_charset_append (text, reader->page, reader->bytes->str + length - 1, 1);
  g_string_truncate (reader->bytes, 0);
  reader->lead = FALSE;
  put (reader, text->str, text->len);
}

static guint
current_page (Reader *reader)
{
  const Font *font = g_hash_table_lookup (reader->fonts, GUINT_TO_POINTER (rtf_top (reader)->font));

  /* The names of fonts of signs are written in letters. */
  if (font == NULL || font->page == 0 ||
      (font->page == RTF_SYMBOL_PAGE && rtf_top (reader)->target == TO_FONTS))
    return reader->page;
  if (font->page == RTF_SYMBOL_PAGE && font->name != NULL &&
      (g_str_equal (font->name, "Wingdings") || g_str_equal (font->name, "Wingdings;")))
    return RTF_WINGDINGS_PAGE;
  return font->page;
}

static void
flush_half (Reader *reader)
{
  if (reader->high != 0)
    {
      reader->high = 0;
      put (reader, "\xef\xbf\xbd", 3);
    }
}

/* A byte of text. The second of a pair goes with the first, whatever group or font it stands in. */
void
rtf_put_byte (Reader *reader, guint8 byte)
{
  guint page;

  if (reader->skipping > 0)
    {
      reader->skipping--;
      return;
    }
  flush_half (reader);
  if (reader->lead)
    {
      g_string_append_c (reader->bytes, (char) byte);
      reader->lead = FALSE;
      return;
    }
  page = current_page (reader);
  if (page != reader->bytes_page)
    rtf_flush (reader);
  reader->bytes_page = page;
  g_string_append_c (reader->bytes, (char) byte);
  reader->lead = rtf_charset_is_lead (page, byte);
}

void
rtf_put_unicode (Reader *reader, gunichar c)
{
  char utf8[7] = { 0 };
  int length;

  rtf_flush (reader);
  if (c >= 0xd800 && c < 0xdc00)
    {
      flush_half (reader);
      reader->high = c;
      return;
    }
  if (c >= 0xdc00 && c < 0xe000)
    {
      c = reader->high != 0 ? 0x10000 + ((reader->high - 0xd800) << 10) + (c - 0xdc00) : 0xfffd;
      reader->high = 0;
    }
  flush_half (reader);
  /* Letters of symbol fonts in the private area of Windows. */
  if (c >= 0xf020 && c <= 0xf0ff &&
      (current_page (reader) == RTF_SYMBOL_PAGE || current_page (reader) == RTF_WINGDINGS_PAGE))
    {
      g_autoptr (GString) symbol = g_string_new (NULL);
      char byte = (char) (c - 0xf000);

      rtf_charset_append (symbol, current_page (reader), &byte, 1);
      put (reader, symbol->str, symbol->len);
      return;
    }
  if (c == 0)
    return;
  length = g_unichar_to_utf8 (g_unichar_validate (c) ? c : 0xfffd, utf8);
  put (reader, utf8, (gsize) length);
}

void
rtf_put_sign (Reader *reader, const char *sign)
{
  if (reader->skipping > 0)
    {
      reader->skipping--;
      return;
    }
  rtf_flush (reader);
  flush_half (reader);
  put (reader, sign, strlen (sign));
}

/* --- groups ----------------------------------------------------------------------------------------------------- */

void
rtf_end_paragraph (Reader *reader)
{
  rtf_flush (reader);
  flush_half (reader);
  if (rtf_top (reader)->target != TO_COPY)
    return;
  if (reader->in_paragraph && rtf_top (reader)->deleted)
    galley_copy_end_merging (reader->copy, TRUE);
  else if (reader->in_paragraph)
    galley_copy_end (reader->copy);
  reader->in_paragraph = FALSE;
  reader->is_stale = FALSE;
  g_clear_pointer (&reader->label, g_free);
}

void
rtf_collect (Reader *reader, Sink sink)
{
  Group *group = rtf_top (reader);

  rtf_flush (reader);
  if (group->sink != SINK_NONE || group->target == TO_NOWHERE)
    return;
  group->target = TO_SINK;
  group->sink = sink;
  group->collected = g_string_new (NULL);
}

void
rtf_open_flow (Reader *reader, GalleyCopyFlow flow)
{
  Group *group = rtf_top (reader);

  rtf_flush (reader);
  if (group->target != TO_COPY || group->flow != FLOW_NONE ||
      galley_copy_get_depth (reader->copy) >= MAX_FLOWS)
    {
      group->target = group->target == TO_COPY ? TO_NOWHERE : group->target;
      return;
    }
  if (flow == GALLEY_COPY_NOTE)
    ensure_paragraph (reader);
  galley_copy_push_flow (reader->copy, flow);
  group->flow = FLOW_OURS;
  group->in_paragraph = reader->in_paragraph;
  group->open_rows = reader->open_rows;
  group->rows = 0;
  group->named = -1;
  group->outline = -1;
  group->centered = FALSE;
  reader->in_paragraph = FALSE;
  reader->open_rows = 0;
}

static void
close_flow (Reader *reader)
{
  const Group *group = rtf_top (reader);

  rtf_end_paragraph (reader);
  rtf_sync_rows (reader, 0);
  galley_copy_pop_flow (reader->copy);
  reader->in_paragraph = group->in_paragraph;
  reader->open_rows = group->open_rows;
}

/* Signs that fonts of signs have for points; numbers in rings are none. */
static gboolean
is_point (gunichar c)
{
  return c == 0xb7 || (c < 0x80 && !g_ascii_isalnum ((char) c)) || (c >= 0xe000 && c < 0xf900) ||
         (c >= 0x2500 && c < 0x2776) || (c >= 0x2794 && c < 0x27c0) || (c >= 0x2b00 && c < 0x2c00);
}

static void
take_label (Reader *reader, const char *text)
{
  g_autofree char *label = g_strstrip (g_strdup (text));
  gunichar c = *label != '\0' ? g_utf8_get_char (label) : 0;
  gboolean is_bullet = c != 0 && *g_utf8_next_char (label) == '\0' && is_point (c);

  g_free (reader->label);
  reader->is_stale = FALSE;
  reader->label = c == 0 ? NULL : is_bullet ? g_strdup ("• ") : g_strconcat (label, " ", NULL);
}

static void
take_picture (Reader *reader, GByteArray *data)
{
  g_autoptr (GBytes) bytes = g_byte_array_free_to_bytes (data);
  g_autofree char *name = NULL;
  g_autoptr (GalleyAsset) asset = NULL;

  if (reader->picture_suffix == NULL || g_bytes_get_size (bytes) < 2)
    {
      galley_copy_count_missing (reader->copy);
      return;
    }
  name = g_strdup_printf ("picture-%u.%s", ++reader->n_pictures, reader->picture_suffix);
  asset = galley_asset_new (name, NULL, bytes);
  if (reader->alt != NULL && *reader->alt != '\0')
    galley_asset_set_info (asset, "alt", reader->alt);
  g_clear_pointer (&reader->alt, g_free);
  galley_copy_picture (reader->copy, asset);
}

/* Art of letters has its words as a property. */
static void
show_beside (Reader *reader, const char *text)
{
  if (galley_copy_get_depth (reader->copy) >= MAX_FLOWS)
    return;
  galley_copy_push_flow (reader->copy, GALLEY_COPY_BOX);
  galley_copy_begin (reader->copy, NULL, 0);
  galley_copy_text (reader->copy, text, -1, GALLEY_STYLE_PLAIN, NULL);
  galley_copy_end (reader->copy);
  galley_copy_pop_flow (reader->copy);
}

/* What a field shows that has no result. */
static void
close_field (Reader *reader)
{
  g_autofree char *code = g_steal_pointer (&reader->code);
  g_autofree char *text = NULL;

  if (code == NULL || rtf_top (reader)->target != TO_COPY || reader->n_shown != rtf_top (reader)->field_from)
    return;
  text = galley_office_field_text (code);
  if (text != NULL)
    put (reader, text, strlen (text));
}

static void
take_sink (Reader *reader, const Group *group)
{
  g_autofree char *text = g_strstrip (g_strdup (group->collected->str));

  switch (group->sink)
    {
    case SINK_LABEL:
      reader->is_listed = group->info != NULL;
      take_label (reader, text);
      break;
    case SINK_CODE:
      g_free (reader->code);
      reader->code = g_steal_pointer (&text);
      break;
    case SINK_COMMENT:
      galley_copy_comment (reader->copy, reader->author, text, NULL);
      break;
    case SINK_AUTHOR:
      g_free (reader->author);
      reader->author = g_steal_pointer (&text);
      break;
    case SINK_PROPERTY_NAME:
      g_free (reader->property);
      reader->property = g_steal_pointer (&text);
      break;
    case SINK_PROPERTY_VALUE:
      if (g_strcmp0 (reader->property, "wzDescription") == 0)
        {
          g_free (reader->alt);
          reader->alt = g_steal_pointer (&text);
        }
      else if (g_strcmp0 (reader->property, "gtextUNICODE") == 0)
        show_beside (reader, text);
      break;
    case SINK_INFO:
      galley_office_property (reader->copy, group->info, text);
      break;
    case SINK_NONE:
    default:
      break;
    }
}

gboolean
rtf_open_group (Reader *reader, GError **error)
{
  Group group = *rtf_top (reader);

  if (reader->groups->len > MAX_GROUPS)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE,
                   _ ("Its groups are nested more than %u deep."), MAX_GROUPS);
      return FALSE;
    }
  if (!reader->lead)
    rtf_flush (reader);
  reader->skipping = 0;
  reader->starred = FALSE;
  group.sink = SINK_NONE;
  group.flow = FLOW_NONE;
  group.address = NULL;
  group.is_field = FALSE;
  group.closing = NULL;
  g_array_append_val (reader->groups, group);
  return TRUE;
}

void
rtf_close_group (Reader *reader)
{
  Group *group = rtf_top (reader);
  gboolean was_picture = group->picture != NULL && group->target == TO_PICTURE;
  GByteArray *outer_picture = reader->groups->len > 1 ? (group - 1)->picture : NULL;

  if (reader->groups->len < 2)
    return;
  /* A character of two bytes may have its second half behind the group. */
  if (!reader->lead || group->target != (group - 1)->target || group->sink != SINK_NONE)
    rtf_flush (reader);
  reader->skipping = 0;
  if (group->is_field)
    close_field (reader);
  if (group->closing != NULL)
    rtf_put_sign (reader, group->closing);
  if (group->flow == FLOW_OURS)
    close_flow (reader);
  group = rtf_top (reader);
  if (group->sink != SINK_NONE)
    {
      take_sink (reader, group);
      g_string_free (group->collected, TRUE);
    }
  g_free (group->address);
  if (was_picture && group->picture != outer_picture)
    {
      GByteArray *picture = group->picture;

      g_array_set_size (reader->groups, reader->groups->len - 1);
      take_picture (reader, picture);
      return;
    }
  g_array_set_size (reader->groups, reader->groups->len - 1);
}
