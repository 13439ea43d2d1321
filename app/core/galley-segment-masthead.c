/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fields of a masthead or folio line. A line is read by its fields, whatever their order; what is left over says
 * how far it was understood. */

#include <string.h>

#include "galley-segment-private.h"

#define TELEPHONE "(?:0\\d{2,3}-\\d{7,8}|400-?\\d{3}-?\\d{4}|1\\d{10}|96\\d{3,4}|\\d{7,8})"
#define NUMERAL "[一二三四五六七八九十\\d]{1,3}"

typedef enum
{
  FIELD_EMAIL,
  FIELD_URL,
  FIELD_HOTLINE,
  FIELD_CN,
  FIELD_POST_CODE,
  FIELD_ISSUE,
  FIELD_PAGES,
  FIELD_DATE,
  FIELD_WEEKDAY,
  FIELD_LUNAR,
  FIELD_PUBLISHER,
  FIELD_OWNER,
  FIELD_STAFF,
  FIELD_PAGE,
  FIELD_PAGE_NAME,
  FIELD_JUNK,
  FIELD_PRICE,
  FIELD_ADDRESS,
  FIELD_ENGLISH_DATE,
  FIELD_ENGLISH_PAGE,
  FIELD_ENGLISH_VOLUME,
  N_FIELDS,
} Field;

static const char *const patterns[N_FIELDS] = {
  [FIELD_EMAIL] =
      "(?:(?:投稿|读者|联系)?(?:邮箱|信箱|邮件)|[Ee]-?[Mm]ail)?[: ]*([\\w.+-]+@[\\w-]+(?:\\.[\\w-]+)+)",
  [FIELD_URL] =
      "(?:网址[: ]*|(\\p{Han}{2,8})[: ]*)?((?:https?://)?(?:www\\.)[\\w-]+(?:\\.[\\w-]+)+(?:/[\\w./-]*)?"
      "|https?://[\\w-]+(?:\\.[\\w-]+)+(?:/[\\w./-]*)?)",
  [FIELD_HOTLINE] =
      "(?:\\p{Han}{0,4}热线|(?:读者|联系|新闻)?电话)[: ]*(" TELEPHONE "(?:[ 、/,]+" TELEPHONE ")*)",
  [FIELD_CN] = "(?:国内统一(?:刊号|连续出版物号)|统一刊号|刊号)?[: ]*(CN ?\\d\\d-\\d{4}(?:/[A-Z]+)?)",
  [FIELD_POST_CODE] = "(?:邮发)?代号[: ]*(\\d{1,3}-\\d{1,4})",
  [FIELD_ISSUE] = "总?第? ?(\\d{3,6}) ?[期号]",
  [FIELD_PAGES] = "(?:今日|本期|共)(?:共)? ?(\\d{1,3}) ?版",
  [FIELD_DATE] = "(?<!\\d)((?:19|20)\\d\\d) ?[年.\\-/] ?(\\d{1,2}) ?[月.\\-/] ?(\\d{1,2}) ?日?(?!\\d)",
  [FIELD_WEEKDAY] = "(?:星期|周)[一二三四五六日天]",
  [FIELD_LUNAR] = "(?:农历)?(?:[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年?)?闰?(?:[正冬腊]|十[一二]?|"
                  "[一二三四五六七八九])月"
                  "(?:初[一二三四五六七八九十]|十[一二三四五六七八九]?|[廿卅][一二三四五六七八九]?|二十["
                  "一二三四五六七八九]?|三十)",
  [FIELD_PUBLISHER] = "(\\p{Han}{2,10}报社)(?:编辑)?出版",
  [FIELD_OWNER] = "(?:主管主办|主管单位|主办单位|主管|主办)[: ]*(\\p{Han}{4,20})",
  [FIELD_STAFF] = "",
  [FIELD_PAGE] = "(?<![\\d月])(?:第 ?(" NUMERAL ") ?版|[A-Z]?(0*\\d{1,3}) ?版|([A-H]\\d{1,2})(?!\\w))",
  [FIELD_PAGE_NAME] = "",
  [FIELD_JUNK] = "",
  [FIELD_PRICE] = "(?:零售价?|定价|每份|全年定价|月价)[: ]*\\d+(?:\\.\\d+)?元",
  [FIELD_ADDRESS] =
      "(?:(?:本报|社|报社)?(?:地址|社址)[: ]*[\\p{Han}\\d]{4,30}号?|(?:邮政编码|邮编)[: ]*\\d{6}"
      "|(?:承印|印刷)(?:单位)?[: ]*\\p{Han}{4,24}|(?:广告|发行|办公室|编辑部|总编室|传真)\\p{Han}{0,4}[: "
      "]*(?=[\\d|]))",
  [FIELD_ENGLISH_DATE] =
      "(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? *)?"
      "(?:(January|February|March|April|May|June|July|August|September|October|November|December)"
      " (\\d{1,2}), ((?:18|19|20)\\d\\d))",
  [FIELD_ENGLISH_PAGE] = "\\b(?:PAGE|Page) ([A-Z]?\\d{1,3})\\b",
  [FIELD_ENGLISH_VOLUME] =
      "(?:V[Oo][Ll]\\. ?[A-Z0-9]+,?|N[Oo]\\. ?([\\d,]+)|Price:? ?\\S+|\\$\\d+\\.\\d\\d|\\d+ [Cc]ents)",
};

