#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Measures an audit without DNS beside grep(1) on the same file: processor time, and memory for a file and for one of
# four times the size.  For people, not for `make check`: numbers depend on the machine.
#   bench-audit.sh MAKE-ARCHIVE SPFVIEW SAMPLES [MEGABYTES]
make_archive=$1 spfview=$2 samples=$3 megabytes=${4:-500}
folder=$(mktemp -d) || exit 99
trap 'rm -rf "$folder"' EXIT

# measure COMMAND…: "SECONDS KILOBYTES", of processor time and memory.
measure() {
  /usr/bin/time -o "$folder/time" -f '%U %S %M' "$@" >"$folder/out" 2>&1
  tail -n 1 "$folder/time" | awk '{ print $1 + $2, $3 }'
}

for size in "$megabytes" $((4 * megabytes)); do
  "$make_archive" "${size}000000" 0 "$samples"/*.eml >"$folder/archive.mbox" || exit 99
  cat "$folder/archive.mbox" >/dev/null
  echo "$size MB, $(measure grep -c '^From ' "$folder/archive.mbox" | sed 's/ .*//') s of grep -c '^From '," \
    "$(measure "$spfview" audit --no-network --progress=never "$folder/archive.mbox" |
      sed 's/\(.*\) \(.*\)/\1 s and \2 kB of spfview audit/')"
done
