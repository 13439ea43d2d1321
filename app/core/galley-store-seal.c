/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "galley-diff.h"
#include "galley-error.h"
#include "galley-store-log.h"
#include "galley-store-seal.h"
#include "galley-store-text.h"

/* What a "void" event says at most: it names the place, the revisions hold the whole. */
#define MAX_CHANGES 20
#define MAX_TEXT 60

/* The signature that holds, as the log has it. */
typedef struct
{
  char *signer;
  char *digest;
  gint64 number;        /* of the event */
  gint64 revision;      /* what was signed, or 0 */
  gint64 page;          /* the number of its page, or 0 */
  GHashTable *pictures; /* id → digest of the words; empty in a log of before they were signed */
} Seal;

static void
seal_free (Seal *self)
{
  g_free (self->signer);
  g_free (self->digest);
  g_clear_pointer (&self->pictures, g_hash_table_unref);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Seal, seal_free)

static GHashTable *
read_pictures (JsonObject *object)
{
  GHashTable *pictures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  JsonNode *node = json_object_get_member (object, "pictures");
  JsonObject *members = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  g_autoptr (GList) ids = members != NULL ? json_object_get_members (members) : NULL;

  for (GList *l = ids; l != NULL; l = l->next)
    g_hash_table_insert (pictures, g_strdup (l->data),
                         g_strdup (json_object_get_string_member_with_default (members, l->data, "")));
  return pictures;
}

static gboolean
read_detail (Seal *self, const char *detail)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root;
  JsonObject *object;

  if (detail == NULL || !json_parser_load_from_data (parser, detail, -1, NULL) ||
      (root = json_parser_get_root (parser)) == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;
  object = json_node_get_object (root);
  self->digest = g_strdup (json_object_get_string_member_with_default (object, "digest", NULL));
  self->revision = json_object_get_int_member_with_default (object, "revision", 0);
  self->page = json_object_get_int_member_with_default (object, "page", 0);
  self->pictures = read_pictures (object);
  return self->digest != NULL;
}

/* FALSE on error; @seal is NULL where no signature holds. */
static gboolean
find_seal (GalleyDb *db, const char *edition, const char *id, Seal **seal, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GalleyRows) rows =
      galley_db_query (db,
                       "SELECT what, author, detail, number FROM event WHERE edition = $1 AND subject = $2"
                       " AND what IN ('sign', 'void') ORDER BY number DESC LIMIT 1",
                       error, "ss", edition, id);

  *seal = NULL;
  if (rows == NULL)
    return FALSE;
  if (galley_rows_next (rows, &failure) && g_str_equal (galley_rows_get_text (rows, 0), "sign"))
    {
      g_autoptr (Seal) found = g_new0 (Seal, 1);

      found->signer = g_strdup (galley_rows_get_text (rows, 1));
      found->number = galley_rows_get_integer (rows, 3);
      if (read_detail (found, galley_rows_get_text (rows, 2)))
        *seal = g_steal_pointer (&found);
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* All signatures that hold: id of the article → Seal *. NULL on error. */
static GHashTable *
list_seals (GalleyDb *db, const char *edition, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GHashTable) seals =
      g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) seal_free);
  g_autoptr (GalleyRows) rows =
      galley_db_query (db,
                       "SELECT what, author, detail, number, subject FROM event WHERE edition = $1"
                       " AND what IN ('sign', 'void') AND subject IS NOT NULL ORDER BY number",
                       error, "s", edition);

  if (rows == NULL)
    return NULL;
  while (galley_rows_next (rows, &failure))
    {
      g_autoptr (Seal) found = NULL;

      g_hash_table_remove (seals, galley_rows_get_text (rows, 4));
      if (!g_str_equal (galley_rows_get_text (rows, 0), "sign"))
        continue;
      found = g_new0 (Seal, 1);
      found->signer = g_strdup (galley_rows_get_text (rows, 1));
      found->number = galley_rows_get_integer (rows, 3);
      if (read_detail (found, galley_rows_get_text (rows, 2)))
        g_hash_table_insert (seals, g_strdup (galley_rows_get_text (rows, 4)), g_steal_pointer (&found));
    }
  if (failure == NULL)
    return g_steal_pointer (&seals);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

