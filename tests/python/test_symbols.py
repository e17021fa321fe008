"""The module exports its entry point and nothing of the libraries that it is built from."""

from __future__ import annotations

import subprocess

from abonado import _core


def test_only_the_entry_point_is_exported() -> None:
    listing = subprocess.run(
        ["nm", "--dynamic", "--defined-only", _core.__file__],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    names = [line.split()[-1] for line in listing.splitlines()]
    assert names == ["PyInit__core"]
