#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
#
# manifests/image/root.sh DIR VERSION
#
# Makes DIR the root of the image, out of the Debian 12 that this runs in,
# where k8s-nsd and the packages of `tests/packages.sh image` are installed:
# the programs below, the libraries that they load, and a handful of files.
# For each package that a file is from: its copyright, its entry of dpkg's
# list (var/lib/dpkg/status.d, which scanners read), and a package of the SPDX
# document usr/share/doc/k8s-nsd/packages.spdx.
set -eu
root=$1
version=$2

programs="/usr/bin/k8s-nsd
	/usr/sbin/nsd /usr/sbin/nsd-control /usr/sbin/nsd-checkconf
	/usr/sbin/nsd-checkzone
	/usr/bin/git /usr/lib/git-core/git-remote-http
	/usr/bin/ssh /usr/bin/ssh-keygen"

rm -rf "$root"
mkdir -p "$root"
cd "$root"
mkdir -p usr/bin usr/sbin usr/lib usr/lib64 usr/share/k8s-nsd etc/ssl/certs \
	etc/k8s-nsd tmp run var/lib/k8s-nsd var/lib/dpkg/status.d \
	usr/share/doc/k8s-nsd usr/lib/ssl
chmod 1777 tmp
for name in bin sbin lib lib64; do
	ln -s "usr/$name" "$name"
done

# What a program is linked with, and the loader, each path once.
libraries() {
	for program in $programs; do
		ldd "$program"
	done | sed -n 's|.*=> \(/[^ ]*\) .*|\1|p; s|^[ 	]*\(/[^ ]*ld-[^ ]*\) .*|\1|p' |
		sort -u
}

# /lib/x and /usr/lib/x are one file: its place is the second.
place() {
	case $1 in
	/usr/*) printf '%s\n' "$1" ;;
	*) printf '/usr%s\n' "$1" ;;
	esac
}

origins=$(mktemp)
from() { # from FILE: the package that it is of goes to the list
	{
		dpkg-query -S "$1" 2>/dev/null ||
			dpkg-query -S "${1#/usr}" 2>/dev/null || true
	} | sed -n 's/^\([^:]*\):.*/\1/p' | head -n 1 >>"$origins"
}

for file in $programs $(libraries); do
	to=.$(place "$file")
	mkdir -p "$(dirname "$to")"
	cp -L "$file" "$to"
	from "$(place "$(readlink -f "$file")")"
	from "$(place "$file")"
done
# git calls itself by this path; https is a name of http.
ln -s ../../bin/git usr/lib/git-core/git
ln -s git-remote-http usr/lib/git-core/git-remote-https
cp -R /usr/share/k8s-nsd/templates usr/share/k8s-nsd/
cp -L /etc/ssl/certs/ca-certificates.crt etc/ssl/certs/
cp /usr/lib/ssl/openssl.cnf etc/ssl/openssl.cnf 2>/dev/null ||
	cp /etc/ssl/openssl.cnf etc/ssl/openssl.cnf
ln -s /etc/ssl/certs usr/lib/ssl/certs
ln -s /etc/ssl/openssl.cnf usr/lib/ssl/openssl.cnf
cp /usr/lib/os-release usr/lib/os-release
ln -s ../usr/lib/os-release etc/os-release
cp /etc/debian_version etc/
printf 'hosts: files dns\n' >etc/nsswitch.conf
for package in ca-certificates openssl base-files; do
	echo "$package" >>"$origins"
done

# ssh wants to know who it is.
cat >etc/passwd <<-E
	root:x:0:0:root:/:/usr/sbin/nologin
	k8s-nsd:x:65532:65532:k8s-nsd:/tmp:/usr/sbin/nologin
	nsd:x:65533:65533:nsd:/tmp:/usr/sbin/nologin
E
cat >etc/group <<-E
	root:x:0:
	k8s-nsd:x:65532:
	nsd:x:65533:
E

spdx=usr/share/doc/k8s-nsd/packages.spdx
cat >"$spdx" <<-E
	SPDXVersion: SPDX-2.3
	DataLicense: CC0-1.0
	SPDXID: SPDXRef-DOCUMENT
	DocumentName: k8s-nsd-$version
	DocumentNamespace: urn:k8s-nsd:image:$version
	Creator: Tool: dpkg-query
	Created: $(date -u -d "@${SOURCE_DATE_EPOCH:-$(date +%s)}" +%Y-%m-%dT%H:%M:%SZ)

	PackageName: k8s-nsd
	SPDXID: SPDXRef-k8s-nsd
	PackageVersion: $version
	PackageDownloadLocation: NOASSERTION
	PackageLicenseDeclared: Apache-2.0
	FilesAnalyzed: false
	Relationship: SPDXRef-DOCUMENT DESCRIBES SPDXRef-k8s-nsd
E
for package in $(sort -u "$origins"); do
	dpkg-query -s "$package" >"var/lib/dpkg/status.d/$package" 2>/dev/null || {
		rm -f "var/lib/dpkg/status.d/$package"
		continue
	}
	mkdir -p "usr/share/doc/$package"
	cp -L "/usr/share/doc/$package/copyright" "usr/share/doc/$package/" \
		2>/dev/null || true
	id=SPDXRef-deb-$(printf %s "$package" | tr -c 'A-Za-z0-9.\n' -)
	dpkg-query -W -f "
PackageName: \${Package}
SPDXID: $id
PackageVersion: \${Version}
PackageSupplier: Organization: Debian
PackageDownloadLocation: NOASSERTION
FilesAnalyzed: false
ExternalRef: PACKAGE-MANAGER purl pkg:deb/debian/\${Package}@\${Version}?arch=\${Architecture}&distro=debian-12
Relationship: SPDXRef-k8s-nsd DEPENDS_ON $id
" "$package" >>"$spdx"
done
rm -f "$origins"
