/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-copyfit.h"
#include "galley-facts-panel.h"
#include "galley-find-pane.h"
#include "galley-findings-panel.h"
#include "galley-hand.h"
#include "galley-history-panel.h"
#include "galley-metadata-panel.h"
#include "galley-page-panel.h"
#include "galley-panel-switcher.h"
#include "galley-preflight.h"
#include "galley-slot-row.h"
#include "galley-source-pane.h"
#include "galley-workflow-panel.h"
#include "galley-workspace.h"

/* What a newspaper may have at most: errors per 10,000 characters. */
#define RATE_LIMIT 3.0
#define COUNT_DELAY_MS 300
#define SOURCE_BESIDE_WIDTH 560 /* pixels in which two columns of text can be read */

struct _GalleyWorkspace
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkPaned *outer;
  GtkPaned *inner;
  GalleyOutline *outline;
  GtkStack *middle;
  GtkPaned *beside;
  GalleyView *view;
  GalleySourcePane *source;
  GtkWidget *panel_box;
  GtkStack *panels;
  GtkStackPage *findings_page;
  GalleyFindingsPanel *findings;
  GalleyMetadataPanel *metadata;
  GalleyFactsPanel *facts;
  GalleyPagePanel *page;
  GalleyWorkflowPanel *workflow;
  GalleyHistoryPanel *history;
  GtkLabel *legend;
  GtkLabel *stage;
  GtkLabel *author;
  GalleyFindPane *find;
  GtkLabel *characters;
  GtkLabel *fit;
  GtkLabel *found;
  GtkLabel *rate;
  GtkLabel *guess;
  GtkSpinner *busy;
  GtkLabel *saved;

  GalleySession *session;
  GalleyCorrect *correct;
  GalleyRoundsUi *rounds;
  GSettings *settings;
  GSignalGroup *article_signals;
  GSignalGroup *metadata_signals;
  GSignalGroup *proof_signals;
  guint count_timeout;
  guint place_idle;
  guint source_idle;
  int last_width;
  guint placed : 1; /* the columns got their widths */
};

G_DEFINE_FINAL_TYPE (GalleyWorkspace, galley_workspace, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_SESSION,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* --- status line ---------------------------------------------------------------------------------------- */

static void
set_rate_class (GalleyWorkspace *self, gboolean good)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->rate), good ? "error" : "success");
  gtk_widget_add_css_class (GTK_WIDGET (self->rate), good ? "success" : "error");
}

static void
update_findings (GalleyWorkspace *self)
{
  GalleyProof *proof = galley_session_get_proof (self->session);
  GalleyArticle *article = galley_view_get_article (self->view);
  g_autofree char *found = NULL;
  g_autofree char *rate = NULL;
  g_autofree char *title = NULL;
  double value;
  guint n;

  gtk_widget_set_visible (GTK_WIDGET (self->found), article != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->rate), article != NULL);
  if (proof == NULL || article == NULL)
    {
      gtk_stack_page_set_title (self->findings_page, _ ("Findings"));
      return;
    }
  n = galley_proof_count (proof, article, GALLEY_SEVERITY_ERROR) +
      galley_proof_count (proof, article, GALLEY_SEVERITY_WARNING) +
      galley_proof_count (proof, article, GALLEY_SEVERITY_HINT);
  found = g_strdup_printf (ngettext ("%u finding", "%u findings", n), n);
  gtk_label_set_label (self->found, found);
  title = n > 0 ? g_strdup_printf (_ ("Findings %u"), n) : g_strdup (_ ("Findings"));
  gtk_stack_page_set_title (self->findings_page, title);

  value = galley_proof_get_rate (proof, article);
  /* The sign says by its shape what the colour says. */
  rate = g_strdup_printf (_ ("Error rate %.1f/10,000 %s"), value, value <= RATE_LIMIT ? "✓" : "✗");
  gtk_label_set_label (self->rate, rate);
  set_rate_class (self, value <= RATE_LIMIT);
}

