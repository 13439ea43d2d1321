/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <string.h>

#include <uchardet.h>

#include "galley-charset.h"

/* How much is decoded to compare the encodings with each other. */
#define SAMPLE (64 * 1024)

/* Han that make up about half of any running text, in the simplified and then the traditional form. Read in the wrong
 * encoding, a text has next to none of them. */
static const char frequent[] = "的一是不了在人有我他这中大来上个国到说们为子和你地出道也时年得就那要下以生会"
                               "自着去之过家学对可里后小么心多天而"
                               "能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三"
                               "已老从动两长知民样现分将外但身些与"
                               "高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业"
                               "最间新什打便位因重被走电四第门相次"
                               "东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市眼体别处"
                               "总才场师书比住员九笑性通目华报立马"
                               "命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司利受光王果亲界"
                               "及今京务制解各任至清物台象记边共风"
                               "战干接它许八特觉望直服毛林题建南度统色字请交爱让认算论百吃义科怎元社术结六功"
                               "指思非流每青管夫连远资队跟带花快条"
                               "院变联言权往展该领传近留红治决周保达办运武半候七必城父强步完革深区即求品士转"
                               "量空甚众技轻程告江语英基派满式李息"
                               "写呢识极令黄德收脸钱党倒未持取设始版双历越史商千片容研像找友孩站广改议形委早"
                               "房音火际则首单据导影失拿网香似斯专"
                               "石若兵弟谁校读志飞观争究包组造落视济喜离虽坏兴警省县镇村企项服农检察记者通讯"
                               "這來個國說們為時學對裡後麼沒還發當無開見經頭動兩長樣現與進實點聲話兒問機給幾"
                               "業間東氣關內軍產萬體別處總場師書"
                               "員華報馬張難數車應從計親務記邊風戰幹許覺題統請愛讓認論義術結連遠資隊帶條變聯"
                               "權該領傳紅決達辦運區轉眾輕語滿寫"
                               "識極錢黨設雙歷廣議際則單據導網專誰讀飛觀爭組視濟離雖壞興縣鎮項農檢聞電臺灣";

static guint8 common_han[(0x9FFF - 0x4E00) / 8 + 1];
static GHashTable *frequent_han;

static gboolean
han_is_common (gunichar c)
{
  return (common_han[(c - 0x4E00) / 8] & (1 << (c - 0x4E00) % 8)) != 0;
}

/* Marks the characters of one block of rows of a two-byte encoding as common. */
static void
mark_rows (const char *charset, guint first, guint last, gboolean low_trails)
{
  for (guint code = first; code <= last; code++)
    {
      guint trail = code & 0xFF;
      char bytes[2] = { (char) (code >> 8), (char) trail };
      g_autofree char *text = NULL;
      gunichar c;

      if (trail == 0xFF || (trail < 0xA1 && !(low_trails && trail >= 0x40 && trail <= 0x7E)))
        continue;
      text = g_convert (bytes, 2, "UTF-8", charset, NULL, NULL, NULL);
      c = text != NULL ? g_utf8_get_char (text) : 0;
      if (c >= 0x4E00 && c <= 0x9FFF)
        common_han[(c - 0x4E00) / 8] |= (guint8) (1 << (c - 0x4E00) % 8);
    }
}

/* GB 2312 and Big5 both list the characters in everyday use first: their own first levels are the tables. */
static void
learn_han (void)
{
  static gsize once = 0;

  if (!g_once_init_enter (&once))
    return;
  mark_rows ("GB18030", 0xB0A1, 0xD7F9, FALSE);
  mark_rows ("BIG5", 0xA440, 0xC67E, TRUE);
  frequent_han = g_hash_table_new (NULL, NULL);
  for (const char *p = frequent; *p != '\0'; p = g_utf8_next_char (p))
    g_hash_table_add (frequent_han, GUINT_TO_POINTER (g_utf8_get_char (p)));
  g_once_init_leave (&once, 1);
}

/* --- decoding --------------------------------------------------------------------------------------------------- */

/* A pair that Big5 proper does not know may be one of the Hong Kong characters. */
static gboolean
append_hong_kong (GString *out, const char *bytes, gsize left)
{
  g_autofree char *text = left >= 2 ? g_convert (bytes, 2, "UTF-8", "BIG5-HKSCS", NULL, NULL, NULL) : NULL;

  if (text != NULL)
    g_string_append (out, text);
  return text != NULL;
}

