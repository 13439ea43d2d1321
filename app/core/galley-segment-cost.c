/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the search weighs: how a unit of each label looks, what follows what, where articles begin, what is joined. All
 * figures are logarithms of (rough) likelihoods; they are counts of newspaper pages put into round numbers. */

#include <math.h>

#include "galley-segment-private.h"

#define NEVER (-60.0)

/* Lengths in characters: 1-3, 4-6, 7-10, 11-14, 15-18, 19-25, 26-35, 36-50, 51-80, more; in 1/1000. */
#define N_LENGTHS 10
#define N_ENDS 6

static const guint length_limits[N_LENGTHS] = { 3, 6, 10, 14, 18, 25, 35, 50, 80, G_MAXUINT };

typedef struct
{
  double lengths[N_LENGTHS];
  double ends[N_ENDS]; /* none, sentence, quote, bracket, comma, colon */
} Shape;

static const Shape shapes[SEG_N_LABELS] = {
  [SEG_KICKER] = { { 15, 80, 170, 200, 170, 200, 110, 45, 12, 1 }, { 700, 5, 30, 8, 0.5, 260 } },
  [SEG_HEAD] = { { 4, 25, 120, 220, 220, 260, 110, 35, 6, 0.4 }, { 600, 12, 32, 345, 0.3, 1 } },
  [SEG_HEAD_MORE] = { { 4, 60, 250, 250, 200, 160, 60, 15, 2, 0.2 }, { 600, 12, 32, 345, 0.3, 1 } },
  [SEG_SUBHEAD] = { { 3, 20, 120, 200, 200, 250, 120, 60, 25, 5 }, { 900, 10, 30, 40, 0.5, 5 } },
  [SEG_LEAD] = { { 0.2, 0.6, 2, 5, 10, 25, 60, 120, 240, 540 }, { 100, 840, 10, 8, 30, 10 } },
  [SEG_BODY] = { { 1, 4, 8, 14, 20, 40, 60, 100, 200, 550 }, { 100, 840, 10, 8, 30, 10 } },
  [SEG_BODY_MORE] = { { 20, 25, 35, 35, 40, 60, 80, 120, 200, 400 }, { 50, 900, 10, 5, 20, 8 } },
  [SEG_CROSS] = { { 40, 250, 320, 180, 110, 70, 22, 5, 0.5, 0.1 }, { 850, 25, 50, 20, 1, 20 } },
  [SEG_CROSS_FIRST] = { { 40, 300, 60, 20, 10, 5, 2, 1, 0.1, 0.1 }, { 850, 5, 10, 20, 1, 80 } },
  [SEG_TITLE] = { { 10, 120, 400, 250, 120, 70, 20, 5, 1, 0.1 }, { 920, 10, 30, 20, 0.5, 1 } },
  [SEG_CAPTION] = { { 0.2, 1, 2, 5, 12, 40, 100, 200, 350, 290 }, { 40, 930, 10, 10, 2, 1 } },
  [SEG_CAPTION_MORE] = { { 5, 10, 20, 30, 50, 100, 150, 200, 200, 235 }, { 40, 930, 10, 10, 2, 1 } },
};

/* The first piece of a broken paragraph is as long as chance has it. */
static const double broken_lengths[N_LENGTHS] = { 15, 20, 30, 30, 30, 55, 80, 110, 190, 440 };

static gboolean
is_mere_dateline (const SegUnit *unit)
{
  return (unit->place > 0 || unit->has_inline) && unit->n_dense < 50 && !unit->has_stop &&
         (unit->end == SEG_END_BRACKET || unit->n <= unit->place);
}

static double
shape_cost (const SegPage *page, const SegUnit *unit, SegLabel label)
{
  guint length = page->latin ? unit->n_dense / 3 : unit->n_dense;
  guint i = 0;

  /* Two headlines in one line are each as long as headlines are. */
  if (unit->is_parted && label >= SEG_KICKER && label <= SEG_SUBHEAD)
    length = MIN (length, MAX (unit->n_part, length / 2));

  while (length > length_limits[i])
    i++;
  /* A dateline with its byline may stand in a line of its own: the paragraph goes on below. */
  if (label == SEG_LEAD && is_mere_dateline (unit))
    return log (0.05);
  if ((label == SEG_LEAD || label == SEG_BODY) && (unit->end == SEG_END_NONE || unit->end == SEG_END_COMMA))
    return log (broken_lengths[i] / 1000) + log (shapes[label].ends[unit->end] / 1000);
  return log (shapes[label].lengths[i] / 1000) + log (shapes[label].ends[unit->end] / 1000);
}

