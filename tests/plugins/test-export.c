/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all exporters have in common: the same bytes each time, nothing left behind, and a word about what is lost. And what
 * formats of word processors show of a round. */

#include "config.h"

#include "galley-diff.h"

#include "../../plugins/common/galley-zip.h"
#include "test-common.h"

static GalleyPlugins *plugins;

static void
paragraph (GalleyBuilder *builder, GalleyRole role, const char *text)
{
  galley_builder_begin (builder, role);
  galley_builder_text (builder, text, -1, GALLEY_STYLE_PLAIN);
}

/* One pixel, red. */
static const guint8 pixel[] = {
  0x89, 'P',  'N',  'G', 0x0d, 0x0a, 0x1a, 0x0a, 0,    0,    0,    13,   'I',  'H',  'D',  'R', 0, 0,
  0,    1,    0,    0,   0,    1,    8,    2,    0,    0,    0,    0x90, 0x77, 0x53, 0xde, 0,   0, 0,
  12,   'I',  'D',  'A', 'T',  8,    0xd7, 0x63, 0xf8, 0xcf, 0xc0, 0,    0,    3,    1,    1,   0, 0x18,
  0xdd, 0x8d, 0xb0, 0,   0,    0,    0,    'I',  'E',  'N',  'D',  0xae, 0x42, 0x60, 0x82,
};

static GalleyEdition *
make_edition (void)
{
  g_autoptr (GalleyBuilder) builder = galley_builder_new (NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static (pixel, sizeof pixel);
  g_autoptr (GalleyAsset) asset = galley_asset_new ("a & b.png", NULL, bytes);
  g_autoptr (GBytes) junk = g_bytes_new_static ("no picture", 10);
  g_autoptr (GalleyAsset) broken = galley_asset_new ("old.tif", "image/tiff", junk);
  g_autoptr (GError) error = NULL;
  GalleyEdition *edition;

  galley_builder_fact (builder, GALLEY_FACT_PAPER, "临江<日报>");
  galley_builder_fact (builder, GALLEY_FACT_DATE, "2025-03-18");
  galley_builder_fact (builder, GALLEY_FACT_ISSUE, "4127");
  galley_builder_fact (builder, GALLEY_FACT_CN, "CN99-0099");
  galley_builder_page (builder, 1, "要闻 & 综合");
  galley_builder_staff (builder, "责任编辑", "谢云生");
  for (guint role = 0; role < GALLEY_N_ROLES; role++)
    paragraph (builder, (GalleyRole) role, "文字 & <标记> \"引号\"\t制表  两个空格");
  galley_builder_link (builder, "去看看", -1, "https://example.org/?a=1&b=\"2\"");
  galley_builder_join (builder, "\n");
  galley_builder_meta (builder, "urgency", "3");
  galley_builder_person (builder, "沈一禾", "本报记者");
  galley_builder_asset (builder, asset);
  galley_builder_asset (builder, broken);
  galley_builder_next_article (builder);
  paragraph (builder, GALLEY_ROLE_BODY, "没有题目的短讯。");
  galley_builder_page (builder, 3, "");
  paragraph (builder, GALLEY_ROLE_HEADLINE, "第三版的题目--> 与 ]]>");
  paragraph (builder, GALLEY_ROLE_BODY, "正文。");
  edition = galley_builder_finish (builder, &error);
  g_assert_no_error (error);
  return edition;
}

/* --- all formats ------------------------------------------------------------------------------------------------- */

static GPtrArray *
list_formats (void)
{
  const GPtrArray *all = galley_plugins_list (plugins);
  GPtrArray *formats = g_ptr_array_new ();

  for (guint i = 0; i < all->len; i++)
    {
      GalleyPluginInfo *info = g_ptr_array_index (all, i);

      if (galley_plugins_get_key (plugins, info, "Exporter-Types") != NULL)
        g_ptr_array_add (formats, info->module);
    }
  g_assert_cmpuint (formats->len, >=, 13);
  return formats;
}

static gint
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
digest_tree (GChecksum *sum, const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *data = NULL;
  const char *name;
  gsize length;

  if (dir == NULL)
    {
      g_assert_true (g_file_get_contents (path, &data, &length, NULL));
      g_checksum_update (sum, (const guchar *) data, (gssize) length);
      return;
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *child = g_build_filename (path, g_ptr_array_index (names, i), NULL);

      g_checksum_update (sum, g_ptr_array_index (names, i), -1);
      digest_tree (sum, child);
    }
}

static char *
save_and_digest (const char *format, GalleyJob *job, GError **error)
{
  g_autofree char *folder = test_folder ();
  g_autofree char *path = g_build_filename (folder, "out", NULL);
  g_autoptr (GFile) target = g_file_new_for_path (path);
  g_autoptr (GalleyEdition) edition = make_edition ();
  g_autoptr (GalleyEdition) frozen = NULL;
  g_autoptr (GalleyExporter) exporter = galley_save_create (plugins, format, error);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GDir) dir = NULL;
  gboolean good;

  g_assert_nonnull (exporter);
  frozen = galley_edition_freeze (edition);
  good = galley_save_file (exporter, frozen, target, job, error);
  if (good)
    digest_tree (sum, path);
  else
    {
      dir = g_dir_open (folder, 0, NULL);
      g_assert_null (g_dir_read_name (dir));
    }
  test_remove (folder);
  return good ? g_strdup (g_checksum_get_string (sum)) : NULL;
}

