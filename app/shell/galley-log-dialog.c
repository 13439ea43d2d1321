/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "galley-banner.h"
#include "galley-log-dialog.h"
#include "galley-paper.h"
#include "galley-preflight.h"
#include "galley-slip.h"

/* What stands in the columns, as a list can hold it. */
#define GALLEY_TYPE_LOG_LINE (galley_log_line_get_type ())
G_DECLARE_FINAL_TYPE (GalleyLogLine, galley_log_line, GALLEY, LOG_LINE, GObject)

enum
{
  COLUMN_NUMBER,
  COLUMN_TIME,
  COLUMN_AUTHOR,
  COLUMN_ARTICLE,
  COLUMN_WHAT,
  COLUMN_HASH,
  N_COLUMNS
};

struct _GalleyLogLine
{
  GObject parent_instance;

  char *texts[N_COLUMNS];
  gboolean bad; /* a signature was lost */
};

G_DEFINE_FINAL_TYPE (GalleyLogLine, galley_log_line, G_TYPE_OBJECT)

struct _GalleyLogDialog
{
  AdwWindow parent_instance;

  GalleyBanner *banner;
  GtkLabel *verdict;
  GtkColumnView *view;

  GalleySession *session;
  GalleyArticle *article;
  GListStore *lines;
  GtkFileChooserNative *chooser;
  GCancellable *cancellable;
  guint n_running;
  gboolean slip; /* what the chooser is about */
};

G_DEFINE_FINAL_TYPE (GalleyLogDialog, galley_log_dialog, ADW_TYPE_WINDOW)

enum
{
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
galley_log_line_finalize (GObject *object)
{
  for (guint i = 0; i < N_COLUMNS; i++)
    g_free (GALLEY_LOG_LINE (object)->texts[i]);
  G_OBJECT_CLASS (galley_log_line_parent_class)->finalize (object);
}

static void
galley_log_line_class_init (GalleyLogLineClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = galley_log_line_finalize;
}

static void
galley_log_line_init (GalleyLogLine *self)
{
}

/* --- in the thread ------------------------------------------------------------------------------------------------- */

/* The events as lines, the latest first, and whether all of it holds. */
typedef struct
{
  GPtrArray *lines;
  char *broken; /* why it does not hold, or NULL */
} Log;

static void
log_free (gpointer data)
{
  Log *log = data;

  g_ptr_array_unref (log->lines);
  g_free (log->broken);
  g_free (log);
}

static GalleyLogLine *
line_new (GalleyEdition *edition, const GalleyEvent *event)
{
  GalleyLogLine *line = g_object_new (GALLEY_TYPE_LOG_LINE, NULL);
  GalleyArticle *article =
      event->subject != NULL ? galley_edition_find_article (edition, event->subject, NULL) : NULL;

  line->texts[COLUMN_NUMBER] = g_strdup_printf ("%" G_GINT64_FORMAT, event->number);
  line->texts[COLUMN_TIME] = galley_workflow_dup_time (event->time);
  line->texts[COLUMN_AUTHOR] = g_strdup (event->author);
  line->texts[COLUMN_ARTICLE] = article != NULL ? galley_article_dup_headline (article) : g_strdup ("");
  line->texts[COLUMN_WHAT] = galley_event_dup_sentence (event);
  line->texts[COLUMN_HASH] = g_strdup_printf ("%.12s…", event->hash);
  line->bad = g_str_equal (event->what, "void");
  return line;
}

static gpointer
read_log (GalleyRounds *rounds, const GPtrArray *findings, gpointer data, GError **error)
{
  GalleyStore *store = galley_rounds_get_store (rounds);
  g_autoptr (GPtrArray) events = galley_store_list_events (store, error);
  g_autoptr (GError) broken = NULL;
  Log *log;

  if (events == NULL)
    return NULL;
  log = g_new0 (Log, 1);
  log->lines = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = events->len; i > 0; i--)
    g_ptr_array_add (log->lines,
                     line_new (galley_store_get_edition (store), g_ptr_array_index (events, i - 1)));
  if (!galley_rounds_verify (rounds, &broken))
    log->broken = g_strdup (broken->message);
  return log;
}

typedef struct
{
  char *id; /* whose slip, or NULL: the log */
  GFile *file;
} Paper;

static void
paper_free (gpointer data)
{
  Paper *paper = data;

  g_free (paper->id);
  g_object_unref (paper->file);
  g_free (paper);
}

static gboolean
is_html (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *lower = name != NULL ? g_ascii_strdown (name, -1) : g_strdup ("");

  return g_str_has_suffix (lower, ".html") || g_str_has_suffix (lower, ".htm");
}

