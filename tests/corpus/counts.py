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
import tempfile
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


def observations(path, kind="observation"):
    return [r for r in records(path) if r["record"] == kind]


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


def hdf_one(control):
    """The tool's own parts by Kleene; attestations apart."""
    parts = [r for r in control.get("results") or [] if not r["code_desc"].startswith("Manual")]
    words = {"error" if r.get("backtrace") is not None else r["status"] for r in parts}
    if "failed" in words:
        return "fail"
    if not words or "error" in words:
        return None
    if control["impact"] == 0:
        return "not-applicable"
    return "pass" if words == {"passed"} else None


def hdf(path):
    """Of a control that several profiles show, the one with results; an attestation is one more."""
    document = json.load(open(path, encoding="utf-8"))
    if isinstance(document, list):
        # Attestations alone.
        return "result", collections.Counter({"passed": "pass", "failed": "fail"}[a["status"]] for a in document)
    profiles = document["profiles"]
    shown = collections.defaultdict(list)
    for p in profiles:
        for c in p["controls"]:
            shown[c["id"]].append(c)
    want = collections.Counter()
    for views in shown.values():
        ran = [c for c in views if c.get("results")] or views[:1]
        for c in ran:
            want[hdf_one({**c, "impact": views[0]["impact"]})] += 1
            if c.get("attestation_data"):
                want[{"passed": "pass", "failed": "fail"}[c["attestation_data"]["status"]]] += 1
    return "result", want


def nessus(path):
    """Every item that is not informational, by plugin; compliance items by their check."""
    want = collections.Counter()
    for item in ET.parse(path).iter("ReportItem"):
        check = item.findtext("{http://www.nessus.org/cm}compliance-check-id") \
            or item.findtext("{http://www.nessus.org/cm}compliance-check-name")
        if check or item.get("severity") != "0" or item.find("cve") is not None:
            want[check or item.get("pluginID")] += 1
    return "test", want


def sarif(path):
    return "test", collections.Counter(
        r["ruleId"] for run in json.load(open(path, encoding="utf-8"))["runs"] for r in run["results"])


def arf(path):
    """Words of its rules, and of its OVAL definitions but those of inventory and those that no selected rule asked for."""
    x, v, d = ("{http://checklists.nist.gov/xccdf/1.2}", "{http://oval.mitre.org/XMLSchema/oval-results-5}",
               "{http://oval.mitre.org/XMLSchema/oval-definitions-5}")
    root = ET.parse(path)
    want = collections.Counter(r.findtext(x + "result") for r in root.iter(x + "rule-result"))
    del want["notselected"]
    for document in root.iter(v + "oval_results"):
        classes = {e.get("id"): e.get("class") for e in document.iter(d + "definition")}
        for e in document.find(v + "results").iter(v + "definition"):
            kind, word = classes[e.get("definition_id")], e.get("result")
            if kind in ("vulnerability", "patch") or (kind == "compliance" and word != "not evaluated"):
                want[word] += 1
    return "result_raw", want


def component(path):
    """Each requirement that a component or capability says it meets, by the JSON."""
    def walk(value):
        for key, v in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
            if key == "implemented-requirements":
                yield from (q["control-id"] for q in v)
            yield from walk(v)
    return "control", collections.Counter(walk(json.load(open(path, encoding="utf-8"))))


def cyclonedx(path):
    """Each product of each vulnerability, and each requirement that is attested."""
    bom = json.load(open(path, encoding="utf-8"))
    want = collections.Counter()
    for v in bom.get("vulnerabilities", []):
        want[v["id"]] += max(1, len(v.get("affects", [])))
    named = {q["bom-ref"]: q["identifier"] for s in bom.get("definitions", {}).get("standards", [])
             for q in s["requirements"]}
    for a in bom.get("declarations", {}).get("attestations", []):
        want.update(named.get(m["requirement"], m["requirement"]) for m in a["map"])
    return "test", want


def twins(one, other, kind, member):
    """A document in JSON and in XML gives the same records."""
    a, b = (words(observations(os.path.join(CORPUS, p), kind), member) for p in (one, other))
    report(f"{one} and {other}: {sum(a.values())} {kind} records agree", [] if a and a == b else [f"{a} and {b}"])


