/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <libxml/HTMLparser.h>

#include "galley-wire.h"

/* Deeper nesting is read as flat text: no copy needs it, and a stack has an end. */
#define MAX_DEPTH 200

typedef struct
{
  GalleyRole role;
  GString *text;
  guint length;  /* in characters */
  GArray *spans; /* of GalleySpan */
} WireBlock;

typedef struct
{
  char *key;
  char *value;
  char *qualifier;
} WireMeta;

struct _WireItem
{
  GPtrArray *heads;  /* of WireBlock */
  GPtrArray *blocks; /* of WireBlock */
  GPtrArray *metas;  /* of WireMeta */
  GPtrArray *assets; /* of GalleyAsset */
  GalleyArticleKind kind;
  gboolean in_order;
  guint page; /* 0: not said */
  char *page_name;

  /* The text in hand. */
  gboolean is_open;    /* the last of the blocks takes more text */
  gboolean is_blank;   /* white space waits to be written */
  gboolean line_ended; /* there was a line end in it */
  gsize n_bytes;
};

static void
span_clear (gpointer data)
{
  g_free ((char *) ((GalleySpan *) data)->value);
}

static WireBlock *
wire_block_new (GalleyRole role)
{
  WireBlock *block = g_new0 (WireBlock, 1);

  block->role = role;
  block->text = g_string_new (NULL);
  block->spans = g_array_new (FALSE, FALSE, sizeof (GalleySpan));
  g_array_set_clear_func (block->spans, span_clear);
  return block;
}

static void
wire_block_free (gpointer data)
{
  WireBlock *block = data;

  g_string_free (block->text, TRUE);
  g_array_unref (block->spans);
  g_free (block);
}

static void
wire_meta_free (gpointer data)
{
  WireMeta *meta = data;

  g_free (meta->key);
  g_free (meta->value);
  g_free (meta->qualifier);
  g_free (meta);
}

