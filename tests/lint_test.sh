#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/lint_test.sh   does lint see what it is there for?
#
# Puts one offence after the other into a copy of the tree and expects lint to
# fail with the right words, each time from a copy that is clean.  The objects
# of build/ come along, so that only what has an offence is compiled.
set -u
cd "$(dirname "$0")/.." || exit 2
tree=$(mktemp -d) || exit 2
trap 'rm -rf "$tree"' EXIT
trap 'exit 143' INT TERM HUP
cp -Rp Makefile .clang-format README.md LICENSE zonegen controller templates \
	manifests tests "$tree"
mkdir -p "$tree/.ci" "$tree/build"
for part in zonegen controller; do
	[ ! -d build/$part ] || cp -Rp build/$part "$tree/build"
done
passed=0
failed=0

# seen NAME CHECK FILE WORDS: lint fails and says WORDS about FILE.
seen() {
	if "$tree/tests/lint.sh" "$2" >"$tree/said" 2>&1; then
		echo "FAIL $1: lint was content"
		failed=$((failed + 1))
	elif ! grep "$3" "$tree/said" | grep -q -- "$4"; then
		echo "FAIL $1: lint did not say '$4' of $3 but:"
		head -n 5 "$tree/said"
		failed=$((failed + 1))
	else
		echo "ok   $1"
		passed=$((passed + 1))
	fi
}

# offence NAME CHECK FILE WORDS < text: with text at the end of FILE, or TOP=1
# at its top, it is seen.
offence() {
	file=$tree/$3
	: >"$tree/kept"
	[ -e "$file" ] && cp -p "$file" "$tree/kept"
	if [ "${TOP:-}" ]; then
		cat - "$tree/kept" >"$file"
	else
		cat >>"$file"
	fi
	seen "$@"
	rm -f "$file"
	[ ! -s "$tree/kept" ] || mv "$tree/kept" "$file"
	case $2 in
	circles | names) [ ! -e "$file" ] || touch "$file" ;; # for make
	esac
}
# lacking NAME CHECK FILE PATTERN WORDS: the same without the lines that match.
lacking() {
	grep -v -- "$4" "$tree/$3" >"$tree/rest"
	mv "$tree/$3" "$tree/whole"
	offence "$1" "$2" "$3" "$5" <"$tree/rest"
	mv "$tree/whole" "$tree/$3"
}
spdx='/* SPDX-License-Identifier: Apache-2.0 */'
lines() { # lines N TEXT: N lines of TEXT
	awk -v n="$1" -v text="$2" 'BEGIN { while (n--) print text }'
}

if "$tree/tests/lint.sh" >"$tree/said" 2>&1; then
	echo "ok   the tree as it is"
	passed=1
else
	echo "FAIL the tree as it is:"
	cat "$tree/said"
	failed=1
fi

offence 'zonegen includes the controller' rules zonegen/base/map.c layering <<E
#include "controller/base/json.h"
E
offence 'a room uses a later room' rules controller/object/part/object.h layering <<E
#include "controller/kube/cluster.h"
E
offence 'a room uses the next room' rules controller/base/json.c layering <<E
#include "controller/config/config.h"
E
offence 'an include that names no room' rules controller/base/json.c \
	'not ROOM' <<E
#include "json.h"
E
offence 'our header in brackets' rules controller/base/json.c 'in quotes' <<E
#include <zonegen/base/err.h>
E
for door in curl/curl.h cjson/cJSON.h libfyaml.h event2/event.h ldns/ldns.h \
	idn2.h; do
	offence "$door through another door" rules controller/base/log.c \
		'stays behind' <<E
#include <$door>
E
done
for call in strcpy strcat strncpy sprintf strtok atoi gmtime localtime; do
	offence "a call of $call" rules controller/base/log.c \
		"banned function: $call" <<E
int bad_$call(void) { return (int)$call(0); }
E
done
offence 'a banned function in a test' rules tests/test.h banned <<E
#define BAD(a, b) strcpy(a, b)
E
for call in malloc calloc realloc strdup; do
	offence "a call of $call" rules controller/base/log.c \
		"memory comes from" <<E
void *bad_$call(void) { return $call(1); }
E
done
for call in fork execve execvp posix_spawn; do
	offence "a call of $call" rules controller/base/log.c \
		'processes are started' <<E
int bad_$call(void) { return $call(); }
E
done
offence 'zonegen prints' rules zonegen/base/map.c 'never logs: printf' <<E
int bad(void) { return printf("x"); }
E
offence 'zonegen prints to stderr' rules zonegen/base/map.c 'never logs' <<E
int bad(void) { return fprintf(stderr, "x"); }
E
for call in time clock_gettime gettimeofday; do
	offence "zonegen calls $call" rules zonegen/base/map.c 'reads a clock' <<E
long bad_$call(void) { return (long)$call(0); }
E
done
offence 'a function of 61 lines' rules controller/base/log.c \
	'function of 61 lines' <<E
void bad(void)
{
$(lines 60 '	;')
}
E
offence 'a file of 501 lines' rules controller/base/long.c 'lines, 500' <<E
$spdx
$(lines 500 '/**/')
E
offence 'a header of 121 lines' rules controller/base/long.h 'lines, 120' <<E
$spdx
$(lines 119 '/**/')
#define LONG
E
offence 'a line of 81 columns' rules controller/base/log.c '81 columns' <<E
	/* $(printf '%068d' 0)*/
E
for file in controller/base/new.c tests/new.sh tests/new.py manifests/new.yaml
do
	offence "no licence in $file" rules $file SPDX <<E
