"""The rule by which a day begins in Madrid, held against the tz database that Python reads."""

import os
import subprocess
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

FIRST = date(1990, 1, 1)
LAST = date(2100, 12, 31)
ROOT = Path(__file__).parents[2]


def madrid_dump() -> Path:
    """The program built from tests/cpp/madrid_dump.cpp."""
    given = os.environ.get("ABONADO_MADRID_DUMP")
    program = Path(given) if given else ROOT / "build" / "dev" / "tests" / "cpp" / "madrid_dump"
    if not program.is_file():
        pytest.fail(
            f"no program {program}: make build-dev builds it; ABONADO_MADRID_DUMP says where else"
        )
    return program


def test_every_day_from_1990_to_2100_begins_when_the_tz_database_says() -> None:
    run = subprocess.run([madrid_dump()], capture_output=True, text=True, check=True)
    zone = ZoneInfo("Europe/Madrid")
    days = (FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1))
    midnights = (datetime(day.year, day.month, day.day, tzinfo=zone) for day in days)
    expected = [f"{midnight.date()} {int(midnight.timestamp())}" for midnight in midnights]
    assert len(expected) == 40542
    got = run.stdout.splitlines()
    wrong = [pair for pair in zip(got, expected, strict=False) if pair[0] != pair[1]]
    assert wrong == []
    assert len(got) == len(expected)
