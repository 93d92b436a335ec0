#!/bin/sh
# Record streams as input (design.md 3, 11): parts of a folder that other machines read and sealed give
# the bytes of one machine; what nobody trusted vouches for shows nothing; what was changed, cut,
# doubled or left out is told and never passes. TAP.
set -u
# shellcheck source=tests/tool/tap.sh
. "$(dirname "$0")/../tool/tap.sh"
cd "$work" || exit 1
config="$FIX/org/trueup.json"
org="$FIX/org/evidence"

trueup keygen key.pem >/dev/null
trueup keygen other.pem >/dev/null
read_part() { # FOLDER PART EVIDENCE...
	folder=$1
	part=$2
	shift 2
	trueup read -c "$config" --part "$part" --key file:key.pem -o "$folder" "$@" 2>/dev/null
}
check() { # FOLDER ARGUMENT...: exit status in FOLDER.exit, messages in FOLDER.err
	folder=$1
	shift
	trueup check -q -c "$config" --as-of 2026-11-01 -f json -o "$folder" "$@" >"$folder.out" 2>"$folder.err"
	echo $? >"$folder.exit"
}
alike() { # FOLDER TEXT: as one machine
	if cmp -s one/report.json "$1/report.json" && cmp -s one/checks.jsonl "$1/checks.jsonl" &&
		cmp -s one.out "$1.out" && cmp -s one.exit "$1.exit"; then
		result 0 "$2"
	else
		diff one/report.json "$1/report.json" 2>&1 | head -8 | sed 's/^/# /'
		head -4 "$1.err" | sed 's/^/# /'
		result 1 "$2"
	fi
	rm -rf "$1"
}
ends() { # FOLDER EXIT CODE TEXT: that exit status, that diagnostic
	[ "$(cat "$1.exit")" -eq "$2" ] && grep -q "\[$3\]" "$1.err"
	found=$?
	[ $found -eq 0 ] || head -5 "$1.err" | sed "s/^/# exit $(cat "$1.exit"): /"
	result $found "$4"
}

check one "$org"
for n in 1 2 7; do
	i=0
	parts=
	while [ $i -lt $n ]; do
		i=$((i + 1))
		read_part "part$n.$i" "$i/$n" "$org" || result 1 "part $i of $n is read"
		parts="part$n.$i $parts"
	done
	# shellcheck disable=SC2086
	check all --trust key.pub.pem $parts
	alike all "$n sealed parts, the last one first"
done
mkdir -p shelf/a shelf/b
cp -r part7.[1-4] shelf/a
cp -r part7.[5-7] shelf/b
check all --trust key.allowed_signers shelf
alike all "seven parts below one folder, by allowed_signers"
check all --trust key.pub.pem part2.1/records.jsonl part2.2/records.jsonl
alike all "the streams named as files"
check all --trust key.pub.pem part2.2 part1.1 part2.1 part2.2
alike all "parts given twice, and the whole beside them: each file counts once"
grep -q 'E728' all.err
result $? "and it is said"
check all --trust key.pub.pem part1.1 "$org"
alike all "a stream and its own files: each file counts once"
check all --trust other.pub.pem --trust key.pub.pem part1.1
alike all "two keys trusted, one of them the right one"

