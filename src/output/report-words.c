/* SPDX-License-Identifier: GPL-3.0-or-later
 * The words of a report; see report-words.h. */

#include "output/report-words.h"

#include "output/finding-text.h"
#include "output/sentence.h"

#include <glib/gi18n.h>
#include <string.h>

/* With the message's number in an archive, and its part number where another one encloses it. */
static const char *
headline_text (const SvMessage *message)
{
  if (message->format == SV_INPUT_MBOX)
    return message->part ? _ ("{file}, message {number}, part {part}: {sentence}")
                         : _ ("{file}, message {number}: {sentence}");
  return message->part ? _ ("{file}, part {part}: {sentence}") : _ ("{file}: {sentence}");
}

static char *
headline (const SvMessage *message, const char *sentence)
{
  const char *file = strcmp (message->file, "-") == 0 ? _ ("(standard input)") : message->file;
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, message->index + 1);
  return sv_fill (headline_text (message), "file", file, "number", number, "part", message->part,
                  "sentence", sentence, NULL);
}

char *
sv_words_headline (const SvReport *report)
{
  g_autofree char *sentence = sv_comparison_sentence (report);
  return headline (report->message, sentence);
}

char *
sv_words_quiet (const SvReport *report)
{
  guint i = 0;
  const SvFinding *finding = sv_finding_next (report, FALSE, &i);
  if (!finding)
    return sv_words_headline (report);
  g_autofree char *title = sv_finding_title (finding);
  g_autofree char *sentence = sv_fill (_ ("{label}: {text}"), "label",
                                       sv_severity_label (finding->severity), "text", title, NULL);
  return headline (report->message, sentence);
}

char *
sv_words_from (const SvFacts *facts)
{
  if (facts->from->len == 0)
    return NULL;
  /* A From with many mailboxes is cut to one line all the same. */
  enum
  {
    MAILBOXES_SHOWN = 5
  };
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < MIN (facts->from->len, MAILBOXES_SHOWN); i++)
    {
      const SvMailbox *mailbox = &g_array_index (facts->from, SvMailbox, i);
      const char *address = mailbox->address ? mailbox->address : "";
      g_string_append (text, i > 0 ? ", " : "");
      if (mailbox->name && *mailbox->name)
        g_string_append_printf (text, "%s <%s>", mailbox->name, address);
      else
        g_string_append (text, address);
    }
  return g_string_free (text, FALSE);
}

/* Where a value was found, by SvFrom.  {header} is the field's name. */
static const char *const sources[] = {
  [SV_FROM_NONE] = N_ ("not known"),
  [SV_FROM_OPTION] = N_ ("given on the command line"),
  [SV_FROM_RECEIVED_SPF] = N_ ("Received-SPF, line {line}"),
  [SV_FROM_AUTH_RESULTS] = N_ ("Authentication-Results, line {line}"),
  [SV_FROM_X_HEADER] = N_ ("{header}, line {line}"),
  [SV_FROM_RECEIVED] = N_ ("Received, line {line}"),
  [SV_FROM_RETURN_PATH] = N_ ("Return-Path, line {line}"),
  [SV_FROM_FROM_LINE] = N_ ("From_ line of the mbox"),
  [SV_FROM_REPORT] = N_ ("enclosing report"),
};

/* How sure the address is, and why; by SvConfidence. */
static const char *const confidences[] = {
  [SV_CONFIDENCE_NONE] = "{why}",
  [SV_CONFIDENCE_LOW] = N_ ("Low confidence. {why}"),
  [SV_CONFIDENCE_MEDIUM] = N_ ("Medium confidence. {why}"),
  [SV_CONFIDENCE_HIGH] = N_ ("High confidence. {why}"),
};

char *
sv_words_field (const char *header)
{
  static const char *const acronyms[] = { "arc", "dkim", "id", "ip", "ms", "spf" };
  g_auto (GStrv) parts = g_strsplit (header, "-", -1);
  for (char **part = parts; *part; part++)
    {
      gboolean acronym = FALSE;
      for (gsize i = 0; i < G_N_ELEMENTS (acronyms); i++)
        acronym = acronym || strcmp (*part, acronyms[i]) == 0;
      for (char *c = *part; *c && (acronym || c == *part); c++)
        *c = g_ascii_toupper (*c);
    }
  return g_strjoinv ("-", parts);
}

static char *
client_header_label (const SvFacts *facts, guint line)
{
  for (guint i = 0; i < facts->client_headers->len; i++)
    {
      const SvClientHeader *header = &g_array_index (facts->client_headers, SvClientHeader, i);
      if (header->line == line)
        return sv_words_field (header->header);
    }
  return NULL;
}

char *
sv_words_source (const SvFacts *facts, SvFrom from, guint line)
{
  g_autofree char *number = g_strdup_printf ("%u", line);
  g_autofree char *header = from == SV_FROM_X_HEADER ? client_header_label (facts, line) : NULL;
  return sv_fill (_ (sources[from]), "line", number, "header", header, NULL);
}

const char *
sv_words_aligned (SvAligned aligned)
{
  static const char *const labels[] = {
    [SV_ALIGNED_UNKNOWN] = "-",
    [SV_ALIGNED_NONE] = N_ ("no"),
    [SV_ALIGNED_RELAXED] = N_ ("yes (relaxed)"),
    [SV_ALIGNED_STRICT] = N_ ("yes (strict)"),
  };
  return _ (labels[aligned]);
}

gboolean
sv_words_hop_delay (const GArray *hops, guint i, gint64 *seconds)
{
  const SvReceived *hop = &g_array_index (hops, SvReceived, i);
  const SvReceived *below = i + 1 < hops->len ? hop + 1 : NULL;
  if (!below || !hop->has_date || !below->has_date)
    return FALSE;
  *seconds = hop->date - below->date;
  return TRUE;
}

