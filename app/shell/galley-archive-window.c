/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-archive-window.h"
#include "galley-archive.h"
#include "galley-publication.h"
#include "galley-topics.h"

#define DELAY_MS 250
#define PROGRESS_MS 100
#define LIMIT 200

/* --- one hit, for the list ------------------------------------------------------------------------------ */

#define GALLEY_TYPE_ARCHIVE_ROW (galley_archive_row_get_type ())
G_DECLARE_FINAL_TYPE (GalleyArchiveRow, galley_archive_row, GALLEY, ARCHIVE_ROW, GObject)

struct _GalleyArchiveRow
{
  GObject parent_instance;

  GalleyArchiveHit *hit;
};

G_DEFINE_FINAL_TYPE (GalleyArchiveRow, galley_archive_row, G_TYPE_OBJECT)

static void
galley_archive_row_finalize (GObject *object)
{
  galley_archive_hit_free (GALLEY_ARCHIVE_ROW (object)->hit);
  G_OBJECT_CLASS (galley_archive_row_parent_class)->finalize (object);
}

static void
galley_archive_row_class_init (GalleyArchiveRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = galley_archive_row_finalize;
}

static void
galley_archive_row_init (GalleyArchiveRow *self)
{
}

/* --- the window ----------------------------------------------------------------------------------------- */

struct _GalleyArchiveWindow
{
  AdwWindow parent_instance;

  GtkWidget *folder_button;
  AdwButtonContent *folder_content;
  GtkEditable *words;
  GtkEditable *page;
  GtkEditable *person;
  GtkEditable *subject;
  GtkDropDown *state;
  GtkProgressBar *progress;
  GtkStack *stack;
  AdwStatusPage *nothing;
  GtkListView *list;
  GtkLabel *status;

  GFile *folder;
  GListStore *hits;  /* of GalleyArchiveRow */
  GPtrArray *states; /* of char *: as the archive has them; "" stands for any */
  GalleyJob *job;    /* of the search under way; NULL where none is */
  guint timeout;
  guint progress_timeout;
  guint known : 1; /* the index of the folder is up to date */
  guint again : 1; /* something else is wanted meanwhile */
  guint closed : 1;
};

G_DEFINE_FINAL_TYPE (GalleyArchiveWindow, galley_archive_window, ADW_TYPE_WINDOW)

enum
{
  HIT_ACTIVATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void start (GalleyArchiveWindow *self);

/* --- in the thread -------------------------------------------------------------------------------------- */

typedef struct
{
  char *folder;
  gboolean update;
  char *words;
  guint page;
  char *person;
  char *subject;
  char *state;
  GalleyJob *job;
} Search;

static void
search_free (Search *search)
{
  g_free (search->folder);
  g_free (search->words);
  g_free (search->person);
  g_free (search->subject);
  g_free (search->state);
  g_object_unref (search->job);
  g_free (search);
}

/* A subject is known to the archive by its code, and to a person by its name. */
static char *
dup_subject_code (const char *typed)
{
  static const char *const schemes[] = { "mediatopics", "gbt20093" };

  for (guint i = 0; typed != NULL && i < G_N_ELEMENTS (schemes); i++)
    {
      g_autoptr (GalleyTopics) topics = galley_topics_load (schemes[i], NULL);
      g_autoptr (GPtrArray) found = topics != NULL ? galley_topics_search (topics, typed, 1) : NULL;

      if (found != NULL && found->len > 0)
        return g_strdup (((const GalleyTopic *) found->pdata[0])->code);
    }
  return g_strdup (typed);
}

static gboolean
is_empty (const Search *search)
{
  return *search->words == '\0' && search->page == 0 && search->person == NULL && search->subject == NULL &&
         search->state == NULL;
}

static void
run_search (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Search *search = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyArchive) archive = galley_archive_open (search->folder, NULL, &error);
  g_autofree char *subject = dup_subject_code (search->subject);
  GalleyArchiveQuery query = { .words = search->words,
                               .page = search->page,
                               .person = search->person,
                               .subject = subject,
                               .state = search->state,
                               .limit = LIMIT };
  g_autoptr (GPtrArray) hits = NULL;

