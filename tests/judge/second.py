#!/usr/bin/env python3
"""The second judge: deliberately naive, written from judgement.md, to be compared with the first.

second.py FILE: reads models as MODELS.md has them, prints one line of results for each."""

import json
import sys
from fractions import Fraction

from naive_d import Items
from naive_join import Model, framework_of
from naive_o import O, Owners
from naive_time import NEVER, end_of, not_after, pair, utc_text
from naive_w import Estate, Seen, W, share

MILLION = 1000000
GREEN = {"implemented": 2, "alternative": 2, "inherited": 2, "partial": 1, "planned": 0,
        "not-implemented": 0,
         "not-applicable": 2}
KINDS = ("ssp", "grc", "soa", "poam", "checklist")
TABLE = {("PASS", "PASS"): "CONFIRMED", ("PASS", "PARTIAL"): "PARTIAL", ("PASS",
        "UNKNOWN"): "PAPER",
         ("PASS", "FAIL"): "CONTRADICTED", ("NONE", "PASS"): "UNCLAIMED", ("NONE",
         "PARTIAL"): "PARTIAL_UNCLAIMED",
         ("NONE", "UNKNOWN"): "UNKNOWN", ("NONE", "FAIL"): "EXPOSED", ("FAIL", "PASS"): "DISPUTED",
         ("FAIL", "PARTIAL"): "PARTIAL_ADMITTED", ("FAIL", "UNKNOWN"): "UNTESTED_ADMITTED",
         ("FAIL", "FAIL"): "ADMITTED"}
RANKED = ("CONTRADICTED", "EXPOSED", "ADMITTED", "PAPER", "UNKNOWN", "UNTESTED_ADMITTED", "PARTIAL",
          "PARTIAL_UNCLAIMED", "PARTIAL_ADMITTED", "DISPUTED", "UNCLAIMED", "CONFIRMED",
          "NOT_EXERCISED",
          "NOT_APPLICABLE")
LIMITS = ("none", "roster", "items", "population", "observations", "O", "D", "W")


# ---- 3: claims ----

def claims_of(m, fw, cid):
    return [r for r in m.of("claim") if (framework_of(m, r), r.get("control")) == (fw, cid)]


def newest(m, rows):
    """The newest within a kind (3); not known when: before all that are known; at once: the highest
    state."""
    def key(r):
        at = m.time(r, "at")
        return at.utc if at.value() else -NEVER
    best = max(key(r) for r in rows)
    return [r for r in rows if key(r) == best]


def claim_of(m, fw, cid):
    """(claim?, p in halves, the claim record if it says not applicable): judgement.md 3."""
    rows = claims_of(m, fw, cid)
    for kind in KINDS:
        mine = [r for r in rows if r["kind"] == kind]
        whole = [r for r in mine if r.get("part") is None and r.get("state", "none") in GREEN]
        if whole:
            rows_now = newest(m, whole)
            best = min(GREEN[r["state"]] for r in rows_now)
            rows_now = [r for r in rows_now if GREEN[r["state"]] == best]
            # None of equally new ones takes the weight that another keeps.
            r = min(rows_now, key=lambda r: r["state"] == "not-applicable")
            return True, GREEN[r["state"]], r if r["state"] == "not-applicable" else None
        parts = {}
        for r in mine:
            if r.get("part") is not None:
                parts.setdefault(r["part"], []).append(r)
        values = []
        for p in parts.values():
            p = [r for r in p if r.get("state", "none") in GREEN]
            if p:
                values.append(min(GREEN[r["state"]] for r in newest(m, p)))
            else:
                values.append(None)
        if any(v is not None for v in values):
            got = [v or 0 for v in values]
            # 11: a part that is not applicable counts as 1, and takes no weight.
            return (True, 2 if all(v == 2 for v in got) else 0 if all(v == 0 for v in got) else 1,
                    None)
    return False, 0, None


def in_scope(m):
    """judgement.md 3: (framework, control) of each scope."""
    out, cfg = set(), m.cfg
    claimed = {r["framework"] for r in m.of("claim") if r.get("framework")}
    frames = set(claimed) | {r["framework"] for r in m.of("select") if r.get("framework")}
    if cfg.get("framework"):
        frames.add(cfg["framework"])
    for fw in frames:
        picked = [r for r in m.of("select") if r.get("framework") == fw]
        if cfg.get("scope") is not None and fw == cfg.get("framework", fw):
            ids = set(cfg["scope"])
        elif picked:
            ids = set()
            for r in picked:
                if not r.get("exclude"):
                    if r["id"] == "*":
                        ids |= {c["id"] for c in m.of("control") if c.get("framework") == fw
                                and not c.get("withdrawn")}
                    else:
                        ids.add(r["id"])
            ids -= {r["id"] for r in picked if r.get("exclude")}
        else:
            mine = [r for r in m.of("claim") if r.get("framework") == fw and r.get("control")]
            ssp = {r["control"] for r in mine if r["kind"] == "ssp"}
            ids = ssp or {r["control"] for r in mine}
        out |= {(fw, i) for i in ids}
    return sorted(out)


