/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

#include "galley-error.h"
#include "galley-topics.h"
#include "galley-vocabulary.h"

#define N_FIELDS 6

struct _GalleyTopics
{
  gatomicrefcount references;
  char *text;        /* of the file, cut into fields */
  GArray *topics;    /* of GalleyTopic */
  GHashTable *codes; /* code → const GalleyTopic * */
};

/* How well a term answers, best first. */
typedef enum
{
  SCORE_WHOLE,        /* the name itself, or its code */
  SCORE_WHOLE_PINYIN, /* all of its pinyin */
  SCORE_INITIALS,     /* the first letter of each character */
  SCORE_BEGINNING,
  SCORE_BEGINNING_PINYIN,
  SCORE_WORD,   /* the beginning of a later English word */
  SCORE_MIDDLE, /* somewhere in the name */
  SCORE_MIDDLE_PINYIN,
  SCORE_SHORT, /* characters of it, in their order */
  SCORE_NONE,
} Score;

/* --- reading ------------------------------------------------------------------------------------------------------- */

static void
read_line (GalleyTopics *self, char *line)
{
  char *fields[N_FIELDS];
  GalleyTopic topic;
  guint n = 0;

  if (*line == '#' || *line == '\0')
    return;
  for (char *at = line; at != NULL && n < N_FIELDS; n++)
    {
      fields[n] = at;
      at = strchr (at, '\t');
      if (at != NULL)
        *at++ = '\0';
    }
  if (n < N_FIELDS)
    return;
  topic.code = fields[0];
  topic.broader = fields[1];
  topic.level = (guint) g_ascii_strtoull (fields[2], NULL, 10);
  topic.english = fields[3];
  topic.chinese = fields[4];
  topic.pinyin = fields[5];
  g_array_append_val (self->topics, topic);
}

static void
read_lines (GalleyTopics *self)
{
  for (char *line = self->text; line != NULL;)
    {
      char *end = strchr (line, '\n');

      if (end != NULL)
        *end = '\0';
      read_line (self, line);
      line = end != NULL ? end + 1 : NULL;
    }
  for (guint i = 0; i < self->topics->len; i++)
    {
      const GalleyTopic *topic = &g_array_index (self->topics, GalleyTopic, i);

      g_hash_table_insert (self->codes, (gpointer) topic->code, (gpointer) topic);
    }
}

GalleyTopics *
galley_topics_load (const char *name, GError **error)
{
  g_autofree char *relative = g_strdup_printf ("vocabularies/%s.topics", name);
  g_autofree char *path = strchr (name, '/') == NULL ? galley_data_find (relative) : NULL;
  g_autofree char *text = NULL;
  GalleyTopics *self;

  if (path == NULL)
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED, _ ("There is no scheme of subjects “%s”."),
                   name);
      return NULL;
    }
  if (!g_file_get_contents (path, &text, NULL, error))
    return NULL;
  if (!g_utf8_validate (text, -1, NULL))
    {
      g_set_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED, _ ("The scheme of subjects “%s” is damaged."),
                   name);
      return NULL;
    }
  self = g_new0 (GalleyTopics, 1);
  g_atomic_ref_count_init (&self->references);
  self->text = g_steal_pointer (&text);
  self->topics = g_array_new (FALSE, FALSE, sizeof (GalleyTopic));
  self->codes = g_hash_table_new (g_str_hash, g_str_equal);
  read_lines (self);
  return self;
}