/* Gives back where it was written. */
static gpointer
write_paper (GalleyRounds *rounds, const GPtrArray *findings, gpointer data, GError **error)
{
  const Paper *paper = data;
  GalleyArticle *article =
      paper->id != NULL ? galley_edition_find_article (
                              galley_store_get_edition (galley_rounds_get_store (rounds)), paper->id, NULL)
                        : NULL;
  g_autofree char *html = article != NULL ? galley_slip_dup_article (rounds, article, error)
                                          : galley_slip_dup_log (rounds, error);
  g_autoptr (GBytes) bytes = NULL;

  if (html == NULL)
    return NULL;
  bytes = is_html (paper->file) ? g_bytes_new (html, strlen (html)) : galley_paper_make_pdf (html, error);
  if (bytes == NULL ||
      !g_file_replace_contents (paper->file, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), NULL,
                                FALSE, G_FILE_CREATE_REPLACE_DESTINATION, NULL, NULL, error))
    return NULL;
  return g_file_get_parse_name (paper->file);
}

/* --- the list ------------------------------------------------------------------------------------------------------ */

static void
set_tone (GtkWidget *widget, gboolean good)
{
  gtk_widget_remove_css_class (widget, good ? "error" : "success");
  gtk_widget_add_css_class (widget, good ? "success" : "error");
}

static void
show_verdict (GalleyLogDialog *self, const Log *log)
{
  guint n = log->lines->len;
  g_autofree char *text =
      log->broken != NULL
          ? g_strdup_printf ("✗ %s", log->broken)
          : g_strdup_printf (
                ngettext ("✓ The log of %u event, the versions and the signatures are as they were written.",
                          "✓ The log of %u events, the versions and the signatures are as they were written.",
                          n),
                n);

  gtk_label_set_label (self->verdict, text);
  set_tone (GTK_WIDGET (self->verdict), log->broken == NULL);
}

static void
on_log (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GalleyLogDialog) self = data;
  g_autoptr (GError) error = NULL;
  Log *log = galley_workflow_read_finish (GALLEY_WORKFLOW (object), result, &error);

  self->n_running--;
  if (log != NULL && self->session != NULL)
    {
      g_list_store_splice (self->lines, 0, g_list_model_get_n_items (G_LIST_MODEL (self->lines)),
                           log->lines->pdata, log->lines->len);
      show_verdict (self, log);
    }
  else if (error != NULL && self->session != NULL)
    {
      galley_banner_show (self->banner, error->message);
    }
  g_clear_pointer (&log, log_free);
}

static void
setup_cell (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_list_item_set_child (item, label);
}

static void
bind_cell (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer column)
{
  GalleyLogLine *line = gtk_list_item_get_item (item);
  GtkWidget *label = gtk_list_item_get_child (item);
  const char *text = line->texts[GPOINTER_TO_UINT (column)];

  gtk_label_set_label (GTK_LABEL (label), text);
  gtk_widget_set_tooltip_text (label, text);
  if (line->bad)
    gtk_widget_add_css_class (label, "error");
  else
    gtk_widget_remove_css_class (label, "error");
}

static void
add_columns (GalleyLogDialog *self)
{
  static const struct
  {
    const char *title;
    int width;
  } columns[N_COLUMNS] = {
    [COLUMN_NUMBER] = { N_ ("No."), 56 }, [COLUMN_TIME] = { N_ ("When"), 140 },
    [COLUMN_AUTHOR] = { N_ ("Who"), 90 }, [COLUMN_ARTICLE] = { N_ ("Article"), 200 },
    [COLUMN_WHAT] = { N_ ("What"), 0 },   [COLUMN_HASH] = { "SHA-256", 130 },
  };

  for (guint i = 0; i < N_COLUMNS; i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      g_autoptr (GtkColumnViewColumn) column = NULL;

      g_signal_connect (factory, "setup", G_CALLBACK (setup_cell), NULL);
      g_signal_connect (factory, "bind", G_CALLBACK (bind_cell), GUINT_TO_POINTER (i));
      column = gtk_column_view_column_new (_ (columns[i].title), factory);
      gtk_column_view_column_set_resizable (column, TRUE);
      if (columns[i].width > 0)
        gtk_column_view_column_set_fixed_width (column, columns[i].width);
      else
        gtk_column_view_column_set_expand (column, TRUE);
      gtk_column_view_append_column (self->view, column);
    }
}

/* --- saving -------------------------------------------------------------------------------------------------------- */

