/* SPDX-License-Identifier: Apache-2.0 */
/*
 * builtin.h - the templates of the program itself.
 *
 * Made by the Makefile from templates/NAME.tmpl; `templates: DIR` overrides
 * them file by file.
 */
#ifndef CONTROLLER_CONFIG_BUILTIN_H
#define CONTROLLER_CONFIG_BUILTIN_H

extern const char builtin_zone_header[];
extern const char builtin_nsd_conf[];
extern const char builtin_commit[];

#endif
