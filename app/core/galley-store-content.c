/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "galley-error.h"
#include "galley-store-content.h"
#include "galley-store-facts.h"
#include "galley-store-seal.h"
#include "galley-store-text.h"

/* --- loading ------------------------------------------------------------------------------------------------------- */

/* From so many on it pays to read them in threads. */
#define MANY_ARTICLES 64

gboolean
galley_content_create (GalleyDb *db, const char *id, GError **error)
{
  return galley_db_execute (db, "INSERT INTO edition (id, masthead) VALUES ($1, '{}')", error, "s", id);
}

static GalleyEdition *
load_edition (GalleyDb *db, const char *name, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GalleyEdition) edition = NULL;
  g_autoptr (GalleyRows) rows = galley_db_query (db, "SELECT id, masthead FROM edition", error, "");

  if (rows == NULL)
    return NULL;
  if (galley_rows_next (rows, &failure))
    {
      edition = galley_edition_new_with_id (galley_rows_get_text (rows, 0));
      if (!galley_store_text_read_masthead (galley_rows_get_text (rows, 1),
                                            galley_edition_get_masthead (edition), error))
        return NULL;
    }
  else if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("“%s” holds no edition."), name);
  return g_steal_pointer (&edition);
}

/* The log knows by whose rules the edition goes; where nobody has said so, there is no such entry. */
static gboolean
load_publication (GalleyDb *db, GalleyEdition *edition, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GalleyRows) rows =
      galley_db_query (db,
                       "SELECT detail FROM event WHERE edition = $1 AND what = 'publication'"
                       " ORDER BY number DESC LIMIT 1",
                       error, "s", galley_edition_get_id (edition));

  if (rows == NULL)
    return FALSE;
  if (galley_rows_next (rows, &failure))
    galley_edition_set_publication (edition, galley_rows_get_text (rows, 0));
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* The pages in the order of the file: that is what the articles' rows count by. */
static GPtrArray *
load_pages (GalleyDb *db, GalleyEdition *edition, GError **error)
{
  g_autoptr (GPtrArray) pages = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) failure = NULL;
  g_autoptr (GalleyRows) rows =
      galley_db_query (db, "SELECT number, name, staff FROM page WHERE edition = $1 ORDER BY position", error,
                       "s", galley_edition_get_id (edition));

  if (rows == NULL)
    return NULL;
  while (failure == NULL && galley_rows_next (rows, &failure))
    {
      GalleyPage *page =
          galley_page_new ((guint) galley_rows_get_integer (rows, 0), galley_rows_get_text (rows, 1));

      g_ptr_array_add (pages, page);
      galley_store_text_read_metadata (galley_rows_get_text (rows, 2), galley_page_get_staff (page),
                                       &failure);
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  return g_steal_pointer (&pages);
}

/* One article as its row has it, and what became of it. */
typedef struct
{
  char *id;
  char *kind;
  double confidence;
  char *metadata;
  char *blocks;
  gint64 page;
  GalleyArticle *article; /* NULL with @error */
  GError *error;
} Row;

static void
row_free (gpointer data)
{
  Row *row = data;

  g_free (row->id);
  g_free (row->kind);
  g_free (row->metadata);
  g_free (row->blocks);
  g_clear_object (&row->article);
  g_clear_error (&row->error);
  g_free (row);
}

static void
read_row (gpointer data, gpointer pool_data)
{
  Row *row = data;
  g_autoptr (GalleyArticle) article = NULL;
  GalleyArticleKind kind;

  if (!galley_article_kind_from_name (row->kind, &kind))
    {
      g_set_error_literal (&row->error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED,
                           _ ("A part of the edition cannot be understood; the file is damaged."));
      return;
    }
  article = galley_article_new_with_id (kind, row->id);
  galley_article_set_confidence (article, row->confidence);
  if (galley_store_text_read_metadata (row->metadata, galley_article_get_metadata (article), &row->error) &&
      galley_store_text_read_blocks (row->blocks, article, &row->error))
    row->article = g_steal_pointer (&article);
}

