/* The words of verdicts and limits, as reports print them. */
#include "checker/judge/assessment.h"
#include "checker/model/say.h"

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
	static const enum say words[VERDICTS] = {
		[CONTRADICTED] = SAY_VERDICT_CONTRADICTED,
		[EXPOSED] = SAY_VERDICT_EXPOSED,
		[ADMITTED] = SAY_VERDICT_ADMITTED,
		[PAPER] = SAY_VERDICT_PAPER,
		[VERDICT_UNKNOWN] = SAY_VERDICT_UNKNOWN,
		[UNTESTED_ADMITTED] = SAY_VERDICT_UNTESTED_ADMITTED,
		[PARTIAL] = SAY_VERDICT_PARTIAL,
		[PARTIAL_UNCLAIMED] = SAY_VERDICT_PARTIAL_UNCLAIMED,
		[PARTIAL_ADMITTED] = SAY_VERDICT_PARTIAL_ADMITTED,
		[DISPUTED] = SAY_VERDICT_DISPUTED,
		[UNCLAIMED] = SAY_VERDICT_UNCLAIMED,
		[CONFIRMED] = SAY_VERDICT_CONFIRMED,
		[NOT_EXERCISED] = SAY_VERDICT_NOT_EXERCISED,
		[NOT_APPLICABLE] = SAY_VERDICT_NOT_APPLICABLE,
	};

	return (unsigned)v < VERDICTS ? say_text(words[v]) : "";
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
	static const enum say words[] = {
		[LIMIT_NONE] = SAY_LIMIT_NONE,
		[LIMIT_ROSTER] = SAY_LIMIT_ROSTER,
		[LIMIT_ITEMS] = SAY_LIMIT_ITEMS,
		[LIMIT_POPULATION] = SAY_LIMIT_POPULATION,
		[LIMIT_OBSERVATIONS] = SAY_LIMIT_OBSERVATIONS,
		[LIMIT_O] = SAY_LIMIT_O,
		[LIMIT_D] = SAY_LIMIT_D,
		[LIMIT_W] = SAY_LIMIT_W,
	};

	return say_text(words[l]);
}
