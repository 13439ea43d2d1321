/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "../common/galley-export-plan.h"
#include "epaper-site.h"

/* What a title bar and a list of results show; longer ones are cut. */
#define MAX_TITLE 70
/* How much of an article stands in its area on the page (characters). */
#define MAX_TASTE 700

const ExportHtml site_html = { FALSE, "pictures/" };

void
site_leaf_free (gpointer data)
{
  SiteLeaf *leaf = data;

  g_ptr_array_unref (leaf->pictures);
  g_free (leaf->name);
  g_free (leaf->title);
  g_free (leaf);
}

const char *
site_word (Site *site, ExportWord which)
{
  return export_word (site->language, which);
}

const char *
site_fact (Site *site, GalleyFact which)
{
  return galley_masthead_get (galley_edition_get_masthead (site->edition), which);
}

char *
site_page_name (GalleyPage *page)
{
  return g_strdup_printf ("page-%02u.html", galley_page_get_number (page));
}

/* @text with at most @limit characters. */
char *
site_dup_cut (const char *text, glong limit)
{
  g_autofree char *start = NULL;

  if (g_utf8_strlen (text, -1) <= limit)
    return g_strdup (text);
  start = g_utf8_substring (text, 0, limit - 1);
  return g_strconcat (start, "…", NULL);
}

/* --- files ------------------------------------------------------------------------------------------------------- */

gboolean
site_write_file (Site *site, const char *name, const void *data, gsize length, GError **error)
{
  g_autofree char *path = g_build_filename (site->folder, name, NULL);

  return galley_job_continues (site->job, error) &&
         g_file_set_contents_full (path, data, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0666, error);
}

static gboolean
write_text (Site *site, const char *name, GString *out, GError **error)
{
  g_autofree char *text = g_string_free (out, FALSE);

  return site_write_file (site, name, text, strlen (text), error);
}

/* --- what is on every page --------------------------------------------------------------------------------------- */

static void
append_site_link (Site *site, GString *out, const char *here, const char *name, ExportWord which)
{
  g_string_append_printf (out, "<li><a href=\"%s\"%s>", name,
                          g_str_equal (here, name) ? " aria-current=\"page\"" : "");
  export_escape (out, site_word (site, which), -1);
  g_string_append (out, "</a></li>\n");
}

static void
append_site_head (Site *site, GString *out, const char *here)
{
  const char *paper = site_fact (site, GALLEY_FACT_PAPER);
  const char *date = export_edition_date (site->edition);

  g_string_append (out, "<body>\n<a class=\"skip\" href=\"#content\">");
  export_escape (out, site_word (site, EXPORT_WORD_SKIP), -1);
  g_string_append (out, "</a>\n<header class=\"site\">\n<p class=\"name\"><a href=\"index.html\">");
  export_escape (out, paper != NULL ? paper : site->title, -1);
  g_string_append (out, "</a></p>\n");
  if (paper != NULL && date != NULL)
    {
      g_string_append_printf (out, "<p><time datetime=\"%s\">", date);
      export_escape (
          out, g_str_has_prefix (site->title, paper) ? site->title + strlen (paper) + strlen (" · ") : date,
          -1);
      g_string_append (out, "</time></p>\n");
    }
  export_html_draft (out, site->edition);
  g_string_append (out, "<nav");
  export_attribute (out, "aria-label", site_word (site, EXPORT_WORD_SITE));
  g_string_append (out, ">\n<ul>\n");
  append_site_link (site, out, here, "index.html", EXPORT_WORD_FRONT);
  append_site_link (site, out, here, "issue.html", EXPORT_WORD_FACTS);
  append_site_link (site, out, here, "search.html", EXPORT_WORD_SEARCH);
  g_string_append (out, "</ul>\n</nav>\n</header>\n");
}

