/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <hb.h>
#include <pango/pangocairo.h>

#include "galley-sheet.h"
#include "galley-typeset.h"

/* Words longer than this are shaped in pieces, so that a hostile text costs no more than its length. */
#define MAX_WORD 120
/* So many shaped words are kept per font before the store is emptied. */
#define MAX_WORDS 20000
#define MAX_FONTS 255
/* Faces are loaded and words shaped at this size alone, and scaled: finding a font is what costs. */
#define UNIT 100.0

/* A character that is one glyph, whatever stands beside it: wide, or a blank. */
typedef struct
{
  enum
  {
    SINGLE_UNKNOWN, /* not asked yet */
    SINGLE_NONE,
    SINGLE_GLYPH,
  } state;
  GalleyGlyph glyph;
} Single;

/* One face. */
typedef struct
{
  PangoFont *font;
  PangoLayout *layout;
  hb_font_t *hb;
  guint8 index;
  GHashTable *words; /* text → GArray of GalleyGlyph, offsets from the word's start */
  Single *rows[256]; /* characters of the Basic Multilingual Plane, by their high byte */
  float space;       /* width of a blank */
  guint32 space_glyph;
} Fount;

struct _GalleyTypesetter
{
  gatomicrefcount ref_count;
  gboolean english;
  PangoFontMap *map;
  PangoContext *context;
  cairo_font_options_t *options;
  hb_buffer_t *buffer;
  Fount *founts[GALLEY_N_FACES]; /* NULL: not asked for yet */
  GPtrArray *fonts; /* of PangoFont *: what a glyph's font counts in; founts and what Pango fell back on */
  GPtrArray *faces; /* of cairo_font_face_t *, borrowed of them */
};

/* --- fonts ------------------------------------------------------------------------------------------------------ */

static void
fount_free (Fount *self)
{
  g_object_unref (self->layout);
  g_hash_table_unref (self->words);
  for (guint i = 0; i < 256; i++)
    g_free (self->rows[i]);
  g_free (self);
}

void
galley_sheet_find_fonts (void)
{
  /* Pango begins with the first map, and what it finds is kept for all. */
  g_object_unref (pango_cairo_font_map_new ());
}

