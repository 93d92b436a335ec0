#!/bin/sh
# trueup.schema.json and the program accept and refuse the same trueup.json. TAP.
set -u
# shellcheck source=tests/tool/tap.sh
. "$(dirname "$0")/../tool/tap.sh"
python3 -c 'import jsonschema' 2>/dev/null || {
	echo "1..0 # SKIP python3-jsonschema is not here"
	exit 0
}
mkdir "$work/d"
echo x >"$work/d/a.txt"
trap - EXIT
python3 "$top/tests/docs/config.py" "$top" "$work"
failed=$?
rm -rf "$work"
exit $failed
