/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of mail/may-enclose.h: whose body is kept. */

#include "mail/may-enclose.h"
#include "suite.h"

#include <string.h>

/* clang-format off */
static const struct
{
  const char *header;
  gboolean may;
} rows[] = {
  { "Content-Type: multipart/report; report-type=delivery-status\n\n", TRUE },
  { "Content-Type: multipart/mixed; boundary=x\n\n", TRUE },
  { "Content-Type: multipart/digest\n", TRUE },
  { "Content-Type: multipart/parallel\n", TRUE },
  { "Content-Type: multipart/signed\n", TRUE },
  { "Content-Type: message/rfc822\n", TRUE },
  { "Content-Type: message/global\n", TRUE },
  { "Content-Type: text/rfc822-headers\n", TRUE },
  { "Content-Type: multipart/alternative\n", FALSE },
  { "Content-Type: multipart/related\n", FALSE },
  { "Content-Type: text/plain\n", FALSE },
  { "Content-Type: text/html; x=message/rfc822\n", FALSE },
  { "Content-Type-X: message/rfc822\n", FALSE },
  { "X-Content-Type: message/rfc822\n", FALSE },
  { "Subject: Content-Type: message/rfc822\n", FALSE },
  { "content-TYPE:MESSAGE/rfc822\n", TRUE },
  { "Content-Type:\n message/rfc822\n", TRUE },
  { "Content-Type:\r\n\tmultipart/report\r\n", TRUE },
  { "Subject: x\nContent-Type: message/rfc822\n", TRUE },
  { "Subject: x\r\nContent-Type: message/rfc822", TRUE },
  { "Return-Path: <>\n", TRUE },
  { "Return-Path:<>\n", TRUE },
  { "Return-Path: <a@example.org>\n", FALSE },
  { "From: Mail Delivery System <MAILER-DAEMON@example.org>\n", TRUE },
  { "From: \"Postmaster\" <p@example.org>\n", TRUE },
  { "From:\n mailer-daemon@example.org\n", TRUE },
  { "From: a@example.org\nSubject: postmaster\n", FALSE },
  { "From: A\n postmaster@example.org\n", FALSE },
  { "To: postmaster@example.org\n", FALSE },
  { "Content-Type:", FALSE },
  { "Content-Type: messag", FALSE },
  { "Return-Path: <", FALSE },
  { "From:", FALSE },
  { "\n", FALSE },
  { "", FALSE },
};
/* clang-format on */

static void
test_rows (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *header = suite_exact (rows[i].header, -1);
      CHECK_INT (rows[i].header, sv_may_enclose (header, strlen (rows[i].header)), rows[i].may);
    }
}

/* A NUL ends neither a line nor the header, and never fits. */
static void
test_nul (void)
{
  static const char before[] = "\0\nSubject: \0\n\0Content-Type: text/plain\nReturn-Path: <>\n";
  static const char inside[] = "Content-Type: \0message/rfc822\nReturn-Path: \0<>\nFrom:\0 a\n";
  g_autofree char *first = suite_exact (before, sizeof before - 1);
  g_autofree char *second = suite_exact (inside, sizeof inside - 1);
  CHECK ("NULs in front", sv_may_enclose (first, sizeof before - 1));
  CHECK ("NULs inside", !sv_may_enclose (second, sizeof inside - 1));
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "rows", test_rows },
    { "NUL", test_nul },
    { NULL, NULL },
  };
  return suite_run ("may-enclose", tests);
}