static double
furniture_cost (const SegUnit *unit)
{
  double share = unit->furniture / 255.0;

  if (share > 0.55)
    return unit->is_zone ? -0.5 : -3.0;
  if (share > 0.3)
    return unit->is_zone ? -4.0 : -9.0;
  return unit->is_zone ? -14.0 : -18.0;
}

static double
ad_cost (const SegUnit *unit)
{
  double odds = (unit->ad - 128) / 12.0;

  return -2.6 + CLAMP (odds > 0 ? odds * 0.6 : odds, -8.0, 3.0) -
         (unit->furniture > 140 && unit->is_zone ? 3 : 0);
}

static double
byline_cost (const SegPage *page, const SegUnit *unit)
{
  switch (unit->byline)
    {
    case SEG_BYLINE_ROLES:
      return unit->is_bracketed ? -3.0 : -0.1;
    case SEG_BYLINE_BOTH:
      return -0.7;
    case SEG_BYLINE_CREDIT:
      return -4.5;
    case SEG_BYLINE_NAMES:
      return unit->n_dense <= 3 ? -2.5 : -5.0;
    default:
      return page->latin && unit->is_wire ? -0.5 : NEVER;
    }
}

static double
credit_cost (const SegUnit *unit)
{
  switch (unit->byline)
    {
    case SEG_BYLINE_CREDIT:
      return -0.1;
    case SEG_BYLINE_BOTH:
      return -1.2;
    case SEG_BYLINE_ROLES:
      return -4.0;
    default:
      return NEVER;
    }
}

/* Running text has commas and particles; what stands over it hardly has. */
static double
plain_cost (const SegUnit *unit, SegLabel label)
{
  static const double commas[] = { 0.8, -2.0, -4.0 };
  static const double cross_commas[] = { 0.1, 0, -2.3 };
  static const double particles[] = { 0.4, -0.4, -1.3, -2.2 };
  double cost = (label == SEG_CROSS ? cross_commas : commas)[MIN (unit->n_commas, 2)];

  /* A kicker or subhead may be half a sentence; two headlines in one line have the marks of both. */
  if (label == SEG_KICKER || label == SEG_SUBHEAD || unit->is_parted || unit->has_dash)
    cost *= 0.6;
  return cost + particles[MIN (unit->n_particles, 3)];
}

/* English headlines are set in capitals, or begin each word with one; a page seldom has kickers. */
static double
english_cost (const SegPage *page, const SegUnit *unit, SegLabel label)
{
  gunichar first = page->text[unit->off];
  double cost = unit->is_capital ? 0.7 : -2.0;

  if (first == '"' || first == 0x201c || g_unichar_islower (first))
    cost -= 1.5;
  if (unit->has_end_mark)
    cost -= 8;
  return cost - (label == SEG_KICKER ? 2.0 : 0);
}

/* Two parts with a blank between: headlines and titles have it, what goes with them hardly ever. */
static double
parted_cost (const SegUnit *unit, SegLabel label)
{
  double share = label == SEG_HEAD || label == SEG_TITLE ? 0.25 : label == SEG_HEAD_MORE ? 0.15 : 0.04;

  return log (unit->is_parted ? share : 1 - share);
}

