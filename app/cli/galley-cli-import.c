/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "galley-arrivals.h"
#include "galley-lexicon.h"
#include "galley-cli-json.h"
#include "galley-cli.h"
#include "galley-error.h"
#include "galley-gather.h"
#include "galley-incoming.h"

#define INPUT G_MAXUINT

typedef struct
{
  const char *into;
  const char *date;
  guint page;
  const char *format;
  gboolean json;
  gboolean skip_doubles;
  gboolean several;
  gboolean stays; /* watches the folders afterwards */

  GalleyCliWatch *watch;
  GalleyGather *gather;
  GPtrArray *labels; /* what each file of it is called here, char * */
  GArray *order;     /* their numbers as they were named, INPUT for standard input */
  guint counts[GALLEY_GATHER_FAILED + 1];
  guint n_doubles;

  GalleyStore *store; /* opened when the first file has been read */
  gboolean created;   /* by this run */
  gboolean stored;    /* something has arrived in it */
  gboolean refused;   /* it could not be opened: the run has no aim */
  gboolean stopped;   /* somebody asked to */
  GalleyExit code;
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

/* An article of this file that is there already. */
typedef struct
{
  guint index; /* counted over the file, without furniture */
  GalleyDouble found;
} Double;

static void
write_doubles (GalleyCliWriter *writer, const GArray *doubles)
{
  galley_cli_writer_begin_array (writer, "duplicates");
  for (guint i = 0; i < doubles->len; i++)
    {
      const Double *one = &g_array_index (doubles, Double, i);

      galley_cli_writer_begin_object (writer, NULL);
      galley_cli_writer_integer (writer, "article", one->index);
      galley_cli_writer_string (writer, "of", one->found.headline);
      galley_cli_writer_string (writer, "in", one->found.file);
      galley_cli_writer_number (writer, "likeness", one->found.likeness);
      galley_cli_writer_end (writer);
    }
  galley_cli_writer_end (writer);
}

static GalleyCliWriter *
write_reading (
    const Import *self, GalleyEdition *edition, const char *file, const GArray *doubles, GalleyJob *job)
{
  g_autoptr (GalleyCliWriter) writer = galley_cli_writer_new (!self->several);
  g_auto (GStrv) notes = galley_job_dup_notes (job);

  galley_cli_writer_begin_object (writer, NULL);
  galley_cli_writer_string (writer, "file", file);
  if (self->into != NULL)
    galley_cli_writer_string (writer, "into", self->into);
  galley_json_reading (writer, edition);
  galley_json_strings (writer, "notes", (const char *const *) notes);
  write_doubles (writer, doubles);
  galley_cli_writer_end (writer);
  return g_steal_pointer (&writer);
}

/* A line about a file that is no reading; @key says what it is. */
static void
print_line (const Import *self, const char *file, const char *key, const char *sentence)
{
  g_autoptr (GalleyCliWriter) writer = NULL;

  if (!self->json || !self->several)
    return;
  writer = galley_cli_writer_new (FALSE);
  galley_cli_writer_begin_object (writer, NULL);
  galley_cli_writer_string (writer, "file", file);
  galley_cli_writer_string (writer, key, sentence);
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
      if (galley_incoming_keep (self->store, articles->pdata[i], error) == 0)
        return FALSE;
    }
  self->refused = !galley_store_log (self->store, "import", NULL, name, error);
  return !self->refused;
}

/* Doubles among the articles of one file; those that are not wanted leave @edition. */
static GArray *
find_doubles (Import *self, GalleyEdition *edition, const char *file)
{
  GArray *doubles = g_array_new (FALSE, FALSE, sizeof (Double));
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);

  for (guint i = 0; i < articles->len; i++)
    {
      GalleyArticle *article = articles->pdata[i];
      GalleyPage *page = NULL;
      Double one = { 0 };
      g_autofree char *sentence = NULL;

      if (galley_article_get_kind (article) == GALLEY_ARTICLE_FURNITURE)
        continue;
      one.index = (guint) galley_edition_number_of (edition, article);
      if (!galley_gather_compare (self->gather, article, file, &one.found))
        continue;
      sentence = galley_double_describe (&one.found, article);
      galley_cli_watch_hide (self->watch);
      galley_cli_remark (file, sentence);
      g_array_append_val (doubles, one);
      self->n_doubles++;
      if (!self->skip_doubles)
        continue;
      (void) galley_edition_find_article (edition, galley_article_get_id (article), &page);
      for (guint k = 0; page != NULL && k < galley_page_get_n_articles (page); k++)
        {
          if (galley_page_get_article (page, k) == article)
            {
              galley_page_remove (page, k);
              break;
            }
        }
    }
  return doubles;
}

