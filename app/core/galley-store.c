/* SPDX-License-Identifier: GPL-3.0-or-later */

#define _GNU_SOURCE
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "galley-error.h"
#include "galley-store.h"
#include "galley-store-content.h"
#include "galley-store-lock.h"
#include "galley-store-log.h"
#include "galley-store-path.h"
#include "galley-store-schema.h"
#include "galley-store-text.h"
#include "galley-store-watch.h"
#include "galley-store-writer.h"

/* From the first change to the hand-over. Writing itself takes a few milliseconds, so the second that is promised holds
 * even on a slow disk. */
#define DEBOUNCE (250 * G_TIME_SPAN_MILLISECOND)

struct _GalleyStore
{
  GObject parent_instance;

  char *uri;
  char *author;
  GalleyEdition *edition;
  GalleyDb *reader;     /* on the thread that made the store; NULL once closed */
  GalleyWriter *writer; /* NULL when closed, or open for reading alone */
  GalleyLock *lock;
  GalleyStoreWatch *watch;
  GSource *timer;

  GPtrArray *deeds;        /* of GalleyDeed *: done, not handed over yet */
  GHashTable *notes;       /* key → value */
  GHashTable *dirty_notes; /* set of keys */
  GHashTable *last_kept;   /* article id → Kept * */
  gint64 n_revisions;      /* the number of the last one */
  gint64 dirty_since;      /* monotonic, 0 when nothing is */
  const char *state;
  char *message;
};

/* The last revision of an article. */
typedef struct
{
  gint64 number;
  char *digest;
} Kept;

enum
{
  PROP_0,
  PROP_STATE,
  PROP_MESSAGE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (GalleyStore, galley_store, G_TYPE_OBJECT)

static void
kept_free (gpointer data)
{
  Kept *kept = data;

  g_free (kept->digest);
  g_free (kept);
}

/* --- what is to be written ----------------------------------------------------------------------------------------- */

static gboolean
is_dirty (GalleyStore *self)
{
  return self->deeds->len > 0 || g_hash_table_size (self->dirty_notes) > 0 ||
         galley_store_watch_is_dirty (self->watch);
}

static void
set_state (GalleyStore *self, const char *state, const char *message)
{
  if (g_strcmp0 (self->message, message) != 0)
    {
      g_free (self->message);
      self->message = g_strdup (message);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGE]);
    }
  if (!g_str_equal (self->state, state))
    {
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
    }
}

static void
update_state (GalleyStore *self)
{
  g_autoptr (GError) error = NULL;
  gboolean busy = galley_writer_is_busy (self->writer, &error);

  if (error != NULL)
    set_state (self, "failed", error->message);
  else
    set_state (self, busy || is_dirty (self) ? "saving" : "saved", NULL);
}

static void
on_changed (gpointer data)
{
  GalleyStore *self = data;

  if (self->dirty_since != 0)
    return;
  self->dirty_since = g_get_monotonic_time ();
  g_source_set_ready_time (self->timer, self->dirty_since + DEBOUNCE);
  update_state (self);
}

/* An article that leaves the edition leaves its text behind. */
static void
keep_gone (GalleyStore *self)
{
  g_autoptr (GPtrArray) gone = g_ptr_array_new_with_free_func (g_object_unref);

  galley_store_watch_sync (self->watch, gone);
  for (guint i = 0; i < gone->len; i++)
    galley_store_keep (self, g_ptr_array_index (gone, i), "removed", NULL);
}

static void
fill_notes (GalleyStore *self, GalleyBatch *batch)
{
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->dirty_notes);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    galley_batch_set_note (batch, key, g_hash_table_lookup (self->notes, key));
  g_hash_table_remove_all (self->dirty_notes);
}

/* Freezes what is dirty and hands it to the writer, unless it still has the last batch: then its end calls again. */
static void
hand_over (GalleyStore *self)
{
  if (!is_dirty (self) || galley_writer_is_busy (self->writer, NULL))
    return;

  GalleyBatch *batch = galley_batch_new (galley_edition_get_id (self->edition), self->author);

  keep_gone (self);
  galley_store_watch_fill (self->watch, batch);
  fill_notes (self, batch);
  galley_batch_add_deeds (batch, g_steal_pointer (&self->deeds));
  self->deeds = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_deed_free);
  self->dirty_since = 0;
  galley_writer_submit (self->writer, batch);
}

