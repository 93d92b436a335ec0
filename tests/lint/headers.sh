#!/bin/sh
# Every header compiles alone, with the same flags as the program. TAP.
set -u
n=0
bad=0
# Headers of the PDF need those of cairo and pango, which a build may do without.
pdf=$(pkg-config --cflags pangocairo cairo-pdf 2>/dev/null | sed 's/-I/-isystem /g')
for h in $(git ls-files -co --exclude-standard 'checker/*.h' 'rules/*.h' 'reports/*.h' | grep -v banned.h); do
	n=$((n + 1))
	case $h in
	reports/pdf/*)
		[ -n "$pdf" ] || { echo "ok $n - $h # SKIP no headers of cairo and pango"; continue; }
		flags=$pdf ;;
	*) flags= ;;
	esac
	# shellcheck disable=SC2086
	if out=$(echo "#include \"$h\"" | ${CC:-cc} -std=c17 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE \
		-Wall -Wextra -Werror $flags -I. -include checker/base/banned.h -xc -fsyntax-only - 2>&1); then
		echo "ok $n - $h"
	else
		echo "not ok $n - $h"
		echo "$out" | sed 's/^/# /'
		bad=1
	fi
done
echo "1..$n"
exit $bad
