/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-imprint.h"
#include "galley-next.h"
#include "galley-preflight.h"

gboolean
galley_next_begin (GalleyStore *store, GalleyEdition *last, const char *date, GError **error)
{
  GalleyMasthead *masthead;
  const char *issue;
  g_autoptr (GalleyEdition) next = NULL;

  g_return_val_if_fail (GALLEY_IS_STORE (store), FALSE);
  g_return_val_if_fail (GALLEY_IS_EDITION (last), FALSE);

  masthead = galley_edition_get_masthead (last);
  issue = galley_masthead_get (masthead, GALLEY_FACT_ISSUE);
  next = galley_imprint_make_next (last, date);
  galley_store_set_note (store, GALLEY_NOTE_LAST_ISSUE, issue);
  galley_store_set_note (store, GALLEY_NOTE_LAST_DATE, galley_masthead_get (masthead, GALLEY_FACT_DATE));
  galley_edition_absorb (galley_store_get_edition (store), next, 0);
  return galley_store_log (store, "next", NULL, issue, error);
}
