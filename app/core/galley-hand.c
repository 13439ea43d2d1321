/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-byline.h"
#include "galley-hand-private.h"
#include "galley-origin.h"
#include "galley-segment.h"

/* A line of at most so many characters at the head of what becomes a story is its headline. */
#define HEADLINE_LENGTH 40

static GalleyRole
role_at (GalleyArticle *article, guint block)
{
  return galley_block_get_role (galley_article_get_block (article, block));
}

static GPtrArray *
list_blocks (GalleyArticle *article, guint first, guint end)
{
  GPtrArray *blocks = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = first; i < end; i++)
    g_ptr_array_add (blocks, g_object_ref (galley_article_get_block (article, i)));
  return blocks;
}

/* Gives block @index of the list a role. */
static void
turn_role (GPtrArray *blocks, guint index, GalleyRole role)
{
  GalleyBlock *block = blocks->pdata[index];

  if (galley_block_get_role (block) == role)
    return;
  blocks->pdata[index] = galley_block_with_role (block, role);
  g_object_unref (block);
}

static void
replace_blocks (GalleyArticle *article, guint first, guint n_removed, GPtrArray *blocks)
{
  galley_article_splice (article, first, n_removed, (GalleyBlock *const *) blocks->pdata, blocks->len);
}

static GalleyPage *
find_page (GalleyEdition *edition, GalleyArticle *article)
{
  GalleyPage *page = NULL;

  if (galley_edition_find_article (edition, galley_article_get_id (article), &page) != article)
    return NULL;
  return page;
}

/* --- metadata that goes with paragraphs -------------------------------------------------------------------------------- */

/* The persons the reader finds in blocks: of GalleyPerson *. */
static GPtrArray *
find_persons (GPtrArray *blocks)
{
  GalleyReading reading = { .blocks = g_ptr_array_new_with_free_func (g_free) };
  GPtrArray *persons;

  for (guint i = 0; i < blocks->len; i++)
    {
      GalleyReadingBlock *block = g_new0 (GalleyReadingBlock, 1);

      block->role = galley_block_get_role (blocks->pdata[i]);
      block->text = (char *) galley_block_get_text (blocks->pdata[i]);
      g_ptr_array_add (reading.blocks, block);
    }
  persons = galley_reading_list_persons (&reading, 0);
  g_ptr_array_unref (reading.blocks);
  return persons;
}

static void
add_persons (GalleyMetadata *metadata, GPtrArray *blocks)
{
  g_autoptr (GPtrArray) persons = find_persons (blocks);

  for (guint i = 0; i < persons->len; i++)
    {
      const GalleyPerson *person = persons->pdata[i];

      galley_metadata_add (metadata, "person", person->name, person->role);
    }
}

static void
move_key (GalleyMetadata *from, GalleyMetadata *to, const char *key)
{
  g_autoptr (GPtrArray) items = galley_metadata_list (from, key);

  for (guint i = 0; i < items->len; i++)
    {
      const GalleyMetaItem *item = items->pdata[i];

      galley_metadata_add (to, item->key, item->value, item->qualifier);
    }
  galley_metadata_clear (from, key);
}

