"""
The sick db01 as an old name of the healthy web02 (attacks G8). TAP.

Quay (fiction) has five servers of which db01 fails AC-7: n 5, good 4, bad 1, lo 0.8.  Made one asset with web02, which
is scanned later, the failure is cleared by the later pass of the same scanner: n 4, good 4, lo 1.  The effect on the
scope, whose three controls weigh the same, is (1 - 0.8) / 3 = 6.7 points, and page two says who approved it.
"""
import json
import os
import shutil
import subprocess
import sys

EVIDENCE = os.path.join(sys.argv[1], "cheats", "override", "honest")
count = bad = 0


def result(good, text, *remarks):
    global count, bad
    count += 1
    for r in () if good else remarks:
        print("#", r)
    print("%sok %d - %s" % ("" if good else "not ", count, text))
    bad += not good


def check(rows, folder="quay", **more):
    json.dump(dict({"framework": "nist-800-53", "identities": rows}, **more), open("trueup.json", "w"))
    shutil.rmtree("out", ignore_errors=True)
    p = subprocess.run(["trueup", "check", "-q", "-c", "trueup.json", "--as-of", "2026-11-01", "--gate", "none",
                        "-o", "out", folder], capture_output=True, text=True, check=False)
    if p.returncode not in (0, 4):
        return p.returncode, p.stderr, None
    r = json.load(open("out/report.json"))
    return r, p.stderr, {c["label"]: c["w"] for c in r["scopes"][0]["controls"]}


ROW = {"asset": ["fqdn:db01.quay.example", "fqdn:web02.quay.example"], "reason": "renamed",
       "approved_by": "ana@quay.example", "expires": "2026-12-31"}
shutil.copytree(EVIDENCE, "quay")
scan = open("quay/scan-10.xml").read()
parts = scan.split("<TestResult ")
later = [p.replace("2026-10-20T02", "2026-10-21T02") if "web02.quay" in p else p for p in parts]
open("quay/scan-10.xml", "w").write("<TestResult ".join(later))

r, _, w = check([])
fails = [k for k in w if w[k]["bad"] > 0]
result(fails == ["AC-7"] and (w["AC-7"]["n"], w["AC-7"]["lo"]) == (5, 800000), "apart, db01 fails", w)
base = r["scopes"][0]["scores"]["supported"]
r, err, w = check([ROW])
rows = [i for i in r["judged_party_inputs"] if i["kind"] == "names that are one asset"]
result((w["AC-7"]["n"], w["AC-7"]["bad"], w["AC-7"]["lo"]) == (4, 0, 1000000) and "E215" not in err,
       "as one asset the later pass counts", w, err)
result(len(rows) == 1 and rows[0]["author"] == "ana@quay.example" and "renamed" in rows[0]["change"]
       and rows[0]["effects"][0]["supported"] == r["scopes"][0]["scores"]["supported"] - base > 60000,
       "page two names it, who approved it, and its effect", rows)
_, err, w = check([dict(ROW, expires="2026-10-31")])
result(w["AC-7"]["n"] == 5 and "E215" in err and "has ended" in err, "not after its end", w, err)
_, err, w = check([dict(ROW, asset=["fqdn:db01.quay.example", "fqdn:nowhere.example"])])
result(w["AC-7"]["n"] == 5 and "no source knows two of these names" in err, "a name that nobody knows", w, err)
cmdb = open("quay/cmdb.csv").read().strip().split("\n")
open("quay/cmdb.csv", "w").write("\n".join(x + ("," + ("Serial number" if i == 0 else "SN-%d" % i))
                                          for i, x in enumerate(cmdb)) + "\n")
_, err, w = check([ROW])
result(w["AC-7"]["n"] == 5 and w["AC-7"]["bad"] == 1 and "only one of" in err, "never across serial numbers", w, err)

for text, rows, want in (
        ("no end", [{k: v for k, v in ROW.items() if k != "expires"}], '"expires" are all needed'),
        ("no reason", [dict(ROW, reason="")], '"expires" are all needed'),
        ("one name", [dict(ROW, asset=["fqdn:a.example"])], "two names or more are wanted"),
        ("no kind", [dict(ROW, asset=["db01", "web02"])], '"db01" is no name of an asset'),
        ("misspelt", [dict(ROW, aproved_by="x")], 'did you mean "approved_by"?'),
        ("no list", {"a": "b"}, "a list of objects is wanted here"),
        ("too many", [ROW] * 101, "more than 100")):
    code, err, _ = check(rows)
    result(code == 2 and "trueup.json:1:" in err and want in err, "refused: " + text, code, err)
for text, more, want in (
        ("an authority without choices", {"authority": [{"party": "a@x.example", "choices": []}]}, "the list is empty"),
        ("an authority that never holds", {"authority": [{"party": "a@x.example", "from": "2026-05-01", "to": "2026-04-01"}]},
         "it never holds"),
        ("a role that never holds", {"roles": [{"role": "CISO", "party": "a", "from": "2026-05-01", "to": "2026-04-01"}]},
         "it never holds"),
        ("an empty scope", {"scope": []}, "name the controls in scope")):
    code, err, _ = check([], **more)
    result(code == 2 and want in err, "refused: " + text, code, err)
print("1..%d" % count)
sys.exit(bad > 0)
