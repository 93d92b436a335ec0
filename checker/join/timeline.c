/* Who had it when: the path over teams, and how often it came back (method.md 2.4). */
#include "checker/base/map.h"
#include "checker/base/text.h"
#include "checker/join/inside.h"

static void
step(struct item *it, const char *team)
{
	if (team == NULL || *team == '\0')
		return;
	if (it->npath == 0 || strcmp(it->path[it->npath - 1], team) != 0)
		it->path[it->npath++] = team;
}

static bool
has_team_entries(const struct item *it)
{
	for (size_t i = 0; i < it->nevents; i++)
		if (it->events[i].kind == EVENT_TEAM)
			return true;
	return false;
}

/* A, B, A is a direct return; A, B, C, A an indirect one: no team follows itself in a path. */
static void
count_returns(struct item *it)
{
	struct map *had = map_new();

	for (size_t k = 0; k < it->npath; k++) {
		const char *now = it->path[k];
		bool fresh;

		(void)map_slot(had, now, strlen(now), &fresh);
		if (!fresh && strcmp(now, it->path[k - 2]) == 0)
			it->returns_direct++;
		else if (!fresh)
			it->returns_indirect++;
	}
	it->teams = (uint32_t)map_count(had);
	map_free(had);
}

/*
 * Teams as the tracker names them; only where it names none, those that the
 * roster gives for the assignees: two vocabularies in one path would look like bouncing.
 */
void
item_timeline(struct item *it, struct arena *a)
{
	bool teams = has_team_entries(it);

	it->path = ARENA_ARRAY(a, const char *, it->nevents + 2);
	for (size_t i = 0; i < it->nevents; i++) {
		const struct event *e = &it->events[i];

		if (e->kind != (teams ? EVENT_TEAM : EVENT_ASSIGN))
			continue;
		if (teams && it->npath == 0)
			step(it, e->from);
		if (!teams && it->npath == 0 && e->was != NULL && e->was->party != NULL)
			step(it, e->was->party->team);
		step(it, e->team);
	}
	if (it->npath == 0)
		step(it, it->team);
	it->handoffs = it->npath == 0 ? 0 : (uint32_t)(it->npath - 1);
	count_returns(it);
}
