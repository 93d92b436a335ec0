#!/bin/sh
# The pages for the board by stock tools: structure, fonts, text, tags, the same bytes twice, the
# key that seals, names in every script and hostile ones. TAP.
set -u
# shellcheck source=tests/tool/tap.sh
. "$(dirname "$0")/../tool/tap.sh"
for tool in pdftotext pdffonts pdfinfo qpdf jq; do
	command -v "$tool" >/dev/null 2>&1 || { echo "1..0 # SKIP $tool is not here"; exit 0; }
done
org() { # OUT ARGUMENT...
	out=$1
	shift
	trueup check -c "$FIX/org/trueup.json" --as-of 2026-11-01 --gate none -f pdf -o "$out" "$@" \
		"$FIX/org/evidence" >"$work/said" 2>&1
}
org "$work/org"
if grep -q 'no format "pdf" here' "$work/said"; then
	echo "1..0 # SKIP built without cairo and pango"
	exit 0
fi

# whole FILE TEXT: what must hold of any of them.
whole() {
	qpdf --check "$1" >"$work/qpdf" 2>&1 && ! grep -qi warning "$work/qpdf"
	result $? "$2: qpdf finds nothing wrong"
	[ -z "$(pdffonts "$1" | awk 'NR > 2 && !/ yes yes yes /')" ]
	result $? "$2: every font is embedded, a subset, and says what its glyphs mean"
	pages=$(pdfinfo "$1" | awk '/^Pages:/ { print $2 }')
	[ "$pages" -ge 1 ] && [ "$pages" -le 6 ]
	result $? "$2: at most six pages"
	pdfinfo "$1" | grep -q '^Tagged: *yes'
	result $? "$2: it is tagged"
	pdftotext "$1" - | grep -q 'How to check this report'
	result $? "$2: it says how to check it"
	[ "$(pdftotext -layout "$1" - | grep -c "page [1-6] of $pages\$")" -eq "$pages" ]
	result $? "$2: each page has its number"
}

pdf=$work/org/report.pdf
whole "$pdf" "fixture organisation"
pdftotext "$pdf" - | tr -s ' \n' ' ' >"$work/text"
words=0
jq -r '.headline, (.first[0:5][] | .text), (.notices[0:6][] | .text)' "$work/org/report.json" >"$work/want"
while IFS= read -r line; do
	grep -qF -- "$line" "$work/text" || { echo "# not there: $line"; words=1; }
done <"$work/want"
result $words "the headline, what to do first and the notices stand in it, word for word"
rows=0
jq -r '.scopes[0].controls[] | select(.verdict == "CONTRADICTED") | .label, .refuted.at' \
	"$work/org/report.json" >"$work/want"
tr -d ' ' <"$work/text" >"$work/tight"
while IFS= read -r line; do
	grep -qF -- "$(echo "$line" | tr -d ' ')" "$work/tight" || { echo "# not there: $line"; rows=1; }
done <"$work/want"
result $rows "every control that is green on paper and red in the evidence, with its line"
pdfinfo -struct "$pdf" 2>&1 >"$work/tree"
for tag in Document H2 P Figure Table TR TH TD; do
	grep -q "^ *$tag" "$work/tree" || { echo "# no $tag"; tap_bad=1; }
done
[ "$(head -n 1 "$work/tree")" = Document ] && [ "$(grep -c '^ *TH' "$work/tree")" -gt 10 ]
result $? "the structure names headings, paragraphs, drawings and tables with their heads"
pdfinfo "$pdf" | grep -q '^CreationDate: *Sun Nov  1 23:59:59 2026'
result $? "its date is the as-of date"
qpdf --qdf --object-streams=disable "$pdf" - >"$work/plain"
grep -aq '/Lang (en)' "$work/plain"
result $? "its language is named"
[ "$(grep -ac '^  /Alt <feff' "$work/plain")" -eq "$(grep -ac '/S /Figure' "$work/plain")" ]
result $? "each drawing says in words what it shows"
grep -a '^  /Alt' "$work/plain" | head -n 1 | tr -d ' ' | sed 's/.*<feff//; s/>.*//' | xxd -r -p |
	iconv -f UTF-16BE -t UTF-8 | grep -q '^Of 100 points, 48 are supported by evidence, 31 are refuted'
result $? "and it is what the headline says"
pdfinfo -meta "$pdf" | grep -v '^<?xpacket' >"$work/xmp"
xmllint --noout "$work/xmp" && grep -q 'x-default">What your records say, and what evidence shows: Halfmoon' "$work/xmp"
result $? "metadata as XMP, with the title of the file"
org "$work/again"
cmp -s "$pdf" "$work/again/report.pdf"
result $? "two runs with two one-run keys give the same bytes"

grep -q 'No lasting key is named here' "$work/text"
result $? "a one-run key is not named"
trueup keygen "$work/key.pem" >/dev/null 2>&1
org "$work/sealed" --key "file:$work/key.pem"
key=$(trueup verify --trust "$work/key.pub.pem" "$work/sealed" | sed -n 's/.*sha256:\([0-9a-f]*\).*/\1/p')
pdftotext "$work/sealed/report.pdf" - | tr -d ' \n' | grep -q "${key:-none}"
result $? "a lasting key is named by the fingerprint that verify prints"

