/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "galley-field-row.h"
#include "galley-people.h"
#include "galley-topic-picker.h"

/* What the handlers of one row need; shared by its widgets. */
typedef struct
{
  GalleyField *field;
  GalleyArticle *article;
  GalleyFieldChanged changed;
  gpointer user_data;
} Row;

static void
row_clear (gpointer data)
{
  Row *row = data;

  g_object_unref (row->field);
  g_object_unref (row->article);
}

static void
row_unref (gpointer data, GClosure *closure)
{
  g_rc_box_release_full (data, row_clear);
}

static void
connect (GtkWidget *widget, const char *signal, GCallback callback, Row *row)
{
  g_signal_connect_data (widget, signal, callback, g_rc_box_acquire (row), row_unref, 0);
}

static GalleyMetadata *
get_metadata (Row *row)
{
  return galley_article_get_metadata (row->article);
}

/* --- one value ------------------------------------------------------------------------------------------ */

static gboolean
is_number (const char *text)
{
  char *end = NULL;

  g_ascii_strtod (text, &end);
  return end != text && *end == '\0';
}

static gboolean
is_date (const char *text)
{
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *full = NULL;

  if (strlen (text) == 10)
    full = g_strconcat (text, "T00:00:00", NULL);
  zone = g_time_zone_new_local ();
  time = g_date_time_new_from_iso8601 (full != NULL ? full : text, zone);
  return time != NULL;
}

const char *
galley_field_row_find_fault (GalleyField *field, const char *text)
{
  GalleyFieldKind kind = galley_field_get_kind (field);

  if (*text == '\0')
    return galley_field_get_required (field) ? _ ("This must not be empty.") : NULL;
  if (kind == GALLEY_FIELD_NUMBER && !is_number (text))
    return _ ("This must be a number.");
  if (kind == GALLEY_FIELD_DATE && !is_date (text))
    return _ ("A date is written as 2024-11-27, with a time as 2024-11-27T18:30:00.");
  return NULL;
}

static void
show_fault (GtkWidget *widget, GalleyField *field, const char *text)
{
  const char *fault = galley_field_row_find_fault (field, text);

  if (fault != NULL)
    gtk_widget_add_css_class (widget, *text == '\0' ? "warning" : "error");
  if (fault == NULL || *text == '\0')
    gtk_widget_remove_css_class (widget, "error");
  if (fault == NULL || *text != '\0')
    gtk_widget_remove_css_class (widget, "warning");
  gtk_widget_set_tooltip_text (widget, fault != NULL ? fault : galley_field_get_hint (field));
}

static void
on_text_edited (GtkEditable *editable, Row *row)
{
  const char *text = gtk_editable_get_text (editable);

  show_fault (GTK_WIDGET (editable), row->field, text);
  galley_field_write (row->field, row->article, text);
}

static void
on_day_selected (GtkCalendar *calendar, GtkEditable *entry)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (calendar);
  g_autofree char *text = g_date_time_format (day, "%F");
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (calendar), GTK_TYPE_POPOVER);

  gtk_editable_set_text (entry, text);
  gtk_popover_popdown (GTK_POPOVER (popover));
}

/* The calendar is made when the button is first pressed. */
static void
create_calendar (GtkMenuButton *button, gpointer entry)
{
  GtkWidget *calendar = gtk_calendar_new ();
  GtkWidget *popover = gtk_popover_new ();
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *full = g_strconcat (gtk_editable_get_text (entry), "T00:00:00", NULL);
  g_autoptr (GDateTime) day = g_date_time_new_from_iso8601 (full, zone);

  if (day != NULL)
    gtk_calendar_select_day (GTK_CALENDAR (calendar), day);
  gtk_accessible_update_property (GTK_ACCESSIBLE (calendar), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Day"), -1);
  g_signal_connect (calendar, "day-selected", G_CALLBACK (on_day_selected), entry);
  gtk_popover_set_child (GTK_POPOVER (popover), calendar);
  gtk_menu_button_set_popover (button, popover);
}

static void
on_offer_chosen (GtkListBox *list, GtkListBoxRow *row, GtkEditable *entry)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (list), GTK_TYPE_POPOVER);

  gtk_editable_set_text (entry, gtk_widget_get_name (GTK_WIDGET (row)));
  gtk_popover_popdown (GTK_POPOVER (popover));
}

