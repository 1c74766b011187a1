#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/apiserver/build.sh DIR
#
# Makes DIR/kube-apiserver and DIR/etcd from the Go modules that go.mod names:
# six minutes of two cores the first time, seconds after (Go's build cache).
# Two runs at once are fine: the second waits for the first.  Ends with 3 when
# there is no Go to build with.
set -eu
mkdir -p "$1"
dir=$(cd "$1" && pwd)
cd "$(dirname "$0")"

newer() { # newer FILE: is it there, and made from these versions?
	[ -x "$1" ] && [ "$1" -nt go.mod ] && [ "$1" -nt go.sum ]
}

PATH=$PATH:/usr/local/go/bin
if ! command -v go >/dev/null; then
	echo "apiserver: no Go here to build kube-apiserver and etcd with" >&2
	exit 3
fi
# From 1.21 on Go fetches the toolchain that go.mod asks for by itself.
minor=$(GOTOOLCHAIN=local go env GOVERSION | sed -n 's/^go1\.\([0-9]*\).*/\1/p')
if [ "${minor:-0}" -lt 21 ]; then
	echo "apiserver: $(command -v go) is older than Go 1.21" >&2
	exit 3
fi

exec 9>"$dir/lock"
flock 9
if newer "$dir/kube-apiserver" && newer "$dir/etcd"; then
	exit 0
fi
echo "apiserver: building kube-apiserver and etcd into $dir"
mkdir -p "$dir/new"
go build -o "$dir/new" -ldflags "-s -w" \
	k8s.io/kubernetes/cmd/kube-apiserver go.etcd.io/etcd/server/v3
mv "$dir/new/kube-apiserver" "$dir/kube-apiserver"
mv "$dir/new/server" "$dir/etcd"
touch "$dir/kube-apiserver" "$dir/etcd"
rmdir "$dir/new"
