/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-tape.h — what is pushed into a builder, as a stream of frames: an importer runs in a process of its own, its builder
 * records, and the builder of the host gets the same calls (galley-remote.h). A frame is one byte of what, four bytes of how
 * long (little endian), and the arguments: numbers of four bytes, doubles of eight, texts with their length before them. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  GALLEY_TAPE_BEGIN = 1, /* u role */
  GALLEY_TAPE_TEXT,      /* u style, t text */
  GALLEY_TAPE_LINK,      /* t text, s address */
  GALLEY_TAPE_JOIN,      /* s removed */
  GALLEY_TAPE_MARK,      /* u kind, u start, u end, s value */
  GALLEY_TAPE_ORIGIN,    /* u start, u end, d confidence */
  GALLEY_TAPE_ITEM,      /* s key, s value, s qualifier */
  GALLEY_TAPE_KIND,      /* u kind */
  GALLEY_TAPE_SURE,      /* d confidence of the article */
  GALLEY_TAPE_ARTICLE,   /* the next one */
  GALLEY_TAPE_PAGE,      /* u number, s name */
  GALLEY_TAPE_STAFF,     /* s post, s name */
  GALLEY_TAPE_FACT,      /* u fact, s value */
  GALLEY_TAPE_ASSET,     /* s id, s name, s type, t bytes (empty where that id was sent before) */
  GALLEY_TAPE_WORD,      /* s id of an asset, s key, s value: what is said about it */
  GALLEY_TAPE_SOURCE,    /* as ASSET; empty id: no source from here on */
  GALLEY_TAPE_PROGRESS,  /* d fraction */
  GALLEY_TAPE_NOTE,      /* s sentence */
  GALLEY_TAPE_PART,      /* s path */
  GALLEY_TAPE_ERROR,     /* u 0 ours, 1 that of GIO; u code, s sentence */
  GALLEY_TAPE_DONE,
  GALLEY_TAPE_VERSION, /* s author, s time in digits: what came so far was a version */
} GalleyTapeCall;

/* No frame is longer (bytes). */
#define GALLEY_TAPE_MAX_FRAME (300u * 1024 * 1024)

typedef struct _GalleyTape GalleyTape;

/* Writes to @fd, which stays the caller's. A reader that went away makes the rest of the calls no-ops. */
GalleyTape *galley_tape_new (int fd);
/* Writes out what waits. FALSE where some of it did not arrive. */
gboolean galley_tape_flush (GalleyTape *self);
void galley_tape_free (GalleyTape *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyTape, galley_tape_free)

/* Records one call; @form names the arguments: u guint, d double, s zero-terminated text or NULL, t text and its length (gsize). */
void galley_tape_write (GalleyTape *self, GalleyTapeCall call, const char *form, ...);
/* Was the asset of that id sent already? Remembers that it is now. */
gboolean galley_tape_knows (GalleyTape *self, const char *id);

/* The arguments of a frame, taken one after the other. Each FALSE or NULL where the frame has none of that kind left. */
typedef struct
{
  const guint8 *at;
  gsize left;
  gboolean broken; /* it ended too early, or text was not where it should be */
} GalleyTapeFrame;

guint galley_tape_take_number (GalleyTapeFrame *frame);
double galley_tape_take_double (GalleyTapeFrame *frame);
/* Newly allocated, UTF-8; NULL stands for itself. */
char *galley_tape_take_string (GalleyTapeFrame *frame);
/* Borrowed from the frame. */
const guint8 *galley_tape_take_bytes (GalleyTapeFrame *frame, gsize *length);

G_END_DECLS
