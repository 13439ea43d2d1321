/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-copyfit.h"

#define INDENT 4 /* half-widths a paragraph begins in */

gboolean
galley_slot_parse (const char *text, GalleySlot *slot)
{
  g_autoptr (GRegex) regex =
      g_regex_new ("^\\s*([0-9]{1,3})\\s*(?:[xX×*]|字\\s*[xX×*]?)\\s*([0-9]{1,5})\\s*行?\\s*$", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *measure = NULL;
  g_autofree char *lines = NULL;

  if (text == NULL || !g_regex_match (regex, text, 0, &match))
    return FALSE;
  measure = g_match_info_fetch (match, 1);
  lines = g_match_info_fetch (match, 2);
  slot->measure = (guint) g_ascii_strtoull (measure, NULL, 10);
  slot->lines = (guint) g_ascii_strtoull (lines, NULL, 10);
  return slot->measure >= 4 && slot->measure <= 200 && slot->lines >= 1 && slot->lines <= 10000;
}

/* In half-widths. */
static guint
width_of (gunichar c)
{
  if (c < 0x2000)
    return g_unichar_iszerowidth (c) ? 0 : 1;
  /* Quotes, dots and dashes are set full in Chinese copy. */
  return 2;
}

/* Marks that may not stand at the beginning of a line. */
static gboolean
hangs (gunichar c)
{
  static const char marks[] = "，。、；：？！）》」』】〕〉”’…·,.;:?!)%‰";

  return g_utf8_strchr (marks, -1, c) != NULL;
}

/* Half-widths at the end of the last line go to @last. */
static guint
count_lines (GalleyBlock *block, guint measure, guint indent, guint *last)
{
  guint lines = 1, at = indent;

  for (const char *p = galley_block_get_text (block); *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      guint width = width_of (c);

      if (at + width > 2 * measure && !(hangs (c) && at <= 2 * measure + 1))
        {
          lines++;
          at = 0;
        }
      at += width;
    }
  *last = at;
  return lines;
}

static gboolean
is_text (GalleyRole role)
{
  return role == GALLEY_ROLE_BODY || role == GALLEY_ROLE_CROSSHEAD || role == GALLEY_ROLE_QUOTE ||
         role == GALLEY_ROLE_NOTE || role == GALLEY_ROLE_BYLINE;
}

static guint
count_characters (GalleyBlock *block)
{
  guint n = 0;

  for (const char *p = galley_block_get_text (block); *p != '\0'; p = g_utf8_next_char (p))
    n += !g_unichar_isspace (g_utf8_get_char (p));
  return n;
}

void
galley_copyfit_measure (GalleyArticle *article, const GalleySlot *slot, GalleyFit *fit)
{
  guint last = 0;

  g_return_if_fail (GALLEY_IS_ARTICLE (article));

  *fit = (GalleyFit){ 0 };
  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);
      GalleyRole role = galley_block_get_role (block);

      if (!is_text (role) || galley_block_get_length (block) == 0)
        continue;
      fit->lines +=
          count_lines (block, slot->measure,
                       role == GALLEY_ROLE_CROSSHEAD || role == GALLEY_ROLE_BYLINE ? 0 : INDENT, &last);
      fit->characters += count_characters (block);
    }
  fit->over_lines = (int) fit->lines - (int) slot->lines;
  /* The last line is full only as far as it goes. */
  if (fit->over_lines > 0)
    fit->over_characters = (fit->over_lines - 1) * (int) slot->measure + (int) (last + 1) / 2;
  else if (fit->lines > 0)
    fit->over_characters =
        fit->over_lines * (int) slot->measure - MAX ((int) slot->measure - (int) (last + 1) / 2, 0);
  else
    fit->over_characters = -(int) (slot->measure * slot->lines);
}

gboolean
galley_copyfit_measure_own (GalleyArticle *article, GalleySlot *slot, GalleyFit *fit)
{
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), FALSE);

  if (!galley_slot_parse (galley_metadata_get (galley_article_get_metadata (article), GALLEY_SLOT_KEY), slot))
    return FALSE;
  galley_copyfit_measure (article, slot, fit);
  return TRUE;
}
