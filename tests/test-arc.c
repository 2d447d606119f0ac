/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of ARC chains: structure, cv=, message signatures and seals of every instance. */

#include "dkim/arc.h"

#include "dkim-case.h"
#include "signer.h"
#include "suite.h"

#include <string.h>

#define MESSAGE \
  "From: Alice  Archer <alice@example.org>\r\n" \
  "To: bob@example.com\r\n" \
  "Subject: a\r\n\tfolded subject\r\n" \
  "\r\n" \
  "first line\r\nsecond line\r\n"

#define QUESTION "s._domainkey.example.net"

static const char *const names[] = { "from", "to", "subject", NULL };

/* A message on its way: every hop puts a set on top. */
typedef struct
{
  char *text;
  GPtrArray *sets;    /* char *: the fields of all sets as they are sealed */
  const char *domain; /* of the next hops */
} Journey;

static void
begin (Journey *journey)
{
  journey->text = g_strdup (MESSAGE);
  journey->sets = g_ptr_array_new_with_free_func (g_free);
  journey->domain = "example.net";
}

static void
end (Journey *journey)
{
  g_free (journey->text);
  g_ptr_array_unref (journey->sets);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Journey, end)

/* One hop seals, with `cv`, or with what is right where that is NULL. */
static void
hop (Journey *journey, const SignerKey *key, const char *cv)
{
  guint instance = journey->sets->len / 3 + 1;
  g_autofree char *signs
      = g_strdup_printf ("i=%u; d=%s; s=s; t=1500000000; ", instance, journey->domain);
  g_autofree char *seals = g_strdup_printf ("i=%u; cv=%s; d=%s; s=s;\r\n ", instance,
                                            cv              ? cv
                                            : instance == 1 ? "none"
                                                            : "pass",
                                            journey->domain);
  const Signer signer = { .key = key,
                          .field = "ARC-Message-Signature",
                          .tags = signs,
                          .names = names,
                          .relaxed_header = instance % 2,
                          .relaxed_body = TRUE };
  char *results = g_strdup_printf ("ARC-Authentication-Results:  i=%u;\r\n\tmx.example.net; arc=%s",
                                   instance, instance == 1 ? "none" : "pass");
  char *message = signer_field (&signer, journey->text);
  g_ptr_array_add (journey->sets, results);
  g_ptr_array_add (journey->sets, message);
  char *seal = signer_seal (key, seals, journey->sets);
  g_ptr_array_add (journey->sets, seal);
  char *text = g_strjoin ("\r\n", seal, message, results, journey->text, NULL);
  g_free (journey->text);
  journey->text = text;
}

static void
replace (Journey *journey, const char *from, const char *to)
{
  const char *place = strstr (journey->text, from);
  g_assert_nonnull (place);
  g_autofree char *before = g_strndup (journey->text, (gsize)(place - journey->text));
  char *changed = g_strconcat (before, to, place + strlen (from), NULL);
  g_free (journey->text);
  journey->text = changed;
}

/* "pass", "fail seal 2 oldest 1"; the keys are those of `key`. */
static char *
verify (const char *text, const SignerKey *key)
{
  g_auto (DkimCase) test = { 0 };
  g_autofree char *record = signer_key_record (key);
  dkim_case_init (&test, text, -1);
  dkim_case_answer_one (&test, QUESTION, record);
  g_autoptr (SvArcVerification) arc = sv_arc_verify (test.content, test.lookups);
  const char *reason = sv_arc_reason_name (arc->reason);
  g_autoptr (GString) words = g_string_new (arc->waiting ? "waiting " : "");
  g_string_append (words, sv_arc_result_name (arc->result));
  if (reason)
    g_string_append_printf (words, " %s %u", reason, arc->instance);
  if (arc->oldest_pass)
    g_string_append_printf (words, " oldest %u", arc->oldest_pass);
  return g_strdup (words->str);
}

static void
check (const char *row, const char *text, const SignerKey *key, const char *expected)
{
  g_autofree char *words = verify (text, key);
  CHECK_STR (row, words, expected);
}

static void
test_chains (void)
{
  const SignerKey *const keys[] = { signer_key_rsa (2048), signer_key_ed25519 () };
  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_auto (Journey) journey = { 0 };
      begin (&journey);
      check ("no chain", journey.text, keys[i], "none");
      for (guint instance = 1; instance <= 5; instance++)
        {
          g_autofree char *row = g_strdup_printf ("%u instances", instance);
          hop (&journey, keys[i], NULL);
          g_autofree char *archived = dkim_case_as_archived (journey.text);
          check (row, journey.text, keys[i], "pass oldest 1");
          /* A hop that signs the simple form signs CRLF. */
          check (row, archived, keys[i], "pass oldest 1");
        }
    }
}

