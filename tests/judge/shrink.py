#!/usr/bin/env python3
"""The smallest model on which the two judges still differ.

shrink.py JUDGE_DUMP FILE [LINE]: takes line LINE (default 1) of FILE, leaves out records, sources and
members while the same member of the results differs, and prints the model and both results.
shrink.py JUDGE_DUMP SEED/NUMBER: the same for a model of gen.py."""

import copy
import json
import os
import subprocess
import sys
import tempfile

import gen
from second import Judge


def first_all(dump, models):
    """The results of the first judge on each model, or the way in which it died."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", delete=False) as f:
        f.write("".join(json.dumps(m) + "\n" for m in models))
    try:
        run = subprocess.run([dump, f.name], capture_output=True, text=True)
    finally:
        os.unlink(f.name)
    out = [json.loads(x) for x in run.stdout.splitlines() if x.endswith("}")]
    if len(out) == len(models) and run.returncode in (0, 1):
        return out
    if len(models) == 1:
        return [{"crash": run.returncode}]
    return [first_all(dump, [m])[0] for m in models]


def first(dump, model):
    return first_all(dump, [model])[0]


def mine(model):
    try:
        return Judge(copy.deepcopy(model)).result()
    except Exception as e:                       # a second judge that dies has failed as well
        return {"died": repr(e)}


def differences(a, b, path=""):
    """[(where, mine, its)]; the place in a list is not part of where."""
    if isinstance(a, dict) and isinstance(b, dict):
        out = []
        for k in list(a) + [k for k in b if k not in a]:
            if k in a and k in b:
                out += differences(a[k], b[k], path + "." + k)
            else:
                out.append((path + "." + k, a.get(k), b.get(k)))
        return out
    if isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        return [d for x, y in zip(a, b) for d in differences(x, y, path)]
    return [] if a == b and type(a) is type(b) else [(path, a, b)]


def cause(diffs):
    """Where it begins: a clock before the controls that it touches, those before the scopes."""
    for part in (".died", ".crash", ".error", ".items"):
        for d in diffs:
            if d[0].startswith(part):
                return d
    return diffs[0] if diffs else None


def signature(d):
    return (d[0], json.dumps(d[1]), json.dumps(d[2])) if d and not isinstance(d[1], (list,
            dict)) else (d[0],)


# Without these a record is another one: what then still differs has another cause.
NEEDED = {"role": ("party", "role"), "party": ("ids", "name"), "event": ("kind", "to_party", "actor", "at"),
          "assign": ("party",), "observation": ("test", "asset")}


def candidates(model):
    """Smaller models, the big steps first."""
    n = len(model["records"])
    size = n // 2
    while size:
        for i in range(0, n, size):
            m = dict(model)
            m["records"] = model["records"][:i] + model["records"][i + size:]
            yield m
        size //= 2
    if "previous" in model:
        yield {k: v for k, v in model.items() if k != "previous"}
        facts = model["previous"]["facts"]
        for k in [k for k, v in facts.items() if isinstance(v, list) and k != "controls"]:
            for j in range(len(facts[k])):
                less = dict(facts, **{k: facts[k][:j] + facts[k][j + 1:]})
                yield dict(model, previous=dict(model["previous"], facts=less))
    used = {r["source"] for r in model["records"]}
    for i, s in enumerate(model["sources"]):
        if s["path"] not in used:
            m = dict(model)
            m["sources"] = model["sources"][:i] + model["sources"][i + 1:]
            yield m
    for k in [k for k in model["config"] if k != "as_of"]:
        m = dict(model)
        m["config"] = {x: v for x, v in model["config"].items() if x != k}
        yield m
    for where in ("sources", "records"):
        for i, r in enumerate(model[where]):
            for k in [k for k in r if k not in ("record", "source", "path", "loc", "roles",
                    "originator") and k not in NEEDED.get(r.get("record"), ())]:
                m = dict(model)
                m[where] = list(model[where])
                m[where][i] = {x: v for x, v in r.items() if x != k}
                yield m
    for i, r in enumerate(model["records"]):
        for k, v in r.items():
            if isinstance(v, list) and k not in NEEDED.get(r["record"], ()):
                for j in range(len(v)):
                    m = dict(model)
                    m["records"] = list(model["records"])
                    m["records"][i] = dict(r, **{k: v[:j] + v[j + 1:]})
                    yield m


def batches(things, size):
    batch = []
    for t in things:
        batch.append(t)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def shrink(dump, model, rounds=400):
    want = cause(differences(mine(model), first(dump, model)))
    if want is None:
        return None
    sign = signature(want)
    for _ in range(rounds):
        smaller = None
        for batch in batches(candidates(model), 24):
            for m, its in zip(batch, first_all(dump, batch)):
                d = cause(differences(mine(m), its))
                if d is not None and signature(d) == sign:
                    smaller = m
                    break
            if smaller is not None:
                break
        if smaller is None:
            break
        model = smaller
    return model


def show(dump, model):
    a, b = mine(model), first(dump, model)
    print("model:  %s" % json.dumps(model, separators=(",", ":")))
    print("second: %s" % json.dumps(a, separators=(",", ":")))
    print("first:  %s" % json.dumps(b, separators=(",", ":")))
    for d in differences(a, b):
        print("  %s: second %s, first %s" % (d[0], json.dumps(d[1]), json.dumps(d[2])))


def main():
    dump, path = sys.argv[1], sys.argv[2]
    n = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    if os.path.exists(path):
        with open(path, encoding="utf-8") as f:
            line = [x for x in f if x.strip()][n - 1]
    else:
        line = json.dumps(gen.make(path))
    model = shrink(dump, json.loads(line))
    if model is None:
        print("no difference")
        return
    show(dump, model)


if __name__ == "__main__":
    main()
