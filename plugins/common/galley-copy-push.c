/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-byline.h"
#include "galley-segment.h"

#include "galley-copy-private.h"
#include "galley-export-words.h"

/* A headline nobody marked as one is no longer than this, in characters. */
#define MAX_BARE_HEADLINE 40
/* A page has more than a handful of paragraphs, and more than a note's worth of characters. */
#define MIN_PAGE_ITEMS 8
#define MIN_PAGE_CHARACTERS 300
/* Of what a remark is about so much is shown (characters). */
#define MAX_QUOTE 60
/* So many authors are named of a file: it may make up as many as it likes. */
#define MAX_NAMED 64u

typedef struct
{
  GalleyCopy *copy;
  GalleyBuilder *builder;
  gboolean has_title; /* some style is a headline by name: outline levels are crossheads then */
  gboolean has_head;
  gboolean only_head;
  gboolean is_empty;
  const char *language; /* of what is read; NULL where there are no remarks */
  guint notes;          /* how many were written */
  GalleyAsset *picture; /* the last one, for the caption behind it; borrowed */
} Pusher;

/* The beginning of what a remark is about, in one line: of its quote, or, where that is empty or has no end, of the paragraph. */
static char *
dup_quote (GalleyCopy *self, const GalleyCopyComment *comment, const GalleyCopyItem *item)
{
  const GalleyCopyQuote *quote = comment->id != NULL ? g_hash_table_lookup (self->quotes, comment->id) : NULL;
  gboolean is_quoted = quote != NULL && quote->is_closed && quote->text->len > 0;
  const char *text = is_quoted ? quote->text->str : item != NULL ? item->text->str : "";
  g_autofree char *valid = g_strstrip (g_utf8_make_valid (text, -1));
  g_autofree char *start = NULL;

  if (g_utf8_strlen (valid, -1) <= MAX_QUOTE)
    return g_steal_pointer (&valid);
  start = g_utf8_substring (valid, 0, MAX_QUOTE);
  return g_strconcat (start, "…", NULL);
}

static void
push_comments (Pusher *pusher, GPtrArray *comments, const GalleyCopyItem *item)
{
  for (guint i = 0; comments != NULL && i < comments->len; i++)
    {
      const GalleyCopyComment *comment = g_ptr_array_index (comments, i);
      g_autofree char *quote = dup_quote (pusher->copy, comment, item);
      g_autofree char *value =
          *quote != '\0' ? g_strdup_printf ("“%s”%s%s", quote,
                                            export_word (pusher->language, EXPORT_WORD_COLON), comment->text)
                         : g_strdup (comment->text);

      galley_builder_item (pusher->builder, "comment", value, comment->author);
    }
}

static void
push_item (Pusher *pusher, const GalleyCopyItem *item, GalleyRole role)
{
  GalleyBuilder *builder = pusher->builder;

  galley_builder_begin (builder, role);
  for (guint i = 0; i < item->runs->len; i++)
    {
      const GalleyCopyRun *run = &g_array_index (item->runs, GalleyCopyRun, i);
      gsize end =
          i + 1 < item->runs->len ? g_array_index (item->runs, GalleyCopyRun, i + 1).start : item->text->len;
      guint offset = galley_builder_get_offset (builder);

      galley_builder_text (builder, item->text->str + run->start, (gssize) (end - run->start), run->style);
      if (run->address != NULL)
        galley_builder_mark (builder, GALLEY_SPAN_LINK, offset, galley_builder_get_offset (builder),
                             run->address);
    }
  push_comments (pusher, item->comments, item);
}

static void
push_notes (Pusher *pusher, guint up_to)
{
  for (; pusher->notes < up_to && pusher->notes < pusher->copy->notes->len; pusher->notes++)
    {
      GPtrArray *items = g_ptr_array_index (pusher->copy->notes, pusher->notes);

      for (guint i = 0; i < items->len; i++)
        {
          const GalleyCopyItem *item = g_ptr_array_index (items, i);

          if (item->asset != NULL)
            galley_builder_asset (pusher->builder, item->asset);
          else
            push_item (pusher, item, GALLEY_ROLE_NOTE);
        }
    }
}

static void
push_meta (GalleyCopy *self, GalleyBuilder *builder)
{
  for (guint i = 0; i < self->meta->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (self->meta, i);

      galley_builder_item (builder, item->key, item->value, item->qualifier);
    }
}

static gboolean
reads_as_byline (const char *text)
{
  g_autoptr (GPtrArray) people = galley_byline_parse (text);

  return people != NULL && people->len > 0;
}

static gboolean
is_blank (const GalleyCopyItem *item)
{
  for (const char *p = item->text->str; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (!g_unichar_isspace (g_utf8_get_char (p)))
        return FALSE;
    }
  return TRUE;
}

