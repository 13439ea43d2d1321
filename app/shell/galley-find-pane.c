/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-find-hit.h"
#include "galley-find-pane.h"
#include "galley-progress.h"
#include "galley-replace-run.h"

#define DELAY_MS 150
/* A list makes rows for two hundred entries round what it shows, and measures them. It gets that many a few a
 * frame, and lets go of them likewise before others come, so that nobody waits for it. */
#define FEW_ROWS 8
#define ROWS_A_FRAME 4
#define ROWS_GONE_A_FRAME 32
#define MANY_ROWS 208

typedef enum
{
  SCOPE_ARTICLE,
  SCOPE_PAGE,
  SCOPE_EDITION,
} Scope;

struct _GalleyFindPane
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkEditable *pattern;
  GtkEditable *text;
  GtkWidget *replace_box;
  GtkToggleButton *show_replace;
  GtkWidget *replace_one;
  GtkWidget *replace_all;
  GtkWidget *previous;
  GtkWidget *next;
  GtkDropDown *scope;
  GtkCheckButton *match_case;
  GtkCheckButton *regex;
  GtkLabel *status;
  GalleyProgress *progress;
  GtkWidget *scroller;
  GtkListView *list;

  GalleySession *session;
  GalleyView *view;
  GalleyCorrect *correct;
  GalleyArticle *article;
  GSignalGroup *article_signals;
  GListStore *hits; /* of GalleyFindHit */
  GtkSliceListModel *rows;
  GtkSingleSelection *selection; /* of the rows */
  guint filling;                 /* tick callback that has rows come or go, or 0 */
  GCancellable *looking;
  GalleyJob *replacing; /* or NULL */
  guint timeout;
  int step; /* where to go when the hits are there: 0, or a direction */
};

G_DEFINE_FINAL_TYPE (GalleyFindPane, galley_find_pane, GTK_TYPE_WIDGET)

enum
{
  ARTICLE_WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void queue_search (GalleyFindPane *self);

/* --- in the thread -------------------------------------------------------------------------------------- */

typedef struct
{
  GPtrArray *live;
  GPtrArray *frozen;
  char *pattern;
  char *text;
  GalleyReplaceFlags flags;
} Search;

static void
search_free (Search *search)
{
  g_ptr_array_unref (search->live);
  g_ptr_array_unref (search->frozen);
  g_free (search->pattern);
  g_free (search->text);
  g_free (search);
}

static void
look (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Search *search = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) places =
      galley_replace_find (search->frozen, search->pattern, search->text, search->flags, &error);
  g_autoptr (GHashTable) live = g_hash_table_new (NULL, NULL);
  GPtrArray *hits;

  if (places == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  for (guint i = 0; i < search->frozen->len; i++)
    g_hash_table_insert (live, search->frozen->pdata[i], search->live->pdata[i]);
  hits = g_ptr_array_new_full (places->len, g_object_unref);
  g_ptr_array_set_free_func (places, NULL);
  for (guint i = 0; i < places->len; i++)
    {
      GalleyReplacement *place = places->pdata[i];

      g_set_object (&place->article, g_hash_table_lookup (live, place->article));
      g_ptr_array_add (hits, galley_find_hit_new (place));
    }
  g_task_return_pointer (task, hits, (GDestroyNotify) g_ptr_array_unref);
}

/* --- what was found ------------------------------------------------------------------------------------- */

static guint
get_n_hits (GalleyFindPane *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->hits));
}

static guint
count_ticked (GalleyFindPane *self)
{
  guint n = 0;

  for (guint i = 0; i < get_n_hits (self); i++)
    {
      g_autoptr (GalleyFindHit) hit = g_list_model_get_item (G_LIST_MODEL (self->hits), i);

      n += galley_find_hit_get_ticked (hit);
    }
  return n;
}

static void
update_ticked (GalleyFindPane *self)
{
  guint n = count_ticked (self);
  g_autofree char *label = g_strdup_printf (ngettext ("Replace %u Pl_ace", "Replace %u Pl_aces", n), n);

  gtk_button_set_label (GTK_BUTTON (self->replace_all), label);
  /* The places and their new text are those of the last search: what was typed since has yet to be looked for. */
  gtk_widget_set_sensitive (self->replace_all, n > 0 && !galley_find_pane_is_busy (self));
  gtk_widget_set_sensitive (self->replace_one, get_n_hits (self) > 0);
  gtk_widget_set_sensitive (self->previous, get_n_hits (self) > 0);
  gtk_widget_set_sensitive (self->next, get_n_hits (self) > 0);
}

