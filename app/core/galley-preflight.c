/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-byline.h"
#include "galley-copyfit.h"
#include "galley-error.h"
#include "galley-imprint.h"
#include "galley-preflight.h"

const char *
galley_obstacle_kind_get_name (GalleyObstacleKind kind)
{
  static const char *const names[] = { "finding", "field",  "round", "collate", "signature", "fact",
                                       "jump",    "digest", "rate",  "fit",     "log" };

  g_return_val_if_fail ((guint) kind < G_N_ELEMENTS (names), NULL);

  return names[kind];
}

void
galley_obstacle_free (GalleyObstacle *self)
{
  g_free (self->article);
  g_free (self->key);
  g_free (self->sentence);
  g_free (self);
}

/* Takes the sentence. */
static void
add (GPtrArray *list,
     GalleyObstacleKind kind,
     gboolean blocks,
     const char *article,
     const char *key,
     char *sentence)
{
  GalleyObstacle *obstacle = g_new (GalleyObstacle, 1);

  obstacle->kind = kind;
  obstacle->blocks = blocks;
  obstacle->article = g_strdup (article);
  obstacle->key = g_strdup (key);
  obstacle->sentence = sentence;
  g_ptr_array_add (list, obstacle);
}

gboolean
galley_preflight_is_green (const GPtrArray *obstacles)
{
  for (guint i = 0; i < obstacles->len; i++)
    {
      if (((const GalleyObstacle *) g_ptr_array_index (obstacles, i))->blocks)
        return FALSE;
    }
  return TRUE;
}

/* --- one article --------------------------------------------------------------------------------------------------- */

static void
add_findings (GPtrArray *list, GalleyArticle *article, const GPtrArray *findings)
{
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      GalleyFinding *finding = g_ptr_array_index (findings, i);
      g_autofree char *text = NULL;
      g_autofree char *message = NULL;

      if (galley_finding_get_severity (finding) < GALLEY_SEVERITY_ERROR ||
          !galley_article_has_block (article, galley_finding_get_block (finding)))
        continue;
      text = galley_finding_dup_text (finding);
      /* Where several rules say it, the first will do: an obstacle is one sentence. */
      message = g_strdup (galley_finding_get_message (finding));
      message[strcspn (message, "\n")] = '\0';
      add (list, GALLEY_OBSTACLE_FINDING, TRUE, galley_article_get_id (article),
           galley_finding_get_rule (finding)->id, g_strdup_printf (_ ("Open error “%s”: %s"), text, message));
    }
}

static void
add_lacks (GPtrArray *list, GalleyRounds *rounds, GalleyArticle *article)
{
  g_autoptr (GPtrArray) lacks = galley_publication_check (galley_rounds_get_publication (rounds), article);

  for (guint i = 0; i < lacks->len; i++)
    {
      const GalleyLack *lack = g_ptr_array_index (lacks, i);

      add (list, GALLEY_OBSTACLE_FIELD, TRUE, galley_article_get_id (article), lack->key,
           g_strdup (lack->sentence));
    }
}

static void
add_pictures (GPtrArray *list, GalleyRounds *rounds, GalleyArticle *article)
{
  GalleyEdition *edition = galley_store_get_edition (galley_rounds_get_store (rounds));
  g_autoptr (GPtrArray) items = galley_metadata_list (galley_article_get_metadata (article), "picture");

  for (guint i = 0; i < items->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (items, i);

      if (galley_edition_get_asset (edition, item->value) == NULL)
        add (list, GALLEY_OBSTACLE_FIELD, TRUE, galley_article_get_id (article), item->key,
             g_strdup_printf (_ ("The picture “%s” is not there."), item->value));
    }
}

/* The names in the lines that say who made it, as far as they can be read. */
static GPtrArray *
list_named (GalleyArticle *article)
{
  GPtrArray *named = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);
      GalleyRole role = galley_block_get_role (block);
      g_autoptr (GPtrArray) people = role == GALLEY_ROLE_BYLINE || role == GALLEY_ROLE_CREDIT
                                         ? galley_byline_parse (galley_block_get_text (block))
                                         : NULL;

      for (guint k = 0; people != NULL && k < people->len; k++)
        g_ptr_array_add (named, g_strdup (((const GalleyPerson *) people->pdata[k])->name));
    }
  return named;
}

static gboolean
has_person (const GPtrArray *items, const char *name)
{
  for (guint i = 0; i < items->len; i++)
    {
      if (g_str_equal (((const GalleyMetaItem *) items->pdata[i])->value, name))
        return TRUE;
    }
  return FALSE;
}

