#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/bench.sh OUT [--json FILE] [--rows start,latency,cost,...] [--quick]
#	CHURN=600	seconds of the row churn; an hour in targets.md
#
# Speed and memory as a table, each row beside a reference taken in the same
# run on the same machine: only those ratios mean anything elsewhere.
set -u
out=$1
shift
cd "$(dirname "$0")/.." || exit 2
if [ -z "${KUBEBUILDER_ASSETS:-}${TEST_ASSET_KUBE_APISERVER:-}" ]; then
	tests/apiserver/build.sh build/apiserver || exit 1
	APISERVER_ASSETS=$PWD/build/apiserver
	export APISERVER_ASSETS
fi
export PYTHONDONTWRITEBYTECODE=1
exec "${PYTHON:-/usr/bin/python3}" tests/bench/bench.py "$out/k8s-nsd" "$@"
