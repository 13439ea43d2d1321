/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From copy to print in the window, with real key strokes: import, metadata, three rounds by three names with a change each, 核红,
 * signature, preflight, final export; then one more character, and what becomes of the signature. The page is one of our own; with
 * GALLEY_SHARED the seed page goes the same way, its metadata too. Needs an X display with the XTEST extension. */

#include "config.h"

#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>

#include "galley-compare-dialog.h"
#include "galley-export-dialog.h"
#include "galley-name-entry.h"
#include "galley-preflight-dialog.h"
#include "galley-preflight.h"
#include "galley-refusal.h"
#include "galley-rounds-ui.h"
#include "keys.h"
#include "shell-fixture.h"

static const char copy[] =
    "春溪日报\n\n"
    "新闻热线：0500-8855018 | 国内统一连续出版物号：CN33-0099 邮发代号：31-18 | 2025年3月18日 星期二 "
    "农历乙巳年二月十九 | 第4127期 今日8版\n\n"
    "01版：要闻\n\n"
    "全市春季植树活动在柳塘镇举行\n\n"
    "三千多人参加，栽下树苗一万两千棵\n\n"
    "本报记者 骆小雨 通讯员 温景行\n\n"
    "本报讯 3月16日上午，全市春季植树活动在柳塘镇举行。来自机关、学校和企业的三千多人挥锹培土，栽下香樟、"
    "银杏等树苗一万两千棵。\n\n"
    "活动现场，老队员手把手教新队员扶苗、填土、浇水。柳塘镇林业站站长方文达介绍，今年的树苗全部由本地苗圃"
    "培育，成活率有保障。\n\n"
    "据了解，今年全市计划新增造林两万亩，重点放在河道两岸和矿山修复区。各镇将实行专人管护，做到栽一片、"
    "活一片。\n\n"
    "图书馆夜间开放受欢迎\n\n"
    "本报讯 自本月起，市图书馆把闭馆时间延到晚上九点。记者昨晚看到，二楼阅览室座无虚席，不少市民下班后来"
    "这里看书。\n\n"
    "馆长苏琴说，夜间开放以来，每天晚上平均接待读者四百多人，比预想的多。下一步还将在周末举办讲座，邀请本地"
    "作家同读者见面。\n";

static Shell shell;

/* --- the window ---------------------------------------------------------------------------------------------------- */

static GalleyWorkflow *
get_workflow (void)
{
  return galley_session_get_workflow (galley_window_get_session (shell.window));
}

static GalleyRounds *
get_rounds (void)
{
  return galley_workflow_get_rounds (get_workflow ());
}

static gboolean
is_quiet (gpointer data)
{
  return !galley_rounds_ui_is_busy (galley_workspace_get_rounds_ui (shell_get_workspace (&shell)));
}

static void
settle (void)
{
  shell_settle (&shell);
  shell_wait (is_quiet, NULL);
  shell_settle (&shell);
}

static gboolean
has_article (gpointer data)
{
  return shell_get_workspace (&shell) != NULL && shell_get_article (&shell) != NULL;
}

static gboolean
is_no_dialog (gpointer data)
{
  return GALLEY_IS_WINDOW (keys_get_front ());
}

static gboolean
is_in_text (GtkWidget *focus, gconstpointer data)
{
  return focus == GTK_WIDGET (galley_view_get_text_view (shell_get_view (&shell)));
}

static gboolean
is_in_name (GtkWidget *focus, gconstpointer data)
{
  return gtk_widget_get_ancestor (focus, GALLEY_TYPE_NAME_ENTRY) != NULL && GTK_IS_TEXT (focus);
}

static void
import (const char *path)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_list_store_append (files, file);
  galley_window_import (shell.window, G_LIST_MODEL (files));
  shell_wait (has_article, NULL);
  settle ();
}

/* --- the desk's work ----------------------------------------------------------------------------------------------- */

static gboolean
is_in_outline (GtkWidget *focus, gconstpointer data)
{
  return gtk_widget_is_ancestor (focus,
                                 GTK_WIDGET (galley_workspace_get_outline (shell_get_workspace (&shell))));
}

