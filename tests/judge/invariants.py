"""Invariants of judgement.md 10 (and the absence property of section 1): what may not happen between
the results of a model and of one made from it.

A row of PAIRS: the name, make(model, random, base), check(a, b), arguments for the second run. make gives
the other model, or (first, second) where neither is the model itself, or None; base() is the model's own
result. check says what is wrong, or None. I7 is test_cp.c."""

import json

import gen
from beside import clone, put
from second import RANKED, down, up, weighted

FW = gen.FW


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
            bound = max([s["bound"] for s in out["draws"] if s["control"] == c["id"] and k == "w"
                         and s["why_not"] is None], default=0)
            if d["lo"] * d["n"] > d["good"] * 1000000 and d["lo"] > bound:
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

def alike(m, i):
    """All records of the same entry: a duplicate is one record (judgement.md 2)."""
    x, n = m["records"][i], len(m["records"][i])
    out = []
    for k, y in enumerate(m["records"]):
        if y is x or (y["record"] == x["record"] and len(y) == n and y.get("test") == x.get("test")
                      and all(y.get(j) == v for j, v in x.items() if j != "loc")):
            out.append(k)
    return out


def change(m, r, old, new, grade=None):
    some = [i for i, x in enumerate(m["records"]) if x["record"] == "observation"
            and x.get("result") == old
            and (grade is None or x.get("grade") == grade)]
    if not some:
        return None
    out = clone(m)
    for i in alike(m, r.choice(some)):
        put(out, "records", i, result=new)
    return out


def fail_to_unknown(m, r, base):
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


def i5(m, r, base):
    out = clone(m)
    n = 0
    for i, x in enumerate(out["records"]):
        if x["record"] == "claim" and x.get("state") in ("implemented", "partial", "planned",
                "alternative"):
            put(out, "records", i, state=r.choice(["implemented", "partial", "planned",
                    "not-implemented"]))
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


def i9(m, r, base):
    some = [x for x in observations(m, "pass") if x.get("grade") == "E3" and x.get("at")]
    if not some:
        return None
    out = clone(m)
    x = r.choice(some)
    out["sources"].append({"path": "other-scanner", "roles": ["observation"],
            "originator": "another"})
    out["records"].append(dict(x, source="other-scanner", originator="another", result="fail"))
    return out


def i10(m, r, base):
    out = clone(m)
    out.pop("previous", None)
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


def i11(m, r, base):
    out = clone(m)
    r.shuffle(out["sources"])
    r.shuffle(out["records"])
    return out


def i12(m, r, base):
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


def i13_end(m, r, base):
    some = [i for i, x in enumerate(m["records"]) if x["record"] == "event"
            and x.get("choice") == "accept"
            and x.get("until") == "2027-01-01" and x.get("at") and x["at"][:4] == "2026"
                    and x["at"] < "2026-10-29"]
    if not some:
        return None
    out = clone(m)
    e = m["records"][r.choice(some)]
    for i, x in enumerate(out["records"]):
        if x["record"] == "event" and x.get("item") == e.get("item") and x.get("id") == e.get("id"):
            put(out, "records", i, until="2026-10-30T00:00:00Z")
    return out


def tighten(m, r, base):
    out = clone(m)
    c = out["config"]
    how = r.choice(["limits", "max_age", "evaluate_within", "open_end"])
    if how == "limits":
        c["limits"] = {"critical": "P1D", "high": "P1D", "moderate": "P3D", "low": "P9D"}
    else:
        c[how] = {"max_age": "P5D", "evaluate_within": "PT1H", "open_end": "P20D"}[how]
    return out


def i14_target(m, r, base):
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


def i15(m, r, base):
    out = clone(m)
    ids = {x.get("control") for x in m["records"]
            if x["record"] == "claim"} | set(m["config"].get("scope", []))
    ids |= {x["id"] for x in m["records"] if x["record"] == "select"}
    w = m["config"].get("weights", {})
    one, seven = clone(m), out
    one["config"]["weights"] = {i: w.get(i, 3) for i in ids if i}
    seven["config"]["weights"] = {i: 7 * w.get(i, 3) for i in ids if i}
    return one, seven


