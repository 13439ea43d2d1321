/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-builder-versions.h"
#include "galley-builder.h"
#include "galley-error.h"
#include "galley-origin.h"

struct _GalleyBuilder
{
  GObject parent_instance;

  GalleyJob *job;
  GalleyEdition *edition;
  GalleyPage *page;       /* owned by the edition, or NULL before the first article */
  GalleyArticle *article; /* the one in hand, or NULL */
  GalleyAsset *source;    /* what is being read, or NULL */
  char *source_run;       /* the id of this reading of it */
  GalleyTape *tape;       /* what is called is written here, or NULL; borrowed */
  double told;            /* the progress that stands on it */

  gboolean in_block;
  GalleyRole role;
  GString *text; /* of the block in hand */
  guint length;  /* of it, in characters */
  GArray *spans; /* of GalleySpan */
  guint source_start;
  guint source_end;
  double confidence;

  GalleyBuilderVersions *versions; /* what came before this one, or NULL */

  gsize n_bytes;
  guint n_blocks;
  gboolean full;
  guint n_broken;   /* bytes that were not UTF-8 */
  guint n_controls; /* control characters left out */
};

G_DEFINE_FINAL_TYPE (GalleyBuilder, galley_builder, G_TYPE_OBJECT)

static void
span_clear (gpointer data)
{
  g_free ((char *) ((GalleySpan *) data)->value);
}

static void
galley_builder_finalize (GObject *object)
{
  GalleyBuilder *self = GALLEY_BUILDER (object);

  g_clear_object (&self->job);
  g_clear_object (&self->edition);
  g_clear_object (&self->article);
  g_clear_object (&self->source);
  g_free (self->source_run);
  g_clear_pointer (&self->versions, galley_builder_versions_free);
  g_string_free (self->text, TRUE);
  g_array_unref (self->spans);

  G_OBJECT_CLASS (galley_builder_parent_class)->finalize (object);
}

static void
galley_builder_class_init (GalleyBuilderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = galley_builder_finalize;
}

static void
reset_block (GalleyBuilder *self)
{
  self->in_block = FALSE;
  g_string_truncate (self->text, 0);
  self->length = 0;
  g_array_set_size (self->spans, 0);
  self->source_start = GALLEY_NO_SOURCE;
  self->source_end = GALLEY_NO_SOURCE;
  self->confidence = 1;
}

static void
galley_builder_init (GalleyBuilder *self)
{
  self->edition = galley_edition_new ();
  self->text = g_string_new (NULL);
  self->spans = g_array_new (FALSE, FALSE, sizeof (GalleySpan));
  g_array_set_clear_func (self->spans, span_clear);
  reset_block (self);
}

GalleyBuilder *
galley_builder_new (GalleyJob *job)
{
  GalleyBuilder *self = g_object_new (GALLEY_TYPE_BUILDER, NULL);

  g_set_object (&self->job, job);
  return self;
}

static GalleyArticle *
ensure_article (GalleyBuilder *self)
{
  if (self->article == NULL)
    self->article = galley_article_new (GALLEY_ARTICLE_STORY);
  return self->article;
}

static GalleyPage *
ensure_page (GalleyBuilder *self)
{
  if (self->page == NULL)
    self->page = galley_edition_ensure_page (self->edition, 1, NULL);
  return self->page;
}

