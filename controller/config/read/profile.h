/* SPDX-License-Identifier: Apache-2.0 */
/*
 * profile.h - presets: other defaults for keys, for users of another
 * controller.  A key that is written in the file wins over its preset.
 *
 * To add one: an enumerator, its word and its rows in profile.c.
 */
#ifndef CONTROLLER_CONFIG_READ_PROFILE_H
#define CONTROLLER_CONFIG_READ_PROFILE_H

enum profile {
	PROFILE_NONE,
	PROFILE_K8S_GATEWAY, /* the same names as that plugin of CoreDNS */
};

extern const char *const profile_words[]; /* by enumerator, NULL at the end */

/* The default of the key at path, as JSON; NULL: the profile has none. */
const char *profile_fallback(enum profile profile, const char *path);
/* PROFILE_NONE for a word that is none. */
enum profile profile_find(const char *word);

#endif
