#!/bin/sh
# A sealed report: trueup verify and the stock commands of VERIFY.md accept it, and
# both refuse it once a byte of the statement, of a listed file or of a decoded
# signature is another, or the key, the envelope or the set of files is. TAP.
set -u
# shellcheck source=tests/tool/tap.sh
. "$(dirname "$0")/../tool/tap.sh"
cd "$work" || exit 1

trueup keygen key.pem >/dev/null
trueup keygen other.pem >/dev/null
formats=$(trueup formats | sed -n '/^Written:/,$p' | awk 'NR > 1 && $2 != "(terminal)" { printf "%s%s", c, $1; c = "," }')
seal() { # FOLDER DATE [OPTION]...
	folder=$1
	shift
	trueup check -f "$formats" --gate none -c "$FIX/org/trueup.json" -o "$folder" "$@" \
		"$FIX/org/evidence" >"$folder.out" 2>"$folder.err"
}
seal good --key file:key.pem --as-of 2026-11-01
result $? "check seals a report"

# The blocks of VERIFY.md, each to a file of its own; they are run from an auditor's copy.
awk '/^```sh$/ { on = 1; k++; next } /^```$/ { on = 0 } on { print > ("block" k ".sh") }' good/VERIFY.md
blocks=$(find . -maxdepth 1 -name 'block*.sh' | wc -l | tr -d ' ')
result "$([ "$blocks" -eq 4 ]; echo $?)" "VERIFY.md holds four blocks of commands"

stock() { # FOLDER: 0 if every block accepts it, by the auditor's own copies of the keys
	for b in 1 2 3 4; do
		(cd "$1" && KEY="$work/${2:-key}.pub.pem" SIGNERS="$work/${2:-key}.allowed_signers" \
			sh "$work/block$b.sh") >>stock.out 2>&1 || return 1
	done
}
stock good
result $? "the stock commands accept it"
(cd good && for b in 1 2 3 4; do sh "$work/block$b.sh" || exit 1; done) >/dev/null 2>&1
result $? "so they do with the keys in the folder"
status 0 "verify accepts it by the public key" trueup verify --trust key.pub.pem good
status 0 "verify accepts it by allowed_signers" trueup verify --trust key.allowed_signers good
status 0 "verify accepts it by two keys, one of them the right one" \
	trueup verify --trust other.pub.pem --trust key.pub.pem good
status 0 "verify accepts it with its inputs" \
	trueup verify --trust key.pub.pem --inputs "$FIX/org/evidence" good
status 4 "verify refuses it without a trusted key" trueup verify good
status 4 "--allow-untrusted is about one-run keys only" trueup verify --allow-untrusted good

