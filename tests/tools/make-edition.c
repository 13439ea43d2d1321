/* SPDX-License-Identifier: GPL-3.0-or-later */
/* make-edition OUT.galley ARTICLES PICTURES — an edition as large as one likes, the same each time: every role, every mark,
 * every kind of article, people with their roles, subjects, pictures. For validators and benchmarks. */

#include <stdlib.h>
#include <string.h>

#include "galley-builder.h"
#include "galley-error.h"
#include "galley-store.h"

#define ARTICLES_ON_A_PAGE 9

static guint32 state = 20250318;

static guint
pick (guint n)
{
  state = state * 1664525u + 1013904223u;
  return (state >> 8) % n;
}

/* --- pictures ---------------------------------------------------------------------------------------------------- */

static guint32
checksum (const guint8 *data, gsize length)
{
  guint32 crc = 0xffffffffu;

  for (gsize i = 0; i < length; i++)
    {
      crc ^= data[i];
      for (guint bit = 0; bit < 8; bit++)
        crc = (crc >> 1) ^ (crc & 1 ? 0xedb88320u : 0);
    }
  return ~crc;
}

static void
append_word (GByteArray *out, guint32 value)
{
  const guint32 big = GUINT32_TO_BE (value);

  g_byte_array_append (out, (const guint8 *) &big, 4);
}

static void
append_chunk (GByteArray *out, const char *name, const guint8 *data, gsize length)
{
  guint start;

  append_word (out, (guint32) length);
  start = out->len;
  g_byte_array_append (out, (const guint8 *) name, 4);
  g_byte_array_append (out, data, (guint) length);
  append_word (out, checksum (out->data + start, out->len - start));
}

static GBytes *
deflate_all (GBytes *raw)
{
  g_autoptr (GZlibCompressor) zlib = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 6);
  g_autoptr (GInputStream) memory = g_memory_input_stream_new_from_bytes (raw);
  g_autoptr (GInputStream) stream = g_converter_input_stream_new (memory, G_CONVERTER (zlib));
  g_autoptr (GOutputStream) out = g_memory_output_stream_new_resizable ();

  g_output_stream_splice (out, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (out));
}

/* A PNG of two colours that run into each other; no two numbers make the same. */
static GalleyAsset *
make_picture (guint number)
{
  const guint width = 160 + 40 * pick (4), height = 120 + 20 * pick (4);
  g_autoptr (GByteArray) rows = g_byte_array_new ();
  g_autoptr (GByteArray) png = g_byte_array_new ();
  g_autoptr (GBytes) raw = NULL;
  g_autoptr (GBytes) packed = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *name = g_strdup_printf ("picture-%u.png", number);
  guint8 head[13] = { (guint8) (width >> 24),
                      (guint8) (width >> 16),
                      (guint8) (width >> 8),
                      (guint8) width,
                      (guint8) (height >> 24),
                      (guint8) (height >> 16),
                      (guint8) (height >> 8),
                      (guint8) height,
                      8,
                      2,
                      0,
                      0,
                      0 };

  for (guint y = 0; y < height; y++)
    {
      g_byte_array_append (rows, (const guint8 *) "\0", 1);
      for (guint x = 0; x < width; x++)
        {
          const guint8 pixel[3] = { (guint8) (x * 255 / width), (guint8) (y * 255 / height),
                                    (guint8) (number * 37) };

          g_byte_array_append (rows, pixel, 3);
        }
    }
  raw = g_byte_array_free_to_bytes (g_steal_pointer (&rows));
  packed = deflate_all (raw);
  g_byte_array_append (png, (const guint8 *) "\x89PNG\r\n\x1a\n", 8);
  append_chunk (png, "IHDR", head, sizeof head);
  append_chunk (png, "IDAT", g_bytes_get_data (packed, NULL), g_bytes_get_size (packed));
  append_chunk (png, "IEND", (const guint8 *) "", 0);
  bytes = g_byte_array_free_to_bytes (g_steal_pointer (&png));
  return galley_asset_new (name, "image/png", bytes);
}

/* --- words ------------------------------------------------------------------------------------------------------- */

static const char *const places[] = { "云溪区",   "望潮街道", "石矶镇", "白石坞村",
                                      "柳浦老街", "东湖新城", "青藤乡", "临江港" };
static const char *const things[] = { "社区食堂", "灯塔工厂", "河道清淤", "乡村图书馆",
                                      "公交专线", "老年大学", "苗木基地", "水厂改造" };
static const char *const surnames[] = { "沈", "陆", "顾", "韩", "钟", "罗", "薛", "孟", "白", "温" };
static const char *const given[] = { "一禾", "文昭", "清川", "立冬", "远帆",
                                     "小满", "定安", "若溪", "望舒", "砚秋" };