def not_applicable(m, seen, estate, w, claim):
    """judgement.md 3: removes weight only with approver, reason and review date in force,
    unrefuted."""
    if claim is None:
        return False
    for o in seen.obs:
        if o["test"] in w.tests and o["result"] != "not-applicable" and (o["asset"] in estate.n):
            return False
    who = m.who(claim.get("approver"))
    review = end_of(m.time(claim, "review"))
    return m.person_value(who, m.now) == "T" and bool(claim.get("reason")) and review.value() \
        and not_after(m.now, review) == "T"


# ---- 7, 8: D of a control, limits, verdict ----

def covering(m):
    """judgement.md 7, 11: an item source that shows that nothing ended."""
    groups = {}
    for s in m.with_role("item"):
        groups.setdefault(s.get("query") or ("path", s["path"]), []).append(s)
    start = m.time(m.cfg, "period_from")
    for pages in groups.values():
        totals = [s["total"] for s in pages if s.get("total") is not None]
        if any(s.get("complete") is False for s in pages):
            continue
        if totals:
            if sum(s.get("listed", 0) for s in pages) < max(totals):
                continue
        elif not all(s.get("complete") is True for s in pages):
            continue
        if any(s.get("truncated") for s in pages):
            continue
        paths = {s["path"] for s in pages}
        if any(r.get("truncated") for r in m.of("item") if r["source"] in paths):
            continue
        dates = [s["_as_of"] for s in pages if s["_as_of"].value()]
        if not dates or max(d.lo for d in dates) < m.as_of - m.span("roster_slack", "P35D"):
            continue
        if start.value():
            oldest = [s["_oldest"] for s in pages if s["_oldest"].value()]
            if not oldest or min(o.hi for o in oldest) > start.lo:
                continue
        return True
    return False


class D:
    """One control (7)."""

    def __init__(self, m, items, fw, cid, covered):
        values = [i.clock.value() for i in items.list if (fw, cid) in i.linked]
        values = [v for v in values if v is not None]
        self.kind = ""
        self.empty = False
        self.n = self.m_ = len(values)
        self.good, self.nbad = values.count("T"), values.count("F")
        if values:
            self.lo, self.hi = share(self.n, self.n, self.good, self.nbad)
        elif covered:
            self.empty, self.lo, self.hi = True, None, None
        else:
            self.lo, self.hi = 0, MILLION


def uncovered(m, seen, items, w, fw, cid):
    """judgement.md 7: failing instances that no item covers, older than their limit (11,
    Severity)."""
    out = set()
    if not m.with_role("item"):
        return out
    linked = [i for i in items.list if (fw, cid) in i.linked]
    for a, inst in w.instances.items():
        if inst["value"] not in "FB" or any(a in i.assets for i in linked):
            continue
        late = []
        for t, lo, hi in inst["ftests"]:
            span = m.span("evaluate_within", "P5D") + m.limit(max(seen.sev.get(t, 1), 1))
            if hi + span < m.as_of:
                late.append(t)
        if any(not any(t in i.clock_tests(seen) for i in linked) for t in late):
            out.add(a)
    return out


def limited_by(m, o, d, w, r_lo):
    """judgement.md 8 and 11: the dimension with the smallest lo; a source never given before any
    dimension."""
    dims = [("O", o.lo), ("D", d.lo if not d.empty else None), ("W", 0 if w.empty else w.lo)]
    least = min(v for _, v in dims if v is not None)
    if least >= MILLION:
        return "none"
    low = [k for k, v in dims if v == least]
    if "O" in low and not m.with_role("roster"):
        return "roster"
    if "D" in low and not m.with_role("item"):
        return "items"
    if "W" in low and not m.with_role("population"):
        return "population"
    if "W" in low and not m.with_role("observation"):
        return "observations"
    return low[0]


