/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-rate.h — 差错率: what each fault weighs, and the number a paper is judged by. The weights are a data file,
 * rates/NAME.rate, where each row says whether it is taken from the published method or assumed.
 *
 *   [rate]     name, limit (errors per 10,000 characters), head (factor in headlines and masthead), same (how often the same
 *              fault counts in one issue)
 *   [weights]  CLASS or rule id (or a prefix of ids) = weight
 *   [lengths]  N = factor, for N wrong characters or more in one fault; classes = CLASS;CLASS, those it is about
 *   [caps]     CLASS = the most that class can add up to in one issue */

#pragma once

#include "galley-finding.h"

G_BEGIN_DECLS

typedef struct _GalleyRate GalleyRate;

/* The table of that name, NULL for "newspaper-2020". Never NULL: where the file cannot be read, every rule keeps its own
 * weight, and headlines count double. */
GalleyRate *galley_rate_load (const char *name);
void galley_rate_free (GalleyRate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyRate, galley_rate_free)

/* What one fault of the rule weighs in a block of that role; @n_wrong: how many characters are wrong, missing or too many (0
 * where that is not known). */
double galley_rate_weigh (GalleyRate *self, const GalleyRule *rule, GalleyRole role, guint n_wrong);
/* How many characters of a finding are wrong by its first fix: two that only changed places are one, as the method has it.
 * 0 without a fix. */
guint galley_rate_count_wrong (GalleyFinding *finding);

/* The faults (array of GalleyFinding *) added up as the method adds them: errors and warnings, the same one no more than
 * so many times, each class up to its cap. */
double galley_rate_sum (GalleyRate *self, const GPtrArray *findings);
/* The most errors per 10,000 characters with which an issue passes. */
double galley_rate_get_limit (GalleyRate *self);

G_END_DECLS
