/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An article as a block of the page: headline across its columns, pictures, body in columns of the page's grid. Everything
 * is a whole number of lines high, so baselines agree across the page. */

#include "config.h"

#include <math.h>
#include <string.h>

#include "galley-caption.h"
#include "galley-sheet-private.h"

/* Words longer than these flow in the columns, whatever their role. */
#define LONGEST_HEAD 160
#define LONGEST_CAPTION 320
#define LONGEST_FLAT_AD 260
#define MAX_HEADS 10
/* Pictures beside one article; the others follow as a block of their own. */
#define MAX_PICTURES 4
/* A picture takes at most this share of the page's lines, and a frame that waits for one is at most so much taller than wide. */
#define TALLEST_PICTURE 0.4
#define TALLEST_FRAME 1.25
/* The frame of a picture may be so much taller or wider than the picture, whose edge is cut then. */
#define MOST_CUT 1.08

/* --- what goes where ------------------------------------------------------------------------------------------------- */

static gboolean
is_head_role (GalleyRole role)
{
  return galley_role_is_head (role) || role == GALLEY_ROLE_PEOPLE || role == GALLEY_ROLE_BYLINE;
}

static GalleyType
body_type (GalleyRole role, const GalleyGrid *grid, gboolean english)
{
  double size = grid->options->body_size;
  GalleyType type = { GALLEY_FACE_SERIF, size, english ? 1.2 : 2, GALLEY_ALIGN_JUSTIFY, 0 };

  switch (role)
    {
    case GALLEY_ROLE_KICKER:
    case GALLEY_ROLE_HEADLINE:
    case GALLEY_ROLE_SUBHEAD:
    case GALLEY_ROLE_CROSSHEAD:
      return (GalleyType){ GALLEY_FACE_SANS_BOLD, size, 0, GALLEY_ALIGN_CENTRE, 0 };
    case GALLEY_ROLE_PEOPLE:
    case GALLEY_ROLE_BYLINE:
    case GALLEY_ROLE_JUMP:
    case GALLEY_ROLE_CREDIT:
      return (GalleyType){ GALLEY_FACE_SANS, size * 0.92, 0, GALLEY_ALIGN_RIGHT, 0.15 };
    case GALLEY_ROLE_NOTE:
    case GALLEY_ROLE_CAPTION:
      type.face = GALLEY_FACE_SANS;
      type.size = size * 0.92;
      return type;
    case GALLEY_ROLE_FURNITURE:
      return (GalleyType){ GALLEY_FACE_SANS, size * 0.85, 0, GALLEY_ALIGN_LEFT, 0.3 };
    default:
      return type;
    }
}

static void
add_lines (GalleyModule *module, GalleyPara *para, gboolean keep)
{
  g_ptr_array_add (module->body, para);
  for (guint i = 0; i < para->lines->len; i++)
    {
      GalleyModuleLine line = { para, i, keep };

      g_array_append_val (module->lines, line);
    }
}

static void
add_body (GalleyModule *module, GalleyBlock *block, const GalleyGrid *grid)
{
  GalleyRole role = galley_block_get_role (block);
  gboolean english = galley_typesetter_is_english (module->setter);
  GalleyType type = body_type (role, grid, english);
  GalleyPara *para;

  /* A paragraph that brings its own indent keeps it. */
  if (g_str_has_prefix (galley_block_get_text (block), "　"))
    type.indent = 0;
  if (galley_block_get_length (block) > LONGEST_HEAD && type.align != GALLEY_ALIGN_JUSTIFY)
    type.align = GALLEY_ALIGN_JUSTIFY;
  para = galley_para_new (module->setter, &type, block, NULL);
  galley_para_break (para, grid->column);
  add_lines (module, para, type.face == GALLEY_FACE_SANS_BOLD && para->lines->len < 4);
}

static void
picture_free (gpointer data)
{
  GalleyModulePicture *picture = data;

  g_ptr_array_unref (picture->words);
  g_free (picture);
}

