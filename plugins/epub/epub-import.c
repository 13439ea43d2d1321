/* SPDX-License-Identifier: GPL-3.0-or-later */
/* epub-import.c — the documents of the spine in their order, each a chapter or, as our own exporter makes them,
 * several articles. Nothing outside of the package is read. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-error.h"

#include "../common/galley-html.h"
#include "../common/galley-zip.h"
#include "epub-import.h"

/* No book has more documents. */
#define MAX_SPINE 5000

struct _EpubImporter
{
  GObject parent_instance;
};

typedef struct
{
  GalleyZip *zip;
  GalleyJob *job;
  const char *shown;
  char *folder; /* of the package document, "" or with a slash at its end */
  char *title;
  char *language;
  GHashTable *manifest; /* id → element */
  char *document;       /* name of the one being read */
  guint n_missing;
  guint n_skipped;
} Book;

static void
book_clear (Book *book)
{
  g_clear_pointer (&book->zip, galley_zip_free);
  g_free (book->folder);
  g_free (book->title);
  g_free (book->language);
  g_free (book->document);
  g_clear_pointer (&book->manifest, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Book, book_clear)

/* The member an address in @base means; NULL where it leads out of the package. */
static char *
resolve (const char *base, const char *address)
{
  g_autofree char *bare = g_strndup (address, strcspn (address, "?#"));
  g_autofree char *plain = g_uri_unescape_string (bare, NULL);
  const char *slash = strrchr (base, '/');
  g_autoptr (GString) path = g_string_new_len (base, slash != NULL ? slash - base + 1 : 0);
  g_auto (GStrv) parts = NULL;
  g_autoptr (GPtrArray) kept = g_ptr_array_new ();

  if (plain == NULL || *plain == '\0' || g_uri_peek_scheme (address) != NULL)
    return NULL;
  if (*plain == '/')
    g_string_truncate (path, 0);
  g_string_append (path, plain);
  parts = g_strsplit (path->str, "/", -1);
  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (g_str_equal (parts[i], ".."))
        {
          if (kept->len == 0)
            return NULL;
          g_ptr_array_set_size (kept, (gint) kept->len - 1);
        }
      else if (*parts[i] != '\0' && !g_str_equal (parts[i], "."))
        g_ptr_array_add (kept, parts[i]);
    }
  g_ptr_array_add (kept, NULL);
  return g_strjoinv ("/", (char **) kept->pdata);
}

static xmlDoc *
read_xml (Book *book, const char *name, GError **error)
{
  g_autoptr (GBytes) bytes = galley_zip_read (book->zip, name, GALLEY_XML_MAX_BYTES, error);

  return bytes != NULL ? galley_xml_parse (bytes, name, error) : NULL;
}

/* --- the package ------------------------------------------------------------------------------------------------- */

/* Fonts may be made unreadable without the book being locked. */
static gboolean
is_locked (Book *book)
{
  static const char *const texts[] = { "html", "htm", "xml", "opf", "ncx" };
  g_autoptr (xmlDoc) doc = galley_zip_has (book->zip, "META-INF/encryption.xml")
                               ? read_xml (book, "META-INF/encryption.xml", NULL)
                               : NULL;
  xmlNode *root = doc != NULL ? xmlDocGetRootElement (doc) : NULL;

  for (xmlNode *node = root; node != NULL; node = galley_xml_next (node, root, TRUE))
    {
      const char *name = galley_xml_is (node, NULL, "CipherReference") ? galley_xml_get (node, "URI") : NULL;

      for (guint i = 0; name != NULL && i < G_N_ELEMENTS (texts); i++)
        {
          if (g_str_has_suffix (name, texts[i]))
            return TRUE;
        }
    }
  return FALSE;
}

