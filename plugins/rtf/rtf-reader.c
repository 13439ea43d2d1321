/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-error.h"

#include "../common/galley-office.h"
#include "rtf-charset.h"
#include "rtf-reader.h"

#define MAX_GROUPS 2000
#define MAX_ROWS 20
#define MAX_FLOWS 8
#define MAX_PICTURE_BYTES (64u * 1024 * 1024)
#define MAX_WORD 32

/* Where the text of a group goes. */
typedef enum
{
  TO_COPY,
  TO_SINK, /* collected, for whoever opened the group */
  TO_NOWHERE,
  TO_FONTS,
  TO_STYLES,
  TO_PICTURE,
  TO_UPR, /* holds the same twice; only its second half, \ud, is read */
} Target;

typedef enum
{
  SINK_NONE,
  SINK_LABEL,
  SINK_CODE, /* a field's instruction */
  SINK_COMMENT,
  SINK_AUTHOR, /* of a comment */
  SINK_PROPERTY_NAME,
  SINK_PROPERTY_VALUE,
  SINK_INFO,
} Sink;

typedef enum
{
  FLOW_NONE,
  FLOW_OURS, /* the group opened a flow and closes it */
} Flow;

typedef struct
{
  Target target;
  Sink sink;        /* what the text is for, when this group began it */
  const char *info; /* the property, for SINK_INFO (static) */
  Flow flow;
  GString *collected;  /* where TO_SINK goes; owned by the group that began it */
  GByteArray *picture; /* the same for pictures */
  char *address;       /* of a link, owned by the group that began it */
  const char *link;    /* of the innermost link */

  GalleyStyle style;
  gboolean hidden;
  gboolean deleted;
  gboolean capitals; /* shown in capitals, whatever they are */
  guint font;
  guint skip; /* \uc */

  gint named; /* \s; -1: none */
  gint outline;
  gboolean centered;
  guint rows;            /* how many tables we are in */
  gboolean in_paragraph; /* of the flow this group opened around: what was open outside */
  guint open_rows;
} Group;

typedef struct
{
  guint page;
  char *name;
} Font;

typedef struct
{
  char *name;
  gint outline;
} Style;

typedef struct
{
  const char *p;
  const char *end;
  GalleyCopy *copy;
  GalleyJob *job;
  GArray *groups;     /* of Group; the last is the one in hand */
  GHashTable *fonts;  /* number → Font */
  GHashTable *styles; /* number → Style */
  guint page;         /* of the file */
  guint default_font;

  GString *bytes; /* that wait to be read in bytes_page */
  guint bytes_page;
  gboolean lead;    /* the last of them begins a character of two */
  guint skipping;   /* what still stands for the \u before */
  gunichar high;    /* the first half of a surrogate pair */
  gboolean starred; /* \* stands before the word */

  gboolean in_paragraph;
  guint open_rows;
  guint cells; /* of the row that was defined last */
  char *label;
  char *code; /* of the field in hand */
  char *author;
  char *property;
  char *alt;
  const char *picture_suffix;
  guint n_pictures;
  gint table_font;
  gint table_style;
} Reader;

static Group *
top (Reader *reader)
{
  return &g_array_index (reader->groups, Group, reader->groups->len - 1);
}

/* --- text out --------------------------------------------------------------------------------------------------- */

static void
sync_rows (Reader *reader, guint wanted)
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

static void
ensure_paragraph (Reader *reader)
{
  const Group *group = top (reader);
  const Style *style = g_hash_table_lookup (reader->styles, GINT_TO_POINTER (group->named));
  gint outline = group->outline >= 0 || style == NULL ? group->outline : style->outline;

  if (reader->in_paragraph)
    return;
  sync_rows (reader, group->rows);
  galley_copy_begin (reader->copy, style != NULL ? style->name : NULL,
                     outline >= 0 && outline < 9 ? (guint) outline + 1 : 0);
  if (group->centered)
    galley_copy_display (reader->copy);
  if (reader->label != NULL && outline < 0)
    galley_copy_label (reader->copy, reader->label);
  g_clear_pointer (&reader->label, g_free);
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
  Group *group = top (reader);

  switch (group->target)
    {
    case TO_COPY:
      if (group->hidden || group->deleted || length == 0)
        return;
      ensure_paragraph (reader);
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
    case TO_PICTURE:
    case TO_NOWHERE:
    case TO_UPR:
    default:
      return;
    }
}

