/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_overlayfile.c - rows to a file and back, and damaged files.
 */
#include "controller/publish/state/overlayfile.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/test.h"
#include "tests/unit/controller/scratch.h"

#define HEAD "{\"schemaVersion\":1,\"rows\":["
#define ROW(zone, name, type, ttl, records, rest)                       \
	"{\"zone\":\"" zone "\",\"name\":\"" name "\",\"type\":\"" type \
	"\",\"ttl\":" ttl ",\"records\":[" records "]," rest "}"
#define REASON "\"reason\":\"untrusted\","
#define ORIGIN                                          \
	"\"origin\":\"Service web/db\",\"uid\":\"u1\"," \
	"\"created\":100"
#define NO_AGE "\"origin\":\"Ingress web/x\",\"uid\":\"\",\"created\":null"
#define DB(type, ttl, records) \
	ROW("a.test", "db.a.test", type, ttl, records, REASON ORIGIN)
#define SHA "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define MEMORY(member, rows) HEAD "],\"" member "\":[\n" rows "]}\n"
#define STILL "\"still\":true,"
#define LATELY "\"lately\":true,"
#define SIZE(namespace, still, rrsets)                                       \
	"{\"zone\":\"a.test\",\"namespace\":" namespace "," still            \
							"\"rrsets\":" rrsets \
							",\"age\":4}"
#define LATELY_ROWS(more)                                                    \
	SIZE("\"b\"", STILL, "9")                                            \
	",\n" SIZE("\"b\"", LATELY, "7") ",\n" SIZE("\"web\"", "", "9") more \
	    "],\"marks\":[\n" MARK(                                          \
		"\"namespaces\":[\"b\"],", "false", "37", "5")
#define MARK(namespaces, excused, born, went)                     \
	"{\"zone\":\"a.test\",\"name\":\"w.a.test\",\"type\":"    \
	"\"A\",\"whose\":\"-\"," namespaces "\"update\":" excused \
	",\"excused\":" excused ",\"born\":" born ",\"went\":" went "}"
#define LINE(line)          \
	MEMORY("approvals", \
	    "{\"zone\":\"a.test\",\"until\":1,\"lines\":[\"" line "\"]}")
#define BAD_LINE(line) "approvals[0]: lines: '" line "' is no line of a plan"
#define A1 "\"192.0.2.1\""

#define EXCLUDE(zone, name, type, record, all)                             \
	"{\"zone\":\"" zone "\",\"name\":\"" name "\",\"type\":" type      \
	",\"record\":" record ",\"origin\":\"Ingress web/x\",\"all\":" all \
	",\"words\":\"no\"}"
#define EXCLUDED(zone, name, type, record, all) \
	"\"excluded\":[\n" EXCLUDE(zone, name, type, record, all)

#define REFUSED_AT(name, more)                                       \
	"{\"zone\":\"a.test\",\"name\":\"" name "\",\"type\":\"A\"," \
	"\"record\":\"192.0.2.1\",\"origin\":\"Ingress web/x\","     \
	"\"all\":false,\"words\":\"no\"," more "}"
#define REFUSED(more) "\"excluded\":[\n" REFUSED_AT("a.a.test", more)
#define REFUSED_B(more) REFUSED_AT("b.a.test", more)
#define WAIT(namespace, wait, until)                                        \
	"{\"zone\":\"a.test\",\"namespace\":" namespace ",\"wait\":" wait   \
							",\"until\":" until \
							"}"
#define WAITING(rows) HEAD "],\"refusals\":[\n" rows "]}"

static const char *const kinds[] = { "Ingress", "Service" };
static const struct config config = { .resources = { kinds, 2 } };

/* The machine was just started; the clock is right. */
static const struct instant now = { 5000, 1795429416 };

