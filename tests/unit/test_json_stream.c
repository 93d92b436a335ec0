/* Records cut out of streams of JSON: places, pieces, ceilings, threads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <pthread.h>

#include <cmocka.h>

#include "checker/base/die.h"
#include "checker/base/limits.h"
#include "tests/unit/json_help.h"

/* Everything that a stream gives, as one text. */
struct tape {
	struct buf b;
	int stop_at, seen;
};

static int
record(void *ctx, const struct json_record *r)
{
	struct tape *t = ctx;

	buf_fmt(&t->b, "%s|%s|%u:%u|%.*s|", r->cut, r->pointer, r->line, r->col, (int)r->raw_len,
		r->raw);
	dump(&t->b, r->node);
	buf_chr(&t->b, '\n');
	return ++t->seen == t->stop_at ? -1 : 0;
}

static void
play(struct world *w, struct tape *t, const char *const *cuts, size_t ncuts, bool lines,
	const char *text, size_t len, size_t piece)
{
	struct json_reader r = {cuts, ncuts, lines, record, t};
	struct arena *region = arena_new();
	struct json_stream *s = json_stream_new(&r, "t", region, w->d);
	struct node *rest;

	buf_init(&t->b, 1 << 24);
	for (size_t at = 0; at < len; at += piece)
		if (json_stream_feed(s, text + at, len - at < piece ? len - at : piece) != 0)
			break;
	rest = json_stream_end(s, w->a); /* may give a last record */
	buf_str(&t->b, "= ");
	dump(&t->b, rest);
	json_stream_free(s);
	arena_free(region);
}

struct stream_case {
	const char *cuts[3];
	bool lines;
	const char *text, *want;
};

static const struct stream_case streams[] = {
	{{"/issues"}, false,
		"{\"total\": 2,\n \"issues\": [ {\"k\":1} ,\n{\"k\":[2]}], \"end\": 9}",
		"/issues|/issues/0|2:14|{\"k\":1}|{k:1}\n/issues|/issues/1|3:1|{\"k\":[2]}|{k:[2]}\n"
		"= {total:2,issues:[],end:9}"},
	{{""}, false, "[1,\"two\",{\"k\":3},[],null]",
		"|/0|1:2|1|1\n|/1|1:4|\"two\"|\"two\"\n|/2|1:10|{\"k\":3}|{k:3}\n|/3|1:18|[]|[]\n"
		"|/4|1:21|null|null\n= []"},
	{{""}, false, "{\"a\":[1]}", "= {a:[1]}"},
	{{"/a/#/b"}, false, "{\"a\":[{\"b\":[1,2],\"c\":3},{\"b\":[4]},{\"x\":{\"b\":[5]}}]}",
		"/a/#/b|/a/0/b/0|1:13|1|1\n/a/#/b|/a/0/b/1|1:15|2|2\n/a/#/b|/a/1/b/0|1:31|4|4\n"
		"= {a:[{b:[],c:3},{b:[]},{x:{b:[5]}}]}"},
	{{"/a", "/b"}, false, "{\"b\":[\"x\"],\"a\":[],\"c\":[7]}",
		"/b|/b/0|1:7|\"x\"|\"x\"\n= {b:[],a:[],c:[7]}"},
	{{"/a", "/a/#/b"}, false, "{\"a\":[{\"b\":[1]}]}",
		"/a|/a/0|1:7|{\"b\":[1]}|{b:[1]}\n= {a:[]}"},
	{{"/a~1b~0"}, false, "{\"a/b~\":[1]}", "/a~1b~0|/a~1b~0/0|1:10|1|1\n= {a/b~:[]}"},
	{{"/#/x"}, false, "[{\"x\":[1]},{\"y\":[1]}]", "/#/x|/0/x/0|1:8|1|1\n= [{x:[]},{y:[1]}]"},
	{{"/#"}, false, "{\"#\":[1]}", "= {#:[1]}"},
	{{"/a"}, false, "{\"a\":{\"a\":[1]}}", "= {a:{a:[1]}}"},
	{{NULL}, true, "{\"a\":1}\n\n[2]\r\n\"x\"\n7",
		"|/0|1:1|{\"a\":1}|{a:1}\n|/1|3:1|[2]|[2]\n"
		"|/2|4:1|\"x\"|\"x\"\n|/3|5:1|7|7\n= []"},
	{{NULL}, true, "[1]\n[2]", "|/0|1:1|[1]|[1]\n|/1|2:1|[2]|[2]\n= []"},
	{{""}, true, "\xef\xbb\xbf [1,\n2]\n", "|/0|1:3|1|1\n|/1|2:1|2|2\n= []"},
	{{""}, true, "1\n[2]\n", "|/0|1:1|1|1\n|/1|2:1|[2]|[2]\n= []"},
	{{NULL}, true, "", "= []"},
	{{NULL}, true, "1 2", "|/0|1:1|1|1\n= (none)"},
	{{""}, true, "[1]\n[2]\n", "|/0|1:2|1|1\n= (none)"},
	{{"/a"}, false,
		"\xef\xbb\xbf{\"n\":12345678901234567890,\"a\":[1],\"m\":98765432109876543210}",
		"/a|/a/0|1:32|1|1\n= {n:12345678901234567890,a:[],m:98765432109876543210}"},
	{{"/a"}, false, "{\"a\":[1,2", "/a|/a/0|1:7|1|1\n= (none)"},
	{{"/a"}, false, "{\"a\":[1,]}", "/a|/a/0|1:7|1|1\n= (none)"},
	{{"/a"}, false, "{\"a\":[1 2]}", "/a|/a/0|1:7|1|1\n= (none)"},
};

