/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-cli-desk.h"
#include "galley-next.h"

GalleyExit
galley_cli_next (const GalleyCommand *self, int argc, char **argv)
{
  g_autofree char *date = NULL;
  g_autofree char *person = NULL;
  g_auto (GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "date", 0, 0, G_OPTION_ARG_FILENAME, &date, N_ ("Date of the edition"), "YYYY-MM-DD" },
    { "as", 0, 0, G_OPTION_ARG_FILENAME, &person, N_ ("Who does this"), "NAME" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyStore) last = NULL;
  g_autoptr (GalleyStore) store = NULL;
  g_autofree char *fault = NULL;

  if (!galley_cli_parse (self, entries, argc, argv, 2, 2, &rest))
    return GALLEY_EXIT_USAGE;
  fault = galley_fact_validate (GALLEY_FACT_DATE, date);
  if (fault != NULL)
    return galley_cli_misused (self, "%s", fault);
  last = galley_store_open_readonly (rest[0], &error);
  if (last == NULL)
    return galley_cli_failed (rest[0], error);
  if (g_file_test (rest[1], G_FILE_TEST_EXISTS))
    {
      error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_EXISTS, _ ("There is such a file already."));
      return galley_cli_failed (rest[1], error);
    }
  store = galley_store_open (rest[1], TRUE, person, &error);
  if (store == NULL || !galley_next_begin (store, galley_store_get_edition (last), date, &error) ||
      !galley_store_close (store, &error))
    return galley_cli_failed (rest[1], error);
  return GALLEY_EXIT_DONE;
}