static gboolean
has_dateline (GPtrArray *blocks)
{
  for (guint i = 0; i < blocks->len; i++)
    {
      if (galley_block_find_span (blocks->pdata[i], GALLEY_SPAN_DATELINE) != NULL)
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_jump (GPtrArray *blocks)
{
  for (guint i = 0; i < blocks->len; i++)
    {
      if (galley_block_get_role (blocks->pdata[i]) == GALLEY_ROLE_JUMP)
        return TRUE;
    }
  return FALSE;
}

/* What is said of the first blocks stays, what is said of the others goes over. */
static void
split_metadata (GalleyMetadata *metadata, GalleyMetadata *to, GPtrArray *first, GPtrArray *rest)
{
  static const char *const datelines[] = { "dateline.agency", "dateline.place", "dateline.month",
                                           "dateline.day" };
  static const char *const jumps[] = { "jump.kind", "jump.page" };
  static const char *const shared[] = { GALLEY_ORIGIN_KEY, "language" };
  g_autoptr (GPtrArray) persons = find_persons (rest);

  for (guint i = 0; i < persons->len; i++)
    {
      const GalleyPerson *person = persons->pdata[i];

      galley_metadata_remove (metadata, "person", person->name, person->role);
    }
  add_persons (metadata, first);
  add_persons (to, rest);
  for (guint i = 0; has_dateline (rest) && !has_dateline (first) && i < G_N_ELEMENTS (datelines); i++)
    move_key (metadata, to, datelines[i]);
  for (guint i = 0; has_jump (rest) && !has_jump (first) && i < G_N_ELEMENTS (jumps); i++)
    move_key (metadata, to, jumps[i]);
  for (guint i = 0; i < G_N_ELEMENTS (shared); i++)
    {
      g_autoptr (GPtrArray) items = galley_metadata_list (metadata, shared[i]);

      for (guint k = 0; k < items->len; k++)
        {
          const GalleyMetaItem *item = items->pdata[k];

          galley_metadata_add (to, item->key, item->value, item->qualifier);
        }
    }
}

static void
merge_metadata (GalleyMetadata *metadata, GalleyMetadata *other)
{
  g_autoptr (GalleyMetadata) before = galley_metadata_copy (metadata);

  for (guint i = 0; i < galley_metadata_get_n_items (other); i++)
    {
      const GalleyMetaItem *item = galley_metadata_get_item (other, i);

      if (galley_metadata_get (before, item->key) == NULL || g_str_equal (item->key, "person") ||
          g_str_equal (item->key, "picture"))
        galley_metadata_add (metadata, item->key, item->value, item->qualifier);
    }
}

/* --- articles ---------------------------------------------------------------------------------------------------------- */

static GalleyArticleKind
kind_of (GalleyRole role)
{
  switch ((guint) role)
    {
    case GALLEY_ROLE_CAPTION:
    case GALLEY_ROLE_CREDIT:
      return GALLEY_ARTICLE_PICTURE;
    case GALLEY_ROLE_AD:
      return GALLEY_ARTICLE_AD;
    case GALLEY_ROLE_FURNITURE:
      return GALLEY_ARTICLE_FURNITURE;
    default:
      return GALLEY_ARTICLE_STORY;
    }
}

GalleyHandStep *
galley_hand_split (GalleyEdition *edition, GalleyArticle *article, guint block)
{
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) rest = NULL;
  g_autoptr (GalleyArticle) made = NULL;
  GalleyHandStep *step;
  GalleyPage *page;

  g_return_val_if_fail (GALLEY_IS_EDITION (edition), NULL);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), NULL);

  page = find_page (edition, article);
  if (page == NULL || block == 0 || block >= galley_article_get_n_blocks (article))
    return NULL;
  step = galley_hand_step_new (edition, _ ("The article was split."));
  galley_hand_step_watch (step, article, FALSE);
  galley_hand_step_watch_page (step, page);

  first = list_blocks (article, 0, block);
  rest = list_blocks (article, block, galley_article_get_n_blocks (article));
  made = galley_article_new (kind_of (role_at (article, block)));
  if (role_at (article, block) == GALLEY_ROLE_CROSSHEAD)
    turn_role (rest, 0, GALLEY_ROLE_HEADLINE);
  split_metadata (galley_article_get_metadata (article), galley_article_get_metadata (made), first, rest);
  replace_blocks (made, 0, 0, rest);
  galley_article_splice (article, block, rest->len, NULL, 0);
  galley_page_insert (page, (guint) galley_page_index_of (page, article) + 1, made);

  galley_hand_step_watch (step, made, TRUE);
  galley_hand_step_look (step, article, block, made, 0);
  return galley_hand_step_end (step);
}

/* The nearest article of the same kind before it, else the one before it. */
static GalleyArticle *
find_previous (GalleyPage *page, GalleyArticle *article)
{
  guint at = (guint) galley_page_index_of (page, article);

  for (guint i = at; i > 0; i--)
    {
      GalleyArticle *candidate = galley_page_get_article (page, i - 1);

      if (galley_article_get_kind (candidate) == galley_article_get_kind (article))
        return candidate;
    }
  return at > 0 ? galley_page_get_article (page, at - 1) : NULL;
}

