/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "galley-lexicon.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include <glib/gstdio.h>

#include "galley-segment.h"
#include "galley-store.h"

#define FORMAT "(uua{sx}au)" /* version, paragraphs, edition → when it was changed, counts */
#define VERSION 1
#define SETTLED (24 * 60 * 60) /* seconds */

typedef struct
{
  guint n_paragraphs;
  GHashTable *known; /* path → time_t as gint64 * */
  guint32 *counts;
  gboolean changed;
} Archive;

static GMutex lock; /* one update at a time */

static char *
dup_cache (void)
{
  return g_build_filename (g_get_user_cache_dir (), "galley", "lexicon.pairs", NULL);
}

/* A cache of another version or byte order, or a damaged one, counts as none. */
static void
load (Archive *self)
{
  g_autofree char *path = dup_cache ();
  char *data = NULL;
  gsize length;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GVariant) variant = NULL;
  g_autoptr (GVariantIter) known = NULL;
  g_autoptr (GVariant) counts = NULL;
  const guint32 *values;
  guint version, n;
  gsize n_counts;
  const char *name;
  gint64 time;

  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->counts = g_new0 (guint32, GALLEY_SEGMENT_COUNTS);
  if (!g_file_get_contents (path, &data, &length, NULL))
    return;
  bytes = g_bytes_new_take (data, length);
  variant = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (FORMAT), bytes, FALSE));
  if (!g_variant_is_normal_form (variant))
    return;
  g_variant_get (variant, "(uua{sx}@au)", &version, &n, &known, &counts);
  values = g_variant_get_fixed_array (counts, &n_counts, sizeof (guint32));
  if (version != VERSION || n_counts != GALLEY_SEGMENT_COUNTS)
    return;
  self->n_paragraphs = n;
  memcpy (self->counts, values, GALLEY_SEGMENT_COUNTS * sizeof (guint32));
  while (g_variant_iter_next (known, "{&sx}", &name, &time))
    g_hash_table_insert (self->known, g_strdup (name), g_memdup2 (&time, sizeof time));
}

static gboolean
save (const Archive *self, GError **error)
{
  g_autofree char *path = dup_cache ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GVariant) variant = NULL;
  GVariantBuilder known;
  GHashTableIter iter;
  gpointer name, time;

  g_variant_builder_init (&known, G_VARIANT_TYPE ("a{sx}"));
  g_hash_table_iter_init (&iter, self->known);
  while (g_hash_table_iter_next (&iter, &name, &time))
    g_variant_builder_add (&known, "{sx}", (const char *) name, *(const gint64 *) time);
  variant = g_variant_ref_sink (
      g_variant_new ("(uua{sx}@au)", VERSION, self->n_paragraphs, &known,
                     g_variant_new_fixed_array (G_VARIANT_TYPE_UINT32, self->counts, GALLEY_SEGMENT_COUNTS,
                                                sizeof (guint32))));
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", folder, g_strerror (errno));
      return FALSE;
    }
  return g_file_set_contents (path, g_variant_get_data (variant), (gssize) g_variant_get_size (variant),
                              error);
}

static void
count_edition (Archive *self, const char *path, gint64 time)
{
  g_autoptr (GalleyStore) store = galley_store_open_readonly (path, NULL);

  /* Remembered whether it could be read or not: it is not tried again at each import. */
  g_hash_table_insert (self->known, g_strdup (path), g_memdup2 (&time, sizeof time));
  self->changed = TRUE;
  if (store == NULL)
    return;
  self->n_paragraphs += galley_segment_count (galley_store_get_edition (store), self->counts);
  galley_store_close (store, NULL);
}

static gboolean
is_settled (const char *path, gint64 *time)
{
  GStatBuf status;

  if (g_stat (path, &status) != 0 || !S_ISREG (status.st_mode))
    return FALSE;
  *time = status.st_mtime;
  return *time + SETTLED < g_get_real_time () / G_USEC_PER_SEC;
}

static gboolean
count_folder (Archive *self, const char *folder, guint most, GalleyJob *job, GError **error)
{
  /* Most have no archive, and GDir looks for a sentence about that. */
  g_autoptr (GDir) dir = g_file_test (folder, G_FILE_TEST_IS_DIR) ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name;

  while (dir != NULL && most > 0 && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      gint64 time = 0;

      if (!g_str_has_suffix (name, ".galley") || g_hash_table_contains (self->known, path) ||
          !is_settled (path, &time))
        continue;
      if (job != NULL && !galley_job_continues (job, error))
        return FALSE;
      count_edition (self, path, time);
      most--;
    }
  return TRUE;
}

gboolean
galley_lexicon_update (const char *folder, guint most, GalleyJob *job, GError **error)
{
  Archive self = { 0 };
  g_autofree char *own = g_build_filename (g_get_user_data_dir (), "galley", "editions", NULL);
  g_autoptr (GBytes) counts = NULL;
  gboolean done;

  g_mutex_lock (&lock);
  load (&self);
  done = count_folder (&self, folder != NULL ? folder : own, most, job, error);
  if (self.changed)
    done = save (&self, done ? error : NULL) && done;
  counts = g_bytes_new_take (self.counts, GALLEY_SEGMENT_COUNTS * sizeof (guint32));
  galley_segment_set_archive (self.n_paragraphs > 0 ? counts : NULL, self.n_paragraphs);
  g_hash_table_unref (self.known);
  g_mutex_unlock (&lock);
  return done;
}

#define MOST_LATER 100

static void
update_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  galley_lexicon_update (data, MOST_LATER, NULL, NULL);
  g_task_return_boolean (task, TRUE);
}

void
galley_lexicon_update_later (const char *folder)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  g_task_set_task_data (task, g_strdup (folder), g_free);
  g_task_run_in_thread (task, update_in_thread);
}
