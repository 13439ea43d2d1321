/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <unistd.h>

#include <glib/gi18n.h>

#include "galley-error.h"
#include "galley-importer.h"
#include "galley-lock.h"
#include "galley-plugins.h"
#include "galley-work.h"

static void
tell_end (GalleyTape *tape, GalleyBuilder *builder, GalleyJob *job)
{
  g_auto (GStrv) notes = galley_job_dup_notes (job);
  g_auto (GStrv) parts = galley_job_dup_parts (job);

  galley_builder_record_words (builder);
  for (guint i = 0; notes[i] != NULL; i++)
    galley_tape_write (tape, GALLEY_TAPE_NOTE, "s", notes[i]);
  for (guint i = 0; parts[i] != NULL; i++)
    galley_tape_write (tape, GALLEY_TAPE_PART, "s", parts[i]);
  galley_tape_write (tape, GALLEY_TAPE_DONE, "");
}

static void
tell_error (GalleyTape *tape, const GError *error, const char *name)
{
  g_autofree char *plain = error == NULL ? g_strdup_printf (_ ("“%s” could not be read."), name) : NULL;
  gboolean foreign = error != NULL && error->domain == G_IO_ERROR;

  galley_tape_write (tape, GALLEY_TAPE_ERROR, "uus", (guint) foreign,
                     error != NULL && (foreign || error->domain == GALLEY_ERROR)
                         ? (guint) error->code
                         : (guint) GALLEY_ERROR_MALFORMED,
                     error != NULL ? error->message : plain);
}

void
galley_work_prepare (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("", 0);
  g_autoptr (GalleySource) source = galley_source_new_for_bytes ("", "", bytes);
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_autoptr (GalleyBuilder) builder = galley_builder_new (job);

  galley_lock_prepare ();
  g_type_ensure (GALLEY_TYPE_IMPORTER);
  (void) g_vfs_get_local ();
  /* Catalogues are opened with the first message: before the lock. */
  (void) _ ("“%s” could not be read.");
}

void
galley_work (const char *folder,
             const char *module,
             const char *name,
             const char *type,
             const char *path,
             const char *mode)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMappedFile) file = g_mapped_file_new_from_fd (STDIN_FILENO, FALSE, &error);
  g_autoptr (GBytes) bytes = NULL;
  /* No module of GIO comes in, which is for files of other machines. */
  g_autoptr (GFile) place = *path != '\0' ? g_vfs_get_file_for_path (g_vfs_get_local (), path) : NULL;
  g_autoptr (GalleySource) source = NULL;
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_autoptr (GalleyBuilder) builder = galley_builder_new (job);
  g_autoptr (GalleyTape) tape = galley_tape_new (STDOUT_FILENO);
  GalleyImporter *importer = NULL;
  GFile *root;
  gboolean good;

  galley_work_prepare ();
  if (file != NULL)
    importer = (GalleyImporter *) galley_plugins_create_alone (folder, module, GALLEY_TYPE_IMPORTER, &error);
  if (importer == NULL)
    {
      tell_error (tape, error, name);
      _exit (galley_tape_flush (tape) ? 0 : 1);
    }
  bytes = g_mapped_file_get_bytes (file);
  source = galley_source_new_in_folder (name, type, bytes, place);
  root = galley_source_get_root (source);
  if (!galley_lock (root != NULL ? g_file_peek_path (root) : NULL))
    _exit (3);

  galley_builder_record (builder, tape);
  good = g_str_equal (mode, "read") || galley_importer_probe (importer, source) > 0;
  if (good)
    good = galley_importer_load (importer, source, builder, job, &error);
  else
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, name);
  if (good)
    tell_end (tape, builder, job);
  else
    tell_error (tape, error, name);
  /* Nothing is worth tidying up in a process that ends. */
  _exit (galley_tape_flush (tape) ? 0 : 1);
}
