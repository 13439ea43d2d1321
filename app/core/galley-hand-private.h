/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-hand-private.h — steps in the making: say what will be touched, touch it, end. */

#pragma once

#include "galley-hand.h"

G_BEGIN_DECLS

/* @label is static and translated. */
GalleyHandStep *galley_hand_step_new (GalleyEdition *edition, const char *label);
void galley_hand_step_set_label (GalleyHandStep *self, const char *label);
/* Before they are changed. An article the operation itself made is watched with @made. */
void galley_hand_step_watch (GalleyHandStep *self, GalleyArticle *article, gboolean made);
void galley_hand_step_watch_page (GalleyHandStep *self, GalleyPage *page);
/* The article that was watched last is changed, for good; or was not, and is none of the step's. */
void galley_hand_step_settle (GalleyHandStep *self, gboolean changed);
/* What to look at before and behind. */
void galley_hand_step_look (
    GalleyHandStep *self, GalleyArticle *before, guint block_before, GalleyArticle *after, guint block_after);
/* All is changed now; gives back @self. */
GalleyHandStep *galley_hand_step_end (GalleyHandStep *self);

/* Brings a page to hold just these articles. */
void galley_hand_set_page (GalleyPage *page, GPtrArray *articles);
/* The articles of a page (references; free it). */
GPtrArray *galley_hand_list_page (GalleyPage *page);
/* Brings live metadata to what @from holds. */
void galley_hand_set_metadata (GalleyMetadata *metadata, GalleyMetadata *from);

G_END_DECLS