/* What happens to a chain of three on its way, after the third hop. */
static const struct
{
  const char *row;
  const char *from;
  const char *to;
  const char *expected;
} changes[] = {
  { "body", "first line", "First line", "fail message 3" },
  { "signed field", "Alice", "Malice", "fail message 3" },
  { "unsigned field", "To: bob", "X-New: x\r\nTo: bob", "pass oldest 1" },
  { "results of the second hop", "i=2;\r\n\tmx.example.net", "i=2;\r\n\tmx.example.com",
    "fail seal 3 oldest 1" },
  { "results of the third hop", "i=3;\r\n\tmx.example.net", "i=3;\r\n\tmx.example.com",
    "fail seal 3 oldest 1" },
  { "results refolded", "i=2;\r\n\tmx", "i=2; mx", "pass oldest 1" },
  { "a verdict in the first results", "arc=none", "arc=pass", "fail seal 3 oldest 1" },
  { "instance of results", "Results:  i=2", "Results:  i=3", "fail structure 3" },
  { "instance too high", "Results:  i=3", "Results:  i=51", "fail structure 51" },
  { "instance 0", "Results:  i=3", "Results:  i=0", "fail structure 0" },
  { "no instance", "Results:  i=3;", "Results:  ", "fail structure 0" },
  { "no number", "Results:  i=3", "Results:  i=x", "fail structure 0" },
  { "results missing", "ARC-Authentication-Results:  i=2", "X-Results:  i=2", "fail structure 2" },
  { "signature missing", "ARC-Message-Signature: i=1", "X-Signature: i=1", "fail structure 1" },
  { "seal missing", "ARC-Seal: i=1", "X-Seal: i=1", "fail structure 1" },
  { "seal doubled", "ARC-Seal: i=3", "ARC-Seal: i=3; a=b\r\nARC-Seal: i=3", "fail structure 3" },
  { "seal unreadable", "ARC-Seal: i=1;", "ARC-Seal: i=1; i=1;", "fail structure 0" },
  { "cv changed", "i=2; cv=pass", "i=2; cv=none", "fail cv 2" },
  { "cv missing", "i=2; cv=pass; ", "i=2; ", "fail cv 2" },
  { "cv unknown", "i=2; cv=pass", "i=2; cv=maybe", "fail cv 2" },
  { "first cv", "i=1; cv=none", "i=1; cv=pass", "fail cv 1" },
  { "marked as broken", "i=3; cv=pass", "i=3; cv=fail", "fail marked 3" },
  { "marked below", "i=2; cv=pass", "i=2; cv=fail", "fail cv 2" },
  { "h= in a seal", "i=2; cv=pass;", "i=2; cv=pass; h=from;", "fail seal 3 oldest 1" },
  { "seal of another domain", "i=1; cv=none; d=example.net; s=s;\r\n a=",
    "i=1; cv=none; d=example..net; s=s;\r\n a=", "fail seal 3 oldest 1" },
};

static void
test_changes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_auto (Journey) journey = { 0 };
      begin (&journey);
      for (guint j = 0; j < 3; j++)
        hop (&journey, signer_key_rsa (2048), NULL);
      replace (&journey, changes[i].from, changes[i].to);
      check (changes[i].row, journey.text, signer_key_rsa (2048), changes[i].expected);
    }
}

/* A list changes the text between two hops: that is what chains are for. */
static void
test_mailing_list (void)
{
  g_auto (Journey) journey = { 0 };
  const SignerKey *key = signer_key_rsa (2048);
  begin (&journey);
  hop (&journey, key, NULL);
  replace (&journey, "second line\r\n", "second line\r\n-- \r\nfooter\r\n");
  hop (&journey, key, NULL);
  check ("changed between the hops", journey.text, key, "pass oldest 2");
  hop (&journey, key, NULL);
  check ("one more", journey.text, key, "pass oldest 2");
}

/* The example of RFC 8617's appendix B, sealed anew because its keys are not published: a list, a
 * forwarder that alters the message before it seals, and the receiver.  At the end every seal and
 * the signatures of i=3 and i=2 are good, that of i=1 is not. */
