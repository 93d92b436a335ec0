#!/bin/sh
# report.html by html-validate, axe and a headless browser: the fixture organisation, an empty
# run, a large report and a hostile one. TAP.
set -u
# shellcheck source=tests/tool/tap.sh
. "$(dirname "$0")/../tool/tap.sh"
modules=$top/build/npm
browser=$(command -v chromium || command -v chromium-browser || command -v google-chrome)
[ -d "$modules/node_modules/html-validate" ] || { echo "1..0 # SKIP the npm modules are not here (make test-deps)"; exit 0; }
[ -n "$browser" ] || { echo "1..0 # SKIP no chromium is here"; exit 0; }
mkdir "$work/empty.in"
echo nothing >"$work/empty.in/note.txt"
trueup check -c "$FIX/org/trueup.json" --as-of 2026-11-01 --gate none -o "$work/org" "$FIX/org/evidence" >/dev/null 2>&1
trueup check --gate none -o "$work/empty" "$work/empty.in" >/dev/null 2>&1
python3 "$top/tests/formats/make.py" "$work/org/report.json" "$FIX/names.json" "$work"
trueup render --unsealed -f html -o "$work/hostile" "$work/hostile.json" >/dev/null 2>&1
node "$top/tests/formats/html.mjs" "$modules" "$browser" "org=$work/org/report.html" \
	"empty=$work/empty/report.html" "hostile=$work/hostile/report.html"