/* Blocks from another source would name places in the wrong text. */
static void
forget_source (GPtrArray *blocks)
{
  for (guint i = 0; i < blocks->len; i++)
    {
      GalleyBlock *block = blocks->pdata[i];
      guint n_spans;
      const GalleySpan *spans = galley_block_get_spans (block, &n_spans);

      blocks->pdata[i] = galley_block_new_full (galley_block_get_role (block), galley_block_get_text (block),
                                                -1, spans, n_spans, GALLEY_NO_SOURCE, GALLEY_NO_SOURCE,
                                                galley_block_get_confidence (block));
      g_object_unref (block);
    }
}

static gboolean
has_text (GalleyArticle *article)
{
  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      if (role_at (article, i) == GALLEY_ROLE_BODY)
        return TRUE;
    }
  return FALSE;
}

GalleyHandStep *
galley_hand_merge (GalleyEdition *edition, GalleyArticle *article)
{
  g_autoptr (GalleyArticle) kept = g_object_ref (article);
  g_autoptr (GPtrArray) family = NULL;
  g_autoptr (GPtrArray) blocks = NULL;
  GalleyArticle *previous;
  GalleyHandStep *step;
  GalleyPage *page;
  guint n;

  g_return_val_if_fail (GALLEY_IS_EDITION (edition), NULL);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), NULL);

  page = find_page (edition, article);
  previous = page != NULL ? find_previous (page, article) : NULL;
  if (previous == NULL)
    return NULL;
  step = galley_hand_step_new (edition, _ ("The article was merged with the one before it."));
  galley_hand_step_watch (step, previous, FALSE);
  galley_hand_step_watch (step, article, FALSE);
  galley_hand_step_watch_page (step, page);

  family = galley_origin_list_family (edition, previous);
  blocks = list_blocks (article, 0, galley_article_get_n_blocks (article));
  if (!g_ptr_array_find (family, article, NULL))
    forget_source (blocks);
  for (guint i = 0; i < blocks->len && has_text (previous); i++)
    {
      if (galley_role_is_head (galley_block_get_role (blocks->pdata[i])))
        turn_role (blocks, i, GALLEY_ROLE_CROSSHEAD);
    }
  n = galley_article_get_n_blocks (previous);
  merge_metadata (galley_article_get_metadata (previous), galley_article_get_metadata (article));
  replace_blocks (previous, n, 0, blocks);
  galley_page_remove (page, (guint) galley_page_index_of (page, article));

  galley_hand_step_look (step, article, 0, previous, n);
  return galley_hand_step_end (step);
}

static GalleyRole
role_in_picture (GalleyRole role)
{
  if (galley_role_is_head (role) || role == GALLEY_ROLE_CREDIT)
    return role;
  return role == GALLEY_ROLE_BYLINE ? GALLEY_ROLE_CREDIT : GALLEY_ROLE_CAPTION;
}

static GalleyRole
role_in_story (GalleyBlock *block, gboolean first)
{
  switch ((guint) galley_block_get_role (block))
    {
    case GALLEY_ROLE_AD:
    case GALLEY_ROLE_FURNITURE:
    case GALLEY_ROLE_CAPTION:
      return first && galley_block_get_length (block) <= HEADLINE_LENGTH ? GALLEY_ROLE_HEADLINE
                                                                         : GALLEY_ROLE_BODY;
    case GALLEY_ROLE_CREDIT:
      return GALLEY_ROLE_BYLINE;
    default:
      return galley_block_get_role (block);
    }
}

static void
turn_roles (GPtrArray *blocks, GalleyArticleKind kind)
{
  for (guint i = 0; i < blocks->len; i++)
    {
      GalleyRole role = galley_block_get_role (blocks->pdata[i]);

      if (kind == GALLEY_ARTICLE_AD)
        role = GALLEY_ROLE_AD;
      else if (kind == GALLEY_ARTICLE_FURNITURE)
        role = GALLEY_ROLE_FURNITURE;
      else if (kind == GALLEY_ARTICLE_PICTURE)
        role = role_in_picture (role);
      else
        role = role_in_story (blocks->pdata[i], i == 0);
      turn_role (blocks, i, role);
    }
}

