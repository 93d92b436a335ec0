#!/usr/bin/env python3
"""Invariants of judgement.md 10 (and the absence property of section 1) of the first judge, on
random models. TAP.

properties.py JUDGE_DUMP [COUNT [SEED [JOBS]]]

Each property makes a second model from a first and says what may not happen between their results; the
first violation is shrunk and printed, with the property's name. Models are made, judged and compared in
chunks, several at a time; each model is judged once, whatever number of properties asks. I7 is test_cp.c;
I8 needs samples, I25 and I26 a previous report, I21 rules of effect cap: those are not here."""

import json
import multiprocessing
import os
import random
import subprocess
import sys
import time

import gen
from second import RANKED, down, up, weighted
from shrink import candidates

FW = gen.FW


def clone(m):
    """A copy whose configuration, sources and records have members of their own: nothing deeper is changed."""
    return {"config": dict(m["config"]), "sources": [dict(s) for s in m["sources"]],
            "records": [dict(x) for x in m["records"]]}


def observations(m, result=None):
    return [r for r in m["records"] if r["record"] == "observation"
            and (result is None or r.get("result") == result)]


def controls(out):
    return {(c["framework"], c["id"]): c for c in out["controls"]}


def pairs(a, b):
    """Controls of both."""
    x, y = controls(a), controls(b)
    return [(x[k], y[k]) for k in x if k in y]


def strip(line, *members):
    return {k: v for k, v in line.items() if k not in members}


def no_rise(a, b, part=None, hi=True):
    """R (or one dimension) of b is nowhere above that of a. A dimension left out is [0, 1] here: lo
    0, hi 1."""
    for x, y in pairs(a, b):
        if part is None:
            lo, lo2, h, h2 = x["r_lo"], y["r_lo"], x["r_hi"], y["r_hi"]
        else:
            if x[part]["empty"] != y[part]["empty"]:
                continue
            if x[part]["empty"]:
                continue
            lo, lo2, h, h2 = x[part]["lo"], y[part]["lo"], x[part]["hi"], y[part]["hi"]
        if lo2 > lo:
            return "%s: lo %d rises to %d" % (x["id"], lo, lo2)
        if hi and h2 > h:
            return "%s: hi %d rises to %d" % (x["id"], h, h2)
    return None


# ---- one model ----

def i1(m, out):
    for c in out["controls"]:
        if not 0 <= c["r_lo"] <= c["r_hi"] <= 1000000:
            return "%s: R [%d, %d]" % (c["id"], c["r_lo"], c["r_hi"])
        for d in "odw":
            if not c[d]["empty"] and not 0 <= c[d]["lo"] <= c[d]["hi"] <= 1000000:
                return "%s: %s %r" % (c["id"], d, c[d])
            if c[d]["good"] + c[d]["bad"] > c[d]["n"] or c[d]["m"] > c[d]["n"]:
                return "%s: %s counts %r" % (c["id"], d, c[d])
    for s in out["scopes"]:
        for k in ("procedural", "supported", "refuted", "not_shown", "real_low", "real_high",
                "understatement", "fog"):
            if not 0 <= s[k] <= 1000000:
                return "%s %d" % (k, s[k])
    return None


def i6(m, out):
    for s in out["scopes"]:
        if s["procedural"] != s["supported"] + s["refuted"] + s["not_shown"]:
            return "P is not its parts: %r" % s
        if s["fog"] != s["real_high"] - s["real_low"]:
            return "fog"
        gap = s["refuted"] + s["not_shown"]
        if abs((s["procedural"] - s["real_low"]) - (gap - s["understatement"])) > 2:
            return "P - R_lo is not G - understatement: %r" % s
    return None


def i22(m, out):
    """Rounded against ourselves, once a control; then integers."""
    for c in out["controls"]:
        for k in "odw":
            d = c[k]
            if d["empty"] or d["n"] == 0 or k == "o":
                continue
            if d["lo"] * d["n"] > d["good"] * 1000000:
                return "%s: %s lo %d above %d of %d" % (c["id"], k, d["lo"], d["good"], d["n"])
            if d["m"] and d["hi"] * d["m"] < (d["m"] - d["bad"]) * 1000000:
                return "%s: %s hi" % (c["id"], k)
    for s in out["scopes"]:
        rows = [(c["weight"], c["p"], c["r_lo"], c["r_hi"]) for c in out["controls"]
                if c["framework"] == s["framework"] and c["verdict"] != "NOT_APPLICABLE"]
        if not rows:
            continue
        p, sup, ref, lo, hi, under = weighted(rows)
        want = (up(p), down(sup), down(ref), down(lo), up(hi), down(under))
        got = tuple(s[k] for k in ("procedural", "supported", "refuted", "real_low", "real_high",
                "understatement"))
        if want != got:
            return "scores %r, of the controls %r" % (got, want)
    return None


