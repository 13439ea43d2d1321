/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-outline-foot.h"
#include "galley-outline-row.h"
#include "galley-outline.h"
#include "galley-tab-stop.h"
#include "galley-unfold.h"

struct _GalleyOutline
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkEditable *search;
  GtkStack *stack;
  GtkListView *list;
  GtkLabel *nothing;
  GalleyOutlineFoot *foot;
  GMenuModel *menu_model;
  GtkWidget *menu;

  GalleyEdition *edition;
  GalleyWorkflow *workflow;
  GalleyProof *proof;
  GtkTreeListModel *tree;
  GalleyUnfold *unfold;
  GtkSelectionModel *selection;
  GtkFilter *filter;
  char *needle;    /* what is searched, case folded, or NULL */
  GPtrArray *rows; /* of GalleyOutlineRow, those that are bound */

  GalleyArticle *article;
  GalleyPage *page;
  guint settling;    /* the selection moves by our own doing */
  gboolean removing; /* which is no reason to end the search it is done in */
};

G_DEFINE_FINAL_TYPE (GalleyOutline, galley_outline, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_ARTICLE,
  PROP_PAGE,
  N_PROPS
};

enum
{
  ACTIVATED,
  MOVE_WANTED,
  REMOVAL_WANTED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

char *
galley_outline_dup_page_name (GalleyPage *page)
{
  const char *name = galley_page_get_name (page);

  return *name != '\0' ? g_strdup_printf ("%02u %s", galley_page_get_number (page), name)
                       : g_strdup_printf (_ ("%02u Untitled Page"), galley_page_get_number (page));
}

const char *
galley_outline_get_kind_label (GalleyArticleKind kind)
{
  switch (kind)
    {
    case GALLEY_ARTICLE_PICTURE:
      return C_ ("kind of article", "Picture");
    case GALLEY_ARTICLE_AD:
      return C_ ("kind of article", "Ad");
    case GALLEY_ARTICLE_FURNITURE:
      return C_ ("kind of article", "Furniture");
    case GALLEY_ARTICLE_STORY:
    default:
      return C_ ("kind of article", "Story");
    }
}

/* --- the tree ------------------------------------------------------------------------------------------- */

static GObject *
dup_item (GalleyOutline *self, guint position)
{
  g_autoptr (GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (self->tree), position);

  return row != NULL ? gtk_tree_list_row_get_item (row) : NULL;
}

static guint
find_item (GalleyOutline *self, gpointer item)
{
  guint n = self->tree != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->tree)) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GObject) at = dup_item (self, i);

      if (at == item)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

static gboolean
matches (gpointer item, gpointer user_data)
{
  GalleyOutline *self = user_data;
  g_autofree char *text = NULL;
  g_autofree char *folded = NULL;

  if (self->needle == NULL)
    return TRUE;
  text = galley_article_dup_text (item);
  folded = g_utf8_casefold (text, -1);
  return strstr (folded, self->needle) != NULL;
}

static GListModel *
create_children (gpointer item, gpointer user_data)
{
  GalleyOutline *self = user_data;

  if (!GALLEY_IS_PAGE (item))
    return NULL;
  return G_LIST_MODEL (
      gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (item)), g_object_ref (self->filter)));
}

static void
update_empty (GalleyOutline *self)
{
  guint n = self->tree != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->tree)) : 0;
  gboolean any = self->needle == NULL && n > 0;

  /* While something is searched, pages alone are nothing found. */
  for (guint i = 0; !any && i < n; i++)
    {
      g_autoptr (GObject) item = dup_item (self, i);

      any = GALLEY_IS_ARTICLE (item);
    }
  gtk_label_set_label (self->nothing, self->needle != NULL ? _ ("No article holds these words.")
                                                           : _ ("This edition has no articles yet.\nImport a "
                                                                "file, or drop one here."));
  gtk_stack_set_visible_child_name (self->stack, any ? "list" : "nothing");
}

static void
set_current (GalleyOutline *self, GalleyArticle *article, GalleyPage *page)
{
  if (g_set_object (&self->article, article))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ARTICLE]);
  if (g_set_object (&self->page, page))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE]);
}

