/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "galley-clean.h"
#include "galley-cli-desk.h"
#include "galley-cli-json.h"
#include "galley-facet.h"
#include "galley-registry.h"

typedef enum
{
  CHANGE_SET,
  CHANGE_ADD,
  CHANGE_REMOVE,
} ChangeKind;

/* One KEY=VALUE of the command line. */
typedef struct
{
  ChangeKind kind;
  char *key;
  char *value;
  char *qualifier;    /* of a person: the role; of a subject: the scheme; else NULL */
  GalleyField *field; /* or NULL */
} Change;

static void
change_free (Change *self)
{
  g_free (self->key);
  g_free (self->value);
  g_free (self->qualifier);
  g_clear_object (&self->field);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Change, change_free)

static gboolean
is_key (const char *text, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isalnum (text[i]) && strchr ("._-:", text[i]) == NULL)
        return FALSE;
    }
  return length > 0;
}

static Change *
parse_change (const char *text)
{
  const char *equals = strchr (text, '=');
  g_autoptr (Change) self = g_new0 (Change, 1);
  gsize length;

  if (equals == NULL)
    return NULL;
  length = (gsize) (equals - text);
  if (length > 0 && (equals[-1] == '+' || equals[-1] == '-'))
    {
      self->kind = equals[-1] == '+' ? CHANGE_ADD : CHANGE_REMOVE;
      length--;
    }
  if (!is_key (text, length))
    return NULL;
  self->key = g_strndup (text, length);
  self->value = g_strstrip (galley_clean_line (equals + 1));
  return g_steal_pointer (&self);
}

/* The field that a facet offers under this key for this article, or NULL: keys of no facet are free text. */
static GalleyField *
find_field (GalleyEdition *edition, GalleyArticle *article, const char *key)
{
  GalleyPlugins *plugins = galley_cli_get_plugins ();
  g_autoptr (GPtrArray) infos = galley_plugins_list_with (plugins, "Facet-Group", NULL);

  for (guint i = 0; i < infos->len; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GObject) facet = galley_plugins_create (plugins, infos->pdata[i], GALLEY_TYPE_FACET, &error);
      g_autoptr (GListModel) fields = NULL;

      if (facet == NULL)
        {
          galley_cli_remark (NULL, error->message);
          continue;
        }
      galley_facet_set_edition (GALLEY_FACET (facet), edition);
      fields = galley_facet_list_fields (GALLEY_FACET (facet), article);
      for (guint k = 0; k < g_list_model_get_n_items (fields); k++)
        {
          g_autoptr (GalleyField) field = g_list_model_get_item (fields, k);

          if (g_str_equal (galley_field_get_id (field), key))
            return g_steal_pointer (&field);
        }
    }
  return NULL;
}

static gboolean
is_choice (GalleyField *field, const char *value)
{
  for (guint i = 0; i < galley_field_get_n_choices (field); i++)
    {
      if (g_str_equal (galley_field_get_choice (field, i, NULL), value))
        return TRUE;
    }
  return FALSE;
}

static char *
dup_choices (GalleyField *field)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < galley_field_get_n_choices (field); i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", galley_field_get_choice (field, i, NULL));
  return g_string_free (list, FALSE);
}

static gboolean
is_date (const char *value)
{
  g_autofree char *day = g_strndup (value, 10);
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GDateTime) time = NULL;
  g_autofree char *whole = NULL;

  whole = strlen (value) == 10 ? g_strconcat (day, "T00:00:00", NULL) : g_strdup (value);
  time = g_date_time_new_from_iso8601 (whole, zone);
  return time != NULL;
}

/* One sentence about a value that its field cannot hold, or NULL. */
static char *
find_fault (const Change *change, GalleyField *field)
{
  if (*change->value == '\0' || field == NULL || change->kind == CHANGE_REMOVE)
    return NULL;

  switch (galley_field_get_kind (field))
    {
    case GALLEY_FIELD_CHOICE:
      if (galley_field_get_n_choices (field) > 0 && !is_choice (field, change->value))
        {
          g_autofree char *choices = dup_choices (field);

          return g_strdup_printf (_ ("“%s” is not a value of %s, which has: %s."), change->value, change->key,
                                  choices);
        }
      return NULL;

    case GALLEY_FIELD_DATE:
      if (!is_date (change->value))
        return g_strdup_printf (_ ("“%s” is not a date; %s wants YYYY-MM-DD, or a time in ISO 8601."),
                                change->value, change->key);
      return NULL;

    case GALLEY_FIELD_NUMBER:
      {
        char *end;

        g_ascii_strtod (change->value, &end);
        if (*end != '\0')
          return g_strdup_printf (_ ("“%s” is not a number; %s wants one."), change->value, change->key);
        return NULL;
      }

    case GALLEY_FIELD_TEXT:
    case GALLEY_FIELD_LONG_TEXT:
    case GALLEY_FIELD_LIST:
    case GALLEY_FIELD_PEOPLE:
    default:
      return NULL;
    }
}

