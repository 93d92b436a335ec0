"""Reports edited so that they still agree with themselves, against the report they came from. TAP."""
import copy
import json
import subprocess
import sys

base = json.load(open(sys.argv[1]))
count = bad = 0


def result(good, text, *remarks):
    global count, bad
    count += 1
    for r in () if good else remarks:
        print("#", r)
    print("%sok %d - %s" % ("" if good else "not ", count, text))
    bad += not good


def run(*reports, options=()):
    files = []
    for i, r in enumerate(reports):
        files.append("r%d.json" % i)
        json.dump(r, open(files[-1], "w"))
    p = subprocess.run(["trueup", "diff", "--unsealed", *options, *files], capture_output=True, text=True, check=False)
    return p.returncode, p.stdout, p.stderr


def changes(old, new):
    status, out, err = run(old, new, options=["--json"])
    lines = [json.loads(x) for x in out.splitlines()]
    counts = lines.pop() if lines else {}
    counts.pop("seals", None)
    return status, lines, counts, err


def control(r, verdict=None, **want):
    for c in r["scopes"][0]["controls"]:
        if (verdict is None or c["verdict"] == verdict) and all(c[k] == v for k, v in want.items()):
            return c
    raise KeyError(verdict)


def turn(r, c, verdict, failing):
    """Another verdict, with the counts that go with it."""
    s = r["scopes"][0]
    s["verdicts"][c["verdict"]] -= 1
    s["verdicts"][verdict] += 1
    s["failing"] += failing - c["failing"]
    c.update(verdict=verdict, failing=failing, meaning="is " + verdict)
    s["contradicted"] = s["verdicts"]["CONTRADICTED"]


def drop_control(r):
    s = r["scopes"][0]
    c = control(r, "PAPER")
    s["verdicts"]["PAPER"] -= 1
    s["controls"].remove(c)


def mended(r, good):
    c = control(r, "CONTRADICTED", failing=True)
    fewer = c["w"]["bad"]
    c["w"]["bad"] = 0
    c["w"]["good"] += fewer if good else 0
    turn(r, c, "PAPER", False)


def late_item(r, state):
    late = next(x for x in r["late"] if x["item"])
    r["late"].remove(late)
    r["late_total"] -= 1
    for c in list(r["facts"]["clocks"]):
        if c["item"] == late["item"]:
            if state is None:
                r["facts"]["clocks"].remove(c)
            else:
                c["state"] = state


def first(r, path, **change):
    node = r
    for p in path.split("/"):
        node = node[int(p) if p.isdigit() else p]
    node.update(change)


def drop(r, path, at=0):
    node = r
    for p in path.split("/"):
        node = node[int(p) if p.isdigit() else p]
    del node[at]


def asset_of_failing(r):
    f = r["facts"]["failing"][0]
    r["facts"]["failing"] = [x for x in r["facts"]["failing"] if x["asset"] != f["asset"]]
    r["facts"]["population"] = [x for x in r["facts"]["population"] if x["asset"] != f["asset"]]


def stale_failing(r):
    """The failure is gone, and nothing newer was seen on its asset."""
    f = r["facts"]["failing"].pop(0)
    for x in r["facts"]["population"]:
        if x["asset"] == f["asset"]:
            x["last"] = f["at"]


