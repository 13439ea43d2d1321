/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What an editor decides about findings: ignored in each scope and taken back, given to the dictionary, a rule switched off,
 * many fixed as one step. The rules come from the plugin in tests/gui/rules. Needs a display (Xvfb). */

#include "config.h"

#include "galley-fix-dialog.h"

typedef struct
{
  GalleyEdition *edition;
  GalleyArticle *articles[2];
  GalleyCheck *check;
  GalleyDesk *desk;
  GalleyProof *proof;
  GtkWidget *window;
  GalleyView *view;
  GPtrArray *told; /* what "failed" said */
} Fixture;

static void
on_failed (Fixture *self, const char *message)
{
  g_ptr_array_add (self->told, g_strdup (message));
}

static gboolean
late_cb (gpointer data)
{
  g_error ("nothing came to rest within 20 s");
  return G_SOURCE_REMOVE;
}

static void
settle (Fixture *self)
{
  guint late = g_timeout_add_seconds (20, late_cb, NULL);

  while (g_main_context_iteration (NULL, FALSE) || galley_proof_is_busy (self->proof))
    continue;
  g_source_remove (late);
}

static guint
count (Fixture *self, guint article)
{
  settle (self);
  return g_list_model_get_n_items (galley_proof_get_findings (self->proof, self->articles[article]));
}

static void
set_up (Fixture *self, gconstpointer data)
{
  static const char *const texts[] = { "会上布署了清淤任务。", "各县又布署了一遍,落实到人。" };
  g_autoptr (GalleyPlugins) plugins = galley_plugins_new (NULL);
  g_autofree char *folder = g_dir_make_tmp ("galley-desk-XXXXXX", NULL);

  self->edition = galley_edition_new ();
  for (guint i = 0; i < 2; i++)
    {
      self->articles[i] = galley_article_new (GALLEY_ARTICLE_STORY);
      for (guint k = 0; k < 2; k++)
        {
          g_autoptr (GalleyBlock) block = galley_block_new (GALLEY_ROLE_BODY, texts[k], -1);

          galley_article_append (self->articles[i], block);
        }
      galley_page_insert (galley_edition_ensure_page (self->edition, 1, NULL), G_MAXUINT, self->articles[i]);
    }
  self->check = galley_check_new (plugins, NULL);
  self->desk = galley_desk_new (folder);
  self->proof = galley_proof_new (self->check, NULL);
  self->told = g_ptr_array_new_with_free_func (g_free);
  g_signal_connect_swapped (self->proof, "failed", G_CALLBACK (on_failed), self);
  galley_proof_set_desk (self->proof, self->desk);
  galley_proof_set_edition (self->proof, self->edition);
  self->view = GALLEY_VIEW (galley_view_new ());
  galley_view_set_proof (self->view, self->proof);
  self->window = gtk_window_new ();
  gtk_window_set_child (GTK_WINDOW (self->window), GTK_WIDGET (self->view));
  gtk_window_present (GTK_WINDOW (self->window));
  galley_view_set_article (self->view, self->articles[0]);
  settle (self);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_clear_object (&self->proof);
  g_clear_pointer (&self->told, g_ptr_array_unref);
  g_clear_object (&self->desk);
  g_clear_object (&self->check);
  for (guint i = 0; i < 2; i++)
    g_clear_object (&self->articles[i]);
  g_clear_object (&self->edition);
}

static void
act (Fixture *self, const char *action, const char *scope)
{
  g_assert_true (galley_view_next_finding (self->view, 1));
  g_assert_true (
      gtk_widget_activate_action (GTK_WIDGET (self->view), action, scope != NULL ? "s" : NULL, scope));
}

static void
test_scopes (Fixture *self, gconstpointer data)
{
  static const char *const scopes[] = { "once", "article", "edition" };
  guint here = count (self, 0), there = count (self, 1);

  g_assert_cmpuint (here, ==, 3);
  for (guint i = 0; i < G_N_ELEMENTS (scopes); i++)
    {
      galley_view_set_caret (self->view, 0, 0);
      settle (self);
      act (self, "view.ignore", scopes[i]);
      g_assert_cmpuint (count (self, 0), ==, i == 0 ? here - 1 : here - 2);
      g_assert_cmpuint (count (self, 1), ==, i == 2 ? there - 2 : there);
      gtk_widget_activate_action (GTK_WIDGET (self->view), "view.undo", NULL);
      g_assert_cmpuint (count (self, 0), ==, here);
      g_assert_cmpuint (count (self, 1), ==, there);
    }
}

static void
test_desk (Fixture *self, gconstpointer data)
{
  static const char *const actions[] = { "view.add-term", "view.rule-off" };
  guint all = count (self, 0);

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      galley_view_set_caret (self->view, 0, 0);
      settle (self);
      act (self, actions[i], NULL);
      g_assert_cmpuint (count (self, 0), ==, all - 2);
      gtk_widget_activate_action (GTK_WIDGET (self->view), "view.undo", NULL);
      g_assert_cmpuint (count (self, 0), ==, all);
    }
}

static void
type (Fixture *self, const char *text)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (galley_view_get_text_view (self->view));

  gtk_text_buffer_insert_interactive_at_cursor (buffer, text, -1, TRUE);
}

static void
undo (Fixture *self)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->view), "view.undo", NULL));
  settle (self);
}

static gboolean
says (Fixture *self, const char *words)
{
  g_autofree char *text = galley_article_dup_text (self->articles[0]);

  return strstr (text, words) != NULL;
}

