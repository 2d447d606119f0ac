#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Audits next to something outside, on the same file and in the same run: a line each with the figure, the goal and
# whether it is met; fails where one is not.  For people, not for `make check`: it takes minutes and some 6 GB of disk.
#   bench-audit.sh FOLDER-OF-PROGRAMS SPFVIEW SAMPLES
# Environment: BENCH, which ones (default: grep gmime zone live memory message); BENCH_MB, megabytes of the file for
# grep, GMime and the DNS file (2000); BENCH_GB, of the large file for memory (4); BENCH_DOMAINS (10000).
programs=$1 spfview=$2 samples=$3
LC_ALL=C
export LC_ALL
folder=$(mktemp -d) || exit 99
server=
trap '[ -z "$server" ] || kill "$server" 2>/dev/null; rm -rf "$folder"' EXIT
trap 'exit 1' HUP INT TERM
failed=0

# All goals are for two cores.
two_cores=
[ "$(nproc)" -le 2 ] || two_cores='taskset -c 0,1'

# measure RUNS COMMAND…: its results are in $seconds, $kilobytes and $status, what it wrote in `out`.
measure() {
  measure_runs=$1
  shift
  # shellcheck disable=SC2086 # words
  $two_cores "$programs/measure" "$measure_runs" "$folder/measured" "$@" >"$folder/out" 2>"$folder/err" || exit 99
  read -r seconds kilobytes status <"$folder/measured"
  case $status in
    0 | 1 | 3) ;;
    *)
      echo "exit status $status of $*"
      tail -n 5 "$folder/err"
      exit 99
      ;;
  esac
}

audit() {
  audit_runs=$1
  shift
  measure "$audit_runs" "$spfview" audit --progress=never "$@"
}

# archive MEGABYTES DOMAINS
archive() {
  "$programs/make-archive" "${1}000000" "$2" "$samples"/*.eml >"$folder/archive.mbox" || exit 99
  # Into the page cache.
  cat "$folder/archive.mbox" >/dev/null
}

# goal NAME FIGURE "at most"|"at least" GOAL UNIT
goal() {
  awk -v name="$1" -v figure="$2" -v which="$3" -v goal="$4" -v unit="$5" 'BEGIN {
    good = which == "at most" ? figure + 0 <= goal + 0 : figure + 0 >= goal + 0
    printf "%-46s %9.2f %-10s goal: %s %s  %s\n", name, figure, unit, which, goal, good ? "pass" : "FAIL"
    exit !good
  }' || failed=$((failed + 1))
}

# least A B: the smaller one; B may be empty.
least() {
  awk -v a="$1" -v b="$2" 'BEGIN { print b == "" || a + 0 < b + 0 ? a : b }'
}

# quotient A B
quotient() {
  awk -v a="$1" -v b="$2" 'BEGIN { print a / b }'
}

# next_to COMMAND…: both over the same file, in turn, as a machine is faster at one time than at another; the best of each
# is in $others and $ours.
next_to() {
  archive "${BENCH_MB:-2000}" 0
  others='' ours=''
  for _ in 1 2 3 4; do
    measure 1 "$@" "$folder/archive.mbox"
    others=$(least "$seconds" "$others")
    audit 1 --no-network "$folder/archive.mbox"
    ours=$(least "$seconds" "$ours")
  done
}

next_to_grep() {
  next_to grep -c '^From '
  echo "# ${BENCH_MB:-2000} MB: grep -c '^From ' $others s, audit $ours s"
  goal 'audit without DNS, next to grep' "$(quotient "$ours" "$others")" 'at most' 1.2 'times'
}

next_to_gmime() {
  next_to "$programs/gmime-loop"
  echo "# ${BENCH_MB:-2000} MB: each message to GMime $others s, audit $ours s"
  goal 'audit without DNS, next to GMime' "$(quotient "$others" "$ours")" 'at least' 5 'times'
}

# Each sample's names, as the first file says that knows them.
from_zone() {
  archive "${BENCH_MB:-2000}" 0
  set --
  for zone in "$samples"/*.zone; do
    case $zone in *.then.zone) ;; *) set -- "$@" "--dns-file=$zone" ;; esac
  done
  audit 3 --no-network --format=json "$@" "$folder/archive.mbox"
  messages=$(sed -n 's/.*"messages": *\([0-9]*\).*/\1/p' "$folder/out" | head -n 1)
  echo "# $messages messages in $seconds s"
  goal 'evaluated from DNS files' "$(quotient "$messages" "$seconds")" 'at least' 15000 'messages/s'
}