static void
tab_to_entry (const char *title)
{
  keys_tab_to (keys_in_row, title);
  while (!GTK_IS_TEXT (gtk_window_get_focus (keys_get_front ())))
    keys_press ("Tab");
}

static gboolean
is_tagged (gpointer data)
{
  return galley_metadata_get (galley_article_get_metadata (shell_get_article (&shell)), "genre") != NULL;
}

/* What all have in common, for all of them at once. */
static void
tag_all (void)
{
  g_autoptr (GPtrArray) all = galley_edition_list_articles (shell_get_edition (&shell));
  g_autoptr (GPtrArray) selected = NULL;

  for (guint i = 0; i < 8 && !is_in_outline (gtk_window_get_focus (keys_get_front ()), NULL); i++)
    keys_press ("F6");
  keys_press ("<Control>a");
  selected = galley_outline_list_selected (galley_workspace_get_outline (shell_get_workspace (&shell)));
  g_assert_cmpuint (selected->len, ==, all->len);
  keys_press ("<Control><Shift>t");
  tab_to_entry ("Section");
  keys_type ("法治");
  keys_tab_to (keys_in_row, "Genre");
  keys_press ("Return");
  keys_press ("Down");
  keys_press ("Return");
  tab_to_entry ("Source");
  keys_type ("本报");
  keys_press ("<Alt>t");
  shell_wait (is_tagged, NULL);
  keys_press ("Escape");
  shell_wait (is_no_dialog, NULL);
}

static void
go_to_story (void)
{
  for (guint i = 0; i < 20 && galley_article_get_kind (shell_get_article (&shell)) != GALLEY_ARTICLE_STORY;
       i++)
    keys_press ("<Control>Page_Down");
  g_assert_cmpint (galley_article_get_kind (shell_get_article (&shell)), ==, GALLEY_ARTICLE_STORY);
  settle ();
}

/* The panel comes to the front with its key, and the name is typed into its entry. */
static void
type_name (const char *name)
{
  keys_press ("<Control>5");
  settle ();
  keys_tab_to (is_in_name, "the name");
  keys_press ("<Control>a");
  keys_type (name);
}

/* For all articles of the edition that are as far. */
static void
choose_whole_edition (void)
{
  GtkWidget *panel = shell_find (GTK_WIDGET (shell.window), GALLEY_TYPE_WORKFLOW_PANEL);
  GtkWidget *scope = NULL;

  for (GtkWidget *child = gtk_widget_get_next_sibling (shell_find (panel, GALLEY_TYPE_NAME_ENTRY));
       scope == NULL; child = gtk_widget_get_next_sibling (child))
    scope = GTK_IS_DROP_DOWN (child) ? child : NULL;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (scope), 2);
}

/* One character more, at the end of the article. */
static void
type_in_text (const char *text)
{
  while (!is_in_text (gtk_window_get_focus (keys_get_front ()), NULL))
    keys_press ("F6");
  keys_press ("<Control>End");
  keys_type (text);
  settle ();
}

static const GalleyRound *
get_last (void)
{
  return galley_rounds_get_last (get_rounds (), galley_article_get_id (shell_get_article (&shell)));
}

/* @person begins the round with Enter in the name entry, changes one character, and ends it the same way. */
static void
do_round (const char *round, const char *person, const char *text)
{
  g_autofree char *stage = NULL;
  const GalleyRound *running;

  type_name (person);
  keys_press ("Return");
  settle ();
  running = galley_rounds_get_running (get_rounds (), galley_article_get_id (shell_get_article (&shell)));
  g_assert_nonnull (running);
  g_assert_cmpstr (running->plan->name, ==, round);
  g_assert_cmpstr (running->person, ==, person);
  g_assert_cmpint (galley_workflow_get_stage (get_workflow (), shell_get_article (&shell), NULL, &stage), ==,
                   GALLEY_STAGE_RUNNING);
  g_assert_nonnull (strstr (stage, person));
  type_in_text (text);
  keys_press ("<Control><Shift>b");
  settle ();
  g_assert_nonnull (get_last ());
  g_assert_cmpstr (get_last ()->plan->name, ==, round);
  g_assert_cmpstr (get_last ()->person, ==, person);
}

