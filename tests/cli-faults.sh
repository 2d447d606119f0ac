#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Reads and writes that fail, disks that get full, pipes that nobody reads, files and folders that go away: the program says
# so, leaves nothing half-written, and --resume goes on.
faults=$(cd "${top_builddir:-.}" && pwd)/tests/fault-shim.so
. "${top_srcdir:-.}/tests/tap.sh"

python=$(command -v python3) || {
  skip 'faults' 'there is no python3'
  finish
  exit
}
if ! [ -e "$faults" ]; then
  skip 'faults' 'there is no tests/fault-shim.so'
  finish
  exit
fi
"$python" -B "$top_srcdir/tests/faults.py" "$SPFVIEW" "$top_srcdir" "$faults"
