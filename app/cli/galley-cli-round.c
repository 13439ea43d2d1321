/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "galley-cli-desk.h"
#include "galley-cli-json.h"

/* One call of the command. */
typedef struct
{
  const GalleyCommand *command;
  const char *path;
  const char *verb;
  char **names; /* articles, or none for all */
  char *person;
  char *reason; /* of an override */
  char *against;
  char *publication;
  gboolean json;

  GalleyStore *store;
  GalleyRounds *rounds;
  GPtrArray *articles; /* borrowed GalleyArticle * */
} Call;

/* --- status -------------------------------------------------------------------------------------------------------- */

static void
write_round (GalleyCliWriter *writer, Call *self, GalleyArticle *article, const GalleyRound *round)
{
  g_autoptr (GPtrArray) marks = galley_rounds_list_marks (self->rounds, article, round, NULL);

  galley_cli_writer_begin_object (writer, NULL);
  galley_cli_writer_string (writer, "round", round->plan->name);
  galley_cli_writer_string (writer, "state", galley_round_state_get_name (round->state));
  galley_cli_writer_string (writer, "colour", round->plan->colour);
  galley_cli_writer_string (writer, "person", round->person);
  galley_cli_write_time (writer, "begun", round->begun);
  galley_cli_write_time (writer, "ended", round->ended);
  if (round->first > 0)
    galley_cli_writer_integer (writer, "first", round->first);
  if (round->last > 0)
    galley_cli_writer_integer (writer, "last", round->last);
  galley_cli_writer_integer (writer, "marks", marks != NULL ? marks->len : 0);
  if (round->override != NULL)
    galley_cli_writer_string (writer, "override", round->override);
  galley_cli_writer_end (writer);
}

static void
write_signature (GalleyCliWriter *writer, const GalleySignature *signature)
{
  galley_cli_writer_begin_object (writer, "signature");
  galley_cli_writer_string (writer, "state", galley_signature_state_get_name (signature->state));
  if (signature->state != GALLEY_SIGNATURE_NONE)
    {
      galley_cli_writer_string (writer, "signer", signature->signer);
      galley_cli_write_time (writer, "time", signature->time);
      galley_cli_writer_string (writer, "digest", signature->digest);
    }
  if (signature->override != NULL)
    galley_cli_writer_string (writer, "override", signature->override);
  if (signature->breaker != NULL)
    {
      galley_cli_writer_string (writer, "broken_by", signature->breaker);
      galley_cli_write_time (writer, "broken", signature->broken);
      galley_cli_writer_string (writer, "changes", signature->changes);
    }
  galley_cli_writer_end (writer);
}

static void
write_status (GalleyCliWriter *writer, Call *self, GalleyArticle *article)
{
  GalleyEdition *edition = galley_store_get_edition (self->store);
  g_autoptr (GPtrArray) rounds = galley_rounds_list (self->rounds, galley_article_get_id (article));
  g_autoptr (GalleySignature) signature = galley_rounds_get_signature (self->rounds, article);
  g_autofree char *headline = galley_article_dup_headline (article);

  galley_cli_writer_begin_object (writer, NULL);
  galley_cli_writer_integer (writer, "article", galley_edition_number_of (edition, article));
  galley_cli_writer_string (writer, "id", galley_article_get_id (article));
  galley_cli_writer_string (writer, "headline", headline);
  galley_cli_writer_begin_array (writer, "rounds");
  for (guint i = 0; i < rounds->len; i++)
    write_round (writer, self, article, rounds->pdata[i]);
  galley_cli_writer_end (writer);
  write_signature (writer, signature);
  galley_cli_writer_end (writer);
}

