/* report.json: the tree itself. */
#include "checker/base/buf.h"
#include "checker/base/die.h"
#include "reports/emit_json.h"
#include "reports/writers.h"

static void
emit(struct emit_json *j, const struct node *n)
{
	switch (n->type) {
	case NODE_NULL:
		ej_null(j);
		return;
	case NODE_FALSE:
	case NODE_TRUE:
		ej_bool(j, n->type == NODE_TRUE);
		return;
	case NODE_NUMBER:
		ej_raw(j, n->text, strlen(n->text));
		return;
	case NODE_STRING:
		ej_str(j, n->text);
		return;
	case NODE_LIST:
		ej_array(j);
		break;
	case NODE_MAP:
		ej_object(j);
		break;
	}
	for (const struct node *c = n->child; c != NULL; c = c->next) {
		if (n->type == NODE_MAP)
			ej_key(j, c->key);
		emit(j, c);
	}
	ej_end(j);
}

static int
write_json(struct buf *out, const struct node *report, const struct writer_options *o)
{
	struct emit_json *j = ej_to_buf(out, EJ_PRETTY);

	(void)o;
	emit(j, report);
	return ej_finish(j);
}

const struct writer writer_json = {"json", "report.json", "application/json",
	"the whole report; every other format is a view of it", write_json, NULL};
