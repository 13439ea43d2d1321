/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "galley-job.h"

typedef struct
{
  double start;
  double width;
} Range;

struct _GalleyJob
{
  GObject parent_instance;

  GCancellable *cancellable;
  GMutex lock; /* guards what follows */
  double progress;
  GArray *ranges; /* of Range; the last one counts */
  GPtrArray *notes;
  GHashTable *parts; /* paths, a set; or NULL */
};

G_DEFINE_FINAL_TYPE (GalleyJob, galley_job, G_TYPE_OBJECT)

static void
galley_job_finalize (GObject *object)
{
  GalleyJob *self = GALLEY_JOB (object);

  g_object_unref (self->cancellable);
  g_mutex_clear (&self->lock);
  g_array_unref (self->ranges);
  g_ptr_array_unref (self->notes);
  g_clear_pointer (&self->parts, g_hash_table_unref);

  G_OBJECT_CLASS (galley_job_parent_class)->finalize (object);
}

static void
galley_job_class_init (GalleyJobClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = galley_job_finalize;
}

static void
galley_job_init (GalleyJob *self)
{
  Range whole = { 0, 1 };

  g_mutex_init (&self->lock);
  self->notes = g_ptr_array_new_with_free_func (g_free);
  self->ranges = g_array_new (FALSE, FALSE, sizeof (Range));
  g_array_append_val (self->ranges, whole);
}

GalleyJob *
galley_job_new (GCancellable *cancellable)
{
  GalleyJob *self = g_object_new (GALLEY_TYPE_JOB, NULL);

  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : g_cancellable_new ();
  return self;
}

GCancellable *
galley_job_get_cancellable (GalleyJob *self)
{
  g_return_val_if_fail (GALLEY_IS_JOB (self), NULL);

  return self->cancellable;
}

void
galley_job_cancel (GalleyJob *self)
{
  g_return_if_fail (GALLEY_IS_JOB (self));

  g_cancellable_cancel (self->cancellable);
}

void
galley_job_progress (GalleyJob *self, double fraction)
{
  g_return_if_fail (GALLEY_IS_JOB (self));

  g_mutex_lock (&self->lock);
  const Range *range = &g_array_index (self->ranges, Range, self->ranges->len - 1);
  self->progress = range->start + range->width * CLAMP (fraction, 0, 1);
  g_mutex_unlock (&self->lock);
}

double
galley_job_get_progress (GalleyJob *self)
{
  g_return_val_if_fail (GALLEY_IS_JOB (self), 0);

  g_mutex_lock (&self->lock);
  double progress = self->progress;
  g_mutex_unlock (&self->lock);
  return progress;
}

void
galley_job_push_range (GalleyJob *self, double start, double end)
{
  g_return_if_fail (GALLEY_IS_JOB (self));

  g_mutex_lock (&self->lock);
  Range outer = g_array_index (self->ranges, Range, self->ranges->len - 1);
  Range inner = { outer.start + outer.width * start, outer.width * (end - start) };
  g_array_append_val (self->ranges, inner);
  g_mutex_unlock (&self->lock);
}

void
galley_job_pop_range (GalleyJob *self)
{
  g_return_if_fail (GALLEY_IS_JOB (self));
  g_return_if_fail (self->ranges->len > 1);

  g_mutex_lock (&self->lock);
  g_array_set_size (self->ranges, self->ranges->len - 1);
  g_mutex_unlock (&self->lock);
}

void
galley_job_note (GalleyJob *self, const char *format, ...)
{
  va_list args;

  g_return_if_fail (GALLEY_IS_JOB (self));

  va_start (args, format);
  char *note = g_strdup_vprintf (format, args);
  va_end (args);

  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->notes, note);
  g_mutex_unlock (&self->lock);
}

GStrv
galley_job_dup_notes (GalleyJob *self)
{
  g_return_val_if_fail (GALLEY_IS_JOB (self), NULL);

  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->notes->len; i++)
    g_strv_builder_add (builder, g_ptr_array_index (self->notes, i));
  g_mutex_unlock (&self->lock);
  return g_strv_builder_end (builder);
}

void
galley_job_part (GalleyJob *self, const char *path)
{
  g_return_if_fail (GALLEY_IS_JOB (self));
  g_return_if_fail (path != NULL);

  g_mutex_lock (&self->lock);
  if (self->parts == NULL)
    self->parts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_add (self->parts, g_strdup (path));
  g_mutex_unlock (&self->lock);
}

gboolean
galley_job_has_part (GalleyJob *self, const char *path)
{
  g_return_val_if_fail (GALLEY_IS_JOB (self), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  g_mutex_lock (&self->lock);
  gboolean has = self->parts != NULL && g_hash_table_contains (self->parts, path);
  g_mutex_unlock (&self->lock);
  return has;
}

GStrv
galley_job_dup_parts (GalleyJob *self)
{
  g_return_val_if_fail (GALLEY_IS_JOB (self), NULL);

  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  g_mutex_lock (&self->lock);
  g_autoptr (GList) sorted =
      self->parts != NULL ? g_list_sort (g_hash_table_get_keys (self->parts), (GCompareFunc) strcmp) : NULL;
  for (GList *part = sorted; part != NULL; part = part->next)
    g_strv_builder_add (builder, part->data);
  g_mutex_unlock (&self->lock);
  return g_strv_builder_end (builder);
}

gboolean
galley_job_continues (GalleyJob *self, GError **error)
{
  g_return_val_if_fail (GALLEY_IS_JOB (self), TRUE);

  return !g_cancellable_set_error_if_cancelled (self->cancellable, error);
}