/* The choices of a text that may also be none of them. */
static GtkWidget *
new_offer_list (GalleyField *field)
{
  GtkWidget *list = gtk_list_box_new ();

  for (guint i = 0; i < galley_field_get_n_choices (field); i++)
    {
      const char *label;
      const char *code = galley_field_get_choice (field, i, &label);
      GtkWidget *text = gtk_label_new (label);
      GtkWidget *row = gtk_list_box_row_new ();

      gtk_label_set_xalign (GTK_LABEL (text), 0);
      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), text);
      gtk_widget_set_name (row, code);
      gtk_list_box_append (GTK_LIST_BOX (list), row);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  galley_field_get_label (field), -1);
  return list;
}

static void
create_offers (GtkMenuButton *button, gpointer entry)
{
  GtkWidget *list = new_offer_list (g_object_get_data (G_OBJECT (button), "field"));
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *popover = gtk_popover_new ();

  g_signal_connect (list, "row-activated", G_CALLBACK (on_offer_chosen), entry);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 320);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  gtk_popover_set_child (GTK_POPOVER (popover), scroller);
  gtk_menu_button_set_popover (button, popover);
}

static void
name_icon_button (GtkWidget *button, const char *name)
{
  gtk_widget_set_tooltip_text (button, name);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static char *
dup_title (GalleyField *field)
{
  g_autofree char *escaped = g_markup_escape_text (galley_field_get_label (field), -1);

  /* Translators: a field that must be filled in; %s is its name. */
  return galley_field_get_required (field) ? g_strdup_printf (_ ("%s (required)"), escaped)
                                           : g_steal_pointer (&escaped);
}

static void
add_text (GPtrArray *widgets, Row *row)
{
  GtkWidget *entry = adw_entry_row_new ();
  g_autofree char *title = dup_title (row->field);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), title);
  gtk_editable_set_text (GTK_EDITABLE (entry), galley_field_get_value (row->field));
  show_fault (entry, row->field, galley_field_get_value (row->field));
  if (galley_field_get_kind (row->field) == GALLEY_FIELD_NUMBER)
    adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (entry), GTK_INPUT_PURPOSE_NUMBER);
  if (galley_field_get_kind (row->field) == GALLEY_FIELD_DATE)
    {
      GtkWidget *button = gtk_menu_button_new ();

      gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "x-office-calendar-symbolic");
      name_icon_button (button, _ ("Choose a Day"));
      gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), create_calendar, entry, NULL);
      adw_entry_row_add_suffix (ADW_ENTRY_ROW (entry), button);
    }
  else if (galley_field_get_n_choices (row->field) > 0)
    {
      GtkWidget *button = gtk_menu_button_new ();

      gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "pan-down-symbolic");
      name_icon_button (button, _ ("Choose a Value"));
      g_object_set_data_full (G_OBJECT (button), "field", g_object_ref (row->field), g_object_unref);
      gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), create_offers, entry, NULL);
      adw_entry_row_add_suffix (ADW_ENTRY_ROW (entry), button);
    }
  connect (entry, "changed", G_CALLBACK (on_text_edited), row);
  g_ptr_array_add (widgets, entry);
}

static void
on_long_text_edited (GtkTextBuffer *buffer, Row *row)
{
  g_autofree char *text = NULL;

  g_object_get (buffer, "text", &text, NULL);
  galley_field_write (row->field, row->article, text);
}

/* A label above what belongs to it, in a row of its own. */
static GtkWidget *
new_titled_row (GalleyField *field, GtkWidget *child)
{
  GtkWidget *list_row = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *title = dup_title (field);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_markup (GTK_LABEL (label), title);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "galley-field-title");
  gtk_widget_add_css_class (box, "galley-field");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), child);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (list_row), title);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (list_row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (list_row), FALSE);
  gtk_widget_set_focusable (list_row, FALSE);
  gtk_widget_set_tooltip_text (list_row, galley_field_get_hint (field));
  return list_row;
}

static void
add_long_text (GPtrArray *widgets, Row *row)
{
  GtkWidget *text = gtk_text_view_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (text));

  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (text), GTK_WRAP_WORD_CHAR);
  /* Tab goes on to the next field. */
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (text), FALSE);
  gtk_text_buffer_set_text (buffer, galley_field_get_value (row->field), -1);
  g_signal_connect_data (buffer, "changed", G_CALLBACK (on_long_text_edited), g_rc_box_acquire (row),
                         row_unref, 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  galley_field_get_label (row->field), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), text);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), 72);
  gtk_widget_add_css_class (scroller, "galley-long-text");
  g_ptr_array_add (widgets, new_titled_row (row->field, scroller));
}

