"""The surplus of a year from the ledger: what came from whom, each member's transactions and capital, as once known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select, text
from sqlalchemy.orm import Session, selectinload

import cooperative_ledger as ledger
from cooperative_ledger.reports import Days, Scope, Share, income_statement

from ...actor import Actor
from ...bookkeeping.accounts import UNDIVIDED_SURPLUS
from ...errors import NotFound, NotPermitted
from ..models.members import Member
from ..models.surplus import SurplusDivision, SurplusPart, SurplusPayment, SurplusResolution
from ..rules.roles import CASHIERS, READERS
from ..rules.savings import ACCOUNTS_OF_KIND, DUES, DUES_RECEIVABLE
from ..rules.surplus import (
    Activity,
    CapitalBasis,
    Division,
    Inputs,
    MemberPart,
    Percentages,
    Result,
    divide,
    fingerprint,
    written,
)

OWN_CAPITAL = (*(account for kind in DUES for account in ACCOUNTS_OF_KIND[kind]), DUES_RECEIVABLE)
"""Simpanan pokok and wajib, whatever the cooperative's policy about them is or was, less what of them is not paid."""
_INCOME = ("sales", "services", "lending", "other_income")
_EXPENSES = ("cost_of_goods", "operating", "cooperative", "finance", "other_expense", "tax")


def require_reader(actor: Actor) -> UUID:
    """The cooperative whose division the actor may read. Raises NotPermitted."""
    if not actor.is_a("cooperative") or not actor.has_role(*READERS, *CASHIERS):
        raise NotPermitted
    return actor.organisation_id


def result_of(
    session: Session, cooperative_id: UUID, first: date, last: date, known_at: datetime | None = None
) -> Result:
    """Income and expenses from `first` to `last`, as the income statement divides them; rupiah."""
    connection = session.connection()
    statement = income_statement(connection, cooperative_id, Days(first, last), scope=Scope(known_at=known_at))
    income = _added([statement.shares(key)[0] for key in _INCOME])
    expense = _added([statement.shares(key)[0] for key in _EXPENSES])
    return Result(
        income.member, expense.member, income.non_member, expense.non_member, income.undivided, expense.undivided
    )


def _added(shares: Sequence[Share]) -> Share:
    return Share(
        sum(each.member for each in shares),
        sum(each.non_member for each in shares),
        sum(each.undivided for each in shares),
    )


_ACTIVITY = text(
    """
    WITH moved AS (
        SELECT l.counterparty_id AS member_id,
               sum(l.credit - l.debit) FILTER (
                   WHERE a.account_type = 'income' AND l.posting_date >= :first) AS transactions,
               sum((l.credit - l.debit) * CASE WHEN l.posting_date < :first OR NOT :average THEN :months
                   ELSE :months + 1 - extract(month FROM l.posting_date)::integer END
               ) FILTER (WHERE l.account_code = ANY(:capital)) AS capital
        FROM ledger.account AS a
        JOIN ledger.line AS l ON l.coop_id = a.coop_id AND l.account_code = a.code
        JOIN ledger.entry AS e ON e.coop_id = l.coop_id AND e.entry_id = l.entry_id
        WHERE a.coop_id = :cooperative AND (a.account_type = 'income' OR a.code = ANY(:capital))
          AND l.posting_date <= :last AND l.counterparty_class = 'member' AND l.counterparty_id IS NOT NULL
          AND (CAST(:known AS timestamptz) IS NULL OR e.recorded_at <= :known)
        GROUP BY l.counterparty_id
    )
    SELECT m.id, m.number, coalesce(v.transactions, 0)::bigint,
           div(coalesce(v.capital, 0), :months)::bigint
    FROM moved AS v JOIN member AS m ON m.cooperative_id = :cooperative AND m.id = v.member_id
    WHERE coalesce(v.transactions, 0) <> 0 OR div(coalesce(v.capital, 0), :months) <> 0
    ORDER BY m.number
    """
).bindparams(*map(bindparam, ("cooperative", "first", "last", "known", "months", "average", "capital")))


def activity(
    session: Session,
    cooperative_id: UUID,
    first: date,
    last: date,
    basis: CapitalBasis,
    known_at: datetime | None = None,
) -> tuple[Activity, ...]:
    """Each member's transactions from `first` (a 1 January) to `last`, and his own capital; rupiah.

    Transactions are lines of income with his name. `average` capital is that of the month ends up to `last`, rounded
    down to the rupiah.
    """
    ledger.with_cooperative(session.connection(), cooperative_id)
    values = {
        "cooperative": cooperative_id,
        "first": first,
        "last": last,
        "known": known_at,
        "months": last.month,
        "average": basis == "average",
        "capital": list(OWN_CAPITAL),
    }
    return tuple(Activity(*row) for row in session.execute(_ACTIVITY, values))


