/* SPDX-License-Identifier: GPL-3.0-or-later */
/* epaper — an issue as a web site that needs no server: a front page, the pages of the paper with their articles as areas to
 * click, a page for each article, the facts of the issue, search, and a feed. WCAG 2.2 AA; one style sheet, one script. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <gmodule.h>

#include "galley-exporter.h"
#include "galley-peas.h"

#include "../common/galley-export-picture.h"
#include "../common/galley-jsonld.h"
#include "epaper-feed.h"
#include "epaper-files.h"
#include "epaper-sheets.h"

#define EPAPER_TYPE_EXPORTER (epaper_exporter_get_type ())
G_DECLARE_FINAL_TYPE (EpaperExporter, epaper_exporter, EPAPER, EXPORTER, GObject)

struct _EpaperExporter
{
  GObject parent_instance;

  ExportOptions options;
  char *base_url;
  gboolean page_pictures;
  gboolean picture_words;
};

enum
{
  PROP_BASE_URL = EXPORT_N_PROPS,
  PROP_PAGE_PICTURES,
  PROP_PICTURE_WORDS,
};

/* How much of an article describes it (characters). */
#define MAX_DESCRIPTION 120

/* --- pictures ---------------------------------------------------------------------------------------------------- */

static gboolean
write_picture (Site *site, GalleyArticle *article, GalleyAsset *asset, GPtrArray *written, GError **error)
{
  g_autofree char *name = site->options->pictures ? export_picture_name (asset) : NULL;
  g_autofree char *path = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (name == NULL)
    {
      export_note_picture (site->job, article, asset, _ ("the e-paper"));
      return TRUE;
    }
  g_ptr_array_add (written, asset);
  if (!g_hash_table_add (site->written, (char *) galley_asset_get_id (asset)))
    return TRUE;
  path = g_strconcat (site_html.pictures, name, NULL);
  bytes = site->picture_words ? export_picture_with_words (asset, article, site->job)
                              : g_bytes_ref (galley_asset_get_bytes (asset));
  return site_write_file (site, path, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error);
}

/* --- pages of the paper ------------------------------------------------------------------------------------------ */

static void
append_turn_link (GString *out, const char *rel, const char *name, const char *label, const char *title)
{
  g_string_append_printf (out, "<a class=\"%s\" rel=\"%s\" href=\"%s\">%s", rel, rel, name,
                          g_str_equal (rel, "prev") ? "← " : "");
  export_escape (out, label, -1);
  if (title != NULL)
    {
      g_string_append (out, "：");
      export_escape (out, title, -1);
    }
  g_string_append (out, g_str_equal (rel, "next") ? " →</a>\n" : "</a>\n");
}

static void
append_page_turns (Site *site, GString *out, guint index)
{
  GalleyPage *previous = index > 0 ? galley_edition_get_page (site->edition, index - 1) : NULL;
  GalleyPage *next = galley_edition_get_page (site->edition, index + 1);

  if (previous == NULL && next == NULL)
    return;
  g_string_append (out, "<nav class=\"turn\"");
  export_attribute (out, "aria-label", site_word (site, EXPORT_WORD_PAGES));
  g_string_append (out, ">\n");
  if (previous != NULL)
    {
      g_autofree char *name = site_page_name (previous);

      append_turn_link (out, "prev", name, site_word (site, EXPORT_WORD_PREVIOUS_PAGE), NULL);
    }
  if (next != NULL)
    {
      g_autofree char *name = site_page_name (next);

      append_turn_link (out, "next", name, site_word (site, EXPORT_WORD_NEXT_PAGE), NULL);
    }
  g_string_append (out, "</nav>\n");
}

static GString *
page_property (Site *site, GalleyPage *page, const GPtrArray *plans)
{
  GString *out = g_string_new (NULL);
  g_autofree char *number = g_strdup_printf ("%02u", galley_page_get_number (page));

  site_append_property (out, "founder-date", site_fact (site, GALLEY_FACT_DATE));
  site_append_property (out, "founder-pagenum", number);
  site_append_property (out, "founder-papername", site_fact (site, GALLEY_FACT_PAPER));
  site_append_property (out, "founder-type", "2");
  site_append_property (out, "founder-pagepicurl",
                        plans->len > 0 ? ((const SitePlan *) g_ptr_array_index (plans, 0))->picture : NULL);
  site_append_property (out, "founder-content", galley_page_get_name (page));
  return out;
}

