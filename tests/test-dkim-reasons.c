/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of DKIM verification: why a signature does not verify, and keys that are waited for. */

#include "dkim/verify.h"

#include "dkim-case.h"
#include "signer.h"
#include "suite.h"

#include <string.h>

#define HEADER "From: alice@example.org\r\nTo: bob@example.com\r\nSubject: x\r\n\r\n"
#define BODY "first line\r\nsecond line\r\n"
#define QUESTION "s._domainkey.example.org"
#define TAGS "v=1; d=example.org; s=s; "

static const char *const names[] = { "from", "to", "subject", NULL };

static char *
sign (const SignerKey *key, const char *tags, const char *message)
{
  const Signer signer = { .key = key, .field = "DKIM-Signature", .tags = tags, .names = names };
  return signer_sign (&signer, message);
}

static void
check_words (const char *row, DkimCase *test, const char *expected)
{
  SvDkimVerdict verdict = dkim_case_verdict (test);
  g_autofree char *words = dkim_case_words (&verdict);
  CHECK_STR (row, words, expected);
}

/* What stands around p= in the key record; "%s" is the data of the right key. */
static const struct
{
  const char *row;
  const char *record;
  const char *tags;
  const char *expected;
  guint notes;
} key_records[] = {
  { "complete", "v=DKIM1; h=sha1:sha256; k=rsa; n=note; s=email; t=s; p=%s;", TAGS, "pass" },
  { "shortest", "p=%s", TAGS, "pass" },
  { "blanks", " v = DKIM1 ;; k = RSA ; p = %s ; ; ", TAGS, "pass" },
  { "unknown tag", "v=DKIM1; zz=1; p=%s", TAGS, "pass" },
  { "testing", "v=DKIM1; t=y:s; p=%s", TAGS, "pass", SV_DKIM_NOTE_TESTING },
  { "padding in front", "v=DKIM1; p==%s", TAGS, "permerror key-malformed" },
  { "revoked", "v=DKIM1; p=", TAGS, "permerror key-revoked" },
  { "revoked, blanks", "v=DKIM1; k=rsa; p= ; ", TAGS, "permerror key-revoked" },
  { "no p=", "v=DKIM1; k=rsa", TAGS, "permerror key-malformed" },
  { "p= twice", "v=DKIM1; p=%s; p=", TAGS, "permerror key-malformed" },
  { "rubbish in p=", "v=DKIM1; p=*%s", TAGS, "permerror key-malformed" },
  { "no DER", "v=DKIM1; p=AAAA", TAGS, "permerror key-malformed" },
  { "not a tag list", "hello", TAGS, "permerror key-malformed" },
  { "empty record", "", TAGS, "permerror key-malformed" },
  { "v= later and wrong", "k=rsa; v=DKIM2; p=%s", TAGS, "permerror key-malformed" },
  { "another version", "v=DKIM2; p=%s", TAGS, "permerror key-missing" },
  { "a record of something else", "v=spf1 -all", TAGS, "permerror key-missing" },
  { "unknown kind", "v=DKIM1; k=dsa; p=%s", TAGS, "permerror key-unsuited" },
  { "RSA data as Ed25519", "v=DKIM1; k=ed25519; p=%s", TAGS, "permerror key-malformed" },
  { "other hash", "v=DKIM1; h=sha1; p=%s", TAGS, "permerror key-unsuited" },
  { "other service", "v=DKIM1; s=tlsrpt; p=%s", TAGS, "permerror key-unsuited" },
  { "any service", "v=DKIM1; s=x : *; p=%s", TAGS, "pass" },
  { "t=s, i= below", "t=s; p=%s", TAGS "i=a@mail.example.org; ", "permerror key-unsuited" },
  { "t=s, i= same", "t=s; p=%s", TAGS "i=a@Example.ORG; ", "pass" },
  { "i= below", "p=%s", TAGS "i=@mail.example.org; ", "pass" },
};

