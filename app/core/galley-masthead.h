/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-masthead.h — 报头、版权信息: the facts printed at the head of a paper, one value each. */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

typedef enum
{
  GALLEY_FACT_PAPER,     /* 报名 */
  GALLEY_FACT_DATE,      /* 出版日期, YYYY-MM-DD */
  GALLEY_FACT_WEEKDAY,   /* 星期 */
  GALLEY_FACT_LUNAR,     /* 农历 */
  GALLEY_FACT_ISSUE,     /* 期号, digits */
  GALLEY_FACT_PAGES,     /* 今日版数, digits */
  GALLEY_FACT_CN,        /* 国内统一连续出版物号, "CN33-0118" */
  GALLEY_FACT_POST_CODE, /* 邮发代号, "31-25" */
  GALLEY_FACT_HOTLINE,   /* 新闻热线; several are parted by a blank */
  GALLEY_FACT_EMAIL,     /* 邮箱 */
  GALLEY_FACT_SITE,      /* 网站名 */
  GALLEY_FACT_URL,       /* 网址 */
  GALLEY_FACT_PUBLISHER, /* 主管主办、出版 */
} GalleyFact;

#define GALLEY_N_FACTS (GALLEY_FACT_PUBLISHER + 1)

#define GALLEY_TYPE_MASTHEAD (galley_masthead_get_type ())
G_DECLARE_FINAL_TYPE (GalleyMasthead, galley_masthead, GALLEY, MASTHEAD, GObject)

GalleyMasthead *galley_masthead_new (void);
GalleyMasthead *galley_masthead_copy (GalleyMasthead *self);

/* The value, or NULL. Setting NULL or "" removes it. "changed" (GalleyFact) is emitted when it differs. */
const char *galley_masthead_get (GalleyMasthead *self, GalleyFact fact);
void galley_masthead_set (GalleyMasthead *self, GalleyFact fact, const char *value);

/* Stable name ("issue", "cn" …) and translated label; both static. */
const char *galley_fact_get_name (GalleyFact fact);
const char *galley_fact_get_label (GalleyFact fact);
gboolean galley_fact_from_name (const char *name, GalleyFact *fact);

/* NULL when the value has the right form, else one translated sentence that says what is wrong (newly allocated). */
char *galley_fact_validate (GalleyFact fact, const char *value);

G_END_DECLS
