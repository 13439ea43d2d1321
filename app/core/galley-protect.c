/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "galley-protect.h"

/* One allocation holds the header and its arrays, so that a block costs one malloc and one free. */
typedef struct
{
  GalleyChars pub;
  gunichar *chars;
  guint32 *bytes;
  guint8 *kinds;
  guint8 *marks;
} Chars;

#define MAX_DEPTH 32

static GalleyCharKind
ascii_kind (gunichar c)
{
  if (g_ascii_isalpha ((gchar) c))
    return GALLEY_CHAR_LATIN;
  if (g_ascii_isdigit ((gchar) c))
    return GALLEY_CHAR_DIGIT;
  if (c == ' ' || c == '\t')
    return GALLEY_CHAR_SPACE;
  return c > 0x20 && c < 0x7f ? GALLEY_CHAR_ASCII : GALLEY_CHAR_OTHER;
}

static GalleyCharKind
wide_kind (gunichar c)
{
  switch (c)
    {
    case 0xff0c: /* ， */
    case 0xff0e: /* ． */
    case 0xff1a: /* ： */
    case 0xff1b: /* ； */
    case 0xff1f: /* ？ */
    case 0xff01: /* ！ */
      return GALLEY_CHAR_POINT;
    case 0xff08: /* （ */
    case 0xff3b: /* ［ */
    case 0xff5b: /* ｛ */
      return GALLEY_CHAR_OPEN;
    case 0xff09: /* ） */
    case 0xff3d: /* ］ */
    case 0xff5d: /* ｝ */
      return GALLEY_CHAR_CLOSE;
    default:
      break;
    }
  if ((c >= 0xff10 && c <= 0xff19) || (c >= 0xff21 && c <= 0xff3a) || (c >= 0xff41 && c <= 0xff5a))
    return GALLEY_CHAR_WIDE_ALNUM;
  if (c >= 0xff66 && c <= 0xffdc)
    return GALLEY_CHAR_KANA;
  return GALLEY_CHAR_MARK;
}

static GalleyCharKind
cjk_mark_kind (gunichar c)
{
  switch (c)
    {
    case 0x3000:
      return GALLEY_CHAR_SPACE;
    case 0x3001: /* 、 */
    case 0x3002: /* 。 */
      return GALLEY_CHAR_POINT;
    case 0x3005: /* 々 */
    case 0x3007: /* 〇 */
      return GALLEY_CHAR_HAN;
    default:
      break;
    }
  if ((c >= 0x3008 && c <= 0x3011) || (c >= 0x3014 && c <= 0x301b))
    return c % 2 == 0 ? GALLEY_CHAR_OPEN : GALLEY_CHAR_CLOSE; /* each pair begins at an even point */
  return GALLEY_CHAR_MARK;
}

static GalleyCharKind
general_kind (gunichar c)
{
  switch (c)
    {
    case 0x00a0:
    case 0x2002:
    case 0x2003:
    case 0x2009:
    case 0x202f:
      return GALLEY_CHAR_SPACE;
    case 0x2018:
    case 0x201c:
      return GALLEY_CHAR_OPEN;
    case 0x2019:
    case 0x201d:
      return GALLEY_CHAR_CLOSE;
    case 0x00b7:
    case 0x00d7:
    case 0x00b0:
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2022:
    case 0x2025:
    case 0x2026:
    case 0x2027:
    case 0x2103:
    case 0x2116:
    case 0x2236:
    case 0x2500:
    case 0x2501:
      return GALLEY_CHAR_MARK;
    default:
      break;
    }
  if ((c >= 0xc0 && c <= 0x24f) || (c >= 0x370 && c <= 0x52f) || (c >= 0x1e00 && c <= 0x1eff))
    return GALLEY_CHAR_LATIN;
  if (c >= 0x2190 && c <= 0x27bf)
    return GALLEY_CHAR_MARK;
  return GALLEY_CHAR_OTHER;
}

