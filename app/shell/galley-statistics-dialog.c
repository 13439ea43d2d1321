/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-stage-bar.h"
#include "galley-statistics-dialog.h"
#include "galley-statistics.h"
#include "galley-table.h"

typedef enum
{
  TABLE_PAGES,
  TABLE_PEOPLE,
  TABLE_FINDINGS,
  TABLE_PROGRESS,
  N_TABLES
} Table;

static const char *const table_names[N_TABLES] = { "pages", "people", "findings", "progress" };

/* One page of the edition, and how far its articles are. */
typedef struct
{
  char *name;
  GArray *counts; /* of guint, of each stage */
} Stand;

/* What the thread reads. */
typedef struct
{
  GPtrArray *pages;  /* of GalleyCount */
  GPtrArray *people; /* of GalleyCount */
  GPtrArray *stands; /* of Stand */
  GalleyPublication *publication;
  GPtrArray *labels;   /* of char *: "Now", and the rounds that some article has ended */
  GPtrArray *editions; /* of GalleyEdition, frozen: one for each of them */
} Figures;

struct _GalleyStatisticsDialog
{
  AdwWindow parent_instance;

  GtkWidget *copy;
  GtkWidget *save;
  AdwToastOverlay *toasts;
  GtkStack *stack;
  AdwBin *pages;
  AdwBin *people;
  AdwBin *findings;
  AdwBin *progress;

  GalleySession *session;
  GCancellable *cancellable;
  Figures *figures;
  GPtrArray *tables[N_TABLES]; /* of GStrv; NULL before it is there */
  GPtrArray *rules;            /* of GPtrArray of GalleyCount: by rule, of each edition that was checked */
  GHashTable *names;           /* rule id → name */
  gboolean busy;
};

G_DEFINE_FINAL_TYPE (GalleyStatisticsDialog, galley_statistics_dialog, ADW_TYPE_WINDOW)

static void
stand_free (gpointer data)
{
  Stand *stand = data;

  g_free (stand->name);
  g_array_unref (stand->counts);
  g_free (stand);
}

static void
figures_free (Figures *figures)
{
  g_clear_pointer (&figures->pages, g_ptr_array_unref);
  g_clear_pointer (&figures->people, g_ptr_array_unref);
  g_clear_pointer (&figures->stands, g_ptr_array_unref);
  g_clear_pointer (&figures->publication, galley_publication_unref);
  g_clear_pointer (&figures->labels, g_ptr_array_unref);
  g_clear_pointer (&figures->editions, g_ptr_array_unref);
  g_free (figures);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Figures, figures_free)

/* --- in the thread: all from the file, which nobody else touches here ------------------------------------- */

static GPtrArray *
list_stands (GalleyRounds *rounds, GalleyEdition *edition, GPtrArray *pages)
{
  GPtrArray *stands = g_ptr_array_new_with_free_func (stand_free);
  guint n_stages = galley_statistics_get_n_stages (galley_rounds_get_publication (rounds));

  for (guint i = 0; i < galley_edition_get_n_pages (edition); i++)
    {
      GalleyPage *page = galley_edition_get_page (edition, i);
      Stand *stand = g_new0 (Stand, 1);

      stand->name = g_strdup (((const GalleyCount *) pages->pdata[i])->name);
      stand->counts = g_array_new (FALSE, TRUE, sizeof (guint));
      g_array_set_size (stand->counts, n_stages);
      for (guint k = 0; k < galley_page_get_n_articles (page); k++)
        {
          GalleyArticle *article = galley_page_get_article (page, k);

          if (galley_article_get_kind (article) != GALLEY_ARTICLE_FURNITURE)
            g_array_index (stand->counts, guint, galley_statistics_get_stage (rounds, article))++;
        }
      g_ptr_array_add (stands, stand);
    }
  return stands;
}

