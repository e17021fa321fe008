"""Print requirements that pyproject.toml states, one a line, for pip install --requirement.

usage: requirements.py build|runtime|EXTRA...

pip installs an extra only together with the project; the Makefile needs the extras before
there is a wheel. An extra of other extras, "abonado[polars,arrow]", stands for what they hold.
"""

import re
import sys
from pathlib import Path

if sys.version_info >= (3, 11):
    import tomllib
else:  # pip, the only package of a new virtual environment, carries the same module
    from pip._vendor import tomli as tomllib


OWN = re.compile(r"abonado\[([\w,]+)\]")


def flat(groups: "dict[str, list[str]]", name: str) -> "list[str]":
    out: list[str] = []
    for requirement in groups[name]:
        extras = OWN.fullmatch(requirement)
        if extras is None:
            out.append(requirement)
        else:
            for extra in extras[1].split(","):
                out += flat(groups, extra)
    return list(dict.fromkeys(out))


def main() -> None:
    text = (Path(__file__).resolve().parent.parent / "pyproject.toml").read_text(encoding="utf-8")
    data = tomllib.loads(text)
    groups = {
        "build": data["build-system"]["requires"],
        "runtime": data["project"]["dependencies"],
        **data["project"]["optional-dependencies"],
    }
    for name in sys.argv[1:]:
        if name not in groups:
            sys.exit(f"requirements.py: no {name} among {', '.join(groups)}")
        print("\n".join(flat(groups, name)))


if __name__ == "__main__":
    main()
