#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# view --dns-then: the DNS of the day of reception beside that of now, from outside.  No network.
. "${top_srcdir:-.}/tests/tap.sh"

cat >mail.eml <<'END'
Return-Path: <a@example.com>
Received-SPF: softfail (mx.example.org: domain of transitioning a@example.com) client-ip=192.0.2.1; envelope-from=a@example.com; helo=client.example.com; receiver=mx.example.org
Received: from client.example.com (client.example.com [192.0.2.1]) by mx.example.org with ESMTP id A1; Sun, 1 Nov 2026 07:00:01 +0000
From: A <a@example.com>
Subject: hello

END
echo 'example.com. 300 IN TXT "v=spf1 ip4:198.51.100.1 ~all"' >then.zone
echo 'example.com. 300 IN TXT "v=spf1 ip4:192.0.2.0/24 -all"' >now.zone
echo 'example.com. 300 IN TXT "v=spf1 ip4:198.51.100.1 -all"' >third.zone
echo 'example.net. 300 IN TXT "v=spf1 -all"' >other.zone
echo 'example.com. 300 IN' >bad.zone
fixed='--no-network --at=2026-11-01 --dns-file=now.zone'

exits 'text' 0 $fixed --dns-then=then.zone mail.eml
has 'the section' out 'What changed in DNS'
has 'the question' out '  example.com TXT'
has 'the answer of then' out '    - "v=spf1 ip4:198.51.100.1 ~all"'
has 'the answer of now' out '    + "v=spf1 ip4:192.0.2.0/24 -all"'
has 'the verdict by the DNS of then' out 'The recorded DNS of then gives softfail, as the receiver stored'
has 'what the receiver wrote' out 'transitioning'

exits 'JSON' 0 $fixed --dns-then=then.zone --format=json mail.eml
has 'JSON: the evaluation of then' out '"spf_then": {'
has 'JSON: its record' out '"record": "v=spf1 ip4:198.51.100.1 ~all"'
has 'JSON: what changed' out '"changed": ['
has 'JSON: the cause' out '"cause": "ip-now-authorized"'
exits 'JSON without it' 0 $fixed --format=json mail.eml
hasnt 'JSON without it: no evaluation of then' out spf_then
hasnt 'JSON without it: no changes' out '"changed"'

# The DNS of then gives today's verdict: no change in DNS made the difference.
exits 'nothing changed' 0 $fixed --dns-then=now.zone --format=json mail.eml
has 'nothing changed: no answer' out '"changed": []'
has 'nothing changed: the cause is not known' out '"cause": "unknown"'
exits 'nothing changed, text' 0 $fixed --dns-then=now.zone mail.eml
hasnt 'nothing changed, text: no section' out 'What changed in DNS'
exits 'neither verdict' 0 $fixed --dns-then=third.zone --format=json mail.eml
has 'neither verdict: said' out 'gives fail, which is neither'

exits 'an answer of then lacks' 0 $fixed --dns-then=other.zone --format=json mail.eml
has 'an answer of then lacks: no evaluation' out '"spf_then": null'
has 'an answer of then lacks: said' out 'The recorded DNS of then lacks an answer'
has 'an answer of then lacks: the cause stays' out '"cause": "ip-now-authorized"'
exits 'two files' 0 $fixed --dns-then=other.zone --dns-then=then.zone --format=json mail.eml
has 'two files: the second knows it' out '"spf_then": {'
exits 'no DNS of now' 0 --no-network --dns-then=then.zone --format=json mail.eml
has 'no DNS of now: not compared' out '"cause": "no-network"'
has 'no DNS of now: then is evaluated' out '"spf_then": {'

exits 'csv' 0 $fixed --format=csv mail.eml
mv out plain.csv
exits 'csv with it' 0 $fixed --dns-then=then.zone --format=csv mail.eml
ok 'csv: the same' cmp plain.csv out
exits '--dns-record' 0 $fixed --dns-then=then.zone --dns-record=recorded.zone mail.eml
hasnt '--dns-record: nothing of then' recorded.zone 198.51.100.1

exits 'a malformed file' 2 $fixed --dns-then=bad.zone mail.eml
has 'a malformed file is named' err bad.zone:1:
exits 'a missing file' 2 $fixed --dns-then=missing.zone mail.eml
has 'a missing file is named' err missing.zone
exits 'check does not know it' 2 check $fixed --dns-then=then.zone --ip=192.0.2.1 --mail-from=a@example.com

finish
