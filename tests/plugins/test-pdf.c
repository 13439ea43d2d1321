/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-store.h"
#include "page-fixture.h"
#include "test-common.h"

static GalleyPlugins *plugins;

/* --- the tools that judge ---------------------------------------------------------------------------------------------- */

/* What a tool says about a file; NULL where the tool is absent. */
static char *
ask (const char *const *command)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *tool = g_find_program_in_path (command[0]);
  g_autoptr (GSubprocess) process = NULL;
  char *out = NULL;

  if (tool == NULL)
    return NULL;
  process =
      g_subprocess_newv (command, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, &error));
  g_assert_no_error (error);
  if (!g_subprocess_get_successful (process))
    g_error ("%s: %s", command[0], out);
  return out;
}

static gboolean
have_tools (void)
{
  static const char *const tools[] = { "qpdf", "pdfinfo", "pdftotext", "pdffonts" };

  for (guint i = 0; i < G_N_ELEMENTS (tools); i++)
    {
      g_autofree char *found = g_find_program_in_path (tools[i]);

      if (found == NULL)
        {
          g_test_skip ("qpdf or poppler-utils, which judge PDF, are not installed");
          return FALSE;
        }
    }
  return TRUE;
}

/* Without blanks and line ends: where lines end is the page's affair. */
static char *
squeeze (const char *text)
{
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (!g_unichar_isspace (g_utf8_get_char (p)))
        g_string_append_unichar (out, g_utf8_get_char (p));
    }
  return g_string_free (out, FALSE);
}

/* The blocks of an article stand in the text one behind the other, but for pictures' words, which stand with their picture. */
static void
check_article (const char *text, GalleyArticle *article)
{
  const char *at = text;

  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);
      GalleyRole role = galley_block_get_role (block);
      g_autofree char *wanted = squeeze (galley_block_get_text (block));
      const char *found =
          strstr (role == GALLEY_ROLE_CAPTION || role == GALLEY_ROLE_CREDIT ? text : at, wanted);

      if (found == NULL)
        g_error ("not in reading order: %s", wanted);
      if (role != GALLEY_ROLE_CAPTION && role != GALLEY_ROLE_CREDIT)
        at = found + strlen (wanted);
    }
}

static void
check_text (const char *text, GalleyEdition *edition)
{
  g_autofree char *whole = squeeze (text);

  for (guint p = 0; p < galley_edition_get_n_pages (edition); p++)
    {
      GalleyPage *page = galley_edition_get_page (edition, p);

      for (guint a = 0; a < galley_page_get_n_articles (page); a++)
        check_article (whole, galley_page_get_article (page, a));
    }
}

/* --- writing ------------------------------------------------------------------------------------------------------------- */

static GalleyExporter *
create (const char *first, ...)
{
  g_autoptr (GError) error = NULL;
  GalleyExporter *exporter = galley_save_create (plugins, "pdf", &error);
  va_list arguments;

  g_assert_no_error (error);
  va_start (arguments, first);
  for (const char *name = first; name != NULL; name = va_arg (arguments, const char *))
    {
      g_assert_true (galley_save_set_option (exporter, name, va_arg (arguments, const char *), &error));
      g_assert_no_error (error);
    }
  va_end (arguments);
  return exporter;
}

static char *
write_pdf (GalleyExporter *exporter, GalleyEdition *edition, const char *folder, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = test_save (exporter, edition, &error);
  char *path = g_build_filename (folder, name, NULL);

  g_assert_no_error (error);
  g_assert_true (
      g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error));
  return path;
}

static void
check_file (const char *path)
{
  g_autofree char *checked = ask ((const char *[]){ "qpdf", "--check", path, NULL });
  g_autofree char *info = ask ((const char *[]){ "pdfinfo", path, NULL });
  g_autofree char *fonts = ask ((const char *[]){ "pdffonts", path, NULL });
  g_auto (GStrv) lines = g_strsplit (fonts, "\n", -1);

  g_assert_null (strstr (checked, "WARNING"));
  g_assert_nonnull (strstr (info, "Tagged:          yes"));
  /* Two lines of heading, then embedded, subset, with a map to Unicode. */
  g_assert_cmpuint (g_strv_length (lines), >=, 3);
  for (guint i = 2; lines[i] != NULL && *lines[i] != '\0'; i++)
    g_assert_nonnull (strstr (lines[i], "yes yes yes"));
}

