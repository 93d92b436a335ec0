#!/usr/bin/env python3
"""The ways of real tickets in report.json, against counts made without the program and against the trackers' own
columns. TAP. TRUEUP names the program (default: build/trueup), TRUEUP_CORPUS the real files; without them all is
skipped.

ServiceNow (445 incidents): reopen_count, reassignment_count and made_sla are the tracker's own answers. Jira (33
issues): hand-offs between people, each a team of one."""

import collections
import csv
import datetime
import json
import os
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.environ.get("TRUEUP", os.path.join(TOP, "build", "trueup"))
CORPUS = os.environ.get("TRUEUP_CORPUS", "")
tests = failures = 0


def report(name, differences, notes=()):
    global tests, failures
    tests += 1
    failures += bool(differences)
    print(f"{'not ok' if differences else 'ok'} {tests} - {name}")
    for line in list(differences[:5]) + list(notes):
        print("#   " + line)


def items(folder, files, as_of, zone=None):
    """The items of a run over these files; a file is a path, or a name and its text."""
    where = os.path.join(folder, "in")
    os.makedirs(where)
    for name, text in files:
        with open(os.path.join(where, name), "w", encoding="utf-8") as f:
            f.write(text)
    config = os.path.join(folder, "trueup.json")
    with open(config, "w", encoding="utf-8") as f:
        json.dump({"zone": zone} if zone else {}, f)
    out = os.path.join(folder, "out")
    subprocess.run([PROGRAM, "check", "-c", config, "--as-of", as_of, "--gate", "none", "-f", "json", "-o", out, where],
                   capture_output=True, check=False)
    with open(os.path.join(out, "report.json"), encoding="utf-8") as f:
        return {i["key"]: i for i in json.load(f)["items"]}


def way(steps):
    """(hand-offs, direct, indirect, carousel in millionths) straight from the definitions of method.md 2.4."""
    o = [s for k, s in enumerate(steps) if k == 0 or steps[k - 1] != s]
    direct = [k for k in range(2, len(o)) if o[k] == o[k - 2]]
    indirect = [k for k in range(3, len(o)) if o[k] not in (o[k - 1], o[k - 2]) and o[k] in o[:k - 2]]
    turns = (len(o) - len(set(o))) * 1000000 // len(o) if o else 0
    return max(len(o) - 1, 0), len(direct), len(indirect), turns


def way_of(item):
    return item["handoffs"], item["returns_direct"], item["returns_indirect"], item["carousel"]


# ---- ServiceNow ----

def minute(text):
    return datetime.datetime.strptime(text, "%d-%m-%Y %H:%M") if text != "?" else None


def waits(rows):
    """(pauses, seconds) in a state that begins with Awaiting, from the first row of it to the first of another."""
    n, total, since = 0, 0, None
    for r in rows:
        now = r["incident_state"].startswith("Awaiting")
        if now and since is None:
            since, n = minute(r["sys_updated_at"]), n + 1
        if not now and since is not None:
            total += (minute(r["sys_updated_at"]) - since).total_seconds()
            since = None
    return n, int(total), since


