/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <gio/gunixoutputstream.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "galley-cli-desk.h"
#include "galley-cli-json.h"
#include "galley-cli-markup.h"
#include "galley-error.h"
#include "galley-save.h"

/* One format of the list: its exporter with all options set, before the first byte is written. */
typedef struct
{
  char *format;
  char *name; /* of the file */
  GalleyExporter *exporter;
} Target;

static void
target_free (Target *self)
{
  g_free (self->format);
  g_free (self->name);
  g_clear_object (&self->exporter);
  g_free (self);
}

static Target *
find_target (const GPtrArray *targets, const char *format)
{
  for (guint i = 0; i < targets->len; i++)
    {
      Target *target = targets->pdata[i];

      if (g_str_equal (target->format, format))
        return target;
    }
  return NULL;
}

static GalleyExit
make_targets (const GalleyCommand *self, const char *list, GPtrArray *targets)
{
  g_auto (GStrv) formats = galley_cli_split_list (list);

  for (guint i = 0; formats[i] != NULL; i++)
    {
      g_autoptr (GError) error = NULL;
      Target *target;

      if (!galley_cli_has_format (formats[i], "Exporter-"))
        return galley_cli_misused (
            self, _ ("There is no export format “%s”; “galley-cli formats” lists them."), formats[i]);
      if (find_target (targets, formats[i]) != NULL)
        continue;
      target = g_new0 (Target, 1);
      target->format = g_strdup (formats[i]);
      g_ptr_array_add (targets, target);
      target->exporter = galley_save_create (galley_cli_get_plugins (), formats[i], &error);
      if (target->exporter == NULL)
        return galley_cli_failed (formats[i], error);
    }
  if (targets->len == 0)
    return galley_cli_misused (self, _ ("--to names no format."));
  return GALLEY_EXIT_DONE;
}

static GalleyExit
set_options (const GalleyCommand *self, char **options, const GPtrArray *targets)
{
  for (guint i = 0; options != NULL && options[i] != NULL; i++)
    {
      g_autofree char *format = NULL;
      g_autofree char *key = NULL;
      g_autofree char *value = NULL;
      g_autoptr (GError) error = NULL;
      Target *target;

      if (!galley_cli_split_option (options[i], &format, &key, &value))
        return galley_cli_misused (self, _ ("--set %s: it has the form FORMAT.key=value."), options[i]);
      target = find_target (targets, format);
      if (target == NULL)
        return galley_cli_misused (self, _ ("--set %s: “%s” is not among the formats of --to."), options[i],
                                   format);
      if (!galley_save_set_option (target->exporter, key, value, &error))
        return galley_cli_misused (self, "--set %s: %s", options[i], error->message);
    }
  return GALLEY_EXIT_DONE;
}

/* Two formats may share a suffix; the second one's file then names its format too. */
static void
name_targets (GPtrArray *targets, GalleyEdition *edition)
{
  g_autoptr (GHashTable) used = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < targets->len; i++)
    {
      Target *target = targets->pdata[i];
      const char *dot;

      target->name = galley_save_dup_name (galley_cli_get_plugins (), target->format, edition);
      dot = strrchr (target->name, '.');
      if (g_hash_table_contains (used, target->name))
        {
          g_autofree char *stem =
              g_strndup (target->name, dot != NULL ? (gsize) (dot - target->name) : strlen (target->name));
          g_autofree char *name = g_strdup_printf ("%s-%s%s", stem, target->format, dot != NULL ? dot : "");

          g_free (target->name);
          target->name = g_steal_pointer (&name);
        }
      g_hash_table_add (used, target->name);
    }
}

static void
print_written (const Target *target, const char *path, gboolean json, GalleyJob *job)
{
  g_autoptr (GalleyCliWriter) writer = NULL;
  g_auto (GStrv) notes = NULL;

  if (!json)
    {
      galley_cli_print ("%s\n", path);
      return;
    }
  writer = galley_cli_writer_new (FALSE);
  notes = galley_job_dup_notes (job);
  galley_cli_writer_begin_object (writer, NULL);
  galley_cli_writer_string (writer, "format", target->format);
  galley_cli_writer_string (writer, "file", path);
  galley_json_strings (writer, "notes", (const char *const *) notes);
  galley_cli_writer_end (writer);
  galley_cli_emit (writer);
}

