/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-worker FOLDER MODULE NAME TYPE PATH ask|read — runs the importer MODULE of the plugins in FOLDER over the file on standard input,
 * which is called NAME, is of TYPE and lies in the folder PATH ("" for none), and writes what the importer pushes to standard
 * output (galley-tape.h); with "ask" only if the importer takes the file for its own. Started by galley-remote.c; of no use by hand. */

#include "config.h"

#include <locale.h>
#include <unistd.h>

#include <glib/gi18n.h>

#include "galley-error.h"
#include "galley-importer.h"
#include "galley-lock.h"
#include "galley-plugins.h"

/* Catalogues are opened with the first message: before the lock. */
static void
set_language (void)
{
  const char *folder = g_getenv ("GALLEY_LOCALE_DIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  (void) _ ("“%s” could not be read.");
}

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

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMappedFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GFile) folder = NULL;
  g_autoptr (GalleySource) source = NULL;
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_autoptr (GalleyBuilder) builder = galley_builder_new (job);
  g_autoptr (GalleyTape) tape = galley_tape_new (STDOUT_FILENO);
  GalleyImporter *importer;
  GFile *root;
  gboolean good;

  if (argc != 7)
    return 2;
  set_language ();
  file = g_mapped_file_new_from_fd (STDIN_FILENO, FALSE, &error);
  importer =
      file != NULL
          ? GALLEY_IMPORTER (galley_plugins_create_alone (argv[1], argv[2], GALLEY_TYPE_IMPORTER, &error))
          : NULL;
  if (importer == NULL)
    {
      tell_error (tape, error, argv[3]);
      return galley_tape_flush (tape) ? 0 : 1;
    }
  bytes = g_mapped_file_get_bytes (file);
  folder = *argv[5] != '\0' ? g_file_new_for_path (argv[5]) : NULL;
  source = galley_source_new_in_folder (argv[3], argv[4], bytes, folder);
  root = galley_source_get_root (source);
  if (!galley_lock (root != NULL ? g_file_peek_path (root) : NULL))
    return 3;

  galley_builder_record (builder, tape);
  good = g_str_equal (argv[6], "read") || galley_importer_probe (importer, source) > 0;
  if (good)
    good = galley_importer_load (importer, source, builder, job, &error);
  else
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, argv[3]);
  if (good)
    tell_end (tape, builder, job);
  else
    tell_error (tape, error, argv[3]);
  /* Nothing is worth tidying up in a process that ends. */
  _exit (galley_tape_flush (tape) ? 0 : 1);
}
