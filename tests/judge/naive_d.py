"""D (judgement.md 7): was it decided in time? One item after another, by hand."""

from naive_join import fold_text, rank, Who
from naive_time import (NEVER, DAY, EMPTY, KNOWN, NOTHING, UNKNOWN, Inst, before, duration, earliest, end_of, exact, k_and,
                        k_not, k_or, not_after, plus)
from naive_open import (ACCEPTANCE_END_WITHOUT_START, ACCEPTED_AFTER_CLOSING, CLAMP_AT_AS_OF, ORDER_BY_UTC, BLANK_IS_NOTHING_BESIDE_A_WORD, CCI_NAMES_A_TEST, DOUBTFUL_AFTER_CLOSING_COUNTS,
                        EMPTY_DETECTED_STAYS, EVALUATED_FIELD_FIRST, INFO_IS_UNKNOWN,
                        MARKED_AT_CLOSING, PRIORITY_BESIDE_BLANK, STILL_WORD_ONLY_IF_HIGHER, UNDATED_DECISION_IS_NOTHING, UNDECIDED_BEFORE_PERIOD,
                        STRADDLE_IS_UNKNOWN, UNKNOWN_WORD_BINDS_FROM_START)
from naive_w import first_fail

CLOCK_TYPES = ("vulnerability", "finding", "risk", "audit-finding", "incident", "request", "poam")
PROCESS = {"finding": ["ra-5", "si-2"], "vulnerability": ["ra-5", "si-2"], "poam": ["ca-5"], "risk": ["ca-5"],
           "audit-finding": ["ca-5"], "incident": ["ir-4"], "request": []}
CLOSED = ("closed", "false-positive", "cancelled")
NEED_AUTHORITY = ("accept", "avoid", "transfer", "false-positive", "lower")
ALL_CHOICES = {"fix", "mitigate", "accept", "avoid", "transfer", "false-positive", "reject"}


def union(out, more):
    for x in more:
        if x not in out:
            out.append(x)


def newest_first(m, rows):
    def key(r):
        up = m.time(r, "updated")
        at = up if up.value() else r["_src"]["_as_of"]
        return (at.hi if at.value() else -2 ** 70, r["_src"]["path"])
    return sorted(rows, key=key, reverse=True)


