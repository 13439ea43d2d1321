/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-preflight.h"
#include "galley-name-entry.h"
#include "galley-refusal.h"
#include "galley-stage-group.h"
#include "galley-workflow-panel.h"
#include "galley-workflow-report.h"

/* How long the text rests before marks and gates are looked at again. */
#define PAUSE_MS 500

typedef enum
{
  SCOPE_ARTICLE,
  SCOPE_PAGE,
  SCOPE_EDITION,
} Scope;

struct _GalleyWorkflowPanel
{
  GtkWidget parent_instance;

  GtkStack *stack;
  GalleyStageGroup *stages;
  GtkLabel *next;
  GalleyNameEntry *name;
  GtkDropDown *scope;
  GtkButton *begin;
  GtkWidget *hand_on;
  GalleyRefusal *step_refusal;
  GtkLabel *summary;
  GtkWidget *collate_article;
  GalleyPlaceList *marks;
  GtkLabel *verdict;
  GtkLabel *signature;
  GalleyPlaceList *gates;
  GtkButton *sign;
  GtkWidget *withdraw;
  GalleyRefusal *sign_refusal;

  GalleySession *session;
  GalleyWorkflow *workflow; /* borrowed from the session */
  GalleyArticle *article;   /* NULL where there are no rounds */
  GFile *file;              /* 核红 is held against it, or NULL */
  GalleyWorkflowReport *report;
  char *asked;         /* for what a name was offered last */
  GalleyDoing refused; /* what an override would do, to @article */
  GSignalGroup *article_signals;
  GSignalGroup *metadata_signals;
  GCancellable *reading;
  GtkFileChooserNative *chooser;
  guint timeout;
  gboolean doing;
};

G_DEFINE_FINAL_TYPE (GalleyWorkflowPanel, galley_workflow_panel, GTK_TYPE_WIDGET)

enum
{
  PLACE_WANTED,
  ROUND_WANTED,
  DONE,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void queue_report (GalleyWorkflowPanel *self, guint delay);

static GalleyRounds *
get_rounds (GalleyWorkflowPanel *self)
{
  return self->workflow != NULL ? galley_workflow_get_rounds (self->workflow) : NULL;
}

/* The page it stands on now: articles are moved. */
static GalleyPage *
get_page (GalleyWorkflowPanel *self)
{
  GalleyEdition *edition = galley_session_get_edition (self->session);
  GalleyPage *page = NULL;

  if (edition != NULL && self->article != NULL)
    galley_edition_find_article (edition, galley_article_get_id (self->article), &page);
  return page;
}

static void
set_tone (GtkWidget *widget, GalleyTone tone)
{
  static const char *const classes[] = { NULL, "success", "warning", "error" };

  for (guint i = 1; i < G_N_ELEMENTS (classes); i++)
    gtk_widget_remove_css_class (widget, classes[i]);
  if (classes[tone] != NULL)
    gtk_widget_add_css_class (widget, classes[tone]);
}

/* --- the step that is next ----------------------------------------------------------------------------------------- */

/* Has @name done another round of that kind? Then somebody else is to do this one. */
static gboolean
has_done_other (GalleyWorkflowPanel *self, const GalleyRound *due, const char *name)
{
  g_autoptr (GPtrArray) rounds =
      galley_rounds_list (get_rounds (self), galley_article_get_id (self->article));

  for (guint i = 0; i < rounds->len; i++)
    {
      const GalleyRound *round = g_ptr_array_index (rounds, i);

      if (round != due && round->plan->kind == due->plan->kind && g_strcmp0 (round->person, name) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
hide_refusals (GalleyWorkflowPanel *self)
{
  galley_refusal_hide (self->step_refusal);
  galley_refusal_hide (self->sign_refusal);
}

/* A name is offered once for each step; what was typed since is left alone. */
static void
offer_name (GalleyWorkflowPanel *self, const char *step, const char *name)
{
  g_autofree char *asked = g_strdup_printf ("%s %s", galley_article_get_id (self->article), step);

  if (g_strcmp0 (asked, self->asked) == 0)
    return;
  g_free (self->asked);
  self->asked = g_steal_pointer (&asked);
  galley_name_entry_set_name (self->name, name);
  hide_refusals (self);
}

static void
set_step (GalleyWorkflowPanel *self, const char *next, const char *button, gboolean can, gboolean can_hand_on)
{
  gtk_label_set_label (self->next, next);
  gtk_button_set_label (self->begin, button);
  gtk_widget_set_visible (GTK_WIDGET (self->begin), can);
  gtk_widget_set_visible (self->hand_on, can_hand_on);
}

static void
update_due (GalleyWorkflowPanel *self, const GalleyRound *due)
{
  const char *author = galley_workflow_get_author (self->workflow);
  g_autofree char *next = g_strdup_printf (_ ("Next: %s"), due->plan->label);

  set_step (self, next, _ ("_Begin"), TRUE, TRUE);
  offer_name (self, due->plan->name, has_done_other (self, due, author) ? "" : author);
}

static void
update_running (GalleyWorkflowPanel *self, const GalleyRound *running)
{
  g_autofree char *time = galley_workflow_dup_time (running->begun);
  g_autofree char *next =
      g_strdup_printf (_ ("%s is in the hands of %s since %s"), running->plan->label, running->person, time);
  g_autofree char *step = g_strconcat (running->plan->name, "+", NULL);

  set_step (self, next, _ ("_End the Round"), TRUE, FALSE);
  offer_name (self, step, running->person);
}

static void
update_done (GalleyWorkflowPanel *self)
{
  const GalleyRound *last = galley_rounds_get_last (get_rounds (self), galley_article_get_id (self->article));
  gboolean changed = last != NULL && self->report != NULL && self->report->changed;
  g_autofree char *next = changed ? g_strdup_printf (_ ("The text was changed after %s"), last->plan->label)
                                  : g_strdup (_ ("All rounds are done"));

  set_step (self, next, _ ("_Begin Again"), changed, changed);
  offer_name (self, "sign", "");
}

static void
update_names (GalleyWorkflowPanel *self)
{
  g_auto (GStrv) names = galley_workflow_list_names (self->workflow, get_page (self));

  galley_name_entry_set_choices (self->name, (const char *const *) names);
}

static void
update_actions (GalleyWorkflowPanel *self)
{
  g_autofree char *name = galley_name_entry_dup_name (self->name);
  gboolean can = self->article != NULL && *name != '\0' && !self->doing;
  g_autofree char *label = *name != '\0' ? g_strdup_printf (_ ("_Sign as %s"), name) : g_strdup (_ ("_Sign"));

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "workflow.step", can);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "workflow.hand-on", can);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "workflow.sign", can);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "workflow.withdraw", can);
  gtk_button_set_label (self->sign, label);
}

