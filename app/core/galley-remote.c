/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "galley-error.h"
#include "galley-remote-worker.h"
#include "galley-remote.h"

/* A worker that says nothing for so long has stopped (seconds); its own limit of computing time is far below. */
#define MAX_SILENCE 180
/* All that one file may come to (bytes of frames). */
#define MAX_STREAM (768u * 1024 * 1024)
#define MAX_NOTES 1000u
/* No version is of a later time: the end of the year 9999 (microseconds since 1970). */
#define MAX_TIME G_GINT64_CONSTANT (253402300799000000)

typedef struct
{
  GalleyBuilder *builder;
  GalleyJob *job;
  GHashTable *assets; /* id as the worker says → GalleyAsset */
  guint n_notes;
  gboolean done;
  GError *error; /* what the importer said */
} Replay;

/* --- frames into the builder ------------------------------------------------------------------------------------- */

/* A file name is no path, whatever comes. Takes @name. */
static char *
clean_name (char *name)
{
  if (name != NULL && *name != '\0')
    return g_strdelimit (name, "/\\", '_');
  g_free (name);
  return NULL;
}

static GalleyAsset *
take_asset (Replay *self, GalleyTapeFrame *frame)
{
  g_autofree char *id = galley_tape_take_string (frame);
  g_autofree char *name = clean_name (galley_tape_take_string (frame));
  g_autofree char *type = galley_tape_take_string (frame);
  gsize length;
  const guint8 *data = galley_tape_take_bytes (frame, &length);
  GalleyAsset *asset;

  if (frame->broken || id == NULL || *id == '\0')
    return NULL;
  asset = g_hash_table_lookup (self->assets, id);
  if (asset == NULL && length > 0)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (data, length);

      asset = galley_asset_new (name != NULL ? name : "picture", type, bytes);
      g_hash_table_insert (self->assets, g_steal_pointer (&id), asset);
    }
  return asset;
}

static void
replay_text (Replay *self, GalleyTapeCall call, GalleyTapeFrame *frame)
{
  GalleyStyle style = call == GALLEY_TAPE_TEXT ? galley_tape_take_number (frame) : 0;
  gsize length;
  const char *text = (const char *) galley_tape_take_bytes (frame, &length);
  g_autofree char *address = call == GALLEY_TAPE_LINK ? galley_tape_take_string (frame) : NULL;

  if (frame->broken || text == NULL)
    return;
  if (address != NULL)
    galley_builder_link (self->builder, text, (gssize) length, address);
  else
    galley_builder_text (self->builder, text, (gssize) length, style);
}

static void
replay_mark (Replay *self, GalleyTapeFrame *frame)
{
  guint kind = galley_tape_take_number (frame);
  guint start = galley_tape_take_number (frame);
  guint end = galley_tape_take_number (frame);
  g_autofree char *value = galley_tape_take_string (frame);

  if (!frame->broken && kind <= GALLEY_SPAN_JOIN)
    galley_builder_mark (self->builder, (GalleySpanKind) kind, start, end, value);
}

static void
replay_words (Replay *self, GalleyTapeCall call, GalleyTapeFrame *frame)
{
  g_autofree char *first = galley_tape_take_string (frame);
  g_autofree char *second = galley_tape_take_string (frame);
  g_autofree char *third = call != GALLEY_TAPE_STAFF ? galley_tape_take_string (frame) : NULL;
  GalleyAsset *asset;

  if (frame->broken || first == NULL || second == NULL)
    return;
  if (call == GALLEY_TAPE_ITEM)
    galley_builder_item (self->builder, first, second, third);
  else if (call == GALLEY_TAPE_STAFF)
    galley_builder_staff (self->builder, first, second);
  else if ((asset = g_hash_table_lookup (self->assets, first)) != NULL)
    galley_asset_set_info (asset, second, third);
}

static void
replay_version (Replay *self, GalleyTapeFrame *frame)
{
  g_autofree char *author = galley_tape_take_string (frame);
  g_autofree char *digits = galley_tape_take_string (frame);
  gint64 time = 0;

  if (digits != NULL && g_ascii_string_to_signed (digits, 10, 0, MAX_TIME, &time, NULL) && !frame->broken)
    galley_builder_version (self->builder, author, time);
  else
    frame->broken = TRUE;
}

static void
replay_named (Replay *self, GalleyTapeCall call, GalleyTapeFrame *frame)
{
  guint number = galley_tape_take_number (frame);
  g_autofree char *name = galley_tape_take_string (frame);

  if (frame->broken)
    return;
  if (call == GALLEY_TAPE_PAGE)
    galley_builder_page (self->builder, MIN (number, 9999), name);
  else if (number < GALLEY_N_FACTS && name != NULL)
    galley_builder_fact (self->builder, (GalleyFact) number, name);
}

