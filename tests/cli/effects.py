"""
Effects of page-two inputs, derived by hand and by runs without them. TAP.

Pier (fiction): as of 2026-11-01, five servers in the inventory and a sixth, old01, that it takes out of scope; one
benchmark with a test for each of AC-7, AU-8, SI-2; every control owned by an active person.

    control  weight  claim            O  D                 W (n 5)             R
    AC-7     6       implemented      1  left out          4 pass, 1 fails     [0.8, 0.8]
    AU-8     1       implemented      1  left out          5 pass              [1, 1]
    SI-2     3       implemented      1  1 of 1 in time    5 pass              [1, 1]
    CP-9     3       not applicable, approved: out of the sums

    said 1, supported (6 x 0.8 + 1 + 3) / 10 = 0.88, refuted 6 x 0.2 / 10 = 0.12, not shown 0

weights: without them each weighs 3, supported (0.8 + 1 + 1) / 3 = 0.933333 (down), refuted 0.2 / 3 = 0.066666 (down),
    not shown the rest, 0.000001.  88 - 93.3333 = -5.3333; 12 - 6.6666 = +5.3334.
change of DEC-002: SEC-1 (high) was created on 2026-09-01 and decided on 2026-09-21, 20 days later.  Its limit is
    P5D + P7D = 12 days; the override makes it P5D + P30D.  Without it D of SI-2 is 0 of 1, R [0, 0]:
    supported (4.8 + 1) / 10 = 0.58, refuted (1.2 + 3) / 10 = 0.42.  88 - 58 = +30; 12 - 42 = -30.
out of scope: with old01, which passes but for AU-8, n is 6: AC-7 5/6 [0.833333, 0.833334], AU-8 the same, SI-2 1:
    supported (6 x 0.833333 + 0.833333 + 3) / 10 = 0.883333, refuted (6 x 0.166666 + 0.166666) / 10 = 0.116666.
    88 - 88.3333 = -0.3333; 12 - 11.6666 = +0.3334.
approval of CP-9: without it CP-9 weighs 3, is said to be done, and shows nothing, [0, 1]: supported 8.8 / 13 =
    0.676923, refuted 1.2 / 13 = 0.092307, not shown the rest, 0.230770.  88 - 67.6923 = +20.3077.
cci.xml: without it no test is of a control: AC-7, AU-8, SI-2 are [0, 1] (n 5, nothing seen): supported 0, refuted 0.
tags: without the reading passes count for no control, failures do: AC-7 [0, 0.8], AU-8 and SI-2 [0, 1]:
    supported 0, refuted 0.12, not shown 0.88.
authority: nothing was accepted, so nothing depends on it.
"""
import json
import os
import shutil
import subprocess
import sys

EVIDENCE = os.path.join(sys.argv[1], "cheats", "override", "honest")
ORG = os.path.join(sys.argv[1], "org")
count = bad = 0


def result(good, text, *remarks):
    global count, bad
    count += 1
    for r in () if good else remarks:
        print("#", r)
    print("%sok %d - %s" % ("" if good else "not ", count, text))
    bad += not good


def edit(name, change):
    path = os.path.join("pier", name)
    text = open(path).read()
    new = change(text)
    assert new != text, name
    open(path, "w").write(new)


CONFIG = {
    "framework": "nist-800-53",
    "weights": {"AC-7": 6, "AU-8": 1, "SI-2": 3},
    "authority": [{"party": "ana@quay.example"}],
    "overrides": ["pier.override.jsonc"],
}
OVERRIDE = {
    "trueup": "override/1",
    "organisation": "pier",
    "rules": {"DEC-002": {
        "params": {"limit": {"critical": "P3D", "high": "P30D", "moderate": "P30D", "low": "P90D"}},
        "reason": "a new team", "approved_by": "ana@quay.example", "expires": "2026-12-31"}},
}
OLD = """<TestResult id="tr9" start-time="2026-10-20T02:00:00Z" end-time="2026-10-20T02:00:00Z" test-system="cpe:/a:lantern:hostscan:4.2">
<identity authenticated="true" privileged="true">scan</identity>
<target>old01.quay.example</target>
<rule-result idref="xccdf_quay_rule_lock"><result>pass</result></rule-result>
<rule-result idref="xccdf_quay_rule_clock"><result>fail</result></rule-result>
<rule-result idref="xccdf_quay_rule_patch"><result>pass</result></rule-result>
</TestResult>
"""


