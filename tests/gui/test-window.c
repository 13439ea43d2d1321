/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The main job in the window: import a page, walk the findings, take a fix, undo it, change a role, tag, export, close,
 * open again. Needs a display (Xvfb). */

#include "config.h"

#include <glib/gstdio.h>
#include <string.h>

#include "galley-banner.h"
#include "galley-export-dialog.h"
#include "galley-facts-panel.h"
#include "galley-metadata-panel.h"
#include "galley-name-entry.h"
#include "galley-page-panel.h"
#include "galley-outline-row.h"
#include "galley-people.h"
#include "galley-place-list.h"
#include "galley-preflight.h"
#include "galley-refusal.h"
#include "galley-workflow-panel.h"
#include "shell-fixture.h"

static void
set_up (Shell *shell, gconstpointer data)
{
  shell_start (shell);
  /* Tests share the folder of their process: each begins with nothing. */
  g_settings_reset (shell->settings, "last-edition");
}

static void
set_up_sample (Shell *shell, gconstpointer data)
{
  set_up (shell, data);
  shell_import_sample (shell);
}

static void
tear_down (Shell *shell, gconstpointer data)
{
  g_settings_reset (shell->settings, "last-edition");
  shell_stop (shell);
}

/* --- the page as it would be printed ---------------------------------------------------------------------- */

static gboolean
has_picture (gpointer user_data)
{
  return !galley_page_panel_is_busy (user_data);
}

static void
test_page_picture (Shell *shell, gconstpointer data)
{
  GalleyPagePanel *panel =
      GALLEY_PAGE_PANEL (shell_find (GTK_WIDGET (shell_get_workspace (shell)), GALLEY_TYPE_PAGE_PANEL));
  GalleyPage *page = galley_edition_get_page (shell_get_edition (shell), 0);
  GalleyArticle *wanted = NULL;
  double x, y;

  g_assert_false (galley_page_panel_is_busy (panel)); /* what nobody sees is not drawn */
  galley_workspace_show_panel (shell_get_workspace (shell), "page");
  shell_settle (shell);
  shell_wait (has_picture, panel);
  for (guint i = 0; i < galley_page_get_n_articles (page); i++)
    {
      GalleyArticle *article = galley_page_get_article (page, i);

      if (article != shell_get_article (shell) && galley_page_panel_find (panel, article, &x, &y))
        wanted = article;
    }
  g_assert_nonnull (wanted);
  g_assert_true (galley_page_panel_find (panel, wanted, &x, &y));
  galley_page_panel_click (panel, x, y);
  g_assert_true (shell_get_article (shell) == wanted);
  /* A change is drawn anew. */
  {
    GalleyBlock *block = galley_article_get_block (wanted, 0);
    g_autoptr (GalleyBlock) changed = galley_block_splice (block, 0, 0, "新");

    galley_article_splice (wanted, 0, 1, &changed, 1);
  }
  g_assert_true (galley_page_panel_is_busy (panel));
  shell_wait (has_picture, panel);
}

/* --- the first start ------------------------------------------------------------------------------------ */

static void
test_empty (Shell *shell, gconstpointer data)
{
  g_assert_null (shell_get_edition (shell));
  g_assert_null (shell_get_workspace (shell));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (shell->window)), ==, "Galley");
  /* Nothing of an edition can be done without one, and nothing of it does harm. */
  gtk_widget_activate_action (GTK_WIDGET (shell->window), "win.pane", "i", 1);
  gtk_widget_activate_action (GTK_WIDGET (shell->window), "win.finding", "i", 1);
  gtk_widget_activate_action (GTK_WIDGET (shell->window), "win.search", NULL);
}

static void
test_bad_edition (Shell *shell, gconstpointer data)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "broken.galley", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_mkdir_with_parents (g_get_user_data_dir (), 0700);
  g_assert_true (g_file_set_contents (path, "this is no edition, only words", -1, NULL));
  g_assert_false (galley_window_open (shell->window, file));
  g_assert_nonnull (galley_banner_get_text (galley_window_get_banner (shell->window)));
  g_assert_null (shell_get_edition (shell));
  gtk_widget_activate_action (GTK_WIDGET (shell->window), "win.dismiss", NULL);
  g_assert_null (galley_banner_get_text (galley_window_get_banner (shell->window)));
}

static gboolean
has_banner (gpointer user_data)
{
  return galley_banner_get_text (galley_window_get_banner (user_data)) != NULL;
}

