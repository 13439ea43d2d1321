/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-numbers.h — numbers of lists as they are printed. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  GALLEY_NUMBER_DECIMAL,      /* 12 */
  GALLEY_NUMBER_DECIMAL_ZERO, /* 02 */
  GALLEY_NUMBER_LOWER_LETTER, /* a … z, aa, bb */
  GALLEY_NUMBER_UPPER_LETTER,
  GALLEY_NUMBER_LOWER_ROMAN,
  GALLEY_NUMBER_UPPER_ROMAN,
  GALLEY_NUMBER_CHINESE,       /* 十二 */
  GALLEY_NUMBER_CHINESE_LEGAL, /* 壹拾贰 */
  GALLEY_NUMBER_CHINESE_DIGIT, /* 一二 */
  GALLEY_NUMBER_CIRCLED,       /* ⑫ */
  GALLEY_NUMBER_FULL_WIDTH,    /* １２ */
  GALLEY_NUMBER_STEM,          /* 甲 */
  GALLEY_NUMBER_BRANCH,        /* 子 */
  GALLEY_NUMBER_ORDINAL,       /* 2nd */
  GALLEY_NUMBER_NONE,
} GalleyNumberFormat;

/* Newly allocated; "" for GALLEY_NUMBER_NONE. Numbers a system has no sign for are written in digits. */
char *galley_number_format (guint number, GalleyNumberFormat format);

/* 一, 壹, 甲 and their like. */
gboolean galley_number_is_chinese (GalleyNumberFormat format);

G_END_DECLS
