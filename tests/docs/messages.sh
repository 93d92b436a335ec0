#!/bin/sh
# One catalogue of messages: each room's table is in it, codes are one each, nothing
# is dead, and trueup-messages(5) is what the program prints. TAP.
set -u
# shellcheck source=tests/tool/tap.sh
. "$(dirname "$0")/../tool/tap.sh"
cd "$top" || exit 1

trueup formats --messages >"$work/all"
sed -n 's/^\(E[0-9]*\) .*/\1/p' "$work/all" >"$work/codes"
out=$(sort "$work/codes" | uniq -d)
[ -n "$out" ] && echo "# $out"
result "$([ -z "$out" ]; echo $?)" "no code stands for two kinds"
sort "$work/codes" >"$work/sorted"
same "$work/sorted" "$work/codes" "the list is in the order of the codes"

find checker rules reports -name '*diags.def' | LC_ALL=C sort >"$work/tables"
while read -r t; do
	sed -n 's/^DIAG([a-z0-9_]*, "\([^"]*\)".*/\1/p' "$t" >"$work/table"
	result "$([ "$(grep -c '^DIAG(' "$t")" -eq "$(wc -l <"$work/table")" ]; echo $?)" "$t: every row has a code"
	out=$(grep -vxFf "$work/codes" "$work/table")
	[ -n "$out" ] && echo "# not in the catalogue: $out"
	result "$([ -z "$out" ]; echo $?)" "$t: all of it is in the catalogue"
	case $t in
	checker/base/*) range=0 ;; checker/read/*) range=1 ;; checker/join/*) range=2 ;; rules/*) range=3 ;;
	checker/judge/*) range=4 ;; reports/seal/*) range=6 ;; reports/*) range=5 ;; *) range=7 ;;
	esac
	out=$(grep -v "^E${range}[0-9][0-9]\$" "$work/table")
	[ -n "$out" ] && echo "# $out"
	result "$([ -z "$out" ]; echo $?)" "$t: its codes are E${range}xx"
	out=$(sed -n 's/^DIAG(\([a-z0-9_]*\),.*/\1/p' "$t" | while read -r k; do
		grep -rqw --include='*.c' -e "$k" checker rules reports || echo "$k"
	done)
	[ -n "$out" ] && echo "$out" | sed 's/^/# never told: /'
	result "$([ -z "$out" ]; echo $?)" "$t: every kind is told somewhere"
done <"$work/tables"
cat checker/*diags.def checker/*/*diags.def rules/lang/*diags.def reports/*diags.def reports/seal/*diags.def |
	grep -c '^DIAG(' >"$work/rows"
wc -l <"$work/codes" >"$work/listed"
result "$([ "$(cat "$work/rows")" -eq "$(cat "$work/listed")" ]; echo $?)" "as many messages as rows"

out=$(awk '/^E/ { t = substr($0, index($0, ": ") + 2); if (length(t) < 5 || t ~ /\.$/) print $1 " title: " t; code = $1; next }
	{ sub(/^ +/, ""); if (length($0) < 20 || $0 !~ /[.:]$/) print code " advice: " $0 }' "$work/all")
[ -n "$out" ] && echo "$out" | sed 's/^/# /'
result "$([ -z "$out" ]; echo $?)" "every message has a title and advice in sentences"
out=$(grep -oh 'trueup[a-z.-]*([0-9])' "$work/all" | sort -u | sed 's/(\(.\))/.\1/' | while read -r m; do
	[ -f "checker/$m" ] || echo "$m"
done)
[ -n "$out" ] && echo "# missing: $out"
result "$([ -z "$out" ]; echo $?)" "every manual that an advice names exists"
out=$(grep -oh "['\`]trueup [a-z]*" "$work/all" | sort -u | sed "s/.trueup //" | while read -r c; do
	trueup "$c" --help >/dev/null 2>&1 || echo "$c"
done)
[ -n "$out" ] && echo "# missing: $out"
result "$([ -z "$out" ]; echo $?)" "every command that an advice names exists"

"$top/tests/tool/man-messages" "$bin/trueup" >"$work/page"
same checker/trueup-messages.5 "$work/page" "trueup-messages.5 is current (else: make manuals)"
code=$(sed -n 3p "$work/codes")
trueup formats --messages "$code" >"$work/one"
result "$([ "$(wc -l <"$work/one")" -eq 2 ] && grep -q "^$code " "$work/one"; echo $?)" "one message by its code"
status 2 "a code that there is not" trueup formats --messages E9999
finish
