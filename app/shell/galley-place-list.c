/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-place-list.h"
#include "galley-tab-stop.h"

/* Rows made between two frames: the layout measures those that are new, and faster than frames come they would add up. */
#define SLICE 3
#define FRAME_MS 17
/* Rows that are shown: nobody goes through more in one go, and each costs the layout of its lines. */
#define MAX_ROWS 150
/* Characters of a change that are shown of either side. */
#define MAX_SHOWN 48

struct _GalleyPlaceList
{
  GtkWidget parent_instance;

  GtkListBox *box;
  GPtrArray *items; /* of GalleyPlaceItem * */
  guint n_rows;     /* made so far */
  int focus;        /* the row that had the focus before it was filled again, or -1 */
  guint source;
};

G_DEFINE_FINAL_TYPE (GalleyPlaceList, galley_place_list, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_LABEL,
};

enum
{
  ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- items --------------------------------------------------------------------------------------------------------- */

GalleyPlaceItem *
galley_place_item_new (GalleyTone tone, char *markup)
{
  GalleyPlaceItem *self = g_new0 (GalleyPlaceItem, 1);

  self->tone = tone;
  self->markup = markup;
  self->block = -1;
  self->kind = -1;
  return self;
}

void
galley_place_item_free (GalleyPlaceItem *self)
{
  g_free (self->group);
  g_free (self->markup);
  g_free (self->detail);
  g_free (self->article);
  g_free (self->key);
  g_free (self);
}

static gboolean
is_same_item (const GalleyPlaceItem *a, const GalleyPlaceItem *b)
{
  return a->tone == b->tone && a->kind == b->kind && a->block == b->block && a->start == b->start &&
         a->end == b->end && g_strcmp0 (a->group, b->group) == 0 && g_strcmp0 (a->markup, b->markup) == 0 &&
         g_strcmp0 (a->detail, b->detail) == 0 && g_strcmp0 (a->article, b->article) == 0 &&
         g_strcmp0 (a->key, b->key) == 0;
}

/* A line end is shown as such; of a long text the two ends are. */
char *
galley_place_dup_shown (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autofree char *joined = g_strjoinv ("¶", lines);
  glong length = g_utf8_strlen (joined, -1);
  g_autofree char *cut = NULL;

  if (length > MAX_SHOWN)
    {
      g_autofree char *head = g_utf8_substring (joined, 0, MAX_SHOWN * 2 / 3);
      g_autofree char *tail = g_utf8_substring (joined, length - MAX_SHOWN / 3, length);

      cut = g_strconcat (head, " … ", tail, NULL);
    }
  return g_markup_escape_text (cut != NULL ? cut : joined, -1);
}

char *
galley_place_dup_change (const char *old_text, const char *new_text)
{
  g_autofree char *before = galley_place_dup_shown (old_text);
  g_autofree char *after = galley_place_dup_shown (new_text);

  if (*before == '\0')
    return g_strdup_printf ("＋ <u>%s</u>", after);
  if (*after == '\0')
    return g_strdup_printf ("－ <s>%s</s>", before);
  return g_strdup_printf ("<s>%s</s> → <u>%s</u>", before, after);
}

/* --- rows ---------------------------------------------------------------------------------------------------------- */

static const char *const signs[] = { "·", "✓", "!", "✗" };
static const char *const classes[] = { "dim-label", "success", "warning", "error" };

static const char *
get_tone_word (GalleyTone tone)
{
  static const char *const words[] = { "", N_ ("in order"), N_ ("worth a look"), N_ ("not in order") };

  return *words[tone] != '\0' ? _ (words[tone]) : "";
}

static GtkWidget *
new_label (const char *text, gboolean markup, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  if (markup)
    gtk_label_set_markup (GTK_LABEL (label), text);
  else
    gtk_label_set_label (GTK_LABEL (label), text);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  /* Else every measure looks for a width at which all lines are as long: that takes most of the time. */
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static void
name_row (GtkWidget *row, const GalleyPlaceItem *item, GtkWidget *first)
{
  const char *word = get_tone_word (item->tone);
  g_autofree char *name =
      g_strdup_printf ("%s%s%s%s%s", word, *word != '\0' ? ", " : "", gtk_label_get_text (GTK_LABEL (first)),
                       item->detail != NULL ? ", " : "", item->detail != NULL ? item->detail : "");

  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static GtkWidget *
new_row (GalleyPlaceItem *item)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *sign = gtk_label_new (signs[item->tone]);
  GtkWidget *first = new_label (item->markup, TRUE, NULL);

  gtk_widget_add_css_class (sign, classes[item->tone]);
  gtk_widget_add_css_class (sign, "sign");
  gtk_widget_set_valign (sign, GTK_ALIGN_START);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (texts), first);
  if (item->detail != NULL)
    gtk_box_append (GTK_BOX (texts), new_label (item->detail, FALSE, "detail"));
  gtk_box_append (GTK_BOX (line), sign);
  gtk_box_append (GTK_BOX (line), texts);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  g_object_set_data (G_OBJECT (row), "item", item);
  name_row (row, item, first);
  return row;
}

static void
update_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  const GalleyPlaceItem *item = g_object_get_data (G_OBJECT (row), "item");
  const GalleyPlaceItem *last = before != NULL ? g_object_get_data (G_OBJECT (before), "item") : NULL;
  GtkWidget *header = NULL;

