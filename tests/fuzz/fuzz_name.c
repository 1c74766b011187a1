/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <string.h>

#include "zonegen/record/name.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The same of a name of no host: nothing of it is syntax of a file or path. */
static void record_name(const char *text, size_t size)
{
	char name[NAME_SIZE], again[NAME_SIZE], file[NAME_FILE_SIZE];
	uint8_t wire[NAME_WIRE];
	struct err err;
	size_t len, used;

	if (!name_parse_record(text, size, name, &err))
		return;
	assert(!name[strcspn(name, " \t\n\r\"();@$")]);
	assert(name_parse_record(name, strlen(name), again, &err));
	assert(!strcmp(name, again));
	assert(!strchr(name_for_file(name, file), '/'));
	len = name_to_wire(name, wire);
	assert(len <= NAME_WIRE && name_from_wire(wire, len, again, &used));
	assert(used == len && !strcmp(name, again));
}

/* What is accepted is stable, fits, and survives the wire form. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char name[NAME_SIZE], again[NAME_SIZE];
	uint8_t wire[NAME_WIRE];
	size_t len, used;
	struct err err;

	if (name_from_wire(data, size, name, &used))
		assert(used <= size && strlen(name) < NAME_SIZE);
	record_name((const char *)data, size);
	if (!name_parse((const char *)data, size, name, &err))
		return 0;
	assert(strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-_*.") ==
	    strlen(name));
	assert(name_parse(name, strlen(name), again, &err));
	assert(!strcmp(name, again) && name_compare(name, again) == 0);
	len = name_to_wire(name, wire);
	assert(len <= NAME_WIRE);
	assert(name_from_wire(wire, len, again, &used));
	assert(used == len && !strcmp(name, again));
	(void)name_odd(name);
	return 0;
}
