/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-rounds.h — 三审三校 and 签发. Which rounds there are is the publication's (galley-publication.h); who did which, from
 * which revision to which, and who signed what, stands in the event log of the store and nowhere else: the state of an
 * article is what its events say, so the hash chain of the log proves it.
 *
 *   round.begin  {"round":"一校","revision":4,"override":"…"}
 *   round.end    {"round":"一校","first":4,"last":7,"override":"…"}
 *   sign         {"digest":"…","revision":7,"page":1,"facts":"DIGEST","pictures":{"ID":"DIGEST OF ITS WORDS"},
 *                 "override":"…","obstacles":["…"]}
 *   void         {"signer":"…","signature":12,"changes":[{"where":"body","block":3,"offset":12,"old":"…","new":"…"}]}
 *   facts        {"facts":"DIGEST","changes":[…]}: the facts of the edition or its pages were changed after a signature
 *   publication  the name
 *   round.copy   {"first":1,"last":3,"person":"…","ended":…}
 *
 * Works on the thread of its store. An override is a reason for passing over a rule; it is logged with its name. */

#pragma once

#include "galley-collate.h"
#include "galley-markup.h"
#include "galley-publication.h"
#include "galley-store.h"

G_BEGIN_DECLS

#define GALLEY_TYPE_ROUNDS (galley_rounds_get_type ())
G_DECLARE_FINAL_TYPE (GalleyRounds, galley_rounds, GALLEY, ROUNDS, GObject)

/* Reads the log of @store. "changed" is emitted when something was done here. */
GalleyRounds *galley_rounds_new (GalleyStore *store, GError **error);
/* Reads the log again, after others wrote into it (a signature was voided by a change). */
gboolean galley_rounds_reload (GalleyRounds *self, GError **error);
/* The same, where somebody else has read the log (array of GalleyEvent *, borrowed); TRUE with @changed set where it says
 * something new of rounds or signatures. */
gboolean
galley_rounds_take_events (GalleyRounds *self, const GPtrArray *events, gboolean *changed, GError **error);
/* What became of the facts of the edition and its pages after the last signature, and who did it: one sentence, or NULL where
 * they are as they were (newly allocated). */
char *galley_rounds_dup_facts (GalleyRounds *self);
/* Is any article signed, as far as the log says? Only then can a change make a signature void. */
gboolean galley_rounds_has_signatures (GalleyRounds *self);
GalleyStore *galley_rounds_get_store (GalleyRounds *self);
GalleyPublication *galley_rounds_get_publication (GalleyRounds *self); /* borrowed */
/* Lets the edition go by the rules of another publication; logged under @person. */
gboolean
galley_rounds_set_publication (GalleyRounds *self, const char *name, const char *person, GError **error);

typedef enum
{
  GALLEY_ROUND_WAITING,
  GALLEY_ROUND_RUNNING,
  GALLEY_ROUND_ENDED,
} GalleyRoundState;

/* "waiting", "running", "ended" (static). */
const char *galley_round_state_get_name (GalleyRoundState state);

/* One round of one article. */
typedef struct
{
  const GalleyRoundPlan *plan; /* the publication's */
  GalleyRoundState state;
  char *person;      /* who does or did it, or NULL */
  gint64 begun;      /* microseconds since 1970, UTC; 0 while waiting */
  gint64 ended;      /* the same; 0 until it ended */
  gint64 first;      /* revision it began with, 0 while waiting */
  gint64 last;       /* revision it ended with, 0 until then */
  char *override;    /* why a rule was passed over, or NULL */
  GPtrArray *people; /* of char *: all who ever began or ended it; NULL for what came with the copy */
} GalleyRound;

/* What was changed before an article came in, where its file told it (galley-incoming.h), is a round too. It has this name, stands
 * before those of the publication in galley_rounds_list(), and counts for none of them. */
#define GALLEY_ROUND_COPY "来稿修订"
/* Logs it: from the revision @first to @last the article was changed by @person (or NULL) until @ended (microseconds since 1970,
 * UTC; 0: not known). */
gboolean galley_rounds_log_copy (GalleyStore *store,
                                 const char *article,
                                 gint64 first,
                                 gint64 last,
                                 const char *person,
                                 gint64 ended,
                                 GError **error);

/* The rounds of an article in the order of the publication (array of const GalleyRound *, owned by @self until its next
 * change; free the array). */
GPtrArray *galley_rounds_list (GalleyRounds *self, const char *article);
/* The one that runs, else NULL. */
const GalleyRound *galley_rounds_get_running (GalleyRounds *self, const char *article);
/* The last one that ended, else NULL. */
const GalleyRound *galley_rounds_get_last (GalleyRounds *self, const char *article);
/* The one that is due next, else NULL. */
const GalleyRound *galley_rounds_get_due (GalleyRounds *self, const char *article);
gboolean galley_rounds_are_done (GalleyRounds *self, const char *article);

