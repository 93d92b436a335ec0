#!/bin/sh
# The examples of the tutorial of mappings are run as they stand; every built-in mapping
# is sound by the published schema. TAP.
set -u
# shellcheck source=tests/tool/tap.sh
. "$(dirname "$0")/../tool/tap.sh"
doc="$top/checker/read/mappings/README.md"
mkdir "$work/run"
# Blocks: "file NAME" is written, "run" is run, "out" is what it must print.
awk -v to="$work/run" '
	/^```file / { out = to "/" $2; next }
	/^```run$/ { out = to "/" sprintf("%02d.run", ++n); next }
	/^```out$/ { out = to "/" sprintf("%02d.want", n); next }
	/^```/ { out = ""; next }
	out != "" { print > out }' "$doc"
result "$([ "$(ls "$work"/run/*.run | wc -l)" -ge 4 ]; echo $?)" "the tutorial has examples"
for run in "$work"/run/*.run; do
	(cd "$work/run" && sh "$run" 2>/dev/null) >"${run%.run}.got"
	same "${run%.run}.want" "${run%.run}.got" "example $(basename "$run" .run): $(head -n 1 "$run")"
done
if python3 -c 'import jsonschema' 2>/dev/null; then
	python3 - "$top" >"$work/schema" 2>&1 <<'END'
import glob, json, re, sys
import jsonschema
schema = json.load(open(sys.argv[1] + "/checker/read/mapping.schema.json"))
jsonschema.Draft202012Validator.check_schema(schema)
for path in sorted(glob.glob(sys.argv[1] + "/checker/read/mappings/*.json")):
    text = re.sub(r"^//.*\n", "", open(path).read(), flags=re.M)
    jsonschema.Draft202012Validator(schema).validate(json.loads(text))
END
	[ -s "$work/schema" ] && sed 's/^/# /' "$work/schema" | tail -20
	result "$([ ! -s "$work/schema" ]; echo $?)" "every built-in mapping is sound by its schema"
fi
finish
