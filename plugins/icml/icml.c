/* SPDX-License-Identifier: GPL-3.0-or-later */
/* icml — a folder of InCopy stories: one an article, one a page, to be placed in the frames of InDesign. Every role is a
 * paragraph style of its own, so that a layout that knows the names dresses the copy as it comes in. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "../common/galley-export-html.h"
#include "../common/galley-export-plugin.h"
#include "../common/galley-export-words.h"

#define ICML_TYPE_EXPORTER (icml_exporter_get_type ())
G_DECLARE_FINAL_TYPE (IcmlExporter, icml_exporter, ICML, EXPORTER, GObject)

struct _IcmlExporter
{
  GObject parent_instance;

  ExportOptions options;
};

typedef struct
{
  GString *body;
  GString *links; /* hyperlinks: they stand behind the story */
  guint n_links;
  gboolean begun; /* there is a paragraph before */
} Story;

/* The looks of the roles, for layouts that have no styles of these names: points and justification. */
static const struct
{
  guint size;
  const char *justification;
} looks[GALLEY_N_ROLES] = {
  [GALLEY_ROLE_KICKER] = { 14, "CenterAlign" },    [GALLEY_ROLE_HEADLINE] = { 26, "CenterAlign" },
  [GALLEY_ROLE_SUBHEAD] = { 14, "CenterAlign" },   [GALLEY_ROLE_PEOPLE] = { 10, "CenterAlign" },
  [GALLEY_ROLE_BYLINE] = { 10, "CenterAlign" },    [GALLEY_ROLE_BODY] = { 10, "LeftJustified" },
  [GALLEY_ROLE_CROSSHEAD] = { 11, "CenterAlign" }, [GALLEY_ROLE_QUOTE] = { 10, "LeftJustified" },
  [GALLEY_ROLE_NOTE] = { 10, "LeftJustified" },    [GALLEY_ROLE_CAPTION] = { 8, "LeftJustified" },
  [GALLEY_ROLE_CREDIT] = { 8, "RightAlign" },      [GALLEY_ROLE_JUMP] = { 9, "RightAlign" },
  [GALLEY_ROLE_AD] = { 10, "LeftAlign" },          [GALLEY_ROLE_FURNITURE] = { 8, "LeftAlign" },
};

/* By the bits 1 strong, 2 emphasis, 4 dateline. */
static const char *const faces[] = {
  "$ID/[No character style]", "加重", "强调", "加重强调", "电头", "电头加重", "电头强调", "电头加重强调"
};

/* --- styles ------------------------------------------------------------------------------------------------------ */

static void
append_styles (GString *out)
{
  g_string_append (out, "<RootCharacterStyleGroup Self=\"galley_characters\">\n");
  for (guint i = 1; i < G_N_ELEMENTS (faces); i++)
    g_string_append_printf (out, "<CharacterStyle Self=\"CharacterStyle/%s\" Name=\"%s\"%s/>\n", faces[i],
                            faces[i],
                            (i & 3) == 1   ? " FontStyle=\"Bold\""
                            : (i & 3) == 2 ? " FontStyle=\"Italic\""
                            : (i & 3) == 3 ? " FontStyle=\"Bold Italic\""
                                           : "");
  g_string_append (out, "</RootCharacterStyleGroup>\n<RootParagraphStyleGroup Self=\"galley_paragraphs\">\n");
  for (guint i = 0; i < GALLEY_N_ROLES; i++)
    {
      gboolean indented = i == GALLEY_ROLE_BODY || i == GALLEY_ROLE_QUOTE || i == GALLEY_ROLE_NOTE;

      g_string_append_printf (
          out,
          "<ParagraphStyle Self=\"ParagraphStyle/%s\" Name=\"%s\" PointSize=\"%u\" Justification=\"%s\" "
          "FirstLineIndent=\"%u\"><Properties><BasedOn type=\"string\">$ID/[No paragraph "
          "style]</BasedOn></Properties></ParagraphStyle>\n",
          export_role_style ((GalleyRole) i), export_role_style ((GalleyRole) i), looks[i].size,
          looks[i].justification, indented ? 2 * looks[i].size : 0);
    }
  g_string_append (out, "</RootParagraphStyleGroup>\n");
}

