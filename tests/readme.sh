#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Every example of the READMEs, run: a block that begins with "$ spfview …" must be what the program prints.
# Where a block ends in "[…]", its beginning is enough.
. "${top_srcdir:-.}/tests/tap.sh"
TZ=UTC
export TZ

# Writes the N-th example of a README: its command to "command", its output to "wanted"; nothing if there is none.
example() {
  awk -v n="$2" '
    /^```/ { inside = 0; next }
    /^\$ spfview / { inside = (++count == n); if (inside) print substr($0, 3) >"command"; next }
    inside { print >"wanted" }' "$1"
}

# check README [in_japanese]
check() {
  n=1
  while rm -f command wanted && example "$top_srcdir/$1" $n && [ -f command ]; do
    line=$(cat command)
    # shellcheck disable=SC2086 # the words of the command line
    (cd "$samples" && ${2-} "$SPFVIEW" ${line#spfview }) >got 2>err
    if [ "$(tail -n 1 wanted)" = '[…]' ]; then
      sed '$d' wanted >begin
      head -n "$(wc -l <begin)" got >got.begin
      mv begin wanted
      mv got.begin got
    fi
    ok "$1, example $n: $line" cmp wanted got
    n=$((n + 1))
  done
  ok "$1 has examples" test $n -gt 2
}

check README.md
if speaks_japanese; then
  check README.ja.md in_japanese
else
  skip 'README.ja.md' 'there is no msgfmt, no locale ja_JP.UTF-8, or nothing where the program was configured for'
fi
finish
