/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-cli-writer.h — writes JSON (RFC 8259) straight into a string: UTF-8 as it is, numbers as short as they can be
 * (0.99, where a general library prints all 17 digits), indented for one document or on one line for JSON lines. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _GalleyWriter GalleyWriter;

GalleyWriter *galley_writer_new (gboolean pretty);
void galley_writer_free (GalleyWriter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyWriter, galley_writer_free)

/* In an object each value has a @name; in an array, and for the outermost value, @name is NULL. */
void galley_writer_begin_object (GalleyWriter *self, const char *name);
void galley_writer_begin_array (GalleyWriter *self, const char *name);
/* Ends the innermost object or array. */
void galley_writer_end (GalleyWriter *self);
/* NULL is written as null. */
void galley_writer_string (GalleyWriter *self, const char *name, const char *value);
void galley_writer_integer (GalleyWriter *self, const char *name, gint64 value);
/* Rounded to four places. */
void galley_writer_number (GalleyWriter *self, const char *name, double value);
void galley_writer_boolean (GalleyWriter *self, const char *name, gboolean value);
void galley_writer_null (GalleyWriter *self, const char *name);

/* The document and a line end (free with g_free); the writer is ready for the next. */
char *galley_writer_steal (GalleyWriter *self);

G_END_DECLS
