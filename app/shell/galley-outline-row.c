/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-copyfit.h"
#include "galley-hand.h"
#include "galley-outline.h"
#include "galley-outline-row.h"

#define FIT_DELAY_MS 300
#define MEASURED_AT_ONCE 2

struct _GalleyOutlineRow
{
  GtkWidget parent_instance;

  GtkLabel *title;
  GtkLabel *guess;
  GtkLabel *kind;
  GtkLabel *stage;
  GtkLabel *fit;
  GtkLabel *count;

  GObject *item;
  GSignalGroup *item_signals;
  GSignalGroup *list_signals;
  GSignalGroup *metadata_signals;
  char *stage_text; /* of the tooltip, or NULL */
  char *fit_text;   /* how it fits, in words, or NULL */
  guint fit_timeout;
  guint n_guesses;
  GSignalGroup *proof_signals;
  GSignalGroup *workflow_signals;
};

G_DEFINE_FINAL_TYPE (GalleyOutlineRow, galley_outline_row, GTK_TYPE_WIDGET)

enum
{
  DROPPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  guint errors;
  guint others;
} Tally;

static void
add_tally (Tally *tally, GalleyProof *proof, GalleyArticle *article)
{
  tally->errors += galley_proof_count (proof, article, GALLEY_SEVERITY_ERROR);
  tally->others += galley_proof_count (proof, article, GALLEY_SEVERITY_WARNING) +
                   galley_proof_count (proof, article, GALLEY_SEVERITY_HINT);
}

static Tally
get_tally (GalleyOutlineRow *self)
{
  g_autoptr (GalleyProof) proof = g_signal_group_dup_target (self->proof_signals);
  Tally tally = { 0 };

  if (proof == NULL || self->item == NULL)
    return tally;
  if (GALLEY_IS_ARTICLE (self->item))
    {
      add_tally (&tally, proof, GALLEY_ARTICLE (self->item));
      return tally;
    }
  for (guint i = 0; i < galley_page_get_n_articles (GALLEY_PAGE (self->item)); i++)
    add_tally (&tally, proof, galley_page_get_article (GALLEY_PAGE (self->item), i));
  return tally;
}

static char *
dup_title (GalleyOutlineRow *self)
{
  char *title;

  if (GALLEY_IS_PAGE (self->item))
    return galley_outline_dup_page_name (GALLEY_PAGE (self->item));
  title = galley_article_dup_headline (GALLEY_ARTICLE (self->item));
  if (*title == '\0')
    {
      g_free (title);
      title = g_strdup (_ ("No text yet"));
    }
  return title;
}

static char *
dup_guess_text (GalleyOutlineRow *self)
{
  return g_strdup_printf (ngettext ("%u guess to look at", "%u guesses to look at", self->n_guesses),
                          self->n_guesses);
}

