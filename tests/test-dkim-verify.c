/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of DKIM verification: what verifies, and that nothing else does. */

#include "dkim/verify.h"

#include "dkim-case.h"
#include "dns/zone.h"
#include "signer.h"
#include "suite.h"

#include <string.h>

#define HEADER \
  "X-Two: below\r\n" \
  "From: Alice  Archer <alice@example.org>\r\n" \
  "To:bob@example.com\r\n" \
  "Subject:  a folded\r\n" \
  "\t  subject  \r\n" \
  "X-Empty:\r\n" \
  "X-Two:\tabove\r\n" \
  "Date: Mon, 14 Sep 2026 23:41:23 -0700\r\n" \
  "\r\n"

#define BODY "Hello  Bob,\r\n\r\n \tindented \t\r\nend\r\n\r\n \r\n\r\n"

static const char *const names[]
    = { "From", "from", "to", "Subject", "x-empty", "X-Two", "date", "x-two", "x-two", NULL };

static const char *const bodies[] = { BODY,
                                      "",
                                      "\r\n",
                                      "\r\n\r\n",
                                      "one line\r\n",
                                      "no line end",
                                      "\r\nabove\r\n",
                                      ">From here\r\n",
                                      "a\r\n \r\n\t\r\n" };

/* Every key, hash and canonical form. */
static const struct
{
  const char *row;
  const char *selector;
  gboolean sha1;
  const char *expected;
} algorithms[] = {
  { "rsa-sha256", "r", FALSE, "pass" },
  { "rsa-sha256 of 1024 bits", "r1024", FALSE, "pass" },
  { "ed25519-sha256", "e", FALSE, "pass" },
  { "rsa-sha1", "r", TRUE, "policy weak-algorithm" },
};

static const SignerKey *
key_of (const char *selector)
{
  return *selector == 'e' ? signer_key_ed25519 () : signer_key_rsa (selector[1] ? 1024 : 2048);
}

static char *
sign (const char *selector, gboolean sha1, guint canon, const char *message)
{
  g_autofree char *tags = g_strdup_printf ("v=1; d=example.org; s=%s; ", selector);
  const Signer signer = { .key = key_of (selector),
                          .field = "DKIM-Signature",
                          .tags = tags,
                          .names = names,
                          .sha1 = sha1,
                          .relaxed_header = canon & 1,
                          .relaxed_body = (canon & 2) != 0 };
  return signer_sign (&signer, message);
}

static void
answer_keys (DkimCase *test)
{
  for (gsize i = 0; i < G_N_ELEMENTS (algorithms); i++)
    {
      g_autofree char *record = signer_key_record (key_of (algorithms[i].selector));
      g_autofree char *name = g_strconcat (algorithms[i].selector, "._domainkey.example.org", NULL);
      dkim_case_answer_one (test, name, record);
    }
}

static SvDkimVerdict
verify (const char *text, gssize len)
{
  g_auto (DkimCase) test = { 0 };
  dkim_case_init (&test, text, len);
  answer_keys (&test);
  return dkim_case_verdict (&test);
}

static void
check_words (const char *row, const char *text, const char *expected)
{
  SvDkimVerdict verdict = verify (text, -1);
  g_autofree char *words = dkim_case_words (&verdict);
  CHECK_STR (row, words, expected);
}

static void
test_forms (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (algorithms); i++)
    for (guint canon = 0; canon < 4; canon++)
      for (gsize j = 0; j < G_N_ELEMENTS (bodies); j++)
        {
          g_autofree char *row
              = g_strdup_printf ("%s, form %u, body %" G_GSIZE_FORMAT, algorithms[i].row, canon, j);
          g_autofree char *message = g_strconcat (HEADER, bodies[j], NULL);
          g_autofree char *whole
              = sign (algorithms[i].selector, algorithms[i].sha1, canon, message);
          g_autofree char *archived = dkim_case_as_archived (whole);
          check_words (row, whole, algorithms[i].expected);
          check_words (row, archived, algorithms[i].expected);
        }
}

