/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <adwaita.h>
#include <glib/gi18n.h>

#include "galley-findings-panel.h"

#include "galley-card.h"
#include "galley-finding-rows.h"
#include "galley-tab-stop.h"

/* Findings that get their rows in one turn of the main loop. */
#define SLICE 3
/* How long the rows wait after a change, while a check is due and when there is none. */
#define BUSY_MS 250
#define READY_MS 20
/* Rows that get the new numbers of their paragraphs in one turn. */
#define NUMBER_SLICE 24

struct _GalleyFindingsPanel
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *stack;
  GtkListView *list;
  GtkWidget *explanation;
  GtkWidget *card;
  GtkExpander *ignored;
  GtkListView *ignored_list;

  GalleyView *view;
  GalleyProof *proof;
  GListModel *findings; /* of the article shown, or NULL */
  GListStore *groups;
  GtkFilterListModel *filled;
  GtkTreeListModel *tree;
  GtkSingleSelection *selection;
  guint count;
  guint n_shown;
  guint fill_source;
  guint number_source;
  GHashTable *bound;      /* items of the list that have a widget (borrowed) */
  GHashTable *unnumbered; /* of those, the ones whose paragraph has a new number */
  GSignalGroup *article;
  gboolean following; /* the view drives the list */
};

G_DEFINE_FINAL_TYPE (GalleyFindingsPanel, galley_findings_panel, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_COUNT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static const char *
severity_label (GalleySeverity severity)
{
  switch (severity)
    {
    case GALLEY_SEVERITY_ERROR:
      return _ ("Must Change");
    case GALLEY_SEVERITY_WARNING:
      return _ ("Suggestions");
    case GALLEY_SEVERITY_HINT:
    default:
      return _ ("Hints");
    }
}

/* --- rows -------------------------------------------------------------------------------------------------------- */

static GListModel *
create_children (gpointer item, gpointer data)
{
  if (GALLEY_IS_FINDING_GROUP (item))
    return g_object_ref (galley_finding_group_get_rows (GALLEY_FINDING_GROUP (item)));
  return NULL;
}

static GtkWidget *
new_label (GtkWidget *box, const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
setup_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *expander = gtk_tree_expander_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  new_label (box, "title");
  new_label (box, "dim-label");
  gtk_widget_add_css_class (box, "row");
  gtk_tree_expander_set_child (GTK_TREE_EXPANDER (expander), box);
  gtk_list_item_set_child (item, expander);
}

/* Where several checkers say something of one place, each has a line. */
static char *
dup_first_line (const char *text)
{
  return g_strndup (text, strcspn (text, "\n"));
}

static char *
dup_row_title (GalleyFinding *finding)
{
  g_autofree char *text = galley_finding_dup_text (finding);
  g_autofree char *fix = galley_card_dup_fix (finding, 0);
  guint n_edits;

  galley_finding_get_edits (finding, &n_edits);
  if (n_edits > 1)
    return dup_first_line (galley_finding_get_message (finding));
  if (fix == NULL)
    return *text != '\0' ? g_steal_pointer (&text) : g_strdup (galley_finding_get_rule (finding)->name);
  if (*text == '\0')
    return g_strdup_printf ("→ %s", fix);
  return g_strdup_printf ("%s → %s", text, fix);
}

/* A label that says so already is left alone: a new text has it measured again. */
static void
set_label (GtkWidget *label, const char *text)
{
  if (!g_str_equal (gtk_label_get_text (GTK_LABEL (label)), text))
    gtk_label_set_text (GTK_LABEL (label), text);
}

static void
show_finding (GalleyFindingsPanel *self, GtkWidget *title, GtkWidget *detail, GalleyFinding *finding)
{
  GalleyArticle *article = self->view != NULL ? galley_view_get_article (self->view) : NULL;
  gint index = article != NULL ? galley_article_index_of (article, galley_finding_get_block (finding)) : -1;
  g_autofree char *head = dup_row_title (finding);
  g_autofree char *text = NULL;
  guint n_edits;
  g_autofree char *message = NULL;
  const char *klass = galley_finding_get_rule (finding)->klass;

  galley_finding_get_edits (finding, &n_edits);
  message =
      n_edits > 1 ? galley_card_dup_fix (finding, 0) : dup_first_line (galley_finding_get_message (finding));
  if (klass != NULL && *klass != '\0')
    /* Translators: the number of a paragraph, the class of an error, what is wrong */
    text = g_strdup_printf (_ ("Paragraph %d · %s · %s"), index + 1, klass, message);
  else
    /* Translators: the number of a paragraph, what is wrong */
    text = g_strdup_printf (_ ("Paragraph %d · %s"), index + 1, message);
  set_label (title, head);
  set_label (detail, text);
}

static void
show_group (GtkWidget *title, GalleyFindingGroup *group)
{
  g_autofree char *text =
      g_strdup_printf ("%s %u", severity_label (galley_finding_group_get_severity (group)),
                       galley_finding_group_get_count (group));

  set_label (title, text);
}

/* Brings the widget of one row up to what its item says now. */
static void
show_item (GalleyFindingsPanel *self, GtkListItem *item)
{
  GtkTreeListRow *row = gtk_list_item_get_item (item);
  g_autoptr (GObject) object = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;
  GtkWidget *expander = gtk_list_item_get_child (item);
  GtkWidget *title = gtk_widget_get_first_child (gtk_tree_expander_get_child (GTK_TREE_EXPANDER (expander)));

  if (GALLEY_IS_FINDING_GROUP (object))
    show_group (title, GALLEY_FINDING_GROUP (object));
  else if (GALLEY_IS_FINDING_ROW (object))
    show_finding (self, title, gtk_widget_get_next_sibling (title),
                  galley_finding_row_get_finding (GALLEY_FINDING_ROW (object)));
}

static void
item_changed_cb (GtkListItem *item, GParamSpec *pspec, GObject *object)
{
  show_item (g_object_get_data (G_OBJECT (item), "panel"), item);
}

static void
set_severity (GtkWidget *title, GalleySeverity severity, gboolean is_group)
{
  static const char *const styles[][4] = { { "title", "severity-hint", NULL },
                                           { "title", "severity-warning", NULL },
                                           { "title", "severity-error", NULL },
                                           { "title", "group", "severity-hint", NULL },
                                           { "title", "group", "severity-warning", NULL },
                                           { "title", "group", "severity-error", NULL } };

  gtk_widget_set_css_classes (title, (const char **) styles[severity + (is_group ? 3 : 0)]);
}

static void
bind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item, GalleyFindingsPanel *self)
{
  GtkTreeListRow *row = gtk_list_item_get_item (item);
  g_autoptr (GObject) object = gtk_tree_list_row_get_item (row);
  GtkWidget *expander = gtk_list_item_get_child (item);
  GtkWidget *title = gtk_widget_get_first_child (gtk_tree_expander_get_child (GTK_TREE_EXPANDER (expander)));
  gboolean is_group = GALLEY_IS_FINDING_GROUP (object);

  gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (expander), row);
  gtk_list_item_set_selectable (item, !is_group);
  gtk_list_item_set_activatable (item, !is_group);
  gtk_widget_set_visible (gtk_widget_get_next_sibling (title), !is_group);
  if (is_group)
    set_severity (title, galley_finding_group_get_severity (GALLEY_FINDING_GROUP (object)), TRUE);
  else
    set_severity (title,
                  galley_finding_get_severity (galley_finding_row_get_finding (GALLEY_FINDING_ROW (object))),
                  FALSE);
  show_item (self, item);
  g_object_set_data (G_OBJECT (item), "panel", self);
  g_signal_connect_object (object, is_group ? "notify::count" : "notify::finding",
                           G_CALLBACK (item_changed_cb), item, G_CONNECT_SWAPPED);
  g_hash_table_add (self->bound, item);
}

