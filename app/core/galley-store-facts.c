/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "galley-error.h"
#include "galley-store-facts.h"
#include "galley-store-log.h"
#include "galley-store-text.h"

/* What is signed is proven by its signature; furniture never is. */
static void
append_article (GString *text, GalleyArticle *article)
{
  g_autofree char *digest = galley_article_get_kind (article) == GALLEY_ARTICLE_FURNITURE
                                ? galley_article_dup_digest (article)
                                : NULL;

  g_string_append_printf (text, "%s %s\n", galley_article_get_id (article), digest != NULL ? digest : "");
}

static void
append_page (GString *text, guint number, const char *name, GalleyMetadata *staff)
{
  g_autofree char *people = galley_store_text_from_metadata (staff);

  g_string_append_printf (text, "%u %s %s\n", number, name, people);
}

static char *
dup_digest (const char *masthead, const char *pages)
{
  g_autofree char *text = g_strconcat (masthead, "\n", pages, NULL);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

char *
galley_facts_dup_digest (GalleyEdition *edition)
{
  g_autofree char *masthead = galley_store_text_from_masthead (galley_edition_get_masthead (edition));
  g_autoptr (GString) pages = g_string_new (NULL);

  for (guint i = 0; i < galley_edition_get_n_pages (edition); i++)
    {
      GalleyPage *page = galley_edition_get_page (edition, i);

      append_page (pages, galley_page_get_number (page), galley_page_get_name (page),
                   galley_page_get_staff (page));
      for (guint k = 0; k < galley_page_get_n_articles (page); k++)
        append_article (pages, galley_page_get_article (page, k));
    }
  return dup_digest (masthead, pages->str);
}

GalleyMasthead *
galley_facts_read_masthead (GalleyDb *db, const char *edition, GError **error)
{
  g_autoptr (GalleyMasthead) masthead = galley_masthead_new ();
  g_autoptr (GalleyRows) rows =
      galley_db_query (db, "SELECT masthead FROM edition WHERE id = $1", error, "s", edition);

  if (rows == NULL || !galley_rows_next (rows, error) ||
      !galley_store_text_read_masthead (galley_rows_get_text (rows, 0), masthead, error))
    return NULL;
  return g_steal_pointer (&masthead);
}

/* The articles of one page of the file, in their order. */
static gboolean
append_articles (GString *text, GalleyDb *db, const char *edition, gint64 page, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GalleyRows) rows = galley_db_query (
      db,
      "SELECT id, kind, CASE kind WHEN 'furniture' THEN metadata ELSE '[]' END,"
      " CASE kind WHEN 'furniture' THEN blocks ELSE '[]' END FROM article WHERE edition = $1 AND page = $2"
      " ORDER BY position",
      error, "si", edition, page);

  if (rows == NULL)
    return FALSE;
  while (failure == NULL && galley_rows_next (rows, &failure))
    {
      GalleyArticleKind kind = GALLEY_ARTICLE_STORY;
      g_autoptr (GalleyArticle) article = NULL;

      galley_article_kind_from_name (galley_rows_get_text (rows, 1), &kind);
      article = galley_article_new_with_id (kind, galley_rows_get_text (rows, 0));
      if (galley_store_text_read_metadata (galley_rows_get_text (rows, 2),
                                           galley_article_get_metadata (article), &failure) &&
          galley_store_text_read_blocks (galley_rows_get_text (rows, 3), article, &failure))
        append_article (text, article);
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* The same as galley_facts_dup_digest(), of the file. */
static char *
read_digest (GalleyDb *db, const char *edition, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GString) pages = g_string_new (NULL);
  g_autoptr (GalleyMasthead) masthead = galley_facts_read_masthead (db, edition, error);
  g_autofree char *text = masthead != NULL ? galley_store_text_from_masthead (masthead) : NULL;
  g_autoptr (GalleyRows) rows =
      text != NULL
          ? galley_db_query (
                db, "SELECT number, name, staff, position FROM page WHERE edition = $1 ORDER BY position",
                error, "s", edition)
          : NULL;

  if (rows == NULL)
    return NULL;
  while (failure == NULL && galley_rows_next (rows, &failure))
    {
      g_autoptr (GalleyMetadata) staff = galley_metadata_new ();

      if (!galley_store_text_read_metadata (galley_rows_get_text (rows, 2), staff, &failure))
        break;
      append_page (pages, (guint) galley_rows_get_integer (rows, 0), galley_rows_get_text (rows, 1), staff);
      append_articles (pages, db, edition, galley_rows_get_integer (rows, 3), &failure);
    }
  if (failure == NULL)
    return dup_digest (text, pages->str);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static char *
dup_member (const char *detail)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root;

  if (detail == NULL || !json_parser_load_from_data (parser, detail, -1, NULL) ||
      (root = json_parser_get_root (parser)) == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;
  return g_strdup (json_object_get_string_member_with_default (json_node_get_object (root), "facts", NULL));
}

/* What the log knows; NULL where nobody signed, or in a log of before they were kept. FALSE on error. */
static gboolean
find_known (GalleyDb *db, const char *edition, char **known, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GalleyRows) rows = galley_db_query (db,
                                                 "SELECT detail FROM event WHERE edition = $1 AND what IN "
                                                 "('sign', 'facts') ORDER BY number DESC LIMIT 1",
                                                 error, "s", edition);

  *known = NULL;
  if (rows == NULL)
    return FALSE;
  if (galley_rows_next (rows, &failure))
    *known = dup_member (galley_rows_get_text (rows, 0));
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static void
add_change (
    JsonBuilder *builder, const char *where, const char *kind, const char *old_text, const char *new_text)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "where");
  json_builder_add_string_value (builder, where);
  json_builder_set_member_name (builder, "kind");
  json_builder_add_string_value (builder, kind);
  if (old_text != NULL && new_text != NULL)
    {
      json_builder_set_member_name (builder, "old");
      json_builder_add_string_value (builder, old_text);
      json_builder_set_member_name (builder, "new");
      json_builder_add_string_value (builder, new_text);
    }
  json_builder_end_object (builder);
}

