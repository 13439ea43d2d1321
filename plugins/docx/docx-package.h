/* SPDX-License-Identifier: GPL-3.0-or-later */
/* docx-package.h — the parts of an Office package and the relationships between them. */

#pragma once

#include "../common/galley-tree.h"
#include "../common/galley-zip.h"

G_BEGIN_DECLS

typedef struct
{
  char *type;   /* the last word of its type: "image", "styles" … */
  char *target; /* a part of the package, or an address when it is external */
  gboolean is_external;
} DocxLink;

/* The relationships of a part ("" for the package itself): id → DocxLink. Empty where there are none or they are damaged. */
GHashTable *docx_package_links (GalleyZip *zip, const char *part);
/* The target of the first relationship of that type within the package, or NULL. */
const char *docx_links_find (GHashTable *links, const char *type);
/* A part as a document, or NULL with @error set. */
GalleyTree *docx_package_parse (GalleyZip *zip, const char *part, GError **error);

G_END_DECLS
