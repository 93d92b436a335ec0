#!/bin/sh
# The same evidence gives the same bytes: repeated, in another order of arguments
# and of folders, under another locale, time zone, umask and working folder, and
# from a program built otherwise (TRUEUP_OTHERS, a list of programs). TAP.
set -u
# shellcheck source=tests/tool/tap.sh
. "$(dirname "$0")/../tool/tap.sh"

# With Ed25519 the signatures are a function of the key and the bytes, so that all files can be compared.
openssl genpkey -algorithm ED25519 -out "$work/key.pem" 2>/dev/null
chmod 600 "$work/key.pem"
formats=$(trueup formats | sed -n '/^Written:/,$p' | awk 'NR > 1 && $2 != "(terminal)" { printf "%s%s", c, $1; c = "," }')
config="$FIX/org/trueup.json"

# run NAME FOLDER ARGUMENT...: a report of the arguments, seen from FOLDER.
run() {
	out="$work/$1"
	from=$2
	shift 2
	(cd "$from" && "${program:-trueup}" check -c "$config" --key "file:$work/key.pem" -f "$formats" \
		--as-of 2026-11-01 -o "$out" "$@" >"$out.out" 2>"$out.err")
	echo $? >"$out.exit"
	# The line that names the folder of the report is about this run.
	sed '/^Report: /d' "$out.out" >"$out.text"
}

# alike NAME TEXT: every file, the summary, the messages and the exit status are those of the first run.
alike() {
	if diff -r "$work/first" "$work/$1" >"$work/diff" 2>&1 && cmp "$work/first.text" "$work/$1.text" >>"$work/diff" 2>&1 &&
		cmp "$work/first.err" "$work/$1.err" >>"$work/diff" 2>&1 && cmp "$work/first.exit" "$work/$1.exit" >>"$work/diff" 2>&1; then
		result 0 "$2"
	else
		head -c 2000 "$work/diff" | sed 's/^/# /' | head -20
		result 1 "$2"
	fi
}

# take FOLDER ORDER: the evidence as two arguments, a and b, its files made in the order of the sort.
take() {
	mkdir -p "$work/$1"
	(cd "$FIX/org/evidence" && find . -type f | awk '{ print (NR * 7919) % 101, $0 }' | sort "$2" | while read -r _ f; do
		case $f in ./[a-l]*) to="$work/$1/a/$f" ;; *) to="$work/$1/b/$f" ;; esac
		mkdir -p "$(dirname "$to")"
		cp "$f" "$to"
	done)
}
take in -k2
evidence="$work/in"
run first "$evidence" a b
result "$([ -s "$work/first/report.json" ] && [ -s "$work/first/checks.jsonl" ] && [ -s "$work/first.text" ]; echo $?)" \
	"there is a report to compare"
for f in $(trueup formats | sed -n '/^Written:/,$p' | awk 'NR > 1 && $2 != "(terminal)" { print $2 }'); do
	result "$([ -s "$work/first/$f" ]; echo $?)" "the report holds $f"
done

run again "$evidence" a b
alike again "repeated"
run order "$evidence" b a
alike order "arguments in another order"

# Other inodes, another order in the folders, other times.
take in.back -rk2
find "$work/in.back" -exec touch -d 2001-02-03T04:05:06Z {} +
run back "$work/in.back" a b
alike back "files made in the opposite order, with other times"
take in.shuffled -n
run shuffled "$work/in.shuffled" b a
alike shuffled "files and arguments shuffled"
# Paths are relative to the argument that they came from.
run whole "$FIX/org/evidence" .
alike whole "one argument instead of two"
run cwd / "$evidence/a" "$evidence/b"
alike cwd "another working folder"

for l in de_DE tr_TR; do
	if LC_ALL=C localedef --no-archive -i $l -f UTF-8 "$work/$l.UTF-8" >/dev/null 2>&1; then
		(LOCPATH="$work" LC_ALL=$l.UTF-8 LANG=$l.UTF-8 && export LOCPATH LC_ALL LANG &&
			run $l "$evidence" a b)
		alike $l "locale $l.UTF-8"
	else
		skip "locale $l.UTF-8" "it cannot be made here (localedef)"
	fi
done
(LC_ALL=C.UTF-8 && export LC_ALL && run utf8 "$evidence" a b)
alike utf8 "locale C.UTF-8"
for tz in Pacific/Kiritimati Pacific/Apia Asia/Kathmandu UTC; do
	(TZ=$tz && export TZ && run zone "$evidence" a b)
	alike zone "time zone $tz"
	rm -rf "$work/zone"
done
(umask 077 && run umask "$evidence" a b)
alike umask "umask 077"
program="env -i $(command -v trueup)"
# shellcheck disable=SC2086
bare() { (cd "$evidence" && $program check -c "$config" --key "file:$work/key.pem" -f "$formats" \
	--as-of 2026-11-01 -o "$work/bare" a b >"$work/bare.out" 2>"$work/bare.err"); }
bare
echo $? >"$work/bare.exit"
sed '/^Report: /d' "$work/bare.out" >"$work/bare.text"
alike bare "without any environment"
program=

# The statement lists the same as the folder, and nothing tells of this machine or of now.
host=$(uname -n)
found=$(grep -rlF -e "$work" -e "$top" "$work/first" "$work/first.text" 2>/dev/null)
[ -n "$found" ] && echo "# $found"
result "$([ -z "$found" ]; echo $?)" "no path of this machine in the report"
if [ ${#host} -ge 6 ]; then
	result "$(! grep -rqF "$host" "$work/first"; echo $?)" "no host name in the report"
else
	skip "no host name in the report" "\"$host\" is too short to look for"
fi

# read: the records too.
trueup read "$evidence" >"$work/r1" 2>/dev/null
(cd / && TZ=Pacific/Kiritimati trueup read "$work/in.back" >"$work/r2" 2>/dev/null)
same "$work/r1" "$work/r2" "trueup read: the same records"

if [ -z "${TRUEUP_OTHERS:-}" ]; then
	skip "another build" "none was named (make same-bytes builds two)"
fi
for program in ${TRUEUP_OTHERS:-}; do
	case $program in /*) ;; *) program="$top/$program" ;; esac
	run other "$evidence" a b
	alike other "built otherwise: ${program#"$top"/}"
	rm -rf "$work/other"
done
finish
