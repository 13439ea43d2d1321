/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-collate-text.c — 核红 against a page that was made elsewhere: both versions of the article and the page without their
 * blanks, and what is found brought back to its place in the article. */

#include "config.h"

#include <string.h>

#include "galley-collate-private.h"

gboolean
galley_collate_is_blank (gunichar c)
{
  return g_unichar_isspace (c) || g_unichar_iscntrl (c) || c == 0xad || c == 0x200b || c == 0xfeff;
}

static gboolean
is_latin (gunichar c)
{
  return c < 0x250 && g_unichar_isalpha (c);
}

/* A hyphen between two letters may be one that parts a word at the end of a line. */
static gboolean
is_hyphen (gunichar c)
{
  return c == '-' || c == 0x2010;
}

gsize
galley_collate_unfold (gunichar c, gunichar *to)
{
  if ((c >= 0x2f00 && c <= 0x2fd5) || (c >= 0xf900 && c <= 0xfaff) || (c >= 0xfb00 && c <= 0xfb06))
    return g_unichar_fully_decompose (c, TRUE, to, GALLEY_UNFOLDED);
  to[0] = c;
  return 1;
}

/* A text without blanks, and where each of its characters came from. */
typedef struct
{
  GString *text;
  GArray *places; /* of GalleyPlace */
} Bare;

static void
append_bare (Bare *self, const char *text, guint block)
{
  guint offset = 0;
  gunichar last = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p), offset++)
    {
      gunichar c = g_utf8_get_char (p), to[GALLEY_UNFOLDED];
      const char *next = g_utf8_next_char (p);
      gsize n;

      if (galley_collate_is_blank (c))
        continue;
      while (is_hyphen (c) && *next != '\0' && galley_collate_is_blank (g_utf8_get_char (next)))
        next = g_utf8_next_char (next);
      if (is_hyphen (c) && is_latin (last) && is_latin (g_utf8_get_char (next)))
        continue;
      n = galley_collate_unfold (c, to);
      for (gsize i = 0; i < n; i++)
        {
          GalleyPlace place = { block, offset };

          g_string_append_unichar (self->text, to[i]);
          if (self->places != NULL)
            g_array_append_val (self->places, place);
        }
      last = c;
    }
}

static char *
dup_bare (const char *text)
{
  Bare bare = { .text = g_string_sized_new (strlen (text)) };

  append_bare (&bare, text, 0);
  return g_string_free (bare.text, FALSE);
}

static void
bare_init (Bare *self, GalleyArticle *article)
{
  self->text = g_string_new (NULL);
  self->places = g_array_new (FALSE, FALSE, sizeof (GalleyPlace));
  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    append_bare (self, galley_block_get_text (galley_article_get_block (article, i)), i);
}

static void
bare_clear (Bare *self)
{
  g_string_free (self->text, TRUE);
  g_array_unref (self->places);
}

static GalleyArticle *
make_bare (const char *text)
{
  GalleyArticle *article = galley_article_new (GALLEY_ARTICLE_STORY);
  g_autoptr (GalleyBlock) block = galley_block_new (GALLEY_ROLE_BODY, text, -1);

  galley_article_append (article, block);
  return article;
}

/* Of a place in the bare text: the place in the article. The end of a range stands behind its last character. */
static void
restore_place (const Bare *self, GalleyPlace *place, gboolean end)
{
  guint at = place->offset;

  if (self->places->len == 0)
    return;
  if (at < self->places->len && !(end && at > 0))
    {
      *place = g_array_index (self->places, GalleyPlace, at);
      return;
    }
  *place = g_array_index (self->places, GalleyPlace, MIN (at, self->places->len) - 1);
  place->offset++;
}

static void
restore_range (const Bare *self, GalleyPlace *start, GalleyPlace *end)
{
  gboolean empty = start->offset == end->offset;

  restore_place (self, start, FALSE);
  restore_place (self, end, !empty);
}

static void
restore_places (const Bare *before, const Bare *marked, GalleyCollation *result)
{
  for (guint i = 0; i < result->marks->len; i++)
    {
      GalleyHunk *hunk = ((GalleyMark *) result->marks->pdata[i])->hunk;

      restore_range (before, &hunk->old_start, &hunk->old_end);
      restore_range (marked, &hunk->new_start, &hunk->new_end);
    }
  for (guint i = 0; i < result->extras->len; i++)
    restore_place (marked, &((GalleyExtra *) result->extras->pdata[i])->marked, FALSE);
}

/* Marks that a bare text cannot show: they left no trace in the bare versions. */
static void
add_unseen (GalleyCollation *result, GalleyArticle *before, GalleyArticle *marked)
{
  g_autoptr (GPtrArray) hunks = galley_collate_list_hunks (before, marked);

  g_ptr_array_set_free_func (hunks, NULL);
  for (guint i = 0; i < hunks->len; i++)
    {
      GalleyHunk *hunk = g_ptr_array_index (hunks, i);
      g_autofree char *old_text = dup_bare (hunk->old_text);
      g_autofree char *new_text = dup_bare (hunk->new_text);
      GalleyMark *mark;

      if (!g_str_equal (old_text, new_text))
        {
          galley_hunk_free (hunk);
          continue;
        }
      mark = g_new0 (GalleyMark, 1);
      mark->hunk = hunk;
      mark->state = GALLEY_MARK_UNSEEN;
      g_ptr_array_add (result->marks, mark);
    }
  g_ptr_array_set_size (hunks, 0);
}

/* The lines of the page that are the article's. */
static GalleyArticle *
make_own (GalleyArticle *before,
          GalleyArticle *marked,
          const char *page,
          const char *others,
          double *found,
          gboolean *open)
{
  GalleyText old_text, new_text;
  g_autofree char *own = NULL;
  g_autofree char *bare = NULL;

  galley_text_init (&old_text, before);
  galley_text_init (&new_text, marked);
  own = galley_collate_dup_own (&old_text, &new_text, others, page, found, open);
  galley_text_clear (&old_text);
  galley_text_clear (&new_text);
  bare = dup_bare (own);
  return make_bare (bare);
}

GalleyCollation *
galley_collate_text (GalleyArticle *before, GalleyArticle *marked, const char *page, const char *others)
{
  Bare old_bare, new_bare;
  g_autoptr (GalleyArticle) bare_before = NULL;
  g_autoptr (GalleyArticle) bare_marked = NULL;
  g_autoptr (GalleyArticle) bare_page = NULL;
  g_autofree char *bare_others = NULL;
  gboolean open;
  double found;
  GalleyCollation *result;

  g_return_val_if_fail (GALLEY_IS_ARTICLE (before) && GALLEY_IS_ARTICLE (marked), NULL);
  g_return_val_if_fail (page != NULL, NULL);

  bare_init (&old_bare, before);
  bare_init (&new_bare, marked);
  bare_before = make_bare (old_bare.text->str);
  bare_marked = make_bare (new_bare.text->str);
  bare_others = dup_bare (others != NULL ? others : "");
  bare_page = make_own (bare_before, bare_marked, page, bare_others, &found, &open);
  result = galley_collate_bare (bare_before, bare_marked, bare_page, bare_others, open);
  result->found = found;
  restore_places (&old_bare, &new_bare, result);
  add_unseen (result, before, marked);
  bare_clear (&old_bare);
  bare_clear (&new_bare);
  return result;
}
