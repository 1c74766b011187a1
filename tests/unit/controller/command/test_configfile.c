/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_configfile.c - who is told that the configuration is another one.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "controller/command/configfile.h"
#include "tests/test.h"
#include "zonegen/base/digest.h"

static char dir[64], path[96];

struct watcher {
	struct loop *loop;
	struct configfile *file;
	unsigned told;
};

static void put(const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
}

static int set_up(void **state)
{
	(void)state;
	snprintf(dir, sizeof(dir), "/tmp/k8s-nsd-unit-XXXXXX");
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/k8s-nsd.yaml", dir);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	unlink(path);
	rmdir(dir);
	return 0;
}

static void on_change(void *arg)
{
	struct watcher *watcher = arg;

	watcher->told++;
}

static void on_last_change(void *arg)
{
	struct watcher *watcher = arg;

	watcher->told++;
	loop_stop(watcher->loop);
}

/* Who is told reads it. */
static void loaded(struct watcher *watcher, const char *text)
{
	char digest[DIGEST_SIZE];

	digest_hex(text, strlen(text), digest);
	configfile_loaded(watcher->file, digest, NULL);
}

/* in_force: what was read before the watch. */
static void watch(struct watcher *watcher, struct loop *loop,
    const char *in_force, void (*changed)(void *arg))
{
	char digest[DIGEST_SIZE];

	digest_hex(in_force, strlen(in_force), digest);
	*watcher = (struct watcher){ .loop = loop };
	watcher->file =
	    configfile_watch(loop, path, digest, NULL, changed, watcher);
	assert_non_null(watcher->file);
}

/* The first one's moment is over before the second one's. */
static void edited_before_the_watch(void **state)
{
	struct loop *loop = loop_new();
	struct watcher same, other;

	(void)state;
	put("ttl: 60\n");
	watch(&same, loop, "ttl: 60\n", on_change);
	watch(&other, loop, "ttl: 30\n", on_last_change);
	loop_run(loop);
	assert_int_equal(same.told, 0);
	assert_int_equal(other.told, 1);
	configfile_free(same.file);
	configfile_free(other.file);
	loop_free(loop);
}

static void edited_later(void **state)
{
	struct loop *loop = loop_new();
	struct watcher watcher;

	(void)state;
	put("ttl: 60\n");
	watch(&watcher, loop, "ttl: 60\n", on_last_change);
	put("ttl: 30\n");
	loop_run(loop);
	loaded(&watcher, "ttl: 30\n");
	put("ttl: 60\n");
	loop_run(loop);
	assert_int_equal(watcher.told, 2);
	configfile_free(watcher.file);
	loop_free(loop);
}

/* Read for another reason (SIGHUP), then put back as it was, all in a moment.
 */
static void loaded_meanwhile(void **state)
{
	struct loop *loop = loop_new();
	struct watcher watcher;

	(void)state;
	put("ttl: 60\n");
	watch(&watcher, loop, "ttl: 60\n", on_last_change);
	put("ttl: 30\n");
	loaded(&watcher, "ttl: 30\n");
	put("ttl: 60\n");
	loop_run(loop);
	assert_int_equal(watcher.told, 1);
	configfile_free(watcher.file);
	loop_free(loop);
}

/* Read by a signal before the moment is over: no news any more. */
static void loaded_before_it_is_told(void **state)
{
	struct loop *loop = loop_new();
	struct watcher first, last;

	(void)state;
	put("ttl: 60\n");
	watch(&first, loop, "ttl: 60\n", on_change);
	put("ttl: 30\n");
	loaded(&first, "ttl: 30\n");
	watch(&last, loop, "ttl: 60\n", on_last_change);
	loop_run(loop);
	assert_int_equal(first.told, 0);
	configfile_free(first.file);
	configfile_free(last.file);
	loop_free(loop);
}

/* Made after the watch had begun: another one than none. */
static void away_before_the_watch(void **state)
{
	struct loop *loop = loop_new();
	struct watcher watcher;

	(void)state;
	watch(&watcher, loop, "ttl: 60\n", on_last_change);
	put("ttl: 30\n");
	loop_run(loop);
	assert_int_equal(watcher.told, 1);
	configfile_free(watcher.file);
	loop_free(loop);
}