static gboolean
on_timer (gpointer data)
{
  GalleyStore *self = data;

  hand_over (self);
  update_state (self);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_written (gpointer data)
{
  GalleyStore *self = data;

  if (self->dirty_since != 0 && g_get_monotonic_time () >= self->dirty_since + DEBOUNCE)
    hand_over (self);
  update_state (self);
  return G_SOURCE_CONTINUE;
}

/* --- the object ---------------------------------------------------------------------------------------------------- */

/* Lets go of the file without waiting for anything. */
static void
let_go (GalleyStore *self)
{
  if (self->timer != NULL)
    {
      g_source_destroy (self->timer);
      g_clear_pointer (&self->timer, g_source_unref);
    }
  g_clear_pointer (&self->watch, galley_store_watch_free);
  /* The writer goes last: the last one out empties the log into the file. */
  g_clear_pointer (&self->reader, galley_db_close);
  g_clear_pointer (&self->writer, galley_writer_free);
  g_clear_pointer (&self->lock, galley_lock_free);
}

static void
galley_store_dispose (GObject *object)
{
  GalleyStore *self = GALLEY_STORE (object);
  g_autoptr (GError) error = NULL;

  if (self->writer != NULL && !galley_store_close (self, &error))
    g_message ("%s", error->message);
  let_go (self);

  G_OBJECT_CLASS (galley_store_parent_class)->dispose (object);
}

static void
galley_store_finalize (GObject *object)
{
  GalleyStore *self = GALLEY_STORE (object);

  g_free (self->uri);
  g_free (self->author);
  g_free (self->message);
  g_clear_object (&self->edition);
  g_ptr_array_unref (self->deeds);
  g_hash_table_unref (self->notes);
  g_hash_table_unref (self->dirty_notes);
  g_hash_table_unref (self->last_kept);

  G_OBJECT_CLASS (galley_store_parent_class)->finalize (object);
}

static void
galley_store_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  GalleyStore *self = GALLEY_STORE (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_string (value, self->state);
      break;
    case PROP_MESSAGE:
      g_value_set_string (value, self->message);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
galley_store_class_init (GalleyStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = galley_store_dispose;
  object_class->finalize = galley_store_finalize;
  object_class->get_property = galley_store_get_property;

  properties[PROP_STATE] =
      g_param_spec_string ("state", NULL, NULL, "saved", G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MESSAGE] =
      g_param_spec_string ("message", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
galley_store_init (GalleyStore *self)
{
  self->state = "saved";
  self->deeds = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_deed_free);
  self->notes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->dirty_notes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->last_kept = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, kept_free);
}

/* --- opening ------------------------------------------------------------------------------------------------------- */

static void
unlink_all (const char *path)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (path, suffixes[i], NULL);

      g_unlink (name);
    }
}

static gboolean
build_file (const char *path, const char *name, GError **error)
{
  g_autoptr (GalleyDb) db = galley_db_open (path, name, GALLEY_DB_CREATE, error);
  g_autofree char *id = g_uuid_string_random ();

  return db != NULL && galley_schema_migrate (db, error) && galley_content_create (db, id, error);
}

/* Makes the file under a name of its own, and gives it the right one when it is whole: whoever is killed here leaves no
 * half edition. The lock keeps others of us away; RENAME_NOREPLACE keeps whatever came meanwhile. */
static gboolean
create_file (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *hidden = g_strdup_printf (".%s.new", name);
  g_autofree char *fresh = g_build_filename (folder, hidden, NULL);
  int fd;

  unlink_all (fresh);
  if (!build_file (fresh, name, error))
    {
      unlink_all (fresh);
      return FALSE;
    }
  if (renameat2 (AT_FDCWD, fresh, AT_FDCWD, path, RENAME_NOREPLACE) != 0 &&
      !(errno == EINVAL && g_rename (fresh, path) == 0))
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _ ("“%s” cannot be made: %s."), name,
                   g_strerror (errno));
      unlink_all (fresh);
      return FALSE;
    }
  fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd >= 0)
    {
      fsync (fd);
      close (fd);
    }
  return TRUE;
}

