/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_walk.c - every serial is in exactly one commit, in order, with real git,
 * whatever fails and whenever the process is killed (H1: a commit for each
 * version).
 *
 * A walk is two thousand steps by chance: versions are put in place, with their
 * files or before these, served or taken back; git is missing, finds a lock, or
 * is killed in its work; the remote is away, or gets foreign commits; all but
 * the disk is lost.  Then nothing fails any more, and the log of the repository
 * is read.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "controller/base/log.h"
#include "controller/config/builtin.h"
#include "controller/publish/git/git.h"
#include "controller/publish/history/history.h"
#include "tests/test.h"
#include "tests/unit/controller/publish/history/logread.h"
#include "tests/unit/controller/publish/history/place.h"
#include "tests/unit/controller/scratch.h"

#define ZONES 8
#define STEPS 2000
#define PATIENCE 120000 /* ms until all is well in the end */

struct walk {
	struct loop *loop;
	struct loop_timer *timer;
	struct statedir statedir;
	struct config config;
	struct history *history;
	struct place places[ZONES];
	char dir[64], zones[96], git[96], remote[96], away[96], lock[160];
	char *path; /* of before, while git is missing */
	bool is_away, locked;
	uint64_t first, seed;
};

static unsigned below(struct walk *w, unsigned n)
{
	w->seed = w->seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(w->seed >> 33) % n;
}

/* --- Versions --- */

/* The last version's file, where there is another one or none. */
static void rewrite(struct walk *w, struct place *p)
{
	struct buf text = BUF_INIT(1u << 16);

	if (p->filed == p->in_place)
		return;
	(void)version_reprint(p->zone, &text);
	place_put(p, w->zones, buf_text(&text));
	p->filed = p->in_place;
	buf_clear(&text);
}

/* Only after one that is served there may be one without its file. */
static bool may_be_behind(const struct walk *w, const struct place *p)
{
	return !w->config.git.required && p->told && p->served == p->in_place;
}

static void put_in_place(struct walk *w, struct place *p)
{
	bool behind = may_be_behind(w, p) && below(w, 2);

	p->has_before = p->in_place != 0;
	version_adopt(p->zone, p->version);
	p->in_place = p->version->serial;
	if (!behind)
		rewrite(w, p);
	log_note(&p->placed, p->in_place);
	history_place(w->history, p->version, &place_reasons);
}

static struct walk *walking; /* for what history tells */

static void recorded(void *arg, const struct history_recorded *end)
{
	struct place *p = arg;

	p->asked = false;
	if (end->outcome == HISTORY_RECORDED && !below(walking, 20))
		p->died = true; /* before it was put in place */
	else if (end->outcome == HISTORY_RECORDED)
		put_in_place(walking, p);
	if (end->outcome == HISTORY_OVERTAKEN && end->serial >= p->next)
		p->next = end->serial + 1;
	if (end->outcome != HISTORY_RECORDED || p->died)
		place_drop(p);
}

static void change(struct walk *w, struct place *p)
{
	char address[32];

	if (p->asked)
		return;
	snprintf(address, sizeof(address), "192.0.2.%u", below(w, 256));
	if (!place_make(p, address))
		return;
	if (!w->config.git.required) {
		p->next++;
		put_in_place(w, p);
		return;
	}
	/* A restart forgets a serial that was in no place. */
	p->next += below(w, 4) > 0;
	file_write(w->zones, p->temp, buf_text(&p->version->file));
	p->asked = true;
	history_record(w->history,
	    &(struct history_request){
		.version = p->version,
		.reasons = &place_reasons,
		.file = p->temp,
		.done = recorded,
		.arg = p,
	    });
}

static void serve(struct walk *w, struct place *p)
{
	if (!p->in_place || p->asked)
		return;
	if (p->served != p->in_place)
		log_note(&p->seen, p->in_place);
	p->served = p->in_place;
	p->told = true;
	p->has_before = false;
	place_drop(p);
	history_serve(
	    w->history, p->settings.name, p->served, p->filed != p->in_place);
}

static void follow(struct walk *w, struct place *p)
{
	if (!may_be_behind(w, p))
		return;
	rewrite(w, p);
	serve(w, p);
}

/* NSD rejects what was put in place last. */
static void take_back(struct walk *w, struct place *p)
{
	if (!p->has_before || !p->version || p->asked)
		return;
	log_note(&p->rejected, p->in_place);
	p->in_place = p->version->old_serial;
	version_revert(p->zone, p->version);
	zone_resolve(p->zone);
	rewrite(w, p);
	history_revert(w->history, p->settings.name);
	p->has_before = false;
	place_drop(p);
	serve(w, p);
}

