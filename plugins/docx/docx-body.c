/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-error.h"

#include "../common/galley-math.h"
#include "../common/galley-symbols.h"
#include "docx-body.h"
#include "docx-reader.h"

struct _DocxBody
{
  GalleyZip *zip;
  GalleyTree *document;
  GHashTable *links;
  Notes notes[N_NOTES];
  GalleyTree *styles; /* or NULL, as those below */
  GalleyTree *numbering;
  GalleyTree *comments;
  GHashTable *comments_by_id; /* id → w:comment */
  GalleyChanges *changes;
  GHashTable *stray; /* marks of fields that have no end */
};

/* --- changes ---------------------------------------------------------------------------------------------------- */

static gboolean
holds (Reader *reader, const xmlNode *change)
{
  return galley_changes_holds (reader->changes, reader->version, galley_xml_get (change, "author"));
}

/* The properties that an element has in this version: those of now carry the old ones with them. */
static const xmlNode *
find_properties (Reader *reader, const xmlNode *node, const char *name, const char *change_name)
{
  const xmlNode *properties = galley_xml_child (node, name);
  const xmlNode *change = galley_xml_child (properties, change_name);

  return change != NULL && !holds (reader, change) ? galley_xml_child (change, name) : properties;
}

/* Of what carries the marks of a change as properties, a paragraph's end or a row: is it there in this version? */
static gboolean
is_there (Reader *reader, const xmlNode *marks)
{
  for (const xmlNode *mark = marks != NULL ? marks->children : NULL; mark != NULL; mark = mark->next)
    {
      gboolean goes = galley_xml_is (mark, WORD, "del") || galley_xml_is (mark, WORD, "moveFrom");
      gboolean comes = galley_xml_is (mark, WORD, "ins") || galley_xml_is (mark, WORD, "moveTo");

      if ((goes && holds (reader, mark)) || (comes && !holds (reader, mark)))
        return FALSE;
    }
  return TRUE;
}

/* Who changed the document, and which of its fields never end: told before it is read. */
static void
look_ahead (DocxBody *self, const xmlNode *top)
{
  static const char *const names[] = { "ins",       "del",       "moveFrom", "moveTo",
                                       "pPrChange", "rPrChange", "cellIns",  "cellDel" };
  DocxFieldWatch *watch = docx_field_watch_new ();

  for (const xmlNode *node = top != NULL ? galley_xml_next (top, top, TRUE) : NULL; node != NULL;
       node = galley_xml_next (node, top, TRUE))
    {
      for (guint i = 0; i < G_N_ELEMENTS (names) && node->type == XML_ELEMENT_NODE; i++)
        {
          if (galley_xml_is (node, WORD, names[i]))
            galley_changes_add (self->changes, galley_xml_get (node, "author"),
                                galley_xml_get (node, "date"));
        }
      if (galley_xml_is (node, WORD, "fldChar"))
        docx_field_watch_see (watch, node);
    }
  docx_field_watch_finish (watch, self->stray);
}

/* --- comments ---------------------------------------------------------------------------------------------------- */

/* The words of a comment, its paragraphs parted; what was deleted in it is gone. */
static char *
dup_comment (const xmlNode *comment)
{
  GString *text = g_string_new (NULL);

  for (const xmlNode *node = galley_xml_next (comment, comment, TRUE); node != NULL;)
    {
      gboolean deeper = !galley_xml_is (node, WORD, "del") && !galley_xml_is (node, WORD, "instrText");

      if (galley_xml_is (node, WORD, "p") && text->len > 0 && !g_str_has_suffix (text->str, " "))
        g_string_append_c (text, ' ');
      if (galley_xml_is (node, NULL, "t"))
        {
          for (const xmlNode *words = node->children; words != NULL; words = words->next)
            {
              if (words->type == XML_TEXT_NODE)
                g_string_append (text, (const char *) words->content);
            }
        }
      node = galley_xml_next (node, comment, deeper);
    }
  return g_strstrip (g_string_free (text, FALSE));
}

