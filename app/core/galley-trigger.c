/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "galley-trigger.h"

#define MAX_STRINGS 400
#define MAX_CLASS 64
#define MAX_DEPTH 64
/* Longer strings are not better filters. */
#define LONG 6

/* --- from patterns to strings ------------------------------------------------------------------------------------- */

/* What is known of a part of a pattern: @exact are all the strings it can match (NULL: too many to list), @need are
 * strings of which one stands in every match (NULL: nothing known). Both are arrays of UTF-8. */
typedef struct
{
  GPtrArray *exact;
  GPtrArray *need;
} Known;

typedef struct
{
  const char *p;
  guint depth;
  gboolean lost; /* something not understood: say nothing at all */
} Parser;

static Known parse_alternation (Parser *parser);

static GPtrArray *
strings_new (void)
{
  return g_ptr_array_new_with_free_func (g_free);
}

static GPtrArray *
strings_new_empty (void)
{
  GPtrArray *strings = strings_new ();

  g_ptr_array_add (strings, g_strdup (""));
  return strings;
}

static void
known_clear (Known *known)
{
  g_clear_pointer (&known->exact, g_ptr_array_unref);
  g_clear_pointer (&known->need, g_ptr_array_unref);
}

/* How good a set is as a filter: two characters in every string are good; then the fewer, then the longer, the better. */
static guint
quality (const GPtrArray *strings)
{
  guint shortest = LONG, length;

  if (strings == NULL || strings->len == 0)
    return 0;
  for (guint i = 0; i < strings->len; i++)
    shortest = MIN (shortest, (guint) g_utf8_strlen (g_ptr_array_index (strings, i), -1));
  length = MIN (shortest, 2);
  return shortest == 0
             ? 0
             : (length * (MAX_STRINGS + 1) - MIN (strings->len, MAX_STRINGS)) * (LONG + 1) + shortest;
}

static void
prefer (GPtrArray **best, GPtrArray *candidate)
{
  if (quality (candidate) <= quality (*best))
    return;
  g_clear_pointer (best, g_ptr_array_unref);
  *best = g_ptr_array_ref (candidate);
}

/* All strings of @a followed by all of @b; NULL when that is too many. */
static GPtrArray *
product (const GPtrArray *a, const GPtrArray *b)
{
  GPtrArray *strings;

  if (a == NULL || b == NULL || (gsize) a->len * b->len > MAX_STRINGS)
    return NULL;
  strings = strings_new ();
  for (guint i = 0; i < a->len; i++)
    {
      for (guint k = 0; k < b->len; k++)
        g_ptr_array_add (strings, g_strconcat (g_ptr_array_index (a, i), g_ptr_array_index (b, k), NULL));
    }
  return strings;
}

static void
add_all (GPtrArray *strings, const GPtrArray *more)
{
  for (guint i = 0; i < more->len; i++)
    g_ptr_array_add (strings, g_strdup (g_ptr_array_index (more, i)));
}

static void
add_char (GPtrArray *strings, gunichar c)
{
  char buffer[8] = { 0 };

  g_unichar_to_utf8 (c, buffer);
  g_ptr_array_add (strings, g_strdup (buffer));
}

static gunichar
next_char (Parser *parser)
{
  gunichar c = g_utf8_get_char (parser->p);

  if (*parser->p != '\0')
    parser->p = g_utf8_next_char (parser->p);
  return c;
}

/* \d of GRegex is Unicode's: wide digits count too. Other scripts' digits do not come in copy. */
static void
add_digits (GPtrArray *strings)
{
  for (gunichar c = 0; c < 10; c++)
    {
      add_char (strings, '0' + c);
      add_char (strings, 0xff10 + c);
    }
}

/* \x{20} and \x20, behind the x. */
static gunichar
parse_hex (Parser *parser)
{
  gunichar c = 0;
  gboolean braced = *parser->p == '{';

  parser->p += braced ? 1 : 0;
  for (guint i = 0; g_ascii_isxdigit (*parser->p) && i < (braced ? 6u : 2u); i++)
    c = c * 16 + (gunichar) g_ascii_xdigit_value (*parser->p++);
  if (braced && *parser->p == '}')
    parser->p++;
  return c;
}

