#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/unit.sh OUT PROGRAM...
#
# Runs cmocka programs, replays of fuzz corpora (replay_NAME) and the golden
# cases, and ends with one line: N passed, N failed.  Of a program only its
# failures are shown (V=1: everything).
#
#	SHUFFLES=100	how often each golden case is shuffled
set -u
out=$1
shift
: "${V:=}"
python=${PYTHON:-/usr/bin/python3}
log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
passed=0
failed=0

# tally NAME STATUS: adds up the TAP in $log.  A program that dies, or says
# less than it planned, has failed whatever else it said.
tally() {
	ok=$(grep -c '^ok ' "$log")
	bad=$(grep -c '^not ok ' "$log")
	plan=$(awk -F '[. ]+' '/^1\.\.[0-9]+/ { sum += $2 } END { print sum + 0 }' \
		"$log")
	if [ "$2" -eq 0 ] && [ $((ok + bad)) -ne "$plan" ]; then
		echo "$1: planned $plan, ran $((ok + bad))"
		bad=$((bad + 1))
	elif [ "$2" -ne 0 ] && [ "$bad" -eq 0 ]; then
		echo "$1: ended with status $2"
		bad=1
	elif [ "$2" -eq 0 ] && [ "$plan" -eq 0 ]; then
		echo "$1: ran nothing"
		bad=1
	fi
	passed=$((passed + ok))
	failed=$((failed + bad))
	if [ "$bad" -gt 0 ]; then
		echo "FAIL $1 ($bad of $((ok + bad)))"
		grep -v '^ok ' "$log"
	elif [ -n "$V" ]; then
		echo "ok   $1 ($ok)"
		cat "$log"
	else
		echo "ok   $1 ($ok)"
	fi
}

for program; do
	name=${program#"$out"/}
	case $program in
	*/replay_*)
		corpus=tests/fuzz/corpus/${program##*/replay_}
		status=0
		"$program" "$corpus" >"$log" 2>&1 || status=$?
		if [ $status -eq 0 ]; then
			printf '1..1\nok 1 - replay\n' >"$log"
		else
			printf '1..1\nnot ok 1 - replay\n' >>"$log"
		fi
		;;
	*)
		status=0
		CMOCKA_MESSAGE_OUTPUT=TAP "$program" >"$log" 2>&1 || status=$?
		;;
	esac
	tally "$name" $status
done

if [ -x "$out/k8s-nsd" ]; then
	status=0
	"$python" tests/cases/run.py --shuffles "${SHUFFLES:-100}" \
		"$out/k8s-nsd" >"$log" 2>&1 || status=$?
	tally tests/cases $status
fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
