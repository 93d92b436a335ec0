"""One asset of Quay that nobody owns, before and after it moves to the other system: make.py FIXTURES."""
import json
import os
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(sys.argv[1], "cheats"))
from quay import *  # noqa: E402,F403

HEAD = ["FQDN", "System", "Class", "Install status", "Owned by", "Last discovered"]
OWNER = {"file01": "TBD"}


def folder(name, systems):
    files = base(**{"claims.csv": None, "cmdb.csv": table(HEAD, [
        [h + DOMAIN, s, "Linux server", "Installed", OWNER.get(h, mail("ed")), "2026-10-30"]
        for s, hosts in systems for h in hosts])})
    for s in ("shop", "bank"):
        files[s + "/claims.csv"] = table(["Control ID", "Control status", "Last reviewed", "Control owner"],
                                         [["AC-7", "Implemented", "2026-10-01", mail("ana")]])
    for file, text in files.items():
        path = os.path.join(name, file)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)


folder("before", [("shop", ["web01", "web02", "file01"]), ("bank", ["db01", "mail01"])])
folder("after", [("shop", ["web01", "web02"]), ("bank", ["db01", "mail01", "file01"])])
OWNER["file01"] = mail("ed")
folder("owned", [("shop", ["web01", "web02"]), ("bank", ["db01", "mail01", "file01"])])
with open("trueup.json", "w", encoding="utf-8") as f:
    json.dump({"framework": "nist-800-53", "o_classes": ["assets"],
               "systems": [{"id": s, "evidence": [s + "/*"]} for s in ("shop", "bank")]}, f)