/* Tells what came in, and puts it into the store. */
static gboolean
take_edition (Import *self, GalleyEdition *read, const char *file, GalleyJob *job, GError **error)
{
  g_autoptr (GalleyEdition) edition = galley_edition_new ();
  g_autoptr (GArray) doubles = NULL;
  g_autoptr (GalleyCliWriter) writer = NULL;
  g_autofree char *text = NULL;

  galley_edition_absorb (edition, read, self->page);
  if (self->date != NULL)
    galley_masthead_set (galley_edition_get_masthead (edition), GALLEY_FACT_DATE, self->date);
  if (!galley_job_continues (job, error) || !ensure_store (self, error))
    return FALSE;
  doubles = find_doubles (self, edition, file);

  /* Told only when it is stored, taken before: the store leaves nothing of @edition. */
  if (self->json)
    writer = write_reading (self, edition, file, doubles, job);
  else
    text = dup_text (edition, file);
  if (self->store != NULL && !store_edition (self, edition, file, error))
    return FALSE;
  galley_cli_watch_hide (self->watch);
  if (writer != NULL)
    galley_cli_emit (writer);
  else
    galley_cli_print ("%s", text);
  galley_cli_flush ();
  return TRUE;
}

static void
tell_failure (Import *self, const char *file, const GError *error)
{
  galley_cli_watch_hide (self->watch);
  self->code = galley_cli_failed (file, error);
  self->counts[GALLEY_GATHER_FAILED]++;
  self->stopped |= g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->refused;
  print_line (self, file, "error", error->message);
}

static void
tell_notes (Import *self, const char *file, GalleyJob *job)
{
  g_auto (GStrv) notes = galley_job_dup_notes (job);

  galley_cli_watch_hide (self->watch);
  for (guint i = 0; notes[i] != NULL; i++)
    galley_cli_remark (file, notes[i]);
}

/* Reads the file of that number, or standard input. */
static void
import_file (Import *self, guint index, GalleyJob *job)
{
  gboolean is_input = index == INPUT;
  const char *file = is_input ? "-" : g_ptr_array_index (self->labels, index);
  g_autoptr (GalleyEdition) edition = NULL;
  g_autoptr (GError) error = NULL;
  GalleyGatherResult result = GALLEY_GATHER_FAILED;

  if (is_input)
    {
      g_autoptr (GalleyInput) input = galley_input_open ("-", self->format, job, &error);

      edition = input != NULL ? g_object_ref (input->edition) : NULL;
      result = input != NULL ? GALLEY_GATHER_READ : GALLEY_GATHER_FAILED;
    }
  else if (galley_cli_is_edition (g_file_peek_path (galley_gather_get_file (self->gather, index))))
    g_set_error_literal (&error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED,
                         _ ("This is an edition already; “galley-cli show” shows it."));
  else
    result = galley_gather_read (self->gather, index, self->format, job, &edition, &error);

  tell_notes (self, file, job);
  if (edition != NULL && !take_edition (self, edition, file, job, &error))
    result = GALLEY_GATHER_FAILED;
  if (result == GALLEY_GATHER_FAILED)
    {
      tell_failure (self, file, error);
      return;
    }
  self->counts[result]++;
  if (result == GALLEY_GATHER_PART)
    print_line (self, file, "part", _ ("Read with another file."));
  else if (result == GALLEY_GATHER_SKIPPED)
    print_line (self, file, "skipped", _ ("Nothing here reads files of this kind."));
}