static void
replay_told (Replay *self, GalleyTapeCall call, GalleyTapeFrame *frame)
{
  g_autofree char *text = galley_tape_take_string (frame);

  if (frame->broken || text == NULL)
    return;
  if (call == GALLEY_TAPE_JOIN)
    galley_builder_join (self->builder, text);
  else if (call == GALLEY_TAPE_PART)
    galley_job_part (self->job, text);
  else if (self->n_notes++ < MAX_NOTES)
    galley_job_note (self->job, "%s", text);
}

static void
replay_error (Replay *self, GalleyTapeFrame *frame)
{
  gboolean ours = galley_tape_take_number (frame) == 0;
  gint code = (gint) galley_tape_take_number (frame);
  g_autofree char *sentence = galley_tape_take_string (frame);

  if (!frame->broken && sentence != NULL && self->error == NULL)
    self->error = g_error_new_literal (ours ? GALLEY_ERROR : G_IO_ERROR, code, sentence);
}

static void
replay_source (Replay *self, GalleyTapeFrame *frame)
{
  GalleyTapeFrame ahead = *frame;
  g_autofree char *id = galley_tape_take_string (&ahead);
  GalleyAsset *asset = take_asset (self, frame);

  if (asset != NULL || (id != NULL && *id == '\0'))
    galley_builder_source (self->builder, asset);
}

static void
replay_frame (Replay *self, GalleyTapeCall call, GalleyTapeFrame *frame)
{
  guint start, end;
  GalleyAsset *asset;

  switch (call)
    {
    case GALLEY_TAPE_BEGIN:
      start = galley_tape_take_number (frame);
      if (!frame->broken && start < GALLEY_N_ROLES)
        galley_builder_begin (self->builder, (GalleyRole) start);
      break;
    case GALLEY_TAPE_TEXT:
    case GALLEY_TAPE_LINK:
      replay_text (self, call, frame);
      break;
    case GALLEY_TAPE_MARK:
      replay_mark (self, frame);
      break;
    case GALLEY_TAPE_ORIGIN:
      start = galley_tape_take_number (frame);
      end = galley_tape_take_number (frame);
      galley_builder_origin (self->builder, start, end, galley_tape_take_double (frame));
      break;
    case GALLEY_TAPE_ITEM:
    case GALLEY_TAPE_STAFF:
    case GALLEY_TAPE_WORD:
      replay_words (self, call, frame);
      break;
    case GALLEY_TAPE_KIND:
      start = galley_tape_take_number (frame);
      if (!frame->broken && start <= GALLEY_ARTICLE_FURNITURE)
        galley_builder_kind (self->builder, (GalleyArticleKind) start);
      break;
    case GALLEY_TAPE_SURE:
      galley_builder_article_confidence (self->builder, galley_tape_take_double (frame));
      break;
    case GALLEY_TAPE_ARTICLE:
      galley_builder_next_article (self->builder);
      break;
    case GALLEY_TAPE_PAGE:
    case GALLEY_TAPE_FACT:
      replay_named (self, call, frame);
      break;
    case GALLEY_TAPE_ASSET:
      if ((asset = take_asset (self, frame)) != NULL)
        galley_builder_asset (self->builder, asset);
      break;
    case GALLEY_TAPE_SOURCE:
      replay_source (self, frame);
      break;
    case GALLEY_TAPE_PROGRESS:
      galley_job_progress (self->job, galley_tape_take_double (frame));
      break;
    case GALLEY_TAPE_JOIN:
    case GALLEY_TAPE_NOTE:
    case GALLEY_TAPE_PART:
      replay_told (self, call, frame);
      break;
    case GALLEY_TAPE_ERROR:
      replay_error (self, frame);
      break;
    case GALLEY_TAPE_DONE:
      self->done = TRUE;
      break;
    case GALLEY_TAPE_VERSION:
      replay_version (self, frame);
      break;
    default:
      frame->broken = TRUE;
    }
}

/* As many whole frames as there are. How many bytes they had; *@broken where something cannot be a frame. */
static gsize
replay_all (Replay *self, const guint8 *data, gsize length, gboolean *broken)
{
  gsize used = 0;

  while (length - used >= 5 && !*broken && !self->done && !galley_builder_is_full (self->builder))
    {
      guint32 little;
      gsize size;
      GalleyTapeFrame frame = { 0 };

      memcpy (&little, data + used + 1, sizeof little);
      size = GUINT32_FROM_LE (little);
      if (size > GALLEY_TAPE_MAX_FRAME)
        *broken = TRUE;
      if (*broken || length - used - 5 < size)
        break;
      frame.at = data + used + 5;
      frame.left = size;
      replay_frame (self, data[used], &frame);
      *broken = frame.broken;
      used += 5 + size;
    }
  return used;
}