static gboolean
on_rate_tooltip (GalleyWorkspace *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  GalleyProof *proof = galley_session_get_proof (self->session);
  g_autofree char *tip = NULL;

  if (proof == NULL)
    return FALSE;
  tip = g_strdup_printf (
      _ ("Weighted errors per 10,000 characters of this article; %.1f in the whole edition. A "
         "newspaper passes at 3 or less."),
      galley_proof_get_edition_rate (proof));
  gtk_tooltip_set_text (tooltip, tip);
  return TRUE;
}

/* What is to be known of the paragraph the caret is in: that it is a guess, or was put together. */
static void
update_guess (GalleyWorkspace *self)
{
  GalleyArticle *article = galley_view_get_article (self->view);
  GalleyBlock *block;
  const char *text = "";
  guint index, offset;

  galley_view_get_caret (self->view, &index, &offset);
  block = article != NULL ? galley_article_get_block (article, index) : NULL;
  if (block != NULL && galley_block_get_confidence (block) < GALLEY_HAND_UNSURE)
    text = _ ("? This role is a guess");
  else if (block != NULL && galley_hand_is_unsure (article, index))
    text = _ ("? A guess that the article begins here");
  else if (block != NULL && galley_block_find_span (block, GALLEY_SPAN_JOIN) != NULL)
    text = _ ("⌇ A column break was healed here");
  gtk_label_set_label (self->guess, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (galley_view_get_text_view (self->view)),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->guess), *text != '\0' ? text : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->guess), *text != '\0');
}

static void
update_fit (GalleyWorkspace *self, GalleyArticle *article)
{
  GalleyCopySlot slot;
  GalleyCopyfit fit;
  gboolean has_slot = article != NULL && galley_copyfit_measure_own (article, &slot, &fit);
  g_autofree char *text = has_slot ? galley_copyfit_dup_label (&slot, &fit) : NULL;
  g_autofree char *whole = has_slot ? galley_slot_describe (article, NULL) : NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->fit), has_slot);
  gtk_label_set_label (self->fit, text != NULL ? text : "");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->fit), whole);
  if (has_slot && fit.over_characters > 0)
    gtk_widget_add_css_class (GTK_WIDGET (self->fit), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->fit), "error");
}

static void
update_count (GalleyWorkspace *self)
{
  GalleyArticle *article = galley_view_get_article (self->view);
  g_autofree char *text = NULL;
  guint n;

  g_clear_handle_id (&self->count_timeout, g_source_remove);
  gtk_widget_set_visible (GTK_WIDGET (self->characters), article != NULL);
  update_fit (self, article);
  if (article == NULL)
    return;
  n = galley_article_count_characters (article);
  text = g_strdup_printf (ngettext ("%'u character", "%'u characters", n), n);
  gtk_label_set_label (self->characters, text);
}

static gboolean
on_count (gpointer user_data)
{
  GalleyWorkspace *self = user_data;

  self->count_timeout = 0;
  update_count (self);
  return G_SOURCE_REMOVE;
}

/* Counting waits for a pause in typing. */
static void
queue_count (GalleyWorkspace *self)
{
  if (self->count_timeout == 0)
    self->count_timeout = g_timeout_add (COUNT_DELAY_MS, on_count, self);
}

static void
update_state (GalleyWorkspace *self)
{
  const char *state = galley_session_get_state (self->session);
  GalleyStore *store = galley_session_get_store (self->session);
  const char *text = "";
  g_autofree char *name = NULL;

  if (g_strcmp0 (state, "saved") == 0)
    text = _ ("Saved");
  else if (g_strcmp0 (state, "saving") == 0)
    text = _ ("Saving…");
  else if (g_strcmp0 (state, "failed") == 0)
    text = _ ("Not saved");
  if (g_strcmp0 (state, "failed") == 0)
    gtk_widget_add_css_class (GTK_WIDGET (self->saved), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->saved), "error");
  gtk_label_set_label (self->saved, text);
  if (store != NULL)
    name = g_filename_display_name (galley_store_get_uri (store));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->saved), name);
}