/* One good file and one that is not there: what is good comes in, the other gets its sentence. */
static void
test_import_in_part (Shell *shell, gconstpointer data)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "story.txt", NULL);
  g_autofree char *missing = g_build_filename (g_get_user_data_dir (), "missing.txt", NULL);
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GFile) good = g_file_new_for_path (path);
  g_autoptr (GFile) bad = g_file_new_for_path (missing);

  g_mkdir_with_parents (g_get_user_data_dir (), 0700);
  g_assert_true (g_file_set_contents (
      path, "秋粮入库过半\n本报讯 昨天，记者从市粮食局了解到，全市秋粮入库过半。\n", -1, NULL));
  g_list_store_append (files, good);
  g_list_store_append (files, bad);
  galley_window_import (shell->window, G_LIST_MODEL (files));
  shell_wait (has_banner, shell->window);
  g_assert_nonnull (
      strstr (galley_banner_get_text (galley_window_get_banner (shell->window)), "missing.txt"));
  g_assert_nonnull (shell_get_edition (shell));
  shell_settle (shell);
  g_assert_nonnull (shell_get_article (shell));
}

static gboolean
has_edition (gpointer user_data)
{
  return shell_get_edition (user_data) != NULL;
}

/* A folder comes in as one, and what is in it twice is told. */
static void
test_import_folder (Shell *shell, gconstpointer data)
{
  static const char *const names[] = { "drop/one.txt", "drop/two.md", "drop/copy.txt" };
  static const char text[] =
      "秋粮入库过半\n本报讯 昨天，记者从市粮食局了解到，全市秋粮入库过半，比去年同期快了五天。\n";
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "drop", NULL);
  g_autoptr (GFile) dropped = g_file_new_for_path (folder);

  g_mkdir_with_parents (folder, 0700);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (g_get_user_data_dir (), names[i], NULL);

      g_assert_true (g_file_set_contents (path, i == 1 ? "# 春茶\n\n今年的春茶早。\n" : text, -1, NULL));
    }
  g_list_store_append (files, dropped);
  galley_window_import (shell->window, G_LIST_MODEL (files));
  shell_wait (has_edition, shell);
  shell_settle (shell);
  {
    g_autoptr (GPtrArray) articles = galley_edition_list_articles (shell_get_edition (shell));

    g_assert_cmpuint (articles->len, ==, 3);
  }
}

/* --- the sample page ------------------------------------------------------------------------------------ */

static void
test_import (Shell *shell, gconstpointer data)
{
  GalleyEdition *edition = shell_get_edition (shell);
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);
  guint n = 0;

  for (guint i = 0; i < articles->len; i++)
    n += galley_article_get_kind (articles->pdata[i]) != GALLEY_ARTICLE_FURNITURE;
  g_assert_cmpuint (n, >=, 3);
  g_assert_nonnull (galley_masthead_get (galley_edition_get_masthead (edition), GALLEY_FACT_PAPER));
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (shell->window)), !=, "Galley");
  /* What is shown is the first article, not the furniture above it. */
  g_assert_cmpint (galley_article_get_kind (shell_get_article (shell)), !=, GALLEY_ARTICLE_FURNITURE);
}

static GalleyFinding *
find_fixable (Shell *shell)
{
  GListModel *findings =
      galley_proof_get_findings (galley_view_get_proof (shell_get_view (shell)), shell_get_article (shell));

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (GalleyFinding) finding = g_list_model_get_item (findings, i);
      guint n_edits = 0;

      galley_finding_get_edits (finding, &n_edits);
      if (n_edits == 0 && galley_finding_get_fixes (finding)[0] != NULL)
        return g_steal_pointer (&finding);
    }
  return NULL;
}

static void
test_findings (Shell *shell, gconstpointer data)
{
  GalleyProof *proof = galley_view_get_proof (shell_get_view (shell));
  GListModel *findings = galley_proof_get_findings (proof, shell_get_article (shell));
  g_autoptr (GalleyFinding) finding = NULL;
  g_autofree char *before = NULL;
  g_autofree char *fixed = NULL;
  g_autofree char *after = NULL;
  guint n;

  shell_settle (shell);
  n = g_list_model_get_n_items (findings);
  g_assert_cmpuint (n, >, 0);
  for (guint i = 0; i < n; i++)
    {
      gtk_widget_activate_action (GTK_WIDGET (shell->window), "win.finding", "i", 1);
      g_assert_nonnull (galley_view_get_finding (shell_get_view (shell)));
    }

  finding = find_fixable (shell);
  g_assert_nonnull (finding);
  before = galley_article_dup_text (shell_get_article (shell));
  galley_view_show_finding (shell_get_view (shell), finding);
  gtk_widget_activate_action (GTK_WIDGET (shell_get_view (shell)), "view.take-fix", "i", 0);
  shell_settle (shell);
  fixed = galley_article_dup_text (shell_get_article (shell));
  g_assert_cmpstr (fixed, !=, before);
  g_assert_nonnull (strstr (fixed, galley_finding_get_fixes (finding)[0]));
  gtk_widget_activate_action (GTK_WIDGET (shell_get_view (shell)), "view.undo", NULL);
  shell_settle (shell);
  after = galley_article_dup_text (shell_get_article (shell));
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpuint (g_list_model_get_n_items (findings), ==, n);
}

