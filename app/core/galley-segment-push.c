/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A reading goes through the door: pages, facts, articles, blocks, persons, datelines, jumps, healed joins. */

#include <string.h>

#include "galley-segment-private.h"

static void
note_persons (GPtrArray *persons, const GalleyReadingBlock *block)
{
  guint first = persons->len;
  guint n;
  g_autofree gunichar *s = seg_from_utf8 (block->text, -1, &n);

  /* （作者为…）says what the writer is, not who. */
  if (seg_starts (s, n, "(作者"))
    return;
  /* Names without a role, and those of who made the page, are not who wrote the piece. */
  seg_byline_note (s, n, persons);
  for (guint i = persons->len; i > first; i--)
    {
      const GalleyPerson *person = g_ptr_array_index (persons, i - 1);
      g_autofree gunichar *role = seg_from_utf8 (person->role, -1, &n);

      if (n == 0 || seg_words_has (SEG_WORDS_STAFF, role, n) || seg_words_has (SEG_WORDS_MARK, role, n))
        g_ptr_array_remove_index (persons, i - 1);
    }
}

static void
lead_persons (GPtrArray *persons, const GalleyReadingBlock *block)
{
  guint n;
  g_autofree gunichar *s = seg_from_utf8 (block->text, -1, &n);
  SegDateline dateline = { 0 };

  if (!seg_dateline (s, n, &dateline))
    dateline.length = 0;
  seg_byline_inline (s + dateline.length, n - dateline.length, persons);
}

static void
line_persons (GPtrArray *persons, const char *text)
{
  guint first = persons->len;
  guint n;
  g_autofree gunichar *s = seg_from_utf8 (text, -1, &n);

  if (seg_byline_english (s, n, persons) == n && n > 0)
    return;
  g_ptr_array_set_size (persons, (gint) first);
  seg_byline_line (s, n, persons);
}

/* Who stands alone in a byline wrote the piece. */
static void
byline_persons (GPtrArray *persons, const GalleyReadingBlock *block)
{
  guint first = persons->len;

  line_persons (persons, block->text);
  for (guint i = first; i < persons->len; i++)
    {
      GalleyPerson *person = g_ptr_array_index (persons, i);

      if (person->role[0] == '\0')
        {
          g_free (person->role);
          person->role = g_strdup ("作者");
        }
    }
}

/* The persons of the blocks of one article, given by their numbers. */
static GPtrArray *
list_persons (const GalleyReading *reading, const GArray *blocks)
{
  GPtrArray *persons = g_ptr_array_new_with_free_func (seg_person_free);
  g_autoptr (GString) credit = g_string_new (NULL);
  gboolean lead = TRUE;

  for (guint i = 0; i < blocks->len; i++)
    {
      const GalleyReadingBlock *block = g_ptr_array_index (reading->blocks, g_array_index (blocks, guint, i));

      if (block->role == GALLEY_ROLE_BYLINE)
        byline_persons (persons, block);
      else if (block->role == GALLEY_ROLE_NOTE)
        note_persons (persons, block);
      else if (block->role == GALLEY_ROLE_CREDIT)
        g_string_append_printf (credit, "%s%s", credit->len > 0 ? "\n" : "", block->text);
      else if (block->role == GALLEY_ROLE_BODY && lead)
        {
          lead_persons (persons, block);
          lead = FALSE;
        }
    }
  if (credit->len > 0)
    line_persons (persons, credit->str);
  return persons;
}

GPtrArray *
galley_reading_list_persons (const GalleyReading *self, guint article)
{
  g_autoptr (GArray) blocks = g_array_new (FALSE, FALSE, sizeof (guint));

  for (guint i = 0; i < self->blocks->len; i++)
    if (((GalleyReadingBlock *) g_ptr_array_index (self->blocks, i))->article == article)
      g_array_append_val (blocks, i);
  return list_persons (self, blocks);
}

