/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <string.h>

#include <gdk-pixbuf/gdk-pixbuf.h>

#include "galley-pdf-private.h"

/* Larger pictures are not drawn: an attack, or a mistake. */
#define MAX_PIXELS (120.0 * 1000 * 1000)
/* Pixels per point of what is not kept as it came: 200 to the inch. */
#define RESOLUTION (200.0 / 72)

typedef struct
{
  int width, height;  /* as stored */
  int want_w, want_h; /* to decode at; 0: as stored */
} Loading;

static void
on_size (GdkPixbufLoader *loader, int width, int height, gpointer data)
{
  Loading *loading = data;

  loading->width = width;
  loading->height = height;
  if ((double) width * height > MAX_PIXELS)
    gdk_pixbuf_loader_set_size (loader, 0, 0); /* the loader gives up */
  else if (loading->want_w > 0 && loading->want_w < width && loading->want_h < height)
    gdk_pixbuf_loader_set_size (loader, loading->want_w, loading->want_h);
}

static const char *
asset_type (GalleyAsset *asset)
{
  const char *type = galley_asset_get_mime_type (asset);

  return type != NULL ? type : "";
}

/* Only what is made of pixels: a drawing could name other files. */
static gboolean
is_pixels (GalleyAsset *asset)
{
  static const char *const types[] = { "image/jpeg", "image/png", "image/gif",  "image/webp",
                                       "image/tiff", "image/bmp", "image/avif", NULL };

  return g_strv_contains (types, asset_type (asset));
}

/* The header alone tells the size. */
gboolean
galley_picture_get_size (GalleyAsset *asset, guint *width, guint *height)
{
  g_autoptr (GdkPixbufLoader) loader = NULL;
  Loading loading = { 0 };
  gsize length;
  const guchar *bytes;

  if (asset == NULL || !is_pixels (asset))
    return FALSE;
  loader = gdk_pixbuf_loader_new ();
  bytes = g_bytes_get_data (galley_asset_get_bytes (asset), &length);
  g_signal_connect (loader, "size-prepared", G_CALLBACK (on_size), &loading);
  for (gsize at = 0; at < length && loading.width == 0; at += 4096)
    {
      if (!gdk_pixbuf_loader_write (loader, bytes + at, MIN (length - at, 4096), NULL))
        break;
    }
  gdk_pixbuf_loader_close (loader, NULL);
  if (loading.width <= 0 || loading.height <= 0 || (double) loading.width * loading.height > MAX_PIXELS)
    return FALSE;
  *width = (guint) loading.width;
  *height = (guint) loading.height;
  return TRUE;
}

static GdkPixbuf *
decode (GalleyAsset *asset, double points)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new ();
  g_autoptr (GdkPixbuf) turned = NULL;
  Loading loading = { 0 };
  guint width, height;

  if (!galley_picture_get_size (asset, &width, &height))
    {
      gdk_pixbuf_loader_close (loader, NULL);
      return NULL;
    }
  loading.want_w = (int) ceil (points * RESOLUTION);
  loading.want_h = (int) MAX (1, ceil (loading.want_w * (double) height / width));
  g_signal_connect (loader, "size-prepared", G_CALLBACK (on_size), &loading);
  if (!gdk_pixbuf_loader_write_bytes (loader, galley_asset_get_bytes (asset), NULL) ||
      !gdk_pixbuf_loader_close (loader, NULL))
    {
      gdk_pixbuf_loader_close (loader, NULL);
      return NULL;
    }
  if (gdk_pixbuf_loader_get_pixbuf (loader) == NULL)
    return NULL;
  turned = gdk_pixbuf_apply_embedded_orientation (gdk_pixbuf_loader_get_pixbuf (loader));
  return g_steal_pointer (&turned);
}

/* Cairo's own pixels; what is transparent lies on white. */
static cairo_surface_t *
to_surface (GdkPixbuf *pixbuf)
{
  int width = gdk_pixbuf_get_width (pixbuf), height = gdk_pixbuf_get_height (pixbuf);
  int n_channels = gdk_pixbuf_get_n_channels (pixbuf), from_stride = gdk_pixbuf_get_rowstride (pixbuf);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, width, height);
  const guchar *from = gdk_pixbuf_read_pixels (pixbuf);
  guchar *to = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);

  if (to == NULL)
    return surface;
  for (int y = 0; y < height; y++)
    {
      guint32 *row = (guint32 *) (void *) (to + (gsize) y * stride);

      for (int x = 0; x < width; x++)
        {
          const guchar *pixel = from + (gsize) y * from_stride + (gsize) x * n_channels;
          guint alpha = n_channels == 4 ? pixel[3] : 255, rest = 255 - alpha;

          row[x] = ((pixel[0] * alpha / 255 + rest) << 16) | ((pixel[1] * alpha / 255 + rest) << 8) |
                   (pixel[2] * alpha / 255 + rest);
        }
    }
  cairo_surface_mark_dirty (surface);
  return surface;
}

