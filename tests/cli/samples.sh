#!/bin/sh
# Committed samples: drawn, signed, and what they are worth; and what they are not worth. TAP.
set -u
# shellcheck source=tests/tool/tap.sh
. "$(dirname "$0")/../tool/tap.sh"
cd "$work" || exit 1
python3 "$top/tests/cli/samples.py"