def percentages_of(resolution: SurplusResolution) -> Percentages:
    """What the members' meeting decided, as the rules know it."""
    return Percentages(
        {share.fund: share.of_member for share in resolution.shares if share.of_member},
        {share.fund: share.of_non_member for share in resolution.shares if share.of_non_member},
    )


def inputs_of(
    session: Session,
    resolution: SurplusResolution,
    last: date,
    known_at: datetime | None = None,
) -> Inputs:
    """Everything that the division of the year up to `last` is counted from, as known at a moment."""
    cooperative_id, first = resolution.cooperative_id, date(last.year, 1, 1)
    basis: CapitalBasis = resolution.basis  # type: ignore[assignment]
    return Inputs(
        year=last.year,
        last_day=last,
        resolution=resolution.number,
        percentages=percentages_of(resolution),
        basis=basis,
        result=result_of(session, cooperative_id, first, last, known_at),
        members=activity(session, cooperative_id, first, last, basis, known_at),
    )


def resolution_of(session: Session, cooperative_id: UUID, year: int) -> SurplusResolution | None:
    """What the members' meeting decided for `year`."""
    return session.scalar(_resolutions(cooperative_id).where(SurplusResolution.year == year))


def last_resolution(session: Session, cooperative_id: UUID) -> SurplusResolution | None:
    """The last decision there is, of whatever year."""
    return session.scalar(_resolutions(cooperative_id).order_by(SurplusResolution.year.desc()).limit(1))


def _resolutions(cooperative_id: UUID) -> Select[Any]:
    return (
        select(SurplusResolution)
        .where(SurplusResolution.cooperative_id == cooperative_id, SurplusResolution.replaced_at.is_(None))
        .options(selectinload(SurplusResolution.shares))
    )


def undivided(session: Session, cooperative_id: UUID) -> int:
    """What stands on the account of undivided surplus, rupiah."""
    try:
        return ledger.balance(session.connection(), cooperative_id, UNDIVIDED_SURPLUS)
    except LookupError:  # nothing was ever booked
        return 0


def division(session: Session, actor: Actor, division_id: UUID) -> SurplusDivision:
    """One division. Raises NotPermitted, NotFound."""
    return found_division(session, require_reader(actor), division_id)


def found_division(
    session: Session, cooperative_id: UUID, division_id: UUID, *, for_update: bool = False
) -> SurplusDivision:
    """One division of that cooperative, locked if asked. Raises NotFound."""
    statement = select(SurplusDivision).where(
        SurplusDivision.cooperative_id == cooperative_id, SurplusDivision.id == division_id
    )
    if for_update:
        statement = statement.with_for_update()
    found = session.scalar(statement, execution_options={"populate_existing": True})
    if found is None:
        raise NotFound
    return found


def divisions(session: Session, actor: Actor, *, limit: int = 30) -> list[SurplusDivision]:
    """The divisions, the youngest year and the newest first. Raises NotPermitted."""
    order = (SurplusDivision.year.desc(), SurplusDivision.id.desc())
    return list(session.scalars(divisions_of(actor).order_by(*order).limit(limit)))


def divisions_of(actor: Actor) -> Select[Any]:
    """Every division of the actor's cooperative. Raises NotPermitted."""
    return select(SurplusDivision).where(SurplusDivision.cooperative_id == require_reader(actor))


def standing_division(session: Session, cooperative_id: UUID, year: int) -> SurplusDivision | None:
    """The division of `year` that is prepared or booked."""
    return session.scalar(
        select(SurplusDivision).where(
            SurplusDivision.cooperative_id == cooperative_id,
            SurplusDivision.year == year,
            SurplusDivision.state.in_(("prepared", "posted")),
        )
    )


class PartRow(NamedTuple):
    """A member's part and how he got it, if he did."""

    part: SurplusPart
    member: Member
    payment: SurplusPayment | None


