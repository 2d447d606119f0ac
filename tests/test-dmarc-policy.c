/* SPDX-License-Identifier: GPL-3.0-or-later
 * RFC 9989: which record governs, which policy follows, who is aligned, pass or fail. */

#include "suite.h"

#include "dmarc-zone.h"

#include <string.h>

/* A name that exists. */
#define EXISTS(domain) domain ". 0 IN A 192.0.2.1\n"

typedef struct
{
  const char *name;
  const char *zone; /* every name that it does not have: NXDOMAIN */
  const char *author;
  const char *spf;
  const char *dkim;
  const char *expected;
} Row;

static void
check_rows (const Row *rows, gsize n)
{
  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *zone = g_strconcat ("$DEFAULT NXDOMAIN\n", rows[i].zone, NULL);
      g_autoptr (SvDmarcEvaluation) evaluation = dmarc_zone_evaluate (
          sv_dmarc_evaluate, zone, rows[i].author, rows[i].spf, rows[i].dkim, NULL);
      g_autofree char *text = dmarc_zone_text (evaluation);
      CHECK_STR (rows[i].name, text, rows[i].expected);
    }
}

/* The record that governs (4.10.1), and the policy that follows from it. */
static const Row policies[] = {
  /* clang-format off */
  { "own record", DMARC ("example.com", "v=DMARC1; p=reject"), "example.com", NULL, NULL,
    "fail p=reject>reject at example.com org example.com spf - dkim -" },
  { "no record", "", "mail.example.com", NULL, NULL, "none -=->- at - org mail.example.com spf - dkim -" },
  { "from the organization", DMARC ("example.com", "v=DMARC1; p=reject"), "a.b.example.com", NULL, NULL,
    "fail p=reject>reject at example.com org example.com spf - dkim -" },
  { "sp from the organization", DMARC ("example.com", "v=DMARC1; p=reject; sp=quarantine") EXISTS ("a.example.com"), "a.example.com", NULL, NULL,
    "fail sp=quarantine>quarantine at example.com org example.com spf - dkim -" },
  { "sp at the author domain", DMARC ("example.com", "v=DMARC1; p=reject; sp=none; np=none"), "example.com", NULL, NULL,
    "fail p=reject>reject at example.com org example.com spf - dkim -" },
  { "own record of a subdomain, sp has no effect", DMARC ("a.example.com", "v=DMARC1; p=quarantine; sp=reject")
    DMARC ("example.com", "v=DMARC1; p=none; sp=none"), "a.example.com", NULL, NULL,
    "fail p=quarantine>quarantine at a.example.com org example.com spf - dkim -" },
  { "the organization's, not the nearest", DMARC ("b.example.com", "v=DMARC1; p=none") DMARC ("example.com", "v=DMARC1; p=reject"),
    "a.b.example.com", NULL, NULL, "fail p=reject>reject at example.com org example.com spf - dkim -" },
  { "the nearest with psd=n", DMARC ("b.example.com", "v=DMARC1; p=none; psd=n") DMARC ("example.com", "v=DMARC1; p=reject"),
    "a.b.example.com", NULL, NULL, "fail p=none>none at b.example.com org b.example.com spf - dkim -" },
  { "psd=n of the author's own", DMARC ("a.example.com", "v=DMARC1; p=none; psd=n") DMARC ("example.com", "v=DMARC1; p=reject"),
    "a.example.com", NULL, NULL, "fail p=none>none at a.example.com org a.example.com spf - dkim -" },
  { "from the public suffix", DMARC ("reg.example", "v=DMARC1; p=quarantine; psd=y"), "a.shop.reg.example", NULL, NULL,
    "fail p=quarantine>quarantine at reg.example org shop.reg.example spf - dkim -" },
  { "np of the public suffix", DMARC ("reg.example", "v=DMARC1; p=none; sp=quarantine; np=reject; psd=y"), "shop.reg.example", NULL, NULL,
    "fail np=reject>reject at reg.example org shop.reg.example spf - dkim -" },
  { "sp of the public suffix", DMARC ("reg.example", "v=DMARC1; p=none; sp=quarantine; np=reject; psd=y") EXISTS ("shop.reg.example"),
    "shop.reg.example", NULL, NULL, "fail sp=quarantine>quarantine at reg.example org shop.reg.example spf - dkim -" },
  { "not from the public suffix, the organization has its own", DMARC ("shop.reg.example", "v=DMARC1; p=none") DMARC ("reg.example", "v=DMARC1; p=reject; psd=y"),
    "a.shop.reg.example", NULL, NULL, "fail p=none>none at shop.reg.example org shop.reg.example spf - dkim -" },
  { "neither nearest nor highest: what psd=y makes the organization", DMARC ("a.shop.reg.example", "v=DMARC1; p=none")
    DMARC ("reg.example", "v=DMARC1; p=reject; psd=y"), "b.a.shop.reg.example", NULL, NULL,
    "fail p=reject>reject at reg.example org shop.reg.example spf - dkim -" },
  { "nothing above psd=y", DMARC ("reg.example", "v=DMARC1; p=none; psd=y") DMARC ("example", "v=DMARC1; p=reject"), "shop.reg.example", NULL, NULL,
    "fail p=none>none at reg.example org shop.reg.example spf - dkim -" },
  { "the public suffix as author", DMARC ("reg.example", "v=DMARC1; p=reject; sp=none; psd=y") DMARC ("example", "v=DMARC1; p=none"), "reg.example", NULL, NULL,
    "fail p=reject>reject at reg.example org reg.example spf - dkim -" },
  { "a top-level domain that publishes without psd", DMARC ("example", "v=DMARC1; p=none") DMARC ("shop.example", "v=DMARC1; p=reject"),
    "a.shop.example", NULL, NULL, "fail p=none>none at example org example spf - dkim -" },
  { "one label", DMARC ("example", "v=DMARC1; p=reject"), "example", NULL, NULL, "fail p=reject>reject at example org example spf - dkim -" },
  { "np where the name is not there", DMARC ("example.com", "v=DMARC1; p=none; sp=quarantine; np=reject"), "a.example.com", NULL, NULL,
    "fail np=reject>reject at example.com org example.com spf - dkim -" },
  { "np and an empty name", DMARC ("example.com", "v=DMARC1; p=none; sp=quarantine; np=reject") EXISTS ("b.a.example.com"), "a.example.com", NULL, NULL,
    "fail sp=quarantine>quarantine at example.com org example.com spf - dkim -" },
  { "np falls back to sp", DMARC ("example.com", "v=DMARC1; p=none; sp=quarantine"), "a.example.com", NULL, NULL,
    "fail sp=quarantine>quarantine at example.com org example.com spf - dkim -" },
  { "np without sp, the name exists", DMARC ("example.com", "v=DMARC1; p=quarantine; np=reject") EXISTS ("a.example.com"), "a.example.com", NULL, NULL,
    "fail p=quarantine>quarantine at example.com org example.com spf - dkim -" },
  { "t=y reject", DMARC ("example.com", "v=DMARC1; p=reject; t=y"), "example.com", NULL, NULL,
    "fail p=reject>quarantine at example.com org example.com spf - dkim -" },
  { "t=y quarantine", DMARC ("example.com", "v=DMARC1; p=quarantine; t=y"), "example.com", NULL, NULL,
    "fail p=quarantine>none at example.com org example.com spf - dkim -" },
  { "t=y none", DMARC ("example.com", "v=DMARC1; p=none; t=y"), "example.com", NULL, NULL,
    "fail p=none>none at example.com org example.com spf - dkim -" },
  { "t=y sp", DMARC ("example.com", "v=DMARC1; p=none; sp=reject; t=y"), "a.example.com", NULL, NULL,
    "fail sp=reject>quarantine at example.com org example.com spf - dkim -" },
  { "t=y does not change a pass", DMARC ("example.com", "v=DMARC1; p=reject; t=y"), "example.com", "+example.com", NULL,
    "pass p=reject>quarantine at example.com org example.com spf strict* dkim -" },
  { "pct is gone", DMARC ("example.com", "v=DMARC1; p=reject; pct=0"), "example.com", NULL, NULL,
    "fail p=reject>reject at example.com org example.com spf - dkim -" },
  { "no p, no rua", DMARC ("example.com", "v=DMARC1; sp=reject"), "example.com", "+example.com", NULL,
    "none -=->- at example.com org example.com spf strict dkim -" },
  { "no p, rua", DMARC ("example.com", "v=DMARC1; sp=reject; rua=mailto:d@example.com"), "a.example.com", NULL, NULL,
    "fail rua=none>none at example.com org example.com spf - dkim -" },
  { "no p, bad rua", DMARC ("example.com", "v=DMARC1; rua=d@example.com"), "example.com", NULL, NULL,
    "none -=->- at example.com org example.com spf - dkim -" },
  { "bad p, rua", DMARC ("example.com", "v=DMARC1; p=rejct; rua=mailto:d@example.com"), "example.com", "+example.com", NULL,
    "pass rua=none>none at example.com org example.com spf strict* dkim -" },
  { "bad sp, rua", DMARC ("example.com", "v=DMARC1; p=reject; sp=x; rua=mailto:d@example.com"), "example.com", NULL, NULL,
    "fail rua=none>none at example.com org example.com spf - dkim -" },
  { "bad sp, no rua", DMARC ("example.com", "v=DMARC1; p=reject; sp=x"), "example.com", NULL, NULL,
    "none -=->- at example.com org example.com spf - dkim -" },
  { "bad np, no rua", DMARC ("example.com", "v=DMARC1; p=reject; np=x"), "example.com", NULL, NULL,
    "none -=->- at example.com org example.com spf - dkim -" },
  { "bad np, rua, np would apply", DMARC ("example.com", "v=DMARC1; p=reject; np=x; rua=mailto:d@example.com"), "a.example.com", NULL, NULL,
    "fail rua=none>none at example.com org example.com spf - dkim -" },
  { "own record without a policy is not passed over", DMARC ("a.example.com", "v=DMARC1;") DMARC ("example.com", "v=DMARC1; p=reject"),
    "a.example.com", NULL, NULL, "none -=->- at a.example.com org example.com spf - dkim -" },
  { "other bad tags are absent", DMARC ("example.com", "v=DMARC1; p=reject; aspf=x; t=x; psd=x; fo=x; x"), "example.com", "+a.example.com", NULL,
    "pass p=reject>reject at example.com org example.com spf relaxed* dkim -" },
  { "several records", DMARC ("example.com", "v=DMARC1; p=reject") DMARC ("example.com", "v=DMARC1; p=none"), "example.com", "+example.com", NULL,
    "none -=->- at - org example.com spf strict dkim -" },
  { "several records, one above", DMARC ("a.example.com", "v=DMARC1; p=reject; psd=n") DMARC ("a.example.com", "v=DMARC1; p=none; psd=n")
    DMARC ("example.com", "v=DMARC1; p=quarantine"), "a.example.com", NULL, NULL,
    "fail p=quarantine>quarantine at example.com org example.com spf - dkim -" },
  { "other texts beside the record", DMARC ("example.com", "v=spf1 -all") DMARC ("example.com", "v=DMARC1; p=reject") DMARC ("example.com", "v=dmarc1; p=none")
    DMARC ("example.com", ""), "example.com", NULL, NULL, "fail p=reject>reject at example.com org example.com spf - dkim -" },
  { "other version", DMARC ("example.com", "v=DMARC2; p=reject"), "example.com", NULL, NULL, "none -=->- at - org example.com spf - dkim -" },
  { "several strings", "_dmarc.example.com. 0 IN TXT \"v=DMA\" \"RC1; p=rej\" \"ect\"\n", "example.com", NULL, NULL,
    "fail p=reject>reject at example.com org example.com spf - dkim -" },
  { "an alias", "_dmarc.example.com. 0 IN CNAME d.example.net.\nd.example.net. 0 IN TXT \"v=DMARC1; p=reject\"\n", "example.com", NULL, NULL,
    "fail p=reject>reject at example.com org example.com spf - dkim -" },
  { "the case of a domain", DMARC ("example.com", "v=DMARC1; p=reject"), "A.Example.COM.", "+EXAMPLE.com", NULL,
    "pass p=reject>reject at example.com org example.com spf relaxed* dkim -" },
  { "U-labels", DMARC ("xn--bcher-kva.example", "v=DMARC1; p=reject"), "b\xc3\xbc" "cher.example", "+xn--bcher-kva.example", "+B\xc3\x9c" "CHER.example",
    "pass p=reject>reject at xn--bcher-kva.example org xn--bcher-kva.example spf strict* dkim strict*" },
  /* clang-format on */
};

