/* SPDX-License-Identifier: GPL-3.0-or-later
 * The tables of the report for people: what was judged, verdicts, the receiver's fields, the path.
 */

#include "output/report-words.h"
#include "output/sentence.h"
#include "output/table.h"
#include "output/text-parts.h"
#include <glib/gi18n.h>
#include <string.h>

static void
judged_row (SvTable *table, const char *label, const char *value, const char *source)
{
  sv_table_cell (table, SV_STYLE_PLAIN, label);
  sv_table_cell (table, SV_STYLE_BOLD, value);
  sv_table_cell (table, SV_STYLE_DIM, source);
}

void
sv_text_judged (SvScreen *screen, const SvReport *report)
{
  const SvIdentity *identity = report->identity;
  g_autoptr (SvTable) table = sv_table_new ("lll");
  g_autofree char *ip = sv_ip_to_string (&identity->ip);
  g_autofree char *ip_source
      = sv_words_source (report->facts, identity->ip_from, identity->ip_line);
  g_autofree char *from_source
      = sv_words_source (report->facts, identity->mail_from_from, identity->mail_from_line);
  g_autofree char *helo_source
      = sv_words_source (report->facts, identity->helo_from, identity->helo_line);
  const char *mail_from = identity->mail_from;
  judged_row (table, _ ("client IP"), ip, ip_source);
  judged_row (table, "MAIL FROM", mail_from && !*mail_from ? "<>" : mail_from, from_source);
  judged_row (table, "HELO", identity->helo, helo_source);
  sv_text_heading (screen, _ ("What was judged"));
  sv_table_print (table, screen, 2);
  g_autofree char *why = sv_words_why (identity);
  if (why)
    sv_screen_paragraph (screen, SV_STYLE_DIM, 2, NULL, why);
}

static SvStyle
aligned_style (SvAligned aligned)
{
  static const SvStyle styles[] = {
    [SV_ALIGNED_UNKNOWN] = SV_STYLE_PLAIN,
    [SV_ALIGNED_NONE] = SV_STYLE_WARN,
    [SV_ALIGNED_RELAXED] = SV_STYLE_GOOD,
    [SV_ALIGNED_STRICT] = SV_STYLE_GOOD,
  };
  return styles[aligned];
}

static void
verdict_row (SvTable *table, const char *method, const char *stored, const char *now,
             const char *domain, SvAligned aligned)
{
  sv_table_cell (table, SV_STYLE_PLAIN, method);
  sv_table_cell (table, sv_style_of_result (stored), stored);
  sv_table_cell (table, sv_style_of_result (now), now);
  sv_table_cell (table, SV_STYLE_PLAIN, domain);
  sv_table_cell (table, aligned_style (aligned), sv_words_aligned (aligned));
}

static void
verdict_heads (SvTable *table, const char *from_domain)
{
  g_autofree char *aligned
      = from_domain ? sv_fill (_ ("aligned with {domain}"), "domain", from_domain, NULL)
                    : g_strdup (_ ("aligned"));
  const char *const heads[] = { "", _ ("stored"), _ ("now"), _ ("domain"), aligned };
  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    sv_table_cell (table, SV_STYLE_DIM, heads[i]);
}

void
sv_text_verdicts (SvScreen *screen, const SvReport *report)
{
  const SvStored *stored = &report->stored;
  const SvAlignment *alignment = &report->alignment;
  const SvSpfEvaluation *spf = report->spf;
  gboolean done = spf && spf->state == SV_SPF_STATE_DONE;
  g_autoptr (SvTable) table = sv_table_new ("lllll");
  verdict_heads (table, alignment->from_domain);
  verdict_row (table, "SPF", stored->spf, done ? sv_spf_result_name (spf->result) : NULL,
               alignment->spf_domain, alignment->spf_aligned);
  verdict_row (table, "DKIM", stored->dkim, sv_dkim_now (report), alignment->dkim_domain,
               alignment->dkim_aligned);
  verdict_row (table, "DMARC", stored->dmarc, sv_dmarc_word (report->dmarc), alignment->from_domain,
               SV_ALIGNED_UNKNOWN);
  if (stored->arc || report->facts->arc_instances > 0)
    verdict_row (table, "ARC", stored->arc, sv_arc_now (report), NULL, SV_ALIGNED_UNKNOWN);
  sv_text_heading (screen, _ ("Verdicts"));
  sv_table_print (table, screen, 2);
}

