#!/usr/bin/env python3
"""Line coverage of checker/judge and checker/join by the tests that mutate.py runs (all of them, and more models).

coverage.py OBJECTS [--least 95]

OBJECTS as for mutate.py. Only the two rooms are compiled with --coverage; all else is taken as it is. Prints the share of
each file below it and of both rooms, and closes with 1 where a room has less than asked for."""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile

import glob

from mutate import ROOMS, TOP, Bench


def compile_room(bench, folder, room):
    out = {}
    for source in sorted(glob.glob(room + "/*.c")):
        o = os.path.join(folder, source[:-2] + ".o")
        os.makedirs(os.path.dirname(o), exist_ok=True)
        if bench.run([bench.cc] + bench.cf + ["-w", "-O0", "--coverage", "-fprofile-abs-path", "-c", "-o", o, source]) != 0:
            raise SystemExit(f"coverage: {source} does not compile")
        out[os.path.join(bench.objects, source[:-2] + ".o")] = o
    return out


def measure(folder, room):
    """(lines, lines run, files with their share)"""
    total = done = 0
    files = []
    for source in sorted(glob.glob(room + "/*.c")):
        text = subprocess.run(["gcov", "-n", "-o", os.path.join(folder, source[:-2] + ".o"), source], cwd=TOP,
                              capture_output=True, text=True, check=False).stdout
        for name, share, lines in re.findall(r"File '([^']*)'\nLines executed:([\d.]+)% of (\d+)", text):
            if name.endswith(source):
                n = int(lines)
                hit = round(float(share) * n / 100)
                total, done = total + n, done + hit
                files.append((float(share), n - hit, source))
    return total, done, files


def main():
    p = argparse.ArgumentParser()
    p.add_argument("objects")
    p.add_argument("--least", type=float, default=95)
    a = p.parse_args()
    os.chdir(TOP)
    work = tempfile.mkdtemp(prefix="coverage.")
    bad = False
    try:
        bench = Bench(a.objects, work)
        folder = os.path.join(work, "cov")
        instead = {}
        for room in ROOMS:
            instead.update(compile_room(bench, folder, room))
        bench.lib(folder, instead, ["--coverage"])
        failed = bench.killers(folder)
        for name in failed:
            print(f"# {name} fails")
        for room in ROOMS:
            total, done, files = measure(folder, room)
            share = 100 * done / max(total, 1)
            for s, missed, name in sorted(files)[:12]:
                if s < 100:
                    print(f"#   {s:6.2f} % {name}: {missed} lines not run")
            print(f"{room}: {share:.2f} % of {total} lines")
            bad = bad or share < a.least
        bad = bad or bool(failed)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
