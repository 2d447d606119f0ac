#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Texts that attack terminals, browsers, spreadsheets, databases and logs, in every header field, file name and DNS answer;
# every format is read by a parser of that format.  The list is tests/attacks/texts.py.
. "${top_srcdir:-.}/tests/tap.sh"

[ -x /usr/bin/python3 ] || {
  skip 'attacks in mail, names and DNS' 'there is no /usr/bin/python3'
  finish
  exit
}
/usr/bin/python3 -B "$top_srcdir/tests/attacks/run.py" "$SPFVIEW" "$top_srcdir"