static void
read_comment (Reader *reader, const xmlNode *node)
{
  const char *id = galley_xml_get (node, "id");
  xmlNode *comment = id != NULL ? g_hash_table_lookup (reader->comments, id) : NULL;
  g_autofree char *text = NULL;

  if (comment == NULL || !g_hash_table_add (reader->told, comment))
    return;
  text = dup_comment (comment);
  galley_copy_comment (reader->copy, galley_xml_get (comment, "author"), text, id);
}

/* What a comment is about begins here; ranges without a comment are passed over. */
static void
read_comment_start (Reader *reader, const xmlNode *node)
{
  const char *id = galley_xml_get (node, "id");

  if (id != NULL && g_hash_table_contains (reader->comments, id))
    galley_copy_open_quote (reader->copy, id);
}

/* --- runs ------------------------------------------------------------------------------------------------------- */

static const char *
current_address (Reader *reader)
{
  return reader->address != NULL ? reader->address : docx_fields_address (reader->fields);
}

static void
put (Reader *reader, const char *text, const DocxLook *look)
{
  GalleyStyle style = GALLEY_STYLE_PLAIN;

  if (docx_fields_in_code (reader->fields) || look->hidden > 0)
    return;
  if (look->strong > 0)
    style |= GALLEY_STYLE_STRONG;
  if (look->emphasis > 0)
    style |= GALLEY_STYLE_EMPHASIS;
  if (look->dateline > 0)
    style |= GALLEY_STYLE_DATELINE;
  docx_fields_shown (reader->fields);
  galley_copy_text (reader->copy, text, -1, style, current_address (reader));
}

static void
read_field_char (Reader *reader, const xmlNode *node, const DocxLook *look)
{
  const char *type = galley_xml_get (node, "fldCharType");

  if (g_strcmp0 (type, "begin") == 0 && !g_hash_table_contains (reader->stray, node))
    docx_fields_begin (reader->fields, node);
  else if (g_strcmp0 (type, "separate") == 0)
    docx_fields_separate (reader->fields);
  else if (g_strcmp0 (type, "end") == 0)
    {
      g_autofree char *text = docx_fields_end (reader->fields);

      if (text != NULL)
        put (reader, text, look);
    }
}

static void
put_symbol (Reader *reader, const xmlNode *node, const DocxLook *look)
{
  const char *code = galley_xml_get (node, "char");
  const char *font = galley_xml_get (node, "font");
  gunichar c = code != NULL ? (gunichar) g_ascii_strtoull (code, NULL, 16) : 0;
  gunichar known = galley_symbol_is_font (font) ? galley_symbol_to_unicode (font, c) : 0;
  char utf8[7] = { 0 };

  c = known != 0 ? known : c;
  if (c < 0x20 || !g_unichar_validate (c))
    return;
  g_unichar_to_utf8 (c, utf8);
  put (reader, utf8, look);
}

static void
put_text (Reader *reader, const xmlNode *node, const DocxLook *look)
{
  for (const xmlNode *child = node->children; child != NULL; child = child->next)
    {
      g_autofree char *mapped = NULL;

      if (child->type != XML_TEXT_NODE || child->content == NULL)
        continue;
      mapped = galley_symbol_text (reader->font, (const char *) child->content);
      put (reader, mapped != NULL ? mapped : (const char *) child->content, look);
    }
}

/* The font of a run, where it has signs for letters. */
static const char *
run_font (const xmlNode *properties)
{
  const xmlNode *fonts = galley_xml_child (properties, "rFonts");
  const char *font = galley_xml_get (fonts, "ascii");

  if (font == NULL)
    font = galley_xml_get (fonts, "hAnsi");
  return galley_symbol_is_font (font) ? font : NULL;
}

