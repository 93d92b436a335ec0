"""D (judgement.md 7): was it decided in time? One item after another, by hand."""

from naive_join import fold_text, rank
from naive_time import (EMPTY, KNOWN, NOTHING, Inst, before, earliest, exact, k_and, k_not, k_or,
        not_after, plus)
from naive_item import Decisions, Item
import naive_open as reading
from naive_w import first_fail

CLOCK_TYPES = ("vulnerability", "finding", "risk", "audit-finding", "incident", "request", "poam")
PROCESS = {"finding": ["ra-5", "si-2"], "vulnerability": ["ra-5", "si-2"], "poam": ["ca-5"],
        "risk": ["ca-5"], "audit-finding": ["ca-5"], "incident": ["ir-4"], "request": []}


class Clock:
    """Start, due and state of one item."""

    def __init__(self, item, seen):
        self.i, self.m, self.seen = item, item.m, seen
        item.clock = self
        self.words()

    # ---- severity ----

    def words(self):
        """judgement.md 2: the highest severity word of its linked sources; priority only if there
        is none."""
        rows = self.i.rows
        self.kind = "severity"
        if not any(rank(r.get("severity")) is not None for r in rows) \
                and not any(e.get("kind") == "severity" and rank(e.get("severity")) is not None
                            for e in self.i.events) \
                and any(rank(r.get("priority")) is not None for r in rows):
            self.kind = "priority"
        blank = any(r.get("severity") == "" for r in rows)
        if blank and not reading.PRIORITY_BESIDE_BLANK:
            self.kind = "severity"
        self.changes = [e for e in self.i.events if e.get("kind") == self.kind
                and self.m.time(e, "at").value()]
        logged = {e["source"] for e in self.i.events + self.i.later if e.get("kind") == self.kind}
        still = [rank(r.get(self.kind)) for r in rows if r["source"] not in logged]
        self.still = max([k for k in still if k is not None],
                default=-1)   # what sources without a log of it say
        known = [rank(r.get(self.kind)) for r in rows if rank(r.get(self.kind)) is not None]
        # What the sources without a log of it say stands beside what the log says.
        self.unsure = not known or blank and not reading.BLANK_IS_NOTHING_BESIDE_A_WORD
        blank = blank and not reading.BLANK_IS_NOTHING_BESIDE_A_WORD
        self.initial = max(known) if known else None
        later = [e for e in self.i.later if e.get("kind") == self.kind]
        if self.changes or later:
            first = (self.changes or sorted(later, key=lambda e: self.m.time(e, "at").utc))[0]
            text = first.get("from")
            if text == "":
                self.initial = rank(first.get("severity"))
                self.unsure = self.initial is None
            elif text is None or rank(fold_text(text)) is None:
                self.initial, self.unsure = None, True
            else:
                self.initial, self.unsure = rank(fold_text(text)), blank
        words = [rank(fold_text(e.get(k) or "")) for e in self.changes
                for k in ("from", "severity")]
        if reading.STILL_WORD_ONLY_IF_HIGHER and self.changes and self.still <= max([w
                for w in words
                if w], default=-1):
            self.still = -1
        if self.initial is not None and not self.unsure:
            self.initial = max(self.initial, self.still)
        known += [rank(e.get("severity")) for e in self.changes
                if rank(e.get("severity")) is not None]
        self.highest = max(known) if known else None
        self.informational = self.initial == 0 and not self.unsure

    def highest_up_to(self, at):
        """(highest word up to then, is that all?)"""
        ranks = [self.initial] + [rank(e.get("severity")) for e in self.changes
                                  if not_after(self.m.time(e, "at"), at) != "F"]
        known = [r for r in ranks if r is not None]
        sure = not self.unsure and len(known) == len(ranks)
        return (max(known) if known else None), sure

    # ---- start ----

    def find_start(self, linked):
        """judgement.md 7, clock start; 11 for OSCAL needs no case here."""
        i = self.i
        detected, created = i.when("detected"), i.when("created")
        self.tainted = False
        if i.type in ("finding", "vulnerability", "other"):
            tests = self.named_tests()
            fail = first_fail(self.seen, tests, i.assets) if tests else NOTHING
            self.start = earliest(earliest(detected, fail), created)
            named = [t for t in i.tests if t[0] != "cci" or reading.CCI_NAMES_A_TEST]
            if detected.known == EMPTY or (named and not detected.value() and not fail):
                self.tainted = True
        elif i.type == "request":
            self.start = created if created.value() else NOTHING
        else:
            self.start = detected if detected.value() else NOTHING
            self.tainted = detected.known == EMPTY

    def named_tests(self):
        """The tests that its tags name: by their own id, or by a tag of theirs."""
        out = set()
        for t in self.seen.tests:
            names = {("rule", t[1])} | {g for g in self.seen.tags.get(t, {}) if g[0] != "cci"
                    or reading.CCI_NAMES_A_TEST}
            if names & set(self.i.tests):
                out.add(t)
        return out

    # ---- due ----

    def base(self, word_rank):
        """min(evaluated, start + P5D) + limit; not known: anything between."""
        within, limit = self.m.span("evaluate_within", "P5D"), self.m.limit(word_rank)
        late = plus(self.start, within)
        ev = self.evaluated()
        if ev.value():
            return Inst(KNOWN, min(ev.lo, late.lo) + limit, min(ev.hi, late.hi) + limit)
        return Inst(KNOWN, self.start.lo + limit, late.hi + limit)

    def evaluated(self):
        ev = self.i.when("evaluated")
        if ev.value() and ev.lo > self.m.as_of:
            ev = NOTHING
        if ev.value() and reading.EVALUATED_FIELD_FIRST:
            return ev
        for e in self.i.events:
            if e.get("evaluated"):
                ev = earliest(ev, self.m.time(e, "at"))
        return ev

    def find_due(self):
        """judgement.md 2, 7, 11: every reading of the severity history gives a due date; due is
        their hull."""
        if not self.start:
            self.due = NOTHING
            return
        if self.unsure or self.initial is None:
            ways = [(4, []), (max(self.highest or 1, 1), [])]
        else:
            ways = [(self.initial, [])]
        ways = [(r, r, raises) for r,
                raises in ways]      # base word, word now, due dates of raises
        for e in self.changes:
            ways = [w for old in ways for w in self.change(old, e)]
        dues = [self.due_of(w) for w in ways]
        self.due = Inst(KNOWN, min(d.lo for d in dues), max(d.hi for d in dues))

    def due_of(self, way):
        d = self.base(way[0])
        for r in way[2]:
            d = Inst(KNOWN, min(d.lo, r.lo), min(d.hi, r.hi))
        return d

    def change(self, way, e):
        first, now, raises = way
        at, new = self.m.time(e, "at"), rank(e.get("severity"))
        if new is not None:
            new = max(new, self.still)
        if new is None:
            # A word that nobody knows: a raise to the highest, nothing, or a lowering to the
            # lowest.
            strict = (4, 4, raises) if reading.UNKNOWN_WORD_BINDS_FROM_START \
                else (first, 4, raises + [plus(at, self.m.limit(4))])
            return [strict, way] + self.lowered(way, e, at, 1)
        if new > now:
            early = before(at,
                    self.start)      # before the clock: then it was the word from the start
            if early == "T":
                return [(max(first, new), new, raises)]
            if early == "U":
                return [(max(first, new), new, raises), (first, new, raises
                        + [plus(at, self.m.limit(new))])]
            return [(first, new, raises + [plus(at, self.m.limit(new))])]
        if new == now:
            return [way]
        return self.lowered(way, e, at, new)

    def lowered(self, way, e, at, new):
        """judgement.md 2 and 11: a lowering loosens only with a decision, before the old due
        date."""
        first, now, raises = way
        actor = self.m.who(e.get("actor"))
        v = k_and([self.decide.decider(actor, at), self.decide.authority(actor, "lower", at),
                   self.decide.separate(actor, at, "lower"), self.decide.rationale(e, "lower"),
                   before(at, self.due_of(way))])
        kept, loosened = (first, new, raises), (max(new, 1), new, [])
        if new == 0 and reading.INFO_IS_UNKNOWN:
            loosened = (4, 4, raises)
            return [loosened, kept, (1, new, [])] if v != "F" else [loosened, kept]
        return [loosened] if v == "T" else [kept] if v == "F" else [kept, loosened]

    # ---- state ----

    def run(self):
        """judgement.md 7: MET, BREACHED, RUNNING, UNKNOWN."""
        self.decide = Decisions(self.i)
        self.stop = self.first_stop()
        self.find_due()
        if not self.start:
            self.state = "UNKNOWN"
        else:
            self.state = self.first_state()
        self.late = NOTHING
        self.later_breaches()
        if self.i.truncated and self.state != "MET":
            self.state = "UNKNOWN"      # what the log does not show may have decided it
        self.find_end()

    def first_stop(self):
        """MODELS.md: the first decision that is T, else the first that is U."""
        return next((d for d in self.decide.list if d.value == "T"), None) \
            or next((d for d in self.decide.list if d.value == "U"), None)

    def first_state(self):
        due, now = self.due, exact(self.m.as_of)
        at = {d: self.decide.clamp(d.at) for d in self.decide.list}
        sure = k_or([not_after(at[d], due) for d in self.decide.list if d.value == "T"])
        maybe = k_or([not_after(at[d], due) if d.value == "T"
                else k_and(["U", not_after(at[d], due)])
                      for d in self.decide.list if d.value != "F"])
        passed = before(due, now)
        if sure == "T":
            state = "MET"
        elif maybe == "U":
            state = "UNKNOWN"
        elif passed == "T":
            state = "BREACHED"
        elif passed == "F" and not [d for d in self.decide.list if d.value == "T"]:
            state = "RUNNING"
        else:
            state = "UNKNOWN"
        if self.tainted and state != "BREACHED":
            state = "UNKNOWN"
        if self.i.truncated and state != "MET":
            state = "UNKNOWN"
        return state

    def accepted(self, t, strict):
        """Is an acceptance in force at t? strict: certainly."""
        out = []
        for d in self.decide.list:
            if d.choice != "accept" or d.value == "F" or not d.end.value():
                continue
            out.append(k_and([d.value, not_after(d.at, exact(t)), not_after(exact(t), d.end)]))
        return k_or(out)

    def later_breaches(self):
        """judgement.md 7: an acceptance that ends while the item is open; the 192 days."""
        if not self.start and not reading.ACCEPTANCE_END_WITHOUT_START:
            return
        for value, at in self.ended_acceptances() + self.too_old():
            if value == "T":
                if self.state != "BREACHED" or not self.late or at.lo < self.late.lo:
                    self.late = at
                self.state = "BREACHED"
            elif value == "U" and self.state in ("MET", "RUNNING"):
                self.state = "UNKNOWN"

    def ended_acceptances(self):
        out = []
        for d in self.decide.list:
            if d.choice != "accept" or d.value == "F" or not d.end.value():
                continue
            gone = before(d.end, exact(self.m.as_of))
            if gone == "F":
                continue
            opens = {self.i.open_now(self.decide, t) for t in (d.end.lo + 1, d.end.hi + 1)}
            is_open = opens.pop() if len(opens) == 1 else "U"
            renewed = []
            for x in self.decide.list:
                if x is d or x.value == "F":
                    continue
                if x.choice == "accept" and not (x.end.value() and x.end.lo > d.end.lo):
                    continue
                renewed.append(k_and([x.value, before(d.at, x.at), not_after(x.at, d.end)]))
            out.append((k_and([d.value, gone, is_open, k_not(k_or(renewed))]), d.end))
        return out

    def too_old(self):
        """192 days: at every instant after them up to as_of it was closed, or an acceptance was in
        force."""
        if not self.start:
            return []
        edge = plus(self.start, self.m.span("open_end", "P192D"))
        now = self.m.as_of
        if edge.lo >= now:
            return []
        out = []
        marks = {edge.hi + 1, edge.lo + 1, now}
        for t, _ in self.i.closings():
            marks |= {t.lo, t.hi, t.hi + 1, t.lo - 1}
        for d in self.decide.list:
            if d.choice == "accept" and d.end.value():
                marks |= {d.at.lo, d.at.hi, d.at.lo - 1, d.end.lo, d.end.hi, d.end.hi + 1, d.end.lo
                        + 1}
        for t in sorted(marks):
            if t > now or t <= edge.lo:
                continue
            past = "T" if t > edge.hi else "U"
            out.append((k_and([past, self.i.open_now(self.decide, t),
                    k_not(self.accepted(t, True))]), exact(t)))
        best = k_or([v for v, _ in out])
        for v, at in out:
            if v == best:
                return [(v, at)]
        return []

    # ---- end, period, undecided ----

    def find_end(self):
        """judgement.md 11, clock end: the first decision, else the closing; undecided and open: in
        every period."""
        self.in_period = True
        start = self.m.time(self.m.cfg, "period_from")
        if self.state in ("RUNNING", "NONE"):
            self.in_period = False
            self.sure = "F"
            return
        if not start.value():
            self.sure = "T"
            return
        after = self.late if self.late else None
        decided = [d for d in self.decide.list if d.value != "F"]
        if after is not None:
            decided = [d for d in decided if before(after, d.at) != "F"]
        ends = []
        sure = next((d for d in decided if d.value == "T"), None)
        for d in decided:
            if d.value == "T":
                ends.append(d.at)
                break
            ends.append(d.at)
        shut = [t for t, c in self.i.closings() if c]
        if shut and sure is None and not reading.DOUBTFUL_AFTER_CLOSING_COUNTS and self.state == "BREACHED" \
                and self.i.open_now(self.decide, self.m.as_of) != "T":
            ends = [e for e in ends if before(shut[-1], e) != "T"]
        if sure is None:
            closed = [t for t, c in self.i.closings() if c
                    and (after is None or before(after, t) != "F")]
            is_open = self.i.open_now(self.decide, self.m.as_of)
            if closed and is_open != "T":
                ends.append(closed[-1])
            if not closed or is_open != "F":
                ends.append(exact(self.m.as_of))
        if self.state == "UNKNOWN":
            out = k_and([before(e, start) for e in ends])
            self.sure = "F" if out == "T" else "T"
        else:
            gone = [before(e, start) for e in ends]
            self.sure = k_not(gone[0]) if len(set(gone)) == 1 else "U"
        self.in_period = self.sure != "F"
        if self.sure == "U" and reading.STRADDLE_IS_UNKNOWN:
            self.state = "UNKNOWN"

    def reopened(self, d):
        return [e for e in self.i.events if e.get("reopens") and self.m.time(e, "at").value()
                and not_after(self.m.time(e, "at"), d.at) != "T"]

    def value(self):
        """Of this ended clock in D: T, F, U; None: not counted."""
        if self.state in ("NONE", "RUNNING") or not self.in_period:
            return None
        if self.sure == "U":
            return "U"
        return {"MET": "T", "BREACHED": "F"}.get(self.state, "U")

    def undecided(self):
        """judgement.md 8, reading 18: breached, and no decision that is T in force at as_of."""
        if self.state != "BREACHED" or not (self.in_period or reading.UNDECIDED_BEFORE_PERIOD):
            return False
        now = exact(self.m.as_of)
        for d in self.decide.list:
            if d.value != "T":
                continue
            if d.closes and d.choice != "accept":
                if self.i.open_now(self.decide, self.m.as_of) == "F":
                    return False
            elif d.choice in ("accept", "fix", "mitigate"):
                if d.choice != "accept" and self.i.open_now(self.decide, self.m.as_of) == "F":
                    return False        # done, and stays closed
                if d.end.value() and not_after(now, d.end) == "T" and (d.choice == "accept"
                        or not self.reopened(d)):
                    return False
            else:
                if not self.reopened(d):
                    return False
        return True


