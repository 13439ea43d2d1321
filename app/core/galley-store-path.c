/* SPDX-License-Identifier: GPL-3.0-or-later */

#define _GNU_SOURCE
#include "config.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gi18n-lib.h>

#include "galley-error.h"
#include "galley-store-path.h"

char *
galley_store_resolve (const char *uri, gboolean *exists, GError **error)
{
  g_autofree char *scheme = g_uri_parse_scheme (uri);
  g_autofree char *path = NULL;
  struct stat status;

  /* One letter before a colon is a file's name, not a scheme's. */
  if (scheme != NULL && g_strcmp0 (scheme, "file") != 0 && strlen (scheme) > 1 &&
      g_str_has_prefix (uri + strlen (scheme), "://"))
    {
      if (g_str_has_prefix (scheme, "postgres"))
        g_set_error_literal (
            error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED,
            _ ("Editions on a PostgreSQL server cannot be opened yet; open a .galley file."));
      else
        g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED,
                     _ ("Editions cannot be opened by “%s://”."), scheme);
      return NULL;
    }
  path = g_strcmp0 (scheme, "file") == 0 ? g_filename_from_uri (uri, NULL, error) : g_strdup (uri);
  if (path == NULL)
    return NULL;

  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *folder = g_path_get_dirname (path);

  *exists = stat (path, &status) == 0;
  if (*exists && !S_ISREG (status.st_mode))
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
                   _ ("“%s” is not a file; it cannot be an edition."), name);
      return NULL;
    }

  char *real = realpath (*exists ? path : folder, NULL);

  if (real == NULL)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _ ("“%s” cannot be opened: %s."), path,
                   g_strerror (errno));
      return NULL;
    }
  if (!*exists)
    {
      char *whole = g_build_filename (real, name, NULL);

      free (real);
      return whole;
    }
  return real;
}
