#!/bin/sh
# The packs that trueup-rules(5) and rules/README.md show load and pass their own
# tests; the manual has every kind, slot, parameter and word; the schema and the program
# accept and refuse the same packs. TAP.
set -u
# shellcheck source=tests/tool/tap.sh
. "$(dirname "$0")/../tool/tap.sh"
cd "$top" || exit 1
page=checker/trueup-rules.5

awk '/^\.Sh/ { on = $2 == "EXAMPLES" } /^\.Ed/ { in_it = 0 } on && in_it { print } /^\.Bd/ { in_it = 1 }' $page \
	>"$work/page.rules.jsonc"
# shellcheck disable=SC2016
sed -n '/^```jsonc$/,/^```$/p' rules/README.md | sed '/^```/d' >"$work/readme.rules.jsonc"
for p in page readme; do
	f=$work/$p.rules.jsonc
	id=$(sed -n 's/.*"id": "\(ACME-[0-9]*\)".*/\1/p' "$f")
	status 0 "the pack of the $p passes its tests" trueup rules -r "$f" test
	[ -n "$id" ] && trueup rules -r "$f" test | grep -q "^ok [0-9]* - $id: "
	result $? "and they are run"
	status 0 "and lint has nothing to say" trueup rules -r "$f" lint
	# They would notice if the rule were another.
	sed 's/!= null"/== null"/; s/PT24H/PT24H1S/; s/PT24H1S/PT86401S/' "$f" >"$work/other.jsonc"
	status 1 "and notice another rule" trueup rules -r "$work/other.jsonc" test
done

# The tutorial's profile and override, under the names that it gives them, and its commands one after the other.
mkdir "$work/first" && cp "$work/readme.rules.jsonc" "$work/first/acme.rules.jsonc"
awk -v dir="$work/first/" '/^```/ { on = $0 == "```json"; next } on && /"trueup":/ {
	file = dir (/profile\/1/ ? "acme.profile.jsonc" : "acme.override.jsonc"); print "{" >file }
	on && $0 != "{" { print >file }' rules/README.md
sed -n '/^```sh$/,/^```$/p' rules/README.md | sed '/^```/d' >"$work/first/commands"
(cd "$work/first" && sh -e commands >out 2>err </dev/null)
result $? "the commands of rules/README.md run"
[ "$(wc -l <"$work/first/commands")" -ge 4 ] && grep -q 'limit (duration): PT12H' "$work/first/out" &&
	grep -q 'limit (duration): PT8H' "$work/first/out" && [ ! -s "$work/first/err" ]
result $? "and the profile and the override change the rule"

for k in require resolve deadline sequence followup contradict agree share occurs ratio reconcile concentrate reuse \
	behaviour; do
	trueup rules show $k >"$work/kind"
	awk -v k=$k '/^\.Sh/ { on = $2 == "KINDS" } !on { next } /^\.It Cm/ { mine = $3 == k } mine' $page >"$work/part"
	awk '/^    for / { gsub(",", ""); for (i = 2; i <= NF; i++) print $i }
		/; sees / || /needed parameter/ { print $1 }
		/; sees / { sub(/.*; sees /, ""); gsub(",", ""); for (i = 1; i <= NF; i++) print $i }
		/words beside/ { for (i = 5; i <= NF; i++) print $i }' "$work/kind" | sort -u |
		grep -vx -e the -e record -e as_of -e parameters -e where -e why >"$work/words"
	out=$(while read -r w; do
		grep -q "\b$w" "$work/part" || echo "$w"
	done <"$work/words")
	[ -n "$out" ] && echo "# $out"
	result "$([ -z "$out" ] && [ -s "$work/words" ]; echo $?)" "the manual has all that $k takes"
done

if python3 -c 'import jsonschema' 2>/dev/null; then
	out=$(python3 tests/docs/rules.py "$work" 2>&1)
	failed=$?
	[ $failed -ne 0 ] && echo "$out" | sed 's/^/# /'
	result $failed "the schema and the program agree"
	[ $failed -eq 0 ] && echo "# $out"
else
	skip "the schema and the program agree" "python3-jsonschema is not here"
fi
finish
