/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Planted faults: tests/plugins/rules/NAME.tsv holds right and wrong copy for every rule. A line is
 *
 *   RULE <tab> bad|ok <tab> COPY [ <tab> COPY AFTER THE FIX ]
 *
 * RULE is an id or a prefix of ids. COPY is one article: paragraphs parted by ¶, each of the role body unless it begins with
 * "role|"; ‖ begins another article on the next page. "fact=value;" in front sets a fact of the masthead, "join;" heals a
 * column break in the last paragraph. Tables named web… are read under that profile; house.names is the house's own table of
 * names. Each RULE must have five of both kinds, and each id of the norms a RULE. */

#include <locale.h>
#include <string.h>

#include <glib/gstdio.h>

#include "galley-check-profile.h"
#include "galley-check.h"

#define CASES_MIN 5
#define FIXES_MAX 8

/* What the norms ask for, by the ids of the specification: the prefix, and how many there are. "1" is for an id without number. */
static const struct
{
  const char *prefix;
  guint count;
} required[] = {
  { "CN.PUNCT.P", 30 },        { "CN.NUM.N", 14 },       { "CN.CHAR.C", 6 },  { "CN.WORD.TYPO", 0 },
  { "CN.WORD.IDIOM", 0 },      { "CN.WORD.VARIANT", 0 }, { "CN.WORD.DE", 0 }, { "CN.WORD.REPEAT", 0 },
  { "CN.GRAMMAR.MEASURE", 0 }, { "CN.DATE.D", 4 },       { "CN.ARITH.A", 4 }, { "CN.NAME.T", 5 },
  { "CN.LAYOUT.F", 4 },        { "FACT.B", 2 },          { "EN", 0 },         { "CN.CAUTION", 0 },
  { "CN.AD.X02", 0 },
};

static GalleyPlugins *plugins;
/* RULE and kind → how many cases all tables have. */
static GHashTable *all_counts;

/* Takes "fact=value;" off the front of the copy. */
static const char *
read_facts (const char *copy, GalleyMasthead *masthead, gboolean *join)
{
  for (;;)
    {
      const char *end = strchr (copy, ';');
      g_autofree char *head = end != NULL ? g_strndup (copy, (gsize) (end - copy)) : g_strdup ("");
      char *equals = strchr (head, '=');
      GalleyFact fact;

      if (g_str_equal (head, "join"))
        *join = TRUE;
      else if (equals == NULL || strlen (head) > 60)
        return copy;
      else
        {
          *equals = '\0';
          if (!galley_fact_from_name (head, &fact))
            return copy;
          galley_masthead_set (masthead, fact, equals + 1);
        }
      copy = end + 1;
    }
}

static GalleyBlock *
read_block (const char *text)
{
  const char *bar = strchr (text, '|');
  g_autofree char *name = bar != NULL ? g_strndup (text, (gsize) (bar - text)) : NULL;
  GalleyRole role = GALLEY_ROLE_BODY;

  if (name != NULL && galley_role_from_name (name, &role))
    text = bar + 1;
  return galley_block_new (role, text, -1);
}

static GalleyEdition *
read_copy (const char *copy, const char *language)
{
  GalleyEdition *edition = galley_edition_new ();
  gboolean join = FALSE;
  const char *text = read_facts (copy, galley_edition_get_masthead (edition), &join);
  g_auto (GStrv) articles = g_strsplit (text, "‖", -1);

  for (guint a = 0; articles[a] != NULL; a++)
    {
      g_autoptr (GalleyArticle) article = galley_article_new (GALLEY_ARTICLE_STORY);
      g_auto (GStrv) paragraphs = g_strsplit (articles[a], "¶", -1);

      if (language != NULL)
        galley_metadata_set (galley_article_get_metadata (article), "language", language);
      for (guint i = 0; paragraphs[i] != NULL; i++)
        {
          g_autoptr (GalleyBlock) block = read_block (paragraphs[i]);

          if (join && paragraphs[i + 1] == NULL)
            {
              g_autoptr (GalleyBlock) healed = galley_block_add_span (block, GALLEY_SPAN_JOIN, 4, 4, "");

              galley_article_append (article, healed);
            }
          else
            galley_article_append (article, block);
        }
      galley_page_insert (galley_edition_ensure_page (edition, a + 1, NULL), 0, article);
    }
  return edition;
}