static gboolean
load_notes (GalleyStore *self, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GalleyRows) rows =
      galley_db_query (self->reader, "SELECT key, value FROM note WHERE edition = $1", error, "s",
                       galley_edition_get_id (self->edition));

  if (rows == NULL)
    return FALSE;
  while (galley_rows_next (rows, &failure))
    g_hash_table_insert (self->notes, g_strdup (galley_rows_get_text (rows, 0)),
                         g_strdup (galley_rows_get_text (rows, 1)));
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* All that is read at opening, as of one moment. */
static gboolean
load (GalleyStore *self, const char *name, GError **error)
{
  gboolean loaded;

  if (!galley_db_begin (self->reader, FALSE, error))
    return FALSE;
  self->edition = galley_content_load (self->reader, name, error);
  loaded = self->edition != NULL && load_notes (self, error);
  if (loaded)
    self->n_revisions =
        galley_log_count_revisions (self->reader, galley_edition_get_id (self->edition), error);
  galley_db_rollback (self->reader);
  return loaded && self->n_revisions >= 0;
}

static GalleyStore *
store_new (const char *path, const char *author)
{
  GalleyStore *self = g_object_new (GALLEY_TYPE_STORE, NULL);

  self->uri = g_strdup (path);
  galley_store_set_author (self, author);
  return self;
}

/* Opens the file that is there; whatever fails, it is left as it was. */
static GalleyDb *
open_file (GalleyStore *self, const char *path, const char *name, GError **error)
{
  g_autoptr (GalleyDb) db = NULL;

  if (!galley_db_sniff (path, GALLEY_SCHEMA_VERSION, error))
    return NULL;
  if (g_access (path, W_OK) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno),
                   _ ("“%s” can only be read, not changed: %s."), name, g_strerror (errno));
      return NULL;
    }
  db = galley_db_open (path, name, GALLEY_DB_WRITE, error);
  if (db == NULL || (galley_db_was_interrupted (db) && !galley_db_inspect (db, error)) ||
      !galley_schema_migrate (db, error))
    return NULL;
  self->reader = galley_db_open (path, name, GALLEY_DB_READ, error);
  if (self->reader == NULL || !load (self, name, error))
    {
      /* Before the other, which clears away what the two of them made. */
      g_clear_pointer (&self->reader, galley_db_close);
      return NULL;
    }
  galley_db_trust (db);
  return g_steal_pointer (&db);
}

GalleyStore *
galley_store_open (const char *uri, gboolean create, const char *author, GError **error)
{
  g_autoptr (GalleyStore) self = NULL;
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();
  g_autofree char *path = NULL;
  g_autofree char *name = NULL;
  gboolean exists;
  GalleyDb *db;

  g_return_val_if_fail (uri != NULL, NULL);

  path = galley_store_resolve (uri, &exists, error);
  if (path == NULL)
    return NULL;
  name = g_path_get_basename (path);
  if (!exists && !create)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("There is no “%s”."), name);
      return NULL;
    }

  self = store_new (path, author);
  self->lock = galley_lock_take (path, self->author, error);
  if (self->lock == NULL || (!exists && !create_file (path, error)))
    return NULL;
  db = open_file (self, path, name, error);
  if (db == NULL)
    return NULL;

  self->timer = galley_timer_new (context, on_timer, self);
  self->writer = galley_writer_new (db, on_written, self);
  self->watch = galley_store_watch_new (self->edition, on_changed, self);
  return g_steal_pointer (&self);
}

GalleyStore *
galley_store_open_readonly (const char *uri, GError **error)
{
  g_autoptr (GalleyStore) self = NULL;
  g_autofree char *path = NULL;
  g_autofree char *name = NULL;
  gboolean exists;

  g_return_val_if_fail (uri != NULL, NULL);

  path = galley_store_resolve (uri, &exists, error);
  if (path == NULL)
    return NULL;
  name = g_path_get_basename (path);
  if (!exists)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("There is no “%s”."), name);
      return NULL;
    }
  if (!galley_db_sniff (path, GALLEY_SCHEMA_VERSION, error))
    return NULL;

  self = store_new (path, NULL);
  self->reader = galley_db_open (path, name, GALLEY_DB_SNAPSHOT, error);
  /* An older schema is brought up to date in the copy that was taken, not in the file. */
  if (self->reader == NULL || !galley_schema_migrate (self->reader, error) || !load (self, name, error))
    return NULL;
  return g_steal_pointer (&self);
}

