/* SPDX-License-Identifier: Apache-2.0 */
/*
 * guard.h - no flood of deletions goes out unasked (publishing.md U1, U2).
 *
 * Of the losses that are open, deletions are held when more than the rule's
 * share of the window's largest version went or would go with them, or all of
 * at least three; changes likewise, by their own share.  What is held is the
 * whole of it.  It ends when the objects return, when the deletions shrink
 * under the limit, when the plan is approved, or when there is no guard.
 */
#ifndef CONTROLLER_PUBLISH_RETAIN_GUARD_H
#define CONTROLLER_PUBLISH_RETAIN_GUARD_H

#include "controller/config/guardrule.h"
#include "controller/publish/retain/hold.h"
#include "controller/publish/retain/window.h"

/*
 * Gives the open losses that are held their state and tells of them in hold.
 * wall: s since 1970.
 */
void guard_judge(const struct guard_rule *rule, const struct share *share,
    struct losses *losses, int64_t wall, struct hold *hold);

#endif
