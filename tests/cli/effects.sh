#!/bin/sh
# Page two, effect in points: numbers derived by hand (effects.py says how), and the same as a run of its own
# without the input. TAP.
set -u
# shellcheck source=tests/tool/tap.sh
. "$(dirname "$0")/../tool/tap.sh"
cd "$work" || exit 1
python3 "$top/tests/cli/effects.py" "$FIX"
