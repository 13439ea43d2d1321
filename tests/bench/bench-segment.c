/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of page text in figures: megabytes a second of processor time on one core, for pages as they are, for the same
 * pages hard-wrapped, for one long text of several lengths; and how much memory the longest takes. On the sample page, and on
 * the test pages where they are. */

#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "galley-segment.h"

#define ROUNDS 5
#define WIDTH 17 /* characters of a narrow column */

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return (double) time.tv_sec + (double) time.tv_nsec / 1e9;
}

static double
peak_memory (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) usage.ru_maxrss / 1024;
}

static void
add_page (GPtrArray *texts, const char *path)
{
  char *text = NULL;

  if (g_file_get_contents (path, &text, NULL, NULL))
    g_ptr_array_add (texts, text);
}

static void
add_folder (GPtrArray *texts, const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *full = g_build_filename (path, name, NULL);

      if (g_str_has_suffix (name, ".txt"))
        add_page (texts, full);
    }
}

/* The same text as a narrow column has it: every long line cut. */
static char *
wrap (const char *text)
{
  GString *wrapped = g_string_new (NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *p = lines[i];

      for (guint n = 1; *p != '\0'; n++, p = g_utf8_next_char (p))
        {
          g_string_append_unichar (wrapped, g_utf8_get_char (p));
          if (n % WIDTH == 0 && *(g_utf8_next_char (p)) != '\0')
            g_string_append_c (wrapped, '\n');
        }
      g_string_append_c (wrapped, '\n');
    }
  return g_string_free (wrapped, FALSE);
}

static void
bench_texts (const char *what, const GPtrArray *texts)
{
  double best = G_MAXDOUBLE;
  gsize n_bytes = 0;

  for (guint i = 0; i < texts->len; i++)
    n_bytes += strlen (g_ptr_array_index (texts, i));
  for (guint round = 0; round < ROUNDS; round++)
    {
      double start = now ();

      for (guint i = 0; i < texts->len; i++)
        {
          g_autoptr (GPtrArray) readings =
              galley_segment_read (g_ptr_array_index (texts, i), -1, 1, NULL, NULL);

          g_assert_nonnull (readings);
        }
      best = MIN (best, now () - start);
    }
  g_print ("%-28s %8.1f ms  %6.2f MB/s of processor time\n", what, best * 1000,
           (double) n_bytes / 1e6 / best);
}

/* Linear when twice the text takes twice the time. The memory is all that came on top of @before, the text with it. */
static void
bench_long (const GPtrArray *texts, double mega_bytes, double before)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *what = g_strdup_printf ("one text of %.1f MB", mega_bytes);
  g_autoptr (GPtrArray) readings = NULL;
  double start, seconds;

  for (guint i = 0; (double) text->len < mega_bytes * 1e6; i++)
    g_string_append_printf (text, "%s\n\n", (const char *) g_ptr_array_index (texts, i % texts->len));
  start = now ();
  readings = galley_segment_read (text->str, (gssize) text->len, 1, NULL, NULL);
  seconds = now () - start;
  g_assert_nonnull (readings);
  g_print ("%-28s %8.1f ms  %6.2f MB/s of processor time, at most %.1f bytes of memory a byte\n", what,
           seconds * 1000, (double) text->len / 1e6 / seconds,
           (peak_memory () - before) * 1048576 / (double) text->len);
}

int
main (void)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) wrapped = g_ptr_array_new_with_free_func (g_free);
  const char *root = g_getenv ("GALLEY_SOURCE_ROOT");
  const char *given = g_getenv ("GALLEY_SHARED");
  g_autofree char *shared = given != NULL ? g_strdup (given) : g_build_filename (root, "..", "shared", NULL);
  g_autofree char *folder = g_build_filename (shared, "pages", "dev", NULL);
  g_autofree char *english = g_build_filename (shared, "pages", "en_dev", NULL);
  g_autofree char *sample = g_build_filename (root, "data", "samples", "sample-page.txt", NULL);
  double before;

  add_folder (texts, folder);
  for (guint i = 0; i < 100 && texts->len <= i; i++)
    add_page (texts, sample);
  for (guint i = 0; i < texts->len; i++)
    g_ptr_array_add (wrapped, wrap (g_ptr_array_index (texts, i)));
  /* The word lists are read once, before the clock starts. */
  g_ptr_array_unref (galley_segment_read ("", -1, 1, NULL, NULL));

  g_print ("%u pages\n", texts->len);
  bench_texts ("pages", texts);
  bench_texts ("pages, hard-wrapped", wrapped);
  g_ptr_array_set_size (wrapped, 0);
  add_folder (wrapped, english);
  if (wrapped->len > 0)
    bench_texts ("English pages", wrapped);
  /* Rising, so that the peak is that of the one in hand. */
  before = peak_memory ();
  bench_long (texts, 2.5, before);
  bench_long (texts, 5, before);
  bench_long (texts, 10, before);
  return 0;
}
