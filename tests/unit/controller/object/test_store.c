/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_store.c - what the store hands out after what it was told.
 *
 * Each row is a script: words separated by blanks.
 *	begin, commit, drop, mark
 *	+NAME      mark that one
 *	NAME=V:U   put NAME with resourceVersion V, uid U
 *	NAME=V     the same without a uid
 *	NAME!      put a document of that name that is no good
 *	-NAME      delete
 *	?          hand out changes: what came, sorted, must follow as {...}
 */
#include "controller/object/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "controller/object/part/object.h"
#include "tests/test.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/mem.h"

static const struct row {
	const char *name;
	const char *script;
	const char *refused; /* keys of the findings at the end, sorted */
} rows[] = {
	{ "nothing", "? {}" },
	{ "held back until the list ends",
	    "begin a=1 b=1 ? {} commit ? {a=1 b=1} ? {}" },
	{ "a watch puts before the first list ends",
	    "begin a=1 a=2 a=3 commit ? {a=3}" },
	{ "deleted before the first list ends",
	    "begin a=1 b=1 -a commit ? {b=1}" },
	{ "put", "begin commit ? {} a=1 ? {a=1} a=2 ? {a=2}" },
	{ "put twice, handed out once", "begin commit a=1 a=2 ? {a=2}" },
	{ "deleted", "begin a=1 commit ? {a=1} -a ? {-a} ? {}" },
	{ "deleted before it was handed out", "begin commit a=1 -a ? {-a}" },
	{ "deleted, and there again",
	    "begin a=1 commit ? {a=1} -a a=2 "
	    "? {a=2}" },
	{ "there again, and deleted again",
	    "begin a=1 commit ? {a=1} -a a=2 -a ? {-a} ? {}" },
	{ "unknown ones deleted", "begin commit -a ? {}" },
	{ "same uid and version are no change",
	    "begin a=1:u commit ? {a=1} a=1:u ? {} a=1:v ? {a=1} "
	    "a=2:v ? {a=2}" },
	{ "without a uid everything is a change",
	    "begin a=1 commit ? {a=1} a=1 ? {a=1}" },
	{ "a malformed one with another uid is a deletion first",
	    "begin a=1:u b=1:u c=1 commit ? {a=1 b=1 c=1} "
	    "a!:v b!:u c!:v ? {-a} a=2:v ? {a=2}",
	    "b c" },
	{ "forgotten",
	    "begin a=1:u b=1 commit ? {a=1 b=1} forget ? {-a -b} a=2:u ? {} "
	    "begin a=2:u commit ? {a=2}" },
	{ "a list drops what it lacks",
	    "begin a=1:u b=1:u c=1:u commit ? {a=1 b=1 c=1} "
	    "begin a=1:u c=2:u commit ? {-b c=2}" },
	{ "a list that never ends drops nothing",
	    "begin a=1:u b=1:u commit ? {a=1 b=1} begin a=1:u ? {} "
	    "begin a=1:u b=1:u commit ? {}" },
	{ "put by the watch after a list",
	    "begin a=1:u commit b=1:u ? {a=1 b=1} begin a=1:u b=1:u commit "
	    "? {}" },
	{ "all dropped",
	    "begin a=1 b=1 commit ? {a=1 b=1} drop ? {-a -b} "
	    "? {}" },
	{ "dropped and listed anew",
	    "begin a=1 commit ? {a=1} drop begin a=1 commit ? {a=1}" },
	{ "everything changed",
	    "begin a=1 b=1 commit ? {a=1 b=1} mark "
	    "? {a=1 b=1} mark mark ? {a=1 b=1} ? {}" },
	{ "everything changed before the first list ends",
	    "begin a=1 mark ? {} commit ? {a=1}" },
	{ "one marked", "begin a=1 b=1 commit ? {a=1 b=1} +a +a ? {a=1} ? {}" },
	{ "one marked that is not there", "begin commit +a ? {}" },
	{ "one marked that is gone", "begin a=1 commit ? {a=1} -a +a ? {-a}" },
	{ "one marked before the first list ends",
	    "begin a=1 +a ? {} commit ? {a=1}" },
	{ "one marked that is dirty", "begin a=1 commit +a ? {a=1} ? {}" },
	{ "dirty ones swept",
	    "begin a=1 b=1 commit begin a=2 commit "
	    "? {-b a=2}" },

	{ "a bad one from the start", "begin a! commit ? {}", "a" },
	{ "a bad one keeps what was there", "begin a=1 commit ? {a=1} a! ? {} ",
	    "a" },
	{ "a bad one keeps it through a list",
	    "begin a=1 commit ? {a=1} begin a! commit ? {} begin a! commit "
	    "? {}",
	    "a" },
	{ "good again", "begin a=1 commit ? {a=1} a! a=2 ? {a=2}" },
	{ "good again as it was", "begin a=1:u commit ? {a=1} a! a=1:u ? {}" },
	{ "a bad one deleted", "begin a! commit -a ? {}" },
	{ "a bad one with a past deleted",
	    "begin a=1 commit ? {a=1} a! -a ? {-a}" },
	{ "a bad one swept", "begin a! commit begin commit ? {}" },
	{ "a bad one with a past swept",
	    "begin a=1 commit ? {a=1} a! begin commit ? {-a}" },
	{ "bad ones dropped", "begin a=1 a! b! commit drop ? {-a} ? {}" },
	{ "two bad ones", "begin b! a! c=1 commit ? {c=1}", "a b" },
	{ "bad twice", "begin a! a! commit", "a" },
	{ "no JSON keeps what was there", "begin a=1 commit ? {a=1} a~ ? {}",
	    "a" },
	{ "no JSON keeps it through a list",
	    "begin a=1 b=1 commit ? {a=1 b=1} begin a~ commit ? {-b}", "a" },
	{ "no JSON, then good again",
	    "begin a=1 commit ? {a=1} a~ a=2 ? {a=2}" },
	{ "deleted, and the last state is no JSON",
	    "begin a=1 commit ? {a=1} -a~ ? {-a}" },
	{ "no JSON, and deleted as that", "begin commit a~ -a~ ? {}" },
	{ "a name that is none", "begin X! commit", "X" },
	{ "a name that is none, deleted", "begin X! commit -X ? {}" },
};

