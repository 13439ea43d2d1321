/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <glib/gi18n.h>

#include "galley-page-panel.h"
#include "galley-sheet.h"

#define DELAY_MS 350
#define MAX_PIXELS 1800 /* across a picture */
#define MAX_SHEETS 12   /* of one page that are shown */
#define GAP 8           /* between sheets */

/* What the thread made of a page. */
typedef struct
{
  GPtrArray *sheets;   /* of GalleySheet * */
  GPtrArray *textures; /* of GdkTexture *, of the first ones */
} Picture;

struct _GalleyPagePanel
{
  GtkWidget parent_instance;

  GtkWidget *scroller;
  GtkWidget *area;
  GtkLabel *summary;

  GalleyEdition *edition;
  GalleyPage *page;
  GalleyArticle *article;
  GPtrArray *watched; /* of GalleyArticle *: those of the page */
  Picture *picture;
  GCancellable *cancellable; /* of the picture being made */
  guint timeout;
  int drawn_width; /* for which the picture was made */
};

G_DEFINE_FINAL_TYPE (GalleyPagePanel, galley_page_panel, GTK_TYPE_WIDGET)

enum
{
  ARTICLE_WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void queue_picture (GalleyPagePanel *self);

static void
picture_free (Picture *picture)
{
  g_ptr_array_unref (picture->sheets);
  g_ptr_array_unref (picture->textures);
  g_free (picture);
}

/* --- in the thread --------------------------------------------------------------------------------------- */

typedef struct
{
  GalleyEdition *frozen;
  guint page; /* its index */
  int pixels;
} Order;

static void
order_free (Order *order)
{
  g_object_unref (order->frozen);
  g_free (order);
}

static GdkTexture *
draw_sheet (GalleySheet *sheet, int pixels)
{
  double width, height, scale;
  cairo_surface_t *surface;
  g_autoptr (GBytes) bytes = NULL;
  cairo_t *cr;
  int rows, stride;

  galley_sheet_get_size (sheet, &width, &height);
  scale = pixels / width;
  rows = (int) ceil (height * scale);
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, pixels, rows);
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, scale, scale);
  galley_sheet_draw (sheet, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  stride = cairo_image_surface_get_stride (surface);
  bytes = g_bytes_new (cairo_image_surface_get_data (surface), (gsize) stride * (gsize) rows);
  cairo_surface_destroy (surface);
  return gdk_memory_texture_new (pixels, rows, GDK_MEMORY_DEFAULT, bytes, (gsize) stride);
}

static void
make_picture (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Order *order = data;
  g_autoptr (GalleyJob) job = galley_job_new (cancellable);
  g_autoptr (GError) error = NULL;
  GalleySheetOptions options;
  GPtrArray *sheets;
  Picture *picture;

  galley_sheet_options_init (&options, GALLEY_PAPER_PUBLICATION, order->frozen);
  sheets = galley_sheet_compose (order->frozen, galley_edition_get_page (order->frozen, order->page),
                                 &options, NULL, job, &error);
  if (sheets == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  picture = g_new0 (Picture, 1);
  picture->sheets = sheets;
  picture->textures = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < MIN (sheets->len, MAX_SHEETS) && !g_cancellable_is_cancelled (cancellable); i++)
    g_ptr_array_add (picture->textures, draw_sheet (g_ptr_array_index (sheets, i), order->pixels));
  g_task_return_pointer (task, picture, (GDestroyNotify) picture_free);
}

/* --- in the window --------------------------------------------------------------------------------------- */

static void
update_summary (GalleyPagePanel *self)
{
  g_autofree char *text = NULL;
  guint n_taken = 0, n_lines = 0, n;

  if (self->picture == NULL)
    {
      gtk_label_set_label (self->summary, "");
      return;
    }
  n = self->picture->sheets->len;
  galley_sheet_get_fill (g_ptr_array_index (self->picture->sheets, 0), &n_taken, &n_lines);
  if (n > 1)
    text = g_strdup_printf (
        ngettext ("The page is over full: %u more sheet", "The page is over full: %u more sheets", n - 1),
        n - 1);
  else
    text = g_strdup_printf (_ ("The page is %u %% full"), n_lines > 0 ? n_taken * 100 / n_lines : 0);
  gtk_label_set_label (self->summary, text);
}

