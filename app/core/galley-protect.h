/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-protect.h — a block's text as checkers read it: characters by index, the kind of each, and which of them stand in
 * a protected span (an address, a code, a number, a title, a quotation, an English run). Worked out once a block and kept
 * with it; every checker reads the same one. */

#pragma once

#include "galley-block.h"

G_BEGIN_DECLS

typedef enum
{
  GALLEY_CHAR_OTHER,
  GALLEY_CHAR_SPACE,      /* blanks of any width */
  GALLEY_CHAR_HAN,        /* ideographs, 〇 and 々 too */
  GALLEY_CHAR_LATIN,      /* letters of alphabets, Latin, Greek, Cyrillic */
  GALLEY_CHAR_DIGIT,      /* 0-9 */
  GALLEY_CHAR_WIDE_ALNUM, /* full-width letters and digits */
  GALLEY_CHAR_KANA,       /* kana, hangul, bopomofo */
  GALLEY_CHAR_POINT,      /* ，。、；：？！ */
  GALLEY_CHAR_OPEN,       /* “‘（《〈【〔「『 and the like */
  GALLEY_CHAR_CLOSE,      /* ”’）》〉】〕」』 and the like */
  GALLEY_CHAR_MARK,       /* — … · ～ and the other marks of Chinese copy */
  GALLEY_CHAR_ASCII,      /* the marks of ASCII */
} GalleyCharKind;

/* Bits of GalleyChars.marks. */
typedef enum
{
  GALLEY_PROTECT_CODE = 1 << 0,    /* web and mail addresses, file names, numbers of things: CN35-0027 */
  GALLEY_PROTECT_NUMBER = 1 << 1,  /* a number with the marks inside it: 1,234.5 11:30 2024-11-26 */
  GALLEY_PROTECT_TITLE = 1 << 2,   /* 《…》 〈…〉, the marks too */
  GALLEY_PROTECT_QUOTE = 1 << 3,   /* “…” ‘…’ 「…」 『…』, the marks too */
  GALLEY_PROTECT_BRACKET = 1 << 4, /* （…） (…), the marks too */
  GALLEY_PROTECT_ENGLISH = 1 << 5, /* from the first letter of an English run to its last */
} GalleyProtect;

typedef struct
{
  guint n;               /* characters */
  const gunichar *chars; /* n of them, then a 0 */
  const guint32 *bytes;  /* where each begins in the text; [n] is the length */
  const guint8 *kinds;   /* GalleyCharKind of each; [n] is GALLEY_CHAR_OTHER */
  const guint8 *marks;   /* GalleyProtect bits of each */
  guint seen;            /* a bit for each kind that stands in the text */
  gboolean has_han;
} GalleyChars;

/* The characters of a block (owned by the block, valid as long as it lives). Thread-safe. */
const GalleyChars *galley_protect_read (GalleyBlock *block);

/* TRUE when a character of that kind stands in the text. */
#define galley_chars_has(self, kind) (((self)->seen >> (kind)) & 1)

GalleyCharKind galley_char_kind (gunichar c);

/* The index of the character that begins at byte @byte of the text. */
guint galley_chars_index (const GalleyChars *self, gsize byte);
/* TRUE when one of the characters [@start, @end) carries one of the bits. */
gboolean galley_chars_touch (const GalleyChars *self, guint start, guint end, guint bits);
/* TRUE when all of them carry one of the bits. */
gboolean galley_chars_inside (const GalleyChars *self, guint start, guint end, guint bits);
/* TRUE when the UTF-8 string @text stands at index @at. */
gboolean galley_chars_at (const GalleyChars *self, guint at, const char *text);
/* The characters [@start, @end) as UTF-8 (newly allocated). */
char *galley_chars_dup (const GalleyChars *self, guint start, guint end);

G_END_DECLS