static const struct kind *ingress(void)
{
	return kind_find("Ingress");
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The words of list, sorted, with blanks between, in braces. */
static void join(struct buf *out, char **list, size_t count)
{
	qsort(list, count, sizeof(*list), compare);
	buf_putc(out, '{');
	for (size_t i = 0; i < count; i++) {
		buf_printf(out, "%s%s", i ? " " : "", list[i]);
		free(list[i]);
	}
	buf_putc(out, '}');
}

static void hand_out(struct store *store, struct buf *out)
{
	struct store_change change;
	char *list[16], word[64];
	size_t n = 0;

	while (store_next(store, &change)) {
		assert_true(n < ARRAY_LEN(list));
		assert_ptr_equal(change.kind, ingress());
		assert_ptr_equal(
		    store_get(store, change.kind, change.key), change.object);
		if (change.object)
			snprintf(word, sizeof(word), "%s=%s",
			    object_name(change.object),
			    change.object->resource_version);
		else
			snprintf(word, sizeof(word), "-%s",
			    strchr(change.key, '/') + 1);
		list[n++] = xstrdup(word);
	}
	join(out, list, n);
}

/*
 * name is what word begins with; "!" in it makes that no Ingress, "~" not even
 * JSON.
 */
static void document(
    struct buf *out, const char *word, const char *version, const char *uid)
{
	int len = (int)strcspn(word, "=!~");
	const char *spec = "{}";

	if (strchr(word, '!'))
		spec = "7";
	if (strchr(word, '~'))
		spec = "\"\\u0000\"";
	buf_reset(out);
	buf_printf(out,
	    "{\"metadata\":{\"namespace\":\"web\",\"name\":\"%.*s\","
	    "\"resourceVersion\":\"%.1s\",\"uid\":\"%s\"},\"spec\":%s}",
	    len, word, version, uid, spec);
}

static void put(struct store *store, const char *word)
{
	struct buf text = BUF_INIT(1000);
	const char *version = strchr(word, '=');
	const char *colon = strchr(word, ':');
	struct err err;

	document(
	    &text, word, version ? version + 1 : "1", colon ? colon + 1 : "");
	assert_int_equal(
	    store_put(store, ingress(), buf_text(&text), text.len, &err),
	    version != NULL);
	buf_clear(&text);
}

static void delete (struct store *store, const char *word)
{
	struct buf text = BUF_INIT(1000);
	struct err err;

	document(&text, word, "", "");
	assert_true(
	    store_delete(store, ingress(), buf_text(&text), text.len, &err));
	buf_clear(&text);
}

static void mark(struct store *store, const char *name)
{
	char key[64];

	snprintf(key, sizeof(key), "web/%s", name);
	store_mark(store, ingress(), key);
}

static void obey(struct store *store, const char *word, struct buf *out)
{
	if (!strcmp(word, "begin"))
		store_begin(store, ingress());
	else if (!strcmp(word, "commit"))
		store_commit(store, ingress());
	else if (!strcmp(word, "drop"))
		store_drop(store, ingress());
	else if (!strcmp(word, "forget"))
		store_forget(store, ingress());
	else if (!strcmp(word, "mark"))
		store_mark_all(store);
	else if (*word == '+')
		mark(store, word + 1);
	else if (*word == '-')
		delete (store, word + 1);
	else if (*word == '?')
		hand_out(store, out);
	else
		put(store, word);
}

static void check_refused(struct store *store, const char *want)
{
	struct findings findings = { 0 };
	struct buf got = BUF_INIT(1000), braces = BUF_INIT(1000);
	char *list[16];

	store_findings(store, &findings);
	assert_int_equal(
	    store_status(store, ingress())->refused, findings.count);
	for (size_t i = 0; i < findings.count; i++) {
		assert_int_equal(findings.list[i].id, BAD_OBJECT);
		assert_memory_equal(
		    findings.list[i].origin, "Ingress web/", 12);
		list[i] = xstrdup(findings.list[i].origin + 12);
	}
	join(&got, list, findings.count);
	buf_printf(&braces, "{%s}", want ? want : "");
	assert_string_equal(buf_text(&got), buf_text(&braces));
	findings_clear(&findings);
	buf_clear(&got);
	buf_clear(&braces);
}

static void check(void **state)
{
	const struct row *row = *state;
	struct store *store = store_new();
	struct buf got = BUF_INIT(1000);
	const char *p = row->script;
	char word[32];

	while (*p) {
		size_t len = strcspn(p, *p == '{' ? "}" : " ");

		if (*p == '{') {
			len++;
			assert_int_equal(len, got.len);
			assert_memory_equal(buf_text(&got), p, len);
		} else {
			snprintf(word, sizeof(word), "%.*s", (int)len, p);
			buf_reset(&got);
			obey(store, word, &got);
		}
		p += len + strspn(p + len, " ");
	}
	check_refused(store, row->refused);
	buf_clear(&got);
	store_free(store);
}

static void count(void *arg)
{
	++*(int *)arg;
}

static void listener(void **state)
{
	struct store *store = store_new();
	int calls = 0;

	(void)state;
	store_listen(store, count, &calls);
	store_begin(store, ingress());
	put(store, "a=1:u");
	assert_int_equal(calls, 0); /* held back */
	store_commit(store, ingress());
	assert_int_equal(calls, 1);
	put(store, "a=1:u");
	assert_int_equal(calls, 1); /* no change */
	put(store, "a=2:u");
	assert_int_equal(calls, 2);
	put(store, "a!");
	assert_int_equal(calls, 3);
	delete (store, "b");
	assert_int_equal(calls, 3);
	delete (store, "a");
	assert_int_equal(calls, 4);
	store_set_state(store, ingress(), SOURCE_LIVE, "", 5);
	store_set_state(store, ingress(), SOURCE_LIVE, "", 6);
	assert_int_equal(calls, 5);
	store_free(store);
}

static void status(void **state)
{
	struct store *store = store_new();
	const struct source_status *status = store_status(store, ingress());

	(void)state;
	assert_int_equal(status->state, SOURCE_UNKNOWN);
	assert_false(status->synced);
	store_set_state(store, ingress(), SOURCE_SYNCING, "listing", 7);
	store_begin(store, ingress());
	put(store, "a=1");
	put(store, "b=1");
	put(store, "c!");
	assert_int_equal(status->objects, 2);
	assert_int_equal(status->refused, 1);
	assert_false(status->synced);
	store_commit(store, ingress());
	assert_true(status->synced);
	store_set_state(store, ingress(), SOURCE_SYNCING, "again", 8);
	assert_int_equal(status->since, 7);
	assert_string_equal(status->reason, "again");
	store_set_state(store, ingress(), SOURCE_LIVE, "", 9);
	assert_int_equal(status->since, 9);
	delete (store, "a");
	assert_int_equal(status->objects, 1);
	store_drop(store, ingress());
	assert_int_equal(status->objects, 0);
	assert_int_equal(status->refused, 0);
	assert_string_equal(source_state_word(SOURCE_FORBIDDEN), "forbidden");
	store_free(store);
}

static void not_even_json(void **state)
{
	struct store *store = store_new();
	struct findings findings = { 0 };
	struct err err;

	(void)state;
	store_begin(store, ingress());
	assert_false(store_put(store, ingress(), "{", 1, &err));
	assert_false(store_delete(store, ingress(), "{", 1, &err));
	assert_false(store_delete(store, ingress(), "{}", 2, &err));
	assert_false(store_put(store, ingress(), "[", 1, &err));
	store_findings(store, &findings);
	assert_int_equal(findings.count, 1);
	assert_string_equal(findings.list[0].origin, "Ingress");
	store_begin(store, ingress());
	store_commit(store, ingress());
	assert_int_equal(store_status(store, ingress())->refused, 0);
	findings_clear(&findings);
	store_free(store);
}

/* Claims hold on to it: changes without end must not leave one behind each. */
static void origins_stay(void **state)
{
	struct store *store = store_new();
	struct origin *origin;

	(void)state;
	put(store, "a=1:u");
	origin = origin_ref(store_get(store, ingress(), "web/a")->origin);
	put(store, "a=2:u");
	assert_ptr_equal(store_get(store, ingress(), "web/a")->origin, origin);
	put(store, "a=3:other");
	assert_ptr_not_equal(
	    store_get(store, ingress(), "web/a")->origin, origin);
	assert_int_equal(origin->refs, 1);
	origin_unref(origin);
	store_free(store);
}

int main(void)
{
	return RUN_ROWS(rows, check) +
	    RUN_TESTS(cmocka_unit_test(listener), cmocka_unit_test(status),
		cmocka_unit_test(not_even_json),
		cmocka_unit_test(origins_stay));
}
