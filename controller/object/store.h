/* SPDX-License-Identifier: Apache-2.0 */
/*
 * store.h - the objects there are, and what changed since the last look.
 *
 * kube/ fills the store in the words of an informer.  A full list is begin,
 * put ..., commit, and commit drops the objects that the list lacked; a watch
 * puts and deletes.  A list that never commits drops nothing.
 *
 * The store is level-triggered: store_next() hands out changes in no particular
 * order, once each, with the object as it is then.  A kind hands out nothing
 * before its first list in this process is complete.
 *
 * The store also knows how far each kind can be trusted (Q1: an untrusted
 * source changes nothing).
 *
 * The room: kinds.h is the table of kinds, decode.h makes an object from JSON,
 * shelf.h has the objects of one kind, sourcestatus.h how reading it goes.
 * lookup.h finds other objects while claims are made; reads.h and slices.h
 * remember who has to be worked on again when one of them changes.
 */
#ifndef CONTROLLER_OBJECT_STORE_H
#define CONTROLLER_OBJECT_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "controller/object/kinds.h"
#include "controller/object/sourcestatus.h"
#include "zonegen/claim/finding.h"

struct store;

struct store *store_new(void);
void store_free(struct store *store); /* NULL is fine */
/* Called when there is something for store_next(), or a state changed. */
void store_listen(struct store *store, void (*changed)(void *arg), void *arg);

/* Called with the text of each object before it is decoded; NULL: nobody. */
void store_tap(struct store *store,
    void (*put)(
	void *arg, const struct kind *kind, const char *text, size_t len),
    void *arg);

void store_begin(struct store *store, const struct kind *kind);
/*
 * Decodes one object and puts it.  Same uid and same resourceVersion: no
 * change.  ERR_INPUT: it could not be decoded.  The object under its key stays,
 * unless the uid is another one, with a finding BadObject until a good one
 * comes or it is deleted.
 */
bool store_put(struct store *store, const struct kind *kind, const char *text,
    size_t len, struct err *err) MUST_CHECK;
/* By the key in the object's metadata; unknown objects are no error. */
bool store_delete(struct store *store, const struct kind *kind,
    const char *text, size_t len, struct err *err) MUST_CHECK;
void store_commit(struct store *store, const struct kind *kind);
/* Drops all of a kind, which is gone from the API for good; ABSENT follows. */
void store_drop(struct store *store, const struct kind *kind);

/*
 * Its objects are no longer read, or of another cluster: as if none had ever
 * been.  The state stays.
 */
void store_forget(struct store *store, const struct kind *kind);

void store_set_state(struct store *store, const struct kind *kind,
    enum source_state state, const char *reason, uint64_t since);
/*
 * Objects of the kind are missing that may well exist, although the first list
 * is complete: a file of manifests that was never good.
 */
void store_set_partial(
    struct store *store, const struct kind *kind, bool partial);
const struct source_status *store_status(
    const struct store *store, const struct kind *kind);
/* For the rooms that fill the store: counters of that kind. */
struct source_counters *store_counters(
    struct store *store, const struct kind *kind);

const struct object *store_get(
    const struct store *store, const struct kind *kind, const char *key);
/* *at starts at 0; NULL at the end.  Random order. */
const struct object *store_each(
    const struct store *store, const struct kind *kind, size_t *at);

struct store_change {
	const struct kind *kind;
	const char *key;             /* good until the next call */
	const struct object *object; /* NULL: it is gone */
};
bool store_next(struct store *store, struct store_change *out);
/*
 * As if the object had changed, because something that its claims were made
 * from did. For the one who takes the changes; the listener is not called.
 */
void store_mark(struct store *store, const struct kind *kind, const char *key);
void store_mark_all(struct store *store); /* everything changed (new rules) */

/*
 * What is odd about a file that objects come from, instead of what was said of
 * it before; NULL: nothing.  Takes over the findings, leaves the list empty.
 */
void store_remark(
    struct store *store, const char *file, struct findings *findings);
/* BadObject, and the remarks about files; origins are as origin_new() would
 * call them. */
void store_findings(const struct store *store, struct findings *out);

#endif