static gboolean
add_rounds (Figures *figures, GalleyRounds *rounds, GError **error)
{
  guint n_articles;
  g_autoptr (GPtrArray) progress = galley_statistics_list_progress (rounds, &n_articles);

  for (guint i = 0; i < progress->len; i++)
    {
      const GalleyCount *count = progress->pdata[i];
      gint round = galley_publication_find_round (figures->publication, count->name);
      g_autoptr (GalleyEdition) then = NULL;

      if (count->n == 0 || round < 0)
        continue;
      then = galley_statistics_make_round (rounds, count->name, error);
      if (then == NULL)
        return FALSE;
      g_ptr_array_add (figures->labels,
                       g_strdup (galley_publication_get_round (figures->publication, (guint) round)->label));
      g_ptr_array_add (figures->editions, galley_edition_freeze (then));
    }
  return TRUE;
}

static void
read_figures (GTask *task, gpointer source, gpointer path, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyStore) store = galley_store_open_readonly (path, &error);
  g_autoptr (GalleyRounds) rounds = store != NULL ? galley_rounds_new (store, &error) : NULL;
  g_autoptr (Figures) figures = NULL;
  GalleyEdition *edition;

  if (rounds == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  edition = galley_store_get_edition (store);
  figures = g_new0 (Figures, 1);
  figures->publication = galley_publication_ref (galley_rounds_get_publication (rounds));
  figures->pages = galley_statistics_list_pages (edition);
  figures->people = galley_statistics_list_people (edition);
  figures->stands = list_stands (rounds, edition, figures->pages);
  figures->labels = g_ptr_array_new_with_free_func (g_free);
  figures->editions = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (figures->labels, g_strdup (C_ ("column of findings", "Now")));
  g_ptr_array_add (figures->editions, galley_edition_freeze (edition));
  if (add_rounds (figures, rounds, &error))
    g_task_return_pointer (task, g_steal_pointer (&figures), (GDestroyNotify) figures_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* --- tables --------------------------------------------------------------------------------------------- */

static GPtrArray *
new_rows (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
}

static void
add_counts (GPtrArray *rows, const char *name, guint n, guint characters, double share)
{
  g_autofree char *n_text = g_strdup_printf ("%u", n);
  g_autofree char *characters_text = g_strdup_printf ("%u", characters);
  g_autofree char *share_text = g_strdup_printf ("%.1f", share);

  g_ptr_array_add (rows, share >= 0 ? galley_table_row (name, n_text, characters_text, share_text, NULL)
                                    : galley_table_row (name, n_text, characters_text, NULL));
}

static GPtrArray *
tell_pages (const Figures *figures)
{
  GPtrArray *rows = new_rows ();
  guint n = 0, characters = 0;

  g_ptr_array_add (rows, galley_table_row (_ ("Page"), _ ("Articles"), _ ("Characters"), NULL));
  for (guint i = 0; i < figures->pages->len; i++)
    {
      const GalleyCount *count = figures->pages->pdata[i];

      add_counts (rows, count->name, count->n, count->characters, -1);
      n += count->n;
      characters += count->characters;
    }
  add_counts (rows, _ ("All pages"), n, characters, -1);
  return rows;
}

static GPtrArray *
tell_people (const Figures *figures)
{
  GPtrArray *rows = new_rows ();

  g_ptr_array_add (rows,
                   galley_table_row (_ ("Person"), _ ("Articles"), _ ("Characters"), _ ("Own share"), NULL));
  for (guint i = 0; i < figures->people->len; i++)
    {
      const GalleyCount *count = figures->people->pdata[i];
      g_autofree char *name =
          count->role != NULL ? g_strdup_printf ("%s %s", count->role, count->name) : g_strdup (count->name);

      add_counts (rows, name, count->n, count->characters, count->share);
    }
  return rows;
}

static guint
find_count (GPtrArray *counts, const char *name)
{
  for (guint i = 0; i < counts->len; i++)
    {
      if (g_str_equal (((const GalleyCount *) counts->pdata[i])->name, name))
        return ((const GalleyCount *) counts->pdata[i])->n;
    }
  return 0;
}

static void
add_rule (GalleyStatisticsDialog *self, GPtrArray *rows, const char *id)
{
  g_autoptr (GStrvBuilder) cells = g_strv_builder_new ();
  const char *name = g_hash_table_lookup (self->names, id);
  g_autofree char *title = name != NULL ? g_strdup_printf ("%s  %s", name, id) : g_strdup (id);

  g_strv_builder_add (cells, title);
  for (guint i = 0; i < self->rules->len; i++)
    {
      g_autofree char *n = g_strdup_printf ("%u", find_count (self->rules->pdata[i], id));

      g_strv_builder_add (cells, n);
    }
  g_ptr_array_add (rows, g_strv_builder_end (cells));
}

/* A rule a row, a round a column. */
static GPtrArray *
tell_findings (GalleyStatisticsDialog *self)
{
  GPtrArray *rows = new_rows ();
  g_autoptr (GStrvBuilder) heads = g_strv_builder_new ();
  g_autoptr (GHashTable) told = g_hash_table_new (g_str_hash, g_str_equal);

  g_strv_builder_add (heads, _ ("Rule"));
  for (guint i = 0; i < self->rules->len; i++)
    g_strv_builder_add (heads, self->figures->labels->pdata[i]);
  g_ptr_array_add (rows, g_strv_builder_end (heads));
  for (guint i = 0; i < self->rules->len; i++)
    {
      GPtrArray *counts = self->rules->pdata[i];

      for (guint k = 0; k < counts->len; k++)
        {
          const GalleyCount *count = counts->pdata[k];

          if (g_hash_table_add (told, count->name))
            add_rule (self, rows, count->name);
        }
    }
  return rows;
}

static GPtrArray *
tell_progress (const Figures *figures)
{
  GPtrArray *rows = new_rows ();
  g_autoptr (GStrvBuilder) heads = g_strv_builder_new ();

  g_strv_builder_add (heads, _ ("Page"));
  for (guint i = 0; i < galley_statistics_get_n_stages (figures->publication); i++)
    g_strv_builder_add (heads, galley_statistics_get_stage_label (figures->publication, i));
  g_ptr_array_add (rows, g_strv_builder_end (heads));
  for (guint i = 0; i < figures->stands->len; i++)
    {
      const Stand *stand = figures->stands->pdata[i];
      g_autoptr (GStrvBuilder) cells = g_strv_builder_new ();

      g_strv_builder_add (cells, stand->name);
      for (guint k = 0; k < stand->counts->len; k++)
        {
          g_autofree char *n = g_strdup_printf ("%u", g_array_index (stand->counts, guint, k));

          g_strv_builder_add (cells, n);
        }
      g_ptr_array_add (rows, g_strv_builder_end (cells));
    }
  return rows;
}

/* --- what is shown -------------------------------------------------------------------------------------- */

static Table
get_table (GalleyStatisticsDialog *self)
{
  const char *name = gtk_stack_get_visible_child_name (self->stack);

  for (guint i = 0; i < N_TABLES; i++)
    {
      if (g_strcmp0 (name, table_names[i]) == 0)
        return (Table) i;
    }
  return TABLE_PAGES;
}

static void
update_actions (GalleyStatisticsDialog *self)
{
  const GPtrArray *rows = self->tables[get_table (self)];
  gboolean any = rows != NULL && rows->len > 1;

  gtk_widget_set_sensitive (self->copy, any);
  gtk_widget_set_sensitive (self->save, any);
}

static void
show (AdwBin *bin, GtkWidget *child)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_AUTOMATIC, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), child);
  adw_bin_set_child (bin, scroller);
}

