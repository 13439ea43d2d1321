/* SPDX-License-Identifier: GPL-3.0-or-later */
/* newsml-g2.h — the vocabularies of our own that NewsML-G2 files of ours declare, and the two types. */

#pragma once

#include "galley-exporter.h"
#include "galley-importer.h"

G_BEGIN_DECLS

/* Aliases are declared in each item's own catalog. */
#define G2_CATALOG "http://www.iptc.org/std/catalog/catalog.IPTC-G2-Standards_41.xml"
#define G2_SCHEMES "https://galley.github.io/cv/"
#define G2_PROPERTY "gprop" /* page, page-name, kind, staff, jobtitle, scheme */
#define G2_FACT "gfact"     /* masthead facts */
#define G2_META "gmeta"     /* metadata G2 has no field for */
#define G2_ROLE "grole"     /* kicker, headline, subhead, people */
#define G2_GROUP "ggroup"   /* edition, page */

#define G2_TYPE_IMPORTER (g2_importer_get_type ())
G_DECLARE_FINAL_TYPE (G2Importer, g2_importer, G2, IMPORTER, GObject)

#define G2_TYPE_EXPORTER (g2_exporter_get_type ())
G_DECLARE_FINAL_TYPE (G2Exporter, g2_exporter, G2, EXPORTER, GObject)

G_END_DECLS
