/* SPDX-License-Identifier: GPL-3.0-or-later */
/* spelling-names.h — names that are given, not guessed: those of a people line (人物行), of the house's tables of names and of
 * its registry of persons. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef void (*SpellingNameFunc) (const char *name, gpointer data);

/* The persons of a people line: 王成国讲话 杨青玖主持, 刘鹤同东布罗夫斯基斯共同主持. A Chinese name begins with one of
 * @surnames (a set of characters); what else stands there is a name where it is spelt as foreign names are. */
void spelling_names_of_people (const char *line, GHashTable *surnames, SpellingNameFunc func, gpointer data);

/* Those of names/NAME.names in the data folders, of *.names and *.rules in @folders (of the publication; may be NULL), and
 * those that the registry has met oftener than once. Files that cannot be read are passed over. */
void spelling_names_of_house (const char *const *folders, SpellingNameFunc func, gpointer data);

G_END_DECLS