/* What a line must hold for a field to stand in it: a string, or "0" for any digit. Spares most of the matching. */
static const char *const needs[N_FIELDS] = {
  [FIELD_EMAIL] = "@",         [FIELD_URL] = ".",          [FIELD_HOTLINE] = "0", [FIELD_CN] = "CN",
  [FIELD_POST_CODE] = "代号",  [FIELD_ISSUE] = "0",        [FIELD_PAGES] = "版",  [FIELD_DATE] = "0",
  [FIELD_LUNAR] = "月",        [FIELD_PUBLISHER] = "报社", [FIELD_OWNER] = "主",  [FIELD_PRICE] = "元",
  [FIELD_ENGLISH_DATE] = ", ", [FIELD_ENGLISH_PAGE] = "0",
};

static gboolean
may_have (Field field, const char *line)
{
  if (needs[field] == NULL)
    return TRUE;
  return needs[field][0] == '0' ? strpbrk (line, "0123456789") != NULL : strstr (line, needs[field]) != NULL;
}

static GRegex *
get_regex (Field field)
{
  static GRegex *regexes[N_FIELDS];
  static gsize once;

  if (g_once_init_enter (&once))
    {
      for (guint i = 0; i < N_FIELDS; i++)
        if (patterns[i][0] != '\0')
          regexes[i] = g_regex_new (
              patterns[i], i == FIELD_ENGLISH_DATE ? G_REGEX_CASELESS | G_REGEX_OPTIMIZE : G_REGEX_OPTIMIZE,
              0, NULL);
      g_once_init_leave (&once, 1);
    }
  return regexes[field];
}

static void
set_fact (GalleyReading *reading, GalleyFact fact, const char *value)
{
  if (reading != NULL && value != NULL && value[0] != '\0' &&
      galley_masthead_get (reading->masthead, fact) == NULL)
    galley_masthead_set (reading->masthead, fact, value);
}

static void
set_page (GalleyReading *reading, const char *number)
{
  guint n, value = 0;
  g_autofree gunichar *s = seg_from_utf8 (number, -1, &n);
  guint skip = n > 0 && g_unichar_isupper (s[0]) ? 1 : 0;

  if (reading != NULL && reading->page_number == 0 && seg_number (s + skip, n - skip, &value) > 0)
    reading->page_number = value;
}

static void
set_page_name (GalleyReading *reading, const char *name)
{
  if (reading != NULL && reading->page_name == NULL && name[0] != '\0')
    reading->page_name = g_strdup (name);
}

