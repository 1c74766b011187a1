/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/publish/nsd/peer.h"

#include <stdlib.h>
#include <sys/pidfd.h>
#include <unistd.h>

#include "zonegen/base/mem.h"

struct peer {
	struct loop *loop;
	int fd; /* its pidfd; -1: not watched */
	struct loop_fd *handle;
	void (*ended)(void *arg);
	void *arg;
};

struct peer *peer_new(struct loop *loop, void (*ended)(void *arg), void *arg)
{
	struct peer *peer = xcalloc(1, sizeof(*peer));

	peer->loop = loop;
	peer->fd = -1;
	peer->ended = ended;
	peer->arg = arg;
	return peer;
}

void peer_unwatch(struct peer *peer)
{
	loop_fd_free(peer->handle);
	peer->handle = NULL;
	if (peer->fd >= 0)
		close(peer->fd);
	peer->fd = -1;
}

void peer_free(struct peer *peer)
{
	if (!peer)
		return;
	peer_unwatch(peer);
	free(peer);
}

static void on_end(void *arg, unsigned events)
{
	struct peer *peer = arg;

	(void)events;
	peer_unwatch(peer);
	peer->ended(peer->arg);
}

void peer_watch(struct peer *peer, pid_t pid)
{
	if (peer->fd >= 0 || pid <= 0)
		return;
	peer->fd = pidfd_open(pid, 0);
	if (peer->fd >= 0)
		peer->handle =
		    loop_fd_new(peer->loop, peer->fd, LOOP_READ, on_end, peer);
}
