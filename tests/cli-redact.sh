#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# --redact: no person is left in any format, whatever field named them; the same person has one hash in a run, and
# another one in the next.
. "${top_srcdir:-.}/tests/tap.sh"

# Marks end in "mark": each stands in one place only that names a person.
cat >message.eml <<'END'
Return-Path: <SRS0=k3Xa=CZ=example.com=alicemark@fwd.example>
Delivered-To: deliveredmark
X-Original-To: originalmark@example.net
Received: from out.fwd.example (out.fwd.example [203.0.113.7])
 (Authenticated sender: authmark) by mx.example.net (Postfix) with ESMTPSA id 4c7hK44xT
 for <formark@example.net>; Thu, 1 Oct 2026 10:00:02 +0000 (envelope-from <commentmark@fwd.example>)
Received: from home.example (home.example [198.51.100.9]) (authenticated as loginmark) by out.fwd.example with ESMTP
 for barnamemark; Thu, 1 Oct 2026 10:00:00 +0000
Received-SPF: softfail (mx.example.net: domain of transitioning alicemark=40odd@fwd.example does not designate
 203.0.113.7 as permitted sender) client-ip=203.0.113.7; envelope-from="SRS0=k3Xa=CZ=example.com=alicemark@fwd.example";
 helo=out.fwd.example;
Authentication-Results: mx.example.net; spf=softfail (sender is reasonmark@fwd.example)
 smtp.mailfrom=bounce-verpmark=example.org@fwd.example smtp.auth=smtpauthmark; dkim=fail reason="key of
 dkimmark@example.com" header.i=identitymark@example.com header.d=example.com
DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=s1; i=identitymark=40example.com; h=from; bh=AA==; b=AA==;
 z=From:copymark@example.com|Subject:copysubjectmark
X-Sender: plainmark
X-Barracuda-Envelope-From: barramark@example.com
From: "Displayname Mark" <alicemark@example.com>, =?UTF-8?Q?Encoded=6Dark?= <secondmark@example.com>
To: Recipient Tomark <tomark@example.net>, "quoted tomark2"@example.net
Cc: ccmark
Reply-To: Reply Replymark <replymark@example.com>
Subject: subjectmark of the year
Thread-Topic: subjectmark of the year
Message-ID: <2026.idmark@example.com>
List-Unsubscribe: <mailto:leave-unsubmark@example.com>, <https://example.com/?u=urlmark%40example.com>
Date: Thu, 1 Oct 2026 09:59:59 +0000

bodymark
END
cat >message.zone <<'END'
$DEFAULT NXDOMAIN
fwd.example. 300 IN TXT "v=spf1 exists:%{l}.local.%{d} exists:%{lr-}.%{d2} include:%{l}._spf.%{d} exists:%{S}.s.%{d} exp=exp.%{d} -all"
exp.fwd.example. 300 IN TXT "%{s} is no sender, see https://fwd.example/?a=%{S}"
alice-macromark._spf.fwd.example. 300 IN TXT "v=spf1 ip4:192.0.2.1 -all"
_dmarc.example.com. 300 IN TXT "v=DMARC1; p=none; rua=mailto:ruamark@example.com"
END
common='--no-network --dns-file=message.zone --at=2026-11-01'

formats=$("$SPFVIEW" view --help | sed -nE 's/^ +--format=FORMAT +//p' | tr -d , | sed -E 's/ or / /')
is 'formats in the help' "$(echo "$formats" | wc -w | awk '{ print ($1 >= 6) }')" 1

# without_people NAME FILE: neither marks, nor a piece that gives them away
without_people() {
  grep -aoiE '[^ ]*(mark|displayname|recipient tom|reply rep)[^ ]*' "$2" | grep -avE '^<?/?mark>|mark[>{]|markdown|--mark' >found
  empty "$1" found
}

# The marks are there without --redact: what is looked for below could be found.
# shellcheck disable=SC2086 # options
run $common --verbose --format=html message.eml
has 'without it, there are marks' out 'subjectmark'

for format in $formats; do
  # shellcheck disable=SC2086 # options
  exits "$format" 0 $common --redact --verbose --format="$format" message.eml
  without_people "$format: no person" out
  empty "$format: no complaint" err
  # The macros: %{l} of a sender with a local part that names are made of.
  # shellcheck disable=SC2086 # options
  exits "$format, macros" 0 $common --redact --verbose --mail-from=alice-macromark@fwd.example --format="$format" message.eml
  without_people "$format, macros: no person" out
done

# Who is whom.
# shellcheck disable=SC2086 # options
run $common --redact --format=json message.eml
user=$(sed -nE 's/.*"address": "(user-[0-9a-f]{10})@example\.com",?$/\1/p' out | head -n 1)
ok 'the author has a hash' test -n "$user"
has 'SRS: the same person, and the rewriting is still seen' out "SRS0=k3Xa=CZ=example.com=$user@fwd.example"
has 'domains stay' out '"fwd.example"'
has 'servers stay' out '"203.0.113.7"'
has 'the subject has a hash' out '"subject": "subject-'
# shellcheck disable=SC2086 # options
run $common --redact --format=json message.eml
hasnt 'another run has other hashes' out "$user"
cp message.eml second.eml
# shellcheck disable=SC2086 # options
run $common --redact --format=jsonl message.eml second.eml
is 'the same person twice in one run' "$(grep -oE '"address": "user-[0-9a-f]+@example.com' out | sort | uniq -c | awk '$1 % 2' | wc -l)" 0

# Lines keep their numbers, and fields their names.
# shellcheck disable=SC2086 # options
run $common --redact --format=html message.eml
is 'as many lines' "$(grep -c '<li id="m1-L' out)" "$(awk '{ n++ } /^$/ { exit } END { print n }' message.eml)"
has 'names of fields stay' out '<code>X-Sender: (redacted)</code>'
has 'a mailbox' out '<code>Reply-To: name-'

# What --dns-record writes goes with the report.
# shellcheck disable=SC2086 # options
run $common --redact --mail-from=alice-macromark@fwd.example --dns-record=used.zone message.eml
without_people '--dns-record' used.zone

# ---- an audit ----

python=$(command -v python3) || {
  skip 'an audit: no person' 'there is no python3'
  finish
  exit
}
mkdir folder
for i in 1 2 3 4 5 6 7 8; do sed "s/subjectmark/subjectmark $i/" message.eml >folder/$i.eml; done
# shellcheck disable=SC2086 # options
exits 'an audit' 0 audit $common --redact --jobs=4 --db=all.db --jsonl=all.jsonl --csv=all.csv --html=all.html \
  --dns-record=all.zone --format=json folder
mv out all.json
"$python" "$top_srcdir/tests/audit-dump.py" all.db >all.dump
for file in all.json all.dump all.jsonl all.csv all.html all.zone; do
  ok "$file has something" test -s "$file"
  without_people "$file: no person" "$file"
done
ok 'the database itself: no person' not grep -aqE 'alicemark|subjectmark|commentmark|identitymark' all.db
is 'one author has one hash, whichever thread met her' \
  "$(grep -oE '"address": ?"user-[0-9a-f]+@example.com' all.jsonl | sort | uniq -c | awk '{ n += $1 / 8 } END { print NR, n }')" '2 2'
exits 'an audit without it' 0 audit --no-network --dns-file=message.zone --db=plain.db message.eml
"$python" "$top_srcdir/tests/audit-dump.py" plain.db >plain.dump
has 'without it, there are marks' plain.dump alicemark

finish