static void
say (GalleyFindPane *self, const char *text, gboolean bad)
{
  gtk_label_set_label (self->status, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->status), *text != '\0' ? text : NULL);
  if (bad)
    gtk_widget_add_css_class (GTK_WIDGET (self->status), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->status), "error");
  if (bad)
    gtk_widget_add_css_class (GTK_WIDGET (self->pattern), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->pattern), "error");
}

static void
say_count (GalleyFindPane *self)
{
  guint n = get_n_hits (self);
  g_autofree char *text = NULL;

  if (*gtk_editable_get_text (self->pattern) == '\0')
    text = g_strdup ("");
  else if (n == 0)
    text = g_strdup (_ ("Not found"));
  else
    text = g_strdup_printf (ngettext ("%u place", "%u places", n), n);
  say (self, text, FALSE);
}

static gboolean
on_fill (GtkWidget *list, GdkFrameClock *clock, gpointer data)
{
  GalleyFindPane *self = data;
  guint n = gtk_slice_list_model_get_size (self->rows) + ROWS_A_FRAME;
  gboolean all = n >= MIN (get_n_hits (self), MANY_ROWS);

  gtk_slice_list_model_set_size (self->rows, all ? G_MAXUINT : n);
  if (all)
    self->filling = 0;
  return all ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

static gboolean
on_empty (GtkWidget *list, GdkFrameClock *clock, gpointer data)
{
  GalleyFindPane *self = data;
  guint n = MIN (gtk_slice_list_model_get_size (self->rows), MIN (get_n_hits (self), MANY_ROWS));

  n = MAX (n, FEW_ROWS + ROWS_GONE_A_FRAME) - ROWS_GONE_A_FRAME;
  gtk_slice_list_model_set_size (self->rows, n);
  if (n == FEW_ROWS)
    self->filling = 0;
  return n == FEW_ROWS ? G_SOURCE_REMOVE : G_SOURCE_CONTINUE;
}

/* @step: on_fill, on_empty, or NULL to leave it as it is. */
static void
fill_rows (GalleyFindPane *self, GtkTickCallback step)
{
  if (self->filling != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self->list), self->filling);
  self->filling = step != NULL ? gtk_widget_add_tick_callback (GTK_WIDGET (self->list), step, self, NULL) : 0;
}

static void
put_hits (GalleyFindPane *self, GPtrArray *hits)
{
  gtk_slice_list_model_set_size (self->rows, FEW_ROWS);
  fill_rows (self, on_fill);
  g_list_store_splice (self->hits, 0, get_n_hits (self), hits != NULL ? hits->pdata : NULL,
                       hits != NULL ? hits->len : 0);
  gtk_widget_set_visible (self->scroller, get_n_hits (self) > 0);
  update_ticked (self);
}

static void
on_found (GObject *source, GAsyncResult *result, gpointer data)
{
  GalleyFindPane *self = GALLEY_FIND_PANE (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_task_get_cancellable (G_TASK (result)) != self->looking)
    return;
  g_clear_object (&self->looking);
  put_hits (self, hits);
  if (hits == NULL)
    say (self, error->message, TRUE);
  else
    say_count (self);
  if (self->step != 0 && hits != NULL)
    galley_find_pane_step (self, self->step);
  self->step = 0;
}

/* --- where to look -------------------------------------------------------------------------------------- */

static void
add_article (Search *search, GalleyArticle *article)
{
  g_ptr_array_add (search->live, g_object_ref (article));
  g_ptr_array_add (search->frozen, galley_article_freeze (article));
}

static void
add_articles (GalleyFindPane *self, Search *search)
{
  GalleyEdition *edition = galley_session_get_edition (self->session);
  Scope scope = gtk_drop_down_get_selected (self->scope);
  g_autoptr (GPtrArray) all = edition != NULL ? galley_edition_list_articles (edition) : g_ptr_array_new ();
  GalleyPage *page = NULL;

  if (edition != NULL && self->article != NULL)
    galley_edition_find_article (edition, galley_article_get_id (self->article), &page);
  for (guint i = 0; i < all->len; i++)
    {
      if (scope == SCOPE_EDITION || all->pdata[i] == self->article ||
          (scope == SCOPE_PAGE && page != NULL && galley_page_index_of (page, all->pdata[i]) >= 0))
        add_article (search, all->pdata[i]);
    }
}