static void
test_outline (Shell *shell, gconstpointer data)
{
  GalleyOutline *outline = galley_workspace_get_outline (shell_get_workspace (shell));
  GalleyEdition *edition = shell_get_edition (shell);
  GalleyArticle *first = shell_get_article (shell);
  GalleyPage *page = NULL;
  g_autoptr (GPtrArray) before = galley_edition_list_articles (edition);
  g_autoptr (GPtrArray) moved = NULL;
  gint index;

  galley_edition_find_article (edition, galley_article_get_id (first), &page);
  index = galley_page_index_of (page, first);
  gtk_widget_activate_action (GTK_WIDGET (outline), "outline.move-down", NULL);
  g_assert_cmpint (galley_page_index_of (page, first), ==, index + 1);
  g_assert_true (shell_get_article (shell) == first);
  gtk_widget_activate_action (GTK_WIDGET (outline), "outline.move-up", NULL);
  moved = galley_edition_list_articles (edition);
  g_assert_cmpmem (moved->pdata, moved->len * sizeof (gpointer), before->pdata,
                   before->len * sizeof (gpointer));

  /* Onto a page of its own, and back over the edge. */
  gtk_widget_activate_action (GTK_WIDGET (outline), "outline.new-page", NULL);
  g_assert_cmpuint (galley_edition_get_n_pages (edition), ==, 2);
  g_assert_true (galley_outline_select (outline, first));
  for (guint i = 0; i < before->len && galley_page_index_of (page, first) >= 0; i++)
    gtk_widget_activate_action (GTK_WIDGET (outline), "outline.move-down", NULL);
  g_assert_cmpint (galley_page_index_of (page, first), ==, -1);
  g_assert_true (galley_edition_find_article (edition, galley_article_get_id (first), NULL) == first);
  gtk_widget_activate_action (GTK_WIDGET (outline), "outline.move-up", NULL);
  g_assert_cmpint (galley_page_index_of (page, first), ==, (gint) galley_page_get_n_articles (page) - 1);

  /* A kind, a removal that shows the next article, and a new one. */
  gtk_widget_activate_action (GTK_WIDGET (outline), "outline.kind", "s", "ad");
  g_assert_cmpint (galley_article_get_kind (first), ==, GALLEY_ARTICLE_AD);
  gtk_widget_activate_action (GTK_WIDGET (outline), "outline.remove", NULL);
  g_assert_null (galley_edition_find_article (edition, galley_article_get_id (first), NULL));
  g_assert_nonnull (shell_get_article (shell));
  gtk_widget_activate_action (GTK_WIDGET (shell->window), "win.reading", "s", "undo");
  g_assert_true (galley_edition_find_article (edition, galley_article_get_id (first), NULL) == first);
  gtk_widget_activate_action (GTK_WIDGET (shell->window), "win.reading", "s", "redo");
  g_assert_null (galley_edition_find_article (edition, galley_article_get_id (first), NULL));
  gtk_widget_activate_action (GTK_WIDGET (outline), "outline.new-article", NULL);
  g_assert_cmpuint (galley_article_count_characters (shell_get_article (shell)), ==, 0);
  shell_settle (shell);
}

static GtkWidget *
find_line (GtkWidget *widget, gpointer on)
{
  GtkWidget *found = NULL;

  if (GALLEY_IS_OUTLINE_ROW (widget) && galley_outline_row_get_item (GALLEY_OUTLINE_ROW (widget)) == on)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_line (child, on);
  return found;
}

/* Drops @what on the line of @on, in its upper or lower half. The list may let go of its lines while it moves them. */
static void
drop (GtkWidget *outline, GalleyArticle *what, gpointer on, gboolean below)
{
  GtkWidget *line = find_line (outline, on);

  g_assert_nonnull (line);
  g_signal_emit_by_name (line, "dropped", what, below);
}