/* A headline, kicker, subhead, crosshead or title: cues that speak for or against one of them. */
static double
head_cost (const SegPage *page, const SegUnit *unit, SegLabel label)
{
  double cost = shape_cost (page, unit, label);

  if (unit->has_stop)
    cost -= 5;
  if (unit->end == SEG_END_SENTENCE && page->text[unit->off + unit->n - 1] == 0x3002)
    cost -= 4;
  cost += parted_cost (unit, label);
  cost += page->latin ? english_cost (page, unit, label) : plain_cost (unit, label);
  if (unit->place > 0)
    cost -= 12;
  /* A date alone begins a sentence. */
  if (unit->is_dated && unit->n_dense <= 8)
    cost -= 2.5;
  if (unit->has_dash)
    cost += label == SEG_HEAD ? 2.0 : -2.0;
  if (unit->is_dash)
    cost += label == SEG_SUBHEAD ? 3.0 : -3.0;
  if (unit->is_tagged)
    cost += label == SEG_HEAD || label == SEG_HEAD_MORE ? 0.5 : -1.5;
  if (unit->is_says)
    cost += label == SEG_KICKER ? 1.5 : -0.7;
  if (unit->is_people)
    cost -= label == SEG_HEAD ? 1.5 : 3;
  if (unit->is_label)
    cost += label == SEG_CROSS || label == SEG_CROSS_FIRST ? 2.0 : label == SEG_HEAD_MORE ? -8 : -3;
  else if (label == SEG_CROSS_FIRST)
    cost -= 5;
  if (unit->end == SEG_END_QUOTE && unit->is_quoting)
    cost += 1.0;
  if (unit->is_numbered)
    cost += label == SEG_CROSS ? 1.5 : -2.5;
  if (unit->is_note && label != SEG_SUBHEAD)
    cost -= 4;
  if (unit->byline != SEG_BYLINE_NONE)
    cost -= unit->byline == SEG_BYLINE_NAMES ? (unit->n_dense <= 3 ? 2.5 : 1.0) : 7.0;
  if (unit->credit_at > 0)
    cost -= 4;
  /* （某月某日通过） below a headline; a column tag may fill the second line of one. */
  if (unit->is_bracketed)
    cost += label == SEG_SUBHEAD ? (unit->n_dense > 15 ? 2.0 : 0) : label == SEG_HEAD_MORE ? 1.0 : -2.0;
  if (unit->is_hanging && label != SEG_HEAD)
    cost -= 3.0;
  if (unit->is_unclosed && label != SEG_HEAD && label != SEG_HEAD_MORE)
    cost -= 4.0;
  if (unit->is_rest && label != SEG_HEAD_MORE)
    cost -= 5.0;
  if (unit->is_jump_from || unit->is_jump_to)
    cost -= 12;
  return cost;
}

static double
body_cost (const SegPage *page, const SegUnit *unit, SegLabel label)
{
  double cost = shape_cost (page, unit, label);

  if (unit->place > 0 || unit->has_inline)
    cost += label == SEG_LEAD ? log (0.55) : label == SEG_BODY_MORE ? -25 : -9;
  else if (label == SEG_LEAD)
    cost += log (0.45);
  if (unit->credit_at > 0)
    cost -= 6;
  if (unit->is_parted)
    cost += unit->n_dense > 100 ? log (0.05) : unit->end == SEG_END_SENTENCE ? log (0.02) : log (0.005);
  if (unit->is_picture)
    cost -= 3.0;
  if (unit->has_dash)
    cost -= 2.5;
  if (unit->is_rest && label != SEG_BODY_MORE)
    cost -= 4.0;
  if (unit->is_note)
    cost -= 4;
  else if (unit->is_bracketed)
    cost -= 2;
  if (unit->is_jump_from || unit->is_jump_to)
    cost -= 12;
  if (unit->byline != SEG_BYLINE_NONE)
    cost -= unit->byline == SEG_BYLINE_NAMES ? 2.0 : 8.0;
  return cost;
}

static double
caption_cost (const SegPage *page, const SegUnit *unit, SegLabel label)
{
  double cost = shape_cost (page, unit, label);

  if (unit->is_picture)
    cost += 1.0;
  if (unit->is_dated)
    cost += 0.7;
  if (unit->place > 0 || unit->has_inline || unit->byline != SEG_BYLINE_NONE)
    cost -= 9;
  if (unit->is_jump_from || unit->is_jump_to || unit->is_note)
    cost -= 9;
  return cost;
}