/* Puts another byte at a place; none that means the same in some canonical form. */
static void
check_byte (const char *row, const char *whole, gsize place, char byte)
{
  gsize len = strlen (whole);
  if (g_ascii_isspace (byte) || g_ascii_tolower (byte) == g_ascii_tolower (whole[place]))
    return;
  g_autofree char *changed = g_strdup (whole);
  g_autofree char *name = g_strdup_printf ("%s, byte %" G_GSIZE_FORMAT, row, place);
  changed[place] = byte;
  CHECK (name, verify (changed, (gssize)len).result != SV_DKIM_PASS);
}

static void
test_every_byte (void)
{
  static const char message[] = HEADER "Hello  Bob,\r\n\r\n \tend\r\n";
  for (guint canon = 0; canon < 4; canon++)
    for (gsize i = 0; i < G_N_ELEMENTS (algorithms) && !algorithms[i].sha1; i++)
      {
        g_autofree char *row = g_strdup_printf ("%s, form %u", algorithms[i].row, canon);
        g_autofree char *whole = sign (algorithms[i].selector, FALSE, canon, message);
        check_words (row, whole, "pass");
        for (gsize place = 0; whole[place]; place++)
          {
            check_byte (row, whole, place, whole[place] ^ 1);
            check_byte (row, whole, place, 'x');
            check_byte (row, whole, place, '\0');
          }
      }
}

/* What the two canonical forms forgive, and what they do not. */
static const struct
{
  const char *row;
  const char *from;
  const char *to;
  const char *expected[2]; /* simple, relaxed */
} changes[] = {
  { "case of a name", "\r\nFrom:", "\r\nFROM:", { "fail headers-changed", "pass" } },
  { "blank behind the colon", "To:bob", "To: bob", { "fail headers-changed", "pass" } },
  { "blank before the colon", "To:bob", "To :bob", { "fail headers-changed", "pass" } },
  { "another fold", "folded\r\n\t", "folded \r\n ", { "fail headers-changed", "pass" } },
  { "no fold", "folded\r\n\t ", "folded", { "fail headers-changed", "pass" } },
  { "subject tag",
    "Subject:  ",
    "Subject: [list] ",
    { "fail headers-changed", "fail headers-changed" } },
  { "case of a value", "Alice", "alice", { "fail headers-changed", "fail headers-changed" } },
  { "unsigned field", "X-Empty:", "X-Other: x\r\nX-Empty:", { "pass", "pass" } },
  { "oversigned field",
    "X-Empty:",
    "X-Two: x\r\nX-Empty:",
    { "fail headers-changed", "fail headers-changed" } },
  { "second From",
    "X-Empty:",
    "From: x@example.net\r\nX-Empty:",
    { "fail headers-changed", "fail headers-changed" } },
  { "order of other fields",
    "X-Empty:\r\nX-Two:\tabove",
    "X-Two:\tabove\r\nX-Empty:",
    { "pass", "pass" } },
  { "order of fields of one name",
    "above",
    "below",
    { "fail headers-changed", "fail headers-changed" } },
  { "blank at the end of a line", "end\r\n", "end \r\n", { "fail body-changed", "pass" } },
  { "one blank of two", "Hello  Bob", "Hello Bob", { "fail body-changed", "pass" } },
  { "blank where none was", "end\r\n", "e nd\r\n", { "fail body-changed", "fail body-changed" } },
  { "empty lines at the end", " \r\n\r\n", " \r\n\r\n\r\n\r\n", { "pass", "pass" } },
  { "blank line at the end", " \r\n\r\n", "\r\n", { "fail body-changed", "pass" } },
  { "footer", "end\r\n", "end\r\n-- \r\nlist\r\n", { "fail body-changed", "fail body-changed" } },
  { "a quoted From_ line", "end\r\n", ">end\r\n", { "fail body-changed", "fail body-changed" } },
};

static char *
replace (const char *text, const char *from, const char *to)
{
  const char *place = strstr (text, from);
  g_assert_nonnull (place);
  g_autofree char *before = g_strndup (text, (gsize)(place - text));
  return g_strconcat (before, to, place + strlen (from), NULL);
}

static void
test_changes (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    for (guint relaxed = 0; relaxed < 2; relaxed++)
      {
        g_autofree char *whole = sign ("e", FALSE, relaxed * 3, HEADER BODY);
        g_autofree char *changed = replace (whole, changes[i].from, changes[i].to);
        check_words (changes[i].row, changed, changes[i].expected[relaxed]);
      }
}

