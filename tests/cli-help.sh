#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Help, version, manual page and completion: complete, where they belong, and of one mind.
. "${top_srcdir:-.}/tests/tap.sh"

# options_of TEXT-FILE: the long options at the beginnings of lines of a help text, one a line.
options_of() {
  sed -nE 's/^ +(-[a-zA-Z], )?(--[a-z][a-z-]*).*/\2/p' "$1" | sort -u
}

# shows NAME ARGUMENT…: exit status 0, text on standard output, nothing on standard error.
shows() {
  shows_name=$1
  shift
  exits "$shows_name" 0 "$@"
  ok "$shows_name: on standard output" test -s out
  empty "$shows_name: nothing on standard error" err
}
shows '--help' --help
has '--help names the commands' out view
has '--help names check' out check
has '--help names record' out record
shows '-h' -h
shows 'help' help
for command in view audit check record explain; do
  shows "$command --help" $command --help
  mv out long
  shows "$command -h" $command -h
  ok "$command -h: the same" cmp long out
  shows "help $command" help $command
  ok "help $command: the same" cmp long out
  options_of long >$command.options
  ok "$command has options" test "$(wc -l <$command.options)" -gt 3
  is "$command: every option is explained" "$(grep -E '^ +(-[a-zA-Z], )?--' long | grep -cvE '  [^ ]')" 0
done
shows '--help among other options' view --format=json --help missing.eml
shows '--version' --version
ok '--version: name and number' grep -qE '^spfview [0-9]+\.[0-9]+\.[0-9]+' out

exits 'nothing at all' 2
empty 'nothing at all: nothing on standard output' out
has 'nothing at all: how to use it' err Usage
exits 'help on no command' 2 help nonsense
has 'help on no command: named' err nonsense
empty 'help on no command: nothing on standard output' out

# ---- the manual page ----

manual=$top_srcdir/doc/spfview.1
# roff writes \- for the hyphen of an option
sed 's/\\-/-/g' "$manual" | grep -oE -e '--[a-z][a-z-]*' | sort -u >manual.options
for command in view audit check record explain; do
  is "manual page: every option of $command" "$(comm -23 $command.options manual.options)" ''
done
sort -u view.options audit.options check.options record.options explain.options >known.options
is 'manual page: no option that is not there' \
  "$(comm -13 known.options manual.options | grep -vx -e --version)" ''
if command -v man >/dev/null 2>&1 && command -v groff >/dev/null 2>&1; then
  LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 man --warnings -l -E UTF-8 -Tutf8 "$manual" >/dev/null 2>warnings
  empty 'manual page: no warnings' warnings
else
  skip 'manual page: no warnings' 'there is no man(1)'
fi

# The Japanese page is the same page: the same options, commands, sections and examples.
japanese=$top_srcdir/doc/spfview.ja.1
# items MACRO-LINE-PATTERN FILE: what must be in both, in order
items() {
  sed 's/\\-/-/g' "$2" | grep -oE -e "$1"
}
is 'Japanese manual page: every option, in the same places' \
  "$(items '--[a-z][a-z-]*' "$japanese" | sort | uniq -c)" "$(items '--[a-z][a-z-]*' "$manual" | sort | uniq -c)"
is 'Japanese manual page: as many sections' "$(grep -c '^\.SH' "$japanese")" "$(grep -c '^\.SH' "$manual")"
is 'Japanese manual page: as many items' "$(grep -cE '^\.T[PQ]' "$japanese")" "$(grep -cE '^\.T[PQ]' "$manual")"
is 'Japanese manual page: the same data words' \
  "$(items '![A-Z]+|[a-z]+-(limit|trouble|prefix|redirect|record)' "$japanese" | sort -u)" \
  "$(items '![A-Z]+|[a-z]+-(limit|trouble|prefix|redirect|record)' "$manual" | sort -u)"
if command -v man >/dev/null 2>&1 && command -v groff >/dev/null 2>&1; then
  LC_ALL=C.UTF-8 MANROFFSEQ='' MANWIDTH=80 man --warnings -l -E UTF-8 -Tutf8 "$japanese" >/dev/null 2>warnings
  empty 'Japanese manual page: no warnings' warnings
else
  skip 'Japanese manual page: no warnings' 'there is no man(1)'
fi

# ---- bash completion ----

completion=$top_srcdir/doc/completion/spfview
if command -v bash >/dev/null 2>&1; then
  ok 'completion: bash reads it' bash -n "$completion"
  # complete COMMAND: what bash offers behind "spfview COMMAND --"
  offered() {
    bash -c '. "$1"; COMP_WORDS=(spfview $2 --); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
      compopt() { :; }; _spfview; printf "%s\n" "${COMPREPLY[@]}"' - "$completion" "$1" |
      sed 's/=.*//' | sort -u
  }
  for command in view audit check record explain; do
    offered $command >offered.options
    is "completion of $command: the options of --help" "$(cat offered.options)" "$(cat $command.options)"
  done
else
  skip 'completion' 'there is no bash'
fi

finish
