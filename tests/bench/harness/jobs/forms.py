"""Validating the same records in other forms, in the same rounds: what order and escapes cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..case import Case, Facts, Unit, python, require_equal
from ..inputs import FEW_DEFECTS
from ..workshop import Workshop
from .validate import FORMS_TOLD, HERE

FORMS = {"plain": "As the generator writes it"} | {
    form: FORMS_TOLD[form] for form in ("shuffled", "escaped")
}


def check(facts: Mapping[str, Facts]) -> list[str]:
    for name in ("records", "refused", "by_rule"):
        require_equal(f"{name} in each form", *(fact[name] for fact in facts.values()))
    return ["Records, and those refused by each rule, are as many in each form."]


def cases(workshop: Workshop) -> Iterator[Case]:
    plain = workshop.dump("plain", workshop.records, FEW_DEFECTS)
    dumps = {
        form: plain if form == "plain" else workshop.rewritten("plain", form, plain.records)
        for form in FORMS
    }
    yield Case(
        "forms",
        "validate",
        tuple(
            python(f"{HERE}:run_abonado", FORMS[form], name=form, path=dump.path)
            for form, dump in dumps.items()
        ),
        Unit("records/s", plain.records),
        f"The same Max lines, 1 % of them defective, on one thread: {plain.records:,} records.",
        check,
    )