static void
on_picture (GObject *source, GAsyncResult *result, gpointer data)
{
  GalleyPagePanel *self = GALLEY_PAGE_PANEL (source);
  Picture *picture = g_task_propagate_pointer (G_TASK (result), NULL);
  GCancellable *cancellable = g_task_get_cancellable (G_TASK (result));

  /* Another one is being made already. */
  if (picture == NULL || cancellable != self->cancellable)
    {
      g_clear_pointer (&picture, picture_free);
      return;
    }
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->picture, picture_free);
  self->picture = picture;
  update_summary (self);
  gtk_widget_queue_resize (self->area);
  gtk_widget_queue_draw (self->area);
}

static void
watch (GalleyPagePanel *self)
{
  for (guint i = 0; i < self->watched->len; i++)
    g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->watched, i), self);
  g_ptr_array_set_size (self->watched, 0);
  for (guint i = 0; self->page != NULL && i < galley_page_get_n_articles (self->page); i++)
    {
      GalleyArticle *article = galley_page_get_article (self->page, i);

      g_ptr_array_add (self->watched, g_object_ref (article));
      g_signal_connect_swapped (article, "items-changed", G_CALLBACK (queue_picture), self);
      g_signal_connect_swapped (article, "notify::kind", G_CALLBACK (queue_picture), self);
    }
}

static gint
page_index (GalleyPagePanel *self)
{
  for (guint i = 0; self->edition != NULL && i < galley_edition_get_n_pages (self->edition); i++)
    {
      if (galley_edition_get_page (self->edition, i) == self->page)
        return (gint) i;
    }
  return -1;
}

static gboolean
on_timeout (gpointer data)
{
  GalleyPagePanel *self = data;
  int width = gtk_widget_get_width (self->area) * gtk_widget_get_scale_factor (self->area);
  gint index = page_index (self);
  g_autoptr (GTask) task = NULL;
  Order *order;

  self->timeout = 0;
  watch (self);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (index < 0)
    {
      g_clear_pointer (&self->picture, picture_free);
      update_summary (self);
      gtk_widget_queue_resize (self->area);
      return G_SOURCE_REMOVE;
    }
  self->drawn_width = gtk_widget_get_width (self->area);
  self->cancellable = g_cancellable_new ();
  order = g_new0 (Order, 1);
  order->frozen = galley_edition_freeze (self->edition);
  order->page = (guint) index;
  order->pixels = CLAMP (width, 200, MAX_PIXELS);
  task = g_task_new (self, self->cancellable, on_picture, NULL);
  g_task_set_task_data (task, order, (GDestroyNotify) order_free);
  g_task_run_in_thread (task, make_picture);
  return G_SOURCE_REMOVE;
}

/* Waits for a pause in typing; what nobody sees is not drawn. */
static void
queue_picture (GalleyPagePanel *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->timeout = g_timeout_add (DELAY_MS, on_timeout, self);
}

/* --- the picture ------------------------------------------------------------------------------------------- */

#define GALLEY_TYPE_PAGE_AREA (galley_page_area_get_type ())
G_DECLARE_FINAL_TYPE (GalleyPageArea, galley_page_area, GALLEY, PAGE_AREA, GtkWidget)

struct _GalleyPageArea
{
  GtkWidget parent_instance;

  GalleyPagePanel *panel; /* borrowed: its parent's parent */
};

G_DEFINE_FINAL_TYPE (GalleyPageArea, galley_page_area, GTK_TYPE_WIDGET)