static void
update_busy (GalleyWorkspace *self)
{
  GalleyProof *proof = galley_session_get_proof (self->session);
  gboolean busy = proof != NULL && galley_proof_is_busy (proof);

  gtk_widget_set_visible (GTK_WIDGET (self->busy), busy);
  gtk_spinner_set_spinning (self->busy, busy);
}

static void
on_proof_changed (GalleyWorkspace *self, GalleyArticle *article)
{
  if (article == NULL || article == galley_view_get_article (self->view))
    update_findings (self);
}

/* --- article and edition -------------------------------------------------------------------------------- */

static void
restore_caret (GalleyWorkspace *self)
{
  GalleyStore *store = galley_session_get_store (self->session);
  GalleyArticle *article = galley_view_get_article (self->view);
  g_autofree char *key = NULL;
  g_autofree char *note = NULL;
  g_auto (GStrv) parts = NULL;

  if (store == NULL || article == NULL)
    return;
  key = g_strconcat ("caret:", galley_article_get_id (article), NULL);
  note = galley_store_dup_note (store, key);
  parts = note != NULL ? g_strsplit (note, " ", 2) : NULL;
  if (parts != NULL && g_strv_length (parts) == 2)
    galley_view_set_caret (self->view, (guint) g_ascii_strtoull (parts[0], NULL, 10),
                           (guint) g_ascii_strtoull (parts[1], NULL, 10));
}

static void
keep_caret (GalleyWorkspace *self)
{
  GalleyStore *store = galley_session_get_store (self->session);
  GalleyArticle *article = galley_view_get_article (self->view);
  g_autofree char *key = NULL;
  g_autofree char *note = NULL;
  guint block = 0, offset = 0;

  if (store == NULL || article == NULL)
    return;
  galley_view_get_caret (self->view, &block, &offset);
  key = g_strconcat ("caret:", galley_article_get_id (article), NULL);
  note = g_strdup_printf ("%u %u", block, offset);
  galley_store_set_note (store, key, note);
  galley_store_set_note (store, "article", galley_article_get_id (article));
}

static void
on_article (GalleyWorkspace *self)
{
  GalleyArticle *article = galley_outline_get_article (self->outline);

  if (article == galley_view_get_article (self->view))
    return;
  keep_caret (self);
  galley_view_set_article (self->view, article);
  galley_metadata_panel_set_article (self->metadata, article);
  galley_page_panel_set_article (self->page, article);
  galley_rounds_ui_set_article (self->rounds, article);
  g_signal_group_set_target (self->article_signals, article);
  g_signal_group_set_target (self->metadata_signals,
                             article != NULL ? galley_article_get_metadata (article) : NULL);
  galley_find_pane_set_article (self->find, article);
  gtk_stack_set_visible_child_name (self->middle, article != NULL ? "view" : "nothing");
  restore_caret (self);
  update_findings (self);
  update_guess (self);
  update_count (self);
}

static void
on_wanted (GalleyWorkspace *self, GalleyArticle *article)
{
  galley_outline_select (self->outline, article);
}

static void
on_page (GalleyWorkspace *self)
{
  galley_facts_panel_set_page (self->facts, galley_outline_get_page (self->outline));
  galley_page_panel_set_page (self->page, galley_outline_get_page (self->outline));
}

static void
on_activated (GalleyWorkspace *self)
{
  galley_view_grab_focus (self->view);
}

/* --- what the desk does to many articles ------------------------------------------------------------------ */

static void
on_move_wanted (GalleyWorkspace *self, GPtrArray *articles, GalleyPage *page, guint position)
{
  if (!galley_correct_begin (self->correct))
    return;
  galley_correct_end (self->correct,
                      galley_hand_move (galley_session_get_edition (self->session), articles, page, position),
                      TRUE);
}