WORSE, FIX, BOTH = 11, 10, 12
ROWS = [
    ("nothing", lambda r: None, 0, None),
    ("a control contradicted", lambda r: turn(r, control(r, "CONFIRMED"), "CONTRADICTED", False), WORSE,
     ("regression", "control", "is now: is CONTRADICTED")),
    ("a control fails under the same verdict", lambda r: turn(r, control(r, "CONFIRMED"), "CONFIRMED", True), WORSE,
     ("regression", "control", "now has failing evidence")),
    ("mended, and shown", lambda r: mended(r, True), FIX, ("fix", "control", "is now: is PAPER")),
    ("from refuted to unknown is no fix", lambda r: mended(r, False), WORSE,
     ("regression", "control", "is now: is PAPER")),
    ("less is shown", lambda r: control(r, "PARTIAL").update(real_low=1), WORSE, ("regression", "control", "shown to work")),
    ("an owner is lost", lambda r: control(r, owner=control(r, "CONFIRMED")["owner"])["owner"].update(valid="U"), WORSE,
     ("regression", "owner", "no valid owner any more")),
    ("a control is gone", drop_control, WORSE, ("regression", "scope", "not in the scope any more")),
    ("a control is taken out", lambda r: turn(r, control(r, "PAPER"), "NOT_APPLICABLE", False), WORSE,
     ("regression", "scope", "taken out as not applicable")),
    ("a scope is gone", lambda r: (drop(r, "scopes"), r.update(headline_scope=None)), WORSE,
     ("regression", "scope", "is gone")),
    ("a lower weight", lambda r: control(r, weight=3).update(weight=1), WORSE, ("regression", "weight", "is 1, before 3")),
    ("a higher weight", lambda r: control(r, weight=3).update(weight=9), FIX, ("method", "weight", "is 9, before 3")),
    ("another word in the records", lambda r: control(r)["claim"].update(state="planned"), FIX,
     ("method", "records", "planned")),
    ("a rule is off", lambda r: first(r, "rules/0", enabled=False), WORSE, ("regression", "rule", "not asked any more")),
    ("a rule is gone", lambda r: drop(r, "rules"), WORSE, ("regression", "rule", "not asked any more")),
    ("another limit", lambda r: first(r, "parameters/0", value="P9Y"), WORSE, ("regression", "limit", "P9Y")),
    ("another rule file", lambda r: first(r, "inputs/1", sha256="0" * 64), FIX, ("method", "file", "another file")),
    ("an asset is gone", lambda r: drop(r, "facts/population"), WORSE,
     ("regression", "population", "not in the population")),
    ("a lower criticality", lambda r: max(r["facts"]["population"], key=lambda x: x["criticality"]).update(criticality=0),
     WORSE, ("regression", "population", "the criticality of")),
    ("an asset goes, and its failures with it", asset_of_failing, WORSE, ("regression", "test", "no later result")),
    ("a failure is gone without a later result", stale_failing, WORSE, ("regression", "test", "no later result")),
    ("a late decision was made", lambda r: late_item(r, "met"), FIX, ("fix", "decision", "not late any more")),
    ("a late item is unknown now", lambda r: late_item(r, "unknown"), WORSE,
     ("regression", "decision", "not late any more")),
    ("a late item is gone", lambda r: late_item(r, None), WORSE, ("regression", "decision", "no decision is known")),
    ("an open item is gone", lambda r: r["facts"]["clocks"].remove(next(
        c for c in r["facts"]["clocks"] if c["open"] and c["state"] == "running")), WORSE,
     ("regression", "item", "was open")),
    ("a closed item is gone", lambda r: r["facts"]["clocks"].remove(next(
        c for c in r["facts"]["clocks"] if not c["open"] and c["state"] == "met")), FIX, ("gone", "item", "was closed")),
    ("a source is gone", lambda r: drop(r, "sources", next(
        i for i, s in enumerate(r["sources"]) if s["format"])), FIX, ("gone", "source", "not in the evidence")),
    ("incomplete", lambda r: r.update(complete=False, incomplete=["x"]), WORSE, ("regression", "run", "incomplete")),
    ("no as-of date", lambda r: r.update(as_of_given=False), WORSE, ("regression", "run", "no as-of date")),
    ("an older report", lambda r: r.update(as_of="2026-10-01T00:00:00Z"), WORSE, ("regression", "run", "dated before")),
    ("facts were cut", lambda r: r["facts"].update(whole=False), WORSE, ("regression", "facts", "only part")),
    ("both", lambda r: (late_item(r, "met"), drop(r, "rules")), BOTH, ("fix", "decision", "not late")),
]
for name, edit, want, line in ROWS:
    new = copy.deepcopy(base)
    edit(new)
    status, lines, counts, err = changes(base, new)
    found = line is None or any((x["class"], x["about"]) == line[:2] and line[2] in x["text"] for x in lines)
    result(status == want and found and (line is not None or not lines), name, status, lines[:3], err[:300])
    per = {k: sum(x["class"] == k for x in lines) for k in counts}
    result(per == counts, name + ": the counts are those of the lines", per, counts)
    order = ["regression", "fix", "new", "gone", "method"]
    at = [order.index(x["class"]) for x in lines]
    result(at == sorted(at), name + ": regressions first")

# The other way round, what was new is gone.
new = copy.deepcopy(base)
drop_control(new)
status, lines, _, _ = changes(new, base)
result(status == 11 and any("is new in the scope" in x["text"] for x in lines), "a new control that is not shown")

status, out, _ = run(base, base)
result(status == 0 and "The same" in out, "text says that nothing differs")
worse = copy.deepcopy(base)
turn(worse, control(worse, "CONFIRMED"), "CONTRADICTED", False)
status, out, _ = run(base, worse, base)
result(status == 0 and out.count("records ") == 3 and "1 regression," in out and "1 fix" in out
       and "is now: is CONTRADICTED" in out,
       "three reports are a trend, and what got worse in between is told", status, out[:900])
status, out, _ = run(base, worse, base, options=["--json"])
last = json.loads(out.splitlines()[-1])
result([s["regression"] for s in last["steps"]] == [1, 0] and last["seals"] == [None] * 3,
       "and in JSON", last)
many = copy.deepcopy(base)
many["facts"]["population"] = []
status, out, _ = run(base, many)
result(status == 11 and ", and" not in out.splitlines()[-1] and "more" in out, "long lists say how many more")
status, full, _ = run(base, many, options=["--all"])
result(len(full.splitlines()) > len(out.splitlines()), "--all tells them")
hostile = copy.deepcopy(base)
c = control(hostile, weight=3)
c["label"] = "\x1b[2J\u202e<b>\n" + "A" * 10240
c["weight"] = 1
status, out, _ = run(base, hostile)
result(status == 11 and "\x1b" not in out and "\u202e" not in out and len(out) < 4000, "hostile names are inert")
broken = copy.deepcopy(base)
del broken["facts"]
result(run(base, broken)[0] == 2, "a report without what is needed")
broken = dict(base, format="trueup-report/9")
result(run(base, broken)[0] == 2, "a report of another version")
p = subprocess.run(["trueup", "diff", "r0.json"], capture_output=True, check=False)
result(p.returncode == 2, "one report is not enough")
print("1..%d" % count)
sys.exit(bad > 0)