/* Repairs inside of blocks, as a list for each block (of numbers of repairs; NULL where there is none). */
static GPtrArray *
list_joins (const GalleyReading *reading)
{
  GPtrArray *joins = g_ptr_array_new ();

  g_ptr_array_set_size (joins, (gint) reading->blocks->len);
  for (guint i = 0; i < reading->repairs->len; i++)
    {
      const GalleyRepair *repair = &g_array_index (reading->repairs, GalleyRepair, i);

      if (repair->block == G_MAXUINT || repair->removed == NULL)
        continue;
      if (joins->pdata[repair->block] == NULL)
        joins->pdata[repair->block] = g_array_new (FALSE, FALSE, sizeof (guint));
      g_array_append_val ((GArray *) joins->pdata[repair->block], i);
    }
  return joins;
}

static void
free_joins (GPtrArray *joins)
{
  for (guint i = 0; i < joins->len; i++)
    if (joins->pdata[i] != NULL)
      g_array_unref (joins->pdata[i]);
  g_ptr_array_unref (joins);
}

/* The text of a block: its dateline, then what stands between its healed joins. */
static void
push_text (const GalleyReading *reading,
           const GalleyReadingBlock *block,
           const GArray *joins,
           guint dateline,
           GalleyBuilder *builder)
{
  const char *at = block->text;
  guint offset = 0;

  if (dateline > 0)
    {
      const char *end = g_utf8_offset_to_pointer (at, dateline);

      galley_builder_text (builder, at, end - at, GALLEY_STYLE_DATELINE);
      at = end;
      offset = dateline;
    }
  for (guint i = 0; joins != NULL && i < joins->len; i++)
    {
      const GalleyRepair *repair =
          &g_array_index (reading->repairs, GalleyRepair, g_array_index (joins, guint, i));
      const char *end;

      if (repair->offset < offset)
        continue;
      end = g_utf8_offset_to_pointer (at, repair->offset - offset);
      galley_builder_text (builder, at, end - at, GALLEY_STYLE_PLAIN);
      galley_builder_join (builder, repair->removed);
      at = end;
      offset = repair->offset;
    }
  galley_builder_text (builder, at, -1, GALLEY_STYLE_PLAIN);
}

static void
push_number (GalleyBuilder *builder, const char *key, guint number)
{
  g_autofree char *text = g_strdup_printf ("%u", number);

  if (number > 0)
    galley_builder_meta (builder, key, text);
}

static void
push_value (GalleyBuilder *builder, const char *key, const gunichar *s, guint n)
{
  g_autofree char *text = seg_to_utf8 (s, n);

  if (n > 0)
    galley_builder_meta (builder, key, text);
}

/* The dateline of a first paragraph goes into the metadata; returns its length. */
static guint
push_dateline (const GalleyReadingBlock *block, GalleyBuilder *builder)
{
  SegDateline dateline;
  guint n;
  g_autofree gunichar *s = seg_from_utf8 (block->text, -1, &n);

  if (!seg_dateline (s, n, &dateline) && !seg_english_dateline (s, n, &dateline))
    return 0;
  push_value (builder, "dateline.agency", dateline.agency, dateline.n_agency);
  push_value (builder, "dateline.place", dateline.place, dateline.n_place);
  push_number (builder, "dateline.month", dateline.month);
  push_number (builder, "dateline.day", dateline.day);
  return dateline.length;
}

static void
push_jump (const GalleyReadingBlock *block, GalleyBuilder *builder)
{
  const gunichar *number = NULL;
  guint n_number = 0;
  guint n;
  g_autofree gunichar *s = seg_from_utf8 (block->text, -1, &n);
  char kind = seg_jump (s, n, &number, &n_number);

  if (kind == 0)
    kind = seg_english_jump (s, n, &number, &n_number);
  if (kind == 0)
    return;
  galley_builder_meta (builder, "jump.kind", kind == 't' ? "to" : "from");
  push_value (builder, "jump.page", number, n_number);
}

static void
push_block (
    const GalleyReading *reading, guint index, const GArray *joins, gboolean lead, GalleyBuilder *builder)
{
  const GalleyReadingBlock *block = g_ptr_array_index (reading->blocks, index);
  const GalleyPiece *first = &g_array_index (block->pieces, GalleyPiece, 0);
  const GalleyPiece *last = first + (block->pieces->len - 1);
  guint dateline = 0;

  galley_builder_begin (builder, block->role);
  if (block->pieces->len > 0)
    galley_builder_origin (builder, first->start, last->start + last->length, block->confidence);
  if (lead)
    dateline = push_dateline (block, builder);
  if (block->role == GALLEY_ROLE_JUMP)
    push_jump (block, builder);
  push_text (reading, block, joins, dateline, builder);
}