WireItem *
wire_item_new (void)
{
  WireItem *self = g_new0 (WireItem, 1);

  self->heads = g_ptr_array_new_with_free_func (wire_block_free);
  self->blocks = g_ptr_array_new_with_free_func (wire_block_free);
  self->metas = g_ptr_array_new_with_free_func (wire_meta_free);
  self->assets = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

void
wire_item_free (WireItem *self)
{
  g_ptr_array_unref (self->heads);
  g_ptr_array_unref (self->blocks);
  g_ptr_array_unref (self->metas);
  g_ptr_array_unref (self->assets);
  g_free (self->page_name);
  g_free (self);
}

/* --- what is said about it -------------------------------------------------------------------------------------- */

void
wire_item_meta (WireItem *self, const char *key, const char *value, const char *qualifier)
{
  g_autofree char *folded = wire_fold (value != NULL ? value : "");
  WireMeta *meta;

  if (*folded == '\0')
    return;
  meta = g_new0 (WireMeta, 1);
  meta->key = g_strdup (key);
  meta->value = g_steal_pointer (&folded);
  meta->qualifier = g_strdup (qualifier);
  g_ptr_array_add (self->metas, meta);
}

const char *
wire_item_get_meta (WireItem *self, const char *key)
{
  for (guint i = 0; i < self->metas->len; i++)
    {
      const WireMeta *meta = g_ptr_array_index (self->metas, i);

      if (g_str_equal (meta->key, key))
        return meta->value;
    }
  return NULL;
}

void
wire_item_meta_once (WireItem *self, const char *key, const char *value)
{
  if (wire_item_get_meta (self, key) == NULL)
    wire_item_meta (self, key, value, NULL);
}

void
wire_item_head (WireItem *self, GalleyRole role, const char *text)
{
  g_autofree char *folded = wire_fold (text != NULL ? text : "");
  WireBlock *block;

  if (*folded == '\0')
    return;
  for (guint i = 0; i < self->heads->len && !self->in_order; i++)
    {
      const WireBlock *head = g_ptr_array_index (self->heads, i);

      /* Several vocabularies give the same line under several roles. */
      if (g_str_equal (head->text->str, folded))
        return;
    }
  block = wire_block_new (role);
  g_string_append (block->text, folded);
  block->length = (guint) g_utf8_strlen (folded, -1);
  g_ptr_array_add (self->heads, block);
}

gboolean
wire_item_has_head (WireItem *self, GalleyRole role)
{
  for (guint i = 0; i < self->heads->len; i++)
    {
      if (((const WireBlock *) g_ptr_array_index (self->heads, i))->role == role)
        return TRUE;
    }
  return FALSE;
}

void
wire_item_keep_order (WireItem *self)
{
  self->in_order = TRUE;
}

void
wire_item_kind (WireItem *self, GalleyArticleKind kind)
{
  self->kind = kind;
}

void
wire_item_page (WireItem *self, guint number, const char *name)
{
  if (number > 0)
    self->page = number;
  if (name != NULL)
    {
      g_free (self->page_name);
      self->page_name = wire_fold (name);
    }
}

guint
wire_item_get_page (WireItem *self)
{
  return self->page;
}

void
wire_item_asset (WireItem *self, GalleyAsset *asset)
{
  g_ptr_array_add (self->assets, g_object_ref (asset));
}

gboolean
wire_item_has_text (WireItem *self)
{
  return self->blocks->len > 0;
}

gboolean
wire_item_is_empty (WireItem *self)
{
  return self->heads->len == 0 && self->blocks->len == 0 && self->assets->len == 0;
}

/* --- text ------------------------------------------------------------------------------------------------------- */

/* Ends the block in hand; an empty one was nothing. */
static void
end_block (WireItem *self)
{
  if (self->is_open && self->blocks->len > 0)
    {
      const WireBlock *block = g_ptr_array_index (self->blocks, self->blocks->len - 1);

      if (block->text->len == 0)
        g_ptr_array_remove_index (self->blocks, self->blocks->len - 1);
    }
  self->is_open = FALSE;
  self->is_blank = FALSE;
  self->line_ended = FALSE;
}

static WireBlock *
begin_block (WireItem *self, GalleyRole role)
{
  WireBlock *block = wire_block_new (role);

  end_block (self);
  g_ptr_array_add (self->blocks, block);
  self->is_open = TRUE;
  return block;
}

static WireBlock *
block_in_hand (WireItem *self, GalleyRole role)
{
  return self->is_open ? g_ptr_array_index (self->blocks, self->blocks->len - 1) : begin_block (self, role);
}

/* Han characters, kana and their marks: a line end between two of them is no blank. */
static gboolean
is_wide (gunichar c)
{
  return (c >= 0x2e80 && c < 0xa4d0) || (c >= 0xf900 && c < 0xfb00) || (c >= 0xfe30 && c < 0xfe50) ||
         (c >= 0xff00 && c < 0xff61) || (c >= 0x20000 && c < 0x40000);
}

static void
write_blank (WireItem *self, WireBlock *block, gunichar next)
{
  gunichar last =
      block->text->len > 0 ? g_utf8_get_char (g_utf8_prev_char (block->text->str + block->text->len)) : 0;

  if (last != 0 && !(self->line_ended && is_wide (last) && is_wide (next)))
    {
      g_string_append_c (block->text, ' ');
      block->length++;
    }
  self->is_blank = FALSE;
  self->line_ended = FALSE;
}

/* How text is read: what it is, and how it is marked. */
typedef struct
{
  GalleyRole role;
  GalleyStyle style;
  const char *address; /* of the link it stands in, or NULL */
  gboolean preserve;   /* white space is meant */
  guint depth;
} Reading;

/* Do two marks of which one ends at @end and the other begins at @start touch? A blank between them was folded. */
static gboolean
touch (const WireBlock *block, guint end, guint start)
{
  return end >= start ||
         (end + 1 == start &&
          g_unichar_isspace (g_utf8_get_char (g_utf8_offset_to_pointer (block->text->str, end))));
}

/* A mark on what was written since @start; it grows the last one of its kind where they touch. */
static void
mark (WireBlock *block, GalleySpanKind kind, guint start, const char *value)
{
  GalleySpan span = { kind, start, block->length, NULL };

  if (start >= block->length)
    return;
  for (guint i = block->spans->len; i > 0; i--)
    {
      GalleySpan *last = &g_array_index (block->spans, GalleySpan, i - 1);

      if (last->kind == kind && touch (block, last->end, start) && g_strcmp0 (last->value, value) == 0 &&
          (last->end >= start || kind != GALLEY_SPAN_LINK))
        {
          last->end = block->length;
          return;
        }
    }
  span.value = g_strdup (value);
  g_array_append_val (block->spans, span);
}

static void
mark_reading (WireBlock *block, const Reading *reading, guint start)
{
  if (reading->style & GALLEY_STYLE_STRONG)
    mark (block, GALLEY_SPAN_STRONG, start, NULL);
  if (reading->style & GALLEY_STYLE_EMPHASIS)
    mark (block, GALLEY_SPAN_EMPHASIS, start, NULL);
  if (reading->style & GALLEY_STYLE_DATELINE)
    mark (block, GALLEY_SPAN_DATELINE, start, NULL);
  if (reading->address != NULL)
    mark (block, GALLEY_SPAN_LINK, start, reading->address);
}

static void
add_text (WireItem *self, const char *text, const Reading *reading)
{
  WireBlock *block = NULL;
  guint start = 0;

  self->n_bytes += strlen (text);
  if (self->n_bytes > GALLEY_BUILDER_MAX_BYTES)
    return;
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (reading->preserve && c == '\n')
        {
          if (block != NULL)
            mark_reading (block, reading, start);
          end_block (self);
          block = NULL;
          continue;
        }
      if (!reading->preserve && c < 0x80 && g_ascii_isspace ((char) c))
        {
          self->is_blank = TRUE;
          self->line_ended |= c == '\n' || c == '\r';
          continue;
        }
      if (block == NULL)
        {
          block = block_in_hand (self, reading->role);
          if (self->is_blank)
            write_blank (self, block, c);
          start = block->length;
        }
      else if (self->is_blank)
        write_blank (self, block, c);
      g_string_append_unichar (block->text, c);
      block->length++;
    }
  if (block != NULL)
    mark_reading (block, reading, start);
}