# ---- pairs: make(model, random) gives the other model or None, check(a, b) what is wrong ----

def change(m, r, old, new, grade=None):
    some = [i for i, x in enumerate(m["records"]) if x["record"] == "observation"
            and x.get("result") == old
            and (grade is None or x.get("grade") == grade)]
    if not some:
        return None
    out = clone(m)
    i = r.choice(some)
    # All records of the same entry: a duplicate is one record (judgement.md 2).
    same = {k: v for k, v in m["records"][i].items() if k != "loc"}
    for x in out["records"]:
        if {k: v for k, v in x.items() if k != "loc"} == same:
            x["result"] = new
    return out


def fail_to_unknown(m, r):
    """Not where another source says pass (T with U is T, section 5) or somebody says not applicable
    (the instance
    would leave the frame)."""
    seen = {}
    if any(i["ns"] == "host" for x in observations(m) for i in x.get("asset") or []):
        return None                     # a short name may be any of several: it may hide such a pair
    for x in observations(m):
        seen.setdefault((json.dumps(x.get("asset")), x.get("test")), set()).add(x.get("result"))
    if any("fail" in v and v & {"pass", "not-applicable"} for v in seen.values()):
        return None
    return change(m, r, "fail", "unknown")


def i5(m, r):
    out = clone(m)
    n = 0
    for x in out["records"]:
        if x["record"] == "claim" and x.get("state") in ("implemented", "partial", "planned",
                "alternative"):
            x["state"] = r.choice(["implemented", "partial", "planned", "not-implemented"])
            n += 1
    return out if n else None


def inert(a, b):
    for x, y in pairs(a, b):
        if "NOT_APPLICABLE" in (x["verdict"], y["verdict"]):
            continue
        for k in ("o", "d", "w", "r_lo", "r_hi", "owner", "instances"):
            if x[k] != y[k]:
                return "%s: %s %r becomes %r" % (x["id"], k, x[k], y[k])
    return None


def same(a, b):
    return None if a == b else "results differ"


def i9(m, r):
    some = [x for x in observations(m, "pass") if x.get("grade") == "E3" and x.get("at")]
    if not some:
        return None
    out = clone(m)
    x = r.choice(some)
    out["sources"].append({"path": "other-scanner", "roles": ["observation"],
            "originator": "another"})
    out["records"].append(dict(x, source="other-scanner", originator="another", result="fail"))
    return out


def i10(m, r):
    out = clone(m)
    keep = {s["path"] for s in out["sources"] if set(s["roles"]) <= {"claim", "catalog"}}
    out["sources"] = [s for s in out["sources"] if s["path"] in keep]
    out["records"] = [x for x in out["records"] if x["source"] in keep
            and x["record"] in ("claim", "select")]
    return out


def only_unknown(a, b):
    for c in b["controls"]:
        if c["r_lo"] or c["verdict"] not in ("PAPER", "UNKNOWN", "UNTESTED_ADMITTED"):
            return "%s: R_lo %d, %s" % (c["id"], c["r_lo"], c["verdict"])
    return None


def i11(m, r):
    out = clone(m)
    r.shuffle(out["sources"])
    r.shuffle(out["records"])
    return out


def i12(m, r):
    out = clone(m)
    out["records"] += [dict(x) for x in out["records"] if r.random() < 0.5]
    return out


def acceptance(m, r, until):
    if sum("item" in s["roles"] for s in m["sources"]) > 1:
        return None                     # the new entry may make its source the newer one of two
    some = [x for x in m["records"] if x["record"] == "item" and x.get("status") == "open"
            and x.get("has_history")
            and not x.get("duplicate_of")]
    if not some:
        return None
    out = clone(m)
    x = r.choice(some)
    out["records"].append({"record": "event", "source": x["source"], "tracker": x["tracker"],
            "item": x["key"],
                           "id": "given", "at": gen.day_text(1), "actor": "bo@x.example",
                           "kind": "decide",
                           "choice": "accept", "until": until, "rationale": "because"})
    return out


def o_and_w(a, b):
    for x, y in pairs(a, b):
        for k in ("o", "w", "owner"):
            if x[k] != y[k]:
                return "%s: %s %r becomes %r" % (x["id"], k, x[k], y[k])
    return None