static void
stored_row (SvTable *table, guint line, const char *field, const char *result, const char *word,
            gboolean trusted)
{
  g_autofree char *number = g_strdup_printf ("%u", line);
  sv_table_cell (table, SV_STYLE_DIM, number);
  sv_table_cell (table, SV_STYLE_PLAIN, field);
  sv_table_cell (table, sv_style_of_result (word), result);
  sv_table_cell (table, trusted ? SV_STYLE_PLAIN : SV_STYLE_DIM,
                 trusted ? _ ("believed") : _ ("a claim only"));
}

static void
received_spf_row (SvTable *table, const SvReceivedSpf *field, gboolean trusted)
{
  stored_row (table, field->line, "Received-SPF", field->result, field->result, trusted);
  if (!field->comment || !*field->comment)
    return;
  g_autofree char *comment = g_strdup_printf ("(%s)", field->comment);
  sv_table_note (table, SV_STYLE_DIM, 4, comment);
}

static void
auth_results_row (SvTable *table, const SvAuthResults *field, gboolean trusted)
{
  g_autofree char *label = sv_words_field (field->header);
  g_autofree char *results = sv_words_results (field);
  stored_row (table, field->line, label, results, NULL, trusted);
  if (!field->authserv_id)
    return;
  g_autofree char *by = sv_fill (_ ("by {receiver}"), "receiver", field->authserv_id, NULL);
  sv_table_note (table, SV_STYLE_DIM, 4, by);
}

/* Both kinds of field in the order of the message. */
void
sv_text_stored (SvScreen *screen, const SvReport *report)
{
  const GArray *spf = report->facts->received_spf;
  const GArray *results = report->facts->auth_results;
  if (spf->len + results->len == 0)
    return;
  g_autoptr (SvTable) table = sv_table_new ("rlll");
  const char *const heads[] = { _ ("line"), _ ("field"), _ ("result"), "" };
  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    sv_table_cell (table, SV_STYLE_DIM, heads[i]);
  for (guint i = 0, j = 0; i < spf->len || j < results->len;)
    {
      const SvReceivedSpf *field = i < spf->len ? &g_array_index (spf, SvReceivedSpf, i) : NULL;
      const SvAuthResults *other
          = j < results->len ? &g_array_index (results, SvAuthResults, j) : NULL;
      if (field && (!other || field->line <= other->line))
        received_spf_row (table, field, report->identity->spf_trusted[i++]);
      else
        auth_results_row (table, other, report->identity->results_trusted[j++]);
    }
  sv_text_heading (screen, _ ("Stored verdicts"));
  sv_table_print (table, screen, 2);
}

static void
hop_row (SvTable *table, const GArray *hops, guint i, SvRole role)
{
  const SvReceived *hop = &g_array_index (hops, SvReceived, i);
  gint64 seconds = 0;
  gboolean dated = sv_words_hop_delay (hops, i, &seconds);
  g_autofree char *line = g_strdup_printf ("%u", hop->line);
  g_autofree char *client = sv_words_client (hop);
  g_autofree char *delay = dated ? sv_words_delay (seconds) : NULL;
  SvStyle style = role == SV_ROLE_BORDER ? SV_STYLE_BOLD : SV_STYLE_PLAIN;
  sv_table_cell (table, SV_STYLE_DIM, line);
  sv_table_cell (table, style, client);
  sv_table_cell (table, style, hop->by);
  sv_table_cell (table, seconds < 0 ? SV_STYLE_WARN : SV_STYLE_PLAIN, delay);
  sv_table_cell (table, style, sv_words_role (role));
}

void
sv_text_path (SvScreen *screen, const SvReport *report)
{
  const GArray *hops = report->facts->received;
  if (hops->len == 0)
    return;
  g_autoptr (SvTable) table = sv_table_new ("rllrl");
  const char *const heads[]
      = { _ ("line"), _ ("from (client address)"), _ ("by"), _ ("delay"), _ ("role") };
  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    sv_table_cell (table, SV_STYLE_DIM, heads[i]);
  for (guint i = 0; i < hops->len; i++)
    hop_row (table, hops, i, report->identity->roles[i]);
  sv_text_heading (screen, _ ("Path (newest first)"));
  sv_table_print (table, screen, 2);
}