  if (archive == NULL || (search->update && !galley_archive_update (archive, search->job, &error)))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  hits = is_empty (search) ? g_ptr_array_new () : galley_archive_search (archive, &query, &error);
  if (hits != NULL && galley_archive_read_snippets (hits, search->words, search->job, &error))
    g_task_return_pointer (task, g_steal_pointer (&hits), (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

/* --- what was found ------------------------------------------------------------------------------------- */

static void
show_nothing (GalleyArchiveWindow *self, const char *title, const char *description)
{
  g_autofree char *escaped = g_markup_escape_text (description, -1);

  adw_status_page_set_title (self->nothing, title);
  adw_status_page_set_description (self->nothing, escaped);
  gtk_stack_set_visible_child_name (self->stack, "nothing");
}

static gboolean
is_asking (GalleyArchiveWindow *self)
{
  return *gtk_editable_get_text (self->words) != '\0' || *gtk_editable_get_text (self->page) != '\0' ||
         *gtk_editable_get_text (self->person) != '\0' || *gtk_editable_get_text (self->subject) != '\0' ||
         gtk_drop_down_get_selected (self->state) > 0;
}

static void
show_hits (GalleyArchiveWindow *self, GPtrArray *hits)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *text = NULL;

  g_ptr_array_set_free_func (hits, NULL);
  for (guint i = 0; i < hits->len; i++)
    {
      GalleyArchiveRow *row = g_object_new (GALLEY_TYPE_ARCHIVE_ROW, NULL);

      row->hit = hits->pdata[i];
      g_ptr_array_add (rows, row);
    }
  g_list_store_splice (self->hits, 0, g_list_model_get_n_items (G_LIST_MODEL (self->hits)), rows->pdata,
                       rows->len);
  if (hits->len > 0)
    {
      text = hits->len == LIMIT
                 ? g_strdup_printf (_ ("The first %u articles; more words find fewer."), hits->len)
                 : g_strdup_printf (ngettext ("%u article", "%u articles", hits->len), hits->len);
      gtk_stack_set_visible_child_name (self->stack, "list");
    }
  else if (is_asking (self))
    show_nothing (self, _ ("Nothing Found"), _ ("All words have to stand in one article."));
  else
    show_nothing (self, _ ("Search in Editions"),
                  _ ("Type words, a name or a page: all editions of the folder are searched."));
  gtk_label_set_label (self->status, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->status), text != NULL);
}

static void
stop_progress (GalleyArchiveWindow *self)
{
  g_clear_handle_id (&self->progress_timeout, g_source_remove);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), FALSE);
}

static void
on_searched (GObject *source, GAsyncResult *result, gpointer data)
{
  GalleyArchiveWindow *self = GALLEY_ARCHIVE_WINDOW (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) hits = g_task_propagate_pointer (G_TASK (result), &error);
  const Search *search = g_task_get_task_data (G_TASK (result));
  g_auto (GStrv) notes = galley_job_dup_notes (search->job);

  g_clear_object (&self->job);
  if (self->closed)
    return;
  stop_progress (self);
  if (hits != NULL || !search->update)
    self->known = TRUE;
  if (self->again)
    {
      self->again = FALSE;
      start (self);
      return;
    }
  if (hits == NULL)
    {
      show_nothing (self, _ ("This Folder Cannot Be Searched"), error->message);
      return;
    }
  show_hits (self, hits);
  if (notes[0] != NULL)
    {
      g_autofree char *whole = g_strjoinv ("\n", notes);

      gtk_label_set_label (self->status, notes[0]);
      gtk_widget_set_visible (GTK_WIDGET (self->status), TRUE);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->status), whole);
    }
}

/* --- asking --------------------------------------------------------------------------------------------- */

