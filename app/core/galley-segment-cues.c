/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a unit looks like, taken by itself: datelines, people lines, jumps, notes, credits. */

#include <string.h>

#include "galley-segment-private.h"

static guint
skip_spaces (const gunichar *s, guint n, guint at)
{
  while (at < n && s[at] == ' ')
    at++;
  return at;
}

/* The name of a house that prints datelines of its own: 本报, 秦楚网, 浙江在线-普陀新闻网. */
static guint
match_agency (const gunichar *s, guint n)
{
  guint length = seg_words_match (SEG_WORDS_AGENCY, s, n);

  if (length > 0)
    return length;
  for (guint i = 3; i <= 14 && i < n && (seg_is_han (s[i - 1]) || s[i - 1] == '-'); i++)
    if (i >= 3 && seg_words_match_end (SEG_WORDS_OUTLET, s, i) > 0 &&
        (seg_starts (s + i, n - i, "讯") || g_unichar_isdigit (s[i]) ||
         seg_words_match_end (SEG_WORDS_OUTLET, s, i + 1) == 0))
      length = i;
  return length;
}

static gboolean
is_wire_word (const gunichar *s, guint n)
{
  return seg_starts (s, n, "电") || seg_starts (s, n, "讯");
}

gboolean
seg_dateline (const gunichar *s, guint n, SegDateline *dateline)
{
  guint start = seg_starts (s, n, "据");
  guint agency = match_agency (s, n);
  guint at, place, used;

  memset (dateline, 0, sizeof *dateline);
  if (agency == 0 && start > 0)
    agency = match_agency (s + start, n - start);
  else if (agency > 0)
    start = 0;
  if (agency == 0)
    return FALSE;
  at = start + agency;
  dateline->agency = s;
  dateline->n_agency = at;
  if (is_wire_word (s + at, n - at))
    {
      /* 本报讯: the word belongs to the agency. */
      if (seg_starts (s + at, n - at, "讯") == 0 && n > at + 1 && seg_is_han (s[at + 1]))
        return FALSE;
      dateline->n_agency = at + 1;
      dateline->length = at + 1;
      return at + 1 == n || !seg_is_han (s[at + 1]) || seg_words_has (SEG_WORDS_AGENCY, s, at);
    }

  place = at;
  while (at < n && at - place <= 16 && (seg_is_han (s[at]) || s[at] == 0x00b7 || s[at] == 0x3001) &&
         seg_number (s + at, n - at, NULL) == 0)
    at++;
  /* A Chinese numeral may be part of a place: 三亚9月1日电. */
  if (at == place && at < n && seg_is_han (s[at]))
    at++;
  while (at < n && at - place <= 16 && seg_is_han (s[at]) && seg_number (s + at, n - at, NULL) == 0)
    at++;
  dateline->place = s + place;
  dateline->n_place = at - place;
  if (is_wire_word (s + at - MIN (at, 1), 1) && at > place + 1)
    {
      /* 据新华社赫尔辛基电: no date. */
      dateline->n_place--;
      dateline->length = at;
      return start > 0 || seg_words_has (SEG_WORDS_AGENCY, s + start, agency);
    }
  for (int round = 0; round < 2; round++)
    {
      guint value;

      at = skip_spaces (s, n, at);
      used = seg_number (s + at, n - at, &value);
      at += used;
      at = skip_spaces (s, n, at);
      if (used > 0 && at < n && s[at] == 0x6708 && round == 0)
        {
          dateline->month = value;
          at++;
        }
      else if (used > 0 && at < n && (s[at] == 0x65e5 || seg_starts (s + at, n - at, "号")))
        {
          dateline->day = value;
          at++;
          break;
        }
      else
        return FALSE;
    }
  if (dateline->day == 0 || !is_wire_word (s + at, n - at))
    return FALSE;
  dateline->length = at + 1;
  return TRUE;
}

