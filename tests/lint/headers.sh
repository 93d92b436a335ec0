#!/bin/sh
# Every header compiles alone, with the same flags as the program. TAP.
set -u
n=0
bad=0
for h in $(git ls-files -co --exclude-standard 'checker/*.h' 'rules/*.h' 'reports/*.h' | grep -v banned.h); do
	n=$((n + 1))
	if out=$(echo "#include \"$h\"" | ${CC:-cc} -std=c17 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE \
		-Wall -Wextra -Werror -I. -include checker/base/banned.h -xc -fsyntax-only - 2>&1); then
		echo "ok $n - $h"
	else
		echo "not ok $n - $h"
		echo "$out" | sed 's/^/# /'
		bad=1
	fi
done
echo "1..$n"
exit $bad
