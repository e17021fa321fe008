#!/usr/bin/env python3
"""Check that a shared library exports what the public headers declare, and nothing else.

usage: check_exports.py LIBRARY HEADERS

Prints each exported symbol that is not of the headers in the directory HEADERS, and exits 1 if
there is any, or if the library exports no function of C or of C++.
"""

import re
import subprocess
import sys
from pathlib import Path

# Functions and data of the namespace abonado, and the type information of its classes.
MANGLED = re.compile(r"_Z(?:T[ISV])?NK?7abonado")


def exported(library: Path) -> list[str]:
    """Without the names of versions."""
    command = ["nm", "--dynamic", "--defined-only", "--format=posix", str(library)]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return [line.split()[0].partition("@")[0] for line in lines]


def names_of(symbol: str) -> list[str] | None:
    """The names, from the outermost, that lead to a symbol of C++; None if it is of others."""
    found = MANGLED.match(symbol)
    if not found:
        return None
    names: list[str] = []
    rest = symbol[found.end() :]
    while digits := re.match(r"\d+", rest):
        end = digits.end() + int(digits[0])
        names.append(rest[digits.end() : end])
        rest = rest[end:]
    return names


def main() -> int:
    library, headers = (Path(argument) for argument in sys.argv[1:])
    texts = [path.read_text(encoding="utf-8") for path in headers.glob("*.h*")]
    declared = set(re.findall(r"\w+", "\n".join(texts)))
    symbols = exported(library)
    counts = {"C": 0, "C++": 0}
    strangers = 0
    for symbol in symbols:
        names = names_of(symbol)
        counts["C" if names is None else "C++"] += 1
        if not declared.issuperset([symbol] if names is None else names):
            strangers += 1
            print(f"{symbol} is exported, and no public header declares it")
    print(f"{counts['C']} symbols of C, {counts['C++']} of C++")
    return 1 if strangers or not all(counts.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