static GalleyModulePicture *
add_picture (GalleyModule *module, GalleyAsset *asset)
{
  GalleyModulePicture *picture = g_new0 (GalleyModulePicture, 1);
  guint width, height;

  picture->asset = asset;
  picture->words = g_ptr_array_new_with_free_func (g_object_unref);
  picture->aspect = 1.5;
  if (galley_picture_get_size (asset, &width, &height))
    {
      picture->aspect = CLAMP ((double) width / height, 0.2, 6.0);
      picture->fixed = TRUE;
    }
  g_ptr_array_add (module->pictures, picture);
  return picture;
}

/* Captions and credits in order, each with its picture; words without a picture get a frame. */
static void
add_picture_words (
    GalleyModule *module, GalleyBlock *block, guint n_assets, guint *n_groups, gboolean *credited)
{
  gboolean caption = galley_block_get_role (block) == GALLEY_ROLE_CAPTION;
  GalleyModulePicture *picture;

  if (*n_groups == 0 || (caption && (*credited || *n_groups < n_assets)))
    {
      (*n_groups)++;
      *credited = FALSE;
      if (*n_groups > module->pictures->len)
        add_picture (module, NULL);
    }
  *credited |= !caption;
  picture = g_ptr_array_index (module->pictures, *n_groups - 1);
  g_ptr_array_add (picture->words, g_object_ref (block));
}

static GalleyModule *
module_alloc (GalleyArticle *article, guint rank, GalleyTypesetter *setter)
{
  GalleyModule *module = g_new0 (GalleyModule, 1);

  module->article = g_object_ref (article);
  module->kind = galley_article_get_kind (article);
  module->rank = rank;
  module->setter = setter;
  module->head = g_ptr_array_new_with_free_func (g_object_unref);
  module->pictures = g_ptr_array_new_with_free_func (picture_free);
  module->body = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_para_unref);
  module->lines = g_array_new (FALSE, FALSE, sizeof (GalleyModuleLine));
  return module;
}

static void
add_assets (GalleyModule *module, GalleyEdition *edition)
{
  g_autoptr (GPtrArray) items =
      galley_metadata_list (galley_article_get_metadata (module->article), "picture");

  for (guint i = 0; i < items->len; i++)
    {
      GalleyAsset *asset =
          galley_edition_get_asset (edition, ((GalleyMetaItem *) g_ptr_array_index (items, i))->value);

      if (asset != NULL)
        add_picture (module, asset);
    }
}

GalleyModule *
galley_module_new (GalleyArticle *article, guint rank, const GalleyGrid *grid, GalleyTypesetter *setter)
{
  GalleyModule *module = module_alloc (article, rank, setter);
  gboolean heading = TRUE, credited = FALSE;
  guint n_groups = 0, n_assets;

  add_assets (module, grid->edition);
  n_assets = module->pictures->len;
  module->boxed = module->kind == GALLEY_ARTICLE_AD;
  module->flat = module->boxed && galley_article_count_characters (article) <= LONGEST_FLAT_AD &&
                 galley_article_get_n_blocks (article) <= MAX_HEADS;
  for (guint i = 0; i < galley_article_get_n_blocks (article); i++)
    {
      GalleyBlock *block = galley_article_get_block (article, i);
      GalleyRole role = galley_block_get_role (block);
      guint length = galley_block_get_length (block);
      gboolean words = role == GALLEY_ROLE_CAPTION || role == GALLEY_ROLE_CREDIT;

      if (length == 0)
        continue;
      if (module->flat ||
          (heading && is_head_role (role) && length <= LONGEST_HEAD && module->head->len < MAX_HEADS))
        g_ptr_array_add (module->head, g_object_ref (block));
      else if (words && length <= LONGEST_CAPTION && module->pictures->len <= 200)
        add_picture_words (module, block, n_assets, &n_groups, &credited);
      else
        {
          heading = FALSE;
          add_body (module, block, grid);
        }
    }
  return module;
}

