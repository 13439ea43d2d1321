/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-error.h"
#include "galley-publication.h"
#include "galley-vocabulary.h"

#define DEFAULT_PUBLICATION "newspaper"
#define MAX_PARENTS 8

struct _GalleyPublication
{
  gatomicrefcount references;
  char *name;
  char *label;
  char *rate;
  char *profile;
  gboolean apart;
  GalleyPagePlan page;
  GPtrArray *rounds;   /* of GalleyRoundPlan * */
  GPtrArray *contents; /* of GalleyContentPlan * */
};

static void
round_free (gpointer data)
{
  GalleyRoundPlan *round = data;

  g_free (round->name);
  g_free (round->label);
  g_free (round->colour);
  g_free (round);
}

static void
content_free (gpointer data)
{
  GalleyContentPlan *content = data;

  g_free (content->kind);
  g_free (content->label);
  g_strfreev (content->kinds);
  g_strfreev (content->fields);
  g_strfreev (content->required);
  g_free (content);
}

GalleyPublication *
galley_publication_ref (GalleyPublication *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
galley_publication_unref (GalleyPublication *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_free (self->name);
  g_free (self->label);
  g_free (self->rate);
  g_free (self->profile);
  g_free (self->page.paper);
  g_ptr_array_unref (self->rounds);
  g_ptr_array_unref (self->contents);
  g_free (self);
}

/* --- reading ------------------------------------------------------------------------------------------------------- */

static void
take_string (GKeyFile *file, const char *key, char **into)
{
  char *value = g_key_file_get_locale_string (file, "publication", key, NULL, NULL);

  if (value == NULL)
    return;
  g_free (*into);
  *into = value;
}

static char *
dup_label (GKeyFile *file, const char *group, const char *otherwise)
{
  char *label = g_key_file_get_locale_string (file, group, "name", NULL, NULL);

  return label != NULL ? label : g_strdup (otherwise);
}

/* "#c01c28", for nothing else may go into a style sheet. */
static gboolean
is_colour (const char *text)
{
  return text != NULL && g_regex_match_simple ("^#[0-9a-fA-F]{6}$", text, 0, 0);
}

static void
read_round (GalleyPublication *self, GKeyFile *file, const char *group, const char *name)
{
  gint at = galley_publication_find_round (self, name);
  g_autofree char *kind = g_key_file_get_string (file, group, "kind", NULL);
  g_autofree char *colour = g_key_file_get_string (file, group, "colour", NULL);
  GalleyRoundPlan *round;

  if (at >= 0)
    g_ptr_array_remove_index (self->rounds, (guint) at);
  if (g_key_file_get_boolean (file, group, "off", NULL))
    return;
  round = g_new0 (GalleyRoundPlan, 1);
  round->name = g_strdup (name);
  round->label = dup_label (file, group, name);
  round->kind = g_strcmp0 (kind, "review") == 0 ? GALLEY_ROUND_REVIEW : GALLEY_ROUND_PROOF;
  round->colour = g_strdup (is_colour (colour) ? colour : "#c01c28");
  g_ptr_array_add (self->rounds, round);
}

static GalleyContentPlan *
find_content (GalleyPublication *self, const char *kind)
{
  for (guint i = 0; kind != NULL && i < self->contents->len; i++)
    {
      GalleyContentPlan *content = g_ptr_array_index (self->contents, i);

      if (g_str_equal (content->kind, kind))
        return content;
    }
  return NULL;
}

static guint
read_count (GKeyFile *file, const char *group, const char *key)
{
  return (guint) CLAMP (g_key_file_get_integer (file, group, key, NULL), 0, 10000000);
}

static char **
read_list (GKeyFile *file, const char *group, const char *key)
{
  char **list = g_key_file_get_string_list (file, group, key, NULL, NULL);

  return list != NULL ? list : g_new0 (char *, 1);
}

static void
read_content (GalleyPublication *self, GKeyFile *file, const char *group, const char *kind)
{
  GalleyContentPlan *old = find_content (self, kind);
  GalleyContentPlan *content = g_new0 (GalleyContentPlan, 1);

  if (old != NULL)
    g_ptr_array_remove (self->contents, old);
  content->kind = g_strdup (kind);
  content->label = dup_label (file, group, kind);
  content->kinds = read_list (file, group, "kinds");
  content->fields = read_list (file, group, "fields");
  content->required = read_list (file, group, "required");
  content->min = read_count (file, group, "min");
  content->max = read_count (file, group, "max");
  content->headline_max = read_count (file, group, "headline-max");
  g_ptr_array_add (self->contents, content);
}

static void
take_measure (GKeyFile *file, const char *key, double most, double *into)
{
  g_autoptr (GError) missing = NULL;
  double value = g_key_file_get_double (file, "page", key, &missing);

  if (missing == NULL)
    *into = CLAMP (value, 0, most);
}

/* Who names another paper has its measures, but for those he says. */
static void
read_page (GalleyPagePlan *page, GKeyFile *file)
{
  char *paper = g_key_file_get_string (file, "page", "paper", NULL);

  if (paper != NULL)
    {
      g_free (page->paper);
      *page = (GalleyPagePlan){ .paper = paper };
    }
  take_measure (file, "width", 2000, &page->width);
  take_measure (file, "height", 2000, &page->height);
  take_measure (file, "margin", 200, &page->margin);
  take_measure (file, "body-size", 72, &page->body_size);
  take_measure (file, "leading", 100, &page->leading);
  if (g_key_file_has_key (file, "page", "columns", NULL))
    page->columns = read_count (file, "page", "columns");
}

static void
read_groups (GalleyPublication *self, GKeyFile *file)
{
  g_auto (GStrv) groups = g_key_file_get_groups (file, NULL);
  gboolean fresh = TRUE;

  for (guint i = 0; groups[i] != NULL; i++)
    {
      if (g_str_has_prefix (groups[i], "round "))
        {
          g_autofree char *name = g_strstrip (g_strdup (groups[i] + strlen ("round ")));

          /* A publication that names rounds has its own, in its own order. */
          if (fresh)
            g_ptr_array_set_size (self->rounds, 0);
          fresh = FALSE;
          read_round (self, file, groups[i], name);
        }
      else if (g_str_has_prefix (groups[i], "content "))
        {
          g_autofree char *kind = g_strstrip (g_strdup (groups[i] + strlen ("content ")));

          read_content (self, file, groups[i], kind);
        }
    }
}

static gboolean
read_file (GalleyPublication *self, const char *name, guint depth, GError **error)
{
  g_autofree char *relative = g_strdup_printf ("publications/%s.publication", name);
  g_autofree char *path = *name != '\0' && strchr (name, '/') == NULL ? galley_data_find (relative) : NULL;
  g_autofree char *parent = NULL;
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) problem = NULL;

  if (path == NULL)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED, _ ("There is no publication “%s”."), name);
      return FALSE;
    }
  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &problem) || depth > MAX_PARENTS)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("The publication “%s” cannot be read: %s"),
                   name, problem != NULL ? problem->message : _ ("its parents go round in a circle"));
      return FALSE;
    }
  parent = g_key_file_get_string (file, "publication", "parent", NULL);
  if (parent != NULL && *parent != '\0' && !read_file (self, parent, depth + 1, error))
    return FALSE;
  take_string (file, "name", &self->label);
  take_string (file, "rate", &self->rate);
  take_string (file, "profile", &self->profile);
  if (g_key_file_has_key (file, "publication", "sign-apart", NULL))
    self->apart = g_key_file_get_boolean (file, "publication", "sign-apart", NULL);
  read_page (&self->page, file);
  read_groups (self, file);
  return TRUE;
}

