/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "galley-rounds-private.h"

JsonObject *
galley_event_parse (const GalleyEvent *event, JsonParser **parser)
{
  JsonNode *root;

  *parser = json_parser_new_immutable ();
  if (event->detail == NULL || !json_parser_load_from_data (*parser, event->detail, -1, NULL))
    return NULL;
  root = json_parser_get_root (*parser);
  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
}

const char *
galley_event_get_text (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && json_node_get_value_type (node) == G_TYPE_STRING ? json_node_get_string (node)
                                                                          : NULL;
}

gint64
galley_event_get_count (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && json_node_get_value_type (node) == G_TYPE_INT64 ? json_node_get_int (node) : 0;
}

char *
galley_event_dup_detail (const char *name, ...)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;
  va_list arguments;

  json_builder_begin_object (builder);
  va_start (arguments, name);
  for (; name != NULL; name = va_arg (arguments, const char *))
    {
      if (*name == '#')
        {
          json_builder_set_member_name (builder, name + 1);
          json_builder_add_int_value (builder, va_arg (arguments, gint64));
        }
      else
        {
          const char *text = va_arg (arguments, const char *);

          if (text == NULL)
            continue;
          json_builder_set_member_name (builder, name);
          json_builder_add_string_value (builder, text);
        }
    }
  va_end (arguments);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/* --- changes that came with the copy ------------------------------------------------------------------------------ */

gboolean
galley_rounds_log_copy (GalleyStore *store,
                        const char *article,
                        gint64 first,
                        gint64 last,
                        const char *person,
                        gint64 ended,
                        GError **error)
{
  g_autofree char *detail = galley_event_dup_detail ("round", GALLEY_ROUND_COPY, "#first", first, "#last",
                                                     last, "person", person, "#ended", ended, NULL);

  return galley_store_log (store, "round.copy", article, detail, error);
}

static const GalleyRoundPlan *
get_copy_plan (void)
{
  static GalleyRoundPlan plan = { .name = (char *) GALLEY_ROUND_COPY,
                                  .kind = GALLEY_ROUND_PROOF,
                                  .colour = (char *) "#5e5c64" };
  static gsize once;

  if (g_once_init_enter (&once))
    {
      plan.label = (char *) _ ("changes of the copy");
      g_once_init_leave (&once, 1);
    }
  return &plan;
}

GalleyRound *
galley_event_read_copy (const GalleyEvent *event, JsonObject *object)
{
  const char *person = galley_event_get_text (object, "person");
  gint64 ended = galley_event_get_count (object, "ended");
  GalleyRound *round = g_new0 (GalleyRound, 1);

  round->plan = get_copy_plan ();
  round->state = GALLEY_ROUND_ENDED;
  round->person = g_strdup (person != NULL ? person : event->author);
  round->begun = round->ended = ended > 0 ? ended : event->time;
  round->first = galley_event_get_count (object, "first");
  round->last = galley_event_get_count (object, "last");
  return round;
}

/* --- 签发 ---------------------------------------------------------------------------------------------------------- */

GHashTable *
galley_event_list_pictures (JsonObject *object)
{
  GHashTable *pictures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  JsonNode *node = object != NULL ? json_object_get_member (object, "pictures") : NULL;
  JsonObject *members = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  g_autoptr (GList) ids = members != NULL ? json_object_get_members (members) : NULL;

  for (GList *l = ids; l != NULL; l = l->next)
    g_hash_table_insert (pictures, g_strdup (l->data), g_strdup (galley_event_get_text (members, l->data)));
  return pictures;
}

GStrv
galley_event_list_obstacles (JsonObject *object)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, "obstacles") : NULL;
  JsonArray *array = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  if (array == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const char *sentence = json_array_get_string_element (array, i);

      if (sentence != NULL)
        g_strv_builder_add (builder, sentence);
    }
  return g_strv_builder_end (builder);
}

GHashTable *
galley_rounds_list_pictures (GalleyEdition *edition, GalleyArticle *article)
{
  GHashTable *pictures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GPtrArray) items = galley_metadata_list (galley_article_get_metadata (article), "picture");

  for (guint i = 0; i < items->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (items, i);
      GalleyAsset *asset = galley_edition_get_asset (edition, item->value);

      if (asset != NULL)
        g_hash_table_insert (pictures, g_strdup (item->value), galley_asset_dup_info_digest (asset));
    }
  return pictures;
}

static void
add_pictures (JsonBuilder *builder, GHashTable *pictures)
{
  GHashTableIter iter;
  gpointer id, words;

  if (g_hash_table_size (pictures) == 0)
    return;
  json_builder_set_member_name (builder, "pictures");
  json_builder_begin_object (builder);
  g_hash_table_iter_init (&iter, pictures);
  while (g_hash_table_iter_next (&iter, &id, &words))
    {
      json_builder_set_member_name (builder, id);
      json_builder_add_string_value (builder, words);
    }
  json_builder_end_object (builder);
}

guint
galley_rounds_find_page (GalleyEdition *edition, GalleyArticle *article)
{
  GalleyPage *page = NULL;

  galley_edition_find_article (edition, galley_article_get_id (article), &page);
  return page != NULL ? galley_page_get_number (page) : 0;
}

