/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-cli-desk.h — what the commands of rounds, signatures and history share. */

#pragma once

#include "galley-cli-check.h"
#include "galley-preflight.h"

G_BEGIN_DECLS

/* The articles of these names in order, or with no name all but furniture (array of borrowed GalleyArticle *; free it). */
GPtrArray *galley_cli_list_articles (GalleyEdition *edition, char **names, GError **error);

/* Closes a store that was written to; the exit code says whether all of it is on disk. */
GalleyExit galley_cli_close_store (GalleyStore *store, const char *path);

/* A time as ISO 8601, or null for 0. */
void galley_cli_write_time (GalleyCliWriter *writer, const char *name, gint64 microseconds);
/* One line of a text: a paragraph break shows as the sign proofreaders draw for it (newly allocated). */
char *galley_cli_dup_shown (const char *text);

/* The findings of the whole edition by the house style of its publication; NULL with an error, which is a stop too. */
GPtrArray *
galley_cli_check_edition (const GalleyCommand *self, GalleyRounds *rounds, const char *path, GError **error);
/* What stands against print, one obstacle a line. */
void galley_cli_print_obstacles (GalleyEdition *edition, const GPtrArray *obstacles);
void galley_cli_write_obstacles (GalleyCliWriter *writer,
                                 const char *name,
                                 GalleyEdition *edition,
                                 const GPtrArray *obstacles);

G_END_DECLS
