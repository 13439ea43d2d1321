/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>
#include <gmodule.h>
#include <sqlite3.h>

#include "galley-error.h"
#include "store-fixture.h"

#define GALLEY_TEST_OFD_SETLK 37 /* F_OFD_SETLK of Linux */

#define assert_no_store(opened, error, domain, code)                                                         \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    g_assert_null (opened);                                                                                  \
    g_assert_error (error, domain, code);                                                                    \
    g_assert_cmpint (error->message[strlen (error->message) - 1], ==, '.');                                  \
    g_assert_null (strchr (error->message, '\n'));                                                           \
    g_clear_error (&error);                                                                                  \
  }                                                                                                          \
  G_STMT_END

/* Neither way of opening takes it, and it is left byte for byte as it was, with nothing new beside it. */
static void
assert_refused (StoreFixture *fixture, GBytes *bytes, GQuark domain, int code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *after = NULL;
  gsize length;

  g_assert_true (g_file_set_contents (fixture->path, g_bytes_get_data (bytes, NULL),
                                      (gssize) g_bytes_get_size (bytes), NULL));
  assert_no_store (galley_store_open (fixture->path, FALSE, NULL, &error), error, domain, code);
  assert_no_store (galley_store_open (fixture->path, TRUE, NULL, &error), error, domain, code);
  assert_no_store (galley_store_open_readonly (fixture->path, &error), error, domain, code);
  g_assert_true (g_file_get_contents (fixture->path, &after, &length, NULL));
  g_assert_cmpmem (after, length, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_assert_cmpuint (store_count_files (fixture), ==, 1);
}

static GBytes *
read_bytes (const char *path)
{
  char *contents;
  gsize length;

  g_assert_true (g_file_get_contents (path, &contents, &length, NULL));
  return g_bytes_new_take (contents, length);
}

static void
make_edition (StoreFixture *fixture)
{
  GalleyStore *store = store_open (fixture, TRUE);

  store_fill (galley_store_get_edition (store));
  store_close (store);
}

static void
test_foreign_files (StoreFixture *fixture, gconstpointer data)
{
  g_autofree guchar *noise = g_malloc (8192);
  static const char text[] = "这是一篇普通文字，不是版面文件。\n";
  g_autoptr (GBytes) empty = g_bytes_new_static ("", 0);
  g_autoptr (GBytes) plain = g_bytes_new_static (text, sizeof text - 1);
  g_autoptr (GBytes) magic = g_bytes_new_static ("SQLite f", 8);
  g_autoptr (GBytes) binary = NULL;
  g_autoptr (GBytes) database = NULL;

  for (guint i = 0; i < 8192; i++)
    noise[i] = (guchar) g_test_rand_int ();
  noise[0] = 0;
  binary = g_bytes_new (noise, 8192);

  assert_refused (fixture, empty, GALLEY_ERROR, GALLEY_ERROR_MALFORMED);
  assert_refused (fixture, plain, GALLEY_ERROR, GALLEY_ERROR_MALFORMED);
  assert_refused (fixture, magic, GALLEY_ERROR, GALLEY_ERROR_MALFORMED);
  assert_refused (fixture, binary, GALLEY_ERROR, GALLEY_ERROR_MALFORMED);

  g_unlink (fixture->path);
  store_run_sql (fixture->path, "CREATE TABLE bookmark (url TEXT); INSERT INTO bookmark VALUES ('x');");
  database = read_bytes (fixture->path);
  assert_refused (fixture, database, GALLEY_ERROR, GALLEY_ERROR_MALFORMED);
}

static void
test_truncated (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) whole = NULL;

  make_edition (fixture);
  whole = read_bytes (fixture->path);
  for (guint i = 1; i <= 24; i++)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (whole, 0, g_bytes_get_size (whole) * i / 24 - 1);

      assert_refused (fixture, part, GALLEY_ERROR, GALLEY_ERROR_MALFORMED);
    }
}

static void
test_newer_schema (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = NULL;

  make_edition (fixture);
  store_run_sql (fixture->path, "PRAGMA user_version = 1000; ALTER TABLE page ADD COLUMN colour TEXT;");
  bytes = read_bytes (fixture->path);
  assert_refused (fixture, bytes, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED);
}