static void
test_parts (void)
{
  g_autofree char *whole = sign ("r", FALSE, 3, HEADER BODY);
  g_autofree char *subject = replace (whole, "a folded", "[list] a folded");
  g_autofree char *both = replace (subject, "end\r\n", "footer\r\n");
  SvDkimVerdict verdict = verify (whole, -1);
  CHECK_INT ("whole", verdict.header, SV_DKIM_PART_GOOD);
  CHECK_INT ("whole", verdict.body, SV_DKIM_PART_GOOD);
  CHECK_INT ("whole", verdict.key_bits, 2048);
  CHECK_INT ("whole", verdict.line, 1);
  CHECK_INT ("whole", verdict.field, 0);
  CHECK_INT ("whole", verdict.notes, 0);
  verdict = verify (subject, -1);
  CHECK_INT ("subject", verdict.header, SV_DKIM_PART_CHANGED);
  CHECK_INT ("subject", verdict.body, SV_DKIM_PART_GOOD);
  verdict = verify (both, -1);
  CHECK_INT ("both", verdict.reason, SV_DKIM_REASON_BODY_CHANGED);
  CHECK_INT ("both", verdict.header, SV_DKIM_PART_CHANGED);
  CHECK_INT ("both", verdict.body, SV_DKIM_PART_CHANGED);
}

/* h= may name DKIM-Signature: the others count, the one that is verified never does. */
static void
test_own_field (void)
{
  static const char *const with_others[]
      = { "from", "dkim-signature", "dkim-signature", "dkim-signature", NULL };
  const Signer signer = { .key = key_of ("e"),
                          .field = "DKIM-Signature",
                          .tags = "v=1; d=example.org; s=e; ",
                          .names = with_others };
  g_autofree char *inner = sign ("r", FALSE, 3, HEADER BODY);
  g_autofree char *outer = signer_sign (&signer, inner);
  g_autofree char *changed = replace (outer, "c=relaxed/relaxed", "c=relaxed/simple");
  check_words ("signature over a signature", outer, "pass");
  check_words ("inner one changed", changed, "fail headers-changed");
  g_autofree char *alone = signer_sign (&signer, HEADER BODY);
  check_words ("no other", alone, "pass");
}

/* RFC 8463 appendix A: keys and signatures that others made. */
#define RFC8463_TAGS \
  " d=football.example.com; i=@football.example.com;\n" \
  " q=dns/txt; s=%s; t=1528637909; h=from : to : subject :\n" \
  " date : message-id : from : subject : date;\n" \
  " bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\n"
#define RFC8463_MESSAGE \
  "From: Joe SixPack <joe@football.example.com>\n" \
  "To: Suzie Q <suzie@shopping.example.net>\n" \
  "Subject: Is dinner ready?\n" \
  "Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\n" \
  "Message-ID: <20030712040037.46341.5F8J@football.example.com>\n" \
  "\n" \
  "Hi.\n\nWe lost the game.  Are you hungry yet?\n\nJoe.\n"

static const struct
{
  const char *algorithm;
  const char *selector;
  const char *signature;
  const char *record;
  guint notes;
} rfc8463[] = {
  { "ed25519-sha256", "brisbane",
    "/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus\n"
    " Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==",
    "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=", 0 },
  { "rsa-sha256", "test",
    "F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3\n"
    " DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGdaSGsgeefOsk2Jz\n"
    " dA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=",
    "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWR"
    "iGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutAC"
    "DfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3"
    "Ip3G+2kryOTIKT+l/K4w3QIDAQAB",
    SV_DKIM_NOTE_KEY_SHORT },
};

static void
test_rfc8463 (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rfc8463); i++)
    {
      g_auto (DkimCase) test = { 0 };
      g_autofree char *tags = g_strdup_printf (RFC8463_TAGS, rfc8463[i].selector);
      g_autofree char *text
          = g_strdup_printf ("DKIM-Signature: v=1; a=%s; c=relaxed/relaxed;\n%s b=%s\n%s",
                             rfc8463[i].algorithm, tags, rfc8463[i].signature, RFC8463_MESSAGE);
      g_autofree char *question
          = g_strconcat (rfc8463[i].selector, "._domainkey.football.example.com", NULL);
      dkim_case_init (&test, text, -1);
      dkim_case_answer_one (&test, question, rfc8463[i].record);
      SvDkimVerdict verdict = dkim_case_verdict (&test);
      g_autofree char *words = dkim_case_words (&verdict);
      CHECK_STR (rfc8463[i].algorithm, words, "pass");
      CHECK_INT (rfc8463[i].algorithm, verdict.notes, rfc8463[i].notes);
    }
}