/* --- text -------------------------------------------------------------------------------------------------------- */

static void
append_link (Story *story, const char *address, const char *content)
{
  guint n = ++story->n_links;

  g_string_append_printf (
      story->body,
      "<HyperlinkTextSource Self=\"link-%u\" Name=\"link-%u\" Hidden=\"false\">%s</HyperlinkTextSource>", n,
      n, content);
  g_string_append_printf (
      story->links, "<HyperlinkURLDestination Self=\"HyperlinkURLDestination/%u\" Name=\"link-%u\"", n, n);
  export_attribute (story->links, "DestinationURL", address);
  g_string_append_printf (
      story->links,
      " DestinationUniqueKey=\"%u\"/>\n<Hyperlink Self=\"uf-%u\" Name=\"link-%u\" "
      "Source=\"link-%u\" Visible=\"false\" DestinationUniqueKey=\"%u\"><Properties><Destination "
      "type=\"object\">HyperlinkURLDestination/%u</Destination></Properties></Hyperlink>\n",
      n, n, n, n, n, n);
}

static void
append_run (Story *story, const ExportRun *run)
{
  guint face = (EXPORT_HAS (run, GALLEY_SPAN_STRONG) ? 1 : 0) +
               (EXPORT_HAS (run, GALLEY_SPAN_EMPHASIS) ? 2 : 0) +
               (EXPORT_HAS (run, GALLEY_SPAN_DATELINE) ? 4 : 0);
  g_autoptr (GString) content = g_string_new ("<Content>");

  export_escape (content, run->text, (gssize) run->n_bytes);
  g_string_append (content, "</Content>");
  g_string_append_printf (story->body, "<CharacterStyleRange AppliedCharacterStyle=\"CharacterStyle/%s\">",
                          faces[face]);
  if (run->address != NULL && *run->address != '\0')
    append_link (story, run->address, content->str);
  else
    g_string_append_len (story->body, content->str, (gssize) content->len);
  g_string_append (story->body, "</CharacterStyleRange>");
}

/* A paragraph ends with a break, and the last one of a story with none. */
static void
append_block (Story *story, GalleyBlock *block)
{
  ExportRun run = { 0 };

  if (story->begun)
    g_string_append (story->body,
                     "<CharacterStyleRange AppliedCharacterStyle=\"CharacterStyle/$ID/[No character "
                     "style]\"><Br/></CharacterStyleRange></ParagraphStyleRange>\n");
  story->begun = TRUE;
  g_string_append_printf (story->body, "<ParagraphStyleRange AppliedParagraphStyle=\"ParagraphStyle/%s\">",
                          export_role_style (galley_block_get_role (block)));
  while (export_next_run (block, &run))
    append_run (story, &run);
}

static void
append_article (Story *story, GalleyArticle *article)
{
  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    append_block (story, galley_article_get_block (article, i));
}

/* --- files ------------------------------------------------------------------------------------------------------- */

static gboolean
write_story (const char *folder, const char *name, const char *title, Story *story, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GString) out = g_string_new (
      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<?aid style=\"50\" type=\"snippet\" "
      "readerVersion=\"6.0\" featureSet=\"513\" product=\"8.0(370)\" ?>\n<?aid "
      "SnippetType=\"InCopyInterchange\"?>\n<Document DOMVersion=\"8.0\" Self=\"galley\">\n");

  append_styles (out);
  g_string_append (
      out, "<Story Self=\"story\" TrackChanges=\"false\" AppliedTOCStyle=\"n\" AppliedNamedGrid=\"n\"");
  export_attribute (out, "StoryTitle", title);
  g_string_append (
      out,
      ">\n<StoryPreference OpticalMarginAlignment=\"false\" StoryDirection=\"LeftToRightDirection\"/>\n");
  g_string_append_len (out, story->body->str, (gssize) story->body->len);
  g_string_append (out, story->begun ? "</ParagraphStyleRange>\n" : "");
  g_string_append_printf (out, "</Story>\n%s</Document>\n", story->links->str);
  return g_file_set_contents_full (path, out->str, (gssize) out->len, G_FILE_SET_CONTENTS_NONE, 0666, error);
}

