/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an edition says about a picture goes into the picture, comes back from it, and leaves the picture itself alone. */

#include "config.h"

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "test-common.h"

static GalleyPlugins *plugins;

/* --- pictures made here ------------------------------------------------------------------------------------------ */

static GdkPixbuf *
draw (void)
{
  GdkPixbuf *pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, 61, 43);
  guchar *pixels = gdk_pixbuf_get_pixels (pixbuf);

  for (int y = 0; y < 43; y++)
    {
      for (int x = 0; x < 61; x++)
        {
          guchar *p = pixels + y * gdk_pixbuf_get_rowstride (pixbuf) + x * 3;

          p[0] = (guchar) (x * 4);
          p[1] = (guchar) (y * 5);
          p[2] = (guchar) (x * y);
        }
    }
  return pixbuf;
}

static GBytes *
make_picture (const char *format)
{
  /* One pixel without loss: the smallest there is. */
  static const guint8 webp[] = { 'R',  'I', 'F',  'F',  0x1a, 0,    0,    0,    'W',  'E', 'B', 'P',
                                 'V',  'P', '8',  'L',  0x0d, 0,    0,    0,    0x2f, 0,   0,   0,
                                 0x10, 7,   0x10, 0x11, 0x11, 0x88, 0x88, 0xfe, 7,    0 };
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize length;

  if (g_str_equal (format, "webp"))
    return g_bytes_new_static (webp, sizeof webp);
  pixbuf = draw ();
  g_assert_true (gdk_pixbuf_save_to_buffer (pixbuf, &data, &length, format, &error, NULL));
  g_assert_no_error (error);
  return g_bytes_new_take (data, length);
}

/* --- the picture itself ------------------------------------------------------------------------------------------ */

/* From the start of the scan to the end of the file. */
static GBytes *
jpeg_scan (GBytes *bytes)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  for (gsize at = 2; at + 4 <= length;)
    {
      gsize size = 2 + (gsize) (data[at + 2] << 8 | data[at + 3]);

      g_assert_cmpint (data[at], ==, 0xff);
      if (data[at + 1] == 0xda)
        return g_bytes_new_from_bytes (bytes, at, length - at);
      at += size;
    }
  g_assert_not_reached ();
}

/* All chunks of that name, one behind the other. @big: as PNG counts, else as RIFF. */
static GBytes *
chunks (GBytes *bytes, gsize at, const char *name, gboolean big)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);
  GByteArray *all = g_byte_array_new ();

  while (at + 8 <= length)
    {
      const guint8 *p = data + at;
      const guint8 *size = big ? p : p + 4, *tag = big ? p + 4 : p;
      gsize n = big ? (gsize) size[0] << 24 | size[1] << 16 | size[2] << 8 | size[3]
                    : (gsize) size[3] << 24 | size[2] << 16 | size[1] << 8 | size[0];

      g_assert_cmpuint (n, <=, length - at - 8);
      if (memcmp (tag, name, 4) == 0)
        g_byte_array_append (all, p + 8, (guint) n);
      at += 8 + n + (big ? 4 : n & 1);
    }
  g_assert_cmpuint (all->len, >, 0);
  return g_byte_array_free_to_bytes (all);
}

static GBytes *
pixels (GBytes *bytes)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  GdkPixbuf *pixbuf;
  g_autoptr (GError) error = NULL;

  g_assert_true (gdk_pixbuf_loader_write_bytes (loader, bytes, &error));
  g_assert_true (gdk_pixbuf_loader_close (loader, &error));
  g_assert_no_error (error);
  pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  return gdk_pixbuf_read_pixel_bytes (pixbuf);
}

static GBytes *
image_data (GBytes *bytes, const char *format)
{
  if (g_str_equal (format, "jpeg"))
    return jpeg_scan (bytes);
  if (g_str_equal (format, "png"))
    return chunks (bytes, 8, "IDAT", TRUE);
  if (g_str_equal (format, "webp"))
    return chunks (bytes, 12, "VP8L", FALSE);
  return pixels (bytes);
}

/* --- there and back ---------------------------------------------------------------------------------------------- */

