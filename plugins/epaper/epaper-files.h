/* SPDX-License-Identifier: GPL-3.0-or-later */
/* epaper-files.h — the style sheet and the script, as the build put them into the plugin. */

#pragma once

extern const char epaper_css[];
extern const char epaper_js[];