static void
on_written (GObject *object, GAsyncResult *result, gpointer data)
{
  g_autoptr (GalleyLogDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = galley_workflow_read_finish (GALLEY_WORKFLOW (object), result, &error);
  g_autofree char *text = path != NULL ? g_strdup_printf (_ ("Written to %s."), path) : NULL;

  self->n_running--;
  if (self->session == NULL)
    return;
  if (text != NULL || error != NULL)
    galley_banner_show (self->banner, text != NULL ? text : error->message);
  g_signal_emit (self, signals[DONE], 0, path != NULL);
}

void
galley_log_dialog_save (GalleyLogDialog *self, gboolean slip, GFile *file)
{
  Paper *paper;

  g_return_if_fail (GALLEY_IS_LOG_DIALOG (self));
  g_return_if_fail (G_IS_FILE (file));

  paper = g_new0 (Paper, 1);
  paper->id = slip && self->article != NULL ? g_strdup (galley_article_get_id (self->article)) : NULL;
  paper->file = g_object_ref (file);
  self->n_running++;
  galley_workflow_read_async (galley_session_get_workflow (self->session), FALSE, write_paper, paper,
                              paper_free, g_free, NULL, on_written, g_object_ref (self));
}

static void
on_save_response (GalleyLogDialog *self, int response, GtkNativeDialog *dialog)
{
  if (response == GTK_RESPONSE_ACCEPT)
    {
      g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));

      galley_log_dialog_save (self, self->slip, file);
    }
  g_clear_object (&self->chooser);
}

static void
choose (GalleyLogDialog *self, gboolean slip)
{
  g_autofree char *title = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GtkFileFilter) filter = NULL;

  if (self->chooser != NULL)
    return;
  self->slip = slip;
  title = slip ? galley_article_dup_headline (self->article)
               : g_strdup (galley_session_get_title (self->session));
  name = g_strdup_printf ("%s-%s.pdf", slip ? _ ("Copy slip") : _ ("Log"), title != NULL ? title : "");
  g_strdelimit (name, "/\\:*?\"<>|", '-');
  filter = gtk_file_filter_new ();
  gtk_file_filter_set_name (filter, _ ("PDF, web page (.pdf, .html)"));
  gtk_file_filter_add_suffix (filter, "pdf");
  gtk_file_filter_add_suffix (filter, "html");
  self->chooser =
      gtk_file_chooser_native_new (slip ? _ ("Save the Copy Slip") : _ ("Save the Log"), GTK_WINDOW (self),
                                   GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), _ ("_Cancel"));
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (self->chooser), filter);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), name);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  g_signal_connect_object (self->chooser, "response", G_CALLBACK (on_save_response), self, G_CONNECT_SWAPPED);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
save_log_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  choose (GALLEY_LOG_DIALOG (widget), FALSE);
}

static void
save_slip_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  choose (GALLEY_LOG_DIALOG (widget), TRUE);
}

/* --- the dialog ---------------------------------------------------------------------------------------------------- */

static void
galley_log_dialog_dispose (GObject *object)
{
  GalleyLogDialog *self = GALLEY_LOG_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->chooser);
  gtk_widget_dispose_template (GTK_WIDGET (object), GALLEY_TYPE_LOG_DIALOG);
  g_clear_object (&self->article);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (galley_log_dialog_parent_class)->dispose (object);
}

static void
galley_log_dialog_finalize (GObject *object)
{
  GalleyLogDialog *self = GALLEY_LOG_DIALOG (object);

  g_object_unref (self->lines);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (galley_log_dialog_parent_class)->finalize (object);
}

static void
galley_log_dialog_class_init (GalleyLogDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (GALLEY_TYPE_BANNER);

  G_OBJECT_CLASS (klass)->dispose = galley_log_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = galley_log_dialog_finalize;
  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/galley/Galley/galley-log-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, GalleyLogDialog, banner);
  gtk_widget_class_bind_template_child (widget_class, GalleyLogDialog, verdict);
  gtk_widget_class_bind_template_child (widget_class, GalleyLogDialog, view);
  gtk_widget_class_install_action (widget_class, "log.save-log", NULL, save_log_action);
  gtk_widget_class_install_action (widget_class, "log.save-slip", NULL, save_slip_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
galley_log_dialog_init (GalleyLogDialog *self)
{
  self->lines = g_list_store_new (GALLEY_TYPE_LOG_LINE);
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
galley_log_dialog_new (GtkWindow *parent, GalleySession *session, GalleyArticle *article)
{
  GalleyLogDialog *self;
  GtkSingleSelection *selection;

  g_return_val_if_fail (GALLEY_IS_SESSION (session), NULL);

  self = g_object_new (GALLEY_TYPE_LOG_DIALOG, "transient-for", parent, NULL);
  self->session = g_object_ref (session);
  g_set_object (&self->article, article);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "log.save-slip", article != NULL);
  add_columns (self);
  /* What takes the focus is a list of the view's own. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_last_child (GTK_WIDGET (self->view))),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Events"), -1);
  selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->lines)));
  gtk_column_view_set_model (self->view, GTK_SELECTION_MODEL (selection));
  g_object_unref (selection);
  self->n_running++;
  galley_workflow_read_async (galley_session_get_workflow (session), FALSE, read_log, NULL, NULL, log_free,
                              self->cancellable, on_log, g_object_ref (self));
  return GTK_WIDGET (self);
}

gboolean
galley_log_dialog_is_busy (GalleyLogDialog *self)
{
  g_return_val_if_fail (GALLEY_IS_LOG_DIALOG (self), FALSE);

  return self->n_running > 0;
}