/* The one row that is selected, or NULL where there are none or several. */
static GObject *
dup_selected (GalleyOutline *self)
{
  g_autoptr (GtkBitset) selected = gtk_selection_model_get_selection (self->selection);

  return gtk_bitset_get_size (selected) == 1 ? dup_item (self, gtk_bitset_get_minimum (selected)) : NULL;
}

static GPtrArray *
list_rows (GalleyOutline *self)
{
  GPtrArray *articles = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GtkBitset) selected = NULL;
  GtkBitsetIter iter;
  guint position;

  if (self->selection == NULL)
    return articles;
  selected = gtk_selection_model_get_selection (self->selection);
  for (gboolean more = gtk_bitset_iter_init_first (&iter, selected, &position); more;
       more = gtk_bitset_iter_next (&iter, &position))
    {
      GObject *item = dup_item (self, position);

      if (GALLEY_IS_ARTICLE (item))
        g_ptr_array_add (articles, item);
      else
        g_clear_object (&item);
    }
  return articles;
}

GPtrArray *
galley_outline_list_selected (GalleyOutline *self)
{
  GPtrArray *articles;

  g_return_val_if_fail (GALLEY_IS_OUTLINE (self), NULL);

  articles = list_rows (self);
  /* What is hidden by a search, or a page in whose stead it is looked at. */
  if (articles->len == 0 && self->article != NULL)
    g_ptr_array_add (articles, g_object_ref (self->article));
  return articles;
}

static void
select_only (GalleyOutline *self, guint position)
{
  if (position != GTK_INVALID_LIST_POSITION)
    gtk_selection_model_select_item (self->selection, position, TRUE);
}

/* Follows the selection. Where nothing is selected, because the search hides it, or several are, what was current stays so. */
static void
on_selected (GalleyOutline *self)
{
  g_autoptr (GObject) item = NULL;
  GalleyPage *page = NULL;

  if (self->settling > 0)
    return;
  item = dup_selected (self);
  if (GALLEY_IS_ARTICLE (item))
    {
      galley_edition_find_article (self->edition, galley_article_get_id (GALLEY_ARTICLE (item)), &page);
      set_current (self, GALLEY_ARTICLE (item), page);
    }
  else if (GALLEY_IS_PAGE (item))
    {
      set_current (self, self->article, GALLEY_PAGE (item));
    }
}

static void
on_tree_changed (GalleyOutline *self)
{
  GalleyPage *page = NULL;

  update_empty (self);
  if (self->settling > 0 || self->article == NULL || self->edition == NULL)
    return;
  if (galley_edition_find_article (self->edition, galley_article_get_id (self->article), &page) !=
      self->article)
    set_current (self, NULL, NULL);
}

/* Whoever knows how to undo it moves them. What is looked at stays so. */
static void
want_move (GalleyOutline *self, GPtrArray *articles, GalleyPage *page, guint position)
{
  self->settling++;
  g_signal_emit (self, signals[MOVE_WANTED], 0, articles, page, position);
  for (guint i = 0; i < articles->len; i++)
    {
      guint at = find_item (self, articles->pdata[i]);

      if (at != GTK_INVALID_LIST_POSITION)
        gtk_selection_model_select_item (self->selection, at, i == 0);
      if (at != GTK_INVALID_LIST_POSITION && i == 0)
        gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", at);
    }
  self->settling--;
  on_selected (self);
  if (articles->len > 1 && self->article != NULL)
    {
      galley_edition_find_article (self->edition, galley_article_get_id (self->article), &page);
      set_current (self, self->article, page);
    }
}

/* One of several that are selected takes the others along. */
static GPtrArray *
list_dragged (GalleyOutline *self, GalleyArticle *article)
{
  GPtrArray *articles = galley_outline_list_selected (self);

  if (g_ptr_array_find (articles, article, NULL))
    return articles;
  g_ptr_array_set_size (articles, 0);
  g_ptr_array_add (articles, g_object_ref (article));
  return articles;
}

