/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "galley-diff-private.h"

/* Posts are looked for in so many characters of a change. */
#define MAX_POST 40
/* So many characters that are left as they were between two changes are no chance: the changes are two. */
#define MAX_SHARED 12

typedef struct
{
  GalleyDiffText old;
  GalleyDiffText new;
} Diff;

/* --- texts --------------------------------------------------------------------------------------------------------- */

static void
text_init (GalleyDiffText *self, GalleyArticle *article)
{
  guint length = 0, at = 0;

  self->n_blocks = galley_article_get_n_blocks (article);
  for (guint i = 0; i < self->n_blocks; i++)
    length += galley_block_get_length (galley_article_get_block (article, i)) + 1;
  self->n_chars = length > 0 ? length - 1 : 0;
  self->chars = g_new (gunichar, length + 1);
  self->starts = g_new (guint, self->n_blocks + 1);
  self->changed = g_malloc0 (self->n_chars + 1);
  for (guint i = 0; i < self->n_blocks; i++)
    {
      self->starts[i] = at;

      glong n;
      g_autofree gunichar *chars =
          g_utf8_to_ucs4_fast (galley_block_get_text (galley_article_get_block (article, i)), -1, &n);

      memcpy (self->chars + at, chars, (gsize) n * sizeof (gunichar));
      at += (guint) n;
      self->chars[at++] = '\n';
    }
  self->starts[self->n_blocks] = at;
  self->persons = galley_metadata_list (galley_article_get_metadata (article), "person");
}

static void
text_clear (GalleyDiffText *self)
{
  g_free (self->chars);
  g_free (self->starts);
  g_free (self->changed);
  g_ptr_array_unref (self->persons);
}

static guint
find_block (GalleyDiffText *self, guint at)
{
  guint low = self->last_block, high = self->n_blocks;

  if (low < high && self->starts[low] <= at && at < self->starts[low + 1])
    return low;
  low = 0;
  while (high - low > 1)
    {
      guint middle = (low + high) / 2;

      if (self->starts[middle] <= at)
        low = middle;
      else
        high = middle;
    }
  self->last_block = low;
  return low;
}

static GalleyPlace
place_of (GalleyDiffText *self, guint at)
{
  guint block = find_block (self, at);

  return (GalleyPlace){ block, self->n_blocks > 0 ? at - self->starts[block] : 0 };
}

static char *
dup_part (const GalleyDiffText *self, guint start, guint end)
{
  return g_ucs4_to_utf8 (self->chars + start, (glong) (end - start), NULL, NULL, NULL);
}

/* --- hunks --------------------------------------------------------------------------------------------------------- */

static gboolean
is_digit (gunichar c)
{
  return (c >= '0' && c <= '9') || (c >= 0xff10 && c <= 0xff19) || c == '%' || c == 0x2030 || c == 0xff05;
}

static gboolean
is_numeral (gunichar c)
{
  static const char numerals[] = "〇零一二三四五六七八九十百千万亿两";

  return is_digit (c) || g_utf8_strchr (numerals, -1, c) != NULL;
}

/* Is the change one of figures: it has digits, or lies inside a number (its point or comma), or is Chinese figures only. */
static gboolean
touches_number (const GalleyDiffText *text, guint start, guint end)
{
  gboolean numerals = end > start;

  for (guint i = start; i < end; i++)
    {
      if (is_digit (text->chars[i]))
        return TRUE;
      numerals = numerals && is_numeral (text->chars[i]);
    }
  return numerals || (end - start <= 1 && start > 0 && end < text->n_chars &&
                      is_digit (text->chars[start - 1]) && is_digit (text->chars[end]));
}

/* Does the change lie in a word that is written with a capital, and not only because it begins a sentence? */
static gboolean
in_capitalised_word (const GalleyDiffText *text, guint start, guint end)
{
  guint word = start;

  while (word > 0 && g_unichar_isalpha (text->chars[word - 1]) && text->chars[word - 1] < 0x250)
    word--;
  if (word >= text->n_chars || (word == start && start == end) || !g_unichar_isupper (text->chars[word]))
    return FALSE;

  guint before = word;

  while (before > 0 && (text->chars[before - 1] == ' ' || text->chars[before - 1] == '"' ||
                        text->chars[before - 1] == 0x201c))
    before--;
  return before > 0 && text->chars[before - 1] != '\n' && text->chars[before - 1] != '.' &&
         text->chars[before - 1] != '!' && text->chars[before - 1] != '?';
}

