/* SPDX-License-Identifier: GPL-3.0-or-later */
/* shots-rounds.h — pictures of rounds, history, preflight and log, on the edition that is open. */

#pragma once

#include "shell-fixture.h"

G_BEGIN_DECLS

/* Takes the first story through its rounds, with a picture of each panel and dialog on the way. */
void shoot_rounds (Shell *shell, const char *folder);
/* The same panels once more, as they stand: in other colours or another size. */
void shoot_rounds_again (Shell *shell, const char *folder, const char *suffix);

G_END_DECLS