static void
read_note (Reader *reader, const xmlNode *node)
{
  const char *id = galley_xml_get_in (node, WORD, "id");

  for (guint i = 0; i < N_NOTES && id != NULL; i++)
    {
      const Notes *notes = &reader->notes[i];
      const xmlNode *note;
      GHashTable *links = reader->links;
      DocxFields *fields = reader->fields;
      DocxLook paragraph = reader->paragraph;
      const char *address = reader->address;

      if (!galley_xml_is (node, NULL, notes->reference) || notes->by_id == NULL ||
          docx_fields_in_code (reader->fields) || galley_copy_get_depth (reader->copy) >= MAX_FLOWS)
        continue;
      note = g_hash_table_lookup (notes->by_id, id);
      if (note == NULL)
        continue;
      reader->links = notes->links;
      reader->fields = docx_fields_new ();
      reader->address = NULL;
      galley_copy_push_flow (reader->copy, GALLEY_COPY_NOTE);
      docx_walk (reader, note);
      galley_copy_pop_flow (reader->copy);
      docx_fields_free (reader->fields);
      reader->fields = fields;
      reader->links = links;
      reader->paragraph = paragraph;
      reader->address = address;
    }
}

/* 漢字（かんじ） */
static void
read_ruby (Reader *reader, const xmlNode *node, const DocxLook *look)
{
  g_autofree char *above = galley_xml_dup_text (galley_xml_child (node, "rt"));

  docx_walk (reader, galley_xml_child (node, "rubyBase"));
  if (*above != '\0')
    {
      g_autofree char *shown = g_strdup_printf ("（%s）", above);

      put (reader, shown, look);
    }
}

static DocxLook
run_look (Reader *reader, const xmlNode *run)
{
  const xmlNode *properties = find_properties (reader, run, "rPr", "rPrChange");
  const char *style = galley_xml_get (galley_xml_child (properties, "rStyle"), "val");
  DocxLook look = reader->paragraph;

  reader->font = run_font (properties);
  if (style != NULL)
    {
      DocxLook named = docx_styles_look (reader->styles, style);

      look.dateline = g_strcmp0 (docx_styles_name (reader->styles, style), "电头") == 0;
      look.strong = named.strong >= 0 ? named.strong : look.strong;
      look.emphasis = named.emphasis >= 0 ? named.emphasis : look.emphasis;
      look.hidden = named.hidden >= 0 ? named.hidden : look.hidden;
    }
  docx_look_read (&look, properties);
  return look;
}

static void
read_run_child (Reader *reader, const xmlNode *node, const DocxLook *look)
{
  static const struct
  {
    const char *name;
    const char *text;
  } signs[] = { { "tab", "\t" },
                { "ptab", "\t" },
                { "cr", "\n" },
                /* Behind the end of a page or column a line begins too. */
                { "br", "\n" },
                { "noBreakHyphen", "‑" },
                { "softHyphen", "\xc2\xad" } };
  const char *name = (const char *) node->name;

  /* Fields begin and end in hidden text too. */
  if (look->hidden > 0 && !g_str_equal (name, "fldChar") && !g_str_equal (name, "instrText"))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (signs); i++)
    {
      if (g_str_equal (name, signs[i].name))
        {
          put (reader, signs[i].text, look);
          return;
        }
    }
  if (g_str_equal (name, "t") || g_str_equal (name, "delText"))
    put_text (reader, node, look);
  else if (g_str_equal (name, "sym"))
    put_symbol (reader, node, look);
  else if (g_str_equal (name, "ruby"))
    read_ruby (reader, node, look);
  else if (g_str_equal (name, "fldChar"))
    read_field_char (reader, node, look);
  else if (g_str_equal (name, "instrText") || g_str_equal (name, "delInstrText"))
    {
      if (node->children != NULL && node->children->type == XML_TEXT_NODE)
        docx_fields_code (reader->fields, (const char *) node->children->content);
    }
  else if (g_str_equal (name, "commentReference"))
    read_comment (reader, node);
  else if (g_str_has_suffix (name, "noteReference"))
    read_note (reader, node);
  else if (g_str_equal (name, "drawing") || g_str_equal (name, "pict") || g_str_equal (name, "object"))
    docx_read_drawing (reader, node);
}

static void
read_run (Reader *reader, const xmlNode *run)
{
  const char *outer = reader->font;
  DocxLook look = run_look (reader, run);

  if (look.hidden > 0)
    galley_copy_count_hidden (reader->copy);
  for (const xmlNode *child = run->children; child != NULL; child = child->next)
    {
      const xmlNode *alternate = galley_xml_is (child, NULL, "AlternateContent") ? docx_chosen (child) : NULL;

      if (alternate != NULL)
        {
          for (const xmlNode *inner = alternate->children; inner != NULL; inner = inner->next)
            {
              if (galley_xml_in (inner, WORD))
                read_run_child (reader, inner, &look);
            }
        }
      else if (galley_xml_in (child, WORD))
        read_run_child (reader, child, &look);
    }
  reader->font = outer;
}

