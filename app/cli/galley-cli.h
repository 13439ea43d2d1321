/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-cli.h — what the commands share: their table, options, one clear sentence for each failure, input, and a watch
 * that shows progress on a terminal and turns Ctrl+C into a clean stop. */

#pragma once

#include <gio/gio.h>

#include "galley-cli-writer.h"
#include "galley-edition.h"
#include "galley-job.h"
#include "galley-plugins.h"
#include "galley-store.h"

G_BEGIN_DECLS

/* The exit codes are part of the interface: scripts rely on them. */
typedef enum
{
  GALLEY_EXIT_DONE = 0,
  GALLEY_EXIT_FINDINGS = 1, /* findings at or above --fail-on */
  GALLEY_EXIT_USAGE = 2,    /* the command line is wrong */
  GALLEY_EXIT_FAILED = 3,   /* the input was refused, or the work failed */
} GalleyExit;

typedef struct _GalleyCommand GalleyCommand;

struct _GalleyCommand
{
  const char *name;
  const char *arguments; /* for the usage line; not translated */
  const char *summary;   /* one line */
  const char *details;   /* more for --help, or NULL */
  GalleyExit (*run) (const GalleyCommand *self, int argc, char **argv);
  gboolean reads_copy; /* it may import */
};

GalleyExit galley_cli_import (const GalleyCommand *self, int argc, char **argv);
GalleyExit galley_cli_check (const GalleyCommand *self, int argc, char **argv);
GalleyExit galley_cli_fix (const GalleyCommand *self, int argc, char **argv);
GalleyExit galley_cli_show (const GalleyCommand *self, int argc, char **argv);
GalleyExit galley_cli_set (const GalleyCommand *self, int argc, char **argv);
GalleyExit galley_cli_history (const GalleyCommand *self, int argc, char **argv);
GalleyExit galley_cli_diff (const GalleyCommand *self, int argc, char **argv);
GalleyExit galley_cli_restore (const GalleyCommand *self, int argc, char **argv);
GalleyExit galley_cli_blame (const GalleyCommand *self, int argc, char **argv);
GalleyExit galley_cli_round (const GalleyCommand *self, int argc, char **argv);
GalleyExit galley_cli_sign (const GalleyCommand *self, int argc, char **argv);
GalleyExit galley_cli_preflight (const GalleyCommand *self, int argc, char **argv);
GalleyExit galley_cli_log (const GalleyCommand *self, int argc, char **argv);
GalleyExit galley_cli_replace (const GalleyCommand *self, int argc, char **argv);
GalleyExit galley_cli_search (const GalleyCommand *self, int argc, char **argv);
GalleyExit galley_cli_statistics (const GalleyCommand *self, int argc, char **argv);
GalleyExit galley_cli_subjects (const GalleyCommand *self, int argc, char **argv);
GalleyExit galley_cli_suggest (const GalleyCommand *self, int argc, char **argv);
GalleyExit galley_cli_digest (const GalleyCommand *self, int argc, char **argv);
GalleyExit galley_cli_next (const GalleyCommand *self, int argc, char **argv);
GalleyExit galley_cli_export (const GalleyCommand *self, int argc, char **argv);
GalleyExit galley_cli_formats (const GalleyCommand *self, int argc, char **argv);
GalleyExit galley_cli_plugins (const GalleyCommand *self, int argc, char **argv);
GalleyExit galley_cli_rules (const GalleyCommand *self, int argc, char **argv);

/* Reads the options of a command (--help prints and exits). What is not an option goes to @rest, which is never NULL
 * afterwards; fewer than @least or more than @most of them is wrong usage. FALSE: the reason has been printed. */
gboolean galley_cli_parse (const GalleyCommand *self,
                           const GOptionEntry *entries,
                           int argc,
                           char **argv,
                           guint least,
                           guint most,
                           GStrv *rest);

