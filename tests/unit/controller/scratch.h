/* SPDX-License-Identifier: Apache-2.0 */
/*
 * scratch.h - directories, files, programs and ports for one test.
 */
#ifndef TESTS_UNIT_CONTROLLER_SCRATCH_H
#define TESTS_UNIT_CONTROLLER_SCRATCH_H

/* An empty temporary directory and its end. */
void temp_dir(char out[64]);
void remove_dir(const char *dir);
/* Whole files there; file_read() gives "" when there is none; free it. */
void file_write(const char *dir, const char *name, const char *text);
char *file_read(const char *dir, const char *name);
/*
 * From now on a script of dir is what runs under that name.  The PATH of
 * before, for path_restore(), which frees it.
 */
char *path_script(const char *dir, const char *name, const char *script);
void path_restore(char *before);

/* Of a zone file as we write them, up to its first record below. */
#define HEAD_OF_A_TEST                                  \
	"$ORIGIN a.test.\n"                             \
	"@\t3600\tIN\tSOA\tns.b.test. root.b.test. (\n" \
	"\t7\t; serial\n\t900 300 1209600 60 )\n"       \
	"@\t3600\tIN\tNS\tns.b.test.\n"

/* On the loopback, free for UDP and TCP just now. */
unsigned free_port(void);

#endif