char *
sv_words_delay (gint64 seconds)
{
  static const struct
  {
    gint64 seconds;
    const char *text;
  } units[] = {
    { 86400, N_ ("{number} d") },
    { 3600, N_ ("{number} h") },
    { 60, N_ ("{number} min") },
    { 1, N_ ("{number} s") },
  };
  gint64 size = ABS (seconds);
  gsize i = 0;
  /* From two of a unit on: "90 min" says more than "1 h". */
  while (i + 1 < G_N_ELEMENTS (units) && size < 2 * units[i].seconds)
    i++;
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, seconds / units[i].seconds);
  return sv_fill (_ (units[i].text), "number", number, NULL);
}

const char *
sv_words_role (SvRole role)
{
  static const char *const labels[] = {
    [SV_ROLE_UNKNOWN] = "-",
    [SV_ROLE_INTERNAL] = N_ ("internal"),
    [SV_ROLE_BORDER] = N_ ("judged here"),
    [SV_ROLE_OUTSIDE] = N_ ("outside"),
  };
  return _ (labels[role]);
}

char *
sv_words_client (const SvReceived *hop)
{
  const char *name = hop->rdns ? hop->rdns : hop->helo;
  g_autofree char *ip = sv_ip_to_string (&hop->ip);
  if (name && ip)
    return g_strdup_printf ("%s (%s)", name, ip);
  return name ? g_strdup (name) : g_steal_pointer (&ip);
}

char *
sv_words_why (const SvIdentity *identity)
{
  if (!identity->why)
    return NULL;
  return sv_fill (_ (confidences[identity->confidence]), "why", _ (identity->why), NULL);
}

char *
sv_words_results (const SvAuthResults *field)
{
  if (field->results->len == 0)
    return NULL;
  GString *text = g_string_new (NULL);
  for (guint i = 0; i < field->results->len; i++)
    {
      const SvMethodResult *result = &g_array_index (field->results, SvMethodResult, i);
      g_string_append_printf (text, "%s%s=%s", i > 0 ? " " : "",
                              result->method ? result->method : "",
                              result->result ? result->result : "");
    }
  return g_string_free (text, FALSE);
}

const char *
sv_words_deciding_term (const SvSpfEvaluation *spf)
{
  for (guint i = 0; spf->trace && i < spf->trace->len; i++)
    {
      const SvSpfStep *step = &g_array_index (spf->trace, SvSpfStep, i);
      if (step->depth == 0
          && (step->outcome == SV_SPF_OUTCOME_MATCH || step->outcome == SV_SPF_OUTCOME_ERROR))
        return step->term;
    }
  return spf->problem_term;
}

char *
sv_words_counts (const SvSpfEvaluation *spf)
{
  g_autofree char *lookups = g_strdup_printf ("%u", spf->lookups);
  g_autofree char *voids = g_strdup_printf ("%u", spf->voids);
  return sv_fill (_ ("{lookups} of 10 lookups, {voids} of 2 void lookups"), "lookups", lookups,
                  "voids", voids, NULL);
}

char *
sv_words_path (const SvSpfEvaluation *spf)
{
  if (!spf->path || spf->path->len < 2)
    return NULL;
  GString *domains = g_string_new (NULL);
  for (guint i = 0; i < spf->path->len; i++)
    g_string_append_printf (domains, "%s%s", i > 0 ? " > " : "",
                            (const char *)g_ptr_array_index (spf->path, i));
  char *line = sv_fill (_ ("path: {domains}"), "domains", domains->str, NULL);
  g_string_free (domains, TRUE);
  return line;
}

char *
sv_words_outcome (const SvSpfStep *step)
{
  const char *word = sv_spf_outcome_name (step->outcome);
  if (!step->decides)
    return g_strdup (word);
  const char *text = step->outcome == SV_SPF_OUTCOME_ERROR ? _ ("{outcome}: breaks it off")
                                                           : _ ("{outcome}: decides");
  return sv_fill (text, "outcome", word, NULL);
}

char *
sv_words_totals (const SvTotals *totals)
{
  char counts[G_N_ELEMENTS (totals->by_status)][24];
  char messages[24], unreadable[24];
  for (gsize i = 0; i < G_N_ELEMENTS (counts); i++)
    g_snprintf (counts[i], sizeof counts[i], "%" G_GUINT64_FORMAT, totals->by_status[i]);
  g_snprintf (messages, sizeof messages, "%" G_GUINT64_FORMAT, totals->messages);
  g_snprintf (unreadable, sizeof unreadable, "%" G_GUINT64_FORMAT, totals->unreadable);
  const char *text = ngettext ("{messages} message: {agree} agree, {drift} drift, {contradiction} "
                               "contradiction, {no-stored} without a stored verdict, "
                               "{not-evaluated} not evaluated; {unreadable} unreadable",
                               "{messages} messages: {agree} agree, {drift} drift, {contradiction} "
                               "contradiction, {no-stored} without a stored verdict, "
                               "{not-evaluated} not evaluated; {unreadable} unreadable",
                               (gulong)totals->messages);
  return sv_fill (text, "messages", messages, "agree", counts[SV_COMPARE_AGREE], "drift",
                  counts[SV_COMPARE_DRIFT], "contradiction", counts[SV_COMPARE_CONTRADICTION],
                  "no-stored", counts[SV_COMPARE_NO_STORED], "not-evaluated",
                  counts[SV_COMPARE_NOT_EVALUATED], "unreadable", unreadable, NULL);
}
