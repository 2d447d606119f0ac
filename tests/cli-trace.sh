#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The trace of check and of view --trace, and what stock libspf2 would have said, from outside.  No network.
. "${top_srcdir:-.}/tests/tap.sh"

cat >mail.eml <<'END'
Return-Path: <a@example.com>
Received-SPF: pass (mx.example.org: domain of a@example.com) client-ip=192.0.2.1; envelope-from=a@example.com; helo=client.example.com; receiver=mx.example.org
Received: from client.example.com (client.example.com [192.0.2.1]) by mx.example.org with ESMTP id A1; Sun, 1 Nov 2026 07:00:01 +0000
From: A <a@example.com>
Subject: hello

END
cat >plain.zone <<'END'
$DEFAULT NXDOMAIN
example.com.       300 IN TXT  "v=spf1 include:_spf.%{d} -all"
_spf.example.com.  600 IN TXT  "v=spf1 a:no.example.com ip4:192.0.2.1 ~all"
END
cat >voids.zone <<'END'
$DEFAULT NXDOMAIN
example.com.       300 IN TXT  "v=spf1 a:1.example.com a:2.example.com a:3.example.com ip4:192.0.2.1 -all"
END
fixed='--no-network --at=2026-11-01'

# squeezed: `out` with single blanks, so that columns may be as wide as they like.
squeezed() {
  tr -s ' ' <out >squeezed.out
}

# ---- check prints it always ----

exits 'check' 0 check $fixed --dns-file=plain.zone --ip=192.0.2.1 --mail-from=a@example.com
squeezed
has 'check: the record of the domain' squeezed.out ' v=spf1 include:_spf.%{d} -all'
has 'check: the expanded target' squeezed.out ' include:_spf.%{d} -> _spf.example.com match 1 0'
has 'check: the record that is included' squeezed.out ' v=spf1 a:no.example.com ip4:192.0.2.1 ~all'
has 'check: a void lookup is counted' squeezed.out ' a:no.example.com no-match 2 1'
has 'check: the deciding term is marked' squeezed.out ' > ip4:192.0.2.1 match: decides 2 1'
has 'check: what was not reached' squeezed.out ' ~all not-reached 2 1'
has 'check: DNS answers with their TTL' squeezed.out ' _spf.example.com TXT 600 "v=spf1 a:no.example.com ip4:192.0.2.1 ~all"'
has 'check: DNS status' squeezed.out ' no.example.com A nxdomain'
hasnt 'check: libspf2 agrees, and is not spoken of' out libspf2

exits 'a limit' 0 check $fixed --dns-file=voids.zone --ip=192.0.2.1 --mail-from=a@example.com
squeezed
is 'a limit: permerror' "$(head -n 1 out)" permerror
has 'a limit: the term that broke it is marked' squeezed.out ' > a:3.example.com error: breaks it off 3 3'
has 'a limit: libspf2 differs, and why' squeezed.out ' Receivers that run stock libspf2 say pass here: it does not count lookups that'

exits 'the own host' 0 check $fixed --dns-file=plain.zone --ip=127.0.0.1 --mail-from=a@example.com
is 'the own host: ours' "$(head -n 1 out)" fail
has 'the own host: libspf2' out 'stock libspf2 say pass'

# ---- JSON ----

exits 'JSON' 0 check $fixed --dns-file=voids.zone --format=json --ip=192.0.2.1 --mail-from=a@example.com
has 'JSON: target' out '"target": "1.example.com"'
has 'JSON: voids' out '"voids": 3'
has 'JSON: the breaking term' out '"decides": true'
has 'JSON: what libspf2 says' out '"result": "pass"'
has 'JSON: and why' out '"reason": "void-limit"'
exits 'JSON of a record with a macro of its own' 0 check $fixed --dns-file=plain.zone --format=json --ip=192.0.2.1 --mail-from=a@example.com
has 'JSON: the record entered' out '"record": "v=spf1 a:no.example.com ip4:192.0.2.1 ~all"'

# ---- view ----

exits 'view' 0 $fixed --dns-file=plain.zone mail.eml
hasnt 'view: no trace' out Evaluation
exits 'view --trace' 0 $fixed --dns-file=plain.zone --trace mail.eml
has 'view --trace: the trace' out Evaluation
has 'view --trace: DNS answers' out 'DNS answers'
exits 'view --trace --format=json' 0 $fixed --dns-file=plain.zone --trace --format=json mail.eml
has 'dns: no time for what comes from a file' out '"time": null'

# The receiver stored what stock libspf2 says: that is the cause of the drift.
exits 'a receiver that deviates' 0 $fixed --dns-file=voids.zone --format=json mail.eml
has 'a receiver that deviates: the cause' out '"cause": "receiver-deviates"'
exits 'a receiver that deviates, text' 0 $fixed --dns-file=voids.zone mail.eml
has 'a receiver that deviates: told' out 'known to deviate'

# ---- replay ----

run check $fixed --dns-file=voids.zone --ip=192.0.2.1 --mail-from=a@example.com --dns-record=recorded.zone
mv out first
run check --no-network --at=2026-11-01 --dns-file=recorded.zone --ip=192.0.2.1 --mail-from=a@example.com
ok 'replay: the same, libspf2 too' cmp first out

# ---- internationalized mail (RFC 8616) ----

echo 'xn--bcher-kva.example. 300 IN TXT "v=spf1 a:%{h}.%{o} -all"' >idn.zone
echo 'xn--bcher-kva.example.xn--bcher-kva.example. 300 IN A 192.0.2.1' >>idn.zone
exits 'U-labels' 0 check $fixed --dns-file=idn.zone --ip=192.0.2.1 --mail-from=jürgen@bücher.example --helo=bücher.example
is 'U-labels: the result' "$(head -n 1 out)" pass
exits 'U-labels, JSON' 0 check $fixed --dns-file=idn.zone --format=json --ip=192.0.2.1 --mail-from=jürgen@bücher.example --helo=bücher.example
has 'U-labels: A-labels in the data' out '"domain": "xn--bcher-kva.example"'

finish
