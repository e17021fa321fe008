"""What test_operations_stateful.py chooses from."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import strategies as st
from operations_machine import ORGS
from operations_records import NEVER_COMPATIBLE, NOT_IN_CATALOGUE
from operations_world import start_of

# Around which a clock goes wrong: days of clock changes in Madrid begin and change, a leap day.
CORNERS = [
    start_of(date(*day)) + timedelta(hours=hours)
    for day in ((2026, 3, 29), (2026, 10, 25), (2027, 3, 28), (2027, 10, 31), (2028, 2, 29))
    for hours in (0, 2, 3)
]
MICROSECOND = timedelta(microseconds=1)

orgs = st.sampled_from([*ORGS, *ORGS[:1] * 4])
ids = st.sampled_from([1, 1, 2, 2, 3, 4, 5, 6, 6, 7, 8, 9, 10, 11, 12, 2**40])
alive = st.sampled_from([1, 1, 1, 3, 4, 4, 5, 6, 6, 7, 7, 8, 9, 10])
with_tariff = st.sampled_from([1, 1, 1, 2, 2, 2, 5, 5, 6, 6, 8, 9, 10])
kinds = st.sampled_from(["max", "disney", "amazon_prime"])
# None: what fits.
types = st.sampled_from([None] * 6 + ["NETFLIX", "MAX"])
statuses = st.sampled_from([None] * 5 + ["PRE_ACTIVE", "ACTIVE", "DEACTIVATED", "CANCELLED"])
products = st.sampled_from([None] * 8 + [10, 20, 30, 40, NEVER_COMPATIBLE, NOT_IN_CATALOGUE])
users = st.sampled_from([None, "ana@example.com"])
reasons = st.sampled_from(["BAJA VOLUNTARIA", "N/A", 'ñ "quoted" 😀'])
# When a step is asked for, as seen from now; None: at once.
delays = st.sampled_from(
    [
        None,
        *(timedelta(days=days) for days in (-400, -1, 1, 2, 2, 30, 400)),
        timedelta(0),
        MICROSECOND,
        -MICROSECOND,
        timedelta(hours=1),
    ]
)
days_ahead = st.sampled_from([None, -1, 0, 1, 1, 1, 2, 2, 30, 300])
limit_rows = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "MOBILE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT",
                "MOBILE_SUBSCRIPTION_PREMIUM_CREDIT_LIMIT",
                "MOBILE_SUBSCRIPTION_ROAMING_VOICE_CREDIT_LIMIT",
                "LANDLINE_SUBSCRIPTION_TOTAL_CREDIT_LIMIT",
            ]
        ),
        st.sampled_from(["300", "0", "87.264463", "9007199254740.993"] * 3 + ["-1"]),
        st.just("rfm krt migration"),
    ),
    max_size=2,
)
