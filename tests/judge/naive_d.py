"""D (judgement.md 7): was it decided in time? One item after another, by hand."""

import re

from naive_join import fold_text, rank
from naive_time import (EMPTY, KNOWN, NEVER, NOTHING, Inst, before, earliest, exact, k_and, k_not, k_or,
        not_after, plus)
from naive_item import Decisions, Item
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
        told = any(rank(e.get(k)) is not None for e in self.i.events if e.get("kind") == "severity"
                for k in ("severity", "severity_before", "from"))
        said = {k: [self.said(r, k) for r in rows] for k in ("severity", "priority")}
        self.kind = "severity"
        if not told and not any(isinstance(w, int) for w in said["severity"]) \
                and any(isinstance(w, int) for w in said["priority"]):
            self.kind = "priority"
        # A blank cell stays one beside the word of another record, and beside a priority.
        self.blank = "" in said["severity"]
        self.changes = [e for e in self.i.events if e.get("kind") == "severity"
                or e.get("kind") == self.kind]
        # One without a date may have been at any time: nobody knows how severe it was when.
        self.loose = any(not self.m.time(e, "at").value() for e in self.changes)
        self.changes = [e for e in self.changes if self.m.time(e, "at").value()]
        known = [w for w in said[self.kind] if isinstance(w, int)]
        self.word = max(known) if known else None    # what the records say, at as_of
        self.initial, self.unsure = self.word, self.word is None
        if self.changes:
            first = self.changes[0]
            text = first.get("from")
            self.initial = rank(first.get("severity")) if text == "" else self.before(first)
            self.unsure = self.initial is None
        words = [w for e in self.changes for w in (self.before(e), rank(e.get("severity")))]
        known += [w for w in words if w is not None]
        self.highest = max(known) if known else None
        last = rank(self.changes[-1].get("severity")) if self.changes else None
        now = self.word if self.word is not None or self.blank else last
        # What may have been more than informational is not: each word of its history must be known.
        told = not self.loose and not self.unsure and all(rank(e.get("severity")) is not None for e in self.changes)
        self.informational = now == 0 and not self.blank and self.highest == 0 and told

    @staticmethod
    def before(e):
        """The word before a change: as the source has it, else what the reader says that it means."""
        text = e.get("from")
        if not text:
            return None
        word = rank(fold_text(text))
        return word if word is not None else rank(e.get("severity_before"))

    def said(self, r, key):
        """A rank, "" where the cell is blank, None: at as_of, by what the same source's log says of
        later changes."""
        later = [e for e in self.i.later if e.get("kind") == key and e["source"] == r["source"]]
        text = r.get(key)
        if later:
            e = min(later, key=lambda e: self.m.time(e, "at").utc)
            return "" if e.get("from") == "" else self.before(e)
        if text is None:
            return None
        word = "" if text == "" else rank(fold_text(text))
        # 2: only a severity says that an item is informational; a priority of that name says nothing.
        return None if key == "priority" and word == 0 else word

    def highest_up_to(self, at):
        """(highest word up to then, is that all?)"""
        ranks = [self.initial] + [rank(e.get("severity")) for e in self.changes
                                  if not_after(self.m.time(e, "at"), at) != "F"]
        last = rank(self.changes[-1].get("severity")) if self.changes else None
        if self.word is not None and (last is None or self.word > last):
            ranks.append(self.word)
        known = [r for r in ranks if r is not None]
        sure = not self.unsure and not self.blank and not self.loose and len(known) == len(ranks)
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
            if detected.known == EMPTY or (i.tests and not detected.value() and not fail):
                self.tainted = True
        else:
            own = created if i.type == "request" else detected
            self.start = own if own.value() else NOTHING
            self.tainted = not own.value()      # a duplicate's start does not make its own known

    def named_tests(self):
        """The tests that its tags name: by their own id, or by a tag of theirs."""
        out = set()
        for t in self.seen.tests:
            names = {("rule", t[1])} | {g for g in self.seen.tags.get(t, {}) if g[0] != "cci"}
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
        if self.unsure:
            ways = [(4, [self.strictest()]), (max(self.highest or 1, 1), [])]
        else:
            ways = [(self.initial, [])]
        ways = [(r, r, raises) for r, raises in ways]   # base word, word now, due dates of raises
        last = self.initial if not self.unsure else None
        for e in self.changes:
            ways = [w for old in ways for w in self.change(old, e)]
            last = rank(e.get("severity"))
        dues = [self.due_of(w) for w in ways]
        # What the records say now binds from the start where it is more than the log's last word.
        if self.word is not None and last is not None and self.word > last:
            dues = [self.least(d, self.base(self.word)) for d in dues]
        if self.blank or self.loose:
            dues.append(self.least(dues[0], self.strictest()))
        self.due = Inst(KNOWN, min(d.lo for d in dues), max(d.hi for d in dues))

    def strictest(self):
        """The shortest limit, whichever word has it."""
        out = self.base(4)
        for word in (3, 2, 1):
            out = self.least(out, self.base(word))
        return out

    @staticmethod
    def least(a, b):
        return Inst(KNOWN, min(a.lo, b.lo), min(a.hi, b.hi))

    def due_of(self, way):
        d = self.base(way[0])
        for r in way[2]:
            d = Inst(KNOWN, min(d.lo, r.lo), min(d.hi, r.hi))
        return d

    def change(self, way, e):
        first, now, raises = way
        at, new = self.m.time(e, "at"), rank(e.get("severity"))
        if new is None:
            # Blank, or a word that nobody knows (judgement.md 2): MET under the strictest limit, from
            # the start; BREACHED under that of the highest word known.
            new = max(self.highest or 1, 1)
            loose = [way] if new <= now else self.raised(way, at, new)
            return [(first, 4, raises + [self.strictest()])] + loose
        if new > now:
            return self.raised(way, at, new)
        if new == now:
            return [way]
        return self.lowered(way, e, at, new)

    def raised(self, way, at, new):
        """A raise tightens from its instant; one before the clock held from its start."""
        first, now, raises = way
        early = before(at, self.start)
        due = Inst(KNOWN, max(at.lo, self.start.lo) + self.m.limit(new), at.hi + self.m.limit(new))
        from_start = (max(first, new), new, raises)
        from_then = (first, new, raises + [due])
        return [from_start] if early == "T" else [from_start, from_then] if early == "U" else [from_then]

    def lowered(self, way, e, at, new):
        """judgement.md 2 and 11: a lowering loosens only with a decision, before the old due
        date."""
        first, now, raises = way
        actor = self.m.who(e.get("actor"), at)
        v = k_and([self.decide.decider(actor, at), self.decide.authority(actor, "lower", at),
                   self.decide.separate(actor, at, "lower"), self.decide.rationale(e, "lower"),
                   before(at, self.due_of(way))])
        # Nobody may loosen it; a shorter limit loosens nothing.
        kept, loosened = (first, new, raises + [self.base(max(new, 1))]), (max(new, 1), new, [])
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
        at = {d: d.at for d in self.decide.list}
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
            if d.choice != "accept" or d.value == "F":
                continue
            # Of one whose end nobody tells it cannot be said that it is over (not_after: U).
            out.append(k_and([d.value, not_after(d.at, exact(t)), not_after(exact(t), d.end)]))
        return k_or(out)

    def later_breaches(self):
        """judgement.md 7: an acceptance that ends while the item is open; the 192 days."""
        for value, at in self.ended_acceptances() + self.too_old():
            if value == "T":
                if not self.late or at.hi > self.late.hi:
                    self.late = at      # the last of them: until then it was never over
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
                if x.choice == "accept" and x.end.value() and x.end.lo <= d.end.lo:
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
        for t, _ in self.i.closings() + [(self.i.closed_at(), True)]:
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
        begins = [at for (v, at), (w, _) in zip(out, [("F", None)] + out) if v == best != w]
        return [(best, begins[-1])] if begins else []

    # ---- end, period, undecided ----

    def find_end(self):
        """judgement.md 11, clock end: the first decision, else the closing; undecided and open: in
        every period."""
        self.in_period = True
        start = self.m.time(self.m.cfg, "period_from")
        self.breached = False
        if self.state in ("RUNNING", "NONE"):
            self.in_period = False
            self.sure = "F"
            return
        self.breached = self.state == "BREACHED"
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
        if sure is None:
            is_open = self.i.open_now(self.decide, self.m.as_of)
            if is_open != "F":
                ends.append(exact(self.m.as_of))
            if is_open != "T":
                closed = self.i.closed_at()
                ends += [closed] if closed.value() else [self.start or exact(-NEVER),
                        exact(self.m.as_of)]
        if self.state == "UNKNOWN":
            out = k_and([before(e, start) for e in ends])
            self.sure = "F" if out == "T" else "T"
        else:
            gone = [before(e, start) for e in ends]
            self.sure = k_not(gone[0]) if len(set(gone)) == 1 else "U"
        self.in_period = self.sure != "F"
        self.breached = self.state == "BREACHED"
        if self.sure == "U":
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
        # A clock that ended before the period, of an item that is closed: nothing is left to decide.
        if not self.breached or not (self.in_period or self.i.is_open(self.m)):
            return False
        now, gone = exact(self.m.as_of), not self.i.is_open(self.m)
        for d in self.decide.list:
            if d.value != "T":
                continue
            if d.choice != "accept" and self.reopened(d):
                continue
            if d.choice == "accept":
                if d.end.value() and not_after(now, d.end) == "T":
                    return False
            elif d.closes:
                if gone:
                    return False
            elif d.choice in ("fix", "mitigate"):
                if gone or d.end.value() and not_after(now, d.end) == "T":
                    return False        # done, and stays closed; or not yet its date
            else:
                return False
        return True