static gboolean
on_timeout (gpointer data)
{
  GalleyFindPane *self = data;
  g_autoptr (GTask) task = NULL;
  Search *search;

  self->timeout = 0;
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  if (*gtk_editable_get_text (self->pattern) == '\0')
    {
      self->step = 0;
      put_hits (self, NULL);
      say_count (self);
      return G_SOURCE_REMOVE;
    }
  search = g_new0 (Search, 1);
  search->live = g_ptr_array_new_with_free_func (g_object_unref);
  search->frozen = g_ptr_array_new_with_free_func (g_object_unref);
  search->pattern = g_strdup (gtk_editable_get_text (self->pattern));
  search->text = g_strdup (gtk_editable_get_text (self->text));
  search->flags = (gtk_check_button_get_active (self->regex) ? GALLEY_REPLACE_REGEX : 0) |
                  (gtk_check_button_get_active (self->match_case) ? 0 : GALLEY_REPLACE_IGNORE_CASE);
  add_articles (self, search);
  self->looking = g_cancellable_new ();
  task = g_task_new (self, self->looking, on_found, NULL);
  g_task_set_task_data (task, search, (GDestroyNotify) search_free);
  g_task_run_in_thread (task, look);
  return G_SOURCE_REMOVE;
}

static void
queue_search (GalleyFindPane *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  /* While places are made, those that are listed go with them. */
  if (self->session != NULL && self->replacing == NULL && gtk_widget_get_visible (GTK_WIDGET (self)))
    {
      self->timeout = g_timeout_add (DELAY_MS, on_timeout, self);
      fill_rows (self, on_empty);
      update_ticked (self);
    }
}

gboolean
galley_find_pane_is_busy (GalleyFindPane *self)
{
  g_return_val_if_fail (GALLEY_IS_FIND_PANE (self), FALSE);

  return self->timeout != 0 || self->looking != NULL || self->replacing != NULL;
}

/* --- going from place to place -------------------------------------------------------------------------- */

static gboolean
is_live (const GalleyReplacement *place)
{
  return galley_article_has_block (place->article, place->block);
}

static void
show_hit (GalleyFindPane *self, guint index)
{
  g_autoptr (GalleyFindHit) hit = g_list_model_get_item (G_LIST_MODEL (self->hits), index);
  const GalleyReplacement *place = galley_find_hit_get_place (hit);
  GalleyBuffer *buffer;
  GtkTextIter start, end;

  if (!is_live (place))
    return;
  if (index >= gtk_slice_list_model_get_size (self->rows))
    {
      fill_rows (self, NULL);
      gtk_slice_list_model_set_size (self->rows, G_MAXUINT);
    }
  gtk_single_selection_set_selected (self->selection, index);
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", index);
  g_signal_emit (self, signals[ARTICLE_WANTED], 0, place->article);
  if (galley_view_get_article (self->view) != place->article)
    return;
  galley_view_set_caret (self->view, (guint) galley_article_index_of (place->article, place->block),
                         place->start);
  buffer = galley_view_get_buffer (self->view);
  if (galley_buffer_locate (buffer, place->block, place->start, &start) &&
      galley_buffer_locate (buffer, place->block, place->end, &end))
    gtk_text_buffer_select_range (GTK_TEXT_BUFFER (buffer), &start, &end);
}

/* The first place at or behind the caret, in the order of the edition; the number of places where there is none. */
static guint
find_from_caret (GalleyFindPane *self)
{
  GalleyEdition *edition = galley_session_get_edition (self->session);
  g_autoptr (GPtrArray) all = galley_edition_list_articles (edition);
  g_autoptr (GHashTable) order = g_hash_table_new (NULL, NULL);
  guint block = 0, offset = 0, here, n = get_n_hits (self);

  for (guint i = 0; i < all->len; i++)
    g_hash_table_insert (order, all->pdata[i], GUINT_TO_POINTER (i));
  galley_view_get_caret (self->view, &block, &offset);
  here = GPOINTER_TO_UINT (g_hash_table_lookup (order, self->article));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GalleyFindHit) hit = g_list_model_get_item (G_LIST_MODEL (self->hits), i);
      const GalleyReplacement *place = galley_find_hit_get_place (hit);
      guint at = GPOINTER_TO_UINT (g_hash_table_lookup (order, place->article));
      gint index = galley_article_index_of (place->article, place->block);

      if (at > here ||
          (at == here && (index > (gint) block || (index == (gint) block && place->start >= offset))))
        return i;
    }
  return n;
}

