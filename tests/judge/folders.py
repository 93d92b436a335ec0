#!/usr/bin/env python3
"""Both judges on real folders. TAP.

folders.py JUDGE_DUMP fixtures | corpus     each fixture folder, or each folder of TRUEUP_CORPUS
folders.py JUDGE_DUMP [-c CONFIG] FOLDER    this one; a model on which they differ is kept (KEEP=DIR)

Of each folder the records as `trueup read` finds them become a model of MODELS.md. Its second judgement must be the
first one's, line for line, and what report.json of `trueup check` says of controls, scores and clocks. What is known
of a source besides (its role, its oldest and newest instant) is taken from report.json; neither is judged."""

import glob
import json
import os
import re
import subprocess
import sys
import tempfile

from naive_d import PROCESS
from shrink import cause, differences, first, mine as mine_of

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.environ.get("TRUEUP", os.path.join(TOP, "build", "trueup"))
FIXTURES = os.path.join(TOP, "fixtures")
AS_OF = "2026-11-01"
# Members of trueup.json that say how files are read, or what is printed: no part of a model.
READING = {"organisation", "evidence", "gates", "names", "$schema", "calendars"}
SAME = ("zone", "system", "framework", "scope", "authority", "roles", "weights", "criticality", "process_controls",
        "o_classes", "floor_severity", "max_age", "limits")

ROLES = {"role-table": "roles", "artefact": "evidence"}    # what report.json calls otherwise


class Beyond(Exception):
    """What a model of MODELS.md cannot say."""


def relaxed(path):
    """trueup.json: comments on lines of their own, commas before a closing bracket."""
    with open(path, encoding="utf-8") as f:
        text = "".join(line for line in f if not line.lstrip().startswith("//"))
    return json.loads(re.sub(r",(\s*[}\]])", r"\1", text))


def config_of(path, report):
    given = relaxed(path) if path else {}
    out = {"as_of": report["as_of"]}
    for k, v in given.items():
        if k in READING:
            continue
        if k == "period":
            if report["period_from"]:
                out["period_from"] = report["period_from"]
        elif k in SAME:
            out[k] = v
        else:
            raise Beyond("a model has no " + k)
    if "weights" in out:
        out["weights"] = {control_id(k): w for k, w in out["weights"].items()}
    if "scope" in out:
        out["scope"] = [control_id(k) for k in out["scope"]]
    # Reading 150: what trueup.json says is added to the default, in this file it replaces it.
    if "o_classes" in out:
        out["o_classes"] = sorted({"items", *out["o_classes"]})
    if "process_controls" in out:
        out["process_controls"] = {k: sorted({*PROCESS.get(k, ()), *map(control_id, out["process_controls"].get(k, ()))})
                                   for k in {*PROCESS, *out["process_controls"]}}
    return out


def control_id(text):
    """AC-2(1) is ac-2.1."""
    return re.sub(r"\((\d+)\)", r".\1", text.lower())


def sources_of(rows, report):
    known = {s["path"]: s for s in report["sources"]}
    out = []
    for r in rows:
        told = known[r["path"]]
        s = {"path": r["path"], "roles": [ROLES.get(x, x) for x in told["roles"]]}
        for k in ("format", "originator", "grade", "total", "listed", "query", "as_of"):
            if r.get(k) is not None and (k != "total" or r.get("has_total")):
                s[k] = r[k]
        if r.get("has_total"):
            s.setdefault("total", 0)
        if r.get("complete"):
            s["complete"] = r["complete"] == "T"
        if r.get("truncated_history"):
            s["truncated"] = True
        if isinstance(s.get("as_of"), dict):
            s["as_of"] = {"hi": s["as_of"].get("lo"), **s["as_of"]} if "lo" in s["as_of"] else s["as_of"]
        for k in ("newest", "oldest"):
            if told.get(k):
                s[k] = told[k]
        out.append(s)
    return out


def run(*args):
    return subprocess.run([PROGRAM, *args], capture_output=True, check=False)


def taken(folder, config, work):
    """(model, report) of a folder; Beyond where there is none."""
    how = ["-c", config] if config else []
    got = run("check", *how, "--as-of", AS_OF, "--gate", "none", "-f", "json", "-o", work, folder)
    if not os.path.exists(os.path.join(work, "report.json")):
        raise Beyond("no report: exit %d" % got.returncode)
    with open(os.path.join(work, "report.json"), encoding="utf-8") as f:
        report = json.load(f)
    rows, records = [], []
    for line in run("read", *how, folder).stdout.decode().splitlines():
        r = json.loads(line)
        if r.get("record") == "source":
            rows.append(r)
        elif r.get("record") not in (None, "end"):
            records.append(dict(r, source=rows[-1]["path"]))
    if len(report["scopes"]) > len({s["framework"] for s in report["scopes"]}):
        raise Beyond("a model has one scope a framework")
    model = {"config": config_of(config, report), "sources": sources_of(rows, report), "records": records}
    return model, report


