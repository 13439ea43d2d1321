/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-json-scan.h — JSON (RFC 8259) read from front to back, without a tree of it: what the store keeps is read at every start.
 *
 * A value that is not what was asked for, or no JSON, fails the scan for good; whoever reads asks galley_json_scan_is_done() at the
 * end, and needs to look at nothing before that. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  const char *p;
  guint64 objects; /* a bit for each level: is it an object? The lowest is the innermost. */
  guint depth;
  gboolean first; /* in an array or object that has just begun */
  gboolean failed;
} GalleyJsonScan;

/* @text is UTF-8, which is checked, and must stay; NULL fails. */
void galley_json_scan_init (GalleyJsonScan *self, const char *text);
/* TRUE when all was read and was as asked for. */
gboolean galley_json_scan_is_done (GalleyJsonScan *self);

/* Steps into an array '[' or an object '{'. */
void galley_json_scan_enter (GalleyJsonScan *self, char open);
/* TRUE while there is another element; else steps out. The value, or in an object galley_json_scan_key(), is to be read next. */
gboolean galley_json_scan_next (GalleyJsonScan *self);
/* The name of the next member (newly allocated; NULL on failure). */
char *galley_json_scan_key (GalleyJsonScan *self);

/* A string (newly allocated; NULL on failure). */
char *galley_json_scan_string (GalleyJsonScan *self);
/* A whole number from 0 up to G_MAXUINT, else 0 and failure. */
guint galley_json_scan_count (GalleyJsonScan *self);
double galley_json_scan_number (GalleyJsonScan *self);
/* Whatever it is. */
void galley_json_scan_skip (GalleyJsonScan *self);

G_END_DECLS
