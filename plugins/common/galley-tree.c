/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-error.h"

#include "galley-tree-private.h"

/* As deep as libxml2 lets a document be: whoever walks a tree may call itself for each level. */
#define MAX_DEPTH 256
/* Of one element, each held against all before it. The richest that word processors write have some forty. */
#define MAX_ATTRIBUTES 256u
/* Nodes are cut from pieces of memory, each twice as large as the one before (bytes). */
#define FIRST_CHUNK (4u * 1024)
#define LAST_CHUNK (256u * 1024)

#define XML_URI "http://www.w3.org/XML/1998/namespace"

struct _GalleyTree
{
  char *text; /* taken apart */
  gsize text_size;
  xmlNode *root;
  GPtrArray *chunks; /* that nodes are cut from */
  gsize used;        /* of the last one, */
  gsize size;        /* which is so large */
};

/* A prefix that has been given a meaning, and the one it has again behind the element. */
typedef struct
{
  xmlNs *space;
  xmlNs *outer; /* or NULL */
} Declared;

typedef struct
{
  GalleyTree *tree;
  char *p;
  const char *end;     /* there stands a zero */
  xmlNode *parent;     /* the element in hand, or NULL */
  char *text_end;      /* of the text that was read last */
  GArray *spaces;      /* of Declared, the declarations in hand */
  GHashTable *meaning; /* prefix, or "" → xmlNs *: what each means here */
  GArray *starts;      /* of guint: where those of each open element begin */
  gboolean lax; /* parts of the document type lie elsewhere: what it does not define may be defined there */
  guint n_nodes;
} Parser;

/* --- memory ------------------------------------------------------------------------------------------------------ */

static gpointer
cut (GalleyTree *self, gsize size)
{
  gsize rounded = (size + 15) & ~(gsize) 15;
  guint8 *chunk;

  if (self->used + rounded > self->size)
    {
      self->size = self->size == 0 ? FIRST_CHUNK : MIN (self->size * 2, LAST_CHUNK);
      self->used = 0;
      g_ptr_array_add (self->chunks, g_malloc0 (self->size));
    }
  chunk = g_ptr_array_index (self->chunks, self->chunks->len - 1);
  self->used += rounded;
  return chunk + self->used - rounded;
}

void
galley_tree_free (GalleyTree *self)
{
  g_free (self->text);
  g_ptr_array_unref (self->chunks);
  g_free (self);
}

gsize
galley_tree_get_size (GalleyTree *self)
{
  return self->text_size;
}

xmlNode *
galley_tree_get_root (GalleyTree *self)
{
  return self->root;
}

/* --- characters -------------------------------------------------------------------------------------------------- */

