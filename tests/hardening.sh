#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# That the program was built with the defences that configure found: read from the program itself, not from the flags.
#
# Environment: HARDENING, the flags that configure chose.
. "${top_srcdir:-.}/tests/tap.sh"

flags=" ${HARDENING-} "
if ! command -v readelf >/dev/null 2>&1; then
  skip 'hardening' 'there is no readelf'
  finish
  exit
fi
case $flags in
  *' -fPIE '*) ;;
  *)
    skip 'hardening' 'built with --disable-hardening, or not by make check'
    finish
    exit
    ;;
esac
readelf -hW "$SPFVIEW" >header
readelf -lW "$SPFVIEW" >segments
readelf -dW "$SPFVIEW" >dynamic
readelf -sW "$SPFVIEW" >symbols
readelf -nW "$SPFVIEW" >notes

ok 'position-independent' grep -qE 'Type: +DYN' header
has 'relocations read-only' segments GNU_RELRO
ok 'all of them, at the start' grep -qE 'BIND_NOW|FLAGS_1.* NOW' dynamic
is 'no stack that can be run' "$(awk '/GNU_STACK/ { print $7 }' segments)" RW
is 'no memory to write and run' "$(awk '$1 == "LOAD" && / RWE / { n++ } END { print n + 0 }' segments)" 0
# with FLAG NAME FILE TEXT: where the compiler took the flag, the program shows it
with() {
  case $flags in
    *" $1 "*) has "$2" "$3" "$4" ;;
    *) skip "$2" "built without $1" ;;
  esac
}
with -fstack-protector-strong 'stack protector' symbols __stack_chk_fail
with -D_FORTIFY_SOURCE=3 'checked copies' symbols _chk@

finish
