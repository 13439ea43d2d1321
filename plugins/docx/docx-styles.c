/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "../common/galley-copy.h"
#include "../common/galley-numbers.h"

#include "docx-styles.h"

#define N_LEVELS 9
#define MAX_CHAIN 24

typedef struct
{
  char *name;
  char *based_on;
  DocxLook look;
} Style;

typedef struct
{
  GalleyNumberFormat format;
  gboolean is_bullet;
  char *text; /* "%1." */
  guint start;
  gint restart;      /* the upper level (from 1) that begins it anew; 0: none, -1: each */
  gboolean is_legal; /* upper levels in digits, whatever they are else */
  gboolean no_gap;
} Level;

typedef struct
{
  Level levels[N_LEVELS];
  guint
      own_counters[N_LEVELS]; /* the number and one more, so that a list may start at nought; 0: not begun */
  guint *counters;            /* those, or of the list whose levels were changed: it goes on here */
  char *style_link;           /* the list is that of this numbering style */
} Abstract;

typedef struct
{
  char *abstract;
  gint starts[N_LEVELS]; /* -1: none */
  gboolean is_used;
} List;

struct _DocxStyles
{
  GHashTable *styles;    /* id → Style */
  GHashTable *abstracts; /* id → Abstract */
  GHashTable *lists;     /* id → List */
  char *default_paragraph;
};

static const DocxLook no_look = { -1, -1, -1, -1, -1, -1, -1 };

static void
style_free (gpointer data)
{
  Style *style = data;

  g_free (style->name);
  g_free (style->based_on);
  g_free (style);
}

static void
abstract_free (gpointer data)
{
  Abstract *abstract = data;

  for (guint i = 0; i < N_LEVELS; i++)
    g_free (abstract->levels[i].text);
  g_free (abstract->style_link);
  g_free (abstract);
}

static void
list_free (gpointer data)
{
  g_free (((List *) data)->abstract);
  g_free (data);
}

/* --- looks ------------------------------------------------------------------------------------------------------ */

static gboolean
is_on (const xmlNode *toggle)
{
  const char *value = galley_xml_get (toggle, "val");

  return value == NULL ||
         !(g_str_equal (value, "0") || g_str_equal (value, "false") || g_str_equal (value, "off"));
}

void
docx_look_read (DocxLook *look, const xmlNode *properties)
{
  const xmlNode *child = properties != NULL ? properties->children : NULL;

  for (; child != NULL; child = child->next)
    {
      if (galley_xml_is (child, NULL, "b"))
        look->strong = is_on (child);
      else if (galley_xml_is (child, NULL, "i"))
        look->emphasis = is_on (child);
      else if (galley_xml_is (child, NULL, "vanish"))
        look->hidden = is_on (child);
      else if (galley_xml_is (child, NULL, "jc"))
        look->centered = g_strcmp0 (galley_xml_get (child, "val"), "center") == 0;
      else if (galley_xml_is (child, NULL, "outlineLvl"))
        look->outline = galley_xml_get_int (child, "val", -1);
      else if (galley_xml_is (child, NULL, "numPr"))
        {
          look->list = galley_xml_get_int (galley_xml_child (child, "numId"), "val", look->list);
          look->depth = galley_xml_get_int (galley_xml_child (child, "ilvl"), "val", look->depth);
        }
    }
}

static void
look_under (DocxLook *look, const DocxLook *base)
{
  gint *to[] = { &look->strong,  &look->emphasis, &look->hidden, &look->centered,
                 &look->outline, &look->list,     &look->depth };
  const gint from[] = { base->strong,  base->emphasis, base->hidden, base->centered,
                        base->outline, base->list,     base->depth };

  for (guint i = 0; i < G_N_ELEMENTS (to); i++)
    {
      if (*to[i] < 0)
        *to[i] = from[i];
    }
}

DocxLook
docx_styles_look (DocxStyles *self, const char *id)
{
  DocxLook look = no_look;

  if (id == NULL)
    id = self->default_paragraph;
  for (guint i = 0; id != NULL && i < MAX_CHAIN; i++)
    {
      const Style *style = g_hash_table_lookup (self->styles, id);

      if (style == NULL)
        break;
      look_under (&look, &style->look);
      id = style->based_on;
    }
  return look;
}

