/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Real pictures, as a camera and a desk make them, through all formats that hold pictures: what comes out is the picture that went in,
 * in its shape, with its words. */

#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "galley-save.h"

#include "test-common.h"

#include "../../plugins/common/galley-zip.h"
#include "page-fixture.h"

#define PHOTO_WIDTH 300
#define PHOTO_HEIGHT 200
#define CHART_WIDTH 90
#define CHART_HEIGHT 160

static GalleyPlugins *plugins;

/* --- what goes in ------------------------------------------------------------------------------------------------------- */

static GBytes *
encode (GdkPixbuf *pixbuf, const char *type)
{
  g_autoptr (GError) error = NULL;
  char *data;
  gsize length;

  gdk_pixbuf_save_to_buffer (pixbuf, &data, &length, type, &error, NULL);
  g_assert_no_error (error);
  return g_bytes_new_take (data, length);
}

/* A photo: red grows to the right, green downwards. */
static GBytes *
make_photo (void)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, FALSE, 8, PHOTO_WIDTH, PHOTO_HEIGHT);
  guchar *pixels = gdk_pixbuf_get_pixels (pixbuf);

  for (int y = 0; y < PHOTO_HEIGHT; y++)
    {
      for (int x = 0; x < PHOTO_WIDTH; x++)
        {
          guchar *p = pixels + y * gdk_pixbuf_get_rowstride (pixbuf) + x * 3;

          p[0] = (guchar) (x * 255 / PHOTO_WIDTH);
          p[1] = (guchar) (y * 255 / PHOTO_HEIGHT);
          p[2] = 128;
        }
    }
  return encode (pixbuf, "jpeg");
}

/* A chart: a blue half and one that lets the paper through. */
static GBytes *
make_chart (void)
{
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new (GDK_COLORSPACE_RGB, TRUE, 8, CHART_WIDTH, CHART_HEIGHT);
  g_autoptr (GdkPixbuf) half = gdk_pixbuf_new_subpixbuf (pixbuf, 0, 0, CHART_WIDTH / 2, CHART_HEIGHT);

  gdk_pixbuf_fill (pixbuf, 0x00000000);
  gdk_pixbuf_fill (half, 0x2040c0ff);
  return encode (pixbuf, "png");
}

typedef struct
{
  GalleyEdition *edition;
  GalleyAsset *photo;
  GalleyAsset *chart;
} Pictures;

static GalleyAsset *
add_picture (GalleyEdition *edition, const char *name, GBytes *bytes, const char *caption)
{
  GalleyAsset *asset = galley_asset_new (name, NULL, bytes);
  g_autoptr (GalleyArticle) article = page_fixture_article (
      GALLEY_ARTICLE_STORY, GALLEY_ROLE_HEADLINE, "渡口换新船", GALLEY_ROLE_BODY,
      "清晨的渡口飘着薄雾，摆渡人老秦已经在江边忙了半个钟头。", GALLEY_ROLE_CAPTION, caption, -1);

  galley_asset_set_info (asset, "alt", caption);
  galley_edition_add_asset (edition, asset);
  galley_metadata_add (galley_article_get_metadata (article), "picture", galley_asset_get_id (asset), NULL);
  galley_page_insert (galley_edition_ensure_page (edition, 1, "要闻"), G_MAXUINT, article);
  return asset;
}

static Pictures
make_pictures (void)
{
  g_autoptr (GBytes) photo = make_photo (), chart = make_chart ();
  Pictures pictures = { galley_edition_new () };

  pictures.photo = add_picture (pictures.edition, "渡口.jpg", photo, "晨雾里的渡口");
  pictures.chart = add_picture (pictures.edition, "chart.png", chart, "客流一览");
  return pictures;
}

static void
pictures_clear (Pictures *pictures)
{
  g_object_unref (pictures->photo);
  g_object_unref (pictures->chart);
  g_object_unref (pictures->edition);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pictures, pictures_clear)

static GBytes *
save (GalleyEdition *edition, const char *format)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyExporter) exporter = galley_save_create (plugins, format, &error);
  GBytes *bytes;

  g_assert_no_error (error);
  bytes = test_save (exporter, edition, &error);
  g_assert_no_error (error);
  return bytes;
}

