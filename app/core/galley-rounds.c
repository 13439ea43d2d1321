/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-error.h"
#include "galley-rounds-private.h"
#include "galley-store-facts.h"

struct _GalleyRounds
{
  GObject parent_instance;

  GalleyStore *store;
  GalleyPublication *publication;
  GHashTable *states; /* article id → State * */
  gint64 seen;        /* number of the last event of a round or signature that was read */
  char *signed_facts; /* the digest of the facts that the last signature saw, or NULL */
  char *facts;        /* what was changed of them since, one sentence, or NULL */
};

/* What the events say of one article. */
typedef struct
{
  GPtrArray *rounds;          /* of GalleyRound *, as the publication has them */
  GalleyRound *copy;          /* what was changed before it came in, or NULL */
  GalleySignature *signature; /* the last one, or NULL */
} State;

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GalleyRounds, galley_rounds, G_TYPE_OBJECT)

static void
round_free (gpointer data)
{
  GalleyRound *round = data;

  g_free (round->person);
  g_free (round->override);
  g_clear_pointer (&round->people, g_ptr_array_unref);
  g_free (round);
}

static void
state_free (gpointer data)
{
  State *state = data;

  g_ptr_array_unref (state->rounds);
  g_clear_pointer (&state->copy, round_free);
  g_clear_pointer (&state->signature, galley_signature_free);
  g_free (state);
}

static void
galley_rounds_finalize (GObject *object)
{
  GalleyRounds *self = GALLEY_ROUNDS (object);

  g_clear_object (&self->store);
  g_clear_pointer (&self->publication, galley_publication_unref);
  g_hash_table_unref (self->states);
  g_free (self->signed_facts);
  g_free (self->facts);

  G_OBJECT_CLASS (galley_rounds_parent_class)->finalize (object);
}

static void
galley_rounds_class_init (GalleyRoundsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = galley_rounds_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
galley_rounds_init (GalleyRounds *self)
{
  self->states = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, state_free);
}

/* --- names --------------------------------------------------------------------------------------------------------- */

const char *
galley_round_state_get_name (GalleyRoundState state)
{
  static const char *const names[] = { "waiting", "running", "ended" };

  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (names), NULL);

  return names[state];
}

const char *
galley_signature_state_get_name (GalleySignatureState state)
{
  static const char *const names[] = { "none", "valid", "void" };

  g_return_val_if_fail ((guint) state < G_N_ELEMENTS (names), NULL);

  return names[state];
}

/* --- states from events -------------------------------------------------------------------------------------------- */

static State *
state_new (GalleyRounds *self)
{
  State *state = g_new0 (State, 1);

  state->rounds = g_ptr_array_new_with_free_func (round_free);
  for (guint i = 0; i < galley_publication_get_n_rounds (self->publication); i++)
    {
      GalleyRound *round = g_new0 (GalleyRound, 1);

      round->plan = galley_publication_get_round (self->publication, i);
      round->people = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (state->rounds, round);
    }
  return state;
}

static State *
get_state (GalleyRounds *self, const char *article)
{
  State *state = g_hash_table_lookup (self->states, article);

  if (state == NULL)
    {
      state = state_new (self);
      g_hash_table_insert (self->states, g_strdup (article), state);
    }
  return state;
}

static void
replace (char **into, const char *text)
{
  char *old = *into;

  *into = g_strdup (text);
  g_free (old);
}

static gboolean
has_done (const GalleyRound *round, const char *person)
{
  for (guint i = 0; i < round->people->len; i++)
    {
      if (galley_person_is_same (g_ptr_array_index (round->people, i), person))
        return TRUE;
    }
  return FALSE;
}

static void
read_round (GalleyRounds *self, State *state, const GalleyEvent *event, JsonObject *object)
{
  gint at = galley_publication_find_round (self->publication, galley_event_get_text (object, "round"));
  const char *reason = galley_event_get_text (object, "override");
  GalleyRound *round;

  /* A round of a publication that the edition went by before. */
  if (at < 0)
    return;
  round = g_ptr_array_index (state->rounds, (guint) at);
  g_ptr_array_add (round->people, g_strdup (event->author));
  if (g_str_equal (event->what, "round.begin"))
    {
      round->state = GALLEY_ROUND_RUNNING;
      round->begun = event->time;
      round->ended = round->last = 0;
      round->first = galley_event_get_count (object, "revision");
      replace (&round->person, event->author);
      replace (&round->override, reason);
      return;
    }
  round->state = GALLEY_ROUND_ENDED;
  round->ended = event->time;
  round->first = galley_event_get_count (object, "first");
  round->last = galley_event_get_count (object, "last");
  if (round->begun == 0)
    round->begun = event->time;
  if (round->person == NULL)
    replace (&round->person, event->author);
  if (reason != NULL)
    replace (&round->override, reason);
}