/* Behind a backslash: a literal is returned, else 0, and @digits tells of \d. Assertions leave @nothing set. */
static gunichar
parse_escape (Parser *parser, gboolean *digits, gboolean *nothing)
{
  gunichar c = next_char (parser);

  *digits = c == 'd';
  *nothing = c == 'K' || c == 'b' || c == 'B' || c == 'A' || c == 'z' || c == 'Z' || c == 'G';
  if (*digits || *nothing)
    return 0;
  if (c == 'x')
    return parse_hex (parser);
  if (c == 't')
    return '\t';
  if (c == 'p' || c == 'P' || c == 'k' || c == 'g')
    {
      if (*parser->p == '{')
        {
          const char *end = strchr (parser->p, '}');

          parser->lost |= end == NULL;
          parser->p = end != NULL ? end + 1 : parser->p + strlen (parser->p);
        }
      else if (*parser->p != '\0')
        {
          parser->p++;
        }
      return 0;
    }
  if (c == 'Q' || c == 0)
    parser->lost = TRUE;
  return c < 0x80 && g_ascii_isalnum ((gchar) c) ? 0 : c;
}

static void
add_range (GPtrArray *strings, gunichar from, gunichar to, gboolean *open)
{
  if (to < from || to - from >= MAX_CLASS || strings->len + (to - from) >= MAX_CLASS)
    {
      *open = TRUE;
      return;
    }
  for (gunichar c = from; c <= to; c++)
    add_char (strings, c);
}

/* Behind the '[': the members, or nothing for a negated or a wide class. */
static Known
parse_class (Parser *parser)
{
  Known known = { NULL, NULL };
  g_autoptr (GPtrArray) members = strings_new ();
  gboolean open = FALSE, first = TRUE;

  if (*parser->p == '^')
    {
      open = TRUE;
      parser->p++;
    }
  for (; *parser->p != '\0' && (first || *parser->p != ']'); first = FALSE)
    {
      gboolean digits = FALSE, nothing = FALSE;
      gunichar c = next_char (parser);

      if (c == '[' && *parser->p == ':')
        {
          const char *end = strstr (parser->p, ":]");

          parser->p = end != NULL ? end + 2 : parser->p + strlen (parser->p);
          open = TRUE;
          continue;
        }
      if (c == '\\')
        c = parse_escape (parser, &digits, &nothing);
      if (digits)
        add_digits (members);
      else if (c == 0)
        open = TRUE;
      else if (parser->p[0] == '-' && parser->p[1] != ']' && parser->p[1] != '\0')
        {
          gunichar to;

          parser->p++;
          to = next_char (parser);
          if (to == '\\')
            to = parse_escape (parser, &digits, &nothing);
          add_range (members, c, to, &open);
        }
      else
        add_char (members, c);
    }
  if (*parser->p == ']')
    parser->p++;
  else
    parser->lost = TRUE;
  if (!open && members->len > 0)
    {
      known.exact = g_ptr_array_ref (members);
      known.need = g_ptr_array_ref (members);
    }
  return known;
}

typedef enum
{
  ATOM_TEXT,   /* consumes */
  ATOM_AHEAD,  /* (?=…) */
  ATOM_BEHIND, /* (?<=…) */
  ATOM_EMPTY,  /* an assertion that says nothing about letters */
} AtomKind;

/* Behind the '(': which kind of group, up to its content. */
static AtomKind
parse_group_head (Parser *parser, gboolean *negative)
{
  const char *p = parser->p;

  *negative = FALSE;
  if (*p == '*')
    {
      parser->lost = TRUE;
      return ATOM_EMPTY;
    }
  if (*p != '?')
    return ATOM_TEXT;
  if (p[1] == '=' || p[1] == '!')
    {
      *negative = p[1] == '!';
      parser->p += 2;
      return ATOM_AHEAD;
    }
  if (p[1] == '<' && (p[2] == '=' || p[2] == '!'))
    {
      *negative = p[2] == '!';
      parser->p += 3;
      return ATOM_BEHIND;
    }
  if (p[1] == ':' || p[1] == '>' || p[1] == '|')
    {
      parser->p += 2;
      return ATOM_TEXT;
    }
  if (p[1] == '<' || p[1] == 'P' || p[1] == '\'')
    {
      const char *end = strpbrk (p + (p[1] == 'P' ? 3 : 2), ">'");

      parser->lost |= end == NULL;
      parser->p = end != NULL ? end + 1 : p + strlen (p);
      return ATOM_TEXT;
    }
  parser->lost = TRUE; /* in-line flags, conditions, recursion */
  return ATOM_EMPTY;
}

static Known
known_literal (gunichar c)
{
  Known known = { strings_new (), NULL };

  add_char (known.exact, c);
  known.need = g_ptr_array_ref (known.exact);
  return known;
}

