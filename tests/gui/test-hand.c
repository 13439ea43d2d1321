/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The editor's hand in the window, on a page of our own: a boundary, a role and a join flipped there and back by their keys,
 * and the source beside the article. With a folder in GALLEY_SHOTS it leaves pictures there. */

#include "config.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "galley-hand.h"
#include "galley-origin.h"
#include "galley-source-pane.h"
#include "shell-fixture.h"

static const char page_text[] =
    "01版：要闻\n\n"
    "全市防汛工作会议要求\n\n"
    "守住堤防守住家园\n\n"
    "林知远讲话 沈若水主持\n\n"
    "本报记者 方小舟\n\n"
    "本报讯 "
    "6月2日上午，全市防汛工作会议在市民中心召开。会议回顾去年的汛情，部署今年的任务，要求各县把责任落到每"
    "一段堤防。\n\n"
    "会议指出，今年入汛比常年早，上游水库的水位已经高出往年，任何松懈都要不\n\n"
    "得。各地要备足沙袋、冲锋舟和发电机，夜间巡堤一班也不能少。\n\n"
    "古镇书场添新座\n\n"
    "本报通讯员 何田\n\n"
    "本报讯 "
    "昨天下午，柳桥古镇的老书场重新开门，新添的六十个座位坐得满满当当。说书人一拍醒木，台下的老人便笑着鼓起"
    "掌来。\n\n"
    "书场修了三个月，屋顶换了新瓦，戏台保留了原来的雕花。镇上说，往后每个周末都有演出，门票只收五元。\n\n";

static Shell shell;

static GalleySourcePane *
get_pane (void)
{
  return GALLEY_SOURCE_PANE (shell_find (GTK_WIDGET (shell_get_workspace (&shell)), GALLEY_TYPE_SOURCE_PANE));
}

static gboolean
has_article (gpointer user_data)
{
  return shell_get_workspace (&shell) != NULL && galley_view_get_article (shell_get_view (&shell)) != NULL;
}

static void
import_page (const char *path)
{
  g_autoptr (GListStore) files = g_list_store_new (G_TYPE_FILE);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  g_list_store_append (files, file);
  galley_window_import (shell.window, G_LIST_MODEL (files));
  shell_wait (has_article, NULL);
  shell_settle (&shell);
}

static void
import_own_page (void)
{
  g_autofree char *folder = g_dir_make_tmp ("galley-hand-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "page.txt", NULL);

  g_assert_true (g_file_set_contents (path, page_text, -1, NULL));
  import_page (path);
}

/* What a key does, through the table of keys. */
static void
press (const char *accelerator)
{
  g_auto (GStrv) actions =
      gtk_application_get_actions_for_accel (GTK_APPLICATION (shell.application), accelerator);
  g_autofree char *name = NULL;
  g_autoptr (GVariant) target = NULL;

  g_assert_cmpuint (g_strv_length (actions), ==, 1);
  g_assert_true (g_action_parse_detailed_name (actions[0], &name, &target, NULL));
  g_assert_true (gtk_widget_activate_action_variant (GTK_WIDGET (shell.window), name, target));
  shell_draw (GTK_WIDGET (shell.window));
}

static void
act (const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (shell_get_view (&shell)), action, NULL));
  shell_draw (GTK_WIDGET (shell.window));
}

static GalleyArticle *
show (const char *headline)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (shell_get_edition (&shell));

  for (guint i = 0; i < articles->len; i++)
    {
      g_autofree char *its = galley_article_dup_headline (articles->pdata[i]);

      if (!g_str_equal (its, headline))
        continue;
      galley_workspace_show_article (shell_get_workspace (&shell),
                                     galley_article_get_id (articles->pdata[i]));
      shell_draw (GTK_WIDGET (shell.window));
      g_assert_true (galley_view_get_article (shell_get_view (&shell)) == articles->pdata[i]);
      return articles->pdata[i];
    }
  g_assert_not_reached ();
}

