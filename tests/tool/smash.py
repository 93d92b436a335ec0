#!/usr/bin/env python3
"""Breaks evidence at random and looks whether the program breaks with it.

smash.py [--bin TRUEUP] [--seed N] [--runs N] [--seconds N] [--keep DIR] [--only PART-OF-A-PATH]

Takes the fixtures (and, where TRUEUP_CORPUS is set, the small files of the corpus), mutates one file at a time and runs
check, identify and read on it. What must never happen: a signal, a sanitizer's report, exit 70, more than 20 seconds, a
report that is no JSON or has a number that is no integer, parts that do not add up, a pass of the default gate where a
source was broken, lost records, or other bytes when run again. The mutated folder of each finding is kept. The same
seed gives the same mutations. Standard library only; exit 1 with a finding."""

import argparse
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FIX = os.path.join(TOP, "fixtures")
SECONDS = 20          # a hang
LARGEST = 120_000     # larger seeds make the run slow and find nothing else
SANITIZER = (b"Sanitizer", b"runtime error:")
WORDS = [b"fail", b"pass", b"notselected", b"notapplicable", b"error", b"true", b"false", b"null", b"0", b"-1", b"",
         b"1e999", b"18446744073709551616", b"9" * 400, b"9999-12-31", b"0000-00-00", b"2026-02-30T25:61:61Z",
         b"P99999999999999999999D", b"\xff\xfe", b"\xed\xa0\x80", b"\x00", b"\\u0000", b"\\ud800", b"\xe2\x80\xae",
         b"\x1b[31m", b"<script>", b"&lt;", b"&#0;", b"=cmd|' /C calc'!A0", b"../../etc/passwd", b"A" * 70_000,
         b"AC-2(1)(a)(2)", b"localhost", b"00000000-0000-0000-0000-000000000000", b"%s%n", b"2026-11-01T00:00:00+99:99"]


def pieces(data):
    """Where the words of a text are."""
    out, start = [], None
    for i, c in enumerate(data):
        word = chr(c).isalnum() or c in b"_-.:" if c < 128 else True
        if word and start is None:
            start = i
        elif not word and start is not None:
            out.append((start, i))
            start = None
    return out or [(0, len(data))]


def flip(r, d):
    b = bytearray(d)
    for _ in range(r.choice((1, 1, 2, 8))):
        b[r.randrange(len(b))] ^= 1 << r.randrange(8)
    return bytes(b)


