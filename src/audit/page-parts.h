/* SPDX-License-Identifier: GPL-3.0-or-later
 * The style and the script of the audit's page, beside those that all pages share. */

#pragma once

extern const char sv_audit_page_style[];

/* Sorts and filters tables of the class "big", and shows them by the hundred; the page works
 * without it.  It finds its words in the data attributes of #words. */
extern const char sv_audit_page_script[];
