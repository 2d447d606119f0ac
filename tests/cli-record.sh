#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The command record from outside.  No network.
. "${top_srcdir:-.}/tests/tap.sh"

cat >record.zone <<'END'
$DEFAULT NXDOMAIN
good.example.com.      300 IN TXT  "v=spf1 include:_spf.example.net ip4:192.0.2.0/25 ip4:192.0.2.128/25 mx -all"
good.example.com.      300 IN MX   10 mail.example.com.
mail.example.com.      300 IN A    198.51.100.7
_spf.example.net.      300 IN TXT  "v=spf1 ip4:203.0.113.0/28 ip6:2001:db8:1::/48 -all"
ptr.example.com.       300 IN TXT  "v=spf1 ptr -all"
broken.example.com.    300 IN TXT  "v=spf1 ip:192.0.2.1 -all"
none.example.com.      300 IN A    192.0.2.9
slow.example.com.        0 IN TXT  !TIMEOUT
full.example.com.      300 IN TXT  "v=spf1 a:dual.example.com a:dual.example.com a:dual.example.com a:dual.example.com a:dual.example.com a:dual.example.com a:dual.example.com a:dual.example.com a:dual.example.com mx:good.example.com -all"
dual.example.com.      300 IN A    198.51.100.8
dual.example.com.      300 IN AAAA 2001:db8::8
local.example.com.     300 IN TXT  "v=spf1 exists:%{l}.users.example.com -all"
bob.users.example.com. 300 IN A    127.0.0.2
ctrl.example.com.      300 IN TXT  "v=spf1 x=a\027[31m<b>\007 -all"
END
fixed='--no-network --dns-file=record.zone --at=2026-11-01'

# ---- one record ----

exits 'a good record' 0 record $fixed good.example.com
is 'a good record: told first' "$(head -n 1 out)" 'good.example.com: the SPF record is fine'
has 'a good record: its price' out '2 of 10 lookups, 0 of 2 void lookups, 75 bytes'
has 'a good record: an include' out 'whoever _spf.example.net lets send'
has 'a good record: what is in it' out '    ip4:203.0.113.0/28'
has 'a good record: its mail server' out 'mail.example.com'
empty 'a good record: nothing on standard error' err
is 'within 80 columns' "$(awk 'length > 80' out)" ''
exits 'in any case, with a final dot' 0 record $fixed GOOD.example.com.
has 'in any case, with a final dot: the same' out 'good.example.com: the SPF record is fine'
exits 'a syntax error is a result' 0 record $fixed broken.example.com
has 'a syntax error: the term and the column' out 'ip:192.0.2.1, column 8'
exits 'no record is a result' 0 record $fixed none.example.com
exits 'no domain is a result' 0 record $fixed gone.example.com
exits 'no answer in time is a result' 0 record $fixed slow.example.com
exits 'several' 0 record $fixed good.example.com ptr.example.com none.example.com
has 'several: the first' out 'good.example.com: '
has 'several: the last' out 'none.example.com publishes no SPF record'

# ---- not published ----

exits '--text' 0 record $fixed --text='v=spf1 ip4:192.0.2.1 a -all'
has '--text: no domain, no addresses' out 'its own addresses: not known'
exits '--text without a domain: findings' 0 record $fixed --text='v=spf1 +all'
has '--text without a domain: whose record' out 'The record of your domain lets everybody send'
hasnt '--text without a domain: no made-up name' out 'unpublished.invalid'
exits '--text that is no record' 0 record $fixed --text='garbage'
has '--text that is no record: why' out 'The text does not begin with v=spf1'
exits '--text --domain' 0 record $fixed --text='v=spf1 a -all' --domain=mail.example.com
has '--text --domain: asked there' out 'its own addresses: 198.51.100.7'
exits '--text DOMAIN' 0 record $fixed --text='v=spf1 a -all' mail.example.com --ip=198.51.100.7
has '--text DOMAIN: judged by the text' out '198.51.100.7 passes: a in the record of mail.example.com'
exits '--text with a fault' 1 record $fixed --text='v=spf1 +all' --fail-on=error