GalleyPublication *
galley_publication_load (const char *name, GError **error)
{
  g_autoptr (GalleyPublication) self = g_new0 (GalleyPublication, 1);

  if (name == NULL)
    name = DEFAULT_PUBLICATION;
  g_atomic_ref_count_init (&self->references);
  self->name = g_strdup (name);
  self->rounds = g_ptr_array_new_with_free_func (round_free);
  self->contents = g_ptr_array_new_with_free_func (content_free);
  if (!read_file (self, name, 0, error))
    return NULL;
  if (self->label == NULL)
    self->label = g_strdup (name);
  return g_steal_pointer (&self);
}

/* --- asking -------------------------------------------------------------------------------------------------------- */

const char *
galley_publication_get_name (GalleyPublication *self)
{
  return self->name;
}

const char *
galley_publication_get_label (GalleyPublication *self)
{
  return self->label;
}

const char *
galley_publication_get_rate (GalleyPublication *self)
{
  return self->rate;
}

const char *
galley_publication_get_profile (GalleyPublication *self)
{
  return self->profile;
}

gboolean
galley_publication_signs_apart (GalleyPublication *self)
{
  return self->apart;
}

const GalleyPagePlan *
galley_publication_get_page (GalleyPublication *self)
{
  return &self->page;
}

guint
galley_publication_get_n_rounds (GalleyPublication *self)
{
  return self->rounds->len;
}