static void
on_removal_wanted (GalleyWorkspace *self, GPtrArray *articles)
{
  if (!galley_correct_begin (self->correct))
    return;
  galley_correct_end (self->correct,
                      galley_hand_remove (galley_session_get_edition (self->session), articles), FALSE);
}

void
galley_workspace_find (GalleyWorkspace *self, gboolean replace)
{
  g_return_if_fail (GALLEY_IS_WORKSPACE (self));

  galley_find_pane_open (self->find, replace);
}

void
galley_workspace_find_next (GalleyWorkspace *self, int direction)
{
  g_return_if_fail (GALLEY_IS_WORKSPACE (self));

  galley_find_pane_step (self->find, direction);
}

static void
set_faults (GalleyWorkspace *self, GalleyEdition *edition)
{
  GalleyStore *store = galley_session_get_store (self->session);
  g_autofree char *issue = store != NULL ? galley_store_dup_note (store, GALLEY_NOTE_LAST_ISSUE) : NULL;
  g_autofree char *date = store != NULL ? galley_store_dup_note (store, GALLEY_NOTE_LAST_DATE) : NULL;

  galley_fault_list_set_edition (galley_facts_panel_get_faults (self->facts), edition, issue, date);
}

static void
on_proof (GalleyWorkspace *self)
{
  GalleyProof *proof = galley_session_get_proof (self->session);

  galley_view_set_proof (self->view, proof);
  galley_findings_panel_set_proof (self->findings, proof);
  galley_outline_set_proof (self->outline, proof);
  galley_metadata_panel_set_plugins (self->metadata, galley_session_get_plugins (self->session));
  g_signal_group_set_target (self->proof_signals, proof);
  update_busy (self);
  update_findings (self);
}

static void
on_edition (GalleyWorkspace *self)
{
  GalleyEdition *edition = galley_session_get_edition (self->session);
  GalleyStore *store = galley_session_get_store (self->session);

  g_signal_group_set_target (self->article_signals, NULL);
  g_signal_group_set_target (self->metadata_signals, NULL);
  galley_view_set_article (self->view, NULL);
  galley_metadata_panel_set_article (self->metadata, NULL);
  galley_facts_panel_set_page (self->facts, NULL);
  galley_facts_panel_set_edition (self->facts, edition);
  set_faults (self, edition);
  galley_page_panel_set_article (self->page, NULL);
  galley_rounds_ui_set_article (self->rounds, NULL);
  galley_page_panel_set_edition (self->page, edition);
  galley_outline_set_edition (self->outline, edition);
  galley_source_pane_set_edition (self->source, edition);
  gtk_stack_set_visible_child_name (self->middle, "nothing");
  if (store != NULL)
    {
      g_autofree char *id = galley_store_dup_note (store, "article");

      galley_workspace_show_article (self, id);
    }
  update_state (self);
  update_findings (self);
  update_count (self);
}

void
galley_workspace_show_article (GalleyWorkspace *self, const char *id)
{
  GalleyEdition *edition;
  GalleyArticle *article;

  g_return_if_fail (GALLEY_IS_WORKSPACE (self));

  edition = galley_session_get_edition (self->session);
  article = edition != NULL && id != NULL ? galley_edition_find_article (edition, id, NULL) : NULL;
  if (!galley_outline_select (self->outline, article) && galley_outline_get_article (self->outline) == NULL)
    galley_outline_step (self->outline, 1);
}

/* --- columns -------------------------------------------------------------------------------------------- */

/* Article and source share the room evenly: side by side where there is enough for two texts, else one above the other. */
static gboolean
on_place_source (gpointer user_data)
{
  GalleyWorkspace *self = user_data;
  gboolean tall = gtk_widget_get_width (GTK_WIDGET (self->middle)) < SOURCE_BESIDE_WIDTH;

  self->source_idle = 0;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->beside),
                                  tall ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_paned_set_position (self->beside, tall ? gtk_widget_get_height (GTK_WIDGET (self->middle)) / 2
                                             : gtk_widget_get_width (GTK_WIDGET (self->middle)) / 2);
  return G_SOURCE_REMOVE;
}

