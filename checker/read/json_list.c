/* Records of JSON that come alone, in lists, in lines or in pages. */
#include "checker/read/json_list.h"

#include "checker/base/json.h"
#include "checker/read/peek.h"

static void
value(const struct json_list *l, const struct node *n, const char *pointer)
{
	(l->value != NULL ? l->value : l->record)(l->ctx, n, pointer);
}

static int
on_record(void *ctx, const struct json_record *rec)
{
	const struct json_list *l = ctx;

	if (*rec->cut != '\0')
		l->record(l->ctx, rec->node, rec->pointer);
	else
		value(l, rec->node, rec->pointer);
	return 0;
}

int
reading_json_list(struct reading *r, const struct json_list *l, const struct node **rest)
{
	struct json_list own = *l;
	struct json_reader jr = { .cuts = own.cuts, .ncuts = own.ncuts, .on_record = on_record,
		.ctx = &own };
	struct node *left = NULL;
	int rc;

	jr.lines = reading_peek(r).lines;
	rc = reading_json(r, &jr, &left);
	reading_peek_end(r);
	if (rc == 0 && node_is(left, NODE_MAP))
		value(&own, left, "");
	if (rest != NULL)
		*rest = left;
	return rc;
}