/* Where there are many articles, all processors read them: somebody waits for the window. */
static void
read_rows (GPtrArray *rows)
{
  GThreadPool *pool = rows->len >= MANY_ARTICLES
                          ? g_thread_pool_new (read_row, NULL, (gint) g_get_num_processors (), FALSE, NULL)
                          : NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      if (pool == NULL || !g_thread_pool_push (pool, rows->pdata[i], NULL))
        read_row (rows->pdata[i], NULL);
    }
  if (pool != NULL)
    g_thread_pool_free (pool, FALSE, TRUE);
}

static GPtrArray *
list_rows (GalleyDb *db, GalleyEdition *edition, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func (row_free);
  g_autoptr (GError) failure = NULL;
  g_autoptr (GalleyRows) rows =
      galley_db_query (db,
                       "SELECT id, kind, confidence, metadata, blocks, page FROM article WHERE edition = $1"
                       " ORDER BY page, position",
                       error, "s", galley_edition_get_id (edition));

  if (rows == NULL)
    return NULL;
  while (galley_rows_next (rows, &failure))
    {
      Row *row = g_new0 (Row, 1);

      row->id = g_strdup (galley_rows_get_text (rows, 0));
      row->kind = g_strdup (galley_rows_get_text (rows, 1));
      row->confidence = galley_rows_get_number (rows, 2);
      row->metadata = g_strdup (galley_rows_get_text (rows, 3));
      row->blocks = g_strdup (galley_rows_get_text (rows, 4));
      row->page = galley_rows_get_integer (rows, 5);
      g_ptr_array_add (list, row);
    }
  if (failure == NULL)
    return g_steal_pointer (&list);
  g_propagate_error (error, g_steal_pointer (&failure));
  return NULL;
}

static gboolean
load_articles (GalleyDb *db, GalleyEdition *edition, GPtrArray *pages, GError **error)
{
  g_autoptr (GPtrArray) rows = list_rows (db, edition, error);

  if (rows == NULL)
    return FALSE;
  read_rows (rows);
  for (guint i = 0; i < rows->len; i++)
    {
      Row *row = rows->pdata[i];

      if (row->article == NULL)
        {
          g_propagate_error (error, g_steal_pointer (&row->error));
          return FALSE;
        }
      /* Whatever became of its page: an article is never left out. */
      if (pages->len == 0)
        g_ptr_array_add (pages, galley_page_new (1, ""));
      galley_page_insert (g_ptr_array_index (pages, CLAMP (row->page, 0, pages->len - 1)), G_MAXUINT,
                          row->article);
    }
  return TRUE;
}