/* A file, a folder or an archive that was named. */
static void
add_argument (Import *self, const char *argument, GalleyJob *job)
{
  g_autoptr (GFile) file = galley_cli_file (argument);
  g_autoptr (GError) error = NULL;
  guint before = galley_gather_get_n_files (self->gather);
  guint now;
  gboolean good = galley_gather_add (self->gather, file, job, &error);
  g_autofree char *folder = g_path_get_dirname (argument);
  gboolean empty;

  now = galley_gather_get_n_files (self->gather);
  for (guint i = before; i < now; i++)
    {
      const char *name = galley_gather_get_name (self->gather, i);
      gboolean itself = g_file_equal (file, galley_gather_get_file (self->gather, i));

      g_ptr_array_add (self->labels, itself                      ? g_strdup (argument)
                                     : g_str_equal (folder, ".") ? g_strdup (name)
                                                                 : g_build_filename (folder, name, NULL));
      g_array_append_val (self->order, i);
      self->several |= !itself;
    }
  /* What is watched may be empty as yet. */
  empty = g_error_matches (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED) && now == before &&
          g_file_test (argument, G_FILE_TEST_IS_DIR);
  if (!good && !(empty && self->stays))
    tell_failure (self, argument, error);
}

/* What was named since the place @first of the order. */
static void
import_from (Import *self, guint first)
{
  GalleyJob *whole = galley_cli_watch_get_job (self->watch);
  GCancellable *cancellable = galley_job_get_cancellable (whole);
  guint n = self->order->len;

  for (guint i = first; i < n && !self->stopped; i++)
    {
      /* Notes are those of one file; how far it is, that of all. */
      g_autoptr (GalleyJob) job = self->several ? galley_job_new (cancellable) : g_object_ref (whole);

      import_file (self, g_array_index (self->order, guint, i), job);
      if (self->several)
        galley_job_progress (whole, (double) (i + 1 - first) / (n - first));
      if (self->stopped || !g_cancellable_is_cancelled (cancellable))
        continue;
      /* The file that was not begun is told as stopped. */
      if (i + 1 < n && !self->stays)
        {
          guint next = g_array_index (self->order, guint, i + 1);
          g_autoptr (GError) error = NULL;

          (void) galley_job_continues (whole, &error);
          tell_failure (self, next == INPUT ? "-" : g_ptr_array_index (self->labels, next), error);
        }
      self->stopped = TRUE;
    }
}

static void
print_summary (const Import *self)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (self->counts); i++)
    n += self->counts[i];
  if (self->json || n < 3)
    return;
  galley_cli_print (ngettext ("%u file: ", "%u files: ", n), n);
  galley_cli_print (_ ("%u read, %u read with others, %u of no known kind, %u failed, %u duplicates\n"),
                    self->counts[GALLEY_GATHER_READ], self->counts[GALLEY_GATHER_PART],
                    self->counts[GALLEY_GATHER_SKIPPED], self->counts[GALLEY_GATHER_FAILED], self->n_doubles);
}

/* --- a folder that is watched ------------------------------------------------------------------------------------ */

typedef struct
{
  Import *import;
  GMainLoop *loop;
} Watching;

static gboolean
is_over (const Watching *self)
{
  return self->import->stopped || self->import->refused ||
         g_cancellable_is_cancelled (
             galley_job_get_cancellable (galley_cli_watch_get_job (self->import->watch)));
}

static void
on_arrived (Watching *self, GListModel *files, GalleyArrivals *arrivals)
{
  for (guint i = 0; i < g_list_model_get_n_items (files) && !is_over (self); i++)
    {
      g_autoptr (GFile) file = g_list_model_get_item (files, i);
      guint first = self->import->order->len;

      galley_arrivals_know (arrivals, file);
      add_argument (self->import, g_file_peek_path (file), galley_cli_watch_get_job (self->import->watch));
      import_from (self->import, first);
    }
  if (is_over (self))
    g_main_loop_quit (self->loop);
}

static gboolean
on_stop (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

static void
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_main_context_invoke (NULL, on_stop, user_data);
}

/* What was read before is not read again. */
static void
know_all (Import *self, GalleyArrivals *arrivals)
{
  for (guint i = 0; i < galley_gather_get_n_files (self->gather); i++)
    galley_arrivals_know (arrivals, galley_gather_get_file (self->gather, i));
}