/* Sound as a database, but not what we wrote. */
static void
test_damaged (StoreFixture *fixture, gconstpointer data)
{
  static const char *const damage[] = {
    "UPDATE article SET blocks = '[{\"role\":\"body\"'",
    "UPDATE article SET blocks = '{}'",
    "UPDATE article SET blocks = '[7]'",
    "UPDATE article SET blocks = '[{\"role\":\"chorus\",\"text\":\"\"}]'",
    "UPDATE article SET blocks = '[{\"role\":\"body\",\"text\":5}]'",
    "UPDATE article SET blocks = '[{\"role\":\"body\",\"text\":\"\",\"spans\":[[\"strong\",-1,2]]}]'",
    "UPDATE article SET blocks = '[{\"role\":\"body\",\"text\":\"\",\"source\":[1]}]'",
    "UPDATE article SET blocks = CAST (x'5b22ff225d' AS TEXT)",
    "UPDATE article SET metadata = '[[\"person\"]]'",
    "UPDATE article SET kind = 'opera'",
    "UPDATE page SET staff = 'null'",
    "UPDATE edition SET masthead = ''",
    "UPDATE asset SET info = '{\"caption\":1}'",
    "DELETE FROM edition",
    "DROP TABLE page",
  };
  g_autoptr (GBytes) whole = NULL;

  make_edition (fixture);
  whole = read_bytes (fixture->path);
  for (guint i = 0; i < G_N_ELEMENTS (damage); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GalleyStore) store = NULL;

      g_assert_true (g_file_set_contents (fixture->path, g_bytes_get_data (whole, NULL),
                                          (gssize) g_bytes_get_size (whole), NULL));
      store_run_sql (fixture->path, damage[i]);
      g_test_message ("%s", damage[i]);
      store = galley_store_open (fixture->path, FALSE, NULL, &error);
      g_assert_null (store);
      g_assert_nonnull (error);
      g_clear_error (&error);
      store = galley_store_open_readonly (fixture->path, &error);
      g_assert_null (store);
      g_assert_nonnull (error);
      g_assert_cmpuint (store_count_files (fixture), ==, 1);
    }
}

/* An article whose page is lost is not lost with it. */
static void
test_lost_page (StoreFixture *fixture, gconstpointer data)
{
  GalleyStore *store;
  g_autoptr (GPtrArray) articles = NULL;

  make_edition (fixture);
  store_run_sql (fixture->path, "DELETE FROM page WHERE position = 1");
  store = store_open (fixture, FALSE);
  articles = galley_edition_list_articles (galley_store_get_edition (store));
  g_assert_cmpuint (articles->len, ==, 3);
  store_close (store);
}

