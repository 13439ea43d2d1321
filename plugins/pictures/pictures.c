/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pictures — the pictures of an issue as a folder, for the archive, an agency or the printer: named by page and headline, each with
 * its words written into it (IPTC Photo Metadata as XMP), and a list of them all. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <gmodule.h>

#include "galley-exporter.h"
#include "galley-peas.h"

#include "../common/galley-export-picture.h"
#include "../common/galley-export-words.h"

#define PICTURES_TYPE_EXPORTER (pictures_exporter_get_type ())
G_DECLARE_FINAL_TYPE (PicturesExporter, pictures_exporter, PICTURES, EXPORTER, GObject)

struct _PicturesExporter
{
  GObject parent_instance;

  ExportOptions options;
  gboolean words;
};

enum
{
  PROP_WORDS = EXPORT_N_PROPS,
};

/* So much of the headline goes into the name of a file (characters). */
#define MAX_NAME 24

typedef struct
{
  PicturesExporter *self;
  GFile *folder;
  GalleyJob *job;
  GHashTable *names; /* that were given, in lower case */
  GString *list;
  const char *language; /* of the edition */
} Writer;

/* What no system bears in a name becomes a line. */
static char *
dup_stem (GalleyPage *page, GalleyArticle *article)
{
  g_autofree char *headline = galley_article_dup_headline (article);
  g_autofree char *start = g_utf8_strlen (headline, -1) > MAX_NAME ? g_utf8_substring (headline, 0, MAX_NAME)
                                                                   : g_strdup (headline);

  for (char *p = start; *p != '\0'; p++)
    {
      if ((guchar) *p < 0x20 || strchr ("/\\:*?\"<>|", *p) != NULL)
        *p = '-';
    }
  g_strstrip (start);
  return *start != '\0' ? g_strdup_printf ("%02u-%s", galley_page_get_number (page), start)
                        : g_strdup_printf ("%02u", galley_page_get_number (page));
}

/* The kind of picture it is, else what its name says. */
static char *
dup_suffix (GalleyAsset *asset)
{
  const char *suffix = export_picture_suffix (asset);
  const char *dot = strrchr (galley_asset_get_name (asset), '.');

  if (suffix == NULL && dot != NULL && dot[1] != '\0' && strlen (dot) <= 6)
    suffix = dot + 1;
  return g_ascii_strdown (suffix != NULL ? suffix : "bin", -1);
}

static char *
dup_name (Writer *writer, GalleyPage *page, GalleyArticle *article, GalleyAsset *asset)
{
  g_autofree char *stem = dup_stem (page, article);
  g_autofree char *suffix = dup_suffix (asset);

  for (guint i = 1;; i++)
    {
      g_autofree char *name =
          i == 1 ? g_strdup_printf ("%s.%s", stem, suffix) : g_strdup_printf ("%s-%u.%s", stem, i, suffix);
      g_autofree char *lower = g_utf8_strdown (name, -1);

      if (g_hash_table_add (writer->names, g_steal_pointer (&lower)))
        return g_steal_pointer (&name);
    }
}

static void
append_field (Writer *writer, ExportWord label, const char *value)
{
  g_auto (GStrv) lines = g_strsplit (value != NULL ? value : "", "\n", -1);
  g_autofree char *line = g_strjoinv (" ", lines);

  if (*line != '\0')
    g_string_append_printf (writer->list, "    %s: %s\n", export_word (writer->language, label), line);
}

/* The list is for people who look into the folder without a program for pictures. */
static void
list_picture (Writer *writer, const char *name, GalleyArticle *article, GalleyAsset *asset)
{
  g_autofree char *headline = galley_article_dup_headline (article);
  g_auto (ExportPictureWords) words = { 0 };

  export_picture_find_words (&words, asset, article);
  g_string_append_printf (writer->list, "%s\n", name);
  append_field (writer, EXPORT_WORD_ARTICLE, headline);
  append_field (writer, EXPORT_WORD_CAPTION, words.caption);
  append_field (writer, EXPORT_WORD_CREDIT, words.credit);
  append_field (writer, EXPORT_WORD_RIGHTS, words.rights);
}

