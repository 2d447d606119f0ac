#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The command check from outside.  No network.
. "${top_srcdir:-.}/tests/tap.sh"

cat >check.zone <<'END'
$DEFAULT NXDOMAIN
pass.example.com.      300 IN TXT  "v=spf1 ip4:192.0.2.1 -all"
fail.example.com.      300 IN TXT  "v=spf1 -all exp=why.example.com"
plain.example.com.     300 IN TXT  "v=spf1 -all"
soft.example.com.      300 IN TXT  "v=spf1 ~all"
neutral.example.com.   300 IN TXT  "v=spf1 ?all"
broken.example.com.    300 IN TXT  "v=spf1 ipv4:192.0.2.1 -all"
none.example.com.      300 IN A    192.0.2.9
slow.example.com.        0 IN TXT  !TIMEOUT
refused.example.com.     0 IN TXT  !REFUSED
why.example.com.       300 IN TXT  "no %{i} for %{d} at %{r}"
v6.example.com.        300 IN TXT  "v=spf1 ip6:2001:db8::/32 -all"
END
fixed='--no-network --dns-file=check.zone --at=2026-11-01'

# result NAME WORD ARGUMENT…: the word alone on the first line, exit status 0, no complaint.
result() {
  result_name=$1 result_word=$2
  shift 2
  exits "$result_name" 0 check $fixed "$@"
  is "$result_name: the word alone" "$(head -n 1 out)" "$result_word"
  empty "$result_name: nothing on standard error" err
}
result 'pass' pass --ip=192.0.2.1 --mail-from=a@pass.example.com
result 'fail' fail --ip=192.0.2.2 --mail-from=a@pass.example.com
result 'softfail' softfail --ip=192.0.2.1 --mail-from=a@soft.example.com
result 'neutral' neutral --ip=192.0.2.1 --mail-from=a@neutral.example.com
result 'none' none --ip=192.0.2.1 --mail-from=a@none.example.com
result 'none for no domain' none --ip=192.0.2.1 --mail-from=a@missing.example.com
result 'none for a single label' none --ip=192.0.2.1 --mail-from=a@localhost
result 'permerror' permerror --ip=192.0.2.1 --mail-from=a@broken.example.com
result 'temperror by time' temperror --ip=192.0.2.1 --mail-from=a@slow.example.com
result 'temperror by refusal' temperror --ip=192.0.2.1 --mail-from=a@refused.example.com
result 'HELO alone' pass --ip=192.0.2.1 --helo=pass.example.com
result 'empty MAIL FROM: HELO' pass --ip=192.0.2.1 --mail-from= --helo=pass.example.com
result 'MAIL FROM before HELO' fail --ip=192.0.2.2 --mail-from=a@plain.example.com --helo=pass.example.com
result 'MAIL FROM without a local part' pass --ip=192.0.2.1 --mail-from=pass.example.com
result 'IPv6' pass --ip=2001:db8::9 --mail-from=a@v6.example.com
result 'IPv4 in IPv6' pass --ip=::ffff:192.0.2.1 --mail-from=a@pass.example.com

# ---- explanation ----

result 'explanation' fail --ip=192.0.2.1 --mail-from=a@fail.example.com --receiver=mx.example.org
is 'explanation on the second line' "$(sed -n 2p out)" 'explanation: no 192.0.2.1 for fail.example.com at mx.example.org'
result 'default explanation' fail --ip=192.0.2.1 --mail-from=a@plain.example.com --default-explanation=DEFAULT
is 'default explanation on the second line' "$(sed -n 2p out)" 'explanation: DEFAULT'
run check $fixed --ip=192.0.2.1 --mail-from=a@pass.example.com --default-explanation=DEFAULT
hasnt 'no explanation with pass' out 'explanation:'

# ---- json ----

exits 'json' 0 check $fixed --format=json --ip=192.0.2.1 --mail-from=a@pass.example.com
has 'json: the result' out '"result": "pass"'
has 'json: the term' out '"mechanism": "ip4:192.0.2.1"'
is 'json: an object' "$(head -c 1 out)" '{'

# ---- usage ----

usage() {
  usage_name=$1 usage_text=$2
  shift 2
  exits "$usage_name" 2 check "$@"
  has "$usage_name: named" err "$usage_text"
  empty "$usage_name: nothing on standard output" out
}
usage 'no address' --ip $fixed --mail-from=a@pass.example.com
usage 'no identity' --mail-from $fixed --ip=192.0.2.1
usage 'impossible address' 192.0.2.1.1 $fixed --ip=192.0.2.1.1 --mail-from=a@pass.example.com
usage 'a file' files $fixed --ip=192.0.2.1 --mail-from=a@pass.example.com check.zone
usage 'a format that check has not' json $fixed --ip=192.0.2.1 --mail-from=a@pass.example.com --format=csv
usage 'an option of view' --trust $fixed --trust=x --ip=192.0.2.1 --mail-from=a@pass.example.com
printf 'one\ntwo words\n' >bad.zone
usage 'a malformed DNS file' bad.zone:1: --dns-file=bad.zone --ip=192.0.2.1 --mail-from=a@pass.example.com

# ---- what could not be done ----

echo 'example.net. 300 IN A 192.0.2.1' >other.zone
exits 'an unrecorded answer' 3 check --no-network --dns-file=other.zone --ip=192.0.2.1 --mail-from=a@pass.example.com
empty 'an unrecorded answer is no result' out
ok 'an unrecorded answer is told' test -s err
exits 'no DNS at all' 3 check --no-network --ip=192.0.2.1 --mail-from=a@pass.example.com
exits '--output into no folder' 3 check $fixed --ip=192.0.2.1 --mail-from=a@pass.example.com -o no/such/file

# ---- replay ----

run check $fixed --ip=192.0.2.1 --mail-from=a@fail.example.com --dns-record=recorded.zone
mv out first
run check --no-network --dns-file=recorded.zone --at=2026-11-01 --ip=192.0.2.1 --mail-from=a@fail.example.com
ok 'replay: the same text' cmp first out

# Control characters of a record never reach the terminal.
printf 'ctrl.example.com. 300 IN TXT "v=spf1 -all exp=e.example.com"\ne.example.com. 300 IN TXT "a\\027[31mb\\007c"\n' >ctrl.zone
run check --no-network --dns-file=ctrl.zone --ip=192.0.2.1 --mail-from=a@ctrl.example.com
is 'an explanation with ESC' "$(head -n 1 out)" fail
ok 'ESC is made visible' not grep -q "$(printf '[\033\007]')" out

finish
