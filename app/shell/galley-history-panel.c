/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-preflight.h"
#include "galley-compare-dialog.h"
#include "galley-history-panel.h"
#include "galley-tab-stop.h"

/* How long the text rests before the list is read again, and rows made between two frames. */
#define PAUSE_MS 800
#define SLICE 5
#define FRAME_MS 17

struct _GalleyHistoryPanel
{
  GtkWidget parent_instance;

  GtkStack *stack;
  GtkListBox *list;

  GalleySession *session;
  GalleyWorkflow *workflow; /* borrowed from the session */
  GalleyArticle *article;
  GPtrArray *revisions; /* of GalleyRevision *, oldest first */
  GPtrArray *ticked;    /* of GtkCheckButton *, borrowed: at most two, the last ticked last */
  guint n_rows;
  GSignalGroup *article_signals;
  GCancellable *reading;
  guint timeout;
  guint source;
};

G_DEFINE_FINAL_TYPE (GalleyHistoryPanel, galley_history_panel, GTK_TYPE_WIDGET)

enum
{
  RESTORE_WANTED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- words --------------------------------------------------------------------------------------------------------- */

static const struct
{
  const char *reason;
  const char *label;
} reasons[] = {
  { "import", N_ ("Imported") },   { "edit", N_ ("Edited") },
  { "fix", N_ ("Fixes taken") },   { "replace", N_ ("Replaced") },
  { "sign", N_ ("Signed") },       { "restore", N_ ("Brought back") },
  { "removed", N_ ("Taken out") }, { "close", N_ ("At the end of a day’s work") },
};

/* What a version was kept for; a round by the name readers know. */
static const char *
get_reason (GalleyHistoryPanel *self, const GalleyRevision *revision)
{
  GalleyRounds *rounds = galley_workflow_get_rounds (self->workflow);
  GalleyPublication *publication = rounds != NULL ? galley_rounds_get_publication (rounds) : NULL;
  gint round = publication != NULL ? galley_publication_find_round (publication, revision->reason) : -1;

  if (round >= 0)
    return galley_publication_get_round (publication, (guint) round)->label;
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      if (g_str_equal (reasons[i].reason, revision->reason))
        return _ (reasons[i].label);
    }
  return revision->reason;
}

static char *
dup_label (GalleyHistoryPanel *self, const GalleyRevision *revision)
{
  g_autofree char *time = NULL;

  if (revision == NULL)
    return g_strdup (_ ("As it is now"));
  time = galley_workflow_dup_time (revision->time);
  return g_strdup_printf ("%s · %s · %s", get_reason (self, revision), revision->author, time);
}

/* --- ticks --------------------------------------------------------------------------------------------------------- */

static const GalleyRevision *
get_revision (gpointer check)
{
  return g_object_get_data (check, "revision");
}

static void
update_actions (GalleyHistoryPanel *self)
{
  guint n = self->ticked->len;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.compare",
                                 n == 2 || (n == 1 && get_revision (self->ticked->pdata[0]) != NULL));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "history.restore",
                                 n == 1 && get_revision (self->ticked->pdata[0]) != NULL);
}

/* A third tick takes the place of the first. */
static void
on_toggled (GtkCheckButton *check, GalleyHistoryPanel *self)
{
  if (!gtk_check_button_get_active (check))
    {
      g_ptr_array_remove (self->ticked, check);
    }
  else
    {
      if (self->ticked->len == 2)
        gtk_check_button_set_active (g_ptr_array_index (self->ticked, 0), FALSE);
      g_ptr_array_add (self->ticked, check);
    }
  update_actions (self);
}

/* --- rows ---------------------------------------------------------------------------------------------------------- */

static GtkWidget *
new_text (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

/* @revision NULL: the text as it is. */
static void
add_row (GalleyHistoryPanel *self, const GalleyRevision *revision)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *check = gtk_check_button_new ();
  g_autofree char *label = dup_label (self, revision);

  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data (G_OBJECT (check), "revision", (gpointer) revision);
  g_object_set_data (G_OBJECT (row), "revision", (gpointer) revision);
  if (revision == NULL)
    {
      gtk_box_append (GTK_BOX (texts), new_text (label, NULL));
    }
  else
    {
      g_autofree char *time = galley_workflow_dup_time (revision->time);
      g_autofree char *detail =
          g_strdup_printf ("%s · %s · %" G_GINT64_FORMAT, revision->author, time, revision->number);

      gtk_box_append (GTK_BOX (texts), new_text (get_reason (self, revision), NULL));
      gtk_box_append (GTK_BOX (texts), new_text (detail, "detail"));
      gtk_widget_set_tooltip_text (row, _ ("Enter compares it with the version before"));
    }
  gtk_box_append (GTK_BOX (line), check);
  gtk_box_append (GTK_BOX (line), texts);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  g_signal_connect (check, "toggled", G_CALLBACK (on_toggled), self);
  gtk_list_box_append (self->list, row);
}

