"""N open findings with two hand-offs each, as a stream of records: about ten checks each."""
import json
import sys

PEOPLE = ["rmehta", "jvarga", "aosei", "isolheim", "mokafor", "tbrandt"]
LEVELS = ["low", "moderate", "high", "critical"]


def moment(hours):
    days, hour = divmod(hours, 24)
    return "2026-%02d-%02dT%02d:00:00Z" % (5 + days // 28, days % 28 + 1, hour)


def instant(hours):
    return {"lo": moment(hours), "raw": moment(hours)}


def person(i):
    mail = PEOPLE[i % 6] + "@halfmoon.example"
    return {"raw": mail, "email": mail, "ids": [{"ns": "email", "value": mail}]}


print('{"trueup":"records/1"}')
for i in range(int(sys.argv[1])):
    loc, key, h = {"line": 3 * i + 2}, "MANY-%d" % i, i % 2400
    print(json.dumps({
        "record": "item", "loc": loc, "tracker": "many", "key": key, "type": "finding", "type_raw": "Finding",
        "title": "Finding %d" % i, "priority": LEVELS[i % 4], "severity": LEVELS[i % 4], "status": "open",
        "status_raw": "Open", "created": instant(h), "detected": instant(h), "reporter": person(i),
        "assignee": person(i + 1), "has_history": True}))
    for e in range(2):
        print(json.dumps({
            "record": "event", "loc": loc, "tracker": "many", "item": key, "id": "e%d" % e,
            "at": instant(h + 24 * (e + 1)), "actor": person(i + e), "kind": "assign",
            "from": person(i + e)["raw"], "to": person(i + e + 1)["raw"]}))
