#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# An archive with everything in it that can be wrong: each named and counted, the rest done, in one run.
. "${top_srcdir:-.}/tests/tap.sh"

python=$(command -v python3) || {
  skip 'bad input' 'there is no python3'
  finish
  exit
}

# For what root may read and write as well: somebody else, if there is a way to become so and the program is there for them.
user=
if [ "$(id -u)" -eq 0 ] && command -v setpriv >/dev/null; then
  chmod 711 "$tmp"
  user='setpriv --reuid=65534 --regid=65534 --clear-groups'
fi
# shellcheck disable=SC2086 # words
can_be_refused() {
  if [ "$(id -u)" -eq 0 ] && [ -z "$user" ]; then return 1; fi
  $user test -x "$SPFVIEW" && $user test -r "$samples/yahoo-pass.eml"
}

# mail N: one good message of an mbox.
mail() {
  printf 'From u@d%s.example Mon Jan  5 00:00:00 2026\n' "$1"
  printf 'Return-Path: <u@d%s.example>\nReceived: from m.d%s.example (m.d%s.example [192.0.2.%s])\n' "$1" "$1" "$1" "$1"
  printf '\tby mx.example.org; Mon, 5 Jan 2026 10:00:00 +0000\nFrom: u@d%s.example\nMessage-ID: <%s@x>\n\nbody\n\n' "$1" "$1"
}
good() {
  for n; do mail "$n"; done
}
xs() {
  head -c "$1" /dev/zero | tr '\0' x
}

mkdir -p in/folder nothing
good 1 2 >in/a.mbox
good 1 2 3 | gzip -c >whole.gz
# Without its checksum: all messages are there, the last one may be cut.
head -c $(($(wc -c <whole.gz) - 8)) whole.gz >in/b-cut.gz
{
  good 3
  printf 'From a@example.org Tue Sep 15 08:41:20 2026\n\nno header field at all\n\n'
  good 4
} >in/c-no-header.mbox
{
  good 5
  printf 'From a@example.org Tue Sep 15 08:41:20 2026\nMessage-ID: <cut@x>\nFrom: a@exa'
} >in/d-cut.mbox
{
  good 6
  printf 'From a@example.org Tue Sep 15 08:41:20 2026\nMessage-ID: <long-header@x>\nSubject: '
  xs 30000000
  printf '\n\nbody\n\nFrom a@example.org Tue Sep 15 08:41:20 2026\nMessage-ID: <long-body@x>\n\n'
  xs 30000000
  printf '\n\nFrom '
  xs 30000000
  printf '\n\n'
  good 7
} >in/e-long.mbox
{
  good 8
  printf 'From \000a@example.org Tue Sep 15 08:41:20 2026\nMessage-ID: <nul@x>\nSubject: \000\000\nReceived: from \000 by \000\n\000\n\n\000\000\n\n'
  good 9
} >in/f-nul.mbox
head -c 100000 /dev/zero >in/g-zeros
: >in/h-empty
good 10 >in/z.mbox

# ---- one run ----

run audit --no-network --db=all.db --jsonl=all.jsonl --format=json in missing.mbox nothing in/h-empty in/g-zeros
is 'all of it: exit status' "$status" 3
mv err all.err
mv out all.json
"$python" - all.json all.db all.jsonl >told <<'END'
import json, sqlite3, sys
summary, db = json.load(open(sys.argv[1])), sqlite3.connect(sys.argv[2])
ids = [json.loads(line)["message"]["message_id"].strip("<>")[:-2] for line in open(sys.argv[3], encoding="utf-8")]
kinds = db.execute("SELECT kind, count(*) FROM failures GROUP BY kind ORDER BY kind").fetchall()
print("failures", summary["totals"]["unreadable"], *("%s:%d" % kind for kind in kinds))
print("good", *sorted((int(i) for i in ids if i.isdigit())))
print("odd", *sorted(i for i in ids if not i.isdigit()))
print("messages", summary["totals"]["messages"], db.execute("SELECT count(*) FROM messages").fetchone()[0])
print("listed", *sorted(f["file"] or f["reason"].split(":")[0] for f in summary["unreadable"]))
END
is 'each is counted, by its kind' "$(grep '^failures' told)" 'failures 7 message:1 no-mail:3 open:1 read:2'
is 'what is whole is done' "$(grep '^good' told)" 'good 1 1 2 2 3 4 5 6 7 8 9 10'
is 'what is odd is a message still' "$(grep '^odd' told)" 'odd long-body long-header nul'
is 'the summary and the store agree' "$(grep '^messages' told)" 'messages 15 15'
is 'the summary lists them' "$(grep '^listed' told)" \
  'listed in/b-cut.gz in/c-no-header.mbox in/d-cut.mbox in/g-zeros in/h-empty missing.mbox nothing'
for name in in/b-cut.gz 'in/c-no-header.mbox: message 2' 'in/d-cut.mbox: ends inside the header' missing.mbox nothing in/h-empty in/g-zeros; do
  has "named: $name" all.err "$name"
done
is 'and nothing else is said' "$(wc -l <all.err)" 7
rm -f in/e-long.mbox

# ---- outputs on a full disk ----

printf '$DEFAULT NXDOMAIN\n' >dns.zone
for option in --output --csv --jsonl --html --dns-record; do
  run audit --no-network --dns-file=dns.zone $option=/dev/full --db=full.db in/a.mbox
  is "$option on a full disk: exit status" "$status" 3
  has "$option on a full disk: named" err '/dev/full: '
  is "$option on a full disk: the rest is done" "$("$python" -c 'import sqlite3
print(sqlite3.connect("full.db").execute("SELECT count(*) FROM messages").fetchone()[0])')" 2
  rm -f full.db*
done
"$SPFVIEW" audit --no-network in/a.mbox >/dev/full 2>err
is 'standard output on a full disk: exit status' "$?" 3

# ---- what may not be read or written ----

if can_be_refused; then
  mkdir shut locked open
  good 1 >shut/a.mbox
  good 2 >open/b.mbox
  good 3 >open/c.mbox
  chmod 0 shut open/c.mbox
  chmod 555 locked
  chmod 777 open
  # shellcheck disable=SC2086 # words
  refused() {
    $user "$SPFVIEW" audit --no-network "$@" >out 2>err
    status=$?
  }
  refused --format=json shut open
  is 'an unreadable folder and file: exit status' "$status" 3
  has 'an unreadable folder: named' err 'shut: Permission denied'
  has 'an unreadable file: named' err 'open/c.mbox: Permission denied'
  ok 'the rest is done' grep -qE '"messages": ?1[^0-9]' out
  ok 'both are counted' grep -qE '"unreadable": ?2[^0-9]' out
  for option in --db --csv --jsonl --html --output --dns-record; do
    refused --dns-file=dns.zone $option=locked/file open/b.mbox
    is "$option in a read-only folder: exit status" "$status" 3
    has "$option in a read-only folder: named" err 'locked/file'
  done
  ls -A locked >left
  empty 'nothing is left there' left
else
  skip 'what may not be read or written' 'nothing is refused to this user'
fi

finish