/* --- what was changed ---------------------------------------------------------------------------------------------- */

static void
add_text (JsonBuilder *builder, const char *name, const char *text)
{
  g_autofree char *cut = g_utf8_strlen (text, -1) > MAX_TEXT ? g_utf8_substring (text, 0, MAX_TEXT) : NULL;
  g_autofree char *shown = cut != NULL ? g_strconcat (cut, "…", NULL) : g_strdup (text);

  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, shown);
}

static void
add_place (JsonBuilder *builder, const GalleyHunk *hunk, GalleyArticle *after)
{
  GalleyBlock *block = galley_article_get_block (after, hunk->new_start.block);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "where");
  json_builder_add_string_value (builder, block != NULL ? galley_role_get_name (galley_block_get_role (block))
                                                        : "body");
  json_builder_set_member_name (builder, "block");
  json_builder_add_int_value (builder, hunk->new_start.block);
  json_builder_set_member_name (builder, "offset");
  json_builder_add_int_value (builder, hunk->new_start.offset);
  json_builder_set_member_name (builder, "kind");
  json_builder_add_string_value (builder, galley_change_kind_get_name (hunk->kind));
  add_text (builder, "old", hunk->old_text);
  add_text (builder, "new", hunk->new_text);
  json_builder_end_object (builder);
}

static char *
dup_values (GalleyMetadata *metadata, const char *key)
{
  g_autoptr (GPtrArray) items = galley_metadata_list (metadata, key);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (items, i);

      g_string_append (text, i > 0 ? "; " : "");
      if (item->qualifier != NULL)
        g_string_append_printf (text, "%s ", item->qualifier);
      g_string_append (text, item->value);
    }
  return g_string_free (text, FALSE);
}

/* The keys whose values differ, each once, in the order of the metadata. */
static guint
add_metadata (JsonBuilder *builder, GalleyMetadata *before, GalleyMetadata *after)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GalleyMetadata *sides[] = { before, after };
  guint n = 0;

  for (guint s = 0; s < G_N_ELEMENTS (sides); s++)
    {
      for (guint i = 0; i < galley_metadata_get_n_items (sides[s]) && n < MAX_CHANGES; i++)
        {
          const char *key = galley_metadata_get_item (sides[s], i)->key;
          g_autofree char *old = dup_values (before, key);
          g_autofree char *new = dup_values (after, key);

          if (!g_hash_table_add (seen, (gpointer) key) || g_str_equal (old, new))
            continue;
          json_builder_begin_object (builder);
          json_builder_set_member_name (builder, "where");
          json_builder_add_string_value (builder, key);
          json_builder_set_member_name (builder, "kind");
          json_builder_add_string_value (builder, "metadata");
          add_text (builder, "old", old);
          add_text (builder, "new", new);
          json_builder_end_object (builder);
          n++;
        }
    }
  return n;
}

static void
add_changes (JsonBuilder *builder, GalleyArticle *before, GalleyArticle *after)
{
  g_autoptr (GPtrArray) hunks = galley_diff_articles (before, after);
  guint n;

  json_builder_set_member_name (builder, "changes");
  json_builder_begin_array (builder);
  for (n = 0; n < hunks->len && n < MAX_CHANGES; n++)
    add_place (builder, g_ptr_array_index (hunks, n), after);
  n += add_metadata (builder, galley_article_get_metadata (before), galley_article_get_metadata (after));
  if (n == 0)
    {
      /* A mark, or what the article is. */
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "where");
      json_builder_add_string_value (builder, "form");
      json_builder_set_member_name (builder, "kind");
      json_builder_add_string_value (builder, "form");
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

/* What made a signature void: one of these; none where the article was taken out. */
typedef struct
{
  GalleyArticle *after; /* as it was written */
  GalleyAsset *picture; /* whose words were changed */
  gint64 page;          /* the page it was moved to */
} Breach;

static void
add_picture (JsonBuilder *builder, GalleyAsset *picture)
{
  json_builder_set_member_name (builder, "changes");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "where");
  json_builder_add_string_value (builder, galley_asset_get_name (picture));
  json_builder_set_member_name (builder, "kind");
  json_builder_add_string_value (builder, "picture");
  json_builder_end_object (builder);
  json_builder_end_array (builder);
}

