/* SPDX-License-Identifier: Apache-2.0 */
/*
 * overlayfile.h - the overlays of all zones, and the memory beside them
 * (retain/memory.h), as overlay.json.
 *
 *	{"schemaVersion":1,"configuration":"SHA-256 of the file","rows":[
 *	{"zone":"example.com","name":"www.example.com","type":"A","ttl":60,
 *	 "records":["192.0.2.1"],"reason":"held","instead":true,
 *	 "origin":"Ingress web/www","uid":"...","created":1795429416}],
 *	"excluded":[
 *	{"zone":"example.com","name":"x.example.com","type":"TXT",
 *	 "record":"\"x\"","origin":"Ingress web/x","all":false,
 *	 "words":"syntax error","open":true,"until":1795430016}],
 *	"graces":[
 *	{"zone":"example.com","name":"api.example.com",
 *	 "origin":"Ingress web/api","uid":"...","until":1795430016}],
 *	"holds":[
 *	{"zone":"example.com","since":1795429416,"minRRsets":10,
 *	 "deletes":30}],
 *	"approvals":[
 *	{"zone":"example.com","until":1795433016,"lines":[
 *	 "- old.example.com A web",
 *	 "~ api.example.com A web 5f7c2c0f41d6f0a2"]}],
 *	"refusals":[
 *	{"zone":"example.com","namespace":"web","wait":600,"until":1795430016}],
 *	"sizes":[
 *	{"zone":"example.com","rrsets":120,"age":37},
 *	{"zone":"example.com","namespace":"web","still":true,"rrsets":90,
 *	 "age":37},
 *	{"zone":"example.com","namespace":"web","lately":true,"rrsets":70,
 *	 "age":2}],
 *	"marks":[
 *	{"zone":"example.com","name":"old.example.com","type":"A",
 *	 "namespaces":["web"],"update":false,"excused":false,"born":null,
 *	 "went":37}]}
 *
 * One row a line, sorted.  Empty lists other than rows are left out, and so
 * are open when it is false, until of a row that has none, what a guard does
 * not look at, and sizes of lately where they are as the others.  until and
 * since are seconds since 1970.  Ages are seconds at the time of writing, so
 * that a clock that is set between two runs does not change them.  Reading is
 * strict: a file with an unknown member, or a record that does not parse, is
 * damaged as a whole.
 */
#ifndef CONTROLLER_PUBLISH_STATE_OVERLAYFILE_H
#define CONTROLLER_PUBLISH_STATE_OVERLAYFILE_H

#include "controller/config/config.h"
#include "controller/publish/retain/memory.h"
#include "controller/publish/state/rowfile.h"
#include "zonegen/base/buf.h"

#define OVERLAYFILE_NAME "overlay.json"
#define OVERLAYFILE_MAX (1u << 30)

void overlayfile_print(const struct overlays *overlays,
    const struct instant *now, struct buf *out);
/* ERR_INPUT: damaged.  config: for the ranks of the origins' kinds. */
bool overlayfile_parse(const char *text, size_t len,
    const struct config *config, const struct instant *now,
    struct overlays *out, struct err *err) MUST_CHECK;

/*
 * Loads it from the directory dir.  No file: no rows.  A damaged file is set
 * aside and is an error; *out then has no rows, and they are decided again from
 * the last versions.
 */
bool overlayfile_load(int dir, const struct config *config,
    const struct instant *now, struct overlays *out,
    struct err *err) MUST_CHECK;
/* Writes it (0600), if it changed. */
bool overlayfile_save(int dir, const struct overlays *overlays,
    const struct instant *now, struct err *err) MUST_CHECK;

#endif