def i16(m, r, base):
    """One control twice, each of half the weight; not one that the framework's process controls name, nor
    where a report or a sample knows only one of them."""
    if "process_controls" in m["config"] or "samples" in m["config"] or "previous" in m:
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
    for i, x in enumerate(two["records"]):
        for k in ("tags", "controls"):
            if x.get(k):
                put(two, "records", i, **{k: tags(x[k])})
    for x in two["records"]:
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
    def make(m, r, base):
        # An original that is made in between is another log, not a later look at this one.
        if days and any(x["record"] == "item" and str(x.get("created"))[:10] >= "2026-10-31"
                        and any(y.get("duplicate_of") == x["key"] for y in m["records"]) for x in m["records"]):
            return None
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
    def make(m, r, base):
        some = [x for x in m["records"] if x["record"] == "item"
                and x.get("severity") in ("high", "moderate", "low")
                and x.get("has_history") and not any(e["record"] == "event"
                        and e.get("kind") == "severity"
                        and e.get("item") in (x["key"], x.get("id")) for e in m["records"])
                and not any(e["record"] == "event" and e.get("kind") == "assign"
                        and e.get("item") in (x["key"], x.get("id")) for e in m["records"])
                and sum(y["record"] == "item" and y["key"] == x["key"] for y in m["records"]) == 1]
        # A log that explains what the previous report knew is another history, not one step of this one.
        if "previous" in m:
            known = {(c["tracker"], c["key"]) for c in m["previous"]["facts"]["clocks"]}
            some = [x for x in some if (x["tracker"], x["key"]) not in known]
        if actor == "assignee":
            # Where the log is cut off nobody knows whose it was.
            some = [x for x in some if not x.get("truncated")]
        if not some:
            return None
        out = clone(m)
        x = r.choice(some)
        who = x.get("assignee") if actor == "assignee" else actor
        if who is None or who == "Jo Ray":
            return None                 # two people are called so: it may be another than the assignee
        e = {"record": "event", "source": x["source"], "tracker": x["tracker"], "item": x["key"],
                "id": "word",
             "at": gen.day_text(1), "actor": who, "kind": "severity", "from": x["severity"],
                     "severity": word,
             "to": word}
        out["records"].append(e)
        for i, y in enumerate(out["records"]):
            if y["record"] == "item" and y["key"] == x["key"]:
                put(out, "records", i, severity=word)
        return out
    return make


def due_not_later(a, b):
    then = {(i["tracker"], i["key"]): i for i in b["items"]}
    for i in a["items"]:
        j = then[i["tracker"], i["key"]]
        if i["due"] and j["due"] and (j["due"][0] > i["due"][0] or j["due"][1] > i["due"][1]):
            return "%s: due %r becomes %r" % (i["key"], i["due"], j["due"])
    return None


def i19(m, r, base):
    """Both ways from one model: the grade lowered, and the result unknown; compared with one
    another."""
    some = [i for i, y in enumerate(m["records"]) if y["record"] == "observation"
            and y.get("result") == "pass" and y.get("grade") == "E3"]
    if not some:
        return None
    one, two = clone(m), clone(m)
    for i in alike(m, r.choice(some)):
        put(one, "records", i, grade="E2")
        put(two, "records", i, result="unknown")
    return one, two


def drop_class(cls):
    """What the previous report says is outside the property: what was F then is F until a source shows more."""
    def make(m, r, base):
        if "previous" in m:
            m = clone(m)
            del m["previous"]
        other = dropped(m)
        return None if other is None else (m, other)

    def dropped(m):
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
        # Results show that a retired asset lives, and make a list the tested set's own; without them the
        # retirement stands, and another asset is asked for its owner. R_lo is nothing then (READINGS 187).
        if cls == "observation" and "assets" in out["config"].get("o_classes", ()) and any(
                x["record"] == "asset" and "retired" in x for x in out["records"]):
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


def w_only(a, b):
    for x, y in pairs(a, b):
        if x["w"] != y["w"] or [(i["asset"], i["value"]) for i in x["instances"]] != \
                [(i["asset"], i["value"]) for i in y["instances"]]:
            return "%s: %r and %r" % (x["id"], x["w"], y["w"])
    return None


# ---- samples, what caps, and the previous report ----

