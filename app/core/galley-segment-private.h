/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-segment-private.h — what the steps of the reader share. The order of the steps: words (vocabularies), text
 * (folding, lines, unwrapping into units), masthead, cues (what a unit looks like), cohesion, costs, search, reading. */

#pragma once

#include "galley-byline.h"
#include "galley-segment.h"

G_BEGIN_DECLS

/* ---- words ---------------------------------------------------------------------------------------------------------- */

typedef enum
{
  SEG_WORDS_ROLE,       /* 记者, 通讯员 … */
  SEG_WORDS_PREFIX,     /* 本报, 首席 … */
  SEG_WORDS_OUTLET,     /* what the name of a house ends with: 报, 社, 网 … */
  SEG_WORDS_MARK,       /* 文, 摄, 整理 … */
  SEG_WORDS_STAFF,      /* 责任编辑, 版式 … */
  SEG_WORDS_SURNAME,    /* single and double surnames */
  SEG_WORDS_AGENCY,     /* 本报, 新华社 … in a dateline */
  SEG_WORDS_SPEECH,     /* 讲话, 主持 …: verbs of people lines */
  SEG_WORDS_SOURCE,     /* 资料图片, 新华社发 …: credits without a name */
  SEG_WORDS_PICTURE,    /* 图为 …: cues of captions */
  SEG_WORDS_NOTE,       /* cues of bracketed end notes */
  SEG_WORDS_SECTION,    /* page names */
  SEG_WORDS_JUNK,       /* 数字报纸, 打印 …: what a site puts round a page */
  SEG_WORDS_SAYS,       /* what a 引题 ends with: 强调, 指出 … */
  SEG_WORDS_LABEL,      /* fixed crossheads: 核心阅读, 编者按 … */
  SEG_WORDS_COMMON,     /* pairs of characters that say nothing about a subject */
  SEG_WORDS_FUNCTION,   /* single characters that say nothing either */
  SEG_WORDS_HANGING,    /* 与, 的, 在 …: no headline ends with these */
  SEG_WORDS_PARTICLE,   /* 的, 了 …: running text has them, headlines hardly */
  SEG_WORDS_OPENER,     /* 据了解, 目前 …: paragraphs begin with these */
  SEG_WORDS_CONTINUING, /* characters that no paragraph begins with */
  SEG_WORDS_COMPANY,    /* 公司, 银行 …: names of advertisers end with these */
  SEG_WORDS_BRAND,      /* whole lines: 格力 … */
  SEG_WORDS_AD,         /* cues of ads and notices */
  SEG_WORDS_AD_SURE,    /* cues that only ads and notices have */
  SEG_WORDS_MONTH,      /* English months and their short forms */
  SEG_WORDS_WIRE,       /* English agencies and affiliations */
  SEG_WORDS_END_MARK,   /* REUTER, ENDS, -30- … */
  SEG_WORDS_EN_SECTION, /* English page names */
  SEG_N_WORDS,
} SegWords;

/* The longest word of the list at the beginning of @s, in characters; 0 where there is none. */
guint seg_words_match (SegWords list, const gunichar *s, guint n);
/* Is the whole of @s such a word? */
gboolean seg_words_has (SegWords list, const gunichar *s, guint n);
/* The longest word that @s ends with. */
guint seg_words_match_end (SegWords list, const gunichar *s, guint n);
/* Calls @function for each word. */
void seg_words_foreach (SegWords list,
                        void (*function) (const gunichar *word, guint n, gpointer data),
                        gpointer data);
/* How many words of the list stand in @s (no overlaps). */
guint seg_words_count (SegWords list, const gunichar *s, guint n);

/* ---- characters ----------------------------------------------------------------------------------------------------- */

/* Full-width ASCII → ASCII, all blanks → ' ', one form of each dash and quote; always one character to one. */
gunichar seg_fold (gunichar c);
gboolean seg_is_han (gunichar c);
gboolean seg_is_blank (gunichar c);
/* Does @s hold the ASCII or UTF-8 string @word at its beginning / its end / anywhere? Lengths in characters, 0 for no. */
guint seg_starts (const gunichar *s, guint n, const char *word);
guint seg_ends (const gunichar *s, guint n, const char *word);
gboolean seg_contains (const gunichar *s, guint n, const char *word);
guint seg_number (const gunichar *s, guint n, guint *value); /* digits or 一 … 九十九; characters used */
char *seg_to_utf8 (const gunichar *s, guint n);
gunichar *seg_from_utf8 (const char *utf8, gssize length, guint *n); /* folded */