/* What is paid and what the website says goes by the metadata, what is printed by the byline: a name corrected in one of them
 * alone. Editors of a page are not named in its articles. */
static void
add_people (GPtrArray *list, GalleyArticle *article)
{
  g_autoptr (GPtrArray) items = galley_metadata_list (galley_article_get_metadata (article), "person");
  g_autoptr (GPtrArray) named = list_named (article);
  g_autofree char *text = galley_article_dup_text (article);
  const char *id = galley_article_get_id (article);

  for (guint i = 0; items->len > 0 && i < named->len; i++)
    {
      if (!has_person (items, named->pdata[i]))
        add (list, GALLEY_OBSTACLE_FIELD, FALSE, id, "person",
             g_strdup_printf (_ ("“%s” is named in the byline and not in the metadata."),
                              (const char *) named->pdata[i]));
    }
  for (guint i = 0; named->len > 0 && i < items->len; i++)
    {
      const GalleyMetaItem *item = items->pdata[i];
      gboolean edits = item->qualifier != NULL && strstr (item->qualifier, "编") != NULL;

      if (!edits && strstr (text, item->value) == NULL &&
          !g_ptr_array_find_with_equal_func (named, item->value, g_str_equal, NULL))
        add (list, GALLEY_OBSTACLE_FIELD, FALSE, id, "person",
             g_strdup_printf (_ ("“%s” is in the metadata and nowhere in the article."), item->value));
    }
}

static void
add_rounds (GPtrArray *list, GalleyRounds *rounds, GalleyArticle *article)
{
  g_autoptr (GPtrArray) all = galley_rounds_list (rounds, galley_article_get_id (article));

  for (guint i = 0; i < all->len; i++)
    {
      const GalleyRound *round = g_ptr_array_index (all, i);

      if (round->state == GALLEY_ROUND_RUNNING)
        add (list, GALLEY_OBSTACLE_ROUND, TRUE, galley_article_get_id (article), round->plan->name,
             g_strdup_printf (_ ("%s is in the hands of %s."), round->plan->label, round->person));
      else if (round->state == GALLEY_ROUND_WAITING)
        add (list, GALLEY_OBSTACLE_ROUND, TRUE, galley_article_get_id (article), round->plan->name,
             g_strdup_printf (_ ("%s has not been done."), round->plan->label));
    }
}

/* While the next round runs its changes are asked for; only when all are done does the text have to stand still. */
static gboolean
add_collation (GPtrArray *list, GalleyRounds *rounds, GalleyArticle *article, GError **error)
{
  const char *id = galley_article_get_id (article);
  const GalleyRound *last = galley_rounds_get_last (rounds, id);
  g_autoptr (GalleyCollation) collation = NULL;
  g_autoptr (GError) failure = NULL;
  guint n_not = 0;

  if (last == NULL || !galley_rounds_are_done (rounds, id) ||
      !galley_rounds_is_changed_since (rounds, article, &failure))
    {
      if (failure != NULL)
        g_propagate_error (error, g_steal_pointer (&failure));
      return failure == NULL && (error == NULL || *error == NULL);
    }
  collation = galley_rounds_collate (rounds, article, error);
  if (collation == NULL)
    return FALSE;
  for (guint i = 0; i < collation->marks->len; i++)
    n_not += ((const GalleyMark *) g_ptr_array_index (collation->marks, i))->state > GALLEY_MARK_DONE;
  if (galley_collation_is_clean (collation))
    add (list, GALLEY_OBSTACLE_COLLATE, TRUE, id, last->plan->name,
         g_strdup_printf (_ ("The metadata or marks of style were changed after %s."), last->plan->label));
  else
    add (list, GALLEY_OBSTACLE_COLLATE, TRUE, id, last->plan->name,
         g_strdup_printf (_ ("After %s: marks not carried out: %u, changes that no mark asked for: %u."),
                          last->plan->label, n_not, collation->extras->len));
  return TRUE;
}

/* What a signature was given against, with a reason, stands in its way no more: it is shown. */
static void
pass_signed (GPtrArray *list, GalleyRounds *rounds, GalleyArticle *article)
{
  g_autoptr (GalleySignature) signature = galley_rounds_get_signature (rounds, article);

  if (signature->state != GALLEY_SIGNATURE_VALID || signature->obstacles == NULL)
    return;
  for (guint i = 0; i < list->len; i++)
    {
      GalleyObstacle *obstacle = g_ptr_array_index (list, i);

      if (g_strv_contains ((const char *const *) signature->obstacles, obstacle->sentence))
        obstacle->blocks = FALSE;
    }
}

