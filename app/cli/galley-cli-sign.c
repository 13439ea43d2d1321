/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-cli-desk.h"
#include "galley-error.h"

typedef struct
{
  const GalleyCommand *command;
  const char *path;
  char *person;
  char *reason; /* of an override */
  gboolean withdraw;
} Sign;

/* May this person sign it? @named: what is signed already is an obstacle too, lest those before it be signed alone. */
static gboolean
look_at_signer (
    GalleyRounds *rounds, GalleyArticle *article, const char *person, gboolean named, const char *where)
{
  g_autoptr (GalleySignature) signature = galley_rounds_get_signature (rounds, article);
  g_autoptr (GError) failure = NULL;
  g_autofree char *sentence = NULL;

  if (signature->state == GALLEY_SIGNATURE_VALID)
    {
      if (!named)
        return TRUE;
      sentence = g_strdup_printf (_ ("It was signed by %s already."), signature->signer);
      galley_cli_remark (where, sentence);
      return FALSE;
    }
  if (galley_rounds_may_sign (rounds, article, person, &failure))
    return TRUE;
  galley_cli_remark (where, failure->message);
  return FALSE;
}

/* All of them, or none: what stands against one is said before the first is signed. */
static gboolean
look (GalleyRounds *rounds,
      GPtrArray *articles,
      const GPtrArray *findings,
      const char *person,
      gboolean named,
      GError **error)
{
  GalleyEdition *edition = galley_store_get_edition (galley_rounds_get_store (rounds));
  gboolean green = TRUE;

  for (guint i = 0; i < articles->len; i++)
    {
      g_autoptr (GPtrArray) list =
          galley_preflight_list_article (rounds, articles->pdata[i], findings, error);
      g_autofree char *where =
          g_strdup_printf ("#%d", galley_edition_number_of (edition, articles->pdata[i]));
      g_autoptr (GalleySignature) signature = galley_rounds_get_signature (rounds, articles->pdata[i]);

      if (list == NULL)
        return FALSE;
      green = look_at_signer (rounds, articles->pdata[i], person, named && articles->len > 1, where) && green;
      /* What is signed is not signed again. */
      if (signature->state == GALLEY_SIGNATURE_VALID)
        continue;
      for (guint k = 0; k < list->len; k++)
        {
          const GalleyObstacle *obstacle = list->pdata[k];

          if (!obstacle->blocks)
            continue;
          galley_cli_remark (where, obstacle->sentence);
          green = FALSE;
        }
    }
  if (!green)
    g_set_error_literal (
        error, GALLEY_ERROR, GALLEY_ERROR_CONFLICT,
        _ ("Nothing was signed; --override REASON signs nevertheless, and the log says so."));
  return green;
}

static gboolean
sign_all (Sign *self, GalleyRounds *rounds, GPtrArray *articles, gboolean named, GError **error)
{
  g_autoptr (GPtrArray) findings = NULL;

  if (!self->withdraw)
    {
      findings = galley_cli_check_edition (self->command, rounds, self->path, error);
      if (findings == NULL ||
          (self->reason == NULL && !look (rounds, articles, findings, self->person, named, error)))
        return FALSE;
    }
  for (guint i = 0; i < articles->len; i++)
    {
      GalleyArticle *article = articles->pdata[i];
      g_autoptr (GalleySignature) signature = galley_rounds_get_signature (rounds, article);

      /* --all signs what has not been signed. */
      if (!named && (signature->state == GALLEY_SIGNATURE_VALID) != self->withdraw)
        continue;
      if (self->withdraw
              ? !galley_rounds_withdraw (rounds, article, self->person, error)
              : !galley_preflight_sign (rounds, article, findings, self->person, self->reason, error))
        return FALSE;
    }
  return TRUE;
}