/* ---- bylines -------------------------------------------------------------------------------------------------------- */

typedef enum
{
  SEG_BYLINE_NONE,
  SEG_BYLINE_NAMES,  /* names alone */
  SEG_BYLINE_ROLES,  /* at least one role or mark */
  SEG_BYLINE_BOTH,   /* 摄影报道: words and picture */
  SEG_BYLINE_CREDIT, /* who took the picture, and nothing else */
  SEG_BYLINE_STAFF,  /* 责编:… */
} SegBylineKind;

/* Reads a whole line or bracket content of folded characters; persons (may be NULL) get appended. */
SegBylineKind seg_byline_line (const gunichar *s, guint n, GPtrArray *persons);
/* Persons in the beginning of a first paragraph behind its dateline: （记者 A 通讯员 B）, "A 报道 ". Characters used or 0. */
guint seg_byline_inline (const gunichar *s, guint n, GPtrArray *persons);
/* Persons with a role in an end note (with or without its brackets). */
void seg_byline_note (const gunichar *s, guint n, GPtrArray *persons);
/* "By X and Y": characters used or 0. */
guint seg_byline_english (const gunichar *s, guint n, GPtrArray *persons);
GalleyPerson *seg_person_new (const char *name, const char *role);
void seg_person_free (gpointer person);

/* Lines at the head and foot of a page where masthead and folio stand. */
#define SEG_ZONE_HEAD 9
#define SEG_ZONE_FOOT 7

/* ---- the page ------------------------------------------------------------------------------------------------------- */

typedef struct
{
  guint start;         /* first character that is not blank, in the window */
  guint length;        /* up to the last that is not blank */
  guint byte;          /* of start, in the window */
  guint cells;         /* the room it takes with its indent, in halves of a Han character */
  guint measure;       /* its length in the measure of the page's columns, with the indent */
  guint8 indent;       /* blank characters before start, at most 255 */
  guint8 blanks;       /* empty lines before this one, at most 255 */
  guint8 is_known : 1; /* whether it stands alone */
  guint8 is_alone : 1; /* whatever its length: a byline, a credit, a jump */
} SegLine;

typedef enum
{
  SEG_END_NONE,     /* no punctuation */
  SEG_END_SENTENCE, /* 。！？… */
  SEG_END_QUOTE,    /* ” without 。 before it */
  SEG_END_BRACKET,  /* ) */
  SEG_END_COMMA,    /* ，、； */
  SEG_END_COLON,    /* ：or —— */
} SegEnd;

typedef struct
{
  const gunichar *agency, *place;
  guint n_agency, n_place; /* characters */
  guint month, day;        /* 0 where not printed */
  guint length;            /* of the dateline, blanks behind it not counted; 0 when there is none */
} SegDateline;

