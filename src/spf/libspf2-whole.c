/* SPDX-License-Identifier: GPL-3.0-or-later
 * libspf2 as it comes, limits and all, on a whole check; see libspf2.h. */

#include "spf/libspf2.h"

#include "spf/libspf2-layer.h"

#include <string.h>

/* What one thread keeps. */
typedef struct
{
  SPF_dns_server_t layer;
  SPF_server_t *server;
  const SvLibspf2Witnessed *source; /* of the check under way */
} Engine;

static void
engine_free (gpointer data)
{
  Engine *engine = data;
  SPF_server_free (engine->server);
  g_free (engine);
}

static GPrivate thread_engine = G_PRIVATE_INIT (engine_free);

static SPF_dns_rr_t *
layer_lookup (SPF_dns_server_t *layer, const char *domain, ns_type type,
              G_GNUC_UNUSED int should_cache)
{
  const Engine *engine = layer->hook;
  const SvLibspf2Witnessed *source = engine->source;
  if (type != ns_t_txt)
    return sv_libspf2_answer (layer, domain, type,
                              source->ask (source->data, domain, (SvDnsType)type), G_MAXUINT, NULL);
  const GPtrArray *texts = source->records (source->data, domain);
  SPF_dns_rr_t *rr = SPF_dns_rr_new_init (layer, domain, type, 0, TRY_AGAIN);
  if (!rr)
    g_error ("libspf2: out of memory");
  if (texts)
    rr->herrno = texts->len ? NETDB_SUCCESS : NO_DATA;
  for (guint i = 0; texts && i < texts->len; i++)
    sv_libspf2_answer_add (rr, texts->pdata[i], strlen (texts->pdata[i]) + 1);
  return rr;
}

/* No text of exp= is read: it would go through the macro parser. */
static SPF_errcode_t
layer_get_exp (G_GNUC_UNUSED SPF_server_t *server, G_GNUC_UNUSED const char *domain,
               G_GNUC_UNUSED char **text, G_GNUC_UNUSED size_t *size)
{
  return SPF_E_SUCCESS;
}

static Engine *
engine_of_thread (void)
{
  Engine *engine = g_private_get (&thread_engine);
  if (engine)
    return engine;
  engine = g_new0 (Engine, 1);
  engine->layer.lookup = layer_lookup;
  engine->layer.get_exp = layer_get_exp;
  engine->layer.name = "spfview";
  engine->layer.hook = engine;
  engine->server = sv_libspf2_server_new (&engine->layer);
  g_private_set (&thread_engine, engine);
  return engine;
}

/* Where a record does not compile libspf2 leaves the result open, and receivers say permerror. */
static SvSpfResult
result_left_open (SPF_response_t *response)
{
  SvSpfResult result = SV_SPF_NONE;
  for (int i = 0; i < SPF_response_messages (response); i++)
    {
      SPF_error_t *message = SPF_response_message (response, i);
      if (SPF_error_errorp (message) && SPF_error_code (message) == SPF_E_DNS_ERROR)
        return SV_SPF_TEMPERROR;
      if (SPF_error_errorp (message) && SPF_error_code (message) != SPF_E_NOT_SPF)
        result = SV_SPF_PERMERROR;
    }
  return result;
}

static SvSpfResult
result_of (SPF_response_t *response)
{
  switch (SPF_response_result (response))
    {
    case SPF_RESULT_PASS:
      return SV_SPF_PASS;
    case SPF_RESULT_FAIL:
      return SV_SPF_FAIL;
    case SPF_RESULT_SOFTFAIL:
      return SV_SPF_SOFTFAIL;
    case SPF_RESULT_NEUTRAL:
      return SV_SPF_NEUTRAL;
    case SPF_RESULT_NONE:
      return SV_SPF_NONE;
    case SPF_RESULT_TEMPERROR:
      return SV_SPF_TEMPERROR;
    case SPF_RESULT_PERMERROR:
      return SV_SPF_PERMERROR;
    default:
      return result_left_open (response);
    }
}

static SvSpfResult
query (Engine *engine, const SvIp *client, const char *sender)
{
  SPF_request_t *request = SPF_request_new (engine->server);
  SPF_response_t *response = NULL;
  if (!request || SPF_request_set_env_from (request, sender) != 0)
    g_error ("libspf2: out of memory");
  sv_libspf2_set_client (request, client);
  SPF_request_query_mailfrom (request, &response);
  if (!response)
    g_error ("libspf2: out of memory");
  SvSpfResult result = result_of (response);
  SPF_response_free (response);
  SPF_request_free (request);
  return result;
}

/* FALSE after an internal error.  Nothing that is set behind sigsetjmp() is used then, which is why
 * this is a function of its own. */
static G_NO_INLINE gboolean
query_guarded (Engine *engine, const SvIp *client, const char *sender, SvSpfResult *result)
{
  sigjmp_buf escape;
  if (sigsetjmp (escape, 0) != 0)
    {
      sv_libspf2_escape = NULL;
      return FALSE;
    }
  sv_libspf2_escape = &escape;
  *result = query (engine, client, sender);
  sv_libspf2_escape = NULL;
  return TRUE;
}

/* After an internal error nobody knows what libspf2 left behind: this thread's server is given up,
 * with what the check held. */
gboolean
sv_libspf2_judge_whole (const SvIp *client, const char *domain, const SvLibspf2Witnessed *source,
                        SvSpfResult *result)
{
  g_autofree char *sender = g_strconcat ("postmaster@", domain, NULL);
  Engine *engine = engine_of_thread ();
  engine->source = source;
  if (query_guarded (engine, client, sender, result))
    return TRUE;
  g_private_set (&thread_engine, NULL);
  return FALSE;
}

guint
sv_libspf2_terms_kept (const char *text)
{
  Engine *engine = engine_of_thread ();
  SPF_response_t *response = SPF_response_new (NULL);
  if (!response)
    g_error ("libspf2: out of memory");
  SPF_record_t *record = NULL;
  SPF_record_compile (engine->server, response, &record, text);
  guint kept = record ? record->num_mech : 0;
  if (record)
    SPF_record_free (record);
  SPF_response_free (response);
  return kept;
}
