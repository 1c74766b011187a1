#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/all.sh   everything: what `make test` and CI run
#
# Goes on after a failure, names the failed steps at the end and fails then.
# The last lines are pytest's and one of all units: N passed, N failed.  In CI
# (CI=true) what cannot run has failed.
#
#	KILLS=20	how often the controller is killed at random
#	SHUFFLES=10	how often each golden case is shuffled and rendered; in
#			random orders of events it is seen 40 times besides,
#			and the examples are shuffled 100 times
set -u
cd "$(dirname "$0")/.." || exit 2
: "${MAKE:=make}" "${SHUFFLES:=10}"
unset MAKEFLAGS MAKELEVEL
mkdir -p build
jobs=$(nproc)
start=$(date +%s)
failed=
units=$(mktemp) || exit 1
background=
finish() {
	rm -f "$units"
	[ -z "$background" ] || kill -- "-$background" 2>/dev/null
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

step() { # step NAME COMMAND...: runs it, notes a failure
	name=$1
	shift
	echo
	echo "==== $name ($(($(date +%s) - start)) s)"
	if "$@"; then
		return 0
	fi
	failed="$failed, $name"
	echo "==== $name: FAILED"
	return 1
}

# counted COMMAND...: shows its output and keeps its closing line.
counted() {
	{
		"$@"
		echo $? >"$units.status"
	} | tee "$units.now"
	grep -E '^[0-9]+ passed, [0-9]+ failed$' "$units.now" | tail -n 1 \
		>>"$units"
	status=$(cat "$units.status")
	rm -f "$units.now" "$units.status"
	return "$status"
}

# Six minutes on a fresh machine, beside all that follows; in CI five more, for
# what `make cluster-test` wants.  All of it is one process group, and is ended
# as one.
if [ -z "${KUBEBUILDER_ASSETS:-}${TEST_ASSET_KUBE_APISERVER:-}" ]; then
	setsid nice sh -c 'tests/apiserver/build.sh build/apiserver
		[ -z "${CI:-}" ] || {
			tests/cluster/build.sh build/apiserver
			ONLY=debian FROM=debootstrap manifests/image/build.sh \
				build none none
		}' >build/apiserver.log 2>&1 &
	background=$!
fi

step 'build' "$MAKE" -s -j"$jobs" WERROR=1 e2e-programs
step 'unit' counted "$MAKE" -s -j"$jobs" WERROR=1 SHUFFLES="$SHUFFLES" unit
step 'build, sanitizers' "$MAKE" -s -j"$jobs" WERROR=1 \
	SAN=address,undefined e2e-programs
step 'unit, sanitizers' counted "$MAKE" -s -j"$jobs" WERROR=1 \
	SAN=address,undefined SHUFFLES=1 unit
step 'build, clang' "$MAKE" -s -j"$jobs" WERROR=1 CC=clang all
step 'lint' tests/lint.sh
step 'lint, tested' counted tests/lint_test.sh
step 'end to end, sanitizers' tests/e2e.sh build-san -m sanitized
step 'end to end' tests/e2e.sh build

echo
echo "all: $(($(date +%s) - start)) s"
[ -z "$failed" ] || echo "all: FAILED: ${failed#, }"
awk '{ passed += $1; failed += $3 }
	END { printf "%d passed, %d failed\n", passed, failed }' "$units"
[ -z "$failed" ]
