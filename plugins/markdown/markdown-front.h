/* SPDX-License-Identifier: GPL-3.0-or-later */
/* markdown-front.h — front matter: the small part of YAML that a list of facts needs. `key: value`, a list as `- value`
 * lines or `[a, b]`, plain or quoted scalars. A value may carry a qualifier behind " | ". */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char *key;
  char *value;
  char *qualifier; /* or NULL */
} FrontItem;

/* The items between two `---` lines, in order (array with a free function); NULL where it is not front matter. */
GPtrArray *front_parse (const char *text, gsize length);
/* The first value of @key, or NULL. */
const char *front_get (const GPtrArray *items, const char *key);

/* Writes `key: value`. */
void front_write (GString *out, const char *key, const char *value, const char *qualifier);
/* Writes one value of a list that `key:` began. */
void front_write_key (GString *out, const char *key);
void front_write_item (GString *out, const char *value, const char *qualifier);

G_END_DECLS