static gboolean
is_space (char c)
{
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static gboolean
is_name (char c)
{
  return g_ascii_isalnum (c) || c == '_' || c == '-' || c == '.' || c == ':' || (guchar) c >= 0x80;
}

static gboolean
is_name_start (char c)
{
  return is_name (c) && !g_ascii_isdigit (c) && c != '-' && c != '.';
}

static void
skip_spaces (Parser *self)
{
  while (is_space (*self->p))
    self->p++;
}

static gboolean
skip_word (Parser *self, const char *word)
{
  gsize length = strlen (word);

  if (strncmp (self->p, word, length) != 0)
    return FALSE;
  self->p += length;
  return TRUE;
}

/* What XML can hold; @c is valid Unicode. */
static gboolean
is_allowed (gunichar c)
{
  return c >= 0x20 ? c != 0xfffe && c != 0xffff && (c < 0xd800 || c > 0xdfff) && c <= 0x10ffff
                   : c == '\t' || c == '\n' || c == '\r';
}

/* The same for text in UTF-8 that is valid: of those above U+007F only two are not allowed. */
static gboolean
holds_allowed (const char *p)
{
  if ((guchar) *p >= 0x20)
    return (guchar) *p != 0xef || (guchar) p[1] != 0xbf || ((guchar) p[2] != 0xbe && (guchar) p[2] != 0xbf);
  return is_space (*p);
}

/* "&#x4e00;" or "&amp;" at self->p, written to *@out. FALSE where it is none. */
static gboolean
read_reference (Parser *self, char **out)
{
  static const struct
  {
    const char *name;
    char c;
  } known[] = { { "&lt;", '<' }, { "&gt;", '>' }, { "&amp;", '&' }, { "&quot;", '"' }, { "&apos;", '\'' } };
  const char *digits;
  char *stop = NULL;
  gboolean is_hex;
  guint64 code;

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      if (skip_word (self, known[i].name))
        {
          *(*out)++ = known[i].c;
          return TRUE;
        }
    }
  if (self->p[1] != '#')
    {
      char *name = self->p + 1;

      while (is_name (*name))
        name++;
      if (!self->lax || !is_name_start (self->p[1]) || *name != ';')
        return FALSE;
      self->p = name + 1;
      return TRUE;
    }
  is_hex = self->p[2] == 'x';
  digits = self->p + 2 + is_hex;
  if (is_hex ? !g_ascii_isxdigit (*digits) : !g_ascii_isdigit (*digits))
    return FALSE;
  code = g_ascii_strtoull (digits, &stop, is_hex ? 16 : 10);
  if (*stop != ';' || code > 0x10ffff || !is_allowed ((gunichar) code))
    return FALSE;
  self->p = stop + 1;
  *out += g_unichar_to_utf8 ((gunichar) code, *out);
  return TRUE;
}

/* --- nodes ------------------------------------------------------------------------------------------------------- */

static void
append_node (Parser *self, xmlNode *node)
{
  xmlNode *parent = self->parent;

  node->parent = parent;
  if (parent == NULL)
    {
      self->tree->root = node;
      return;
    }
  node->prev = parent->last;
  if (parent->last != NULL)
    parent->last->next = node;
  else
    parent->children = node;
  parent->last = node;
}

static xmlNode *
new_text (Parser *self, char *content)
{
  xmlNode *node = cut (self->tree, sizeof *node);

  node->type = XML_TEXT_NODE;
  node->name = (const xmlChar *) "text";
  node->content = (xmlChar *) content;
  return node;
}

/* @prefix is "" for names without one. */
static xmlNs *
find_space (Parser *self, const char *prefix)
{
  xmlNs *space = g_hash_table_lookup (self->meaning, prefix);

  return space != NULL && *space->href != '\0' ? space : NULL;
}

static const char *
prefix_of (const xmlNs *space)
{
  return space->prefix != NULL ? (const char *) space->prefix : "";
}

static void
declare (Parser *self, const char *prefix, const char *uri)
{
  Declared declared = { cut (self->tree, sizeof (xmlNs)), NULL };

  declared.space->type = XML_NAMESPACE_DECL;
  declared.space->prefix = (const xmlChar *) prefix;
  declared.space->href = (const xmlChar *) uri;
  declared.outer = g_hash_table_lookup (self->meaning, prefix_of (declared.space));
  g_hash_table_replace (self->meaning, (char *) prefix_of (declared.space), declared.space);
  g_array_append_val (self->spaces, declared);
}

/* Those behind the first @n end. */
static void
undeclare (Parser *self, guint n)
{
  while (self->spaces->len > n)
    {
      const Declared *declared = &g_array_index (self->spaces, Declared, self->spaces->len - 1);

      if (declared->outer != NULL)
        g_hash_table_replace (self->meaning, (char *) prefix_of (declared->outer), declared->outer);
      else
        g_hash_table_remove (self->meaning, prefix_of (declared->space));
      g_array_set_size (self->spaces, self->spaces->len - 1);
    }
}

/* --- tags -------------------------------------------------------------------------------------------------------- */

/* A name that has been read: what stands behind it may be overwritten once it was looked at. */
typedef struct
{
  char *start;
  char *colon; /* or NULL */
  gsize length;
} Name;

