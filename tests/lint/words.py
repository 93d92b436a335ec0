"""Sentences that a person reads outside of their tables: none in reports/ and explain. TAP.

A sentence is a string of three words or more.  What is left are bugs that end the program, the list of formats,
markup, and keys of machine formats.
"""
import re
import sys
import os

top = sys.argv[1]
ALLOWED = re.compile(r"die_bug|diag_add|#include")
# Diagnostics of a report that was edited: their titles and advice are in report_diags.def.
DIAGNOSTICS = {"reports/report_load.c"}
# Commands as they are typed, classes of a drawing, entries of a PDF, names of fonts.
TYPED = re.compile(r"^trueup |^t( [a-z]+)+$|^ +/|sans")
files = sorted("reports/" + f for f in os.listdir(top + "/reports") if f.endswith(".c"))
files += sorted("checker/" + f for f in os.listdir(top + "/checker") if f.startswith("explain") and f.endswith(".c"))
files += sorted("reports/pdf/" + f for f in os.listdir(top + "/reports/pdf") if f.endswith(".c"))
WORD = re.compile(r"(?<![\w<{:#.-])[A-Za-z]{2,}(?![\w=\\:>(/-])")
odd = []
for f in files:
    text = re.sub(r"/\*.*?\*/", lambda m: "\n" * m.group(0).count("\n"), open(top + "/" + f).read(), flags=re.S)
    # The list of formats is what `trueup formats` prints.
    text = re.sub(r"^const struct writer .*?;\n", lambda m: "\n" * m.group(0).count("\n"), text, flags=re.S | re.M)
    if f in DIAGNOSTICS:
        continue
    for n, line in enumerate(text.split("\n"), 1):
        if ALLOWED.search(line):
            continue
        for s in re.findall(r'"((?:[^"\\]|\\.)*)"', line):
            bare = re.sub(r"%[-0-9.*lz]*[a-z]", "", s)
            if len(WORD.findall(bare)) >= 3 and " " in bare.strip() and not re.search(r"[{};<>=]", bare) \
                    and not TYPED.search(s):
                odd.append("%s:%d: %s" % (f, n, s))
for o in odd:
    print("#", o)
print("%sok 1 - every sentence is in a table (checker/model/sentences.def)" % ("not " if odd else ""))
print("1..1")
sys.exit(bool(odd))