GalleyTopics *
galley_topics_ref (GalleyTopics *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
galley_topics_unref (GalleyTopics *self)
{
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  g_hash_table_unref (self->codes);
  g_array_unref (self->topics);
  g_free (self->text);
  g_free (self);
}

guint
galley_topics_get_n (GalleyTopics *self)
{
  return self->topics->len;
}

const GalleyTopic *
galley_topics_get (GalleyTopics *self, guint index)
{
  g_return_val_if_fail (index < self->topics->len, NULL);

  return &g_array_index (self->topics, GalleyTopic, index);
}

const GalleyTopic *
galley_topics_find (GalleyTopics *self, const char *code)
{
  const GalleyTopic *found = g_hash_table_lookup (self->codes, code);
  const char *colon;

  for (guint i = 0; found == NULL && strchr (code, ':') == NULL && i < self->topics->len; i++)
    {
      colon = strchr (galley_topics_get (self, i)->code, ':');
      if (colon != NULL && g_str_equal (colon + 1, code))
        found = galley_topics_get (self, i);
    }
  return found;
}

const GalleyTopic *
galley_topics_find_name (GalleyTopics *self, const char *name)
{
  for (guint i = 0; i < self->topics->len; i++)
    {
      const GalleyTopic *topic = galley_topics_get (self, i);

      if (g_str_equal (topic->chinese, name) || g_ascii_strcasecmp (topic->english, name) == 0)
        return topic;
    }
  return NULL;
}

GPtrArray *
galley_topics_list_narrower (GalleyTopics *self, const char *code)
{
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; i < self->topics->len; i++)
    {
      const GalleyTopic *topic = galley_topics_get (self, i);

      if (g_str_equal (topic->broader, code))
        g_ptr_array_add (list, (gpointer) topic);
    }
  return list;
}

const char *
galley_topic_get_label (const GalleyTopic *topic)
{
  const char *const *languages = g_get_language_names ();

  return *topic->chinese != '\0' && g_str_has_prefix (languages[0], "zh") ? topic->chinese : topic->english;
}

/* --- searching ----------------------------------------------------------------------------------------------------- */

/* How many letters of @text the reading takes: all of it, or as many as there are left. 0: it does not fit. ü is typed v or
 * u. */
static gsize
fit_reading (const char *reading, gsize length, const char *text, gboolean *whole)
{
  gsize i;

  for (i = 0; i < length && text[i] != '\0'; i++)
    {
      if (text[i] != reading[i] && !(reading[i] == 'v' && text[i] == 'u'))
        return 0;
    }
  *whole = i == length;
  return i;
}

/* Does @text spell the beginning of the syllables at @pinyin: each whole or by its first letter, the last one cut off
 * anywhere? @all: and are all syllables used? @initials: none but by its first letter. Syllables are few: it may branch. */
static gboolean
spells (const char *pinyin, const char *text, gboolean all, gboolean initials)
{
  const char *end = pinyin + strcspn (pinyin, " ");

  if (*text == '\0')
    return !all || *pinyin == '\0';
  if (*pinyin == '\0')
    return FALSE;
  for (const char *reading = pinyin; reading < end;)
    {
      const char *stop = memchr (reading, '|', (gsize) (end - reading));
      gsize length = (gsize) ((stop != NULL ? stop : end) - reading);
      const char *next = *end == ' ' ? end + 1 : end;
      gboolean whole = FALSE;
      gsize taken = initials ? 0 : fit_reading (reading, length, text, &whole);

      if (taken > 0 && (whole ? spells (next, text + taken, all, initials) : !all && text[taken] == '\0'))
        return TRUE;
      if (*text == *reading && spells (next, text + 1, all, initials))
        return TRUE;
      reading += length + 1;
    }
  return FALSE;
}

static gboolean
spells_later (const char *pinyin, const char *text)
{
  for (const char *at = strchr (pinyin, ' '); at != NULL; at = strchr (at + 1, ' '))
    {
      if (spells (at + 1, text, FALSE, FALSE))
        return TRUE;
    }
  return FALSE;
}

static Score
rate_letters (const GalleyTopic *topic, const char *text)
{
  if (spells (topic->pinyin, text, TRUE, TRUE))
    return SCORE_INITIALS;
  if (spells (topic->pinyin, text, TRUE, FALSE))
    return SCORE_WHOLE_PINYIN;
  if (spells (topic->pinyin, text, FALSE, FALSE))
    return SCORE_BEGINNING_PINYIN;
  return spells_later (topic->pinyin, text) ? SCORE_MIDDLE_PINYIN : SCORE_NONE;
}

static Score
rate_name (const char *name, const char *text)
{
  const char *at = strstr (name, text);

  if (at == NULL)
    return SCORE_NONE;
  if (at == name)
    return name[strlen (text)] == '\0' ? SCORE_WHOLE : SCORE_BEGINNING;
  for (; at != NULL; at = strstr (at + 1, text))
    {
      if (at[-1] == ' ' || at[-1] == '(' || at[-1] == '-')
        return SCORE_WORD;
    }
  return SCORE_MIDDLE;
}

