"""A contestant's process: imports and reading of code are not timed, the work alone is.

    python -m harness.child MODULE:FUNCTION JSON-ARGUMENTS

The function takes the arguments and returns the seconds of the work, and facts about its result.
"""

from __future__ import annotations

import importlib
import json
import sys


def main() -> None:
    module, _, function = sys.argv[1].partition(":")
    seconds, facts = getattr(importlib.import_module(module), function)(**json.loads(sys.argv[2]))
    print(json.dumps({"seconds": seconds, "facts": facts}))


if __name__ == "__main__":
    main()
