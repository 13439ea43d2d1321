/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-cli: the main job of the house on standard input and output. It links no GTK and needs no display. */

#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "galley-cli.h"

static const GalleyCommand commands[] = {
  { "import", "FILE…", N_ ("Read copy and say what it holds, or put it into an edition"),
    N_ ("“-” is standard input. Several files may be given; each has its own result."), galley_cli_import,
    TRUE },
  { "check", "FILE|E.galley|-", N_ ("Proofread a file, an edition, or lines of text"),
    N_ ("LIST names rules, beginnings of rule ids, or checkers, parted by commas; “galley-cli rules” lists "
        "them.\n"
        "Exit status: 0 nothing at or above --fail-on, 1 findings, 2 wrong usage, 3 the input was refused."),
    galley_cli_check, TRUE },
  { "fix", "E.galley", N_ ("Carry out the fixes that are safe without looking"), NULL, galley_cli_fix },
  { "show", "E.galley|FILE [ARTICLE]", N_ ("Show what an edition holds, or one article"),
    N_ ("ARTICLE is a number from 0, as this command lists them, or the first eight characters of an id or "
        "more."),
    galley_cli_show, TRUE },
  { "set", "E.galley ARTICLE[,ARTICLE…]|all|edition KEY=VALUE…",
    N_ ("Change metadata, or facts of the edition"),
    N_ ("KEY=VALUE sets, KEY= removes, KEY+=VALUE adds, KEY-=VALUE takes one value away. A person is "
        "ROLE:NAME. Several articles are changed together, or none of them. For “edition” a KEY is a fact of "
        "the masthead: paper, date, weekday, lunar, issue, pages, cn, post_code …"),
    galley_cli_set },
  { "suggest", "E.galley ARTICLE", N_ ("Suggest metadata, each with its reason"), NULL, galley_cli_suggest },
  { "subjects", "WORD…", N_ ("Find subjects by Chinese, pinyin, initials or English"),
    N_ ("The codes are those of the IPTC Media Topics, or of GB/T 20093 with --scheme gbt."),
    galley_cli_subjects },
  { "replace", "E.galley PATTERN TEXT", N_ ("Find and replace in articles, pages or the whole edition"),
    N_ ("Without --regex PATTERN is plain text; with it, \\1 in TEXT is the first group. It takes --apply to "
        "change anything; without, the places are listed."),
    galley_cli_replace },
  { "round", "E.galley begin|end|next|status|collate|verify [ARTICLE…]",
    N_ ("Do rounds of proofs and reviews, and prove them"),
    N_ ("next: the next round was done by NAME (or NAME ends the one NAME has begun). collate: was every "
        "mark "
        "of the last round carried out, and nothing else changed? verify: proves the log and the revisions.\n"
        "Exit status of collate: 0 clean, 1 not."),
    galley_cli_round },
  { "sign", "E.galley ARTICLE…|--all", N_ ("Sign articles for print"),
    N_ ("Open errors, missing fields, unfinished rounds and changes after the last round stand against it. "
        "Any later change makes the signature void, and the log says who changed what."),
    galley_cli_sign },
  { "preflight", "E.galley", N_ ("List what stands between an edition and print"),
    N_ ("Exit status: 0 nothing, 1 something."), galley_cli_preflight },
  { "log", "E.galley [ARTICLE]", N_ ("Show the log, or write it, or the slip of an article, as HTML"), NULL,
    galley_cli_log },
  { "statistics", "E.galley", N_ ("Count characters, findings and progress"), NULL, galley_cli_statistics },
  { "search", "FOLDER WORDS…", N_ ("Search the editions of a folder"),
    N_ ("All words have to be there. An index of the folder is kept in the user’s cache and brought up to "
        "date first."),
    galley_cli_search },
  { "digest", "E.galley", N_ ("Build the digest of page one from the other pages"), NULL, galley_cli_digest },
  { "next", "LAST.galley NEW.galley", N_ ("Make the next edition from the last one"),
    N_ ("Its masthead with number + 1, the day behind it or --date, and its pages with name and staff."),
    galley_cli_next },
  { "history", "E.galley ARTICLE [REVISION]", N_ ("List the kept versions of an article, or show one"), NULL,
    galley_cli_history },
  { "diff", "E.galley ARTICLE [REVISION [REVISION]]", N_ ("Show what was changed in an article"),
    N_ ("Without a revision: since the first one. With one: since that one. With two: from the one to the "
        "other.\n[-…-] was taken out, {+…+} was put in, ¶ is the end of a paragraph."),
    galley_cli_diff },
  { "restore", "E.galley ARTICLE REVISION", N_ ("Bring a kept version of an article back"), NULL,
    galley_cli_restore },
  { "blame", "E.galley ARTICLE", N_ ("Show who wrote what, and in which round"), NULL, galley_cli_blame },
  { "export", "E.galley|FILE", N_ ("Write an edition in other formats"),
    N_ ("“galley-cli formats FORMAT” lists the options of a format. With --output - one format goes to "
        "standard "
        "output."),
    galley_cli_export, TRUE },
  { "formats", "[FORMAT]", N_ ("List the formats, or the options of one"), NULL, galley_cli_formats },
  { "plugins", "", N_ ("List the plugins and what is wrong with them"), NULL, galley_cli_plugins },
  { "rules", "[LIST]", N_ ("List the proofreading rules, or test a file of rules"), NULL, galley_cli_rules },
};