static void
test_addresses (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *uri = g_filename_to_uri (fixture->path, NULL, NULL);
  g_autofree char *nowhere = g_build_filename (fixture->folder, "no-folder", "a.galley", NULL);
  GalleyStore *store;

  assert_no_store (galley_store_open ("postgresql://desk/paper", TRUE, NULL, &error), error, GALLEY_ERROR,
                   GALLEY_ERROR_UNSUPPORTED);
  assert_no_store (galley_store_open_readonly ("postgres://desk/paper", &error), error, GALLEY_ERROR,
                   GALLEY_ERROR_UNSUPPORTED);
  assert_no_store (galley_store_open ("https://example.org/a.galley", FALSE, NULL, &error), error,
                   GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED);
  assert_no_store (galley_store_open (fixture->path, FALSE, NULL, &error), error, G_IO_ERROR,
                   G_IO_ERROR_NOT_FOUND);
  assert_no_store (galley_store_open_readonly (fixture->path, &error), error, G_IO_ERROR,
                   G_IO_ERROR_NOT_FOUND);
  assert_no_store (galley_store_open (nowhere, TRUE, NULL, &error), error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  assert_no_store (galley_store_open (fixture->folder, TRUE, NULL, &error), error, GALLEY_ERROR,
                   GALLEY_ERROR_MALFORMED);
  g_assert_cmpuint (store_count_files (fixture), ==, 0);

  store = galley_store_open (uri, TRUE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (galley_store_get_uri (store), ==, fixture->path);
  g_assert_cmpstr (galley_store_get_author (store), ==, g_get_user_name ());
  store_close (store);
}

/* --- one writer at a time ------------------------------------------------------------------------------------------- */

/* A process of its own that opens the edition, says so, and holds it until it is killed. */
static pid_t
start_holder (StoreFixture *fixture)
{
  int ready[2];
  char byte;
  pid_t pid;

  g_assert_no_errno (pipe (ready));
  pid = fork ();
  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      GalleyStore *store = galley_store_open (fixture->path, TRUE, "邻座", NULL);

      if (store == NULL || write (ready[1], "x", 1) != 1)
        _exit (1);
      galley_masthead_set (galley_edition_get_masthead (galley_store_get_edition (store)), GALLEY_FACT_ISSUE,
                           "77");
      if (!galley_store_flush (store, NULL) || write (ready[1], "y", 1) != 1)
        _exit (1);
      for (;;)
        pause ();
    }
  close (ready[1]);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  close (ready[0]);
  return pid;
}

static int lock_errno;

/* Stands before that of the C library: a file system that has no locks to give. */
G_MODULE_EXPORT int fcntl64 (int fd, int command, ...);

int
fcntl64 (int fd, int command, ...)
{
  va_list arguments;
  long argument;

  va_start (arguments, command);
  argument = va_arg (arguments, long);
  va_end (arguments);
  if (command == GALLEY_TEST_OFD_SETLK && lock_errno != 0)
    {
      errno = lock_errno;
      return -1;
    }
  return (int) syscall (SYS_fcntl, fd, command, argument);
}

static void
test_no_locks (StoreFixture *fixture, gconstpointer data)
{
  static const int codes[] = { ENOLCK, EINVAL };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (GError) error = NULL;
      GalleyStore *store;

      lock_errno = codes[i];
      store = galley_store_open (fixture->path, TRUE, NULL, &error);
      lock_errno = 0;
      g_assert_null (store);
      g_assert_nonnull (error);
      g_assert_nonnull (strstr (error->message, g_strerror (codes[i])));
    }
  store_close (store_open (fixture, TRUE));
}

static void
test_one_writer (StoreFixture *fixture, gconstpointer data)
{
  pid_t pid = start_holder (fixture);
  g_autofree char *number = g_strdup_printf ("%d", (int) pid);
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyStore) reader = NULL;
  GalleyStore *store = galley_store_open (fixture->path, FALSE, NULL, &error);
  int status;

  g_assert_null (store);
  g_assert_error (error, GALLEY_ERROR, GALLEY_ERROR_CONFLICT);
  g_assert_nonnull (strstr (error->message, "邻座"));
  g_assert_nonnull (strstr (error->message, number));
  g_assert_nonnull (strstr (error->message, g_get_host_name ()));
  g_clear_error (&error);

  /* A reader is let in meanwhile. */
  reader = galley_store_open_readonly (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (galley_masthead_get (galley_edition_get_masthead (galley_store_get_edition (reader)),
                                        GALLEY_FACT_ISSUE),
                   ==, "77");

  /* And who is killed locks nobody out. */
  kill (pid, SIGKILL);
  waitpid (pid, &status, 0);
  store = store_open (fixture, FALSE);
  g_assert_cmpstr (
      galley_masthead_get (galley_edition_get_masthead (galley_store_get_edition (store)), GALLEY_FACT_ISSUE),
      ==, "77");
  store_close (store);
  g_assert_cmpuint (store_count_files (fixture), ==, 1);
}

