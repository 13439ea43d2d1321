/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-topic-picker.h"
#include "galley-topics.h"

#define WIDTH 340
#define HEIGHT 300
#define MAX_FOUND 60

static const char *const schemes[] = { "mediatopics", "gbt20093" };

/* --- one topic, for lists -------------------------------------------------------------------------------- */

#define GALLEY_TYPE_TOPIC_ITEM (galley_topic_item_get_type ())
G_DECLARE_FINAL_TYPE (GalleyTopicItem, galley_topic_item, GALLEY, TOPIC_ITEM, GObject)

struct _GalleyTopicItem
{
  GObject parent_instance;

  GalleyTopics *topics; /* holds the topic */
  const GalleyTopic *topic;
};

G_DEFINE_FINAL_TYPE (GalleyTopicItem, galley_topic_item, G_TYPE_OBJECT)

static void
galley_topic_item_finalize (GObject *object)
{
  galley_topics_unref (GALLEY_TOPIC_ITEM (object)->topics);
  G_OBJECT_CLASS (galley_topic_item_parent_class)->finalize (object);
}

static void
galley_topic_item_class_init (GalleyTopicItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = galley_topic_item_finalize;
}

static void
galley_topic_item_init (GalleyTopicItem *self)
{
}

static GListModel *
new_model (GalleyTopics *topics, GPtrArray *list)
{
  GListStore *store = g_list_store_new (GALLEY_TYPE_TOPIC_ITEM);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < list->len; i++)
    {
      GalleyTopicItem *item = g_object_new (GALLEY_TYPE_TOPIC_ITEM, NULL);

      item->topics = galley_topics_ref (topics);
      item->topic = list->pdata[i];
      g_ptr_array_add (items, item);
    }
  g_list_store_splice (store, 0, 0, items->pdata, items->len);
  return G_LIST_MODEL (store);
}

/* --- the picker ------------------------------------------------------------------------------------------ */

struct _GalleyTopicPicker
{
  GtkPopover parent_instance;

  GtkWidget *scheme;
  GtkWidget *entry;
  GtkWidget *list;
  GtkWidget *nothing;
  GalleyTopics *topics[G_N_ELEMENTS (schemes)]; /* NULL before they are wanted, or where they are missing */
};

G_DEFINE_FINAL_TYPE (GalleyTopicPicker, galley_topic_picker, GTK_TYPE_POPOVER)

enum
{
  PICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GalleyTopics *
get_topics (GalleyTopicPicker *self)
{
  guint i = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->scheme));

  if (i >= G_N_ELEMENTS (schemes))
    return NULL;
  if (self->topics[i] == NULL)
    self->topics[i] = galley_topics_load (schemes[i], NULL);
  return self->topics[i];
}

static GListModel *
create_children (gpointer item, gpointer data)
{
  GalleyTopicItem *topic = item;
  g_autoptr (GPtrArray) narrower = galley_topics_list_narrower (topic->topics, topic->topic->code);

  return narrower->len > 0 ? new_model (topic->topics, narrower) : NULL;
}

/* The tree, or what is found in the scheme. */
static void
update (GalleyTopicPicker *self)
{
  GalleyTopics *topics = get_topics (self);
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->entry));
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GtkSelectionModel) selection = NULL;
  GListModel *model;

  if (topics != NULL)
    list = *typed != '\0' ? galley_topics_search (topics, typed, MAX_FOUND)
                          : galley_topics_list_narrower (topics, "");
  gtk_widget_set_visible (self->nothing, list == NULL || list->len == 0);
  gtk_label_set_label (GTK_LABEL (self->nothing), topics != NULL ? _ ("No subject has this name.")
                                                                 : _ ("This scheme is not installed."));
  if (list == NULL)
    list = g_ptr_array_new ();
  model =
      topics != NULL ? new_model (topics, list) : G_LIST_MODEL (g_list_store_new (GALLEY_TYPE_TOPIC_ITEM));
  model = G_LIST_MODEL (gtk_tree_list_model_new (model, FALSE, FALSE, create_children, NULL, NULL));
  selection = GTK_SELECTION_MODEL (gtk_single_selection_new (model));
  gtk_list_view_set_model (GTK_LIST_VIEW (self->list), selection);
}

