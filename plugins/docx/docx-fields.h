/* SPDX-License-Identifier: GPL-3.0-or-later */
/* docx-fields.h — the fields of a Word document: an instruction, and what it made of it. They stand in each other. */

#pragma once

#include <glib.h>

#include "../common/galley-xml.h"

G_BEGIN_DECLS

typedef struct _DocxFields DocxFields;

DocxFields *docx_fields_new (void);
void docx_fields_free (DocxFields *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DocxFields, docx_fields_free)

/* A field begins at the w:fldChar @mark; its instruction ends and its result begins. */
void docx_fields_begin (DocxFields *self, const xmlNode *mark);
void docx_fields_separate (DocxFields *self);
/* The field ends. Where nothing came out of it: what is shown in its place (newly allocated), else NULL. */
char *docx_fields_end (DocxFields *self);
/* A piece of the instruction. */
void docx_fields_code (DocxFields *self, const char *code);
/* Are we in an instruction? Its text is no copy. */
gboolean docx_fields_in_code (const DocxFields *self);
/* Text came out of all that are open. */
void docx_fields_shown (DocxFields *self);
/* Where the innermost link goes (owned by the fields), or NULL. */
const char *docx_fields_address (const DocxFields *self);

/* Marks of a document that begin a field and have no end: pass them every w:fldChar in its order, then find the strays. */
typedef struct _DocxFieldWatch DocxFieldWatch;

DocxFieldWatch *docx_field_watch_new (void);
void docx_field_watch_see (DocxFieldWatch *self, const xmlNode *mark);
/* Whoever begins a field that nobody ends is added to @stray; frees @self. */
void docx_field_watch_finish (DocxFieldWatch *self, GHashTable *stray);

G_END_DECLS
