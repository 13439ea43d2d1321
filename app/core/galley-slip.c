/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-slip.h"

static const char style[] =
    "@page{size:A4;margin:18mm 16mm}\n"
    "body{font:11pt/1.6 \"Noto Serif CJK SC\",\"Source Han Serif SC\",serif;color:#1c1c1c;max-width:178mm;"
    "margin:2rem auto}\n"
    "h1{font-size:16pt;text-align:center;letter-spacing:.2em;margin:0 0 .6rem}\n"
    "h2{font-size:12pt;margin:1.2rem 0 .3rem;border-bottom:1px solid #999}\n"
    "table{border-collapse:collapse;width:100%}\n"
    "th,td{border:1px solid #888;padding:.25rem .5rem;text-align:left;vertical-align:top}\n"
    "th{white-space:nowrap;font-weight:600;background:#f3f1ec}.facts th{width:5em}\n"
    "del,ins{text-decoration-thickness:1.5px}ins{text-decoration:underline}\n"
    "code{font:9pt monospace;overflow-wrap:anywhere}\n"
    "p{margin:.2rem 0;text-indent:2em}.head{text-indent:0;font-weight:600}.void{color:#a51d2d}\n"
    "@media print{body{margin:0;max-width:none}tr{break-inside:avoid}}\n";

static void
add_text (GString *out, const char *text)
{
  g_autofree char *escaped = g_markup_escape_text (text != NULL ? text : "", -1);

  g_string_append (out, escaped);
}

static void
add_head (GString *out, const char *title)
{
  g_string_append (out, "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
  add_text (out, title);
  g_string_append_printf (out, "</title>\n<style>\n%s</style>\n</head>\n<body>\n<h1>", style);
  add_text (out, title);
  g_string_append (out, "</h1>\n");
}

static void
add_row (GString *out, const char *label, const char *text)
{
  if (text == NULL || *text == '\0')
    return;
  g_string_append (out, "<tr><th>");
  add_text (out, label);
  g_string_append (out, "</th><td>");
  add_text (out, text);
  g_string_append (out, "</td></tr>\n");
}

static char *
dup_time (gint64 microseconds)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (microseconds / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  return local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M:%S") : g_strdup ("?");
}

/* --- the slip ------------------------------------------------------------------------------------------------------ */

static char *
dup_people (GalleyMetadata *metadata)
{
  g_autoptr (GPtrArray) people = galley_metadata_list (metadata, "person");
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < people->len; i++)
    {
      const GalleyMetaItem *person = g_ptr_array_index (people, i);

      g_string_append_printf (text, "%s%s%s%s", i > 0 ? "  " : "",
                              person->qualifier != NULL ? person->qualifier : "",
                              person->qualifier != NULL ? " " : "", person->value);
    }
  return g_string_free (text, FALSE);
}

static void
add_facts (GString *out, GalleyRounds *rounds, GalleyArticle *article)
{
  GalleyEdition *edition = galley_store_get_edition (galley_rounds_get_store (rounds));
  GalleyMetadata *metadata = galley_article_get_metadata (article);
  GalleyPage *page = NULL;
  g_autofree char *headline = galley_article_dup_headline (article);
  g_autofree char *people = dup_people (metadata);
  g_autofree char *title = galley_edition_dup_title (edition);
  g_autofree char *count = g_strdup_printf ("%u", galley_article_count_characters (article));
  g_autofree char *where = NULL;

  galley_edition_find_article (edition, galley_article_get_id (article), &page);
  where = page != NULL ? g_strdup_printf ("%s · %02u %s", title, galley_page_get_number (page),
                                          galley_page_get_name (page))
                       : g_strdup (title);
  g_string_append (out, "<table class=\"facts\">\n");
  add_row (out, _ ("Headline"), headline);
  add_row (out, _ ("Edition"), where);
  add_row (out, _ ("By"), people);
  add_row (out, _ ("Source"), galley_metadata_get (metadata, "source"));
  add_row (out, _ ("Section"), galley_metadata_get (metadata, "section"));
  add_row (out, _ ("Genre"), galley_metadata_get (metadata, "genre"));
  add_row (out, _ ("Characters"), count);
  g_string_append (out, "</table>\n");
}

static void
add_mark (GString *out, const GalleyHunk *hunk, const char *colour)
{
  g_string_append_printf (out, "<li style=\"color:%s\">", colour);
  g_string_append_printf (out, _ ("Paragraph %u, character %u: "), hunk->new_start.block + 1,
                          hunk->new_start.offset + 1);
  if (hunk->kind != GALLEY_CHANGE_ROLE)
    {
      g_string_append (out, "<del>");
      add_text (out, hunk->old_text);
      g_string_append (out, "</del> <ins>");
      add_text (out, hunk->new_text);
      g_string_append (out, "</ins>");
    }
  else
    add_text (out, _ ("another role"));
  g_string_append (out, "</li>\n");
}

