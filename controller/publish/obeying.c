/* SPDX-License-Identifier: Apache-2.0 */
/*
 * obeying.c - each order: checked, written, then told to the zones.  An old
 * version is read beside that, by git, for a request that is asked again until
 * it is there.
 */
#include "controller/publish/obeying.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "controller/base/log.h"
#include "controller/publish/order/orderfile.h"
#include "controller/publish/retain/approval.h"
#include "zonegen/base/mem.h"

#define READ_LIFE 120000 /* ms, of what was read for a request */

static void on_reopen(void *arg)
{
	struct obeying *o = arg;

	o->reopened(o->arg);
}

static void forget_read(struct obeying_read *read)
{
	revision_stop(read->revision);
	git_close(&read->git);
	restored_clear(&read->restored);
	free(read->zone);
	free(read->word);
	*read = (struct obeying_read){ .zone = NULL };
}

/* Whoever asked does not ask again. */
static void on_forget(void *arg)
{
	struct obeying *o = arg;

	forget_read(&o->read);
}

void obeying_open(struct obeying *o, struct loop *loop, struct passes *passes,
    void (*reopened)(void *arg), void *arg)
{
	*o = (struct obeying){
		.loop = loop, .passes = passes, .reopened = reopened, .arg = arg
	};
	o->reopen = loop_timer_new(loop, on_reopen, o);
	o->forget = loop_timer_new(loop, on_forget, o);
}

static struct order order_of(
    const struct obeying *o, enum order_kind kind, const struct statement *by)
{
	return (struct order){
		.kind = kind, .stated = *by, .at = loop_wall(o->loop)
	};
}

/* next, which is taken, is what stands then: in force once it is written. */
static bool obey(struct obeying *o, struct orders *next, const char *zone,
    const struct order *order, struct err *err)
{
	struct passes *p = o->passes;
	const struct instant now = passes_now(o->passes);

	zones_note(p->zones, next, zone, order);
	if (!orderfile_save(p->statedir->dir, next, &now, err)) {
		orders_clear(next);
		return err_prefix(err, "the order is not in force");
	}
	orders_clear(p->orders);
	*p->orders = *next;
	passes_kick(p);
	return true;
}

static void put_life(struct order *order, int64_t life)
{
	size_t len = strlen(order->detail);

	if (life)
		snprintf(order->detail + len, sizeof(order->detail) - len,
		    "%sfor %lld s", len ? " " : "", (long long)life / 1000);
}

static void log_order(
    const char *what, const char *zone, const struct order *order)
{
	log_event(LOG_WARNING, what, "zone", zone, "detail", order->detail,
	    "by", order->stated.by, "reason", order->stated.reason);
}

bool obeying_approve(struct obeying *o, const char *zone, const char *plan,
    const struct statement *stated, struct err *err)
{
	struct passes *p = o->passes;
	struct order order = order_of(o, ORDER_APPROVE, stated);

	passes_settle(p);
	if (!zones_approve(
		p->zones, zone, plan, (int64_t)loop_now(o->loop), err))
		return false;
	log_event(LOG_INFO, "plan approved", "zone", zone, "plan", plan, "by",
	    stated->by, "reason", stated->reason);
	snprintf(order.detail, sizeof(order.detail), "%.64s", plan);
	orders_note(p->orders, zone, &order);
	p->owed = true;
	passes_save(p);
	passes_kick(p);
	return true;
}

bool obeying_freeze(struct obeying *o, const char *zone,
    const struct statement *stated, int64_t life, struct err *err)
{
	struct passes *p = o->passes;
	const struct instant now = passes_now(o->passes);
	struct order order = order_of(o, ORDER_FREEZE, stated);
	struct orders next;

	passes_settle(p);
	if (strcmp(zone, ORDERS_ALL) != 0 && !zones_has(p->zones, zone, err))
		return false;
	put_life(&order, life);
	orders_copy(p->orders, &next);
	orders_stand(&next,
	    &(struct mandate_wish){
		.zone = zone, .stated = stated, .life = life, .now = &now });
	if (!obey(o, &next, zone, &order, err))
		return false;
	log_order("frozen, no version is published", zone, &order);
	zones_freeze(p->zones, zone);
	return true;
}

/* What stands ends, by orders_thaw() or orders_release(). */
static bool end(struct obeying *o, const char *zone, const struct order *order,
    bool (*ends)(struct orders *orders, const char *zone, struct err *err),
    struct err *err)
{
	struct orders next;

