#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# `audit`: its store, its lines, its summary; interrupted, resumed, refused.
. "${top_srcdir:-.}/tests/tap.sh"

MESSAGES=2400

python=$(command -v python3) || {
  skip 'the audit and its store' 'there is no python3'
  finish
  exit
}

dump() {
  "$python" "$top_srcdir/tests/audit-dump.py" "$1"
}

# ask DATABASE SQL: the first value of an answer.
ask() {
  "$python" -c 'import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute(sys.argv[2]).fetchone()[0])' "$1" "$2"
}

# archive N: an mbox of N messages from a few hundred senders, some broken, on standard output.
archive() {
  awk -v n="$1" 'BEGIN {
    for (i = 0; i < n; i++) {
      domain = i % 3 ? "example.org" : "d" i % 211 ".example.net"
      ip = i % 5 ? "192.0.2.10" : "203.0.113." i % 97
      result = i % 7 ? "pass" : "fail"
      print "From u@" domain " Mon Jan  5 00:00:00 2026"
      if (i % 400 == 399) { print "\nno header at all\n"; continue }
      print "Return-Path: <u" i % 13 "@" domain ">"
      print "Received: from m." domain " (m." domain " [" ip "]) by mx.receiver.example with ESMTP;"
      print "\tMon, 5 " (i % 2 ? "Jan" : "Feb") " 2026 10:00:00 +0000"
      print "Received-SPF: " result " (mx.receiver.example: tells " result ") client-ip=" ip ";"
      print "From: \"=1+1\" <u@" domain ">"
      print "Message-ID: <" i "@" domain ">"
      print "\nbody\n"
    }
  }'
}

cat >dns.zone <<'END'
$DEFAULT NXDOMAIN
example.org. 300 IN TXT "v=spf1 ip4:192.0.2.10 -all"
_dmarc.example.org. 300 IN TXT "v=DMARC1; p=reject"
d3.example.net. 300 IN TXT "v=spf1 ipv4:192.0.2.10 -all"
END
archive $MESSAGES >whole.mbox

audit() {
  run audit --no-network --dns-file=dns.zone "$@"
}

# ---- a run ----

audit --db=whole.db --csv=whole.csv --jsonl=whole.jsonl --format=json whole.mbox
is 'with broken messages: exit status' "$status" 3
mv out whole.json
is 'each of them is named' "$(grep -c 'has no header field' err)" 6
is 'the others are stored' "$(ask whole.db 'SELECT count(*) FROM messages')" 2394
is 'a table has a line each' "$(wc -l <whole.csv)" 2395
is 'and so have reports' "$(wc -l <whole.jsonl)" 2394
has 'cells are no formulas' whole.csv 'u@example.org'
ok 'the summary is JSON' "$python" -c 'import json; s = json.load(open("whole.json"))["totals"]
assert (s["messages"], s["unreadable"], s["files"]) == (2394, 6, 1), s'
ok 'numbers add up' "$python" -c 'import json
s = json.load(open("whole.json"))
n = s["totals"]["messages"]
for name in ("verdicts", "months", "addresses", "networks", "envelope_domains", "from_domains", "helo_names", "receivers", "dmarc"):
    assert sum(row["messages"] for row in s[name]) == n, name
assert sum(s["totals"][k] for k in ("agree", "drift", "contradiction", "no-stored", "not-evaluated")) == n
assert sum(row["messages"] for row in s["causes"]) == s["totals"]["drift"]'
ok 'the views tell the same' "$python" -c 'import json, sqlite3
s = json.load(open("whole.json"))
db = sqlite3.connect("whole.db")
told = {(r["stored"], r["now"]): r["messages"] for r in s["verdicts"]}
assert told == {(a, b): n for a, b, n in db.execute("SELECT stored_spf, now_spf, sum(messages) FROM stored_against_now GROUP BY 1, 2")}
assert {r["ip"]: (r["messages"], r["drift"]) for r in s["addresses"]} == {a: (n, d) for a, n, d in db.execute("SELECT ip, messages, drift FROM sources")}
assert {r["cause"]: r["messages"] for r in s["causes"]} == dict(db.execute("SELECT cause, messages FROM causes"))'
dump whole.db >whole.dump
"$python" -c 'import re, sqlite3, sys
db, text = sqlite3.connect("whole.db"), open(sys.argv[1]).read()
words = set(re.findall("`([a-z_]+)`", text))
for table, in db.execute("SELECT name FROM sqlite_schema WHERE type IN (?, ?)", ("table", "view")).fetchall():
    for name in [table] + [row[1] for row in db.execute("PRAGMA table_info(%s)" % table) if table not in ("mail", "drift", "told")]:
        if name not in words and not name.startswith("sqlite_"):
            print(table, name)' "$top_srcdir/doc/audit-schema.md" >undocumented
