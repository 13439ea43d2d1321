/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-card.h"

#define MAX_FIXES 9

struct _GalleyCard
{
  GtkWidget parent_instance;

  GtkWidget *target; /* weak */
  GalleyFinding *finding;
  GtkWidget *box;
  GtkWidget *rule;
  GtkWidget *norm;
  GtkWidget *message;
  GtkWidget *fixes;
  GtkWidget *explanation;
  GtkWidget *why;
  GtkWidget *wrong;
  GtkWidget *right;
  GtkWidget *explain;
  GtkWidget *ignore;
};

G_DEFINE_FINAL_TYPE (GalleyCard, galley_card, GTK_TYPE_WIDGET)

char *
galley_card_dup_fix (GalleyFinding *finding, guint fix)
{
  const char *const *fixes;
  const GalleyEdit *edits;
  guint n_edits;

  g_return_val_if_fail (GALLEY_IS_FINDING (finding), NULL);

  fixes = galley_finding_get_fixes (finding);
  edits = galley_finding_get_edits (finding, &n_edits);
  if (n_edits > 0)
    {
      if (fix > 0)
        return NULL;
      /* What stands in the first of many places says little of the others. */
      if (fixes[0] != NULL && *fixes[0] != '\0' && (n_edits == 1 || g_strcmp0 (fixes[0], edits[0].text) != 0))
        return g_strdup (fixes[0]);
      return g_strdup_printf (ngettext ("Change %u place", "Change all %u places", n_edits), n_edits);
    }
  if (fix >= g_strv_length ((char **) fixes))
    return NULL;
  if (*fixes[fix] == '\0')
    return g_strdup (_ ("Delete"));
  return g_strdup (fixes[fix]);
}

gboolean
galley_card_handle_key (GtkWidget *target, guint keyval, GdkModifierType state)
{
  GdkModifierType held = state & (GDK_CONTROL_MASK | GDK_SHIFT_MASK | GDK_ALT_MASK);
  guint lower = gdk_keyval_to_lower (keyval);

  if (target == NULL)
    return FALSE;
  if (held == 0 && (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter))
    return gtk_widget_activate_action (target, "view.take-fix", "i", 0);
  if (held == 0 && keyval >= GDK_KEY_1 && keyval <= GDK_KEY_9)
    return gtk_widget_activate_action (target, "view.take-fix", "i", (gint) (keyval - GDK_KEY_1));
  if (held == 0 && keyval >= GDK_KEY_KP_1 && keyval <= GDK_KEY_KP_9)
    return gtk_widget_activate_action (target, "view.take-fix", "i", (gint) (keyval - GDK_KEY_KP_1));
  if (lower == GDK_KEY_i && held == 0)
    return gtk_widget_activate_action (target, "view.ignore", "s", "once");
  if (lower == GDK_KEY_i && held == GDK_SHIFT_MASK)
    return gtk_widget_activate_action (target, "view.ignore", "s", "article");
  if (lower == GDK_KEY_i && held == GDK_CONTROL_MASK)
    return gtk_widget_activate_action (target, "view.ignore", "s", "edition");
  if (lower == GDK_KEY_d && held == 0)
    return gtk_widget_activate_action (target, "view.add-term", NULL);
  if (lower == GDK_KEY_r && held == 0)
    return gtk_widget_activate_action (target, "view.rule-off", NULL);
  if (lower == GDK_KEY_e && held == 0)
    return gtk_widget_activate_action (target, "view.explain", NULL);
  if (keyval == GDK_KEY_F8 && held == 0)
    return gtk_widget_activate_action (target, "view.next-finding", NULL);
  if (keyval == GDK_KEY_F8 && held == GDK_SHIFT_MASK)
    return gtk_widget_activate_action (target, "view.previous-finding", NULL);
  if (lower == GDK_KEY_z && held == GDK_CONTROL_MASK)
    return gtk_widget_activate_action (target, "view.undo", NULL);
  return FALSE;
}