static void
queue_place_source (GalleyWorkspace *self)
{
  if (self->source_idle == 0 && gtk_widget_get_visible (GTK_WIDGET (self->source)))
    self->source_idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_place_source, self, NULL);
}

static void
on_columns (GalleyWorkspace *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->outline),
                          g_settings_get_boolean (self->settings, "outline-visible"));
  gtk_widget_set_visible (self->panel_box, g_settings_get_boolean (self->settings, "panels-visible"));
  gtk_widget_set_visible (GTK_WIDGET (self->source),
                          g_settings_get_boolean (self->settings, "source-visible"));
  queue_place_source (self);
}

void
galley_workspace_show_panel (GalleyWorkspace *self, const char *name)
{
  GtkWidget *focus;

  g_return_if_fail (GALLEY_IS_WORKSPACE (self));

  g_settings_set_boolean (self->settings, "panels-visible", TRUE);
  gtk_stack_set_visible_child_name (self->panels, name);
  focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  if (focus == NULL || !gtk_widget_is_ancestor (focus, gtk_stack_get_visible_child (self->panels)))
    gtk_widget_child_focus (gtk_stack_get_visible_child (self->panels), GTK_DIR_TAB_FORWARD);
}

void
galley_workspace_show_field (GalleyWorkspace *self, const char *id)
{
  g_return_if_fail (GALLEY_IS_WORKSPACE (self));

  galley_workspace_show_panel (self, "metadata");
  galley_metadata_panel_focus_field (self->metadata, id);
}

void
galley_workspace_show_fact (GalleyWorkspace *self, const char *name)
{
  g_return_if_fail (GALLEY_IS_WORKSPACE (self));

  galley_workspace_show_panel (self, "edition");
  galley_facts_panel_focus_fact (self->facts, name);
}

void
galley_workspace_cycle (GalleyWorkspace *self, int direction)
{
  GtkWidget *columns[3];
  GtkWidget *focus;
  int at = -1;

  g_return_if_fail (GALLEY_IS_WORKSPACE (self));

  columns[0] = GTK_WIDGET (self->outline);
  columns[1] = GTK_WIDGET (self->middle);
  columns[2] = self->panel_box;
  focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  for (int i = 0; focus != NULL && i < 3; i++)
    {
      if (gtk_widget_is_ancestor (focus, columns[i]))
        at = i;
    }
  for (int step = 1; step <= 3; step++)
    {
      int next = ((at < 0 && direction > 0 ? -1 : at) + direction * step + 6) % 3;

      if (!gtk_widget_get_visible (columns[next]))
        continue;
      if (next == 1 && galley_view_get_article (self->view) != NULL)
        galley_view_grab_focus (self->view);
      else if (next == 0)
        gtk_widget_grab_focus (columns[0]);
      else
        gtk_widget_child_focus (columns[next], GTK_DIR_TAB_FORWARD);
      return;
    }
}

void
galley_workspace_next_finding (GalleyWorkspace *self, int direction)
{
  g_return_if_fail (GALLEY_IS_WORKSPACE (self));

  /* First the text, so that the card at the finding may take the focus from it. */
  galley_view_grab_focus (self->view);
  if (!galley_view_next_finding (self->view, direction))
    gtk_widget_error_bell (GTK_WIDGET (self));
}

