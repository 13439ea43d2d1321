/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-rules-private.h — a pack of rules from inside: galley-rules.c looks at texts, galley-rules-read.c reads files. */

#pragma once

#include "galley-protect.h"
#include "galley-rules.h"
#include "galley-trigger.h"

G_BEGIN_DECLS

/* One word of a list, or one pattern. */
typedef struct
{
  GalleyRule *rule;
  guint skip;   /* GalleyProtect bits */
  guint roles;  /* bits of GalleyRole */
  char *wrong;  /* a word: what it is … */
  char **right; /* … and should be; empty: nothing better is known */
  char **but;   /* longer words that hold it rightly; shared by the list, borrowed */

  gunichar *phrase;    /* a set phrase, of which one half stands: its characters … */
  guint length;        /* … how many, … */
  guint half;          /* … and where the half begins that set it off */
  GHashTable *phrases; /* all set phrases of its pack, borrowed */

  GRegex *regex;    /* a pattern */
  char **templates; /* replacements, best first */
  gint off;         /* atomic: it ran over its budget */
} GalleyRuleEntry;

struct _GalleyRulePack
{
  char *name;
  char *id;
  char *language;
  GKeyFile *file;
  GPtrArray *rules;    /* of GalleyRule */
  GPtrArray *entries;  /* of GalleyRuleEntry */
  GPtrArray *buts;     /* of GStrv */
  GPtrArray *broken;   /* of char * */
  GHashTable *phrases; /* set of char *: one that stands in the text is right, whatever it resembles */
  GArray *always;      /* of guint: patterns of which nothing is known before they are tried */
  GalleyTriggers *triggers;
  guint n_tests;
};

void galley_rule_entry_free (gpointer data);
/* Tries the pattern of @entry on the block; over its budget it is switched off with a note. */
void galley_rule_entry_try (GalleyRuleEntry *entry,
                            GalleyBlock *block,
                            const GalleyChars *chars,
                            GalleyReport *report,
                            GalleyJob *job);

G_END_DECLS