/* White space at the ends of a block is layout, not copy. Marks were counted with the text as it came. */
static void
end_block (GalleyBuilder *self)
{
  const char *start = self->text->str;
  const char *end = start + self->text->len;
  guint skipped = 0;

  while (start < end && g_unichar_isspace (g_utf8_get_char (start)))
    {
      start = g_utf8_next_char (start);
      skipped++;
    }
  while (end > start && g_unichar_isspace (g_utf8_get_char (g_utf8_prev_char (end))))
    end = g_utf8_prev_char (end);

  if (start < end && !self->full)
    {
      for (guint i = 0; i < self->spans->len; i++)
        {
          GalleySpan *span = &g_array_index (self->spans, GalleySpan, i);

          span->start -= MIN (span->start, skipped);
          span->end -= MIN (span->end, skipped);
        }

      g_autoptr (GalleyBlock) block = galley_block_new_full (
          self->role, start, end - start, (const GalleySpan *) (gpointer) self->spans->data, self->spans->len,
          self->source_start, self->source_end, self->confidence);

      galley_article_append (ensure_article (self), block);
      self->full |= ++self->n_blocks >= GALLEY_BUILDER_MAX_BLOCKS;
    }
  reset_block (self);
}

static void
end_article (GalleyBuilder *self)
{
  end_block (self);
  if (self->article == NULL)
    return;
  if (galley_article_get_n_blocks (self->article) > 0 ||
      galley_metadata_get_n_items (galley_article_get_metadata (self->article)) > 0)
    {
      if (self->source != NULL)
        galley_metadata_add (galley_article_get_metadata (self->article), GALLEY_ORIGIN_KEY,
                             galley_asset_get_id (self->source), self->source_run);
      galley_page_insert (ensure_page (self), G_MAXUINT, self->article);
    }
  g_clear_object (&self->article);
}

static void
begin (GalleyBuilder *self, GalleyRole role)
{
  end_block (self);
  self->role = role;
  self->in_block = TRUE;
}

/* How far the importer is, for who listens: between two blocks is often enough. */
static void
record_progress (GalleyBuilder *self)
{
  double progress = self->job != NULL ? galley_job_get_progress (self->job) : 0;

  if (progress < self->told + 0.01)
    return;
  self->told = progress;
  galley_tape_write (self->tape, GALLEY_TAPE_PROGRESS, "d", progress);
}

void
galley_builder_begin (GalleyBuilder *self, GalleyRole role)
{
  g_return_if_fail (GALLEY_IS_BUILDER (self));
  g_return_if_fail ((guint) role < GALLEY_N_ROLES);

  if (self->tape != NULL)
    {
      record_progress (self);
      galley_tape_write (self->tape, GALLEY_TAPE_BEGIN, "u", (guint) role);
    }
  begin (self, role);
}

/* A line end inside of a block starts the next one of the same role, from the same place of the source. */
static void
next_line (GalleyBuilder *self)
{
  GalleyRole role = self->role;
  guint source_start = self->source_start, source_end = self->source_end;
  double confidence = self->confidence;

  end_block (self);
  self->in_block = TRUE;
  self->role = role;
  self->source_start = source_start;
  self->source_end = source_end;
  self->confidence = confidence;
}

/* Could NFC change text with this character? Errs on the safe side; plain Han, Latin and marks pass at once. */
static gboolean
may_be_denormal (gunichar c)
{
  if (c < 0x300)
    return FALSE;
  if (c < 0x2010 || (c >= 0x2126 && c <= 0x212b) || c == 0x2329 || c == 0x232a || c == 0x2adc)
    return TRUE;
  return c == 0x3099 || c == 0x309a || (c >= 0xa66f && c < 0xac00) || (c >= 0xf900 && c <= 0xfb4f) ||
         c >= 0x1d000;
}

static void
append_run (GalleyBuilder *self, const char *run, gsize length, gboolean normalize)
{
  if (length == 0)
    return;

  g_autofree char *nfc = normalize ? g_utf8_normalize (run, (gssize) length, G_NORMALIZE_NFC) : NULL;

  if (nfc != NULL)
    {
      run = nfc;
      length = strlen (nfc);
    }
  self->n_bytes += length;
  if (self->n_bytes > GALLEY_BUILDER_MAX_BYTES)
    {
      self->full = TRUE;
      return;
    }
  g_string_append_len (self->text, run, (gssize) length);
  self->length += (guint) g_utf8_strlen (run, (gssize) length);
}

