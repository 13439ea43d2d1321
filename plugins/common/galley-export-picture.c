/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <unistd.h>

#include <gexiv2/gexiv2.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "galley-export-picture.h"
#include "galley-picture.h"

void
export_picture_words_clear (ExportPictureWords *words)
{
  g_free (words->headline);
  g_free (words->caption);
  g_free (words->credit);
  g_free (words->rights);
  g_free (words->place);
  g_free (words->date);
  g_free (words->alt);
  g_strfreev (words->creators);
  g_strfreev (words->persons);
}

/* --- what is said ------------------------------------------------------------------------------------------------ */

static gboolean
is_its_own (GalleyArticle *article)
{
  g_autoptr (GPtrArray) pictures = galley_metadata_list (galley_article_get_metadata (article), "picture");

  return galley_article_get_kind (article) == GALLEY_ARTICLE_PICTURE && pictures->len == 1;
}

/* Of the asset, else of the paragraphs of that role, where they are about this picture alone. */
static char *
dup_text (GalleyAsset *asset, GalleyArticle *article, gboolean own, const char *key, GalleyRole role)
{
  const char *said = galley_asset_get_info (asset, key);
  g_autofree char *text = said == NULL && own ? export_dup_role_text (article, role, "\n") : g_strdup (said);

  return text != NULL && *text != '\0' ? g_steal_pointer (&text) : NULL;
}

static char *
dup_meta (GalleyAsset *asset, GalleyArticle *article, gboolean own, const char *key, const char *meta_key)
{
  const char *said = galley_asset_get_info (asset, key);

  if (said == NULL && own)
    said = galley_metadata_get (galley_article_get_metadata (article), meta_key);
  return said != NULL && *said != '\0' ? g_strdup (said) : NULL;
}

/* The values of @key with that qualifier, or NULL where there are none. */
static GStrv
list_items (GalleyArticle *article, const char *key, const char *qualifier)
{
  g_autoptr (GPtrArray) items = galley_metadata_list (galley_article_get_metadata (article), key);
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();
  guint n = 0;

  for (guint i = 0; i < items->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (items, i);

      if (g_strcmp0 (item->qualifier, qualifier) != 0)
        continue;
      g_strv_builder_add (values, item->value);
      n++;
    }
  return n > 0 ? g_strv_builder_end (values) : NULL;
}

void
export_picture_find_words (ExportPictureWords *words, GalleyAsset *asset, GalleyArticle *article)
{
  gboolean own = is_its_own (article);
  const char *creator = galley_asset_get_info (asset, "creator");

  words->headline = dup_text (asset, article, own, "headline", GALLEY_ROLE_HEADLINE);
  words->caption = dup_text (asset, article, own, "caption", GALLEY_ROLE_CAPTION);
  words->credit = dup_text (asset, article, own, "credit", GALLEY_ROLE_CREDIT);
  words->alt = g_strdup (galley_asset_get_info (asset, "alt"));
  words->rights = dup_meta (asset, article, own, "rights", "rights");
  words->place = dup_meta (asset, article, own, "place", "place");
  words->date = dup_meta (asset, article, own, "date", "created");
  words->creators = own ? list_items (article, "person", "photographer") : NULL;
  if (words->creators == NULL && creator != NULL)
    words->creators = g_strsplit (creator, ", ", -1);
  words->persons = own ? list_items (article, "subject", "person") : NULL;
}

/* --- into the file ----------------------------------------------------------------------------------------------- */