/* --- elements --------------------------------------------------------------------------------------------------- */

typedef enum
{
  ELEMENT_INLINE,
  ELEMENT_BLOCK,
  ELEMENT_BREAK,
  ELEMENT_CELL,
  ELEMENT_SKIP,
} ElementKind;

typedef struct
{
  const char *name;
  ElementKind kind;
  gint role; /* of a block: -1 as around it */
  GalleyStyle style;
} Element;

static const Element elements[] = {
  { "p", ELEMENT_BLOCK, -1, 0 },
  { "div", ELEMENT_BLOCK, -1, 0 },
  { "h1", ELEMENT_BLOCK, GALLEY_ROLE_CROSSHEAD, 0 },
  { "h2", ELEMENT_BLOCK, GALLEY_ROLE_CROSSHEAD, 0 },
  { "h3", ELEMENT_BLOCK, GALLEY_ROLE_CROSSHEAD, 0 },
  { "h4", ELEMENT_BLOCK, GALLEY_ROLE_CROSSHEAD, 0 },
  { "h5", ELEMENT_BLOCK, GALLEY_ROLE_CROSSHEAD, 0 },
  { "h6", ELEMENT_BLOCK, GALLEY_ROLE_CROSSHEAD, 0 },
  { "hl1", ELEMENT_BLOCK, GALLEY_ROLE_CROSSHEAD, 0 },
  { "hl2", ELEMENT_BLOCK, GALLEY_ROLE_CROSSHEAD, 0 },
  { "blockquote", ELEMENT_BLOCK, GALLEY_ROLE_QUOTE, 0 },
  { "bq", ELEMENT_BLOCK, GALLEY_ROLE_QUOTE, 0 },
  { "figcaption", ELEMENT_BLOCK, GALLEY_ROLE_CAPTION, 0 },
  { "caption", ELEMENT_BLOCK, GALLEY_ROLE_CAPTION, 0 },
  { "media-caption", ELEMENT_BLOCK, GALLEY_ROLE_CAPTION, 0 },
  { "media-producer", ELEMENT_BLOCK, GALLEY_ROLE_CREDIT, 0 },
  { "tagline", ELEMENT_BLOCK, GALLEY_ROLE_NOTE, 0 },
  { "note", ELEMENT_BLOCK, GALLEY_ROLE_NOTE, 0 },
  { "aside", ELEMENT_BLOCK, -1, 0 },
  { "address", ELEMENT_BLOCK, -1, 0 },
  { "article", ELEMENT_BLOCK, -1, 0 },
  { "section", ELEMENT_BLOCK, -1, 0 },
  { "main", ELEMENT_BLOCK, -1, 0 },
  { "header", ELEMENT_BLOCK, -1, 0 },
  { "footer", ELEMENT_BLOCK, -1, 0 },
  { "figure", ELEMENT_BLOCK, -1, 0 },
  { "media", ELEMENT_BLOCK, -1, 0 },
  { "block", ELEMENT_BLOCK, -1, 0 },
  { "body", ELEMENT_BLOCK, -1, 0 },
  { "body.content", ELEMENT_BLOCK, -1, 0 },
  { "body.end", ELEMENT_BLOCK, -1, 0 },
  { "html", ELEMENT_BLOCK, -1, 0 },
  { "ul", ELEMENT_BLOCK, -1, 0 },
  { "ol", ELEMENT_BLOCK, -1, 0 },
  { "dl", ELEMENT_BLOCK, -1, 0 },
  { "li", ELEMENT_BLOCK, -1, 0 },
  { "dt", ELEMENT_BLOCK, -1, 0 },
  { "dd", ELEMENT_BLOCK, -1, 0 },
  { "pre", ELEMENT_BLOCK, -1, 0 },
  { "fn", ELEMENT_BLOCK, -1, 0 },
  { "table", ELEMENT_BLOCK, -1, 0 },
  { "tr", ELEMENT_BLOCK, -1, 0 },
  { "td", ELEMENT_CELL, -1, 0 },
  { "th", ELEMENT_CELL, -1, 0 },
  { "br", ELEMENT_BREAK, -1, 0 },
  { "hr", ELEMENT_BREAK, -1, 0 },
  { "strong", ELEMENT_INLINE, -1, GALLEY_STYLE_STRONG },
  { "b", ELEMENT_INLINE, -1, GALLEY_STYLE_STRONG },
  { "em", ELEMENT_INLINE, -1, GALLEY_STYLE_EMPHASIS },
  { "i", ELEMENT_INLINE, -1, GALLEY_STYLE_EMPHASIS },
  { "script", ELEMENT_SKIP, -1, 0 },
  { "style", ELEMENT_SKIP, -1, 0 },
  { "head", ELEMENT_SKIP, -1, 0 },
  { "title", ELEMENT_SKIP, -1, 0 },
  { "template", ELEMENT_SKIP, -1, 0 },
  { "noscript", ELEMENT_SKIP, -1, 0 },
  { "iframe", ELEMENT_SKIP, -1, 0 },
  { "object", ELEMENT_SKIP, -1, 0 },
  { "media-object", ELEMENT_SKIP, -1, 0 },
  { "media-metadata", ELEMENT_SKIP, -1, 0 },
  { "media-reference", ELEMENT_SKIP, -1, 0 },
  { "svg", ELEMENT_SKIP, -1, 0 },
  { "rt", ELEMENT_SKIP, -1, 0 },
  { "rp", ELEMENT_SKIP, -1, 0 },
};

