/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-gather.h"
#include "galley-import-list.h"

static char *
dup_summary (const GalleyGathered *file)
{
  switch (file->result)
    {
    case GALLEY_GATHER_READ:
      return g_strdup_printf (ngettext ("%u article", "%u articles", file->n_articles), file->n_articles);
    case GALLEY_GATHER_PART:
      return g_strdup (_ ("Read with another file"));
    case GALLEY_GATHER_SKIPPED:
      return g_strdup (_ ("Nothing here reads files of this kind"));
    case GALLEY_GATHER_FAILED:
    default:
      return g_strdup (_ ("Not read"));
    }
}

/* What there is to say about a file, one sentence a line; "" where there is nothing. */
static char *
dup_remarks (const GalleyGathered *file)
{
  GString *text = g_string_new (file->failure);

  for (guint i = 0; file->doubles[i] != NULL; i++)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", file->doubles[i]);
  for (guint i = 0; file->notes[i] != NULL; i++)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", file->notes[i]);
  return g_string_free (text, FALSE);
}

char *
galley_import_list_dup_text (GPtrArray *files)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < files->len; i++)
    {
      const GalleyGathered *file = g_ptr_array_index (files, i);
      g_autofree char *summary = dup_summary (file);
      g_autofree char *remarks = dup_remarks (file);
      g_auto (GStrv) lines = g_strsplit (remarks, "\n", -1);

      g_string_append_printf (text, "%s: %s\n", file->name, summary);
      for (guint k = 0; lines[k] != NULL; k++)
        g_string_append_printf (text, "  %s\n", lines[k]);
    }
  return g_string_free (text, FALSE);
}

static const char *
get_icon (const GalleyGathered *file)
{
  if (file->result == GALLEY_GATHER_FAILED)
    return "dialog-error-symbolic";
  if (file->doubles[0] != NULL)
    return "edit-copy-symbolic";
  return file->result == GALLEY_GATHER_READ ? "emblem-ok-symbolic" : "list-remove-symbolic";
}

static GtkWidget *
make_row (const GalleyGathered *file)
{
  g_autofree char *summary = dup_summary (file);
  g_autofree char *remarks = dup_remarks (file);
  g_autofree char *said =
      *remarks != '\0' ? g_strdup_printf ("%s\n%s", summary, remarks) : g_strdup (summary);
  g_autofree char *name = g_markup_escape_text (file->name, -1);
  g_autofree char *shown = g_markup_escape_text (said, -1);
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), shown);
  adw_action_row_set_icon_name (ADW_ACTION_ROW (row), get_icon (file));
  return row;
}

/* A thousand rows are made while the list is scrolled, not before it is shown. */
static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_activatable (item, FALSE);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, GPtrArray *files)
{
  gtk_list_item_set_child (item, make_row (g_ptr_array_index (files, gtk_list_item_get_position (item))));
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_list_item_set_child (item, NULL);
}

static void
free_files (gpointer data, GClosure *closure)
{
  g_ptr_array_unref (data);
}

static GtkWidget *
make_list (GPtrArray *files)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkStringList *names = gtk_string_list_new (NULL);
  GtkWidget *list;

  for (guint i = 0; i < files->len; i++)
    gtk_string_list_append (names, ((GalleyGathered *) g_ptr_array_index (files, i))->name);
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect_data (factory, "bind", G_CALLBACK (on_bind), g_ptr_array_ref (files), free_files, 0);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), NULL);
  list = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_single_selection_new (G_LIST_MODEL (names))), factory);
  gtk_accessible_update_property (GTK_ACCESSIBLE (list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What came of each file"), -1);
  return list;
}

/* "12 files: 9 read, 1 not read, 2 duplicates" */
static char *
dup_title (GPtrArray *files)
{
  guint counts[GALLEY_GATHER_FAILED + 1] = { 0 }, doubles = 0;

  for (guint i = 0; i < files->len; i++)
    {
      const GalleyGathered *file = g_ptr_array_index (files, i);

      counts[file->result]++;
      doubles += g_strv_length (file->doubles);
    }
  return g_strdup_printf (_ ("%u read, %u with others, %u of no known kind, %u not read, %u duplicates"),
                          counts[GALLEY_GATHER_READ], counts[GALLEY_GATHER_PART],
                          counts[GALLEY_GATHER_SKIPPED], counts[GALLEY_GATHER_FAILED], doubles);
}

static void
on_copy (GtkButton *button, GPtrArray *files)
{
  g_autofree char *text = galley_import_list_dup_text (files);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (button)), text);
}

static GPtrArray *
copy_files (GPtrArray *files)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_gathered_free);

  for (guint i = 0; i < files->len; i++)
    g_ptr_array_add (copy, galley_gathered_copy (g_ptr_array_index (files, i)));
  return copy;
}

static void
close_with_escape (GtkWidget *window)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
      GTK_SHORTCUT_CONTROLLER (keys),
      gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0), gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (window, keys);
}

GtkWidget *
galley_import_list_new (GtkWindow *parent, GPtrArray *files)
{
  g_autoptr (GPtrArray) own = NULL;
  g_autofree char *title = NULL;
  GtkWidget *window, *box, *header, *copy, *scroller, *list;

  g_return_val_if_fail (files != NULL, NULL);

  own = copy_files (files);
  title = dup_title (own);
  window = adw_window_new ();
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  header = adw_header_bar_new ();
  copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  scroller = gtk_scrolled_window_new ();
  list = make_list (own);

  gtk_widget_set_tooltip_text (copy, _ ("Copy the List"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (copy), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Copy the List"),
                                  -1);
  g_signal_connect_data (copy, "clicked", G_CALLBACK (on_copy), g_ptr_array_ref (own), free_files, 0);
  adw_header_bar_pack_start (ADW_HEADER_BAR (header), copy);
  adw_header_bar_set_title_widget (ADW_HEADER_BAR (header),
                                   adw_window_title_new (_ ("Imported Files"), title));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), list);
  gtk_widget_set_vexpand (scroller, TRUE);
  gtk_box_append (GTK_BOX (box), header);
  gtk_box_append (GTK_BOX (box), scroller);
  adw_window_set_content (ADW_WINDOW (window), box);
  gtk_window_set_title (GTK_WINDOW (window), _ ("Imported Files"));
  gtk_window_set_default_size (GTK_WINDOW (window), 560, 480);
  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_set_destroy_with_parent (GTK_WINDOW (window), TRUE);
  close_with_escape (window);
  gtk_window_set_focus (GTK_WINDOW (window), list);
  return window;
}

GtkWidget *
galley_import_list_new_notes (GtkWindow *parent, const char *const *notes)
{
  g_autofree char *text = g_strjoinv ("\n", (char **) notes);
  GtkWidget *dialog = adw_message_dialog_new (parent, _ ("What Was Not Kept as It Was"), NULL);
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Notes"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), label);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 320);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  adw_message_dialog_set_extra_child (ADW_MESSAGE_DIALOG (dialog), scroller);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _ ("_Close"));
  return dialog;
}