/* Behind a second colon a name has to begin once more, or it is over there. */
static void
end_at_second (Parser *self, const Name *name)
{
  char *second =
      name->colon != NULL ? memchr (name->colon + 1, ':', (gsize) (self->p - name->colon - 1)) : NULL;

  if (second != NULL && !is_name_start (second[1]))
    self->p = second + 1;
}

static gboolean
read_name (Parser *self, Name *name)
{
  name->start = self->p;
  name->colon = NULL;
  if (!is_name_start (*self->p))
    return FALSE;
  for (; is_name (*self->p); self->p++)
    {
      if (*self->p == ':' && name->colon == NULL && self->p > name->start)
        name->colon = self->p;
    }
  /* A colon at the end parts nothing, nor does one in a name that begins with one. */
  if (name->colon != NULL &&
      (*name->start == ':' || !is_name_start (name->colon[1]) || name->colon[1] == ':'))
    name->colon = NULL;
  end_at_second (self, name);
  name->length = (gsize) (self->p - name->start);
  return TRUE;
}

/* The part behind the prefix, or the whole name where its prefix means nothing. *@space is what it means. */
static const char *
resolve (Parser *self, const Name *name, gboolean is_element, xmlNs **space)
{
  *space = NULL;
  if (name->colon == NULL)
    {
      if (is_element)
        *space = find_space (self, "");
      return name->start;
    }
  *name->colon = '\0';
  *space = find_space (self, name->start);
  if (*space != NULL)
    return name->colon + 1;
  *name->colon = ':';
  return name->start;
}

/* The value of an attribute, taken apart where it stands; the quote behind it becomes its end. */
static char *
read_value (Parser *self)
{
  const char quote = *self->p;
  char *start = self->p + 1, *out = start;

  if (quote != '"' && quote != '\'')
    return NULL;
  self->p++;
  while (*self->p != quote)
    {
      if (*self->p == '<' || !holds_allowed (self->p))
        return NULL;
      if (*self->p == '&')
        {
          if (!read_reference (self, &out))
            return NULL;
          continue;
        }
      /* A line end is one blank, however it is written. */
      if (*self->p == '\r' && self->p[1] == '\n')
        self->p++;
      *out++ = is_space (*self->p) ? ' ' : *self->p;
      self->p++;
    }
  self->p++;
  *out = '\0';
  return start;
}

typedef struct
{
  Name name;
  char *value;
} Pair;

static gboolean
is_same_name (const Name *one, const Name *other)
{
  return one->length == other->length && memcmp (one->start, other->start, one->length) == 0;
}

/* The attributes of a start tag into @pairs, its declarations into the spaces. */
static gboolean
read_pairs (Parser *self, GArray *pairs)
{
  for (;;)
    {
      gboolean apart = is_space (*self->p);
      Pair pair;

      skip_spaces (self);
      if (*self->p == '>' || *self->p == '/')
        return TRUE;
      if (!apart || !read_name (self, &pair.name) || pairs->len >= MAX_ATTRIBUTES)
        return FALSE;
      skip_spaces (self);
      if (*self->p != '=')
        return FALSE;
      self->p++;
      skip_spaces (self);
      pair.value = read_value (self);
      if (pair.value == NULL)
        return FALSE;
      for (guint i = 0; i < pairs->len; i++)
        {
          if (is_same_name (&pair.name, &g_array_index (pairs, Pair, i).name))
            return FALSE;
        }
      g_array_append_val (pairs, pair);
    }
}

/* Ends the names, and takes out those that declare spaces. */
static void
take_spaces (Parser *self, GArray *pairs)
{
  for (guint i = 0; i < pairs->len; i++)
    {
      Pair *pair = &g_array_index (pairs, Pair, i);

      pair->name.start[pair->name.length] = '\0';
      self->n_nodes++;
      if (g_str_equal (pair->name.start, "xmlns"))
        declare (self, NULL, pair->value);
      else if (pair->name.colon != NULL && g_str_has_prefix (pair->name.start, "xmlns:"))
        declare (self, pair->name.colon + 1, pair->value);
      else
        continue;
      pair->value = NULL;
    }
}

