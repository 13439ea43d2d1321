/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-store-facts.h — the facts of the edition, its pages, the order of their articles and the furniture as they were when somebody signed: their digest stands in every
 * event "sign", and what the program changes behind it is an event "facts". So the log knows what they are, and a change that
 * is in no log was made by something else. For the store alone; calls run inside a transaction of the caller's. */

#pragma once

#include "galley-store-sqlite.h"

#include "galley-edition.h"

G_BEGIN_DECLS

/* Of the masthead, and of each page its number, name, staff, articles and the text of its furniture (newly allocated). */
char *galley_facts_dup_digest (GalleyEdition *edition);

/* The masthead as the file has it, or NULL on error. */
GalleyMasthead *galley_facts_read_masthead (GalleyDb *db, const char *edition, GError **error);

/* Adds an event "facts" when what the file says now is not what the log knows. @before: the masthead as it was, or NULL where
 * it was left. Nothing where nobody has signed. */
gboolean galley_facts_check (
    GalleyDb *db, const char *edition, GalleyMasthead *before, const char *author, GError **error);
/* Are they what the log knows? Else GALLEY_ERROR_MALFORMED. */
gboolean galley_facts_verify (GalleyDb *db, const char *edition, GError **error);

G_END_DECLS