static gboolean
key_pressed_cb (GalleyCard *self, guint keyval, guint keycode, GdkModifierType state)
{
  return galley_card_handle_key (self->target, keyval, state);
}

static void
fix_clicked_cb (GtkWidget *button, GalleyCard *self)
{
  gint fix = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "fix"));

  if (self->target != NULL)
    gtk_widget_activate_action (self->target, "view.take-fix", "i", fix);
}

static void
explain_clicked_cb (GalleyCard *self)
{
  galley_card_set_explained (self, !galley_card_get_explained (self));
}

/* The menu's own actions, handed on to the target: it is no ancestor of a card that stands elsewhere. */
static void
ignore_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GalleyCard *self = GALLEY_CARD (widget);

  if (self->target != NULL)
    gtk_widget_activate_action (self->target, "view.ignore", "s", g_variant_get_string (parameter, NULL));
}

static void
own_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GalleyCard *self = GALLEY_CARD (widget);
  const char *action = g_str_equal (name, "card.add-term") ? "view.add-term" : "view.rule-off";

  if (self->target != NULL)
    gtk_widget_activate_action (self->target, action, NULL);
}

static GtkWidget *
add_label (GtkWidget *box, const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 44);
  gtk_widget_set_hexpand (label, TRUE);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
append_own (GMenu *menu, const char *label, const char *action, const char *key)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, action);

  g_menu_item_set_attribute (item, "accel", "s", key);
  g_menu_append_item (menu, item);
}

static GMenuModel *
make_ignore_menu (void)
{
  static const char *const scopes[] = { "once", "article", "edition" };
  static const char *const keys[] = { "i", "<Shift>i", "<Control>i" };
  const char *labels[] = { _ ("Ignore _Once"), _ ("Ignore in This _Article"),
                           _ ("Ignore in the Whole _Edition") };
  GMenu *menu = g_menu_new ();

  for (guint i = 0; i < G_N_ELEMENTS (scopes); i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (labels[i], NULL);

      g_menu_item_set_action_and_target (item, "card.ignore", "s", scopes[i]);
      g_menu_item_set_attribute (item, "accel", "s", keys[i]);
      g_menu_append_item (menu, item);
    }
  append_own (menu, _ ("Add to _Dictionary"), "card.add-term", "d");
  append_own (menu, _ ("Switch This _Rule Off"), "card.rule-off", "r");
  return G_MENU_MODEL (menu);
}

static void
galley_card_dispose (GObject *object)
{
  GalleyCard *self = GALLEY_CARD (object);

  g_clear_weak_pointer (&self->target);
  g_clear_object (&self->finding);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (galley_card_parent_class)->dispose (object);
}

static void
galley_card_class_init (GalleyCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = galley_card_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "findingcard");
  gtk_widget_class_install_action (widget_class, "card.ignore", "s", ignore_action);
  gtk_widget_class_install_action (widget_class, "card.add-term", NULL, own_action);
  gtk_widget_class_install_action (widget_class, "card.rule-off", NULL, own_action);
}

static void
make_explanation (GalleyCard *self)
{
  self->explanation = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_box_append (GTK_BOX (self->box), self->explanation);
  self->norm = add_label (self->explanation, "dim-label");
  self->why = add_label (self->explanation, NULL);
  self->wrong = add_label (self->explanation, "wrong");
  self->right = add_label (self->explanation, "right");
}

static void
galley_card_init (GalleyCard *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_autoptr (GMenuModel) menu = make_ignore_menu ();
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->message = add_label (self->box, "heading");
  self->rule = add_label (self->box, "dim-label");
  self->fixes = gtk_flow_box_new ();
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->fixes), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->fixes), 4);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (self->fixes), 6);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (self->fixes), 6);
  gtk_box_append (GTK_BOX (self->box), self->fixes);
  make_explanation (self);

  self->ignore = gtk_menu_button_new ();
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->ignore), _ ("Ignore"));
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->ignore), menu);
  self->explain = gtk_button_new_with_label (_ ("Explain"));
  g_signal_connect_swapped (self->explain, "clicked", G_CALLBACK (explain_clicked_cb), self);
  gtk_box_append (GTK_BOX (row), self->ignore);
  gtk_box_append (GTK_BOX (row), self->explain);
  gtk_box_append (GTK_BOX (self->box), row);

  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  galley_card_set_finding (self, NULL);
  galley_card_set_explained (self, FALSE);
}

