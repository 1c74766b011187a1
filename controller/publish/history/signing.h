/* SPDX-License-Identifier: Apache-2.0 */
/*
 * signing.h - commits of the draft, once more with our signature (H2: a message
 * that cannot be forged).
 *
 * Commits are made without one first, by whoever makes them, under
 * HISTORY_DRAFT on top of some commit.  With git.signingKey each of them is
 * made again as git-commit-tree(1) signs it; git verify-commit knows it by the
 * public key.
 */
#ifndef CONTROLLER_PUBLISH_HISTORY_SIGNING_H
#define CONTROLLER_PUBLISH_HISTORY_SIGNING_H

struct history;

/*
 * base: what the draft begins on, "": nothing.  done gets the last commit, or
 * "" with .err of the history.  Without a key that is the draft as it is.
 */
void signing_start(struct history *history, const char *base,
    void (*done)(struct history *history, const char *commit));
/* The process that it waits for was ended by the caller. */
void signing_stop(struct history *history);

#endif
