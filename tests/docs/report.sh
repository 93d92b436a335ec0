#!/bin/sh
# The manual of report.json: made from the schema, which describes every member, and what the program writes
# has them all. TAP.
set -u
# shellcheck source=tests/tool/tap.sh
. "$(dirname "$0")/../tool/tap.sh"
"$top/tests/tool/man-report" "$top/reports/trueup-report-1.schema.json" >"$work/trueup-report.5"
same "$top/reports/trueup-report.json.5" "$work/trueup-report.5" "trueup-report.json.5 is current (else: make manuals)"
if command -v mandoc >/dev/null 2>&1; then
	mandoc -Tlint -Wwarning "$work/trueup-report.5" >"$work/lint" 2>&1
	sed 's/^/# /' "$work/lint" | head
	result "$([ ! -s "$work/lint" ]; echo $?)" "mandoc finds nothing wrong"
else
	skip "mandoc finds nothing wrong" "mandoc is not here"
fi
trueup check -c "$FIX/org/trueup.json" --as-of 2026-11-01 --gate none -o "$work/org" "$FIX/org/evidence" >/dev/null 2>&1
# Held to a report of more evidence, by other weights: what is measured otherwise is told.
mkdir "$work/part"
cp -r "$FIX/org/evidence/scans" "$FIX/org/evidence/claims" "$work/part"
trueup check --as-of 2026-11-01 --gate none -o "$work/held" --previous "$work/org" "$work/part" >/dev/null 2>&1
mkdir "$work/in"
echo nothing >"$work/in/note.txt"
trueup check --gate none -o "$work/empty" "$work/in" >/dev/null 2>&1
# Tests of no control, words that no table has.
trueup check --gate none -o "$work/good" "$FIX/good" >/dev/null 2>&1
python3 "$top/tests/docs/report.py" "$top/reports/trueup-report-1.schema.json" "$work/org/report.json" "$work/empty/report.json" \
	"$work/good/report.json" "$work/held/report.json" >"$work/found" 2>&1
result $? "members: described, written, and none more"
grep . "$work/found" | sed 's/^/# /' | head -20
finish
