/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sla — each page as a Scribus 1.5 document: articles in rows as large as they weigh, their heads across, their text in
 * linked columns, their pictures in frames. It is a beginning for the layout desk; nothing is overset: what does not fit goes
 * on to a further sheet. */

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <gmodule.h>

#include "galley-exporter.h"
#include "galley-peas.h"

#include "../common/galley-export-html.h"
#include "../common/galley-export-plan.h"
#include "../common/galley-export-words.h"

#define SLA_TYPE_EXPORTER (sla_exporter_get_type ())
G_DECLARE_FINAL_TYPE (SlaExporter, sla_exporter, SLA, EXPORTER, GObject)

struct _SlaExporter
{
  GObject parent_instance;

  ExportOptions options;
  char *font;
};

enum
{
  PROP_FONT = EXPORT_N_PROPS,
};

/* 对开: 390 × 550 mm, in points; where Scribus puts the first sheet on its table, and how far the next lies below. */
#define PAGE_WIDTH 1105.5
#define PAGE_HEIGHT 1559.0
#define MARGIN 40.0
#define TABLE_X 100.0
#define TABLE_Y 20.0
#define SHEET_STEP (PAGE_HEIGHT + 40)
/* Between columns and between articles; a column is about this wide. */
#define GAP 14.0
#define COLUMN 190.0
#define LEADING 1.5
/* Lines are counted from widths that are only near; this much more room is given. */
#define SLACK 1.12

#define FACE_STRONG "加重"
#define FACE_EMPHASIS "强调"
#define FACE_DATELINE "电头"

typedef struct
{
  SlaExporter *self;
  GalleyEdition *edition;
  GalleyPage *page;
  const char *folder;
  GString *objects;
  GHashTable *written; /* ids of the pictures that are in the folder */
  guint n_items;
  guint n_sheets;
  double y; /* on the sheet */
} Layout;

/* Points, and 0 left, 1 centred, 2 right, 3 justified. */
static const struct
{
  double size;
  guint align;
} looks[GALLEY_N_ROLES] = {
  [GALLEY_ROLE_KICKER] = { 14, 1 },    [GALLEY_ROLE_HEADLINE] = { 26, 1 }, [GALLEY_ROLE_SUBHEAD] = { 14, 1 },
  [GALLEY_ROLE_PEOPLE] = { 10, 1 },    [GALLEY_ROLE_BYLINE] = { 10, 1 },   [GALLEY_ROLE_BODY] = { 9.5, 3 },
  [GALLEY_ROLE_CROSSHEAD] = { 11, 1 }, [GALLEY_ROLE_QUOTE] = { 9.5, 3 },   [GALLEY_ROLE_NOTE] = { 9.5, 3 },
  [GALLEY_ROLE_CAPTION] = { 8, 3 },    [GALLEY_ROLE_CREDIT] = { 8, 2 },    [GALLEY_ROLE_JUMP] = { 9, 2 },
  [GALLEY_ROLE_AD] = { 9.5, 0 },       [GALLEY_ROLE_FURNITURE] = { 8, 0 },
};

static gboolean
is_indented (GalleyRole role)
{
  return role == GALLEY_ROLE_BODY || role == GALLEY_ROLE_QUOTE || role == GALLEY_ROLE_NOTE;
}

static void
append_points (GString *out, const char *name, double points)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (out, " %s=\"%s\"", name, g_ascii_formatd (number, sizeof number, "%.3f", points));
}

/* --- text -------------------------------------------------------------------------------------------------------- */

static void
append_run (GString *out, const ExportRun *run)
{
  const char *face = EXPORT_HAS (run, GALLEY_SPAN_STRONG)     ? FACE_STRONG
                     : EXPORT_HAS (run, GALLEY_SPAN_EMPHASIS) ? FACE_EMPHASIS
                     : EXPORT_HAS (run, GALLEY_SPAN_DATELINE) ? FACE_DATELINE
                                                              : NULL;
  g_autofree char *text = g_strndup (run->text, run->n_bytes);
  g_auto (GStrv) parts = g_strsplit (text, "\t", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append (out, "<tab/>");
      if (*parts[i] == '\0')
        continue;
      g_string_append (out, "<ITEXT");
      export_attribute (out, "CPARENT", face);
      export_attribute (out, "CH", parts[i]);
      g_string_append (out, "/>");
    }
}

