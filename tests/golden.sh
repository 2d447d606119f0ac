#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Every sample against its text and its JSON, and every report against the schema; some against their page
# (NAME.html), their markdown (NAME.md), and the same in Japanese (NAME.ja.html …).  No network.
#
#   tests/golden.sh            TAP
#   tests/golden.sh --update   writes samples/NAME.txt, samples/NAME.json and whatever else is there anew: read the
#                              difference before it is kept
. "${top_srcdir:-.}/tests/tap.sh"
TZ=UTC
export TZ
schema=$top_srcdir/doc/report.schema.json

# Samples are examined from inside their folder, so that no path is in the reports; the clock stands still.
examine() {
  (cd "$samples" && "$SPFVIEW" --no-network --at=2026-11-01 --color=never "$@")
}

# names: every NAME that has a mail and a zone; NAME.then.zone is the DNS of the day of reception
names() {
  for zone in "$samples"/*.zone; do
    case $zone in *.then.zone) ;; *) basename "$zone" .zone ;; esac
  done
}

# then_of NAME: the option for that DNS, if there is one
then_of() {
  [ ! -f "$samples/$1.then.zone" ] || echo "--dns-then=$1.then.zone"
}

japanese=false
if speaks_japanese; then japanese=true; fi

# kinds NAME: what is kept of a sample, as KIND:FORMAT
kinds() {
  echo txt:text json:json
  for kind in html:html md:markdown; do
    [ ! -f "$samples/$1.${kind%:*}" ] || echo "$kind"
    [ ! -f "$samples/$1.ja.${kind%:*}" ] || echo "ja.$kind"
  done
}

# examine_as KIND FORMAT NAME MAIL
examine_as() {
  language=
  case $1 in ja.*) language=in_japanese ;; esac
  # shellcheck disable=SC2046 # an option, or none
  $language examine --dns-file="$3.zone" $(then_of "$3") --format="$2" "$4"
}

mail_of() {
  for kind in eml mbox; do
    [ ! -f "$samples/$1.$kind" ] || echo "$1.$kind"
  done
}

# A sample archive may hold a message that cannot be read: then the program names it and exits with 3.
went_well() {
  if [ -s err ]; then [ "$status" -eq 3 ] && grep -qF "$1: " err; else [ "$status" -eq 0 ]; fi
}

if [ "${1-}" = --update ]; then
  for name in $(names); do
    for kind in $(kinds "$name"); do
      case $kind in ja.*) $japanese || continue ;; esac
      mail=$(mail_of "$name")
      examine_as "${kind%:*}" "${kind#*:}" "$name" "$mail" >new 2>err
      status=$?
      went_well "$mail" || { cat err >&2 && exit 1; }
      cp new "$samples/$name.${kind%:*}"
    done
  done
  exit 0
fi

have_schema=false
if [ -x /usr/bin/python3 ] && /usr/bin/python3 -c 'import jsonschema' 2>/dev/null; then have_schema=true; fi

# Prints what is wrong with the reports of JSON documents, one line a fault that begins with the file; nothing if all is
# well.  One run for all: Python takes longer to start than to check.
validate() {
  /usr/bin/python3 - "$schema" "$@" <<'END'
import json, sys
from jsonschema import Draft202012Validator

schema = json.load(open(sys.argv[1]))
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
for name in sys.argv[2:]:
    document = json.load(open(name))
    if document.get("schema") != "spfview/1" or not isinstance(document.get("totals"), dict):
        print("%s: not the document of spfview/1" % name)
    for i, report in enumerate(document["reports"]):
        for error in validator.iter_errors(report):
            print("%s: report %d: %s: %s" % (name, i, "/".join(map(str, error.absolute_path)), error.message[:200]))
END
}

# compare NAME KIND FORMAT MAIL
compare() {
  wanted=$samples/$1.$2
  examine_as "$2" "$3" "$1" "$4" >"$1.$2" 2>err
  status=$?
  went_well "$4" && cmp -s "$wanted" "$1.$2"
  tap_status=$?
  tap_line "$tap_status" "$1 as $2"
  [ "$tap_status" -eq 0 ] && return
  echo "# exit status $status"
  sed 's/^/# /' err
  diff -u "$wanted" "$1.$2" 2>&1 | head -n 40 | sed 's/^/# /'
}

for name in $(names); do
  mail=$(mail_of "$name")
  if [ -z "$mail" ]; then
    tap_line 1 "$name: a zone without a mail"
    continue
  fi
  for kind in $(kinds "$name"); do
    case $kind in
      ja.*) $japanese || { skip "$name as ${kind%:*}" 'there is no msgfmt, no locale ja_JP.UTF-8, or nothing where the program was configured for'; continue; } ;;
    esac
    compare "$name" "${kind%:*}" "${kind#*:}" "$mail"
  done
done
if $have_schema; then
  validate ./*.json >faults 2>&1
  empty 'every report against the schema' faults
else
  skip 'every report against the schema' 'there is no python3-jsonschema'
fi
for mail in "$samples"/*.eml "$samples"/*.mbox; do
  ok "$(basename "$mail") has a zone" test -f "${mail%.*}.zone"
done

finish
