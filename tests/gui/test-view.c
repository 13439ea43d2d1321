/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The galley view, the findings panel and the proof behind them in a window of their own: findings are walked, taken,
 * undone, ignored; roles given by key. The rules come from the plugin in tests/gui/rules. Needs a display (Xvfb). */

#include "config.h"

#include <adwaita.h>
#include <string.h>

#include "galley-findings-panel.h"
#include "galley-places.h"

typedef struct
{
  GalleyEdition *edition;
  GalleyArticle *article;
  GalleyCheck *check;
  GalleyProof *proof;
  GtkWidget *window;
  GalleyView *view;
  GalleyFindingsPanel *panel;
} Fixture;

static void
turn_loop (guint n)
{
  for (guint i = 0; i < n; i++)
    {
      while (g_main_context_iteration (NULL, FALSE))
        continue;
      g_main_context_iteration (NULL, FALSE);
    }
}

static gboolean
stop_cb (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Runs the main loop until nothing is being checked; gives up, failing, after 20 s. */
static void
settle (Fixture *fixture)
{
  gboolean late = FALSE;
  guint source = g_timeout_add_seconds (20, stop_cb, &late);

  turn_loop (2);
  while (galley_proof_is_busy (fixture->proof) && !late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (late);
  g_source_remove (source);
  turn_loop (3);
}

/* As long as the clock of the widget needs to draw what changed. */
static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  return --*(gint *) data > 0 ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
draw (Fixture *fixture)
{
  gint frames = 4;

  gtk_widget_add_tick_callback (fixture->window, tick_cb, &frames, NULL);
  while (frames > 0)
    g_main_context_iteration (NULL, TRUE);
}

static void
add_block (GalleyArticle *article, GalleyRole role, const char *text)
{
  g_autoptr (GalleyBlock) block = galley_block_new (role, text, -1);

  galley_article_append (article, block);
}

static GalleyArticle *
make_article (void)
{
  static const GalleySpan seam = { GALLEY_SPAN_JOIN, 12, 12, (char *) "\n" };
  GalleyArticle *article = galley_article_new (GALLEY_ARTICLE_STORY);
  g_autoptr (GalleyBlock) healed = NULL;

  add_block (article, GALLEY_ROLE_KICKER, "全市水利工作会议召开");
  add_block (article, GALLEY_ROLE_HEADLINE, "把每一条河都管好");
  add_block (article, GALLEY_ROLE_SUBHEAD, "三年清淤八百里");
  add_block (article, GALLEY_ROLE_BYLINE, "本报记者 张三 通讯员 李四");
  add_block (
      article, GALLEY_ROLE_BODY,
      "本报讯 "
      "昨天，全市水利工作会议在市民中心召开，会上布署了今年的清淤任务,要求各地把河道管护当作一件大事来抓。");
  healed = galley_block_new_full (
      GALLEY_ROLE_BODY, "从三月起，八支队伍分头进场，非常辛苦。每支队伍都有自己的河段，谁的河段谁负责到底。",
      -1, &seam, 1, GALLEY_NO_SOURCE, GALLEY_NO_SOURCE, 1);
  galley_article_append (article, healed);
  add_block (article, GALLEY_ROLE_CROSSHEAD, "先清淤 后修堤");
  add_block (article, GALLEY_ROLE_BODY, "会后，各县又作了布署，非常具体,落实到人。");
  add_block (article, GALLEY_ROLE_CAPTION, "图为施工现场。");
  add_block (article, GALLEY_ROLE_CREDIT, "王五 摄");
  add_block (article, GALLEY_ROLE_JUMP, "下转第三版");
  return article;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GalleyPlugins) plugins = galley_plugins_new (NULL);
  GalleyPage *page;
  GtkWidget *paned = gtk_paned_new (GTK_ORIENTATION_HORIZONTAL);
  g_autoptr (GtkCssProvider) css = gtk_css_provider_new ();

  gtk_css_provider_load_from_resource (css, "/io/github/galley/Galley/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (css), 600);
  fixture->edition = galley_edition_new ();
  page = galley_edition_ensure_page (fixture->edition, 1, "要闻");
  fixture->article = make_article ();
  galley_page_insert (page, G_MAXUINT, fixture->article);
  fixture->check = galley_check_new (plugins, NULL);
  fixture->proof = galley_proof_new (fixture->check, NULL);
  galley_proof_set_edition (fixture->proof, fixture->edition);
  fixture->view = GALLEY_VIEW (galley_view_new ());
  fixture->panel = GALLEY_FINDINGS_PANEL (galley_findings_panel_new ());
  galley_view_set_proof (fixture->view, fixture->proof);
  galley_findings_panel_set_proof (fixture->panel, fixture->proof);
  galley_findings_panel_set_view (fixture->panel, fixture->view);
  fixture->window = g_object_ref_sink (gtk_window_new ());
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1180, 720);
  gtk_paned_set_start_child (GTK_PANED (paned), GTK_WIDGET (fixture->view));
  gtk_paned_set_end_child (GTK_PANED (paned), GTK_WIDGET (fixture->panel));
  gtk_paned_set_position (GTK_PANED (paned), 830);
  gtk_window_set_child (GTK_WINDOW (fixture->window), paned);
  gtk_window_present (GTK_WINDOW (fixture->window));
  galley_view_set_article (fixture->view, fixture->article);
  galley_view_grab_focus (fixture->view);
  settle (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  GalleyBuffer *buffer = galley_view_get_buffer (fixture->view);

  g_object_add_weak_pointer (G_OBJECT (buffer), (gpointer *) &buffer);
  g_object_add_weak_pointer (G_OBJECT (fixture->view), (gpointer *) &fixture->view);
  g_object_add_weak_pointer (G_OBJECT (fixture->panel), (gpointer *) &fixture->panel);
  /* A tooltip that waits for its moment looks for the window's surface: let it see the window go first. */
  gtk_widget_hide (fixture->window);
  turn_loop (3);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  turn_loop (3);
  g_assert_finalize_object (fixture->window);
  g_assert_null (fixture->panel);
  g_assert_null (fixture->view);
  g_assert_null (buffer);
  g_assert_finalize_object (fixture->proof);
  g_object_unref (fixture->check);
  g_assert_finalize_object (fixture->edition);
  g_assert_finalize_object (fixture->article);
}

static void
take_picture (GtkWidget *widget, const char *name)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;
  g_autofree char *here = g_get_current_dir ();
  g_autofree char *path = g_build_filename (here, name, NULL);
  const char *folder = g_getenv ("G_TEST_BUILDDIR");

  if (folder != NULL)
    {
      g_free (path);
      path = g_build_filename (folder, name, NULL);
    }
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  node = gtk_snapshot_free_to_node (snapshot);
  g_assert_nonnull (node);
  texture =
      gsk_renderer_render_texture (gtk_native_get_renderer (gtk_widget_get_native (widget)), node, NULL);
  g_assert_true (gdk_texture_save_to_png (texture, path));
  g_test_message ("picture: %s", path);
}

static GalleyFinding *
finding_at (Fixture *fixture, guint index)
{
  g_autoptr (GalleyFinding) finding =
      g_list_model_get_item (galley_proof_get_findings (fixture->proof, fixture->article), index);

  g_assert_nonnull (finding);
  return finding;
}

/* By their places: what is found more than twice is folded into one. */
static guint
n_findings (Fixture *fixture)
{
  GListModel *findings = galley_proof_get_findings (fixture->proof, fixture->article);
  guint n_places = 0;

  for (guint i = 0; i < g_list_model_get_n_items (findings); i++)
    {
      g_autoptr (GalleyFinding) finding = g_list_model_get_item (findings, i);

      n_places += galley_places_count (finding);
    }
  return n_places;
}

static guint
n_underlined (Fixture *fixture, guint line)
{
  GtkTextBuffer *buffer = GTK_TEXT_BUFFER (galley_view_get_buffer (fixture->view));
  GtkTextIter iter;
  guint n = 0;

  for (gtk_text_buffer_get_iter_at_line (buffer, &iter, line); !gtk_text_iter_ends_line (&iter);
       gtk_text_iter_forward_char (&iter))
    {
      GSList *tags = gtk_text_iter_get_tags (&iter);
      gboolean marked = FALSE;

      for (GSList *l = tags; l != NULL; l = l->next)
        {
          PangoUnderline underline;

          g_object_get (l->data, "underline", &underline, NULL);
          marked |= underline != PANGO_UNDERLINE_NONE;
        }
      n += marked;
      g_slist_free (tags);
    }
  return n;
}

/* Sends a key the way the shortcut controllers see it: by their triggers. */
static gboolean
press (GtkWidget *widget, const char *keys)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  g_autoptr (GtkShortcutTrigger) wanted = gtk_shortcut_trigger_parse_string (keys);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      for (guint k = 0; GTK_IS_SHORTCUT_CONTROLLER (controller) &&
                        k < g_list_model_get_n_items (G_LIST_MODEL (controller));
           k++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), k);

          if (gtk_shortcut_trigger_equal (gtk_shortcut_get_trigger (shortcut), wanted))
            return gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut),
                                                 GTK_SHORTCUT_ACTION_EXCLUSIVE, widget,
                                                 gtk_shortcut_get_arguments (shortcut));
        }
    }
  return FALSE;
}