static char *
dup_headline (const GalleyReading *reading, const GArray *blocks)
{
  for (guint i = 0; i < blocks->len; i++)
    {
      const GalleyReadingBlock *block = g_ptr_array_index (reading->blocks, g_array_index (blocks, guint, i));

      if (block->role == GALLEY_ROLE_HEADLINE)
        return g_strdup (block->text);
    }
  return NULL;
}

static void
push_article (
    const GalleyReading *reading, guint index, GPtrArray *members, GPtrArray *joins, GalleyBuilder *builder)
{
  const GalleyReadingArticle *article = g_ptr_array_index (reading->articles, index);
  const GArray *blocks = g_ptr_array_index (members, index);
  g_autoptr (GPtrArray) persons = list_persons (reading, blocks);
  gboolean lead = article->kind == GALLEY_ARTICLE_STORY;

  galley_builder_kind (builder, article->kind);
  galley_builder_article_confidence (builder, article->confidence);
  for (guint i = 0; i < persons->len; i++)
    {
      const GalleyPerson *person = g_ptr_array_index (persons, i);

      galley_builder_person (builder, person->name, person->role);
    }
  if (article->near >= 0)
    {
      g_autofree char *near = dup_headline (reading, g_ptr_array_index (members, article->near));

      if (near != NULL)
        galley_builder_meta (builder, "near", near);
    }
  for (guint i = 0; i < blocks->len; i++)
    {
      guint block = g_array_index (blocks, guint, i);
      gboolean body =
          ((GalleyReadingBlock *) g_ptr_array_index (reading->blocks, block))->role == GALLEY_ROLE_BODY;

      push_block (reading, block, g_ptr_array_index (joins, block), lead && body, builder);
      lead = lead && !body;
    }
  galley_builder_next_article (builder);
}

/* The blocks of each article, by their numbers. */
static GPtrArray *
list_members (const GalleyReading *reading)
{
  GPtrArray *members = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint i = 0; i < reading->articles->len; i++)
    g_ptr_array_add (members, g_array_new (FALSE, FALSE, sizeof (guint)));
  for (guint i = 0; i < reading->blocks->len; i++)
    {
      const GalleyReadingBlock *block = g_ptr_array_index (reading->blocks, i);

      g_array_append_val ((GArray *) g_ptr_array_index (members, block->article), i);
    }
  return members;
}

static void
push_page (const GalleyReading *reading, GalleyBuilder *builder)
{
  for (guint fact = 0; fact < GALLEY_N_FACTS; fact++)
    {
      const char *value = galley_masthead_get (reading->masthead, (GalleyFact) fact);

      if (value != NULL)
        galley_builder_fact (builder, (GalleyFact) fact, value);
    }
  if (reading->page_number > 0 || reading->page_name != NULL)
    galley_builder_page (builder, reading->page_number, reading->page_name);
  for (guint i = 0; i < reading->staff->len; i++)
    {
      const GalleyPerson *person = g_ptr_array_index (reading->staff, i);

      galley_builder_staff (builder, person->role, person->name);
    }
}

void
galley_segment_push (const GalleyReading *reading, GalleyBuilder *builder)
{
  g_autoptr (GPtrArray) members = NULL;
  GPtrArray *joins;

  g_return_if_fail (reading != NULL);
  g_return_if_fail (GALLEY_IS_BUILDER (builder));

  members = list_members (reading);
  joins = list_joins (reading);
  push_page (reading, builder);
  for (guint i = 0; i < reading->articles->len && !galley_builder_is_full (builder); i++)
    push_article (reading, i, members, joins, builder);
  free_joins (joins);
}

gboolean
galley_segment_text (const char *text, gssize length, GalleyBuilder *builder, GalleyJob *job, GError **error)
{
  g_autoptr (GPtrArray) readings = galley_segment_read (text, length, 1, job, error);

  if (readings == NULL)
    return FALSE;
  galley_segment_push (g_ptr_array_index (readings, 0), builder);
  return TRUE;
}
