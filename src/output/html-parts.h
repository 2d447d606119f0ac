/* SPDX-License-Identifier: GPL-3.0-or-later
 * The sections of a message's HTML page that html.c puts in order.  All text goes into the page
 * through page.h. */

#pragma once

#include "output/output.h"
#include "output/page.h"

/* One message's part of the page. */
typedef struct
{
  FILE *stream;
  gboolean verbose;
  guint number; /* of the message in this page, from 1: "m1-…" are its ids */
  guint lines;  /* of its header that the page shows */
} SvHtml;

/* A heading with an id by which the section is found. */
void sv_html_heading (const SvHtml *html, const char *id, const char *title);

/* "line 35" or another text that names it, as a link to that line of the header, if the page shows
 * it. */
void sv_html_line (const SvHtml *html, guint line, const char *text);

/* A result word as a coloured tag; NULL is "-". */
void sv_html_result (const SvHtml *html, const char *word);

/* Which mail it is, the finding that explains the complaint, what to do, other findings. */
void sv_html_mail (const SvHtml *html, const SvReport *report);
void sv_html_cause (const SvHtml *html, const SvReport *report);
void sv_html_remedies (const SvHtml *html, const SvReport *report);
void sv_html_findings (const SvHtml *html, const SvReport *report);

/* Tables: what was judged, verdicts, every stored verdict, DKIM signatures. */
void sv_html_judged (const SvHtml *html, const SvReport *report);
void sv_html_verdicts (const SvHtml *html, const SvReport *report);
void sv_html_stored (const SvHtml *html, const SvReport *report);
void sv_html_signatures (const SvHtml *html, const SvReport *report);

/* The way of the message: a picture, and the same as a table. */
void sv_html_path (const SvHtml *html, const SvReport *report);
void sv_html_picture (const SvHtml *html, const SvReport *report);

/* Records: SPF with its evaluation, DMARC, what changed in DNS, all answers. */
void sv_html_spf (const SvHtml *html, const SvSpfEvaluation *spf);
void sv_html_dmarc (const SvHtml *html, const SvReport *report);
void sv_html_changes (const SvHtml *html, const SvReport *report);
void sv_html_dns (const SvHtml *html, const SvReport *report);

/* How many lines of the header the page shows, and the lines themselves. */
guint sv_html_header_lines (const SvReport *report);
void sv_html_header (const SvHtml *html, const SvReport *report);
