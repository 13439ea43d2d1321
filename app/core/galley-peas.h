/* SPDX-License-Identifier: GPL-3.0-or-later */
/* galley-peas.h — the one include of libpeas: version 2 where the build found it, else 1.34 or later. Which one it is
 * shows in the include path that pkg-config gave, so a plugin outside the tree needs no flag of ours. */

#pragma once

#if __has_include(<libpeas.h>)
#define GALLEY_PEAS_2 1
#include <libpeas.h>
#else
#define PEAS_DISABLE_DEPRECATED 1
#include <libpeas/peas.h>
#endif
