/* SPDX-License-Identifier: GPL-3.0-or-later
 * One line a message as RFC 4180 comma-separated values.
 *
 * Spreadsheets take a cell that begins with = + - @ for a formula: such a cell gets an apostrophe
 * in front, which they hide ("-all" is written as '-all); a lone "-" is none.  Control characters
 * and other unsafe ones are written as the escapes of escape.h, so that a cell is always one line.
 */

#include "output/escape.h"
#include "output/formats.h"
#include "output/rfc3339.h"
#include <string.h>

/* Findings told in one cell: the ones in front explain the message. */
#define FINDINGS_MAX 8

/* From mailboxes told in one cell; a real message has one. */
#define FROM_MAX 8

typedef char *(*CellText) (const SvReport *report);

static char *
number_text (guint64 number)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT, number);
}

static char *
file_cell (const SvReport *report)
{
  return g_strdup (report->message->file);
}

static char *
index_cell (const SvReport *report)
{
  return number_text (report->message->index);
}

static char *
offset_cell (const SvReport *report)
{
  return number_text (report->message->offset);
}

static char *
part_cell (const SvReport *report)
{
  return g_strdup (report->message->part);
}

static char *
message_id_cell (const SvReport *report)
{
  return g_strdup (report->facts->message_id);
}

static char *
date_cell (const SvReport *report)
{
  const SvFacts *facts = report->facts;
  return facts->has_date ? sv_date_rfc3339 (facts->date, facts->zone) : NULL;
}

static char *
from_cell (const SvReport *report)
{
  GString *text = g_string_new (NULL);
  const GArray *from = report->facts->from;
  for (guint i = 0; i < MIN (from->len, FROM_MAX); i++)
    {
      const char *address = g_array_index (from, SvMailbox, i).address;
      if (address)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " " : "", address);
    }
  return g_string_free (text, FALSE);
}

static char *
ip_cell (const SvReport *report)
{
  return sv_ip_to_string (&report->identity->ip);
}

static char *
ip_from_cell (const SvReport *report)
{
  return g_strdup (sv_from_name (report->identity->ip_from));
}

/* The null sender is told from a sender that is not known. */
static char *
mail_from_cell (const SvReport *report)
{
  const char *mail_from = report->identity->mail_from;
  return g_strdup (mail_from && !*mail_from ? "<>" : mail_from);
}

static char *
helo_cell (const SvReport *report)
{
  return g_strdup (report->identity->helo);
}

static char *
confidence_cell (const SvReport *report)
{
  return g_strdup (sv_confidence_name (report->identity->confidence));
}

static char *
stored_spf_cell (const SvReport *report)
{
  return g_strdup (report->comparison.stored);
}

static char *
now_spf_cell (const SvReport *report)
{
  return g_strdup (report->comparison.now);
}

static char *
status_cell (const SvReport *report)
{
  return g_strdup (sv_compare_status_name (report->comparison.status));
}

static char *
cause_cell (const SvReport *report)
{
  return g_strdup (report->comparison.cause);
}

static const SvSpfEvaluation *
done (const SvReport *report)
{
  return report->spf && report->spf->state == SV_SPF_STATE_DONE ? report->spf : NULL;
}

static char *
spf_domain_cell (const SvReport *report)
{
  return done (report) ? g_strdup (report->spf->domain) : NULL;
}

static char *
mechanism_cell (const SvReport *report)
{
  return done (report) ? g_strdup (report->spf->mechanism) : NULL;
}

static char *
lookups_cell (const SvReport *report)
{
  return done (report) ? number_text (report->spf->lookups) : NULL;
}

static char *
dkim_stored_cell (const SvReport *report)
{
  return g_strdup (report->stored.dkim);
}

static char *
dmarc_stored_cell (const SvReport *report)
{
  return g_strdup (report->stored.dmarc);
}

static char *
spf_aligned_cell (const SvReport *report)
{
  return g_strdup (sv_aligned_name (report->alignment.spf_aligned));
}

static char *
dkim_aligned_cell (const SvReport *report)
{
  return g_strdup (sv_aligned_name (report->alignment.dkim_aligned));
}

