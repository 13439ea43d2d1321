/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "../common/galley-copy.h"
#include "../common/galley-numbers.h"

#include "odt-styles.h"

#define N_LEVELS 10
#define MAX_CHAIN 24

typedef struct
{
  char *display;
  char *parent;
  char *list;
  OdtLook look;
} Style;

typedef struct
{
  gboolean is_set;
  gboolean is_bullet;
  char *bullet;
  char *prefix;
  char *suffix;
  GalleyNumberFormat format;
  guint start;
  guint shown; /* how many levels the number has */
} Level;

typedef struct
{
  Level levels[N_LEVELS];
} ListStyle;

typedef struct
{
  guint counters[N_LEVELS]; /* the number and one more; 0: not begun */
} Counters;

typedef struct
{
  char *style;
  Counters *counters; /* owned by the table of counters */
} Open;

struct _OdtStyles
{
  GHashTable *styles;   /* "family name" → Style */
  GHashTable *lists;    /* name → ListStyle */
  GHashTable *counters; /* list id, or "style " and its name → Counters */
  GPtrArray *kept;      /* of Counters */
  GArray *open;         /* of Open */
  ListStyle *outline;   /* of headlines; or NULL */
  Counters outline_counters;
};

static void
style_free (gpointer data)
{
  Style *style = data;

  g_free (style->display);
  g_free (style->parent);
  g_free (style->list);
  g_free (style);
}

static void
list_style_free (gpointer data)
{
  ListStyle *list = data;

  for (guint i = 0; i < N_LEVELS; i++)
    {
      g_free (list->levels[i].bullet);
      g_free (list->levels[i].prefix);
      g_free (list->levels[i].suffix);
    }
  g_free (list);
}

static void
open_clear (gpointer data)
{
  g_free (((Open *) data)->style);
}

/* --- styles ----------------------------------------------------------------------------------------------------- */

static gboolean
is_bold (const char *weight)
{
  return g_str_equal (weight, "bold") || g_ascii_strtoull (weight, NULL, 10) >= 600;
}

/* Faces of one font are told from each other by a number: Symbol2. */
static const char *
find_font (const char *face)
{
  static const char *const fonts[] = { "Symbol", "Wingdings" };

  for (guint i = 0; face != NULL && i < G_N_ELEMENTS (fonts); i++)
    {
      gsize length = strlen (fonts[i]);

      if (strncmp (face, fonts[i], length) == 0 &&
          face[length + strspn (face + length, "0123456789")] == '\0')
        return fonts[i];
    }
  return face != NULL ? "" : NULL;
}

static void
read_look (OdtLook *look, const xmlNode *style)
{
  const xmlNode *text = galley_xml_child (style, "text-properties");
  const xmlNode *paragraph = galley_xml_child (style, "paragraph-properties");
  const char *weight = galley_xml_get (text, "font-weight");
  const char *slant = galley_xml_get (text, "font-style");
  const char *display = galley_xml_get_in (text, ":text:", "display");
  const char *align = galley_xml_get (paragraph, "text-align");

  *look = ODT_NO_LOOK;
  if (weight == NULL)
    weight = galley_xml_get (text, "font-weight-asian");
  if (slant == NULL)
    slant = galley_xml_get (text, "font-style-asian");
  if (weight != NULL)
    look->strong = is_bold (weight);
  if (slant != NULL)
    look->emphasis = g_str_equal (slant, "italic") || g_str_equal (slant, "oblique");
  if (display != NULL)
    look->hidden = g_str_equal (display, "none");
  if (align != NULL)
    look->centered = g_str_equal (align, "center");
  look->font = find_font (galley_xml_get (text, "font-name"));
  look->outline = (guint) CLAMP (galley_xml_get_int (style, "default-outline-level", 0), 0, 9);
}

