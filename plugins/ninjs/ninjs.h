/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ninjs.h — the two types, and the roles of the altIds files of ours use for what ninjs has no property for. */

#pragma once

#include "galley-exporter.h"
#include "galley-importer.h"

G_BEGIN_DECLS

#define NINJS_FACT "galley.fact."   /* and the name of the fact */
#define NINJS_STAFF "galley.staff." /* and the post, percent-escaped */
#define NINJS_META "galley.meta."   /* and the key, or key;qualifier, percent-escaped */
#define NINJS_INFO "galley.info."   /* what is said about a picture */
#define NINJS_PAGE "galley.page"
#define NINJS_PAGE_NAME "galley.page-name"
#define NINJS_KIND "galley.kind"
#define NINJS_ORDER "galley.order" /* the roles of the heads as printed */

#define NINJS_TYPE_IMPORTER (ninjs_importer_get_type ())
G_DECLARE_FINAL_TYPE (NinjsImporter, ninjs_importer, NINJS, IMPORTER, GObject)

#define NINJS_TYPE_EXPORTER (ninjs_exporter_get_type ())
G_DECLARE_FINAL_TYPE (NinjsExporter, ninjs_exporter, NINJS, EXPORTER, GObject)

G_END_DECLS