static GalleySignatureState
get_signature (void)
{
  g_autoptr (GalleySignature) signature =
      galley_rounds_get_signature (get_rounds (), shell_get_article (&shell));

  return signature->state;
}

static void
sign_all (const char *person)
{
  type_name (person);
  choose_whole_edition ();
  keys_press ("<Control><Shift>j");
  settle ();
}

/* --- dialogs ------------------------------------------------------------------------------------------------------- */

static gboolean
is_looked_at (gpointer data)
{
  return !galley_preflight_dialog_is_busy (data);
}

static gboolean
is_green (void)
{
  GtkWidget *dialog;
  gboolean green;

  keys_press ("<Control><Shift>p");
  dialog = shell_find_window (GALLEY_TYPE_PREFLIGHT_DIALOG);
  g_assert_nonnull (dialog);
  shell_wait (is_looked_at, dialog);
  green = galley_preflight_dialog_is_green (GALLEY_PREFLIGHT_DIALOG (dialog));
  keys_press ("Escape");
  shell_wait (is_no_dialog, NULL);
  return green;
}

typedef struct
{
  gboolean over;
  gboolean written;
} Export;

static void
done_cb (GalleyExportDialog *dialog, gboolean written, Export *export)
{
  export->over = TRUE;
  export->written = written;
}

static gboolean
is_over (gpointer data)
{
  return ((Export *) data)->over;
}

/* FALSE where it was refused; then the list of what stands against it can be gone through. */
static gboolean
export_as (const char *purpose, const char *folder)
{
  g_autoptr (GFile) target = g_file_new_for_path (folder);
  Export export = { FALSE, FALSE };
  GtkWidget *dialog, *list;

  keys_press ("<Control>e");
  dialog = GTK_WIDGET (keys_get_front ());
  g_assert_true (GALLEY_IS_EXPORT_DIALOG (dialog));
  galley_export_dialog_set_folder (GALLEY_EXPORT_DIALOG (dialog), target);
  galley_export_dialog_select (GALLEY_EXPORT_DIALOG (dialog), "markdown", TRUE);
  keys_tab_to (keys_in_row, purpose);
  keys_press ("Return");
  g_signal_connect (dialog, "done", G_CALLBACK (done_cb), &export);
  keys_press ("<Alt>e");
  shell_wait (is_over, &export);
  list = shell_find (dialog, GALLEY_TYPE_PLACE_LIST);
  g_assert_cmpint (galley_place_list_get_n_items (GALLEY_PLACE_LIST (list)) == 0, ==, export.written);
  keys_press ("Escape");
  shell_wait (is_no_dialog, NULL);
  return export.written;
}

/* The one file in the folder, which goes with it. */
static char *
take_file (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = dir != NULL ? g_dir_read_name (dir) : NULL;
  g_autofree char *path = name != NULL ? g_build_filename (folder, name, NULL) : NULL;
  char *text = NULL;

  if (path != NULL)
    {
      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      g_remove (path);
    }
  return text;
}

/* --- tests --------------------------------------------------------------------------------------------------------- */

static gboolean
start (void)
{
  shell_start (&shell);
  g_settings_reset (shell.settings, "last-edition");
  g_settings_reset (shell.settings, "author");
  g_settings_reset (shell.settings, "recent-names");
  if (keys_start ())
    return TRUE;
  g_test_skip ("the display has no XTEST, which presses the keys");
  shell_stop (&shell);
  return FALSE;
}

static void
stop (void)
{
  g_settings_reset (shell.settings, "last-edition");
  g_settings_reset (shell.settings, "author");
  g_settings_set_boolean (shell.settings, "blame-visible", FALSE);
  g_settings_set_boolean (shell.settings, "marks-visible", FALSE);
  shell_stop (&shell);
}

