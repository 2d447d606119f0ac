/* SPDX-License-Identifier: GPL-3.0-or-later
 * Tests of the table of mail services: how its rows are found, and that each is whole. */

#include "spf/services.h"

#include "suite.h"

#include <string.h>

typedef const SvService *(*Find) (const char *name);

static const struct
{
  const char *row;
  Find find;
  const char *name;
  const char *service;
} rows[] = {
  { "a host", sv_service_by_host, "mail-wr1-f41.google.com", "Google Workspace" },
  { "the domain itself", sv_service_by_host, "amazonses.com", "Amazon SES" },
  { "case", sv_service_by_host, "A1.SMTP-OUT.AmazonSES.com", "Amazon SES" },
  { "the second of its domains", sv_service_by_host, "ms11.mailgun.org", "Mailgun" },
  { "only what is outbound", sv_service_by_host, "EUR01.outbound.protection.outlook.com",
    "Microsoft 365" },
  { "what is not", sv_service_by_host, "AM1.eurprd01.prod.outlook.com", NULL },
  { "Proton", sv_service_by_host, "mail-40133.protonmail.ch", "Proton Mail" },
  { "Salesforce, its mail servers", sv_service_by_host, "smtp03-ph2-sp1.mta.salesforce.com",
    "Salesforce" },
  { "Salesforce, others", sv_service_by_host, "www.salesforce.com", NULL },
  { "Zendesk", sv_service_by_host, "outbyoip1.pod17.euw1.zendesk.com", "Zendesk" },
  { "a numbered host", sv_service_by_host, "o61.sendgrid.net", "SendGrid" },
  { "no label of its own", sv_service_by_host, "notsendgrid.net", NULL },
  { "a stranger", sv_service_by_host, "mail.example.com", NULL },
  { "nothing", sv_service_by_host, NULL, NULL },
  { "empty", sv_service_by_host, "", NULL },
  { "a signature", sv_service_by_signature, "example-com.20230601.gappssmtp.com",
    "Google Workspace" },
  { "a tenant's signature", sv_service_by_signature, "example.onmicrosoft.com", "Microsoft 365" },
  { "an author's signature", sv_service_by_signature, "example.com", NULL },
  { "no signature", sv_service_by_signature, NULL, NULL },
  { "an envelope", sv_service_by_envelope, "eu-west-1.amazonses.com", "Amazon SES" },
  { "a customer's envelope", sv_service_by_envelope, "bounce.example.com", NULL },
  { "no envelope", sv_service_by_envelope, NULL, NULL },
  { "an include", sv_service_by_include, "_spf.google.com", "Google Workspace" },
  { "an include, case", sv_service_by_include, "SPF.protection.outlook.com", "Microsoft 365" },
  { "Zendesk's include", sv_service_by_include, "mail.zendesk.com", "Zendesk" },
  { "below an include", sv_service_by_include, "x._spf.google.com", NULL },
  { "no include", sv_service_by_include, NULL, NULL },
};

static void
test_rows (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const SvService *service = rows[i].find (rows[i].name);
      CHECK_STR (rows[i].row, service ? service->name : NULL, rows[i].service);
    }
}

/* Each row has a name, a host and a source; names are sorted, so that none is there twice. */
static void
test_table (void)
{
  gsize n;
  const SvService *services = sv_services (&n);
  CHECK ("some", n >= 5);
  for (gsize i = 0; i < n; i++)
    {
      const char *row = services[i].name;
      CHECK (row, services[i].hosts[0] != NULL);
      CHECK (row, g_str_has_prefix (services[i].documentation, "https://"));
      CHECK (row, !services[i].include || strchr (services[i].include, '.'));
      CHECK (row, !services[i].include || sv_service_by_include (services[i].include));
      CHECK (row, sv_service_by_host (services[i].hosts[0]) == &services[i]);
      CHECK (row, i == 0 || g_ascii_strcasecmp (services[i - 1].name, row) < 0);
    }
}

int
main (void)
{
  static const SuiteTest tests[] = {
    { "rows", test_rows },
    { "table", test_table },
    { NULL, NULL },
  };
  return suite_run ("services", tests);
}
