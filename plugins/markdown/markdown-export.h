/* SPDX-License-Identifier: GPL-3.0-or-later */
/* markdown-export.h — an edition as Markdown that the importer of this module reads back to an equal one. */

#pragma once

#include "galley-exporter.h"

G_BEGIN_DECLS

#define MARKDOWN_TYPE_EXPORTER (markdown_exporter_get_type ())
G_DECLARE_FINAL_TYPE (MarkdownExporter, markdown_exporter, MARKDOWN, EXPORTER, GObject)

/* Front matter of an article with one of these keys would mean something else: "meta." is put before them. */
gboolean markdown_key_is_reserved (const char *key);

G_END_DECLS