static const Element *
find_element (const char *name)
{
  static const Element plain = { "", ELEMENT_INLINE, -1, 0 };

  for (guint i = 0; i < G_N_ELEMENTS (elements); i++)
    {
      if (g_ascii_strcasecmp (elements[i].name, name) == 0)
        return &elements[i];
    }
  return &plain;
}

/* The first word of the class that names a role or a mark of ours. */
static void
read_class (const xmlNode *node, gboolean is_block, Reading *reading)
{
  g_autofree char *value = wire_xml_attr (node, "class");
  g_auto (GStrv) words = value != NULL ? g_strsplit_set (value, " \t\r\n", -1) : NULL;

  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    {
      if (is_block && galley_role_from_name (words[i], &reading->role))
        return;
      if (is_block)
        continue;
      if (g_str_equal (words[i], "dateline"))
        reading->style |= GALLEY_STYLE_DATELINE;
      else if (g_str_equal (words[i], "strong"))
        reading->style = (reading->style & ~(guint) GALLEY_STYLE_EMPHASIS) | GALLEY_STYLE_STRONG;
      if (reading->style & GALLEY_STYLE_DATELINE && wire_xml_is (node, "em"))
        reading->style &= ~(guint) GALLEY_STYLE_EMPHASIS;
    }
}