/* Each prints one sentence on standard error and gives the exit code for it. */
GalleyExit galley_cli_misused (const GalleyCommand *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
GalleyExit galley_cli_failed (const char *subject, const GError *error);
/* A remark that does not end the command. @subject, a file or such, may be NULL. */
void galley_cli_remark (const char *subject, const char *sentence);

/* Text to standard output as UTF-8 whatever the locale. */
void galley_cli_print (const char *format, ...) G_GNUC_PRINTF (1, 2);
/* The document of a writer and a line end. */
void galley_cli_emit (GalleyCliWriter *writer);
/* Hands on what was printed so far, for a reader that waits. */
void galley_cli_flush (void);
/* TRUE when all that was printed has arrived; else the reason is on standard error. */
gboolean galley_cli_finish (void);

/* From here on importers run in processes that are forked from a server of ours (app/worker/galley-serve.h), unless GALLEY_WORKER
 * says otherwise; to be called before anything else was done. The second waits for its end. */
void galley_cli_start_server (void);
void galley_cli_end_server (void);

/* The plugins of this process (made at the first call; owned by it), without those that are switched off. */
GalleyPlugins *galley_cli_get_plugins (void);

/* TRUE when the module @name is an enabled plugin with a key that begins with @prefix: "Importer-", "Exporter-". */
gboolean galley_cli_has_format (const char *name, const char *prefix);

/* One run that can be watched and stopped: SIGINT or SIGTERM cancels the job, a second one ends the process. On a
 * terminal standard error shows how far it is. */
typedef struct _GalleyCliWatch GalleyCliWatch;

GalleyCliWatch *galley_cli_watch_new (const char *label);
void galley_cli_watch_free (GalleyCliWatch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyCliWatch, galley_cli_watch_free)
GalleyJob *galley_cli_watch_get_job (GalleyCliWatch *self); /* borrowed */
/* Takes the progress line off the screen until the next step: something is printed. */
void galley_cli_watch_hide (GalleyCliWatch *self);
/* Takes the progress line off the screen and prints the job's notes as remarks. Signals still stop the job until the
 * watch is freed. */
void galley_cli_watch_end (GalleyCliWatch *self, const char *subject);

/* TRUE when the file is a stored edition: by its name, else by its first bytes. */
gboolean galley_cli_is_edition (const char *path);

/* What a reading command works on. */
typedef struct
{
  GalleyEdition *edition; /* live */
  GalleyStore *store;     /* the store it comes from, or NULL for a file of copy */
  GBytes *bytes;          /* the file of copy, or NULL */
} GalleyInput;

/* Opens a stored edition (for reading alone), or imports a file of copy; "-" is standard input. */
GalleyInput *galley_input_open (const char *path, const char *format, GalleyJob *job, GError **error);
void galley_input_free (GalleyInput *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyInput, galley_input_free)

/* A file by its path. The command line knows local files alone, so no module of GIO comes in, and nothing those would start. */
GFile *galley_cli_file (const char *path);

/* All of a file, or of standard input for "-". */
GBytes *galley_cli_read (const char *path, GalleyJob *job, GError **error);

/* Opens a stored edition that must be there, for writing, under the login name or under that of @author. */
GalleyStore *galley_cli_open_store (const char *path, GError **error);
GalleyStore *galley_cli_open_store_as (const char *path, const char *author, GError **error);

/* The article that @name means: its number from 0, or the beginning of its id, of so many characters at least as "show"
 * prints (borrowed). */
#define GALLEY_CLI_ID_LENGTH 8
GalleyArticle *galley_cli_find_article (GalleyEdition *edition, const char *name, GError **error);

/* Splits "HEAD.key=value"; FALSE where it has another form. Free the three strings. */
gboolean galley_cli_split_option (const char *text, char **head, char **key, char **value);
/* The words of a comma list without blanks and empty ones (free with g_strfreev). */
GStrv galley_cli_split_list (const char *text);
/* "2025-03-18 14:05" in local time. */
char *galley_cli_dup_time (gint64 microseconds);

G_END_DECLS
