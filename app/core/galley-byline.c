/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <string.h>

#include "galley-segment-private.h"

#define MAX_LINE 240 /* characters: no byline is longer */

/* What has been read of a line so far. A role holds until the next one; a mark (摄, 文 …) closes the persons before it. */
typedef struct
{
  const gunichar *s;
  guint n;
  guint at;
  const gunichar *role;
  guint n_role;
  GPtrArray *persons;
  guint open; /* first person that no mark has closed */
  guint n_roles, n_marks, n_pictures, n_texts, n_both, n_staff, n_sources;
} Parser;

GalleyPerson *
seg_person_new (const char *name, const char *role)
{
  GalleyPerson *person = g_new0 (GalleyPerson, 1);

  person->name = g_strdup (name);
  person->role = g_strdup (role);
  return person;
}

void
seg_person_free (gpointer data)
{
  GalleyPerson *person = data;

  g_free (person->name);
  g_free (person->role);
  g_free (person);
}

static gboolean
is_separator (gunichar c)
{
  return seg_is_blank (c) || (c < 0x80 && c > 0 && strchr ("/,;:|", (int) c) != NULL) || c == 0x3001 ||
         c == 0xff0c || (c >= 0x25a0 && c <= 0x25ff) || c == 0x2605 || c == 0x2606 || c == 0x00b7 || c == '*';
}

static gboolean
is_name_character (gunichar c)
{
  return seg_is_han (c) || c == 0x00b7;
}

/* 驻 and a place: characters used. */
static guint
match_post (const gunichar *s, guint n)
{
  if (n < 4 || s[0] != 0x9a7b)
    return 0;
  for (guint i = 2; i <= 6 && i + 1 < n && seg_is_han (s[i]); i++)
    if (seg_words_match (SEG_WORDS_ROLE, s + i + 1, n - i - 1) > 0 ||
        seg_words_match (SEG_WORDS_PREFIX, s + i + 1, n - i - 1) > 0)
      return i + 1;
  return 0;
}

/* 本报首席 … and 记者 … in a row: characters used. */
static guint
match_plain_role (const gunichar *s, guint n)
{
  guint at = 0;

  while (at < n && at < 24)
    {
      guint length = seg_words_match (SEG_WORDS_ROLE, s + at, n - at);

      if (length > 0)
        return at + length;
      length = seg_words_match (SEG_WORDS_PREFIX, s + at, n - at);
      if (length == 0)
        length = match_post (s + at, n - at);
      if (length == 0)
        return 0;
      at += length;
    }
  return 0;
}

/* The same with the name of a house or place before it: 环球时报驻台北特约记者, 文成报道组. */
static guint
match_house_role (const gunichar *s, guint n)
{
  for (guint i = 2; i <= 12 && i < n && (seg_is_han (s[i - 1]) || s[i - 1] == '-'); i++)
    {
      guint role;

      if (seg_words_match_end (SEG_WORDS_OUTLET, s, i) > 0 && (role = match_plain_role (s + i, n - i)) > 0)
        return i + role;
      if (seg_starts (s + i, n - i, "报道组") || seg_starts (s + i, n - i, "采访组") ||
          seg_starts (s + i, n - i, "记者站"))
        return i + 3;
    }
  return 0;
}

static void
add_person (Parser *self, const gunichar *name, guint n)
{
  g_autofree gunichar *dense = g_new (gunichar, n + 1);
  g_autofree char *text = NULL;
  g_autofree char *role = seg_to_utf8 (self->role, self->n_role);
  guint length = 0;
  gboolean latin = n > 0 && name[0] < 0x250;

  for (guint i = 0; i < n; i++)
    if (latin || !seg_is_blank (name[i]))
      dense[length++] = name[i];
  text = seg_to_utf8 (dense, length);
  g_ptr_array_add (self->persons, seg_person_new (text, role != NULL ? role : ""));
}

static gboolean
has_surname (const gunichar *s, guint n)
{
  return seg_words_match (SEG_WORDS_SURNAME, s, n) > 0;
}

/* Does a mark or role begin here, so that a name may end before it? */
static gboolean
ends_name (const gunichar *s, guint n)
{
  guint mark;

  if (n == 0 || match_plain_role (s, n) > 0)
    return TRUE;
  mark = seg_words_match (SEG_WORDS_MARK, s, n);
  if (mark == 0)
    return FALSE;
  /* 文 and 图 may be the last character of a name: then they stand apart. */
  if (mark == 1 && s[0] != 0x6444)
    return FALSE;
  return mark == n || !seg_is_han (s[mark]);
}

