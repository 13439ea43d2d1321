/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n.h>

#include "galley-find-hit.h"

/* Characters shown before and behind a place. */
#define BEFORE 14
#define BEHIND 30

struct _GalleyFindHit
{
  GObject parent_instance;

  GalleyReplacement *place;
  gboolean ticked;
};

G_DEFINE_FINAL_TYPE (GalleyFindHit, galley_find_hit, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_TICKED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
galley_find_hit_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_TICKED:
      g_value_set_boolean (value, GALLEY_FIND_HIT (object)->ticked);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
galley_find_hit_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_TICKED:
      galley_find_hit_set_ticked (GALLEY_FIND_HIT (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
galley_find_hit_finalize (GObject *object)
{
  galley_replacement_free (GALLEY_FIND_HIT (object)->place);
  G_OBJECT_CLASS (galley_find_hit_parent_class)->finalize (object);
}

static void
galley_find_hit_class_init (GalleyFindHitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = galley_find_hit_get_property;
  object_class->set_property = galley_find_hit_set_property;
  object_class->finalize = galley_find_hit_finalize;
  properties[PROP_TICKED] = g_param_spec_boolean (
      "ticked", NULL, NULL, TRUE, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
galley_find_hit_init (GalleyFindHit *self)
{
  self->ticked = TRUE;
}

GalleyFindHit *
galley_find_hit_new (GalleyReplacement *place)
{
  GalleyFindHit *self = g_object_new (GALLEY_TYPE_FIND_HIT, NULL);

  self->place = place;
  return self;
}

GalleyReplacement *
galley_find_hit_get_place (GalleyFindHit *self)
{
  g_return_val_if_fail (GALLEY_IS_FIND_HIT (self), NULL);

  return self->place;
}

gboolean
galley_find_hit_get_ticked (GalleyFindHit *self)
{
  g_return_val_if_fail (GALLEY_IS_FIND_HIT (self), FALSE);

  return self->ticked;
}

void
galley_find_hit_set_ticked (GalleyFindHit *self, gboolean ticked)
{
  g_return_if_fail (GALLEY_IS_FIND_HIT (self));

  if (self->ticked == ticked)
    return;
  self->ticked = ticked;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TICKED]);
}

char *
galley_find_hit_dup_context (GalleyFindHit *self, gboolean replaced)
{
  const GalleyReplacement *place;
  guint from, to, length;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_return_val_if_fail (GALLEY_IS_FIND_HIT (self), NULL);

  place = self->place;
  length = galley_block_get_length (place->block);
  from = place->start > BEFORE ? place->start - BEFORE : 0;
  to = MIN (place->end + BEHIND, length);
  before = galley_block_dup_range (place->block, from, place->start);
  after = galley_block_dup_range (place->block, place->end, to);
  if (replaced)
    return g_markup_printf_escaped (
        "%s%s<span strikethrough=\"true\" foreground=\"#e5484d\">%s</span><b>%s</b>%s%s", from > 0 ? "…" : "",
        before, place->old_text, place->new_text, after, to < length ? "…" : "");
  return g_markup_printf_escaped ("%s%s<b>%s</b>%s%s", from > 0 ? "…" : "", before, place->old_text, after,
                                  to < length ? "…" : "");
}

/* --- rows ----------------------------------------------------------------------------------------------- */

typedef struct
{
  gboolean replaced;
  GCallback ticked;
  gpointer data;
} Rows;

static void
on_setup (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *check = gtk_check_button_new ();
  GtkWidget *context = gtk_label_new (NULL);
  GtkWidget *where = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (context), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (context), 0);
  gtk_widget_set_hexpand (context, TRUE);
  gtk_label_set_ellipsize (GTK_LABEL (where), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (where), 18);
  gtk_label_set_xalign (GTK_LABEL (where), 1);
  gtk_widget_add_css_class (where, "dim-label");
  gtk_widget_add_css_class (where, "caption");
  gtk_box_append (GTK_BOX (box), check);
  gtk_box_append (GTK_BOX (box), context);
  gtk_box_append (GTK_BOX (box), where);
  gtk_widget_add_css_class (box, "galley-hit");
  gtk_list_item_set_child (item, box);
}

static void
on_bind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  const Rows *rows = data;
  GalleyFindHit *hit = gtk_list_item_get_item (item);
  GtkWidget *box = gtk_list_item_get_child (item);
  GtkWidget *check = gtk_widget_get_first_child (box);
  GtkWidget *context = gtk_widget_get_next_sibling (check);
  GtkWidget *where = gtk_widget_get_next_sibling (context);
  g_autofree char *markup = galley_find_hit_dup_context (hit, rows->replaced);
  g_autofree char *headline = galley_article_dup_headline (hit->place->article);

  gtk_label_set_markup (GTK_LABEL (context), markup);
  gtk_label_set_label (GTK_LABEL (where), headline);
  gtk_widget_set_tooltip_text (where, headline);
  gtk_widget_set_visible (check, rows->replaced);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (GTK_LABEL (context)), -1);
  g_object_set_data_full (G_OBJECT (check), "binding",
                          g_object_bind_property (hit, "ticked", check, "active",
                                                  G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL),
                          (GDestroyNotify) g_binding_unbind);
  g_signal_connect_swapped (hit, "notify::ticked", rows->ticked, rows->data);
}

static void
on_unbind (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer data)
{
  const Rows *rows = data;

  g_signal_handlers_disconnect_by_func (gtk_list_item_get_item (item), rows->ticked, rows->data);
  g_object_set_data (G_OBJECT (gtk_widget_get_first_child (gtk_list_item_get_child (item))), "binding", NULL);
}

static void
rows_free (gpointer data, GClosure *closure)
{
  g_free (data);
}

GtkListItemFactory *
galley_find_hit_factory_new (gboolean replaced, GCallback ticked, gpointer data)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Rows *rows = g_new (Rows, 1);

  *rows = (Rows){ replaced, ticked, data };
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect_data (factory, "bind", G_CALLBACK (on_bind), rows, rows_free, 0);
  g_signal_connect (factory, "unbind", G_CALLBACK (on_unbind), rows);
  return factory;
}