static void
mark (GalleyBuilder *self, GalleySpanKind kind, guint start, const char *value)
{
  GalleySpan span = { kind, start, self->length, g_strdup (value) };

  g_array_append_val (self->spans, span);
}

static void
mark_styles (GalleyBuilder *self, guint start, GalleyStyle style, const char *address)
{
  if (start == self->length)
    return;
  if (style & GALLEY_STYLE_STRONG)
    mark (self, GALLEY_SPAN_STRONG, start, NULL);
  if (style & GALLEY_STYLE_EMPHASIS)
    mark (self, GALLEY_SPAN_EMPHASIS, start, NULL);
  if (style & GALLEY_STYLE_DATELINE)
    mark (self, GALLEY_SPAN_DATELINE, start, NULL);
  if (address != NULL)
    mark (self, GALLEY_SPAN_LINK, start, address);
}

/* A control character that is no white space, or a lone byte-order mark: no copy has a use for it. */
static gboolean
is_dropped (gunichar c)
{
  return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xfeff || (c & 0xfffe) == 0xfffe;
}

static void
push_text (GalleyBuilder *self, const char *utf8, gssize len, GalleyStyle style, const char *address)
{
  const char *end = utf8 + (len < 0 ? (gssize) strlen (utf8) : len);
  const char *run = utf8;
  gboolean normalize = FALSE;
  guint start = self->length;

  if (!self->in_block)
    begin (self, GALLEY_ROLE_BODY);

  for (const char *p = utf8; p < end && !self->full;)
    {
      gunichar c = (guchar) *p < 0x80 ? (guchar) *p : g_utf8_get_char_validated (p, end - p);
      gboolean broken = c == (gunichar) -1 || c == (gunichar) -2;
      const char *next = broken ? p + 1 : g_utf8_next_char (p);
      gboolean line_end =
          c == '\n' || c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029 || c == '\f' || c == '\v';

      if (broken || line_end || (c != '\t' && is_dropped (c)))
        {
          append_run (self, run, (gsize) (p - run), normalize);
          normalize = FALSE;
          if (line_end)
            {
              mark_styles (self, start, style, address);
              next_line (self);
              start = 0;
            }
          else if (broken)
            {
              append_run (self, "\xef\xbf\xbd", 3, FALSE);
              self->n_broken++;
            }
          else
            self->n_controls++;
          run = next;
        }
      else
        normalize |= may_be_denormal (c);
      p = next;
    }
  if (!self->full)
    append_run (self, run, (gsize) (end - run), normalize);
  mark_styles (self, start, style, address);
}

void
galley_builder_text (GalleyBuilder *self, const char *utf8, gssize len, GalleyStyle style)
{
  g_return_if_fail (GALLEY_IS_BUILDER (self));
  g_return_if_fail (utf8 != NULL);

  if (self->tape != NULL)
    galley_tape_write (self->tape, GALLEY_TAPE_TEXT, "ut", (guint) style, utf8,
                       len < 0 ? strlen (utf8) : (gsize) len);

  push_text (self, utf8, len, style, NULL);
}

void
galley_builder_link (GalleyBuilder *self, const char *utf8, gssize len, const char *address)
{
  g_return_if_fail (GALLEY_IS_BUILDER (self));
  g_return_if_fail (utf8 != NULL && address != NULL);

  if (self->tape != NULL)
    galley_tape_write (self->tape, GALLEY_TAPE_LINK, "ts", utf8, len < 0 ? strlen (utf8) : (gsize) len,
                       address);

  g_autofree char *valid = g_utf8_make_valid (address, -1);

  push_text (self, utf8, len, GALLEY_STYLE_PLAIN, valid);
}

void
galley_builder_join (GalleyBuilder *self, const char *removed)
{
  g_return_if_fail (GALLEY_IS_BUILDER (self));

  if (self->tape != NULL)
    galley_tape_write (self->tape, GALLEY_TAPE_JOIN, "s", removed);

  if (self->in_block)
    mark (self, GALLEY_SPAN_JOIN, self->length, removed);
}