/* A name that is spaced out: "吴  月", "牟  宇摄". Characters used. */
static guint
match_spaced_name (const gunichar *s, guint n)
{
  guint next = 1;
  guint run = 0;

  if (!has_surname (s, 1))
    return 0;
  while (next < n && next < 6 && s[next] == ' ')
    next++;
  if (next == 1)
    return 0;
  while (next + run < n && seg_is_han (s[next + run]))
    run++;
  if (run == 0)
    return 0;
  if (run == 1 || ends_name (s + next + 1, run - 1) ||
      (run >= 2 && seg_words_match (SEG_WORDS_MARK, s + next + 1, run - 1) == run - 1))
    return next + 1;
  return 0;
}

/* Characters of the name at @s, or 0. With a role before it a name needs no known surname. */
static guint
match_name (const gunichar *s, guint n, gboolean after_role)
{
  guint run = 0;
  guint surname;

  while (run < n && is_name_character (s[run]))
    run++;
  if (run == 0)
    return 0;
  if (run == 1)
    return match_spaced_name (s, n);

  surname = seg_words_match (SEG_WORDS_SURNAME, s, run);
  for (guint i = 2; i < run && i <= 4; i++)
    {
      gboolean joined = s[i] == 0x548c || s[i] == 0x4e0e || s[i] == 0x53ca; /* 和 与 及 */

      if (joined && i + 2 <= run && surname > 0 &&
          ((run - i <= 5 && has_surname (s + i + 1, run - i - 1)) ||
           seg_words_match (SEG_WORDS_AGENCY, s + i + 1, run - i - 1) > 0))
        return i;
      if ((surname > 0 || after_role) && ends_name (s + i, n - i))
        return i;
    }
  if (surname > 0 && run <= 3 + (surname == 2))
    return run;
  /* Names of other peoples have no surname of the list; but "记者获悉" is no name. */
  if (after_role && run <= 6 && seg_words_count (SEG_WORDS_FUNCTION, s, run) == 0 &&
      seg_words_count (SEG_WORDS_SAYS, s, run) == 0 && seg_words_count (SEG_WORDS_OPENER, s, run) == 0)
    return run;
  for (guint i = 1; after_role && i + 1 < run && run <= 14; i++)
    if (s[i] == 0x00b7)
      return run;
  return 0;
}

static guint
match_latin_name (const gunichar *s, guint n)
{
  guint i = 0;

  if (n == 0 || !(s[0] < 0x250 && g_unichar_isupper (s[0])))
    return 0;
  while (i < n && s[i] < 0x250 && (g_unichar_isalpha (s[i]) || s[i] == '.' || s[i] == '-' || s[i] == ' '))
    i++;
  while (i > 0 && s[i - 1] == ' ')
    i--;
  return i >= 3 && i <= 30 ? i : 0;
}

static gboolean
is_picture_mark (const gunichar *s, guint n)
{
  for (guint i = 0; i < n; i++)
    if (s[i] == 0x6444 || s[i] == 0x56fe || s[i] == 0x7ed8 || s[i] == 0x5f71) /* 摄 图 绘 影 */
      return TRUE;
  return FALSE;
}

static gboolean
is_text_mark (const gunichar *s, guint n)
{
  for (guint i = 0; i < n; i++)
    if (s[i] == 0x6587 || s[i] == 0x62a5 || s[i] == 0x5199 || s[i] == 0x7406 ||
        s[i] == 0x8bd1) /* 文 报 写 理 译 */
      return TRUE;
  return FALSE;
}

/* A mark closes the persons before it: a photographer's role gets 摄 behind it, a name without a role gets the mark. */
static void
close_persons (Parser *self, const gunichar *mark, guint n)
{
  gboolean picture = is_picture_mark (mark, n);
  gboolean text = is_text_mark (mark, n);
  g_autofree char *word = seg_to_utf8 (mark, n);

  self->n_marks++;
  self->n_pictures += picture && !text;
  self->n_texts += text && !picture;
  self->n_both += text && picture;
  for (guint i = self->open; i < self->persons->len; i++)
    {
      GalleyPerson *person = g_ptr_array_index (self->persons, i);

      if (person->role[0] == '\0')
        {
          g_free (person->role);
          person->role = g_strdup (word);
        }
      else if (picture && !text && !g_str_has_suffix (person->role, "摄") &&
               !g_str_has_suffix (person->role, "摄影"))
        {
          g_autofree char *old = person->role;

          person->role = g_strconcat (old, mark[0] == 0x6444 ? "摄" : word, NULL);
        }
    }
  self->open = self->persons->len;
  self->role = NULL;
  self->n_role = 0;
}

