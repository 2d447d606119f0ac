#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# The pages that spfview writes, seen by a browser: `make check-browser`.  TAP, and at the end `N passed, N failed`.
#
# Needs Chromium (CHROMIUM, or found in PATH), node, and once `npm ci` in this folder.  No network: all pages are
# files.
#
# Environment: SPFVIEW, the program (default ./spfview); top_srcdir; SCREENSHOTS, a folder for pictures and PDFs.
. "${top_srcdir:-.}/tests/tap.sh"
CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome)}
here=$top_srcdir/tests/browser

skipped() {
  echo "1..0 # SKIP $1"
  exit 0
}
[ -n "$CHROMIUM" ] || skipped 'there is no Chromium (Debian: chromium)'
command -v node >/dev/null || skipped 'there is no node (Debian: nodejs)'
[ -d "$here/node_modules/playwright-core" ] && [ -d "$here/node_modules/axe-core" ] ||
  skipped "the npm modules are not there: run npm ci in $here"

JAPANESE=
if speaks_japanese; then JAPANESE=$(in_japanese sh -c 'echo "$LANGUAGE"'); fi
export SPFVIEW JAPANESE top_srcdir CHROMIUM tmp TZ=UTC
node "$here/check.mjs"