static void
unbind_row_cb (GtkSignalListItemFactory *factory, GtkListItem *item, GalleyFindingsPanel *self)
{
  GtkTreeListRow *row = gtk_list_item_get_item (item);
  g_autoptr (GObject) object = gtk_tree_list_row_get_item (row);

  g_hash_table_remove (self->bound, item);
  if (object != NULL)
    g_signal_handlers_disconnect_by_func (object, item_changed_cb, item);
  gtk_tree_expander_set_list_row (GTK_TREE_EXPANDER (gtk_list_item_get_child (item)), NULL);
}

/* A paragraph came or went: the others have new numbers. */
static gboolean
number_cb (gpointer data)
{
  GalleyFindingsPanel *self = data;
  GHashTableIter iter;
  gpointer item;
  guint n = 0;

  g_hash_table_iter_init (&iter, self->unnumbered);
  while (n++ < NUMBER_SLICE && g_hash_table_iter_next (&iter, &item, NULL))
    {
      if (g_hash_table_contains (self->bound, item))
        show_item (self, item);
      g_hash_table_iter_remove (&iter);
    }
  if (g_hash_table_size (self->unnumbered) > 0)
    return G_SOURCE_CONTINUE;
  self->number_source = 0;
  return G_SOURCE_REMOVE;
}

