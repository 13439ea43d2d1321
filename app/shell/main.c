/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "galley-application.h"

int
main (int argc, char *argv[])
{
  g_autoptr (GalleyApplication) application = NULL;
  g_autoptr (GError) error = NULL;
  const char *locale_dir = g_getenv ("GALLEY_LOCALE_DIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name (_ ("Galley"));

  application = galley_application_new (G_APPLICATION_DEFAULT_FLAGS, &error);
  if (application == NULL)
    {
      g_printerr ("galley: %s\n", error->message);
      return 1;
    }
  return g_application_run (G_APPLICATION (application), argc, argv);
}
