"""The division of a year's surplus (SHU): what the members' meeting decided, to the rupiah, and each member's part.

Nothing has a default here: without a resolution there is no division.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple
from uuid import UUID

CapitalBasis = Literal["year_end", "average"]
CAPITAL_BASES: tuple[CapitalBasis, ...] = ("year_end", "average")
"""A member's own capital: as it stood at the year's end, or the average of its twelve month ends."""

STATES = ("prepared", "posted", "withdrawn", "reversed")
"""A division is prepared by one person, and approved and booked by another; or withdrawn, or undone unpaid."""
PAYOUT_WAYS: dict[str, str] = {"cash": "1-1100", "transfer": "1-1200", "savings": "2-3100"}
"""How a member gets his part -> the account it is taken from, or for `savings` the one it goes to."""


class Fund(NamedTuple):
    """Where a share of the surplus goes: its code, its account, and whether it is paid to members."""

    code: str
    account: str
    to_members: bool = False


FUNDS: tuple[Fund, ...] = (
    Fund("reserve", "3-2100"),
    Fund("risk_reserve", "3-2200"),
    Fund("business", "2-4100", to_members=True),
    Fund("capital", "2-4100", to_members=True),
    Fund("board", "2-4110"),
    Fund("education", "2-4120"),
    Fund("social", "2-4130"),
    Fund("village", "2-4140"),
)
"""Cadangan umum, cadangan risiko, jasa usaha and jasa modal of members, pengurus, pendidikan, sosial, desa."""
FUND_OF = {fund.code: fund for fund in FUNDS}
LEFT_OVER = "reserve"
"""The fund that takes what cannot be divided among members, because none has a transaction or capital."""


@dataclass(frozen=True, slots=True)
class Percentages:
    """Percent per fund, of what came from members and of what came from others."""

    of_member: dict[str, Decimal]
    of_non_member: dict[str, Decimal]


def wrong_fields(percentages: Percentages) -> dict[str, str]:
    """{part: what is wrong}: `not_100` where it does not add up, `negative`, `to_members` where others' surplus goes to
    members, `unknown_fund`. Empty when the percentages can be used."""
    found = {}
    for part, shares in (("member", percentages.of_member), ("non_member", percentages.of_non_member)):
        if set(shares) - set(FUND_OF):
            found[part] = "unknown_fund"
        elif any(share < 0 or share.as_tuple().exponent < -4 for share in shares.values()):  # type: ignore[operator]
            found[part] = "negative"
        elif sum(shares.values()) != 100:
            found[part] = "not_100"
        elif part == "non_member" and any(share and FUND_OF[code].to_members for code, share in shares.items()):
            found[part] = "to_members"
    return found


@dataclass(frozen=True, slots=True)
class Result:
    """Income and expenses of a year, rupiah: with members, with others, and what the books ascribe to neither."""

    member_income: int
    member_expense: int
    non_member_income: int
    non_member_expense: int
    undivided_income: int
    undivided_expense: int

    @property
    def total(self) -> int:
        """The surplus, or below zero the loss, of the year."""
        return (
            self.member_income
            - self.member_expense
            + self.non_member_income
            - self.non_member_expense
            + self.undivided_income
            - self.undivided_expense
        )


class Origin(NamedTuple):
    """The surplus by where it came from, rupiah, and the member part of what the books ascribe to neither."""

    member: int
    non_member: int
    undivided_to_member: int


def origin_of(result: Result) -> Origin:
    """The surplus from members and from others.

    What belongs to neither (wages, rent) follows the income of each, rounded so that members get no more than their
    part; without income it is nobody's, and so not the members'. A loss of one side is borne by the other.
    """
    income = result.member_income + result.non_member_income
    shared = result.undivided_income - result.undivided_expense
    to_member = shared * max(result.member_income, 0) // income if income > 0 else min(shared, 0)
    member = result.member_income - result.member_expense + to_member
    kept = min(max(member, 0), max(result.total, 0))
    return Origin(kept, max(result.total, 0) - kept, to_member)


def largest_remainder(rupiah: int, weights: Sequence[int]) -> list[int]:
    """`rupiah` in parts in proportion to `weights` (zero or more) that add up to it exactly.

    Each part is rounded down, and what is left goes one rupiah each to the largest remainders, the earlier
    first. Exact: whole numbers only. Raises ValueError for a negative weight or none above zero.
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("an amount is divided by weights of zero or more, at least one of them above zero")
    parts = [divmod(rupiah * weight, whole) for weight in weights]
    left = rupiah - sum(part for part, _ in parts)
    first = sorted(range(len(parts)), key=lambda index: (-parts[index][1], index))[:left]
    more = set(first)
    return [part + (index in more) for index, (part, _) in enumerate(parts)]


