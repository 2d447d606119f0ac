/* SPDX-License-Identifier: GPL-3.0-or-later
 * The sections of the report for people that text.c puts in order. */

#pragma once

#include "output/screen.h"

/* An empty line and the section's title. */
void sv_text_heading (SvScreen *screen, const char *title);

/* "What was judged": address, MAIL FROM and HELO, each with its source. */
void sv_text_judged (SvScreen *screen, const SvReport *report);

/* "Verdicts": stored and now, the domains and their alignment. */
void sv_text_verdicts (SvScreen *screen, const SvReport *report);

/* Below the verdicts of a drift: what shows its cause. */
void sv_text_evidence (SvScreen *screen, const SvReport *report);

/* "What changed in DNS", with --dns-then: answers that differ; nothing if none does. */
void sv_text_changes (SvScreen *screen, const SvReport *report);

/* "Stored verdicts": every Received-SPF and Authentication-Results. */
void sv_text_stored (SvScreen *screen, const SvReport *report);

/* "Path": the hops. */
void sv_text_path (SvScreen *screen, const SvReport *report);

/* "DKIM signatures", and with --verbose "ARC chain": verdicts on each of them, and why. */
void sv_text_signatures (SvScreen *screen, const SvReport *report);
void sv_text_arc (SvScreen *screen, const SvReport *report);

/* One item of "What to do": the corrected record, or why there is none. */
void sv_text_advice (SvScreen *screen, const char *lead, const SvAdvice *advice);

/* "SPF record of …": the record, and which term decided. */
void sv_text_record (SvScreen *screen, const SvSpfEvaluation *spf);

/* "DMARC of …": the record, its policy, and what decides. */
void sv_text_dmarc (SvScreen *screen, const SvReport *report);

/* With --trace and --verbose: the evaluation term by term, and the DNS answers. */
void sv_text_trace (SvScreen *screen, const SvSpfEvaluation *spf);
void sv_text_dns (SvScreen *screen, const SvLookups *lookups);