guint
galley_builder_get_offset (GalleyBuilder *self)
{
  g_return_val_if_fail (GALLEY_IS_BUILDER (self), 0);

  return self->length;
}

void
galley_builder_mark (GalleyBuilder *self, GalleySpanKind kind, guint start, guint end, const char *value)
{
  g_return_if_fail (GALLEY_IS_BUILDER (self));

  if (self->tape != NULL)
    galley_tape_write (self->tape, GALLEY_TAPE_MARK, "uuus", (guint) kind, start, end, value);

  g_autofree char *valid = value != NULL ? g_utf8_make_valid (value, -1) : NULL;
  GalleySpan span = { kind, MIN (start, self->length), MIN (end, self->length), NULL };

  /* Only a join may be empty. */
  if (!self->in_block || span.start > span.end || (span.start == span.end && kind != GALLEY_SPAN_JOIN))
    return;
  span.value = g_steal_pointer (&valid);
  g_array_append_val (self->spans, span);
}

void
galley_builder_origin (GalleyBuilder *self, guint source_start, guint source_end, double confidence)
{
  g_return_if_fail (GALLEY_IS_BUILDER (self));

  if (self->tape != NULL)
    galley_tape_write (self->tape, GALLEY_TAPE_ORIGIN, "uud", source_start, source_end, confidence);

  self->source_start = source_start;
  self->source_end = source_end;
  self->confidence = CLAMP (confidence, 0, 1);
}

/* Values of metadata and facts are one line. */
static char *
dup_clean (const char *value)
{
  char *clean = g_utf8_make_valid (value, -1);

  for (char *p = clean; *p != '\0'; p++)
    {
      if ((guchar) *p < 0x20 || *p == 0x7f)
        *p = ' ';
    }
  return g_strstrip (clean);
}

static void
add_item (GalleyBuilder *self, const char *key, const char *value, const char *qualifier)
{
  g_autofree char *clean = dup_clean (value);
  g_autofree char *clean_qualifier = dup_clean (qualifier != NULL ? qualifier : "");

  galley_metadata_add (galley_article_get_metadata (ensure_article (self)), key, clean, clean_qualifier);
}

void
galley_builder_item (GalleyBuilder *self, const char *key, const char *value, const char *qualifier)
{
  g_return_if_fail (GALLEY_IS_BUILDER (self));
  g_return_if_fail (key != NULL && value != NULL);

  if (self->tape != NULL)
    galley_tape_write (self->tape, GALLEY_TAPE_ITEM, "sss", key, value, qualifier);
  add_item (self, key, value, qualifier);
}

void
galley_builder_meta (GalleyBuilder *self, const char *key, const char *value)
{
  galley_builder_item (self, key, value, NULL);
}

void
galley_builder_person (GalleyBuilder *self, const char *name, const char *role)
{
  galley_builder_item (self, "person", name, role);
}

void
galley_builder_kind (GalleyBuilder *self, GalleyArticleKind kind)
{
  g_return_if_fail (GALLEY_IS_BUILDER (self));

  if (self->tape != NULL)
    galley_tape_write (self->tape, GALLEY_TAPE_KIND, "u", (guint) kind);

  galley_article_set_kind (ensure_article (self), kind);
}

void
galley_builder_article_confidence (GalleyBuilder *self, double confidence)
{
  g_return_if_fail (GALLEY_IS_BUILDER (self));

  if (self->tape != NULL)
    galley_tape_write (self->tape, GALLEY_TAPE_SURE, "d", confidence);

  galley_article_set_confidence (ensure_article (self), confidence);
}

void
galley_builder_next_article (GalleyBuilder *self)
{
  g_return_if_fail (GALLEY_IS_BUILDER (self));

  if (self->tape != NULL)
    galley_tape_write (self->tape, GALLEY_TAPE_ARTICLE, "");

  end_article (self);
}

