/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "../common/galley-math.h"
#include "../common/galley-symbols.h"
#include "odt-body.h"

#define MAX_FLOWS 8
#define MAX_PICTURE_BYTES (64u * 1024 * 1024)
#define MAX_BLANKS 1000

typedef struct
{
  GalleyZip *zip; /* or NULL */
  OdtStyles *styles;
  GalleyCopy *copy;
  GalleyJob *job;
  OdtLook look; /* of the text in hand */
  const char *address;
  gboolean in_dateline;
  char *label;         /* of the list item that has begun, for its first paragraph */
  gboolean is_chinese; /* the label is a number that headlines have too */
  gboolean in_blank;   /* white space has been put: what follows of it is none */
  GalleyChanges *changes;
  GHashTable *regions;      /* id → text:changed-region */
  guint version;            /* of the document: which changes have been made */
  guint skipping;           /* insertions we are in that are yet to come */
  guint deleted;            /* deletions we are in: they hold no changes of their own */
  GHashTable *restored;     /* deletions whose text has been read */
  const xmlNode *paragraph; /* that we are in, or NULL */
  guint n_seen;
  gboolean stopped;
} Reader;

static void walk (Reader *reader, const xmlNode *parent);
static void read_element (Reader *reader, const xmlNode *node);

/* --- text ------------------------------------------------------------------------------------------------------- */

static void
put (Reader *reader, const char *text, gssize length)
{
  GalleyStyle style = GALLEY_STYLE_PLAIN;

  if (reader->look.hidden > 0 || reader->skipping > 0)
    return;
  if (reader->look.strong > 0)
    style |= GALLEY_STYLE_STRONG;
  if (reader->look.emphasis > 0)
    style |= GALLEY_STYLE_EMPHASIS;
  if (reader->in_dateline)
    style |= GALLEY_STYLE_DATELINE;
  galley_copy_text (reader->copy, text, length, style, reader->address);
}

/* White space in the file is a blank, however much of it there is; real blanks have elements of their own. */
static void
put_text (Reader *reader, const char *text)
{
  g_autoptr (GString) folded = g_string_new (NULL);
  g_autofree char *mapped = NULL;

  for (const char *p = text; *p != '\0'; p++)
    {
      gboolean blank = *p == ' ' || *p == '\t' || *p == '\n' || *p == '\r';

      if (!blank)
        g_string_append_c (folded, *p);
      else if (!reader->in_blank)
        g_string_append_c (folded, ' ');
      reader->in_blank = blank;
    }
  mapped = galley_symbol_text (reader->look.font, folded->str);
  put (reader, mapped != NULL ? mapped : folded->str, -1);
}

static void
put_blanks (Reader *reader, const xmlNode *node)
{
  g_autofree char *blanks =
      g_strnfill ((gsize) CLAMP (galley_xml_get_int (node, "c", 1), 0, MAX_BLANKS), ' ');

  put (reader, blanks, -1);
  reader->in_blank = FALSE;
}

static void
put_sign (Reader *reader, const char *sign)
{
  put (reader, sign, -1);
  reader->in_blank = TRUE;
}

static void
look_over (OdtLook *look, const OdtLook *over)
{
  look->strong = over->strong >= 0 ? over->strong : look->strong;
  look->emphasis = over->emphasis >= 0 ? over->emphasis : look->emphasis;
  look->hidden = over->hidden >= 0 ? over->hidden : look->hidden;
  look->font = over->font != NULL ? over->font : look->font;
}

static void
read_span (Reader *reader, const xmlNode *node)
{
  OdtLook outer = reader->look;
  OdtLook own = odt_styles_look (reader->styles, "text", galley_xml_get (node, "style-name"));
  gboolean outer_dateline = reader->in_dateline;

  reader->in_dateline |= odt_styles_is_dateline (reader->styles, galley_xml_get (node, "style-name"));
  look_over (&reader->look, &own);
  if (reader->look.hidden > 0 && outer.hidden <= 0)
    galley_copy_count_hidden (reader->copy);
  walk (reader, node);
  reader->look = outer;
  reader->in_dateline = outer_dateline;
}

static void
read_link (Reader *reader, const xmlNode *node)
{
  const char *outer = reader->address;
  const char *address = galley_xml_get (node, "href");

  if (address != NULL && *address != '\0' && *address != '#')
    reader->address = address;
  walk (reader, node);
  reader->address = outer;
}

