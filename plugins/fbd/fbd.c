/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fbd — 方正书版 小样: text with annotations in 〖 〗. Experimental: made from what manuals and notes say, not from a norm.
 * What marks a title, a note, a table or a picture is understood; what only sets type is dropped; what is not known is listed. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <gmodule.h>

#include "galley-byline.h"
#include "galley-error.h"
#include "galley-importer.h"
#include "galley-peas.h"

#define FBD_TYPE_IMPORTER (fbd_importer_get_type ())
G_DECLARE_FINAL_TYPE (FbdImporter, fbd_importer, FBD, IMPORTER, GObject)

struct _FbdImporter
{
  GObject parent_instance;
};

#define MAX_BYTES (32u * 1024 * 1024)
/* No annotation is longer (bytes of UTF-8); a bracket that stands open longer is text. */
#define MAX_ANNOTATION 400
/* A title of one line is no longer. */
#define MAX_TITLE 60

/* Private characters of the format, as they come out of GB18030. */
enum
{
  MARK_LINE = 0xe003,      /* 换行符 */
  MARK_PARAGRAPH = 0xe004, /* 换段符 */
  MARK_FIRST = 0xe003,
  MARK_LAST = 0xe00f,
  MARK_OPEN = 0xe008, /* 〖 where annotations are written with marks of their own */
  MARK_CLOSE = 0xe009,
  MARK_END = 0x03a9, /* Ω */
};

typedef enum
{
  SET_TYPE, /* only the look of type: dropped */
  TITLE,    /* a title of a level */
  CENTRED,
  FONT,  /* 汉体: size and face */
  BLANK, /* a blank of some width */
  TABLE,
  ROW,
  NOTE,
  PICTURE,
  BREAK, /* another line or column */
} Meaning;

static const struct
{
  const char *name;
  Meaning meaning;
} annotations[] = {
  { "BT", TITLE },    { "BD", SET_TYPE }, { "JZ", CENTRED },  { "HT", FONT },     { "KG", BLANK },
  { "BG", TABLE },    { "BH", ROW },      { "ZW", NOTE },     { "ZY", NOTE },     { "TP", PICTURE },
  { "HH", BREAK },    { "HD", BREAK },    { "KH", BREAK },    { "XS", BREAK },    { "LM", BREAK },
  { "DY", BREAK },    { "BF", SET_TYPE }, { "AK", SET_TYPE }, { "WT", SET_TYPE }, { "ST", SET_TYPE },
  { "HJ", SET_TYPE }, { "HS", SET_TYPE }, { "FL", SET_TYPE }, { "FZ", SET_TYPE }, { "ZK", SET_TYPE },
  { "SZ", SET_TYPE }, { "SP", SET_TYPE }, { "ZX", SET_TYPE }, { "PX", SET_TYPE }, { "DX", SET_TYPE },
  { "QX", SET_TYPE }, { "FK", SET_TYPE }, { "FQ", SET_TYPE }, { "CD", SET_TYPE }, { "ZZ", SET_TYPE },
  { "JQ", SET_TYPE }, { "YQ", SET_TYPE }, { "JY", SET_TYPE }, { "QP", SET_TYPE }, { "WB", SET_TYPE },
  { "XC", SET_TYPE }, { "YM", SET_TYPE }, { "MM", SET_TYPE }, { "DM", SET_TYPE }, { "HZ", SET_TYPE },
  { "SG", SET_TYPE }, { "SM", SET_TYPE }, { "XM", SET_TYPE }, { "DZ", SET_TYPE }, { "DQ", SET_TYPE },
  { "GB", SET_TYPE }, { "SB", SET_TYPE }, { "XB", SET_TYPE }, { "CS", SET_TYPE }, { "JX", SET_TYPE },
  { "KX", SET_TYPE }, { "BW", SET_TYPE }, { "ML", SET_TYPE }, { "TX", SET_TYPE }, { "DS", SET_TYPE },
  { "YX", SET_TYPE }, { "HX", SET_TYPE }, { "JP", SET_TYPE }, { "TD", SET_TYPE }, { "PZ", SET_TYPE },
};