def i13_end(m, r):
    some = [i for i, x in enumerate(m["records"]) if x["record"] == "event"
            and x.get("choice") == "accept"
            and x.get("until") == "2027-01-01" and x.get("at") and x["at"][:4] == "2026"
                    and x["at"] < "2026-10-29"]
    if not some:
        return None
    out = clone(m)
    e = m["records"][r.choice(some)]
    for x in out["records"]:
        if x["record"] == "event" and x.get("item") == e.get("item") and x.get("id") == e.get("id"):
            x["until"] = "2026-10-30T00:00:00Z"
    return out


def tighten(m, r):
    out = clone(m)
    c = out["config"]
    how = r.choice(["limits", "max_age", "evaluate_within", "open_end"])
    if how == "limits":
        c["limits"] = {"critical": "P1D", "high": "P1D", "moderate": "P3D", "low": "P9D"}
    else:
        c[how] = {"max_age": "P5D", "evaluate_within": "PT1H", "open_end": "P20D"}[how]
    return out


def i14_target(m, r):
    out = clone(m)
    c = out["config"]
    c["target"] = min(1000000, c.get("target", 950000) + 50000)
    c["fail_below"] = c.get("fail_below", 600000) + 100000
    c["partial_at"] = min(c["target"], c.get("partial_at", 500000) + 100000)
    return out


def no_better(a, b):
    for x, y in pairs(a, b):
        if x["verdict"] in RANKED[:12] and y["verdict"] in RANKED[:12]:
            # Reality alone: three verdicts share a reality, and the claim does not move.
            if RANKED.index(y["verdict"]) > RANKED.index(x["verdict"]) and x["p"] == y["p"]:
                if not (x["verdict"] == "CONFIRMED" or y["verdict"] == "DISPUTED"):
                    return "%s: %s becomes %s" % (x["id"], x["verdict"], y["verdict"])
    return None


def i15(m, r):
    out = clone(m)
    ids = {x.get("control") for x in m["records"]
            if x["record"] == "claim"} | set(m["config"].get("scope", []))
    ids |= {x["id"] for x in m["records"] if x["record"] == "select"}
    w = m["config"].get("weights", {})
    one, seven = clone(m), out
    one["config"]["weights"] = {i: w.get(i, 3) for i in ids if i}
    seven["config"]["weights"] = {i: 7 * w.get(i, 3) for i in ids if i}
    return one, seven


def i16(m, r):
    """One control twice, each of half the weight; not one that the framework's process controls name."""
    if "process_controls" in m["config"]:
        return None
    ids = sorted({x["control"] for x in m["records"] if x["record"] == "claim" and x.get("control")}
            & {"ac-2", "cm-6"})
    if not ids:
        return None
    cid, twin = r.choice(ids), "ac-20"
    one, two = clone(m), clone(m)
    weights = m["config"].get("weights", {})
    every = {x.get("control") or x.get("id") for x in m["records"] if x["record"] in ("claim", "select")}
    every |= set(m["config"].get("scope", []))
    one["config"]["weights"] = {i: weights.get(i, 3) * (2 if i == cid else 1) for i in every if i}
    two["config"]["weights"] = {i: weights.get(i, 3) for i in every | {twin} if i}
    two["config"]["weights"][twin] = two["config"]["weights"].get(cid, 3)
    if "scope" in two["config"] and cid in two["config"]["scope"]:
        two["config"]["scope"] = two["config"]["scope"] + [twin]
    def tags(of):
        out = []
        for t in of:
            out.append(t)
            if t["scheme"] == FW and t["id"] == cid:
                out.append(dict(t, id=twin))
        return out
    more = []
    for x in two["records"]:
        for k in ("tags", "controls"):
            if x.get(k):
                x[k] = tags(x[k])
        where = {"claim": "control", "mapping": "control", "select": "id", "assign": "id"}.get(x["record"])
        if where and x.get(where) == cid and x.get("subject", "control") == "control":
            more.append(dict(x, **{where: twin}))
    two["records"] += more
    return one, two


def totals_same(a, b):
    for s, t in zip(a["scopes"], b["scopes"]):
        for k in ("weight", "procedural", "supported", "refuted", "not_shown", "real_low", "real_high",
                "understatement", "fog"):
            if s[k] != t[k]:
                return "%s %r becomes %r" % (k, s[k], t[k])
    return None


