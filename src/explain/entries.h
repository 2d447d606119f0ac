/* SPDX-License-Identifier: GPL-3.0-or-later
 * The tables of entries; each ends in a row without a word. */

#pragma once

#include "explain/explain.h"

extern const SvExplainEntry sv_explain_spf[];
extern const SvExplainEntry sv_explain_mail[];
extern const SvExplainEntry sv_explain_myths[];
