"""trueup.schema.json against the program: members, and examples to accept and refuse. TAP."""
import json
import re
import subprocess
import sys

import jsonschema

top, work = sys.argv[1:]
schema = json.load(open(top + "/checker/trueup.schema.json"))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)
count = bad = 0


def result(good, text, *remarks):
    global count, bad
    count += 1
    for r in () if good else remarks:
        print("#", r)
    print("%sok %d - %s" % ("" if good else "not ", count, text))
    bad += not good


def program(value):
    """The exit status and the messages for a configuration."""
    with open(work + "/trueup.json", "w") as f:
        json.dump(value, f)
    p = subprocess.run(
        ["trueup", "check", "-q", "--gate", "none", "--as-of", "2026-11-01", "-c",
         work + "/trueup.json", work + "/d"], capture_output=True, text=True, check=False)
    return p.returncode, p.stderr


# The members: what the program's tables name, and what the schema names.
source = open(top + "/checker/config.c").read()
rows = re.search(r"struct member members\[\] = \{(.*?)\};", source, re.S).group(1)
mine = set(re.findall(r'\{"([^"]+)",', rows))
result(mine == set(schema["properties"]), "the top-level members are the same",
       "only here: %s" % (mine - set(schema["properties"])),
       "only in the schema: %s" % (set(schema["properties"]) - mine))


def objects(s, build):
    """Every object of the schema with named members, and how to put a value there."""
    if s.get("type") == "object" and "properties" in s:
        yield s, build
        for k, sub in s["properties"].items():
            yield from objects(sub, lambda v, k=k, s=s: build({**least(s), k: v}))
    if s.get("type") == "array":
        yield from objects(s["items"], lambda v: build([v]))


def value_of(s):
    if "enum" in s:
        return s["enum"][0]
    return {"string": "x", "boolean": True, "integer": 1, "array": [], "object": {}}[s["type"]]


def least(s):
    return {k: value_of(s["properties"][k]) for k in s.get("required", [])}


for s, build in objects(schema, lambda v: v):
    where = "/".join(sorted(s["properties"]))[:40]
    code, err = program(build({**least(s), "zzz": 1}))
    result(code == 2 and "[E700]" in err, "an unknown member is refused beside " + where, err)
    for k, sub in s["properties"].items():
        code, err = program(build({**least(s), k: value_of(sub)}))
        result("[E700]" not in err, "the member %s is known" % k, err)
        wrong = 5 if sub.get("type") != "integer" else "x"
        code, err = program(build({**least(s), k: wrong}))
        result(code == 2 and not validator.is_valid(build({**least(s), k: wrong})),
               "the member %s does not take %r" % (k, wrong), code, err)

accept = [
    {},
    {"$schema": "trueup.schema.json", "organisation": "Harbour"},
    {"zone": "UTC"}, {"zone": "+02:00"}, {"zone": "Europe/Berlin"},
    {"period": {"from": "2026-01-01"}},
    {"evidence": [{"path": "*.txt"}]},
    {"authority": [{"party": "bo@x.example", "choices": ["accept", "false-positive"],
                    "up_to": "high", "from": "2026-01-01", "to": "2026-12-31"}]},
    {"roles": [{"role": "CISO", "party": "Bo Lee", "from": "2026-01-01"}]},
    {"framework": "nist-800-53", "weights": {"AC-2": 5, "AC-2(1)": 1000000}},
    {"criticality": {"web01.x.example": 1, "db": 5}},
    {"process_controls": {"incident": ["IR-4"], "finding": []}},
    {"scope": ["AC-2"], "system": "Payments"},
    {"o_classes": ["items", "assets", "risks"]},
    {"floor_severity": "info"},
    {"max_age": "P30D"}, {"limits": {"high": "PT12H", "critical": "PT1H"}},
    {"gates": ["complete"]}, {"names": "none"},
]
refuse = [
    [], 5, "x",
    {"organisatoin": "x"}, {"period": {"form": "2026-01-01"}}, {"period": []},
    {"evidence": {}}, {"evidence": [{}]}, {"evidence": ["x"]},
    {"evidence": [{"path": "x", "complete": "yes"}]},
    {"evidence": [{"path": "x", "date_order": "ymd"}]},
    {"authority": [{"choices": ["fix"]}]}, {"authority": [{"party": "x", "choices": ["ignore"]}]},
    {"authority": [{"party": "x", "up_to": "huge"}]},
    {"roles": [{"role": "CISO"}]}, {"roles": {}},
    {"weights": {"AC-2": 0}}, {"weights": {"AC-2": "heavy"}}, {"weights": {"AC-2": 1000001}},
    {"weights": []}, {"criticality": {"x": 6}}, {"criticality": {"x": 0}},
    {"process_controls": []}, {"process_controls": {"incident": [5]}},
    {"scope": "AC-2"}, {"scope": [5]}, {"o_classes": ["people"]}, {"o_classes": "items"},
    {"floor_severity": "extreme"}, {"max_age": 90}, {"limits": {"high": 5}}, {"limits": []},
    {"rules": "x"}, {"gates": "complete"}, {"names": "everyone"}, {"names": ["all"]},
]
# What no schema can see: zones, instants, durations, control ids, what is looser than the default.
program_only = [
    {"zone": "Mars/Olympus"}, {"period": {"from": "yesterday"}}, {"max_age": "P91D"},
    {"max_age": "ninety days"}, {"limits": {"high": "P400D"}}, {"limits": {"hgih": "P1D"}},
    {"weights": {"QQ-9": 3}, "framework": "nist-800-53"}, {"floor_severity": "critical"},
    {"process_controls": {"incidnet": ["IR-4"]}}, {"evidence": [{"path": "x", "format": "xcdf"}]},
]
for x in accept:
    # Named evidence of no known format makes the run incomplete (3): no fault of the file.
    code, err = program(x)
    told = err.replace("[E705]", "")
    result(validator.is_valid(x) and code in (0, 3) and "[E70" not in told,
           "accepted: " + json.dumps(x), code, err,
           *[e.message for e in validator.iter_errors(x)])
for x in refuse:
    code, err = program(x)
    result(not validator.is_valid(x) and code == 2 and "error[E70" in err,
           "refused: " + json.dumps(x), "schema: %s" % validator.is_valid(x), code, err)
for x in program_only:
    code, err = program(x)
    result(code == 2 and "error[E70" in err, "refused by the program: " + json.dumps(x), code, err)
print("1..%d" % count)
sys.exit(bad != 0)