static char *
find_package (Book *book, GError **error)
{
  g_autoptr (xmlDoc) doc = NULL;
  xmlNode *rootfile;
  const char *path;

  if (galley_zip_has (book->zip, "META-INF/container.xml"))
    {
      doc = read_xml (book, "META-INF/container.xml", error);
      if (doc == NULL)
        return NULL;
      rootfile = galley_xml_find (xmlDocGetRootElement (doc), "rootfile");
      path = rootfile != NULL ? galley_xml_get (rootfile, "full-path") : NULL;
      if (path != NULL)
        return resolve ("", path);
    }
  for (guint i = 0; i < galley_zip_list (book->zip)->len; i++)
    {
      const char *name = g_ptr_array_index (galley_zip_list (book->zip), i);

      if (g_str_has_suffix (name, ".opf"))
        return g_strdup (name);
    }
  g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” is a package, but no book."),
               book->shown);
  return NULL;
}

static gboolean
is_day (const char *text)
{
  return strlen (text) >= 10 && strspn (text, "0123456789") == 4 && text[4] == '-' && text[7] == '-';
}

static void
read_metadata (Book *book, xmlNode *package, GalleyBuilder *builder)
{
  xmlNode *metadata = galley_xml_child (package, "metadata");

  for (xmlNode *node = metadata; node != NULL; node = galley_xml_next (node, metadata, TRUE))
    {
      g_autofree char *text = NULL;

      if (node->type != XML_ELEMENT_NODE || node == metadata)
        continue;
      text = galley_xml_dup_text (node);
      if (galley_xml_is (node, NULL, "title") && book->title == NULL)
        book->title = wire_fold (text);
      else if (galley_xml_is (node, NULL, "language") && book->language == NULL)
        book->language = g_strdup (text);
      else if (galley_xml_is (node, NULL, "date") && is_day (text))
        {
          g_autofree char *day = g_strndup (text, 10);

          galley_builder_fact (builder, GALLEY_FACT_DATE, day);
        }
      else if (galley_xml_is (node, NULL, "publisher") && *text != '\0')
        galley_builder_fact (builder, GALLEY_FACT_PUBLISHER, text);
      else if (galley_xml_is (node, NULL, "meta") && *text != '\0')
        {
          const char *property = galley_xml_get (node, "property");

          if (g_strcmp0 (property, "belongs-to-collection") == 0)
            galley_builder_fact (builder, GALLEY_FACT_PAPER, text);
          else if (g_strcmp0 (property, "group-position") == 0)
            galley_builder_fact (builder, GALLEY_FACT_ISSUE, text);
        }
    }
  if (book->title != NULL)
    galley_builder_fact (builder, GALLEY_FACT_PAPER, book->title);
}

/* What the package says of the whole goes to each chapter: rights and language; to the first all the rest. */
static void
add_metadata (Book *book, xmlNode *package, WireItem *item, gboolean is_first)
{
  static const struct
  {
    const char *name;
    const char *key;
    gboolean each;
  } fields[] = { { "rights", "rights", TRUE },    { "creator", "person", TRUE },
                 { "subject", "keyword", FALSE }, { "description", "summary", FALSE },
                 { "identifier", "guid", FALSE }, { "source", "source", FALSE } };
  xmlNode *metadata = galley_xml_child (package, "metadata");

  wire_item_meta_once (item, "language", book->language);
  for (xmlNode *node = metadata; node != NULL; node = galley_xml_next (node, metadata, TRUE))
    {
      for (guint i = 0; i < G_N_ELEMENTS (fields) && node != metadata; i++)
        {
          g_autofree char *text = NULL;

          if (!galley_xml_is (node, NULL, fields[i].name) || !(is_first || fields[i].each))
            continue;
          text = galley_xml_dup_text (node);
          if (fields[i].each && !g_str_equal (fields[i].key, "person"))
            wire_item_meta_once (item, fields[i].key, text);
          else
            wire_item_meta (item, fields[i].key, text, NULL);
        }
    }
}

/* --- a document -------------------------------------------------------------------------------------------------- */

static GBytes *
fetch (gpointer data, const char *address, char **name)
{
  Book *book = data;
  g_autofree char *member = resolve (book->document, address);
  GBytes *bytes = member != NULL ? galley_zip_read (book->zip, member, GALLEY_HTML_MAX_PICTURE, NULL) : NULL;

  if (bytes != NULL)
    *name = g_path_get_basename (member);
  return bytes;
}