char *
galley_event_dup_sign (const GalleySignature *signature, gint64 revision, const char *facts)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "digest");
  json_builder_add_string_value (builder, signature->digest);
  json_builder_set_member_name (builder, "revision");
  json_builder_add_int_value (builder, revision);
  json_builder_set_member_name (builder, "page");
  json_builder_add_int_value (builder, signature->page);
  json_builder_set_member_name (builder, "facts");
  json_builder_add_string_value (builder, facts);
  add_pictures (builder, signature->pictures);
  if (signature->override != NULL)
    {
      char **obstacles = signature->obstacles;

      json_builder_set_member_name (builder, "override");
      json_builder_add_string_value (builder, signature->override);
      json_builder_set_member_name (builder, "obstacles");
      json_builder_begin_array (builder);
      for (guint i = 0; obstacles != NULL && obstacles[i] != NULL; i++)
        json_builder_add_string_value (builder, obstacles[i]);
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

/* --- in words ------------------------------------------------------------------------------------------------------ */

static const char *
get_place (const char *where)
{
  GalleyRole role;

  if (where != NULL && galley_role_from_name (where, &role))
    return galley_role_get_label (role);
  return where != NULL ? where : "";
}

static void
add_change (GString *text, JsonObject *change)
{
  const char *where = galley_event_get_text (change, "where");
  const char *old_text = galley_event_get_text (change, "old");
  const char *new_text = galley_event_get_text (change, "new");

  if (text->len > 0)
    g_string_append (text, "; ");
  if (g_strcmp0 (galley_event_get_text (change, "kind"), "metadata") == 0)
    g_string_append_printf (text, _ ("%s: “%s” → “%s”"), where, old_text, new_text);
  else if (g_strcmp0 (galley_event_get_text (change, "kind"), "form") == 0)
    g_string_append (text, _ ("its form"));
  else if (g_strcmp0 (galley_event_get_text (change, "kind"), "pages") == 0)
    g_string_append (text, _ ("the pages, their order or their furniture"));
  else if (g_strcmp0 (galley_event_get_text (change, "kind"), "picture") == 0)
    g_string_append_printf (text, _ ("the words of the picture “%s”"), where);
  else
    g_string_append_printf (text, _ ("%s, paragraph %u, character %u: “%s” → “%s”"), get_place (where),
                            (guint) galley_event_get_count (change, "block") + 1,
                            (guint) galley_event_get_count (change, "offset") + 1, old_text, new_text);
}

char *
galley_event_dup_changes (JsonObject *object)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, "changes") : NULL;
  JsonArray *changes = node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  GString *text = g_string_new (NULL);

  for (guint i = 0; changes != NULL && i < json_array_get_length (changes); i++)
    {
      JsonNode *change = json_array_get_element (changes, i);

      if (JSON_NODE_HOLDS_OBJECT (change))
        add_change (text, json_node_get_object (change));
    }
  return g_string_free (text, FALSE);
}

static char *
dup_void (JsonObject *object)
{
  const char *signer = galley_event_get_text (object, "signer");
  g_autofree char *changes = galley_event_dup_changes (object);

  if (json_object_has_member (object, "withdrawn"))
    return g_strdup_printf (_ ("The signature of %s was taken back"), signer);
  if (json_object_has_member (object, "removed"))
    return g_strdup_printf (_ ("The article was taken out; the signature of %s is void"), signer);
  return g_strdup_printf (_ ("The signature of %s is void: %s"), signer, changes);
}

char *
galley_event_dup_sentence (const GalleyEvent *event)
{
  g_autoptr (JsonParser) parser = NULL;
  JsonObject *object = galley_event_parse (event, &parser);
  const char *round = galley_event_get_text (object, "round");
  const char *reason = galley_event_get_text (object, "override");
  g_autofree char *sentence = NULL;

  if (g_str_equal (event->what, "round.begin") && round != NULL)
    sentence = g_strdup_printf (_ ("%s begins"), round);
  else if (g_str_equal (event->what, "round.end") && round != NULL)
    sentence = g_strdup_printf (_ ("%s ends"), round);
  else if (g_str_equal (event->what, "round.copy") && object != NULL)
    sentence =
        g_strdup_printf (_ ("Came in with changes by %s"), galley_event_get_text (object, "person") != NULL
                                                               ? galley_event_get_text (object, "person")
                                                               : event->author);
  else if (g_str_equal (event->what, "sign") && object != NULL)
    sentence = g_strdup_printf (_ ("Signed, SHA-256 %.16s…"), galley_event_get_text (object, "digest"));
  else if (g_str_equal (event->what, "void") && object != NULL)
    sentence = dup_void (object);
  else if (g_str_equal (event->what, "facts") && object != NULL)
    {
      g_autofree char *changes = galley_event_dup_changes (object);

      sentence = g_strdup_printf (_ ("Changed after a signature: %s"), changes);
    }
  else if (event->detail != NULL)
    sentence = g_strdup_printf ("%s: %s", event->what, event->detail);
  else
    sentence = g_strdup (event->what);
  return reason != NULL ? g_strdup_printf (_ ("%s (override: %s)"), sentence, reason)
                        : g_steal_pointer (&sentence);
}
