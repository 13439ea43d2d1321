/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "docx-reader.h"

#define MAX_PICTURE_BYTES (64u * 1024 * 1024)

/* Is there anything below that is read: text, or a picture? */
static gboolean
has_content (const xmlNode *top)
{
  static const char *const names[] = { "t",    "sym",       "txbxContent", "textpath",
                                       "blip", "imagedata", "chart",       "relIds" };

  for (const xmlNode *node = galley_xml_next (top, top, TRUE); node != NULL;
       node = galley_xml_next (node, top, TRUE))
    {
      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        {
          if (galley_xml_is (node, NULL, names[i]))
            return TRUE;
        }
    }
  return FALSE;
}

/* What a reader of our age takes of alternatives: the newer form, if that is one we can read. */
const xmlNode *
docx_chosen (const xmlNode *alternate)
{
  for (const xmlNode *child = alternate->children; child != NULL; child = child->next)
    {
      if (galley_xml_is (child, NULL, "Choice") && has_content (child))
        return child;
    }
  return galley_xml_child (alternate, "Fallback");
}

/* --- pictures and boxes ----------------------------------------------------------------------------------------- */

static void
read_picture (Reader *reader, const char *id, const char *alt)
{
  const DocxLink *link = id != NULL ? g_hash_table_lookup (reader->links, id) : NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GalleyAsset) asset = NULL;
  g_autofree char *name = NULL;

  /* An earlier version is its words alone. */
  if (!galley_changes_is_last (reader->changes, reader->version))
    return;
  if (link != NULL && !link->is_external)
    bytes = galley_zip_read (reader->zip, link->target, MAX_PICTURE_BYTES, NULL);
  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    {
      galley_copy_count_missing (reader->copy);
      return;
    }
  name = g_path_get_basename (link->target);
  asset = galley_asset_new (name, NULL, bytes);
  if (alt != NULL && *alt != '\0')
    galley_asset_set_info (asset, "alt", alt);
  galley_copy_picture (reader->copy, asset);
}

static void
read_box (Reader *reader, const xmlNode *node)
{
  DocxFields *fields = reader->fields;
  DocxLook paragraph = reader->paragraph;
  const char *address = reader->address;

  if (galley_copy_get_depth (reader->copy) >= MAX_FLOWS || docx_fields_in_code (reader->fields))
    return;
  reader->fields = docx_fields_new ();
  reader->address = NULL;
  galley_copy_push_flow (reader->copy, GALLEY_COPY_BOX);
  docx_walk (reader, node);
  galley_copy_pop_flow (reader->copy);
  docx_fields_free (reader->fields);
  reader->fields = fields;
  reader->paragraph = paragraph;
  reader->address = address;
}

/* Words that are drawn: art of letters, and the text of shapes of other programs. */
static void
read_drawn (Reader *reader, const char *text)
{
  if (text == NULL || *text == '\0' || galley_copy_get_depth (reader->copy) >= MAX_FLOWS ||
      docx_fields_in_code (reader->fields))
    return;
  galley_copy_push_flow (reader->copy, GALLEY_COPY_BOX);
  galley_copy_begin (reader->copy, NULL, 0);
  galley_copy_text (reader->copy, text, -1, GALLEY_STYLE_PLAIN, NULL);
  galley_copy_end (reader->copy);
  galley_copy_pop_flow (reader->copy);
}

/* Pictures and boxes anywhere in a drawing, in either of the two languages drawings are written in. */
void
docx_read_drawing (Reader *reader, const xmlNode *node)
{
  const xmlNode *item = galley_xml_next (node, node, TRUE);
  const char *alt = NULL;

  while (item != NULL)
    {
      gboolean deeper = TRUE;

      if (galley_xml_is (item, NULL, "AlternateContent"))
        {
          const xmlNode *alternate = docx_chosen (item);

          if (alternate != NULL)
            docx_read_drawing (reader, alternate);
          deeper = FALSE;
        }
      else if (galley_xml_is (item, WORD, "txbxContent"))
        {
          read_box (reader, item);
          deeper = FALSE;
        }
      else if (galley_xml_is (item, NULL, "textpath"))
        read_drawn (reader, galley_xml_get (item, "string"));
      else if (galley_xml_is (item, "/drawingml/", "p"))
        {
          g_autofree char *text = galley_xml_dup_text (item);

          read_drawn (reader, text);
          deeper = FALSE;
        }
      else if (galley_xml_is (item, NULL, "docPr") || galley_xml_is (item, NULL, "cNvPr"))
        alt = galley_xml_get (item, "descr") != NULL ? galley_xml_get (item, "descr") : alt;
      else if (galley_xml_is (item, NULL, "shape"))
        alt = galley_xml_get (item, "alt") != NULL ? galley_xml_get (item, "alt") : alt;
      else if (galley_xml_is (item, NULL, "blip"))
        read_picture (reader,
                      galley_xml_get_in (item, RELATION, "embed") != NULL
                          ? galley_xml_get_in (item, RELATION, "embed")
                          : galley_xml_get_in (item, RELATION, "link"),
                      alt);
      else if (galley_xml_is (item, NULL, "imagedata"))
        read_picture (reader, galley_xml_get_in (item, RELATION, "id"), alt);
      else if (galley_xml_is (item, NULL, "relIds") || galley_xml_is (item, NULL, "chart"))
        galley_copy_count_drawing (reader->copy);
      item = galley_xml_next (item, node, deeper);
    }
}
