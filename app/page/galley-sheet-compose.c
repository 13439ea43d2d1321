/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "galley-sheet-private.h"

/* --- the grid --------------------------------------------------------------------------------------------------------- */

/* Columns are a whole number of characters wide, so that a line of Han characters needs no justifying; what is over widens the
 * gaps. */
void
galley_grid_init (GalleyGrid *grid, const GalleySheetOptions *options, GalleyEdition *edition)
{
  double least_gap = options->body_size * 1.5, characters;

  grid->options = options;
  grid->edition = edition;
  grid->left = grid->top = options->margin;
  grid->width = options->width - 2 * options->margin;
  characters =
      floor ((grid->width - (options->columns - 1) * least_gap) / options->columns / options->body_size);
  grid->column = MAX (characters, 4) * options->body_size;
  grid->gap =
      options->columns > 1 ? (grid->width - grid->column * options->columns) / (options->columns - 1) : 0;
  grid->rows = (guint) floor ((options->height - 2 * options->margin) / options->leading);
}

double
galley_grid_get_width (const GalleyGrid *grid, guint span)
{
  return grid->column * span + grid->gap * (span - 1);
}

double
galley_grid_get_x (const GalleyGrid *grid, guint column)
{
  return grid->left + (grid->column + grid->gap) * column;
}

double
galley_grid_get_y (const GalleyGrid *grid, guint row)
{
  return grid->top + grid->options->leading * row;
}

guint
galley_sheet_jump_target (const char *words)
{
  static const char *const digits[] = { "一", "二", "三", "四", "五", "六", "七", "八", "九" };
  const char *at = strstr (words, "第");
  guint64 number = 0;

  at = at != NULL ? at + strlen ("第") : words;
  while (*at != '\0' && !g_ascii_isdigit (*at) && at == words)
    words = at = g_utf8_next_char (at);
  if (g_ascii_isdigit (*at))
    number = g_ascii_strtoull (at, NULL, 10);
  else
    {
      for (; *at != '\0' && !g_str_has_prefix (at, "版"); at = g_utf8_next_char (at))
        {
          for (guint i = 0; i < G_N_ELEMENTS (digits); i++)
            {
              if (g_str_has_prefix (at, digits[i]))
                number += i + 1;
            }
          if (g_str_has_prefix (at, "十"))
            number = (number == 0 ? 1 : number) * 10;
        }
    }
  return number <= 999 ? (guint) number : 0;
}

/* --- head and foot of the page ------------------------------------------------------------------------------------------ */

static const char *
fact (GalleyEdition *edition, GalleyFact which)
{
  const char *value = galley_masthead_get (galley_edition_get_masthead (edition), which);

  return value != NULL ? value : "";
}

static gboolean
speaks_english (GalleySheet *sheet)
{
  return sheet->language != NULL && g_str_has_prefix (sheet->language, "en");
}

/* The date as a paper prints it. */
static char *
dup_date (GalleySheet *sheet, GalleyEdition *edition)
{
  const char *date = fact (edition, GALLEY_FACT_DATE);
  const char *weekday = fact (edition, GALLEY_FACT_WEEKDAY);
  static const char *const months[] = {
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"
  };
  guint year, month, day;

  if (sscanf (date, "%4u-%2u-%2u", &year, &month, &day) != 3)
    return g_strdup (date);
  if (!speaks_english (sheet))
    return g_strdup_printf ("%u年%u月%u日%s%s", year, month, day, *weekday != '\0' ? " " : "", weekday);
  return g_strdup_printf ("%s%s%s %u, %u", weekday, *weekday != '\0' ? ", " : "",
                          months[CLAMP (month, 1, 12) - 1], day, year);
}

static void
join (GString *line, const char *label, const char *value, const char *after)
{
  if (*value == '\0')
    return;
  if (line->len > 0)
    g_string_append (line, "　　");
  g_string_append_printf (line, "%s%s%s", label, value, after);
}

static char *
dup_staff (GalleyPage *page)
{
  GalleyMetadata *staff = galley_page_get_staff (page);
  GString *line = g_string_new (NULL);

  for (guint i = 0; i < galley_metadata_get_n_items (staff); i++)
    {
      const GalleyMetaItem *item = galley_metadata_get_item (staff, i);

      if (line->len > 0)
        g_string_append (line, "　");
      if (item->qualifier != NULL)
        g_string_append_printf (line, "%s　", item->qualifier);
      g_string_append (line, item->value);
    }
  return g_string_free (line, FALSE);
}