char
seg_jump (const gunichar *s, guint n, const gunichar **number, guint *n_number)
{
  static const struct
  {
    const char *word;
    char kind;
  } words[] = { { "下转", 't' }, { "紧接", 'f' }, { "上接", 'f' }, { "转", 't' }, { "接", 'f' } };
  guint at = 0;

  if (n > 16)
    return 0;
  while (at < n && (s[at] == '(' || s[at] == ' ' || s[at] == '[' || s[at] == 0x3010 ||
                    (s[at] >= 0x25a0 && s[at] <= 0x25ff)))
    at++;
  if (at == 0)
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      guint length = seg_starts (s + at, n - at, words[i].word);
      guint digits, start;

      if (length == 0)
        continue;
      at = skip_spaces (s, n, at + length);
      at += seg_starts (s + at, n - at, "第");
      at = skip_spaces (s, n, at);
      start = at;
      if (at < n && s[at] >= 'A' && s[at] <= 'H')
        at++;
      digits = seg_number (s + at, n - at, NULL);
      at += digits;
      if (digits == 0 || seg_starts (s + at, n - at, "版") == 0)
        return 0;
      if (number != NULL)
        *number = s + start;
      if (n_number != NULL)
        *n_number = at - start;
      for (at++; at < n; at++)
        if (s[at] != ')' && s[at] != ' ' && s[at] != ']' && s[at] != 0x3011 && s[at] < 0x25a0 && s[at] != ':')
          return 0;
      return words[i].kind;
    }
  return 0;
}

/* H{2,30}(等)?V: whoever it is has a surname, and the verb ends the clause. */
static gboolean
is_people_clause (const gunichar *s, guint n)
{
  guint verb;

  if (n < 4 || n > 36 || seg_words_match (SEG_WORDS_SURNAME, s, n) == 0)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!seg_is_han (s[i]) && s[i] != 0x00b7 && s[i] != 0x3001)
      return FALSE;
  verb = seg_words_match_end (SEG_WORDS_SPEECH, s, n);
  if (verb == 0 || verb + 2 > n)
    return FALSE;
  /* Either the verb stands right behind names, or an earlier one does: "X出席…会议并讲话". */
  for (guint i = 2; i < n && i <= 16; i++)
    if (seg_words_match (SEG_WORDS_SPEECH, s + i, n - i) > 0)
      return TRUE;
  return FALSE;
}

gboolean
seg_people_line (const gunichar *s, guint n)
{
  guint start = 0;

  if (n > 80)
    return FALSE;
  for (guint i = 0; i <= n; i++)
    if (i == n || s[i] == ' ')
      {
        if (i > start && !is_people_clause (s + start, i - start))
          return FALSE;
        start = i + 1;
      }
  return n > 0;
}

static SegEnd
find_end (const gunichar *s, guint n)
{
  gunichar last = n > 0 ? s[n - 1] : 0;
  gunichar before = n > 1 ? s[n - 2] : 0;

  switch (last)
    {
    case 0x3002:
    case '!':
    case '?':
    case 0x2026:
      return SEG_END_SENTENCE;
    case '.':
      return n > 1 && before < 0x250 ? SEG_END_SENTENCE : SEG_END_NONE;
    case 0x201d:
    case 0x2019:
    case '"':
    case '\'':
    case 0x300b:
    case 0x300d:
      if (before == 0x3002 || before == '!' || before == '?' || before == 0x2026 || before == '.' ||
          before == ',' || before == 0x2019 || before == 0x201d)
        return SEG_END_SENTENCE;
      return SEG_END_QUOTE;
    case ')':
    case ']':
    case 0x3011:
      return before == 0x3002 ? SEG_END_SENTENCE : SEG_END_BRACKET;
    case ',':
    case 0xff0c:
    case 0x3001:
    case ';':
      return SEG_END_COMMA;
    case ':':
      return SEG_END_COLON;
    case 0x2014:
      return SEG_END_COLON;
    default:
      return SEG_END_NONE;
    }
}

/* A credit behind the last sentence of a caption: where it begins, or 0. */
static guint
find_inline_credit (const gunichar *s, guint n)
{
  guint low = n > 40 ? n - 40 : 1;

  for (guint i = n - 1; i > low; i--)
    {
      gunichar c = s[i - 1];
      guint start;

      if (c != 0x3002 && c != '!' && c != '?' && c != 0x201d && c != ')' && c != 0x2026)
        continue;
      start = skip_spaces (s, n, i);
      if (start >= n || (c == ')' && i == start))
        continue;
      if (seg_byline_line (s + start, n - start, NULL) == SEG_BYLINE_CREDIT)
        return start;
      if (c != ')')
        return 0;
    }
  return 0;
}