void
galley_module_free (GalleyModule *module)
{
  for (guint i = 0; i <= GALLEY_MAX_COLUMNS; i++)
    g_clear_pointer (&module->heads[i].paras, g_ptr_array_unref);
  g_ptr_array_unref (module->head);
  g_ptr_array_unref (module->pictures);
  g_ptr_array_unref (module->body);
  g_array_unref (module->lines);
  g_object_unref (module->article);
  g_free (module);
}

GalleyModule *
galley_module_take_pictures (GalleyModule *module)
{
  GalleyModule *rest;

  if (module->pictures->len <= MAX_PICTURES)
    return NULL;
  rest = module_alloc (module->article, module->rank, module->setter);
  rest->part = module->part + 1;
  rest->kind = GALLEY_ARTICLE_PICTURE;
  while (module->pictures->len > MAX_PICTURES)
    g_ptr_array_add (rest->pictures, g_ptr_array_steal_index (module->pictures, MAX_PICTURES));
  return rest;
}

/* --- headline blocks ------------------------------------------------------------------------------------------------- */

/* Sizes of a 主题 in body sizes: by place on the page, length of the story, and width. */
static double
headline_size (const GalleyModule *module, guint span)
{
  static const double by_span[] = { 0, 1.75, 2.3, 2.8, 3.4, 3.7 };
  double size = by_span[MIN (span, G_N_ELEMENTS (by_span) - 1)];
  guint n = module->lines->len;

  if (module->kind == GALLEY_ARTICLE_PICTURE || module->flat)
    return 1.5;
  if (module->rank > 0)
    size = MIN (size, n > 60 ? 2.8 : n > 25 ? 2.3 : 1.8);
  return size;
}

static GalleyType
head_type (const GalleyModule *module, GalleyRole role, double main_size, const GalleyGrid *grid)
{
  double size = grid->options->body_size;
  GalleyType type = { GALLEY_FACE_SANS, MAX (main_size * 0.5, size * 1.15), 0, GALLEY_ALIGN_CENTRE, 0 };

  if (role == GALLEY_ROLE_HEADLINE)
    {
      type.face = module->kind == GALLEY_ARTICLE_PICTURE ? GALLEY_FACE_SANS_BOLD : GALLEY_FACE_SERIF_BOLD;
      type.size = main_size;
    }
  else if (role == GALLEY_ROLE_SUBHEAD)
    type.face = GALLEY_FACE_SERIF;
  else if (role == GALLEY_ROLE_PEOPLE)
    {
      type.face = GALLEY_FACE_SERIF;
      type.size = MAX (main_size * 0.42, size * 1.1);
    }
  else if (role == GALLEY_ROLE_BYLINE)
    {
      type.size = size * 0.95;
      type.grey = 0.1;
    }
  else if (role != GALLEY_ROLE_KICKER) /* of an advertisement */
    type.size = size * 1.1;
  return type;
}

static double
line_height (const GalleyPara *para)
{
  return para->type.size * (para->type.size > 16 ? 1.28 : 1.5);
}

static double
head_height (GPtrArray *paras)
{
  double height = 0;

  for (guint i = 0; i < paras->len; i++)
    {
      const GalleyPara *para = g_ptr_array_index (paras, i);

      height += line_height (para) * para->lines->len;
    }
  return height;
}

static void
set_heads (const GalleyModule *module,
           const GalleyGrid *grid,
           double width,
           double size,
           GPtrArray *paras,
           guint *n_lines)
{
  *n_lines = 0;
  g_ptr_array_set_size (paras, 0);
  for (guint i = 0; i < module->head->len; i++)
    {
      GalleyBlock *block = g_ptr_array_index (module->head, i);
      GalleyRole role = galley_block_get_role (block);
      GalleyType type = head_type (module, role, size, grid);
      GalleyPara *para;

      /* The first words of an advertisement are its name. */
      if (module->flat && i == 0)
        type =
            (GalleyType){ GALLEY_FACE_SANS_BOLD, grid->options->body_size * 1.9, 0, GALLEY_ALIGN_CENTRE, 0 };
      para = galley_para_new (module->setter, &type, block, NULL);
      galley_para_break_balanced (para, width);
      g_ptr_array_add (paras, para);
      if (role == GALLEY_ROLE_HEADLINE)
        *n_lines = MAX (*n_lines, para->lines->len);
    }
}