void
galley_workspace_save_state (GalleyWorkspace *self)
{
  g_return_if_fail (GALLEY_IS_WORKSPACE (self));

  keep_caret (self);
  if (self->placed && gtk_widget_get_visible (GTK_WIDGET (self->outline)))
    g_settings_set_int (self->settings, "outline-width",
                        CLAMP (gtk_paned_get_position (self->outer), 160, 1200));
  if (self->placed && gtk_widget_get_visible (self->panel_box) && gtk_widget_get_width (self->panel_box) > 0)
    g_settings_set_int (self->settings, "panels-width",
                        CLAMP (gtk_widget_get_width (self->panel_box), 240, 1600));
  g_settings_set_string (self->settings, "panel", gtk_stack_get_visible_child_name (self->panels));
}

/* The divider of the panels counts from the left, their width is kept: so it is set when the width is known. */
static void
place_columns (GalleyWorkspace *self, int width)
{
  int outline = g_settings_get_int (self->settings, "outline-width");
  int panels = g_settings_get_int (self->settings, "panels-width");
  int space = width;

  self->placed = TRUE;
  /* On a small screen the text keeps the better half. */
  outline = MIN (outline, MAX (160, width / 4));
  panels = MIN (panels, MAX (240, width / 3));
  if (gtk_widget_get_visible (GTK_WIDGET (self->outline)))
    space -= outline;
  gtk_paned_set_position (self->outer, outline);
  gtk_paned_set_position (self->inner, MAX (240, space - panels));
}

static gboolean
on_place (gpointer user_data)
{
  GalleyWorkspace *self = user_data;

  self->place_idle = 0;
  place_columns (self, gtk_widget_get_width (GTK_WIDGET (self)));
  return G_SOURCE_REMOVE;
}

/* What is left for the text of a window that wide when the other columns stay as they are. */
static int
get_text_width (GalleyWorkspace *self, int width)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self->outline)))
    width -= gtk_paned_get_position (self->outer);
  if (gtk_widget_get_visible (self->panel_box))
    width -= gtk_widget_get_width (self->panel_box);
  return width;
}

static void
galley_workspace_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GalleyWorkspace *self = GALLEY_WORKSPACE (widget);

  /* When the window gets smaller the columns beside the text give way, not the text. The dividers move on their own while
   * they get their new place, so they are set afterwards. */
  if (!self->placed)
    place_columns (self, width);
  else if (width < self->last_width && get_text_width (self, width) < width * 2 / 5 && self->place_idle == 0)
    self->place_idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_place, self, NULL);
  if (width != self->last_width)
    queue_place_source (self);
  self->last_width = width;
  gtk_widget_size_allocate (self->box, &(GtkAllocation){ 0, 0, width, height }, baseline);
}

static void
galley_workspace_measure (GtkWidget *widget,
                          GtkOrientation orientation,
                          int for_size,
                          int *minimum,
                          int *natural,
                          int *minimum_baseline,
                          int *natural_baseline)
{
  gtk_widget_measure (GALLEY_WORKSPACE (widget)->box, orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
}

/* --- the widget ----------------------------------------------------------------------------------------- */

static void
galley_workspace_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_SESSION:
      g_value_set_object (value, GALLEY_WORKSPACE (object)->session);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
galley_workspace_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_SESSION:
      GALLEY_WORKSPACE (object)->session = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static gboolean
turn_view (GtkWidget *widget, GVariant *arguments, gpointer action)
{
  GtkWidget *view = GTK_WIDGET (GALLEY_WORKSPACE (widget)->view);

  if (!gtk_widget_activate_action (view, action, NULL))
    gtk_widget_error_bell (widget);
  return GDK_EVENT_STOP;
}

/* What was done last is undone from outline and panels as well, where no text is in hand. */
static void
add_undo_keys (GalleyWorkspace *self)
{
  static const char *const keys[][2] = { { "<Control>z", "view.undo" },
                                         { "<Control><Shift>z|<Control>y", "view.redo" } };
  GtkEventController *controller = gtk_shortcut_controller_new ();

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      GtkShortcut *shortcut =
          gtk_shortcut_new (gtk_shortcut_trigger_parse_string (keys[i][0]),
                            gtk_callback_action_new (turn_view, (gpointer) keys[i][1], NULL));

      gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
    }
  gtk_widget_add_controller (GTK_WIDGET (self), controller);
}