const char *
docx_styles_name (DocxStyles *self, const char *id)
{
  const char *name = NULL;

  if (id == NULL)
    id = self->default_paragraph;
  for (guint i = 0; id != NULL && i < MAX_CHAIN; i++)
    {
      const Style *style = g_hash_table_lookup (self->styles, id);
      GalleyRole role;
      guint level;

      if (style == NULL)
        break;
      if (galley_copy_style_role (style->name, &role, &level))
        return style->name;
      if (name == NULL)
        name = style->name;
      id = style->based_on;
    }
  return name;
}

static void
read_style (DocxStyles *self, const xmlNode *node)
{
  const char *id = galley_xml_get (node, "styleId");
  const char *type = galley_xml_get (node, "type");
  const char *is_default = galley_xml_get (node, "default");
  Style *style;

  if (id == NULL)
    return;
  style = g_new0 (Style, 1);
  style->look = no_look;
  style->name = g_strdup (galley_xml_get (galley_xml_child (node, "name"), "val"));
  style->based_on = g_strdup (galley_xml_get (galley_xml_child (node, "basedOn"), "val"));
  docx_look_read (&style->look, galley_xml_child (node, "pPr"));
  docx_look_read (&style->look, galley_xml_child (node, "rPr"));
  g_hash_table_replace (self->styles, g_strdup (id), style);
  if (g_strcmp0 (type, "paragraph") == 0 && is_default != NULL && !g_str_equal (is_default, "0") &&
      !g_str_equal (is_default, "false") && self->default_paragraph == NULL)
    self->default_paragraph = g_strdup (id);
}

/* --- lists ------------------------------------------------------------------------------------------------------ */

static GalleyNumberFormat
number_format (const char *name)
{
  static const struct
  {
    const char *name;
    GalleyNumberFormat format;
  } known[] = {
    { "decimal", GALLEY_NUMBER_DECIMAL },
    { "decimalZero", GALLEY_NUMBER_DECIMAL_ZERO },
    { "lowerLetter", GALLEY_NUMBER_LOWER_LETTER },
    { "upperLetter", GALLEY_NUMBER_UPPER_LETTER },
    { "lowerRoman", GALLEY_NUMBER_LOWER_ROMAN },
    { "upperRoman", GALLEY_NUMBER_UPPER_ROMAN },
    { "chineseCounting", GALLEY_NUMBER_CHINESE },
    { "chineseCountingThousand", GALLEY_NUMBER_CHINESE },
    { "taiwaneseCounting", GALLEY_NUMBER_CHINESE },
    { "taiwaneseCountingThousand", GALLEY_NUMBER_CHINESE },
    { "japaneseCounting", GALLEY_NUMBER_CHINESE },
    { "chineseLegalSimplified", GALLEY_NUMBER_CHINESE_LEGAL },
    { "ideographLegalTraditional", GALLEY_NUMBER_CHINESE_LEGAL },
    { "ideographDigital", GALLEY_NUMBER_CHINESE_DIGIT },
    { "taiwaneseDigital", GALLEY_NUMBER_CHINESE_DIGIT },
    { "japaneseDigitalTenThousand", GALLEY_NUMBER_CHINESE_DIGIT },
    { "decimalEnclosedCircle", GALLEY_NUMBER_CIRCLED },
    { "decimalEnclosedCircleChinese", GALLEY_NUMBER_CIRCLED },
    { "decimalFullWidth", GALLEY_NUMBER_FULL_WIDTH },
    { "decimalFullWidth2", GALLEY_NUMBER_FULL_WIDTH },
    { "ideographTraditional", GALLEY_NUMBER_STEM },
    { "ideographZodiac", GALLEY_NUMBER_BRANCH },
    { "ordinal", GALLEY_NUMBER_ORDINAL },
    { "none", GALLEY_NUMBER_NONE },
  };

  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (known); i++)
    {
      if (g_str_equal (known[i].name, name))
        return known[i].format;
    }
  return GALLEY_NUMBER_DECIMAL;
}