/* Height of a sheet when @width pixels wide. */
static double
sheet_height (GalleyPagePanel *self, guint index, double width)
{
  double w, h;

  galley_sheet_get_size (g_ptr_array_index (self->picture->sheets, index), &w, &h);
  return width * h / w;
}

static void
galley_page_area_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  GalleyPagePanel *self = GALLEY_PAGE_AREA (widget)->panel;
  double width = for_size > 0 ? for_size : 240, height = 0;

  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 120 : 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL || self == NULL || self->picture == NULL)
    return;
  for (guint i = 0; i < self->picture->textures->len; i++)
    height += sheet_height (self, i, width) + GAP;
  *minimum = *natural = (int) ceil (height);
}

static void
snapshot_frame (GalleyPagePanel *self, GtkSnapshot *snapshot, GalleySheet *sheet, double scale, double top)
{
  static const GdkRGBA colour = { 0.11f, 0.44f, 0.85f, 1 };
  guint n;
  const GalleySheetArea *areas = galley_sheet_get_areas (sheet, &n);

  for (guint i = 0; i < n; i++)
    {
      GskRoundedRect outline;

      /* The picture holds frozen articles: they are the same by their id. */
      if (self->article == NULL ||
          !g_str_equal (galley_article_get_id (areas[i].article), galley_article_get_id (self->article)))
        continue;
      gsk_rounded_rect_init_from_rect (
          &outline,
          &GRAPHENE_RECT_INIT ((float) (areas[i].x * scale - 2), (float) (top + areas[i].y * scale),
                               (float) (areas[i].width * scale + 4), (float) (areas[i].height * scale)),
          2);
      gtk_snapshot_append_border (snapshot, &outline, (float[4]){ 2, 2, 2, 2 },
                                  (GdkRGBA[4]){ colour, colour, colour, colour });
    }
}

static void
galley_page_area_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  static const GdkRGBA grey = { 0.6f, 0.6f, 0.6f, 1 };
  GalleyPagePanel *self = GALLEY_PAGE_AREA (widget)->panel;
  double width = gtk_widget_get_width (widget), top = 0;

  if (self == NULL || self->picture == NULL)
    return;
  for (guint i = 0; i < self->picture->textures->len; i++)
    {
      GalleySheet *sheet = g_ptr_array_index (self->picture->sheets, i);
      double height = sheet_height (self, i, width), paper;
      GskRoundedRect edge;

      galley_sheet_get_size (sheet, &paper, NULL);
      gtk_snapshot_append_texture (snapshot, g_ptr_array_index (self->picture->textures, i),
                                   &GRAPHENE_RECT_INIT (0, (float) top, (float) width, (float) height));
      gsk_rounded_rect_init_from_rect (
          &edge, &GRAPHENE_RECT_INIT (0, (float) top, (float) width, (float) height), 0);
      gtk_snapshot_append_border (snapshot, &edge, (float[4]){ 1, 1, 1, 1 },
                                  (GdkRGBA[4]){ grey, grey, grey, grey });
      snapshot_frame (self, snapshot, sheet, width / paper, top);
      top += height + GAP;
    }
}

static void
galley_page_area_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GalleyPagePanel *self = GALLEY_PAGE_AREA (widget)->panel;

  /* The old picture is stretched until one of the new size is there. */
  if (self != NULL && width != self->drawn_width && self->timeout == 0)
    queue_picture (self);
}

