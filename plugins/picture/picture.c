/* SPDX-License-Identifier: GPL-3.0-or-later */
/* picture — a photograph with what is written in it: IPTC Photo Metadata as XMP or in the older form of IIM (IPTC-PM 2022.1,
 * IIM 4.2), else the few fields of Exif. A picture article comes of it, with caption and credit, and the picture itself. */

#include "config.h"

#include <string.h>

#include <gexiv2/gexiv2.h>
#include <glib/gi18n-lib.h>
#include <gmodule.h>

#include "galley-error.h"
#include "galley-importer.h"
#include "galley-peas.h"

#include "../common/galley-picture.h"

#define PICTURE_TYPE_IMPORTER (picture_importer_get_type ())
G_DECLARE_FINAL_TYPE (PictureImporter, picture_importer, PICTURE, IMPORTER, GObject)

struct _PictureImporter
{
  GObject parent_instance;
};

/* One fact, under the names the standards have for it, XMP first: it knows its encoding. */
typedef struct
{
  const char *tags[4];
} Fact;

static const Fact caption_fact = { { "Xmp.dc.description", "Iptc.Application2.Caption",
                                     "Exif.Image.ImageDescription", NULL } };
static const Fact headline_fact = { { "Xmp.photoshop.Headline", "Iptc.Application2.Headline", NULL } };
static const Fact title_fact = { { "Xmp.dc.title", "Iptc.Application2.ObjectName", NULL } };
static const Fact alt_fact = { { "Xmp.iptc.AltTextAccessibility", NULL } };
static const Fact creator_fact = { { "Xmp.dc.creator", "Iptc.Application2.Byline", "Exif.Image.Artist",
                                     NULL } };
static const Fact position_fact = { { "Xmp.photoshop.AuthorsPosition", "Iptc.Application2.BylineTitle",
                                      NULL } };
static const Fact credit_fact = { { "Xmp.photoshop.Credit", "Iptc.Application2.Credit", NULL } };
static const Fact source_fact = { { "Xmp.photoshop.Source", "Iptc.Application2.Source", NULL } };
static const Fact rights_fact = { { "Xmp.dc.rights", "Iptc.Application2.Copyright", "Exif.Image.Copyright",
                                    NULL } };
static const Fact usage_fact = { { "Xmp.xmpRights.UsageTerms", NULL } };
static const Fact keyword_fact = { { "Xmp.dc.subject", "Iptc.Application2.Keywords", NULL } };
static const Fact person_fact = { { "Xmp.iptcExt.PersonInImage", NULL } };
static const Fact spot_fact = { { "Xmp.iptc.Location", "Iptc.Application2.SubLocation", NULL } };
static const Fact city_fact = { { "Xmp.photoshop.City", "Iptc.Application2.City", NULL } };
static const Fact state_fact = { { "Xmp.photoshop.State", "Iptc.Application2.ProvinceState", NULL } };
static const Fact country_fact = { { "Xmp.photoshop.Country", "Iptc.Application2.CountryName", NULL } };
static const Fact created_fact = { { "Xmp.photoshop.DateCreated", "Xmp.xmp.CreateDate",
                                     "Exif.Photo.DateTimeOriginal", NULL } };
static const Fact instructions_fact = { { "Xmp.photoshop.Instructions",
                                          "Iptc.Application2.SpecialInstructions", NULL } };
static const Fact urgency_fact = { { "Xmp.photoshop.Urgency", "Iptc.Application2.Urgency", NULL } };

/* --- values ------------------------------------------------------------------------------------------------------ */

/* IIM says nothing of its encoding in most files: Chinese ones are in GB18030, the others in that of Windows. */
static char *
to_utf8 (const char *value)
{
  static const char *const charsets[] = { "GB18030", "WINDOWS-1252" };

  if (g_utf8_validate (value, -1, NULL))
    return g_strdup (value);
  for (guint i = 0; i < G_N_ELEMENTS (charsets); i++)
    {
      char *text = g_convert (value, -1, "UTF-8", charsets[i], NULL, NULL, NULL);

      if (text != NULL)
        return text;
    }
  return g_utf8_make_valid (value, -1);
}

/* 'lang="x-default" The text': the text. */
static const char *
skip_language (const char *value)
{
  const char *end = g_str_has_prefix (value, "lang=\"") ? strchr (value + 6, '"') : NULL;

  if (end == NULL)
    return value;
  end++;
  return *end == ' ' ? end + 1 : end;
}

