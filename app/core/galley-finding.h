/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-finding.h — 疑误: one proofreading finding, and the rule that made it. Both immutable once reported. */

#pragma once

#include <glib-object.h>

#include "galley-block.h"

G_BEGIN_DECLS

typedef enum
{
  GALLEY_SEVERITY_HINT,
  GALLEY_SEVERITY_WARNING,
  GALLEY_SEVERITY_ERROR,
} GalleySeverity;

const char *galley_severity_get_name (GalleySeverity severity); /* "error", "warning", "hint" */
gboolean galley_severity_from_name (const char *name, GalleySeverity *severity);

/* A rule as data: what the list, the card, the profiles and `galley-cli rules` show. Reference-counted, never changed
 * after it was made. */
typedef struct
{
  const char *id;    /* "CN.WORD.TYPO"; parts are prefixes that can be named as a whole */
  const char *name;  /* short, for lists */
  const char *norm;  /* "GB/T 15834-2011 4.11.2", or NULL */
  const char *klass; /* 差错类别: "词语", "标点", "数字" …, the class of the error-rate table */
  GalleySeverity severity; /* unless the profile says otherwise */
  const char *why;         /* one sentence for the card, or NULL */
  const char *wrong;       /* an example, or NULL */
  const char *right;       /* the same, put right, or NULL */
  double weight;           /* in the error rate: 1 for a wrong character, 0.1 for a mark … (Q01) */
  gboolean safe;           /* its first fix may be applied without looking */
} GalleyRule;

#define GALLEY_TYPE_RULE (galley_rule_get_type ())
GType galley_rule_get_type (void);
/* A copy of @fields (strings are copied). */
GalleyRule *galley_rule_new (const GalleyRule *fields);
GalleyRule *galley_rule_ref (GalleyRule *self);
void galley_rule_unref (GalleyRule *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyRule, galley_rule_unref)

/* One change of a fix: the characters [@start, @end) of @block become @text. With @join the block is then put together
 * with the one behind it. A finding that stands for many places (a fold) has one edit for each. */
typedef struct
{
  GalleyBlock *block;
  guint start;
  guint end;
  char *text;
  gboolean join;
} GalleyEdit;

#define GALLEY_TYPE_FINDING (galley_finding_get_type ())
G_DECLARE_FINAL_TYPE (GalleyFinding, galley_finding, GALLEY, FINDING, GObject)

/* A finding on the characters [@start, @end) of @block. @message says what is wrong here, in one sentence. @fixes may be
 * NULL: each is the text that would stand in that place. */
GalleyFinding *galley_finding_new (GalleyRule *rule,
                                   GalleyBlock *block,
                                   guint start,
                                   guint end,
                                   const char *message,
                                   const char *const *fixes);

GalleyRule *galley_finding_get_rule (GalleyFinding *self);
GalleyBlock *galley_finding_get_block (GalleyFinding *self);
guint galley_finding_get_start (GalleyFinding *self);
guint galley_finding_get_end (GalleyFinding *self);
const char *galley_finding_get_message (GalleyFinding *self);
const char *const *galley_finding_get_fixes (GalleyFinding *self); /* never NULL, may be empty */
/* The text it is about (newly allocated). */
char *galley_finding_dup_text (GalleyFinding *self);

/* Only between making it and reporting it: */
void galley_finding_set_severity (GalleyFinding *self, GalleySeverity severity);
void galley_finding_set_confidence (GalleyFinding *self, double confidence);
void galley_finding_set_weight (GalleyFinding *self, double weight);
/* Adds one change to the fix that the finding offers as a whole; then fixes[0], where there is one, only names it. */
void galley_finding_add_edit (
    GalleyFinding *self, GalleyBlock *block, guint start, guint end, const char *text, gboolean join);

GalleySeverity galley_finding_get_severity (GalleyFinding *self); /* the rule's, unless set */
double galley_finding_get_confidence (GalleyFinding *self);       /* 0 … 1 */
double galley_finding_get_weight (GalleyFinding *self);           /* the rule's, unless set */
/* The changes of the fold, in order; (owned by the finding; @n_edits 0 for a plain finding, whose fixes say it all). */
const GalleyEdit *galley_finding_get_edits (GalleyFinding *self, guint *n_edits);

/* A name for this finding that outlives edits elsewhere: rule, text, and the 8 characters either side (newly allocated). */
char *galley_finding_dup_key (GalleyFinding *self);

/* By block order is the caller's; within a block by start, then severity (worst first), then end, then rule id. */
gint galley_finding_compare (GalleyFinding *self, GalleyFinding *other);

G_END_DECLS