def scores_same(a, b):
    for s, t in zip(a["scopes"], b["scopes"]):
        for k in ("procedural", "supported", "refuted", "not_shown", "real_low", "real_high",
                "understatement", "fog",
                  "verdicts"):
            if s[k] != t[k]:
                return "%s %r becomes %r" % (k, s[k], t[k])
    return None


def later(days):
    def make(m, r):
        out = clone(m)
        out["config"]["as_of"] = {1: "2026-11-20T00:00:00Z", 0: "2026-11-01T00:00:01Z"}[days]
        return out
    return make


def still_breached(a, b):
    then = {(i["tracker"], i["key"]): i["state"] for i in b["items"]}
    for i in a["items"]:
        if i["state"] == "BREACHED" and then.get((i["tracker"], i["key"])) != "BREACHED":
            return "%s: BREACHED becomes %s" % (i["key"], then.get((i["tracker"], i["key"])))
    return None


def severity(word, actor):
    def make(m, r):
        some = [x for x in m["records"] if x["record"] == "item"
                and x.get("severity") in ("high", "moderate", "low")
                and x.get("has_history") and not any(e["record"] == "event"
                        and e.get("kind") == "severity"
                                                     and e.get("item") == x["key"]
                                                             for e in m["records"])
                and not any(e["record"] == "event" and e.get("kind") == "assign"
                        and e.get("item") == x["key"]
                            for e in m["records"])
                and sum(y["record"] == "item" and y["key"] == x["key"] for y in m["records"]) == 1]
        if actor == "assignee":
            # Where the log is cut off nobody knows whose it was.
            some = [x for x in some if not x.get("truncated")]
        if not some:
            return None
        out = clone(m)
        x = r.choice(some)
        who = x.get("assignee") if actor == "assignee" else actor
        if who is None:
            return None
        e = {"record": "event", "source": x["source"], "tracker": x["tracker"], "item": x["key"],
                "id": "word",
             "at": gen.day_text(1), "actor": who, "kind": "severity", "from": x["severity"],
                     "severity": word,
             "to": word}
        out["records"].append(e)
        for y in out["records"]:
            if y["record"] == "item" and y["key"] == x["key"]:
                y["severity"] = word
        return out
    return make


def due_not_later(a, b):
    then = {(i["tracker"], i["key"]): i for i in b["items"]}
    for i in a["items"]:
        j = then[i["tracker"], i["key"]]
        if i["due"] and j["due"] and (j["due"][0] > i["due"][0] or j["due"][1] > i["due"][1]):
            return "%s: due %r becomes %r" % (i["key"], i["due"], j["due"])
    return None


def i19(m, r):
    """Both ways from one model: the grade lowered, and the result unknown; compared with one
    another."""
    x = change(m, r, "pass", "pass", "E3")
    if x is None:
        return None
    some = [i for i, y in enumerate(m["records"]) if y["record"] == "observation"
            and y.get("result") == "pass"
            and y.get("grade") == "E3"]
    i = r.choice(some)
    one, two = clone(m), clone(m)
    base = {k: v for k, v in m["records"][i].items() if k != "loc"}
    for a, b in zip(one["records"], two["records"]):
        if {k: v for k, v in a.items() if k != "loc"} == base:
            a["grade"] = "E2"
            b["result"] = "unknown"
    return one, two


def drop_class(cls):
    def make(m, r):
        out = clone(m)
        if cls == "authority":
            if "authority" not in out["config"]:
                return None
            del out["config"]["authority"]
            return out
        gone = {s["path"] for s in out["sources"] if cls in s["roles"]}
        if cls == "roles" and "roles" in out["config"]:
            del out["config"]["roles"]
        elif not gone:
            return None
        if cls == "claim" and "scope" not in out["config"]:
            return None
        tests = [{"record": "test", "source": "definitions", "benchmark": x.get("benchmark"),
                "test": x["test"],
                  "tags": x.get("tags", [])} for x in observations(m) if x.get("test")]
        out["sources"] = [s for s in out["sources"] if s["path"] not in gone]
        out["records"] = [x for x in out["records"] if x["source"] not in gone]
        if cls == "observation":
            tests += [dict(x, source="definitions") for x in m["records"] if x["record"] == "test"
                    and x["source"] in gone]
            # What a test is mapped to is outside the property; here it is told with the results.
            out["sources"].append({"path": "definitions", "roles": ["mapping"]})
            out["records"] += tests
        return out
    return make


