/* SPDX-License-Identifier: GPL-3.0-or-later */
/* markdown-entities.h — characters and tags as HTML writes them inside of Markdown. All strings are newly allocated. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* "&amp;", "&#8212;", "&#x2014;" → the character. An unknown name stands as it is. */
char *markdown_decode_entity (const char *text, gsize length);
/* The same for every entity in @text. */
char *markdown_decode_entities (const char *text, gsize length);
/* The value of one attribute of a tag, or NULL. */
char *markdown_tag_attribute (const char *tag, const char *name);

G_END_DECLS