GalleyStore *
galley_store_open_beside (const char *uri, GalleyEdition *frozen, GError **error)
{
  g_autoptr (GalleyStore) self = NULL;
  g_autofree char *path = NULL;
  g_autofree char *name = NULL;
  gboolean exists;

  g_return_val_if_fail (uri != NULL, NULL);
  g_return_val_if_fail (GALLEY_IS_EDITION (frozen), NULL);

  path = galley_store_resolve (uri, &exists, error);
  if (path == NULL)
    return NULL;
  name = g_path_get_basename (path);
  self = store_new (path, NULL);
  self->edition = g_object_ref (frozen);
  self->reader = galley_db_open (path, name, GALLEY_DB_READ, error);
  if (self->reader == NULL || !load_notes (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

const char *
galley_store_get_uri (GalleyStore *self)
{
  g_return_val_if_fail (GALLEY_IS_STORE (self), NULL);

  return self->uri;
}

const char *
galley_store_get_author (GalleyStore *self)
{
  g_return_val_if_fail (GALLEY_IS_STORE (self), NULL);

  return self->author;
}

void
galley_store_set_author (GalleyStore *self, const char *author)
{
  g_return_if_fail (GALLEY_IS_STORE (self));

  char *copy = g_strdup (author != NULL && *author != '\0' ? author : g_get_user_name ());

  /* What was changed until now is the other's work. */
  if (self->writer != NULL && g_strcmp0 (copy, self->author) != 0 &&
      galley_store_watch_is_dirty (self->watch))
    galley_store_flush (self, NULL);
  g_free (self->author);
  self->author = copy;
}

GalleyEdition *
galley_store_get_edition (GalleyStore *self)
{
  g_return_val_if_fail (GALLEY_IS_STORE (self), NULL);

  return self->edition;
}

/* --- writing ------------------------------------------------------------------------------------------------------- */

static gboolean
check_open (GalleyStore *self, GError **error)
{
  if (self->reader != NULL)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, _ ("The edition is closed."));
  return FALSE;
}

static gboolean
check_writable (GalleyStore *self, GError **error)
{
  if (!check_open (self, error))
    return FALSE;
  if (self->writer != NULL)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_READ_ONLY, _ ("The edition is open for reading alone."));
  return FALSE;
}

void
galley_store_hurry (GalleyStore *self)
{
  g_return_if_fail (GALLEY_IS_STORE (self));

  if (self->writer == NULL)
    return;
  hand_over (self);
  update_state (self);
}

gboolean
galley_store_flush (GalleyStore *self, GError **error)
{
  gboolean written = TRUE;

  g_return_val_if_fail (GALLEY_IS_STORE (self), FALSE);

  if (self->writer == NULL)
    return check_open (self, error);
  do
    {
      hand_over (self);
      written = galley_writer_wait (self->writer, error);
    }
  while (written && is_dirty (self));
  update_state (self);
  return written;
}

gboolean
galley_store_close (GalleyStore *self, GError **error)
{
  g_return_val_if_fail (GALLEY_IS_STORE (self), FALSE);

  if (self->writer != NULL)
    {
      g_autoptr (GPtrArray) touched = NULL;

      keep_gone (self);
      touched = galley_store_watch_list_touched (self->watch);
      for (guint i = 0; i < touched->len; i++)
        {
          if (galley_store_keep (self, g_ptr_array_index (touched, i), "close", error) == 0)
            return FALSE;
        }
      if (!galley_store_flush (self, error))
        return FALSE;
    }
  let_go (self);
  return TRUE;
}

static GalleyLogEntry *
entry_new (GalleyStore *self, const char *what, const char *subject, const char *detail)
{
  GalleyLogEntry *entry = g_new0 (GalleyLogEntry, 1);

  entry->time = g_get_real_time ();
  entry->author = g_strdup (self->author);
  entry->what = g_strdup (what);
  entry->subject = g_strdup (subject);
  entry->detail = g_strdup (detail);
  return entry;
}

static GalleyDeed *
add_deed (GalleyStore *self, GalleyDeedKind kind, GalleyLogEntry *entry)
{
  GalleyDeed *deed = g_new0 (GalleyDeed, 1);

  deed->kind = kind;
  deed->entry = entry;
  g_ptr_array_add (self->deeds, deed);
  on_changed (self);
  return deed;
}

static Kept *
find_kept (GalleyStore *self, const char *id, GError **error)
{
  Kept *kept = g_hash_table_lookup (self->last_kept, id);
  g_autofree char *digest = NULL;
  gint64 number;

  if (kept != NULL)
    return kept;
  number = galley_log_find_last (self->reader, galley_edition_get_id (self->edition), id, &digest, error);
  if (number < 0)
    return NULL;
  kept = g_new (Kept, 1);
  kept->number = number;
  kept->digest = g_steal_pointer (&digest);
  g_hash_table_insert (self->last_kept, g_strdup (id), kept);
  return kept;
}

gint64
galley_store_keep (GalleyStore *self, GalleyArticle *article, const char *reason, GError **error)
{
  return galley_store_keep_as (self, article, reason, NULL, 0, error);
}

gint64
galley_store_keep_as (GalleyStore *self,
                      GalleyArticle *article,
                      const char *reason,
                      const char *author,
                      gint64 time,
                      GError **error)
{
  g_return_val_if_fail (GALLEY_IS_STORE (self), 0);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), 0);
  g_return_val_if_fail (reason != NULL, 0);

  g_autoptr (GalleyLogEntry) entry = NULL;
  Kept *kept;

  if (!check_writable (self, error))
    return 0;
  kept = find_kept (self, galley_article_get_id (article), error);
  if (kept == NULL)
    return 0;

  entry = entry_new (self, reason, galley_article_get_id (article), NULL);
  if (author != NULL)
    {
      g_free (entry->author);
      entry->author = g_strdup (author);
    }
  if (time > 0)
    entry->time = time;
  entry->kind = g_strdup (galley_article_kind_get_name (galley_article_get_kind (article)));
  entry->metadata = galley_store_text_from_metadata (galley_article_get_metadata (article));
  entry->blocks = galley_store_text_from_blocks (article);
  entry->digest = galley_log_digest (entry->kind, entry->metadata, entry->blocks);
  if (g_strcmp0 (kept->digest, entry->digest) == 0)
    return kept->number;

  g_free (kept->digest);
  kept->digest = g_strdup (entry->digest);
  kept->number = entry->number = ++self->n_revisions;
  add_deed (self, GALLEY_DEED_KEEP, g_steal_pointer (&entry));
  return kept->number;
}