static void
pick (GalleyTopicPicker *self, guint position)
{
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (self->list)));
  g_autoptr (GtkTreeListRow) row = model != NULL ? g_list_model_get_item (model, position) : NULL;
  g_autoptr (GalleyTopicItem) item = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;

  if (item == NULL)
    return;
  gtk_popover_popdown (GTK_POPOVER (self));
  g_signal_emit (self, signals[PICKED], 0, item->topic->code);
}

static void
on_activate (GalleyTopicPicker *self, guint position)
{
  pick (self, position);
}

/* Enter takes the best one. */
static void
on_entered (GalleyTopicPicker *self)
{
  if (*gtk_editable_get_text (GTK_EDITABLE (self->entry)) != '\0')
    {
      update (self);
      pick (self, 0);
    }
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *expander = gtk_tree_expander_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *other = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (other), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (other), 0);
  gtk_widget_set_hexpand (other, TRUE);
  gtk_widget_add_css_class (other, "dim-label");
  gtk_widget_add_css_class (other, "caption");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), other);
  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander), box);
  gtk_list_item_set_child (item, expander);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *list_item)
{
  GtkTreeListRow *row = gtk_list_item_get_item (list_item);
  GtkTreeExpander *expander = GTK_TREE_EXPANDER (gtk_list_item_get_child (list_item));
  g_autoptr (GalleyTopicItem) item = gtk_tree_list_row_get_item (row);
  GtkWidget *label = gtk_widget_get_first_child (gtk_tree_expander_get_child (expander));
  const char *shown = galley_topic_get_label (item->topic);
  const char *other = shown == item->topic->english ? item->topic->chinese : item->topic->english;

  gtk_tree_expander_set_list_row (expander, row);
  gtk_label_set_label (GTK_LABEL (label), shown);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (label)), other);
  gtk_widget_set_tooltip_text (GTK_WIDGET (expander), item->topic->code);
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (gtk_list_item_get_child (item)), NULL);
}

static void
galley_topic_picker_map (GtkWidget *widget)
{
  GalleyTopicPicker *self = GALLEY_TOPIC_PICKER (widget);

  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  update (self);
  GTK_WIDGET_CLASS (galley_topic_picker_parent_class)->map (widget);
  gtk_widget_grab_focus (self->entry);
}

static void
galley_topic_picker_dispose (GObject *object)
{
  GalleyTopicPicker *self = GALLEY_TOPIC_PICKER (object);

  for (guint i = 0; i < G_N_ELEMENTS (schemes); i++)
    g_clear_pointer (&self->topics[i], galley_topics_unref);
  G_OBJECT_CLASS (galley_topic_picker_parent_class)->dispose (object);
}

static void
galley_topic_picker_class_init (GalleyTopicPickerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = galley_topic_picker_dispose;
  GTK_WIDGET_CLASS (klass)->map = galley_topic_picker_map;
  signals[PICKED] = g_signal_new ("picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                  G_TYPE_NONE, 1, G_TYPE_STRING);
}

static GtkWidget *
new_list (GalleyTopicPicker *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
  self->list = gtk_list_view_new (NULL, factory);
  gtk_widget_add_css_class (self->list, "navigation-sidebar");
  g_signal_connect_swapped (self->list, "activate", G_CALLBACK (on_activate), self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Subjects"),
                                  -1);
  return self->list;
}

static void
galley_topic_picker_init (GalleyTopicPicker *self)
{
  const char *const names[] = { _ ("IPTC Media Topics"), _ ("GB/T 20093"), NULL };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->entry = gtk_search_entry_new ();
  g_object_set (self->entry, "placeholder-text", _ ("法律, falü, fl, law…"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Find subjects by Chinese, pinyin, first letters or English"), -1);
  self->scheme = gtk_drop_down_new_from_strings (names);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->scheme), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Scheme"),
                                  -1);
  self->nothing = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->nothing, "dim-label");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), new_list (self));
  gtk_widget_set_size_request (scroller, WIDTH, HEIGHT);
  gtk_box_append (GTK_BOX (box), self->entry);
  gtk_box_append (GTK_BOX (box), self->scheme);
  gtk_box_append (GTK_BOX (box), self->nothing);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_popover_set_child (GTK_POPOVER (self), box);
  g_signal_connect_swapped (self->entry, "search-changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->entry, "activate", G_CALLBACK (on_entered), self);
  g_signal_connect_swapped (self->scheme, "notify::selected", G_CALLBACK (update), self);
}

GtkWidget *
galley_topic_picker_new (void)
{
  return g_object_new (GALLEY_TYPE_TOPIC_PICKER, NULL);
}
