"""The benchmarks: each contestant in a process of its own, all of them in each round.

``python tests/bench/run.py --help`` tells what it takes, `docs/reference/benchmarks.md` how it
measures.
"""
