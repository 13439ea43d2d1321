/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-error.h"
#include "galley-workflow-report.h"

/* A page that is larger is no page. */
#define MAX_PAGE (256u * 1024 * 1024)

typedef struct
{
  char *id;
  GPtrArray *findings;
  GFile *page;
} Order;

gpointer
galley_workflow_report_order (const char *id, GPtrArray *findings, GFile *page)
{
  Order *order = g_new0 (Order, 1);

  order->id = g_strdup (id);
  order->findings = findings;
  g_set_object (&order->page, page);
  return order;
}

void
galley_workflow_report_order_free (gpointer data)
{
  Order *order = data;

  g_free (order->id);
  g_ptr_array_unref (order->findings);
  g_clear_object (&order->page);
  g_free (order);
}

void
galley_workflow_report_free (GalleyWorkflowReport *self)
{
  g_array_unref (self->n_marks);
  g_clear_pointer (&self->marks, g_ptr_array_unref);
  g_clear_pointer (&self->gates, g_ptr_array_unref);
  g_clear_error (&self->page_error);
  g_free (self->summary);
  g_free (self);
}

static gboolean
count_marks (GalleyWorkflowReport *report, GalleyRounds *rounds, GalleyArticle *article, GError **error)
{
  g_autoptr (GPtrArray) all = galley_rounds_list (rounds, galley_article_get_id (article));

  for (guint i = 0; i < all->len; i++)
    {
      g_autoptr (GPtrArray) marks =
          galley_rounds_list_marks (rounds, article, g_ptr_array_index (all, i), error);

      if (marks == NULL)
        return FALSE;
      g_array_append_val (report->n_marks, marks->len);
    }
  return TRUE;
}

static GBytes *
load_page (GFile *file, GError **error)
{
  g_autoptr (GFileInfo) info =
      g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, NULL, error);

  if (info == NULL)
    return NULL;
  if (g_file_info_get_size (info) > MAX_PAGE)
    {
      g_set_error_literal (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE,
                           _ ("This file is too large for a page."));
      return NULL;
    }
  return g_file_load_bytes (file, NULL, NULL, error);
}

static GalleyCollation *
collate_page (GalleyRounds *rounds, GalleyArticle *article, GFile *file, GError **error)
{
  g_autoptr (GBytes) bytes = load_page (file, error);

  return bytes != NULL ? galley_rounds_collate_page (rounds, article, bytes, error) : NULL;
}

static gboolean
collate (GalleyWorkflowReport *report,
         const Order *order,
         GalleyRounds *rounds,
         GalleyArticle *article,
         GError **error)
{
  const GalleyRound *last = galley_rounds_get_last (rounds, order->id);
  g_autoptr (GalleyArticle) marked = NULL;
  g_autoptr (GalleyCollation) collation = NULL;

  if (last == NULL)
    return TRUE;
  marked = galley_store_read_revision (galley_rounds_get_store (rounds), last->last, error);
  if (marked == NULL)
    return FALSE;
  if (order->page != NULL)
    collation = collate_page (rounds, article, order->page, &report->page_error);
  else
    collation = galley_rounds_collate (rounds, article, error);
  if (collation == NULL)
    return report->page_error != NULL;
  report->marks = galley_proof_items_from_collation (collation, marked, article);
  report->summary = galley_proof_items_dup_summary (collation, &report->tone);
  return TRUE;
}

static gboolean
look_at_gates (GalleyWorkflowReport *report,
               const Order *order,
               GalleyRounds *rounds,
               GalleyArticle *article,
               GError **error)
{
  g_autoptr (GPtrArray) obstacles = galley_preflight_list_article (rounds, article, order->findings, error);
  g_autoptr (GError) failure = NULL;

  if (obstacles == NULL)
    return FALSE;
  report->gates = galley_proof_items_from_obstacles (obstacles, NULL);
  report->green = galley_preflight_is_green (obstacles);
  report->changed = galley_rounds_is_changed_since (rounds, article, &failure);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return failure == NULL && (error == NULL || *error == NULL);
}

gpointer
galley_workflow_report_read (GalleyRounds *rounds, const GPtrArray *findings, gpointer data, GError **error)
{
  const Order *order = data;
  GalleyArticle *article = galley_edition_find_article (
      galley_store_get_edition (galley_rounds_get_store (rounds)), order->id, NULL);
  g_autoptr (GalleyWorkflowReport) report = NULL;

  if (article == NULL)
    return NULL;
  report = g_new0 (GalleyWorkflowReport, 1);
  report->n_marks = g_array_new (FALSE, FALSE, sizeof (guint));
  if (!count_marks (report, rounds, article, error) || !collate (report, order, rounds, article, error) ||
      !look_at_gates (report, order, rounds, article, error))
    return NULL;
  return g_steal_pointer (&report);
}