typedef struct
{
  GalleyBuilder *builder;
  GalleyJob *job;
  GString *text; /* of the paragraph in hand */
  guint level;   /* of its title, 0 for none */
  gboolean centred;
  guint size;    /* 号 of the type: 5 is that of the text, 1 is large; 0 not said */
  guint largest; /* in this paragraph */
  gboolean bold; /* 黑体 */
  gboolean all_bold;
  gboolean in_note;
  guint tables;
  gboolean has_marks; /* paragraphs end with marks, so line ends mean nothing */
  gboolean has_body;
  gboolean has_headline;
  GHashTable *unknown; /* name → how often */
  GPtrArray *pictures;
  guint n_foreign; /* characters of fonts of its own */
  guint n_tables;
} Reader;

/* --- paragraphs -------------------------------------------------------------------------------------------------- */

static gboolean
is_byline (const char *text)
{
  g_autoptr (GPtrArray) people = g_utf8_strlen (text, -1) <= 40 ? galley_byline_parse (text) : NULL;

  return people != NULL && people->len > 0;
}

/* Without the blanks that stand between the characters of short titles: 会　议　纪　要. */
static GalleyRole
find_role (Reader *self, const char *text)
{
  glong length = g_utf8_strlen (text, -1);
  gboolean large = self->largest > 0 && self->largest <= 3;

  if (self->in_note)
    return GALLEY_ROLE_NOTE;
  if (self->tables > 0)
    return GALLEY_ROLE_BODY;
  if (self->level > 1)
    return self->has_headline && !self->has_body ? GALLEY_ROLE_SUBHEAD : GALLEY_ROLE_CROSSHEAD;
  if (self->level == 1)
    return GALLEY_ROLE_HEADLINE;
  if (!self->has_body && is_byline (text) && self->has_headline)
    return GALLEY_ROLE_BYLINE;
  if (length > MAX_TITLE || (!self->centred && !large))
    return length <= 30 && self->all_bold && self->has_body ? GALLEY_ROLE_CROSSHEAD : GALLEY_ROLE_BODY;
  if (large)
    return self->has_body && self->has_headline && self->largest == 3 ? GALLEY_ROLE_CROSSHEAD
                                                                      : GALLEY_ROLE_HEADLINE;
  if (!self->has_body)
    return self->has_headline ? GALLEY_ROLE_SUBHEAD : GALLEY_ROLE_KICKER;
  return GALLEY_ROLE_CROSSHEAD;
}

static void
end_paragraph (Reader *self)
{
  g_autofree char *text = g_strdup (self->text->str);
  GalleyRole role;

  /* Ideographic blanks at the beginning are the indent. */
  while (g_str_has_prefix (text, "\xe3\x80\x80") || g_ascii_isspace (*text))
    memmove (text, text + (g_ascii_isspace (*text) ? 1 : 3),
             strlen (text + (g_ascii_isspace (*text) ? 1 : 3)) + 1);
  g_strchomp (text);
  if (*text != '\0')
    {
      role = find_role (self, text);
      if (role == GALLEY_ROLE_HEADLINE && self->has_body)
        {
          galley_builder_next_article (self->builder);
          self->has_body = FALSE;
        }
      galley_builder_begin (self->builder, role);
      galley_builder_text (self->builder, text, -1, GALLEY_STYLE_PLAIN);
      self->has_headline |= role == GALLEY_ROLE_HEADLINE;
      self->has_body |= role == GALLEY_ROLE_BODY;
    }
  g_string_truncate (self->text, 0);
  self->level = 0;
  self->centred = FALSE;
  self->largest = 0;
  self->all_bold = TRUE;
}

/* --- annotations ------------------------------------------------------------------------------------------------- */