static gboolean
add_round (
    GString *out, GalleyRounds *rounds, GalleyArticle *article, const GalleyRound *round, GError **error)
{
  g_autoptr (GPtrArray) marks = NULL;
  g_autofree char *begun = round->begun > 0 ? dup_time (round->begun) : NULL;
  g_autofree char *ended = round->ended > 0 ? dup_time (round->ended) : NULL;

  g_string_append_printf (out, "<h2 style=\"color:%s\">", round->plan->colour);
  add_text (out, round->plan->label);
  g_string_append (out, "</h2>\n<table class=\"facts\">\n");
  add_row (out, _ ("Who"), round->person != NULL ? round->person : "—");
  add_row (out, _ ("From"), begun);
  add_row (out, _ ("To"), ended);
  add_row (out, _ ("Override"), round->override);
  g_string_append (out, "</table>\n");
  if (round->state == GALLEY_ROUND_WAITING)
    return TRUE;
  marks = galley_rounds_list_marks (rounds, article, round, error);
  if (marks == NULL)
    return FALSE;
  g_string_append (out, marks->len > 0 ? "<ol>\n" : "<p>");
  for (guint i = 0; i < marks->len; i++)
    add_mark (out, g_ptr_array_index (marks, i), round->plan->colour);
  if (marks->len == 0)
    add_text (out, _ ("No marks."));
  g_string_append (out, marks->len > 0 ? "</ol>\n" : "</p>\n");
  return TRUE;
}

static void
add_signature (GString *out, GalleyRounds *rounds, GalleyArticle *article)
{
  g_autoptr (GalleySignature) signature = galley_rounds_get_signature (rounds, article);
  g_autofree char *time = signature->time > 0 ? dup_time (signature->time) : NULL;

  g_string_append (out, "<h2>");
  add_text (out, _ ("Sign-off"));
  g_string_append (out, "</h2>\n<table class=\"facts\">\n");
  add_row (out, _ ("Who"), signature->signer != NULL ? signature->signer : "—");
  add_row (out, _ ("When"), time);
  add_row (out, "SHA-256", signature->digest);
  add_row (out, _ ("Override"), signature->override);
  if (signature->state == GALLEY_SIGNATURE_VOID)
    {
      g_autofree char *broken = signature->broken > 0 ? dup_time (signature->broken) : g_strdup ("");
      g_autofree char *text =
          g_strdup_printf ("%s %s: %s", broken, signature->breaker != NULL ? signature->breaker : "",
                           signature->changes != NULL ? signature->changes : "");

      add_row (out, _ ("Void"), text);
    }
  g_string_append (out, "</table>\n");
}

static void
add_copy (GString *out, GalleyArticle *article)
{
  g_string_append (out, "<h2>");
  add_text (out, _ ("Text"));
  g_string_append (out, "</h2>\n");
  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);

      g_string_append (out,
                       galley_role_is_head (galley_block_get_role (block)) ? "<p class=\"head\">" : "<p>");
      add_text (out, galley_block_get_text (block));
      g_string_append (out, "</p>\n");
    }
}

char *
galley_slip_dup_article (GalleyRounds *rounds, GalleyArticle *article, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GPtrArray) all = NULL;

  g_return_val_if_fail (GALLEY_IS_ROUNDS (rounds), NULL);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), NULL);

  add_head (out, _ ("Copy slip"));
  add_facts (out, rounds, article);
  all = galley_rounds_list (rounds, galley_article_get_id (article));
  for (guint i = 0; i < all->len; i++)
    {
      if (!add_round (out, rounds, article, g_ptr_array_index (all, i), error))
        return NULL;
    }
  add_signature (out, rounds, article);
  add_copy (out, article);
  g_string_append (out, "</body>\n</html>\n");
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* --- the log ------------------------------------------------------------------------------------------------------- */

static void
add_event (GString *out, GalleyEdition *edition, const GalleyEvent *event)
{
  GalleyArticle *article =
      event->subject != NULL ? galley_edition_find_article (edition, event->subject, NULL) : NULL;
  g_autofree char *headline = article != NULL ? galley_article_dup_headline (article) : NULL;
  g_autofree char *sentence = galley_event_dup_sentence (event);
  g_autofree char *time = dup_time (event->time);

  g_string_append_printf (out, "<tr%s><td>%" G_GINT64_FORMAT "</td><td>%s</td><td>",
                          g_str_equal (event->what, "void") ? " class=\"void\"" : "", event->number, time);
  add_text (out, event->author);
  g_string_append (out, "</td><td>");
  add_text (out, headline);
  g_string_append (out, "</td><td>");
  add_text (out, sentence);
  g_string_append_printf (out, "</td><td><code>%.12s…</code></td></tr>\n", event->hash);
}

char *
galley_slip_dup_log (GalleyRounds *rounds, GError **error)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GPtrArray) events = NULL;
  GalleyEdition *edition;
  const char *heads[] = { _ ("No."), _ ("When"), _ ("Who"), _ ("Article"), _ ("What"), "SHA-256" };

  g_return_val_if_fail (GALLEY_IS_ROUNDS (rounds), NULL);

  events = galley_store_list_events (galley_rounds_get_store (rounds), error);
  if (events == NULL)
    return NULL;
  edition = galley_store_get_edition (galley_rounds_get_store (rounds));
  add_head (out, _ ("Log"));
  g_string_append (out, "<table>\n<tr>");
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      g_string_append (out, "<th>");
      add_text (out, heads[i]);
      g_string_append (out, "</th>");
    }
  g_string_append (out, "</tr>\n");
  for (guint i = 0; i < events->len; i++)
    add_event (out, edition, g_ptr_array_index (events, i));
  g_string_append (out, "</table>\n</body>\n</html>\n");
  return g_string_free (g_steal_pointer (&out), FALSE);
}
