#!/usr/bin/env python3
"""Random models for the judges (MODELS.md), small and biased so that every cell of judgement.md is
reached.

gen.py SEED COUNT             models, one a line
gen.py --coverage SEED COUNT  how often each verdict, value and state was reached, by the second
judge;
                              exit 1 if one of them is below 1 %"""

import collections
import json
import random
import sys

AS_OF = "2026-11-01T00:00:00Z"
FW = "nist-800-53"
DAYS_BEFORE = [0, 1, 2, 3, 4, 5, 7, 8, 10, 12, 14, 20, 30, 34, 35, 36, 40, 60, 80, 89, 90, 91, 100,
        150, 190, 193, 200,
               250]


def day_text(back, rest="T00:00:00Z"):
    import datetime
    d = datetime.date(2026, 11, 1) - datetime.timedelta(days=back)
    return d.isoformat() + rest


class Gen:
    def __init__(self, seed):
        self.r = r = random.Random(seed)
        self.sources, self.records = [], []
        # How tidy this model is: of tidy ones most things hold, so that PASS and PARTIAL are
        # reached too.
        self.tidy = r.choice([0.0, 0.5, 0.8, 0.95, 1.0])
        self.zoneless = r.random() < 0.25
        # A calm model has all sources and few surprises; in a void one nothing applies.
        self.calm = r.random() < 0.4
        self.void = r.random() < 0.06
        if self.calm or self.void:
            self.tidy, self.zoneless = 1.0, False
        self.config()
        self.people()
        self.assets()
        self.controls()
        self.tests()
        self.observations()
        self.items()
        self.registers()
        if r.random() < 0.1:
            self.duplicate_records()
        # Apart, with numbers of its own: other models stay as they were.
        self.r = random.Random("%s/names" % seed)
        if self.p(0.3):
            self.other_names()

    def p(self, x):
        return self.r.random() < x

    def mess(self, x=0.5):
        """Something untidy, with likelihood x in an untidy model."""
        return self.r.random() < x * (1 - self.tidy)

    def at(self, lo=0, hi=260, loose=True):
        """An instant, in one of the forms of MODELS.md."""
        r = self.r
        back = r.choice([d for d in DAYS_BEFORE if lo <= d <= hi] or [lo])
        form = r.random()
        if loose and self.zoneless and form < 0.3:
            return day_text(back, " 10:00" if self.p(0.5) else "T12:30:00")
        if form < 0.15:
            return day_text(back, "")
        if form < 0.25:
            return day_text(back, "T0%d:00:00+02:00" % r.randrange(10))
        if form < 0.35:
            return day_text(back, "T%02d:30:00.5Z" % r.randrange(24))
        return day_text(back)

    def source(self, path, roles, **more):
        s = {"path": path, "roles": roles}
        s.update({k: v for k, v in more.items() if v is not None})
        self.sources.append(s)
        return path

    def rec(self, record, path, **more):
        d = {"record": record, "source": path}
        d.update({k: v for k, v in more.items() if v is not None})
        self.line = getattr(self, "line", 0) + 1
        d["loc"] = {"line": self.line, "col": 1}
        self.records.append(d)
        return d

    # ---- parts ----

    def config(self):
        r = self.r
        c = self.cfg = {"as_of": AS_OF}
        if self.p(0.05 if self.calm else 0.2):
            c["period_from"] = day_text(r.choice([10, 31, 92, 365]))
        if self.zoneless and self.p(0.4):
            c["zone"] = r.choice(["UTC", "+02:00", "-05:00"])
        if self.p(0.3):
            c["weights"] = {i: r.choice([1, 2, 3, 5, 8]) for i in ("ac-2", "ra-5", "si-2", "ca-5")
                    if self.p(0.7)}
        if not self.calm and self.p(0.15):
            c["floor_severity"] = r.choice(["low", "high", "critical", "info"])
        if self.p(0.05 if self.calm else 0.3):
            c["o_classes"] = r.choice([["assets"], ["items", "assets"], ["risks"], ["items",
                    "assets", "risks"]])
        if self.p(0.1):
            c["max_age"] = r.choice(["P10D", "P35D", "P380D"])
        if self.p(0.08):
            c["limits"] = {"high": "P1D", "low": "P20D"}
        if self.p(0.05):
            c["evaluate_within"] = "P1D"
        if self.p(0.05):
            c["open_end"] = "P60D"
        if self.p(0.05):
            c["roster_slack"] = "P5D"
        if self.p(0.08):
            c["target"], c["fail_below"], c["partial_at"] = 900000, 300000, 250000
        if self.p(0.08):
            c["process_controls"] = {"finding": ["ac-2"], "risk": ["ra-5", "ca-5"]}
            c["framework"] = FW

    PEOPLE = [("bo@x.example", "Bo Lee"), ("cy@x.example", "Cy Ng"), ("di@x.example", "Di Roe"),
              ("ed@x.example", "Ed Fox"), ("li@x.example", "Jo Ray"), ("jo@x.example", "Jo Ray")]

    def people(self):
        r = self.r
        self.roster = self.calm or self.void or self.p(0.85)
        if self.roster:
            n = 2 if self.p(0.1) else 1
            for k in range(n):
                scim = self.p(0.25)
                path = self.source("hr%d" % k, ["roster"], as_of=r.choice(
                    [day_text(0, ""), day_text(1), day_text(3, ""), day_text(60)] + [None])
                    if self.mess(0.8)
                    else day_text(1),
                    complete=True if self.p(0.5 + 0.4 * self.tidy) else r.choice([False, None]))
                if self.p(0.1):
                    self.sources[-1].pop("complete", None)
                    self.sources[-1].update(total=5, listed=r.choice([5, 4]))
                    self.sources[-1]["complete"] = self.sources[-1]["listed"] == 5
                for email, name in self.PEOPLE:
                    if n == 2 and self.p(0.3) or self.mess(0.15):
                        continue
                    self.person(path, email, name, scim)
        self.roles_table = self.p(0.3)
        if self.roles_table:
            rows = [("ISSO", r.choice(["bo@x.example", "Cy Ng", "gone@x.example", "ed@x.example"]))]
            if self.p(0.3):
                rows.append(("ISSO", "di@x.example"))
            if self.p(0.3):
                rows.append(("Security Team", "cy@x.example"))
            src = None if self.p(0.5) else self.source("roletable", ["roles"])
            for role, party in rows:
                row = {"role": role, "party": party}
                if self.p(0.2):
                    row["from"] = day_text(r.choice([20, 400]))
                if self.p(0.15):
                    row["to"] = r.choice([day_text(30), "2027-05-01"])
                if src:
                    self.rec("role", src, **row)
                else:
                    self.cfg.setdefault("roles", []).append(row)
        if self.p(0.2 + 0.5 * self.tidy):
            self.cfg["authority"] = [{"party": "bo@x.example"}, {"party": "Cy Ng"}]
            if self.p(0.5):
                row = {"party": r.choice(["di@x.example", "Jo Ray", "ISSO", "nobody@else.example"])}
                if self.p(0.5):
                    row["choices"] = r.choice([["accept"], ["accept", "transfer"],
                            ["false-positive"]])
                if self.p(0.5):
                    row["up_to"] = r.choice(["low", "moderate", "high"])
                if self.p(0.3):
                    row["from"] = day_text(r.choice([10, 100]))
                if self.p(0.2):
                    row["to"] = day_text(r.choice([5, 50]), "")
                self.cfg["authority"].append(row)
            if self.p(0.2):
                self.cfg["authority"] = self.cfg["authority"][2:]

    def person(self, path, email, name, scim):
        r = self.r
        d = {"ids": [{"ns": "email", "value": email}], "name": name, "active": "T"}
        if self.p(0.2):
            d["ids"].append({"ns": "jira", "value": "id-" + email[:2]})
        if scim:
            d["created"] = day_text(r.choice([400, 400, 50]))
            if self.mess(0.3):
                d["active"] = "F"
                if self.p(0.7):
                    d["modified"] = day_text(r.choice([5, 60]))
        else:
            if self.p(0.6):
                d["hired"] = day_text(r.choice([900, 900, 45]), "")
                if self.mess(0.3) or email[:2] == "ed":
                    d["left"] = day_text(r.choice([15, 70]), "")
                    if self.p(0.5):
                        d["active"] = "F"
                else:
                    d["left"] = ""
            elif self.mess(0.25) or email[:2] == "ed":
                d["active"] = r.choice(["F", None])
        self.rec("party", path, **d)

    def name(self, good=None):
        """A party as somebody writes it: mostly one that is known."""
        r = self.r
        if good is None:
            good = not self.mess(0.5)
        if good:
            return r.choice(["bo@x.example", "Bo Lee", "Lee, Bo", "cy@x.example", "Cy Ng",
                    "di@x.example",
                             {"raw": "id-bo", "ids": [{"ns": "email", "value": "bo@x.example"}]}])
        return r.choice(["", None, "TBD", "Security Team", "ISSO", "Jo Ray", "ed@x.example",
                "Nobody Known",
                         "gone@x.example", {"raw": "scan-bot", "machine": True}, "n/a",
                         "System Owner", "Ed Fox"])

    def assets(self):
        r = self.r
        n = r.choice([1, 1, 2, 3, 4, 5] if self.calm else [0, 1, 1, 2, 3, 3, 4, 5, 6, 8])
        self.asset_ids = []
        for i in range(n):
            ids = [{"ns": "fqdn", "value": "web%02d.x.example" % i}]
            if self.p(0.2):
                ids.append({"ns": "instance", "value": "i-%02d" % i})
            if self.p(0.1):
                ids = [{"ns": "uuid", "value": "0000aaaa-0000-4000-8000-0000000000%02d" % i}]
            self.asset_ids.append(ids)
        self.ambiguous = n >= 2 and self.mess(0.4)
        if self.ambiguous:
            self.asset_ids[0] = [{"ns": "fqdn", "value": "db.eu.example"}]
            self.asset_ids[1] = [{"ns": "fqdn", "value": "db.us.example"}]
        kinds = r.choice(["one", "one", "one", "one", "two", "two", "none", "dependent", "same"])
        if self.tidy >= 0.8 and self.p(0.8) or self.calm:
            kinds = "one"
        self.population = kinds
        pops = []
        if kinds in ("one", "two"):
            pops.append(self.source("cmdb", ["population"], originator="snow", as_of=day_text(1)))
        if kinds == "two":
            pops.append(self.source("cloud", ["population"], originator="aws"))
        if kinds == "dependent":
            pops.append(self.source("scanlist", ["population"], originator="openscap"))
        order = list(self.asset_ids)
        if kinds != "same":
            r.shuffle(order)
        for path in pops:
            for ids in order:
                if len(pops) == 2 and self.p(0.3) or self.mess(0.2):
                    continue
                d = {"ids": ids, "listed": True}
                if self.p(0.1):
                    d["criticality"] = r.choice([1, 3, 5])
                if self.mess(0.1):
                    d["in_scope"] = r.choice(["F", "T"])
                self.rec("asset", path, **d)
        if pops and self.p(0.1 if self.calm else 0.3) and kinds in ("one", "two"):
            self.rec("asset", pops[0], ids=[{"ns": "fqdn", "value": "spare.x.example"}],
                    listed=True)
            if self.p(0.3):
                self.asset_ids.append([{"ns": "fqdn", "value": "spare.x.example"}])
        if self.asset_ids and self.p(0.1):
            self.cfg["criticality"] = {"web00.x.example": 5}
        if "assets" in self.cfg.get("o_classes", []) and pops:
            for ids in self.asset_ids:
                if self.p(0.8):
                    d = {"subject": "asset", "asset": ids, "role": "owner", "owner": True,
                            "party": self.name()}
                    self.rec("assign", pops[0], **d)

    STATES = ["implemented"] * 6 + ["alternative", "inherited", "partial", "planned",
            "not-implemented", "none", None]

    def controls(self):
        r = self.r
        self.ids = r.sample(["ac-2", "ra-5", "si-2", "ca-5", "ir-4", "cm-6"],
                r.choice([1, 1, 2, 3, 4]))
        kinds = r.sample(["ssp", "grc", "soa", "poam", "checklist"], r.choice([1, 1, 1, 2, 3]))
        paths = {k: self.source(k, ["claim"]) for k in kinds}
        if self.p(0.6 if self.calm else 0.4):
            self.cfg["framework"] = FW
            self.cfg["scope"] = list(self.ids)
        elif self.p(0.1):
            cat = self.source("profile", ["catalog"])
            for i in self.ids:
                self.rec("select", cat, baseline="low", framework=FW, id=i)
        owners = r.random() < 0.85
        for i in self.ids:
            for k, path in paths.items():
                if self.p(0.3 if self.calm else 0.2 if len(paths) > 1 else 0.12) and not self.void:
                    continue
                self.claim(path, k, i)
                if self.p(0.06):
                    self.claim(path, k, i)
            if owners and not self.p(0.1):
                path = r.choice(list(paths.values()))
                self.rec("assign", path, subject="control", framework=FW, id=i, role="owner",
                        owner=True,
                         party=self.name(not self.mess(0.4)), accountable=True if self.p(0.15)
                         else None)
                if self.mess(0.25):
                    d = self.rec("assign", path, subject="control", framework=FW, id=i,
                            role="owner", owner=True,
                                 party=self.name(), accountable=True if self.p(0.15) else None)
                    if self.p(0.3):
                        d["to"] = day_text(r.choice([3, 40]))
                if self.mess(0.1):
                    self.rec("assign", path, subject="control", framework=FW, id=i, role="contact",
                            party=self.name())

    def claim(self, path, kind, cid):
        r = self.r
        d = {"kind": kind, "framework": FW, "control": cid, "state": r.choice(self.STATES)}
        if self.p(0.08):
            d.update(state="not-applicable", approver=self.name(not self.p(0.3)),
                    reason=r.choice(["no such thing"] * 4
                     + ["", None]), review=r.choice(["2027-01-01", "2027-01-01", day_text(10),
                             "9999-12-31", "",
                                                     "2026-11-01"]))
        if self.void:
            d.update(state="not-applicable", approver="bo@x.example", reason="no such thing",
                    review="2027-01-01")
        elif self.calm and self.p(0.3):
            d["state"] = r.choice(["partial", "planned", "none", "not-implemented"])
        if self.p(0.2):
            d["at"] = self.at()
        if not self.void and self.p(0.1):
            d["part"] = r.choice(["a", "b"])
        self.rec("claim", path, **d)

    def tests(self):
        r = self.r
        self.test_list = []
        self.cci = {}
        n = r.choice([2, 3, 4, 5] if self.calm else [1, 2, 2, 3, 4])
        mapping = None
        for i in range(n):
            bench = r.choice(["b1", "b1", "b2"])
            t = "SV-%d" % (200 + i)
            cid = "zz-9" if self.void else r.choice(self.ids)
            tags = []
            how = r.random()
            if how < 0.55:
                tags.append({"scheme": FW, "id": cid, "relation": r.choice(["equal"] * 5
                        + ["superset"])})
            elif how < 0.65:
                tags.append({"scheme": FW, "id": cid, "relation": r.choice(["subset",
                        "intersects"])})
            else:
                mapping = mapping or self.source("map", ["mapping"])
                cci = "CCI-%06d" % (10 + i)
                tags.append({"scheme": "cci", "id": cci, "relation": "equal"})
                rel = r.choice(["equal", "equal", "equal", "superset", "subset", "intersects"])
                self.rec("mapping", mapping, scheme="cci", id=cci, framework=FW, control=cid,
                        relation=rel)
                self.cci[t] = cci
            if self.p(0.25) and len(self.ids) > 1 and not self.void:
                tags.append({"scheme": FW, "id": r.choice(self.ids),
                        "relation": r.choice(["equal", "subset"])})
            sev = r.choice(["high", "high", "moderate", "critical", "low", None])
            self.test_list.append((bench, t, tags, sev))

    def observations(self):
        r = self.r
        scanners = [self.source("scan", ["observation"], originator="openscap",
                                grade="E3" if self.p(0.9) else "E2")]
        if self.p(0.35):
            scanners.append(self.source("scan2", ["observation"],
                    originator=r.choice(["nessus", "openscap"])))
        if not self.calm and self.p(0.1):
            self.sources.remove(self.sources[-1])
            if len(scanners) == 2:
                scanners.pop()
            else:
                return
        good = self.tidy
        order = list(self.asset_ids)
        for path in scanners:
            src = next(s for s in self.sources if s["path"] == path)
            skip = r.choice([0, 0, 0.15, 0.3, 0.4]) if self.calm else 0.05 + 0.35 * (1 - self.tidy)
            na_all = self.p(0.08)
            for bench, t, tags, sev in self.test_list:
                if src.get("test_defs") is None and self.p(0.2):
                    self.rec("test", path, benchmark=bench, test=t, severity=sev, tags=tags)
                for ids in order:
                    if self.p(skip):
                        continue
                    for _ in range(r.choice([1, 1, 1, 2, 3]) if self.mess(0.6) else 1):
                        res = "pass" if self.p(0.97 if self.calm else 0.25
                                + 0.73 * good) else r.choice(
                            ["fail", "fail", "fail", "unknown", "not-applicable", None, "pass"])
                        if na_all:
                            res = "not-applicable"
                        self.observe(path, src, bench, t, tags, sev, ids, res)
        if self.ambiguous:
            bench, t, tags, sev = r.choice(self.test_list)
            src = next(s for s in self.sources if s["path"] == scanners[0])
            self.observe(scanners[0], src, bench, t, tags, sev, [{"ns": "host", "value": "db"}],
                         r.choice(["fail", "pass", "unknown"]))
        if self.mess(0.3):
            bench, t, tags, sev = r.choice(self.test_list)
            ids = r.choice([[{"ns": "host", "value": "localhost"}], [],
                    [{"ns": "fqdn", "value": "ghost.x.example"}],
                            [{"ns": "uuid", "value": "da39a3ee-5e6b-5b0d-b255-bfef95601890"}]])
            src = next(s for s in self.sources if s["path"] == scanners[0])
            self.observe(scanners[0], src, bench, t, tags, sev, ids, r.choice(["fail", "pass"]))

    def observe(self, path, src, bench, t, tags, sev, ids, res):
        r = self.r
        grade = "E3"
        if src.get("grade") == "E2":
            grade = "E2"
        elif self.mess(0.25):
            grade = r.choice(["E2", "E1", "E2"])
        elif self.p(0.03):
            grade = None
        at = self.at(0, 80 if not self.mess(0.5) else 200)
        if self.mess(0.12):
            at = r.choice([None, "", "2026-11-05T00:00:00Z"])
        d = {"asset": ids, "benchmark": bench, "test": t, "result": res, "at": at, "grade": grade,
                "tags": tags}
        if sev and self.p(0.7):
            d["severity"] = sev
        if self.mess(0.05):
            d["originator"] = "inspec"
        self.rec("observation", path, **d)

    # ---- items ----

    def items(self):
        r = self.r
        self.item_keys = []
        if not self.calm and self.p(0.12):
            return
        dated = self.calm or self.p(0.8)
        path = self.source("jira", ["item"], as_of=day_text(r.choice([0, 1, 1, 1] if self.calm
                else [0, 1, 1, 1, 40]))
                           if dated else None)
        s = self.sources[-1]
        if self.calm or self.p(0.5 + 0.4 * self.tidy):
            s["complete"] = True
        elif self.p(0.5):
            s.update(total=10, listed=r.choice([10, 9]))
        if self.p(0.05):
            s["truncated"] = True
        if self.p(0.1):
            s["oldest"] = day_text(r.choice([5, 100, 500]))
        second = None
        if self.p(0.15):
            second = self.source("grc-items", ["item"], as_of=day_text(2))
        n = r.choice([0, 0, 0, 0, 1, 2] if self.calm else [0, 0, 1, 1, 2, 3, 4, 6])
        for k in range(n):
            self.item(path, k, second)

    def item(self, path, k, second):
        r = self.r
        key = "S-%d" % k
        self.item_keys.append(key)
        d = {"tracker": "jira", "key": key}
        d["type"] = r.choice(["finding", "finding", "vulnerability", "risk", "audit-finding",
                "incident", "poam",
                              "request", None])
        age = r.choice([1, 3, 6, 10, 20, 40, 100, 150, 200])
        d["created"] = self.at(max(0, age - 3), age)
        if self.mess(0.1):
            d["created"] = r.choice(["", None])
        x = r.random()
        if x < 0.5:
            d["detected"] = self.at(age, age + 10)
        elif x < 0.6:
            d["detected"] = ""
        if self.p(0.2):
            d["evaluated"] = self.at(max(0, age - 4), age) if self.p(0.8) else ""
        d["severity"] = r.choice(["critical", "high", "high", "moderate", "low", "low"])
        if self.mess(0.2):
            d["severity"] = r.choice(["", None, "info"])
        if self.p(0.15):
            d["priority"] = r.choice(["critical", "high", "low", "", "info"])
        d["reporter"] = r.choice(["di@x.example", "di@x.example", self.name()])
        d["assignee"] = self.name()
        if self.p(0.4):
            d["controls"] = [{"scheme": FW, "id": r.choice(self.ids)}]
        if self.p(0.35):
            bench, t, tags, sev = r.choice(self.test_list)
            d["tests"] = [{"scheme": "cci", "id": self.cci[t]} if t in self.cci and self.p(0.4)
                          else {"scheme": "rule", "id": t}]
        if self.asset_ids and self.p(0.4):
            d["assets"] = [r.choice(self.asset_ids)]
            if self.p(0.2):
                d["assets"].append([{"ns": "fqdn", "value": "itemonly.x.example"}])
        d["has_history"] = not self.mess(0.2)
        d["truncated"] = True if d["has_history"] and self.mess(0.1) else None
        if d["truncated"]:
            next(s for s in self.sources if s["path"] == path)["truncated"] = True
        d["rationale_place"] = True if self.p(0.25) else None
        d["status"] = "open"
        if d["has_history"]:
            self.events(path, d, age)
        elif self.p(0.4):
            d["status"] = r.choice(["closed", "false-positive", "accepted", "in-progress", None])
            if d["status"] == "closed" and self.p(0.7):
                d["closed"] = self.at(0, age)
        if len(self.item_keys) > 1 and self.p(0.1):
            d["duplicate_of"] = r.choice(self.item_keys[:-1] + ["S-99"])
            if self.p(0.7) and d["has_history"]:
                self.rec("event", path, tracker="jira", item=key, id="dup", at=self.at(0, age),
                        kind="link",
                         to=d["duplicate_of"], actor="bo@x.example")
        if self.p(0.2):
            d["updated"] = self.at(0, 5)
        self.rec("item", path, **d)
        if second and self.p(0.6):
            e = dict(d)
            e.pop("record", None)
            if self.p(0.5):
                e["severity"] = r.choice(["critical", "low", ""])
            if self.p(0.3):
                e["assignee"] = self.name()
            self.rec("item", second, **e)
        if self.p(0.1):
            self.rec("assign", path, subject="item", id=key, role="risk owner", owner=True,
                     accountable=True if self.p(0.6) else None, party=self.name())

    def events(self, path, d, age):
        r = self.r
        n = r.choice([0, 1, 1, 2, 2, 3, 4])
        backs = sorted((r.choice([b for b in range(0, age + 1)]) for _ in range(n)), reverse=True)
        cur = d["severity"]
        for k, back in enumerate(backs):
            at = day_text(back, r.choice(["T00:00:00Z", "T12:00:00Z", "", "T08:00:00+02:00"])
                          if not (self.zoneless and self.p(0.3)) else " 10:00")
            if self.mess(0.04):
                at = r.choice([None, "2026-11-03T00:00:00Z"])
            e = {"tracker": "jira", "item": d["key"], "id": "e%d" % k, "at": at,
                 "actor": r.choice(["bo@x.example", "cy@x.example", self.name()])}
            kind = r.random()
            if d.get("rationale_place"):
                e["rationale"] = "" if self.mess(0.3) else "because"
            if kind < 0.45:
                c = r.choice(["fix", "fix", "mitigate", "accept", "accept", "avoid", "transfer",
                        "false-positive",
                              "reject"])
                e.update(kind="decide", choice=c)
                if c in ("fix", "mitigate", "accept"):
                    e["until"] = r.choice(["2027-01-01", day_text(2, ""),
                            day_text(max(0, back - 3)),
                                           "2026-12-31T00:00:00Z", "2027-03-01T00:00:00Z"])
                    if self.mess(0.3):
                        e["until"] = r.choice(["", "9999-12-31", None])
            elif kind < 0.6:
                e.update(kind="close", closes=True, choice=r.choice(["fix", "fix", "accept",
                        "false-positive", None,
                                                                      "reject"]))
                if e["choice"] == "accept" and self.p(0.7):
                    e["until"] = r.choice(["2027-01-01", day_text(max(0, back - 2))])
                d["status"] = "closed"
                d["closed"] = at if at and not at.startswith("2026-11-03") else None
            elif kind < 0.67:
                e.update(kind="reopen", reopens=True)
                d["status"], d["closed"] = "open", None
            elif kind < 0.77:
                new = r.choice(["critical", "high", "moderate", "low", "low"]
                        + (["", None, "info"] if self.mess(0.5)
                                                                                  else []))
                e.update({"kind": "severity", "from": cur, "severity": new, "to": new})
                cur = d["severity"] = new
            elif kind < 0.87:
                u = r.choice(["2027-01-15", "2026-12-01", ""])
                e.update(kind="due", until=u, to=u)
                d["due"] = u
            elif kind < 0.93:
                e.update({"kind": "assign", "from": d["assignee"] if isinstance(d["assignee"], str)
                        else None,
                          "to_party": self.name()})
                d["assignee"] = e["to_party"]
            else:
                e.update(kind=r.choice(["comment", "status", "escalate", "ack"]))
                if self.p(0.4):
                    e["evaluated"] = True
            e = {k2: v for k2, v in e.items() if v is not None}
            self.rec("event", path, **e)

    def registers(self):
        r = self.r
        if not self.item_keys or not self.p(0.3):
            return
        path = self.source("register", r.choice([["item"], []]))
        for _ in range(r.choice([1, 1, 2])):
            d = {"id": "A%d" % r.randrange(5), "tracker": "jira", "item": r.choice(self.item_keys),
                 "approver": self.name(), "requester": r.choice([None, "di@x.example",
                 "bo@x.example"]),
                 "granted": self.at(0, 120), "expires": r.choice(["2027-01-01", day_text(5, ""),
                         day_text(1), "",
                                                                  "9999-12-31", None]),
                 "reason": r.choice(["cannot be patched", "cannot be patched", "", None]),
                 "state_raw": r.choice([None, "", "Approved", "approved", "pending", "expired", "Open", "revoked"])}
            self.rec("acceptance", path, **d)

    def duplicate_records(self):
        for rec in list(self.records):
            if self.p(0.3):
                self.records.append(dict(rec))

    # ---- the same things by other names, as real exports have them ----

    def other_names(self):
        kinds = {"asset": self.other_asset, "item": self.other_item, "event": self.other_event,
                "observation": self.other_observation}
        self.short = self.p(0.5)        # logs name items by a second key
        for rec in list(self.records):
            if rec["record"] in kinds:
                kinds[rec["record"]](rec)
            for k in ("party", "reporter", "assignee", "actor", "approver", "to_party", "requester"):
                if isinstance(rec.get(k), str) and rec[k] and self.p(0.15):
                    rec[k] = self.other_party(rec[k])

    def other_party(self, text):
        mail = text if "@" in text else "%s@else.example" % text[:2].lower()
        return self.r.choice(["Bo Lee <%s>" % mail, "X <%s>" % mail,
                {"raw": text, "ids": [{"ns": "email", "value": mail}]},
                {"raw": text, "ids": [{"ns": "azure", "value": "g1"}, {"ns": "email", "value": mail}]}])

    def other_asset(self, rec):
        r = self.r
        if self.p(0.3):
            rec["ids"] = rec["ids"] + [{"ns": "tag", "value": "T%d" % r.randrange(6)}]
        if self.p(0.15):
            rec["retired"] = r.choice([day_text(1), day_text(1, ""), day_text(20), day_text(100), "", "2026-12-01"])
        if self.p(0.1):
            rec.pop("listed")

    def other_item(self, rec):
        r = self.r
        if rec.get("assets") and self.p(0.5):
            rec["assets"] = [[{"ns": "mention", "value": i["value"]}] for ids in rec["assets"]
                    for i in ids if i["ns"] == "fqdn"]
            if self.p(0.2):
                rec["assets"].append([{"ns": "mention", "value": "node.js"}])
        if self.short:
            rec["id"] = "%s" % (80 + (int(rec["key"][2:]) if self.p(0.9) else 0))

    def other_event(self, rec):
        r = self.r
        if self.short and self.p(0.5):
            rec["item"] = "%d" % (80 + int(rec["item"][2:]))
        if rec.get("kind") == "severity" and self.p(0.5):
            rec["severity_before"] = rec.get("from") if rec.get("from") != "" else None
            rec["from"] = "Sev %s" % r.randrange(4)
            if rec["severity_before"] is None:
                rec.pop("severity_before")
        if rec.get("kind") == "link" and self.p(0.7):
            rec["to"] = r.choice(["This issue duplicates %s", "%s1", "x%s", "see (%s)"]) % rec["to"]

    def other_observation(self, rec):
        if self.p(0.05):
            rec["asset"] = self.r.choice([[{"ns": "host", "value": "arn:aws:s3:::a"}],
                    [{"ns": "arn", "value": "arn:aws:s3:::b"}], [{"ns": "host", "value": "reg.example/a:1"}],
                    [{"ns": "tag", "value": "T1"}], [{"ns": "fqdn", "value": "we\u0431.x.example"}]])

    def model(self):
        return {"config": self.cfg, "sources": self.sources, "records": self.records}


