# SPDX-License-Identifier: GPL-3.0-or-later
# What the shell tests share: TAP, one run of the program at a time, a folder of their own.  To be sourced.
# shellcheck shell=sh
#
# Environment: SPFVIEW, the program (default ./spfview); top_srcdir, the source tree (default .).

set -u
LC_ALL=C.UTF-8
export LC_ALL
unset LANGUAGE NO_COLOR

SPFVIEW=${SPFVIEW:-./spfview}
case $SPFVIEW in */*) SPFVIEW=$(cd "$(dirname "$SPFVIEW")" && pwd)/$(basename "$SPFVIEW") ;; esac
top_srcdir=$(cd "${top_srcdir:-.}" && pwd)
samples=$top_srcdir/samples

tap_count=0
tap_failed=0
tmp=$(mktemp -d)
trap 'chmod -R u+rwx "$tmp"; rm -rf "$tmp"' EXIT
trap 'exit 1' HUP INT TERM
cd "$tmp" || exit 99

# tap_line STATUS NAME: one result; STATUS is that of a command.
tap_line() {
  tap_count=$((tap_count + 1))
  if [ "$1" -eq 0 ]; then
    echo "ok $tap_count - $2"
  else
    echo "not ok $tap_count - $2"
    tap_failed=$((tap_failed + 1))
  fi
}

# ok NAME COMMAND…: holds if the command succeeds.
ok() {
  tap_name=$1
  shift
  "$@" >"$tmp/.ok" 2>&1
  tap_status=$?
  tap_line "$tap_status" "$tap_name"
  [ "$tap_status" -eq 0 ] || { printf '# %s\n' "$*"; sed 's/^/# /' "$tmp/.ok"; }
}

# not COMMAND…: the opposite, for ok.
not() {
  ! "$@"
}

# is NAME GOT WANTED: holds if both are the same text.
is() {
  [ "$2" = "$3" ]
  tap_status=$?
  tap_line "$tap_status" "$1"
  [ "$tap_status" -eq 0 ] || { printf '%s\n' "got: $2" "wanted: $3" | sed 's/^/# /'; }
}

# skip NAME WHY
skip() {
  tap_count=$((tap_count + 1))
  echo "ok $tap_count - $1 # SKIP $2"
}

# run ARGUMENT…: runs the program; what it wrote is in the files `out` and `err`, its exit status in $status.
run() {
  "$SPFVIEW" "$@" >out 2>err
  status=$?
}

# exits NAME STATUS ARGUMENT…: runs the program and holds if it exits so.
exits() {
  tap_name=$1 tap_wanted=$2
  shift 2
  run "$@"
  is "$tap_name: exit status" "$status" "$tap_wanted"
  [ "$status" = "$tap_wanted" ] || sed 's/^/# /' err
}

# has NAME FILE TEXT / hasnt NAME FILE TEXT: holds if a line of the file holds the text, or none does.
has() {
  grep -qF -e "$3" "$2"
  tap_status=$?
  tap_line "$tap_status" "$1"
  [ "$tap_status" -eq 0 ] || { echo "# not found: $3"; head -n 20 "$2" | sed 's/^/# /'; }
}

hasnt() {
  if grep -qF -e "$3" "$2"; then tap_line 1 "$1"; else tap_line 0 "$1"; fi
}

empty() {
  if [ -s "$2" ]; then
    tap_line 1 "$1"
    head -n 20 "$2" | sed 's/^/# /'
  else
    tap_line 0 "$1"
  fi
}

# in_japanese COMMAND…: the command, in Japanese by the catalogue of the source tree, whatever is installed: gettext takes
# a path in LANGUAGE, relative to the folder that the program was configured for, which must be there.
in_japanese() {
  (
    LC_ALL=ja_JP.UTF-8 LANGUAGE=../../../../../../../../../../..$tmp/catalogue/ja
    export LC_ALL LANGUAGE
    "$@"
  )
}

# speaks_japanese: makes that catalogue; holds if the program takes it.
speaks_japanese() {
  mkdir -p "$tmp/catalogue/ja/LC_MESSAGES"
  msgfmt -o "$tmp/catalogue/ja/LC_MESSAGES/spfview.mo" "$top_srcdir/po/ja.po" 2>/dev/null &&
    in_japanese "$SPFVIEW" --help | grep -q 'の'
}

# The last line of every test.
finish() {
  echo "1..$tap_count"
  [ "$tap_failed" -eq 0 ]
}