double
seg_cost_emit (const SegPage *page, guint i, SegLabel label)
{
  const SegUnit *unit = seg_page_unit (page, i);
  double cost = 0;

  /* What is known to be masthead is hardly anything else. */
  if (label != SEG_FURNITURE && unit->furniture > 140)
    cost -= (unit->is_zone ? 5.0 : 2.0) * unit->furniture / 255.0;

  switch ((guint) label)
    {
    case SEG_FURNITURE:
      return furniture_cost (unit);
    case SEG_AD:
      return ad_cost (unit);
    case SEG_KICKER:
    case SEG_HEAD:
    case SEG_HEAD_MORE:
    case SEG_SUBHEAD:
    case SEG_CROSS:
    case SEG_CROSS_FIRST:
    case SEG_TITLE:
      return cost + head_cost (page, unit, label);
    case SEG_PEOPLE:
      return unit->is_people ? cost - 0.2 : NEVER;
    case SEG_BYLINE:
      return cost + byline_cost (page, unit);
    case SEG_CREDIT:
    case SEG_CREDIT_FIRST:
      return cost + credit_cost (unit);
    case SEG_JUMP_FROM:
      return unit->is_jump_from ? 0 : NEVER;
    case SEG_JUMP_TO:
      return unit->is_jump_to ? 0 : NEVER;
    case SEG_NOTE:
      return cost + (unit->is_editor      ? -1.0
                     : unit->is_note      ? -0.1
                     : unit->is_bracketed ? -3.0
                     : unit->is_end_mark  ? -0.2
                                          : NEVER);
    case SEG_LEAD:
    case SEG_BODY:
    case SEG_BODY_MORE:
      return cost + body_cost (page, unit, label);
    case SEG_CAPTION:
    case SEG_CAPTION_MORE:
      return cost + caption_cost (page, unit, label);
    case SEG_N_LABELS:
      break;
    }
  g_return_val_if_reached (NEVER);
}

typedef struct
{
  guint8 label;
  float share;
} Step;

#define END_OF_STEPS                                                                                         \
  {                                                                                                          \
    SEG_N_LABELS, 0                                                                                          \
  }

/* What follows an item that is complete, with no story open. */
static const Step after_item[] = { { SEG_KICKER, 0.2f },        { SEG_HEAD, 0.45f },
                                   { SEG_TITLE, 0.06f },        { SEG_CAPTION, 0.05f },
                                   { SEG_CREDIT_FIRST, 0.01f }, { SEG_AD, 0.08f },
                                   { SEG_FURNITURE, 0.1f },     { SEG_LEAD, 0.004f },
                                   { SEG_NOTE, 0.004f },        END_OF_STEPS };
/* The same within a story that may go on. */
static const Step after_insert[] = { { SEG_KICKER, 0.1f },
                                     { SEG_HEAD, 0.2f },
                                     { SEG_TITLE, 0.03f },
                                     { SEG_CAPTION, 0.03f },
                                     { SEG_CREDIT_FIRST, 0.005f },
                                     { SEG_AD, 0.04f },
                                     { SEG_FURNITURE, 0.04f },
                                     { SEG_BODY, 0.4f },
                                     { SEG_BODY_MORE, 0.1f },
                                     { SEG_CROSS, 0.05f },
                                     { SEG_NOTE, 0.01f },
                                     { SEG_JUMP_TO, 0.004f },
                                     END_OF_STEPS };
static const Step after_body[] = {
  { SEG_BODY, 0.62f },  { SEG_BODY_MORE, 0.13f },     { SEG_CROSS, 0.04f },
  { SEG_NOTE, 0.025f }, { SEG_JUMP_TO, 0.01f },       { SEG_KICKER, 0.045f },
  { SEG_HEAD, 0.08f },  { SEG_TITLE, 0.012f },        { SEG_CAPTION, 0.012f },
  { SEG_AD, 0.02f },    { SEG_CREDIT_FIRST, 0.002f }, { SEG_FURNITURE, 0.008f },
  END_OF_STEPS
};
static const Step after_kicker[] = { { SEG_HEAD, 0.98f }, END_OF_STEPS };
static const Step after_head[] = { { SEG_HEAD_MORE, 0.06f },   { SEG_SUBHEAD, 0.12f },
                                   { SEG_PEOPLE, 0.04f },      { SEG_BYLINE, 0.3f },
                                   { SEG_JUMP_FROM, 0.05f },   { SEG_LEAD, 0.42f },
                                   { SEG_CROSS_FIRST, 0.02f }, END_OF_STEPS };
