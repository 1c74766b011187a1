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
trap 'exit 130' INT
trap 'exit 143' TERM HUP
umount /sys/fs/cgroup/unified 2>/dev/null
mount -t tmpfs -o mode=755 tmpfs /run &&
	mount -t tmpfs -o mode=755 tmpfs /var/lib &&
	mkdir -p /run/lock /run/netns &&
	mount --make-rshared / &&
	ip link set lo up || exit 1
"${PYTHON:-/usr/bin/python3}" -m pytest -p no:cacheprovider -q -x -s \
	tests/cluster "$@" &
wait $!
status=$?
cp -R /run/cluster/logs/. "$OUT/cluster-logs/" 2>/dev/null
# Folders of pods in the cgroups are of the machine, and go when the pods have.
kill -KILL -1 2>/dev/null
tries=0
while [ $tries -lt 50 ] && [ -n "$(find /sys/fs/cgroup -type d \
	-name kubepods -print -quit)" ]; do
	find /sys/fs/cgroup -depth -type d -path '*/kubepods*' \
		-exec rmdir {} + 2>/dev/null
	tries=$((tries + 1))
	sleep 0.1
done
exit $status
