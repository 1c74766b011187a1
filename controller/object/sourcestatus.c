/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/object/sourcestatus.h"

const char *source_state_word(enum source_state state)
{
	static const char *const words[] = {
		[SOURCE_UNKNOWN] = "unknown",
		[SOURCE_ABSENT] = "absent",
		[SOURCE_SYNCING] = "syncing",
		[SOURCE_LIVE] = "live",
		[SOURCE_FORBIDDEN] = "forbidden",
		[SOURCE_LOST] = "lost",
	};

	return words[state];
}

const char *source_cause_word(enum source_cause cause)
{
	static const char *const words[CAUSES] = {
		[CAUSE_FIRST] = "first",
		[CAUSE_DUE] = "due",
		[CAUSE_ENDED] = "ended",
		[CAUSE_BUSY] = "busy",
		[CAUSE_BROKEN] = "broken",
		[CAUSE_INVALID] = "invalid",
		[CAUSE_GARBLED] = "garbled",
		[CAUSE_SILENT] = "silent",
		[CAUSE_EXPIRED] = "expired",
		[CAUSE_DENIED] = "denied",
		[CAUSE_ABSENT] = "absent",
		[CAUSE_SERVED] = "served",
		[CAUSE_REWOUND] = "rewound",
	};

	return words[cause];
}
