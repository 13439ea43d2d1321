/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-colours.h"
#include "galley-log-dialog.h"
#include "galley-preflight-dialog.h"
#include "galley-preflight.h"
#include "galley-rounds-ui.h"
#include "galley-workspace.h"

struct _GalleyRoundsUi
{
  GObject parent_instance;

  GalleyRoundsParts parts;
  GalleyWorkflow *workflow; /* borrowed from the session */
  GalleyColours *colours;
  GtkWidget *preflight; /* weak: the dialog while it is open */
};

G_DEFINE_FINAL_TYPE (GalleyRoundsUi, galley_rounds_ui, G_TYPE_OBJECT)

enum
{
  SAID,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GtkWindow *
get_window (GalleyRoundsUi *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self->parts.workspace)));
}

/* --- status line and legend ---------------------------------------------------------------------------------------- */

static void
set_label (GtkLabel *label, const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (label), text);
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
update_stage (GalleyRoundsUi *self)
{
  GalleyArticle *article = galley_view_get_article (self->parts.view);
  g_autofree char *text = NULL;
  GalleyStage stage = GALLEY_STAGE_NONE;

  if (article != NULL)
    stage = galley_workflow_get_stage (self->workflow, article, NULL, &text);
  set_label (self->parts.stage, text);
  gtk_widget_remove_css_class (GTK_WIDGET (self->parts.stage), "error");
  gtk_widget_remove_css_class (GTK_WIDGET (self->parts.stage), "success");
  if (stage == GALLEY_STAGE_VOID)
    gtk_widget_add_css_class (GTK_WIDGET (self->parts.stage), "error");
  else if (stage == GALLEY_STAGE_SIGNED)
    gtk_widget_add_css_class (GTK_WIDGET (self->parts.stage), "success");
}

static void
update_caret (GalleyRoundsUi *self)
{
  g_autofree char *text = galley_colours_dup_caret (self->colours);

  set_label (self->parts.author, text);
}

static void
update_colours (GalleyRoundsUi *self)
{
  g_autofree char *legend = galley_colours_dup_legend (self->colours);

  gtk_label_set_markup (self->parts.legend, legend != NULL ? legend : "");
  gtk_widget_set_visible (GTK_WIDGET (self->parts.legend), legend != NULL);
  update_caret (self);
}

/* --- places -------------------------------------------------------------------------------------------------------- */

static void
select_text (GalleyRoundsUi *self, guint block, guint start, guint end)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (galley_view_get_buffer (self->parts.view));
  GtkTextIter insert, bound;

  galley_view_set_caret (self->parts.view, block, start);
  if (buffer != NULL && end > start)
    {
      gtk_text_buffer_get_iter_at_mark (buffer, &insert, gtk_text_buffer_get_insert (buffer));
      bound = insert;
      gtk_text_iter_forward_chars (&bound, (gint) (end - start));
      gtk_text_buffer_select_range (buffer, &insert, &bound);
    }
  galley_view_grab_focus (self->parts.view);
}

/* The first finding of the rule @key, or any. */
static void
show_finding (GalleyRoundsUi *self, GalleyArticle *article, const char *key)
{
  GalleyProof *proof = galley_session_get_proof (self->parts.session);
  GListModel *findings = galley_proof_get_findings (proof, article);

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (GalleyFinding) finding = g_list_model_get_item (findings, i);

      if (key != NULL && !g_str_equal (galley_finding_get_rule (finding)->id, key))
        continue;
      galley_view_grab_focus (self->parts.view);
      galley_view_show_finding (self->parts.view, finding);
      return;
    }
  galley_workspace_show_panel (self->parts.workspace, "findings");
}

