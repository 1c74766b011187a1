/* SPDX-License-Identifier: Apache-2.0 */
/*
 * validity.h - what the configuration in force is to its file.
 */
#ifndef CONTROLLER_CONFIG_VALIDITY_H
#define CONTROLLER_CONFIG_VALIDITY_H

enum validity {
	VALIDITY_CURRENT, /* what the file says */
	VALIDITY_FORMER,  /* what it said before; it is bad now */
	VALIDITY_SAVED,   /* what was saved last; it was bad at the start */
	VALIDITIES,
};

const char *validity_word(enum validity validity);

#endif
