/* SPDX-License-Identifier: GPL-3.0-or-later */
/* han.h — the table of characters (data/characters/han.txt): which are standard, and what the others become. */

#pragma once

#include <glib.h>

typedef enum
{
  HAN_UNKNOWN, /* outside the table, and no form of one inside it */
  HAN_STANDARD,
  HAN_TRADITIONAL, /* 繁体字 */
  HAN_VARIANT,     /* 异体字 */
} HanKind;

/* The kind of a Han character; @becomes the character to write for a traditional or variant form. Everything is standard
 * where the table cannot be read. Thread-safe. */
HanKind han_look_up (gunichar c, gunichar *becomes);
