/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An article as one column on A4: the strip 小样 that is read before there is a page. */

#include "config.h"

#include <math.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-copyfit.h"
#include "galley-sheet-private.h"

#define WIDTH 595.28
#define HEIGHT 841.89
#define MARGIN 48.0
/* To each side of the column there is room for line numbers and marks. */
#define SIDE 70.0
#define BODY_SIZE 10.5

GalleyStrip *
galley_strip_new (GalleyEdition *edition,
                  GalleyArticle *article,
                  guint n_characters,
                  double spread,
                  const char *title,
                  GalleySheet *like)
{
  GalleyStrip *self = g_new0 (GalleyStrip, 1);

  self->size = MIN (BODY_SIZE, (WIDTH - 2 * SIDE) / n_characters);
  self->width = self->size * n_characters;
  self->x = (WIDTH - self->width) / 2;
  self->leading = self->size * spread;
  self->edition = g_object_ref (edition);
  self->article = g_object_ref (article);
  self->language = galley_article_get_language (article);
  self->title = g_strdup (title);
  self->like = like;
  self->sheets = g_ptr_array_new_with_free_func (g_object_unref);
  self->paras = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_para_unref);
  self->lines = g_array_new (FALSE, FALSE, sizeof (GalleyStripLine));
  self->y = HEIGHT;
  return self;
}

void
galley_strip_free (GalleyStrip *self)
{
  g_object_unref (self->edition);
  g_object_unref (self->article);
  g_free (self->title);
  g_ptr_array_unref (self->sheets);
  g_ptr_array_unref (self->paras);
  g_array_unref (self->lines);
  g_free (self);
}

GalleySheet *
galley_strip_get_sheet (GalleyStrip *self)
{
  return self->sheets->len > 0 ? g_ptr_array_index (self->sheets, self->sheets->len - 1) : NULL;
}

/* Its number and title stand over each sheet. */
static void
begin_sheet (GalleyStrip *self)
{
  GalleySheet *before = galley_strip_get_sheet (self), *sheet = galley_sheet_new (WIDTH, HEIGHT);
  GalleyType type = { GALLEY_FACE_SANS, 8.5, 0, GALLEY_ALIGN_LEFT, 0.3 };
  g_autofree char *words = NULL;

  galley_sheet_share_fonts (sheet, before != NULL ? before : self->like);
  sheet->language = g_strdup (self->language);
  sheet->continuation = self->sheets->len;
  g_free (sheet->title);
  sheet->title = g_strdup (self->title);
  g_ptr_array_add (self->sheets, sheet);
  galley_sheet_add_draft (sheet, self->edition);
  words = g_strdup_printf ("%s　%u", self->title, self->sheets->len);
  galley_sheet_add_words (sheet, &type, words, MARGIN, MARGIN - 10, WIDTH - 2 * MARGIN, NULL);
  galley_sheet_add_rule (sheet, MARGIN, MARGIN - 4, WIDTH - 2 * MARGIN, 0, 0.4);
  self->y = MARGIN + 6;
}

void
galley_strip_need (GalleyStrip *self, double height)
{
  if (self->sheets->len == 0 || self->y + height > HEIGHT - MARGIN)
    begin_sheet (self);
}

