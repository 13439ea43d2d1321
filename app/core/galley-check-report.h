/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-check-report.h — 校对报告: the findings of an edition as a table to file, to print or to count: HTML for people, CSV
 * (RFC 4180, with a byte-order mark, so that a spreadsheet takes it for UTF-8) and JSON for programs. Each row tells page,
 * article, line, class (差错类别), severity, rule, norm, text, fix, and the weight by the method of 2020; the whole tells 差错率. */

#pragma once

#include "galley-edition.h"
#include "galley-finding.h"

G_BEGIN_DECLS

typedef enum
{
  GALLEY_CHECK_REPORT_HTML,
  GALLEY_CHECK_REPORT_CSV,
  GALLEY_CHECK_REPORT_JSON,
} GalleyCheckReportFormat;

/* By the suffix of a file name: .html, .htm, .csv, .json. FALSE for any other. */
gboolean galley_check_report_find_format (const char *name, GalleyCheckReportFormat *format);

/* The line on which a block stands, from 1. */
typedef guint (*GalleyCheckReportLine) (GalleyBlock *block, gpointer user_data);

/* The report (newly allocated UTF-8). @findings: as galley_check_edition() gives them (array of GalleyFinding *); those
 * whose block is no longer in @edition are left out. @line: where blocks stand, NULL for their place in the article. */
char *galley_check_report_make (GalleyEdition *edition,
                                const GPtrArray *findings,
                                GalleyCheckReportFormat format,
                                GalleyCheckReportLine line,
                                gpointer user_data);

G_END_DECLS