static gboolean
write_page (Site *site, guint index, gboolean drawn, GError **error)
{
  GalleyPage *page = galley_edition_get_page (site->edition, index);
  g_autofree char *name = site_page_name (page);
  g_autofree char *title = export_page_title (site->language, page);
  g_autoptr (GPtrArray) leaves = site_list_leaves (site, page);
  g_autoptr (GPtrArray) plans = site_list_plans (site, page, leaves, drawn, error);
  g_autoptr (GString) property = NULL;
  GString *out;

  if (plans == NULL)
    return FALSE;
  property = page_property (site, page, plans);
  out = site_begin_page (site, name, title, NULL);
  site_append_area_rules (out, plans);
  site_begin_body (site, out, name);
  export_element (out, "h1", title);
  export_html_staff (out, page);
  append_page_turns (site, out, index);
  g_string_append (out, "<div class=\"two\">\n");
  site_append_plans (site, out, plans);
  g_string_append (out, "<section>\n");
  export_element (out, "h2", site_word (site, EXPORT_WORD_ON_THIS_PAGE));
  site_append_list (site, out, leaves);
  g_string_append (out, "</section>\n</div>\n");
  if (index == 0)
    site->front = g_steal_pointer (&plans);
  return site_finish_page (site, name, out, property, error);
}

/* --- articles ---------------------------------------------------------------------------------------------------- */

static char *
join_values (GalleyMetadata *metadata, const char *key, const char *separator)
{
  g_autoptr (GPtrArray) items = galley_metadata_list (metadata, key);
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    g_string_append_printf (out, "%s%s", i > 0 ? separator : "",
                            ((const GalleyMetaItem *) g_ptr_array_index (items, i))->value);
  return g_string_free (out, FALSE);
}

static GString *
article_property (Site *site, const SiteLeaf *leaf, guint index)
{
  GalleyMetadata *metadata = galley_article_get_metadata (leaf->article);
  g_autofree char *authors = join_values (metadata, "person", " ");
  g_autofree char *keywords = join_values (metadata, "keyword", " ");
  g_autofree char *subhead = export_dup_role_text (leaf->article, GALLEY_ROLE_SUBHEAD, " ");
  g_autofree char *kicker = export_dup_role_text (leaf->article, GALLEY_ROLE_KICKER, " ");
  g_autofree char *number = g_strdup_printf ("%02u", galley_page_get_number (leaf->page));
  g_autofree char *id = g_strdup_printf ("%u", index + 1);
  g_autofree char *picture =
      leaf->pictures->len > 0 ? export_picture_name (g_ptr_array_index (leaf->pictures, 0)) : NULL;
  g_autofree char *path = picture != NULL ? g_strconcat (site_html.pictures, picture, NULL) : NULL;
  g_autofree char *address = g_strconcat (site->base, leaf->name, NULL);
  GString *out = g_string_new (NULL);

  site_append_property (out, "articleid", id);
  site_append_property (out, "date", site_fact (site, GALLEY_FACT_DATE));
  site_append_property (out, "author", authors);
  site_append_property (out, "title", leaf->title);
  site_append_property (out, "keyword", keywords);
  site_append_property (out, "subtitle", subhead);
  site_append_property (out, "introtitle", kicker);
  site_append_property (out, "siteid", "1");
  site_append_property (out, "nodeid", number);
  site_append_property (out, "nodename", galley_page_get_name (leaf->page));
  site_append_property (out, "founder-date", site_fact (site, GALLEY_FACT_DATE));
  site_append_property (out, "founder-pagenum", number);
  site_append_property (out, "founder-papername", site_fact (site, GALLEY_FACT_PAPER));
  site_append_property (out, "founder-type", "1");
  site_append_property (out, "picture", path);
  site_append_property (out, "url", address);
  return out;
}

static void
append_article_turns (Site *site, GString *out, guint index)
{
  const SiteLeaf *leaf = g_ptr_array_index (site->leaves, index);
  g_autofree char *page = site_page_name (leaf->page);
  g_autofree char *page_title = export_page_title (site->language, leaf->page);

  g_string_append (out, "<nav class=\"turn\"");
  export_attribute (out, "aria-label", site_word (site, EXPORT_WORD_ARTICLES));
  g_string_append (out, ">\n");
  if (index > 0)
    {
      const SiteLeaf *previous = g_ptr_array_index (site->leaves, index - 1);

      append_turn_link (out, "prev", previous->name, site_word (site, EXPORT_WORD_PREVIOUS_ARTICLE),
                        previous->title);
    }
  g_string_append_printf (out, "<a class=\"up\" href=\"%s\">", page);
  export_escape (out, site_word (site, EXPORT_WORD_BACK_TO_PAGE), -1);
  g_string_append_c (out, ' ');
  export_escape (out, page_title, -1);
  g_string_append (out, "</a>\n");
  if (index + 1 < site->leaves->len)
    {
      const SiteLeaf *next = g_ptr_array_index (site->leaves, index + 1);

      append_turn_link (out, "next", next->name, site_word (site, EXPORT_WORD_NEXT_ARTICLE), next->title);
    }
  g_string_append (out, "</nav>\n");
}