/* Does the caret stand at the place that is chosen in the list? */
static gboolean
is_at_selected (GalleyFindPane *self)
{
  GalleyFindHit *hit = gtk_single_selection_get_selected_item (self->selection);
  const GalleyReplacement *place = hit != NULL ? galley_find_hit_get_place (hit) : NULL;
  guint block = 0, offset = 0;

  if (place == NULL || place->article != self->article || !is_live (place))
    return FALSE;
  galley_view_get_caret (self->view, &block, &offset);
  return galley_article_index_of (place->article, place->block) == (gint) block && offset == place->start;
}

void
galley_find_pane_step (GalleyFindPane *self, int direction)
{
  guint n, at;

  g_return_if_fail (GALLEY_IS_FIND_PANE (self));

  n = get_n_hits (self);
  if (*gtk_editable_get_text (self->pattern) == '\0')
    {
      galley_find_pane_open (self, FALSE);
      return;
    }
  if (galley_find_pane_is_busy (self))
    {
      self->step = direction;
      return;
    }
  if (n == 0 || self->article == NULL)
    {
      gtk_widget_error_bell (GTK_WIDGET (self));
      return;
    }
  if (is_at_selected (self))
    at = gtk_single_selection_get_selected (self->selection) + (direction > 0 ? 1 : n - 1);
  else
    at = find_from_caret (self) + (direction > 0 ? 0 : n - 1);
  show_hit (self, at % n);
}

/* --- replacing ------------------------------------------------------------------------------------------ */

static void
on_replaced (GObject *correct, GAsyncResult *result, gpointer data)
{
  g_autoptr (GalleyFindPane) self = data;
  guint n = galley_replace_run_finish (GALLEY_CORRECT (correct), result);

  g_clear_object (&self->replacing);
  if (self->session == NULL)
    return;
  galley_progress_stop (self->progress);
  if (n == 0)
    gtk_widget_error_bell (GTK_WIDGET (self));
  queue_search (self);
}

/* Those of @hits (transfer full) that are ticked. */
static void
replace (GalleyFindPane *self, GPtrArray *hits)
{
  g_autoptr (GPtrArray) held = hits;
  g_autoptr (GalleyJob) job = galley_job_new (NULL);

  if (!galley_replace_run_async (self->session, self->correct, held, job, on_replaced, g_object_ref (self)))
    {
      g_object_unref (self);
      return;
    }
  self->replacing = g_steal_pointer (&job);
  galley_progress_start (self->progress, self->replacing, _ ("Replacing…"));
  update_ticked (self);
}

static void
on_replace_all (GalleyFindPane *self)
{
  GPtrArray *hits = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < get_n_hits (self); i++)
    g_ptr_array_add (hits, g_list_model_get_item (G_LIST_MODEL (self->hits), i));
  replace (self, hits);
}

/* Both versions stay: what was there, and what this did. */
static gboolean
replace_place (GalleyFindPane *self, GalleyReplacement *place)
{
  GalleyStore *store = galley_session_get_store (self->session);
  g_autoptr (GPtrArray) places = g_ptr_array_new ();
  GalleyHandStep *step;

  if (!galley_correct_begin (self->correct))
    return FALSE;
  g_ptr_array_add (places, place);
  galley_store_keep (store, place->article, "edit", NULL);
  step = galley_hand_replace (galley_session_get_edition (self->session), places, NULL);
  galley_correct_end (self->correct, step, TRUE);
  if (step != NULL)
    galley_store_keep (store, place->article, "replace", NULL);
  else
    gtk_widget_error_bell (GTK_WIDGET (self));
  queue_search (self);
  return TRUE;
}

