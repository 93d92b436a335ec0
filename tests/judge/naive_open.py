"""Where judgement.md leaves a number open: the reading that the second judge takes, so that it agrees with the first;
each with the stricter or other one. Changing a value here shows what depends on it."""

# 5: "the same ordered list as the tested set" knows no least length. 1: a single asset, listed and tested, is the same
# list as well (strictest: one machine never has an established population).
MIN_LIST = 3

# 5 against 11: "assets known only from items make lo smaller" and "an unknown host name in a ticket adds no asset".
# True: a full name in an item adds to N too (strictest); strong ids always do.
ITEM_NAMES_ADD = False

# 3: two claims of one kind and one date (or none) that disagree. min: the lower state; max: the greener, so that
# evidence can contradict it.
CLAIM_TIE = min

# 8: UNDECIDED is "a breached clock without a decision in force". True: also one that ended before the period
# (strictest); False: only clocks that D counts.
UNDECIDED_BEFORE_PERIOD = False

# 11: members of the class assets are "those that a population lists". "listed": any population; "independent": only
# one that is independent of the tests (then the class is empty, and left out, where there is none).
ASSET_MEMBERS = "independent"

# 6: an item with an assignment of its own and an assignee besides. True: only the assignment names owners; False: the
# assignee is named beside him (strictest: a name that resolves to nobody makes it U).
ITEM_OWNER_ALONE = True

# 2: an unknown result of an ambiguous asset. True: nothing for its candidates; False: an unknown for each (strictest:
# it replaces a T).
AMBIGUOUS_UNKNOWN_IS_NOTHING = True

# 7: may a failing observation below E3 start a clock? (strictest: yes; its F is "listed", and it says since when.)
LOW_GRADE_STARTS = False

# 1 against 6: a name that is not in a complete roster is F only where that roster covers the instant asked about.
ROSTER_MISS_NEEDS_DATE = False

# 2: severity empty in one item record while another has a word. True: sure all the same; False: MET only under the
# strictest limit, as the text has it for "empty in the item's own source".
BLANK_IS_NOTHING_BESIDE_A_WORD = True

# 2: severity empty and a priority word. True: the priority is the highest word known; False: none is.
PRIORITY_BESIDE_BLANK = False

# 7: a decision without an instant. True: nothing; False: it may have been made in time: U.
UNDATED_DECISION_IS_NOTHING = True

# 7: a CCI among the tests of an item. False: it links by the mappings, but names no test, so that neither a failing
# observation of a test with that CCI starts the clock, nor is "neither detected nor failing" asked.
CCI_NAMES_A_TEST = False

# 2: the severity changes to a word that nobody knows. True: the strictest limit binds from the clock's start; False:
# from that change.
UNKNOWN_WORD_BINDS_FROM_START = True

# 7: an evaluated value of the record and one of the log. True: the record's; False: the earliest (strictest).
EVALUATED_FIELD_FIRST = True

# 11 and reading 27: an F below E3 of an ambiguous asset is listed for its candidates.
LIST_LOW_F_OF_CANDIDATES = False

# 2: "ordering of events uses UTC when no zone is known". False: by the earliest reading.
ORDER_BY_UTC = False

# 6: a role with two holders of whom none is known to be active. True: F, as of more than one; False: U.
ROLE_TWO_LISTED_IS_F = True

# 6: the one holder of a role is not in the complete roster. True: U; False: F, as of any name that is not in it.
ROLE_HOLDER_MISSING_IS_U = True

# 11, clock end: a breach whose end lies in the period by one reading and before it by another. True: its state is
# unknown, and UNDECIDED is not set; False: breached, and unknown only in D (strictest).
STRADDLE_IS_UNKNOWN = True

# 6: "an accepted item is open, whatever its tracker says", of an acceptance in the log after a closing. "U": it may be;
# "T": it is (strictest: its end is a breach).
ACCEPTED_AFTER_CLOSING = "U"

# 2: the word of a linked source that has no log. True: it counts from the start only where it is higher than any word
# of the log; False: always (strictest).
STILL_WORD_ONLY_IF_HIGHER = True

# 7: when was an item marked as a duplicate, if no entry says so? True: at its closing; False: not known.
MARKED_AT_CLOSING = True

# 2: an entry whose instant may lie after as_of. True: it was before it, as it is at hand; False: any instant of it.
CLAMP_AT_AS_OF = True
