#!/bin/sh
# Who may include whom, which file may see which library, and calls that are
# banned but whose names are good words elsewhere. TAP; run from the top level.
set -u
n=0
bad=0
result() { # ok-flag text
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; bad=1; fi
}

# The rule of the longest folder prefix decides.
out=$(awk '
	FNR == NR { if ($0 !~ /^#/ && NF > 1) { dir[++k] = $1; sub(/^[^ ]+ +/, ""); allow[k] = $0 } next }
	FNR == 1 { best = 0; for (i = 1; i <= k; i++) if (index(FILENAME, dir[i] "/") == 1 && (best == 0 || length(dir[i]) > length(dir[best]))) best = i }
	/^#include "/ {
		inc = $2; gsub(/"/, "", inc); okay = 0; m = split(allow[best], a, / +/)
		for (i = 1; i <= m; i++) if (index(inc, a[i]) == 1) okay = 1
		if (best == 0 || !okay) print FILENAME ":" FNR ": may not include " inc
	}' tests/lint/layers $(git ls-files -co --exclude-standard 'checker/*.[ch]' 'checker/*.def' 'rules/*.[ch]' 'reports/*.[ch]'))
[ -n "$out" ] && echo "$out" | sed 's/^/# /'
result "$([ -z "$out" ]; echo $?)" "who may include whom"

# One file sees each library.
seen() { # pattern allowed-files
	git ls-files -co --exclude-standard 'checker/*.[ch]' 'rules/*.[ch]' 'reports/*.[ch]' |
		xargs grep -lE "^#include <$1" 2>/dev/null | grep -vE "^($2)\$"
}
out=$(seen 'libxml/' 'checker/read/xml\.c')
[ -n "$out" ] && echo "# $out"
result "$([ -z "$out" ]; echo $?)" "libxml2 appears in checker/read/xml.c only"
out=$(seen 'c[jJ][sS][oO][nN]' 'checker/base/json\.c')
[ -n "$out" ] && echo "# $out"
result "$([ -z "$out" ]; echo $?)" "cJSON appears in checker/base/json.c only"
out=$(seen 'openssl/' 'checker/base/digest\.c|checker/judge/cp\.c|reports/seal/.*')
[ -n "$out" ] && echo "# $out"
result "$([ -z "$out" ]; echo $?)" "OpenSSL appears in digest.c, cp.c and reports/seal only"

out=$(seen 'archive' 'checker/read/archive\.c')
[ -n "$out" ] && echo "# $out"
result "$([ -z "$out" ]; echo $?)" "libarchive appears in checker/read/archive.c only"

out=$(seen 'yaml' 'checker/read/yaml\.c')
[ -n "$out" ] && echo "# $out"
result "$([ -z "$out" ]; echo $?)" "libyaml appears in checker/read/yaml.c only"

all=$(git ls-files -co --exclude-standard 'checker/*.[ch]' 'rules/*.[ch]' 'reports/*.[ch]')
# shellcheck disable=SC2086
out=$(grep -nE '(^|[^_a-z.>])(time|system|rand|random)\(' $all | grep -vE ':[[:space:]]*(\*|/\*|//)')
[ -n "$out" ] && echo "$out" | sed 's/^/# /'
result "$([ -z "$out" ]; echo $?)" "no call of time(), system(), rand()"
# shellcheck disable=SC2086
out=$(grep -nE '^[[:space:]]*typedef[[:space:]]+(struct|union|enum)' $all)
[ -n "$out" ] && echo "$out" | sed 's/^/# /'
result "$([ -z "$out" ]; echo $?)" "no typedef of structs"
# shellcheck disable=SC2086
out=$(wc -l $all | awk '$2 != "total" && $1 > 700 { print $2 ": " $1 " lines" }')
[ -n "$out" ] && echo "$out" | sed 's/^/# /'
result "$([ -z "$out" ]; echo $?)" "no file over 700 lines"
# Names of machines, and marks of unfinished work.
# shellcheck disable=SC2046
out=$(grep -nE '(/w[o]rk/|/r[o]ot/|/h[o]me/[a-z])|T[O]DO|F[I]XME|X[X]X:' $(git ls-files -co --exclude-standard checker rules reports tests Makefile README.md .ci | grep -vE '\.(png|pdf|gz)$') 2>/dev/null | head -20)
[ -n "$out" ] && echo "$out" | sed 's/^/# /'
result "$([ -z "$out" ]; echo $?)" "no path of a machine, nothing unfinished"
# shellcheck disable=SC2086
out=$(git ls-files | grep -vE '^(checker|rules|reports|fixtures|tests)/|^(Makefile|README\.md|LICENSE|\.gitignore|\.ci/.*)$')
[ -n "$out" ] && echo "$out" | sed 's/^/# /'
result "$([ -z "$out" ]; echo $?)" "the top level is as agreed"
echo "1..$n"
exit $bad