/* "本报记者:许梅" → role and name, where the key holds people. Who types Chinese types the wide colon. */
static void
split_person (Change *change, GalleyField *field)
{
  gboolean people = g_str_equal (change->key, "person") ||
                    (field != NULL && galley_field_get_kind (field) == GALLEY_FIELD_PEOPLE);
  char *colon = people ? change->value : NULL;
  const char *rest;

  while (colon != NULL && *colon != '\0' && *colon != ':' && g_utf8_get_char (colon) != 0xff1a)
    colon = g_utf8_next_char (colon);
  if (colon == NULL || *colon == '\0')
    return;
  rest = g_utf8_next_char (colon);
  change->qualifier = g_strstrip (g_strndup (change->value, (gsize) (colon - change->value)));
  memmove (change->value, rest, strlen (rest) + 1);
  g_strstrip (change->value);
}

static void
apply (const Change *change, GalleyMetadata *metadata)
{
  switch (change->kind)
    {
    case CHANGE_SET:
      galley_metadata_clear (metadata, change->key);
      if (*change->value != '\0')
        galley_metadata_add (metadata, change->key, change->value, change->qualifier);
      break;

    case CHANGE_ADD:
      if (*change->value != '\0')
        galley_metadata_add (metadata, change->key, change->value, change->qualifier);
      break;

    case CHANGE_REMOVE:
    default:
      galley_metadata_remove (metadata, change->key, change->value, change->qualifier);
      break;
    }
}

/* "法律" → 20000121 of medtop, where the field knows such names. */
static void
resolve (Change *change, GalleyField *field)
{
  char *value;

  if (field == NULL || !galley_field_has_completer (field) || *change->value == '\0' ||
      change->qualifier != NULL)
    return;
  galley_field_resolve (field, change->value, &value, &change->qualifier);
  g_free (change->value);
  change->value = value;
}

/* All changes of one command, or none: each is looked at before the first is made. */
static GPtrArray *
read_changes (const GalleyCommand *self, char **texts, GalleyEdition *edition, GalleyArticle *article)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) change_free);

  for (guint i = 0; texts[i] != NULL; i++)
    {
      Change *change = parse_change (texts[i]);
      g_autoptr (GalleyField) field = NULL;
      g_autofree char *fault = NULL;

      if (change == NULL)
        {
          galley_cli_misused (self, _ ("“%s” has not the form KEY=VALUE."), texts[i]);
          return NULL;
        }
      g_ptr_array_add (changes, change);
      field = find_field (edition, article, change->key);
      split_person (change, field);
      resolve (change, field);
      change->field = field != NULL ? g_object_ref (field) : NULL;
      fault = find_fault (change, field);
      if (fault != NULL)
        {
          galley_cli_misused (self, "%s", fault);
          return NULL;
        }
    }
  return g_steal_pointer (&changes);
}

static gboolean
write_changes (GalleyStore *store, GalleyArticle *article, GPtrArray *changes, char **texts, GError **error)
{
  g_autofree char *detail = g_strjoinv ("\n", texts);

  for (guint i = 0; i < changes->len; i++)
    {
      const Change *change = changes->pdata[i];

      apply (change, galley_article_get_metadata (article));
      if (change->field != NULL)
        galley_field_name_values (change->field, article);
    }
  return galley_store_flush (store, error) &&
         galley_store_log (store, "set", galley_article_get_id (article), detail, error);
}

/* --- facts of the edition -------------------------------------------------------------------------------------------- */

