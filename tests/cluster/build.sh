#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/cluster/build.sh DIR
#
# Makes in DIR what a cluster consists of besides kube-apiserver and etcd, which
# ../apiserver/build.sh makes there first; of the same modules, but for the
# kubelet: five minutes of two cores the first time, seconds after.  Ends with
# 3 when there is no Go.
set -eu
mkdir -p "$1"
dir=$(cd "$1" && pwd)
cd "$(dirname "$0")"
control="kubectl kube-scheduler kube-controller-manager kube-proxy"

../apiserver/build.sh "$dir"
# Not the lock of that script: nobody who only wants an API server waits here.
exec 9>"$dir/cluster.lock"
flock 9
newer() { # newer PROGRAM MODULE: is it there, and made from that?
	[ -x "$dir/$1" ] && [ "$dir/$1" -nt "$2/go.mod" ] &&
		[ "$dir/$1" -nt "$2/go.sum" ]
}
# make_in MODULE PROGRAM...: those that are missing or older
make_in() {
	module=$1
	shift
	wanted=
	for program; do
		newer "$program" "$module" ||
			wanted="$wanted k8s.io/kubernetes/cmd/$program"
	done
	[ -n "$wanted" ] || return 0
	echo "cluster: building $* into $dir"
	mkdir -p "$dir/new"
	# shellcheck disable=SC2086 # words
	(cd "$module" && go build -o "$dir/new/" -ldflags "-s -w" $wanted)
	touch "$dir/new/"*
	mv "$dir/new/"* "$dir"
	rmdir "$dir/new"
}
# The Go that it has found, or got.
PATH=$PATH:/usr/local/go/bin
for go in "$dir"/go-*/go/bin; do
	[ -x "$go/go" ] || continue
	PATH=$go:$PATH
	export GOTOOLCHAIN=local
	unset GOROOT
done
# shellcheck disable=SC2086 # words
make_in ../apiserver $control
make_in kubelet kubelet
