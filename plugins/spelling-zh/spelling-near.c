/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spelling-near.c — sets of characters that sound or look like one. */
#include "spelling-tables.h"

G_STATIC_ASSERT (SPELLING_N_HAN % 64 == 0);

struct SpellingNearTable
{
  float shape;
  SpellingNear *by_syllable; /* for each syllable the characters of all that come near it */
  SpellingNear **of;         /* for each character met so far */
};

static void
add (SpellingNear *set, guint c)
{
  (*set)[c / 64] |= G_GUINT64_CONSTANT (1) << (c % 64);
}

static void
add_all (SpellingNear *set, const SpellingNear *more)
{
  for (guint i = 0; i < G_N_ELEMENTS (*set); i++)
    (*set)[i] |= (*more)[i];
}

SpellingNearTable *
spelling_near_table_new (float sound, float shape)
{
  const SpellingCharacters *table = spelling_characters ();
  SpellingNearTable *self = g_new0 (SpellingNearTable, 1);
  g_autofree SpellingNear *own = g_new0 (SpellingNear, table->n_syllables);

  self->shape = shape;
  self->of = g_new0 (SpellingNear *, SPELLING_N_HAN);
  self->by_syllable = g_new0 (SpellingNear, table->n_syllables);
  for (guint c = 0; c < SPELLING_N_HAN; c++)
    if (table->dense[c])
      {
        const SpellingCharacter *character = &table->records[table->dense[c] - 1];

        for (guint r = 0; r < character->n_readings; r++)
          add (&own[character->readings[r] >> 3], c);
      }
  for (guint a = 0; a < table->n_syllables; a++)
    for (guint b = 0; b < table->n_syllables; b++)
      if (table->nearness[a * table->n_syllables + b] >= sound * 100)
        add_all (&self->by_syllable[a], &own[b]);
  return self;
}

void
spelling_near_table_free (SpellingNearTable *self)
{
  for (guint c = 0; c < SPELLING_N_HAN; c++)
    g_free (self->of[c]);
  g_free (self->of);
  g_free (self->by_syllable);
  g_free (self);
}

const SpellingNear *
spelling_near_of (SpellingNearTable *self, gunichar c)
{
  const SpellingCharacters *table = spelling_characters ();
  const SpellingCharacter *character = spelling_character (c);
  SpellingNear **set = &self->of[c - SPELLING_FIRST_HAN];

  if (*set)
    return *set;
  *set = g_new0 (SpellingNear, 1);
  for (guint r = 0; character && r < character->n_readings; r++)
    add_all (*set, &self->by_syllable[character->readings[r] >> 3]);
  if (character)
    for (guint32 i = table->shape_starts[character - table->records];
         i < table->shape_starts[character - table->records + 1]; i++)
      if (table->shapes[i].likeness >= self->shape * 250)
        add (*set, table->shapes[i].code - SPELLING_FIRST_HAN);
  return *set;
}
