#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# tests/packages.sh GROUP...   installs the Debian packages of these groups
#
#	build	to compile the program
#	run	to run it: NSD, dig
#	test	to test it
#	image	what runs in the image of manifests/Containerfile
#	debootstrap	to make that image where no registry is reached
#	cluster	to test that image in a cluster
#
# Only what dpkg says is missing is installed, by apt-get, as root or through
# sudo; nothing missing, nothing done.  Servers that come with a package (nsd,
# named, knotd) are kept from being started.
set -eu

build="build-essential pkg-config libcurl4-openssl-dev libcjson-dev
	libldns-dev libevent-dev libfyaml-dev libidn2-dev"
run="nsd bind9-dnsutils"
test="libcmocka-dev clang clang-format libclang-rt-14-dev cppcheck mandoc nsd bind9
	bind9-utils knot ldnsutils python3-pip python3-pytest
	python3-pytest-xdist python3-dnspython valgrind
	dnsperf curl openssl ca-certificates git iproute2 chromium
	fonts-dejavu-core
	openssh-client openssh-server"

image="nsd git openssh-client openssl ca-certificates libcurl4 libcjson1
	libldns3 libevent-2.1-7 libfyaml0 libidn2-0"
debootstrap="debootstrap binutils"
cluster="containerd crun containernetworking-plugins iptables conntrack
	debootstrap binutils python3-pytest python3-dnspython python3-yaml
	openssl iproute2 curl"

wanted=
for group; do
	case $group in
	build) wanted="$wanted $build" ;;
	run) wanted="$wanted $run" ;;
	test) wanted="$wanted $test" ;;
	image) wanted="$wanted $image" ;;
	debootstrap) wanted="$wanted $debootstrap" ;;
	cluster) wanted="$wanted $cluster" ;;
	*)
		echo "packages: no group '$group' (build, run, test, image," \
			"debootstrap, cluster)" >&2
		exit 2
		;;
	esac
done

if ! command -v dpkg-query >/dev/null; then
	echo "packages: this is no Debian, so nothing is installed; needed are:" \
		$wanted
	exit 0
fi

missing=
for package in $(printf '%s\n' $wanted | sort -u); do
	status=$(dpkg-query -W -f '${db:Status-Status}\n' "$package" \
		2>/dev/null || true)
	case $status in
	installed*) ;;
	*) missing="$missing $package" ;;
	esac
done
if [ -z "$missing" ]; then
	echo "packages: all of '$*' are installed"
	exit 0
fi

as_root=
if [ "$(id -u)" -ne 0 ]; then
	as_root=sudo
	if ! command -v sudo >/dev/null; then
		echo "packages: missing, and neither root nor sudo to install" \
			"them:$missing" >&2
		exit 1
	fi
fi
as_root() {
	$as_root "$@"
}

# invoke-rc.d asks this script before it starts a server (policy-rc.d(8)).
policy=/usr/sbin/policy-rc.d
remove_policy() {
	as_root rm -f "$policy"
}
if [ ! -e "$policy" ]; then
	trap remove_policy EXIT
	trap 'exit 130' INT
	trap 'exit 143' TERM HUP
	printf '#!/bin/sh\nexit 101\n' | as_root tee "$policy" >/dev/null
	as_root chmod 0755 "$policy"
fi

echo "packages: apt-get installs:$missing"
as_root apt-get -q update
as_root env DEBIAN_FRONTEND=noninteractive \
	apt-get -q -y --no-install-recommends install $missing
echo "packages: done"