static void
append_story (GString *out, GPtrArray *blocks)
{
  g_string_append (out, "<StoryText><DefaultStyle/>");
  for (guint i = 0; i < blocks->len; i++)
    {
      GalleyBlock *block = g_ptr_array_index (blocks, i);
      ExportRun run = { 0 };

      while (export_next_run (block, &run))
        append_run (out, &run);
      g_string_append_printf (out, "<%s PARENT=\"%s\"/>", i + 1 < blocks->len ? "para" : "trail",
                              export_role_style (galley_block_get_role (block)));
    }
  g_string_append (out, "</StoryText>");
}

/* How wide a text is, in Han characters. */
static double
measure (const char *text)
{
  double width = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    width += g_unichar_iswide (g_utf8_get_char (p)) ? 1 : 0.6;
  return width;
}

/* The height of these paragraphs in a column of @width points. */
static double
measure_blocks (GPtrArray *blocks, double width)
{
  double height = 0;

  for (guint i = 0; i < blocks->len; i++)
    {
      GalleyBlock *block = g_ptr_array_index (blocks, i);
      GalleyRole role = galley_block_get_role (block);
      double room = MAX (floor (width / looks[role].size) - 1, 1);
      double lines = ceil ((measure (galley_block_get_text (block)) + (is_indented (role) ? 2 : 0)) / room);

      height += MAX (lines, 1) * looks[role].size * LEADING;
    }
  return height;
}

/* --- frames ------------------------------------------------------------------------------------------------------ */

static guint
begin_frame (Layout *layout, guint kind, double x, double y, double width, double height)
{
  guint id = 1000 + layout->n_items++;
  GString *out = layout->objects;
  char w[G_ASCII_DTOSTR_BUF_SIZE], h[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (w, sizeof w, "%.3f", width);
  g_ascii_formatd (h, sizeof h, "%.3f", height);
  g_string_append (out, "<PAGEOBJECT");
  append_points (out, "XPOS", TABLE_X + x);
  append_points (out, "YPOS", TABLE_Y + (layout->n_sheets - 1) * SHEET_STEP + y);
  /* Without an outline of its own, twice, a frame shows nothing. */
  g_string_append_printf (
      out,
      " OwnPage=\"%u\" ItemID=\"%u\" PTYPE=\"%u\" WIDTH=\"%s\" HEIGHT=\"%s\" FRTYPE=\"0\" "
      "CLIPEDIT=\"0\" path=\"M0 0 L%s 0 L%s %s L0 %s L0 0 Z\" copath=\"M0 0 L%s 0 L%s %s L0 %s L0 "
      "0 Z\" LAYER=\"0\"",
      layout->n_sheets - 1, id, kind, w, h, w, w, h, h, w, w, h, h);
  return id;
}

/* One chain of frames beside each other that a story runs through. */
static void
add_columns (Layout *layout, GPtrArray *blocks, double x, double y, double width, double height, guint n)
{
  double column = (width - (n - 1) * GAP) / n;

  for (guint i = 0; i < n; i++)
    {
      guint id = begin_frame (layout, 4, x + i * (column + GAP), y, column, height);

      g_string_append_printf (layout->objects, " COLUMNS=\"1\" COLGAP=\"0\" NEXTITEM=\"%d\" BACKITEM=\"%d\">",
                              i + 1 < n ? (int) id + 1 : -1, i > 0 ? (int) id - 1 : -1);
      if (i == 0)
        append_story (layout->objects, blocks);
      g_string_append (layout->objects, "</PAGEOBJECT>\n");
    }
}

static void
add_line (Layout *layout, const char *text, GalleyRole role, double y)
{
  g_autoptr (GalleyBlock) block = galley_block_new (role, text, -1);
  g_autoptr (GPtrArray) blocks = g_ptr_array_new ();

  g_ptr_array_add (blocks, block);
  add_columns (layout, blocks, MARGIN, y, PAGE_WIDTH - 2 * MARGIN, looks[role].size * 2, 1);
}

/* A sheet begins with its folio line: paper, date, page. */
static void
begin_sheet (Layout *layout)
{
  const char *language = export_edition_language (layout->edition);
  g_autofree char *title = export_title (language, layout->edition);
  g_autofree char *page = export_page_title (language, layout->page);
  g_autofree char *folio = g_strdup_printf ("%s    %s", title, page);

  const char *draft = galley_edition_get_draft (layout->edition);

  layout->n_sheets++;
  layout->y = MARGIN;
  if (draft != NULL)
    {
      add_line (layout, draft, GALLEY_ROLE_FURNITURE, layout->y);
      layout->y += looks[GALLEY_ROLE_FURNITURE].size * 2;
    }
  add_line (layout, folio, GALLEY_ROLE_FURNITURE, layout->y);
  layout->y += looks[GALLEY_ROLE_FURNITURE].size * 2 + GAP;
}

/* --- articles ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  GPtrArray *heads; /* of GalleyBlock * */
  GPtrArray *captions;
  GPtrArray *texts;
  GPtrArray *pictures; /* of GalleyAsset *, those that were written */
} Parts;

