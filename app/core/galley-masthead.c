/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-masthead.h"

struct _GalleyMasthead
{
  GObject parent_instance;

  char *values[GALLEY_N_FACTS];
};

G_DEFINE_FINAL_TYPE (GalleyMasthead, galley_masthead, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const struct
{
  const char *name;
  const char *label;
} facts[GALLEY_N_FACTS] = {
  [GALLEY_FACT_PAPER] = { "paper", N_ ("Paper") },
  [GALLEY_FACT_DATE] = { "date", N_ ("Date") },
  [GALLEY_FACT_WEEKDAY] = { "weekday", N_ ("Weekday") },
  [GALLEY_FACT_LUNAR] = { "lunar", N_ ("Lunar date") },
  [GALLEY_FACT_ISSUE] = { "issue", N_ ("Issue number") },
  [GALLEY_FACT_PAGES] = { "pages", N_ ("Pages today") },
  [GALLEY_FACT_CN] = { "cn", N_ ("CN number") },
  [GALLEY_FACT_POST_CODE] = { "post_code", N_ ("Postal code") },
  [GALLEY_FACT_HOTLINE] = { "hotline", N_ ("Hotline") },
  [GALLEY_FACT_EMAIL] = { "email", N_ ("E-mail") },
  [GALLEY_FACT_SITE] = { "site", N_ ("Site name") },
  [GALLEY_FACT_URL] = { "url", N_ ("Site address") },
  [GALLEY_FACT_PUBLISHER] = { "publisher", N_ ("Publisher") },
};

static void
galley_masthead_finalize (GObject *object)
{
  GalleyMasthead *self = GALLEY_MASTHEAD (object);

  for (guint i = 0; i < GALLEY_N_FACTS; i++)
    g_free (self->values[i]);

  G_OBJECT_CLASS (galley_masthead_parent_class)->finalize (object);
}

static void
galley_masthead_class_init (GalleyMastheadClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = galley_masthead_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
galley_masthead_init (GalleyMasthead *self)
{
}

GalleyMasthead *
galley_masthead_new (void)
{
  return g_object_new (GALLEY_TYPE_MASTHEAD, NULL);
}

GalleyMasthead *
galley_masthead_copy (GalleyMasthead *self)
{
  g_return_val_if_fail (GALLEY_IS_MASTHEAD (self), NULL);

  GalleyMasthead *copy = galley_masthead_new ();

  for (guint i = 0; i < GALLEY_N_FACTS; i++)
    copy->values[i] = g_strdup (self->values[i]);
  return copy;
}

const char *
galley_masthead_get (GalleyMasthead *self, GalleyFact fact)
{
  g_return_val_if_fail (GALLEY_IS_MASTHEAD (self), NULL);
  g_return_val_if_fail ((guint) fact < GALLEY_N_FACTS, NULL);

  return self->values[fact];
}

void
galley_masthead_set (GalleyMasthead *self, GalleyFact fact, const char *value)
{
  g_return_if_fail (GALLEY_IS_MASTHEAD (self));
  g_return_if_fail ((guint) fact < GALLEY_N_FACTS);

  if (value != NULL && *value == '\0')
    value = NULL;
  if (g_strcmp0 (self->values[fact], value) == 0)
    return;

  char *old = self->values[fact];
  self->values[fact] = g_strdup (value);
  g_free (old);
  g_signal_emit (self, signals[CHANGED], 0, (int) fact);
}

const char *
galley_fact_get_name (GalleyFact fact)
{
  g_return_val_if_fail ((guint) fact < GALLEY_N_FACTS, NULL);

  return facts[fact].name;
}

const char *
galley_fact_get_label (GalleyFact fact)
{
  g_return_val_if_fail ((guint) fact < GALLEY_N_FACTS, NULL);

  return _ (facts[fact].label);
}

gboolean
galley_fact_from_name (const char *name, GalleyFact *fact)
{
  for (guint i = 0; name != NULL && i < GALLEY_N_FACTS; i++)
    {
      if (g_str_equal (facts[i].name, name))
        {
          *fact = (GalleyFact) i;
          return TRUE;
        }
    }
  return FALSE;
}

static gboolean
is_date (const char *value)
{
  int year, month, day, used = 0;

  return sscanf (value, "%4d-%2d-%2d%n", &year, &month, &day, &used) == 3 && (gsize) used == strlen (value) &&
         g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year);
}

static gboolean
is_number (const char *value)
{
  return g_regex_match_simple ("^[1-9][0-9]{0,6}$", value, 0, 0);
}

char *
galley_fact_validate (GalleyFact fact, const char *value)
{
  if (value == NULL || *value == '\0')
    return NULL;

  switch (fact)
    {
    case GALLEY_FACT_DATE:
      return is_date (value) ? NULL
                             : g_strdup (_ ("A date is written 2024-11-27 and must be in the calendar."));
    case GALLEY_FACT_ISSUE:
      return is_number (value) ? NULL : g_strdup (_ ("An issue number is a whole number, such as 7132."));
    case GALLEY_FACT_PAGES:
      return is_number (value) ? NULL : g_strdup (_ ("The number of pages is a whole number, such as 8."));
    case GALLEY_FACT_CN:
      /* GB/T 9999.1: country, region of two digits, number of four; newspapers have 0001 to 0999. */
      return g_regex_match_simple ("^CN ?[1-8][0-9]-0[0-9]{3}$", value, 0, 0) &&
                     !g_str_has_suffix (value, "-0000")
                 ? NULL
                 : g_strdup (_ ("A newspaper’s CN number has the form CN33-0118."));
    case GALLEY_FACT_POST_CODE:
      return g_regex_match_simple ("^[0-9]{1,2}-[0-9]{1,4}$", value, 0, 0)
                 ? NULL
                 : g_strdup (_ ("A postal code has the form 31-25."));
    case GALLEY_FACT_EMAIL:
      return g_regex_match_simple ("^[^@\\s]+@[^@\\s]+\\.[A-Za-z]{2,}$", value, 0, 0)
                 ? NULL
                 : g_strdup (_ ("An e-mail address has the form desk@paper.cn."));
    case GALLEY_FACT_WEEKDAY:
      return g_regex_match_simple ("^(星期|周)[一二三四五六日天]$|^[A-Z][a-z]+day$", value, 0, 0)
                 ? NULL
                 : g_strdup (_ ("A weekday is written 星期三."));
    case GALLEY_FACT_PAPER:
    case GALLEY_FACT_LUNAR:
    case GALLEY_FACT_HOTLINE:
    case GALLEY_FACT_SITE:
    case GALLEY_FACT_URL:
    case GALLEY_FACT_PUBLISHER:
    default:
      return NULL;
    }
}