static GalleyType
strip_type (GalleyStrip *self, GalleyRole role, gboolean english)
{
  double size = self->size;

  switch (role)
    {
    case GALLEY_ROLE_HEADLINE:
      return (GalleyType){ GALLEY_FACE_SERIF_BOLD, size * 1.6, 0, GALLEY_ALIGN_CENTRE, 0 };
    case GALLEY_ROLE_KICKER:
    case GALLEY_ROLE_SUBHEAD:
    case GALLEY_ROLE_PEOPLE:
      return (GalleyType){ GALLEY_FACE_SANS, size * 1.1, 0, GALLEY_ALIGN_CENTRE, 0 };
    case GALLEY_ROLE_CROSSHEAD:
      return (GalleyType){ GALLEY_FACE_SANS_BOLD, size, 0, GALLEY_ALIGN_CENTRE, 0 };
    case GALLEY_ROLE_BYLINE:
      return (GalleyType){ GALLEY_FACE_SANS, size * 0.95, 0, GALLEY_ALIGN_CENTRE, 0 };
    case GALLEY_ROLE_CREDIT:
    case GALLEY_ROLE_JUMP:
      return (GalleyType){ GALLEY_FACE_SANS, size * 0.95, 0, GALLEY_ALIGN_RIGHT, 0 };
    case GALLEY_ROLE_CAPTION:
    case GALLEY_ROLE_AD:
    case GALLEY_ROLE_FURNITURE:
      return (GalleyType){ GALLEY_FACE_SANS, size * 0.95, 0, GALLEY_ALIGN_LEFT, 0 };
    default:
      return (GalleyType){ GALLEY_FACE_SERIF, size, english ? 1.2 : 2, GALLEY_ALIGN_JUSTIFY, 0 };
    }
}

gboolean
galley_strip_set (GalleyStrip *self, GalleyJob *job, GError **error)
{
  gboolean english = g_str_has_prefix (self->language, "en");
  guint n = galley_article_get_n_blocks (self->article);

  galley_strip_need (self, self->leading);
  for (guint i = 0; i < n; i++)
    {
      GalleyBlock *block = galley_article_get_block (self->article, i);
      GalleyType type = strip_type (self, galley_block_get_role (block), english);
      GalleyPara *para = galley_para_new (galley_sheet_get_setter (galley_strip_get_sheet (self), english),
                                          &type, block, NULL);
      double height = MAX (self->leading, type.size * (self->leading / self->size));

      if (job != NULL && !galley_job_continues (job, error))
        {
          galley_para_unref (para);
          return FALSE;
        }
      if (g_str_has_prefix (galley_block_get_text (block), "　"))
        para->type.indent = 0;
      g_ptr_array_add (self->paras, para);
      if (type.align == GALLEY_ALIGN_CENTRE)
        galley_para_break_balanced (para, self->width);
      else
        galley_para_break (para, self->width);
      for (guint l = 0; l < para->lines->len; l++)
        {
          GalleyStripLine line = { i, l, 0, 0 };
          GalleySheet *sheet;

          galley_strip_need (self, height);
          sheet = galley_strip_get_sheet (self);
          line.sheet = self->sheets->len - 1;
          line.y = self->y + galley_sheet_baseline (type.size, height);
          g_array_append_val (self->lines, line);
          galley_sheet_add_text (sheet, para, l, l + 1, self->x, line.y, height,
                                 galley_block_get_role (block) == GALLEY_ROLE_HEADLINE ? "H1" : "P",
                                 galley_sheet_add_article (sheet, self->article));
          self->y += height;
        }
    }
  return TRUE;
}

/* --- n 字 × m 行 --------------------------------------------------------------------------------------------------------- */

static void
add_number (GalleyStrip *self, const GalleyStripLine *line, guint number)
{
  GalleyType type = { GALLEY_FACE_SANS, 6.5, 0, GALLEY_ALIGN_RIGHT, number % 5 == 0 ? 0 : 0.55 };
  char words[16];

  g_snprintf (words, sizeof words, "%u", number);
  galley_sheet_add_words (g_ptr_array_index (self->sheets, line->sheet), &type, words, self->x - 40, line->y,
                          30, NULL);
}

/* The items of a sheet are in its order: the line's own is found by its paragraph. */
static void
redden (GalleyStrip *self, const GalleyStripLine *line)
{
  GalleySheet *sheet = g_ptr_array_index (self->sheets, line->sheet);
  const GalleyPara *para = g_ptr_array_index (self->paras, line->para);

  for (guint i = 0; i < sheet->items->len; i++)
    {
      GalleyItem *item = &g_array_index (sheet->items, GalleyItem, i);

      if (item->para == para && item->first == line->line)
        item->red = 0.75;
    }
}

