/* SPDX-License-Identifier: GPL-3.0-or-later
 * libspf2 as the judge of single mechanisms; see libspf2.h. */

#include "spf/libspf2.h"

#include "spf/libspf2-layer.h"

#include <string.h>

/* Names of a reverse lookup that are looked at; more are ignored (RFC 7208 4.6.4). */
#define PTR_MAX 10

/* Limits that libspf2 shall not reach: ours come first. */
#define NO_LIMIT G_MAXINT16

/* Compiled forms kept by each thread: all of a/N and mx/N, and the networks of a few records. */
#define FORMS_MAX 2048

/* Longest fixed form: "v=spf1 ip6:" and a network. */
#define FORM_MAX 80

/* What one thread keeps.  Server, request and records belong to one thread in libspf2. */
typedef struct
{
  SPF_dns_server_t layer;
  SPF_server_t *server;
  SPF_request_t *request;
  GHashTable *forms; /* fixed form → SPF_record_t */
  /* of the term that is judged */
  const SvLibspf2Source *source;
  const SvIp *client;
  gboolean any_address; /* a/0 or mx/0: whoever has an address matches */
} Engine;

static SPF_dns_rr_t *layer_lookup (SPF_dns_server_t *layer, const char *domain, ns_type type,
                                   int should_cache);

static void
free_form (gpointer data)
{
  SPF_record_free (data);
}

static void
engine_free (gpointer data)
{
  Engine *engine = data;
  g_hash_table_unref (engine->forms);
  SPF_request_free (engine->request);
  SPF_server_free (engine->server);
  g_free (engine);
}

static GPrivate thread_engine = G_PRIVATE_INIT (engine_free);

static Engine *
engine_new (void)
{
  Engine *engine = g_new0 (Engine, 1);
  engine->layer.lookup = layer_lookup;
  engine->layer.name = "spfview";
  engine->layer.hook = engine;
  engine->server = sv_libspf2_server_new (&engine->layer);
  engine->request = SPF_request_new (engine->server);
  if (!engine->request)
    g_error ("libspf2: out of memory");
  SPF_server_set_max_dns_mech (engine->server, NO_LIMIT);
  SPF_server_set_max_dns_mx (engine->server, NO_LIMIT);
  SPF_server_set_max_dns_ptr (engine->server, NO_LIMIT);
  engine->forms = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_form);
  return engine;
}

static Engine *
engine_of_thread (void)
{
  Engine *engine = g_private_get (&thread_engine);
  if (!engine)
    g_private_set (&thread_engine, engine = engine_new ());
  return engine;
}

static SPF_dns_rr_t *
layer_lookup (SPF_dns_server_t *layer, const char *domain, ns_type type,
              G_GNUC_UNUSED int should_cache)
{
  const Engine *engine = layer->hook;
  const SvDnsAnswer *answer = engine->source->ask (engine->source->data, domain, (SvDnsType)type);
  return sv_libspf2_answer (layer, domain, type, answer, type == ns_t_ptr ? PTR_MAX : G_MAXUINT,
                            engine->any_address ? engine->client : NULL);
}

/* All forms are the wrong way round, fail for a match and pass for none: after everything but a
 * pass libspf2 composes a text for the sender, which costs more than the judging, and most terms
 * of a record do not match.
 *
 * "a" and "mx" with the prefix length of the client's family; /0 cannot be said in a compiled form
 * (0 means the whole address), which is what `any_address` is for. */
static void
dual_cidr_form (char *form, const char *name, const SvSpfTerm *term, const SvIp *client)
{
  guint bits = client->family == 4 ? term->bits4 : term->bits6;
  const char *slashes = client->family == 4 ? "/" : "//";
  if (bits == 0)
    g_snprintf (form, FORM_MAX, "v=spf1 -%s all", name);
  else
    g_snprintf (form, FORM_MAX, "v=spf1 -%s%s%u all", name, slashes, bits);
}

static void
network_form (char *form, const SvSpfTerm *term)
{
  char address[SV_IP_TEXT_MAX];
  sv_ip_format (&term->network, address);
  if (term->network.family == 4)
    g_snprintf (form, FORM_MAX, "v=spf1 -ip4:%s/%u all", address, term->bits4);
  else
    g_snprintf (form, FORM_MAX, "v=spf1 -ip6:%s/%u all", address, term->bits6);
}

