/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "galley-export-marks.h"

void
export_install_mark_options (GObjectClass *klass)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS;

  export_install_options (klass);
  g_object_class_install_property (
      klass, EXPORT_PROP_CHANGES,
      g_param_spec_boolean ("include-changes", N_ ("Changes"),
                            N_ ("Show what was changed as tracked changes, where changes were asked for"),
                            TRUE, flags));
  g_object_class_install_property (
      klass, EXPORT_PROP_FINDINGS,
      g_param_spec_boolean ("include-findings", N_ ("Findings"),
                            N_ ("Show open findings as comments, where findings were asked for"), TRUE,
                            flags));
}

gboolean
export_get_mark_option (const ExportMarkOptions *options, guint id, GValue *value)
{
  if (id == EXPORT_PROP_CHANGES)
    g_value_set_boolean (value, options->changes);
  else if (id == EXPORT_PROP_FINDINGS)
    g_value_set_boolean (value, options->findings);
  else
    return export_get_option (&options->document, id, value);
  return TRUE;
}

gboolean
export_set_mark_option (ExportMarkOptions *options, guint id, const GValue *value)
{
  if (id == EXPORT_PROP_CHANGES)
    options->changes = g_value_get_boolean (value);
  else if (id == EXPORT_PROP_FINDINGS)
    options->findings = g_value_get_boolean (value);
  else
    return export_set_option (&options->document, id, value);
  return TRUE;
}

/* --- an article ------------------------------------------------------------------------------------------------------ */

void
export_marks_begin (ExportMarks *self,
                    GalleyExporter *exporter,
                    const ExportMarkOptions *options,
                    GalleyArticle *article)
{
  GalleyMarkup *markup = galley_exporter_get_markup (exporter);

  self->markup = options->findings ? markup : NULL;
  self->change = options->changes && markup != NULL
                     ? galley_markup_get_change (markup, galley_article_get_id (article))
                     : NULL;
  self->hunks = self->change != NULL ? galley_diff_articles (self->change->before, article) : NULL;
}

void
export_marks_end (ExportMarks *self)
{
  g_clear_pointer (&self->hunks, g_ptr_array_unref);
}

void
export_marks_write_article (GalleyArticle *article,
                            ExportPicturesFunc pictures,
                            ExportBlockFunc block,
                            gpointer writer)
{
  gboolean has_pictures = FALSE;

  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      if (!has_pictures &&
          galley_block_get_role (galley_article_get_block (article, i)) == GALLEY_ROLE_CAPTION)
        {
          pictures (writer, article);
          has_pictures = TRUE;
        }
      block (writer, article, i);
    }
  if (!has_pictures)
    pictures (writer, article);
}

guint
export_marks_write_block (ExportMarks *self,
                          GalleyArticle *article,
                          guint index,
                          ExportMarksFunc marks,
                          ExportPieceFunc piece,
                          gpointer writer)
{
  GalleyBlock *block = galley_article_get_block (article, index);
  gboolean marked = self->hunks != NULL || self->markup != NULL;
  const GPtrArray *findings = self->markup != NULL ? galley_markup_get_findings (self->markup, block) : NULL;
  ExportRun run = { 0 };

  while (export_next_run (block, &run))
    {
      const char *text = run.text;

      for (guint offset = run.start, next; offset < run.end; offset = next)
        {
          const char *end;

          next = marked ? export_marks_next (self, article, index, offset, run.end) : run.end;
          end = next == run.end ? run.text + run.n_bytes : g_utf8_offset_to_pointer (text, next - offset);
          if (marked)
            marks (writer, block, index, offset);
          piece (writer, &run, text, (gsize) (end - text),
                 marked && export_marks_is_inserted (self, index, offset));
          text = end;
        }
    }
  if (marked)
    marks (writer, block, index, galley_block_get_length (block));
  return findings != NULL ? findings->len : 0;
}

/* Below zero: @a lies before @b. */
static gint
compare_places (GalleyPlace a, GalleyPlace b)
{
  if (a.block != b.block)
    return a.block < b.block ? -1 : 1;
  return a.offset < b.offset ? -1 : a.offset > b.offset;
}

static guint
nearer (GalleyPlace place, guint block, guint offset, guint limit)
{
  return place.block == block && place.offset > offset ? MIN (place.offset, limit) : limit;
}