static void
add_page (JsonBuilder *builder, gint64 before, gint64 after)
{
  g_autofree char *old_text = g_strdup_printf ("%" G_GINT64_FORMAT, before);
  g_autofree char *new_text = g_strdup_printf ("%" G_GINT64_FORMAT, after);

  json_builder_set_member_name (builder, "changes");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "where");
  json_builder_add_string_value (builder, "page");
  json_builder_set_member_name (builder, "kind");
  json_builder_add_string_value (builder, "metadata");
  add_text (builder, "old", old_text);
  add_text (builder, "new", new_text);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
}

static gboolean
add_void (GalleyDb *db,
          const char *edition,
          const char *id,
          const Seal *seal,
          const Breach *breach,
          const char *author,
          GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (GalleyArticle) before =
      seal->revision > 0 ? galley_log_read_revision (db, edition, seal->revision, NULL) : NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GalleyLogEntry) entry = g_new0 (GalleyLogEntry, 1);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "signer");
  json_builder_add_string_value (builder, seal->signer);
  json_builder_set_member_name (builder, "signature");
  json_builder_add_int_value (builder, seal->number);
  if (breach->picture != NULL)
    add_picture (builder, breach->picture);
  else if (breach->page > 0)
    add_page (builder, seal->page, breach->page);
  else if (breach->after == NULL)
    {
      json_builder_set_member_name (builder, "removed");
      json_builder_add_boolean_value (builder, TRUE);
    }
  else if (before != NULL)
    add_changes (builder, before, breach->after);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  entry->time = g_get_real_time ();
  entry->author = g_strdup (author);
  entry->what = g_strdup ("void");
  entry->subject = g_strdup (id);
  entry->detail = json_to_string (root, FALSE);
  return galley_log_add_event (db, edition, entry, error);
}

gboolean
galley_seal_check (
    GalleyDb *db, const char *edition, GalleyArticle *article, const char *author, GError **error)
{
  g_autoptr (Seal) seal = NULL;
  g_autofree char *digest = NULL;

  if (!find_seal (db, edition, galley_article_get_id (article), &seal, error))
    return FALSE;
  if (seal == NULL)
    return TRUE;
  digest = galley_article_dup_digest (article);
  return g_str_equal (digest, seal->digest) || add_void (db, edition, galley_article_get_id (article), seal,
                                                         &(Breach){ .after = article }, author, error);
}