static gboolean
write_file (Writer *writer, const char *name, const char *data, gsize length, GError **error)
{
  g_autoptr (GFile) file = g_file_get_child (writer->folder, name);

  return g_file_replace_contents (file, data, length, NULL, FALSE, G_FILE_CREATE_NONE, NULL,
                                  galley_job_get_cancellable (writer->job), error);
}

static gboolean
write_article (
    Writer *writer, GalleyEdition *edition, GalleyPage *page, GalleyArticle *article, GError **error)
{
  g_autoptr (GPtrArray) pictures = export_list_pictures (edition, article);

  for (guint i = 0; i < pictures->len; i++)
    {
      GalleyAsset *asset = g_ptr_array_index (pictures, i);
      g_autofree char *name = dup_name (writer, page, article, asset);
      g_autoptr (GBytes) bytes = writer->self->words ? export_picture_with_words (asset, article, writer->job)
                                                     : g_bytes_ref (galley_asset_get_bytes (asset));

      if (!write_file (writer, name, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error))
        return FALSE;
      list_picture (writer, name, article, asset);
    }
  return galley_job_continues (writer->job, error);
}

static gboolean
pictures_exporter_save_tree (
    GalleyExporter *exporter, GalleyEdition *frozen, GFile *new_folder, GalleyJob *job, GError **error)
{
  PicturesExporter *self = PICTURES_EXPORTER (exporter);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GString) list = g_string_new (NULL);
  Writer writer = { .self = self, .folder = new_folder, .job = job, .names = names, .list = list };
  guint n = galley_edition_get_n_pages (frozen);

  writer.language = export_edition_language (frozen);

  for (guint i = 0; i < n; i++)
    {
      GalleyPage *page = galley_edition_get_page (frozen, i);
      g_autoptr (GPtrArray) articles = export_list_articles (&self->options, page);

      for (guint k = 0; k < articles->len; k++)
        {
          if (!write_article (&writer, frozen, page, g_ptr_array_index (articles, k), error))
            return FALSE;
        }
      galley_job_progress (job, (double) (i + 1) / n);
    }
  galley_job_note (job,
                   _ ("The copy itself is not in a picture folder, only what is said about the pictures."));
  return write_file (&writer, export_word (writer.language, EXPORT_WORD_PICTURE_LIST), list->str, list->len,
                     error);
}

/* --- the object -------------------------------------------------------------------------------------------------- */

static void
pictures_exporter_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  PicturesExporter *self = PICTURES_EXPORTER (object);

  if (id == PROP_WORDS)
    g_value_set_boolean (value, self->words);
  else if (!export_get_option (&self->options, id, value))
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pictures_exporter_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  PicturesExporter *self = PICTURES_EXPORTER (object);

  if (id == PROP_WORDS)
    self->words = g_value_get_boolean (value);
  else if (!export_set_option (&self->options, id, value))
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
pictures_exporter_iface_init (GalleyExporterInterface *iface)
{
  iface->save_tree = pictures_exporter_save_tree;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PicturesExporter,
                               pictures_exporter,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_EXPORTER, pictures_exporter_iface_init))

static void
pictures_exporter_class_init (PicturesExporterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = pictures_exporter_get_property;
  object_class->set_property = pictures_exporter_set_property;
  export_install_options (object_class);
  export_install_words_option (object_class, PROP_WORDS);
}

static void
pictures_exporter_init (PicturesExporter *self)
{
}

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

G_MODULE_EXPORT void
peas_register_types (PeasObjectModule *module)
{
  peas_object_module_register_extension_type (module, GALLEY_TYPE_EXPORTER, PICTURES_TYPE_EXPORTER);
}