# Where the records of a document are: the list of which one is taken away.
LISTS = [("prowler/example_output_aws.ocsf.json", ()), ("asff/asff_sample.json", ("Findings",)),
         ("hdf/rhel7-results.json", ("profiles", 0, "controls")), ("sarif/sarif_input.sarif", ("runs", 0, "results")),
         ("cyclonedx/dropwizard-vex.json", ("vulnerabilities",))]


def seen(path):
    out = subprocess.run([PROGRAM, "identify", "--json", path], capture_output=True, check=False).stdout
    return json.loads(out.decode().splitlines()[0])["seen"]


def conserved(name, steps):
    """One record less in the file is one less that was seen: nothing is lost, nothing is counted twice."""
    document = json.load(open(os.path.join(CORPUS, name), encoding="utf-8"))
    rows = document
    for step in steps:
        rows = rows[step]
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, os.path.basename(name))
        counts = []
        for _ in range(2):
            with open(path, "w", encoding="utf-8") as f:
                json.dump(document, f)
            counts.append(seen(path))
            rows.pop(len(rows) // 2)
    report(f"{name}: one record less is one less seen", [] if counts[0] - counts[1] == 1 else [f"seen {counts}"])


def stig(row):
    return min(t["id"] for t in row["tags"] if t["scheme"] == "stig" and t["id"].startswith("SV-"))


def pair(one, other, same):
    """The same facts in two formats: each rule's result, but for those pairs of words that `same` explains."""
    a, b = ({stig(r): r for r in observations(os.path.join(CORPUS, p))} for p in (one, other))
    differences = [f"{k}: only in one of them" for k in sorted(a.keys() ^ b.keys())]
    for k in sorted(a.keys() & b.keys()):
        words = (a[k].get("result"), b[k].get("result"))
        if words[0] != words[1] and words not in same:
            differences.append(f"{k}: {a[k]['result_raw']!r} and {b[k]['result_raw']!r}")
    report(f"{one} and {other}: {len(a)} rules agree", differences or ([] if a else ["nothing read"]))


PAIRS = [
    # The converter has no word for impact 0: it wrote notchecked.
    ("hdf/rhel7-results.json", "xccdf/rhel7-xccdf-results.xml", {("not-applicable", None)}),
    ("hdf/small_overrides_hdf.json", "ckl/small_ckl_overrides.ckl", set()),
]
FORMATS = [("xccdf/*.arf.xml", arf), ("ckl/*.ckl", ckl), ("prowler/*.ocsf.json", ocsf), ("asff/*", asff),
           ("hdf/*.json", hdf), ("nessus/*.nessus", nessus),
           ("sarif/*", sarif), ("oscal/*/*component*.json", component),
           ("cyclonedx/*.json", cyclonedx)]
KINDS = {component: "evidence"}
NIST = "oscal/nist/"
TWINS = [(f"{NIST}{n}.json", f"{NIST}{n}.xml", "evidence", "control") for n in (
    "example-component-definition", "example-component", "ifa_assessment-plan-example")] + [
        (f"{NIST}ssp-example.json", f"{NIST}ssp-example.yaml", "assign", "role")] + [
        (f"cyclonedx/{n}.json", f"cyclonedx/{n}.xml", kind, member)
        for n in ("valid-attestation-1.6",) for kind, member in (("observation", "test"), ("evidence", "path"))]


def main():
    if not os.path.isdir(CORPUS):
        print("1..0 # SKIP the corpus is not here (TRUEUP_CORPUS)")
        return 0
    for pattern, count in FORMATS:
        paths = sorted(glob.glob(os.path.join(CORPUS, pattern)))
        if not paths:
            report(f"{pattern}: there are such files", ["none"])
        for path in paths:
            # Another format's name in the same folder.
            if path.endswith(".spdx.json"):
                continue
            member, want = count(path)
            got = words(observations(path, KINDS.get(count, "observation")), member)
            report(f"{os.path.relpath(path, CORPUS)}: {sum(want.values())} results", [
                f"{w!r}: counted {want[w]}, read {got[w]}" for w in sorted(set(want) | set(got), key=str)
                if want[w] != got[w]])
    for one, other, same in PAIRS:
        pair(one, other, same)
    for name, steps in LISTS:
        conserved(name, steps)
    for one, other, kind, member in TWINS:
        twins(one, other, kind, member)
    print(f"1..{tests}")
    return failures > 0


if __name__ == "__main__":
    sys.exit(main())