def pier():
    shutil.copytree(EVIDENCE, "pier")
    edit("cmdb.csv", lambda t: t + "old01.quay.example,QA-9,Linux server,Installed,No,ed@quay.example,2026-10-30\n")
    edit("scan-10.xml", lambda t: t.replace("</Benchmark>", OLD + "</Benchmark>"))
    edit("claims.csv", lambda t: "\n".join(
        x + (",Approver,Reason,Next review" if i == 0 else ",,,") for i, x in enumerate(t.strip().split("\n")))
        + "\nCP-9,ed@quay.example,Not applicable,2026-10-01,ana@quay.example,nothing to restore,2027-03-01\n")
    jira = json.load(open("pier/jira.json"))
    one = jira["issues"][0]
    one["fields"]["summary"] = "Missing patch, SI-2"
    one["fields"]["created"] = "2026-09-01T09:00:00.000+0000"
    one["fields"]["priority"] = {"name": "High"}
    who = one["fields"]["assignee"]
    one["changelog"] = {"startAt": 0, "maxResults": 100, "total": 1, "histories": [
        {"id": "1", "author": who, "created": "2026-09-21T09:00:00.000+0000", "items": [
            {"field": "duedate", "fieldId": "duedate", "fieldtype": "jira", "from": None, "fromString": None,
             "to": "2026-12-01", "toString": "2026-12-01"}]}]}
    one["fields"].update(duedate="2026-12-01", status={"name": "Open"}, resolution=None, resolutiondate=None)
    jira["issues"], jira["total"] = [one], 1
    json.dump(jira, open("pier/jira.json", "w"), indent=1)


def run(config, override, folder, *more):
    json.dump(config, open("trueup.json", "w"))
    json.dump(override, open("pier.override.jsonc", "w"))
    shutil.rmtree("out", ignore_errors=True)
    p = subprocess.run(["trueup", "check", "-q", "-c", "trueup.json", "--as-of", "2026-11-01", "--gate", "none",
                        "-o", "out", *more, folder], capture_output=True, text=True, check=False)
    if p.returncode not in (0, 1):
        print("Bail out! trueup ended with", p.returncode, p.stderr)
        sys.exit(1)
    return json.load(open("out/report.json"))


NAMES = ("procedural", "supported", "refuted", "not_shown")


def scores(report):
    return {s["system"] + "/" + s["framework"]: [s["scores"][k] for k in NAMES] for s in report["scopes"]}


def effect(report, kind, value=None):
    rows = [i for i in report["judged_party_inputs"]
            if i["kind"].startswith(kind) and (value is None or value in i["value"])]
    assert len(rows) == 1, (kind, value, [i["kind"] for i in report["judged_party_inputs"]])
    return rows[0]


pier()
base = run(CONFIG, OVERRIDE, "pier")
result(list(scores(base).values()) == [[1000000, 880000, 120000, 0]], "the scores are those derived by hand", scores(base))

HAND = [
    ("weights", None, [0, -53333, 53334, -1], "supported -5.3, refuted +5.3 points"),
    ("change of a rule", "DEC-002", [0, 300000, -300000, 0],
     "supported +30.0, refuted -30.0 points"),
    ("changes of rules", None, [0, 300000, -300000, 0], "supported +30.0, refuted -30.0 points"),
    ("assets out of scope", None, [0, -3333, 3334, -1], "supported -0.3, refuted +0.3 points"),
    ("approvals", None, [0, 203077, 27693, -230770], "supported +20.3, refuted +2.8, not shown -23.1 points"),
    ("mapping of tests", "cci.xml", [0, 880000, 120000, -1000000],
     "supported +88.0, refuted +12.0, not shown -100.0 points"),
    ("tags of the tests", None, [0, 880000, 0, -880000], "supported +88.0, not shown -88.0 points"),
    ("who may accept", None, [0, 0, 0, 0], "none"),
]
for kind, value, want, text in HAND:
    row = effect(base, kind, value)
    got = [[e[k] for k in NAMES] for e in row["effects"] or []]
    said = row["effect"].split("; without it the status")[0]
    result(got == [want] and said == text, "by hand: " + kind, "got %s, %s" % (got, row["effect"]))


for name, want in (("DEC-002", "effect on the scores: supported +30.0, refuted -30.0 points"),
                   ("cci.xml", "effect on the scores: supported +88.0, refuted +12.0, not shown -100.0")):
    text = subprocess.run(["trueup", "explain", "out", name], capture_output=True, text=True, check=False).stdout
    result(want in " ".join(text.split()), "explain says it: " + name, text)