/* "2H", "4\"K", "5SS", "": the size in 号, 0 where it is not said, and whether the face is 黑体. */
static void
set_font (Reader *self, const char *rest)
{
  self->size = (guint) CLAMP (atoi (rest), 0, 99);
  rest += strspn (rest, "0123456789\"'.");
  /* 黑 and its kin: H, CH (粗黑), DH (大黑), XH (细黑) is thin. */
  self->bold = (*rest == 'H' && rest[1] != 'L' && rest[1] != 'P') || g_str_has_prefix (rest, "CH") ||
               g_str_has_prefix (rest, "DH");
}

static void
count_unknown (Reader *self, const char *name)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->unknown, name));

  if (g_hash_table_size (self->unknown) < 100)
    g_hash_table_insert (self->unknown, g_strdup (name), GUINT_TO_POINTER (n + 1));
}

static void
apply (Reader *self, Meaning meaning, const char *rest)
{
  gboolean opens = *rest == '(' || g_str_has_prefix (rest, "（");
  gboolean closes = *rest == ')' || g_str_has_prefix (rest, "）");

  switch (meaning)
    {
    case TITLE:
      if (closes)
        {
          end_paragraph (self);
          break;
        }
      if (self->text->len > 0)
        end_paragraph (self);
      self->level = CLAMP ((guint) (opens ? atoi (rest + 1) : atoi (rest)), 1, 9);
      break;
    case CENTRED:
      self->centred |= !closes;
      break;
    case FONT:
      set_font (self, rest);
      break;
    case BLANK:
      g_string_append (self->text, "\xe3\x80\x80");
      break;
    case TABLE:
      end_paragraph (self);
      self->n_tables += opens && self->tables == 0;
      self->tables = opens ? self->tables + 1 : self->tables - MIN (self->tables, 1);
      break;
    case ROW:
      end_paragraph (self);
      break;
    case NOTE:
      end_paragraph (self);
      self->in_note = !closes;
      break;
    case PICTURE:
      if (!closes)
        {
          rest += strspn (rest, "<(");
          g_ptr_array_add (self->pictures, g_strndup (rest, strcspn (rest, ",;>")));
        }
      break;
    case BREAK:
      end_paragraph (self);
      break;
    case SET_TYPE:
    default:
      break;
    }
}

/* What stands between the brackets: one annotation, or several parted by semicolons. */
static void
read_annotation (Reader *self, const char *text)
{
  char name[3] = { 0 };

  if (*text == '\0')
    {
      /* In a table it parts the cells. */
      if (self->tables > 0)
        g_string_append_c (self->text, '\t');
      return;
    }
  /* 〖)〗 alone closes what was opened last. */
  if (g_ascii_isupper (text[0]) && g_ascii_isupper (text[1]))
    memcpy (name, text, 2);
  for (guint i = 0; i < G_N_ELEMENTS (annotations); i++)
    {
      if (g_str_equal (annotations[i].name, name))
        {
          apply (self, annotations[i].meaning, text + 2);
          return;
        }
    }
  if (g_str_equal (text, ")") || g_str_equal (text, "）"))
    return;
  if (*name == '\0')
    memcpy (name, text, MIN (2, strlen (text)));
  if (!g_utf8_validate (name, -1, NULL))
    {
      g_autofree char *first = g_strndup (text, (gsize) (g_utf8_next_char (text) - text));

      count_unknown (self, first);
    }
  else
    count_unknown (self, name);
}

/* --- text -------------------------------------------------------------------------------------------------------- */

static void
add_character (Reader *self, gunichar c)
{
  if (self->has_marks && (c == '\n' || c == '\r'))
    return;
  if (c == '\r')
    return;
  if (c == '\n' || c == MARK_PARAGRAPH || c == 0x2199 || c == MARK_LINE)
    {
      if (c == MARK_LINE && self->level == 0 && !self->centred && self->tables == 0)
        return;
      end_paragraph (self);
      return;
    }
  if (c >= MARK_FIRST && c <= MARK_LAST)
    return;
  if (c >= 0xe000 && c <= 0xf8ff)
    {
      self->n_foreign++;
      c = 0xfffd;
    }
  if (self->size > 0 && !g_unichar_isspace (c))
    self->largest = self->largest == 0 ? self->size : MIN (self->largest, self->size);
  self->all_bold &= self->bold || g_unichar_isspace (c);
  g_string_append_unichar (self->text, c);
}

