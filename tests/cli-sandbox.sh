#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The program inside its sandbox: what it must still do, and what it can no longer do.
. "${top_srcdir:-.}/tests/tap.sh"

exits '--version' 0 --version
ok '--version: says what the kernel offers' grep -qE '^sandbox: (no )?seccomp, (no )?landlock$' out
landlock=false
grep -q ', landlock$' out && landlock=true

mail=$samples/gmail-softfail.eml
zone=$samples/gmail-softfail.zone
mkdir given elsewhere
cp "$mail" given/a.eml
cp "$mail" elsewhere/b.eml
ln -s ../elsewhere/b.eml given/b.eml

if $landlock; then
  exits 'a link out of the folder' 3 --no-network --format=jsonl given
  has 'a link out of the folder: named' err given/b.eml
  is 'a link out of the folder: the rest is done' "$(wc -l <out)" 1
  exits 'its target given, too' 0 --no-network --format=jsonl given elsewhere/b.eml
else
  skip 'a link out of the folder' 'no Landlock'
fi
exits '--no-sandbox follows it' 0 --no-sandbox --no-network --format=jsonl given
is '--no-sandbox: both messages' "$(wc -l <out)" 2

exits 'the link itself given' 0 --no-network given/b.eml
exits 'a folder above, through ..' 0 --no-network --format=jsonl given/../elsewhere
mkdir outputs
exits 'outputs in another folder' 0 --no-network --dns-file="$zone" --dns-record=outputs/day.zone -o outputs/report given/a.eml
ok 'outputs: the report' test -s outputs/report
ok 'outputs: the zone' test -s outputs/day.zone
exits 'standard streams by name' 0 --no-network -o /dev/stdout /dev/stdin <"$mail"
ok 'standard streams: the report' test -s out
exits 'a device as output' 0 --no-network -o /dev/null given/a.eml
gzip -c "$mail" >packed.gz
exits 'compressed' 0 --no-network packed.gz
exits 'no file of that name' 3 --no-network missing.eml
has 'no file of that name: named' err missing.eml
"$SPFVIEW" --no-network - <"$mail" 2>err | cat >out
empty 'a pipe: nothing to complain of' err
ok 'a pipe: the report' test -s out

finish
