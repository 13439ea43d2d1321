/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-place-list.h — a list of sentences about places: marks, changes, what stands against print. Each can be gone to by a
 * click or Enter. Filled a few rows at a time, so that hundreds hold nobody up. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  GALLEY_TONE_PLAIN, /* · */
  GALLEY_TONE_GOOD,  /* ✓ */
  GALLEY_TONE_WARN,  /* ! */
  GALLEY_TONE_BAD,   /* ✗ */
} GalleyTone;

/* One row. Texts are owned by the item; all but @markup may be NULL. */
typedef struct
{
  GalleyTone tone;
  char *group;   /* rows of one group stand together under it */
  char *markup;  /* Pango markup */
  char *detail;  /* plain, smaller, below */
  char *article; /* id, or NULL: the edition */
  int kind;      /* of an obstacle (GalleyObstacleKind), or -1 */
  char *key;     /* of an obstacle */
  int block;     /* -1: no place in the text */
  guint start;   /* characters in the block */
  guint end;
} GalleyPlaceItem;

/* @markup is taken. */
GalleyPlaceItem *galley_place_item_new (GalleyTone tone, char *markup);
void galley_place_item_free (GalleyPlaceItem *self);

/* A piece of text in markup: line ends are shown, and a long one is cut (newly allocated). */
char *galley_place_dup_shown (const char *text);
/* Pango markup of a change: what went struck out, what came underlined, both in words a person reads; long ones are cut
 * (newly allocated). */
char *galley_place_dup_change (const char *old_text, const char *new_text);

#define GALLEY_TYPE_PLACE_LIST (galley_place_list_get_type ())
G_DECLARE_FINAL_TYPE (GalleyPlaceList, galley_place_list, GALLEY, PLACE_LIST, GtkWidget)

/* Of very many the first are shown, and how many more there are. Property "label": its name for who does not see it. Signal "activated" (const GalleyPlaceItem *). */
GtkWidget *galley_place_list_new (const char *label);
/* @items: array of GalleyPlaceItem * with a free function (taken). The same as before changes nothing. */
void galley_place_list_fill (GalleyPlaceList *self, GPtrArray *items);
guint galley_place_list_get_n_items (GalleyPlaceList *self);
/* Are all rows there? */
gboolean galley_place_list_is_full (GalleyPlaceList *self);

G_END_DECLS
