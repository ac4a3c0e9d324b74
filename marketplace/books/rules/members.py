"""What a member's number and his card are, which hands see the register, and what is told of him to others."""

from __future__ import annotations

import re

from .roles import CASHIERS, READERS, REGISTRARS

REGISTER_READERS = tuple(dict.fromkeys((*READERS, *REGISTRARS, *CASHIERS)))
"""See who is a member and how to reach him; a cashier looks him up to take his money."""

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