static void
push_part (
    Book *book, xmlNode *package, xmlNode *root, xmlNode *part, gboolean is_first, GalleyBuilder *builder)
{
  g_autoptr (WireItem) item = wire_item_new ();
  g_autofree char *title = NULL;
  xmlNode *titled = galley_html_find (root, "title", NULL, NULL);

  add_metadata (book, package, item, is_first);
  book->n_missing += galley_html_pictures (item, part, fetch, book);
  title = titled != NULL ? wire_xml_text (titled) : NULL;
  if (title != NULL && (*title == '\0' || g_strcmp0 (title, book->title) == 0))
    g_clear_pointer (&title, g_free);
  if (galley_html_find (part, NULL, "class", "headline") == NULL)
    galley_html_heads (item, part, part, title);
  wire_item_nodes (item, part, GALLEY_ROLE_BODY);
  if (wire_item_has_text (item) || wire_item_has_head (item, GALLEY_ROLE_HEADLINE))
    wire_item_push (item, builder);
  else if (!wire_item_is_empty (item))
    {
      wire_item_kind (item, GALLEY_ARTICLE_PICTURE);
      wire_item_push (item, builder);
    }
}

/* The parts of one document: its outermost elements "article" where there are several, else all of it. */
static void
push_document (Book *book, xmlNode *package, xmlDoc *doc, gboolean is_first, GalleyBuilder *builder)
{
  xmlNode *root = xmlDocGetRootElement (doc);
  xmlNode *body = galley_html_find (root, "body", NULL, NULL);
  g_autoptr (GPtrArray) articles = g_ptr_array_new ();

  if (body == NULL)
    body = root;
  for (xmlNode *node = galley_xml_next (body, body, TRUE); node != NULL;)
    {
      gboolean is = wire_xml_is (node, "article");

      if (is)
        g_ptr_array_add (articles, node);
      node = galley_xml_next (node, body, !is);
    }
  if (articles->len < 2)
    {
      push_part (book, package, root, body, is_first, builder);
      return;
    }
  for (guint i = 0; i < articles->len; i++)
    push_part (book, package, root, g_ptr_array_index (articles, i), is_first && i == 0, builder);
}

/* Tables of contents are made anew by whoever shows the book. */
static gboolean
is_contents (const xmlNode *item, const xmlNode *reference)
{
  return galley_html_has_word (item, "properties", "nav") ||
         g_strcmp0 (galley_xml_get (reference, "linear"), "no") == 0;
}

static gboolean
read_document (Book *book,
               xmlNode *package,
               const xmlNode *item,
               gboolean is_first,
               GalleyBuilder *builder,
               GError **error)
{
  const char *address = galley_xml_get (item, "href");
  const char *type = galley_xml_get (item, "media-type");
  g_autofree char *member = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GalleyDecoded) decoded = NULL;
  g_autoptr (xmlDoc) doc = NULL;
  g_autoptr (GError) failure = NULL;

  if (type != NULL && strstr (type, "html") == NULL && strstr (type, "xml") == NULL)
    return TRUE;
  member = address != NULL ? resolve (book->folder, address) : NULL;
  bytes = member != NULL ? galley_zip_read (book->zip, member, GALLEY_HTML_MAX_BYTES, &failure) : NULL;
  decoded = bytes != NULL ? galley_html_decode (bytes, member, &failure) : NULL;
  doc = decoded != NULL ? galley_html_parse (decoded->text, decoded->length, member, book->job, &failure)
                        : NULL;
  if (doc == NULL)
    {
      if (failure != NULL && (g_error_matches (failure, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE) ||
                              g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return FALSE;
        }
      book->n_skipped++;
      return TRUE;
    }
  g_free (book->document);
  book->document = g_steal_pointer (&member);
  push_document (book, package, doc, is_first, builder);
  return TRUE;
}

