/* SPDX-License-Identifier: GPL-3.0-or-later */
/* table.h — the house's own table of names: names/NAME.names of the data folders, *.names and *.rules of a publication's folder.
 * Key files:
 *
 *   [names]   姓名=职务、职务|又称        every post the person may be called by
 *   [order]   任何名称=甲;乙;丙           the order in which they are named
 *   [places]  旧名=今名                   places that have another name today
 *   [within]  某市=某区;某县              what belongs to a city, all of it */

#pragma once

#include <glib.h>

typedef struct
{
  GHashTable *names;   /* name → GStrv of posts */
  GHashTable *holders; /* post → name, where one person alone has it; "" where several do */
  GHashTable *ranks;   /* name → Rank * */
  GPtrArray *places;   /* of NamesPlace */
  GHashTable *within;  /* city → set of what belongs to it */
  GHashTable *parts;   /* set: all that belongs to one of them */
} NamesTable;

/* Where a name stands in an order; names of two orders have no rank between them. */
typedef struct
{
  guint order;
  guint rank;
} NamesRank;

typedef struct
{
  char *old;
  char *now;
} NamesPlace;

/* Never NULL; empty where there is no table. */
gpointer names_table_read (const char *const *folders);
void names_table_free (gpointer table);