static void
test_pages (void)
{
  g_autofree char *folder = test_folder ();

  if (have_tools ())
    for (guint32 seed = 1; seed <= 4; seed++)
      {
        g_autoptr (GalleyExporter) exporter =
            create ("paper", seed % 2 == 0 ? "broadsheet" : "tabloid", NULL);
        g_autoptr (GalleyEdition) edition = page_fixture_edition (8, 2, seed);
        g_autofree char *path = write_pdf (exporter, edition, folder, "pages.pdf");
        g_autofree char *text = ask ((const char *[]){ "pdftotext", "-raw", path, "-", NULL });
        g_autofree char *info = ask ((const char *[]){ "pdfinfo", path, NULL });

        check_file (path);
        check_text (text, edition);
        g_assert_nonnull (strstr (info, "望川晚报"));
        g_assert_nonnull (strstr (info, "2025"));
      }
  test_remove (folder);
}

static void
assert_size (GalleyExporter *exporter, GalleyEdition *edition, const char *folder, const char *size)
{
  g_autofree char *path = write_pdf (exporter, edition, folder, "size.pdf");
  g_autofree char *info = ask ((const char *[]){ "pdfinfo", path, NULL });

  if (strstr (info, size) == NULL)
    g_error ("not %s: %s", size, info);
}

/* The page is that of the publication, or that which the option names: columns and type follow. */
static void
test_papers (void)
{
  static const char broadsheet[] = "1105.51 x 1544.88 pts", tabloid[] = "779.528 x 1105.51 pts",
                    a4[] = "595.276 x 841.89 pts";
  g_autofree char *folder = test_folder ();
  g_autoptr (GalleyEdition) edition = page_fixture_edition (8, 1, 3);
  g_autoptr (GalleyExporter) exporter = create (NULL), fixed = create ("paper", "a4", NULL);

  if (have_tools ())
    {
      assert_size (exporter, edition, folder, tabloid);
      galley_edition_set_publication (edition, "broadsheet");
      assert_size (exporter, edition, folder, broadsheet);
      assert_size (fixed, edition, folder, a4);
      galley_edition_set_publication (edition, "newsletter");
      assert_size (exporter, edition, folder, a4);
      galley_edition_set_publication (edition, "no-such-paper");
      assert_size (exporter, edition, folder, tabloid);
    }
  test_remove (folder);
}

static void
test_structure (void)
{
  g_autofree char *folder = test_folder ();
  g_autoptr (GalleyExporter) exporter = create (NULL, NULL);
  g_autoptr (GalleyEdition) edition = page_fixture_edition (7, 1, 3);

  if (have_tools ())
    {
      g_autofree char *path = write_pdf (exporter, edition, folder, "pages.pdf");
      g_autofree char *structure = ask ((const char *[]){ "pdfinfo", "-struct-text", path, NULL });
      g_auto (GStrv) lines = g_strsplit (structure, "\n", -1);
      g_autoptr (GString) text = g_string_new (NULL);

      g_assert_nonnull (strstr (structure, "Art\n"));
      g_assert_nonnull (strstr (structure, "H2"));
      g_assert_nonnull (strstr (structure, "Caption"));
      g_assert_nonnull (strstr (structure, "Figure"));
      for (guint i = 0; lines[i] != NULL; i++)
        {
          const char *from = strchr (lines[i], '"'), *to = strrchr (lines[i], '"');

          if (from != NULL && to > from)
            g_string_append_len (text, from + 1, to - from - 1);
        }
      check_text (text->str, edition);
    }
  test_remove (folder);
}

