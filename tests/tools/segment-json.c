/* SPDX-License-Identifier: GPL-3.0-or-later */
/* segment-json FILE… | segment-json --folder OUT FILE…: reads page texts and prints (or writes OUT/NAME.json) what the
 * reader made of each. For the page tests; it goes round importers and the edition on purpose. */

#include <json-glib/json-glib.h>
#include <stdio.h>
#include <string.h>

#include "galley-byline.h"
#include "galley-segment.h"

static void
add_string (JsonBuilder *json, const char *key, const char *value)
{
  json_builder_set_member_name (json, key);
  if (value != NULL)
    json_builder_add_string_value (json, value);
  else
    json_builder_add_null_value (json);
}

static void
add_persons (JsonBuilder *json, const char *key, GPtrArray *persons)
{
  json_builder_set_member_name (json, key);
  json_builder_begin_array (json);
  for (guint i = 0; i < persons->len; i++)
    {
      const GalleyPerson *person = g_ptr_array_index (persons, i);

      json_builder_begin_object (json);
      add_string (json, "name", person->name);
      add_string (json, "role", person->role);
      json_builder_end_object (json);
    }
  json_builder_end_array (json);
}

static void
add_masthead (JsonBuilder *json, const GalleyReading *reading)
{
  json_builder_set_member_name (json, "masthead");
  json_builder_begin_object (json);
  for (guint fact = 0; fact < GALLEY_N_FACTS; fact++)
    {
      static const char *const keys[GALLEY_N_FACTS] = {
        [GALLEY_FACT_PAPER] = "paper_name",
        [GALLEY_FACT_DATE] = "date",
        [GALLEY_FACT_WEEKDAY] = "weekday",
        [GALLEY_FACT_LUNAR] = "lunar",
        [GALLEY_FACT_ISSUE] = "issue_no",
        [GALLEY_FACT_PAGES] = "pages_today",
        [GALLEY_FACT_CN] = "cn",
        [GALLEY_FACT_POST_CODE] = "post_code",
        [GALLEY_FACT_HOTLINE] = "hotline",
        [GALLEY_FACT_EMAIL] = "email",
        [GALLEY_FACT_SITE] = "site_name",
        [GALLEY_FACT_URL] = "url",
        [GALLEY_FACT_PUBLISHER] = "publisher",
      };
      const char *value = galley_masthead_get (reading->masthead, (GalleyFact) fact);

      if (value == NULL)
        continue;
      json_builder_set_member_name (json, keys[fact]);
      if (fact == GALLEY_FACT_HOTLINE)
        {
          g_auto (GStrv) parts = g_strsplit (value, " ", -1);

          json_builder_begin_array (json);
          for (guint i = 0; parts[i] != NULL; i++)
            json_builder_add_string_value (json, parts[i]);
          json_builder_end_array (json);
        }
      else
        json_builder_add_string_value (json, value);
    }
  if (reading->page_number > 0)
    {
      json_builder_set_member_name (json, "page_no");
      json_builder_add_int_value (json, reading->page_number);
    }
  if (reading->page_name != NULL)
    add_string (json, "page_name", reading->page_name);
  add_persons (json, "staff", reading->staff);
  json_builder_end_object (json);
}

/* The texts of all blocks of one article with that role, run together or as a list. */
static char *
dup_text (const GalleyReading *reading, guint article, GalleyRole role)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < reading->blocks->len; i++)
    {
      const GalleyReadingBlock *block = g_ptr_array_index (reading->blocks, i);

      if (block->article == article && block->role == role)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", block->text);
    }
  return g_string_free (text, text->len == 0);
}

static void
add_texts (JsonBuilder *json, const char *key, const GalleyReading *reading, guint article, guint roles)
{
  json_builder_set_member_name (json, key);
  json_builder_begin_array (json);
  for (guint i = 0; i < reading->blocks->len; i++)
    {
      const GalleyReadingBlock *block = g_ptr_array_index (reading->blocks, i);

      if (block->article == article && (roles & (1u << block->role)) != 0)
        json_builder_add_string_value (json, block->text);
    }
  json_builder_end_array (json);
}

static void
add_text (JsonBuilder *json, const char *key, const GalleyReading *reading, guint article, GalleyRole role)
{
  g_autofree char *text = dup_text (reading, article, role);

  add_string (json, key, text);
}