# ---- --ip, --mail-from ----

exits '--ip' 0 record $fixed --ip=203.0.113.9 good.example.com
has '--ip: the term' out '203.0.113.9 passes: ip4:203.0.113.0/28 in the record of _spf.example.net'
has '--ip: the way' out 'good.example.com > _spf.example.net'
exits '--ip that fails' 0 record $fixed --ip=198.51.100.9 good.example.com
has '--ip that fails: the term' out '198.51.100.9 does not pass (fail): -all'
exits '--mail-from for macros' 0 record $fixed --ip=192.0.2.1 --mail-from=bob@other.example local.example.com
has '--mail-from for macros: the local part' out '192.0.2.1 passes: exists:%{l}.users.example.com'
run record $fixed --ip=192.0.2.1 --mail-from=eve@local.example.com local.example.com
has '--mail-from of somebody else' out '192.0.2.1 does not pass'

# ---- --addresses ----

exits '--addresses' 0 record $fixed --addresses good.example.com
is '--addresses: sorted, merged, nothing else' "$(cat out)" '192.0.2.0/24
198.51.100.7
203.0.113.0/28
2001:db8:1::/48'
empty '--addresses: an exact list' err
exits '--addresses that depend on the message' 0 record $fixed --addresses ptr.example.com
empty '--addresses that depend on the message: none' out
has '--addresses that depend on the message: said' err 'not exact'
exits '--addresses as data' 0 record $fixed --addresses --format=json good.example.com
has '--addresses as data: exact' out '"addresses_exact": true'

# ---- --add, --remove ----

exits '--add' 0 record $fixed --add=198.51.100.9 good.example.com
has '--add: old' out '- v=spf1 include:_spf.example.net ip4:192.0.2.0/25 ip4:192.0.2.128/25 mx -all'
has '--add: new' out '+ v=spf1 include:_spf.example.net ip4:192.0.2.0/25 ip4:192.0.2.128/25 mx ip4:198.51.100.9 -all'
has '--add: before and after' out 'Lookups 2 before, 2 after'
new=$(sed -n 's/^+ //p' out)
run record $fixed --text="$new" --domain=good.example.com --ip=198.51.100.9
has '--add: what it prints passes' out '198.51.100.9 passes: ip4:198.51.100.9'
run record $fixed --add=198.51.100.9 good.example.com
{ sed -n '/ IN TXT /p' out; sed '/^good.example.com. .*TXT/d' record.zone; } >new.zone
run check --no-network --dns-file=new.zone --ip=198.51.100.9 --mail-from=a@good.example.com
is '--add: its zone line is one' "$(head -n 1 out)" pass
exits '--add of what passes' 0 record $fixed --add=192.0.2.7 good.example.com
hasnt '--add of what passes: no record' out '+ v=spf1'
exits '--add over the limit' 0 record $fixed --add=include:_spf.example.net full.example.com
has '--add over the limit: the term to drop' out 'drop a:dual.example.com first'
hasnt '--add over the limit: no record' out '+ v=spf1'
exits '--add --remove' 0 record $fixed --add=include:_spf.example.net --remove=mx:good.example.com full.example.com
has '--add --remove: new' out 'a:dual.example.com include:_spf.example.net -all'
exits '--remove of a fault' 0 record $fixed --remove=ip:192.0.2.1 broken.example.com
has '--remove of a fault: new' out '+ v=spf1 -all'
exits '--add without a record' 0 record $fixed --add=192.0.2.7 none.example.com
has '--add without a record: new' out '+ v=spf1 ip4:192.0.2.7 ~all'

# For clients of IPv6 a name without AAAA is a void lookup: three of them, and no term behind is reached.
exits '--add behind too many void lookups' 0 record $fixed --domain=void.example.com --add=2001:db8::9 \
  --text='v=spf1 a:mail.example.com a:none.example.com mx:good.example.com -all'
