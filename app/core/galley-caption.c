/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "galley-caption.h"

void
galley_caption_clear (GalleyCaption *self)
{
  g_free (self->caption);
  g_free (self->credit);
  g_free (self->creator);
  g_free (self->alt);
  g_free (self->said);
}

/* --- which blocks ------------------------------------------------------------------------------------------------- */

static gboolean
is_words (GalleyRole role)
{
  return role == GALLEY_ROLE_CAPTION || role == GALLEY_ROLE_CREDIT;
}

/* Numbers the blocks that speak of pictures: 1 for the first group, 0 for other text. A group is a caption with its credits, which may
 * stand before it; of captions one behind the other the first @n_parted do not belong together. Returns how many groups there are. */
static guint
number_groups (GalleyArticle *article, guint n_parted, guint *groups)
{
  GalleyRole before = GALLEY_ROLE_BODY;
  gboolean has_caption = FALSE;
  guint n = 0;

  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyRole role = galley_block_get_role (galley_article_get_block (article, i));
      gboolean second = is_words (before) && role == GALLEY_ROLE_CAPTION && has_caption;
      gboolean parted = second && before == GALLEY_ROLE_CAPTION && n_parted > 0;

      n_parted -= parted;
      if (is_words (role) && (!is_words (before) || parted || (second && before == GALLEY_ROLE_CREDIT)))
        {
          n++;
          has_caption = FALSE;
        }
      has_caption |= role == GALLEY_ROLE_CAPTION;
      groups[i] = is_words (role) ? n : 0;
      before = role;
    }
  return n;
}

/* The group of the picture, 0 where it has none; G_MAXUINT: all of them. */
static guint
find_group (GalleyAsset *asset, GalleyArticle *article, guint *groups)
{
  g_autoptr (GPtrArray) pictures = galley_metadata_list (galley_article_get_metadata (article), "picture");
  guint n = number_groups (article, 0, groups);
  guint index = 0;

  if (n < pictures->len)
    n = number_groups (article, pictures->len - n, groups);
  if (n > 0 && pictures->len <= 1 && galley_article_get_kind (article) == GALLEY_ARTICLE_PICTURE)
    return G_MAXUINT;
  while (index < pictures->len &&
         !g_str_equal (((const GalleyMetaItem *) g_ptr_array_index (pictures, index))->value,
                       galley_asset_get_id (asset)))
    index++;
  return MIN (index + 1, n);
}

static char *
dup_group (GalleyArticle *article, const guint *groups, guint group, GalleyRole role)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);

      if (galley_block_get_role (block) == role && (group == G_MAXUINT || groups[i] == group))
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", galley_block_get_text (block));
    }
  return g_string_free (text, text->len == 0);
}

/* --- what still holds of the words of the file ---------------------------------------------------------------------- */

/* The text without white space, which comes and goes on the way (newly allocated; "" for NULL). */
static char *
dup_bare (const char *text)
{
  GString *bare = g_string_new (NULL);

  for (const char *p = text != NULL ? text : ""; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_isspace (c))
        g_string_append_unichar (bare, c);
    }
  return g_string_free (bare, FALSE);
}

static gboolean
names (const char *text, const char *part)
{
  g_autofree char *bare = dup_bare (text);
  g_autofree char *bare_part = dup_bare (part);

  return *bare_part != '\0' && strstr (bare, bare_part) != NULL;
}

gboolean
galley_caption_holds (const GalleyCaption *self, GalleyAsset *asset, const char *text)
{
  static const char *const keys[] = { "caption", "credit" };

  if (self->said == NULL || names (self->said, text))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const char *old = galley_asset_get_info (asset, keys[i]);

      if (!names (self->said, old) && (names (text, old) || names (old, text)))
        return FALSE;
    }
  return TRUE;
}

/* Those who took the picture, without those whom the article names no longer. */
static char *
dup_creators (const GalleyCaption *self, GalleyAsset *asset)
{
  const char *creator = galley_asset_get_info (asset, "creator");
  g_auto (GStrv) all = g_strsplit (creator != NULL ? creator : "", ", ", -1);
  g_autoptr (GStrvBuilder) held = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  for (guint i = 0; all[i] != NULL; i++)
    {
      if (galley_caption_holds (self, asset, all[i]))
        g_strv_builder_add (held, all[i]);
    }
  list = g_strv_builder_end (held);
  return list[0] != NULL ? g_strjoinv (", ", list) : NULL;
}

/* --- the words ---------------------------------------------------------------------------------------------------- */

static char *
dup_info (GalleyAsset *asset, const char *key)
{
  const char *value = galley_asset_get_info (asset, key);

  return value != NULL && *value != '\0' ? g_strdup (value) : NULL;
}

/* What the file says beside its caption holds as long as that is printed as it was, else what the article does not contradict. */
static void
add_words_of_file (GalleyCaption *self, GalleyAsset *asset)
{
  const char *caption = galley_asset_get_info (asset, "caption");
  const char *alt = galley_asset_get_info (asset, "alt");
  gboolean changed =
      self->credit != NULL || !names (self->caption, caption) || !names (caption, self->caption);

  if (changed)
    self->said = g_strconcat (self->caption != NULL ? self->caption : "", "\n",
                              self->credit != NULL ? self->credit : "", NULL);
  if (!changed || (self->credit == NULL && names (self->said, galley_asset_get_info (asset, "credit"))))
    self->credit = dup_info (asset, "credit");
  self->creator = dup_creators (self, asset);
  if (alt != NULL && galley_caption_holds (self, asset, alt))
    self->alt = dup_info (asset, "alt");
}

void
galley_caption_find (GalleyCaption *self, GalleyAsset *asset, GalleyArticle *article)
{
  g_autofree guint *groups = g_new0 (guint, galley_article_get_n_blocks (article) + 1);
  guint group = find_group (asset, article, groups);

  if (group > 0)
    {
      self->caption = dup_group (article, groups, group, GALLEY_ROLE_CAPTION);
      self->credit = dup_group (article, groups, group, GALLEY_ROLE_CREDIT);
    }
  self->printed = self->caption != NULL || self->credit != NULL;
  if (self->printed)
    add_words_of_file (self, asset);
  else
    {
      self->caption = dup_info (asset, "caption");
      self->credit = dup_info (asset, "credit");
      self->creator = dup_info (asset, "creator");
      self->alt = dup_info (asset, "alt");
    }
}

char *
galley_caption_dup_info (const GalleyCaption *self, GalleyAsset *asset, const char *key)
{
  return g_str_equal (key, "caption")   ? g_strdup (self->caption)
         : g_str_equal (key, "credit")  ? g_strdup (self->credit)
         : g_str_equal (key, "creator") ? g_strdup (self->creator)
         : g_str_equal (key, "alt")     ? g_strdup (self->alt)
                                        : g_strdup (galley_asset_get_info (asset, key));
}

gboolean
galley_caption_equal (const GalleyCaption *self, const GalleyCaption *other)
{
  return g_strcmp0 (self->caption, other->caption) == 0 && g_strcmp0 (self->credit, other->credit) == 0 &&
         g_strcmp0 (self->creator, other->creator) == 0 && g_strcmp0 (self->alt, other->alt) == 0;
}