GPtrArray *
galley_preflight_list_article (GalleyRounds *rounds,
                               GalleyArticle *article,
                               const GPtrArray *findings,
                               GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_obstacle_free);

  g_return_val_if_fail (GALLEY_IS_ROUNDS (rounds), NULL);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), NULL);

  if (galley_article_get_kind (article) == GALLEY_ARTICLE_FURNITURE)
    return g_steal_pointer (&list);
  add_findings (list, article, findings);
  add_lacks (list, rounds, article);
  add_pictures (list, rounds, article);
  add_people (list, article);
  add_rounds (list, rounds, article);
  if (!add_collation (list, rounds, article, error))
    return NULL;
  pass_signed (list, rounds, article);
  return g_steal_pointer (&list);
}

/* --- the edition --------------------------------------------------------------------------------------------------- */

static void
add_signature (GPtrArray *list, GalleyRounds *rounds, GalleyArticle *article)
{
  g_autoptr (GalleySignature) signature = NULL;
  const char *id = galley_article_get_id (article);

  if (galley_article_get_kind (article) == GALLEY_ARTICLE_FURNITURE)
    return;
  signature = galley_rounds_get_signature (rounds, article);
  if (signature->state == GALLEY_SIGNATURE_NONE)
    add (list, GALLEY_OBSTACLE_SIGNATURE, TRUE, id, NULL, g_strdup (_ ("It has not been signed.")));
  else if (signature->state == GALLEY_SIGNATURE_VOID && signature->breaker != NULL)
    add (list, GALLEY_OBSTACLE_SIGNATURE, TRUE, id, NULL,
         g_strdup_printf (_ ("The signature of %s is void; %s changed it: %s"), signature->signer,
                          signature->breaker, signature->changes != NULL ? signature->changes : ""));
  else if (signature->state == GALLEY_SIGNATURE_VOID)
    add (list, GALLEY_OBSTACLE_SIGNATURE, TRUE, id, NULL,
         g_strdup_printf (_ ("The signature of %s is void: the article was changed."), signature->signer));
}

static void
add_fit (GPtrArray *list, GalleyArticle *article)
{
  GalleyCopySlot slot;
  GalleyCopyfit fit;

  if (!galley_copyfit_measure_own (article, &slot, &fit) || fit.over_characters <= 0)
    return;
  if (slot.n_characters > 0)
    add (list, GALLEY_OBSTACLE_FIT, FALSE, galley_article_get_id (article), GALLEY_SLOT_KEY,
         g_strdup_printf (_ ("Over its slot of %u characters by %d."), slot.n_characters,
                          fit.over_characters));
  else
    add (list, GALLEY_OBSTACLE_FIT, FALSE, galley_article_get_id (article), GALLEY_SLOT_KEY,
         g_strdup_printf (_ ("Over its slot of %u × %u: lines %d, characters %d."), slot.line_length,
                          slot.n_lines, fit.over_lines, fit.over_characters));
}

static void
add_faults (GPtrArray *list, GalleyRounds *rounds, GalleyEdition *edition)
{
  static const GalleyObstacleKind kinds[] = { GALLEY_OBSTACLE_FACT, GALLEY_OBSTACLE_JUMP,
                                              GALLEY_OBSTACLE_DIGEST };
  GalleyStore *store = galley_rounds_get_store (rounds);
  g_autofree char *issue = galley_store_dup_note (store, GALLEY_NOTE_LAST_ISSUE);
  g_autofree char *date = galley_store_dup_note (store, GALLEY_NOTE_LAST_DATE);
  g_autoptr (GPtrArray) faults = galley_imprint_check (edition, issue, date);
  char *changed = galley_rounds_dup_facts (rounds);

  for (guint i = 0; i < faults->len; i++)
    {
      const GalleyFault *fault = g_ptr_array_index (faults, i);

      add (list, kinds[fault->kind], fault->wrong, fault->article, fault->key, g_strdup (fault->sentence));
    }
  /* They may be put right after the signatures, but somebody should see it. */
  if (changed != NULL)
    add (list, GALLEY_OBSTACLE_FACT, FALSE, NULL, "changed", changed);
}

