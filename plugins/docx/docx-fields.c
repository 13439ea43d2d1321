/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "../common/galley-office.h"
#include "docx-fields.h"

typedef struct
{
  const xmlNode *mark;
  GString *code;
  gboolean in_result;
  guint64 from;     /* how much text had come out when it began */
  char *address;    /* of its own, or NULL */
  const char *link; /* that, or of a field around it */
} Field;

struct _DocxFields
{
  GPtrArray *open; /* of Field; the last is the innermost */
  guint n_codes;   /* of them, in how many we are in the instruction */
  guint64 n_shown; /* pieces of text that came out */
};

/* --- the fields we are in --------------------------------------------------------------------------------------- */

static void
field_free (gpointer data)
{
  Field *field = data;

  g_string_free (field->code, TRUE);
  g_free (field->address);
  g_free (field);
}

DocxFields *
docx_fields_new (void)
{
  DocxFields *self = g_new0 (DocxFields, 1);

  self->open = g_ptr_array_new_with_free_func (field_free);
  return self;
}

void
docx_fields_free (DocxFields *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->open);
  g_free (self);
}

static Field *
innermost (const DocxFields *self)
{
  return self->open->len > 0 ? g_ptr_array_index (self->open, self->open->len - 1) : NULL;
}

void
docx_fields_begin (DocxFields *self, const xmlNode *mark)
{
  const Field *outer = innermost (self);
  Field *field = g_new0 (Field, 1);

  field->mark = mark;
  field->code = g_string_new (NULL);
  field->from = self->n_shown;
  field->link = outer != NULL ? outer->link : NULL;
  self->n_codes++;
  g_ptr_array_add (self->open, field);
}

void
docx_fields_separate (DocxFields *self)
{
  Field *field = innermost (self);

  if (field == NULL || field->in_result)
    return;
  field->in_result = TRUE;
  self->n_codes--;
  field->address = galley_office_field_address (field->code->str);
  if (field->address != NULL)
    field->link = field->address;
}

void
docx_fields_code (DocxFields *self, const char *code)
{
  Field *field = innermost (self);

  if (field != NULL)
    g_string_append (field->code, code);
}

gboolean
docx_fields_in_code (const DocxFields *self)
{
  return self->n_codes > 0;
}

void
docx_fields_shown (DocxFields *self)
{
  self->n_shown++;
}

const char *
docx_fields_address (const DocxFields *self)
{
  const Field *field = innermost (self);

  return field != NULL ? field->link : NULL;
}

/* The entry that was chosen from a list, or a box that is ticked or not: forms keep them with the mark. */
static char *
form_text (const xmlNode *mark)
{
  const xmlNode *data = galley_xml_child (mark, "ffData");
  const xmlNode *box = galley_xml_child (data, "checkBox");
  const xmlNode *list = galley_xml_child (data, "ddList");
  gint chosen = galley_xml_get_int (galley_xml_child (list, "result"), "val",
                                    galley_xml_get_int (galley_xml_child (list, "default"), "val", 0));

  if (box != NULL)
    {
      const xmlNode *state = galley_xml_child (box, "checked");
      const char *value;

      if (state == NULL)
        state = galley_xml_child (box, "default");
      value = galley_xml_get (state, "val");
      return g_strdup (state == NULL || g_strcmp0 (value, "0") == 0 || g_strcmp0 (value, "false") == 0 ? "☐"
                                                                                                       : "☒");
    }
  for (const xmlNode *entry = list != NULL ? list->children : NULL; entry != NULL; entry = entry->next)
    {
      if (galley_xml_is (entry, NULL, "listEntry") && chosen-- == 0)
        return g_strdup (galley_xml_get (entry, "val"));
    }
  return NULL;
}

char *
docx_fields_end (DocxFields *self)
{
  const Field *field = innermost (self);
  char *text = NULL;

  if (field == NULL)
    return NULL;
  if (field->from == self->n_shown)
    text = galley_office_field_text (field->code->str);
  if (field->from == self->n_shown && text == NULL)
    text = form_text (field->mark);
  self->n_codes -= !field->in_result;
  g_ptr_array_remove_index (self->open, self->open->len - 1);
  return text;
}

/* --- fields without an end -------------------------------------------------------------------------------------- */

struct _DocxFieldWatch
{
  GPtrArray *open[2]; /* marks; those of deleted text are paired among themselves */
};

DocxFieldWatch *
docx_field_watch_new (void)
{
  DocxFieldWatch *self = g_new0 (DocxFieldWatch, 1);

  for (guint i = 0; i < G_N_ELEMENTS (self->open); i++)
    self->open[i] = g_ptr_array_new ();
  return self;
}

void
docx_field_watch_see (DocxFieldWatch *self, const xmlNode *mark)
{
  const xmlNode *around = mark->parent != NULL ? mark->parent->parent : NULL;
  gboolean deleted = galley_xml_is (around, NULL, "del") || galley_xml_is (around, NULL, "moveFrom");
  GPtrArray *open = self->open[deleted];
  const char *type = galley_xml_get (mark, "fldCharType");

  if (g_strcmp0 (type, "begin") == 0)
    g_ptr_array_add (open, (gpointer) mark);
  else if (g_strcmp0 (type, "end") == 0 && open->len > 0)
    g_ptr_array_remove_index (open, open->len - 1);
}

void
docx_field_watch_finish (DocxFieldWatch *self, GHashTable *stray)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->open); i++)
    {
      for (guint j = 0; j < self->open[i]->len; j++)
        g_hash_table_add (stray, g_ptr_array_index (self->open[i], j));
      g_ptr_array_unref (self->open[i]);
    }
  g_free (self);
}
