#!/usr/bin/env python3
"""Records and result words of real exports, against counts made without the program: ElementTree, json. TAP.

Each function below reads one format in its own way and gives what `trueup read` must find: a Counter of a member of
the observations. TRUEUP names the program (default: build/trueup), TRUEUP_CORPUS the real files; without them all
is skipped."""

import collections
import glob
import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.environ.get("TRUEUP", os.path.join(TOP, "build", "trueup"))
CORPUS = os.environ.get("TRUEUP_CORPUS", "")
tests = failures = 0


def report(name, differences):
    global tests, failures
    tests += 1
    failures += bool(differences)
    print(f"{'not ok' if differences else 'ok'} {tests} - {name}")
    for line in differences:
        print("#   " + line)


def records(path):
    out = subprocess.run([PROGRAM, "read", path], capture_output=True, check=False).stdout
    rows = [json.loads(line) for line in out.decode().splitlines()]
    return [r for r in rows if "record" in r]


def observations(path):
    return [r for r in records(path) if r["record"] == "observation"]


def account(path):
    """The reader's name is not needed: only its account."""
    out = subprocess.run([PROGRAM, "identify", "--json", path], capture_output=True, check=False).stdout
    return json.loads(out)


def words(rows, member="result_raw"):
    return collections.Counter(r.get(member) for r in rows)


def ckl(path):
    return "result_raw", collections.Counter(v.findtext("STATUS") for v in ET.parse(path).iter("VULN"))


def json_values(path):
    """One value, or one a line."""
    text = open(path, encoding="utf-8").read()
    try:
        return [json.loads(text)]
    except json.JSONDecodeError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]


def ocsf(path):
    """Prowler's: one resource a finding, the word in status_code."""
    events = [e for v in json_values(path) for e in (v if isinstance(v, list) else [v])]
    return "result_raw", collections.Counter(e["status_code"] for e in events for _ in e["resources"])


def asff(path):
    """One for each resource, and a failure first seen before the last time once more."""
    want = collections.Counter()
    for value in json_values(path):
        for f in value if isinstance(value, list) else value.get("Findings", [value]):
            status = f.get("Compliance", {}).get("Status")
            first, last = f.get("FirstObservedAt"), f.get("LastObservedAt") or f["UpdatedAt"]
            twice = status in ("FAILED", "WARNING") and first is not None and first < last
            want[status or f.get("RecordState", "")] += len(f["Resources"]) * (1 + twice)
    return "result_raw", want


FORMATS = [("ckl/*.ckl", ckl), ("prowler/*.ocsf.json", ocsf), ("asff/*", asff)]


def main():
    if not os.path.isdir(CORPUS):
        print("1..0 # SKIP the corpus is not here (TRUEUP_CORPUS)")
        return 0
    for pattern, count in FORMATS:
        paths = sorted(glob.glob(os.path.join(CORPUS, pattern)))
        if not paths:
            report(f"{pattern}: there are such files", ["none"])
        for path in paths:
            member, want = count(path)
            got = words(observations(path), member)
            report(f"{os.path.relpath(path, CORPUS)}: {sum(want.values())} results", [
                f"{w!r}: counted {want[w]}, read {got[w]}" for w in sorted(set(want) | set(got), key=str)
                if want[w] != got[w]])
    print(f"1..{tests}")
    return failures > 0


if __name__ == "__main__":
    sys.exit(main())