static void
on_dropped (GalleyOutline *self, GalleyArticle *article, gboolean below, GalleyOutlineRow *row)
{
  GObject *item = galley_outline_row_get_item (row);
  g_autoptr (GPtrArray) articles = NULL;
  GalleyPage *page = NULL;
  guint position = G_MAXUINT;

  if (galley_edition_find_article (self->edition, galley_article_get_id (article), NULL) != article)
    return;
  if (GALLEY_IS_PAGE (item))
    {
      page = GALLEY_PAGE (item);
    }
  else
    {
      galley_edition_find_article (self->edition, galley_article_get_id (GALLEY_ARTICLE (item)), &page);
      position = (guint) galley_page_index_of (page, GALLEY_ARTICLE (item)) + (below ? 1 : 0);
    }
  articles = list_dragged (self, article);
  want_move (self, articles, page, position);
}

static void
on_menu_requested (GalleyOutline *self, double x, double y, GtkWidget *over)
{
  graphene_point_t point;

  if (over == NULL ||
      !gtk_widget_compute_point (over, GTK_WIDGET (self), &GRAPHENE_POINT_INIT (x, y), &point))
    return;
  if (GALLEY_IS_OUTLINE_ROW (over))
    {
      guint position = find_item (self, galley_outline_row_get_item (GALLEY_OUTLINE_ROW (over)));

      /* A menu for several is asked for at one of them. */
      if (position != GTK_INVALID_LIST_POSITION &&
          !gtk_selection_model_is_selected (self->selection, position))
        select_only (self, position);
    }
  if (self->menu == NULL)
    {
      self->menu = gtk_popover_menu_new_from_model (self->menu_model);
      gtk_popover_set_has_arrow (GTK_POPOVER (self->menu), FALSE);
      gtk_widget_set_halign (self->menu, GTK_ALIGN_START);
      gtk_widget_set_parent (self->menu, GTK_WIDGET (self));
    }
  gtk_popover_set_pointing_to (GTK_POPOVER (self->menu),
                               &(const GdkRectangle){ (int) point.x, (int) point.y, 1, 1 });
  gtk_popover_popup (GTK_POPOVER (self->menu));
}

static void
on_row_pressed (GtkGestureClick *gesture, int n_press, double x, double y, GalleyOutline *self)
{
  on_menu_requested (self, x, y, gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture)));
}

static void
on_setup (GalleyOutline *self, GtkListItem *list_item)
{
  GtkWidget *expander = gtk_tree_expander_new ();
  GtkWidget *row = galley_outline_row_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (on_row_pressed), self);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (click));
  g_signal_connect_object (row, "dropped", G_CALLBACK (on_dropped), self, G_CONNECT_SWAPPED);
  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander), row);
  gtk_list_item_set_child (list_item, expander);
}

static void
on_bind (GalleyOutline *self, GtkListItem *list_item)
{
  GtkTreeExpander *expander = GTK_TREE_EXPANDER (gtk_list_item_get_child (list_item));
  GalleyOutlineRow *row = GALLEY_OUTLINE_ROW (gtk_tree_expander_get_child (expander));
  GtkTreeListRow *tree_row = gtk_list_item_get_item (list_item);
  g_autoptr (GObject) item = gtk_tree_list_row_get_item (tree_row);

  gtk_tree_expander_set_list_row (expander, tree_row);
  galley_outline_row_set_proof (row, self->proof);
  galley_outline_row_set_workflow (row, self->workflow);
  galley_outline_row_set_item (row, item);
  g_ptr_array_add (self->rows, row);
}

static void
on_unbind (GalleyOutline *self, GtkListItem *list_item)
{
  GtkTreeExpander *expander = GTK_TREE_EXPANDER (gtk_list_item_get_child (list_item));
  GalleyOutlineRow *row = GALLEY_OUTLINE_ROW (gtk_tree_expander_get_child (expander));

  g_ptr_array_remove_fast (self->rows, row);
  /* It is bound again in most cases, to another article of the same proof. */
  galley_outline_row_set_item (row, NULL);
  gtk_tree_expander_set_list_row (expander, NULL);
}