/* Short, without the point of a sentence, and made to stand out: a headline nobody gave a style. */
static gboolean
is_bare_headline (const GalleyCopyItem *item)
{
  const char *text = item->text->str;
  const char *last = item->text->len > 0 ? g_utf8_find_prev_char (text, text + item->text->len) : NULL;
  const GalleyCopyRun *run = item->runs->len == 1 ? &g_array_index (item->runs, GalleyCopyRun, 0) : NULL;
  gboolean strong = run != NULL && (run->style & GALLEY_STYLE_STRONG);

  return last != NULL && (item->display || strong) && g_utf8_strlen (text, -1) <= MAX_BARE_HEADLINE &&
         g_utf8_strchr ("。；，：.;,:", -1, g_utf8_get_char (last)) == NULL;
}

static GalleyRole
find_role (Pusher *pusher, const GalleyCopyItem *item, gboolean *begins)
{
  GalleyRole role;
  guint level;
  gboolean named = galley_copy_style_role (item->style, &role, &level);

  *begins = FALSE;
  if (named && level == 0)
    {
      *begins = role == GALLEY_ROLE_KICKER || role == GALLEY_ROLE_HEADLINE ? !pusher->only_head : FALSE;
      return role;
    }
  if (!named)
    level = item->level;
  if (level > 0)
    {
      if (level == 1 && !pusher->has_title)
        {
          *begins = pusher->has_head || !pusher->only_head;
          return GALLEY_ROLE_HEADLINE;
        }
      if (level == 2 && !pusher->has_title && pusher->has_head && pusher->only_head)
        return GALLEY_ROLE_SUBHEAD;
      return GALLEY_ROLE_CROSSHEAD;
    }
  if (pusher->is_empty && is_bare_headline (item))
    return GALLEY_ROLE_HEADLINE;
  if (pusher->has_head && pusher->only_head && reads_as_byline (item->text->str))
    return GALLEY_ROLE_BYLINE;
  return GALLEY_ROLE_BODY;
}

static void
begin_article (Pusher *pusher)
{
  pusher->has_head = FALSE;
  pusher->only_head = TRUE;
  pusher->is_empty = TRUE;
  pusher->picture = NULL;
}

/* A caption belongs to the picture above it. */
static void
tell_picture (Pusher *pusher, const GalleyCopyItem *item, GalleyRole role)
{
  const char *key = role == GALLEY_ROLE_CAPTION ? "caption" : role == GALLEY_ROLE_CREDIT ? "credit" : NULL;

  if (key == NULL)
    pusher->picture = NULL;
  else if (pusher->picture != NULL && galley_asset_get_info (pusher->picture, key) == NULL)
    galley_asset_set_info (pusher->picture, key, item->text->str);
}

static void
push_articles (Pusher *pusher, const GPtrArray *items)
{
  guint seen_notes = 0;
  gboolean has_begun = FALSE;

  begin_article (pusher);
  push_meta (pusher->copy, pusher->builder);
  push_comments (pusher, pusher->copy->comments, NULL);
  for (guint i = 0; i < items->len && !galley_builder_is_full (pusher->builder); i++)
    {
      const GalleyCopyItem *item = g_ptr_array_index (items, i);
      gboolean begins;
      GalleyRole role;

      /* What the file says of itself stays with the first of them. */
      if (item->begins && (has_begun || !pusher->is_empty))
        {
          push_notes (pusher, seen_notes);
          galley_builder_next_article (pusher->builder);
          begin_article (pusher);
        }
      has_begun |= item->begins;
      if (item->asset != NULL)
        {
          galley_builder_asset (pusher->builder, item->asset);
          pusher->picture = item->asset;
          continue;
        }
      if (is_blank (item))
        {
          push_comments (pusher, item->comments, NULL);
          continue;
        }
      role = find_role (pusher, item, &begins);
      if (begins && !pusher->copy->has_marks)
        {
          push_notes (pusher, seen_notes);
          galley_builder_next_article (pusher->builder);
          begin_article (pusher);
        }
      push_item (pusher, item, role);
      tell_picture (pusher, item, role);
      pusher->has_head |= role == GALLEY_ROLE_HEADLINE;
      pusher->only_head &= galley_role_is_head (role);
      pusher->is_empty = FALSE;
      seen_notes = MAX (seen_notes, item->notes);
    }
  push_notes (pusher, pusher->copy->notes->len);
  galley_builder_next_article (pusher->builder);
}

/* Text of a page has no styles of ours; its pictures and what the file says of itself stand in an article of their own. */
static gboolean
push_page (Pusher *pusher, const GPtrArray *items, const GString *text, GalleyJob *job, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text->str, text->len);
  g_autoptr (GalleyAsset) source = galley_asset_new ("page.txt", "text/plain; charset=utf-8", bytes);

  galley_builder_source (pusher->builder, source);
  if (!galley_segment_text (text->str, (gssize) text->len, pusher->builder, job, error))
    return FALSE;
  galley_builder_source (pusher->builder, NULL);
  galley_builder_kind (pusher->builder, GALLEY_ARTICLE_FURNITURE);
  push_meta (pusher->copy, pusher->builder);
  push_comments (pusher, pusher->copy->comments, NULL);
  for (guint i = 0; i < items->len; i++)
    {
      const GalleyCopyItem *item = g_ptr_array_index (items, i);

      if (item->asset != NULL)
        galley_builder_asset (pusher->builder, item->asset);
      push_comments (pusher, item->comments, item);
    }
  push_notes (pusher, pusher->copy->notes->len);
  galley_builder_next_article (pusher->builder);
  return TRUE;
}