static void
set_role (Parser *self, const gunichar *role, guint n)
{
  self->role = role;
  self->n_role = n;
  self->n_roles++;
}

/* A source in place of a name, or a bracket behind a credit: （影像中国）. Characters used. */
static guint
match_source (const gunichar *s, guint n)
{
  guint end;

  if (s[0] != '(')
    {
      guint length = seg_words_match (SEG_WORDS_SOURCE, s, n);

      return length > 0 && (length == n || !seg_is_han (s[length])) ? length : 0;
    }
  for (end = 1; end < n && end < 14 && s[end] != ')'; end++)
    ;
  return end < n && s[end] == ')' && end > 1 ? end + 1 : 0;
}

static gboolean
parse_mark (Parser *self, guint length)
{
  const gunichar *s = self->s + self->at;

  if (self->persons->len == 0 || self->open == self->persons->len)
    {
      /* "摄影 A B", "文/图 A": the mark stands before the names. */
      if (self->n_role == 0)
        {
          self->role = s;
          self->n_role = length;
          self->n_marks++;
          self->n_pictures += is_picture_mark (s, length) && !is_text_mark (s, length);
          self->n_texts += is_text_mark (s, length);
        }
    }
  else
    close_persons (self, s, length);
  self->at += length;
  return TRUE;
}

/* "摄影 A" to the end or to the next role: the mark stands before its name like a role. */
static gboolean
leads_name (const gunichar *s, guint n)
{
  guint at = 0;
  guint name;

  while (at < n && (is_separator (s[at])))
    at++;
  if (at == 0 || at == n || match_plain_role (s + at, n - at) > 0)
    return FALSE;
  name = match_name (s + at, n - at, FALSE);
  for (at += name; at < n && seg_is_blank (s[at]); at++)
    ;
  return name > 0 && (at == n || match_plain_role (s + at, n - at) > 0);
}

/* One token. FALSE: it is not known. */
static gboolean
parse_token (Parser *self)
{
  const gunichar *s = self->s + self->at;
  guint n = self->n - self->at;
  gboolean after_role = self->n_role > 0;
  guint length, mark, name;

  length = seg_words_match (SEG_WORDS_STAFF, s, n);
  if (length > 0 && (length == n || !seg_is_han (s[length])))
    {
      self->n_staff++;
      set_role (self, s, length);
      self->at += length;
      return TRUE;
    }
  length = match_plain_role (s, n);
  mark = seg_words_match (SEG_WORDS_MARK, s, n);
  if (length == 0 && !after_role && (mark == 0 || match_plain_role (s + mark, n - mark) == 0))
    length = match_house_role (s, n);
  if (length == 0 && mark >= 2 && leads_name (s + mark, n - mark))
    length = mark;
  if (length > 0)
    {
      set_role (self, s, length);
      self->at += length;
      return TRUE;
    }
  if (mark > 0 && mark < n && seg_is_han (s[mark]) && mark == 1 && s[0] != 0x6444)
    mark = 0;
  if (mark == 1 && self->persons->len == 0 && match_spaced_name (s, n) > 0)
    mark = 0;
  if (mark > 0)
    return parse_mark (self, mark);
  length = match_source (s, n);
  if (length > 0)
    {
      self->n_sources++;
      self->at += length;
      return TRUE;
    }
  if (s[0] == 0x53ca || s[0] == 0x548c || s[0] == 0x4e0e) /* 及 和 与 between names */
    {
      if (self->persons->len == 0)
        return FALSE;
      self->at++;
      length = seg_words_match (SEG_WORDS_AGENCY, s + 1, n - 1);
      self->at += length;
      return TRUE;
    }
  name = match_name (s, n, after_role);
  if (name == 0 && after_role)
    name = match_latin_name (s, n);
  if (name == 0)
    return FALSE;
  add_person (self, s, name);
  self->at += name;
  return TRUE;
}

static SegBylineKind
kind_of (const Parser *self)
{
  if (self->n_staff > 0)
    return self->persons->len > 0 ? SEG_BYLINE_STAFF : SEG_BYLINE_NONE;
  if (self->persons->len == 0)
    return self->n_sources > 0 && self->n_roles == 0 ? SEG_BYLINE_CREDIT : SEG_BYLINE_NONE;
  if (self->n_both > 0)
    return SEG_BYLINE_BOTH;
  if (self->n_pictures > 0 && self->n_texts == 0 && (self->open == self->persons->len || self->n_roles == 0))
    return SEG_BYLINE_CREDIT;
  if (self->n_roles > 0 || self->n_marks > 0)
    return SEG_BYLINE_ROLES;
  return self->n_sources > 0 ? SEG_BYLINE_NONE : SEG_BYLINE_NAMES;
}