static void
test_policies (void)
{
  check_rows (policies, G_N_ELEMENTS (policies));
}

#define ORGANIZATION DMARC ("example.com", "v=DMARC1; p=reject")

/* Who is aligned, and what follows. */
static const Row alignments[] = {
  /* clang-format off */
  { "SPF strict", ORGANIZATION, "example.com", "+example.com", NULL, "pass p=reject>reject at example.com org example.com spf strict* dkim -" },
  { "SPF relaxed", ORGANIZATION, "a.example.com", "+b.example.com", NULL, "pass p=reject>reject at example.com org example.com spf relaxed* dkim -" },
  { "SPF of somebody else", ORGANIZATION, "example.com", "+example.net", NULL, "fail p=reject>reject at example.com org example.com spf none dkim -" },
  { "SPF does not pass", ORGANIZATION, "example.com", "-example.com", NULL, "fail p=reject>reject at example.com org example.com spf strict dkim -" },
  { "neighbours", DMARC ("shop.example", "v=DMARC1; p=reject") DMARC ("evil.example", "v=DMARC1; p=none"), "shop.example", "+evil.example", NULL,
    "fail p=reject>reject at shop.example org shop.example spf none dkim -" },
  { "the end of a label is no domain", DMARC ("shop.example", "v=DMARC1; p=reject"), "shop.example", "+workshop.example", NULL,
    "fail p=reject>reject at shop.example org shop.example spf none dkim -" },
  { "DKIM strict", ORGANIZATION, "example.com", NULL, "+example.com", "pass p=reject>reject at example.com org example.com spf - dkim strict*" },
  { "DKIM relaxed", ORGANIZATION, "example.com", NULL, "+a.b.example.com", "pass p=reject>reject at example.com org example.com spf - dkim relaxed*" },
  { "DKIM does not pass", ORGANIZATION, "example.com", NULL, "-example.com", "fail p=reject>reject at example.com org example.com spf - dkim strict" },
  { "one signature of many", ORGANIZATION, "example.com", "+example.net", "-example.com +example.org +mail.example.com",
    "pass p=reject>reject at example.com org example.com spf none dkim relaxed*" },
  { "those that pass first", ORGANIZATION, "example.com", NULL, "-example.com +example.org", "fail p=reject>reject at example.com org example.com spf - dkim none" },
  { "both", ORGANIZATION, "example.com", "+a.example.com", "+example.com", "pass p=reject>reject at example.com org example.com spf relaxed* dkim strict*" },
  { "aspf=s", DMARC ("example.com", "v=DMARC1; p=reject; aspf=s"), "example.com", "+a.example.com", NULL,
    "fail p=reject>reject at example.com org example.com spf relaxed dkim -" },
  { "aspf=s, same", DMARC ("example.com", "v=DMARC1; p=reject; aspf=s"), "example.com", "+example.com", NULL,
    "pass p=reject>reject at example.com org example.com spf strict* dkim -" },
  { "aspf=s is not for DKIM", DMARC ("example.com", "v=DMARC1; p=reject; aspf=s"), "example.com", NULL, "+a.example.com",
    "pass p=reject>reject at example.com org example.com spf - dkim relaxed*" },
  { "adkim=s", DMARC ("example.com", "v=DMARC1; p=reject; adkim=s"), "example.com", NULL, "+a.example.com",
    "fail p=reject>reject at example.com org example.com spf - dkim relaxed" },
  { "adkim=s, same", DMARC ("example.com", "v=DMARC1; p=reject; adkim=s"), "example.com", NULL, "+a.example.com +example.com",
    "pass p=reject>reject at example.com org example.com spf - dkim strict*" },
  { "adkim=s is not for SPF", DMARC ("example.com", "v=DMARC1; p=reject; adkim=s"), "example.com", "+a.example.com", NULL,
    "pass p=reject>reject at example.com org example.com spf relaxed* dkim -" },
  { "strict for a subdomain, by its organization", DMARC ("example.com", "v=DMARC1; p=reject; aspf=s; adkim=s"), "a.example.com", "+example.com", "+example.com",
    "fail p=reject>reject at example.com org example.com spf relaxed dkim relaxed" },
  { "the author's organization by psd=n", DMARC ("a.example.com", "v=DMARC1; p=reject; psd=n") ORGANIZATION, "a.example.com", "+example.com", "+b.a.example.com",
    "pass p=reject>reject at a.example.com org a.example.com spf none dkim relaxed*" },
  { "psd=n below", DMARC ("b.example.com", "v=DMARC1; p=reject; psd=n") ORGANIZATION, "example.com", "+b.example.com", "+a.b.example.com",
    "fail p=reject>reject at example.com org example.com spf none dkim none" },
  { "neighbours below a public suffix", DMARC ("reg.example", "v=DMARC1; p=none; psd=y") DMARC ("a.reg.example", "v=DMARC1; p=reject"),
    "a.reg.example", "+b.reg.example", "+reg.example", "fail p=reject>reject at a.reg.example org a.reg.example spf none dkim none" },
  { "a public suffix, relaxed, is no organization of others", DMARC ("reg.example", "v=DMARC1; p=reject; psd=y"), "reg.example", "+a.reg.example", "+reg.example",
    "pass p=reject>reject at reg.example org reg.example spf none dkim strict*" },
  { "an organization that publishes only at itself", DMARC ("a.example.com", "v=DMARC1; p=reject"), "a.example.com", "+example.com", "+b.a.example.com",
    "pass p=reject>reject at a.example.com org a.example.com spf none dkim relaxed*" },
  { "without a record, of the domains", "", "a.example.com", "+example.com", "+a.example.com", "none -=->- at - org a.example.com spf none dkim strict" },
  { "domains that are none", ORGANIZATION, "example.com", "+[192.0.2.1]", "+ +.. +a..b", "fail p=reject>reject at example.com org example.com spf - dkim -" },
  { "temperror of an aligned method", ORGANIZATION, "example.com", "!a.example.com", "+example.net",
    "temperror p=reject>reject at example.com org example.com spf relaxed dkim none" },
  { "temperror of a method that is not aligned", ORGANIZATION, "example.com", "!example.net", "!example.org",
    "fail p=reject>reject at example.com org example.com spf none dkim none" },
  { "temperror does not undo a pass", ORGANIZATION, "example.com", "!example.com", "+example.com",
    "pass p=reject>reject at example.com org example.com spf strict dkim strict*" },
  { "temperror, relaxed where strict is wanted", DMARC ("example.com", "v=DMARC1; p=reject; aspf=s"), "example.com", "!a.example.com", NULL,
    "fail p=reject>reject at example.com org example.com spf relaxed dkim -" },
  { "no verdict of an aligned method", ORGANIZATION, "example.com", "?example.com", "-example.com",
    "unrecorded p=reject>reject at example.com org example.com spf strict dkim strict" },
  { "no verdict, but a pass", ORGANIZATION, "example.com", "?example.com", "+example.com",
    "pass p=reject>reject at example.com org example.com spf strict dkim strict*" },
  { "no verdict of a method that is not aligned", ORGANIZATION, "example.com", "?example.net", NULL,
    "fail p=reject>reject at example.com org example.com spf none dkim -" },
  { "no verdict and no record", "", "example.com", "?example.com", NULL, "none -=->- at - org example.com spf strict dkim -" },
  /* clang-format on */
};