/* The value of the first group that matched. */
static char *
fetch (GMatchInfo *match)
{
  for (gint i = 1; i < g_match_info_get_match_count (match); i++)
    {
      char *value = g_match_info_fetch (match, i);

      if (value != NULL && value[0] != '\0')
        return value;
      g_free (value);
    }
  return g_match_info_fetch (match, 0);
}

static void
take_date (GMatchInfo *match, gboolean english, GalleyReading *reading)
{
  g_autofree char *one = g_match_info_fetch (match, 1);
  g_autofree char *two = g_match_info_fetch (match, 2);
  g_autofree char *three = g_match_info_fetch (match, 3);
  g_autofree char *date = NULL;

  if (english)
    {
      GDate *day = g_date_new ();
      g_autofree char *text = g_strdup_printf ("%s %s %s", two, one, three);
      static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
      g_autofree char *low = g_ascii_strdown (one, 3);
      const char *found = strstr (months, low);
      int month = found != NULL ? (int) (found - months) / 3 + 1 : 0;

      g_date_free (day);
      date = g_strdup_printf ("%s-%02d-%02d", three, month, atoi (two));
    }
  else
    date = g_strdup_printf ("%s-%02d-%02d", one, atoi (two), atoi (three));
  set_fact (reading, GALLEY_FACT_DATE, date);
}

static void
take_field (Field field, GMatchInfo *match, GalleyReading *reading)
{
  g_autofree char *value = fetch (match);
  g_autofree char *second = g_match_info_fetch (match, 2);

  switch (field)
    {
    case FIELD_EMAIL:
      set_fact (reading, GALLEY_FACT_EMAIL, value);
      break;
    case FIELD_URL:
      set_fact (reading, GALLEY_FACT_URL, second);
      if (value != NULL && g_strcmp0 (value, second) != 0)
        set_fact (reading, GALLEY_FACT_SITE, value);
      break;
    case FIELD_HOTLINE:
      {
        g_auto (GStrv) numbers = g_strsplit_set (value, " ,/", -1);
        g_autoptr (GString) all = g_string_new (NULL);

        for (guint i = 0; numbers[i] != NULL; i++)
          if (numbers[i][0] != '\0')
            g_string_append_printf (all, "%s%s", all->len > 0 ? " " : "", numbers[i]);
        set_fact (reading, GALLEY_FACT_HOTLINE, all->str);
        break;
      }
    case FIELD_CN:
      set_fact (reading, GALLEY_FACT_CN, value);
      break;
    case FIELD_POST_CODE:
      set_fact (reading, GALLEY_FACT_POST_CODE, value);
      break;
    case FIELD_ISSUE:
    case FIELD_ENGLISH_VOLUME:
      if (g_ascii_isdigit (value[0]))
        set_fact (reading, GALLEY_FACT_ISSUE, value);
      break;
    case FIELD_PAGES:
      set_fact (reading, GALLEY_FACT_PAGES, value);
      break;
    case FIELD_DATE:
    case FIELD_ENGLISH_DATE:
      take_date (match, field == FIELD_ENGLISH_DATE, reading);
      break;
    case FIELD_WEEKDAY:
      set_fact (reading, GALLEY_FACT_WEEKDAY, value);
      break;
    case FIELD_LUNAR:
      set_fact (reading, GALLEY_FACT_LUNAR, value);
      break;
    case FIELD_PUBLISHER:
    case FIELD_OWNER:
      set_fact (reading, GALLEY_FACT_PUBLISHER, value);
      break;
    case FIELD_PAGE:
    case FIELD_ENGLISH_PAGE:
      set_page (reading, value);
      break;
    case FIELD_STAFF:
    case FIELD_PAGE_NAME:
    case FIELD_JUNK:
    case FIELD_PRICE:
    case FIELD_ADDRESS:
    case N_FIELDS:
      break;
    }
}