# A part of the folder with its own names, as a machine has it that holds no more.
for d in "$org"/*/; do
	mkdir -p "tree/$(basename "$d")"
	cp -r "$d" "tree/$(basename "$d")/"
done
set --
for d in tree/*; do
	trueup read -c "$config" --key file:key.pem -o "own.$(basename "$d")" "$d" 2>/dev/null
	set -- "$@" "own.$(basename "$d")"
done
check all --trust key.pub.pem "$@"
alike all "one stream a folder, read without --part"

# ---- nobody vouches for it ----

scores='[.scopes[].scores.real_low] | max'
check un part1.1
ends un 1 E724 "sealed, and no key trusted: said"
result "$([ "$(jq "$scores" un/report.json)" = 0 ]; echo $?)" "and nothing is shown to work"
result "$(jq -e '[.notices[].code] | index("unsealed")' un/report.json >/dev/null; echo $?)" "and the first page says so"
result "$(jq -e '[.scopes[].controls[].verdict] | index("CONFIRMED") == null' un/report.json >/dev/null; echo $?)" \
	"and no control is confirmed"
check un --trust other.pub.pem part1.1
ends un 3 E724 "sealed by another key than the one trusted: the same, and nobody vouches for the files of trueup.json"
result "$([ "$(jq "$scores" un/report.json)" = 0 ]; echo $?)" "and nothing is shown to work"
trueup read -c "$config" -o onerun "$org" 2>/dev/null
cp -r onerun onerun.clean
check un --trust key.pub.pem onerun
ends un 3 E724 "sealed by a one-run key: the same"
trueup read -c "$config" "$org" >plain.jsonl 2>/dev/null
check un --trust key.pub.pem plain.jsonl
result "$([ "$(cat un.exit)" -eq 3 ] && [ "$(jq "$scores" un/report.json)" = 0 ]; echo $?)" "not sealed: the same"
cmp -s plain.jsonl part1.1/records.jsonl
result $? "a stream on a pipe is the one of a folder"
account='[.sources[] | [.seen, .kept, .refused, .ignored_total]] | transpose | map(add)'
check un part2.1 part2.2
sums=$(jq -c "[.sources[] | select(.format == \"records\")] | {sources: .} | $account" un/report.json)
raw=$(jq -c "$account" one/report.json)
[ "$sums" = "$raw" ] || echo "# $sums, and one machine has $raw"
result "$([ "$sums" = "$raw" ]; echo $?)" "nothing is lost: the accounts of the shards are that of one machine"

# ---- changed after sealing ----

changed() { # TEXT: the folder `bad` is refused
	check no --trust key.pub.pem bad
	ends no 4 E723 "$1"
	result "$(jq -e '.complete == false and [.scopes[].controls[]] == []' no/report.json >/dev/null; echo $?)" \
		"nothing of it was used: $1"
	rm -rf bad
}
damaged() {
	rm -rf bad
	cp -r part1.1 bad
}
damaged
sed 's/"result":"fail"/"result":"pass"/' part1.1/records.jsonl >bad/records.jsonl
changed "a failure made a pass"
damaged
sed 100d part1.1/records.jsonl >bad/records.jsonl
changed "a record taken out"
damaged
head -n 50 part1.1/records.jsonl >bad/records.jsonl
changed "cut off after sealing"
damaged
rm bad/report.intoto.json.sshsig
changed "a part of the seal taken away"
damaged
cp part2.1/report.* bad/
changed "the seal of another stream"
damaged
sed 's/"trust":"signed"/"trust":"signee"/' part1.1/report.intoto.json >bad/report.intoto.json
changed "the statement edited"
trueup check -q --gate none -c "$config" --key file:key.pem --as-of 2026-11-01 -o sealed "$org" >/dev/null 2>&1
cp -r sealed bad
cp part1.1/records.jsonl bad/
changed "the seal of a report"
damaged
cp onerun/records.jsonl bad/
sed 's/"fail"/"pass"/' part1.1/records.jsonl >onerun/records.jsonl
check no --trust key.pub.pem onerun
ends no 4 E723 "a one-run seal that does not fit is refused too"
status 4 "trueup verify refuses it" trueup verify --trust key.pub.pem onerun
status 0 "trueup verify accepts a sealed stream" trueup verify --trust key.pub.pem --inputs "$org" part1.1
status 4 "a sealed stream is no report" trueup render --trust key.pub.pem -f json -o no2 sealed/../part1.1/records.jsonl
(cd part1.1 && sed -n '/^```sh$/,/^```$/p' VERIFY.md | grep -v '^```' | sh) >/dev/null 2>&1
result $? "and the stock commands of its VERIFY.md accept it"

# ---- not whole ----

check no --trust key.pub.pem part7.1 part7.3 part7.7
ends no 3 E725 "parts missing"
grep -q 'parts 2, 4, 5, 6' no.err
result $? "and which"
check no part7.1
ends no 3 E725 "also of those that nobody vouches for"
mkdir forged
{
	head -n 1 part2.2/records.jsonl
	printf '{"record":"end","sources":0}\n'
} >forged/part-two.jsonl
check no --trust key.pub.pem part2.1 forged/part-two.jsonl
ends no 3 E725 "a part that nobody sealed does not stand in for a sealed one"
mkdir broken
printf '{"findings":[{"host":"a","result":"fail"},{"host":' >broken/report.scan.json
check no broken
ends no 3 E720 "a broken export is told"
check no onerun.clean broken
ends no 3 E720 "also one that has the name of a seal, beside a stream in another folder"
cp -r "$org" changing
read_part other.1 1/2 changing
echo 'one more' >changing/one-more.txt
read_part other.2 2/2 changing
check no --trust key.pub.pem other.1 other.2
ends no 3 E725 "parts of a folder that changed between them"
trueup read --key file:key.pem -o nohints "$org" 2>/dev/null
check no --trust key.pub.pem nohints
ends no 3 E726 "read under another trueup.json"

lines=$(wc -l <plain.jsonl)
wrong=0
k=1
while [ $k -lt "$lines" ]; do
	head -n $k plain.jsonl >cut.jsonl
	trueup identify cut.jsonl >/dev/null 2>&1
	[ $? -eq 3 ] || { wrong=1; echo "# cut after line $k of $lines passes"; }
	k=$((k + lines / 13))
done
result $wrong "cut off at a line end: incomplete"
size=$(wc -c <plain.jsonl)
head -c $((size - 40)) plain.jsonl >cut.jsonl
check no cut.jsonl
result "$([ "$(cat no.exit)" -eq 3 ]; echo $?)" "cut off within a line: incomplete"
cat plain.jsonl plain.jsonl >double.jsonl
check no double.jsonl
ends no 3 E147 "two streams in one file"
sed 200d plain.jsonl >short.jsonl
check no short.jsonl
ends no 3 E147 "a line taken out"
sed '200s/"line":[0-9]*/"line":7/' plain.jsonl >edited.jsonl
check no edited.jsonl
ends no 3 E147 "a line edited"
sed 's/"records.1"/"records\/2"/' plain.jsonl >version.jsonl
check no version.jsonl
ends no 3 E135 "another version of the stream"
sed '1s/"tool":"[^"]*"/"tool":"99"/' plain.jsonl >tool.jsonl
check no tool.jsonl
ends no 3 E726 "another version of the program"
tab=$(printf 'a\tb.csv')
mkdir tabbed
cp "$org"/claims/register.csv "tabbed/$tab"
trueup read -c "$config" --key file:key.pem -o tabbed.sealed tabbed >/dev/null 2>&1
check no --trust key.pub.pem tabbed.sealed
result "$(jq -e '[.sources[].kept] | add > 0' no/report.json >/dev/null; echo $?)" "a control character in a file's name loses no record"
trueup read --part 4/3 "$org" >/dev/null 2>&1
result "$([ $? -eq 2 ]; echo $?)" "a part that there is not"
finish
