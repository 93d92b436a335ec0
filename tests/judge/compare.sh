#!/bin/sh
# The judge against the second judge, which was written from judgement.md alone. TAP.
#   compare.sh [COUNT [SEED]]     JUDGE_DUMP: the program, else the newest under build
# At a difference the smallest model that shows it is printed (tests/judge/shrink.py), SHOW of them at most.
set -u
here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
count=${1:-1000}
seed=${2:-compare}
show=${SHOW:-3}
LC_ALL=C TZ=UTC PYTHONDONTWRITEBYTECODE=1
export LC_ALL TZ PYTHONDONTWRITEBYTECODE

command -v python3 >/dev/null || {
	echo "1..0 # SKIP python3 is not here"
	exit 0
}
dump=${JUDGE_DUMP:-}
for f in "$top"/build/*/tool/judge_dump; do
	[ -n "${JUDGE_DUMP:-}" ] && break
	[ -x "$f" ] || continue
	if [ -z "$dump" ] || [ -n "$(find "$f" -newer "$dump")" ]; then dump=$f; fi
done
[ -x "$dump" ] || {
	echo "1..0 # SKIP judge_dump is not built: make build/release-cc/tool/judge_dump"
	exit 0
}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
bad=0
result() { # STATUS NUMBER TEXT
	if [ "$1" -eq 0 ]; then echo "ok $2 - $3"; else echo "not ok $2 - $3"; bad=1; fi
}

echo 1..4
python3 "$here/second_test.py" >"$work/self" 2>&1
result $? 1 "the second judge gives the worked example of judgement.md 9 and its own small cases"
sed 's/^/# /' "$work/self" | grep -v '^# ok' | head -20

python3 "$here/gen.py" "$seed" "$count" >"$work/models"
"$dump" "$work/models" >"$work/first" 2>"$work/errors"
status=$?
lines=$(wc -l <"$work/first")
[ "$status" -eq 0 ] && [ "$lines" -eq "$count" ]
result $? 2 "the first judge judges $count models"
[ "$status" -eq 0 ] || echo "# exit $status, $lines lines: $(head -3 "$work/errors" | tr '\n' ' ')"

python3 "$here/second.py" "$work/models" >"$work/second" 2>"$work/errors"
result $? 3 "the second judge judges them"
head -5 "$work/errors" | sed 's/^/# /'

awk 'NR == FNR { line[FNR] = $0; next } line[FNR] != $0 { print FNR }' "$work/first" "$work/second" >"$work/differ"
n=$(wc -l <"$work/differ")
[ "$n" -eq 0 ] && [ "$lines" -eq "$count" ]
result $? 4 "line by line the same: $((count - n)) of $count"
head -n "$show" "$work/differ" | while read -r i; do
	echo "# model $i of seed $seed:"
	python3 "$here/shrink.py" "$dump" "$work/models" "$i" | sed 's/^/# /'
done
exit $bad
