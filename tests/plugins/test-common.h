/* SPDX-License-Identifier: GPL-3.0-or-later */
/* test-common.h — what the tests of plugins share: bytes in, an edition out, and an edition as text to compare. */

#pragma once

#include <string.h>

#include <glib/gstdio.h>

#include "galley-error.h"
#include "galley-open.h"
#include "galley-origin.h"
#include "galley-save.h"

static inline GalleyEdition *
test_open (GalleyPlugins *plugins,
           const char *name,
           const void *data,
           gsize length,
           const char *format,
           GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, length);
  g_autoptr (GalleySource) source = galley_source_new_for_bytes (name, NULL, bytes);
  g_autoptr (GalleyJob) job = galley_job_new (NULL);

  return galley_open_source (plugins, source, format, job, error);
}

/* The bytes an exporter makes of an edition. */
static inline GBytes *
test_save (GalleyExporter *exporter, GalleyEdition *edition, GError **error)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GalleyEdition) frozen = galley_edition_freeze (edition);
  g_autoptr (GalleyJob) job = galley_job_new (NULL);

  if (!galley_exporter_save (exporter, frozen, stream, job, error))
    return NULL;
  g_assert_true (g_output_stream_close (stream, NULL, error));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
}

static inline void
test_dump_metadata (GString *out, GalleyMetadata *metadata)
{
  for (guint i = 0; i < galley_metadata_get_n_items (metadata); i++)
    {
      const GalleyMetaItem *item = galley_metadata_get_item (metadata, i);

      /* No two imports have the same. */
      if (galley_origin_is_key (item->key))
        continue;
      g_string_append_printf (out, "    %s=%s (%s)\n", item->key, item->value,
                              item->qualifier != NULL ? item->qualifier : "");
    }
}

static inline void
test_dump_block (GString *out, GalleyBlock *block)
{
  guint n;
  const GalleySpan *spans = galley_block_get_spans (block, &n);

  g_string_append_printf (out, "    %s: %s", galley_role_get_name (galley_block_get_role (block)),
                          galley_block_get_text (block));
  for (guint i = 0; i < n; i++)
    g_string_append_printf (out, " {%s %u-%u %s}", galley_span_kind_get_name (spans[i].kind), spans[i].start,
                            spans[i].end, spans[i].value != NULL ? spans[i].value : "");
  g_string_append_c (out, '\n');
}

/* All that makes two editions equal: facts, pages, staff, kinds, metadata, roles, text, marks, pictures. */
static inline char *
test_dump (GalleyEdition *edition)
{
  GString *out = g_string_new (NULL);
  g_autoptr (GPtrArray) assets = galley_edition_list_assets (edition);

  for (guint i = 0; i < GALLEY_N_FACTS; i++)
    {
      const char *value = galley_masthead_get (galley_edition_get_masthead (edition), (GalleyFact) i);

      if (value != NULL)
        g_string_append_printf (out, "%s=%s\n", galley_fact_get_name ((GalleyFact) i), value);
    }
  for (guint i = 0; i < assets->len; i++)
    g_string_append_printf (out, "asset %s %s\n", galley_asset_get_name (g_ptr_array_index (assets, i)),
                            galley_asset_get_id (g_ptr_array_index (assets, i)));
  for (guint p = 0; p < galley_edition_get_n_pages (edition); p++)
    {
      GalleyPage *page = galley_edition_get_page (edition, p);

      g_string_append_printf (out, "page %u %s\n", galley_page_get_number (page),
                              galley_page_get_name (page));
      test_dump_metadata (out, galley_page_get_staff (page));
      for (guint a = 0; a < galley_page_get_n_articles (page); a++)
        {
          GalleyArticle *article = galley_page_get_article (page, a);

          g_string_append_printf (out, "  article %s\n",
                                  galley_article_kind_get_name (galley_article_get_kind (article)));
          test_dump_metadata (out, galley_article_get_metadata (article));
          for (guint b = 0; b < galley_article_get_n_blocks (article); b++)
            test_dump_block (out, galley_article_get_block (article, b));
        }
    }
  return g_string_free (out, FALSE);
}

/* A folder of its own for one test. */
static inline char *
test_folder (void)
{
  g_autoptr (GError) error = NULL;
  char *folder = g_dir_make_tmp ("galley-test-XXXXXX", &error);

  g_assert_no_error (error);
  return folder;
}

/* With all that is in it; what a link points to stays. */
static inline void
test_remove (const char *path)
{
  g_autoptr (GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      test_remove (child);
    }
  g_assert_cmpint (g_remove (path), ==, 0);
}

/* Damaged input must give an edition or one sentence, and nothing else. */
static inline void
test_survives (GalleyPlugins *plugins, const char *name, const void *data, gsize length, const char *format)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyEdition) edition = test_open (plugins, name, data, length, format, &error);

  if (edition == NULL)
    {
      g_assert_nonnull (error);
      g_assert_cmpstr (error->message, !=, "");
    }
  else
    g_assert_no_error (error);
}

/* Cut at every sixteenth, and with one bit turned at some 150 places. */
static inline void
test_damage (GalleyPlugins *plugins, const char *name, const char *data, gsize length, const char *format)
{
  g_autofree char *copy = g_memdup2 (data, length);
  gsize step = MAX (length / 150, 1);

  for (guint i = 1; i < 16; i++)
    test_survives (plugins, name, data, length * i / 16, format);
  for (gsize i = 0; i < length; i += step)
    {
      copy[i] ^= (char) (1 << (i / step) % 8);
      test_survives (plugins, name, copy, length, format);
      copy[i] = data[i];
    }
}
