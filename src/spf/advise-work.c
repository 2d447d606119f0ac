/* SPDX-License-Identifier: GPL-3.0-or-later
 * What every step of an advice does: build, try, refuse; see advise-work.h. */

#include "spf/advise-work.h"

#include "spf/networks.h"
#include "spf/trial.h"

#include <string.h>

/* So many networks of a new include are tried. */
#define SAMPLES_MAX 8

gboolean
sv_spf_work_refuse (SvSpfWork *work, const char *reason, const char *culprit)
{
  work->advice->state = SV_SPF_ADVICE_REFUSED;
  work->advice->reason = reason;
  work->advice->culprit = g_strdup (culprit);
  return FALSE;
}

SvSpfTree *
sv_spf_work_plant (SvSpfWork *work, const char *domain, const char *text)
{
  SvSpfTree *tree = sv_spf_tree_build (domain, text, NULL, work->lookups);
  if (!tree->waiting)
    return tree;
  work->waiting = TRUE;
  sv_spf_tree_free (tree);
  return NULL;
}

SvSpfEvaluation *
sv_spf_work_try (SvSpfWork *work, const SvIp *ip)
{
  g_autofree char *sender = g_strconcat ("postmaster@", work->domain, NULL);
  const SvSpfInput input = { .ip = *ip, .mail_from = sender, .helo = work->domain };
  SvSpfEvaluation *spf = sv_spf_try (work->domain, work->text, &input, work->lookups);
  work->waiting = work->waiting || !spf;
  return spf;
}

static gboolean
passes (const SvSpfEvaluation *spf)
{
  return spf->state == SV_SPF_STATE_DONE && spf->result == SV_SPF_PASS;
}

gboolean
sv_spf_work_ends_pass (SvSpfWork *work, const SvIp *network, guint bits)
{
  const SvIp ends[] = { sv_spf_network_first (network, bits), sv_spf_network_last (network, bits) };
  for (gsize i = 0; i < G_N_ELEMENTS (ends); i++)
    {
      g_autoptr (SvSpfEvaluation) spf = sv_spf_work_try (work, &ends[i]);
      if (spf && passes (spf))
        continue;
      g_free (work->breaker);
      work->breaker = spf ? g_strdup (spf->problem_term) : NULL;
      return FALSE;
    }
  return TRUE;
}

gboolean
sv_spf_work_include_passes (SvSpfWork *work, const SvSpfWanted *wanted)
{
  if (strchr (wanted->target, '%'))
    return TRUE;
  g_autoptr (SvSpfTree) tree = sv_spf_work_plant (work, wanted->target, NULL);
  if (!tree)
    return FALSE;
  gboolean exact;
  g_autoptr (GArray) networks = sv_spf_tree_networks (tree, &exact);
  for (guint i = 0; exact && i < MIN (networks->len, SAMPLES_MAX); i++)
    {
      const SvSpfNetwork *network = &g_array_index (networks, SvSpfNetwork, i);
      if (!sv_spf_work_ends_pass (work, &network->network, network->bits))
        return FALSE;
    }
  return TRUE;
}