GalleyCharKind
galley_char_kind (gunichar c)
{
  if (c < 0x80)
    return ascii_kind (c);
  if ((c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3400 && c <= 0x4dbf))
    return GALLEY_CHAR_HAN;
  if (c >= 0x3000 && c <= 0x303f)
    return cjk_mark_kind (c);
  if (c >= 0xff01 && c <= 0xffee)
    return wide_kind (c);
  if ((c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff))
    return GALLEY_CHAR_HAN;
  if ((c >= 0x3040 && c <= 0x318f) || (c >= 0xac00 && c <= 0xd7a3) || (c >= 0x1100 && c <= 0x11ff))
    return GALLEY_CHAR_KANA;
  return general_kind (c);
}

/* The kinds of the basic plane by code point: asked for at every character of the copy. */
static const guint8 *
kind_table (void)
{
  static const guint8 *table;

  if (g_once_init_enter (&table))
    {
      guint8 *made = g_malloc (0x10000);

      for (gunichar c = 0; c < 0x10000; c++)
        made[c] = (guint8) galley_char_kind (c);
      g_once_init_leave (&table, made);
    }
  return table;
}

/* The character at *@p, which then stands behind it. The text of a block is valid UTF-8. */
static inline gunichar
read_char (const guchar **p)
{
  const guchar *at = *p;

  if (at[0] < 0x80)
    {
      *p = at + 1;
      return at[0];
    }
  if (at[0] < 0xe0)
    {
      *p = at + 2;
      return ((gunichar) (at[0] & 0x1f) << 6) | (at[1] & 0x3f);
    }
  if (at[0] < 0xf0)
    {
      *p = at + 3;
      return ((gunichar) (at[0] & 0x0f) << 12) | ((gunichar) (at[1] & 0x3f) << 6) | (at[2] & 0x3f);
    }
  *p = at + 4;
  return ((gunichar) (at[0] & 0x07) << 18) | ((gunichar) (at[1] & 0x3f) << 12) |
         ((gunichar) (at[2] & 0x3f) << 6) | (at[3] & 0x3f);
}

static void
mark (Chars *self, guint start, guint end, GalleyProtect bit)
{
  for (guint i = start; i < end; i++)
    self->marks[i] |= (guint8) bit;
}

static gboolean
is_letter_or_digit (const Chars *self, guint i)
{
  return self->kinds[i] == GALLEY_CHAR_LATIN || self->kinds[i] == GALLEY_CHAR_DIGIT;
}

/* TRUE for a token of letters, digits and marks that names a thing rather than saying one: an address, a file, a number of
 * a paper. */
static gboolean
token_is_code (const Chars *self, guint start, guint end)
{
  gboolean letters = FALSE, digits = FALSE, joints = FALSE;

  for (guint i = start; i < end; i++)
    {
      gunichar c = self->chars[i];
      gboolean between = i > start && i + 1 < end;

      letters |= self->kinds[i] == GALLEY_CHAR_LATIN;
      digits |= self->kinds[i] == GALLEY_CHAR_DIGIT;
      if (between && (c == '@' || c == '_' || c == '\\'))
        return TRUE;
      if (between && c == ':' && self->chars[i + 1] == '/' && i + 2 < end && self->chars[i + 2] == '/')
        return TRUE;
      if (between && c == '.' && self->kinds[i - 1] != GALLEY_CHAR_ASCII &&
          self->kinds[i + 1] == GALLEY_CHAR_LATIN)
        return TRUE;
      joints |= between && (c == '-' || c == '/' || c == '.');
    }
  return letters && digits && joints;
}

static gboolean
is_token_char (const Chars *self, guint i)
{
  gunichar c = self->chars[i];

  return is_letter_or_digit (self, i) || (c < 0x80 && c != 0 && strchr ("-_.@:/%&?=#~+\\*", (int) c) != NULL);
}

