/* SPDX-License-Identifier: GPL-3.0-or-later */
/* rtf-text.h — for the reader of Rich Text alone: its state, and how text and groups come out of it. */

#pragma once

#include "galley-job.h"

#include "../common/galley-copy.h"
#include "rtf-lists.h"

G_BEGIN_DECLS

#define RTF_MAX_ROWS 20
#define RTF_MAX_PICTURE_BYTES (64u * 1024 * 1024)

/* Where the text of a group goes. */
typedef enum
{
  TO_COPY,
  TO_SINK, /* collected, for whoever opened the group */
  TO_NOWHERE,
  TO_FONTS,
  TO_STYLES,
  TO_PICTURE,
  TO_UPR, /* holds the same twice; only its second half, \ud, is read */
  TO_LISTS,
  TO_PROPERTIES, /* nothing comes out but of what is known in it */
} Target;

typedef enum
{
  SINK_NONE,
  SINK_LABEL,
  SINK_CODE, /* a field's instruction */
  SINK_COMMENT,
  SINK_AUTHOR, /* of a comment */
  SINK_PROPERTY_NAME,
  SINK_PROPERTY_VALUE,
  SINK_INFO,
} Sink;

typedef enum
{
  FLOW_NONE,
  FLOW_OURS, /* the group opened a flow and closes it */
} Flow;

typedef struct
{
  Target target;
  Sink sink;        /* what the text is for, when this group began it */
  const char *info; /* the property, for SINK_INFO (static) */
  Flow flow;
  GString *collected;  /* where TO_SINK goes; owned by the group that began it */
  GByteArray *picture; /* the same for pictures */
  char *address;       /* of a link, owned by the group that began it */
  const char *link;    /* of the innermost link */

  GalleyStyle style;
  gboolean hidden;
  gboolean deleted;
  gboolean capitals; /* shown in capitals, whatever they are */
  guint font;
  guint skip; /* \uc */

  gboolean is_field; /* the group is a field, that began when so much text had come out */
  guint64 field_from;
  const char *closing; /* stands behind the group (static); or NULL */

  gint list; /* \ls; 0: none */
  gint depth;
  gint named; /* \s; -1: none */
  gint outline;
  gboolean centered;
  guint rows;            /* how many tables we are in */
  gboolean in_paragraph; /* of the flow this group opened around: what was open outside */
  guint open_rows;
} Group;

typedef struct
{
  guint page;
  char *name;
} Font;

typedef struct
{
  char *name;
  gint outline;
} Style;

typedef struct
{
  const char *p;
  const char *end;
  GalleyCopy *copy;
  GalleyJob *job;
  GArray *groups;     /* of Group; the last is the one in hand */
  GHashTable *fonts;  /* number → Font */
  GHashTable *styles; /* number → Style */
  guint page;         /* of the file */
  guint default_font;

  GString *bytes; /* that wait to be read in bytes_page */
  guint bytes_page;
  gboolean lead;    /* the last of them begins a character of two */
  guint skipping;   /* what still stands for the \u before */
  gunichar high;    /* the first half of a surrogate pair */
  gboolean starred; /* \* stands before the word */

  gboolean in_paragraph;
  guint open_rows;
  guint cells; /* of the row that was defined last */
  char *label;
  gboolean is_listed;  /* the label is that of a list of the table */
  gboolean is_stale;   /* the paragraph of the label was reset: it counts if a list follows */
  gboolean has_labels; /* labels stand in the file */
  RtfLists *lists;     /* for files where they do not */
  guint64 n_shown;     /* pieces of text that came out */
  char *code;          /* of the field in hand */
  char *author;
  char *property;
  char *alt;
  const char *picture_suffix;
  guint n_pictures;
  gint table_font;
  gint table_style;
} Reader;

static inline Group *
rtf_top (Reader *reader)
{
  return &g_array_index (reader->groups, Group, reader->groups->len - 1);
}

/* A byte or character of text, a sign that stands for one, and what of them waits to be written. */
void rtf_flush (Reader *reader);
void rtf_put_byte (Reader *reader, guint8 byte);
void rtf_put_unicode (Reader *reader, gunichar c);
void rtf_put_sign (Reader *reader, const char *sign);
/* The end of a paragraph, and as many tables around the text as are wanted. */
void rtf_end_paragraph (Reader *reader);
void rtf_sync_rows (Reader *reader, guint wanted);
/* The text of the group in hand is for @sink; it stands elsewhere in the copy; a group begins and ends. */
void rtf_collect (Reader *reader, Sink sink);
void rtf_open_flow (Reader *reader, GalleyCopyFlow flow);
gboolean rtf_open_group (Reader *reader, GError **error);
void rtf_close_group (Reader *reader);

G_END_DECLS