static const Step after_head_more[] = { { SEG_HEAD_MORE, 0.01f },   { SEG_SUBHEAD, 0.1f },
                                        { SEG_PEOPLE, 0.04f },      { SEG_BYLINE, 0.3f },
                                        { SEG_JUMP_FROM, 0.05f },   { SEG_LEAD, 0.45f },
                                        { SEG_CROSS_FIRST, 0.02f }, END_OF_STEPS };
static const Step after_subhead[] = {
  { SEG_SUBHEAD, 0.08f },   { SEG_PEOPLE, 0.05f },      { SEG_BYLINE, 0.35f }, { SEG_LEAD, 0.45f },
  { SEG_JUMP_FROM, 0.05f }, { SEG_CROSS_FIRST, 0.02f }, END_OF_STEPS
};
static const Step after_people[] = { { SEG_BYLINE, 0.5f },
                                     { SEG_LEAD, 0.4f },
                                     { SEG_JUMP_FROM, 0.03f },
                                     { SEG_SUBHEAD, 0.03f },
                                     { SEG_PEOPLE, 0.02f },
                                     { SEG_CROSS_FIRST, 0.01f },
                                     END_OF_STEPS };
static const Step after_byline[] = { { SEG_LEAD, 0.85f },      { SEG_BYLINE, 0.05f },
                                     { SEG_JUMP_FROM, 0.05f }, { SEG_CROSS_FIRST, 0.03f },
                                     { SEG_SUBHEAD, 0.01f },   END_OF_STEPS };
static const Step after_jump_from[] = {
  { SEG_LEAD, 0.8f }, { SEG_BYLINE, 0.12f }, { SEG_CROSS_FIRST, 0.02f }, END_OF_STEPS
};
static const Step after_cross[] = {
  { SEG_BODY, 0.96f }, { SEG_CROSS, 0.008f }, { SEG_CAPTION, 0.005f }, END_OF_STEPS
};
static const Step after_cross_first[] = { { SEG_LEAD, 0.97f }, { SEG_BYLINE, 0.02f }, END_OF_STEPS };
static const Step after_note[] = {
  { SEG_NOTE, 0.08f },         { SEG_JUMP_TO, 0.02f }, { SEG_KICKER, 0.22f }, { SEG_HEAD, 0.4f },
  { SEG_TITLE, 0.06f },        { SEG_CAPTION, 0.05f }, { SEG_AD, 0.1f },      { SEG_FURNITURE, 0.05f },
  { SEG_CREDIT_FIRST, 0.01f }, { SEG_BODY, 0.003f },   END_OF_STEPS
};
static const Step after_title[] = { { SEG_CAPTION, 0.85f }, { SEG_CREDIT_FIRST, 0.15f }, END_OF_STEPS };
static const Step after_credit_first[] = { { SEG_CAPTION, 0.95f },
                                           { SEG_CREDIT_FIRST, 0.05f },
                                           END_OF_STEPS };

static const Step *const steps[SEG_N_LABELS] = {
  [SEG_FURNITURE] = after_item,      [SEG_AD] = after_item,
  [SEG_KICKER] = after_kicker,       [SEG_HEAD] = after_head,
  [SEG_HEAD_MORE] = after_head_more, [SEG_SUBHEAD] = after_subhead,
  [SEG_PEOPLE] = after_people,       [SEG_BYLINE] = after_byline,
  [SEG_JUMP_FROM] = after_jump_from, [SEG_LEAD] = after_body,
  [SEG_BODY] = after_body,           [SEG_BODY_MORE] = after_body,
  [SEG_CROSS] = after_cross,         [SEG_CROSS_FIRST] = after_cross_first,
  [SEG_NOTE] = after_note,           [SEG_JUMP_TO] = after_note,
  [SEG_TITLE] = after_title,         [SEG_CREDIT_FIRST] = after_credit_first,
  [SEG_CAPTION] = after_item,        [SEG_CAPTION_MORE] = after_item,
  [SEG_CREDIT] = after_item,
};

