#!/usr/bin/env python3
"""Do the tests of the judgement bite? Changes checker/judge and checker/join, one place at a time; a test must fail.

mutate.py OBJECTS [--count N] [--seed S] [--jobs J] [--only TEXT] [--log FILE]

OBJECTS is the tree of objects built with -fPIC (make mutate builds it; CC, CF and LIBS come from there). All objects but
the changed one are taken as they are, into one shared library, so a mutant costs one compilation and one link. Then the
tests run in the order of what kills most, and the first that fails ends it: the second judge's numbers on random models,
the unit programs, the fixture organisation, golden cheats. Survivors must stand in tests/mutate/survivors.txt with the
reason; nine of ten mutants must be killed. Prints "N mutants, N killed" and closes with 0 or 1."""

import argparse
import glob
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

import mutants

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ROOMS = ("checker/judge", "checker/join")
UNITS = ("clock_models clock readings cover verdict own join party asset systems scores timeline cp kinds kinds_more "
         "instance_rules unknown ways changes explain").split()
GOLDEN = ["rules/explain", "cheats/no-severity", "cheats/duplicate-of-decided", "cheats/out-of-scope", "cheats/mass-accepted",
          "cheats/deleted-lines"]
SEEDS, MODELS = ("a", "c"), 400
SECONDS = 30