static void
test_streams(void **state)
{
	struct world *w = *state;

	for (size_t i = 0; i < COUNT(streams); i++) {
		const struct stream_case *c = &streams[i];
		size_t ncuts = 0;

		while (ncuts < 3 && c->cuts[ncuts] != NULL)
			ncuts++;
		for (size_t piece = 1; piece <= strlen(c->text) + 1; piece++) {
			struct tape t = {0};

			play(w, &t, c->cuts, ncuts, c->lines, c->text, strlen(c->text), piece);
			assert_string_equal(t.b.p, c->want);
			buf_free(&t.b);
		}
	}
}

static void
test_stop(void **state)
{
	struct world *w = *state;
	const char *cuts[] = {""}, *text = "[1,2,3]";
	struct tape t = {.stop_at = 2};

	play(w, &t, cuts, 1, false, text, strlen(text), 100);
	assert_string_equal(t.b.p, "|/0|1:2|1|1\n|/1|1:4|2|2\n= (none)");
	assert_int_equal(diags_count(w->d), 0);
	buf_free(&t.b);
}

/* Records that are larger than a slice of the window, with texts and escapes on every border. */
static void
test_large_records(void **state)
{
	struct world *w = *state;
	const char *cuts[] = {"/r"};
	static const size_t pieces[] = {1 << 20, 65536, 4099, 511};
	struct buf text;
	uint64_t want = 0;

	buf_init(&text, 1 << 22);
	buf_str(&text, "{\"before\":\"x\",\"r\":[");
	for (int i = 0; i < 3; i++) {
		buf_fmt(&text, "%s{\"n\":%d,\"t\":\"", i == 0 ? "" : ",", i);
		for (int j = 0; j < 30000 * i; j++)
			buf_str(&text,
				j % 7 == 0	     ? "\\ud83d\\ude00"
					: j % 5 == 0 ? "\xe2\x82\xac"
						     : "plain");
		buf_str(&text, "\"}");
	}
	buf_str(&text, "],\"after\":[1,2]}");
	for (size_t i = 0; i < COUNT(pieces); i++) {
		struct tape t = {0};
		uint64_t sum = 14695981039346656037u;

		play(w, &t, cuts, 1, false, text.p, text.len, pieces[i]);
		assert_int_equal(t.seen, 3);
		for (size_t j = 0; j < t.b.len; j++)
			sum = (sum ^ (unsigned char)t.b.p[j]) * 1099511628211u;
		if (i == 0)
			want = sum;
		assert_true(sum == want);
		assert_non_null(strstr(t.b.p, "= {before:\"x\",r:[],after:[1,2]}"));
		buf_free(&t.b);
	}
	buf_free(&text);
}

