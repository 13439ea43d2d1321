/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Search in the editions of a folder: what is asked for beside the words, and editions that change or go. */

#include "config.h"

#include <stdlib.h>

#include <glib/gstdio.h>

#include "galley-archive.h"
#include "galley-store.h"

typedef struct
{
  char *folder;
  GalleyArchive *archive;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("galley-archive-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->archive = galley_archive_open (fixture->folder, fixture->folder, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autofree char *remove = g_strdup_printf ("rm -rf '%s'", fixture->folder);

  galley_archive_free (fixture->archive);
  g_assert_cmpint (system (remove), ==, 0);
  g_free (fixture->folder);
}

typedef struct
{
  const char *date;
  guint page;
  guint n; /* articles */
  const char *text;
  const char *person;  /* or NULL */
  const char *subject; /* of the scheme medtop, or NULL */
} Made;

static GalleyArticle *
make_article (const Made *made)
{
  GalleyArticle *article = galley_article_new (GALLEY_ARTICLE_STORY);
  GalleyMetadata *metadata = galley_article_get_metadata (article);
  g_autoptr (GalleyBlock) block = galley_block_new (GALLEY_ROLE_BODY, made->text, -1);

  galley_article_append (article, block);
  if (made->person != NULL)
    galley_metadata_add (metadata, "person", made->person, "author");
  if (made->subject != NULL)
    galley_metadata_add (metadata, "subject", made->subject, "medtop");
  return article;
}

static void
make (const char *folder, const char *name, Made made)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GalleyStore) store = NULL;
  GalleyEdition *edition;

  g_unlink (path);
  store = galley_store_open (path, TRUE, "许梅", &error);
  g_assert_no_error (error);
  edition = galley_store_get_edition (store);
  galley_masthead_set (galley_edition_get_masthead (edition), GALLEY_FACT_DATE, made.date);
  for (guint i = 0; i < made.n; i++)
    {
      g_autoptr (GalleyArticle) article = make_article (&made);

      galley_page_insert (galley_edition_ensure_page (edition, made.page, NULL), G_MAXUINT, article);
    }
  g_assert_true (galley_store_close (store, &error));
  g_assert_no_error (error);
}

static void
update (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyJob) job = galley_job_new (NULL);

  g_assert_true (galley_archive_update (fixture->archive, job, &error));
  g_assert_no_error (error);
}

static guint
count (Fixture *fixture, GalleyArchiveQuery query)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = galley_archive_search (fixture->archive, &query, &error);

  g_assert_no_error (error);
  return hits->len;
}

/* Of a word that is in very many articles the newest will do, but not where a filter asks for others. */
static void
test_filtered (Fixture *fixture, gconstpointer data)
{
  const GalleyArchiveQuery queries[] = {
    { .words = "植树", .page = 2 },
    { .words = "植树", .to = "2020-12-31" },
    { .words = "植树", .from = "2020-01-01", .to = "2020-01-01" },
    { .page = 2, .state = "unsigned" },
    { .words = "植树", .person = "许梅" },
    { .person = "许梅", .subject = "20000121" },
    { .subject = "medtop:20000121" },
  };

  make (fixture->folder, "1.galley", (Made){ "2020-01-01", 2, 1, "植树", "许梅", "20000121" });
  make (fixture->folder, "2.galley", (Made){ "2021-01-01", 1, 20001, "植树", "吴月", NULL });
  update (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) hits = galley_archive_search (fixture->archive, &queries[i], &error);

      g_assert_no_error (error);
      g_assert_cmpuint (hits->len, ==, 1);
      g_assert_cmpstr (((const GalleyArchiveHit *) hits->pdata[0])->date, ==, "2020-01-01");
    }
  /* A name is meant as a whole, and all that is asked for has to fit. */
  g_assert_cmpuint (count (fixture, (GalleyArchiveQuery){ .person = "许" }), ==, 0);
  g_assert_cmpuint (count (fixture, (GalleyArchiveQuery){ .person = "吴月", .page = 2 }), ==, 0);
  g_assert_cmpuint (count (fixture, (GalleyArchiveQuery){ .person = "许梅", .state = "signed" }), ==, 0);
  g_assert_cmpuint (count (fixture, (GalleyArchiveQuery){ .person = "吴月", .from = "2021-02-01" }), ==, 0);
  g_assert_cmpuint (count (fixture, (GalleyArchiveQuery){ .person = "吴月", .limit = 7 }), ==, 7);
  /* Words that are no text are nowhere. */
  g_assert_cmpuint (count (fixture, (GalleyArchiveQuery){ .words = "\xff\xfe" }), ==, 0);
}

/* What an edition said before it changed is not found any more, though its articles were the last of the index. */
static void
test_changed (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "1.galley", NULL);

  make (fixture->folder, "1.galley", (Made){ "2020-01-01", 2, 3, "春季植树忙", "许梅", "20000121" });
  update (fixture);
  g_assert_cmpuint (count (fixture, (GalleyArchiveQuery){ .words = "植树" }), ==, 3);
  make (fixture->folder, "1.galley", (Made){ "2020-01-01", 1, 3, "秋天收割机", "吴月", NULL });
  update (fixture);
  g_assert_cmpuint (count (fixture, (GalleyArchiveQuery){ .words = "植树" }), ==, 0);
  g_assert_cmpuint (count (fixture, (GalleyArchiveQuery){ .words = "春季植树" }), ==, 0);
  g_assert_cmpuint (count (fixture, (GalleyArchiveQuery){ .person = "许梅" }), ==, 0);
  g_assert_cmpuint (count (fixture, (GalleyArchiveQuery){ .subject = "20000121" }), ==, 0);
  g_assert_cmpuint (count (fixture, (GalleyArchiveQuery){ .page = 2 }), ==, 0);
  g_assert_cmpuint (count (fixture, (GalleyArchiveQuery){ .words = "收割", .person = "吴月" }), ==, 3);
  g_assert_cmpint (g_unlink (path), ==, 0);
  update (fixture);
  g_assert_cmpuint (count (fixture, (GalleyArchiveQuery){ .words = "收割" }), ==, 0);
  g_assert_cmpuint (count (fixture, (GalleyArchiveQuery){ .person = "吴月" }), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/archive/filtered", Fixture, NULL, set_up, test_filtered, tear_down);
  g_test_add ("/archive/changed", Fixture, NULL, set_up, test_changed, tear_down);
  return g_test_run ();
}