static GalleyExit
set_facts (const GalleyCommand *self, GalleyStore *store, char **texts, const char *path)
{
  GalleyMasthead *masthead = galley_edition_get_masthead (galley_store_get_edition (store));
  g_autofree char *detail = g_strjoinv ("\n", texts);
  g_autoptr (GError) error = NULL;

  for (guint pass = 0; pass < 2; pass++)
    {
      for (guint i = 0; texts[i] != NULL; i++)
        {
          g_autoptr (Change) change = parse_change (texts[i]);
          g_autofree char *fault = NULL;
          GalleyFact fact;

          if (change == NULL || change->kind != CHANGE_SET)
            return galley_cli_misused (self, _ ("“%s” has not the form KEY=VALUE."), texts[i]);
          if (!galley_fact_from_name (change->key, &fact))
            return galley_cli_misused (self, _ ("“%s” is no fact of a masthead."), change->key);
          /* It names files. */
          if (galley_clean_has_lines (texts[i]))
            return galley_cli_misused (self, _ ("A fact of the masthead is one line of text."));
          fault = galley_fact_validate (fact, change->value);
          if (fault != NULL)
            return galley_cli_misused (self, "%s", fault);
          /* Each is looked at before the first is set. */
          if (pass == 1)
            galley_masthead_set (masthead, fact, change->value);
        }
    }
  if (!galley_store_log (store, "set", NULL, detail, &error))
    return galley_cli_failed (path, error);
  return galley_cli_close_store (store, path);
}

/* --- articles -------------------------------------------------------------------------------------------------------- */

static GPtrArray *
find_articles (GalleyEdition *edition, const char *list, GError **error)
{
  g_auto (GStrv) names = galley_cli_split_list (list);

  if (g_str_equal (list, "all"))
    return galley_cli_list_articles (edition, NULL, error);
  if (names[0] == NULL)
    {
      galley_cli_find_article (edition, list, error);
      return NULL;
    }
  return galley_cli_list_articles (edition, names, error);
}

static void
free_changes (gpointer changes)
{
  g_ptr_array_unref (changes);
}

/* The changes of each article: a field may have other values in one than in another. */
static GPtrArray *
read_all (const GalleyCommand *self, char **texts, GalleyEdition *edition, GPtrArray *articles)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (free_changes);

  for (guint i = 0; i < articles->len; i++)
    {
      GPtrArray *changes = read_changes (self, texts, edition, articles->pdata[i]);

      if (changes == NULL)
        return NULL;
      g_ptr_array_add (all, changes);
    }
  return g_steal_pointer (&all);
}

/* What is known of them completes names later; that it could not be kept is no reason to stop. */
static void
learn_people (GPtrArray *articles)
{
  g_autoptr (GalleyRegistry) registry = galley_registry_new (NULL);

  for (guint i = 0; i < articles->len; i++)
    galley_registry_learn_article (registry, articles->pdata[i]);
  galley_registry_save (registry, NULL);
}

static GalleyExit
run (const GalleyCommand *self, char **rest, const char *person, gboolean json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyStore) store = galley_cli_open_store_as (rest[0], person, &error);
  g_autoptr (GPtrArray) articles = NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autoptr (GalleyCliWriter) writer = galley_cli_writer_new (TRUE);
  GalleyEdition *edition;

  if (store == NULL)
    return galley_cli_failed (rest[0], error);
  if (g_str_equal (rest[1], "edition"))
    return set_facts (self, store, rest + 2, rest[0]);
  edition = galley_store_get_edition (store);
  articles = find_articles (edition, rest[1], &error);
  if (articles == NULL)
    return galley_cli_failed (rest[0], error);

  all = read_all (self, rest + 2, edition, articles);
  if (all == NULL)
    return GALLEY_EXIT_USAGE;
  for (guint i = 0; i < articles->len; i++)
    {
      if (!write_changes (store, articles->pdata[i], all->pdata[i], rest + 2, &error))
        return galley_cli_failed (rest[0], error);
      if (json)
        galley_json_article (writer, NULL, edition, articles->pdata[i]);
    }
  learn_people (articles);
  if (!galley_store_close (store, &error))
    return galley_cli_failed (rest[0], error);
  if (json)
    galley_cli_emit (writer);
  return GALLEY_EXIT_DONE;
}

GalleyExit
galley_cli_set (const GalleyCommand *self, int argc, char **argv)
{
  gboolean json = FALSE;
  g_autofree char *person = NULL;
  g_auto (GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "as", 0, 0, G_OPTION_ARG_FILENAME, &person, N_ ("Who does this"), "NAME" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print the articles afterwards"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!galley_cli_parse (self, entries, argc, argv, 3, G_MAXUINT, &rest))
    return GALLEY_EXIT_USAGE;
  return run (self, rest, person, json);
}