static gboolean
is_private (gunichar c)
{
  return (c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000;
}

/* What iconv made of Big5. It hands the pairs of the usual extensions (① … ⑩, 々) to the private use area, where nobody finds
 * them: the Hong Kong table knows them. */
static void
append_big5 (GString *out, const char *text, gsize length)
{
  for (const char *p = text, *next; p < text + length; p = next)
    {
      gsize n_bytes;
      g_autofree char *pair = NULL;

      next = g_utf8_next_char (p);
      if (is_private (g_utf8_get_char (p)))
        pair = g_convert (p, next - p, "BIG5", "UTF-8", NULL, &n_bytes, NULL);
      if (pair == NULL || !append_hong_kong (out, pair, n_bytes))
        g_string_append_len (out, p, next - p);
    }
}

/* The bytes of a UTF-8 sequence that was cut short: its head, and what belongs to it. */
static gsize
cut_sequence (const char *in, gsize left)
{
  guint8 head = (guint8) *in;
  gsize longest = head >= 0xF0 ? 3 : head >= 0xE0 ? 2 : 1;
  gsize n = 1;

  while (n < MIN (left, longest) && ((guint8) in[n] & 0xC0) == 0x80)
    n++;
  return n;
}

/* Steps over the bytes at @in that mean nothing; returns how many there were. A following ASCII character is not part
 * of them, so that a lost byte does not eat a line end. */
static gsize
step_over (GString *out, const char *charset, const char *in, gsize left, gsize *n_broken)
{
  gboolean pairs = g_str_equal (charset, "GB18030") || g_str_equal (charset, "BIG5");
  gboolean wide = g_str_has_prefix (charset, "UTF-16") || g_str_has_prefix (charset, "UTF-32");

  if (g_str_equal (charset, "GB18030") && (guint8) *in == 0x80)
    {
      g_string_append (out, "€");
      return 1;
    }
  if (g_str_equal (charset, "BIG5") && append_hong_kong (out, in, left))
    return 2;
  g_string_append (out, "\xEF\xBF\xBD");
  *n_broken += 1;
  if (g_str_equal (charset, "UTF-8"))
    return cut_sequence (in, left);
  if (wide)
    return MIN (left, g_str_has_prefix (charset, "UTF-16") ? 2 : 4);
  return pairs && left >= 2 && (guint8) in[1] >= 0x80 ? 2 : 1;
}

/* @data read as @charset; NULL where iconv does not know it. With @cut, a character cut off at the end is no harm. */
static GString *
convert (const guint8 *data, gsize length, const char *charset, gboolean cut, gsize *n_broken)
{
  GIConv converter = g_iconv_open ("UTF-8", charset);
  char *in = (char *) data;
  gsize left = length;
  GString *out;

  *n_broken = 0;
  if (converter == (GIConv) -1)
    return NULL;
  out = g_string_sized_new (length + length / 2 + 16);
  while (left > 0)
    {
      char buffer[8192];
      char *next = buffer;
      gsize room = sizeof buffer;
      gsize result = g_iconv (converter, &in, &left, &next, &room);
      int code = errno;

      if (g_str_equal (charset, "BIG5"))
        append_big5 (out, buffer, (gsize) (next - buffer));
      else
        g_string_append_len (out, buffer, next - buffer);
      if (result != (gsize) -1 || code == E2BIG)
        continue;
      if (code == EINVAL && cut)
        break;
      gsize skipped = code == EINVAL ? left : step_over (out, charset, in, left, n_broken);
      if (code == EINVAL)
        {
          g_string_append (out, "\xEF\xBF\xBD");
          *n_broken += 1;
        }
      in += skipped;
      left -= skipped;
      (void) g_iconv (converter, NULL, NULL, NULL, NULL);
    }
  g_iconv_close (converter);
  return out;
}

/* --- judging ---------------------------------------------------------------------------------------------------- */

static gboolean
is_stray_control (gunichar c)
{
  return (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1A) ||
         (c >= 0x7F && c < 0xA0 && c != 0x85);
}

static double
weigh_han (gunichar c)
{
  if (c < 0x4E00 || c > 0x9FFF)
    return -3.0;
  if (g_hash_table_contains (frequent_han, GUINT_TO_POINTER (c)))
    return 3.0;
  return han_is_common (c) ? 1.0 : -0.7;
}

/* How much one character beyond ASCII speaks for the reading it is part of; @before: the one in front of it. */
static double
weigh (gunichar c, gunichar before)
{
  if (c == 0xFFFD || is_stray_control (c))
    return -10.0;
  if (is_private (c) || !g_unichar_isdefined (c))
    return -6.0;
  if ((c >= 0x3001 && c <= 0x3011) || c == 0x3000 || (c >= 0xFF01 && c <= 0xFF5E) ||
      (c >= 0x2013 && c <= 0x2026) || c == 0xB7)
    return 1.5;
  if (c >= 0x1100 && g_unichar_get_script (c) == G_UNICODE_SCRIPT_HAN)
    return weigh_han (c);
  if (c >= 0x3040 && c <= 0x30FF)
    return 0.3;
  /* An accent is found inside of a word. */
  if (c < 0x250 && g_unichar_isalpha (c))
    return before < 0x80 && g_ascii_isalpha ((char) before) ? 1.0 : 0.0;
  return -1.0;
}

typedef struct
{
  double quality; /* mean weight of what is not ASCII */
  gsize n_chars;
  gsize n_bad;   /* control characters, broken places, private and unassigned ones */
  gsize n_other; /* characters beyond ASCII */
} Judgement;

static Judgement
judge (const char *text, gsize length)
{
  Judgement judgement = { 0 };
  double sum = 0;
  gunichar before;
  gunichar c = 0;

  for (const char *p = text; p < text + length; p = g_utf8_next_char (p))
    {
      before = c;
      c = g_utf8_get_char (p);

      judgement.n_chars++;
      if (c < 0x80 && !is_stray_control (c))
        continue;
      judgement.n_other++;
      sum += weigh (c, before);
      judgement.n_bad += c == 0xFFFD || is_stray_control (c) || is_private (c) || !g_unichar_isdefined (c);
    }
  judgement.quality = judgement.n_other > 0 ? sum / (double) judgement.n_other : 0.0;
  return judgement;
}

/* A mistake or two in a text is a damaged text; one in fifty is no text. */
static gboolean
is_junk (const Judgement *judgement)
{
  return judgement->n_bad * 50 > judgement->n_chars && (judgement->n_bad > 1 || judgement->n_chars < 8);
}

/* --- candidates ------------------------------------------------------------------------------------------------- */

/* Two bytes to a character, without a mark? Only where the sample has the 16-bit line ends, blanks and commas that such
 * a text must have, or bytes that no text of single bytes has: letters read in pairs look like Han ("Bush hid the
 * facts"). */
static gboolean
may_be_wide (const guint8 *sample, gsize length, gboolean big_endian)
{
  static const guint16 units[] = { 0x000A, 0x000D, 0x0020, 0x3000, 0x3001, 0x3002, 0xFF0C, 0x7684 };
  gsize found = 0;
  gsize controls = 0;

  if (length % 2 != 0)
    length--;
  for (gsize i = 0; i + 1 < length; i += 2)
    {
      guint unit = big_endian ? sample[i] << 8 | sample[i + 1] : sample[i + 1] << 8 | sample[i];

      for (guint k = 0; k < G_N_ELEMENTS (units); k++)
        found += unit == units[k];
      controls += sample[i] < 0x09 || sample[i + 1] < 0x09 || (sample[i] >= 0x0E && sample[i] < 0x1A) ||
                  (sample[i + 1] >= 0x0E && sample[i + 1] < 0x1A);
    }
  return (found > 0 && found * 120 >= length) || (controls > 0 && controls * 40 >= length);
}

/* The encoding the text itself says it has: an XML declaration or an HTML meta element. */
static char *
find_label (const guint8 *data, gsize length)
{
  g_autofree char *head = g_strndup ((const char *) data, MIN (length, 1024));
  const char *mark = strstr (head, "encoding=");
  gsize skip = strlen ("encoding=");
  gsize end;

  if (mark == NULL || *g_strchug (head) != '<')
    {
      mark = strstr (head, "charset=");
      skip = strlen ("charset=");
    }
  if (mark == NULL || strchr (head, '<') == NULL)
    return NULL;
  mark += skip;
  if (*mark == '"' || *mark == '\'')
    mark++;
  end = strcspn (mark, "\"' \t\r\n;/>?");
  return end > 0 && end < 32 ? g_ascii_strup (mark, (gssize) end) : NULL;
}

static char *
ask_uchardet (const guint8 *data, gsize length)
{
  uchardet_t detector = uchardet_new ();
  char *name = NULL;

  if (uchardet_handle_data (detector, (const char *) data, length) == 0)
    {
      uchardet_data_end (detector);
      name = g_ascii_strup (uchardet_get_charset (detector), -1);
    }
  uchardet_delete (detector);
  return name;
}

/* The name under which the candidate list knows an encoding: GB 2312 and GBK are parts of GB 18030. */
static const char *
canonical (const char *name)
{
  static const char *const same[][2] = {
    { "GB2312", "GB18030" },     { "GBK", "GB18030" },        { "CP936", "GB18030" },
    { "GB_2312-80", "GB18030" }, { "HZ-GB-2312", "GB18030" }, { "BIG5-HKSCS", "BIG5" },
    { "CP950", "BIG5" },         { "BIG-5", "BIG5" },         { "UTF8", "UTF-8" },
    { "ASCII", "UTF-8" },        { "US-ASCII", "UTF-8" },     { "ISO-8859-1", "WINDOWS-1252" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    {
      if (g_str_equal (same[i][0], name))
        return same[i][1];
    }
  return name;
}

typedef struct
{
  const char *charset;
  double bonus;
} Candidate;

static void
add_candidate (GArray *candidates, const char *charset, double bonus)
{
  Candidate candidate = { charset, bonus };

  if (charset == NULL || *charset == '\0' || g_str_has_prefix (charset, "UTF-16") ||
      g_str_has_prefix (charset, "UTF-32"))
    return;
  for (guint i = 0; i < candidates->len; i++)
    {
      if (g_str_equal (g_array_index (candidates, Candidate, i).charset, charset))
        {
          g_array_index (candidates, Candidate, i).bonus += bonus;
          return;
        }
    }
  /* Any bytes at all are some text in an encoding of one byte a character. */
  if (g_str_has_prefix (charset, "WINDOWS-") || g_str_has_prefix (charset, "ISO-8859"))
    candidate.bonus -= 1.5;
  g_array_append_val (candidates, candidate);
}

/* Random bytes are hardly ever good UTF-8; each sequence that is makes it surer. */
static double
utf8_bonus (const guint8 *sample, gsize length)
{
  const char *end;
  gsize sequences = 0;

  (void) g_utf8_validate ((const char *) sample, (gssize) length, &end);
  if ((gsize) (end - (const char *) sample) + 3 < length)
    return 0.0;
  for (gsize i = 0; i < length; i++)
    sequences += sample[i] >= 0xC0;
  return 0.5 * (double) MIN (sequences, 8);
}

/* The part the encodings are compared on: it begins at the line of the first byte that is not ASCII. */
static const guint8 *
find_sample (const guint8 *data, gsize length, gsize *sample_length)
{
  gsize start = 0;

  while (start < length && data[start] < 0x80 && data[start] != 0)
    start++;
  if (start == length)
    start = 0;
  while (start > 0 && data[start - 1] != '\n' && data[start - 1] != 0)
    start--;
  start &= ~(gsize) 1;
  *sample_length = MIN (length - start, SAMPLE);
  return data + start;
}

/* The encoding whose reading of the sample is the best, and how it was judged. */
static const char *
choose (const guint8 *data, gsize length, const char *label, const char *detected, Judgement *judgement)
{
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  gsize sample_length;
  const guint8 *sample = find_sample (data, length, &sample_length);
  const char *best = "UTF-8";
  double best_score = -G_MAXDOUBLE;

  add_candidate (candidates, "UTF-8", utf8_bonus (sample, sample_length));
  add_candidate (candidates, "GB18030", 0.0);
  add_candidate (candidates, "BIG5", 0.0);
  add_candidate (candidates, "WINDOWS-1252", 0.5);
  add_candidate (candidates, label != NULL ? canonical (label) : NULL, 0.6);
  add_candidate (candidates, detected != NULL ? canonical (detected) : NULL, 0.3);
  for (guint wide = 0; wide < 2; wide++)
    {
      Candidate candidate = { wide == 0 ? "UTF-16LE" : "UTF-16BE", 0.0 };

      if (may_be_wide (sample, sample_length, wide == 1))
        g_array_append_val (candidates, candidate);
    }

  for (guint i = 0; i < candidates->len; i++)
    {
      Candidate *candidate = &g_array_index (candidates, Candidate, i);
      gsize n_broken;
      g_autoptr (GString) text =
          convert (sample, sample_length, candidate->charset, sample_length < length, &n_broken);
      Judgement found;

      if (text == NULL)
        continue;
      found = judge (text->str, text->len);
      if (found.quality + candidate->bonus > best_score)
        {
          best_score = found.quality + candidate->bonus;
          best = candidate->charset;
          *judgement = found;
        }
    }
  return best;
}

/* --- the doors -------------------------------------------------------------------------------------------------- */

static const char *
read_mark (const guint8 *data, gsize length, gsize *mark_length)
{
  static const struct
  {
    const char *mark;
    gsize length;
    const char *charset;
  } marks[] = {
    { "\xEF\xBB\xBF", 3, "UTF-8" },    { "\xFF\xFE\0\0", 4, "UTF-32LE" },
    { "\0\0\xFE\xFF", 4, "UTF-32BE" }, { "\x84\x31\x95\x33", 4, "GB18030" },
    { "\xFF\xFE", 2, "UTF-16LE" },     { "\xFE\xFF", 2, "UTF-16BE" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      if (length >= marks[i].length && memcmp (data, marks[i].mark, marks[i].length) == 0)
        {
          *mark_length = marks[i].length;
          return marks[i].charset;
        }
    }
  *mark_length = 0;
  return NULL;
}

/* NUL characters would end the text for everybody who reads it. */
static void
drop_nul (GString *text)
{
  gsize kept = 0;

  for (gsize i = 0; i < text->len; i++)
    {
      if (text->str[i] != '\0')
        text->str[kept++] = text->str[i];
    }
  g_string_truncate (text, kept);
}

/* Text of another encoding that happens to be good UTF-8 all through hardly goes on for so many sequences: such text needs
 * no comparing. @cut: the last sequence may be a part of one. */
static gboolean
is_surely_utf8 (const guint8 *data, gsize length, gboolean cut)
{
  const char *end;
  guint sequences = 0;

  (void) g_utf8_validate ((const char *) data, (gssize) length, &end);
  if ((gsize) (end - (const char *) data) + (cut ? 3 : 0) < length)
    return FALSE;
  for (gsize i = 0; i < length && sequences < 32; i++)
    {
      if (data[i] < 0x20 && !g_ascii_isspace (data[i]))
        return FALSE;
      sequences += data[i] >= 0xC0;
    }
  return sequences == 32;
}

static GalleyDecoded *
decode (const guint8 *data, gsize length, gboolean cut)
{
  g_autoptr (GalleyDecoded) decoded = g_new0 (GalleyDecoded, 1);
  g_autoptr (GString) text = NULL;
  g_autofree char *label = NULL;
  g_autofree char *detected = NULL;
  Judgement judgement = { 0 };
  const char *charset;
  gsize mark;

  charset = read_mark (data, length, &mark);
  if (charset == NULL && is_surely_utf8 (data, length, cut))
    charset = "UTF-8";
  else if (charset == NULL)
    {
      learn_han ();
      label = find_label (data, length);
      detected = ask_uchardet (data, MIN (length, SAMPLE));
      charset = choose (data, length, label, detected, &judgement);
    }
  text = convert (data + mark, length - mark, charset, cut, &decoded->n_broken);
  if (text == NULL)
    return NULL;
  if (mark > 0)
    {
      learn_han ();
      judgement = judge (text->str, text->len);
    }
  if (is_junk (&judgement))
    return NULL;
  drop_nul (text);
  decoded->charset = g_strdup (charset);
  decoded->length = text->len;
  decoded->text = g_string_free (g_steal_pointer (&text), FALSE);
  return g_steal_pointer (&decoded);
}

GalleyDecoded *
galley_charset_decode (const guint8 *data, gsize length)
{
  g_return_val_if_fail (data != NULL || length == 0, NULL);

  return decode (data != NULL ? data : (const guint8 *) "", length, FALSE);
}

gboolean
galley_charset_is_text (const guint8 *head, gsize length)
{
  g_autoptr (GalleyDecoded) decoded = NULL;

  g_return_val_if_fail (head != NULL || length == 0, FALSE);

  decoded = decode (head != NULL ? head : (const guint8 *) "", length, TRUE);
  return decoded != NULL;
}

void
galley_decoded_free (GalleyDecoded *self)
{
  g_free (self->text);
  g_free (self->charset);
  g_free (self);
}
