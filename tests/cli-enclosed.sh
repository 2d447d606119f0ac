#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Enclosed messages from outside: a report each, behind the outer one, with its part number.  No network.
. "${top_srcdir:-.}/tests/tap.sh"
fixed='--no-network --at=2026-11-01 --color=never'

# A bounce that was forwarded as an attachment: two messages deep.
cat >forwarded.eml <<'END'
From: Eve <eve@example.com>
Subject: what does this mean
Content-Type: multipart/mixed; boundary="out"

--out
Content-Type: text/plain

See below.
--out
Content-Type: message/rfc822

Return-Path: <>
From: MAILER-DAEMON@mail.example.org
Subject: Undelivered
Content-Type: multipart/report; boundary="in"

--in
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; bob@example.net
Action: failed
Status: 5.7.23
Diagnostic-Code: smtp; 550 5.7.23 Message rejected due to: SPF fail - not authorized; ip=203.0.113.7

--in
Content-Type: text/rfc822-headers

Return-Path: <alice@example.org>
From: Alice <alice@example.org>
Subject: first one

--in--
--out--
END
echo 'example.org. 300 IN TXT "v=spf1 ip4:192.0.2.1 -all"' >forwarded.zone

# ---- order and numbers ----

exits 'text' 0 $fixed --dns-file=forwarded.zone forwarded.eml
empty 'text: nothing on standard error' err
grep -E '^forwarded.eml' out | sed 's/: .*//' >heads
is 'text: outer first, part numbers in the headline' "$(tr '\n' '|' <heads)" \
  'forwarded.eml|forwarded.eml, part 2|forwarded.eml, part 2.2|'
has 'text: the reason in plain words' out 'The receiver checked SPF'
has 'text: the reply' out 'Message rejected due to: SPF fail'
has 'text: the address that the refusing server names' out '203.0.113.7'
has 'text: all are counted' out '3 messages:'
run $fixed --dns-file=forwarded.zone --format=jsonl forwarded.eml
is 'jsonl: a line each' "$(wc -l <out | tr -d ' ')" 3
is 'jsonl: parts' "$(sed -E 's/.*"part":("[^"]*"|null).*/\1/' out | tr '\n' ' ')" 'null "2" "2.2" '
is 'jsonl: one index and offset' "$(grep -c '"index":0,"offset":0,' out)" 3
sed -n 2p out >bounce.json
has 'the bounce has the finding' bounce.json '"id":"bounce-reason","severity":"error"'
has 'the finding has its line' bounce.json '"line":14}'
sed -n 3p out >inner.json
has 'the refused message is judged by the reported address' inner.json '"ip":"203.0.113.7","ip_from":"report"'
has 'the refused message: fail' inner.json '"now":"fail"'
run $fixed --dns-file=forwarded.zone --format=csv forwarded.eml
is 'csv: the parts' "$(tr -d '\r' <out | sed -E 's/(,[^,]*){5}$//; s/.*,//' | tr '\n' '|')" 'part||2|2.2|'
exits '--fail-on looks at them too' 1 $fixed --dns-file=forwarded.zone --fail-on=error forwarded.eml

# ---- in an archive, and from a pipe ----

{
  echo 'From a@example.org Sun Nov  1 07:00:00 2026'
  printf 'Subject: first\n\nbody\n\n'
  echo 'From a@example.org Sun Nov  1 07:00:01 2026'
  cat forwarded.eml
  echo
  echo 'From a@example.org Sun Nov  1 07:00:02 2026'
  printf 'Subject: last\n\nbody\n'
} >box
run $fixed --dns-file=forwarded.zone box
grep -E '^box' out | sed 's/: .*//' >heads
is 'mbox: each behind its own' "$(tr '\n' '|' <heads)" \
  'box, message 1|box, message 2|box, message 2, part 2|box, message 2, part 2.2|box, message 3|'
"$SPFVIEW" $fixed --dns-file=forwarded.zone --format=jsonl - <forwarded.eml >out 2>err
is 'standard input' "$(wc -l <out | tr -d ' ')" 3

# ---- what the user says ----

run $fixed --dns-file=forwarded.zone --format=jsonl --ip=192.0.2.1 forwarded.eml
sed -n 3p out >inner.json
has '--ip overrules the report' inner.json '"ip":"192.0.2.1","ip_from":"option"'

# ---- complaints ----

run --dns-file="$samples/complaint-abuse-report.zone" $fixed "$samples/complaint-abuse-report.eml"
has 'complaint' out 'A complaint (abuse) about a message from 198.51.100.77'
has 'complaint: the sender of the enclosed message' out 'news@example.org'

# ---- hostile nesting: bounded, and quick ----

# 30 messages in messages, and 3000 parts.
i=0
while [ $i -lt 30 ]; do
  printf 'Subject: level %s\nContent-Type: message/rfc822\n\n' $i
  i=$((i + 1))
done >deep.eml
printf 'Subject: bottom\n\nx\n' >>deep.eml
run $fixed --format=jsonl deep.eml
is 'messages in messages: exit status' "$status" 0
is 'messages in messages: the outer one and five' "$(wc -l <out | tr -d ' ')" 6
{
  printf 'Subject: many\nContent-Type: multipart/digest; boundary=b\n\n'
  yes -- '--b

Subject: x

y' | head -n 15000
} >many.eml
run $fixed --format=jsonl many.eml
is 'many parts: exit status' "$status" 0
is 'many parts: the outer one and a hundred' "$(wc -l <out | tr -d ' ')" 101

finish