static void
show_note (AdwBin *bin, const char *text, gboolean spinning)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *label = gtk_label_new (text);

  if (spinning)
    {
      GtkWidget *spinner = gtk_spinner_new ();

      gtk_spinner_start (GTK_SPINNER (spinner));
      gtk_widget_set_size_request (spinner, 24, 24);
      gtk_box_append (GTK_BOX (box), spinner);
    }
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_vexpand (box, TRUE);
  adw_bin_set_child (bin, box);
}

static void
show_table (GalleyStatisticsDialog *self, Table table, AdwBin *bin, GPtrArray *rows, const char *nothing)
{
  g_clear_pointer (&self->tables[table], g_ptr_array_unref);
  self->tables[table] = rows;
  if (rows->len > 1)
    show (bin, galley_table_new (rows));
  else
    show_note (bin, nothing, FALSE);
  update_actions (self);
}

/* Which colour is which stage. */
static GtkWidget *
new_legend (GalleyPublication *publication)
{
  GtkWidget *flow = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), 12);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (flow), 12);
  gtk_widget_set_focusable (flow, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (flow), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Colours"), -1);
  for (guint i = galley_statistics_get_n_stages (publication); i-- > 0;)
    {
      GtkWidget *label = gtk_label_new (NULL);
      GtkWidget *child = gtk_flow_box_child_new ();
      GdkRGBA colour;
      g_autofree char *markup = NULL;

      galley_stage_get_colour (publication, i, &colour);
      markup = g_markup_printf_escaped ("<span color=\"#%02x%02x%02x\" alpha=\"%u%%\">●</span> %s",
                                        (guint) (colour.red * 255), (guint) (colour.green * 255),
                                        (guint) (colour.blue * 255), (guint) (colour.alpha * 100),
                                        galley_statistics_get_stage_label (publication, i));
      gtk_label_set_markup (GTK_LABEL (label), markup);
      gtk_widget_set_focusable (child, FALSE);
      gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), label);
      gtk_flow_box_append (GTK_FLOW_BOX (flow), child);
    }
  return flow;
}