static void
test_alignments (void)
{
  check_rows (alignments, G_N_ELEMENTS (alignments));
}

/* The examples of RFC 9989's appendix B: alignment (B.1), records (B.2), tree walks (B.4), with
 * names of our own where they are not reserved ones. */
static const Row examples[] = {
  /* clang-format off */
  { "B.1.1 SPF 1", ORGANIZATION, "example.com", "+example.com", NULL, "pass p=reject>reject at example.com org example.com spf strict* dkim -" },
  { "B.1.1 SPF 2", ORGANIZATION, "child.example.com", "+example.com", NULL, "pass p=reject>reject at example.com org example.com spf relaxed* dkim -" },
  { "B.1.1 SPF 3", ORGANIZATION, "child.example.com", "+example.net", NULL, "fail p=reject>reject at example.com org example.com spf none dkim -" },
  { "B.1.2 DKIM 1", ORGANIZATION, "example.com", NULL, "+example.com", "pass p=reject>reject at example.com org example.com spf - dkim strict*" },
  { "B.1.2 DKIM 2", ORGANIZATION, "child.example.com", NULL, "+example.com", "pass p=reject>reject at example.com org example.com spf - dkim relaxed*" },
  { "B.1.2 DKIM 3", ORGANIZATION, "child.example.com", NULL, "+example.net", "fail p=reject>reject at example.com org example.com spf - dkim none" },
  { "B.2 monitoring", DMARC ("example.com", "v=DMARC1; p=none; rua=mailto:dmarc@example.com"), "example.com", NULL, NULL,
    "fail p=none>none at example.com org example.com spf - dkim -" },
  { "B.2 failure reports to others", DMARC ("example.com", "v=DMARC1; p=none; rua=mailto:dmarc@example.com; ruf=mailto:auth@thirdparty.example.net"),
    "example.com", "+example.com", NULL, "pass p=none>none at example.com org example.com spf strict* dkim -" },
  { "B.2 a subdomain in testing", DMARC ("test.example.com", "v=DMARC1; p=quarantine; rua=mailto:a@example.com,mailto:b@thirdparty.example.net; t=y")
    DMARC ("example.com", "v=DMARC1; p=none"), "test.example.com", NULL, NULL,
    "fail p=quarantine>none at test.example.com org example.com spf - dkim -" },
  { "B.3.1 session", DMARC ("example.com", "v=DMARC1; p=reject; aspf=r; rua=mailto:dmarc@example.com"), "example.com", "+mail.example.com", "+example.com",
    "pass p=reject>reject at example.com org example.com spf relaxed* dkim strict*" },
  { "B.4.1 simple", DMARC ("example.com", "v=DMARC1; p=reject") DMARC ("signing.example.com", "v=DMARC1; p=none"), "example.com", "-example.com",
    "+signing.example.com", "pass p=reject>reject at example.com org example.com spf strict dkim relaxed*" },
  { "B.4.2 deep", DMARC ("example.com", "v=DMARC1; p=reject") DMARC ("signing.example.com", "v=DMARC1; p=none"),
    "a.b.c.d.e.f.g.h.i.j.k.example.com", "+example.com", "+signing.example.com",
    "pass p=reject>reject at example.com org example.com spf relaxed* dkim relaxed*" },
  { "B.4.3 public suffix", DMARC ("giant.bank.example", "v=DMARC1; p=reject") DMARC ("bank.example", "v=DMARC1; p=none; psd=y"),
    "giant.bank.example", "+mail.giant.bank.example", "+mail.mega.bank.example",
    "pass p=reject>reject at giant.bank.example org giant.bank.example spf relaxed* dkim none" },
  { "B.4.3 without SPF", DMARC ("giant.bank.example", "v=DMARC1; p=reject") DMARC ("bank.example", "v=DMARC1; p=none; psd=y"),
    "giant.bank.example", "-mail.giant.bank.example", "+mail.mega.bank.example",
    "fail p=reject>reject at giant.bank.example org giant.bank.example spf relaxed dkim none" },
  { "4.10.2 first", DMARC ("mail.example.com", "v=DMARC1; p=none") DMARC ("example.com", "v=DMARC1; p=reject"), "a.mail.example.com", NULL, NULL,
    "fail p=reject>reject at example.com org example.com spf - dkim -" },
  { "4.10.2 second", DMARC ("mail.example.com", "v=DMARC1; p=none; psd=n") DMARC ("example.com", "v=DMARC1; p=reject"), "a.mail.example.com", NULL, NULL,
    "fail p=none>none at mail.example.com org mail.example.com spf - dkim -" },
  { "4.10.2 third", DMARC ("example", "v=DMARC1; p=none; psd=y"), "a.mail.shop.example", NULL, NULL,
    "fail p=none>none at example org shop.example spf - dkim -" },
  { "5.1 a record that is skipped", DMARC ("b.c.d.e.f.g.example.com", "v=DMARC1; p=none; psd=n") DMARC ("example.com", "v=DMARC1; p=reject"),
    "mail.a.b.c.d.e.f.g.example.com", NULL, NULL, "fail p=reject>reject at example.com org example.com spf - dkim -" },
  { "the highest of those that are asked, one label above it", DMARC ("c.d.e.f.g.example.com", "v=DMARC1; p=quarantine; psd=y"),
    "mail.a.b.c.d.e.f.g.example.com", "+b.c.d.e.f.g.example.com", NULL,
    "pass p=quarantine>quarantine at c.d.e.f.g.example.com org b.c.d.e.f.g.example.com spf relaxed* dkim -" },
  /* clang-format on */
};

