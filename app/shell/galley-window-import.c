/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-import-list.h"
#include "galley-window-import.h"

static void
on_notes_clicked (AdwToast *toast, GalleyWindow *self)
{
  gtk_window_present (GTK_WINDOW (
      galley_import_list_new_notes (GTK_WINDOW (self), g_object_get_data (G_OBJECT (toast), "notes"))));
}

static void
on_files_clicked (AdwToast *toast, GalleyWindow *self)
{
  gtk_window_present (
      GTK_WINDOW (galley_import_list_new (GTK_WINDOW (self), g_object_get_data (G_OBJECT (toast), "files"))));
}

static void
on_first_clicked (AdwToast *toast, GalleyWindow *self)
{
  galley_workspace_show_article (galley_window_get_workspace (self),
                                 g_object_get_data (G_OBJECT (toast), "first"));
}

/* Whoever has the caret in a text or a field keeps what stands there. */
static gboolean
is_typing (GalleyWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  return GTK_IS_TEXT_VIEW (focus) || GTK_IS_TEXT (focus);
}

/* How many came in, and the way to what is worth a look: the files, the notes, or (@offer) the first article. */
static AdwToast *
new_toast (GalleyWindow *self, const GalleyImported *imported, gboolean offer)
{
  g_autofree char *text = g_strdup_printf (
      ngettext ("%u article came in.", "%u articles came in.", imported->n_articles), imported->n_articles);
  guint n_notes = g_strv_length (imported->notes);
  AdwToast *toast = adw_toast_new (text);

  if (imported->files->len > 1)
    {
      adw_toast_set_button_label (toast, _ ("_Files"));
      adw_toast_set_timeout (toast, 0);
      g_object_set_data_full (G_OBJECT (toast), "files", g_ptr_array_ref (imported->files),
                              (GDestroyNotify) g_ptr_array_unref);
      g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_files_clicked), self, 0);
    }
  else if (n_notes > 0)
    {
      g_autofree char *label = g_strdup_printf (ngettext ("%u _Note", "%u _Notes", n_notes), n_notes);

      adw_toast_set_button_label (toast, label);
      g_object_set_data_full (G_OBJECT (toast), "notes", g_strdupv (imported->notes),
                              (GDestroyNotify) g_strfreev);
      g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_notes_clicked), self, 0);
    }
  else if (offer)
    {
      adw_toast_set_button_label (toast, _ ("_Open"));
      g_object_set_data_full (G_OBJECT (toast), "first", g_strdup (imported->first), g_free);
      g_signal_connect_object (toast, "button-clicked", G_CALLBACK (on_first_clicked), self, 0);
    }
  return toast;
}

void
galley_window_tell_imported (GalleyWindow *self, const GalleyImported *imported)
{
  GalleyBanner *banner = galley_window_get_banner (self);
  GalleyWorkspace *workspace = galley_window_get_workspace (self);
  gboolean show = workspace != NULL && imported->first != NULL;
  gboolean stay =
      show && is_typing (self) && galley_view_get_article (galley_workspace_get_view (workspace)) != NULL;

  if (imported->failures[0] != NULL)
    galley_banner_show_list (banner, "", (const char *const *) imported->failures);
  else
    galley_banner_hide (banner);
  if (imported->n_articles > 0)
    galley_window_add_toast (self, new_toast (self, imported, stay));
  if (show && !stay)
    galley_workspace_show_article (workspace, imported->first);
}
