#!/usr/bin/env python3
"""The second judge alone: the worked example of judgement.md 9, and small cases with answers worked
out by hand. TAP."""

import json
import sys
from fractions import Fraction

from naive_time import parse, utc_text, end_of
from naive_w import combine, share, state_of
from second import Judge, weighted

FW = "nist-800-53"
n = bad = 0


def ok(cond, text):
    global n, bad
    n += 1
    bad += not cond
    print("%sok %d - %s" % ("" if cond else "not ", n, text))


def model(records, sources=(), **config):
    base = [{"path": "c", "roles": ["claim"]}, {"path": "pop", "roles": ["population"],
            "originator": "snow"},
            {"path": "scan", "roles": ["observation"], "originator": "openscap"},
            {"path": "jira", "roles": ["item"], "as_of": "2026-10-31T00:00:00Z", "complete": True},
            {"path": "hr", "roles": ["roster"], "as_of": "2026-10-31T00:00:00Z", "complete": True}]
    claim = {"record": "claim", "source": "c", "kind": "ssp", "framework": FW, "control": "ra-5",
             "state": "implemented"}
    lines = [dict(r, loc={"line": i + 1}) for i, r in enumerate([claim] + list(records))]
    return Judge({"config": dict({"as_of": "2026-11-01T00:00:00Z"}, **config), "sources": base
            + list(sources),
                  "records": lines}).result()


def asset(k):
    return [{"ns": "fqdn", "value": k + ".x.example"}]


def seen(a, result, at="2026-10-20T00:00:00Z", test="t", **more):
    return dict({"record": "observation", "source": "scan", "asset": asset(a), "benchmark": "b",
            "test": test,
                 "result": result, "at": at, "grade": "E3", "tags": [{"scheme": FW, "id": "ra-5",
                                                                      "relation": "equal"}]},
                                                                      **more)


def listed(*names):
    return [{"record": "asset", "source": "pop", "ids": asset(a), "listed": True} for a in names]


BO = {"record": "party", "source": "hr", "ids": [{"ns": "email", "value": "bo@x.example"}],
        "name": "Bo Lee",
      "hired": "2020-01-01", "left": ""}
OWNER = {"record": "assign", "source": "c", "subject": "control", "framework": FW, "id": "ra-5",
        "owner": True,
         "party": "bo@x.example"}


def item(**more):
    return dict({"record": "item", "source": "jira", "tracker": "j", "key": "1", "type": "finding",
                 "created": "2026-10-01T00:00:00Z", "detected": "2026-10-01T00:00:00Z",
                 "severity": "high",
                 "evaluated": "2026-10-02T00:00:00Z", "reporter": "cy@x.example",
                         "assignee": "bo@x.example",
                 "status": "open", "has_history": True}, **more)


def decide(at, choice="fix", **more):
    return dict({"record": "event", "source": "jira", "tracker": "j", "item": "1", "id": at,
            "at": at,
                 "actor": "bo@x.example", "kind": "decide", "choice": choice,
                 "until": "2026-12-01T00:00:00Z"}, **more)


def first(out, key):
    return out["controls"][0][key]


