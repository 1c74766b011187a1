/* SPDX-License-Identifier: Apache-2.0 */
/*
 * dns1123.h - the names that the API server gives its objects.
 *
 * Namespaces and Services have a label as their name, most other kinds a
 * subdomain.  The API server does not limit the labels of a subdomain to 63
 * octets.
 */
#ifndef CONTROLLER_BASE_DNS1123_H
#define CONTROLLER_BASE_DNS1123_H

#include <stdbool.h>
#include <stddef.h>

#define DNS1123_LABEL_MAX 63
#define DNS1123_SUBDOMAIN_MAX 253

bool dns1123_is_label(const char *text, size_t len);
bool dns1123_is_subdomain(const char *name);

#endif
