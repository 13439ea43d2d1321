/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-cli-writer.h — writes JSON (RFC 8259) straight into a string: UTF-8 as it is, numbers as short as they can be
 * (0.99, where a general library prints all 17 digits), indented for one document or on one line for JSON lines. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _GalleyCliWriter GalleyCliWriter;

GalleyCliWriter *galley_cli_writer_new (gboolean pretty);
void galley_cli_writer_free (GalleyCliWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyCliWriter, galley_cli_writer_free)

/* In an object each value has a @name; in an array, and for the outermost value, @name is NULL. */
void galley_cli_writer_begin_object (GalleyCliWriter *self, const char *name);
void galley_cli_writer_begin_array (GalleyCliWriter *self, const char *name);
/* Ends the innermost object or array. */
void galley_cli_writer_end (GalleyCliWriter *self);
/* NULL is written as null. */
void galley_cli_writer_string (GalleyCliWriter *self, const char *name, const char *value);
void galley_cli_writer_integer (GalleyCliWriter *self, const char *name, gint64 value);
/* Rounded to four places. */
void galley_cli_writer_number (GalleyCliWriter *self, const char *name, double value);
void galley_cli_writer_boolean (GalleyCliWriter *self, const char *name, gboolean value);
void galley_cli_writer_null (GalleyCliWriter *self, const char *name);

/* The document and a line end (free with g_free); the writer is ready for the next. */
char *galley_cli_writer_steal (GalleyCliWriter *self);

G_END_DECLS
