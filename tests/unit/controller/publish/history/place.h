/* SPDX-License-Identifier: Apache-2.0 */
/*
 * place.h - a zone of one record, its versions and their files.
 */
#ifndef TESTS_UNIT_CONTROLLER_PUBLISH_HISTORY_PLACE_H
#define TESTS_UNIT_CONTROLLER_PUBLISH_HISTORY_PLACE_H

#include "controller/publish/history/note.h"
#include "tests/unit/controller/publish/history/logread.h"
#include "zonegen/zone/zone.h"

struct place {
	struct zone *zone;
	struct version *version; /* being recorded, or in place and unserved */
	char name[32], file[40], temp[48];
	bool has_before; /* a version that was in place before that one */
	bool asked, died;
	bool told;                 /* the history, that .served is served */
	uint32_t next;             /* serial */
	uint32_t in_place, served; /* 0: none */
	uint32_t filed;            /* what the file in place has; 0: none */
	struct log_serials placed, rejected, seen;
	struct zone_settings settings;
	struct nameserver server;
	struct origin *origin;
};

/* Of every change: nothing is known. */
extern const struct note_reasons place_reasons;

void place_open(struct place *place, size_t number);
void place_close(struct place *place);
/* A version with that address and the next serial; false: nothing differs. */
bool place_make(struct place *place, const char *address);
void place_drop(struct place *place); /* that version */
/* A file of it gets its name there. */
void place_put(const struct place *place, const char *dir, const char *text);
/* Files there that are kept to be committed. */
size_t place_kept(const char *dir);

#endif