/* An edition gets an id of its own when it is made, and so do its articles: what is written twice is one and the same. */
static void
test_same_bytes (void)
{
  g_autoptr (GPtrArray) formats = list_formats ();
  g_autoptr (GalleyEdition) edition = make_edition ();
  g_autoptr (GalleyEdition) frozen = galley_edition_freeze (edition);

  for (guint i = 0; i < formats->len; i++)
    {
      g_autofree char *first = NULL;

      g_test_message ("%s", (const char *) g_ptr_array_index (formats, i));
      for (guint turn = 0; turn < 2; turn++)
        {
          g_autofree char *folder = test_folder ();
          g_autofree char *path = g_build_filename (folder, "out", NULL);
          g_autoptr (GFile) target = g_file_new_for_path (path);
          g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
          g_autoptr (GError) error = NULL;
          g_autoptr (GalleyExporter) exporter =
              galley_save_create (plugins, g_ptr_array_index (formats, i), &error);

          g_assert_no_error (error);
          g_assert_true (galley_save_file (exporter, frozen, target, NULL, &error));
          g_assert_no_error (error);
          digest_tree (sum, path);
          if (turn == 0)
            first = g_strdup (g_checksum_get_string (sum));
          else
            g_assert_cmpstr (first, ==, g_checksum_get_string (sum));
          test_remove (folder);
        }
    }
}