static char *
dup_detail (const char *digest, GalleyMasthead *before, GalleyMasthead *now)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;
  guint n = 0;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "facts");
  json_builder_add_string_value (builder, digest);
  json_builder_set_member_name (builder, "changes");
  json_builder_begin_array (builder);
  for (guint i = 0; before != NULL && i < GALLEY_N_FACTS; i++)
    {
      const char *old_text = galley_masthead_get (before, (GalleyFact) i);
      const char *new_text = galley_masthead_get (now, (GalleyFact) i);

      if (g_strcmp0 (old_text, new_text) == 0)
        continue;
      add_change (builder, galley_fact_get_name ((GalleyFact) i), "metadata",
                  old_text != NULL ? old_text : "", new_text != NULL ? new_text : "");
      n++;
    }
  if (n == 0)
    add_change (builder, "pages", "pages", NULL, NULL);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

gboolean
galley_facts_check (
    GalleyDb *db, const char *edition, GalleyMasthead *before, const char *author, GError **error)
{
  g_autofree char *known = NULL;
  g_autofree char *now = NULL;
  g_autoptr (GalleyMasthead) masthead = NULL;
  g_autoptr (GalleyLogEntry) entry = NULL;

  if (!find_known (db, edition, &known, error))
    return FALSE;
  if (known == NULL)
    return TRUE;
  now = read_digest (db, edition, error);
  masthead = now != NULL ? galley_facts_read_masthead (db, edition, error) : NULL;
  if (masthead == NULL)
    return FALSE;
  if (g_str_equal (known, now))
    return TRUE;
  entry = g_new0 (GalleyLogEntry, 1);
  entry->time = g_get_real_time ();
  entry->author = g_strdup (author);
  entry->what = g_strdup ("facts");
  entry->detail = dup_detail (now, before, masthead);
  return galley_log_add_event (db, edition, entry, error);
}

gboolean
galley_facts_verify (GalleyDb *db, const char *edition, GError **error)
{
  g_autofree char *known = NULL;
  g_autofree char *now = NULL;

  if (!find_known (db, edition, &known, error))
    return FALSE;
  if (known == NULL)
    return TRUE;
  now = read_digest (db, edition, error);
  if (now == NULL || g_str_equal (known, now))
    return now != NULL;
  g_set_error_literal (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
                       _ ("The facts of the edition or its pages were changed behind the program’s back."));
  return FALSE;
}
