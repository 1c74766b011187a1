#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/cluster/inside.sh [pytest argument]...
#
# The tests, as the first process of the namespaces that ../cluster.sh made:
# with it all others end.
#
# crun refuses hybrid cgroups, so the second version is out of sight here.
set -u
umount /sys/fs/cgroup/unified 2>/dev/null
mount -t tmpfs -o mode=755 tmpfs /run &&
	mount -t tmpfs -o mode=755 tmpfs /var/lib &&
	mkdir -p /run/lock /run/netns &&
	mount --make-rshared / &&
	ip link set lo up || exit 1
"${PYTHON:-/usr/bin/python3}" -m pytest -p no:cacheprovider -q -x -s \
	tests/cluster "$@"
status=$?
cp -R /run/cluster/logs/. "$OUT/cluster-logs/" 2>/dev/null
exit $status