static char *
dump (void)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (shell_get_edition (&shell));
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < articles->len; i++)
    {
      GalleyArticle *article = articles->pdata[i];

      g_string_append_printf (out, "%s\n", galley_article_kind_get_name (galley_article_get_kind (article)));
      for (guint k = 0; k < galley_article_get_n_blocks (article); k++)
        {
          GalleyBlock *block = galley_article_get_block (article, k);

          g_string_append_printf (out, "%s | %s\n", galley_role_get_name (galley_block_get_role (block)),
                                  galley_block_get_text (block));
        }
    }
  return g_string_free (out, FALSE);
}

static void
assert_dump (const char *expected)
{
  g_autofree char *now = dump ();

  g_assert_cmpstr (now, ==, expected);
}

static guint
find_seam (GalleyArticle *article, guint *offset)
{
  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      const GalleySpan *seam =
          galley_block_find_span (galley_article_get_block (article, i), GALLEY_SPAN_JOIN);

      if (seam != NULL)
        {
          *offset = seam->start;
          return i;
        }
    }
  g_assert_not_reached ();
}

static void
shoot (const char *name)
{
  const char *folder = g_getenv ("GALLEY_SHOTS");

  if (folder != NULL)
    shell_shoot (GTK_WIDGET (shell.window), folder, name);
}

/* Each test has an edition of its own. */
static void
start_empty (void)
{
  if (shell.settings != NULL)
    g_settings_reset (shell.settings, "last-edition");
  shell_start (&shell);
}

static void
start (void)
{
  start_empty ();
  import_own_page ();
}

static void
test_boundary (void)
{
  g_autofree char *before = NULL;
  g_autofree char *merged = NULL;
  GalleyArticle *first;

  start ();
  before = dump ();
  first = show ("守住堤防守住家园");
  show ("古镇书场添新座");
  press ("<Alt>m");
  g_assert_true (galley_view_get_article (shell_get_view (&shell)) == first);
  merged = dump ();
  g_assert_cmpstr (merged, !=, before);
  shoot ("merged");
  /* The caret stands where the two met. */
  press ("<Alt>s");
  assert_dump (before);
  act ("view.undo");
  assert_dump (merged);
  act ("view.undo");
  assert_dump (before);
  act ("view.redo");
  assert_dump (merged);
  act ("view.redo");
  assert_dump (before);
  shell_stop (&shell);
}

/* Text and boundaries are undone in the order in which they were done. */
static void
test_one_order (void)
{
  GtkTextBuffer *buffer;
  g_autofree char *before = NULL;
  g_autofree char *typed = NULL;
  g_autofree char *merged = NULL;
  g_autofree char *last = NULL;

  start ();
  before = dump ();
  show ("守住堤防守住家园");
  buffer = GTK_TEXT_BUFFER (galley_view_get_buffer (shell_get_view (&shell)));
  galley_view_set_caret (shell_get_view (&shell), 1, 0);
  gtk_text_buffer_insert_at_cursor (buffer, "合力", -1);
  typed = dump ();
  show ("古镇书场添新座");
  press ("<Alt>m");
  merged = dump ();
  g_assert_true (GTK_TEXT_BUFFER (galley_view_get_buffer (shell_get_view (&shell))) == buffer);
  galley_view_set_caret (shell_get_view (&shell), 1, 2);
  gtk_text_buffer_insert_at_cursor (buffer, "再", -1);
  last = dump ();

  act ("view.undo");
  assert_dump (merged);
  act ("view.undo");
  assert_dump (typed);
  show ("合力守住堤防守住家园");
  act ("view.undo");
  assert_dump (before);
  act ("view.redo");
  assert_dump (typed);
  act ("view.redo");
  assert_dump (merged);
  act ("view.redo");
  assert_dump (last);
  shell_stop (&shell);
}

static void
test_role (void)
{
  g_autofree char *before = NULL;
  g_autofree char *turned = NULL;
  GalleyArticle *article;

  start ();
  before = dump ();
  article = show ("守住堤防守住家园");
  galley_view_set_caret (shell_get_view (&shell), 0, 0);
  press ("<Alt>t");
  g_assert_cmpint (galley_block_get_role (galley_article_get_block (article, 0)), ==, GALLEY_ROLE_HEADLINE);
  g_assert_cmpint (galley_block_get_role (galley_article_get_block (article, 1)), ==, GALLEY_ROLE_SUBHEAD);
  turned = dump ();
  press ("<Alt>t");
  assert_dump (before);
  act ("view.undo");
  assert_dump (turned);
  act ("view.undo");
  assert_dump (before);
  press ("<Alt>d");
  g_assert_cmpint (galley_article_get_kind (article), ==, GALLEY_ARTICLE_AD);
  act ("view.undo");
  assert_dump (before);
  shell_stop (&shell);
}