static const char *const clauses[] = {
  "记者从市里召开的会议上了解到",          "今年以来,当地把民生实事放在手边",
  "居民说,出门走几步就能办成事",           "工程分三期推进,第一期已于上月完工",
  "技术员每周到现场两次,把问题记在本子上", "有人算过一笔账,一年可以省下不少电费",
  "下一步还要把经验写成办法,推到全市",     "清晨六点,早班车准时从站台开出",
  "老手艺有了新用场,订单从外省寄来",       "现场没有横幅,只有一张张写满字的图纸",
  "孩子们把画贴在墙上,风一吹沙沙作响",     "“先听听大家怎么说”,负责人这样解释",
};
static const char *const english[] = {
  "The council met on Tuesday to hear how the work is going. ",
  "Residents said the new bus line saves them half an hour. ",
  "“We listened first, and drew the plans later,” an engineer said. ",
  "The river was cleared of silt for the first time in nine years. ",
  "Costs stayed within the budget of 2.4 million yuan. ",
  "A second phase is to follow in the autumn. ",
};

#define ANY(list) list[pick (G_N_ELEMENTS (list))]

static void say (GalleyBuilder *builder, GalleyRole role, const char *format, ...) G_GNUC_PRINTF (3, 4);

static void
say (GalleyBuilder *builder, GalleyRole role, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  galley_builder_begin (builder, role);
  galley_builder_text (builder, text, -1, GALLEY_STYLE_PLAIN);
}

static void
paragraph (GalleyBuilder *builder, guint n_clauses)
{
  for (guint i = 0; i < n_clauses; i++)
    {
      galley_builder_text (builder, ANY (clauses), -1,
                           pick (29) == 0   ? GALLEY_STYLE_STRONG
                           : pick (37) == 0 ? GALLEY_STYLE_EMPHASIS
                                            : GALLEY_STYLE_PLAIN);
      galley_builder_text (builder,
                           i + 1 == n_clauses ? "。"
                           : i % 3 == 2       ? "。"
                                              : ",",
                           -1, GALLEY_STYLE_PLAIN);
    }
}

/* --- articles ---------------------------------------------------------------------------------------------------- */

static void
add_metadata (GalleyBuilder *builder, guint index, gboolean is_english)
{
  static const char *const genres[] = { "消息", "通讯", "评论", "特写" };
  static const char *const subjects[] = { "04000000", "06000000", "14000000", "11000000" };
  g_autofree char *urgency = g_strdup_printf ("%u", 1 + index % 8);

  galley_builder_meta (builder, "language", is_english ? "en" : "zh-CN");
  galley_builder_meta (builder, "section", ANY (things));
  galley_builder_meta (builder, "genre", ANY (genres));
  galley_builder_meta (builder, "keyword", ANY (things));
  galley_builder_meta (builder, "keyword", ANY (places));
  galley_builder_item (builder, "subject", ANY (subjects), "medtop");
  galley_builder_meta (builder, "source", "临江日报");
  galley_builder_meta (builder, "place", ANY (places));
  galley_builder_meta (builder, "urgency", urgency);
  galley_builder_meta (builder, "rights", "© 2025 临江日报");
}

static void
add_heads (GalleyBuilder *builder, guint index)
{
  g_autofree char *reporter = g_strconcat (ANY (surnames), ANY (given), NULL);
  g_autofree char *helper = g_strconcat (ANY (surnames), ANY (given), NULL);

  if (index % 2 == 0)
    say (builder, GALLEY_ROLE_KICKER, "%s推进%s建设", ANY (places), ANY (things));
  say (builder, GALLEY_ROLE_HEADLINE, "%s里的%s第%u本账", ANY (places), ANY (things), index + 1);
  if (index % 3 == 0)
    say (builder, GALLEY_ROLE_SUBHEAD, "——来自%s的观察", ANY (places));
  if (index % 10 == 0)
    say (builder, GALLEY_ROLE_PEOPLE, "%s讲话 %s主持", reporter, helper);
  say (builder, GALLEY_ROLE_BYLINE, "本报记者 %s 通讯员 %s", reporter, helper);
  galley_builder_person (builder, reporter, "本报记者");
  galley_builder_person (builder, helper, "通讯员");
}