/* The names of a fact in XMP, and in the older forms, which would contradict it. */
static const struct
{
  gsize offset; /* of a text, or of texts, */
  gboolean several;
  const char *tag;
  const char *older[2];
} facts[] = {
  { G_STRUCT_OFFSET (ExportPictureWords, headline),
    FALSE,
    "Xmp.photoshop.Headline",
    { "Iptc.Application2.Headline" } },
  { G_STRUCT_OFFSET (ExportPictureWords, caption),
    FALSE,
    "Xmp.dc.description",
    { "Iptc.Application2.Caption", "Exif.Image.ImageDescription" } },
  { G_STRUCT_OFFSET (ExportPictureWords, credit),
    FALSE,
    "Xmp.photoshop.Credit",
    { "Iptc.Application2.Credit" } },
  { G_STRUCT_OFFSET (ExportPictureWords, rights),
    FALSE,
    "Xmp.dc.rights",
    { "Iptc.Application2.Copyright", "Exif.Image.Copyright" } },
  { G_STRUCT_OFFSET (ExportPictureWords, place),
    FALSE,
    "Xmp.iptc.Location",
    { "Iptc.Application2.SubLocation" } },
  { G_STRUCT_OFFSET (ExportPictureWords, date),
    FALSE,
    "Xmp.photoshop.DateCreated",
    { "Iptc.Application2.DateCreated" } },
  { G_STRUCT_OFFSET (ExportPictureWords, alt), FALSE, "Xmp.iptc.AltTextAccessibility", { NULL } },
  { G_STRUCT_OFFSET (ExportPictureWords, creators),
    TRUE,
    "Xmp.dc.creator",
    { "Iptc.Application2.Byline", "Exif.Image.Artist" } },
  { G_STRUCT_OFFSET (ExportPictureWords, persons), TRUE, "Xmp.iptcExt.PersonInImage", { NULL } },
};

static gboolean
set_words (GExiv2Metadata *metadata, const ExportPictureWords *words, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      gconstpointer value = G_STRUCT_MEMBER (gconstpointer, words, facts[i].offset);

      if (value == NULL)
        continue;
      for (guint k = 0; k < G_N_ELEMENTS (facts[i].older) && facts[i].older[k] != NULL; k++)
        (void) gexiv2_metadata_try_clear_tag (metadata, facts[i].older[k], NULL);
      if (facts[i].several
              ? !gexiv2_metadata_try_set_tag_multiple (metadata, facts[i].tag, (const char **) value, error)
              : !gexiv2_metadata_try_set_tag_string (metadata, facts[i].tag, value, error))
        return FALSE;
    }
  return TRUE;
}

/* The library writes files alone: a copy of the picture. NULL with @error where it does not take words. */
static GBytes *
write_words (GBytes *bytes, const ExportPictureWords *words, GError **error)
{
  g_autoptr (GExiv2Metadata) metadata = gexiv2_metadata_new ();
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  gsize length;
  int fd = g_file_open_tmp ("galley-XXXXXX", &path, error);
  gboolean good;

  if (fd < 0)
    return NULL;
  close (fd);
  good =
      g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), error) &&
      gexiv2_metadata_open_path (metadata, path, error) && set_words (metadata, words, error) &&
      gexiv2_metadata_save_file (metadata, path, error) && g_file_get_contents (path, &text, &length, error);
  g_unlink (path);
  return good ? g_bytes_new_take (g_steal_pointer (&text), length) : NULL;
}

static gboolean
takes_words (GBytes *bytes)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  return galley_picture_find_type (data, length) != NULL && galley_picture_is_whole (data, length);
}

static gboolean
is_empty (const ExportPictureWords *words)
{
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      if (G_STRUCT_MEMBER (gconstpointer, words, facts[i].offset) != NULL)
        return FALSE;
    }
  return TRUE;
}

GBytes *
export_picture_with_words (GalleyAsset *asset, GalleyArticle *article, GalleyJob *job)
{
  GBytes *bytes = galley_asset_get_bytes (asset);
  g_auto (ExportPictureWords) words = { 0 };
  g_autoptr (GError) error = NULL;
  GBytes *written = NULL;

  export_picture_find_words (&words, asset, article);
  if (is_empty (&words) || !takes_words (bytes))
    return g_bytes_ref (bytes);
  galley_picture_start ();
  written = write_words (bytes, &words, &error);
  if (written != NULL)
    return written;
  galley_job_note (job, _ ("Nothing could be written into the picture “%s”; it is as it was."),
                   galley_asset_get_name (asset));
  return g_bytes_ref (bytes);
}

void
export_install_words_option (GObjectClass *klass, guint id)
{
  g_object_class_install_property (
      klass, id,
      g_param_spec_boolean ("picture-words", N_ ("Words in Pictures"),
                            N_ ("Write caption, credit, people, place, date and rights into the pictures"),
                            TRUE, G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS));
}