static void
parts_clear (Parts *parts)
{
  g_ptr_array_unref (parts->heads);
  g_ptr_array_unref (parts->captions);
  g_ptr_array_unref (parts->texts);
  g_ptr_array_unref (parts->pictures);
}

static void
take_apart (Parts *parts, GalleyArticle *article)
{
  gboolean in_head = TRUE;

  parts->heads = g_ptr_array_new ();
  parts->captions = g_ptr_array_new ();
  parts->texts = g_ptr_array_new ();
  parts->pictures = g_ptr_array_new ();
  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);
      GalleyRole role = galley_block_get_role (block);

      in_head =
          in_head && (galley_role_is_head (role) || role == GALLEY_ROLE_PEOPLE || role == GALLEY_ROLE_BYLINE);
      if (in_head)
        g_ptr_array_add (parts->heads, block);
      else if (role == GALLEY_ROLE_CAPTION || role == GALLEY_ROLE_CREDIT)
        g_ptr_array_add (parts->captions, block);
      else
        g_ptr_array_add (parts->texts, block);
    }
}

static guint
count_columns (double width)
{
  return (guint) MAX (1, floor ((width + GAP) / (COLUMN + GAP)));
}

/* As wide as the article, but no higher than it is pleasant. */
static double
picture_height (GalleyAsset *asset, double width)
{
  guint w, h;

  return export_picture_size (asset, &w, &h) ? MIN (width * h / w, 340) : 200;
}

static double
text_height (const Parts *parts, double width)
{
  guint n = count_columns (width);
  double column = (width - (n - 1) * GAP) / n;

  if (parts->texts->len == 0)
    return 0;
  /* The last line of a column may stand on the next one. */
  return measure_blocks (parts->texts, column) * SLACK / n + 3 * looks[GALLEY_ROLE_BODY].size * LEADING;
}

static double
article_height (const Parts *parts, double width)
{
  double height = text_height (parts, width) + GAP;

  if (parts->heads->len > 0)
    height += measure_blocks (parts->heads, width) * SLACK + 10;
  for (guint i = 0; i < parts->pictures->len; i++)
    height += picture_height (g_ptr_array_index (parts->pictures, i), width) + 4;
  if (parts->captions->len > 0)
    height += measure_blocks (parts->captions, width) * SLACK + 10;
  return height;
}