static gboolean
load_assets (GalleyDb *db, GalleyEdition *edition, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GalleyRows) rows =
      galley_db_query (db, "SELECT name, type, info, bytes FROM asset WHERE edition = $1", error, "s",
                       galley_edition_get_id (edition));

  if (rows == NULL)
    return FALSE;
  while (failure == NULL && galley_rows_next (rows, &failure))
    {
      g_autoptr (GBytes) bytes = galley_rows_dup_bytes (rows, 3);
      g_autoptr (GalleyAsset) asset =
          galley_asset_new (galley_rows_get_text (rows, 0), galley_rows_get_text (rows, 1), bytes);

      if (galley_store_text_read_info (galley_rows_get_text (rows, 2), asset, &failure))
        galley_edition_add_asset (edition, asset);
    }
  if (failure == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

GalleyEdition *
galley_content_load (GalleyDb *db, const char *name, GError **error)
{
  g_autoptr (GalleyEdition) edition = load_edition (db, name, error);
  g_autoptr (GPtrArray) pages = edition != NULL ? load_pages (db, edition, error) : NULL;

  if (pages == NULL || !load_publication (db, edition, error) || !load_articles (db, edition, pages, error) ||
      !load_assets (db, edition, error))
    return NULL;
  for (guint i = 0; i < pages->len; i++)
    galley_edition_add_page (edition, g_ptr_array_index (pages, i));
  return g_steal_pointer (&edition);
}

void
galley_decision_free (GalleyDecision *self)
{
  g_free (self->key);
  g_free (self->scope);
  g_free (self->article);
  g_free (self->decision);
  g_free (self->author);
  g_free (self);
}

GPtrArray *
galley_content_list_decisions (GalleyDb *db, const char *edition, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_decision_free);
  g_autoptr (GError) failure = NULL;
  g_autoptr (GalleyRows) rows = NULL;

  rows =
      galley_db_query (db,
                       "SELECT key, scope, article, decision, author, time FROM decision WHERE edition = $1"
                       " ORDER BY time, key, scope, article",
                       error, "s", edition);
  if (rows == NULL)
    return NULL;
  while (galley_rows_next (rows, &failure))
    {
      GalleyDecision *decision = g_new (GalleyDecision, 1);
      const char *article = galley_rows_get_text (rows, 2);

      decision->key = g_strdup (galley_rows_get_text (rows, 0));
      decision->scope = g_strdup (galley_rows_get_text (rows, 1));
      decision->article = g_strdup (*article != '\0' ? article : NULL);
      decision->decision = g_strdup (galley_rows_get_text (rows, 3));
      decision->author = g_strdup (galley_rows_get_text (rows, 4));
      decision->time = galley_rows_get_integer (rows, 5);
      g_ptr_array_add (list, decision);
    }
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  return g_steal_pointer (&list);
}

/* --- a batch ------------------------------------------------------------------------------------------------------- */

typedef struct
{
  guint number;
  char *name;
  GalleyMetadata *staff;
  GPtrArray *articles; /* ids */
} PageRow;

typedef struct
{
  GalleyAsset *asset;
  char *info;  /* as text: an asset's words may change while the writer is at work */
  char *words; /* their digest */
} AssetRow;

typedef struct
{
  char *key;
  char *value;
} NoteRow;

struct _GalleyBatch
{
  char *edition;
  char *author;             /* of what the edition's articles became */
  GalleyMasthead *masthead; /* or NULL */
  GPtrArray *pages;         /* of PageRow *, or NULL */
  GPtrArray *articles;      /* of frozen GalleyArticle * */
  GPtrArray *removed;       /* ids */
  GPtrArray *assets;        /* of AssetRow * */
  GPtrArray *notes;         /* of NoteRow * */
  GPtrArray *deeds;         /* of GalleyDeed * */
};

void
galley_deed_free (GalleyDeed *self)
{
  galley_log_entry_free (self->entry);
  g_free (self->key);
  g_free (self->scope);
  g_free (self->decision);
  g_free (self);
}

static void
page_row_free (gpointer data)
{
  PageRow *row = data;

  g_free (row->name);
  g_object_unref (row->staff);
  g_ptr_array_unref (row->articles);
  g_free (row);
}

static void
asset_row_free (gpointer data)
{
  AssetRow *row = data;

  g_object_unref (row->asset);
  g_free (row->info);
  g_free (row->words);
  g_free (row);
}

static void
note_row_free (gpointer data)
{
  NoteRow *row = data;

  g_free (row->key);
  g_free (row->value);
  g_free (row);
}

GalleyBatch *
galley_batch_new (const char *edition, const char *author)
{
  GalleyBatch *self = g_new0 (GalleyBatch, 1);

  self->edition = g_strdup (edition);
  self->author = g_strdup (author);
  self->articles = g_ptr_array_new_with_free_func (g_object_unref);
  self->removed = g_ptr_array_new_with_free_func (g_free);
  self->assets = g_ptr_array_new_with_free_func (asset_row_free);
  self->notes = g_ptr_array_new_with_free_func (note_row_free);
  self->deeds = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_deed_free);
  return self;
}

