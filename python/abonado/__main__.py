"""``python -m abonado`` is the command ``abonado``."""

from abonado.cli import main

main()
