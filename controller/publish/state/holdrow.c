/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/state/holdrow.h"

#include <inttypes.h>

#include "zonegen/base/base.h"

static void print_percent(struct row_list *list, const char *key, uint32_t n)
{
	if (n != GUARD_NEVER)
		buf_printf(list->out, ",\"%s\":%" PRIu32, key, n);
}

void holdrow_print(struct row_list *list, const struct hold *hold)
{
	rowfile_begin(list);
	buf_printf(list->out, "\"since\":%lld", (long long)hold->since);
	if (hold->ruled) {
		buf_printf(
		    list->out, ",\"minRRsets\":%zu", hold->rule.min_rrsets);
		print_percent(list, "deletes", hold->rule.deletes);
		print_percent(list, "updates", hold->rule.updates);
		print_percent(list, "namespaces", hold->rule.namespaces);
	}
	buf_putc(list->out, '}');
}

static bool read_percent(
    const struct json *row, const char *key, uint32_t *out, struct err *err)
{
	int64_t number = GUARD_NEVER;

	if (json_get(row, key) &&
	    (!rowfile_number(row, key, 0, &number, err) || number > 100))
		return err_set(err, ERR_INPUT, "%s: no percentage", key);
	*out = (uint32_t)number;
	return true;
}

/* The limits that it began with; without them those of now count. */
static bool read_rule(
    const struct json *row, struct hold *hold, struct err *err)
{
	int64_t least;

	if (!json_get(row, "minRRsets"))
		return true;
	if (!rowfile_number(row, "minRRsets", 0, &least, err) ||
	    !read_percent(row, "deletes", &hold->rule.deletes, err) ||
	    !read_percent(row, "updates", &hold->rule.updates, err) ||
	    !read_percent(row, "namespaces", &hold->rule.namespaces, err))
		return false;
	hold->rule.min_rrsets = (size_t)least;
	hold->ruled = true;
	return true;
}

bool holdrow_read(const struct json *row, struct hold *out, struct err *err)
{
	static const char *const known[] = { "zone", "since", "minRRsets",
		"deletes", "updates", "namespaces" };

	return rowfile_members(row, known, ARRAY_LEN(known), err) &&
	    rowfile_number(row, "since", 1, &out->since, err) &&
	    read_rule(row, out, err);
}