gboolean
galley_seal_check_pages (
    GalleyDb *db, const char *edition, GHashTable *pages, const char *author, GError **error)
{
  g_autoptr (GHashTable) seals = list_seals (db, edition, error);
  GHashTableIter iter;
  gpointer id, value;

  if (seals == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, seals);
  while (g_hash_table_iter_next (&iter, &id, &value))
    {
      const Seal *seal = value;
      gint64 page = GPOINTER_TO_UINT (g_hash_table_lookup (pages, id));

      if (seal->page > 0 && page > 0 && page != seal->page &&
          !add_void (db, edition, id, seal, &(Breach){ .page = page }, author, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
galley_seal_remove (GalleyDb *db, const char *edition, const char *id, const char *author, GError **error)
{
  g_autoptr (Seal) seal = NULL;

  if (!find_seal (db, edition, id, &seal, error))
    return FALSE;
  return seal == NULL || add_void (db, edition, id, seal, &(Breach){ NULL }, author, error);
}

gboolean
galley_seal_check_picture (GalleyDb *db,
                           const char *edition,
                           GalleyAsset *asset,
                           const char *words,
                           const char *author,
                           GError **error)
{
  g_autoptr (GHashTable) seals = list_seals (db, edition, error);
  GHashTableIter iter;
  gpointer id, value;

  if (seals == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, seals);
  while (g_hash_table_iter_next (&iter, &id, &value))
    {
      const Seal *seal = value;
      const char *signed_words = g_hash_table_lookup (seal->pictures, galley_asset_get_id (asset));

      if (signed_words != NULL && !g_str_equal (signed_words, words) &&
          !add_void (db, edition, id, seal, &(Breach){ .picture = asset }, author, error))
        return FALSE;
    }
  return TRUE;
}

/* --- proving ------------------------------------------------------------------------------------------------------- */

static gboolean
verify_article (GalleyRows *row, const Seal *seal, GError **error)
{
  g_autoptr (GalleyArticle) article = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *headline = NULL;
  GalleyArticleKind kind = GALLEY_ARTICLE_STORY;

  galley_article_kind_from_name (galley_rows_get_text (row, 1), &kind);
  article = galley_article_new_with_id (kind, galley_rows_get_text (row, 0));
  if (!galley_store_text_read_metadata (galley_rows_get_text (row, 2), galley_article_get_metadata (article),
                                        error) ||
      !galley_store_text_read_blocks (galley_rows_get_text (row, 3), article, error))
    return FALSE;
  digest = galley_article_dup_digest (article);
  if (g_str_equal (digest, seal->digest))
    return TRUE;
  headline = galley_article_dup_headline (article);
  g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
               _ ("“%s” was changed behind the program’s back after %s had signed it."), headline,
               seal->signer);
  return FALSE;
}

gboolean
galley_seal_is_readable (const GalleyEvent *event)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root;

  if (!g_str_equal (event->what, "sign") && !g_str_equal (event->what, "void") &&
      !g_str_has_prefix (event->what, "round."))
    return TRUE;
  if (event->detail == NULL || !json_parser_load_from_data (parser, event->detail, -1, NULL))
    return FALSE;
  root = json_parser_get_root (parser);
  return root != NULL && JSON_NODE_HOLDS_OBJECT (root);
}

gint64
galley_seal_get_revision (const GalleyEvent *event)
{
  static const char *const names[] = { "revision", "first", "last" };
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  JsonNode *root;
  gint64 highest = 0;

  if ((!g_str_equal (event->what, "sign") && !g_str_has_prefix (event->what, "round.")) ||
      event->detail == NULL || !json_parser_load_from_data (parser, event->detail, -1, NULL) ||
      (root = json_parser_get_root (parser)) == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    highest =
        MAX (highest, json_object_get_int_member_with_default (json_node_get_object (root), names[i], 0));
  return highest;
}

/* An article that the program took out has a "void" behind its signature. */
static gboolean
find_lost (GalleyDb *db, const char *edition, GHashTable *seals, GHashTable *seen, GError **error)
{
  GHashTableIter iter;
  gpointer id, value;

  g_hash_table_iter_init (&iter, seals);
  while (g_hash_table_iter_next (&iter, &id, &value))
    {
      const Seal *seal = value;
      g_autoptr (GalleyArticle) before = NULL;
      g_autofree char *headline = NULL;

      if (g_hash_table_contains (seen, id))
        continue;
      before = galley_log_read_revision (db, edition, seal->revision, NULL);
      headline = before != NULL ? galley_article_dup_headline (before) : g_strdup (id);
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
                   _ ("“%s” was taken out behind the program’s back after %s had signed it."), headline,
                   seal->signer);
      return FALSE;
    }
  return TRUE;
}

/* @page: of the article's row, or 0 where that is not there. */
static gboolean
verify_page (const char *id, const Seal *seal, gint64 page, GError **error)
{
  if (seal->page == 0 || seal->page == page)
    return TRUE;
  g_set_error (
      error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
      _ ("The article %.8s… was moved to another page behind the program’s back after %s had signed it."), id,
      seal->signer);
  return FALSE;
}

static gboolean
verify_articles (GalleyDb *db, const char *edition, GHashTable *seals, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GalleyRows) rows =
      galley_db_query (db,
                       "SELECT article.id, kind, metadata, blocks, (SELECT number FROM page WHERE "
                       "page.edition = article.edition"
                       " AND page.position = article.page) FROM article WHERE edition = $1",
                       error, "s", edition);

  if (rows == NULL)
    return FALSE;
  while (galley_rows_next (rows, &failure))
    {
      const Seal *seal = g_hash_table_lookup (seals, galley_rows_get_text (rows, 0));

      g_hash_table_add (seen, g_strdup (galley_rows_get_text (rows, 0)));
      if (seal != NULL &&
          (!verify_article (rows, seal, error) ||
           !verify_page (galley_rows_get_text (rows, 0), seal, galley_rows_get_integer (rows, 4), error)))
        return FALSE;
    }
  if (failure == NULL)
    return find_lost (db, edition, seals, seen, error);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* id → digest of the words, of every picture; NULL on error, or where one is not what its id says. */
static GHashTable *
list_pictures (GalleyDb *db, const char *edition, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GHashTable) pictures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GalleyRows) rows = galley_db_query (
      db, "SELECT id, name, type, info, bytes FROM asset WHERE edition = $1", error, "s", edition);

  if (rows == NULL)
    return NULL;
  while (galley_rows_next (rows, &failure))
    {
      g_autoptr (GBytes) bytes = galley_rows_dup_bytes (rows, 4);
      g_autoptr (GalleyAsset) asset =
          galley_asset_new (galley_rows_get_text (rows, 1), galley_rows_get_text (rows, 2), bytes);

      if (!g_str_equal (galley_asset_get_id (asset), galley_rows_get_text (rows, 0)))
        {
          g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
                       _ ("The picture “%s” was changed behind the program’s back."),
                       galley_asset_get_name (asset));
          return NULL;
        }
      if (!galley_store_text_read_info (galley_rows_get_text (rows, 3), asset, &failure))
        break;
      g_hash_table_insert (pictures, g_strdup (galley_asset_get_id (asset)),
                           galley_asset_dup_info_digest (asset));
    }
  if (failure == NULL)
    return g_steal_pointer (&pictures);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static gboolean
