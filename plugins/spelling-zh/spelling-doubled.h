/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spelling-doubled.h — characters typed twice, and characters left out of a set phrase. */

#pragma once

#include "spelling-engine.h"

G_BEGIN_DECLS

typedef enum
{
  SPELLING_DOUBLED, /* the character at @at stands there twice */
  SPELLING_MISSING, /* @to is missing before @at */
} SpellingSlipKind;

typedef struct
{
  SpellingSlipKind kind;
  guint at;        /* of the second of two; or where the missing one goes */
  gunichar to;     /* the missing one */
  guint from, end; /* the phrase that is not whole */
} SpellingSlip;

/* What is doubled or missing in a text, by place (SpellingSlip; free the array). */
GArray *spelling_slips_find (const SpellingWords *words, const gunichar *text, guint n);

G_END_DECLS