static void
attach_stand (GtkGrid *grid, const Figures *figures, const Stand *stand, int row)
{
  GtkWidget *name = gtk_label_new (stand->name);
  GtkWidget *bar = galley_stage_bar_new ();
  g_autofree char *count = NULL;
  GtkWidget *count_label;
  guint n = 0;

  for (guint i = 0; i < stand->counts->len; i++)
    n += g_array_index (stand->counts, guint, i);
  count = g_strdup_printf (ngettext ("%u article", "%u articles", n), n);
  count_label = gtk_label_new (count);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (name), 10);
  gtk_label_set_max_width_chars (GTK_LABEL (name), 18);
  gtk_label_set_xalign (GTK_LABEL (count_label), 1);
  gtk_widget_add_css_class (count_label, "numeric");
  gtk_widget_add_css_class (count_label, "dim-label");
  gtk_widget_set_hexpand (bar, TRUE);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  galley_stage_bar_set (GALLEY_STAGE_BAR (bar), figures->publication, (const guint *) stand->counts->data);
  gtk_grid_attach (grid, name, 0, row, 1, 1);
  gtk_grid_attach (grid, bar, 1, row, 1, 1);
  gtk_grid_attach (grid, count_label, 2, row, 1, 1);
}

static void
show_progress (GalleyStatisticsDialog *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 18);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 9);
  for (guint i = 0; i < self->figures->stands->len; i++)
    attach_stand (GTK_GRID (grid), self->figures, self->figures->stands->pdata[i], (int) i);
  gtk_box_append (GTK_BOX (box), new_legend (self->figures->publication));
  gtk_box_append (GTK_BOX (box), grid);
  gtk_widget_add_css_class (box, "galley-table");
  self->tables[TABLE_PROGRESS] = tell_progress (self->figures);
  show (self->progress, box);
}

/* --- findings, one edition after the other ---------------------------------------------------------------- */

static void check_next (GalleyStatisticsDialog *self);

