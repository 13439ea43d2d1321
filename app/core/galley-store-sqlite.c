/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sqlite3.h>

#include "galley-error.h"
#include "galley-store-sqlite.h"

#define APPLICATION_ID 0x47414C59 /* "GALY", at byte 68 of the file */
#define HEADER_SIZE 100
#define BUSY_TIMEOUT 2000 /* ms */

struct _GalleyDb
{
  sqlite3 *handle;
  char *name;
  GHashTable *statements; /* SQL → sqlite3_stmt *, kept for the next use */
  gboolean interrupted;
};

struct _GalleyRows
{
  GalleyDb *db;
  sqlite3_stmt *statement;
};

/* --- errors ------------------------------------------------------------------------------------------------------- */

static void
set_system_error (GError **error, const char *name, int code)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), _ ("“%s” cannot be written or read: %s."),
               name, g_strerror (code));
}

static void
set_error (GalleyDb *self, int code, GError **error)
{
  int system = sqlite3_system_errno (self->handle);

  switch (code & 0xff)
    {
    case SQLITE_FULL:
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, _ ("“%s” cannot be written: the disk is full."),
                   self->name);
      break;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” is damaged."), self->name);
      break;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_CONFLICT, _ ("“%s” is held by another program."),
                   self->name);
      break;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY, _ ("“%s” can only be read, not changed."),
                   self->name);
      break;
    case SQLITE_TOOBIG:
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE, _ ("A part of “%s” is too large to be kept."),
                   self->name);
      break;
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
      if (system != 0)
        {
          set_system_error (error, self->name, system);
          break;
        }
      G_GNUC_FALLTHROUGH;
    default:
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, _ ("“%s” cannot be written or read: %s."),
                   self->name, sqlite3_errmsg (self->handle));
    }
}

static gboolean
check (GalleyDb *self, int code, GError **error)
{
  if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW)
    return TRUE;
  set_error (self, code, error);
  return FALSE;
}

/* --- the head of the file ------------------------------------------------------------------------------------------ */

static guint32
read_be32 (const guchar *bytes)
{
  return ((guint32) bytes[0] << 24) | ((guint32) bytes[1] << 16) | ((guint32) bytes[2] << 8) | bytes[3];
}

static gboolean
has_content (const char *path, const char *suffix)
{
  g_autofree char *side = g_strconcat (path, suffix, NULL);
  GStatBuf status;

  return g_stat (side, &status) == 0 && status.st_size > 0;
}

static gssize
read_head (const char *path, guchar *head, goffset *size, GError **error)
{
  g_autofree char *name = g_path_get_basename (path);
  struct stat status;
  gssize n_read = -1;
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd >= 0 && fstat (fd, &status) == 0)
    {
      if (S_ISDIR (status.st_mode))
        errno = EISDIR;
      else
        n_read = pread (fd, head, HEADER_SIZE, 0);
      *size = status.st_size;
    }
  if (n_read < 0)
    set_system_error (error, name, errno);
  if (fd >= 0)
    close (fd);
  return n_read;
}

gboolean
galley_db_sniff (const char *path, gint64 newest, GError **error)
{
  static const char magic[16] = "SQLite format 3";
  g_autofree char *name = g_path_get_basename (path);
  guchar head[HEADER_SIZE] = { 0 };
  goffset size = 0;
  gssize n_read = read_head (path, head, &size, error);

  if (n_read < 0)
    return FALSE;
  if (n_read == 0)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” is empty; it is not an edition."),
                   name);
      return FALSE;
    }
  if (memcmp (head, magic, MIN ((gsize) n_read, sizeof magic)) != 0)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” is not an edition."), name);
      return FALSE;
    }

  guint32 page_size = ((guint32) head[16] << 8) | head[17];
  goffset whole = (goffset) read_be32 (head + 28) * (page_size == 1 ? 65536 : page_size);
  gboolean counted = read_be32 (head + 24) == read_be32 (head + 92);

  /* With a log beside it the file may rightly be shorter than its head says; then the log is looked at after opening. */
  if (n_read < HEADER_SIZE || (counted && size < whole && !has_content (path, "-wal")))
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” is cut short; its end is missing."),
                   name);
      return FALSE;
    }
  if (read_be32 (head + 68) != APPLICATION_ID)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
                   _ ("“%s” is a database of another program, not an edition."), name);
      return FALSE;
    }
  if (read_be32 (head + 60) > newest)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED,
                   _ ("“%s” was written by a newer version of this program."), name);
      return FALSE;
    }
  return TRUE;
}