/* （下转第四版） behind the last sentence of a paragraph: where it begins, or 0. */
static guint
find_inline_jump (const gunichar *s, guint n)
{
  guint at = n;

  if (n < 20 || s[n - 1] != ')')
    return 0;
  while (at > n - 16 && s[at - 1] != '(')
    at--;
  return s[at - 1] == '(' && seg_jump (s + at - 1, n - at + 1, NULL, NULL) == 't' ? at - 1 : 0;
}

/* （时评） at the end of a headline: where the tag begins, or 0. */
static guint
find_tag (const gunichar *s, guint n)
{
  if (n < 6 || s[n - 1] != ')')
    return 0;
  for (guint i = n - 2; i > 1 && n - i < 26; i--)
    if (s[i] == '(')
      return i;
    else if (s[i] == ')')
      return 0;
  return 0;
}

static gboolean
is_dated (const gunichar *s, guint n)
{
  guint used = seg_number (s, n, NULL);

  if (used == 0 || used >= n)
    return FALSE;
  if (seg_starts (s + used, n - used, "年"))
    return TRUE;
  if (seg_starts (s + used, n - used, "日") && used + 1 < n && !seg_is_han (s[used + 1]))
    return TRUE;
  if (!seg_starts (s + used, n - used, "月"))
    return FALSE;
  return used + 1 < n && seg_number (s + used + 1, n - used - 1, NULL) > 0;
}

/* 一、 （二） 1. ①: an item of a list. */
gboolean
seg_is_numbered (const gunichar *s, guint n)
{
  guint at = n > 0 && s[0] == '(' ? 1 : 0;
  guint used;

  if (n > 0 && ((s[0] >= 0x2460 && s[0] <= 0x2473) || (s[0] >= 0x2776 && s[0] <= 0x277f)))
    return TRUE;
  at += seg_starts (s + at, n - at, "第");
  used = seg_number (s + at, n - at, NULL);
  at += used;
  if (used == 0 || at >= n)
    return FALSE;
  return s[at] == 0x3001 || s[at] == ')' || (s[at] == '.' && at + 1 < n && !g_unichar_isdigit (s[at + 1])) ||
         seg_starts (s + at, n - at, "条 ") > 0;
}

static void
find_note (const gunichar *s, SegUnit *unit)
{
  if (unit->n < 3 || s[0] != '(' || s[unit->n - 1] != ')' || unit->n > 160)
    return;
  for (guint i = 1, depth = 1; i + 1 < unit->n; i++)
    {
      depth += s[i] == '(';
      depth -= s[i] == ')';
      if (depth == 0)
        return;
    }
  unit->is_bracketed = TRUE;
  unit->is_note = seg_words_count (SEG_WORDS_NOTE, s, unit->n) > 0 ||
                  seg_byline_line (s, unit->n, NULL) != SEG_BYLINE_NONE;
}

static gboolean
is_unclosed (const gunichar *s, guint n)
{
  static const gunichar pairs[][2] = {
    { '(', ')' }, { 0x300a, 0x300b }, { 0x201c, 0x201d }, { 0x3010, 0x3011 }
  };

  for (guint k = 0; k < G_N_ELEMENTS (pairs); k++)
    {
      gint depth = 0;

      for (guint i = 0; i < n; i++)
        depth += (s[i] == pairs[k][0]) - (s[i] == pairs[k][1]);
      if (depth > 0)
        return TRUE;
    }
  return FALSE;
}

/* A blank between Han characters is rare in running text (behind a dateline aside) and common in headlines. */
static void
find_parts (const gunichar *s, SegUnit *unit)
{
  guint start = 0;

  for (guint i = 0; i <= unit->n; i++)
    if (i == unit->n || s[i] == ' ')
      {
        unit->n_part = MAX (unit->n_part, i - start);
        if (i > 0 && i + 1 < unit->n && i > unit->place && s[i - 1] > 0x2e80 && s[i + 1] > 0x2e80 &&
            s[i - 1] != 0x3002)
          unit->is_parted = TRUE;
        start = i + 1;
      }
}

/* Commas between clauses of about the same length belong to a crosshead as well: 心往一处想，劲往一处使. */
static guint
count_commas (const gunichar *s, guint n)
{
  guint count = 0;
  guint at = 0;

  for (guint i = 0; i < n; i++)
    if (s[i] == ',' || s[i] == 0xff0c)
      {
        count++;
        at = i;
      }
  if (count == 1 && n <= 24 && MAX (at, n - at - 1) - MIN (at, n - at - 1) <= 3)
    return 0;
  return count;
}