static void
test_examples (void)
{
  check_rows (examples, G_N_ELEMENTS (examples));
}

static void
test_existence (void)
{
  static const struct
  {
    const char *row;
    const char *zone;
    SvDmarcExistence existence;
    const char *policy;
  } rows[] = {
    /* clang-format off */
    { "no np", "", SV_DMARC_EXISTENCE_UNASKED, "none" },
    { "np=none", "; np=none", SV_DMARC_EXISTENCE_UNASKED, "none" },
    { "np=reject", "; np=reject", SV_DMARC_EXISTENCE_NO, "reject" },
    { "np like sp", "; np=reject; sp=reject", SV_DMARC_EXISTENCE_UNASKED, "reject" },
    { "NODATA", "; np=reject\"\na.example.com. 0 IN TXT !NODATA ;\"", SV_DMARC_EXISTENCE_YES, "none" },
    { "TIMEOUT", "; np=reject\"\na.example.com. 0 IN TXT !TIMEOUT ;\"", SV_DMARC_EXISTENCE_UNKNOWN, NULL },
    /* clang-format on */
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *zone = g_strconcat ("$DEFAULT NXDOMAIN\n_dmarc.example.com. 0 IN TXT "
                                           "\"v=DMARC1; p=none",
                                           rows[i].zone, "\"\n", NULL);
      g_autoptr (SvDmarcEvaluation) evaluation = dmarc_zone_evaluate (
          sv_dmarc_evaluate, zone, "a.example.com", NULL, "-example.com", NULL);
      CHECK_INT (rows[i].row, evaluation->existence, rows[i].existence);
      CHECK_STR (rows[i].row, sv_dmarc_policy_name (evaluation->policy), rows[i].policy);
      CHECK_STR (rows[i].row, sv_dmarc_policy_name (evaluation->effective_policy), rows[i].policy);
      /* Whether the author domain exists does not change the result. */
      CHECK_STR (rows[i].row, sv_dmarc_result_name (evaluation->result), "fail");
      CHECK_INT (rows[i].row, evaluation->state, SV_DMARC_STATE_DONE);
    }
}

