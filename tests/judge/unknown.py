"""The U property (judgement.md 1, 10): no shipped rule becomes T where a fact that it reads is unknown.

Asked of every rule of the table at once: on random models, and on the models of the rules' own tests,
shaken, so that a rule is covered by what stands beside it."""

import json

from beside import clone

# What judgement.md or a reading says that it stands for where it is absent, so that it is not unknown: a
# type on no table is "other" (7), an item that nothing dated closes open (READINGS 160), a record without a
# place for an assignee that of its log (160), a claim without a state no claim (11), a
# row of a roster without a kind a person (READINGS 5), and without dates or a word active near the roster's
# own date (6), an assignment that names nobody no record of an owner (48), one without an end has not ended,
# what is listed is in scope, a CCI's relation that of the list (5), a test without a severity above the floor
# (5), a result without an originator its source's (5), a row of a register without a state that of its grant
# (7), a date that is moved to nowhere no decision (7), an asset that is not called retired lives (5), an item
# that does not say when it was detected, or what it is about, began as section 7 goes on, and one without a
# severity has its priority (2).
GIVEN = {("item", "type"), ("item", "status"), ("item", "closed"), ("item", "assignee"),
         ("claim", "state"), ("claim", "part"), ("party", "kind_raw"), ("party", "active"),
         ("party", "left"), ("party", "hired"), ("party", "created"), ("assign", "party"), ("asset", "in_scope"),
         ("mapping", "relation"), ("observation", "severity"), ("test", "severity"), ("assign", "to"),
         ("observation", "originator"), ("acceptance", "state_raw"), ("event", "to"),
         ("item", "detected"), ("item", "tests"), ("item", "duplicate_of"), ("asset", "retired")}
INSTANTS = {"at", "created", "detected", "evaluated", "closed", "updated", "granted"}
CAPS = ("EXC-004", "INT-002", "TWICE", "HASTY")
# A subject is called by these.
NAMES = {"at", "name", "raw", "value", "title"}
# Not facts: what a record is, where it comes from and what it is about; without that the record itself
# is gone. And not flags, which are false where they are absent (MODELS.md).
FIXED = {"record", "source", "kind", "tracker", "key", "item", "asset", "loc", "id", "subject", "ids", "name",
         "framework", "control", "role", "owner", "listed", "test", "benchmark", "tags", "scheme"}


def facts(m):
    """(records that hold it, member) of each fact: all records of one entry hold the same one."""
    out = {}
    for i, x in enumerate(m["records"]):
        if x["record"] == "observation":
            who = ("observation", json.dumps(x.get("asset")), x.get("test"))
        elif x["record"] == "event":
            who = ("event", x.get("tracker"), x.get("item"), x.get("id", i))
        elif x["record"] == "party":
            who = ("party", json.dumps(x.get("ids")), x.get("name"))
        else:
            who = (x["record"], x.get("tracker"), x.get("key"), x.get("id"), json.dumps(x.get("ids")),
                   x.get("control"), x.get("part"), x.get("test"), x.get("role"))
        for k, v in x.items():
            if x.get("closes") and k in ("at", "choice") or later(v, k, m["config"]["as_of"]):
                continue
            if k == "severity" and (x.get("priority") or v == "info") or v == "":
                continue                # "info" keeps a rule from asking; a blank cell is unknown already
            if k not in FIXED and (x["record"], k) not in GIVEN and v is not True and v is not False:
                out.setdefault((who, k), []).append(i)
    return [(at, k) for (who, k), at in out.items() if not unsettled(m, at, k)]


def later(v, member, as_of):
    """A record that is dated after as_of changes no number (2); one without a date does."""
    return member in INSTANTS and isinstance(v, str) and v[:2] == "20" and v[:10] >= as_of[:10]


def unsettled(m, at, member):
    """Where judgement.md 5 itself lets another result speak when this one is unknown, or of another asset."""
    x = m["records"][at[0]]
    return x["record"] == "observation" and (len(at) > 1 or any(i["ns"] == "host" for i in x.get("asset") or []))


def without(m, fact):
    out = clone(m)
    at, member = fact
    for i in at:
        out["records"][i] = {k: v for k, v in m["records"][i].items() if k != member}
    return out


def blank(m, r):
    """(the model without a fact, the fact's name), or None."""
    some = facts(m)
    fact = r.choice(some) if some else None
    return (without(m, fact), fact[1]) if some else None


def shaken(test, r):
    """A test's model with some of it changed: a record gone, twice, or with a member of another one."""
    m = {k: test[k] for k in ("config", "sources", "records") if k in test}
    m["sources"], m["records"] = list(m.get("sources", [])), list(m.get("records", []))
    for _ in range(r.choice([0, 1, 1, 2, 4])):
        n = len(m["records"])
        if n < 2:
            break
        i, how = r.randrange(n), r.random()
        x = m["records"][i]
        if how < 0.2:
            del m["records"][i]
        elif how < 0.3:
            some = [k for k in x if k not in FIXED]
            if some:
                gone = r.choice(some)
                m["records"][i] = {k: v for k, v in x.items() if k != gone}
        else:
            other = r.choice([y for y in m["records"] if y["record"] == x["record"]])
            some = [k for k in other if k not in FIXED]
            if some:
                k = r.choice(some)
                m["records"][i] = dict(x, **{k: other[k]})
    return m


def rises(before, after, member):
    """[(rule, subject)] of what is T and was not. Where a subject's name was the fact, the number counts."""
    out = []
    # What is no longer shown to be capped is no longer held down: caps act on what is F (judgement.md 8).
    if any(c[1] == "F" and c not in after.get(rule, ()) for rule in CAPS for c in before.get(rule, ())):
        return []
    for rule, checks in after.items():
        was = [c for c in before.get(rule, ()) if c[1] == "T"]
        now = [c for c in checks if c[1] == "T"]
        if len(now) > len(was) or (member not in NAMES and any(now.count(c) > was.count(c) for c in now)):
            out.append((rule, next((c[0] for c in now if now.count(c) > was.count(c)), "?")))
    return out