/* Blanks out every match of a field, so that what stays is what is not understood. Returns the number of matches. */
static guint
strike_field (Field field, char *line, GalleyReading *reading)
{
  g_autofree char *copy = NULL;
  g_autoptr (GMatchInfo) match = NULL;
  guint count = 0;

  if (!may_have (field, line))
    return 0;
  copy = g_strdup (line);
  g_regex_match (get_regex (field), copy, 0, &match);
  while (g_match_info_matches (match))
    {
      gint start, end;

      g_match_info_fetch_pos (match, 0, &start, &end);
      if (end > start)
        {
          take_field (field, match, reading);
          memset (line + start, '|', (gsize) (end - start));
          count++;
        }
      g_match_info_next (match, NULL);
    }
  return count;
}

/* 责任编辑:A 版式:B C; names go on until the next post. TRUE when the whole line is that. */
static gboolean
read_staff (const gunichar *s, guint n, GalleyReading *reading)
{
  g_autoptr (GPtrArray) persons = g_ptr_array_new_with_free_func (seg_person_free);

  if (seg_byline_line (s, n, persons) != SEG_BYLINE_STAFF)
    return FALSE;
  for (guint i = 0; reading != NULL && i < persons->len; i++)
    {
      const GalleyPerson *person = g_ptr_array_index (persons, i);

      g_ptr_array_add (reading->staff, seg_person_new (person->name, person->role));
    }
  return TRUE;
}

/* The same behind a date or a page: 2024年3月4日 星期一 责任编辑:A 版式:B. Blanks them out. Returns the number of posts. */
static guint
strike_staff (char *line, GalleyReading *reading)
{
  guint n, count = 0;
  g_autofree gunichar *s = seg_from_utf8 (line, -1, &n);

  for (guint i = 1; i < n; i++)
    {
      guint word = i + 1 < n && !seg_is_han (s[i - 1]) ? seg_words_match (SEG_WORDS_STAFF, s + i, n - i) : 0;
      guint end = i;

      if (word == 0 || i + word >= n || seg_is_han (s[i + word]))
        continue;
      while (end < n && s[end] != '|')
        end++;
      /* What does not belong to it stands behind a blank. */
      while (end > i + word && !read_staff (s + i, end - i, reading))
        for (end--; end > i + word && s[end] != ' '; end--)
          ;
      if (end > i + word)
        {
          char *from = g_utf8_offset_to_pointer (line, i);
          char *to = g_utf8_offset_to_pointer (from, end - i);
          g_autofree gunichar *rest = NULL;

          memset (from, '|', (gsize) (to - from));
          count++;
          rest = g_steal_pointer (&s);
          s = seg_from_utf8 (line, -1, &n);
        }
    }
  return count;
}

static gboolean
is_paper_name (const gunichar *s, guint n)
{
  if (n < 3 || n > 10 || seg_words_match_end (SEG_WORDS_OUTLET, s, n) == 0)
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (!seg_is_han (s[i]))
      return FALSE;
  return seg_ends (s, n, "报") > 0;
}

