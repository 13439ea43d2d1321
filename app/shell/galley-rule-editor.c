/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n.h>
#include <gtksourceview/gtksource.h>

#include "galley-dictionary.h"
#include "galley-rule-editor.h"
#include "galley-rules.h"

#define PACK_NAME "own.rules"
/* How long typing rests before the tests are run and the text is kept. */
#define PAUSE_MS 350
#define MAX_BROKEN 6
#define MAX_HITS 8

/* What a new pack begins with; the lines behind # are for whoever opens it the first time. */
#define NEW_PACK                                                                                             \
  "[pack]\n"                                                                                                 \
  "id=own\n"                                                                                                 \
  "version=1\n"                                                                                              \
  "lang=zh-CN\n"

#define NEW_RULE                                                                                             \
  "\n[rule OWN.%u]\n"                                                                                        \
  "name=\n"                                                                                                  \
  "severity=warning\n"                                                                                       \
  "pattern=\n"                                                                                               \
  "replace=\n"                                                                                               \
  "bad.1=\n"                                                                                                 \
  "ok.1=\n"

struct _GalleyRuleEditor
{
  GtkBox parent_instance;

  GalleyDesk *desk;
  GtkTextBuffer *buffer;
  GtkWidget *text;
  GtkWidget *verdict;
  GtkEditable *sentence;
  GtkWidget *hits;
  char *kept; /* the text as it was kept last */
  guint pause_source;
};

G_DEFINE_FINAL_TYPE (GalleyRuleEditor, galley_rule_editor, GTK_TYPE_BOX)

static char *
dup_text (GalleyRuleEditor *self)
{
  char *text = NULL;

  g_object_get (self->buffer, "text", &text, NULL);
  return text;
}

char *
galley_rule_editor_dup_verdict (const char *text, gboolean *good)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GalleyRulePack) pack = galley_rule_pack_new (PACK_NAME, text, -1, &error);
  g_autoptr (GString) lines = g_string_new (NULL);
  const GPtrArray *broken;
  guint n_rules, n_tests;

  *good = FALSE;
  if (pack == NULL)
    return g_strdup_printf ("✗ %s", error->message);
  broken = galley_rule_pack_get_broken (pack);
  for (guint i = 0; i < MIN (broken->len, MAX_BROKEN); i++)
    g_string_append_printf (lines, "%s✗ %s", lines->len > 0 ? "\n" : "", (const char *) broken->pdata[i]);
  if (broken->len > MAX_BROKEN)
    g_string_append_printf (lines, "\n…");
  if (broken->len > 0)
    return g_string_free (g_steal_pointer (&lines), FALSE);
  *good = TRUE;
  n_rules = galley_rule_pack_get_rules (pack)->len;
  n_tests = galley_rule_pack_get_n_tests (pack);
  if (n_rules == 0)
    return g_strdup (_ ("No rule yet"));
  g_string_append_printf (lines, ngettext ("✓ %u rule", "✓ %u rules", n_rules), n_rules);
  g_string_append (lines, _ (", "));
  g_string_append_printf (lines, ngettext ("%u test passes", "%u tests pass", n_tests), n_tests);
  return g_string_free (g_steal_pointer (&lines), FALSE);
}

/* What the rules find in the sentence, one finding a line. */
static char *
dup_hits (GalleyRuleEditor *self, const char *rules, const char *sentence)
{
  g_autoptr (GalleyRulePack) pack = galley_rule_pack_new (PACK_NAME, rules, -1, NULL);
  g_autoptr (GalleyBlock) block = galley_block_new (GALLEY_ROLE_BODY, sentence, -1);
  g_autoptr (GalleyReport) report = galley_report_new (NULL);
  g_autoptr (GalleyJob) job = galley_job_new (NULL);
  g_autoptr (GString) lines = g_string_new (NULL);
  const GPtrArray *findings;

  if (pack == NULL || *sentence == '\0' || !galley_rule_pack_check_block (pack, block, report, job, NULL))
    return g_strdup ("");
  findings = galley_report_get_findings (report);
  for (guint i = 0; i < MIN (findings->len, MAX_HITS); i++)
    {
      GalleyFinding *finding = findings->pdata[i];
      g_autofree char *text = galley_finding_dup_text (finding);
      const char *fix = galley_finding_get_fixes (finding)[0];

      g_string_append_printf (lines, "%s%s%s%s   %s", lines->len > 0 ? "\n" : "", text,
                              fix != NULL ? " → " : "", fix != NULL ? fix : "",
                              galley_finding_get_rule (finding)->id);
    }
  if (findings->len == 0)
    return g_strdup (_ ("Nothing is found here."));
  return g_string_free (g_steal_pointer (&lines), FALSE);
}

