/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-removal.h"

typedef struct
{
  GalleySession *session;
  GalleyArticle *article;
  GalleyPage *page;
  guint position;
} Removal;

static void
removal_free (gpointer data)
{
  Removal *removal = data;

  g_object_unref (removal->session);
  g_object_unref (removal->article);
  g_object_unref (removal->page);
  g_free (removal);
}

static void
on_put_back (AdwToast *toast, GalleyWorkspace *workspace)
{
  Removal *removal = g_object_get_data (G_OBJECT (toast), "removal");
  GalleyEdition *edition = galley_session_get_edition (removal->session);
  GalleyPage *page = removal->page;

  if (edition == NULL ||
      galley_edition_find_article (edition, galley_article_get_id (removal->article), NULL) != NULL)
    return;
  /* The page may have gone meanwhile. */
  page = galley_edition_ensure_page (edition, galley_page_get_number (page), galley_page_get_name (page));
  galley_page_insert (page, MIN (removal->position, galley_page_get_n_articles (page)), removal->article);
  galley_workspace_show_article (workspace, galley_article_get_id (removal->article));
}

AdwToast *
galley_removal_toast_new (GalleyWorkspace *workspace,
                          GalleySession *session,
                          GalleyArticle *article,
                          GalleyPage *page,
                          guint position)
{
  g_autofree char *headline = galley_article_dup_headline (article);
  g_autofree char *text = g_markup_printf_escaped (_ ("“%s” was removed."), headline);
  AdwToast *toast = adw_toast_new (text);
  Removal *removal = g_new0 (Removal, 1);

  removal->session = g_object_ref (session);
  removal->article = g_object_ref (article);
  removal->page = g_object_ref (page);
  removal->position = position;
  g_object_set_data_full (G_OBJECT (toast), "removal", removal, removal_free);
  adw_toast_set_button_label (toast, _ ("_Undo"));
  adw_toast_set_timeout (toast, 10);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_put_back), workspace, 0);
  return toast;
}