def make(seed):
    return Gen(seed).model()


def lines(seed, count):
    for i in range(count):
        yield json.dumps(make("%s/%d" % (seed, i)), separators=(",", ":"))


WANTED = ["verdict:" + v for v in (
    "CONTRADICTED", "EXPOSED", "ADMITTED", "PAPER", "UNKNOWN", "UNTESTED_ADMITTED", "PARTIAL",
    "PARTIAL_UNCLAIMED",
    "PARTIAL_ADMITTED", "DISPUTED", "UNCLAIMED", "CONFIRMED", "NOT_EXERCISED", "NOT_APPLICABLE")] \
    + ["instance:" + v for v in "TFUB"] + ["instance:gone"] \
    + ["clock:" + v for v in ("NONE", "RUNNING", "MET", "BREACHED", "UNKNOWN")] \
    + ["owner:" + v for v in "TFU"] + ["d:empty", "w:empty"] \
    + ["overlay:" + v for v in ("ORPHANED", "UNDECIDED", "REFUTED", "STALE", "ACCEPTED")] \
    + ["limited:" + v for v in ("none", "roster", "items", "population", "observations", "O", "D",
            "W")] \
    + ["status:" + v for v in ("GREEN", "AMBER", "RED", "UNDEFINED")] \
    + ["decision:" + v for v in "TFU"]


