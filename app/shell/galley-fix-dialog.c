/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-fix-dialog.h"

#include "galley-card.h"

struct _GalleyFixDialog
{
  AdwWindow parent_instance;

  GalleyView *view;
  GPtrArray *checks; /* of GtkCheckButton (borrowed), each with its "finding" */
  GtkWidget *apply;
};

/* Characters shown around a place. */
#define CONTEXT 10

G_DEFINE_FINAL_TYPE (GalleyFixDialog, galley_fix_dialog, ADW_TYPE_WINDOW)

static void
update_label (GalleyFixDialog *self)
{
  g_autofree char *label = NULL;
  guint n = 0;

  for (guint i = 0; i < self->checks->len; i++)
    n += gtk_check_button_get_active (g_ptr_array_index (self->checks, i));
  label = g_strdup_printf (ngettext ("_Fix %u Finding", "_Fix %u Findings", n), n);
  gtk_button_set_label (GTK_BUTTON (self->apply), label);
  gtk_widget_set_sensitive (self->apply, n > 0);
}

guint
galley_fix_dialog_apply (GalleyFixDialog *self)
{
  g_autoptr (GPtrArray) chosen = NULL;
  GalleyArticle *article;
  GtkTextBuffer *buffer;
  guint n;

  g_return_val_if_fail (GALLEY_IS_FIX_DIALOG (self), 0);

  chosen = g_ptr_array_new_with_free_func (g_object_unref);
  article = galley_view_get_article (self->view);
  buffer = GTK_TEXT_BUFFER (galley_view_get_buffer (self->view));
  for (guint i = 0; i < self->checks->len; i++)
    {
      GObject *check = g_ptr_array_index (self->checks, i);

      if (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)))
        g_ptr_array_add (chosen, g_object_ref (g_object_get_data (check, "finding")));
    }
  if (article == NULL)
    return 0;
  gtk_text_buffer_begin_user_action (buffer);
  n = galley_findings_apply (chosen, article);
  gtk_text_buffer_end_user_action (buffer);
  for (guint i = 0; i < chosen->len; i++)
    galley_proof_count_accepted (galley_view_get_proof (self->view), g_ptr_array_index (chosen, i));
  gtk_window_close (GTK_WINDOW (self));
  return n;
}

static void
galley_fix_dialog_dispose (GObject *object)
{
  GalleyFixDialog *self = GALLEY_FIX_DIALOG (object);

  g_clear_object (&self->view);
  g_clear_pointer (&self->checks, g_ptr_array_unref);
  G_OBJECT_CLASS (galley_fix_dialog_parent_class)->dispose (object);
}

static void
galley_fix_dialog_class_init (GalleyFixDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = galley_fix_dialog_dispose;
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
galley_fix_dialog_init (GalleyFixDialog *self)
{
  self->checks = g_ptr_array_new ();
}

/* The place as it will read, with what stands around it: markup. */
static char *
dup_context (GalleyFinding *finding, const char *fix)
{
  const char *text = galley_block_get_text (galley_finding_get_block (finding));
  guint length = galley_block_get_length (galley_finding_get_block (finding));
  guint start = galley_finding_get_start (finding), end = galley_finding_get_end (finding);
  guint from = start > CONTEXT ? start - CONTEXT : 0, to = MIN (end + CONTEXT, length);
  g_autofree char *before = g_utf8_substring (text, from, start);
  g_autofree char *old = g_utf8_substring (text, start, end);
  g_autofree char *after = g_utf8_substring (text, end, to);

  return g_markup_printf_escaped ("%s%s<s>%s</s><b>%s</b>%s%s", from > 0 ? "…" : "", before, old, fix, after,
                                  to < length ? "…" : "");
}

static char *
dup_subtitle (GalleyFixDialog *self, GalleyFinding *finding)
{
  const char *const *fixes = galley_finding_get_fixes (finding);
  gint index =
      galley_article_index_of (galley_view_get_article (self->view), galley_finding_get_block (finding));
  g_autofree char *context = NULL;
  guint n_edits;

  galley_finding_get_edits (finding, &n_edits);
  if (n_edits > 0 || fixes[0] == NULL)
    return g_markup_escape_text (galley_finding_get_message (finding), -1);
  context = dup_context (finding, fixes[0]);
  /* Translators: the number of a paragraph, and a piece of its text */
  return g_strdup_printf (_ ("Paragraph %d · %s"), index + 1, context);
}

static void
add_row (GalleyFixDialog *self, GtkWidget *group, GalleyFinding *finding)
{
  g_autofree char *fix = galley_card_dup_fix (finding, 0);
  g_autofree char *text = galley_finding_dup_text (finding);
  guint n_edits;
  g_autofree char *change = NULL;
  g_autofree char *title = NULL;
  g_autofree char *subtitle = dup_subtitle (self, finding);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  galley_finding_get_edits (finding, &n_edits);
  change = n_edits > 1 ? g_strdup (fix) : g_strdup_printf ("%s → %s", text, fix);
  title = g_markup_escape_text (change, -1);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, change, -1);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), galley_finding_get_rule (finding)->safe);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (check), "finding", g_object_ref (finding), g_object_unref);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  g_signal_connect_object (check, "toggled", G_CALLBACK (update_label), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->checks, check);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

