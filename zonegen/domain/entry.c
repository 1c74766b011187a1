/* SPDX-License-Identifier: Apache-2.0 */
#include "zonegen/domain/entry.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"
#include "zonegen/claim/claim.h"

#define ENTRY_MAX 0x1fffff /* records; an object is 16 MB at most */

struct entry *entry_new(struct origin *origin, unsigned rank,
    const struct record *records, size_t count)
{
	size_t octets = 0;
	struct entry *entry;
	bool lone;
	uint8_t *at;

	assert(count <= ENTRY_MAX);
	for (size_t i = 0; i < count; i++)
		octets += records[i].size;
	lone = octets <= sizeof(entry->address);
	if (lone)
		octets = 0;
	entry = xmalloc(
	    sizeof(*entry) + count * sizeof(entry->records[0]) + octets);
	*entry = (struct entry){ .origin = origin_ref(origin),
		.count = count & ENTRY_MAX,
		.rank = (rank < RANK_LAST ? rank : RANK_LAST) & RANK_LAST };
	at = lone ? entry->address : (uint8_t *)(entry->records + count);
	for (size_t i = 0; i < count; i++) {
		entry->records[i] = records[i];
		entry->records[i].rdata =
		    memcpy(at, records[i].rdata, records[i].size);
		at += records[i].size;
	}
	records_sort(entry->records, count);
	return entry;
}

void entry_free(struct entry *entry)
{
	origin_unref(entry->origin);
	free(entry);
}

bool entry_equal(const struct entry *a, const struct entry *b)
{
	return a->count == b->count && a->from == b->from &&
	    a->rank == b->rank && a->lost == b->lost &&
	    origin_same(a->origin, b->origin) &&
	    records_same(a->records, b->records, a->count);
}

bool entry_configured(const struct entry *entry)
{
	return entry->from == ENTRY_STATIC || entry->from == ENTRY_FIXED;
}

bool entry_has(const struct entry *entry, uint16_t type)
{
	for (size_t i = 0; i < entry->count; i++)
		if (entry->records[i].type == type)
			return true;
	return false;
}

bool entry_has_ip(const struct entry *entry)
{
	return entry_has(entry, RR_A) || entry_has(entry, RR_AAAA);
}