static void
on_choice (GObject *combo, GParamSpec *pspec, Row *row)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (combo));
  GPtrArray *codes = g_object_get_data (combo, "codes");

  if (selected < codes->len)
    galley_field_write (row->field, row->article, codes->pdata[selected]);
}

static void
add_choice (GPtrArray *widgets, Row *row)
{
  GtkWidget *combo = adw_combo_row_new ();
  g_autoptr (GtkStringList) labels = gtk_string_list_new ((const char *[]){ "—", NULL });
  GPtrArray *codes = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *title = dup_title (row->field);
  const char *value = galley_field_get_value (row->field);
  guint selected = 0;

  g_ptr_array_add (codes, g_strdup (""));
  for (guint i = 0; i < galley_field_get_n_choices (row->field); i++)
    {
      const char *label = NULL;
      const char *code = galley_field_get_choice (row->field, i, &label);

      if (g_strcmp0 (code, value) == 0)
        selected = codes->len;
      g_ptr_array_add (codes, g_strdup (code));
      gtk_string_list_append (labels, label);
    }
  /* A value that came from elsewhere stays what it is. */
  if (selected == 0 && *value != '\0')
    {
      selected = codes->len;
      g_ptr_array_add (codes, g_strdup (value));
      gtk_string_list_append (labels, value);
    }
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (combo), title);
  adw_combo_row_set_model (ADW_COMBO_ROW (combo), G_LIST_MODEL (labels));
  adw_combo_row_set_selected (ADW_COMBO_ROW (combo), selected);
  gtk_widget_set_tooltip_text (combo, galley_field_get_hint (row->field));
  g_object_set_data_full (G_OBJECT (combo), "codes", codes, (GDestroyNotify) g_ptr_array_unref);
  g_signal_connect_data (combo, "notify::selected", G_CALLBACK (on_choice), g_rc_box_acquire (row), row_unref,
                         0);
  g_ptr_array_add (widgets, combo);
}

/* --- several values ------------------------------------------------------------------------------------- */

static GtkWidget *
new_flow (const char *label)
{
  GtkWidget *flow = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), 20);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (flow), 6);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (flow), 6);
  gtk_widget_set_focusable (flow, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (flow), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return flow;
}

static void
add_to_flow (GtkWidget *flow, GtkWidget *chip)
{
  GtkWidget *child = gtk_flow_box_child_new ();

  /* The chip takes the focus, not what holds it. */
  gtk_widget_set_focusable (child, FALSE);
  gtk_widget_set_halign (child, GTK_ALIGN_START);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), chip);
  gtk_flow_box_append (GTK_FLOW_BOX (flow), child);
}

static GtkWidget *
new_chip (const char *icon, const char *text)
{
  GtkWidget *chip = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), image);
  gtk_button_set_child (GTK_BUTTON (chip), box);
  gtk_widget_add_css_class (chip, "galley-chip");
  return chip;
}

static void
on_value_removed (GtkButton *chip, Row *row)
{
  galley_metadata_remove (get_metadata (row), galley_field_get_id (row->field),
                          g_object_get_data (G_OBJECT (chip), "value"),
                          g_object_get_data (G_OBJECT (chip), "qualifier"));
  galley_field_name_values (row->field, row->article);
  row->changed (row->user_data);
}

/* A name that is known stands for its code: 法律 for medtop:20000121. */
static void
add_value (Row *row, const char *typed)
{
  g_autofree char *value = NULL;
  g_autofree char *qualifier = NULL;

  galley_field_resolve (row->field, typed, &value, &qualifier);
  galley_metadata_add (get_metadata (row), galley_field_get_id (row->field), value, qualifier);
  galley_field_name_values (row->field, row->article);
}

static void
on_values_entered (GtkEntry *entry, Row *row)
{
  g_auto (GStrv) parts = g_regex_split_simple (galley_field_has_completer (row->field) ? "[;；]" : "[;；、]",
                                               gtk_editable_get_text (GTK_EDITABLE (entry)), 0, 0);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (*g_strstrip (parts[i]) != '\0')
        add_value (row, parts[i]);
    }
  /* What stands here when the rows are drawn anew is taken for half typed. */
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  row->changed (row->user_data);
}

static void
on_topic_picked (GalleyTopicPicker *picker, const char *code, Row *row)
{
  add_value (row, code);
  row->changed (row->user_data);
}

/* What a value is called: the label of its code where it is one of the choices. */
static const char *
get_value_label (GalleyField *field, const char *value)
{
  for (guint i = 0; i < galley_field_get_n_choices (field); i++)
    {
      const char *label = NULL;

      if (g_strcmp0 (galley_field_get_choice (field, i, &label), value) == 0)
        return label;
    }
  return value;
}