def worked_example():
    """method.md 8 through judgement.md 9: P 14.5/17, supported 7/17, refuted 6/17, not shown
    1.5/17."""
    m = 1000000
    rows = [(5, m, 750000, 750000), (5, m, 350000, 350000), (3, m, 500000, m), (3, m // 2, 0, 0),
            (1, 0, m, m)]
    p, sup, ref, lo, hi, under = weighted(rows)
    ok(p == Fraction(29, 34) * m, "P is 14.5/17")
    ok(sup == Fraction(7, 17) * m, "supported is 7/17")
    ok(ref == Fraction(6, 17) * m, "refuted is 6/17")
    ok(p - sup - ref == Fraction(3, 34) * m, "not shown is 1.5/17")
    ok(lo == Fraction(8, 17) * m and under == Fraction(1, 17) * m,
            "R_lo is 8/17, understatement 1/17")
    ok(hi == Fraction(19, 34) * m, "R_hi is 9.5/17")
    ok([share(*x) for x in ((4, 4, 3, 1), (40, 40, 14, 26), (900, 900, 720, 60), (4, 4, 2, 0))]
       == [(750000, 750000), (350000, 350000), (800000, 933334), (500000, m)], "its shares")


def instants():
    i = parse("2026-11-01 10:00", None)
    ok((utc_text(i.lo), utc_text(i.hi)) == ("2026-10-31T20:00:00Z", "2026-11-01T22:00:00Z"),
            "no zone: UTC-12 to +14")
    i = parse("2026-11-01", "UTC")
    ok(utc_text(i.hi) == "2026-11-01T23:59:59.999999999Z" and end_of(i).lo == i.hi,
            "a date is its whole day")
    ok(parse("9999-12-31", None).never and parse("", None).known == "empty"
            and parse(None, None).known == "unknown",
       "never, empty, unknown")


def obs(result, at, ok_=True):
    return {"result": result, "at": parse(at, "UTC"), "ok": ok_, "undated": False, "certain": True}


def states():
    now, age = parse("2026-11-01T00:00:00Z", "UTC").lo, 90 * 86400 * 10 ** 9
    a, b, c = "2026-10-01T00:00:00Z", "2026-10-02T00:00:00Z", "2026-10-03T00:00:00Z"
    def st(*rows):
        return state_of([obs(*r) for r in rows], now, age, True)[0]
    ok(st(("fail", a), ("pass", b)) == "T", "a later pass clears a failure")
    ok(st(("fail", a), ("unknown", b)) == "F", "unknown after a failure: it stays")
    ok(st(("fail", a), ("not-applicable", b)) == "F", "not applicable after a failure: it stays")
    ok(st(("pass", a), ("unknown", b)) == "U" and st(("pass", a), ("not-applicable", b)) == "N",
            "after a pass: not")
    ok(st(("pass", a), ("fail", a)) == "F" and st(("pass", a), ("unknown", a)) == "U",
            "at once F wins, then U")
    ok(st(("fail", a), ("pass", b), ("unknown", b)) == "U",
            "a pass clears also where something replaces it at once")
    ok(st(("pass", "2026-07-01T00:00:00Z")) == "U", "an old pass is unknown")
    ok(st(("fail", "2020-07-01T00:00:00Z")) == "F", "an old failure is none the less one")
    ok(st(("pass", a), ("fail", c, False)) == "U", "a failure below the floor is unknown")
    ok([combine(x) for x in (["T", "F"], ["T", "U"], ["F", "U"], ["N", "T"], ["N", "U"], ["N",
            "N"])]
       == ["B", "T", "F", "T", "U", "N"], "across sources")


def coverage():
    out = model(listed("a", "b", "c", "d") + [seen("a", "pass"), seen("b", "pass"), seen("c",
            "fail")])
    w = first(out, "w")
    ok((w["n"], w["m"], w["good"], w["bad"], w["lo"], w["hi"]) == (4, 4, 2, 1, 500000, 750000),
            "W of four assets")
    out = model(listed("a", "b", "c") + [seen("a", "pass"), seen("z", "pass"), seen("y", "fail")])
    w = first(out, "w")
    ok((w["n"], w["m"], w["good"], w["bad"]) == (5, 4, 1, 1),
            "unlisted: in N, its F counts, its T does not")
    w = first(model([seen("a", "pass"), seen("b", "fail")]), "w")
    ok((w["n"], w["lo"], w["hi"]) == (0, 0, 1000000), "no population: [0, 1]")
    out = model(listed("b", "a") + [seen("a", "not-applicable"), seen("b", "not-applicable")])
    ok(first(out, "verdict") == "NOT_EXERCISED" and first(out, "r_lo") == 0,
            "all instances gone: not exercised")
    w = first(model(listed("b", "a") + [seen("a", "pass", test="t"), seen("b", "pass", test="t"),
                                        seen("b", "pass", test="u")]), "w")
    ok(w["good"] == 1, "a test reported for one asset is required on the other")
    w = first(model(listed("b", "a") + [seen("a", "pass", tags=[{"scheme": FW, "id": "ra-5"}]),
            seen("b", "pass")]),
              "w")
    ok(w["good"] == 2, "a tag that carries T carries it for the test")
    w = first(model(listed("b", "a") + [seen("a", "pass", tags=[{"scheme": FW, "id": "ra-5",
            "relation": "subset"}]),
                                        seen("b", "fail", tags=[])]), "w")
    ok((w["good"], w["bad"]) == (0, 1), "T does not travel along subset, F does")


def clocks():
    def state(*records, **config):
        out = model([BO, OWNER] + list(records), **config)
        return out["items"][0]["state"], out["items"][0]["due"], out["controls"][0]["d"]
    ok(state(item())[:2] == ("BREACHED", ["2026-10-09T00:00:00Z"] * 2), "due is evaluated + 7 days")
    ok(state(item(), decide("2026-10-09T00:00:00Z"))[0] == "MET", "decided at the due instant: met")
    ok(state(item(), decide("2026-10-09T00:00:01Z"))[0] == "BREACHED", "a second later: breached")
    ok(state(item(evaluated=""), decide("2026-10-10T00:00:00Z"))[0] == "UNKNOWN",
            "evaluated unknown: between")
    ok(state(item(detected=""), decide("2026-10-02T00:00:00Z"))[0] == "UNKNOWN",
            "detected empty: never met")
    ok(state(item(), decide("2026-10-09T00:00:00Z", until=""))[0] == "BREACHED",
            "a fix needs a date")
    ok(state(item(assignee=""), decide("2026-10-03T00:00:00Z", "accept"))[0] == "UNKNOWN",
            "no authority matrix: U")
    rows = [{"party": "bo@x.example", "up_to": "high"}]
    ok(state(item(assignee="", reporter=""), decide("2026-10-03T00:00:00Z", "accept"),
            authority=rows)[0] == "MET",
       "an acceptance with authority")
    ok(state(item(), decide("2026-10-03T00:00:00Z", "accept"), authority=rows)[0] == "BREACHED",
       "accepted by its own assignee: no decision")
    ok(state(item(assignee="", reporter=""), decide("2026-10-03T00:00:00Z", "accept",
            until="2026-10-20T00:00:00Z"),
             authority=rows)[0] == "BREACHED", "an acceptance that ended while open")
    up = {"record": "event", "source": "jira", "tracker": "j", "item": "1", "id": "s",
            "at": "2026-10-03T00:00:00Z",
          "actor": "bo@x.example", "kind": "severity", "from": "high", "severity": "critical"}
    ok(state(item(severity="critical"), up)[1] == ["2026-10-06T00:00:00Z"] * 2,
            "a raise binds from its instant")
    down_ = dict(up, severity="low", to="low")
    ok(state(item(severity="low"), down_)[1] == ["2026-10-09T00:00:00Z"] * 2,
            "lowered by its assignee: nothing")
    d = state(item(), decide("2026-10-05T00:00:00Z"))[2]
    ok((d["n"], d["good"], d["lo"], d["hi"]) == (1, 1, 1000000, 1000000), "D of one met item")
    ok(first(model([BO, OWNER]), "d")["empty"],
            "a covering item source without items: proved empty")


def owners():
    ok(first(model([BO, OWNER]), "owner") == "T", "one active person")
    ok(first(model([BO, dict(OWNER, party="TBD")]), "owner") == "F", "words that name no person")
    ok(first(model([BO, dict(OWNER, party="ISSO")]), "owner") == "U", "a role without a role table")
    ok(first(model([BO, dict(OWNER, party="zz@x.example")]), "owner") == "F",
            "not in a complete roster")
    ok(first(model([dict(BO, left="2026-10-01"), OWNER]), "owner") == "F", "a leaver")
    ok(first(model([BO, OWNER, dict(OWNER, party="zz@x.example")]), "owner") == "U",
            "beside a name of nobody")


def verdicts():
    good = [BO, OWNER] + listed("b", "a") + [seen("a", "pass"), seen("b", "pass")]
    ok(first(model(good), "verdict") == "CONFIRMED", "confirmed")
    ok(first(model(good[:2]), "verdict") == "PAPER", "paper")
    out = model(good + [seen("a", "fail", at="2026-10-21T00:00:00Z"), seen("b", "fail",
            at="2026-10-21T00:00:00Z")])
    ok(first(out, "verdict") == "CONTRADICTED" and first(out, "refuted") == 2,
            "contradicted, by two failures")
    ok(out["scopes"][0]["status"] == "RED", "and so red")
    out = model(good + [seen("a", "fail", at="2026-10-21T00:00:00Z")],
            criticality={"a.x.example": 5})
    ok(first(out, "verdict") == "CONTRADICTED", "one failure on a crown jewel")


for part in (worked_example, instants, states, coverage, clocks, owners, verdicts):
    part()
print("1..%d" % n)
sys.exit(1 if bad else 0)