static void
galley_workspace_constructed (GObject *object)
{
  GalleyWorkspace *self = GALLEY_WORKSPACE (object);
  g_autofree char *panel = NULL;

  G_OBJECT_CLASS (galley_workspace_parent_class)->constructed (object);

  self->settings = g_object_ref (galley_session_get_settings (self->session));
  galley_findings_panel_set_view (self->findings, self->view);
  panel = g_settings_get_string (self->settings, "panel");
  if (gtk_stack_get_child_by_name (self->panels, panel) != NULL)
    gtk_stack_set_visible_child_name (self->panels, panel);
  on_columns (self);
  g_signal_connect_object (self->settings, "changed::outline-visible", G_CALLBACK (on_columns), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::panels-visible", G_CALLBACK (on_columns), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::source-visible", G_CALLBACK (on_columns), self,
                           G_CONNECT_SWAPPED);
  self->correct = galley_correct_new (self->session, self->view);
  g_signal_connect_object (self->correct, "show", G_CALLBACK (on_wanted), self, G_CONNECT_SWAPPED);
  self->rounds = galley_rounds_ui_new (
      &(const GalleyRoundsParts){ self->session, self, self->view, self->correct, self->workflow,
                                  self->history, self->legend, self->stage, self->author });
  galley_outline_set_workflow (self->outline, galley_session_get_workflow (self->session));
  galley_source_pane_set_view (self->source, self->view);
  galley_find_pane_set_up (self->find, self->session, self->view, self->correct);
  add_undo_keys (self);
  g_signal_connect_object (self->session, "notify::edition", G_CALLBACK (on_edition), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::proof", G_CALLBACK (on_proof), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::state", G_CALLBACK (update_state), self,
                           G_CONNECT_SWAPPED);
  on_proof (self);
  on_edition (self);
}

static void
galley_workspace_dispose (GObject *object)
{
  GalleyWorkspace *self = GALLEY_WORKSPACE (object);

  g_clear_handle_id (&self->count_timeout, g_source_remove);
  g_clear_handle_id (&self->place_idle, g_source_remove);
  g_clear_handle_id (&self->source_idle, g_source_remove);
  g_clear_object (&self->metadata_signals);
  g_clear_object (&self->article_signals);
  g_clear_object (&self->proof_signals);
  if (self->rounds != NULL)
    g_object_run_dispose (G_OBJECT (self->rounds));
  g_clear_object (&self->rounds);
  g_clear_object (&self->correct);
  gtk_widget_dispose_template (GTK_WIDGET (object), GALLEY_TYPE_WORKSPACE);
  g_clear_object (&self->settings);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (galley_workspace_parent_class)->dispose (object);
}

static void
galley_workspace_class_init (GalleyWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (GALLEY_TYPE_OUTLINE);
  g_type_ensure (GALLEY_TYPE_VIEW);
  g_type_ensure (GALLEY_TYPE_SOURCE_PANE);
  g_type_ensure (GALLEY_TYPE_FINDINGS_PANEL);
  g_type_ensure (GALLEY_TYPE_METADATA_PANEL);
  g_type_ensure (GALLEY_TYPE_FACTS_PANEL);
  g_type_ensure (GALLEY_TYPE_FIND_PANE);
  g_type_ensure (GALLEY_TYPE_PAGE_PANEL);
  g_type_ensure (GALLEY_TYPE_PANEL_SWITCHER);
  g_type_ensure (GALLEY_TYPE_WORKFLOW_PANEL);
  g_type_ensure (GALLEY_TYPE_HISTORY_PANEL);

  object_class->get_property = galley_workspace_get_property;
  object_class->set_property = galley_workspace_set_property;
  object_class->constructed = galley_workspace_constructed;
  object_class->dispose = galley_workspace_dispose;
  widget_class->size_allocate = galley_workspace_size_allocate;
  widget_class->measure = galley_workspace_measure;

  properties[PROP_SESSION] =
      g_param_spec_object ("session", NULL, NULL, GALLEY_TYPE_SESSION,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/galley/Galley/galley-workspace.ui");
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkspace, box);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkspace, outer);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkspace, inner);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkspace, outline);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkspace, middle);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkspace, beside);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkspace, view);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkspace, source);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkspace, panel_box);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkspace, panels);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkspace, findings_page);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkspace, findings);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkspace, metadata);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkspace, facts);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkspace, page);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkspace, workflow);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkspace, history);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkspace, legend);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkspace, stage);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkspace, author);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkspace, find);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkspace, characters);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkspace, fit);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkspace, found);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkspace, rate);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkspace, guess);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkspace, busy);
  gtk_widget_class_bind_template_child (widget_class, GalleyWorkspace, saved);
}

