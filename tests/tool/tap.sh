# Sourced by the tests in sh: TAP, the program under test, a folder that goes away.
# shellcheck shell=sh
top=$(cd "$(dirname "$0")/../.." && pwd)
bin=$(cd "${TRUEUP_BIN_DIR:-$top/build}" && pwd) || exit 1
PATH="$bin:$PATH"
FIX="$top/fixtures"
LC_ALL=C TZ=UTC NO_COLOR=1 COLUMNS=80
export PATH FIX LC_ALL TZ NO_COLOR COLUMNS
tap_n=0
tap_bad=0
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# result STATUS TEXT: what the last check came to.
result() {
	tap_n=$((tap_n + 1))
	if [ "$1" -eq 0 ]; then echo "ok $tap_n - $2"; else echo "not ok $tap_n - $2"; tap_bad=1; fi
}

skip() { # TEXT REASON
	tap_n=$((tap_n + 1))
	echo "ok $tap_n - $1 # SKIP $2"
}

# same FILE FILE TEXT: equal, or the difference.
same() {
	if cmp -s "$1" "$2"; then
		result 0 "$3"
	else
		diff -u "$1" "$2" 2>&1 | sed 's/^/# /' | head -40
		result 1 "$3"
	fi
}

# status WANT TEXT COMMAND...: its exit status.
status() {
	tap_want=$1
	tap_text=$2
	shift 2
	"$@" >"$work/tap.out" 2>&1
	tap_got=$?
	if [ "$tap_got" -eq "$tap_want" ]; then
		result 0 "$tap_text"
	else
		echo "# exit $tap_got, wanted $tap_want: $*"
		sed 's/^/# /' "$work/tap.out" | head -20
		result 1 "$tap_text"
	fi
}

finish() {
	echo "1..$tap_n"
	exit $tap_bad
}
