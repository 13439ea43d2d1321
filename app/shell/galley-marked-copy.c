/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "galley-marked-copy.h"
#include "galley-preflight.h"

/* --- the rounds there are ----------------------------------------------------------------------------------------- */

static void
add_plan (GPtrArray *plans, const GalleyRoundPlan *plan)
{
  for (guint i = 0; i < plans->len; i++)
    {
      if (g_str_equal (((const GalleyRoundPlan *) plans->pdata[i])->name, plan->name))
        return;
    }
  g_ptr_array_add (plans, (gpointer) plan);
}

/* Where a round stands among those of the publication; what came with the copy was before them. */
static gint
get_place (GalleyPublication *publication, const GalleyRoundPlan *plan)
{
  for (guint i = 0; i < galley_publication_get_n_rounds (publication); i++)
    {
      if (g_str_equal (galley_publication_get_round (publication, i)->name, plan->name))
        return (gint) i;
    }
  return -1;
}

static gint
compare_plans (gconstpointer one, gconstpointer other, gpointer publication)
{
  return get_place (publication, *(GalleyRoundPlan *const *) other) -
         get_place (publication, *(GalleyRoundPlan *const *) one);
}

GPtrArray *
galley_marked_copy_list_rounds (GalleyRounds *rounds, GalleyEdition *edition)
{
  GPtrArray *plans = g_ptr_array_new ();
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);

  for (guint i = 0; rounds != NULL && i < articles->len; i++)
    {
      g_autoptr (GPtrArray) list = galley_rounds_list (rounds, galley_article_get_id (articles->pdata[i]));

      for (guint k = 0; k < list->len; k++)
        {
          const GalleyRound *round = list->pdata[k];

          if (round->state != GALLEY_ROUND_WAITING)
            add_plan (plans, round->plan);
        }
    }
  if (rounds != NULL)
    g_ptr_array_sort_with_data (plans, compare_plans, galley_rounds_get_publication (rounds));
  return plans;
}

/* --- the copy ------------------------------------------------------------------------------------------------------ */

void
galley_marked_copy_free (GalleyMarkedCopy *self)
{
  g_clear_object (&self->edition);
  g_clear_object (&self->markup);
  g_free (self);
}

static gpointer
read_copy (GalleyRounds *rounds, const GPtrArray *findings, gpointer round, GError **error)
{
  g_autoptr (GalleyEdition) edition =
      galley_edition_freeze (galley_store_get_edition (galley_rounds_get_store (rounds)));
  g_autoptr (GalleyMarkup) markup = galley_markup_new ();
  GalleyMarkedCopy *copy;

  if (!galley_rounds_mark_copy (rounds, edition, round, markup, error))
    return NULL;
  copy = g_new0 (GalleyMarkedCopy, 1);
  copy->edition = galley_preflight_make_draft (edition);
  copy->markup = g_steal_pointer (&markup);
  return copy;
}

void
galley_marked_copy_read_async (GalleyWorkflow *workflow,
                               const char *round,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  galley_workflow_read_async (workflow, FALSE, read_copy, g_strdup (round), g_free,
                              (GDestroyNotify) galley_marked_copy_free, cancellable, callback, user_data);
}

GalleyMarkedCopy *
galley_marked_copy_read_finish (GalleyWorkflow *workflow, GAsyncResult *result, GError **error)
{
  return galley_workflow_read_finish (workflow, result, error);
}

char *
galley_marked_copy_dup_name (const char *name, const char *round)
{
  const char *dot = strrchr (name, '.');
  gsize length = dot != NULL ? (gsize) (dot - name) : strlen (name);

  return g_strdup_printf ("%.*s-%s%s", (int) length, name, round, dot != NULL ? dot : "");
}