static gboolean
on_progress (gpointer data)
{
  GalleyArchiveWindow *self = data;

  if (self->job == NULL)
    return G_SOURCE_CONTINUE;
  gtk_widget_set_visible (GTK_WIDGET (self->progress), TRUE);
  gtk_progress_bar_set_fraction (self->progress, galley_job_get_progress (self->job));
  if (!self->known)
    {
      gtk_label_set_label (self->status, _ ("Reading the editions…"));
      gtk_widget_set_visible (GTK_WIDGET (self->status), TRUE);
    }
  return G_SOURCE_CONTINUE;
}

static char *
dup_entry (GtkEditable *entry)
{
  char *text = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  if (*text == '\0')
    g_clear_pointer (&text, g_free);
  return text;
}

/* One thread at a time: what is wanted meanwhile waits for it to stop. */
static void
start (GalleyArchiveWindow *self)
{
  g_autoptr (GTask) task = NULL;
  Search *search;
  guint state = gtk_drop_down_get_selected (self->state);
  guint64 page = 0;

  if (self->job != NULL)
    {
      self->again = TRUE;
      /* An index that is being made is of use to the next search too. */
      if (self->known)
        galley_job_cancel (self->job);
      return;
    }
  g_ascii_string_to_unsigned (gtk_editable_get_text (self->page), 10, 1, 9999, &page, NULL);
  search = g_new0 (Search, 1);
  search->folder = g_file_get_path (self->folder);
  search->update = !self->known;
  search->words = g_strdup (gtk_editable_get_text (self->words));
  search->page = (guint) page;
  search->person = dup_entry (self->person);
  search->subject = dup_entry (self->subject);
  search->state = state > 0 && state < self->states->len ? g_strdup (self->states->pdata[state]) : NULL;
  search->job = galley_job_new (NULL);
  self->job = g_object_ref (search->job);
  if (self->progress_timeout == 0)
    self->progress_timeout = g_timeout_add (PROGRESS_MS, on_progress, self);
  task = g_task_new (self, NULL, on_searched, NULL);
  g_task_set_task_data (task, search, (GDestroyNotify) search_free);
  g_task_run_in_thread (task, run_search);
}

static gboolean
on_timeout (gpointer data)
{
  GalleyArchiveWindow *self = data;

  self->timeout = 0;
  start (self);
  return G_SOURCE_REMOVE;
}

static void
queue_search (GalleyArchiveWindow *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->folder != NULL)
    self->timeout = g_timeout_add (DELAY_MS, on_timeout, self);
}

gboolean
galley_archive_window_is_busy (GalleyArchiveWindow *self)
{
  g_return_val_if_fail (GALLEY_IS_ARCHIVE_WINDOW (self), FALSE);

  return self->timeout != 0 || self->job != NULL;
}

GListModel *
galley_archive_window_get_hits (GalleyArchiveWindow *self)
{
  g_return_val_if_fail (GALLEY_IS_ARCHIVE_WINDOW (self), NULL);

  return G_LIST_MODEL (self->hits);
}

/* --- rows ----------------------------------------------------------------------------------------------- */

static GtkWidget *
add_label (GtkWidget *box, const char *css_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, css_class);
  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  add_label (box, "heading");
  add_label (box, "body");
  gtk_widget_add_css_class (add_label (box, "caption"), "dim-label");
  gtk_widget_add_css_class (box, "galley-archive-hit");
  gtk_list_item_set_child (item, box);
}

/* The words in bold. */
static char *
dup_marked (GalleyArchiveWindow *self, const char *text)
{
  g_auto (GStrv) words = g_strsplit (gtk_editable_get_text (self->words), " ", -1);
  GString *markup = g_string_new (NULL);

  for (const char *p = text; *p != '\0';)
    {
      gsize length = 0;

      for (guint i = 0; words[i] != NULL; i++)
        {
          if (*words[i] != '\0' && g_str_has_prefix (p, words[i]))
            length = MAX (length, strlen (words[i]));
        }
      {
        gsize step = length > 0 ? length : (gsize) (g_utf8_next_char (p) - p);
        g_autofree char *escaped = g_markup_escape_text (p, (gssize) step);

        g_string_append_printf (markup, length > 0 ? "<b>%s</b>" : "%s", escaped);
        p += step;
      }
    }
  return g_string_free (markup, FALSE);
}

