"""What mutate.py and coverage.py share: the programs that load the two rooms, the tests, and who runs which line.

`make mutate-programs` builds the programs; each loads librooms.so, and before it libfirst.so, which is empty. Another
libfirst.so, found by LD_LIBRARY_PATH, replaces the files that it holds. So a mutant is one file compiled, and coverage is
the rooms compiled once more."""

import glob
import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
ROOMS = ("checker/judge", "checker/join")
# Golden cases that run what no unit program runs.
GOLDEN = ["previous/chain", "previous/cheats", "previous/severity", "previous/bridge", "rules/explain", "rules/exploited",
          "day/cloud", "day/contractor", "day/iso", "day/msp", "identify/links-json", "identify/json", "cheats/no-severity",
          "cheats/duplicate-of-decided", "cheats/mass-accepted", "cheats/renamed-host", "cheats/lent-tag"]
SLOW = {"test_report_writers"}      # writers: golden for texts, nothing of the judgement
SEEDS, MODELS = ("a", "c"), 300


def sources():
    return [p for room in ROOMS for p in sorted(glob.glob(room + "/*.c")) if not p.endswith("_diags.c")]


def digest(paths, *more):
    h = hashlib.sha256("\0".join(more).encode())
    for p in paths:
        with open(p, "rb") as f:
            h.update(p.encode() + b"\0" + hashlib.sha256(f.read()).digest())
    return h.hexdigest()


class Test:
    def __init__(self, name, command, files):
        self.name, self.command, self.files = name, command, files
        self.seconds, self.lines = 0.0, {}      # {file: lines that it runs}


