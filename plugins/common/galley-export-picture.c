/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>
#include <unistd.h>

#include <gexiv2/gexiv2.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "galley-caption.h"
#include "galley-export-picture.h"
#include "galley-picture.h"

void
export_picture_words_clear (ExportPictureWords *words)
{
  g_clear_object (&words->asset);
  galley_caption_clear (&words->print);
  g_free (words->headline);
  g_free (words->rights);
  g_free (words->place);
  g_free (words->date);
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

/* Of the article, where that is about this picture alone, else of the file. */
static char *
dup_headline (GalleyAsset *asset, GalleyArticle *article, gboolean own)
{
  g_autofree char *text = own ? export_dup_role_text (article, GALLEY_ROLE_HEADLINE, "\n") : NULL;

  return text != NULL && *text != '\0' ? g_steal_pointer (&text)
                                       : g_strdup (galley_asset_get_info (asset, "headline"));
}

static char *
dup_meta (GalleyAsset *asset, GalleyArticle *article, gboolean own, const char *key, const char *meta_key)
{
  const char *said = own ? galley_metadata_get (galley_article_get_metadata (article), meta_key) : NULL;

  if (said == NULL)
    said = galley_asset_get_info (asset, key);
  return said != NULL && *said != '\0' ? g_strdup (said) : NULL;
}

/* The values of @key with that qualifier, those of them that still hold; NULL where there are none. */
static GStrv
list_items (const ExportPictureWords *words, GalleyArticle *article, const char *key, const char *qualifier)
{
  g_autoptr (GPtrArray) items = galley_metadata_list (galley_article_get_metadata (article), key);
  g_autoptr (GStrvBuilder) values = g_strv_builder_new ();
  guint n = 0;

  for (guint i = 0; i < items->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (items, i);

      if (g_strcmp0 (item->qualifier, qualifier) != 0 ||
          !galley_caption_holds (&words->print, words->asset, item->value))
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

  words->asset = g_object_ref (asset);
  galley_caption_find (&words->print, asset, article);
  words->headline = dup_headline (asset, article, own);
  words->caption = words->print.caption;
  words->credit = words->print.credit;
  words->alt = words->print.alt;
  words->rights = dup_meta (asset, article, own, "rights", "rights");
  words->place = dup_meta (asset, article, own, "place", "place");
  words->date = dup_meta (asset, article, own, "date", "created");
  words->creators = own ? list_items (words, article, "person", "photographer") : NULL;
  if (words->creators == NULL && words->print.creator != NULL)
    words->creators = g_strsplit (words->print.creator, ", ", -1);
  words->persons = own ? list_items (words, article, "subject", "person") : NULL;
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

/* What stands in the file and was said of it before the article was corrected. */
static void
clear_old (GExiv2Metadata *metadata, const ExportPictureWords *words, const char *tag)
{
  g_auto (GStrv) values = gexiv2_metadata_try_get_tag_multiple (metadata, tag, NULL);

  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    {
      const char *text = values[i];

      /* lang="x-default" 图为现场 */
      if (g_str_has_prefix (text, "lang=") && strchr (text, ' ') != NULL)
        text = strchr (text, ' ') + 1;
      if (!galley_caption_holds (&words->print, words->asset, text))
        {
          (void) gexiv2_metadata_try_clear_tag (metadata, tag, NULL);
          return;
        }
    }
}

static gboolean
set_words (GExiv2Metadata *metadata, const ExportPictureWords *words, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      gconstpointer value = G_STRUCT_MEMBER (gconstpointer, words, facts[i].offset);

      if (value == NULL)
        {
          clear_old (metadata, words, facts[i].tag);
          for (guint k = 0; k < G_N_ELEMENTS (facts[i].older) && facts[i].older[k] != NULL; k++)
            clear_old (metadata, words, facts[i].older[k]);
          continue;
        }
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