static void
read_style (OdtStyles *self, const xmlNode *node)
{
  const char *name = galley_xml_get (node, "name");
  const char *family = galley_xml_get (node, "family");
  const char *display = galley_xml_get (node, "display-name");
  Style *style;

  if (name == NULL || family == NULL)
    return;
  style = g_new0 (Style, 1);
  style->display = g_strdup (display != NULL ? display : name);
  style->parent = g_strdup (galley_xml_get (node, "parent-style-name"));
  style->list = g_strdup (galley_xml_get (node, "list-style-name"));
  read_look (&style->look, node);
  g_hash_table_replace (self->styles, g_strconcat (family, " ", name, NULL), style);
}

static const Style *
find_style (OdtStyles *self, const char *family, const char *name)
{
  g_autofree char *key = g_strconcat (family, " ", name, NULL);

  return g_hash_table_lookup (self->styles, key);
}

OdtLook
odt_styles_look (OdtStyles *self, const char *family, const char *name)
{
  OdtLook look = ODT_NO_LOOK;

  for (guint i = 0; name != NULL && i < MAX_CHAIN; i++)
    {
      const Style *style = find_style (self, family, name);

      if (style == NULL)
        break;
      look.strong = look.strong < 0 ? style->look.strong : look.strong;
      look.emphasis = look.emphasis < 0 ? style->look.emphasis : look.emphasis;
      look.hidden = look.hidden < 0 ? style->look.hidden : look.hidden;
      look.centered = look.centered < 0 ? style->look.centered : look.centered;
      look.outline = look.outline == 0 ? style->look.outline : look.outline;
      look.font = look.font == NULL ? style->look.font : look.font;
      look.list = look.list == NULL ? style->list : look.list;
      name = style->parent;
    }
  return look;
}

gboolean
odt_styles_is_dateline (OdtStyles *self, const char *name)
{
  const Style *style = name != NULL ? find_style (self, "text", name) : NULL;

  return style != NULL && g_strcmp0 (style->display, "电头") == 0;
}

const char *
odt_styles_name (OdtStyles *self, const char *name)
{
  const char *found = NULL;

  for (guint i = 0; name != NULL && i < MAX_CHAIN; i++)
    {
      const Style *style = find_style (self, "paragraph", name);
      GalleyRole role;
      guint level;

      if (style == NULL)
        break;
      if (galley_copy_style_role (style->display, &role, &level))
        return style->display;
      found = found == NULL ? style->display : found;
      name = style->parent;
    }
  return found;
}

/* --- lists ------------------------------------------------------------------------------------------------------ */

static GalleyNumberFormat
number_format (const char *sample)
{
  static const struct
  {
    const char *sample;
    GalleyNumberFormat format;
  } known[] = {
    { "a", GALLEY_NUMBER_LOWER_LETTER }, { "A", GALLEY_NUMBER_UPPER_LETTER },
    { "i", GALLEY_NUMBER_LOWER_ROMAN },  { "I", GALLEY_NUMBER_UPPER_ROMAN },
    { "一", GALLEY_NUMBER_CHINESE },     { "壹", GALLEY_NUMBER_CHINESE_LEGAL },
    { "①", GALLEY_NUMBER_CIRCLED },      { "１", GALLEY_NUMBER_FULL_WIDTH },
    { "甲", GALLEY_NUMBER_STEM },        { "子", GALLEY_NUMBER_BRANCH },
    { "1st", GALLEY_NUMBER_ORDINAL },    { "〇", GALLEY_NUMBER_CHINESE_DIGIT },
  };

  if (sample == NULL || *sample == '\0')
    return GALLEY_NUMBER_NONE;
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      gsize length = strlen (known[i].sample);

      /* "a", and "一, 二, 三, ...". */
      if (strncmp (sample, known[i].sample, length) == 0 && (sample[length] == '\0' || sample[length] == ','))
        return known[i].format;
    }
  return GALLEY_NUMBER_DECIMAL;
}