void
galley_builder_page (GalleyBuilder *self, guint number, const char *name)
{
  g_return_if_fail (GALLEY_IS_BUILDER (self));

  if (self->tape != NULL)
    galley_tape_write (self->tape, GALLEY_TAPE_PAGE, "us", number, name);

  g_autofree char *clean = dup_clean (name != NULL ? name : "");

  end_article (self);
  self->page = galley_edition_ensure_page (self->edition, MAX (number, 1), *clean != '\0' ? clean : NULL);
}

void
galley_builder_staff (GalleyBuilder *self, const char *post, const char *name)
{
  g_return_if_fail (GALLEY_IS_BUILDER (self));
  g_return_if_fail (name != NULL);

  if (self->tape != NULL)
    galley_tape_write (self->tape, GALLEY_TAPE_STAFF, "ss", post, name);

  g_autofree char *clean = dup_clean (name);
  g_autofree char *clean_post = dup_clean (post != NULL ? post : "");

  galley_metadata_add (galley_page_get_staff (ensure_page (self)), "staff", clean, clean_post);
}

void
galley_builder_fact (GalleyBuilder *self, GalleyFact fact, const char *value)
{
  g_return_if_fail (GALLEY_IS_BUILDER (self));

  if (self->tape != NULL)
    galley_tape_write (self->tape, GALLEY_TAPE_FACT, "us", (guint) fact, value);

  GalleyMasthead *masthead = galley_edition_get_masthead (self->edition);

  if (value != NULL && galley_masthead_get (masthead, fact) == NULL)
    {
      g_autofree char *clean = dup_clean (value);

      galley_masthead_set (masthead, fact, clean);
    }
}

static void
record_asset (GalleyBuilder *self, GalleyTapeCall call, GalleyAsset *asset)
{
  const char *id = galley_asset_get_id (asset);
  gsize length = 0;
  const guint8 *data = NULL;

  if (!galley_tape_knows (self->tape, id))
    data = g_bytes_get_data (galley_asset_get_bytes (asset), &length);
  galley_tape_write (self->tape, call, "ssst", id, galley_asset_get_name (asset),
                     galley_asset_get_mime_type (asset), data, length);
}

void
galley_builder_asset (GalleyBuilder *self, GalleyAsset *asset)
{
  g_return_if_fail (GALLEY_IS_BUILDER (self));
  g_return_if_fail (GALLEY_IS_ASSET (asset));

  if (self->tape != NULL)
    record_asset (self, GALLEY_TAPE_ASSET, asset);

  galley_edition_add_asset (self->edition, asset);
  add_item (self, "picture", galley_asset_get_id (asset), NULL);
}

void
galley_builder_source (GalleyBuilder *self, GalleyAsset *text)
{
  g_return_if_fail (GALLEY_IS_BUILDER (self));
  g_return_if_fail (text == NULL || GALLEY_IS_ASSET (text));

  if (self->tape != NULL && text != NULL)
    record_asset (self, GALLEY_TAPE_SOURCE, text);
  else if (self->tape != NULL)
    galley_tape_write (self->tape, GALLEY_TAPE_SOURCE, "ssst", "", "", "", NULL, (gsize) 0);

  end_article (self);
  g_set_object (&self->source, text);
  g_clear_pointer (&self->source_run, g_free);
  if (text == NULL)
    return;
  self->source_run = g_uuid_string_random ();
  galley_edition_add_asset (self->edition, text);
}

void
galley_builder_record (GalleyBuilder *self, GalleyTape *tape)
{
  g_return_if_fail (GALLEY_IS_BUILDER (self));

  self->tape = tape;
}

