#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Inputs of every kind, and what cannot be read: named, and the rest is done.  No network.
. "${top_srcdir:-.}/tests/tap.sh"

cat >mail.eml <<'END'
Return-Path: <a@example.com>
Received: from client.example.com (client.example.com [192.0.2.1]) by mx.example.org; Sun, 1 Nov 2026 07:00:01 +0000
From: A <a@example.com>
Subject: hello

body
END
{ printf 'From a@example.com Sun Nov  1 07:00:01 2026\n' && cat mail.eml && printf '\n'; } >one.mbox
cat one.mbox one.mbox >two.mbox
fixed='--no-network --format=jsonl'

# reports NAME N: how many reports the last run wrote.
reports() {
  is "$1" "$(grep -c '"schema":"spfview-report/1"' out)" "$2"
}

# reads NAME N ARGUMENT…: exit status 0 and so many reports.
reads() {
  reads_name=$1 reads_n=$2
  shift 2
  exits "$reads_name" 0 $fixed "$@"
  reports "$reads_name: reports" "$reads_n"
}
reads 'a message' 1 mail.eml
reads 'an mbox' 2 two.mbox
reads 'several files' 4 mail.eml two.mbox mail.eml
mkdir -p dir/sub && cp mail.eml dir/b && cp mail.eml dir/sub/a && cp two.mbox dir/c
reads 'a folder is walked' 4 dir
is 'a folder is walked by name' "$(grep -oE '"file":"[^"]*"' out | tr -d '\n')" \
  '"file":"dir/b""file":"dir/c""file":"dir/c""file":"dir/sub/a"'
mkdir -p maildir/cur maildir/new maildir/tmp
cp mail.eml 'maildir/cur/1.host:2,S' && cp mail.eml maildir/new/2.host && cp mail.eml maildir/tmp/3.host
reads 'a Maildir without its tmp' 2 maildir
has 'a Maildir is told' out '"format":"maildir"'
tr -d '\r' <mail.eml | sed 's/$/\r/' >crlf.eml
reads 'CRLF' 1 crlf.eml
printf '\n\n' | cat - mail.eml >blank.eml
reads 'leading blank lines' 1 blank.eml
sed '/^$/,$d' mail.eml >header.eml
reads 'a header without a body' 1 header.eml

# ---- standard input, pipes, names ----

"$SPFVIEW" $fixed - <mail.eml >out 2>err
is 'standard input: exit status' $? 0
reports 'standard input' 1
has 'standard input: its name' out '"file":"-"'
"$SPFVIEW" $fixed - mail.eml <two.mbox >out 2>err
is 'standard input among files: exit status' $? 0
reports 'standard input among files' 3
# A pipe cannot be rewound.
cat two.mbox | "$SPFVIEW" $fixed - >out 2>err
is 'a pipe: exit status' $? 0
reports 'a pipe' 2
mkfifo fifo && (cat mail.eml >fifo &)
reads 'a named pipe' 1 fifo
"$SPFVIEW" $fixed - </dev/null >out 2>err
is 'empty standard input: exit status' $? 3
cp mail.eml check && cp mail.eml view && cp mail.eml help && cp mail.eml ./--help && cp mail.eml ./-x
reads 'a file called check' 1 ./check
reads 'a file called view' 1 ./view
exits 'view of a file called check' 0 view $fixed check
reports 'view of a file called check: reports' 1
exits 'view of a file called view' 0 view $fixed view
reports 'view of a file called view: reports' 1
reads 'behind --' 3 -- check --help -x
reads 'a file called like an option' 1 ./--help
cp mail.eml 'a b "c" é.eml'
reads 'blanks, quotes and letters in a name' 1 'a b "c" é.eml'
bytes=$(printf 'bytes-\377.eml')
if cp mail.eml "$bytes" 2>/dev/null; then
  reads 'a name that is not UTF-8' 1 "$bytes"
else
  skip 'a name that is not UTF-8' 'the file system has none'
fi

# ---- compression ----

for tool in gzip bzip2 xz zstd; do
  if command -v $tool >/dev/null 2>&1; then
    $tool -c <two.mbox >two.$tool 2>/dev/null
    reads "$tool, by content" 2 two.$tool
  else
    skip "$tool" 'the tool is not there'
  fi
done
"$SPFVIEW" $fixed - <two.gzip >out 2>err
is 'gzip on standard input: exit status' $? 0
reports 'gzip on standard input' 2

# ---- --input-format ----

reads '--input-format=message' 1 --input-format=message two.mbox
reads '--input-format=mbox' 2 --input-format=mbox two.mbox
reads '--input-format=maildir' 2 --input-format=maildir maildir

# ---- what cannot be read ----

# unread NAME TEXT N ARGUMENT…: exit status 3, the text on standard error, N reports of the others.
unread() {
  unread_name=$1 unread_text=$2 unread_n=$3
  shift 3
  exits "$unread_name" 3 $fixed "$@"
  has "$unread_name: named" err "$unread_text"
  reports "$unread_name: the others are done" "$unread_n"
}
unread 'a missing file' missing.eml 2 mail.eml missing.eml mail.eml
mkdir nothing
unread 'a folder without mail' nothing 1 nothing mail.eml
: >empty
unread 'an empty file' empty 1 empty mail.eml
head -c 4096 /dev/zero >zeros
unread 'a file that is no mail' zeros 1 zeros mail.eml
if [ "$(id -u)" -eq 0 ]; then
  skip 'an unreadable file' 'root reads everything'
  skip 'an unreadable folder' 'root reads everything'
else
  cp mail.eml locked && chmod 000 locked
  unread 'an unreadable file' locked 1 locked mail.eml
  mkdir shut && chmod 000 shut
  unread 'an unreadable folder' shut 1 shut mail.eml
fi
gzip -c <two.mbox | head -c 100 >broken.gz
unread 'a damaged archive' broken.gz 1 mail.eml broken.gz
unread 'two failures, both named' missing2 1 missing1 mail.eml missing2
has 'two failures, the first too' err missing1

# The second of three messages has no header at all.
{ cat one.mbox && printf 'From b@example.com Sun Nov  1 07:00:02 2026\n\nno header here\n\n' && cat one.mbox; } >hole.mbox
offset=$(($(wc -c <one.mbox) + 44))
exits 'a message without a header in an mbox' 3 $fixed hole.mbox
has 'a message without a header: its file' err hole.mbox
ok 'a message without a header: its index and offset' grep -qE "(^|[^0-9])1([^0-9].*)?[^0-9]$offset([^0-9]|\$)" err
reports 'a message without a header: the others are done' 2
ok 'a message without a header: those behind keep their index' grep -q '"index":2' out

# ---- hostile text ----

# ESC, BEL, C1, bidirectional overrides, zero width, line separators: in every field that is shown.
evil=$(printf 'x\033[31my\007z\302\233q\342\200\256r\342\201\246s\342\200\213t\342\200\250u')
cat >evil.eml <<END
Return-Path: <a$evil@example.com>
Received-SPF: pass (mx.example.org: $evil) client-ip=192.0.2.1; envelope-from="$evil@example.com"; helo=$evil; receiver=mx.example.org
Authentication-Results: mx.example.org; spf=pass (comment $evil) smtp.mailfrom=$evil@example.com; dkim=$evil reason="$evil"
Received: from $evil ($evil [192.0.2.1]) by mx.example.org with $evil id $evil; Sun, 1 Nov 2026 07:00:01 +0000
Authentication-Results: $evil.example.net; spf=pass
DKIM-Signature: v=1; a=rsa-sha256; d=$evil.example.com; s=$evil; b=AbCdEfGhIjKl
Message-ID: <$evil@example.com>
Subject: $evil =?UTF-8?Q?=1B=5B31m=E2=80=AE?=
From: "$evil" <$evil@example.com>

END
printf '%s\n' 'example.com. 300 IN TXT "v=spf1 -all \027[31m\226\128\174"' >evil.zone
# raw FILE: whether one of these bytes stands there as it is
raw() {
  LC_ALL=C grep -q "$(printf '[\033\007]')" "$1" ||
    LC_ALL=C grep -qF -e "$(printf '\302\233')" -e "$(printf '\342\200\256')" -e "$(printf '\342\201\246')" \
      -e "$(printf '\342\200\213')" -e "$(printf '\342\200\250')" "$1"
}
ok 'the hostile message is one' raw evil.eml
for format in text json jsonl csv; do
  exits "hostile text as $format" 0 --no-network --dns-file=evil.zone --format=$format evil.eml
  if [ $format = text ]; then
    ok 'hostile text as text: nothing raw' not raw out
  else
    ok "hostile text as $format: no control character" not grep -q "$(printf '[\033\007]')" out
  fi
done
run --no-network --dns-file=evil.zone --verbose evil.eml
ok 'hostile text, verbose: nothing raw' not raw out
cp mail.eml "$(printf 'name\033[31m.eml')"
run --no-network "$(printf 'name\033[31m.eml')"
ok 'a hostile file name: nothing raw' not raw out
run --no-network "$(printf 'missing\033[31m.eml')"
ok 'a hostile file name in a complaint: nothing raw' not raw err
is 'a hostile file name in a complaint: told' "$status" 3

finish