static void
test_key_records (void)
{
  g_autofree char *data = signer_key_data (signer_key_rsa (2048));
  for (gsize i = 0; i < G_N_ELEMENTS (key_records); i++)
    {
      g_auto (DkimCase) test = { 0 };
      g_autofree char *text = sign (signer_key_rsa (2048), key_records[i].tags, HEADER BODY);
      g_auto (GStrv) around = g_strsplit (key_records[i].record, "%s", 2);
      g_autofree char *record = g_strjoinv (data, around);
      dkim_case_init (&test, text, -1);
      dkim_case_answer_one (&test, QUESTION, record);
      check_words (key_records[i].row, &test, key_records[i].expected);
      CHECK_INT (key_records[i].row, dkim_case_verdict (&test).notes, key_records[i].notes);
    }
}

static const struct
{
  const char *row;
  SvDnsStatus status;
  const char *expected;
} statuses[] = {
  { "no such name", SV_DNS_NXDOMAIN, "permerror key-missing" },
  { "no TXT", SV_DNS_NODATA, "permerror key-missing" },
  { "time-out", SV_DNS_TIMEOUT, "temperror key-dns-error" },
  { "server trouble", SV_DNS_SERVFAIL, "temperror key-dns-error" },
  { "refused", SV_DNS_REFUSED, "temperror key-dns-error" },
  { "not recorded", SV_DNS_UNRECORDED, "unverifiable key-unrecorded" },
};

static void
test_statuses (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_auto (DkimCase) test = { 0 };
      g_autofree char *text = sign (signer_key_rsa (2048), TAGS, HEADER BODY);
      dkim_case_init (&test, text, -1);
      dkim_case_answer (&test, QUESTION, statuses[i].status, NULL);
      check_words (statuses[i].row, &test, statuses[i].expected);
      SvDkimVerdict verdict = dkim_case_verdict (&test);
      CHECK_INT (statuses[i].row, verdict.header, SV_DKIM_PART_UNKNOWN);
      CHECK_INT (statuses[i].row, verdict.body, SV_DKIM_PART_GOOD);
      CHECK_INT (statuses[i].row, verdict.key_bits, 0);
    }
}

static void
test_several_records (void)
{
  g_autofree char *right = signer_key_record (signer_key_rsa (2048));
  g_autofree char *other = signer_key_record (signer_key_rsa (1024));
  const struct
  {
    const char *row;
    const char *records[7];
    const char *expected;
    guint bits;
  } rows[] = {
    { "the right one second", { other, right }, "pass", 2048 },
    { "behind a stranger's", { "v=spf1 -all", right }, "pass", 2048 },
    { "behind a revoked one", { "v=DKIM1; p=", right }, "pass", 2048 },
    { "none right", { "v=spf1 -all", other, "v=DKIM1; p=" }, "fail headers-changed", 1024 },
    { "too far behind", { "x", "x", "x", "x", right }, "permerror key-malformed", 0 },
  };
  g_autofree char *text = sign (signer_key_rsa (2048), TAGS, HEADER BODY);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (DkimCase) test = { 0 };
      dkim_case_init (&test, text, -1);
      dkim_case_answer (&test, QUESTION, SV_DNS_NOERROR, rows[i].records);
      check_words (rows[i].row, &test, rows[i].expected);
      CHECK_INT (rows[i].row, dkim_case_verdict (&test).key_bits, rows[i].bits);
    }
}

/* Reception is 1500000000, now is 1600000000. */
static const struct
{
  const char *row;
  guint bits;
  const char *tags;
  const char *expected;
  guint notes;
} weights[] = {
  { "512 bits", 512, TAGS, "policy key-weak", 0 },
  { "1023 bits", 1023, TAGS, "policy key-weak", 0 },
  { "1024 bits", 1024, TAGS, "pass", SV_DKIM_NOTE_KEY_SHORT },
  { "2048 bits", 2048, TAGS, "pass", 0 },
  { "expired at reception", 2048, TAGS "t=1400000000; x=1499999999; ", "policy expired",
    SV_DKIM_NOTE_EXPIRED_NOW },
  { "at the last second", 2048, TAGS "x=1500000000; ", "pass", SV_DKIM_NOTE_EXPIRED_NOW },
  { "still good", 2048, TAGS "x=1600000001; ", "pass", 0 },
  { "the end of time", 2048, TAGS "x=99999999999999999999999999; ", "pass", 0 },
  { "ends before it begins", 2048, TAGS "t=2; x=2; ", "neutral signature-malformed", 0 },
};

