/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text — raw page text and the copy of single articles: finds the encoding, leaves the reading to the segmenter. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <gmodule.h>

#include "galley-error.h"
#include "galley-importer.h"
#include "galley-peas.h"
#include "galley-segment.h"

#include "../common/galley-charset.h"
#include "text-export.h"

#define TEXT_TYPE_IMPORTER (text_importer_get_type ())
G_DECLARE_FINAL_TYPE (TextImporter, text_importer, TEXT, IMPORTER, GObject)

struct _TextImporter
{
  GObject parent_instance;
};

/* Formats that begin like text and are not copy. */
static gboolean
is_other_format (const guint8 *head, gsize length)
{
  static const char *const marks[] = { "{\\rtf", "%PDF-", "%!PS", "PK\003\004" };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      if (length >= strlen (marks[i]) && memcmp (head, marks[i], strlen (marks[i])) == 0)
        return TRUE;
    }
  return FALSE;
}

/* Any text is some text: sure of what is called so, last in line for what is not. */
static guint
text_importer_probe (GalleyImporter *importer, GalleySource *source)
{
  gsize length;
  const guint8 *head = galley_source_get_head (source, &length);
  const char *suffix = galley_source_get_suffix (source);

  if (is_other_format (head, length) || !galley_charset_is_text (head, length))
    return 0;
  return g_str_equal (suffix, "txt") || g_str_equal (suffix, "text") ? 60 : 20;
}

/* Reads the text, and leaves it with the edition, so that it can be shown beside the copy later. */
static gboolean
read_text (
    GalleySource *source, GalleyDecoded *decoded, GalleyBuilder *builder, GalleyJob *job, GError **error)
{
  const char *text = decoded->text;
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_steal_pointer (&decoded->text), decoded->length);
  g_autoptr (GalleyAsset) asset =
      galley_asset_new (galley_source_get_name (source), "text/plain; charset=utf-8", bytes);

  galley_builder_source (builder, asset);
  return galley_segment_text (text, (gssize) decoded->length, builder, job, error);
}

static gboolean
text_importer_load (
    GalleyImporter *importer, GalleySource *source, GalleyBuilder *builder, GalleyJob *job, GError **error)
{
  g_autoptr (GalleyDecoded) decoded = NULL;
  gsize length;
  const guint8 *bytes = g_bytes_get_data (galley_source_get_bytes (source), &length);

  if (length > 2 * (gsize) GALLEY_BUILDER_MAX_BYTES)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE, _ ("“%s” is too large for a text: %u MB."),
                   galley_source_get_name (source), (guint) (length >> 20));
      return FALSE;
    }
  decoded = galley_charset_decode (bytes, length);
  if (decoded == NULL)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” is not text in any known encoding."),
                   galley_source_get_name (source));
      return FALSE;
    }
  if (decoded->length > GALLEY_BUILDER_MAX_BYTES)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE, _ ("“%s” is too large for a text: %u MB."),
                   galley_source_get_name (source), (guint) (decoded->length >> 20));
      return FALSE;
    }
  if (decoded->n_broken > 0)
    galley_job_note (job,
                     g_dngettext (GETTEXT_PACKAGE, "%u place was not readable and shows “�”.",
                                  "%u places were not readable and show “�”.", decoded->n_broken),
                     (guint) decoded->n_broken);
  return galley_job_continues (job, error) && read_text (source, decoded, builder, job, error);
}

static void
text_importer_iface_init (GalleyImporterInterface *iface)
{
  iface->probe = text_importer_probe;
  iface->load = text_importer_load;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TextImporter,
                               text_importer,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_IMPORTER, text_importer_iface_init))

static void
text_importer_class_init (TextImporterClass *klass)
{
}

static void
text_importer_init (TextImporter *self)
{
}

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

G_MODULE_EXPORT void
peas_register_types (PeasObjectModule *module)
{
  peas_object_module_register_extension_type (module, GALLEY_TYPE_IMPORTER, TEXT_TYPE_IMPORTER);
  peas_object_module_register_extension_type (module, GALLEY_TYPE_EXPORTER, TEXT_TYPE_EXPORTER);
}
