/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "galley-math.h"

typedef struct
{
  GalleyMathFilter leaves_out;
  gpointer data;
} Math;

static void append_node (const Math *math, GString *out, const xmlNode *node);

/* --- parts ------------------------------------------------------------------------------------------------------ */

static void
append_below (const Math *math, GString *out, const xmlNode *node)
{
  for (const xmlNode *child = node != NULL ? node->children : NULL; child != NULL; child = child->next)
    append_node (math, out, child);
}

/* The text of the child of that name, or with NULL of the child element at @index. */
static char *
dup_part (const Math *math, const xmlNode *node, const char *name, guint index)
{
  g_autoptr (GString) out = g_string_new (NULL);

  for (const xmlNode *child = node->children; child != NULL; child = child->next)
    {
      if (child->type != XML_ELEMENT_NODE || (name != NULL && !galley_xml_is (child, NULL, name)))
        continue;
      if (name == NULL && index-- > 0)
        continue;
      if (name == NULL)
        append_node (math, out, child);
      else
        append_below (math, out, child);
      break;
    }
  return g_strdup (g_strstrip (out->str));
}

/* A sign that is kept as an attribute: <m:naryPr><m:chr m:val="∑"/>. */
static const char *
sign_of (const xmlNode *node, const char *properties, const char *name, const char *usual)
{
  const xmlNode *sign = galley_xml_child (galley_xml_child (node, properties), name);
  const char *value = sign != NULL ? galley_xml_get (sign, "val") : usual;

  return value != NULL ? value : "";
}

static gboolean
is_simple (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (!g_unichar_isalnum (g_utf8_get_char (p)) && *p != '.')
        return FALSE;
    }
  return TRUE;
}

static void
append_grouped (GString *out, const char *text)
{
  g_string_append_printf (out, is_simple (text) ? "%s" : "(%s)", text);
}

/* The small letters there are; FALSE where one is wanting. */
static gboolean
append_small (GString *out, const char *text, gboolean above)
{
  static const char *const from[] = { "0", "1", "2", "3", "4", "5", "6", "7", "8",
                                      "9", "+", "-", "−", "=", "(", ")", "n", "i" };
  static const char *const high[] = { "⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸",
                                      "⁹", "⁺", "⁻", "⁻", "⁼", "⁽", "⁾", "ⁿ", "ⁱ" };
  static const char *const low[] = { "₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈",
                                     "₉", "₊", "₋", "₋", "₌", "₍", "₎", "ₙ", "ᵢ" };
  gsize start = out->len;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gsize length = (gsize) (g_utf8_next_char (p) - p);
      guint i = 0;

      while (i < G_N_ELEMENTS (from) && !(strlen (from[i]) == length && strncmp (from[i], p, length) == 0))
        i++;
      if (i == G_N_ELEMENTS (from))
        {
          g_string_truncate (out, start);
          return FALSE;
        }
      g_string_append (out, above ? high[i] : low[i]);
    }
  return TRUE;
}

static void
append_script (GString *out, const char *text, gboolean above)
{
  if (*text == '\0')
    return;
  /* Primes stand high themselves. */
  if (above && text[strspn (text, "'\"*\xe2\x80\xb2\xb3\xb4")] == '\0')
    g_string_append (out, text);
  else if (!append_small (out, text, above))
    {
      g_string_append_c (out, above ? '^' : '_');
      append_grouped (out, text);
    }
}

/* --- kinds ------------------------------------------------------------------------------------------------------ */

static void
append_fraction (GString *out, const char *above, const char *below)
{
  append_grouped (out, above);
  g_string_append_c (out, '/');
  append_grouped (out, below);
}

static void
append_root (GString *out, const char *degree, const char *body)
{
  append_small (out, degree, TRUE);
  g_string_append (out, "√");
  append_grouped (out, body);
}

/* Children of that name (NULL: all) with something between them. */
static void
append_list (const Math *math, GString *out, const xmlNode *node, const char *name, const char *gap)
{
  gboolean is_first = TRUE;

  for (const xmlNode *child = node->children; child != NULL; child = child->next)
    {
      if (child->type != XML_ELEMENT_NODE || (name != NULL && !galley_xml_is (child, NULL, name)))
        continue;
      g_string_append (out, is_first ? "" : gap);
      is_first = FALSE;
      append_node (math, out, child);
    }
}

static gboolean
is_one_of (const char *name, const char *const *names)
{
  while (*names != NULL && !g_str_equal (name, *names))
    names++;
  return *names != NULL;
}

