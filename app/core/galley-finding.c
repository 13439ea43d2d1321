/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include "galley-finding.h"

/* How much of the text around a finding names it: enough to tell two alike apart, little enough to survive edits. */
#define KEY_CONTEXT 8

typedef struct
{
  GalleyRule rule;
  gatomicrefcount ref_count;
} RealRule;

struct _GalleyFinding
{
  GObject parent_instance;

  GalleyRule *rule;
  GalleyBlock *block;
  guint start;
  guint end;
  char *message;
  GStrv fixes;
  GalleySeverity severity;
  double confidence;
  double weight;
  GArray *edits; /* of GalleyEdit, or NULL */
};

G_DEFINE_BOXED_TYPE (GalleyRule, galley_rule, galley_rule_ref, galley_rule_unref)
G_DEFINE_FINAL_TYPE (GalleyFinding, galley_finding, G_TYPE_OBJECT)

static const char *const severity_names[] = { "hint", "warning", "error" };

const char *
galley_severity_get_name (GalleySeverity severity)
{
  g_return_val_if_fail ((guint) severity < G_N_ELEMENTS (severity_names), NULL);

  return severity_names[severity];
}

gboolean
galley_severity_from_name (const char *name, GalleySeverity *severity)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (severity_names); i++)
    {
      if (g_str_equal (severity_names[i], name))
        {
          *severity = (GalleySeverity) i;
          return TRUE;
        }
    }
  return FALSE;
}

GalleyRule *
galley_rule_new (const GalleyRule *fields)
{
  g_return_val_if_fail (fields != NULL && fields->id != NULL, NULL);

  RealRule *self = g_new0 (RealRule, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->rule = *fields;
  self->rule.id = g_strdup (fields->id);
  self->rule.name = g_strdup (fields->name != NULL ? fields->name : fields->id);
  self->rule.norm = g_strdup (fields->norm);
  self->rule.klass = g_strdup (fields->klass != NULL ? fields->klass : "");
  self->rule.why = g_strdup (fields->why);
  self->rule.wrong = g_strdup (fields->wrong);
  self->rule.right = g_strdup (fields->right);
  return &self->rule;
}

GalleyRule *
galley_rule_ref (GalleyRule *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&((RealRule *) self)->ref_count);
  return self;
}

void
galley_rule_unref (GalleyRule *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&((RealRule *) self)->ref_count))
    return;
  g_free ((char *) self->id);
  g_free ((char *) self->name);
  g_free ((char *) self->norm);
  g_free ((char *) self->klass);
  g_free ((char *) self->why);
  g_free ((char *) self->wrong);
  g_free ((char *) self->right);
  g_free (self);
}

static void
edit_clear (gpointer data)
{
  GalleyEdit *edit = data;

  g_object_unref (edit->block);
  g_free (edit->text);
}

static void
galley_finding_finalize (GObject *object)
{
  GalleyFinding *self = GALLEY_FINDING (object);

  galley_rule_unref (self->rule);
  g_object_unref (self->block);
  g_free (self->message);
  g_strfreev (self->fixes);
  g_clear_pointer (&self->edits, g_array_unref);

  G_OBJECT_CLASS (galley_finding_parent_class)->finalize (object);
}

static void
galley_finding_class_init (GalleyFindingClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = galley_finding_finalize;
}

static void
galley_finding_init (GalleyFinding *self)
{
  self->confidence = 1;
}

GalleyFinding *
galley_finding_new (GalleyRule *rule,
                    GalleyBlock *block,
                    guint start,
                    guint end,
                    const char *message,
                    const char *const *fixes)
{
  g_return_val_if_fail (rule != NULL, NULL);
  g_return_val_if_fail (GALLEY_IS_BLOCK (block), NULL);

  GalleyFinding *self = g_object_new (GALLEY_TYPE_FINDING, NULL);

  self->rule = galley_rule_ref (rule);
  self->block = g_object_ref (block);
  self->end = MIN (end, galley_block_get_length (block));
  self->start = MIN (start, self->end);
  self->message = g_strdup (message != NULL ? message : rule->name);
  self->fixes = fixes != NULL ? g_strdupv ((GStrv) fixes) : g_new0 (char *, 1);
  self->severity = rule->severity;
  self->weight = rule->weight;
  return self;
}

GalleyRule *
galley_finding_get_rule (GalleyFinding *self)
{
  g_return_val_if_fail (GALLEY_IS_FINDING (self), NULL);

  return self->rule;
}

