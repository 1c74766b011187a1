/* SPDX-License-Identifier: Apache-2.0 */
/*
 * rowfile.h - prints and reads the members of the rows in overlay.json.
 *
 * Reading is strict: a member that is missing, unknown or of another type is
 * ERR_INPUT.
 */
#ifndef CONTROLLER_PUBLISH_STATE_ROWFILE_H
#define CONTROLLER_PUBLISH_STATE_ROWFILE_H

#include <stdint.h>

#include "controller/base/json.h"
#include "zonegen/claim/claim.h"
#include "zonegen/record/name.h"

/* One moment by two clocks: the file has wall time, the program loop time. */
struct instant {
	int64_t ms;   /* of the loop */
	int64_t wall; /* s since 1970 */
};

/* A list of rows while it is printed: its name comes with the first row. */
struct row_list {
	const char *member, *zone; /* zone: of the next row */
	const struct instant *now;
	struct buf *out;
	bool begun;
};

/* ,"MEMBER":[ or a comma, and {"zone":"ZONE", */
void rowfile_begin(struct row_list *list);
/* ], if a row was begun */
void rowfile_end(struct row_list *list);
/* "KEY":"TEXT", */
void rowfile_print(struct buf *out, const char *key, const char *text);
/* "until":SECONDS since 1970, of ms of the loop's clock */
void rowfile_print_until(struct row_list *list, int64_t until);

/* The rows of a list, one by one; an error is prefixed with its index. */
bool rowfile_rows(const struct json *document, const char *member,
    bool (*read)(void *arg, const struct json *row, struct err *err), void *arg,
    struct err *err) MUST_CHECK;
/* Is node an object that has no other members than the known ones? */
bool rowfile_members(const struct json *node, const char *const *known,
    size_t count, struct err *err) MUST_CHECK;
/* Is the document's member schemaVersion that one? */
bool rowfile_schema(
    const struct json *document, int version, struct err *err) MUST_CHECK;
bool rowfile_string(const struct json *node, const char *key, const char **out,
    struct err *err) MUST_CHECK;
/* A number that is not less than min. */
bool rowfile_number(const struct json *node, const char *key, int64_t min,
    int64_t *out, struct err *err) MUST_CHECK;
/* The member until, in ms of the loop's clock. */
bool rowfile_until(const struct json *node, const struct instant *now,
    int64_t *out, struct err *err) MUST_CHECK;
bool rowfile_name(const struct json *node, const char *key, char out[NAME_SIZE],
    struct err *err) MUST_CHECK;
/* The members zone and name; the name must be in the zone.  name NULL: none. */
bool rowfile_owner(const struct json *node, char zone[NAME_SIZE],
    char name[NAME_SIZE], struct err *err) MUST_CHECK;
/* The members origin and uid; the caller has a reference. */
bool rowfile_origin(const struct json *node, int64_t created,
    struct origin **out, struct err *err) MUST_CHECK;
/* The member type; SOA is an error. */
bool rowfile_type(
    const struct json *node, uint16_t *out, struct err *err) MUST_CHECK;

#endif
