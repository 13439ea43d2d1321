/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "galley-report.h"

struct _GalleyReport
{
  GObject parent_instance;

  GalleyMasthead *masthead;
  GPtrArray *findings; /* of GalleyFinding * */
};

G_DEFINE_FINAL_TYPE (GalleyReport, galley_report, G_TYPE_OBJECT)

static void
galley_report_finalize (GObject *object)
{
  GalleyReport *self = GALLEY_REPORT (object);

  g_clear_object (&self->masthead);
  g_ptr_array_unref (self->findings);

  G_OBJECT_CLASS (galley_report_parent_class)->finalize (object);
}

static void
galley_report_class_init (GalleyReportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = galley_report_finalize;
}

static void
galley_report_init (GalleyReport *self)
{
  self->findings = g_ptr_array_new_with_free_func (g_object_unref);
}

GalleyReport *
galley_report_new (GalleyMasthead *masthead)
{
  GalleyReport *self = g_object_new (GALLEY_TYPE_REPORT, NULL);

  g_set_object (&self->masthead, masthead);
  return self;
}

GalleyMasthead *
galley_report_get_masthead (GalleyReport *self)
{
  g_return_val_if_fail (GALLEY_IS_REPORT (self), NULL);

  return self->masthead;
}

void
galley_report_add (GalleyReport *self,
                   GalleyRule *rule,
                   GalleyBlock *block,
                   guint start,
                   guint end,
                   const char *message,
                   const char *fix)
{
  const char *fixes[] = { fix, NULL };

  galley_report_take (self, galley_finding_new (rule, block, start, end, message, fixes));
}

void
galley_report_take (GalleyReport *self, GalleyFinding *finding)
{
  g_return_if_fail (GALLEY_IS_REPORT (self));
  g_return_if_fail (GALLEY_IS_FINDING (finding));

  g_ptr_array_add (self->findings, finding);
}

const GPtrArray *
galley_report_get_findings (GalleyReport *self)
{
  g_return_val_if_fail (GALLEY_IS_REPORT (self), NULL);

  return self->findings;
}

GPtrArray *
galley_report_steal (GalleyReport *self)
{
  g_return_val_if_fail (GALLEY_IS_REPORT (self), NULL);

  GPtrArray *findings = self->findings;

  self->findings = g_ptr_array_new_with_free_func (g_object_unref);
  return findings;
}