static const char *
get_state_label (GalleyArchiveWindow *self, const char *state)
{
  for (guint i = 1; i < self->states->len; i++)
    {
      if (g_str_equal (self->states->pdata[i], state))
        return gtk_string_list_get_string (GTK_STRING_LIST (gtk_drop_down_get_model (self->state)), i);
    }
  return state;
}

static void
on_bind (GalleyArchiveWindow *self, GtkListItem *item)
{
  GalleyArchiveRow *row = gtk_list_item_get_item (item);
  const GalleyArchiveHit *hit = row->hit;
  GtkWidget *headline = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *snippet = gtk_widget_get_next_sibling (headline);
  GtkWidget *where = gtk_widget_get_next_sibling (snippet);
  g_autofree char *marked = dup_marked (self, hit->headline);
  g_autofree char *text = dup_marked (self, hit->snippet != NULL ? hit->snippet : "");
  g_autofree char *place = g_strdup_printf ("%s · %02u %s · %s", hit->title, hit->page, hit->page_name,
                                            get_state_label (self, hit->state));

  gtk_label_set_markup (GTK_LABEL (headline), marked);
  gtk_label_set_markup (GTK_LABEL (snippet), text);
  gtk_widget_set_visible (snippet, *text != '\0');
  gtk_label_set_label (GTK_LABEL (where), place);
  gtk_widget_set_tooltip_text (gtk_list_item_get_child (item), hit->path);
}

static void
on_activate (GalleyArchiveWindow *self, guint position)
{
  g_autoptr (GalleyArchiveRow) row = g_list_model_get_item (G_LIST_MODEL (self->hits), position);

  g_signal_emit (self, signals[HIT_ACTIVATED], 0, row->hit->path, row->hit->article);
}

/* Down to the first one: Enter once more opens it. */
static void
on_words_activated (GalleyArchiveWindow *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->hits)) > 0)
    gtk_widget_child_focus (GTK_WIDGET (self->list), GTK_DIR_TAB_FORWARD);
}

/* --- the folder ----------------------------------------------------------------------------------------- */

static void
set_folder (GalleyArchiveWindow *self, GFile *folder)
{
  g_autofree char *name = g_file_get_basename (folder);
  g_autofree char *path = g_file_get_parse_name (folder);
  g_autofree char *tip = g_strdup_printf (_ ("Search in another folder than %s"), path);

  g_set_object (&self->folder, folder);
  self->known = FALSE;
  adw_button_content_set_label (self->folder_content, name);
  gtk_widget_set_tooltip_text (self->folder_button, tip);
  queue_search (self);
}

static void
on_folder_response (GtkNativeDialog *chooser, int response, GalleyArchiveWindow *self)
{
  g_autoptr (GFile) folder =
      response == GTK_RESPONSE_ACCEPT ? gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser)) : NULL;
  g_autofree char *path = folder != NULL ? g_file_get_path (folder) : NULL;

  if (path != NULL)
    set_folder (self, folder);
  g_object_unref (chooser);
}