/* The head of a page of the site; the caller goes on in <head> until begin_body(). */
GString *
site_begin_page (Site *site, const char *name, const char *title, const char *description)
{
  GString *out = g_string_new ("<!DOCTYPE html>\n<html");
  const char *paper = site_fact (site, GALLEY_FACT_PAPER);
  g_autofree char *whole = paper != NULL && !g_str_has_prefix (title, paper)
                               ? g_strconcat (title, " - ", paper, NULL)
                               : g_strdup (title);
  g_autofree char *cut = site_dup_cut (whole, MAX_TITLE);

  export_html_language (out, &site_html, site->language);
  g_string_append (out, ">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
                        "content=\"width=device-width, initial-scale=1\">\n");
  export_element (out, "title", cut);
  if (description != NULL && *description != '\0')
    {
      g_string_append (out, "<meta name=\"description\"");
      export_attribute (out, "content", description);
      g_string_append (out, ">\n");
    }
  if (*site->base != '\0')
    {
      g_autofree char *address = g_strconcat (site->base, name, NULL);

      g_string_append (out, "<link rel=\"canonical\"");
      export_attribute (out, "href", address);
      g_string_append (out, ">\n");
    }
  g_string_append (out, "<link rel=\"stylesheet\" href=\"style.css\">\n<link rel=\"alternate\" "
                        "type=\"application/atom+xml\" href=\"feed.xml\"");
  export_attribute (out, "title", site_word (site, EXPORT_WORD_FEED));
  g_string_append (out, ">\n<script src=\"script.js\" defer></script>\n");
  return out;
}

void
site_begin_body (Site *site, GString *out, const char *here)
{
  g_string_append (out, "</head>\n");
  append_site_head (site, out, here);
  g_string_append (out, "<main id=\"content\" class=\"wide\">\n");
}

/* @property: the block that crawlers of e-papers read, or NULL. */
gboolean
site_finish_page (Site *site, const char *name, GString *out, const GString *property, GError **error)
{
  const char *publisher = site_fact (site, GALLEY_FACT_PUBLISHER);
  const char *cn = site_fact (site, GALLEY_FACT_CN);

  g_string_append (out, "</main>\n<footer class=\"foot\">\n<p>");
  export_escape (out, site->title, -1);
  if (cn != NULL)
    {
      g_string_append_printf (out, " · %s ", export_fact_word (site->language, GALLEY_FACT_CN));
      export_escape (out, cn, -1);
    }
  if (publisher != NULL)
    {
      g_string_append (out, " · ");
      export_escape (out, publisher, -1);
    }
  g_string_append (out, " · <a href=\"feed.xml\">");
  export_escape (out, site_word (site, EXPORT_WORD_FEED), -1);
  g_string_append (out, "</a></p>\n</footer>\n</body>\n</html>\n");
  if (property != NULL)
    g_string_append_printf (out, "<!--enpproperty %s /enpproperty-->\n", property->str);
  return write_text (site, name, out, error);
}

/* A comment must not be ended from inside. */
void
site_append_property (GString *out, const char *name, const char *value)
{
  g_autoptr (GString) safe = g_string_new (NULL);

  export_escape (safe, value != NULL ? value : "", -1);
  g_string_replace (safe, "--", "- -", 0);
  g_string_append_printf (out, "<%s>%s</%s>", name, safe->str, name);
}

void
site_append_search (Site *site, GString *out, gboolean here)
{
  g_string_append_printf (
      out, "<form class=\"find\" action=\"search.html\" method=\"get\" role=\"search\"%s>\n<label>",
      here ? " data-here" : "");
  export_escape (out, site_word (site, EXPORT_WORD_SEARCH_WORDS), -1);
  g_string_append (
      out, "<input type=\"search\" name=\"q\" autocomplete=\"off\"></label>\n<button type=\"submit\">");
  export_escape (out, site_word (site, EXPORT_WORD_SEARCH), -1);
  g_string_append (out, "</button>\n</form>\n");
}

static void
append_head_line (GString *out, GalleyArticle *article, GalleyRole role)
{
  g_autofree char *text = export_dup_role_text (article, role, " ");

  if (*text == '\0')
    return;
  g_string_append_printf (out, "<span class=\"%s\">", galley_role_get_name (role));
  export_escape (out, text, -1);
  g_string_append (out, "</span>\n");
}

static void
append_list_item (GString *out, const SiteLeaf *leaf)
{
  g_string_append (out, "<li>");
  append_head_line (out, leaf->article, GALLEY_ROLE_KICKER);
  g_string_append_printf (out, "<a href=\"%s\">", leaf->name);
  export_escape (out, leaf->title, -1);
  g_string_append (out, "</a>\n");
  append_head_line (out, leaf->article, GALLEY_ROLE_SUBHEAD);
  g_string_append (out, "</li>\n");
}

GPtrArray *
site_list_leaves (Site *site, GalleyPage *page)
{
  GPtrArray *leaves = g_ptr_array_new ();

  for (guint i = 0; i < site->leaves->len; i++)
    {
      SiteLeaf *leaf = g_ptr_array_index (site->leaves, i);

      if (leaf->page == page)
        g_ptr_array_add (leaves, leaf);
    }
  return leaves;
}