static GtkSizeRequestMode
galley_page_area_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
galley_page_area_class_init (GalleyPageAreaClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->get_request_mode = galley_page_area_get_request_mode;
  widget_class->measure = galley_page_area_measure;
  widget_class->snapshot = galley_page_area_snapshot;
  widget_class->size_allocate = galley_page_area_size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
galley_page_area_init (GalleyPageArea *self)
{
}

/* --- pointer and keys ---------------------------------------------------------------------------------------- */

static void
want (GalleyPagePanel *self, GalleyArticle *frozen)
{
  GalleyArticle *article =
      self->edition != NULL
          ? galley_edition_find_article (self->edition, galley_article_get_id (frozen), NULL)
          : NULL;

  if (article != NULL)
    g_signal_emit (self, signals[ARTICLE_WANTED], 0, article);
}

void
galley_page_panel_click (GalleyPagePanel *self, double x, double y)
{
  double width, top = 0;

  g_return_if_fail (GALLEY_IS_PAGE_PANEL (self));

  width = gtk_widget_get_width (self->area);
  for (guint i = 0; self->picture != NULL && i < self->picture->textures->len && width > 0; i++)
    {
      GalleySheet *sheet = g_ptr_array_index (self->picture->sheets, i);
      double height = sheet_height (self, i, width), paper;
      const GalleySheetArea *area;

      galley_sheet_get_size (sheet, &paper, NULL);
      area = galley_sheet_find_area (sheet, x * paper / width, (y - top) * paper / width);
      if (area != NULL && y < top + height)
        {
          want (self, area->article);
          return;
        }
      top += height + GAP;
    }
}

gboolean
galley_page_panel_find (GalleyPagePanel *self, GalleyArticle *article, double *x, double *y)
{
  double width, top = 0;

  g_return_val_if_fail (GALLEY_IS_PAGE_PANEL (self), FALSE);

  width = gtk_widget_get_width (self->area);
  for (guint i = 0; self->picture != NULL && i < self->picture->textures->len; i++)
    {
      GalleySheet *sheet = g_ptr_array_index (self->picture->sheets, i);
      double paper;
      guint n;
      const GalleySheetArea *areas = galley_sheet_get_areas (sheet, &n);

      galley_sheet_get_size (sheet, &paper, NULL);
      for (guint a = 0; a < n; a++)
        {
          if (!g_str_equal (galley_article_get_id (areas[a].article), galley_article_get_id (article)))
            continue;
          *x = areas[a].x * width / paper + 1;
          *y = top + areas[a].y * width / paper + 1;
          return TRUE;
        }
      top += sheet_height (self, i, width) + GAP;
    }
  return FALSE;
}

static void
on_pressed (GalleyPagePanel *self, int n_press, double x, double y)
{
  gtk_widget_grab_focus (self->area);
  galley_page_panel_click (self, x, y);
}

/* The arrow keys walk through the page's articles in their order. */
static gboolean
on_key (GalleyPagePanel *self, guint key, guint code, GdkModifierType state)
{
  int step = key == GDK_KEY_Down || key == GDK_KEY_Right ? 1
             : key == GDK_KEY_Up || key == GDK_KEY_Left  ? -1
                                                         : 0;
  gint at;

  if (step == 0 || self->page == NULL || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return FALSE;
  at = self->article != NULL ? galley_page_index_of (self->page, self->article) : -1;
  for (at += step; at >= 0 && at < (gint) galley_page_get_n_articles (self->page); at += step)
    {
      GalleyArticle *article = galley_page_get_article (self->page, (guint) at);

      if (galley_article_get_kind (article) == GALLEY_ARTICLE_FURNITURE)
        continue;
      g_signal_emit (self, signals[ARTICLE_WANTED], 0, article);
      return TRUE;
    }
  return TRUE;
}

/* --- the widget ------------------------------------------------------------------------------------------------ */

static void
galley_page_panel_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (galley_page_panel_parent_class)->map (widget);
  queue_picture (GALLEY_PAGE_PANEL (widget));
}

static void
forget_page (GalleyPagePanel *self)
{
  if (self->page != NULL)
    g_signal_handlers_disconnect_by_data (self->page, self);
  g_clear_object (&self->page);
  watch (self);
}

static void
galley_page_panel_dispose (GObject *object)
{
  GalleyPagePanel *self = GALLEY_PAGE_PANEL (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  forget_page (self);
  galley_page_panel_set_edition (self, NULL);
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_object (&self->article);
  g_clear_pointer (&self->picture, picture_free);
  if (self->area != NULL)
    GALLEY_PAGE_AREA (self->area)->panel = NULL;
  self->area = NULL;
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  G_OBJECT_CLASS (galley_page_panel_parent_class)->dispose (object);
}

static void
galley_page_panel_finalize (GObject *object)
{
  g_ptr_array_unref (GALLEY_PAGE_PANEL (object)->watched);
  G_OBJECT_CLASS (galley_page_panel_parent_class)->finalize (object);
}

static void
galley_page_panel_class_init (GalleyPagePanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = galley_page_panel_dispose;
  object_class->finalize = galley_page_panel_finalize;
  widget_class->map = galley_page_panel_map;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);

  signals[ARTICLE_WANTED] = g_signal_new ("article-wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, GALLEY_TYPE_ARTICLE);
}

static void
galley_page_panel_init (GalleyPagePanel *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->watched = g_ptr_array_new_with_free_func (g_object_unref);
  self->summary = GTK_LABEL (gtk_label_new (""));
  gtk_label_set_xalign (self->summary, 0);
  gtk_label_set_wrap (self->summary, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->summary), "dim-label");
  self->area = g_object_new (GALLEY_TYPE_PAGE_AREA, "focusable", TRUE, "hexpand", TRUE, NULL);
  GALLEY_PAGE_AREA (self->area)->panel = self;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->area), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("The page as it would be printed"), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _ ("The arrow keys go from article to article."), -1);
  gtk_widget_set_tooltip_text (self->area, _ ("Click on an article to go to it"));
  gtk_widget_set_margin_start (box, 8);
  gtk_widget_set_margin_end (box, 8);
  gtk_widget_set_margin_bottom (box, 8);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->summary));
  gtk_box_append (GTK_BOX (box), self->area);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), box);
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));

  g_signal_connect_swapped (click, "pressed", G_CALLBACK (on_pressed), self);
  gtk_widget_add_controller (self->area, GTK_EVENT_CONTROLLER (click));
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (self->area, keys);
}

