#!/bin/sh
# Sentences that a person reads stand in tables. TAP.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd)
python3 "$top/tests/lint/words.py" "$top"