static void
end_findings (GalleyStatisticsDialog *self, const char *complaint)
{
  self->busy = FALSE;
  if (complaint != NULL)
    show_note (self->findings, complaint, FALSE);
  else
    show_table (self, TABLE_FINDINGS, self->findings, tell_findings (self), _ ("Nothing was found."));
}

static void
on_checked (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GalleyStatisticsDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = galley_check_edition_finish (GALLEY_CHECK (source), result, &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (findings == NULL)
    {
      end_findings (self, error->message);
      return;
    }
  for (guint i = 0; i < findings->len; i++)
    {
      const GalleyRule *rule = galley_finding_get_rule (findings->pdata[i]);

      if (rule->name != NULL)
        g_hash_table_insert (self->names, g_strdup (rule->id), g_strdup (rule->name));
    }
  g_ptr_array_add (self->rules, galley_statistics_list_rules (findings));
  check_next (self);
}

static void
check_next (GalleyStatisticsDialog *self)
{
  GalleyProof *proof = galley_session_get_proof (self->session);

  if (self->rules->len == self->figures->editions->len || proof == NULL)
    {
      end_findings (self, proof == NULL ? _ ("The edition was closed.") : NULL);
      return;
    }
  galley_check_edition_async (galley_proof_get_check (proof),
                              self->figures->editions->pdata[self->rules->len], self->cancellable, on_checked,
                              g_object_ref (self));
}

static void
on_figures (GObject *source, GAsyncResult *result, gpointer data)
{
  GalleyStatisticsDialog *self = GALLEY_STATISTICS_DIALOG (source);
  g_autoptr (GError) error = NULL;
  Figures *figures = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_cancellable_is_cancelled (self->cancellable))
    {
      g_clear_pointer (&figures, figures_free);
      return;
    }
  if (figures == NULL)
    {
      self->busy = FALSE;
      show_note (self->pages, error->message, FALSE);
      return;
    }
  self->figures = figures;
  show_table (self, TABLE_PAGES, self->pages, tell_pages (figures), _ ("There are no pages yet."));
  show_table (self, TABLE_PEOPLE, self->people, tell_people (figures),
              _ ("No article says yet who made it: names are given in its metadata."));
  show_progress (self);
  update_actions (self);
  check_next (self);
}

/* --- copying and saving ---------------------------------------------------------------------------------- */

char *
galley_statistics_dialog_dup_csv (GalleyStatisticsDialog *self, const char *page)
{
  g_return_val_if_fail (GALLEY_IS_STATISTICS_DIALOG (self), NULL);

  for (guint i = 0; i < N_TABLES; i++)
    {
      if (g_str_equal (page, table_names[i]) && self->tables[i] != NULL)
        return galley_statistics_dup_csv (self->tables[i]);
    }
  return NULL;
}

static void
on_copy (GalleyStatisticsDialog *self)
{
  g_autofree char *csv = galley_statistics_dialog_dup_csv (self, table_names[get_table (self)]);

  if (csv == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), csv);
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (_ ("The table was copied.")));
}

/* What spreadsheets need to know that it is UTF-8. */
#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

static void
on_save_response (GtkNativeDialog *chooser, int response, GalleyStatisticsDialog *self)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *csv = NULL;
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    {
      file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      csv = galley_statistics_dialog_dup_csv (self, table_names[get_table (self)]);
      text = g_strconcat (BYTE_ORDER_MARK, csv, NULL);
      g_file_replace_contents (file, text, strlen (text), NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL,
                               &error);
      escaped = g_markup_escape_text (error != NULL ? error->message : _ ("The table was saved."), -1);
      adw_toast_overlay_add_toast (self->toasts, adw_toast_new (escaped));
    }
  g_object_unref (chooser);
}