/* --- paragraphs and tables -------------------------------------------------------------------------------------- */

/* An initial stands in a frame of its own, and is the beginning of the paragraph behind it. */
static gboolean
is_initial (const xmlNode *properties)
{
  const char *cap = galley_xml_get (galley_xml_child (properties, "framePr"), "dropCap");

  return cap != NULL && !g_str_equal (cap, "none");
}

/* Is the mark at its end there in this version? */
static gboolean
has_end (Reader *reader, const xmlNode *paragraph)
{
  return is_there (reader, galley_xml_child (galley_xml_child (paragraph, "pPr"), "rPr"));
}

static DocxLook
paragraph_look (Reader *reader, const xmlNode *node)
{
  const xmlNode *properties = find_properties (reader, node, "pPr", "pPrChange");
  DocxLook look =
      docx_styles_look (reader->styles, galley_xml_get (galley_xml_child (properties, "pStyle"), "val"));

  docx_look_read (&look, properties);
  return look;
}

/* The label of a list. Paragraphs that went into one are one item, of the list of the last of them. */
static void
begin_item (Reader *reader, const xmlNode *node, DocxLook look)
{
  g_autofree char *label = NULL;

  if (reader->goes_on)
    return;
  if (!has_end (reader, node))
    {
      const xmlNode *last = node;

      for (const xmlNode *next = node->next; next != NULL && !has_end (reader, last); next = next->next)
        {
          if (galley_xml_is (next, WORD, "p"))
            last = next;
          else if (galley_xml_is (next, WORD, "tbl") || galley_xml_is (next, WORD, "sdt"))
            break;
        }
      look = paragraph_look (reader, last);
    }
  if (look.list <= 0)
    return;
  label = docx_styles_next_label (reader->styles, look.list, MAX (look.depth, 0),
                                  look.outline >= 0 && look.outline < 9);
  galley_copy_label (reader->copy, label);
}

static void
read_paragraph (Reader *reader, const xmlNode *node)
{
  const xmlNode *properties = find_properties (reader, node, "pPr", "pPrChange");
  const char *style = galley_xml_get (galley_xml_child (properties, "pStyle"), "val");
  DocxLook look = paragraph_look (reader, node);
  guint level;

  if (++reader->n_seen % 256 == 0 && !galley_job_continues (reader->job, NULL))
    reader->stopped = TRUE;
  level = look.outline >= 0 && look.outline < 9 ? (guint) look.outline + 1 : 0;
  galley_copy_begin (reader->copy, docx_styles_name (reader->styles, style), level);
  if (look.centered > 0)
    galley_copy_display (reader->copy);
  begin_item (reader, node, look);
  reader->goes_on = FALSE;
  /* How a style looks is no mark on its words. */
  look.strong = -1;
  look.emphasis = -1;
  reader->paragraph = look;
  docx_walk (reader, node);
  reader->goes_on = !has_end (reader, node);
  if (reader->goes_on || is_initial (properties))
    galley_copy_end_merging (reader->copy, !is_initial (properties));
  else
    galley_copy_end (reader->copy);
}

static guint
count_cells (const xmlNode *row)
{
  guint n = 0;

  for (const xmlNode *child = row->children; child != NULL; child = child->next)
    {
      if (galley_xml_is (child, NULL, "tc"))
        n++;
      else if (galley_xml_is (child, NULL, "sdt") || galley_xml_is (child, NULL, "customXml") ||
               galley_xml_is (child, NULL, "sdtContent"))
        n += count_cells (child);
    }
  return n;
}

