#!/bin/sh
# What the README names is there: folders, targets, files, commands and options. TAP.
set -u
# shellcheck source=tests/tool/tap.sh
. "$(dirname "$0")/../tool/tap.sh"
cd "$top" || exit 1

# shellcheck disable=SC2016
sed -n 's,^| `\([^`]*/\)` |.*,\1,p' README.md >"$work/map"
result "$([ "$(wc -l <"$work/map")" -ge 5 ]; echo $?)" "there is a map of folders"
while read -r d; do
	result "$([ -d "$d" ]; echo $?)" "the folder $d exists"
done <"$work/map"
find . -mindepth 1 -maxdepth 1 -type d ! -name '.*' ! -name build | sed 's|^\./||; s|$|/|' | sort |
	grep -vxFf "$work/map" >"$work/unmapped"
[ -s "$work/unmapped" ] && sed 's/^/# /' "$work/unmapped"
result "$([ ! -s "$work/unmapped" ]; echo $?)" "every folder is on the map"
# The folders that a row of the map speaks of stand below it.
# shellcheck disable=SC2016
sed -n 's/^| `\([^`]*\)` |\(.*\)|$/\1 \2/p' README.md | while read -r d rest; do
	echo "$rest" | grep -o '`[a-z_*./]*`' | tr -d '`' | while read -r name; do
		# shellcheck disable=SC2086
		ls -d "$d"$name >/dev/null 2>&1 || echo "$d$name"
	done
done >"$work/absent"
[ -s "$work/absent" ] && sed 's/^/# /' "$work/absent"
result "$([ ! -s "$work/absent" ]; echo $?)" "what the map names is there"

grep -oh '^ *make [a-z][a-z-]*' README.md | sed 's/ *make //' | sort -u >"$work/targets"
result "$([ -s "$work/targets" ]; echo $?)" "it names targets of make"
while read -r t; do
	grep -qE "^($t|[a-z -]* $t)( [a-z -]*)?:" Makefile
	result $? "make $t is a target"
done <"$work/targets"
# shellcheck disable=SC2016
grep -o '`[a-z]*/[A-Za-z0-9_./-]*`' README.md | tr -d '`' | sort -u | while read -r f; do
	case $f in build/*) continue ;; esac
	[ -e "$f" ] || echo "$f"
done >"$work/absent"
[ -s "$work/absent" ] && sed 's/^/# /' "$work/absent"
result "$([ ! -s "$work/absent" ]; echo $?)" "the files that it names are there"

grep -oh '\(build/\)\{0,1\}trueup [a-z][a-z]* [^`#]*' README.md | sed 's|^build/||' >"$work/lines"
result "$([ -s "$work/lines" ]; echo $?)" "it shows commands"
while read -r _ c rest; do
	trueup "$c" --help >"$work/help" 2>/dev/null
	result $? "the command $c exists"
	for o in $rest; do
		case $o in -*) ;; *) continue ;; esac
		grep -qE -e "(^|[ ,])$o(=|,| |\$)" "$work/help"
		result $? "$c takes $o"
	done
done <"$work/lines"
for s in 0 1 2 3 4 5 70; do
	tr '\n' ' ' <README.md | grep -q "exit status.*[ :]$s [a-z]"
	result $? "it tells exit status $s"
done
trueup gate --list | sed -n 's/^Default: //p' >"$work/default"
tr '\n' ' ' <README.md | grep -qF "$(cat "$work/default")"
result $? "it tells the default gate"
finish
