/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "galley-article.h"

struct _GalleyArticle
{
  GObject parent_instance;

  char *id;
  GalleyArticleKind kind;
  GPtrArray *blocks;   /* of GalleyBlock * */
  GHashTable *present; /* set of GalleyBlock *, borrowed from blocks */
  GalleyMetadata *metadata;
  double confidence;
  gboolean frozen;
};

enum
{
  PROP_0,
  PROP_KIND,
  PROP_HEADLINE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static const char *const kind_names[] = { "story", "picture", "ad", "furniture" };

static void galley_article_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GalleyArticle,
                               galley_article,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, galley_article_list_model_init))

static GType
galley_article_get_item_type (GListModel *model)
{
  return GALLEY_TYPE_BLOCK;
}

static guint
galley_article_get_n_items (GListModel *model)
{
  return GALLEY_ARTICLE (model)->blocks->len;
}

static gpointer
galley_article_get_item (GListModel *model, guint position)
{
  GalleyBlock *block = galley_article_get_block (GALLEY_ARTICLE (model), position);

  return block != NULL ? g_object_ref (block) : NULL;
}

static void
galley_article_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = galley_article_get_item_type;
  iface->get_n_items = galley_article_get_n_items;
  iface->get_item = galley_article_get_item;
}

static void
galley_article_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  GalleyArticle *self = GALLEY_ARTICLE (object);

  switch (prop_id)
    {
    case PROP_KIND:
      g_value_set_int (value, self->kind);
      break;
    case PROP_HEADLINE:
      g_value_take_string (value, galley_article_dup_headline (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
galley_article_finalize (GObject *object)
{
  GalleyArticle *self = GALLEY_ARTICLE (object);

  g_free (self->id);
  g_hash_table_unref (self->present);
  g_ptr_array_unref (self->blocks);
  g_object_unref (self->metadata);

  G_OBJECT_CLASS (galley_article_parent_class)->finalize (object);
}

static void
galley_article_class_init (GalleyArticleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = galley_article_finalize;
  object_class->get_property = galley_article_get_property;

  properties[PROP_KIND] = g_param_spec_int ("kind", NULL, NULL, 0, GALLEY_ARTICLE_FURNITURE, 0,
                                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_HEADLINE] =
      g_param_spec_string ("headline", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
galley_article_init (GalleyArticle *self)
{
  self->blocks = g_ptr_array_new_with_free_func (g_object_unref);
  self->present = g_hash_table_new (NULL, NULL);
  self->metadata = galley_metadata_new ();
  self->confidence = 1;
}

GalleyArticle *
galley_article_new (GalleyArticleKind kind)
{
  g_autofree char *id = g_uuid_string_random ();

  return galley_article_new_with_id (kind, id);
}

GalleyArticle *
galley_article_new_with_id (GalleyArticleKind kind, const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  GalleyArticle *self = g_object_new (GALLEY_TYPE_ARTICLE, NULL);

  self->id = g_strdup (id);
  self->kind = kind;
  return self;
}

const char *
galley_article_get_id (GalleyArticle *self)
{
  g_return_val_if_fail (GALLEY_IS_ARTICLE (self), NULL);

  return self->id;
}

GalleyArticleKind
galley_article_get_kind (GalleyArticle *self)
{
  g_return_val_if_fail (GALLEY_IS_ARTICLE (self), GALLEY_ARTICLE_STORY);

  return self->kind;
}

void
galley_article_set_kind (GalleyArticle *self, GalleyArticleKind kind)
{
  g_return_if_fail (GALLEY_IS_ARTICLE (self));
  g_return_if_fail (!self->frozen);

  if (self->kind != kind)
    {
      self->kind = kind;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KIND]);
    }
}

const char *
galley_article_kind_get_name (GalleyArticleKind kind)
{
  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (kind_names), NULL);

  return kind_names[kind];
}

gboolean
galley_article_kind_from_name (const char *name, GalleyArticleKind *kind)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (kind_names); i++)
    {
      if (g_str_equal (kind_names[i], name))
        {
          *kind = (GalleyArticleKind) i;
          return TRUE;
        }
    }
  return FALSE;
}

/* Does a block show in the headline property: a head line, or the first text of an article without one? */
static gboolean
shows_in_headline (GalleyArticle *self, guint position)
{
  return position <= 1 ||
         galley_role_is_head (galley_block_get_role (g_ptr_array_index (self->blocks, position)));
}