/* Text that stands elsewhere: reads what is below @node with a state of its own. */
static void
read_flow (Reader *reader, const xmlNode *node, GalleyCopyFlow flow)
{
  Reader outer = *reader;

  if (node == NULL || galley_copy_get_depth (reader->copy) >= MAX_FLOWS || reader->look.hidden > 0 ||
      reader->skipping > 0)
    return;
  reader->address = NULL;
  reader->label = NULL;
  reader->paragraph = NULL;
  galley_copy_push_flow (reader->copy, flow);
  walk (reader, node);
  galley_copy_pop_flow (reader->copy);
  g_free (reader->label);
  reader->label = outer.label;
  reader->address = outer.address;
  reader->look = outer.look;
  reader->in_blank = outer.in_blank;
  reader->paragraph = outer.paragraph;
}

static void
read_comment (Reader *reader, const xmlNode *node)
{
  g_autofree char *author = galley_xml_dup_text (galley_xml_child (node, "creator"));
  g_autoptr (GString) text = g_string_new (NULL);

  for (const xmlNode *child = node->children; child != NULL; child = child->next)
    {
      if (galley_xml_is (child, NULL, "p") || galley_xml_is (child, NULL, "list"))
        {
          g_autofree char *line = galley_xml_dup_text (child);

          g_string_append_printf (text, "%s%s", text->len > 0 && *line != '\0' ? " " : "", line);
        }
    }
  if (reader->skipping > 0)
    return;
  galley_copy_comment (reader->copy, author, text->str, galley_xml_get (node, "name"));
  galley_copy_open_quote (reader->copy, galley_xml_get (node, "name"));
}

static void
read_ruby (Reader *reader, const xmlNode *node)
{
  g_autofree char *above = galley_xml_dup_text (galley_xml_child (node, "ruby-text"));

  walk (reader, galley_xml_child (node, "ruby-base"));
  if (*above != '\0')
    {
      g_autofree char *shown = g_strdup_printf ("（%s）", above);

      put (reader, shown, -1);
    }
}

/* --- pictures --------------------------------------------------------------------------------------------------- */

static GBytes *
picture_bytes (Reader *reader, const xmlNode *image, const char *address)
{
  g_autofree char *data = NULL;
  gsize length;
  guchar *bytes;

  if (address != NULL && reader->zip != NULL)
    return galley_zip_read (reader->zip, g_str_has_prefix (address, "./") ? address + 2 : address,
                            MAX_PICTURE_BYTES, NULL);
  data = galley_xml_dup_text (galley_xml_child (image, "binary-data"));
  if (*data == '\0')
    return NULL;
  bytes = g_base64_decode (data, &length);
  return g_bytes_new_take (bytes, length);
}

static void
read_picture (Reader *reader, const xmlNode *frame, const xmlNode *image)
{
  const char *address = galley_xml_get (image, "href");
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *words = galley_xml_dup_text (galley_xml_child (frame, "desc"));
  g_autofree char *title = galley_xml_dup_text (galley_xml_child (frame, "title"));
  g_autofree char *name = address != NULL ? g_path_get_basename (address) : g_strdup ("picture");
  g_autoptr (GalleyAsset) asset = NULL;

  /* An earlier version is its words alone. */
  if (!galley_changes_is_last (reader->changes, reader->version))
    return;
  bytes = picture_bytes (reader, image, address);
  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    {
      galley_copy_count_missing (reader->copy);
      return;
    }
  asset = galley_asset_new (name, NULL, bytes);
  if (*words != '\0' || *title != '\0')
    galley_asset_set_info (asset, "alt", *words != '\0' ? words : title);
  galley_copy_picture (reader->copy, asset);
}