	orders_copy(o->passes->orders, &next);
	if (ends(&next, zone, err))
		return obey(o, &next, zone, order, err);
	orders_clear(&next);
	return false;
}

bool obeying_thaw(struct obeying *o, const char *zone,
    const struct statement *stated, struct err *err)
{
	struct order order = order_of(o, ORDER_THAW, stated);

	passes_settle(o->passes);
	if (!end(o, zone, &order, orders_thaw, err))
		return false;
	log_order("thawed", zone, &order);
	return true;
}

/* --- An old version is read --- */

static const struct zone *find_zone(const struct obeying *o, const char *name)
{
	const struct zoneset *set = o->passes->zones->set;

	for (size_t i = 0; i < zoneset_count(set); i++)
		if (!strcmp(zone_name(zoneset_at(set, i)), name))
			return zoneset_at(set, i);
	return NULL;
}

static void on_read(
    void *arg, struct revision_files *files, const struct err *err)
{
	struct obeying_read *read = arg;

	read->revision = NULL;
	read->failed = err != NULL;
	if (err) {
		read->err = *err;
		return;
	}
	memcpy(read->commit, files->commit, sizeof(read->commit));
	read->restored.file = *files->first;
	read->restored.origins = *files->second;
	*files->first = *files->second = (struct buf)BUF_INIT(1);
}

static void start_read(struct obeying *o, const struct obeying_restore *order)
{
	const struct git_rule *git = &o->passes->config->git;
	struct obeying_read *read = &o->read;
	struct arena arena = { .chunk = 0 };
	char name[NAME_FILE_SIZE];
	const char *file;

	forget_read(read);
	loop_timer_set(o->forget, READ_LIFE);
	read->zone = xstrdup(order->zone);
	read->word = xstrdup(order->word);
	git_open(&read->git, o->loop, git->directory);
	file = arena_printf(
	    &arena, "%s%s", git->path, name_for_file(order->zone, name));
	read->revision = revision_read(&read->git, order->word,
	    arena_printf(&arena, "%s.zone", file),
	    arena_printf(&arena, "%s.origins", file), on_read, read);
	arena_clear(&arena);
}

static bool is_read(
    const struct obeying_read *read, const struct obeying_restore *order)
{
	return read->zone && !strcmp(read->zone, order->zone) &&
	    !strcmp(read->word, order->word);
}

/* --- It is shown, and restored --- */

static bool check_restore(const struct obeying *o,
    const struct obeying_restore *order, struct err *err)
{
	const struct zone *zone;

	if (!revision_check(order->word, err) ||
	    !zones_has(o->passes->zones, order->zone, err))
		return false;
	zone = find_zone(o, order->zone);
	if (zone_settings(zone)->closed)
		return err_set(err, ERR_INPUT,
		    "zone '%.260s' is the catalog, which lists what is served",
		    order->zone);
	return o->passes->config->git.on ||
	    err_set(err, ERR_ABSENT,
		"nothing is recorded: there is no section git");
}

static bool is_approved(const struct obeying_restore *order,
    const struct restored_plan *plan, struct err *err)
{
	size_t len = strlen(order->plan);

	if (len < APPROVAL_DIGITS || len >= DIGEST_SIZE)
		return err_set(err, ERR_INPUT,
		    "plan '%.80s' is not %d to %d hexadecimal digits",
		    order->plan, APPROVAL_DIGITS, DIGEST_SIZE - 1);
	return !strncasecmp(plan->digest, order->plan, len) ||
	    err_set(err, ERR_ABSENT,
		"the plan is '%.*s' now, not '%s': see --plan", APPROVAL_DIGITS,
		plan->digest, order->plan);
}

/* The files of a version that does not stand, for whatever reason. */
static void forget_files(
    const struct obeying *o, const char *zone, const char *commit)
{
	const struct mandate *stands = orders_restored(o->passes->orders, zone);

	if (*commit && (!stands || strcmp(stands->commit, commit) != 0))
		restored_remove(o->passes->statedir->zones, zone, commit);
}

/* That of the version which stands, or none. */
static void copy_commit(
    const struct obeying *o, const char *zone, char out[MANDATE_COMMIT_SIZE])
{
	const struct mandate *stands = orders_restored(o->passes->orders, zone);

	snprintf(out, MANDATE_COMMIT_SIZE, "%s", stands ? stands->commit : "");
}

