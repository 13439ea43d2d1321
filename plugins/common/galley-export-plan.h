/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-export-plan.h — where the articles of a page stand on its picture. */

#pragma once

#include "galley-edition.h"

G_BEGIN_DECLS

/* In parts of the page's width and height, 0 … 1. */
typedef struct
{
  double x;
  double y;
  double width;
  double height;
} ExportArea;

/* A plan for a page nobody has drawn: the articles in reading order, in rows, each as large as it weighs (array of ExportArea,
 * one an article; free it). */
GArray *export_plan_areas (GPtrArray *articles);

G_END_DECLS