class Bench:
    def __init__(self, built):
        os.chdir(TOP)
        self.bin = os.path.abspath(built)
        self.cc = os.environ["CC"].split()
        # Without -g, so that the same code is the same object.
        self.cf = [x for x in os.environ["CF"].split() if x != "-g"] + ["-fPIC", "-w"]
        self.models()
        self.tests = list(self.all())

    def models(self):
        """What the second judge says of random models, once."""
        judge = sorted(glob.glob("tests/judge/*.py"))
        stamp = os.path.join(self.bin, "models." + digest(judge, str(MODELS), *SEEDS)[:16])
        if os.path.exists(stamp):
            return
        for seed in SEEDS:
            for script, args, to in (("gen.py", [seed, str(MODELS)], "models"), ("second.py", None, "want")):
                with open(f"{self.bin}/{to}.{seed}", "wb") as f:
                    subprocess.run([sys.executable, "tests/judge/" + script] + (args or [f"{self.bin}/models.{seed}"]),
                                   stdout=f, check=True)
        with open(stamp, "w", encoding="utf-8"):
            pass

    def all(self):
        b = self.bin
        for seed in SEEDS:
            yield Test("models " + seed, ["sh", "-c", f"{b}/judge_dump {b}/models.{seed} | cmp -s - {b}/want.{seed}"],
                       [b + "/judge_dump", f"{b}/want.{seed}"])
        for unit in sorted(glob.glob(b + "/test_*")):
            if os.access(unit, os.X_OK) and "." not in os.path.basename(unit) and os.path.basename(unit) not in SLOW:
                yield Test(os.path.basename(unit), [unit], [unit])
        yield Test("rules test", [b + "/trueup", "rules", "test"], [b + "/trueup"])
        yield Test("org", ["python3", "tests/org/expected.py"], [b + "/trueup", "tests/org/expected.py"])
        yield Test("identities", ["sh", "tests/cli/identities.sh"], [b + "/trueup", "tests/cli/identities.py"])
        for case in GOLDEN:
            files = sorted(p for p in glob.glob(f"tests/cli/{case}/**", recursive=True) if os.path.isfile(p))
            yield Test(case, ["sh", "tests/tool/run-cli", "tests/cli/" + case], [b + "/trueup"] + files)

    def fails(self, test, folder, most, **env):
        """None: it passes with the libfirst.so of this folder; else what became of it."""
        def limits():
            resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
            resource.setrlimit(resource.RLIMIT_CPU, (most, most))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

        env = {**os.environ, "LD_LIBRARY_PATH": folder, "TRUEUP": self.bin + "/trueup", "TRUEUP_BIN_DIR": self.bin,
               "PYTHONDONTWRITEBYTECODE": "1", "LC_ALL": "C", "TZ": "UTC", **env}
        p = subprocess.Popen(test.command, env=env, preexec_fn=limits, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                             stderr=subprocess.DEVNULL, start_new_session=True)
        try:
            return f"exit {p.returncode}" if p.wait(timeout=30 + 8 * most) != 0 else None
        except subprocess.TimeoutExpired:
            os.killpg(p.pid, 9)
            p.wait()
            return "time"

    # ---- who runs which line ----

    def covered_library(self, folder):
        out = os.path.join(folder, "libfirst.so")
        objects = []
        os.makedirs(folder, exist_ok=True)
        for source in sources():
            o = os.path.join(folder, source.replace("/", "-")[:-2] + ".o")
            subprocess.run(self.cc + self.cf + ["-O0", "-U_FORTIFY_SOURCE", "--coverage", "-c", "-o", o, source], check=True)
            objects.append(o)
        subprocess.run(self.cc + ["-shared", "--coverage", "-o", out] + objects, check=True)

    def lines_of(self, cov, data):
        """{file: {line: times}} of one run, or of none: which lines there are."""
        given = []
        for gcno in glob.glob(cov + "/*.gcno"):
            name = os.path.basename(gcno)
            if data != cov:
                shutil.copy(gcno, os.path.join(data, name))
            given.append(os.path.join(data, name))
        text = subprocess.run(["gcov", "--json-format", "--stdout"] + given, capture_output=True, text=True, check=True).stdout
        out = {}
        for part in text.splitlines():
            for f in json.loads(part)["files"]:
                if f["file"].endswith(".c"):
                    at = out.setdefault(f["file"], {})
                    for line in f["lines"]:
                        n = line["line_number"]
                        at[n] = at.get(n, 0) + line["count"]
        return out

    def trace(self, say=lambda text: None):
        """Fills in what each test runs and how long it takes; gives {file: lines that there are} and who fails.

        What is known of a test holds as long as neither the rooms nor its program change."""
        rooms = digest(sources() + sorted(glob.glob("checker/j*/*.h")))
        cov = os.path.join(self.bin, "cov")
        kept = os.path.join(self.bin, "lines")
        os.makedirs(kept, exist_ok=True)
        stamp = os.path.join(cov, rooms)
        if not os.path.exists(stamp):
            shutil.rmtree(cov, ignore_errors=True)
            self.covered_library(cov)
            with open(stamp, "w", encoding="utf-8") as f:
                json.dump({k: sorted(v) for k, v in self.lines_of(cov, cov).items()}, f)
        with open(stamp, encoding="utf-8") as f:
            every = json.load(f)
        failed = []
        for t in self.tests:
            path = os.path.join(kept, t.name.replace("/", "-").replace(" ", "-") + ".json")
            key = digest(t.files, rooms, *t.command)
            got = {}
            if os.path.exists(path):
                with open(path, encoding="utf-8") as f:
                    got = json.load(f)
            if got.get("key") != key:
                got = self.traced(t, cov, key)
                if got["failed"]:
                    failed.append(f"{t.name}: {got['failed']}")
                else:
                    with open(path, "w", encoding="utf-8") as f:
                        json.dump(got, f)
                say(f"{t.name}: {got['seconds']:.1f} s")
            t.seconds = got["seconds"]
            t.lines = {k: set(v) for k, v in got["lines"].items()}
        return every, failed

    def traced(self, t, cov, key):
        data = os.path.join(self.bin, "run")
        shutil.rmtree(data, ignore_errors=True)
        os.makedirs(data)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        failed = self.fails(t, cov, 300, GCOV_PREFIX=data, GCOV_PREFIX_STRIP="99")
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        lines = {k: [n for n, times in v.items() if times] for k, v in self.lines_of(cov, data).items()}
        shutil.rmtree(data, ignore_errors=True)
        return {"key": key, "failed": failed, "lines": lines,
                "seconds": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime}

    # ---- one file changed ----

    def compile(self, text, to):
        """True where it compiles; the text stands for a file of the rooms, so no name of it is in the object."""
        return subprocess.run(self.cc + self.cf + ["-x", "c", "-c", "-o", to, "-"], input=text.encode(), stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL, check=False).returncode == 0

    def library(self, folder):
        subprocess.run(self.cc + ["-shared", "-o", folder + "/libfirst.so", folder + "/m.o"], check=True)
