/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-byline.h — reads a byline or credit line by its tokens: 本报首席记者 许梅 通讯员 阮家骅, A 文 B 摄, By X and Y. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  char *name;
  char *role; /* as printed: 本报记者, 通讯员, 摄 …; "" for a name that stands alone */
} GalleyPerson;

/* The persons of one line, in order (array of GalleyPerson * with a free function). NULL when a token of the line is not
 * known: then the line is not a byline. Names lose the blanks they were spaced out with (吴  月 → 吴月). */
GPtrArray *galley_byline_parse (const char *line);

G_END_DECLS