static char *
dup_facts (GalleySheet *sheet, GalleyEdition *edition)
{
  gboolean english = speaks_english (sheet);
  GString *line = g_string_new (NULL);
  g_autofree char *date = dup_date (sheet, edition);

  join (line, "", date, "");
  join (line, "", fact (edition, GALLEY_FACT_LUNAR), "");
  join (line, english ? "No. " : "第", fact (edition, GALLEY_FACT_ISSUE), english ? "" : "期");
  join (line, english ? "" : "今日", fact (edition, GALLEY_FACT_PAGES), english ? " pages" : "版");
  join (line, english ? "" : "国内统一连续出版物号 ", fact (edition, GALLEY_FACT_CN), "");
  join (line, english ? "Postal code " : "邮发代号 ", fact (edition, GALLEY_FACT_POST_CODE), "");
  return g_string_free (line, FALSE);
}

/* Lines of small print to the right of the name. */
static void
add_imprint (GalleySheet *sheet, const GalleyGrid *grid, double x, double width, guint rows)
{
  static const struct
  {
    GalleyFact fact;
    const char *label;
    const char *english;
  } lines[] = {
    { GALLEY_FACT_PUBLISHER, "", "" },
    { GALLEY_FACT_SITE, "", "" },
    { GALLEY_FACT_URL, "", "" },
    { GALLEY_FACT_HOTLINE, "新闻热线 ", "Newsroom " },
    { GALLEY_FACT_EMAIL, "投稿邮箱 ", "Letters " },
  };
  GalleyType type = { GALLEY_FACE_SANS, grid->options->body_size * 0.85, 0, GALLEY_ALIGN_RIGHT, 0.1 };
  guint n = 0, row = 0;

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    n += *fact (grid->edition, lines[i].fact) != '\0';
  row = rows > n ? rows - n : 0;
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      const char *value = fact (grid->edition, lines[i].fact);
      g_autofree char *words =
          g_strconcat (speaks_english (sheet) ? lines[i].english : lines[i].label, value, NULL);

      if (*value == '\0' || row >= rows)
        continue;
      galley_sheet_add_words (sheet, &type, words, x,
                              galley_grid_get_y (grid, row) +
                                  galley_sheet_baseline (type.size, grid->options->leading),
                              width, "P");
      row++;
    }
}

/* The name as large as its place allows. */
static void
add_name (GalleySheet *sheet, const GalleyGrid *grid, const char *name, double width, double height)
{
  GalleyType type = { GALLEY_FACE_SERIF_BOLD, height * 0.72, 0, GALLEY_ALIGN_LEFT, 0 };
  GalleyItem *item = galley_sheet_add_words (sheet, &type, name, grid->left, 0, 10000, "H1");
  double natural = galley_para_get_natural_width (item->para);

  if (natural > width)
    {
      g_array_set_size (sheet->items, sheet->items->len - 1);
      type.size *= width / natural;
      item = galley_sheet_add_words (sheet, &type, name, grid->left, 0, 10000, "H1");
    }
  item->para->width = MAX (galley_para_get_natural_width (item->para), width);
  item->y = grid->top + galley_sheet_baseline (type.size, height);
}

/* 报头: name, small print, the line of facts between two rules. Its rows come back. */
static guint
add_masthead (GalleySheet *sheet, const GalleyGrid *grid)
{
  const char *name = fact (grid->edition, GALLEY_FACT_PAPER);
  double leading = grid->options->leading, y;
  GalleyType type = { GALLEY_FACE_SANS, grid->options->body_size * 0.86, 0, GALLEY_ALIGN_CENTRE, 0 };
  g_autofree char *facts = dup_facts (sheet, grid->edition);
  guint rows = 6;

  add_name (sheet, grid, *name != '\0' ? name : sheet->title, grid->width * 0.62, rows * leading);
  add_imprint (sheet, grid, grid->left + grid->width * 0.64, grid->width * 0.36, rows);
  y = galley_grid_get_y (grid, rows) + leading * 0.3;
  galley_sheet_add_rule (sheet, grid->left, y, grid->width, 0, 2.4);
  if (*facts != '\0')
    {
      GalleyItem *item =
          galley_sheet_add_words (sheet, &type, facts, grid->left,
                                  y + galley_sheet_baseline (type.size, leading * 1.2), grid->width, "P");

      y += leading * 0.2 + (item->last - item->first) * type.size * 1.5;
      galley_sheet_add_rule (sheet, grid->left, y, grid->width, 0, 0.5);
    }
  return (guint) ceil ((y + leading * 0.35 - grid->top) / leading);
}

