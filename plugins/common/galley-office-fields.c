/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What fields without a result show: Word draws it from the instruction each time. */

#include "config.h"

#include <string.h>

#include "galley-numbers.h"
#include "galley-office.h"
#include "galley-symbols.h"

/* Formulas stand in each other no deeper, and have no more parts. */
#define MAX_DEPTH 16u
#define MAX_PARTS 64u

typedef struct
{
  const char *p;
  guint depth;
  gboolean raised; /* what was read last stands above the line */
} Eq;

/* A switch of a formula: \o\ac(…). */
typedef struct
{
  char name;
  char options[8]; /* the first letters of those behind it */
  char open, close;
} EqSwitch;

static void eq_read (Eq *eq, GString *out, gboolean in_part);

/* --- formulas --------------------------------------------------------------------------------------------------- */

/* Options, with the number or the sign that belongs to them, up to the bracket. */
static void
eq_read_options (Eq *eq, EqSwitch *one)
{
  guint n = 0;

  for (;;)
    {
      eq->p += strspn (eq->p, " -0123456789");
      if (*eq->p != '\\' || !g_ascii_isalpha (eq->p[1]))
        return;
      eq->p++;
      if (n + 1 < sizeof one->options)
        one->options[n++] = g_ascii_tolower (*eq->p);
      if (g_ascii_strncasecmp (eq->p, "lc\\", 3) == 0 && eq->p[3] != '\0')
        one->open = eq->p[3];
      else if (g_ascii_strncasecmp (eq->p, "rc\\", 3) == 0 && eq->p[3] != '\0')
        one->close = eq->p[3];
      else if (g_ascii_strncasecmp (eq->p, "bc\\", 3) == 0 && eq->p[3] != '\0')
        {
          const char *pair = strchr ("(){}[]<>", eq->p[3]);

          one->open = eq->p[3];
          one->close = pair != NULL ? pair[1] : eq->p[3];
        }
      while (g_ascii_isalpha (*eq->p))
        eq->p++;
      if (eq->p[0] == '\\' && eq->p[1] != '\0' && !g_ascii_isalpha (eq->p[1]))
        eq->p = g_utf8_next_char (eq->p + 1);
    }
}

/* Digits in a ring have signs of their own. */
static char *
ringed (const char *ring, const char *text)
{
  guint number = (guint) g_ascii_strtoull (text, NULL, 10);
  g_autofree char *digits = g_strdup_printf ("%u", number);

  if (g_utf8_strchr ("○〇◯O", -1, g_utf8_get_char (ring)) == NULL || g_utf8_strlen (ring, -1) != 1 ||
      !g_str_equal (digits, text) || number < 1 || number > 50)
    return NULL;
  return galley_number_format (number, GALLEY_NUMBER_CIRCLED);
}

static void
append_part (GString *out, const char *part)
{
  gboolean is_simple = TRUE;

  for (const char *p = part; *p != '\0'; p = g_utf8_next_char (p))
    is_simple &= g_unichar_isalnum (g_utf8_get_char (p)) || *p == '.';
  g_string_append_printf (out, is_simple ? "%s" : "(%s)", part);
}

/* Letters over each other: in a ring, or small ones above (which way Word writes readings). */
static void
append_over (GString *out, const GPtrArray *parts, guint above)
{
  const char *first = g_ptr_array_index (parts, 0);
  const char *second = parts->len > 1 ? g_ptr_array_index (parts, 1) : "";
  g_autofree char *ring = parts->len == 2 ? ringed (first, second) : NULL;

  if (ring != NULL)
    g_string_append (out, ring);
  else if (parts->len == 2 && above < 2)
    g_string_append_printf (out, "%s（%s）", (char *) g_ptr_array_index (parts, 1 - above),
                            (char *) g_ptr_array_index (parts, above));
  else
    {
      for (guint i = 0; i < parts->len; i++)
        g_string_append (out, g_ptr_array_index (parts, i));
    }
}

static void
append_joined (GString *out, const GPtrArray *parts, const char *gap)
{
  for (guint i = 0; i < parts->len; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? gap : "", (char *) g_ptr_array_index (parts, i));
}

static void
append_integral (GString *out, const EqSwitch *one, const GPtrArray *parts)
{
  static const char *const marks[] = { "_", "^", " " };

  g_string_append (out, strchr (one->options, 's') != NULL   ? "∑"
                        : strchr (one->options, 'p') != NULL ? "∏"
                                                             : "∫");
  for (guint i = 0; i < parts->len; i++)
    {
      const char *part = g_ptr_array_index (parts, i);

      if (*part == '\0')
        continue;
      g_string_append (out, i < G_N_ELEMENTS (marks) ? marks[i] : " ");
      if (i < 2)
        append_part (out, part);
      else
        g_string_append (out, part);
    }
}

