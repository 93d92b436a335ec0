"""W (judgement.md 4, 5): does the control work over the population?"""

from naive_join import WEAK, rank
from naive_time import NOTHING

GRADES = ("E0", "E1", "E2", "E3", "E4", "E5")


def admissible(grade):
    """judgement.md 4: the floor is E3."""
    return GRADES.index(grade) >= 3


class Seen:
    """Everything that was observed, and how tests map to controls."""

    def __init__(self, m):
        self.m = m
        self.obs = []           # (originator, asset key, certain, test, result, at, admissible, undated)
        self.nowhere = []       # F about no asset, or an unplaced one: (test, admissible)
        self.tags = {}          # test -> {(scheme, id): carries T}
        self.sev = {}           # test -> highest rank of a severity word, or None
        self.tests = set()      # every test that was reported or defined
        self.test_of_id = {}
        for r in m.of("test"):
            self.note_test(r)
        for r in m.of("observation"):
            self.note_test(r)
            self.note_obs(r)
        self.maps = {}
        for r in m.of("mapping"):
            self.maps.setdefault((r["scheme"].lower(), r["id"]), []).append(
                (r.get("framework"), r.get("control"), self.carries(r.get("relation"),
                r["scheme"])))
        self.controls_of = {t: self.controls_of_test(t) for t in self.tests}

    @staticmethod
    def carries(relation, scheme):
        """judgement.md 5: T only along equal or superset; the CCI list counts as equal where it
        states none."""
        if relation in ("equal", "superset"):
            return True
        return relation is None and scheme.lower() == "cci"

    def note_test(self, r):
        t = (r.get("benchmark"), r.get("test"))
        self.tests.add(t)
        tags = self.tags.setdefault(t, {})
        for g in r.get("tags", []):
            key = (g["scheme"].lower(), g["id"])
            tags[key] = tags.get(key, False) or g.get("relation") in ("equal", "superset")
        k = rank(r.get("severity"))
        if k is not None:
            self.sev[t] = max(k, self.sev.get(t, 0))

    def note_obs(self, r):
        m = self.m
        t = (r.get("benchmark"), r.get("test"))
        at = m.time(r, "at")
        grade = r.get("grade", "E0")
        result = r.get("result", "unknown")
        who = r.get("originator") or r["_src"].get("originator") or r["_src"].get("format", "json")
        how, keys = m.place(r.get("asset"))
        undated = not at.value()
        if how in ("none", "poisoned"):
            if result == "fail":
                self.nowhere.append((t, admissible(grade) and not undated, at))
            return
        for k in keys:
            self.obs.append({"who": who, "asset": k, "certain": how == "one", "test": t,
                    "result": result,
                             "at": at, "ok": admissible(grade), "undated": undated})

    def controls_of_test(self, t):
        """(framework, control) -> does a T travel? Directly by a tag, or through one mapping."""
        out = {}
        tags = dict(self.tags.get(t, {}))
        if t[1]:
            tags.setdefault(("rule", t[1]), True)
        for (scheme, ident), good in tags.items():
            if scheme not in ("cci", "rule", "stig", "cve", "plugin", "cce"):
                key = (scheme, ident.lower())
                out[key] = out.get(key, False) or good
            for fw, control, carries in self.maps.get((scheme, ident), []):
                key = (fw, control)
                out[key] = out.get(key, False) or (carries and good)
        return out


def speaks(o):
    """judgement.md 2: of an ambiguous asset a result that is no T is one of each candidate."""
    return o["certain"] or not o["undated"] or o["result"] != "pass"


def later(x, o):
    """A result of the asset itself, by the same originator, after one that may be of another."""
    return x["certain"] and not x["undated"] and x["who"] == o["who"] and x["at"].lo > o["at"].hi


def state_of(rows, now, max_age, t_counts):
    """judgement.md 5 and 11, state of (source, asset, test), one originator: T, F, U or N (not
    applicable),
    and whether a T was there that is too old."""
    latest = {}
    for o in rows:
        r = {"pass": "T", "fail": "F", "not-applicable": "N"}.get(o["result"], "U")
        if o["undated"]:
            continue            # before everything else, and U
        if not o["ok"]:
            r = "U"             # judgement.md 4: below its floor counts as U
        if not o["certain"] and o["result"] != "fail":
            if r == "T":
                continue        # judgement.md 2: a T counts for none
            r = "U"             # it may be this one's newest result, of which nobody knows anything
        at = o["at"]
        if r in latest:
            lo, hi = latest[r]
            latest[r] = (max(lo, at.lo), max(hi, at.hi))
        else:
            latest[r] = (at.lo, at.hi)
    t, f, u, n = (latest.get(k) for k in "TFUN")
    if f and (not t or f[1] >= t[0]):
        return "F", False
    if t:
        u_may = u and u[1] >= t[0]
        n_may = n and n[1] >= t[0]
        if not u_may and not n_may:
            if t[0] < now - max_age:
                return "U", True
            return ("T" if t_counts else "U"), False
        if n_may and n[0] >= t[1] and (not u or u[1] < n[0]):
            return ("N" if n[0] >= now - max_age else "U"), False
        return "U", False
    if n and (not u or u[1] < n[0]):
        return ("N" if n[0] >= now - max_age else "U"), False
    return "U", False


