/* SPDX-License-Identifier: GPL-3.0-or-later */
/* epaper-sheets.h — where the articles of a page stand, and its picture. */

#pragma once

#include "epaper-site.h"

G_BEGIN_DECLS

/* The sheets of a page: itself, and where it cannot hold all its articles those behind it (array of SitePlan * with a free
 * function; empty where there is nothing on it). @drawn: pictures as they would be printed are made and written; else the
 * articles are boxes. NULL with @error set where a file could not be written or the job was cancelled. */
GPtrArray *site_list_plans (Site *site, GalleyPage *page, GPtrArray *leaves, gboolean drawn, GError **error);

G_END_DECLS