#
E
done
offence 'a script without a suffix or a licence' rules .ci/new SPDX <<E
#!/bin/sh
E
offence 'a circle inside a room' circles zonegen/base/mem.c \
	'circle: .*/map.c -> .*/mem.c (.*) -> .*/map.c (map_clear)' <<E
#include "zonegen/base/map.h"
void mem_bad(struct map *map);
void mem_bad(struct map *map) { map_clear(map); }
E
offence 'a circle between rooms' circles zonegen/base/mem.c \
	'circle: .*controller/base/log.c' <<E
const char *log_u(unsigned long long number);
const char *mem_bad(void);
const char *mem_bad(void) { return log_u(1); }
E
offence 'a call to a room above without an include' circles \
	zonegen/base/map.c 'calls a room above: log_u of controller/base/log.c' <<E
const char *log_u(unsigned long long number);
const char *map_bad(void);
const char *map_bad(void) { return log_u(1); }
E
offence 'a table with a row from above' circles zonegen/base/map.c \
	'calls a room above: log_u of controller/base/log.c' <<E
const char *log_u(unsigned long long number);
extern const char *(*const map_bad[])(unsigned long long);
const char *(*const map_bad[])(unsigned long long) = { log_u };
E
offence 'a function that no header declares' names controller/base/log.c \
	'log_bad is not declared in controller/base/log.h$' <<E
void log_bad(void);
void log_bad(void) {}
E
offence "a function in another file's header" names controller/base/log.c \
	'map_clear is not declared in .*/log.h but in .*base/map.h' <<E
struct map;
void map_clear(struct map *map);
void map_clear(struct map *map) { (void)map; }
E
offence 'a prototype where it is used' names controller/base/loop.c \
	'log_u is declared once more' <<E
const char *log_u(unsigned long long number);
E
offence 'a function that nobody calls' names controller/base/log.c \
	'log_bad is used nowhere' <<E
void log_bad(void) {}
E
offence 'a function of one file that is not static' names \
	controller/base/log.c 'log_bad is used in .*/log.c alone' <<E
void log_bad(void) {}
void (*const log_worse)(void) = log_bad;
E
for bad in bad bad_log logs logbook_bad; do
	offence "a variable $bad in log.c" names controller/base/log.c \
		"$bad begins neither" <<E
extern int $bad;
int $bad;
E
done
TOP=1 offence 'another header before its own' names controller/base/log.c \
	'log.h is not included first' <<E
#include <stdio.h>
E
offence "a header's tag once more" names controller/base/log.c \
	"the tag 'map' has another meaning" <<E
struct map { int bad; };
E
offence 'a private tag once more' names controller/base/log.c \
	"the tag 'stream' has another meaning" <<E
enum stream { BAD };
E
for file in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17; do
	[ "$(find "$tree/zonegen/base" -name '*.c' | wc -l)" -ge 17 ] ||
		echo "extern int base;" >"$tree/zonegen/base/more$file.c"
done
seen 'a room of 17 files' names zonegen/base 'a room of 17 .c files'
rm -f "$tree"/zonegen/base/more*.c
offence 'badly formatted C' format controller/base/log.c clang-format <<E
int  bad ( void ) ;
E
offence 'a script that does not parse' shell tests/new.sh ' ' <<E
#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
if true; then
E
page=controller/man/k8s-nsd.8
config_page=controller/man/k8s-nsd.yaml.5
offence 'a list that does not end' manual $page 'appending missing end' <<E
.Bl -tag
.It word
E
lacking 'a key that the manual lacks' manual $config_page '^.It Ic grace ' \
	"keys: 'grace' is missing"
offence 'a key that there is not' manual $config_page "there is no 'gracf'" <<E
.It Ic gracf
E
lacking 'a default that the manual lacks' manual $config_page \
	'^Default: 10m.' "grace: 'Default: 10m.' is missing"
lacking 'a command that the manual lacks' manual $page '^.Ss approve' \
	"commands: 'approve' is missing"
lacking 'an option that the manual lacks' manual $page '^.It Fl -strict' \
	"options: 'render --strict' is missing"
lacking 'an endpoint that the manual lacks' manual $page \
	'^.It Ic GET /v1/status' "endpoints: 'GET /v1/status' is missing"
lacking 'a finding that the manual lacks' manual $page '^.It Ic NameTaken ' \
	"findings: 'NameTaken (error)' is missing"
lacking 'a room that README lacks' manual README.md 'controller/kube/wire. ' \
	"rooms: 'controller/kube/wire' is missing"
offence 'a path that is not there' manual README.md "no 'zonegen/none.c'" <<E
See zonegen/none.c.
E
offence 'a README of too many lines' manual README.md 'lines, 200 allowed' <<E
$(lines 200 'a line')
E
offence 'a null pointer' cppcheck controller/base/new.c nullPointer <<E
$spdx
int bad(void);
int bad(void)
{
	int *p = 0;

	return *p;
}
E

# What must not offend: words in comments and strings, and members.
cat >>"$tree/zonegen/base/map.c" <<E
/* strcpy(a, b) and time(NULL), printf("x"). */
const char *good = "malloc(1) strcpy(a, b) /* time(0)";
int good_member(struct x *x) { return x->time(0) + x->free(1); }
E
if "$tree/tests/lint.sh" rules >"$tree/said" 2>&1 && [ $failed -eq 0 ]; then
	echo "ok   words that only look like calls"
	passed=$((passed + 1))
elif [ $failed -eq 0 ]; then
	echo "FAIL words that only look like calls:"
	cat "$tree/said"
	failed=$((failed + 1))
fi

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