static void
on_activate (GalleyOutline *self, guint position)
{
  g_autoptr (GtkTreeListRow) row = g_list_model_get_item (G_LIST_MODEL (self->tree), position);
  g_autoptr (GObject) item = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;

  if (GALLEY_IS_PAGE (item))
    gtk_tree_list_row_set_expanded (row, !gtk_tree_list_row_get_expanded (row));
  else if (item != NULL)
    g_signal_emit (self, signals[ACTIVATED], 0);
}

/* --- search --------------------------------------------------------------------------------------------- */

static void
on_search_changed (GalleyOutline *self)
{
  const char *text = gtk_editable_get_text (self->search);

  g_clear_pointer (&self->needle, g_free);
  if (*text != '\0')
    self->needle = g_utf8_casefold (text, -1);
  gtk_filter_changed (self->filter, GTK_FILTER_CHANGE_DIFFERENT);
  update_empty (self);
  if (self->needle == NULL && self->article != NULL)
    galley_outline_select (self, self->article);
}

static void
on_stop_search (GalleyOutline *self)
{
  gtk_editable_set_text (self->search, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
on_search_activate (GalleyOutline *self)
{
  guint n = self->tree != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->tree)) : 0;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GObject) item = dup_item (self, i);

      if (GALLEY_IS_ARTICLE (item))
        {
          select_only (self, i);
          g_signal_emit (self, signals[ACTIVATED], 0);
          return;
        }
    }
}

/* --- actions -------------------------------------------------------------------------------------------- */

static gint
index_of_page (GalleyOutline *self, GalleyPage *page)
{
  for (guint i = 0; i < galley_edition_get_n_pages (self->edition); i++)
    {
      if (galley_edition_get_page (self->edition, i) == page)
        return (gint) i;
    }
  return -1;
}

/* One place on; past the end of a page, onto the next one. @whole: a page on, at its end. */
static void
move_by (GalleyOutline *self, int direction, gboolean whole)
{
  g_autoptr (GPtrArray) articles = galley_outline_list_selected (self);
  GalleyPage *page = NULL;
  gint index, next;

  if (articles->len == 0 || self->edition == NULL)
    return;
  galley_edition_find_article (
      self->edition, galley_article_get_id (articles->pdata[direction < 0 ? 0 : articles->len - 1]), &page);
  if (page == NULL)
    return;
  index = galley_page_index_of (page, articles->pdata[direction < 0 ? 0 : articles->len - 1]);
  /* Downwards: behind the one that follows. */
  next = direction < 0 ? index - 1 : index + 2;
  if (whole || next < 0 || next > (gint) galley_page_get_n_articles (page))
    {
      gint at = index_of_page (self, page) + direction;

      page = at >= 0 ? galley_edition_get_page (self->edition, (guint) at) : NULL;
      if (page == NULL)
        {
          gtk_widget_error_bell (GTK_WIDGET (self));
          return;
        }
      next = direction < 0 || whole ? (gint) galley_page_get_n_articles (page) : 0;
    }
  want_move (self, articles, page, (guint) next);
}

static void
on_move_up (GtkWidget *widget, const char *action, GVariant *parameter)
{
  move_by (GALLEY_OUTLINE (widget), -1, FALSE);
}

static void
on_move_down (GtkWidget *widget, const char *action, GVariant *parameter)
{
  move_by (GALLEY_OUTLINE (widget), 1, FALSE);
}

static void
on_move_page (GtkWidget *widget, const char *action, GVariant *parameter)
{
  move_by (GALLEY_OUTLINE (widget), g_variant_get_int32 (parameter), TRUE);
}

static void
on_kind (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GPtrArray) articles = galley_outline_list_selected (GALLEY_OUTLINE (widget));
  GalleyArticleKind kind;

  if (!galley_article_kind_from_name (g_variant_get_string (parameter, NULL), &kind))
    return;
  for (guint i = 0; i < articles->len; i++)
    galley_article_set_kind (articles->pdata[i], kind);
}

static void
on_remove (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GalleyOutline *self = GALLEY_OUTLINE (widget);
  /* Not the one that is open and hidden in the list, which would not tell that it went. */
  g_autoptr (GPtrArray) articles = list_rows (self);

  if (articles->len == 0)
    {
      gtk_widget_error_bell (widget);
      return;
    }
  self->removing = TRUE;
  g_signal_emit (self, signals[REMOVAL_WANTED], 0, articles);
  self->removing = FALSE;
}