/* Where the annotation that begins at @p ends, or NULL where it is none. */
static const char *
find_close (const char *p, gunichar close)
{
  const char *start = p;

  for (; *p != '\0' && p - start < MAX_ANNOTATION; p = g_utf8_next_char (p))
    {
      if (g_utf8_get_char (p) == close)
        return p;
    }
  return NULL;
}

static gboolean
read_text (Reader *self, const char *text, GError **error)
{
  guint n = 0;

  for (const char *p = text; *p != '\0' && !galley_builder_is_full (self->builder); p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      const char *close = NULL;

      if (++n % 65536 == 0 && !galley_job_continues (self->job, error))
        return FALSE;
      if (c == 0x3016 || c == MARK_OPEN)
        close = find_close (g_utf8_next_char (p), c == MARK_OPEN ? MARK_CLOSE : 0x3017);
      if (close != NULL)
        {
          const char *start = g_utf8_next_char (p);
          g_autofree char *annotation = g_strndup (start, (gsize) (close - start));

          read_annotation (self, g_strstrip (annotation));
          p = close;
        }
      /* The end; what editors leave behind it is nothing. */
      else if (c == MARK_END && p[2 + strspn (p + 2, " \t\r\n\x1a")] == '\0')
        break;
      else
        add_character (self, c);
    }
  end_paragraph (self);
  return TRUE;
}

/* GB18030 → UTF-8; a byte that means nothing becomes U+FFFD. */
static char *
convert (const GString *bytes)
{
  GIConv converter = g_iconv_open ("UTF-8", "GB18030");
  GString *text = g_string_sized_new (bytes->len * 3 / 2 + 16);
  char *in = bytes->str;
  gsize in_left = bytes->len;
  char buffer[4096];

  g_return_val_if_fail (converter != (GIConv) -1, NULL);

  while (in_left > 0)
    {
      char *out = buffer;
      gsize out_left = sizeof buffer;
      gboolean stopped = g_iconv (converter, &in, &in_left, &out, &out_left) == (gsize) -1;

      g_string_append_len (text, buffer, (gssize) (sizeof buffer - out_left));
      if (stopped && out_left > 16 && in_left > 0)
        {
          g_string_append (text, "\xef\xbf\xbd");
          in++;
          in_left--;
        }
    }
  g_iconv_close (converter);
  return g_string_free (text, FALSE);
}

/* Characters that only fonts of the maker have stand as 0x0E … 0x0F: each such run becomes one replacement character. */
static char *
decode (const guint8 *data, gsize length, guint *n_foreign)
{
  g_autoptr (GString) bytes = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    {
      const guint8 *end = data[i] == 0x0e ? memchr (data + i, 0x0f, MIN (length - i, 64)) : NULL;

      if (end != NULL)
        {
          /* U+FFFD in GB18030. */
          g_string_append_len (bytes, "\x84\x31\xa4\x37", 4);
          i = (gsize) (end - data);
          (*n_foreign)++;
        }
      else if (data[i] != 0 && data[i] != 0x1a)
        g_string_append_c (bytes, (char) data[i]);
    }
  if (*n_foreign == 0 && g_utf8_validate (bytes->str, (gssize) bytes->len, NULL))
    return g_string_free (g_steal_pointer (&bytes), FALSE);
  return convert (bytes);
}

