/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "galley-facet.h"
#include "galley-field-row.h"
#include "galley-metadata-panel.h"
#include "galley-slot-row.h"

/* One facet plugin, loaded. */
typedef struct
{
  GalleyFacet *facet;
  char *name;
} Group;

struct _GalleyMetadataPanel
{
  GtkWidget parent_instance;

  GtkStack *stack;
  GtkLabel *nothing;
  GtkBox *box;

  GalleyPlugins *plugins;
  GPtrArray *groups;   /* of Group; NULL until they are wanted */
  GString *complaints; /* of plugins that could not be used */
  GalleyArticle *article;
  GSignalGroup *metadata_signals;
  guint rebuild_idle;
  gboolean stale;
  gboolean other; /* another article is to be shown than the rows are of */
};

G_DEFINE_FINAL_TYPE (GalleyMetadataPanel, galley_metadata_panel, GTK_TYPE_WIDGET)

static void
group_free (gpointer data)
{
  Group *group = data;

  g_object_unref (group->facet);
  g_free (group->name);
  g_free (group);
}

static void
load_groups (GalleyMetadataPanel *self)
{
  g_autoptr (GPtrArray) infos = NULL;

  if (self->groups != NULL || self->plugins == NULL)
    return;
  self->groups = g_ptr_array_new_with_free_func (group_free);
  g_string_truncate (self->complaints, 0);
  infos = galley_plugins_list_with (self->plugins, "Facet-Group", "Facet-Priority");
  for (guint i = 0; i < infos->len; i++)
    {
      GalleyPluginInfo *info = infos->pdata[i];
      g_autoptr (GError) error = NULL;
      GObject *facet = galley_plugins_create (self->plugins, info, GALLEY_TYPE_FACET, &error);
      Group *group;

      if (facet == NULL)
        {
          g_string_append_printf (self->complaints, "%s%s", self->complaints->len > 0 ? "\n" : "",
                                  error->message);
          continue;
        }
      group = g_new0 (Group, 1);
      group->facet = GALLEY_FACET (facet);
      group->name = g_strdup (info->name);
      g_ptr_array_add (self->groups, group);
    }
}

static void queue_rebuild (gpointer user_data);

static void
add_group (GalleyMetadataPanel *self, Group *group)
{
  g_autoptr (GListModel) fields = galley_facet_list_fields (group->facet, self->article);
  guint n = fields != NULL ? g_list_model_get_n_items (fields) : 0;
  g_autofree char *title = g_markup_escape_text (group->name, -1);
  GtkWidget *widget;

  if (n == 0)
    return;
  widget = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (widget), title);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GalleyField) field = g_list_model_get_item (fields, i);
      g_autoptr (GPtrArray) rows = galley_field_row_new (field, self->article, queue_rebuild, self);

      g_object_set_data_full (rows->pdata[0], "field", g_strdup (galley_field_get_id (field)), g_free);
      for (guint j = 0; j < rows->len; j++)
        adw_preferences_group_add (ADW_PREFERENCES_GROUP (widget), rows->pdata[j]);
    }
  gtk_box_append (self->box, widget);
}

static void
add_slot (GalleyMetadataPanel *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), galley_slot_row_new (self->article));
  gtk_box_append (self->box, group);
}

/* --- the focus, while the rows are drawn anew ----------------------------------------------------------------- */

/* Which row has the focus: the one of this name, or else the one in this place. */
typedef struct
{
  char *title;
  guint place;
  gboolean typing; /* in an entry, not on a button */
} Focus;

static void
collect_rows (GtkWidget *widget, GPtrArray *rows)
{
  if (ADW_IS_PREFERENCES_ROW (widget))
    g_ptr_array_add (rows, widget);
  else
    for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
         child = gtk_widget_get_next_sibling (child))
      collect_rows (child, rows);
}

static void
note_focus (GalleyMetadataPanel *self, Focus *focus)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *widget = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row;
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  *focus = (Focus){ NULL };
  if (widget == NULL || !gtk_widget_is_ancestor (widget, GTK_WIDGET (self->box)))
    return;
  row = gtk_widget_get_ancestor (widget, ADW_TYPE_PREFERENCES_ROW);
  if (row == NULL)
    return;
  collect_rows (GTK_WIDGET (self->box), rows);
  g_ptr_array_find (rows, row, &focus->place);
  focus->title = g_strdup (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)));
  focus->typing = GTK_IS_TEXT (widget);
}