static void
test_english (void)
{
  g_autofree char *folder = test_folder ();
  g_autoptr (GalleyExporter) exporter = create (NULL, NULL);
  g_autoptr (GalleyEdition) edition = galley_edition_new ();
  g_autoptr (GalleyArticle) article =
      page_fixture_article (GALLEY_ARTICLE_STORY, GALLEY_ROLE_HEADLINE, "Ferry gets a new boat",
                            GALLEY_ROLE_BYLINE, "By Ruth Alder", GALLEY_ROLE_BODY,
                            "The electric ferry left the landing at seven in the morning, and the first five "
                            "passengers said that they had heard nothing at "
                            "all. “It is like walking on the river,” said Tom Quill, who has crossed it "
                            "every working day since 1987. The fare stays as it "
                            "was, and the afflicted office files waffled offers.",
                            -1);

  galley_page_insert (galley_edition_ensure_page (edition, 2, "Local"), G_MAXUINT, article);
  if (have_tools ())
    {
      g_autofree char *path = write_pdf (exporter, edition, folder, "pages.pdf");
      g_autofree char *text = ask ((const char *[]){ "pdftotext", "-raw", path, "-", NULL });

      check_file (path);
      /* Words keep apart where lines end, and ligatures do not hide letters. */
      g_strdelimit (text, "\n", ' ');
      g_assert_nonnull (strstr (text, "Ruth Alder"));
      g_assert_nonnull (strstr (text, "waffled"));
      check_text (text, edition);
    }
  test_remove (folder);
}

/* What is parted at the end of a line is a whole word for whoever copies or searches the text. */
static void
test_parted_words (void)
{
  static const char prose[] =
      "The intergovernmental administration responsible for environmental protection announced comprehensive "
      "recommendations concerning international transportation infrastructure. “Unfortunately, "
      "misunderstandings characterized preliminary consultations,” acknowledged superintendent Montgomery, "
      "whose responsibilities encompass telecommunications and agricultural diversification throughout the "
      "metropolitan districts, notwithstanding considerable uncertainties regarding implementation.";
  static const char *const modes[] = { "-raw", "-layout", "-nopgbrk" };
  g_autofree char *folder = test_folder ();
  g_autoptr (GalleyExporter) exporter = create ("paper", "a4", NULL);
  g_autoptr (GalleyEdition) edition = galley_edition_new ();
  g_autoptr (GalleyArticle) article = page_fixture_article (
      GALLEY_ARTICLE_STORY, GALLEY_ROLE_HEADLINE, "Bridge reopens", GALLEY_ROLE_BODY, prose, GALLEY_ROLE_BODY,
      prose, GALLEY_ROLE_BODY, prose, GALLEY_ROLE_BODY, prose, -1);
  g_auto (GStrv) words = g_strsplit (prose, " ", -1);
  g_autofree char *path = NULL;

  if (!have_tools ())
    return;
  galley_page_insert (galley_edition_ensure_page (edition, 1, "News"), 0, article);
  path = write_pdf (exporter, edition, folder, "parted.pdf");
  check_file (path);
  for (guint m = 0; m < G_N_ELEMENTS (modes); m++)
    {
      g_autofree char *text = ask ((const char *[]){ "pdftotext", modes[m], path, "-", NULL });

      for (guint w = 0; words[w] != NULL; w++)
        {
          const char *found = text;

          /* As often as in the copy. */
          for (guint n = 0; n < 4; n++)
            {
              found = strstr (found, words[w]);
              if (found == NULL)
                g_error ("pdftotext %s does not find “%s” %u times", modes[m], words[w], n + 1);
              found += strlen (words[w]);
            }
        }
    }
  test_remove (folder);
}

static void
test_same_bytes (void)
{
  static const char *const kinds[] = { "pages", "galley" };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (GalleyExporter) one = create ("kind", kinds[i], NULL), two = create ("kind", kinds[i], NULL);
      g_autoptr (GalleyEdition) edition = page_fixture_edition (12, 3, 8);
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) first = test_save (one, edition, &error), second = test_save (two, edition, &error);

      g_assert_no_error (error);
      g_assert_true (g_bytes_equal (first, second));
    }
}

static void
test_strips (void)
{
  g_autofree char *folder = test_folder ();
  g_autoptr (GalleyExporter) exporter = create ("kind", "galley", "characters", "16", "lines", "12", NULL);
  g_autoptr (GalleyEdition) edition = page_fixture_edition (4, 1, 2);

  if (have_tools ())
    {
      g_autofree char *path = write_pdf (exporter, edition, folder, "galley.pdf");

      check_file (path);
    }
  test_remove (folder);
}

/* --- the marks of a round -------------------------------------------------------------------------------------------------- */

static void
make_store (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyStore) store = galley_store_open (path, TRUE, "沈渡", &error);
  g_autoptr (GalleyEdition) edition = page_fixture_edition (4, 1, 6);

  g_assert_no_error (error);
  galley_edition_absorb (galley_store_get_edition (store), edition, 0);
  g_assert_true (galley_store_close (store, &error));
  g_assert_no_error (error);
}