/* All formats are tried; one that fails does not keep the others from their readers. */
static GalleyExit
write_files (GPtrArray *targets, GalleyEdition *frozen, const char *output, gboolean json)
{
  GalleyExit code = GALLEY_EXIT_DONE;

  if (g_mkdir_with_parents (output, 0777) != 0)
    {
      g_autoptr (GError) error = g_error_new (G_IO_ERROR, g_io_error_from_errno (errno),
                                              _ ("The folder could not be made: %s."), g_strerror (errno));

      return galley_cli_failed (output, error);
    }

  for (guint i = 0; i < targets->len; i++)
    {
      Target *target = targets->pdata[i];
      g_autofree char *path = g_build_filename (output, target->name, NULL);
      g_autoptr (GFile) file = g_file_new_for_path (path);
      g_autoptr (GalleyCliWatch) watch = galley_cli_watch_new (path);
      GalleyJob *job = galley_cli_watch_get_job (watch);
      g_autoptr (GError) error = NULL;
      gboolean done = galley_save_file (target->exporter, frozen, file, job, &error);

      galley_cli_watch_end (watch, target->format);
      if (done)
        print_written (target, path, json, job);
      else
        code = galley_cli_failed (target->format, error);
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        break;
    }
  return code;
}

static GalleyExit
write_stdout (const GalleyCommand *self, GPtrArray *targets, GalleyEdition *frozen)
{
  Target *target = targets->pdata[0];
  g_autoptr (GOutputStream) stream = NULL;
  g_autoptr (GalleyCliWatch) watch = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done;

  if (targets->len > 1 || galley_exporter_is_tree (target->exporter))
    return galley_cli_misused (self, _ ("Standard output takes one format that is one file."));

  stream = g_unix_output_stream_new (STDOUT_FILENO, FALSE);
  watch = galley_cli_watch_new (target->format);
  done = galley_exporter_save (target->exporter, frozen, stream, galley_cli_watch_get_job (watch), &error) &&
         g_output_stream_flush (stream, NULL, &error);
  galley_cli_watch_end (watch, target->format);
  return done ? GALLEY_EXIT_DONE : galley_cli_failed (target->format, error);
}

/* An edition goes out as final when nothing stands against it; else what does is said, and nothing is written. */
static GalleyExit
check_final (const GalleyCommand *self, const char *path, GalleyStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyRounds) rounds = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GPtrArray) obstacles = NULL;
  const char *first = NULL;
  guint n = 0;

  if (store == NULL)
    return galley_cli_misused (self, _ ("Only a stored edition can be final."));
  rounds = galley_rounds_new (store, &error);
  if (rounds == NULL || !galley_rounds_verify (rounds, &error) ||
      (findings = galley_cli_check_edition (self, rounds, path, &error)) == NULL ||
      (obstacles = galley_preflight_list (rounds, findings, &error)) == NULL)
    return galley_cli_failed (path, error);
  if (galley_preflight_is_green (obstacles))
    return GALLEY_EXIT_DONE;
  for (guint i = 0; i < obstacles->len; i++)
    {
      const GalleyObstacle *obstacle = obstacles->pdata[i];

      if (obstacle->blocks && first == NULL)
        first = obstacle->sentence;
      n += obstacle->blocks;
    }
  error = g_error_new (GALLEY_ERROR, GALLEY_ERROR_CONFLICT,
                       ngettext ("It cannot be exported as final; %u thing stands against it (“galley-cli "
                                 "preflight” lists it): %s",
                                 "It cannot be exported as final; %u things stand against it (“galley-cli "
                                 "preflight” lists them), the first: %s",
                                 n),
                       n, first);
  return galley_cli_failed (path, error);
}

/* What was asked for on the command line. */
typedef struct
{
  const char *path;
  const char *output;
  const char *since;
  const char *round;
  gboolean findings;
  gboolean final;
  gboolean json;
} Wish;

/* The marks go by the text as it stands, or as the round left it; so they come first. A stored edition goes out as a draft, unless
 * it is final. */
