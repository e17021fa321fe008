"""What befalls the documents of a dump before the engine and the model read them.

A mutation changes a document in place: it is given a ``Hand``, which draws, and the places where
the document has a value.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import rules_borders as borders
from rules_model.json_text import Members, Number
from rules_places import Hand, Place, is_date, is_text, places

Mutation = Callable[[Any, Hand], None]
MUTATIONS: list[Mutation] = []


def mutation(times: int = 1) -> Callable[[Mutation], Mutation]:
    """``times``: how often it is taken, by the others."""

    def register(function: Mutation) -> Mutation:
        MUTATIONS.extend([function] * times)
        return function

    return register


def of_places(chosen: Callable[[Place], Any]) -> Callable[[Callable[..., None]], Mutation]:
    """A mutation of one of those places that ``chosen`` says; nothing, where there is none."""

    def wrap(function: Callable[[Place, Hand], None]) -> Mutation:
        def apply(document: Any, hand: Hand) -> None:
            fit = [place for place in places(document) if chosen(place)]
            if fit:
                function(hand.pick(fit), hand)

        apply.__name__ = function.__name__
        return apply

    return wrap


class Borders(NamedTuple):
    """Values for some places."""

    values: Sequence[Any]
    chosen: Callable[[Place], Any]


BORDERS: list[Borders] = []


def replace(
    values: Sequence[Any], chosen: Callable[[Place], Any], times: int = 1, name: str = ""
) -> None:
    BORDERS.append(Borders(values, chosen))

    @mutation(times)
    @of_places(chosen)
    def apply(place: Place, hand: Hand) -> None:
        place.put(copy.deepcopy(hand.pick(values)))

    apply.__name__ = name


def named(*names: str) -> Callable[[Place], bool]:
    return lambda place: place.name in names


# --- values at the borders -----------------------------------------------------------------------

ENUMS = ("type", "status", "current_status", "subscription_type", "billing_type", "kind")
ENUMS += ("acquisition_type", "credit_limit_id", "segment_class")

replace(borders.INSTANTS, is_date, times=6, name="another instant")
replace(borders.NO_INSTANTS, is_date, times=2, name="no instant")
replace(borders.DATES, named("installation_date"), name="a date")
replace([None], is_date, times=2, name="a null date")
replace(borders.UUIDS, named("id", "account_id", "bundle_id", "device_id"), name="a uuid")
replace(borders.WORDS, named(*ENUMS), times=3, name="another word")
replace(["ACTIVE", "DEACTIVATED", "CANCELLED"], named("status", "current_status"), 3, "a status")
replace(borders.TEXTS, lambda place: is_text(place.value), times=2, name="a text")
numbers = [Number(n) for n in borders.INTEGERS + borders.FRACTIONS]
replace(numbers, lambda place: isinstance(place.value, Number), times=2, name="a number")
no_numbers = [Number(n) for n in borders.NO_NUMBERS]
replace(no_numbers, lambda place: isinstance(place.value, Number), name="no number")
amounts = [Number(n) for n in borders.AMOUNTS]
money = ("credit_limit_value", "nxt_invoice_cfee_netamo", "nxt_invoice_ofee_netamo", "stay_cost")
replace(amounts, named(*money), times=2, name="an amount")
external_ids = [*map(Number, borders.INTEGERS + borders.FRACTIONS), *borders.INTEGERS]
replace(external_ids, named("external_id"), name="an external id")
replace(borders.PHONES, named("MSISDN", "LANDLINENUMBER"), times=3, name="a phone number")
replace(borders.IMSIS, named("IMSI"), name="an IMSI")
replace(borders.ICCIDS, named("ICCID"), name="an ICCID")
replace(borders.MACS, named("mac_address"), name="a MAC address")
replace(borders.SEGMENTS, named("segment_id"), times=3, name="a segment")
replace(borders.ORGS, named("org"), name="an organisation")
replace(borders.KINDS, named("kind"), name="a kind")
replace(borders.ANY_TYPE, lambda place: True, times=2, name="another type")


@mutation()
@of_places(lambda place: is_text(place.value) and place.value.isupper())
def word_in_other_case(place: Place, hand: Hand) -> None:
    word = place.value
    place.put(
        hand.pick([word.lower(), word.title(), f"{word} ", f" {word}", word[:-1], f"{word}\0"])
    )


# --- members -------------------------------------------------------------------------------------


@mutation(3)
@of_places(lambda place: True)
def drop(place: Place, hand: Hand) -> None:
    place.drop()


@mutation(2)
@of_places(lambda place: True)
def null(place: Place, hand: Hand) -> None:
    place.put(None)


@mutation(2)
@of_places(lambda place: place.is_member)
def member_again(place: Place, hand: Hand) -> None:
    values = [place.value, None, "x", Number("1"), Members([("x", None)])]
    again = (place.name, copy.deepcopy(hand.pick(values)))
    place.holder.insert(hand.pick([place.index, len(place.holder)]), again)


@mutation()
@of_places(lambda place: place.is_member)
def rename(place: Place, hand: Hand) -> None:
    name = place.name
    names = [
        name.upper(),
        name.title(),
        f"{name} ",
        f"{name}_",
        name[:-1],
        "",
        "x/y~z",
        "catalogue_id",
    ]
    place.holder[place.index] = (hand.pick(names), place.value)


@mutation()
@of_places(lambda place: place.name == "commitments" and isinstance(place.value, Members))
def former_name(place: Place, hand: Hand) -> None:
    former = ("catalogue_term_id", hand.pick(["PERM_12M", None, "", Number("7")]))
    pairs = place.value.pairs
    if hand.number(3):
        pairs[:] = [pair for pair in pairs if pair[0] != "catalogue_id"]
    pairs.insert(hand.pick([0, len(pairs)]), former)


UNKNOWN = ["unheard_of", "Status", "specific_data", "identifiers", "segment_class", "billing_type"]
UNKNOWN += [
    "legacy_id",
    "org",
    "catalogue_term_id",
    "destination_product",
    "devices",
    "",
    "añadido",
]


@mutation(2)
def unknown_member(document: Any, hand: Hand) -> None:
    objects = [document, *(p.value for p in places(document) if isinstance(p.value, Members))]
    pairs = hand.pick(objects).pairs
    value = copy.deepcopy(hand.pick([*borders.ANY_TYPE, "PREPAID", "CONVERGENT"]))
    pairs.insert(hand.pick([0, len(pairs)]), (hand.pick(UNKNOWN), value))


@mutation()
@of_places(lambda place: True)
def nest_deeper(place: Place, hand: Hand) -> None:
    value = place.value
    for _ in range(hand.pick([1, 2, 55, 58, 59, 60, 61, 62, 63, 64, 70])):
        value = Members([("n", value)]) if hand.number(1) else [value]
    place.put(value)


@mutation(2)
def swap(document: Any, hand: Hand) -> None:
    one, other = hand.pick(places(document)), hand.pick(places(document))
    inside = {id(p.holder) for v in (one, other) for p in places(v.value)}
    if id(one.holder) in inside or id(other.holder) in inside:
        return  # an object cannot stand in itself
    first, second = one.value, other.value
    one.put(second)
    other.put(first)


@mutation(4)
def date_of_another_member(document: Any, hand: Hand) -> None:
    """Of the same object, or of another: periods touch, events fall together or change places."""
    dates = [place for place in places(document) if is_date(place)]
    if dates:
        place = hand.pick(dates)
        near = [
            other for other in dates if other.holder is place.holder or place.name == other.name
        ]
        place.put(hand.pick(hand.pick([near, dates])).value)


@mutation(4)
@of_places(lambda place: isinstance(place.value, list) and len(place.value) > 1)
def dates_fall_together(place: Place, hand: Hand) -> None:
    """Of two neighbours: one begins when the other ends, two events are of one instant."""
    i = hand.number(len(place.value) - 2)
    near = hand.pick([place.value[i : i + 2], place.value[i : i + 2][::-1]])
    dates = [[p for p in places(element) if is_date(p)] for element in near]
    if all(dates):
        dates[0][0].put(dates[1][-1].value)


# --- arrays --------------------------------------------------------------------------------------


@mutation(3)
@of_places(lambda place: isinstance(place.value, list))
def other_elements(place: Place, hand: Hand) -> None:
    elements = place.value
    what = hand.number(5)
    if what == 0:
        elements.reverse()
    elif what == 1 and elements:
        elements.append(copy.deepcopy(hand.pick(elements)))
    elif what == 2 and elements:
        elements.insert(0, copy.deepcopy(hand.pick(elements)))
    elif what == 3:
        elements.clear()
    elif what == 4 and len(elements) > 1:
        i, j = hand.number(len(elements) - 1), hand.number(len(elements) - 1)
        elements[i], elements[j] = elements[j], elements[i]
    else:
        elements.insert(
            hand.number(len(elements)), hand.pick([None, Number("1"), "x", Members([])])
        )
