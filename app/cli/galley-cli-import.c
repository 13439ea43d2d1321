/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "galley-lexicon.h"
#include "galley-cli-json.h"
#include "galley-cli.h"
#include "galley-error.h"

typedef struct
{
  const char *into;
  const char *date;
  guint page;
  const char *format;
  gboolean json;
  gboolean several;

  GalleyStore *store; /* opened when the first file has been read */
  gboolean created;   /* by this run */
  gboolean stored;    /* something has arrived in it */
  gboolean refused;   /* it could not be opened: the run has no aim */
} Import;

static void
count_pieces (GalleyEdition *edition, guint counts[GALLEY_ARTICLE_FURNITURE + 1])
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);

  for (guint i = 0; i < articles->len; i++)
    counts[galley_article_get_kind (articles->pdata[i])]++;
}

static char *
dup_text (GalleyEdition *edition, const char *file)
{
  GString *text = g_string_new (NULL);
  guint counts[GALLEY_ARTICLE_FURNITURE + 1] = { 0 };
  g_autofree char *title = galley_edition_dup_title (edition);
  g_autofree char *name = g_filename_display_name (file);
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);

  count_pieces (edition, counts);
  g_string_append_printf (text, "%s: %s: ", name, title);
  g_string_append_printf (text, ngettext ("%u story, ", "%u stories, ", counts[GALLEY_ARTICLE_STORY]),
                          counts[GALLEY_ARTICLE_STORY]);
  g_string_append_printf (text, ngettext ("%u picture, ", "%u pictures, ", counts[GALLEY_ARTICLE_PICTURE]),
                          counts[GALLEY_ARTICLE_PICTURE]);
  g_string_append_printf (text, ngettext ("%u ad\n", "%u ads\n", counts[GALLEY_ARTICLE_AD]),
                          counts[GALLEY_ARTICLE_AD]);

  for (guint i = 0; i < articles->len; i++)
    {
      GalleyArticle *article = articles->pdata[i];
      g_autofree char *headline = galley_article_dup_headline (article);
      GalleyArticleKind kind = galley_article_get_kind (article);

      if (kind != GALLEY_ARTICLE_FURNITURE)
        g_string_append_printf (text, "  %-7s  %s\n", galley_article_kind_get_name (kind), headline);
    }
  return g_string_free (text, FALSE);
}

static GalleyCliWriter *
write_reading (const Import *self, GalleyEdition *edition, const char *file, GalleyJob *job)
{
  g_autoptr (GalleyCliWriter) writer = galley_cli_writer_new (!self->several);
  g_auto (GStrv) notes = galley_job_dup_notes (job);

  galley_cli_writer_begin_object (writer, NULL);
  galley_cli_writer_string (writer, "file", file);
  if (self->into != NULL)
    galley_cli_writer_string (writer, "into", self->into);
  galley_json_reading (writer, edition);
  galley_json_strings (writer, "notes", (const char *const *) notes);
  galley_cli_writer_end (writer);
  return g_steal_pointer (&writer);
}

static void
print_failure (const Import *self, const char *file, const GError *error)
{
  g_autoptr (GalleyCliWriter) writer = NULL;

  if (!self->json || !self->several)
    return;
  writer = galley_cli_writer_new (FALSE);
  galley_cli_writer_begin_object (writer, NULL);
  galley_cli_writer_string (writer, "file", file);
  galley_cli_writer_string (writer, "error", error->message);
  galley_cli_writer_end (writer);
  galley_cli_emit (writer);
}

static gboolean
ensure_store (Import *self, GError **error)
{
  if (self->into == NULL || self->store != NULL)
    return TRUE;
  self->created = !g_file_test (self->into, G_FILE_TEST_EXISTS);
  self->store = galley_store_open (self->into, TRUE, NULL, error);
  self->refused = self->store == NULL;
  return self->store != NULL;
}

/* Puts the articles of @other (empty afterwards) into the store, with a revision each. */
static gboolean
store_edition (Import *self, GalleyEdition *other, const char *file, GError **error)
{
  GalleyEdition *edition = galley_store_get_edition (self->store);
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (other);
  g_autofree char *name = g_filename_display_basename (file);

  g_ptr_array_set_free_func (articles, g_object_unref);
  g_ptr_array_foreach (articles, (GFunc) (GCallback) g_object_ref, NULL);

  if (self->date != NULL)
    galley_masthead_set (galley_edition_get_masthead (edition), GALLEY_FACT_DATE, self->date);
  galley_edition_absorb (edition, other, self->page);
  /* What cannot be written now will not be written with the next file either. */
  self->refused = TRUE;
  if (!galley_store_flush (self->store, error))
    return FALSE;
  self->stored = TRUE;

  for (guint i = 0; i < articles->len; i++)
    {
      if (galley_store_keep (self->store, articles->pdata[i], "import", error) == 0)
        return FALSE;
    }
  self->refused = !galley_store_log (self->store, "import", NULL, name, error);
  return !self->refused;
}