static char *
write_page (void)
{
  g_autofree char *folder = g_dir_make_tmp ("galley-rounds-XXXXXX", NULL);
  char *path = g_build_filename (folder, "page.txt", NULL);

  g_assert_true (g_file_set_contents (path, copy, -1, NULL));
  return path;
}

/* The three rounds of one story; the others are handed on. */
static void
do_rounds (void)
{
  go_to_story ();
  do_round ("一校", "许梅", "1");
  do_round ("二校", "吴月", "2");
  do_round ("三校", "Gu", "3");
}

/* Whatever is not as far as the story: by the same names. */
static void
hand_on_others (void)
{
  static const char *const persons[] = { "许梅", "吴月", "Gu" };
  g_autoptr (GPtrArray) all =
      galley_edition_list_articles (galley_session_get_edition (galley_window_get_session (shell.window)));
  GalleyArticle *story = shell_get_article (&shell);

  for (guint i = 0; i < all->len; i++)
    {
      GalleyArticle *article = all->pdata[i];

      if (article == story || galley_article_get_kind (article) == GALLEY_ARTICLE_FURNITURE)
        continue;
      galley_workspace_show_article (shell_get_workspace (&shell), galley_article_get_id (article));
      settle ();
      for (guint k = 0; k < G_N_ELEMENTS (persons); k++)
        {
          type_name (persons[k]);
          keys_press ("<Control><Shift>h");
          settle ();
        }
      g_assert_true (galley_rounds_are_done (get_rounds (), galley_article_get_id (article)));
    }
  galley_workspace_show_article (shell_get_workspace (&shell), galley_article_get_id (story));
  settle ();
}

static gboolean
is_void_and_known (gpointer data)
{
  g_autoptr (GalleySignature) signature =
      galley_rounds_get_signature (get_rounds (), shell_get_article (&shell));

  return signature->state == GALLEY_SIGNATURE_VOID && signature->breaker != NULL;
}

static void
test_whole_way (void)
{
  g_autofree char *page = write_page ();
  g_autofree char *folder = g_dir_make_tmp ("galley-rounds-XXXXXX", NULL);
  g_autofree char *draft = NULL;
  g_autofree char *final = NULL;
  g_autofree char *nothing = NULL;
  g_autofree char *stage = NULL;
  g_autoptr (GalleyCollation) collation = NULL;
  g_autoptr (GalleySignature) signature = NULL;

  if (!start ())
    return;
  import (page);
  g_assert_false (is_green ());
  tag_all ();
  do_rounds ();
  hand_on_others ();

  /* Every mark of the last round stands, and nothing besides. */
  collation = galley_rounds_collate (get_rounds (), shell_get_article (&shell), NULL);
  g_assert_nonnull (collation);
  g_assert_cmpuint (collation->marks->len, ==, 1);
  g_assert_true (galley_collation_is_clean (collation));
  g_assert_false (is_green ());
  g_assert_false (export_as ("Final", folder));
  nothing = take_file (folder);
  g_assert_null (nothing);

  sign_all ("Shen");
  g_assert_cmpint (get_signature (), ==, GALLEY_SIGNATURE_VALID);
  g_assert_true (is_green ());
  g_assert_true (export_as ("Draft", folder));
  draft = take_file (folder);
  g_assert_nonnull (strstr (draft, "not for publication"));
  g_assert_true (export_as ("Final", folder));
  final = take_file (folder);
  g_assert_nonnull (strstr (final, "柳塘镇"));
  g_assert_null (strstr (final, "not for publication"));

  /* One character. */
  type_in_text ("4");
  g_assert_cmpint (galley_workflow_get_stage (get_workflow (), shell_get_article (&shell), NULL, &stage), ==,
                   GALLEY_STAGE_VOID);
  shell_wait (is_void_and_known, NULL);
  signature = galley_rounds_get_signature (get_rounds (), shell_get_article (&shell));
  g_assert_cmpstr (signature->signer, ==, "Shen");
  g_assert_nonnull (strstr (signature->changes, "4"));
  settle ();
  g_assert_false (is_green ());
  g_assert_false (export_as ("Final", folder));
  g_assert_null (take_file (folder));
  stop ();
  g_rmdir (folder);
}

