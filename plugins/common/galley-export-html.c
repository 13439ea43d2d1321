/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-caption.h"
#include "galley-export-html.h"
#include "galley-export-words.h"

/* --- text -------------------------------------------------------------------------------------------------------- */

static const struct
{
  GalleySpanKind kind;
  const char *open;
  const char *close;
} tags[] = {
  { GALLEY_SPAN_DATELINE, "<span class=\"dateline\">", "</span>" },
  { GALLEY_SPAN_STRONG, "<strong>", "</strong>" },
  { GALLEY_SPAN_EMPHASIS, "<em>", "</em>" },
};

/* A healed join is an empty element at its seam. */
static void
append_joins (GString *out, GalleyBlock *block, guint start)
{
  guint n;
  const GalleySpan *spans = galley_block_get_spans (block, &n);

  for (guint i = 0; i < n; i++)
    {
      if (spans[i].kind != GALLEY_SPAN_JOIN || spans[i].start != start)
        continue;
      g_string_append (out, "<span class=\"join\"");
      export_attribute (out, "data-source", spans[i].value);
      g_string_append (out, "></span>");
    }
}

/* Each run is wrapped on its own, so that marks that cross still nest. */
void
export_html_inline (GString *out, GalleyBlock *block)
{
  ExportRun run = { 0 };
  guint n_spans;

  (void) galley_block_get_spans (block, &n_spans);
  while (export_next_run (block, &run))
    {
      gboolean link = export_is_safe_address (run.address);

      if (n_spans > 0)
        append_joins (out, block, run.start);
      if (link)
        {
          g_string_append (out, "<a");
          export_attribute (out, "href", run.address);
          g_string_append_c (out, '>');
        }
      for (guint i = 0; i < G_N_ELEMENTS (tags); i++)
        {
          if (EXPORT_HAS (&run, tags[i].kind))
            g_string_append (out, tags[i].open);
        }
      export_escape (out, run.text, (gssize) run.n_bytes);
      for (guint i = G_N_ELEMENTS (tags); i > 0; i--)
        {
          if (EXPORT_HAS (&run, tags[i - 1].kind))
            g_string_append (out, tags[i - 1].close);
        }
      if (link)
        g_string_append (out, "</a>");
    }
  if (n_spans > 0)
    append_joins (out, block, galley_block_get_length (block));
}

static void
append_block (GString *out, GalleyBlock *block, const char *element)
{
  g_string_append_printf (out, "<%s class=\"%s\">", element,
                          galley_role_get_name (galley_block_get_role (block)));
  export_html_inline (out, block);
  g_string_append_printf (out, "</%s>\n", element);
}

void
export_html_language (GString *out, const ExportHtml *how, const char *language)
{
  export_attribute (out, "lang", language);
  if (how->xml)
    export_attribute (out, "xml:lang", language);
}

/* --- pictures ---------------------------------------------------------------------------------------------------- */

char *
export_picture_name (GalleyAsset *asset)
{
  const char *suffix = export_picture_suffix (asset);

  return suffix != NULL ? g_strdup_printf ("%.16s.%s", galley_asset_get_id (asset), suffix) : NULL;
}

static void
append_image (GString *out, const ExportHtml *how, GalleyArticle *article, GalleyAsset *asset)
{
  g_autofree char *name = export_picture_name (asset);
  g_autofree char *alt = export_dup_alt (asset, article);
  guint width, height;

  g_string_append_printf (out, "<img src=\"%s%s\"", how->pictures, name);
  export_attribute (out, "alt", alt);
  if (export_picture_size (asset, &width, &height))
    g_string_append_printf (out, " width=\"%u\" height=\"%u\"", width, height);
  g_string_append (out, how->xml ? "/>\n" : ">\n");
}