/* What a line says in words. */
static char *
dup_spoken (GalleyOutlineRow *self, const char *title, const Tally *tally)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = tally->errors + tally->others;

  if (GALLEY_IS_PAGE (self->item))
    g_string_append_printf (text, _ ("Page %s"), title);
  else
    g_string_append_printf (
        text, "%s, %s", galley_outline_get_kind_label (galley_article_get_kind (GALLEY_ARTICLE (self->item))),
        title);
  if (self->stage_text != NULL)
    g_string_append_printf (text, ", %s", self->stage_text);
  if (n > 0)
    {
      g_string_append (text, ", ");
      g_string_append_printf (text, ngettext ("%u finding", "%u findings", n), n);
    }
  if (self->fit_text != NULL)
    g_string_append_printf (text, ", %s", self->fit_text);
  if (self->n_guesses > 0)
    {
      g_autofree char *guesses = dup_guess_text (self);

      g_string_append_printf (text, ", %s", guesses);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
set_spoken (GalleyOutlineRow *self, const char *spoken)
{
  GtkWidget *expander = gtk_widget_get_parent (GTK_WIDGET (self));
  GtkWidget *line = expander != NULL ? gtk_widget_get_parent (expander) : NULL;

  /* What takes the focus is the list's own widget around ours. */
  if (line != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (line), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
update_spoken (GalleyOutlineRow *self)
{
  g_autofree char *spoken = galley_outline_row_dup_spoken (self);

  set_spoken (self, spoken);
}

/* How many paragraphs of an article the reader was not sure of. FALSE where they are as many as before. */
static gboolean
count_guesses (GalleyOutlineRow *self)
{
  guint n = 0;

  if (GALLEY_IS_ARTICLE (self->item))
    n = galley_hand_count_unsure (GALLEY_ARTICLE (self->item));
  if (n == self->n_guesses)
    return FALSE;
  self->n_guesses = n;
  gtk_widget_set_visible (GTK_WIDGET (self->guess), n > 0);
  return TRUE;
}

/* How far the rounds of an article are; a signature that was lost is seen from afar. */
static void
update_stage (GalleyOutlineRow *self)
{
  g_autoptr (GalleyWorkflow) workflow = g_signal_group_dup_target (self->workflow_signals);
  GalleyStage stage = GALLEY_STAGE_NONE;
  g_autofree char *brief = NULL;

  g_clear_pointer (&self->stage_text, g_free);
  if (workflow != NULL && GALLEY_IS_ARTICLE (self->item))
    stage = galley_workflow_get_stage (workflow, GALLEY_ARTICLE (self->item), &brief, &self->stage_text);
  gtk_label_set_label (self->stage, brief != NULL ? brief : "");
  gtk_widget_set_visible (GTK_WIDGET (self->stage), stage != GALLEY_STAGE_NONE);
  gtk_widget_remove_css_class (GTK_WIDGET (self->stage), "bad");
  gtk_widget_remove_css_class (GTK_WIDGET (self->stage), "good");
  gtk_widget_remove_css_class (GTK_WIDGET (self->stage), "running");
  if (stage == GALLEY_STAGE_VOID)
    gtk_widget_add_css_class (GTK_WIDGET (self->stage), "bad");
  else if (stage == GALLEY_STAGE_SIGNED)
    gtk_widget_add_css_class (GTK_WIDGET (self->stage), "good");
  else if (stage == GALLEY_STAGE_RUNNING)
    gtk_widget_add_css_class (GTK_WIDGET (self->stage), "running");
}

/* 盈, 缺: how the article fits its slot, where it has one. */
static void
measure_fit (GalleyOutlineRow *self)
{
  GalleyCopySlot slot;
  GalleyCopyfit fit;
  g_autofree char *text = NULL;

  g_clear_pointer (&self->fit_text, g_free);
  if (GALLEY_IS_ARTICLE (self->item) && galley_copyfit_measure_own (GALLEY_ARTICLE (self->item), &slot, &fit))
    {
      text = galley_copyfit_dup_short (&slot, &fit);
      self->fit_text = galley_copyfit_dup_label (&slot, &fit);
    }
  gtk_label_set_label (self->fit, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->fit), text != NULL);
  if (text != NULL && fit.over_characters > 0)
    gtk_widget_add_css_class (GTK_WIDGET (self->fit), "over");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->fit), "over");
  update_spoken (self);
}

/* Rows whose articles are to be measured: a few at a time, when nothing else is to be done, however many come into view. */
static GQueue unmeasured = G_QUEUE_INIT;

