#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# What the house agreed on and a tool can see (HACKING.md): one TAP line a rule, the breaches below it.
. "${top_srcdir:-.}/tests/tap.sh"
cd "$top_srcdir" || exit 99

FUNCTION_MAX=80
FILE_MAX=600

sources=$(find src -name '*.[ch]' | sort)
test_sources=$(find tests -name '*.[ch]' | sort)
# What npm puts there is not ours.
scripts=$(find tests .ci -name node_modules -prune -o -type f \( -name '*.sh' -o -name run \) -print 2>/dev/null | sort)

# rule NAME: holds if the file of breaches is empty.
breaches=$tmp/breaches
rule() {
  empty "$1" "$breaches"
}

# ---- who may include whom ----

# Own headers of a file as "FILE HEADER".
own_includes() {
  # shellcheck disable=SC2086 # a list of files
  sed -nE 's/^#include "([^"]+)".*/\1/; T; F; p' $sources | paste -d ' ' - -
}

# The folders that each folder may include; "base" is ip.h and verdict.h, "top" everything else in src/ itself.
cat >"$tmp/directions" <<'END'
base base
mail base mail
dns base dns
spf base dns spf
dkim base mail dns dkim
dmarc base dns dmarc
judge base mail dns spf dkim dmarc judge
report base mail dns spf dkim dmarc judge report
explain base mail dns spf dkim dmarc judge explain
output base mail dns spf dkim dmarc judge report explain output
examine base mail dns spf dkim dmarc judge report examine
audit base mail dns spf dkim dmarc judge report output examine audit
top base mail dns spf dkim dmarc judge report explain output examine audit top
END

own_includes | awk -v directions="$tmp/directions" '
  function folder(path) {
    if (path ~ /^(ip|verdict)\.[ch]$/) return "base"
    if (path ~ /^examine(-[a-z]+)?\.[ch]$/) return "examine"
    if (path ~ /^report\.[ch]$/) return "report"
    if (path !~ /\//) return "top"
    sub(/\/.*/, "", path)
    return path
  }
  BEGIN {
    while ((getline line < directions) > 0) {
      n = split(line, words, " ")
      for (i = 2; i <= n; i++) allowed[words[1], words[i]] = 1
    }
  }
  {
    from = $1
    sub(/^src\//, "", from)
    if ($2 != "config.h" && !((folder(from), folder($2)) in allowed)) print $1 " includes " $2
  }' >"$breaches"
rule 'headers are included downwards only'

# only NAME PATTERN FILE…: system headers that are one file's door to a library.
only() {
  only_name=$1 only_pattern=$2
  shift 2
  # shellcheck disable=SC2086 # a list of files
  grep -lE "^#include <$only_pattern" $sources >"$tmp/users"
  for file; do
    grep -vxF "$file" "$tmp/users" >"$tmp/others"
    mv "$tmp/others" "$tmp/users"
  done
  mv "$tmp/users" "$breaches"
  rule "$only_name has one door"
}
only libspf2 'spf2/' src/spf/libspf2-layer.h
only c-ares 'ares' src/dns/ask-channel.c
only libarchive 'archive' src/mail/archive.c
only libpsl 'libpsl' src/dmarc/alignment.c
only libcrypto 'openssl/' src/dkim/crypto.c
only SQLite 'sqlite3' src/audit/store-columns.h
only libseccomp 'seccomp' src/sandbox-calls.c
only GMime 'gmime/' src/mail/headers.c src/mail/mime.c src/main.c
only sockets '(sys/socket|netdb|netinet/)' src/dns/ask.c src/spf/libspf2-layer.h src/sandbox-calls.c

# shellcheck disable=SC2086 # a list of files
grep -lE '^#include "spf/libspf2-layer\.h"' $sources | grep -v '^src/spf/libspf2' >"$breaches"
rule 'libspf2-layer.h is for libspf2*.c only'

# shellcheck disable=SC2086 # a list of files
grep -lE '^#include "audit/store-(columns|parts)\.h"' $sources | grep -v '^src/audit/store' >"$breaches"
rule 'SQLite is for the store only'

for file in $sources; do
  header=${file%.c}.h
  [ "$header" != "$file" ] && [ -f "$header" ] || continue
  first=$(sed -nE 's/^#include ["<]([^">]+)[">].*/\1/p' "$file" | grep -vx config.h | head -n 1)
  case src/$first in "${header%.h}"*.h) ;; *) echo "$file" ;; esac
