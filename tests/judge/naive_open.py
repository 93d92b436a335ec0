"""Readings on which numbers depend: what the first judge was seen to do, and what the text says or,
where it is open,
the reading that is hardest to pass by. The second judge takes the text where the text is clear
("text"), and else what
the first does ("first"), so that a comparison shows only what is wrong. SECOND=first takes all as
the first does,
SECOND=text all as the text; SECOND=NAME,NAME turns those over."""

import os

ROWS = (
    # 5: "the same ordered list as the tested set" knows no least length; 1: a single machine,
    # listed and tested, has
    # never an independent population.
    ("MIN_LIST", 3, 1, "first"),
    # 3: two claims of one kind and one date that disagree. max: the greener, so that evidence can
    # contradict it.
    ("CLAIM_TIE", min, max, "first"),
    # 2: an unknown result of an ambiguous asset takes no T of a candidate away.
    ("AMBIGUOUS_UNKNOWN_IS_NOTHING", True, False, "first"),
)

_how = os.environ.get("SECOND", "")
for _name, _first, _text, _default in ROWS:
    _pick = _how if _how in ("first", "text") else _default
    if _name in _how.split(","):
        _pick = "text" if _pick == "first" else "first"
    globals()[_name] = _text if _pick == "text" else _first
