/* SPDX-License-Identifier: GPL-3.0-or-later */
/* import-text FILE… — what the importers make of files, as plain lines for the fidelity test: "= FILE", then a line for each
 * block, "ROLE<tab>TEXT", or "! SENTENCE" where the file was refused. */

#include "config.h"

#include <locale.h>

#include "galley-open.h"

static void
print_edition (GalleyEdition *edition)
{
  for (guint p = 0; p < galley_edition_get_n_pages (edition); p++)
    {
      GalleyPage *page = galley_edition_get_page (edition, p);

      for (guint a = 0; a < galley_page_get_n_articles (page); a++)
        {
          GalleyArticle *article = galley_page_get_article (page, a);

          for (guint b = 0; b < galley_article_get_n_blocks (article); b++)
            {
              GalleyBlock *block = galley_article_get_block (article, b);

              g_print ("%s\t%s\n", galley_role_get_name (galley_block_get_role (block)),
                       galley_block_get_text (block));
            }
        }
    }
}

int
main (int argc, char **argv)
{
  g_autoptr (GalleyPlugins) plugins = NULL;

  setlocale (LC_ALL, "C.UTF-8");
  plugins = galley_plugins_new (NULL);
  for (int i = 1; i < argc; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (argv[i]);
      g_autoptr (GalleySource) source = galley_source_new_for_file (file, NULL, &error);
      g_autoptr (GalleyEdition) edition =
          source != NULL ? galley_open_source (plugins, source, NULL, NULL, &error) : NULL;

      g_print ("= %s\n", argv[i]);
      if (edition != NULL)
        print_edition (edition);
      else
        g_print ("! %s\n", error->message);
    }
  return 0;
}
