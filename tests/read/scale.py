#!/usr/bin/env python3
"""Identity at scale: colliding short names, recycled addresses, poisoned ids, renamed people. TAP.

An imaginary estate of SCALE hosts (default: 4,000; 200,000 for the figures of the README) in two inventories, and a
tenth as many people in two rosters, is joined by `identify --links`. Four times the estate may cost at most seven times
the processor time, so that nothing is quadratic; rows in another order give the same identities; a short name that many
hosts have, a board's default serial number and an address of zeros join nothing. TRUEUP names the program."""

import collections
import os
import random
import re
import resource
import subprocess
import sys
import tempfile

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.environ.get("TRUEUP", os.path.join(TOP, "build", "trueup"))
SCALE = int(os.environ.get("SCALE", "4000"))


def tables(n):
    """Rows of each file, without the header. Every random draw is from one seed."""
    draw = random.Random(n)
    cmdb, agents, hr, renamed = [], [], [], []
    for i in range(n):
        short = f"web{i % (n // 10)}"
        cmdb.append(f"{short.upper()},{short}.dc{i // (n // 10)}.x.example,10.{i >> 16}.{i >> 8 & 255}.{i % 251},SN{i},"
                    f"Linux Server,Installed,p{i % (n // 10)}@x.example,2026-10-{1 + i % 28:02} 03:00:00")
        j = draw.randrange(n)
        name = f"web{j % (n // 10)}"
        # Addresses are recycled: this host has the one that another had in the CMDB.
        serial = "To Be Filled By O.E.M." if i % 7 == 1 else f"SN{j}"
        mac = "00:00:00:00:00:00" if i % 7 == 2 else f"0a:{j >> 16:02x}:{j >> 8 & 255:02x}:{j & 255:02x}:00:01"
        fqdn = "" if i % 7 == 0 else f"{name}.dc{j // (n // 10)}.x.example"
        agents.append(f"{name},{fqdn},10.{i >> 16}.{i >> 8 & 255}.{i % 251},{serial},Linux Server,Installed,{mac},"
                      f"2026-10-{1 + i % 28:02} 05:00:00")
    for i in range(n // 10):
        left = "2026-02-03" if i % 9 == 0 else ""
        hr.append(f'E{i},"Fam{i % 500}, Giv{i % 37}",p{i}@x.example,{"Terminated" if left else "Active"},2020-01-02,{left}')
        if i % 3 == 0:
            renamed.append(f'E{i},"New{i % 500}, Giv{i % 37}",q{i}@x.example,Active,2020-01-02,')
    return {"cmdb.csv": cmdb, "agents.csv": agents, "hr.csv": hr, "hr-renamed.csv": renamed}


HEADERS = {
    "cmdb.csv": "Name,FQDN,IP Address,Serial number,Class,Install Status,Owned by,Last discovered",
    "agents.csv": "Name,FQDN,IP Address,Serial number,Class,Install Status,MAC,Last discovered",
    "hr.csv": "Employee ID,Name,Work Email,Status,Hire Date,Termination Date",
    "hr-renamed.csv": "Employee ID,Name,Work Email,Status,Hire Date,Termination Date",
}


def written(folder, files, seed=None):
    os.makedirs(folder)
    for name, rows in files.items():
        rows = list(rows)
        if seed is not None:
            random.Random(seed).shuffle(rows)
        with open(os.path.join(folder, name), "w", encoding="utf-8") as f:
            f.write("\n".join([HEADERS[name], *rows]) + "\n")
    return folder


def joined(folder):
    """What --links prints, and the processor time that it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    out = subprocess.run([PROGRAM, "identify", "--links", folder], capture_output=True, check=False).stdout.decode()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return out, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def identities(out):
    """Each identity as the set of its names, without the lines that they stand in."""
    found, names = collections.Counter(), None
    for line in out.splitlines():
        if re.match(r"(asset|person|team) ", line):
            if names is not None:
                found[frozenset(names)] += 1
            names = set()
        elif names is not None and line.startswith("    ") and not line.startswith("    by "):
            names.update(line.split())
    if names is not None:
        found[frozenset(names)] += 1
    return found


def main():
    failures = 0

    def report(number, name, wrong):
        nonlocal failures
        failures += bool(wrong)
        print(f"{'not ok' if wrong else 'ok'} {number} - {name}")
        for line in wrong[:5]:
            print("#   " + line)

    with tempfile.TemporaryDirectory() as top:
        small, cost = joined(written(os.path.join(top, "small"), tables(SCALE)))
        _, more = joined(written(os.path.join(top, "large"), tables(4 * SCALE)))
        print(f"# {SCALE} hosts {cost:.2f} s, {4 * SCALE} hosts {more:.2f} s of processor time")
        report(1, "four times the estate costs at most seven times as much",
               [f"{cost:.2f} s and {more:.2f} s"] if more > 7 * cost + 0.5 else [])
        want = identities(small)
        report(2, f"{sum(want.values())} identities of several names are told", [] if want else ["none"])
        for seed in (1, 2):
            got = identities(joined(written(os.path.join(top, f"shuffled{seed}"), tables(SCALE), seed))[0])
            report(2 + seed, f"rows in another order give the same identities ({seed})",
                   [f"{sorted(n)}" for n in (want - got) + (got - want)])
        wrong = []
        for names in want:
            for kind in ("fqdn:", "serial:", "emp:"):
                same = [n for n in names if n.startswith(kind)]
                if len(same) > 1:
                    wrong.append(f"one identity has {same}")
        report(5, "no identity has two full names, serial numbers or personnel numbers", wrong)
        poisoned = [str(sorted(n)) for n in want if any("filled" in x.lower() for x in n)]
        report(6, "a board's default serial number joins nothing", poisoned)
    print("1..6")
    return failures > 0


if __name__ == "__main__":
    sys.exit(main())