def parts(
    session: Session,
    actor: Actor,
    division_id: UUID,
    *,
    unpaid_only: bool = False,
    words: str = "",
    limit: int = 50,
    offset: int = 0,
) -> tuple[list[PartRow], int]:
    """Members' parts of a division by number, and how many there are; `words` in number or name.

    Raises NotPermitted, NotFound.
    """
    found = division(session, actor, division_id)
    statement = (
        select(SurplusPart, Member, SurplusPayment)
        .join(Member, (Member.cooperative_id == SurplusPart.cooperative_id) & (Member.id == SurplusPart.member_id))
        .outerjoin(
            SurplusPayment,
            (SurplusPayment.cooperative_id == SurplusPart.cooperative_id)
            & (SurplusPayment.part_id == SurplusPart.id)
            & SurplusPayment.reversed_on.is_(None),
        )
        .where(SurplusPart.cooperative_id == found.cooperative_id, SurplusPart.division_id == found.id)
    )
    if unpaid_only:
        statement = statement.where(SurplusPayment.id.is_(None))
    if words.strip():
        statement = statement.where(
            func.strpos(func.lower(Member.number + " " + Member.name), words.strip().lower()) > 0
        )
    total = session.scalar(select(func.count()).select_from(statement.subquery())) or 0
    rows = session.execute(statement.order_by(func.length(Member.number), Member.number).limit(limit).offset(offset))
    return [PartRow(*row) for row in rows], total


def part(session: Session, actor: Actor, part_id: UUID) -> tuple[SurplusPart, Member]:
    """One member's part. Raises NotPermitted, NotFound."""
    row = session.execute(
        select(SurplusPart, Member)
        .join(Member, (Member.cooperative_id == SurplusPart.cooperative_id) & (Member.id == SurplusPart.member_id))
        .where(SurplusPart.cooperative_id == require_reader(actor), SurplusPart.id == part_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1]


class Paid(NamedTuple):
    """How many parts of a division were paid, and how much; rupiah."""

    people: int
    amount: int
    all_people: int
    all_amount: int


def paid_of(session: Session, found: SurplusDivision) -> Paid:
    """What of a division was paid to members."""
    amount = SurplusPart.for_business + SurplusPart.for_capital
    own = (SurplusPart.cooperative_id == found.cooperative_id, SurplusPart.division_id == found.id)
    whole = session.execute(select(func.count(), func.coalesce(func.sum(amount), 0)).where(*own)).one()
    done = session.execute(
        select(func.count(), func.coalesce(func.sum(SurplusPayment.amount), 0))
        .join(
            SurplusPart,
            (SurplusPayment.cooperative_id == SurplusPart.cooperative_id) & (SurplusPayment.part_id == SurplusPart.id),
        )
        .where(*own, SurplusPayment.reversed_on.is_(None))
    ).one()
    return Paid(int(done[0]), int(done[1]), int(whole[0]), int(whole[1]))


def payment(session: Session, actor: Actor, payment_id: UUID) -> tuple[SurplusPayment, SurplusPart, Member]:
    """A receipt with its part and member. Raises NotPermitted, NotFound."""
    cooperative_id = require_reader(actor)
    row = session.execute(
        select(SurplusPayment, SurplusPart, Member)
        .join(
            SurplusPart,
            (SurplusPayment.cooperative_id == SurplusPart.cooperative_id) & (SurplusPayment.part_id == SurplusPart.id),
        )
        .join(Member, (Member.cooperative_id == SurplusPart.cooperative_id) & (Member.id == SurplusPart.member_id))
        .where(SurplusPayment.cooperative_id == cooperative_id, SurplusPayment.id == payment_id)
    ).one_or_none()
    if row is None:
        raise NotFound
    return row[0], row[1], row[2]


@dataclass(frozen=True, slots=True)
class Recount:
    """A division counted again from the journal as it was known then; `same` tells whether every input is."""

    inputs: Inputs
    division: Division
    inputs_hash: str
    same: bool
    parts_same: bool


def recount(session: Session, found: SurplusDivision, *, known_at: datetime | None) -> Recount:
    """Count `found` again with what the books knew at `known_at` (None: all they know now)."""
    resolution = session.get_one(
        SurplusResolution, found.resolution_id, options=[selectinload(SurplusResolution.shares)]
    )
    inputs = inputs_of(session, resolution, date(found.year, 12, 31), known_at)
    counted, content_hash = divide(inputs), fingerprint(written(inputs))
    stored = {
        (part.member_id, part.for_business, part.for_capital)
        for part in session.scalars(
            select(SurplusPart).where(
                SurplusPart.cooperative_id == found.cooperative_id, SurplusPart.division_id == found.id
            )
        )
    }
    parts_same = stored == {tuple(part) for part in counted.parts}
    stored_hash = fingerprint(found.inputs)
    return Recount(inputs, counted, content_hash, content_hash == found.inputs_hash == stored_hash, parts_same)


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