not() {
	! "$@"
}
refused() { # FOLDER TEXT [verify only]
	status 4 "verify refuses: $2" trueup verify --trust key.pub.pem "$1"
	[ $# -gt 2 ] && return
	not stock "$1"
	result $? "the stock commands refuse: $2"
}

# flip FILE OFFSET: the lowest bit of one byte.
flip() {
	byte=$(od -An -tu1 -j"$2" -N1 "$1" | tr -d ' ')
	[ $((byte % 2)) -eq 0 ] && byte=$((byte + 1)) || byte=$((byte - 1))
	# shellcheck disable=SC2059
	printf "\\$(printf %o "$byte")" | dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}
fresh() {
	rm -rf bad
	cp -R good bad
}

# ---- each listed file ----
files=$(sed 's/^[0-9a-f]* [ *]//' good/SHA256SUMS)
result "$([ "$(echo "$files" | wc -l)" -ge 6 ]; echo $?)" "SHA256SUMS lists the files"
for f in $files SHA256SUMS; do
	size=$(wc -c <"good/$f")
	fresh
	flip "bad/$f" $((size / 2))
	refused bad "one byte changed in $f"
	fresh
	printf x >>"bad/$f"
	refused bad "a byte more in $f"
	fresh
	rm "bad/$f"
	refused bad "$f is missing"
	fresh
	mv "bad/$f" "moved.$$"
	ln -s "$work/moved.$$" "bad/$f"
	refused bad "$f is a link" "verify only"
done
for f in good/*; do
	f=${f#good/}
	case "$f" in report.dsse.json | report.intoto.json | report.intoto.json.sshsig | SHA256SUMS) continue ;; esac
	echo "$files" | grep -qxF "$f"
	result $? "every file of the folder is listed: $f"
done

# ---- the statement: every 397th byte, the first and the last ----
size=$(wc -c <good/report.intoto.json)
at=0
miss=
fresh
while [ $at -lt "$size" ]; do
	cp good/report.intoto.json bad/
	flip bad/report.intoto.json $at
	trueup verify --trust key.pub.pem bad >/dev/null 2>&1
	[ $? -eq 4 ] || miss="$miss verify:$at"
	stock bad && miss="$miss stock:$at"
	[ $at -eq $((size - 1)) ] && break
	at=$((at + 397))
	[ $at -ge "$size" ] && at=$((size - 1))
done
[ -n "$miss" ] && echo "# accepted with another byte at$miss"
result "$([ -z "$miss" ]; echo $?)" "one byte changed in the statement, at $((size / 397 + 2)) places"
for f in report.intoto.json report.dsse.json report.intoto.json.sshsig; do
	fresh
	rm "bad/$f"
	refused bad "$f is missing"
	fresh
	: >"bad/$f"
	refused bad "$f is empty"
done

# ---- the decoded signatures: each byte in turn; by the stock commands, which are slow, some ----
sed 's/.*"sig":"\([^"]*\)".*/\1/' good/report.dsse.json | base64 -d >sig
dsse() { # FILE: an envelope with this signature
	s=$(base64 -w0 <"$1")
	sed 's|"sig":"[^"]*"|"sig":"'"$s"'"|' good/report.dsse.json
}
dsse sig | cmp -s - good/report.dsse.json
result $? "the DSSE signature decodes and encodes"
size=$(wc -c <sig)
at=0
miss=
fresh
while [ $at -lt "$size" ]; do
	cp sig sig2
	flip sig2 $at
	dsse sig2 >bad/report.dsse.json
	trueup verify --trust key.pub.pem bad >/dev/null 2>&1
	[ $? -eq 4 ] || miss="$miss verify:$at"
	[ $((at % 5)) -eq 0 ] && stock bad && miss="$miss stock:$at"
	at=$((at + 1))
done
[ -n "$miss" ] && echo "# accepted with another byte at$miss"
result "$([ -z "$miss" ]; echo $?)" "one byte changed in the DSSE signature, at each of $size places"

sed '1d;$d' good/report.intoto.json.sshsig | base64 -d >blob
wide=$(sed -n 2p good/report.intoto.json.sshsig | tr -d '\n' | wc -c | tr -d ' ')
ssh() { # FILE
	echo '-----BEGIN SSH SIGNATURE-----'
	base64 -w"$wide" <"$1"
	echo '-----END SSH SIGNATURE-----'
}
ssh blob | cmp -s - good/report.intoto.json.sshsig
result $? "the SSH signature decodes and encodes"
size=$(wc -c <blob)
at=0
miss=
fresh
while [ $at -lt "$size" ]; do
	cp blob blob2
	flip blob2 $at
	ssh blob2 >bad/report.intoto.json.sshsig
	trueup verify --trust key.pub.pem bad >/dev/null 2>&1
	[ $? -eq 4 ] || miss="$miss verify:$at"
	# Byte 9 is the version of the format (PROTOCOL.sshsig 3), no part of the signature:
	# ssh-keygen reads 0 there as it reads 1.
	[ $((at % 12)) -eq 0 ] && stock bad && miss="$miss stock:$at"
	at=$((at + 3))
done
[ -n "$miss" ] && echo "# accepted with another byte at$miss"
result "$([ -z "$miss" ]; echo $?)" "one byte changed in the SSH signature: each third of $size bytes"

# ---- keys ----
status 4 "verify refuses it by another key" trueup verify --trust other.pub.pem good
not stock good other
result $? "the stock commands refuse it by another key"
seal forged --key file:other.pem --as-of 2026-11-01
refused forged "a report that somebody else sealed"
fresh
cp forged/report.pub.pem forged/report.allowed_signers bad/
refused bad "the keys in the folder are somebody else's"
fresh
cp forged/report.dsse.json bad/
refused bad "one of the two envelopes is somebody else's"
seal later --key file:key.pem --as-of 2026-12-01
status 0 "a second report by the same key is accepted" trueup verify --trust key.pub.pem later
fresh
cp later/report.json bad/
refused bad "report.json of another report by the same key"
fresh
cp later/report.intoto.json later/report.dsse.json later/report.intoto.json.sshsig bad/
refused bad "the seal of another report by the same key"
fresh
cp later/report.dsse.json bad/
status 4 "verify refuses: the two envelopes are of two reports" trueup verify --trust key.pub.pem bad

# ---- envelopes that are not canonical: the same meaning in other bytes ----
odd() { # TEXT SED-EXPRESSION
	fresh
	sed "$2" good/report.dsse.json >bad/report.dsse.json
	if cmp -s good/report.dsse.json bad/report.dsse.json; then
		result 1 "envelope: $1 (nothing was changed)"
		return
	fi
	trueup verify --trust key.pub.pem bad >odd.out 2>odd.err
	odd_status=$?
	[ $odd_status -eq 4 ] && grep -q '\[E61[2-4]\]' odd.err
	odd_ok=$?
	[ $odd_ok -eq 0 ] || sed 's/^/# /' odd.err
	result $odd_ok "envelope: $1"
}
odd "a blank" 's/^{/{ /'
odd "a blank at its end" 's/$/ /'
odd "another member" 's/^{/{"note":"x",/'
odd "a member named twice" 's/^{\("[^"]*":"[^"]*"\),/{\1,\1,/'
odd "an escape in a name" 's/"sig":/"\\u0073ig":/'
odd "padding left out" 's/=*"/"/g'
odd "a line end in the base64" 's/\("payload":"....\)/\1\\n/'
odd "the URL alphabet in the base64" 's/\("payload":"..*\)\([A-Za-z0-9]\)\([A-Za-z0-9]*"\)/\1_\3/'
odd "a second signature" 's/"signatures":\[\({[^}]*}\)\]/"signatures":[\1,\1]/'
odd "no signature" 's/"signatures":\[{[^}]*}\]/"signatures":[]/'
odd "another payload type" 's/vnd.in-toto+json/vnd.in-toto+jsom/'
fresh
printf '\n' >>bad/report.dsse.json
status 4 "envelope: a line end behind it" trueup verify --trust key.pub.pem bad
fresh
{ printf '\357\273\277'; cat good/report.dsse.json; } >bad/report.dsse.json
status 4 "envelope: a byte order mark" trueup verify --trust key.pub.pem bad
fresh
sed 's/$/ /' good/report.intoto.json.sshsig >bad/report.intoto.json.sshsig
status 4 "SSH envelope: blanks at line ends" trueup verify --trust key.pub.pem bad
fresh
{ echo x; cat good/report.intoto.json.sshsig; } >bad/report.intoto.json.sshsig
status 4 "SSH envelope: a line before it" trueup verify --trust key.pub.pem bad
fresh
{ echo '-----BEGIN SSH SIGNATURE-----'; base64 -w64 <blob; echo '-----END SSH SIGNATURE-----'; } >bad/report.intoto.json.sshsig
status 4 "SSH envelope: other lines" trueup verify --trust key.pub.pem bad

# ---- what nobody sealed ----
for f in report.pdf REPORT.HTML report.sarif; do
	fresh
	echo x >"bad/$f"
	status 4 "verify refuses: $f was never sealed" trueup verify --trust key.pub.pem bad
done
fresh
echo x >bad/notes.txt
status 0 "a file that looks like no output is only told" trueup verify --trust key.pub.pem bad
cp -R "$FIX/org/evidence" inputs
find inputs -name register.csv | while read -r f; do flip "$f" 200; done
status 4 "verify refuses: an input is another one" trueup verify --trust key.pub.pem --inputs inputs good

# ---- a key of one run ----
seal once --as-of 2026-11-01
result $? "check seals with a one-run key"
status 4 "verify refuses it" trueup verify once
status 4 "verify refuses it by a trusted key" trueup verify --trust key.pub.pem once
status 0 "verify accepts it on request" trueup verify --allow-untrusted once
grep -q UNTRUSTED once.out
result $? "check says UNTRUSTED"
status 4 "on request too, not by the key in its folder" trueup verify --trust once/report.pub.pem once
for f in report.json checks.jsonl; do
	fresh
	rm -rf bad2
	cp -R once bad2
	flip "bad2/$f" 100
	status 4 "on request too, not with another byte in $f" trueup verify --allow-untrusted bad2
done
hex=$(sed -n 's/.*SHA-256 of the public key: .\([0-9a-f]*\).*/\1/p' once/VERIFY.md)
print=$(sed -n 's/.*SSH fingerprint: .SHA256:\([A-Za-z0-9+/]*\).*/\1/p' once/VERIFY.md)
result "$([ ${#hex} -eq 64 ] && [ ${#print} -ge 40 ]; echo $?)" "VERIFY.md names the one-run key"
# A fingerprint in a rendering would look like an identity that somebody vouches for.
for f in $files; do
	case $f in VERIFY.md | report.pub.pem | report.allowed_signers) continue ;; esac
	not grep -qF -e "$hex" -e "$print" "once/$f"
	result $? "no fingerprint of the one-run key in $f"
done
not grep -qF -e "$hex" -e "$print" once.out once.err
result $? "no fingerprint of the one-run key on the terminal"
seal twice --as-of 2026-11-01
for f in $files; do
	case $f in VERIFY.md | report.pub.pem | report.allowed_signers) continue ;; esac
	same "once/$f" "twice/$f" "two one-run keys, the same bytes: $f"
done
finish
