/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-trigger.h — which of many rules are worth trying on a text. From each pattern the strings are worked out of which
 * one at least stands in every match; one pass over the characters then finds the rules whose string is there, at the cost
 * of a table look-up a character, however many rules there are. Private to the rule engine. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The strings of which every match of the PCRE2 pattern contains at least one (free with g_strfreev). NULL when nothing
 * can be said, so that the pattern must always be tried. Never wrong, but not always the best: look-around, classes,
 * groups and quantifiers are understood, in-line flags are not. */
GStrv galley_trigger_strings (const char *pattern);

typedef struct _GalleyTriggers GalleyTriggers;

GalleyTriggers *galley_triggers_new (void);
void galley_triggers_free (GalleyTriggers *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyTriggers, galley_triggers_free)

/* @text (not empty) sets off @target wherever it stands. */
void galley_triggers_add (GalleyTriggers *self, const char *text, guint target);

/* Takes all of @other's (freed), their targets moved up by @offset. */
void galley_triggers_absorb (GalleyTriggers *self, GalleyTriggers *other, guint offset);

/* @at, @end: where the text stands that set it off. */
typedef void (*GalleyTriggerFunc) (guint target, guint at, guint end, gpointer user_data);

/* Calls @func for each, in order of place. The first run makes the tables: do it, or call galley_triggers_seal(), before
 * threads share the object. */
void galley_triggers_seal (GalleyTriggers *self);
/* @chars: @n characters and a 0 behind them. */
void galley_triggers_run (
    GalleyTriggers *self, const gunichar *chars, guint n, GalleyTriggerFunc func, gpointer user_data);

G_END_DECLS
