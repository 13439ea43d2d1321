/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <gio/gunixinputstream.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "galley-cli.h"
#include "galley-error.h"
#include "galley-open.h"
#include "galley-serve.h"

/* By the word that stands for it in the usage line: FILE, FOLDER, DIR, E.galley, LAST.galley … */
static gboolean
is_path (const char *what)
{
  return strstr (what, ".galley") != NULL || g_str_has_prefix (what, "FILE") ||
         g_str_has_prefix (what, "FOLDER") || g_str_has_prefix (what, "DIR");
}

/* The first word that is not UTF-8, or NULL. Names of files may be any bytes; all else is text, which the store, the log and the
 * expressions want well formed. */
static const char *
find_broken (const GalleyCommand *self, const GOptionEntry *entries, char **rest)
{
  g_auto (GStrv) words = g_strsplit (self->arguments, " ", -1);
  guint n_words = g_strv_length (words);

  for (guint i = 0; rest[i] != NULL; i++)
    {
      /* The last one may stand for many. */
      if (!g_utf8_validate (rest[i], -1, NULL) && (n_words == 0 || !is_path (words[MIN (i, n_words - 1)])))
        return rest[i];
    }
  for (; entries != NULL && entries->long_name != NULL; entries++)
    {
      gboolean many = entries->arg == G_OPTION_ARG_FILENAME_ARRAY;
      char *single[] = { entries->arg == G_OPTION_ARG_FILENAME ? *(char **) entries->arg_data : NULL, NULL };
      char **values = many ? *(char ***) entries->arg_data : single;

      for (; values != NULL && *values != NULL; values++)
        {
          if (!is_path (entries->arg_description) && !g_utf8_validate (*values, -1, NULL))
            return *values;
        }
    }
  return NULL;
}

gboolean
galley_cli_parse (const GalleyCommand *self,
                  const GOptionEntry *entries,
                  int argc,
                  char **argv,
                  guint least,
                  guint most,
                  GStrv *rest)
{
  g_autoptr (GOptionContext) context = g_option_context_new (self->arguments);
  g_autoptr (GError) error = NULL;
  const GOptionEntry remaining[] = {
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, rest, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };
  const char *broken;
  guint n_rest;

  g_option_context_set_summary (context, _ (self->summary));
  if (self->details != NULL)
    g_option_context_set_description (context, _ (self->details));
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, remaining, NULL);

  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      galley_cli_misused (self, "%s", error->message);
      return FALSE;
    }

  if (*rest == NULL)
    *rest = g_new0 (char *, 1);
  n_rest = g_strv_length (*rest);
  if (n_rest < least)
    galley_cli_misused (self, _ ("Something is missing: %s."), self->arguments);
  else if (n_rest > most)
    galley_cli_misused (self, _ ("“%s” is one argument too many."), (*rest)[most]);
  if (n_rest < least || n_rest > most)
    return FALSE;

  broken = find_broken (self, entries, *rest);
  if (broken != NULL)
    {
      g_autofree char *shown = g_utf8_make_valid (broken, -1);

      galley_cli_misused (self, _ ("“%s” is not UTF-8."), shown);
    }
  return broken == NULL;
}

static void
print_error (const char *subject, const char *sentence)
{
  if (subject != NULL && strstr (sentence, subject) == NULL)
    fprintf (stderr, "galley-cli: %s: %s\n", subject, sentence);
  else
    fprintf (stderr, "galley-cli: %s\n", sentence);
}

GalleyExit
galley_cli_misused (const GalleyCommand *self, const char *format, ...)
{
  g_autofree char *sentence = NULL;
  va_list arguments;

  va_start (arguments, format);
  sentence = g_strdup_vprintf (format, arguments);
  va_end (arguments);

  print_error (NULL, sentence);
  if (self != NULL)
    fprintf (stderr, _ ("Try “galley-cli %s --help”.\n"), self->name);
  else
    fputs (_ ("Try “galley-cli --help”.\n"), stderr);
  return GALLEY_EXIT_USAGE;
}

GalleyExit
galley_cli_failed (const char *subject, const GError *error)
{
  g_autofree char *name = subject != NULL ? g_filename_display_name (subject) : NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    print_error (name, _ ("Stopped."));
  else
    print_error (name, error->message);
  return GALLEY_EXIT_FAILED;
}

void
galley_cli_remark (const char *subject, const char *sentence)
{
  g_autofree char *name = subject != NULL ? g_filename_display_name (subject) : NULL;

  print_error (name, sentence);
}