static void
add_article (JsonBuilder *json, const GalleyReading *reading, guint i)
{
  const GalleyReadingArticle *article = g_ptr_array_index (reading->articles, i);
  g_autoptr (GPtrArray) persons = galley_reading_list_persons (reading, i);

  json_builder_begin_object (json);
  if (article->kind == GALLEY_ARTICLE_STORY)
    {
      add_text (json, "kicker", reading, i, GALLEY_ROLE_KICKER);
      add_text (json, "headline", reading, i, GALLEY_ROLE_HEADLINE);
      add_texts (json, "subheads", reading, i, 1u << GALLEY_ROLE_SUBHEAD);
      add_text (json, "people_line", reading, i, GALLEY_ROLE_PEOPLE);
      add_persons (json, "bylines", persons);
      add_texts (json, "paragraphs", reading, i, 1u << GALLEY_ROLE_BODY | 1u << GALLEY_ROLE_CROSSHEAD);
      add_texts (json, "crosshead_texts", reading, i, 1u << GALLEY_ROLE_CROSSHEAD);
      add_texts (json, "end_notes", reading, i, 1u << GALLEY_ROLE_NOTE);
    }
  else if (article->kind == GALLEY_ARTICLE_PICTURE)
    {
      add_text (json, "title", reading, i, GALLEY_ROLE_HEADLINE);
      add_text (json, "text", reading, i, GALLEY_ROLE_CAPTION);
      add_persons (json, "credits", persons);
    }
  else
    add_texts (json, "lines", reading, i, 1u << GALLEY_ROLE_AD);
  json_builder_set_member_name (json, "confidence");
  json_builder_add_double_value (json, article->confidence);
  json_builder_end_object (json);
}

static char *
to_json (const GalleyReading *reading)
{
  static const struct
  {
    const char *key;
    GalleyArticleKind kind;
  } lists[] = { { "articles", GALLEY_ARTICLE_STORY },
                { "captions", GALLEY_ARTICLE_PICTURE },
                { "ads", GALLEY_ARTICLE_AD } };
  g_autoptr (JsonBuilder) json = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (json);
  add_masthead (json, reading);
  for (guint k = 0; k < G_N_ELEMENTS (lists); k++)
    {
      json_builder_set_member_name (json, lists[k].key);
      json_builder_begin_array (json);
      for (guint i = 0; i < reading->articles->len; i++)
        if (((GalleyReadingArticle *) g_ptr_array_index (reading->articles, i))->kind == lists[k].kind)
          add_article (json, reading, i);
      json_builder_end_array (json);
    }
  json_builder_end_object (json);
  root = json_builder_get_root (json);
  return json_to_string (root, TRUE);
}

int
main (int argc, char **argv)
{
  g_autofree char *folder = NULL;
  int n_best = 1;
  const GOptionEntry entries[] = { { "folder", 'f', 0, G_OPTION_ARG_FILENAME, &folder, "Write there",
                                     "FOLDER" },
                                   { "best", 'n', 0, G_OPTION_ARG_INT, &n_best, "Print that reading", "N" },
                                   G_OPTION_ENTRY_NULL };
  g_autoptr (GOptionContext) context = g_option_context_new ("FILE…");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  for (int i = 1; i < argc; i++)
    {
      g_autofree char *text = NULL;
      g_autofree char *json = NULL;
      g_autoptr (GPtrArray) readings = NULL;
      gsize length;

      if (!g_file_get_contents (argv[i], &text, &length, &error))
        {
          g_printerr ("%s\n", error->message);
          return 3;
        }
      readings = galley_segment_read (text, (gssize) length, (guint) MAX (n_best, 1), NULL, NULL);
      json = to_json (g_ptr_array_index (readings, MIN ((guint) MAX (n_best, 1), readings->len) - 1));
      if (folder == NULL)
        fprintf (stdout, "%s\n", json);
      else
        {
          g_autofree char *name = g_path_get_basename (argv[i]);
          char *dot = strrchr (name, '.');
          g_autofree char *base = g_strndup (name, dot != NULL ? (gsize) (dot - name) : strlen (name));
          g_autofree char *file = g_strconcat (folder, G_DIR_SEPARATOR_S, base, ".json", NULL);

          if (!g_file_set_contents (file, json, -1, &error))
            {
              g_printerr ("%s\n", error->message);
              return 3;
            }
        }
    }
  return 0;
}
