/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-copyfit.h"

/* Widths count in quarters of a full-width character. */
#define FULL 4
#define INDENT 2

gboolean
galley_copyfit_counts (GalleyRole role)
{
  switch (role)
    {
    case GALLEY_ROLE_KICKER:
    case GALLEY_ROLE_HEADLINE:
    case GALLEY_ROLE_SUBHEAD:
    case GALLEY_ROLE_PEOPLE:
    case GALLEY_ROLE_BYLINE:
    case GALLEY_ROLE_CAPTION:
    case GALLEY_ROLE_CREDIT:
    case GALLEY_ROLE_FURNITURE:
      return FALSE;
    default:
      return TRUE;
    }
}

/* Marks of Chinese text are full-width in its fonts, though Unicode calls their width ambiguous. */
static guint
width_of (gunichar c)
{
  if (g_unichar_iszerowidth (c))
    return 0;
  if (g_unichar_iswide (c) || c == 0x2014 || c == 0x2018 || c == 0x2019 || c == 0x201C || c == 0x201D ||
      c == 0x2026)
    return FULL;
  return FULL / 2;
}

static gboolean
in_list (gunichar c, const char *list)
{
  return g_utf8_strchr (list, -1, c) != NULL;
}

static gboolean
may_not_begin (gunichar c)
{
  return in_list (c, "，。、；：？！）》〉」』】〕”’·％％‰℃,.;:?!)]%");
}

static gboolean
may_not_end (gunichar c)
{
  return in_list (c, "（《〈「『【〔“‘([");
}

/* A word of letters and figures stays together; between Han characters any place will do. */
static gboolean
may_break (gunichar before, gunichar after)
{
  if (before == 0 || after == ' ' || may_not_begin (after) || may_not_end (before))
    return FALSE;
  if (before == ' ')
    return TRUE;
  if (before == after && (after == 0x2014 || after == 0x2026))
    return FALSE;
  return width_of (before) == FULL || width_of (after) == FULL;
}

/* What of a full-width mark is blank and may go where a line is tight (标点挤压). */
static guint
blank_of (gunichar c)
{
  if (width_of (c) < FULL)
    return 0;
  if (c == 0xFF01 || c == 0xFF1F)
    return FULL / 4;
  if (c == 0xFF05)
    return 0;
  return may_not_begin (c) || may_not_end (c) ? FULL / 2 : 0;
}

/* Where the line that begins at @start ends: at the last place to break that fits, else at the last character that does. */
static const char *
line_end (const char *start, guint room)
{
  const char *best = NULL, *forced = g_utf8_next_char (start), *p = start;
  guint width = 0, inked = 0, blank = 0;
  gunichar before = 0;

  for (; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (inked > room + blank)
        break;
      if (p > start && may_break (before, c))
        best = p;
      if (inked <= room)
        forced = p > start ? p : forced;
      width += width_of (c);
      inked = c == ' ' ? inked : width;
      blank += blank_of (c);
      before = c;
    }
  if (*p == '\0' && inked <= room + blank)
    return p;
  return best != NULL ? best : forced;
}

/* Of @p up to @end, in quarters. */
static guint
measure_run (const char *p, const char *end)
{
  guint width = 0;

  for (; p < end; p = g_utf8_next_char (p))
    width += width_of (g_utf8_get_char (p));
  return width;
}

/* @filled: how far the last line is filled, its indent included, in quarters; not touched where there is no line. */
static guint
set_lines (const char *text, guint line_length, guint indent, guint *filled)
{
  guint n_lines = 0;

  for (const char *p = text, *end; *p != '\0'; n_lines++, p = end)
    {
      /* A line that begins with an opening mark begins with its ink. */
      guint room = line_length * FULL;

      if (n_lines == 0)
        room -= MIN (room - FULL, indent * FULL);
      else if (may_not_end (g_utf8_get_char (p)) && blank_of (g_utf8_get_char (p)) > 0)
        room += FULL / 2;
      end = line_end (p, room);
      if (*end == '\0')
        *filled = measure_run (p, end) + (n_lines == 0 ? indent * FULL : 0);
    }
  return n_lines;
}

guint
galley_copyfit_count_lines (const char *text, guint line_length, guint indent)
{
  guint filled;

  g_return_val_if_fail (text != NULL, 0);
  g_return_val_if_fail (line_length > 0, 0);

  return set_lines (text, line_length, indent, &filled);
}