static gboolean
is_english_paper (const gunichar *s, guint n)
{
  static const char *const words[] = {
    "TIMES",     "RECORD",    "NEWS",       "POST",     "HERALD",     "TRIBUNE",  "DAILY",   "GAZETTE",
    "JOURNAL",   "CHRONICLE", "OBSERVER",   "COURIER",  "STAR",       "GLOBE",    "MAIL",    "EXPRESS",
    "TELEGRAPH", "GUARDIAN",  "SENTINEL",   "EXAMINER", "WEEKLY",     "BUGLE",    "MONITOR", "LEDGER",
    "PRESS",     "REPORTER",  "ADVERTISER", "BULLETIN", "DISPATCH",   "REGISTER", "REVIEW",  "SUN",
    "WORLD",     "ARGUS",     "MERCURY",    "INQUIRER", "INDEPENDENT"
  };
  g_autofree char *text = seg_to_utf8 (s, n);
  g_autofree char *upper = g_utf8_strup (text, -1);
  g_auto (GStrv) parts = g_strsplit (upper, " ", -1);
  guint count = g_strv_length (parts);

  if (count < 2 || count > 6)
    return FALSE;
  for (guint i = 0; i < count; i++)
    if (g_strv_contains (words, parts[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_field_separator (gunichar c)
{
  return c == ' ' || c == '|' || c == '>' || c == ':' || c == 0x00b7 || c == '/' || c == ',' || c == 0xff0c ||
         c == '(' || c == ')' || c == 0x3001 || (c >= 0x25a0 && c <= 0x25ff) || c == 0x2014 || c == '-';
}

typedef enum
{
  WORD_JUNK,
  WORD_SECTION,
  WORD_PAPER,
  WORD_NUMBER,
  WORD_NAME, /* a short word that may be the name of a page */
  WORD_UNKNOWN,
} WordKind;

typedef struct
{
  guint start, length;
  WordKind kind;
} FolioWord;

static WordKind
word_kind (const gunichar *s, guint n, gboolean english)
{
  guint value;

  if (seg_words_has (SEG_WORDS_JUNK, s, n))
    return WORD_JUNK;
  if (seg_words_has (SEG_WORDS_SECTION, s, n) || (english && seg_words_has (SEG_WORDS_EN_SECTION, s, n)))
    return WORD_SECTION;
  if (is_paper_name (s, n) || (english && is_english_paper (s, n)))
    return WORD_PAPER;
  if (n <= 3 && seg_number (s, n, &value) == n && value > 0)
    return WORD_NUMBER;
  for (guint i = 0; i < n; i++)
    if (!seg_is_han (s[i]))
      return WORD_UNKNOWN;
  return n >= 2 && n <= 8 ? WORD_NAME : WORD_UNKNOWN;
}

static GArray *
split_words (const gunichar *s, guint n, gboolean english)
{
  GArray *words = g_array_new (FALSE, FALSE, sizeof (FolioWord));

  for (guint start = 0; start < n;)
    {
      guint end = start;
      FolioWord word;

      while (end < n && (english ? s[end] != '|' : !is_field_separator (s[end])))
        end++;
      word.start = start;
      start = end + 1;
      while (end > word.start && s[end - 1] == ' ')
        end--;
      while (word.start < end && s[word.start] == ' ')
        word.start++;
      word.length = end - word.start;
      if (word.length == 0)
        continue;
      word.kind = word_kind (s + word.start, word.length, english);
      /* "时间：" names what follows, not a page. */
      if (word.kind == WORD_NAME && end < n && s[end] == ':')
        word.kind = WORD_UNKNOWN;
      g_array_append_val (words, word);
    }
  return words;
}

/* Words between the fields. A bare number is that of the page, and one short word its name, where anything else in the
 * line speaks for a masthead. Returns the number of characters that were not understood. */
static guint
read_words (const char *line, guint n_fields, guint *n_words, GalleyReading *reading)
{
  guint n, unknown = 0;
  g_autofree gunichar *s = seg_from_utf8 (line, -1, &n);
  g_autoptr (GArray) words = NULL;
  gboolean named = FALSE;
  guint known = n_fields;
  gboolean english = TRUE;

  for (guint i = 0; i < n && english; i++)
    english = !seg_is_han (s[i]);
  words = split_words (s, n, english);
  for (guint i = 0; i < words->len; i++)
    {
      WordKind kind = g_array_index (words, FolioWord, i).kind;

      known += kind <= WORD_PAPER;
      named |= kind == WORD_SECTION;
    }
  for (guint i = 0; i < words->len; i++)
    {
      const FolioWord *word = &g_array_index (words, FolioWord, i);
      g_autofree char *text = seg_to_utf8 (s + word->start, word->length);

      if (word->kind == WORD_SECTION || (word->kind == WORD_NAME && known > 0 && !named))
        {
          set_page_name (reading, text);
          named = TRUE;
        }
      else if (word->kind == WORD_PAPER)
        set_fact (reading, GALLEY_FACT_PAPER, text);
      else if (word->kind == WORD_NUMBER && known > 0)
        set_page (reading, text);
      else if (word->kind != WORD_JUNK)
        {
          unknown += word->length;
          continue;
        }
      ++*n_words;
    }
  return unknown;
}

/* "22 民生", "文化 07", "05", "天下": number and name of a page alone in a line, which only their place tells. */
static gboolean
read_folio (const gunichar *s, guint n, GalleyReading *reading)
{
  guint digits = 0, tail = 0;
  guint start, end;

  while (digits < n && digits < 3 && s[digits] < 0x80 && g_unichar_isdigit (s[digits]))
    digits++;
  if (digits == 0)
    while (tail < n && tail < 3 && s[n - 1 - tail] < 0x80 && g_unichar_isdigit (s[n - 1 - tail]))
      tail++;
  start = digits;
  end = n - tail;
  while (start < end && is_field_separator (s[start]))
    start++;
  while (end > start && is_field_separator (s[end - 1]))
    end--;
  /* Number and name stand apart, and the name is short. */
  if (end > start && ((digits > 0 && start == digits) || (tail > 0 && end + tail == n) || end - start > 8))
    return FALSE;
  for (guint i = start; i < end; i++)
    if (!seg_is_han (s[i]))
      return FALSE;
  if (digits + tail > 0)
    {
      g_autofree char *number = seg_to_utf8 (digits > 0 ? s : s + end + (n - tail - end), digits + tail);

      set_page (reading, number);
    }
  if (end > start)
    {
      g_autofree char *name = seg_to_utf8 (s + start, end - start);

      set_page_name (reading, name);
    }
  return TRUE;
}

/* What a page of a draft says at its head (galley_preflight_make_draft()), in either language, with blanks or without. */
static gboolean
is_draft_line (const gunichar *s, guint n)
{
  static const char *const lines[] = { "draft:notsigned", "草稿:未签发" };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      const char *p = lines[i];

      for (guint k = 0; k < n && *p != '\0'; k++)
        {
          if (seg_is_blank (s[k]))
            continue;
          if (g_unichar_tolower (seg_fold (s[k])) != g_utf8_get_char (p))
            break;
          p = g_utf8_next_char (p);
        }
      if (*p == '\0')
        return TRUE;
    }
  return FALSE;
}

guint8
seg_masthead_line (const gunichar *s, guint n, gboolean sure, GalleyReading *reading)
{
  g_autofree char *line = NULL;
  guint n_fields = 0, n_words = 0, unknown, dense = 0;
  gboolean candidate = sure;

  /* Patterns are dear: try them where a masthead stands, else only on lines that have a sign of one. */
  for (guint i = 0; i < n && !candidate && n <= 60; i++)
    candidate = s[i] == '|' || (s[i] == 0x7248 && n <= 20) || (s[i] == 0x671f && i > 0 && s[i - 1] == 0x661f);
  if (is_draft_line (s, n) || read_staff (s, n, reading))
    return 255;
  if (!candidate)
    return 0;
  for (guint i = 0; i < n; i++)
    dense += !is_field_separator (s[i]);
  if (dense == 0)
    return 0;

  line = seg_to_utf8 (s, n);
  for (guint i = 0; i < N_FIELDS; i++)
    if (patterns[i][0] != '\0')
      n_fields += strike_field ((Field) i, line, reading);
  n_fields += strike_staff (line, reading);
  unknown = read_words (line, n_fields, &n_words, reading);
  if (n_fields + n_words == 0 || unknown > dense)
    return sure && n <= 12 && read_folio (s, n, reading) ? SEG_FOLIO : 0;
  return (guint8) (255 * (dense - unknown) / dense);
}