def cut(r, d):
    return d[:len(d) * r.randrange(100) // 100]


def lines(r, d):
    v = d.splitlines(True)
    i, j = r.randrange(len(v)), r.randrange(len(v))
    how = r.randrange(5)
    if how == 0:
        del v[i]
    elif how == 1:
        v.insert(j, v[i])
    elif how == 2:
        v[i], v[j] = v[j], v[i]
    elif how == 3:
        i, j = sorted((i, j))
        del v[i:j]
    else:
        v[i:i] = v[i:i + 1] * r.choice((2, 100, 3000))
    return b"".join(v)[:4_000_000]


def value(r, d):
    a, b = r.choice(pieces(d))
    return d[:a] + r.choice(WORDS) + d[b:]


def swap(r, d):
    p = pieces(d)
    (a, b), (c, e) = sorted((r.choice(p), r.choice(p)))
    return d if b > c else d[:a] + d[c:e] + d[b:c] + d[a:b] + d[e:]


def blank(r, d):
    """Every value of one spelling becomes another."""
    a, b = r.choice(pieces(d))
    return d.replace(d[a:b], r.choice(WORDS[:13]) if b > a else b"")[:4_000_000]


def nest(r, d):
    i, n = r.randrange(len(d)), r.choice((3, 300, 30_000))
    left, right = r.choice(((b"[", b"]"), (b'{"a":', b"}"), (b"<a>", b"</a>"), (b'"', b'"'), (b"<!--", b"-->")))
    return d[:i] + left * n + (right * n if r.random() < 0.5 else b"") + d[i:]


def insert(r, d):
    i = r.randrange(len(d) + 1)
    return d[:i] + bytes(r.randrange(256) for _ in range(r.choice((1, 1, 3, 20)))) + d[i:]


def twice(r, d):
    return d + d if r.random() < 0.5 else d + r.choice(WORDS)


def front(r, d):
    return r.choice((b"\xef\xbb\xbf", b"\xff\xfe", b" \n", b"x", b"\x00", b"<?xml version='1.1'?>")) + d


def widen(r, d):
    try:
        return d.decode("utf-8").encode(r.choice(("utf-16", "utf-16-be", "utf-32", "latin-1")))
    except UnicodeError:
        return front(r, d)


MUTATIONS = (flip, flip, cut, cut, lines, lines, value, value, value, swap, blank, nest, insert, twice, front, widen)


def seeds(only):
    """Folders as lists of (name, bytes), each with the names that may be mutated."""
    out = []

    def folder(path):
        files = []
        for at, _, names in sorted(os.walk(path)):
            for n in sorted(names):
                full = os.path.join(at, n)
                with open(full, "rb") as f:
                    files.append((os.path.relpath(full, path), f.read()))
        return files

    cheats = os.path.join(FIX, "cheats")
    for name in sorted(os.listdir(cheats)) if os.path.isdir(cheats) else []:
        for kind in ("honest", "cheating"):
            path = os.path.join(cheats, name, kind)
            if os.path.isdir(path):
                out += [(path, folder(path))] * 3
    singles = []
    roots = [os.path.join(FIX, "good"), os.path.join(FIX, "hostile"), os.path.join(FIX, "org", "evidence")]
    if os.environ.get("TRUEUP_CORPUS"):
        roots.append(os.environ["TRUEUP_CORPUS"])
    for root in roots:
        for n, data in folder(root):
            if 0 < len(data) <= LARGEST:
                singles.append((os.path.join(root, n), [(os.path.basename(n), data)]))
    out += singles
    return [s for s in out if only is None or only in s[0]]


def integers(node, path=""):
    if isinstance(node, bool) or node is None or isinstance(node, (str, int)):
        return None
    if isinstance(node, float):
        return path
    for k, v in node.items() if isinstance(node, dict) else enumerate(node):
        bad = integers(v, f"{path}/{k}")
        if bad:
            return bad
    return None


def report_wrong(out, status):
    """What is wrong with a written report; None: nothing."""
    try:
        with open(os.path.join(out, "report.json"), "rb") as f:
            r = json.loads(f.read().decode("utf-8"))
    except FileNotFoundError:
        return None if status in (2, 3, 5) else "no report"
    except ValueError as e:
        return f"report.json: {e}"
    bad = integers(r)
    if bad:
        return f"no integer at {bad}"
    for s in r["scopes"]:
        n = s["scores"]
        if n.get("procedural") is not None and n["procedural"] != n["supported"] + n["refuted"] + n["not_shown"]:
            return f"P is not its parts in {s['id']}"
    broken = False
    for s in r["sources"]:
        if s["seen"] != s["kept"] + s["refused"] + sum(s["ignored"].values()):
            return f"records lost in {s['path']}"
        broken = broken or s["broken"] or (s["refused"] > 0 and {"observation", "item"} & set(s["roles"]))
    if status == 0 and (broken or not r["complete"]):
        return "a pass although a source was broken or records refused"
    return None


def run(binary, args, cwd):
    env = dict(os.environ, NO_COLOR="1", TZ="UTC", LC_ALL="C", HOME=cwd,
               ASAN_OPTIONS="exitcode=99:allocator_may_return_null=1", UBSAN_OPTIONS="print_stacktrace=1:exitcode=99")
    try:
        p = subprocess.run([binary] + args, cwd=cwd, env=env, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return None, b"", "hangs"
    if p.returncode < 0 or p.returncode in (70, 99, 134, 139) or any(s in p.stderr for s in SANITIZER):
        return p.returncode, p.stdout, f"{' '.join(args)}: exit {p.returncode}\n" + p.stderr.decode("latin-1")[-3000:]
    return p.returncode, p.stdout, None


def same_bytes(a, b):
    names = sorted(n for n in os.listdir(a) if not n.endswith((".sig", ".pem", ".pub", ".dsse", ".md", ".sealed")))
    for n in names:
        with open(os.path.join(a, n), "rb") as f, open(os.path.join(b, n), "rb") as g:
            if f.read() != g.read() and n in ("report.json", "checks.jsonl", "report.html", "requests.csv",
                                              "worklist.csv"):
                return n
    return None


def smash(binary, work, files, again):
    """None, or what is wrong with the program on these files."""
    shutil.rmtree(work, ignore_errors=True)
    for name, data in files:
        path = os.path.join(work, "e", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(data)
    check = ["check", "--as-of", "2026-11-01", "-o"]
    if os.path.exists(os.path.join(work, "e", "trueup.json")):
        check = ["check", "-c", os.path.join("e", "trueup.json")] + check[1:]
    status, _, wrong = run(binary, check + ["out", "e"], work)
    wrong = wrong or report_wrong(os.path.join(work, "out"), status)
    if wrong is None and status not in (0, 1, 2, 3):
        wrong = f"check: exit {status}"
    if wrong is None and again and os.path.isdir(os.path.join(work, "out")):
        other, _, wrong = run(binary, check + ["out2", "e"], work)
        if wrong is None and other != status:
            wrong = f"exit {status}, then {other}"
        if wrong is None:
            n = same_bytes(os.path.join(work, "out"), os.path.join(work, "out2"))
            wrong = n and f"{n} differs between two runs"
    for args in (["identify", "e"], ["identify", "--json", "e"], ["read", "e"]) if again else (["read", "e"],):
        if wrong is None:
            status, out, wrong = run(binary, args, work)
            if wrong is None and args[-2] in ("--json", "read"):
                try:
                    for line in out.decode("utf-8").splitlines():
                        json.loads(line)
                except ValueError as e:
                    wrong = f"{' '.join(args)}: {e}"
    return wrong


def main():
    p = argparse.ArgumentParser()
    p.add_argument("--bin", default=os.path.join(TOP, "build", "trueup"))
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--runs", type=int, default=300)
    p.add_argument("--seconds", type=int, default=600)
    p.add_argument("--keep", default=None)
    p.add_argument("--only", default=None)
    a = p.parse_args()
    binary, pool, begun = os.path.abspath(a.bin), seeds(a.only), time.monotonic()
    work, found, done = tempfile.mkdtemp(prefix="smash"), 0, 0
    for n in range(a.runs):
        if time.monotonic() - begun > a.seconds:
            break
        r = random.Random(f"{a.seed}/{n}")
        path, files = r.choice(pool)
        files = list(files)
        i = r.randrange(len(files))
        data, how = files[i][1], []
        for _ in range(r.choice((1, 1, 1, 2, 4))):
            m = r.choice(MUTATIONS)
            if data:
                data = m(r, data)
                how.append(m.__name__)
        files[i] = (files[i][0], data)
        wrong = smash(binary, os.path.join(work, "run"), files, n % 4 == 0)
        done += 1
        if wrong is None:
            continue
        found += 1
        print(f"not ok - run {n}: {os.path.relpath(path, TOP)}: {files[i][0]} {'+'.join(how)}: {wrong}", flush=True)
        if a.keep:
            name = hashlib.sha256(data).hexdigest()[:12]
            shutil.copytree(os.path.join(work, "run", "e"), os.path.join(a.keep, f"{n}-{name}"), dirs_exist_ok=True)
    shutil.rmtree(work)
    print(f"{'not ok' if found else 'ok'} - {done} mutated inputs of seed {a.seed}, {found} findings")
    return 1 if found or done == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