/* All of a rule, or none of it. */
static void
all_toggled_cb (GtkCheckButton *all, GalleyFixDialog *self)
{
  const char *rule = g_object_get_data (G_OBJECT (all), "rule");

  for (guint i = 0; i < self->checks->len; i++)
    {
      GtkCheckButton *check = g_ptr_array_index (self->checks, i);
      GalleyFinding *finding = g_object_get_data (G_OBJECT (check), "finding");

      if (g_str_equal (galley_finding_get_rule (finding)->id, rule))
        gtk_check_button_set_active (check, gtk_check_button_get_active (all));
    }
}

static GtkWidget *
new_group (GalleyFixDialog *self, const GalleyRule *rule)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *all = gtk_check_button_new_with_label (_ ("All"));
  g_autofree char *title = g_markup_escape_text (rule->name != NULL ? rule->name : rule->id, -1);
  g_autofree char *norm = rule->norm != NULL ? g_markup_escape_text (rule->norm, -1) : NULL;

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), norm);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (all), rule->safe);
  gtk_widget_set_valign (all, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (all), "rule", g_strdup (rule->id), g_free);
  g_signal_connect_object (all, "toggled", G_CALLBACK (all_toggled_cb), self, 0);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (group), all);
  return group;
}

static GtkWidget *
fill_page (GalleyFixDialog *self)
{
  GtkWidget *page = adw_preferences_page_new ();
  g_autoptr (GHashTable) groups = g_hash_table_new (g_str_hash, g_str_equal);
  GListModel *findings =
      galley_proof_get_findings (galley_view_get_proof (self->view), galley_view_get_article (self->view));
  guint n = g_list_model_get_n_items (findings);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GalleyFinding) finding = g_list_model_get_item (findings, i);
      const GalleyRule *rule = galley_finding_get_rule (finding);
      g_autofree char *fix = galley_card_dup_fix (finding, 0);
      GtkWidget *group = g_hash_table_lookup (groups, rule->id);

      if (fix == NULL)
        continue;
      if (group == NULL)
        {
          group = new_group (self, rule);
          adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), ADW_PREFERENCES_GROUP (group));
          g_hash_table_insert (groups, (gpointer) rule->id, group);
        }
      add_row (self, group, finding);
    }
  return page;
}

GtkWidget *
galley_fix_dialog_new (GalleyView *view)
{
  GalleyFixDialog *self;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *bar = adw_header_bar_new ();
  GtkWidget *page;

  g_return_val_if_fail (GALLEY_IS_VIEW (view), NULL);

  self = g_object_new (GALLEY_TYPE_FIX_DIALOG, "title", _ ("Fix Many"), "modal", TRUE, "transient-for",
                       gtk_widget_get_root (GTK_WIDGET (view)), "destroy-with-parent", TRUE, "default-width",
                       560, "default-height", 560, NULL);
  self->view = g_object_ref (view);
  self->apply = gtk_button_new ();
  gtk_button_set_use_underline (GTK_BUTTON (self->apply), TRUE);
  gtk_widget_add_css_class (self->apply, "suggested-action");
  g_signal_connect_swapped (self->apply, "clicked", G_CALLBACK (galley_fix_dialog_apply), self);
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), self->apply);
  page = fill_page (self);
  gtk_widget_set_vexpand (page, TRUE);
  gtk_box_append (GTK_BOX (box), bar);
  gtk_box_append (GTK_BOX (box), page);
  adw_window_set_content (ADW_WINDOW (self), box);
  gtk_window_set_default_widget (GTK_WINDOW (self), self->apply);
  gtk_window_set_focus (GTK_WINDOW (self), self->apply);
  update_label (self);
  return GTK_WIDGET (self);
}
