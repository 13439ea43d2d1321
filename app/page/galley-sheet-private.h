/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-sheet-private.h — what the files of libgalley-page share: a sheet is a list of items in reading order. */

#pragma once

#include "galley-sheet.h"
#include "galley-typeset.h"

G_BEGIN_DECLS

typedef enum
{
  GALLEY_ITEM_TEXT,    /* lines of a paragraph */
  GALLEY_ITEM_PICTURE, /* an asset, or the frame that waits for one */
  GALLEY_ITEM_BOX,
  GALLEY_ITEM_RULE,
  GALLEY_ITEM_MARK, /* a stroke of a proofreader's pen */
} GalleyItemKind;

typedef struct
{
  GalleyItemKind kind;
  double
      x; /* text: the column's left edge and the first baseline; others: the top left corner, or the beginning */
  double y;
  double width;
  double height;
  GalleyPara *para; /* owned by the sheet */
  guint first;      /* lines of it */
  guint last;
  double leading;
  const char *tag; /* of PDF: "H1", "P" …; NULL: an artifact, not read aloud */
  gint article;    /* which of the sheet's articles, -1 for none */
  guint link;      /* a page to go to, 0 for none */
  GalleyAsset *asset;
  char *alt;
  double red, green, blue;
  GArray *path; /* of a mark: of GalleyStroke */
} GalleyItem;

typedef struct
{
  enum
  {
    GALLEY_STROKE_MOVE,
    GALLEY_STROKE_LINE,
    GALLEY_STROKE_CURVE,
  } kind;
  double x[3];
  double y[3];
} GalleyStroke;

struct _GalleySheet
{
  GObject parent_instance;

  double width;
  double height;
  guint number;
  guint continuation;
  char *title;
  char *language;
  GArray *items;                /* of GalleyItem */
  GPtrArray *paras;             /* of GalleyPara *, owned */
  GPtrArray *articles;          /* of GalleyArticle *, in the order of GalleyItem.article */
  GArray *areas;                /* of GalleySheetArea */
  GalleyTypesetter *setters[2]; /* Chinese, English */
  guint n_taken;
  guint n_lines;
  GHashTable *pages; /* numbers of the pages there are: what a link may go to */
};

GalleySheet *galley_sheet_new (double width, double height);

/* Adds lines @first up to @last of a paragraph the sheet then owns (once), with the first baseline at @y. */
GalleyItem *galley_sheet_add_text (GalleySheet *self,
                                   GalleyPara *para,
                                   guint first,
                                   guint last,
                                   double x,
                                   double y,
                                   double leading,
                                   const char *tag,
                                   gint article);
/* Text of the page itself on one line. @tag may be NULL. */
GalleyItem *galley_sheet_add_words (GalleySheet *self,
                                    const GalleyType *type,
                                    const char *words,
                                    double x,
                                    double y,
                                    double width,
                                    const char *tag);
/* At the head of each sheet of a draft: that it is one. */
void galley_sheet_add_draft (GalleySheet *self, GalleyEdition *edition);
GalleyItem *
galley_sheet_add_rule (GalleySheet *self, double x, double y, double width, double height, double thickness);
GalleyItem *galley_sheet_add_box (GalleySheet *self, double x, double y, double width, double height);
GalleyItem *galley_sheet_add_picture (GalleySheet *self,
                                      GalleyAsset *asset,
                                      const char *alt,
                                      double x,
                                      double y,
                                      double width,
                                      double height,
                                      gint article);
gint galley_sheet_add_article (GalleySheet *self, GalleyArticle *article);
GalleyTypesetter *galley_sheet_get_setter (GalleySheet *self, gboolean english);
/* Uses the fonts of @like (may be NULL) from now on. */
void galley_sheet_share_fonts (GalleySheet *self, GalleySheet *like);

/* The page a jump line names, in figures or in words; 0 where it names none. */
guint galley_sheet_jump_target (const char *words);

/* Where the baseline of a line of @size stands in a row of @height, so that Han characters are centred in it. */
double galley_sheet_baseline (double size, double height);

/* --- pictures --- */

/* An image surface of RGB24 as PNG. */
GBytes *galley_sheet_png_encode (cairo_surface_t *surface);

/* Width and height of a picture in its own pixels, as it is to be seen; FALSE where it cannot be read. */
gboolean galley_picture_get_size (GalleyAsset *asset, guint *width, guint *height);
/* Draws it into the rectangle, covering it; an asset that is NULL or cannot be read gives the crossed frame. */
void galley_picture_draw (GalleyAsset *asset, cairo_t *cr, double x, double y, double width, double height);

/* --- an article as a block on the page --- */

typedef struct
{
  GalleyAsset *asset; /* borrowed, or NULL */
  GPtrArray *words;   /* of GalleyBlock *: captions and credits */
  double aspect;      /* width / height */
  gboolean fixed;     /* of the picture itself, not of a frame that waits for one */
} GalleyModulePicture;