/* What stands over the rest of a long article. */
static void
set_continued_head (const GalleyModule *module, const GalleyGrid *grid, double width, GPtrArray *paras)
{
  GalleyType type = { GALLEY_FACE_SANS_BOLD, grid->options->body_size * 1.1, 0, GALLEY_ALIGN_LEFT, 0 };
  /* What is printed speaks the language of the article. */
  gboolean english = galley_typesetter_is_english (module->setter);
  g_autofree char *headline = galley_article_dup_headline (module->article);
  g_autofree char *start = g_utf8_substring (headline, 0, MIN (g_utf8_strlen (headline, -1), 60));
  g_autofree char *words = g_strdup_printf (english ? "(Continued) %s" : "（续）%s", start);
  GalleyPara *para = galley_para_new (module->setter, &type, NULL, words);

  galley_para_break (para, width);
  g_ptr_array_add (paras, para);
}

static const GalleyModuleHead *
module_head (GalleyModule *module, const GalleyGrid *grid, guint span)
{
  GalleyModuleHead *head = &module->heads[span];
  double width = galley_grid_get_width (grid, span) - (module->boxed ? grid->gap : 0);
  double body = grid->options->body_size;
  guint n_lines;

  if (head->paras != NULL)
    return head;
  head->paras = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_para_unref);
  if (module->part > 0)
    set_continued_head (module, grid, width, head->paras);
  else
    {
      double size = headline_size (module, span) * body;

      set_heads (module, grid, width, size, head->paras, &n_lines);
      while (n_lines > (span < 3 ? 3u : 2u) && size > body * 1.4)
        {
          size = MAX (size * 0.88, body * 1.4);
          set_heads (module, grid, width, size, head->paras, &n_lines);
        }
    }
  if (head->paras->len > 0)
    head->rows =
        (guint) ceil ((head_height (head->paras) +
                       grid->options->leading * (module->kind == GALLEY_ARTICLE_PICTURE ? 0.6 : 0.7)) /
                      grid->options->leading);
  return head;
}

/* --- pictures ---------------------------------------------------------------------------------------------------------- */

typedef struct
{
  guint column; /* within the article */
  guint span;
  guint row;
  guint frame; /* rows of the picture itself */
  guint rows;  /* with its words */
} Frame;

static guint
words_rows (const GalleyModule *module,
            const GalleyModulePicture *picture,
            const GalleyGrid *grid,
            double width,
            GPtrArray *paras)
{
  guint rows = 0;

  for (guint i = 0; i < picture->words->len; i++)
    {
      GalleyBlock *block = g_ptr_array_index (picture->words, i);
      gboolean caption = galley_block_get_role (block) == GALLEY_ROLE_CAPTION;
      GalleyType type = { GALLEY_FACE_SANS, grid->options->body_size * 0.9, 0,
                          caption ? GALLEY_ALIGN_JUSTIFY : GALLEY_ALIGN_RIGHT, 0.1 };
      g_autoptr (GalleyPara) para = galley_para_new (module->setter, &type, block, NULL);

      galley_para_break (para, width);
      rows += para->lines->len;
      if (paras != NULL)
        g_ptr_array_add (paras, galley_para_ref (para));
    }
  return rows;
}