/* The name that goes with a code, as galley_field_name_values() keeps it, or else what it is called. */
static char *
dup_item_label (Row *row, const GalleyMetaItem *item)
{
  g_autofree char *key = g_strconcat (item->key, ".name", NULL);
  g_autofree char *code =
      g_strconcat (item->qualifier != NULL ? item->qualifier : "", ":", item->value, NULL);
  g_autoptr (GPtrArray) names = galley_metadata_list (get_metadata (row), key);

  for (guint i = 0; i < names->len; i++)
    {
      const GalleyMetaItem *name = names->pdata[i];

      if (g_strcmp0 (name->qualifier, code) == 0)
        return g_strdup (name->value);
    }
  return g_strdup (get_value_label (row->field, item->value));
}

static GtkWidget *
new_value_chip (Row *row, const GalleyMetaItem *item)
{
  g_autofree char *shown = dup_item_label (row, item);
  GtkWidget *chip = new_chip ("window-close-symbolic", shown);
  g_autofree char *name = g_strdup_printf (_ ("Remove “%s”"), shown);

  g_object_set_data_full (G_OBJECT (chip), "value", g_strdup (item->value), g_free);
  g_object_set_data_full (G_OBJECT (chip), "qualifier", g_strdup (item->qualifier), g_free);
  gtk_widget_set_tooltip_text (chip, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  connect (chip, "clicked", G_CALLBACK (on_value_removed), row);
  return chip;
}

/* Subjects are looked for in their schemes; other lists are typed. */
static GtkWidget *
new_picker_button (Row *row)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *picker = galley_topic_picker_new ();

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "system-search-symbolic");
  name_icon_button (button, _ ("Choose Subjects"));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), picker);
  connect (picker, "picked", G_CALLBACK (on_topic_picked), row);
  return button;
}

static void
add_list (GPtrArray *widgets, Row *row)
{
  const char *label = galley_field_get_label (row->field);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *list_row;
  g_autoptr (GPtrArray) items = galley_metadata_list (get_metadata (row), galley_field_get_id (row->field));

  if (items->len > 0)
    {
      GtkWidget *flow = new_flow (label);

      for (guint i = 0; i < items->len; i++)
        add_to_flow (flow, new_value_chip (row, items->pdata[i]));
      gtk_box_append (GTK_BOX (box), flow);
    }
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Add, then press Enter"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  connect (entry, "activate", G_CALLBACK (on_values_entered), row);
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_box_append (GTK_BOX (line), entry);
  if (g_str_equal (galley_field_get_id (row->field), "subject"))
    gtk_box_append (GTK_BOX (line), new_picker_button (row));
  gtk_box_append (GTK_BOX (box), line);
  list_row = new_titled_row (row->field, box);
  g_object_set_data (G_OBJECT (list_row), "typed", entry);
  g_ptr_array_add (widgets, list_row);
}

GtkEditable *
galley_field_row_get_typed (GtkWidget *row)
{
  g_return_val_if_fail (GTK_IS_WIDGET (row), NULL);

  return g_object_get_data (G_OBJECT (row), "typed");
}

static void
add_people (GPtrArray *widgets, Row *row)
{
  GtkWidget *people = galley_people_new (galley_field_get_label (row->field));

  for (guint i = 0; i < galley_field_get_n_choices (row->field); i++)
    {
      const char *label = NULL;
      const char *code = galley_field_get_choice (row->field, i, &label);

      galley_people_add_choice (GALLEY_PEOPLE (people), code, label);
    }
  galley_people_set (GALLEY_PEOPLE (people), get_metadata (row), galley_field_get_id (row->field));
  g_ptr_array_add (widgets, new_titled_row (row->field, people));
}

/* --- suggestions ---------------------------------------------------------------------------------------- */

static void
on_suggestion (GtkButton *chip, Row *row)
{
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (chip), "index"));
  GalleyFieldKind kind = galley_field_get_kind (row->field);
  const char *qualifier = NULL, *why = NULL;
  const char *value = galley_field_get_suggestion (row->field, index, &qualifier, &why);

  if (kind == GALLEY_FIELD_LIST && qualifier == NULL)
    add_value (row, value);
  else if (kind == GALLEY_FIELD_LIST || kind == GALLEY_FIELD_PEOPLE)
    galley_metadata_add (get_metadata (row), galley_field_get_id (row->field), value, qualifier);
  else
    galley_field_write (row->field, row->article, value);
  row->changed (row->user_data);
}