static void
test_cancelled (void)
{
  g_autoptr (GPtrArray) formats = list_formats ();

  for (guint i = 0; i < formats->len; i++)
    {
      g_autoptr (GalleyJob) job = galley_job_new (NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *digest = NULL;

      galley_job_cancel (job);
      digest = save_and_digest (g_ptr_array_index (formats, i), job, &error);
      g_assert_null (digest);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
}

/* A format that does not say that it holds everything says what it leaves out. */
static void
test_notes (void)
{
  g_autoptr (GPtrArray) formats = list_formats ();

  for (guint i = 0; i < formats->len; i++)
    {
      const char *format = g_ptr_array_index (formats, i);
      GalleyPluginInfo *info = galley_plugins_find (plugins, format);
      const char *level = galley_plugins_get_key (plugins, info, "Exporter-Level");
      g_autoptr (GalleyJob) job = galley_job_new (NULL);
      g_autoptr (GError) error = NULL;
      g_auto (GStrv) notes = NULL;
      g_autofree char *digest = save_and_digest (format, job, &error);

      g_test_message ("%s", format);
      g_assert_no_error (error);
      g_assert_nonnull (digest);
      g_assert_nonnull (galley_plugins_get_key (plugins, info, "Exporter-Holds"));
      g_assert_true (g_str_equal (level, "full") || g_str_equal (level, "lossy"));
      notes = galley_job_dup_notes (job);
      if (g_str_equal (level, "lossy"))
        g_assert_cmpuint (g_strv_length (notes), >, 0);
    }
}

/* --- the marks of a round ----------------------------------------------------------------------------------------- */

static const struct
{
  const char *before[5];
  const char *after[5];
} rounds[] = {
  { { "一个布署错了的字。" }, { "一个部署错了的字。" } },
  { { "前面的话,后面的话。" }, { "前面的话,加上的话,后面的话。" } },
  { { "第一段。", "第二段要删去。", "第三段。" }, { "第一段。", "第三段。" } },
  { { "第一段。", "第三段。" }, { "第一段。", "新的第二段。", "第三段。" } },
  { { "两段要接成", "一段。" }, { "两段要接成一段。" } },
  { { "一段要分成两段。" }, { "一段要分", "成两段。" } },
  { { "整段删到最后。", "留下来的?" }, { "整段删到最后。" } },
  { { "要删的开头。", "剩下的。" }, { "剩下的。" } },
  { { "旧文。", "旧的第二段。" }, { "全新的一段,什么都不一样了!", "又一段", "再一段" } },
};

static GalleyArticle *
make_article (GalleyEdition *edition, const char *const *texts)
{
  GalleyArticle *article = galley_article_new_with_id (GALLEY_ARTICLE_STORY, "a1");

  for (guint i = 0; i < 5 && texts[i] != NULL; i++)
    {
      g_autoptr (GalleyBlock) block =
          galley_block_new (i == 1 ? GALLEY_ROLE_QUOTE : GALLEY_ROLE_BODY, texts[i], -1);

      galley_article_append (article, block);
    }
  if (edition != NULL)
    galley_page_insert (galley_edition_ensure_page (edition, 1, NULL), G_MAXUINT, article);
  return article;
}

static char *
read_member (GBytes *package, const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyZip) zip = galley_zip_open (package, "test", &error);
  g_autoptr (GBytes) bytes = NULL;

  g_assert_no_error (error);
  bytes = galley_zip_read (zip, name, 1 << 24, &error);
  g_assert_no_error (error);
  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static char *
export_marked (const char *format, const char *member, guint i)
{
  g_autoptr (GalleyEdition) edition = galley_edition_new ();
  g_autoptr (GalleyArticle) before = make_article (NULL, rounds[i].before);
  g_autoptr (GalleyArticle) after = make_article (edition, rounds[i].after);
  g_autoptr (GalleyMarkup) markup = galley_markup_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyExporter) exporter = galley_save_create (plugins, format, &error);
  g_autoptr (GBytes) bytes = NULL;

  g_assert_no_error (error);
  galley_markup_add_change (markup, "a1", before, "许梅", G_GINT64_CONSTANT (1742284800000000));
  galley_exporter_set_markup (exporter, markup);
  bytes = test_save (exporter, edition, &error);
  g_assert_no_error (error);
  return read_member (bytes, member);
}

/* What Word makes of the document when all changes are accepted (or rejected): paragraphs, a line end each. A paragraph whose
 * mark goes runs into the next. */
static char *
resolve_word (const char *xml, gboolean accept)
{
  const char *gone = accept ? "del" : "ins";
  g_auto (GStrv) paragraphs = g_strsplit (xml, "<w:p>", -1);
  GString *out = g_string_new (NULL);
  g_autofree char *mark = g_strdup_printf ("<w:rPr><w:%s ", gone);
  g_autofree char *open = g_strdup_printf ("<w:%s ", gone);
  g_autofree char *close = g_strdup_printf ("</w:%s>", gone);

  for (guint i = 1; paragraphs[i] != NULL; i++)
    {
      const char *content = strstr (paragraphs[i], "</w:pPr>") + strlen ("</w:pPr>");
      gboolean merged = FALSE;
      g_autofree char *head = g_strndup (paragraphs[i], (gsize) (content - paragraphs[i]));

      merged = strstr (head, mark) != NULL;
      while (*content != '\0' && !g_str_has_prefix (content, "</w:p>"))
        {
          if (g_str_has_prefix (content, open))
            content = strstr (content, close) + strlen (close);
          else if (*content == '<')
            content = strchr (content, '>') + 1;
          else
            g_string_append_c (out, *content++);
        }
      if (!merged)
        g_string_append_c (out, '\n');
    }
  return g_string_free (out, FALSE);
}

static char *
join (const char *const *texts)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < 5 && texts[i] != NULL; i++)
    g_string_append_printf (out, "%s\n", texts[i]);
  return g_string_free (out, FALSE);
}

static void
test_word_changes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rounds); i++)
    {
      g_autofree char *xml = export_marked ("docx", "word/document.xml", i);
      g_autofree char *accepted = resolve_word (xml, TRUE);
      g_autofree char *rejected = resolve_word (xml, FALSE);
      g_autofree char *after = join (rounds[i].after);
      g_autofree char *before = join (rounds[i].before);

      g_test_message ("%u: %s", i, xml);
      g_assert_cmpstr (accepted, ==, after);
      g_assert_cmpstr (rejected, ==, before);
      g_assert_nonnull (strstr (xml, "w:author=\"许梅\" w:date=\"2025-03-18T08:00:00Z\""));
    }
}

/* The same of an OpenDocument text: accepted, the text stands without its regions; rejected, what was deleted comes back, a
 * paragraph of a region each. */
