"""Reads of the surplus: what it is counted from, its divisions, members' parts."""

from __future__ import annotations

from .divisions import division, divisions, divisions_of, found_division, standing_division, undivided
from .inputs import (
    OWN_CAPITAL,
    activity,
    inputs_of,
    last_resolution,
    percentages_of,
    require_reader,
    resolution_of,
    result_of,
)
from .member_parts import Paid, PartRow, paid_of, part, parts, payment
from .own import Estimate, Own, estimate, estimated_surplus_of, surplus_of
from .recounting import Recount, recount

__all__ = [
    "OWN_CAPITAL",
    "Estimate",
    "Own",
    "Paid",
    "PartRow",
    "Recount",
    "activity",
    "division",
    "divisions",
    "divisions_of",
    "estimate",
    "estimated_surplus_of",
    "found_division",
    "inputs_of",
    "last_resolution",
    "paid_of",
    "part",
    "parts",
    "payment",
    "percentages_of",
    "recount",
    "require_reader",
    "resolution_of",
    "result_of",
    "standing_division",
    "surplus_of",
    "undivided",
]
