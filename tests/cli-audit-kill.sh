#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Audits that are killed at random points and resumed, into the same database, lines and summary as undisturbed ones.
# KILLS=100 kills a hundred; SEED=N, as printed, repeats a run of this test.
. "${top_srcdir:-.}/tests/tap.sh"

python=$(command -v python3) || {
  skip 'audits that are killed' 'there is no python3'
  finish
  exit
}
"$python" "$top_srcdir/tests/audit-kill.py" "$SPFVIEW" "$top_srcdir/tests/audit-dump.py"
