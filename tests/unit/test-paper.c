/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slip and log on paper: all that the HTML says stands in the PDF, on as many pages as it takes. */

#include "config.h"

#include <string.h>

#include "galley-error.h"
#include "galley-paper.h"
#include "galley-pdf-text.h"

static char *
dup_text (const char *html)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = galley_paper_make_pdf (html, &error);
  char *text;

  g_assert_no_error (error);
  g_assert_true (galley_pdf_text_is_pdf (pdf));
  text = galley_pdf_text_read (pdf, &error);
  if (g_error_matches (error, GALLEY_ERROR, GALLEY_ERROR_UNSUPPORTED))
    return NULL;
  g_assert_no_error (error);
  return text;
}

static void
test_words (void)
{
  static const char *const words[] = { "Slip", "Mei", "struck", "added", "0123abc", "Body of the copy",
                                       "1.",   "2." };
  g_autofree char *text = dup_text (
      "<!DOCTYPE html><html><head><title>x</title><style>p{}</style></head><body><h1>Slip</h1>"
      "<h2 style=\"color:#c01c28\">First &amp; last</h2>"
      "<table><tr><th>Who</th><td>Mei</td></tr><tr><th>Hash</th><td><code>0123abc</code></td></tr></table>"
      "<ol><li style=\"color:#c01c28\">One <del>struck</del> <ins>added</ins></li><li>Two</li></ol>"
      "<p class=\"head\">Headline</p><p>Body of the copy.</p></body></html>");

  if (text == NULL)
    {
      g_test_skip ("poppler, which reads the PDF back, is not installed");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    g_assert_nonnull (strstr (text, words[i]));
  g_assert_nonnull (strstr (text, "First & last"));
  g_assert_null (strstr (text, "p{}"));
}

/* A long table: every row is there, and the head stands on each page. */
static void
test_long (void)
{
  g_autoptr (GString) html =
      g_string_new ("<html><body><h1>Log</h1><table><tr><th>Nummer</th><th>What</th></tr>");
  g_autofree char *text = NULL;
  guint n_heads = 0;

  for (guint i = 0; i < 300; i++)
    g_string_append_printf (
        html,
        "<tr><td>row%03u</td><td>a sentence of some length about what was done, and by whom, "
        "and why it had to be so</td></tr>",
        i);
  g_string_append (html, "</table></body></html>");
  text = dup_text (html->str);
  if (text == NULL)
    {
      g_test_skip ("poppler, which reads the PDF back, is not installed");
      return;
    }
  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *row = g_strdup_printf ("row%03u", i);

      g_assert_nonnull (strstr (text, row));
    }
  for (const char *p = text; (p = strstr (p, "Nummer")) != NULL; p++)
    n_heads++;
  g_assert_cmpuint (n_heads, >, 3);
}

/* A row that is higher than a page: each word of its cell is on some page, and so is what stands below. */
static void
test_high_row (void)
{
  g_autoptr (GString) html = g_string_new ("<html><body><table><tr><th>What</th><td>");
  g_autofree char *text = NULL;

  for (guint i = 0; i < 3000; i++)
    g_string_append_printf (html, "word%04u ", i);
  g_string_append (html, "</td></tr><tr><th>Below</th><td>the end</td></tr></table></body></html>");
  text = dup_text (html->str);
  if (text == NULL)
    {
      g_test_skip ("poppler, which reads the PDF back, is not installed");
      return;
    }
  for (guint i = 0; i < 3000; i++)
    {
      g_autofree char *word = g_strdup_printf ("word%04u", i);

      g_assert_nonnull (strstr (text, word));
    }
  g_assert_nonnull (strstr (text, "the end"));
}

static void
test_nothing (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) pdf = galley_paper_make_pdf ("", &error);

  g_assert_null (pdf);
  g_assert_error (error, GALLEY_ERROR, GALLEY_ERROR_MALFORMED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/paper/words", test_words);
  g_test_add_func ("/paper/long", test_long);
  g_test_add_func ("/paper/high-row", test_high_row);
  g_test_add_func ("/paper/nothing", test_nothing);
  return g_test_run ();
}
