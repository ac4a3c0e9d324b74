"""What a member's number and his card are, which hands see the register, and what is told of him to others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from .roles import CASHIERS, READERS, REGISTRARS

REGISTER_READERS = tuple(dict.fromkeys((*READERS, *REGISTRARS, *CASHIERS)))
"""See who is a member and how to reach him; a cashier looks him up to take his money."""

SAVINGS_READERS = tuple(dict.fromkeys((*READERS, *CASHIERS)))
"""See a member's savings; he himself sees his own."""

INCLUSION = ("woman", "youth", "elderly", "disability", "low_income", "smallholder")
"""What a member may tell of himself, if he wishes, so that the cooperative can say whom it serves."""

FEWEST_TOLD = 5
"""A total of fewer people than this would point at somebody, so it is not told."""

FIRST_NUMBER = "A-0001"


def number_after(last: str | None) -> str:
    """The number proposed for the next member: the last one counted up (`A-0099` -> `A-0100`)."""
    if last is None:
        return FIRST_NUMBER
    found = re.search(r"(\d+)(\D*)$", last)
    if found is None:
        return f"{last}-2"
    digits = found[1]
    return f"{last[: found.start()]}{int(digits) + 1:0{len(digits)}d}{found[2]}"


def masked_nik(end: str | None) -> str:
    """A NIK as pages show it, `************1234`; empty where none is kept."""
    return f"{'*' * 12}{end}" if end else ""


CARD_CODE_VALID = timedelta(days=60)
"""How long the code on a printed card connects an account."""

ACTIVE_DAYS = 90
"""A member is active who did anything with the cooperative in this many days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberRequest:
    """What is written of a member. `number` empty: the next one. `nik` None: as it was; empty: none is kept.

    `inclusion` only what he told of his own will (`inclusion_agreed`).
    """

    name: str
    joined_on: date
    number: str = ""
    phone: str = ""
    address: str = ""
    nik: str | None = None
    inclusion: Sequence[str] = ()
    inclusion_agreed: bool = False