grep -v -E '^(causes|sources|domains|months|broken_records|stored_against_now) ' undocumented >missing
empty 'every table and column is documented' missing

"$python" -c 'import json; f = json.load(open("whole.json"))["causes"][0]["first"]; print(f["file"], f["index"])' >first
read -r file index <first
exits 'the message behind a number' 0 --no-network --dns-file=dns.zone --format=csv "$file" --index="$index"
is 'is opened alone' "$(wc -l <out)" 2
exits 'no such message' 3 --no-network whole.mbox --index=99999
has 'is said' err 'there is no message 99999'

# ---- formats ----

for format in text html markdown; do
  audit --format=$format --output=summary.$format whole.mbox
  is "$format: exit status" "$status" 3
  has "$format: names a cause" summary.$format 'ip-now-authorized'
  has "$format: says what to do" summary.$format 'ipv4:192.0.2.10'
done
"$python" -c 'for line in open("summary.text", encoding="utf-8"):
    if len(line) > 81:
        print(line)' >wide
empty 'text fits 80 columns' wide

# ---- a database that is there already ----

audit --db=whole.db whole.mbox
is 'an audit is not written over: exit status' "$status" 2
has 'and it is said how to go on' err '--resume'
dump whole.db >again.dump
ok 'it is as it was' cmp whole.dump again.dump
audit --db=whole.db --resume --csv=whole.csv --jsonl=whole.jsonl --format=json whole.mbox
is 'nothing left to do: exit status' "$status" 0
ok 'the same summary from the store' cmp whole.json out
is 'nothing is examined twice' "$(ask whole.db 'SELECT messages FROM runs ORDER BY id DESC LIMIT 1')" 0
exits 'resume what?' 2 audit --resume whole.mbox

# ---- kill -9 ----

for bytes in 1 100000 400000; do
  rm -f killed.*
  "$SPFVIEW" audit --no-network --dns-file=dns.zone --db=killed.db --csv=killed.csv --jsonl=killed.jsonl whole.mbox \
    >/dev/null 2>&1 &
  pid=$!
  while kill -0 $pid 2>/dev/null && ! { [ -f killed.csv ] && [ "$(wc -c <killed.csv)" -ge $bytes ]; }; do sleep 0.01; done
  kill -9 $pid 2>/dev/null
  wait $pid 2>/dev/null
  audit --db=killed.db --resume --csv=killed.csv --jsonl=killed.jsonl --format=json whole.mbox
  dump killed.db >killed.dump
  ok "killed at $bytes bytes and resumed: the same store" cmp whole.dump killed.dump
  ok "killed at $bytes bytes and resumed: the same summary" cmp whole.json out
  ok "killed at $bytes bytes and resumed: the same table" cmp whole.csv killed.csv
  ok "killed at $bytes bytes and resumed: the same reports" cmp whole.jsonl killed.jsonl
done

# ---- an archive that grows, and one that changes ----

archive $MESSAGES | head -c 300000 >growing.mbox
audit --db=growing.db growing.mbox
archive $MESSAGES >growing.mbox
audit --db=growing.db --resume --format=json growing.mbox
sed 's/growing\.mbox/whole.mbox/g' out >grown.json
is 'a grown archive: as many messages' "$(ask growing.db 'SELECT count(*) FROM messages')" 2394
is 'a grown archive: none twice' "$(ask growing.db 'SELECT count(*) FROM (SELECT DISTINCT "index", part FROM messages)')" 2394
mkdir folder
cp "$samples/gmail-pass-unaligned.eml" folder/b.eml
audit --db=folder.db folder
cp "$samples/yahoo-pass.eml" folder/a.eml
cp "$samples/gmail-softfail.eml" folder/c.eml
audit --db=folder.db --resume --format=json folder
mv out folder.json
audit --db=fresh.db --format=json folder
ok 'a grown folder: the same summary' cmp folder.json out
dump folder.db >folder.dump
dump fresh.db >fresh.dump
ok 'a grown folder: the same store' cmp folder.dump fresh.dump
cp "$samples/yahoo-pass.eml" folder/b.eml
audit --db=folder.db --resume folder
is 'a changed file is examined anew' "$(ask folder.db "SELECT count(*) FROM mail WHERE path = 'folder/b.eml' AND from_domain LIKE '%yahoo%'")" \
  "$(ask folder.db "SELECT count(*) FROM mail WHERE path = 'folder/a.eml' AND from_domain LIKE '%yahoo%'")"