/* 科技 for 科学和技术: the first characters of the words of a name. */
static gboolean
is_short_for (const char *text, const char *name)
{
  if (g_utf8_strlen (text, -1) < 2 || g_utf8_get_char (text) != g_utf8_get_char (name))
    return FALSE;
  for (; *text != '\0' && *name != '\0'; name = g_utf8_next_char (name))
    {
      if (g_utf8_get_char (text) < 0x3400)
        return FALSE;
      if (g_utf8_get_char (text) == g_utf8_get_char (name))
        text = g_utf8_next_char (text);
    }
  return *text == '\0';
}

/* "sports" is asked for, the name says "sport". */
static Score
rate_singular (const char *name, const char *text)
{
  gsize length = strlen (text);
  g_autofree char *singular = length > 3 && text[length - 1] == 's' ? g_strndup (text, length - 1) : NULL;

  return singular != NULL ? rate_name (name, singular) : SCORE_NONE;
}

/* @text in lower case, @letters: the same without what is no letter, "" where it has other characters. */
static Score
rate (const GalleyTopic *topic, const char *text, const char *letters)
{
  g_autofree char *english = g_ascii_strdown (topic->english, -1);
  const char *colon = strchr (topic->code, ':');
  Score best = MIN (rate_name (english, text), rate_name (topic->chinese, text));

  if (g_str_equal (topic->code, text) || (colon != NULL && g_str_equal (colon + 1, text)))
    return SCORE_WHOLE;
  best = MIN (best, rate_singular (english, text));
  if (*letters != '\0' && *topic->pinyin != '\0')
    best = MIN (best, rate_letters (topic, letters));
  if (best == SCORE_NONE && is_short_for (text, topic->chinese))
    best = SCORE_SHORT;
  return best;
}

typedef struct
{
  const GalleyTopic *topic;
  Score score;
  guint length; /* of its name */
  guint index;
} Match;

static gint
compare_matches (gconstpointer a, gconstpointer b)
{
  const Match *x = a, *y = b;

  if (x->score != y->score)
    return x->score < y->score ? -1 : 1;
  if (x->topic->level != y->topic->level)
    return x->topic->level < y->topic->level ? -1 : 1;
  if (x->length != y->length)
    return x->length < y->length ? -1 : 1;
  return x->index < y->index ? -1 : 1;
}

/* "fa lü" and "fa'lv" are "falv"; anything but letters is no pinyin. */
static char *
dup_letters (const char *text)
{
  GString *letters = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      if (*p >= 'a' && *p <= 'z')
        g_string_append_c (letters, *p);
      else if (g_utf8_get_char (p) == 0xfc)
        g_string_append_c (letters, 'v');
      else if (*p != ' ' && *p != '\'')
        {
          g_string_truncate (letters, 0);
          break;
        }
    }
  return g_string_free (letters, FALSE);
}

GPtrArray *
galley_topics_search (GalleyTopics *self, const char *text, guint limit)
{
  g_autofree char *lower = g_strstrip (g_utf8_strdown (text, -1));
  g_autofree char *letters = dup_letters (lower);
  g_autoptr (GArray) matches = g_array_new (FALSE, FALSE, sizeof (Match));
  GPtrArray *list = g_ptr_array_new ();

  for (guint i = 0; *lower != '\0' && strlen (lower) < 200 && i < self->topics->len; i++)
    {
      Match match = { .topic = galley_topics_get (self, i), .index = i };

      match.score = rate (match.topic, lower, letters);
      match.length = (guint) g_utf8_strlen (
          *match.topic->chinese != '\0' ? match.topic->chinese : match.topic->english, -1);
      if (match.score < SCORE_NONE)
        g_array_append_val (matches, match);
    }
  g_array_sort (matches, compare_matches);
  for (guint i = 0; i < matches->len && (limit == 0 || i < limit); i++)
    g_ptr_array_add (list, (gpointer) g_array_index (matches, Match, i).topic);
  return list;
}
