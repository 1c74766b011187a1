/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/object/slices.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/base/map.h"
#include "zonegen/base/mem.h"

struct owned_slice {
	struct owned_slice *next, *before; /* of the same Service */
	struct slice_owner *owner;
	char key[];
};

/* A Service, as far as slices name it. */
struct slice_owner {
	struct owned_slice *first;
	char key[];
};

struct slices {
	struct map slices, owners; /* by key */
};

struct slices *slices_new(void)
{
	return xcalloc(1, sizeof(struct slices));
}

void slices_free(struct slices *slices)
{
	void *value;
	size_t at = 0;

	if (!slices)
		return;
	while ((value = map_next(&slices->slices, &at)))
		free(value);
	for (at = 0; (value = map_next(&slices->owners, &at));)
		free(value);
	map_clear(&slices->slices);
	map_clear(&slices->owners);
	free(slices);
}

const char *slices_service(const struct slices *slices, const char *key)
{
	const struct owned_slice *slice = map_get(&slices->slices, key);

	return slice ? slice->owner->key : NULL;
}

static void take_out(struct slices *slices, struct owned_slice *slice)
{
	struct slice_owner *owner = slice->owner;

	map_remove(&slices->slices, slice->key);
	if (slice->next)
		slice->next->before = slice->before;
	if (slice->before)
		slice->before->next = slice->next;
	else
		owner->first = slice->next;
	free(slice);
	if (owner->first)
		return;
	map_remove(&slices->owners, owner->key);
	free(owner);
}

static void put_in(struct slices *slices, const char *key, const char *service)
{
	struct slice_owner *owner = map_make(
	    &slices->owners, service, offsetof(struct slice_owner, key));
	struct owned_slice *slice =
	    map_make(&slices->slices, key, offsetof(struct owned_slice, key));

	slice->owner = owner;
	slice->next = owner->first;
	if (slice->next)
		slice->next->before = slice;
	owner->first = slice;
}

void slices_move(struct slices *slices, const char *key, const char *service)
{
	struct owned_slice *slice = map_get(&slices->slices, key);

	if (slice && service && !strcmp(slice->owner->key, service))
		return;
	if (slice)
		take_out(slices, slice);
	if (service)
		put_in(slices, key, service);
}

const char *slices_next(
    const struct slices *slices, const char *service, const void **at)
{
	const struct slice_owner *owner;
	const struct owned_slice *slice = *at;

	if (slice) {
		slice = slice->next;
	} else {
		owner = map_get(&slices->owners, service);
		slice = owner ? owner->first : NULL;
	}
	*at = slice;
	return slice ? slice->key : NULL;
}
