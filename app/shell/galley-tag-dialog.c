/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-copyfit.h"
#include "galley-field-row.h"
#include "galley-tag-dialog.h"

/* One field that can be written. */
typedef struct
{
  GalleyField *field;
  GtkCheckButton *check;
  GtkWidget *row;    /* AdwEntryRow, or AdwComboRow */
  GtkDropDown *mode; /* of a list, else NULL */
} Line;

struct _GalleyTagDialog
{
  AdwWindow parent_instance;

  GtkWidget *apply;
  GtkWidget *undo;
  GtkStack *stack;
  AdwPreferencesPage *fields;
  AdwPreferencesGroup *results;

  GalleySession *session;
  GalleyCorrect *correct;
  GPtrArray *articles;
  GPtrArray *lines; /* of Line */
};

G_DEFINE_FINAL_TYPE (GalleyTagDialog, galley_tag_dialog, ADW_TYPE_WINDOW)

static void
line_free (gpointer data)
{
  g_object_unref (((Line *) data)->field);
  g_free (data);
}

/* --- what is entered ------------------------------------------------------------------------------------ */

static const char *
get_text (const Line *line)
{
  guint selected;

  if (!ADW_IS_COMBO_ROW (line->row))
    return gtk_editable_get_text (GTK_EDITABLE (line->row));
  /* The first one stands for none. */
  selected = adw_combo_row_get_selected (ADW_COMBO_ROW (line->row));
  return selected > 0 && selected != GTK_INVALID_LIST_POSITION
             ? galley_field_get_choice (line->field, selected - 1, NULL)
             : "";
}

static void
update (GalleyTagDialog *self)
{
  guint n = 0;
  gboolean bad = FALSE;

  for (guint i = 0; i < self->lines->len; i++)
    {
      const Line *line = self->lines->pdata[i];
      const char *fault = NULL;

      if (gtk_check_button_get_active (line->check))
        {
          n++;
          fault =
              *get_text (line) != '\0' ? galley_field_row_find_fault (line->field, get_text (line)) : NULL;
        }
      bad |= fault != NULL;
      if (fault != NULL)
        gtk_widget_add_css_class (line->row, "error");
      else
        gtk_widget_remove_css_class (line->row, "error");
      gtk_widget_set_tooltip_text (line->row, fault != NULL ? fault : galley_field_get_hint (line->field));
    }
  gtk_widget_set_sensitive (self->apply, n > 0 && !bad);
}

/* Whoever enters something means it. */
static void
on_entered (GtkCheckButton *check)
{
  gtk_check_button_set_active (check, TRUE);
}

static GtkWidget *
new_row (GalleyField *field)
{
  GtkWidget *row;
  g_autoptr (GtkStringList) labels = NULL;

  if (galley_field_get_kind (field) != GALLEY_FIELD_CHOICE)
    return adw_entry_row_new ();
  row = adw_combo_row_new ();
  labels = gtk_string_list_new ((const char *[]){ "—", NULL });
  for (guint i = 0; i < galley_field_get_n_choices (field); i++)
    {
      const char *label = NULL;

      galley_field_get_choice (field, i, &label);
      gtk_string_list_append (labels, label);
    }
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (labels));
  return row;
}

static void
add_prefix (GtkWidget *row, GtkWidget *widget)
{
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  if (ADW_IS_ENTRY_ROW (row))
    adw_entry_row_add_prefix (ADW_ENTRY_ROW (row), widget);
  else
    adw_action_row_add_prefix (ADW_ACTION_ROW (row), widget);
}

static GtkDropDown *
add_mode (GtkWidget *row, GalleyField *field)
{
  const char *const modes[] = { _ ("Replace all"), _ ("Add"), _ ("Take away"), NULL };
  GtkWidget *mode = gtk_drop_down_new_from_strings (modes);
  g_autofree char *name = g_strdup_printf (_ ("What to do with %s"), galley_field_get_label (field));

  gtk_drop_down_set_selected (GTK_DROP_DOWN (mode), GALLEY_TAG_ADD);
  gtk_widget_set_valign (mode, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (mode, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (mode), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), mode);
  return GTK_DROP_DOWN (mode);
}

static void
add_line (GalleyTagDialog *self, AdwPreferencesGroup *group, GalleyField *field)
{
  Line *line = g_new0 (Line, 1);
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *title = g_markup_escape_text (galley_field_get_label (field), -1);
  g_autofree char *name = g_strdup_printf (_ ("Write %s"), galley_field_get_label (field));

  line->field = g_object_ref (field);
  line->check = GTK_CHECK_BUTTON (check);
  line->row = new_row (field);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (line->row), title);
  add_prefix (line->row, check);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_tooltip_text (check, name);
  if (galley_field_get_kind (field) == GALLEY_FIELD_LIST)
    line->mode = add_mode (line->row, field);
  g_signal_connect_object (line->row, ADW_IS_COMBO_ROW (line->row) ? "notify::selected" : "changed",
                           G_CALLBACK (on_entered), check, G_CONNECT_SWAPPED);
  g_signal_connect_object (line->row, ADW_IS_COMBO_ROW (line->row) ? "notify::selected" : "changed",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (check, "toggled", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->lines, line);
  adw_preferences_group_add (group, line->row);
}