static gboolean
has_value (Row *row, const char *value)
{
  g_autoptr (GPtrArray) items = galley_metadata_list (get_metadata (row), galley_field_get_id (row->field));

  for (guint i = 0; i < items->len; i++)
    {
      if (g_strcmp0 (((const GalleyMetaItem *) items->pdata[i])->value, value) == 0)
        return TRUE;
    }
  return FALSE;
}

/* A line that says why as well: Enter takes it, and the next one is at hand. */
static GtkWidget *
new_reasoned (const char *text, const char *why)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *reason = gtk_label_new (why);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (reason), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (reason), 0);
  gtk_widget_add_css_class (reason, "dim-label");
  gtk_widget_add_css_class (reason, "caption");
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_box_append (GTK_BOX (lines), label);
  gtk_box_append (GTK_BOX (lines), reason);
  gtk_box_append (GTK_BOX (box), lines);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("list-add-symbolic"));
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "galley-reasoned");
  return button;
}

static void
add_suggestions (GPtrArray *widgets, Row *row)
{
  guint n = galley_field_get_n_suggestions (row->field);
  GtkWidget *flow = NULL;

  for (guint i = 0; i < n; i++)
    {
      const char *qualifier = NULL, *why = NULL;
      const char *value = galley_field_get_suggestion (row->field, i, &qualifier, &why);
      const char *shown = get_value_label (row->field, value);
      g_autofree char *text = NULL;
      g_autofree char *name = NULL;
      GtkWidget *chip;

      if (has_value (row, value))
        continue;
      text = galley_field_get_kind (row->field) == GALLEY_FIELD_PEOPLE && qualifier != NULL
                 ? g_strdup_printf ("%s %s", qualifier, shown)
                 : g_strdup (shown);
      if (flow == NULL)
        flow = new_flow (_ ("Suggestions"));
      if (galley_field_get_kind (row->field) == GALLEY_FIELD_LIST && why != NULL)
        {
          chip = new_reasoned (text, why);
          gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), 1);
          gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (flow), 0);
        }
      else
        {
          chip = new_chip ("list-add-symbolic", text);
          gtk_widget_add_css_class (chip, "suggestion");
        }
      name = why != NULL ? g_strdup_printf (_ ("Take “%s”: %s"), text, why)
                         : g_strdup_printf (_ ("Take “%s”"), text);
      gtk_widget_set_tooltip_text (chip, why != NULL ? why : name);
      gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
      g_object_set_data (G_OBJECT (chip), "index", GUINT_TO_POINTER (i));
      connect (chip, "clicked", G_CALLBACK (on_suggestion), row);
      add_to_flow (flow, chip);
      if (gtk_widget_has_css_class (chip, "galley-reasoned"))
        gtk_widget_set_halign (gtk_widget_get_parent (chip), GTK_ALIGN_FILL);
    }
  if (flow != NULL)
    {
      GtkWidget *list_row = adw_preferences_row_new ();
      g_autofree char *title =
          g_strdup_printf (_ ("Suggestions for %s"), galley_field_get_label (row->field));

      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (list_row), title);
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (list_row), FALSE);
      gtk_widget_add_css_class (flow, "galley-field");
      gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (list_row), flow);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (list_row), FALSE);
      gtk_widget_set_focusable (list_row, FALSE);
      g_ptr_array_add (widgets, list_row);
    }
}

GPtrArray *
galley_field_row_new (GalleyField *field,
                      GalleyArticle *article,
                      GalleyFieldChanged changed,
                      gpointer user_data)
{
  GPtrArray *widgets = g_ptr_array_new ();
  Row *row = g_rc_box_new0 (Row);

  row->field = g_object_ref (field);
  row->article = g_object_ref (article);
  row->changed = changed;
  row->user_data = user_data;
  switch (galley_field_get_kind (field))
    {
    case GALLEY_FIELD_LONG_TEXT:
      add_long_text (widgets, row);
      break;
    case GALLEY_FIELD_CHOICE:
      add_choice (widgets, row);
      break;
    case GALLEY_FIELD_LIST:
      add_list (widgets, row);
      break;
    case GALLEY_FIELD_PEOPLE:
      add_people (widgets, row);
      break;
    case GALLEY_FIELD_TEXT:
    case GALLEY_FIELD_NUMBER:
    case GALLEY_FIELD_DATE:
    default:
      add_text (widgets, row);
    }
  add_suggestions (widgets, row);
  g_rc_box_release_full (row, row_clear);
  return widgets;
}