static void
flush (Reader *reader)
{
  g_autoptr (GString) text = NULL;

  if (reader->bytes->len == 0)
    return;
  text = g_string_sized_new (reader->bytes->len * 2);
  rtf_charset_append (text, reader->bytes_page, reader->bytes->str, reader->bytes->len);
  g_string_truncate (reader->bytes, 0);
  reader->lead = FALSE;
  put (reader, text->str, text->len);
}

static guint
current_page (Reader *reader)
{
  const Font *font = g_hash_table_lookup (reader->fonts, GUINT_TO_POINTER (top (reader)->font));

  if (font == NULL || font->page == 0)
    return reader->page;
  /* Only the font of that name has letters Unicode knows. */
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
static void
put_byte (Reader *reader, guint8 byte)
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
    flush (reader);
  reader->bytes_page = page;
  g_string_append_c (reader->bytes, (char) byte);
  reader->lead = rtf_charset_is_lead (page, byte);
}

static void
put_unicode (Reader *reader, gunichar c)
{
  char utf8[7] = { 0 };
  int length;

  flush (reader);
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
  if (c >= 0xf020 && c <= 0xf0ff && current_page (reader) == RTF_SYMBOL_PAGE)
    {
      g_autoptr (GString) symbol = g_string_new (NULL);
      char byte = (char) (c - 0xf000);

      rtf_charset_append (symbol, RTF_SYMBOL_PAGE, &byte, 1);
      put (reader, symbol->str, symbol->len);
      return;
    }
  if (c == 0)
    return;
  length = g_unichar_to_utf8 (g_unichar_validate (c) ? c : 0xfffd, utf8);
  put (reader, utf8, (gsize) length);
}

static void
put_sign (Reader *reader, const char *sign)
{
  if (reader->skipping > 0)
    {
      reader->skipping--;
      return;
    }
  flush (reader);
  flush_half (reader);
  put (reader, sign, strlen (sign));
}

/* --- groups ----------------------------------------------------------------------------------------------------- */

static void
end_paragraph (Reader *reader)
{
  flush (reader);
  flush_half (reader);
  if (top (reader)->target != TO_COPY)
    return;
  if (reader->in_paragraph && top (reader)->deleted)
    galley_copy_end_merging (reader->copy, TRUE);
  else if (reader->in_paragraph)
    galley_copy_end (reader->copy);
  reader->in_paragraph = FALSE;
  g_clear_pointer (&reader->label, g_free);
}

static void
collect (Reader *reader, Sink sink)
{
  Group *group = top (reader);

  flush (reader);
  if (group->sink != SINK_NONE || group->target == TO_NOWHERE)
    return;
  group->target = TO_SINK;
  group->sink = sink;
  group->collected = g_string_new (NULL);
}

static void
open_flow (Reader *reader, GalleyCopyFlow flow)
{
  Group *group = top (reader);

  flush (reader);
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
  const Group *group = top (reader);

  end_paragraph (reader);
  sync_rows (reader, 0);
  galley_copy_pop_flow (reader->copy);
  reader->in_paragraph = group->in_paragraph;
  reader->open_rows = group->open_rows;
}

static void
take_label (Reader *reader, const char *text)
{
  g_autofree char *label = g_strstrip (g_strdup (text));
  gunichar c = *label != '\0' ? g_utf8_get_char (label) : 0;
  gboolean is_bullet =
      c != 0 && *g_utf8_next_char (label) == '\0' &&
      (c == 0xb7 || (c < 0x80 && !g_ascii_isalnum ((char) c)) || (c >= 0xe000 && c < 0xf900));

  g_free (reader->label);
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

static void
take_sink (Reader *reader, const Group *group)
{
  g_autofree char *text = g_strstrip (g_strdup (group->collected->str));

  switch (group->sink)
    {
    case SINK_LABEL:
      take_label (reader, text);
      break;
    case SINK_CODE:
      g_free (reader->code);
      reader->code = g_steal_pointer (&text);
      break;
    case SINK_COMMENT:
      galley_copy_comment (reader->copy, reader->author, text);
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
      break;
    case SINK_INFO:
      galley_office_property (reader->copy, group->info, text);
      break;
    case SINK_NONE:
    default:
      break;
    }
}

static gboolean
open_group (Reader *reader, GError **error)
{
  Group group = *top (reader);

  if (reader->groups->len > MAX_GROUPS)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE,
                   _ ("Its groups are nested more than %u deep."), MAX_GROUPS);
      return FALSE;
    }
  if (!reader->lead)
    flush (reader);
  reader->skipping = 0;
  reader->starred = FALSE;
  group.sink = SINK_NONE;
  group.flow = FLOW_NONE;
  group.address = NULL;
  g_array_append_val (reader->groups, group);
  return TRUE;
}

