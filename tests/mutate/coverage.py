#!/usr/bin/env python3
"""Line coverage of checker/judge and checker/join by the tests that mutate.py runs.

coverage.py PROGRAMS [--least 95] [--missed FILE]

PROGRAMS: what `make mutate-programs` built. Prints the files with most lines not run, the share of both rooms, and closes
with 1 where a room has less than asked for, or a test fails. --missed lists the lines."""

import argparse
import sys

from bench import ROOMS, Bench


def main():
    p = argparse.ArgumentParser()
    p.add_argument("programs")
    p.add_argument("--least", type=float, default=95)
    p.add_argument("--missed")
    a = p.parse_args()
    bench = Bench(a.programs)
    every, failed = bench.trace(lambda text: print("# " + text, flush=True))
    for name in failed:
        print(f"# {name}")
    bad, missed = bool(failed), []
    for room in ROOMS:
        total = run = 0
        files = []
        for path, lines in sorted(every.items()):
            if path.startswith(room + "/"):
                hit = set().union(*(t.lines.get(path, set()) for t in bench.tests)) & set(lines)
                total, run = total + len(lines), run + len(hit)
                files.append((len(lines) - len(hit), path))
                missed += [f"{path}:{n}" for n in lines if n not in hit]
        for n, path in sorted(files, reverse=True)[:8]:
            if n:
                print(f"# {path}: {n} lines not run")
        share = 100 * run / max(total, 1)
        print(f"{room}: {share:.2f} % of {total} lines")
        bad = bad or share < a.least
    if a.missed:
        with open(a.missed, "w", encoding="utf-8") as f:
            f.write("".join(x + "\n" for x in missed))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