static GalleyExit
run (Sign *self, char **names)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyStore) store = galley_cli_open_store_as (self->path, self->person, &error);
  g_autoptr (GalleyRounds) rounds = store != NULL ? galley_rounds_new (store, &error) : NULL;
  g_autoptr (GPtrArray) articles =
      rounds != NULL ? galley_cli_list_articles (galley_store_get_edition (store), names, &error) : NULL;

  if (articles == NULL)
    return galley_cli_failed (self->path, error);
  if (!sign_all (self, rounds, articles, names[0] != NULL, &error))
    {
      galley_store_close (store, NULL);
      return galley_cli_failed (self->path, error);
    }
  return galley_cli_close_store (store, self->path);
}

GalleyExit
galley_cli_sign (const GalleyCommand *self, int argc, char **argv)
{
  g_autofree char *person = NULL;
  g_autofree char *reason = NULL;
  gboolean all = FALSE, withdraw = FALSE;
  g_auto (GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "all", 0, 0, G_OPTION_ARG_NONE, &all, N_ ("All articles that have not been signed"), NULL },
    { "as", 0, 0, G_OPTION_ARG_FILENAME, &person, N_ ("Who signs"), "NAME" },
    { "override", 0, 0, G_OPTION_ARG_FILENAME, &reason, N_ ("Sign nevertheless, and log why"), "REASON" },
    { "withdraw", 0, 0, G_OPTION_ARG_NONE, &withdraw, N_ ("Take the signatures back"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  Sign sign = { .command = self };

  if (!galley_cli_parse (self, entries, argc, argv, 1, G_MAXUINT, &rest))
    return GALLEY_EXIT_USAGE;
  if (person == NULL)
    return galley_cli_misused (self, _ ("Something is missing: %s."), "--as NAME");
  if (!all && rest[1] == NULL)
    return galley_cli_misused (self, _ ("Something is missing: %s."), "ARTICLE, --all");
  if (all && rest[1] != NULL)
    return galley_cli_misused (self, _ ("“%s” is one argument too many."), rest[1]);
  sign.path = rest[0];
  sign.person = person;
  sign.reason = reason;
  sign.withdraw = withdraw;
  return run (&sign, rest + 1);
}

/* --- preflight ------------------------------------------------------------------------------------------------------- */

GalleyExit
galley_cli_preflight (const GalleyCommand *self, int argc, char **argv)
{
  gboolean json = FALSE, green;
  g_auto (GStrv) rest = NULL;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_ ("Print one JSON document"), NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyStore) store = NULL;
  g_autoptr (GalleyRounds) rounds = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GPtrArray) obstacles = NULL;
  g_autoptr (GalleyCliWriter) writer = galley_cli_writer_new (TRUE);

  if (!galley_cli_parse (self, entries, argc, argv, 1, 1, &rest))
    return GALLEY_EXIT_USAGE;
  store = galley_store_open_readonly (rest[0], &error);
  rounds = store != NULL ? galley_rounds_new (store, &error) : NULL;
  findings = rounds != NULL ? galley_cli_check_edition (self, rounds, rest[0], &error) : NULL;
  obstacles = findings != NULL ? galley_preflight_list (rounds, findings, &error) : NULL;
  if (obstacles == NULL || !galley_preflight_prove (rounds, obstacles, &error))
    return galley_cli_failed (rest[0], error);
  green = galley_preflight_is_green (obstacles);
  if (json)
    {
      galley_cli_writer_begin_object (writer, NULL);
      galley_cli_writer_boolean (writer, "green", green);
      galley_cli_write_obstacles (writer, "obstacles", galley_store_get_edition (store), obstacles);
      galley_cli_writer_end (writer);
      galley_cli_emit (writer);
    }
  else
    {
      galley_cli_print_obstacles (galley_store_get_edition (store), obstacles);
      galley_cli_print ("%s\n", green ? _ ("Ready for print.") : _ ("Not ready for print."));
    }
  return green ? GALLEY_EXIT_DONE : GALLEY_EXIT_FINDINGS;
}
