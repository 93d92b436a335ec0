#!/bin/sh
# Every format against its published schema or grammar by a stock validator, and every
# number in it against report.json: the fixture organisation, an empty run, a large report,
# a run with many checks, one whose every name is hostile, and one on evidence whose every word is;
# the same findings in two runs. TAP.
set -u
# shellcheck source=tests/tool/tap.sh
. "$(dirname "$0")/../tool/tap.sh"
python=
for p in /usr/bin/python3 python3; do
	"$p" -c 'import jsonschema, prometheus_client' 2>/dev/null && python=$p && break
done
if [ -z "$python" ]; then
	echo "1..0 # SKIP python3-jsonschema and python3-prometheus-client are not here"
	exit 0
fi
command -v xmllint >/dev/null 2>&1 || { echo "1..0 # SKIP xmllint is not here"; exit 0; }
formats=$(trueup formats | sed -n '/^Written:/,$p' | awk 'NR > 1 && $2 != "(terminal)" { printf "%s%s", c, $1; c = "," }')
mkdir "$work/empty.in"
echo nothing >"$work/empty.in/note.txt"
trueup check -c "$FIX/org/trueup.json" --as-of 2026-11-01 --gate none -f "$formats" -o "$work/org" \
	"$FIX/org/evidence" >/dev/null 2>&1
trueup check --gate none -f "$formats" -o "$work/empty" "$work/empty.in" >/dev/null 2>&1
# A run with 20,000 checks and more, and a second run on the same evidence with a one-run key of its own.
mkdir "$work/run.in"
cp -R "$FIX/org/evidence/." "$work/run.in"
"$python" "$top/tests/formats/many.py" 2000 >"$work/run.in/items/many.jsonl"
for r in run again; do
	trueup check -c "$FIX/org/trueup.json" --as-of 2026-11-01 --gate none -f "$formats" -o "$work/$r" \
		"$work/run.in" >/dev/null 2>&1
done
# The same evidence with hostile words in it, read by the run itself.
cp -R "$FIX/org/evidence" "$work/wild.in"
"$python" "$top/tests/formats/wild.py" "$FIX/names.json" "$work/wild.in"
trueup check -c "$FIX/org/trueup.json" --as-of 2026-11-01 --gate none -f "$formats" -o "$work/wild" \
	"$work/wild.in" >/dev/null 2>&1
"$python" "$top/tests/formats/make.py" "$work/org/report.json" "$FIX/names.json" "$work"
for r in large hostile; do
	trueup render --unsealed -f "$formats" -o "$work/$r" "$work/$r.json" >"$work/out" 2>&1 ||
		sed 's/^/# /' "$work/out"
	cp "$work/$r.json" "$work/$r/report.json"
done
for r in org empty run large hostile wild; do
	trueup render --unsealed "$work/$r/report.json" >"$work/$r/terminal.txt" 2>&1
done
# shellcheck disable=SC2086
"$python" "$top/tests/formats/formats.py" "$top" "$work" ${FORMATS_ON:-org empty run large hostile wild}
