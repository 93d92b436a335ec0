"""The items of judgement.md 7, joined from their records, and what in their logs is a decision."""

from naive_join import Who, fold_text, rank
from naive_time import (EMPTY, KNOWN, NEVER, NOTHING, UNKNOWN, Inst, before, end_of, exact, k_and,
        k_not, k_or, not_after)

CLOSED = ("closed", "false-positive", "cancelled")
NEED_AUTHORITY = ("accept", "avoid", "transfer", "false-positive", "lower")
ALL_CHOICES = {"fix", "mitigate", "accept", "avoid", "transfer", "false-positive", "reject"}


def union(out, more):
    for x in more:
        if x not in out:
            out.append(x)


def newest_first(m, rows):
    def key(r):
        own, up = r["_src"]["_as_of"], m.time(r, "updated")
        of = lambda at: at.hi if at.value() else -2 ** 70
        return (-(of(up) if up.value() else of(own)), -of(own), r["_src"]["path"])
    return sorted(rows, key=key)


class Item:
    """An item joined from its records (judgement.md 2: the newest wins, histories are united)."""

    def __init__(self, m, key, rows, events, accepts):
        self.m = m
        rows = newest_first(m, rows)
        top = rows[0]
        self.rows, self.top = rows, top
        self.tracker, self.key = key
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
                ident = tuple(sorted((k, repr(v)) for k, v in e.items()
                        if k not in ("_src", "source", "loc")))
            else:
                ident = (e["id"], e.get("kind"), e.get("field"), repr(e.get("to")))
            if ident not in seen:
                seen.append(ident)
                self.events.append(e)
        self.later = [e for e in m.later.get("event", []) if m.log_of(e) == key]
        self.events.sort(key=lambda e: (m.time(e, "at").utc, str(e.get("id"))))
        self.accepts = accepts

    def named_by(self, a):
        """Is an assignment about it? Its framework may name the tracker."""
        found = self.m.find_item(a.get("framework"), a.get("id")) or self.m.find_item(None, a.get("id"))
        return found == (self.tracker, self.key)

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
        """The newest record that has a place for this instant (2: the newest wins, be it blank)."""
        vals = [self.m.time(r, key) for r in self.rows]
        for v in vals:
            if v.known != UNKNOWN:
                return v
        return NOTHING

    def party(self, key):
        """The newest record that has a place for it, be it blank (2: the newest wins). The reporter is
        meant as of its creation."""
        for r in self.rows:
            if r.get(key) is not None:
                if key != "reporter":
                    return self.m.who(r[key])
                created = self.m.time(r, "created")
                return self.m.settled(self.m.who(r[key], created), created)
        return Who("unknown")

    def assignee_at(self, at):
        """The assignee at an instant, by the log, else as the record has it."""
        moves = [e for e in self.events if e.get("kind") == "assign"
                and self.m.time(e, "at").value()]
        now = self.assignee_now()
        # A move without a date may stand anywhere in the log: it gave the item, or took it later.
        loose = [self.m.who(e.get(k)) for e in self.events if e.get("kind") == "assign"
                 and not self.m.time(e, "at").value() for k in ("to_party", "from")]
        if loose and at.lo == at.hi == self.m.as_of and now.how != "unknown":
            return [now]
        if not moves:
            # Without a log nobody knows who it was then; the record says who it is now.
            return [now] + loose if not self.truncated else [now, Who("unknown")]
        moves.sort(key=lambda e: self.m.time(e, "at").utc)
        if at.lo == at.hi == self.m.as_of:
            # The record says who it is now, else the log's last entry (reading 160).
            last = moves[-1]
            return [now if now.how != "unknown" else self.m.who(last.get("to_party"),
                    self.m.time(last, "at"))]
        out, passed = [], None
        for e in moves:
            t = self.m.time(e, "at")
            v = not_after(t, at)
            if v == "T":
                passed = e
                out = []
            elif v == "U":
                out.append(self.m.who(e.get("to_party"), t))
        if passed is not None:
            out.append(self.m.who(passed.get("to_party"), self.m.time(passed, "at")))
        else:
            out.append(self.m.who(moves[0].get("from"), self.m.time(moves[0], "at")))
        return out + loose

    def assignee_now(self):
        """As the record has it; of a later change, whom it took it from: that changes no number."""
        later = [e for e in self.later if e.get("kind") == "assign"]
        if later:
            return self.m.who(min(later, key=lambda e: self.m.time(e, "at").utc).get("from"))
        return self.party("assignee")

    # ---- open and closed ----

    def closings(self, moves=True):
        """[(instant, closes?)] in order, by the log; an accepted item is not closed."""
        return [(self.m.time(e, "at"), bool(e.get("closes"))) for e in self.events
                if (e.get("closes") and e.get("choice") != "accept" or moves and e.get("reopens"))
                and self.m.time(e, "at").value()]

    def closed_at(self):
        """When the record says, else by the log's last closing."""
        if self.when("closed").value() and not self.moved():
            return self.when("closed")
        shut = self.closings(False)
        return shut[-1][0] if shut else NOTHING

    def moved(self):
        """Closed or opened again after as_of: the record does not say how it was then."""
        closed = self.when("closed")
        return any(e.get("closes") or e.get("reopens") for e in self.later) \
            or bool(closed.value() and closed.lo > self.m.as_of)

    def open_at(self, t):
        """T, F or U: by its tracker, was it open at that instant? The record says how it is at as_of,
        the log how it was; where they cannot both be right, it is in doubt."""
        log = [(x, c) for x, c in self.closings(True)]
        shut = any(c for _, c in self.closings(False))
        undated = any(e.get("reopens") and not self.m.time(e, "at").value() for e in self.events)
        if self.moved():
            now = "F" if log and log[-1][1] and not undated else "T"
        elif self.status is None:
            now = "F" if self.when("closed").value() else "T"
        else:
            now = "F" if self.status in CLOSED else "T"
        if t >= self.m.as_of:
            return now
        state = "T"
        for x, closes in log:
            v = not_after(x, exact(t))
            new = "F" if closes else "T"
            if v == "T":
                state = new
            elif v == "U" and state != new:
                state = "U"
        if now == "T":
            return state if state == "T" else "U"
        if state != "T" or shut:
            return state
        closed = self.when("closed")
        return k_not(not_after(closed, exact(t))) if closed.value() else "U"

    def open_now(self, decide, t):
        """Open at t, also where the last thing chosen is to accept it (judgement.md 6: accepted is
        open)."""
        if self.status == "accepted":
            return "T"
        return k_or([self.open_at(t), self.taken_on(decide, t)])

    def taken_on(self, decide, t):
        """Is the last thing chosen for it, up to t, to accept it? A closing by a person, with a word for
        something else, ends that; one with a word that tells nothing may have."""
        now = exact(t)
        order = lambda x: x.at.utc if x.at.value() else -NEVER
        all_of = sorted(decide.all, key=order)
        shut = [(n, d) for n, d in enumerate(all_of) if d.closes and d.choice != "accept"
                and d.at.value() and not_after(d.at, now) != "F"]
        logged = any(e.get("closes") and self.m.time(e, "at").value() for e in self.events)
        out = []
        for n, d in enumerate(all_of):
            if d.choice != "accept" or d.refused or d.at.value() and not_after(d.at, now) == "F":
                continue
            sure = "T" if d.at.value() and (d.value == "T" or d.closes) \
                    and not_after(d.at, now) == "T" else "U"
            for k, e in shut:
                if k > n and not (d.register and order(e) <= order(d)):
                    ends = "T" if e.choice != "none" and not_after(e.at, now) == "T" else "U"
                    sure = k_and([sure, k_not(ends)])
            if not logged and self.open_at(self.m.as_of) == "F":
                closed = self.when("closed")
                if not closed.value() or closed.utc >= order(d) and not_after(closed, now) != "F":
                    sure = k_and([sure, "U"])
            out.append(sure)
        return k_or(out)

    def clock_tests(self, seen):
        out = set()
        for t in seen.tests:
            names = {("rule", t[1])} | {g for g in seen.tags.get(t, {}) if g[0] != "cci"}
            if names & set(self.tests):
                out.add(t)
        return out

    def is_open(self, m):
        """judgement.md 6, reading 31: open where its tracker says so, or where it is accepted."""
        return self.open_now(self.clock.decide, m.as_of) != "F"