static void
change (GalleyEdition *edition, guint index, guint offset, guint n_removed, const char *inserted)
{
  GalleyArticle *article = galley_page_get_article (galley_edition_get_page (edition, 0), index);

  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);
      g_autoptr (GalleyBlock) changed = NULL;

      if (galley_block_get_role (block) != GALLEY_ROLE_BODY)
        continue;
      changed = galley_block_splice (block, offset, n_removed, inserted);
      galley_article_splice (article, i, 1, &changed, 1);
      return;
    }
}

static void
test_marked (void)
{
  g_autofree char *folder = test_folder (), *before = g_build_filename (folder, "before.galley", NULL);
  g_autoptr (GalleyExporter) exporter =
      create ("kind", "marked", "before", before, "round", "二校", "person", "沈渡", NULL);
  g_autoptr (GError) error = NULL;

  make_store (before);
  if (have_tools ())
    {
      g_autoptr (GalleyStore) store = galley_store_open_readonly (before, &error);
      g_autoptr (GalleyEdition) edition = galley_edition_freeze (galley_store_get_edition (store));
      g_autoptr (GalleyEdition) after = galley_edition_new ();
      g_autofree char *path = NULL, *text = NULL;

      galley_edition_absorb (after, galley_store_get_edition (store), 0);
      g_assert_null (test_save (exporter, edition, &error));
      g_assert_error (error, GALLEY_ERROR, GALLEY_ERROR_NOT_EXPRESSIBLE); /* nothing was changed */
      change (after, 0, 3, 2, "");
      change (after, 1, 5, 1, "新词");
      change (after, 2, 4, 0, "插进来的");
      path = write_pdf (exporter, after, folder, "marked.pdf");
      check_file (path);
      text = ask ((const char *[]){ "pdftotext", "-raw", path, "-", NULL });
      g_assert_nonnull (strstr (text, "插进来的"));
      g_assert_nonnull (strstr (text, "二校"));
      g_assert_nonnull (strstr (text, "沈渡"));
    }
  test_remove (folder);
}

/* What the host hands over with the edition. */
static void
test_marked_by_markup (void)
{
  g_autofree char *folder = test_folder ();
  g_autoptr (GalleyExporter) exporter = create ("kind", "marked", NULL);
  g_autoptr (GalleyEdition) edition = page_fixture_edition (4, 1, 6);
  GalleyArticle *article = galley_page_get_article (galley_edition_get_page (edition, 0), 1);
  g_autoptr (GalleyArticle) before = galley_article_freeze (article);
  g_autoptr (GalleyMarkup) markup = galley_markup_new ();

  galley_markup_add_change (markup, galley_article_get_id (article), before, "沈渡", 0);
  galley_exporter_set_markup (exporter, markup);
  change (edition, 1, 2, 1, "改了的字");
  if (have_tools ())
    {
      g_autofree char *path = write_pdf (exporter, edition, folder, "marked.pdf");
      g_autofree char *text = ask ((const char *[]){ "pdftotext", "-raw", path, "-", NULL });

      check_file (path);
      g_assert_nonnull (strstr (text, "改了的字"));
      g_assert_nonnull (strstr (text, "沈渡"));
      g_assert_nonnull (strstr (text, "一校"));
    }
  test_remove (folder);
}

/* A round that nobody named is the first, in the language of the edition. */
static void
test_marked_in_english (void)
{
  g_autofree char *folder = test_folder ();
  g_autoptr (GalleyExporter) exporter = create ("kind", "marked", NULL);
  g_autoptr (GalleyEdition) edition = page_fixture_edition (4, 1, 6);
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);
  g_autoptr (GalleyArticle) before = galley_article_freeze (g_ptr_array_index (articles, 1));
  g_autoptr (GalleyMarkup) markup = galley_markup_new ();

  for (guint i = 0; i < articles->len; i++)
    galley_metadata_add (galley_article_get_metadata (g_ptr_array_index (articles, i)), "language", "en",
                         NULL);
  galley_markup_add_change (markup, galley_article_get_id (before), before, "沈渡", 0);
  galley_exporter_set_markup (exporter, markup);
  change (edition, 1, 2, 1, "改了的字");
  if (have_tools ())
    {
      g_autofree char *path = write_pdf (exporter, edition, folder, "marked.pdf");
      g_autofree char *text = ask ((const char *[]){ "pdftotext", "-raw", path, "-", NULL });

      g_assert_nonnull (strstr (text, "First proof"));
      g_assert_null (strstr (text, "一校"));
    }
  test_remove (folder);
}