class Bench:
    """Programs that load the library, made once; each test is a command that gives 0 if it passes."""

    def __init__(self, objects, work):
        self.objects, self.work = objects, work
        self.cc, self.cf, self.libs = os.environ["CC"], os.environ["CF"].split(), os.environ["LIBS"].split()
        self.all = sorted(o for o in glob.glob(objects + "/**/*.o", recursive=True)
                          if "/tests/" not in o and not o.endswith("checker/main.o") and "no_pdf" not in o)
        self.lib(os.path.join(work, "base"), {})
        self.programs()
        self.models()

    def run(self, command, **more):
        return subprocess.run(command, cwd=TOP, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, check=False, **more).returncode

    def lib(self, folder, instead, options=()):
        """The library with some objects in the place of others."""
        os.makedirs(folder, exist_ok=True)
        objects = [instead.get(o, o) for o in self.all]
        listing = os.path.join(folder, "objects")
        with open(listing, "w", encoding="utf-8") as f:
            f.write("\n".join(objects))
        rc = self.run([self.cc, "-shared", "-fuse-ld=gold", "-o", folder + "/libtrueup.so", "@" + listing]
                      + list(options) + self.libs)
        if rc != 0:
            raise SystemExit("mutate: the library does not link")

    def link(self, name, sources, libs):
        out = os.path.join(self.work, "bin", name)
        os.makedirs(os.path.dirname(out), exist_ok=True)
        # No run path: LD_LIBRARY_PATH says which library.
        rc = self.run([self.cc] + self.cf + ["-w", "-pie", "-o", out] + sources
                      + ["-L" + self.work + "/base", "-ltrueup"] + libs + self.libs)
        if rc != 0:
            raise SystemExit(f"mutate: {name} does not link")
        return out

    def programs(self):
        self.link("judge_dump", ["tests/tool/judge_dump.c", "tests/tool/model_out.c"], [])
        self.link("trueup", ["checker/main.c"], [])
        for u in UNITS:
            self.link("test_" + u, [f"tests/unit/test_{u}.c"], ["-lcmocka"])

    def models(self):
        """What the second judge says of random models, once."""
        for seed in SEEDS:
            for script, args, to in (("gen.py", [seed, str(MODELS)], "models"), ("second.py", None, "want")):
                with open(f"{self.work}/{to}.{seed}", "wb") as f:
                    subprocess.run([sys.executable, "tests/judge/" + script] + (args or [f"{self.work}/models.{seed}"]),
                                   cwd=TOP, stdout=f, check=True)

    def limits(self):
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    def tests(self, folder):
        """(name, what to run) in order."""
        bin_ = self.work + "/bin/"
        for seed in SEEDS:
            yield "models " + seed, ["sh", "-c", f"{bin_}judge_dump {self.work}/models.{seed} | cmp -s - {self.work}/want.{seed}"]
        for u in UNITS:
            yield "test_" + u, [bin_ + "test_" + u]
        yield "org", [sys.executable, "tests/org/expected.py"]
        for case in GOLDEN:
            yield case, ["sh", "tests/tool/run-cli", "tests/cli/" + case]

    def failing(self, folder):
        """The tests that fail with the library of this folder, one after the other."""
        env = {**os.environ, "LD_LIBRARY_PATH": folder, "TRUEUP": self.work + "/bin/trueup",
               "TRUEUP_BIN_DIR": self.work + "/bin", "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C", "TZ": "UTC"}
        for name, command in self.tests(folder):
            try:
                if self.run(command, env=env, preexec_fn=self.limits, timeout=4 * SECONDS) != 0:
                    yield name
            except subprocess.TimeoutExpired:
                yield name + " (time)"

    def killer(self, folder):
        """The first of them; None: the mutant survives."""
        return next(self.failing(folder), None)

    def killers(self, folder):
        return list(self.failing(folder))

    def judge(self, m, source, number):
        """"stillborn", the name of the test that killed it, or None."""
        folder = os.path.join(self.work, f"m{number}")
        os.makedirs(folder, exist_ok=True)
        text = os.path.join(folder, os.path.basename(m.file))
        with open(text, "w", encoding="utf-8") as f:
            f.write(m.apply(source))
        try:
            if self.run([self.cc] + self.cf + ["-w", "-c", "-o", folder + "/m.o", text]) != 0:
                return "stillborn"
            self.lib(folder, {os.path.join(self.objects, m.file[:-2] + ".o"): folder + "/m.o"})
            return self.killer(folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def key(m):
    return f"{m.file}: {m.line} [{m.kind}]"


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
    p.add_argument("objects")
    p.add_argument("--count", type=int, default=50)
    p.add_argument("--seed", default="1")
    p.add_argument("--jobs", type=int, default=1)
    p.add_argument("--only", default="")
    p.add_argument("--log")
    a = p.parse_args()
    os.chdir(TOP)
    sources, every = {}, []
    for room in ROOMS:
        for path in sorted(glob.glob(room + "/*.c")):
            if path.endswith("_diags.c"):
                continue
            sources[path], found = mutants.of_file(path)
            every += [m for m in found if a.only in m.file]
    # The first of a seed are the same however many are asked for.
    random.Random(a.seed).shuffle(every)
    chosen = every[:a.count]
    work = tempfile.mkdtemp(prefix="mutate.")
    log = open(a.log, "a", encoding="utf-8", buffering=1) if a.log else None
    known, fresh, dead, lived, n = allowed(), [], 0, 0, 0
    try:
        bench = Bench(a.objects, work)
        first = bench.killer(work + "/base")
        if first:
            raise SystemExit(f"mutate: {first} fails without any change")
        with ThreadPoolExecutor(a.jobs) as pool:
            results = pool.map(lambda x: (x[1], bench.judge(x[1], sources[x[1].file], x[0])), enumerate(chosen))
            for m, by in results:
                if log:
                    log.write(f"{by}\t{key(m)}\n")
                if by == "stillborn":
                    continue
                n += 1
                dead += by is not None
                if by is None:
                    lived += 1
                    print(f"# survives: {key(m)}" + (f": {known[key(m)]}" if key(m) in known else ""), flush=True)
                    if key(m) not in known:
                        fresh.append(m)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(f"{n} mutants of {len(every)}, {dead} killed ({100 * dead // max(n, 1)} %), {lived} survive, "
          f"{len(fresh)} of them on no list")
    return 0 if dead * 10 >= n * 9 and not fresh else 1


if __name__ == "__main__":
    sys.exit(main())