def absence(a, b):
    for x, y in pairs(a, b):
        if y["r_hi"] < x["r_hi"]:
            return "%s: R_hi %d falls to %d" % (x["id"], x["r_hi"], y["r_hi"])
        if y["r_lo"] > x["r_lo"]:
            return "%s: R_lo %d rises to %d" % (x["id"], x["r_lo"], y["r_lo"])
    return None


def rise(a, b, **k):
    return no_rise(b, a, **k)


SINGLE = (("I1 shares lie between 0 and 1", i1), ("I6 the scores add up", i6),
          ("I22 rounded against ourselves, once", i22))
def w_only(a, b):
    for x, y in pairs(a, b):
        if x["w"] != y["w"] or [(i["asset"], i["value"]) for i in x["instances"]] != \
                [(i["asset"], i["value"]) for i in y["instances"]]:
            return "%s: %r and %r" % (x["id"], x["w"], y["w"])
    return None


PAIRS = (
    ("I2 unknown to pass never lowers R", lambda m, r: change(m, r, "unknown", "pass", "E3"),
    lambda a, b: rise(a, b)),
    ("I3 pass to unknown never raises R_lo", lambda m, r: change(m, r, "pass", "unknown"),
     lambda a, b: no_rise(a, b, hi=False)),
    ("I3 fail to unknown never raises W_lo", fail_to_unknown,
     lambda a, b: no_rise(a, b, part="w", hi=False)),
    ("I4 unknown to fail never raises W", lambda m, r: change(m, r, "unknown", "fail", "E3"),
     lambda a, b: no_rise(a, b, part="w")),
    ("I5 claims are inert", i5, inert),
    ("I9 a contradiction never raises W", i9, lambda a, b: no_rise(a, b, part="w")),
    ("I10 unknown is never pass", i10, only_unknown),
    ("I11 order does not matter", i11, same),
    ("I12 the same record twice is one", i12, same),
    ("I13 an acceptance changes neither O nor W", lambda m,
            r: acceptance(m, r, "2027-01-01T00:00:00Z"), o_and_w),
    ("I13 an acceptance that ends raises nothing", i13_end, no_rise),
    ("I14 tighter limits never raise R_lo", tighten, lambda a, b: no_rise(a, b, hi=False)),
    ("I14 a tighter target betters no verdict", i14_target, no_better),
    ("I15 the scale of weights does not matter", i15, scores_same),
    ("I16 clones of the same total weight leave the scores", i16, totals_same),
    ("I17 a later as_of un-breaches nothing", later(1), still_breached),
    ("I18 a raise never lengthens", severity("critical", "cy@x.example"), due_not_later),
    ("I18 a lowering by the assignee never lengthens", severity("low", "assignee"), due_not_later),
    ("I19 below the floor is the same as unknown", i19, w_only),
    ("I27 unknown to pass never lowers a verdict", lambda m, r: change(m, r, "unknown", "pass", "E3"),
     lambda a, b: no_better(b, a)),
    ("I27 pass to unknown never raises a verdict", lambda m, r: change(m, r, "pass", "unknown"), no_better),
    ("I27 unknown to fail never raises a verdict", lambda m, r: change(m, r, "unknown", "fail", "E3"),
     no_better),
    ("I20 a second later, R_lo is not higher", later(0), lambda a, b: no_rise(a, b, hi=False)),
) + tuple(("absence of the class %s only widens" % c, drop_class(c), absence) for c in (
    "roster", "roles", "population", "item", "observation", "authority", "claim"))
PAIRS = tuple(row + ((),) for row in PAIRS) + tuple(("I23 without the rule of %s R_lo is not higher" % d.upper(),
        lambda m, r: clone(m), lambda a, b: no_rise(a, b, hi=False), ("--without", d)) for d in "odw") \
    + (("I24 the same twice", lambda m, r: clone(m), same, ()),)
NAMES = [row[0] for row in SINGLE] + [row[0] for row in PAIRS]


def judge_lines(dump, lines, args=()):
    """The lines of the first judge on these, or None where it died."""
    run = subprocess.run([dump, *args, "/dev/stdin"], input="".join(x + "\n" for x in lines),
            capture_output=True, text=True, close_fds=False)
    out = run.stdout.splitlines()
    return out if len(out) == len(lines) and run.returncode in (0, 1) else None


def text_of(m):
    return json.dumps(m, separators=(",", ":"))


def violated(check, x, y):
    """What is wrong between two lines of results; None: nothing."""
    if x == y and check is not only_unknown:
        return None                     # no property forbids that nothing changes
    x, y = json.loads(x), json.loads(y)
    return "it died" if "controls" not in x or "controls" not in y else check(x, y)