static void
type (Fixture *fixture, const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      g_autofree char *one = g_strndup (p, g_utf8_next_char (p) - p);

      g_signal_emit_by_name (galley_view_get_text_view (fixture->view), "insert-at-cursor", one);
    }
}

static void
test_walk (Fixture *fixture, gconstpointer data)
{
  guint line;
  guint offset;

  g_assert_cmpint (n_findings (fixture), ==, 6);
  g_assert_cmpint (galley_proof_count (fixture->proof, fixture->article, GALLEY_SEVERITY_ERROR), ==, 2);
  g_assert_cmpint (galley_proof_count (fixture->proof, fixture->article, GALLEY_SEVERITY_WARNING), ==, 2);
  g_assert_cmpfloat (galley_proof_get_rate (fixture->proof, fixture->article), >, 0);
  g_assert_cmpint (n_underlined (fixture, 4), ==, 3);
  g_assert_cmpint (n_underlined (fixture, 0), ==, 0);
  for (guint i = 0; i < 8; i++)
    {
      g_assert_true (press (GTK_WIDGET (fixture->view), "F8"));
      turn_loop (2);
      g_assert_true (galley_view_get_finding (fixture->view) == finding_at (fixture, i % 6));
    }
  galley_view_get_caret (fixture->view, &line, &offset);
  g_assert_cmpint (line, ==, 4);
  g_assert_true (press (GTK_WIDGET (fixture->view), "<Shift>F8"));
  g_assert_true (galley_view_get_finding (fixture->view) == finding_at (fixture, 0));
  draw (fixture);
  take_picture (fixture->window, "view-light.png");
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (fixture->view)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_POPOVER (child) && gtk_widget_get_mapped (child))
        take_picture (child, "card-light.png");
    }
}

