/* SPDX-License-Identifier: Apache-2.0 */
/*
 * reading.h - one value of a document that is being read, and its mistakes.
 *
 * A mistake is remembered with its place in the file and the reading goes on,
 * so that one run reports all of them.
 *
 * The room reads YAML into structs: reader.h walks the document by a table of
 * rows, values.h and lists.h have a function for each type of value,
 * selector.h, duration.h and endpoint.h parse texts, profile.h has other
 * defaults, nearest.h guesses what a wrong word should have been.
 */
#ifndef CONTROLLER_CONFIG_READ_READING_H
#define CONTROLLER_CONFIG_READ_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "controller/base/json.h"
#include "controller/base/yaml.h"
#include "controller/config/read/profile.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/mem.h"

struct reader {
	struct arena *arena;  /* of values */
	struct arena scratch; /* of what the reader itself needs */
	const struct yaml *yaml;
	const char *file; /* as errors call it */
	const char *base; /* absolute: relative paths start here */
	struct mistake *mistakes;
	size_t count, cap;
	const struct key *keys;
	size_t nkeys;
	struct noted *noted; /* values of keys that claim, defaults too */
	size_t nnoted, noted_cap;
	enum profile profile; /* its defaults come before those of the rows */
};

/* A value as JSON. */
struct noted {
	const char *path, *text;
	size_t order; /* the last one of a path counts */
};

/* One value that is being read. */
struct value {
	struct reader *reader;
	const struct key *key;
	const struct json *node; /* never null */
	const char *path;        /* "zones[0].ttl" */
	void *slot;              /* where the value goes */
};

struct key {
	const char *path; /* "zones[].ttl"; "zones[]" is a list of structs */
	void (*read)(const struct value *value); /* values.h */
	size_t offset;    /* in the struct of its list, or in struct draft */
	int64_t min, max; /* of numbers and durations (ms) */
	const char *fallback;     /* a default as JSON, or NULL */
	const char *const *words; /* to choose from, NULL at the end */
	size_t size;              /* of a list's structs */
	bool required;
	bool claims; /* it decides what is claimed */
};

/*
 * Notes a mistake of the value at path, or of its key.  A value that is missing
 * is placed where it would have to be.
 */
void reader_refuse(
    struct reader *reader, const char *path, const char *fmt, ...) PRINTF(3, 4);
void reader_refuse_key(
    struct reader *reader, const char *path, const char *fmt, ...) PRINTF(3, 4);
/* "PATH.KEY", or "KEY" below ""; "PATH[AT]".  In scratch. */
const char *reader_member(
    struct reader *reader, const char *path, const char *key);
const char *reader_element(struct reader *reader, const char *path, size_t at);
/* Was there a value at path, good or bad? */
bool reader_has(const struct reader *reader, const char *path);

/* A value as a message shows it: "'x'", "'7'", "a list". */
const char *reader_show(struct reader *reader, const struct json *node);
/* Is it a list, and how long?  A value that is no list is refused. */
bool value_list(const struct value *value, size_t *count) MUST_CHECK;

/* All mistakes, in the order of the file, one line each. */
void reader_report(struct reader *reader, struct buf *out);
void reader_clear(struct reader *reader);

#endif