static const struct row {
	const char *name;
	const char *text;
	const char *reason; /* NULL: good, and printed the same again, */
	const char *again;  /* or like this */
} rows[] = {
	{ "no rows", HEAD "]}\n", NULL },
	{ "one row", HEAD "\n" DB("A", "60", A1) "]}\n", NULL },
	{ "two zones",
	    HEAD "\n" DB("A", "60", A1 ",\"192.0.2.2\"") ",\n" ROW("b.test",
		"*.b.test", "CNAME", "5", "\"x.c.test.\"",
		REASON NO_AGE) "]}\n",
	    NULL },
	{ "octets that need escapes",
	    HEAD "\n" DB("TXT", "60", "\"\\\"a\\\\\\\"b\\\\195\\\"\"") "]}\n",
	    NULL },
	{ "an excluded record",
	    HEAD
	    "]," EXCLUDED("a.test", "db.a.test", "\"A\"", A1, "false") "]}\n",
	    NULL },
	{ "an object and a record, and rows",
	    HEAD "\n" DB("A", "60", A1) "]," EXCLUDED("a.test", "a.test",
		"\"TXT\"", "\"\\\"x\\\"\"", "true") ",\n" EXCLUDE("b.test",
		"b.test", "\"MX\"", "\"1 m.b.test.\"", "false") "]}\n",
	    NULL },
	{ "a record that is open, and one that has a time",
	    HEAD "]," REFUSED("\"open\":true") ",\n" REFUSED_B(
		"\"until\":1795429417") "]}\n",
	    NULL },
	{ "its time is too far", HEAD "]," REFUSED("\"until\":1799999999") "]}",
	    NULL, HEAD "]," REFUSED("\"until\":1795515816") "]}\n" },
	{ "its time is over", HEAD "]," REFUSED("\"until\":1") "]}", NULL,
	    HEAD "]," REFUSED("\"until\":1795429412") "]}\n" },
	{ "its time is none", HEAD "]," REFUSED("\"until\":\"1\"") "]}",
	    "excluded[0]: until: not an integer" },
	{ "open is no truth", HEAD "]," REFUSED("\"open\":1") "]}",
	    "excluded[0]: open: not true or false" },
	{ "namespaces that wait",
	    WAITING(WAIT("\"\"", "600", "1795429417") ",\n" WAIT(
		"\"web\"", "86400", "1795429416")) "\n",
	    NULL },
	{ "a wait that is too short",
	    WAITING(WAIT("\"web\"", "599", "1795429417")),
	    "refusals[0]: wait: missing or out of range" },
	{ "a wait that is too long",
	    WAITING(WAIT("\"web\"", "86401", "1795429417")),
	    "refusals[0]: wait: too long" },
	{ "until far away", WAITING(WAIT("\"web\"", "600", "1799999999")), NULL,
	    WAITING(WAIT("\"web\"", "600", "1795515816")) "\n" },
	{ "a namespace that is none", WAITING(WAIT("1", "600", "1795429417")),
	    "refusals[0]: namespace: not a string" },
	{ "a namespace that is too long",
	    WAITING(WAIT("\"0123456789012345678901234567890123456789"
			 "012345678901234567890123\"",
		"600", "1795429417")),
	    "refusals[0]: namespace: too long" },
	{ "excluded is no list", HEAD "],\"excluded\":1}",
	    "excluded: not a list" },
	{ "an excluded row that is none", HEAD "],\"excluded\":[1]}",
	    "excluded[0]: not an object" },
	{ "an excluded name outside the zone",
	    HEAD "]," EXCLUDED("a.test", "b.test", "\"A\"", A1, "true") "]}",
	    "excluded[0]: name: 'b.test' is not in 'a.test'" },
	{ "an excluded record that is none",
	    HEAD
	    "]," EXCLUDED("a.test", "a.test", "\"A\"", "\"x\"", "true") "]}",
	    "" },
	{ "an excluded record no string",
	    HEAD "]," EXCLUDED("a.test", "a.test", "\"A\"", "1", "true") "]}",
	    "excluded[0]: record: not a string" },
	{ "an excluded type that is none",
	    HEAD "]," EXCLUDED("a.test", "a.test", "\"B\"", A1, "true") "]}",
	    "excluded[0]: type: 'B' is no type" },
	{ "an excluded SOA",
	    HEAD "]," EXCLUDED("a.test", "a.test", "\"SOA\"", A1, "true") "]}",
	    "excluded[0]: type: 'SOA' is no type" },
	{ "excluded, no truth",
	    HEAD "]," EXCLUDED("a.test", "a.test", "\"A\"", A1, "1") "]}",
	    "excluded[0]: all: not true or false" },
	{ "of a configuration",
	    "{\"schemaVersion\":1,\"configuration\":\"" SHA "\",\"rows\":[]}\n",
	    NULL },
	{ "a row that stands instead",
	    HEAD "\n" ROW("a.test", "db.a.test", "A", "60", A1,
		"\"reason\":\"held\",\"instead\":true," ORIGIN) "]}\n",
	    NULL },
	{ "in grace",
	    MEMORY("graces",
		"{\"zone\":\"a.test\",\"name\":\"w.a.test\",\"origin\":"
		"\"Ingress "
		"web/w\",\"uid\":\"\",\"until\":1795429500}"),
	    NULL },
	{ "in grace until yesterday",
	    MEMORY("graces",
		"{\"zone\":\"a.test\",\"name\":\"w.a.test\",\"origin\":"
		"\"Ingress "
		"web/w\",\"uid\":\"u\",\"until\":1795343016}"),
	    NULL },
	{ "holding",
	    MEMORY("holds", "{\"zone\":\"a.test\",\"since\":1795429000}"),
	    NULL },
	{ "holding by limits",
	    MEMORY("holds",
		"{\"zone\":\"a.test\",\"since\":1795429000,"
		"\"minRRsets\":10,\"deletes\":30,\"namespaces\":50}"),
	    NULL },
	{ "holding by no percentage",
	    MEMORY("holds",
		"{\"zone\":\"a.test\",\"since\":1795429000,"
		"\"minRRsets\":10,\"deletes\":101}"),
	    "holds[0]: deletes: no percentage" },
	{ "holding by less than nothing",
	    MEMORY("holds",
		"{\"zone\":\"a.test\",\"since\":1795429000,"
		"\"minRRsets\":-1}"),
	    "holds[0]: minRRsets: missing or out of range" },
	{ "approved",
	    MEMORY("approvals",
		"{\"zone\":\"a.test\",\"until\":1795429500,\"lines\":[\n"
		"\"- w.a.test A web\",\n\"~ *.a.test TXT - "
		"0123456789abcdef\"]}"),
	    NULL },
	{ "sizes and marks",
	    MEMORY("sizes",
		"{\"zone\":\"a.test\",\"rrsets\":12,\"age\":400},\n"
		"{\"zone\":\"a.test\",\"rrsets\":10,\"age\":0}],\"marks\":["
		"\n" MARK("", "false", "37", "5") ",\n" MARK(
		    "", "true", "null", "400")),
	    NULL },
	{ "sizes and marks of namespaces",
	    MEMORY("sizes",
		"{\"zone\":\"a.test\",\"rrsets\":12,\"age\":4},\n" SIZE(
		    "\"\"", "", "3") ",\n" SIZE("\"web\"", STILL,
		    "9") "],\"marks\":[\n" MARK("\"namespaces\":[\"\","
						"\"web\"],",
		    "false", "37", "5")),
	    NULL },
	{ "sizes of lately, where they are others",
	    MEMORY("sizes", LATELY_ROWS(",\n" SIZE("\"web\"", LATELY, "9"))),
	    NULL, MEMORY("sizes", LATELY_ROWS("")) },
	{ "a lately that is a number",
	    MEMORY("sizes", SIZE("\"web\"", "\"lately\":1,", "3")),
	    "sizes[0]: lately: not true or false" },
	{ "a mark of nobody's",
	    MEMORY("marks",
		"{\"zone\":\"a.test\",\"name\":\"w.a.test\",\"type\":\"A\","
		"\"whose\":\"A b\",\"born\":37}"),
	    "marks[0]: whose: 'A b' is no namespace" },
	{ "a size of no namespace", MEMORY("sizes", SIZE("\"a b\"", "", "3")),
	    "sizes[0]: namespace: 'a b' is no namespace" },
	{ "a size of a number", MEMORY("sizes", SIZE("1", "", "3")),
	    "sizes[0]: namespace: not a string" },
	{ "a size that stands a little",
	    MEMORY("sizes", SIZE("\"web\"", "\"still\":1,", "3")),
	    "sizes[0]: still: not true or false" },
	{ "a mark of no namespace",
	    MEMORY(
		"marks", MARK("\"namespaces\":[\"A\"],", "false", "37", "5")),
	    "marks[0]: namespaces: 'A' is no namespace" },
	{ "a mark of a number",
	    MEMORY("marks", MARK("\"namespaces\":[1],", "false", "37", "5")),
	    "marks[0]: namespaces: not strings" },
	{ "an approval for ever",
	    MEMORY("approvals",
		"{\"zone\":\"a.test\",\"until\":1895429500,\"lines\":[\n"
		"\"- w.a.test A web\"]}"),
	    NULL,
	    MEMORY("approvals",
		"{\"zone\":\"a.test\",\"until\":1795433016,\"lines\":[\n"
		"\"- w.a.test A web\"]}") },
	{ "sizes alone",
	    MEMORY("sizes", "{\"zone\":\"a.test\",\"rrsets\":12,\"age\":400}"),
	    NULL, HEAD "]}\n" },
	{ "no digest",
	    "{\"schemaVersion\":1,\"configuration\":\"0f\",\"rows\":[]}",
	    "configuration: no digest" },
	{ "grace of nobody",
	    MEMORY("graces",
		"{\"zone\":\"a.test\",\"name\":\"w.a.test\",\"origin\":\"w\","
		"\"uid\":\"\",\"until\":1}"),
	    "graces[0]: origin: 'w' is no origin" },
	{ "grace without an end",
	    MEMORY("graces",
		"{\"zone\":\"a.test\",\"name\":\"w.a.test\",\"origin\":\"A b\","
		"\"uid\":\"\"}"),
	    "graces[0]: until: missing or out of range" },
	{ "held since ever",
	    MEMORY("holds", "{\"zone\":\"a.test\",\"since\":0}"),
	    "holds[0]: since: missing or out of range" },
	{ "nothing approved",
	    MEMORY(
		"approvals", "{\"zone\":\"a.test\",\"until\":1,\"lines\":[]}"),
	    "approvals[0]: lines: none" },
	{ "approved outside", LINE("- w.b.test A web"),
	    BAD_LINE("- w.b.test A web") },
	{ "approved creations", LINE("+ w.a.test A web"),
	    BAD_LINE("+ w.a.test A web") },
	{ "approved with a tab", LINE("- w.a.test  A web"),
	    BAD_LINE("- w.a.test  A web") },
	{ "approved in upper case", LINE("- W.a.test A web"),
	    BAD_LINE("- W.a.test A web") },
	{ "approved of no type", LINE("- w.a.test"), BAD_LINE("- w.a.test") },
	{ "approved of another type", LINE("- w.a.test a web"),
	    BAD_LINE("- w.a.test a web") },
	{ "a deletion of data", LINE("- w.a.test A web 0123456789abcdef"),
	    BAD_LINE("- w.a.test A web 0123456789abcdef") },
	{ "a change of none", LINE("~ w.a.test A web"),
	    BAD_LINE("~ w.a.test A web") },
	{ "a change of little", LINE("~ w.a.test A web 0123456789abcde"),
	    BAD_LINE("~ w.a.test A web 0123456789abcde") },
	{ "a change of much", LINE("~ w.a.test A web 0123456789abcdef0"),
	    BAD_LINE("~ w.a.test A web 0123456789abcdef0") },
	{ "approved for nobody", LINE("- w.a.test A"),
	    BAD_LINE("- w.a.test A") },
	{ "approved for no namespace", LINE("- w.a.test A We"),
	    BAD_LINE("- w.a.test A We") },
	{ "approved and more", LINE("~ w.a.test A web 0123456789abcdef "),
	    BAD_LINE("~ w.a.test A web 0123456789abcdef ") },
	{ "approved nothing", LINE(""), BAD_LINE("") },
	{ "a size below none",
	    MEMORY("sizes", "{\"zone\":\"a.test\",\"rrsets\":-1,\"age\":400}"),
	    "sizes[0]: rrsets: missing or out of range" },
	{ "the largest size",
	    MEMORY("sizes",
		"{\"zone\":\"a.test\",\"rrsets\":100000000,\"age\":400}"),
	    NULL, HEAD "]}\n" },
	{ "a size that no zone has",
	    MEMORY("sizes",
		"{\"zone\":\"a.test\",\"rrsets\":100000001,\"age\":400}"),
	    "sizes[0]: rrsets: no zone has more than 100000000" },
	{ "a size that no machine has",
	    MEMORY("sizes",
		"{\"zone\":\"a.test\",\"rrsets\":1000000000000,"
		"\"age\":400}"),
	    "sizes[0]: rrsets: no zone has more than 100000000" },
	{ "a mark of nothing",
	    MEMORY("marks", MARK("", "false", "null", "null")),
	    "marks[0]: neither born nor went is a number" },
	{ "a mark of the future",
	    MEMORY("marks", MARK("", "false", "null", "-1")),
	    "marks[0]: went: missing or out of range" },
	{ "a mark that is none", MEMORY("marks", "7"),
	    "marks[0]: not an object" },
	{ "empty", "", "not JSON: it is empty" },
	{ "cut", HEAD DB("A", "60", A1), "" },
	{ "something behind it", HEAD "]} {}", "" },
	{ "not an object", "[]", "not an object" },
	{ "no version", "{\"rows\":[]}", "schemaVersion is not 1" },
	{ "a later version", "{\"schemaVersion\":2,\"rows\":[]}",
	    "schemaVersion is not 1" },
	{ "no list", "{\"schemaVersion\":1}", "rows: missing" },
	{ "rows no list", "{\"schemaVersion\":1,\"rows\":{}}",
	    "rows: not a list" },
	{ "another member", "{\"schemaVersion\":1,\"rows\":[],\"x\":1}",
	    "unknown member 'x'" },
	{ "a row that is none", HEAD "7]}", "rows[0]: not an object" },
	{ "another member of a row",
	    HEAD ROW("a.test", "a.test", "A", "60", A1,
		"\"x\":1," REASON ORIGIN) "]}",
	    "rows[0]: unknown member 'x'" },
	{ "outside the zone",
	    HEAD ROW("a.test", "db.b.test", "A", "60", A1, REASON ORIGIN) "]}",
	    "rows[0]: name: 'db.b.test' is not in 'a.test'" },
	{ "no name",
	    HEAD ROW("a.test", "d b", "A", "60", A1, REASON ORIGIN) "]}", "" },
	{ "no type", HEAD DB("B", "60", A1) "]}",
	    "rows[0]: type: 'B' is no type" },
	{ "an SOA", HEAD DB("SOA", "60", "\"a. b. 1 2 3 4 5\"") "]}",
	    "rows[0]: type: 'SOA' is no type" },
	{ "no address", HEAD DB("A", "60", "\"192.0.2\"") "]}", "" },
	{ "no records", HEAD DB("A", "60", "") "]}", "rows[0]: records: none" },
	{ "records no strings", HEAD DB("A", "60", "1") "]}",
	    "rows[0]: records: not strings" },
	{ "a TTL below nothing", HEAD DB("A", "-1", A1) "]}",
	    "rows[0]: ttl: missing or out of range" },
	{ "a TTL too large", HEAD DB("A", "2147483648", A1) "]}",
	    "rows[0]: ttl: missing or out of range" },
	{ "a TTL that is none", HEAD DB("A", "\"60\"", A1) "]}",
	    "rows[0]: ttl: not an integer" },
	{ "no such reason",
	    HEAD ROW("a.test", "a.test", "A", "60", A1,
		"\"reason\":\"bored\"," ORIGIN) "]}",
	    "rows[0]: reason: 'bored' is no reason" },
	{ "no origin",
	    HEAD ROW(
		"a.test", "a.test", "A", "60", A1, REASON "\"uid\":\"\"") "]}",
	    "rows[0]: origin: missing" },
	{ "an origin that is none",
	    HEAD ROW("a.test", "a.test", "A", "60", A1,
		REASON "\"origin\":\"x\",\"uid\":\"\"") "]}",
	    "rows[0]: origin: 'x' is no origin" },
	{ "a uid of two lines",
	    HEAD ROW("a.test", "a.test", "A", "60", A1,
		REASON "\"origin\":\"Ingress web/x\","
		       "\"uid\":\"a\\nb\"") "]}",
	    "rows[0]: uid: not up to 128 printable octets" },
	{ "the second row", HEAD DB("A", "60", A1) "," DB("A", "60", "1") "]}",
	    "rows[1]: records: not strings" },
};