/* The words of the file, where the article has none. */
static void
append_own_words (GString *out, GalleyArticle *article, GalleyAsset *asset)
{
  g_auto (GalleyCaption) words = { 0 };

  galley_caption_find (&words, asset, article);
  if (words.printed || (words.caption == NULL && words.credit == NULL))
    return;
  g_string_append (out, "<figcaption>");
  export_escape (out, words.caption != NULL ? words.caption : "", -1);
  if (words.credit != NULL)
    {
      g_string_append (out, " <span class=\"by\">");
      export_escape (out, words.credit, -1);
      g_string_append (out, "</span>");
    }
  g_string_append (out, "</figcaption>");
}

static void
append_figures (
    GString *out, const ExportHtml *how, GalleyArticle *article, GPtrArray *pictures, guint from, guint to)
{
  for (guint i = from; i < to; i++)
    {
      g_string_append (out, "<figure>\n");
      append_image (out, how, article, g_ptr_array_index (pictures, i));
      append_own_words (out, article, g_ptr_array_index (pictures, i));
      g_string_append (out, "</figure>\n");
    }
}

static gboolean
is_caption (GalleyBlock *block)
{
  GalleyRole role = galley_block_get_role (block);

  return role == GALLEY_ROLE_CAPTION || role == GALLEY_ROLE_CREDIT;
}

/* How many groups of captions and credits the article has. */
static guint
count_captions (GalleyArticle *article)
{
  guint n = 0;
  gboolean inside = FALSE;

  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      gboolean is = is_caption (galley_article_get_block (article, i));

      n += is && !inside;
      inside = is;
    }
  return n;
}

/* --- articles ---------------------------------------------------------------------------------------------------- */

static gboolean
is_head (GalleyRole role)
{
  return galley_role_is_head (role) || role == GALLEY_ROLE_PEOPLE || role == GALLEY_ROLE_BYLINE;
}

/* The heads at the beginning; an article without a headline still has a heading, for those who go from one to the next. */
static guint
append_header (GString *out, GalleyArticle *article)
{
  g_autofree char *headline = export_dup_role_text (article, GALLEY_ROLE_HEADLINE, "");
  guint n_blocks = galley_article_get_n_blocks (article);
  gboolean titled = FALSE;
  guint n = 0;

  g_string_append (out, "<header>\n");
  if (*headline == '\0')
    {
      g_autofree char *title = export_article_title (article);

      export_element (out, "h1 class=\"label\"", title);
      titled = TRUE;
    }
  for (; n < n_blocks && is_head (galley_block_get_role (galley_article_get_block (article, n))); n++)
    {
      GalleyBlock *block = galley_article_get_block (article, n);
      gboolean is_title = galley_block_get_role (block) == GALLEY_ROLE_HEADLINE && !titled;

      append_block (out, block, is_title ? "h1" : "p");
      titled |= is_title;
    }
  g_string_append (out, "</header>\n");
  return n;
}

/* A headline that does not stand at the beginning is still the heading of the article where there is no other. */
static const char *
element_of (GalleyRole role, gboolean *titled)
{
  if (role == GALLEY_ROLE_HEADLINE && !*titled)
    {
      *titled = TRUE;
      return "h1";
    }
  return role == GALLEY_ROLE_CROSSHEAD ? "h2" : "p";
}

static gboolean
has_title_before (GalleyArticle *article, guint n)
{
  g_autofree char *headline = export_dup_role_text (article, GALLEY_ROLE_HEADLINE, "");

  for (guint i = 0; i < n; i++)
    {
      if (galley_block_get_role (galley_article_get_block (article, i)) == GALLEY_ROLE_HEADLINE)
        return TRUE;
    }
  return *headline == '\0';
}