static void
print_help (void)
{
  galley_cli_print (_ ("Usage: galley-cli COMMAND [OPTION…] [ARGUMENT…]\n\nCommands:\n"));
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    galley_cli_print ("  %-10s %s\n", commands[i].name, _ (commands[i].summary));
  galley_cli_print (
      _ ("\n“galley-cli COMMAND --help” explains a command; galley-cli --version tells the version.\n"));
}

static void
print_names (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    galley_cli_print ("%s\n", commands[i].name);
}

static GalleyExit
run_command (int argc, char **argv)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (g_str_equal (argv[1], commands[i].name))
        {
          g_autofree char *prgname = g_strconcat ("galley-cli ", commands[i].name, NULL);

          g_set_prgname (prgname);
          if (commands[i].reads_copy)
            galley_cli_start_server ();
          return commands[i].run (&commands[i], argc - 1, argv + 1);
        }
    }
  return galley_cli_misused (NULL, _ ("There is no command “%s”."), argv[1]);
}

/* Numbers are written the same everywhere: what is printed is read by programs. */
static void
set_language (void)
{
  static const int categories[] = { LC_CTYPE, LC_COLLATE, LC_MESSAGES, LC_TIME };

  for (guint i = 0; i < G_N_ELEMENTS (categories); i++)
    setlocale (categories[i], "");
}

int
main (int argc, char **argv)
{
  const char *locale_dir = g_getenv ("GALLEY_LOCALE_DIR");
  GalleyExit code = GALLEY_EXIT_DONE;

  set_language ();
  bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  /* A closed pipe is told by the write that fails, after the store has been closed. */
  signal (SIGPIPE, SIG_IGN);

  if (argc < 2)
    code = galley_cli_misused (NULL, _ ("What is to be done? A command is missing."));
  else if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h") || g_str_equal (argv[1], "help"))
    print_help ();
  else if (g_str_equal (argv[1], "--version"))
    galley_cli_print ("galley-cli %s\n", VERSION);
  else if (g_str_equal (argv[1], "--commands"))
    print_names ();
  else
    code = run_command (argc, argv);

  galley_cli_end_server ();
  if (!galley_cli_finish () && code != GALLEY_EXIT_USAGE)
    code = GALLEY_EXIT_FAILED;
#ifndef __SANITIZE_ADDRESS__
  /* Everything has been written, and nothing is worth tidying up in a process that ends. */
  _exit (code);
#endif
  return code;
}