def reported(report):
    """Of report.json what a line of MODELS.md says as well."""
    controls, scopes = [], []
    for s in report["scopes"]:
        for c in s["controls"]:
            row = {k: c[k] for k in ("id", "weight", "verdict", "failing", "limited_by")}
            row.update(framework=s["framework"], r_lo=c["real_low"], r_hi=c["real_high"], owner=c["owner"]["valid"],
                       p=c["claim"]["p"] if c["claim"] else 0, refuted=sum(int(n) for o in c["overlays"] for n in re.findall(r"REFUTED\((\d+)\)", o)),
                       overlays=sorted(re.sub(r"\(.*", "", o) for o in c["overlays"]))
            for d in "odw":
                row[d] = {k: c[d][k] for k in ("n", "m", "good", "bad", "lo", "hi", "empty")}
            for k in ("tests_hold", "tests_fail", "listed_failures"):
                row[k] = c["instances"][k]
            controls.append(row)
        scores = s["scores"]
        row = {k: scores[k] for k in ("procedural", "supported", "refuted", "not_shown", "real_low", "real_high",
                                      "understatement", "fog", "status")}
        row.update(framework=s["framework"], weight=s["weight"], contradicted=s["contradicted"], failing=s["failing"],
                   tests_hold=s["tests"]["hold"], tests_total=s["tests"]["total"],
                   loss=[{k: x[k] for k in ("by", "points", "controls")} for x in s["loss"]],
                   verdicts={k: v for k, v in s["verdicts"].items() if v})
        scopes.append(row)
    items = [{"tracker": i["tracker"], "key": i["key"], "state": i["clock"]["state"].upper(),
              **{k: i["clock"][k] for k in ("in_period", "overdue_undecided") if k in i["clock"]}}
             for i in report["items"]]
    order = lambda x: (x["framework"], x.get("id", ""))
    return {"controls": sorted(controls, key=order), "items": items, "scopes": sorted(scopes, key=order)}


def part(line, like):
    """Of a line the members that another one has."""
    if isinstance(like, dict) and isinstance(line, dict):
        return {k: part(line.get(k), v) for k, v in like.items()}
    if isinstance(like, list) and isinstance(line, list) and len(like) == len(line):
        return [part(a, b) for a, b in zip(line, like)]
    return line


def compare(dump, folder, config):
    """[differences], and what there was to compare."""
    with tempfile.TemporaryDirectory() as work:
        model, report = taken(folder, config, os.path.join(work, "out"))
    keep = os.environ.get("KEEP")
    if keep:
        with open(os.path.join(keep, re.sub(r"\W+", "-", os.path.relpath(folder, TOP)) + ".jsonl"), "w",
                  encoding="utf-8") as f:
            f.write(json.dumps(model) + "\n")
    mine, its = mine_of(model), first(dump, model)
    if "died" in mine:
        return ["the second judge died: " + mine["died"]], ""
    said, differ = reported(report), cause(differences(mine, its))
    out = [] if differ is None else ["%s: second %s, first %s" % tuple(json.dumps(x)[:300] for x in differ)]
    for c in mine["controls"]:
        c["overlays"].sort()
    for k, a, b in differences(part(mine, said), said)[:5]:
        out.append("report.json%s: second %s, report %s" % (k, json.dumps(a)[:300], json.dumps(b)[:300]))
    return out, "%d controls, %d items, %d records" % (len(mine["controls"]), len(mine["items"]), len(model["records"]))


def fixtures():
    """(name, folder, config) of every fixture folder."""
    yield "org", os.path.join(FIXTURES, "org", "evidence"), os.path.join(FIXTURES, "org", "trueup.json")
    for kind in ("day", "good"):
        for path in sorted(glob.glob(os.path.join(FIXTURES, kind, "*", ""))):
            yield kind + "/" + os.path.basename(path[:-1]), path, None
    for pair in sorted(glob.glob(os.path.join(FIXTURES, "cheats", "*", ""))):
        for side in ("honest", "cheating"):
            config = [c for c in (pair + side + ".json", pair + side + ".conf", pair + "trueup.json") if os.path.exists(c)]
            yield "cheats/%s/%s" % (os.path.basename(pair[:-1]), side), pair + side, config[0] if config else None


def corpus(top):
    for path in sorted(glob.glob(os.path.join(top, "*", ""))):
        yield os.path.basename(path[:-1]), path, None
    yield "all of it", top, None


def main():
    dump, what = sys.argv[1], sys.argv[2:]
    if what == ["corpus"]:
        top = os.environ.get("TRUEUP_CORPUS", "")
        if not os.path.isdir(top):
            print("1..0 # SKIP the corpus is not here (TRUEUP_CORPUS)")
            return
        rows = list(corpus(top))
    elif what == ["fixtures"]:
        rows = list(fixtures())
    else:
        rows = [(what[-1], what[-1], what[1] if what[0] == "-c" else None)]
    print("1..%d" % len(rows))
    bad = 0
    for n, (name, folder, config) in enumerate(rows, 1):
        try:
            differ, size = compare(dump, folder, config)
            print("%sok %d - %s: %s" % ("not " if differ else "", n, name, size), flush=True)
        except Beyond as e:
            differ = []
            print("ok %d - %s # SKIP %s" % (n, name, e), flush=True)
        for line in differ:
            print("#   " + line)
        bad += bool(differ)
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
