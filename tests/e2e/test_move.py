# SPDX-License-Identifier: Apache-2.0
"""A move to another cluster, as manifests/OPERATION.md says."""

import pytest

from controller import ZONE, zone_settings
from eventually import eventually
from nameservers import Key
from objects import ingress
from secondaries import LOOPBACK, Secondary, transferable

REASON = ("--reason", "move")


@pytest.fixture
def side(controller, folder):
    """(the old side, its secondary, their key)"""
    key = Key("k1.example")
    old = controller(tsig=[key.write(folder)])
    secondary = Secondary("nsd", folder, (LOOPBACK, old.port), key, [ZONE])
    old.config["secondaries"] = [secondary.row()]
    old.config["zones"][0]["secondaries"] = ["nsd"]
    old.write_config()
    yield old, secondary, key
    secondary.stop()


def test_a_move(controller, folder, side):
    old, secondary, key = side
    old.put("www.yaml", ingress("www", f"www.{ZONE}", "192.0.2.1"))
    old.start().serving()
    secondary.start()
    secondary.has(ZONE, old.serial())
    # 1. The new side, frozen before it has its objects; 2. compared.
    floor = old.serial() + 1000
    new = controller(zones=[zone_settings(ZONE, serialFloor=floor)],
                     tsig=[key.write(folder)])
    new.start()
    eventually(lambda: new.command(
        "freeze", "--all", *REASON, "--config",
        new.config_file).returncode == 0, "it is frozen")

    def differs():
        return new.command(
            "diff", "--config", new.config_file, "--from", new.manifests,
            "--against", f"axfr:{LOOPBACK}@{old.port}", "--tsig", key.name)

    assert differs().returncode == 1
    new.put("www.yaml", ingress("www", f"www.{ZONE}", "192.0.2.1"))
    done = differs()
    assert done.returncode == 0, done.stdout + done.stderr
    # 3. The old side is frozen; 4. the new one is not, and has the secondary.
    done = old.command("freeze", "--all", *REASON, "--config",
                       old.config_file)
    assert done.returncode == 0, done.stderr
    old.put("www.yaml", ingress("www", f"www.{ZONE}", "192.0.2.9"))
    done = new.command("thaw", "--all", *REASON, "--config", new.config_file)
    assert done.returncode == 0, done.stderr
    new.serving()
    new.server.answers(f"www.{ZONE}", "192.0.2.1")
    assert new.serial() >= floor
    new.config["secondaries"] = [secondary.row()]
    new.config["zones"][0]["secondaries"] = ["nsd"]
    new.write_config()
    eventually(lambda: transferable(new, key), "it may be transferred")
    secondary.primary = (LOOPBACK, new.port)
    secondary.restart()
    secondary.has(ZONE, floor)
    assert secondary.server.answer(f"www.{ZONE}") == ["192.0.2.1"]
    assert old.server.answer(f"www.{ZONE}") == ["192.0.2.1"]