static gboolean
on_measure (gpointer data)
{
  for (guint i = 0; i < MEASURED_AT_ONCE && !g_queue_is_empty (&unmeasured); i++)
    measure_fit (g_queue_pop_head (&unmeasured));
  return g_queue_is_empty (&unmeasured) ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

static gboolean
on_fit (gpointer data)
{
  GalleyOutlineRow *self = data;

  self->fit_timeout = 0;
  if (g_queue_is_empty (&unmeasured))
    g_idle_add_full (G_PRIORITY_LOW, on_measure, NULL, NULL);
  g_queue_push_tail (&unmeasured, self);
  return G_SOURCE_REMOVE;
}

static void
forget_fit (GalleyOutlineRow *self)
{
  g_clear_handle_id (&self->fit_timeout, g_source_remove);
  g_queue_remove (&unmeasured, self);
}

/* Waits for a pause in typing, and for the end of scrolling. */
static void
queue_fit (GalleyOutlineRow *self)
{
  forget_fit (self);
  if (GALLEY_IS_ARTICLE (self->item) &&
      galley_metadata_get (galley_article_get_metadata (GALLEY_ARTICLE (self->item)), GALLEY_SLOT_KEY) !=
          NULL)
    self->fit_timeout = g_timeout_add (FIT_DELAY_MS, on_fit, self);
  else if (self->fit_text != NULL)
    measure_fit (self);
}

static void
on_blocks_changed (GalleyOutlineRow *self)
{
  if (count_guesses (self))
    update_spoken (self);
  queue_fit (self);
}

/* What there is no room for is told when it is asked for: each tooltip that is set asks the display where the pointer is. */
static gboolean
on_query_tooltip (GalleyOutlineRow *self, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *title = self->item != NULL ? dup_title (self) : NULL;

  if (title == NULL)
    return FALSE;
  g_string_append (text, title);
  if (self->stage_text != NULL)
    g_string_append_printf (text, "\n%s", self->stage_text);
  if (self->fit_text != NULL)
    g_string_append_printf (text, "\n%s", self->fit_text);
  if (self->n_guesses > 0)
    {
      g_autofree char *guesses = dup_guess_text (self);

      g_string_append_printf (text, "\n%s", guesses);
    }
  gtk_tooltip_set_text (tooltip, text->str);
  return TRUE;
}

static void
update (GalleyOutlineRow *self)
{
  g_autofree char *title = NULL;
  g_autofree char *count = NULL;
  g_autofree char *spoken = NULL;
  gboolean is_page = GALLEY_IS_PAGE (self->item);
  GalleyArticleKind kind = GALLEY_ARTICLE_STORY;
  Tally tally;

  if (self->item == NULL)
    return;
  title = dup_title (self);
  if (!is_page)
    kind = galley_article_get_kind (GALLEY_ARTICLE (self->item));
  tally = get_tally (self);
  count = g_strdup_printf ("%u", tally.errors > 0 ? tally.errors : tally.others);

  gtk_label_set_label (self->title, title);
  update_stage (self);
  gtk_label_set_label (self->kind, kind != GALLEY_ARTICLE_STORY ? galley_outline_get_kind_label (kind) : "");
  gtk_widget_set_visible (GTK_WIDGET (self->kind), kind != GALLEY_ARTICLE_STORY);
  gtk_label_set_label (self->count, count);
  gtk_widget_set_visible (GTK_WIDGET (self->count), tally.errors + tally.others > 0);
  if (tally.errors > 0)
    gtk_widget_add_css_class (GTK_WIDGET (self->count), "bad");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->count), "bad");
  if (is_page)
    gtk_widget_add_css_class (GTK_WIDGET (self), "page");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "page");
  if (kind == GALLEY_ARTICLE_FURNITURE)
    gtk_widget_add_css_class (GTK_WIDGET (self), "furniture");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "furniture");
  count_guesses (self);
  spoken = dup_spoken (self, title, &tally);
  set_spoken (self, spoken);
}

static void
on_proof_changed (GalleyOutlineRow *self, GalleyArticle *article)
{
  if (self->item == NULL)
    return;
  if (self->item == G_OBJECT (article) ||
      (GALLEY_IS_PAGE (self->item) &&
       (article == NULL || galley_page_index_of (GALLEY_PAGE (self->item), article) >= 0)))
    update (self);
}

static GdkContentProvider *
on_drag_prepare (GalleyOutlineRow *self, double x, double y)
{
  if (!GALLEY_IS_ARTICLE (self->item))
    return NULL;
  return gdk_content_provider_new_typed (GALLEY_TYPE_ARTICLE, self->item);
}