/* 图为 at the beginning of a sentence. */
static gboolean
has_picture_word (const gunichar *s, guint n)
{
  for (guint i = 0; i < n; i++)
    if ((i == 0 || s[i - 1] == 0x3002 || s[i - 1] == ' ' || s[i - 1] == '!' || s[i - 1] == 0x201d ||
         s[i - 1] == '(' || s[i - 1] == '?' || s[i - 1] == ')') &&
        seg_words_match (SEG_WORDS_PICTURE, s + i, n - i) > 0)
      return TRUE;
  return FALSE;
}

static void
find_cues (SegPage *page, SegUnit *unit)
{
  const gunichar *s = seg_unit_text (page, unit);
  guint n = unit->n;
  SegDateline dateline;
  guint tag;
  char jump;

  unit->end = find_end (s, n);
  if (seg_dateline (s, n, &dateline))
    {
      unit->place = (guint8) MIN (dateline.length, 255);
      unit->has_inline =
          n > dateline.length && seg_byline_inline (s + dateline.length, n - dateline.length, NULL) > 0;
    }
  else
    unit->has_inline = n > 40 && (s[0] == '(' || s[0] == 0x3010) && seg_byline_inline (s, n, NULL) > 0;
  if (n <= 120)
    unit->byline = seg_byline_line (s, n, NULL);
  jump = seg_jump (s, n, NULL, NULL);
  unit->is_jump_from = jump == 'f';
  unit->is_jump_to = jump == 't';
  if (jump == 0)
    find_note (s, unit);
  unit->is_people = seg_people_line (s, n);
  if (unit->is_bracketed && unit->byline == SEG_BYLINE_NAMES)
    unit->byline = SEG_BYLINE_NONE;
  if (n >= 12 && unit->byline != SEG_BYLINE_CREDIT)
    unit->credit_at = find_inline_credit (s, n);
  unit->jump_at = find_inline_jump (s, n);
  /* The sentence before it tells how the paragraph ends. */
  if (unit->jump_at > 0)
    unit->end = find_end (s, unit->jump_at);
  unit->is_picture = has_picture_word (s, n);
  /* The tag of a column says nothing about the headline. */
  tag = find_tag (s, n);
  unit->n_commas = (guint8) MIN (count_commas (s, tag > 0 ? tag : n), 255);
  unit->n_particles = (guint8) MIN (seg_words_count (SEG_WORDS_PARTICLE, s, tag > 0 ? tag : n), 255);
  unit->is_opener = seg_words_match (SEG_WORDS_OPENER, s, n) > 0;
  unit->is_continuing = seg_words_match (SEG_WORDS_CONTINUING, s, n) > 0;
  unit->is_quoting = s[0] == 0x201c || s[0] == 0x300a || s[0] == '(' || s[0] == 0x3010 || s[0] == 0x2018;
  unit->is_dated = is_dated (s, n);
  unit->is_label = seg_words_has (SEG_WORDS_LABEL, s, n - (n > 1 && s[n - 1] == ':'));
  for (guint i = 2; i < n && i <= 6; i++)
    unit->is_editor |= s[i] == ':' && s[0] != ':' && seg_starts (s, n, "编者") > 0;
  unit->is_numbered = seg_is_numbered (s, n);
  unit->is_dash = n > 2 && s[0] == 0x2014;
  unit->is_tagged = find_tag (s, n) > 0;
  find_parts (s, unit);
  unit->has_dash = n < 90 && seg_find_kicker (s, n) > 0;
  unit->is_hanging = seg_words_match_end (SEG_WORDS_HANGING, s, n) > 0;
  unit->is_rest = seg_is_closing (s[0]) || (n > 2 && seg_is_han (s[0]) && seg_is_closing (s[1]) &&
                                            s[1] != ':' && !seg_is_numbered (s, n));
  unit->is_unclosed = n <= 80 && is_unclosed (s, n);
  unit->is_says = seg_words_match_end (SEG_WORDS_SAYS, s, n) > 0;
  for (guint i = 0; i + 2 < n; i++)
    unit->has_stop |= s[i] == 0x3002;
  for (guint i = 0; i < n && !unit->is_latin; i++)
    if (seg_is_han (s[i]))
      break;
    else if (i + 1 == n)
      unit->is_latin = TRUE;
}

static gboolean
is_digit (gunichar c)
{
  return seg_number (&c, 1, NULL) > 0 || c == 0x767e || c == 0x5343 || c == 0x4e07 ||
         c == 0x4ebf; /* 百 千 万 亿 */
}

