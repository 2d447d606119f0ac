#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The command view from outside: exit status, outputs, colours, DNS replay.  No network.
. "${top_srcdir:-.}/tests/tap.sh"

# A message whose stored verdict is softfail; the zones make it agree, drift, or be not recorded.
cat >mail.eml <<'END'
Return-Path: <a@example.com>
Received-SPF: softfail (mx.example.org: domain of a@example.com) client-ip=192.0.2.1; envelope-from=a@example.com; helo=client.example.com; receiver=mx.example.org
Received: from client.example.com (client.example.com [192.0.2.1]) by mx.example.org with ESMTP id A1; Sun, 1 Nov 2026 07:00:01 +0000
From: A <a@example.com>
Subject: hello

END
echo 'example.com. 300 IN TXT "v=spf1 ip4:198.51.100.1 ~all"' >agree.zone
echo 'example.com. 300 IN TXT "v=spf1 ip4:192.0.2.1 -all"' >drift.zone
echo 'example.com. 300 IN TXT "v=spf1 -all"' >fail.zone
echo 'example.net. 300 IN TXT "v=spf1 -all"' >other.zone
fixed='--no-network --at=2026-11-01'

# ---- exit status ----

exits 'agreement' 0 $fixed --dns-file=agree.zone mail.eml
has 'agreement is told' out 'they agree'
empty 'agreement: nothing on standard error' err
exits 'drift without --fail-on' 0 $fixed --dns-file=drift.zone mail.eml
has 'drift is told' out 'softfail'
exits '--fail-on=never' 0 $fixed --dns-file=drift.zone --fail-on=never mail.eml
exits '--fail-on=drift on a drift' 1 $fixed --dns-file=drift.zone --fail-on=drift mail.eml
exits '--fail-on=drift on agreement' 0 $fixed --dns-file=agree.zone --fail-on=drift mail.eml
exits '--fail-on=warning on a warning' 1 $fixed --dns-file=agree.zone --fail-on=warning mail.eml
exits '--fail-on=error on a warning' 0 $fixed --dns-file=agree.zone --fail-on=error mail.eml
exits '--fail-on=error on an error' 1 $fixed --dns-file=fail.zone --fail-on=error mail.eml
exits 'an unread input outranks --fail-on' 3 $fixed --dns-file=drift.zone --fail-on=drift mail.eml missing.eml
exits 'no file' 2
exits 'only options' 2 $fixed
has 'no file: says what to do' err 'standard input'
exits 'the command in full' 0 view $fixed --dns-file=agree.zone mail.eml
exits 'no DNS at all is a result' 0 $fixed mail.eml
exits 'an unrecorded answer is a result' 0 $fixed --dns-file=other.zone --format=json mail.eml
has 'an unrecorded answer: its cause' out '"dns-unrecorded"'

# ---- usage errors ----

# usage NAME TEXT ARGUMENT…: exit status 2, the text on standard error, nothing on standard output.
usage() {
  usage_name=$1 usage_text=$2
  shift 2
  exits "$usage_name" 2 "$@"
  has "$usage_name: named" err "$usage_text"
  empty "$usage_name: nothing on standard output" out
}
usage 'unknown option' --nonsense --nonsense mail.eml
usage 'unknown format' yaml --format=yaml mail.eml
usage 'unknown colour' sometimes --color=sometimes mail.eml
usage 'impossible --ip' 192.0.2.999 --ip=192.0.2.999 mail.eml
usage 'impossible --at' yesterday --at=yesterday mail.eml
usage 'impossible --relay' 192.0.2.0/40 --relay=192.0.2.0/40 mail.eml
usage 'impossible --resolver' nowhere --resolver=nowhere mail.eml
usage 'impossible --dns-timeout' --dns-timeout --dns-timeout=0 mail.eml
usage 'missing DNS file' missing.zone --dns-file=missing.zone mail.eml
printf '%s\n' '; fine' 'example.com. IN TXT "v=spf1 -all"' 'example.com. IN TXT "never closed' >bad.zone
usage 'malformed DNS file' bad.zone:3: --no-network --dns-file=bad.zone mail.eml
usage 'malformed DNS file, second of two' bad.zone:3: --no-network --dns-file=agree.zone --dns-file=bad.zone mail.eml
exits 'malformed DNS file with an output' 2 --no-network --dns-file=bad.zone -o never mail.eml
ok 'malformed DNS file: no output was made' test ! -e never