/* Why the first write to standard output failed, or 0. */
static int output_errno;

static void
note_output (gboolean done)
{
  if (!done && output_errno == 0)
    output_errno = errno;
}

void
galley_cli_print (const char *format, ...)
{
  va_list arguments;

  /* Not g_print(): it turns Chinese into question marks where the locale is not UTF-8, and a pipe wants the text. */
  va_start (arguments, format);
  note_output (vfprintf (stdout, format, arguments) >= 0);
  va_end (arguments);
}

void
galley_cli_emit (GalleyCliWriter *writer)
{
  g_autofree char *text = galley_cli_writer_steal (writer);

  note_output (fputs (text, stdout) >= 0);
}

void
galley_cli_flush (void)
{
  note_output (fflush (stdout) == 0);
}

gboolean
galley_cli_finish (void)
{
  galley_cli_flush ();
  /* A reader that has seen enough (head, less) is no failure worth a sentence. */
  if (output_errno != 0 && output_errno != EPIPE)
    fprintf (stderr, _ ("galley-cli: The output could not be written: %s.\n"), g_strerror (output_errno));
  return output_errno == 0;
}

static int server = -1;
static int server_pid;

void
galley_cli_start_server (void)
{
  if (g_getenv ("GALLEY_WORKER") == NULL)
    server = galley_serve_start (&server_pid);
}

void
galley_cli_end_server (void)
{
  if (server >= 0)
    galley_serve_end (server, server_pid);
}

GalleyPlugins *
galley_cli_get_plugins (void)
{
  static GalleyPlugins *plugins;

  if (plugins == NULL)
    {
      const char *off = g_getenv ("GALLEY_DISABLED_PLUGINS");
      g_auto (GStrv) disabled = galley_cli_split_list (off != NULL ? off : "");

      plugins = galley_plugins_new ((const char *const *) disabled);
      galley_plugins_use_worker (plugins);
      galley_plugins_use_server (plugins, server, server_pid);
    }
  return plugins;
}

gboolean
galley_cli_has_format (const char *name, const char *prefix)
{
  static const char *const keys[] = { "Types", "Suffixes", "Suffix" };
  GalleyPlugins *plugins = galley_cli_get_plugins ();
  GalleyPluginInfo *info = galley_plugins_find (plugins, name);

  for (guint i = 0; info != NULL && info->enabled && i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *key = g_strconcat (prefix, keys[i], NULL);

      if (galley_plugins_get_key (plugins, info, key) != NULL)
        return TRUE;
    }
  return FALSE;
}

gboolean
galley_cli_is_edition (const char *path)
{
  static const char magic[] = "SQLite format 3";
  g_autofree char *lower = g_ascii_strdown (path, -1);
  char head[sizeof magic] = "";
  FILE *file;
  size_t n;

  if (g_str_has_suffix (lower, ".galley"))
    return TRUE;

  file = fopen (path, "rb");
  if (file == NULL)
    return FALSE;
  n = fread (head, 1, sizeof head, file);
  fclose (file);
  return n == sizeof head && memcmp (head, magic, sizeof magic) == 0;
}

GFile *
galley_cli_file (const char *path)
{
  return g_vfs_get_file_for_path (g_vfs_get_local (), path);
}

static GBytes *
read_stdin (GalleyJob *job, GError **error)
{
  GCancellable *cancellable = galley_job_get_cancellable (job);
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GByteArray) all = g_byte_array_new ();
  g_autofree guint8 *piece = g_malloc (1 << 16);
  gssize n;

  while ((n = g_input_stream_read (input, piece, 1 << 16, cancellable, error)) > 0)
    {
      if (all->len + (gsize) n > GALLEY_SOURCE_MAX_BYTES)
        {
          g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE,
                       _ ("Standard input is larger than %u MiB."), GALLEY_SOURCE_MAX_BYTES >> 20);
          return NULL;
        }
      g_byte_array_append (all, piece, (guint) n);
    }

  return n < 0 ? NULL : g_byte_array_free_to_bytes (g_steal_pointer (&all));
}

