"""The clocks of FedRAMP 20x from its machine-readable documentation, as a profile.

usage: python3 rules/import-frmr.py FRMR.documentation.json > rules/packs/profiles/fedramp-20x.profile.jsonc

Numbers are imported, not typed in: a new version of the file gives a new profile. Only ids, names and numbers are
taken, no text. The moderate level feeds the rules, and every level is listed among the clocks.
"""
import json
import sys

doc = json.load(open(sys.argv[1]))
version, day = doc["info"]["version"], doc["info"]["last_updated"]
UNITS = {"days": ("P%sD", "calendar"), "hours": ("PT%sH", "clock"), "month": ("P%sM", "calendar"),
         "months": ("P%sM", "calendar"), "bizdays": ("P%sD", "business:us-federal")}
# What starts the clock is not a field of the file; it is told by each rule's own statement.
STARTS = {"VDR-TFR-EVU": "detection", "VDR-TFR-MAV": "evaluation", "VDR-TFR-PVR": "evaluation",
          "VDR-TFR-PSD": "last run", "VDR-TFR-PDD": "last run", "VDR-TFR-PCD": "last run",
          "PVA-CSX-PMV": "last run", "VDR-TFR-MHR": "last report", "VDR-TFR-MRH": "last report"}
found = {}


def duration(days):
    return "PT%dH" % round(days * 24) if days != int(days) else "P%dD" % int(days)


def clock(rid, level, node, name):
    pattern, calendar = UNITS[node["timeframe_type"]]
    found[(rid, level)] = {"id": rid + ("/" + level if level else ""), "what": name,
                           "start": STARTS.get(rid, "as the rule says"), "limit": pattern % node["timeframe_num"],
                           "calendar": calendar, "basis": "standard",
                           "source": "FedRAMP FRMR %s, %s, %s" % (version, rid, node.get("primary_key_word", "-"))}


def walk(node, rid, name, level):
    if not isinstance(node, dict):
        return
    name = node.get("name", name)
    if "timeframe_num" in node and node.get("timeframe_type") in UNITS:
        clock(rid, level, node, name)
    for row in node.get("pain_timeframes", []):
        for key, days in row.items():
            if key.startswith("max_days_"):
                fact = key[len("max_days_"):]
                found[(rid, "%s-%s-%s" % (level, row["pain"], fact))] = {
                    "id": "%s/%s/impact-%s/%s" % (rid, level, row["pain"], fact), "what": name,
                    "start": STARTS.get(rid, "as the rule says"), "limit": duration(days), "calendar": "calendar",
                    "basis": "standard",
                    "source": "FedRAMP FRMR %s, %s, %s" % (version, rid, node.get("primary_key_word", "-"))}
    for key, child in node.items():
        if key == "varies_by_level":
            for lv, sub in child.items():
                walk(sub, rid, name, lv)
        elif isinstance(child, dict):
            walk(child, key if key.count("-") == 2 else rid, name, level)


for family in ("VDR", "VER", "PVA", "ICP", "IEC", "CCM"):
    if family in doc["FRR"]:
        walk(doc["FRR"][family]["data"], family, family, None)


def value(rid, level):
    return found[(rid, level)]["limit"]


def param(rid, level):
    return {"value": value(rid, level), "basis": "standard", "source": found[(rid, level)]["source"]}


def fix(severity_pain):
    rows = {w: found[("VDR-TFR-PVR", "moderate-%d-nirv_lev" % p)] for w, p in severity_pain.items()}
    return {"value": {w: r["limit"] for w, r in rows.items()}, "basis": "trueup",
            "source": rows["critical"]["source"] + ": likely exploitable, not reachable from the Internet; which impact "
            "a severity word is, is our own reading, and so is the start at detection"}


profile = {"trueup": "profile/1", "name": "fedramp-20x", "version": version,
           "title": "FedRAMP 20x, level moderate: vulnerability evaluation, response and persistent validation",
           "source": "FedRAMP/docs FRMR.documentation.json %s, %s" % (version, day),
           "rules": {"DEC-001": {"params": {"limit": param("VDR-TFR-EVU", "moderate")}},
                     "DEC-009": {"params": {"limit": param("VDR-TFR-MAV", None)}},
                     "DEC-015": {"ask": True, "params": {"limit": fix({"critical": 5, "high": 4, "moderate": 3, "low": 2})}}},
           "clocks": [found[k] for k in sorted(found, key=lambda k: (k[0], str(k[1])))]}
print("// Made by rules/import-frmr.py from FRMR.documentation.json %s (%s): do not edit." % (version, day))
print(json.dumps(profile, indent=2))
