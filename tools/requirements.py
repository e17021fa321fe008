"""Print requirements that pyproject.toml states, one a line, for pip install --requirement.

usage: requirements.py build|runtime|EXTRA...

pip installs an extra only together with the project; the Makefile needs the extras before
there is a wheel.
"""

import sys
from pathlib import Path

if sys.version_info >= (3, 11):
    import tomllib
else:  # pip, the only package of a new virtual environment, carries the same module
    from pip._vendor import tomli as tomllib


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
        print("\n".join(groups[name]))


if __name__ == "__main__":
    main()