static void
append_keywords (Site *site, GString *out, GalleyArticle *article)
{
  g_autofree char *keywords = join_values (galley_article_get_metadata (article), "keyword", " · ");

  if (*keywords == '\0')
    return;
  g_string_append (out, "<p class=\"about soft\">");
  export_escape (out, site_word (site, EXPORT_WORD_KEYWORDS), -1);
  g_string_append (out, "：");
  export_escape (out, keywords, -1);
  g_string_append (out, "</p>\n");
}

static gboolean
write_article (Site *site, guint index, EpaperFeed *feed, GError **error)
{
  const SiteLeaf *leaf = g_ptr_array_index (site->leaves, index);
  g_autofree char *body = export_dup_role_text (leaf->article, GALLEY_ROLE_BODY, " ");
  g_autofree char *taste = site_dup_cut (body, MAX_DESCRIPTION);
  g_autofree char *address = *site->base != '\0' ? g_strconcat (site->base, leaf->name, NULL) : NULL;
  g_autoptr (GString) property = article_property (site, leaf, index);
  GString *out = site_begin_page (site, leaf->name, leaf->title, taste);

  export_html_meta (out, &site_html, leaf->article);
  export_jsonld_article (out, site->edition, leaf->page, leaf->article, site_html.pictures, address);
  site_begin_body (site, out, leaf->name);
  export_html_article (out, &site_html, site->edition, leaf->article, leaf->pictures);
  append_keywords (site, out, leaf->article);
  append_article_turns (site, out, index);
  epaper_feed_add (feed, &site_html, leaf->page, leaf->article, leaf->pictures, leaf->name);
  export_note_lost (site->job, leaf->article, _ ("the e-paper"), NULL, ~0u, NULL);
  return site_finish_page (site, leaf->name, out, property, error);
}

/* --- the other pages --------------------------------------------------------------------------------------------- */

static gboolean
write_index (Site *site, GError **error)
{
  GString *out = site_begin_page (site, "index.html", site->title, site->title);
  guint n_pages = galley_edition_get_n_pages (site->edition);

  if (site->front != NULL)
    site_append_area_rules (out, site->front);
  export_jsonld_issue (out, site->edition, *site->base != '\0' ? site->base : NULL);
  site_begin_body (site, out, "index.html");
  export_element (out, "h1", site->title);
  site_append_search (site, out, FALSE);
  g_string_append (out, "<div class=\"two\">\n");
  if (site->front != NULL)
    site_append_plans (site, out, site->front);
  g_string_append (out, "<div class=\"pages\">\n");
  for (guint p = 0; p < n_pages; p++)
    {
      GalleyPage *page = galley_edition_get_page (site->edition, p);
      g_autoptr (GPtrArray) list = site_list_leaves (site, page);
      g_autofree char *name = site_page_name (page);
      g_autofree char *title = export_page_title (site->language, page);

      g_string_append_printf (out, "<section>\n<h2><a href=\"%s\">", name);
      export_escape (out, title, -1);
      g_string_append (out, "</a></h2>\n");
      site_append_list (site, out, list);
      g_string_append (out, "</section>\n");
    }
  g_string_append (out, "</div>\n</div>\n");
  return site_finish_page (site, "index.html", out, NULL, error);
}

static gboolean
write_facts (Site *site, GError **error)
{
  GString *out = site_begin_page (site, "issue.html", site_word (site, EXPORT_WORD_FACTS), NULL);
  gboolean any = FALSE;

  site_begin_body (site, out, "issue.html");
  export_element (out, "h1", site_word (site, EXPORT_WORD_FACTS));
  for (guint i = 0; i < GALLEY_N_FACTS; i++)
    {
      const char *value = site_fact (site, (GalleyFact) i);

      if (value == NULL)
        continue;
      if (!any)
        g_string_append (out, "<dl class=\"facts\">\n");
      any = TRUE;
      export_element (out, "dt", export_fact_word (site->language, (GalleyFact) i));
      g_string_append_printf (out, "<dd id=\"fact-%s\">", galley_fact_get_name ((GalleyFact) i));
      export_escape (out, value, -1);
      g_string_append (out, "</dd>\n");
    }
  g_string_append (out, any ? "</dl>\n" : "");
  for (guint p = 0; p < galley_edition_get_n_pages (site->edition); p++)
    {
      GalleyPage *page = galley_edition_get_page (site->edition, p);
      g_autofree char *name = site_page_name (page);
      g_autofree char *title = export_page_title (site->language, page);

      g_string_append_printf (out, "<h2><a href=\"%s\">", name);
      export_escape (out, title, -1);
      g_string_append (out, "</a></h2>\n");
      export_html_staff (out, page);
    }
  return site_finish_page (site, "issue.html", out, NULL, error);
}

