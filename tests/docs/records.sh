#!/bin/sh
# The published schema of the record stream is that of the program's tables; every line that
# `trueup read` prints of the fixtures is sound by it, and what it refuses the program refuses. TAP.
set -u
# shellcheck source=tests/tool/tap.sh
. "$(dirname "$0")/../tool/tap.sh"
schema="$top/checker/model/trueup-records-1.schema.json"
"$top/tests/tool/records-schema" >"$work/schema"
same "$schema" "$work/schema" "the schema is up to date (make manuals)"
if ! python3 -c 'import jsonschema' 2>/dev/null; then
	skip "lines against the schema" "python3-jsonschema is not here"
	finish
fi
trueup read "$FIX/good" >"$work/good.jsonl" 2>/dev/null
trueup read -c "$FIX/org/trueup.json" "$FIX/org/evidence" >"$work/org.jsonl" 2>/dev/null
python3 - "$schema" "$work" "$(command -v trueup)" >"$work/out" 2>&1 <<'END'
import json, os, subprocess, sys
import jsonschema
schema, work, program = json.load(open(sys.argv[1])), sys.argv[2], sys.argv[3]
jsonschema.Draft202012Validator.check_schema(schema)
by_kind = {name.replace("record_", ""): jsonschema.Draft202012Validator({**schema["$defs"][name], "$defs": schema["$defs"]})
           for name in schema["$defs"]}
def sound(line):
    kind = "head" if "trueup" in line else line.get("record")
    return kind in by_kind and by_kind[kind].is_valid(line)
bad, kinds, first = 0, set(), {}
for name in ("good", "org"):
    for i, text in enumerate(open("%s/%s.jsonl" % (work, name), encoding="utf-8")):
        line = json.loads(text)
        kinds.add(line.get("record", "head"))
        first.setdefault(line.get("record", "head"), line)
        if name == "good" or i % 20 == 0:
            bad += not sound(line)
if bad:
    print(bad, "lines are not sound by the schema")
missing = set(by_kind) - kinds - {"text", "instant", "idents", "party", "tags", "loc"}
if missing:
    print("no line of kind", sorted(missing))
def refused(lines):
    path = work + "/try.jsonl"
    open(path, "w").write("".join(json.dumps(x) + "\n" for x in lines))
    return subprocess.run([program, "read", path], capture_output=True).returncode == 3
head, party = {"trueup": "records/1"}, first["party"]
source, end = dict(first["source"], records={}, records_sha256="0" * 64), {"record": "end", "sources": 1}
empty = __import__("hashlib").sha256(b"").hexdigest()
none = {"record": "source", "path": "a.csv", "records": {}, "records_sha256": empty}
if refused([head, none, end]) or refused([head, party]):
    print("sound streams are refused")
cases = [
    ("head: unknown member", [dict(head, x=1), none, end]), ("head: part alone", [dict(head, part=1), none, end]),
    ("head: a part past all", [dict(head, part=3, parts=2), none, end]),
    ("head: type", [dict(head, parts="2"), none, end]), ("head: digest", [dict(head, listing="zz"), none, end]),
] + [("path " + p[:20], [head, dict(none, path=p), end]) for p in
     ("../a.csv", "/etc/passwd", "a/../../b", "a\nb", "", "x" * 70000, "..", "a/..")] + [
    ("source: unknown member", [head, dict(none, x=1), end]), ("source: no digest of records", [head, {
        "record": "source", "path": "a"}, end]), ("source: count", [head, dict(none, seen=-1), end]),
    ("source: account", [head, dict(none, seen=5, kept=4), end]), ("source: real number", [head, dict(none, size=1.5), end]),
    ("source: huge count", [head, dict(none, seen=2**63, kept=2**63), end]),
    ("source: grade of another format", [head, dict(none, format="jira", grade="E5"), end]),
    ("source: format", [head, dict(none, format="none such"), end]),
    ("source: kind of record", [head, dict(none, records={"unicorn": 0}), end]),
    ("source: a list for a text", [head, dict(none, producer=["x"]), end]),
    ("source: long text", [head, dict(none, producer="x" * 70000), end]),
    ("source: reasons", [head, dict(none, ignored=[{"reason": "r%d" % i, "n": 0} for i in range(40)]), end]),
    ("source: a loop", [head, none, none, dict(end, sources=1)]),
    ("end: unknown member", [head, none, dict(end, x=1)]), ("end: counts", [head, none, dict(end, records=4)]),
    ("end: zone", [head, none, dict(end, zones=[{"name": "../../etc/passwd", "sha256": "0" * 64}])]),
    ("after the end", [head, none, end, party]), ("before a source", [dict(head, part=1, parts=1), party, none, end]),
    ("no end", [head, none]), ("records that were not told", [head, none, party, dict(end, records=1)]),
]
for name, lines in cases:
    if not refused(lines):
        print("not refused:", name)
    by_order = ("loop", "counts", "after", "before", "no end", "not told", "account", "another format", "format", "part",
                "reasons", "huge")
    if all(sound(x) for x in lines) and not any(w in name for w in by_order):
        print("sound by the schema:", name)
END
sed 's/^/# /' "$work/out" | head -20
result "$([ ! -s "$work/out" ]; echo $?)" "lines of the fixtures are sound, hostile ones are refused"
finish