static void
add_attributes (Parser *self, xmlNode *node, GArray *pairs)
{
  xmlAttr *last = NULL;

  for (guint i = 0; i < pairs->len; i++)
    {
      const Pair *pair = &g_array_index (pairs, Pair, i);
      xmlAttr *attribute;

      if (pair->value == NULL)
        continue;
      attribute = cut (self->tree, sizeof *attribute);
      attribute->type = XML_ATTRIBUTE_NODE;
      attribute->name = (const xmlChar *) resolve (self, &pair->name, FALSE, &attribute->ns);
      attribute->parent = node;
      if (*pair->value != '\0')
        {
          attribute->children = attribute->last = new_text (self, pair->value);
          attribute->children->parent = (xmlNode *) attribute;
        }
      attribute->prev = last;
      if (last != NULL)
        last->next = attribute;
      else
        node->properties = attribute;
      last = attribute;
    }
}

static void
close_element (Parser *self)
{
  undeclare (self, g_array_index (self->starts, guint, self->starts->len - 1));
  g_array_set_size (self->starts, self->starts->len - 1);
  self->parent = self->parent->parent;
}

/* self->p stands behind the '<'. */
static gboolean
read_start_tag (Parser *self, GArray *pairs)
{
  Name name;
  guint first_space = self->spaces->len;
  gboolean is_empty;
  xmlNode *node;

  g_array_set_size (pairs, 0);
  if (self->starts->len >= MAX_DEPTH || !read_name (self, &name))
    return FALSE;
  if (!read_pairs (self, pairs))
    return FALSE;
  is_empty = *self->p == '/';
  self->p += is_empty;
  if (*self->p != '>')
    return FALSE;
  self->p++;

  name.start[name.length] = '\0';
  take_spaces (self, pairs);
  node = cut (self->tree, sizeof *node);
  node->type = XML_ELEMENT_NODE;
  node->name = (const xmlChar *) resolve (self, &name, TRUE, &node->ns);
  add_attributes (self, node, pairs);
  append_node (self, node);
  self->parent = node;
  self->n_nodes++;
  g_array_append_val (self->starts, first_space);
  if (is_empty)
    close_element (self);
  return TRUE;
}

/* self->p stands behind the '</'. */
static gboolean
read_end_tag (Parser *self)
{
  const xmlNode *node = self->parent;
  const char *prefix = node != NULL && node->ns != NULL ? (const char *) node->ns->prefix : NULL;

  if (node == NULL || (prefix != NULL && (!skip_word (self, prefix) || !skip_word (self, ":"))) ||
      !skip_word (self, (const char *) node->name) || is_name (*self->p))
    return FALSE;
  skip_spaces (self);
  if (*self->p != '>')
    return FALSE;
  self->p++;
  close_element (self);
  return TRUE;
}

/* --- text -------------------------------------------------------------------------------------------------------- */

/* Text beside text is one, whatever parted them: it moves up, over markup that has been passed. */
static void
add_text (Parser *self, char *start, char *end)
{
  const xmlNode *last = self->parent->last;

  if (end == start)
    return;
  if (last != NULL && last->type == XML_TEXT_NODE)
    {
      memmove (self->text_end, start, (gsize) (end - start));
      end = self->text_end + (end - start);
    }
  else
    {
      append_node (self, new_text (self, start));
      self->n_nodes++;
    }
  self->text_end = end;
  *end = '\0';
}

/* Up to the next tag. A tag's '<' may become the end of the text: it is passed by then. */
static gboolean
read_text (Parser *self)
{
  char *start = self->p, *out = start;

  while (*self->p != '<' && self->p < self->end)
    {
      if (!holds_allowed (self->p))
        return FALSE;
      if (*self->p == '&')
        {
          if (!read_reference (self, &out))
            return FALSE;
          continue;
        }
      if (*self->p == ']' && self->p[1] == ']' && self->p[2] == '>')
        return FALSE;
      if (*self->p == '\r')
        {
          self->p += self->p[1] == '\n';
          *out++ = '\n';
        }
      else
        *out++ = *self->p;
      self->p++;
    }
  if (self->p >= self->end)
    return FALSE;
  self->p++;
  add_text (self, start, out);
  return TRUE;
}

