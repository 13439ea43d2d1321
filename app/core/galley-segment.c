/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The doors of the page reader: reading, looking, pushing. */

#include <string.h>

#include "galley-segment-private.h"

#define WINDOW (192u * 1024) /* bytes that are searched at once; a printed page has some 20,000 */

/* How well a window may end behind the character at @i: a form feed, then empty lines, then a line end. */
static guint
rank_end (const char *text, gsize i)
{
  if (text[i] == '\f')
    return 5;
  if (text[i] != '\n')
    return 0;
  for (guint blanks = 0; blanks < 3; blanks++)
    if (i < blanks + 1 || text[i - blanks - 1] != '\n')
      return blanks + 1;
  return 4;
}

/* Where a window that begins at @start ends. */
static gsize
find_window (const char *text, gsize length, gsize start)
{
  gsize end = start + WINDOW;
  gsize found = 0;
  guint best = 0;

  if (length - start <= WINDOW + WINDOW / 4)
    return length;
  for (gsize i = end; i > start + WINDOW / 2; i--)
    {
      guint rank = rank_end (text, i - 1);

      if (rank > best)
        {
          best = rank;
          found = i;
        }
    }
  if (found > 0)
    return found;
  while (end > start && ((guchar) text[end] & 0xc0) == 0x80)
    end--;
  return end;
}

GPtrArray *
galley_segment_read (const char *text, gssize length, guint n, GalleyJob *job, GError **error)
{
  gsize n_bytes = length >= 0 ? (gsize) length : strlen (text);
  g_autoptr (GPtrArray) readings = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_reading_free);
  guint base = 0;
  gsize start = 0;
  gboolean open = FALSE;

  n = CLAMP (n, 1, 16);
  g_ptr_array_add (readings, seg_reading_new ());
  while (start < n_bytes)
    {
      gsize end = find_window (text, n_bytes, start);
      g_autoptr (SegPage) page = seg_page_new (text + start, end - start, base, start == 0, end == n_bytes);
      g_autoptr (GPtrArray) paths = NULL;

      seg_cues_find (page);
      /* Several readings of one window are worth having; of a whole archive they are not. */
      paths = seg_search_manners (page, start == 0 && end == n_bytes ? n : 1, open, job, error);
      if (paths == NULL)
        return NULL;
      for (guint i = 0; i < paths->len; i++)
        {
          if (i >= readings->len)
            g_ptr_array_add (readings, seg_reading_new ());
          open = seg_reading_add (g_ptr_array_index (readings, i), page, g_ptr_array_index (paths, i),
                                  open && i == 0);
        }
      base += page->n;
      start = end;
      if (job != NULL)
        galley_job_progress (job, (double) start / (double) n_bytes);
    }
  return g_steal_pointer (&readings);
}

gboolean
galley_segment_looks_like_page (const char *text, gssize length)
{
  gsize n_bytes = length >= 0 ? (gsize) length : strlen (text);
  gsize end = find_window (text, n_bytes, 0);
  g_autoptr (SegPage) page = seg_page_new (text, end, 0, TRUE, end == n_bytes);
  g_autoptr (GPtrArray) paths = NULL;
  guint stories = 0, others = 0;

  seg_cues_find (page);
  paths = seg_search_manners (page, 1, FALSE, NULL, NULL);
  if (page->units->len == 0)
    return FALSE;
  for (guint i = 0; i < page->units->len; i++)
    {
      const SegPath *path = g_ptr_array_index (paths, 0);

      stories += path->labels[i] == SEG_HEAD;
      others += path->labels[i] == SEG_FURNITURE || path->labels[i] == SEG_AD;
    }
  return stories > 1 || (stories > 0 && others > 0) || others > 2;
}