static void
test_problems (void)
{
  static const struct
  {
    const char *row;
    const char *zone;
    const char *problems;
  } rows[] = {
    /* clang-format off */
    { "nothing wrong", DMARC ("example.com", "v=DMARC1; p=none"), "" },
    { "nothing there", "", "" },
    { "the record that governs", DMARC ("example.com", "v=DMARC1; p=none; aspf=x; p=none"), "syntax:aspf@example.com duplicate-tag:p@example.com" },
    { "records that do not govern", DMARC ("a.example.com", "v=DMARC1; p=none") DMARC ("example.com", "v=DMARC1"), "" },
    { "several", DMARC ("a.example.com", "v=DMARC1; p=none") DMARC ("a.example.com", "v=DMARC1; p=reject"), "multiple-records@a.example.com" },
    { "several above", DMARC ("a.example.com", "v=DMARC1; p=none") DMARC ("example.com", "v=DMARC1; p=none") DMARC ("example.com", "v=DMARC1; p=reject"),
      "multiple-records@example.com" },
    { "several behind the end of the walk", DMARC ("a.example.com", "v=DMARC1; p=none; psd=n") DMARC ("example.com", "v=DMARC1; p=none")
      DMARC ("example.com", "v=DMARC1; p=reject"), "" },
    { "version", DMARC ("a.example.com", "v=dmarc1; p=none"), "version@a.example.com" },
    { "version beside a record", DMARC ("example.com", "v=DMARC1; p=none") DMARC ("example.com", "\\\"v=DMARC1; p=none"), "version@example.com" },
    { "misplaced", "a.example.com. 0 IN TXT \"v=DMARC1; p=none\"\n", "misplaced@a.example.com" },
    { "misplaced beside SPF", "a.example.com. 0 IN TXT \"v=spf1 -all\"\na.example.com. 0 IN TXT \"V=DMARC1; p=none\"\n", "misplaced@a.example.com" },
    { "misplaced beside a record", "a.example.com. 0 IN TXT \"v=DMARC1; p=none\"\n" DMARC ("example.com", "v=DMARC1; p=none"), "" },
    { "no policy", DMARC ("example.com", "v=DMARC1; rua=mailto:a@example.com"), "no-policy:p@example.com" },
    /* clang-format on */
  };
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *zone = g_strconcat ("$DEFAULT NXDOMAIN\n", rows[i].zone, NULL);
      g_autoptr (SvDmarcEvaluation) evaluation
          = dmarc_zone_evaluate (sv_dmarc_evaluate, zone, "a.example.com", NULL, NULL, NULL);
      g_autofree char *problems = dmarc_zone_problems (evaluation->problems);
      CHECK_STR (rows[i].row, problems, rows[i].problems);
    }
}