/* --- opening ------------------------------------------------------------------------------------------------------- */

static void
finalize_statement (gpointer statement)
{
  sqlite3_finalize (statement);
}

static GalleyDb *
open_handle (const char *where, const char *name, int flags, GError **error)
{
  GalleyDb *self = g_new0 (GalleyDb, 1);

  self->name = g_strdup (name);
  self->statements = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, finalize_statement);
  if (!check (self,
              sqlite3_open_v2 (where, &self->handle, flags | SQLITE_OPEN_URI | SQLITE_OPEN_EXRESCODE, NULL),
              error))
    {
      galley_db_close (self);
      return NULL;
    }
  sqlite3_busy_timeout (self->handle, BUSY_TIMEOUT);
  return self;
}

/* A file name as SQLite's URI, so that no character of it means anything. */
static char *
dup_uri (const char *path, const char *query)
{
  g_autofree char *escaped = g_uri_escape_string (path, "/", FALSE);

  return g_strdup_printf ("file:%s?%s", escaped, query);
}

static GalleyDb *
copy_to_memory (const char *where, int flags, const char *name, GError **error)
{
  g_autoptr (GalleyDb) from = open_handle (where, name, flags, error);
  g_autoptr (GalleyDb) to = NULL;

  if (from == NULL)
    return NULL;
  sqlite3_db_config (from->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  to = open_handle (":memory:", name, SQLITE_OPEN_READWRITE, error);
  if (to == NULL)
    return NULL;

  sqlite3_backup *backup = sqlite3_backup_init (to->handle, "main", from->handle, "main");
  int code = backup != NULL ? sqlite3_backup_step (backup, -1) : sqlite3_errcode (to->handle);

  if (backup != NULL)
    sqlite3_backup_finish (backup);
  if (!check (from, code, error))
    return NULL;
  return g_steal_pointer (&to);
}

/* The last resort of a reader: a log that nobody may replay where it lies is replayed on a copy. */
static GalleyDb *
copy_aside (const char *path, const char *name, GError **error)
{
  g_autofree char *folder = g_dir_make_tmp ("galley-XXXXXX", error);
  GalleyDb *self = NULL;
  gboolean copied = folder != NULL;

  if (folder == NULL)
    return NULL;

  g_autofree char *target = g_build_filename (folder, "edition", NULL);
  static const char *const suffixes[] = { "", "-wal" };

  for (guint i = 0; copied && i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *from_path = g_strconcat (path, suffixes[i], NULL);
      g_autofree char *to_path = g_strconcat (target, suffixes[i], NULL);
      g_autoptr (GFile) from = g_file_new_for_path (from_path);
      g_autoptr (GFile) to = g_file_new_for_path (to_path);

      copied = g_file_copy (from, to, G_FILE_COPY_NOFOLLOW_SYMLINKS | G_FILE_COPY_TARGET_DEFAULT_PERMS, NULL,
                            NULL, NULL, error);
    }
  if (copied)
    {
      g_autofree char *uri = dup_uri (target, "mode=rw");

      self = copy_to_memory (uri, SQLITE_OPEN_READWRITE, name, error);
    }

  static const char *const leavings[] = { "", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (leavings); i++)
    {
      g_autofree char *leaving = g_strconcat (target, leavings[i], NULL);

      g_unlink (leaving);
    }
  g_rmdir (folder);
  return self;
}

/* Three cases. A writer is at work (or was killed here): SQLite's own way of reading beside it. A log that came along with a
 * copy: replay it elsewhere, for this place must not change. Else the file alone is all there is, and holds still. */
static GalleyDb *
open_snapshot (const char *path, const char *name, GError **error)
{
  g_autofree char *shared = g_strconcat (path, "-shm", NULL);
  GalleyDb *self;

  if (g_file_test (shared, G_FILE_TEST_EXISTS))
    {
      g_autofree char *uri = dup_uri (path, "mode=ro");

      self = copy_to_memory (uri, SQLITE_OPEN_READONLY, name, NULL);
      if (self != NULL)
        return self;
    }
  if (has_content (path, "-wal"))
    return copy_aside (path, name, error);

  g_autofree char *uri = dup_uri (path, "mode=ro&immutable=1");

  return copy_to_memory (uri, SQLITE_OPEN_READONLY, name, error);
}

GalleyDb *
galley_db_open (const char *path, const char *name, GalleyDbMode mode, GError **error)
{
  g_autoptr (GalleyDb) self = NULL;
  gboolean interrupted = has_content (path, "-wal");

  if (mode == GALLEY_DB_SNAPSHOT)
    return open_snapshot (path, name, error);

  g_autofree char *uri = dup_uri (path, mode == GALLEY_DB_CREATE ? "mode=rwc" : "mode=rw");

  self = open_handle (uri, name, SQLITE_OPEN_READWRITE | (mode == GALLEY_DB_CREATE ? SQLITE_OPEN_CREATE : 0),
                      error);
  if (self == NULL)
    return NULL;
  self->interrupted = interrupted;

  if (mode == GALLEY_DB_CREATE)
    {
      g_autofree char *script = g_strdup_printf ("PRAGMA page_size = 4096; PRAGMA application_id = %d;"
                                                 "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;",
                                                 APPLICATION_ID);

      return galley_db_run (self, script, error) ? g_steal_pointer (&self) : NULL;
    }

  if (interrupted)
    sqlite3_db_config (self->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  if (!galley_db_run (self, mode == GALLEY_DB_READ ? "PRAGMA query_only = 1;" : "PRAGMA synchronous = FULL;",
                      error))
    return NULL;
  return g_steal_pointer (&self);
}

void
galley_db_trust (GalleyDb *self)
{
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
  /* A file that other tools have rewritten may have lost its log. Where none can be had (some network folders), the file
   * is as safe without, and only readers wait. */
  sqlite3_exec (self->handle, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
}

void
galley_db_close (GalleyDb *self)
{
  g_hash_table_unref (self->statements);
  sqlite3_close_v2 (self->handle);
  g_free (self->name);
  g_free (self);
}

gint64
galley_db_get_version (GalleyDb *self, GError **error)
{
  g_autoptr (GalleyRows) rows = galley_db_query (self, "PRAGMA user_version", error, "");

  return rows != NULL && galley_rows_next (rows, error) ? galley_rows_get_integer (rows, 0) : -1;
}

gboolean
galley_db_set_version (GalleyDb *self, gint64 version, GError **error)
{
  g_autofree char *script = g_strdup_printf ("PRAGMA user_version = %" G_GINT64_FORMAT, version);

  return galley_db_run (self, script, error);
}

gboolean
galley_db_inspect (GalleyDb *self, GError **error)
{
  g_autoptr (GalleyRows) rows = galley_db_query (self, "PRAGMA quick_check (1)", error, "");

  if (rows == NULL || !galley_rows_next (rows, error))
    return FALSE;
  if (g_strcmp0 (galley_rows_get_text (rows, 0), "ok") != 0)
    {
      set_error (self, SQLITE_CORRUPT, error);
      return FALSE;
    }
  return TRUE;
}

gboolean
galley_db_was_interrupted (GalleyDb *self)
{
  return self->interrupted;
}

gboolean
galley_db_stands (GalleyDb *self, GError **error)
{
  int moved = 0;

  if (sqlite3_file_control (self->handle, "main", SQLITE_FCNTL_HAS_MOVED, &moved) != SQLITE_OK || !moved)
    return TRUE;
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
               _ ("“%s” was moved or deleted while it was open; put it back to go on."), self->name);
  return FALSE;
}

/* --- statements ---------------------------------------------------------------------------------------------------- */

gboolean
galley_db_run (GalleyDb *self, const char *script, GError **error)
{
  return check (self, sqlite3_exec (self->handle, script, NULL, NULL, NULL), error);
}

gboolean
galley_db_begin (GalleyDb *self, gboolean write, GError **error)
{
  return galley_db_run (self, write ? "BEGIN IMMEDIATE" : "BEGIN", error);
}

gboolean
galley_db_commit (GalleyDb *self, GError **error)
{
  return galley_db_run (self, "COMMIT", error);
}

void
galley_db_rollback (GalleyDb *self)
{
  /* SQLite has rolled back by itself after some errors. */
  if (!sqlite3_get_autocommit (self->handle))
    sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
}

static sqlite3_stmt *
prepare (GalleyDb *self, const char *sql, GError **error)
{
  sqlite3_stmt *statement = g_hash_table_lookup (self->statements, sql);

  if (statement == NULL)
    {
      if (!check (self,
                  sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL),
                  error))
        return NULL;
      g_hash_table_insert (self->statements, g_strdup (sql), statement);
    }
  return statement;
}

static gboolean
bind_arguments (GalleyDb *self, sqlite3_stmt *statement, const char *types, va_list arguments, GError **error)
{
  int code = SQLITE_OK;

  for (int i = 1; code == SQLITE_OK && types[i - 1] != '\0'; i++)
    {
      GBytes *bytes;

      switch (types[i - 1])
        {
        case 's':
          code = sqlite3_bind_text (statement, i, va_arg (arguments, const char *), -1, SQLITE_TRANSIENT);
          break;
        case 'i':
          code = sqlite3_bind_int64 (statement, i, va_arg (arguments, gint64));
          break;
        case 'd':
          code = sqlite3_bind_double (statement, i, va_arg (arguments, double));
          break;
        case 'b':
          bytes = va_arg (arguments, GBytes *);
          code = sqlite3_bind_blob64 (statement, i, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                      SQLITE_TRANSIENT);
          break;
        default:
          g_assert_not_reached ();
        }
    }
  return check (self, code, error);
}

static void
put_back (sqlite3_stmt *statement)
{
  sqlite3_reset (statement);
  sqlite3_clear_bindings (statement);
}

gboolean
galley_db_execute (GalleyDb *self, const char *sql, GError **error, const char *types, ...)
{
  sqlite3_stmt *statement = prepare (self, sql, error);
  gboolean done;
  va_list arguments;

  if (statement == NULL)
    return FALSE;
  va_start (arguments, types);
  done = bind_arguments (self, statement, types, arguments, error);
  va_end (arguments);
  done = done && check (self, sqlite3_step (statement), error);
  put_back (statement);
  return done;
}

GalleyRows *
galley_db_query (GalleyDb *self, const char *sql, GError **error, const char *types, ...)
{
  sqlite3_stmt *statement = prepare (self, sql, error);
  gboolean done;
  va_list arguments;

  if (statement == NULL)
    return NULL;
  va_start (arguments, types);
  done = bind_arguments (self, statement, types, arguments, error);
  va_end (arguments);
  if (!done)
    {
      put_back (statement);
      return NULL;
    }

  GalleyRows *rows = g_new (GalleyRows, 1);

  rows->db = self;
  rows->statement = statement;
  return rows;
}

gboolean
galley_rows_next (GalleyRows *self, GError **error)
{
  int code = sqlite3_step (self->statement);

  if (code == SQLITE_ROW)
    return TRUE;
  check (self->db, code, error);
  return FALSE;
}

const char *
galley_rows_get_text (GalleyRows *self, int column)
{
  return (const char *) sqlite3_column_text (self->statement, column);
}

gint64
galley_rows_get_integer (GalleyRows *self, int column)
{
  return sqlite3_column_int64 (self->statement, column);
}

double
galley_rows_get_number (GalleyRows *self, int column)
{
  return sqlite3_column_double (self->statement, column);
}

GBytes *
galley_rows_dup_bytes (GalleyRows *self, int column)
{
  const void *data = sqlite3_column_blob (self->statement, column);

  return g_bytes_new (data, (gsize) sqlite3_column_bytes (self->statement, column));
}

void
galley_rows_free (GalleyRows *self)
{
  put_back (self->statement);
  g_free (self);
}

/* --- full text ----------------------------------------------------------------------------------------------------- */

gboolean
galley_db_make_index (GalleyDb *self, GError **error)
{
  return galley_db_run (
      self,
      "CREATE TABLE search_key (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE);"
      "CREATE VIRTUAL TABLE search USING fts5 (id UNINDEXED, headline, body, tokenize = 'trigram');",
      error);
}

gboolean
galley_db_unindex (GalleyDb *self, const char *id, GError **error)
{
  return galley_db_execute (self,
                            "DELETE FROM search WHERE rowid = (SELECT number FROM search_key WHERE id = $1)",
                            error, "s", id) &&
         galley_db_execute (self, "DELETE FROM search_key WHERE id = $1", error, "s", id);
}

gboolean
galley_db_index (GalleyDb *self, const char *id, const char *headline, const char *text, GError **error)
{
  return galley_db_unindex (self, id, error) &&
         galley_db_execute (self, "INSERT INTO search_key (id) VALUES ($1)", error, "s", id) &&
         galley_db_execute (self,
                            "INSERT INTO search (rowid, id, headline, body)"
                            " SELECT number, id, $1, $2 FROM search_key WHERE id = $3",
                            error, "sss", headline, text, id);
}

/* %word% for LIKE, with what LIKE takes for a sign escaped. */
static char *
dup_pattern (const char *word)
{
  GString *pattern = g_string_new ("%");

  for (const char *p = word; *p != '\0'; p++)
    {
      if (strchr ("%_\\", *p) != NULL)
        g_string_append_c (pattern, '\\');
      g_string_append_c (pattern, *p);
    }
  g_string_append_c (pattern, '%');
  return g_string_free (pattern, FALSE);
}

/* Turns the words into a condition, an order and the values they speak of. A word of one or two characters, as most words
 * of Chinese are, is too short for the trigrams: it is looked for in the text itself, and counted. */
static char *
dup_search (GStrv words, GPtrArray *values)
{
  g_autoptr (GString) match = g_string_new (NULL);
  g_autoptr (GString) condition = g_string_new (NULL);
  g_autoptr (GString) score = g_string_new ("0"); /* falling */

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (*words[i] == '\0')
        continue;
      if (g_utf8_strlen (words[i], -1) >= 3)
        {
          g_auto (GStrv) parts = g_strsplit (words[i], "\"", -1);
          g_autofree char *quoted = g_strjoinv ("\"\"", parts);

          g_string_append_printf (match, "%s\"%s\"", match->len > 0 ? " " : "", quoted);
          continue;
        }

      guint n = values->len + 1;

      g_string_append_printf (condition, " AND (headline LIKE ?%u ESCAPE '\\' OR body LIKE ?%u ESCAPE '\\')",
                              n, n);
      g_string_append_printf (score,
                              " - (10 * (length (headline) - length (replace (headline, ?%u, '')))"
                              " + length (body) - length (replace (body, ?%u, ''))) / length (?%u)",
                              n + 1, n + 1, n + 1);
      g_ptr_array_add (values, dup_pattern (words[i]));
      g_ptr_array_add (values, g_strdup (words[i]));
    }
  if (match->len == 0 && condition->len == 0)
    return NULL;

  g_autofree char *matching = NULL;

  if (match->len > 0)
    {
      g_ptr_array_add (values, g_strdup (match->str));
      matching = g_strdup_printf ("search MATCH ?%u", values->len);
    }
  /* Equally good ones come in the order of the edition. */
  return g_strdup_printf (
      "SELECT article.id FROM search JOIN article"
      " ON article.edition = (SELECT id FROM edition) AND article.id = search.id WHERE %s%s"
      " ORDER BY %s, article.page, article.position",
      matching != NULL ? matching : "TRUE", condition->str,
      matching != NULL ? "bm25 (search, 0.0, 10.0, 1.0)" : score->str);
}

GPtrArray *
galley_db_search (GalleyDb *self, const char *words, guint limit, GError **error)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) values = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *blanked = g_strdelimit (g_strdup (words), " \t\r\n", ' ');
  g_auto (GStrv) list = NULL;
  g_autofree char *sql = NULL;
  sqlite3_stmt *statement;
  int code = SQLITE_DONE;

  for (char *wide = blanked; (wide = strstr (wide, "\u3000")) != NULL;)
    memset (wide, ' ', strlen ("\u3000"));
  list = g_strsplit (blanked, " ", -1);
  sql = dup_search (list, values);
  if (sql == NULL)
    return g_steal_pointer (&found);

  statement = prepare (self, sql, error);
  if (statement == NULL)
    return NULL;
  for (guint i = 0; i < values->len; i++)
    sqlite3_bind_text (statement, (int) i + 1, g_ptr_array_index (values, i), -1, SQLITE_TRANSIENT);
  while (found->len < limit && (code = sqlite3_step (statement)) == SQLITE_ROW)
    g_ptr_array_add (found, g_strdup ((const char *) sqlite3_column_text (statement, 0)));
  put_back (statement);
  return check (self, code, error) ? g_steal_pointer (&found) : NULL;
}