static void
follow_obstacle (GalleyRoundsUi *self, const GalleyPlaceItem *item, GalleyArticle *article)
{
  switch ((GalleyObstacleKind) item->kind)
    {
    case GALLEY_OBSTACLE_FINDING:
      if (article != NULL)
        show_finding (self, article, item->key);
      break;
    case GALLEY_OBSTACLE_FIELD:
      galley_workspace_show_field (self->parts.workspace, item->key);
      break;
    case GALLEY_OBSTACLE_FACT:
      galley_workspace_show_fact (self->parts.workspace, item->key);
      break;
    case GALLEY_OBSTACLE_ROUND:
    case GALLEY_OBSTACLE_COLLATE:
    case GALLEY_OBSTACLE_SIGNATURE:
      galley_workspace_show_panel (self->parts.workspace, "workflow");
      break;
    case GALLEY_OBSTACLE_RATE:
      galley_workspace_show_panel (self->parts.workspace, "findings");
      break;
    case GALLEY_OBSTACLE_JUMP:
    case GALLEY_OBSTACLE_DIGEST:
    case GALLEY_OBSTACLE_FIT:
    case GALLEY_OBSTACLE_LOG:
    default:
      galley_view_grab_focus (self->parts.view);
    }
}

void
galley_rounds_ui_go_to (GalleyRoundsUi *self, const GalleyPlaceItem *item)
{
  GalleyEdition *edition;
  GalleyArticle *article = NULL;

  g_return_if_fail (GALLEY_IS_ROUNDS_UI (self));
  g_return_if_fail (item != NULL);

  edition = galley_session_get_edition (self->parts.session);
  if (edition != NULL && item->article != NULL)
    article = galley_edition_find_article (edition, item->article, NULL);
  if (article != NULL)
    galley_workspace_show_article (self->parts.workspace, item->article);
  gtk_window_present (get_window (self));
  /* It may have been removed since. */
  if (item->article != NULL && (article == NULL || galley_view_get_article (self->parts.view) != article))
    return;
  if (item->kind >= 0)
    follow_obstacle (self, item, article);
  else if (item->block >= 0 && article != NULL)
    select_text (self, (guint) item->block, item->start, item->end);
}

/* --- history ------------------------------------------------------------------------------------------------------- */

/* What stood before is kept first, so that nothing is lost, whatever is undone later. */
static void
on_restore (GalleyRoundsUi *self, GalleyArticle *old, gint64 number)
{
  GalleyStore *store = galley_session_get_store (self->parts.session);
  GalleyArticle *article = galley_view_get_article (self->parts.view);
  g_autofree char *detail = g_strdup_printf ("%" G_GINT64_FORMAT, number);
  g_autoptr (GError) error = NULL;

  if (store == NULL || article == NULL)
    return;
  if (galley_store_keep (store, article, "edit", &error) != 0 &&
      galley_correct_restore (self->parts.correct, old) &&
      galley_store_keep (store, article, "restore", &error) != 0)
    galley_store_log (store, "restore", galley_article_get_id (article), detail, &error);
  if (error != NULL)
    g_signal_emit_by_name (self->parts.session, "failed", error->message);
}

/* --- dialogs and keys ---------------------------------------------------------------------------------------------- */

