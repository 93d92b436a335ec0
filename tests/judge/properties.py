#!/usr/bin/env python3
"""Invariants of judgement.md 10 (invariants.py) and the U property of every shipped rule (unknown.py) of
the first judge, on random models (gen.py, beside.py). TAP.

properties.py JUDGE_DUMP [COUNT [SEED [JOBS]]]

Each model is judged once, whatever number of properties asks, in chunks, several at a time, by the
shipped rules. The first violation of a property is shrunk, and its smallest model printed. What the models
reach is counted: from ENOUGH models on, what fewer than 1 % of them reach fails too."""

import collections
import json
import multiprocessing
import os
import random
import subprocess
import sys
import tempfile
import time

import beside
import gen
import unknown
from invariants import ROWS, SINGLE, controls, only_unknown
from shrink import batches, candidates

ENOUGH = 5000
HERE = os.path.dirname(os.path.abspath(__file__))
RULES = ("--pack", os.path.join(HERE, beside.PACK), "--rules", "instance,cap")
EVERY = ("--pack", os.path.join(HERE, beside.PACK), "--rules", "instance,cap,flag", "--checks")
WANTED = [w for w in gen.WANTED if not w.startswith("decision:") and w not in ("instance:gone",)] + [
    "overlay:SUSPECT", "previous", "sticky failure", "sticky clock", "sticky owner", "in N by the previous report",
    "sample with a bound", "sample that raises W", "member of a sample fails", "cap that lowers"]


class Judge:
    """The first judge, as a program that is run once for many models."""

    def __init__(self, dump):
        self.dump = dump

    def lines(self, texts, args=RULES):
        """A line for each model; "" for all where it died."""
        if not texts:
            return []
        with tempfile.TemporaryFile("w+") as given, tempfile.TemporaryFile("w+") as got:
            given.write("\n".join(texts) + "\n")
            given.flush()
            given.seek(0)
            run = subprocess.run([self.dump, *args, "/dev/stdin"], stdin=given, stdout=got,
                    stderr=subprocess.DEVNULL)
            got.seek(0)
            out = got.read().splitlines()
        return out if len(out) == len(texts) and run.returncode in (0, 1) else [""] * len(texts)

    def facts(self, models):
        """What beside.py asks."""
        return [json.loads(x) for x in self.lines([text_of(m) for m in models], RULES + ("--facts",))]


def text_of(m, known=None):
    """The line of a model; known: texts of its records by id."""
    if known is None:
        return json.dumps(m, separators=(",", ":"))
    rest = {k: v for k, v in m.items() if k != "records"}
    return '%s,"records":[%s]}' % (json.dumps(rest, separators=(",", ":"))[:-1], ",".join(
        [known.get(id(x)) or json.dumps(x, separators=(",", ":")) for x in m["records"]]))


class Base:
    """The result of a model: its line as pairs have it, and on demand as an object."""

    def __init__(self, line):
        cut = line.find(',"checks":')
        self.line, self.whole, self.tree = line[:cut] + "}" if cut >= 0 else "", line, None

    def __call__(self):
        if self.tree is None:
            self.tree = json.loads(self.whole)
        return self.tree


def violated(check, x, y):
    """What is wrong between two results; None: nothing."""
    return "it died" if "controls" not in x or "controls" not in y else check(x, y)


def made(make, m, rnd, base):
    """(the first of the pair or None where it is m itself, the second), or None."""
    try:
        got = make(m, rnd, base)
    except KeyError:
        return None                     # shrunk below what the property needs
    if got is None:
        return None
    return got if isinstance(got, tuple) else (None, got)


def load(line):
    return json.loads(line) if line else {}