/* @person begins the round that is due, with the article as it stands. Errors (GALLEY_ERROR_CONFLICT): a round is running;
 * all are done and nothing was changed since (else the last one is done again); @person did another round of that kind,
 * unless @override says why this is to be. */
gboolean galley_rounds_begin (
    GalleyRounds *self, GalleyArticle *article, const char *person, const char *override, GError **error);
/* @person, who began it, ends the running round. Somebody else needs an @override. */
gboolean galley_rounds_end (
    GalleyRounds *self, GalleyArticle *article, const char *person, const char *override, GError **error);
/* The next round is done by @person: ends the one @person has begun, or else begins the one that is due where the last one
 * ended, and ends it. */
gboolean galley_rounds_next (
    GalleyRounds *self, GalleyArticle *article, const char *person, const char *override, GError **error);

/* The marks of a round: what was changed between its two revisions, or up to now while it runs (array of GalleyHunk * with a
 * free function; empty while it waits). */
GPtrArray *galley_rounds_list_marks (GalleyRounds *self,
                                     GalleyArticle *article,
                                     const GalleyRound *round,
                                     GError **error);

/* What a copy with the marks of the round @name (or labelled so) shows: makes each article of @copy that had the round what it was
 * when that ended, and puts into @markup what it was when that began. @copy: the edition, frozen for this alone. FALSE with one
 * sentence where no article had the round. */
gboolean galley_rounds_mark_copy (
    GalleyRounds *self, GalleyEdition *copy, const char *name, GalleyMarkup *markup, GError **error);

/* 核红 of the last round that ended, against the article as it stands (while another round runs: as it was when that one
 * began). NULL without an error where no round has ended. */
GalleyCollation *galley_rounds_collate (GalleyRounds *self, GalleyArticle *article, GError **error);
/* The same against the text of a page that was pulled back from elsewhere. */
GalleyCollation *galley_rounds_collate_text (
    GalleyRounds *self, GalleyArticle *article, const char *page, const char *others, GError **error);
/* The same, where the page is a file that came back: a PDF, or text in UTF-8 or GB18030. What the other articles of the edition
 * say is known to stand on it as well. */
GalleyCollation *
galley_rounds_collate_page (GalleyRounds *self, GalleyArticle *article, GBytes *page, GError **error);
/* Does the article differ from what the last round ended with? */
gboolean galley_rounds_is_changed_since (GalleyRounds *self, GalleyArticle *article, GError **error);

typedef enum
{
  GALLEY_SIGNATURE_NONE,
  GALLEY_SIGNATURE_VALID,
  GALLEY_SIGNATURE_VOID,
} GalleySignatureState;

/* "none", "valid", "void" (static). */
const char *galley_signature_state_get_name (GalleySignatureState state);

typedef struct
{
  GalleySignatureState state;
  char *signer;
  gint64 time;
  char *digest;         /* of galley_article_dup_digest() */
  char *override;       /* or NULL */
  GHashTable *pictures; /* id → digest of the words, of those the article showed */
  guint page;           /* the number of the page it stood on, or 0 */
  char **obstacles;     /* sentences of what it was given against, or NULL */
  char *breaker;        /* who made it void, or NULL */
  gint64 broken;        /* when, or 0 */
  char *changes;        /* what was changed and where, one sentence, or NULL */
} GalleySignature;

void galley_signature_free (GalleySignature *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleySignature, galley_signature_free)
/* The last signature on the article, held against the article as it stands. */
GalleySignature *galley_rounds_get_signature (GalleyRounds *self, GalleyArticle *article);

/* 签发: @person signs the article as it stands. @obstacles: sentences of what stands against it (see galley-preflight.h,
 * which is what fronts call); with any of them an @override is needed, and both are logged. */
gboolean galley_rounds_sign (GalleyRounds *self,
                             GalleyArticle *article,
                             const char *person,
                             const char *const *obstacles,
                             const char *override,
                             GError **error);
/* Where the publication wants it so, the one who signs has not read proofs of the article: GALLEY_ERROR_CONFLICT. An override
 * passes over it. */
gboolean
galley_rounds_may_sign (GalleyRounds *self, GalleyArticle *article, const char *person, GError **error);
/* Takes a signature back. */
gboolean
galley_rounds_withdraw (GalleyRounds *self, GalleyArticle *article, const char *person, GError **error);

/* Proves the log, the revisions and the signatures (galley_store_verify()). */
gboolean galley_rounds_verify (GalleyRounds *self, GError **error);

/* An event in words, as a log shows it (newly allocated). */
char *galley_event_dup_sentence (const GalleyEvent *event);

G_END_DECLS
