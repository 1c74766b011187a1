/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/base/acceptor.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "controller/base/log.h"
#include "zonegen/base/mem.h"

#define AGAIN 100 /* ms between tries when none can be accepted */

struct acceptor {
	int fd;
	struct loop_fd *handle;
	struct loop_timer *again; /* running: none can be accepted */
	bool failing;             /* and that was logged */
	void (*accepted)(void *arg, int fd);
	void *arg;
};

static void on_again(void *arg)
{
	struct acceptor *acceptor = arg;

	loop_fd_want(acceptor->handle, LOOP_READ);
}

static void pause_it(struct acceptor *acceptor, const char *reason)
{
	if (!acceptor->failing)
		log_event(
		    LOG_ERROR, "cannot accept connections", "error", reason);
	acceptor->failing = true;
	loop_fd_want(acceptor->handle, 0);
	loop_timer_set(acceptor->again, AGAIN);
}

/* Is it an error of that connection, which is over? */
static bool passes(int error)
{
	return error == EAGAIN || error == ECONNABORTED || error == EINTR ||
	    error == EPROTO || error == EPERM || error == ENETDOWN ||
	    error == ENETUNREACH || error == EHOSTDOWN || error == EHOSTUNREACH;
}

static void on_ready(void *arg, unsigned events)
{
	struct acceptor *acceptor = arg;
	int fd =
	    accept4(acceptor->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	(void)events;
	if (fd < 0) {
		if (!passes(errno))
			pause_it(acceptor, strerror(errno));
		return;
	}
	if (acceptor->failing)
		log_event(LOG_INFO, "connections are accepted again");
	acceptor->failing = false;
	acceptor->accepted(acceptor->arg, fd);
}

struct acceptor *acceptor_new(
    struct loop *loop, int fd, void (*accepted)(void *arg, int fd), void *arg)
{
	struct acceptor *acceptor = xcalloc(1, sizeof(*acceptor));

	acceptor->fd = fd;
	acceptor->accepted = accepted;
	acceptor->arg = arg;
	acceptor->again = loop_timer_new(loop, on_again, acceptor);
	acceptor->handle = loop_fd_new(loop, fd, LOOP_READ, on_ready, acceptor);
	return acceptor;
}

void acceptor_free(struct acceptor *acceptor)
{
	if (!acceptor)
		return;
	loop_fd_free(acceptor->handle);
	loop_timer_free(acceptor->again);
	close(acceptor->fd);
	free(acceptor);
}