static gboolean
has_roles (Pusher *pusher, const GPtrArray *items)
{
  gboolean found = FALSE;

  for (guint i = 0; i < items->len; i++)
    {
      const GalleyCopyItem *item = g_ptr_array_index (items, i);
      GalleyRole role = GALLEY_ROLE_BODY;
      guint level;
      gboolean named = item->asset == NULL && galley_copy_style_role (item->style, &role, &level);

      found |= item->level > 0 || (named && role != GALLEY_ROLE_BODY && role != GALLEY_ROLE_QUOTE);
      pusher->has_title |= named && level == 0 && role == GALLEY_ROLE_HEADLINE;
    }
  return found;
}

static void
tell_job (GalleyCopy *self, GalleyJob *job)
{
  guint n_authors = g_hash_table_size (self->authors);
  g_autoptr (GList) authors = g_list_sort (g_hash_table_get_keys (self->authors), (GCompareFunc) strcmp);
  g_autoptr (GString) names = g_string_new (NULL);

  guint n_named = 0;

  for (GList *author = authors; author != NULL && n_named < MAX_NAMED; author = author->next, n_named++)
    g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", (char *) author->data);
  if (n_named < n_authors)
    g_string_append (names, "…");
  if (self->n_changes > 0 && n_authors > 0)
    galley_job_note (job,
                     g_dngettext (GETTEXT_PACKAGE, "%u tracked change was accepted; by %s.",
                                  "%u tracked changes were accepted; by %s.", self->n_changes),
                     self->n_changes, names->str);
  else if (self->n_changes > 0)
    galley_job_note (job,
                     g_dngettext (GETTEXT_PACKAGE, "%u tracked change was accepted.",
                                  "%u tracked changes were accepted.", self->n_changes),
                     self->n_changes);
  if (self->n_comments > 0)
    galley_job_note (job,
                     g_dngettext (GETTEXT_PACKAGE, "%u comment is kept with the metadata, not in the text.",
                                  "%u comments are kept with the metadata, not in the text.",
                                  self->n_comments),
                     self->n_comments);
  if (self->n_tables > 0)
    galley_job_note (job,
                     g_dngettext (GETTEXT_PACKAGE, "%u table became lines of text.",
                                  "%u tables became lines of text.", self->n_tables),
                     self->n_tables);
  if (self->n_hidden > 0)
    galley_job_note (job,
                     g_dngettext (GETTEXT_PACKAGE, "%u piece of hidden text was left out.",
                                  "%u pieces of hidden text were left out.", self->n_hidden),
                     self->n_hidden);
  if (self->n_missing > 0)
    galley_job_note (job,
                     g_dngettext (GETTEXT_PACKAGE, "%u picture is not in the file and was left out.",
                                  "%u pictures are not in the file and were left out.", self->n_missing),
                     self->n_missing);
  if (self->n_drawings > 0)
    galley_job_note (job,
                     g_dngettext (GETTEXT_PACKAGE, "%u chart or diagram was left out, with its words.",
                                  "%u charts or diagrams were left out, with their words.", self->n_drawings),
                     self->n_drawings);
}

static GString *
join_text (const GPtrArray *items)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    {
      const GalleyCopyItem *item = g_ptr_array_index (items, i);

      if (item->asset == NULL)
        g_string_append_printf (text, "%s\n", item->text->str);
    }
  return text;
}

/* As the file says, else by its letters. */
static const char *
find_language (GalleyCopy *self, const GPtrArray *items)
{
  for (guint i = 0; i < self->meta->len; i++)
    {
      const GalleyMetaItem *item = g_ptr_array_index (self->meta, i);

      if (g_str_equal (item->key, "language"))
        return item->value;
    }

  g_autoptr (GString) text = join_text (items);

  return galley_article_guess_language (text->str);
}

gboolean
galley_copy_push (GalleyCopy *self, GalleyBuilder *builder, GalleyJob *job, GError **error)
{
  g_return_val_if_fail (self != NULL && self->frames->len > 0, FALSE);

  Pusher pusher = { .copy = self, .builder = builder };
  GPtrArray *items;

  while (self->frames->len > 1)
    galley_copy_pop_flow (self);
  galley_copy_finish_item (self, galley_copy_top (self));
  items = galley_copy_top (self)->items;
  if (self->n_comments > 0)
    pusher.language = find_language (self, items);
  tell_job (self, job);
  if (!has_roles (&pusher, items) && items->len >= MIN_PAGE_ITEMS)
    {
      g_autofree char *text = NULL;
      gsize length;
      g_autoptr (GString) joined = join_text (items);

      text = g_utf8_make_valid (joined->str, (gssize) joined->len);
      length = strlen (text);
      g_string_assign (joined, text);
      if (g_utf8_strlen (text, (gssize) length) >= MIN_PAGE_CHARACTERS &&
          galley_segment_looks_like_page (text, (gssize) length))
        return push_page (&pusher, items, joined, job, error);
    }
  push_articles (&pusher, items);
  return galley_job_continues (job, error);
}