static void
read_signature (State *state, const GalleyEvent *event, JsonObject *object)
{
  GalleySignature *signature = state->signature;

  if (g_str_equal (event->what, "sign"))
    {
      g_clear_pointer (&state->signature, galley_signature_free);
      signature = state->signature = g_new0 (GalleySignature, 1);
      signature->state = GALLEY_SIGNATURE_VALID;
      signature->signer = g_strdup (event->author);
      signature->time = event->time;
      signature->digest = g_strdup (galley_event_get_text (object, "digest"));
      signature->override = g_strdup (galley_event_get_text (object, "override"));
      signature->pictures = galley_event_list_pictures (object);
      signature->page = (guint) galley_event_get_count (object, "page");
      signature->obstacles = galley_event_list_obstacles (object);
    }
  else if (signature != NULL)
    {
      signature->state = GALLEY_SIGNATURE_VOID;
      replace (&signature->breaker, event->author);
      signature->broken = event->time;
      g_free (signature->changes);
      signature->changes = galley_event_dup_changes (object);
    }
}

static gboolean
is_read (const GalleyEvent *event)
{
  return g_str_has_prefix (event->what, "round.") || g_str_equal (event->what, "sign") ||
         g_str_equal (event->what, "void") || g_str_equal (event->what, "facts");
}

/* The facts as they were signed, and what became of them. */
static void
read_facts (GalleyRounds *self, const GalleyEvent *event, JsonObject *object)
{
  const char *facts = galley_event_get_text (object, "facts");

  if (g_str_equal (event->what, "sign"))
    {
      replace (&self->signed_facts, facts);
      g_clear_pointer (&self->facts, g_free);
    }
  else if (g_str_equal (event->what, "facts"))
    {
      g_autofree char *changes = galley_event_dup_changes (object);

      g_clear_pointer (&self->facts, g_free);
      if (g_strcmp0 (facts, self->signed_facts) != 0)
        self->facts = g_strdup_printf (_ ("After the last signature %s changed %s."), event->author, changes);
    }
}

static void
read_event (GalleyRounds *self, const GalleyEvent *event)
{
  g_autoptr (JsonParser) parser = NULL;
  JsonObject *object;
  gboolean round = g_str_has_prefix (event->what, "round.");

  if (event->detail == NULL || !is_read (event))
    return;
  self->seen = MAX (self->seen, event->number);
  object = galley_event_parse (event, &parser);
  if (object == NULL)
    return;
  read_facts (self, event, object);
  if (event->subject == NULL)
    return;
  if (g_str_equal (event->what, "round.copy"))
    {
      State *state = get_state (self, event->subject);

      g_clear_pointer (&state->copy, round_free);
      state->copy = galley_event_read_copy (event, object);
    }
  else if (round)
    read_round (self, get_state (self, event->subject), event, object);
  else if (!g_str_equal (event->what, "facts"))
    read_signature (get_state (self, event->subject), event, object);
}

/* Takes @publication. */
static void
read_events (GalleyRounds *self, const GPtrArray *events, GalleyPublication *publication)
{
  g_hash_table_remove_all (self->states);
  g_clear_pointer (&self->publication, galley_publication_unref);
  self->publication = publication;
  for (guint i = 0; i < events->len; i++)
    read_event (self, g_ptr_array_index (events, i));
}

gboolean
galley_rounds_take_events (GalleyRounds *self, const GPtrArray *events, gboolean *changed, GError **error)
{
  GalleyPublication *publication;
  const char *name = NULL;
  gint64 seen;

  g_return_val_if_fail (GALLEY_IS_ROUNDS (self), FALSE);
  g_return_val_if_fail (events != NULL, FALSE);

  for (guint i = 0; i < events->len; i++)
    {
      const GalleyEvent *event = g_ptr_array_index (events, i);

      if (g_str_equal (event->what, "publication") && event->detail != NULL)
        name = event->detail;
    }
  publication = galley_publication_load (name, error);
  if (publication == NULL)
    return FALSE;
  seen = self->seen;
  read_events (self, events, publication);
  if (changed != NULL)
    *changed = self->seen != seen;
  return TRUE;
}