has '--add behind too many void lookups: before them' out '+ v=spf1 a:mail.example.com a:none.example.com ip6:2001:db8::9 mx:good'

# A long record leaves in strings that a zone file can hold.
terms=$(awk 'BEGIN { for (i = 1; i < 120; i++) printf " ip4:192.0.2.%d", i * 2 }')
exits 'a long record' 0 record $fixed --text="v=spf1$terms -all" --domain=long.example.com --add=198.51.100.9
has 'a long record: several strings' out '" "'
sed -n '/ IN TXT /p' out >long.zone
run check --no-network --dns-file=long.zone --ip=198.51.100.9 --mail-from=a@long.example.com
is 'a long record: the last term counts' "$(head -n 1 out)" pass

# ---- --fail-on ----

exits '--fail-on=warning, fine' 0 record $fixed --fail-on=warning good.example.com
exits '--fail-on=warning, a warning' 1 record $fixed --fail-on=warning ptr.example.com
exits '--fail-on=error, a warning' 0 record $fixed --fail-on=error ptr.example.com
exits '--fail-on=error, an error' 1 record $fixed --fail-on=error good.example.com broken.example.com
exits '--fail-on=never' 0 record $fixed --fail-on=never broken.example.com

# ---- formats ----

for format in json html markdown; do
  exits "$format" 0 record $fixed --format=$format --add=198.51.100.9 --ip=192.0.2.1 good.example.com ctrl.example.com
  empty "$format: nothing on standard error" err
  has "$format: the record" out 'ip4:192.0.2.128/25 mx ip4:198.51.100.9 -all'
  ok "$format: no control character" not grep -q "$(printf '[\033\007]')" out
done
run record $fixed --format=json good.example.com ctrl.example.com
if command -v python3 >/dev/null 2>&1; then
  ok 'json: well-formed' python3 -m json.tool out
else
  skip 'json: well-formed' 'there is no python3'
fi
run record $fixed --format=html ctrl.example.com
hasnt 'html: markup of a record is text' out '<b>'
hasnt 'html: no script' out '<script'
run record $fixed ctrl.example.com
ok 'text: no control character' not grep -q "$(printf '[\033\007]')" out
exits '--output' 0 record $fixed --format=html -o page.html good.example.com
empty '--output: nothing on standard output' out
has '--output: the page' page.html '</html>'

# ---- usage ----

# usage NAME TEXT ARGUMENT…
usage() {
  usage_name=$1 usage_text=$2
  shift 2
  exits "$usage_name" 2 record $fixed "$@"
  has "$usage_name: named" err "$usage_text"
  empty "$usage_name: nothing on standard output" out
}
usage 'no domain' DOMAIN
usage 'an address in place of a domain' alice@example.com alice@example.com
usage 'a single label' localhost localhost
usage '--text at two names' --text --text='v=spf1 -all' good.example.com ptr.example.com
usage '--add of no sender' 'ptr' --add=ptr good.example.com
usage '--add of everybody' '+all' --add=+all good.example.com
usage '--remove of nothing' --remove --remove= good.example.com
usage '--fail-on=drift' drift --fail-on=drift good.example.com
usage 'a format that record has not' csv --format=csv good.example.com
usage '--addresses with --add' --addresses --addresses --add=192.0.2.1 good.example.com
usage 'an option of view' --trust --trust=x good.example.com

# ---- what could not be done ----

echo 'example.net. 300 IN A 192.0.2.1' >other.zone
exits 'a record that is not recorded' 3 record --no-network --dns-file=other.zone good.example.com
has 'a record that is not recorded: said' err good.example.com
exits '--output into no folder' 3 record $fixed good.example.com -o no/such/file

# ---- replay ----

run record $fixed --dns-record=recorded.zone --add=include:_spf.example.net --ip=192.0.2.1 full.example.com
mv out first
run record --no-network --dns-file=recorded.zone --add=include:_spf.example.net --ip=192.0.2.1 full.example.com
ok 'replay: the same text' cmp first out

finish
