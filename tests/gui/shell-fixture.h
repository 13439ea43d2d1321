/* SPDX-License-Identifier: GPL-3.0-or-later */
/* shell-fixture.h — the whole program in the process of a test: its window, its loop, pictures of it. */

#pragma once

#include "galley-application.h"
#include "galley-window.h"

G_BEGIN_DECLS

typedef struct
{
  GalleyApplication *application;
  GSettings *settings; /* borrowed */
  GalleyWindow *window;
  gboolean
      with_models; /* set before the start: the checker of wrong characters is wanted, which takes seconds */
} Shell;

/* Gives the process a home for its data that is empty. First of all in main(). G_TEST_OPTION_ISOLATE_DIRS would take the
 * icons and the types of files away as well. */
void shell_isolate (void);
/* Starts the program. */
void shell_start (Shell *self);
/* Has the program do without a plugin. */
void shell_switch_off (Shell *self, const char *module);
/* Closes all windows; the program can be started again and finds what it kept. */
void shell_stop (Shell *self);

/* What stands in the window (borrowed): the workspace is NULL before an edition was opened, the article where none is shown. */
GalleyWorkspace *shell_get_workspace (Shell *self);
GalleyEdition *shell_get_edition (Shell *self);
GalleyView *shell_get_view (Shell *self);
GalleyArticle *shell_get_article (Shell *self);

/* Runs the main loop until @done says so; fails after some minutes. */
typedef gboolean (*ShellDone) (gpointer user_data);
void shell_wait (ShellDone done, gpointer user_data);
/* Runs the loop until the sample page is in and nothing is being checked or written. */
void shell_import_sample (Shell *self);
void shell_settle (Shell *self);
/* Runs the loop for as long as the window needs to draw what changed. */
void shell_draw (GtkWidget *window);
/* For no more than @n frames of it. */
void shell_frames (GtkWidget *window, guint n);

/* The first widget of a type under @widget, or NULL. */
GtkWidget *shell_find (GtkWidget *widget, GType type);
/* The row of a list of preferences with this title (as it is translated), or NULL. */
GtkWidget *shell_find_row (GtkWidget *widget, const char *title);
/* The newest window of a type, or NULL. */
GtkWidget *shell_find_window (GType type);
/* Writes what @window shows to @folder/NAME.png. */
void shell_shoot (GtkWidget *window, const char *folder, const char *name);

G_END_DECLS
