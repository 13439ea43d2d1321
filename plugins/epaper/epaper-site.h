/* SPDX-License-Identifier: GPL-3.0-or-later */
/* epaper-site.h — what the pages of an e-paper share: its articles, the head and foot of every page, lists, and the picture of
 * a page of the paper. */

#pragma once

#include "../common/galley-export-html.h"
#include "../common/galley-export-words.h"
#include "galley-sheet.h"

G_BEGIN_DECLS

/* One article and where it is. */
typedef struct
{
  GalleyArticle *article;
  GalleyPage *page;
  GPtrArray *pictures; /* of GalleyAsset *, those that were written */
  char *name;          /* "p01-a02.html" */
  char *title;
} SiteLeaf;

/* A sheet of a page, with an area for each article on it. */
typedef struct
{
  GPtrArray *leaves; /* of borrowed SiteLeaf * */
  GArray *areas;     /* of ExportArea, one each */
  char *picture;     /* its file, or NULL: the areas show the articles themselves */
  double ratio;      /* width to height */
} SitePlan;

typedef struct
{
  const ExportOptions *options;
  gboolean picture_words; /* go into the pictures */
  GalleyEdition *edition;
  GalleyJob *job;
  const char *folder;
  const char *language;
  const char *base; /* the address of the site with a slash at its end, or "" */
  char *title;
  GPtrArray *leaves;   /* of SiteLeaf *, in reading order */
  GHashTable *written; /* ids of the pictures that are in the folder */
  GPtrArray *front;    /* of SitePlan *: those of the first page, for the front of the site */
  GalleySheet *like;   /* its fonts are used again */
} Site;

extern const ExportHtml site_html;

void site_leaf_free (gpointer data);
const char *site_word (Site *site, ExportWord which);
const char *site_fact (Site *site, GalleyFact which);
char *site_page_name (GalleyPage *page);
/* @text with at most @limit characters. */
char *site_dup_cut (const char *text, glong limit);
/* A file of the site; the job is asked whether to go on. */
gboolean site_write_file (Site *site, const char *name, const void *data, gsize length, GError **error);
/* The head of a page of the site; the caller goes on in <head> until site_begin_body(). */
GString *site_begin_page (Site *site, const char *name, const char *title, const char *description);
void site_begin_body (Site *site, GString *out, const char *here);
/* Ends the page and writes it. @property: the block that crawlers of e-papers read, or NULL. Takes @out. */
gboolean
site_finish_page (Site *site, const char *name, GString *out, const GString *property, GError **error);
/* <name>value</name>, such that it cannot end the comment it stands in. */
void site_append_property (GString *out, const char *name, const char *value);
/* @here: on the page that searches. */
void site_append_search (Site *site, GString *out, gboolean here);
void site_append_list (Site *site, GString *out, GPtrArray *leaves);
/* The articles of a page (array of borrowed SiteLeaf *; free it). */
GPtrArray *site_list_leaves (Site *site, GalleyPage *page);
/* Where the areas are: a <style> for <head>. */
void site_append_area_rules (GString *out, const GPtrArray *plans);
void site_append_plans (Site *site, GString *out, const GPtrArray *plans);

G_END_DECLS
