"""A few findings of each rule, and rules that break together."""

from __future__ import annotations

import abonado
import pytest
from conftest import CLEAN, ndjson, segment

# Lines 1 to 10 break SEG-001, 8 to 12 DOC-003, 10 also DOC-005.
DUMP = ndjson(
    *(segment(n, segment_id="XX") for n in range(1, 8)),
    *(segment(n, segment_id="XX", segment_value=7) for n in (8, 9)),
    {**segment(10, segment_id="XX", segment_value=7), "unheard": 1},
    *(segment(n, segment_value=7) for n in (11, 12)),
)


def test_a_sample_is_spread_over_the_dump() -> None:
    report = abonado.validate(DUMP)
    sample = report.sample()
    assert [(f.rule, f.line) for f in sample] == [
        ("DOC-003", 8),
        ("DOC-003", 10),
        ("DOC-003", 12),
        ("DOC-005", 10),
        ("SEG-001", 1),
        ("SEG-001", 5),
        ("SEG-001", 10),
    ]
    assert list(report.sample()) == list(sample)
    assert list(abonado.validate(DUMP, threads=2).sample()) == list(sample)
    assert [f.line for f in report.sample(1)] == [8, 10, 1]
    assert len(report.sample(per_rule=100)) == len(report.findings)
    assert (sample[0].rule, len(sample[1:])) == ("DOC-003", 6)
    lines = repr(sample).splitlines()
    assert lines[0] == "7 findings"
    assert lines[5].startswith("SEG-001  error    line 1 /segment_id ")


def test_a_sample_has_something_of_each_rule() -> None:
    with pytest.raises(abonado.ArgumentError, match="per_rule"):
        abonado.validate(DUMP).sample(0)
    assert len(abonado.validate(CLEAN).sample()) == 0
    assert len(abonado.validate(DUMP, max_findings=0).sample()) == 0


def test_rules_that_break_in_the_same_record() -> None:
    together = abonado.validate(DUMP).together()
    assert [(group.rules, group.records, group.first.line) for group in together.groups] == [
        (("SEG-001",), 7, 1),
        (("DOC-003",), 2, 11),
        (("DOC-003", "SEG-001"), 2, 8),
        (("DOC-003", "DOC-005", "SEG-001"), 1, 10),
    ]
    assert together.by_rule == {"DOC-003": 5, "DOC-005": 1, "SEG-001": 10}
    assert together.pairs() == {
        ("DOC-003", "SEG-001"): 3,
        ("DOC-003", "DOC-005"): 1,
        ("DOC-005", "SEG-001"): 1,
    }
    assert together.is_whole
    assert together.summary() == "3 of 12 faulty records break more than one rule"
    assert repr(together).splitlines()[3] == "         2  DOC-003 + SEG-001"


def test_what_was_not_kept_is_not_counted() -> None:
    together = abonado.validate(DUMP, max_findings=3, threads=1).together()
    assert not together.is_whole
    assert "of the findings that were kept" in repr(together)
    assert sum(group.records for group in together.groups) == 3


def test_the_same_line_of_two_files_is_two_records(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    directory = tmp_path_factory.mktemp("two")
    paths = [directory / "a.ndjson", directory / "b.ndjson"]
    for number, path in enumerate(paths):
        path.write_bytes(ndjson(segment(number + 1, segment_id="XX")))
    [group] = abonado.validate(paths).together().groups
    assert (group.records, group.first.file) == (2, str(paths[0]))