static void
test_take_and_undo (Fixture *fixture, gconstpointer data)
{
  g_autofree char *before = galley_article_dup_text (fixture->article);
  g_autofree char *now = NULL;
  g_autoptr (GalleyFinding) first = g_object_ref (finding_at (fixture, 0));

  galley_view_next_finding (fixture->view, 1);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->view), "view.take-fix", "i", 1));
  g_assert_nonnull (
      strstr (galley_block_get_text (galley_article_get_block (fixture->article, 4)), "会上布置了"));
  g_assert_null (galley_view_get_finding (fixture->view));
  settle (fixture);
  g_assert_cmpint (n_findings (fixture), ==, 5);
  g_assert_true (press (GTK_WIDGET (fixture->view), "<Control>z"));
  now = galley_article_dup_text (fixture->article);
  g_assert_cmpstr (now, ==, before);
  g_assert_true (galley_article_has_block (fixture->article, galley_finding_get_block (first)));
  settle (fixture);
  g_assert_cmpint (n_findings (fixture), ==, 6);
  g_assert_cmpint (n_underlined (fixture, 4), ==, 3);
}

static void
test_role_by_key (Fixture *fixture, gconstpointer data)
{
  galley_view_set_caret (fixture->view, 5, 3);
  g_assert_true (press (GTK_WIDGET (fixture->view), "<Alt>7"));
  g_assert_cmpint (galley_block_get_role (galley_article_get_block (fixture->article, 5)), ==,
                   GALLEY_ROLE_CROSSHEAD);
  type (fixture, "甲");
  g_assert_true (press (GTK_WIDGET (fixture->view), "<Control>z"));
  g_assert_cmpint (galley_block_get_role (galley_article_get_block (fixture->article, 5)), ==,
                   GALLEY_ROLE_CROSSHEAD);
  g_assert_true (press (GTK_WIDGET (fixture->view), "<Control>z"));
  g_assert_cmpint (galley_block_get_role (galley_article_get_block (fixture->article, 5)), ==,
                   GALLEY_ROLE_BODY);
  for (guint i = 0; i < GALLEY_N_ROLES; i++)
    {
      g_assert_true (press (GTK_WIDGET (fixture->view), galley_view_get_role_accelerator (i)));
      g_assert_cmpint (galley_block_get_role (galley_article_get_block (fixture->article, 5)), ==, i);
    }
}

