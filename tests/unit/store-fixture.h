/* SPDX-License-Identifier: GPL-3.0-or-later */
/* store-fixture.h — what the tests of the store share: a folder of their own, and an edition with a bit of everything. */

#pragma once

#include "galley-store.h"

typedef struct
{
  char *folder;
  char *path; /* of an edition that is not there yet */
} StoreFixture;

void store_set_up (StoreFixture *fixture, gconstpointer data);
void store_tear_down (StoreFixture *fixture, gconstpointer data);

GalleyArticle *store_make_article (const char *headline, const char *body);
/* Two pages, three articles, a picture. */
void store_fill (GalleyEdition *edition);

GalleyStore *store_open (StoreFixture *fixture, gboolean create);
void store_close (GalleyStore *store);

void store_assert_same (GalleyEdition *a, GalleyEdition *b);
/* Does the file hold this edition now, as another program sees it? */
void store_assert_on_disk (StoreFixture *fixture, GalleyEdition *edition);

/* Runs the main loop until the store is in that state. */
void store_wait (GalleyStore *store, const char *state);
/* Behind the store's back. */
void store_run_sql (const char *path, const char *sql);
guint store_count_files (StoreFixture *fixture);
