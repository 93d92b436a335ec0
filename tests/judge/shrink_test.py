#!/usr/bin/env python3
"""A property that is broken on purpose prints the smallest model that shows it (properties.py). TAP.

shrink_test.py JUDGE_DUMP"""

import contextlib
import io
import sys

import beside
import properties
import unknown
from invariants import itself

BROKEN = "nothing ever fails"


def no_failure(a, b):
    return next(("%s on %s" % (c["id"], i["asset"]) for c in b["controls"] for i in c["instances"]
                 if i["value"] == "F"), None)


def late(m, out):
    return next((i["key"] + " is late" for i in out["items"] if i["state"] == "BREACHED"), None)


def printed(judge, name, wrong):
    """What is printed of the first model that violates the property, and that model's number of records."""
    for k in range(200):
        model = beside.make_many(["shrink/%d" % k], judge.facts)[0]
        if wrong(model, properties.load(judge.lines([properties.text_of(model)])[0])):
            out = io.StringIO()
            with contextlib.redirect_stdout(out):
                properties.show_smallest(judge, "shrink", name, k)
            return out.getvalue().splitlines(), len(model["records"])
    return [], 0


def result(n, good, what, lines):
    print("%sok %d - %s" % ("" if good else "not ", n, what))
    if not good:
        print("\n".join(lines))
    return good


def main():
    judge = properties.Judge(sys.argv[1])
    properties.ROWS = ((itself, (), ((BROKEN, no_failure),)),)
    properties.SINGLE = (("nothing is ever late", late),)
    print("1..3")

    # A population is not needed for a failure: one result, the control that it is tagged with, their sources.
    lines, records = printed(judge, BROKEN, lambda m, o: no_failure(o, o))
    kept = [x for x in lines if '"record"' in x]
    good = records > 5 and lines[0].startswith("# smallest: ") and len(kept) <= 2 and len(lines) <= 6
    good = result(1, good, "of a pair: %d records, of them %d are printed" % (records, len(kept)), lines)

    lines, records = printed(judge, "nothing is ever late", late)
    kept = [x for x in lines if '"record"' in x]
    good = result(2, records > 5 and len(kept) <= 2 and len(lines) <= 6,
            "of one model: %d records, of them %d are printed" % (records, len(kept)), lines) and good

    # A rule that takes a leaver for somebody: the U property as it would be without what it leaves out.
    unknown.GIVEN = set()
    model = {"config": {"as_of": "2026-11-01T00:00:00Z", "scope": ["ac-2", "cm-6"]}, "sources": [
        {"path": "hr", "roles": ["roster"], "as_of": "2026-10-31"}, {"path": "grc", "roles": ["claim"]}],
        "records": [{"record": "party", "source": "hr", "ids": [{"ns": "email", "value": "bo@x.example"}],
                     "name": "Bo Lee", "active": "F", "title": "Head"},
                    {"record": "assign", "source": "grc", "subject": "control", "framework": "nist-800-53",
                     "id": "ac-2", "role": "owner", "owner": True, "party": "bo@x.example"},
                    {"record": "claim", "source": "grc", "kind": "grc", "control": "ac-2", "state": "planned"}]}
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        properties.show_smallest(judge, "shrink", "U OWN-001", 0, model)
    lines = out.getvalue().splitlines()
    good = result(3, any(x.startswith("#   - ") and '"active": "F"' in x for x in lines)
            and any(x.startswith("#   + ") and "active" not in x for x in lines)
            and len([x for x in lines if '"record"' in x]) <= 3 and "Head" not in out.getvalue(),
            "of the U property: the record without the fact, and with it", lines) and good
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
