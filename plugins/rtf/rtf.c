/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rtf — Rich Text as copy, in all the code pages it comes in. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <gmodule.h>

#include "galley-error.h"
#include "galley-importer.h"
#include "galley-peas.h"

#include "../common/galley-copy.h"
#include "rtf-reader.h"

#define RTF_TYPE_IMPORTER (rtf_importer_get_type ())
G_DECLARE_FINAL_TYPE (RtfImporter, rtf_importer, RTF, IMPORTER, GObject)

struct _RtfImporter
{
  GObject parent_instance;
};

static const char *
find_start (const char *data, gsize length)
{
  static const char mark[] = "{\\rtf";
  gsize skipped = 0;

  if (length >= 3 && memcmp (data, "\xef\xbb\xbf", 3) == 0)
    skipped = 3;
  while (skipped < length && g_ascii_isspace (data[skipped]))
    skipped++;
  return length - skipped >= strlen (mark) && memcmp (data + skipped, mark, strlen (mark)) == 0
             ? data + skipped
             : NULL;
}

static guint
rtf_importer_probe (GalleyImporter *importer, GalleySource *source)
{
  gsize length;
  const guint8 *head = galley_source_get_head (source, &length);

  if (find_start ((const char *) head, length) != NULL)
    return 95;
  return g_str_equal (galley_source_get_suffix (source), "rtf") ? 5 : 0;
}

static gboolean
rtf_importer_load (
    GalleyImporter *importer, GalleySource *source, GalleyBuilder *builder, GalleyJob *job, GError **error)
{
  g_autoptr (GalleyCopy) copy = galley_copy_new ();
  gsize length;
  const char *data = g_bytes_get_data (galley_source_get_bytes (source), &length);
  const char *start = find_start (data, length);

  if (start == NULL)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” is no Rich Text file."),
                   galley_source_get_name (source));
      return FALSE;
    }
  if (!rtf_read (start, length - (gsize) (start - data), copy, job, error))
    return FALSE;
  galley_job_progress (job, 0.7);
  return galley_copy_push (copy, builder, job, error);
}

static void
rtf_importer_iface_init (GalleyImporterInterface *iface)
{
  iface->probe = rtf_importer_probe;
  iface->load = rtf_importer_load;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (RtfImporter,
                               rtf_importer,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_IMPORTER, rtf_importer_iface_init))

static void
rtf_importer_class_init (RtfImporterClass *klass)
{
}

static void
rtf_importer_init (RtfImporter *self)
{
}

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

G_MODULE_EXPORT void
peas_register_types (PeasObjectModule *module)
{
  peas_object_module_register_extension_type (module, GALLEY_TYPE_IMPORTER, RTF_TYPE_IMPORTER);
}