verify_pictures (const Seal *seal, GHashTable *pictures, GError **error)
{
  GHashTableIter iter;
  gpointer id, words;

  g_hash_table_iter_init (&iter, seal->pictures);
  while (g_hash_table_iter_next (&iter, &id, &words))
    {
      const char *now = g_hash_table_lookup (pictures, id);

      if (now != NULL && g_str_equal (now, words))
        continue;
      g_set_error (
          error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
          now == NULL
              ? _ ("The picture %.8s… was taken out behind the program’s back after %s had signed it.")
              : _ ("The words of the picture %.8s… were changed behind the program’s back after %s had"
                   " signed it."),
          (const char *) id, seal->signer);
      return FALSE;
    }
  return TRUE;
}

gboolean
galley_seal_verify (GalleyDb *db, const char *edition, GError **error)
{
  g_autoptr (GHashTable) seals = list_seals (db, edition, error);
  g_autoptr (GHashTable) pictures = NULL;
  GHashTableIter iter;
  gpointer seal;

  if (seals == NULL || !verify_articles (db, edition, seals, error) ||
      (pictures = list_pictures (db, edition, error)) == NULL)
    return FALSE;
  g_hash_table_iter_init (&iter, seals);
  while (g_hash_table_iter_next (&iter, NULL, &seal))
    {
      if (!verify_pictures (seal, pictures, error))
        return FALSE;
    }
  return TRUE;
}