/* --- What fails --- */

static void rested(void *arg)
{
	(void)arg;
}

static void stop(void *arg)
{
	loop_stop(((struct walk *)arg)->loop);
}

static void turn(struct walk *w, uint64_t ms)
{
	loop_timer_set(w->timer, ms);
	loop_run(w->loop);
}

/* What a git that was killed left is old enough by the next start. */
static void age_locks(const struct walk *w)
{
	const struct timespec old[2] = { { .tv_sec = 1 }, { .tv_sec = 1 } };
	static const char *const names[] = { "refs/heads/main.lock",
		"packed-refs.lock", "HEAD.lock", "refs/k8s-nsd/pushed.lock",
		"refs/k8s-nsd/draft.lock", "refs/k8s-nsd/remote.lock" };
	char path[192];

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		snprintf(path, sizeof(path), "%s/%s", w->git, names[i]);
		(void)!utimensat(AT_FDCWD, path, old, 0);
	}
}

/*
 * A push that was killed takes the remote's end of it with it, and leaves a
 * lock there: whoever keeps a repository removes it.
 */
static void unlock_remote(const struct walk *w)
{
	static const char *const names[] = { "refs/heads/main.lock",
		"packed-refs.lock", "HEAD.lock" };
	char path[192];

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		snprintf(path, sizeof(path), "%s/%s",
		    w->is_away ? w->away : w->remote, names[i]);
		(void)!unlink(path);
	}
}

/* All but the disk is lost; NSD goes on serving what is in place. */
static void restart(struct walk *w)
{
	history_free(w->history);
	age_locks(w);
	unlock_remote(w);
	w->history =
	    history_new(w->loop, &w->statedir, &w->config, rested, NULL);
	turn(w, 0);
	for (size_t i = 0; i < ZONES; i++) {
		struct place *p = &w->places[i];

		p->died = p->asked = p->told = false;
		place_drop(p);
		rewrite(w, p);
		/* As a count goes on: what was not in place is forgotten. */
		if (p->in_place)
			p->next = p->in_place + 1;
		if (below(w, 4))
			serve(w, p);
	}
}

static void lose_git(struct walk *w)
{
	if (w->path) {
		setenv("PATH", w->path, 1);
		free(w->path);
		w->path = NULL;
		return;
	}
	w->path = strdup(getenv("PATH"));
	setenv("PATH", "/nonexistent", 1);
}

static void lock(struct walk *w)
{
	int fd;

	if (w->locked) {
		unlink(w->lock);
		w->locked = false;
		return;
	}
	fd = open(w->lock, O_WRONLY | O_CREAT | O_EXCL, 0644);
	w->locked = fd >= 0;
	if (fd >= 0)
		close(fd);
}

static void move_remote(struct walk *w)
{
	const char *from = w->is_away ? w->away : w->remote;

	assert_int_equal(rename(from, w->is_away ? w->remote : w->away), 0);
	w->is_away = !w->is_away;
}

static void heal(struct walk *w)
{
	if (w->path)
		lose_git(w);
	if (w->locked)
		lock(w);
	if (w->is_away)
		move_remote(w);
}

static void step(struct walk *w)
{
	struct place *p = &w->places[below(w, ZONES)];
	unsigned dice = below(w, 1000);

	if (dice < 380)
		change(w, p);
	else if (dice < 640)
		serve(w, p);
	else if (dice < 670)
		take_back(w, p);
	else if (dice < 700)
		follow(w, p);
	else if (dice < 930)
		turn(w, below(w, 25));
	else if (dice < 940)
		restart(w);
	else if (dice < 943)
		lose_git(w);
	else if (dice < 946)
		lock(w);
	else if (dice < 948)
		move_remote(w);
	else if (dice < 950 && !w->is_away && !w->path)
		log_foreign(w->remote);
	else
		heal(w);
	if (p->died)
		restart(w);
}

/* --- The whole of it --- */

static void begin_walk(struct walk *w, bool required)
{
	char state[96];
	struct err err;

	temp_dir(w->dir);
	snprintf(state, sizeof(state), "%s/state", w->dir);
	snprintf(w->zones, sizeof(w->zones), "%s/state/zones", w->dir);
	snprintf(w->git, sizeof(w->git), "%s/git", w->dir);
	snprintf(w->remote, sizeof(w->remote), "%s/remote", w->dir);
	snprintf(w->away, sizeof(w->away), "%s/away", w->dir);
	snprintf(w->lock, sizeof(w->lock), "%s/refs/heads/main.lock", w->git);
	w->statedir = (struct statedir)STATEDIR_INIT;
	assert_true(statedir_open(&w->statedir, state, 0, &err));
	log_bare(w->remote);
	w->config.git = (struct git_rule){
		.on = true,
		.required = required,
		.directory = w->git,
		.branch = "main",
		.path = "",
		.author = "k8s-nsd <k8s-nsd@localhost>",
		.commit = builtin_commit,
		.kind = GIT_REMOTE_FILE,
		.remote = w->remote,
	};
	w->loop = loop_new();
	w->timer = loop_timer_new(w->loop, stop, w);
	w->history =
	    history_new(w->loop, &w->statedir, &w->config, rested, NULL);
	for (size_t i = 0; i < ZONES; i++)
		place_open(&w->places[i], i);
	walking = w;
}