static void
show_preflight (GalleyRoundsUi *self)
{
  if (self->preflight == NULL)
    {
      g_set_weak_pointer (&self->preflight,
                          galley_preflight_dialog_new (get_window (self), self->parts.session));
      g_signal_connect_object (self->preflight, "place-wanted", G_CALLBACK (galley_rounds_ui_go_to), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_window_present (GTK_WINDOW (self->preflight));
}

static void
show_log (GalleyRoundsUi *self)
{
  gtk_window_present (GTK_WINDOW (galley_log_dialog_new (get_window (self), self->parts.session,
                                                         galley_view_get_article (self->parts.view))));
}

void
galley_rounds_ui_run (GalleyRoundsUi *self, const char *what)
{
  g_autofree char *action = NULL;

  g_return_if_fail (GALLEY_IS_ROUNDS_UI (self));
  g_return_if_fail (what != NULL);

  if (galley_session_get_edition (self->parts.session) == NULL)
    return;
  if (g_str_equal (what, "preflight"))
    {
      show_preflight (self);
      return;
    }
  if (g_str_equal (what, "log"))
    {
      show_log (self);
      return;
    }
  /* A step wants a name: whoever has none there yet is brought to where it is asked for. */
  action = g_strconcat ("workflow.", what, NULL);
  galley_workspace_show_panel (self->parts.workspace, "workflow");
  gtk_widget_activate_action (GTK_WIDGET (self->parts.workflow), action, NULL);
}

static void
on_done (GalleyRoundsUi *self, const char *text)
{
  g_signal_emit (self, signals[SAID], 0, text);
}

static void
on_failed (GalleyRoundsUi *self, const char *message)
{
  g_signal_emit_by_name (self->parts.session, "failed", message);
}

static void
on_round (GalleyRoundsUi *self, const char *round)
{
  galley_colours_show_round (self->colours, round);
}

/* --- the object ---------------------------------------------------------------------------------------------------- */

void
galley_rounds_ui_set_article (GalleyRoundsUi *self, GalleyArticle *article)
{
  g_return_if_fail (GALLEY_IS_ROUNDS_UI (self));

  galley_workflow_panel_set_article (self->parts.workflow, article);
  galley_history_panel_set_article (self->parts.history, article);
  update_stage (self);
}

static void
galley_rounds_ui_dispose (GObject *object)
{
  GalleyRoundsUi *self = GALLEY_ROUNDS_UI (object);

  if (self->colours != NULL)
    g_object_run_dispose (G_OBJECT (self->colours));
  g_clear_object (&self->colours);
  g_clear_weak_pointer (&self->preflight);
  G_OBJECT_CLASS (galley_rounds_ui_parent_class)->dispose (object);
}

static void
galley_rounds_ui_class_init (GalleyRoundsUiClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = galley_rounds_ui_dispose;
  signals[SAID] = g_signal_new ("said", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
galley_rounds_ui_init (GalleyRoundsUi *self)
{
}

static void
watch (GalleyRoundsUi *self, gpointer instance, const char *signal, GCallback callback)
{
  g_signal_connect_object (instance, signal, callback, self, G_CONNECT_SWAPPED);
}

GalleyRoundsUi *
galley_rounds_ui_new (const GalleyRoundsParts *parts)
{
  GalleyRoundsUi *self;

  g_return_val_if_fail (parts != NULL, NULL);

  self = g_object_new (GALLEY_TYPE_ROUNDS_UI, NULL);
  self->parts = *parts;
  self->workflow = galley_session_get_workflow (parts->session);
  self->colours = galley_colours_new (parts->session, parts->view);
  galley_workflow_panel_set_session (parts->workflow, parts->session);
  galley_history_panel_set_session (parts->history, parts->session);
  watch (self, self->workflow, "changed", G_CALLBACK (update_stage));
  watch (self, self->colours, "changed", G_CALLBACK (update_colours));
  watch (self, parts->view, "caret-moved", G_CALLBACK (update_caret));
  watch (self, parts->workflow, "place-wanted", G_CALLBACK (galley_rounds_ui_go_to));
  watch (self, parts->workflow, "round-wanted", G_CALLBACK (on_round));
  watch (self, parts->workflow, "done", G_CALLBACK (on_done));
  watch (self, parts->workflow, "failed", G_CALLBACK (on_failed));
  watch (self, parts->history, "restore-wanted", G_CALLBACK (on_restore));
  watch (self, parts->history, "failed", G_CALLBACK (on_failed));
  update_stage (self);
  update_colours (self);
  return self;
}

gboolean
galley_rounds_ui_is_busy (GalleyRoundsUi *self)
{
  g_return_val_if_fail (GALLEY_IS_ROUNDS_UI (self), FALSE);

  return galley_colours_is_busy (self->colours) || galley_workflow_panel_is_busy (self->parts.workflow) ||
         galley_history_panel_is_busy (self->parts.history);
}