/* No two rounds by one person, unless a reason is given, which stands in the log. */
static void
test_override (void)
{
  g_autofree char *page = write_page ();
  GtkWidget *refusal;

  if (!start ())
    return;
  import (page);
  go_to_story ();
  type_name ("Mei");
  keys_press ("<Control><Shift>h");
  settle ();
  g_assert_cmpstr (get_last ()->plan->name, ==, "一校");
  type_name ("mei");
  keys_press ("Return");
  settle ();
  g_assert_cmpstr (get_last ()->plan->name, ==, "一校");
  refusal = shell_find (GTK_WIDGET (shell.window), GALLEY_TYPE_REFUSAL);
  g_assert_true (gtk_widget_get_visible (refusal));
  keys_type ("night");
  keys_press ("Return");
  settle ();
  g_assert_false (gtk_widget_get_visible (refusal));
  g_assert_nonnull (
      galley_rounds_get_running (get_rounds (), galley_article_get_id (shell_get_article (&shell))));
  g_assert_cmpstr (
      galley_rounds_get_running (get_rounds (), galley_article_get_id (shell_get_article (&shell)))->override,
      ==, "night");
  stop ();
}

static gboolean
is_compared (gpointer data)
{
  return !galley_compare_dialog_is_busy (data);
}

/* The version before a change is compared with the text as it is, and brought back; Ctrl+Z takes that back in turn. */
static void
test_history (void)
{
  g_autofree char *page = write_page ();
  g_autofree char *before = NULL;
  g_autofree char *changed = NULL;
  g_autofree char *back = NULL;
  g_autofree char *again = NULL;
  GtkWidget *dialog, *panel, *list;

  if (!start ())
    return;
  import (page);
  go_to_story ();
  before = galley_article_dup_text (shell_get_article (&shell));
  type_in_text ("7");
  changed = galley_article_dup_text (shell_get_article (&shell));
  keys_press ("<Control>6");
  settle ();
  panel = shell_find (GTK_WIDGET (shell.window), GALLEY_TYPE_HISTORY_PANEL);
  list = shell_find (panel, GTK_TYPE_LIST_BOX);
  gtk_widget_grab_focus (gtk_widget_get_first_child (list));
  keys_press ("Return");
  dialog = GTK_WIDGET (keys_get_front ());
  g_assert_true (GALLEY_IS_COMPARE_DIALOG (dialog));
  shell_wait (is_compared, dialog);
  g_assert_cmpuint (
      galley_place_list_get_n_items (GALLEY_PLACE_LIST (shell_find (dialog, GALLEY_TYPE_PLACE_LIST))), ==, 1);
  keys_press ("<Alt>s");
  shell_wait (is_compared, dialog);
  keys_press ("Escape");
  shell_wait (is_no_dialog, NULL);

  gtk_check_button_set_active (
      GTK_CHECK_BUTTON (shell_find (gtk_widget_get_last_child (list), GTK_TYPE_CHECK_BUTTON)), TRUE);
  keys_tab_to (keys_on_button, "Bring Back");
  keys_press ("Return");
  settle ();
  back = galley_article_dup_text (shell_get_article (&shell));
  g_assert_cmpstr (back, ==, before);
  keys_press ("F6");
  while (!is_in_text (gtk_window_get_focus (keys_get_front ()), NULL))
    keys_press ("F6");
  keys_press ("<Control>z");
  settle ();
  again = galley_article_dup_text (shell_get_article (&shell));
  g_assert_cmpstr (again, ==, changed);
  stop ();
}