static const struct
{
  const char *key;
  const char *value;
} words[] = {
  { "alt", "堤坝上站着三个人" },
  { "caption", "11月26日，青石水库加固工程完工。“这比计划早了两个月”，负责人说。" },
  { "credit", "董旭明/新华社" },
  { "creator", "董旭明" },
  { "rights", "© 春溪日报，保留一切权利" },
  { "place", "浙江省杭州市青石镇" },
  { "date", "2024-11-26T10:20:30" },
};

static GalleyEdition *
make_edition (GBytes *picture, const char *name)
{
  g_autoptr (GalleyBuilder) builder = galley_builder_new (NULL);
  g_autoptr (GalleyAsset) asset = galley_asset_new (name, NULL, picture);
  g_autoptr (GError) error = NULL;
  GalleyEdition *edition;

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    galley_asset_set_info (asset, words[i].key, words[i].value);
  galley_builder_page (builder, 3, "图片");
  galley_builder_kind (builder, GALLEY_ARTICLE_PICTURE);
  galley_builder_asset (builder, asset);
  galley_builder_person (builder, "董旭明", "photographer");
  galley_builder_item (builder, "subject", "孟欣", "person");
  galley_builder_item (builder, "subject", "倪雁强", "person");
  galley_builder_begin (builder, GALLEY_ROLE_HEADLINE);
  galley_builder_text (builder, "水库: 加固/完工", -1, GALLEY_STYLE_PLAIN);
  galley_builder_begin (builder, GALLEY_ROLE_CAPTION);
  galley_builder_text (builder, words[1].value, -1, GALLEY_STYLE_PLAIN);
  edition = galley_builder_finish (builder, &error);
  g_assert_no_error (error);
  return edition;
}

static void export(const char *format, GalleyEdition *edition, const char *folder, gboolean with_words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyExporter) exporter = galley_save_create (plugins, format, &error);
  g_autoptr (GalleyEdition) frozen = galley_edition_freeze (edition);
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_autoptr (GFile) place = g_file_new_for_path (folder);

  g_assert_no_error (error);
  g_object_set (exporter, "picture-words", with_words, NULL);
  g_assert_true (galley_exporter_save_tree (exporter, frozen, place, job, &error));
  g_assert_no_error (error);
}

static GBytes *
read_only_picture (const char *folder, const char *suffix)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      char *data;
      gsize length;

      if (!g_str_has_suffix (name, suffix))
        continue;
      g_assert_true (g_file_get_contents (path, &data, &length, NULL));
      return g_bytes_new_take (data, length);
    }
  g_error ("no picture in %s", folder);
}

static void
check_words (GBytes *picture, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyEdition) edition =
      test_open (plugins, name, g_bytes_get_data (picture, NULL), g_bytes_get_size (picture), NULL, &error);
  g_autoptr (GPtrArray) assets = NULL;
  g_autoptr (GPtrArray) persons = NULL;
  GalleyArticle *article;
  g_autofree char *headline = NULL;

  g_assert_no_error (error);
  assets = galley_edition_list_assets (edition);
  g_assert_cmpuint (assets->len, ==, 1);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_assert_cmpstr (galley_asset_get_info (assets->pdata[0], words[i].key), ==, words[i].value);
  article = galley_page_get_article (galley_edition_get_page (edition, 0), 0);
  persons = galley_metadata_list (galley_article_get_metadata (article), "subject");
  g_assert_cmpuint (persons->len, ==, 2);
  g_assert_cmpstr (((GalleyMetaItem *) persons->pdata[0])->value, ==, "孟欣");
  g_assert_cmpstr (((GalleyMetaItem *) persons->pdata[1])->value, ==, "倪雁强");
  headline = galley_article_dup_headline (article);
  g_assert_cmpstr (headline, ==, "水库: 加固/完工");
}