/* Addresses and codes: a maximal run of token characters, without the points that end a sentence. */
static void
find_codes (Chars *self)
{
  guint i = 0, n = self->pub.n;

  while (i < n)
    {
      guint start = i, end;

      if (!is_letter_or_digit (self, i))
        {
          i++;
          continue;
        }
      while (i < n && is_token_char (self, i))
        i++;
      for (end = i; end > start && !is_letter_or_digit (self, end - 1) && self->chars[end - 1] != '/';)
        end--;
      if (token_is_code (self, start, end))
        mark (self, start, end, GALLEY_PROTECT_CODE);
    }
}

/* TRUE when the mark at @i, between two digits, belongs to the number: a thousands comma has just three digits behind it. */
static gboolean
joins_number (const Chars *self, guint i)
{
  gunichar c = self->chars[i];
  guint digits = 0;

  if (c == '.' || c == ':' || c == '/' || c == '-')
    return TRUE;
  if (c != ',')
    return FALSE;
  while (self->kinds[i + 1 + digits] == GALLEY_CHAR_DIGIT)
    digits++;
  return digits == 3;
}

static void
find_numbers (Chars *self)
{
  guint i = 0, n = self->pub.n;

  while (i < n)
    {
      guint start = i;

      if (self->kinds[i] != GALLEY_CHAR_DIGIT)
        {
          i++;
          continue;
        }
      while (i < n && (self->kinds[i] == GALLEY_CHAR_DIGIT ||
                       (i > start && self->kinds[i - 1] == GALLEY_CHAR_DIGIT &&
                        self->kinds[i + 1] == GALLEY_CHAR_DIGIT && joins_number (self, i))))
        i++;
      if (self->chars[i] == '%' || self->chars[i] == 0xff05 || self->chars[i] == 0x2030)
        i++;
      mark (self, start, i, GALLEY_PROTECT_NUMBER);
    }
}

/* English runs: letters, blanks and ASCII marks from the first letter to the last, where two words or more stand. */
static void
find_english (Chars *self)
{
  guint i = 0, n = self->pub.n;

  while (i < n)
    {
      guint start = i, last = i, words = 0;

      if (self->kinds[i] != GALLEY_CHAR_LATIN)
        {
          i++;
          continue;
        }
      for (; i < n; i++)
        {
          GalleyCharKind kind = self->kinds[i];

          if (kind == GALLEY_CHAR_LATIN)
            {
              words += i == start || self->kinds[i - 1] != GALLEY_CHAR_LATIN;
              last = i;
            }
          else if (kind != GALLEY_CHAR_SPACE && kind != GALLEY_CHAR_ASCII && kind != GALLEY_CHAR_DIGIT &&
                   self->chars[i] != 0x2019)
            {
              break;
            }
        }
      if (words > 0)
        mark (self, start, last + 1, GALLEY_PROTECT_ENGLISH);
    }
}

static gunichar
closer_of (gunichar c, GalleyProtect *bit)
{
  switch (c)
    {
    case 0x201c: /* “ */
    case 0x2018: /* ‘ */
      *bit = GALLEY_PROTECT_QUOTE;
      return c + 1;
    case 0x300c: /* 「 */
    case 0x300e: /* 『 */
      *bit = GALLEY_PROTECT_QUOTE;
      return c + 1;
    case 0x300a: /* 《 */
    case 0x3008: /* 〈 */
      *bit = GALLEY_PROTECT_TITLE;
      return c + 1;
    case 0xff08: /* （ */
      *bit = GALLEY_PROTECT_BRACKET;
      return 0xff09;
    case '(':
      *bit = GALLEY_PROTECT_BRACKET;
      return ')';
    default:
      return 0;
    }
}

/* Pairs that open and close in this block; what stays open protects nothing. */
static void
find_pairs (Chars *self)
{
  struct
  {
    gunichar close;
    guint start;
    GalleyProtect bit;
  } stack[MAX_DEPTH];
  guint depth = 0;

  for (guint i = 0; i < self->pub.n; i++)
    {
      gunichar c = self->chars[i];
      GalleyProtect bit = 0;
      gunichar close = closer_of (c, &bit);

      if (close != 0)
        {
          if (depth < MAX_DEPTH)
            {
              stack[depth].close = close;
              stack[depth].start = i;
              stack[depth++].bit = bit;
            }
          continue;
        }
      if (self->kinds[i] != GALLEY_CHAR_CLOSE && c != ')')
        continue;
      for (guint d = depth; d-- > 0;)
        {
          if (stack[d].close == c)
            {
              mark (self, stack[d].start, i + 1, stack[d].bit);
              depth = d;
              break;
            }
        }
    }
}