# ---- formats ----

for format in text json jsonl csv; do
  exits "--format=$format" 0 $fixed --dns-file=agree.zone --format=$format mail.eml
  ok "--format=$format writes" test -s out
  empty "--format=$format: nothing on standard error" err
done
run $fixed --dns-file=agree.zone --format=jsonl mail.eml mail.eml mail.eml
is 'jsonl: a line a message' "$(wc -l <out | tr -d ' ')" 3
run $fixed --dns-file=agree.zone --format=csv mail.eml mail.eml
is 'csv: a header and a line a message' "$(wc -l <out | tr -d ' ')" 3
run $fixed --format=json missing.eml
has 'json without a message is a document still' out '"reports"'
is 'json without a message: exit status' "$status" 3

# ---- outputs ----

exits '--output' 0 $fixed --dns-file=agree.zone --format=json -o report.json mail.eml
empty '--output: nothing on standard output' out
run $fixed --dns-file=agree.zone --format=json mail.eml
ok '--output: the same bytes' cmp -s out report.json
is '--output: no other file' "$(echo report*)" report.json
exits '--output=-' 0 $fixed --dns-file=agree.zone --format=json --output=- mail.eml
ok '--output=-: the same bytes' cmp -s out report.json
exits '--output into no folder' 3 $fixed --dns-file=agree.zone -o no/such/report mail.eml
has '--output into no folder: named' err no/such/report
exits '--output=/dev/null' 0 $fixed --dns-file=agree.zone -o /dev/null mail.eml
ok '/dev/null is still a device' test -c /dev/null
if [ -e /dev/full ]; then
  "$SPFVIEW" $fixed --dns-file=agree.zone mail.eml >/dev/full 2>err
  is 'standard output that takes nothing: exit status' $? 3
  ok 'standard output that takes nothing: told' test -s err
else
  skip 'standard output that takes nothing' 'there is no /dev/full'
fi
exits '--dns-record into no folder' 3 $fixed --dns-file=agree.zone --dns-record=no/such/zone mail.eml
has '--dns-record into no folder: named' err no/such/zone

# ---- colour ----

escape=$(printf '\033')
run $fixed --dns-file=agree.zone mail.eml
hasnt 'no colour into a pipe' out "$escape"
run $fixed --dns-file=agree.zone --color=always mail.eml
has '--color=always' out "${escape}["
NO_COLOR=1
export NO_COLOR
run $fixed --dns-file=agree.zone --color=auto mail.eml
hasnt 'NO_COLOR' out "$escape"
unset NO_COLOR
run $fixed --dns-file=agree.zone --color=always --format=json mail.eml
hasnt 'never colour in data' out "$escape"
if script -qec true /dev/null >/dev/null 2>&1 </dev/null; then
  terminal="'$SPFVIEW' $fixed --dns-file=agree.zone mail.eml"
  script -qec "$terminal" /dev/null >out 2>&1 </dev/null
  has 'colour on a terminal' out "${escape}["
  NO_COLOR=1 script -qec "$terminal" /dev/null >out 2>&1 </dev/null
  hasnt 'NO_COLOR on a terminal' out "${escape}["
  script -qec "$terminal --color=never" /dev/null >out 2>&1 </dev/null
  hasnt '--color=never on a terminal' out "${escape}["
else
  skip 'colour on a terminal' 'there is no script(1)'
fi

# ---- what the user says of the message ----

run $fixed --dns-file=drift.zone --format=json --ip=198.51.100.9 --mail-from= --helo=example.com mail.eml
has '--ip' out '"ip": "198.51.100.9"'
has '--ip: its source' out '"ip_from": "option"'
has '--mail-from= is the null sender' out '"mail_from": ""'
has '--helo' out '"helo": "example.com"'
has 'another identity' out '"other-identity"'
run $fixed --dns-file=drift.zone --format=json --relay=192.0.2.0/24 mail.eml
has '--relay behind every hop' out '"no-client-ip"'