static void
on_choose_folder (GalleyArchiveWindow *self)
{
  GtkFileChooserNative *chooser =
      gtk_file_chooser_native_new (_ ("Folder of Editions"), GTK_WINDOW (self),
                                   GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER, _ ("_Choose"), _ ("_Cancel"));

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  g_signal_connect_object (chooser, "response", G_CALLBACK (on_folder_response), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* --- making it ------------------------------------------------------------------------------------------ */

static void
add_state (GalleyArchiveWindow *self, GtkStringList *labels, const char *state, const char *label)
{
  g_ptr_array_add (self->states, g_strdup (state));
  gtk_string_list_append (labels, label);
}

static void
fill_states (GalleyArchiveWindow *self)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  g_autoptr (GalleyPublication) publication = galley_publication_load (NULL, NULL);

  add_state (self, labels, "", _ ("Any state"));
  add_state (self, labels, "unsigned", C_ ("state of an article", "No round yet"));
  for (guint i = 0; publication != NULL && i < galley_publication_get_n_rounds (publication); i++)
    {
      const GalleyRoundPlan *plan = galley_publication_get_round (publication, i);

      add_state (self, labels, plan->name, plan->label);
    }
  add_state (self, labels, "signed", C_ ("state of an article", "Signed"));
  add_state (self, labels, "void", C_ ("state of an article", "Signature void"));
  gtk_drop_down_set_model (self->state, G_LIST_MODEL (labels));
}

static void
galley_archive_window_dispose (GObject *object)
{
  GalleyArchiveWindow *self = GALLEY_ARCHIVE_WINDOW (object);

  self->closed = TRUE;
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_handle_id (&self->progress_timeout, g_source_remove);
  if (self->job != NULL)
    galley_job_cancel (self->job);
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), GALLEY_TYPE_ARCHIVE_WINDOW);
  g_clear_object (&self->hits);
  g_clear_object (&self->folder);
  g_clear_pointer (&self->states, g_ptr_array_unref);
  G_OBJECT_CLASS (galley_archive_window_parent_class)->dispose (object);
}

static void
galley_archive_window_class_init (GalleyArchiveWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = galley_archive_window_dispose;
  signals[HIT_ACTIVATED] = g_signal_new ("hit-activated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/galley/Galley/galley-archive-window.ui");
  gtk_widget_class_bind_template_child (widget_class, GalleyArchiveWindow, folder_button);
  gtk_widget_class_bind_template_child (widget_class, GalleyArchiveWindow, folder_content);
  gtk_widget_class_bind_template_child (widget_class, GalleyArchiveWindow, words);
  gtk_widget_class_bind_template_child (widget_class, GalleyArchiveWindow, page);
  gtk_widget_class_bind_template_child (widget_class, GalleyArchiveWindow, person);
  gtk_widget_class_bind_template_child (widget_class, GalleyArchiveWindow, subject);
  gtk_widget_class_bind_template_child (widget_class, GalleyArchiveWindow, state);
  gtk_widget_class_bind_template_child (widget_class, GalleyArchiveWindow, progress);
  gtk_widget_class_bind_template_child (widget_class, GalleyArchiveWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, GalleyArchiveWindow, nothing);
  gtk_widget_class_bind_template_child (widget_class, GalleyArchiveWindow, list);
  gtk_widget_class_bind_template_child (widget_class, GalleyArchiveWindow, status);
  gtk_widget_class_bind_template_callback (widget_class, queue_search);
  gtk_widget_class_bind_template_callback (widget_class, on_words_activated);
  gtk_widget_class_bind_template_callback (widget_class, on_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_folder);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
galley_archive_window_init (GalleyArchiveWindow *self)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  GtkSelectionModel *selection;

  self->hits = g_list_store_new (GALLEY_TYPE_ARCHIVE_ROW);
  self->states = g_ptr_array_new_with_free_func (g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_states (self);
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect_swapped (factory, "bind", G_CALLBACK (on_bind), self);
  gtk_list_view_set_factory (self->list, factory);
  selection = GTK_SELECTION_MODEL (gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->hits))));
  gtk_list_view_set_model (self->list, selection);
  g_object_unref (selection);
  show_nothing (self, _ ("Search in Editions"),
                _ ("Type words, a name or a page: all editions of the folder are searched."));
}

GtkWidget *
galley_archive_window_new (GtkWindow *parent, GFile *folder)
{
  GalleyArchiveWindow *self;

  g_return_val_if_fail (G_IS_FILE (folder), NULL);

  self = g_object_new (GALLEY_TYPE_ARCHIVE_WINDOW, "transient-for", parent, NULL);
  set_folder (self, folder);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->words));
  return GTK_WIDGET (self);
}