static void
test_ignore (Fixture *fixture, gconstpointer data)
{
  GListModel *ignored = galley_proof_get_ignored (fixture->proof);
  g_autoptr (GalleyIgnored) entry = NULL;

  galley_view_show_finding (fixture->view, finding_at (fixture, 0));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->view), "view.ignore", "s", "once"));
  g_assert_cmpint (n_findings (fixture), ==, 5);
  g_assert_cmpint (g_list_model_get_n_items (ignored), ==, 1);
  settle (fixture);
  g_assert_cmpint (n_findings (fixture), ==, 5);
  g_assert_cmpint (n_underlined (fixture, 4), ==, 1);
  /* Ctrl+Z takes back what was done last. */
  g_assert_true (press (GTK_WIDGET (fixture->view), "<Control>z"));
  g_assert_cmpint (g_list_model_get_n_items (ignored), ==, 0);
  settle (fixture);
  g_assert_cmpint (n_findings (fixture), ==, 6);

  /* In the article: the same text under the same rule, wherever it stands. */
  galley_view_show_finding (fixture->view, finding_at (fixture, 0));
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->view), "view.ignore", "s", "article"));
  g_assert_cmpint (n_findings (fixture), ==, 4);
  galley_view_set_caret (fixture->view, 8, 0);
  type (fixture, "布署！");
  galley_view_set_caret (fixture->view, 0, 0);
  settle (fixture);
  g_assert_cmpint (n_findings (fixture), ==, 4);
  entry = g_list_model_get_item (ignored, 0);
  g_assert_cmpstr (galley_ignored_get_text (entry), ==, "布署");
  draw (fixture);
  g_assert_true (galley_proof_unignore (fixture->proof, entry, NULL));
  settle (fixture);
  g_assert_cmpint (n_findings (fixture), ==, 7);
}

/* Nothing is underlined under the hand that types; old marks elsewhere stay. */
static void
test_typing (Fixture *fixture, gconstpointer data)
{
  galley_view_set_caret (fixture->view, 7, 0);
  type (fixture, "他布署");
  g_assert_cmpint (n_underlined (fixture, 4), ==, 3);
  g_assert_cmpint (n_underlined (fixture, 7), ==, 5);
  settle (fixture);
  g_assert_cmpint (n_underlined (fixture, 7), ==, 5);
  galley_view_set_caret (fixture->view, 0, 0);
  turn_loop (3);
  g_assert_cmpint (n_findings (fixture), ==, 7);
  g_assert_cmpint (n_underlined (fixture, 7), ==, 7);
  /* The mark that is typed into goes at once. */
  galley_view_set_caret (fixture->view, 7, 2);
  type (fixture, "了");
  g_assert_cmpint (n_underlined (fixture, 7), ==, 5);
}

static void
test_join (Fixture *fixture, gconstpointer data)
{
  guint n = galley_article_get_n_blocks (fixture->article);

  galley_view_set_caret (fixture->view, 5, 12);
  g_assert_true (press (GTK_WIDGET (fixture->view), "<Control>j"));
  g_assert_cmpint (galley_article_get_n_blocks (fixture->article), ==, n + 1);
  g_assert_true (press (GTK_WIDGET (fixture->view), "<Control>z"));
  g_assert_cmpint (galley_article_get_n_blocks (fixture->article), ==, n);
  galley_view_set_caret (fixture->view, 0, 2);
  g_assert_true (press (GTK_WIDGET (fixture->view), "<Control>j"));
  g_assert_cmpint (galley_article_get_n_blocks (fixture->article), ==, n - 1);
}