def combine(values):
    """judgement.md 5: across sources T with U is T, F with U is F, T and F is B; reading 20 for not
    applicable."""
    if "T" in values and "F" in values:
        return "B"
    for v in "TF":
        if v in values:
            return v
    return "N" if values and all(v == "N" for v in values) else "U"


class Estate:
    """judgement.md 5: N, who lists what, and what is independent."""

    def __init__(self, m, seen):
        self.m = m
        said, crit = {}, {}
        self.listed, self.independent, self.any = set(), set(), set()
        self.from_items = set()
        tested = {}
        line = lambda r: (r.get("loc", {}).get("line", 0), r.get("loc", {}).get("col", 0))
        for r in sorted(m.of("observation"), key=line):
            how, keys = m.place(r.get("asset"))
            if how == "one":
                tested.setdefault(r["_src"]["path"], [])
                if keys[0] not in tested[r["_src"]["path"]]:
                    tested[r["_src"]["path"]].append(keys[0])
        last = lambda s: s.get("format", "json")    # 11: else the format
        makers = {r.get("originator") or r["_src"].get("originator") or last(r["_src"])
                for r in m.of("observation")}
        lists = {}
        for r in sorted(m.of("asset"), key=line):
            how, keys = m.place(r.get("ids"))
            if how != "one":
                continue
            k = keys[0]
            if r.get("in_scope") in ("T", "F"):
                said.setdefault(k, set()).add(r["in_scope"])
            if r.get("criticality"):
                crit[k] = max(crit.get(k, 0), r["criticality"])
            if r.get("listed"):         # reading 35: a component that a plan only describes is not in N
                self.any.add(k)
                lists.setdefault(r["_src"]["path"], [])
                if k not in lists[r["_src"]["path"]]:
                    lists[r["_src"]["path"]].append(k)
        for name, v in m.cfg.get("criticality", {}).items():
            ns = "fqdn" if "." in name else "host"
            how, keys = m.place([{"ns": ns, "value": name}])
            if how == "one":
                crit[keys[0]] = max(crit.get(keys[0], 0), v)
        self.from_others = set()        # the lists that are independent
        for path, keys in lists.items():
            s = m.sources[path]
            self.listed |= set(keys)
            own = s.get("originator") or last(s)
            if path in tested or own is not None and own in makers:
                continue
            if len(keys) >= 2 and keys in list(tested.values()):
                continue
            self.independent |= set(keys)
            self.from_others.add(path)
        for o in seen.obs:
            self.any.add(o["asset"])        # of an ambiguous one each candidate
        for r in m.of("item"):
            for ids in r.get("assets", []):
                how, keys = m.place(ids)
                # 11: an unknown short name in a ticket adds no asset.
                if how == "one" and any(i["ns"] not in WEAK + ("tag",) for i in ids):
                    self.any.add(keys[0])
        # Where sources disagree it stays in: absence of an asset must be said by all that say
        # anything.
        out = {k for k, v in said.items() if v == {"F"}}
        # A dated retirement by an independent source, after its last result, takes it out (8).
        last = {}
        for o in seen.obs:
            if not o["undated"]:        # of an ambiguous one it may be the result
                last[o["asset"]] = max(last.get(o["asset"], o["at"].hi), o["at"].hi)
        for r in m.of("asset"):
            how, keys = m.place(r.get("ids"))
            gone = m.time(r, "retired")
            if how == "one" and gone.value() and gone.hi <= m.as_of and r["source"] in self.from_others \
                    and (keys[0] not in last or gone.lo > last[keys[0]]):
                out.add(keys[0])
        self.n = self.any - out
        self.listed -= out
        self.independent -= out
        self.crit = crit