static SegBylineKind
parse_tokens (const gunichar *s, guint n, GPtrArray *persons)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func (seg_person_free);
  Parser self = { .s = s, .n = n, .persons = found };
  SegBylineKind kind;

  if (n == 0 || n > MAX_LINE)
    return SEG_BYLINE_NONE;
  while (self.at < n)
    {
      if (is_separator (s[self.at]))
        self.at++;
      else if (!parse_token (&self))
        return SEG_BYLINE_NONE;
    }
  kind = kind_of (&self);
  if (kind != SEG_BYLINE_NONE && persons != NULL)
    while (found->len > 0)
      g_ptr_array_add (persons, g_ptr_array_steal_index (found, 0));
  return kind;
}

static guint
strip_brackets (const gunichar **s, guint n)
{
  const gunichar *p = *s;

  while (n > 0 && seg_is_blank (p[0]))
    p++, n--;
  while (n > 0 && seg_is_blank (p[n - 1]))
    n--;
  if (n >= 2 && ((p[0] == '(' && p[n - 1] == ')') || (p[0] == 0x3010 && p[n - 1] == 0x3011) ||
                 (p[0] == '[' && p[n - 1] == ']')))
    {
      gboolean inner = FALSE;

      for (guint i = 1; i + 1 < n; i++)
        inner |= p[i] == ')';
      if (!inner || p[0] != '(')
        p++, n -= 2;
    }
  *s = p;
  return n;
}

SegBylineKind
seg_byline_line (const gunichar *s, guint n, GPtrArray *persons)
{
  n = strip_brackets (&s, n);
  return parse_tokens (s, n, persons);
}

void
seg_byline_note (const gunichar *s, guint n, GPtrArray *persons)
{
  SegDateline dateline;

  n = strip_brackets (&s, n);
  if (parse_tokens (s, n, persons) != SEG_BYLINE_NONE)
    return;
  if (seg_dateline (s, n, &dateline) && parse_tokens (s + dateline.length, n - dateline.length, persons))
    return;

  /* Clause by clause: （作者为…，本报记者 X 整理）. A clause without a role names nobody. */
  for (guint start = 0; start < n;)
    {
      guint end = start;

      while (end < n && s[end] != ',' && s[end] != 0xff0c && s[end] != ';' && s[end] != 0x3002)
        end++;
      if (match_plain_role (s + start, end - start) > 0)
        parse_tokens (s + start, end - start, persons);
      start = end + 1;
    }
}

/* （记者 …） in the beginning of a paragraph: its length, or 0. */
static guint
match_bracket (const gunichar *s, guint n, GPtrArray *persons)
{
  gunichar close = s[0] == '(' ? ')' : s[0] == 0x3010 ? 0x3011 : 0;

  if (close == 0)
    return 0;
  for (guint i = 1; i < n && i < MAX_LINE; i++)
    if (s[i] == close)
      {
        SegBylineKind kind = parse_tokens (s + 1, i - 1, NULL);

        /* Names alone in a bracket are no byline: （李白、杜甫）. */
        if (kind != SEG_BYLINE_ROLES && kind != SEG_BYLINE_BOTH && kind != SEG_BYLINE_CREDIT)
          return 0;
        parse_tokens (s + 1, i - 1, persons);
        return i + 1;
      }
  return 0;
}

guint
seg_byline_inline (const gunichar *s, guint n, GPtrArray *persons)
{
  guint at = 0;
  guint length;

  while (at < n && s[at] == ' ')
    at++;
  if (at >= n)
    return 0;
  length = match_bracket (s + at, n - at, persons);
  if (length > 0)
    return at + length;

  /* "A 报道 …", "记者 A 通讯员 B 报道：" without brackets. */
  for (guint i = at + 2; i < n && i < at + 60 && s[i] != 0x3002 && s[i] != ',' && s[i] != 0xff0c; i++)
    if ((s[i] == ' ' || s[i] == ':') && (seg_ends (s + at, i - at, "报道") > 0) &&
        parse_tokens (s + at, i - at, NULL) == SEG_BYLINE_ROLES)
      {
        parse_tokens (s + at, i - at, persons);
        return i;
      }
  return 0;
}

