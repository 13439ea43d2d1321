/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "galley-compare.h"

/* Grounds that are told apart on paper as well as at night; what went is struck out, what came underlined, for those who see no
 * colours. */
#define WENT "<span background=\"#e01b24\" background_alpha=\"22%\" strikethrough=\"true\">"
#define CAME "<span background=\"#2ec27e\" background_alpha=\"28%\" underline=\"single\">"
#define END "</span>"

void
galley_compare_row_free (GalleyCompareRow *self)
{
  g_free (self->label);
  g_free (self->left);
  g_free (self->right);
  g_free (self->both);
  g_free (self);
}

static void
add_text (GString *out, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  g_string_append (out, escaped);
}

/* The break itself is part of the change: it shows as a sign. */
static void
add_marked (GString *out, const char *opening, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  if (*text == '\0')
    return;
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_string_append (out, opening);
      add_text (out, lines[i]);
      g_string_append (out, lines[i + 1] != NULL ? "¶" END "\n" : END);
    }
}

/* The text from @start to @end, paragraphs parted by line ends. */
static void
add_range (GString *out, GalleyArticle *article, GalleyPlace start, GalleyPlace end)
{
  for (guint b = start.block; b <= end.block; b++)
    {
      GalleyBlock *block = galley_article_get_block (article, b);
      guint from = b == start.block ? start.offset : 0;
      guint to = b == end.block ? end.offset : galley_block_get_length (block);
      g_autofree char *text = galley_block_dup_range (block, from, to);

      add_text (out, text);
      if (b < end.block)
        g_string_append_c (out, '\n');
    }
}

static GalleyPlace
get_end (GalleyArticle *article, guint block)
{
  return (GalleyPlace){ block, galley_block_get_length (galley_article_get_block (article, block)) };
}

static char *
dup_label (GalleyArticle *before, GalleyArticle *after, const GalleyCompareRow *row)
{
  const char *old_label =
      row->n_old > 0
          ? galley_role_get_label (galley_block_get_role (galley_article_get_block (before, row->old_block)))
          : NULL;
  const char *new_label =
      row->n_new > 0
          ? galley_role_get_label (galley_block_get_role (galley_article_get_block (after, row->new_block)))
          : NULL;

  if (old_label != NULL && new_label != NULL && !g_str_equal (old_label, new_label))
    return g_strdup_printf ("%s → %s", old_label, new_label);
  return g_strdup (new_label != NULL ? new_label : old_label);
}

/* Walks the changes of the row; between them both versions say the same. */
static void
write_row (GalleyCompareRow *row,
           GalleyArticle *before,
           GalleyArticle *after,
           const GPtrArray *hunks,
           guint first,
           guint last)
{
  GString *left = g_string_new (NULL), *right = g_string_new (NULL), *both = g_string_new (NULL);
  GalleyPlace old_at = { row->old_block, 0 }, new_at = { row->new_block, 0 };

  for (guint i = first; i < last; i++)
    {
      const GalleyHunk *hunk = g_ptr_array_index (hunks, i);

      if (hunk->kind == GALLEY_CHANGE_ROLE)
        continue;
      if (row->n_old > 0)
        add_range (left, before, old_at, hunk->old_start);
      if (row->n_new > 0)
        {
          add_range (right, after, new_at, hunk->new_start);
          add_range (both, after, new_at, hunk->new_start);
        }
      add_marked (left, WENT, hunk->old_text);
      add_marked (both, WENT, hunk->old_text);
      add_marked (right, CAME, hunk->new_text);
      add_marked (both, CAME, hunk->new_text);
      old_at = hunk->old_end;
      new_at = hunk->new_end;
    }
  if (row->n_old > 0)
    add_range (left, before, old_at, get_end (before, row->old_block + row->n_old - 1));
  if (row->n_new > 0)
    {
      add_range (right, after, new_at, get_end (after, row->new_block + row->n_new - 1));
      add_range (both, after, new_at, get_end (after, row->new_block + row->n_new - 1));
    }
  row->left = g_string_free (left, FALSE);
  row->right = g_string_free (right, FALSE);
  row->both = g_string_free (both, FALSE);
}

static gboolean
is_head (GalleyArticle *article, guint block)
{
  GalleyBlock *it = galley_article_get_block (article, block);

  return it != NULL && galley_role_is_head (galley_block_get_role (it));
}

GPtrArray *
galley_compare_rows (GalleyArticle *before, GalleyArticle *after, const GPtrArray *hunks)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_compare_row_free);
  guint n_old = galley_article_get_n_blocks (before), n_new = galley_article_get_n_blocks (after);
  guint old_at = 0, new_at = 0, hunk_at = 0;

  while (old_at < n_old || new_at < n_new)
    {
      GalleyCompareRow *row = g_new0 (GalleyCompareRow, 1);
      guint old_end = MIN (old_at + 1, n_old), new_end = MIN (new_at + 1, n_new), first = hunk_at;

      /* A change that reaches over a break takes the paragraphs behind it along. */
      while (hunk_at < hunks->len)
        {
          const GalleyHunk *hunk = g_ptr_array_index (hunks, hunk_at);

          if (hunk->old_start.block >= old_end && hunk->new_start.block >= new_end)
            break;
          old_end = MAX (old_end, MIN (hunk->old_end.block + 1, n_old));
          new_end = MAX (new_end, MIN (hunk->new_end.block + 1, n_new));
          hunk_at++;
        }
      row->old_block = old_at;
      row->new_block = new_at;
      row->n_old = old_end - old_at;
      row->n_new = new_end - new_at;
      row->changed = hunk_at > first;
      row->head = row->n_new > 0 ? is_head (after, new_at) : is_head (before, old_at);
      row->label = dup_label (before, after, row);
      write_row (row, before, after, hunks, first, hunk_at);
      g_ptr_array_add (rows, row);
      old_at = old_end;
      new_at = new_end;
    }
  return rows;
}