static void
on_save (GalleyStatisticsDialog *self)
{
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (
      _ ("Save the Table"), GTK_WINDOW (self), GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  g_autofree char *name =
      g_strdup_printf ("%s-%s.csv", galley_session_get_title (self->session), table_names[get_table (self)]);

  g_strdelimit (name, "/\\:", '-');
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (on_save_response), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
copy_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  on_copy (GALLEY_STATISTICS_DIALOG (widget));
}

static void
save_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  if (gtk_widget_get_sensitive (GALLEY_STATISTICS_DIALOG (widget)->save))
    on_save (GALLEY_STATISTICS_DIALOG (widget));
}

/* --- the window ----------------------------------------------------------------------------------------- */

static void
galley_statistics_dialog_dispose (GObject *object)
{
  GalleyStatisticsDialog *self = GALLEY_STATISTICS_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (object), GALLEY_TYPE_STATISTICS_DIALOG);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (galley_statistics_dialog_parent_class)->dispose (object);
}

static void
galley_statistics_dialog_finalize (GObject *object)
{
  GalleyStatisticsDialog *self = GALLEY_STATISTICS_DIALOG (object);

  for (guint i = 0; i < N_TABLES; i++)
    g_clear_pointer (&self->tables[i], g_ptr_array_unref);
  g_clear_pointer (&self->figures, figures_free);
  g_ptr_array_unref (self->rules);
  g_hash_table_unref (self->names);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (galley_statistics_dialog_parent_class)->finalize (object);
}

static void
galley_statistics_dialog_class_init (GalleyStatisticsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = galley_statistics_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = galley_statistics_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/galley/Galley/galley-statistics-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GalleyStatisticsDialog, copy);
  gtk_widget_class_bind_template_child (widget_class, GalleyStatisticsDialog, save);
  gtk_widget_class_bind_template_child (widget_class, GalleyStatisticsDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, GalleyStatisticsDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, GalleyStatisticsDialog, pages);
  gtk_widget_class_bind_template_child (widget_class, GalleyStatisticsDialog, people);
  gtk_widget_class_bind_template_child (widget_class, GalleyStatisticsDialog, findings);
  gtk_widget_class_bind_template_child (widget_class, GalleyStatisticsDialog, progress);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_bind_template_callback (widget_class, on_save);
  gtk_widget_class_bind_template_callback (widget_class, update_actions);
  gtk_widget_class_install_action (widget_class, "statistics.copy", NULL, copy_action);
  gtk_widget_class_install_action (widget_class, "statistics.save", NULL, save_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_c, GDK_CONTROL_MASK, "statistics.copy", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, GDK_CONTROL_MASK, "statistics.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
galley_statistics_dialog_init (GalleyStatisticsDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->rules = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  show_note (self->pages, _ ("Counting…"), TRUE);
  show_note (self->people, _ ("Counting…"), TRUE);
  show_note (self->progress, _ ("Counting…"), TRUE);
  show_note (self->findings, _ ("Proofreading what each round left…"), TRUE);
  update_actions (self);
}

GtkWidget *
galley_statistics_dialog_new (GtkWindow *parent, GalleySession *session)
{
  GalleyStatisticsDialog *self;
  GalleyStore *store;
  g_autoptr (GTask) task = NULL;

  g_return_val_if_fail (GALLEY_IS_SESSION (session), NULL);

  self = g_object_new (GALLEY_TYPE_STATISTICS_DIALOG, "transient-for", parent, NULL);
  self->session = g_object_ref (session);
  store = galley_session_get_store (session);
  self->busy = TRUE;
  /* What was typed this moment is to count. */
  if (g_strcmp0 (galley_session_get_state (session), "saved") != 0)
    galley_store_flush (store, NULL);
  task = g_task_new (self, self->cancellable, on_figures, NULL);
  g_task_set_task_data (task, g_strdup (galley_store_get_uri (store)), g_free);
  g_task_run_in_thread (task, read_figures);
  return GTK_WIDGET (self);
}

gboolean
galley_statistics_dialog_is_busy (GalleyStatisticsDialog *self)
{
  g_return_val_if_fail (GALLEY_IS_STATISTICS_DIALOG (self), FALSE);

  return self->busy;
}