static void
on_new_article (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GalleyOutline *self = GALLEY_OUTLINE (widget);
  g_autoptr (GalleyArticle) article = NULL;
  g_autoptr (GalleyBlock) headline = NULL;
  g_autoptr (GalleyBlock) body = NULL;
  GalleyPage *page = self->page;
  guint position = G_MAXUINT;

  if (self->edition == NULL)
    return;
  if (page == NULL)
    page = galley_edition_get_page (self->edition, 0);
  if (page == NULL)
    page = galley_edition_ensure_page (self->edition, 1, NULL);
  if (self->article != NULL && galley_page_index_of (page, self->article) >= 0)
    position = (guint) galley_page_index_of (page, self->article) + 1;
  article = galley_article_new (GALLEY_ARTICLE_STORY);
  headline = galley_block_new (GALLEY_ROLE_HEADLINE, "", 0);
  body = galley_block_new (GALLEY_ROLE_BODY, "", 0);
  galley_article_append (article, headline);
  galley_article_append (article, body);
  gtk_editable_set_text (self->search, "");
  galley_page_insert (page, position, article);
  /* What is typed next must not go into another article. */
  if (galley_outline_select (self, article))
    g_signal_emit (self, signals[ACTIVATED], 0);
}

static void
on_new_page (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GalleyOutline *self = GALLEY_OUTLINE (widget);
  guint n, number = 0;
  GalleyPage *page;

  if (self->edition == NULL)
    return;
  n = galley_edition_get_n_pages (self->edition);
  for (guint i = 0; i < n; i++)
    number = MAX (number, galley_page_get_number (galley_edition_get_page (self->edition, i)));
  page = galley_edition_ensure_page (self->edition, number + 1, NULL);
  select_only (self, find_item (self, page));
}

static void
on_menu_key (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GalleyOutline *self = GALLEY_OUTLINE (widget);

  for (guint i = 0; i < self->rows->len; i++)
    {
      GtkWidget *row = self->rows->pdata[i];

      if (self->article != NULL &&
          galley_outline_row_get_item (GALLEY_OUTLINE_ROW (row)) == G_OBJECT (self->article))
        {
          on_menu_requested (self, 12, gtk_widget_get_height (row), row);
          return;
        }
    }
  on_menu_requested (self, 12, 12, GTK_WIDGET (self->list));
}

/* --- the widget ----------------------------------------------------------------------------------------- */

static void
galley_outline_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  GalleyOutline *self = GALLEY_OUTLINE (object);

  switch (prop_id)
    {
    case PROP_ARTICLE:
      g_value_set_object (value, self->article);
      break;
    case PROP_PAGE:
      g_value_set_object (value, self->page);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
galley_outline_dispose (GObject *object)
{
  GalleyOutline *self = GALLEY_OUTLINE (object);

  self->settling++;
  g_clear_pointer (&self->unfold, galley_unfold_free);
  g_clear_pointer (&self->menu, gtk_widget_unparent);
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->tree);
  g_clear_object (&self->filter);
  g_clear_object (&self->article);
  g_clear_object (&self->page);
  g_clear_object (&self->edition);
  g_clear_object (&self->proof);
  g_clear_object (&self->workflow);
  g_clear_pointer (&self->needle, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (object), GALLEY_TYPE_OUTLINE);
  G_OBJECT_CLASS (galley_outline_parent_class)->dispose (object);
}

static void
galley_outline_finalize (GObject *object)
{
  g_ptr_array_unref (GALLEY_OUTLINE (object)->rows);
  G_OBJECT_CLASS (galley_outline_parent_class)->finalize (object);
}

static gboolean
galley_outline_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (GALLEY_OUTLINE (widget)->list));
}

