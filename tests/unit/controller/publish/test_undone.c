/* SPDX-License-Identifier: Apache-2.0 */
/*
 * test_undone.c - a change that is undone before all of it was done.
 */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/test.h"
#include "tests/unit/controller/publish/world.h"
#include "zonegen/base/mem.h"

static struct world world;

static bool checker_runs(struct world *of)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/runs", of->dir);
	return access(path, F_OK) == 0;
}

/* At the second look every pass that was asked for has been. */
static bool has_passed(struct world *of)
{
	return of->looks++ == 1;
}

static void pass(void)
{
	world.looks = 0;
	world_until(&world, has_passed);
}

/* A checker that comes to its end when somebody writes to the gate. */
static char *gated_checker(void)
{
	char script[512], gate[128];

	snprintf(gate, sizeof(gate), "%s/gate", world.dir);
	assert_int_equal(mkfifo(gate, 0600), 0);
	snprintf(script, sizeof(script),
	    "#!/bin/sh\ncat >%s/got\n: >%s/runs\nread -r line <%s\n", world.dir,
	    world.dir, gate);
	return path_script(world.dir, "nsd-checkzone", script);
}

static bool two_is_gone(struct world *of)
{
	return !*world_address(of, "two.a.test");
}

/* What comes and goes while another version is on its way is not served. */
static void while_it_is_published(void **state)
{
	uint32_t serial = world_www(&world);
	char *before;

	(void)state;
	world_stop(&world);
	before = gated_checker();
	world_open(&world, ZONE("a.test"));
	world_sync(&world);
	world_ingress(&world, "www", "www.a.test", "192.0.2.1");
	world_ingress(&world, "two", "two.a.test", "192.0.2.2");
	world_until(&world, checker_runs);
	path_restore(before);
	world_forget(&world, "two");
	pass();
	file_write(world.dir, "gate", "go\n");
	/* The version with it may be replaced before NSD, new too, serves it.
	 */
	world_served(&world, "a.test", serial);
	world_until(&world, two_is_gone);
	world_expect(&world, "www.a.test", "192.0.2.1");
	world_stop(&world);
}

/* A socket that is asked in the place of NSD, and what it was asked. */
static int asked;
static struct sockaddr_in asker;
static uint8_t question[512];
static ssize_t question_len;

static bool was_asked(struct world *of)
{
	socklen_t size = sizeof(asker);

	(void)of;
	question_len = recvfrom(asked, question, sizeof(question), MSG_DONTWAIT,
	    (struct sockaddr *)&asker, &size);
	return question_len > 0;
}

/* "query" of a socket of ours; free it. */
static char *ask_us(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);
	char *what = xcalloc(64, 1);

	asked = socket(AF_INET, SOCK_DGRAM, 0);
	assert_int_equal(bind(asked, (struct sockaddr *)&address, size), 0);
	assert_int_equal(
	    getsockname(asked, (struct sockaddr *)&address, &size), 0);
	snprintf(what, 64, "  run: true\n  query: 127.0.0.1@%u\n",
	    ntohs(address.sin_port));
	return what;
}

static void refuse(void)
{
	question[2] |= 0x80; /* QR */
	question[3] = RCODE_REFUSED;
	assert_int_equal(sendto(asked, question, (size_t)question_len, 0,
			     (struct sockaddr *)&asker, sizeof(asker)),
	    question_len);
}

static bool has_third(struct world *of)
{
	char *text = world_zone(of, "a.test");
	bool has = strstr(text, "192.0.2.3\n") != NULL;

	free(text);
	return has;
}

/* NSD is asked for its serial first: meanwhile the zone is as it was. */
static void before_its_version(void **state)
{
	const char *zone = ZONE("a.test") "  serial: counter\n";
	char *what = ask_us(), *text;

	(void)state;
	world_open(&world, zone);
	world_sync(&world);
	world_ingress(&world, "www", "www.a.test", "192.0.2.1");
	assert_int_equal(world_served(&world, "a.test", 0), 1);
	world_stop(&world);
	world_start(&world, world_config(&world, zone, what));
	world_sync(&world);
	world_ingress(&world, "www", "www.a.test", "192.0.2.2");
	world_until(&world, was_asked);
	world_ingress(&world, "www", "www.a.test", "192.0.2.1");
	pass();
	refuse();
	pass();
	world_ingress(&world, "www", "www.a.test", "192.0.2.3");
	world_until(&world, has_third);
	text = world_zone(&world, "a.test");
	assert_non_null(strstr(text, "\t2\t; serial\n"));
	free(text);
	free(what);
	close(asked);
	world_stop(&world);
}

int main(void)
{
	return RUN_TESTS(
	    WORLD_TEST(while_it_is_published), WORLD_TEST(before_its_version));
}