def servicenow(folder):
    path = os.path.join(CORPUS, "tickets", "servicenow", "incident_event_log.part1.csv")
    with open(path, encoding="utf-8") as f:
        text = f.read()
    logs = collections.OrderedDict()
    for r in csv.DictReader(text.splitlines()):
        logs.setdefault(r["number"], []).append(r)
    got = items(folder, [("log.csv", text)], "2017-03-01T00:00:00Z", "UTC")
    report(f"{len(logs)} incidents are items", [k for k in logs if k not in got])

    report("reopened is reopen_count", [f"{k}: {got[k]['reopened']}, not {v[-1]['reopen_count']}" for k, v in logs.items()
                                        if got[k]["reopened"] != int(v[-1]["reopen_count"])])
    bad, unseen = [], []
    for k, v in logs.items():
        groups = [r["assignment_group"] for r in v]     # "?": a group that the log hides is one, as it counts
        if way_of(got[k]) != way(groups):
            bad.append(f"{k}: {way_of(got[k])}, not {way(groups)}")
        # What the counter counts and no row shows: it goes up while the group stays.
        hidden = sum(int(b["reassignment_count"]) - int(a["reassignment_count"]) for a, b in zip(v, v[1:])
                     if a["assignment_group"] == b["assignment_group"])
        if hidden:
            unseen.append(k)
        if got[k]["handoffs"] + hidden != int(v[-1]["reassignment_count"]):
            bad.append(f"{k}: {got[k]['handoffs']} hand-offs and {hidden} that no row shows, "
                       f"reassignment_count {v[-1]['reassignment_count']}")
    report("hand-offs are reassignment_count, less moves that no row shows", bad,
           [f"the counter went up and no group changed: {', '.join(unseen)}"])

    bad = []
    for k, v in logs.items():
        n, seconds, still = waits(v)
        t = got[k]["timeline"]
        if still is None and (t["pauses"], t["paused_seconds"]) != (n, seconds):
            bad.append(f"{k}: {t['pauses']} pauses of {t['paused_seconds']} s, not {n} of {seconds}")
    report("pauses and their length", bad)

    # No table of the limits is published. Up to the resolution 122 hours (five days) part kept from missed exactly; some
    # that were resolved in time are marked missed at their closing, days later, when nothing but the state changed.
    table, bad = collections.Counter(), []
    for k, v in logs.items():
        kept, hours = v[-1]["made_sla"].upper() == "TRUE", got[k]["timeline"]["life_seconds"] / 3600
        name = v[-1]["priority"]
        if name not in ("3 - Moderate", "4 - Low"):
            continue
        at_end = not kept and v[-2]["made_sla"].upper() == "TRUE" and v[-1]["incident_state"] == "Closed"
        table[name, kept, hours <= 122, at_end] += 1
        if kept != (hours <= 122) and not (hours <= 122 and at_end):
            bad.append(f"{k}: {name}, {hours:.1f} hours, made_sla {v[-1]['made_sla']}")
    report("made_sla against the time from opening to the closing", bad, [
        f"{name}: made_sla {kept}, {'within' if fast else 'over'} 122 hours{', set at the closing' * end}: {n}"
        for (name, kept, fast, end), n in sorted(table.items(), key=str)])


# ---- Jira ----

def jira(folder):
    path = os.path.join(CORPUS, "tickets", "jira", "search-with-changelog.json")
    with open(path, encoding="utf-8") as f:
        text = f.read()
    issues, people, paths = json.loads(text)["issues"], {}, {}
    for i in issues:
        moves = sorted((datetime.datetime.strptime(h["created"], "%Y-%m-%dT%H:%M:%S.%f%z"), x)
                       for h in i["changelog"]["histories"] for x in h["items"] if x["field"] == "assignee"
                       for x in [(x["from"], x["to"], x["fromString"], x["toString"])])
        paths[i["key"]] = [s for k, (_, x) in enumerate(moves) for s in ([x[0]] if k == 0 else []) + [x[1]] if s]
        for _, x in moves:
            people.update({p: n for p, n in ((x[0], x[2]), (x[1], x[3])) if p})
    roster = json.dumps({"trueup": "records/1"}) + "\n" + "".join(json.dumps({"record": "party", "name": n, "ids": [{"ns": "jira", "value": p}], "team": "of " + p,
                                 "active": "T", "hired": "2020-01-01"}) + "\n" for p, n in sorted(people.items()))
    got = items(folder, [("search.json", text), ("roster.jsonl", roster)], "2026-11-01T00:00:00Z")
    report(f"{len(issues)} issues are items", [i["key"] for i in issues if i["key"] not in got])
    report("hand-offs between people", [f"{k}: {way_of(got[k])}, not {way(p)}" for k, p in paths.items()
                                        if way_of(got[k]) != way(p)],
           [f"{sum(map(len, paths.values()))} steps; issues that came back to a former assignee: "
            f"{sum(way(p)[1] + way(p)[2] > 0 for p in paths.values())}"])


def main():
    if not os.path.isdir(CORPUS):
        print("1..0 # SKIP the corpus is not here (TRUEUP_CORPUS)")
        return 0
    for part in (servicenow, jira):
        with tempfile.TemporaryDirectory() as folder:
            part(folder)
    print(f"1..{tests}")
    return failures > 0


if __name__ == "__main__":
    sys.exit(main())