static void
galley_workspace_init (GalleyWorkspace *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  gtk_widget_set_has_tooltip (GTK_WIDGET (self->rate), TRUE);
  g_signal_connect_object (self->rate, "query-tooltip", G_CALLBACK (on_rate_tooltip), self,
                           G_CONNECT_SWAPPED);
  self->article_signals = g_signal_group_new (GALLEY_TYPE_ARTICLE);
  g_signal_group_connect_swapped (self->article_signals, "items-changed", G_CALLBACK (queue_count), self);
  self->metadata_signals = g_signal_group_new (GALLEY_TYPE_METADATA);
  g_signal_group_connect_swapped (self->metadata_signals, "changed", G_CALLBACK (queue_count), self);
  self->proof_signals = g_signal_group_new (GALLEY_TYPE_PROOF);
  g_signal_group_connect_swapped (self->proof_signals, "changed", G_CALLBACK (on_proof_changed), self);
  g_signal_group_connect_swapped (self->proof_signals, "notify::busy", G_CALLBACK (update_busy), self);
  g_signal_connect_object (self->view, "caret-moved", G_CALLBACK (update_guess), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->source, "article-wanted", G_CALLBACK (on_wanted), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->page, "article-wanted", G_CALLBACK (on_wanted), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->outline, "notify::article", G_CALLBACK (on_article), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->outline, "notify::page", G_CALLBACK (on_page), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->outline, "activated", G_CALLBACK (on_activated), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->outline, "move-wanted", G_CALLBACK (on_move_wanted), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->outline, "removal-wanted", G_CALLBACK (on_removal_wanted), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (galley_facts_panel_get_faults (self->facts), "article-wanted",
                           G_CALLBACK (on_wanted), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->find, "article-wanted", G_CALLBACK (on_wanted), self, G_CONNECT_SWAPPED);
}

GtkWidget *
galley_workspace_new (GalleySession *session)
{
  g_return_val_if_fail (GALLEY_IS_SESSION (session), NULL);

  return g_object_new (GALLEY_TYPE_WORKSPACE, "session", session, NULL);
}

GalleyOutline *
galley_workspace_get_outline (GalleyWorkspace *self)
{
  g_return_val_if_fail (GALLEY_IS_WORKSPACE (self), NULL);

  return self->outline;
}

GalleyView *
galley_workspace_get_view (GalleyWorkspace *self)
{
  g_return_val_if_fail (GALLEY_IS_WORKSPACE (self), NULL);

  return self->view;
}

GalleyCorrect *
galley_workspace_get_correct (GalleyWorkspace *self)
{
  g_return_val_if_fail (GALLEY_IS_WORKSPACE (self), NULL);

  return self->correct;
}

GalleyRoundsUi *
galley_workspace_get_rounds_ui (GalleyWorkspace *self)
{
  g_return_val_if_fail (GALLEY_IS_WORKSPACE (self), NULL);

  return self->rounds;
}
