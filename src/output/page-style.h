/* SPDX-License-Identifier: GPL-3.0-or-later
 * The style sheet of HTML pages; for page.c only. */

#pragma once

/* Colours have a contrast of 4.5 and more on each ground that they stand on (WCAG 1.4.3). */
extern const char sv_page_style[];