static void
print_status (Call *self, GalleyArticle *article)
{
  GalleyEdition *edition = galley_store_get_edition (self->store);
  g_autoptr (GPtrArray) rounds = galley_rounds_list (self->rounds, galley_article_get_id (article));
  g_autoptr (GalleySignature) signature = galley_rounds_get_signature (self->rounds, article);
  g_autofree char *headline = galley_article_dup_headline (article);

  galley_cli_print ("#%d %s\n", galley_edition_number_of (edition, article), headline);
  for (guint i = 0; i < rounds->len; i++)
    {
      const GalleyRound *round = rounds->pdata[i];
      g_autoptr (GPtrArray) marks = galley_rounds_list_marks (self->rounds, article, round, NULL);
      g_autofree char *time = round->begun > 0 ? galley_cli_dup_time (round->begun) : g_strdup ("");
      guint n = marks != NULL ? marks->len : 0;
      g_autofree char *count = g_strdup_printf (ngettext ("%u mark", "%u marks", n), n);

      if (round->state == GALLEY_ROUND_WAITING)
        galley_cli_print ("    %s  %s\n", round->plan->label, _ ("waits"));
      else
        galley_cli_print ("    %s  %s  %s  %s%s%s\n", round->plan->label, round->person, time,
                          round->state == GALLEY_ROUND_RUNNING ? _ ("at work") : count,
                          round->override != NULL ? "  ! " : "",
                          round->override != NULL ? round->override : "");
    }
  if (signature->state == GALLEY_SIGNATURE_VALID)
    galley_cli_print (_ ("    Signed by %s\n"), signature->signer);
  else if (signature->state == GALLEY_SIGNATURE_VOID)
    galley_cli_print (_ ("    The signature of %s is void; %s: %s\n"), signature->signer,
                      signature->breaker != NULL ? signature->breaker : "?",
                      signature->changes != NULL ? signature->changes : "");
}

static GalleyExit
run_status (Call *self)
{
  g_autoptr (GalleyCliWriter) writer = galley_cli_writer_new (TRUE);
  GalleyPublication *publication = galley_rounds_get_publication (self->rounds);

  galley_cli_writer_begin_object (writer, NULL);
  galley_cli_writer_string (writer, "publication", galley_publication_get_name (publication));
  galley_cli_writer_begin_array (writer, "articles");
  for (guint i = 0; i < self->articles->len; i++)
    {
      if (self->json)
        write_status (writer, self, self->articles->pdata[i]);
      else
        print_status (self, self->articles->pdata[i]);
    }
  galley_cli_writer_end (writer);
  galley_cli_writer_end (writer);
  if (self->json)
    galley_cli_emit (writer);
  return GALLEY_EXIT_DONE;
}

/* --- 核红 ---------------------------------------------------------------------------------------------------------- */

static void
write_collation (GalleyCliWriter *writer, int number, const GalleyCollation *collation, gboolean form)
{
  galley_cli_writer_begin_object (writer, NULL);
  galley_cli_writer_integer (writer, "article", number);
  galley_cli_writer_begin_array (writer, "marks");
  for (guint i = 0; i < collation->marks->len; i++)
    {
      const GalleyMark *mark = collation->marks->pdata[i];

      galley_cli_writer_begin_object (writer, NULL);
      galley_cli_writer_string (writer, "state", galley_mark_state_get_name (mark->state));
      galley_cli_writer_string (writer, "kind", galley_change_kind_get_name (mark->hunk->kind));
      galley_cli_writer_integer (writer, "block", mark->hunk->new_start.block);
      galley_cli_writer_integer (writer, "start", mark->hunk->new_start.offset);
      galley_cli_writer_string (writer, "old", mark->hunk->old_text);
      galley_cli_writer_string (writer, "new", mark->hunk->new_text);
      if (mark->found != NULL)
        galley_cli_writer_string (writer, "found", mark->found);
      galley_cli_writer_boolean (writer, "elsewhere", mark->elsewhere);
      galley_cli_writer_end (writer);
    }
  galley_cli_writer_end (writer);
  galley_cli_writer_boolean (writer, "form_changed", form);
  galley_cli_writer_begin_array (writer, "extras");
  for (guint i = 0; i < collation->extras->len; i++)
    {
      const GalleyExtra *extra = collation->extras->pdata[i];

      galley_cli_writer_begin_object (writer, NULL);
      galley_cli_writer_string (writer, "kind", galley_extra_kind_get_name (extra->kind));
      galley_cli_writer_integer (writer, "block", extra->marked.block);
      galley_cli_writer_integer (writer, "start", extra->marked.offset);
      galley_cli_writer_string (writer, "old", extra->old_text);
      galley_cli_writer_string (writer, "new", extra->new_text);
      if (extra->mark >= 0)
        galley_cli_writer_integer (writer, "like_mark", extra->mark);
      galley_cli_writer_end (writer);
    }
  galley_cli_writer_end (writer);
  galley_cli_writer_end (writer);
}