static void
test_drop (Shell *shell, gconstpointer data)
{
  GtkWidget *outline = GTK_WIDGET (galley_workspace_get_outline (shell_get_workspace (shell)));
  GalleyArticle *first = shell_get_article (shell);
  GalleyArticle *other;
  GalleyPage *page = NULL;
  gint index;

  galley_edition_find_article (shell_get_edition (shell), galley_article_get_id (first), &page);
  index = galley_page_index_of (page, first);
  other = galley_page_get_article (page, (guint) index + 2);
  shell_draw (GTK_WIDGET (shell->window));

  drop (outline, first, other, TRUE);
  g_assert_cmpint (galley_page_index_of (page, other), ==, index + 1);
  g_assert_cmpint (galley_page_index_of (page, first), ==, index + 2);
  shell_draw (GTK_WIDGET (shell->window));
  drop (outline, first, other, FALSE);
  g_assert_cmpint (galley_page_index_of (page, first), ==, index + 1);
  g_assert_cmpint (galley_page_index_of (page, other), ==, index + 2);
  shell_draw (GTK_WIDGET (shell->window));
  drop (outline, first, page, TRUE);
  g_assert_cmpint (galley_page_index_of (page, first), ==, (gint) galley_page_get_n_articles (page) - 1);
  g_assert_true (shell_get_article (shell) == first);
}

static void
test_search (Shell *shell, gconstpointer data)
{
  GalleyOutline *outline = galley_workspace_get_outline (shell_get_workspace (shell));
  GtkWidget *entry = shell_find (GTK_WIDGET (outline), GTK_TYPE_SEARCH_ENTRY);
  GtkWidget *stack = shell_find (GTK_WIDGET (outline), GTK_TYPE_STACK);
  GalleyArticle *article = shell_get_article (shell);
  g_autofree char *headline = galley_article_dup_headline (article);

  gtk_editable_set_text (GTK_EDITABLE (entry), "zzz");
  g_signal_emit_by_name (entry, "search-changed");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack)), ==, "nothing");
  /* What the search hides stays open. */
  g_assert_true (shell_get_article (shell) == article);
  gtk_editable_set_text (GTK_EDITABLE (entry), headline);
  g_signal_emit_by_name (entry, "search-changed");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (GTK_STACK (stack)), ==, "list");
  g_signal_emit_by_name (entry, "stop-search");
  g_assert_true (galley_outline_get_article (outline) == article);
}

static void
search (GtkWidget *entry, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (entry), text);
  g_signal_emit_by_name (entry, "search-changed");
}

/* What cannot be seen in the list is not removed, and is found when somebody wants to see it. */
static void
test_hidden (Shell *shell, gconstpointer data)
{
  GalleyOutline *outline = galley_workspace_get_outline (shell_get_workspace (shell));
  GtkWidget *entry = shell_find (GTK_WIDGET (outline), GTK_TYPE_SEARCH_ENTRY);
  GtkWidget *list = shell_find (GTK_WIDGET (outline), GTK_TYPE_LIST_VIEW);
  GalleyArticle *first = shell_get_article (shell), *other;
  g_autofree char *headline = NULL;

  g_assert_true (galley_outline_step (outline, 1));
  other = shell_get_article (shell);
  g_assert_true (other != first);
  headline = galley_article_dup_headline (first);
  search (entry, headline);
  g_assert_true (shell_get_article (shell) == other);
  gtk_widget_activate_action (GTK_WIDGET (outline), "outline.remove", NULL);
  g_assert_true (
      galley_edition_find_article (shell_get_edition (shell), galley_article_get_id (other), NULL) == other);

  /* One that the search shows goes, and the search stays. */
  g_assert_true (galley_outline_select (outline, first));
  gtk_widget_activate_action (GTK_WIDGET (outline), "outline.remove", NULL);
  g_assert_null (
      galley_edition_find_article (shell_get_edition (shell), galley_article_get_id (first), NULL));
  g_assert_true (shell_get_article (shell) != first);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, headline);

  galley_workspace_show_article (shell_get_workspace (shell), galley_article_get_id (other));
  g_assert_true (shell_get_article (shell) == other);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (entry)), ==, "");

  /* The page, which is folded and unfolded. */
  g_signal_emit_by_name (list, "activate", 0);
  gtk_widget_activate_action (GTK_WIDGET (outline), "outline.remove", NULL);
  gtk_widget_activate_action (GTK_WIDGET (outline), "outline.new-article", NULL);
  g_assert_true (shell_get_article (shell) != other);
  g_assert_cmpuint (galley_article_count_characters (shell_get_article (shell)), ==, 0);
  g_signal_emit_by_name (list, "activate", 0);
  galley_workspace_show_article (shell_get_workspace (shell), galley_article_get_id (other));
  g_assert_true (shell_get_article (shell) == other);
  shell_settle (shell);
}