is 'and its old row is gone' "$(ask folder.db 'SELECT count(*) FROM messages')" 3

# ---- merge ----

archive 300 >one.mbox
archive 200 >two.mbox
audit --db=both.db --format=json one.mbox two.mbox
mv out both.json
audit --db=one.db one.mbox
audit --db=two.db two.mbox
"$python" -c 'import sqlite3; db = sqlite3.connect("two.db"); db.execute("UPDATE files SET number = 1"); db.commit()'
exits 'merge' 0 audit merge --db=merged.db --format=json two.db one.db
ok 'merged: the same summary' cmp both.json out
dump both.db >both.dump
dump merged.db >merged.dump
ok 'merged: the same store' cmp both.dump merged.dump
exits 'merge into what is there' 2 audit merge --db=merged.db one.db
exits 'merge of nothing' 2 audit merge --db=other.db
exits 'merge of what is no store' 3 audit merge --db=other.db whole.mbox
ok 'leaves nothing behind' not test -e other.db
"$python" -c 'import sqlite3; db = sqlite3.connect("one.db"); db.execute("UPDATE runs SET ended = NULL"); db.commit()'
exits 'merge of a run that stopped' 3 audit merge --db=other.db one.db two.db
has 'says so' err 'go on with --resume'

# ---- what is refused, what goes wrong ----

"$python" -c 'import sqlite3; db = sqlite3.connect("two.db"); db.execute("PRAGMA user_version = 999"); db.commit()'
audit --db=two.db --resume two.mbox
is 'another version of the schema: exit status' "$status" 3
has 'both versions are named' err '999'
"$python" -c 'import sqlite3; db = sqlite3.connect("else.db"); db.execute("CREATE TABLE t (a)"); db.commit()'
audit --db=else.db --resume two.mbox
is 'a database of another program: exit status' "$status" 3
audit --db=two.mbox two.mbox
is 'no database at all: exit status' "$status" 3
archive 200 >again.mbox
ok 'it is as it was' cmp two.mbox again.mbox
audit --db=missing/folder/a.db two.mbox
is 'no such folder: exit status' "$status" 3
has 'it is named' err 'missing/folder/a.db'
mkdir locked
chmod a-w locked
if [ "$(id -u)" -eq 0 ]; then
  skip 'a folder that is read-only' 'root may write everywhere'
else
  audit --db=locked/a.db two.mbox
  is 'a folder that is read-only: exit status' "$status" 3
fi
cp whole.csv foreign.csv
audit --db=whole.db --resume --csv=foreign.csv whole.mbox
is 'a table that another run wrote: exit status' "$status" 2

# A limit on the size of files stands for a full disk: both fail in the middle of a write.
(
  ulimit -f 600
  "$SPFVIEW" audit --no-network --dns-file=dns.zone --db=full.db --output=full.text whole.mbox >/dev/null 2>full.err
  echo $? >full.status
)
is 'a full disk: exit status' "$(cat full.status)" 3
has 'the database is named' full.err 'full.db'
has 'the rest is done: all messages are counted' full.text '2394 messages'
audit --db=full.db --resume --format=json whole.mbox
dump full.db >full.dump
ok 'resumed with room: the same store' cmp whole.dump full.dump
ok 'resumed with room: the same summary' cmp whole.json out

# ---- Japanese ----

if locale -a 2>/dev/null | grep -qixE 'ja_JP\.utf-?8'; then
  LC_ALL=ja_JP.UTF-8 LANGUAGE=ja "$SPFVIEW" audit --no-network --dns-file=dns.zone --format=json whole.mbox >ja.json 2>/dev/null
  ok 'in Japanese, the same but for texts' "$python" -c 'import json
def data(value):
    if isinstance(value, dict):
        return {k: data(v) for k, v in value.items() if k not in ("title", "remedy", "meaning", "reason")}
    return [data(v) for v in value] if isinstance(value, list) else value
assert data(json.load(open("ja.json"))) == data(json.load(open("whole.json")))'
else
  skip 'in Japanese, the same but for texts' 'there is no Japanese locale'
fi

finish
