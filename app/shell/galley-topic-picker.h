/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-topic-picker.h — the schemes of subjects as a tree to look through, and to search by Chinese, pinyin, first letters and
 * English. */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define GALLEY_TYPE_TOPIC_PICKER (galley_topic_picker_get_type ())
G_DECLARE_FINAL_TYPE (GalleyTopicPicker, galley_topic_picker, GALLEY, TOPIC_PICKER, GtkPopover)

/* Signal "picked" (const char *code): a topic was chosen, "medtop:20000121". The schemes are read when it is first shown. */
GtkWidget *galley_topic_picker_new (void);

G_END_DECLS
