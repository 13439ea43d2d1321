/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <adwaita.h>
#include <glib/gi18n.h>

#include "galley-preflight.h"
#include "galley-stage-group.h"
#include "galley-vocabulary.h"

struct _GalleyStageGroup
{
  GtkWidget parent_instance;

  AdwPreferencesGroup *group;
  GtkDropDown *publication;
  GalleyWorkflow *workflow;
  GPtrArray *rows;         /* of GtkWidget *, borrowed: one a round */
  GPtrArray *publications; /* of char *: names, as the drop-down has them */
  gboolean filling;
};

G_DEFINE_FINAL_TYPE (GalleyStageGroup, galley_stage_group, GTK_TYPE_WIDGET)

enum
{
  ROUND_WANTED,
  FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static GalleyRounds *
get_rounds (GalleyStageGroup *self)
{
  return self->workflow != NULL ? galley_workflow_get_rounds (self->workflow) : NULL;
}

/* --- the rounds ---------------------------------------------------------------------------------------------------- */

static char *
dup_round_text (const GalleyRound *round, const GArray *n_marks, guint index)
{
  GString *text;
  g_autofree char *time = NULL;
  guint n;

  if (round->state == GALLEY_ROUND_WAITING)
    return g_strdup (_ ("Waits"));
  time = galley_workflow_dup_time (round->state == GALLEY_ROUND_ENDED ? round->ended : round->begun);
  text = g_string_new (round->person);
  g_string_append_printf (text, " · %s", time);
  if (n_marks != NULL && index < n_marks->len)
    {
      n = g_array_index (n_marks, guint, index);
      g_string_append (text, " · ");
      g_string_append_printf (text, ngettext ("%u mark", "%u marks", n), n);
    }
  if (round->override != NULL)
    g_string_append_printf (text, _ (" · override: %s"), round->override);
  return g_string_free (text, FALSE);
}

static void
on_row_activated (AdwActionRow *row, GalleyStageGroup *self)
{
  g_signal_emit (self, signals[ROUND_WANTED], 0, g_object_get_data (G_OBJECT (row), "round"));
}

static GtkWidget *
add_row (GalleyStageGroup *self, const GalleyRoundPlan *plan)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *dot = gtk_label_new (NULL);
  GtkWidget *state = gtk_image_new ();
  g_autofree char *markup = g_markup_printf_escaped ("<span foreground=\"%s\">●</span>", plan->colour);
  g_autofree char *title = g_markup_escape_text (plan->label, -1);

  gtk_label_set_markup (GTK_LABEL (dot), markup);
  gtk_accessible_update_state (GTK_ACCESSIBLE (dot), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), dot);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), state);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 3);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_widget_set_tooltip_text (row, _ ("Show the marks of this round in the text"));
  g_object_set_data_full (G_OBJECT (row), "round", g_strdup (plan->name), g_free);
  g_object_set_data (G_OBJECT (row), "state", state);
  g_signal_connect (row, "activated", G_CALLBACK (on_row_activated), self);
  adw_preferences_group_add (self->group, row);
  g_ptr_array_add (self->rows, row);
  return row;
}

static void
fill_row (GtkWidget *row, const GalleyRound *round, const GArray *n_marks, guint index)
{
  static const char *const icons[] = { "content-loading-symbolic", "document-edit-symbolic",
                                       "object-select-symbolic" };
  g_autofree char *text = dup_round_text (round, n_marks, index);
  g_autofree char *escaped = g_markup_escape_text (text, -1);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), escaped);
  gtk_image_set_from_icon_name (g_object_get_data (G_OBJECT (row), "state"), icons[round->state]);
}

static gboolean
has_rows_of (GalleyStageGroup *self, const GPtrArray *rounds)
{
  if (self->rows->len != rounds->len)
    return FALSE;
  for (guint i = 0; i < rounds->len; i++)
    {
      const GalleyRound *round = g_ptr_array_index (rounds, i);

      if (g_strcmp0 (g_object_get_data (g_ptr_array_index (self->rows, i), "round"), round->plan->name) != 0)
        return FALSE;
    }
  return TRUE;
}

static void
update_rows (GalleyStageGroup *self, GalleyArticle *article, const GArray *n_marks)
{
  g_autoptr (GPtrArray) rounds = galley_rounds_list (get_rounds (self), galley_article_get_id (article));

  if (!has_rows_of (self, rounds))
    {
      for (guint i = 0; i < self->rows->len; i++)
        adw_preferences_group_remove (self->group, g_ptr_array_index (self->rows, i));
      g_ptr_array_set_size (self->rows, 0);
      for (guint i = 0; i < rounds->len; i++)
        add_row (self, ((const GalleyRound *) g_ptr_array_index (rounds, i))->plan);
    }
  for (guint i = 0; i < rounds->len; i++)
    fill_row (g_ptr_array_index (self->rows, i), g_ptr_array_index (rounds, i), n_marks, i);
}

