"""Two systems of Quay, before and after: make.py FIXTURES. Writes before/, after/, renamed.json and trueup.json here."""
import json
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(sys.argv[1], "cheats"))
from quay import *  # noqa: E402,F403

SHOP, BANK = ["web02", "web01", "file01"], ["db01", "mail01"]
HEAD = ["FQDN", "System", "Class", "Install status", "Owned by", "Last discovered"]


def folder(name, systems, results, at, items, owner):
    files = base(**{"claims.csv": None, "jira.json": jira(*items),
                    "scan-10.xml": scan(results, at, sorted({h for h, _ in results})),
                    "cmdb.csv": table(HEAD, [[h + DOMAIN, s, "Linux server", "Installed", mail("ed"), "2026-10-30"]
                                             for s, hosts in systems for h in hosts])})
    for s in ("shop", "bank"):
        rows = [["Control ID", "Control status", "Last reviewed", "Control owner"]] + [
            [c, "Implemented", "2026-10-01", mail(o)]
            for c, o in (("AC-7", "ana"), ("AU-8", owner if s == "bank" else "bo"), ("SI-2", "cy"))]
        # Without a column for owners nothing is said of them.
        files[s + "/claims.csv"] = table(*((lambda v: (v[0], v[1:]))([r[:4 if s == "shop" or owner else 3] for r in rows])))
    for file, text in files.items():
        path = os.path.join(name, file)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)


def config(name, *ids):
    with open(name, "w", encoding="utf-8") as f:
        json.dump({"framework": "nist-800-53", "systems": [{"id": i, "evidence": [e + "/*"]} for i, e in ids]}, f)


LATE = late(f"Old library on db01{DOMAIN}, SI-2")
folder("before", [("shop", SHOP), ("bank", BANK)], SICK, OCTOBER, [DECIDED, LATE], "gone")
AFTER = {k: v for k, v in PASSES.items() if k[0] != "db01"}
AFTER["web02", CLOCK] = "fail"
folder("after", [("shop", SHOP[:2]), ("bank", BANK + SHOP[2:])], AFTER, "2026-10-25T02:00:00Z", [DECIDED], "")
config("trueup.json", ("shop", "shop"), ("bank", "bank"))
config("renamed.json", ("store", "shop"), ("bank", "bank"))