static void
update_step (GalleyWorkflowPanel *self)
{
  const char *id = galley_article_get_id (self->article);
  const GalleyRound *running = galley_rounds_get_running (get_rounds (self), id);
  const GalleyRound *due = galley_rounds_get_due (get_rounds (self), id);

  update_names (self);
  if (running != NULL)
    update_running (self, running);
  else if (due != NULL)
    update_due (self, due);
  else
    update_done (self);
  update_actions (self);
}

/* --- 核红 and 签发 ------------------------------------------------------------------------------------------------- */

static GPtrArray *
no_items (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) galley_place_item_free);
}

static void
update_marks (GalleyWorkflowPanel *self)
{
  const GalleyWorkflowReport *report = self->report;
  g_autofree char *name = self->file != NULL ? g_file_get_basename (self->file) : NULL;
  g_autofree char *text = NULL;
  const char *summary = _ ("No round has ended yet: there are no marks to check.");

  if (report != NULL && report->page_error != NULL)
    summary = report->page_error->message;
  else if (report != NULL && report->summary != NULL)
    summary = report->summary;
  text = name != NULL ? g_strdup_printf ("%s: %s", name, summary) : g_strdup (summary);
  gtk_label_set_label (self->summary, text);
  set_tone (GTK_WIDGET (self->summary), report == NULL               ? GALLEY_TONE_PLAIN
                                        : report->page_error != NULL ? GALLEY_TONE_BAD
                                                                     : report->tone);
  gtk_widget_set_visible (self->collate_article, self->file != NULL);
  galley_place_list_fill (
      self->marks, report != NULL && report->marks != NULL ? g_ptr_array_ref (report->marks) : no_items ());
}