static void
add_story (GalleyBuilder *builder, guint index, gboolean is_english)
{
  guint n = 4 + pick (6);

  add_heads (builder, index);
  for (guint p = 0; p < n; p++)
    {
      if (p > 0 && p % 4 == 0)
        say (builder, GALLEY_ROLE_CROSSHEAD, "%s的一天 & <其他>", ANY (places));
      galley_builder_begin (builder, GALLEY_ROLE_BODY);
      if (p == 0)
        {
          galley_builder_text (builder, "本报讯 ", -1, GALLEY_STYLE_PLAIN);
          galley_builder_mark (builder, GALLEY_SPAN_DATELINE, 0, 3, NULL);
        }
      for (guint i = 0; is_english && i < 6; i++)
        galley_builder_text (builder, ANY (english), -1, GALLEY_STYLE_PLAIN);
      if (!is_english)
        paragraph (builder, 8 + pick (8));
      if (p == 1 && index % 7 == 0)
        galley_builder_link (builder, "详见临江新闻网", -1, "https://www.linjiangribao.example/a?b=1&c=2");
      if (p == 2 && index % 5 == 0)
        {
          galley_builder_join (builder, "\n");
          galley_builder_text (builder, "接着说。", -1, GALLEY_STYLE_PLAIN);
        }
    }
  if (index % 6 == 0)
    say (builder, GALLEY_ROLE_QUOTE, "%s", "路要一步一步走,账要一笔一笔算。");
  if (index % 8 == 0)
    say (builder, GALLEY_ROLE_NOTE, "编者按:本报将继续关注%s。", ANY (things));
  if (index % 11 == 0)
    say (builder, GALLEY_ROLE_JUMP, "%s", "(下转第二版)");
}

static void
add_picture (GalleyBuilder *builder, guint number)
{
  g_autoptr (GalleyAsset) asset = make_picture (number);

  galley_builder_asset (builder, asset);
  say (builder, GALLEY_ROLE_CAPTION, "图为%s的%s现场,编号%u。", ANY (places), ANY (things), number);
  say (builder, GALLEY_ROLE_CREDIT, "%s%s 摄", ANY (surnames), ANY (given));
}

static void
add_article (GalleyBuilder *builder, guint index, gboolean with_picture)
{
  gboolean is_english = index % 19 == 18;

  if (index % 13 == 12)
    {
      say (builder, GALLEY_ROLE_AD, "%s招租公告", ANY (places));
      say (builder, GALLEY_ROLE_AD, "电话:0500-88%05u", 10000 + index);
      galley_builder_kind (builder, GALLEY_ARTICLE_AD);
    }
  else if (with_picture && index % 4 == 1)
    {
      say (builder, GALLEY_ROLE_HEADLINE, "%s新貌", ANY (places));
      galley_builder_kind (builder, GALLEY_ARTICLE_PICTURE);
    }
  else
    add_story (builder, index, is_english);
  if (with_picture)
    add_picture (builder, index);
  add_metadata (builder, index, is_english);
  galley_builder_next_article (builder);
}

static GalleyEdition *
make_edition (guint n_articles, guint n_pictures, GError **error)
{
  static const char *const names[] = { "要闻", "综合", "民生", "法治", "副刊", "国际", "体育", "公告" };
  static const char *const facts[GALLEY_N_FACTS] = {
    "临江日报",     "2025-03-18",
    "星期二",       "农历乙巳年二月十九",
    "4127",         "8",
    "CN99-0099",    "99-18",
    "0500-8855018", "news@linjiangribao.example",
    "临江新闻网",   "www.linjiangribao.example",
    "临江日报社",
  };
  g_autoptr (GalleyBuilder) builder = galley_builder_new (NULL);

  for (guint i = 0; i < GALLEY_N_FACTS; i++)
    galley_builder_fact (builder, (GalleyFact) i, facts[i]);
  for (guint i = 0; i < n_articles; i++)
    {
      if (i % ARTICLES_ON_A_PAGE == 0)
        {
          guint page = i / ARTICLES_ON_A_PAGE;

          galley_builder_page (builder, page + 1, names[page % G_N_ELEMENTS (names)]);
          say (builder, GALLEY_ROLE_FURNITURE, "%02u版 %s", page + 1, names[page % G_N_ELEMENTS (names)]);
          galley_builder_kind (builder, GALLEY_ARTICLE_FURNITURE);
          galley_builder_next_article (builder);
          galley_builder_staff (builder, "责任编辑", "谢云生");
          galley_builder_staff (builder, "版式", "温若兰");
        }
      add_article (builder, i,
                   n_pictures > 0 &&
                       (guint64) i * n_pictures / n_articles != (guint64) (i + 1) * n_pictures / n_articles);
    }
  return galley_builder_finish (builder, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyEdition) edition = NULL;
  g_autoptr (GalleyStore) store = NULL;

  if (argc != 4)
    {
      g_printerr ("usage: make-edition OUT.galley ARTICLES PICTURES\n");
      return 2;
    }
  edition = make_edition ((guint) atoi (argv[2]), (guint) atoi (argv[3]), &error);
  store = edition != NULL ? galley_store_open (argv[1], TRUE, "make-edition", &error) : NULL;
  if (store != NULL)
    {
      galley_edition_absorb (galley_store_get_edition (store), edition, 0);
      if (galley_store_close (store, &error))
        return 0;
    }
  g_printerr ("%s\n", error->message);
  return 1;
}