def i8(m, r, base):
    """Of a drawn asset that fails all results are deleted."""
    drawn = {key for d in base().get("draws", ()) for key in d["assets"] if d["why_not"] is None}
    some = sorted({i["value"] for x in observations(m, "fail") for i in x.get("asset") or []
                   if i["ns"] + ":" + i["value"] in drawn})
    if not some:
        return None
    gone = r.choice(some)
    out = clone(m)
    out["records"] = [x for x in m["records"] if x["record"] != "observation"
                      or all(i["value"] != gone for i in x.get("asset") or [])]
    return out


def no_higher_than_bound(a, b):
    """A deviation that is missing stays one: lo can only rise to the bound that hi had cut."""
    for x, y in pairs(a, b):
        bound = max([d["bound"] for d in a["draws"] if d["control"] == x["id"] and d["why_not"] is None],
                default=None)
        if bound is not None and not x["w"]["empty"] and not y["w"]["empty"] \
                and y["w"]["lo"] > max(x["w"]["lo"], bound):
            return "%s: lo %d rises to %d, above the bound %d" % (x["id"], x["w"]["lo"], y["w"]["lo"], bound)
    return None


def without_samples(m, r, base):
    if "samples" not in m["config"]:
        return None
    out = clone(m)
    del out["config"]["samples"]
    return out


def without_previous(m, r, base):
    """First without, then with: what is held against the run raises nothing."""
    if "previous" not in m or m["config"].get("samples"):
        return None
    out = clone(m)
    del out["previous"]
    return out, m


def worse(a, b):
    return no_rise(a, b) or no_better(a, b)


def copied(m, facts):
    """Is there a list that is no population, being the tested set's own?"""
    tested = {i for a in facts["facts"]["population"] if not a["listed"] for i in a["ids"]}
    return any(i["ns"] + ":" + i["value"] in tested for x in m["records"]
               if x["record"] == "asset" and x.get("listed") for i in x["ids"])


def capped_worse(b, a):
    """Not D's hi: an acceptance that is capped is none, and its end then no breach that is sure."""
    return no_rise(a, b, hi=False) or no_rise(a, b, part="w")


def i25(m, r, base):
    """A row of a population is left out, the run held to its own report. Not where a list counts as no
    population, being the tested set's own: with a row fewer it is another list, and may be one (READINGS 187)."""
    rows = sorted({json.dumps(x["ids"]) for x in m["records"] if x["record"] == "asset" and x.get("listed")})
    facts = base()["previous"]
    if not rows or copied(m, facts) or m["config"].get("samples"):
        return None
    gone = r.choice(rows)
    out = clone(m)
    out["records"] = [x for x in m["records"] if x["record"] != "asset" or json.dumps(x["ids"]) != gone]
    out["previous"] = facts
    return out


def established_worse(a, b):
    """Where the population stands as it did: without a result a list may be the tested set's own (READINGS 187)."""
    was = controls(a)
    if any(c["w"]["n"] == 0 and not c["w"]["empty"] and was[k]["w"]["n"] > 0
           for k, c in controls(b).items() if k in was):
        return None
    return lo_only(a, b) or no_better(a, b)


def established_lo(a, b):
    """Not where the first had no population, its list being the tested set's own, and the second has one."""
    then = controls(b)
    if any(c["w"]["n"] == 0 and not c["w"]["empty"] and k in then and then[k]["w"]["n"] > 0
           for k, c in controls(a).items()):
        return None
    return lo_only(a, b)


def i26(m, r, base):
    """What counted against somebody is withheld, the run held to its own report."""
    b = base()
    late = {(i["tracker"], i["key"]) for i in b["items"] if i["state"] == "BREACHED"}
    owners = {c["id"] for c in b["controls"] if c["owner"] == "F"}
    some = []
    for x in m["records"]:
        if x["record"] == "observation" and x.get("result") == "fail" and x.get("at") and x.get("grade") == "E3":
            some.append((x.get("test"), json.dumps(x.get("asset"))))
        elif x["record"] == "item" and (x["tracker"], x["key"]) in late:
            some.append((x["tracker"], x["key"]))
        elif x["record"] == "assign" and x.get("id") in owners:
            some.append(("owner", x["id"]))
    if not some or copied(m, b["previous"]) or m["config"].get("samples"):
        return None
    gone = {r.choice(some) for _ in range(r.choice([1, 1, 3]))}

    def stays(x):
        if x["record"] == "observation":
            return x.get("result") != "fail" or (x.get("test"), json.dumps(x.get("asset"))) not in gone
        if x["record"] in ("item", "event"):
            return (x["tracker"], x.get("key", x.get("item"))) not in gone
        return x["record"] != "assign" or ("owner", x.get("id")) not in gone
    out = clone(m)
    out["records"] = [x for x in m["records"] if stays(x)]
    out["previous"] = dict(b["previous"])
    return out