static GtkWidget *
find_entry (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_ENTRY (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_entry (child);
  return found;
}

/* Whoever enters one keyword after the other does not have to look for the field again. */
static void
give_focus (GalleyMetadataPanel *self, Focus *focus)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  GtkWidget *row = NULL;
  GtkWidget *entry;

  if (focus->title == NULL)
    return;
  collect_rows (GTK_WIDGET (self->box), rows);
  for (guint i = 0; i < rows->len && row == NULL; i++)
    {
      if (g_strcmp0 (adw_preferences_row_get_title (rows->pdata[i]), focus->title) == 0)
        row = rows->pdata[i];
    }
  if (row == NULL && rows->len > 0)
    row = rows->pdata[MIN (focus->place, rows->len - 1)];
  g_free (focus->title);
  if (row == NULL)
    return;
  entry = focus->typing ? find_entry (row) : NULL;
  if (entry == NULL || !gtk_widget_grab_focus (entry))
    gtk_widget_child_focus (row, GTK_DIR_TAB_FORWARD);
}

/* --- what was typed and not yet entered, likewise -------------------------------------------------------------- */

/* Field id → text, of the lists where there is some. */
static GHashTable *
note_typed (GalleyMetadataPanel *self)
{
  GHashTable *typed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  collect_rows (GTK_WIDGET (self->box), rows);
  for (guint i = 0; i < rows->len; i++)
    {
      GtkEditable *entry = galley_field_row_get_typed (rows->pdata[i]);

      if (entry != NULL && *gtk_editable_get_text (entry) != '\0')
        g_hash_table_insert (typed, g_strdup (g_object_get_data (rows->pdata[i], "field")),
                             g_strdup (gtk_editable_get_text (entry)));
    }
  return typed;
}

static void
put_typed (GalleyMetadataPanel *self, GHashTable *typed)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  collect_rows (GTK_WIDGET (self->box), rows);
  for (guint i = 0; i < rows->len; i++)
    {
      GtkEditable *entry = galley_field_row_get_typed (rows->pdata[i]);
      const char *text =
          entry != NULL ? g_hash_table_lookup (typed, g_object_get_data (rows->pdata[i], "field")) : NULL;

      if (text == NULL)
        continue;
      gtk_editable_set_text (entry, text);
      gtk_editable_set_position (entry, -1);
    }
}

static void
rebuild (GalleyMetadataPanel *self)
{
  g_autoptr (GHashTable) typed = note_typed (self);
  GtkWidget *child;
  Focus focus;

  if (self->other)
    g_hash_table_remove_all (typed);
  self->stale = FALSE;
  self->other = FALSE;
  note_focus (self, &focus);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_box_remove (self->box, child);
  if (self->article == NULL)
    {
      g_free (focus.title);
      gtk_label_set_label (self->nothing, _ ("No article is shown."));
      gtk_stack_set_visible_child_name (self->stack, "nothing");
      return;
    }
  load_groups (self);
  if (self->groups != NULL && self->groups->len > 0)
    add_slot (self);
  for (guint i = 0; self->groups != NULL && i < self->groups->len; i++)
    add_group (self, self->groups->pdata[i]);
  give_focus (self, &focus);
  put_typed (self, typed);
  if (gtk_widget_get_first_child (GTK_WIDGET (self->box)) != NULL)
    {
      gtk_stack_set_visible_child_name (self->stack, "fields");
      return;
    }
  gtk_label_set_label (self->nothing, self->complaints->len > 0
                                          ? self->complaints->str
                                          : _ ("No plugin that knows metadata is switched on."));
  gtk_stack_set_visible_child_name (self->stack, "nothing");
}

static gboolean
on_rebuild (gpointer user_data)
{
  GalleyMetadataPanel *self = user_data;

  self->rebuild_idle = 0;
  rebuild (self);
  return G_SOURCE_REMOVE;
}

/* Drawn again outside the handler of the widget that asked for it, since that widget goes. */
static void
queue_rebuild (gpointer user_data)
{
  GalleyMetadataPanel *self = user_data;

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->stale = TRUE;
  else if (self->rebuild_idle == 0)
    self->rebuild_idle = g_idle_add (on_rebuild, self);
}