/* "rsa-sha256, 2048: body-changed", as much as is known of it. */
static char *
signature_note (const SvDkimSignature *signature, const SvDkimVerdict *now)
{
  g_autoptr (GString) note = g_string_new (signature->algorithm ? signature->algorithm : "?");
  const char *reason = now ? sv_dkim_reason_name (now->reason) : NULL;
  if (now && now->key_bits)
    g_string_append_printf (note, ", %u", now->key_bits);
  if (reason)
    g_string_append_printf (note, ": %s", reason);
  return g_strdup (note->str);
}

static void
signature_row (SvTable *table, const SvDkimSignature *signature, const SvJudgedSignature *judged)
{
  g_autofree char *line = g_strdup_printf ("%u", signature->line);
  g_autofree char *note = signature_note (signature, judged->now);
  const char *now = sv_signature_now (judged);
  sv_table_cell (table, SV_STYLE_DIM, line);
  sv_table_cell (table, SV_STYLE_PLAIN, signature->domain);
  sv_table_cell (table, SV_STYLE_PLAIN, signature->selector);
  sv_table_cell (table, sv_style_of_result (judged->stored), judged->stored);
  sv_table_cell (table, sv_style_of_result (now), now);
  sv_table_cell (table, aligned_style (judged->aligned), sv_words_aligned (judged->aligned));
  sv_table_note (table, SV_STYLE_DIM, 6, note);
}

void
sv_text_signatures (SvScreen *screen, const SvReport *report)
{
  const GArray *signatures = report->facts->signatures;
  if (signatures->len == 0)
    return;
  g_autoptr (SvTable) table = sv_table_new ("rlllll");
  const char *const heads[]
      = { _ ("line"), _ ("domain"), _ ("selector"), _ ("stored"), _ ("now"), _ ("aligned") };
  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    sv_table_cell (table, SV_STYLE_DIM, heads[i]);
  for (guint i = 0; i < MIN (signatures->len, SV_DKIM_SIGNATURES_MAX); i++)
    signature_row (table, &g_array_index (signatures, SvDkimSignature, i),
                   &g_array_index (report->signatures, SvJudgedSignature, i));
  sv_text_heading (screen, _ ("DKIM signatures"));
  sv_table_print (table, screen, 2);
}

/* "pass (seal)" of one part of a set. */
static void
arc_cell (SvTable *table, const SvDkimVerdict *verdict)
{
  const char *word = sv_dkim_result_name (verdict->result);
  sv_table_cell (table, sv_style_of_result (word), word);
}

void
sv_text_arc (SvScreen *screen, const SvReport *report)
{
  const SvArcVerification *arc = report->arc;
  if (!arc || arc->sets->len == 0)
    return;
  g_autoptr (SvTable) table = sv_table_new ("rrlllll");
  const char *const heads[]
      = { "i", _ ("line"), _ ("sealed by"), _ ("selector"), "cv", _ ("message"), _ ("seal") };
  for (gsize i = 0; i < G_N_ELEMENTS (heads); i++)
    sv_table_cell (table, SV_STYLE_DIM, heads[i]);
  for (guint i = 0; i < arc->sets->len; i++)
    {
      const SvArcSet *set = &g_array_index (arc->sets, SvArcSet, i);
      g_autofree char *instance = g_strdup_printf ("%u", set->instance);
      g_autofree char *line = g_strdup_printf ("%u", set->seal_line);
      sv_table_cell (table, SV_STYLE_PLAIN, instance);
      sv_table_cell (table, SV_STYLE_DIM, line);
      sv_table_cell (table, SV_STYLE_PLAIN, set->domain);
      sv_table_cell (table, SV_STYLE_PLAIN, set->selector);
      sv_table_cell (table, SV_STYLE_PLAIN, sv_arc_cv_name (set->cv));
      arc_cell (table, &set->message);
      arc_cell (table, &set->seal);
    }
  sv_text_heading (screen, _ ("ARC chain"));
  sv_table_print (table, screen, 2);
}