static void
replay_init (Replay *self, GalleyBuilder *builder, GalleyJob *job)
{
  memset (self, 0, sizeof *self);
  self->builder = builder;
  self->job = job;
  self->assets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

static void
replay_clear (Replay *self)
{
  g_hash_table_unref (self->assets);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Replay, replay_clear)

gboolean
galley_remote_replay (
    const guint8 *data, gsize length, GalleyBuilder *builder, GalleyJob *job, GError **error)
{
  g_auto (Replay) replay = { 0 };
  gboolean broken = FALSE;

  replay_init (&replay, builder, job);
  (void) replay_all (&replay, data, length, &broken);
  if (replay.error != NULL)
    g_propagate_error (error, g_steal_pointer (&replay.error));
  else if (!replay.done)
    g_set_error_literal (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
                         _ ("The stream of the importer is broken."));
  else
    return TRUE;
  return FALSE;
}

/* --- the process ------------------------------------------------------------------------------------------------- */

/* Reads what comes until the stream ends or something is wrong with it. FALSE: cancelled, or too much. */
static gboolean
follow (Replay *self, int fd, const char *shown, GError **error)
{
  g_autoptr (GByteArray) waiting = g_byte_array_new ();
  g_autofree guint8 *buffer = g_malloc (1 << 16);
  gsize all = 0;
  guint silence = 0;
  gboolean broken = FALSE;

  while (!broken && !self->done)
    {
      struct pollfd wait = { .fd = fd, .events = POLLIN };
      int ready = poll (&wait, 1, 100);
      gssize n;

      if (!galley_job_continues (self->job, error))
        return FALSE;
      if (ready == 0 && ++silence > MAX_SILENCE * 10)
        {
          g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE, _ ("“%s” takes too long to read."),
                       shown);
          return FALSE;
        }
      if (ready <= 0)
        continue;
      silence = 0;
      n = read (fd, buffer, 1 << 16);
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        break;
      all += (gsize) n;
      g_byte_array_append (waiting, buffer, (guint) n);
      if (all > MAX_STREAM || galley_builder_is_full (self->builder))
        break;
      /* Whole frames go; of one long frame only its end makes it whole. */
      g_byte_array_remove_range (waiting, 0, (guint) replay_all (self, waiting->data, waiting->len, &broken));
    }
  return TRUE;
}

/* What became of a worker that did not finish. @number: of the signal that ended it, or 0. */
static void
set_failure (int number, GalleyPluginInfo *info, const char *shown, GError **error)
{
  if (number == SIGXCPU || number == SIGKILL)
    g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE, _ ("“%s” takes too long to read."), shown);
  /* So GLib ends a process that has no memory left. */
  else if (number == SIGTRAP)
    g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE,
                 _ ("“%s” needs more memory than a file of copy may take."), shown);
  else
    g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
                 _ ("The importer “%s” broke down on “%s”; nothing else was touched."), info->name, shown);
}

gboolean
galley_remote_load (GalleyPlugins *plugins,
                    GalleyPluginInfo *info,
                    gboolean ask,
                    GalleySource *source,
                    GalleyBuilder *builder,
                    GalleyJob *job,
                    GError **error)
{
  const char *shown = galley_source_get_name (source);
  g_autoptr (GError) failure = NULL;
  GalleyRemoteWorker *worker = galley_remote_worker_start (plugins, info, ask, source, &failure);
  g_auto (Replay) replay = { 0 };
  gboolean good;
  int number;

  if (worker == NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, failure->message);
      return FALSE;
    }
  replay_init (&replay, builder, job);
  good = follow (&replay, galley_remote_worker_get_fd (worker), shown, error);
  if (!replay.done && replay.error == NULL && (!good || galley_builder_is_full (builder)))
    galley_remote_worker_stop (worker);
  number = galley_remote_worker_wait (worker, replay.done);
  if (!good)
    return FALSE;
  /* finish() says what was too much. */
  if (galley_builder_is_full (builder))
    return TRUE;
  if (replay.error != NULL)
    g_propagate_error (error, g_steal_pointer (&replay.error));
  else if (!replay.done)
    set_failure (number, info, shown, error);
  else
    return TRUE;
  return FALSE;
}
