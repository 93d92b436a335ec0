"""What random models have beside (gen.py): a previous report, a committed sample, something that caps.

The previous report is one of the program itself: a past of the model is judged, and its facts are held
against a present from which something was left out. What a sample draws is asked of the program too."""

import random

import gen

PAST, SAMPLE, CAP = 0.25, 0.08, 0.06    # shares of the models
PACK = "caps.rules.jsonc"


def clone(m):
    """A copy of which lists may be changed and members replaced; a record is copied before it is changed."""
    return dict(m, config=dict(m["config"]), sources=list(m["sources"]), records=list(m["records"]))


def put(m, where, i, **members):
    """Replaces members of one record or source."""
    m[where][i] = dict(m[where][i], **members)


# ---- samples ----

def sampled(m, r):
    """The model with many more assets, nothing seen, and a sample of them; None where none can be drawn."""
    lists = [s["path"] for s in m["sources"] if "population" in s["roles"]
             and s.get("originator") in ("snow", "aws")]
    seen = [x for x in m["records"] if x["record"] == "observation"
            and any(t["scheme"] == gen.FW and t["relation"] == "equal" for t in x.get("tags") or [])]
    if not lists or not seen:
        return None
    tag = r.choice([t for x in seen for t in x["tags"] if t["scheme"] == gen.FW and t["relation"] == "equal"])
    out = clone(m)
    out["records"] = [x for x in m["records"] if x["record"] != "observation"]
    for i in range(r.choice([12, 16, 25, 40])):
        out["records"].append({"record": "asset", "source": lists[0], "listed": True,
            "ids": [{"ns": "fqdn", "value": "many%02d.x.example" % i}]})
    row = {"framework": gen.FW, "control": tag["id"], "size": r.choice([1, 3, 5, 5, 8]),
           "committed": gen.day_text(r.choice([20, 40]))}
    if "period_from" in m["config"]:
        row["period_from"] = m["config"]["period_from"]
    if r.random() < 0.05:
        row["proven"] = False
    out["config"]["samples"] = [row]
    return out


def seen_of(m, base, draws, r):
    """The sampled model with results of the base's tests on what was drawn, most of them good."""
    tests = {}
    for x in base["records"]:
        if x["record"] == "observation":
            tests.setdefault((x.get("benchmark"), x["test"]), x)
    row, out = m["config"]["samples"][0], clone(m)
    drawn = [d for d in draws if d["control"] == row["control"]]
    if not drawn:
        return m
    out["config"]["samples"] = [dict(row, population=drawn[0]["population"])]
    mostly = r.choice([1, 1, 0.95, 0.7])
    for key in drawn[0]["assets"]:
        ns, value = key.split(":", 1)
        for x in tests.values():
            good = r.random() < mostly
            if not good and r.random() < 0.3:
                continue
            o = {k: v for k, v in x.items() if k not in ("loc", "originator")}
            o.update(asset=[{"ns": ns, "value": value}], grade="E3", at=gen.day_text(r.choice([1, 5, 19])),
                     result="pass" if good else r.choice(["fail", "unknown", "not-applicable", "fail"]))
            if r.random() < 0.03:
                o["at"] = gen.day_text(60)
            out["records"].append(o)
    return out


# ---- what caps ----

def capped(m, r):
    out = clone(m)
    how = r.choice(["twin", "words", "burst"])
    items = [x for x in m["records"] if x["record"] == "item"]
    scans = [s for s in m["sources"] if "observation" in s["roles"]]
    if how == "twin" and scans:
        s = r.choice(scans)
        out["sources"].append(dict(s, path="again"))
        out["records"] += [dict(x, source="again") for x in m["records"] if x["source"] == s["path"]
                           and x["record"] == "observation" and r.random() < 0.7]
    elif how == "words" and items:
        x = r.choice(items)
        out["sources"].append({"path": "renewed", "roles": ["item"]})
        for k in range(2):
            out["records"].append({"record": "acceptance", "source": "renewed", "id": "R%d" % k,
                "tracker": x["tracker"], "item": x["key"], "approver": "bo@x.example",
                "granted": gen.day_text(40 - 30 * k), "expires": "2027-01-01", "reason": "too costly"})
    elif items:
        x = r.choice(items)
        out["records"] += [{"record": "event", "source": x["source"], "tracker": x["tracker"], "item": x["key"],
            "id": "q%d" % k, "at": "2026-10-%02dT09:00:%02dZ" % (20, k), "actor": "bo@x.example",
            "kind": "decide", "choice": "fix", "until": "2027-01-01", "rationale": "because"} for k in range(5)]
    return out


# ---- the past ----

def past_and_present(m, r):
    """Two from one: the present has lost what the past had, and holds now what failed then."""
    past, now = clone(m), clone(m)
    past["config"]["as_of"] = gen.day_text(r.choice([0, 3, 12, 31]))
    gone = {("x", x["tracker"], x["key"]) for x in m["records"] if x["record"] == "item" and r.random() < 0.2}
    names = {str(x["ids"]) for x in m["records"] if x["record"] == "asset" and r.random() < 0.15}
    keep = []
    for i, x in enumerate(m["records"]):
        kind = x["record"]
        if kind == "observation":
            if x.get("result") == "pass" and r.random() < 0.12:
                put(past, "records", i, result="fail")
                if r.random() < 0.5:
                    continue
            elif x.get("result") == "fail" and r.random() < 0.4:
                continue
        elif kind == "assign" and r.random() < 0.25:
            put(past, "records", i, party="TBD")
            if r.random() < 0.5:
                continue
        elif kind in ("item", "event") and ("x", x["tracker"], x.get("key", x.get("item"))) in gone:
            continue
        elif kind == "item" and r.random() < 0.1:
            put(past, "records", i, severity="critical")
        elif kind == "asset":
            if str(x["ids"]) in names:
                continue
            if r.random() < 0.05:
                put(past, "records", i, criticality=5)
        keep.append(x)
    now["records"] = keep
    return past, now


def held_to(now, facts, r):
    """The present, held to what the past's report said."""
    digest = "%064x" % r.getrandbits(256)
    out = dict(now, previous=dict(facts, sha256=digest, seal=r.choice(["trusted", "unsealed"])))
    rows = out["config"].get("samples")
    if rows and out["previous"]["seal"] == "trusted" and r.random() < 0.3:
        out["config"] = dict(out["config"], samples=[dict(rows[0], head=digest, population=None)])
        out["config"]["samples"][0].pop("population")
    return out


def make_many(names, ask):
    """The models of these seeds. ask(models) judges, and gives of each its draws and its facts."""
    base = [gen.make(n) for n in names]
    rnd = [random.Random("%s/beside" % n) for n in names]
    models = list(base)
    drawn = {}
    for i, r in enumerate(rnd):
        x = r.random()
        if x < SAMPLE:
            m = sampled(models[i], r)
            if m is not None:
                models[i] = drawn[i] = m
        elif x < SAMPLE + CAP:
            models[i] = capped(models[i], r)
    for (i, m), got in zip(drawn.items(), ask(list(drawn.values()))):
        models[i] = seen_of(m, base[i], got["draws"], rnd[i])
    both = {i: past_and_present(models[i], r) for i, r in enumerate(rnd) if r.random() < PAST}
    for (i, (_, now)), got in zip(both.items(), ask([p for p, _ in both.values()])):
        models[i] = held_to(now, got["previous"], rnd[i])
    return models