def accepted_until(m, items, fw, cid):
    """ACCEPTED(until), 8 and reading 30: of several in force the one that ends first."""
    ends = []        # of an item the acceptance that ends last, of several items the one that ends first
    for i in items.list:
        if (fw, cid) in i.linked and i.is_open(m):
            mine = [x.end.lo for x in i.clock.decide.list if x.choice == "accept"
                    and x.value == "T" and x.end.value()
                    and not_after(x.at, m.now) == "T" and not_after(m.now, x.end) == "T"]
            if mine:
                ends.append(max(mine))
    return min(ends, default=None)


class Control:
    def __init__(self, j, fw, cid):
        m, seen, estate, items = j.m, j.seen, j.estate, j.items
        self.fw, self.id = fw, cid
        weights = m.cfg.get("weights")
        self.weight = (weights or {}).get(cid, 3)
        self.heavy = weights is None or self.weight >= 5
        self.claim, half, na = claim_of(m, fw, cid)
        self.p = half * MILLION // 2
        self.w = w = W(m, seen, estate, fw, cid)
        self.na = not_applicable(m, seen, estate, w, na)
        self.o = o = O(m, j.owners, items, estate, fw, cid)
        self.d = d = D(m, items, fw, cid, j.covered)
        dims = [x for x in (o, d, w) if not x.empty] if hasattr(o, "empty") else None
        los = [o.lo] + ([] if d.empty else [d.lo]) + ([0] if w.empty else [w.lo])
        his = [o.hi] + ([] if d.empty else [d.hi]) + ([] if w.empty else [w.hi])
        self.r_lo, self.r_hi = min(los), min(his)
        self.uncovered = uncovered(m, seen, items, w, fw, cid)
        self.verdict = self.judge(m)
        self.refuted_n = len(w.bad)
        self.overlays(j)

    def judge(self, m):
        """judgement.md 8, first match."""
        if self.na:
            return "NOT_APPLICABLE"
        if self.w.empty:
            return "NOT_EXERCISED"
        cfg = m.cfg
        if self.r_hi < cfg.get("fail_below", 600000) or self.w.critical_fail:
            r = "FAIL"
        elif self.r_lo >= cfg.get("target", 950000):
            r = "PASS"
        elif self.r_lo >= cfg.get("partial_at", 500000):
            r = "PARTIAL"
        else:
            r = "UNKNOWN"
        axis = "NONE" if not self.claim else "PASS" if self.p == MILLION else "FAIL"
        return TABLE[axis, r]

    def overlays(self, j):
        """judgement.md 8."""
        m, items, w = j.m, j.items, self.w
        self.limited = limited_by(m, self.o, self.d, w, self.r_lo)
        out = []
        if self.o.own == "F":
            out.append("ORPHANED")
        mine = [i for i in items.list if (self.fw, self.id) in i.linked]
        if self.uncovered or any(i.clock.undecided() for i in mine):
            out.append("UNDECIDED")
        self.refuted = 0
        if self.claim and self.p == MILLION and self.refuted_n:
            out.append("REFUTED")
            self.refuted = self.refuted_n
        if any(i["stale"] for i in w.instances.values()):
            out.append("STALE")
        self.until = accepted_until(m, items, self.fw, self.id)
        if self.until is not None:
            out.append("ACCEPTED")
        self.marks = out
        unplaced = any(t in w.tests and w.above(t) and ok for t, ok, _ in j.seen.nowhere)
        self.failing = bool(w.bad) or unplaced
        self.listed = w.listed_f + len({t for t, _, at in j.seen.nowhere if t in w.tests
                and at is not None})

    def line(self):
        def dim(x, kind):
            return {"kind": kind, "n": x.n, "m": x.m_, "good": x.good, "bad": x.nbad, "lo": x.lo,
                    "hi": x.hi,
                    "empty": getattr(x, "empty", False)}
        w = self.w
        return {"framework": self.fw, "id": self.id, "weight": self.weight, "p": self.p,
                "claim": self.claim,
                "o": dim(self.o, self.o.kind), "d": dim(self.d, ""), "w": dim(w, ""),
                        "owner": self.o.own,
                "r_lo": self.r_lo, "r_hi": self.r_hi, "verdict": self.verdict,
                        "overlays": self.marks,
                "refuted": self.refuted, "accepted_until": None if self.until is None
                        else utc_text(self.until),
                "limited_by": self.limited, "failing": self.failing, "tests_hold": w.hold,
                        "tests_fail": w.fail,
                "listed_failures": self.listed,
                "instances": [{"asset": a, "value": i["value"], "stale": i["stale"],
                               "uncovered": a in self.uncovered} for a,
                               i in sorted(w.instances.items())]}