static void
fixed_form (char form[FORM_MAX], const SvSpfTerm *term, const SvIp *client)
{
  switch (term->kind)
    {
    case SV_SPF_TERM_A:
      dual_cidr_form (form, "a", term, client);
      break;
    case SV_SPF_TERM_MX:
      dual_cidr_form (form, "mx", term, client);
      break;
    case SV_SPF_TERM_IP4:
    case SV_SPF_TERM_IP6:
      network_form (form, term);
      break;
    case SV_SPF_TERM_PTR:
      g_strlcpy (form, "v=spf1 -ptr all", FORM_MAX);
      break;
    default:
      g_strlcpy (form, "v=spf1 -exists:%{d} all", FORM_MAX);
    }
}

/* The compiled form; NULL if libspf2 refuses. */
static SPF_record_t *
compiled (Engine *engine, const char *form, SPF_response_t *response)
{
  SPF_record_t *record = g_hash_table_lookup (engine->forms, form);
  if (record)
    return record;
  if (SPF_record_compile (engine->server, response, &record, form) != SPF_E_SUCCESS)
    {
      if (record)
        SPF_record_free (record);
      return NULL;
    }
  if (g_hash_table_size (engine->forms) >= FORMS_MAX)
    g_hash_table_remove_all (engine->forms);
  g_hash_table_insert (engine->forms, g_strdup (form), record);
  return record;
}

static SvLibspf2Outcome
interpret (Engine *engine, const char *form, const char *target)
{
  SPF_response_t *response = SPF_response_new (engine->request);
  if (!response)
    g_error ("libspf2: out of memory");
  SvLibspf2Outcome outcome = SV_LIBSPF2_ERROR;
  SPF_record_t *record = compiled (engine, form, response);
  if (record)
    {
      engine->request->cur_dom = target ? target : "unknown";
      response->spf_record_exp = record;
      SPF_record_interpret (record, engine->request, response, 0);
      SPF_result_t result = SPF_response_result (response);
      if (result == SPF_RESULT_FAIL)
        outcome = SV_LIBSPF2_MATCH;
      else if (result == SPF_RESULT_PASS)
        outcome = SV_LIBSPF2_NO_MATCH;
      engine->request->cur_dom = NULL;
    }
  SPF_response_free (response);
  return outcome;
}

/* What there is nothing to ask libspf2 about: all, and ip4 and ip6 with /0, which match by address
 * family and which the compiled form cannot say. */
static gboolean
matches_by_itself (const SvSpfTerm *term, const SvIp *client, gboolean *match)
{
  *match = term->kind == SV_SPF_TERM_ALL || client->family == term->network.family;
  return term->kind == SV_SPF_TERM_ALL || (term->kind == SV_SPF_TERM_IP4 && term->bits4 == 0)
         || (term->kind == SV_SPF_TERM_IP6 && term->bits6 == 0);
}

SvLibspf2Outcome
sv_libspf2_judge (const SvSpfTerm *term, const SvIp *client, const char *target,
                  const SvLibspf2Source *source)
{
  gboolean match;
  if (matches_by_itself (term, client, &match))
    return match ? SV_LIBSPF2_MATCH : SV_LIBSPF2_NO_MATCH;
  char form[FORM_MAX];
  fixed_form (form, term, client);
  Engine *engine = engine_of_thread ();
  sv_libspf2_set_client (engine->request, client);
  engine->source = source;
  engine->client = client;
  engine->any_address = (term->kind == SV_SPF_TERM_A || term->kind == SV_SPF_TERM_MX)
                        && (client->family == 4 ? term->bits4 : term->bits6) == 0;
  return interpret (engine, form, target);
}

static G_GNUC_NORETURN void
on_error (G_GNUC_UNUSED const char *file, G_GNUC_UNUSED int line, const char *message)
{
  if (sv_libspf2_escape)
    {
      g_debug ("libspf2: %s", message);
      siglongjmp (*sv_libspf2_escape, 1);
    }
  g_error ("libspf2: %s", message);
}

static void
on_message (G_GNUC_UNUSED const char *file, G_GNUC_UNUSED int line, const char *message)
{
  g_debug ("libspf2: %s", message);
}

void
sv_libspf2_init (void)
{
  SPF_error_handler = on_error;
  SPF_warning_handler = on_message;
  SPF_info_handler = on_message;
  SPF_debug_handler = on_message;
}

const char *
sv_libspf2_version (void)
{
  static gsize ready = 0;
  static char version[32];
  if (g_once_init_enter (&ready))
    {
      int major, minor, patch;
      SPF_get_lib_version (&major, &minor, &patch);
      g_snprintf (version, sizeof version, "%d.%d.%d", major, minor, patch);
      g_once_init_leave (&ready, 1);
    }
  return version;
}