class Chunk:
    """All properties on some models: how often, the first violation of each, and what was reached."""

    def __init__(self, judge, seed, start, count, tests):
        self.judge, self.seed, self.start = judge, seed, start
        self.pairs, self.bad, self.seen = collections.Counter(), {}, collections.Counter()
        names = ["%s/%d" % (seed, i) for i in range(start, start + count)]
        self.models = beside.make_many(names, judge.facts)
        self.known = {id(x): json.dumps(x, separators=(",", ":")) for m in self.models for x in m["records"]}
        self.texts = [text_of(m, self.known) for m in self.models]
        self.base = [Base(x) for x in judge.lines(self.texts, EVERY + ("--facts",))]
        self.reached = [set() for _ in names]
        for name, check in SINGLE:
            for i, (m, b) in enumerate(zip(self.models, self.base)):
                self.note(name, i, check(m, b()) if b.line else "it died")
        for i, b in enumerate(self.base):
            self.reach(i, b() if b.line else {})
        for row in ROWS:
            self.ask(*row)
        self.blanks(tests)
        for got in self.reached:
            self.seen.update(got)

    def result(self):
        return dict(self.pairs), self.bad, dict(self.seen)

    def note(self, name, i, why):
        self.pairs[name] += 1
        if why:
            self.bad.setdefault(name, (why, self.start + i, None))

    def reach(self, i, out):
        got = self.reached[i]
        for c in out.get("controls", ()):
            got |= {"verdict:" + c["verdict"], "owner:" + c["owner"], "limited:" + c["limited_by"]}
            got |= {"overlay:" + o for o in c["overlays"]}
            got |= {"instance:" + v["value"] for v in c["instances"]}
            got |= {d + ":empty" for d in "odw" if c[d]["empty"]}
        got |= {"clock:" + x["state"] for x in out.get("items", ())}
        got |= {"status:" + s["status"] for s in out.get("scopes", ())}
        if any(v == "B" for _, v in out.get("checks", {}).get("CON-001", ())):
            got.add("instance:B")
        for d in out.get("draws", ()):
            if d["why_not"] is None:
                got.add("sample with a bound")
                if d["raised"]:
                    got.add("sample that raises W")
                if d["k"] < d["n"]:
                    got.add("member of a sample fails")
        if "previous" in self.models[i]:
            got.add("previous")

    def differ(self, name, i, a, b):
        """What a previous report or a cap did, told by the result without it."""
        got = self.reached[i]
        if name.startswith("I21"):
            if any(x["r_lo"] < y["r_lo"] for x, y in zip(a["controls"], b["controls"])):
                got.add("cap that lowers")
        elif "previous report" in name:
            was = controls(a)
            for k, c in controls(b).items():
                old = {v["asset"]: v["value"] for v in was[k]["instances"]} if k in was else {}
                if any(v["value"] in "FB" and old.get(v["asset"]) not in ("F", "B") for v in c["instances"]):
                    got.add("sticky failure")
                if k in was and c["owner"] == "F" and was[k]["owner"] != "F":
                    got.add("sticky owner")
                if k in was and c["w"]["n"] > was[k]["w"]["n"]:
                    got.add("in N by the previous report")
            late = {(x["tracker"], x["key"]) for x in a["items"] if x["state"] == "BREACHED"}
            if any(x["state"] == "BREACHED" and (x["tracker"], x["key"]) not in late for x in b["items"]):
                got.add("sticky clock")

    def ask(self, make, args, checks):
        rnd = random.Random("%s/%s/%d" % (self.seed, checks[0][0], self.start))
        at, first, second = [], [], []
        for i, m in enumerate(self.models):
            got = made(make, m, rnd, self.base[i]) if self.base[i].line else None
            if got is not None:
                at.append(i)
                first.append(got[0])
                second.append(text_of(got[1], self.known))
        own = iter(self.judge.lines([text_of(x, self.known) for x in first if x is not None]))
        for i, x, y in zip(at, first, self.judge.lines(second, RULES + args)):
            b = self.base[i]
            x_line = b.line if x is None else next(own)
            if x_line == y and checks[0][1] is not only_unknown:
                for name, _ in checks:
                    self.note(name, i, None)    # no property forbids that nothing changes
                continue
            a, o = b() if x is None else load(x_line), load(y)
            for name, check in checks:
                self.note(name, i, violated(check, a, o))
            if "controls" in a and "controls" in o:
                self.differ(checks[0][0], i, a, o)

    def blanks(self, tests):
        """One fact unknown: of each model, and of as many that are a rule's own test, shaken."""
        rnd = random.Random("%s/U/%d" % (self.seed, self.start))
        shaken = [unknown.shaken(tests[(self.start + i) % len(tests)], rnd) for i in range(len(self.models))]
        for i, got in enumerate(blank_pairs(self.judge, self.models, rnd, [b.whole for b in self.base])):
            self.compare(i, *got)
        for i, got in enumerate(blank_pairs(self.judge, shaken, rnd)):
            self.compare(i, *got, shaken[i])

    def compare(self, i, x, y, member, test=None):
        before, after = load(x).get("checks", {}), load(y).get("checks", {})
        if "controls" not in x or "controls" not in y:
            return                      # shaken too much: no model
        for rule in before:
            self.pairs["U " + rule] += 1
            self.seen["U T " + rule] += any(c[1] == "T" for c in before[rule])
            self.seen["U changes " + rule] += before[rule] != after.get(rule)
        for rule, subject in unknown.rises(before, after, member):
            self.bad.setdefault("U " + rule, ("%s becomes T without %s" % (subject, member), self.start + i, test))