static gboolean
add_decision (GalleyStore *self,
              GalleyDeedKind kind,
              const char *key,
              const char *scope,
              const char *article,
              const char *decision,
              GError **error)
{
  g_autofree char *detail = NULL;
  GalleyDeed *deed;

  if (!check_writable (self, error))
    return FALSE;
  detail = decision != NULL ? g_strdup_printf ("%s %s %s", decision, scope, key)
                            : g_strdup_printf ("%s %s", scope, key);
  deed = add_deed (self, kind, entry_new (self, decision != NULL ? "decide" : "undecide", article, detail));
  deed->key = g_strdup (key);
  deed->scope = g_strdup (scope);
  deed->decision = g_strdup (decision);
  return TRUE;
}

gboolean
galley_store_decide (GalleyStore *self,
                     const char *key,
                     const char *scope,
                     const char *article,
                     const char *decision,
                     GError **error)
{
  g_return_val_if_fail (GALLEY_IS_STORE (self), FALSE);
  g_return_val_if_fail (key != NULL && scope != NULL && decision != NULL, FALSE);

  return add_decision (self, GALLEY_DEED_DECIDE, key, scope, article, decision, error);
}

gboolean
galley_store_undecide (
    GalleyStore *self, const char *key, const char *scope, const char *article, GError **error)
{
  g_return_val_if_fail (GALLEY_IS_STORE (self), FALSE);
  g_return_val_if_fail (key != NULL && scope != NULL, FALSE);

  return add_decision (self, GALLEY_DEED_UNDECIDE, key, scope, article, NULL, error);
}

