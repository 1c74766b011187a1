#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# manifests/image/build.sh OUT NAME VERSION
#
# The image NAME as OUT/k8s-nsd.oci.tar, an OCI archive.  With podman or
# buildah, where they reach a registry, by ../Containerfile.  Elsewhere, on
# Debian 12 and as root, by debootstrap: the same packages are installed below
# OUT/image/debian, from the archive that apt uses, and the program is the one
# in OUT.
#
#	FROM=debootstrap	that way, whatever there is
#	ONLY=debian		no image yet, only what takes long for it
set -eu
mkdir -p "$1"
out=$(cd "$1" && pwd)
name=$2
version=$3
cd "$(dirname "$0")/../.."
archive=$out/k8s-nsd.oci.tar
base=debian:12-slim

tell() {
	echo "image: $archive has $name, $(($(stat -c %s "$archive") / 1000000))" \
		"MB packed, $1 unpacked"
}

# The first of the two that reaches a registry.
builder() {
	[ "${FROM:-}" != debootstrap ] || return 1
	for tool in podman buildah; do
		if command -v $tool >/dev/null && timeout 60 $tool pull -q \
			$base >/dev/null 2>&1; then
			echo $tool
			return 0
		fi
	done
	return 1
}

if tool=$(builder); then
	$tool build -q --build-arg VERSION="$version" -t "$name" \
		-f manifests/Containerfile .
	rm -f "$archive"
	$tool push -q "$name" "oci-archive:$archive:$name"
	tell "$($tool images --format '{{.Size}}' "$name")"
	exit 0
fi

. /etc/os-release
if [ "${ID:-}" != debian ] || [ "${VERSION_ID:-}" != 12 ]; then
	echo "image: needs podman or buildah and a registry, or Debian 12" >&2
	exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
	echo "image: without podman, buildah and a registry this needs root," \
		"for debootstrap" >&2
	exit 1
fi
tests/packages.sh debootstrap

root=$out/image/debian
# apart COMMAND...: what it mounts is gone with it, however it ends
apart() {
	unshare --mount "$@"
}

# Debian's own archive, as apt has it here: lines of sources.list.
sources() {
	apt-get indextargets --format \
		'$(SITE) $(RELEASE) $(COMPONENT) $(ORIGIN)' 'Created-By: Packages' |
		awk '$2 ~ /^bookworm(-updates|-security)?$/ && $4 == "Debian" \
			{ print "deb", $1, $2, $3 }' | sort -u
}

# What apt was told about its network here holds there.
install_debian() {
	rm -rf "$root" "$root.new"
	mirror=$(sources | awk '$3 == "bookworm" { print $2; exit }')
	[ -n "$mirror" ] || {
		echo "image: apt knows no archive of Debian 12 here" >&2
		return 1
	}
	apart debootstrap --variant=minbase bookworm "$root.new" "$mirror" \
		>"$out/image/debootstrap.log" 2>&1 || {
		tail -n 20 "$out/image/debootstrap.log" >&2
		return 1
	}
	sources >"$root.new/etc/apt/sources.list"
	apt-config dump Acquire | grep -E '^Acquire::(Check|http|https|Retries)' \
		>"$root.new/etc/apt/apt.conf.d/00here" || true
	echo 'Acquire::Retries "3";' >>"$root.new/etc/apt/apt.conf.d/00here"
	echo force-unsafe-io >"$root.new/etc/dpkg/dpkg.cfg.d/here"
	cp -L /etc/resolv.conf "$root.new/etc/resolv.conf"
	cp tests/packages.sh "$root.new/packages.sh"
	apart chroot "$root.new" /packages.sh image \
		>"$out/image/packages.log" 2>&1 &&
		apart chroot "$root.new" env DEBIAN_FRONTEND=noninteractive \
			apt-get -q -y upgrade >>"$out/image/packages.log" 2>&1 || {
		tail -n 20 "$out/image/packages.log" >&2
		return 1
	}
	mv "$root.new" "$root"
}

mkdir -p "$out/image"
if [ ! -d "$root" ] || [ tests/packages.sh -nt "$root/packages.sh" ]; then
	echo "image: installing Debian 12 below $root"
	install_debian
fi
[ "${ONLY:-}" != debian ] || exit 0
if [ ! -x "$out/k8s-nsd" ]; then
	echo "image: there is no program $out/k8s-nsd" >&2
	exit 1
fi
install -m 0755 "$out/k8s-nsd" "$root/usr/bin/k8s-nsd"
strip "$root/usr/bin/k8s-nsd"
mkdir -p "$root/usr/share/k8s-nsd/templates"
install -m 0644 templates/*.tmpl "$root/usr/share/k8s-nsd/templates"
install -m 0755 manifests/image/root.sh "$root/root.sh"
# shellcheck disable=SC2016 # its own words
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct 2>/dev/null || date +%s) \
	apart sh -c 'mount -t proc proc "$1/proc" &&
	exec chroot "$1" /root.sh /image "$2"' sh "$root" "$version"
"${PYTHON:-/usr/bin/python3}" manifests/image/pack.py "$root/image" "$name" \
	"$version" "$archive.new"
mv "$archive.new" "$archive"
tell "$(du -s --apparent-size -B1000000 "$root/image" | cut -f1) MB"
