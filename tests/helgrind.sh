#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Data races and wrong use of locks, by valgrind's helgrind: an audit and a view with several workers, and every unit
# test that starts threads.  By hand, in a build without sanitizers: what it sees depends on how threads happen to meet,
# and on the libraries, so that it is no test for every commit.
. "${top_srcdir:-.}/tests/tap.sh"

top_builddir=${top_builddir:-$(dirname "$SPFVIEW")}
command -v valgrind >tool || {
  skip 'threads' 'there is no valgrind'
  finish
  exit
}
# shellcheck disable=SC2046 # a list of options
${CC:-cc} -shared -fPIC -g -O1 $(pkg-config --cflags glib-2.0) -o locks.so "$top_srcdir/tests/pthread-locks.c" -lpthread

# GLib's slices are reused without a lock that helgrind could see.
threads() {
  G_SLICE=always-malloc LD_PRELOAD=$PWD/locks.so valgrind -q --tool=helgrind --history-level=approx --error-exitcode=9 \
    --suppressions="$top_srcdir/tests/helgrind.supp" "$@" >out 2>err
  status=$?
  [ "$status" -ne 9 ] || sed 's/^/# /' err
}

for round in 1 2 3; do
  for mail in "$samples"/*.eml; do
    printf 'From a@example.org Tue Sep 15 08:41:20 2026\n'
    sed 's/^From />&/' "$mail"
    echo
  done
done >in.mbox
zone=$samples/gmail-softfail.zone

# The sandbox would not let valgrind read what it needs.
threads "$SPFVIEW" audit --no-sandbox --no-network --dns-file="$zone" -j3 --db=out.db --jsonl=out.jsonl --csv=out.csv in.mbox
is 'an audit with three workers: exit status' "$status" 0
threads "$SPFVIEW" audit --no-sandbox --no-network --dns-file="$zone" -j3 --dkim --redact in.mbox
is 'an audit with signatures and redaction: exit status' "$status" 0
threads "$SPFVIEW" --no-sandbox --no-network --dns-file="$zone" -j3 --format=jsonl in.mbox
is 'a view with three workers: exit status' "$status" 0
for test in $(cd "$top_srcdir/tests" && grep -lE 'g_thread_new|sv_ask_post|sv_engine_(run|window_new)|server_start' test-*.c); do
  threads "$top_builddir/tests/${test%.c}"
  is "${test%.c}: exit status" "$status" 0
done
finish