static char *
dup_signature_text (GalleyWorkflowPanel *self, const GalleySignature *signature)
{
  g_autofree char *time = galley_workflow_dup_time (signature->time);
  g_autofree char *broken = signature->broken > 0 ? galley_workflow_dup_time (signature->broken) : NULL;
  GString *text = g_string_new (NULL);

  if (signature->state == GALLEY_SIGNATURE_VALID)
    g_string_append_printf (text, _ ("✓ Signed by %s, %s\nSHA-256 %.16s…"), signature->signer, time,
                            signature->digest);
  else if (signature->state == GALLEY_SIGNATURE_VOID && signature->breaker != NULL)
    g_string_append_printf (text, _ ("✗ The signature of %s (%s) is void. %s changed it at %s: %s"),
                            signature->signer, time, signature->breaker, broken,
                            signature->changes != NULL && *signature->changes != '\0' ? signature->changes
                                                                                      : _ ("taken back"));
  else if (signature->state == GALLEY_SIGNATURE_VOID)
    g_string_append_printf (text, _ ("✗ The signature of %s (%s) is void: the article was changed."),
                            signature->signer, time);
  else
    g_string_append (text, self->report != NULL && self->report->green ? _ ("Nothing stands against signing.")
                                                                       : _ ("Not signed."));
  if (signature->override != NULL)
    g_string_append_printf (text, _ ("\nOverride: %s"), signature->override);
  return g_string_free (text, FALSE);
}

static void
update_signature (GalleyWorkflowPanel *self)
{
  static const GalleyTone tones[] = { GALLEY_TONE_PLAIN, GALLEY_TONE_GOOD, GALLEY_TONE_BAD };
  g_autoptr (GalleySignature) signature = galley_rounds_get_signature (get_rounds (self), self->article);
  g_autofree char *text = dup_signature_text (self, signature);
  gboolean valid = signature->state == GALLEY_SIGNATURE_VALID;

  /* A signature, and all the more one that was lost, stands above everything else. */
  gtk_label_set_label (self->verdict, text);
  set_tone (GTK_WIDGET (self->verdict), tones[signature->state]);
  gtk_widget_set_visible (GTK_WIDGET (self->verdict), signature->state != GALLEY_SIGNATURE_NONE);
  gtk_label_set_label (self->signature, text);
  gtk_widget_set_visible (GTK_WIDGET (self->signature), signature->state == GALLEY_SIGNATURE_NONE);
  gtk_widget_set_visible (GTK_WIDGET (self->sign), !valid);
  gtk_widget_set_visible (self->withdraw, valid);
  if (self->report != NULL && self->report->green && !valid)
    gtk_widget_add_css_class (GTK_WIDGET (self->sign), "suggested-action");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->sign), "suggested-action");
  galley_place_list_fill (self->gates, self->report != NULL && !valid ? g_ptr_array_ref (self->report->gates)
                                                                      : no_items ());
}

static void
update (GalleyWorkflowPanel *self)
{
  gboolean any = self->article != NULL && get_rounds (self) != NULL;

  gtk_stack_set_visible_child_name (self->stack, any ? "article" : "nothing");
  if (!any)
    {
      update_actions (self);
      return;
    }
  galley_stage_group_update (self->stages, self->workflow, self->article,
                             self->report != NULL ? self->report->n_marks : NULL);
  update_step (self);
  update_marks (self);
  update_signature (self);
}

/* --- reading ------------------------------------------------------------------------------------------------------- */

static void
on_report (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GalleyWorkflowPanel) self = data;
  g_autoptr (GError) error = NULL;
  GalleyWorkflowReport *report = galley_workflow_read_finish (GALLEY_WORKFLOW (object), result, &error);

  if (self->reading != g_task_get_cancellable (G_TASK (result)) || self->session == NULL)
    {
      g_clear_pointer (&report, galley_workflow_report_free);
      return;
    }
  g_clear_object (&self->reading);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_signal_emit (self, signals[FAILED], 0, error->message);
  if (report == NULL)
    return;
  g_clear_pointer (&self->report, galley_workflow_report_free);
  self->report = report;
  update (self);
}

static GPtrArray *
list_findings (GalleyWorkflowPanel *self)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);
  GalleyProof *proof = galley_session_get_proof (self->session);
  GListModel *findings = proof != NULL ? galley_proof_get_findings (proof, self->article) : NULL;

  for (guint i = 0; findings != NULL && i < g_list_model_get_n_items (findings); i++)
    g_ptr_array_add (list, g_list_model_get_item (findings, i));
  return list;
}