static void
galley_outline_class_init (GalleyOutlineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  g_type_ensure (GALLEY_TYPE_OUTLINE_FOOT);

  object_class->get_property = galley_outline_get_property;
  object_class->dispose = galley_outline_dispose;
  object_class->finalize = galley_outline_finalize;
  widget_class->grab_focus = galley_outline_grab_focus;

  properties[PROP_ARTICLE] = g_param_spec_object ("article", NULL, NULL, GALLEY_TYPE_ARTICLE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PAGE] =
      g_param_spec_object ("page", NULL, NULL, GALLEY_TYPE_PAGE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[ACTIVATED] =
      g_signal_new ("activated", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[MOVE_WANTED] = g_signal_new ("move-wanted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 3, G_TYPE_PTR_ARRAY, GALLEY_TYPE_PAGE, G_TYPE_UINT);
  signals[REMOVAL_WANTED] = g_signal_new ("removal-wanted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 1, G_TYPE_PTR_ARRAY);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/galley/Galley/galley-outline.ui");
  gtk_widget_class_bind_template_child (widget_class, GalleyOutline, box);
  gtk_widget_class_bind_template_child (widget_class, GalleyOutline, search);
  gtk_widget_class_bind_template_child (widget_class, GalleyOutline, stack);
  gtk_widget_class_bind_template_child (widget_class, GalleyOutline, list);
  gtk_widget_class_bind_template_child (widget_class, GalleyOutline, nothing);
  gtk_widget_class_bind_template_child (widget_class, GalleyOutline, foot);
  gtk_widget_class_bind_template_child (widget_class, GalleyOutline, menu_model);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);

  gtk_widget_class_install_action (widget_class, "outline.move-up", NULL, on_move_up);
  gtk_widget_class_install_action (widget_class, "outline.move-down", NULL, on_move_down);
  gtk_widget_class_install_action (widget_class, "outline.move-page", "i", on_move_page);
  gtk_widget_class_install_action (widget_class, "outline.kind", "s", on_kind);
  gtk_widget_class_install_action (widget_class, "outline.remove", NULL, on_remove);
  gtk_widget_class_install_action (widget_class, "outline.new-article", NULL, on_new_article);
  gtk_widget_class_install_action (widget_class, "outline.new-page", NULL, on_new_page);
  gtk_widget_class_install_action (widget_class, "outline.menu", NULL, on_menu_key);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK, "outline.move-up", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK, "outline.move-down", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Up, GDK_ALT_MASK | GDK_SHIFT_MASK,
                                       "outline.move-page", "i", -1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Down, GDK_ALT_MASK | GDK_SHIFT_MASK,
                                       "outline.move-page", "i", 1);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Menu, 0, "outline.menu", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, "outline.menu", NULL);
}

static gboolean
on_list_key (GalleyOutline *self, guint keyval)
{
  if (keyval != GDK_KEY_Delete)
    return GDK_EVENT_PROPAGATE;
  gtk_widget_activate_action (GTK_WIDGET (self), "outline.remove", NULL);
  return GDK_EVENT_STOP;
}

static void
galley_outline_init (GalleyOutline *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->rows = g_ptr_array_new ();
  self->filter = GTK_FILTER (gtk_custom_filter_new (matches, self, NULL));
  gtk_widget_init_template (GTK_WIDGET (self));
  galley_tab_stop_add (GTK_WIDGET (self->list));

  g_signal_connect_swapped (factory, "setup", G_CALLBACK (on_setup), self);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (on_bind), self);
  g_signal_connect_swapped (factory, "unbind", G_CALLBACK (on_unbind), self);
  gtk_list_view_set_factory (self->list, factory);
  /* Delete removes an article in the list, and a character in the search entry. */
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_list_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
  update_empty (self);
}

GtkWidget *
galley_outline_new (void)
{
  return g_object_new (GALLEY_TYPE_OUTLINE, NULL);
}

void
galley_outline_set_edition (GalleyOutline *self, GalleyEdition *edition)
{
  g_return_if_fail (GALLEY_IS_OUTLINE (self));

  if (!g_set_object (&self->edition, edition))
    return;
  g_clear_pointer (&self->unfold, galley_unfold_free);
  set_current (self, NULL, NULL);
  gtk_list_view_set_model (self->list, NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->tree);
  if (edition != NULL)
    {
      self->tree = gtk_tree_list_model_new (G_LIST_MODEL (g_object_ref (edition)), FALSE, FALSE,
                                            create_children, self, NULL);
      self->unfold = galley_unfold_new (edition, self->tree);
      self->selection =
          GTK_SELECTION_MODEL (gtk_multi_selection_new (G_LIST_MODEL (g_object_ref (self->tree))));
      g_signal_connect_object (self->selection, "selection-changed", G_CALLBACK (on_selected), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self->tree, "items-changed", G_CALLBACK (on_tree_changed), self,
                               G_CONNECT_SWAPPED);
      gtk_list_view_set_model (self->list, self->selection);
    }
  update_empty (self);
}

