#!/bin/sh
# The trend of a chain of reports: a report that was held to another shows the way there by itself,
# and it is the one that the earlier reports tell. TAP.
set -u
# shellcheck source=tests/tool/tap.sh
. "$(dirname "$0")/../tool/tap.sh"
cd "$work" || exit 1

trueup keygen key.pem >/dev/null
last=
for month in 11 12 13; do
	day=2026-$month-01
	[ $month = 13 ] && day=2027-01-01
	# shellcheck disable=SC2086
	trueup check -c "$FIX/org/trueup.json" --as-of $day --gate none --key file:key.pem ${last:+--previous} $last \
		-f html -o run$month "$FIX/org/evidence" >/dev/null 2>&1
	last=run$month
done
! grep -q 'id="trend"\|How it went' run11/report.html
result $? "one report shows no way"
points() {
	jq -c '[.previous.trend[]? | [.as_of[0:10], .scores.real_low, .late_total]]' "$1/report.json"
}
own() {
	jq -c '[.as_of[0:10], .scopes[0].scores.real_low, .late_total]' "$1/report.json"
}
result "$([ "$(points run12)" = "[$(own run11)]" ]; echo $?)" "the second knows the first"
result "$([ "$(points run13)" = "[$(own run11),$(own run12)]" ]; echo $?)" "the third knows both"
for n in 12 13; do
	history="--history run11"
	[ $n = 13 ] && history="$history --history run12"
	# shellcheck disable=SC2086
	trueup render --trust key.pub.pem -f html $history run$n >told.html
	grep -q 'How it went' told.html
	result $? "a trend is drawn: $n"
	same run$n/report.html told.html "by itself as by the reports before it: $n"
done
finish
