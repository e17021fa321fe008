"""Telephone numbers in E.164, for the peers."""

from __future__ import annotations

import re

NUMBER = re.compile(r"\+(?:34(?:6\d{8}|7[1-9]\d{7}|[89]\d{8})|(?!34)[1-9]\d{7,14})")
_SEPARATORS = {ord(" "): None, ord("-"): None, ord("."): None}


def e164(text: str) -> str | None:
    number = text.translate(_SEPARATORS)
    if number.startswith("00"):
        number = "+" + number[2:]
    elif len(number) == 9:
        number = "+34" + number
    elif len(number) == 11 and number.startswith("34"):
        number = "+" + number
    return number if NUMBER.fullmatch(number) else None