static void
add_join (WireItem *self, const xmlNode *node, const Reading *reading)
{
  /* What was there are mostly blanks: they are meant. */
  xmlChar *removed = xmlGetNoNsProp ((xmlNode *) node, (const xmlChar *) "title");
  WireBlock *block = block_in_hand (self, reading->role);
  GalleySpan span = { GALLEY_SPAN_JOIN, block->length, block->length, g_strdup ((const char *) removed) };

  xmlFree (removed);
  g_array_append_val (block->spans, span);
}

static void read_nodes (WireItem *self, const xmlNode *first, const Reading *reading);

static void
read_element (WireItem *self, const xmlNode *node, const Reading *around)
{
  const Element *element = find_element ((const char *) node->name);
  g_autofree char *address = NULL;
  g_autofree char *class = wire_xml_attr (node, "class");
  Reading reading = *around;

  reading.depth++;
  if (element->kind == ELEMENT_SKIP)
    return;
  if (element->kind == ELEMENT_BREAK)
    {
      end_block (self);
      return;
    }
  if (g_strcmp0 (class, "join") == 0 && element->kind == ELEMENT_INLINE)
    {
      add_join (self, node, around);
      return;
    }
  if (element->role >= 0)
    reading.role = (GalleyRole) element->role;
  reading.style |= element->style;
  read_class (node, element->kind == ELEMENT_BLOCK, &reading);
  if (wire_xml_is (node, "pre"))
    reading.preserve = TRUE;
  if (element->kind == ELEMENT_BLOCK)
    {
      g_autofree char *space = wire_xml_attr (node, "space");

      end_block (self);
      reading.preserve |= g_strcmp0 (space, "preserve") == 0;
    }
  else if (element->kind == ELEMENT_CELL && self->is_open)
    {
      const Reading tab = { reading.role, 0, NULL, TRUE, 0 };

      self->is_blank = FALSE;
      add_text (self, "\t", &tab);
    }
  else if (wire_xml_is (node, "a"))
    {
      address = wire_xml_attr (node, "href");
      if (address != NULL && *address != '#')
        reading.address = address;
    }
  read_nodes (self, node->children, &reading);
  if (element->kind == ELEMENT_BLOCK)
    end_block (self);
}

static void
read_nodes (WireItem *self, const xmlNode *first, const Reading *reading)
{
  for (const xmlNode *node = first; node != NULL; node = node->next)
    {
      if (node->type == XML_ELEMENT_NODE && reading->depth < MAX_DEPTH)
        read_element (self, node, reading);
      else if (node->type == XML_ELEMENT_NODE || node->type == XML_TEXT_NODE ||
               node->type == XML_CDATA_SECTION_NODE || node->type == XML_ENTITY_REF_NODE)
        {
          g_autofree char *text = wire_xml_raw_text (node);

          add_text (self, text, reading);
        }
    }
}

void
wire_item_nodes (WireItem *self, xmlNode *parent, GalleyRole role)
{
  const Reading reading = { .role = role };

  if (parent == NULL)
    return;
  end_block (self);
  read_nodes (self, parent->children, &reading);
  end_block (self);
}

void
wire_item_html (WireItem *self, const char *html, gssize length, GalleyRole role)
{
  const int options = HTML_PARSE_RECOVER | HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING;
  gsize n = length < 0 ? strlen (html) : (gsize) length;
  htmlDocPtr doc;

  if (n == 0 || n > GALLEY_BUILDER_MAX_BYTES)
    return;
  doc = htmlReadMemory (html, (int) n, NULL, "UTF-8", options);
  if (doc == NULL)
    return;
  wire_item_nodes (self, xmlDocGetRootElement (doc), role);
  xmlFreeDoc (doc);
}

void
wire_item_plain (WireItem *self, const char *text, GalleyRole role)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_auto (GStrv) lines = g_strsplit (valid, "\n", -1);
  const Reading reading = { .role = role };

  for (guint i = 0; lines[i] != NULL; i++)
    {
      end_block (self);
      add_text (self, lines[i], &reading);
    }
  end_block (self);
}

