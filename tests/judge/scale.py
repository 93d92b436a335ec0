#!/usr/bin/env python3
"""Both judges on many random models, in chunks, several at a time.

scale.py JUDGE_DUMP SEED COUNT [JOBS]: prints a line for each model on which they differ, "SEED NUMBER
WHERE" (NUMBER as gen.py counts: model "SEED/NUMBER"), and last "SEED: n of COUNT the same". Exit 1 if
they differ."""

import json
import multiprocessing
import os
import sys

import gen
from shrink import cause, differences, first_all, mine

CHUNK = 500


def chunk(task):
    dump, seed, start, count = task
    models = [gen.make("%s/%d" % (seed, i)) for i in range(start, start + count)]
    out = []
    for i, m, its in zip(range(start, start + count), models, first_all(dump, models)):
        d = cause(differences(mine(m), its))
        if d is not None:
            out.append((i, d))
    return out


def main():
    dump, seed, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    jobs = int(sys.argv[4]) if len(sys.argv) > 4 else min(2, os.cpu_count() or 1)
    tasks = [(dump, seed, i, min(CHUNK, count - i)) for i in range(0, count, CHUNK)]
    bad = 0
    with multiprocessing.Pool(jobs) as pool:
        for found in pool.imap(chunk, tasks):
            for i, d in found:
                bad += 1
                print("%s %d %s" % (seed, i, json.dumps(d)), flush=True)
    print("%s: %d of %d the same" % (seed, count - bad, count))
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
