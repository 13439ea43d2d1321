/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "galley-alike.h"

/* So many of the smallest hashes stand for all of them: the error is about 1/16. Shorter texts are compared whole. */
#define SAMPLE 256
#define SHINGLE 5
#define MIN_CHARACTERS 20

struct _GalleySketch
{
  guint64 whole; /* hash of the whole text */
  guint n_all;   /* different shingles of the text */
  guint n;       /* of them here, the smallest, ascending */
  guint64 hashes[];
};

static guint64
mix (guint64 hash)
{
  hash ^= hash >> 33;
  hash *= G_GUINT64_CONSTANT (0xff51afd7ed558ccd);
  hash ^= hash >> 33;
  hash *= G_GUINT64_CONSTANT (0xc4ceb9fe1a85ec53);
  return hash ^ hash >> 33;
}

/* Headlines differ from paper to paper; the text tells. A picture has its caption. */
static gboolean
is_text (GalleyRole role)
{
  return role == GALLEY_ROLE_BODY || role == GALLEY_ROLE_CROSSHEAD || role == GALLEY_ROLE_QUOTE ||
         role == GALLEY_ROLE_CAPTION || role == GALLEY_ROLE_NOTE || role == GALLEY_ROLE_AD;
}

static GArray *
list_characters (GalleyArticle *article)
{
  GArray *characters = g_array_new (FALSE, FALSE, sizeof (gunichar));

  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);

      if (!is_text (galley_block_get_role (block)))
        continue;
      for (const char *p = galley_block_get_text (block); *p != '\0'; p = g_utf8_next_char (p))
        {
          gunichar c = g_unichar_tolower (g_utf8_get_char (p));

          if (g_unichar_isalnum (c))
            g_array_append_val (characters, c);
        }
    }
  return characters;
}

static gint
compare_hashes (gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;

  return x < y ? -1 : x > y;
}

GalleySketch *
galley_sketch_new (GalleyArticle *article)
{
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), NULL);

  g_autoptr (GArray) characters = list_characters (article);
  g_autoptr (GArray) hashes = g_array_new (FALSE, FALSE, sizeof (guint64));
  GalleySketch *self;
  guint64 whole = 0;
  guint n = 0;

  if (characters->len < MIN_CHARACTERS)
    return NULL;
  for (guint i = 0; i < characters->len; i++)
    {
      guint64 hash = 0;

      whole = mix (whole ^ g_array_index (characters, gunichar, i)) + i;
      for (guint k = 0; k < SHINGLE && i + k < characters->len; k++)
        hash = hash * 0x110000 + g_array_index (characters, gunichar, i + k);
      hash = mix (hash);
      if (i + SHINGLE <= characters->len)
        g_array_append_val (hashes, hash);
    }
  g_array_sort (hashes, compare_hashes);
  for (guint i = 0; i < hashes->len; i++)
    {
      guint64 hash = g_array_index (hashes, guint64, i);

      if (n == 0 || g_array_index (hashes, guint64, n - 1) != hash)
        g_array_index (hashes, guint64, n++) = hash;
    }
  self = g_malloc (sizeof (GalleySketch) + MIN (n, SAMPLE) * sizeof (guint64));
  self->whole = whole;
  self->n_all = n;
  self->n = MIN (n, SAMPLE);
  memcpy (self->hashes, hashes->data, self->n * sizeof (guint64));
  return self;
}

void
galley_sketch_free (GalleySketch *self)
{
  g_free (self);
}

double
galley_sketch_compare (const GalleySketch *one, const GalleySketch *other)
{
  g_return_val_if_fail (one != NULL && other != NULL, 0);

  guint i = 0, k = 0, both = 0, all = 0;
  /* The sample of both together: as large as it can be without guessing at what was not kept. */
  guint most = one->n == one->n_all && other->n == other->n_all ? G_MAXUINT : SAMPLE;

  if (one->whole == other->whole)
    return 1;
  if (MIN (one->n_all, other->n_all) * 2 < MAX (one->n_all, other->n_all))
    return 0;
  while ((i < one->n || k < other->n) && all < most)
    {
      gboolean first = k == other->n || (i < one->n && one->hashes[i] <= other->hashes[k]);
      gboolean second = i == one->n || (k < other->n && other->hashes[k] <= one->hashes[i]);

      both += first && second;
      i += first;
      k += second;
      all++;
    }
  /* What differs in a mark or a blank is the same; what differs in a letter is not quite. */
  return all > 0 ? MIN ((double) both / all, 0.999) : 0;
}