  if (item != NULL && item->group != NULL && (last == NULL || g_strcmp0 (last->group, item->group) != 0))
    header = new_label (item->group, FALSE, "group");
  gtk_list_box_row_set_header (row, header);
}

/* How many more there are stands at the end. */
static void
add_rest (GalleyPlaceList *self)
{
  guint n = self->items->len - self->n_rows;
  g_autofree char *text = g_strdup_printf (ngettext ("… and %u more", "… and %u more", n), n);
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), new_label (text, FALSE, "dim-label"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_list_box_append (self->box, row);
}

static guint
count_shown (GalleyPlaceList *self)
{
  return MIN (self->items->len, MAX_ROWS);
}

static gboolean
add_rows (gpointer data)
{
  GalleyPlaceList *self = data;

  for (guint i = 0; i < SLICE && self->n_rows < count_shown (self); i++)
    {
      GtkWidget *row = new_row (g_ptr_array_index (self->items, self->n_rows++));

      gtk_list_box_append (self->box, row);
      if (self->focus == (int) self->n_rows - 1)
        gtk_widget_grab_focus (row);
    }
  if (self->n_rows < count_shown (self))
    return G_SOURCE_CONTINUE;
  if (self->n_rows < self->items->len)
    add_rest (self);
  self->source = 0;
  self->focus = -1;
  return G_SOURCE_REMOVE;
}

static void
on_row_activated (GalleyPlaceList *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[ACTIVATED], 0, g_object_get_data (G_OBJECT (row), "item"));
}

static int
find_focus (GalleyPlaceList *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  while (focus != NULL && gtk_widget_get_parent (focus) != GTK_WIDGET (self->box))
    focus = gtk_widget_get_parent (focus);
  return focus != NULL ? gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (focus)) : -1;
}

static gboolean
is_same (const GPtrArray *a, const GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      if (!is_same_item (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
        return FALSE;
    }
  return TRUE;
}

void
galley_place_list_fill (GalleyPlaceList *self, GPtrArray *items)
{
  GtkWidget *row;

  g_return_if_fail (GALLEY_IS_PLACE_LIST (self));
  g_return_if_fail (items != NULL);

  if (is_same (self->items, items))
    {
      g_ptr_array_unref (items);
      return;
    }
  g_clear_handle_id (&self->source, g_source_remove);
  self->focus = find_focus (self);
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_list_box_remove (self->box, row);
  g_ptr_array_unref (self->items);
  self->items = items;
  self->n_rows = 0;
  gtk_widget_set_visible (GTK_WIDGET (self), items->len > 0);
  if (items->len > 0)
    self->source = g_timeout_add (FRAME_MS, add_rows, self);
}

guint
galley_place_list_get_n_items (GalleyPlaceList *self)
{
  g_return_val_if_fail (GALLEY_IS_PLACE_LIST (self), 0);

  return self->items->len;
}

gboolean
galley_place_list_is_full (GalleyPlaceList *self)
{
  g_return_val_if_fail (GALLEY_IS_PLACE_LIST (self), FALSE);

  return self->n_rows == count_shown (self);
}

/* --- the widget ---------------------------------------------------------------------------------------------------- */

static void
galley_place_list_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_LABEL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (GALLEY_PLACE_LIST (object)->box),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL, g_value_get_string (value), -1);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
galley_place_list_dispose (GObject *object)
{
  GalleyPlaceList *self = GALLEY_PLACE_LIST (object);

  g_clear_handle_id (&self->source, g_source_remove);
  if (self->box != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->box));
  self->box = NULL;
  G_OBJECT_CLASS (galley_place_list_parent_class)->dispose (object);
}

static void
galley_place_list_finalize (GObject *object)
{
  g_ptr_array_unref (GALLEY_PLACE_LIST (object)->items);
  G_OBJECT_CLASS (galley_place_list_parent_class)->finalize (object);
}

static void
galley_place_list_class_init (GalleyPlaceListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = galley_place_list_set_property;
  object_class->dispose = galley_place_list_dispose;
  object_class->finalize = galley_place_list_finalize;
  g_object_class_install_property (
      object_class, PROP_LABEL,
      g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS));
  signals[ACTIVATED] = g_signal_new ("activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                     NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "placelist");
}

static void
galley_place_list_init (GalleyPlaceList *self)
{
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_place_item_free);
  self->focus = -1;
  self->box = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->box, GTK_SELECTION_NONE);
  gtk_list_box_set_header_func (self->box, update_header, NULL, NULL);
  gtk_widget_set_parent (GTK_WIDGET (self->box), GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  g_signal_connect_swapped (self->box, "row-activated", G_CALLBACK (on_row_activated), self);
  galley_tab_stop_add (GTK_WIDGET (self->box));
}

GtkWidget *
galley_place_list_new (const char *label)
{
  return g_object_new (GALLEY_TYPE_PLACE_LIST, "label", label, NULL);
}