gboolean
galley_rounds_reload (GalleyRounds *self, GError **error)
{
  g_autoptr (GPtrArray) events = NULL;

  g_return_val_if_fail (GALLEY_IS_ROUNDS (self), FALSE);

  events = galley_store_list_events (self->store, error);
  return events != NULL && galley_rounds_take_events (self, events, NULL, error);
}

char *
galley_rounds_dup_facts (GalleyRounds *self)
{
  g_return_val_if_fail (GALLEY_IS_ROUNDS (self), NULL);

  return g_strdup (self->facts);
}

gboolean
galley_rounds_has_signatures (GalleyRounds *self)
{
  GHashTableIter iter;
  gpointer state;

  g_return_val_if_fail (GALLEY_IS_ROUNDS (self), FALSE);

  g_hash_table_iter_init (&iter, self->states);
  while (g_hash_table_iter_next (&iter, NULL, &state))
    {
      const GalleySignature *signature = ((State *) state)->signature;

      if (signature != NULL && signature->state == GALLEY_SIGNATURE_VALID)
        return TRUE;
    }
  return FALSE;
}

GalleyRounds *
galley_rounds_new (GalleyStore *store, GError **error)
{
  g_autoptr (GalleyRounds) self = g_object_new (GALLEY_TYPE_ROUNDS, NULL);

  g_return_val_if_fail (GALLEY_IS_STORE (store), NULL);

  self->store = g_object_ref (store);
  return galley_rounds_reload (self, error) ? g_steal_pointer (&self) : NULL;
}

GalleyStore *
galley_rounds_get_store (GalleyRounds *self)
{
  g_return_val_if_fail (GALLEY_IS_ROUNDS (self), NULL);

  return self->store;
}

GalleyPublication *
galley_rounds_get_publication (GalleyRounds *self)
{
  g_return_val_if_fail (GALLEY_IS_ROUNDS (self), NULL);

  return self->publication;
}

GPtrArray *
galley_rounds_list (GalleyRounds *self, const char *article)
{
  g_return_val_if_fail (GALLEY_IS_ROUNDS (self), NULL);

  const State *state = get_state (self, article);
  const GPtrArray *rounds = state->rounds;
  GPtrArray *list = g_ptr_array_sized_new (rounds->len + 1);

  if (state->copy != NULL)
    g_ptr_array_add (list, state->copy);
  for (guint i = 0; i < rounds->len; i++)
    g_ptr_array_add (list, g_ptr_array_index (rounds, i));
  return list;
}

static const GalleyRound *
find_round (GalleyRounds *self, const char *article, GalleyRoundState state, gboolean last)
{
  const GPtrArray *rounds = get_state (self, article)->rounds;
  const GalleyRound *found = NULL;

  for (guint i = 0; i < rounds->len && (found == NULL || last); i++)
    {
      const GalleyRound *round = g_ptr_array_index (rounds, i);

      if (round->state == state)
        found = round;
    }
  return found;
}

const GalleyRound *
galley_rounds_get_running (GalleyRounds *self, const char *article)
{
  g_return_val_if_fail (GALLEY_IS_ROUNDS (self), NULL);

  return find_round (self, article, GALLEY_ROUND_RUNNING, FALSE);
}

const GalleyRound *
galley_rounds_get_last (GalleyRounds *self, const char *article)
{
  g_return_val_if_fail (GALLEY_IS_ROUNDS (self), NULL);

  return find_round (self, article, GALLEY_ROUND_ENDED, TRUE);
}

const GalleyRound *
galley_rounds_get_due (GalleyRounds *self, const char *article)
{
  g_return_val_if_fail (GALLEY_IS_ROUNDS (self), NULL);

  return galley_rounds_get_running (self, article) != NULL
             ? NULL
             : find_round (self, article, GALLEY_ROUND_WAITING, FALSE);
}

gboolean
galley_rounds_are_done (GalleyRounds *self, const char *article)
{
  return galley_rounds_get_running (self, article) == NULL && galley_rounds_get_due (self, article) == NULL;
}

/* --- doing --------------------------------------------------------------------------------------------------------- */

/* Logs under the person's own name, whoever has the edition open. */
static gboolean
log_as (GalleyRounds *self,
        const char *person,
        const char *what,
        const char *article,
        const char *detail,
        GError **error)
{
  g_autofree char *before = g_strdup (galley_store_get_author (self->store));
  g_autofree char *name = galley_person_dup_name (person);
  gboolean logged;

  galley_store_set_author (self->store, name);
  logged = galley_store_log (self->store, what, article, detail, error);
  galley_store_set_author (self->store, before);
  return logged;
}