static Known
parse_group (Parser *parser, AtomKind *kind)
{
  Known known = { NULL, NULL };
  gboolean negative;

  *kind = parse_group_head (parser, &negative);
  if (parser->lost || ++parser->depth > MAX_DEPTH)
    {
      parser->lost = TRUE;
      return known;
    }
  known = parse_alternation (parser);
  parser->depth--;
  if (*parser->p == ')')
    parser->p++;
  else
    parser->lost = TRUE;
  if (negative)
    {
      known_clear (&known);
      *kind = ATOM_EMPTY;
    }
  return known;
}

static Known
parse_atom (Parser *parser, AtomKind *kind)
{
  Known known = { NULL, NULL };
  gboolean digits = FALSE, nothing = FALSE;
  gunichar c = next_char (parser);

  *kind = ATOM_TEXT;
  switch (c)
    {
    case '[':
      return parse_class (parser);
    case '(':
      return parse_group (parser, kind);
    case '.':
      return known;
    case '^':
    case '$':
      *kind = ATOM_EMPTY;
      return known;
    case '\\':
      c = parse_escape (parser, &digits, &nothing);
      if (nothing)
        *kind = ATOM_EMPTY;
      if (digits)
        {
          known.exact = strings_new ();
          add_digits (known.exact);
          known.need = g_ptr_array_ref (known.exact);
        }
      return c != 0 ? known_literal (c) : known;
    default:
      return known_literal (c);
    }
}

/* Reads a quantifier: how often at least, and at most (G_MAXUINT without end). */
static void
parse_quantifier (Parser *parser, guint *least, guint *most)
{
  const char *p = parser->p;

  *least = *most = 1;
  if (*p == '?' || *p == '*')
    *least = 0;
  if (*p == '*' || *p == '+')
    *most = G_MAXUINT;
  if (*p == '?' || *p == '*' || *p == '+')
    p++;
  else if (*p == '{' && (g_ascii_isdigit (p[1]) || p[1] == ','))
    {
      const char *end = strchr (p, '}');

      *least = (guint) g_ascii_strtoull (p + 1, NULL, 10);
      *most = *least == 1 && end != NULL && memchr (p, ',', (gsize) (end - p)) == NULL ? 1 : G_MAXUINT;
      parser->lost |= end == NULL;
      p = end != NULL ? end + 1 : p + strlen (p);
    }
  else
    return;
  if (*p == '?' || *p == '+')
    p++;
  parser->p = p;
}

/* A run is what is known of the text between here and the last place where nothing was known. */
typedef struct
{
  GPtrArray *run;
  GPtrArray *best;
  gboolean whole; /* the run reaches back to the start */
} Concat;

static void
concat_break (Concat *self, GPtrArray *run)
{
  prefer (&self->best, self->run);
  g_ptr_array_unref (self->run);
  self->run = run != NULL ? g_ptr_array_ref (run) : strings_new_empty ();
  self->whole = FALSE;
}

static void
concat_text (Concat *self, const Known *atom, guint least, guint most)
{
  g_autoptr (GPtrArray) optional = NULL;
  GPtrArray *next;

  if (least > 0 && atom->need != NULL)
    prefer (&self->best, atom->need);
  if (least == 0 && atom->exact != NULL && most == 1)
    {
      optional = strings_new_empty ();
      add_all (optional, atom->exact);
      next = product (self->run, optional);
    }
  else
    next = least > 0 ? product (self->run, atom->exact) : NULL;
  if (next == NULL)
    {
      concat_break (self, least > 0 ? atom->exact : NULL);
      return;
    }
  g_ptr_array_unref (self->run);
  self->run = next;
  if (most > 1)
    concat_break (self, atom->exact);
}

static void
concat_add (Concat *self, AtomKind kind, const Known *atom, guint least, guint most)
{
  if (kind == ATOM_TEXT)
    {
      concat_text (self, atom, least, most);
    }
  else if (kind == ATOM_AHEAD && least > 0)
    {
      g_autoptr (GPtrArray) seen = product (self->run, atom->exact);

      prefer (&self->best, seen);
      prefer (&self->best, atom->need);
    }
  else if (kind == ATOM_BEHIND && least > 0)
    {
      prefer (&self->best, atom->need);
      if (quality (self->run) < quality (atom->exact))
        concat_break (self, atom->exact);
    }
}

static Known
parse_concatenation (Parser *parser)
{
  Concat concat = { strings_new_empty (), NULL, TRUE };
  Known known = { NULL, NULL };

  while (*parser->p != '\0' && *parser->p != '|' && *parser->p != ')' && !parser->lost)
    {
      guint least, most;
      AtomKind kind;
      Known atom = parse_atom (parser, &kind);

      parse_quantifier (parser, &least, &most);
      concat_add (&concat, kind, &atom, least, most);
      known_clear (&atom);
    }
  prefer (&concat.best, concat.run);
  if (concat.whole)
    known.exact = g_ptr_array_ref (concat.run);
  known.need = g_steal_pointer (&concat.best);
  g_ptr_array_unref (concat.run);
  return known;
}

