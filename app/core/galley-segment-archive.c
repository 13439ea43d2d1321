/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the user's own papers speak of: in how many of their paragraphs each pair of characters stands. Counts are kept by a
 * hash of the pair; a table of that size holds the words of some years of a daily. */

#include "galley-segment-private.h"

static GMutex lock;
static GBytes *archive; /* guint32 × GALLEY_SEGMENT_COUNTS, or NULL */
static guint n_archive;

/* Counts each pair of a paragraph once: @seen has the number of the paragraph that a pair was last found in. */
static void
count_paragraph (const char *text, guint number, guint32 *seen, guint32 *counts)
{
  gunichar before = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = seg_fold (g_utf8_get_char (p));

      if (seg_is_han (before) && seg_is_han (c))
        {
          guint32 slot = seg_hash_pair (before, c, SEG_ARCHIVE_BITS);

          if (seen[slot] != number)
            {
              seen[slot] = number;
              counts[slot] += counts[slot] < G_MAXUINT32;
            }
        }
      before = c;
    }
}

guint
galley_segment_count (GalleyEdition *edition, guint32 *counts)
{
  g_autoptr (GPtrArray) articles = NULL;
  g_autofree guint32 *seen = NULL;
  guint n = 0;

  g_return_val_if_fail (GALLEY_IS_EDITION (edition), 0);
  g_return_val_if_fail (counts != NULL, 0);

  articles = galley_edition_list_articles (edition);
  seen = g_new0 (guint32, GALLEY_SEGMENT_COUNTS);
  for (guint i = 0; i < articles->len; i++)
    {
      GalleyArticle *article = articles->pdata[i];

      if (galley_article_get_kind (article) != GALLEY_ARTICLE_STORY)
        continue;
      for (guint k = 0; k < galley_article_get_n_blocks (article); k++)
        {
          GalleyBlock *block = galley_article_get_block (article, k);

          if (galley_block_get_role (block) == GALLEY_ROLE_BODY)
            count_paragraph (galley_block_get_text (block), ++n, seen, counts);
        }
    }
  return n;
}

void
galley_segment_set_archive (GBytes *counts, guint n_paragraphs)
{
  g_return_if_fail (counts == NULL || g_bytes_get_size (counts) == GALLEY_SEGMENT_COUNTS * sizeof (guint32));

  g_mutex_lock (&lock);
  g_clear_pointer (&archive, g_bytes_unref);
  archive = counts != NULL ? g_bytes_ref (counts) : NULL;
  n_archive = counts != NULL ? n_paragraphs : 0;
  g_mutex_unlock (&lock);
}

GBytes *
seg_archive_ref (guint *n_paragraphs)
{
  GBytes *counts;

  g_mutex_lock (&lock);
  counts = archive != NULL ? g_bytes_ref (archive) : NULL;
  *n_paragraphs = n_archive;
  g_mutex_unlock (&lock);
  return counts;
}