/* The latest first, a few at a time. */
static gboolean
add_rows (gpointer data)
{
  GalleyHistoryPanel *self = data;

  for (guint i = 0; i < SLICE && self->n_rows <= self->revisions->len; i++, self->n_rows++)
    add_row (self, self->n_rows == 0
                       ? NULL
                       : g_ptr_array_index (self->revisions, self->revisions->len - self->n_rows));
  if (self->n_rows <= self->revisions->len)
    return G_SOURCE_CONTINUE;
  self->source = 0;
  return G_SOURCE_REMOVE;
}

static void
clear (GalleyHistoryPanel *self)
{
  GtkWidget *row;

  g_clear_handle_id (&self->source, g_source_remove);
  g_ptr_array_set_size (self->ticked, 0);
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  self->n_rows = 0;
  update_actions (self);
}

static gboolean
is_same (const GPtrArray *a, const GPtrArray *b)
{
  return a != NULL && a->len == b->len && a->len > 0 &&
         ((const GalleyRevision *) g_ptr_array_index (a, a->len - 1))->number ==
             ((const GalleyRevision *) g_ptr_array_index (b, b->len - 1))->number;
}

static void
on_revisions (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GalleyHistoryPanel) self = data;
  g_autoptr (GPtrArray) revisions = galley_workflow_read_finish (GALLEY_WORKFLOW (object), result, NULL);

  if (self->session == NULL || self->reading != g_task_get_cancellable (G_TASK (result)))
    return;
  g_clear_object (&self->reading);
  if (revisions == NULL || is_same (self->revisions, revisions))
    return;
  clear (self);
  g_clear_pointer (&self->revisions, g_ptr_array_unref);
  self->revisions = g_steal_pointer (&revisions);
  gtk_stack_set_visible_child_name (self->stack, self->revisions->len > 0 ? "list" : "nothing");
  if (self->revisions->len > 0)
    self->source = g_timeout_add (FRAME_MS, add_rows, self);
}

/* --- reading ------------------------------------------------------------------------------------------------------- */

static gpointer
list_revisions (GalleyRounds *rounds, const GPtrArray *findings, gpointer id, GError **error)
{
  return galley_store_list_revisions (galley_rounds_get_store (rounds), id, error);
}

static gboolean
start_reading (gpointer data)
{
  GalleyHistoryPanel *self = data;

  self->timeout = 0;
  if (self->article == NULL || galley_workflow_get_rounds (self->workflow) == NULL)
    return G_SOURCE_REMOVE;
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  galley_workflow_read_async (
      self->workflow, FALSE, list_revisions, g_strdup (galley_article_get_id (self->article)), g_free,
      (GDestroyNotify) g_ptr_array_unref, self->reading, on_revisions, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
queue_reading (GalleyHistoryPanel *self, guint delay)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->timeout = g_timeout_add (delay, start_reading, self);
}

static void
on_text_changed (GalleyHistoryPanel *self)
{
  queue_reading (self, PAUSE_MS);
}

static void
on_changed (GalleyHistoryPanel *self)
{
  queue_reading (self, 0);
}

/* --- comparing, bringing back -------------------------------------------------------------------------------------- */

static void
compare (GalleyHistoryPanel *self, const GalleyRevision *before, const GalleyRevision *after)
{
  g_autofree char *before_label = dup_label (self, before);
  g_autofree char *after_label = dup_label (self, after);
  GtkWidget *dialog = galley_compare_dialog_new (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                                                 self->workflow, self->article, before->number, before_label,
                                                 after != NULL ? after->number : 0, after_label);

  gtk_window_present (GTK_WINDOW (dialog));
}

static void
compare_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GalleyHistoryPanel *self = GALLEY_HISTORY_PANEL (widget);
  const GalleyRevision *a = self->ticked->len > 0 ? get_revision (self->ticked->pdata[0]) : NULL;
  const GalleyRevision *b = self->ticked->len > 1 ? get_revision (self->ticked->pdata[1]) : NULL;

  if (a == NULL && b == NULL)
    return;
  /* The older one stands on the left; what is now is the youngest. */
  if (a == NULL || (b != NULL && b->number < a->number))
    compare (self, b, a);
  else
    compare (self, a, b);
}

static void
on_row_activated (GalleyHistoryPanel *self, GtkListBoxRow *row)
{
  int index = gtk_list_box_row_get_index (row);
  GtkListBoxRow *before = gtk_list_box_get_row_at_index (self->list, index + 1);

  if (before != NULL)
    compare (self, g_object_get_data (G_OBJECT (before), "revision"),
             g_object_get_data (G_OBJECT (row), "revision"));
}

static gpointer
read_revision (GalleyRounds *rounds, const GPtrArray *findings, gpointer number, GError **error)
{
  return galley_store_read_revision (galley_rounds_get_store (rounds), *(gint64 *) number, error);
}

/* Which one is to be brought back, when it has been read. */
typedef struct
{
  GalleyHistoryPanel *panel;
  GalleyArticle *article;
  gint64 number;
} Restore;