static double
place_pictures (Layout *layout, const Parts *parts, double x, double y, double width)
{
  for (guint i = 0; i < parts->pictures->len; i++)
    {
      GalleyAsset *asset = g_ptr_array_index (parts->pictures, i);
      g_autofree char *name = export_picture_name (asset);
      g_autofree char *file = g_strconcat ("pictures/", name, NULL);
      double height = picture_height (asset, width);

      begin_frame (layout, 2, x, y, width, height);
      export_attribute (layout->objects, "PFILE", file);
      export_attribute (layout->objects, "ANNAME", galley_asset_get_name (asset));
      g_string_append (layout->objects, " SCALETYPE=\"0\" RATIO=\"1\" PICART=\"1\"/>\n");
      y += height + 4;
    }
  return y;
}

static void
place_article (Layout *layout, const Parts *parts, double x, double width)
{
  double y = layout->y;

  if (parts->heads->len > 0)
    {
      double height = measure_blocks (parts->heads, width) * SLACK + 10;

      add_columns (layout, parts->heads, x, y, width, height, 1);
      y += height;
    }
  y = place_pictures (layout, parts, x, y, width);
  if (parts->captions->len > 0)
    {
      double height = measure_blocks (parts->captions, width) * SLACK + 10;

      add_columns (layout, parts->captions, x, y, width, height, 1);
      y += height;
    }
  if (parts->texts->len > 0)
    add_columns (layout, parts->texts, x, y, width, text_height (parts, width), count_columns (width));
}

static gboolean
write_pictures (Layout *layout, GalleyArticle *article, GPtrArray *written, GalleyJob *job, GError **error)
{
  g_autoptr (GPtrArray) pictures = export_list_pictures (layout->edition, article);

  for (guint i = 0; i < pictures->len; i++)
    {
      GalleyAsset *asset = g_ptr_array_index (pictures, i);
      g_autofree char *name = layout->self->options.pictures ? export_picture_name (asset) : NULL;
      g_autofree char *path = NULL;
      GBytes *bytes = galley_asset_get_bytes (asset);

      if (name == NULL)
        {
          export_note_picture (job, article, asset, "SLA");
          continue;
        }
      g_ptr_array_add (written, asset);
      path = g_build_filename (layout->folder, "pictures", name, NULL);
      if (g_hash_table_add (layout->written, (char *) galley_asset_get_id (asset)) &&
          !g_file_set_contents_full (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                                     G_FILE_SET_CONTENTS_NONE, 0666, error))
        return FALSE;
    }
  return TRUE;
}

/* The articles of one row stand beside each other, as high as the highest of them. */
static void
place_row (Layout *layout, const Parts *parts, const ExportArea *areas, guint n)
{
  const double whole = PAGE_WIDTH - 2 * MARGIN - (n - 1) * GAP;
  double height = 0;

  for (guint i = 0; i < n; i++)
    height = MAX (height, article_height (&parts[i], whole * areas[i].width));
  if (layout->y + height > PAGE_HEIGHT - MARGIN && layout->y > MARGIN * 2)
    begin_sheet (layout);
  for (guint i = 0; i < n; i++)
    place_article (layout, &parts[i], MARGIN + whole * areas[i].x + i * GAP, whole * areas[i].width);
  layout->y += height;
}

/* Two articles side by side that would be higher than a sheet get one each; one alone that is runs on over several frames of
 * its own, which Scribus cuts nowhere: so it is split here. */