def blank_pairs(judge, models, rnd, lines=None):
    """(result, result without a fact, the fact's name) of each."""
    second = [unknown.blank(m, rnd) or (m, "nothing") for m in models]
    first = lines or judge.lines([text_of(m) for m in models], EVERY)
    return zip(first, judge.lines([text_of(m) for m, _ in second], EVERY), [k for _, k in second])


def rule_tests(dump):
    """The models of the shipped rules' tests, by rule in turn."""
    out = subprocess.run([dump, "--rules", "instance,cap,flag", "--tests"], capture_output=True, text=True)
    by = collections.defaultdict(list)
    for line in out.stdout.splitlines():
        test = json.loads(line)
        by[test["rule"]].append(test)
    most = max(len(v) for v in by.values())
    return by, [by[rule][k % len(by[rule])] for k in range(most) for rule in sorted(by)]


def try_chunk(task):
    dump, seed, start, count = task
    return Chunk(Judge(dump), seed, start, count, rule_tests(dump)[1]).result()


# ---- the smallest model ----

def smallest(judge, name, model, seconds=60):
    """(model, why, other) with whatever the violation does not need left out; None: none is found."""
    row, checks = None, dict(SINGLE)
    for r in ROWS:
        if name in dict(r[2]):
            row, checks = r, dict(r[2])

    def pairs_of(m, b):
        if name in dict(SINGLE):
            return [(None, m)]
        if row is None:
            return [(None, unknown.without(m, f), f[1]) for f in unknown.facts(m)]
        out = [made(row[0], m, random.Random(k), b) for k in range(4)]
        return [x for x in out if x is not None]

    def why(x, y, member):
        if row is None and name not in checks:
            return next(("%s: %s becomes T" % w for w in unknown.rises(x.get("checks", {}), y.get("checks", {}),
                         member) if "U " + w[0] == name), None)
        if name in dict(SINGLE):
            return checks[name](None, x) if "controls" in x else None
        return violated(checks[name], x, y)

    def first_wrong(models):
        base = [Base(x) for x in judge.lines([text_of(m) for m in models], EVERY + ("--facts",))]
        got = [(m, b, *p) for m, b in zip(models, base) if '"controls"' in b.line for p in pairs_of(m, b)]
        own = iter(judge.lines([text_of(g[2]) for g in got if g[2] is not None]))
        args = EVERY if row is None else RULES + row[1]
        for (m, b, x, other, *fact), y in zip(got, judge.lines([text_of(g[3]) for g in got], args)):
            a, y = b() if x is None else load(next(own)), load(y)
            if "controls" not in y:
                continue
            try:
                w = why(a, y, fact[0] if fact else None)
            except KeyError:
                continue                # the pair has other controls or items than the property is of
            if w:
                return m, w, x, other
        return None

    found, until, again = first_wrong([model]), time.monotonic() + seconds, True
    while found is not None and again:
        again = False
        for batch in batches((m for m in candidates(found[0]) if m["records"]), 24):
            if time.monotonic() > until:
                return found
            less = first_wrong(batch)
            if less is not None:
                found, again = less, True
                break
    return found