/* Where the pictures of an article of @span columns stand, and how many rows they take of each column. */
static void
lay_pictures (
    const GalleyModule *module, const GalleyGrid *grid, guint span, guint extra, Frame *frames, guint *taken)
{
  guint n = module->pictures->len, each, a_row;
  gboolean alone = module->lines->len == 0;

  memset (taken, 0, sizeof (guint) * span);
  if (n == 0)
    return;
  /* One stands to the right, two thirds wide at most; several share the whole width. */
  a_row = MIN (n, span);
  each = n > 1 || alone ? span / a_row : span <= 2 ? span : (span * 3 + 2) / 5;
  for (guint i = 0; i < n; i++)
    {
      const GalleyModulePicture *picture = g_ptr_array_index (module->pictures, i);
      guint in_row = i % a_row;
      Frame *frame = &frames[i];
      double width, rows;
      guint top = 0;

      frame->span = in_row == a_row - 1 && n > 1 ? span - in_row * each : each;
      frame->column = n > 1 || alone ? in_row * each : span - each;
      width = galley_grid_get_width (grid, frame->span);
      rows = width / picture->aspect / grid->options->leading;
      rows = MIN (rows, grid->rows * TALLEST_PICTURE / ((n + a_row - 1) / a_row));
      frame->frame = MAX (3, (guint) (picture->fixed ? ceil (rows + 0.1) : rows + 0.5)) + extra;
      /* A picture keeps its shape; a frame that waits for one stays within reason. */
      frame->frame = MIN (frame->frame,
                          MAX (4, (guint) (picture->fixed ? ceil (rows + 0.1)
                                                          : width * TALLEST_FRAME / grid->options->leading)));
      frame->rows = frame->frame + words_rows (module, picture, grid, width, NULL) + 1;
      for (guint c = frame->column; c < frame->column + frame->span; c++)
        top = MAX (top, taken[c]);
      frame->row = top;
      for (guint c = frame->column; c < frame->column + frame->span; c++)
        taken[c] = top + frame->rows;
    }
}

/* --- columns ------------------------------------------------------------------------------------------------------------ */

/* Fills columns of @rows, of which @taken are gone at the top. Notes in @starts the first line of each. The number of lines that found
 * room comes back. */
static guint
flow (const GArray *lines, guint span, const guint *taken, guint rows, guint *starts)
{
  guint at = 0;

  for (guint c = 0; c < span; c++)
    {
      guint room = rows > taken[c] ? rows - taken[c] : 0, full = MIN (lines->len, at + room), end = full;

      /* A crosshead does not stand at the foot of a column, unless there is nothing but crossheads. */
      while (end < lines->len && end > at && g_array_index (lines, GalleyModuleLine, end - 1).keep)
        end--;
      if (end == at)
        end = full;
      starts[c] = at;
      at = end;
    }
  starts[span] = at;
  return at;
}

/* How far down the pictures reach. */
static guint
tallest (const guint *taken, guint span)
{
  guint rows = 0;

  for (guint c = 0; c < span; c++)
    rows = MAX (rows, taken[c]);
  return rows;
}

static guint
body_rows (const GArray *lines, guint span, const guint *taken, guint limit)
{
  guint starts[GALLEY_MAX_COLUMNS + 1];
  guint sum = lines->len, rows = tallest (taken, span);

  for (guint c = 0; c < span; c++)
    sum += taken[c];
  for (rows = MAX (rows, (sum + span - 1) / span); rows <= limit; rows++)
    {
      if (flow (lines, span, taken, rows, starts) == lines->len)
        return rows;
    }
  return rows;
}

static guint
flat_rows (GalleyModule *module, const GalleyGrid *grid, guint span)
{
  return MAX (module_head (module, grid, span)->rows + 2, 5);
}

static guint
measure_span (GalleyModule *module, const GalleyGrid *grid, guint span, guint limit)
{
  Frame frames[MAX_PICTURES];
  guint taken[GALLEY_MAX_COLUMNS];
  guint rows;

  if (module->flat && module->pictures->len == 0)
    return flat_rows (module, grid, span) + 1;
  rows = module_head (module, grid, span)->rows + 1 + (module->boxed ? 1 : 0);
  lay_pictures (module, grid, span, 0, frames, taken);
  return rows + body_rows (module->lines, span, taken, limit);
}