/* 报眉: the line over an inner page. */
static guint
add_folio (GalleySheet *sheet, const GalleyGrid *grid, GalleyPage *page)
{
  double leading = grid->options->leading, size = grid->options->body_size;
  double third = grid->width / 3, y = grid->top;
  GalleyType big = { GALLEY_FACE_SANS_BOLD, size * 1.5, 0, GALLEY_ALIGN_LEFT, 0 };
  GalleyType middle = { GALLEY_FACE_SERIF_BOLD, size * 1.35, 0, GALLEY_ALIGN_CENTRE, 0 };
  GalleyType small = { GALLEY_FACE_SANS, size * 0.85, 0, GALLEY_ALIGN_RIGHT, 0.1 };
  g_autofree char *date = dup_date (sheet, grid->edition);
  g_autofree char *staff = dup_staff (page);

  galley_sheet_add_words (sheet, &big, sheet->title, grid->left,
                          y + galley_sheet_baseline (big.size, 2 * leading), third, "H1");
  galley_sheet_add_words (sheet, &middle, fact (grid->edition, GALLEY_FACT_PAPER), grid->left + third,
                          y + galley_sheet_baseline (middle.size, 2 * leading), third, NULL);
  galley_sheet_add_words (sheet, &small, date, grid->left + 2 * third,
                          y + galley_sheet_baseline (small.size, leading), third, NULL);
  galley_sheet_add_words (sheet, &small, staff, grid->left + 2 * third,
                          y + leading + galley_sheet_baseline (small.size, leading), third, "P");
  galley_sheet_add_rule (sheet, grid->left, y + leading * 2.15, grid->width, 0, 1.2);
  galley_sheet_add_rule (sheet, grid->left, y + leading * 2.15 + 2.2, grid->width, 0, 0.4);
  return 3;
}

/* Who made page one stands at its foot. */
static void
add_foot (GalleySheet *sheet, const GalleyGrid *grid, GalleyPage *page)
{
  GalleyType type = { GALLEY_FACE_SANS, grid->options->body_size * 0.85, 0, GALLEY_ALIGN_RIGHT, 0.1 };
  g_autofree char *staff = dup_staff (page);

  if (*staff == '\0')
    return;
  galley_sheet_add_rule (sheet, grid->left, galley_grid_get_y (grid, grid->rows - 1), grid->width, 0, 0.4);
  galley_sheet_add_words (sheet, &type, staff, grid->left,
                          galley_grid_get_y (grid, grid->rows - 1) +
                              galley_sheet_baseline (type.size, grid->options->leading * 1.1),
                          grid->width, "P");
}

/* --- rules between articles ---------------------------------------------------------------------------------------------- */

static void
add_rules (GalleySheet *sheet,
           const GalleyGrid *grid,
           const GArray *slots,
           GPtrArray *modules,
           guint index,
           guint top,
           guint bottom)
{
  double leading = grid->options->leading;

  for (guint i = 0; i < slots->len; i++)
    {
      const GalleySheetSlot *slot = &g_array_index (slots, GalleySheetSlot, i);
      const GalleyModule *module = g_ptr_array_index (modules, slot->module);
      double x = galley_grid_get_x (grid, slot->column), width = galley_grid_get_width (grid, slot->span);
      double y = galley_grid_get_y (grid, top + slot->row);
      guint end = slot->row + slot->rows;

      if (slot->sheet != index)
        continue;
      if (slot->column > 0)
        {
          GalleyItem *rule = galley_sheet_add_rule (sheet, x - grid->gap / 2, y + leading * 0.2, 0,
                                                    (slot->rows - 1) * leading, 0.3);

          rule->red = rule->green = rule->blue = 0.45;
        }
      if (end < bottom && !module->flat)
        galley_sheet_add_rule (sheet, x, y + (slot->rows - 0.5) * leading, width, 0, 0.4);
    }
}

/* --- one page ---------------------------------------------------------------------------------------------------------- */

static gboolean
is_wanted (const GalleySheetOptions *options, GalleyArticle *article)
{
  switch (galley_article_get_kind (article))
    {
    case GALLEY_ARTICLE_AD:
      return options->ads;
    case GALLEY_ARTICLE_FURNITURE:
      return options->furniture;
    default:
      return TRUE;
    }
}