static gboolean
has_focus_within (GalleyMetadataPanel *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

/* While the user is at work in a row, what changes is what they write. */
static void
on_metadata_changed (GalleyMetadataPanel *self)
{
  if (has_focus_within (self))
    self->stale = TRUE;
  else
    queue_rebuild (self);
}

static void
on_focus_left (GalleyMetadataPanel *self)
{
  if (self->stale)
    queue_rebuild (self);
}

static void
galley_metadata_panel_map (GtkWidget *widget)
{
  GalleyMetadataPanel *self = GALLEY_METADATA_PANEL (widget);

  GTK_WIDGET_CLASS (galley_metadata_panel_parent_class)->map (widget);
  if (self->stale)
    rebuild (self);
}

static void
galley_metadata_panel_dispose (GObject *object)
{
  GalleyMetadataPanel *self = GALLEY_METADATA_PANEL (object);

  g_clear_handle_id (&self->rebuild_idle, g_source_remove);
  g_clear_object (&self->metadata_signals);
  gtk_widget_dispose_template (GTK_WIDGET (object), GALLEY_TYPE_METADATA_PANEL);
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  g_clear_object (&self->article);
  g_clear_object (&self->plugins);
  G_OBJECT_CLASS (galley_metadata_panel_parent_class)->dispose (object);
}

static void
galley_metadata_panel_finalize (GObject *object)
{
  g_string_free (GALLEY_METADATA_PANEL (object)->complaints, TRUE);
  G_OBJECT_CLASS (galley_metadata_panel_parent_class)->finalize (object);
}

static void
galley_metadata_panel_class_init (GalleyMetadataPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = galley_metadata_panel_dispose;
  G_OBJECT_CLASS (klass)->finalize = galley_metadata_panel_finalize;
  widget_class->map = galley_metadata_panel_map;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/galley/Galley/galley-metadata-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, GalleyMetadataPanel, stack);
  gtk_widget_class_bind_template_child (widget_class, GalleyMetadataPanel, nothing);
  gtk_widget_class_bind_template_child (widget_class, GalleyMetadataPanel, box);
}

static void
galley_metadata_panel_init (GalleyMetadataPanel *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->stale = TRUE;
  self->complaints = g_string_new (NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  self->metadata_signals = g_signal_group_new (GALLEY_TYPE_METADATA);
  g_signal_group_connect_swapped (self->metadata_signals, "changed", G_CALLBACK (on_metadata_changed), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (on_focus_left), self);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

GtkWidget *
galley_metadata_panel_new (void)
{
  return g_object_new (GALLEY_TYPE_METADATA_PANEL, NULL);
}

void
galley_metadata_panel_set_plugins (GalleyMetadataPanel *self, GalleyPlugins *plugins)
{
  g_return_if_fail (GALLEY_IS_METADATA_PANEL (self));

  g_set_object (&self->plugins, plugins);
  /* Called again with the same plugins when some were switched on or off. */
  g_clear_pointer (&self->groups, g_ptr_array_unref);
  queue_rebuild (self);
}

void
galley_metadata_panel_set_article (GalleyMetadataPanel *self, GalleyArticle *article)
{
  g_return_if_fail (GALLEY_IS_METADATA_PANEL (self));

  if (!g_set_object (&self->article, article))
    return;
  g_signal_group_set_target (self->metadata_signals,
                             article != NULL ? galley_article_get_metadata (article) : NULL);
  self->other = TRUE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    rebuild (self);
  else
    self->stale = TRUE;
}

gboolean
galley_metadata_panel_focus_field (GalleyMetadataPanel *self, const char *id)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();

  g_return_val_if_fail (GALLEY_IS_METADATA_PANEL (self), FALSE);

  if (self->stale && gtk_widget_get_mapped (GTK_WIDGET (self)))
    rebuild (self);
  collect_rows (GTK_WIDGET (self->box), rows);
  for (guint i = 0; i < rows->len; i++)
    {
      if (g_strcmp0 (g_object_get_data (g_ptr_array_index (rows, i), "field"), id) == 0)
        return gtk_widget_child_focus (g_ptr_array_index (rows, i), GTK_DIR_TAB_FORWARD);
    }
  return FALSE;
}