done >"$breaches"
rule 'a file includes its own header first'

# ---- sizes ----

# GNU style: a function opens and closes in the first column.
# shellcheck disable=SC2086 # a list of files
awk -v max=$FUNCTION_MAX '
  FNR == 1 { open = 0 }
  /^\{/ { open = FNR; name = before }
  /^\}/ && open {
    if (FNR - open + 1 > max && $0 == "}") print FILENAME ":" open ": " name " has " FNR - open + 1 " lines"
    open = 0
  }
  { before = $0 }' $sources $test_sources >"$breaches"
rule "functions of $FUNCTION_MAX lines or fewer"

# shellcheck disable=SC2086 # a list of files
wc -l $sources $test_sources | awk -v max=$FILE_MAX '$2 != "total" && $1 > max { print $2 ": " $1 }' >"$breaches"
rule "files of $FILE_MAX lines or fewer"

# ---- documents ----

# doc/security.md says which test proves what: every test that it names is there.
grep -oE '`(test|fuzz|bench|cli)-[a-z0-9-]+(\.sh)?`' doc/security.md | tr -d '`' | sort -u | while read -r name; do
  case $name in
    *.sh) file=tests/$name ;;
    test-*) file=tests/$name.c ;;
    *) file=tests/${name%%-*}/$name.c ;;
  esac
  [ -f "$file" ] || echo "doc/security.md names $name, but there is no $file"
done >"$breaches"
rule 'doc/security.md names tests that are there'

# ---- what does not belong here ----

if [ -d .git ] && command -v git >/dev/null 2>&1; then
  git ls-files -z | LC_ALL=C xargs -0 grep -laE "^($(printf '\177')ELF|!<arch>)" 2>/dev/null >"$breaches"
  rule 'what is built is not committed'
else
  skip 'what is built is not committed' 'this is no checkout'
fi

# ---- what stands in every file ----

for file in $sources $test_sources; do
  sed -n 1p "$file" | grep -qxF '/* SPDX-License-Identifier: GPL-3.0-or-later' &&
    sed -n 2p "$file" | grep -qE '^ \* [^ ]' || echo "$file"
done >"$breaches"
rule 'C files begin with licence and purpose'

for file in $scripts; do
  head -n 2 "$file" | grep -qxF '# SPDX-License-Identifier: GPL-3.0-or-later' || echo "$file"
done >"$breaches"
rule 'scripts begin with the licence'

for file in $(find src tests -name '*.h' | sort); do
  grep -qx '#pragma once' "$file" || echo "$file"
done >"$breaches"
rule 'headers are guarded'

