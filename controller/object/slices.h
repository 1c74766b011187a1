/* SPDX-License-Identifier: Apache-2.0 */
/*
 * slices.h - which EndpointSlices a Service has.
 *
 * A slice names its Service in a label, which may change; a Service names
 * nothing.  Both go by their keys, "NAMESPACE/NAME".
 */
#ifndef CONTROLLER_OBJECT_SLICES_H
#define CONTROLLER_OBJECT_SLICES_H

struct slices;

struct slices *slices_new(void);
void slices_free(struct slices *slices); /* NULL is fine */

/* The Service that a slice belongs to, or NULL. */
const char *slices_service(const struct slices *slices, const char *slice);
/*
 * The slice belongs to that Service now; NULL: to none, or the slice is gone.
 */
void slices_move(struct slices *slices, const char *slice, const char *service);
/* The keys of a Service's slices: *at starts at NULL; NULL at the end. */
const char *slices_next(
    const struct slices *slices, const char *service, const void **at);

#endif