/* A printed line, or the lines of one hard-wrapped paragraph: what the search gives a label to. */
typedef struct
{
  guint line, n_lines; /* into lines */
  guint off, n;        /* its folded text, in text */
  guint n_dense;       /* characters that are not blank */
  guint block;         /* run of lines without an empty line between */
  guint8 blanks;       /* empty lines before */
  guint8 indent;
  guint8 end;       /* SegEnd */
  guint8 byline;    /* SegBylineKind */
  guint8 ad;        /* 0 … 255: how much its block looks like an ad */
  guint8 furniture; /* 0 … 255: share of the line that is masthead fields */
  guint8 place;     /* dateline: its length, at most 255 */
  guint8 n_commas;
  guint8 n_particles;
  guint is_jump_from : 1;
  guint is_jump_to : 1;
  guint is_note : 1;      /* wholly in brackets, with the cues of a note */
  guint is_bracketed : 1; /* wholly in brackets */
  guint is_people : 1;
  guint is_picture : 1;  /* has the cue of a caption */
  guint is_dated : 1;    /* begins with a date */
  guint is_label : 1;    /* 核心阅读 … */
  guint is_numbered : 1; /* 一、 1. … */
  guint is_dash : 1;     /* begins with —— */
  guint is_tagged : 1;   /* ends with a column tag in brackets */
  guint is_says : 1;     /* ends with 强调 … */
  guint has_stop : 1;    /* 。 or ! ? inside */
  guint has_inline : 1;  /* an inline byline at its beginning */
  guint is_zone : 1;     /* near the head or foot of the page */
  guint is_latin : 1;
  guint is_capital : 1;   /* English: in capital letters or Title Case */
  guint is_end_mark : 1;  /* English: ends with an end mark */
  guint has_end_mark : 1; /* English: its last word is one */
  guint is_wire : 1;      /* English: an affiliation */
  guint full : 1;         /* the last line is as long as lines of this page get */
  guint is_guessed : 1;   /* its beginning is a guess: a full line stands before it that ends a sentence */
  guint is_unclosed : 1;  /* a bracket or quotation is open at its end */
  guint is_parted : 1;    /* a blank stands between Han characters: 双节同至 乐享假期 */
  guint is_editor : 1;    /* 编者按：…: a note that may stand before its story */
  guint has_dash : 1;     /* "…强调—— …": kicker and headline in one line */
  guint is_hanging : 1;   /* ends with a word that wants another: 与, 的, 在 … */
  guint is_rest : 1;      /* begins in the middle of a sentence: "区,全镇…", "》的…" */
  guint is_split : 1;     /* the pair of characters across the line end before it stands in the text nearby */
  guint is_torn : 1;      /* a number goes on across the line end before it */
  guint is_whole : 1;     /* it does not, though both are Han characters */
  guint is_opener : 1;    /* begins as paragraphs begin */
  guint is_quoting : 1;   /* begins with an opening quotation mark or bracket */
  guint is_continuing : 1; /* begins with a character that no paragraph begins with */
  guint n_part;            /* characters of the longest part between blanks */
  guint credit_at;         /* where an inline credit begins, or 0 */
  guint jump_at;           /* where a jump behind the last sentence begins, or 0 */
  /* Cohesion of what stands before and behind, -1 where there is nothing; of this line with the next paragraph, with all
   * that stands behind, with what stands before. */
  float cont, hn, ha, hb;
  float turn; /* log odds that a new subject begins here */
} SegUnit;

typedef struct
{
  const char *utf8; /* the window */
  gsize n_bytes;
  guint base;     /* its first character, in the source */
  gboolean first; /* begins the source / ends it */
  gboolean last;
  gunichar *c; /* folded characters */
  guint n;
  GArray *lines;  /* of SegLine */
  gunichar *text; /* the units' text */
  GArray *units;  /* of SegUnit */
  /* the manner of the page */
  gboolean latin;    /* English conventions */
  gboolean indented; /* paragraphs begin with an indent */
  gboolean spaced;   /* empty lines part paragraphs, not only articles */
  guint width;       /* of hard-wrapped lines; 0 */
  guint mode;        /* the length that most of them have */
  guint gap;         /* empty lines that usually part units */
  guint n_breaks;    /* paragraphs that stop in the middle of a sentence */
  gboolean two_line; /* supposed: headlines are broken into two lines */
} SegPage;

SegPage *seg_page_new (const char *utf8, gsize n_bytes, guint base, gboolean first, gboolean last);
void seg_page_free (SegPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SegPage, seg_page_free)

static inline SegUnit *
seg_page_unit (const SegPage *page, guint i)
{
  return &g_array_index (page->units, SegUnit, i);
}

static inline const gunichar *
seg_unit_text (const SegPage *page, const SegUnit *unit)
{
  return page->text + unit->off;
}

/* Cues of single units; sets the fields of every unit. */
void seg_cues_find (SegPage *page);
gboolean seg_dateline (const gunichar *s, guint n, SegDateline *dateline);
gboolean seg_english_dateline (const gunichar *s, guint n, SegDateline *dateline);
/* A jump in brackets: 'f' from, 't' to, 0 none; the page it names. */
char seg_jump (const gunichar *s, guint n, const gunichar **number, guint *n_number);
char seg_english_jump (const gunichar *s, guint n, const gunichar **number, guint *n_number);
gboolean seg_is_numbered (const gunichar *s, guint n); /* 一、 （二） 1. ①: an item of a list */
gboolean seg_people_line (const gunichar *s, guint n);
void seg_ads_find (SegPage *page);
void seg_english_cues (SegPage *page);