/* A formula stands in a part of its own, or in the object. */
static char *
formula_text (Reader *reader, const xmlNode *object)
{
  const char *address = galley_xml_get (object, "href");
  const xmlNode *formula = galley_xml_child (object, "math");
  g_autofree char *part = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GalleyTree) tree = NULL;

  if (formula == NULL && address != NULL && reader->zip != NULL)
    {
      part = g_strconcat (g_str_has_prefix (address, "./") ? address + 2 : address,
                          g_str_has_suffix (address, "/") ? "" : "/", "content.xml", NULL);
      bytes = galley_zip_read (reader->zip, part, GALLEY_XML_MAX_BYTES, NULL);
      tree = bytes != NULL ? galley_tree_parse (bytes, part, NULL) : NULL;
      formula = tree != NULL ? galley_tree_get_root (tree) : NULL;
    }
  return galley_xml_is (formula, NULL, "math") ? galley_math_text (formula, NULL, NULL) : NULL;
}

/* A frame holds one thing, in several forms: the first we can use. */
static void
read_frame (Reader *reader, const xmlNode *frame)
{
  for (const xmlNode *child = frame->children; child != NULL; child = child->next)
    {
      if (reader->skipping > 0)
        return;
      if (galley_xml_is (child, NULL, "text-box"))
        {
          read_flow (reader, child, GALLEY_COPY_BOX);
          return;
        }
      if (galley_xml_is (child, NULL, "image"))
        {
          read_picture (reader, frame, child);
          return;
        }
      if (galley_xml_is (child, NULL, "object"))
        {
          g_autofree char *formula = formula_text (reader, child);

          if (formula != NULL)
            {
              put (reader, formula, -1);
              return;
            }
        }
    }
  if (galley_xml_child (frame, "table") != NULL)
    read_flow (reader, frame, GALLEY_COPY_BOX);
  else if (galley_xml_child (frame, "object") != NULL || galley_xml_child (frame, "object-ole") != NULL)
    galley_copy_count_drawing (reader->copy);
}

/* --- blocks ----------------------------------------------------------------------------------------------------- */

static gboolean
is_paragraph (const xmlNode *node)
{
  return galley_xml_is (node, NULL, "p") || galley_xml_is (node, NULL, "h");
}

static void
begin_paragraph (Reader *reader, const xmlNode *node)
{
  const char *style = galley_xml_get (node, "style-name");
  OdtLook look = odt_styles_look (reader->styles, "paragraph", style);
  GalleyRole role;
  guint named_level;
  guint level = galley_xml_is (node, NULL, "h")
                    ? (guint) CLAMP (galley_xml_get_int (node, "outline-level", 1), 1, 9)
                    : look.outline;

  galley_copy_begin (reader->copy, odt_styles_name (reader->styles, style), level);
  if (look.centered > 0)
    galley_copy_display (reader->copy);
  if (reader->label == NULL && galley_xml_is (node, NULL, "h") &&
      odt_styles_get_depth (reader->styles) == 0 &&
      g_strcmp0 (galley_xml_get (node, "is-list-header"), "true") != 0)
    {
      reader->label =
          odt_styles_next_heading (reader->styles, level, galley_xml_get_int (node, "start-value", -1));
      reader->is_chinese = TRUE;
    }
  if (reader->label != NULL && (level == 0 || reader->is_chinese))
    galley_copy_label (reader->copy, reader->label);
  g_clear_pointer (&reader->label, g_free);
  /* How a headline looks is no mark on its words. */
  if (level > 0 || galley_copy_style_role (odt_styles_name (reader->styles, style), &role, &named_level))
    look.strong = look.emphasis = -1;
  reader->look = look;
  reader->in_blank = TRUE;
}

/* Is it hidden, whatever its style says? */
static gboolean
is_hidden (const xmlNode *node)
{
  return g_strcmp0 (galley_xml_get (node, "is-hidden"), "true") == 0;
}

static void
read_paragraph (Reader *reader, const xmlNode *node)
{
  const xmlNode *outer = reader->paragraph;

  if (++reader->n_seen % 256 == 0 && !galley_job_continues (reader->job, NULL))
    reader->stopped = TRUE;
  if (is_hidden (galley_xml_child (node, "hidden-paragraph")) ||
      odt_styles_look (reader->styles, "paragraph", galley_xml_get (node, "style-name")).hidden > 0)
    {
      galley_copy_count_hidden (reader->copy);
      return;
    }
  begin_paragraph (reader, node);
  reader->paragraph = node;
  walk (reader, node);
  reader->paragraph = outer;
  /* The break between paragraphs is inserted with what stands on both sides of it. */
  if (reader->skipping > 0)
    galley_copy_end_merging (reader->copy, FALSE);
  else
    galley_copy_end (reader->copy);
}

