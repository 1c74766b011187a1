# SPDX-License-Identifier: Apache-2.0
"""What tests of the client's watches do and ask, on a fake API server."""

from eventually import eventually
from objects import ingress


def document(name, host=None, **more):
    made = ingress(name, host or f"{name}.example.com")
    made["metadata"].update(more)
    return made


def watched(api, count):
    """So many watches were asked for, and the last one is open."""
    eventually(lambda: len(api.asked("watch", "ingresses")) >= count
               and api.watches("ingresses"), f"there are {count} watches")
    return api.asked("watch", "ingresses")


def lists(api):
    """How many; those that only ask where the server is have a limit."""
    return len([r for r in api.asked("list", "ingresses") if not r.query])


def since(request):
    return request.query["resourceVersion"]


def change(api, name, host):
    return api.patch(document(name), {"spec": {"rules": [{"host": host}]}})


def proves(one, api, name="proof"):
    """A change comes through, behind everything that came before."""
    api.create(document(name))
    one.says("put", key=f"web/{name}")
    return one.agrees(api)


def version_of(document_):
    return document_["metadata"]["resourceVersion"]
