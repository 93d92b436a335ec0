#include "tests/bench/generate.h"

#include <stdarg.h>

struct gen {
	FILE *out;
	uint64_t state, written, n;
};

/* SplitMix64. */
static uint64_t
draw(struct gen *g, uint64_t below)
{
	uint64_t z = g->state += 0x9e3779b97f4a7c15u;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return (z ^ z >> 31) % below;
}

static void __attribute__((format(printf, 2, 3)))
put(struct gen *g, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vfprintf(g->out, fmt, ap);
	va_end(ap);
	g->written += n > 0 ? (uint64_t)n : 0;
}

static void
words(struct gen *g, uint64_t n)
{
	static const char *const list[] = {"owner", "review", "access", "of", "the", "patch", "is",
		"late", "configuration", "boundary", "must", "be", "approved", "evidence", "system",
		"kernel", "M\xc3\xbcnchen", "session", "timeout", "by", "account", "operating"};

	for (uint64_t i = 0; i < n; i++)
		put(g, "%s%s", i == 0 ? "" : " ", list[draw(g, sizeof(list) / sizeof(*list))]);
}

static void
date(struct gen *g)
{
	unsigned month = (unsigned)draw(g, 12) + 1, day = (unsigned)draw(g, 28) + 1;

	put(g, "2026-%02u-%02uT%02u:%02u:00.000+0000", month, day, (unsigned)draw(g, 24),
		(unsigned)draw(g, 60));
}

static void
person(struct gen *g, const char *role)
{
	unsigned n = (unsigned)draw(g, 900);

	put(g,
		"\"%s\":{\"accountId\":\"5b10a2844c2016570%06u\",\"emailAddress\":\"u%u@example.com\","
		"\"displayName\":\"User %u\",\"active\":%s,\"timeZone\":\"Etc/UTC\"}",
		role, n, n, n, n % 7 == 0 ? "false" : "true");
}

static void
json_record(struct gen *g)
{
	uint64_t histories = draw(g, 6) + 1;

	put(g, "%s{\"id\":\"%llu\",\"key\":\"RISK-%llu\",\"changelog\":{\"total\":%llu,\"histories\":[",
		g->n == 0 ? "" : ",", (unsigned long long)(10000 + g->n), (unsigned long long)g->n,
		(unsigned long long)histories);
	for (uint64_t i = 0; i < histories; i++) {
		put(g, "%s{\"id\":\"%llu\",", i == 0 ? "" : ",",
			(unsigned long long)(g->n * 10 + i));
		person(g, "author");
		put(g, ",\"created\":\"");
		date(g);
		put(g,
			"\",\"items\":[{\"field\":\"status\",\"fieldtype\":\"jira\",\"from\":\"%u\",\"fromString\":"
			"\"In Progress\",\"to\":\"%u\",\"toString\":\"Done\"}]}",
			(unsigned)draw(g, 5), (unsigned)draw(g, 5));
	}
	put(g, "]},\"fields\":{\"summary\":\"");
	words(g, 6);
	put(g, "\",\"description\":\"");
	words(g, 20 + draw(g, 60));
	put(g, "\\nsecond line, \\\"quoted\\\"\",");
	person(g, "assignee");
	put(g, ",");
	person(g, "reporter");
	put(g,
		",\"priority\":{\"name\":\"High\",\"id\":\"2\"},\"duedate\":null,\"labels\":[\"AC-2\",\"stig\"],"
		"\"timespent\":%u,\"created\":\"",
		(unsigned)draw(g, 100000));
	date(g);
	put(g, "\"}}\n");
}

static void
xml_record(struct gen *g)
{
	unsigned rule = (unsigned)draw(g, 450);

	if (g->n % 450 == 0)
		put(g, "%s<TestResult id=\"r%llu\" version=\"1.0\"><target>host-%llu.example.com</target>\n",
			g->n == 0 ? "" : "</TestResult>", (unsigned long long)g->n,
			(unsigned long long)g->n);
	put(g, "<rule-result idref=\"xccdf_org.example.content_rule_%04u\" time=\"", rule);
	date(g);
	put(g,
		"\" severity=\"%s\" weight=\"10.0\">\n  <result>%s</result>\n"
		"  <ident system=\"http://cce.example.org\">CCE-%05u</ident>\n"
		"  <check system=\"http://oval.example.org/XMLSchema/oval-definitions-5\">\n"
		"    <check-content-ref href=\"oval.xml\" name=\"oval:org.example:def:%u\"/>\n  </check>\n"
		"</rule-result>\n",
		draw(g, 3) == 0 ? "high" : "medium", draw(g, 5) == 0 ? "fail" : "pass", rule * 7,
		rule);
}

static void
csv_record(struct gen *g)
{
	put(g, "RISK-%llu,\"", (unsigned long long)g->n);
	words(g, 6);
	put(g, "\",In Progress,u%u@example.com,high,", (unsigned)draw(g, 900));
	date(g);
	put(g, ",,\"AT-2,stig\",\"");
	words(g, 10 + draw(g, 40));
	put(g, "\nsecond line, \"\"quoted\"\"\"\r\n");
}

void
generate(FILE *out, enum sample kind, uint64_t seed, uint64_t bytes)
{
	static const char *const begin[] = {"{\"expand\":\"names\",\"startAt\":0,\"issues\":[\n",
		"<?xml version=\"1.0\"?>\n<Benchmark xmlns=\"http://checklists.nist.gov/xccdf/1.2\" id=\"b\">\n",
		"Key,Summary,Status,Assignee,Priority,Created,Resolved,Labels,Description\r\n"};
	static const char *const end[] = {"],\"total\":1}\n", "</TestResult></Benchmark>\n", ""};
	static void (*const record[])(struct gen *) = {json_record, xml_record, csv_record};
	struct gen g = {.out = out, .state = seed};

	put(&g, "%s", begin[kind]);
	for (; g.written < bytes; g.n++)
		record[kind](&g);
	put(&g, "%s", end[kind]);
}