static double
step_cost (SegLabel before, SegLabel label, gboolean open)
{
  const Step *step = steps[before];

  if (label == before && label == SEG_AD)
    return log (0.8);
  if (label == before && label == SEG_FURNITURE)
    return log (0.5);
  if ((before == SEG_CAPTION || before == SEG_CAPTION_MORE) &&
      (label == SEG_CREDIT || label == SEG_CAPTION_MORE))
    return label == SEG_CREDIT ? log (0.6) : log (0.03);
  if (before == SEG_CREDIT && label == SEG_CREDIT)
    return log (0.1);
  if (open && step == after_item)
    step = after_insert;
  for (; step->label != SEG_N_LABELS; step++)
    if (step->label == label)
      return log (step->share);
  return NEVER;
}

double
seg_cost_step (SegLabel before, SegLabel label, gboolean open)
{
  static double table[2][SEG_N_LABELS][SEG_N_LABELS];
  static gsize once;

  if (g_once_init_enter (&once))
    {
      for (guint i = 0; i < SEG_N_LABELS; i++)
        for (guint k = 0; k < SEG_N_LABELS; k++)
          {
            table[0][i][k] = step_cost ((SegLabel) i, (SegLabel) k, FALSE);
            table[1][i][k] = step_cost ((SegLabel) i, (SegLabel) k, TRUE);
          }
      g_once_init_leave (&once, 1);
    }
  return table[open ? 1 : 0][before][label];
}

static gboolean
is_story (SegLabel label)
{
  return label >= SEG_LEAD && label <= SEG_CROSS;
}

static gboolean
begins_item (SegLabel before, SegLabel label)
{
  switch ((guint) label)
    {
    case SEG_KICKER:
    case SEG_TITLE:
      return TRUE;
    case SEG_HEAD:
      return before != SEG_KICKER;
    case SEG_CAPTION:
      return before != SEG_TITLE && before != SEG_CREDIT_FIRST;
    case SEG_CREDIT_FIRST:
      return before != SEG_TITLE;
    default:
      return FALSE;
    }
}

/* Empty lines: more than usual part items; a page that leaves none between paragraphs parts items by one. */
static double
gap_cost (
    const SegPage *page, const SegUnit *unit, gboolean begins, SegLabel before, SegLabel label, guint blanks)
{
  gboolean wide = (begins ? blanks : unit->blanks) > page->gap;

  if (page->spaced)
    {
      if (begins)
        return wide ? 2.4 : blanks == 0 && label != SEG_TITLE ? -1.5 : 0;
      if (label == SEG_CREDIT || label == SEG_AD || label == SEG_FURNITURE)
        return 0;
      return wide ? (before == SEG_TITLE ? -0.5 : -4.0) : 0;
    }
  if (begins)
    return blanks > 0 ? 1.5 : is_story (before) ? -2.5 : -0.7;
  if (label == SEG_AD || label == SEG_FURNITURE)
    return 0;
  return unit->blanks > 0 ? (label == SEG_CREDIT || label == SEG_BODY_MORE ? -1.5 : -3.0) : 0;
}

static double
indent_cost (const SegPage *page, const SegUnit *unit, SegLabel label)
{
  gboolean indent = unit->indent >= 2;

  if (!page->indented)
    return 0;
  switch ((guint) label)
    {
    case SEG_KICKER:
    case SEG_HEAD:
    case SEG_TITLE:
      return indent ? -2.5 : 0;
    case SEG_CROSS:
      return indent ? 0 : -0.5;
    case SEG_LEAD:
    case SEG_BODY:
      return indent ? 0 : -3.5;
    case SEG_BODY_MORE:
      return indent ? -6.0 : 0;
    default:
      return 0;
    }
}

