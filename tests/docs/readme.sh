#!/bin/sh
# The picture in the README is what the program prints today. TAP; run from the top level.
set -u
bin=${TRUEUP_BIN_DIR:-build}/trueup
want=$(mktemp)
got=$(mktemp)
trap 'rm -f "$want" "$got"' EXIT
# shellcheck disable=SC2016
sed -n '/^```$/,/^```$/p' README.md | sed '/^```$/d' >"$want"
COLUMNS=80 NO_COLOR=1 "$bin" check -c fixtures/org/trueup.json --as-of 2026-11-01 fixtures/org/evidence \
	2>/dev/null | sed '/^Nothing was written/,$d' | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}' >"$got"
echo 1..2
bad=0
if cmp -s "$want" "$got"; then
	echo "ok 1 - the README shows the real output"
else
	echo "not ok 1 - the README shows the real output"
	diff -u "$want" "$got" | sed 's/^/# /'
	bad=1
fi
sed -n '/^| format |/,/^$/p' README.md | grep '^|' >"$want"
"$bin" formats --table >"$got"
if cmp -s "$want" "$got"; then
	echo "ok 2 - its table of formats is the program's (make manuals)"
else
	echo "not ok 2 - its table of formats is the program's (make manuals)"
	diff -u "$want" "$got" | sed 's/^/# /'
	bad=1
fi
exit $bad