/* --- into the builder ------------------------------------------------------------------------------------------- */

/* Equal but for white space. */
static gboolean
same_words (const char *a, const char *b)
{
  for (;; a++, b++)
    {
      while (g_ascii_isspace (*a))
        a++;
      while (g_ascii_isspace (*b))
        b++;
      if (*a != *b)
        return FALSE;
      if (*a == '\0')
        return TRUE;
    }
}

/* Many senders repeat headline and byline as the first lines of the text. A headline there is the headline, when no other
 * was given. */
static void
settle_heads (WireItem *self)
{
  while (self->blocks->len > 0)
    {
      const WireBlock *block = g_ptr_array_index (self->blocks, 0);
      gboolean repeated = FALSE;

      for (guint i = 0; i < self->heads->len; i++)
        {
          const WireBlock *head = g_ptr_array_index (self->heads, i);

          repeated |= same_words (head->text->str, block->text->str);
        }
      if (!repeated || self->in_order)
        break;
      g_ptr_array_remove_index (self->blocks, 0);
    }
  if (self->blocks->len > 1 && !self->in_order && !wire_item_has_head (self, GALLEY_ROLE_HEADLINE))
    {
      WireBlock *block = g_ptr_array_index (self->blocks, 0);

      if (block->role == GALLEY_ROLE_CROSSHEAD)
        block->role = GALLEY_ROLE_HEADLINE;
    }
}

/* The dateline is told apart from the text by some formats: it is marked where the text begins with it. */
static void
mark_dateline (WireItem *self)
{
  const char *dateline = wire_item_get_meta (self, "dateline");

  for (guint i = 0; dateline != NULL && i < self->blocks->len; i++)
    {
      WireBlock *block = g_ptr_array_index (self->blocks, i);
      gboolean is_marked = FALSE;

      if (block->role != GALLEY_ROLE_BODY)
        continue;
      for (guint k = 0; k < block->spans->len; k++)
        is_marked |= g_array_index (block->spans, GalleySpan, k).kind == GALLEY_SPAN_DATELINE;
      if (!is_marked && g_str_has_prefix (block->text->str, dateline))
        {
          GalleySpan span = { GALLEY_SPAN_DATELINE, 0, (guint) g_utf8_strlen (dateline, -1), NULL };

          g_array_append_val (block->spans, span);
        }
      return;
    }
}

static void
push_block (GalleyBuilder *builder, const WireBlock *block)
{
  galley_builder_begin (builder, block->role);
  galley_builder_text (builder, block->text->str, (gssize) block->text->len, GALLEY_STYLE_PLAIN);
  for (guint i = 0; i < block->spans->len; i++)
    {
      const GalleySpan *span = &g_array_index (block->spans, GalleySpan, i);

      galley_builder_mark (builder, span->kind, span->start, span->end, span->value);
    }
}

static void
push_heads (WireItem *self, GalleyBuilder *builder, gboolean bylines)
{
  for (guint i = 0; i < self->heads->len; i++)
    {
      const WireBlock *head = g_ptr_array_index (self->heads, i);

      if (self->in_order || (head->role == GALLEY_ROLE_BYLINE) == bylines)
        push_block (builder, head);
    }
}

void
wire_item_push (WireItem *self, GalleyBuilder *builder)
{
  end_block (self);
  settle_heads (self);
  mark_dateline (self);
  if (self->page > 0)
    galley_builder_page (builder, self->page, self->page_name);
  if (self->kind != GALLEY_ARTICLE_STORY)
    galley_builder_kind (builder, self->kind);
  for (guint i = 0; i < self->metas->len; i++)
    {
      const WireMeta *meta = g_ptr_array_index (self->metas, i);

      galley_builder_item (builder, meta->key, meta->value, meta->qualifier);
    }
  for (guint i = 0; i < self->assets->len; i++)
    galley_builder_asset (builder, g_ptr_array_index (self->assets, i));
  push_heads (self, builder, FALSE);
  if (!self->in_order)
    push_heads (self, builder, TRUE);
  for (guint i = 0; i < self->blocks->len; i++)
    push_block (builder, g_ptr_array_index (self->blocks, i));
  galley_builder_next_article (builder);
}