/* A list without a style has that of its first paragraph. */
static const char *
list_style (Reader *reader, const xmlNode *list)
{
  const char *style = galley_xml_get (list, "style-name");
  const xmlNode *first =
      style == NULL && odt_styles_get_depth (reader->styles) == 0 ? galley_xml_next (list, list, TRUE) : NULL;

  while (first != NULL && !is_paragraph (first))
    first = galley_xml_next (first, list, TRUE);
  return first != NULL
             ? odt_styles_look (reader->styles, "paragraph", galley_xml_get (first, "style-name")).list
             : style;
}

/* A paragraph that is an item of a list no element of which stands around it. */
static void
read_numbered (Reader *reader, const xmlNode *node)
{
  const char *id = galley_xml_get (node, "list-id");
  gint level = CLAMP (galley_xml_get_int (node, "level", 1), 1, 10);

  for (gint i = 0; i < level; i++)
    odt_styles_open_list (reader->styles, list_style (reader, node), i == 0 ? id : NULL, i == 0 ? id : NULL,
                          TRUE);
  g_free (reader->label);
  reader->label = odt_styles_next_label (reader->styles, galley_xml_get_int (node, "start-value", -1),
                                         &reader->is_chinese);
  walk (reader, node);
  g_clear_pointer (&reader->label, g_free);
  for (gint i = 0; i < level; i++)
    odt_styles_close_list (reader->styles);
}

static void
read_list (Reader *reader, const xmlNode *node)
{
  odt_styles_open_list (reader->styles, list_style (reader, node), galley_xml_get (node, "id"),
                        galley_xml_get (node, "continue-list"),
                        g_strcmp0 (galley_xml_get (node, "continue-numbering"), "true") == 0);
  for (const xmlNode *item = node->children; item != NULL; item = item->next)
    {
      /* An item that is only a deeper list has no number of its own. */
      if (galley_xml_is (item, NULL, "list-item"))
        {
          const xmlNode *first = item->children;

          while (first != NULL && first->type != XML_ELEMENT_NODE)
            first = first->next;
          g_clear_pointer (&reader->label, g_free);
          if (!galley_xml_is (first, NULL, "list"))
            reader->label = odt_styles_next_label (
                reader->styles, galley_xml_get_int (item, "start-value", -1), &reader->is_chinese);
        }
      walk (reader, item);
      g_clear_pointer (&reader->label, g_free);
    }
  odt_styles_close_list (reader->styles);
}

static guint
count_cells (const xmlNode *row)
{
  guint n = 0;

  for (const xmlNode *child = row->children; child != NULL; child = child->next)
    n += galley_xml_is (child, NULL, "table-cell") || galley_xml_is (child, NULL, "covered-table-cell");
  return n;
}

static void
read_row (Reader *reader, const xmlNode *row)
{
  gboolean is_first = TRUE;

  galley_copy_begin_row (reader->copy, count_cells (row));
  for (const xmlNode *cell = row->children; cell != NULL; cell = cell->next)
    {
      if (cell->type != XML_ELEMENT_NODE)
        continue;
      if (!is_first)
        galley_copy_next_cell (reader->copy);
      is_first = FALSE;
      walk (reader, cell);
    }
  galley_copy_end_row (reader->copy);
}

/* --- changes ---------------------------------------------------------------------------------------------------- */

static const xmlNode *
find_region (Reader *reader, const xmlNode *node)
{
  const char *id = galley_xml_get (node, "change-id");

  return id != NULL ? g_hash_table_lookup (reader->regions, id) : NULL;
}

static gboolean
holds (Reader *reader, const xmlNode *region)
{
  g_autofree char *author = galley_xml_dup_text (galley_xml_find (region, "creator"));

  return galley_changes_holds (reader->changes, reader->version, author);
}

/* In a paragraph the first and the last of those that were deleted go on in the one around them (OpenDocument 1.3, part 3, 5.5.4);
 * behind a list or a table what is left of it begins anew. */