static const char *
get_kind_label (GalleyArticleKind kind)
{
  switch (kind)
    {
    case GALLEY_ARTICLE_AD:
      return _ ("The article is an ad now.");
    case GALLEY_ARTICLE_PICTURE:
      return _ ("The article is a picture now.");
    case GALLEY_ARTICLE_FURNITURE:
      return _ ("The article is page furniture now.");
    case GALLEY_ARTICLE_STORY:
    default:
      return _ ("The article is a story now.");
    }
}

GalleyHandStep *
galley_hand_mark_article (GalleyEdition *edition, GalleyArticle *article, GalleyArticleKind kind)
{
  g_autoptr (GPtrArray) blocks = NULL;
  GalleyHandStep *step;

  g_return_val_if_fail (GALLEY_IS_EDITION (edition), NULL);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), NULL);

  if (galley_article_get_kind (article) == kind)
    return NULL;
  step = galley_hand_step_new (edition, get_kind_label (kind));
  galley_hand_step_watch (step, article, FALSE);
  blocks = list_blocks (article, 0, galley_article_get_n_blocks (article));
  turn_roles (blocks, kind);
  galley_article_set_confidence (article, 1);
  galley_article_set_kind (article, kind);
  replace_blocks (article, 0, blocks->len, blocks);
  galley_hand_step_look (step, article, 0, article, 0);
  return galley_hand_step_end (step);
}

GalleyHandStep *
galley_hand_restore (GalleyEdition *edition, GalleyArticle *article, GalleyArticle *old)
{
  g_autoptr (GPtrArray) blocks = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *old_digest = NULL;
  GalleyHandStep *step;

  g_return_val_if_fail (GALLEY_IS_EDITION (edition), NULL);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), NULL);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (old), NULL);

  digest = galley_article_dup_digest (article);
  old_digest = galley_article_dup_digest (old);
  if (g_str_equal (digest, old_digest))
    return NULL;
  step = galley_hand_step_new (edition, _ ("The earlier version was brought back."));
  galley_hand_step_watch (step, article, FALSE);
  blocks = list_blocks (old, 0, galley_article_get_n_blocks (old));
  galley_hand_set_metadata (galley_article_get_metadata (article), galley_article_get_metadata (old));
  galley_article_set_kind (article, galley_article_get_kind (old));
  replace_blocks (article, 0, galley_article_get_n_blocks (article), blocks);
  galley_hand_step_look (step, article, 0, article, 0);
  return galley_hand_step_end (step);
}

GalleyHandStep *
galley_hand_confirm (GalleyEdition *edition, GalleyArticle *article, guint block)
{
  g_autoptr (GalleyBlock) sure = NULL;
  GalleyHandStep *step;

  g_return_val_if_fail (GALLEY_IS_EDITION (edition), NULL);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), NULL);

  if (!galley_hand_is_unsure (article, block))
    return NULL;
  step = galley_hand_step_new (edition, _ ("The reading was confirmed."));
  galley_hand_step_watch (step, article, FALSE);
  sure = galley_block_with_role (galley_article_get_block (article, block), role_at (article, block));
  if (block == 0)
    galley_article_set_confidence (article, 1);
  galley_article_splice (article, block, 1, &sure, 1);
  galley_hand_step_look (step, article, block, article, block);
  return galley_hand_step_end (step);
}

/* --- inside an article ------------------------------------------------------------------------------------------------- */

/* One block, or several, give way to @blocks, as a step. */
static GalleyHandStep *
replace_step (GalleyEdition *edition,
              GalleyArticle *article,
              guint first,
              guint n_removed,
              GPtrArray *blocks,
              const char *label)
{
  GalleyHandStep *step = galley_hand_step_new (edition, label);

  galley_hand_step_watch (step, article, FALSE);
  replace_blocks (article, first, n_removed, blocks);
  galley_hand_step_look (step, article, first, article, first);
  return galley_hand_step_end (step);
}

GalleyHandStep *
galley_hand_mark_block (GalleyEdition *edition, GalleyArticle *article, guint block, GalleyRole role)
{
  g_autoptr (GPtrArray) blocks = NULL;

  g_return_val_if_fail (GALLEY_IS_EDITION (edition), NULL);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), NULL);

  if (block >= galley_article_get_n_blocks (article) || role_at (article, block) == role)
    return NULL;
  blocks = list_blocks (article, block, block + 1);
  turn_role (blocks, 0, role);
  return replace_step (edition, article, block, 1, blocks, _ ("The role was changed."));
}