static void
cancel_reading (GalleyWorkflowPanel *self)
{
  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
}

static gboolean
start_report (gpointer data)
{
  GalleyWorkflowPanel *self = data;

  self->timeout = 0;
  cancel_reading (self);
  if (self->article == NULL || get_rounds (self) == NULL)
    return G_SOURCE_REMOVE;
  self->reading = g_cancellable_new ();
  galley_workflow_read_async (
      self->workflow, FALSE, galley_workflow_report_read,
      galley_workflow_report_order (galley_article_get_id (self->article), list_findings (self), self->file),
      galley_workflow_report_order_free, (GDestroyNotify) galley_workflow_report_free, self->reading,
      on_report, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

/* What nobody sees is not read. */
static void
queue_report (GalleyWorkflowPanel *self, guint delay)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    self->timeout = g_timeout_add (delay, start_report, self);
}

static void
on_text_changed (GalleyWorkflowPanel *self)
{
  queue_report (self, PAUSE_MS);
}

static void
on_changed (GalleyWorkflowPanel *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  update (self);
  queue_report (self, 0);
}

static void
on_proof_changed (GalleyWorkflowPanel *self, GalleyArticle *article)
{
  if (article == self->article && self->article != NULL)
    queue_report (self, PAUSE_MS);
}

static void
on_proof (GalleyWorkflowPanel *self)
{
  GalleyProof *proof = galley_session_get_proof (self->session);

  if (proof != NULL)
    g_signal_connect_object (proof, "changed", G_CALLBACK (on_proof_changed), self, G_CONNECT_SWAPPED);
}

/* --- doing --------------------------------------------------------------------------------------------------------- */

static gboolean
is_as_far (GalleyWorkflowPanel *self, GalleyDoing what, GalleyArticle *article)
{
  GalleyRounds *rounds = get_rounds (self);
  const char *id = galley_article_get_id (article), *own = galley_article_get_id (self->article);
  const GalleyRound *running = galley_rounds_get_running (rounds, id);
  const GalleyRound *due = galley_rounds_get_due (rounds, id);
  const GalleyRound *own_running = galley_rounds_get_running (rounds, own);
  const GalleyRound *own_due = galley_rounds_get_due (rounds, own);

  if (galley_article_get_kind (article) == GALLEY_ARTICLE_FURNITURE)
    return FALSE;
  if (what == GALLEY_DO_SIGN || what == GALLEY_DO_WITHDRAW)
    return (galley_workflow_get_stage (self->workflow, article, NULL, NULL) == GALLEY_STAGE_SIGNED) ==
           (what == GALLEY_DO_WITHDRAW);
  return (running != NULL ? running->plan : NULL) == (own_running != NULL ? own_running->plan : NULL) &&
         (due != NULL ? due->plan : NULL) == (own_due != NULL ? own_due->plan : NULL);
}

/* The article itself first, so that what is refused is refused of it. */
static GPtrArray *
list_articles (GalleyWorkflowPanel *self, GalleyDoing what)
{
  Scope scope = (Scope) gtk_drop_down_get_selected (self->scope);
  GalleyPage *page = get_page (self);
  GPtrArray *list = g_ptr_array_new ();
  g_autoptr (GPtrArray) all = galley_edition_list_articles (galley_session_get_edition (self->session));

  g_ptr_array_add (list, self->article);
  for (guint i = 0; scope != SCOPE_ARTICLE && i < all->len; i++)
    {
      GalleyArticle *article = g_ptr_array_index (all, i);

      if (article != self->article && is_as_far (self, what, article) &&
          (scope == SCOPE_EDITION || (page != NULL && galley_page_index_of (page, article) >= 0)))
        g_ptr_array_add (list, article);
    }
  return list;
}

static const char *
get_override_label (GalleyDoing what)
{
  switch (what)
    {
    case GALLEY_DO_SIGN:
      return _ ("Sign Nevert_heless");
    case GALLEY_DO_END:
      return _ ("End It Nevert_heless");
    default:
      return _ ("Do It Nevert_heless");
    }
}

static void
tell_done (GalleyWorkflowPanel *self, GalleyDoing what, const GalleyDone *done)
{
  g_autofree char *text = NULL;

  switch (what)
    {
    case GALLEY_DO_BEGIN:
      text = g_strdup_printf (ngettext ("The round was begun for %u article.",
                                        "The round was begun for %u articles.", done->n_done),
                              done->n_done);
      break;
    case GALLEY_DO_END:
    case GALLEY_DO_NEXT:
      text = g_strdup_printf (ngettext ("The round was ended for %u article.",
                                        "The round was ended for %u articles.", done->n_done),
                              done->n_done);
      break;
    case GALLEY_DO_SIGN:
      text = g_strdup_printf (ngettext ("%u article was signed.", "%u articles were signed.", done->n_done),
                              done->n_done);
      break;
    case GALLEY_DO_WITHDRAW:
    default:
      text = g_strdup_printf (
          ngettext ("%u signature was taken back.", "%u signatures were taken back.", done->n_done),
          done->n_done);
    }
  g_signal_emit (self, signals[DONE], 0, text);
}

/* An override is offered for the article it was refused of, and only while that one is shown. */
static void
tell_refused (GalleyWorkflowPanel *self, GalleyDoing what, GalleyArticle *article, const GalleyDone *done)
{
  GalleyRefusal *refusal =
      what == GALLEY_DO_SIGN || what == GALLEY_DO_WITHDRAW ? self->sign_refusal : self->step_refusal;
  g_autofree char *text = NULL;

  text = done->n_refused == 1
             ? g_strdup (done->why)
             : g_strdup_printf (ngettext ("%s And %u article more was refused.",
                                          "%s And %u articles more were refused.", done->n_refused - 1),
                                done->why, done->n_refused - 1);
  if (article != self->article)
    {
      g_autofree char *headline = galley_article_dup_headline (article);
      g_autofree char *whole = g_strdup_printf ("%s: %s", headline, text);

      g_signal_emit (self, signals[FAILED], 0, whole);
      return;
    }
  self->refused = what;
  galley_refusal_show (refusal, text, get_override_label (what));
}

/* What one call of the workflow needs when it comes back. */
typedef struct
{
  GalleyWorkflowPanel *panel;
  GalleyArticle *article; /* the one that was shown */
  GalleyDoing what;
} Call;

static void
on_done (GObject *object, GAsyncResult *result, gpointer data)
{
  Call *call = data;
  g_autoptr (GalleyWorkflowPanel) self = call->panel;
  g_autoptr (GalleyArticle) article = call->article;
  GalleyDoing what = call->what;
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyDone) done = galley_workflow_do_finish (GALLEY_WORKFLOW (object), result, &error);

  g_free (call);
  self->doing = FALSE;
  if (self->session == NULL)
    return;
  if (done == NULL)
    {
      update_actions (self);
      g_signal_emit (self, signals[FAILED], 0, error->message);
      return;
    }
  update (self);
  if (done->n_done > 0)
    tell_done (self, what, done);
  if (done->n_refused > 0)
    tell_refused (self, what, article, done);
}