/* The captions and credits from @first on in one figure with the pictures they belong to; returns the block behind them. */
static guint
append_caption (GString *out,
                const ExportHtml *how,
                GalleyArticle *article,
                guint first,
                GPtrArray *pictures,
                guint from,
                guint to)
{
  guint i = first;

  if (from < to)
    {
      g_string_append (out, "<figure>\n");
      for (guint p = from; p < to; p++)
        append_image (out, how, article, g_ptr_array_index (pictures, p));
      g_string_append (out, "<figcaption>\n");
    }
  for (; i < galley_article_get_n_blocks (article) && is_caption (galley_article_get_block (article, i)); i++)
    append_block (out, galley_article_get_block (article, i), "p");
  if (from < to)
    g_string_append (out, "</figcaption>\n</figure>\n");
  return i;
}

void
export_html_article (
    GString *out, const ExportHtml *how, GalleyEdition *edition, GalleyArticle *article, GPtrArray *pictures)
{
  guint n_pictures = pictures != NULL ? pictures->len : 0;
  guint n_captions = count_captions (article);
  guint n_blocks = galley_article_get_n_blocks (article);
  guint caption = 0;
  gboolean titled;
  guint i;

  g_string_append_printf (out, "<article class=\"%s\"",
                          galley_article_kind_get_name (galley_article_get_kind (article)));
  export_html_language (out, how, galley_article_get_language (article));
  g_string_append (out, ">\n");
  i = append_header (out, article);
  titled = has_title_before (article, i);
  if (n_captions == 0 && n_pictures > 0)
    append_figures (out, how, article, pictures, 0, n_pictures);
  while (i < n_blocks)
    {
      GalleyBlock *block = galley_article_get_block (article, i);
      GalleyRole role = galley_block_get_role (block);

      if (is_caption (block))
        {
          guint from = MIN (caption, n_pictures);
          guint to = ++caption == n_captions ? n_pictures : MIN (caption, n_pictures);

          i = append_caption (out, how, article, i, pictures, from, to);
          continue;
        }
      if (role == GALLEY_ROLE_QUOTE)
        g_string_append (out, "<blockquote>");
      append_block (out, block, element_of (role, &titled));
      if (role == GALLEY_ROLE_QUOTE)
        g_string_append (out, "</blockquote>\n");
      i++;
    }
  g_string_append (out, "</article>\n");
}

void
export_html_meta (GString *out, const ExportHtml *how, GalleyArticle *article)
{
  GalleyMetadata *metadata = galley_article_get_metadata (article);

  for (guint i = 0; i < galley_metadata_get_n_items (metadata); i++)
    {
      const GalleyMetaItem *item = galley_metadata_get_item (metadata, i);

      g_string_append (out, "<meta name=\"galley:");
      export_escape (out, item->key, -1);
      g_string_append_c (out, '"');
      export_attribute (out, "content", item->value);
      export_attribute (out, "data-qualifier", item->qualifier);
      g_string_append (out, how->xml ? "/>\n" : ">\n");
    }
}

void
export_html_draft (GString *out, GalleyEdition *edition)
{
  const char *draft = galley_edition_get_draft (edition);

  if (draft == NULL)
    return;
  g_string_append (out, "<p class=\"furniture\">");
  export_escape (out, draft, -1);
  g_string_append (out, "</p>\n");
}

void
export_html_staff (GString *out, GalleyPage *page)
{
  GalleyMetadata *staff = galley_page_get_staff (page);
  guint n = galley_metadata_get_n_items (staff);

  if (n > 0)
    g_string_append (out, "<p class=\"staff\">");
  for (guint i = 0; i < n; i++)
    {
      const GalleyMetaItem *item = galley_metadata_get_item (staff, i);

      g_string_append_printf (out, "%s<span", i > 0 ? " · " : "");
      export_attribute (out, "data-post", item->qualifier);
      g_string_append_c (out, '>');
      export_escape (out, item->qualifier != NULL ? item->qualifier : "", -1);
      g_string_append (out, item->qualifier != NULL ? " " : "");
      export_escape (out, item->value, -1);
      g_string_append (out, "</span>");
    }
  if (n > 0)
    g_string_append (out, "</p>\n");
}