static void
article_items_changed_cb (GalleyFindingsPanel *self, guint position, guint n_removed, guint n_added)
{
  GHashTableIter iter;
  gpointer item;

  if (n_removed == n_added)
    return;
  g_hash_table_iter_init (&iter, self->bound);
  while (g_hash_table_iter_next (&iter, &item, NULL))
    g_hash_table_add (self->unnumbered, item);
  if (self->number_source == 0)
    self->number_source = g_timeout_add_full (G_PRIORITY_LOW, BUSY_MS, number_cb, self, NULL);
}

/* --- ignored ----------------------------------------------------------------------------------------------------- */

static void
unignore_clicked_cb (GtkWidget *button, GalleyFindingsPanel *self)
{
  GalleyIgnored *ignored = g_object_get_data (G_OBJECT (button), "ignored");
  g_autoptr (GError) error = NULL;

  /* The row goes, and the focus has to be elsewhere before: Tab would not find its way from where it was. */
  gtk_widget_grab_focus (GTK_WIDGET (self->ignored));
  if (self->proof != NULL && ignored != NULL && !galley_proof_unignore (self->proof, ignored, &error))
    g_signal_emit_by_name (self->proof, "failed", error->message);
}

static void
setup_ignored_cb (GtkSignalListItemFactory *factory, GtkListItem *item, GalleyFindingsPanel *self)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-undo-symbolic");

  new_label (box, NULL);
  new_label (box, "dim-label");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _ ("Stop ignoring this"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Stop ignoring this"), -1);
  g_signal_connect (button, "clicked", G_CALLBACK (unignore_clicked_cb), self);
  gtk_box_append (GTK_BOX (row), box);
  gtk_box_append (GTK_BOX (row), button);
  gtk_list_item_set_child (item, row);
  gtk_list_item_set_activatable (item, FALSE);
}

static const char *
scope_label (const char *scope)
{
  if (g_str_equal (scope, "edition"))
    return _ ("in the whole edition");
  if (g_str_equal (scope, "article"))
    return _ ("in one article");
  return _ ("once");
}

static void
bind_ignored_cb (GtkSignalListItemFactory *factory, GtkListItem *item, GalleyFindingsPanel *self)
{
  GalleyIgnored *ignored = gtk_list_item_get_item (item);
  GtkWidget *box = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *title = gtk_widget_get_first_child (box);
  g_autofree char *where = g_strdup_printf ("%s · %s", galley_ignored_get_rule (ignored),
                                            scope_label (galley_ignored_get_scope (ignored)));

  gtk_label_set_text (GTK_LABEL (title), galley_ignored_get_text (ignored));
  gtk_label_set_text (GTK_LABEL (gtk_widget_get_next_sibling (title)), where);
  g_object_set_data (G_OBJECT (gtk_widget_get_next_sibling (box)), "ignored", ignored);
}

static void
ignored_changed_cb (GalleyFindingsPanel *self)
{
  guint n = self->proof != NULL ? g_list_model_get_n_items (galley_proof_get_ignored (self->proof)) : 0;
  g_autofree char *label = g_strdup_printf (_ ("Ignored (%u)"), n);

  gtk_expander_set_label (self->ignored, label);
  gtk_widget_set_visible (GTK_WIDGET (self->ignored), n > 0);
}

/* --- following the view ------------------------------------------------------------------------------------------ */

static guint
find_row (GalleyFindingsPanel *self, GalleyFinding *finding)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->filled));

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GalleyFindingGroup) group = g_list_model_get_item (G_LIST_MODEL (self->filled), i);
      gint at = galley_finding_group_find (group, finding);
      g_autoptr (GtkTreeListRow) head = at >= 0 ? gtk_tree_list_model_get_child_row (self->tree, i) : NULL;
      g_autoptr (GtkTreeListRow) row = NULL;

      if (head != NULL && gtk_tree_list_row_get_expanded (head))
        row = gtk_tree_list_row_get_child_row (head, (guint) at);
      if (row != NULL)
        return gtk_tree_list_row_get_position (row);
    }
  return GTK_INVALID_LIST_POSITION;
}

