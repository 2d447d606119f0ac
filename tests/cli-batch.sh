#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Many messages: the same output for every number of jobs, parts that are disjoint and whole, an end on request, and
# what cannot be read.
. "${top_srcdir:-.}/tests/tap.sh"

# An archive of every kind: mboxes of several hundred messages, folders, compressed files, enclosed messages.
mkdir in in/folder
for n in 1 2 3 4 5 6 7 8; do
  for mail in "$samples"/*.eml; do
    printf 'From a@example.org Tue Sep 15 08:41:20 2026\n'
    sed 's/^From />&/' "$mail"
    echo
  done
done >in/big.mbox
cp "$samples"/*.eml in/folder
gzip -c in/big.mbox >in/packed.gz
cp "$samples/archive.mbox" in/small.mbox

# An audit parses only the fields that somebody reads; `view` parses all of them.
"$SPFVIEW" --no-network --format=jsonl in >view.jsonl 2>/dev/null
"$SPFVIEW" audit --no-network --jsonl=audit.jsonl in >/dev/null 2>&1
ok 'audit reports what view reports' cmp view.jsonl audit.jsonl

# ---- the same for every number of jobs ----

for format in text json jsonl csv; do
  "$SPFVIEW" --no-network --format=$format -j1 in >one 2>one.err
  "$SPFVIEW" --no-network --format=$format --jobs=3 in >three 2>three.err
  ok "view --format=$format: the same with three jobs" cmp one three
  ok "view --format=$format: complaints too" cmp one.err three.err
done
"$SPFVIEW" audit --no-network -j 1 --jsonl=whole.jsonl in >one 2>one.err
"$SPFVIEW" audit --no-network -j 4 --jsonl=four.jsonl in >four 2>four.err
ok 'audit: the same with four jobs' cmp whole.jsonl four.jsonl
ok 'audit: complaints too' cmp one.err four.err
ok 'audit: hundreds of messages' test "$(wc -l <whole.jsonl)" -gt 500

# ---- parts ----

for shards in 2 16; do
  : >joined.jsonl
  : >joined.err
  n=1
  while [ $n -le $shards ]; do
    "$SPFVIEW" audit --no-network --shard=$n/$shards --jsonl=part.jsonl in >part 2>part.err
    cat part.jsonl >>joined.jsonl
    cat part.err >>joined.err
    n=$((n + 1))
  done
  ok "$shards parts are the whole, in order" cmp whole.jsonl joined.jsonl
  ok "$shards parts complain as the whole does" cmp one.err joined.err
done
exits 'no part' 2 audit --shard=9/8 in
exits 'part 0' 2 audit --shard=0/8 in
exits 'a part of nothing' 2 audit --shard=x in
exits 'nothing in flight' 2 audit --dns-inflight=0 in
exits 'jobs below none' 2 audit --jobs=-1 in

# ---- progress, and an end on request ----

exits 'progress where nobody looks' 3 audit --no-network in
is 'progress: quiet where there is no terminal' "$(grep -c ' left$' err)" 0

# A pipe that stays open: the run waits for more until it is told to end.
mkfifo pipe
(
  cat in/big.mbox
  exec sleep 30
) >pipe 2>/dev/null &
writer=$!
"$SPFVIEW" audit --no-network --db=run.db - <pipe >out 2>err &
run=$!
sleep 1
kill -USR1 $run
sleep 0.5
kill -INT $run
wait $run
is 'SIGINT: exit status' $? 130
ok 'SIGINT: no more input is waited for' kill -0 $writer
kill $writer 2>/dev/null
wait $writer 2>/dev/null
has 'SIGUSR1: progress' err ' left'
has 'SIGINT: says how to go on' err --resume

# ---- what cannot be read ----

head -c 20000 in/packed.gz >broken.gz
exits 'truncated gzip' 3 audit --no-network broken.gz in/small.mbox
has 'truncated gzip: named' err broken.gz
printf 'From a@example.org Tue Sep 15 08:41:20 2026\nSubject: cut\nFrom: a@exa' >cut.mbox
exits 'an mbox cut in the middle of a header' 0 audit --no-network cut.mbox
{
  printf 'Subject: '
  head -c 100000000 /dev/zero | tr '\0' x
  printf '\n\nbody\n'
} >long.eml
exits 'a line of 100 MB' 0 audit --no-network long.eml
printf 'From a@example.org Tue Sep 15 08:41:20 2026\nSubject: \000\000\nFrom: a@example.org\n\n\000\000\n' >nul.mbox
exits 'NULs' 0 audit --no-network nul.mbox
exits 'a file that is not there' 3 audit --no-network gone.mbox in/small.mbox
has 'a file that is not there: named' err gone.mbox
finish