static gboolean
stands_at (const GalleyDiffText *text, guint at, const gunichar *name, glong length)
{
  return at + (guint) length <= text->n_chars &&
         memcmp (text->chars + at, name, (gsize) length * sizeof (gunichar)) == 0;
}

/* Does one of the persons of the article stand where the change is? */
static gboolean
touches_person (const GalleyDiffText *text, guint start, guint end)
{
  for (guint i = 0; i < text->persons->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (text->persons, i);
      glong length;
      g_autofree gunichar *name = g_utf8_to_ucs4_fast (item->value, -1, &length);

      for (guint at = start > (guint) length ? start - (guint) length + 1 : 0; length > 0 && at <= end; at++)
        {
          /* An insertion at the edge of a name is beside it, not in it. */
          if (stands_at (text, at, name, length) && (start < end ? at < end : at < start) &&
              at + (guint) length > start)
            return TRUE;
        }
    }
  return FALSE;
}

static gboolean
has_role (
    GalleyDiffText *text, GalleyArticle *article, guint start, guint end, gboolean (*is) (GalleyRole role))
{
  guint last = end > start ? end - 1 : start;

  for (guint block = find_block (text, start); block < text->n_blocks && text->starts[block] <= last; block++)
    {
      if (is (galley_block_get_role (galley_article_get_block (article, block))))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_names_line (GalleyRole role)
{
  return role == GALLEY_ROLE_BYLINE || role == GALLEY_ROLE_CREDIT || role == GALLEY_ROLE_PEOPLE;
}

/* Posts: a wrong one does as much harm as a wrong name. */
static const char *const posts[] = { "书记", "省长", "市长", "州长",   "县长",   "区长", "镇长",
                                     "乡长", "村长", "局长", "厅长",   "部长",   "司长", "处长",
                                     "科长", "所长", "院长", "校长",   "主任",   "主席", "总理",
                                     "总统", "委员", "代表", "经理",   "董事",   "会长", "队长",
                                     "站长", "馆长", "台长", "总编",   "秘书",   "检察", "法官",
                                     "司令", "政委", "大使", "发言人", "负责人", "助理" };

/* Does a post begin with this character? A bit each, set once: nearly all characters of a text are asked. */
static gboolean
begins_post (gunichar c)
{
  static guint8 bits[0x10000 / 8];
  static gsize ready;

  if (g_once_init_enter (&ready))
    {
      for (guint i = 0; i < G_N_ELEMENTS (posts); i++)
        {
          gunichar first = g_utf8_get_char (posts[i]);

          bits[first / 8] |= (guint8) (1 << first % 8);
        }
      g_once_init_leave (&ready, 1);
    }
  return c < 0x10000 && (bits[c / 8] & 1 << c % 8) != 0;
}

/* How long the post is that is named there, 0 where none is. */
static glong
post_at (const GalleyDiffText *text, guint at)
{
  if (at >= text->n_chars || !begins_post (text->chars[at]))
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (posts); i++)
    {
      glong length;
      g_autofree gunichar *post = g_utf8_to_ucs4_fast (posts[i], -1, &length);

      if (stands_at (text, at, post, length))
        return length;
    }
  return 0;
}

/* Does the change lie in a post, or make a deputy, a former or an acting one of it? */
static gboolean
touches_post (const GalleyDiffText *text, guint start, guint end)
{
  /* A change that is longer is no slip in a post. */
  end = MIN (end, start + MAX_POST);
  for (guint at = start > 2 ? start - 2 : 0; at < MAX (end, start); at++)
    {
      glong length = post_at (text, at);

      if (length > 0 && (start < end ? at < end : at < start) && at + (guint) length > start)
        return TRUE;
    }
  for (guint i = start; i < end && i < start + MAX_POST; i++)
    {
      gunichar c = text->chars[i];

      /* 副 代 原 前 */
      if (c != 0x526f && c != 0x4ee3 && c != 0x539f && c != 0x524d)
        continue;
      for (guint at = i + 1; at <= i + 4; at++)
        {
          if (post_at (text, at) > 0)
            return TRUE;
        }
    }
  return FALSE;
}

static gboolean
touches_name (GalleyDiffText *text, GalleyArticle *article, guint start, guint end)
{
  return has_role (text, article, start, end, is_names_line) || touches_person (text, start, end) ||
         touches_post (text, start, end) || in_capitalised_word (text, start, end);
}

static GalleyHunk *
hunk_new (Diff *self, GalleyArticle *before, GalleyArticle *after, const GalleyDiffRange *range)
{
  GalleyHunk *hunk = g_new0 (GalleyHunk, 1);

  hunk->old_start = place_of (&self->old, range->old_start);
  hunk->old_end = place_of (&self->old, range->old_end);
  hunk->new_start = place_of (&self->new, range->new_start);
  hunk->new_end = place_of (&self->new, range->new_end);
  hunk->old_text = dup_part (&self->old, range->old_start, range->old_end);
  hunk->new_text = dup_part (&self->new, range->new_start, range->new_end);
  hunk->head = has_role (&self->old, before, range->old_start, range->old_end, galley_role_is_head) ||
               has_role (&self->new, after, range->new_start, range->new_end, galley_role_is_head);
  if (touches_number (&self->old, range->old_start, range->old_end) ||
      touches_number (&self->new, range->new_start, range->new_end))
    hunk->kind = GALLEY_CHANGE_NUMBER;
  else if (touches_name (&self->old, before, range->old_start, range->old_end) ||
           touches_name (&self->new, after, range->new_start, range->new_end))
    hunk->kind = GALLEY_CHANGE_NAME;
  else
    hunk->kind = GALLEY_CHANGE_TEXT;
  return hunk;
}

void
galley_hunk_free (GalleyHunk *self)
{
  g_free (self->old_text);
  g_free (self->new_text);
  g_free (self);
}

static guint
range_size (const GalleyDiffRange *range)
{
  return MAX (range->old_end - range->old_start, range->new_end - range->new_start);
}

/* The marked characters as ranges. Two changes that have a few characters between them, and fewer than either is long, are
 * one: what two different phrases happen to share says nothing. */
static GArray *
gather (Diff *self)
{
  GArray *ranges = g_array_new (FALSE, FALSE, sizeof (GalleyDiffRange));
  guint x = 0, y = 0;

  while (x < self->old.n_chars || y < self->new.n_chars)
    {
      GalleyDiffRange range = { x, x, y, y };
      GalleyDiffRange *last =
          ranges->len > 0 ? &g_array_index (ranges, GalleyDiffRange, ranges->len - 1) : NULL;

      while (range.old_end < self->old.n_chars && self->old.changed[range.old_end])
        range.old_end++;
      while (range.new_end < self->new.n_chars && self->new.changed[range.new_end])
        range.new_end++;
      x = range.old_end;
      y = range.new_end;
      if (range_size (&range) == 0)
        {
          x++;
          y++;
        }
      else if (last != NULL &&
               range.old_start - last->old_end <
                   MIN (MIN (range_size (last), range_size (&range)), MAX_SHARED + 1) &&
               find_block (&self->old, range.old_start) == find_block (&self->old, last->old_end))
        {
          last->old_end = range.old_end;
          last->new_end = range.new_end;
        }
      else
        g_array_append_val (ranges, range);
    }
  return ranges;
}

/* --- roles --------------------------------------------------------------------------------------------------------- */

/* For each block of the new text the one of the old that it begins with the same unchanged character as. */
static void
add_roles (Diff *self, GalleyArticle *before, GalleyArticle *after, GPtrArray *hunks)
{
  guint x = 0, last_old = G_MAXUINT, last_new = G_MAXUINT;

  for (guint y = 0; y < self->new.n_chars; y++)
    {
      if (self->new.changed[y])
        continue;
      while (self->old.changed[x])
        x++;

      guint old_block = find_block (&self->old, x++);
      guint new_block = find_block (&self->new, y);
      GalleyBlock *old = galley_article_get_block (before, old_block);
      GalleyBlock *new = galley_article_get_block (after, new_block);

      if (self->new.chars[y] == '\n' || old_block == last_old || new_block == last_new)
        continue;
      last_old = old_block;
      last_new = new_block;
      if (galley_block_get_role (old) == galley_block_get_role (new))
        continue;

      GalleyHunk *hunk = g_new0 (GalleyHunk, 1);

      hunk->kind = GALLEY_CHANGE_ROLE;
      hunk->old_start = (GalleyPlace){ old_block, 0 };
      hunk->old_end = (GalleyPlace){ old_block, galley_block_get_length (old) };
      hunk->new_start = (GalleyPlace){ new_block, 0 };
      hunk->new_end = (GalleyPlace){ new_block, galley_block_get_length (new) };
      hunk->old_text = g_strdup (galley_block_get_text (old));
      hunk->new_text = g_strdup (galley_block_get_text (new));
      hunk->head = galley_role_is_head (galley_block_get_role (old)) ||
                   galley_role_is_head (galley_block_get_role (new));
      g_ptr_array_add (hunks, hunk);
    }
}

static gint
compare_hunks (gconstpointer a, gconstpointer b)
{
  const GalleyHunk *x = *(const GalleyHunk *const *) a;
  const GalleyHunk *y = *(const GalleyHunk *const *) b;

  if (x->new_start.block != y->new_start.block)
    return x->new_start.block < y->new_start.block ? -1 : 1;
  if (x->new_start.offset != y->new_start.offset)
    return x->new_start.offset < y->new_start.offset ? -1 : 1;
  return (x->kind != GALLEY_CHANGE_ROLE) - (y->kind != GALLEY_CHANGE_ROLE);
}

GPtrArray *
galley_diff_articles (GalleyArticle *before, GalleyArticle *after)
{
  g_return_val_if_fail (GALLEY_IS_ARTICLE (before), NULL);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (after), NULL);

  GPtrArray *hunks = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_hunk_free);
  Diff self = { 0 };

  text_init (&self.old, before);
  text_init (&self.new, after);

  galley_diff_mark (&self.old, &self.new);

  g_autoptr (GArray) ranges = gather (&self);

  for (guint i = 0; i < ranges->len; i++)
    g_ptr_array_add (hunks, hunk_new (&self, before, after, &g_array_index (ranges, GalleyDiffRange, i)));
  add_roles (&self, before, after, hunks);
  g_ptr_array_sort (hunks, compare_hunks);
  text_clear (&self.old);
  text_clear (&self.new);
  return hunks;
}

static gboolean
is_before (GalleyPlace a, GalleyPlace b)
{
  return a.block < b.block || (a.block == b.block && a.offset < b.offset);
}

GalleyPlace
galley_diff_map_place (const GPtrArray *hunks, GalleyPlace place)
{
  const GalleyHunk *last = NULL;

  g_return_val_if_fail (hunks != NULL, place);

  for (guint i = 0; i < hunks->len; i++)
    {
      const GalleyHunk *hunk = g_ptr_array_index (hunks, i);

      if (hunk->kind != GALLEY_CHANGE_ROLE && !is_before (place, hunk->old_start))
        last = hunk;
    }
  if (last == NULL)
    return place;
  if (is_before (place, last->old_end))
    return last->new_start;
  if (place.block == last->old_end.block)
    return (GalleyPlace){ last->new_end.block, last->new_end.offset + place.offset - last->old_end.offset };
  return (GalleyPlace){ last->new_end.block + place.block - last->old_end.block, place.offset };
}

const char *
galley_change_kind_get_name (GalleyChangeKind kind)
{
  static const char *const names[] = { "number", "name", "text", "role" };

  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (names), NULL);

  return names[kind];
}
