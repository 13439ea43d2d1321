/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-finding-rows.h"

/* What one call may do to the list: a list view takes a fifth of a millisecond for a row that comes, and some more for every
 * change of the list; a row that takes another finding has two labels measured. */
#define MAX_ADDED 3
#define MAX_REMOVED 6
#define MAX_CHANGED 12
/* How far a finding is looked for that has moved. */
#define MAX_AHEAD 64

struct _GalleyFindingRow
{
  GObject parent_instance;

  GalleyFinding *finding;
  guint hash;
};

struct _GalleyFindingGroup
{
  GObject parent_instance;

  GalleySeverity severity;
  GListStore *rows;
  guint count;
};

G_DEFINE_FINAL_TYPE (GalleyFindingRow, galley_finding_row, G_TYPE_OBJECT)
G_DEFINE_FINAL_TYPE (GalleyFindingGroup, galley_finding_group, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_FIRST, /* "finding" of a row, "count" of a group */
};

static GParamSpec *row_finding;
static GParamSpec *group_count;

/* --- rows -------------------------------------------------------------------------------------------------------- */

/* What a row says: two findings with one hash may take each other's row. */
static guint
hash_finding (GalleyFinding *finding)
{
  g_autofree char *text = galley_finding_dup_text (finding);
  const char *message = galley_finding_get_message (finding);

  return g_str_hash (galley_finding_get_rule (finding)->id) ^ g_str_hash (text) * 31u ^
         (message != NULL ? g_str_hash (message) : 0) * 131u;
}

static void
galley_finding_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_FIRST)
    g_value_set_object (value, GALLEY_FINDING_ROW (object)->finding);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
galley_finding_row_dispose (GObject *object)
{
  g_clear_object (&GALLEY_FINDING_ROW (object)->finding);
  G_OBJECT_CLASS (galley_finding_row_parent_class)->dispose (object);
}

static void
galley_finding_row_class_init (GalleyFindingRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = galley_finding_row_get_property;
  object_class->dispose = galley_finding_row_dispose;
  row_finding = g_param_spec_object ("finding", NULL, NULL, GALLEY_TYPE_FINDING,
                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_property (object_class, PROP_FIRST, row_finding);
}

static void
galley_finding_row_init (GalleyFindingRow *self)
{
}

static gboolean
set_finding (GalleyFindingRow *self, GalleyFinding *finding, guint hash)
{
  if (!g_set_object (&self->finding, finding))
    return FALSE;
  self->hash = hash;
  g_object_notify_by_pspec (G_OBJECT (self), row_finding);
  return TRUE;
}

GalleyFinding *
galley_finding_row_get_finding (GalleyFindingRow *self)
{
  g_return_val_if_fail (GALLEY_IS_FINDING_ROW (self), NULL);

  return self->finding;
}

/* --- groups ------------------------------------------------------------------------------------------------------ */

static void
galley_finding_group_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_FIRST)
    g_value_set_uint (value, GALLEY_FINDING_GROUP (object)->count);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
galley_finding_group_dispose (GObject *object)
{
  g_clear_object (&GALLEY_FINDING_GROUP (object)->rows);
  G_OBJECT_CLASS (galley_finding_group_parent_class)->dispose (object);
}

static void
galley_finding_group_class_init (GalleyFindingGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = galley_finding_group_get_property;
  object_class->dispose = galley_finding_group_dispose;
  group_count =
      g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_property (object_class, PROP_FIRST, group_count);
}

static void
galley_finding_group_init (GalleyFindingGroup *self)
{
  self->rows = g_list_store_new (GALLEY_TYPE_FINDING_ROW);
}

GalleyFindingGroup *
galley_finding_group_new (GalleySeverity severity)
{
  GalleyFindingGroup *self = g_object_new (GALLEY_TYPE_FINDING_GROUP, NULL);

  self->severity = severity;
  return self;
}

GalleySeverity
galley_finding_group_get_severity (GalleyFindingGroup *self)
{
  g_return_val_if_fail (GALLEY_IS_FINDING_GROUP (self), GALLEY_SEVERITY_HINT);

  return self->severity;
}

guint
galley_finding_group_get_count (GalleyFindingGroup *self)
{
  g_return_val_if_fail (GALLEY_IS_FINDING_GROUP (self), 0);

  return self->count;
}

GListModel *
galley_finding_group_get_rows (GalleyFindingGroup *self)
{
  g_return_val_if_fail (GALLEY_IS_FINDING_GROUP (self), NULL);

  return G_LIST_MODEL (self->rows);
}

gint
galley_finding_group_find (GalleyFindingGroup *self, GalleyFinding *finding)
{
  guint n;

  g_return_val_if_fail (GALLEY_IS_FINDING_GROUP (self), -1);

  n = g_list_model_get_n_items (G_LIST_MODEL (self->rows));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GalleyFindingRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);

      if (row->finding == finding)
        return (gint) i;
    }
  return -1;
}

/* --- bringing them up to date ------------------------------------------------------------------------------------ */

