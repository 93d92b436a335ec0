"""Sentences that a person reads come from one table: checker/model/sentences.def. TAP.

Of the rooms that make what stands in a report no file holds two words of a sentence, but for the
places that are listed here, each with its reason.
"""
import os
import re
import sys

top = sys.argv[1]
TOKEN = re.compile(r'/\*.*?\*/|//[^\n]*|\'(?:[^\'\\\n]|\\.)+\'|"(?:[^"\\\n]|\\.)*"|[A-Za-z_]\w*|\s+|.', re.S)

# Rooms that are looked at whole, and files of the command's that put words into a report.
ROOMS = ["reports", "reports/pdf", "checker/judge", "checker/join"]
FILES = ["checker/" + f for f in (
    "effects.c", "intake.c", "intake_archive.c", "intake_seals.c", "intake_stream.c", "intake_workbook.c",
    "previous.c", "run.c", "samples.c", "unread.c", "explain_control.c", "explain_others.c", "explain_timeline.c",
    "explain_whose.c", "sealed.c", "streamout.c")]

# Calls whose texts are diagnostics: their titles and advice stand in the diags.def of the room.
# The others end the program, or compare.
DIAGNOSTICS = {"diag_add", "die_bug", "config_complain", "tell_identity", "refuse", "intake_refuse", "not_trusted",
               "wrong", "bad", "complain", "fprintf"}
COMPARES = {"str_same", "str_same_fold", "str_has_prefix", "strcmp", "strncmp", "strstr"}
# Files, or parts of them, whose literals are no sentences.
LISTS = {
    "checker/join/owner_words.c": "words of exports that name no person",
    "checker/join/names.c": "words of exports that name machines and groups",
    "checker/join/asset_ids.c": "serial numbers that makers leave blank",
    "reports/report_load.c": "diagnostics of an edited report",
    "checker/join/dump.c": "the model as text, for tests",
}
# Literals that are no sentences, by shape: commands as they are typed, classes of a drawing,
# of a page, entries of a PDF, names of fonts, markup and style, formats of machines, and what names a
# group of assets in a check's subject.
TYPED = re.compile(r"^trueup |^t( [a-z]+)+$|^(soft|note|light) \w+$|^ +/|sans|[{};<>=]|::|^.n# TYPE|endstream|^%s elsewhere$")
# Tables of words that are compared.
TABLES = re.compile(r"^(words|harmless)$")
WORD = re.compile(r"(?<![\w<{:#.-])[A-Za-z]{2,}(?![\w=\\:>(/-])")


def literals(text):
    """Runs of adjacent literals, with the calls that they stand in and what they are assigned to."""
    stack, last, before, run = [], "", "", None
    for m in TOKEN.finditer(text):
        t = m.group(0)
        if t.isspace() or t.startswith("/*") or t.startswith("//"):
            continue
        if t.startswith('"'):
            if run is None:
                run = [m.start(), "", [c for c in stack if c], before]
            run[1] += t[1:-1]
            continue
        if run is not None:
            yield tuple(run)
            run = None
        if t in "([{":
            stack.append(last if t == "(" else "")
        elif t in ")]}" and stack:
            stack.pop()
        if t == "=" or t in ",;{}":
            if t == "=":
                before = last
            elif t == ";":
                before = ""
        last = t if re.match(r"\w", t) else last if t in "[]" else ""
    if run is not None:
        yield tuple(run)


def sentence(s):
    bare = re.sub(r"%[-+ #0-9.*lzjh]*[a-zA-Z]|\\[ntr]", " ", s)
    return " " in bare.strip() and len(WORD.findall(bare)) >= 2 and re.search(r"[a-z]{2}", bare)


def odd_ones(f):
    text = open(top + "/" + f).read()
    text = re.sub(r"^#.*", "", text, flags=re.M)
    for table in (r"^const struct writer .*?;\n", r"^const struct kind .*?;\n", r"^const struct command .*?;\n"):
        text = re.sub(table, lambda m: "\n" * m.group(0).count("\n"), text, flags=re.S | re.M)
    for at, s, calls, before in literals(text):
        if not sentence(s) or TYPED.search(s) or DIAGNOSTICS & set(calls) or COMPARES & set(calls):
            continue
        if TABLES.search(before):
            continue
        yield "%s:%d: %s" % (f, text.count("\n", 0, at) + 1, s)


files = FILES[:]
for room in ROOMS:
    files += sorted(room + "/" + f for f in os.listdir(top + "/" + room) if f.endswith(".c"))
odd = [o for f in files if f not in LISTS and os.path.exists(top + "/" + f) for o in odd_ones(f)]
for o in odd:
    print("#", o)
print("%sok 1 - every sentence is in a table (checker/model/sentences.def)" % ("not " if odd else ""))
print("1..1")
sys.exit(bool(odd))