/* Until Ctrl+C, which is how this ends well. */
static void
stay (Import *self, char **folders)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (g_object_unref);
  Watching watching = { self, loop };
  GCancellable *cancellable = galley_job_get_cancellable (galley_cli_watch_get_job (self->watch));
  gulong handler;

  for (guint i = 0; folders[i] != NULL; i++)
    {
      g_autoptr (GFile) folder = galley_cli_file (folders[i]);
      g_autoptr (GError) error = NULL;
      GalleyArrivals *arrivals = galley_arrivals_new (folder, NULL, &error);

      if (arrivals == NULL)
        {
          self->code = galley_cli_failed (folders[i], error);
          return;
        }
      know_all (self, arrivals);
      g_signal_connect_swapped (arrivals, "arrived", G_CALLBACK (on_arrived), &watching);
      g_ptr_array_add (all, arrivals);
      galley_cli_watch_hide (self->watch);
      galley_cli_remark (folders[i], _ ("Watched for new files; Ctrl+C ends it."));
    }
  handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), loop, NULL);
  if (!self->stopped && !g_cancellable_is_cancelled (cancellable))
    g_main_loop_run (loop);
  g_cancellable_disconnect (cancellable, handler);
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
  g_autofree char *label =
      files[1] != NULL
          ? g_strdup_printf (ngettext ("%u file", "%u files", g_strv_length (files)), g_strv_length (files))
          : g_strdup (files[0]);
  g_autoptr (GalleyCliWatch) watch = galley_cli_watch_new (label);
  g_autoptr (GalleyGather) gather = galley_gather_new (galley_cli_get_plugins ());
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) order = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GError) closing = NULL;
  const guint input = INPUT;

  self->watch = watch;
  self->gather = gather;
  self->labels = labels;
  self->order = order;
  self->several = files[1] != NULL || self->stays;
  if (self->into != NULL && g_file_test (self->into, G_FILE_TEST_EXISTS))
    {
      /* What is there already has to be known before the first file is compared. */
      g_autoptr (GalleyStore) present = galley_store_open_readonly (self->into, NULL);

      if (present != NULL)
        galley_gather_know (gather, galley_store_get_edition (present));
    }
  for (guint i = 0; files[i] != NULL && !self->stopped; i++)
    {
      if (g_str_equal (files[i], "-"))
        g_array_append_val (order, input);
      else
        add_argument (self, files[i], galley_cli_watch_get_job (watch));
    }
  if (order->len == 1 && !self->stays && g_array_index (order, guint, 0) != INPUT)
    galley_plugins_end_server (galley_cli_get_plugins ());
  import_from (self, 0);
  if (self->stays && !self->refused)
    stay (self, files);
  print_summary (self);

  /* One failure, one sentence: a store that refused to write refuses again when it is closed. */
  if (self->store != NULL && !galley_store_close (self->store, &closing) && !self->refused)
    self->code = galley_cli_failed (self->into, closing);
  if (self->store != NULL && self->created && !self->stored)
    remove_empty (self);
  return self->code;
}

GalleyExit
galley_cli_import (const GalleyCommand *self, int argc, char **argv)
{
  g_autofree char *into = NULL;
  g_autofree char *date = NULL;
  g_autofree char *format = NULL;
  int page = 0;
  gboolean json = FALSE, skip_doubles = FALSE, stays = FALSE;
  g_auto (GStrv) files = NULL;
  const GOptionEntry entries[] = {
    { "into", 0, 0, G_OPTION_ARG_FILENAME, &into,
      N_ ("Put the articles into this edition (made where there is none)"), "E.galley" },
    { "date", 0, 0, G_OPTION_ARG_FILENAME, &date, N_ ("Date of the edition"), "YYYY-MM-DD" },
    { "page", 0, 0, G_OPTION_ARG_INT, &page, N_ ("Number of the page"), "N" },
    { "format", 0, 0, G_OPTION_ARG_FILENAME, &format, N_ ("Read with this importer, whatever the name says"),
      "NAME" },
    { "skip-duplicates", 0, 0, G_OPTION_ARG_NONE, &skip_doubles,
      N_ ("Leave out articles whose text is there already"), NULL },
    { "watch", 0, 0, G_OPTION_ARG_NONE, &stays, N_ ("Then wait for new files in the folder, until Ctrl+C"),
      NULL },
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

  for (guint i = 0; stays && files[i] != NULL; i++)
    {
      if (into == NULL || !g_file_test (files[i], G_FILE_TEST_IS_DIR))
        return galley_cli_misused (self, _ ("--watch wants a folder, and an edition with --into."));
    }

  import.into = into;
  import.date = date;
  import.page = (guint) page;
  import.format = format;
  import.json = json;
  import.skip_doubles = skip_doubles;
  import.stays = stays;
  learn (into);
  code = run (&import, files);
  g_clear_object (&import.store);
  return code;
}