/* The place that is looked at, and on to the next; the first time it is only gone to. */
static void
on_replace_one (GalleyFindPane *self)
{
  g_autoptr (GalleyFindHit) hit = NULL;
  GalleyReplacement *place;
  guint block;

  if (galley_find_pane_is_busy (self) || !is_at_selected (self))
    {
      galley_find_pane_step (self, 1);
      return;
    }
  hit = g_object_ref (gtk_single_selection_get_selected_item (self->selection));
  place = galley_find_hit_get_place (hit);
  block = (guint) galley_article_index_of (place->article, place->block);
  if (!replace_place (self, place))
    return;
  galley_view_set_caret (self->view, block, place->start + (guint) g_utf8_strlen (place->new_text, -1));
  self->step = 1;
}

/* --- opening and closing -------------------------------------------------------------------------------- */

static void
on_close (GalleyFindPane *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  galley_view_grab_focus (self->view);
}

static void
on_show_replace (GalleyFindPane *self)
{
  gboolean shown = gtk_toggle_button_get_active (self->show_replace);
  g_autoptr (GtkListItemFactory) factory =
      galley_find_hit_factory_new (shown, G_CALLBACK (update_ticked), self);

  gtk_widget_set_visible (self->replace_box, shown);
  gtk_list_view_set_factory (self->list, factory);
  if (shown && gtk_widget_get_mapped (GTK_WIDGET (self)) && *gtk_editable_get_text (self->pattern) != '\0')
    gtk_widget_grab_focus (GTK_WIDGET (self->text));
}

void
galley_find_pane_open (GalleyFindPane *self, gboolean replace)
{
  GtkTextBuffer *buffer;
  GtkTextIter start, end;

  g_return_if_fail (GALLEY_IS_FIND_PANE (self));

  buffer = GTK_TEXT_BUFFER (galley_view_get_buffer (self->view));
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  if (buffer != NULL && gtk_text_buffer_get_selection_bounds (buffer, &start, &end) &&
      gtk_text_iter_get_line (&start) == gtk_text_iter_get_line (&end))
    {
      g_autofree char *selected = gtk_text_iter_get_slice (&start, &end);

      gtk_check_button_set_active (self->regex, FALSE);
      gtk_editable_set_text (self->pattern, selected);
    }
  gtk_toggle_button_set_active (self->show_replace, replace);
  gtk_widget_grab_focus (GTK_WIDGET (self->pattern));
  queue_search (self);
}

static void
on_query_edited (GalleyFindPane *self)
{
  queue_search (self);
}

static void
on_next (GalleyFindPane *self)
{
  galley_find_pane_step (self, 1);
}

static void
on_previous (GalleyFindPane *self)
{
  galley_find_pane_step (self, -1);
}

static void
on_activate (GalleyFindPane *self, guint position)
{
  show_hit (self, position);
}

static gboolean
on_key (GalleyFindPane *self, guint keyval, guint code, GdkModifierType state)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  if (self->replacing != NULL)
    galley_job_cancel (self->replacing);
  else
    on_close (self);
  return GDK_EVENT_STOP;
}

/* Space ticks the place the list stands at. */
static gboolean
on_list_key (GalleyFindPane *self, guint keyval, guint code, GdkModifierType state)
{
  GalleyFindHit *hit = gtk_single_selection_get_selected_item (self->selection);

  if (keyval != GDK_KEY_space || hit == NULL || !gtk_toggle_button_get_active (self->show_replace))
    return GDK_EVENT_PROPAGATE;
  galley_find_hit_set_ticked (hit, !galley_find_hit_get_ticked (hit));
  return GDK_EVENT_STOP;
}

/* --- the widget ----------------------------------------------------------------------------------------- */