static void
add_group (GalleyTagDialog *self, GalleyPluginInfo *info)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GObject) facet =
      galley_plugins_create (galley_session_get_plugins (self->session), info, GALLEY_TYPE_FACET, &error);
  g_autoptr (GListModel) fields = NULL;
  g_autofree char *title = g_markup_escape_text (info->name, -1);
  GtkWidget *group;

  /* The metadata panel says why a plugin is of no use. */
  if (facet == NULL)
    return;
  fields = galley_facet_list_fields (GALLEY_FACET (facet), self->articles->pdata[0]);
  if (fields == NULL || g_list_model_get_n_items (fields) == 0)
    return;
  group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  for (guint i = 0; i < g_list_model_get_n_items (fields); i++)
    {
      g_autoptr (GalleyField) field = g_list_model_get_item (fields, i);

      add_line (self, ADW_PREFERENCES_GROUP (group), field);
    }
  adw_preferences_page_add (self->fields, ADW_PREFERENCES_GROUP (group));
}

static void
add_slot (GalleyTagDialog *self)
{
  g_autoptr (GalleyField) field =
      galley_field_new (GALLEY_SLOT_KEY, _ ("Slot"), GALLEY_FIELD_TEXT,
                        _ ("Characters in a line × lines: 13×40; or characters: 800"));
  GtkWidget *group = adw_preferences_group_new ();

  add_line (self, ADW_PREFERENCES_GROUP (group), field);
  adw_preferences_page_add (self->fields, ADW_PREFERENCES_GROUP (group));
}

/* --- what came of it ------------------------------------------------------------------------------------ */

static void
add_result (GalleyTagDialog *self, const GalleyTagged *tagged)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *headline = galley_article_dup_headline (tagged->article);
  g_autofree char *title = g_markup_escape_text (headline, -1);
  g_autofree char *text =
      tagged->n_changed > 0
          ? g_strdup_printf (ngettext ("%u field changed", "%u fields changed", tagged->n_changed),
                             tagged->n_changed)
          : g_strdup (_ ("It says that already"));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name (tagged->n_changed > 0 ? "object-select-symbolic"
                                                                                 : "list-remove-symbolic"));
  adw_preferences_group_add (self->results, row);
}

static void
on_apply (GalleyTagDialog *self)
{
  g_autofree GalleyTag *tags = g_new0 (GalleyTag, self->lines->len);
  g_autoptr (GPtrArray) results = NULL;
  GalleyHandStep *step;
  guint n = 0;

  for (guint i = 0; i < self->lines->len; i++)
    {
      const Line *line = self->lines->pdata[i];

      if (gtk_check_button_get_active (line->check))
        tags[n++] =
            (GalleyTag){ line->field,
                         line->mode != NULL ? gtk_drop_down_get_selected (line->mode) : GALLEY_TAG_SET,
                         get_text (line) };
    }
  if (!galley_correct_begin (self->correct))
    return;
  step = galley_hand_tag (galley_session_get_edition (self->session), self->articles, tags, n, &results);
  galley_correct_end (self->correct, step, TRUE);
  for (guint i = 0; i < results->len; i++)
    add_result (self, results->pdata[i]);
  gtk_stack_set_visible_child_name (self->stack, "results");
  gtk_widget_set_visible (self->apply, FALSE);
  gtk_widget_set_visible (self->undo, step != NULL);
  gtk_widget_grab_focus (self->undo);
}

static void
on_undo (GalleyTagDialog *self)
{
  galley_correct_run (self->correct, "undo");
  gtk_window_close (GTK_WINDOW (self));
}

/* --- the window ----------------------------------------------------------------------------------------- */

static void
galley_tag_dialog_dispose (GObject *object)
{
  GalleyTagDialog *self = GALLEY_TAG_DIALOG (object);

  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_pointer (&self->articles, g_ptr_array_unref);
  g_clear_object (&self->correct);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (object), GALLEY_TYPE_TAG_DIALOG);
  G_OBJECT_CLASS (galley_tag_dialog_parent_class)->dispose (object);
}

static void
galley_tag_dialog_class_init (GalleyTagDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = galley_tag_dialog_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/galley/Galley/galley-tag-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GalleyTagDialog, apply);
  gtk_widget_class_bind_template_child (widget_class, GalleyTagDialog, undo);
  gtk_widget_class_bind_template_child (widget_class, GalleyTagDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, GalleyTagDialog, fields);
  gtk_widget_class_bind_template_child (widget_class, GalleyTagDialog, results);
  gtk_widget_class_bind_template_callback (widget_class, on_apply);
  gtk_widget_class_bind_template_callback (widget_class, on_undo);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
galley_tag_dialog_init (GalleyTagDialog *self)
{
  self->lines = g_ptr_array_new_with_free_func (line_free);
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
galley_tag_dialog_new (GtkWindow *parent, GalleySession *session, GalleyCorrect *correct, GPtrArray *articles)
{
  GalleyTagDialog *self;
  g_autoptr (GPtrArray) infos = NULL;
  g_autofree char *label = NULL;

  g_return_val_if_fail (GALLEY_IS_SESSION (session), NULL);
  g_return_val_if_fail (articles->len > 0, NULL);

  self = g_object_new (GALLEY_TYPE_TAG_DIALOG, "transient-for", parent, NULL);
  self->session = g_object_ref (session);
  self->correct = g_object_ref (correct);
  self->articles = g_ptr_array_ref (articles);
  label = g_strdup_printf (ngettext ("_Tag %u Article", "_Tag %u Articles", articles->len), articles->len);
  gtk_button_set_label (GTK_BUTTON (self->apply), label);
  infos = galley_plugins_list_with (galley_session_get_plugins (session), "Facet-Group", "Facet-Priority");
  for (guint i = 0; i < infos->len; i++)
    add_group (self, infos->pdata[i]);
  add_slot (self);
  update (self);
  return GTK_WIDGET (self);
}
