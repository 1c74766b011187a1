/* SPDX-License-Identifier: Apache-2.0 */
#include "tests/unit/controller/scratch.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/test.h"
#include "zonegen/base/buf.h"
#include "zonegen/base/mem.h"

void temp_dir(char out[64])
{
	snprintf(out, 64, "/tmp/k8s-nsd-test-XXXXXX");
	assert_non_null(mkdtemp(out));
}

void remove_dir(const char *dir)
{
	char path[512];
	struct dirent *entry;
	DIR *open = opendir(dir);

	while (open && (entry = readdir(open))) {
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		snprintf(path, sizeof(path), "%s/%s", dir, entry->d_name);
		if (unlink(path) < 0)
			remove_dir(path);
	}
	if (open)
		closedir(open);
	rmdir(dir);
}

void file_write(const char *dir, const char *name, const char *text)
{
	char path[512];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	assert_int_equal(fclose(file), 0);
}

char *path_script(const char *dir, const char *name, const char *script)
{
	char *before = xstrdup(getenv("PATH"));
	struct buf path = BUF_INIT(1u << 16);

	file_write(dir, name, script);
	buf_printf(&path, "%s/%s", dir, name);
	assert_int_equal(chmod(buf_text(&path), 0755), 0);
	buf_reset(&path);
	buf_printf(&path, "%s:%s", dir, before);
	setenv("PATH", buf_text(&path), 1);
	buf_clear(&path);
	return before;
}

void path_restore(char *before)
{
	setenv("PATH", before, 1);
	free(before);
}

char *file_read(const char *dir, const char *name)
{
	struct buf text = BUF_INIT(1u << 20);
	char path[512], bytes[4096];
	size_t n;
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	file = fopen(path, "r");
	while (file && (n = fread(bytes, 1, sizeof(bytes), file)) > 0)
		buf_add(&text, bytes, n);
	if (file)
		fclose(file);
	return text.data ? text.data : xstrdup("");
}

unsigned free_port(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t size = sizeof(address);

	for (int i = 0; i < 100; i++) {
		int udp = socket(AF_INET, SOCK_DGRAM, 0);
		int tcp = socket(AF_INET, SOCK_STREAM, 0);
		bool good;

		address.sin_port = 0;
		good = bind(udp, (void *)&address, size) == 0 &&
		    getsockname(udp, (void *)&address, &size) == 0 &&
		    bind(tcp, (void *)&address, size) == 0;
		close(udp);
		close(tcp);
		if (good)
			return ntohs(address.sin_port);
	}
	fail_msg("no free port");
	return 0;
}