static void
read_level (Level *level, const xmlNode *node)
{
  g_free (level->bullet);
  g_free (level->prefix);
  g_free (level->suffix);
  level->is_set = TRUE;
  level->is_bullet = !galley_xml_is (node, NULL, "list-level-style-number") &&
                     !galley_xml_is (node, NULL, "outline-level-style");
  level->bullet = g_strdup (galley_xml_get (node, "bullet-char"));
  level->prefix = g_strdup (galley_xml_get (node, "num-prefix"));
  level->suffix = g_strdup (galley_xml_get (node, "num-suffix"));
  level->format = number_format (galley_xml_get (node, "num-format"));
  level->start = (guint) CLAMP (galley_xml_get_int (node, "start-value", 1), 0, 1 << 20);
  level->shown = (guint) CLAMP (galley_xml_get_int (node, "display-levels", 1), 1, N_LEVELS);
}

static ListStyle *
list_style_new (const xmlNode *node)
{
  ListStyle *list = g_new0 (ListStyle, 1);

  for (const xmlNode *child = node->children; child != NULL; child = child->next)
    {
      gint level = galley_xml_get_int (child, "level", 0);

      if (child->type == XML_ELEMENT_NODE && level >= 1 && level <= N_LEVELS)
        read_level (&list->levels[level - 1], child);
    }
  return list;
}

static void
read_list_style (OdtStyles *self, const xmlNode *node)
{
  const char *name = galley_xml_get (node, "name");

  if (name != NULL)
    g_hash_table_replace (self->lists, g_strdup (name), list_style_new (node));
}

void
odt_styles_add (OdtStyles *self, const xmlNode *root)
{
  static const char *const groups[] = { "styles", "automatic-styles" };

  for (guint i = 0; root != NULL && i < G_N_ELEMENTS (groups); i++)
    {
      const xmlNode *group = galley_xml_child (root, groups[i]);

      for (const xmlNode *child = group != NULL ? group->children : NULL; child != NULL; child = child->next)
        {
          if (galley_xml_is (child, NULL, "style"))
            read_style (self, child);
          else if (galley_xml_is (child, NULL, "list-style"))
            read_list_style (self, child);
          else if (galley_xml_is (child, NULL, "outline-style") && self->outline == NULL)
            self->outline = list_style_new (child);
        }
    }
}

static Counters *
counters_new (OdtStyles *self)
{
  Counters *counters = g_new0 (Counters, 1);

  g_ptr_array_add (self->kept, counters);
  return counters;
}

void
odt_styles_open_list (
    OdtStyles *self, const char *style, const char *id, const char *goes_on_from, gboolean goes_on)
{
  const Open *outer = self->open->len > 0 ? &g_array_index (self->open, Open, self->open->len - 1) : NULL;
  Open open = { g_strdup (style != NULL ? style : outer != NULL ? outer->style : ""), NULL };
  g_autofree char *key = g_strconcat ("style ", open.style, NULL);

  if (outer != NULL)
    {
      open.counters = outer->counters;
      if (self->open->len < N_LEVELS && !goes_on)
        open.counters->counters[self->open->len] = 0;
    }
  else
    {
      if (goes_on_from != NULL)
        open.counters = g_hash_table_lookup (self->counters, goes_on_from);
      else if (goes_on)
        open.counters = g_hash_table_lookup (self->counters, key);
      if (open.counters == NULL)
        open.counters = counters_new (self);
      g_hash_table_replace (self->counters, g_steal_pointer (&key), open.counters);
      if (id != NULL)
        g_hash_table_replace (self->counters, g_strdup (id), open.counters);
    }
  g_array_append_val (self->open, open);
}

void
odt_styles_close_list (OdtStyles *self)
{
  if (self->open->len > 0)
    g_array_set_size (self->open, self->open->len - 1);
}

guint
odt_styles_get_depth (OdtStyles *self)
{
  return self->open->len;
}