void
galley_batch_free (GalleyBatch *self)
{
  g_free (self->edition);
  g_free (self->author);
  g_clear_object (&self->masthead);
  g_clear_pointer (&self->pages, g_ptr_array_unref);
  g_ptr_array_unref (self->articles);
  g_ptr_array_unref (self->removed);
  g_ptr_array_unref (self->assets);
  g_ptr_array_unref (self->notes);
  g_ptr_array_unref (self->deeds);
  g_free (self);
}

void
galley_batch_set_masthead (GalleyBatch *self, GalleyMasthead *masthead)
{
  g_clear_object (&self->masthead);
  self->masthead = galley_masthead_copy (masthead);
}

void
galley_batch_set_layout (GalleyBatch *self, GalleyEdition *edition)
{
  g_clear_pointer (&self->pages, g_ptr_array_unref);
  self->pages = g_ptr_array_new_with_free_func (page_row_free);
  for (guint i = 0; i < galley_edition_get_n_pages (edition); i++)
    {
      GalleyPage *page = galley_edition_get_page (edition, i);
      PageRow *row = g_new (PageRow, 1);

      row->number = galley_page_get_number (page);
      row->name = g_strdup (galley_page_get_name (page));
      row->staff = galley_metadata_copy (galley_page_get_staff (page));
      row->articles = g_ptr_array_new_with_free_func (g_free);
      for (guint j = 0; j < galley_page_get_n_articles (page); j++)
        g_ptr_array_add (row->articles, g_strdup (galley_article_get_id (galley_page_get_article (page, j))));
      g_ptr_array_add (self->pages, row);
    }
}

void
galley_batch_add_article (GalleyBatch *self, GalleyArticle *article)
{
  g_ptr_array_add (self->articles, galley_article_freeze (article));
}

void
galley_batch_remove_article (GalleyBatch *self, const char *id)
{
  g_ptr_array_add (self->removed, g_strdup (id));
}

void
galley_batch_add_asset (GalleyBatch *self, GalleyAsset *asset)
{
  AssetRow *row = g_new (AssetRow, 1);

  row->asset = g_object_ref (asset);
  row->info = galley_store_text_from_info (asset);
  row->words = galley_asset_dup_info_digest (asset);
  g_ptr_array_add (self->assets, row);
}

void
galley_batch_set_note (GalleyBatch *self, const char *key, const char *value)
{
  NoteRow *row = g_new (NoteRow, 1);

  row->key = g_strdup (key);
  row->value = g_strdup (value);
  g_ptr_array_add (self->notes, row);
}

void
galley_batch_add_deeds (GalleyBatch *self, GPtrArray *deeds)
{
  g_ptr_array_extend_and_steal (self->deeds, deeds);
}

/* --- applying a batch ---------------------------------------------------------------------------------------------- */

static gboolean
write_article (GalleyDb *db, const char *edition, GalleyArticle *article, GError **error)
{
  const char *id = galley_article_get_id (article);
  g_autofree char *metadata = galley_store_text_from_metadata (galley_article_get_metadata (article));
  g_autofree char *blocks = galley_store_text_from_blocks (article);
  g_autofree char *headline = galley_article_dup_headline (article);
  g_autofree char *text = galley_article_dup_text (article);

  /* A new article gets its place from the layout, which is always in the same batch. */
  return galley_db_execute (
             db,
             "INSERT INTO article (edition, id, page, position, kind, confidence, metadata, blocks)"
             " VALUES ($1, $2, -1, -1, $3, $4, $5, $6)"
             " ON CONFLICT (edition, id) DO UPDATE SET kind = excluded.kind,"
             " confidence = excluded.confidence, metadata = excluded.metadata, blocks = excluded.blocks",
             error, "sssdss", edition, id, galley_article_kind_get_name (galley_article_get_kind (article)),
             galley_article_get_confidence (article), metadata, blocks) &&
         galley_db_index (db, id, headline, text, error);
}

