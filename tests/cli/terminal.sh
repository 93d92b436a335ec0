#!/bin/sh
# The summary on a terminal: lines, widths, colour, and what NO_COLOR and a pipe do to it. TAP.
set -u
# shellcheck source=tests/tool/tap.sh
. "$(dirname "$0")/../tool/tap.sh"
cd "$work" || exit 1
python3 "$top/tests/cli/terminal.py" "$FIX"