static void
place_long (Layout *layout, Parts *parts)
{
  const double width = PAGE_WIDTH - 2 * MARGIN;

  while (article_height (parts, width) > PAGE_HEIGHT - 3 * MARGIN && parts->texts->len > 1)
    {
      Parts first = { parts->heads, parts->captions, g_ptr_array_new (), parts->pictures };

      while (parts->texts->len > 1)
        {
          g_ptr_array_add (first.texts, g_ptr_array_index (parts->texts, 0));
          if (article_height (&first, width) > PAGE_HEIGHT - 3 * MARGIN && first.texts->len > 1)
            {
              g_ptr_array_set_size (first.texts, (gint) first.texts->len - 1);
              break;
            }
          g_ptr_array_remove_index (parts->texts, 0);
        }
      if (layout->y > MARGIN * 2)
        begin_sheet (layout);
      place_article (layout, &first, MARGIN, width);
      layout->y = PAGE_HEIGHT;
      parts->heads = g_ptr_array_new ();
      parts->captions = g_ptr_array_new ();
      parts->pictures = g_ptr_array_new ();
      parts_clear (&first);
    }
  {
    const ExportArea area = { 0, 0, 1, 1 };

    place_row (layout, parts, &area, 1);
  }
}

static gboolean
is_too_high (const Parts *parts, const ExportArea *areas, guint n)
{
  const double whole = PAGE_WIDTH - 2 * MARGIN - (n - 1) * GAP;

  for (guint i = 0; i < n; i++)
    {
      if (article_height (&parts[i], whole * areas[i].width) > PAGE_HEIGHT - 3 * MARGIN)
        return TRUE;
    }
  return FALSE;
}

static void
place_articles (Layout *layout, Parts *parts, const GArray *areas)
{
  for (guint i = 0, n; i < areas->len; i += n)
    {
      const ExportArea *row = &g_array_index (areas, ExportArea, i);

      for (n = 1; i + n < areas->len && g_array_index (areas, ExportArea, i + n).y <= row->y; n++)
        ;
      if (is_too_high (parts + i, row, n))
        {
          for (guint k = 0; k < n; k++)
            place_long (layout, &parts[i + k]);
        }
      else
        place_row (layout, parts + i, row, n);
    }
}

/* --- the document ------------------------------------------------------------------------------------------------ */

static void
append_sheet (GString *out, const char *element, const char *more, double y)
{
  g_string_append_printf (out, "<%s", element);
  append_points (out, "PAGEXPOS", TABLE_X);
  append_points (out, "PAGEYPOS", y);
  append_points (out, "PAGEWIDTH", PAGE_WIDTH);
  append_points (out, "PAGEHEIGHT", PAGE_HEIGHT);
  g_string_append_printf (out,
                          " BORDERLEFT=\"40\" BORDERRIGHT=\"40\" BORDERTOP=\"40\" BORDERBOTTOM=\"40\" %s "
                          "Size=\"Custom\" Orientation=\"0\" LEFT=\"0\" PRESET=\"0\"/>\n",
                          more);
}

static void
append_styles (GString *out, const char *font)
{
  static const char *const faces[] = { FACE_STRONG, FACE_EMPHASIS, FACE_DATELINE };

  g_string_append (out, "<COLOR NAME=\"Black\" SPACE=\"CMYK\" C=\"0\" M=\"0\" Y=\"0\" K=\"100\"/>\n"
                        "<CHARSTYLE CNAME=\"Default Character Style\" DefaultStyle=\"1\" FONTSIZE=\"9.5\" "
                        "FCOLOR=\"Black\" LANGUAGE=\"zh_CN\"");
  export_attribute (out, "FONT", font);
  g_string_append (out, "/>\n");
  for (guint i = 0; i < G_N_ELEMENTS (faces); i++)
    g_string_append_printf (
        out, "<CHARSTYLE CNAME=\"%s\" CPARENT=\"Default Character Style\"%s/>\n", faces[i],
        i == 1 ? " FCOLOR=\"Black\" FEATURES=\"inherit underline\"" : " FCOLOR=\"Black\"");
  g_string_append (out,
                   "<STYLE NAME=\"Default Paragraph Style\" DefaultStyle=\"1\" ALIGN=\"0\" LINESPMode=\"0\" "
                   "LINESP=\"14.25\"/>\n");
  for (guint i = 0; i < GALLEY_N_ROLES; i++)
    {
      g_string_append_printf (
          out, "<STYLE NAME=\"%s\" ALIGN=\"%u\" LINESPMode=\"0\" FCOLOR=\"Black\" LANGUAGE=\"zh_CN\"",
          export_role_style ((GalleyRole) i), looks[i].align);
      append_points (out, "LINESP", looks[i].size * LEADING * 0.95);
      append_points (out, "FONTSIZE", looks[i].size);
      if (is_indented ((GalleyRole) i))
        append_points (out, "FIRST", 2 * looks[i].size);
      export_attribute (out, "FONT", font);
      g_string_append (out, "/>\n");
    }
}

