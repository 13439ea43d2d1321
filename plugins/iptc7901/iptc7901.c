/* SPDX-License-Identifier: GPL-3.0-or-later */
/* iptc7901 — the old transmission format of agencies: SOH header STX text ETX date EOT.
 *
 * Header: source and number, urgency, category, word count, slug. Lines of the text that begin with blanks begin paragraphs;
 * what stands above the first of them are headline and byline. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <gmodule.h>

#include "galley-error.h"
#include "galley-importer.h"
#include "galley-peas.h"
#include "../common/galley-charset.h"

#include "../common/galley-wire.h"

#define IPTC7901_TYPE_IMPORTER (iptc7901_importer_get_type ())
G_DECLARE_FINAL_TYPE (Iptc7901Importer, iptc7901_importer, IPTC7901, IMPORTER, GObject)

struct _Iptc7901Importer
{
  GObject parent_instance;
};

#define SOH 1
#define STX 2
#define ETX 3
#define EOT 4

/* --- one message ------------------------------------------------------------------------------------------------ */

/* "ABC123 4 POL 120 Town-Council": only urgency and category have a place of their own, the rest is told by its form. */
static void
read_header (WireItem *item, const char *header)
{
  g_auto (GStrv) words = g_strsplit_set (header, " \t\r\n", -1);
  guint n = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      const char *word = words[i];

      if (*word == '\0')
        continue;
      if (n == 0)
        wire_item_meta (item, "guid", word, NULL);
      else if (strlen (word) == 1 && *word >= '1' && *word <= '9' &&
               wire_item_get_meta (item, "urgency") == NULL)
        wire_item_meta (item, "urgency", word, NULL);
      else if (strlen (word) <= 3 && g_ascii_isalpha (*word) && wire_item_get_meta (item, "category") == NULL)
        wire_item_meta (item, "category", word, NULL);
      else if (word[strspn (word, "0123456789")] == '\0')
        wire_item_meta_once (item, "word-count", word);
      else
        wire_item_meta_once (item, "slug", word);
      n++;
    }
}

static gboolean
is_byline (const char *line)
{
  return g_ascii_strncasecmp (line, "by ", 3) == 0 || g_ascii_strncasecmp (line, "von ", 4) == 0 ||
         g_ascii_strncasecmp (line, "par ", 4) == 0;
}

static void
end_paragraph (WireItem *item, GString *paragraph)
{
  if (paragraph->len > 0)
    wire_item_plain (item, paragraph->str, GALLEY_ROLE_BODY);
  g_string_truncate (paragraph, 0);
}

/* Without any indented line blank lines part the paragraphs, and the first line is the headline. */
static void
read_text (WireItem *item, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (GString) paragraph = g_string_new (NULL);
  gboolean indented = strstr (text, "\n  ") != NULL || g_str_has_prefix (text, "  ");
  gboolean in_head = TRUE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      gboolean begins = g_str_has_prefix (lines[i], "  ") || *lines[i] == '\t';
      const char *line = g_strstrip (lines[i]);

      if (begins || *line == '\0')
        end_paragraph (item, paragraph);
      in_head &= !(begins && indented) &&
                 !(!indented && *line == '\0' && wire_item_has_head (item, GALLEY_ROLE_HEADLINE));
      if (*line == '\0')
        continue;
      if (in_head && is_byline (line))
        wire_item_by (item, line, NULL, TRUE);
      else if (in_head && !wire_item_has_head (item, GALLEY_ROLE_HEADLINE))
        wire_item_head (item, GALLEY_ROLE_HEADLINE, line);
      else if (in_head && indented)
        wire_item_head (item, GALLEY_ROLE_SUBHEAD, line);
      else
        g_string_append_printf (paragraph, "%s%s", paragraph->len > 0 ? " " : "", line);
    }
  end_paragraph (item, paragraph);
}

/* --- the file --------------------------------------------------------------------------------------------------- */

/* The bytes of one part as text: other controls of the transmission mean nothing in it. */
static char *
dup_part (const guint8 *data, gsize length)
{
  g_autofree guint8 *copy = g_memdup2 (data, length);
  g_autoptr (GalleyDecoded) decoded = NULL;

  for (gsize i = 0; i < length; i++)
    {
      if ((copy[i] < 0x20 && copy[i] != '\n' && copy[i] != '\t') || copy[i] == 0x7f)
        copy[i] = ' ';
    }
  decoded = galley_charset_decode (copy, length);
  return decoded != NULL ? g_steal_pointer (&decoded->text) : g_strdup ("");
}

/* One message between the marks; @header begins behind SOH, or behind the end of the message before. */
static gboolean
push_message (GalleyBuilder *builder, const guint8 *header, const guint8 *text, const guint8 *end)
{
  g_autoptr (WireItem) item = wire_item_new ();
  g_autofree char *header_text = dup_part (header, (gsize) (text - header));
  g_autofree char *body = dup_part (text + 1, (gsize) (end - text - 1));

  read_header (item, header_text);
  read_text (item, body);
  if (wire_item_is_empty (item))
    return FALSE;
  wire_item_push (item, builder);
  return TRUE;
}

static gboolean
iptc7901_importer_load (
    GalleyImporter *importer, GalleySource *source, GalleyBuilder *builder, GalleyJob *job, GError **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (galley_source_get_bytes (source), &length);
  const guint8 *stop = data + length;
  const guint8 *text;
  guint n_items = 0;

  for (const guint8 *p = data; p < stop && length <= GALLEY_BUILDER_MAX_BYTES &&
                               (text = memchr (p, STX, (gsize) (stop - p))) != NULL;)
    {
      const guint8 *end = memchr (text, ETX, (gsize) (stop - text));
      const guint8 *header = text;

      if (!galley_job_continues (job, error))
        return FALSE;
      while (header > p && header[-1] != SOH && header[-1] != EOT)
        header--;
      if (end == NULL)
        galley_job_note (job, _ ("The last message has no end: it may be cut off."));
      n_items += push_message (builder, header, text, end != NULL ? end : stop);
      p = end != NULL ? end : stop;
    }
  if (n_items > 0)
    return TRUE;
  g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” is not a message of IPTC 7901."),
               galley_source_get_name (source));
  return FALSE;
}

static guint
iptc7901_importer_probe (GalleyImporter *importer, GalleySource *source)
{
  gsize length;
  const guint8 *head = galley_source_get_head (source, &length);
  const guint8 *start = memchr (head, SOH, length);
  const guint8 *text = memchr (head, STX, length);

  if (text == NULL || memchr (head, 0, length) != NULL)
    return 0;
  return start != NULL && start < text ? 90 : 40;
}

static void
iptc7901_importer_iface_init (GalleyImporterInterface *iface)
{
  iface->probe = iptc7901_importer_probe;
  iface->load = iptc7901_importer_load;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (Iptc7901Importer,
                               iptc7901_importer,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_IMPORTER, iptc7901_importer_iface_init))

static void
iptc7901_importer_class_init (Iptc7901ImporterClass *klass)
{
}

static void
iptc7901_importer_init (Iptc7901Importer *self)
{
}

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

G_MODULE_EXPORT void
peas_register_types (PeasObjectModule *module)
{
  peas_object_module_register_extension_type (module, GALLEY_TYPE_IMPORTER, IPTC7901_TYPE_IMPORTER);
}