class Item:
    """An item joined from its records (judgement.md 2: the newest wins, histories are united)."""

    def __init__(self, m, rows, events, accepts):
        self.m = m
        rows = newest_first(m, rows)
        top = rows[0]
        self.rows, self.top = rows, top
        self.tracker, self.key = top.get("tracker"), top["key"]
        self.sources = [r["_src"] for r in rows]
        self.type = next((r["type"] for r in rows if r.get("type")), "other")
        self.controls, self.tests, self.asset_ids = [], [], []
        for r in rows:
            union(self.controls, [(t["scheme"].lower(), t["id"]) for t in r.get("controls", [])])
            union(self.tests, [(t["scheme"].lower(), t["id"]) for t in r.get("tests", [])])
            union(self.asset_ids, r.get("assets", []))
        self.assets = []
        for ids in self.asset_ids:
            union(self.assets, m.place(ids)[1])
        self.history = any(r.get("has_history") for r in rows)
        self.truncated = any(r.get("truncated") for r in rows) or not self.history
        self.place = any(r.get("rationale_place") for r in rows)
        self.duplicate_of = self.first("duplicate_of")
        self.status = self.first("status")
        seen = []
        self.events = []
        for e in events:
            if e.get("id") is None:
                ident = tuple(sorted((k, repr(v)) for k, v in e.items() if k not in ("_src", "source", "loc")))
            else:
                ident = (e["id"], e.get("kind"), e.get("field"), repr(e.get("to")))
            if ident not in seen:
                seen.append(ident)
                self.events.append(e)
        self.later = [e for e in m.later.get("event", []) if (e.get("tracker"), e.get("item")) ==
                      (self.tracker, self.key)]
        self.events.sort(key=lambda e: (m.time(e, "at").utc, str(e.get("id"))))
        self.accepts = accepts

    def first(self, key):
        """The newest record that says something."""
        for r in self.rows:
            if r.get(key) not in (None, ""):
                return r[key]
        for r in self.rows:
            if r.get(key) == "":
                return ""
        return None

    def when(self, key):
        """The newest record that says something of this instant: a value, else empty, else unknown."""
        vals = [self.m.time(r, key) for r in self.rows]
        for v in vals:
            if v.known == KNOWN:
                return v
        for v in vals:
            if v.known == EMPTY:
                return v
        return NOTHING

    def party(self, key):
        for r in self.rows:
            w = self.m.who(r.get(key))
            if w.how not in ("unknown", "empty"):
                return w
        for r in self.rows:
            if r.get(key) is not None:
                return self.m.who(r[key])
        return Who("unknown")

    def assignee_at(self, at):
        """The assignee at an instant, by the log, else as the record has it."""
        moves = [e for e in self.events + self.later if e.get("kind") == "assign" and self.m.time(e, "at").value()]
        if not moves:
            # Without a log nobody knows who it was then; the record says who it is now.
            now = self.party("assignee")
            return [now] if not self.truncated or not_after(self.m.now, at) == "T" else [now, Who("unknown")]
        now = self.party("assignee")
        if now.how != "unknown" and at.lo == at.hi == self.m.as_of and not any(
                e.get("kind") == "assign" for e in self.later):
            return [now]                # the record says who it is now
        moves.sort(key=lambda e: self.m.time(e, "at").utc)
        out, passed = [], None
        for e in moves:
            t = self.m.time(e, "at")
            v = not_after(t, at)
            if v == "T":
                passed = e
                out = []
            elif v == "U":
                to = self.m.who(e.get("to_party"))
                out.append(self.party("assignee") if to.how == "unknown" and e is moves[-1] else to)
        if passed is not None:
            to = self.m.who(passed.get("to_party"))
            out.append(self.party("assignee") if to.how == "unknown" and passed is moves[-1] else to)
        else:
            out.append(self.m.who(moves[0].get("from")))
        return out

    # ---- open and closed ----

    def closings(self):
        """[(instant, closes?)] in order: the log; without one the record."""
        log = [(self.m.time(e, "at"), bool(e.get("closes"))) for e in self.events
               if (e.get("closes") or e.get("reopens")) and self.m.time(e, "at").value()]
        if self.when("closed").value() and not any(c for _, c in log):
            log.append((self.when("closed"), True))
        return log

    def open_at(self, at):
        """T, F or U: was it open at that instant?"""
        log = self.closings()
        if not log:
            # What closed it after as_of changes nothing yet.
            return "F" if self.status in CLOSED and not any(e.get("closes") for e in self.later) else "T"
        state = "T"
        for t, closes in log:
            v = not_after(t, at)
            new = "F" if closes else "T"
            if v == "T":
                state = new
            elif v == "U" and state != new:
                state = "U"
        return state


    def is_open(self, m):
        """judgement.md 6, reading 31: open where its tracker says so, or where it is accepted."""
        return self.open_now(self.clock.decide, m.as_of) == "T" or self.taken_on(self.clock.decide, m.as_of) != "F"


class Decision:
    """One decision: value T, F or U; end: of an acceptance or plan."""

    def __init__(self, at, choice, value, end, closes=False, register=False):
        self.at, self.choice, self.value, self.end = at, choice, value, end
        self.closes, self.register, self.refused = closes, register, False