static void
start (GalleyWorkflowPanel *self, GalleyDoing what, const char *override)
{
  g_autoptr (GPtrArray) articles = NULL;
  g_autofree char *name = galley_name_entry_dup_name (self->name);
  Call *call;

  if (self->article == NULL || get_rounds (self) == NULL || self->doing)
    return;
  if (*name == '\0')
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->name));
      gtk_widget_error_bell (GTK_WIDGET (self->name));
      return;
    }
  hide_refusals (self);
  self->doing = TRUE;
  update_actions (self);
  articles = list_articles (self, what);
  call = g_new (Call, 1);
  call->panel = g_object_ref (self);
  call->article = g_object_ref (self->article);
  call->what = what;
  galley_workflow_do_async (self->workflow, what, articles, name, override, on_done, call);
}

static void
step (GalleyWorkflowPanel *self)
{
  const char *id = self->article != NULL ? galley_article_get_id (self->article) : NULL;

  if (id == NULL || get_rounds (self) == NULL)
    return;
  if (galley_rounds_get_running (get_rounds (self), id) != NULL)
    start (self, GALLEY_DO_END, NULL);
  else if (gtk_widget_get_visible (GTK_WIDGET (self->begin)))
    start (self, GALLEY_DO_BEGIN, NULL);
  else
    start (self, GALLEY_DO_SIGN, NULL);
}

static void
on_override (GalleyWorkflowPanel *self, const char *reason)
{
  g_autofree char *kept = g_strdup (reason);

  start (self, self->refused, kept);
}

