"""Section 2 of the specification: what a string or a number has to look like."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

INT32, INT64 = 2**31 - 1, 2**63 - 1
MOST_EXACT = 2**53  # above it, a number has lost digits in a double
MICROSECONDS = 1_000_000

# The days at whose end a leap second was put in, IERS Bulletin C.
LEAP_SECONDS = {
    *((year, 6, 30) for year in (1972, 1981, 1982, 1983, 1985, 1992, 1993, 1994, 1997, 2012, 2015)),
    *((year, 12, 31) for year in range(1972, 1980)),
    *((year, 12, 31) for year in (1987, 1989, 1990, 1995, 1998, 2005, 2008, 2016)),
}

DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?"
    r"([Zz]|[+-][0-9]{2}:[0-9]{2})?"
)
UUID = re.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
MAC = re.compile(
    "[0-9A-Fa-f]{2}(?:(?::[0-9A-Fa-f]{2}){5}|(?:-[0-9A-Fa-f]{2}){5}|(?:[0-9A-Fa-f]{2}){5})"
)


def read_date(text: str) -> date | None:
    match = DATE.fullmatch(text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def read_instant(text: str, naive: bool) -> int | None:
    """Microseconds since the beginning of the year 1, UTC. ``naive``: without an offset too."""
    match = INSTANT.fullmatch(text)
    day = read_date(match[1]) if match else None
    if not match or day is None:
        return None
    hour, minute, second = int(match[2]), int(match[3]), int(match[4])
    offset = match[6]
    if hour > 23 or minute > 59 or second > 60 or (offset is None and not naive):
        return None
    ahead = 0  # minutes
    if offset and offset not in "Zz":
        ahead = int(offset[1:3]) * 60 + int(offset[4:6])
        if int(offset[1:3]) > 23 or int(offset[4:6]) > 59:
            return None
        if offset[0] == "-":
            ahead = -ahead
    minutes = (day.toordinal() - 1) * 24 * 60 + hour * 60 + minute - ahead
    utc_day, utc_minute = divmod(minutes, 24 * 60)
    if not 0 <= utc_day < date.max.toordinal():
        return None  # could not be written again
    if second == 60:
        of = date.fromordinal(utc_day + 1)
        if utc_minute != 24 * 60 - 1 or (of.year, of.month, of.day) not in LEAP_SECONDS:
            return None
    fraction = int(((match[5] or "") + "000000")[:6])  # kept to the microsecond
    return (minutes * 60 + second) * MICROSECONDS + fraction


def read_uuid(text: str) -> str | None:
    return text.lower() if UUID.fullmatch(text.lower()) else None


def read_amount(number: str) -> Decimal | None:
    """Exact, in int64 millionths; zeros beyond the sixth place do not count."""
    mantissa, _, exponent = number.lower().partition("e")
    whole, _, fraction = mantissa.lstrip("-").partition(".")
    digits = (whole + fraction).lstrip("0")
    places = len(fraction) - int(exponent or 0)
    if not digits:
        return Decimal(0)
    zeros = len(digits) - len(digits.rstrip("0"))
    digits, places = digits[: len(digits) - zeros], places - zeros
    if places > 6 or len(digits) - places > 13:
        return None
    millionths = int(digits) * 10 ** (6 - places) * (-1 if number.startswith("-") else 1)
    return Decimal(millionths) / 10**6 if -INT64 - 1 <= millionths <= INT64 else None


def is_blank(text: str) -> bool:
    return not text.strip(" \t\n\v\f\r")


def phone_number(text: str) -> str:
    """In the form of E.164, as far as it has one."""
    text = re.sub("[ .-]", "", text)
    if text.startswith("00"):
        return "+" + text[2:]
    if re.fullmatch("[0-9]{9}", text):
        return "+34" + text
    if re.fullmatch("34[0-9]{9}", text):
        return "+" + text
    return text


def is_phone_number(text: str, landline: bool) -> bool:
    number = phone_number(text)
    if number.startswith("+34"):
        spanish = "[89][0-9]{8}" if landline else "(?:6[0-9]|7[1-9])[0-9]{7}"
        return bool(re.fullmatch(spanish, number[3:]))
    return bool(re.fullmatch(r"\+[1-9][0-9]{7,14}", number))


def is_imsi(text: str) -> bool:
    return bool(re.fullmatch("[0-9]{15}", text))


def is_iccid(text: str) -> bool:
    """19 or 20 digits, of which Luhn's sum is a multiple of ten."""
    if not re.fullmatch("[0-9]{19,20}", text):
        return False
    total = 0
    for place, digit in enumerate(reversed(text)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_mac_address(text: str) -> bool:
    return bool(MAC.fullmatch(text))
