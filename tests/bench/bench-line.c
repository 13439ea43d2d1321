/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main job in figures: page text in, checked, written out. On the sample page, and on the test pages where they are.
 * What the reader of page text does alone stands in bench-segment. */

#include <string.h>
#include <time.h>

#include "galley-check.h"
#include "galley-open.h"
#include "galley-save.h"

#define ROUNDS 5

typedef struct
{
  GPtrArray *sources; /* of GalleySource * */
  gsize n_bytes;
} Pages;

static void
add_page (Pages *pages, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  GalleySource *source = galley_source_new_for_file (file, NULL, &error);

  g_assert_no_error (error);
  g_ptr_array_add (pages->sources, source);
  pages->n_bytes += g_bytes_get_size (galley_source_get_bytes (source));
}

static gboolean
add_folder (Pages *pages, const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *full = g_build_filename (path, name, NULL);

      if (g_str_has_suffix (name, ".txt"))
        add_page (pages, full);
    }
  return dir != NULL;
}

static double
best (const double *seconds)
{
  double least = seconds[0];

  for (guint i = 1; i < ROUNDS; i++)
    least = MIN (least, seconds[i]);
  return least;
}

static void
tell (const char *what, const double *seconds, gsize n_bytes)
{
  g_print ("%-28s %8.1f ms  %6.2f MB/s\n", what, best (seconds) * 1000,
           (double) n_bytes / 1e6 / best (seconds));
}

static GalleyEdition *
import_all (GalleyPlugins *plugins, const Pages *pages)
{
  GalleyEdition *whole = galley_edition_new ();

  for (guint i = 0; i < pages->sources->len; i++)
    {
      g_autoptr (GalleyJob) job = galley_job_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (GalleyEdition) edition =
          galley_open_source (plugins, g_ptr_array_index (pages->sources, i), NULL, job, &error);

      g_assert_no_error (error);
      galley_edition_absorb (whole, edition, i + 1);
    }
  return whole;
}

static void
bench_import (GalleyPlugins *plugins, const Pages *pages)
{
  double seconds[ROUNDS];

  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autoptr (GTimer) timer = g_timer_new ();
      g_autoptr (GalleyEdition) edition = import_all (plugins, pages);

      seconds[round] = g_timer_elapsed (timer, NULL);
    }
  tell ("import", seconds, pages->n_bytes);
}

static gsize
count_characters (GalleyEdition *edition)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);
  gsize n = 0;

  for (guint i = 0; i < articles->len; i++)
    for (guint k = 0; k < galley_article_get_n_blocks (articles->pdata[i]); k++)
      n += g_utf8_strlen (galley_block_get_text (galley_article_get_block (articles->pdata[i], k)), -1);
  return n;
}

/* Every round checks an edition that was read anew, by a check of its own: checkers keep with a block what they found there,
 * and nothing may be known from before. Rules and models are loaded before the clock starts. */
static void
bench_check (GalleyPlugins *plugins, const Pages *pages, const char *const *rules, const char *what)
{
  double seconds[ROUNDS], processor[ROUNDS];
  gsize n_characters = 0;

  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autoptr (GalleyCheck) check = galley_check_new (plugins, NULL);
      g_autoptr (GalleyEdition) edition = import_all (plugins, pages);
      g_autoptr (GalleyEdition) frozen = galley_edition_freeze (edition);
      g_autoptr (GalleyEdition) nothing = galley_edition_new (), empty = galley_edition_freeze (nothing);
      g_autoptr (GalleyJob) job = galley_job_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) none = NULL;
      g_autoptr (GPtrArray) findings = NULL;
      clock_t start;

      galley_check_set_rules (check, rules);
      none = galley_check_edition (check, empty, job, &error);
      g_assert_no_error (error);
      n_characters = count_characters (frozen);
      start = clock ();
      g_autoptr (GTimer) timer = g_timer_new ();
      findings = galley_check_edition (check, frozen, job, &error);
      seconds[round] = g_timer_elapsed (timer, NULL);
      processor[round] = (double) (clock () - start) / CLOCKS_PER_SEC;
      g_assert_no_error (error);
    }
  tell (what, seconds, pages->n_bytes);
  g_print ("%-28s %8.0f characters a second of one processor\n", "", n_characters / best (processor));
}

static void
bench_export (GalleyPlugins *plugins, GalleyEdition *frozen, const char *format, gsize n_bytes)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyExporter) exporter = galley_save_create (plugins, format, &error);
  g_autofree char *what = g_strdup_printf ("export to %s", format);
  double seconds[ROUNDS];

  g_assert_no_error (error);
  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
      g_autoptr (GalleyJob) job = galley_job_new (NULL);
      g_autoptr (GTimer) timer = g_timer_new ();

      galley_exporter_save (exporter, frozen, stream, job, &error);
      g_assert_no_error (error);
      seconds[round] = g_timer_elapsed (timer, NULL);
    }
  tell (what, seconds, n_bytes);
}

/* All checkers that are quick by their nature: wrong characters ask language models and have a figure of their own. */
static char **
list_rule_checkers (GalleyPlugins *plugins)
{
  g_autoptr (GPtrArray) checkers = galley_plugins_list_with (plugins, "Checker-Languages", NULL);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < checkers->len; i++)
    {
      const GalleyPluginInfo *info = g_ptr_array_index (checkers, i);

      if (!g_str_equal (info->module, "spelling-zh"))
        g_strv_builder_add (names, info->module);
    }
  return g_strv_builder_end (names);
}

int
main (void)
{
  g_autoptr (GalleyPlugins) plugins = galley_plugins_new (NULL);
  const char *root = g_getenv ("GALLEY_SOURCE_ROOT");
  const char *given = g_getenv ("GALLEY_SHARED");
  g_autofree char *shared = given != NULL ? g_strdup (given) : g_build_filename (root, "..", "shared", NULL);
  g_autofree char *folder = g_build_filename (shared, "pages", "dev", NULL);
  g_autofree char *sample = g_build_filename (root, "data", "samples", "sample-page.txt", NULL);
  Pages pages = { g_ptr_array_new_with_free_func (g_object_unref), 0 };
  static const char *const spelling[] = { "spelling-zh", NULL };

  if (!add_folder (&pages, folder))
    {
      for (guint i = 0; i < 100; i++)
        add_page (&pages, sample);
    }
  g_print ("%u pages, %.2f MB\n", pages.sources->len, (double) pages.n_bytes / 1e6);
  bench_import (plugins, &pages);

  g_autoptr (GalleyEdition) edition = import_all (plugins, &pages);
  g_autoptr (GalleyEdition) frozen = galley_edition_freeze (edition);
  g_auto (GStrv) rules = list_rule_checkers (plugins);

  bench_check (plugins, &pages, (const char *const *) rules, "check by rules");
  if (galley_plugins_find (plugins, "spelling-zh") != NULL)
    bench_check (plugins, &pages, spelling, "check of wrong characters");
  bench_export (plugins, frozen, "html", pages.n_bytes);
  bench_export (plugins, frozen, "markdown", pages.n_bytes);
  g_ptr_array_unref (pages.sources);
  return 0;
}