class Items:
    """All items, their links and their clocks."""

    def __init__(self, m, seen, scope):
        self.m, self.seen = m, seen
        groups = {}
        self.second_keys(m)
        for r in m.of("item"):
            groups.setdefault(self.key_of(r), []).append(r)
        m.item_keys = set(groups)
        logs, rows = {}, {}
        for e in m.of("event"):
            logs.setdefault(self.log_of(e), []).append(e)
        for a in m.of("acceptance"):
            rows.setdefault(self.find(a.get("tracker"), a.get("item")), []).append(a)
        m.find_item, m.log_of = self.find, self.log_of
        self.list = []
        for k in sorted(groups, key=lambda k: (k[0] or "", k[1])):
            self.list.append(Item(m, k, groups[k], logs.get(k, []), rows.get(k, [])))
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
                c.state, c.in_period, c.sure, c.stop, c.breached = "NONE", False, "F", None, False
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

    def second_keys(self, m):
        """judgement.md 2, reading 53: an id that logs use beside the key; of two keys it is neither's."""
        self.ids = {}
        for r in m.of("item"):
            if r.get("id") and r.get("key"):
                self.ids.setdefault((r.get("tracker"), r["id"]), set()).add((r.get("tracker"), r["key"]))

    def by_id(self, tracker, ident):
        keys = self.ids.get((tracker, ident), ())
        return next(iter(keys)) if len(keys) == 1 else None

    def key_of(self, r):
        tracker, loc = r.get("tracker"), r.get("loc", {})
        if r.get("key"):
            return tracker, r["key"]
        if r.get("id"):
            return self.by_id(tracker, r["id"]) or (tracker, r["id"])
        place = "%s:%d:%d" % (r["source"], loc.get("line", 0), loc.get("col", 0))
        return tracker, place + (" " + loc["path"] if loc.get("path") else "")

    def log_of(self, e):
        k = (e.get("tracker"), e.get("item"))
        return k if k in self.m.item_keys else self.by_id(*k)

    def find(self, tracker, key):
        """The item that an entry or a row names; without a tracker the only one of that key."""
        if not key:
            return None
        if tracker:
            return (tracker, key) if (tracker, key) in self.m.item_keys else self.by_id(tracker, key)
        all_of = [k for k in self.m.item_keys if k[1] == key]
        return all_of[0] if len(all_of) == 1 else None

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
        return (i.type in CLOCK_TYPES or bool(i.by_text)) and not i.clock.informational

    def marked(self, i):
        """When was it marked as a duplicate? By the log: the entry that names the original; else
        not known."""
        name = re.compile(r"(?<![0-9A-Za-z-])%s(?![0-9A-Za-z-])" % re.escape(i.duplicate_of))
        for e in i.events:
            if e.get("kind") == "link" and name.search(e.get("to") or ""):
                return self.m.time(e, "at")
        for e in i.events:
            if (e.get("to") or "").lower() == "duplicate":
                return self.m.time(e, "at")
        return NOTHING

    def duplicates(self):
        """judgement.md 7, 11, readings 9: a duplicate marked before its due is left out, its start
        passes on."""
        for i in self.list:
            i.leaves = i.leaves_maybe = False
        passing = []
        for i in self.list:
            o = self.original(i)
            if o is None or not self.has_clock(o):
                continue
            passing += self.chain(i)
            c = i.clock
            c.decide = Decisions(i)
        for c, o in passing:
            if not c.start or c.tainted:
                o.tainted = True
            o.start = earliest(o.start, c.start)
        for i in {c.i for c, _ in passing}:
            if not self.has_clock(i):
                continue
            c = i.clock
            c.find_due()
            v = before(self.marked(i), c.due)
            i.leaves, i.leaves_maybe = v == "T", v == "U"