static void
galley_find_pane_dispose (GObject *object)
{
  GalleyFindPane *self = GALLEY_FIND_PANE (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  if (self->replacing != NULL)
    galley_job_cancel (self->replacing);
  g_clear_object (&self->article_signals);
  if (self->list != NULL)
    fill_rows (self, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), GALLEY_TYPE_FIND_PANE);
  g_clear_object (&self->selection);
  g_clear_object (&self->rows);
  g_clear_object (&self->hits);
  g_clear_object (&self->article);
  g_clear_object (&self->correct);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (galley_find_pane_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_child (klass, GalleyFindPane, box);
  gtk_widget_class_bind_template_child (klass, GalleyFindPane, pattern);
  gtk_widget_class_bind_template_child (klass, GalleyFindPane, text);
  gtk_widget_class_bind_template_child (klass, GalleyFindPane, replace_box);
  gtk_widget_class_bind_template_child (klass, GalleyFindPane, show_replace);
  gtk_widget_class_bind_template_child (klass, GalleyFindPane, replace_one);
  gtk_widget_class_bind_template_child (klass, GalleyFindPane, replace_all);
  gtk_widget_class_bind_template_child (klass, GalleyFindPane, previous);
  gtk_widget_class_bind_template_child (klass, GalleyFindPane, next);
  gtk_widget_class_bind_template_child (klass, GalleyFindPane, scope);
  gtk_widget_class_bind_template_child (klass, GalleyFindPane, match_case);
  gtk_widget_class_bind_template_child (klass, GalleyFindPane, regex);
  gtk_widget_class_bind_template_child (klass, GalleyFindPane, status);
  gtk_widget_class_bind_template_child (klass, GalleyFindPane, progress);
  gtk_widget_class_bind_template_child (klass, GalleyFindPane, scroller);
  gtk_widget_class_bind_template_child (klass, GalleyFindPane, list);
  gtk_widget_class_bind_template_callback (klass, on_query_edited);
  gtk_widget_class_bind_template_callback (klass, on_next);
  gtk_widget_class_bind_template_callback (klass, on_previous);
  gtk_widget_class_bind_template_callback (klass, on_show_replace);
  gtk_widget_class_bind_template_callback (klass, on_close);
  gtk_widget_class_bind_template_callback (klass, on_replace_one);
  gtk_widget_class_bind_template_callback (klass, on_replace_all);
  gtk_widget_class_bind_template_callback (klass, on_activate);
}

static void
galley_find_pane_class_init (GalleyFindPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (GALLEY_TYPE_PROGRESS);
  G_OBJECT_CLASS (klass)->dispose = galley_find_pane_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "findpane");
  signals[ARTICLE_WANTED] = g_signal_new ("article-wanted", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, GALLEY_TYPE_ARTICLE);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/galley/Galley/galley-find-pane.ui");
  bind_children (widget_class);
}

static void
galley_find_pane_init (GalleyFindPane *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *list_keys = gtk_event_controller_key_new ();

  self->hits = g_list_store_new (GALLEY_TYPE_FIND_HIT);
  self->rows = gtk_slice_list_model_new (G_LIST_MODEL (g_object_ref (self->hits)), 0, FEW_ROWS);
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->rows)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_drop_down_set_selected (self->scope, SCOPE_EDITION);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  on_show_replace (self);
  update_ticked (self);
  self->article_signals = g_signal_group_new (GALLEY_TYPE_ARTICLE);
  g_signal_group_connect_swapped (self->article_signals, "items-changed", G_CALLBACK (queue_search), self);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (on_key), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  g_signal_connect_swapped (list_keys, "key-pressed", G_CALLBACK (on_list_key), self);
  gtk_event_controller_set_propagation_phase (list_keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (GTK_WIDGET (self->list), list_keys);
}

/* What was found belongs to the edition that was open. */
static void
on_edition (GalleyFindPane *self)
{
  put_hits (self, NULL);
  say (self, "", FALSE);
  queue_search (self);
}

void
galley_find_pane_set_up (GalleyFindPane *self,
                         GalleySession *session,
                         GalleyView *view,
                         GalleyCorrect *correct)
{
  g_return_if_fail (GALLEY_IS_FIND_PANE (self));

  self->session = g_object_ref (session);
  self->view = view;
  self->correct = g_object_ref (correct);
  g_signal_connect_object (session, "notify::edition", G_CALLBACK (on_edition), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (correct, "done", G_CALLBACK (queue_search), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (correct, "undone", G_CALLBACK (queue_search), self, G_CONNECT_SWAPPED);
}

void
galley_find_pane_set_article (GalleyFindPane *self, GalleyArticle *article)
{
  g_return_if_fail (GALLEY_IS_FIND_PANE (self));

  if (!g_set_object (&self->article, article))
    return;
  g_signal_group_set_target (self->article_signals, article);
  if (gtk_drop_down_get_selected (self->scope) != SCOPE_EDITION)
    queue_search (self);
}