static void
try_sentence (GalleyRuleEditor *self)
{
  g_autofree char *rules = dup_text (self);
  g_autofree char *hits = dup_hits (self, rules, gtk_editable_get_text (self->sentence));

  gtk_label_set_text (GTK_LABEL (self->hits), hits);
  gtk_widget_set_visible (self->hits, *hits != '\0');
}

static void
show_verdict (GalleyRuleEditor *self, const char *text, gboolean good)
{
  gtk_label_set_text (GTK_LABEL (self->verdict), text);
  gtk_widget_remove_css_class (self->verdict, good ? "error" : "success");
  gtk_widget_add_css_class (self->verdict, good ? "success" : "error");
}

/* Also what does not work yet: the checkers leave it out and say so. */
static void
keep (GalleyRuleEditor *self)
{
  g_autofree char *text = dup_text (self);
  g_autoptr (GError) error = NULL;

  if (g_strcmp0 (text, self->kept) == 0 || (*self->kept == '\0' && g_str_equal (text, NEW_PACK)))
    return;
  if (!galley_desk_set_own_rules (self->desk, text, &error))
    {
      show_verdict (self, error->message, FALSE);
      return;
    }
  g_free (self->kept);
  self->kept = g_steal_pointer (&text);
}

static gboolean
pause_cb (gpointer data)
{
  GalleyRuleEditor *self = data;
  g_autofree char *text = dup_text (self);
  g_autofree char *verdict = NULL;
  gboolean good;

  self->pause_source = 0;
  verdict = galley_rule_editor_dup_verdict (text, &good);
  show_verdict (self, verdict, good);
  try_sentence (self);
  keep (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (GalleyRuleEditor *self)
{
  g_clear_handle_id (&self->pause_source, g_source_remove);
  self->pause_source = g_timeout_add (PAUSE_MS, pause_cb, self);
}

/* A rule to be filled in, at the end, with a number that is free. */
static void
new_rule_cb (GalleyRuleEditor *self)
{
  g_autofree char *text = dup_text (self);
  g_autofree char *rule = NULL;
  g_autofree char *head = NULL;
  GtkTextIter end;
  guint number = 0;

  do
    {
      g_free (head);
      head = g_strdup_printf ("[rule OWN.%u]", ++number);
    }
  while (strstr (text, head) != NULL);
  rule = g_strdup_printf (NEW_RULE, number);
  gtk_text_buffer_get_end_iter (self->buffer, &end);
  gtk_text_buffer_begin_user_action (self->buffer);
  gtk_text_buffer_insert (self->buffer, &end, rule, -1);
  gtk_text_buffer_end_user_action (self->buffer);
  /* Behind the name's sign of equality. */
  gtk_text_iter_backward_lines (&end, 6);
  gtk_text_iter_forward_to_line_end (&end);
  gtk_text_buffer_place_cursor (self->buffer, &end);
  gtk_text_view_scroll_to_mark (GTK_TEXT_VIEW (self->text), gtk_text_buffer_get_insert (self->buffer), 0.1,
                                FALSE, 0, 0);
  gtk_widget_grab_focus (self->text);
}

static void
galley_rule_editor_dispose (GObject *object)
{
  GalleyRuleEditor *self = GALLEY_RULE_EDITOR (object);

  if (self->pause_source != 0)
    {
      g_clear_handle_id (&self->pause_source, g_source_remove);
      keep (self);
    }
  g_clear_object (&self->desk);
  g_clear_pointer (&self->kept, g_free);
  G_OBJECT_CLASS (galley_rule_editor_parent_class)->dispose (object);
}

static gboolean
galley_rule_editor_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GALLEY_RULE_EDITOR (widget)->text);
}