static void
step_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  step (GALLEY_WORKFLOW_PANEL (widget));
}

static void
hand_on_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  start (GALLEY_WORKFLOW_PANEL (widget), GALLEY_DO_NEXT, NULL);
}

static void
sign_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  start (GALLEY_WORKFLOW_PANEL (widget), GALLEY_DO_SIGN, NULL);
}

static void
withdraw_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  start (GALLEY_WORKFLOW_PANEL (widget), GALLEY_DO_WITHDRAW, NULL);
}

/* --- a page that came back ----------------------------------------------------------------------------------------- */

void
galley_workflow_panel_collate_file (GalleyWorkflowPanel *self, GFile *file)
{
  g_return_if_fail (GALLEY_IS_WORKFLOW_PANEL (self));
  g_return_if_fail (file == NULL || G_IS_FILE (file));

  g_set_object (&self->file, file);
  queue_report (self, 0);
}

static void
on_page_response (GalleyWorkflowPanel *self, int response, GtkNativeDialog *dialog)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      galley_workflow_panel_collate_file (self, file);
    }
  g_clear_object (&self->chooser);
}

static void
collate_page_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GalleyWorkflowPanel *self = GALLEY_WORKFLOW_PANEL (widget);
  g_autoptr (GtkFileFilter) filter = NULL;

  if (self->article == NULL || self->chooser != NULL)
    return;
  filter = gtk_file_filter_new ();
  gtk_file_filter_set_name (filter, _ ("Pages (PDF, text)"));
  gtk_file_filter_add_suffix (filter, "pdf");
  gtk_file_filter_add_suffix (filter, "txt");
  self->chooser =
      gtk_file_chooser_native_new (_ ("The Page That Came Back"), GTK_WINDOW (gtk_widget_get_root (widget)),
                                   GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Check"), _ ("_Cancel"));
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_page_response), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
collate_article_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  galley_workflow_panel_collate_file (GALLEY_WORKFLOW_PANEL (widget), NULL);
}

/* --- the widget ---------------------------------------------------------------------------------------------------- */

static void
on_place (GalleyWorkflowPanel *self, gpointer item)
{
  g_signal_emit (self, signals[PLACE_WANTED], 0, item);
}

static void
on_round (GalleyWorkflowPanel *self, const char *name)
{
  g_signal_emit (self, signals[ROUND_WANTED], 0, name);
}

static void
on_failed (GalleyWorkflowPanel *self, const char *message)
{
  g_signal_emit (self, signals[FAILED], 0, message);
}

static void
galley_workflow_panel_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (galley_workflow_panel_parent_class)->map (widget);
  on_changed (GALLEY_WORKFLOW_PANEL (widget));
}

static void
galley_workflow_panel_dispose (GObject *object)
{
  GalleyWorkflowPanel *self = GALLEY_WORKFLOW_PANEL (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  cancel_reading (self);
  g_clear_object (&self->chooser);
  g_clear_object (&self->article_signals);
  g_clear_object (&self->metadata_signals);
  gtk_widget_dispose_template (GTK_WIDGET (object), GALLEY_TYPE_WORKFLOW_PANEL);
  g_clear_object (&self->article);
  g_clear_object (&self->file);
  g_clear_object (&self->session);
  self->workflow = NULL;
  G_OBJECT_CLASS (galley_workflow_panel_parent_class)->dispose (object);
}

static void
galley_workflow_panel_finalize (GObject *object)
{
  GalleyWorkflowPanel *self = GALLEY_WORKFLOW_PANEL (object);

  g_clear_pointer (&self->report, galley_workflow_report_free);
  g_free (self->asked);
  G_OBJECT_CLASS (galley_workflow_panel_parent_class)->finalize (object);
}

static void
install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "workflow.step", NULL, step_action);
  gtk_widget_class_install_action (klass, "workflow.hand-on", NULL, hand_on_action);
  gtk_widget_class_install_action (klass, "workflow.sign", NULL, sign_action);
  gtk_widget_class_install_action (klass, "workflow.withdraw", NULL, withdraw_action);
  gtk_widget_class_install_action (klass, "workflow.collate-page", NULL, collate_page_action);
  gtk_widget_class_install_action (klass, "workflow.collate-article", NULL, collate_article_action);
}

