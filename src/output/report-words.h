/* SPDX-License-Identifier: GPL-3.0-or-later
 * The words of a report in the user's language that all formats for people share: labels, and lines
 * put together from several values.  Those are a stranger's: whoever prints them escapes them. */

#pragma once

#include "output/output.h"
#include "report.h"

/* File, number and part of the message, and how the stored verdict stands to the present one. */
char *sv_words_headline (const SvReport *report);

/* The message and what explains it, for one line: severity and title of the first finding; without
 * any, the headline. */
char *sv_words_quiet (const SvReport *report);

/* The mailboxes of From on one line; NULL without any. */
char *sv_words_from (const SvFacts *facts);

/* Where a judged value was found. */
char *sv_words_source (const SvFacts *facts, SvFrom from, guint line);

/* How sure the client's address is, and why; NULL where there is nothing to say. */
char *sv_words_why (const SvIdentity *identity);

/* A field's name as people write it: the header is kept in lower case. */
char *sv_words_field (const char *header);

/* "spf=pass dkim=pass"; NULL without results. */
char *sv_words_results (const SvAuthResults *field);

const char *sv_words_aligned (SvAligned aligned);
const char *sv_words_role (SvRole role);

/* A delay of so many seconds or more is told in another colour: mail that is greylisted or queued
 * waits as long, mail that is not does not. */
#define SV_WORDS_DELAY_LONG 300

/* Seconds from the hop below to hop `i`; FALSE where one of the two has no date. */
gboolean sv_words_hop_delay (const GArray *hops, guint i, gint64 *seconds);

/* Seconds in the largest unit that fits, for reading at a glance. */
char *sv_words_delay (gint64 seconds);

/* "name (address)", or what of it is there; NULL without both. */
char *sv_words_client (const SvReceived *hop);

/* The term of the record itself by which the evaluation came to its end: the deciding one, or the
 * include that leads to it; NULL without one.  Borrowed. */
const char *sv_words_deciding_term (const SvSpfEvaluation *spf);

/* "3 of 10 lookups, 0 of 2 void lookups". */
char *sv_words_counts (const SvSpfEvaluation *spf);

/* The way to the term that decided or broke it; NULL where it is in the record itself. */
char *sv_words_path (const SvSpfEvaluation *spf);

/* The outcome of a step: the word for data, and what it meant. */
char *sv_words_outcome (const SvSpfStep *step);

/* What a run amounts to, in one sentence. */
char *sv_words_totals (const SvTotals *totals);

/* Policy, result and what it rests on; char *, never NULL, none where there is no author domain. */
GPtrArray *sv_words_dmarc (const SvReport *report);