class Decisions:
    """Which entries of an item's log, and which rows of a register, are decisions (judgement.md 7, 11)."""

    def __init__(self, item):
        self.i, self.m = item, item.m
        self.list = []
        for e in item.events:
            self.entry(e)
        for a in item.accepts:
            self.row(a)
        self.all = list(self.list)
        if UNDATED_DECISION_IS_NOTHING:
            self.list = [d for d in self.list if d.at.value()]
        for x in (self.list, self.all):
            x.sort(key=lambda d: (not d.at.value(), d.at.utc if ORDER_BY_UTC else d.at.lo))

    def clamp(self, at):
        if CLAMP_AT_AS_OF and at.value() and at.hi > self.m.as_of >= at.lo:
            return Inst(KNOWN, at.lo, self.m.as_of, utc=at.utc)
        return at

    def entry(self, e):
        kind, choice = e.get("kind"), e.get("choice", "none")
        at = self.m.time(e, "at")
        actor = self.m.who(e.get("actor"))
        if e.get("closes"):
            if actor.how == "machine":
                return
            v = self.decider(actor, at)
            if choice == "none":
                v = k_and([v, "U"])
            end = self.end(e, at, choice, closing=True)
            v = k_and([v, self.checks(e, choice, actor, at, end, closing=True)])
            self.list.append(Decision(at, choice, v, end, closes=True))
        elif choice != "none":
            end = self.end(e, at, choice)
            v = k_and([self.decider(actor, at), self.checks(e, choice, actor, at, end)])
            self.list.append(Decision(at, choice, v, end))
        elif kind == "due":
            self.due_date(e, at, actor)

    def due_date(self, e, at, actor):
        """A due date set after creation by an active person other than the reporter is "fix by a date"."""
        until = self.m.time(e, "until")
        if not e.get("to"):
            return
        same = [x for x in self.i.events if x is not e and e.get("id") and x.get("id") == e["id"]
                and x.get("choice") == "accept"]
        if same:
            return
        created = self.i.when("created")
        v = k_and([self.decider(actor, at), before(created, at) if created.value() else "U",
                   k_not(self.m.same_person(actor, self.i.party("reporter"), at))])
        self.list.append(Decision(at, "fix", v, end_of(until)))

    def end(self, e, at, choice, closing=False):
        until = self.m.time(e, "until")
        if until.known == UNKNOWN and choice == "accept":
            for x in self.i.events:
                if x.get("kind") == "due" and e.get("id") and x.get("id") == e["id"]:
                    until = self.m.time(x, "until")
        if until.known == UNKNOWN and choice == "accept" and closing:
            until = self.due_in_force(at)
        return end_of(until)

    def due_in_force(self, at):
        """judgement.md 11, Jira: accept, until the due date then in force."""
        dues = [x for x in self.i.events if x.get("kind") == "due"]
        out = None
        for x in dues:
            if not_after(self.m.time(x, "at"), at) == "T":
                out = self.m.time(x, "until")
        if out is not None:
            return out
        return self.i.when("due") if not dues else NOTHING

    def decider(self, actor, at):
        """judgement.md 7: one active person at that instant; no roster: U."""
        return self.m.person_value(actor, at)

    def rationale(self, e, choice):
        """judgement.md 7: rationale where the source has a place for one."""
        r = e.get("rationale")
        if r == "":
            return "F"
        if r is None and self.i.place:
            return "U"
        return "T"

    def checks(self, e, choice, actor, at, end, closing=False):
        v = [self.rationale(e, choice)]
        if choice == "accept":
            v.append("T" if end.value() else "F" if end.known != UNKNOWN else "U")
        if choice in ("fix", "mitigate") and not closing:
            v.append("T" if end.value() else "U" if end.known == UNKNOWN else "F")
        if choice in NEED_AUTHORITY:
            v += [self.authority(actor, choice, at), self.separate(actor, at, choice)]
        return k_and(v)

    def authority(self, actor, choice, at):
        """judgement.md 7, 11: no matrix U; a row names a party, choices, the highest severity, from and to."""
        rows = self.m.cfg.get("authority")
        if rows is None:
            return "U"
        need, sure = self.i.clock.highest_up_to(at)
        out = []
        for r in rows:
            covers = set(r.get("choices") or ALL_CHOICES)
            if choice == "lower":
                if not ALL_CHOICES <= covers:
                    continue
            elif choice not in covers:
                continue
            up_to = rank(r.get("up_to", "critical"))
            high = "T" if up_to == 4 else "F" if need is not None and up_to < need else "T" if sure else "U"
            start, end = self.m.time(r, "from"), self.m.time(r, "to")
            when = k_and(["T" if not start.value() else not_after(start, at),
                          "T" if not end.value() else not_after(at, end_of(end))])
            out.append(k_and([high, when, self.m.same_person(actor, self.m.who(r["party"]), at)]))
        return k_or(out)

    def separate(self, actor, at, choice, requester=None):
        """judgement.md 7: neither requester, reporter nor the assignee at that instant."""
        at = self.clamp(at)
        bars = [self.i.party("reporter")] + ([requester] if requester is not None else [])
        out = [k_not(self.m.same_person(actor, w, at)) for w in bars]
        mine = k_or([self.m.same_person(actor, w, at) for w in self.i.assignee_at(at)])
        if mine == "T" and len(self.i.assignee_at(at)) > 1:
            mine = "U"              # one of several that it may have been
        if mine != "F" and choice == "accept":
            # The accountable risk owner may accept.
            marks = [self.m.same_person(actor, self.m.who(a.get("party")), at) for a in self.m.of("assign")
                     if a["subject"] == "item" and a.get("id") == self.i.key and a.get("accountable")]
            mine = k_and([mine, k_not(k_or(marks))])
        return k_and(out + [k_not(mine)])

    def row(self, a):
        """A row of a register of accepted risks."""
        at, actor = self.m.time(a, "granted"), self.m.who(a.get("approver"))
        if at.known == UNKNOWN or not at.value():
            at = NOTHING
        end = end_of(self.m.time(a, "expires"))
        v = [self.decider(actor, at) if at else "U", "F" if a.get("reason") == "" else "T"]
        word = a.get("state_raw")
        if word:
            v.append("T" if fold_text(word) in GRANTED else "F" if fold_text(word) in REFUSED else "U")
        v.append("T" if end.value() else "F" if end.known != UNKNOWN else "U")
        if at:
            v += [self.authority(actor, "accept", at),
                  self.separate(actor, at, "accept", self.m.who(a.get("requester")))]
        self.list.append(Decision(at, "accept", k_and(v), end, register=True))
        self.list[-1].refused = bool(word) and fold_text(word) in REFUSED