static bool restore(struct obeying *o, const struct obeying_restore *order,
    const struct obeying_shown *shown, struct err *err)
{
	struct passes *p = o->passes;
	const struct instant now = passes_now(o->passes);
	struct order noted = order_of(o, ORDER_RESTORE, order->stated);
	char before[MANDATE_COMMIT_SIZE];
	struct orders next;

	if (!is_approved(order, &shown->plan, err))
		return false;
	if (!restored_save(p->statedir->zones, order->zone, shown->commit,
		&o->read.restored, err)) {
		forget_files(o, order->zone, shown->commit);
		return err_prefix(err, "the order is not in force");
	}
	copy_commit(o, order->zone, before);
	snprintf(noted.detail, sizeof(noted.detail), "%s (serial %lu)",
	    shown->commit, (unsigned long)shown->serial);
	put_life(&noted, order->life);
	orders_copy(p->orders, &next);
	orders_stand(&next,
	    &(struct mandate_wish){ .zone = order->zone,
		.stated = order->stated,
		.life = order->life,
		.now = &now,
		.commit = shown->commit,
		.serial = shown->serial });
	if (!obey(o, &next, order->zone, &noted, err)) {
		forget_files(o, order->zone, shown->commit);
		return false;
	}
	forget_files(o, order->zone, before);
	log_order("an old version is restored", order->zone, &noted);
	loop_timer_set(o->reopen, 0);
	return true;
}

/* What was read is compared, and no longer needed then. */
static bool show(struct obeying *o, const struct obeying_restore *order,
    struct obeying_shown *out, struct err *err)
{
	const struct zone *zone = find_zone(o, order->zone);
	struct obeying_read *read = &o->read;

	if (read->failed) {
		*err = read->err;
		return false;
	}
	if (!restored_read(&read->restored, zone_settings(zone), err))
		return err_prefix(err, "commit %.12s", read->commit);
	memcpy(out->commit, read->commit, sizeof(out->commit));
	out->serial = zone_serial(read->restored.was);
	restored_compare(&read->restored, zone, out->commit, &out->plan);
	if (!order->plan)
		return true;
	out->done = restore(o, order, out, err);
	if (!out->done)
		buf_clear(&out->plan.lines);
	return out->done;
}

bool obeying_restore(struct obeying *o, const struct obeying_restore *order,
    struct obeying_shown *out, struct err *err)
{
	bool ok;

	*out = (struct obeying_shown){ .reading = false };
	passes_settle(o->passes);
	if (!check_restore(o, order, err))
		return false;
	if (!is_read(&o->read, order))
		start_read(o, order);
	if (o->read.revision) {
		out->reading = true;
		return true;
	}
	ok = show(o, order, out, err);
	forget_read(&o->read);
	return ok;
}

bool obeying_release(struct obeying *o, const char *zone,
    const struct statement *stated, struct err *err)
{
	struct order order = order_of(o, ORDER_RELEASE, stated);
	char before[MANDATE_COMMIT_SIZE];

	passes_settle(o->passes);
	copy_commit(o, zone, before);
	if (!end(o, zone, &order, orders_release, err))
		return false;
	log_order("the restored version is released", zone, &order);
	forget_files(o, zone, before);
	loop_timer_set(o->reopen, 0);
	return true;
}

/* --- Time --- */

void obeying_expire(struct obeying *o)
{
	static const struct statement nobody = { .by = "" };
	struct passes *p = o->passes;
	struct mandate over;

	while (orders_expire(p->orders, (int64_t)loop_now(o->loop), &over)) {
		bool restored = *over.commit;
		struct order order =
		    order_of(o, restored ? ORDER_RELEASE : ORDER_THAW, &nobody);

		log_event(LOG_WARNING,
		    restored ? "restored version is released, its time is over"
			     : "freeze has ended, its time is over",
		    "zone", over.zone);
		snprintf(
		    order.detail, sizeof(order.detail), "its time is over");
		zones_note(p->zones, p->orders, over.zone, &order);
		if (restored) {
			forget_files(o, over.zone, over.commit);
			loop_timer_set(o->reopen, 0);
		}
		free(over.zone);
	}
}

void obeying_close(struct obeying *o)
{
	forget_read(&o->read);
	loop_timer_free(o->reopen);
	loop_timer_free(o->forget);
}