/* The run of head lines at @block, or else the first of the article. */
static gboolean
find_heads (GalleyArticle *article, guint block, guint *first, guint *n)
{
  guint n_blocks = galley_article_get_n_blocks (article);

  if (block >= n_blocks || !galley_role_is_head (role_at (article, block)))
    for (block = 0; block < n_blocks && !galley_role_is_head (role_at (article, block));)
      block++;
  if (block == n_blocks)
    return FALSE;
  while (block > 0 && galley_role_is_head (role_at (article, block - 1)))
    block--;
  *first = block;
  for (*n = 1; block + *n < n_blocks && galley_role_is_head (role_at (article, block + *n));)
    (*n)++;
  return TRUE;
}

/* One headline, kickers before it, subheads behind it. */
static GalleyRole
role_in_pattern (guint line, guint headline)
{
  if (line == headline)
    return GALLEY_ROLE_HEADLINE;
  return line < headline ? GALLEY_ROLE_KICKER : GALLEY_ROLE_SUBHEAD;
}

GalleyHandStep *
galley_hand_turn_heads (GalleyEdition *edition, GalleyArticle *article, guint block)
{
  g_autoptr (GPtrArray) blocks = NULL;
  guint headline = 0;
  gboolean in_pattern = TRUE;
  gboolean changed = FALSE;
  guint first, n;

  g_return_val_if_fail (GALLEY_IS_EDITION (edition), NULL);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), NULL);

  if (!find_heads (article, block, &first, &n))
    return NULL;
  while (headline + 1 < n && role_at (article, first + headline) == GALLEY_ROLE_KICKER)
    headline++;
  for (guint i = 0; i < n; i++)
    in_pattern &= role_at (article, first + i) == role_in_pattern (i, headline);
  /* Two lines are a kicker and a headline more often than not, and three have their headline in the middle. */
  if (in_pattern)
    headline = (headline + n - 1) % n;
  else
    headline = n > 1 ? 1 : 0;
  blocks = list_blocks (article, first, first + n);
  for (guint i = 0; i < n; i++)
    {
      changed |= galley_block_get_role (blocks->pdata[i]) != role_in_pattern (i, headline);
      turn_role (blocks, i, role_in_pattern (i, headline));
    }
  if (!changed)
    return NULL;
  return replace_step (edition, article, first, n, blocks, _ ("The lines of the headline changed roles."));
}

static gunichar
get_char (GalleyBlock *block, guint offset)
{
  if (offset >= galley_block_get_length (block))
    return 0;
  return g_utf8_get_char (g_utf8_offset_to_pointer (galley_block_get_text (block), offset));
}

static gboolean
is_han (gunichar c)
{
  return (c >= 0x3400 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) || c >= 0x20000;
}

static gboolean
is_word (gunichar c)
{
  return c < 0x2e80 && c > 0x20 && !is_han (c);
}

GalleyBlock *
galley_hand_heal_blocks (GalleyBlock *before, GalleyBlock *after)
{
  guint n = galley_block_get_length (before);
  gunichar last = n > 0 ? get_char (before, n - 1) : 0;
  gunichar next = get_char (after, 0);
  guint drop_before = 0, drop_after = 0;
  g_autoptr (GString) removed = g_string_new (NULL);
  g_autoptr (GalleyBlock) head = NULL;
  g_autoptr (GalleyBlock) tail = NULL;
  g_autoptr (GalleyBlock) joined = NULL;
  g_autoptr (GalleyBlock) marked = NULL;
  const char *glue;

  /* "…X。" and "X…": the stop was invented, and X printed twice. */
  if (last == 0x3002 && n > 1 && is_han (next) && get_char (before, n - 2) == next)
    drop_before = drop_after = 1;
  else if (last == '-' && n > 2 && g_unichar_isalpha (get_char (before, n - 2)) && g_unichar_islower (next))
    drop_before = 1;
  glue = drop_before == 0 && is_word (last) && is_word (next) ? " " : "";
  if (drop_before > 0)
    g_string_append_unichar (removed, last);
  g_string_append_c (removed, '\n');
  if (drop_after > 0)
    g_string_append_unichar (removed, next);

  head = galley_block_splice (before, n - drop_before, drop_before, NULL);
  tail = galley_block_splice (after, 0, drop_after, glue);
  joined = galley_block_append (head, tail);
  marked = galley_block_add_span (joined, GALLEY_SPAN_JOIN, n - drop_before, n - drop_before, removed->str);
  return galley_block_with_role (marked, galley_block_get_role (before));
}