static void
test_same_process (StoreFixture *fixture, gconstpointer data)
{
  GalleyStore *store = store_open (fixture, TRUE);
  g_autofree char *link = g_build_filename (fixture->folder, "link.galley", NULL);
  g_autoptr (GError) error = NULL;

  assert_no_store (galley_store_open (fixture->path, FALSE, NULL, &error), error, GALLEY_ERROR,
                   GALLEY_ERROR_CONFLICT);
  g_assert_no_errno (symlink (fixture->path, link));
  assert_no_store (galley_store_open (link, FALSE, NULL, &error), error, GALLEY_ERROR, GALLEY_ERROR_CONFLICT);
  store_fill (galley_store_get_edition (store));
  g_assert_true (galley_store_flush (store, &error));
  store_assert_on_disk (fixture, galley_store_get_edition (store));
  store_close (store);
  store = galley_store_open (link, FALSE, NULL, &error);
  g_assert_no_error (error);
  store_close (store);
}

/* --- reading alone -------------------------------------------------------------------------------------------------- */

static void
test_reading_alone (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GalleyStore) store = NULL;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  GalleyEdition *edition;

  make_edition (fixture);
  before = read_bytes (fixture->path);
  store = galley_store_open_readonly (fixture->path, &error);
  g_assert_no_error (error);
  edition = galley_store_get_edition (store);
  found = galley_store_search (store, "河堤", 5, &error);
  g_assert_cmpuint (found->len, ==, 1);
  galley_masthead_set (galley_edition_get_masthead (edition), GALLEY_FACT_ISSUE, "1");
  g_assert_true (galley_store_flush (store, &error));
  g_assert_false (galley_store_log (store, "x", NULL, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY);
  g_clear_error (&error);
  g_assert_cmpint (galley_store_keep (
                       store, galley_page_get_article (galley_edition_get_page (edition, 0), 0), "x", &error),
                   ==, 0);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY);
  g_clear_error (&error);
  g_assert_true (galley_store_verify (store, &error));
  g_assert_true (galley_store_close (store, &error));
  after = read_bytes (fixture->path);
  g_assert_true (g_bytes_equal (before, after));
  g_assert_cmpuint (store_count_files (fixture), ==, 1);
}

static void
copy_file (const char *from, const char *to)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);

  g_assert_true (g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, NULL));
}

/* A copy of file and log, as a backup of a running system makes it, in a folder where nothing can be written. */
static void
read_only_folder (StoreFixture *fixture)
{
  GalleyStore *store = store_open (fixture, TRUE);
  g_autofree char *folder = g_build_filename (fixture->folder, "media", NULL);
  g_autofree char *path = g_build_filename (folder, "a.galley", NULL);
  g_autofree char *log = g_strconcat (fixture->path, "-wal", NULL);
  g_autofree char *copied_log = g_strconcat (path, "-wal", NULL);
  g_autoptr (GalleyStore) reader = NULL;
  g_autoptr (GError) error = NULL;

  store_fill (galley_store_get_edition (store));
  g_assert_true (galley_store_flush (store, NULL));
  g_assert_no_errno (g_mkdir (folder, 0755));
  copy_file (fixture->path, path);
  copy_file (log, copied_log);
  g_assert_no_errno (g_chmod (path, 0444));
  g_assert_no_errno (g_chmod (copied_log, 0444));
  g_assert_no_errno (g_chmod (folder, 0555));
  if (geteuid () == 0)
    {
      g_assert_no_errno (g_chmod (fixture->folder, 0755));
      g_assert_no_errno (seteuid (65534));
    }

  assert_no_store (galley_store_open (path, FALSE, NULL, &error), error, G_IO_ERROR,
                   G_IO_ERROR_PERMISSION_DENIED);
  reader = galley_store_open_readonly (path, &error);
  g_assert_no_error (error);
  store_assert_same (galley_store_get_edition (store), galley_store_get_edition (reader));
  g_assert_cmpint (g_access (path, R_OK), ==, 0);

  if (getuid () == 0)
    g_assert_no_errno (seteuid (0));
  g_unlink (copied_log);
  g_unlink (path);
  g_rmdir (folder);
  store_close (store);
}

