/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-worker FOLDER MODULE NAME TYPE PATH ask|read — galley_work() as a program. Started by galley-remote.c; of no use by hand. */

#include "config.h"

#include <locale.h>

#include <glib/gi18n.h>

#include "galley-work.h"

static void
set_language (void)
{
  const char *folder = g_getenv ("GALLEY_LOCALE_DIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

int
main (int argc, char **argv)
{
  if (argc != 7)
    return 2;
  set_language ();
  galley_work (argv[1], argv[2], argv[3], argv[4], argv[5], argv[6]);
}
