#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/cluster.sh OUT [pytest argument]...
#
# manifests/base in a real Kubernetes of one node: etcd, API server, controllers,
# scheduler, kubelet, kube-proxy and containerd.  As root, on Debian 12.  All of
# it has its own processes, network, mounts, /run and /var/lib (unshare(1)):
# whatever ends this script, the kernel ends the rest, and nothing is left.
#
# The programs come from CLUSTER_ASSETS, else they are built into OUT/apiserver
# (cluster/build.sh).
set -u
out=$1
shift
cd "$(dirname "$0")/.." || exit 2
out=$(realpath "$out")
if [ "$(id -u)" -ne 0 ]; then
	echo "cluster: a cluster can only be made as root" >&2
	exit 1
fi
tests/packages.sh cluster || exit 1
if [ -z "${CLUSTER_ASSETS:-}" ]; then
	CLUSTER_ASSETS=$out/apiserver
	tests/cluster/build.sh "$CLUSTER_ASSETS" || exit 1
fi
export CLUSTER_ASSETS OUT="$out" PYTHONDONTWRITEBYTECODE=1
export PATH="$PATH:/usr/sbin:/sbin"
rm -rf "$out/cluster-logs"
mkdir -p "$out/cluster-logs"
# Folders of pods in the cgroups are of the machine, and go when the pods have.
tidy() {
	tries=0
	while [ $tries -lt 50 ] && [ -n "$(find /sys/fs/cgroup -type d \
		-name kubepods -print -quit)" ]; do
		find /sys/fs/cgroup -depth -type d -path '*/kubepods*' \
			-exec rmdir {} + 2>/dev/null
		tries=$((tries + 1))
		sleep 0.1
	done
}
# unshare itself ignores what would end it.
end() {
	kill -KILL $!
	tidy
	exit "$1"
}
unshare --net --mount --pid --fork --kill-child --mount-proc \
	tests/cluster/inside.sh "$@" &
trap 'end 130' INT
trap 'end 143' TERM HUP
wait $!
status=$?
tidy
exit $status