static void
test_appendix_b (void)
{
  static const char *const domains[]
      = { "lists.example.org", "gmail.example", "clochette.example.org" };
  g_auto (Journey) journey = { 0 };
  g_auto (DkimCase) test = { 0 };
  const SignerKey *key = signer_key_rsa (2048);
  g_autofree char *record = signer_key_record (key);
  begin (&journey);
  for (guint i = 0; i < G_N_ELEMENTS (domains); i++)
    {
      if (i == 1)
        replace (&journey, "second line", "altered line");
      journey.domain = domains[i];
      hop (&journey, key, NULL);
    }
  dkim_case_init (&test, journey.text, -1);
  for (guint i = 0; i < G_N_ELEMENTS (domains); i++)
    {
      g_autofree char *question = g_strconcat ("s._domainkey.", domains[i], NULL);
      dkim_case_answer_one (&test, question, record);
    }
  g_autoptr (SvArcVerification) arc = sv_arc_verify (test.content, test.lookups);
  CHECK_INT ("appendix B", arc->result, SV_ARC_PASS);
  CHECK_INT ("appendix B", arc->oldest_pass, 2);
  CHECK_INT ("appendix B", arc->sets->len, 3);
  for (guint i = 0; i < arc->sets->len; i++)
    {
      const SvArcSet *set = &g_array_index (arc->sets, SvArcSet, i);
      CHECK_INT (domains[i], set->instance, i + 1);
      CHECK_STR (domains[i], set->domain, domains[i]);
      CHECK_STR (domains[i], sv_arc_cv_name (set->cv), i ? "pass" : "none");
      CHECK_INT (domains[i], set->seal.result, SV_DKIM_PASS);
      CHECK_INT (domains[i], set->message.result, i ? SV_DKIM_PASS : SV_DKIM_FAIL);
    }
}

static void
test_cv_written_by_a_hop (void)
{
  static const struct
  {
    const char *row;
    const char *cvs[2];
    const char *expected;
  } rows[] = {
    { "first says pass", { "pass", "pass" }, "fail cv 1" },
    { "second says none", { "none", "none" }, "fail cv 2" },
    { "second says fail", { "none", "fail" }, "fail marked 2" },
    { "first says fail", { "fail", NULL }, "fail cv 1" },
    { "h= in a seal", { "none", "pass; h=from" }, "fail seal 2 oldest 1" },
    { "in capitals", { "NONE", "PASS" }, "pass oldest 1" },
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (Journey) journey = { 0 };
      begin (&journey);
      for (guint j = 0; j < 2; j++)
        hop (&journey, signer_key_rsa (2048), rows[i].cvs[j]);
      check (rows[i].row, journey.text, signer_key_rsa (2048), rows[i].expected);
    }
}

/* No byte of a chain or of what it signs can be changed. */
static void
test_every_byte (void)
{
  g_auto (Journey) journey = { 0 };
  const SignerKey *key = signer_key_rsa (2048);
  begin (&journey);
  hop (&journey, key, NULL);
  hop (&journey, key, NULL);
  for (gsize place = 0; journey.text[place]; place++)
    {
      g_autofree char *row = g_strdup_printf ("byte %" G_GSIZE_FORMAT, place);
      g_autofree char *changed = g_strdup (journey.text);
      changed[place] ^= 1;
      if (g_ascii_isspace (changed[place]))
        changed[place] = 'x';
      g_autofree char *words = verify (changed, key);
      CHECK (row, !g_str_has_prefix (words, "pass"));
    }
}

static void
test_weak (void)
{
  g_auto (Journey) journey = { 0 };
  begin (&journey);
  hop (&journey, signer_key_rsa (512), NULL);
  check ("512 bits", journey.text, signer_key_rsa (512), "fail message 1");
  check ("another key", journey.text, signer_key_rsa (2048), "fail message 1");
}