typedef struct
{
  GListStore *rows;
  guint n_rows;
  GPtrArray *wanted; /* of GalleyFinding */
  GArray *hashes;    /* of guint: what they say */
  GHashTable *kept;  /* findings that have a row and are wanted: no other row may take them */
} Update;

/* May the row stand for that finding? A finding that kept its row stays in it. */
static gboolean
fits (Update *self, guint row, guint wanted)
{
  g_autoptr (GalleyFindingRow) own = g_list_model_get_item (G_LIST_MODEL (self->rows), row);
  GalleyFinding *finding = g_ptr_array_index (self->wanted, wanted);

  return own->finding == finding ||
         (own->hash == g_array_index (self->hashes, guint, wanted) &&
          !g_hash_table_contains (self->kept, own->finding) && !g_hash_table_contains (self->kept, finding));
}

/* Where row and finding at @at do not fit: how many rows have gone there (removed), or have come (added)? Neither when one
 * took the place of the other. */
static void
look_ahead (Update *self, guint at, guint *removed, guint *added)
{
  *removed = *added = 0;
  for (guint k = 1; k <= MAX_AHEAD; k++)
    {
      if (at + k < self->n_rows && fits (self, at + k, at))
        {
          *removed = k;
          return;
        }
      if (at + k < self->wanted->len && fits (self, at, at + k))
        {
          *added = k;
          return;
        }
    }
}

static gboolean
take (Update *self, guint at)
{
  g_autoptr (GalleyFindingRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), at);

  return set_finding (row, g_ptr_array_index (self->wanted, at), g_array_index (self->hashes, guint, at));
}

static void
add_rows (Update *self, guint at, guint n)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = at; i < at + MIN (n, MAX_ADDED); i++)
    {
      GalleyFindingRow *row = g_object_new (GALLEY_TYPE_FINDING_ROW, NULL);

      set_finding (row, g_ptr_array_index (self->wanted, i), g_array_index (self->hashes, guint, i));
      g_ptr_array_add (rows, row);
    }
  g_list_store_splice (self->rows, at, 0, rows->pdata, rows->len);
}

/* One step towards what is wanted; FALSE when there is nothing left to do. */
static gboolean
step (Update *self)
{
  guint n_wanted = self->wanted->len;
  guint n_changed = 0;
  guint removed, added;

  for (guint at = 0; at < self->n_rows && at < n_wanted; at++)
    {
      if (!fits (self, at, at))
        {
          look_ahead (self, at, &removed, &added);
          if (removed > 0)
            g_list_store_splice (self->rows, at, MIN (removed, MAX_REMOVED), NULL, 0);
          else if (added > 0)
            add_rows (self, at, added);
          if (removed > 0 || added > 0)
            return TRUE;
        }
      if (take (self, at) && ++n_changed == MAX_CHANGED)
        return TRUE;
    }
  if (self->n_rows > n_wanted)
    {
      removed = MIN (self->n_rows - n_wanted, MAX_REMOVED);
      g_list_store_splice (self->rows, self->n_rows - removed, removed, NULL, 0);
    }
  else if (self->n_rows < n_wanted)
    {
      add_rows (self, self->n_rows, n_wanted - self->n_rows);
    }
  return self->n_rows != n_wanted;
}

/* The findings of the group, as many as @quota allows; how many there are in all. */
static guint
collect (Update *self, GalleySeverity severity, GListModel *findings, guint quota)
{
  g_autoptr (GHashTable) old = g_hash_table_new (NULL, NULL);
  guint n = findings != NULL ? g_list_model_get_n_items (findings) : 0;
  guint count = 0;

  for (guint i = 0; i < self->n_rows; i++)
    {
      g_autoptr (GalleyFindingRow) row = g_list_model_get_item (G_LIST_MODEL (self->rows), i);

      g_hash_table_insert (old, row->finding, GUINT_TO_POINTER (row->hash));
    }
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GalleyFinding) finding = g_list_model_get_item (findings, i);
      gpointer hash;
      guint own;

      if (galley_finding_get_severity (finding) != severity || count++ >= quota)
        continue;
      if (g_hash_table_lookup_extended (old, finding, NULL, &hash))
        {
          g_hash_table_add (self->kept, finding);
          own = GPOINTER_TO_UINT (hash);
        }
      else
        {
          own = hash_finding (finding);
        }
      g_array_append_val (self->hashes, own);
      g_ptr_array_add (self->wanted, g_steal_pointer (&finding));
    }
  return count;
}

gboolean
galley_finding_group_update (GalleyFindingGroup *self, GListModel *findings, guint *quota)
{
  g_autoptr (GPtrArray) wanted = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) hashes = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GHashTable) kept = g_hash_table_new (NULL, NULL);
  Update update = { self->rows, g_list_model_get_n_items (G_LIST_MODEL (self->rows)), wanted, hashes, kept };
  guint count;

  g_return_val_if_fail (GALLEY_IS_FINDING_GROUP (self), FALSE);

  count = collect (&update, self->severity, findings, *quota);
  *quota -= wanted->len;
  if (self->count != count)
    {
      self->count = count;
      g_object_notify_by_pspec (G_OBJECT (self), group_count);
    }
  return step (&update);
}