static void
test_read_only_folder (StoreFixture *fixture, gconstpointer data)
{
  if (g_test_subprocess ())
    {
      read_only_folder (fixture);
      return;
    }
  g_test_trap_subprocess (NULL, 30 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

/* --- proofs --------------------------------------------------------------------------------------------------------- */

static void
test_tampering (StoreFixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *sql;
    const char *named;
  } cases[] = {
    { "UPDATE event SET detail = 'two' WHERE number = 2", "2" },
    { "UPDATE event SET author = 'x' WHERE number = 3", "3" },
    { "UPDATE event SET time = time + 1 WHERE number = 1", "1" },
    { "UPDATE event SET subject = '' WHERE number = 2", "2" },
    { "DELETE FROM event WHERE number = 2", "2" },
    { "DELETE FROM event WHERE number = 3", "2" },
    { "DELETE FROM event", "0" },
    { "UPDATE revision SET blocks = replace (blocks, '原', '愿') WHERE number = 1", "1" },
    { "UPDATE revision SET reason = 'x' WHERE number = 2", "2" },
    { "UPDATE revision SET digest = 'x' WHERE number = 2", "2" },
    { "DELETE FROM revision WHERE number = 1", "2" },
    { "DELETE FROM revision WHERE number = 2", "" },
  };
  GalleyStore *store = store_open (fixture, TRUE);
  g_autoptr (GalleyArticle) article = store_make_article ("题", "原文");
  g_autoptr (GBytes) whole = NULL;

  galley_page_insert (galley_edition_ensure_page (galley_store_get_edition (store), 1, ""), 0, article);
  galley_store_log (store, "one", NULL, NULL, NULL);
  galley_store_log (store, "two", NULL, "second", NULL);
  galley_store_log (store, "three", NULL, NULL, NULL);
  galley_store_keep (store, article, "import", NULL);
  galley_metadata_set (galley_article_get_metadata (article), "section", "要闻");
  store_close (store);
  whole = read_bytes (fixture->path);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (g_file_set_contents (fixture->path, g_bytes_get_data (whole, NULL),
                                          (gssize) g_bytes_get_size (whole), NULL));
      store = store_open (fixture, FALSE);
      g_assert_true (galley_store_verify (store, &error));
      store_close (store);
      store_run_sql (fixture->path, cases[i].sql);
      store = store_open (fixture, FALSE);
      g_assert_false (galley_store_verify (store, &error));
      g_assert_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED);
      g_assert_nonnull (strstr (error->message, cases[i].named));
      store_close (store);
    }
}

/* --- an older file -------------------------------------------------------------------------------------------------- */

static const char schema_1[] =
    "PRAGMA application_id = 1195461721; PRAGMA user_version = 1;"
    "CREATE TABLE edition (id TEXT NOT NULL PRIMARY KEY, masthead TEXT NOT NULL,"
    " revision_head TEXT NOT NULL DEFAULT '', event_head TEXT NOT NULL DEFAULT '');"
    "CREATE TABLE page (edition TEXT NOT NULL, position BIGINT NOT NULL, number BIGINT NOT NULL, name TEXT "
    "NOT NULL,"
    " staff TEXT NOT NULL, PRIMARY KEY (edition, position));"
    "CREATE TABLE article (edition TEXT NOT NULL, id TEXT NOT NULL, page BIGINT NOT NULL, position BIGINT "
    "NOT NULL,"
    " kind TEXT NOT NULL, confidence DOUBLE PRECISION NOT NULL, metadata TEXT NOT NULL, blocks TEXT NOT NULL,"
    " PRIMARY KEY (edition, id));"
    "CREATE TABLE revision (edition TEXT NOT NULL, number BIGINT NOT NULL, article TEXT NOT NULL, author "
    "TEXT NOT NULL,"
    " reason TEXT NOT NULL, time BIGINT NOT NULL, kind TEXT NOT NULL, metadata TEXT NOT NULL, blocks TEXT "
    "NOT NULL,"
    " digest TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (edition, number));"
    "CREATE INDEX revision_article ON revision (edition, article, number);"
    "CREATE TABLE asset (edition TEXT NOT NULL, id TEXT NOT NULL, name TEXT NOT NULL, type TEXT NOT NULL,"
    " info TEXT NOT NULL, bytes BYTEA NOT NULL, PRIMARY KEY (edition, id));"
    "CREATE TABLE decision (edition TEXT NOT NULL, key TEXT NOT NULL, scope TEXT NOT NULL, article TEXT NOT "
    "NULL,"
    " decision TEXT NOT NULL, author TEXT NOT NULL, time BIGINT NOT NULL, PRIMARY KEY (edition, key, scope, "
    "article));"
    "CREATE TABLE event (edition TEXT NOT NULL, number BIGINT NOT NULL, time BIGINT NOT NULL, author TEXT "
    "NOT NULL,"
    " what TEXT NOT NULL, subject TEXT, detail TEXT, hash TEXT NOT NULL, PRIMARY KEY (edition, number));"
    "INSERT INTO edition (id, masthead) VALUES ('e-1', '{\"paper\":\"江畔晚报\"}');"
    "INSERT INTO page VALUES ('e-1', 0, 2, '生活', '[]');"
    "INSERT INTO article VALUES ('e-1', 'a-1', 0, 0, 'story', 1.0, '[[\"section\",\"生活\"]]',"
    " '[{\"role\":\"headline\",\"text\":\"老桥换新灯\"},{\"role\":\"body\",\"text\":\"老桥昨晚亮灯。\"}]');";

