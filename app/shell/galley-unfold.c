/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-unfold.h"

#define LINES_AT_ONCE 24

struct _GalleyUnfold
{
  GalleyEdition *edition;
  GtkTreeListModel *tree;
  GHashTable *unfolded; /* of GalleyPage: those that were, and may have been folded since */
  guint idle;
};

static void
unfold (GalleyUnfold *self, guint index, GalleyPage *page)
{
  g_autoptr (GtkTreeListRow) row = gtk_tree_list_model_get_child_row (self->tree, index);

  g_hash_table_add (self->unfolded, g_object_ref (page));
  if (row != NULL)
    gtk_tree_list_row_set_expanded (row, TRUE);
}

/* Pages that never were, up to so many lines. FALSE when none is left. */
static gboolean
unfold_some (GalleyUnfold *self, guint n_lines)
{
  for (guint i = 0; i < galley_edition_get_n_pages (self->edition); i++)
    {
      GalleyPage *page = galley_edition_get_page (self->edition, i);

      if (g_hash_table_contains (self->unfolded, page))
        continue;
      if (n_lines == 0)
        return TRUE;
      unfold (self, i, page);
      n_lines -= MIN (n_lines, galley_page_get_n_articles (page) + 1);
    }
  return FALSE;
}

static gboolean
on_idle (gpointer data)
{
  GalleyUnfold *self = data;

  if (unfold_some (self, 1))
    return G_SOURCE_CONTINUE;
  self->idle = 0;
  return G_SOURCE_REMOVE;
}

static gint
find_page (GalleyEdition *edition, GalleyPage *page)
{
  for (guint i = 0; i < galley_edition_get_n_pages (edition); i++)
    {
      if (galley_edition_get_page (edition, i) == page)
        return (gint) i;
    }
  return -1;
}

static gboolean
is_gone (gpointer page, gpointer value, gpointer edition)
{
  return find_page (edition, page) < 0;
}

static void
on_pages_changed (GalleyUnfold *self)
{
  g_hash_table_foreach_remove (self->unfolded, is_gone, self->edition);
  if (unfold_some (self, LINES_AT_ONCE) && self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_LOW, on_idle, self, NULL);
}

GalleyUnfold *
galley_unfold_new (GalleyEdition *edition, GtkTreeListModel *tree)
{
  GalleyUnfold *self = g_new0 (GalleyUnfold, 1);

  self->edition = g_object_ref (edition);
  self->tree = g_object_ref (tree);
  self->unfolded = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
  g_signal_connect_swapped (edition, "items-changed", G_CALLBACK (on_pages_changed), self);
  on_pages_changed (self);
  return self;
}

void
galley_unfold_free (GalleyUnfold *self)
{
  g_clear_handle_id (&self->idle, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->edition, self);
  g_hash_table_unref (self->unfolded);
  g_object_unref (self->tree);
  g_object_unref (self->edition);
  g_free (self);
}

void
galley_unfold_show (GalleyUnfold *self, GalleyArticle *article)
{
  GalleyPage *page = NULL;
  gint index;

  galley_edition_find_article (self->edition, galley_article_get_id (article), &page);
  index = page != NULL ? find_page (self->edition, page) : -1;
  if (index >= 0)
    unfold (self, (guint) index, page);
}
