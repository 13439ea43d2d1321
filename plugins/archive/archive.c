/* SPDX-License-Identifier: GPL-3.0-or-later */
/* archive — the files in a ZIP archive, as assets that know their path. Whoever takes many files (galley-gather.h) lays them out
 * in a folder and has each read by its own importer. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <gmodule.h>

#include "galley-error.h"
#include "galley-importer.h"
#include "galley-peas.h"

#include "../common/galley-zip.h"

#define ARCHIVE_TYPE_IMPORTER (archive_importer_get_type ())
G_DECLARE_FINAL_TYPE (ArchiveImporter, archive_importer, ARCHIVE, IMPORTER, GObject)

struct _ArchiveImporter
{
  GObject parent_instance;
};

/* What systems leave in archives for themselves. */
static gboolean
is_litter (const char *name)
{
  g_autofree char *base = g_path_get_basename (name);

  return g_str_has_prefix (name, "__MACOSX/") || *base == '.' || g_ascii_strcasecmp (base, "Thumbs.db") == 0;
}

/* Old programs write names in the encoding of their system: in China GB18030. */
static char *
dup_path (const char *name)
{
  char *path = g_utf8_validate (name, -1, NULL) ? g_strdup (name)
                                                : g_convert (name, -1, "UTF-8", "GB18030", NULL, NULL, NULL);

  return path != NULL ? path : g_utf8_make_valid (name, -1);
}

static void
push_member (const char *name, GBytes *bytes, GHashTable *seen, GalleyBuilder *builder)
{
  g_autofree char *path = dup_path (name);
  g_autofree char *base = g_path_get_basename (path);
  g_autoptr (GalleyAsset) asset = galley_asset_new (base, "application/octet-stream", bytes);
  GalleyAsset *same = g_hash_table_lookup (seen, galley_asset_get_id (asset));

  /* Two files may hold the same bytes: one asset, two paths. */
  if (same != NULL)
    {
      g_autofree char *both = g_strdup_printf ("%s\n%s", galley_asset_get_info (same, "path"), path);

      galley_asset_set_info (same, "path", both);
      return;
    }
  galley_asset_set_info (asset, "path", path);
  galley_builder_asset (builder, asset);
  g_hash_table_insert (seen, (gpointer) galley_asset_get_id (asset), g_object_ref (asset));
}

static gboolean
archive_importer_load (
    GalleyImporter *importer, GalleySource *source, GalleyBuilder *builder, GalleyJob *job, GError **error)
{
  const char *shown = galley_source_get_name (source);
  g_autoptr (GalleyZip) zip = galley_zip_open (galley_source_get_bytes (source), shown, error);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  const GPtrArray *names;
  guint n_damaged = 0;

  if (zip == NULL)
    return FALSE;
  names = galley_zip_list (zip);
  galley_builder_kind (builder, GALLEY_ARTICLE_FURNITURE);
  for (guint i = 0; i < names->len; i++)
    {
      const char *name = g_ptr_array_index (names, i);
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) failure = NULL;

      if (!galley_job_continues (job, error))
        return FALSE;
      galley_job_progress (job, (double) i / names->len);
      if (is_litter (name))
        continue;
      bytes = galley_zip_read (zip, name, GALLEY_ZIP_MAX_BYTES, &failure);
      if (bytes != NULL)
        push_member (name, bytes, seen, builder);
      else if (g_error_matches (failure, GALLEY_ERROR, GALLEY_ERROR_MALFORMED))
        n_damaged++;
      else
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
    }
  galley_builder_next_article (builder);
  if (n_damaged > 0)
    galley_job_note (job,
                     g_dngettext (GETTEXT_PACKAGE, "%u file in the archive is damaged and was left out.",
                                  "%u files in the archive are damaged and were left out.", n_damaged),
                     n_damaged);
  return TRUE;
}

/* Documents are packages of the same form; they have importers of their own. */
static guint
archive_importer_probe (GalleyImporter *importer, GalleySource *source)
{
  gsize length;
  const guint8 *head = galley_source_get_head (source, &length);

  if (length < 30 || memcmp (head, "PK\003\004", 4) != 0)
    return 0;
  if (memcmp (head + 30, "mimetype", MIN (8, length - 30)) == 0 ||
      memcmp (head + 30, "[Content_Types].xml", MIN (19, length - 30)) == 0)
    return 0;
  return g_str_equal (galley_source_get_suffix (source), "zip") ? 60 : 0;
}

static void
archive_importer_iface_init (GalleyImporterInterface *iface)
{
  iface->probe = archive_importer_probe;
  iface->load = archive_importer_load;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ArchiveImporter,
                               archive_importer,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_IMPORTER, archive_importer_iface_init))

static void
archive_importer_class_init (ArchiveImporterClass *klass)
{
}

static void
archive_importer_init (ArchiveImporter *self)
{
}

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

G_MODULE_EXPORT void
peas_register_types (PeasObjectModule *module)
{
  peas_object_module_register_extension_type (module, GALLEY_TYPE_IMPORTER, ARCHIVE_TYPE_IMPORTER);
}