static char *
resolve_odt (const char *xml, gboolean accept)
{
  const char *body = strstr (xml, "</text:tracked-changes>");
  const char *p = body + strlen ("</text:tracked-changes>");
  gboolean inserted = FALSE;
  GString *out = g_string_new (NULL);

  while (!g_str_has_prefix (p, "</office:text>"))
    {
      if (*p != '<')
        {
          if (accept || !inserted)
            g_string_append_len (out, *p == '\n' ? "" : p, *p == '\n' ? 0 : 1);
          p++;
          continue;
        }
      if (g_str_has_prefix (p, "<text:change-start"))
        inserted = TRUE;
      else if (g_str_has_prefix (p, "<text:change-end"))
        inserted = FALSE;
      else if ((g_str_has_prefix (p, "</text:p>") || g_str_has_prefix (p, "</text:h>")) &&
               (accept || !inserted))
        g_string_append_c (out, '\n');
      else if (g_str_has_prefix (p, "<text:change ") && !accept)
        {
          g_autofree char *id = g_strndup (strstr (p, "\"") + 1, strcspn (strstr (p, "\"") + 1, "\""));
          g_autofree char *key = g_strdup_printf ("xml:id=\"%s\"", id);
          const char *q =
              strstr (strstr (xml, key), "</office:change-info>") + strlen ("</office:change-info>");
          gboolean begun = FALSE;

          while (!g_str_has_prefix (q, "</text:deletion>"))
            {
              if (g_str_has_prefix (q, "<text:p"))
                {
                  g_string_append (out, begun ? "\n" : "");
                  begun = TRUE;
                }
              if (*q == '<')
                q = strchr (q, '>') + 1;
              else
                g_string_append_c (out, *q++);
            }
        }
      p = strchr (p, '>') + 1;
    }
  return g_string_free (out, FALSE);
}

static void
test_odt_changes (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rounds); i++)
    {
      g_autofree char *xml = export_marked ("odt", "content.xml", i);
      g_autofree char *accepted = resolve_odt (xml, TRUE);
      g_autofree char *rejected = resolve_odt (xml, FALSE);
      g_autofree char *after = join (rounds[i].after);
      g_autofree char *before = join (rounds[i].before);

      g_test_message ("%u: %s", i, xml);
      g_assert_cmpstr (accepted, ==, after);
      g_assert_cmpstr (rejected, ==, before);
      g_assert_nonnull (strstr (xml, "<dc:creator>许梅</dc:creator>"));
      g_assert_nonnull (strstr (xml, "<dc:date>2025-03-18T08:00:00Z</dc:date>"));
    }
}

/* --- open findings ------------------------------------------------------------------------------------------------ */

static guint
count (const char *text, const char *word)
{
  guint n = 0;

  for (const char *p = strstr (text, word); p != NULL; p = strstr (p + 1, word))
    n++;
  return n;
}

static void
test_findings (void)
{
  static const char *const texts[5] = { "布署,布署,再一次布署。" };
  static const char *const fixes[] = { "部署", NULL };
  static const GalleyRule fields = {
    .id = "CN.WORD.TYPO", .name = "错字", .norm = "《现汉》", .klass = "词语"
  };
  static const char *const formats[][3] = { { "docx", "word/document.xml", "<w:commentRangeStart " },
                                            { "odt", "content.xml", "<office:annotation " } };
  static const char *const ends[] = { "<w:commentRangeEnd ", "<office:annotation-end " };
  g_autoptr (GalleyRule) rule = galley_rule_new (&fields);

  for (guint f = 0; f < G_N_ELEMENTS (formats); f++)
    {
      g_autoptr (GalleyEdition) edition = galley_edition_new ();
      g_autoptr (GalleyArticle) article = make_article (edition, texts);
      g_autoptr (GalleyMarkup) markup = galley_markup_new ();
      g_autoptr (GalleyExporter) exporter = galley_save_create (plugins, formats[f][0], NULL);
      g_autoptr (GBytes) bytes = NULL;
      g_autofree char *xml = NULL;
      g_autofree char *words = NULL;

      for (guint i = 0; i < 3; i++)
        {
          guint start = i < 2 ? i * 3 : 9;
          g_autoptr (GalleyFinding) finding =
              galley_finding_new (rule, galley_article_get_block (article, 0), start,
                                  i < 2 ? start + 2 : start, "应为部署", fixes);

          galley_markup_add_finding (markup, finding);
        }
      galley_exporter_set_markup (exporter, markup);
      bytes = test_save (exporter, edition, NULL);
      xml = read_member (bytes, formats[f][1]);
      words = read_member (bytes, f == 0 ? "word/comments.xml" : "content.xml");
      g_assert_cmpuint (count (xml, formats[f][2]), ==, 3);
      g_assert_cmpuint (count (xml, ends[f]), ==, f == 0 ? 3 : 2);
      g_assert_cmpuint (count (words, "→ 部署"), ==, 3);
      g_assert_cmpuint (count (words, "《现汉》"), ==, 3);
    }
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  plugins = galley_plugins_new (NULL);
  g_test_add_func ("/export/same-bytes", test_same_bytes);
  g_test_add_func ("/export/cancelled", test_cancelled);
  g_test_add_func ("/export/notes", test_notes);
  g_test_add_func ("/export/word-changes", test_word_changes);
  g_test_add_func ("/export/odt-changes", test_odt_changes);
  g_test_add_func ("/export/findings", test_findings);
  result = g_test_run ();
  g_object_unref (plugins);
  return result;
}