/* Where a headline is broken into two lines: for certain with a bracket open; by the manner of the page else. */
static double
two_line_cost (const SegPage *page, guint i, SegLabel before, SegLabel label)
{
  const SegUnit *unit = seg_page_unit (page, i);
  const SegUnit *last = unit - 1;
  gboolean head =
      before == SEG_KICKER || before == SEG_HEAD || before == SEG_HEAD_MORE || before == SEG_SUBHEAD;
  double cost = 0;

  if (label == SEG_HEAD_MORE)
    {
      cost += last->is_unclosed ? 6.0 : 0;
      if (unit->blanks > 0)
        cost -= 4.0;
      else if (page->spaced)
        cost += 3.0;
      else
        cost += (page->two_line ? 2.5 : -2.0) +
                (unit->is_torn    ? 4.5
                 : unit->is_split ? 2.7
                 : unit->is_whole ? -1.6
                                  : 0) +
                (last->is_hanging ? 1.5 : 0);
      return cost;
    }
  if (before == SEG_CROSS && label == SEG_CROSS && page->spaced && unit->blanks == 0)
    return -3.0;
  if (!head)
    return 0;
  if (last->is_unclosed)
    cost -= 4.0;
  if (last->is_hanging)
    cost -= 3.0;
  if (page->spaced && unit->blanks == 0)
    cost -= 3.0;
  else if (page->two_line && before == SEG_HEAD && last->n_dense <= 20)
    cost -= 1.5;
  return cost;
}

static double
ad_step_cost (const SegPage *page, guint i, SegLabel before, SegLabel label)
{
  const SegUnit *unit = seg_page_unit (page, i);
  gboolean same_block = i > 0 && seg_page_unit (page, i - 1)->block == unit->block;

  if ((before == SEG_AD) == (label == SEG_AD))
    return before == SEG_AD && !same_block ? -0.8 : 0;
  return same_block ? -4.5 : 0;
}

double
seg_cost_parallel (const SegPage *page, guint before, guint i)
{
  const SegUnit *a = seg_page_unit (page, before);
  const SegUnit *b = seg_page_unit (page, i);
  guint difference = MAX (a->n_dense, b->n_dense) - MIN (a->n_dense, b->n_dense);
  double cost = difference <= 1 ? 1.2 : difference <= 4 ? 0.6 : -0.4;

  if (a->is_label || b->is_label)
    return 0;
  cost += a->is_numbered == b->is_numbered ? (a->is_numbered ? 2.0 : 0) : -0.5;
  return cost + (a->end == b->end ? 0.3 : -0.2);
}

/* @blanks: empty lines before the unit, or before the picture that stands before it. */
double
seg_cost_begin (const SegPage *page, guint i, SegLabel before, SegLabel label, gboolean open, guint blanks)
{
  const SegUnit *unit = seg_page_unit (page, i);
  const SegUnit *last = i > 0 ? unit - 1 : NULL;
  gboolean begins = begins_item (before, label);
  double cost = 0;

  if (i > 0)
    cost += gap_cost (page, unit, begins, before, label, blanks) + indent_cost (page, unit, label) +
            ad_step_cost (page, i, before, label) + two_line_cost (page, i, before, label);
  /* Also behind a picture or an ad that stands in a story: the story may go on. */
  if ((is_story (before) || open) && (label == SEG_HEAD || label == SEG_KICKER) && !page->latin)
    cost += unit->turn;
  if (last != NULL && (last->has_end_mark || last->jump_at > 0) && is_story (before))
    cost += begins ? 2.0 : label == SEG_BODY || label == SEG_CROSS ? -3.0 : 0;
  /* A caption wants a credit, behind or before it, or the words that only captions have. */
  if (label == SEG_CAPTION && before == SEG_CREDIT_FIRST)
    cost += 4.5;
  if (before == SEG_CAPTION || before == SEG_CAPTION_MORE)
    {
      if (label == SEG_CREDIT)
        cost += last->credit_at > 0 ? -4 : 1.5;
      else if (label == SEG_CAPTION_MORE && unit->is_guessed)
        cost += last->credit_at > 0 ? 0 : 3.0;
      else if (label != SEG_CAPTION_MORE)
        cost += last->credit_at > 0 ? 3.0 : last->is_picture ? -0.5 : -4.5;
    }
  return cost;
}

