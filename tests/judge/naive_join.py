"""Who is who and what is what, by the plain rules of judgement.md 2 (matching is exact on strong
keys, unique on
weak keys, never fuzzy), as far as the models of MODELS.md use them."""

import re
import unicodedata

from naive_time import DAY, KNOWN, NOTHING, Inst, duration, parse, exact, not_after, k_and, k_or

# judgement.md 6 and 11, Owners: two published lists.
NO_PERSON = {"unassigned", "nobody", "n/a", "na", "tbd", "tbc", "-", "none", "no owner",
        "not a person", "vacant", "?",
             "it", "security", "security team", "soc", "devops", "grc", "compliance", "legal",
             "hr", "management",
             "all", "it ops"}
ROLE_WORDS = {"ciso", "cio", "cto", "isso", "issm", "system owner"}

SEVERITY = {"info": 0, "low": 1, "moderate": 2, "medium": 2, "high": 3, "critical": 4}

WEAK = ("host", "ip", "mac", "name")                # anything else is the id of some system, but for tag and mention
POISON = {("uuid", "da39a3ee-5e6b-5b0d-b255-bfef95601890"), ("uuid",
        "00000000-0000-0000-0000-000000000000"),
          ("ip", "127.0.0.1"), ("ip", "::1"), ("mac", "00:00:00:00:00:00"), ("host", "unknown"),
          ("host", "-")}


def rank(word):
    """None: no source can say, or blank; else 0 .. 4."""
    return SEVERITY.get(word) if word else None


def fold_text(text):
    """Case, marks and spaces are no difference."""
    text = unicodedata.normalize("NFKD", text)
    text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join(text.casefold().split())


def name_key(text):
    """The words of a full name in any order, "Last, First" too."""
    return tuple(sorted(fold_text(text.replace(",", " ")).split()))


def framework_of(m, r):
    """A claim without one is of the only framework there is."""
    frames = {x["framework"] for x in m.of("claim") + m.of("select") if x.get("framework")}
    only = frames.pop() if len(frames) == 1 else None
    return r.get("framework") or m.cfg.get("framework") or only


def written(text):
    """A party as one text: "Bo Lee <bo@x.example>" names both."""
    m = re.fullmatch(r"\s*(.*?)\s*<([^<>@\s]+@[^<>@\s]+)>\s*", text)
    if m:
        return {"raw": text, "name": m[1] or m[2], "email": m[2]}
    return {"raw": text}


class Who:
    """A reference to a party, resolved: how is one of
    unknown, empty, nobody, machine, role, person (p: index), ambiguous, missing."""

    def __init__(self, how, p=None, text="", ids=(), many=()):
        self.how, self.p, self.text, self.ids, self.many = how, p, text, set(ids), many


