#!/bin/sh
# trueup diff: what counts as worse, as better, and as neither; its exit statuses. TAP.
set -u
# shellcheck source=tests/tool/tap.sh
. "$(dirname "$0")/../tool/tap.sh"
cd "$work" || exit 1
trueup check -c "$FIX/org/trueup.json" --as-of 2026-11-01 --gate none -o run "$FIX/org/evidence" \
	>/dev/null 2>&1
python3 "$top/tests/cli/diff.py" run/report.json
