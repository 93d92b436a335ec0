"""OSCAL 1.1/1.2 documents that trueup writes, against what the published model says of the parts in them.

Written from the NIST reference of assessment results and of the POA&M: no package carries the schemas. Where a
folder with the published schemas is named by TRUEUP_OSCAL_SCHEMAS (assessment-results.json, .xsd, poam.json, .xsd),
they are used as well.
"""
import re

NS = "{http://csrc.nist.gov/ns/oscal/1.0}"
UUID = r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[45][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}"
TOKEN = r"[A-Za-z_][A-Za-z0-9._-]*"
STRING = r"\S(?:.*\S)?"
LINE = r"[^\n]+"
TEXT = r"(?s).+"
TIME = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)"
HREF = r"[A-Za-z0-9._~/%#-]+"

# A type: its members in the order of the XML schema. Flags (attributes in XML) first, marked "@"; "!" is required.
# Then the JSON name, the XML name, and a pattern or the type below; "[]" is a list of at least one.
TYPES = {
    "assessment-results": [("@uuid!", UUID), ("metadata!", "metadata"), ("import-ap!", "import-ap"),
                           ("results[]!", "result", "result"), ("back-matter", "back-matter")],
    "plan-of-action-and-milestones": [("@uuid!", UUID), ("metadata!", "metadata"), ("system-id", "system-id"),
                                      ("poam-items[]!", "poam-item", "poam-item"), ("back-matter", "back-matter")],
    "metadata": [("title!", LINE), ("last-modified!", TIME), ("version!", STRING), ("oscal-version!", r"1\.[12]\.\d"),
                 ("props[]", "prop", "prop")],
    "import-ap": [("@href!", HREF)],
    "system-id": [("@identifier-type", STRING), ("=id!", STRING)],
    "prop": [("@name!", TOKEN), ("@ns", r"[a-z][a-z0-9+.-]*:.+"), ("@value!", STRING)],
    "result": [("@uuid!", UUID), ("title!", LINE), ("description!", TEXT), ("start!", TIME), ("end", TIME),
               ("props[]", "prop", "prop"), ("reviewed-controls!", "reviewed-controls"),
               ("observations[]", "observation", "observation"), ("risks[]", "risk", "risk"),
               ("findings[]", "finding", "finding")],
    "reviewed-controls": [("control-selections[]!", "control-selection", "control-selection")],
    "control-selection": [("include-all", "empty"), ("include-controls[]", "include-control", "select"),
                          ("exclude-controls[]", "exclude-control", "select")],
    "select": [("@control-id!", TOKEN)],
    "empty": [],
    "observation": [("@uuid!", UUID), ("description!", TEXT), ("methods[]!", "method", "EXAMINE|INTERVIEW|TEST"),
                    ("relevant-evidence[]", "relevant-evidence", "relevant-evidence"), ("collected!", TIME)],
    "relevant-evidence": [("description!", TEXT)],
    "risk": [("@uuid!", UUID), ("title!", LINE), ("description!", TEXT), ("statement!", TEXT),
             ("props[]", "prop", "prop"), ("status!", "open|closed")],
    "finding": [("@uuid!", UUID), ("title!", LINE), ("description!", TEXT), ("props[]", "prop", "prop"),
                ("target!", "target"), ("related-observations[]", "related-observation", "related-observation")],
    "target": [("@type!", "statement-id|objective-id"), ("@target-id!", TOKEN), ("status!", "status")],
    "status": [("@state!", "satisfied|not-satisfied"), ("@reason", TOKEN)],
    "related-observation": [("@observation-uuid!", UUID)],
    "poam-item": [("@uuid", UUID), ("title!", LINE), ("description!", TEXT), ("props[]", "prop", "prop")],
    "back-matter": [("resources[]", "resource", "resource")],
    "resource": [("@uuid!", UUID), ("title", LINE), ("rlinks[]", "rlink", "rlink")],
    "rlink": [("@href!", HREF), ("hashes[]", "hash", "hash")],
    "hash": [("@algorithm!", "SHA-256"), ("=value!", "[0-9a-f]{64}")],
}


def rows(kind):
    for row in TYPES[kind]:
        name = row[0].rstrip("!")
        needed = row[0].endswith("!")
        many = name.endswith("[]")
        name = name.rstrip("[]")
        mark = name[0] if name[0] in "@=" else ""
        yield name.lstrip("@="), mark, many, needed, (row[1] if many else name.lstrip("@=")), row[-1]


def in_json(kind, node, path=""):
    """What is wrong, as lines."""
    if kind not in TYPES:
        if not isinstance(node, str) or not re.fullmatch(kind, node):
            yield "%s: %r" % (path, str(node)[:80])
        return
    if not isinstance(node, dict):
        yield path + ": not an object"
        return
    known = {r[0]: r for r in rows(kind)}
    for k in node:
        if k not in known:
            yield "%s/%s: no such member" % (path, k)
    for name, _, many, needed, _, below in known.values():
        if name not in node:
            if needed:
                yield "%s/%s: missing" % (path, name)
            continue
        if many and (not isinstance(node[name], list) or not node[name]):
            yield "%s/%s: an empty list" % (path, name)
            continue
        for i, x in enumerate(node[name] if many else [node[name]]):
            yield from in_json(below, x, "%s/%s/%d" % (path, name, i))


def in_xml(kind, node, path=""):
    if kind not in TYPES:
        text = "".join(node.itertext())
        if not re.fullmatch(kind, text):
            yield "%s: %r" % (path, text[:80])
        return
    table = list(rows(kind))
    flags = {r[0]: r for r in table if r[1] == "@"}
    for k, v in node.attrib.items():
        if k not in flags or not re.fullmatch(flags[k][5], v):
            yield "%s@%s: %r" % (path, k, v[:80])
    for name, r in flags.items():
        if r[3] and name not in node.attrib:
            yield "%s@%s: missing" % (path, name)
    order = [r for r in table if r[1] == ""]
    names = [NS + r[4] for r in order]
    at = 0
    seen = []
    for i, child in enumerate(node):
        if child.tag not in names[at:]:
            yield "%s/%s: not here" % (path, child.tag)
            continue
        at = names.index(child.tag)
        if child.tag in seen and not order[at][2]:
            yield "%s/%s: twice" % (path, child.tag)
        seen.append(child.tag)
        yield from in_xml(order[at][5], child, "%s/%s/%d" % (path, order[at][4], i))
    for r in order:
        if r[3] and NS + r[4] not in seen:
            yield "%s/%s: missing" % (path, r[4])
    for r in table:
        if r[1] == "=" and not re.fullmatch(r[5], node.text or ""):
            yield "%s: %r" % (path, node.text)


def flat_json(node):
    """All facts of a document, so that both syntaxes can be compared: flags, and plain values."""
    if isinstance(node, dict):
        for k, v in node.items():
            if isinstance(v, str) and k not in ("title", "description", "statement"):
                yield (k, v)
            else:
                yield from flat_json(v)
    elif isinstance(node, list):
        for v in node:
            if isinstance(v, str):
                yield ("", v)
            else:
                yield from flat_json(v)


def flat_xml(node):
    tag = node.tag.replace(NS, "")
    for k, v in node.attrib.items():
        yield (k, v)
    text = (node.text or "").strip()
    if len(node) == 0 and tag not in ("title", "description", "statement", "p") and text:
        yield ({"method": "", "hash": "value", "system-id": "id"}.get(tag, tag), text)
    for c in node:
        yield from flat_xml(c)


def props(node):
    return {p["name"]: p["value"] for p in node.get("props", [])}