class Model:
    """The records of one line, with their sources, parsed; those dated after as_of left out
    (judgement.md 2)."""

    def __init__(self, line):
        self.cfg = line["config"]
        self.zone = self.cfg.get("zone")
        self.as_of = parse(self.cfg["as_of"], "UTC").lo
        self.now = exact(self.as_of)
        self.sources = {s["path"]: dict(s) for s in line.get("sources", [])}
        self.records, self.later = {}, {}
        for s in self.sources.values():
            s["_order"], s["_times"] = [], []
        for r in line.get("records", []):
            r = dict(r)
            r["_src"] = self.sources[r["source"]]
            self.note_times(r)
            if self.dated_later(r):
                self.later.setdefault(r["record"], []).append(r)
                continue
            self.records.setdefault(r["record"], []).append(r)
            r["_src"]["_order"].append(r)
        for s in self.sources.values():
            self.source_dates(s)
        self.join_parties()
        self.join_assets()

    def time(self, r, key):
        return parse(r.get(key), self.zone)

    def note_times(self, r):
        if r["record"] == "party":
            return  # when its people came and went
        for k in ("at", "created", "closed", "updated", "detected"):
            t = self.time(r, k)
            if t.value():
                r["_src"]["_times"].append(t)

    def dated_later(self, r):
        """judgement.md 2: records dated after as_of change no number. Dated: certainly, by every
        reading."""
        k = {"observation": "at", "event": "at", "acceptance": "granted", "claim": "at",
                "item": "created"}
        t = self.time(r, k[r["record"]]) if r["record"] in k else NOTHING
        return t.value() and t.lo > self.as_of

    def source_dates(self, s):
        """MODELS.md, sources: newest, oldest, as_of and their defaults."""
        s["_newest"] = self.time(s, "newest")
        if not s["_newest"] and s["_times"]:
            s["_newest"] = exact(max(t.hi for t in s["_times"]))
        s["_oldest"] = self.time(s, "oldest")
        if not s["_oldest"] and s["_times"]:
            s["_oldest"] = exact(min(t.lo for t in s["_times"]))
        s["_as_of"] = self.time(s, "as_of")
        if not s["_as_of"].value():
            s["_as_of"] = s["_newest"]
        s["_complete"] = {True: "T", False: "F"}.get(s.get("complete"), "U")

    def with_role(self, role):
        return [s for s in self.sources.values() if role in s.get("roles", [])]

    def of(self, kind):
        return self.records.get(kind, [])

    def span(self, key, default):
        return duration(self.cfg.get(key, default))

    def limit(self, word_rank):
        """judgement.md 7: critical P3D, high P7D, moderate P30D, low P90D; info is judged as low. A
        higher severity never has more time than a lower one (reading 82)."""
        words = (("low", "P90D"), ("moderate", "P30D"), ("high", "P7D"), ("critical", "P3D"))
        return min(duration(self.cfg.get("limits", {}).get(w, default))
                for w, default in words[:max(word_rank, 1)])

    # ---- parties ----

    def join_parties(self):
        """judgement.md 2: rows that share a strong key are one person; names are weak."""
        self.people = []   # each: {"ids": set, "names": set, "rows": [record]}
        for r in self.of("party"):
            ids = {(i["ns"], i["value"].strip().casefold()) for i in r.get("ids", [])}
            new = {"ids": ids, "names": set(), "rows": [r]}
            if r.get("name"):
                new["names"].add(name_key(r["name"]))
            rest = []
            for p in self.people:
                if p["ids"] & ids or (not ids and not p["ids"] and p["names"] & new["names"]):
                    new = {k: new[k] + p[k] if k == "rows" else new[k] | p[k] for k in new}
                else:
                    rest.append(p)
            self.people = rest + [new]
        self.roster_paths = {r["source"] for r in self.of("party")}
        self.has_roster = bool(self.with_role("roster"))
        self.role_rows = [(fold_text(r["role"]), r.get("party"), self.time(r, "from"),
                self.time(r, "to"))
                          for r in self.of("role") + self.cfg.get("roles", []) if r.get("role")]
        self.has_roles = bool(self.role_rows) or bool(self.with_role("roles"))

    def who(self, party, at=None):
        """judgement.md 2, 6: who is meant, at the instant of the record (formats.md C.1 (d): a name is
        unique where it is unique at that date); without one, at as_of."""
        w = self.who_is(party)
        if w.how == "ambiguous" and w.many:
            at = at if at is not None and at.value() else self.now
            there = [p for p in w.many if self.active(p, at) != "F"]
            if len(there) == 1:
                return Who("person", there[0], w.text)
        return w

    def settled(self, w, at):
        """A role is whoever holds it at that instant, and stays him."""
        if w.how != "role":
            return w
        p = self.role_value(w.text, at if at.value() else self.now)[1]
        return Who("person", p, w.text) if p is not None else Who("missing", text=w.text)

    def who_is(self, party):
        if party is None:
            return Who("unknown")
        if isinstance(party, str):
            party = written(party)
        raw = party.get("raw")
        texts = [t for t in (raw, party.get("name"), party.get("email")) if t and t.strip()]
        ids = [(i["ns"], i["value"].strip().casefold()) for i in party.get("ids", [])]
        if party.get("email"):
            ids.append(("email", party["email"].strip().casefold()))
        if not texts and not ids:
            return Who("unknown" if raw is None else "empty")
        text = texts[0].strip() if texts else ids[0][1]
        if party.get("machine"):
            return Who("machine", text=text)
        ids += [("email", t.strip().casefold()) for t in texts if "@" in t]
        hits = [i for i, p in enumerate(self.people) if p["ids"] & set(ids)]
        if len(hits) == 1:
            return Who("person", hits[0], text)
        if len(hits) > 1:
            return Who("ambiguous", text=text, many=hits)
        word = fold_text(text)
        if word in [r[0] for r in self.role_rows] and word not in NO_PERSON:
            return Who("role", text=word)
        if word in ROLE_WORDS:
            return Who("role", text=word)
        if word in NO_PERSON:
            return Who("nobody", text=word)
        keys = {name_key(t) for t in texts if "@" not in t}
        hits = [i for i, p in enumerate(self.people) if p["names"] & keys]
        if len(hits) == 1:
            return Who("person", hits[0], text)
        if len(hits) > 1:
            return Who("ambiguous", text=text, ids=ids, many=hits)
        return Who("missing", text=text, ids=ids)

    def row_active(self, r, at):
        """judgement.md 6, 11 Rosters: does this row say that the person was there at `at`?"""
        slack = self.span("roster_slack", "P35D")
        date = r["_src"]["_as_of"]
        hired, left = self.time(r, "hired"), self.time(r, "left")
        created, modified = self.time(r, "created"), self.time(r, "modified")
        if hired.value():
            v = not_after(hired, at)
            if v != "T":
                return v
        if left.value():
            v = not_after(left, at)
            if v == "T":
                return "F"
            if v == "U":
                return "U"
        elif r.get("active") == "F":
            if modified.value():
                return "F" if not_after(modified, at) == "T" else "U"
            if date.value():
                return "F" if at.lo >= date.lo else "U"
            return "F" if at.lo >= self.as_of else "U"
        if r.get("active") not in ("T", "F") and r.get("status_raw") and not left:
            return "U"
        if not date.value() or at.hi > date.lo + slack:
            return "U"
        since = hired if hired.value() else created
        if since.value():
            return "T" if not_after(since, at) == "T" else "U"
        return "U" if at.lo < date.hi - slack else "T"

    def active(self, p, at):
        """judgement.md 6: a recorded leaver stays F, unless another row tells of a later hiring."""
        rows = self.people[p]["rows"]
        values = [self.row_active(r, at) for r in rows]
        if "F" in values:
            for i, v in enumerate(values):
                if v != "F":
                    continue
                back = False
                for k, w in enumerate(values):
                    hired, left = self.time(rows[k], "hired"), self.time(rows[i], "left")
                    not_yet = not_after(self.time(rows[i], "hired"), at) == "F"
                    if w == "T" and (not_yet or (left and hired and hired.lo >= left.lo)):
                        back = True
                if not back:
                    return "F"
        return "T" if "T" in values else "U"

    def roster_covers(self, at):
        """judgement.md 1, 6: a miss is F only where a roster is complete and covers the instant."""
        for s in self.with_role("roster"):
            if s["_complete"] == "T" and s["path"] in self.roster_paths:
                date, slack = s["_as_of"], self.span("roster_slack", "P35D")
                if date.value() and at and at.hi <= date.lo + slack and at.lo >= date.hi - slack:
                    return True
        return False

    def role_value(self, word, at):
        """judgement.md 6: exactly one active holder. Reading 1 for the misses."""
        rows = [r for r in self.role_rows if r[0] == word]
        if not rows or not self.has_roster:
            return "U", None
        holders = {}
        for _, party, start, end in rows:
            inside = k_and(["T" if not start.value() else not_after(start, at),
                            "T" if not end.value() else not_after(at, end_plus(end))])
            w = self.who(party)
            if w.how in ("unknown", "empty", "nobody"):
                continue
            key = ("p", w.p) if w.how == "person" else (w.how, w.text)
            person = self.person_value(w, at)
            v = k_and([inside, person])
            holders[key] = k_or([holders.get(key, "F"), v])
        active = [k for k, v in holders.items() if v == "T"]
        perhaps = [k for k, v in holders.items() if v == "U"]
        if len(active) == 1 and not perhaps:
            return "T", active[0][1]
        if len(active) > 1 or (not active and not perhaps):
            return "F", None
        # If it is held at all, then by the only one who may hold it.
        one = active + perhaps
        return "U", one[0][1] if len(one) == 1 and one[0][0] == "p" else None

    def person_value(self, w, at):
        """judgement.md 6: is this name one active person at that instant?"""
        if w.how == "person":
            return self.active(w.p, at)
        if w.how in ("nobody", "machine", "empty"):
            return "F"
        if w.how == "role":
            return self.role_value(w.text, at)[0]
        if w.how in ("missing", "ambiguous"):
            return "F" if self.has_roster and self.roster_covers(at) else "U"
        return "U"

    def person_of(self, w, at):
        """The person meant, for comparing two names; None: not known."""
        if w.how == "person":
            return w.p
        if w.how == "role":
            return self.role_value(w.text, at)[1]
        return None

    def same_person(self, a, b, at):
        """T, F, or U where that cannot be told."""
        if a.how in ("unknown",) or b.how in ("unknown",):
            return "U"
        if a.how in ("empty", "nobody") or b.how in ("empty", "nobody"):
            return "F"
        x, y = self.person_of(a, at), self.person_of(b, at)
        if x is not None and y is not None:
            return "T" if x == y else "F"
        if "ambiguous" in (a.how, b.how):
            return "U"
        if a.text and name_key(a.text) == name_key(b.text) or a.ids & b.ids:
            return "T"
        if a.how == "machine" or b.how == "machine":
            return "F"
        return "U"

    # ---- assets ----

    def join_assets(self):
        """judgement.md 2: strong keys and full names join; a short name is placed where it is
        unique."""
        self.comps = []
        self.weak = []
        def put(ids):
            ids = {i for i in clean(ids) if i[0] not in WEAK + ("mention",)}
            if not ids:
                return
            rest = []
            for c in self.comps:
                if c & ids:
                    ids = ids | c
                else:
                    rest.append(c)
            self.comps = rest + [ids]
        every = []
        for r in self.of("asset"):
            every.append(r.get("ids", []))
        for r in self.of("observation"):
            every.append(r.get("asset", []))
        for r in self.of("item"):
            every += r.get("assets", [])
        told = len(every)               # an assignment names an asset, and adds none
        for r in self.of("assign"):
            every.append(r.get("asset", []))
        shared = self.shared_tags(every)
        every = [[i for i in ids or [] if (i["ns"], i["value"].strip()) not in shared] for ids in every]
        for ids in every:
            put(ids)
        real = set().union(*[clean(ids) for ids in every[:told]])
        self.real = {asset_key(c) for c in self.comps if c & real}
        # A short name joined to another id in one record is an alias; alone it is looked up.
        self.alias = {}
        for ids in every:
            ids = clean(ids)
            hard = {i for i in ids if i[0] not in WEAK}
            for i in ids - hard:
                for c in self.comps:
                    if c & hard:
                        self.alias.setdefault(i, set()).add(asset_key(c))
        for c in self.comps:
            for ns, v in c:
                if ns == "fqdn" and "." in v:
                    self.alias.setdefault(("host", v.split(".")[0]), set()).add(asset_key(c))

    @staticmethod
    def shared_tags(every):
        """An asset tag joins nothing that has different full names, or two of what an asset has one of
        (reading 51): it is nobody's then. Judged on all that tags bring together, so in no order."""
        def groups(sets):
            out = []
            for ids in sets:
                rest = []
                for c in out:
                    if c & ids:
                        ids = ids | c
                    else:
                        rest.append(c)
                out = rest + [ids]
            return out
        sets = [{i for i in clean(ids) if i[0] not in WEAK + ("mention",)} for ids in every]
        bad = set()
        for differ in (("fqdn",), ("serial", "uuid", "instance", "arn")):
            sets = [ids - bad for ids in sets]
            apart = groups([{i for i in ids if i[0] != "tag"} for ids in sets])
            for c in groups(sets):
                inside = [a for a in apart if a & c]
                tags = {i for i in c if i[0] == "tag"}
                for ns in differ:
                    named = [a for a in inside if any(i[0] == ns for i in a)]
                    if len(named) > 1:
                        for t in tags:
                            of = [n for n, ids in enumerate(sets) if t in ids]
                            parts = {next((k for k, a in enumerate(apart) if a & sets[n]), -n - 1) for n in of}
                            if len(parts) > 1:
                                bad.add(t)
        return bad

    def place(self, ids):
        """(how, keys): none, poisoned, one (1 key), ambiguous (several)."""
        if not ids:
            return "none", []
        if any(i["ns"] == "mention" for i in ids):
            return self.mentioned(ids)
        good = clean(ids)
        if not good:
            return "poisoned", []
        for c in self.comps:
            if c & good:
                return "one", [asset_key(c)]
        for ns in WEAK:
            for i in sorted(good):
                if i[0] == ns and i in self.alias:
                    keys = sorted(self.alias[i])
                    if len(keys) == 1:
                        return "one", keys
                    keys = [k for k in keys if k in self.real]
                    return ("ambiguous" if keys else "poisoned"), keys
        return "one", [min("%s:%s" % i for i in good)]


    def mentioned(self, ids):
        """What looks like a name in a ticket's text (11): the asset of exactly that full name or strong id."""
        values = {i["value"].strip().lower().rstrip(".") for i in ids}
        hits = {asset_key(c) for c in self.comps for ns, v in c if ns not in WEAK + ("tag",) and v in values}
        hits &= self.real
        return ("one", sorted(hits)) if len(hits) == 1 else ("none", [])


def end_plus(i):
    """A role ends with the last instant of its end date."""
    return Inst(KNOWN, min(i.hi, i.lo + DAY - 1), i.hi) if i.date else i


def clean(ids):
    """Normalised identifiers; the poisoned ones left out."""
    out = set()
    for i in ids or []:
        ns, v = i["ns"], i["value"].strip()
        if ns == "host" and v.lower().startswith("arn:"):
            ns = "arn"                  # a column of hosts that holds resources
        if ns in ("fqdn", "host", "ip", "mac", "name", "uuid", "agent"):
            v = v.lower()               # other ids are exact
        if ns in ("fqdn", "host"):
            v = v.rstrip(".")
            if not re.fullmatch(r"[a-z0-9](?:[a-z0-9_-]|\.(?!\.))*", v):
                continue                # no name of a host: a look-alike is nobody's
        if (ns, v) in POISON or v.startswith("localhost") or not v:
            continue
        out.add((ns, v))
    return out


def asset_key(c):
    return min("%s:%s" % i for i in c)
