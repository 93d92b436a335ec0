#!/bin/sh
# trueup diff: what counts as worse, as better, and as neither; its exit statuses. TAP.
set -u
# shellcheck source=tests/tool/tap.sh
. "$(dirname "$0")/../tool/tap.sh"
cd "$work" || exit 1
trueup check -c "$FIX/org/trueup.json" --as-of 2026-11-01 --gate none -o run "$FIX/org/evidence" \
	>/dev/null 2>&1
python3 "$top/tests/cli/diff.py" run/report.json >diff.tap
sed '$d' diff.tap
grep -q '^not ok' diff.tap && tap_bad=1
tap_n=$(sed -n '$s/^1\.\.//p' diff.tap)

# The seals: both are looked at before anything is compared.
trueup keygen key.pem >/dev/null
trueup keygen other.pem >/dev/null
for n in old new; do
	trueup check -c "$FIX/org/trueup.json" --as-of 2026-11-01 --gate none --key file:key.pem -o $n \
		"$FIX/org/evidence" >/dev/null 2>&1
done
status 4 "nobody is trusted" trueup diff old new
status 4 "somebody else is trusted" trueup diff --trust other.pub.pem old new
status 0 "sealed by a trusted key" trueup diff --trust key.pub.pem old new
key=$(trueup verify --trust key.pub.pem old | sed -n 's/.*\(sha256:[0-9a-f]*\).*/\1/p' | head -n 1)
result "$([ "$(grep -c "sealed by ${key:-none}" tap.out)" -eq 2 ]; echo $?)" "and which key that is"
trueup diff --json --trust key.pub.pem old new | grep -q "\"seals\":\[\"$key\",\"$key\"\]"
result $? "in JSON as well"
status 4 "one of them by a one-run key" trueup diff --trust key.pub.pem old run
status 0 "which can be accepted" trueup diff --trust key.pub.pem --allow-untrusted old run
grep -q 'sealed by a one-run key: it was not changed since, but who made it cannot be told' tap.out
result $? "and is said"
status 2 "--unsealed and --trust" trueup diff --unsealed --trust key.pub.pem old new
# An older report that is edited could hide what got worse.
sed 's/"weight": [0-9]*/"weight": 1/' old/report.json >edited.json
for side in "edited new" "new edited"; do
	rm -rf edited
	cp -R old edited
	cp edited.json edited/report.json
	# shellcheck disable=SC2086
	trueup diff --trust key.pub.pem $side >out 2>err
	result "$([ $? -eq 4 ] && [ ! -s out ] && grep -q 'report.json.*E6' err; echo $?)" "edited: $side"
done
head -c 30000 old/report.json >edited/report.json
status 4 "cut off" trueup diff --trust key.pub.pem edited new
status 2 "cut off, without the seal" trueup diff --unsealed edited new
status 2 "one that is not there" trueup diff --trust key.pub.pem absent new
if [ -c /dev/full ]; then
	trueup diff --trust key.pub.pem old new >/dev/full 2>err
	result "$([ $? -eq 5 ] && grep -q E715 err; echo $?)" "a full device is said"
fi
finish