/* Of Office: by the names of their parts. */
static void
append_office (const Math *math, GString *out, const xmlNode *node, const char *name)
{
  g_autofree char *body = dup_part (math, node, "e", 0);
  g_autofree char *above = dup_part (math, node, g_str_has_prefix (name, "lim") ? "lim" : "sup", 0);
  g_autofree char *below = dup_part (math, node, "sub", 0);

  if (g_str_equal (name, "f"))
    {
      g_autofree char *numerator = dup_part (math, node, "num", 0);
      g_autofree char *denominator = dup_part (math, node, "den", 0);

      append_fraction (out, numerator, denominator);
    }
  else if (g_str_equal (name, "limLow") || g_str_equal (name, "limUpp"))
    {
      g_string_append (out, body);
      append_script (out, above, name[3] == 'U');
    }
  else if (g_str_equal (name, "nary"))
    {
      g_string_append (out, sign_of (node, "naryPr", "chr", "∫"));
      append_script (out, below, FALSE);
      append_script (out, above, TRUE);
      g_string_append_printf (out, " %s", body);
    }
  else if (g_str_equal (name, "d"))
    {
      g_string_append (out, sign_of (node, "dPr", "begChr", "("));
      append_list (math, out, node, "e", sign_of (node, "dPr", "sepChr", "|"));
      g_string_append (out, sign_of (node, "dPr", "endChr", ")"));
    }
  else if (g_str_equal (name, "rad"))
    {
      g_autofree char *degree = dup_part (math, node, "deg", 0);

      append_root (out, degree, body);
    }
  else if (g_str_equal (name, "acc"))
    g_string_append_printf (out, "%s%s", body, sign_of (node, "accPr", "chr", "\xcc\x82"));
  else if (g_str_equal (name, "groupChr"))
    g_string_append_printf (out, "%s%s", body, sign_of (node, "groupChrPr", "chr", ""));
  else if (g_str_equal (name, "func"))
    {
      g_autofree char *function = dup_part (math, node, "fName", 0);

      g_string_append_printf (out, "%s %s", function, body);
    }
  else
    {
      gboolean before = g_str_equal (name, "sPre");

      g_string_append (out, before ? "" : body);
      append_script (out, below, FALSE);
      append_script (out, above, TRUE);
      g_string_append (out, before ? body : "");
    }
}

/* Of MathML: by the order of their parts. */
static void
append_mathml (const Math *math, GString *out, const xmlNode *node, const char *name)
{
  g_autofree char *first = dup_part (math, node, NULL, 0);
  g_autofree char *second = dup_part (math, node, NULL, 1);

  if (g_str_equal (name, "mfrac"))
    append_fraction (out, first, second);
  else if (g_str_equal (name, "mroot"))
    append_root (out, second, first);
  else if (g_str_equal (name, "msup") || g_str_equal (name, "mover"))
    {
      g_string_append (out, first);
      append_script (out, second, TRUE);
    }
  else
    {
      g_autofree char *third = dup_part (math, node, NULL, 2);

      g_string_append (out, first);
      append_script (out, second, FALSE);
      append_script (out, third, TRUE);
    }
}

static gboolean
append_table (const Math *math, GString *out, const xmlNode *node, const char *name)
{
  if (g_str_equal (name, "mfenced"))
    {
      const char *open = galley_xml_get (node, "open");
      const char *close = galley_xml_get (node, "close");

      g_string_append (out, open != NULL ? open : "(");
      append_list (math, out, node, NULL, ",");
      g_string_append (out, close != NULL ? close : ")");
    }
  else if (g_str_equal (name, "msqrt"))
    {
      g_autoptr (GString) body = g_string_new (NULL);

      append_below (math, body, node);
      append_root (out, "", body->str);
    }
  else if (g_str_equal (name, "m") || g_str_equal (name, "mtable"))
    append_list (math, out, node, g_str_equal (name, "m") ? "mr" : NULL, "; ");
  else if (g_str_equal (name, "eqArr"))
    append_list (math, out, node, "e", "; ");
  else if (g_str_equal (name, "mr") || g_str_equal (name, "mtr"))
    append_list (math, out, node, NULL, " ");
  else
    return FALSE;
  return TRUE;
}

/* --- the formula ------------------------------------------------------------------------------------------------ */

/* MathML has signs that are not seen: of a product, a function. */
static void
append_token (GString *out, const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c < 0x2061 || c > 0x2064)
        g_string_append_unichar (out, c);
    }
}

static void
append_node (const Math *math, GString *out, const xmlNode *node)
{
  static const char *const tokens[] = { "t", "delText", "mi", "mn", "mo", "mtext", "ms", NULL };
  static const char *const office[] = { "f",    "limLow",   "limUpp", "nary", "d",    "rad",     "acc",
                                        "sPre", "groupChr", "func",   "sSup", "sSub", "sSubSup", NULL };
  static const char *const mathml[] = { "mfrac",  "mroot",   "msup",       "mover", "msub",
                                        "munder", "msubsup", "munderover", NULL };
  const char *name = (const char *) node->name;

  if (node->type != XML_ELEMENT_NODE || g_str_has_suffix (name, "Pr") ||
      g_str_has_prefix (name, "annotation") ||
      (math->leaves_out != NULL && math->leaves_out (node, math->data)))
    return;
  if (is_one_of (name, tokens))
    {
      for (const xmlNode *text = node->children; text != NULL; text = text->next)
        {
          if (text->type == XML_TEXT_NODE || text->type == XML_CDATA_SECTION_NODE)
            append_token (out, (const char *) text->content);
        }
    }
  else if (galley_xml_in (node, "officeDocument") && is_one_of (name, office))
    append_office (math, out, node, name);
  else if (is_one_of (name, mathml))
    append_mathml (math, out, node, name);
  else if (!append_table (math, out, node, name))
    append_below (math, out, node);
}

char *
galley_math_text (const xmlNode *node, GalleyMathFilter leaves_out, gpointer data)
{
  const Math math = { leaves_out, data };
  g_autoptr (GString) out = g_string_new (NULL);

  append_below (&math, out, node);
  return g_strdup (g_strstrip (out->str));
}