void
galley_article_splice (
    GalleyArticle *self, guint position, guint n_removed, GalleyBlock *const *added, guint n_added)
{
  g_return_if_fail (GALLEY_IS_ARTICLE (self));
  g_return_if_fail (!self->frozen);
  g_return_if_fail (position <= self->blocks->len && n_removed <= self->blocks->len - position);

  gboolean headline = FALSE;

  if (n_removed == 0 && n_added == 0)
    return;

  for (guint i = 0; i < n_removed; i++)
    {
      headline |= shows_in_headline (self, position + i);
      g_hash_table_remove (self->present, g_ptr_array_index (self->blocks, position + i));
    }

  /* One keystroke replaces one block: no moving of what stands behind. */
  guint n_same = MIN (n_removed, n_added);

  for (guint i = 0; i < n_same; i++)
    {
      gpointer *slot = &g_ptr_array_index (self->blocks, position + i);
      gpointer old = *slot;

      *slot = g_object_ref (added[i]);
      g_object_unref (old);
    }
  if (n_removed > n_same)
    g_ptr_array_remove_range (self->blocks, position + n_same, n_removed - n_same);
  for (guint i = n_same; i < n_added; i++)
    g_ptr_array_insert (self->blocks, (gint) (position + i), g_object_ref (added[i]));

  for (guint i = 0; i < n_added; i++)
    {
      headline |= shows_in_headline (self, position + i);
      if (!g_hash_table_add (self->present, added[i]))
        g_critical ("a block stands in article %s twice", self->id);
    }

  g_list_model_items_changed (G_LIST_MODEL (self), position, n_removed, n_added);
  if (headline)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HEADLINE]);
}

void
galley_article_append (GalleyArticle *self, GalleyBlock *block)
{
  g_return_if_fail (GALLEY_IS_ARTICLE (self));

  galley_article_splice (self, self->blocks->len, 0, &block, 1);
}

guint
galley_article_get_n_blocks (GalleyArticle *self)
{
  g_return_val_if_fail (GALLEY_IS_ARTICLE (self), 0);

  return self->blocks->len;
}

GalleyBlock *
galley_article_get_block (GalleyArticle *self, guint index)
{
  g_return_val_if_fail (GALLEY_IS_ARTICLE (self), NULL);

  return index < self->blocks->len ? g_ptr_array_index (self->blocks, index) : NULL;
}

gboolean
galley_article_has_block (GalleyArticle *self, GalleyBlock *block)
{
  g_return_val_if_fail (GALLEY_IS_ARTICLE (self), FALSE);

  return g_hash_table_contains (self->present, block);
}

gint
galley_article_index_of (GalleyArticle *self, GalleyBlock *block)
{
  guint index;

  g_return_val_if_fail (GALLEY_IS_ARTICLE (self), -1);

  if (!g_hash_table_contains (self->present, block) || !g_ptr_array_find (self->blocks, block, &index))
    return -1;
  return (gint) index;
}

GalleyMetadata *
galley_article_get_metadata (GalleyArticle *self)
{
  g_return_val_if_fail (GALLEY_IS_ARTICLE (self), NULL);

  return self->metadata;
}

double
galley_article_get_confidence (GalleyArticle *self)
{
  g_return_val_if_fail (GALLEY_IS_ARTICLE (self), 0);

  return self->confidence;
}

void
galley_article_set_confidence (GalleyArticle *self, double confidence)
{
  g_return_if_fail (GALLEY_IS_ARTICLE (self));
  g_return_if_fail (!self->frozen);

  self->confidence = CLAMP (confidence, 0, 1);
}

GalleyArticle *
galley_article_freeze (GalleyArticle *self)
{
  g_return_val_if_fail (GALLEY_IS_ARTICLE (self), NULL);

  if (self->frozen)
    return g_object_ref (self);

  GalleyArticle *copy = galley_article_new_with_id (self->kind, self->id);

  galley_article_splice (copy, 0, 0, (GalleyBlock *const *) self->blocks->pdata, self->blocks->len);
  g_object_unref (copy->metadata);
  copy->metadata = galley_metadata_copy (self->metadata);
  copy->confidence = self->confidence;
  copy->frozen = TRUE;
  return copy;
}

gboolean
galley_article_is_frozen (GalleyArticle *self)
{
  g_return_val_if_fail (GALLEY_IS_ARTICLE (self), FALSE);

  return self->frozen;
}

char *
galley_article_dup_headline (GalleyArticle *self)
{
  g_return_val_if_fail (GALLEY_IS_ARTICLE (self), NULL);

  GalleyBlock *fallback = NULL;

  for (guint i = 0; i < self->blocks->len; i++)
    {
      GalleyBlock *block = g_ptr_array_index (self->blocks, i);

      if (galley_block_get_length (block) == 0)
        continue;
      if (galley_block_get_role (block) == GALLEY_ROLE_HEADLINE)
        return g_strdup (galley_block_get_text (block));
      if (fallback == NULL)
        fallback = block;
    }
  /* Long enough for any list, short enough to be cheap. */
  return fallback != NULL ? galley_block_dup_range (fallback, 0, 60) : g_strdup ("");
}