static gboolean
parse_characters (const char *text, GalleyCopySlot *slot)
{
  g_autoptr (GRegex) regex = g_regex_new ("^\\s*([0-9]{1,7})\\s*字?\\s*$", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *number = NULL;

  if (!g_regex_match (regex, text, 0, &match))
    return FALSE;
  number = g_match_info_fetch (match, 1);
  *slot = (GalleyCopySlot){ .n_characters = (guint) g_ascii_strtoull (number, NULL, 10) };
  return slot->n_characters >= 1 && slot->n_characters <= 1000000;
}

gboolean
galley_copy_slot_parse (const char *text, GalleyCopySlot *slot)
{
  g_autoptr (GRegex) regex =
      g_regex_new ("^\\s*([0-9]{1,3})\\s*(?:[xX×*]|字\\s*[xX×*]?)\\s*([0-9]{1,5})\\s*行?\\s*$", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *length = NULL;
  g_autofree char *lines = NULL;

  g_return_val_if_fail (slot != NULL, FALSE);

  *slot = (GalleyCopySlot){ 0 };
  if (text == NULL)
    return FALSE;
  if (!g_regex_match (regex, text, 0, &match))
    return parse_characters (text, slot);
  length = g_match_info_fetch (match, 1);
  lines = g_match_info_fetch (match, 2);
  slot->line_length = (guint) g_ascii_strtoull (length, NULL, 10);
  slot->n_lines = (guint) g_ascii_strtoull (lines, NULL, 10);
  return slot->line_length >= 4 && slot->line_length <= 200 && slot->n_lines >= 1 && slot->n_lines <= 10000;
}

void
galley_copyfit_measure (GalleyArticle *article, guint line_length, guint slot_lines, GalleyCopyfit *fit)
{
  guint filled = 0;

  g_return_if_fail (GALLEY_IS_ARTICLE (article));
  g_return_if_fail (line_length > 0);
  g_return_if_fail (fit != NULL);

  *fit = (GalleyCopyfit){ .n_characters = galley_article_count_characters (article) };
  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);
      GalleyRole role = galley_block_get_role (block);
      const char *text = galley_block_get_text (block);
      gboolean indented =
          (role == GALLEY_ROLE_BODY || role == GALLEY_ROLE_QUOTE || role == GALLEY_ROLE_NOTE) &&
          !g_str_has_prefix (text, "　");

      if (!galley_copyfit_counts (role))
        continue;
      fit->n_lines += set_lines (text, line_length, indented && line_length > INDENT ? INDENT : 0, &filled);
    }
  if (slot_lines == 0)
    return;
  fit->over_lines = (gint) fit->n_lines - (gint) slot_lines;
  /* The last line is full only as far as it goes. */
  filled = MIN ((filled + FULL / 2) / FULL, line_length);
  if (fit->over_lines > 0)
    fit->over_characters = (fit->over_lines - 1) * (gint) line_length + (gint) filled;
  else if (fit->n_lines > 0)
    fit->over_characters = fit->over_lines * (gint) line_length - (gint) (line_length - filled);
  else
    fit->over_characters = -(gint) (line_length * slot_lines);
}

static void
measure_characters (GalleyArticle *article, guint n_characters, GalleyCopyfit *fit)
{
  guint n = 0;

  *fit = (GalleyCopyfit){ .n_characters = galley_article_count_characters (article) };
  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);

      if (!galley_copyfit_counts (galley_block_get_role (block)))
        continue;
      for (const char *p = galley_block_get_text (block); *p != '\0'; p = g_utf8_next_char (p))
        n += !g_unichar_isspace (g_utf8_get_char (p));
    }
  fit->over_characters = (gint) n - (gint) n_characters;
}

gboolean
galley_copyfit_measure_own (GalleyArticle *article, GalleyCopySlot *slot, GalleyCopyfit *fit)
{
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), FALSE);

  if (!galley_copy_slot_parse (galley_metadata_get (galley_article_get_metadata (article), GALLEY_SLOT_KEY),
                               slot))
    return FALSE;
  if (slot->n_characters > 0)
    measure_characters (article, slot->n_characters, fit);
  else
    galley_copyfit_measure (article, slot->line_length, slot->n_lines, fit);
  return TRUE;
}

char *
galley_copyfit_dup_label (const GalleyCopySlot *slot, const GalleyCopyfit *fit)
{
  guint n = (guint) ABS (slot->n_characters > 0 ? fit->over_characters : fit->over_lines);

  g_return_val_if_fail (slot != NULL && fit != NULL, NULL);

  if (n == 0)
    return g_strdup (C_ ("copyfit", "fits"));
  if (slot->n_characters > 0 && fit->over_characters > 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u character over", "%u characters over", n), n);
  if (slot->n_characters > 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u character under", "%u characters under", n), n);
  if (fit->over_lines > 0)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u line over", "%u lines over", n), n);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u line under", "%u lines under", n), n);
}

char *
galley_copyfit_dup_short (const GalleyCopySlot *slot, const GalleyCopyfit *fit)
{
  gint n = slot->n_characters > 0 ? fit->over_characters : fit->over_lines;

  /* Translators: so many lines or characters too many, or too few, in a slot; as short as can be. */
  return n > 0   ? g_strdup_printf (C_ ("copyfit", "+%d"), n)
         : n < 0 ? g_strdup_printf (C_ ("copyfit", "−%d"), -n)
                 : g_strdup ("0");
}
