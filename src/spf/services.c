/* SPDX-License-Identifier: GPL-3.0-or-later
 * The table of mail services.  No address ranges: those change, and an include follows them. */

#include "spf/services.h"

#include "spf/domain.h"

/* A row a service, only where its own documentation says so at the address given, as of 2026-11. */
/* clang-format off */
static const SvService services[] = {
  { "Amazon SES", { "amazonses.com" }, { "amazonses.com" }, { "amazonses.com" },
    "amazonses.com", "https://docs.aws.amazon.com/ses/latest/dg/send-email-authentication-spf.html" },
  { "Brevo", { "mailin.fr", "sender-sib.com", "sendinblue.com" }, { "sendinblue.com", "brevo.com" }, { "mailin.fr", "sender-sib.com" },
    NULL, "https://help.brevo.com/hc/en-us/sections/12170672459666-Authenticate-your-domain" },
  { "Google Workspace", { "google.com" }, { "gappssmtp.com" }, { NULL },
    "_spf.google.com", "https://support.google.com/a/answer/10684623" },
  { "Mailgun", { "mailgun.net", "mailgun.org" }, { "mailgun.org" }, { "mailgun.org" },
    "mailgun.org", "https://documentation.mailgun.com/docs/mailgun/user-manual/domains/domains-verify" },
  { "Microsoft 365", { "outbound.protection.outlook.com" }, { "onmicrosoft.com" }, { "onmicrosoft.com" },
    "spf.protection.outlook.com", "https://learn.microsoft.com/defender-office-365/email-authentication-spf-configure" },
  { "Postmark", { "mtasv.net" }, { "mtasv.net" }, { "mtasv.net" },
    NULL, "https://postmarkapp.com/developer/api/domains-api" },
  { "Proton Mail", { "protonmail.ch", "proton.ch" }, { NULL }, { NULL },
    "_spf.protonmail.ch", "https://proton.me/support/anti-spoofing-custom-domain" },
  { "Salesforce", { "mta.salesforce.com" }, { NULL }, { NULL },
    "_spf.salesforce.com", "https://help.salesforce.com/s/articleView?id=000315520&type=1" },
  { "SendGrid", { "sendgrid.net" }, { "sendgrid.net", "sendgrid.me", "sendgrid.info" }, { "sendgrid.net" },
    "sendgrid.net", "https://www.twilio.com/docs/sendgrid/ui/sending-email/verify-sender-with-spf" },
  { "SparkPost", { "sparkpostmail.com" }, { "sparkpostmail.com" }, { "sparkpostmail.com" },
    NULL, "https://developers.sparkpost.com/api/sending-domains/" },
  { "Zendesk", { "zendesk.com" }, { "zendesk.com" }, { "zendesk.com" },
    "mail.zendesk.com", "https://support.zendesk.com/hc/en-us/articles/115015746187" },
};
/* clang-format on */

static gboolean
is_one_of (const char *name, const char *const *domains, gsize n)
{
  for (gsize i = 0; i < n && domains[i]; i++)
    if (sv_domain_is_within (name, domains[i]))
      return TRUE;
  return FALSE;
}

const SvService *
sv_service_by_host (const char *host)
{
  for (gsize i = 0; host && i < G_N_ELEMENTS (services); i++)
    if (is_one_of (host, services[i].hosts, G_N_ELEMENTS (services[i].hosts)))
      return &services[i];
  return NULL;
}

const SvService *
sv_service_by_signature (const char *domain)
{
  for (gsize i = 0; domain && i < G_N_ELEMENTS (services); i++)
    if (is_one_of (domain, services[i].signatures, G_N_ELEMENTS (services[i].signatures)))
      return &services[i];
  return NULL;
}

const SvService *
sv_service_by_envelope (const char *domain)
{
  for (gsize i = 0; domain && i < G_N_ELEMENTS (services); i++)
    if (is_one_of (domain, services[i].envelopes, G_N_ELEMENTS (services[i].envelopes)))
      return &services[i];
  return NULL;
}

const SvService *
sv_service_by_include (const char *domain)
{
  for (gsize i = 0; domain && i < G_N_ELEMENTS (services); i++)
    if (services[i].include && g_ascii_strcasecmp (services[i].include, domain) == 0)
      return &services[i];
  return NULL;
}

const SvService *
sv_services (gsize *n)
{
  *n = G_N_ELEMENTS (services);
  return services;
}