/* The samples that are meant not to verify; samples/README.md says why. */
static const struct
{
  const char *name;
  const char *expected;
} broken[] = {
  { "mailing-list.eml", "fail body-changed" },
  { "pasted-gmail-neutral.eml", "unverifiable no-body" },
  { "drift-domain-gone.eml", "permerror key-missing" },
  { "dkim-headers-changed.eml", "fail headers-changed" },
};

static void
check_sample (const char *name, const SvMessage *message, const GPtrArray *zones, guint *signatures)
{
  g_autoptr (SvHeaders) headers = sv_headers_parse (message->header);
  g_autoptr (SvDkimContent) content = sv_dkim_content_new (headers, message);
  g_autoptr (SvAnswers) answers = sv_answers_new ();
  g_autoptr (SvLookups) lookups = sv_lookups_new (answers);
  const SvDkimTimes times = { 0, 0 };
  sv_dkim_verification_free (sv_dkim_verify (content, &times, lookups));
  g_autoptr (GPtrArray) wanted = sv_lookups_take_wanted (lookups);
  for (guint i = 0; i < wanted->len; i++)
    {
      const SvDnsQuestion *question = wanted->pdata[i];
      SvDnsAnswer *answer = sv_zone_lookup (zones, question->name, question->type);
      CHECK (name, answer != NULL);
      sv_answers_put (answers, answer);
    }
  g_autoptr (SvDkimVerification) verification = sv_dkim_verify (content, &times, lookups);
  CHECK (name, !verification->waiting);
  for (guint i = 0; i < verification->verdicts->len; i++, ++*signatures)
    {
      const char *expected = "pass";
      g_autofree char *words
          = dkim_case_words (&g_array_index (verification->verdicts, SvDkimVerdict, i));
      for (gsize j = 0; j < G_N_ELEMENTS (broken); j++)
        if (strcmp (name, broken[j].name) == 0)
          expected = broken[j].expected;
      CHECK_STR (name, words, expected);
    }
}

static void
test_samples (void)
{
  const char *top = g_getenv ("top_srcdir");
  g_autofree char *folder = g_build_filename (top ? top : ".", "samples", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint signatures = 0;
  for (const char *name; dir && (name = g_dir_read_name (dir));)
    {
      if (!g_str_has_suffix (name, ".eml") && !g_str_has_suffix (name, ".mbox"))
        continue;
      g_autoptr (GError) error = NULL;
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *stem = g_strndup (path, (gsize)(strrchr (path, '.') - path));
      g_autofree char *zone_path = g_strconcat (stem, ".zone", NULL);
      g_autoptr (SvZone) zone = sv_zone_read (zone_path, &error);
      g_assert_no_error (error);
      g_autoptr (GPtrArray) zones = g_ptr_array_new ();
      g_ptr_array_add (zones, zone);
      g_autoptr (SvSource) source
          = sv_source_new ((const char *[]){ path, NULL }, SV_INPUT_AUTO, TRUE);
      g_autoptr (GError) unread = NULL;
      for (;;)
        {
          g_clear_error (&unread);
          g_autoptr (SvMessage) message = sv_source_next (source, &unread);
          if (message)
            check_sample (name, message, zones, &signatures);
          else if (!unread)
            break;
        }
    }
  CHECK ("samples with signatures", signatures >= 20);
}

static const SuiteTest tests[] = {
  { "every algorithm in every canonical form", test_forms },
  { "one byte changed at every position", test_every_byte },
  { "what canonical forms forgive", test_changes },
  { "header and body apart", test_parts },
  { "signatures over signatures", test_own_field },
  { "RFC 8463 appendix A", test_rfc8463 },
  { "samples", test_samples },
  { NULL, NULL },
};

int
main (void)
{
  int status = suite_run ("dkim-verify", tests);
  signer_clear ();
  return status;
}
