/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/nsd/serverzone.h"

#include <stdlib.h>
#include <string.h>

#include "zonegen/base/mem.h"
#include "zonegen/record/name.h"

void serverzone_free(struct server_zone *zone)
{
	free(zone->pattern);
	free(zone);
}

void serverzone_set(struct server_zone *zone, const char *pattern)
{
	if (zone->pattern && pattern && !strcmp(zone->pattern, pattern))
		return;
	free(zone->pattern);
	zone->pattern = pattern ? xstrdup(pattern) : NULL;
}

/* The file has everything that a transfer would bring. */
void serverzone_tell(struct server_zone *zone, enum op op)
{
	zone->fed = false;
	if (op != OP_TRANSFER)
		zone->changed = false;
}

void serverzone_untell(struct server_zone *zone, enum op op)
{
	zone->changed |= op == OP_ADD || op == OP_RELOAD || op == OP_TRANSFER;
}

enum op serverzone_needs(const struct server_zone *zone, const char *pattern)
{
	if (zone->want == WANT_LOADED && !zone->present)
		return OP_ADD;
	if (zone->want == WANT_GONE && zone->present)
		return OP_DELETE;
	if (zone->want == WANT_LOADED && zone->changed)
		return OP_RELOAD;
	if (zone->want == WANT_LOADED && zone->fed)
		return OP_TRANSFER;
	if (zone->want != WANT_GONE && zone->present && zone->pattern &&
	    !zone->stuck && strcmp(zone->pattern, pattern) != 0)
		return OP_MOVE;
	return OP_NONE;
}

/* One zone is named in the command, several in lines; a bare reload is all. */
void serverzone_command(const struct server_zone *group, enum op op,
    struct buf *command, struct buf *lines)
{
	static const char *const words[OPS] = { [OP_ADD] = "addzone",
		[OP_DELETE] = "delzone",
		[OP_RELOAD] = "reload",
		[OP_TRANSFER] = "transfer",
		[OP_MOVE] = "changezone" };
	char text[NAME_FILE_SIZE];
	bool named = op == OP_ADD || op == OP_MOVE, many = group->next;

	buf_puts(command, words[op]);
	if (many && op == OP_RELOAD)
		return;
	if (many)
		buf_putc(command, 's');
	for (const struct server_zone *z = group; z; z = z->next)
		buf_printf(many ? lines : command, "%s%s%s%s%s",
		    many ? "" : " ", name_for_file(z->name, text),
		    named ? " " : "", named ? z->pattern : "",
		    many ? "\n" : "");
}

bool serverzone_is_single(enum op op)
{
	return op == OP_MOVE || op == OP_TRANSFER;
}