static void
read_deleted_within (Reader *reader, const xmlNode *deletion)
{
  OdtLook look = reader->look;
  const xmlNode *last = NULL;

  for (const xmlNode *child = deletion->children; child != NULL; child = child->next)
    {
      if (child->type != XML_ELEMENT_NODE || galley_xml_is (child, NULL, "change-info"))
        continue;
      if (last != NULL || !is_paragraph (child))
        galley_copy_end (reader->copy);
      if (!is_paragraph (child))
        read_element (reader, child);
      else
        {
          if (last != NULL)
            begin_paragraph (reader, child);
          walk (reader, child);
        }
      last = child;
    }
  if (last != NULL && !is_paragraph (last))
    begin_paragraph (reader, reader->paragraph);
  reader->look = look;
}

/* What was deleted stands with its region, and it stood in one place. */
static void
read_deleted (Reader *reader, const xmlNode *deletion)
{
  if (reader->deleted > 0 || !g_hash_table_add (reader->restored, (gpointer) deletion))
    return;
  reader->deleted++;
  if (reader->paragraph != NULL)
    read_deleted_within (reader, deletion);
  else
    walk (reader, deletion);
  reader->deleted--;
}

/* Of a version that has the change, deleted text is gone and inserted text is there. */
static gboolean
read_change (Reader *reader, const xmlNode *node, const char *name)
{
  const xmlNode *region;
  const xmlNode *deletion;

  if (!g_str_equal (name, "change") && !g_str_equal (name, "change-start") &&
      !g_str_equal (name, "change-end"))
    return FALSE;
  region = find_region (reader, node);
  if (region == NULL || holds (reader, region))
    return TRUE;
  deletion = galley_xml_child (region, "deletion");
  if (g_str_equal (name, "change") && deletion != NULL && reader->skipping == 0)
    read_deleted (reader, deletion);
  else if (g_str_equal (name, "change-start") && galley_xml_child (region, "insertion") != NULL)
    reader->skipping++;
  else if (g_str_equal (name, "change-end") && galley_xml_child (region, "insertion") != NULL)
    reader->skipping -= MIN (reader->skipping, 1);
  return TRUE;
}

static void
count_changes (Reader *reader)
{
  GHashTableIter iter;
  gpointer region;

  g_hash_table_iter_init (&iter, reader->regions);
  while (g_hash_table_iter_next (&iter, NULL, &region))
    {
      g_autofree char *author = galley_xml_dup_text (galley_xml_find (region, "creator"));

      galley_copy_count_change (reader->copy, author);
    }
}

/* Elements whose text is no copy. */
static gboolean
is_left_out (const xmlNode *node, const char *name)
{
  static const char *const names[] = { "sequence-decls",       "variable-decls",
                                       "user-field-decls",     "forms",
                                       "hidden-paragraph",     "script",
                                       "index-title-template", "bibliography-source" };
  static const char *const generated[] = { "table-of-content", "illustration-index", "table-index",
                                           "object-index",     "user-index",         "alphabetical-index" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_str_equal (name, names[i]))
        return TRUE;
    }
  /* Of pictures and tables; of the document it is a field. */
  if ((g_str_equal (name, "title") || g_str_equal (name, "desc")) && !galley_xml_in (node, ":text:"))
    return TRUE;
  /* What the program makes of the text is not the text. */
  for (guint i = 0; i < G_N_ELEMENTS (generated); i++)
    {
      if (g_str_equal (name, generated[i]))
        return TRUE;
    }
  return FALSE;
}

static void
read_bookmark (Reader *reader, const xmlNode *node)
{
  const char *name = galley_xml_get (node, "name");

  if (name != NULL && g_str_has_prefix (name, GALLEY_COPY_ARTICLE_MARK))
    galley_copy_begin_article (reader->copy);
}

static gboolean
read_inline (Reader *reader, const xmlNode *node, const char *name)
{
  if (g_str_equal (name, "span"))
    read_span (reader, node);
  else if (g_str_equal (name, "s"))
    put_blanks (reader, node);
  else if (g_str_equal (name, "tab"))
    put_sign (reader, "\t");
  else if (g_str_equal (name, "line-break"))
    put_sign (reader, "\n");
  else if (g_str_equal (name, "a"))
    read_link (reader, node);
  else if (g_str_equal (name, "note"))
    read_flow (reader, galley_xml_child (node, "note-body"), GALLEY_COPY_NOTE);
  else if (g_str_equal (name, "annotation"))
    read_comment (reader, node);
  else if (g_str_equal (name, "annotation-end"))
    galley_copy_close_quote (reader->copy, galley_xml_get (node, "name"));
  else if (g_str_equal (name, "ruby"))
    read_ruby (reader, node);
  else if (g_str_equal (name, "frame"))
    read_frame (reader, node);
  else if (g_str_equal (name, "bookmark"))
    read_bookmark (reader, node);
  else
    return FALSE;
  return TRUE;
}

