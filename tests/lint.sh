#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/lint.sh [CHECK...]   what a compiler does not check; all, or some of
#
#	circles		no file calls up, none in a circle (house.py)
#	names		own headers, prefixes, struct tags, rooms (house.py)
#	rules		layering, doors, bans, sizes, SPDX lines (lint.py)
#	format		clang-format, with .clang-format
#	cppcheck
#	shell		each script parses
#	manual		the manual pages, and README (mandoc, manual.py)
#
# Prints every offence and fails on any.  lint_test.sh proves that it would.
set -u
cd "$(dirname "$0")/.." || exit 2
[ $# -gt 0 ] || set -- rules circles names format shell manual cppcheck

sources() {
	find zonegen controller tests -name '*.[ch]' | LC_ALL=C sort
}

scripts() {
	find tests manifests .ci -type f | LC_ALL=C sort | while read -r file; do
		head -n 1 "$file" | grep -q '^#!/bin/sh' && echo "$file"
	done
	true
}

rules() {
	"${PYTHON:-/usr/bin/python3}" -B tests/lint.py
}

# What the linker knows: from an object of each source.
house() {
	env -u MAKEFLAGS -u MAKELEVEL "${MAKE:-make}" -s -j"$(nproc)" O=build \
		objects >/dev/null &&
		"${PYTHON:-/usr/bin/python3}" -B tests/house.py "$1" build
}

circles() {
	house circles
}

names() {
	house names
}

format() {
	faults=$(sources | xargs "${CLANG_FORMAT:-clang-format}" --dry-run \
		-Werror 2>&1)
	status=$?
	printf '%s' "$faults" | grep 'error:'
	return $status
}

shell() {
	ok=0
	for script in $(scripts); do
		sh -n "$script" || ok=1
	done
	return $ok
}

# Which other manuals are installed here is not the pages' matter.
manual() {
	ok=0
	faults=$(mandoc -T lint -W style controller/man/*.[0-9] 2>&1 | grep -v \
		-e 'referenced manual not found' -e 'outdated mandoc.db')
	if [ -n "$faults" ]; then
		printf '%s\n' "$faults"
		ok=1
	fi
	"${PYTHON:-/usr/bin/python3}" tests/manual.py || ok=1
	return $ok
}

# Of its style opinions none; unmatchedSuppression would be one.
cppcheck() {
	command cppcheck --quiet --std=c11 --language=c --error-exitcode=1 \
		--enable=warning,performance,portability --inline-suppr \
		--suppress=missingIncludeSystem -j 2 -D_GNU_SOURCE -I. \
		zonegen controller
}

failed=
for check; do
	case $check in
	circles | names | rules | format | cppcheck | shell | manual) ;;
	*)
		echo "lint: no check '$check'" >&2
		exit 2
		;;
	esac
	if "$check"; then
		echo "lint: $check: clean"
	else
		failed="$failed $check"
	fi
done
if [ -n "$failed" ]; then
	echo "lint: failed:$failed"
	exit 1
fi