/* --- packages ----------------------------------------------------------------------------------------------------------- */

static GBytes *
read_member (GBytes *package, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyZip) zip = galley_zip_open (package, "test", &error);
  GBytes *bytes;

  g_assert_no_error (error);
  bytes = galley_zip_read (zip, name, 1 << 24, &error);
  g_assert_no_error (error);
  return bytes;
}

static char *
dup_member (GBytes *package, const char *name)
{
  g_autoptr (GBytes) bytes = read_member (package, name);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

/* The picture lies there as it was. */
static void
assert_member (GBytes *package, const char *folder, GalleyAsset *asset, const char *suffix)
{
  g_autofree char *name = g_strdup_printf ("%s%.16s.%s", folder, galley_asset_get_id (asset), suffix);
  g_autoptr (GBytes) bytes = read_member (package, name);

  g_assert_true (g_bytes_equal (bytes, galley_asset_get_bytes (asset)));
}

/* The number behind @key, from @at on. */
static double
number_behind (const char *at, const char *key)
{
  const char *found = strstr (at, key);

  g_assert_nonnull (found);
  return g_ascii_strtod (found + strlen (key), NULL);
}

static void
assert_shape (double width, double height, double wanted_width, double wanted_height)
{
  g_assert_cmpfloat (height, >, 0);
  g_assert_cmpfloat_with_epsilon (width / height, wanted_width / wanted_height, 0.01);
}

static void
test_word (void)
{
  g_auto (Pictures) pictures = make_pictures ();
  g_autoptr (GBytes) package = save (pictures.edition, "docx");
  g_autofree char *document = dup_member (package, "word/document.xml"),
                  *links = dup_member (package, "word/_rels/document.xml.rels");
  const struct
  {
    const char *words;
    GalleyAsset *asset;
    const char *suffix;
    double width, height;
  } wanted[] = { { "descr=\"晨雾里的渡口\"", pictures.photo, "jpg", PHOTO_WIDTH, PHOTO_HEIGHT },
                 { "descr=\"客流一览\"", pictures.chart, "png", CHART_WIDTH, CHART_HEIGHT } };
  const char *at = document;

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_autofree char *target = g_strdup_printf ("Target=\"media/%.16s.%s\"",
                                                 galley_asset_get_id (wanted[i].asset), wanted[i].suffix);
      g_autofree char *link = NULL;
      const char *extent = strstr (at, "<wp:extent ");

      assert_member (package, "word/media/", wanted[i].asset, wanted[i].suffix);
      g_assert_nonnull (extent);
      assert_shape (number_behind (extent, "cx=\""), number_behind (extent, "cy=\""), wanted[i].width,
                    wanted[i].height);
      at = strstr (extent, "r:embed=\"");
      g_assert_nonnull (at);
      g_assert_nonnull (g_strstr_len (extent, at - extent, wanted[i].words));
      link = g_strndup (at + strlen ("r:embed="), strcspn (at + strlen ("r:embed=\""), "\"") + 2);
      {
        g_autofree char *id = g_strconcat ("Id=", link, NULL);
        const char *entry = strstr (links, id);

        g_assert_nonnull (entry);
        g_assert_nonnull (g_strstr_len (entry, (gssize) strcspn (entry, ">"), target));
      }
    }
}

static void
test_odt (void)
{
  g_auto (Pictures) pictures = make_pictures ();
  g_autoptr (GBytes) package = save (pictures.edition, "odt");
  g_autofree char *content = dup_member (package, "content.xml"),
                  *manifest = dup_member (package, "META-INF/manifest.xml");
  const char *frame = strstr (content, "<draw:frame ");

  assert_member (package, "Pictures/", pictures.photo, "jpg");
  assert_member (package, "Pictures/", pictures.chart, "png");
  g_assert_nonnull (strstr (manifest, "image/jpeg"));
  g_assert_nonnull (strstr (manifest, "image/png"));
  g_assert_nonnull (frame);
  assert_shape (number_behind (frame, "svg:width=\""), number_behind (frame, "svg:height=\""), PHOTO_WIDTH,
                PHOTO_HEIGHT);
  frame = strstr (frame + 1, "<draw:frame ");
  g_assert_nonnull (frame);
  assert_shape (number_behind (frame, "svg:width=\""), number_behind (frame, "svg:height=\""), CHART_WIDTH,
                CHART_HEIGHT);
  g_assert_nonnull (strstr (content, "<svg:desc>晨雾里的渡口</svg:desc>"));
  g_assert_nonnull (strstr (content, "<svg:desc>客流一览</svg:desc>"));
}

