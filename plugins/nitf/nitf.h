/* SPDX-License-Identifier: GPL-3.0-or-later */
/* nitf.h — the two types, and the names of the meta elements files of ours use for what NITF has no place for. */

#pragma once

#include "galley-exporter.h"
#include "galley-importer.h"

G_BEGIN_DECLS

/* Their content is "name=value" or "name;qualifier=value", name and qualifier percent-escaped. */
#define NITF_META "galley.meta"
#define NITF_FACT "galley.fact"
#define NITF_STAFF "galley.staff"
/* Plain values. */
#define NITF_PAGE "galley.page"
#define NITF_PAGE_NAME "galley.page-name"
#define NITF_KIND "galley.kind"
#define NITF_ORDER "galley.order" /* the roles of the heads as printed */

/* Whose subject codes these are, in tobject.subject.ipr. */
#define NITF_MEDTOP "IPTC-medtop"

#define NITF_TYPE_IMPORTER (nitf_importer_get_type ())
G_DECLARE_FINAL_TYPE (NitfImporter, nitf_importer, NITF, IMPORTER, GObject)

#define NITF_TYPE_EXPORTER (nitf_exporter_get_type ())
G_DECLARE_FINAL_TYPE (NitfExporter, nitf_exporter, NITF, EXPORTER, GObject)

G_END_DECLS