GtkWidget *
galley_page_panel_new (void)
{
  return g_object_new (GALLEY_TYPE_PAGE_PANEL, NULL);
}

void
galley_page_panel_set_edition (GalleyPagePanel *self, GalleyEdition *edition)
{
  g_return_if_fail (GALLEY_IS_PAGE_PANEL (self));

  if (self->edition != NULL)
    {
      g_signal_handlers_disconnect_by_data (galley_edition_get_masthead (self->edition), self);
      g_signal_handlers_disconnect_by_data (self->edition, self);
    }
  if (self->edition != edition)
    forget_page (self);
  g_set_object (&self->edition, edition);
  if (edition == NULL)
    return;
  g_signal_connect_swapped (galley_edition_get_masthead (edition), "changed", G_CALLBACK (queue_picture),
                            self);
  g_signal_connect_swapped (edition, "items-changed", G_CALLBACK (queue_picture), self);
  queue_picture (self);
}

void
galley_page_panel_set_page (GalleyPagePanel *self, GalleyPage *page)
{
  g_return_if_fail (GALLEY_IS_PAGE_PANEL (self));

  if (page == self->page)
    return;
  forget_page (self);
  self->page = page != NULL ? g_object_ref (page) : NULL;
  if (page != NULL)
    {
      g_signal_connect_swapped (page, "items-changed", G_CALLBACK (queue_picture), self);
      g_signal_connect_swapped (page, "notify", G_CALLBACK (queue_picture), self);
    }
  queue_picture (self);
}

void
galley_page_panel_set_article (GalleyPagePanel *self, GalleyArticle *article)
{
  g_return_if_fail (GALLEY_IS_PAGE_PANEL (self));

  if (g_set_object (&self->article, article))
    gtk_widget_queue_draw (self->area);
}

gboolean
galley_page_panel_is_busy (GalleyPagePanel *self)
{
  g_return_val_if_fail (GALLEY_IS_PAGE_PANEL (self), FALSE);

  return self->timeout != 0 || self->cancellable != NULL;
}
