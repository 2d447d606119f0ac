#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Eight shards under GNU parallel, joined, are what one run writes.
. "${top_srcdir:-.}/tests/tap.sh"

SHARDS=8

for tool in parallel python3; do
  command -v $tool >/dev/null || {
    skip 'shards' "there is no $tool"
    finish
    exit
  }
done

"$SPFVIEW" audit --help | grep -q -e '--shard' || {
  skip 'shards' 'this program knows none'
  finish
  exit
}

dump() {
  python3 "$top_srcdir/tests/audit-dump.py" "$1"
}

# An archive of several kinds: small files, a Maildir, one mbox that is far larger than the rest.
mkdir -p archive/Maildir/cur archive/Maildir/new archive/Maildir/tmp archive/mail
cp "$samples"/[a-m]*.eml archive/mail
for file in "$samples"/[n-z]*.eml; do cp "$file" "archive/Maildir/cur/$(basename "$file" .eml):2,S"; done
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
  cat "$samples/archive.mbox"
  for file in "$samples"/*.eml; do
    # A message that begins with a From_ line or a blank one is no part of an mbox.
    head -n 1 "$file" | grep -qE '^(From |$|.From )' && continue
    printf '\nFrom shard@example.org Mon Jan  5 00:00:00 2026\n'
    sed 's/^From />From /' "$file"
  done
  echo
done >archive/large.mbox
cat "$samples"/g*.zone >dns.zone

audit() {
  "$SPFVIEW" audit --no-network --dns-file=dns.zone "$@"
}

audit --db=one.db --csv=one.csv --jsonl=one.jsonl --format=json archive >one.json 2>one.err
ok 'there is much to do' test "$(wc -l <one.jsonl)" -gt 300

export SPFVIEW
parallel --will-cite --jobs 2 "\"\$SPFVIEW\" audit --no-network --dns-file=dns.zone --resume --db=part-{}.db \
  --shard={}/$SHARDS --csv=part-{}.csv --jsonl=part-{}.jsonl --output=part-{}.text archive 2>part-{}.err; test \$? -ne 2" \
  ::: $(seq $SHARDS) >parallel.out 2>&1
is 'shards: exit status' "$?" 0
for i in $(seq $SHARDS); do
  [ "$(wc -l <part-$i.jsonl)" -gt 0 ] || echo "shard $i is empty"
done >empty.shards
empty 'every shard has work' empty.shards
cat part-*.jsonl | sort >parts.jsonl
sort one.jsonl >one.sorted
ok 'the same reports, each once' cmp one.sorted parts.jsonl

audit merge --db=all.db --format=json part-*.db >all.json 2>err
is 'merge: exit status' "$?" 0
dump one.db >one.dump
dump all.db >all.dump
ok 'the same store' cmp one.dump all.dump
ok 'the same summary' cmp one.json all.json
cat part-1.csv >all.csv
for i in $(seq 2 $SHARDS); do sed 1d part-$i.csv; done >>all.csv
sort one.csv >one.csv.sorted
sort all.csv >all.csv.sorted
ok 'the same table' cmp one.csv.sorted all.csv.sorted
finish
