/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-archive.h"
#include "galley-cli-desk.h"
#include "galley-facet.h"
#include "galley-imprint.h"

static void
tell_field (GalleyCliWriter *writer, GalleyField *field, gboolean json)
{
  for (guint i = 0; i < galley_field_get_n_suggestions (field); i++)
    {
      const char *qualifier = NULL, *why = NULL;
      const char *value = galley_field_get_suggestion (field, i, &qualifier, &why);

      if (!json)
        {
          galley_cli_print ("%-16s %s%s%s  (%s)\n", galley_field_get_id (field),
                            qualifier != NULL ? qualifier : "", qualifier != NULL ? ":" : "", value, why);
          continue;
        }
      galley_cli_writer_begin_object (writer, NULL);
      galley_cli_writer_string (writer, "key", galley_field_get_id (field));
      galley_cli_writer_string (writer, "value", value);
      galley_cli_writer_string (writer, "qualifier", qualifier);
      galley_cli_writer_string (writer, "why", why);
      galley_cli_writer_end (writer);
    }
}

/* A facet that weighs against an archive has a property for it. */
static void
set_archive (GObject *facet, const char *archive)
{
  if (archive != NULL && g_object_class_find_property (G_OBJECT_GET_CLASS (facet), "archive") != NULL)
    g_object_set (facet, "archive", archive, NULL);
}

static void
tell_all (GalleyEdition *edition, GalleyArticle *article, const char *archive, gboolean json)
{
  GalleyPlugins *plugins = galley_cli_get_plugins ();
  g_autoptr (GPtrArray) infos = galley_plugins_list_with (plugins, "Facet-Group", NULL);
  g_autoptr (GalleyCliWriter) writer = galley_cli_writer_new (TRUE);

  galley_cli_writer_begin_array (writer, NULL);
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
      set_archive (facet, archive);
      galley_facet_set_edition (GALLEY_FACET (facet), edition);
      fields = galley_facet_list_fields (GALLEY_FACET (facet), article);
      for (guint k = 0; k < g_list_model_get_n_items (fields); k++)
        {
          g_autoptr (GalleyField) field = g_list_model_get_item (fields, k);

          tell_field (writer, field, json);
        }
    }
  galley_cli_writer_end (writer);
  if (json)
    galley_cli_emit (writer);
}

/* The index of the folder as it is today, for the facets to ask. */
static gboolean
update_archive (const char *folder, GError **error)
{
  g_autoptr (GalleyArchive) archive = galley_archive_open (folder, NULL, error);
  g_autoptr (GalleyCliWatch) watch = NULL;
  gboolean updated;

  if (archive == NULL)
    return FALSE;
  watch = galley_cli_watch_new (folder);
  updated = galley_archive_update (archive, galley_cli_watch_get_job (watch), error);
  galley_cli_watch_end (watch, folder);
  return updated;
}

GalleyExit
galley_cli_suggest (const GalleyCommand *self, int argc, char **argv)
{
  gboolean json = FALSE;
  g_autofree char *archive = NULL;
  g_auto (GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "archive", 0, 0, G_OPTION_ARG_FILENAME, &archive, N_ ("Folder of the editions to weigh against"),
      "FOLDER" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print one JSON document"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyStore) store = NULL;
  GalleyArticle *article = NULL;

  if (!galley_cli_parse (self, entries, argc, argv, 2, 2, &rest))
    return GALLEY_EXIT_USAGE;
  store = galley_store_open_readonly (rest[0], &error);
  if (store != NULL)
    article = galley_cli_find_article (galley_store_get_edition (store), rest[1], &error);
  if (article == NULL)
    return galley_cli_failed (rest[0], error);
  if (archive != NULL && !update_archive (archive, &error))
    return galley_cli_failed (archive, error);
  tell_all (galley_store_get_edition (store), article, archive, json);
  return GALLEY_EXIT_DONE;
}

/* --- digest ---------------------------------------------------------------------------------------------------------- */

GalleyExit
galley_cli_digest (const GalleyCommand *self, int argc, char **argv)
{
  gint per_page = 1;
  g_auto (GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "per-page", 0, 0, G_OPTION_ARG_INT, &per_page, N_ ("So many headlines of each page"), "N" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyStore) store = NULL;
  g_autofree char *digest = NULL;

  if (!galley_cli_parse (self, entries, argc, argv, 1, 1, &rest))
    return GALLEY_EXIT_USAGE;
  store = galley_store_open_readonly (rest[0], &error);
  if (store == NULL)
    return galley_cli_failed (rest[0], error);
  digest = galley_imprint_dup_digest (galley_store_get_edition (store), (guint) CLAMP (per_page, 1, 100));
  galley_cli_print ("%s", digest);
  return GALLEY_EXIT_DONE;
}