#define NEARBY 2500 /* characters */

/* Does the pair of characters across the end of the line before stand in the text nearby? Then it may be one word. Where
 * lines of a headline are broken anywhere, four of five pairs do; of two headlines, one of twenty. */
static void
find_split (const SegPage *page, guint i)
{
  SegUnit *unit = seg_page_unit (page, i);
  const SegUnit *last = unit - 1;
  gunichar a = page->text[last->off + last->n - 1];
  gunichar b = page->text[unit->off];
  guint from = unit->n_dense >= 30 && last->off > NEARBY / 2 ? last->off - NEARBY / 2 : unit->off + 1;
  const SegUnit *end = seg_page_unit (page, page->units->len - 1);
  guint to = MIN (unit->off + NEARBY, end->off + end->n);

  /* A number is not torn by chance. */
  if (is_digit (a) && is_digit (b))
    {
      unit->is_split = unit->is_torn = TRUE;
      return;
    }
  if (!seg_is_han (a) || !seg_is_han (b))
    return;
  for (guint k = from; k + 1 < to && !unit->is_split; k++)
    unit->is_split = page->text[k] == a && page->text[k + 1] == b && k != last->off + last->n - 1;
  unit->is_whole = !unit->is_split;
}

/* A short line at the very edge of the page beside masthead lines is the number or the name of the page. */
static void
find_folios (SegPage *page)
{
  guint n = page->units->len;

  for (guint round = 0; round < 2; round++)
    for (guint i = 0; i < n; i++)
      {
        SegUnit *unit = seg_page_unit (page, i);
        gboolean head = page->first && i < SEG_ZONE_HEAD / 2 + 1;
        gboolean foot = page->last && i + SEG_ZONE_FOOT / 2 + 1 >= n;
        gboolean beside = (i > 0 && unit[-1].furniture > 140) || (i + 1 < n && unit[1].furniture > 140);
        gboolean digit = page->text[unit->off] < 0x80 || page->text[unit->off + unit->n - 1] < 0x80;

        if (unit->furniture != SEG_FOLIO || !(head || foot))
          continue;
        /* A name without a number stands between masthead lines, or first of all, or behind the number. */
        if (beside && (digit || i == 0 || i + 1 == n || unit[-1].furniture == SEG_FOLIO ||
                       (i + 1 < n && unit[1].furniture > 140 && unit[-1].furniture > 140)))
          unit->furniture = 150;
      }
}

/* What can be told of a unit only from the one before it. */
static void
find_pairs (SegPage *page)
{
  for (guint i = 1; i < page->units->len; i++)
    {
      const SegUnit *unit = seg_page_unit (page, i);
      const SegUnit *last = unit - 1;

      if (last->end == SEG_END_NONE && unit->furniture < 128 && last->furniture < 128)
        find_split (page, i);
    }
}

/* Paragraphs that stop in the middle of a sentence before more of their like: does this page have column breaks? */
static void
count_breaks (SegPage *page)
{
  for (guint i = 0; i + 1 < page->units->len; i++)
    {
      const SegUnit *unit = seg_page_unit (page, i);

      page->n_breaks += (unit->n_dense >= 30 || (unit->n_dense >= 15 && unit->n_commas > 0)) &&
                        unit->ad < 128 && unit->furniture < 128 && unit->credit_at == 0 &&
                        (unit->end == SEG_END_NONE || unit->end == SEG_END_COMMA) && unit[1].n_dense >= 5;
    }
}

void
seg_cues_find (SegPage *page)
{
  guint n = page->units->len;

  for (guint i = 0; i < n; i++)
    {
      SegUnit *unit = seg_page_unit (page, i);

      find_cues (page, unit);
      unit->is_zone = (page->first && i < SEG_ZONE_HEAD) || (page->last && i + SEG_ZONE_FOOT >= n);
      if (unit->n <= 200 && !unit->is_bracketed && !unit->is_jump_from && !unit->is_jump_to)
        unit->furniture = seg_masthead_line (seg_unit_text (page, unit), unit->n, unit->is_zone, NULL);
    }
  find_folios (page);
  if (page->latin)
    seg_english_cues (page);
  seg_ads_find (page);
  count_breaks (page);
  if (!page->latin)
    find_pairs (page);
  if (!page->latin)
    seg_cohesion_find (page);
}