/* All articles with their whole text: the script shows those that are searched for, and without it they can all be read. */
static gboolean
write_search (Site *site, GError **error)
{
  GString *out = site_begin_page (site, "search.html", site_word (site, EXPORT_WORD_SEARCH), NULL);

  site_begin_body (site, out, "search.html");
  export_element (out, "h1", site_word (site, EXPORT_WORD_SEARCH));
  site_append_search (site, out, TRUE);
  g_string_append (out, "<noscript><p>");
  export_escape (out, site_word (site, EXPORT_WORD_NO_SCRIPT), -1);
  g_string_append (out, "</p></noscript>\n<p><output id=\"found\"");
  export_attribute (out, "data-found", site_word (site, EXPORT_WORD_FOUND));
  export_attribute (out, "data-nothing", site_word (site, EXPORT_WORD_NOTHING_FOUND));
  g_string_append (out, "></output></p>\n<ul id=\"index\" class=\"list\">\n");
  for (guint i = 0; i < site->leaves->len; i++)
    {
      const SiteLeaf *leaf = g_ptr_array_index (site->leaves, i);
      g_autofree char *page = export_page_title (site->language, leaf->page);

      g_string_append_printf (out, "<li><a href=\"%s\">", leaf->name);
      export_escape (out, leaf->title, -1);
      g_string_append (out, "</a> <span class=\"soft\">");
      export_escape (out, page, -1);
      g_string_append (out, "</span>\n<span class=\"hit\">");
      for (guint b = 0; b < galley_article_get_n_blocks (leaf->article); b++)
        {
          export_escape (out, galley_block_get_text (galley_article_get_block (leaf->article, b)), -1);
          g_string_append_c (out, '\n');
        }
      g_string_append (out, "</span></li>\n");
    }
  g_string_append (out, "</ul>\n");
  return site_finish_page (site, "search.html", out, NULL, error);
}

/* --- the whole --------------------------------------------------------------------------------------------------- */