/* Colours: who wrote what is at the caret, in words as well; the marks of a round; one at a time. */
static void
test_colours (void)
{
  g_autofree char *page = write_page ();
  GtkTextTagTable *tags;

  if (!start ())
    return;
  import (page);
  go_to_story ();
  do_round ("一校", "Mei", "1");
  keys_press ("<Control><Shift>w");
  settle ();
  g_assert_true (g_settings_get_boolean (shell.settings, "blame-visible"));
  tags = gtk_text_buffer_get_tag_table (
      gtk_text_view_get_buffer (galley_view_get_text_view (shell_get_view (&shell))));
  g_assert_nonnull (gtk_text_tag_table_lookup (tags, "galley-round-0"));
  keys_press ("<Control><Shift>m");
  settle ();
  g_assert_true (g_settings_get_boolean (shell.settings, "marks-visible"));
  g_assert_false (g_settings_get_boolean (shell.settings, "blame-visible"));
  keys_press ("<Control><Shift>m");
  settle ();
  g_assert_false (g_settings_get_boolean (shell.settings, "marks-visible"));
  stop ();
}

/* A page that came back with one change too many, and then with none. */
static void
test_page (void)
{
  g_autofree char *page = write_page ();
  g_autofree char *back = NULL;
  g_autofree char *folder = NULL;
  g_autoptr (GFile) file = NULL;
  g_auto (GStrv) parts = NULL;
  g_autofree char *wrong = NULL;
  g_autofree char *text = NULL;
  GalleyWorkflowPanel *panel;
  GtkWidget *list;

  if (!start ())
    return;
  import (page);
  go_to_story ();
  do_round ("一校", "Mei", "1");
  keys_press ("<Control>5");
  settle ();
  panel = GALLEY_WORKFLOW_PANEL (shell_find (GTK_WIDGET (shell.window), GALLEY_TYPE_WORKFLOW_PANEL));
  list = shell_find (GTK_WIDGET (panel), GALLEY_TYPE_PLACE_LIST);
  g_assert_cmpuint (galley_place_list_get_n_items (GALLEY_PLACE_LIST (list)), ==, 1);

  text = galley_article_dup_text (shell_get_article (&shell));
  parts = g_strsplit (text, "专人", 2);
  wrong = g_strjoinv ("专门", parts);
  folder = g_path_get_dirname (page);
  back = g_build_filename (folder, "back.txt", NULL);
  file = g_file_new_for_path (back);
  g_assert_true (g_file_set_contents (back, wrong, -1, NULL));
  galley_workflow_panel_collate_file (panel, file);
  settle ();
  g_assert_cmpuint (galley_place_list_get_n_items (GALLEY_PLACE_LIST (list)), ==, 2);
  /* Enter on the first, which is what nobody asked for, goes there. */
  gtk_widget_child_focus (list, GTK_DIR_TAB_FORWARD);
  keys_press ("Return");
  g_assert_true (is_in_text (gtk_window_get_focus (GTK_WINDOW (shell.window)), NULL));

  g_assert_true (g_file_set_contents (back, text, -1, NULL));
  galley_workflow_panel_collate_file (panel, file);
  settle ();
  g_assert_cmpuint (galley_place_list_get_n_items (GALLEY_PLACE_LIST (list)), ==, 1);
  stop ();
}

/* 三审三校: another publication has other rounds, and the panel shows them. */
static void
test_publication (void)
{
  g_autofree char *page = write_page ();
  GtkWidget *panel, *publication;
  GListModel *labels;

  if (!start ())
    return;
  import (page);
  go_to_story ();
  keys_press ("<Control>5");
  settle ();
  panel = shell_find (GTK_WIDGET (shell.window), GALLEY_TYPE_WORKFLOW_PANEL);
  publication = shell_find (panel, GTK_TYPE_DROP_DOWN);
  labels = gtk_drop_down_get_model (GTK_DROP_DOWN (publication));
  for (guint i = 0; i < g_list_model_get_n_items (labels); i++)
    {
      if (strstr (gtk_string_list_get_string (GTK_STRING_LIST (labels), i), "reviews") != NULL)
        gtk_drop_down_set_selected (GTK_DROP_DOWN (publication), i);
    }
  settle ();
  g_assert_cmpstr (
      galley_rounds_get_due (get_rounds (), galley_article_get_id (shell_get_article (&shell)))->plan->name,
      ==, "初审");
  g_assert_nonnull (shell_find_row (panel, "First review"));
  do_round ("初审", "Mei", "1");
  do_round ("一校", "Mei", "2");
  stop ();
}