void
site_append_list (Site *site, GString *out, GPtrArray *leaves)
{
  if (leaves->len == 0)
    {
      export_element (out, "p class=\"soft\"", site_word (site, EXPORT_WORD_EMPTY_PAGE));
      return;
    }
  g_string_append (out, "<ul class=\"list\">\n");
  for (guint i = 0; i < leaves->len; i++)
    append_list_item (out, g_ptr_array_index (leaves, i));
  g_string_append (out, "</ul>\n");
}

/* --- the picture of a page --------------------------------------------------------------------------------------- */

static void
append_percent (GString *out, const char *property, double part)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];

  g_string_append_printf (out, "%s:%s%%;", property,
                          g_ascii_formatd (number, sizeof number, "%.3f", part * 100));
}

/* Where the areas are: rules of their own, for addresses and styles do not mix in one attribute. */
void
site_append_area_rules (GString *out, const GPtrArray *plans)
{
  guint number = 0;

  g_string_append (out, "<style>\n");
  for (guint p = 0; p < plans->len; p++)
    {
      const SitePlan *plan = g_ptr_array_index (plans, p);
      char ratio[G_ASCII_DTOSTR_BUF_SIZE];

      g_string_append_printf (out, "#sheet-%u{aspect-ratio:%s}\n", p + 1,
                              g_ascii_formatd (ratio, sizeof ratio, "%.4f", plan->ratio));
      for (guint i = 0; i < plan->areas->len; i++)
        {
          const ExportArea *area = &g_array_index (plan->areas, ExportArea, i);

          g_string_append_printf (out, "#area-%u{", ++number);
          append_percent (out, "left", area->x);
          append_percent (out, "top", area->y);
          append_percent (out, "width", area->width);
          append_percent (out, "height", area->height);
          g_string_append (out, "}\n");
        }
    }
  g_string_append (out, "</style>\n");
}

/* The first picture and the beginning of the text stand in it as on paper; the headline is what the link is called. */
static void
append_area (GString *out, const SiteLeaf *leaf, guint index, gboolean drawn)
{
  gboolean is_picture = galley_article_get_kind (leaf->article) == GALLEY_ARTICLE_PICTURE;
  g_autofree char *body =
      export_dup_role_text (leaf->article, is_picture ? GALLEY_ROLE_CAPTION : GALLEY_ROLE_BODY, " ");
  g_autofree char *taste = site_dup_cut (body, MAX_TASTE);

  g_string_append_printf (out, "<a class=\"area %s%s\" id=\"area-%u\" href=\"%s\"><b>",
                          galley_article_kind_get_name (galley_article_get_kind (leaf->article)),
                          index == 0 ? " lead" : "", index + 1, leaf->name);
  export_escape (out, leaf->title, -1);
  g_string_append (out, "</b>");
  if (!drawn && leaf->pictures->len > 0)
    {
      g_autofree char *name = export_picture_name (g_ptr_array_index (leaf->pictures, 0));

      g_string_append_printf (out, "<img src=\"%s%s\" alt=\"\" loading=\"lazy\">", site_html.pictures, name);
    }
  if (!drawn && *taste != '\0')
    export_element (out, "span aria-hidden=\"true\"", taste);
  g_string_append (out, "</a>\n");
}

/* The first of several sheets is the page; what it says under its picture is said once. */
void
site_append_plans (Site *site, GString *out, const GPtrArray *plans)
{
  guint number = 0;

  if (plans->len == 0)
    return;
  g_string_append (out, "<div class=\"sheets\">\n");
  for (guint p = 0; p < plans->len; p++)
    {
      const SitePlan *plan = g_ptr_array_index (plans, p);

      g_string_append_printf (out, "<figure class=\"sheet\">\n<div class=\"plan%s\" id=\"sheet-%u\">\n",
                              plan->picture != NULL ? " drawn" : "", p + 1);
      if (plan->picture != NULL)
        g_string_append_printf (out, "<img src=\"%s\" alt=\"\"%s>\n", plan->picture,
                                p > 0 ? " loading=\"lazy\"" : "");
      for (guint i = 0; i < plan->leaves->len; i++)
        append_area (out, g_ptr_array_index (plan->leaves, i), number++, plan->picture != NULL);
      g_string_append (out, "</div>\n");
      if (p == 0)
        export_element (out, "figcaption", site_word (site, EXPORT_WORD_PAGE_PICTURE));
      g_string_append (out, "</figure>\n");
    }
  g_string_append (out, "</div>\n");
}
