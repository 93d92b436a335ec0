#!/bin/sh
# "identities" of trueup.json: what they merge, what they never merge, and what the report says of it. TAP.
set -u
# shellcheck source=tests/tool/tap.sh
. "$(dirname "$0")/../tool/tap.sh"
cd "$work" || exit 1
python3 "$top/tests/cli/identities.py" "$FIX"