static void
eq_append (GString *out, const EqSwitch *one, const GPtrArray *parts, guint above)
{
  const char *last = g_ptr_array_index (parts, parts->len - 1);

  switch (one->name)
    {
    case 'f':
      append_part (out, g_ptr_array_index (parts, 0));
      g_string_append_c (out, '/');
      append_part (out, last);
      break;
    case 'r':
      g_string_append_printf (out, "%s√", parts->len > 1 ? (char *) g_ptr_array_index (parts, 0) : "");
      append_part (out, last);
      break;
    case 'o':
      append_over (out, parts, above);
      break;
    case 'i':
      append_integral (out, one, parts);
      break;
    case 'b':
      g_string_append_c (out, one->open);
      append_joined (out, parts, ",");
      g_string_append_c (out, one->close);
      break;
    case 'l':
      append_joined (out, parts, ",");
      break;
    default:
      append_joined (out, parts, " ");
      break;
    }
}

/* Behind the backslash of a switch: its options, and its parts in brackets. */
static void
eq_read_switch (Eq *eq, GString *out)
{
  EqSwitch one = { .name = g_ascii_tolower (*eq->p), .open = '(', .close = ')' };
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  guint above = G_MAXUINT;

  eq->p++;
  eq_read_options (eq, &one);
  if (*eq->p != '(')
    return;
  do
    {
      GString *part = g_string_new (NULL);

      eq->p++;
      eq->raised = FALSE;
      eq_read (eq, part, TRUE);
      if (eq->raised && above == G_MAXUINT)
        above = parts->len;
      g_ptr_array_add (parts, g_string_free (part, FALSE));
    }
  while ((*eq->p == ',' || *eq->p == ';') && parts->len < MAX_PARTS);
  if (*eq->p == ')')
    eq->p++;
  eq_append (out, &one, parts, above);
  eq->raised = one.name == 's' && strchr (one.options, 'u') != NULL;
}

/* \* jc2, \* "Font:…": how the field looks. */
static void
eq_skip_format (Eq *eq)
{
  eq->p += 2;
  eq->p += strspn (eq->p, " ");
  if (*eq->p == '"')
    {
      eq->p += 1 + strcspn (eq->p + 1, "\"");
      eq->p += *eq->p == '"';
    }
  else
    eq->p += strcspn (eq->p, " \\(");
  eq->p += strspn (eq->p, " ");
}

/* Up to the end, or that of a part: the comma or bracket behind it. */
static void
eq_read (Eq *eq, GString *out, gboolean in_part)
{
  guint brackets = 0;

  if (++eq->depth <= MAX_DEPTH)
    {
      while (*eq->p != '\0' &&
             !(in_part && brackets == 0 && (*eq->p == ',' || *eq->p == ';' || *eq->p == ')')))
        {
          if (eq->p[0] == '\\' && eq->p[1] == '*')
            eq_skip_format (eq);
          else if (eq->p[0] == '\\' && g_ascii_isalpha (eq->p[1]))
            {
              eq->p++;
              eq_read_switch (eq, out);
            }
          else
            {
              const char *end;

              eq->p += *eq->p == '\\' && eq->p[1] != '\0';
              brackets += *eq->p == '(';
              brackets -= *eq->p == ')' && brackets > 0;
              end = g_utf8_next_char (eq->p);
              g_string_append_len (out, eq->p, end - eq->p);
              eq->p = end;
            }
        }
    }
  eq->depth--;
}

static char *
formula_text (const char *code)
{
  Eq eq = { .p = code };
  g_autoptr (GString) out = g_string_new (NULL);

  eq_read (&eq, out, FALSE);
  return out->len > 0 ? g_strdup (g_strstrip (out->str)) : NULL;
}

/* --- other fields ----------------------------------------------------------------------------------------------- */

/* SYMBOL 183 \f "Wingdings": a character by its number. */
static char *
symbol_text (const char *code)
{
  gunichar c = (gunichar) g_ascii_strtoull (code, NULL, 0);
  const char *font = strstr (code, "\\f");
  g_autofree char *name = NULL;
  gunichar known = 0;
  char utf8[7] = { 0 };

  if (font != NULL)
    {
      font += 2;
      font += strspn (font, " \"");
      name = g_strndup (font, strcspn (font, "\"\\"));
      g_strstrip (name);
    }
  if (galley_symbol_is_font (name))
    known = galley_symbol_to_unicode (name, c);
  c = known != 0 ? known : c;
  if (c < 0x20 || !g_unichar_validate (c))
    return NULL;
  g_unichar_to_utf8 (c, utf8);
  return g_strdup (utf8);
}

/* MACROBUTTON name words: the words are shown. */
static char *
button_text (const char *code)
{
  const char *p = code + strcspn (code, " \t");
  g_autofree char *words = g_strstrip (g_strdup (p));

  return *words != '\0' ? g_steal_pointer (&words) : NULL;
}

char *
galley_office_field_text (const char *code)
{
  static const struct
  {
    const char *name;
    char *(*text) (const char *code);
  } kinds[] = { { "EQ", formula_text },
                { "SYMBOL", symbol_text },
                { "MACROBUTTON", button_text },
                { "GOTOBUTTON", button_text } };
  const char *p = code + strspn (code, " \t\n");
  gsize length = strcspn (p, " \t\n\\");

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (length == strlen (kinds[i].name) && g_ascii_strncasecmp (p, kinds[i].name, length) == 0)
        {
          g_autofree char *valid = g_utf8_make_valid (p + length + strspn (p + length, " \t\n"), -1);

          return kinds[i].text (valid);
        }
    }
  return NULL;
}
