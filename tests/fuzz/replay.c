/* SPDX-License-Identifier: Apache-2.0 */
/*
 * replay.c - main() for a fuzz target without libFuzzer: every file of the
 * directories it is given goes through the target once, so that a corpus is a
 * regression test with any compiler.  No file at all is a failure.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "zonegen/base/mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void replay(const char *path)
{
	FILE *file = fopen(path, "re");
	uint8_t *data;
	long size;

	if (!file || fseek(file, 0, SEEK_END) < 0 || (size = ftell(file)) < 0) {
		perror(path);
		exit(1);
	}
	rewind(file);
	/* Exactly as large as the input, so that ASan sees a step beyond. */
	data = xmalloc((size_t)size);
	if (fread(data, 1, (size_t)size, file) != (size_t)size) {
		perror(path);
		exit(1);
	}
	fclose(file);
	LLVMFuzzerTestOneInput(data, (size_t)size);
	free(data);
}

static int replay_directory(const char *directory)
{
	DIR *entries = opendir(directory);
	struct dirent *entry;
	int count = 0;

	while (entries && (entry = readdir(entries))) {
		char path[4096];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", directory, entry->d_name);
		replay(path);
		count++;
	}
	if (entries)
		closedir(entries);
	return count;
}

int main(int argc, char **argv)
{
	int count = 0;

	for (int i = 1; i < argc; i++)
		count += replay_directory(argv[i]);
	printf("%s: %d inputs replayed\n", argv[0], count);
	return count ? 0 : 1;
}