/* Another edition has rounds of its own. */
static void
on_workflow (GalleyOutline *self)
{
  galley_outline_foot_set_rounds (self->foot, galley_workflow_get_rounds (self->workflow));
}

void
galley_outline_set_workflow (GalleyOutline *self, GalleyWorkflow *workflow)
{
  g_return_if_fail (GALLEY_IS_OUTLINE (self));
  g_return_if_fail (GALLEY_IS_WORKFLOW (workflow));
  g_return_if_fail (self->workflow == NULL);

  self->workflow = g_object_ref (workflow);
  g_signal_connect_object (workflow, "changed", G_CALLBACK (on_workflow), self, G_CONNECT_SWAPPED);
  on_workflow (self);
  for (guint i = 0; i < self->rows->len; i++)
    galley_outline_row_set_workflow (self->rows->pdata[i], workflow);
}

void
galley_outline_set_proof (GalleyOutline *self, GalleyProof *proof)
{
  g_return_if_fail (GALLEY_IS_OUTLINE (self));

  if (!g_set_object (&self->proof, proof))
    return;
  for (guint i = 0; i < self->rows->len; i++)
    galley_outline_row_set_proof (self->rows->pdata[i], proof);
}

GalleyArticle *
galley_outline_get_article (GalleyOutline *self)
{
  g_return_val_if_fail (GALLEY_IS_OUTLINE (self), NULL);

  return self->article;
}

GalleyPage *
galley_outline_get_page (GalleyOutline *self)
{
  g_return_val_if_fail (GALLEY_IS_OUTLINE (self), NULL);

  return self->page;
}

/* FALSE when it is not in the tree as it is filtered now. */
static gboolean
select_shown (GalleyOutline *self, GalleyArticle *article)
{
  guint position;

  if (self->unfold != NULL && matches (article, self))
    galley_unfold_show (self->unfold, article);
  position = find_item (self, article);
  if (position == GTK_INVALID_LIST_POSITION)
    return FALSE;
  select_only (self, position);
  on_selected (self);
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);
  return TRUE;
}

gboolean
galley_outline_select (GalleyOutline *self, GalleyArticle *article)
{
  g_return_val_if_fail (GALLEY_IS_OUTLINE (self), FALSE);

  if (article == NULL || self->edition == NULL)
    return FALSE;
  if (select_shown (self, article))
    return TRUE;
  if (self->needle == NULL || self->removing ||
      galley_edition_find_article (self->edition, galley_article_get_id (article), NULL) != article)
    return FALSE;
  gtk_editable_set_text (self->search, "");
  return select_shown (self, article);
}

gboolean
galley_outline_step (GalleyOutline *self, int direction)
{
  g_autoptr (GPtrArray) articles = NULL;
  guint at = 0;
  gint i;

  g_return_val_if_fail (GALLEY_IS_OUTLINE (self), FALSE);

  if (self->edition == NULL)
    return FALSE;
  articles = galley_edition_list_articles (self->edition);
  if (self->article != NULL && g_ptr_array_find (articles, self->article, &at))
    i = (gint) at + direction;
  else
    i = direction > 0 ? 0 : (gint) articles->len - 1;
  for (; i >= 0 && i < (gint) articles->len; i += direction)
    {
      GalleyArticle *article = articles->pdata[i];

      if (galley_article_get_kind (article) != GALLEY_ARTICLE_FURNITURE && select_shown (self, article))
        return TRUE;
    }
  return FALSE;
}

void
galley_outline_focus_search (GalleyOutline *self)
{
  g_return_if_fail (GALLEY_IS_OUTLINE (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
