"""A member's own part: as it is estimated and as it was divided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from ...models.surplus import SurplusDivision, SurplusPart, SurplusPayment
from ...rules.surplus import Activity, Division, Inputs, MemberPart, divide
from .inputs import inputs_of, last_resolution


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the running year would give if it ended on `inputs.last_day`, with the last meeting's percentages."""

    inputs: Inputs
    division: Division
    percentages_of_year: int


def estimate(session: Session, cooperative_id: UUID, day: date) -> Estimate | None:
    """An estimate for the year of `day`; None where no meeting ever decided percentages."""
    resolution = last_resolution(session, cooperative_id)
    if resolution is None:
        return None
    inputs = inputs_of(session, resolution, day)
    return Estimate(inputs, divide(inputs), resolution.year)


class Own(NamedTuple):
    """A member's part with the figures of its arithmetic, rupiah.

    `business` of `transactions` x `business_pool` / `all_transactions`, and the same with capital. `division` is None
    for an estimate, and `payment` until he got it.
    """

    year: int
    transactions: int
    all_transactions: int
    business_pool: int
    business: int
    capital: int
    all_capital: int
    capital_pool: int
    capital_part: int
    division_id: UUID | None
    payment: SurplusPayment | None

    @property
    def amount(self) -> int:
        """What he gets."""
        return self.business + self.capital_part


def estimated_surplus_of(session: Session, cooperative_id: UUID, member_id: UUID, day: date) -> Own | None:
    """What a member would get of the running year; None without a decision of a members' meeting."""
    found = estimate(session, cooperative_id, day)
    if found is None:
        return None
    nothing = Activity(member_id, "", 0, 0)
    mine = next((each for each in found.inputs.members if each.member_id == member_id), nothing)
    part = next((each for each in found.division.parts if each.member_id == member_id), MemberPart(member_id, 0, 0))
    return Own(
        day.year,
        mine.transactions,
        sum(max(each.transactions, 0) for each in found.inputs.members),
        found.division.from_member.get("business", 0),
        part.business,
        mine.capital,
        sum(max(each.capital, 0) for each in found.inputs.members),
        found.division.from_member.get("capital", 0),
        part.capital,
        None,
        None,
    )


def surplus_of(session: Session, cooperative_id: UUID, member_id: UUID) -> list[Own]:
    """What a member got of booked divisions, the youngest year first, each with its arithmetic."""
    rows = session.execute(
        select(SurplusPart, SurplusDivision, SurplusPayment)
        .join(
            SurplusDivision,
            (SurplusDivision.cooperative_id == SurplusPart.cooperative_id)
            & (SurplusDivision.id == SurplusPart.division_id),
        )
        .outerjoin(
            SurplusPayment,
            (SurplusPayment.cooperative_id == SurplusPart.cooperative_id)
            & (SurplusPayment.part_id == SurplusPart.id)
            & SurplusPayment.reversed_on.is_(None),
        )
        .where(
            SurplusPart.cooperative_id == cooperative_id,
            SurplusPart.member_id == member_id,
            SurplusDivision.state == "posted",
        )
        .order_by(SurplusDivision.year.desc())
    )
    return [_own(*row) for row in rows]


def _own(part: SurplusPart, found: SurplusDivision, paid: SurplusPayment | None) -> Own:
    pools = {row["fund"]: row["from_member"] for row in found.funds}
    members = found.inputs["members"]
    return Own(
        found.year,
        part.transactions,
        sum(max(row[2], 0) for row in members),
        pools.get("business", 0),
        part.for_business,
        part.capital,
        sum(max(row[3], 0) for row in members),
        pools.get("capital", 0),
        part.for_capital,
        found.id,
        paid,
    )