gboolean
galley_module_measure (GalleyModule *module, const GalleyGrid *grid, guint max_rows)
{
  gboolean fits = FALSE;

  for (guint span = 1; span <= grid->options->columns; span++)
    {
      guint rows = measure_span (module, grid, span, max_rows + 1);

      module->rows[span] = rows <= max_rows ? rows : 0;
      fits |= module->rows[span] > 0;
    }
  return fits;
}

static void
add_note (GalleyModule *module, const GalleyGrid *grid, const char *words)
{
  GalleyType type = { GALLEY_FACE_SANS, grid->options->body_size * 0.92, 0, GALLEY_ALIGN_RIGHT, 0.15 };
  GalleyPara *para = galley_para_new (module->setter, &type, NULL, words);

  galley_para_break (para, grid->column);
  add_lines (module, para, FALSE);
}

GalleyModule *
galley_module_split (GalleyModule *module, const GalleyGrid *grid, guint max_rows)
{
  guint span = grid->options->columns;
  GalleyModule *rest = module_alloc (module->article, module->rank, module->setter);
  guint head = module_head (module, grid, span)->rows + 1 + (module->boxed ? 1 : 0);
  guint starts[GALLEY_MAX_COLUMNS + 1], taken[GALLEY_MAX_COLUMNS];
  Frame frames[MAX_PICTURES];
  guint n;

  lay_pictures (module, grid, span, 0, frames, taken);
  taken[span - 1]++; /* for the note that says so */
  n = max_rows > head ? flow (module->lines, span, taken, max_rows - head, starts) : 0;
  rest->part = module->part + 1;
  rest->boxed = module->boxed;
  for (guint i = 0; i < module->body->len; i++)
    g_ptr_array_add (rest->body, galley_para_ref (g_ptr_array_index (module->body, i)));
  /* Nothing fits beside pictures as tall as the page: they stay with the head. */
  g_array_append_vals (rest->lines, &g_array_index (module->lines, GalleyModuleLine, n),
                       module->lines->len - n);
  g_array_set_size (module->lines, n);
  add_note (module, grid,
            galley_typesetter_is_english (module->setter) ? "(Continued on the next sheet)" : "（下转续页）");
  module->goes_on = TRUE;
  return rest;
}

guint
galley_module_get_stretch (const GalleyModule *module, guint span)
{
  guint rows = module->rows[span];
  const GalleyModulePicture *picture =
      module->pictures->len == 1 ? g_ptr_array_index (module->pictures, 0) : NULL;

  if (module->flat)
    return rows * 3 / 4;
  if (picture != NULL && picture->fixed)
    return 1;
  if (picture != NULL)
    return module->lines->len == 0 && span == 1 ? MIN (2, rows / 5) : rows / 5;
  return module->part == 0 && module->head->len > 0 ? MIN (2, rows / 8) : 0;
}

/* --- onto the sheet ---------------------------------------------------------------------------------------------------- */

typedef struct
{
  GalleyModule *module;
  const GalleyGrid *grid;
  GalleySheet *sheet;
  guint column;
  guint span;
  guint row;
  gint article;
} Place;

static const char *
role_tag (GalleyBlock *block)
{
  if (block == NULL)
    return "P";
  switch (galley_block_get_role (block))
    {
    case GALLEY_ROLE_HEADLINE:
      return "H2";
    case GALLEY_ROLE_CROSSHEAD:
      return "H3";
    case GALLEY_ROLE_CAPTION:
    case GALLEY_ROLE_CREDIT:
      return "Caption";
    case GALLEY_ROLE_QUOTE:
      return "BlockQuote";
    default:
      return "P";
    }
}

static void
place_head (const Place *place, guint row, guint rows)
{
  const GalleyModuleHead *head = module_head (place->module, place->grid, place->span);
  double x =
      galley_grid_get_x (place->grid, place->column) + (place->module->boxed ? place->grid->gap / 2 : 0);
  double leading = place->grid->options->leading;
  /* A headline belongs to what follows: more blank above than below. */
  double share = place->module->flat ? 0.5 : 0.56;
  double y = galley_grid_get_y (place->grid, row) + (rows * leading - head_height (head->paras)) * share;
  for (guint i = 0; i < head->paras->len; i++)
    {
      GalleyPara *para = g_ptr_array_index (head->paras, i);
      double height = line_height (para);

      galley_sheet_add_text (place->sheet, para, 0, para->lines->len, x,
                             y + galley_sheet_baseline (para->type.size, height), height,
                             role_tag (para->block), place->article);
      y += height * para->lines->len;
    }
}