static char *
text_of (GalleyEdition *edition)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint a = 0; a < articles->len; a++)
    {
      GalleyArticle *article = g_ptr_array_index (articles, a);

      g_string_append (text, a > 0 ? "‖" : "");
      for (guint b = 0; b < galley_article_get_n_blocks (article); b++)
        {
          g_string_append (text, b > 0 ? "¶" : "");
          g_string_append (text, galley_block_get_text (galley_article_get_block (article, b)));
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GPtrArray *
check (GalleyCheck *checks, GalleyEdition *edition)
{
  g_autoptr (GalleyEdition) frozen = galley_edition_freeze (edition);
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_autoptr (GError) error = NULL;
  GPtrArray *findings = galley_check_edition (checks, frozen, job, &error);

  g_assert_no_error (error);
  return findings;
}

static guint
count_rule (const GPtrArray *findings, const char *rule)
{
  guint n = 0;

  for (guint i = 0; i < findings->len; i++)
    n += galley_profile_names_rule (rule, galley_finding_get_rule (g_ptr_array_index (findings, i))->id);
  return n;
}

/* Takes the first fix of the first finding of the rule that has one; FALSE where there is none. */
static gboolean
fix_one (GalleyEdition *edition, const GPtrArray *findings, const char *rule)
{
  g_autoptr (GPtrArray) articles = galley_edition_list_articles (edition);

  for (guint i = 0; i < findings->len; i++)
    {
      GalleyFinding *finding = g_ptr_array_index (findings, i);

      for (guint a = 0; a < articles->len; a++)
        {
          GalleyArticle *article = g_ptr_array_index (articles, a);

          if (galley_profile_names_rule (rule, galley_finding_get_rule (finding)->id) &&
              galley_article_has_block (article, galley_finding_get_block (finding)) &&
              galley_finding_apply (finding, 0, article))
            return TRUE;
        }
    }
  return FALSE;
}

/* Fixes and checks again, until nothing is left to fix; the text then. */
static char *
fix_all (GalleyCheck *checks, GalleyEdition *edition, const char *rule)
{
  for (guint i = 0; i < FIXES_MAX; i++)
    {
      g_autoptr (GPtrArray) findings = check (checks, edition);

      if (!fix_one (edition, findings, rule))
        break;
    }
  return text_of (edition);
}

/* FALSE, with the reason said, where the case fails. All failures of a table are told at once. */
static gboolean
run_case (GalleyCheck *checks, const char *table, guint line, char **fields)
{
  const char *const only[] = { fields[0], NULL };
  g_autoptr (GalleyEdition) edition = read_copy (fields[2], NULL);
  g_autoptr (GPtrArray) findings = NULL;
  g_autofree char *fixed = NULL;
  gboolean bad = g_str_equal (fields[1], "bad");
  guint n;

  galley_check_set_rules (checks, only);
  findings = check (checks, edition);
  n = count_rule (findings, fields[0]);
  if (bad != (n > 0))
    {
      g_printerr ("# %s:%u: %s: %s in “%s”\n", table, line, fields[0],
                  bad ? "nothing found" : "something found", fields[2]);
      return FALSE;
    }
  if (!bad || fields[3] == NULL || *fields[3] == '\0')
    return TRUE;
  fixed = fix_all (checks, edition, fields[0]);
  if (!g_str_equal (fixed, fields[3]))
    {
      g_printerr ("# %s:%u: %s: “%s” became “%s”, not “%s”\n", table, line, fields[0], fields[2], fixed,
                  fields[3]);
      return FALSE;
    }
  return TRUE;
}

static void
count_case (GHashTable *counts, const char *rule, gboolean bad)
{
  g_autofree char *key = g_strconcat (rule, bad ? " bad" : " ok", NULL);
  gpointer n = g_hash_table_lookup (counts, key);

  g_hash_table_replace (counts, g_steal_pointer (&key), GUINT_TO_POINTER (GPOINTER_TO_UINT (n) + 1));
}

static void
test_table (gconstpointer data)
{
  const char *path = data;
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GalleyCheck) checks = galley_check_new (plugins, g_str_has_prefix (name, "web") ? "web" : NULL);
  g_auto (GStrv) lines = NULL;
  guint failed = 0;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) fields = NULL;

      if (*lines[i] == '\0' || *lines[i] == '#')
        continue;
      fields = g_strsplit (lines[i], "\t", 4);
      g_assert_cmpuint (g_strv_length (fields), >=, 3);
      failed += !run_case (checks, name, i + 1, fields);
      count_case (counts, fields[0], g_str_equal (fields[1], "bad"));
      count_case (all_counts, fields[0], g_str_equal (fields[1], "bad"));
    }
  g_assert_cmpuint (failed, ==, 0);
}

