/* SPDX-License-Identifier: GPL-3.0-or-later */
/* docx-reader.h — for the reader of Word documents alone: its state, and what its parts call of each other. */

#pragma once

#include "galley-job.h"

#include "../common/galley-changes.h"
#include "docx-body.h"
#include "docx-fields.h"
#include "docx-package.h"

G_BEGIN_DECLS

#define WORD "wordprocessingml"
#define RELATION "relationships"
/* Boxes in notes in boxes go no deeper than this. */
#define MAX_FLOWS 8

/* Parts of notes: those at the foot of a page, and those at the end. */
#define N_NOTES 2u

/* A part of notes: its document, and its notes by their ids. */
typedef struct
{
  const char *reference; /* the element that refers to one */
  GalleyTree *document;
  GHashTable *by_id;
  GHashTable *links;
} Notes;

typedef struct
{
  GalleyZip *zip;
  GalleyCopy *copy;
  GalleyJob *job;
  DocxStyles *styles;
  GalleyChanges *changes;
  guint version;        /* of the document: which changes have been made */
  GHashTable *comments; /* id → w:comment */
  GHashTable *told;     /* of those, the ones that the text referred to */
  GHashTable *links;    /* of the part in hand */
  const Notes *notes;   /* N_NOTES of them */
  DocxFields *fields;   /* of the text in hand */
  GHashTable *stray;    /* marks that begin a field which has no end: none begins */
  const char *font;     /* of the run in hand, when its letters are signs */
  const char *address;  /* of the hyperlink in hand */
  DocxLook paragraph;
  gboolean goes_on; /* the mark at the end of the paragraph before is not there */
  guint n_seen;     /* paragraphs, to ask the job now and then */
  gboolean stopped;
} Reader;

/* What stands below an element, whatever it is. */
void docx_walk (Reader *reader, const xmlNode *parent);
/* Of alternatives (mc:AlternateContent) the one that is read, or NULL. */
const xmlNode *docx_chosen (const xmlNode *alternate);
/* Pictures and boxes anywhere in a drawing. */
void docx_read_drawing (Reader *reader, const xmlNode *node);
/* Another file that Word takes in here. */
void docx_read_chunk (Reader *reader, const xmlNode *node);

G_END_DECLS
