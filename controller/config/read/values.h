/* SPDX-License-Identifier: Apache-2.0 */
/*
 * values.h - one function per type of value that is no list, for the rows of
 * keys.c.
 *
 * Each takes the node it is given, checks it against the row and fills the
 * slot, or refuses it and leaves the slot with the default.
 */
#ifndef CONTROLLER_CONFIG_READ_VALUES_H
#define CONTROLLER_CONFIG_READ_VALUES_H

#include "controller/config/read/reading.h"

void read_u32(const struct value *value);      /* uint32_t */
void read_size(const struct value *value);     /* size_t */
void read_bool(const struct value *value);     /* bool */
void read_choice(const struct value *value);   /* enum: place in words */
void read_switch(const struct value *value);   /* bool, of two words */
void read_interval(const struct value *value); /* uint64_t ms; 0: auto */
void read_duration(const struct value *value); /* uint64_t ms */
void read_percent(const struct value *value);  /* uint32_t, GUARD_NEVER */
void read_off(const struct value *value);      /* bool; else it is a section */
void read_text(const struct value *value);     /* const char *, not "" */
void read_label(const struct value *value);    /* const char *, RFC 1123 */
void read_path(const struct value *value);     /* const char *, absolute */
void read_host(const struct value *value);     /* const char *, a name */
/* The same of a nameserver (N6: absolute targets). */
void read_server(const struct value *value);
/* The same of a zone, whose labels may have a "/". */
void read_zone_name(const struct value *value);
void read_mailbox(const struct value *value);  /* const char *, RNAME */
void read_endpoint(const struct value *value); /* const char * */
void read_port(const struct value *value);     /* const char *, "ADDR:PORT" */
/* const char *, "NAMESPACE/NAME" of a Service. */
void read_object(const struct value *value);

#endif
