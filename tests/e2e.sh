#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/e2e.sh OUT [pytest argument]...
#
# The program against a real NSD, and against a real kube-apiserver and etcd:
# those of TEST_ASSET_KUBE_APISERVER and TEST_ASSET_ETCD or KUBEBUILDER_ASSETS
# where set, else built with Go into build/apiserver (apiserver/build.sh, which
# gets itself a Go where there is none).  Where that cannot be, the cluster's
# tests are skipped, and say so; with CI=true they fail.
#
#	KILLS=20	how often the controller is killed in the crash tests
#	WORKERS=3	tests at a time; one more than processors unless set
set -u
out=$1
shift
cd "$(dirname "$0")/.." || exit 2
K8S_NSD=$(realpath "$out/k8s-nsd") && [ -x "$K8S_NSD" ] || {
	echo "e2e: there is no program $out/k8s-nsd" >&2
	exit 1
}
export K8S_NSD
export PYTHONDONTWRITEBYTECODE=1

if [ -z "${KUBEBUILDER_ASSETS:-}" ] &&
	[ -z "${TEST_ASSET_KUBE_APISERVER:-}" ]; then
	tests/apiserver/build.sh build/apiserver
	status=$?
	if [ $status -eq 0 ]; then
		APISERVER_ASSETS=$PWD/build/apiserver
		export APISERVER_ASSETS
	elif [ $status -eq 3 ]; then
		echo "e2e: NO API SERVER: the tests against a cluster will" \
			"$([ -n "${CI:-}" ] && echo fail || echo be skipped)"
	else
		echo "e2e: kube-apiserver and etcd could not be built" >&2
		exit 1
	fi
fi

# They wait more than they work: several at a time, a file's one after another.
exec "${PYTHON:-/usr/bin/python3}" -m pytest -p no:cacheprovider -ra \
	-n "${WORKERS:-$(($(nproc) + 1))}" --dist loadfile --durations=5 \
	tests/e2e "$@"
