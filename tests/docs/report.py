"""Members of report.json: schema, description and what was written, all three the same."""
import json
import sys

schema = json.load(open(sys.argv[1]))
bad = []


def resolve(s):
    return schema["$defs"][s["$ref"].rsplit("/", 1)[1]] if "$ref" in s else s


def objects(s):
    s = resolve(s)
    for x in [s] + s.get("oneOf", []):
        x = resolve(x)
        x = resolve(x.get("items", x))
        if "properties" in x:
            return x
    return None


def described(s, path, seen):
    s = objects(s)
    if s is None or id(s) in seen:
        return
    for k, v in s["properties"].items():
        if "description" not in v:
            bad.append("no description: %s/%s" % (path, k))
        described(v, path + "/" + k, seen | {id(s)})


def written(node, s, path, used):
    if isinstance(node, list):
        for x in node:
            written(x, s, path, used)
        return
    o = objects(s)
    if not isinstance(node, dict) or o is None:
        return
    for k, v in node.items():
        if k not in o["properties"]:
            bad.append("not in the schema: %s/%s" % (path, k))
            continue
        used.add((id(o), k))
        written(v, o["properties"][k], path + "/" + k, used)


def all_of(s, path, out):
    o = objects(s)
    if o is None or any(i == id(o) for i, _ in out):
        return out
    # What is there only at times has tests of its own.
    always = {k: v for k, v in o["properties"].items() if k in o.get("required", [])}
    for k in always:
        out[(id(o), k)] = path + "/" + k
    for k, v in always.items():
        all_of(v, path + "/" + k, out)
    return out


described(schema, "", set())
used = set()
for file in sys.argv[2:]:
    written(json.load(open(file)), schema, "", used)
for key, path in all_of(schema, "", {}).items():
    if key not in used:
        bad.append("never written: " + path)
print("\n".join(bad[:40]))
sys.exit(bool(bad))