gboolean
seg_is_closing (gunichar c)
{
  return c == ',' || c == 0xff0c || c == 0x3002 || c == 0x3001 || c == ';' || c == ':' || c == 0x201d ||
         c == 0x2019 || c == ')' || c == 0x300b || c == '%' || c == '?' || c == '!';
}

gboolean
seg_join_overlap (const SegPage *page, guint before, guint i, guint *drop_before, guint *drop_after)
{
  const SegUnit *a = seg_page_unit (page, before);
  const SegUnit *b = seg_page_unit (page, i);
  const gunichar *s = seg_unit_text (page, a);
  const gunichar *t = seg_unit_text (page, b);

  /* "…X。" / "X…": the stop was invented and X printed twice. */
  if (a->n < 2 || b->n < 2 || s[a->n - 1] != 0x3002 || s[a->n - 2] != t[0] || !seg_is_han (t[0]))
    return FALSE;
  *drop_before = 1;
  *drop_after = 1;
  return TRUE;
}

/* A sentence ended with a full line of the column: the longer the paragraph already is, the likelier it ends as well
 * (counted: a third of all such lines end one, of those behind 40 characters a tenth, behind 100 a half). */
static double
guessed_odds (const SegUnit *before, const SegUnit *unit)
{
  double odds = before->n_dense < 40 ? 2.4 : before->n_dense < 70 ? 1.8 : before->n_dense < 100 ? 1.2 : 1.0;

  return odds - (unit->is_quoting ? 0.5 : 0) + (unit->is_continuing ? 1.0 : 0);
}

double
seg_cost_join (const SegPage *page, guint before, guint i)
{
  const SegUnit *a = seg_page_unit (page, before);
  const SegUnit *b = seg_page_unit (page, i);
  const gunichar *s = seg_unit_text (page, a);
  const gunichar *t = seg_unit_text (page, b);
  double odds = 0;
  guint x, y;

  if (b->is_guessed && before + 1 == i)
    return guessed_odds (a, b);
  if (a->jump_at > 0 || (page->latin && (a->has_end_mark || b->is_dash)))
    odds -= 8;
  /* A short line is the beginning of a broken paragraph only where paragraphs are broken. */
  if (page->n_breaks == 0 && a->end == SEG_END_NONE && a->n_dense < 15)
    odds -= 1.5;
  if (b->is_rest)
    odds += seg_is_closing (t[0]) ? 8 : 4;
  if (a->is_hanging && b->end != SEG_END_NONE)
    odds += 1.5;
  if (a->end == SEG_END_NONE)
    odds += b->is_split ? 2.0 : b->is_whole ? -0.4 : 0;
  if (a->end == SEG_END_QUOTE && a->is_quoting)
    odds -= 3.0;
  if (b->is_quoting)
    odds -= 3.0;
  else if (b->is_numbered && a->end == SEG_END_SENTENCE)
    odds -= 3.0;
  else if (b->is_opener)
    odds -= 1.3;
  else if (b->is_continuing)
    odds += 1.5;
  switch (a->end)
    {
    case SEG_END_SENTENCE:
      odds -= 3.6;
      break;
    case SEG_END_COLON:
      odds -= 1.5;
      break;
    case SEG_END_BRACKET:
      odds += is_mere_dateline (a) ? 5.0 : -0.5;
      break;
    case SEG_END_COMMA:
      odds += 3.5;
      break;
    default:
      odds += 3.2;
    }
  /* The same character twice by chance: rare, but on a page without breaks still likelier than a break. */
  if (seg_join_overlap (page, before, i, &x, &y))
    odds += t[1] == 0x3002 || seg_is_closing (t[1]) ? 9.0 : page->n_breaks > 0 ? 6.0 : 1.5;
  if (a->n > 0 && b->n > 0 && s[a->n - 1] < 0x80 && t[0] < 0x80 && g_unichar_isalnum (s[a->n - 1]) &&
      g_unichar_isalnum (t[0]))
    odds += 2;
  return odds;
}