static void
read_level (Level *level, const xmlNode *node)
{
  const xmlNode *format = galley_xml_child (node, "numFmt");
  const xmlNode *legal = galley_xml_child (node, "isLgl");
  const char *name = galley_xml_get (format, "val");

  g_free (level->text);
  level->text = g_strdup (galley_xml_get (galley_xml_child (node, "lvlText"), "val"));
  level->is_bullet = g_strcmp0 (name, "bullet") == 0;
  level->format = number_format (name);
  level->start = (guint) CLAMP (galley_xml_get_int (galley_xml_child (node, "start"), "val", 0), 0, 1 << 20);
  level->restart = galley_xml_get_int (galley_xml_child (node, "lvlRestart"), "val", -1);
  level->is_legal = legal != NULL && is_on (legal);
  level->no_gap = g_strcmp0 (galley_xml_get (galley_xml_child (node, "suff"), "val"), "nothing") == 0;
}

static void
read_abstract (DocxStyles *self, const xmlNode *node)
{
  const char *id = galley_xml_get (node, "abstractNumId");
  Abstract *abstract = g_new0 (Abstract, 1);

  abstract->counters = abstract->own_counters;
  abstract->style_link = g_strdup (galley_xml_get (galley_xml_child (node, "numStyleLink"), "val"));
  for (const xmlNode *child = node->children; child != NULL; child = child->next)
    {
      gint depth = galley_xml_is (child, NULL, "lvl") ? galley_xml_get_int (child, "ilvl", -1) : -1;

      if (depth >= 0 && depth < N_LEVELS)
        read_level (&abstract->levels[depth], child);
    }
  g_hash_table_replace (self->abstracts, g_strdup (id != NULL ? id : ""), abstract);
}

/* A list with levels of its own is a copy of the abstract one. */
static void
read_override (DocxStyles *self, List *list, const char *list_id, const xmlNode *node)
{
  gint depth = galley_xml_get_int (node, "ilvl", -1);
  const xmlNode *level = galley_xml_child (node, "lvl");

  if (depth < 0 || depth >= N_LEVELS)
    return;
  list->starts[depth] = galley_xml_get_int (galley_xml_child (node, "startOverride"), "val", -1);
  if (level != NULL)
    {
      g_autofree char *own_id = g_strconcat ("num ", list_id, NULL);
      Abstract *own = g_hash_table_lookup (self->abstracts, own_id);

      if (own == NULL)
        {
          const Abstract *base = g_hash_table_lookup (self->abstracts, list->abstract);

          own = g_new0 (Abstract, 1);
          own->counters = own->own_counters;
          if (base != NULL)
            *own = *base;
          own->style_link = NULL;
          for (guint i = 0; i < N_LEVELS; i++)
            own->levels[i].text = g_strdup (own->levels[i].text);
          g_free (list->abstract);
          list->abstract = g_strdup (own_id);
          g_hash_table_replace (self->abstracts, g_steal_pointer (&own_id), own);
        }
      read_level (&own->levels[depth], level);
    }
}

static void
read_list (DocxStyles *self, const xmlNode *node)
{
  const char *id = galley_xml_get (node, "numId");
  const char *abstract = galley_xml_get (galley_xml_child (node, "abstractNumId"), "val");
  List *list;

  if (id == NULL || abstract == NULL)
    return;
  list = g_new0 (List, 1);
  list->abstract = g_strdup (abstract);
  for (guint i = 0; i < N_LEVELS; i++)
    list->starts[i] = -1;
  for (const xmlNode *child = node->children; child != NULL; child = child->next)
    {
      if (galley_xml_is (child, NULL, "lvlOverride"))
        read_override (self, list, id, child);
    }
  g_hash_table_replace (self->lists, g_strdup (id), list);
}

static Abstract *
find_abstract (DocxStyles *self, const List *list)
{
  Abstract *abstract = g_hash_table_lookup (self->abstracts, list->abstract);

  if (abstract != NULL && abstract->style_link != NULL)
    {
      DocxLook look = docx_styles_look (self, abstract->style_link);
      g_autofree char *id = g_strdup_printf ("%d", look.list);
      const List *linked = g_hash_table_lookup (self->lists, id);

      if (linked != NULL && g_hash_table_contains (self->abstracts, linked->abstract))
        return g_hash_table_lookup (self->abstracts, linked->abstract);
    }
  return abstract;
}