class Decision:
    """One decision: value T, F or U; end: of an acceptance or plan."""

    def __init__(self, at, choice, value, end, closes=False, register=False):
        self.at, self.choice, self.value, self.end = at, choice, value, end
        self.closes, self.register, self.refused = closes, register, False


class Decisions:
    """Which entries of an item's log, and which rows of a register, are decisions (judgement.md 7,
    11)."""

    def __init__(self, item):
        self.i, self.m = item, item.m
        self.list, self.marked = [], []
        for e in item.events:
            self.entry(e)
        for a in item.accepts:
            self.row(a)
        self.all = self.list + self.marked
        # Dated before there was anything to decide (reading 153).
        born = [t.lo for t in (self.i.when("created"), self.i.when("detected")) if t.value()]
        self.list = [d for d in self.list if not (born and d.at.value() and d.at.hi < min(born))]
        for x in (self.list, self.all):
            x.sort(key=lambda d: (not d.at.value(), d.at.utc))

    def entry(self, e):
        kind, choice = e.get("kind"), e.get("choice", "none")
        at = self.m.time(e, "at")
        actor = self.m.who(e.get("actor"), at)
        if e.get("closes"):
            if actor.how == "machine":
                # It decides nothing; what it calls accepted may be.
                self.marked += [Decision(at, "accept", "F", NOTHING)] if choice == "accept" else []
                return
            v = self.decider(actor, at)
            if choice == "none":
                v = k_and([v, "F" if fold_text(e.get("to") or "") in DECIDES_NOTHING else "U"])
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
        """A due date set after creation by an active person other than the reporter is "fix by a
        date"."""
        until = self.m.time(e, "until")
        if not e.get("to"):
            return
        # The same entry: of one id, or of one person at one instant.
        same = [x for x in self.i.events if x is not e and x.get("choice") == "accept"
                and (e.get("id") and x.get("id") == e["id"]
                     or self.m.time(x, "at").same_text() == at.same_text()
                     and self.m.same_person(actor, self.m.who(x.get("actor"), at), at) == "T")]
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
        if until.known == UNKNOWN and choice == "accept" and (closing or e.get("kind") == "status"):
            until = self.due_in_force(at)
        return end_of(until)

    def due_in_force(self, at):
        """judgement.md 11, Jira: accept, until the due date then in force."""
        dues = [x for x in self.i.events if x.get("kind") == "due"]
        out = None
        for x in dues:
            # 2: the order of entries is that of UTC where no zone is known.
            when = self.m.time(x, "at")
            if when.value() and at.value() and when.utc <= at.utc:
                out = self.m.time(x, "until")
        if out is not None:
            return out
        later = sorted((x for x in self.i.later if x.get("kind") == "due"),
                key=lambda x: self.m.time(x, "at").utc)
        if dues:
            return NOTHING
        return self.m.time(later[0], "from") if later else self.i.when("due")

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
            v += [self.authority(actor, choice, at),
                  self.separate(actor, at, choice, self.asked_for(at))]
        return k_and(v)

    def authority(self, actor, choice, at):
        """judgement.md 7, 11: no matrix U; a row names a party, choices, the highest severity, from
        and to."""
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
            out.append(k_and([high, when, self.m.same_person(actor, self.m.who(r["party"], at), at)]))
        return k_or(out)

    def separate(self, actor, at, choice, requester=None):
        """judgement.md 7: neither requester, reporter nor the assignee at that instant."""
        bars = [self.i.party("reporter")] + ([requester] if requester is not None else [])
        out = [k_not(self.m.same_person(actor, w, at)) for w in bars]
        may = {self.m.same_person(actor, w, at) for w in self.i.assignee_at(at)}
        mine = may.pop() if len(may) == 1 else "U"      # it may have been any of them
        if mine != "F" and choice == "accept":
            # The accountable risk owner may accept.
            marks = [self.m.same_person(actor, self.m.who(a.get("party")), at)
                    for a in self.m.of("assign")
                     if a["subject"] == "item" and self.i.named_by(a) and a.get("owner")
                             and a.get("accountable") and a.get("party") is not None]
            mine = k_and([mine, k_not(k_or(marks))])
        return k_and(out + [k_not(mine)])

    def asked_for(self, at):
        """Reading 37: a register's row of the same instant knows who asked for it."""
        for a in self.i.accepts:
            granted = self.m.time(a, "granted")
            who = self.m.who(a.get("requester"), granted)
            if at and granted and (granted.lo, granted.hi) == (at.lo, at.hi) and who.how != "unknown":
                return who
        return None

    def row(self, a):
        """A row of a register of accepted risks."""
        at = self.m.time(a, "granted")
        actor = self.m.who(a.get("approver"), at)
        if at.known == UNKNOWN or not at.value():
            at = NOTHING
        end = end_of(self.m.time(a, "expires"))
        v = [self.decider(actor, at) if at else "U",
             "F" if a.get("reason") == "" else "U" if a.get("reason") is None else "T"]
        word = a.get("state_raw")
        if word is not None:
            over = fold_text(word) == "expired" and before(end, self.m.now) == "T"
            v.append("T" if fold_text(word) in GRANTED or over else "F" if fold_text(word) in REFUSED
                    else "U")
        v.append("T" if end.value() else "F" if end.known != UNKNOWN else "U")
        if at:
            v += [self.authority(actor, "accept", at),
                  self.separate(actor, at, "accept", self.m.who(a.get("requester"), at))]
        self.list.append(Decision(at, "accept", k_and(v), end, register=True))
        self.list[-1].refused = bool(word) and fold_text(word) in REFUSED


# Reading 50: closings whose words are on the tables and say that nothing was decided.
DECIDES_NOTHING = {"duplicate", "cancelled", "canceled", "withdrawn", "expired"}
GRANTED = {"approved", "granted", "accepted", "active", "in force", "deviation-approved"}
REFUSED = {"rejected", "denied", "draft", "pending", "requested", "revoked", "withdrawn", "proposed",
        "deviation-requested"}