static GalleyFinding *
dup_selected (GalleyFindingsPanel *self)
{
  GtkTreeListRow *row = gtk_single_selection_get_selected_item (self->selection);
  g_autoptr (GObject) object = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;

  return GALLEY_IS_FINDING_ROW (object)
             ? g_object_ref (galley_finding_row_get_finding (GALLEY_FINDING_ROW (object)))
             : NULL;
}

static void
show_selected (GalleyFindingsPanel *self)
{
  g_autoptr (GalleyFinding) finding = dup_selected (self);

  galley_card_set_finding (GALLEY_CARD (self->card), finding);
  gtk_widget_set_visible (self->explanation, finding != NULL);
}

static void
finding_selected_cb (GalleyFindingsPanel *self, GalleyFinding *finding)
{
  guint position = finding != NULL ? find_row (self, finding) : GTK_INVALID_LIST_POSITION;

  self->following = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->following = FALSE;
  if (position != GTK_INVALID_LIST_POSITION)
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);
  show_selected (self);
}

static void
selected_cb (GalleyFindingsPanel *self)
{
  g_autoptr (GalleyFinding) finding = dup_selected (self);

  show_selected (self);
  if (finding != NULL && !self->following && self->view != NULL)
    galley_view_select_finding (self->view, finding);
}

static gboolean
list_key_cb (GalleyFindingsPanel *self, guint keyval, guint keycode, GdkModifierType state)
{
  g_autoptr (GalleyFinding) finding = dup_selected (self);

  if (self->view == NULL || finding == NULL)
    return FALSE;
  if (galley_view_get_finding (self->view) != finding)
    galley_view_select_finding (self->view, finding);
  return galley_card_handle_key (GTK_WIDGET (self->view), keyval, state);
}

static void
activated_cb (GalleyFindingsPanel *self, guint position)
{
  g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_row (self->tree, position);
  g_autoptr (GObject) object = row != NULL ? gtk_tree_list_row_get_item (row) : NULL;

  if (GALLEY_IS_FINDING_ROW (object) && self->view != NULL)
    galley_view_show_finding (self->view, galley_finding_row_get_finding (GALLEY_FINDING_ROW (object)));
}

/* Brings the rows up to date, as far as one turn of the main loop allows. TRUE when there is more to do. */
static gboolean
fill_slice (GalleyFindingsPanel *self)
{
  guint count = self->findings != NULL ? g_list_model_get_n_items (self->findings) : 0;
  guint n_groups = g_list_model_get_n_items (G_LIST_MODEL (self->groups));
  guint limit = MIN (count, self->n_shown + SLICE);
  guint quota = limit;
  gboolean changed = FALSE;

  for (guint i = 0; i < n_groups && !changed; i++)
    {
      g_autoptr (GalleyFindingGroup) group = g_list_model_get_item (G_LIST_MODEL (self->groups), i);

      changed = galley_finding_group_update (group, self->findings, &quota);
    }
  if (!changed)
    self->n_shown = limit;
  return changed || limit < count;
}

static gboolean
is_due (GalleyFindingsPanel *self)
{
  GalleyArticle *article = self->view != NULL ? galley_view_get_article (self->view) : NULL;

  return article != NULL && self->proof != NULL && galley_proof_is_due (self->proof, article);
}

static gboolean
has_focus (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

/* The row that has the focus may be one of those that go: then the list itself keeps it. */
static gboolean
fill_slice_in_focus (GalleyFindingsPanel *self)
{
  gboolean focused = has_focus (GTK_WIDGET (self->list));
  gboolean more = fill_slice (self);

  if (focused && !has_focus (GTK_WIDGET (self->list)) && gtk_widget_get_mapped (GTK_WIDGET (self->list)))
    gtk_widget_grab_focus (GTK_WIDGET (self->list));
  return more;
}

static gboolean
fill_cb (gpointer data)
{
  GalleyFindingsPanel *self = data;
  GalleyFinding *finding = self->view != NULL ? galley_view_get_finding (self->view) : NULL;

  /* A row that goes and comes again moves all those below it, twice: the check says which of them are gone for good. */
  if (is_due (self))
    {
      self->fill_source = g_timeout_add_full (G_PRIORITY_LOW, BUSY_MS, fill_cb, self, NULL);
      return G_SOURCE_REMOVE;
    }
  self->fill_source = 0;
  if (fill_slice_in_focus (self))
    self->fill_source = g_idle_add_full (G_PRIORITY_LOW, fill_cb, self, NULL);
  else if (finding != NULL &&
           gtk_single_selection_get_selected (self->selection) == GTK_INVALID_LIST_POSITION)
    finding_selected_cb (self, finding);
  return G_SOURCE_REMOVE;
}

/* While a paragraph is typed in, its findings go with every stroke and come back with the next check: the rows wait. */
static void
findings_changed_cb (GalleyFindingsPanel *self)
{
  guint count = self->findings != NULL ? g_list_model_get_n_items (self->findings) : 0;

  g_clear_handle_id (&self->fill_source, g_source_remove);
  self->fill_source =
      g_timeout_add_full (G_PRIORITY_LOW, is_due (self) ? BUSY_MS : READY_MS, fill_cb, self, NULL);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), count > 0 ? "list" : "empty");
  if (count != self->count)
    {
      self->count = count;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT]);
    }
}