static const char *
get_state_words (const GalleyMark *mark)
{
  switch (mark->state)
    {
    case GALLEY_MARK_DONE:
      return _ ("carried out");
    case GALLEY_MARK_NOT:
      return mark->elsewhere ? _ ("made elsewhere") : _ ("not carried out");
    case GALLEY_MARK_OTHERWISE:
      return _ ("changed otherwise");
    case GALLEY_MARK_UNSEEN:
    default:
      return _ ("not to be told from a text");
    }
}

static const char *
get_extra_words (GalleyExtraKind kind)
{
  switch (kind)
    {
    case GALLEY_EXTRA_MOVED:
      return _ ("moved, not asked for");
    case GALLEY_EXTRA_JOINED:
      return _ ("paragraphs joined, not asked for");
    case GALLEY_EXTRA_SPLIT:
      return _ ("paragraph parted, not asked for");
    case GALLEY_EXTRA_ROLE:
      return _ ("another role, not asked for");
    case GALLEY_EXTRA_CHANGE:
    default:
      return _ ("not asked for");
    }
}

static void
print_change (guint block, guint offset, const char *old_text, const char *new_text, const char *words)
{
  g_autofree char *before = galley_cli_dup_shown (old_text);
  g_autofree char *after = galley_cli_dup_shown (new_text);

  galley_cli_print ("%4u:%-4u [-%s-]{+%s+}  %s\n", block + 1, offset, before, after, words);
}

static void
print_collation (int number, const GalleyCollation *collation, gboolean form)
{
  galley_cli_print ("#%d\n", number);
  for (guint i = 0; i < collation->marks->len; i++)
    {
      const GalleyMark *mark = collation->marks->pdata[i];
      g_autofree char *words = mark->found != NULL
                                   ? g_strdup_printf ("%s: %s", get_state_words (mark), mark->found)
                                   : g_strdup (get_state_words (mark));

      print_change (mark->hunk->new_start.block, mark->hunk->new_start.offset, mark->hunk->old_text,
                    mark->hunk->new_text, words);
    }
  for (guint i = 0; i < collation->extras->len; i++)
    {
      const GalleyExtra *extra = collation->extras->pdata[i];

      print_change (extra->marked.block, extra->marked.offset, extra->old_text,
                    extra->kind == GALLEY_EXTRA_MOVED ? "" : extra->new_text, get_extra_words (extra->kind));
    }
  if (form)
    galley_cli_print ("           %s\n", _ ("metadata or marks of style changed, not asked for"));
}

/* A page that came back from elsewhere. */
static GBytes *
read_page (Call *self, GError **error)
{
  g_autoptr (GalleyCliWatch) watch = galley_cli_watch_new (self->against);
  GBytes *bytes = galley_cli_read (self->against, galley_cli_watch_get_job (watch), error);

  galley_cli_watch_end (watch, self->against);
  return bytes;
}

static GalleyCollation *
collate (Call *self, GalleyArticle *article, GBytes *page, GError **error)
{
  return page != NULL ? galley_rounds_collate_page (self->rounds, article, page, error)
                      : galley_rounds_collate (self->rounds, article, error);
}

/* The same text, but not the same article? A page that came back shows no more than text; and what changes while the next
 * round runs is that round's. */
static gboolean
is_form_changed (Call *self, GalleyArticle *article, GalleyCollation *collation, GError **error)
{
  return self->against == NULL && galley_collation_is_clean (collation) &&
         galley_rounds_get_running (self->rounds, galley_article_get_id (article)) == NULL &&
         galley_rounds_is_changed_since (self->rounds, article, error);
}

static void
free_collation (gpointer collation)
{
  g_clear_pointer ((GalleyCollation **) &collation, galley_collation_free);
}

/* The collations of all articles that have marks (NULL for the others). */
static GPtrArray *
list_collations (Call *self, GBytes *page, GError **error)
{
  g_autoptr (GPtrArray) collations = g_ptr_array_new_with_free_func (free_collation);

  for (guint i = 0; i < self->articles->len; i++)
    {
      g_autoptr (GError) failure = NULL;
      GalleyCollation *collation = collate (self, self->articles->pdata[i], page, &failure);

      if (failure != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failure));
          return NULL;
        }
      g_ptr_array_add (collations, collation);
    }
  return g_steal_pointer (&collations);
}