GalleyTypesetter *
galley_typesetter_new (gboolean english)
{
  GalleyTypesetter *self = g_new0 (GalleyTypesetter, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->options = cairo_font_options_create ();
  self->buffer = hb_buffer_create ();
  self->english = english;
  self->map = pango_cairo_font_map_new ();
  pango_cairo_font_map_set_resolution (PANGO_CAIRO_FONT_MAP (self->map), 72.0);
  self->context = pango_font_map_create_context (self->map);
  pango_context_set_language (self->context, pango_language_from_string (english ? "en" : "zh-cn"));
  pango_context_set_round_glyph_positions (self->context, FALSE);
  cairo_font_options_set_hint_metrics (self->options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (self->options, CAIRO_HINT_STYLE_NONE);
  cairo_font_options_set_antialias (self->options, CAIRO_ANTIALIAS_GRAY);
  pango_cairo_context_set_font_options (self->context, self->options);
  self->fonts = g_ptr_array_new_with_free_func (g_object_unref);
  self->faces = g_ptr_array_new ();
  return self;
}

GalleyTypesetter *
galley_typesetter_ref (GalleyTypesetter *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
galley_typesetter_unref (GalleyTypesetter *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  for (guint i = 0; i < GALLEY_N_FACES; i++)
    g_clear_pointer (&self->founts[i], fount_free);
  g_ptr_array_unref (self->faces);
  g_ptr_array_unref (self->fonts);
  cairo_font_options_destroy (self->options);
  hb_buffer_destroy (self->buffer);
  g_object_unref (self->context);
  g_object_unref (self->map);
  g_free (self);
}

gboolean
galley_typesetter_is_english (GalleyTypesetter *self)
{
  return self->english;
}

PangoFont *
galley_typesetter_get_font (GalleyTypesetter *self, guint8 index)
{
  return g_ptr_array_index (self->fonts, index);
}

static guint8
font_index (GalleyTypesetter *self, PangoFont *font)
{
  for (guint i = 0; i < self->fonts->len; i++)
    {
      if (g_ptr_array_index (self->fonts, i) == font)
        return (guint8) i;
    }
  if (self->fonts->len >= MAX_FONTS)
    return 0;
  g_ptr_array_add (self->fonts, g_object_ref (font));
  g_ptr_array_add (self->faces, cairo_scaled_font_get_font_face (
                                    pango_cairo_font_get_scaled_font (PANGO_CAIRO_FONT (font))));
  return (guint8) (self->fonts->len - 1);
}

/* Families are named, since what a system gives for "Serif" may have Japanese shapes. The Korean face of the same font has
 * proportional quotation marks, which is what English wants. */
static PangoFontDescription *
describe (GalleyTypesetter *self, GalleyFace face)
{
  gboolean serif = face == GALLEY_FACE_SERIF || face == GALLEY_FACE_SERIF_BOLD;
  gboolean bold = face == GALLEY_FACE_SERIF_BOLD || face == GALLEY_FACE_SANS_BOLD;
  PangoFontDescription *description = pango_font_description_new ();

  if (self->english)
    pango_font_description_set_family_static (description, serif ? "Noto Serif CJK KR,Noto Serif CJK SC,serif"
                                                                 : "Noto Sans CJK KR,Noto Sans CJK SC,sans");
  else
    pango_font_description_set_family_static (description,
                                              serif ? "Noto Serif CJK SC,serif" : "Noto Sans CJK SC,sans");
  pango_font_description_set_weight (description, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_font_description_set_absolute_size (description, UNIT * PANGO_SCALE);
  return description;
}

static Fount *
find_fount (GalleyTypesetter *self, GalleyFace face)
{
  PangoFontDescription *description;
  PangoAttrList *attributes;
  Fount *fount = self->founts[face];

  if (fount != NULL)
    return fount;
  fount = self->founts[face] = g_new0 (Fount, 1);
  description = describe (self, face);
  fount->font = pango_context_load_font (self->context, description);
  fount->index = font_index (self, fount->font);
  g_object_unref (fount->font); /* the list of fonts holds it */
  fount->hb = pango_font_get_hb_font (fount->font);
  fount->layout = pango_layout_new (self->context);
  pango_layout_set_font_description (fount->layout, description);
  pango_layout_set_single_paragraph_mode (fount->layout, TRUE);
  /* Ligatures would hide letters from whoever searches the file. */
  attributes = pango_attr_list_new ();
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("liga=0,clig=0"));
  pango_layout_set_attributes (fount->layout, attributes);
  pango_attr_list_unref (attributes);
  pango_font_description_free (description);
  fount->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  if (hb_font_get_nominal_glyph (fount->hb, ' ', &fount->space_glyph))
    fount->space = (float) hb_font_get_glyph_h_advance (fount->hb, fount->space_glyph) / PANGO_SCALE;
  return fount;
}

/* --- what a character is ------------------------------------------------------------------------------------------ */

gboolean
galley_typeset_is_closer (gunichar c)
{
  switch (c)
    {
    case '!':
    case '%':
    case ')':
    case ',':
    case '.':
    case ':':
    case ';':
    case '?':
    case ']':
    case '}':
    case 0xB0:   /* ° */
    case 0xB7:   /* · */
    case 0x2013: /* – */
    case 0x2019: /* ’ */
    case 0x201D: /* ” */
    case 0x2030: /* ‰ */
    case 0x2103: /* ℃ */
    case 0x3001: /* 、 */
    case 0x3002: /* 。 */
    case 0x3005: /* 々 */
    case 0x3009: /* 〉 */
    case 0x300B: /* 》 */
    case 0x300D: /* 」 */
    case 0x300F: /* 』 */
    case 0x3011: /* 】 */
    case 0x3015: /* 〕 */
    case 0x3017: /* 〗 */
    case 0xFF01: /* ！ */
    case 0xFF05: /* ％ */
    case 0xFF09: /* ） */
    case 0xFF0C: /* ， */
    case 0xFF0E: /* ． */
    case 0xFF0F: /* ／ */
    case 0xFF1A: /* ： */
    case 0xFF1B: /* ； */
    case 0xFF1F: /* ？ */
    case 0xFF3D: /* ］ */
    case 0xFF5D: /* ｝ */
    case 0xFF5E: /* ～ */
      return TRUE;
    default:
      return FALSE;
    }
}

gboolean
galley_typeset_is_opener (gunichar c)
{
  switch (c)
    {
    case '$':
    case '(':
    case '[':
    case '{':
    case 0xA5:   /* ¥ */
    case 0x2018: /* ‘ */
    case 0x201C: /* “ */
    case 0x3008: /* 〈 */
    case 0x300A: /* 《 */
    case 0x300C: /* 「 */
    case 0x300E: /* 『 */
    case 0x3010: /* 【 */
    case 0x3014: /* 〔 */
    case 0x3016: /* 〖 */
    case 0xFF08: /* （ */
    case 0xFF0F: /* ／: neither begins nor ends a line */
    case 0xFF3B: /* ［ */
    case 0xFF5B: /* ｛ */
    case 0xFFE5: /* ￥ */
      return TRUE;
    default:
      return FALSE;
    }
}

/* One glyph of its own, whatever stands beside it. */
static gboolean
is_plain_wide (GalleyTypesetter *self, gunichar c)
{
  if ((c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x3001 && c <= 0x3020) ||
      (c >= 0xFF01 && c <= 0xFF5E) || c == 0x3000)
    return TRUE;
  if (self->english)
    return FALSE;
  return c == 0x2014 || c == 0x2018 || c == 0x2019 || c == 0x201C || c == 0x201D || c == 0x2026 || c == 0xB7;
}

/* How much of a full-width mark is blank, in quarters of an em. @width: in ems. */
static guint
blank_of (gunichar c, guint8 flags, double width)
{
  if ((flags & GALLEY_GLYPH_WIDE) == 0 || width < 0.9 || c == 0xFF05 || c == 0xFF5E || c == 0x3005 ||
      c == 0xFF0F)
    return 0;
  if (c == 0xFF1F || c == 0xFF01 || c == 0xB7)
    return 1;
  return (flags & (GALLEY_GLYPH_CLOSER | GALLEY_GLYPH_OPENER)) != 0 ? 2 : 0;
}

/* What a cluster that begins with this character is, beside what it has been found to be. */
static void
classify (GalleyGlyph *glyph, gunichar c)
{
  glyph->flags |= GALLEY_GLYPH_CLUSTER;
  if (galley_typeset_is_closer (c))
    glyph->flags |= GALLEY_GLYPH_CLOSER;
  if (galley_typeset_is_opener (c))
    glyph->flags |= GALLEY_GLYPH_OPENER;
  glyph->blank = blank_of (c, glyph->flags, glyph->width / UNIT) & 3;
}

/* May a line break between two clusters? @b and @a: the last character of the one and the first of the other. */
static gboolean
may_break (gunichar b, guint8 before, gunichar a, guint8 after)
{
  if ((after & (GALLEY_GLYPH_SPACE | GALLEY_GLYPH_CLOSER)) != 0 || (before & GALLEY_GLYPH_OPENER) != 0)
    return FALSE;
  if ((before & GALLEY_GLYPH_SPACE) != 0)
    return TRUE;
  if (b == a && (a == 0x2014 || a == 0x2026)) /* —— and …… */
    return FALSE;
  if (b == 0xA0 || a == 0xA0 || b == 0x2060 || a == 0x2060)
    return FALSE;
  return ((before | after) & GALLEY_GLYPH_WIDE) != 0;
}

/* --- glyphs ------------------------------------------------------------------------------------------------------- */

static void
fill_single (GalleyTypesetter *self, Fount *fount, gunichar c, Single *single)
{
  GalleyGlyph glyph = { .font = fount->index, .n_bytes = g_unichar_to_utf8 (c, NULL) & 7 };
  hb_codepoint_t found;

  single->state = SINGLE_NONE;
  if (c == ' ' || c == '\t')
    {
      glyph.glyph = fount->space_glyph;
      glyph.width = c == '\t' ? UNIT : fount->space;
      glyph.flags = GALLEY_GLYPH_SPACE;
    }
  else if (is_plain_wide (self, c) && hb_font_get_nominal_glyph (fount->hb, c, &found) && found != 0)
    {
      glyph.glyph = found;
      glyph.width = (float) hb_font_get_glyph_h_advance (fount->hb, found) / PANGO_SCALE;
      glyph.flags = GALLEY_GLYPH_WIDE;
    }
  else
    return;
  classify (&glyph, c);
  single->glyph = glyph;
  single->state = SINGLE_GLYPH;
}

/* The character as a glyph of its own in this very font, or NULL. */
static const GalleyGlyph *
find_single (GalleyTypesetter *self, Fount *fount, gunichar c)
{
  Single *row, *single;

  if (c > 0xFFFF)
    return NULL;
  row = fount->rows[c >> 8];
  if (row == NULL)
    row = fount->rows[c >> 8] = g_new0 (Single, 256);
  single = &row[c & 0xFF];
  if (single->state == SINGLE_UNKNOWN)
    fill_single (self, fount, c, single);
  return single->state == SINGLE_GLYPH ? &single->glyph : NULL;
}

static GArray *
shape_run (GalleyTypesetter *self, Fount *fount, PangoLayoutRun *run, const char *word, GArray *glyphs)
{
  PangoItem *item = run->item;
  PangoGlyphString *string = run->glyphs;
  guint8 font = font_index (self, item->analysis.font);
  gboolean backwards = item->analysis.level % 2 == 1;

  for (int i = 0; i < string->num_glyphs; i++)
    {
      const PangoGlyphInfo *info = &string->glyphs[i];
      int cluster = string->log_clusters[i];
      GalleyGlyph glyph = { 0 };

      glyph.glyph = info->glyph;
      glyph.width = (float) info->geometry.width / PANGO_SCALE;
      glyph.dx = (float) info->geometry.x_offset / PANGO_SCALE;
      glyph.dy = (float) info->geometry.y_offset / PANGO_SCALE;
      glyph.font = font;
      glyph.byte = (guint32) (item->offset + cluster);
      if (info->glyph == PANGO_GLYPH_EMPTY)
        glyph.glyph = fount->space_glyph, glyph.font = fount->index;
      else if ((info->glyph & PANGO_GLYPH_UNKNOWN_FLAG) != 0)
        {
          glyph.glyph = 0; /* the font's box; the text stays in the file */
          glyph.width = UNIT;
        }
      /* Right to left, a run stays one piece: its glyphs stand in the order of the eye, its text in that of the tongue. */
      if (backwards)
        {
          glyph.byte = (guint32) item->offset;
          glyph.n_bytes = i == 0 ? (guint16) item->length & 0x3FFF : 0;
        }
      else if (i == 0 || string->log_clusters[i - 1] != cluster)
        {
          int next = item->length;

          for (int j = i + 1; j < string->num_glyphs; j++)
            {
              if (string->log_clusters[j] != cluster)
                {
                  next = string->log_clusters[j];
                  break;
                }
            }
          glyph.n_bytes = (guint16) (next - cluster) & 0x3FFF;
        }
      if (glyph.n_bytes > 0)
        {
          gunichar c = g_utf8_get_char (word + glyph.byte);

          if (g_unichar_iswide (c))
            glyph.flags |= GALLEY_GLYPH_WIDE;
          classify (&glyph, c);
        }
      g_array_append_val (glyphs, glyph);
    }
  return glyphs;
}

/* The last character of a cluster. */
static gunichar
last_char (const char *text, const GalleyGlyph *glyph)
{
  const char *end = text + glyph->byte + glyph->n_bytes;

  return glyph->n_bytes > 0 ? g_utf8_get_char (g_utf8_prev_char (end)) : 0;
}

/* Marks where a line may break inside of the word: where Pango (UAX 14) would and our marks do not forbid, and where we would. */
static void
mark_breaks (PangoLayout *layout, const char *word, GArray *glyphs)
{
  int n;
  const PangoLogAttr *attrs = pango_layout_get_log_attrs_readonly (layout, &n);
  const GalleyGlyph *before = NULL;

  for (guint i = 0; i < glyphs->len; i++)
    {
      GalleyGlyph *glyph = &g_array_index (glyphs, GalleyGlyph, i);
      glong at = g_utf8_pointer_to_offset (word, word + glyph->byte);

      if ((glyph->flags & GALLEY_GLYPH_CLUSTER) == 0)
        continue;
      if ((i > 0 && at < n && attrs[at].is_line_break && (glyph->flags & GALLEY_GLYPH_CLOSER) == 0) ||
          (before != NULL && may_break (last_char (word, before), before->flags,
                                        g_utf8_get_char (word + glyph->byte), glyph->flags)))
        glyph->flags |= GALLEY_GLYPH_BREAK;
      before = glyph;
    }
}

/* Figures and plain Latin letters in a font that has them, which is most of what is not Han: harfbuzz shapes them as Pango would
 * have it do, which would first look for other fonts. No line breaks in them. FALSE for other words. */
static gboolean
shape_plain (GalleyTypesetter *self, Fount *fount, const char *word, gsize length, GArray *glyphs)
{
  static const hb_feature_t features[] = {
    { HB_TAG ('l', 'i', 'g', 'a'), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END },
    { HB_TAG ('c', 'l', 'i', 'g'), 0, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END },
  };
  const hb_glyph_info_t *infos;
  const hb_glyph_position_t *places;
  hb_script_t script = HB_SCRIPT_COMMON;
  hb_codepoint_t found;
  unsigned int n;

  for (gsize i = 0; i < length; i++)
    {
      if ((!g_ascii_isalnum (word[i]) && strchr (".,:%", word[i]) == NULL) ||
          !hb_font_get_nominal_glyph (fount->hb, (hb_codepoint_t) word[i], &found))
        return FALSE;
      script = g_ascii_isalpha (word[i]) ? HB_SCRIPT_LATIN : script;
    }
  hb_buffer_clear_contents (self->buffer);
  hb_buffer_add_utf8 (self->buffer, word, (int) length, 0, (int) length);
  hb_buffer_set_direction (self->buffer, HB_DIRECTION_LTR);
  hb_buffer_set_script (self->buffer, script);
  hb_buffer_set_language (self->buffer, hb_language_from_string (self->english ? "en" : "zh-cn", -1));
  hb_shape (fount->hb, self->buffer, features, G_N_ELEMENTS (features));
  infos = hb_buffer_get_glyph_infos (self->buffer, &n);
  places = hb_buffer_get_glyph_positions (self->buffer, &n);
  for (unsigned int i = 0; i < n; i++)
    {
      guint32 next = i + 1 < n ? infos[i + 1].cluster : (guint32) length;
      GalleyGlyph glyph = { .glyph = infos[i].codepoint, .byte = infos[i].cluster, .font = fount->index };

      glyph.width = (float) places[i].x_advance / PANGO_SCALE;
      glyph.dx = (float) places[i].x_offset / PANGO_SCALE;
      glyph.dy = (float) -places[i].y_offset / PANGO_SCALE;
      if (i == 0 || infos[i - 1].cluster != infos[i].cluster)
        {
          glyph.n_bytes = (guint16) (next - infos[i].cluster) & 0x3FFF;
          classify (&glyph, (gunichar) word[infos[i].cluster]);
        }
      g_array_append_val (glyphs, glyph);
    }
  return TRUE;
}

static void
shape_any (GalleyTypesetter *self, Fount *fount, const char *word, gsize length, GArray *glyphs)
{
  PangoLayoutLine *line;

  pango_layout_set_text (fount->layout, word, (int) length);
  line = pango_layout_get_line_readonly (fount->layout, 0);
  for (GSList *l = line->runs; l != NULL; l = l->next)
    shape_run (self, fount, l->data, word, glyphs);
  mark_breaks (fount->layout, word, glyphs);
}

static const GArray *
shape_word (GalleyTypesetter *self, Fount *fount, const char *text, gsize length)
{
  char word[MAX_WORD * 6 + 1];
  GArray *glyphs;

  memcpy (word, text, length);
  word[length] = '\0';
  glyphs = g_hash_table_lookup (fount->words, word);
  if (glyphs != NULL)
    return glyphs;
  if (g_hash_table_size (fount->words) >= MAX_WORDS)
    g_hash_table_remove_all (fount->words);
  glyphs = g_array_new (FALSE, FALSE, sizeof (GalleyGlyph));
  if (!shape_plain (self, fount, word, length, glyphs))
    shape_any (self, fount, word, length, glyphs);
  g_hash_table_insert (fount->words, g_strdup (word), glyphs);
  return glyphs;
}

/* --- a paragraph of them -------------------------------------------------------------------------------------------- */

/* Where a paragraph is being set. */
typedef struct
{
  GalleyTypesetter *setter;
  GalleyPara *para;
  float scale;
  guint8 flags;   /* what all glyphs here have */
  guint8 before;  /* flags of the cluster before */
  gunichar b;     /* its last character */
  gboolean begun; /* there is one */
} Setting;

/* A cluster follows on what was there. */
static guint8
follow (const Setting *self, gunichar a, guint8 flags)
{
  return self->begun && may_break (self->b, self->before, a, flags) ? GALLEY_GLYPH_BREAK : 0;
}

static void
append_single (Setting *self, const GalleyGlyph *single, guint32 byte, gunichar c)
{
  GArray *glyphs = self->para->glyphs;
  GalleyGlyph *glyph;

  g_array_set_size (glyphs, glyphs->len + 1);
  glyph = &g_array_index (glyphs, GalleyGlyph, glyphs->len - 1);
  *glyph = *single;
  glyph->byte = byte;
  glyph->width *= self->scale;
  glyph->flags |= self->flags | follow (self, c, single->flags);
  self->before = glyph->flags;
  self->b = c;
  self->begun = TRUE;
}

static void
append_word (Setting *self, Fount *fount, const char *from, const char *to)
{
  const GArray *glyphs = shape_word (self->setter, fount, from, (gsize) (to - from));
  GArray *all = self->para->glyphs;
  const GalleyGlyph *last = NULL;
  guint first = all->len;

  g_array_append_vals (all, glyphs->data, glyphs->len);
  for (guint i = first; i < all->len; i++)
    {
      GalleyGlyph *glyph = &g_array_index (all, GalleyGlyph, i);

      glyph->byte += (guint32) (from - self->para->text);
      glyph->width *= self->scale;
      glyph->dx *= self->scale;
      glyph->dy *= self->scale;
      glyph->flags |= self->flags;
      if ((glyph->flags & GALLEY_GLYPH_CLUSTER) == 0)
        continue;
      if (last == NULL)
        glyph->flags |= follow (self, g_utf8_get_char (self->para->text + glyph->byte), glyph->flags);
      last = glyph;
    }
  if (last == NULL)
    return;
  self->before = last->flags;
  self->b = last_char (self->para->text, last);
  self->begun = TRUE;
}

static void
append_text (Setting *self, Fount *fount, const char *from, const char *to)
{
  for (const char *p = from; p < to;)
    {
      gunichar c = galley_typeset_get_char (p);
      const char *end = g_utf8_next_char (p);
      const GalleyGlyph *single = find_single (self->setter, fount, c);
      guint n = 1;

      if (single != NULL)
        {
          append_single (self, single, (guint32) (p - self->para->text), c);
          p = end;
          continue;
        }
      for (; end < to && n < MAX_WORD; n++)
        {
          gunichar next = galley_typeset_get_char (end);

          if (next == ' ' || next == '\t' || is_plain_wide (self->setter, next))
            break;
          end = g_utf8_next_char (end);
        }
      append_word (self, fount, p, end);
      p = end;
    }
}

static GalleyFace
face_of (GalleyFace face, const GalleySpan *span)
{
  switch (span->kind)
    {
    case GALLEY_SPAN_STRONG:
      return face == GALLEY_FACE_SERIF ? GALLEY_FACE_SERIF_BOLD : GALLEY_FACE_SANS_BOLD;
    case GALLEY_SPAN_DATELINE:
      return GALLEY_FACE_SANS_BOLD;
    case GALLEY_SPAN_EMPHASIS:
      return face == GALLEY_FACE_SERIF ? GALLEY_FACE_SANS : face;
    default:
      return face;
    }
}

static void
append_marked (Setting *self, const GalleySpan *spans, guint n_spans)
{
  const char *text = self->para->text, *p = text;
  guint length = n_spans > 0 ? (guint) g_utf8_strlen (text, -1) : 0;

  if (n_spans == 0)
    append_text (self, find_fount (self->setter, self->para->type.face), text, text + strlen (text));
  for (guint at = 0, next; at < length; at = next)
    {
      GalleyFace face = self->para->type.face;
      const char *end;

      next = length;
      self->flags = 0;
      for (guint i = 0; i < n_spans; i++)
        {
          if (spans[i].start > at)
            next = MIN (next, spans[i].start);
          else if (spans[i].end > at)
            {
              next = MIN (next, spans[i].end);
              face = face_of (face, &spans[i]);
              self->flags |= spans[i].kind == GALLEY_SPAN_LINK ? GALLEY_GLYPH_LINK : 0;
            }
        }
      end = g_utf8_offset_to_pointer (p, next - at);
      append_text (self, find_fount (self->setter, face), p, end);
      p = end;
    }
}

static void
set_hyphen (Setting *self)
{
  const GArray *glyphs = shape_word (self->setter, find_fount (self->setter, self->para->type.face), "-", 1);

  if (glyphs->len == 0)
    return;
  self->para->hyphen = g_array_index (glyphs, GalleyGlyph, 0);
  self->para->hyphen.width *= self->scale;
}

GalleyPara *
galley_para_new (GalleyTypesetter *setter, const GalleyType *type, GalleyBlock *block, const char *text)
{
  GalleyPara *self = g_new0 (GalleyPara, 1);
  Setting setting = { .setter = setter, .para = self, .scale = (float) (type->size / UNIT) };
  guint n_spans = 0;
  const GalleySpan *spans = block != NULL ? galley_block_get_spans (block, &n_spans) : NULL;

  self->block = block != NULL ? g_object_ref (block) : NULL;
  self->text = g_strdup (block != NULL ? galley_block_get_text (block) : text);
  self->type = *type;
  self->english = setter->english;
  g_atomic_ref_count_init (&self->ref_count);
  self->glyphs = g_array_sized_new (FALSE, FALSE, sizeof (GalleyGlyph), (guint) strlen (self->text) / 3 + 8);
  self->lines = g_array_new (FALSE, FALSE, sizeof (GalleyLine));
  append_marked (&setting, spans, n_spans);
  if (setter->english)
    set_hyphen (&setting);
  return self;
}

GalleyPara *
galley_para_ref (GalleyPara *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
galley_para_unref (GalleyPara *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_clear_object (&self->block);
  g_free (self->text);
  g_array_unref (self->glyphs);
  g_array_unref (self->lines);
  g_free (self);
}

double
galley_para_get_natural_width (GalleyPara *self)
{
  double width = self->type.indent * self->type.size;

  for (guint i = 0; i < self->glyphs->len; i++)
    width += g_array_index (self->glyphs, GalleyGlyph, i).width;
  return width;
}

/* --- drawing ------------------------------------------------------------------------------------------------------ */

/* Glyphs of one font in a row, with their text beside them: what makes the file searchable. */
static void
show (GalleyPara *self,
      GalleyTypesetter *setter,
      cairo_t *cr,
      guint first,
      guint last,
      const double *xs,
      double x,
      double y)
{
  const GalleyGlyph *glyphs = (const GalleyGlyph *) self->glyphs->data;
  g_autofree cairo_glyph_t *shown = g_new (cairo_glyph_t, last - first);
  g_autofree cairo_text_cluster_t *clusters = g_new (cairo_text_cluster_t, last - first);
  int n_clusters = 0;
  guint32 from = glyphs[first].byte, to = from;

  for (guint i = first; i < last; i++)
    {
      shown[i - first].index = glyphs[i].glyph;
      shown[i - first].x = x + xs[i - first] + glyphs[i].dx;
      shown[i - first].y = y + glyphs[i].dy;
      if ((glyphs[i].flags & GALLEY_GLYPH_CLUSTER) != 0 || n_clusters == 0)
        {
          clusters[n_clusters].num_bytes = glyphs[i].n_bytes;
          clusters[n_clusters].num_glyphs = 1;
          to += glyphs[i].n_bytes;
          n_clusters++;
        }
      else
        clusters[n_clusters - 1].num_glyphs++;
    }
  cairo_set_font_face (cr, g_ptr_array_index (setter->faces, glyphs[first].font));
  cairo_set_font_size (cr, self->type.size);
  cairo_show_text_glyphs (cr, self->text + from, (int) (to - from), shown, (int) (last - first), clusters,
                          n_clusters, 0);
}

void
galley_para_draw_line (
    GalleyPara *self, GalleyTypesetter *setter, guint index, cairo_t *cr, double x, double y)
{
  const GalleyLine *line = &g_array_index (self->lines, GalleyLine, index);
  const GalleyGlyph *glyphs = (const GalleyGlyph *) self->glyphs->data;
  g_autofree double *xs = galley_para_place_line (self, index, NULL);

  cairo_set_font_options (cr, setter->options);
  for (guint i = line->first, next; i < line->last; i = next)
    {
      for (next = i + 1; next < line->last && (glyphs[next].font == glyphs[i].font ||
                                               (glyphs[next].flags & GALLEY_GLYPH_CLUSTER) == 0);)
        next++;
      show (self, setter, cr, i, next, xs + (i - line->first), x, y);
    }
  if (line->hyphen)
    {
      const cairo_glyph_t hyphen = { self->hyphen.glyph, x + xs[line->last - line->first], y };

      cairo_set_font_face (cr, g_ptr_array_index (setter->faces, self->hyphen.font));
      cairo_set_font_size (cr, self->type.size);
      cairo_show_glyphs (cr, &hyphen, 1);
    }
}