class Items:
    """All items, their links and their clocks."""

    def __init__(self, m, seen, scope):
        self.m, self.seen = m, seen
        groups = {}
        for r in m.of("item"):
            groups.setdefault((r.get("tracker"), r["key"]), []).append(r)
        self.list = []
        for k in sorted(groups, key=lambda k: (k[0] or "", k[1])):
            events = [e for e in m.of("event") if (e.get("tracker"), e.get("item")) == k]
            accepts = [a for a in m.of("acceptance") if a.get("item") == k[1]
                    and a.get("tracker", k[0]) == k[0]]
            self.list.append(Item(m, groups[k], events, accepts))
        self.process = m.cfg.get("process_controls", PROCESS)
        for i in self.list:
            i.by_text = self.links(i)
            i.linked = set(i.by_text)
            fw = "nist-800-53"
            if i.type in self.process:
                i.linked |= {(m.cfg.get("framework", fw) if "process_controls" in m.cfg else fw, c)
                             for c in self.process[i.type]}
        for i in self.list:
            c = Clock(i, seen)
            c.find_start(i.by_text)
        self.duplicates()
        for i in self.list:
            c = i.clock
            if not self.has_clock(i) or i.leaves:
                c.state, c.in_period, c.sure, c.stop = "NONE", False, "F", None
                c.decide = Decisions(i)
                c.late = NOTHING
                if i.leaves:
                    c.stop = c.first_stop()
                else:
                    c.start = c.due = NOTHING
                continue
            c.run()
            if i.leaves_maybe:
                c.state = "UNKNOWN"
                c.find_end()

    def links(self, i):
        """judgement.md 7: (1) a control id in the item; (2) its tests through the mappings and
        their tags."""
        out = set()
        for scheme, ident in i.controls + i.tests:
            out |= self.via(scheme, ident)
        for t in self.seen.tests:
            if ("rule", t[1]) in i.tests:
                out |= set(self.seen.controls_of[t])
        return out

    def via(self, scheme, ident):
        out = {(fw, c) for fw, c, _ in self.seen.maps.get((scheme, ident), [])}
        if scheme not in ("cci", "rule", "stig", "cve", "plugin", "cce"):
            out.add((scheme, ident.lower()))
        return out

    def original(self, i):
        """The item that the marks lead to; None: none in the evidence, or they run in a circle
        (reading 9)."""
        by_key = {(x.tracker, x.key): x for x in self.list}
        passed = [i]
        while passed[-1].duplicate_of:
            nxt = by_key.get((passed[-1].tracker, passed[-1].duplicate_of))
            if nxt is None:
                return passed[-1] if len(passed) > 1 else None
            if nxt in passed:
                return None
            passed.append(nxt)
        return passed[-1] if len(passed) > 1 else None

    def chain(self, i):
        """(clock, clock that its start passes to), from a duplicate to its last original."""
        by_key = {(x.tracker, x.key): x for x in self.list}
        out = []
        while i.duplicate_of and (i.tracker, i.duplicate_of) in by_key:
            o = by_key[i.tracker, i.duplicate_of]
            out.append((i.clock, o.clock))
            i = o
        return out

    def has_clock(self, i):
        """judgement.md 7: by type, any other only where linked by (1) or (2); 2: informational has
        none."""
        return (i.type in CLOCK_TYPES or bool(i.by_text)) and not (
            i.clock.informational and all(rank(e.get("severity")) == 0 for e in i.clock.changes))

    def marked(self, i):
        """When was it marked as a duplicate? By the log: the entry that names the original; else
        not known."""
        for e in i.events:
            if e.get("kind") == "link" and e.get("to") == i.duplicate_of:
                return self.m.time(e, "at")
        if reading.MARKED_AT_CLOSING:
            closed = [t for t, c in i.closings() if c]
            return closed[0] if closed else NOTHING
        return NOTHING

    def duplicates(self):
        """judgement.md 7, 11, readings 9: a duplicate marked before its due is left out, its start
        passes on."""
        for i in self.list:
            i.leaves = i.leaves_maybe = False
        passing = []
        for i in self.list:
            o = self.original(i)
            if o is None or not self.has_clock(o) or not self.has_clock(i):
                continue
            passing += self.chain(i)
            c = i.clock
            c.decide = Decisions(i)
        for c, o in passing:
            if not c.start or c.tainted:
                o.tainted = True
            if not reading.EMPTY_DETECTED_STAYS and o.i.type not in ("finding", "vulnerability",
                    "other"):
                o.tainted = not c.start or c.tainted
            o.start = earliest(o.start, c.start)
        for i in {c.i for c, _ in passing}:
            c = i.clock
            c.find_due()
            v = before(self.marked(i), c.due)
            i.leaves, i.leaves_maybe = v == "T", v == "U"