static void
read_manifest (Book *book, xmlNode *package)
{
  xmlNode *manifest = galley_xml_child (package, "manifest");

  book->manifest = g_hash_table_new (g_str_hash, g_str_equal);
  for (xmlNode *node = manifest != NULL ? manifest->children : NULL; node != NULL; node = node->next)
    {
      const char *id = galley_xml_is (node, NULL, "item") ? galley_xml_get (node, "id") : NULL;

      if (id != NULL)
        g_hash_table_insert (book->manifest, (gpointer) id, node);
    }
}

static gboolean
read_spine (Book *book, xmlNode *package, GalleyBuilder *builder, GError **error)
{
  xmlNode *spine = galley_xml_child (package, "spine");
  gulong n_all = spine != NULL ? xmlChildElementCount (spine) : 0;
  guint n = 0;

  for (xmlNode *node = spine != NULL ? spine->children : NULL; node != NULL && n < MAX_SPINE;
       node = node->next)
    {
      const char *id = galley_xml_is (node, NULL, "itemref") ? galley_xml_get (node, "idref") : NULL;
      const xmlNode *item = id != NULL ? g_hash_table_lookup (book->manifest, id) : NULL;

      if (id == NULL || (item != NULL && is_contents (item, node)))
        continue;
      if (!galley_job_continues (book->job, error))
        return FALSE;
      if (item == NULL)
        book->n_skipped++;
      else if (!read_document (book, package, item, n == 0, builder, error))
        return FALSE;
      n++;
      galley_job_progress (book->job, (double) n / MAX (n_all, n));
    }
  return TRUE;
}

static void
tell_job (const Book *book)
{
  if (book->n_missing > 0)
    galley_job_note (book->job,
                     g_dngettext (GETTEXT_PACKAGE, "%u picture is not in the file and was left out.",
                                  "%u pictures are not in the file and were left out.", book->n_missing),
                     book->n_missing);
  if (book->n_skipped > 0)
    galley_job_note (book->job,
                     g_dngettext (GETTEXT_PACKAGE, "%u chapter is missing or damaged and was left out.",
                                  "%u chapters are missing or damaged and were left out.", book->n_skipped),
                     book->n_skipped);
}

static gboolean
epub_importer_load (
    GalleyImporter *importer, GalleySource *source, GalleyBuilder *builder, GalleyJob *job, GError **error)
{
  g_auto (Book) book = { .job = job, .shown = galley_source_get_name (source) };
  g_autoptr (xmlDoc) doc = NULL;
  xmlNode *package;

  book.zip = galley_zip_open (galley_source_get_bytes (source), book.shown, error);
  if (book.zip == NULL)
    return FALSE;
  if (is_locked (&book))
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_ENCRYPTED, _ ("“%s” is locked against copying."),
                   book.shown);
      return FALSE;
    }
  book.folder = find_package (&book, error);
  doc = book.folder != NULL ? read_xml (&book, book.folder, error) : NULL;
  if (doc == NULL)
    return FALSE;
  package = xmlDocGetRootElement (doc);
  read_metadata (&book, package, builder);
  read_manifest (&book, package);
  if (!read_spine (&book, package, builder, error))
    return FALSE;
  tell_job (&book);
  return TRUE;
}

static guint
epub_importer_probe (GalleyImporter *importer, GalleySource *source)
{
  gsize length;
  const guint8 *head = galley_source_get_head (source, &length);

  if (length < 4 || memcmp (head, "PK\003\004", 4) != 0)
    return 0;
  if (length > 58 && memcmp (head + 30, "mimetypeapplication/epub+zip", 28) == 0)
    return 100;
  return g_str_equal (galley_source_get_suffix (source), "epub") ? 90 : 0;
}

static void
epub_importer_iface_init (GalleyImporterInterface *iface)
{
  iface->probe = epub_importer_probe;
  iface->load = epub_importer_load;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (EpubImporter,
                               epub_importer,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_IMPORTER, epub_importer_iface_init))

static void
epub_importer_class_init (EpubImporterClass *klass)
{
}

static void
epub_importer_init (EpubImporter *self)
{
}
