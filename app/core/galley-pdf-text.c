/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <gmodule.h>

#include "galley-error.h"
#include "galley-pdf-text.h"

/* A newspaper has fewer pages, and a page less text. */
#define MAX_PAGES 400
#define MAX_TEXT (64u << 20)

gboolean
galley_pdf_text_is_pdf (GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return size >= 5 && memcmp (data, "%PDF-", 5) == 0;
}

/* Poppler is large, and needed when somebody asks for it: it is loaded then. */
typedef struct
{
  GModule *module;
  gpointer (*open) (GBytes *bytes, const char *password, GError **error);
  int (*count) (gpointer document);
  gpointer (*get_page) (gpointer document, int index);
  char *(*get_text) (gpointer page);
  GQuark (*quark) (void);
} Poppler;

#define POPPLER_ENCRYPTED 1

static gboolean
load (Poppler *self)
{
  self->module = g_module_open ("libpoppler-glib.so.8", G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);
  if (self->module == NULL)
    return FALSE;
  /* Its types stay registered: so does it. */
  g_module_make_resident (self->module);
  return g_module_symbol (self->module, "poppler_document_new_from_bytes", (gpointer *) &self->open) &&
         g_module_symbol (self->module, "poppler_document_get_n_pages", (gpointer *) &self->count) &&
         g_module_symbol (self->module, "poppler_document_get_page", (gpointer *) &self->get_page) &&
         g_module_symbol (self->module, "poppler_page_get_text", (gpointer *) &self->get_text) &&
         g_module_symbol (self->module, "poppler_error_quark", (gpointer *) &self->quark);
}

static GObject *
open_document (const Poppler *poppler, GBytes *bytes, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gpointer document = poppler->open (bytes, NULL, &failure);

  if (document != NULL)
    return document;
  if (g_error_matches (failure, poppler->quark (), POPPLER_ENCRYPTED))
    g_set_error_literal (error, GALLEY_ERROR, GALLEY_ERROR_ENCRYPTED,
                         _ ("The PDF is locked with a password."));
  else
    g_set_error_literal (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("The PDF is damaged."));
  return NULL;
}

char *
galley_pdf_text_read (GBytes *bytes, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GObject) document = NULL;
  Poppler poppler = { 0 };

  if (!load (&poppler))
    {
      g_set_error_literal (
          error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED,
          _ ("There is no reader of PDF here (libpoppler-glib8); give the text of the page."));
      return NULL;
    }
  document = open_document (&poppler, bytes, error);
  if (document == NULL)
    return NULL;
  for (int i = 0; i < poppler.count (document); i++)
    {
      g_autoptr (GObject) page = i < MAX_PAGES ? poppler.get_page (document, i) : NULL;
      g_autofree char *own = page != NULL ? poppler.get_text (page) : NULL;

      if (i >= MAX_PAGES || (own != NULL && text->len + strlen (own) > MAX_TEXT))
        {
          g_set_error_literal (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE,
                               _ ("The PDF is larger than a newspaper."));
          return NULL;
        }
      if (own != NULL)
        g_string_append_printf (text, "%s\n", own);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}