static gboolean
finish (GalleyRounds *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
  return TRUE;
}

gboolean
galley_rounds_set_publication (GalleyRounds *self, const char *name, const char *person, GError **error)
{
  g_autoptr (GalleyPublication) publication = NULL;
  g_autoptr (GPtrArray) events = NULL;

  g_return_val_if_fail (GALLEY_IS_ROUNDS (self), FALSE);

  publication = galley_publication_load (name, error);
  if (publication == NULL || !galley_person_check (person, error))
    return FALSE;
  if (g_str_equal (name, galley_publication_get_name (self->publication)))
    return TRUE;
  /* Read before it is logged: to read behind it would wait for the disk. */
  events = galley_store_list_events (self->store, error);
  if (events == NULL || !log_as (self, person, "publication", NULL, name, error))
    return FALSE;
  read_events (self, events, g_steal_pointer (&publication));
  galley_edition_set_publication (galley_store_get_edition (self->store), name);
  return finish (self);
}

/* No two rounds of a kind by one person. */
static gboolean
check_apart (GalleyRounds *self,
             const char *article,
             const GalleyRoundPlan *plan,
             const char *person,
             const char *override,
             GError **error)
{
  const GPtrArray *rounds = get_state (self, article)->rounds;

  for (guint i = 0; override == NULL && i < rounds->len; i++)
    {
      const GalleyRound *round = g_ptr_array_index (rounds, i);

      if (round->plan == plan || round->plan->kind != plan->kind || !has_done (round, person))
        continue;
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_CONFLICT,
                   _ ("%s has done %s; %s has to be done by somebody else."), person, round->plan->label,
                   plan->label);
      return FALSE;
    }
  return TRUE;
}

/* The last revision of the article that is kept now, @reason being what it is called if it is new. */
static gint64
keep (GalleyRounds *self, GalleyArticle *article, const char *reason, GError **error)
{
  return galley_store_keep (self->store, article, reason, error);
}

gboolean
galley_rounds_is_changed_since (GalleyRounds *self, GalleyArticle *article, GError **error)
{
  const GalleyRound *last = galley_rounds_get_last (self, galley_article_get_id (article));
  g_autoptr (GalleyArticle) then = NULL;
  g_autofree char *old_digest = NULL;
  g_autofree char *digest = NULL;

  if (last == NULL)
    return FALSE;
  then = galley_store_read_revision (self->store, last->last, error);
  if (then == NULL)
    return FALSE;
  old_digest = galley_article_dup_digest (then);
  digest = galley_article_dup_digest (article);
  return !g_str_equal (old_digest, digest);
}

/* The round to begin now: the one that is due, or the last one again when the text was changed since. */
static const GalleyRound *
find_due (GalleyRounds *self, GalleyArticle *article, GError **error)
{
  const char *id = galley_article_get_id (article);
  const GalleyRound *running = galley_rounds_get_running (self, id);
  const GalleyRound *due = galley_rounds_get_due (self, id);
  g_autoptr (GError) failure = NULL;

  if (running != NULL)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_CONFLICT, _ ("%s is in the hands of %s."),
                   running->plan->label, running->person);
      return NULL;
    }
  if (due != NULL)
    return due;
  if (galley_rounds_is_changed_since (self, article, &failure))
    return galley_rounds_get_last (self, id);
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else
    g_set_error_literal (error, GALLEY_ERROR, GALLEY_ERROR_CONFLICT,
                         _ ("All rounds are done, and nothing was changed since."));
  return NULL;
}

static gboolean
begin (GalleyRounds *self,
       GalleyArticle *article,
       const GalleyRound *due,
       gint64 revision,
       const char *person,
       const char *override,
       GError **error)
{
  const char *id = galley_article_get_id (article);
  g_autofree char *detail = NULL;
  GalleyRound *round = (GalleyRound *) due;
  g_autofree char *name = galley_person_dup_name (person);

  if (!check_apart (self, id, due->plan, person, override, error))
    return FALSE;
  detail =
      galley_event_dup_detail ("round", due->plan->name, "#revision", revision, "override", override, NULL);
  if (!log_as (self, person, "round.begin", id, detail, error))
    return FALSE;
  round->state = GALLEY_ROUND_RUNNING;
  round->begun = g_get_real_time ();
  round->ended = round->last = 0;
  round->first = revision;
  replace (&round->person, name);
  replace (&round->override, override);
  g_ptr_array_add (round->people, g_strdup (name));
  return TRUE;
}