static void
close_group (Reader *reader)
{
  Group *group = top (reader);
  gboolean was_picture = group->picture != NULL && group->target == TO_PICTURE;
  GByteArray *outer_picture = reader->groups->len > 1 ? (group - 1)->picture : NULL;

  if (reader->groups->len < 2)
    return;
  /* A character of two bytes may have its second half behind the group. */
  if (!reader->lead || group->target != (group - 1)->target || group->sink != SINK_NONE)
    flush (reader);
  reader->skipping = 0;
  if (group->flow == FLOW_OURS)
    close_flow (reader);
  group = top (reader);
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

/* --- words ------------------------------------------------------------------------------------------------------ */

static void
to_nowhere (Reader *reader)
{
  flush (reader);
  if (top (reader)->target != TO_SINK || top (reader)->sink == SINK_NONE)
    top (reader)->target = TO_NOWHERE;
}

static void
begin_picture (Reader *reader)
{
  Group *group = top (reader);

  flush (reader);
  if (group->target != TO_COPY)
    return;
  group->target = TO_PICTURE;
  group->picture = g_byte_array_new ();
  reader->picture_suffix = NULL;
}

static void
begin_result (Reader *reader)
{
  Group *group = top (reader);

  if (reader->code == NULL || group->address != NULL || group->target != TO_COPY)
    return;
  flush (reader);
  group->address = galley_office_field_address (reader->code);
  if (group->address != NULL)
    group->link = group->address;
  g_clear_pointer (&reader->code, g_free);
}

/* Groups whose text is no copy, or is meant for something else. */
static gboolean
read_destination (Reader *reader, const char *word)
{
  static const char *const left_out[] = { "colortbl",
                                          "header",
                                          "headerl",
                                          "headerr",
                                          "headerf",
                                          "footer",
                                          "footerl",
                                          "footerr",
                                          "footerf",
                                          "bkmkstart",
                                          "bkmkend",
                                          "xe",
                                          "tc",
                                          "tcn",
                                          "rxe",
                                          "objdata",
                                          "nonshppict",
                                          "shprslt",
                                          "nonesttables",
                                          "listtable",
                                          "listoverridetable",
                                          "revtbl",
                                          "ftnsep",
                                          "ftnsepc",
                                          "ftncn",
                                          "aftnsep",
                                          "aftnsepc",
                                          "aftncn",
                                          "filetbl",
                                          "rsidtbl",
                                          "atrfstart",
                                          "atrfend",
                                          "atndate",
                                          "atnid",
                                          "atnref",
                                          "themedata",
                                          "datastore",
                                          "colorschememapping",
                                          "latentstyles",
                                          "generator",
                                          "fldtype",
                                          "private",
                                          "template",
                                          "pnseclvl",
                                          "pn",
                                          "objclass",
                                          "objname",
                                          "creatim",
                                          "revtim",
                                          "printim",
                                          "buptim",
                                          "objalias",
                                          "objsect",
                                          "passwordhash",
                                          "mmathPr",
                                          "falt" };
  static const struct
  {
    const char *word;
    Sink sink;
    const char *info;
  } sinks[] = {
    { "listtext", SINK_LABEL, NULL },      { "pntext", SINK_LABEL, NULL },
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
          if (top (reader)->target == TO_PICTURE && sinks[i].sink != SINK_PROPERTY_NAME &&
              sinks[i].sink != SINK_PROPERTY_VALUE)
            return TRUE;
          collect (reader, sinks[i].sink);
          top (reader)->info = sinks[i].info;
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
read_container (Reader *reader, const char *word)
{
  if (g_str_equal (word, "footnote"))
    open_flow (reader, GALLEY_COPY_NOTE);
  else if (g_str_equal (word, "shptxt"))
    open_flow (reader, GALLEY_COPY_BOX);
  else if (g_str_equal (word, "fonttbl"))
    top (reader)->target = TO_FONTS;
  else if (g_str_equal (word, "stylesheet"))
    {
      top (reader)->target = TO_STYLES;
      reader->table_style = 0;
    }
  else if (g_str_equal (word, "pict"))
    begin_picture (reader);
  else if (g_str_equal (word, "fldrslt"))
    begin_result (reader);
  else if (g_str_equal (word, "upr"))
    top (reader)->target = top (reader)->target == TO_COPY ? TO_UPR : TO_NOWHERE;
  else if (g_str_equal (word, "ud"))
    top (reader)->target = top (reader)->target == TO_UPR ? TO_COPY : top (reader)->target;
  else if (!g_str_equal (word, "shppict") && !g_str_equal (word, "shpinst") && !g_str_equal (word, "field") &&
           !g_str_equal (word, "picprop") && !g_str_equal (word, "nesttableprops") &&
           !g_str_equal (word, "info"))
    return FALSE;
  return TRUE;
}

static gboolean
read_character (Reader *reader, const char *word, gboolean has_number, gint number)
{
  Group *group = top (reader);
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
  else if (g_str_equal (word, "deleted"))
    {
      if (on && group->target == TO_COPY)
        galley_copy_count_change (reader->copy, NULL);
      group->deleted = on;
    }
  else if (g_str_equal (word, "revised"))
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
  Group *group = top (reader);

  if (g_str_equal (word, "pard"))
    {
      group->named = 0;
      group->outline = -1;
      group->centered = FALSE;
      group->rows = 0;
    }
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
    group->rows = (guint) CLAMP (number, 0, MAX_ROWS);
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
  gboolean to_copy = top (reader)->target == TO_COPY;

  if (g_str_equal (word, "par") || g_str_equal (word, "sect") || g_str_equal (word, "page") ||
      g_str_equal (word, "column"))
    {
      if (top (reader)->target == TO_SINK)
        put_sign (reader, " ");
      end_paragraph (reader);
    }
  else if (g_str_equal (word, "cell") || g_str_equal (word, "nestcell"))
    {
      end_paragraph (reader);
      if (to_copy)
        {
          sync_rows (reader, MAX (top (reader)->rows, 1));
          galley_copy_next_cell (reader->copy);
        }
    }
  else if (g_str_equal (word, "row") || g_str_equal (word, "nestrow"))
    {
      end_paragraph (reader);
      if (to_copy && g_str_equal (word, "row"))
        sync_rows (reader, 0);
      else if (to_copy && reader->open_rows > 0)
        sync_rows (reader, reader->open_rows - 1);
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

  if (top (reader)->target == TO_FONTS)
    {
      if (g_str_equal (word, "f"))
        define_font (reader, number);
      else if (g_str_equal (word, "fcharset") && font != NULL && font->page == 0)
        font->page = rtf_charset_page (number);
      else if (g_str_equal (word, "cpg") && font != NULL)
        font->page = (guint) MAX (number, 0);
      return TRUE;
    }
  if (top (reader)->target != TO_STYLES)
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
      top (reader)->font = reader->default_font;
    }
  else if (g_str_equal (word, "f"))
    top (reader)->font = (guint) MAX (number, 0);
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
          put_sign (reader, signs[i][1]);
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
  const Group *group = top (reader);

  if (group->target == TO_PICTURE && group->picture->len + n <= MAX_PICTURE_BYTES)
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
      put_unicode (reader, (gunichar) (number < 0 ? number + 65536 : number));
      reader->skipping = top (reader)->skip;
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
    flush (reader);
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
          put_byte (reader, (guint8) (hex_digit (reader, 0) << 4 | hex_digit (reader, 1)));
          reader->p += 2;
        }
      else if (c == '*')
        reader->starred = TRUE;
      else if (c == '\n' || c == '\r')
        read_word (reader, "par", FALSE, 0);
      for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
        {
          if (c == signs[i][0][0])
            put_sign (reader, signs[i][1]);
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
  const Group *group = top (reader);
  gint high = hex_digit (reader, 0), low = hex_digit (reader, 1);

  if (high < 0 || low < 0)
    {
      reader->p++;
      return;
    }
  if (group->picture->len < MAX_PICTURE_BYTES)
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
          if (!open_group (reader, error))
            return FALSE;
        }
      else if (c == '}')
        {
          reader->p++;
          close_group (reader);
          /* What stands behind the file is not part of it. */
          if (reader->groups->len == 1)
            return TRUE;
        }
      else if (c == '\\')
        {
          reader->p++;
          read_control (reader);
        }
      else if (top (reader)->target == TO_PICTURE)
        read_picture_digit (reader);
      else
        {
          reader->p++;
          if (c != '\n' && c != '\r' && c != '\0')
            put_byte (reader, (guint8) c);
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

  good = read_all (&reader, error);
  if (good && reader.groups->len > 1)
    galley_job_note (job, _ ("The file is cut off; what there is of it was read."));
  while (reader.groups->len > 1)
    close_group (&reader);
  end_paragraph (&reader);
  sync_rows (&reader, 0);

  g_array_unref (reader.groups);
  g_hash_table_unref (reader.fonts);
  g_hash_table_unref (reader.styles);
  g_string_free (reader.bytes, TRUE);
  g_free (reader.label);
  g_free (reader.code);
  g_free (reader.author);
  g_free (reader.property);
  g_free (reader.alt);
  return good;
}