static void
galley_rule_editor_class_init (GalleyRuleEditorClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = galley_rule_editor_dispose;
  GTK_WIDGET_CLASS (klass)->grab_focus = galley_rule_editor_grab_focus;
}

static GtkWidget *
make_text (GalleyRuleEditor *self)
{
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkSourceLanguage *language =
      gtk_source_language_manager_get_language (gtk_source_language_manager_get_default (), "ini");
  GtkSourceBuffer *buffer = gtk_source_buffer_new (NULL);
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  gtk_source_buffer_set_language (buffer, language);
  gtk_source_buffer_set_style_scheme (
      buffer, gtk_source_style_scheme_manager_get_scheme (gtk_source_style_scheme_manager_get_default (),
                                                          dark ? "Adwaita-dark" : "Adwaita"));
  self->buffer = GTK_TEXT_BUFFER (buffer);
  self->text = gtk_source_view_new_with_buffer (buffer);
  g_object_unref (buffer);
  gtk_text_view_set_monospace (GTK_TEXT_VIEW (self->text), TRUE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->text), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (self->text), 12);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (self->text), 12);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (self->text), 12);
  gtk_text_view_set_pixels_below_lines (GTK_TEXT_VIEW (self->text), 3);
  /* Tab leads on: nothing in these files is set in with it. */
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->text), FALSE);
  gtk_source_view_set_show_line_numbers (GTK_SOURCE_VIEW (self->text), TRUE);
  gtk_widget_add_css_class (self->text, "galley-rules");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Text of the rules"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), self->text);
  gtk_widget_set_vexpand (scroller, TRUE);
  return scroller;
}

static GtkWidget *
new_result (const char *style)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
make_results (GalleyRuleEditor *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *entry = gtk_entry_new ();

  self->verdict = new_result (NULL);
  self->hits = new_result (NULL);
  self->sentence = GTK_EDITABLE (entry);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Try the rules on a sentence"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Try the rules on a sentence"), -1);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (try_sentence), self);
  gtk_widget_add_css_class (box, "galley-rule-results");
  gtk_box_append (GTK_BOX (box), self->verdict);
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), self->hits);
  return box;
}

static void
galley_rule_editor_init (GalleyRuleEditor *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
}

GtkWidget *
galley_rule_editor_new (GalleyDesk *desk, AdwPreferencesWindow *window)
{
  GalleyRuleEditor *self;
  GtkWidget *bar = galley_subpage_bar_new (window, _ ("Own Rules"));
  GtkWidget *add = gtk_button_new_with_mnemonic (_ ("_New Rule"));

  g_return_val_if_fail (GALLEY_IS_DESK (desk), NULL);

  self = g_object_new (GALLEY_TYPE_RULE_EDITOR, NULL);
  self->desk = g_object_ref (desk);
  g_signal_connect_swapped (add, "clicked", G_CALLBACK (new_rule_cb), self);
  adw_header_bar_pack_end (ADW_HEADER_BAR (bar), add);
  gtk_box_append (GTK_BOX (self), bar);
  gtk_box_append (GTK_BOX (self), make_text (self));
  gtk_box_append (GTK_BOX (self), make_results (self));
  self->kept = galley_desk_dup_own_rules (desk);
  gtk_text_buffer_set_text (self->buffer, *self->kept != '\0' ? self->kept : NEW_PACK, -1);
  g_signal_connect_swapped (self->buffer, "changed", G_CALLBACK (changed_cb), self);
  pause_cb (self);
  return GTK_WIDGET (self);
}
