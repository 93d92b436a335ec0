"""From a report: a large one, and one whose every free text is hostile. Both agree with themselves."""
import copy
import json
import sys

report, names, out = sys.argv[1:]
report = json.load(open(report))
names = json.load(open(names)) + ["A" * 10240, "<b>\u202e" * 1500]

large = copy.deepcopy(report)
large["scopes"] = []
for i in range(60):
    s = copy.deepcopy(report["scopes"][0])
    s["id"] += " %d" % i
    large["scopes"].append(s)
large["headline_scope"] = large["scopes"][0]["id"]
while len(large["late"]) < 3500:
    large["late"] += copy.deepcopy(report["late"])
large["late_total"] = len(large["late"]) + 1000
while len(large["work"]) < 20000:
    large["work"] += copy.deepcopy(report["work"])
large["work_total"] = len(large["work"])
json.dump(large, open(out + "/large.json", "w"))

# What a reader of the report, not of the evidence, decides stays: words of closed sets, instants, digests.
CLOSED = {"format", "tool_version", "as_of", "as_of_given", "period_from", "names", "status", "verdict", "by",
          "value", "kind", "effect", "dim", "code", "sha256", "grade", "choice", "basis", "limited_by", "state",
          "complete", "valid", "at_instant", "overlays", "verdicts", "type", "open", "headline", "headline_scope",
          "reason", "meaning", "limited_why", "integrity", "roles", "due", "start", "created", "detected", "closed",
          "until", "oldest", "newest", "severity", "last", "scores"}
at = 0


def spoil(node, key=None):
    global at
    if isinstance(node, dict):
        return {k: v if k in CLOSED else spoil(v, k) for k, v in node.items()}
    if isinstance(node, list):
        return [spoil(v, key) for v in node]
    if isinstance(node, str):
        at += 1
        return "%s %d" % (names[at % len(names)], at)
    return node


hostile = spoil(report)
hostile["facts"] = report["facts"]
for s in hostile["scopes"]:
    for i, c in enumerate(s["controls"]):
        c["id"] = "%s %d" % (c["id"], i)
hostile["headline_scope"] = hostile["scopes"][0]["id"]
json.dump(hostile, open(out + "/hostile.json", "w"))