static Known
parse_alternation (Parser *parser)
{
  Known known = { strings_new (), strings_new () };

  for (;;)
    {
      Known branch = parse_concatenation (parser);

      if (known.exact != NULL && branch.exact != NULL && known.exact->len + branch.exact->len <= MAX_STRINGS)
        add_all (known.exact, branch.exact);
      else
        g_clear_pointer (&known.exact, g_ptr_array_unref);
      if (known.need != NULL && branch.need != NULL)
        add_all (known.need, branch.need);
      else
        g_clear_pointer (&known.need, g_ptr_array_unref);
      known_clear (&branch);
      if (*parser->p != '|' || parser->lost)
        return known;
      parser->p++;
    }
}

GStrv
galley_trigger_strings (const char *pattern)
{
  Parser parser = { pattern, 0, FALSE };
  Known known = parse_alternation (&parser);
  GPtrArray *strings = NULL;

  if (!parser.lost && *parser.p == '\0' && quality (known.need) > 0)
    {
      strings = strings_new ();
      add_all (strings, known.need);
      g_ptr_array_set_free_func (strings, NULL);
      g_ptr_array_add (strings, NULL);
    }
  known_clear (&known);
  return strings != NULL ? (GStrv) g_ptr_array_free (strings, FALSE) : NULL;
}

/* --- one pass over the text --------------------------------------------------------------------------------------- */

typedef struct
{
  gunichar *text;
  guint length;
  guint key; /* the place in @text of the character the tables look for, and the one behind it */
  guint target;
} Trigger;

/* Triggers are sorted by their first and second key characters; a slot holds those of one first character. */
typedef struct
{
  guint start;
  guint end;
} Slot;

/* Bits for pairs of key characters, by a hash of both: small enough to stay at hand, and few of those that are set are set for
 * nothing. */
#define PAIR_BITS (1u << 17)

struct _GalleyTriggers
{
  GArray *triggers; /* of Trigger */
  GArray *slots;    /* of Slot; [0] is no slot */
  guint16 *first;   /* low 16 bits of a character → slot; NULL before it was sealed */
  guint64 *singles; /* a bit for each of these 16 bits where no second character is needed */
  guint64 *pairs;   /* of PAIR_BITS */
  gboolean sealed;
};

static void
trigger_clear (gpointer data)
{
  g_free (((Trigger *) data)->text);
}

GalleyTriggers *
galley_triggers_new (void)
{
  GalleyTriggers *self = g_new0 (GalleyTriggers, 1);

  self->triggers = g_array_new (FALSE, FALSE, sizeof (Trigger));
  g_array_set_clear_func (self->triggers, trigger_clear);
  self->slots = g_array_new (FALSE, TRUE, sizeof (Slot));
  return self;
}

void
galley_triggers_free (GalleyTriggers *self)
{
  g_array_unref (self->triggers);
  g_array_unref (self->slots);
  g_free (self->first);
  g_free (self->singles);
  g_free (self->pairs);
  g_free (self);
}

/* The tables look at 16 bits: what else that lets in is sorted out where the text itself is compared. */
static guint
low_bits (gunichar c)
{
  return c & 0xffff;
}

/* The commonest characters of copy tell little: a pair without them sets off its rule more rarely. */
static guint
commonness (gunichar c)
{
  static const char common[] =
      "的一是在了不有和人中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下"
      "过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加"
      "0123456789，。、";

  return c < 0x80 ? 3 : g_utf8_strchr (common, -1, c) != NULL ? 2 : 0;
}

static guint
rarest_pair (const gunichar *text, guint length)
{
  guint best = 0, least = G_MAXUINT;

  for (guint i = 0; i + 1 < length; i++)
    {
      guint cost = commonness (text[i]) * 2 + commonness (text[i + 1]);

      if (cost < least)
        {
          least = cost;
          best = i;
        }
    }
  return best;
}

void
galley_triggers_add (GalleyTriggers *self, const char *text, guint target)
{
  glong length;
  Trigger trigger = { NULL, 0, 0, target };

  g_return_if_fail (*text != '\0' && !self->sealed);

  trigger.text = g_utf8_to_ucs4_fast (text, -1, &length);
  trigger.length = (guint) length;
  trigger.key = rarest_pair (trigger.text, trigger.length);
  g_array_append_val (self->triggers, trigger);
}