static void
test_weights (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (weights); i++)
    {
      g_auto (DkimCase) test = { 0 };
      const SignerKey *key = signer_key_rsa (weights[i].bits);
      g_autofree char *text = sign (key, weights[i].tags, HEADER BODY);
      g_autofree char *record = signer_key_record (key);
      dkim_case_init (&test, text, -1);
      dkim_case_answer_one (&test, QUESTION, record);
      check_words (weights[i].row, &test, weights[i].expected);
      CHECK_INT (weights[i].row, dkim_case_verdict (&test).notes & ~SV_DKIM_NOTE_LENGTH,
                 weights[i].notes);
    }
}

/* What stands below a signed header, and how much of it was signed. */
static const struct
{
  const char *row;
  gboolean partial;
  gsize length;
  const char *below; /* NULL: not even the empty line */
  const char *expected;
  guint64 unsigned_bytes;
} parts[] = {
  { "all of it", TRUE, 25, BODY, "pass", 0 },
  { "a line", TRUE, 12, BODY, "pass partial-body", 13 },
  { "nothing", TRUE, 0, BODY, "pass partial-body", 25 },
  { "footer behind l=", TRUE, 25, BODY "-- \r\nlist\r\n", "pass partial-body", 10 },
  { "l= beyond the end", TRUE, 26, BODY, "fail body-changed", 0 },
  { "body was cut", TRUE, 25, "first line\r\n", "fail body-changed", 0 },
  { "changed within l=", TRUE, 12, "First line\r\nsecond line\r\n", "fail body-changed", 13 },
  { "pasted header", FALSE, 0, NULL, "unverifiable no-body", 0 },
  { "pasted header, l=", TRUE, 12, NULL, "unverifiable no-body", 0 },
  { "empty line", FALSE, 0, "", "unverifiable no-body", 0 },
  { "empty lines", FALSE, 0, "\r\n\n\r\n", "unverifiable no-body", 0 },
};

static void
test_bodies (void)
{
  const Signer whole = { .key = signer_key_ed25519 (),
                         .field = "DKIM-Signature",
                         .tags = TAGS,
                         .names = names,
                         .relaxed_body = TRUE };
  g_autofree char *record = signer_key_record (whole.key);
  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_auto (DkimCase) test = { 0 };
      Signer signer = whole;
      signer.partial = parts[i].partial;
      signer.length = parts[i].length;
      g_autofree char *field = signer_field (&signer, HEADER BODY);
      g_autofree char *text = g_strconcat (field, "\r\n", HEADER, parts[i].below, NULL);
      dkim_case_init (&test, text, (gssize)strlen (text) - (parts[i].below ? 0 : 2));
      dkim_case_answer_one (&test, QUESTION, record);
      check_words (parts[i].row, &test, parts[i].expected);
      SvDkimVerdict verdict = dkim_case_verdict (&test);
      CHECK_INT (parts[i].row, verdict.unsigned_bytes, parts[i].unsigned_bytes);
      CHECK_INT (parts[i].row, verdict.notes, parts[i].partial ? SV_DKIM_NOTE_LENGTH : 0);
      CHECK_INT (parts[i].row, verdict.header, SV_DKIM_PART_GOOD);
    }
}

/* Bodies that were not kept, cut headers. */
static void
test_no_body (void)
{
  g_autofree char *text = sign (signer_key_ed25519 (), TAGS, HEADER BODY);
  g_autofree char *record = signer_key_record (signer_key_ed25519 ());
  for (int cut = 0; cut < 2; cut++)
    {
      g_auto (DkimCase) test = { 0 };
      dkim_case_init (&test, text, -1);
      dkim_case_answer_one (&test, QUESTION, record);
      if (cut)
        test.message->cut = TRUE;
      else
        g_clear_pointer (&test.message->body, g_bytes_unref);
      sv_dkim_content_free (test.content);
      test.content = sv_dkim_content_new (test.headers, test.message);
      check_words (cut ? "cut header" : "body not kept", &test, "unverifiable no-body");
    }
}