/* The components of a JPEG that a PDF may hold as it stands: one or three, upright; 0 for what must be decoded. */
static guint
jpeg_components (GalleyAsset *asset)
{
  gsize length;
  const guchar *data = g_bytes_get_data (galley_asset_get_bytes (asset), &length);

  if (!g_str_equal (asset_type (asset), "image/jpeg") || length < 4 || data[0] != 0xFF || data[1] != 0xD8)
    return 0;
  for (gsize at = 2; at + 9 < length && data[at] == 0xFF;)
    {
      guint marker = data[at + 1];

      if (marker == 0xE1) /* Exif: it might be turned */
        return 0;
      if (marker >= 0xC0 && marker <= 0xC2)
        return data[at + 9] == 3 || data[at + 9] == 1 ? data[at + 9] : 0;
      at += 2u + ((guint) data[at + 2] << 8) + data[at + 3];
    }
  return 0;
}

guint
galley_pdf_image (GalleyPdfOut *out, GalleyAsset *asset, double points, guint *width, guint *height)
{
  guint components = jpeg_components (asset);
  g_autofree char *entries = NULL;
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  g_autoptr (GBytes) plain = NULL;
  GByteArray *pixels;
  guint n_channels;

  if (components > 0 && galley_picture_get_size (asset, width, height))
    {
      GBytes *bytes = galley_asset_get_bytes (asset);

      entries = g_strdup_printf (
          "/Type /XObject /Subtype /Image /Width %u /Height %u /BitsPerComponent 8 /ColorSpace /%s /Filter "
          "/DCTDecode",
          *width, *height, components == 1 ? "DeviceGray" : "DeviceRGB");
      return galley_pdf_out_raw (out, 0, entries, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
    }
  pixbuf = decode (asset, points);
  if (pixbuf == NULL)
    return 0;
  *width = (guint) gdk_pixbuf_get_width (pixbuf);
  *height = (guint) gdk_pixbuf_get_height (pixbuf);
  n_channels = (guint) gdk_pixbuf_get_n_channels (pixbuf);
  pixels = g_byte_array_sized_new (*width * *height * 3);
  for (guint y = 0; y < *height; y++)
    {
      const guchar *row =
          gdk_pixbuf_read_pixels (pixbuf) + (gsize) y * (gsize) gdk_pixbuf_get_rowstride (pixbuf);

      for (guint x = 0; x < *width; x++, row += n_channels)
        {
          guint alpha = n_channels == 4 ? row[3] : 255, rest = 255 - alpha;
          guint8 rgb[3] = { (guint8) (row[0] * alpha / 255 + rest), (guint8) (row[1] * alpha / 255 + rest),
                            (guint8) (row[2] * alpha / 255 + rest) };

          g_byte_array_append (pixels, rgb, 3);
        }
    }
  entries = g_strdup_printf (
      "/Type /XObject /Subtype /Image /Width %u /Height %u /BitsPerComponent 8 /ColorSpace /DeviceRGB",
      *width, *height);
  plain = g_byte_array_free_to_bytes (pixels);
  return galley_pdf_out_stream (out, 0, entries, plain);
}

/* What a layout desk draws where a picture will come. */
static void
draw_frame (cairo_t *cr, double x, double y, double width, double height)
{
  cairo_rectangle (cr, x, y, width, height);
  cairo_set_source_rgb (cr, 0.93, 0.93, 0.93);
  cairo_fill (cr);
  cairo_set_source_rgb (cr, 0.72, 0.72, 0.72);
  cairo_set_line_width (cr, 0.4);
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x + width, y + height);
  cairo_move_to (cr, x + width, y);
  cairo_line_to (cr, x, y + height);
  cairo_stroke (cr);
}

void
galley_picture_draw (GalleyAsset *asset, cairo_t *cr, double x, double y, double width, double height)
{
  g_autoptr (GdkPixbuf) pixbuf = asset != NULL ? decode (asset, width) : NULL;
  cairo_surface_t *surface = pixbuf != NULL ? to_surface (pixbuf) : NULL;

  cairo_save (cr);
  if (surface != NULL && cairo_surface_status (surface) == CAIRO_STATUS_SUCCESS)
    {
      double w = gdk_pixbuf_get_width (pixbuf), h = gdk_pixbuf_get_height (pixbuf),
             scale = MAX (width / w, height / h);

      /* A little is cut at the edges where the frame, which stands on the grid, has another shape. */
      cairo_rectangle (cr, x, y, width, height);
      cairo_clip (cr);
      cairo_translate (cr, x + (width - w * scale) / 2, y + (height - h * scale) / 2);
      cairo_scale (cr, scale, scale);
      cairo_set_source_surface (cr, surface, 0, 0);
      cairo_paint (cr);
    }
  else
    draw_frame (cr, x, y, width, height);
  cairo_restore (cr);
  cairo_rectangle (cr, x, y, width, height);
  cairo_set_source_rgb (cr, 0.35, 0.35, 0.35);
  cairo_set_line_width (cr, 0.3);
  cairo_stroke (cr);
  if (surface != NULL)
    cairo_surface_destroy (surface);
}