static void
on_drag_begin (GalleyOutlineRow *self, GdkDrag *drag, GtkDragSource *source)
{
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (GTK_WIDGET (self));

  gtk_drag_source_set_icon (source, picture, 0, 0);
}

static gboolean
is_below (GalleyOutlineRow *self, double y)
{
  return GALLEY_IS_PAGE (self->item) || y > gtk_widget_get_height (GTK_WIDGET (self)) / 2.0;
}

static void
mark_drop (GalleyOutlineRow *self, const char *css_class)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self), "drop-above");
  gtk_widget_remove_css_class (GTK_WIDGET (self), "drop-below");
  if (css_class != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self), css_class);
}

static GdkDragAction
on_drop_motion (GalleyOutlineRow *self, double x, double y)
{
  mark_drop (self, is_below (self, y) ? "drop-below" : "drop-above");
  return GDK_ACTION_MOVE;
}

static void
on_drop_leave (GalleyOutlineRow *self)
{
  mark_drop (self, NULL);
}

static gboolean
on_drop (GalleyOutlineRow *self, const GValue *value, double x, double y)
{
  mark_drop (self, NULL);
  if (!G_VALUE_HOLDS (value, GALLEY_TYPE_ARTICLE) || self->item == g_value_get_object (value))
    return FALSE;
  g_signal_emit (self, signals[DROPPED], 0, g_value_get_object (value), is_below (self, y));
  return TRUE;
}

static void
galley_outline_row_dispose (GObject *object)
{
  GalleyOutlineRow *self = GALLEY_OUTLINE_ROW (object);
  GtkWidget *child;

  g_clear_object (&self->item);
  g_clear_object (&self->item_signals);
  g_clear_object (&self->list_signals);
  g_clear_object (&self->metadata_signals);
  forget_fit (self);
  g_clear_pointer (&self->fit_text, g_free);
  g_clear_pointer (&self->stage_text, g_free);
  g_clear_object (&self->proof_signals);
  g_clear_object (&self->workflow_signals);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (galley_outline_row_parent_class)->dispose (object);
}

static void
galley_outline_row_class_init (GalleyOutlineRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = galley_outline_row_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "outlinerow");
  signals[DROPPED] = g_signal_new ("dropped", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 2, GALLEY_TYPE_ARTICLE, G_TYPE_BOOLEAN);
}

static GtkLabel *
add_label (GalleyOutlineRow *self, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_widget_add_css_class (label, css_class);
  gtk_widget_set_parent (label, GTK_WIDGET (self));
  return GTK_LABEL (label);
}