def same(report, row, without, text):
    a, b = scores(report), scores(without)
    want = [[x - y for x, y in zip(a[k], b[k])] for k in a]
    got = [[e[k] for k in NAMES] for e in row["effects"] or []]
    result(got == want, "a run without it says the same: " + text, "effect %s" % got, "runs   %s" % want)


def without(config, name):
    return {k: v for k, v in config.items() if k != name}


# Members and files of Pier, one at a time; and the marks and approvals as if nobody had made them.
for kind, name in (("weights", "weights"), ("who may accept", "authority"), ("changes of rules", "overrides"),
                   ("configuration", "framework")):
    same(base, effect(base, kind, "framework" if name == "framework" else None),
         run(without(CONFIG, name), OVERRIDE, "pier"), name)
same(base, effect(base, "change of a rule"), run(CONFIG, dict(OVERRIDE, rules={}), "pier"), "change of DEC-002")
shutil.copytree("pier", "less")
os.remove("less/cci.xml")
same(base, effect(base, "mapping"), run(CONFIG, OVERRIDE, "less"), "cci.xml")
edit("cmdb.csv", lambda t: t.replace(",No,", ",,"))
same(base, effect(base, "assets out"), run(CONFIG, OVERRIDE, "pier"), "marks of scope")
edit("cmdb.csv", lambda t: t.replace(",,ed", ",No,ed"))
edit("claims.csv", lambda t: t.replace("ana@quay.example,nothing", ",nothing"))
same(base, effect(base, "approvals"), run(CONFIG, OVERRIDE, "pier"), "approvals")

# The previous report.  AU-8's failure on web01 is shown by it alone: without it 5 of 5 pass, with it 4 of 5.
#   CP-9's approval is gone by now, so AU-8 weighs 1 of 13: supported 8.8 / 13 = 0.676923 without, 8.6 / 13 = 0.661538 with;
#   refuted 1.2 / 13 = 0.092307 without, 1.4 / 13 = 0.107692 with.
shutil.copytree("pier", "sick")
with open("sick/scan-11.xml", "w") as f:
    f.write(open("pier/scan-09.xml").read().replace("2026-09-01", "2026-10-25").replace("xccdf_quay_rule_patch", "xccdf_quay_rule_clock"))
told = run(CONFIG, OVERRIDE, "sick")
shutil.copytree("out", "held")
alone = run(CONFIG, OVERRIDE, "pier")
told = run(CONFIG, OVERRIDE, "pier", "--previous", "held")
row = effect(told, "previous report")
same(told, row, alone, "the previous report")
result([[e[k] for k in NAMES] for e in row["effects"] or []] == [[0, -15385, 15385, 0]]
       and row["effect"].startswith("supported -1.5, refuted +1.5 points"), "by hand: the previous report", row["effect"], row["effects"])

# The large organisation: each member that it sets.
config = json.loads("\n".join(x for x in open(os.path.join(ORG, "trueup.json")).read().split("\n")
                              if not x.strip().startswith("//")))
shutil.copytree(os.path.join(ORG, "evidence"), "org")
base = run(config, OVERRIDE, "org")
for kind, name in (("who may accept", "authority"), ("period", "period")):
    same(base, effect(base, kind), run(without(config, name), OVERRIDE, "org"), "the large one, " + name)
for name in ("mappings/crosswalk.jsonl",):
    shutil.move(os.path.join("org", name), "aside")
    same(base, effect(base, "mapping", name), run(config, OVERRIDE, "org"), "the large one, " + name)
    shutil.move("aside", os.path.join("org", name))
result(run(config, OVERRIDE, "org") == base, "the same again")

# More inputs than runs: those of a kind are left out together, and the page says so.
ids = [r["id"] for r in base["rules"] if r["enabled"]]
many = {i: {"ask": False, "reason": "x", "approved_by": "ana", "expires": "2027-01-01"} for i in ids}
told = run(dict(config, overrides=CONFIG["overrides"]), dict(OVERRIDE, rules=many), "org")
rows = [i for i in told["judged_party_inputs"] if i["kind"] == "change of a rule"]
result(len(rows) == len(ids) > 32 and all(
    "together with %d other inputs" % (len(ids) - 1) in i["effect"] for i in rows),
       "more changes than runs are measured together", [i["effect"] for i in rows[:2]])
print("1..%d" % count)
sys.exit(bad > 0)
