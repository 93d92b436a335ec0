#!/bin/sh
# trueup gate: it decides as check did, and by no report whose seal does not hold. TAP.
set -u
# shellcheck source=tests/tool/tap.sh
. "$(dirname "$0")/../tool/tap.sh"
cd "$work" || exit 1

trueup keygen key.pem >/dev/null
trueup keygen other.pem >/dev/null
for gate in 'procedural >= 90' 'contradicted == 0'; do
	trueup check -q -c "$FIX/org/trueup.json" --as-of 2026-11-01 --gate "$gate" --key file:key.pem \
		-o run "$FIX/org/evidence" >want 2>/dev/null
	want=$?
	trueup gate --trust key.pub.pem run "$gate" >out 2>/dev/null
	result "$([ $? -eq $want ]; echo $?)" "the status of check, $want: $gate"
	grep '^Gate\|^    ' want >lines
	same lines out "the words of check: $gate"
done
trueup check -q -c "$FIX/org/trueup.json" --as-of 2026-11-01 --gate none -o once \
	"$FIX/org/evidence" >/dev/null 2>&1

easy='procedural >= 0'
refused() { # STATUS WORD TEXT [OPTION]... REPORT
	want=$1
	word=$2
	text=$3
	shift 3
	trueup gate "$@" "$easy" >out 2>err
	got=$?
	result "$([ $got -eq "$want" ] && [ ! -s out ] && grep -q "$word" err; echo $?)" "$text"
	[ $got -eq "$want" ] || sed 's/^/# /' err
}
fresh() {
	rm -rf bad
	cp -R run bad
}
status 0 "a gate that it passes" trueup gate --trust key.pub.pem run "$easy"
status 0 "the file is as good as its folder" trueup gate --trust key.pub.pem run/report.json "$easy"
refused 4 'E6' "no key trusted" run
refused 4 'E6' "another key trusted" --trust other.pub.pem run
refused 4 'E6' "one-run keys are another matter" --allow-untrusted run
refused 4 'E6' "a one-run key" --trust key.pub.pem once
status 0 "a one-run key, on request" trueup gate --allow-untrusted once "$easy"
fresh
sed 's/"refuted": [1-9][0-9]*/"refuted": 0/' run/report.json >bad/report.json
refused 4 'report.json.*E6' "edited" --trust key.pub.pem bad
refused 4 'report.json.*E6' "edited, and the file named" --trust key.pub.pem bad/report.json
fresh
head -c 20000 run/report.json >bad/report.json
refused 4 'report.json.*E6' "cut off" --trust key.pub.pem bad
refused 2 'error.E0' "cut off, without the seal" --unsealed bad
fresh
sed 's|trueup-report/1|trueup-report/2|' run/report.json >bad/report.json
refused 2 'E501.*reads "trueup-report/1"' "of another version, without the seal" --unsealed bad
fresh
cp once/report.json bad/
printf ' ' >>bad/report.json
refused 4 'report.json.*E6' "other bytes of the same meaning" --trust key.pub.pem bad
for f in report.intoto.json report.dsse.json report.intoto.json.sshsig; do
	fresh
	rm "bad/$f"
	refused 4 'E6' "a part of the seal is gone: $f" --trust key.pub.pem bad
done
mkdir alone
cp run/report.json alone/
refused 4 'E6' "without a seal" --trust key.pub.pem alone
status 0 "unless that is asked for" trueup gate --unsealed alone "$easy"
refused 2 'looks at no seal' "--unsealed and --trust" --unsealed --trust key.pub.pem run
trueup gate run --list >out
result $? "--list needs no report and no key"
finish