GalleyBlock *
galley_finding_get_block (GalleyFinding *self)
{
  g_return_val_if_fail (GALLEY_IS_FINDING (self), NULL);

  return self->block;
}

guint
galley_finding_get_start (GalleyFinding *self)
{
  g_return_val_if_fail (GALLEY_IS_FINDING (self), 0);

  return self->start;
}

guint
galley_finding_get_end (GalleyFinding *self)
{
  g_return_val_if_fail (GALLEY_IS_FINDING (self), 0);

  return self->end;
}

const char *
galley_finding_get_message (GalleyFinding *self)
{
  g_return_val_if_fail (GALLEY_IS_FINDING (self), NULL);

  return self->message;
}

const char *const *
galley_finding_get_fixes (GalleyFinding *self)
{
  g_return_val_if_fail (GALLEY_IS_FINDING (self), NULL);

  return (const char *const *) self->fixes;
}

char *
galley_finding_dup_text (GalleyFinding *self)
{
  g_return_val_if_fail (GALLEY_IS_FINDING (self), NULL);

  return galley_block_dup_range (self->block, self->start, self->end);
}

void
galley_finding_set_severity (GalleyFinding *self, GalleySeverity severity)
{
  g_return_if_fail (GALLEY_IS_FINDING (self));

  self->severity = severity;
}

void
galley_finding_set_confidence (GalleyFinding *self, double confidence)
{
  g_return_if_fail (GALLEY_IS_FINDING (self));

  self->confidence = CLAMP (confidence, 0, 1);
}

void
galley_finding_set_weight (GalleyFinding *self, double weight)
{
  g_return_if_fail (GALLEY_IS_FINDING (self));

  self->weight = weight;
}

void
galley_finding_add_edit (
    GalleyFinding *self, GalleyBlock *block, guint start, guint end, const char *text, gboolean join)
{
  g_return_if_fail (GALLEY_IS_FINDING (self));
  g_return_if_fail (GALLEY_IS_BLOCK (block));
  g_return_if_fail (start <= end && end <= galley_block_get_length (block));

  GalleyEdit edit = { g_object_ref (block), start, end, g_strdup (text != NULL ? text : ""), join };

  if (self->edits == NULL)
    {
      self->edits = g_array_new (FALSE, FALSE, sizeof (GalleyEdit));
      g_array_set_clear_func (self->edits, edit_clear);
    }
  g_array_append_val (self->edits, edit);
}

GalleySeverity
galley_finding_get_severity (GalleyFinding *self)
{
  g_return_val_if_fail (GALLEY_IS_FINDING (self), GALLEY_SEVERITY_HINT);

  return self->severity;
}

double
galley_finding_get_confidence (GalleyFinding *self)
{
  g_return_val_if_fail (GALLEY_IS_FINDING (self), 0);

  return self->confidence;
}

double
galley_finding_get_weight (GalleyFinding *self)
{
  g_return_val_if_fail (GALLEY_IS_FINDING (self), 0);

  return self->weight;
}

const GalleyEdit *
galley_finding_get_edits (GalleyFinding *self, guint *n_edits)
{
  g_return_val_if_fail (GALLEY_IS_FINDING (self), NULL);

  *n_edits = self->edits != NULL ? self->edits->len : 0;
  return self->edits != NULL ? (const GalleyEdit *) (gpointer) self->edits->data : NULL;
}

char *
galley_finding_dup_key (GalleyFinding *self)
{
  g_return_val_if_fail (GALLEY_IS_FINDING (self), NULL);

  guint length = galley_block_get_length (self->block);
  g_autofree char *text = galley_finding_dup_text (self);
  g_autofree char *before = galley_block_dup_range (
      self->block, self->start > KEY_CONTEXT ? self->start - KEY_CONTEXT : 0, self->start);
  g_autofree char *after =
      galley_block_dup_range (self->block, self->end, MIN (length, self->end + KEY_CONTEXT));

  return g_strjoin ("\x1f", self->rule->id, text, before, after, NULL);
}

gint
galley_finding_compare (GalleyFinding *self, GalleyFinding *other)
{
  if (self->start != other->start)
    return self->start < other->start ? -1 : 1;
  if (self->severity != other->severity)
    return self->severity > other->severity ? -1 : 1;
  if (self->end != other->end)
    return self->end < other->end ? -1 : 1;
  return strcmp (self->rule->id, other->rule->id);
}
