/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pinyin-data.c — reads libpinyin's phrase lists and its pairs of words. The pairs lie in a Berkeley DB hash file; all we
 * want of it is every pair once, so that its pages are read in order and its buckets are no matter. */
#include "spelling-models.h"

#include <gio/gio.h>
#include <string.h>

static gboolean
fail (const char *path, GError **error)
{
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               "%s is damaged, or made for another kind of machine", path);
  return FALSE;
}

static guint32
get32 (const guint8 *at)
{
  guint32 value;

  memcpy (&value, at, 4);
  return value;
}

static guint16
get16 (const guint8 *at)
{
  guint16 value;

  memcpy (&value, at, 2);
  return value;
}

/* A list: length and checksum; then the sum of counts, where three parts begin, a list of places, and the phrases:
 * length, number of readings, count, text in UCS-4. */
static gboolean
read_phrases (const char *path, guint32 library, PinyinPhraseFunc function, gpointer data, GError **error)
{
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);
  const guint8 *bytes;
  gsize size;
  guint32 places, phrases, end;

  if (!file)
    return FALSE;
  size = g_mapped_file_get_length (file);
  if (size < 24)
    return fail (path, error);
  bytes = (const guint8 *) g_mapped_file_get_contents (file) + 8;
  size -= 8;
  places = get32 (bytes + 4);
  phrases = get32 (bytes + 8);
  end = get32 (bytes + 12);
  if (places > phrases || phrases > end || end > size)
    return fail (path, error);
  for (guint32 i = 0; places + i * 4 + 4 < phrases; i++)
    {
      guint32 place = get32 (bytes + places + i * 4);
      const guint8 *phrase = bytes + phrases + place;
      gunichar text[SPELLING_MAX_WORD];

      if (place == 0)
        continue;
      if (place > end - phrases || end - phrases - place < 6 || end - phrases - place < 6 + 4u * phrase[0])
        return fail (path, error);
      if (phrase[0] > SPELLING_MAX_WORD)
        continue;
      memcpy (text, phrase + 6, 4u * phrase[0]);
      function (text, phrase[0], library << 24 | i, get32 (phrase + 2), data);
    }
  return TRUE;
}

gboolean
pinyin_phrases_foreach (const char *folder, PinyinPhraseFunc function, gpointer data, GError **error)
{
  static const char *const lists[] = { "gb_char.bin", "gbk_char.bin", "opengram.bin", "merged.bin" };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autofree char *path = g_build_filename (folder, lists[i], NULL);

      if (!read_phrases (path, i + 1, function, data, error))
        return FALSE;
    }
  return TRUE;
}

#define PAGE_HEAD 26
#define PAGE_HASH_OLD 2
#define PAGE_HASH 13
#define PAGE_OVERFLOW 7
#define ITEM_PLAIN 1
#define ITEM_ELSEWHERE 3
#define HASH_MAGIC 0x061561

typedef struct
{
  const guint8 *bytes;
  guint page_size;
  guint n_pages;
} Database;

/* Item @i of a page into @item; FALSE for what we cannot read. */
static gboolean
read_item (const Database *self, const guint8 *page, guint i, GByteArray *item)
{
  guint start = get16 (page + PAGE_HEAD + 2 * i);
  guint end = i == 0 ? self->page_size : get16 (page + PAGE_HEAD + 2 * (i - 1));

  g_byte_array_set_size (item, 0);
  if (start < PAGE_HEAD || start >= end || end > self->page_size)
    return FALSE;
  if (page[start] == ITEM_PLAIN)
    g_byte_array_append (item, page + start + 1, end - start - 1);
  else if (page[start] == ITEM_ELSEWHERE && end - start >= 12)
    {
      guint number = get32 (page + start + 4);

      for (guint n = 0; number != 0 && n < self->n_pages; n++)
        {
          const guint8 *more;

          if (number >= self->n_pages)
            return FALSE;
          more = self->bytes + (gsize) number * self->page_size;
          if (more[25] != PAGE_OVERFLOW || get16 (more + 22) > self->page_size - PAGE_HEAD)
            return FALSE;
          g_byte_array_append (item, more + PAGE_HEAD, get16 (more + 22));
          number = get32 (more + 16);
        }
    }
  else
    return FALSE;
  return TRUE;
}

gboolean
pinyin_pairs_foreach (const char *folder, PinyinPairFunc function, gpointer data, GError **error)
{
  g_autofree char *path = g_build_filename (folder, "bigram.db", NULL);
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, error);
  g_autoptr (GByteArray) key = g_byte_array_new ();
  g_autoptr (GByteArray) value = g_byte_array_new ();
  Database database;

  if (!file)
    return FALSE;
  database.bytes = (const guint8 *) g_mapped_file_get_contents (file);
  if (g_mapped_file_get_length (file) < 512 || get32 (database.bytes + 12) != HASH_MAGIC)
    return fail (path, error);
  database.page_size = get32 (database.bytes + 20);
  if (database.page_size < 512 || database.page_size > 65536)
    return fail (path, error);
  database.n_pages = g_mapped_file_get_length (file) / database.page_size;

  for (guint number = 1; number < database.n_pages; number++)
    {
      const guint8 *page = database.bytes + (gsize) number * database.page_size;
      guint n_items = get16 (page + 20);

      if ((page[25] != PAGE_HASH && page[25] != PAGE_HASH_OLD) ||
          PAGE_HEAD + 2 * n_items > database.page_size)
        continue;
      for (guint i = 0; i + 1 < n_items; i += 2)
        {
          if (!read_item (&database, page, i, key) || !read_item (&database, page, i + 1, value) ||
              key->len != 4)
            return fail (path, error);
          for (guint at = 4; at + 8 <= value->len; at += 8)
            function (get32 (key->data), get32 (value->data + at), get32 (value->data + at + 4), data);
        }
    }
  return TRUE;
}
