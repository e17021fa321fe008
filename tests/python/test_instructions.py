"""The hot paths take no more instructions than they did, whatever the machine is busy with."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import script

counting = script(Path(__file__).parents[1] / "instructions" / "count.py")


@pytest.mark.skipif(shutil.which("valgrind") is None, reason="counts with Valgrind")
def test_no_hot_path_became_slower() -> None:
    kept = counting.kept()
    if kept["built_with"] != (here := counting.built_with()):
        pytest.skip(f"the counts are of {kept['built_with']}, not of {here}")
    counts = counting.count()
    assert {count.path for count in counts} == set(kept["counts"])
    changed = [
        f"{count.path}: {count.now:,} instructions, {count.change:+.1%}"
        for count in counts
        if abs(count.change) > counting.TOLERANCE
    ]
    assert not changed, (
        f"{'; '.join(changed)}. If that is meant, or better than before: "
        "python tests/instructions/count.py --write"
    )


def test_a_change_is_that_to_what_is_kept() -> None:
    assert counting.Count("validate", 106, 100).change == pytest.approx(0.06)
    assert counting.Count("validate", 90, 100).change == pytest.approx(-0.1)
    assert counting.Count("validate", 90, None).change == 0


def test_the_interpreter_is_not_counted() -> None:
    dump = "\n".join(
        [
            "events: Ir",
            "ob=(1) /usr/lib/libpython3.11.so.1.0",
            "fn=(1) call",
            "10 1000",
            "cob=(2) /site-packages/abonado/_core.so",
            "cfn=(2) validate",
            "calls=3 20",
            "+4 7",
            "ob=(2)",
            "fn=(2)",
            "20 5",
            "* 2",
            "totals: 1007",
        ]
    )
    assert counting.instructions(dump) == 7