/* What cameras write where nobody wrote anything. */
static gboolean
is_filler (const char *value)
{
  static const char *const fillers[] = { "OLYMPUS DIGITAL CAMERA",
                                         "SONY DSC",
                                         "MINOLTA DIGITAL CAMERA",
                                         "KONICA MINOLTA DIGITAL CAMERA",
                                         "DIGITAL CAMERA",
                                         "SAMSUNG",
                                         "dav",
                                         "sdr" };

  for (guint i = 0; i < G_N_ELEMENTS (fillers); i++)
    {
      if (g_str_equal (value, fillers[i]))
        return TRUE;
    }
  return FALSE;
}

/* All values of a fact under the first name that has any (free with g_strfreev; may be empty). */
static GStrv
list_values (GExiv2Metadata *metadata, const Fact *fact)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint n = 0;

  for (guint i = 0; fact->tags[i] != NULL && n == 0; i++)
    {
      g_auto (GStrv) values = NULL;

      if (!gexiv2_metadata_try_has_tag (metadata, fact->tags[i], NULL))
        continue;
      values = gexiv2_metadata_try_get_tag_multiple (metadata, fact->tags[i], NULL);
      if (values == NULL || values[0] == NULL || g_str_has_prefix (fact->tags[i], "Exif."))
        {
          g_strfreev (values);
          values = g_new0 (char *, 2);
          values[0] = gexiv2_metadata_try_get_tag_string (metadata, fact->tags[i], NULL);
        }
      for (guint v = 0; values[v] != NULL; v++)
        {
          g_autofree char *text = to_utf8 (values[v]);
          g_autofree char *bare = g_strstrip (g_strdup (skip_language (text)));

          if (*bare == '\0' || is_filler (bare))
            continue;
          g_strv_builder_add (builder, bare);
          n++;
        }
    }
  return g_strv_builder_end (builder);
}

/* The first value, or NULL. */
static char *
dup_value (GExiv2Metadata *metadata, const Fact *fact)
{
  g_auto (GStrv) values = list_values (metadata, fact);

  return g_strdup (values[0]);
}

/* "2017:07:13 17:01:00" of Exif → "2017-07-13T17:01:00"; XMP has that form already. */
static char *
dup_date (GExiv2Metadata *metadata)
{
  g_autofree char *value = dup_value (metadata, &created_fact);
  const Fact day = { { "Iptc.Application2.DateCreated", NULL } };
  const Fact time = { { "Iptc.Application2.TimeCreated", NULL } };

  if (value == NULL)
    {
      g_autofree char *date = dup_value (metadata, &day);
      g_autofree char *clock = dup_value (metadata, &time);

      if (date == NULL || g_str_has_prefix (date, "0000"))
        return NULL;
      return clock != NULL ? g_strdup_printf ("%sT%s", date, clock) : g_steal_pointer (&date);
    }
  if (strlen (value) >= 19 && value[4] == ':' && value[7] == ':')
    {
      value[4] = value[7] = '-';
      value[10] = 'T';
    }
  return g_str_has_prefix (value, "0000") ? NULL : g_steal_pointer (&value);
}

/* From the spot to the country, as far as it is told. */
static char *
dup_place (GExiv2Metadata *metadata)
{
  const Fact *const facts[] = { &spot_fact, &city_fact, &state_fact, &country_fact };
  g_autoptr (GString) place = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    {
      g_autofree char *part = dup_value (metadata, facts[i]);

      if (part != NULL && strstr (place->str, part) == NULL)
        g_string_append_printf (place, "%s%s", place->len > 0 ? ", " : "", part);
    }
  return place->len > 0 ? g_string_free (g_steal_pointer (&place), FALSE) : NULL;
}

/* --- into the builder ------------------------------------------------------------------------------------------- */

static void
push_list (GExiv2Metadata *metadata,
           const Fact *fact,
           const char *key,
           const char *qualifier,
           GalleyBuilder *builder)
{
  g_auto (GStrv) values = list_values (metadata, fact);

  for (guint i = 0; values[i] != NULL; i++)
    galley_builder_item (builder, key, values[i], qualifier);
}

static void
push_block (GalleyBuilder *builder, GalleyRole role, const char *text)
{
  if (text == NULL)
    return;
  galley_builder_begin (builder, role);
  galley_builder_text (builder, text, -1, GALLEY_STYLE_PLAIN);
}

/* Who is printed under the picture: the credit line, else the photographer. */
static char *
dup_credit (GExiv2Metadata *metadata)
{
  g_autofree char *credit = dup_value (metadata, &credit_fact);
  g_auto (GStrv) creators = list_values (metadata, &creator_fact);

  if (creators[0] != NULL && credit != NULL && strstr (credit, creators[0]) == NULL)
    return g_strdup_printf ("%s/%s", creators[0], credit);
  return credit != NULL ? g_steal_pointer (&credit) : g_strdup (creators[0]);
}