gboolean
galley_store_log (
    GalleyStore *self, const char *what, const char *subject, const char *detail, GError **error)
{
  g_return_val_if_fail (GALLEY_IS_STORE (self), FALSE);
  g_return_val_if_fail (what != NULL, FALSE);

  if (!check_writable (self, error))
    return FALSE;
  add_deed (self, GALLEY_DEED_LOG, entry_new (self, what, subject, detail));
  return TRUE;
}

void
galley_store_set_note (GalleyStore *self, const char *key, const char *value)
{
  g_return_if_fail (GALLEY_IS_STORE (self));
  g_return_if_fail (key != NULL);

  if (g_strcmp0 (g_hash_table_lookup (self->notes, key), value) == 0)
    return;
  if (value != NULL)
    g_hash_table_insert (self->notes, g_strdup (key), g_strdup (value));
  else
    g_hash_table_remove (self->notes, key);
  if (self->writer != NULL)
    {
      g_hash_table_add (self->dirty_notes, g_strdup (key));
      on_changed (self);
    }
}

char *
galley_store_dup_note (GalleyStore *self, const char *key)
{
  g_return_val_if_fail (GALLEY_IS_STORE (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  return g_strdup (g_hash_table_lookup (self->notes, key));
}

/* --- reading ------------------------------------------------------------------------------------------------------- */

/* What was done a moment ago shall be among what is read. When it cannot be written now, what is there is read. */
static gboolean
settle (GalleyStore *self, GError **error)
{
  if (!check_open (self, error))
    return FALSE;
  if (self->writer != NULL && !g_str_equal (self->state, "saved"))
    galley_store_flush (self, NULL);
  return TRUE;
}

GPtrArray *
galley_store_list_revisions (GalleyStore *self, const char *article, GError **error)
{
  g_return_val_if_fail (GALLEY_IS_STORE (self), NULL);
  g_return_val_if_fail (article != NULL, NULL);

  return settle (self, error)
             ? galley_log_list_revisions (self->reader, galley_edition_get_id (self->edition), article, error)
             : NULL;
}

GalleyArticle *
galley_store_read_revision (GalleyStore *self, gint64 number, GError **error)
{
  g_return_val_if_fail (GALLEY_IS_STORE (self), NULL);

  return settle (self, error)
             ? galley_log_read_revision (self->reader, galley_edition_get_id (self->edition), number, error)
             : NULL;
}

GPtrArray *
galley_store_list_events (GalleyStore *self, GError **error)
{
  g_return_val_if_fail (GALLEY_IS_STORE (self), NULL);

  return settle (self, error)
             ? galley_log_list_events (self->reader, galley_edition_get_id (self->edition), error)
             : NULL;
}

GPtrArray *
galley_store_list_decisions (GalleyStore *self, GError **error)
{
  g_return_val_if_fail (GALLEY_IS_STORE (self), NULL);

  return settle (self, error)
             ? galley_content_list_decisions (self->reader, galley_edition_get_id (self->edition), error)
             : NULL;
}

gboolean
galley_store_verify (GalleyStore *self, GError **error)
{
  g_return_val_if_fail (GALLEY_IS_STORE (self), FALSE);

  gboolean verified;

  if (!galley_store_flush (self, error) || !galley_db_begin (self->reader, FALSE, error))
    return FALSE;
  verified = galley_log_verify (self->reader, galley_edition_get_id (self->edition), error);
  galley_db_rollback (self->reader);
  return verified;
}

GPtrArray *
galley_store_search (GalleyStore *self, const char *words, guint limit, GError **error)
{
  g_return_val_if_fail (GALLEY_IS_STORE (self), NULL);
  g_return_val_if_fail (words != NULL, NULL);

  return check_open (self, error) ? galley_db_search (self->reader, words, limit, error) : NULL;
}
