/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "docx-package.h"

static void
link_free (gpointer data)
{
  DocxLink *link = data;

  g_free (link->type);
  g_free (link->target);
  g_free (link);
}

/* "word/document.xml" and "../media/a.png" → "media/a.png". */
static char *
resolve (const char *part, const char *target)
{
  g_autofree char *folder = g_path_get_dirname (part);
  g_autofree char *path = *target == '/' || g_str_equal (folder, ".")
                              ? g_strdup (target)
                              : g_strconcat (folder, "/", target, NULL);
  g_auto (GStrv) steps = g_strsplit (path, "/", -1);
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  for (guint i = 0; steps[i] != NULL; i++)
    {
      if (*steps[i] == '\0' || g_str_equal (steps[i], "."))
        continue;
      if (!g_str_equal (steps[i], ".."))
        g_ptr_array_add (kept, steps[i]);
      else if (kept->len > 0)
        g_ptr_array_remove_index (kept, kept->len - 1);
    }
  g_ptr_array_add (kept, NULL);
  return g_strjoinv ("/", (char **) kept->pdata);
}

GalleyTree *
docx_package_parse (GalleyZip *zip, const char *part, GError **error)
{
  g_autoptr (GBytes) bytes = galley_zip_read (zip, part, GALLEY_XML_MAX_BYTES, error);

  return bytes != NULL ? galley_tree_parse (bytes, part, error) : NULL;
}

GHashTable *
docx_package_links (GalleyZip *zip, const char *part)
{
  GHashTable *links = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, link_free);
  g_autofree char *folder = g_path_get_dirname (part);
  g_autofree char *name = *part != '\0' ? g_path_get_basename (part) : g_strdup ("");
  g_autofree char *path = *part == '\0' || g_str_equal (folder, ".")
                              ? g_strconcat ("_rels/", name, ".rels", NULL)
                              : g_strconcat (folder, "/_rels/", name, ".rels", NULL);
  g_autoptr (GalleyTree) document = docx_package_parse (zip, path, NULL);
  const xmlNode *root = document != NULL ? galley_tree_get_root (document) : NULL;

  for (const xmlNode *child = root != NULL ? root->children : NULL; child != NULL; child = child->next)
    {
      const char *id = galley_xml_get (child, "Id");
      const char *type = galley_xml_get (child, "Type");
      const char *target = galley_xml_get (child, "Target");
      DocxLink *link;

      if (id == NULL || type == NULL || target == NULL)
        continue;
      link = g_new0 (DocxLink, 1);
      link->type = g_strdup (strrchr (type, '/') != NULL ? strrchr (type, '/') + 1 : type);
      link->is_external = g_strcmp0 (galley_xml_get (child, "TargetMode"), "External") == 0;
      link->target = link->is_external ? g_strdup (target) : resolve (part, target);
      g_hash_table_replace (links, g_strdup (id), link);
    }
  return links;
}

const char *
docx_links_find (GHashTable *links, const char *type)
{
  GHashTableIter iter;
  gpointer link;
  const char *found = NULL;

  /* Of several the same one every time. */
  g_hash_table_iter_init (&iter, links);
  while (g_hash_table_iter_next (&iter, NULL, &link))
    {
      const DocxLink *one = link;

      if (!one->is_external && g_str_equal (one->type, type) &&
          (found == NULL || strcmp (one->target, found) < 0))
        found = one->target;
    }
  return found;
}