static void
push_picture (GExiv2Metadata *metadata, GalleyAsset *asset, GalleyBuilder *builder, GalleyJob *job)
{
  g_autofree char *caption = dup_value (metadata, &caption_fact);
  g_autofree char *headline = dup_value (metadata, &headline_fact);
  g_autofree char *title = dup_value (metadata, &title_fact);
  g_autofree char *alt = dup_value (metadata, &alt_fact);
  g_autofree char *position = dup_value (metadata, &position_fact);
  g_autofree char *credit = dup_credit (metadata);
  g_autofree char *rights = dup_value (metadata, &rights_fact);
  g_autofree char *place = dup_place (metadata);
  g_autofree char *date = dup_date (metadata);
  g_auto (GStrv) creators = list_values (metadata, &creator_fact);
  g_autofree char *creator = g_strjoinv (", ", creators);

  galley_asset_set_info (asset, "alt", alt);
  galley_asset_set_info (asset, "caption", caption);
  galley_asset_set_info (asset, "credit", credit);
  galley_asset_set_info (asset, "creator", *creator != '\0' ? creator : NULL);
  galley_asset_set_info (asset, "rights", rights);
  galley_asset_set_info (asset, "place", place);
  galley_asset_set_info (asset, "date", date);

  galley_builder_kind (builder, GALLEY_ARTICLE_PICTURE);
  push_list (metadata, &creator_fact, "person", position != NULL ? position : "photographer", builder);
  push_list (metadata, &person_fact, "subject", "person", builder);
  push_list (metadata, &keyword_fact, "keyword", NULL, builder);
  push_list (metadata, &source_fact, "source", NULL, builder);
  push_list (metadata, &usage_fact, "rights.usage", NULL, builder);
  push_list (metadata, &instructions_fact, "instructions", NULL, builder);
  push_list (metadata, &urgency_fact, "urgency", NULL, builder);
  if (rights != NULL)
    galley_builder_meta (builder, "rights", rights);
  if (place != NULL)
    galley_builder_meta (builder, "place", place);
  if (date != NULL)
    galley_builder_meta (builder, "created", date);
  if (title != NULL && g_strcmp0 (title, headline) != 0)
    galley_builder_meta (builder, "slug", title);
  galley_builder_asset (builder, asset);
  push_block (builder, GALLEY_ROLE_HEADLINE, headline);
  push_block (builder, GALLEY_ROLE_CAPTION, caption);
  push_block (builder, GALLEY_ROLE_CREDIT, credit);
  galley_builder_next_article (builder);
  if (caption == NULL)
    galley_job_note (job, _ ("There is no caption in the picture “%s”."), galley_asset_get_name (asset));
}

/* --- the file ---------------------------------------------------------------------------------------------------- */

static gboolean
picture_importer_load (
    GalleyImporter *importer, GalleySource *source, GalleyBuilder *builder, GalleyJob *job, GError **error)
{
  const char *shown = galley_source_get_name (source);
  GBytes *bytes = galley_source_get_bytes (source);
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  const char *type = galley_picture_find_type (data, length);
  g_autoptr (GalleyAsset) asset = NULL;
  g_autoptr (GExiv2Metadata) metadata = NULL;

  if (type == NULL)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
                   _ ("“%s” is no picture of a kind that can be read here: JPEG, PNG, TIFF or WebP."), shown);
      return FALSE;
    }
  galley_picture_start ();
  asset = galley_asset_new (shown, type, bytes);
  metadata = gexiv2_metadata_new ();
  if (!galley_picture_is_whole (data, length) ||
      !gexiv2_metadata_open_buf (metadata, data, (glong) length, NULL))
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("The picture “%s” is damaged."), shown);
      return FALSE;
    }
  push_picture (metadata, asset, builder, job);
  return galley_job_continues (job, error);
}

static guint
picture_importer_probe (GalleyImporter *importer, GalleySource *source)
{
  gsize length;
  const guint8 *head = galley_source_get_head (source, &length);

  return galley_picture_find_type (head, length) != NULL ? 95 : 0;
}

static void
picture_importer_iface_init (GalleyImporterInterface *iface)
{
  iface->probe = picture_importer_probe;
  iface->load = picture_importer_load;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (PictureImporter,
                               picture_importer,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_IMPORTER, picture_importer_iface_init))

static void
picture_importer_class_init (PictureImporterClass *klass)
{
}

static void
picture_importer_init (PictureImporter *self)
{
}

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

G_MODULE_EXPORT void
peas_register_types (PeasObjectModule *module)
{
  peas_object_module_register_extension_type (module, GALLEY_TYPE_IMPORTER, PICTURE_TYPE_IMPORTER);
}
