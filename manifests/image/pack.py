# SPDX-License-Identifier: Apache-2.0
"""pack.py ROOT NAME VERSION ARCHIVE: a folder as the one layer of an image.

The archive is in the format of the OCI's image layout.  The same files give
the same octets: names in order, no times, everything root's.
"""

import gzip
import hashlib
import io
import json
import os
import platform
import sys
import tarfile

MEDIA = "application/vnd.oci.image."
ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}


def layer(root):
    """The folder as a tar file."""
    octets = io.BytesIO()
    with tarfile.open(fileobj=octets, mode="w",
                      format=tarfile.GNU_FORMAT) as tar:
        for folder, folders, files in os.walk(root):
            folders.sort()
            for name in sorted(files + folders):
                path = os.path.join(folder, name)
                info = tar.gettarinfo(path, os.path.relpath(path, root))
                info.uid = info.gid = info.mtime = 0
                info.uname = info.gname = ""
                if info.isreg():
                    with open(path, "rb") as file:
                        tar.addfile(info, file)
                else:
                    tar.addfile(info)
    return octets.getvalue()


def digest(octets):
    return "sha256:" + hashlib.sha256(octets).hexdigest()


def described(kind, octets, **more):
    return dict(mediaType=MEDIA + kind, digest=digest(octets),
                size=len(octets), **more)


def as_json(value):
    return json.dumps(value, sort_keys=True).encode()


def config(plain, version, entry):
    return {
        "architecture": ARCHITECTURES.get(platform.machine(),
                                          platform.machine()),
        "os": "linux",
        "config": {
            "User": "65532:65532",
            "Env": ["PATH=/usr/sbin:/usr/bin"],
            "Entrypoint": [entry],
            "Labels": {
                "org.opencontainers.image.title": "k8s-nsd",
                "org.opencontainers.image.description":
                    "The names of a Kubernetes cluster, served by NSD",
                "org.opencontainers.image.licenses": "Apache-2.0",
                "org.opencontainers.image.version": version,
            },
        },
        "rootfs": {"type": "layers", "diff_ids": [digest(plain)]},
    }


def main(root, name, version, archive, entry="/usr/bin/k8s-nsd"):
    plain = layer(root)
    packed = gzip.compress(plain, 6, mtime=0)
    about = as_json(config(plain, version, entry))
    manifest = as_json({
        "schemaVersion": 2,
        "mediaType": MEDIA + "manifest.v1+json",
        "config": described("config.v1+json", about),
        "layers": [described("layer.v1.tar+gzip", packed)],
    })
    index = as_json({
        "schemaVersion": 2,
        "manifests": [described("manifest.v1+json", manifest, annotations={
            "org.opencontainers.image.ref.name": name,
            "io.containerd.image.name": name,
        })],
    })
    files = {"oci-layout": b'{"imageLayoutVersion": "1.0.0"}',
             "index.json": index}
    for octets in (about, packed, manifest):
        files["blobs/sha256/" + digest(octets)[7:]] = octets
    with tarfile.open(archive, mode="w", format=tarfile.GNU_FORMAT) as tar:
        for path, octets in files.items():
            info = tarfile.TarInfo(path)
            info.size = len(octets)
            tar.addfile(info, io.BytesIO(octets))


if __name__ == "__main__":
    main(*sys.argv[1:])
