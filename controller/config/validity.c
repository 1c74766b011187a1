/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/config/validity.h"

const char *validity_word(enum validity validity)
{
	static const char *const words[VALIDITIES] = {
		[VALIDITY_CURRENT] = "current",
		[VALIDITY_FORMER] = "former",
		[VALIDITY_SAVED] = "saved",
	};

	return words[validity];
}