/* --- the publication ----------------------------------------------------------------------------------------------- */

static void
on_publication_set (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GalleyStageGroup) self = data;
  g_autoptr (GError) error = NULL;

  if (!galley_workflow_set_publication_finish (GALLEY_WORKFLOW (object), result, &error))
    g_signal_emit (self, signals[FAILED], 0, error->message);
}

static void
on_publication_chosen (GalleyStageGroup *self)
{
  guint selected = gtk_drop_down_get_selected (self->publication);

  if (!self->filling && selected < self->publications->len && get_rounds (self) != NULL)
    galley_workflow_set_publication_async (self->workflow, g_ptr_array_index (self->publications, selected),
                                           on_publication_set, g_object_ref (self));
}

static void
fill_publications (GalleyStageGroup *self)
{
  g_auto (GStrv) paths = galley_data_list ("publications", ".publication");
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  for (guint i = 0; paths[i] != NULL; i++)
    {
      g_autofree char *base = g_path_get_basename (paths[i]);
      g_autoptr (GalleyPublication) publication = NULL;

      base[strlen (base) - strlen (".publication")] = '\0';
      publication = galley_publication_load (base, NULL);
      if (publication == NULL)
        continue;
      g_ptr_array_add (self->publications, g_strdup (base));
      gtk_string_list_append (labels, galley_publication_get_label (publication));
    }
  self->filling = TRUE;
  gtk_drop_down_set_model (self->publication, G_LIST_MODEL (labels));
  self->filling = FALSE;
}

static void
update_publication (GalleyStageGroup *self)
{
  const char *name = galley_publication_get_name (galley_rounds_get_publication (get_rounds (self)));

  if (self->publications->len == 0)
    fill_publications (self);
  self->filling = TRUE;
  for (guint i = 0; i < self->publications->len; i++)
    {
      if (g_str_equal (g_ptr_array_index (self->publications, i), name))
        gtk_drop_down_set_selected (self->publication, i);
    }
  self->filling = FALSE;
}

/* --- the widget ---------------------------------------------------------------------------------------------------- */

static void
galley_stage_group_dispose (GObject *object)
{
  GalleyStageGroup *self = GALLEY_STAGE_GROUP (object);

  if (self->group != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->group));
  self->group = NULL;
  g_clear_object (&self->workflow);
  G_OBJECT_CLASS (galley_stage_group_parent_class)->dispose (object);
}

static void
galley_stage_group_finalize (GObject *object)
{
  GalleyStageGroup *self = GALLEY_STAGE_GROUP (object);

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->publications);
  G_OBJECT_CLASS (galley_stage_group_parent_class)->finalize (object);
}

static void
galley_stage_group_class_init (GalleyStageGroupClass *klass)
{
  GType type = G_TYPE_FROM_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = galley_stage_group_dispose;
  G_OBJECT_CLASS (klass)->finalize = galley_stage_group_finalize;
  signals[ROUND_WANTED] = g_signal_new ("round-wanted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[FAILED] =
      g_signal_new ("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
galley_stage_group_init (GalleyStageGroup *self)
{
  GtkWidget *drop_down = gtk_drop_down_new (NULL, NULL);

  self->rows = g_ptr_array_new ();
  self->publications = g_ptr_array_new_with_free_func (g_free);
  self->group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  self->publication = GTK_DROP_DOWN (drop_down);
  adw_preferences_group_set_title (self->group, _ ("Rounds"));
  gtk_widget_set_valign (drop_down, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (drop_down, _ ("Rules of the publication"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Rules of the publication"), -1);
  adw_preferences_group_set_header_suffix (self->group, drop_down);
  gtk_widget_set_parent (GTK_WIDGET (self->group), GTK_WIDGET (self));
  g_signal_connect_object (drop_down, "notify::selected", G_CALLBACK (on_publication_chosen), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
galley_stage_group_new (void)
{
  return g_object_new (GALLEY_TYPE_STAGE_GROUP, NULL);
}

void
galley_stage_group_update (GalleyStageGroup *self,
                           GalleyWorkflow *workflow,
                           GalleyArticle *article,
                           const GArray *n_marks)
{
  g_return_if_fail (GALLEY_IS_STAGE_GROUP (self));
  g_return_if_fail (GALLEY_IS_WORKFLOW (workflow));
  g_return_if_fail (GALLEY_IS_ARTICLE (article));

  g_set_object (&self->workflow, workflow);
  update_publication (self);
  update_rows (self, article, n_marks);
}