/* What stands against an article that is gone is not looked for in another one. */
static void
test_gone (Shell *shell, gconstpointer data)
{
  GalleyWorkspace *workspace = shell_get_workspace (shell);
  GtkWidget *panel = shell_find (GTK_WIDGET (shell->window), GALLEY_TYPE_METADATA_PANEL);
  GalleyPlaceItem *item = galley_place_item_new (GALLEY_TONE_BAD, g_strdup (""));
  GalleyArticle *next;

  item->article = g_strdup (galley_article_get_id (shell_get_article (shell)));
  item->kind = GALLEY_OBSTACLE_FIELD;
  item->key = g_strdup ("section");
  gtk_widget_activate_action (GTK_WIDGET (galley_workspace_get_outline (workspace)), "outline.remove", NULL);
  next = shell_get_article (shell);
  galley_workspace_show_panel (workspace, "findings");
  galley_rounds_ui_go_to (galley_workspace_get_rounds_ui (workspace), item);
  g_assert_true (shell_get_article (shell) == next);
  g_assert_false (gtk_widget_get_mapped (panel));
  gtk_widget_activate_action (GTK_WIDGET (shell->window), "win.reading", "s", "undo");
  galley_rounds_ui_go_to (galley_workspace_get_rounds_ui (workspace), item);
  g_assert_true (gtk_widget_get_mapped (panel));
  galley_place_item_free (item);
  shell_settle (shell);
}

static gboolean
is_done (gpointer user_data)
{
  Shell *shell = user_data;

  return !galley_rounds_ui_is_busy (galley_workspace_get_rounds_ui (shell_get_workspace (shell)));
}

/* What was refused of one article is not offered for the next one. */
static void
test_refusal (Shell *shell, gconstpointer data)
{
  GalleyOutline *outline = galley_workspace_get_outline (shell_get_workspace (shell));
  GtkWidget *panel = shell_find (GTK_WIDGET (shell->window), GALLEY_TYPE_WORKFLOW_PANEL);
  GalleyNameEntry *name = GALLEY_NAME_ENTRY (shell_find (panel, GALLEY_TYPE_NAME_ENTRY));
  GtkWidget *refusal = shell_find (panel, GALLEY_TYPE_REFUSAL);
  GalleyArticle *first = shell_get_article (shell);

  galley_workspace_show_panel (shell_get_workspace (shell), "workflow");
  for (guint i = 0; i < 3; i++)
    {
      shell_settle (shell);
      shell_wait (is_done, shell);
      galley_name_entry_set_name (name, "Mei");
      gtk_widget_activate_action (panel, "workflow.hand-on", NULL);
      /* The third time somebody goes on before the answer is there. */
      if (i == 2)
        g_assert_true (galley_outline_step (outline, 1));
      shell_wait (is_done, shell);
      g_assert_cmpint (gtk_widget_get_visible (refusal), ==, i == 1);
    }
  g_assert_true (shell_get_article (shell) != first);
  shell_settle (shell);
}

static void
test_facts (Shell *shell, gconstpointer data)
{
  GalleyMasthead *masthead = galley_edition_get_masthead (shell_get_edition (shell));
  GtkWidget *panel, *row;

  galley_workspace_show_panel (shell_get_workspace (shell), "edition");
  panel = shell_find (GTK_WIDGET (shell->window), GALLEY_TYPE_FACTS_PANEL);
  g_assert_true (gtk_widget_get_mapped (panel));
  row = shell_find (panel, ADW_TYPE_ENTRY_ROW);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==,
                   galley_masthead_get (masthead, GALLEY_FACT_PAPER));
  gtk_editable_set_text (GTK_EDITABLE (row), "新江晚报");
  g_assert_cmpstr (galley_masthead_get (masthead, GALLEY_FACT_PAPER), ==, "新江晚报");
  g_assert_nonnull (strstr (gtk_window_get_title (GTK_WINDOW (shell->window)), "新江晚报"));
  galley_masthead_set (masthead, GALLEY_FACT_PAPER, "旧江晨报");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (row)), ==, "旧江晨报");
}

static void
test_people (Shell *shell, gconstpointer data)
{
  g_autoptr (GalleyMetadata) metadata = galley_metadata_new ();
  g_autoptr (GPtrArray) items = NULL;
  GtkWidget *people = g_object_ref_sink (galley_people_new ("People"));
  GtkWidget *entry;
  const GalleyMetaItem *item;

  galley_people_add_choice (GALLEY_PEOPLE (people), "记者", "Reporter");
  galley_metadata_add (metadata, "person", "许梅", "记者");
  galley_metadata_add (metadata, "person", "阮家骅", "本报特约评论员");
  galley_people_set (GALLEY_PEOPLE (people), metadata, "person");
  entry = shell_find (people, GTK_TYPE_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), "许小梅");
  items = galley_metadata_list (metadata, "person");
  g_assert_cmpuint (items->len, ==, 2);
  item = items->pdata[0];
  g_assert_cmpstr (item->value, ==, "许小梅");
  g_assert_cmpstr (item->qualifier, ==, "记者");
  /* A role nobody offered is kept as it is. */
  item = items->pdata[1];
  g_assert_cmpstr (item->qualifier, ==, "本报特约评论员");
  g_object_unref (people);
}