static char *
make_document (Layout *layout)
{
  const char *paper = galley_masthead_get (galley_edition_get_masthead (layout->edition), GALLEY_FACT_PAPER);
  g_autofree char *title = export_page_title (export_edition_language (layout->edition), layout->page);
  GString *out = g_string_new (
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<SCRIBUSUTF8NEW Version=\"1.5.8\">\n<DOCUMENT");

  g_string_append_printf (out, " ANZPAGES=\"%u\"", layout->n_sheets);
  append_points (out, "PAGEWIDTH", PAGE_WIDTH);
  append_points (out, "PAGEHEIGHT", PAGE_HEIGHT);
  g_string_append (
      out, " BORDERLEFT=\"40\" BORDERRIGHT=\"40\" BORDERTOP=\"40\" BORDERBOTTOM=\"40\" ORIENTATION=\"0\" "
           "PAGESIZE=\"Custom\" FIRSTNUM=\"1\" BOOK=\"0\" UNITS=\"1\" DSIZE=\"9.5\" LANGUAGE=\"zh_CN\"");
  export_attribute (out, "DFONT", layout->self->font);
  export_attribute (out, "TITLE", title);
  export_attribute (out, "AUTHOR", paper);
  g_string_append (out, ">\n");
  append_styles (out, layout->self->font);
  g_string_append (
      out, "<LAYERS NUMMER=\"0\" LEVEL=\"0\" NAME=\"Background\" SICHTBAR=\"1\" DRUCKEN=\"1\" EDIT=\"1\" "
           "SELECT=\"0\" FLOW=\"1\" TRANS=\"1\" BLEND=\"0\" OUTL=\"0\" LAYERC=\"#000000\"/>\n");
  append_sheet (out, "MASTERPAGE", "NUM=\"0\" NAM=\"Normal\" MNAM=\"\"", TABLE_Y);
  for (guint i = 0; i < layout->n_sheets; i++)
    {
      g_autofree char *more = g_strdup_printf ("NUM=\"%u\" NAM=\"\" MNAM=\"Normal\"", i);

      append_sheet (out, "PAGE", more, TABLE_Y + i * SHEET_STEP);
    }
  g_string_append_len (out, layout->objects->str, (gssize) layout->objects->len);
  g_string_append (out, "</DOCUMENT>\n</SCRIBUSUTF8NEW>\n");
  return g_string_free (out, FALSE);
}

static gboolean
write_page (SlaExporter *self,
            GalleyEdition *edition,
            GalleyPage *page,
            const char *folder,
            GHashTable *written,
            GalleyJob *job,
            GError **error)
{
  static const char *const held[] = { "picture", NULL };
  const guint spans = 1u << GALLEY_SPAN_STRONG | 1u << GALLEY_SPAN_EMPHASIS | 1u << GALLEY_SPAN_DATELINE;
  g_autoptr (GPtrArray) articles = export_list_articles (&self->options, page);
  g_autoptr (GArray) areas = export_plan_areas (articles);
  g_autoptr (GArray) parts = g_array_new (FALSE, TRUE, sizeof (Parts));
  g_autoptr (GString) objects = g_string_new (NULL);
  g_autofree char *name = g_strdup_printf ("page-%02u.sla", galley_page_get_number (page));
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *document = NULL;
  Layout layout = { self, edition, page, folder, objects, written, 0, 0, 0 };
  gboolean good = TRUE;

  g_array_set_clear_func (parts, (GDestroyNotify) parts_clear);
  g_array_set_size (parts, articles->len);
  for (guint i = 0; i < articles->len; i++)
    {
      take_apart (&g_array_index (parts, Parts, i), g_ptr_array_index (articles, i));
      good = good && write_pictures (&layout, g_ptr_array_index (articles, i),
                                     g_array_index (parts, Parts, i).pictures, job, error);
      export_note_lost (job, g_ptr_array_index (articles, i), "SLA", held, spans, NULL);
    }
  if (!good)
    return FALSE;
  begin_sheet (&layout);
  place_articles (&layout, (Parts *) (gpointer) parts->data, areas);
  document = make_document (&layout);
  return g_file_set_contents_full (path, document, -1, G_FILE_SET_CONTENTS_NONE, 0666, error);
}