/* @stopped: somebody asked to stop, if only after this file had been stored. */
static gboolean
import_file (Import *self, const char *file, gboolean *stopped, GError **error)
{
  g_autoptr (GalleyCliWatch) watch = galley_cli_watch_new (file);
  GalleyJob *job = galley_cli_watch_get_job (watch);
  g_autoptr (GalleyInput) input = galley_input_open (file, self->format, job, error);
  g_autoptr (GalleyEdition) edition = NULL;
  g_autoptr (GalleyCliWriter) writer = NULL;
  g_autofree char *text = NULL;

  galley_cli_watch_end (watch, file);
  if (input == NULL)
    return FALSE;
  if (input->store != NULL)
    {
      g_set_error_literal (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED,
                           _ ("This is an edition already; “galley-cli show” shows it."));
      return FALSE;
    }

  edition = galley_edition_new ();
  galley_edition_absorb (edition, input->edition, self->page);
  if (self->date != NULL)
    galley_masthead_set (galley_edition_get_masthead (edition), GALLEY_FACT_DATE, self->date);

  /* Told only when it is stored, taken before: the store leaves nothing of @edition. */
  if (self->json)
    writer = write_reading (self, edition, file, job);
  else
    text = dup_text (edition, file);
  if (!galley_job_continues (job, error) || !ensure_store (self, error))
    return FALSE;
  if (self->store != NULL && !store_edition (self, edition, file, error))
    return FALSE;
  if (writer != NULL)
    galley_cli_emit (writer);
  else
    galley_cli_print ("%s", text);
  *stopped = g_cancellable_is_cancelled (galley_job_get_cancellable (job));
  galley_cli_flush ();
  return TRUE;
}

/* A run that made the file and put nothing into it takes it away again. */
static void
remove_empty (const Import *self)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (self->into, suffixes[i], NULL);

      g_unlink (path);
    }
}

#define MOST_LEARNT 10 /* editions a run: nobody waits for more */

/* Older editions beside the one that is imported into teach the reader which words are rare. Without them it reads as well. */
static void
learn (const char *into)
{
  g_autofree char *folder = into != NULL ? g_path_get_dirname (into) : NULL;

  galley_lexicon_update (folder, MOST_LEARNT, NULL, NULL);
}

static GalleyExit
run (Import *self, char **files)
{
  GalleyExit code = GALLEY_EXIT_DONE;
  g_autoptr (GError) closing = NULL;

  for (guint i = 0; files[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean stopped = FALSE;

      if (!import_file (self, files[i], &stopped, &error))
        {
          code = galley_cli_failed (files[i], error);
          print_failure (self, files[i], error);
          stopped = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->refused;
        }
      if (stopped && files[i + 1] != NULL && code == GALLEY_EXIT_DONE)
        {
          galley_cli_remark (NULL, _ ("Stopped."));
          code = GALLEY_EXIT_FAILED;
        }
      if (stopped)
        break;
    }

  /* One failure, one sentence: a store that refused to write refuses again when it is closed. */
  if (self->store != NULL && !galley_store_close (self->store, &closing) && !self->refused)
    code = galley_cli_failed (self->into, closing);
  if (self->store != NULL && self->created && !self->stored)
    remove_empty (self);
  return code;
}

GalleyExit
galley_cli_import (const GalleyCommand *self, int argc, char **argv)
{
  g_autofree char *into = NULL;
  g_autofree char *date = NULL;
  g_autofree char *format = NULL;
  int page = 0;
  gboolean json = FALSE;
  g_auto (GStrv) files = NULL;
  const GOptionEntry entries[] = {
    { "into", 0, 0, G_OPTION_ARG_FILENAME, &into,
      N_ ("Put the articles into this edition (made where there is none)"), "E.galley" },
    { "date", 0, 0, G_OPTION_ARG_FILENAME, &date, N_ ("Date of the edition"), "YYYY-MM-DD" },
    { "page", 0, 0, G_OPTION_ARG_INT, &page, N_ ("Number of the page"), "N" },
    { "format", 0, 0, G_OPTION_ARG_FILENAME, &format, N_ ("Read with this importer, whatever the name says"),
      "NAME" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print the reading as JSON; of several files, one a line"),
      NULL },
    G_OPTION_ENTRY_NULL,
  };
  Import import = { 0 };
  GalleyExit code;

  if (!galley_cli_parse (self, entries, argc, argv, 1, G_MAXUINT, &files))
    return GALLEY_EXIT_USAGE;
  if (date != NULL)
    {
      g_autofree char *wrong = galley_fact_validate (GALLEY_FACT_DATE, date);

      if (wrong != NULL)
        return galley_cli_misused (self, "--date %s: %s", date, wrong);
    }
  if (page < 0 || page > 999)
    return galley_cli_misused (self, _ ("--page %d: a page has a number from 1 to 999."), page);
  if (format != NULL && !galley_cli_has_format (format, "Importer-"))
    return galley_cli_misused (self, _ ("There is no importer “%s”; “galley-cli formats” lists them."),
                               format);

  import.into = into;
  import.date = date;
  import.page = (guint) page;
  import.format = format;
  import.json = json;
  import.several = files[1] != NULL;
  learn (into);
  code = run (&import, files);
  g_clear_object (&import.store);
  return code;
}
