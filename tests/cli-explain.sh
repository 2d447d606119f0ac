#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# `spfview explain` as its users run it.
. "${top_srcdir:-.}/tests/tap.sh"

exits 'without a word: the list' 0 explain
has 'the list names results' out 'softfail, neutral'
has 'the list names findings' out 'spf-permerror-lookup-limit'
has 'the list names causes' out 'ip-no-longer-authorized'
has 'the list names myths' out 'myth-255-characters'

exits 'a word' 0 explain softfail
has 'a word: its own head' out 'softfail (Results of SPF)'
has 'a word: who acts' out 'Who acts: '
has 'a word: its reference' out 'RFC 7208 2.6.5'
exits 'another spelling' 0 explain Soft-Fail
cp out spelt
exits 'a Japanese word' 0 explain ソフトフェイル
ok 'a Japanese word finds the same' cmp spelt out
exits 'two words of one name' 0 explain null sender
has 'two words of one name: one entry' out 'null sender ('
exits 'several words' 0 explain pass 5.7.26
has 'several words: the first' out 'pass ('
has 'several words: the second' out '5.7.26 ('
exits 'a word that begins with a hyphen' 0 explain -- -all
has 'a word that begins with a hyphen: found' out '- (Qualifiers'

exits 'a near miss' 2 explain softfial
empty 'a near miss: nothing on standard output' out
has 'a near miss: the nearest words' err softfail
exits 'no word at all like it' 2 explain xyzzyxyzzy
has 'no word at all like it: where the list is' err 'spfview explain'
exits 'one of two is not known' 2 explain pass xyzzyxyzzy
empty 'one of two is not known: nothing is shown' out
exits 'the empty word' 2 explain ''
exits 'control characters' 2 explain "$(printf 'a\033[31m')"
ok 'control characters: none reach the terminal' test "$(tr -dc '\033' <err | wc -c)" -eq 0

exits 'JSON' 0 explain --format=json softfail
has 'JSON: the schema' out '"schema": "spfview-explain/1"'
has 'JSON: the actor as a data word' out '"who": "sender-dns"'
exits 'JSON of everything' 0 explain --format=json
has 'JSON of everything: a myth' out '"word": "myth-255-characters"'
exits 'a format that it has not' 2 explain --format=csv softfail
exits 'into a file' 0 explain -o it.txt softfail
ok 'into a file: there' grep -q softfail it.txt

finish
