/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/config/limits.h"

#ifndef SECOND /* k8s-nsd-quick, for tests, has shorter seconds */
#define SECOND 1000
#endif
#define S(n) ((uint64_t)(n)*SECOND)
#define MIB(n) ((size_t)(n) << 20)

const struct limits limits_real = {
	.connect = S(10),
	.response = S(30),
	.silence = S(30),
	.wall = S(30),
	.response_size = MIB(4),

	.keep_idle = 30,
	.keep_interval = 10,
	.keep_count = 3,
	.user_timeout = 45 * SECOND,

	.item_size = MIB(16),
	.body_size = MIB(2048),
	.lists = 2,
	.restarts = 2,

	.watch_least = S(300),
	.watch_spread = S(300),
	.watch_grace = S(30),
	.idle = S(150),
	.idle_grace = S(10),
	.brief = S(1),
	.resume = S(1),
	.line_size = MIB(16),
	.bad_lines = 2,
	.silences = 2,
	.relist = S(6 * 3600),
	.recheck = S(300),

	.backoff_first = S(4) / 5,
	.backoff_cap = S(30),
	.backoff_reset = S(120),
	.retry_after = S(120),
	.patience = S(30),
	.tries = 3,

	.absent_poll = S(30),
	.absent_checks = 3,
	.absent_span = S(300),

	.write_again = S(600),
	.credentials = S(60),
	.plugin = S(60),
	.plugin_size = MIB(1),

	.transfer_silence = S(10),
	.transfer = S(600),
	.transfers = 4,
};
