"""O (judgement.md 6): does somebody own it?"""

from naive_join import Who, framework_of
from naive_time import end_of, k_and, not_after
from naive_w import share


def owner_value(m, named, at, incomplete):
    """Valid owner: exactly one active person (6, reading 6). named: [(Who, accountable)];
    incomplete: what to
    answer where nobody is named."""
    named = [(w, a) for w, a in named if w.how != "unknown"]
    if any(w.how != "empty" for w, _ in named):     # a blank cell beside a name names nobody
        named = [(w, a) for w, a in named if w.how != "empty"]
    if not named:
        return incomplete
    if any(a for _, a in named):
        named = [(w, a) for w, a in named if a]
        marked = True
    else:
        marked = False
    people, perhaps, lost, doubt = set(), 0, 0, False
    for w, _ in named:
        v = m.person_value(w, at)
        if v == "T":
            p = m.person_of(w, at)
            people.add(p)
        elif v == "U":
            doubt = True
        elif w.how in ("missing", "ambiguous"):
            lost += 1
    if len(people) >= 2:
        return "F"
    if len(people) == 1:
        return "U" if doubt or lost else "T"
    return "U" if doubt else "F"


class Owners:
    def __init__(self, m):
        self.m = m

    def in_force(self, a):
        """An assignment counts from `from` to the end of `to`."""
        m = self.m
        start, end = m.time(a, "from"), m.time(a, "to")
        return k_and(["T" if not start.value() else not_after(start, m.now),
                      "T" if not end.value() else not_after(m.now, end_of(end))])

    def assigned(self, subject, test):
        out, place = [], False
        for a in self.m.of("assign"):
            if a["subject"] != subject or not test(a):
                continue
            if not a.get("owner") and not a.get("accountable"):
                continue
            v = self.in_force(a)
            if v == "F":
                place = True
                continue
            w = self.m.who(a.get("party"))
            if v == "U" and w.how == "person":
                w = Who("role", text="\0unknown")
            out.append((w, bool(a.get("accountable"))))
        return out, place

    def about(self, a, fw, cid):
        return (framework_of(self.m, a), a.get("id")) == (fw, cid)

    def told(self, subject, test):
        """The sources that have a place for its owner: an assignment tells of it, too."""
        return [a["_src"] for a in self.m.of("assign") if a["subject"] == subject and test(a)]

    def nobody(self, subject, sources):
        """6: not named at all: F if that source names owners for records of this kind, else U."""
        for a in self.m.of("assign"):
            if a["subject"] == subject and (a.get("owner")
                    or a.get("accountable")) and a["_src"] in sources:
                return "F"
        return "U"

    def control(self, fw, cid):
        named, _ = self.assigned("control", lambda a: self.about(a, fw, cid))
        claims = [r["_src"] for r in self.m.of("claim")
                if (r.get("framework"), r.get("control")) == (fw, cid)]
        claims += self.told("control", lambda a: self.about(a, fw, cid))
        return owner_value(self.m, named, self.m.now, self.nobody("control", claims))

    def item(self, i):
        named, _ = self.assigned("item", i.named_by)
        # Reading 79; a blank cell names nobody: then the assignee is the only one who is named.
        if not named or any(w.how == "empty" for w, _ in named):
            named += [(w, False) for w in i.assignee_at(self.m.now)]
        miss = "U"
        for r in self.m.of("item"):
            if r["_src"] in i.sources and self.m.who(r.get("assignee")).how != "unknown":
                miss = "F"
        if miss == "U":
            miss = self.nobody("item", i.sources)
        return owner_value(self.m, named, self.m.now, miss)

    def asset(self, key):
        named, _ = self.assigned("asset", lambda a: self.m.place(a.get("asset"))[1] == [key])
        listing = [r["_src"] for r in self.m.of("asset") if self.m.place(r.get("ids"))[1] == [key]]
        listing += self.told("asset", lambda a: self.m.place(a.get("asset"))[1] == [key])
        return owner_value(self.m, named, self.m.now, self.nobody("asset", listing))


class O:
    """One control."""

    def __init__(self, m, owners, items, estate, fw, cid):
        self.own = owners.control(fw, cid)
        classes = m.cfg.get("o_classes", ["items"])
        found = []
        linked = [i for i in items.list if (fw, cid) in i.linked and i.is_open(m)]
        for name in ("items", "assets", "risks"):
            if name not in classes:
                continue
            if name == "items":
                values = [owners.item(i) for i in linked]
            elif name == "risks":
                values = [owners.item(i) for i in linked if i.type == "risk"]
            else:
                values = [owners.asset(a) for a in sorted(estate.listed)]
            if values:
                n, good, bad = len(values), values.count("T"), values.count("F")
                found.append((share(n, n, good, bad), name, n, good, bad))
        if found:
            best = min(found, key=lambda f: f[0][0])
            self.kind, self.n, self.good, self.nbad = best[1:]
            self.lo, self.hi = best[0][0], min(f[0][1] for f in found)
        else:
            self.kind, self.n = "control", 1
            self.good, self.nbad = int(self.own == "T"), int(self.own == "F")
            self.lo, self.hi = share(1, 1, self.good, self.nbad)
        self.m_ = self.n
        if self.own == "F":
            self.lo = self.hi = 0
        elif self.own == "U":
            self.lo = 0