/* What was done last is taken back first, of whatever kind it is, and also when others were looked at meanwhile. */
static void
test_undo_order (Fixture *self, gconstpointer data)
{
  GListModel *ignored = galley_proof_get_ignored (self->proof);
  g_autofree char *rule = NULL;

  galley_view_set_caret (self->view, 0, 0);
  type (self, "甲");
  settle (self);
  g_assert_true (galley_view_next_finding (self->view, 1));
  rule = g_strdup (galley_finding_get_rule (galley_view_get_finding (self->view))->id);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->view), "view.rule-off", NULL));
  settle (self);
  act (self, "view.ignore", "once");
  galley_view_set_caret (self->view, 0, 1);
  type (self, "乙");
  galley_view_set_article (self->view, self->articles[1]);
  galley_view_set_article (self->view, self->articles[0]);

  g_assert_true (says (self, "甲乙会上"));
  undo (self);
  g_assert_true (says (self, "甲会上"));
  g_assert_cmpuint (g_list_model_get_n_items (ignored), ==, 1);
  undo (self);
  g_assert_cmpuint (g_list_model_get_n_items (ignored), ==, 0);
  g_assert_true (galley_desk_is_rule_off (self->desk, rule));
  undo (self);
  g_assert_false (galley_desk_is_rule_off (self->desk, rule));
  g_assert_true (says (self, "甲会上"));
  undo (self);
  g_assert_false (says (self, "甲"));
}

/* What was done again was done last; what was taken back in its own list is passed over. */
static void
test_undo_again (Fixture *self, gconstpointer data)
{
  GListModel *ignored = galley_proof_get_ignored (self->proof);
  g_autoptr (GalleyIgnored) entry = NULL;

  galley_view_set_caret (self->view, 0, 0);
  type (self, "甲");
  undo (self);
  act (self, "view.ignore", "once");
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->view), "view.redo", NULL));
  g_assert_true (says (self, "甲会上"));
  undo (self);
  g_assert_false (says (self, "甲"));
  g_assert_cmpuint (g_list_model_get_n_items (ignored), ==, 1);

  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (self->view), "view.redo", NULL));
  settle (self);
  act (self, "view.ignore", "once");
  g_assert_cmpuint (g_list_model_get_n_items (ignored), ==, 2);
  entry = g_list_model_get_item (ignored, 1);
  g_assert_true (galley_proof_unignore (self->proof, entry, NULL));
  settle (self);
  undo (self);
  g_assert_false (says (self, "甲"));
  g_assert_cmpuint (g_list_model_get_n_items (ignored), ==, 1);
  undo (self);
  g_assert_cmpuint (g_list_model_get_n_items (ignored), ==, 0);
}

static void
test_fix_many (Fixture *self, gconstpointer data)
{
  g_autofree char *before = galley_article_dup_text (self->articles[0]);
  g_autofree char *after = NULL;
  g_autofree char *again = NULL;
  GPtrArray *all = g_ptr_array_new_with_free_func (g_object_unref);
  GtkWidget *dialog = galley_fix_dialog_new (self->view);

  g_assert_true (GALLEY_IS_FIX_DIALOG (dialog));
  gtk_window_destroy (GTK_WINDOW (dialog));
  for (guint i = 0; i < count (self, 0); i++)
    g_ptr_array_add (all,
                     g_list_model_get_item (galley_proof_get_findings (self->proof, self->articles[0]), i));
  gtk_text_buffer_begin_user_action (GTK_TEXT_BUFFER (galley_view_get_buffer (self->view)));
  g_assert_cmpuint (galley_findings_apply (all, self->articles[0]), ==, 3);
  gtk_text_buffer_end_user_action (GTK_TEXT_BUFFER (galley_view_get_buffer (self->view)));
  g_ptr_array_unref (all);
  after = galley_article_dup_text (self->articles[0]);
  g_assert_null (strstr (after, "布署"));
  g_assert_cmpuint (count (self, 0), ==, 0);
  gtk_widget_activate_action (GTK_WIDGET (self->view), "view.undo", NULL);
  again = galley_article_dup_text (self->articles[0]);
  g_assert_cmpstr (again, ==, before);
}

/* What keeps a rule from its work is said, and once. */
static void
test_problems (Fixture *self, gconstpointer data)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (galley_view_get_text_view (self->view));
  GtkTextIter start;

  g_assert_cmpuint (self->told->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (self->told, 0), "One rule is broken."));
  gtk_text_buffer_get_start_iter (buffer, &start);
  gtk_text_buffer_insert (buffer, &start, "又", -1);
  settle (self);
  g_assert_cmpuint (self->told->len, ==, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  if (!gtk_init_check ())
    {
      g_print ("1..0 # SKIP no display\n");
      return 0;
    }
  adw_init ();
  g_test_add ("/manners/scopes", Fixture, NULL, set_up, test_scopes, tear_down);
  g_test_add ("/manners/desk", Fixture, NULL, set_up, test_desk, tear_down);
  g_test_add ("/manners/problems", Fixture, NULL, set_up, test_problems, tear_down);
  g_test_add ("/manners/undo-order", Fixture, NULL, set_up, test_undo_order, tear_down);
  g_test_add ("/manners/undo-again", Fixture, NULL, set_up, test_undo_again, tear_down);
  g_test_add ("/manners/fix-many", Fixture, NULL, set_up, test_fix_many, tear_down);
  return g_test_run ();
}