void
galley_triggers_absorb (GalleyTriggers *self, GalleyTriggers *other, guint offset)
{
  for (guint i = 0; i < other->triggers->len; i++)
    {
      Trigger *trigger = &g_array_index (other->triggers, Trigger, i);

      trigger->target += offset;
      g_array_append_val (self->triggers, *trigger);
    }
  /* Their texts are ours now. */
  g_array_set_clear_func (other->triggers, NULL);
  galley_triggers_free (other);
  g_clear_pointer (&self->first, g_free);
  g_clear_pointer (&self->singles, g_free);
  g_clear_pointer (&self->pairs, g_free);
  g_array_set_size (self->slots, 0);
  self->sealed = FALSE;
}

static gunichar
second_of (const Trigger *trigger)
{
  return trigger->key + 1 < trigger->length ? trigger->text[trigger->key + 1] : 0;
}

static gint
compare_triggers (gconstpointer a, gconstpointer b)
{
  const Trigger *one = a, *two = b;
  guint first = low_bits (one->text[one->key]), other = low_bits (two->text[two->key]);

  if (first != other)
    return first < other ? -1 : 1;
  if (second_of (one) != second_of (two))
    return second_of (one) < second_of (two) ? -1 : 1;
  return one->target < two->target ? -1 : one->target > two->target;
}

static inline gboolean
has_bit (const guint64 *bits, guint i)
{
  return (bits[i / 64] >> (i % 64)) & 1;
}

static inline guint
pair_bit (guint first, gunichar second)
{
  return ((first * 0x9e3bu) ^ (second * 0x85ebu)) & (PAIR_BITS - 1);
}

static void
note_key (GalleyTriggers *self, guint first, gunichar second)
{
  guint64 *bits = second == 0 ? self->singles : self->pairs;
  guint i = second == 0 ? first : pair_bit (first, second);

  bits[i / 64] |= G_GUINT64_CONSTANT (1) << (i % 64);
}

void
galley_triggers_seal (GalleyTriggers *self)
{
  guint last = G_MAXUINT;
  Slot none = { 0, 0 };

  if (self->sealed)
    return;
  self->sealed = TRUE;
  self->first = g_new0 (guint16, 0x10000);
  self->singles = g_new0 (guint64, 0x10000 / 64);
  self->pairs = g_new0 (guint64, PAIR_BITS / 64);
  g_array_sort (self->triggers, compare_triggers);
  g_array_append_val (self->slots, none);
  for (guint i = 0; i < self->triggers->len; i++)
    {
      const Trigger *trigger = &g_array_index (self->triggers, Trigger, i);
      guint c = low_bits (trigger->text[trigger->key]);

      if (c != last)
        {
          Slot slot = { i, i };

          g_array_append_val (self->slots, slot);
          self->first[c] = (guint16) (self->slots->len - 1);
          last = c;
        }
      g_array_index (self->slots, Slot, self->slots->len - 1).end = i + 1;
      note_key (self, c, second_of (trigger));
    }
}

static void
set_off (const Trigger *trigger,
         const gunichar *chars,
         guint n,
         guint i,
         GalleyTriggerFunc func,
         gpointer user_data)
{
  guint at = i - trigger->key;

  if (trigger->key > i || at + trigger->length > n ||
      memcmp (chars + at, trigger->text, trigger->length * sizeof (gunichar)) != 0)
    return;
  func (trigger->target, at, at + trigger->length, user_data);
}

void
galley_triggers_run (
    GalleyTriggers *self, const gunichar *chars, guint n, GalleyTriggerFunc func, gpointer user_data)
{
  const Trigger *triggers;

  galley_triggers_seal (self);
  triggers = (const Trigger *) (gpointer) self->triggers->data;
  for (guint i = 0; i < n; i++)
    {
      guint c = low_bits (chars[i]);
      gunichar next = chars[i + 1];
      const Slot *slot;
      guint low, high;

      if (!has_bit (self->pairs, pair_bit (c, next)) && !has_bit (self->singles, c))
        continue;
      slot = &g_array_index (self->slots, Slot, self->first[c]);
      low = slot->start;
      high = slot->end;
      for (; low < high && second_of (&triggers[low]) == 0; low++)
        set_off (&triggers[low], chars, n, i, func, user_data);
      while (low < high)
        {
          guint middle = (low + high) / 2;

          if (second_of (&triggers[middle]) < next)
            low = middle + 1;
          else
            high = middle;
        }
      for (; low < slot->end && second_of (&triggers[low]) == next; low++)
        set_off (&triggers[low], chars, n, i, func, user_data);
    }
}