static void
place_words (const Place *place, const GalleyModulePicture *picture, double x, guint row, double width)
{
  g_autoptr (GPtrArray) paras = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_para_unref);
  double leading = place->grid->options->leading;

  words_rows (place->module, picture, place->grid, width, paras);
  for (guint i = 0; i < paras->len; i++)
    {
      GalleyPara *para = g_ptr_array_index (paras, i);

      galley_sheet_add_text (place->sheet, para, 0, para->lines->len, x,
                             galley_grid_get_y (place->grid, row) + leading * 0.25 +
                                 galley_sheet_baseline (para->type.size, leading),
                             leading, role_tag (para->block), place->article);
      row += para->lines->len;
    }
}

static char *
dup_picture_alt (const Place *place, const GalleyModulePicture *picture)
{
  g_auto (GalleyCaption) words = { 0 };

  if (picture->asset != NULL)
    galley_caption_find (&words, picture->asset, place->module->article);
  if (words.alt != NULL)
    return g_steal_pointer (&words.alt);
  return picture->words->len > 0 ? g_strdup (galley_block_get_text (g_ptr_array_index (picture->words, 0)))
                                 : NULL;
}

static void
place_frames (const Place *place, const Frame *frames, guint row, gboolean words)
{
  double leading = place->grid->options->leading;

  for (guint i = 0; i < place->module->pictures->len; i++)
    {
      const GalleyModulePicture *picture = g_ptr_array_index (place->module->pictures, i);
      double x = galley_grid_get_x (place->grid, place->column + frames[i].column);
      double width = galley_grid_get_width (place->grid, frames[i].span);
      double height =
          MIN (frames[i].frame * leading - leading * 0.1, picture->fixed ? width / picture->aspect : 1e6);
      /* One that is too tall for its place stands in the middle of it. */
      double narrow =
          picture->fixed && height * picture->aspect * MOST_CUT < width ? height * picture->aspect : width;

      g_autofree char *alt = dup_picture_alt (place, picture);

      galley_sheet_add_picture (place->sheet, picture->asset, alt, x + (width - narrow) / 2,
                                galley_grid_get_y (place->grid, row + frames[i].row) + leading * 0.25, narrow,
                                height, place->article);
      if (words)
        place_words (place, picture, x, row + frames[i].row + frames[i].frame, width);
    }
}

static void
place_body (const Place *place, guint row, guint rows, const guint *taken)
{
  const GArray *lines = place->module->lines;
  double leading = place->grid->options->leading;
  guint starts[GALLEY_MAX_COLUMNS + 1];

  flow (lines, place->span, taken, rows, starts);
  for (guint c = 0; c < place->span; c++)
    {
      double x = galley_grid_get_x (place->grid, place->column + c);

      for (guint at = starts[c], next; at < starts[c + 1]; at = next)
        {
          const GalleyModuleLine *line = &g_array_index (lines, GalleyModuleLine, at);
          GalleyItem *item;

          for (next = at + 1;
               next < starts[c + 1] && g_array_index (lines, GalleyModuleLine, next).para == line->para;)
            next++;
          item = galley_sheet_add_text (place->sheet, line->para, line->line, line->line + (next - at), x,
                                        galley_grid_get_y (place->grid, row + taken[c] + (at - starts[c])) +
                                            galley_sheet_baseline (place->grid->options->body_size, leading),
                                        leading, role_tag (line->para->block), place->article);
          if (line->para->block != NULL && galley_block_get_role (line->para->block) == GALLEY_ROLE_JUMP)
            item->link = galley_sheet_jump_target (galley_block_get_text (line->para->block));
        }
    }
}

