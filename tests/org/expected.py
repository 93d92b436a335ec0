#!/usr/bin/env python3
"""The fixture organisation against the numbers that fixtures/README.md derives by hand. TAP.

TRUEUP names the program (default: build/trueup); each difference is printed as a comment under its test."""

import json
import os
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ORG = os.path.join(TOP, "fixtures", "org")
PROGRAM = os.environ.get("TRUEUP", os.path.join(TOP, "build", "trueup"))
DIMS = ("n", "m", "good", "bad", "lo", "hi")
tests = failures = 0


def report(name, differences):
    global tests, failures
    tests += 1
    failures += bool(differences)
    print(f"{'not ok' if differences else 'ok'} {tests} - {name}")
    for line in differences:
        print("#   " + line)


def compare(what, want, got):
    return [] if want == got else [f"{what}: expected {want!r}, got {got!r}"]


def dimension(name, want, got):
    if want is None:
        return compare(name + " empty", True, got.get("empty"))
    return compare(f"{name} empty", False, got.get("empty")) + [
        d for k in DIMS for d in compare(f"{name} {k}", want[k], got.get(k))]


def overlays(got):
    """As in expected.json: dates without their time, in any order."""
    return sorted(o[:19] + ")" if o.startswith("ACCEPTED(") else o for o in got)


def regenerated():
    """What is committed is what the generator writes."""
    out = []
    with tempfile.TemporaryDirectory() as fresh:
        subprocess.run([sys.executable, "-B", os.path.join(ORG, "make.py"), fresh], check=True)
        for top, other in ((fresh, os.path.join(ORG, "evidence")), (os.path.join(ORG, "evidence"), fresh)):
            for folder, _, names in os.walk(top):
                for name in sorted(names):
                    path = os.path.relpath(os.path.join(folder, name), top)
                    there = os.path.join(other, path)
                    if not os.path.exists(there):
                        out.append(f"{path}: only in {'the generator' if top == fresh else 'fixtures/org/evidence'}")
                    elif top == fresh:
                        with open(os.path.join(top, path), "rb") as a, open(there, "rb") as b:
                            if a.read() != b.read():
                                out.append(f"{path}: differs from what the generator writes")
    return out


def run(as_of, out):
    return subprocess.run(
        [PROGRAM, "check", "-c", os.path.join(ORG, "trueup.json"), "--as-of", as_of, "-o", out, "-f", "json",
         os.path.join(ORG, "evidence")],
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True, check=False)


def totals(want, scope):
    loss = {x["by"]: x["points"] for x in scope["loss"]}
    verdicts = {k: v for k, v in scope["verdicts"].items() if v}
    return ([d for k, v in want["scores"].items() for d in compare(k, v, scope["scores"].get(k))]
            + [d for k in ("weight", "failing", "tests") for d in compare(k, want[k], scope[k])]
            + compare("loss", want["loss"], loss)
            + compare("verdicts", want["verdicts"], verdicts))


def control(want, got):
    if got is None:
        return ["is not in the report"]
    out = [d for k in ("weight", "verdict", "limited_by", "real_low", "real_high")
           for d in compare(k, want[k], got.get(k))]
    out += compare("p", want["p"], got["claim"]["p"])
    for k in "odw":
        out += dimension(k, want[k], got[k])
    return out + compare("overlays", sorted(want["overlays"]), overlays(got["overlays"]))


def main():
    report("the evidence is what make.py writes", regenerated())
    with open(os.path.join(ORG, "expected.json"), encoding="utf-8") as f:
        want = json.load(f)
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "report")
        done = run(want["as_of"], out)
        # A failed gate, and nothing worse: the evidence is complete.
        report("the gate fails", compare("exit status", 1, done.returncode))
        report("the headline", [] if want["headline"] in " ".join(done.stdout.split())
               else [f"expected {want['headline']!r}"] + done.stdout.splitlines()[:6])
        try:
            with open(os.path.join(out, "report.json"), encoding="utf-8") as f:
                got = json.load(f)
        except OSError as e:
            report("a report", [str(e)] + done.stderr.splitlines()[-5:])
            return
    report("one scope", compare("scopes", 1, len(got["scopes"])))
    report("complete", compare("complete", True, got["complete"]))
    scope = got["scopes"][0]
    have = {c["label"]: c for c in scope["controls"]}
    report("the totals", totals(want, scope))
    for c in sorted(want["controls"]):
        report(c, control(want["controls"][c], have.get(c)))
    for c in want["not_applicable"]:
        report(c + " weighs nothing", compare("verdict", "NOT_APPLICABLE", have[c]["verdict"] if c in have else None))
    report("no other control", compare("others", [], sorted(
        set(have) - set(want["controls"]) - set(want["not_applicable"]))))


main()
print(f"1..{tests}")
sys.exit(1 if failures else 0)
