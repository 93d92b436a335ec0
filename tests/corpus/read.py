#!/usr/bin/env python3
"""Every file of the corpus is read whole, or stands with a reason in not-read.txt beside this. TAP.

A line there is a pattern of paths, a tab, and the reason. A file that is read although a line says that it is not, and
a line that fits no file, fail as well: the list is what is true. Reading whole: of a known format, not broken, not
empty, and every record that was seen is kept, or ignored by a reason that the program names; records refused
need a line that begins with "refused:".

With --table FILE it also writes there what was tried by format: files, bytes, records, and the speed of reading enough
copies of these files to take a measure by (32 MiB, or some 500 files)."""

import fnmatch
import json
import os
import subprocess
import sys
import tempfile
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.environ.get("TRUEUP", os.path.join(TOP, "build", "trueup"))
CORPUS = os.environ.get("TRUEUP_CORPUS", "")


def exceptions():
    rows = []
    with open(os.path.join(TOP, "tests", "corpus", "not-read.txt"), encoding="utf-8") as f:
        for line in f:
            if line.strip() and not line.startswith("#"):
                pattern, reason = line.rstrip("\n").split("\t", 1)
                rows.append((pattern, reason.strip()))
    return rows


def what_is_wrong(row):
    """What keeps a file from being read whole; "" if nothing does."""
    if row["not_read"] and row["not_read"].startswith(("workbook of", "archive of")):
        return ""  # its sheets and members have rows of their own
    if row["format"] is None:
        return "not read"
    if row["broken"]:
        return "broken"
    if row["empty"]:
        return "empty"
    if row["refused"]:
        return f"refused: {row['refused']} of {row['seen']}"
    return ""


def speed(paths, size):
    """MB a second of `trueup read` on copies of the files; what the program takes to start is part of it."""
    with tempfile.TemporaryDirectory() as folder:
        rounds = max(1, min(500 // len(paths), -(-(32 << 20) // max(size, 1))))
        for n in range(rounds):
            for i, path in enumerate(paths):
                os.symlink(path, os.path.join(folder, f"{n}-{i}-{os.path.basename(path)}"))
        files = sorted(os.path.join(folder, f) for f in os.listdir(folder))
        start = time.monotonic()
        subprocess.run([PROGRAM, "read", *files], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        return size * rounds / (time.monotonic() - start) / 1e6


def table(rows, path):
    """One line a format, of those that files of the corpus have."""
    formats = {}
    for row in rows:
        full = os.path.join(CORPUS, row["path"])
        if row["format"] and os.path.isfile(full):
            formats.setdefault(row["format"], []).append((row, full, os.path.getsize(full)))
    with open(path, "w", encoding="utf-8") as f:
        f.write("| format | files | bytes | records | kept | ignored by name | refused | MB/s |\n"
                "|---|---:|---:|---:|---:|---:|---:|---:|\n")
        for name in sorted(formats):
            of = formats[name]
            size = sum(x[2] for x in of)
            sums = [sum(x[0][k] for x in of) for k in ("seen", "kept")]
            ignored = sum(sum(x[0]["ignored"].values()) for x in of)
            refused = sum(x[0]["refused"] for x in of)
            f.write(f"| `{name}` | {len(of)} | {size:,} | {sums[0]:,} | {sums[1]:,} | {ignored:,} | {refused:,} "
                    f"| {speed([x[1] for x in of], size):.0f} |\n")
            f.flush()


def main():
    if not os.path.isdir(CORPUS):
        print("1..0 # SKIP the corpus is not here (TRUEUP_CORPUS)")
        return 0
    out = subprocess.run([PROGRAM, "identify", "--json", CORPUS], capture_output=True, check=False)
    rows = [json.loads(line) for line in out.stdout.decode().splitlines()]
    rows = [r for r in rows if "path" in r]
    if sys.argv[1:2] == ["--table"]:
        table(rows, sys.argv[2])
    listed = exceptions()
    used = set()
    bad = []
    sums = []
    read = 0
    for row in rows:
        wrong = what_is_wrong(row)
        fits = [e for e in listed if fnmatch.fnmatchcase(row["path"], e[0])]
        used.update(fits)
        read += not wrong
        if row["format"] and row["seen"] != row["kept"] + row["refused"] + sum(row["ignored"].values()):
            sums.append(f"{row['path']}: {row}")
        if wrong and not fits:
            bad.append(f"{row['path']}: {wrong}, and not-read.txt has no reason")
        elif not wrong and fits and row["not_read"] is None:
            bad.append(f"{row['path']}: is read, but not-read.txt lists it")
        elif wrong.startswith("refused") and not any(e[1].startswith("refused:") for e in fits):
            bad.append(f"{row['path']}: {wrong}, and the reason does not say that records are refused")
    stale = [f"{e[0]}: fits no file" for e in listed if e not in used]
    for number, (name, lines) in enumerate((
            (f"{len(rows)} files: {read} are read, each other has its reason", bad),
            ("every reason is of a file that is there", stale),
            ("what was seen is kept, refused or ignored by name", sums)), 1):
        print(f"{'not ok' if lines else 'ok'} {number} - {name}")
        for line in lines:
            print("#   " + line)
    print("1..3")
    return 1 if bad or stale or sums else 0


if __name__ == "__main__":
    sys.exit(main())
