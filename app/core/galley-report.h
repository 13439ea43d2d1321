/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-report.h — where a checker puts its findings. One run of one checker; one thread. */

#pragma once

#include "galley-finding.h"
#include "galley-masthead.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_REPORT (galley_report_get_type ())
G_DECLARE_FINAL_TYPE (GalleyReport, galley_report, GALLEY, REPORT, GObject)

/* @masthead: the facts of the edition under check (frozen), for rules that need its date; may be NULL. */
GalleyReport *galley_report_new (GalleyMasthead *masthead);
GalleyMasthead *galley_report_get_masthead (GalleyReport *self);

/* The short way: a finding with one fix, or none (@fix NULL). Offsets in characters of @block. */
void galley_report_add (GalleyReport *self,
                        GalleyRule *rule,
                        GalleyBlock *block,
                        guint start,
                        guint end,
                        const char *message,
                        const char *fix);
/* The long way: a finding made by hand (taken). */
void galley_report_take (GalleyReport *self, GalleyFinding *finding);

/* What was reported, in order (array of GalleyFinding *, owned by @self). */
const GPtrArray *galley_report_get_findings (GalleyReport *self);
/* Takes the findings out (array with a free function; transfer full). */
GPtrArray *galley_report_steal (GalleyReport *self);

G_END_DECLS
