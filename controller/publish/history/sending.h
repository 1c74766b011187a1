/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sending.h - the hand that speaks to the remote: it looks, pushes, and keeps
 * what was lost.
 */
#ifndef CONTROLLER_PUBLISH_HISTORY_SENDING_H
#define CONTROLLER_PUBLISH_HISTORY_SENDING_H

struct history;

/*
 * What has the remote?  Tells PUSHING_READY, _FOREIGN, _LOST or _FAILED; what
 * it has is refs/k8s-nsd/remote then.
 */
void sending_look(struct history *history);
/* Our tip.  Tells PUSHING_DONE, _MOVED or _FAILED. */
void sending_push(struct history *history);
/* Ends one that is under way.  Tells PUSHING_CUT, or nothing. */
void sending_cut(struct history *history);
/* Our tip stays as refs/k8s-nsd/lost/N.  Tells PUSHING_DONE or _FAILED. */
void sending_keep(struct history *history);

#endif
