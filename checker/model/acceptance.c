/* What registers and logs say of an acceptance, before anybody asks whether it is valid. */
#include "checker/base/text.h"
#include "checker/model/model.h"

bool
event_ends_acceptance(const struct event *e)
{
	return e->closes && e->choice != CHOICE_NONE && e->choice != CHOICE_ACCEPT
		&& e->actor.how != RES_MACHINE;
}

/* Words of registers for an acceptance that is, and that is not, granted. */
enum tri
acceptance_granted(const struct acceptance *row, int64_t as_of)
{
	static const char *const yes[] = {"approved", "accepted", "active", "granted", "in force",
		"deviation-approved"};
	static const char *const none[] = {"rejected", "denied", "pending", "requested", "draft",
		"withdrawn", "revoked", "proposed", "deviation-requested"};

	const char *raw = row->state_raw;

	/*
	 * A register without such words: the instant of the grant speaks. A blank cell of one that has
	 * them says nothing (READINGS 222).
	 */
	if (raw == NULL)
		return TRI_T;
	for (size_t i = 0; i < sizeof(yes) / sizeof(*yes); i++)
		if (str_same_fold(raw, yes[i]))
			return TRI_T;
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		if (str_same_fold(raw, none[i]))
			return TRI_F;
	/* It was granted, and is over: one that would go on says two things (READINGS 193). */
	return str_same_fold(raw, "expired") && row->expires.known == KNOWN && !row->expires.never
		&& row->expires.hi < as_of ? TRI_T : TRI_U;
}