/* The name that stands in src="…" for the words of alt="…" (newly allocated). */
static char *
dup_source (const char *html, const char *alt)
{
  g_autofree char *words = g_strdup_printf ("alt=\"%s\"", alt);
  const char *found = strstr (html, words), *tag = found, *source;

  g_assert_nonnull (found);
  while (tag > html && *tag != '<')
    tag--;
  source = strstr (tag, "src=\"");
  g_assert_nonnull (source);
  source += strlen ("src=\"");
  return g_strndup (source, strcspn (source, "\""));
}

static void
assert_in_book (GBytes *package, const char *leaf, const char *alt, GalleyAsset *asset, const char *type)
{
  g_autofree char *html = dup_member (package, leaf), *source = dup_source (html, alt),
                  *name = g_strconcat ("EPUB/", source, NULL),
                  *book = dup_member (package, "EPUB/package.opf"),
                  *item = g_strdup_printf ("href=\"%s\"", source);
  g_autoptr (GBytes) bytes = read_member (package, name);
  const char *entry = strstr (book, item);

  g_assert_true (g_bytes_equal (bytes, galley_asset_get_bytes (asset)));
  g_assert_nonnull (entry);
  while (*entry != '<')
    entry--;
  g_assert_nonnull (g_strstr_len (entry, (gssize) strcspn (entry, ">"), type));
}

static void
test_epub (void)
{
  g_auto (Pictures) pictures = make_pictures ();
  g_autoptr (GBytes) package = save (pictures.edition, "epub");

  assert_in_book (package, "EPUB/p001-a001.xhtml", "晨雾里的渡口", pictures.photo, "image/jpeg");
  assert_in_book (package, "EPUB/p001-a002.xhtml", "客流一览", pictures.chart, "image/png");
}

/* --- pages of the web ----------------------------------------------------------------------------------------------------- */

static void
test_html (void)
{
  g_auto (Pictures) pictures = make_pictures ();
  g_autoptr (GBytes) bytes = save (pictures.edition, "html");
  g_autofree char *html = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  const struct
  {
    const char *alt;
    const char *type;
    GalleyAsset *asset;
  } wanted[] = { { "晨雾里的渡口", "data:image/jpeg;base64,", pictures.photo },
                 { "客流一览", "data:image/png;base64,", pictures.chart } };

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_autofree char *source = dup_source (html, wanted[i].alt);
      g_autofree guchar *data = NULL;
      gsize length, wanted_length;
      const void *wanted_data = g_bytes_get_data (galley_asset_get_bytes (wanted[i].asset), &wanted_length);

      g_assert_true (g_str_has_prefix (source, wanted[i].type));
      data = g_base64_decode (source + strlen (wanted[i].type), &length);
      g_assert_cmpmem (data, length, wanted_data, wanted_length);
    }
}

static void
test_epaper (void)
{
  g_auto (Pictures) pictures = make_pictures ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyExporter) exporter = galley_save_create (plugins, "epaper", &error);
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_autofree char *folder = test_folder (), *path = g_build_filename (folder, "site", NULL);
  g_autoptr (GFile) site = g_file_new_for_path (path);
  const struct
  {
    const char *leaf;
    const char *alt;
    GalleyAsset *asset;
  } wanted[] = { { "p01-a01.html", "晨雾里的渡口", pictures.photo },
                 { "p01-a02.html", "客流一览", pictures.chart } };

  g_assert_no_error (error);
  /* With words written into them they are other files: test-pictures looks at those. */
  g_object_set (exporter, "picture-words", FALSE, NULL);
  g_assert_true (galley_save_file (exporter, pictures.edition, site, job, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      g_autofree char *leaf = g_build_filename (path, wanted[i].leaf, NULL);
      g_autofree char *html = NULL, *source = NULL, *file = NULL, *data = NULL;
      gsize length, wanted_length;
      const void *wanted_data = g_bytes_get_data (galley_asset_get_bytes (wanted[i].asset), &wanted_length);

      g_assert_true (g_file_get_contents (leaf, &html, NULL, &error));
      source = dup_source (html, wanted[i].alt);
      file = g_build_filename (path, source, NULL);
      g_assert_true (g_file_get_contents (file, &data, &length, &error));
      g_assert_cmpmem (data, length, wanted_data, wanted_length);
    }
  test_remove (folder);
}

