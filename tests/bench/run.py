"""The benchmarks: ``python tests/bench/run.py --help``."""

from harness.main import main

raise SystemExit(main())
