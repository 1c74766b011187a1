/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/state/rowfile.h"

#include <string.h>

#include "zonegen/record/rrtype.h"

#define NUMBER_MAX INT64_C(1000000000000)

void rowfile_begin(struct row_list *list)
{
	if (list->begun)
		buf_puts(list->out, ",\n{");
	else
		buf_printf(list->out, ",\"%s\":[\n{", list->member);
	list->begun = true;
	rowfile_print(list->out, "zone", list->zone);
}

void rowfile_end(struct row_list *list)
{
	if (list->begun)
		buf_putc(list->out, ']');
}

void rowfile_print(struct buf *out, const char *key, const char *text)
{
	buf_printf(out, "\"%s\":", key);
	json_quote(out, text);
	buf_putc(out, ',');
}

/* Rounded up, so that nothing expires too soon. */
void rowfile_print_until(struct row_list *list, int64_t until)
{
	int64_t left = until - list->now->ms; /* C rounds towards 0 */

	if (left > 0)
		left += 999;
	buf_printf(list->out, "\"until\":%lld",
	    (long long)(list->now->wall + left / 1000));
}

bool rowfile_rows(const struct json *document, const char *member,
    bool (*read)(void *arg, const struct json *row, struct err *err), void *arg,
    struct err *err)
{
	const struct json *list, *row;
	size_t number = 0;

	if (!json_get_array(document, member, &list, err))
		return false;
	for (row = json_first(list); row; row = json_next(row), number++)
		if (!read(arg, row, err))
			return err_prefix(err, "%s[%zu]", member, number);
	return true;
}

bool rowfile_members(const struct json *node, const char *const *known,
    size_t count, struct err *err)
{
	const struct json *member = json_first(node);

	if (json_type(node) != JSON_OBJECT)
		return err_set(err, ERR_INPUT, "not an object");
	for (; member; member = json_next(member)) {
		size_t i = 0;

		while (i < count && strcmp(known[i], json_key(member)) != 0)
			i++;
		if (i == count)
			return err_set(err, ERR_INPUT, "unknown member '%s'",
			    json_key(member));
	}
	return true;
}

bool rowfile_schema(const struct json *document, int version, struct err *err)
{
	int64_t found;

	if (!json_get_integer(document, "schemaVersion", 0, &found, err))
		return false;
	return found == version ||
	    err_set(err, ERR_INPUT, "schemaVersion is not %d", version);
}

bool rowfile_string(
    const struct json *node, const char *key, const char **out, struct err *err)
{
	if (!json_get_string(node, key, NULL, out, err))
		return false;
	return *out || err_set(err, ERR_INPUT, "%s: missing", key);
}

bool rowfile_number(const struct json *node, const char *key, int64_t min,
    int64_t *out, struct err *err)
{
	if (!json_get_integer(node, key, -1, out, err))
		return false;
	return (*out >= min && *out <= NUMBER_MAX) ||
	    err_set(err, ERR_INPUT, "%s: missing or out of range", key);
}

bool rowfile_until(const struct json *node, const struct instant *now,
    int64_t *out, struct err *err)
{
	int64_t until;

	if (!rowfile_number(node, "until", 0, &until, err))
		return false;
	*out = now->ms + (until - now->wall) * 1000;
	return true;
}

bool rowfile_name(const struct json *node, const char *key, char out[NAME_SIZE],
    struct err *err)
{
	const char *text;

	if (!rowfile_string(node, key, &text, err))
		return false;
	return name_parse_record(text, strlen(text), out, err) ||
	    err_prefix(err, "%s", key);
}

bool rowfile_owner(const struct json *node, char zone[NAME_SIZE],
    char name[NAME_SIZE], struct err *err)
{
	if (!rowfile_name(node, "zone", zone, err))
		return false;
	if (!name)
		return true;
	if (!rowfile_name(node, "name", name, err))
		return false;
	return name_within(name, zone) ||
	    err_set(err, ERR_INPUT, "name: '%s' is not in '%s'", name, zone);
}

bool rowfile_type(const struct json *node, uint16_t *out, struct err *err)
{
	const char *text;

	if (!rowfile_string(node, "type", &text, err))
		return false;
	*out = rr_type_parse(text);
	return (*out && *out != RR_SOA) ||
	    err_set(err, ERR_INPUT, "type: '%s' is no type", text);
}

bool rowfile_origin(const struct json *node, int64_t created,
    struct origin **out, struct err *err)
{
	const char *text, *uid;

	if (!rowfile_string(node, "origin", &text, err) ||
	    !rowfile_string(node, "uid", &uid, err))
		return false;
	*out = origin_from_text(text, uid, created);
	if (*out)
		return true;
	return origin_uid_fits(uid)
	    ? err_set(err, ERR_INPUT, "origin: '%s' is no origin", text)
	    : err_set(err, ERR_INPUT, "uid: not up to %d printable octets",
		  ORIGIN_UID_MAX);
}