/* Keys: all of them are asked for at once, and none is taken for missing that was not asked. */
static void
test_keys (void)
{
  static const struct
  {
    const char *row;
    SvDnsStatus status;
    const char *expected;
    SvArcResult result;
  } rows[] = {
    { "missing", SV_DNS_NXDOMAIN, "key-missing", SV_ARC_FAIL },
    { "time-out", SV_DNS_TIMEOUT, "key-dns-error", SV_ARC_TEMPERROR },
    { "not recorded", SV_DNS_UNRECORDED, "key-unrecorded", SV_ARC_UNVERIFIABLE },
  };
  g_auto (Journey) journey = { 0 };
  begin (&journey);
  hop (&journey, signer_key_rsa (2048), NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (DkimCase) test = { 0 };
      dkim_case_init (&test, journey.text, -1);
      g_autoptr (SvArcVerification) first = sv_arc_verify (test.content, test.lookups);
      g_autoptr (GPtrArray) wanted = sv_lookups_take_wanted (test.lookups);
      CHECK (rows[i].row, first->waiting);
      CHECK_INT (rows[i].row, first->result, SV_ARC_NONE);
      CHECK_INT (rows[i].row, wanted->len, 1);
      dkim_case_answer (&test, QUESTION, rows[i].status, NULL);
      g_autoptr (SvArcVerification) arc = sv_arc_verify (test.content, test.lookups);
      const SvArcSet *set = &g_array_index (arc->sets, SvArcSet, 0);
      CHECK (rows[i].row, !arc->waiting);
      CHECK_INT (rows[i].row, arc->result, rows[i].result);
      CHECK_INT (rows[i].row, arc->reason, SV_ARC_REASON_MESSAGE);
      CHECK_STR (rows[i].row, sv_dkim_reason_name (set->message.reason), rows[i].expected);
      CHECK_STR (rows[i].row, sv_dkim_reason_name (set->seal.reason), rows[i].expected);
    }
}

static void
test_sets (void)
{
  g_auto (Journey) journey = { 0 };
  g_auto (DkimCase) test = { 0 };
  begin (&journey);
  hop (&journey, signer_key_rsa (2048), NULL);
  hop (&journey, signer_key_rsa (2048), NULL);
  g_autofree char *record = signer_key_record (signer_key_rsa (2048));
  dkim_case_init (&test, journey.text, -1);
  dkim_case_answer_one (&test, QUESTION, record);
  g_autoptr (SvArcVerification) arc = sv_arc_verify (test.content, test.lookups);
  CHECK_INT ("two sets", arc->sets->len, 2);
  const SvArcSet *set = &g_array_index (arc->sets, SvArcSet, 1);
  CHECK_INT ("second", set->instance, 2);
  CHECK_STR ("second", set->domain, "example.net");
  CHECK_STR ("second", set->selector, "s");
  CHECK_STR ("second", sv_arc_cv_name (set->cv), "pass");
  CHECK_INT ("second", set->seal_line, 1);
  CHECK_INT ("second", set->message_line, 3);
  CHECK_INT ("second", set->results_line, 7);
  CHECK_INT ("second", set->results_field, 2);
  CHECK_INT ("second", set->seal.result, SV_DKIM_PASS);
  CHECK_INT ("second", set->message.result, SV_DKIM_PASS);
  CHECK_INT ("second", set->message.key_bits, 2048);
}

/* The header alone, as pasted. */
static void
test_no_body (void)
{
  g_auto (Journey) journey = { 0 };
  begin (&journey);
  hop (&journey, signer_key_rsa (2048), NULL);
  strstr (journey.text, "first line")[0] = '\0';
  check ("no body", journey.text, signer_key_rsa (2048), "unverifiable message 1");
}

/* The longest chain there may be, one more, and a crowd of fields. */
static void
test_long_chains (void)
{
  g_auto (Journey) journey = { 0 };
  const SignerKey *key = signer_key_ed25519 ();
  begin (&journey);
  for (guint i = 0; i < SV_ARC_SETS_MAX; i++)
    hop (&journey, key, NULL);
  check ("fifty", journey.text, key, "pass oldest 1");
  hop (&journey, key, NULL);
  check ("fifty-one", journey.text, key, "fail structure 51");
  g_autoptr (GString) crowd = g_string_new (NULL);
  for (guint i = 0; i < 9000; i++)
    g_string_append_printf (crowd, "ARC-Seal: i=%u\r\n", i);
  g_string_append (crowd, MESSAGE);
  check ("crowd", crowd->str, key, "fail structure 0");
}

static const SuiteTest tests[] = {
  { "chains", test_chains },
  { "changes on the way", test_changes },
  { "a mailing list", test_mailing_list },
  { "RFC 8617 appendix B", test_appendix_b },
  { "cv", test_cv_written_by_a_hop },
  { "one byte changed at every position", test_every_byte },
  { "weak and wrong keys", test_weak },
  { "keys", test_keys },
  { "sets", test_sets },
  { "no body", test_no_body },
  { "long chains", test_long_chains },
  { NULL, NULL },
};

int
main (void)
{
  int status = suite_run ("arc", tests);
  signer_clear ();
  return status;
}