/* --- export --------------------------------------------------------------------------------------------- */

typedef struct
{
  gboolean over;
  gboolean written;
} Outcome;

static void
on_done (GalleyExportDialog *dialog, gboolean written, Outcome *outcome)
{
  outcome->over = TRUE;
  outcome->written = written;
}

static gboolean
is_over (gpointer user_data)
{
  return ((Outcome *) user_data)->over;
}

/* The bytes of the one file an export of Markdown leaves in a new folder. */
static GBytes *
export_markdown (Shell *shell)
{
  g_autofree char *path = g_dir_make_tmp ("galley-export-XXXXXX", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (GDir) dir = NULL;
  g_autofree char *file = NULL;
  GtkWidget *dialog;
  Outcome outcome = { 0 };
  char *contents = NULL;
  gsize length = 0;

  gtk_widget_activate_action (GTK_WIDGET (shell->window), "win.export", NULL);
  dialog = shell_find_window (GALLEY_TYPE_EXPORT_DIALOG);
  g_assert_nonnull (dialog);
  galley_export_dialog_set_folder (GALLEY_EXPORT_DIALOG (dialog), folder);
  g_assert_false (galley_export_dialog_select (GALLEY_EXPORT_DIALOG (dialog), "no-such-format", TRUE));
  g_assert_true (galley_export_dialog_select (GALLEY_EXPORT_DIALOG (dialog), "markdown", TRUE));
  g_signal_connect (dialog, "done", G_CALLBACK (on_done), &outcome);
  gtk_widget_activate_action (dialog, "export.start", NULL);
  shell_wait (is_over, &outcome);
  g_assert_true (outcome.written);
  gtk_window_close (GTK_WINDOW (dialog));

  dir = g_dir_open (path, 0, NULL);
  file = g_build_filename (path, g_dir_read_name (dir), NULL);
  g_assert_null (g_dir_read_name (dir));
  g_assert_true (g_file_get_contents (file, &contents, &length, NULL));
  g_remove (file);
  g_rmdir (path);
  return g_bytes_new_take (contents, length);
}

/* Everything the day brings, then another start: the same article, caret and file. */
static void
test_reopen (Shell *shell, gconstpointer data)
{
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autofree char *id = NULL;
  g_autofree char *uri = NULL;
  guint block = 0, offset = 0, body = 0;

  /* On to the next story that is not a picture. */
  do
    gtk_widget_activate_action (GTK_WIDGET (shell->window), "win.article", "i", 1);
  while (galley_article_get_kind (shell_get_article (shell)) != GALLEY_ARTICLE_STORY);
  id = g_strdup (galley_article_get_id (shell_get_article (shell)));
  while (galley_block_get_role (galley_article_get_block (shell_get_article (shell), body)) !=
         GALLEY_ROLE_BODY)
    g_assert_cmpuint (++body, <, galley_article_get_n_blocks (shell_get_article (shell)));
  galley_view_set_caret (shell_get_view (shell), body, 3);
  gtk_widget_activate_action (GTK_WIDGET (shell_get_view (shell)), "view.role", "s", "quote");
  g_assert_cmpint (galley_block_get_role (galley_article_get_block (shell_get_article (shell), body)), ==,
                   GALLEY_ROLE_QUOTE);
  galley_metadata_set (galley_article_get_metadata (shell_get_article (shell)), "section", "culture");
  shell_settle (shell);
  before = export_markdown (shell);
  g_settings_set_boolean (shell->settings, "outline-visible", FALSE);
  uri = g_settings_get_string (shell->settings, "last-edition");
  g_assert_cmpstr (uri, !=, "");

  shell_stop (shell);
  shell_start (shell);
  shell_settle (shell);
  g_assert_cmpstr (galley_article_get_id (shell_get_article (shell)), ==, id);
  galley_view_get_caret (shell_get_view (shell), &block, &offset);
  g_assert_cmpuint (block, ==, body);
  g_assert_cmpuint (offset, ==, 3);
  g_assert_cmpstr (galley_metadata_get (galley_article_get_metadata (shell_get_article (shell)), "section"),
                   ==, "culture");
  g_assert_false (
      gtk_widget_get_visible (GTK_WIDGET (galley_workspace_get_outline (shell_get_workspace (shell)))));
  after = export_markdown (shell);
  g_assert_cmpmem (g_bytes_get_data (before, NULL), g_bytes_get_size (before), g_bytes_get_data (after, NULL),
                   g_bytes_get_size (after));
  g_settings_reset (shell->settings, "outline-visible");
}

/* --- one window for each edition ------------------------------------------------------------------------ */

static guint
count_windows (Shell *shell)
{
  return g_list_length (gtk_application_get_windows (GTK_APPLICATION (shell->application)));
}

static void
test_windows (Shell *shell, gconstpointer data)
{
  g_autofree char *uri = g_settings_get_string (shell->settings, "last-edition");
  g_auto (GStrv) recent = NULL;

  /* The edition that is open is brought to the front, a new one gets a window of its own. */
  gtk_widget_activate_action (GTK_WIDGET (shell->window), "win.open-uri", "s", uri);
  g_assert_cmpuint (count_windows (shell), ==, 1);
  gtk_widget_activate_action (GTK_WIDGET (shell->window), "win.new-edition", NULL);
  g_assert_cmpuint (count_windows (shell), ==, 2);
  recent = g_settings_get_strv (shell->settings, "recent-editions");
  g_assert_cmpuint (g_strv_length (recent), >=, 2);
  g_assert_cmpstr (recent[1], ==, uri);
}

static GFile *
make_edition (const char *name)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), name, NULL);
  g_autoptr (GalleyStore) store = NULL;

  g_mkdir_with_parents (g_get_user_data_dir (), 0700);
  store = galley_store_open (path, TRUE, NULL, NULL);
  g_assert_nonnull (store);
  g_assert_true (galley_store_close (store, NULL));
  return g_file_new_for_path (path);
}