static void
galley_outline_row_init (GalleyOutlineRow *self)
{
  GtkDragSource *source = gtk_drag_source_new ();
  GtkDropTarget *target = gtk_drop_target_new (GALLEY_TYPE_ARTICLE, GDK_ACTION_MOVE);
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (on_query_tooltip), NULL);
  self->title = add_label (self, "title");
  gtk_label_set_ellipsize (self->title, PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (self->title, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->title), TRUE);
  self->guess = add_label (self, "guess");
  gtk_label_set_label (self->guess, "?");
  gtk_widget_set_visible (GTK_WIDGET (self->guess), FALSE);
  self->kind = add_label (self, "kind");
  self->stage = add_label (self, "stage");
  gtk_widget_set_visible (GTK_WIDGET (self->stage), FALSE);
  gtk_widget_set_valign (GTK_WIDGET (self->stage), GTK_ALIGN_CENTER);
  self->fit = add_label (self, "fit");
  gtk_widget_set_visible (GTK_WIDGET (self->fit), FALSE);
  self->count = add_label (self, "count");
  gtk_widget_set_valign (GTK_WIDGET (self->kind), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self->fit), GTK_ALIGN_CENTER);
  gtk_widget_set_valign (GTK_WIDGET (self->count), GTK_ALIGN_CENTER);

  self->item_signals = g_signal_group_new (G_TYPE_OBJECT);
  g_signal_group_connect_swapped (self->item_signals, "notify", G_CALLBACK (update), self);
  self->list_signals = g_signal_group_new (GALLEY_TYPE_ARTICLE);
  g_signal_group_connect_swapped (self->list_signals, "items-changed", G_CALLBACK (on_blocks_changed), self);
  self->metadata_signals = g_signal_group_new (GALLEY_TYPE_METADATA);
  g_signal_group_connect_swapped (self->metadata_signals, "changed", G_CALLBACK (queue_fit), self);
  self->proof_signals = g_signal_group_new (GALLEY_TYPE_PROOF);
  g_signal_group_connect_swapped (self->proof_signals, "changed", G_CALLBACK (on_proof_changed), self);

  self->workflow_signals = g_signal_group_new (GALLEY_TYPE_WORKFLOW);
  g_signal_group_connect_swapped (self->workflow_signals, "changed", G_CALLBACK (update), self);

  gtk_drag_source_set_actions (source, GDK_ACTION_MOVE);
  g_signal_connect_swapped (source, "prepare", G_CALLBACK (on_drag_prepare), self);
  g_signal_connect_swapped (source, "drag-begin", G_CALLBACK (on_drag_begin), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (source));
  g_signal_connect_swapped (target, "motion", G_CALLBACK (on_drop_motion), self);
  g_signal_connect_swapped (target, "leave", G_CALLBACK (on_drop_leave), self);
  g_signal_connect_swapped (target, "drop", G_CALLBACK (on_drop), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

GtkWidget *
galley_outline_row_new (void)
{
  return g_object_new (GALLEY_TYPE_OUTLINE_ROW, NULL);
}

void
galley_outline_row_set_item (GalleyOutlineRow *self, GObject *item)
{
  g_return_if_fail (GALLEY_IS_OUTLINE_ROW (self));
  g_return_if_fail (item == NULL || GALLEY_IS_PAGE (item) || GALLEY_IS_ARTICLE (item));

  g_set_object (&self->item, item);
  gtk_widget_set_visible (GTK_WIDGET (self->fit), FALSE);
  g_clear_pointer (&self->fit_text, g_free);
  g_signal_group_set_target (self->item_signals, item);
  g_signal_group_set_target (self->list_signals, GALLEY_IS_ARTICLE (item) ? item : NULL);
  g_signal_group_set_target (self->metadata_signals, GALLEY_IS_ARTICLE (item)
                                                         ? galley_article_get_metadata (GALLEY_ARTICLE (item))
                                                         : NULL);
  update (self);
  queue_fit (self);
}

GObject *
galley_outline_row_get_item (GalleyOutlineRow *self)
{
  g_return_val_if_fail (GALLEY_IS_OUTLINE_ROW (self), NULL);

  return self->item;
}

void
galley_outline_row_set_proof (GalleyOutlineRow *self, GalleyProof *proof)
{
  g_autoptr (GalleyProof) old = NULL;

  g_return_if_fail (GALLEY_IS_OUTLINE_ROW (self));

  old = g_signal_group_dup_target (self->proof_signals);
  if (old == proof)
    return;
  g_signal_group_set_target (self->proof_signals, proof);
  update (self);
}

void
galley_outline_row_set_workflow (GalleyOutlineRow *self, GalleyWorkflow *workflow)
{
  g_return_if_fail (GALLEY_IS_OUTLINE_ROW (self));

  g_signal_group_set_target (self->workflow_signals, workflow);
  update (self);
}

char *
galley_outline_row_dup_spoken (GalleyOutlineRow *self)
{
  g_autofree char *title = NULL;
  Tally tally;

  g_return_val_if_fail (GALLEY_IS_OUTLINE_ROW (self), NULL);

  if (self->item == NULL)
    return g_strdup ("");
  title = dup_title (self);
  tally = get_tally (self);
  return dup_spoken (self, title, &tally);
}