/* The share of a line that may be the number or name of a page: it depends on what stands beside it. */
#define SEG_FOLIO 40
/* Fields of a masthead line: the share of it that was understood, 0 … 255; what is found goes into @reading (or NULL). */
guint8 seg_masthead_line (const gunichar *s, guint n, gboolean sure, GalleyReading *reading);

/* A pair of characters as a number of so many bits. */
static inline guint32
seg_hash_pair (gunichar a, gunichar b, guint bits)
{
  return ((guint32) a * 31337u + (guint32) b) * 2654435761u >> (32 - bits);
}

#define SEG_ARCHIVE_BITS 17
/* The counts of the user's own papers by the hash of that many bits (or NULL), and over how many paragraphs. */
GBytes *seg_archive_ref (guint *n_paragraphs);

/* Cohesion of what stands before and behind each short unit. */
void seg_cohesion_find (SegPage *page);

/* ---- the search ----------------------------------------------------------------------------------------------------- */

typedef enum
{
  SEG_FURNITURE,
  SEG_AD,
  SEG_KICKER,
  SEG_HEAD,
  SEG_HEAD_MORE, /* second line of a wrapped headline */
  SEG_SUBHEAD,
  SEG_PEOPLE,
  SEG_BYLINE,
  SEG_JUMP_FROM,
  SEG_LEAD, /* first paragraph */
  SEG_BODY,
  SEG_BODY_MORE, /* the rest of a broken paragraph */
  SEG_CROSS,
  SEG_CROSS_FIRST, /* a label before the first paragraph */
  SEG_NOTE,
  SEG_JUMP_TO,
  SEG_TITLE, /* of a picture */
  SEG_CREDIT_FIRST,
  SEG_CAPTION,
  SEG_CAPTION_MORE,
  SEG_CREDIT,
  SEG_N_LABELS,
} SegLabel;

/* One way through the page: a label for each unit, and how sure it is. */
typedef struct
{
  guint8 *labels;
  float *confidence;
  double score;
} SegPath;

void seg_path_free (gpointer path);
/* How likely it is that a unit of this label looks like this one (log). */
double seg_cost_emit (const SegPage *page, guint i, SegLabel label);
/* How likely @label comes after @before (log); @open: a story is open round a picture or an ad. */
double seg_cost_step (SegLabel before, SegLabel label, gboolean open);
/* How well unit @i begins an article / goes on with the body unit @before (log odds). */
double
seg_cost_begin (const SegPage *page, guint i, SegLabel before, SegLabel label, gboolean open, guint blanks);
/* How well crosshead @i goes with the crosshead @before of the same story. */
double seg_cost_parallel (const SegPage *page, guint before, guint i);
double seg_cost_join (const SegPage *page, guint before, guint i);
/* Marks that close something or go on with it: no paragraph begins with them. */
gboolean seg_is_closing (gunichar c);
/* Characters a join drops at the end of @before and at the beginning of @i (an overlap). */
gboolean seg_join_overlap (const SegPage *page, guint before, guint i, guint *drop_before, guint *drop_after);

/* The @n best paths (of SegPath *, best first), with a story @open from the window before. NULL when @job was cancelled. */
GPtrArray *seg_search (SegPage *page, guint n, gboolean open, GalleyJob *job, GError **error);
/* The same for each manner in which the page may be set; the better one wins. */
GPtrArray *seg_search_manners (SegPage *page, guint n, gboolean open, GalleyJob *job, GError **error);

/* ---- the reading ---------------------------------------------------------------------------------------------------- */

/* Where the headline begins behind a kicker in the same line, or 0. */
guint seg_find_kicker (const gunichar *s, guint n);
GalleyReading *seg_reading_new (void);
/* Adds a window; with @open its first paragraphs belong to the last story. Returns whether a story is open at its end. */
gboolean seg_reading_add (GalleyReading *reading, const SegPage *page, const SegPath *path, gboolean open);

G_END_DECLS