static gboolean
is_name_particle (const gunichar *s, guint n)
{
  static const char *particles[] = { "de",  "la",  "le",  "du", "da", "van", "von",
                                     "der", "den", "bin", "al", "el", "and" };

  for (guint i = 0; i < G_N_ELEMENTS (particles); i++)
    if (seg_starts (s, n, particles[i]) == n)
      return TRUE;
  return FALSE;
}

/* Words of a name, each with a capital: characters used; a comma or "and" ends it. */
static guint
match_english_name (const gunichar *s, guint n)
{
  guint at = 0;
  guint words = 0;

  while (at < n && words < 5)
    {
      guint end = at;

      while (end < n && s[end] != ' ' && s[end] != ',' && s[end] != ';')
        end++;
      if (end == at || seg_starts (s + at, end - at, "and") == end - at ||
          seg_starts (s + at, end - at, "AND") == end - at)
        break;
      if (!g_unichar_isupper (s[at]) && !is_name_particle (s + at, end - at))
        return 0;
      for (guint i = at; i < end; i++)
        if (!g_unichar_isalpha (s[i]) && s[i] != '.' && s[i] != '-' && s[i] != '\'' && s[i] != 0x2019)
          return 0;
      words++;
      at = end;
      if (at < n && s[at] != ' ')
        break;
      while (at < n && s[at] == ' ')
        at++;
    }
  return words >= 1 ? at : 0;
}

/* THE NAME → The Name; anything with a small letter stays as printed. */
static char *
dup_english_name (const gunichar *s, guint n)
{
  gboolean small = FALSE;
  gboolean start = TRUE;
  g_autofree gunichar *copy = g_new (gunichar, n + 1);

  while (n > 0 && s[n - 1] == ' ')
    n--;
  for (guint i = 0; i < n; i++)
    small |= g_unichar_islower (s[i]);
  for (guint i = 0; i < n; i++)
    {
      copy[i] = small || start ? s[i] : g_unichar_tolower (s[i]);
      start = !g_unichar_isalpha (s[i]);
    }
  return seg_to_utf8 (copy, n);
}

guint
seg_byline_english (const gunichar *s, guint n, GPtrArray *persons)
{
  guint at = seg_starts (s, n, "By ");
  guint count = 0;

  if (at == 0)
    at = seg_starts (s, n, "BY ");
  if (at == 0 || n > 120)
    return 0;
  while (at < n)
    {
      guint name;

      while (at < n && (s[at] == ' ' || s[at] == ',' || s[at] == ';'))
        at++;
      if (seg_starts (s + at, n - at, "and ") || seg_starts (s + at, n - at, "AND "))
        at += 4;
      if (count > 0 && seg_words_match (SEG_WORDS_WIRE, s + at, n - at) > 0)
        return n;
      name = match_english_name (s + at, n - at);
      if (name == 0)
        break;
      if (persons != NULL)
        {
          g_autofree char *text = dup_english_name (s + at, name);

          g_ptr_array_add (persons, seg_person_new (text, "By"));
        }
      count++;
      at += name;
    }
  return count > 0 ? at : 0;
}

GPtrArray *
galley_byline_parse (const char *line)
{
  g_autoptr (GPtrArray) persons = g_ptr_array_new_with_free_func (seg_person_free);
  g_autofree gunichar *owned = NULL;
  const gunichar *s;
  SegDateline dateline;
  guint n;
  guint used;

  g_return_val_if_fail (line != NULL, NULL);

  if (!g_utf8_validate (line, -1, NULL))
    return NULL;
  owned = seg_from_utf8 (line, -1, &n);
  s = owned;
  while (n > 0 && seg_is_blank (s[0]))
    s++, n--;
  while (n > 0 && seg_is_blank (s[n - 1]))
    n--;

  used = seg_byline_english (s, n, persons);
  if (used == n && persons->len > 0)
    return g_steal_pointer (&persons);
  g_ptr_array_set_size (persons, 0);
  if (seg_byline_line (s, n, persons) != SEG_BYLINE_NONE && persons->len > 0)
    return g_steal_pointer (&persons);
  if (seg_dateline (s, n, &dateline) &&
      seg_byline_inline (s + dateline.length, n - dateline.length, persons) > 0)
    return g_steal_pointer (&persons);
  if (n > 2 && (s[0] == '(' || s[0] == 0x3010))
    {
      if (s[n - 1] == ')' || s[n - 1] == 0x3011)
        seg_byline_note (s, n, persons);
      else
        seg_byline_inline (s, n, persons);
    }
  return persons->len > 0 ? g_steal_pointer (&persons) : NULL;
}
