#!/usr/bin/env python3
"""Do the tests of the judgement bite? Changes checker/judge and checker/join, one place at a time; a test must fail.

mutate.py PROGRAMS [--count N] [--seed S] [--jobs J] [--only TEXT] [--most SECONDS] [--retry] [--log FILE]

PROGRAMS: what `make mutate-programs` built. A mutant is one file compiled into a library that is loaded before the others
(bench.py). Only tests that run the changed line are tried, the likeliest killer for its cost first, and the first that
fails ends it; what runs far longer than it should is killed too. A change that the compiler turns into the same object as
before is none: counted apart. Survivors stand in tests/mutate/survivors.txt with the reason, and are then not tried again
without --retry; nine of ten mutants must be killed. --most leaves out tests that take longer. With --log what was
tried is written down, and what a log of before says was killed is not tried again."""

import argparse
import hashlib
import json
import os
import shutil
import sys
import tempfile
import threading

import mutants
from bench import TOP, Bench, sources


class Trials:
    def __init__(self, bench, every, work, log, known):
        self.bench, self.work = bench, work
        self.every = {path: sorted(lines) for path, lines in every.items()}
        self.lock = threading.Lock()
        self.base, self.kills, self.tries = {}, {}, {}
        self.log, self.before = None, {key: None for key in known}
        if log and os.path.exists(log):
            with open(log, encoding="utf-8") as f:
                self.before.update({x["key"]: x["by"] for x in map(json.loads, f) if x["by"]})
        if log:
            self.log = open(log, "a", encoding="utf-8", buffering=1)

    def usual(self, path, source):
        """The object of the file as it is."""
        with self.lock:
            if path not in self.base:
                to = os.path.join(self.work, "base.o")
                if not self.bench.compile(source, to):
                    raise SystemExit(f"mutate: {path} does not compile")
                with open(to, "rb") as f:
                    self.base[path] = f.read()
            return self.base[path]

    def rank(self, m):
        """The tests that run the line, or the line where its statement began, best first."""
        lines = self.every.get(m.file, [])
        at = {n for n in lines if n == m.row}
        above = [n for n in lines if n < m.row]
        at |= set(above[-1:])
        tests = [t for t in self.bench.tests if t.lines.get(m.file, set()) & at]

        def worth(t):
            here = self.kills.get((t.name, m.file), 0), self.tries.get((t.name, m.file), 0)
            all_ = self.kills.get((t.name, ""), 0), self.tries.get((t.name, ""), 0)
            return (here[0] * 4 + all_[0] + 1) / (here[1] * 4 + all_[1] + 2) / (0.05 + t.seconds)

        with self.lock:
            return sorted(tests, key=worth, reverse=True)

    def try_one(self, m, source, number):
        """"stillborn", "same", the name of the test that killed it, or None."""
        if m.key in self.before:
            return self.before[m.key]
        folder = os.path.join(self.work, f"m{number}")
        os.makedirs(folder)
        try:
            usual = self.usual(m.file, source)
            if not self.bench.compile(m.apply(source), folder + "/m.o"):
                return "stillborn"
            with open(folder + "/m.o", "rb") as f:
                if f.read() == usual:
                    return "same"
            self.bench.library(folder)
            for t in self.rank(m):
                why = self.bench.fails(t, folder, int(3 + 4 * t.seconds))
                with self.lock:
                    for place in (m.file, ""):
                        self.tries[t.name, place] = self.tries.get((t.name, place), 0) + 1
                        self.kills[t.name, place] = self.kills.get((t.name, place), 0) + (why is not None)
                if why:
                    return f"{t.name} ({why})"
            return None
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def run(self, chosen, texts, count, jobs):
        """[(mutant, what became of it)], in their order, till there are count that are any."""
        done, next_one = {}, [0]

        def worker():
            while True:
                with self.lock:
                    i = next_one[0]
                    if i >= len(chosen) or sum(r not in ("same", "stillborn") for r in done.values()) >= count:
                        return
                    next_one[0] += 1
                by = self.try_one(chosen[i], texts[chosen[i].file], i)
                with self.lock:
                    done[i] = by
                    if self.log and chosen[i].key not in self.before:
                        self.log.write(json.dumps({"key": chosen[i].key, "at": chosen[i].row, "by": by}) + "\n")

        threads = [threading.Thread(target=worker) for _ in range(jobs)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        return [(chosen[i], done[i]) for i in sorted(done)]


def allowed():
    """Survivors that are known, each with its reason in the line after it."""
    out = {}
    with open(os.path.join(TOP, "tests/mutate/survivors.txt"), encoding="utf-8") as f:
        lines = [x.rstrip("\n") for x in f if not x.startswith("#") and x.strip()]
    for k, why in zip(lines[::2], lines[1::2]):
        if not why.startswith("\t") or not why.strip():
            raise SystemExit(f"survivors.txt: {k}: no reason in the line after it")
        out[k] = why.strip()
    return out


def main():
    p = argparse.ArgumentParser()
    p.add_argument("programs")
    p.add_argument("--count", type=int, default=50)
    p.add_argument("--seed", default="1")
    p.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    p.add_argument("--only", default="")
    p.add_argument("--most", type=float, default=1e9)
    p.add_argument("--retry", action="store_true")
    p.add_argument("--log")
    a = p.parse_args()
    bench = Bench(a.programs)
    every, failed = bench.trace()
    if failed:
        raise SystemExit("mutate: without any change " + ", ".join(failed))
    bench.tests = [t for t in bench.tests if t.seconds <= a.most]
    texts, chosen = {}, []
    for path in sources():
        texts[path], found = mutants.of_file(path)
        chosen += [m for m in found if a.only in m.file]
    # The first of a seed are the same however many are asked for, and whatever is edited elsewhere.
    chosen.sort(key=lambda m: hashlib.sha256(f"{a.seed}\0{m.key}".encode()).digest())
    known, fresh, dead, lived, same, n = allowed(), 0, 0, 0, 0, 0
    work = tempfile.mkdtemp(prefix="mutate.")
    try:
        for m, by in Trials(bench, every, work, a.log, () if a.retry else known).run(chosen, texts, a.count, a.jobs):
            if by in ("same", "stillborn"):
                same += by == "same"
                continue
            n += 1
            dead += by is not None
            if by is None:
                lived += 1
                fresh += m.key not in known
                print(f"# {m.file}:{m.row} survives: {m.key}\n#\t{known.get(m.key, 'not in survivors.txt')}")
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(f"{n} mutants of {len(chosen)}, {dead} killed ({100 * dead // max(n, 1)} %), {lived} survive, {fresh} of them "
          f"without a reason; {same} more gave the same object code")
    return 0 if n and dead * 10 >= n * 9 else 1


if __name__ == "__main__":
    sys.exit(main())