static char *
findings_cell (const SvReport *report)
{
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < MIN (report->findings->len, FINDINGS_MAX); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            g_array_index (report->findings, SvFinding, i).text->id);
  return g_string_free (text, FALSE);
}

static char *
dmarc_now_cell (const SvReport *report)
{
  return g_strdup (sv_dmarc_word (report->dmarc));
}

static char *
dkim_now_cell (const SvReport *report)
{
  return g_strdup (sv_dkim_now (report));
}

static char *
arc_stored_cell (const SvReport *report)
{
  return g_strdup (report->stored.arc);
}

static char *
arc_now_cell (const SvReport *report)
{
  return g_strdup (sv_arc_now (report));
}

static char *
dmarc_policy_cell (const SvReport *report)
{
  return report->dmarc ? g_strdup (sv_dmarc_policy_name (report->dmarc->policy)) : NULL;
}

/* clang-format off */
static const struct
{
  const char *name;
  CellText text; /* newly allocated; NULL: empty */
} columns[] = {
  { "file", file_cell },
  { "index", index_cell },
  { "offset", offset_cell },
  { "message_id", message_id_cell },
  { "date", date_cell },
  { "from", from_cell },
  { "ip", ip_cell },
  { "ip_from", ip_from_cell },
  { "mail_from", mail_from_cell },
  { "helo", helo_cell },
  { "confidence", confidence_cell },
  { "stored_spf", stored_spf_cell },
  { "now_spf", now_spf_cell },
  { "status", status_cell },
  { "cause", cause_cell },
  { "spf_domain", spf_domain_cell },
  { "mechanism", mechanism_cell },
  { "lookups", lookups_cell },
  { "dkim_stored", dkim_stored_cell },
  { "dmarc_stored", dmarc_stored_cell },
  { "spf_aligned", spf_aligned_cell },
  { "dkim_aligned", dkim_aligned_cell },
  { "findings", findings_cell },
  { "part", part_cell },
  { "dmarc_now", dmarc_now_cell },
  { "dmarc_policy", dmarc_policy_cell },
  { "dkim_now", dkim_now_cell },
  { "arc_stored", arc_stored_cell },
  { "arc_now", arc_now_cell },
};
/* clang-format on */

/* Whether a spreadsheet would take the text for a formula.  Some skip blanks in front, some know
 * the full-width forms. */
static gboolean
is_formula (const char *text)
{
  static const char *const signs[] = { "=", "+", "-", "@", "＝", "＋", "－", "＠" };
  if (strcmp (text, "-") == 0)
    return FALSE;
  text += strspn (text, " ");
  for (gsize i = 0; i < G_N_ELEMENTS (signs); i++)
    if (g_str_has_prefix (text, signs[i]))
      return TRUE;
  return FALSE;
}

/* TEXTDATA, or escaped where it must be (RFC 4180 2, rules 5 to 7). */
static void
write_cell (FILE *stream, const char *text)
{
  gboolean control = *text == '\t' || *text == '\r' || *text == '\n';
  g_autofree char *safe = sv_escape (text);
  gsize len = strlen (safe);
  const char *mark = control || is_formula (safe) ? "'" : "";
  gboolean blanks = len > 0 && (safe[0] == ' ' || safe[len - 1] == ' ');
  if (!blanks && !strpbrk (safe, ",;\""))
    {
      fprintf (stream, "%s%s", mark, safe);
      return;
    }
  fprintf (stream, "\"%s", mark);
  for (const char *c = safe; *c; c++)
    {
      if (*c == '"')
        fputc ('"', stream);
      fputc (*c, stream);
    }
  fputc ('"', stream);
}

void
sv_csv_begin (SvOutput *self)
{
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    fprintf (self->stream, "%s%s", i > 0 ? "," : "", columns[i].name);
  fputs ("\r\n", self->stream);
}

void
sv_csv_report (SvOutput *self, const SvReport *report)
{
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      g_autofree char *text = columns[i].text (report);
      if (i > 0)
        fputc (',', self->stream);
      if (text)
        write_cell (self->stream, text);
    }
  fputs ("\r\n", self->stream);
}