/* A module that fits on a sheet, and the rest of it as further ones. */
static void
add_module (GPtrArray *modules, GalleyModule *module, const GalleyGrid *grid, guint rows)
{
  while (module != NULL)
    {
      GalleyModule *rest = galley_module_take_pictures (module);

      if (!galley_module_measure (module, grid, rows))
        {
          GalleyModule *more = module->lines->len > 0 ? galley_module_split (module, grid, rows) : NULL;

          if (!galley_module_measure (module, grid, rows))
            module->rows[grid->options->columns] = rows;
          if (more != NULL && rest != NULL)
            {
              g_ptr_array_add (modules, module);
              add_module (modules, g_steal_pointer (&rest), grid, rows);
              module = more;
              continue;
            }
          rest = more;
        }
      g_ptr_array_add (modules, module);
      module = rest;
    }
}

static GPtrArray *
make_modules (
    GalleySheet *first, const GalleyGrid *grid, GalleyPage *page, guint rows, GalleyJob *job, GError **error)
{
  GPtrArray *modules = g_ptr_array_new_with_free_func ((GDestroyNotify) galley_module_free);
  guint rank = 0;

  for (guint i = 0; i < galley_page_get_n_articles (page); i++)
    {
      GalleyArticle *article = galley_page_get_article (page, i);
      gboolean english = g_str_has_prefix (galley_article_get_language (article), "en");

      if (job != NULL && !galley_job_continues (job, error))
        {
          g_ptr_array_unref (modules);
          return NULL;
        }
      if (!is_wanted (grid->options, article) || galley_article_get_n_blocks (article) == 0)
        continue;
      add_module (modules, galley_module_new (article, rank, grid, galley_sheet_get_setter (first, english)),
                  grid, rows);
      rank += galley_article_get_kind (article) == GALLEY_ARTICLE_STORY;
    }
  return modules;
}

static char *
dup_title (GalleyPage *page, guint continuation, gboolean english)
{
  const char *name = galley_page_get_name (page);
  g_autofree char *title = NULL;

  if (english)
    title = g_strdup_printf ("%u%s%s", galley_page_get_number (page), *name != '\0' ? "  " : "", name);
  else
    title = g_strdup_printf ("%02u版%s%s", galley_page_get_number (page), *name != '\0' ? "　" : "", name);
  if (continuation == 0)
    return g_steal_pointer (&title);
  return english ? g_strdup_printf ("%s (continued, %u)", title, continuation)
                 : g_strdup_printf ("%s（续%u）", title, continuation);
}

static GalleySheet *
make_sheet (
    GalleySheet *first, const GalleyGrid *grid, GalleyPage *page, guint continuation, const char *language)
{
  GalleySheet *sheet = galley_sheet_new (grid->options->width, grid->options->height);

  sheet->number = galley_page_get_number (page);
  sheet->continuation = continuation;
  sheet->language = g_strdup (language);
  g_free (sheet->title);
  sheet->title = dup_title (page, continuation, g_str_has_prefix (language, "en"));
  sheet->pages = g_hash_table_new (NULL, NULL);
  for (guint i = 0; i < galley_edition_get_n_pages (grid->edition); i++)
    g_hash_table_add (sheet->pages,
                      GUINT_TO_POINTER (galley_page_get_number (galley_edition_get_page (grid->edition, i))));
  galley_sheet_share_fonts (sheet, first);
  galley_sheet_add_draft (sheet, grid->edition);
  return sheet;
}

static const char *
page_language (GalleyPage *page)
{
  guint n_english = 0, n = galley_page_get_n_articles (page);

  for (guint i = 0; i < n; i++)
    n_english += g_str_has_prefix (galley_article_get_language (galley_page_get_article (page, i)), "en");
  return n_english * 2 > n ? "en" : "zh-CN";
}

static gboolean
is_stack_end (const GArray *slots, guint index)
{
  const GalleySheetSlot *slot = &g_array_index (slots, GalleySheetSlot, index);
  const GalleySheetSlot *next = index + 1 < slots->len ? slot + 1 : NULL;

  return next == NULL || next->band != slot->band || next->column != slot->column;
}

/* Lines that are over at the foot of the last sheet go to what can use them: pictures, advertisements, headlines. A band
 * grows as much as its least elastic stack. */
