#include "reports/emit_oscal.h"

#include "checker/base/buf.h"
#include "checker/base/die.h"
#include "checker/base/limits.h"
#include "checker/base/text.h"
#include "reports/emit_json.h"
#include "reports/emit_xml.h"
#include "reports/finding.h"
#include "reports/markdown.h"
#include "reports/place.h"
#include "reports/walk.h"

#define OSCAL_VERSION "1.1.2" /* what is written here is the same in 1.1 and 1.2 */
#define OSCAL_NS "http://csrc.nist.gov/ns/oscal/1.0"
#define PROP_NS "urn:trueup:oscal"
#define TEXT_CUT 2000

struct oscal {
	struct emit_json *j; /* one of the two */
	struct emit_xml *x;
};

struct oscal *
os_begin(struct buf *out, bool xml, const char *root, const char *uuid)
{
	struct oscal *o = x_calloc(1, sizeof(*o));

	if (xml) {
		o->x = ex_to_buf(out);
		ex_raw(o->x, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
		ex_open(o->x, root);
		ex_attr(o->x, "xmlns", OSCAL_NS);
	} else {
		o->j = ej_to_buf(out, EJ_PRETTY);
		ej_object(o->j);
		ej_kobject(o->j, root);
	}
	os_flag(o, "uuid", uuid);
	return o;
}

int
os_finish(struct oscal *o)
{
	int rc;

	if (o->x != NULL) {
		ex_close(o->x);
		ex_raw(o->x, "\n");
		rc = ex_finish(o->x);
	} else {
		ej_end(o->j);
		ej_end(o->j);
		rc = ej_finish(o->j);
	}
	free(o);
	return rc;
}

void
os_map(struct oscal *o, const char *name)
{
	if (o->x != NULL) {
		ex_raw(o->x, "\n");
		ex_open(o->x, name);
	} else {
		ej_kobject(o->j, name);
	}
}

void
os_list(struct oscal *o, const char *name)
{
	if (o->j != NULL)
		ej_karray(o->j, name);
}

void
os_entry(struct oscal *o, const char *element)
{
	if (o->x != NULL) {
		ex_raw(o->x, "\n");
		ex_open(o->x, element);
	} else {
		ej_object(o->j);
	}
}

void
os_end(struct oscal *o)
{
	if (o->x != NULL)
		ex_close(o->x);
	else
		ej_end(o->j);
}

void
os_list_end(struct oscal *o)
{
	if (o->j != NULL)
		ej_end(o->j);
}

/*
 * Inert, on one line, neither empty nor with blanks at the ends, as OSCAL's
 * string asks: that there was nothing is told by "-".
 */
static void
plain(struct buf *b, const char *text)
{
	size_t from = 0, to;
	struct buf inert;

	buf_init(&inert, MIB);
	text_inert(&inert, text != NULL ? text : "", TEXT_CUT);
	to = inert.len;
	while (from < to && inert.p[from] == ' ')
		from++;
	while (to > from && inert.p[to - 1] == ' ')
		to--;
	buf_add(b, inert.p + from, to - from);
	if (from == to)
		buf_chr(b, '-');
	buf_free(&inert);
}

void
os_flag(struct oscal *o, const char *name, const char *value)
{
	struct buf b;

	buf_init(&b, MIB);
	plain(&b, value);
	if (o->x != NULL)
		ex_attr(o->x, name, b.p);
	else
		ej_kstr(o->j, name, b.p);
	buf_free(&b);
}

void
os_line(struct oscal *o, const char *name, const char *text)
{
	struct buf b, md;

	buf_init(&b, MIB);
	plain(&b, text);
	if (o->x != NULL) {
		ex_element(o->x, name, NULL, b.p);
	} else {
		buf_init(&md, 4 * MIB);
		md_text(&md, b.p, 0);
		ej_kstr(o->j, name, md.p);
		buf_free(&md);
	}
	buf_free(&b);
}

void
os_block(struct oscal *o, const char *name, const char *text)
{
	struct buf b;

	if (o->x == NULL) {
		os_line(o, name, text);
		return;
	}
	buf_init(&b, MIB);
	plain(&b, text);
	ex_open(o->x, name);
	ex_element(o->x, "p", NULL, b.p);
	ex_close(o->x);
	buf_free(&b);
}

void
os_value(struct oscal *o, const char *name, const char *text)
{
	struct buf b;

	buf_init(&b, MIB);
	plain(&b, text);
	if (o->x != NULL)
		ex_element(o->x, name, NULL, b.p);
	else
		ej_kstr(o->j, name, b.p);
	buf_free(&b);
}

void
os_text(struct oscal *o, const char *text)
{
	struct buf b;

	buf_init(&b, MIB);
	plain(&b, text);
	ex_text(o->x, b.p);
	buf_free(&b);
}

void
os_item(struct oscal *o, const char *element, const char *text)
{
	if (o->x != NULL)
		os_value(o, element, text);
	else
		ej_str(o->j, text);
}

void
os_prop(struct oscal *o, const char *name, const char *value)
{
	struct buf b;

	buf_init(&b, MIB);
	os_token(&b, name);
	os_entry(o, "prop");
	os_flag(o, "name", b.p);
	os_flag(o, "ns", PROP_NS);
	os_flag(o, "value", value);
	os_end(o);
	buf_free(&b);
}

void
os_prop_int(struct oscal *o, const char *name, int64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", (long long)value);
	os_prop(o, name, text);
}

void
os_hash(struct oscal *o, const char *sha256)
{
	if (o->x != NULL) {
		ex_open(o->x, "hash");
		ex_attr(o->x, "algorithm", "SHA-256");
		ex_text(o->x, sha256);
		ex_close(o->x);
	} else {
		ej_object(o->j);
		ej_kstr(o->j, "algorithm", "SHA-256");
		ej_kstr(o->j, "value", sha256);
		ej_end(o->j);
	}
}

void
os_empty(struct oscal *o, const char *name)
{
	os_map(o, name);
	os_end(o);
}

/*
 * OSCAL takes UUIDs of version 4 and 5 only.  Version 5 asks for SHA-1; the
 * name-based idea is the same here, its digest is SHA-256, cut.
 */
void
os_uuid(char out[37], const char *a, const char *b, const char *c)
{
	static const char pattern[] = "xxxxxxxx-xxxx-5xxx-axxx-xxxxxxxxxxxx";
	char hex[65];
	size_t at = 0;

	fingerprint_of(hex, a, b, c);
	for (size_t i = 0; i < sizeof(pattern); i++)
		out[i] = pattern[i] == 'x' ? hex[at++] : pattern[i];
}

void
os_token(struct buf *b, const char *id)
{
	if (!ch_alpha(*id) && *id != '_')
		buf_str(b, "c_");
	for (; *id != '\0'; id++) {
		if (ch_alnum(*id) || *id == '.' || *id == '-' || *id == '_')
			buf_chr(b, *id);
		else
			buf_fmt(b, "_%02X", (unsigned)(unsigned char)*id);
	}
}

void
os_metadata(struct oscal *o, const struct node *report, const char *title)
{
	os_map(o, "metadata");
	os_line(o, "title", title);
	os_value(o, "last-modified", get_str(report, "as_of"));
	os_value(o, "version", get_str(report, "tool_version"));
	os_value(o, "oscal-version", OSCAL_VERSION);
	os_list(o, "props");
	os_prop(o, "headline", get_str(report, "headline"));
	os_prop(o, "status", get_str(report, "status"));
	os_prop(o, "complete", get_bool(report, "complete") ? "true" : "false");
	os_prop_int(o, "late_total", get_int(report, "late_total"));
	os_prop_int(o, "not_persons_total", get_int(report, "not_persons_total"));
	os_list_end(o);
	os_end(o);
}

void
os_sources(struct oscal *o, const struct node *report)
{
	char uuid[37];
	struct buf uri;

	if (get_child(report, "sources") == NULL)
		return;
	buf_init(&uri, MIB);
	os_map(o, "back-matter");
	os_list(o, "resources");
	for EACH(s, report, "sources") {
		const char *path = get_str(s, "path");

		buf_reset(&uri);
		uri_put(&uri, path, strlen(path));
		os_uuid(uuid, "source", path, get_str(s, "sha256"));
		os_entry(o, "resource");
		os_flag(o, "uuid", uuid);
		os_line(o, "title", path);
		os_list(o, "rlinks");
		os_entry(o, "rlink");
		os_flag(o, "href", uri.p);
		os_list(o, "hashes");
		os_hash(o, get_str(s, "sha256"));
		os_list_end(o);
		os_end(o);
		os_list_end(o);
		os_end(o);
	}
	os_list_end(o);
	os_end(o);
	buf_free(&uri);
}

void
os_document_uuid(char out[37], const struct node *report, const char *kind)
{
	char hex[65];

	fingerprint_of(hex, kind, get_str(report, "as_of"), get_str(report, "headline"));
	for EACH(s, report, "sources")
		fingerprint_of(hex, hex, get_str(s, "path"), get_str(s, "sha256"));
	for EACH(i, report, "inputs")
		fingerprint_of(hex, hex, get_str(i, "name"), get_str(i, "sha256"));
	os_uuid(out, kind, hex, NULL);
}
