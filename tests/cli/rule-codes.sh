#!/bin/sh
# Every error class of the loader and the checker of rules stands in a golden case, with its text. TAP.
set -u
top=$(cd "$(dirname "$0")/../.." && pwd)
n=0
bad=0
for code in $(cat "$top"/rules/lang/*.def | sed -n 's/^DIAG([a-z_]*, "\(E[0-9]*\)".*/\1/p' | sort); do
	n=$((n + 1))
	if grep -rq "error\[$code\]: ." "$top"/tests/cli/*/*/want.*; then
		echo "ok $n - $code is seen in a golden case"
	else
		echo "not ok $n - $code is seen in no golden case"
		bad=1
	fi
done
[ "$n" -gt 30 ] || { echo "Bail out! the codes are not found"; bad=1; }
echo "1..$n"
exit $bad
