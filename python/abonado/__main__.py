"""``python -m abonado`` is the command ``abonado``."""

from abonado.cli import main

try:
    main()
finally:
    # Under -m, Python ends by the signal instead of the exit code once an interruption has left a
    # text that was evaluated, as dataclasses and Typer do; another text lets it forget that.
    eval("0")
