/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "spelling-names.h"

#include <string.h>

#include "galley-registry.h"
#include "galley-rules-set.h"

#define LEAST_TIMES 2 /* a person the registry has met once may be a slip itself */

/* --- people lines -------------------------------------------------------------------------------------------------- */

/* What persons do in a people line; the name ends where it begins. */
static const char *const deeds[] = { "共同", "分别", "出席",   "参加", "主持", "讲话", "并",   "致辞",
                                     "到场", "陪同", "作报告", "宣布", "会见", "会谈", "调研", "考察",
                                     "视察", "慰问", "发言",   "讲授", "授课", "寄语", "批示", "指出",
                                     "强调", "参与", "列席",   "到会", "等" };
static const char *const joints[] = { "、", " ", "\u3000", "，", ",", "；", ";", "：", ":", "与", "及" };
static const char *const breaks[] = { " ", "\u3000", "：", ":" };

/* Characters of which foreign names are made. */
static const char foreign[] =
    "阿埃艾安奥巴拜贝本比彼波博伯布查茨楚达戴德蒂丁东杜顿多厄恩尔法菲费芬夫弗福盖戈格古哈海赫"
    "霍基吉加贾杰金卡凯坎科克肯库拉莱兰朗劳勒雷里利连列林卢鲁伦罗洛马麦曼梅门蒙米姆莫默姆纳"
    "内尼涅诺努欧帕佩皮普齐奇恰乔琴瑞萨塞桑瑟沙舍什史斯斯索塔泰坦特托图瓦威维沃乌西希夏肖辛"
    "休雪亚扬耶叶伊因尤约泽扎佐娃娅妮娜莎丝";

#define LONGEST 12

typedef struct
{
  GHashTable *surnames;
  SpellingNameFunc func;
  gpointer data;
} People;

static gboolean
is_surname (const People *self, const char *text)
{
  return g_hash_table_contains (self->surnames, GUINT_TO_POINTER (g_utf8_get_char (text)));
}

static gboolean
is_foreign (const char *name, glong n)
{
  if (n < 3 || n > LONGEST)
    return FALSE;
  for (; *name; name = g_utf8_next_char (name))
    if (!g_utf8_strchr (foreign, -1, g_utf8_get_char (name)))
      return FALSE;
  return TRUE;
}

static void
take_name (const People *self, const char *name)
{
  glong n = g_utf8_strlen (name, -1);

  if ((n >= 2 && n <= 4 && is_surname (self, name)) || is_foreign (name, n))
    self->func (name, self->data);
}

/* A name, or two with 同 or 和 between them; either may stand in a name too. */
static void
take_names (const People *self, const char *text, gsize size)
{
  g_autofree char *name = g_strndup (text, size);
  glong n = g_utf8_strlen (name, -1);

  for (glong k = 2; n > 4 && k <= 3; k++)
    {
      char *joint = g_utf8_offset_to_pointer (name, k);
      gboolean joins = g_str_has_prefix (joint, "同") || g_str_has_prefix (joint, "和");
      g_autofree char *first = joins ? g_strndup (name, joint - name) : NULL;

      if (!joins || !is_surname (self, first))
        continue;
      take_name (self, first);
      take_name (self, g_utf8_next_char (joint));
      return;
    }
  take_name (self, name);
}

/* The length of what @text begins with of @list, or 0. */
static gsize
begins_with (const char *text, const char *const *list, guint n)
{
  for (guint i = 0; i < n; i++)
    if (g_str_has_prefix (text, list[i]))
      return strlen (list[i]);
  return 0;
}

void
spelling_names_of_people (const char *line, GHashTable *surnames, SpellingNameFunc func, gpointer data)
{
  const People self = { surnames, func, data };
  const char *start = line, *at = line;
  gboolean names = TRUE; /* behind a deed come places and meetings, until the next blank or colon */

  while (*at)
    {
      gsize joint = begins_with (at, joints, G_N_ELEMENTS (joints));
      gboolean deed = at > start && begins_with (at, deeds, G_N_ELEMENTS (deeds)) > 0;

      if (names && (joint || deed))
        take_names (&self, start, at - start);
      if (joint)
        {
          names |= begins_with (at, breaks, G_N_ELEMENTS (breaks)) > 0;
          start = at += joint;
          continue;
        }
      names &= !deed;
      at = g_utf8_next_char (at);
    }
  if (names)
    take_names (&self, start, at - start);
}

/* --- the house ----------------------------------------------------------------------------------------------------- */

static void
read_table (const char *path, SpellingNameFunc func, gpointer data)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_auto (GStrv) names = NULL;

  if (!g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL))
    return;
  names = g_key_file_get_keys (file, "names", NULL, NULL);
  for (guint i = 0; names && names[i]; i++)
    func (names[i], data);
}

void
spelling_names_of_house (const char *const *folders, SpellingNameFunc func, gpointer data)
{
  g_auto (GStrv) paths = galley_rule_set_list_names (folders);
  g_autoptr (GalleyRegistry) registry = galley_registry_new (NULL);
  g_autoptr (GPtrArray) persons = galley_registry_complete (registry, "", 0);

  for (guint i = 0; paths[i]; i++)
    read_table (paths[i], func, data);
  for (guint i = 0; i < persons->len; i++)
    {
      const GalleyRegistered *person = persons->pdata[i];

      if (person->times >= LEAST_TIMES)
        func (person->name, data);
    }
}