def share(n, m, good, bad):
    """judgement.md 5: lo = min(hi, good/N), hi = (M - bad)/M; M = 0 with N > 0: 1; lo down, hi up,
    to millionths."""
    hi = 1000000 if m == 0 else -(-(m - bad) * 1000000 // m)
    lo = 0 if n == 0 else good * 1000000 // n
    return min(lo, hi), hi


class W:
    """One control."""

    def __init__(self, m, seen, estate, fw, cid):
        self.m, self.seen, self.estate = m, seen, estate
        self.tests = {t: c[(fw, cid)] for t, c in seen.controls_of.items() if (fw, cid) in c}
        self.floor = rank(m.cfg.get("floor_severity", "moderate"))
        self.max_age = m.span("max_age", "P90D")
        self.measure()

    def above(self, t):
        s = self.seen.sev.get(t)
        return s is None or s >= self.floor

    def measure(self):
        seen, est = self.seen, self.estate
        now = self.m.as_of
        reported = {o["test"] for o in seen.obs}
        self.instances = {}     # asset -> dict
        self.left = set()
        self.hold = self.fail = self.listed_f = 0
        self.held, self.failed = set(), set()    # (asset, test): 5, an observation never counts twice in a sum
        good = bad = 0
        for a in sorted(est.n):
            rows = [o for o in seen.obs if o["asset"] == a]
            bench = lambda t: t[0] or t         # a test of no benchmark is its own
            benches = {bench(o["test"]) for o in rows}
            required = [t for t in sorted(self.tests, key=str)
                    if t in reported and bench(t) in benches]
            if not required:
                continue
            values, newest_t, newest_any, ftests = [], None, None, []
            for t in required:
                mine = [o for o in rows if o["test"] == t]
                makers = sorted({o["who"] for o in mine if speaks(o)})
                states = [state_of([o for o in mine if o["who"] == w], now, self.max_age,
                        self.tests[t])
                          for w in makers]
                plain = [state_of([o for o in mine if o["who"] == w], now, self.max_age, True)
                        for w in makers]
                beside = ["U"] if any(not o["certain"] and o["result"] != "fail"
                        and not o["undated"]
                                      and not any(later(x, o) for x in mine) for o in mine) else []
                v = combine([s for s, _ in states] + beside) if states else "U"
                low_f = any(o["result"] == "fail" and (not o["ok"] or o["undated"]) for o in mine)
                if not self.above(t):
                    if v in "FB" or low_f:
                        self.listed_f += 1
                    continue
                if plain and combine([s for s, _ in plain]) == "T":
                    self.held.add((a, t))
                if v in "FB":
                    self.failed.add((a, t))
                if low_f and v not in "FB":
                    self.listed_f += 1
                if v in "FB":
                    first = [o["at"] for o in mine if o["result"] == "fail" and o["ok"]
                            and not o["undated"]]
                    ftests.append((t, min(x.lo for x in first), min(x.hi for x in first)))
                old = combine([s for s, _ in plain]) == "U" and any(o for _,
                        o in plain) if plain else False
                values.append((t, v, old))
            if not values:
                continue            # all below the floor: only listed
            left = [v for _, v, _ in values if v != "N"]
            if not left:
                self.left.add(a)
                continue
            if any(v in "FB" for v in left):
                v = "F"
            else:
                v = "T" if all(x == "T" for x in left) else "U"
            self.instances[a] = {"value": v, "stale": any(old for _, _, old in values),
                    "ftests": ftests,
                                 "has_b": "B" in left}
        self.total()

    def total(self):
        self.hold, self.fail = len(self.held), len(self.failed)
        est = self.estate
        n_set = est.n - self.left
        bad = {a for a, i in self.instances.items() if i["value"] in "FB"}
        good = {a for a, i in self.instances.items() if i["value"] == "T" and a in est.independent}
        self.bad = bad
        self.critical_fail = any(est.crit.get(a) == 5 for a in bad)
        self.empty = False
        if not est.independent:
            self.n = self.m_ = self.good = self.nbad = 0
            self.lo, self.hi = 0, 1000000
            return
        m_set = (est.independent & n_set) | bad
        self.n, self.m_, self.good, self.nbad = len(n_set), len(m_set), len(good), len(bad)
        if not n_set:
            self.empty = True
            self.lo, self.hi = None, None
            return
        self.lo, self.hi = share(self.n, self.m_, self.good, self.nbad)


def first_fail(seen, tests, assets):
    """judgement.md 7, clock start: the first failing observation of one of the tests, on one of the
    assets if any
    are named."""
    best = NOTHING
    unplaced = [{"result": "fail", "undated": not (at and at.value()), "test": t, "ok": ok,
            "at": at, "asset": None}
                for t, ok, at in seen.nowhere]
    for o in seen.obs + unplaced:
        if o["result"] != "fail" or o["undated"] or o["test"] not in tests:
            continue
        if not o["ok"]:
            continue                    # reading 78: below E3 it counts as U
        if assets and o["asset"] not in assets:
            continue
        if not best:
            best = o["at"]
        else:
            lo, hi = min(best.lo, o["at"].lo), min(best.hi, o["at"].hi)
            best = type(best)(best.known, lo, hi)
    return best
