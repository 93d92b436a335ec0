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
