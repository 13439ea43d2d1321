/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-outline-foot.h"
#include "galley-stage-bar.h"
#include "galley-statistics.h"

/* A stage may need the text hashed: so many articles at a time, and a while after the last change. */
#define ARTICLES_AT_ONCE 4
#define DELAY_MS 600

struct _GalleyOutlineFoot
{
  GtkWidget parent_instance;

  GalleyStageBar *bar;
  GtkLabel *label;

  GalleyRounds *rounds;
  GSignalGroup *rounds_signals;
  GSignalGroup *edition_signals;
  guint source;
  /* the count under way */
  GArray *counts; /* of guint, of each stage */
  guint page;
  guint article;
  guint n_pages; /* that were counted, and are not empty */
  guint n_done;
  gboolean page_done;
  gboolean page_empty;
};

G_DEFINE_FINAL_TYPE (GalleyOutlineFoot, galley_outline_foot, GTK_TYPE_WIDGET)

static void
show (GalleyOutlineFoot *self)
{
  g_autofree char *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self), self->n_pages > 0);
  if (self->n_pages == 0)
    return;
  /* Translators: pages that are done, and all pages, as on a small counter. */
  text = g_strdup_printf (ngettext ("%u/%u page", "%u/%u pages", self->n_pages), self->n_done, self->n_pages);
  gtk_label_set_label (self->label, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->label),
                               _ ("Pages all of whose articles are through all rounds"));
  galley_stage_bar_set (self->bar, galley_rounds_get_publication (self->rounds),
                        (const guint *) self->counts->data);
}

static void
end_page (GalleyOutlineFoot *self)
{
  self->n_pages += !self->page_empty;
  self->n_done += !self->page_empty && self->page_done;
  self->page++;
  self->article = 0;
  self->page_done = self->page_empty = TRUE;
}

static gboolean
count_some (gpointer data)
{
  GalleyOutlineFoot *self = data;
  GalleyEdition *edition = galley_store_get_edition (galley_rounds_get_store (self->rounds));

  for (guint n = 0; n < ARTICLES_AT_ONCE;)
    {
      GalleyPage *page = galley_edition_get_page (edition, self->page);
      GalleyArticle *article = page != NULL ? galley_page_get_article (page, self->article) : NULL;
      guint stage;

      if (page == NULL)
        {
          self->source = 0;
          show (self);
          return G_SOURCE_REMOVE;
        }
      if (article == NULL)
        {
          end_page (self);
          continue;
        }
      self->article++;
      if (galley_article_get_kind (article) == GALLEY_ARTICLE_FURNITURE)
        continue;
      n++;
      stage = galley_statistics_get_stage (self->rounds, article);
      self->page_empty = FALSE;
      self->page_done = self->page_done && stage + 2 >= self->counts->len;
      g_array_index (self->counts, guint, stage)++;
    }
  return G_SOURCE_CONTINUE;
}

static gboolean
begin_count (gpointer data)
{
  GalleyOutlineFoot *self = data;

  g_array_set_size (self->counts, 0);
  g_array_set_size (self->counts,
                    galley_statistics_get_n_stages (galley_rounds_get_publication (self->rounds)));
  self->page = self->article = self->n_pages = self->n_done = 0;
  self->page_done = self->page_empty = TRUE;
  self->source = g_idle_add_full (G_PRIORITY_LOW, count_some, self, NULL);
  return G_SOURCE_REMOVE;
}

static void
queue_count (GalleyOutlineFoot *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  if (self->rounds != NULL)
    self->source = g_timeout_add (DELAY_MS, begin_count, self);
}

static void
galley_outline_foot_dispose (GObject *object)
{
  GalleyOutlineFoot *self = GALLEY_OUTLINE_FOOT (object);
  GtkWidget *child;

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->rounds_signals);
  g_clear_object (&self->edition_signals);
  g_clear_object (&self->rounds);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (galley_outline_foot_parent_class)->dispose (object);
}

static void
galley_outline_foot_finalize (GObject *object)
{
  g_array_unref (GALLEY_OUTLINE_FOOT (object)->counts);
  G_OBJECT_CLASS (galley_outline_foot_parent_class)->finalize (object);
}

static void
galley_outline_foot_class_init (GalleyOutlineFootClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = galley_outline_foot_dispose;
  G_OBJECT_CLASS (klass)->finalize = galley_outline_foot_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "outlinefoot");
}

static void
galley_outline_foot_init (GalleyOutlineFoot *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 9);
  self->counts = g_array_new (FALSE, TRUE, sizeof (guint));
  self->bar = GALLEY_STAGE_BAR (galley_stage_bar_new ());
  gtk_widget_set_hexpand (GTK_WIDGET (self->bar), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self->bar), GTK_ALIGN_CENTER);
  gtk_widget_set_parent (GTK_WIDGET (self->bar), GTK_WIDGET (self));
  self->label = GTK_LABEL (gtk_label_new (NULL));
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "numeric");
  gtk_widget_set_parent (GTK_WIDGET (self->label), GTK_WIDGET (self));

  self->rounds_signals = g_signal_group_new (GALLEY_TYPE_ROUNDS);
  g_signal_group_connect_swapped (self->rounds_signals, "changed", G_CALLBACK (queue_count), self);
  self->edition_signals = g_signal_group_new (GALLEY_TYPE_EDITION);
  g_signal_group_connect_swapped (self->edition_signals, "items-changed", G_CALLBACK (queue_count), self);
}

void
galley_outline_foot_set_rounds (GalleyOutlineFoot *self, GalleyRounds *rounds)
{
  g_return_if_fail (GALLEY_IS_OUTLINE_FOOT (self));

  if (!g_set_object (&self->rounds, rounds))
    return;
  g_signal_group_set_target (self->rounds_signals, rounds);
  g_signal_group_set_target (self->edition_signals,
                             rounds != NULL ? galley_store_get_edition (galley_rounds_get_store (rounds))
                                            : NULL);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  queue_count (self);
}
