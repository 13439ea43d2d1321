/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "galley-tape.h"

/* Frames are written together up to this size. */
#define FLUSH_BYTES (64u * 1024)
#define NO_TEXT G_MAXUINT32

struct _GalleyTape
{
  int fd;
  GByteArray *waiting;
  GHashTable *assets; /* ids that were sent */
  gboolean lost;
};

GalleyTape *
galley_tape_new (int fd)
{
  GalleyTape *self = g_new0 (GalleyTape, 1);

  self->fd = fd;
  self->waiting = g_byte_array_new ();
  self->assets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
galley_tape_free (GalleyTape *self)
{
  g_byte_array_unref (self->waiting);
  g_hash_table_unref (self->assets);
  g_free (self);
}

static void
write_out (GalleyTape *self, const guint8 *data, gsize length)
{
  while (length > 0 && !self->lost)
    {
      gssize n = write (self->fd, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          self->lost = TRUE;
          break;
        }
      data += n;
      length -= (gsize) n;
    }
}

gboolean
galley_tape_flush (GalleyTape *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  write_out (self, self->waiting->data, self->waiting->len);
  g_byte_array_set_size (self->waiting, 0);
  return !self->lost;
}

static void
put_number (GByteArray *out, guint32 number)
{
  guint32 little = GUINT32_TO_LE (number);

  g_byte_array_append (out, (const guint8 *) &little, sizeof little);
}

static void
put_double (GByteArray *out, double number)
{
  guint64 bits;

  memcpy (&bits, &number, sizeof bits);
  bits = GUINT64_TO_LE (bits);
  g_byte_array_append (out, (const guint8 *) &bits, sizeof bits);
}

void
galley_tape_write (GalleyTape *self, GalleyTapeCall call, const char *form, ...)
{
  g_return_if_fail (self != NULL);

  GByteArray *out = self->waiting;
  guint8 what = (guint8) call;
  guint start;
  guint32 length;
  va_list args;

  g_byte_array_append (out, &what, 1);
  start = out->len;
  put_number (out, 0);
  va_start (args, form);
  for (const char *p = form; *p != '\0'; p++)
    {
      const char *text = NULL;
      gsize n = 0;

      switch (*p)
        {
        case 'u':
          put_number (out, va_arg (args, guint));
          break;
        case 'd':
          put_double (out, va_arg (args, double));
          break;
        case 's':
          text = va_arg (args, const char *);
          put_number (out, text != NULL ? (guint32) strlen (text) : NO_TEXT);
          if (text != NULL)
            g_byte_array_append (out, (const guint8 *) text, (guint) strlen (text));
          break;
        case 't':
          text = va_arg (args, const char *);
          n = va_arg (args, gsize);
          put_number (out, (guint32) n);
          if (n > 0)
            g_byte_array_append (out, (const guint8 *) text, (guint) n);
          break;
        default:
          g_assert_not_reached ();
        }
    }
  va_end (args);
  length = GUINT32_TO_LE (out->len - start - (guint) sizeof length);
  memcpy (out->data + start, &length, sizeof length);
  if (out->len >= FLUSH_BYTES || self->lost)
    (void) galley_tape_flush (self);
}

gboolean
galley_tape_knows (GalleyTape *self, const char *id)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return !g_hash_table_add (self->assets, g_strdup (id));
}

/* --- frames ------------------------------------------------------------------------------------------------------ */

guint
galley_tape_take_number (GalleyTapeFrame *frame)
{
  guint32 little = 0;

  if (frame->left < sizeof little)
    {
      frame->broken = TRUE;
      frame->left = 0;
      return 0;
    }
  memcpy (&little, frame->at, sizeof little);
  frame->at += sizeof little;
  frame->left -= sizeof little;
  return GUINT32_FROM_LE (little);
}

double
galley_tape_take_double (GalleyTapeFrame *frame)
{
  guint64 low = galley_tape_take_number (frame);
  guint64 bits = (guint64) galley_tape_take_number (frame) << 32 | low;
  double number;

  memcpy (&number, &bits, sizeof number);
  return number >= 0 && number <= 1 ? number : 0;
}

const guint8 *
galley_tape_take_bytes (GalleyTapeFrame *frame, gsize *length)
{
  const guint8 *bytes;

  *length = galley_tape_take_number (frame);
  if (*length > frame->left)
    {
      frame->broken = TRUE;
      frame->left = 0;
      *length = 0;
      return NULL;
    }
  bytes = frame->at;
  frame->at += *length;
  frame->left -= *length;
  return bytes;
}

char *
galley_tape_take_string (GalleyTapeFrame *frame)
{
  GalleyTapeFrame ahead = *frame;
  gsize length;
  const guint8 *bytes;

  if (galley_tape_take_number (&ahead) == NO_TEXT && !ahead.broken)
    {
      *frame = ahead;
      return NULL;
    }
  bytes = galley_tape_take_bytes (frame, &length);
  return bytes != NULL ? g_utf8_make_valid ((const char *) bytes, (gssize) length) : NULL;
}