static GalleyPage *
find_page (Call *self, guint index)
{
  GalleyPage *page = NULL;

  galley_edition_find_article (galley_store_get_edition (self->store),
                               galley_article_get_id (self->articles->pdata[index]), &page);
  return page;
}

/* Of a page that came back only its own articles are asked about: those of a page of the edition of which it has any. When
 * it has none at all, or the articles were named, all are asked about. */
static gboolean *
list_elsewhere (Call *self, GPtrArray *collations)
{
  gboolean *elsewhere = g_new0 (gboolean, collations->len + 1);
  gboolean any = FALSE;

  for (guint i = 0; i < collations->len; i++)
    {
      elsewhere[i] = TRUE;
      for (guint k = 0; k < collations->len; k++)
        {
          if (collations->pdata[k] != NULL && !galley_collation_is_absent (collations->pdata[k]) &&
              find_page (self, k) == find_page (self, i))
            elsewhere[i] = FALSE;
        }
      any |= !elsewhere[i];
    }
  if (self->against == NULL || self->names[0] != NULL || !any)
    memset (elsewhere, 0, collations->len * sizeof (gboolean));
  return elsewhere;
}

/* What is left to tell of one article; adds to @code. */
static gboolean
tell_collation (
    Call *self, GalleyCliWriter *writer, GalleyArticle *article, GalleyCollation *collation, GalleyExit *code)
{
  g_autoptr (GError) error = NULL;
  int number = galley_edition_number_of (galley_store_get_edition (self->store), article);
  gboolean form = is_form_changed (self, article, collation, &error);

  if (error != NULL)
    {
      *code = galley_cli_failed (self->path, error);
      return FALSE;
    }
  if (form || !galley_collation_is_clean (collation))
    *code = GALLEY_EXIT_FINDINGS;
  if (self->json)
    write_collation (writer, number, collation, form);
  else
    print_collation (number, collation, form);
  return TRUE;
}

static GalleyExit
run_collate (Call *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyCliWriter) writer = galley_cli_writer_new (TRUE);
  g_autoptr (GBytes) page = self->against != NULL ? read_page (self, &error) : NULL;
  g_autoptr (GPtrArray) collations = error == NULL ? list_collations (self, page, &error) : NULL;
  g_autofree gboolean *elsewhere = NULL;
  GalleyExit code = GALLEY_EXIT_DONE;
  guint n = 0;

  if (collations == NULL)
    return galley_cli_failed (self->against != NULL ? self->against : self->path, error);
  elsewhere = list_elsewhere (self, collations);
  galley_cli_writer_begin_array (writer, NULL);
  for (guint i = 0; i < collations->len; i++)
    {
      if (collations->pdata[i] == NULL || elsewhere[i])
        continue;
      n++;
      if (!tell_collation (self, writer, self->articles->pdata[i], collations->pdata[i], &code))
        return code;
    }
  galley_cli_writer_end (writer);
  if (self->json)
    galley_cli_emit (writer);
  else if (n == 0)
    galley_cli_print (_ ("No round has ended yet: there are no marks to check.\n"));
  else
    galley_cli_print ("%s\n", code == GALLEY_EXIT_DONE
                                  ? _ ("Clean: every mark was carried out, and nothing else was changed.")
                                  : _ ("Not clean."));
  return code;
}

/* --- doing --------------------------------------------------------------------------------------------------------- */

typedef gboolean (*Step) (
    GalleyRounds *rounds, GalleyArticle *article, const char *person, const char *reason, GError **error);

/* All articles, or what went before the one that cannot: that one is named. */
static GalleyExit
run_step (Call *self, Step step)
{
  for (guint i = 0; i < self->articles->len; i++)
    {
      GalleyArticle *article = self->articles->pdata[i];
      g_autoptr (GError) error = NULL;

      if (!step (self->rounds, article, self->person, self->reason, &error))
        {
          g_autofree char *headline = galley_article_dup_headline (article);

          galley_store_close (self->store, NULL);
          return galley_cli_failed (headline, error);
        }
    }
  return galley_cli_close_store (self->store, self->path);
}

