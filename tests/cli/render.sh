#!/bin/sh
# trueup render: the bytes of the run, from the report alone; nothing from a report that
# is of another version, cut off, edited, or sealed by nobody who is trusted. TAP.
set -u
# shellcheck source=tests/tool/tap.sh
. "$(dirname "$0")/../tool/tap.sh"
cd "$work" || exit 1

trueup keygen key.pem >/dev/null
trueup keygen other.pem >/dev/null
formats=$(trueup formats | sed -n '/^Written:/,$p' | awk 'NR > 1 && $2 != "(terminal)" { printf "%s%s", c, $1; c = "," }')
seal() { # FOLDER EVIDENCE [OPTION]...
	folder=$1
	evidence=$2
	shift 2
	trueup check -f "$formats" --gate none -o "$folder" --as-of 2026-11-01 "$@" "$evidence" \
		>/dev/null 2>&1
}
seal run "$FIX/org/evidence" --key file:key.pem -c "$FIX/org/trueup.json"
result $? "check writes every format"
status 0 "render writes every format" trueup render -f "$formats" -o again --trust key.pub.pem run
ls again >names
# What only a run can write: its checks, its seal.
find run -type f | sed 's|^run/||' |
	grep -vE '^(checks\.jsonl|SHA256SUMS|VERIFY\.md|report\.(dsse\.json|intoto\.json|intoto\.json\.sshsig|pub\.pem|allowed_signers))$' |
	LC_ALL=C sort >want
same want names "the same files"
while read -r f; do
	same "run/$f" "again/$f" "the same bytes: $f"
done <want
status 0 "the seal of the run still holds" trueup verify --trust key.pub.pem run

mkdir empty
echo nothing >empty/note.txt
seal none empty --key file:key.pem
status 0 "an empty run renders" trueup render -f "$formats" -o none.again --trust key.pub.pem none
while read -r f; do
	same "none/$f" "none.again/$f" "the same bytes of an empty run: $f"
done <want

trueup render --trust key.pub.pem -f worklist run >out
same run/worklist.csv out "one format goes to standard output"
trueup render --trust key.pub.pem run/report.json >out
result $? "the file is as good as its folder"
head -1 out | grep -q '^trueup .*RED$'
result $? "text is what it gives when nothing is named"
status 2 "two formats need a folder" trueup render --trust key.pub.pem -f html,worklist run
status 2 "its own folder is refused" trueup render --trust key.pub.pem -f html -o run run
status 0 "and left as it was" trueup verify --trust key.pub.pem run
status 2 "an unknown format" trueup render --trust key.pub.pem -f html,docx -o x run
result "$([ ! -e x ]; echo $?)" "and nothing is made for it"
status 2 "a report that is not there" trueup render -f html -o x --trust key.pub.pem absent
status 2 "--unsealed and --trust" trueup render --unsealed --trust key.pub.pem run

refused() { # STATUS WORD TEXT OPTION...
	want=$1
	word=$2
	text=$3
	shift 3
	trueup render -f worklist "$@" >out 2>err
	got=$?
	result "$([ $got -eq "$want" ] && [ ! -s out ] && grep -q "$word" err; echo $?)" "$text"
	[ $got -eq "$want" ] || sed 's/^/# /' err
}
refused 4 'E6' "no key trusted" run
refused 4 'E6' "another key trusted" --trust other.pub.pem run
refused 4 'E6' "one-run keys are another matter" --allow-untrusted run
fresh() {
	rm -rf bad
	cp -R run bad
}
fresh
sed 's/"contradicted": [1-9][0-9]*/"contradicted": 0/' run/report.json >bad/report.json
refused 4 'report.json.*E6' "edited" --trust key.pub.pem bad
refused 2 'E506' "edited, and its numbers do not agree" --unsealed bad
fresh
head -c 20000 run/report.json >bad/report.json
refused 4 'report.json.*E6' "cut off" --trust key.pub.pem bad
refused 2 'error.E0' "cut off, without the seal" --unsealed bad
fresh
sed 's|trueup-report/1|trueup-report/2|' run/report.json >bad/report.json
refused 4 'report.json.*E6' "of another version" --trust key.pub.pem bad
refused 2 'E501.*reads "trueup-report/1"' "of another version, without the seal" --unsealed bad
fresh
cp none/report.json bad/
refused 4 'report.json.*E6' "the report of another run" --trust key.pub.pem bad
mkdir alone
cp run/report.json alone/
refused 4 'E6' "without a seal" --trust key.pub.pem alone
trueup render --unsealed -f worklist alone >out
same run/worklist.csv out "unless that is asked for"
cp run/report.json run/copy.json
refused 4 'E' "a file beside the report" --trust key.pub.pem run/copy.json
rm run/copy.json

# --names none: nobody of the roster in any text that is written, and the other way about.
texts=$(echo "$formats" | sed 's/,pdf\(,\|$\)/\1/')
for n in none owners; do
	trueup check -f "$texts" --gate none -o "names.$n" --as-of 2026-11-01 --names $n \
		-c "$FIX/org/trueup.json" "$FIX/org/evidence" >/dev/null 2>&1
done
jq -r '.. | objects | (.displayName?, .formatted?, .userName?) | strings' \
	"$FIX/org/evidence/roster/users.json" | sort -u >people
result "$([ "$(wc -l <people)" -ge 50 ]; echo $?)" "the roster has people"
grep -lFf people names.none/* >leaks 2>/dev/null
[ -s leaks ] && sed 's/^/# /' leaks
result "$([ ! -s leaks ]; echo $?)" "--names none: no file names any of them"
grep -lFf people names.owners/* >leaks 2>/dev/null
result "$([ "$(wc -l <leaks)" -ge 8 ]; echo $?)" "--names owners: most files do"

if [ -c /dev/full ]; then
	trueup render --trust key.pub.pem -f json run >/dev/full 2>err
	result "$([ $? -eq 5 ] && grep -q E715 err; echo $?)" "a full device is said"
fi
# Every format by itself, with room for half of it: 5, a word, and nothing left.
for f in $(echo "$formats" | tr , ' '); do
	rm -rf one half
	trueup render --trust key.pub.pem -f "$f" -o one run >/dev/null 2>&1
	largest=$(find one -type f -exec wc -c {} + | awk '$2 != "total" && $1 > n { n = $1 } END { print n }')
	[ "$largest" -gt 1024 ] || continue
	(ulimit -f $((largest / 1024)); trueup render --trust key.pub.pem -f "$f" -o half run >/dev/null 2>err)
	result "$([ $? -eq 5 ] && grep -q E715 err && [ -z "$(ls -A half)" ]; echo $?)" "a disk that is full in $f"
	[ -c /dev/full ] && [ "$(find one -type f | wc -l)" -eq 1 ] || continue
	trueup render --trust key.pub.pem -f "$f" run >/dev/full 2>err
	result "$([ $? -eq 5 ] && grep -q E715 err; echo $?)" "a full device in $f"
done
(ulimit -f 8; trueup render --trust key.pub.pem -f "$formats" -o small run >/dev/null 2>err)
result "$([ $? -eq 5 ] && grep -q E715 err; echo $?)" "a full disk is said"
result "$([ -z "$(ls -A small)" ]; echo $?)" "and nothing is left of it"
finish
