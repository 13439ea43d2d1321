/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes an edition of many articles in one format: a process of its own, so that its time and memory can be measured.
 *   bench-pdf FORMAT FILE [ARTICLES] */

#include <stdlib.h>

#include "galley-save.h"

#include "../unit/page-fixture.h"

int
main (int argc, char **argv)
{
  guint n = argc > 3 ? (guint) atoi (argv[3]) : 500;
  g_autoptr (GalleyPlugins) plugins = galley_plugins_new (NULL);
  g_autoptr (GalleyEdition) edition = page_fixture_edition (n, MAX (n / 10, 1), 1),
                            frozen = galley_edition_freeze (edition);
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (frozen);
  g_autoptr (GalleyExporter) exporter = NULL;
  g_autoptr (GFile) file = NULL;
  guint characters = 0;

  if (argc < 3)
    return 2;
  exporter = galley_save_create (plugins, argv[1], &error);
  file = g_file_new_for_commandline_arg (argv[2]);
  if (exporter == NULL || !galley_save_file (exporter, frozen, file, job, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  for (guint i = 0; i < articles->len; i++)
    characters += galley_article_count_characters (g_ptr_array_index (articles, i));
  g_print ("%u articles, %u characters\n", articles->len, characters);
  return 0;
}