static GalleySource *
open_source (const char *path, GalleyJob *job, GError **error)
{
  if (g_str_equal (path, "-"))
    {
      g_autoptr (GBytes) bytes = read_stdin (job, error);
      gsize size;
      const char *data;

      if (bytes == NULL)
        return NULL;
      /* Bytes have no name, and a name decides: text is called so, the rest is left to the probes. */
      data = g_bytes_get_data (bytes, &size);
      return galley_source_new_for_bytes (g_utf8_validate_len (data, size, NULL) ? "stdin.txt" : "stdin",
                                          NULL, bytes);
    }
  else
    {
      g_autoptr (GFile) file = galley_cli_file (path);
      g_autoptr (GError) failure = NULL;
      GalleySource *source = galley_source_new_for_file (file, galley_job_get_cancellable (job), &failure);

      /* GIO's sentences name system calls. */
      if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("There is no such file."));
      else if (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                             _ ("You are not allowed to read it."));
      else if (failure != NULL)
        g_propagate_error (error, g_steal_pointer (&failure));
      return source;
    }
}

GBytes *
galley_cli_read (const char *path, GalleyJob *job, GError **error)
{
  g_autoptr (GalleySource) source = open_source (path, job, error);

  return source != NULL ? g_bytes_ref (galley_source_get_bytes (source)) : NULL;
}

GalleyInput *
galley_input_open (const char *path, const char *format, GalleyJob *job, GError **error)
{
  g_autoptr (GalleyInput) self = g_new0 (GalleyInput, 1);
  g_autoptr (GalleySource) source = NULL;

  if (!g_str_equal (path, "-") && galley_cli_is_edition (path))
    {
      self->store = galley_store_open_readonly (path, error);
      if (self->store == NULL)
        return NULL;
      self->edition = g_object_ref (galley_store_get_edition (self->store));
      return g_steal_pointer (&self);
    }

  source = open_source (path, job, error);
  if (source == NULL)
    return NULL;
  galley_plugins_end_server (galley_cli_get_plugins ());
  self->edition = galley_open_source (galley_cli_get_plugins (), source, format, job, error);
  if (self->edition == NULL)
    return NULL;
  self->bytes = g_bytes_ref (galley_source_get_bytes (source));
  return g_steal_pointer (&self);
}

void
galley_input_free (GalleyInput *self)
{
  g_clear_object (&self->edition);
  g_clear_object (&self->store);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self);
}

GalleyStore *
galley_cli_open_store (const char *path, GError **error)
{
  return galley_cli_open_store_as (path, NULL, error);
}

GalleyStore *
galley_cli_open_store_as (const char *path, const char *author, GError **error)
{
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_autofree char *name = g_filename_display_name (path);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("There is no edition “%s”."), name);
      return NULL;
    }
  return galley_store_open (path, FALSE, author, error);
}

static GalleyArticle *
find_by_number (GalleyEdition *edition, const char *name, GPtrArray *articles)
{
  guint64 number;
  guint64 i = 0;

  if (!g_ascii_string_to_unsigned (name, 10, 0, G_MAXUINT, &number, NULL))
    return NULL;

  for (guint k = 0; k < articles->len; k++)
    {
      GalleyArticle *article = articles->pdata[k];

      if (galley_article_get_kind (article) == GALLEY_ARTICLE_FURNITURE)
        continue;
      if (i++ == number)
        return article;
    }
  return NULL;
}

GalleyArticle *
galley_cli_find_article (GalleyEdition *edition, const char *name, GError **error)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);
  GalleyArticle *found = find_by_number (edition, name, articles);
  guint n_found = 0;

  if (found != NULL)
    return found;

  /* A mistyped number must not mean the article whose id happens to begin so. */
  for (guint i = 0; strlen (name) >= GALLEY_CLI_ID_LENGTH && i < articles->len; i++)
    {
      if (g_str_has_prefix (galley_article_get_id (articles->pdata[i]), name))
        {
          found = articles->pdata[i];
          n_found++;
        }
    }
  if (n_found == 1)
    return found;

  if (n_found > 1)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 _ ("More than one article has an id that begins with “%s”."), name);
  else
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                 _ ("There is no article “%s”; “galley-cli show” lists them."), name);
  return NULL;
}

gboolean
galley_cli_split_option (const char *text, char **head, char **key, char **value)
{
  const char *equals = strchr (text, '=');
  const char *dot = strchr (text, '.');

  if (equals == NULL || dot == NULL || dot == text || dot > equals || dot + 1 == equals)
    return FALSE;
  *head = g_strndup (text, dot - text);
  *key = g_strndup (dot + 1, equals - dot - 1);
  *value = g_strdup (equals + 1);
  return TRUE;
}

GStrv
galley_cli_split_list (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (*g_strstrip (parts[i]) != '\0')
        g_strv_builder_add (builder, parts[i]);
    }
  return g_strv_builder_end (builder);
}

char *
galley_cli_dup_time (gint64 microseconds)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (microseconds / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  return local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M") : g_strdup ("?");
}
