/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-copy.h"

/* Lower case, without blanks, signs and the number at the end. */
static char *
fold_style (const char *style, guint *number)
{
  GString *folded = g_string_new (NULL);

  *number = 0;
  for (const char *p = style; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isdigit (c))
        *number = MIN (*number * 10 + (guint) g_unichar_digit_value (c), 99);
      else if (g_unichar_isalpha (c))
        g_string_append_unichar (folded, g_unichar_tolower (c));
    }
  return g_string_free (folded, FALSE);
}

gboolean
galley_copy_style_role (const char *style, GalleyRole *role, guint *level)
{
  static const char *const heading[] = { "heading",     "标题",      "標題",   "標題樣式",
                                         "überschrift", "titre",     "título", "titolo",
                                         "見出し",      "заголовок", "제목",   "berschrift" };
  static const struct
  {
    const char *name;
    GalleyRole role;
  } known[] = {
    { "引题", GALLEY_ROLE_KICKER },
    { "肩题", GALLEY_ROLE_KICKER },
    { "眉题", GALLEY_ROLE_KICKER },
    { "引標題", GALLEY_ROLE_KICKER },
    { "kicker", GALLEY_ROLE_KICKER },
    { "overline", GALLEY_ROLE_KICKER },
    { "主题", GALLEY_ROLE_HEADLINE },
    { "主标题", GALLEY_ROLE_HEADLINE },
    { "大标题", GALLEY_ROLE_HEADLINE },
    { "正题", GALLEY_ROLE_HEADLINE },
    { "标题", GALLEY_ROLE_HEADLINE },
    { "標題", GALLEY_ROLE_HEADLINE },
    { "title", GALLEY_ROLE_HEADLINE },
    { "headline", GALLEY_ROLE_HEADLINE },
    { "副题", GALLEY_ROLE_SUBHEAD },
    { "副标题", GALLEY_ROLE_SUBHEAD },
    { "副標題", GALLEY_ROLE_SUBHEAD },
    { "subtitle", GALLEY_ROLE_SUBHEAD },
    { "subhead", GALLEY_ROLE_SUBHEAD },
    { "deck", GALLEY_ROLE_SUBHEAD },
    { "人物行", GALLEY_ROLE_PEOPLE },
    { "people", GALLEY_ROLE_PEOPLE },
    { "署名", GALLEY_ROLE_BYLINE },
    { "作者", GALLEY_ROLE_BYLINE },
    { "记者", GALLEY_ROLE_BYLINE },
    { "byline", GALLEY_ROLE_BYLINE },
    { "author", GALLEY_ROLE_BYLINE },
    { "正文", GALLEY_ROLE_BODY },
    { "小标题", GALLEY_ROLE_CROSSHEAD },
    { "小標題", GALLEY_ROLE_CROSSHEAD },
    { "插题", GALLEY_ROLE_CROSSHEAD },
    { "crosshead", GALLEY_ROLE_CROSSHEAD },
    { "引文", GALLEY_ROLE_QUOTE },
    { "引用", GALLEY_ROLE_QUOTE },
    { "明显引用", GALLEY_ROLE_QUOTE },
    { "quote", GALLEY_ROLE_QUOTE },
    { "quotations", GALLEY_ROLE_QUOTE },
    { "intensequote", GALLEY_ROLE_QUOTE },
    { "blocktext", GALLEY_ROLE_QUOTE },
    { "编者按", GALLEY_ROLE_NOTE },
    { "文末注", GALLEY_ROLE_NOTE },
    { "注", GALLEY_ROLE_NOTE },
    { "note", GALLEY_ROLE_NOTE },
    { "图片说明", GALLEY_ROLE_CAPTION },
    { "图说", GALLEY_ROLE_CAPTION },
    { "题注", GALLEY_ROLE_CAPTION },
    { "caption", GALLEY_ROLE_CAPTION },
    { "figure", GALLEY_ROLE_CAPTION },
    { "图片署名", GALLEY_ROLE_CREDIT },
    { "摄影", GALLEY_ROLE_CREDIT },
    { "credit", GALLEY_ROLE_CREDIT },
    { "转版", GALLEY_ROLE_JUMP },
    { "转接版", GALLEY_ROLE_JUMP },
    { "jump", GALLEY_ROLE_JUMP },
    { "广告", GALLEY_ROLE_AD },
    { "advertisement", GALLEY_ROLE_AD },
    { "版面杂项", GALLEY_ROLE_FURNITURE },
    { "furniture", GALLEY_ROLE_FURNITURE },
  };
  g_autofree char *folded = NULL;
  guint number;

  *level = 0;
  if (style == NULL)
    return FALSE;
  folded = fold_style (style, &number);
  for (guint i = 0; number >= 1 && number <= 9 && i < G_N_ELEMENTS (heading); i++)
    {
      if (!g_str_equal (folded, heading[i]))
        continue;
      *level = number;
      *role = number == 1 ? GALLEY_ROLE_HEADLINE : GALLEY_ROLE_CROSSHEAD;
      return TRUE;
    }
  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    {
      if (g_str_equal (folded, known[i].name))
        {
          *role = known[i].role;
          return TRUE;
        }
    }
  return FALSE;
}