def itself(m, r, base):
    return clone(m)


def lo_only(a, b):
    return no_rise(a, b, hi=False)


def to(old, new, grade=None):
    return lambda m, r, base: change(m, r, old, new, grade)


SINGLE = (("I1 shares lie between 0 and 1", i1), ("I6 the scores add up", i6),
          ("I22 rounded against ourselves, once", i22))
# Where a row has several properties, they are asked of the same pairs.
ROWS = (
    (to("unknown", "pass", "E3"), (), (
        ("I2 unknown to pass never lowers R", rise),
        ("I27 unknown to pass never lowers a verdict", lambda a, b: no_better(b, a)))),
    (to("pass", "unknown"), (), (
        ("I3 pass to unknown never raises R_lo", lo_only),
        ("I27 pass to unknown never raises a verdict", no_better))),
    (fail_to_unknown, (), (
        ("I3 fail to unknown never raises W_lo", lambda a, b: no_rise(a, b, part="w", hi=False)),)),
    (to("unknown", "fail", "E3"), (), (
        ("I4 unknown to fail never raises W", lambda a, b: no_rise(a, b, part="w")),
        ("I27 unknown to fail never raises a verdict", no_better))),
    (i5, (), (("I5 claims are inert", inert),)),
    (i8, ("--facts",), (("I8 a failing member of a sample that is deleted raises nothing", no_higher_than_bound),)),
    (without_samples, (), (("I8 without its sample nothing rises", no_rise),)),
    (i9, (), (("I9 a contradiction never raises W", lambda a, b: no_rise(a, b, part="w")),)),
    (i10, (), (("I10 unknown is never pass", only_unknown),)),
    (i11, (), (("I11 order does not matter", same),)),
    (i12, (), (("I12 the same record twice is one", same),)),
    (lambda m, r, base: acceptance(m, r, "2027-01-01T00:00:00Z"), (), (
        ("I13 an acceptance changes neither O nor W", o_and_w),)),
    (i13_end, (), (("I13 an acceptance that ends raises nothing", no_rise),)),
    (tighten, (), (("I14 tighter limits never raise R_lo", lo_only),)),
    (i14_target, (), (("I14 a tighter target betters no verdict", no_better),)),
    (i15, (), (("I15 the scale of weights does not matter", scores_same),)),
    (i16, (), (("I16 clones of the same total weight leave the scores", totals_same),)),
    (later(1), (), (("I17 a later as_of un-breaches nothing", still_breached),)),
    (severity("critical", "cy@x.example"), (), (("I18 a raise never lengthens", due_not_later),)),
    (severity("low", "assignee"), (), (("I18 a lowering by the assignee never lengthens", due_not_later),)),
    (i19, (), (("I19 below the floor is the same as unknown", w_only),)),
    (later(0), (), (("I20 a second later, R_lo is not higher", lo_only),)),
    (itself, ("--rules", "instance"), (("I21 what caps raises no R_lo and no W", capped_worse),)),
) + tuple((itself, ("--without", d), (("I23 without the rule of %s R_lo is not higher" % d.upper(), lo_only),))
          for d in "odw") + (
    (itself, (), (("I24 the same twice", same),)),
    (i25, (), (("I25 a row fewer of a population raises no R_lo", established_lo),)),
    (i26, (), (("I26 what is withheld betters nothing", established_worse),)),
    (without_previous, (), (("I26 a previous report raises nothing", worse),)),
) + tuple((drop_class(c), (), (("absence of the class %s only widens" % c, absence),)) for c in (
    "roster", "roles", "population", "item", "observation", "authority", "claim"))