static void
test_join (void)
{
  g_autofree char *before = NULL;
  g_autofree char *parted = NULL;
  GalleyArticle *article;
  guint block, offset;

  start ();
  before = dump ();
  article = show ("守住堤防守住家园");
  block = find_seam (article, &offset);
  galley_view_set_caret (shell_get_view (&shell), block, offset);
  act ("view.join");
  parted = dump ();
  g_assert_cmpstr (parted, !=, before);
  g_assert_true (
      g_str_has_suffix (galley_block_get_text (galley_article_get_block (article, block)), "要不"));
  galley_view_set_caret (shell_get_view (&shell), block, 0);
  act ("view.join");
  assert_dump (before);
  act ("view.undo");
  assert_dump (parted);
  act ("view.undo");
  assert_dump (before);
  shell_stop (&shell);
}

static gboolean
has_other_reading (gpointer user_data)
{
  g_autofree char *now = dump ();

  return !g_str_equal (now, user_data);
}

static void
test_next_reading (void)
{
  g_autofree char *before = NULL;

  start ();
  before = dump ();
  show ("守住堤防守住家园");
  press ("<Alt>n");
  shell_wait (has_other_reading, before);
  act ("view.undo");
  assert_dump (before);
  shell_stop (&shell);
}

static guint
line_of (const char *needle)
{
  const char *found = strstr (page_text, needle);
  guint line = 0;

  for (const char *p = page_text; p < found; p++)
    line += *p == '\n';
  return line;
}

static gboolean
is_second_shown (gpointer user_data)
{
  g_autofree char *headline = galley_article_dup_headline (galley_view_get_article (shell_get_view (&shell)));

  return g_str_equal (headline, "古镇书场添新座");
}

static void
test_source (void)
{
  GalleyArticle *article;
  guint first = 0, last = 0;
  guint block, offset;
  const char *found;
  int place;

  start ();
  article = show ("守住堤防守住家园");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (get_pane ())));
  press ("F4");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (get_pane ())));

  /* From the article to the source: the two halves of a healed paragraph stand in two lines. */
  block = find_seam (article, &offset);
  galley_view_set_caret (shell_get_view (&shell), block, offset + 3);
  shell_draw (GTK_WIDGET (shell.window));
  g_assert_true (galley_source_pane_get_marked (get_pane (), &first, &last));
  g_assert_cmpuint (first, ==, line_of ("会议指出"));
  g_assert_cmpuint (last, ==, line_of ("得。各地"));
  g_object_get (gtk_text_view_get_buffer (galley_source_pane_get_text_view (get_pane ())), "cursor-position",
                &place, NULL);
  found = g_utf8_offset_to_pointer (page_text, place);
  g_assert_true (g_str_has_prefix (found, "地要备足"));
  shoot ("source");

  /* And back: a line of another article brings that article. */
  gtk_widget_grab_focus (GTK_WIDGET (get_pane ()));
  galley_source_pane_go_to (get_pane (), line_of ("书场修了"));
  shell_wait (is_second_shown, NULL);
  shell_draw (GTK_WIDGET (shell.window));
  galley_view_get_caret (shell_get_view (&shell), &block, &offset);
  g_assert_true (g_str_has_prefix (galley_block_get_text (galley_article_get_block (
                                       galley_view_get_article (shell_get_view (&shell)), block)),
                                   "书场修了"));
  g_assert_cmpuint (offset, ==, 0);
  g_assert_true (galley_source_pane_get_marked (get_pane (), &first, &last));
  g_assert_cmpuint (first, ==, line_of ("书场修了"));
  g_settings_set_string (shell.settings, "color-scheme", "dark");
  shoot ("source-dark");
  g_settings_reset (shell.settings, "color-scheme");
  press ("<Control>u");
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (get_pane ())));
  shell_stop (&shell);
}