static void
assert_migrated (GalleyStore *store)
{
  g_autoptr (GPtrArray) found = galley_store_search (store, "亮灯", 5, NULL);
  GalleyArticle *article = galley_edition_find_article (galley_store_get_edition (store), "a-1", NULL);

  g_assert_cmpstr (
      galley_masthead_get (galley_edition_get_masthead (galley_store_get_edition (store)), GALLEY_FACT_PAPER),
      ==, "江畔晚报");
  g_assert_nonnull (article);
  g_assert_cmpstr (galley_metadata_get (galley_article_get_metadata (article), "section"), ==, "生活");
  g_assert_cmpuint (found->len, ==, 1);
}

static void
test_migration (StoreFixture *fixture, gconstpointer data)
{
  GalleyStore *store;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autofree char *note = NULL;

  store_run_sql (fixture->path, schema_1);
  before = read_bytes (fixture->path);

  /* Read alone, it is read as it is. */
  store = galley_store_open_readonly (fixture->path, &error);
  g_assert_no_error (error);
  assert_migrated (store);
  store_close (store);
  after = read_bytes (fixture->path);
  g_assert_true (g_bytes_equal (before, after));

  store = store_open (fixture, FALSE);
  assert_migrated (store);
  galley_store_set_note (store, "caret", "1");
  store_close (store);
  store = store_open (fixture, FALSE);
  assert_migrated (store);
  note = galley_store_dup_note (store, "caret");
  g_assert_cmpstr (note, ==, "1");
  g_assert_true (galley_store_verify (store, &error));
  store_close (store);
}

/* A step that cannot be taken leaves the old form whole. */
static void
test_failed_migration (StoreFixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) before = NULL;

  store_run_sql (fixture->path, schema_1);
  store_run_sql (fixture->path, "CREATE TABLE search_key (x TEXT)");
  before = read_bytes (fixture->path);
  assert_refused (fixture, before, G_IO_ERROR, G_IO_ERROR_FAILED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, function) g_test_add (path, StoreFixture, NULL, store_set_up, function, store_tear_down)
  ADD ("/store-file/foreign", test_foreign_files);
  ADD ("/store-file/truncated", test_truncated);
  ADD ("/store-file/newer-schema", test_newer_schema);
  ADD ("/store-file/damaged", test_damaged);
  ADD ("/store-file/lost-page", test_lost_page);
  ADD ("/store-file/addresses", test_addresses);
  ADD ("/store-file/one-writer", test_one_writer);
  ADD ("/store-file/no-locks", test_no_locks);
  ADD ("/store-file/same-process", test_same_process);
  ADD ("/store-file/reading-alone", test_reading_alone);
  ADD ("/store-file/read-only-folder", test_read_only_folder);
  ADD ("/store-file/tampering", test_tampering);
  ADD ("/store-file/migration", test_migration);
  ADD ("/store-file/failed-migration", test_failed_migration);
#undef ADD

  return g_test_run ();
}