/* self->p stands behind "<![CDATA[". */
static gboolean
read_cdata (Parser *self)
{
  char *start = self->p, *out = start;
  const char *end = strstr (self->p, "]]>");

  if (end == NULL)
    return FALSE;
  while (self->p < end)
    {
      if (!holds_allowed (self->p))
        return FALSE;
      if (*self->p == '\r')
        {
          self->p += self->p[1] == '\n';
          *out++ = '\n';
        }
      else
        *out++ = *self->p;
      self->p++;
    }
  self->p += 3;
  add_text (self, start, out);
  return TRUE;
}

/* --- what is no text --------------------------------------------------------------------------------------------- */

static gboolean
are_allowed (const char *start, const char *end)
{
  for (const char *p = start; p < end; p++)
    {
      if (!holds_allowed (p))
        return FALSE;
    }
  return TRUE;
}

/* self->p stands behind "<!--". */
static gboolean
skip_comment (Parser *self)
{
  const char *end = strstr (self->p, "--");

  if (end == NULL || end[2] != '>' || !are_allowed (self->p, end))
    return FALSE;
  self->p = (char *) end + 3;
  return TRUE;
}

/* self->p stands behind "<?". */
static gboolean
skip_instruction (Parser *self)
{
  const char *end = strstr (self->p, "?>");
  Name name;
  gboolean is_reserved;

  if (end == NULL || !are_allowed (self->p, end) || !read_name (self, &name))
    return FALSE;
  is_reserved = self->p - name.start == 3 && g_ascii_strncasecmp (name.start, "xml", 3) == 0;
  if (is_reserved || (self->p < end && !is_space (*self->p)))
    return FALSE;
  self->p = (char *) end + 2;
  return TRUE;
}

static gboolean
skip_quoted (Parser *self)
{
  const char *end = strchr (self->p + 1, *self->p);

  if (end == NULL)
    return FALSE;
  self->p = (char *) end + 1;
  return TRUE;
}

/* What is declared in the document itself: nothing of it counts. self->p stands behind the '['. */
static gboolean
skip_declarations (Parser *self)
{
  while (*self->p != ']')
    {
      if (self->p >= self->end)
        return FALSE;
      if (*self->p == '"' || *self->p == '\'')
        {
          if (!skip_quoted (self))
            return FALSE;
        }
      else if (skip_word (self, "<!--"))
        {
          if (!skip_comment (self))
            return FALSE;
        }
      else if (skip_word (self, "<?"))
        {
          if (!skip_instruction (self))
            return FALSE;
        }
      else
        {
          self->lax |= *self->p == '%' && is_name_start (self->p[1]);
          self->p++;
        }
    }
  self->p++;
  return TRUE;
}

/* self->p stands behind "<!DOCTYPE". */
static gboolean
skip_doctype (Parser *self)
{
  if (!is_space (*self->p))
    return FALSE;
  while (*self->p != '>')
    {
      if (self->p >= self->end)
        return FALSE;
      if (*self->p == '[')
        {
          self->p++;
          if (!skip_declarations (self))
            return FALSE;
        }
      else if (*self->p == '"' || *self->p == '\'')
        {
          self->lax = TRUE;
          if (!skip_quoted (self))
            return FALSE;
        }
      else
        self->p++;
    }
  self->p++;
  return TRUE;
}

/* Comments, instructions and blanks around the root, and the document type before it. */
static gboolean
skip_around (Parser *self, gboolean before)
{
  gboolean has_type = FALSE;

  for (;;)
    {
      skip_spaces (self);
      if (skip_word (self, "<!--"))
        {
          if (!skip_comment (self))
            return FALSE;
        }
      else if (skip_word (self, "<?"))
        {
          if (!skip_instruction (self))
            return FALSE;
        }
      else if (before && skip_word (self, "<!DOCTYPE"))
        {
          if (has_type || !skip_doctype (self))
            return FALSE;
          has_type = TRUE;
        }
      else
        return TRUE;
    }
}