def coverage(seed, count):
    """In what share of the models was each reached?"""
    from second import Judge
    seen = collections.Counter()
    for text in lines(seed, count):
        j = Judge(json.loads(text))
        out = j.result()
        got = set()
        for c, obj in zip(out["controls"], j.controls):
            got.add("verdict:" + c["verdict"])
            got.add("owner:" + c["owner"])
            got.add("limited:" + c["limited_by"])
            got |= {"overlay:" + o for o in c["overlays"]}
            got |= {"instance:" + i["value"] for i in c["instances"]}
            got |= {"instance:B" for i in obj.w.instances.values() if i.get("has_b")}
            got |= {"d:empty"} if c["d"]["empty"] else set()
            got |= {"w:empty"} if c["w"]["empty"] else set()
            got |= {"instance:gone"} if obj.w.left else set()
        got |= {"clock:" + i["state"] for i in out["items"]}
        got |= {"status:" + s["status"] for s in out["scopes"]}
        got |= {"decision:" + d.value for i in j.items.list for d in i.clock.decide.list}
        seen.update(got)
    bad = 0
    for w in WANTED:
        share = 100 * seen[w] / count
        low = share < 1
        bad += low
        print("%6.2f %%  %s%s" % (share, w, "  BELOW 1 %" if low else ""))
    return 1 if bad else 0


def main():
    if sys.argv[1] == "--coverage":
        sys.exit(coverage(sys.argv[2], int(sys.argv[3])))
    for text in lines(sys.argv[1], int(sys.argv[2])):
        print(text)


if __name__ == "__main__":
    main()
