/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A writer is killed at 200 random moments. Each time the file opens, is as it stood at one moment of the last second
 * before, and its chains hold. */

#include "config.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "store-fixture.h"

#define N_DRIVERS 2
#define N_RUNS 100   /* of each driver */
#define PARAGRAPH 40 /* characters */
#define KEYSTROKE 4  /* ms */
#define PROMISE G_USEC_PER_SEC

/* What the typist tells: so many characters were typed at this time. */
typedef struct
{
  guint n_typed;
  gint64 time;
} Report;

typedef struct
{
  GalleyStore *store;
  GalleyArticle *article;
  guint n_typed;
  int pipe;
} Typist;

/* The nth character that is typed: a text that shows where it ends, and whether anything is missing before. */
static gunichar
nth_character (guint n)
{
  return 0x4e00 + n % 20000;
}

static void
type_one (Typist *self)
{
  guint last = galley_article_get_n_blocks (self->article);
  GalleyBlock *block = last > 0 ? galley_article_get_block (self->article, last - 1) : NULL;
  g_autoptr (GalleyBlock) changed = NULL;
  char character[7] = "";
  g_autofree char *count = NULL;

  g_unichar_to_utf8 (nth_character (self->n_typed), character);
  if (block == NULL || galley_block_get_length (block) == PARAGRAPH)
    {
      changed = galley_block_new (GALLEY_ROLE_BODY, character, -1);
      galley_article_append (self->article, changed);
    }
  else
    {
      changed = galley_block_splice (block, galley_block_get_length (block), 0, character);
      galley_article_splice (self->article, last - 1, 1, &changed, 1);
    }
  self->n_typed++;
  count = g_strdup_printf ("%u", self->n_typed);
  galley_metadata_set (galley_article_get_metadata (self->article), "count", count);
}

static gboolean
on_keystroke (gpointer data)
{
  Typist *self = data;
  Report report;

  type_one (self);
  if (self->n_typed % 50 == 0)
    {
      galley_store_keep (self->store, self->article, "typed", NULL);
      galley_store_log (self->store, "typed", galley_article_get_id (self->article), "fifty", NULL);
    }
  report = (Report){ self->n_typed, g_get_monotonic_time () };
  if (write (self->pipe, &report, sizeof report) != sizeof report)
    _exit (1);
  return G_SOURCE_CONTINUE;
}

static GalleyArticle *
find_article (GalleyStore *store)
{
  GalleyEdition *edition = galley_store_get_edition (store);
  GalleyPage *page = galley_edition_get_page (edition, 0);

  return page != NULL ? galley_page_get_article (page, 0) : NULL;
}

static void
type_until_killed (const char *path, int pipe)
{
  Typist self = { .pipe = pipe };
  GMainLoop *loop = g_main_loop_new (NULL, FALSE);
  const char *count;

  self.store = galley_store_open (path, TRUE, "打字员", NULL);
  if (self.store == NULL)
    _exit (1);
  self.article = find_article (self.store);
  if (self.article == NULL)
    {
      self.article = galley_article_new (GALLEY_ARTICLE_STORY);
      galley_page_insert (galley_edition_ensure_page (galley_store_get_edition (self.store), 1, ""), 0,
                          self.article);
    }
  count = galley_metadata_get (galley_article_get_metadata (self.article), "count");
  self.n_typed = count != NULL ? (guint) g_ascii_strtoull (count, NULL, 10) : 0;
  g_timeout_add (KEYSTROKE, on_keystroke, &self);
  g_main_loop_run (loop);
}

/* How much of the text is in the file; it must be whole up to there. */
static guint
count_typed (GalleyArticle *article)
{
  guint n = 0;
  const char *count;

  if (article == NULL)
    return 0;
  count = galley_metadata_get (galley_article_get_metadata (article), "count");
  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      for (const char *p = galley_block_get_text (galley_article_get_block (article, i)); *p != '\0';
           p = g_utf8_next_char (p))
        g_assert_cmpuint (g_utf8_get_char (p), ==, nth_character (n++));
    }
  g_assert_cmpuint (n, ==, count != NULL ? g_ascii_strtoull (count, NULL, 10) : 0);
  return n;
}

/* Runs a typist for so long, kills it, and takes in what it had told. */
static GArray *
run_typist (const char *path, gint64 length, gint64 *killed_at)
{
  GArray *reports = g_array_new (FALSE, FALSE, sizeof (Report));
  Report report;
  int ends[2];
  int status;
  pid_t pid;

  g_assert_no_errno (pipe (ends));
  pid = fork ();
  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      close (ends[0]);
      type_until_killed (path, ends[1]);
    }
  close (ends[1]);
  g_usleep ((gulong) length);
  *killed_at = g_get_monotonic_time ();
  kill (pid, SIGKILL);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
  while (read (ends[0], &report, sizeof report) == sizeof report)
    g_array_append_val (reports, report);
  close (ends[0]);
  return reports;
}

static gint64
check_run (StoreFixture *fixture, GArray *reports, gint64 killed_at, guint before)
{
  g_autoptr (GError) error = NULL;
  GalleyStore *store = store_open (fixture, TRUE);
  guint found = count_typed (find_article (store));
  gint64 lost = 0;

  g_assert_cmpuint (found, >=, before);
  for (guint i = 0; i < reports->len; i++)
    {
      const Report *report = &g_array_index (reports, Report, i);

      if (report->n_typed > found)
        {
          lost = killed_at - report->time;
          break;
        }
    }
  g_assert_cmpint (lost, <, PROMISE);
  g_assert_true (galley_store_verify (store, &error));
  g_assert_no_error (error);
  store_close (store);
  return lost;
}

static void
drive (StoreFixture *fixture, guint seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  gint64 worst = 0;
  guint n_found = 0;

  for (guint i = 0; i < N_RUNS; i++)
    {
      g_autoptr (GArray) reports = NULL;
      gint64 killed_at, lost;
      gint32 length = i % 5 == 4 ? g_rand_int_range (random, 900, 1500) : g_rand_int_range (random, 5, 350);

      if (i % 10 == 0)
        {
          /* A new one, some of them killed while they are made. */
          g_unlink (fixture->path);
          n_found = 0;
          length = g_rand_int_range (random, 1, 40);
        }
      reports = run_typist (fixture->path, length * 1000, &killed_at);
      lost = check_run (fixture, reports, killed_at, n_found);
      worst = MAX (worst, lost);

      GalleyStore *store = store_open (fixture, FALSE);

      n_found = count_typed (find_article (store));
      store_close (store);
    }
  g_printerr ("# worst loss of %d kills: %d ms\n", N_RUNS, (int) (worst / 1000));
}

static void
test_kill (void)
{
  pid_t drivers[N_DRIVERS];

  for (guint i = 0; i < N_DRIVERS; i++)
    {
      guint seed = (guint) g_test_rand_int ();

      drivers[i] = fork ();
      g_assert_cmpint (drivers[i], >=, 0);
      if (drivers[i] == 0)
        {
          StoreFixture fixture;

          store_set_up (&fixture, NULL);
          drive (&fixture, seed);
          store_tear_down (&fixture, NULL);
          _exit (0);
        }
    }
  for (guint i = 0; i < N_DRIVERS; i++)
    {
      int status;

      g_assert_cmpint (waitpid (drivers[i], &status, 0), ==, drivers[i]);
      g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store-kill/random-moments", test_kill);
  return g_test_run ();
}
