/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "galley-builder.h"

#include "galley-changes.h"

/* So many persons are named of one version: a file may make up as many as it likes. */
#define MAX_NAMES 64u

typedef struct
{
  char *name; /* or "": nobody knows */
  gint64 first;
  gint64 last;
  guint order; /* as they came, for those of one time; once they are sorted, as they stand */
} Author;

struct _GalleyChanges
{
  GPtrArray *authors;  /* of Author *, sorted when the first question is asked */
  GHashTable *by_name; /* name → Author: a file may have as many as it has changes */
  gboolean sorted;
  gboolean too_large; /* for more than one version */
  char *rest;         /* the names of those who share the last version, or NULL */
};

static void
author_free (gpointer data)
{
  Author *author = data;

  g_free (author->name);
  g_free (author);
}

GalleyChanges *
galley_changes_new (void)
{
  GalleyChanges *self = g_new0 (GalleyChanges, 1);

  self->authors = g_ptr_array_new_with_free_func (author_free);
  self->by_name = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
galley_changes_free (GalleyChanges *self)
{
  g_hash_table_unref (self->by_name);
  g_ptr_array_unref (self->authors);
  g_free (self->rest);
  g_free (self);
}

static Author *
find_author (GalleyChanges *self, const char *name)
{
  return g_hash_table_lookup (self->by_name, name != NULL ? name : "");
}

/* Word writes times without a zone; they count as UTC, for nobody knows better. */
static gint64
parse_time (const char *date)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = date != NULL ? g_date_time_new_from_iso8601 (date, utc) : NULL;
  gint64 seconds = time != NULL ? g_date_time_to_unix (time) : 0;

  return seconds > 0 ? seconds * G_USEC_PER_SEC + g_date_time_get_microsecond (time) : 0;
}

void
galley_changes_add (GalleyChanges *self, const char *name, const char *date)
{
  gint64 time = parse_time (date);
  Author *author = find_author (self, name);

  if (author == NULL)
    {
      author = g_new0 (Author, 1);
      author->name = g_strdup (name != NULL ? name : "");
      author->order = self->authors->len;
      g_ptr_array_add (self->authors, author);
      g_hash_table_insert (self->by_name, author->name, author);
    }
  if (time > 0 && (author->first == 0 || time < author->first))
    author->first = time;
  author->last = MAX (author->last, time);
}

static gint
compare_authors (gconstpointer a, gconstpointer b)
{
  const Author *one = *(const Author *const *) a, *two = *(const Author *const *) b;

  if (one->first != two->first)
    return one->first < two->first ? -1 : 1;
  return one->order < two->order ? -1 : 1;
}

static void
sort (GalleyChanges *self)
{
  if (self->sorted)
    return;
  g_ptr_array_sort (self->authors, compare_authors);
  for (guint i = 0; i < self->authors->len; i++)
    ((Author *) g_ptr_array_index (self->authors, i))->order = i;
  self->sorted = TRUE;
}

void
galley_changes_limit (GalleyChanges *self, gsize size, GalleyJob *job)
{
  self->too_large =
      size > GALLEY_BUILDER_MAX_BYTES / galley_changes_get_n_versions (self) && self->authors->len > 0;
  if (self->too_large)
    galley_job_note (job, _ ("The document is too large to keep what it was before its changes."));
}

guint
galley_changes_get_n_versions (GalleyChanges *self)
{
  if (self->too_large)
    return 1;
  return MIN (self->authors->len + 1, GALLEY_CHANGES_MAX_VERSIONS);
}

gboolean
galley_changes_is_last (GalleyChanges *self, guint version)
{
  return version + 1 >= galley_changes_get_n_versions (self);
}

gboolean
galley_changes_holds (GalleyChanges *self, guint version, const char *name)
{
  const Author *author = find_author (self, name);

  sort (self);
  return author == NULL || author->order < version || galley_changes_is_last (self, version);
}

/* Of those who made @version of the one before the first, and how many they are: the last one holds all the rest. */
static guint
find_makers (GalleyChanges *self, guint version, guint *n_makers)
{
  guint n = self->authors->len;

  sort (self);
  *n_makers = 0;
  if (version > 0 && version <= n)
    *n_makers = galley_changes_is_last (self, version) ? n - version + 1 : 1;
  return version - 1;
}

const char *
galley_changes_get_author (GalleyChanges *self, guint version)
{
  guint n_makers;
  guint first = find_makers (self, version, &n_makers);
  g_autoptr (GString) names = NULL;

  if (n_makers == 1)
    {
      const Author *author = g_ptr_array_index (self->authors, first);

      return *author->name != '\0' ? author->name : NULL;
    }
  if (n_makers == 0 || self->rest != NULL)
    return n_makers > 0 ? self->rest : NULL;
  names = g_string_new (NULL);
  for (guint i = 0; i < MIN (n_makers, MAX_NAMES); i++)
    {
      const Author *author = g_ptr_array_index (self->authors, first + i);

      if (*author->name != '\0')
        g_string_append_printf (names, "%s%s", names->len > 0 ? "、" : "", author->name);
    }
  if (n_makers > MAX_NAMES)
    g_string_append (names, "…");
  self->rest = g_string_free (g_steal_pointer (&names), FALSE);
  return self->rest;
}

/* The text before all changes stood until the first of them was made. */
gint64
galley_changes_get_time (GalleyChanges *self, guint version)
{
  guint n_makers;
  guint first = find_makers (self, MAX (version, 1), &n_makers);
  gint64 last = 0;

  if (version == 0 && n_makers > 0)
    return ((const Author *) g_ptr_array_index (self->authors, 0))->first;
  for (guint i = 0; i < n_makers; i++)
    last = MAX (last, ((const Author *) g_ptr_array_index (self->authors, first + i))->last);
  return last;
}