# ---- 9: scores ----

def down(f):
    return f.numerator // f.denominator


def up(f):
    return -(-f.numerator // f.denominator)


def weighted(rows):
    """rows: (weight, claim p, R_lo, R_hi), all in millionths. The six sums of section 9, as
    fractions."""
    total = sum(w for w, _, _, _ in rows)
    part = lambda g: Fraction(sum(w * g(p, lo, hi) for w, p, lo, hi in rows), total)
    return (part(lambda p, lo, hi: p), part(lambda p, lo, hi: min(p, lo)),
            part(lambda p, lo, hi: max(0, p - hi)),
            part(lambda p, lo, hi: lo), part(lambda p, lo, hi: hi),
                    part(lambda p, lo, hi: max(0, lo - p)))


def scope_line(fw, controls, j):
    rows = [c for c in controls if c.verdict != "NOT_APPLICABLE"]
    verdicts = {v: n for v in RANKED for n in [sum(c.verdict == v for c in controls)] if n}
    out = {"framework": fw, "weight": sum(c.weight for c in rows)}
    if not rows:
        out.update({k: 0 for k in ("procedural", "supported", "refuted", "not_shown", "real_low",
                "real_high",
                                   "understatement", "fog")})
        out.update(status="UNDEFINED", undefined=True)
    else:
        p, sup, ref, lo, hi, under = weighted([(c.weight, c.p, c.r_lo, c.r_hi) for c in rows])
        p, sup, ref, lo, hi = up(p), down(sup), down(ref), down(lo), up(hi)
        out.update(procedural=p, supported=sup, refuted=ref, not_shown=p - sup - ref, real_low=lo,
                real_high=hi,
                   understatement=down(under), fog=hi - lo, status="GREEN", undefined=False)
        heavy = [c for c in rows if c.heavy]
        if any(c.verdict in ("CONTRADICTED", "EXPOSED") for c in heavy):
            out["status"] = "RED"
        elif any(c.verdict in ("PAPER", "UNKNOWN", "NOT_EXERCISED") or "ORPHANED" in c.marks
                 or "UNDECIDED" in c.marks for c in heavy):
            out["status"] = "AMBER"
    out["contradicted"] = sum(c.verdict == "CONTRADICTED" for c in controls)
    out["failing"] = sum(c.failing for c in controls)
    held, failed = (set().union(*[x for x in sets]) for sets in
                    ([c.w.held for c in controls], [c.w.failed for c in controls]))
    out["tests_hold"] = len(held - failed)
    out["tests_total"] = len(held | failed)
    loss = []
    for by in LIMITS:
        mine = [c for c in rows if c.limited == by and c.p > c.r_lo]
        if mine:
            points = Fraction(sum(c.weight * (c.p - c.r_lo) for c in mine), out["weight"])
            loss.append({"by": by, "points": down(points), "controls": len(mine)})
    out["loss"] = sorted(loss, key=lambda x: (-x["points"], LIMITS.index(x["by"])))
    out["verdicts"] = verdicts
    return out


class Judge:
    """One model judged."""

    def __init__(self, line):
        self.m = m = Model(line)
        self.seen = Seen(m)
        self.estate = Estate(m, self.seen)
        self.owners = Owners(m)
        self.scope = in_scope(m)
        self.items = Items(m, self.seen, self.scope)
        self.covered = covering(m)
        self.controls = [Control(self, fw, cid) for fw, cid in self.scope]

    def result(self):
        items = []
        for i in self.items.list:
            c = i.clock
            stop = c.stop
            items.append({"tracker": i.tracker, "key": i.key, "state": c.state,
                    "in_period": c.in_period,
                          "start": pair(c.start), "due": pair(c.due), "stop": pair(stop.at) if stop
                          else None,
                          "choice": stop.choice if stop else "none",
                                  "overdue_undecided": c.undecided()})
        frames = sorted({fw for fw, _ in self.scope})
        return {"controls": [c.line() for c in self.controls], "items": items,
                "scopes": [scope_line(fw, [c for c in self.controls if c.fw == fw], self)
                for fw in frames]}


def judge_text(text):
    return json.dumps(Judge(json.loads(text)).result(), separators=(",", ":"), ensure_ascii=False)


def main():
    with open(sys.argv[1], encoding="utf-8") as f:
        for text in f:
            if text.strip():
                print(judge_text(text))


if __name__ == "__main__":
    main()
