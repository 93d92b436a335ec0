"""The fixture organisation's evidence with hostile words wherever a person or a machine writes one.

The same word for the same thing in each file, so that all of it still joins: control ids, titles, owners, hosts,
people, messages, file names. Each format of evidence carries what it can: XML no control characters, CSV raw
bytes that are no UTF-8 but no NUL, JSON escapes of NUL. A lone surrogate has a file of its own, which no parser takes.
"""
import csv
import io
import json
import os
import re
import sys
from xml.sax.saxutils import escape

names, folder = sys.argv[1:]
names = json.load(open(names)) + ["A" * 10240, "<b>\u202e" * 1500]


def path(*parts):
    return os.path.join(folder, *parts)


def as_json(s):
    return json.dumps(s)[1:-1].encode()


def as_xml(s):
    s = re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "?", s)
    return escape(s, {'"': "&quot;"}).encode()


def as_csv(s):
    out = io.StringIO()
    csv.writer(out, lineterminator="").writerow([s.replace("\0", "?"), ""])
    return out.getvalue()[:-1].encode()


WRITERS = {".json": as_json, ".jsonl": as_json, ".xml": as_xml, ".csv": as_csv}
register = list(csv.DictReader(open(path("claims/register.csv"), newline="")))
users = json.load(open(path("roster/users.json")))["Resources"]
issues = json.load(open(path("items/jira-sec.json")))["issues"]
hosts = [r["FQDN"] for r in csv.DictReader(open(path("assets/cmdb.csv"), newline=""))]
words = {}
for i, name in enumerate(names):
    said = [r["Control name"] for r in register[i::len(names)]] + [u["displayName"] for u in users[i::len(names)]] \
        + [x["fields"]["summary"] for x in issues[i::len(names)]] + hosts[i:i + 1]
    for k, old in enumerate(said):
        if old:
            words[old] = "%s %d" % (name, k)
words["endpoint baseline"] = names[0]
# The longest first: no word is replaced within another.
order = sorted(words, key=len, reverse=True)
for where, _, files in os.walk(folder):
    for f in files:
        write = WRITERS.get(os.path.splitext(f)[1])
        if write is None:
            continue
        data = open(os.path.join(where, f), "rb").read()
        spoilt = re.sub(b"|".join(re.escape(write(old)) for old in order),
                        lambda m: write(words[next(o for o in order if write(o) == m.group(0))]), data)
        open(os.path.join(where, f), "wb").write(spoilt)
# Controls and owners that no scheme knows, and bytes that are no text.
with open(path("claims/register.csv"), "ab") as out:
    for name in names:
        out.write(b"%s,%s,%s,Implemented,2026-09-30,,,\n" % (as_csv(name), as_csv(name), as_csv(name)))
    out.write(b"AC-99,\xff\xfe\xed\xa0\x80 not UTF-8,\xc0\xaf,Implemented,2026-09-30,,,\n")
issue = {"startAt": 0, "maxResults": 1, "total": 1, "issues": [dict(issues[0], key="WILD-1", id="49999")]}
with open(path("items/surrogate.json"), "w") as out:
    out.write(json.dumps(issue).replace(json.dumps(issues[0]["fields"]["summary"]), '"lone \\ud800 surrogate"'))
odd = b'claims/::error file=x::<b>%0A"\'`$(id)`\n\x1b[2J\xff=1+1.csv'
with open(os.path.join(folder.encode(), odd), "wb") as out:
    out.write(b"Control ID,Control name,Control owner,Control status\nAC-7,Named oddly,nobody,Implemented\n")