static void
test_marked_without_before (void)
{
  g_autoptr (GalleyExporter) exporter = create ("kind", "marked", NULL);
  g_autoptr (GalleyEdition) edition = page_fixture_edition (4, 1, 6);
  g_autoptr (GError) error = NULL;

  g_assert_null (test_save (exporter, edition, &error));
  g_assert_error (error, GALLEY_ERROR, GALLEY_ERROR_NOT_EXPRESSIBLE);
}

/* --- what goes wrong ------------------------------------------------------------------------------------------------------- */

static void
test_cancelled (void)
{
  g_autofree char *folder = test_folder (), *path = g_build_filename (folder, "pages.pdf", NULL);
  g_autoptr (GalleyExporter) exporter = create (NULL, NULL);
  g_autoptr (GalleyEdition) edition = page_fixture_edition (8, 2, 1),
                            frozen = galley_edition_freeze (edition);
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  galley_job_cancel (job);
  g_assert_false (galley_save_file (exporter, frozen, file, job, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_rmdir (folder), ==, 0); /* nothing was left in it */
}

static void
test_empty (void)
{
  g_autoptr (GalleyExporter) exporter = create (NULL, NULL);
  g_autoptr (GalleyEdition) edition = galley_edition_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (test_save (exporter, edition, &error));
  g_assert_error (error, GALLEY_ERROR, GALLEY_ERROR_NOT_EXPRESSIBLE);
}

/* Pictures of all kinds, and one that is none. */
static void
test_pictures (void)
{
  static const guchar gif[] = "GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\x00\x00\x00\x00\x00,"
                              "\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02\x44\x01\x00;";
  g_autofree char *folder = test_folder ();
  g_autoptr (GalleyExporter) exporter = create (NULL, NULL);
  g_autoptr (GalleyEdition) edition = galley_edition_new ();
  GalleyPage *page = galley_edition_ensure_page (edition, 1, "");
  const struct
  {
    const char *name;
    const void *data;
    gsize length;
  } pictures[] = { { "red.gif", gif, sizeof gif - 1 },
                   { "broken.jpg", "\xFF\xD8\xFF\xE0 no picture", 16 },
                   { "a.svg", "<svg/>", 6 } };

  for (guint i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (pictures[i].data, pictures[i].length);
      g_autoptr (GalleyAsset) asset = galley_asset_new (pictures[i].name, NULL, bytes);
      g_autoptr (GalleyArticle) article =
          page_fixture_article (GALLEY_ARTICLE_PICTURE, GALLEY_ROLE_CAPTION, "渡口。", -1);

      galley_edition_add_asset (edition, asset);
      galley_metadata_add (galley_article_get_metadata (article), "picture", galley_asset_get_id (asset),
                           NULL);
      galley_page_insert (page, G_MAXUINT, article);
    }
  if (have_tools ())
    {
      g_autofree char *path = write_pdf (exporter, edition, folder, "pictures.pdf");

      check_file (path);
    }
  test_remove (folder);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  plugins = galley_plugins_new (NULL);
  g_test_add_func ("/pdf/pages", test_pages);
  g_test_add_func ("/pdf/papers", test_papers);
  g_test_add_func ("/pdf/structure", test_structure);
  g_test_add_func ("/pdf/english", test_english);
  g_test_add_func ("/pdf/parted-words", test_parted_words);
  g_test_add_func ("/pdf/same-bytes", test_same_bytes);
  g_test_add_func ("/pdf/strips", test_strips);
  g_test_add_func ("/pdf/marked", test_marked);
  g_test_add_func ("/pdf/marked-by-markup", test_marked_by_markup);
  g_test_add_func ("/pdf/marked-in-english", test_marked_in_english);
  g_test_add_func ("/pdf/marked-without-before", test_marked_without_before);
  g_test_add_func ("/pdf/cancelled", test_cancelled);
  g_test_add_func ("/pdf/empty", test_empty);
  g_test_add_func ("/pdf/pictures", test_pictures);
  result = g_test_run ();
  g_object_unref (plugins);
  return result;
}
