/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-role.h — what a paragraph is on the page: 题、文、图的成分. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  GALLEY_ROLE_KICKER,    /* 引题 */
  GALLEY_ROLE_HEADLINE,  /* 主题 */
  GALLEY_ROLE_SUBHEAD,   /* 副题 */
  GALLEY_ROLE_PEOPLE,    /* 人物行: who spoke, who presided */
  GALLEY_ROLE_BYLINE,    /* 署名 */
  GALLEY_ROLE_BODY,      /* 正文 */
  GALLEY_ROLE_CROSSHEAD, /* 小标题 */
  GALLEY_ROLE_QUOTE,     /* 引文 */
  GALLEY_ROLE_NOTE,      /* 编者按、文末注 */
  GALLEY_ROLE_CAPTION,   /* 图片说明 */
  GALLEY_ROLE_CREDIT,    /* 图片署名 */
  GALLEY_ROLE_JUMP,      /* 转版、接版 */
  GALLEY_ROLE_AD,        /* 广告 */
  GALLEY_ROLE_FURNITURE, /* 版面杂项: masthead and folio lines */
} GalleyRole;

#define GALLEY_N_ROLES (GALLEY_ROLE_FURNITURE + 1)

/* The stable name used in files and on the command line: "headline", "body" … (static). */
const char *galley_role_get_name (GalleyRole role);

/* The name a person reads, translated: 主题, 正文 … (static). */
const char *galley_role_get_label (GalleyRole role);

/* The role of that stable name; FALSE, leaving @role alone, where there is none. */
gboolean galley_role_from_name (const char *name, GalleyRole *role);

/* TRUE for the roles that make up a headline block: kicker, headline, subhead. */
gboolean galley_role_is_head (GalleyRole role);

G_END_DECLS
