/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-store-schema.h — the tables of an edition, and the way from every older form of them to the one of today. The only
 * place that makes or changes a table. For the store alone. */

#pragma once

#include "galley-store-sqlite.h"

G_BEGIN_DECLS

/* The schema this program writes. A file with a higher one is not touched. */
#define GALLEY_SCHEMA_VERSION 3

/* Brings the tables from whatever version they have to the one of today, in one transaction: all of it or nothing. */
gboolean galley_schema_migrate (GalleyDb *db, GError **error);

G_END_DECLS
