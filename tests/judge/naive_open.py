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
    # 11: the originator is "else the format". False: only given ones are compared, so that two
    # files of one tool
    # without the name of a product are independent.
    ("FORMAT_IS_ORIGINATOR", False, True, "text"),
    # 5, reading 35: a full name that only an item names is in N; strong ids are in either case.
    ("ITEM_NAMES_ADD", False, True, "text"),
    # 3: two claims of one kind and one date that disagree. max: the greener, so that evidence can
    # contradict it.
    ("CLAIM_TIE", min, max, "first"),
    # 3: of two such claims one says not applicable: the first in its file decides (strictest: the weight stays).
    ("FIRST_NOT_APPLICABLE_WINS", True, False, "text"),
    # 2: which claim is newest? True: by the latest reading; False: by UTC where no zone is known.
    ("CLAIMS_BY_LATEST", True, False, "text"),
    # 3: the newest record of a part, also where one source has both.
    ("PARTS_ARE_FOLDED", False, True, "text"),
    # 3: not applicable of all parts (one of them without approval, too) takes the control's weight.
    ("PART_TAKES_WEIGHT", True, False, "text"),
    # 11: members of the class assets are "those that a population lists"; "independent": only such
    # populations. Then
    # taking all observations away makes a list independent and R_hi fall, against section 1.
    ("ASSET_MEMBERS", "independent", "listed", "text"),
    # 2: an unknown result of an ambiguous asset takes no T of a candidate away.
    ("AMBIGUOUS_UNKNOWN_IS_NOTHING", True, False, "first"),
    # 2, 7: an F about an ambiguous asset is one of each candidate, for the start of a clock too.
    ("CANDIDATES_START", False, True, "text"),
    # 1: a name that is not in a complete roster is F only where that roster covers the instant
    # asked about.
    ("ROSTER_MISS_NEEDS_DATE", False, True, "text"),
    # 4: the F of an undated result is listed, also of an ambiguous or poisoned asset.
    ("LIST_UNDATED_F_OF_UNPLACED", False, True, "text"),
    # 6: a role with two holders of whom none is known to be active: F, as of more than one.
    ("ROLE_TWO_LISTED_IS_F", True, False, "text"),
    # 11: "team words name no person: F". False: also where the role table has them; else taking the
    # table away makes
    # R_hi fall, against section 1.
    ("TEAM_WORDS_IN_ROLE_TABLE", True, False, "text"),
    # 6: the one holder of a role is not in the complete roster: U.
    ("ROLE_HOLDER_MISSING_IS_U", True, False, "text"),
)

_how = os.environ.get("SECOND", "")
for _name, _first, _text, _default in ROWS:
    _pick = _how if _how in ("first", "text") else _default
    if _name in _how.split(","):
        _pick = "text" if _pick == "first" else "first"
    globals()[_name] = _text if _pick == "text" else _first