/* An mbox puts a ">" in front of some lines. */
static void
test_mbox_quotes (void)
{
  g_autofree char *record = signer_key_record (signer_key_ed25519 ());
  g_autofree char *text = sign (signer_key_ed25519 (), TAGS, HEADER "From me\r\n>From you\r\n");
  g_autoptr (GString) quoted = g_string_new (text);
  g_string_replace (quoted, "\r\nFrom me\r\n>From", "\r\n>From me\r\n>>From", 1);
  for (int mbox = 0; mbox < 2; mbox++)
    {
      g_auto (DkimCase) test = { 0 };
      dkim_case_init (&test, quoted->str, -1);
      dkim_case_answer_one (&test, QUESTION, record);
      test.message->format = mbox ? SV_INPUT_MBOX : SV_INPUT_MESSAGE;
      sv_dkim_content_free (test.content);
      test.content = sv_dkim_content_new (test.headers, test.message);
      check_words (mbox ? "mbox" : "message", &test, mbox ? "pass" : "fail body-changed");
    }
}

#define B "b=AAAA"
#define BH "bh=AAAA"
#define REST "a=rsa-sha256; d=example.org; s=s; h=from; " BH "; " B

static const struct
{
  const char *row;
  const char *value;
  const char *expected; /* with an unrecorded key */
} fields[] = {
  { "complete", "v=1; " REST, "unverifiable key-unrecorded" },
  { "empty", "", "neutral signature-malformed" },
  { "no tag list", "hello", "neutral signature-malformed" },
  { "no v=", REST, "neutral signature-malformed" },
  { "v=2", "v=2; " REST, "neutral signature-malformed" },
  { "no a=", "v=1; d=example.org; s=s; h=from; " BH "; " B, "neutral signature-malformed" },
  { "unknown a=", "v=1; a=rsa-sha512; d=example.org; s=s; h=from; " BH "; " B,
    "neutral algorithm-unknown" },
  { "no b=", "v=1; a=rsa-sha256; d=example.org; s=s; h=from; " BH, "neutral signature-malformed" },
  { "empty b=", "v=1; a=rsa-sha256; d=example.org; s=s; h=from; " BH "; b= ",
    "neutral signature-malformed" },
  { "rubbish in b=", "v=1; a=rsa-sha256; d=example.org; s=s; h=from; " BH "; b=A*A=",
    "neutral signature-malformed" },
  { "no bh=", "v=1; a=rsa-sha256; d=example.org; s=s; h=from; " B, "neutral signature-malformed" },
  { "no h=", "v=1; a=rsa-sha256; d=example.org; s=s; " BH "; " B, "neutral signature-malformed" },
  { "From not signed", "v=1; a=rsa-sha256; d=example.org; s=s; h=to:from-x; " BH "; " B,
    "neutral signature-malformed" },
  { "no d=", "v=1; a=rsa-sha256; s=s; h=from; " BH "; " B, "neutral signature-malformed" },
  { "no s=", "v=1; a=rsa-sha256; d=example.org; h=from; " BH "; " B,
    "neutral signature-malformed" },
  { "no name to ask for", "v=1; a=rsa-sha256; d=example..org; s=s; h=from; " BH "; " B,
    "neutral signature-malformed" },
  { "a tag twice", "v=1; v=1; " REST, "neutral signature-malformed" },
  { "an unknown tag twice", "v=1; zz=1; zz=2; " REST, "neutral signature-malformed" },
  { "names have case", "v=1; B=x; " REST, "unverifiable key-unrecorded" },
  { "no tag name", "v=1; 1a=x; " REST, "neutral signature-malformed" },
  { "c= one", "v=1; c=relaxed; " REST, "unverifiable key-unrecorded" },
  { "c= unknown", "v=1; c=nowsp; " REST, "neutral signature-malformed" },
  { "c= unknown body", "v=1; c=simple/x; " REST, "neutral signature-malformed" },
  { "c= too many", "v=1; c=simple/simple/simple; " REST, "neutral signature-malformed" },
  { "l= no number", "v=1; l=1x; " REST, "neutral signature-malformed" },
  { "l= negative", "v=1; l=-1; " REST, "neutral signature-malformed" },
  { "x= negative", "v=1; x=-1; " REST, "neutral signature-malformed" },
  { "i= elsewhere", "v=1; i=@example.com; " REST, "neutral signature-malformed" },
  { "i= only ends like it", "v=1; i=@anexample.org; " REST, "neutral signature-malformed" },
  { "i= without a domain", "v=1; i=alice; " REST, "neutral signature-malformed" },
  { "folds everywhere",
    "v = 1 ;\r\n a\r\n =\r\n rsa-sha256; d=exam\r\n ple.org; s=s; h=\r\n from\r\n ; bh=AA\r\n AA; "
    "b=A A\r\n AA ; ",
    "unverifiable key-unrecorded" },
};