static gboolean
sla_exporter_save_tree (
    GalleyExporter *exporter, GalleyEdition *frozen, GFile *new_folder, GalleyJob *job, GError **error)
{
  SlaExporter *self = SLA_EXPORTER (exporter);
  g_autofree char *folder = g_file_get_path (new_folder);
  g_autoptr (GFile) pictures = g_file_get_child (new_folder, "pictures");
  g_autoptr (GHashTable) written = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_pages = galley_edition_get_n_pages (frozen);

  if (!g_file_make_directory (pictures, galley_job_get_cancellable (job), error))
    return FALSE;
  for (guint p = 0; p < n_pages; p++)
    {
      if (!galley_job_continues (job, error) ||
          !write_page (self, frozen, galley_edition_get_page (frozen, p), folder, written, job, error))
        return FALSE;
      galley_job_progress (job, 0.9 * (p + 1) / n_pages);
    }
  export_note_left_out (job, frozen, &self->options);
  export_note_lost_facts (job, frozen, "SLA",
                          1u << GALLEY_FACT_PAPER | 1u << GALLEY_FACT_DATE | 1u << GALLEY_FACT_ISSUE, FALSE);
  return TRUE;
}

/* --- the object -------------------------------------------------------------------------------------------------- */

static void
sla_exporter_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  SlaExporter *self = SLA_EXPORTER (object);

  if (id == PROP_FONT)
    g_value_set_string (value, self->font);
  else if (!export_get_option (&self->options, id, value))
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sla_exporter_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  SlaExporter *self = SLA_EXPORTER (object);

  if (id == PROP_FONT)
    {
      g_free (self->font);
      self->font = g_value_dup_string (value);
    }
  else if (!export_set_option (&self->options, id, value))
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
sla_exporter_iface_init (GalleyExporterInterface *iface)
{
  iface->save_tree = sla_exporter_save_tree;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SlaExporter,
                               sla_exporter,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_EXPORTER, sla_exporter_iface_init))

static void
sla_exporter_finalize (GObject *object)
{
  g_free (SLA_EXPORTER (object)->font);
  G_OBJECT_CLASS (sla_exporter_parent_class)->finalize (object);
}

static void
sla_exporter_class_init (SlaExporterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = sla_exporter_finalize;
  object_class->get_property = sla_exporter_get_property;
  object_class->set_property = sla_exporter_set_property;
  export_install_options (object_class);
  /* Scribus 1.5.8 ends when it makes a PDF with Noto CJK (CFF in a collection): the default is a TrueType font. */
  g_object_class_install_property (
      object_class, PROP_FONT,
      g_param_spec_string ("font", N_ ("Font"), N_ ("As Scribus names it, with its style"),
                           "WenQuanYi Micro Hei Regular",
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS));
}

static void
sla_exporter_init (SlaExporter *self)
{
}

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

G_MODULE_EXPORT void
peas_register_types (PeasObjectModule *module)
{
  peas_object_module_register_extension_type (module, GALLEY_TYPE_EXPORTER, SLA_TYPE_EXPORTER);
}