static gboolean
have_editions (gpointer user_data)
{
  for (GList *l = gtk_application_get_windows (user_data); l != NULL; l = l->next)
    {
      if (galley_session_get_edition (galley_window_get_session (l->data)) == NULL)
        return FALSE;
    }
  return TRUE;
}

/* Editions that are opened at once come each into a window, and none into two. */
static void
test_open_two (Shell *shell, gconstpointer data)
{
  g_autoptr (GFile) one = make_edition ("one.galley");
  g_autoptr (GFile) two = make_edition ("two.galley");
  GFile *files[] = { one, two, one };

  g_application_open (G_APPLICATION (shell->application), files, 3, "");
  g_assert_cmpuint (count_windows (shell), ==, 2);
  shell_wait (have_editions, shell->application);
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (shell->application)); l != NULL; l = l->next)
    g_assert_true (galley_window_has (l->data, one) != galley_window_has (l->data, two));
}

/* --- while something comes in --------------------------------------------------------------------------- */

static void
import_story (Shell *shell)
{
  g_autofree char *path = g_build_filename (g_get_user_data_dir (), "coming.txt", NULL);
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_mkdir_with_parents (g_get_user_data_dir (), 0700);
  g_assert_true (g_file_set_contents (
      path, "春茶开采\n本报讯 昨天，全市春茶开采，茶农说今年的茶比往年早了十天。\n", -1, NULL));
  g_list_store_append (files, file);
  galley_window_import (shell->window, G_LIST_MODEL (files));
  g_assert_true (galley_import_is_busy (galley_window_get_import (shell->window)));
}

static gboolean
is_in (gpointer user_data)
{
  return !galley_import_is_busy (user_data);
}

/* Whoever types keeps the article; else what came in is shown. */
static void
test_import_while_typing (Shell *shell, gconstpointer data)
{
  GalleyImport *import = galley_window_get_import (shell->window);
  GalleyArticle *article = shell_get_article (shell);
  g_autoptr (GPtrArray) before = galley_edition_list_articles (shell_get_edition (shell));
  g_autoptr (GPtrArray) after = NULL;

  galley_view_grab_focus (shell_get_view (shell));
  import_story (shell);
  shell_wait (is_in, import);
  after = galley_edition_list_articles (shell_get_edition (shell));
  g_assert_cmpuint (after->len, >, before->len);
  g_assert_true (shell_get_article (shell) == article);
  gtk_widget_activate_action (GTK_WIDGET (shell->window), "win.pane", "i", -1);
  import_story (shell);
  shell_wait (is_in, import);
  g_assert_true (shell_get_article (shell) != article);
}

