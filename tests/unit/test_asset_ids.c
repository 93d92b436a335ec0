/* Identifiers of assets in their normal form, and what names nothing (formats.md C.2). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "checker/base/arena.h"
#include "checker/base/text.h"
#include "checker/join/asset_ids.h"

static const struct row { const char *ns, *value, *want; } rows[] = {
	/* Addresses: one text for each, and none for those that every host has. */
	{"ip", "10.0.0.7", "ip:10.0.0.7"}, {"ip", "10.0.0.7/24", "ip:10.0.0.7"},
	{"ip", "2001:DB8:0:0::1", "ip:2001:db8::1"}, {"ip", "fe80::1%eth0", ""},
	{"ip", "febf::1", ""}, {"ip", "fe90::1", ""}, {"ip", "fea0::1", ""}, {"ip", "fe70::1", "ip:fe70::1"},
	{"ip", "fec0::1", "ip:fec0::1"}, {"ip", "::ffff:10.0.0.7", "ip:10.0.0.7"},
	{"ip", "::fffe:10.0.0.7", "ip:::fffe:a00:7"}, {"ip", "127.0.0.1", ""}, {"ip", "127.8.8.8", ""},
	{"ip", "169.254.1.1", ""}, {"ip", "0.0.0.0", ""}, {"ip", "::", ""}, {"ip", "::1", ""},
	{"ip", "192.168.122.1", ""}, {"ip", "192.168.122.2", "ip:192.168.122.2"},
	{"ip", "172.17.0.1", ""}, {"ip", "172.17.0.2", "ip:172.17.0.2"}, {"ip", "255.255.255.255", ""},
	{"ip", "255.255.255.254", "ip:255.255.255.254"}, {"ip", "170.254.1.1", "ip:170.254.1.1"},
	/* Names: without case, point, port, scheme or path. */
	{"host", "WEB01", "host:web01"}, {"host", "web01.X.example.", "fqdn:web01.x.example"},
	{"fqdn", "web01.x.example..", "fqdn:web01.x.example"}, {"host", "web01:443", "host:web01"},
	{"host", "https://web01.x/y/z", "fqdn:web01.x"}, {"host", "web_01-a", "host:web_01-a"},
	{"host", "-web01", ""}, {"host", "web..x", ""}, {"host", "we'b", ""}, {"host", ".", ""},
	{"host", "localhost", ""}, {"host", "LocalHost4.localdomain4", ""}, {"host", "unknown", ""},
	{"host", "N/A", ""}, {"host", " ", ""}, {"host", "?", ""}, {"host", "0", ""},
	/* A cell: its first word, and what else is an address or a full name; the rest is prose. */
	{"host", "web01 (10.0.0.7)", "host:web01 ip:10.0.0.7"},
	{"host", "web01.x (10.0.0.7) 443/tcp", "fqdn:web01.x ip:10.0.0.7"},
	{"host", "10.1.11.12\n192.168.1.50", "ip:10.1.11.12 ip:192.168.1.50"},
	{"host", "web01 in rack 7", "host:web01"}, {"host", "web01, db.x/y", "host:web01"},
	{"host", "web01; WEB01", "host:web01"}, {"host", "10.0.0.7 10.0.0.7", "ip:10.0.0.7"},
	{"host", "localhost web02.x", "fqdn:web02.x"}, {"host", "localhost web02", ""},
	{"mention", "WEB01.x", "fqdn:web01.x"},
	/* Display names: one word is a host, several are a title. */
	{"name", "WEB01", "host:web01"}, {"name", "10.0.0.7", "ip:10.0.0.7"},
	{"name", "Mail  Gateway", "name:mail gateway"}, {"name", "web01.x (mail)", "fqdn:web01.x"},
	{"name", "To Be Filled By O.E.M.", ""}, {"name", "a'b", "name:a'b"}, {"name", "10.0.0.7 old", "ip:10.0.0.7"},
	/* MAC addresses: twelve digits, in whatever groups. */
	{"mac", "00-1B-44-11-3A-B7", "mac:001b44113ab7"}, {"mac", "001b.4411.3ab7", "mac:001b44113ab7"},
	{"mac", "00:1b:44:11:3a:b7:00", ""}, {"mac", "00:1b:44:11:3a", ""}, {"mac", "00:1b:44:11:3a:bg", ""},
	{"mac", "00:1b:44:11:3a:b@", ""}, {"mac", "00:00:00:00:00:00", ""}, {"mac", "ff:ff:ff:ff:ff:ff", ""},
	{"mac", "02:42:0e:7a:f2:27", ""}, {"mac", "02:43:0e:7a:f2:27", "mac:02430e7af227"},
	/* Machine identifiers: braces go, patterns of one letter are none. */
	{"uuid", "{4C4C4544-0050}", "uuid:4c4c4544-0050"}, {"uuid", "{}", "uuid:{}"}, {"uuid", "{a", "uuid:{a"},
	{"uuid", "a}", "uuid:a}"}, {"agent", "{1a}", "agent:1a"}, {"agent", "0000-0000", ""},
	{"agent", "ffffffff", ""}, {"agent", "1111", "agent:1111"}, {"agent", "0000-0001", "agent:0000-0001"},
	{"uuid", "{unknown}", ""}, {"uuid", "03000200-0400-0500-0006-000700080009", ""},
	{"agent", "fff0", "agent:fff0"}, {"agent", "aaaa", "agent:aaaa"}, {"agent", "-", ""},
	/* Clouds write one account in several ways. */
	{"arn", "AWS::::Account:123456789012", "arn:arn:aws:iam::123456789012:root"},
	{"arn", "arn:aws:s3:::b", "arn:arn:aws:s3:::b"}, {"azure", "/Subscriptions/AA/vm", "azure:/subscriptions/aa/vm"},
	{"resource", "/Subscriptions/AA/vm", "resource:/subscriptions/aa/vm"}, {"resource", "/Other/AA", "resource:/Other/AA"},
	{"gcp", "//compute.googleapis.com/projects/p/i", "gcp:projects/p/i"},
	{"serial", " SN-1 ", "serial:SN-1"}, {"serial", "System Serial Number", ""}, {"serial", "TBD", ""},
};

static void
normal(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct arena *a = arena_new();
		struct idents ids = {0};
		const char *got = "";
		bool any = ident_normal(&ids, a, rows[i].ns, rows[i].value);

		for (size_t k = 0; k < ids.n; k++)
			got = arena_printf(a, "%s%s%s:%s", got, k > 0 ? " " : "", ids.v[k].ns, ids.v[k].value);
		if (!str_same(got, rows[i].want) || any != (*rows[i].want != '\0'))
			fail_msg("%s \"%s\": %s, not %s", rows[i].ns, rows[i].value, got, rows[i].want);
		arena_free(a);
	}
}

static void
strength(void **state)
{
	static const struct { const char *ns; enum strength want; } table[] = {
		{"fqdn", MEDIUM}, {"tag", MEDIUM}, {"k8s", MEDIUM}, {"host", WEAK}, {"name", WEAK}, {"ip", WEAK},
		{"mac", WEAK}, {"serial", STRONG}, {"uuid", STRONG}, {"instance", STRONG}, {"arn", STRONG},
		{"anything", STRONG},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		assert_int_equal(ident_strength(table[i].ns), table[i].want);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(normal),
		cmocka_unit_test(strength),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