/* --- paper ------------------------------------------------------------------------------------------------------------------ */

static gboolean
run (const char *const *command)
{
  g_autofree char *tool = g_find_program_in_path (command[0]);
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;

  if (tool == NULL)
    {
      g_test_skip ("poppler-utils, which judge PDF, are not installed");
      return FALSE;
    }
  process = g_subprocess_newv (command, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait_check (process, NULL, &error));
  g_assert_no_error (error);
  return TRUE;
}

static void
assert_pixel (GdkPixbuf *pixbuf, int x, int y, guint32 wanted)
{
  const guchar *p = gdk_pixbuf_read_pixels (pixbuf) + y * gdk_pixbuf_get_rowstride (pixbuf) +
                    x * gdk_pixbuf_get_n_channels (pixbuf);

  g_assert_cmphex ((guint32) (p[0] << 16 | p[1] << 8 | p[2]), ==, wanted);
}

/* A photo goes in as the camera made it, not decoded and packed again; a chart keeps each pixel, and is white where the paper shows. */
static void
test_pdf (void)
{
  g_auto (Pictures) pictures = make_pictures ();
  g_autoptr (GBytes) bytes = save (pictures.edition, "pdf");
  g_autofree char *folder = test_folder (), *path = g_build_filename (folder, "pages.pdf", NULL),
                  *root = g_build_filename (folder, "i", NULL),
                  *photo = g_build_filename (folder, "i-000.jpg", NULL),
                  *chart = g_build_filename (folder, "i-001.png", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (
      g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error));
  if (run ((const char *[]){ "pdfimages", "-all", path, root, NULL }))
    {
      g_autofree char *data = NULL;
      gsize length, wanted_length;
      const void *wanted = g_bytes_get_data (galley_asset_get_bytes (pictures.photo), &wanted_length);
      g_autoptr (GdkPixbuf) pixbuf = NULL;

      g_assert_true (g_file_get_contents (photo, &data, &length, &error));
      g_assert_cmpmem (data, length, wanted, wanted_length);
      pixbuf = gdk_pixbuf_new_from_file (chart, &error);
      g_assert_no_error (error);
      g_assert_cmpint (gdk_pixbuf_get_width (pixbuf), ==, CHART_WIDTH);
      g_assert_cmpint (gdk_pixbuf_get_height (pixbuf), ==, CHART_HEIGHT);
      assert_pixel (pixbuf, 2, 2, 0x2040c0);
      assert_pixel (pixbuf, CHART_WIDTH / 2 - 1, CHART_HEIGHT - 1, 0x2040c0);
      assert_pixel (pixbuf, CHART_WIDTH / 2, 0, 0xffffff);
      assert_pixel (pixbuf, CHART_WIDTH - 1, CHART_HEIGHT - 1, 0xffffff);
    }
  test_remove (folder);
}

int
main (int argc, char **argv)
{
  int code;

  g_test_init (&argc, &argv, NULL);
  plugins = galley_plugins_new (NULL);
  g_test_add_func ("/pictures/word", test_word);
  g_test_add_func ("/pictures/odt", test_odt);
  g_test_add_func ("/pictures/epub", test_epub);
  g_test_add_func ("/pictures/html", test_html);
  g_test_add_func ("/pictures/epaper", test_epaper);
  g_test_add_func ("/pictures/pdf", test_pdf);
  code = g_test_run ();
  g_object_unref (plugins);
  return code;
}