/* --- the page of a real paper ----------------------------------------------------------------------------------------- */

/* The file is named to the dialog by typing its path. */
static void
import_by_keys (const char *path)
{
  keys_press ("<Control><Shift>o");
  g_assert_true (GTK_IS_FILE_CHOOSER (keys_get_front ()));
  keys_type (path);
  keys_press ("Return");
  for (guint i = 0; i < 3 && !GALLEY_IS_WINDOW (keys_get_front ()); i++)
    keys_press ("<Alt>o");
  shell_wait (has_article, NULL);
  settle ();
}

static gboolean
has_no_fix (gpointer article)
{
  GListModel *findings = galley_proof_get_findings (galley_view_get_proof (shell_get_view (&shell)), article);

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (GalleyFinding) finding = g_list_model_get_item (findings, i);

      if (galley_finding_get_rule (finding)->severity == GALLEY_SEVERITY_ERROR)
        return FALSE;
    }
  return TRUE;
}

/* Article after article, what is sure to be wrong is put right. */
static void
fix_errors (guint n_articles)
{
  for (guint i = 0; i < n_articles; i++)
    {
      while (!is_in_text (gtk_window_get_focus (keys_get_front ()), NULL))
        keys_press ("F6");
      settle ();
      if (!has_no_fix (shell_get_article (&shell)))
        {
          keys_press ("<Control><Shift>F8");
          g_assert_false (is_no_dialog (NULL));
          keys_press ("Return");
          shell_wait (is_no_dialog, NULL);
          settle ();
          g_assert_true (has_no_fix (shell_get_article (&shell)));
        }
      keys_press ("<Control>Page_Down");
    }
  for (guint i = 0; i < n_articles; i++)
    keys_press ("<Control>Page_Up");
}

static gboolean
is_on_subjects (GtkWidget *focus, gconstpointer tooltip)
{
  GtkWidget *button = gtk_widget_get_ancestor (focus, GTK_TYPE_MENU_BUTTON);

  return button != NULL && g_strcmp0 (gtk_widget_get_tooltip_text (button), tooltip) == 0;
}

/* What is said of the first story alone. */
static void
tag_by_keys (void)
{
  GalleyMetadata *metadata = galley_article_get_metadata (shell_get_article (&shell));

  keys_press ("<Control>2");
  settle ();
  g_assert_cmpstr (galley_metadata_get (metadata, "section"), ==, "法治");
  g_assert_cmpstr (galley_metadata_get (metadata, "source"), ==, "本报");
  keys_tab_to (keys_in_row, "Urgency");
  keys_press ("Return");
  keys_press ("Down");
  keys_press ("Return");
  g_assert_nonnull (galley_metadata_get (metadata, "urgency"));
  tab_to_entry ("Keywords");
  keys_type ("警源治理");
  keys_press ("Return");
  g_assert_cmpstr (galley_metadata_get (metadata, "keyword"), ==, "警源治理");
  keys_tab_to (is_on_subjects, "Choose Subjects");
  keys_press ("Return");
  keys_type ("fl");
  keys_press ("Return");
  g_assert_cmpstr (galley_metadata_get (metadata, "subject.name"), ==, "法律");
  settle ();
  /* The people of the page came with it. */
  g_assert_nonnull (galley_metadata_get (metadata, "person"));
}

static gboolean
is_scope (GtkWidget *focus, gconstpointer data)
{
  GtkWidget *list = gtk_widget_get_ancestor (focus, GTK_TYPE_DROP_DOWN);
  GObject *item = list != NULL ? gtk_drop_down_get_selected_item (GTK_DROP_DOWN (list)) : NULL;

  return GTK_IS_STRING_OBJECT (item) &&
         g_str_equal (gtk_string_object_get_string (GTK_STRING_OBJECT (item)), data);
}

