/* SPDX-License-Identifier: GPL-3.0-or-later */
/* subjects — what an article is about, by two schemes: the IPTC Media Topics and the first level of GB/T 20093. They are found
 * by Chinese, pinyin, initials and English; what the text speaks of is offered. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-topics.h"

#include "../common/facet-plugin.h"

/* It runs on the main loop: no more of the text than this is looked at (in bytes). */
#define MAX_LOOKED_AT 30000
#define MAX_SUGGESTIONS 5

G_DECLARE_FINAL_TYPE (SubjectsFacet, subjects_facet, SUBJECTS, FACET, GObject)

static void
subjects_facet_extend (GObjectClass *klass)
{
}

/* Both schemes, either of which may be missing. */
typedef struct
{
  gatomicrefcount references;
  GalleyTopics *schemes[2];
} Schemes;

FACET_PLUGIN (SubjectsFacet, subjects_facet, Schemes *schemes)

static void
schemes_unref (gpointer data)
{
  Schemes *schemes = data;

  if (!g_atomic_ref_count_dec (&schemes->references))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (schemes->schemes); i++)
    g_clear_pointer (&schemes->schemes[i], galley_topics_unref);
  g_free (schemes);
}

static void
subjects_facet_begin (SubjectsFacet *self)
{
  self->schemes = g_new0 (Schemes, 1);
  g_atomic_ref_count_init (&self->schemes->references);
  self->schemes->schemes[0] = galley_topics_load ("mediatopics", NULL);
  self->schemes->schemes[1] = galley_topics_load ("gbt20093", NULL);
}

static void
subjects_facet_end (SubjectsFacet *self)
{
  schemes_unref (self->schemes);
}

static GalleyOffer *
make_offer (const GalleyTopic *topic)
{
  const char *colon = strchr (topic->code, ':');
  g_autofree char *scheme = g_strndup (topic->code, (gsize) (colon - topic->code));

  return galley_offer_new (colon + 1, scheme, *topic->chinese != '\0' ? topic->chinese : topic->english);
}

static GPtrArray *
complete (const char *typed, guint limit, gpointer data)
{
  const Schemes *schemes = data;
  GPtrArray *offers = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_offer_free);

  for (guint i = 0; i < G_N_ELEMENTS (schemes->schemes); i++)
    {
      g_autoptr (GPtrArray) topics =
          schemes->schemes[i] != NULL ? galley_topics_search (schemes->schemes[i], typed, limit) : NULL;

      for (guint k = 0; topics != NULL && k < topics->len && (limit == 0 || offers->len < limit); k++)
        {
          const GalleyTopic *topic = g_ptr_array_index (topics, k);

          if (strchr (topic->code, ':') != NULL)
            g_ptr_array_add (offers, make_offer (topic));
        }
    }
  return offers;
}

/* --- suggestions ------------------------------------------------------------------------------------------------ */

typedef struct
{
  const GalleyTopic *topic;
  guint times;
  gboolean head;
} Mention;

static guint
count (const char *text, const char *word)
{
  guint n = 0;

  for (const char *at = strstr (text, word); at != NULL; at = strstr (at + strlen (word), word))
    n++;
  return n;
}

static gint
compare_mentions (gconstpointer a, gconstpointer b)
{
  const Mention *x = a, *y = b;
  guint weight_x = x->times + (x->head ? 3 : 0), weight_y = y->times + (y->head ? 3 : 0);

  if (weight_x != weight_y)
    return weight_x > weight_y ? -1 : 1;
  return strcmp (x->topic->code, y->topic->code);
}

static void
suggest (SubjectsFacet *self, GalleyField *field, GalleyArticle *article)
{
  GalleyTopics *topics = self->schemes->schemes[0];
  g_autofree char *text = galley_article_dup_text (article);
  g_autofree char *headline = galley_article_dup_headline (article);
  g_autoptr (GPtrArray) known = galley_metadata_list (galley_article_get_metadata (article), "subject");
  g_autoptr (GArray) mentions = g_array_new (FALSE, FALSE, sizeof (Mention));

  if (strlen (text) > MAX_LOOKED_AT)
    text[MAX_LOOKED_AT] = '\0';
  for (guint i = 0; topics != NULL && i < galley_topics_get_n (topics); i++)
    {
      Mention mention = { .topic = galley_topics_get (topics, i) };
      gboolean is_known = FALSE;

      /* One character is in every other word. */
      if (g_utf8_strlen (mention.topic->chinese, -1) < 2)
        continue;
      mention.times = count (text, mention.topic->chinese);
      mention.head = mention.times > 0 && strstr (headline, mention.topic->chinese) != NULL;
      for (guint k = 0; k < known->len; k++)
        is_known |= g_str_has_suffix (mention.topic->code,
                                      ((const GalleyMetaItem *) g_ptr_array_index (known, k))->value);
      if (!is_known && (mention.times > 1 || mention.head))
        g_array_append_val (mentions, mention);
    }
  g_array_sort (mentions, compare_mentions);
  for (guint i = 0; i < mentions->len && i < MAX_SUGGESTIONS; i++)
    {
      const Mention *mention = &g_array_index (mentions, Mention, i);
      g_autofree char *why =
          g_strdup_printf (mention->head ? _ ("“%s” stands in the headline, %u times in all")
                                         : _ ("“%s” stands in the text %u times"),
                           mention->topic->chinese, mention->times);

      galley_field_add_suggestion (field, mention->topic->chinese, NULL, why);
    }
}

static void
subjects_facet_list (SubjectsFacet *self, GalleyArticle *article, GListStore *list)
{
  g_autoptr (GalleyField) field =
      galley_field_new ("subject", _ ("Subjects"), GALLEY_FIELD_LIST,
                        _ ("By Chinese, pinyin, first letters or English; several are parted by semicolons"));

  g_atomic_ref_count_inc (&self->schemes->references);
  galley_field_set_completer (field, complete, self->schemes, schemes_unref);
  galley_field_read (field, article);
  suggest (self, field, article);
  g_list_store_append (list, field);
}
