#!/usr/bin/env python3
"""One record less in a file is one record less that is seen, for every reader of `trueup formats`. TAP.

The good fixtures of each reader are taken apart by other programs (json, ElementTree, lines), one element at a time:
of each list, of each kind of element, of the lines. Somewhere in each reader's fixtures there must be a list whose
element is one record; and wherever one is taken away, nothing more may be seen than before, and what is seen is kept,
refused or ignored by name. TRUEUP names the program (default: build/trueup)."""

import copy
import json
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.environ.get("TRUEUP", os.path.join(TOP, "build", "trueup"))
GOOD = os.path.join(TOP, "fixtures", "good")
MOST = 24  # lists tried in one file


def lists(value, steps=()):
    """The steps to every list, outer ones first."""
    found, queue = [], [(steps, value)]
    while queue:
        at, v = queue.pop(0)
        if isinstance(v, list) and v:
            found.append(at)
        items = v.items() if isinstance(v, dict) else enumerate(v) if isinstance(v, list) else ()
        queue.extend((at + (k,), x) for k, x in items)
    return found


def json_less(text):
    document = json.loads(text)
    for steps in lists(document)[:MOST]:
        less = copy.deepcopy(document)
        rows = less
        for step in steps:
            rows = rows[step]
        rows.pop()
        yield "/" + "/".join(str(s) for s in steps), json.dumps(less, ensure_ascii=False).encode()


def xml_less(text):
    kinds = []
    for e in ET.fromstring(text).iter():
        for child in e:
            if child.tag not in kinds:
                kinds.append(child.tag)
    for kind in kinds[:MOST]:
        root = ET.fromstring(text)
        parent = [p for p in root.iter() for c in p if c.tag == kind][-1]
        parent.remove([c for c in parent if c.tag == kind][-1])
        yield kind, ET.tostring(root, encoding="utf-8")


def lines_less(text):
    """A line, and what hangs on it: lines that are indented deeper, a block up to the next empty line."""
    lines = text.decode().splitlines(keepends=True)
    for at in range(len(lines) - 1, max(-1, len(lines) - 1 - MOST), -1):
        yield f"line {at + 1}", "".join(lines[:at] + lines[at + 1:]).encode()
    for mark in ("\n\n", "\n---\n"):
        blocks = text.decode().split(mark)
        if len(blocks) > 1:
            yield "the last block", mark.join(blocks[:-1]).encode() + b"\n"
    # A line with all that is indented deeper below it.
    for at in range(len(lines) - 1, max(0, len(lines) - 1 - 2 * MOST), -1):
        depth = len(lines[at]) - len(lines[at].lstrip())
        end = at + 1
        while end < len(lines) and len(lines[end]) - len(lines[end].lstrip()) > depth:
            end += 1
        if end > at + 1:
            yield f"lines {at + 1} to {end}", "".join(lines[:at] + lines[end:]).encode()


def less(text):
    start = text.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if start == b"<":
        yield from xml_less(text)
        return
    if start in (b"{", b"["):
        try:
            yield from json_less(text.removeprefix(b"\xef\xbb\xbf"))
            return
        except json.JSONDecodeError:
            pass
    yield from lines_less(text)


def identified(path):
    out = subprocess.run([PROGRAM, "identify", "--json", path], capture_output=True, check=False).stdout
    rows = out.decode().splitlines()
    return json.loads(rows[0]) if rows else None


def sums(row):
    return row["seen"] == row["kept"] + row["refused"] + sum(row["ignored"].values())


def one_reader(name, folder):
    """What is wrong with one reader's account; [] if nothing is."""
    found, wrong = False, []
    for base in sorted(os.listdir(os.path.join(GOOD, name))):
        with open(os.path.join(GOOD, name, base), "rb") as f:
            text = f.read()
        path = os.path.join(folder, base)
        before = identified(os.path.join(GOOD, name, base))
        if before is None or before["format"] != name:
            wrong.append(f"{base}: is not read as {name}")
            continue
        for where, rest in less(text):
            with open(path, "wb") as f:
                f.write(rest)
            after = identified(path)
            if after is None or after["format"] != name or after["broken"]:
                continue
            if after["seen"] > before["seen"] or not sums(after):
                wrong.append(f"{base} without one of {where}: {before['seen']} seen before, {after['seen']} after")
            if after["seen"] == before["seen"] - 1:
                found = True
                break
        if found:
            break
    return wrong + ([] if found else ["no list whose element is one record"])


def main():
    table = subprocess.run([PROGRAM, "formats", "--table"], capture_output=True, check=True).stdout.decode()
    names = [row.split("`")[1] for row in table.splitlines() if row.startswith("| `")]
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, name in enumerate(names, 1):
            wrong = one_reader(name, folder)
            failures += bool(wrong)
            print(f"{'not ok' if wrong else 'ok'} {number} - {name}: one record less is one less seen")
            for line in wrong:
                print("#   " + line)
    print(f"1..{len(names)}")
    return failures > 0 or not names


if __name__ == "__main__":
    sys.exit(main())