guint
export_marks_next (ExportMarks *self, GalleyArticle *article, guint block, guint offset, guint limit)
{
  GPtrArray *findings =
      self->markup != NULL
          ? galley_markup_get_findings (self->markup, galley_article_get_block (article, block))
          : NULL;

  for (guint i = 0; self->hunks != NULL && i < self->hunks->len; i++)
    {
      const GalleyHunk *hunk = g_ptr_array_index (self->hunks, i);

      if (hunk->kind == GALLEY_CHANGE_ROLE)
        continue;
      limit = nearer (hunk->new_start, block, offset, limit);
      limit = nearer (hunk->new_end, block, offset, limit);
    }
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    {
      GalleyFinding *finding = g_ptr_array_index (findings, i);

      if (galley_finding_get_start (finding) > offset)
        limit = MIN (limit, galley_finding_get_start (finding));
      if (galley_finding_get_end (finding) > offset)
        limit = MIN (limit, galley_finding_get_end (finding));
    }
  return limit;
}

const GalleyHunk *
export_marks_deleted (ExportMarks *self, guint block, guint offset)
{
  for (guint i = 0; self->hunks != NULL && i < self->hunks->len; i++)
    {
      const GalleyHunk *hunk = g_ptr_array_index (self->hunks, i);

      if (hunk->kind != GALLEY_CHANGE_ROLE && *hunk->old_text != '\0' && hunk->new_start.block == block &&
          hunk->new_start.offset == offset)
        return hunk;
    }
  return NULL;
}

gboolean
export_marks_is_inserted (ExportMarks *self, guint block, guint offset)
{
  const GalleyPlace place = { block, offset };

  for (guint i = 0; self->hunks != NULL && i < self->hunks->len; i++)
    {
      const GalleyHunk *hunk = g_ptr_array_index (self->hunks, i);

      if (hunk->kind != GALLEY_CHANGE_ROLE && compare_places (hunk->new_start, place) <= 0 &&
          compare_places (place, hunk->new_end) < 0)
        return TRUE;
    }
  return FALSE;
}

gboolean
export_marks_old_role (ExportMarks *self, guint block, GalleyRole *role)
{
  for (guint i = 0; self->hunks != NULL && i < self->hunks->len; i++)
    {
      const GalleyHunk *hunk = g_ptr_array_index (self->hunks, i);
      GalleyBlock *old;

      if (hunk->kind != GALLEY_CHANGE_ROLE || hunk->new_start.block != block)
        continue;
      old = galley_article_get_block (self->change->before, hunk->old_start.block);
      if (old == NULL)
        return FALSE;
      *role = galley_block_get_role (old);
      return TRUE;
    }
  return FALSE;
}

GalleyRole
export_marks_deleted_role (ExportMarks *self, const GalleyHunk *hunk, guint nth)
{
  GalleyBlock *old = galley_article_get_block (self->change->before, hunk->old_start.block + nth);

  return old != NULL ? galley_block_get_role (old) : GALLEY_ROLE_BODY;
}

GPtrArray *
export_marks_findings (ExportMarks *self, GalleyBlock *block, guint offset, gboolean ends)
{
  GPtrArray *all = self->markup != NULL ? galley_markup_get_findings (self->markup, block) : NULL;
  GPtrArray *here = g_ptr_array_new ();

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      GalleyFinding *finding = g_ptr_array_index (all, i);

      if ((ends ? galley_finding_get_end (finding) : galley_finding_get_start (finding)) == offset)
        g_ptr_array_add (here, finding);
    }
  return here;
}

char *
export_finding_words (GalleyFinding *finding)
{
  GString *words = g_string_new (galley_finding_get_message (finding));
  const char *const *fixes = galley_finding_get_fixes (finding);
  const char *norm = galley_finding_get_rule (finding)->norm;

  for (guint i = 0; fixes[i] != NULL; i++)
    {
      g_string_append (words, i == 0 ? "\n→ " : " / ");
      g_string_append (words, *fixes[i] != '\0' ? fixes[i] : _ ("(leave out)"));
    }
  if (norm != NULL)
    g_string_append_printf (words, "\n%s", norm);
  return g_string_free (words, FALSE);
}

char *
export_marks_dup_time (ExportMarks *self)
{
  g_autoptr (GDateTime) time = self->change != NULL && self->change->time > 0
                                   ? g_date_time_new_from_unix_utc (self->change->time / G_USEC_PER_SEC)
                                   : NULL;

  return time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : NULL;
}

const char *
export_marks_author (ExportMarks *self)
{
  return self->change != NULL && self->change->author != NULL ? self->change->author : EXPORT_REPORTER;
}