static gboolean
write_page (GalleyDb *db, const char *edition, gint64 position, const PageRow *row, GError **error)
{
  g_autofree char *staff = galley_store_text_from_metadata (row->staff);

  if (!galley_db_execute (
          db,
          "INSERT INTO page (edition, position, number, name, staff) VALUES ($1, $2, $3, $4, $5)"
          " ON CONFLICT (edition, position) DO UPDATE SET number = excluded.number,"
          " name = excluded.name, staff = excluded.staff",
          error, "siiss", edition, position, (gint64) row->number, row->name, staff))
    return FALSE;
  for (guint i = 0; i < row->articles->len; i++)
    {
      /* Only rows that stand elsewhere: an article's row is as long as its text. */
      if (!galley_db_execute (db,
                              "UPDATE article SET page = $1, position = $2 WHERE edition = $3 AND id = $4"
                              " AND (page <> $1 OR position <> $2)",
                              error, "iiss", position, (gint64) i, edition,
                              (const char *) g_ptr_array_index (row->articles, i)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_layout (GalleyBatch *self, GalleyDb *db, GError **error)
{
  for (guint i = 0; i < self->removed->len; i++)
    {
      const char *id = g_ptr_array_index (self->removed, i);

      if (!galley_db_execute (db, "DELETE FROM article WHERE edition = $1 AND id = $2", error, "ss",
                              self->edition, id) ||
          !galley_db_unindex (db, id, error))
        return FALSE;
    }
  for (guint i = 0; self->pages != NULL && i < self->pages->len; i++)
    {
      if (!write_page (db, self->edition, i, g_ptr_array_index (self->pages, i), error))
        return FALSE;
    }
  return self->pages == NULL ||
         galley_db_execute (db, "DELETE FROM page WHERE edition = $1 AND position >= $2", error, "si",
                            self->edition, (gint64) self->pages->len);
}

static gboolean
write_asset (GalleyDb *db, const char *edition, const AssetRow *row, GError **error)
{
  GalleyAsset *asset = row->asset;

  return galley_db_execute (
      db,
      "INSERT INTO asset (edition, id, name, type, info, bytes) VALUES ($1, $2, $3, $4, $5, $6)"
      " ON CONFLICT (edition, id) DO UPDATE SET info = excluded.info",
      error, "sssssb", edition, galley_asset_get_id (asset), galley_asset_get_name (asset),
      galley_asset_get_mime_type (asset), row->info, galley_asset_get_bytes (asset));
}

static gboolean
write_note (GalleyDb *db, const char *edition, const NoteRow *row, GError **error)
{
  if (row->value == NULL)
    return galley_db_execute (db, "DELETE FROM note WHERE edition = $1 AND key = $2", error, "ss", edition,
                              row->key);
  return galley_db_execute (db,
                            "INSERT INTO note (edition, key, value) VALUES ($1, $2, $3)"
                            " ON CONFLICT (edition, key) DO UPDATE SET value = excluded.value",
                            error, "sss", edition, row->key, row->value);
}

static gboolean
write_decision (GalleyDb *db, const char *edition, const GalleyDeed *deed, GError **error)
{
  const GalleyLogEntry *entry = deed->entry;
  const char *article = entry->subject != NULL ? entry->subject : "";

  if (deed->kind == GALLEY_DEED_UNDECIDE)
    return galley_db_execute (
        db, "DELETE FROM decision WHERE edition = $1 AND key = $2 AND scope = $3 AND article = $4", error,
        "ssss", edition, deed->key, deed->scope, article);
  return galley_db_execute (
      db,
      "INSERT INTO decision (edition, key, scope, article, decision, author, time)"
      " VALUES ($1, $2, $3, $4, $5, $6, $7)"
      " ON CONFLICT (edition, key, scope, article) DO UPDATE SET decision = excluded.decision,"
      " author = excluded.author, time = excluded.time",
      error, "ssssssi", edition, deed->key, deed->scope, article, deed->decision, entry->author, entry->time);
}

static gboolean
write_deed (GalleyDb *db, const char *edition, const GalleyDeed *deed, GError **error)
{
  switch (deed->kind)
    {
    case GALLEY_DEED_KEEP:
      return galley_log_add_revision (db, edition, deed->entry, error);
    case GALLEY_DEED_DECIDE:
    case GALLEY_DEED_UNDECIDE:
      return write_decision (db, edition, deed, error) &&
             galley_log_add_event (db, edition, deed->entry, error);
    case GALLEY_DEED_LOG:
    default:
      return galley_log_add_event (db, edition, deed->entry, error);
    }
}

/* After the deeds: a signature that was given in this very batch counts too. */
static gboolean
check_seals (GalleyBatch *self, GalleyDb *db, GError **error)
{
  for (guint i = 0; i < self->articles->len; i++)
    {
      if (!galley_seal_check (db, self->edition, g_ptr_array_index (self->articles, i), self->author, error))
        return FALSE;
    }
  for (guint i = 0; i < self->assets->len; i++)
    {
      const AssetRow *row = g_ptr_array_index (self->assets, i);

      if (!galley_seal_check_picture (db, self->edition, row->asset, row->words, self->author, error))
        return FALSE;
    }
  for (guint i = 0; i < self->removed->len; i++)
    {
      if (!galley_seal_remove (db, self->edition, g_ptr_array_index (self->removed, i), self->author, error))
        return FALSE;
    }
  return TRUE;
}

/* An article that was signed stands on the page it was signed for. */
static gboolean
check_pages (GalleyBatch *self, GalleyDb *db, GError **error)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; self->pages != NULL && i < self->pages->len; i++)
    {
      const PageRow *page = g_ptr_array_index (self->pages, i);

      for (guint k = 0; k < page->articles->len; k++)
        g_hash_table_insert (numbers, page->articles->pdata[k], GUINT_TO_POINTER (page->number));
    }
  return g_hash_table_size (numbers) == 0 ||
         galley_seal_check_pages (db, self->edition, numbers, self->author, error);
}

static gboolean
has_facts (GalleyBatch *self)
{
  gboolean furniture = FALSE;

  for (guint i = 0; i < self->articles->len; i++)
    furniture |= galley_article_get_kind (self->articles->pdata[i]) == GALLEY_ARTICLE_FURNITURE;
  return furniture || self->masthead != NULL || self->pages != NULL;
}

static gboolean
write_all (GalleyBatch *self, GalleyDb *db, GError **error)
{
  g_autoptr (GalleyMasthead) before = NULL;

  if (self->masthead != NULL)
    {
      g_autofree char *masthead = galley_store_text_from_masthead (self->masthead);

      before = galley_facts_read_masthead (db, self->edition, error);
      if (before == NULL || !galley_db_execute (db, "UPDATE edition SET masthead = $1 WHERE id = $2", error,
                                                "ss", masthead, self->edition))
        return FALSE;
    }
  for (guint i = 0; i < self->articles->len; i++)
    {
      if (!write_article (db, self->edition, g_ptr_array_index (self->articles, i), error))
        return FALSE;
    }
  if (!write_layout (self, db, error))
    return FALSE;
  for (guint i = 0; i < self->assets->len; i++)
    {
      if (!write_asset (db, self->edition, g_ptr_array_index (self->assets, i), error))
        return FALSE;
    }
  for (guint i = 0; i < self->notes->len; i++)
    {
      if (!write_note (db, self->edition, g_ptr_array_index (self->notes, i), error))
        return FALSE;
    }
  for (guint i = 0; i < self->deeds->len; i++)
    {
      if (!write_deed (db, self->edition, g_ptr_array_index (self->deeds, i), error))
        return FALSE;
    }
  if (has_facts (self) && !galley_facts_check (db, self->edition, before, self->author, error))
    return FALSE;
  return check_seals (self, db, error) && check_pages (self, db, error);
}

gboolean
galley_batch_apply (GalleyBatch *self, GalleyDb *db, GError **error)
{
  if (!galley_db_stands (db, error) || !galley_db_begin (db, TRUE, error))
    return FALSE;
  if (!write_all (self, db, error) || !galley_db_commit (db, error))
    {
      galley_db_rollback (db);
      return FALSE;
    }
  return TRUE;
}