typedef struct
{
  GalleyPara *para;
  guint line;
  gboolean keep; /* with the line that follows */
} GalleyModuleLine;

#define GALLEY_MAX_COLUMNS 12

typedef struct
{
  GPtrArray *paras; /* of GalleyPara * */
  guint rows;
} GalleyModuleHead;

typedef struct
{
  GalleyArticle *article;
  GalleyArticleKind kind;
  guint rank; /* 0 leads the page */
  guint part; /* 0, or which continuation of a long article this is */
  gboolean goes_on;
  gboolean boxed;      /* an advertisement */
  gboolean flat;       /* a short one: all of it centred in its box */
  GPtrArray *head;     /* of GalleyBlock * */
  GPtrArray *pictures; /* of GalleyModulePicture * */
  GPtrArray *body;     /* of GalleyPara *, broken to the column; shared by the parts */
  GArray *lines;       /* of GalleyModuleLine: those of this part */
  GalleyModuleHead heads[GALLEY_MAX_COLUMNS + 1];
  guint rows[GALLEY_MAX_COLUMNS + 1]; /* height when that many columns wide; 0: not possible */
  GalleyTypesetter *setter;           /* borrowed */
} GalleyModule;

/* The grid of a page. */
typedef struct
{
  const GalleySheetOptions *options;
  double left, top; /* of the type area */
  double width;     /* of the type area */
  double column;    /* width of one column: a whole number of characters */
  double gap;       /* between columns */
  guint rows;       /* lines of the type area, head and foot of the page included */
  GalleyEdition *edition;
} GalleyGrid;

void galley_grid_init (GalleyGrid *grid, const GalleySheetOptions *options, GalleyEdition *edition);
double galley_grid_get_width (const GalleyGrid *grid, guint span);
double galley_grid_get_x (const GalleyGrid *grid, guint column);
double galley_grid_get_y (const GalleyGrid *grid, guint row);

GalleyModule *
galley_module_new (GalleyArticle *article, guint rank, const GalleyGrid *grid, GalleyTypesetter *setter);
void galley_module_free (GalleyModule *module);
/* Measures how high it is for each width, none above @max_rows. FALSE when it fits at no width. */
gboolean galley_module_measure (GalleyModule *module, const GalleyGrid *grid, guint max_rows);
/* The pictures beyond what one block of a page can show, as a module of their own; NULL where all find room. */
GalleyModule *galley_module_take_pictures (GalleyModule *module);
/* Takes from a module that is too long what a whole page of @max_rows holds; the rest comes back as another module. */
GalleyModule *galley_module_split (GalleyModule *module, const GalleyGrid *grid, guint max_rows);
/* Draws it onto the sheet at a column and row, @rows high (at least what was measured). */
void galley_module_place (GalleyModule *module,
                          const GalleyGrid *grid,
                          GalleySheet *sheet,
                          guint column,
                          guint span,
                          guint row,
                          guint rows);
/* How many rows more it could use well. */
guint galley_module_get_stretch (const GalleyModule *module, guint span);

/* --- which article stands where --- */

typedef struct
{
  guint module;
  guint column;
  guint span;
  guint row; /* from the top of the articles' area */
  guint rows;
  guint sheet;
  guint band; /* counted over all sheets */
} GalleySheetSlot;

/* Places modules in order: bands from top to bottom, in a band stacks side by side, in a stack articles one below the other.
 * @first_rows and @rows: lines of the first and of further sheets. Array of GalleySheetSlot, one per module. */
GArray *galley_plan (GPtrArray *modules, guint columns, guint first_rows, guint rows);

/* --- an article as a strip --- */

typedef struct
{
  guint para; /* of the strip: one per block of the article */
  guint line;
  guint sheet;
  double y; /* baseline */
} GalleyStripLine;

typedef struct
{
  GPtrArray *sheets; /* of GalleySheet * */
  GPtrArray *paras;  /* of GalleyPara * */
  GArray *lines;     /* of GalleyStripLine */
  GalleyEdition *edition;
  GalleyArticle *article;
  double x; /* of the column */
  double width;
  double size;
  double leading;
  double y; /* where the next line begins */
  char *title;
  const char *language;
  GalleySheet *like; /* borrowed: whose fonts are used */
} GalleyStrip;

/* A strip of @n_characters, its lines @spread body sizes apart. */
GalleyStrip *galley_strip_new (GalleyEdition *edition,
                               GalleyArticle *article,
                               guint n_characters,
                               double spread,
                               const char *title,
                               GalleySheet *like);
void galley_strip_free (GalleyStrip *self);
/* Sets all blocks, one below the other. */
gboolean galley_strip_set (GalleyStrip *self, GalleyJob *job, GError **error);
GalleySheet *galley_strip_get_sheet (GalleyStrip *self); /* the last */
/* Goes down by @height; on to the next sheet where it does not fit. */
void galley_strip_need (GalleyStrip *self, double height);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GalleyStrip, galley_strip_free)

G_END_DECLS