def show(found):
    """A line a record; of the other model what is not the same."""
    model, why, first, other = found
    model = model if first is None else first

    def parts(m):
        out = [json.dumps({"config": m["config"]})]
        out += ["source " + json.dumps(s) for s in m["sources"]]
        out += [json.dumps({k: v for k, v in x.items() if k != "loc"}) for x in m["records"]]
        return out + (["previous " + json.dumps(m["previous"])] if "previous" in m else [])
    mine, its = parts(model), parts(other)
    print("# smallest: " + why)
    for line in mine:
        print("#   %s %s" % (" " if line in its else "-", line))
    for line in its:
        if line not in mine:
            print("#   + " + line)


def show_smallest(judge, seed, name, number, test=None):
    model = test or beside.make_many(["%s/%d" % (seed, number)], judge.facts)[0]
    found = smallest(judge, name, model)
    if found is not None:
        show(found)
    else:
        print("# not found again: " + text_of(model))


def report(names, count, pairs, worst, judge, seed):
    quiet = os.environ.get("SHRINK", "1") == "0"
    for k, name in enumerate(names):
        bad = worst.get(name)
        none = pairs[name] == 0
        print("%sok %d - %s (%d models, %d pairs)" % ("not " if bad or none else "", k + 1, name, count,
              pairs[name]), flush=True)
        if bad:
            print("# model %s/%d: %s" % (seed, bad[1], bad[0]))
            if not quiet:
                show_smallest(judge, seed, name, bad[1], bad[2])


def main():
    dump = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    seed = sys.argv[3] if len(sys.argv) > 3 else "props"
    jobs = int(sys.argv[4]) if len(sys.argv) > 4 else min(2, os.cpu_count() or 1)
    size = max(1, min(500, -(-count // jobs)))
    by = rule_tests(dump)[0]
    rules = sorted(by)
    can = {r for r in rules if any(v == "T" for t in by[r] for v in t["want"].values())}
    names = [n for n, _ in SINGLE] + [n for row in ROWS for n, _ in row[2]] + ["U " + r for r in rules]
    pairs, worst, seen = collections.Counter(), {}, collections.Counter()
    with multiprocessing.Pool(jobs) as pool:
        for p, bad, reached in pool.imap(try_chunk, [(dump, seed, i, min(size, count - i))
                for i in range(0, count, size)]):
            pairs.update(p)
            seen.update(reached)
            for name, b in bad.items():
                worst.setdefault(name, b)
    report(names, count, pairs, worst, Judge(dump), seed)
    rare = [(w, seen[w]) for w in WANTED if count >= ENOUGH and 100 * seen[w] < count]
    deaf = [r for r in rules if count >= ENOUGH and (500 * pairs["U " + r] < count or not seen["U T " + r] and r in can)]
    print("%sok %d - the models reach everything in 1 %% of cases" % ("not " if rare else "", len(names) + 1))
    for w in WANTED if count >= ENOUGH else ():
        print("# %6.2f %% %s%s" % (100 * seen[w] / count, w, "  BELOW 1 %" if (w, seen[w]) in rare else ""))
    print("%sok %d - each rule is asked, and some of what it says is T" % ("not " if deaf else "", len(names) + 2))
    for r in rules if count >= ENOUGH else ():
        print("# %s: asked of %d, T in %d, another one for want of a fact in %d%s" % (r, pairs["U " + r],
              seen["U T " + r], seen["U changes " + r], "  TOO FEW" if r in deaf else ""))
    print("1..%d" % (len(names) + 2))
    sys.exit(1 if worst or rare or deaf or any(pairs[n] == 0 for n in names) else 0)


if __name__ == "__main__":
    main()