GtkWidget *
galley_card_new (void)
{
  return g_object_new (GALLEY_TYPE_CARD, NULL);
}

void
galley_card_set_target (GalleyCard *self, GtkWidget *target)
{
  g_return_if_fail (GALLEY_IS_CARD (self));

  g_set_weak_pointer (&self->target, target);
}

static void
set_text (GtkWidget *label, const char *text)
{
  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL && *text != '\0');
}

static void
set_example (GtkWidget *label, const char *format, const char *example)
{
  g_autofree char *text = example != NULL ? g_strconcat (format, example, NULL) : NULL;

  set_text (label, text);
}

static void
fill_fixes (GalleyCard *self)
{
  GtkWidget *child;
  char *fix;

  while ((child = gtk_widget_get_first_child (self->fixes)) != NULL)
    gtk_flow_box_remove (GTK_FLOW_BOX (self->fixes), child);
  for (guint i = 0;
       self->finding != NULL && i < MAX_FIXES && (fix = galley_card_dup_fix (self->finding, i)) != NULL; i++)
    {
      g_autofree char *label = g_strdup_printf ("%u  %s", i + 1, fix);
      GtkWidget *button = gtk_button_new_with_label (label);

      g_object_set_data (G_OBJECT (button), "fix", GINT_TO_POINTER (i));
      gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), PANGO_ELLIPSIZE_END);
      gtk_label_set_max_width_chars (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), 24);
      if (i == 0)
        gtk_widget_add_css_class (button, "suggested-action");
      g_signal_connect (button, "clicked", G_CALLBACK (fix_clicked_cb), self);
      gtk_flow_box_append (GTK_FLOW_BOX (self->fixes), button);
      gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
      g_free (fix);
    }
  gtk_widget_set_visible (self->fixes, gtk_widget_get_first_child (self->fixes) != NULL);
}

void
galley_card_set_finding (GalleyCard *self, GalleyFinding *finding)
{
  GalleyRule *rule;

  g_return_if_fail (GALLEY_IS_CARD (self));

  if (!g_set_object (&self->finding, finding) && finding != NULL)
    return;
  gtk_widget_set_visible (self->box, finding != NULL);
  fill_fixes (self);
  if (finding == NULL)
    return;
  rule = galley_finding_get_rule (finding);
  set_text (self->message, galley_finding_get_message (finding));
  set_text (self->rule, rule->name);
  set_text (self->norm, rule->norm);
  set_text (self->why, rule->why);
  set_example (self->wrong, "✗ ", rule->wrong);
  set_example (self->right, "✓ ", rule->right);
  gtk_widget_set_sensitive (self->explain, rule->norm != NULL || rule->why != NULL || rule->wrong != NULL ||
                                               rule->right != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  galley_finding_get_message (finding), -1);
}

void
galley_card_set_explained (GalleyCard *self, gboolean explained)
{
  g_return_if_fail (GALLEY_IS_CARD (self));

  gtk_widget_set_visible (self->explanation, explained);
  gtk_button_set_label (GTK_BUTTON (self->explain), explained ? _ ("Explain Less") : _ ("Explain"));
}

gboolean
galley_card_get_explained (GalleyCard *self)
{
  g_return_val_if_fail (GALLEY_IS_CARD (self), FALSE);

  return gtk_widget_get_visible (self->explanation);
}

void
galley_card_grab_focus (GalleyCard *self)
{
  GtkWidget *first = gtk_widget_get_first_child (self->fixes);

  g_return_if_fail (GALLEY_IS_CARD (self));

  if (first != NULL)
    gtk_widget_grab_focus (gtk_flow_box_child_get_child (GTK_FLOW_BOX_CHILD (first)));
  else
    gtk_widget_grab_focus (self->ignore);
}