static void
add_rate (GPtrArray *list, GalleyRounds *rounds, GPtrArray *articles, const GPtrArray *findings)
{
  g_autoptr (GalleyRate) table =
      galley_rate_load (galley_publication_get_rate (galley_rounds_get_publication (rounds)));
  guint characters = 0;
  double rate;

  for (guint i = 0; i < articles->len; i++)
    characters += galley_article_count_characters (g_ptr_array_index (articles, i));
  if (findings == NULL || characters == 0)
    return;
  rate = galley_rate_sum (table, findings) * 10000 / characters;
  if (rate > galley_rate_get_limit (table))
    add (list, GALLEY_OBSTACLE_RATE, TRUE, NULL, NULL,
         g_strdup_printf (_ ("The error rate is %.1f per 10,000 characters; the limit is %.1f."), rate,
                          galley_rate_get_limit (table)));
}

GPtrArray *
galley_preflight_list (GalleyRounds *rounds, const GPtrArray *findings, GError **error)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_obstacle_free);
  g_autoptr (GPtrArray) articles = NULL;
  GalleyEdition *edition;

  g_return_val_if_fail (GALLEY_IS_ROUNDS (rounds), NULL);

  edition = galley_store_get_edition (galley_rounds_get_store (rounds));
  articles = galley_edition_list_articles (edition);
  for (guint i = 0; i < articles->len; i++)
    {
      GalleyArticle *article = g_ptr_array_index (articles, i);
      g_autoptr (GPtrArray) own = galley_preflight_list_article (rounds, article, findings, error);

      if (own == NULL)
        return NULL;
      g_ptr_array_extend_and_steal (list, g_steal_pointer (&own));
      add_signature (list, rounds, article);
      add_fit (list, article);
    }
  add_faults (list, rounds, edition);
  add_rate (list, rounds, articles, findings);
  return g_steal_pointer (&list);
}

gboolean
galley_preflight_prove (GalleyRounds *rounds, GPtrArray *obstacles, GError **error)
{
  g_autoptr (GError) failure = NULL;

  g_return_val_if_fail (GALLEY_IS_ROUNDS (rounds), FALSE);
  g_return_val_if_fail (obstacles != NULL, FALSE);

  if (galley_rounds_verify (rounds, &failure))
    return TRUE;
  if (!g_error_matches (failure, GALLEY_ERROR, GALLEY_ERROR_MALFORMED))
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return FALSE;
    }
  add (obstacles, GALLEY_OBSTACLE_LOG, TRUE, NULL, NULL, g_strdup (failure->message));
  g_ptr_array_insert (obstacles, 0, g_ptr_array_steal_index (obstacles, obstacles->len - 1));
  return TRUE;
}

gboolean
galley_preflight_sign (GalleyRounds *rounds,
                       GalleyArticle *article,
                       const GPtrArray *findings,
                       const char *person,
                       const char *override,
                       GError **error)
{
  g_autoptr (GPtrArray) list = galley_preflight_list_article (rounds, article, findings, error);
  g_autoptr (GPtrArray) sentences = g_ptr_array_new ();

  if (list == NULL)
    return FALSE;
  for (guint i = 0; i < list->len; i++)
    {
      const GalleyObstacle *obstacle = g_ptr_array_index (list, i);

      if (obstacle->blocks)
        g_ptr_array_add (sentences, obstacle->sentence);
    }
  g_ptr_array_add (sentences, NULL);
  return galley_rounds_sign (rounds, article, person, (const char *const *) sentences->pdata, override,
                             error);
}

/* --- drafts -------------------------------------------------------------------------------------------------------- */

static GalleyArticle *
make_line (const char *sentence)
{
  GalleyArticle *line = galley_article_new (GALLEY_ARTICLE_FURNITURE);
  g_autoptr (GalleyBlock) block = galley_block_new (GALLEY_ROLE_FURNITURE, sentence, -1);

  galley_article_append (line, block);
  return line;
}

GalleyEdition *
galley_preflight_make_draft (GalleyEdition *frozen)
{
  const char *sentence = _ ("Draft: not signed, not for publication");
  GalleyEdition *draft;

  g_return_val_if_fail (GALLEY_IS_EDITION (frozen), NULL);

  /* A second freeze: its pages are its own. */
  draft = galley_edition_freeze (frozen);
  galley_edition_set_draft (draft, sentence);
  for (guint i = 0; i < galley_edition_get_n_pages (draft); i++)
    {
      GalleyPage *page = galley_edition_get_page (draft, i);
      g_autoptr (GalleyArticle) line = make_line (sentence);

      for (guint k = 0; k < galley_page_get_n_articles (page); k++)
        {
          GalleyArticle *article = galley_page_get_article (page, k);

          if (galley_article_get_kind (article) != GALLEY_ARTICLE_FURNITURE)
            galley_metadata_set (galley_article_get_metadata (article), "status", "withheld");
        }
      galley_page_insert (page, 0, line);
    }
  return draft;
}