static void
on_old (GObject *object, GAsyncResult *result, gpointer data)
{
  Restore *restore = data;
  g_autoptr (GalleyHistoryPanel) self = restore->panel;
  g_autoptr (GalleyArticle) article = restore->article;
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyArticle) old = galley_workflow_read_finish (GALLEY_WORKFLOW (object), result, &error);
  gint64 number = restore->number;

  g_free (restore);
  if (error != NULL)
    g_signal_emit (self, signals[FAILED], 0, error->message);
  else if (old != NULL && article == self->article)
    g_signal_emit (self, signals[RESTORE_WANTED], 0, old, number);
}

static void
restore_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GalleyHistoryPanel *self = GALLEY_HISTORY_PANEL (widget);
  const GalleyRevision *revision = self->ticked->len == 1 ? get_revision (self->ticked->pdata[0]) : NULL;
  Restore *restore;

  if (revision == NULL)
    return;
  restore = g_new (Restore, 1);
  restore->panel = g_object_ref (self);
  restore->article = g_object_ref (self->article);
  restore->number = revision->number;
  galley_workflow_read_async (self->workflow, FALSE, read_revision,
                              g_memdup2 (&revision->number, sizeof (gint64)), g_free, g_object_unref, NULL,
                              on_old, restore);
}

/* --- the widget ---------------------------------------------------------------------------------------------------- */

static void
galley_history_panel_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (galley_history_panel_parent_class)->map (widget);
  queue_reading (GALLEY_HISTORY_PANEL (widget), 0);
}

static void
galley_history_panel_dispose (GObject *object)
{
  GalleyHistoryPanel *self = GALLEY_HISTORY_PANEL (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->list != NULL)
    clear (self);
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->article_signals);
  gtk_widget_dispose_template (GTK_WIDGET (object), GALLEY_TYPE_HISTORY_PANEL);
  g_clear_object (&self->article);
  g_clear_object (&self->session);
  self->workflow = NULL;
  G_OBJECT_CLASS (galley_history_panel_parent_class)->dispose (object);
}

static void
galley_history_panel_finalize (GObject *object)
{
  GalleyHistoryPanel *self = GALLEY_HISTORY_PANEL (object);

  g_clear_pointer (&self->revisions, g_ptr_array_unref);
  g_ptr_array_unref (self->ticked);
  G_OBJECT_CLASS (galley_history_panel_parent_class)->finalize (object);
}

static void
galley_history_panel_class_init (GalleyHistoryPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = galley_history_panel_dispose;
  G_OBJECT_CLASS (klass)->finalize = galley_history_panel_finalize;
  widget_class->map = galley_history_panel_map;
  signals[RESTORE_WANTED] = g_signal_new ("restore-wanted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 2, GALLEY_TYPE_ARTICLE, G_TYPE_INT64);
  signals[FAILED] =
      g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_install_action (widget_class, "history.compare", NULL, compare_action);
  gtk_widget_class_install_action (widget_class, "history.restore", NULL, restore_action);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/galley/Galley/galley-history-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, GalleyHistoryPanel, stack);
  gtk_widget_class_bind_template_child (widget_class, GalleyHistoryPanel, list);
}

static void
galley_history_panel_init (GalleyHistoryPanel *self)
{
  self->ticked = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  galley_tab_stop_add (GTK_WIDGET (self->list));
  self->article_signals = g_signal_group_new (GALLEY_TYPE_ARTICLE);
  g_signal_group_connect_swapped (self->article_signals, "items-changed", G_CALLBACK (on_text_changed), self);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (on_row_activated), self,
                           G_CONNECT_SWAPPED);
  update_actions (self);
}

GtkWidget *
galley_history_panel_new (void)
{
  return g_object_new (GALLEY_TYPE_HISTORY_PANEL, NULL);
}

void
galley_history_panel_set_session (GalleyHistoryPanel *self, GalleySession *session)
{
  g_return_if_fail (GALLEY_IS_HISTORY_PANEL (self));
  g_return_if_fail (GALLEY_IS_SESSION (session));

  g_set_object (&self->session, session);
  self->workflow = galley_session_get_workflow (session);
  g_signal_connect_object (self->workflow, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
}

void
galley_history_panel_set_article (GalleyHistoryPanel *self, GalleyArticle *article)
{
  g_return_if_fail (GALLEY_IS_HISTORY_PANEL (self));

  if (!g_set_object (&self->article, article))
    return;
  clear (self);
  g_clear_pointer (&self->revisions, g_ptr_array_unref);
  g_signal_group_set_target (self->article_signals, article);
  gtk_stack_set_visible_child_name (self->stack, "nothing");
  queue_reading (self, 0);
}

gboolean
galley_history_panel_is_busy (GalleyHistoryPanel *self)
{
  g_return_val_if_fail (GALLEY_IS_HISTORY_PANEL (self), FALSE);

  return self->timeout != 0 || self->reading != NULL || self->source != 0;
}