/* Undo survives a look at another article. */
static void
test_switch (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GalleyArticle) other = galley_article_new (GALLEY_ARTICLE_STORY);
  GalleyBuffer *buffer = galley_view_get_buffer (fixture->view);

  add_block (other, GALLEY_ROLE_BODY, "另一篇，也布署了。");
  galley_page_insert (galley_edition_get_page (fixture->edition, 0), G_MAXUINT, other);
  galley_view_set_caret (fixture->view, 0, 0);
  type (fixture, "又");
  galley_view_set_article (fixture->view, other);
  g_assert_false (galley_buffer_can_undo (galley_view_get_buffer (fixture->view)));
  settle (fixture);
  g_assert_cmpint (g_list_model_get_n_items (galley_proof_get_findings (fixture->proof, other)), ==, 1);
  galley_view_set_article (fixture->view, NULL);
  g_assert_null (galley_view_get_buffer (fixture->view));
  turn_loop (2);
  galley_view_set_article (fixture->view, fixture->article);
  g_assert_true (galley_view_get_buffer (fixture->view) == buffer);
  g_assert_true (press (GTK_WIDGET (fixture->view), "<Control>z"));
  g_assert_cmpstr (galley_block_get_text (galley_article_get_block (fixture->article, 0)), ==,
                   "全市水利工作会议召开");
  settle (fixture);
}

/* The clipboard answers later; what it brings goes into the article it was asked for, or nowhere. */
static void
test_paste (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GalleyArticle) other = galley_article_new (GALLEY_ARTICLE_STORY);
  g_autofree char *before = galley_article_dup_text (fixture->article);
  g_autofree char *after = NULL;

  add_block (other, GALLEY_ROLE_HEADLINE, "另一篇");
  galley_page_insert (galley_edition_get_page (fixture->edition, 0), G_MAXUINT, other);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (fixture->view)), "贴上");
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "view.paste", NULL);
  galley_view_set_article (fixture->view, other);
  galley_view_set_caret (fixture->view, 0, 0);
  settle (fixture);
  after = galley_article_dup_text (fixture->article);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpstr (galley_block_get_text (galley_article_get_block (other, 0)), ==, "另一篇");
  gtk_widget_activate_action (GTK_WIDGET (fixture->view), "view.paste", NULL);
  settle (fixture);
  g_assert_cmpstr (galley_block_get_text (galley_article_get_block (other, 0)), ==, "贴上另一篇");
}

static void
test_dark (Fixture *fixture, gconstpointer data)
{
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_FORCE_DARK);
  galley_view_set_caret (fixture->view, 5, 12);
  settle (fixture);
  draw (fixture);
  take_picture (fixture->window, "view-dark.png");
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
}

/* A paragraph that is too long is said to be, and can be split. */
static void
test_long_paragraph (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint n = galley_article_get_n_blocks (fixture->article);

  for (guint i = 0; i < 700; i++)
    g_string_append (text, "长长的一句话。");
  g_string_append (text, "长长的一句话。长长的一句话。长长的一句话。长长的一句话。长长的一句话。长长的一句话"
                         "。长长的一句话。长长的一句话。");
  g_string_append (text, text->str);
  add_block (fixture->article, GALLEY_ROLE_BODY, text->str);
  galley_view_set_caret (fixture->view, n, 0);
  settle (fixture);
  draw (fixture);
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (fixture->view), "view.split", NULL));
  g_assert_cmpint (galley_article_get_n_blocks (fixture->article), ==, n + 2);
  settle (fixture);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

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
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-cursor-blink", FALSE, NULL);
  ADD ("/view/walk", test_walk);
  ADD ("/view/take-and-undo", test_take_and_undo);
  ADD ("/view/role-by-key", test_role_by_key);
  ADD ("/view/ignore", test_ignore);
  ADD ("/view/typing", test_typing);
  ADD ("/view/join", test_join);
  ADD ("/view/switch", test_switch);
  ADD ("/view/paste", test_paste);
  ADD ("/view/long-paragraph", test_long_paragraph);
  ADD ("/view/dark", test_dark);
  return g_test_run ();
}