static GalleyExit
run_verify (Call *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) events = NULL;

  if (!galley_rounds_verify (self->rounds, &error))
    return galley_cli_failed (self->path, error);
  events = galley_store_list_events (self->store, &error);
  if (events == NULL)
    return galley_cli_failed (self->path, error);
  if (self->json)
    galley_cli_print ("{\"verified\":true,\"events\":%u}\n", events->len);
  else
    galley_cli_print (
        ngettext ("The log of %u event, the revisions and the signatures are as they were written.\n",
                  "The log of %u events, the revisions and the signatures are as they were "
                  "written.\n",
                  events->len),
        events->len);
  return GALLEY_EXIT_DONE;
}

static GalleyExit
run_publication (Call *self)
{
  g_autoptr (GError) error = NULL;

  if (!galley_rounds_set_publication (self->rounds, self->publication, self->person, &error))
    return galley_cli_failed (self->path, error);
  return GALLEY_EXIT_DONE;
}

static gboolean
is_reading (const char *verb)
{
  return g_str_equal (verb, "status") || g_str_equal (verb, "verify") || g_str_equal (verb, "collate");
}

static GalleyExit
run_verb (Call *self)
{
  if (self->publication != NULL)
    {
      GalleyExit code = run_publication (self);

      if (code != GALLEY_EXIT_DONE)
        return code;
    }
  if (g_str_equal (self->verb, "status"))
    return run_status (self);
  if (g_str_equal (self->verb, "verify"))
    return run_verify (self);
  if (g_str_equal (self->verb, "collate"))
    return run_collate (self);
  return run_step (self, g_str_equal (self->verb, "begin") ? galley_rounds_begin
                         : g_str_equal (self->verb, "end") ? galley_rounds_end
                                                           : galley_rounds_next);
}

static GalleyExit
run (Call *self)
{
  g_autoptr (GError) error = NULL;
  gboolean reading = is_reading (self->verb) && self->publication == NULL;
  g_autoptr (GalleyStore) store = reading ? galley_store_open_readonly (self->path, &error)
                                          : galley_cli_open_store_as (self->path, self->person, &error);
  g_autoptr (GalleyRounds) rounds = NULL;
  g_autoptr (GPtrArray) articles = NULL;
  GalleyExit code;

  if (store == NULL)
    return galley_cli_failed (self->path, error);
  rounds = galley_rounds_new (store, &error);
  if (rounds == NULL)
    return galley_cli_failed (self->path, error);
  articles = galley_cli_list_articles (galley_store_get_edition (store), self->names, &error);
  if (articles == NULL)
    return galley_cli_failed (self->path, error);
  self->store = store;
  self->rounds = rounds;
  self->articles = articles;
  code = run_verb (self);
  if (!reading && is_reading (self->verb) && code == GALLEY_EXIT_DONE)
    code = galley_cli_close_store (store, self->path);
  return code;
}

GalleyExit
galley_cli_round (const GalleyCommand *self, int argc, char **argv)
{
  static const char *const verbs[] = { "begin", "end", "next", "status", "collate", "verify", NULL };
  g_autofree char *person = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *against = NULL;
  g_autofree char *publication = NULL;
  g_auto (GStrv) rest = NULL;
  Call call = { .command = self };
  const GOptionEntry entries[] = {
    { "as", 0, 0, G_OPTION_ARG_FILENAME, &person, N_ ("Who does this"), "NAME" },
    { "override", 0, 0, G_OPTION_ARG_FILENAME, &reason, N_ ("Pass over a rule, and log why"), "REASON" },
    { "against", 0, 0, G_OPTION_ARG_FILENAME, &against,
      N_ ("Check the marks against the text of this page (PDF or text)"), "FILE" },
    { "publication", 0, 0, G_OPTION_ARG_FILENAME, &publication, N_ ("Go by the rules of this publication"),
      "NAME" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &call.json, N_ ("Print one JSON document"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  if (!galley_cli_parse (self, entries, argc, argv, 2, G_MAXUINT, &rest))
    return GALLEY_EXIT_USAGE;
  if (!g_strv_contains (verbs, rest[1]))
    return galley_cli_misused (self, _ ("“%s” is none of begin, end, next, status, collate and verify."),
                               rest[1]);
  if ((!is_reading (rest[1]) || publication != NULL) && person == NULL)
    return galley_cli_misused (self, _ ("Something is missing: %s."), "--as NAME");
  call.path = rest[0];
  call.verb = rest[1];
  call.names = rest + 2;
  call.person = person;
  call.reason = reason;
  call.against = against;
  call.publication = publication;
  return run (&call);
}