# ---- replay ----

# Every sample as it is, then from what was recorded of it: the same bytes.
for zone in "$samples"/*.zone; do
  base=${zone%.zone} mail=
  for kind in eml mbox; do [ ! -f "$base.$kind" ] || mail=$base.$kind; done
  [ -n "$mail" ] || continue
  name=$(basename "$base")
  run $fixed --dns-file="$zone" --format=json --dns-record=recorded.zone "$mail"
  mv out first.json
  run $fixed --dns-file=recorded.zone --format=json "$mail"
  ok "replay of $name: the same report" cmp first.json out
done

# ---- languages ----

if locale -a 2>/dev/null | grep -qixE 'ja_JP\.utf-?8'; then
  # Only the texts for people may differ; each stands on a line of its own.
  texts='"(title|detail|remedy|explanation)":'
  for file in "$samples"/*.eml; do
    set -- $fixed --dns-file="${file%.eml}.zone" --format=json "$file"
    LC_ALL=C "$SPFVIEW" "$@" | grep -vE "$texts" >c.json
    LC_ALL=ja_JP.UTF-8 "$SPFVIEW" "$@" | grep -vE "$texts" >ja.json
    ok "C and Japanese: the same data of $(basename "$file")" cmp c.json ja.json
  done
else
  skip 'C and Japanese: the same data' 'there is no locale ja_JP.UTF-8'
fi

# ---- --quiet ----

archive="--no-network --dns-file=$samples/archive.zone $samples/archive.mbox"
# shellcheck disable=SC2086 # options
{
  run -q $fixed --dns-file=fail.zone mail.eml
  is '--quiet: file and finding' "$(cat out)" 'mail.eml: error: 192.0.2.1 may not send for example.com (fail)'
  run -q $fixed --dns-file=agree.zone - <mail.eml
  is '--quiet: standard input' "$(cat out)" \
    '(standard input): warning: 192.0.2.1 is not listed in the SPF record of example.com (softfail)'
  run -q $fixed --dns-file=agree.zone mail.eml mail.eml mail.eml
  is '--quiet: one line a message, no totals' "$(wc -l <out)" 3
  exits '--quiet with an unreadable message' 3 --quiet $archive missing.eml
  is '--quiet: a line for each that could be read' "$(sed 's/.*message/message/' out)" \
'message 1: notice: The DMARC policy of example.com only monitors (p=none)
message 3: error: 203.0.113.17 may not send for example.net (fail)
message 4: warning: The verdict has changed: none then, pass now'
  is '--quiet: the others on standard error' "$(wc -l <err)" 2
  has '--quiet: an unreadable message' err 'message 2 (index 1'
  has '--quiet: a missing file' err missing.eml
  run --quiet --index=2 $archive
  is '--quiet with --index' "$(wc -l <out)" 1
  run -q $archive
  mv out quiet
  run -q -v --trace $archive
  ok '--quiet outweighs --verbose and --trace' cmp quiet out
  # Other formats have their own form of a message.
  for format in json jsonl csv markdown html; do
    run --format=$format $archive
    mv out loud
    run --quiet --format=$format $archive
    ok "--format=$format outweighs --quiet" cmp loud out
  done
  exits '--quiet changes no exit status' 1 -q $fixed --dns-file=drift.zone --fail-on=drift mail.eml
  if speaks_japanese; then
    in_japanese "$SPFVIEW" -q $archive missing.eml >out 2>err
    is '--quiet in Japanese: the same lines' "$(sed -E 's/.*(([0-9]) 通目).*/\2/' out | tr '\n' ' ')" '1 3 4 '
    has '--quiet in Japanese' out '3 通目: エラー: '
    is '--quiet in Japanese: the others on standard error' "$(wc -l <err)" 2
  else
    skip '--quiet in Japanese' 'there is no msgfmt, no locale ja_JP.UTF-8, or nothing where the program was configured for'
  fi
}

finish
