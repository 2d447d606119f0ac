#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# DKIM and ARC against two other implementations, where they are installed: what they sign is verified here, in every
# canonical form and algorithm, and fails once a byte is changed; and what is signed here they judge alike.
. "${top_srcdir:-.}/tests/tap.sh"

# What a program of Debian's Python or Perl finds there; others on the PATH know nothing of it.
python=/usr/bin/python3
perl=/usr/bin/perl

cat >python.py <<'END'
import base64
import sys

import dkim

try:
    import nacl.signing
except ImportError:
    nacl = None

MESSAGE = open("plain.eml", "rb").read().replace(b"\n", b"\r\n")
NAMES = [b"from", b"to", b"subject", b"date", b"message-id"]


def keys():
    """(algorithm, selector, private key)"""
    for bits in (1024, 2048):
        yield b"rsa-sha256", b"r%d" % bits, open("r%d.pem" % bits, "rb").read()
    if nacl:
        seed = nacl.signing.SigningKey.generate()
        public = base64.b64encode(bytes(seed.verify_key)).decode()
        open("keys.zone", "a").write(
            'e._domainkey.example.org. 0 IN TXT "v=DKIM1; k=ed25519; p=%s"\n' % public)
        yield b"ed25519-sha256", b"e", base64.b64encode(bytes(seed))


def write(name, field, message):
    signed = field + message
    open(name + ".eml", "wb").write(signed)
    place = signed.index(b"first line")
    open(name + ".changed.eml", "wb").write(signed[:place] + b"F" + signed[place + 1:])


for algorithm, selector, key in keys():
    for header in (b"simple", b"relaxed"):
        for body in (b"simple", b"relaxed"):
            field = dkim.sign(MESSAGE, selector, b"example.org", key, canonicalize=(header, body),
                              signature_algorithm=algorithm, include_headers=NAMES)
            write("python-%s-%s-%s" % (selector.decode(), header.decode(), body.decode()), field, MESSAGE)

if "authres" not in dkim.__dict__:
    sys.exit()
RESULTS = b"Authentication-Results: mx.example.org; spf=pass smtp.mailfrom=example.org; arc=none\r\n"
KEY = open("r2048.pem", "rb").read()
sealed = dkim.arc_sign(RESULTS + MESSAGE, b"r2048", b"example.org", KEY, b"mx.example.org", include_headers=NAMES)
write("arc-python", b"".join(sealed), RESULTS + MESSAGE)
END

cat >perl.pl <<'END'
use strict;
use warnings;
use Mail::DKIM::PrivateKey;
use Mail::DKIM::Signer;

open my $in, '<', 'plain.eml' or die;
my $message = join '', <$in>;
$message =~ s/\n/\r\n/g;
for my $bits (1024, 2048) {
  my $key = Mail::DKIM::PrivateKey->load(File => "r$bits.pem");
  for my $form ('simple/simple', 'simple/relaxed', 'relaxed/simple', 'relaxed/relaxed') {
    my $signer = Mail::DKIM::Signer->new(Algorithm => 'rsa-sha256', Method => $form, Domain => 'example.org',
      Selector => "r$bits", Key => $key);
    $signer->PRINT($message);
    $signer->CLOSE;
    my $signed = $signer->signature->as_string . "\r\n$message";
    my $name = "perl-r$bits-$form" =~ tr{/}{-}r;
    open my $out, '>', "$name.eml" or die;
    print $out $signed;
    $signed =~ s/first line/First line/;
    open my $changed, '>', "$name.changed.eml" or die;
    print $changed $signed;
  }
}
END

# Our verdict and python3-dkim's on every signature of the samples: pass, or not.
cat >samples.py <<'END'
import glob
import json
import os
import re
import sys

import dkim

agreed = 0
for path in sorted(glob.glob(sys.argv[1] + "/*.eml")):
    keys = {}
    for line in open(path[:-4] + ".zone", encoding="utf-8"):
        found = re.match(r"(\S+_domainkey\S+)\s+(?:\d+\s+)?(?:IN\s+)?TXT\s+(.*)", line)
        if found:
            keys[found[1].lower()] = "".join(re.findall(r'"([^"]*)"', found[2])).encode()
    message = re.sub(rb"\r?\n", b"\r\n", open(path, "rb").read())
    ours = json.load(open(path[:-4] + ".json"))["reports"][0]["dkim_signatures"]
    for i, signature in enumerate(ours):
        if signature["now"] not in ("pass", "fail"):
            continue
        try:
            theirs = dkim.DKIM(message).verify(i, dnsfunc=lambda name, timeout=5: keys.get(name.decode().lower()))
        except dkim.DKIMException:
            theirs = False
        if theirs != (signature["now"] == "pass"):
            sys.exit("%s: signature %d: %s here, %s there" % (os.path.basename(path), i, signature["now"], theirs))
        agreed += 1
print(agreed)
sys.exit(agreed == 0)
END

# A message whose canonical forms all differ.
printf '%s\n' 'From: Alice  Archer <alice@example.org>' 'To: bob@example.com' 'Subject:  a folded' '   subject  ' \
  'Date: Mon, 2 Nov 2026 10:00:00 +0000' 'Message-ID: <1@example.org>' '' 'first line  of two' '' '  second	line ' '' '' \
  >plain.eml

# make_key BITS: an RSA key, and its record, in strings that fit.
make_key() {
  openssl genrsa -traditional -out "r$1.pem" "$1" 2>/dev/null || openssl genrsa -out "r$1.pem" "$1" 2>/dev/null
  openssl rsa -in "r$1.pem" -pubout -outform DER 2>/dev/null | base64 -w 200 |
    sed 's/.*/"&"/' | tr '\n' ' ' | sed "s/.*/r$1._domainkey.example.org. 0 IN TXT \"v=DKIM1; p=\" &\n/" >>keys.zone
}

# now FILE WHAT: the present verdicts on the signatures or on the chain, as data tell them.
now() {
  run --format=json --no-network --dns-file=keys.zone --at=2026-11-02 "$1"
  "$python" -c '
import json, sys
found = json.load(open("out"))["reports"][0][sys.argv[1]]
print(*[one["now"] for one in (found if isinstance(found, list) else [found])])' "$2"
}

# check_all BY WHAT: everything signed by one of them passes, and does not once it is changed.
check_all() {
  for signed in "$1"-*.eml; do
    case $signed in *.changed.eml) continue ;; esac
    is "$signed" "$(now "$signed" "$2")" pass
    is "$signed, one byte changed" "$(now "${signed%.eml}.changed.eml" "$2")" fail
  done
}

if ! command -v openssl >/dev/null || ! [ -x "$python" ]; then
  skip 'other implementations' 'openssl or python3 is not there'
  finish
  exit
fi
echo "\$DEFAULT NXDOMAIN" >keys.zone
make_key 1024
make_key 2048
if "$python" -c 'import dkim' 2>/dev/null; then
  ok 'python3-dkim signs' "$python" python.py
  check_all python dkim_signatures
  if [ -f arc-python.eml ]; then check_all arc arc; else skip 'an ARC chain' 'python3-authres is not there'; fi
  ok 'python3-dkim agrees on the samples' "$python" samples.py "$samples"
else
  skip 'what python3-dkim signs' 'python3-dkim is not there'
fi
if "$perl" -MMail::DKIM::Signer -e 1 2>/dev/null; then
  ok 'Mail::DKIM signs' "$perl" perl.pl
  check_all perl dkim_signatures
else
  skip 'what Mail::DKIM signs' 'Mail::DKIM is not there'
fi
finish
