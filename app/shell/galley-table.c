/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdarg.h>

#include "galley-table.h"

GtkWidget *
galley_table_new (const GPtrArray *rows)
{
  GtkWidget *grid = gtk_grid_new ();

  gtk_grid_set_column_spacing (GTK_GRID (grid), 24);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 6);
  gtk_widget_add_css_class (grid, "galley-table");
  for (guint i = 0; i < rows->len; i++)
    {
      char **cells = g_ptr_array_index (rows, i);

      for (guint k = 0; cells[k] != NULL; k++)
        {
          GtkWidget *label = gtk_label_new (cells[k]);

          gtk_label_set_xalign (GTK_LABEL (label), k == 0 ? 0 : 1);
          gtk_widget_set_hexpand (label, k == 0);
          gtk_widget_add_css_class (label, i == 0 ? "heading" : "numeric");
          if (k == 0)
            {
              gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
              gtk_label_set_width_chars (GTK_LABEL (label), 26);
              gtk_widget_set_tooltip_text (label, cells[k]);
            }
          gtk_grid_attach (GTK_GRID (grid), label, (int) k, (int) i, 1, 1);
        }
    }
  return grid;
}

GStrv
galley_table_row (const char *first, ...)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  va_list cells;

  va_start (cells, first);
  for (const char *cell = first; cell != NULL; cell = va_arg (cells, const char *))
    g_strv_builder_add (builder, cell);
  va_end (cells);
  return g_strv_builder_end (builder);
}