/* What is opened meanwhile gets a window of its own, and what comes in never goes to another edition. */
static void
test_open_meanwhile (Shell *shell, gconstpointer data)
{
  g_autoptr (GFile) other = make_edition ("other.galley");
  g_autofree char *uri = g_file_get_uri (other);
  GalleyImport *import = galley_window_get_import (shell->window);

  import_story (shell);
  gtk_widget_activate_action (GTK_WIDGET (shell->window), "win.open-uri", "s", uri);
  g_assert_cmpuint (count_windows (shell), ==, 2);
  shell_wait (is_in, import);
  g_assert_nonnull (shell_get_edition (shell));
  g_assert_false (galley_window_has (shell->window, other));

  import_story (shell);
  g_assert_true (galley_window_create (shell->window, NULL));
  shell_wait (is_in, import);
  {
    g_autoptr (GPtrArray) articles = galley_edition_list_articles (shell_get_edition (shell));

    g_assert_cmpuint (articles->len, ==, 0);
  }
}

/* With its window goes what was coming in: no edition is made that nobody sees. */
static void
test_close_meanwhile (Shell *shell, gconstpointer data)
{
  g_autoptr (GalleyImport) import = g_object_ref (galley_window_get_import (shell->window));

  import_story (shell);
  gtk_window_destroy (GTK_WINDOW (shell->window));
  shell_wait (is_in, import);
  g_clear_object (&import);
  shell_start (shell);
  g_assert_null (shell_get_edition (shell));
  {
    g_autofree char *last = g_settings_get_string (shell->settings, "last-edition");

    g_assert_cmpstr (last, ==, "");
  }
}

static void
test_columns (Shell *shell, gconstpointer data)
{
  GtkWidget *outline = GTK_WIDGET (galley_workspace_get_outline (shell_get_workspace (shell)));
  GtkWidget *focus;

  g_assert_true (gtk_widget_get_visible (outline));
  gtk_widget_activate_action (GTK_WIDGET (shell->window), "win.outline-visible", NULL);
  g_assert_false (gtk_widget_get_visible (outline));
  gtk_widget_activate_action (GTK_WIDGET (shell->window), "win.outline-visible", NULL);
  g_assert_true (gtk_widget_get_visible (outline));

  galley_view_grab_focus (shell_get_view (shell));
  gtk_widget_activate_action (GTK_WIDGET (shell->window), "win.pane", "i", -1);
  focus = gtk_window_get_focus (GTK_WINDOW (shell->window));
  g_assert_true (gtk_widget_is_ancestor (focus, outline));
  gtk_widget_activate_action (GTK_WIDGET (shell->window), "win.pane", "i", 1);
  focus = gtk_window_get_focus (GTK_WINDOW (shell->window));
  g_assert_true (gtk_widget_is_ancestor (focus, GTK_WIDGET (shell_get_view (shell))));

  /* On a small screen the text keeps its place. */
  gtk_window_set_default_size (GTK_WINDOW (shell->window), 900, 600);
  shell_draw (GTK_WIDGET (shell->window));
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (shell->window)), <=, 900);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (shell_get_view (shell))), >=, 300);
}

int
main (int argc, char *argv[])
{
  shell_isolate ();
  g_test_init (&argc, &argv, NULL);

#define ADD(path, set_up_function, function)                                                                 \
  g_test_add (path, Shell, NULL, set_up_function, function, tear_down)
  ADD ("/window/empty", set_up, test_empty);
  ADD ("/window/bad-edition", set_up, test_bad_edition);
  ADD ("/window/import-in-part", set_up, test_import_in_part);
  ADD ("/window/import-folder", set_up, test_import_folder);
  ADD ("/window/import", set_up_sample, test_import);
  ADD ("/window/findings", set_up_sample, test_findings);
  ADD ("/window/outline", set_up_sample, test_outline);
  ADD ("/window/drop", set_up_sample, test_drop);
  ADD ("/window/search", set_up_sample, test_search);
  ADD ("/window/hidden", set_up_sample, test_hidden);
  ADD ("/window/gone", set_up_sample, test_gone);
  ADD ("/window/refusal", set_up_sample, test_refusal);
  ADD ("/window/facts", set_up_sample, test_facts);
  ADD ("/window/page-picture", set_up_sample, test_page_picture);
  ADD ("/window/people", set_up, test_people);
  ADD ("/window/reopen", set_up_sample, test_reopen);
  ADD ("/window/windows", set_up_sample, test_windows);
  ADD ("/window/open-two", set_up, test_open_two);
  ADD ("/window/import-while-typing", set_up_sample, test_import_while_typing);
  ADD ("/window/open-meanwhile", set_up, test_open_meanwhile);
  ADD ("/window/close-meanwhile", set_up, test_close_meanwhile);
  ADD ("/window/columns", set_up_sample, test_columns);
  return g_test_run ();
}