/* Each begins the round for all articles, changes a character of one, and ends it. */
static void
do_rounds_of_all (const char *const *persons, const char *const *rounds, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *letter = g_strdup_printf ("%u", i + 1);

      type_name (persons[i]);
      if (i == 0)
        {
          keys_tab_to (is_scope, "This article");
          keys_press ("Return");
          keys_press ("Down");
          keys_press ("Down");
          keys_press ("Return");
          g_assert_true (
              is_scope (gtk_window_get_focus (keys_get_front ()), "All of the edition that are as far"));
        }
      keys_press ("<Control><Shift>b");
      settle ();
      type_in_text (letter);
      keys_press ("<Control><Shift>b");
      settle ();
      g_assert_nonnull (get_last ());
      g_assert_cmpstr (get_last ()->plan->name, ==, rounds[i]);
      g_assert_cmpstr (get_last ()->person, ==, persons[i]);
    }
}

/* Page one as it fell out of an e-paper, all the way to print, by nothing but keys: its errors, its metadata, three rounds by three
 * persons over all articles, 核红, 签发 and preflight. */
static void
test_seed (void)
{
  static const char *const persons[] = { "许梅", "吴月", "顾清川" };
  static const char *const rounds[] = { "一校", "二校", "三校" };
  g_autofree char *beside = g_build_filename (g_getenv ("GALLEY_SOURCE_ROOT"), "..", "shared", NULL);
  const char *shared = g_getenv ("GALLEY_SHARED") != NULL ? g_getenv ("GALLEY_SHARED") : beside;
  g_autofree char *page = g_build_filename (shared, "pages", "seed", "001.txt", NULL);
  g_autofree char *folder = NULL;
  g_autofree char *final = NULL;
  g_autoptr (GPtrArray) all = NULL;

  if (!g_file_test (page, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("there is no shared folder beside the project: set GALLEY_SHARED");
      return;
    }
  if (!start ())
    return;
  import_by_keys (page);
  all = galley_edition_list_articles (shell_get_edition (&shell));
  /* The first of them is the masthead, which needs no rounds. */
  g_assert_cmpint (galley_article_get_kind (all->pdata[0]), ==, GALLEY_ARTICLE_FURNITURE);
  fix_errors (all->len);
  tag_all ();
  go_to_story ();
  tag_by_keys ();
  do_rounds_of_all (persons, rounds, G_N_ELEMENTS (rounds));
  for (guint i = 1; i < all->len; i++)
    {
      g_autoptr (GalleyCollation) collation = galley_rounds_collate (get_rounds (), all->pdata[i], NULL);

      g_assert_true (galley_rounds_are_done (get_rounds (), galley_article_get_id (all->pdata[i])));
      g_assert_true (galley_collation_is_clean (collation));
    }
  g_assert_false (is_green ());
  type_name ("沈一禾");
  keys_press ("<Control><Shift>j");
  settle ();
  for (guint i = 1; i < all->len; i++)
    {
      g_autoptr (GalleySignature) signature = galley_rounds_get_signature (get_rounds (), all->pdata[i]);

      g_assert_cmpint (signature->state, ==, GALLEY_SIGNATURE_VALID);
      g_assert_cmpstr (signature->signer, ==, "沈一禾");
    }
  g_assert_true (is_green ());
  folder = g_dir_make_tmp ("galley-rounds-XXXXXX", NULL);
  g_assert_true (export_as ("Final", folder));
  final = take_file (folder);
  g_assert_nonnull (strstr (final, "警源治理"));
  g_assert_null (strstr (final, "not for publication"));
  stop ();
  g_rmdir (folder);
}

int
main (int argc, char *argv[])
{
  shell_isolate ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/rounds/whole-way", test_whole_way);
  g_test_add_func ("/rounds/override", test_override);
  g_test_add_func ("/rounds/history", test_history);
  g_test_add_func ("/rounds/colours", test_colours);
  g_test_add_func ("/rounds/page", test_page);
  g_test_add_func ("/rounds/publication", test_publication);
  g_test_add_func ("/rounds/seed", test_seed);
  return g_test_run ();
}