static void
place_box (const Place *place, guint rows)
{
  double leading = place->grid->options->leading;

  double out = place->module->flat ? 0 : place->grid->gap * 0.3;

  galley_sheet_add_box (place->sheet, galley_grid_get_x (place->grid, place->column) - out,
                        galley_grid_get_y (place->grid, place->row) + leading * 0.2,
                        galley_grid_get_width (place->grid, place->span) + 2 * out,
                        (rows - 1) * leading + leading * 0.1);
}

/* A picture with its words: picture, title, caption. */
static void
place_picture_story (const Place *place, guint rows, guint measured)
{
  const GalleyModuleHead *head = module_head (place->module, place->grid, place->span);
  guint taken[GALLEY_MAX_COLUMNS], row = place->row, lowest = 0;
  Frame frames[MAX_PICTURES];

  lay_pictures (place->module, place->grid, place->span, rows - measured, frames, taken);
  if (place->module->pictures->len > 1)
    {
      /* Several: the title above them all. */
      place_head (place, row, head->rows);
      place_frames (place, frames, row + head->rows, TRUE);
      return;
    }
  place_frames (place, frames, row, FALSE);
  lowest = row + frames[0].frame;
  place_head (place, lowest, head->rows);
  place_words (place, g_ptr_array_index (place->module->pictures, 0),
               galley_grid_get_x (place->grid, place->column), lowest + head->rows,
               galley_grid_get_width (place->grid, place->span));
}

static void
place_story (const Place *place, guint rows, guint measured)
{
  const GalleyModuleHead *head = module_head (place->module, place->grid, place->span);
  guint taken[GALLEY_MAX_COLUMNS], starts[GALLEY_MAX_COLUMNS + 1];
  Frame frames[MAX_PICTURES];
  guint extra = rows - measured, grown = 0, headroom = head->rows > 2 ? MIN (2, extra) : 0;
  guint used = head->rows + 1 + (place->module->boxed ? 1 : 0) + headroom,
        room = rows > used ? rows - used : 0;

  lay_pictures (place->module, place->grid, place->span, 0, frames, taken);
  if (place->module->pictures->len == 1)
    {
      /* The picture grows into the lines that are over. */
      for (grown = MIN (extra * 3, frames[0].frame / 2); grown > 0; grown--)
        {
          lay_pictures (place->module, place->grid, place->span, grown, frames, taken);
          if (tallest (taken, place->span) <= room &&
              flow (place->module->lines, place->span, taken, room, starts) == place->module->lines->len)
            break;
        }
      if (grown == 0)
        lay_pictures (place->module, place->grid, place->span, 0, frames, taken);
    }
  place_head (place, place->row, head->rows + headroom);
  place_frames (place, frames, place->row + head->rows + headroom, TRUE);
  place_body (place, place->row + head->rows + headroom,
              body_rows (place->module->lines, place->span, taken, room), taken);
}

void
galley_module_place (GalleyModule *module,
                     const GalleyGrid *grid,
                     GalleySheet *sheet,
                     guint column,
                     guint span,
                     guint row,
                     guint rows)
{
  guint measured = module->rows[span];
  double leading = grid->options->leading;
  Place place = { module, grid, sheet, column, span, row, galley_sheet_add_article (sheet, module->article) };
  GalleySheetArea area = { module->article,
                           galley_grid_get_x (grid, column),
                           galley_grid_get_y (grid, row),
                           galley_grid_get_width (grid, span),
                           rows * leading,
                           module->goes_on,
                           module->part > 0 };

  g_array_append_val (sheet->areas, area);
  if (module->flat && module->pictures->len == 0)
    {
      place_box (&place, rows);
      place_head (&place, row, rows - 1);
      return;
    }
  if (module->boxed)
    place_box (&place, rows);
  if (module->lines->len == 0 && module->pictures->len > 0)
    place_picture_story (&place, rows, measured);
  else
    place_story (&place, rows, measured);
}