static gboolean
add_leaf (Site *site, GalleyPage *page, guint number, GalleyArticle *article, GError **error)
{
  SiteLeaf *leaf = g_new0 (SiteLeaf, 1);
  g_autoptr (GPtrArray) pictures = export_list_pictures (site->edition, article);

  g_ptr_array_add (site->leaves, leaf);
  leaf->article = article;
  leaf->page = page;
  leaf->pictures = g_ptr_array_new ();
  leaf->name = g_strdup_printf ("p%02u-a%02u.html", galley_page_get_number (page), number);
  leaf->title = export_article_title (article);
  for (guint i = 0; i < pictures->len; i++)
    {
      if (!write_picture (site, article, g_ptr_array_index (pictures, i), leaf->pictures, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
gather_leaves (Site *site, GError **error)
{
  for (guint p = 0; p < galley_edition_get_n_pages (site->edition); p++)
    {
      GalleyPage *page = galley_edition_get_page (site->edition, p);
      g_autoptr (GPtrArray) articles = export_list_articles (site->options, page);

      for (guint a = 0; a < articles->len; a++)
        {
          if (!add_leaf (site, page, a + 1, g_ptr_array_index (articles, a), error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
write_site (Site *site, gboolean drawn, GError **error)
{
  g_autoptr (GString) entries = g_string_new (NULL);
  EpaperFeed feed = { entries, site->edition, site->base };
  g_autofree char *atom = NULL;

  if (!site_write_file (site, "style.css", epaper_css, strlen (epaper_css), error) ||
      !site_write_file (site, "script.js", epaper_js, strlen (epaper_js), error) ||
      !gather_leaves (site, error))
    return FALSE;
  for (guint i = 0; i < site->leaves->len; i++)
    {
      if (!write_article (site, i, &feed, error))
        return FALSE;
      galley_job_progress (site->job, 0.1 + 0.3 * (i + 1) / site->leaves->len);
    }
  for (guint p = 0; p < galley_edition_get_n_pages (site->edition); p++)
    {
      if (!write_page (site, p, drawn, error))
        return FALSE;
      galley_job_progress (site->job, 0.4 + 0.5 * (p + 1) / galley_edition_get_n_pages (site->edition));
    }
  atom = epaper_feed_finish (&feed);
  return write_index (site, error) && write_facts (site, error) && write_search (site, error) &&
         site_write_file (site, "feed.xml", atom, strlen (atom), error);
}

static gboolean
epaper_exporter_save_tree (
    GalleyExporter *exporter, GalleyEdition *frozen, GFile *new_folder, GalleyJob *job, GError **error)
{
  EpaperExporter *self = EPAPER_EXPORTER (exporter);
  g_autofree char *folder = g_file_get_path (new_folder);
  g_autofree char *pictures = g_build_filename (folder, "pictures", NULL);
  g_autoptr (GPtrArray) leaves = g_ptr_array_new_with_free_func (site_leaf_free);
  g_autoptr (GHashTable) written = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GFile) pictures_folder = g_file_new_for_path (pictures);
  const char *language = export_edition_language (frozen);
  g_autofree char *title = export_title (language, frozen);
  const char *given = self->base_url != NULL ? self->base_url : "";
  g_autofree char *base =
      g_strconcat (given, *given != '\0' && !g_str_has_suffix (given, "/") ? "/" : "", NULL);
  Site site = { .options = &self->options,
                .picture_words = self->picture_words,
                .edition = frozen,
                .job = job,
                .folder = folder,
                .language = language,
                .base = base,
                .title = title,
                .leaves = leaves,
                .written = written };

  gboolean good = g_file_make_directory (pictures_folder, galley_job_get_cancellable (job), error) &&
                  write_site (&site, self->page_pictures, error);

  g_clear_pointer (&site.front, g_ptr_array_unref);
  g_clear_object (&site.like);
  if (good)
    export_note_left_out (job, frozen, &self->options);
  return good;
}

/* --- the object -------------------------------------------------------------------------------------------------- */

static void
epaper_exporter_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  EpaperExporter *self = EPAPER_EXPORTER (object);

  if (id == PROP_BASE_URL)
    g_value_set_string (value, self->base_url);
  else if (id == PROP_PAGE_PICTURES)
    g_value_set_boolean (value, self->page_pictures);
  else if (id == PROP_PICTURE_WORDS)
    g_value_set_boolean (value, self->picture_words);
  else if (!export_get_option (&self->options, id, value))
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
epaper_exporter_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  EpaperExporter *self = EPAPER_EXPORTER (object);

  if (id == PROP_BASE_URL)
    {
      g_free (self->base_url);
      self->base_url = g_value_dup_string (value);
    }
  else if (id == PROP_PAGE_PICTURES)
    self->page_pictures = g_value_get_boolean (value);
  else if (id == PROP_PICTURE_WORDS)
    self->picture_words = g_value_get_boolean (value);
  else if (!export_set_option (&self->options, id, value))
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
epaper_exporter_iface_init (GalleyExporterInterface *iface)
{
  iface->save_tree = epaper_exporter_save_tree;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (EpaperExporter,
                               epaper_exporter,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GALLEY_TYPE_EXPORTER, epaper_exporter_iface_init))

static void
epaper_exporter_finalize (GObject *object)
{
  g_free (EPAPER_EXPORTER (object)->base_url);
  G_OBJECT_CLASS (epaper_exporter_parent_class)->finalize (object);
}

static void
epaper_exporter_class_init (EpaperExporterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = epaper_exporter_finalize;
  object_class->get_property = epaper_exporter_get_property;
  object_class->set_property = epaper_exporter_set_property;
  export_install_options (object_class);
  g_object_class_install_property (
      object_class, PROP_BASE_URL,
      g_param_spec_string ("base-url", N_ ("Address of the Site"),
                           N_ ("Where the folder will lie, https://…; empty: links do without it"), "",
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (
      object_class, PROP_PAGE_PICTURES,
      g_param_spec_boolean ("page-pictures", N_ ("Pictures of the Pages"),
                            N_ ("Show each page as it would be printed; else its articles in boxes"), TRUE,
                            G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS));
  export_install_words_option (object_class, PROP_PICTURE_WORDS);
}

static void
epaper_exporter_init (EpaperExporter *self)
{
}

G_MODULE_EXPORT void peas_register_types (PeasObjectModule *module);

G_MODULE_EXPORT void
peas_register_types (PeasObjectModule *module)
{
  peas_object_module_register_extension_type (module, GALLEY_TYPE_EXPORTER, EPAPER_TYPE_EXPORTER);
}