static void
group_filled_cb (GalleyFindingsPanel *self)
{
  gtk_filter_changed (gtk_filter_list_model_get_filter (self->filled), GTK_FILTER_CHANGE_DIFFERENT);
}

static void
set_findings (GalleyFindingsPanel *self, GListModel *findings)
{
  if (self->findings == findings)
    return;
  if (self->findings != NULL)
    g_signal_handlers_disconnect_by_func (self->findings, findings_changed_cb, self);
  g_set_object (&self->findings, findings);
  self->n_shown = 0;
  if (findings != NULL)
    g_signal_connect_swapped (findings, "items-changed", G_CALLBACK (findings_changed_cb), self);
  findings_changed_cb (self);
}

static void
article_changed_cb (GalleyFindingsPanel *self)
{
  GalleyArticle *article = self->view != NULL ? galley_view_get_article (self->view) : NULL;

  if (self->article != NULL)
    g_signal_group_set_target (self->article, article);
  set_findings (
      self, article != NULL && self->proof != NULL ? galley_proof_get_findings (self->proof, article) : NULL);
}

/* --- the widget -------------------------------------------------------------------------------------------------- */

static gboolean
is_filled (gpointer item, gpointer data)
{
  return galley_finding_group_get_count (GALLEY_FINDING_GROUP (item)) > 0;
}

static void
galley_findings_panel_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_COUNT)
    g_value_set_uint (value, GALLEY_FINDINGS_PANEL (object)->count);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
galley_findings_panel_dispose (GObject *object)
{
  GalleyFindingsPanel *self = GALLEY_FINDINGS_PANEL (object);

  galley_findings_panel_set_view (self, NULL);
  galley_findings_panel_set_proof (self, NULL);
  g_clear_handle_id (&self->fill_source, g_source_remove);
  g_clear_handle_id (&self->number_source, g_source_remove);
  g_clear_object (&self->article);
  g_clear_object (&self->selection);
  g_clear_object (&self->tree);
  g_clear_object (&self->filled);
  g_clear_object (&self->groups);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (galley_findings_panel_parent_class)->dispose (object);
}

static void
galley_findings_panel_finalize (GObject *object)
{
  GalleyFindingsPanel *self = GALLEY_FINDINGS_PANEL (object);

  g_hash_table_unref (self->bound);
  g_hash_table_unref (self->unnumbered);
  G_OBJECT_CLASS (galley_findings_panel_parent_class)->finalize (object);
}

static void
galley_findings_panel_class_init (GalleyFindingsPanelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = galley_findings_panel_get_property;
  object_class->dispose = galley_findings_panel_dispose;
  object_class->finalize = galley_findings_panel_finalize;
  properties[PROP_COUNT] =
      g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (GALLEY_TYPE_CARD);
  g_type_ensure (ADW_TYPE_STATUS_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/galley/Galley/galley-findings-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, GalleyFindingsPanel, box);
  gtk_widget_class_bind_template_child (widget_class, GalleyFindingsPanel, stack);
  gtk_widget_class_bind_template_child (widget_class, GalleyFindingsPanel, list);
  gtk_widget_class_bind_template_child (widget_class, GalleyFindingsPanel, explanation);
  gtk_widget_class_bind_template_child (widget_class, GalleyFindingsPanel, card);
  gtk_widget_class_bind_template_child (widget_class, GalleyFindingsPanel, ignored);
  gtk_widget_class_bind_template_child (widget_class, GalleyFindingsPanel, ignored_list);
}