static bool is_done(struct walk *w)
{
	struct history_state state;

	history_look(w->history, &state);
	for (size_t i = 0; i < ZONES; i++)
		if (w->places[i].asked)
			return false;
	for (size_t i = 0; i < ZONES; i++) {
		struct history_zone zone;

		history_look_zone(w->history, w->places[i].name, &zone);
		if (!zone.is_pushed || zone.pushed != w->places[i].served)
			return false;
	}
	return !state.error && !state.refused && !state.waits &&
	    !state.unpushed && !history_busy(w->history);
}

/* For whoever looks for the reason of a failure. */
static void print_state(struct walk *w)
{
	struct history_state state;

	history_look(w->history, &state);
	print_message("error %s, refused %s, waits %d, unpushed %zu\n",
	    state.error ? state.error : "-",
	    state.refused ? state.refused : "-", state.waits != 0,
	    state.unpushed);
	for (size_t i = 0; i < ZONES; i++) {
		const struct place *p = &w->places[i];
		struct history_zone zone;

		history_look_zone(w->history, p->name, &zone);
		print_message("%s in place %u served %u committed %u pushed %u"
			      "%s\n",
		    p->name, p->in_place, p->served, zone.committed,
		    zone.pushed, p->asked ? " asked" : "");
	}
}

/* Nothing fails any more, and each zone gets one more version. */
static void settle(struct walk *w)
{
	uint64_t end = loop_now(w->loop) + PATIENCE;

	heal(w);
	age_locks(w);
	restart(w);
	for (size_t i = 0; i < ZONES; i++)
		serve(w, &w->places[i]);
	do {
		turn(w, 50);
		age_locks(w);
		for (size_t i = 0; i < ZONES; i++)
			if (w->places[i].died)
				restart(w);
		if (loop_now(w->loop) >= end) {
			print_state(w);
			fail_msg("not well in time");
		}
		for (size_t i = 0; i < ZONES; i++)
			if (w->places[i].served != w->places[i].in_place)
				serve(w, &w->places[i]);
	} while (!is_done(w));
}

static void audit(struct walk *w)
{
	struct log_commits commits;
	size_t count;

	log_read(w->git, &commits);
	count = commits.count;
	for (size_t i = 0; i < ZONES; i++) {
		const struct place *p = &w->places[i];
		const struct log_zone zone = {
			.name = p->name,
			.required = w->config.git.required,
			.placed = &p->placed,
			.rejected = &p->rejected,
			.seen = &p->seen,
		};

		log_audit(&commits, &zone);
	}
	log_clear(&commits);
	print_message(
	    "%zu commits, seed %llu\n", count, (unsigned long long)w->first);
	assert_true(count > 30);
	log_read(w->remote, &commits);
	assert_int_equal(commits.count, count);
	log_clear(&commits);
}

static void walk(uint64_t seed, bool required)
{
	struct walk w = { .first = seed, .seed = seed };

	begin_walk(&w, required);
	for (int i = 0; i < STEPS; i++)
		step(&w);
	settle(&w);
	audit(&w);
	assert_int_equal(place_kept(w.zones), 0);
	history_free(w.history);
	for (size_t i = 0; i < ZONES; i++)
		place_close(&w.places[i]);
	loop_timer_free(w.timer);
	loop_free(w.loop);
	statedir_close(&w.statedir);
	remove_dir(w.dir);
}

static uint64_t seed_of(void)
{
	const char *seed = getenv("SEED");

	return seed ? strtoull(seed, NULL, 10) : 1;
}

static void beside_publishing(void **state)
{
	(void)state;
	walk(seed_of(), false);
}

static void before_publishing(void **state)
{
	(void)state;
	walk(seed_of(), true);
}

int main(void)
{
	signal(SIGPIPE, SIG_IGN);
	log_setup(LOG_ERROR, LOG_TEXT);
	return RUN_TESTS(cmocka_unit_test(before_publishing),
	    cmocka_unit_test(beside_publishing));
}
