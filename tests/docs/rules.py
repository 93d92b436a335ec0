"""trueup-rules-1.schema.json against the program: packs that both accept and both refuse."""
import copy
import glob
import json
import re
import subprocess
import sys

import jsonschema

work = sys.argv[1]
schema = json.load(open("rules/trueup-rules-1.schema.json"))
jsonschema.Draft202012Validator.check_schema(schema)
validator = jsonschema.Draft202012Validator(schema)


def relaxed(path):
    """JSON with comments and trailing commas."""
    token = re.compile(r'"(?:[^"\\]|\\.)*"|//[^\n]*|/\*.*?\*/|,(?=\s*[}\]])', re.S)
    text = token.sub(lambda m: m.group() if m.group().startswith('"') else "", open(path).read())
    return json.loads(text)


def program(pack):
    with open(work + "/try.jsonc", "w") as f:
        json.dump(pack, f)
    p = subprocess.run(["trueup", "rules", "-r", work + "/try.jsonc", "list"], capture_output=True, text=True)
    return p.returncode == 0, p.stderr


def changed(pack, rule, path, value):
    """The pack with a member of a rule (rule None: of the pack) set, or taken away (value None)."""
    out = copy.deepcopy(pack)
    at = out if rule is None else out["rules"][rule]
    for step in path[:-1]:
        at = at[step]
    if value is None:
        del at[path[-1]]
    else:
        at[path[-1]] = value
    return out


core = relaxed("rules/packs/core.rules.jsonc")
errors = [e.message for e in validator.iter_errors(core)]
assert not errors, "core: %s" % errors[:3]

# The same rules under other ids, for the program has core already.
own = copy.deepcopy(core)
own["name"] = "own"
for r in own["rules"]:
    r["id"] = "X-" + r["id"]
    r["tests"] = r.get("tests", [])[:1]
good, text = program(own)
assert good, text
by_kind = {r["kind"]: i for i, r in enumerate(own["rules"]) if "draft" not in r}
assert sorted(by_kind) == sorted(schema["$defs"]["rule"]["properties"]["kind"]["enum"])

cases = []


def case(what, *change, fine=False):
    cases.append((what, changed(own, *change), fine))


for m in ("trueup", "name", "version", "rules"):
    case("pack without " + m, None, [m], None)
case("pack with a misspelt member", None, ["titel"], "x")
case("pack with a title", None, ["title"], "x", fine=True)
case("another format", None, ["trueup"], "rules/2")
for m in ("id", "kind", "dim", "effect", "severity", "question", "for", "message", "fix"):
    case("rule without " + m, 0, [m], None)
    case("blank " + m, 0, [m], "")
    case("number for " + m, 0, [m], 7)
for m in ("refs", "tests"):
    case("rule without " + m, 0, [m], None, fine=True)
    case("text for " + m, 0, [m], "x")
case("misspelt member of a rule", 0, ["qestion"], "x")
case("an id with a blank", 0, ["id"], "A 1")
case("an unknown kind", 0, ["kind"], "resolv")
case("an unknown dimension", 0, ["dim"], "X")
case("an unknown record", 0, ["for"], "owner")
case("effect cap", 0, ["effect"], "cap")
case("instance in another dimension", 0, ["dim"], "W")
case("a draft without slots", by_kind["followup"], ["draft"], "no export", fine=True)
for kind, i in by_kind.items():
    for slot in schema["$defs"]["rule"]["allOf"]:
        if slot["if"]["properties"]["kind"]["const"] != kind:
            continue
        for name in slot["then"]["properties"]:
            if name in ("for", "effect") or name not in own["rules"][i]:
                continue
            needed = name in slot["then"]["anyOf"][1]["required"]
            case("%s without %s" % (kind, name), i, [name], None, fine=not needed)
            case("%s with a number for %s" % (kind, name), i, [name], 7)
    case("%s with the effect %s" % (kind, "flag"), i, ["effect"], "flag", fine=kind not in ("reuse", "behaviour"))
    case("%s with the effect %s" % (kind, "cap"), i, ["effect"], "cap", fine=kind in ("reuse", "behaviour"))
    case("%s with the slot of none" % kind, i, ["unless"], "true")
    if kind != "require":
        case("%s without what it needs, but draft" % kind, i, ["draft"], "no export", fine=True)
    if kind in ("deadline", "followup", "sequence", "share", "occurs", "ratio", "reconcile", "concentrate", "behaviour"):
        case("%s without parameters" % kind, i, ["params"], None)
seq, late = by_kind["sequence"], by_kind["deadline"]
case("another slot's name", by_kind["require"], ["ref"], "acceptance.approver")
for m in ("type", "default", "stricter", "source", "basis"):
    case("parameter without " + m, seq, ["params", "max_returns", m], None)
    case("parameter with a wrong " + m, seq, ["params", "max_returns", m], [])
case("a parameter by another type", seq, ["params", "max_returns", "type"], "duration")
case("a bound by another type", seq, ["params", "max_returns", "min"], "P1D")
case("a parameter of a strange name", seq, ["params", "Max"], own["rules"][seq]["params"]["max_returns"])
case("a misspelt member of a parameter", seq, ["params", "max_returns", "sorce"], "x")
case("a duration that is none", late, ["params", "limit"],
     {"type": "duration", "default": "3 days", "stricter": "lower", "source": "s", "basis": "trueup"})
case("a duration", late, ["params", "limit"],
     {"type": "duration", "default": "P1M", "stricter": "lower", "source": "s", "basis": "trueup"}, fine=True)
for m in ("name", "config", "sources", "records", "want"):
    case("test without " + m, 0, ["tests", 0, m], None)
case("misspelt member of a test", 0, ["tests", 0, "wnat"], {})
case("a value that is none", 0, ["tests", 0, "want"], {"x": "true"})
case("no values", 0, ["tests", 0, "want"], {"x": []})
case("several values", 0, ["tests", 0, "want"], {"x": ["T", "F"]}, fine=True)

# Profiles, overrides and calendars: their schemas accept what is shipped, and refuse a misspelt member.
for kind, files in (("profile", sorted(glob.glob("rules/packs/profiles/*.jsonc"))),
                    ("calendar", sorted(glob.glob("rules/packs/calendars/*.jsonc"))),
                    ("override", ["tests/cli/rules/override-loosens/acme.override.jsonc"])):
    text = json.load(open("rules/trueup-%s-1.schema.json" % kind))
    jsonschema.Draft202012Validator.check_schema(text)
    check = jsonschema.Draft202012Validator(text)
    assert files, kind
    for f in files:
        one = relaxed(f)
        errors = [e.message for e in check.iter_errors(one)]
        assert not errors, "%s: %s" % (f, errors[:3])
        one["tytle"] = "x"
        assert not check.is_valid(one), f

bad = 0
for what, pack, fine in cases:
    by_schema, (by_program, text) = validator.is_valid(pack), program(pack)
    if by_schema != fine or by_program != fine:
        print("%s: schema %s, program %s %s" % (what, by_schema, by_program, text[:300]))
        bad = 1
print("%d packs" % len(cases))
sys.exit(bad)