char *
galley_article_dup_text (GalleyArticle *self)
{
  g_return_val_if_fail (GALLEY_IS_ARTICLE (self), NULL);

  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->blocks->len; i++)
    {
      if (i > 0)
        g_string_append_c (text, '\n');
      g_string_append (text, galley_block_get_text (g_ptr_array_index (self->blocks, i)));
    }
  return g_string_free (text, FALSE);
}

guint
galley_article_count_characters (GalleyArticle *self)
{
  guint count = 0;

  g_return_val_if_fail (GALLEY_IS_ARTICLE (self), 0);

  for (guint i = 0; i < self->blocks->len; i++)
    {
      for (const char *p = galley_block_get_text (g_ptr_array_index (self->blocks, i)); *p != '\0';
           p = g_utf8_next_char (p))
        count += !g_unichar_isspace (g_utf8_get_char (p));
    }
  return count;
}

static void
count_letters (const char *text, guint *han, guint *latin)
{
  /* By bytes: from U+4000 to U+9FFF a character begins with E4 to E9 in UTF-8, and nothing else does. */
  for (const guchar *p = (const guchar *) text; *p != '\0'; p++)
    {
      *han += *p >= 0xe4 && *p <= 0xe9;
      *latin += g_ascii_isalpha ((char) *p);
    }
}

/* A Han character says about as much as an English word. */
static const char *
language_of (guint han, guint latin)
{
  return latin > han * 6 ? "en" : "zh-CN";
}

const char *
galley_article_guess_language (const char *text)
{
  guint han = 0, latin = 0;

  g_return_val_if_fail (text != NULL, NULL);

  count_letters (text, &han, &latin);
  return language_of (han, latin);
}

const char *
galley_article_get_language (GalleyArticle *self)
{
  g_return_val_if_fail (GALLEY_IS_ARTICLE (self), NULL);

  const char *language = galley_metadata_get (self->metadata, "language");
  guint han = 0, latin = 0;

  if (language != NULL)
    return language;

  for (guint i = 0; i < self->blocks->len && han + latin < 4000; i++)
    count_letters (galley_block_get_text (g_ptr_array_index (self->blocks, i)), &han, &latin);
  return language_of (han, latin);
}

/* --- the digest ---------------------------------------------------------------------------------------------------- */

/* Each field goes in with its length, so that no two lists of fields can look alike. NULL is not "". */
static void
add_field (GChecksum *sum, const char *field)
{
  g_autofree char *head =
      field != NULL ? g_strdup_printf ("%" G_GSIZE_FORMAT ":", strlen (field)) : g_strdup ("-");

  g_checksum_update (sum, (const guchar *) head, -1);
  if (field != NULL)
    g_checksum_update (sum, (const guchar *) field, -1);
}

static void
add_count (GChecksum *sum, guint count)
{
  g_autofree char *digits = g_strdup_printf ("%u", count);

  add_field (sum, digits);
}

static gint
compare_keys (gconstpointer a, gconstpointer b, gpointer data)
{
  return strcmp ((*(const GalleyMetaItem *const *) a)->key, (*(const GalleyMetaItem *const *) b)->key);
}

/* The order of keys is nobody's decision; that of the values of one key is. */
static void
add_metadata (GChecksum *sum, GalleyMetadata *metadata)
{
  g_autoptr (GPtrArray) items = galley_metadata_list (metadata, NULL);

  /* A stable sort. */
  g_qsort_with_data (items->pdata, (gint) items->len, sizeof (gpointer), compare_keys, NULL);
  add_count (sum, items->len);
  for (guint i = 0; i < items->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (items, i);

      add_field (sum, item->key);
      add_field (sum, item->value);
      add_field (sum, item->qualifier);
    }
}

static void
add_block (GChecksum *sum, GalleyBlock *block)
{
  guint n_spans;
  const GalleySpan *spans = galley_block_get_spans (block, &n_spans);

  add_field (sum, galley_role_get_name (galley_block_get_role (block)));
  add_field (sum, galley_block_get_text (block));
  for (guint i = 0; i < n_spans; i++)
    {
      if (spans[i].kind == GALLEY_SPAN_JOIN)
        continue;
      add_field (sum, galley_span_kind_get_name (spans[i].kind));
      add_count (sum, spans[i].start);
      add_count (sum, spans[i].end);
      add_field (sum, spans[i].value);
    }
}

char *
galley_article_dup_digest (GalleyArticle *self)
{
  g_return_val_if_fail (GALLEY_IS_ARTICLE (self), NULL);

  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  add_field (sum, "galley-article-1");
  add_field (sum, galley_article_kind_get_name (galley_article_get_kind (self)));
  add_metadata (sum, galley_article_get_metadata (self));
  for (guint i = 0; i < galley_article_get_n_blocks (self); i++)
    add_block (sum, galley_article_get_block (self, i));
  return g_strdup (g_checksum_get_string (sum));
}