# Names as people write them.
jq '.organisation = "Ελλάς Київ Łódź القاهرة תל-אביב हिन्दी ไทย 東京 서울"' "$work/org/report.json" >"$work/names.json"
trueup render --unsealed -f pdf -o "$work/names" "$work/names.json" >"$work/said" 2>&1
whole "$work/names/report.pdf" "names in ten scripts"
pdftotext "$work/names/report.pdf" - >"$work/text"
for name in Ελλάς Київ Łódź हिन्दी 東京 ไทย القاهرة אביב; do
	grep -q "$name" "$work/text"
	result $? "text of the page: $name"
done

# What the machine has no letters for is counted, not hidden.
pdftotext "$work/names/report.pdf" - | tr '\n' ' ' >"$work/text"
if fc-list ':lang=ko' family | grep -q .; then
	! grep -q 'no font on the machine' "$work/text"
	result $? "every letter has a font"
else
	grep -q 'letters are shown as a box' "$work/text"
	result $? "letters without a font are counted"
fi
# A name from right to left carries nothing beside it to its other side.
jq '.first[1].text = "Get a decision on SEC-111 from محمد عبد الله: 122 days late; due 2026-07-02."' \
	"$work/org/report.json" >"$work/rtl.json"
trueup render --unsealed -f pdf,html -o "$work/rtl" "$work/rtl.json" >"$work/said" 2>&1
pdftotext "$work/rtl/report.pdf" - | sed 's/[^ -~]//g' | grep -q 'from  *: 122 days late; due 2026-07-02\.$'
result $? "a name from right to left leaves the sentence as it is"
grep -q 'from <bdi>محمد عبد الله</bdi>: 122 days late' "$work/rtl/report.html"
result $? "in the page too"
# A chain of reports.
for m in 07 08 09; do
	jq ".as_of = \"2026-$m-01T00:00:00Z\" | .scopes[0].scores.real_low = ${m#0}0000" \
		"$work/org/report.json" >"$work/h$m.json"
done
trueup render --unsealed -f pdf,html --history "$work/h09.json" --history "$work/h07.json" \
	--history "$work/h08.json" -o "$work/trend" "$work/org/report.json" >"$work/said" 2>&1
whole "$work/trend/report.pdf" "with a history"
pdftotext -layout "$work/trend/report.pdf" - | grep -o '2026-[01][0-9]-[0-9 :UTC]*94 % *[0-9]* to 67 %' | tr -s ' ' >"$work/text"
printf '%s\n' '2026-07-01 00:00 UTC 94 % 7 to 67 %' '2026-08-01 00:00 UTC 94 % 8 to 67 %' \
	'2026-09-01 00:00 UTC 94 % 9 to 67 %' '2026-11-01 94 % 51 to 67 %' >"$work/want"
same "$work/want" "$work/text" "the numbers of each report, the oldest first"
[ "$(grep -o '<td data-l="Real coverage">[^<]*' "$work/trend/report.html" | sed 's/.*>//' | tr '\n' ,)" = \
	'7 to 67 %,8 to 67 %,9 to 67 %,51 to 67 %,' ]
result $? "in the page too"
status 2 "a history that is later than the report" trueup render --unsealed -f html --history "$work/org/report.json" \
	-o "$work/later" "$work/h07.json"
status 4 "a history whose seal is not trusted" trueup render --allow-untrusted -f html --history "$work/h07.json" \
	-o "$work/later" "$work/org"

/usr/bin/env python3 "$top/tests/formats/make.py" "$work/org/report.json" "$FIX/names.json" "$work"
for r in large hostile; do
	trueup render --unsealed -f pdf -o "$work/$r" "$work/$r.json" >"$work/said" 2>&1 || sed 's/^/# /' "$work/said"
	whole "$work/$r/report.pdf" "$r"
done
pdftotext "$work/hostile/report.pdf" - | LC_ALL=C.UTF-8 grep -q "$(printf '\342\200\256\|\033')"
[ $? -eq 1 ]
result $? "hostile: nothing that reorders a line or moves a cursor"
! qpdf --qdf --object-streams=disable "$work/hostile/report.pdf" - | grep -aqE '/(JavaScript|JS|Launch|URI|OpenAction|AA|EmbeddedFile)\b'
result $? "hostile: no action, script, link or file within"
trueup check --gate none -f pdf -o "$work/empty" "$work/said" >/dev/null 2>&1
mkdir "$work/nothing" && trueup check --gate none -f pdf -o "$work/empty" "$work/nothing" >/dev/null 2>&1
whole "$work/empty/report.pdf" "nothing to judge"
if [ -n "${TRUEUP_NO_PDF:-}" ]; then
	status 2 "built without cairo and pango: refused" "$TRUEUP_NO_PDF" check --gate none -f html,pdf \
		-o "$work/none" "$work/nothing"
	grep -q '^trueup check: no format "pdf" here: this program was built without cairo and pango' "$work/tap.out"
	result $? "and it says why"
	[ ! -e "$work/none/report.html" ]
	result $? "and nothing was written"
else
	skip "built without cairo and pango: refused" "TRUEUP_NO_PDF is not set (make formats)"
fi
finish
