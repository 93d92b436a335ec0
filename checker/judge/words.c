/* The words of verdicts and limits, as reports print them. */
#include "checker/judge/assessment.h"

const char *
verdict_word(enum verdict v)
{
	static const char *const words[VERDICTS] = {
		[CONTRADICTED] = "CONTRADICTED", [EXPOSED] = "EXPOSED", [ADMITTED] = "ADMITTED",
		[PAPER] = "PAPER", [VERDICT_UNKNOWN] = "UNKNOWN",
		[UNTESTED_ADMITTED] = "UNTESTED_ADMITTED", [PARTIAL] = "PARTIAL",
		[PARTIAL_UNCLAIMED] = "PARTIAL_UNCLAIMED", [PARTIAL_ADMITTED] = "PARTIAL_ADMITTED",
		[DISPUTED] = "DISPUTED", [UNCLAIMED] = "UNCLAIMED", [CONFIRMED] = "CONFIRMED",
		[NOT_EXERCISED] = "NOT_EXERCISED", [NOT_APPLICABLE] = "NOT_APPLICABLE",
	};

	return (unsigned)v < VERDICTS ? words[v] : "";
}

const char *
verdict_meaning(enum verdict v)
{
	static const char *const words[VERDICTS] = {
		[CONTRADICTED] = "reported green, evidence says red",
		[EXPOSED] = "evidence says red, and no record mentions it",
		[ADMITTED] = "known gap",
		[PAPER] = "written down, not shown to work",
		[VERDICT_UNKNOWN] = "nobody can say",
		[UNTESTED_ADMITTED] = "recorded as a gap, not tested",
		[PARTIAL] = "reported green, shown to work in part",
		[PARTIAL_UNCLAIMED] = "works in part, and no record mentions it",
		[PARTIAL_ADMITTED] = "recorded as a gap, works in part",
		[DISPUTED] = "recorded as failing, evidence says that it works",
		[UNCLAIMED] = "works, nobody gets credit",
		[CONFIRMED] = "works, and we can prove it",
		[NOT_EXERCISED] = "nothing there to apply it to",
		[NOT_APPLICABLE] = "left out, with approval",
	};

	return (unsigned)v < VERDICTS ? words[v] : "";
}

const char *
limit_word(enum limit l)
{
	static const char *const words[] = {"none", "roster", "items", "population",
		"observations", "O", "D", "W"};

	return words[l];
}

const char *
limit_sentence(enum limit l)
{
	static const char *const words[] = {
		[LIMIT_NONE] = "nothing holds it back",
		[LIMIT_ROSTER] = "nobody gave us a roster",
		[LIMIT_ITEMS] = "nobody gave us the tickets or findings",
		[LIMIT_POPULATION] = "nobody gave us an inventory",
		[LIMIT_OBSERVATIONS] = "nobody gave us test results",
		[LIMIT_O] = "nobody answerable owns it",
		[LIMIT_D] = "nobody decided in time",
		[LIMIT_W] = "not shown to work everywhere",
	};

	return words[l];
}