static char *
expand_label (const Abstract *abstract, guint depth)
{
  const Level *level = &abstract->levels[depth];
  g_autoptr (GString) out = g_string_new (NULL);

  for (const char *p = level->text != NULL ? level->text : ""; *p != '\0'; p++)
    {
      guint of = p[0] == '%' && p[1] >= '1' && p[1] <= '9' ? (guint) (p[1] - '1') : N_LEVELS;

      if (of < N_LEVELS)
        {
          guint number = abstract->counters[of] > 0 ? abstract->counters[of] - 1 : abstract->levels[of].start;
          g_autofree char *shown = galley_number_format (
              number, level->is_legal && of < depth ? GALLEY_NUMBER_DECIMAL : abstract->levels[of].format);

          g_string_append (out, shown);
          p++;
        }
      else
        g_string_append_c (out, *p);
    }
  if (out->len == 0)
    return NULL;
  if (!level->no_gap)
    g_string_append_c (out, ' ');
  return g_strdup (out->str);
}

/* A bullet that is a sign of its own stays; those from symbol fonts, and letters that stand for one, are bullets. */
static char *
bullet_label (const Level *level)
{
  gunichar c = level->text != NULL && *level->text != '\0' ? g_utf8_get_char (level->text) : 0;

  if (c == 0 || g_unichar_isspace (c))
    return NULL;
  if (c < 0x80 || (c >= 0xe000 && c < 0xf900) || g_unichar_isalpha (c))
    return g_strdup ("• ");
  return g_strconcat (level->text, " ", NULL);
}

static void
count_item (Abstract *abstract, guint at)
{
  /* Levels that were passed over have begun. */
  for (guint i = 0; i < at; i++)
    {
      if (abstract->counters[i] == 0)
        abstract->counters[i] = abstract->levels[i].start + 1;
    }
  if (abstract->counters[at] == 0)
    abstract->counters[at] = abstract->levels[at].start + 1;
  else
    abstract->counters[at]++;
  for (guint i = at + 1; i < N_LEVELS; i++)
    {
      gint restart = abstract->levels[i].restart;

      if (restart < 0 || (gint) at < restart)
        abstract->counters[i] = 0;
    }
}

char *
docx_styles_next_label (DocxStyles *self, gint list_id, gint depth, gboolean of_heading)
{
  g_autofree char *id = g_strdup_printf ("%d", list_id);
  List *list = g_hash_table_lookup (self->lists, id);
  Abstract *abstract = list != NULL ? find_abstract (self, list) : NULL;
  guint at = (guint) CLAMP (depth, 0, N_LEVELS - 1);

  if (abstract == NULL)
    return NULL;
  if (!list->is_used)
    {
      for (guint i = 0; i < N_LEVELS; i++)
        {
          if (list->starts[i] < 0)
            continue;
          abstract->levels[i].start = (guint) MIN (list->starts[i], 1 << 20);
          abstract->counters[i] = 0;
        }
      list->is_used = TRUE;
    }
  count_item (abstract, at);
  if (of_heading && !galley_number_is_chinese (abstract->levels[at].format))
    return NULL;
  return abstract->levels[at].is_bullet ? bullet_label (&abstract->levels[at]) : expand_label (abstract, at);
}

/* --- the object ------------------------------------------------------------------------------------------------- */

DocxStyles *
docx_styles_new (const xmlNode *styles, const xmlNode *numbering)
{
  DocxStyles *self = g_new0 (DocxStyles, 1);

  self->styles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, style_free);
  self->abstracts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, abstract_free);
  self->lists = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, list_free);
  for (const xmlNode *child = styles != NULL ? styles->children : NULL; child != NULL; child = child->next)
    {
      if (galley_xml_is (child, NULL, "style"))
        read_style (self, child);
    }
  for (const xmlNode *child = numbering != NULL ? numbering->children : NULL; child != NULL;
       child = child->next)
    {
      if (galley_xml_is (child, NULL, "abstractNum"))
        read_abstract (self, child);
    }
  for (const xmlNode *child = numbering != NULL ? numbering->children : NULL; child != NULL;
       child = child->next)
    {
      if (galley_xml_is (child, NULL, "num"))
        read_list (self, child);
    }
  return self;
}

void
docx_styles_free (DocxStyles *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->styles);
  g_hash_table_unref (self->abstracts);
  g_hash_table_unref (self->lists);
  g_free (self->default_paragraph);
  g_free (self);
}
