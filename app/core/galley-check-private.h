/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-check-private.h — the parts of galley-check: setting the checkers up, running them, and the thread they run in. */

#pragma once

#include "galley-check-profile.h"
#include "galley-check.h"
#include "galley-rate.h"

G_BEGIN_DECLS

typedef struct
{
  char *module;
  GalleyChecker *object;
  GStrv languages; /* "zh", "en"; empty: all */
  gboolean block, article, edition;
  gboolean slow;        /* by its key file: looks when the others are done, and is prepared beside them */
  gboolean preparing;   /* … in a thread of its own, and nobody may enter it */
  GHashTable *prepared; /* set of languages */
  gboolean failed;
  gboolean wanted;   /* one of its rules is asked for and not off … */
  guint wanted_when; /* … as of this generation */
} GalleyCheckSlot;

struct _GalleyCheck
{
  GObject parent_instance;

  GalleyPlugins *plugins;
  char *profile_name;
  guint serial; /* names this object on the shelves of blocks */

  /* Held while checkers run or are set up: a checker is entered by one thread at a time. */
  GMutex lock;
  GPtrArray *checkers; /* of GalleyCheckSlot, or NULL before they were made */
  GalleyProfile *profile;
  GalleyRate *rate;
  GPtrArray *problems;
  GStrv rules;
  GStrv rules_off;        /* of the desk, or NULL */
  GStrv terms;            /* of the desk, or NULL */
  GHashTable *severities; /* of the desk, or NULL: rule id → name of a severity */
  guint generation;
  guint64 stamp;          /* of the packs that were read … */
  gint64 stamped;         /* … and when that was looked at, in microseconds */
  char *facts;            /* the masthead facts under which the shelved findings were made */
  GHashTable *slow_found; /* article id → what the slow checkers found there last (array of GalleyFinding) */

  /* Held for a moment: what the front may change while a check runs. */
  GMutex state_lock;
  GHashTable *ignored;   /* key, or its rule and text → article id, "" for the edition → how often */
  GHashTable *waiting;   /* article id → Request that has not run yet */
  gboolean desk_changed; /* what the next run is to heed: */
  GStrv desk_rules_off;
  GStrv desk_terms;
  GHashTable *desk_severities;
  GalleyJob *slow_job; /* of the run whose slow checkers look at an article just now, or NULL */
  guint n_preparing;
  GThreadPool *worker;
};

/* One run over one article or edition. */
typedef struct _GalleyCheckRun GalleyCheckRun;
struct _GalleyCheckRun
{
  GalleyCheck *check;
  GalleyMasthead *masthead;
  GalleyReport *report;
  GalleyJob *job;
  GArray *owners; /* of guint: whose the findings of the block at hand are */
  /* For a window, else NULL: where it is told that a slow checker is ready, which is not waited for. */
  GMainContext *context;
  /* With it, or NULL: what the quick checkers found (and the slow ones the last time), before the slow ones look. Takes
   * @findings. */
  void (*tell_part) (GalleyCheckRun *run, GalleyArticle *frozen, GPtrArray *findings);
};

/* All of these under the lock. */

/* Makes the checkers, in the thread of the caller: the plugin host belongs to it. */
void galley_check_ensure_checkers (GalleyCheck *self);
/* Reads profile and packs again where one of the files has changed; @now: without waiting for the next second. */
void galley_check_heed_packs (GalleyCheck *self, gboolean now);
void galley_check_add_problem (GalleyCheck *self, const char *text);
/* What does not work of the packs of a checker that has been prepared. */
void galley_check_note_problems (GalleyCheck *self, const GalleyCheckSlot *checker);
GalleyCheckSlot *galley_check_find_checker (GalleyCheck *self, const char *module);
/* Text of a command line or a profile → the property. */
gboolean galley_check_set_property (GObject *object, const char *name, const char *text, GError **error);

void
galley_check_run_begin (GalleyCheckRun *run, GalleyCheck *self, GalleyMasthead *masthead, GalleyJob *job);
void galley_check_run_end (GalleyCheckRun *run);
/* The findings, sorted out (array with a free function); NULL when the job was cancelled. @first may be NULL. */
GPtrArray *
galley_check_run_article (GalleyCheckRun *run, GalleyArticle *frozen, GPtrArray *first, GError **error);
GPtrArray *galley_check_run_edition (GalleyCheckRun *run, GalleyEdition *frozen, GError **error);

/* Has a slow checker prepared in a thread of its own; the signal "prepared" tells when that is over. */
void galley_check_prepare_beside (GalleyCheckRun *run, GalleyCheckSlot *checker, const char *language);

G_END_DECLS