static char *
bullet_label (const Level *level)
{
  gunichar c = level->bullet != NULL && *level->bullet != '\0' ? g_utf8_get_char (level->bullet) : 0x2022;

  if (g_unichar_isspace (c))
    return NULL;
  if (c < 0x80 || (c >= 0xe000 && c < 0xf900) || g_unichar_isalpha (c))
    return g_strdup ("• ");
  return g_strconcat (level->bullet, " ", NULL);
}

/* Of a level a style says nothing about: as the nearest above it. */
static const Level *
find_level (const ListStyle *list, guint at)
{
  guint found = at;

  while (found > 0 && !list->levels[found].is_set)
    found--;
  return &list->levels[list->levels[found].is_set ? found : at];
}

static char *
number_label (const ListStyle *list, const Counters *counters, guint at)
{
  const Level *level = find_level (list, at);
  g_autoptr (GString) out = g_string_new (level->prefix);
  guint from = at + 1 - MIN (level->shown, at + 1);

  for (guint i = from; i <= at; i++)
    {
      const Level *one = find_level (list, i);
      guint number = counters->counters[i] > 0 ? counters->counters[i] - 1 : one->start;
      g_autofree char *shown = galley_number_format (number, one->format);

      if (i > from && *shown != '\0')
        g_string_append_c (out, '.');
      g_string_append (out, shown);
    }
  g_string_append (out, level->suffix != NULL ? level->suffix : "");
  if (out->len == 0)
    return NULL;
  if (!g_str_has_suffix (out->str, " "))
    g_string_append_c (out, ' ');
  return g_strdup (out->str);
}

static void
count_item (Counters *counters, guint at, guint first, gint start)
{
  if (start >= 0)
    counters->counters[at] = (guint) MIN (start, 1 << 20) + 1;
  else if (counters->counters[at] == 0)
    counters->counters[at] = first + 1;
  else
    counters->counters[at]++;
  for (guint i = at + 1; i < N_LEVELS; i++)
    counters->counters[i] = 0;
}

char *
odt_styles_next_label (OdtStyles *self, gint start, gboolean *is_chinese)
{
  const Open *open = self->open->len > 0 ? &g_array_index (self->open, Open, self->open->len - 1) : NULL;
  const ListStyle *list = open != NULL ? g_hash_table_lookup (self->lists, open->style) : NULL;
  guint at = MIN (self->open->len, N_LEVELS) - 1;
  const Level *level = list != NULL && open != NULL ? find_level (list, at) : NULL;

  *is_chinese = level != NULL && !level->is_bullet && galley_number_is_chinese (level->format);
  if (open == NULL)
    return NULL;
  count_item (open->counters, at, level != NULL ? level->start : 1, start);
  if (level == NULL)
    return g_strdup ("• ");
  return level->is_bullet ? bullet_label (level) : number_label (list, open->counters, at);
}

char *
odt_styles_next_heading (OdtStyles *self, guint level, gint start)
{
  guint at = CLAMP (level, 1, N_LEVELS) - 1;

  if (self->outline == NULL)
    return NULL;
  count_item (&self->outline_counters, at, self->outline->levels[at].start, start);
  return galley_number_is_chinese (self->outline->levels[at].format)
             ? number_label (self->outline, &self->outline_counters, at)
             : NULL;
}

/* --- the object ------------------------------------------------------------------------------------------------- */

OdtStyles *
odt_styles_new (void)
{
  OdtStyles *self = g_new0 (OdtStyles, 1);

  self->styles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, style_free);
  self->lists = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, list_style_free);
  self->counters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->kept = g_ptr_array_new_with_free_func (g_free);
  self->open = g_array_new (FALSE, FALSE, sizeof (Open));
  g_array_set_clear_func (self->open, open_clear);
  return self;
}

void
odt_styles_free (OdtStyles *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->styles);
  g_hash_table_unref (self->lists);
  g_hash_table_unref (self->counters);
  g_ptr_array_unref (self->kept);
  g_array_unref (self->open);
  g_clear_pointer (&self->outline, list_style_free);
  g_free (self);
}