static void
tell_job (const Reader *self)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (self->unknown), (GCompareFunc) strcmp);

  galley_job_note (self->job, "%s",
                   _ ("Reading of Founder galleys is experimental: compare the text with the paper."));
  for (GList *name = names; name != NULL; name = name->next)
    {
      g_autofree char *part =
          g_strdup_printf ("%s〖%s〗 × %u", list->len > 0 ? ", " : "", (char *) name->data,
                           GPOINTER_TO_UINT (g_hash_table_lookup (self->unknown, name->data)));

      g_string_append (list, part);
    }
  if (list->len > 0)
    galley_job_note (self->job, _ ("Annotations that are not known were left out: %s."), list->str);
  if (self->n_foreign > 0)
    galley_job_note (self->job,
                     g_dngettext (GETTEXT_PACKAGE, "%u character of the maker’s own fonts became “�”.",
                                  "%u characters of the maker’s own fonts became “�”.", self->n_foreign),
                     self->n_foreign);
  if (self->n_tables > 0)
    galley_job_note (self->job,
                     g_dngettext (GETTEXT_PACKAGE, "%u table became lines of text.",
                                  "%u tables became lines of text.", self->n_tables),
                     self->n_tables);
  for (guint i = 0; i < MIN (self->pictures->len, 20); i++)
    galley_job_note (self->job, _ ("The picture “%s” is not in the file."),
                     (const char *) g_ptr_array_index (self->pictures, i));
}

/* --- the file ---------------------------------------------------------------------------------------------------- */

static gboolean
fbd_importer_load (
    GalleyImporter *importer, GalleySource *source, GalleyBuilder *builder, GalleyJob *job, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (galley_source_get_bytes (source), &length);
  g_autoptr (GString) paragraph = g_string_new (NULL);
  g_autoptr (GHashTable) unknown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GPtrArray) pictures = g_ptr_array_new_with_free_func (g_free);
  Reader reader = { .builder = builder,
                    .job = job,
                    .text = paragraph,
                    .all_bold = TRUE,
                    .unknown = unknown,
                    .pictures = pictures };
  g_autofree char *text = NULL;

  if (length > MAX_BYTES)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE, _ ("“%s” is too large for a text: %u MB."),
                   galley_source_get_name (source), (guint) (length >> 20));
      return FALSE;
    }
  text = decode (data, length, &reader.n_foreign);
  if (text == NULL)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” is not text in any known encoding."),
                   galley_source_get_name (source));
      return FALSE;
    }
  reader.has_marks =
      g_utf8_strchr (text, -1, MARK_PARAGRAPH) != NULL || g_utf8_strchr (text, -1, 0x2199) != NULL;
  if (!read_text (&reader, text, error))
    return FALSE;
  tell_job (&reader);
  return TRUE;
}

/* "〖HT", "〖BT" … in the bytes of GB18030, UTF-8 or with the marks of the format. */
static guint
fbd_importer_probe (GalleyImporter *importer, GalleySource *source)
{
  static const char *const opens[] = { "\xa1\xbc", "\xe3\x80\x96", "\xaa\xa9" };
  gsize length;
  const guint8 *head = galley_source_get_head (source, &length);
  guint n = 0;

  for (gsize i = 0; i + 5 < length; i++)
    {
      for (guint k = 0; k < G_N_ELEMENTS (opens); k++)
        {
          gsize size = strlen (opens[k]);

          n += memcmp (head + i, opens[k], size) == 0 && g_ascii_isupper (head[i + size]) &&
               g_ascii_isupper (head[i + size + 1]);
        }
    }
  if (g_str_equal (galley_source_get_suffix (source), "fbd"))
    return n > 0 ? 95 : length > 0 && memchr (head, 0, length) == NULL ? 40 : 0;
  return n >= 3 ? 70 : 0;
}

static void
fbd_importer_iface_init (GalleyImporterInterface *iface)
{
  iface->probe = fbd_importer_probe;
  iface->load = fbd_importer_load;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FbdImporter,
                               fbd_importer,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_IMPORTER, fbd_importer_iface_init))

static void
fbd_importer_class_init (FbdImporterClass *klass)
{
}

static void
fbd_importer_init (FbdImporter *self)
{
}

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

G_MODULE_EXPORT void
peas_register_types (PeasObjectModule *module)
{
  peas_object_module_register_extension_type (module, GALLEY_TYPE_IMPORTER, FBD_TYPE_IMPORTER);
}