gboolean
galley_hand_part_block (GalleyBlock *block, guint offset, GalleyBlock **before, GalleyBlock **after)
{
  g_auto (GStrv) removed = NULL;
  g_autoptr (GalleyBlock) head = NULL;
  g_autoptr (GalleyBlock) tail = NULL;
  const GalleySpan *seam = NULL;
  const GalleySpan *spans;
  guint n_spans;
  gboolean glued;

  g_return_val_if_fail (GALLEY_IS_BLOCK (block), FALSE);

  spans = galley_block_get_spans (block, &n_spans);
  for (guint i = 0; i < n_spans; i++)
    {
      guint far = MAX (spans[i].start, offset) - MIN (spans[i].start, offset);

      if (spans[i].kind == GALLEY_SPAN_JOIN && far <= 1 && (seam == NULL || spans[i].start == offset))
        seam = &spans[i];
    }
  if (seam == NULL)
    return FALSE;
  /* What stood before and behind the line end comes back; the blanks round it, and the one that stands for it, do not. */
  removed = g_strsplit (seam->value != NULL ? seam->value : "\n", "\n", 2);
  head = galley_block_slice (block, 0, seam->start);
  tail = galley_block_slice (block, seam->start, galley_block_get_length (block));
  glued = get_char (tail, 0) == ' ';
  *before = galley_block_splice (head, seam->start, 0, g_strstrip (removed[0]));
  *after = galley_block_splice (tail, 0, glued,
                                removed[1] != NULL ? g_strstrip (g_strdelimit (removed[1], "\n", ' ')) : "");
  return TRUE;
}

GalleyHandStep *
galley_hand_heal (GalleyEdition *edition, GalleyArticle *article, guint block)
{
  g_autoptr (GPtrArray) blocks = NULL;

  g_return_val_if_fail (GALLEY_IS_EDITION (edition), NULL);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), NULL);

  if (block + 1 >= galley_article_get_n_blocks (article))
    return NULL;
  blocks = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (blocks, galley_hand_heal_blocks (galley_article_get_block (article, block),
                                                    galley_article_get_block (article, block + 1)));
  return replace_step (edition, article, block, 2, blocks, _ ("The paragraphs were joined."));
}

GalleyHandStep *
galley_hand_part (GalleyEdition *edition, GalleyArticle *article, guint block, guint offset)
{
  g_autoptr (GPtrArray) blocks = NULL;
  GalleyBlock *before, *after;

  g_return_val_if_fail (GALLEY_IS_EDITION (edition), NULL);
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), NULL);

  if (block >= galley_article_get_n_blocks (article) ||
      !galley_hand_part_block (galley_article_get_block (article, block), offset, &before, &after))
    return NULL;
  blocks = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (blocks, before);
  g_ptr_array_add (blocks, after);
  return replace_step (edition, article, block, 1, blocks, _ ("The join was taken apart."));
}

/* --- guesses ----------------------------------------------------------------------------------------------------------- */

gboolean
galley_hand_is_unsure (GalleyArticle *article, guint block)
{
  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), FALSE);

  if (block >= galley_article_get_n_blocks (article))
    return FALSE;
  return galley_block_get_confidence (galley_article_get_block (article, block)) < GALLEY_HAND_UNSURE ||
         (block == 0 && galley_article_get_confidence (article) < GALLEY_HAND_UNSURE);
}

guint
galley_hand_count_unsure (GalleyArticle *article)
{
  guint n = 0;

  g_return_val_if_fail (GALLEY_IS_ARTICLE (article), 0);

  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    n += galley_hand_is_unsure (article, i);
  return n;
}