# Ten thousand domains and a resolver 50 ms away.
live() {
  milliseconds=50 in_flight=256 domains=${BENCH_DOMAINS:-10000}
  archive $((domains * 43 / 1000 + 2)) "$domains"
  "$programs/slow-dns" $milliseconds >"$folder/server" &
  server=$!
  until [ -s "$folder/server" ]; do sleep 0.1; done
  audit 1 --resolver="$(head -n 1 "$folder/server")" --dns-inflight=$in_flight "$folder/archive.mbox"
  kill $server
  wait $server
  server=
  tail -n 1 "$folder/server" >"$folder/counts"
  read -r questions repeated most <"$folder/counts"
  ideal=$(awk -v q="$questions" -v ms=$milliseconds -v n=$in_flight 'BEGIN { print q * ms / 1000 / n }')
  echo "# $questions questions, at most $most at a time, in $seconds s; $ideal s if never one less"
  goal 'live DNS: questions for all domains' "$(quotient "$questions" "$domains")" 'at least' 2 'each'
  goal 'live DNS, next to a full pipe' "$(quotient "$seconds" "$ideal")" 'at most' 1.5 'times'
  goal 'live DNS: questions asked twice' "$repeated" 'at most' 0 ''
}

# Peak memory, for a file and through a pipe.
memory() {
  large=${BENCH_GB:-4}
  for size in 1 "$large"; do
    archive "${size}000" 0
    audit 1 --no-network "$folder/archive.mbox"
    [ "$size" = 1 ] && small_kilobytes=$kilobytes
    echo "# $size GB: $kilobytes kB in $seconds s"
  done
  rm "$folder/archive.mbox"
  goal "memory for $large GB" "$(quotient "$kilobytes" 1000)" 'at most' 200 'MB'
  goal "memory for $large GB, next to 1 GB" "$(quotient "$kilobytes" "$small_kilobytes")" 'at most' 1.2 'times'
  "$programs/make-archive" "${large}000000000" 0 "$samples"/*.eml | {
    audit 1 --no-network -
    echo "$kilobytes" >"$folder/piped"
  }
  goal "memory for $large GB through a pipe" "$(quotient "$(cat "$folder/piped")" 1000)" 'at most' 200 'MB'
}

# One message of 1 GB: its header may say that something is enclosed, so that bodies are wanted.
message() {
  {
    sed '/^\r*$/,$d' "$samples/gmail-softfail.eml"
    printf 'Content-Type: multipart/mixed; boundary=x\n\n--x\n\n'
    yes 'the same line over and over again' | head -c 1000000000
  } >"$folder/archive.mbox"
  audit 1 --no-network "$folder/archive.mbox"
  goal 'memory for a message of 1 GB' "$(quotient "$kilobytes" 1000)" 'at most' 200 'MB'
  audit 1 --no-network --dkim "$folder/archive.mbox"
  goal 'memory for a message of 1 GB, with --dkim' "$(quotient "$kilobytes" 1000)" 'at most' 200 'MB'
  rm "$folder/archive.mbox"
}

for bench in ${BENCH:-grep gmime zone live memory message}; do
  case $bench in
    grep) next_to_grep ;;
    gmime) next_to_gmime ;;
    zone) from_zone ;;
    live) live ;;
    memory) memory ;;
    message) message ;;
    *) exit 99 ;;
  esac
done
echo "$failed goals missed"
[ "$failed" -eq 0 ]
