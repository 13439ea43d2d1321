/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One importer under libFuzzer, by its whole way in: probe, load, builder. GALLEY_FUZZ_FORMAT names its module. Whatever
 * comes in, it must end with an edition or with one sentence. */

#include <stdint.h>
#include <stdlib.h>

#include "galley-importer.h"
#include "galley-plugins.h"

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

static GalleyImporter *
make_importer (char **suffix)
{
  const char *format = g_getenv ("GALLEY_FUZZ_FORMAT");
  GalleyPlugins *plugins = galley_plugins_new (NULL);
  GalleyPluginInfo *info = format != NULL ? galley_plugins_find (plugins, format) : NULL;
  g_autoptr (GError) error = NULL;
  GObject *importer;

  if (info == NULL)
    g_error ("GALLEY_FUZZ_FORMAT names no plugin");
  importer = galley_plugins_create (plugins, info, GALLEY_TYPE_IMPORTER, &error);
  if (importer == NULL)
    g_error ("%s", error->message);

  g_auto (GStrv) suffixes = g_strsplit (galley_plugins_get_key (plugins, info, "Importer-Suffixes"), ";", 2);

  *suffix = g_strdup (suffixes[0] != NULL ? suffixes[0] : format);
  return GALLEY_IMPORTER (importer);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  static GalleyImporter *importer;
  static char *name;

  if (importer == NULL)
    {
      g_autofree char *suffix = NULL;

      importer = make_importer (&suffix);
      name = g_strconcat ("fuzz.", suffix, NULL);
    }

  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  g_autoptr (GalleySource) source = galley_source_new_for_bytes (name, NULL, bytes);
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_autoptr (GalleyBuilder) builder = galley_builder_new (job);
  g_autoptr (GError) error = NULL;

  galley_importer_probe (importer, source);
  if (galley_importer_load (importer, source, builder, job, &error))
    {
      g_autoptr (GalleyEdition) edition = galley_builder_finish (builder, &error);

      g_assert ((edition != NULL) != (error != NULL));
    }
  else
    g_assert (error != NULL && *error->message != '\0');
  return 0;
}
