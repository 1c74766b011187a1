/* SPDX-License-Identifier: Apache-2.0 */
#include "controller/command/leaving.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "controller/base/loop.h"
#include "controller/config/read/endpoint.h"

#define AGAIN 100 /* ms between tries to set a mark that another has set */

struct leaving_name {
	struct sockaddr_un address;
	socklen_t len;
};

struct leaving {
	struct loop *loop;
	struct loop_timer *timer;
	struct leaving_name name;
	int fd;
	bool marked;
	uint64_t end; /* of loop_now() */
	struct err *err;
	bool failed;
};

/* The octet 0 before a name is what keeps it out of the file system. */
static bool set_name(const char *server, struct leaving_name *out)
{
	struct endpoint endpoint;
	char text[ENDPOINT_SIZE];
	int len;

	if (!endpoint_parse_at(server, 53, &endpoint))
		return false;
	endpoint_print(&endpoint, text);
	out->address = (struct sockaddr_un){ .sun_family = AF_UNIX };
	len = snprintf(out->address.sun_path + 1,
	    sizeof(out->address.sun_path) - 1, "k8s-nsd leaves %s", text);
	out->len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + 1) +
	    (socklen_t)len;
	return true;
}

bool leaving_seen(const char *server)
{
	struct leaving_name name;
	bool seen = false;
	int fd;

	if (!set_name(server, &name))
		return false;
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd >= 0) {
		seen = !connect(fd, (struct sockaddr *)&name.address, name.len);
		close(fd);
	}
	return seen;
}

static void on_timer(void *arg)
{
	struct leaving *leaving = arg;
	uint64_t now = loop_now(leaving->loop), left;

	left = leaving->end > now ? leaving->end - now : 0;
	if (!leaving->marked)
		leaving->marked = !bind(leaving->fd,
		    (struct sockaddr *)&leaving->name.address,
		    leaving->name.len);
	if (!leaving->marked && errno != EADDRINUSE)
		leaving->failed =
		    !err_errno(leaving->err, "cannot say that NSD leaves");
	if (!left || leaving->failed)
		loop_stop(leaving->loop);
	else
		loop_timer_set(leaving->timer,
		    leaving->marked || left < AGAIN ? left : AGAIN);
}

bool leaving_stay(const char *server, uint64_t ms, struct err *err)
{
	struct leaving leaving = { .err = err };

	if (!set_name(server, &leaving.name))
		return err_set(err, ERR_INPUT, "bad address '%s'", server);
	leaving.fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (leaving.fd < 0)
		return err_errno(err, "cannot say that NSD leaves");
	leaving.loop = loop_new();
	leaving.timer = loop_timer_new(leaving.loop, on_timer, &leaving);
	leaving.end = loop_now(leaving.loop) + ms;
	loop_timer_set(leaving.timer, 0);
	loop_run(leaving.loop);
	loop_timer_free(leaving.timer);
	loop_free(leaving.loop);
	close(leaving.fd);
	return !leaving.failed;
}
