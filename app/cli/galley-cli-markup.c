/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-check.h"
#include "galley-cli-check.h"
#include "galley-cli-markup.h"
#include "galley-rounds.h"

/* The last revision of an article that is meant by @since, or NULL. */
static const GalleyRevision *
find_base (GPtrArray *revisions, const char *since)
{
  gint64 number = 0;
  gboolean is_number = g_ascii_string_to_signed (since, 10, 1, G_MAXINT64, &number, NULL);

  for (guint i = revisions->len; i > 0; i--)
    {
      const GalleyRevision *revision = g_ptr_array_index (revisions, i - 1);

      if (is_number ? revision->number <= number : g_strcmp0 (revision->reason, since) == 0)
        return revision;
    }
  return NULL;
}

/* Who made the changes is who kept the last revision behind it. */
static gboolean
add_article (GalleyMarkup *markup,
             GalleyStore *store,
             GalleyArticle *article,
             const char *since,
             gboolean *found,
             GError **error)
{
  const char *id = galley_article_get_id (article);
  g_autoptr (GPtrArray) revisions = galley_store_list_revisions (store, id, error);
  const GalleyRevision *base = revisions != NULL ? find_base (revisions, since) : NULL;
  const GalleyRevision *last;
  g_autoptr (GalleyArticle) before = NULL;

  if (base == NULL)
    return revisions != NULL;
  *found = TRUE;
  before = galley_store_read_revision (store, base->number, error);
  if (before == NULL)
    return FALSE;
  last = g_ptr_array_index (revisions, revisions->len - 1);
  galley_markup_add_change (markup, id, before, last->author, last == base ? 0 : last->time);
  return TRUE;
}

static gboolean
need_store (const GalleyInput *input, GError **error)
{
  if (input->store == NULL)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                         _ ("Only a stored edition has revisions."));
  return input->store != NULL;
}

gboolean
galley_cli_mark_changes (GalleyMarkup *markup, const GalleyInput *input, const char *since, GError **error)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (input->edition);
  gboolean found = FALSE;

  if (!need_store (input, error))
    return FALSE;
  for (guint i = 0; i < articles->len; i++)
    {
      if (!add_article (markup, input->store, g_ptr_array_index (articles, i), since, &found, error))
        return FALSE;
    }
  if (!found)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("No article has a revision “%s”."), since);
  return found;
}

gboolean
galley_cli_mark_round (
    GalleyMarkup *markup, const GalleyInput *input, GalleyEdition *copy, const char *round, GError **error)
{
  g_autoptr (GalleyRounds) rounds = NULL;

  return need_store (input, error) && (rounds = galley_rounds_new (input->store, error)) != NULL &&
         galley_rounds_mark_copy (rounds, copy, round, markup, error);
}

/* --- findings ---------------------------------------------------------------------------------------------------- */

gboolean
galley_cli_mark_findings (
    GalleyMarkup *markup, const GalleyInput *input, GalleyEdition *frozen, GalleyJob *job, GError **error)
{
  g_autoptr (GalleyCheck) check = galley_check_new (galley_cli_get_plugins (), NULL);
  g_autoptr (GalleyDesk) desk = galley_desk_new (NULL);
  g_autoptr (GPtrArray) findings = NULL;

  galley_check_set_desk (check, desk);
  if (input->store != NULL && !galley_cli_load_decisions (check, input->store, error))
    return FALSE;
  findings = galley_check_edition (check, frozen, job, error);
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    galley_markup_add_finding (markup, g_ptr_array_index (findings, i));
  return findings != NULL;
}
