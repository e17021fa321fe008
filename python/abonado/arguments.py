"""What a caller gives, taken for what a call needs; what is wrong is told by the argument's name.

Members of structs, ids and moments are read by the core, which says the same of them.
"""

from __future__ import annotations

import operator
from math import inf

from .errors import ArgumentError

LARGEST = 2**63 - 1
"""Of a number that the library takes."""


def integer(name: str, value: object, *, least: int = -LARGEST - 1, most: int = LARGEST) -> int:
    """An int, or what stands for one by ``__index__``, such as a number of numpy.

    Raises TypeError for anything else, ArgumentError below ``least`` or above ``most``, by which
    it does not fit into 64 bits.
    """
    try:
        number = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        raise wrong_type(name, "int", value) from None
    if isinstance(value, bool):
        raise wrong_type(name, "int", value)
    if number < least:
        raise ArgumentError(f"{name} is at least {least}")
    if number > most:
        raise ArgumentError(f"{name}: the number does not fit into 64 bits")
    return number


def seconds(name: str, value: object) -> float:
    """How long; the core says how long that may be. Raises TypeError for what is no number."""
    if isinstance(value, (bool, str, bytes)):  # float() would read a text
        raise wrong_type(name, "a number of seconds", value)
    try:
        return float(value)  # type: ignore[arg-type]
    except TypeError:
        raise wrong_type(name, "a number of seconds", value) from None
    except OverflowError:
        return inf  # which the core refuses


def text(name: str, value: object) -> str:
    """A str. Raises TypeError for anything else."""
    if not isinstance(value, str):
        raise wrong_type(name, "str", value)
    return value


def wrong_type(name: str, expected: str, value: object) -> TypeError:
    return TypeError(f"{name}: expected {expected}, not {type(value).__name__}")