static guint
cases_of (const char *rule, const char *kind)
{
  g_autofree char *key = g_strconcat (rule, " ", kind, NULL);

  return GPOINTER_TO_UINT (g_hash_table_lookup (all_counts, key));
}

static guint
check_enough (const char *rule)
{
  guint bad = cases_of (rule, "bad"), ok = cases_of (rule, "ok");

  if (bad >= CASES_MIN && ok >= CASES_MIN)
    return 0;
  g_printerr ("# %s has %u wrong and %u right cases\n", rule, bad, ok);
  return 1;
}

/* After all tables: every rule in them, and every id of the norms, has enough cases of both kinds. */
static void
test_enough (void)
{
  GHashTableIter iter;
  gpointer key;
  guint failed = 0;

  g_hash_table_iter_init (&iter, all_counts);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      g_autofree char *rule = g_strndup (key, strcspn (key, " "));

      failed += check_enough (rule);
    }
  for (guint i = 0; i < G_N_ELEMENTS (required); i++)
    {
      for (guint k = 1; k <= required[i].count; k++)
        {
          g_autofree char *rule = g_strdup_printf ("%s%02u", required[i].prefix, k);

          failed += check_enough (rule);
        }
      failed += required[i].count == 0 ? check_enough (required[i].prefix) : 0;
    }
  g_assert_cmpuint (failed, ==, 0);
}

/* A data folder of the user's with the table of names. */
static void
install_names (const char *rules)
{
  g_autofree char *home = g_dir_make_tmp ("galley-tables-XXXXXX", NULL);
  g_autofree char *folder = g_build_filename (home, "galley", "names", NULL);
  g_autofree char *from = g_build_filename (rules, "house.names", NULL);
  g_autofree char *to = g_build_filename (folder, "house.names", NULL);
  g_autofree char *text = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);
  g_assert_true (g_file_get_contents (from, &text, NULL, NULL));
  g_assert_true (g_file_set_contents (to, text, -1, NULL));
  g_setenv ("XDG_DATA_HOME", home, TRUE);
}

int
main (int argc, char *argv[])
{
  g_autofree char *folder = NULL;
  g_autoptr (GDir) dir = NULL;
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  const char *name;
  int status;

  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  folder = g_test_build_filename (G_TEST_DIST, "plugins", "rules", NULL);
  install_names (folder);
  plugins = galley_plugins_new (NULL);
  all_counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  dir = g_dir_open (folder, 0, NULL);
  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *test = g_strconcat ("/rule-tables/", name, NULL);

      if (!g_str_has_suffix (name, ".tsv"))
        continue;
      g_ptr_array_add (paths, g_build_filename (folder, name, NULL));
      g_test_add_data_func (test, g_ptr_array_index (paths, paths->len - 1), test_table);
    }
  g_test_add_func ("/rule-tables/enough", test_enough);
  status = g_test_run ();
  g_hash_table_unref (all_counts);
  g_clear_object (&plugins);
  return status;
}