static void
make_models (GalleyFindingsPanel *self)
{
  static const GalleySeverity order[] = { GALLEY_SEVERITY_ERROR, GALLEY_SEVERITY_WARNING,
                                          GALLEY_SEVERITY_HINT };
  GtkCustomFilter *filter = gtk_custom_filter_new (is_filled, NULL, NULL);

  self->groups = g_list_store_new (GALLEY_TYPE_FINDING_GROUP);
  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    {
      g_autoptr (GalleyFindingGroup) group = galley_finding_group_new (order[i]);

      g_signal_connect_object (group, "notify::count", G_CALLBACK (group_filled_cb), self, G_CONNECT_SWAPPED);
      g_list_store_append (self->groups, group);
    }
  self->filled = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->groups)), GTK_FILTER (filter));
  self->tree = gtk_tree_list_model_new (G_LIST_MODEL (g_object_ref (self->filled)), FALSE, TRUE,
                                        create_children, NULL, NULL);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->tree)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
}

static void
galley_findings_panel_init (GalleyFindingsPanel *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkListItemFactory *factory;

  self->bound = g_hash_table_new (NULL, NULL);
  self->unnumbered = g_hash_table_new (NULL, NULL);
  self->article = g_signal_group_new (GALLEY_TYPE_ARTICLE);
  g_signal_group_connect_swapped (self->article, "items-changed", G_CALLBACK (article_items_changed_cb),
                                  self);
  gtk_widget_init_template (GTK_WIDGET (self));
  make_models (self);
  factory = gtk_signal_list_item_factory_new ();
  g_signal_connect (factory, "setup", G_CALLBACK (setup_row_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_row_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_row_cb), self);
  gtk_list_view_set_factory (self->list, factory);
  g_object_unref (factory);
  factory = gtk_signal_list_item_factory_new ();
  g_signal_connect (factory, "setup", G_CALLBACK (setup_ignored_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_ignored_cb), self);
  gtk_list_view_set_factory (self->ignored_list, factory);
  g_object_unref (factory);

  /* Before the list sees them: Enter takes the fix here. A double click shows the place. */
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (list_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->list), keys);
  galley_tab_stop_add (GTK_WIDGET (self->list));
  galley_tab_stop_add (GTK_WIDGET (self->ignored_list));
  g_signal_connect_swapped (self->list, "activate", G_CALLBACK (activated_cb), self);
  galley_card_set_explained (GALLEY_CARD (self->card), TRUE);
  findings_changed_cb (self);
}

GtkWidget *
galley_findings_panel_new (void)
{
  return g_object_new (GALLEY_TYPE_FINDINGS_PANEL, NULL);
}

void
galley_findings_panel_set_view (GalleyFindingsPanel *self, GalleyView *view)
{
  g_return_if_fail (GALLEY_IS_FINDINGS_PANEL (self));
  g_return_if_fail (view == NULL || GALLEY_IS_VIEW (view));

  if (self->view == view)
    return;
  if (self->view != NULL)
    g_signal_handlers_disconnect_by_data (self->view, self);
  g_set_object (&self->view, view);
  if (self->card != NULL)
    galley_card_set_target (GALLEY_CARD (self->card), view != NULL ? GTK_WIDGET (view) : NULL);
  if (view != NULL)
    {
      g_signal_connect_swapped (view, "finding-selected", G_CALLBACK (finding_selected_cb), self);
      g_signal_connect_swapped (view, "notify::article", G_CALLBACK (article_changed_cb), self);
    }
  article_changed_cb (self);
}

void
galley_findings_panel_set_proof (GalleyFindingsPanel *self, GalleyProof *proof)
{
  g_autoptr (GtkNoSelection) model = NULL;

  g_return_if_fail (GALLEY_IS_FINDINGS_PANEL (self));
  g_return_if_fail (proof == NULL || GALLEY_IS_PROOF (proof));

  if (self->proof == proof)
    return;
  if (self->proof != NULL)
    g_signal_handlers_disconnect_by_func (galley_proof_get_ignored (self->proof), ignored_changed_cb, self);
  g_set_object (&self->proof, proof);
  if (proof != NULL)
    {
      GListModel *ignored = galley_proof_get_ignored (proof);

      g_signal_connect_swapped (ignored, "items-changed", G_CALLBACK (ignored_changed_cb), self);
      model = gtk_no_selection_new (g_object_ref (ignored));
    }
  if (self->ignored_list != NULL)
    gtk_list_view_set_model (self->ignored_list, GTK_SELECTION_MODEL (model));
  if (self->ignored != NULL)
    ignored_changed_cb (self);
  article_changed_cb (self);
}
