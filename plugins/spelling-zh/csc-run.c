/* SPDX-License-Identifier: GPL-3.0-or-later */
/* csc-run [LEAST-CONFIDENCE [--all] [--without=GROUP,…]] < id<TAB>text… — the engine alone, for measuring: prints
 * id<TAB>corrected text; with --all also each correction as "confidence place:character …". Groups of features: rivals,
 * priors, context, echoes, words, odds. The figures of the run go to the standard error stream. */
#include "spelling-engine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double
processor_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return now.tv_sec + now.tv_nsec / 1e9;
}

static void
print_guesses (const GArray *guesses)
{
  for (guint i = 0; i < guesses->len; i++)
    {
      const SpellingGuess *guess = &g_array_index (guesses, SpellingGuess, i);

      printf ("\t%.3f", guess->confidence);
      for (guint k = 0; k < guess->n_edits; k++)
        {
          char letters[7] = { 0 };

          g_unichar_to_utf8 (guess->to[k], letters);
          printf (" %u:%s", guess->at[k], letters);
        }
    }
}

static guint
read_groups (const char *list)
{
  static const GDebugKey groups[] = {
    { "rivals", SPELLING_GROUP_RIVALS },   { "priors", SPELLING_GROUP_PRIORS },
    { "context", SPELLING_GROUP_CONTEXT }, { "echoes", SPELLING_GROUP_ECHOES },
    { "words", SPELLING_GROUP_WORDS },     { "odds", SPELLING_GROUP_ODDS }
  };

  return g_parse_debug_string (list, groups, G_N_ELEMENTS (groups));
}

int
main (int argc, char **argv)
{
  float least = argc > 1 ? g_ascii_strtod (argv[1], NULL) : 0.35f;
  gboolean all = FALSE;
  guint blank = 0;
  g_autoptr (GError) error = NULL;
  double start = processor_seconds (), loaded;
  SpellingData *data = spelling_data_load (g_getenv ("SPELLING_CACHE"), &error);
  SpellingEngine *engine;
  g_autofree char *line = NULL;
  size_t size = 0;
  gsize characters = 0;

  for (int i = 2; i < argc; i++)
    if (g_str_has_prefix (argv[i], "--without="))
      blank = read_groups (argv[i] + strlen ("--without="));
    else
      all |= strcmp (argv[i], "--all") == 0;
  if (!data)
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  engine = spelling_engine_new (data);
  spelling_engine_set_blank (engine, blank);
  loaded = processor_seconds ();
  while (getline (&line, &size, stdin) > 0)
    {
      g_auto (GStrv) fields = g_strsplit (g_strchomp (line), "\t", -1);
      g_autofree gunichar *text = NULL, *fixed = NULL;
      g_autofree char *out = NULL;
      GArray *guesses;
      glong n;

      if (g_strv_length (fields) < 2)
        continue;
      text = g_utf8_to_ucs4_fast (fields[1], -1, &n);
      fixed = g_memdup2 (text, (n + 1) * sizeof *text);
      guesses = spelling_engine_check (engine, text, n, least);
      for (guint i = 0; i < guesses->len; i++)
        {
          const SpellingGuess *guess = &g_array_index (guesses, SpellingGuess, i);

          for (guint k = 0; k < guess->n_edits; k++)
            fixed[guess->at[k]] = guess->to[k];
        }
      out = g_ucs4_to_utf8 (fixed, n, NULL, NULL, NULL);
      printf ("%s\t%s", fields[0], out);
      if (all)
        print_guesses (guesses);
      putchar ('\n');
      characters += n;
    }
  g_printerr ("load %.0f ms, %zu characters, %.0f a second\n", (loaded - start) * 1000, characters,
              characters / (processor_seconds () - loaded));
  spelling_engine_free (engine);
  spelling_data_free (data);
  return 0;
}