GRANTED = {"approved", "granted", "accepted", "active", "in force"}
REFUSED = {"rejected", "denied", "refused", "draft", "pending", "requested", "revoked", "withdrawn", "expired"}


class Clock:
    """Start, due and state of one item."""

    def __init__(self, item, seen):
        self.i, self.m, self.seen = item, item.m, seen
        item.clock = self
        self.words()

    # ---- severity ----

    def words(self):
        """judgement.md 2: the highest severity word of its linked sources; priority only if there is none."""
        rows = self.i.rows
        self.kind = "severity"
        if not any(rank(r.get("severity")) is not None for r in rows) \
                and not any(e.get("kind") == "severity" and rank(e.get("severity")) is not None
                            for e in self.i.events) \
                and any(rank(r.get("priority")) is not None for r in rows):
            self.kind = "priority"
        blank = any(r.get("severity") == "" for r in rows)
        if blank and not PRIORITY_BESIDE_BLANK:
            self.kind = "severity"
        self.changes = [e for e in self.i.events if e.get("kind") == self.kind and self.m.time(e, "at").value()]
        logged = {e["source"] for e in self.i.events + self.i.later if e.get("kind") == self.kind}
        still = [rank(r.get(self.kind)) for r in rows if r["source"] not in logged]
        self.still = max([k for k in still if k is not None], default=-1)   # what sources without a log of it say
        known = [rank(r.get(self.kind)) for r in rows if rank(r.get(self.kind)) is not None]
        # What the sources without a log of it say stands beside what the log says.
        self.unsure = not known or blank and not BLANK_IS_NOTHING_BESIDE_A_WORD
        blank = blank and not BLANK_IS_NOTHING_BESIDE_A_WORD
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
        words = [rank(fold_text(e.get(k) or "")) for e in self.changes for k in ("from", "severity")]
        if STILL_WORD_ONLY_IF_HIGHER and self.changes and self.still <= max([w for w in words if w], default=-1):
            self.still = -1
        if self.initial is not None and not self.unsure:
            self.initial = max(self.initial, self.still)
        known += [rank(e.get("severity")) for e in self.changes if rank(e.get("severity")) is not None]
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
            named = [t for t in i.tests if t[0] != "cci" or CCI_NAMES_A_TEST]
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
            names = {("rule", t[1])} | {g for g in self.seen.tags.get(t, {}) if g[0] != "cci" or CCI_NAMES_A_TEST}
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
        if ev.value() and EVALUATED_FIELD_FIRST:
            return ev
        for e in self.i.events:
            if e.get("evaluated"):
                ev = earliest(ev, self.m.time(e, "at"))
        return ev

    def find_due(self):
        """judgement.md 2, 7, 11: every reading of the severity history gives a due date; due is their hull."""
        if not self.start:
            self.due = NOTHING
            return
        if self.unsure or self.initial is None:
            ways = [(4, []), (max(self.highest or 1, 1), [])]
        else:
            ways = [(self.initial, [])]
        ways = [(r, r, raises) for r, raises in ways]      # base word, word now, due dates of raises
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
            # A word that nobody knows: a raise to the highest, nothing, or a lowering to the lowest.
            strict = (4, 4, raises) if UNKNOWN_WORD_BINDS_FROM_START \
                else (first, 4, raises + [plus(at, self.m.limit(4))])
            return [strict, way] + self.lowered(way, e, at, 1)
        if new > now:
            early = before(at, self.start)      # before the clock: then it was the word from the start
            if early == "T":
                return [(max(first, new), new, raises)]
            if early == "U":
                return [(max(first, new), new, raises), (first, new, raises + [plus(at, self.m.limit(new))])]
            return [(first, new, raises + [plus(at, self.m.limit(new))])]
        if new == now:
            return [way]
        return self.lowered(way, e, at, new)

    def lowered(self, way, e, at, new):
        """judgement.md 2 and 11: a lowering loosens only with a decision, before the old due date."""
        first, now, raises = way
        actor = self.m.who(e.get("actor"))
        v = k_and([self.decide.decider(actor, at), self.decide.authority(actor, "lower", at),
                   self.decide.separate(actor, at, "lower"), self.decide.rationale(e, "lower"),
                   before(at, self.due_of(way))])
        kept, loosened = (first, new, raises), (max(new, 1), new, [])
        if new == 0 and INFO_IS_UNKNOWN:
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
        maybe = k_or([not_after(at[d], due) if d.value == "T" else k_and(["U", not_after(at[d], due)])
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
        if not self.start and not ACCEPTANCE_END_WITHOUT_START:
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
        """192 days: at every instant after them up to as_of it was closed, or an acceptance was in force."""
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
                marks |= {d.at.lo, d.at.hi, d.at.lo - 1, d.end.lo, d.end.hi, d.end.hi + 1, d.end.lo + 1}
        for t in sorted(marks):
            if t > now or t <= edge.lo:
                continue
            past = "T" if t > edge.hi else "U"
            out.append((k_and([past, self.i.open_now(self.decide, t), k_not(self.accepted(t, True))]), exact(t)))
        best = k_or([v for v, _ in out])
        for v, at in out:
            if v == best:
                return [(v, at)]
        return []

    # ---- end, period, undecided ----

    def find_end(self):
        """judgement.md 11, clock end: the first decision, else the closing; undecided and open: in every period."""
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
        if shut and sure is None and not DOUBTFUL_AFTER_CLOSING_COUNTS and self.state == "BREACHED" \
                and self.i.open_now(self.decide, self.m.as_of) != "T":
            ends = [e for e in ends if before(shut[-1], e) != "T"]
        if sure is None:
            closed = [t for t, c in self.i.closings() if c and (after is None or before(after, t) != "F")]
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
        if self.sure == "U" and STRADDLE_IS_UNKNOWN:
            self.state = "UNKNOWN"

    def value(self):
        """Of this ended clock in D: T, F, U; None: not counted."""
        if self.state in ("NONE", "RUNNING") or not self.in_period:
            return None
        if self.sure == "U":
            return "U"
        return {"MET": "T", "BREACHED": "F"}.get(self.state, "U")

    def undecided(self):
        """judgement.md 8, reading 18: breached, and no decision that is T in force at as_of."""
        if self.state != "BREACHED" or not (self.in_period or UNDECIDED_BEFORE_PERIOD):
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
                if d.end.value() and not_after(now, d.end) == "T" and (d.choice == "accept" or not self.reopened(d)):
                    return False
            else:
                if not self.reopened(d):
                    return False
        return True


def reopened(self, d):
    return [e for e in self.i.events if e.get("reopens") and self.m.time(e, "at").value()
            and not_after(self.m.time(e, "at"), d.at) != "T"]


Clock.reopened = reopened


def taken_on(self, decide, t):
    """Is the last thing chosen for it, up to t, to accept it? U where that acceptance may be none."""
    chosen = [d for d in decide.all if not_after(d.at, exact(t)) != "F" and not d.refused
              and (d.choice == "accept" or d.closes and d.choice != "none")]
    closed = [d for d in chosen if d.closes and d.choice != "accept"]
    out = []
    chosen.sort(key=lambda d: d.at.lo if d.at.value() else -NEVER)
    for d in chosen[-1:]:
        if d.choice == "accept":
            sure = "T" if d.value == "T" and not_after(d.at, exact(t)) == "T" else "U"
            if not d.closes and not d.register and any(not_after(c.at, d.at) != "F" for c in closed):
                sure = k_and([sure, ACCEPTED_AFTER_CLOSING])
            out.append(sure)
    return k_or(out)


Item.taken_on = taken_on


def item_open_now(self, decide, t):
    """Open at t, also where the last thing chosen is to accept it (judgement.md 6: accepted is open)."""
    if self.status == "accepted":
        return "T"
    tracker = self.open_at(exact(t))
    moved = any(e.get("closes") or e.get("reopens") for e in self.later)
    if t == self.m.as_of and self.status is None and not moved and not self.when("closed").value():
        tracker = "T"               # a state that nobody tells counts as open
    if t == self.m.as_of and self.status is not None and not moved:
        tracker = "F" if self.status in CLOSED else "T"     # the record says how it is now
    return k_or([tracker, self.taken_on(decide, t)])


Item.open_now = item_open_now


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
            accepts = [a for a in m.of("acceptance") if a.get("item") == k[1] and a.get("tracker", k[0]) == k[0]]
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
        """judgement.md 7: (1) a control id in the item; (2) its tests through the mappings and their tags."""
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
        """The item that the marks lead to; None: none in the evidence, or they run in a circle (reading 9)."""
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

    def has_clock(self, i):
        """judgement.md 7: by type, any other only where linked by (1) or (2); 2: informational has none."""
        return (i.type in CLOCK_TYPES or bool(i.by_text)) and not (
            i.clock.informational and all(rank(e.get("severity")) == 0 for e in i.clock.changes))

    def marked(self, i):
        """When was it marked as a duplicate? By the log: the entry that names the original; else not known."""
        for e in i.events:
            if e.get("kind") == "link" and e.get("to") == i.duplicate_of:
                return self.m.time(e, "at")
        if MARKED_AT_CLOSING:
            closed = [t for t, c in i.closings() if c]
            return closed[0] if closed else NOTHING
        return NOTHING

    def duplicates(self):
        """judgement.md 7, 11, readings 9: a duplicate marked before its due is left out, its start passes on."""
        for i in self.list:
            i.leaves = i.leaves_maybe = False
        passing = []
        for i in self.list:
            o = self.original(i)
            if o is None or not self.has_clock(o) or not self.has_clock(i):
                continue
            passing.append((i.clock, o.clock))
            c = i.clock
            c.decide = Decisions(i)
            c.find_due()
            v = before(self.marked(i), c.due)
            i.leaves, i.leaves_maybe = v == "T", v == "U"
        for c, o in passing:
            if not c.start or c.tainted:
                o.tainted = True
            if not EMPTY_DETECTED_STAYS and o.i.type not in ("finding", "vulnerability", "other"):
                o.tainted = not c.start or c.tainted
            o.start = earliest(o.start, c.start)


def clock_tests(self, seen):
    out = set()
    for t in seen.tests:
        names = {("rule", t[1])} | {g for g in seen.tags.get(t, {}) if g[0] != "cci" or CCI_NAMES_A_TEST}
        if names & set(self.tests):
            out.add(t)
    return out


Item.clock_tests = clock_tests