/* A link to a directory of another place is replaced, as git-sync does. */
static void behind_a_link_elsewhere(void **state)
{
	struct loop *loop = loop_new();
	struct watcher watcher;
	char link[80], current[80], old[80], file[120];

	(void)state;
	snprintf(link, sizeof(link), "%s/new", dir);
	snprintf(current, sizeof(current), "%s/current", dir);
	snprintf(old, sizeof(old), "%s/old", dir);
	mkdir(old, 0700);
	mkdir(link, 0700);
	assert_int_equal(symlink("old", current), 0);
	snprintf(path, sizeof(path), "%s/k8s-nsd.yaml", old);
	put("ttl: 60\n");
	snprintf(path, sizeof(path), "%s/k8s-nsd.yaml", link);
	put("ttl: 30\n");
	snprintf(path, sizeof(path), "%s/k8s-nsd.yaml", current);
	watch(&watcher, loop, "ttl: 60\n", on_last_change);
	unlink(current);
	assert_int_equal(symlink("new", current), 0);
	loop_run(loop);
	assert_int_equal(watcher.told, 1);
	configfile_free(watcher.file);
	loop_free(loop);
	unlink(current);
	snprintf(file, sizeof(file), "%s/k8s-nsd.yaml", old);
	unlink(file);
	rmdir(old);
	snprintf(file, sizeof(file), "%s/k8s-nsd.yaml", link);
	unlink(file);
	rmdir(link);
}

/* The configuration stays as it is, a template does not. */
static void a_template_alone(void **state)
{
	struct loop *loop = loop_new();
	struct watcher watcher = { .loop = loop };
	char digest[DIGEST_SIZE], config[96];

	(void)state;
	snprintf(config, sizeof(config), "%s", path);
	put("x");
	digest_hex("x", 1, digest);
	watcher.file =
	    configfile_watch(loop, path, digest, dir, on_last_change, &watcher);
	snprintf(path, sizeof(path), "%s/zone-header.tmpl", dir);
	put("; new\n");
	loop_run(loop);
	assert_int_equal(watcher.told, 1);
	configfile_loaded(watcher.file, digest, dir);
	unlink(path);
	loop_run(loop);
	assert_int_equal(watcher.told, 2);
	configfile_free(watcher.file);
	loop_free(loop);
	snprintf(path, sizeof(path), "%s", config);
}

struct neighbour {
	struct loop *loop;
	struct loop_timer *timer;
	char path[128];
	unsigned left; /* writes, before it is given up */
};

static void on_write(void *arg)
{
	struct neighbour *neighbour = arg;

	close(open(neighbour->path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
	if (neighbour->left--)
		loop_timer_set(neighbour->timer, 10);
	else
		loop_stop(neighbour->loop);
}

/* Its directory is never quiet. */
static void others_write_all_the_time(void **state)
{
	struct loop *loop = loop_new();
	struct neighbour neighbour = { .loop = loop, .left = 1000 };
	struct watcher watcher;

	(void)state;
	put("ttl: 60\n");
	watch(&watcher, loop, "ttl: 60\n", on_last_change);
	snprintf(neighbour.path, sizeof(neighbour.path), "%s/other", dir);
	neighbour.timer = loop_timer_new(loop, on_write, &neighbour);
	loop_timer_set(neighbour.timer, 0);
	put("ttl: 30\n");
	loop_run(loop);
	assert_int_equal(watcher.told, 1);
	loop_timer_free(neighbour.timer);
	configfile_free(watcher.file);
	loop_free(loop);
	unlink(neighbour.path);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(edited_before_the_watch),
		TEST(edited_later),
		TEST(loaded_meanwhile),
		TEST(loaded_before_it_is_told),
		TEST(away_before_the_watch),
		TEST(behind_a_link_elsewhere),
		TEST(a_template_alone),
		TEST(others_write_all_the_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
