#!/bin/sh
# Files that give one thing thousands of something: a ceiling or a look-up must hold the time of a
# run to the size of its input. Each run has 30 s of processor time and needs about one. TAP.
set -u
# shellcheck source=tests/tool/tap.sh
. "$(dirname "$0")/../tool/tap.sh"

n=8000

# records NAME FORMAT: n lines of the record stream, of a printf format with one number and one more.
records() {
	mkdir -p "$work/$1"
	[ -f "$work/$1/r.jsonl" ] || {
		echo '{"trueup":"records/1"}'
		echo '{"record":"claim","kind":"grc","framework":"nist-800-53","control":"ac-2","state":"implemented"}'
	} >"$work/$1/r.jsonl"
	awk -v n="$n" -v format="$2" 'BEGIN { for (i = 0; i < n; i++) printf format "\n", i, i + 1 }' >>"$work/$1/r.jsonl"
}

# runs NAME STATUS TEXT [ARGUMENT...]: ends in time with the status, and says the text.
runs() {
	name=$1 want=$2 text=$3
	shift 3
	(ulimit -t 30 && trueup check --as-of 2026-11-01 "$@" "$work/$name") >"$work/$name.out" 2>&1
	status=$?
	[ "$status" -eq "$want" ] && grep -qF -- "$text" "$work/$name.out"
	result $? "$name: ends in time, status $want"
}

item='{"record":"item","tracker":"j","key":"K-%d","type":"finding","severity":"high","status":"open","created":"2026-10-01T00:00:00Z"'

# A log in which every entry hands the item on: each is looked for after each.
mkdir -p "$work/hand-offs"
printf '{"trueup":"records/1"}\n{"record":"claim","kind":"grc","framework":"nist-800-53","control":"ac-2","state":"implemented"}\n'"$item"',"has_history":true,"controls":[{"scheme":"nist-800-53","id":"ac-2"}]}\n' 1 >"$work/hand-offs/r.jsonl"
records hand-offs '{"record":"event","tracker":"j","item":"K-1","id":"e%d","actor":"bo@x.example","at":"2026-10-02T00:00:00Z","kind":"team","from":"A","to":"T%d"}'
runs hand-offs 1 'Gate FAILED'

# People who share a name, and items of that name.
records namesakes '{"record":"party","ids":[{"ns":"email","value":"p%d@x.example"}],"name":"Bo Li","active":"T"}'
records namesakes "$item"',"assignee":"Bo Li"}'
runs namesakes 1 'Gate FAILED'

# A control set of its own size, with every report written.
records controls '{"record":"claim","kind":"grc","framework":"own","control":"X-%d","state":"implemented"}'
runs controls 1 'Gate FAILED' -o "$work/controls.report"

records frameworks '{"record":"claim","kind":"grc","framework":"f%d","control":"X-1","state":"implemented"}'
runs frameworks 3 'error[E213]'

# One id that leads to thousands of controls, and as many tests that carry it.
records mapped '{"record":"mapping","scheme":"cci","id":"CCI-1","framework":"nist-800-53","control":"ac-%d","relation":"equal"}'
records mapped '{"record":"observation","asset":[{"ns":"fqdn","value":"h%d.x.example"}],"benchmark":"b","test":"t%d","result":"fail","grade":"E3","at":"2026-10-01T00:00:00Z","tags":[{"scheme":"cci","id":"CCI-1","relation":"equal"}]}'
runs mapped 3 'error[E214]'

# One test with different ids of the same scheme in every result.
n=100000
records tags '{"record":"observation","asset":[{"ns":"fqdn","value":"h.x.example"}],"benchmark":"b","test":"t","result":"fail","grade":"E3","at":"2026-10-01T00:00:00Z","tags":[{"scheme":"cci","id":"CCI-%d","relation":"equal"}]}'
runs tags 1 'Gate FAILED'

finish
