/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-export-run.h"
#include "galley-marked-copy.h"
#include "galley-save.h"

enum
{
  PLAIN,
  MARKED,
  N_PARTS
};

/* What is written in one go. */
typedef struct
{
  GPtrArray *exporters;
  GPtrArray *names; /* of char *, ended by NULL when they are written */
  GalleyEdition *edition;
} Part;

struct _GalleyExportRun
{
  GObject parent_instance;

  GalleyWorkflow *workflow;
  GFile *folder;
  GalleyJob *job;
  char *round;
  Part parts[N_PARTS];
  guint at; /* the part that is written */
  GStrvBuilder *written;
  GError *error; /* the first */
};

G_DEFINE_FINAL_TYPE (GalleyExportRun, galley_export_run, G_TYPE_OBJECT)

static void
galley_export_run_finalize (GObject *object)
{
  GalleyExportRun *self = GALLEY_EXPORT_RUN (object);

  for (guint i = 0; i < N_PARTS; i++)
    {
      g_ptr_array_unref (self->parts[i].exporters);
      g_ptr_array_unref (self->parts[i].names);
      g_clear_object (&self->parts[i].edition);
    }
  g_object_unref (self->workflow);
  g_object_unref (self->folder);
  g_object_unref (self->job);
  g_free (self->round);
  g_strv_builder_unref (self->written);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (galley_export_run_parent_class)->finalize (object);
}

static void
galley_export_run_class_init (GalleyExportRunClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = galley_export_run_finalize;
}

static void
galley_export_run_init (GalleyExportRun *self)
{
  self->job = galley_job_new (NULL);
  self->written = g_strv_builder_new ();
  for (guint i = 0; i < N_PARTS; i++)
    {
      self->parts[i].exporters = g_ptr_array_new_with_free_func (g_object_unref);
      self->parts[i].names = g_ptr_array_new_with_free_func (g_free);
    }
}

GalleyExportRun *
galley_export_run_new (GalleyWorkflow *workflow, GFile *folder, const char *round)
{
  GalleyExportRun *self;

  g_return_val_if_fail (GALLEY_IS_WORKFLOW (workflow), NULL);
  g_return_val_if_fail (G_IS_FILE (folder), NULL);

  self = g_object_new (GALLEY_TYPE_EXPORT_RUN, NULL);
  self->workflow = g_object_ref (workflow);
  self->folder = g_object_ref (folder);
  self->round = g_strdup (round);
  return self;
}

GalleyJob *
galley_export_run_get_job (GalleyExportRun *self)
{
  g_return_val_if_fail (GALLEY_IS_EXPORT_RUN (self), NULL);

  return self->job;
}

const char *
galley_export_run_get_round (GalleyExportRun *self)
{
  g_return_val_if_fail (GALLEY_IS_EXPORT_RUN (self), NULL);

  return self->round;
}

GFile *
galley_export_run_get_folder (GalleyExportRun *self)
{
  g_return_val_if_fail (GALLEY_IS_EXPORT_RUN (self), NULL);

  return self->folder;
}

guint
galley_export_run_get_n_formats (GalleyExportRun *self)
{
  g_return_val_if_fail (GALLEY_IS_EXPORT_RUN (self), 0);

  return self->parts[PLAIN].exporters->len + self->parts[MARKED].exporters->len;
}

void
galley_export_run_add (GalleyExportRun *self, GalleyExporter *exporter, const char *name, gboolean marked)
{
  Part *part;

  g_return_if_fail (GALLEY_IS_EXPORT_RUN (self));
  g_return_if_fail (GALLEY_IS_EXPORTER (exporter));
  g_return_if_fail (!marked || self->round != NULL);

  part = &self->parts[marked ? MARKED : PLAIN];
  g_ptr_array_add (part->exporters, g_object_ref (exporter));
  g_ptr_array_add (part->names, marked ? galley_marked_copy_dup_name (name, self->round) : g_strdup (name));
}

/* --- writing ---------------------------------------------------------------------------------------------- */

static void on_written (GObject *source, GAsyncResult *result, gpointer user_data);

/* The next part that holds anything, or the end. Takes @task. */
static void
write_next (GTask *task)
{
  GalleyExportRun *self = g_task_get_source_object (task);
  Part *part;

  while (self->at < N_PARTS && self->parts[self->at].exporters->len == 0)
    self->at++;
  if (self->at < N_PARTS && !g_error_matches (self->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      part = &self->parts[self->at];
      g_ptr_array_add (part->names, NULL);
      galley_save_many_async (part->exporters, (const char *const *) part->names->pdata, part->edition,
                              self->folder, self->job, on_written, task);
      return;
    }
  if (self->error != NULL)
    g_task_return_error (task, g_steal_pointer (&self->error));
  else
    g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GalleyExportRun *self = g_task_get_source_object (task);
  g_auto (GStrv) written = NULL;

  galley_save_many_finish (result, &written, self->error == NULL ? &self->error : NULL);
  g_strv_builder_addv (self->written, (const char **) written);
  self->at++;
  write_next (task);
}

static void
on_marked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GalleyExportRun *self = g_task_get_source_object (task);
  Part *part = &self->parts[MARKED];
  g_autoptr (GalleyMarkedCopy) copy =
      galley_marked_copy_read_finish (GALLEY_WORKFLOW (source), result, &self->error);

  if (copy == NULL)
    g_ptr_array_set_size (part->exporters, 0);
  else
    part->edition = g_object_ref (copy->edition);
  for (guint i = 0; i < part->exporters->len; i++)
    galley_exporter_set_markup (part->exporters->pdata[i], copy->markup);
  write_next (task);
}

void
galley_export_run_write_async (GalleyExportRun *self,
                               GalleyEdition *edition,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task;

  g_return_if_fail (GALLEY_IS_EXPORT_RUN (self));
  g_return_if_fail (self->parts[PLAIN].edition == NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, galley_export_run_write_async);
  self->parts[PLAIN].edition = g_object_ref (edition);
  if (self->parts[MARKED].exporters->len > 0)
    galley_marked_copy_read_async (self->workflow, self->round, galley_job_get_cancellable (self->job),
                                   on_marked, task);
  else
    write_next (task);
}

gboolean
galley_export_run_write_finish (GalleyExportRun *self, GAsyncResult *result, GStrv *written, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  *written = g_strv_builder_end (self->written);
  return g_task_propagate_boolean (G_TASK (result), error);
}