static void
test_fields (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      g_auto (DkimCase) test = { 0 };
      g_autofree char *text
          = g_strconcat ("DKIM-Signature: ", fields[i].value, "\r\n" HEADER BODY, NULL);
      dkim_case_init (&test, text, -1);
      dkim_case_answer (&test, QUESTION, SV_DNS_UNRECORDED, NULL);
      check_words (fields[i].row, &test, fields[i].expected);
    }
}

/* The questions that are wanted, sorted as they came. */
static char *
wanted (DkimCase *test)
{
  g_autoptr (GPtrArray) questions = sv_lookups_take_wanted (test->lookups);
  g_autoptr (GString) text = g_string_new (NULL);
  for (guint i = 0; i < questions->len; i++)
    {
      const SvDnsQuestion *question = questions->pdata[i];
      g_string_append_printf (text, "%s%s %s", i ? ", " : "", question->name,
                              sv_dns_type_name (question->type));
    }
  return g_strdup (text->str);
}

static void
test_waiting (void)
{
  g_auto (DkimCase) test = { 0 };
  const SvDkimTimes times = { 0, 0 };
  g_autofree char *inner = sign (signer_key_ed25519 (), "v=1; d=example.net; s=t; ", HEADER BODY);
  g_autofree char *text = sign (signer_key_rsa (2048), TAGS, inner);
  g_autofree char *bad = g_strconcat ("DKIM-Signature: v=1; d=example.com; s=x\r\n", text, NULL);
  g_autofree char *rsa = signer_key_record (signer_key_rsa (2048));
  g_autofree char *ed25519 = signer_key_record (signer_key_ed25519 ());
  dkim_case_init (&test, bad, -1);
  g_autoptr (SvDkimVerification) first = sv_dkim_verify (test.content, &times, test.lookups);
  g_autofree char *both = wanted (&test);
  CHECK ("first round", first->waiting && first->verdicts->len == 0);
  CHECK_STR ("first round", both, QUESTION " TXT, t._domainkey.example.net TXT");
  dkim_case_answer_one (&test, QUESTION, rsa);
  g_autoptr (SvDkimVerification) second = sv_dkim_verify (test.content, &times, test.lookups);
  CHECK ("second round", second->waiting);
  dkim_case_answer_one (&test, "t._domainkey.example.net", ed25519);
  g_autoptr (SvDkimVerification) third = sv_dkim_verify (test.content, &times, test.lookups);
  CHECK ("third round", !third->waiting);
  CHECK_INT ("third round", third->verdicts->len, 3);
  static const SvDkimResult expected[] = { SV_DKIM_NEUTRAL, SV_DKIM_PASS, SV_DKIM_PASS };
  for (guint i = 0; i < third->verdicts->len; i++)
    CHECK_INT ("third round", g_array_index (third->verdicts, SvDkimVerdict, i).result,
               expected[i]);
}

static const SuiteTest tests[] = {
  { "key records", test_key_records },
  { "DNS statuses", test_statuses },
  { "several key records", test_several_records },
  { "weak and expired", test_weights },
  { "bodies in part", test_bodies },
  { "no body", test_no_body },
  { "mbox quoting", test_mbox_quotes },
  { "signature fields", test_fields },
  { "waiting", test_waiting },
  { NULL, NULL },
};

int
main (void)
{
  int status = suite_run ("dkim-reasons", tests);
  signer_clear ();
  return status;
}
