#!/bin/sh
# The manual and --help say the same, in both directions; each man page is sound;
# each field of the model has its meaning. TAP.
set -u
# shellcheck source=tests/tool/tap.sh
. "$(dirname "$0")/../tool/tap.sh"
cd "$top" || exit 1
man=checker/trueup.1

trueup --help | sed -n 's/^  \([a-z]*\)  *[a-z].*/\1/p' >"$work/commands"
result "$([ "$(wc -l <"$work/commands")" -ge 8 ]; echo $?)" "--help lists the commands"
awk '/^\.Sh/ { on = $2 == "COMMANDS" } /^\.Bl/ { depth++ } /^\.El/ { depth-- }
	on && depth == 1 && /^\.It Cm/ { print $3 }' $man >"$work/man.commands"
same "$work/commands" "$work/man.commands" "the manual has the same commands, in the same order"

# A synopsis as words: "check -c FILE -r FILE ... EVIDENCE ...".
words() {
	tr '\n' ' ' | sed 's/\[\|\]/ /g; s/\.\.\./ /g; s/|/ /g; s/  */ /g; s/^ //; s/ $//' | tr '[:lower:]' '[:upper:]'
	echo
}
man_synopsis() { # COMMAND
	awk -v want="$1" '/^\.Sh/ { on = $2 == "SYNOPSIS" } !on { next }
		/^\.Nm/ { mine = 0; next } /^\.Cm/ { mine = $2 == want } mine {
			sub(/^\./, ""); out = ""
			for (i = 1; i <= NF; i++) {
				if ($i ~ /^(Op|Oo|Oc|Ar|Cm|Nm)$/) { fl = 0; continue }
				if ($i == "Fl") { fl = 1; continue }
				if ($i == "|") { continue }
				out = out " " (fl ? "-" : "") $i
			}
			fl = 0; print out }' $man | words
}
# Options as lines: "-c --config FILE", "--json".
man_options() { # COMMAND
	awk -v want="$1" '/^\.Sh/ { on = $2 == "COMMANDS" } /^\.Bl/ { depth++ } /^\.El/ { depth-- } !on { next }
		depth == 1 && /^\.It Cm/ { mine = $3 == want }
		depth == 2 && mine && /^\.It Fl/ { out = ""; arg = ""
			for (i = 3; i <= NF; i++) {
				if ($i == "," || $i == "Fl") continue
				if ($i == "Ar") { arg = " " toupper($(i + 1)); break }
				out = out (out == "" ? "" : " ") "-" $i
			}
			print out arg }' $man | sort
}
help_options() { # COMMAND
	trueup "$1" --help | sed -n '/^Options:/,$p' |
		sed -n 's/^  *\(-[a-z]\), \(--[a-z-]*\)=*\([A-Z]*\) .*/\1 \2 \3/p; s/^  *\(--[a-z-]*\)=*\([A-Z]*\) .*/\1 \2/p' |
		sed 's/ $//' | sort
}
while read -r c; do
	trueup "$c" --help | sed -n '/^usage: trueup/,/^$/p' | sed 's/^usage: trueup//' | words >"$work/help.syn"
	man_synopsis "$c" >"$work/man.syn"
	same "$work/help.syn" "$work/man.syn" "$c: the synopsis"
	help_options "$c" >"$work/help.opt"
	man_options "$c" >"$work/man.opt"
	same "$work/help.opt" "$work/man.opt" "$c: the options"
	# The usage line names each option, by its letter or its name, and no other.
	while read -r first second third; do
		case $second in --*) arg=$third ;; *) arg=$second ;; esac
		echo "$first${arg:+ $arg}" | tr '[:lower:]' '[:upper:]'
	done <"$work/help.opt" | sort >"$work/want"
	grep -o -e '-[-A-Z]*\( [A-Z]*\)\{0,1\}' "$work/help.syn" >"$work/seen.raw"
	: >"$work/seen"
	while read -r o; do
		# A switch takes no word: what follows it is an operand.
		if grep -qxF -e "${o%% *}" "$work/want"; then echo "${o%% *}"; else echo "$o"; fi
	done <"$work/seen.raw" | sort >"$work/seen"
	same "$work/want" "$work/seen" "$c: the usage line has every option and no other"
	status 0 "$c --help exits with 0" trueup "$c" --help
	status 2 "$c: an option that there is not exits with 2" trueup "$c" --no-such-option
done <"$work/commands"

for s in 0 1 2 3 4 5 70; do
	awk '/^\.Sh/ { on = $2 == "EXIT" } on && /^\.It/ { print $2 }' $man | grep -qx $s
	result $? "exit status $s is in the manual"
	trueup --help | tr '\n' ' ' | grep -q "[ :,]$s [a-z]"
	result $? "exit status $s is in --help"
done
for m in checker/*.1 checker/*.5 reports/*.5; do
	out=$(mandoc -T lint -W warning "$m" 2>&1)
	[ -n "$out" ] && echo "$out" | sed 's/^/# /'
	result "$([ -z "$out" ]; echo $?)" "mandoc finds no fault with $m"
	out=$(sed -n 's/^\.Xr \(trueup[^ ]*\) \([0-9]\).*/\1.\2/p' "$m" | sort -u | while read -r x; do
		[ -f "checker/$x" ] || [ -f "reports/$x" ] || echo "$x"
	done)
	[ -n "$out" ] && echo "# $out"
	result "$([ -z "$out" ]; echo $?)" "every manual that $m names exists"
done

"$top/tests/tool/man-config" checker/trueup.schema.json >"$work/page"
same checker/trueup.json.5 "$work/page" "trueup.json.5 is current (else: make manuals)"

trueup model --json >"$work/model"
out=$(python3 - "$work/model" <<'P'
import json, sys
seen = set()
for line in open(sys.argv[1]):
    f = json.loads(line)
    name = f["record"] + "." + f["field"]
    doc = f["doc"] or ""
    if len(doc) < 5 or not doc.endswith("."):
        print(name, repr(doc))
    if not f["type"]:
        print(name, "has no type")
    if name in seen:
        print(name, "twice")
    seen.add(name)
if len(seen) < 50:
    print("only", len(seen), "fields")
P
)
[ -n "$out" ] && echo "$out" | sed 's/^/# /'
result "$([ -z "$out" ]; echo $?)" "every field of trueup model has a type and a sentence"
finish