static gboolean
add_markup (const Wish *wish,
            const GalleyInput *input,
            GPtrArray *targets,
            GalleyEdition **frozen,
            GalleyJob *job,
            GError **error)
{
  gboolean wanted = wish->round != NULL || wish->since != NULL || wish->findings;
  g_autoptr (GalleyMarkup) markup = galley_markup_new ();
  g_autoptr (GalleyEdition) copy = galley_edition_freeze (input->edition);

  if ((wish->round != NULL && !galley_cli_mark_round (markup, input, copy, wish->round, error)) ||
      (wish->since != NULL && !galley_cli_mark_changes (markup, input, wish->since, error)))
    return FALSE;
  *frozen =
      wish->final || input->store == NULL ? g_steal_pointer (&copy) : galley_preflight_make_draft (copy);
  if (wish->findings && !galley_cli_mark_findings (markup, input, *frozen, job, error))
    return FALSE;
  for (guint i = 0; i < targets->len && wanted; i++)
    galley_exporter_set_markup (((Target *) g_ptr_array_index (targets, i))->exporter, markup);
  return TRUE;
}

static GalleyExit
run (const GalleyCommand *self, const Wish *wish, GPtrArray *targets)
{
  g_autoptr (GalleyCliWatch) watch = galley_cli_watch_new (wish->path);
  GalleyJob *job = galley_cli_watch_get_job (watch);
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyInput) input = galley_input_open (wish->path, NULL, job, &error);
  g_autoptr (GalleyEdition) frozen = NULL;
  GalleyExit code;

  if (input != NULL)
    add_markup (wish, input, targets, &frozen, job, &error);
  galley_cli_watch_end (watch, wish->path);
  if (error != NULL)
    return galley_cli_failed (wish->path, error);
  if (wish->final && (code = check_final (self, wish->path, input->store)) != GALLEY_EXIT_DONE)
    return code;

  if (g_str_equal (wish->output, "-"))
    return write_stdout (self, targets, frozen);
  name_targets (targets, frozen);
  return write_files (targets, frozen, wish->output, wish->json);
}

GalleyExit
galley_cli_export (const GalleyCommand *self, int argc, char **argv)
{
  g_autofree char *to = NULL;
  g_autofree char *output = NULL;
  g_autofree char *since = NULL;
  g_autofree char *round = NULL;
  gboolean findings = FALSE;
  gboolean final = FALSE, json = FALSE;
  g_auto (GStrv) options = NULL;
  g_auto (GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "to", 0, 0, G_OPTION_ARG_FILENAME, &to, N_ ("Formats to write"), "FORMAT[,FORMAT…]" },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_ ("Folder to write to (made where there is none)"),
      "DIR" },
    { "set", 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &options, N_ ("Option of a format"), "FORMAT.key=value" },
    { "round", 0, 0, G_OPTION_ARG_STRING, &round,
      N_ ("Track what was changed in that round, in formats that can"), N_ ("ROUND") },
    { "changes", 0, 0, G_OPTION_ARG_STRING, &since,
      N_ ("Track what was changed since that revision, in formats that can"), N_ ("REVISION|REASON") },
    { "findings", 0, 0, G_OPTION_ARG_NONE, &findings, N_ ("Comment on open findings, in formats that can"),
      NULL },
    { "final", 0, 0, G_OPTION_ARG_NONE, &final,
      N_ ("For print: refuse what is not signed and green; else it is a draft"), NULL },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print one JSON object a file"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GPtrArray) targets = g_ptr_array_new_with_free_func ((GDestroyNotify) target_free);
  GalleyExit code;

  if (!galley_cli_parse (self, entries, argc, argv, 1, 1, &rest))
    return GALLEY_EXIT_USAGE;
  if (to == NULL || output == NULL)
    return galley_cli_misused (self, _ ("Something is missing: %s."),
                               to == NULL ? "--to FORMAT" : "--output DIR");
  if ((code = make_targets (self, to, targets)) != GALLEY_EXIT_DONE ||
      (code = set_options (self, options, targets)) != GALLEY_EXIT_DONE)
    return code;
  if (round != NULL && since != NULL)
    return galley_cli_misused (self, _ ("--round and --changes exclude each other."));
  return run (self, &(const Wish){ rest[0], output, since, round, findings, final, json }, targets);
}