static void
add_slot_end (GalleyStrip *self, const GalleyStripLine *line)
{
  GalleyType type = { GALLEY_FACE_SANS, 7, 0, GALLEY_ALIGN_LEFT, 0 };
  GalleySheet *sheet = g_ptr_array_index (self->sheets, line->sheet);
  double y = line->y + self->leading - galley_sheet_baseline (self->size, self->leading);
  GalleyItem *rule = galley_sheet_add_rule (sheet, self->x - 44, y, self->width + 52, 0, 0.8);
  GalleyItem *words;

  rule->red = 0.75;
  words = galley_sheet_add_words (sheet, &type, _ ("End of the slot"), self->x + self->width + 10, y + 2.5,
                                  60, NULL);
  words->red = 0.75;
}

static void
add_summary (GalleyStrip *self, guint n_characters, guint n_lines)
{
  GalleyType type = { GALLEY_FACE_SANS, 9, 0, GALLEY_ALIGN_LEFT, 0.1 };
  GalleyCopyfit fit;
  g_autoptr (GString) words = g_string_new (NULL);

  galley_copyfit_measure (self->article, n_characters, n_lines, &fit);
  g_string_append_printf (words, _ ("%u characters, %u lines of %u"), fit.n_characters, fit.n_lines,
                          n_characters);
  if (n_lines > 0 && fit.over_lines > 0)
    g_string_append_printf (words,
                            ngettext ("; slot of %u lines: %d line over", "; slot of %u lines: %d lines over",
                                      (gulong) fit.over_lines),
                            n_lines, fit.over_lines);
  else if (n_lines > 0 && fit.over_lines < 0)
    g_string_append_printf (words,
                            ngettext ("; slot of %u lines: %d line short",
                                      "; slot of %u lines: %d lines short", (gulong) -fit.over_lines),
                            n_lines, -fit.over_lines);
  else if (n_lines > 0)
    g_string_append_printf (words, _ ("; slot of %u lines: fits"), n_lines);
  self->y += 8;
  galley_strip_need (self, 20);
  galley_sheet_add_rule (galley_strip_get_sheet (self), self->x, self->y, self->width, 0, 0.4);
  galley_sheet_add_words (galley_strip_get_sheet (self), &type, words->str, self->x, self->y + 13,
                          self->width, NULL);
}

GPtrArray *
galley_sheet_compose_galley (GalleyEdition *frozen,
                             GalleyArticle *article,
                             guint n_characters,
                             guint n_lines,
                             GalleySheet *like,
                             GalleyJob *job,
                             GError **error)
{
  g_autofree char *headline = NULL, *start = NULL;
  g_autoptr (GalleyStrip) strip = NULL;
  guint number = 0;

  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), NULL);
  g_return_val_if_fail (n_characters >= 4 && n_characters <= 100, NULL);

  headline = galley_article_dup_headline (article);
  start = g_utf8_substring (headline, 0, MIN (g_utf8_strlen (headline, -1), 40));
  strip = galley_strip_new (frozen, article, n_characters, 1.6, start, like);
  if (!galley_strip_set (strip, job, error))
    return NULL;
  for (guint i = 0; i < strip->lines->len; i++)
    {
      const GalleyStripLine line = g_array_index (strip->lines, GalleyStripLine, i);

      if (!galley_copyfit_counts (
              galley_block_get_role (((GalleyPara *) g_ptr_array_index (strip->paras, line.para))->block)))
        continue;
      add_number (strip, &line, ++number);
      if (n_lines > 0 && number > n_lines)
        redden (strip, &line);
      if (number == n_lines)
        add_slot_end (strip, &line);
    }
  add_summary (strip, n_characters, n_lines);
  return g_ptr_array_ref (strip->sheets);
}