static void
test_there_and_back (gconstpointer data)
{
  const char *format = data;
  const char *suffix = g_str_equal (format, "jpeg") ? ".jpg" : NULL;
  g_autofree char *own_suffix = suffix == NULL ? g_strconcat (".", format, NULL) : g_strdup (suffix);
  g_autofree char *name = g_strconcat ("p", own_suffix, NULL);
  g_autoptr (GBytes) picture = make_picture (format);
  g_autoptr (GalleyEdition) edition = make_edition (picture, name);
  g_autoptr (GPtrArray) assets = galley_edition_list_assets (edition);
  g_autofree char *folder = test_folder ();
  g_autofree char *plain = test_folder ();
  g_autoptr (GBytes) written = NULL, untouched = NULL, before = NULL, after = NULL;

  export("pictures", edition, folder, TRUE);
  written = read_only_picture (folder, own_suffix);
  g_assert_false (g_bytes_equal (written, picture));
  check_words (written, name);

  /* Not one bit of the picture is another. */
  before = image_data (picture, format);
  after = image_data (written, format);
  g_assert_true (g_bytes_equal (before, after));
  if (!g_str_equal (format, "webp"))
    {
      g_autoptr (GBytes) seen_before = pixels (picture), seen_after = pixels (written);

      g_assert_true (g_bytes_equal (seen_before, seen_after));
    }
  /* And the edition has what it had. */
  g_assert_true (g_bytes_equal (galley_asset_get_bytes (assets->pdata[0]), picture));

  export("pictures", edition, plain, FALSE);
  untouched = read_only_picture (plain, own_suffix);
  g_assert_true (g_bytes_equal (untouched, picture));
  test_remove (folder);
  test_remove (plain);
}

/* What stood there before is overwritten, in the older form as well; what is not said stays. */
static void
test_twice (void)
{
  g_autoptr (GBytes) picture = make_picture ("jpeg");
  g_autoptr (GalleyEdition) edition = make_edition (picture, "p.jpg");
  g_autofree char *folder = test_folder ();
  g_autofree char *second = test_folder ();
  g_autoptr (GBytes) once = NULL, twice = NULL;
  g_autoptr (GalleyEdition) other = NULL;

  export("pictures", edition, folder, TRUE);
  once = read_only_picture (folder, ".jpg");
  other = make_edition (once, "p.jpg");
  export("pictures", other, second, TRUE);
  twice = read_only_picture (second, ".jpg");
  check_words (twice, "p.jpg");
  test_remove (folder);
  test_remove (second);
}

static void
test_epaper (void)
{
  g_autoptr (GBytes) picture = make_picture ("jpeg");
  g_autoptr (GalleyEdition) edition = make_edition (picture, "p.jpg");
  g_autofree char *folder = test_folder ();
  g_autofree char *pictures = g_build_filename (folder, "pictures", NULL);
  g_autoptr (GBytes) written = NULL, before = jpeg_scan (picture), after = NULL;

  export("epaper", edition, folder, TRUE);
  written = read_only_picture (pictures, ".jpg");
  check_words (written, "p.jpg");
  after = jpeg_scan (written);
  g_assert_true (g_bytes_equal (before, after));
  test_remove (folder);
}

/* A file that does not take words goes out as it is. */
static void
test_damaged (void)
{
  static const char *const heads[] = { "\xff\xd8\xff\xe0 this is no picture at all, it only begins like one",
                                       "\x89PNG\r\n\x1a\n and no chunk behind it",
                                       "RIFF\x10\0\0\0WEBPVP8L\xff\xff\xff\x7f" };
  static const gsize lengths[] = { 55, 32, 20 };
  static const char *const names[] = { "a.jpg", "a.png", "a.webp" };

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_autoptr (GBytes) picture = g_bytes_new (heads[i], lengths[i]);
      g_autoptr (GalleyEdition) edition = make_edition (picture, names[i]);
      g_autofree char *folder = test_folder ();
      g_autoptr (GBytes) written = NULL;

      export("pictures", edition, folder, TRUE);
      written = read_only_picture (folder, names[i] + 1);
      g_assert_true (g_bytes_equal (written, picture));
      test_remove (folder);
    }
}

int
main (int argc, char **argv)
{
  static const char *const formats[] = { "jpeg", "png", "tiff", "webp" };
  int result;

  g_test_init (&argc, &argv, NULL);
  plugins = galley_plugins_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autofree char *path = g_strconcat ("/pictures/there-and-back/", formats[i], NULL);

      g_test_add_data_func (path, formats[i], test_there_and_back);
    }
  g_test_add_func ("/pictures/twice", test_twice);
  g_test_add_func ("/pictures/epaper", test_epaper);
  g_test_add_func ("/pictures/damaged", test_damaged);
  result = g_test_run ();
  g_object_unref (plugins);
  return result;
}
