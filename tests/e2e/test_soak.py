# SPDX-License-Identifier: Apache-2.0
"""A short soak; `make soak` is the long one (soak.py)."""

import os

from soak import Soak

SECONDS = 12


def test_b40_changes_and_faults_by_chance(program, folder):
    """What is served at the end is what there is, and no name that stayed
    was ever missed."""
    seed = int(os.environ.get("SEED", "1"))
    soak = Soak(program + "-quick", folder, SECONDS, seed)
    try:
        soak.run()
        soak.check()
    finally:
        soak.clean()