static void
fill_page (GArray *slots, GPtrArray *modules, guint sheet, guint rows)
{
  guint over = rows, moved = 0;

  for (guint i = 0; i < slots->len; i++)
    {
      const GalleySheetSlot *slot = &g_array_index (slots, GalleySheetSlot, i);

      if (slot->sheet == sheet)
        over = MIN (over, rows - MIN (rows, slot->row + slot->rows));
    }
  for (guint i = 0, end; i < slots->len; i = end)
    {
      guint band = g_array_index (slots, GalleySheetSlot, i).band;
      guint more = g_array_index (slots, GalleySheetSlot, i).sheet == sheet ? over : 0;

      for (end = i; end < slots->len && g_array_index (slots, GalleySheetSlot, end).band == band; end++)
        {
          const GalleySheetSlot *slot = &g_array_index (slots, GalleySheetSlot, end);

          if (is_stack_end (slots, end))
            more =
                MIN (more, galley_module_get_stretch (g_ptr_array_index (modules, slot->module), slot->span));
        }
      for (guint s = i; s < end; s++)
        {
          g_array_index (slots, GalleySheetSlot, s).rows += is_stack_end (slots, s) ? more : 0;
          if (g_array_index (slots, GalleySheetSlot, s).sheet == sheet)
            g_array_index (slots, GalleySheetSlot, s).row += moved;
        }
      moved += more;
      over -= more;
    }
}

static void
draw_slots (GPtrArray *sheets,
            const GalleyGrid *grid,
            GalleyPage *page,
            const GArray *slots,
            GPtrArray *modules,
            const char *language,
            guint first_rows,
            guint rows)
{
  GalleySheet *first = g_ptr_array_index (sheets, 0);
  guint n_sheets = 1;

  for (guint i = 0; i < slots->len; i++)
    n_sheets = MAX (n_sheets, g_array_index (slots, GalleySheetSlot, i).sheet + 1);
  for (guint s = 0; s < n_sheets; s++)
    {
      GalleySheet *sheet = s == 0 ? first : make_sheet (first, grid, page, s, language);
      guint top = s == 0 ? grid->rows - 1 - first_rows : 0, bottom = 0;

      if (s > 0)
        {
          top = add_folio (sheet, grid, page);
          g_ptr_array_add (sheets, sheet);
        }
      for (guint i = 0; i < slots->len; i++)
        {
          const GalleySheetSlot *slot = &g_array_index (slots, GalleySheetSlot, i);

          if (slot->sheet != s)
            continue;
          galley_module_place (g_ptr_array_index (modules, slot->module), grid, sheet, slot->column,
                               slot->span, top + slot->row, slot->rows);
          bottom = MAX (bottom, slot->row + slot->rows);
          /* As much as there is copy, not what was stretched to fill the page. */
          sheet->n_taken +=
              ((GalleyModule *) g_ptr_array_index (modules, slot->module))->rows[slot->span] * slot->span;
        }
      sheet->n_lines = (s == 0 ? first_rows : rows) * grid->options->columns;
      add_rules (sheet, grid, slots, modules, s, top, bottom);
    }
}

GPtrArray *
galley_sheet_compose (GalleyEdition *frozen,
                      GalleyPage *page,
                      const GalleySheetOptions *options,
                      GalleySheet *like,
                      GalleyJob *job,
                      GError **error)
{
  GPtrArray *sheets;
  const char *language;
  GalleyGrid grid;
  GalleySheet *first;
  guint head, first_rows, rows, last = 0;
  g_autoptr (GPtrArray) modules = NULL;
  g_autoptr (GArray) slots = NULL;

  g_return_val_if_fail (GALLEY_IS_EDITION (frozen), NULL);
  g_return_val_if_fail (GALLEY_IS_PAGE (page), NULL);
  g_return_val_if_fail (options != NULL && options->columns >= 1 && options->columns <= GALLEY_MAX_COLUMNS,
                        NULL);

  galley_grid_init (&grid, options, frozen);
  language = page_language (page);
  first = make_sheet (like, &grid, page, 0, language);
  sheets = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (sheets, first);
  head = galley_page_get_number (page) == 1 ? add_masthead (first, &grid) : add_folio (first, &grid, page);
  rows = grid.rows - 4;
  first_rows = grid.rows - 1 - head;
  modules = make_modules (first, &grid, page, rows, job, error);
  if (modules == NULL)
    {
      g_ptr_array_unref (sheets);
      return NULL;
    }
  slots = galley_plan (modules, options->columns, first_rows, rows);
  for (guint i = 0; i < slots->len; i++)
    last = MAX (last, g_array_index (slots, GalleySheetSlot, i).sheet);
  fill_page (slots, modules, last, last == 0 ? first_rows : rows);
  draw_slots (sheets, &grid, page, slots, modules, language, first_rows, rows);
  if (galley_page_get_number (page) == 1)
    add_foot (first, &grid, page);
  return sheets;
}