static void
read_row (Reader *reader, const xmlNode *row)
{
  const xmlNode *properties = galley_xml_child (row, "trPr");

  if (galley_xml_child (properties, "del") != NULL || galley_xml_child (properties, "ins") != NULL)
    galley_copy_count_change (reader->copy, NULL);
  if (!is_there (reader, properties))
    return;
  galley_copy_begin_row (reader->copy, count_cells (row));
  docx_walk (reader, row);
  galley_copy_end_row (reader->copy);
}

static void
read_hyperlink (Reader *reader, const xmlNode *node)
{
  const char *id = galley_xml_get_in (node, RELATION, "id");
  const DocxLink *link = id != NULL ? g_hash_table_lookup (reader->links, id) : NULL;
  const char *outer = reader->address;

  if (link != NULL && link->is_external)
    reader->address = link->target;
  docx_walk (reader, node);
  reader->address = outer;
}

/* Of a version that has the change, deleted text is gone and inserted text is there; both are counted. */
static gboolean
read_change (Reader *reader, const xmlNode *node)
{
  static const char *const gone[] = { "del", "moveFrom" };
  static const char *const come[] = { "ins", "moveTo" };

  for (guint i = 0; i < G_N_ELEMENTS (gone); i++)
    {
      if (galley_xml_is (node, WORD, gone[i]) || galley_xml_is (node, WORD, come[i]))
        {
          galley_copy_count_change (reader->copy, galley_xml_get (node, "author"));
          if (galley_xml_is (node, WORD, come[i]) == holds (reader, node))
            docx_walk (reader, node);
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
is_cell (Reader *reader, const xmlNode *node)
{
  const xmlNode *properties = galley_xml_is (node, WORD, "tc") ? galley_xml_child (node, "tcPr") : NULL;
  const xmlNode *gone = galley_xml_child (properties, "cellDel");
  const xmlNode *come = galley_xml_child (properties, "cellIns");

  return galley_xml_is (node, WORD, "tc") && !(gone != NULL && holds (reader, gone)) &&
         !(come != NULL && !holds (reader, come));
}

static void
read_cells_end (Reader *reader, const xmlNode *cell)
{
  for (const xmlNode *before = cell->prev; before != NULL; before = before->prev)
    {
      if (is_cell (reader, before))
        {
          galley_copy_next_cell (reader->copy);
          return;
        }
    }
}

/* The deepest libxml2 lets a document be bounds the recursion. What is not known is looked into: it may carry text. */
static void
read_bookmark (Reader *reader, const xmlNode *node)
{
  const char *name = galley_xml_get (node, "name");

  if (name != NULL && g_str_has_prefix (name, GALLEY_COPY_ARTICLE_MARK))
    galley_copy_begin_article (reader->copy);
}

static void
read_simple_field (Reader *reader, const xmlNode *node)
{
  const char *code = galley_xml_get (node, "instr");
  g_autofree char *text = NULL;

  docx_fields_begin (reader->fields, node);
  docx_fields_code (reader->fields, code != NULL ? code : "");
  docx_fields_separate (reader->fields);
  docx_walk (reader, node);
  text = docx_fields_end (reader->fields);
  if (text != NULL)
    put (reader, text, &reader->paragraph);
}

/* Of a formula: what is not there in this version, and instructions of fields. */
static gboolean
is_no_formula (const xmlNode *node, gpointer data)
{
  Reader *reader = data;

  if (!galley_xml_in (node, WORD))
    return FALSE;
  if (galley_xml_is (node, NULL, "del") || galley_xml_is (node, NULL, "moveFrom"))
    return holds (reader, node);
  if (galley_xml_is (node, NULL, "ins") || galley_xml_is (node, NULL, "moveTo"))
    return !holds (reader, node);
  return galley_xml_is (node, NULL, "instrText");
}

static void
read_formula (Reader *reader, const xmlNode *node)
{
  g_autofree char *text = galley_math_text (node, is_no_formula, reader);
  g_autofree char *mapped = galley_symbol_text (NULL, text);

  put (reader, mapped != NULL ? mapped : text, &reader->paragraph);
}

void
docx_walk (Reader *reader, const xmlNode *parent)
{
  for (const xmlNode *node = parent != NULL ? parent->children : NULL; node != NULL; node = node->next)
    {
      const char *name = (const char *) node->name;

      if (node->type != XML_ELEMENT_NODE || reader->stopped || galley_copy_is_full (reader->copy))
        continue;
      if (galley_xml_is (node, NULL, "AlternateContent"))
        docx_walk (reader, docx_chosen (node));
      else if (galley_xml_is (node, "/math", "oMath"))
        read_formula (reader, node);
      else if (galley_xml_is (node, "/math", "t"))
        put_text (reader, node, &reader->paragraph);
      else if (!galley_xml_in (node, WORD))
        docx_walk (reader, node);
      else if (g_str_equal (name, "r"))
        read_run (reader, node);
      else if (g_str_equal (name, "p"))
        read_paragraph (reader, node);
      else if (g_str_equal (name, "tbl"))
        {
          galley_copy_count_table (reader->copy);
          docx_walk (reader, node);
        }
      else if (g_str_equal (name, "tr"))
        read_row (reader, node);
      else if (g_str_equal (name, "tc"))
        {
          if (!is_cell (reader, node))
            continue;
          read_cells_end (reader, node);
          reader->goes_on = FALSE;
          docx_walk (reader, node);
        }
      else if (g_str_equal (name, "fldSimple"))
        read_simple_field (reader, node);
      else if (g_str_equal (name, "altChunk") || g_str_equal (name, "subDoc"))
        docx_read_chunk (reader, node);
      else if (g_str_equal (name, "hyperlink"))
        read_hyperlink (reader, node);
      else if (g_str_equal (name, "bookmarkStart"))
        read_bookmark (reader, node);
      else if (g_str_equal (name, "commentRangeStart"))
        read_comment_start (reader, node);
      else if (g_str_equal (name, "commentRangeEnd"))
        galley_copy_close_quote (reader->copy, galley_xml_get (node, "id"));
      else if (g_str_has_suffix (name, "Pr") || read_change (reader, node))
        continue;
      else
        docx_walk (reader, node);
    }
}

/* --- parts ------------------------------------------------------------------------------------------------------ */

/* A part beside the text; a damaged one is told and left out. */
static GalleyTree *
read_part (GalleyZip *zip, GHashTable *links, const char *type, GalleyJob *job)
{
  const char *part = docx_links_find (links, type);
  g_autoptr (GError) error = NULL;
  GalleyTree *document;

  if (part == NULL)
    return NULL;
  document = docx_package_parse (zip, part, &error);
  if (document == NULL)
    galley_job_note (job, _ ("A part of the document was left out: %s"), error->message);
  return document;
}

static void
open_notes (DocxBody *self, Notes *notes, const char *reference, const char *relation, GalleyJob *job)
{
  const xmlNode *root;

  notes->reference = reference;
  notes->document = read_part (self->zip, self->links, relation, job);
  if (notes->document == NULL)
    return;
  notes->links = docx_package_links (self->zip, docx_links_find (self->links, relation));
  notes->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  root = galley_tree_get_root (notes->document);
  for (xmlNode *child = root->children; child != NULL; child = child->next)
    {
      const char *id = galley_xml_get (child, "id");
      const char *type = galley_xml_get (child, "type");

      if (id != NULL && (type == NULL || g_str_equal (type, "normal")))
        g_hash_table_insert (notes->by_id, (char *) id, child);
    }
}

static void
close_notes (Notes *notes)
{
  g_clear_pointer (&notes->by_id, g_hash_table_unref);
  g_clear_pointer (&notes->links, g_hash_table_unref);
  g_clear_pointer (&notes->document, galley_tree_free);
}

static void
open_comments (DocxBody *self, GalleyJob *job)
{
  const xmlNode *root;

  self->comments = read_part (self->zip, self->links, "comments", job);
  self->comments_by_id = g_hash_table_new (g_str_hash, g_str_equal);
  root = self->comments != NULL ? galley_tree_get_root (self->comments) : NULL;
  for (xmlNode *child = root != NULL ? root->children : NULL; child != NULL; child = child->next)
    {
      const char *id = galley_xml_is (child, WORD, "comment") ? galley_xml_get (child, "id") : NULL;

      if (id != NULL)
        g_hash_table_insert (self->comments_by_id, (char *) id, child);
    }
}

/* What nothing in the text refers to. */
static void
read_other_comments (Reader *reader, GalleyTree *document)
{
  const xmlNode *root = document != NULL ? galley_tree_get_root (document) : NULL;

  for (const xmlNode *child = root != NULL ? root->children : NULL; child != NULL; child = child->next)
    {
      const char *id = galley_xml_is (child, WORD, "comment") ? galley_xml_get (child, "id") : NULL;

      if (id != NULL && g_hash_table_lookup (reader->comments, id) == child &&
          !g_hash_table_contains (reader->told, child))
        {
          g_autofree char *text = dup_comment (child);

          galley_copy_comment (reader->copy, galley_xml_get (child, "author"), text, NULL);
        }
    }
}

/* --- the document ------------------------------------------------------------------------------------------------ */

void
docx_body_free (DocxBody *self)
{
  for (guint i = 0; i < N_NOTES; i++)
    close_notes (&self->notes[i]);
  g_clear_pointer (&self->comments_by_id, g_hash_table_unref);
  g_clear_pointer (&self->comments, galley_tree_free);
  g_clear_pointer (&self->numbering, galley_tree_free);
  g_clear_pointer (&self->styles, galley_tree_free);
  g_clear_pointer (&self->document, galley_tree_free);
  g_clear_pointer (&self->links, g_hash_table_unref);
  g_clear_pointer (&self->changes, galley_changes_free);
  g_clear_pointer (&self->stray, g_hash_table_unref);
  g_free (self);
}

DocxBody *
docx_body_open (GalleyZip *zip, const char *main_part, GalleyJob *job, GError **error)
{
  g_autoptr (DocxBody) self = g_new0 (DocxBody, 1);
  gsize size;

  self->zip = zip;
  self->document = docx_package_parse (zip, main_part, error);
  if (self->document == NULL)
    return NULL;
  if (galley_xml_child (galley_tree_get_root (self->document), "body") == NULL)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” is no text of a Word document."),
                   main_part);
      return NULL;
    }
  self->links = docx_package_links (zip, main_part);
  self->changes = galley_changes_new ();
  self->stray = g_hash_table_new (NULL, NULL);
  look_ahead (self, galley_tree_get_root (self->document));
  size = galley_tree_get_size (self->document);
  open_notes (self, &self->notes[0], "footnoteReference", "footnotes", job);
  open_notes (self, &self->notes[1], "endnoteReference", "endnotes", job);
  for (guint i = 0; i < N_NOTES; i++)
    {
      if (self->notes[i].document == NULL)
        continue;
      look_ahead (self, galley_tree_get_root (self->notes[i].document));
      size += galley_tree_get_size (self->notes[i].document);
    }
  galley_changes_limit (self->changes, size, job);
  self->styles = read_part (zip, self->links, "styles", job);
  self->numbering = read_part (zip, self->links, "numbering", job);
  open_comments (self, job);
  return g_steal_pointer (&self);
}

GalleyChanges *
docx_body_get_changes (DocxBody *self)
{
  return self->changes;
}

gboolean
docx_body_read (DocxBody *self, guint version, GalleyCopy *copy, GalleyJob *job, GError **error)
{
  g_autoptr (GHashTable) told = g_hash_table_new (NULL, NULL);
  /* Made anew: it counts the items of lists. */
  g_autoptr (DocxStyles) styles =
      docx_styles_new (self->styles != NULL ? galley_tree_get_root (self->styles) : NULL,
                       self->numbering != NULL ? galley_tree_get_root (self->numbering) : NULL);
  Reader reader = { .zip = self->zip,
                    .copy = copy,
                    .job = job,
                    .styles = styles,
                    .changes = self->changes,
                    .version = version,
                    .comments = self->comments_by_id,
                    .told = told,
                    .links = self->links,
                    .stray = self->stray,
                    .notes = self->notes };

  reader.fields = docx_fields_new ();
  docx_walk (&reader, galley_xml_child (galley_tree_get_root (self->document), "body"));
  read_other_comments (&reader, self->comments);
  docx_fields_free (reader.fields);
  return galley_job_continues (job, error);
}