gboolean
galley_rounds_begin (
    GalleyRounds *self, GalleyArticle *article, const char *person, const char *override, GError **error)
{
  const GalleyRound *due;
  gint64 revision;

  g_return_val_if_fail (GALLEY_IS_ROUNDS (self), FALSE);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), FALSE);

  if (!galley_person_check (person, error) || !galley_person_check_reason (override, error) ||
      (due = find_due (self, article, error)) == NULL ||
      !check_apart (self, galley_article_get_id (article), due->plan, person, override, error))
    return FALSE;
  revision = keep (self, article, "edit", error);
  return revision > 0 && begin (self, article, due, revision, person, override, error) && finish (self);
}

static gboolean
end (GalleyRounds *self,
     GalleyArticle *article,
     const GalleyRound *running,
     const char *person,
     const char *override,
     GError **error)
{
  GalleyRound *round = (GalleyRound *) running;
  g_autofree char *detail = NULL;
  gint64 revision;

  if (!galley_person_is_same (running->person, person) && override == NULL)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_CONFLICT, _ ("%s was begun by %s, who has to end it."),
                   running->plan->label, running->person);
      return FALSE;
    }
  revision = keep (self, article, running->plan->name, error);
  if (revision == 0)
    return FALSE;
  detail = galley_event_dup_detail ("round", running->plan->name, "#first", running->first, "#last", revision,
                                    "override", override, NULL);
  if (!log_as (self, person, "round.end", galley_article_get_id (article), detail, error))
    return FALSE;
  round->state = GALLEY_ROUND_ENDED;
  round->ended = g_get_real_time ();
  round->last = revision;
  g_ptr_array_add (round->people, galley_person_dup_name (person));
  if (override != NULL)
    replace (&round->override, override);
  return TRUE;
}

gboolean
galley_rounds_end (
    GalleyRounds *self, GalleyArticle *article, const char *person, const char *override, GError **error)
{
  const GalleyRound *running;

  g_return_val_if_fail (GALLEY_IS_ROUNDS (self), FALSE);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), FALSE);

  running = galley_rounds_get_running (self, galley_article_get_id (article));
  if (running == NULL)
    {
      g_set_error_literal (error, GALLEY_ERROR, GALLEY_ERROR_CONFLICT, _ ("No round has been begun."));
      return FALSE;
    }
  return galley_person_check (person, error) && galley_person_check_reason (override, error) &&
         end (self, article, running, person, override, error) && finish (self);
}

/* Where a round begins that nobody began: where the last one ended, or with the first version that was kept. */
static gint64
find_start (GalleyRounds *self, GalleyArticle *article, GError **error)
{
  const GalleyRound *last = galley_rounds_get_last (self, galley_article_get_id (article));
  g_autoptr (GPtrArray) revisions = NULL;

  if (last != NULL)
    return last->last;
  revisions = galley_store_list_revisions (self->store, galley_article_get_id (article), error);
  if (revisions == NULL)
    return 0;
  return revisions->len > 0 ? ((const GalleyRevision *) g_ptr_array_index (revisions, 0))->number
                            : keep (self, article, "edit", error);
}

gboolean
galley_rounds_next (
    GalleyRounds *self, GalleyArticle *article, const char *person, const char *override, GError **error)
{
  const GalleyRound *round;
  gint64 start;

  g_return_val_if_fail (GALLEY_IS_ROUNDS (self), FALSE);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), FALSE);

  if (!galley_person_check (person, error) || !galley_person_check_reason (override, error))
    return FALSE;
  round = galley_rounds_get_running (self, galley_article_get_id (article));
  if (round != NULL)
    return end (self, article, round, person, override, error) && finish (self);
  round = find_due (self, article, error);
  if (round == NULL ||
      !check_apart (self, galley_article_get_id (article), round->plan, person, override, error))
    return FALSE;
  start = find_start (self, article, error);
  return start > 0 && begin (self, article, round, start, person, override, error) &&
         end (self, article, round, person, override, error) && finish (self);
}

/* --- 签发 ---------------------------------------------------------------------------------------------------------- */

GalleySignature *
galley_rounds_get_signature (GalleyRounds *self, GalleyArticle *article)
{
  const State *state;
  GalleySignature *signature;

  g_return_val_if_fail (GALLEY_IS_ROUNDS (self), NULL);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), NULL);

  state = get_state (self, galley_article_get_id (article));
  if (state->signature == NULL)
    return g_new0 (GalleySignature, 1);
  signature = galley_signature_copy (state->signature);
  /* The log will say so in a moment. */
  if (signature->state == GALLEY_SIGNATURE_VALID &&
      !galley_signature_holds (signature, galley_store_get_edition (self->store), article))
    signature->state = GALLEY_SIGNATURE_VOID;
  return signature;
}