static Chars *
chars_new (GalleyBlock *block)
{
  const char *text = galley_block_get_text (block);
  guint n = galley_block_get_length (block);
  gsize size = sizeof (Chars) + (n + 1) * (2 * sizeof (guint32) + 2);
  Chars *self = g_malloc (size);
  const guchar *p = (const guchar *) text;
  const guint8 *kinds = kind_table ();
  guint seen = 0;

  self->chars = (gunichar *) (self + 1);
  self->bytes = self->chars + n + 1;
  self->kinds = (guint8 *) (self->bytes + n + 1);
  self->marks = self->kinds + n + 1;
  memset (self->marks, 0, n + 1);
  for (guint i = 0; i < n; i++)
    {
      gunichar c;

      self->bytes[i] = (guint32) ((const char *) p - text);
      self->chars[i] = c = read_char (&p);
      self->kinds[i] = c < 0x10000 ? kinds[c] : (guint8) galley_char_kind (c);
      seen |= 1u << self->kinds[i];
    }
  self->chars[n] = 0;
  self->bytes[n] = (guint32) ((const char *) p - text);
  self->kinds[n] = GALLEY_CHAR_OTHER;
  self->pub = (GalleyChars){
    n, self->chars, self->bytes, self->kinds, self->marks, seen, (seen >> GALLEY_CHAR_HAN) & 1
  };
  if (seen & (1u << GALLEY_CHAR_LATIN | 1u << GALLEY_CHAR_DIGIT))
    find_codes (self);
  if (seen & 1u << GALLEY_CHAR_DIGIT)
    find_numbers (self);
  if (seen & 1u << GALLEY_CHAR_LATIN)
    find_english (self);
  find_pairs (self);
  return self;
}

const GalleyChars *
galley_protect_read (GalleyBlock *block)
{
  static GQuark quark;
  Chars *self;

  if (G_UNLIKELY (quark == 0))
    quark = g_quark_from_static_string ("galley-protect-chars");
  self = g_object_get_qdata (G_OBJECT (block), quark);
  if (self == NULL)
    {
      Chars *made = chars_new (block);

      /* Where another thread was quicker, its characters stand: somebody may be reading them. */
      if (g_object_replace_qdata (G_OBJECT (block), quark, NULL, made, g_free, NULL))
        return &made->pub;
      g_free (made);
      self = g_object_get_qdata (G_OBJECT (block), quark);
    }
  return &self->pub;
}

guint
galley_chars_index (const GalleyChars *self, gsize byte)
{
  guint low = 0, high = self->n;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (self->bytes[middle] < byte)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

gboolean
galley_chars_touch (const GalleyChars *self, guint start, guint end, guint bits)
{
  for (guint i = start; i < end && i < self->n; i++)
    {
      if (self->marks[i] & bits)
        return TRUE;
    }
  return FALSE;
}

gboolean
galley_chars_inside (const GalleyChars *self, guint start, guint end, guint bits)
{
  for (guint i = start; i < end && i < self->n; i++)
    {
      if (!(self->marks[i] & bits))
        return FALSE;
    }
  return start < end;
}

gboolean
galley_chars_at (const GalleyChars *self, guint at, const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text), at++)
    {
      if (at >= self->n || self->chars[at] != g_utf8_get_char (text))
        return FALSE;
    }
  return TRUE;
}

char *
galley_chars_dup (const GalleyChars *self, guint start, guint end)
{
  return g_ucs4_to_utf8 (self->chars + MIN (start, self->n),
                         (glong) (MIN (end, self->n) - MIN (start, self->n)), NULL, NULL, NULL);
}