static void
record_words (GalleyBuilder *self)
{
  g_autoptr (GPtrArray) assets = galley_edition_list_assets (self->edition);

  for (guint i = 0; i < assets->len; i++)
    {
      GalleyAsset *asset = g_ptr_array_index (assets, i);
      g_auto (GStrv) keys = galley_asset_list_info (asset);

      for (guint k = 0; keys[k] != NULL; k++)
        galley_tape_write (self->tape, GALLEY_TAPE_WORD, "sss", galley_asset_get_id (asset), keys[k],
                           galley_asset_get_info (asset, keys[k]));
    }
}

void
galley_builder_record_words (GalleyBuilder *self)
{
  g_return_if_fail (GALLEY_IS_BUILDER (self));
  g_return_if_fail (self->tape != NULL);

  record_words (self);
}

/* What the whole file says holds for each of its versions. */
static GalleyEdition *
edition_with_facts_of (GalleyEdition *edition)
{
  GalleyEdition *next = galley_edition_new ();

  for (guint i = 0; i < GALLEY_N_FACTS; i++)
    galley_masthead_set (galley_edition_get_masthead (next), i,
                         galley_masthead_get (galley_edition_get_masthead (edition), i));
  return next;
}

void
galley_builder_version (GalleyBuilder *self, const char *author, gint64 time)
{
  g_return_if_fail (GALLEY_IS_BUILDER (self));
  g_return_if_fail (time >= 0);

  if (self->tape != NULL)
    {
      g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, time);

      record_words (self);
      galley_tape_write (self->tape, GALLEY_TAPE_VERSION, "ss", author, digits);
    }

  g_autofree char *clean = author != NULL ? dup_clean (author) : NULL;
  GalleyEdition *next = edition_with_facts_of (self->edition);

  end_article (self);
  if (self->versions == NULL)
    self->versions = galley_builder_versions_new ();
  galley_builder_versions_add (self->versions, g_steal_pointer (&self->edition),
                               clean != NULL && *clean != '\0' ? clean : NULL, time);
  self->edition = next;
  self->page = NULL;
  g_clear_object (&self->source);
  g_clear_pointer (&self->source_run, g_free);
}

gboolean
galley_builder_is_full (GalleyBuilder *self)
{
  g_return_val_if_fail (GALLEY_IS_BUILDER (self), TRUE);

  return self->full;
}

/* Where nothing came behind the last version it is the edition. */
static void
take_last_version (GalleyBuilder *self)
{
  GalleyEdition *last;

  if (self->versions == NULL || self->page != NULL)
    return;
  last = galley_builder_versions_steal_last (self->versions);
  if (last == NULL)
    return;
  g_object_unref (self->edition);
  self->edition = last;
}

GalleyEdition *
galley_builder_finish (GalleyBuilder *self, GError **error)
{
  g_return_val_if_fail (GALLEY_IS_BUILDER (self), NULL);
  g_return_val_if_fail (self->edition != NULL, NULL);

  end_article (self);
  take_last_version (self);

  if (self->full)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_TOO_LARGE,
                   _ ("There is more text than one edition may hold (%u MB or %u paragraphs)."),
                   GALLEY_BUILDER_MAX_BYTES >> 20, GALLEY_BUILDER_MAX_BLOCKS);
      return NULL;
    }
  if (galley_edition_get_n_pages (self->edition) == 0)
    {
      g_set_error_literal (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("There is no text in it."));
      return NULL;
    }
  if (self->versions != NULL)
    galley_builder_versions_tell (self->versions, self->edition);
  if (self->job != NULL && self->n_broken > 0)
    galley_job_note (self->job,
                     ngettext ("%u broken byte was replaced by “�”.", "%u broken bytes were replaced by “�”.",
                               self->n_broken),
                     self->n_broken);
  if (self->job != NULL && self->n_controls > 0)
    galley_job_note (self->job,
                     ngettext ("%u control character was left out.", "%u control characters were left out.",
                               self->n_controls),
                     self->n_controls);
  return g_steal_pointer (&self->edition);
}