static void
read_element (Reader *reader, const xmlNode *node)
{
  const char *name = (const char *) node->name;

  if (read_inline (reader, node, name))
    return;
  if (is_paragraph (node))
    read_paragraph (reader, node);
  else if (g_str_equal (name, "list"))
    read_list (reader, node);
  else if (g_str_equal (name, "numbered-paragraph"))
    read_numbered (reader, node);
  else if (g_str_equal (name, "table"))
    {
      galley_copy_count_table (reader->copy);
      walk (reader, node);
    }
  else if (g_str_equal (name, "table-row"))
    read_row (reader, node);
  else if (g_str_equal (name, "tracked-changes") || g_str_equal (name, "change-info") ||
           read_change (reader, node, name))
    return;
  else if (galley_xml_in (node, ":drawing:") && galley_xml_child (node, "p") != NULL)
    read_flow (reader, node, GALLEY_COPY_BOX);
  else if (((g_str_equal (name, "section") || g_str_equal (name, "hidden-text")) && is_hidden (node)) ||
           (g_str_equal (name, "section") && g_strcmp0 (galley_xml_get (node, "display"), "none") == 0))
    galley_copy_count_hidden (reader->copy);
  else if (!is_left_out (node, name))
    walk (reader, node);
}

static void
walk (Reader *reader, const xmlNode *parent)
{
  for (const xmlNode *node = parent != NULL ? parent->children : NULL; node != NULL; node = node->next)
    {
      if (reader->stopped || galley_copy_is_full (reader->copy))
        return;
      if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
        {
          /* Between blocks it is layout of the file. */
          if (galley_xml_in (parent, ":text:") || galley_xml_is (parent, NULL, "a"))
            put_text (reader, (const char *) node->content);
        }
      else if (node->type == XML_ELEMENT_NODE)
        read_element (reader, node);
    }
}

/* --- the document ------------------------------------------------------------------------------------------------ */

/* Regions by their ids. */
static GHashTable *
find_regions (const xmlNode *body)
{
  GHashTable *regions = g_hash_table_new (g_str_hash, g_str_equal);
  const xmlNode *all = galley_xml_child (body, "tracked-changes");

  for (xmlNode *region = all != NULL ? all->children : NULL; region != NULL; region = region->next)
    {
      const char *id = galley_xml_get (region, "id");

      if (galley_xml_is (region, NULL, "changed-region") && id != NULL)
        g_hash_table_insert (regions, (char *) id, region);
    }
  return regions;
}

void
odt_body_find_changes (const xmlNode *body, GalleyChanges *changes)
{
  const xmlNode *all = galley_xml_child (body, "tracked-changes");

  for (const xmlNode *region = all != NULL ? all->children : NULL; region != NULL; region = region->next)
    {
      g_autofree char *author = galley_xml_dup_text (galley_xml_find (region, "creator"));
      g_autofree char *date = galley_xml_dup_text (galley_xml_find (region, "date"));

      /* What a format was before is not told. */
      if (galley_xml_is (region, NULL, "changed-region") &&
          galley_xml_child (region, "format-change") == NULL)
        galley_changes_add (changes, author, date);
    }
}

gboolean
odt_body_read (const xmlNode *body,
               GalleyZip *zip,
               OdtStyles *styles,
               GalleyChanges *changes,
               guint version,
               GalleyCopy *copy,
               GalleyJob *job,
               GError **error)
{
  g_autoptr (GHashTable) regions = find_regions (body);
  g_autoptr (GHashTable) restored = g_hash_table_new (NULL, NULL);
  Reader reader = { .zip = zip,
                    .styles = styles,
                    .copy = copy,
                    .job = job,
                    .look = ODT_NO_LOOK,
                    .changes = changes,
                    .regions = regions,
                    .restored = restored,
                    .version = version };

  count_changes (&reader);
  walk (&reader, body);
  g_free (reader.label);
  return galley_job_continues (job, error);
}