static void
install_signals (GType type)
{
  signals[PLACE_WANTED] = g_signal_new ("place-wanted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[ROUND_WANTED] = g_signal_new ("round-wanted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[DONE] =
      g_signal_new ("done", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[FAILED] =
      g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
galley_workflow_panel_class_init (GalleyWorkflowPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (GALLEY_TYPE_NAME_ENTRY);
  g_type_ensure (GALLEY_TYPE_PLACE_LIST);
  g_type_ensure (GALLEY_TYPE_REFUSAL);
  g_type_ensure (GALLEY_TYPE_STAGE_GROUP);

  G_OBJECT_CLASS (klass)->dispose = galley_workflow_panel_dispose;
  G_OBJECT_CLASS (klass)->finalize = galley_workflow_panel_finalize;
  widget_class->map = galley_workflow_panel_map;
  install_signals (G_TYPE_FROM_CLASS (klass));
  install_actions (widget_class);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/galley/Galley/galley-workflow-panel.ui");
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkflowPanel, stack);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkflowPanel, stages);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkflowPanel, next);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkflowPanel, name);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkflowPanel, scope);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkflowPanel, begin);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkflowPanel, hand_on);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkflowPanel, step_refusal);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkflowPanel, summary);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkflowPanel, collate_article);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkflowPanel, marks);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkflowPanel, verdict);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkflowPanel, signature);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkflowPanel, gates);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkflowPanel, sign);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkflowPanel, withdraw);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkflowPanel, sign_refusal);
}

static void
galley_workflow_panel_init (GalleyWorkflowPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->article_signals = g_signal_group_new (GALLEY_TYPE_ARTICLE);
  g_signal_group_connect_swapped (self->article_signals, "items-changed", G_CALLBACK (on_text_changed), self);
  self->metadata_signals = g_signal_group_new (GALLEY_TYPE_METADATA);
  g_signal_group_connect_swapped (self->metadata_signals, "changed", G_CALLBACK (on_text_changed), self);
  g_signal_connect_object (self->stages, "round-wanted", G_CALLBACK (on_round), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->stages, "failed", G_CALLBACK (on_failed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->name, "changed", G_CALLBACK (update_actions), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->name, "activate", G_CALLBACK (step), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->step_refusal, "override", G_CALLBACK (on_override), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sign_refusal, "override", G_CALLBACK (on_override), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->marks, "activated", G_CALLBACK (on_place), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->gates, "activated", G_CALLBACK (on_place), self, G_CONNECT_SWAPPED);
  update_actions (self);
}

GtkWidget *
galley_workflow_panel_new (void)
{
  return g_object_new (GALLEY_TYPE_WORKFLOW_PANEL, NULL);
}

void
galley_workflow_panel_set_session (GalleyWorkflowPanel *self, GalleySession *session)
{
  g_return_if_fail (GALLEY_IS_WORKFLOW_PANEL (self));
  g_return_if_fail (GALLEY_IS_SESSION (session));

  g_set_object (&self->session, session);
  self->workflow = galley_session_get_workflow (session);
  g_signal_connect_object (self->workflow, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::proof", G_CALLBACK (on_proof), self, G_CONNECT_SWAPPED);
  on_proof (self);
}

void
galley_workflow_panel_set_article (GalleyWorkflowPanel *self, GalleyArticle *article)
{
  g_return_if_fail (GALLEY_IS_WORKFLOW_PANEL (self));

  if (article != NULL && galley_article_get_kind (article) == GALLEY_ARTICLE_FURNITURE)
    article = NULL;
  if (!g_set_object (&self->article, article))
    return;
  cancel_reading (self);
  hide_refusals (self);
  g_clear_object (&self->file);
  g_clear_pointer (&self->report, galley_workflow_report_free);
  g_clear_pointer (&self->asked, g_free);
  g_signal_group_set_target (self->article_signals, article);
  g_signal_group_set_target (self->metadata_signals,
                             article != NULL ? galley_article_get_metadata (article) : NULL);
  on_changed (self);
}

gboolean
galley_workflow_panel_is_busy (GalleyWorkflowPanel *self)
{
  g_return_val_if_fail (GALLEY_IS_WORKFLOW_PANEL (self), FALSE);

  return self->doing || self->reading != NULL || self->timeout != 0 ||
         !galley_place_list_is_full (self->marks) || !galley_place_list_is_full (self->gates);
}
