/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <gexiv2/gexiv2.h>

#include "galley-picture.h"

const char *
galley_picture_find_type (const guint8 *data, gsize length)
{
  if (length > 12 && memcmp (data, "\xff\xd8\xff", 3) == 0)
    return "image/jpeg";
  if (length > 12 && memcmp (data, "\x89PNG\r\n\x1a\n", 8) == 0)
    return "image/png";
  if (length > 12 && (memcmp (data, "II*\0", 4) == 0 || memcmp (data, "MM\0*", 4) == 0))
    return "image/tiff";
  if (length > 12 && memcmp (data, "RIFF", 4) == 0 && memcmp (data + 8, "WEBP", 4) == 0)
    return "image/webp";
  return NULL;
}

gboolean
galley_picture_is_whole (const guint8 *data, gsize length)
{
  const char *type = galley_picture_find_type (data, length);

  if (g_strcmp0 (type, "image/webp") != 0)
    return TRUE;
  for (gsize at = 12; at + 8 <= length;)
    {
      guint32 size = data[at + 4] | data[at + 5] << 8 | data[at + 6] << 16 | (guint32) data[at + 7] << 24;

      if (size > length - at - 8)
        return FALSE;
      at += 8 + (gsize) size + (size & 1);
    }
  return TRUE;
}

void
galley_picture_start (void)
{
  static gsize started;

  if (!g_once_init_enter (&started))
    return;
  gexiv2_initialize ();
  /* What it thinks of damaged files is told by us. */
  gexiv2_log_set_level (GEXIV2_LOG_LEVEL_MUTE);
  g_once_init_leave (&started, 1);
}