/* A story of a draft begins with the line that says so. */
static void
append_draft (Story *story, GalleyEdition *edition)
{
  const char *draft = galley_edition_get_draft (edition);
  g_autoptr (GalleyArticle) line = galley_article_new (GALLEY_ARTICLE_FURNITURE);
  g_autoptr (GalleyBlock) block = galley_block_new (GALLEY_ROLE_FURNITURE, draft != NULL ? draft : "", -1);

  galley_article_append (line, block);
  if (draft != NULL)
    append_article (story, line);
}

static gboolean
write_article (
    const char *folder, const char *name, GalleyEdition *edition, GalleyArticle *article, GError **error)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GString) links = g_string_new (NULL);
  g_autofree char *title = export_article_title (article);
  Story story = { .body = body, .links = links };

  append_draft (&story, edition);
  append_article (&story, article);
  return write_story (folder, name, title, &story, error);
}

/* Pictures lie beside the stories, named like them: p01-a02-1.jpg. Any kind of picture will do here. */
static gboolean
write_pictures (
    const char *folder, const char *stem, GalleyEdition *edition, GalleyArticle *article, GError **error)
{
  g_autoptr (GPtrArray) pictures = export_list_pictures (edition, article);

  for (guint i = 0; i < pictures->len; i++)
    {
      GalleyAsset *asset = g_ptr_array_index (pictures, i);
      const char *suffix = export_picture_suffix (asset);
      const char *dot = strrchr (galley_asset_get_name (asset), '.');
      g_autofree char *name = g_strdup_printf ("%s-%u.%s", stem, i + 1,
                                               suffix != NULL ? suffix
                                               : dot != NULL  ? dot + 1
                                                              : "bin");
      g_autofree char *path = g_build_filename (folder, name, NULL);
      GBytes *bytes = galley_asset_get_bytes (asset);

      if (!g_file_set_contents_full (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                                     G_FILE_SET_CONTENTS_NONE, 0666, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_page (IcmlExporter *self,
            const char *folder,
            GalleyEdition *edition,
            GalleyPage *page,
            GalleyJob *job,
            GError **error)
{
  static const char *const held[] = { "picture", NULL };
  g_autoptr (GPtrArray) articles = export_list_articles (&self->options, page);
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GString) links = g_string_new (NULL);
  g_autofree char *title = export_page_title (export_edition_language (edition), page);
  g_autofree char *name = g_strdup_printf ("page-%02u.icml", galley_page_get_number (page));
  Story story = { .body = body, .links = links };

  append_draft (&story, edition);
  for (guint a = 0; a < articles->len; a++)
    {
      GalleyArticle *article = g_ptr_array_index (articles, a);
      g_autofree char *stem = g_strdup_printf ("p%02u-a%02u", galley_page_get_number (page), a + 1);
      g_autofree char *file = g_strconcat (stem, ".icml", NULL);

      append_article (&story, article);
      if (!write_article (folder, file, edition, article, error) ||
          (self->options.pictures && !write_pictures (folder, stem, edition, article, error)))
        return FALSE;
      export_note_lost (job, article, "ICML", held, ~(1u << GALLEY_SPAN_JOIN), NULL);
    }
  return write_story (folder, name, title, &story, error);
}

static gboolean
icml_exporter_save_tree (
    GalleyExporter *exporter, GalleyEdition *frozen, GFile *new_folder, GalleyJob *job, GError **error)
{
  IcmlExporter *self = ICML_EXPORTER (exporter);
  g_autofree char *folder = g_file_get_path (new_folder);
  guint n_pages = galley_edition_get_n_pages (frozen);

  for (guint p = 0; p < n_pages; p++)
    {
      if (!galley_job_continues (job, error) ||
          !write_page (self, folder, frozen, galley_edition_get_page (frozen, p), job, error))
        return FALSE;
      galley_job_progress (job, 0.9 * (p + 1) / n_pages);
    }
  export_note_left_out (job, frozen, &self->options);
  export_note_lost_facts (job, frozen, "ICML", 0, FALSE);
  return TRUE;
}

EXPORT_DEFINE_TYPE (IcmlExporter, icml_exporter, save_tree)