def made(make, m, rnd):
    """(the first of the pair or None where it is m itself, the second), or None."""
    try:
        got = make(m, rnd)
    except KeyError:
        return None                     # shrunk below what the property needs
    if got is None:
        return None
    return got if isinstance(got, tuple) else (None, got)


def try_chunk(task):
    """All properties on some models: by property the number of pairs and the first violation."""
    dump, seed, start, count = task
    models = [gen.make("%s/%d" % (seed, i)) for i in range(start, start + count)]
    texts = [text_of(m) for m in models]
    base = judge_lines(dump, texts)
    if base is None:
        return [(name, count, ("it died", start)) for name in NAMES]
    out = []
    for name, check in SINGLE:
        bad = None
        for i, (m, line) in enumerate(zip(models, base)):
            o = json.loads(line)
            why = check(m, o) if "controls" in o else "it died"
            bad = bad or (why and (why, start + i))
        out.append((name, count, bad))
    for name, make, check, args in PAIRS:
        rnd = random.Random("%s/%s/%d" % (seed, name, start))
        at, first, lines = [], [], []
        for i, m in enumerate(models):
            got = made(make, m, rnd)
            if got is not None:
                at.append(i)
                first.append(got[0])
                lines.append(text_of(got[1]))
        own = [text_of(x) for x in first if x is not None]
        x_lines = iter(judge_lines(dump, own) or [""] * len(own))
        x_lines = [base[i] if x is None else next(x_lines) for i, x in zip(at, first)]
        y_lines = judge_lines(dump, lines, args)
        bad = None if y_lines is not None else ("it died", start)
        for i, x, y in zip(at, x_lines, y_lines or []):
            why = violated(check, x, y)
            bad = bad or (why and (why, start + i))
        out.append((name, len(at), bad))
    return out


def show_smallest(dump, seed, name, number):
    """Leaves out what the violation does not need, and prints the pair."""
    model = gen.make("%s/%d" % (seed, number))
    single = dict(SINGLE).get(name)
    row = next((r for r in PAIRS if r[0] == name), None)

    def wrong(m):
        """(why, other) of one model, trying the property's chance some times."""
        for k in range(3):
            got = (m, m) if single else made(row[1], m, random.Random(k))
            if got is None:
                return None
            a = m if got[0] is None else got[0]
            x = judge_lines(dump, [text_of(a)])
            y = judge_lines(dump, [text_of(got[1])], () if single else row[3])
            if x is None or y is None:
                return "it died", got[1]
            why = single(m, json.loads(x[0])) if single else violated(row[2], x[0], y[0])
            if why is not None:
                return why, got[1]
        return None
    found = wrong(model)
    smaller, until = found is not None, time.monotonic() + 60
    while smaller:
        smaller = False
        for m in candidates(model):
            if time.monotonic() > until:
                break                   # small enough to be read: what is left out last is least
            less = wrong(m) if m["records"] else None
            if less is not None:
                model, found, smaller = m, less, True
                break
    print("# model " + text_of(model))
    if found is not None:
        print("# smallest: " + found[0])
        print("# other " + text_of(found[1]))


def main():
    dump = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 300
    seed = sys.argv[3] if len(sys.argv) > 3 else "props"
    quiet = os.environ.get("SHRINK", "1") == "0"
    jobs = int(sys.argv[4]) if len(sys.argv) > 4 else min(2, os.cpu_count() or 1)
    size = max(1, min(1000, -(-count // jobs)))
    tasks = [(dump, seed, i, min(size, count - i)) for i in range(0, count, size)]
    pairs_of, worst = dict.fromkeys(NAMES, 0), {}
    with multiprocessing.Pool(jobs) as pool:
        for found in pool.imap(try_chunk, tasks):
            for name, n, bad in found:
                pairs_of[name] += n
                if bad:
                    worst.setdefault(name, []).append(bad)
    for k, name in enumerate(NAMES):
        bad = worst.get(name)
        none = pairs_of[name] == 0
        print("%sok %d - %s (%d models, %d pairs)" % ("not " if bad or none else "", k + 1, name, count,
              pairs_of[name]), flush=True)
        if bad:
            print("# model %s/%d: %s" % (seed, bad[0][1], bad[0][0]))
            if not quiet:
                show_smallest(dump, seed, name, bad[0][1])
    print("1..%d" % len(NAMES))
    sys.exit(1 if worst or 0 in pairs_of.values() else 0)


if __name__ == "__main__":
    main()