static void check(void **state)
{
	const struct row *row = *state;
	struct overlays overlays = OVERLAYS_INIT;
	struct buf text = BUF_INIT(1u << 16);
	struct err err = { .text = "" };
	bool ok = overlayfile_parse(
	    row->text, strlen(row->text), &config, &now, &overlays, &err);

	assert_string_equal(
	    err.text, row->reason && *row->reason ? row->reason : err.text);
	assert_int_equal(ok, !row->reason);
	overlayfile_print(&overlays, &now, &text);
	assert_string_equal(buf_text(&text),
	    !ok              ? HEAD "]}\n"
		: row->again ? row->again
			     : row->text);
	buf_clear(&text);
	overlays_clear(&overlays);
}

static void ranks_are_those_of_today(void **state)
{
	const char *text = HEAD DB("A", "60", A1) "]}";
	struct overlays overlays = OVERLAYS_INIT;
	struct err err;

	(void)state;
	assert_true(overlayfile_parse(
	    text, strlen(text), &config, &now, &overlays, &err));
	assert_int_equal(
	    overlays_of(&overlays, "a.test")->overlay.rows[0].rank, 1);
	overlays_clear(&overlays);
}

/* Damaged: said, set aside, and no rows; a second start finds none. */
static void a_damaged_file_is_set_aside(void **state)
{
	struct overlays overlays = OVERLAYS_INIT;
	char dir[64], *text;
	struct stat st;
	struct err err;
	int fd;

	(void)state;
	temp_dir(dir);
	fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	assert_true(overlayfile_load(fd, &config, &now, &overlays, &err));
	file_write(dir, "overlay.json", "{");
	assert_false(overlayfile_load(fd, &config, &now, &overlays, &err));
	assert_int_equal(overlays.count, 0);
	text = file_read(dir, "overlay.json.bad-1");
	assert_string_equal(text, "{");
	free(text);
	assert_true(overlayfile_load(fd, &config, &now, &overlays, &err));
	assert_true(overlayfile_save(fd, &overlays, &now, &err));
	assert_int_equal(fstatat(fd, "overlay.json", &st, 0), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_true(overlayfile_load(fd, &config, &now, &overlays, &err));
	close(fd);
	remove_dir(dir);
}

static const struct words {
	const char *name, *before, *after;
	const char *reason;
} words[] = {
	{ "a uid",
	    HEAD "{\"zone\":\"a.test\",\"name\":\"a.test\","
		 "\"type\":\"A\",\"ttl\":60,\"records\":[" A1 "]," REASON
		 "\"origin\":\"Ingress web/x\",\"uid\":\"",
	    "\"}]}", "rows[0]: uid: not up to 128 printable octets" },
	{ "an origin",
	    HEAD "{\"zone\":\"a.test\",\"name\":\"a.test\","
		 "\"type\":\"A\",\"ttl\":60,\"records\":[" A1 "]," REASON
		 "\"uid\":\"u\",\"origin\":\"Ingress web/",
	    "\"}]}", "rows[0]: origin: '" },
	{ "the origin of an excluded record",
	    HEAD "],\"excluded\":[{\"zone\":\"a.test\",\"name\":\"a.test\","
		 "\"type\":\"A\",\"record\":" A1
		 ",\"all\":false,\"words\":\"no\",\"origin\":\"A ",
	    "\"}]}", "excluded[0]: origin: '" },
	{ "the uid of a grace",
	    HEAD "],\"graces\":[{\"zone\":\"a.test\",\"name\":\"a.test\","
		 "\"origin\":\"A b\",\"until\":1,\"uid\":\"",
	    "\"}]}", "graces[0]: uid: not up to 128 printable octets" },
};

/* 70 000 octets where a word of an origin stands. */
static void check_words(void **state)
{
	const struct words *row = *state;
	struct overlays overlays = OVERLAYS_INIT;
	struct buf text = BUF_INIT(1u << 20);
	struct err err = { .text = "" };

	buf_printf(&text, "%s%070000d%s", row->before, 0, row->after);
	assert_false(overlayfile_parse(
	    buf_text(&text), text.len, &config, &now, &overlays, &err));
	assert_memory_equal(err.text, row->reason, strlen(row->reason));
	buf_clear(&text);
}

int main(void)
{
	return RUN_ROWS(rows, check) + RUN_ROWS(words, check_words) +
	    RUN_TESTS(cmocka_unit_test(ranks_are_those_of_today),
		cmocka_unit_test(a_damaged_file_is_set_aside));
}
