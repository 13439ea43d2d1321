/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "galley-rate.h"
#include "galley-vocabulary.h"

#define DEFAULT_TABLE "newspaper-2020"
#define DEFAULT_LIMIT 3
#define DEFAULT_HEAD 2
#define DEFAULT_SAME 3

struct _GalleyRate
{
  GHashTable *weights; /* class, rule id or prefix → double * */
  GHashTable *caps;    /* class → double * */
  GHashTable *lengths; /* wrong characters → double * */
  GStrv long_classes;  /* to which lengths apply, or NULL */
  double limit;
  double head;
  double same;
};

static void
read_numbers (GKeyFile *file, const char *group, GHashTable *into)
{
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      g_autofree char *value = g_key_file_get_value (file, group, keys[i], NULL);
      double *number = g_new (double, 1);

      *number = g_ascii_strtod (value, NULL);
      g_hash_table_replace (into, g_strdup (keys[i]), number);
    }
}

static double
read_number (GKeyFile *file, const char *key, double otherwise)
{
  g_autofree char *value = g_key_file_get_value (file, "rate", key, NULL);

  return value != NULL ? g_ascii_strtod (value, NULL) : otherwise;
}

GalleyRate *
galley_rate_load (const char *name)
{
  GalleyRate *self = g_new0 (GalleyRate, 1);
  g_autofree char *relative = g_strdup_printf ("rates/%s.rate", name != NULL ? name : DEFAULT_TABLE);
  g_autofree char *path = galley_data_find (relative);
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (GError) error = NULL;

  self->weights = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->caps = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->lengths = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (path != NULL && !g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, &error))
    g_info ("%s: %s", path, error->message);
  read_numbers (file, "weights", self->weights);
  read_numbers (file, "caps", self->caps);
  read_numbers (file, "lengths", self->lengths);
  self->long_classes = g_key_file_get_string_list (file, "lengths", "classes", NULL, NULL);
  self->limit = read_number (file, "limit", DEFAULT_LIMIT);
  self->head = read_number (file, "head", DEFAULT_HEAD);
  self->same = read_number (file, "same", DEFAULT_SAME);
  return self;
}

void
galley_rate_free (GalleyRate *self)
{
  g_hash_table_unref (self->weights);
  g_hash_table_unref (self->caps);
  g_hash_table_unref (self->lengths);
  g_strfreev (self->long_classes);
  g_free (self);
}

/* The row of the rule's id, of the longest prefix of it, or of its class. */
static const double *
find_row (GHashTable *table, const GalleyRule *rule)
{
  g_autofree char *id = g_strdup (rule->id);
  const double *row = NULL;

  for (char *point = id; point != NULL && row == NULL;)
    {
      row = g_hash_table_lookup (table, id);
      point = strrchr (id, '.');
      if (point != NULL)
        *point = '\0';
    }
  return row != NULL || rule->klass == NULL ? row : g_hash_table_lookup (table, rule->klass);
}

/* The factor for that many wrong characters: of the longest length that is not longer. */
static double
factor_of (GalleyRate *self, const GalleyRule *rule, guint n_wrong)
{
  GHashTableIter iter;
  gpointer key, factor;
  double best = 1;
  guint longest = 0;

  if (self->long_classes == NULL || rule->klass == NULL ||
      !g_strv_contains ((const char *const *) self->long_classes, rule->klass))
    return 1;
  g_hash_table_iter_init (&iter, self->lengths);
  while (g_hash_table_iter_next (&iter, &key, &factor))
    {
      guint length = (guint) g_ascii_strtoull (key, NULL, 10);

      if (length > longest && length <= n_wrong)
        {
          longest = length;
          best = *(double *) factor;
        }
    }
  return best;
}

guint
galley_rate_count_wrong (GalleyFinding *finding)
{
  const char *fix = galley_finding_get_fixes (finding)[0];
  g_autofree char *text = galley_finding_dup_text (finding);
  g_autofree gunichar *wrong = NULL, *right = NULL;
  glong n, m, head = 0;

  if (fix == NULL)
    return 0;
  wrong = g_utf8_to_ucs4_fast (text, -1, &n);
  right = g_utf8_to_ucs4_fast (fix, -1, &m);
  while (head < n && head < m && wrong[head] == right[head])
    head++;
  while (n > head && m > head && wrong[n - 1] == right[m - 1])
    n--, m--;
  if (n - head == 2 && m - head == 2 && wrong[head] == right[head + 1] && wrong[head + 1] == right[head])
    return 1;
  return (guint) MAX (MAX (n, m) - head, 1);
}

double
galley_rate_weigh (GalleyRate *self, const GalleyRule *rule, GalleyRole role, guint n_wrong)
{
  const double *row = find_row (self->weights, rule);
  double weight = (row != NULL ? *row : rule->weight) * factor_of (self, rule, n_wrong);

  return galley_role_is_head (role) || role == GALLEY_ROLE_FURNITURE ? weight * self->head : weight;
}

static double *
sum_of (GHashTable *sums, const char *key)
{
  double *sum = g_hash_table_lookup (sums, key);

  if (sum == NULL)
    {
      sum = g_new0 (double, 1);
      g_hash_table_insert (sums, g_strdup (key), sum);
    }
  return sum;
}

double
galley_rate_sum (GalleyRate *self, const GPtrArray *findings)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (GHashTable) classes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  GHashTableIter iter;
  gpointer klass, sum;
  double total = 0;

  for (guint i = 0; i < findings->len; i++)
    {
      GalleyFinding *finding = g_ptr_array_index (findings, i);
      const GalleyRule *rule = galley_finding_get_rule (finding);
      g_autofree char *text = galley_finding_dup_text (finding);
      g_autofree char *same = g_strjoin ("\n", rule->id, text, NULL);
      double *times = sum_of (seen, same);
      guint n_edits;

      galley_finding_get_edits (finding, &n_edits);
      if (galley_finding_get_severity (finding) < GALLEY_SEVERITY_WARNING)
        continue;
      for (guint k = 0; k < MAX (n_edits, 1) && *times < self->same; k++, *times += 1)
        *sum_of (classes, rule->klass != NULL ? rule->klass : "") += galley_finding_get_weight (finding);
    }
  g_hash_table_iter_init (&iter, classes);
  while (g_hash_table_iter_next (&iter, &klass, &sum))
    {
      const double *cap = g_hash_table_lookup (self->caps, klass);

      total += cap != NULL ? MIN (*cap, *(double *) sum) : *(double *) sum;
    }
  return total;
}

double
galley_rate_get_limit (GalleyRate *self)
{
  return self->limit;
}