const GalleyRoundPlan *
galley_publication_get_round (GalleyPublication *self, guint index)
{
  g_return_val_if_fail (index < self->rounds->len, NULL);

  return g_ptr_array_index (self->rounds, index);
}

gint
galley_publication_find_round (GalleyPublication *self, const char *name)
{
  for (guint i = 0; name != NULL && i < self->rounds->len; i++)
    {
      if (g_str_equal (((const GalleyRoundPlan *) g_ptr_array_index (self->rounds, i))->name, name))
        return (gint) i;
    }
  return -1;
}

/* One that names no kinds is for stories: an advertisement does not become news by its genre. */
static gboolean
is_for (const GalleyContentPlan *content, const char *kind)
{
  return content->kinds[0] != NULL ? g_strv_contains ((const char *const *) content->kinds, kind)
                                   : g_str_equal (kind, "story");
}

const GalleyContentPlan *
galley_publication_find_content (GalleyPublication *self, GalleyArticle *article)
{
  GalleyArticleKind kind = galley_article_get_kind (article);
  const char *name = galley_article_kind_get_name (kind);
  const GalleyContentPlan *content =
      find_content (self, galley_metadata_get (galley_article_get_metadata (article), "genre"));

  if (kind == GALLEY_ARTICLE_FURNITURE)
    return NULL;
  return content != NULL && is_for (content, name) ? content : find_content (self, name);
}

/* --- what an article lacks ----------------------------------------------------------------------------------------- */

void
galley_lack_free (GalleyLack *self)
{
  g_free (self->key);
  g_free (self->sentence);
  g_free (self);
}

/* What a desk calls a field; the key itself where it is one of the publication's own. */
static const char *
get_field_label (const char *key)
{
  static const struct
  {
    const char *key;
    const char *label;
  } labels[] = {
    { "headline", N_ ("Headline") }, { "text", N_ ("Text") },         { "section", N_ ("Section") },
    { "genre", N_ ("Genre") },       { "source", N_ ("Source") },     { "person", N_ ("Byline") },
    { "keyword", N_ ("Keywords") },  { "subject", N_ ("Subjects") },  { "place", N_ ("Place") },
    { "urgency", N_ ("Urgency") },   { "language", N_ ("Language") }, { "slug", N_ ("Slug") },
    { "rights", N_ ("Rights") },     { "embargo", N_ ("Embargo") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    {
      if (g_str_equal (labels[i].key, key))
        return _ (labels[i].label);
    }
  return key;
}

static void
add_lack (GPtrArray *lacks, const char *key, char *sentence)
{
  GalleyLack *lack = g_new (GalleyLack, 1);

  lack->key = g_strdup (key);
  lack->sentence = sentence;
  g_ptr_array_add (lacks, lack);
}

static guint
count_headline (GalleyArticle *article)
{
  guint most = 0;

  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);

      if (galley_block_get_role (block) == GALLEY_ROLE_HEADLINE)
        most = MAX (most, galley_block_get_length (block));
    }
  return most;
}

static gboolean
has_field (GalleyArticle *article, const char *key)
{
  const char *value = galley_metadata_get (galley_article_get_metadata (article), key);

  return g_str_equal (key, "headline") ? count_headline (article) > 0 : value != NULL && *value != '\0';
}

GPtrArray *
galley_publication_check (GalleyPublication *self, GalleyArticle *article)
{
  GPtrArray *lacks = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_lack_free);
  const GalleyContentPlan *content = galley_publication_find_content (self, article);
  guint n, headline;

  if (content == NULL)
    return lacks;
  for (guint i = 0; content->required[i] != NULL; i++)
    {
      if (*content->required[i] != '\0' && !has_field (article, content->required[i]))
        add_lack (lacks, content->required[i],
                  g_strdup_printf (_ ("%s must have “%s”."), content->label,
                                   get_field_label (content->required[i])));
    }
  n = galley_article_count_characters (article);
  if (content->min > 0 && n < content->min)
    add_lack (
        lacks, "text",
        g_strdup_printf (_ ("It has %u characters; %s has %u at least."), n, content->label, content->min));
  if (content->max > 0 && n > content->max)
    add_lack (
        lacks, "text",
        g_strdup_printf (_ ("It has %u characters; %s has %u at most."), n, content->label, content->max));
  headline = count_headline (article);
  if (content->headline_max > 0 && headline > content->headline_max)
    add_lack (lacks, "headline",
              g_strdup_printf (_ ("Its headline has %u characters; %s has %u at most."), headline,
                               content->label, content->headline_max));
  return lacks;
}