static void
test_record_ceiling(void **state)
{
	struct world *w = *state;
	const char *cuts[] = {""};
	int records = 0, rc = 0;
	struct json_reader r = {cuts, 1, false, count_records, &records};
	struct json_stream *s = json_stream_new(&r, "t", w->a, w->d);
	char *block = x_malloc(1 << 20);

	memset(block, 'x', 1 << 20);
	assert_int_equal(json_stream_feed(s, "[1,\"", 4), 0);
	for (size_t i = 0; i <= MAX_JSON_RECORD >> 20 && rc == 0; i++)
		rc = json_stream_feed(s, block, 1 << 20);
	assert_int_equal(rc, -1);
	assert_int_equal(records, 1);
	assert_string_equal(first_code(w->d), "E019");
	json_stream_free(s);
	free(block);
}

static void
test_flat_memory(void **state)
{
	struct world *w = *state;
	const char *cuts[] = {"/a"};
	int records = 0;
	struct json_reader r = {cuts, 1, false, count_records, &records};
	struct json_stream *s = json_stream_new(&r, "t", w->a, w->d);
	struct buf b;
	long before;

	buf_init(&b, 1 << 22);
	for (int i = 0; i < 1000; i++)
		buf_fmt(&b, "{\"id\":%d,\"text\":\"%0512d\",\"list\":[1,2,3]},", i, i);
	assert_int_equal(json_stream_feed(s, "{\"a\":[", 6), 0);
	assert_int_equal(json_stream_feed(s, b.p, b.len), 0);
	before = peak_kib();
	for (int i = 0; i < 99; i++)
		assert_int_equal(json_stream_feed(s, b.p, b.len), 0);
	assert_int_equal(json_stream_feed(s, "0]}", 3), 0);
	assert_non_null(json_stream_end(s, w->a));
	assert_int_equal(records, 100001);
	assert_true(peak_kib() - before < 1024);
	json_stream_free(s);
	buf_free(&b);
}

struct thread {
	const char *text;
	size_t len;
	uint64_t sum;
	int records;
};

static int
sum_record(void *ctx, const struct json_record *r)
{
	struct thread *t = ctx;

	t->records++;
	for (const struct node *n = r->node->child; n != NULL; n = n->next)
		for (const char *p = n->text; *p != '\0'; p++)
			t->sum = (t->sum ^ (unsigned char)*p) * 1099511628211u;
	return 0;
}

static void *
thread_run(void *ctx)
{
	static const char *const cuts[] = {""};
	struct thread *t = ctx;
	struct json_reader r = {cuts, 1, false, sum_record, t};
	struct arena *region = arena_new();
	struct diags *d = diags_new();
	struct json_stream *s = json_stream_new(&r, "t", region, d);

	for (size_t at = 0; at < t->len; at += 1000)
		json_stream_feed(s, t->text + at, t->len - at < 1000 ? t->len - at : 1000);
	t->records += json_stream_end(s, region) != NULL;
	json_stream_free(s);
	diags_free(d);
	arena_free(region);
	return NULL;
}

/* cJSON's hooks are the process's; the region that they use is the thread's. */
static void
test_threads(void **state)
{
	struct thread threads[4] = {0};
	pthread_t ids[4];
	struct buf b;

	(void)state;
	buf_init(&b, 1 << 24);
	buf_chr(&b, '[');
	for (int i = 0; i < 5000; i++)
		buf_fmt(&b, "{\"id\":%d,\"text\":\"%032d\"},", i, i * 7);
	buf_str(&b, "{}]");
	for (size_t i = 0; i < COUNT(threads); i++) {
		threads[i].text = b.p;
		threads[i].len = b.len;
		assert_int_equal(pthread_create(&ids[i], NULL, thread_run, &threads[i]), 0);
	}
	for (size_t i = 0; i < COUNT(threads); i++) {
		pthread_join(ids[i], NULL);
		assert_int_equal(threads[i].records, 5002);
		assert_true(threads[i].sum == threads[0].sum);
	}
	buf_free(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		T(test_streams), T(test_stop), T(test_large_records), T(test_flat_memory),
		T(test_record_ceiling), T(test_threads),
	};

	return cmocka_run_group_tests_name("json streams", tests, NULL, NULL);
}