text_files=$(find src tests po doc .ci -name node_modules -prune -o -type f \( -name '*.[ch]' -o -name '*.sh' -o -name '*.md' -o -name run \
  -o -name POTFILES.in -o -name '*.1' -o -name '*.json' \) -print 2>/dev/null
  ls ./*.md autogen.sh configure.ac Makefile.am .gitignore 2>/dev/null)
# shellcheck disable=SC2086 # a list of files
grep -nE '[[:blank:]]+$' $text_files /dev/null >"$breaches"
rule 'no white space at the ends of lines'

# shellcheck disable=SC2086 # a list of files
printf '%s\n' $text_files | grep -vxF tests/lint.sh | xargs grep -nwE 'TODO|FIXME|XXX|HACK' /dev/null >"$breaches"
rule 'nothing is left for later'

# ---- calls ----

# shellcheck disable=SC2086 # a list of files
grep -nE '(^|[^[:alnum:]_.>])(strcpy|strcat|sprintf|vsprintf|sscanf|gets|strtok|strtok_r|system|popen|alloca|atoi) *\(' \
  $sources $test_sources >"$breaches"
rule 'no call that the house forbids'
# shellcheck disable=SC2046 # a list of files
grep -nE '(^|[^[:alnum:]_])(g_regex_[a-z]+|regcomp|strstr|strcasestr|g_strsplit[a-z_]*) *\(' $(find src/mail -name '*.c') >"$breaches"
rule 'header text is read by the scanner'
# shellcheck disable=SC2086 # a list of files
grep -nE '(^|[^[:alnum:]_])(exit|abort|printf|puts|getenv|g_getenv|g_print|g_printerr) *\(' $sources |
  grep -vE '^src/(main|command|options)\.c:' >"$breaches"
rule 'only main and its options talk to the world'

# ---- lists ----

for file in $sources $(printf '%s\n' $test_sources | grep -v '^tests/test-'); do
  grep -qE "(^|[[:blank:]])$file([[:blank:]]|\$)" Makefile.am ||
    grep -qE "^[[:blank:]]+${file%/*} " Makefile.am || echo "$file"
done >"$breaches"
rule 'every C file is in Makefile.am'
for file in tests/test-*.c; do
  grep -qE "^[[:blank:]]+${file%.c} " Makefile.am || echo "$file"
done >"$breaches"
rule 'every unit test is run'
for file in tests/*.sh; do
  [ "$file" = tests/tap.sh ] || grep -qE "^[[:blank:]]+$file " Makefile.am || echo "$file"
done >"$breaches"
rule 'every shell test is run'

# shellcheck disable=SC2086 # a list of files
grep -lE '(^|[^[:alnum:]_])(_|N_|Q_|C_|ngettext|g_dngettext) ?\("' $sources | sort >"$tmp/with"
grep -v '^#' po/POTFILES.in | sort >"$tmp/listed"
comm -3 "$tmp/with" "$tmp/listed" >"$breaches"
rule 'po/POTFILES.in lists the files with translatable strings'

# ---- languages ----

if command -v msgfmt >/dev/null 2>&1; then
  for language in $(grep -v '^#' po/LINGUAS); do
    LC_ALL=C msgfmt --check --statistics -o /dev/null "po/$language.po" 2>&1 | grep -vE '^[0-9]+ translated messages?\.$'
  done >"$breaches"
  rule 'catalogues are complete'
else
  skip 'catalogues are complete' 'there is no msgfmt'
fi
if command -v xgettext >/dev/null 2>&1; then
  xgettext -o "$tmp/now.pot" --from-code=UTF-8 --keyword=_ --keyword=N_ --files-from=po/POTFILES.in 2>/dev/null
  for language in $(grep -v '^#' po/LINGUAS); do
    LC_ALL=C msgcmp "po/$language.po" "$tmp/now.pot" 2>&1
  done >"$breaches"
  rule 'catalogues know every string of the sources'
else
  skip 'catalogues know every string of the sources' 'there is no xgettext'
fi

# ---- tools ----

# Other versions format otherwise.
if clang-format --version 2>/dev/null | grep -qE 'version 14\.'; then
  # shellcheck disable=SC2086 # a list of files
  clang-format --dry-run -Werror $sources $test_sources 2>&1 | grep -E ' error: ' >"$breaches"
  rule 'formatted by clang-format'
else
  skip 'formatted by clang-format' 'there is no clang-format 14'
fi

# What it does not understand: arrays that take ownership (memleak, returnDanglingLifetime), NULL as the end of variadic
# arguments, which POSIX allows (varFuncNullUB), and two bounds in one condition (arrayIndexThenCheck).
if command -v cppcheck >/dev/null 2>&1; then
  cppcheck -j2 --quiet --std=c11 --library=gtk --enable=warning,performance,portability --inline-suppr \
    --suppress=missingIncludeSystem --suppress=unknownMacro --suppress=memleak --suppress=returnDanglingLifetime \
    --suppress=varFuncNullUB --suppress=arrayIndexThenCheck \
    -DG_GNUC_PRINTF= '-DN_(x)=x' '-D_(x)=x' -Isrc src >"$breaches" 2>&1
  rule 'cppcheck finds nothing'
else
  skip 'cppcheck finds nothing' 'there is no cppcheck'
fi

if command -v shellcheck >/dev/null 2>&1; then
  # shellcheck disable=SC2086 # a list of files
  shellcheck --severity=warning --exclude=SC1091,SC2034 -x $scripts autogen.sh >"$breaches" 2>&1
  rule 'shellcheck finds nothing'
else
  skip 'shellcheck finds nothing' 'there is no shellcheck'
fi

finish
