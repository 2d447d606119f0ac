#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The Japanese follows po/GLOSSARY.md where a tool can see it.
. "${top_srcdir:-.}/tests/tap.sh"

ja=$top_srcdir/po/ja.po
if ! command -v msgcat >/dev/null 2>&1 || ! printf x | grep -qP x 2>/dev/null; then
  skip 'glossary' 'there is no msgcat, or no grep -P'
  finish
fi

# The Japanese alone, one message a line.
msgcat --no-wrap --no-location "$ja" | grep -E '^(msgstr|")' >japanese

# never PATTERN WHAT: spellings that the glossary does not allow
never() {
  grep -nP "$1" japanese >bad
  empty "$2" bad
}
never 'サーバ([^ー]|$)|ヘッダ([^ー]|$)|フォルダ([^ー]|$)|リゾルバ([^ー]|$)|セレクタ([^ー]|$)|ユーザ([^ー]|$)' 'long vowels are written'
never 'アラインメント|整列' 'alignment is アライメント'
never '送信元アドレス認証|メール認証[^情]' 'sender authentication is 送信ドメイン認証'
never '封筒' 'the envelope is エンベロープ'
never 'ディレクトリ' 'folder is フォルダー'
never '修飾詞|クオリファイア' 'a qualifier is a 限定子'
never 'メカニズム' 'a mechanism is a 機構'
never '[\x{ff10}-\x{ff19}\x{ff21}-\x{ff3a}\x{ff41}-\x{ff5a}]' 'digits and Latin letters are half width'
kana='[\x{3041}-\x{3096}\x{30a1}-\x{30fa}\x{30fc}\x{4e00}-\x{9fff}]'
never "${kana}\\(|\\)${kana}" 'parentheses around Japanese are full width'
never "${kana}[A-Za-z0-9]|[A-Za-z0-9]${kana}" 'a blank stands between Japanese and Latin letters'
never ' [、。」）]|[（「] ' 'no blank beside punctuation'

finish
