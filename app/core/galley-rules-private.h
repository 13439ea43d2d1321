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
  guint skip;  /* GalleyProtect bits */
  guint roles; /* bits of GalleyRole */
  char *message;

  char *wrong;  /* a word: what it is … */
  char **right; /* … and should be; empty: nothing better is known */
  char **but;   /* longer words that hold it rightly; shared by the list, borrowed */

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
  GPtrArray *rules;   /* of GalleyRule */
  GPtrArray *entries; /* of GalleyRuleEntry */
  GPtrArray *buts;    /* of GStrv */
  GPtrArray *broken;  /* of char * */
  GArray *always;     /* of guint: patterns of which nothing is known before they are tried */
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