def fund_amounts(rupiah: int, shares: dict[str, Decimal]) -> dict[str, int]:
    """Rupiah per fund with a percentage, in the order of FUNDS; they add up to `rupiah`."""
    used = [fund.code for fund in FUNDS if shares.get(fund.code)]
    weights = [int(shares[code].scaleb(4)) for code in used]
    return dict(zip(used, largest_remainder(rupiah, weights), strict=True)) if used else {}


class Activity(NamedTuple):
    """What a member's part is counted from: rupiah of transactions in the year (Va) and of own capital (Sa)."""

    member_id: UUID
    number: str
    transactions: int
    capital: int


class MemberPart(NamedTuple):
    """A member's part of the surplus, whole rupiah."""

    member_id: UUID
    business: int
    capital: int

    @property
    def total(self) -> int:
        """What he gets."""
        return self.business + self.capital


def member_parts(business: int, capital: int, members: Sequence[Activity]) -> list[MemberPart]:
    """SHU = Va / VUK x JUA + Sa / TMS x JMA of each member, in the order of their numbers; rupiah.

    `business` (JUA) and `capital` (JMA) are divided completely; equal remainders go to the smaller member number.
    """
    rows = sorted(members, key=lambda each: (each.number, each.member_id))
    by_business = _divided(business, [max(each.transactions, 0) for each in rows])
    by_capital = _divided(capital, [max(each.capital, 0) for each in rows])
    parts = zip(rows, by_business, by_capital, strict=True)
    return [MemberPart(row.member_id, first, second) for row, first, second in parts]


def _divided(rupiah: int, weights: list[int]) -> list[int]:
    return largest_remainder(rupiah, weights) if any(weights) else [0] * len(weights)


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything the division is counted from."""

    year: int
    last_day: date
    resolution: str
    percentages: Percentages
    basis: CapitalBasis
    result: Result
    members: tuple[Activity, ...]


@dataclass(frozen=True, slots=True)
class Division:
    """The surplus divided: rupiah per fund and per member. `left_over` went to the reserve, no member could take it."""

    origin: Origin
    from_member: dict[str, int]
    from_non_member: dict[str, int]
    left_over: int
    parts: tuple[MemberPart, ...]

    @property
    def funds(self) -> dict[str, int]:
        """Rupiah per fund, in the order of FUNDS."""
        sums = {
            fund.code: self.from_member.get(fund.code, 0) + self.from_non_member.get(fund.code, 0) for fund in FUNDS
        }
        return {code: rupiah for code, rupiah in sums.items() if rupiah}

    @property
    def total(self) -> int:
        """All of it."""
        return self.origin.member + self.origin.non_member

    @property
    def to_members(self) -> int:
        """What all members get together."""
        return sum(part.total for part in self.parts)


def divide(inputs: Inputs) -> Division:
    """The division that follows from `inputs`: the same inputs give the same division, to the rupiah."""
    origin = origin_of(inputs.result)
    from_member = fund_amounts(origin.member, inputs.percentages.of_member)
    from_non_member = fund_amounts(origin.non_member, inputs.percentages.of_non_member)
    parts = member_parts(from_member.get("business", 0), from_member.get("capital", 0), inputs.members)
    given = {"business": sum(part.business for part in parts), "capital": sum(part.capital for part in parts)}
    left_over = 0
    for code, rupiah in given.items():
        left_over += from_member.get(code, 0) - rupiah
        if code in from_member:
            from_member[code] = rupiah
    if left_over:
        from_member[LEFT_OVER] = from_member.get(LEFT_OVER, 0) + left_over
    return Division(origin, from_member, from_non_member, left_over, tuple(part for part in parts if part.total))


def written(inputs: Inputs) -> dict[str, Any]:
    """The inputs as plain values: what is stored, shown and hashed."""
    result = inputs.result
    return {
        "year": inputs.year,
        "last_day": inputs.last_day.isoformat(),
        "resolution": inputs.resolution,
        "basis": inputs.basis,
        "of_member": {code: f"{share.normalize():f}" for code, share in sorted(inputs.percentages.of_member.items())},
        "of_non_member": {
            code: f"{share.normalize():f}" for code, share in sorted(inputs.percentages.of_non_member.items())
        },
        "result": {name: getattr(result, name) for name in Result.__slots__},
        "members": [
            [str(each.member_id), each.number, each.transactions, each.capital]
            for each in sorted(inputs.members, key=lambda each: (each.number, each.member_id))
        ],
    }


def fingerprint(content: dict[str, Any]) -> str:
    """SHA-256, in hex, of `written` inputs as JSON with sorted names and no blanks."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolutionRequest:
    """What the members' meeting (RAT) decided for `year`: its number and day, and percent per fund."""

    year: int
    number: str
    held_on: date
    percentages: Percentages
    basis: CapitalBasis = "year_end"
