#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# manifests/examples/run.sh OUT [KUBECONFIG]
#
# The controller in the foreground with the configuration beside this script,
# its own NSD on 127.0.0.1 port 5300, and the objects in objects/, followed as
# you edit them; or those of the cluster of KUBECONFIG.  Ctrl-C ends both.
set -eu
out=$1
examples=$(dirname "$0")
ask='dig +noall +answer @127.0.0.1 -p 5300'

mkdir -p "$examples/../../build/run"
if [ -n "${2:-}" ]; then
	kubeconfig=$(realpath "$2")
	echo "Watching the cluster of $kubeconfig.  Try, in another terminal:"
	echo "  $ask example.com SOA"
	echo "  $ask NAME.NAMESPACE.example.com   (a Service of type LoadBalancer)"
	echo
	export KUBECONFIG="$kubeconfig"
	exec "$out/k8s-nsd" run --config "$examples/k8s-nsd.yaml"
fi
echo "Following $examples/objects.  Try, in another terminal:"
echo "  $ask www.example.com A"
echo "  $ask www.example.com AAAA"
echo "  $ask 42.preview.example.com"
echo "  $ask images.example.com CNAME"
echo "  $ask postgres.db.example.com"
echo "and edit $examples/objects/shop.yaml: each change is a line below."
echo
exec "$out/k8s-nsd" run --config "$examples/k8s-nsd.yaml" \
	--from "$examples/objects"