gboolean
galley_rounds_may_sign (GalleyRounds *self, GalleyArticle *article, const char *person, GError **error)
{
  const GPtrArray *rounds;

  g_return_val_if_fail (GALLEY_IS_ROUNDS (self), FALSE);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), FALSE);

  if (!galley_person_check (person, error))
    return FALSE;
  rounds = get_state (self, galley_article_get_id (article))->rounds;

  for (guint i = 0; galley_publication_signs_apart (self->publication) && i < rounds->len; i++)
    {
      const GalleyRound *round = g_ptr_array_index (rounds, i);

      if (!has_done (round, person))
        continue;
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_CONFLICT,
                   _ ("%s has done %s; somebody else has to sign."), person, round->plan->label);
      return FALSE;
    }
  return TRUE;
}

gboolean
galley_rounds_sign (GalleyRounds *self,
                    GalleyArticle *article,
                    const char *person,
                    const char *const *obstacles,
                    const char *override,
                    GError **error)
{
  GalleyEdition *edition;
  State *state;
  g_autofree char *facts = NULL;
  g_autofree char *detail = NULL;
  g_autoptr (GalleySignature) now = NULL;
  g_autoptr (GalleySignature) signature = NULL;
  gint64 revision;

  g_return_val_if_fail (GALLEY_IS_ROUNDS (self), FALSE);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), FALSE);

  if (!galley_person_check (person, error) || !galley_person_check_reason (override, error))
    return FALSE;
  now = galley_rounds_get_signature (self, article);
  if (now->state == GALLEY_SIGNATURE_VALID)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_CONFLICT, _ ("It was signed by %s already."),
                   now->signer);
      return FALSE;
    }
  if (override == NULL && obstacles != NULL && obstacles[0] != NULL)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_CONFLICT, _ ("It cannot be signed: %s"), obstacles[0]);
      return FALSE;
    }
  if (override == NULL && !galley_rounds_may_sign (self, article, person, error))
    return FALSE;
  revision = keep (self, article, "sign", error);
  if (revision == 0)
    return FALSE;
  edition = galley_store_get_edition (self->store);
  facts = galley_facts_dup_digest (edition);
  signature = galley_signature_new (edition, article, person, obstacles, override);
  detail = galley_event_dup_sign (signature, revision, facts);
  if (!log_as (self, person, "sign", galley_article_get_id (article), detail, error))
    return FALSE;
  /* What the log says from now on, without reading it again. */
  replace (&self->signed_facts, facts);
  g_clear_pointer (&self->facts, g_free);
  state = get_state (self, galley_article_get_id (article));
  g_clear_pointer (&state->signature, galley_signature_free);
  state->signature = g_steal_pointer (&signature);
  return finish (self);
}

gboolean
galley_rounds_withdraw (GalleyRounds *self, GalleyArticle *article, const char *person, GError **error)
{
  g_autofree char *detail = NULL;
  g_autoptr (GalleySignature) now = NULL;
  GalleySignature *signature;

  g_return_val_if_fail (GALLEY_IS_ROUNDS (self), FALSE);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), FALSE);

  now = galley_rounds_get_signature (self, article);
  if (now->state != GALLEY_SIGNATURE_VALID)
    {
      g_set_error_literal (error, GALLEY_ERROR, GALLEY_ERROR_CONFLICT,
                           _ ("There is no signature to take back."));
      return FALSE;
    }
  if (!galley_person_check (person, error))
    return FALSE;
  detail = galley_event_dup_detail ("signer", now->signer, "#withdrawn", (gint64) 1, NULL);
  if (!log_as (self, person, "void", galley_article_get_id (article), detail, error))
    return FALSE;
  signature = get_state (self, galley_article_get_id (article))->signature;
  signature->state = GALLEY_SIGNATURE_VOID;
  signature->broken = g_get_real_time ();
  g_free (signature->breaker);
  signature->breaker = galley_person_dup_name (person);
  return finish (self);
}

gboolean
galley_rounds_verify (GalleyRounds *self, GError **error)
{
  g_return_val_if_fail (GALLEY_IS_ROUNDS (self), FALSE);

  return galley_store_verify (self->store, error);
}