/* --- the document ------------------------------------------------------------------------------------------------ */

/* What stands behind a '<' within the root. */
static gboolean
read_markup (Parser *self, GArray *pairs)
{
  if (*self->p == '/')
    {
      self->p++;
      return read_end_tag (self);
    }
  if (skip_word (self, "!--"))
    return skip_comment (self);
  if (skip_word (self, "![CDATA["))
    return read_cdata (self);
  if (*self->p == '?')
    {
      self->p++;
      return skip_instruction (self);
    }
  return read_start_tag (self, pairs);
}

/* <?xml version="1.0" …?>: what it says of the encoding has been seen. */
static gboolean
skip_declaration (Parser *self)
{
  const char *end;

  if (strncmp (self->p, "<?xml", 5) != 0 || !is_space (self->p[5]))
    return TRUE;
  end = strstr (self->p, "?>");
  if (end == NULL || g_strstr_len (self->p, end - self->p, "version") == NULL ||
      memchr (self->p + 2, '<', (gsize) (end - self->p - 2)) != NULL)
    return FALSE;
  self->p = (char *) end + 2;
  return TRUE;
}

static gboolean
read_document (Parser *self)
{
  g_autoptr (GArray) pairs = g_array_new (FALSE, FALSE, sizeof (Pair));

  declare (self, "xml", XML_URI);
  if (!skip_declaration (self) || !skip_around (self, TRUE) || *self->p != '<')
    return FALSE;
  self->p++;
  if (!read_start_tag (self, pairs))
    return FALSE;
  while (self->parent != NULL)
    {
      if (self->n_nodes > GALLEY_XML_MAX_NODES || !read_text (self) || !read_markup (self, pairs))
        return FALSE;
    }
  return skip_around (self, FALSE) && self->p == self->end;
}

/* --- reading ----------------------------------------------------------------------------------------------------- */

static guint
count_lines (const char *start, const char *end)
{
  guint n = 1;

  for (const char *p = start; p < end; p++)
    n += *p == '\n';
  return n;
}

static void
set_error (const Parser *self, const char *shown, GError **error)
{
  if (self->n_nodes > GALLEY_XML_MAX_NODES)
    g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE, _ ("“%s” is larger than a document may be."),
                 shown);
  else
    g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” is damaged near line %d."), shown,
                 self->p != NULL ? (int) count_lines (self->tree->text, self->p) : 0);
}

GalleyTree *
galley_tree_parse (GBytes *bytes, const char *shown, GError **error)
{
  g_autoptr (GalleyTree) tree = NULL;
  g_autoptr (GArray) spaces = NULL;
  g_autoptr (GHashTable) meaning = NULL;
  g_autoptr (GArray) starts = NULL;
  Parser parser = { 0 };
  gsize length, written = 0;
  const char *data;

  g_return_val_if_fail (bytes != NULL && shown != NULL, NULL);

  data = g_bytes_get_data (bytes, &length);
  if (length > GALLEY_XML_MAX_BYTES)
    parser.n_nodes = G_MAXUINT;
  else if (length == 0)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” is empty."), shown);
      return NULL;
    }
  tree = g_new0 (GalleyTree, 1);
  tree->chunks = g_ptr_array_new_with_free_func (g_free);
  tree->text = parser.n_nodes == 0 ? galley_tree_dup_text (data, length, &written) : NULL;
  if (tree->text != NULL && strlen (tree->text) == written)
    {
      spaces = g_array_new (FALSE, FALSE, sizeof (Declared));
      meaning = g_hash_table_new (g_str_hash, g_str_equal);
      starts = g_array_new (FALSE, FALSE, sizeof (guint));
      tree->text_size = written;
      parser.tree = tree;
      parser.p = tree->text;
      parser.end = tree->text + written;
      parser.spaces = spaces;
      parser.meaning = meaning;
      parser.starts = starts;
      if (read_document (&parser))
        return g_steal_pointer (&tree);
    }
  set_error (&parser, shown, error);
  return NULL;
}
