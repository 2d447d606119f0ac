/* SPDX-License-Identifier: GPL-3.0-or-later
 * The parts of reports that programs write for programs, and the bounces that they write for
 * people. */

#pragma once

#include "mail/enclosed.h"

/* In all of these, `line` is the line of the message that the content begins on, 0 for not known.
 */

/* message/delivery-status (RFC 3464): appends to `deliveries`. */
void sv_report_delivery_status (GBytes *content, guint line, SvEnclosed *enclosed);

/* message/feedback-report (RFC 5965); the first one counts. */
void sv_report_feedback (GBytes *content, guint line, SvEnclosed *enclosed);

/* The text of a bounce without RFC 3464, as qmail and Exim write it.  Returns the byte behind the
 * line that announces a copy of the message, or 0. */
gsize sv_report_text (GBytes *content, guint line, SvEnclosed *enclosed);