/* Which signature it is. */
static void
test_signature (void)
{
  static const struct
  {
    const char *dkim;
    int index;  /* of which the alignment is told */
    int passes; /* by which the message passes */
  } rows[] = {
    { "", -1, -1 },
    { "-example.net", 0, -1 },
    { "-example.net -a.example.com -example.com -example.com", 2, -1 },
    { "-example.com +example.net", 1, -1 },
    { "+example.net +example.com", 1, 1 },
    { "+a.example.com +example.com +example.com", 1, 1 },
    { "+a.example.com +b.example.com -example.com", 0, 0 },
    { "+.. -example.com", 1, -1 },
    { "!example.com -example.net", 0, -1 },
  };
  static const char zone[] = "$DEFAULT NXDOMAIN\n" DMARC ("example.com", "v=DMARC1; p=none");
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (SvDmarcEvaluation) evaluation
          = dmarc_zone_evaluate (sv_dmarc_evaluate, zone, "example.com", NULL, rows[i].dkim, NULL);
      CHECK_INT (rows[i].dkim, evaluation->dkim_index, rows[i].index);
      CHECK_INT (rows[i].dkim, evaluation->passes_by_dkim, rows[i].passes);
    }
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "policies", test_policies },
    { "alignments", test_alignments },
    { "examples", test_examples },
    { "existence", test_existence },
    { "problems", test_problems },
    { "signature", test_signature },
    { NULL, NULL },
  };
  return suite_run ("dmarc-policy", tests);
}