static void
test_guess (void)
{
  GalleyArticle *article;
  g_autoptr (GalleyBlock) guess = NULL;
  GalleyBlock *block;
  guint n;

  start ();
  article = show ("古镇书场添新座");
  block = galley_article_get_block (article, 0);
  guess = galley_block_new_full (galley_block_get_role (block), galley_block_get_text (block), -1, NULL, 0, 0,
                                 1, 0.4);
  n = galley_hand_count_unsure (article) + !galley_hand_is_unsure (article, 0);
  galley_article_splice (article, 0, 1, &guess, 1);
  g_assert_cmpuint (galley_hand_count_unsure (article), ==, n);
  galley_view_set_caret (shell_get_view (&shell), 0, 0);
  shell_draw (GTK_WIDGET (shell.window));
  shoot ("guess");
  press ("<Alt>k");
  g_assert_cmpuint (galley_hand_count_unsure (article), ==, n - 1);
  act ("view.undo");
  g_assert_cmpuint (galley_hand_count_unsure (article), ==, n);
  shell_stop (&shell);
}

static JsonObject *
load_gold (const char *folder, JsonParser *parser)
{
  g_autofree char *path = g_build_filename (folder, "pages", "seed", "001.json", NULL);
  g_autoptr (GError) error = NULL;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  return json_node_get_object (json_parser_get_root (parser));
}

static void
assert_story (GalleyArticle *article, JsonObject *gold)
{
  JsonArray *paragraphs = json_object_get_array_member (gold, "paragraphs");
  guint n_body = 0;

  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);

      if (galley_block_get_role (block) != GALLEY_ROLE_BODY)
        continue;
      g_assert_cmpuint (n_body, <, json_array_get_length (paragraphs));
      g_assert_cmpstr (galley_block_get_text (block), ==,
                       json_array_get_string_element (paragraphs, n_body++));
    }
  g_assert_cmpuint (n_body, ==, json_array_get_length (paragraphs));
}

/* A page that was read by hand: the window shows it as it should be, and nothing has to be put right. */
static void
test_seed (void)
{
  g_autofree char *beside = g_build_filename (g_getenv ("GALLEY_SOURCE_ROOT"), "..", "shared", NULL);
  const char *folder = g_getenv ("GALLEY_SHARED") != NULL ? g_getenv ("GALLEY_SHARED") : beside;
  g_autofree char *path = g_build_filename (folder, "pages", "seed", "001.txt", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GPtrArray) articles = NULL;
  GalleyMasthead *masthead;
  JsonArray *gold;
  guint n_stories = 0;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      g_test_skip ("there is no shared folder beside the project: set GALLEY_SHARED");
      return;
    }
  gold = json_object_get_array_member (load_gold (folder, parser), "articles");
  start_empty ();
  import_page (path);
  articles = galley_edition_list_articles (shell_get_edition (&shell));
  for (guint i = 0; i < articles->len; i++)
    {
      if (galley_article_get_kind (articles->pdata[i]) != GALLEY_ARTICLE_STORY)
        continue;
      g_assert_cmpuint (n_stories, <, json_array_get_length (gold));
      assert_story (articles->pdata[i], json_array_get_object_element (gold, n_stories++));
    }
  g_assert_cmpuint (n_stories, ==, json_array_get_length (gold));
  masthead = galley_edition_get_masthead (shell_get_edition (&shell));
  g_assert_nonnull (galley_masthead_get (masthead, GALLEY_FACT_ISSUE));
  g_assert_nonnull (galley_masthead_get (masthead, GALLEY_FACT_CN));
  g_assert_nonnull (galley_masthead_get (masthead, GALLEY_FACT_SITE));
  press ("F4");
  shoot ("seed");
  press ("F4");
  shell_stop (&shell);
}

int
main (int argc, char *argv[])
{
  shell_isolate ();
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/hand/boundary", test_boundary);
  g_test_add_func ("/hand/one-order", test_one_order);
  g_test_add_func ("/hand/role", test_role);
  g_test_add_func ("/hand/join", test_join);
  g_test_add_func ("/hand/next-reading", test_next_reading);
  g_test_add_func ("/hand/source", test_source);
  g_test_add_func ("/hand/guess", test_guess);
  g_test_add_func ("/hand/seed", test_seed);
  return g_test_run ();
}
