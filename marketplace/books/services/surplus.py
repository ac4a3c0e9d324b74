"""The surplus is divided: the meeting's decision, the calculation, another person's approval, its booking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

import cooperative_ledger as ledger

from ... import audit
from ...actor import Actor
from ...bookkeeping import post_all, reverse
from ...bookkeeping.accounts import SURPLUS_OF_MEMBERS, UNDIVIDED_SURPLUS
from ...clock import now, today
from ...errors import Invalid
from ...identifiers import new_id
from ...money import Money
from ..errors import (
    DivisionDecided,
    DivisionDiffers,
    DivisionStands,
    NoResolution,
    NoSurplus,
    PercentagesWrong,
    SurplusPartsPaid,
    YearNotClosed,
)
from ..models.surplus import SurplusDivision, SurplusPart, SurplusResolution, SurplusShare
from ..queries.surplus import found_division, inputs_of, paid_of, recount, resolution_of, standing_division, undivided
from ..rules.roles import APPROVERS, TREASURERS
from ..rules.surplus import (
    CAPITAL_BASES,
    FUND_OF,
    FUNDS,
    Division,
    Inputs,
    ResolutionRequest,
    divide,
    fingerprint,
    written,
    wrong_fields,
)
from .steps import books_of, name_of, need_reason, once, require_other_person

PROBLEMS = {
    "not_100": ("jumlahnya harus tepat 100 %", "they must add up to exactly 100 %"),
    "negative": (
        "ada persen di bawah nol atau lebih dari empat angka di belakang koma",
        "one is below zero or too fine",
    ),
    "to_members": ("SHU dari bukan anggota tidak boleh dibagi ke anggota", "others' surplus cannot go to members"),
    "unknown_fund": ("ada dana yang tidak dikenal", "a fund is not known"),
}
"""What is wrong with percentages -> its words in Indonesian and English."""
LINES_OF_AN_ENTRY = 900


def resolve(session: Session, actor: Actor, request: ResolutionRequest, *, key: str | None = None) -> SurplusResolution:
    """Enter what the members' meeting decided; until a division stands on it, entering it again replaces it.

    Raises NotPermitted, PercentagesWrong, DivisionStands, Invalid.
    """
    actor.require("cooperative", roles=TREASURERS)
    _check(actor, request)
    content = asdict(request)
    return once(
        session, actor, "surplus.resolve", key, content, SurplusResolution, lambda: _resolve(session, actor, request)
    )


def _check(actor: Actor, request: ResolutionRequest) -> None:
    for part, problem in wrong_fields(request.percentages).items():
        words = PROBLEMS[problem][actor.language == "en"]
        raise PercentagesWrong(field=f"of_{part}", problem=words)
    wrong = {
        "year": not 1990 <= request.year <= today(actor.time_zone).year,
        "number": not 1 <= len(request.number.strip()) <= 100,
        "held_on": not date(request.year, 1, 1) <= request.held_on <= today(actor.time_zone),
        "basis": request.basis not in CAPITAL_BASES,
    }
    for field, is_wrong in wrong.items():
        if is_wrong:
            raise Invalid(field=field)


def _resolve(session: Session, actor: Actor, request: ResolutionRequest) -> SurplusResolution:
    _alone(session, actor)
    if standing_division(session, actor.organisation_id, request.year) is not None:
        raise DivisionStands(year=request.year)
    session.execute(
        update(SurplusResolution)
        .where(
            SurplusResolution.cooperative_id == actor.organisation_id,
            SurplusResolution.year == request.year,
            SurplusResolution.replaced_at.is_(None),
        )
        .values(replaced_at=now())
    )
    made = SurplusResolution(
        id=new_id(),
        cooperative_id=actor.organisation_id,
        year=request.year,
        number=request.number.strip(),
        held_on=request.held_on,
        basis=request.basis,
        made_by=actor.person_id,
        person_name=name_of(actor),
        shares=[_share(actor, request, fund.code) for fund in FUNDS],
    )
    session.add(made)
    session.flush()
    audit.record(session, actor, "surplus.resolve", made.id, year=made.year, number=made.number)
    return made


def _share(actor: Actor, request: ResolutionRequest, fund: str) -> SurplusShare:
    return SurplusShare(
        cooperative_id=actor.organisation_id,
        fund=fund,
        of_member=request.percentages.of_member.get(fund, 0),
        of_non_member=request.percentages.of_non_member.get(fund, 0),
    )


def _alone(session: Session, actor: Actor) -> None:
    """Whoever decides on the surplus of a cooperative does it alone until the transaction ends."""
    lock = func.pg_advisory_xact_lock(func.hashtextextended(f"surplus {actor.organisation_id}", 0))
    session.execute(select(lock))


def prepare(session: Session, actor: Actor, year: int, *, key: str | None = None) -> SurplusDivision:
    """Calculate the division of `year` from the closed books and keep it with all its inputs.

    Raises NotPermitted, NoResolution, NoSurplus, YearNotClosed, DivisionStands.
    """
    actor.require("cooperative", roles=TREASURERS)
    return once(session, actor, "surplus.prepare", key, year, SurplusDivision, lambda: _prepare(session, actor, year))


def _prepare(session: Session, actor: Actor, year: int) -> SurplusDivision:
    _alone(session, actor)
    if standing_division(session, actor.organisation_id, year) is not None:
        raise DivisionStands(year=year)
    resolution = resolution_of(session, actor.organisation_id, year)
    if resolution is None:
        raise NoResolution(year=year)
    known_at = _moment(session)
    inputs = inputs_of(session, resolution, date(year, 12, 31), known_at)
    division = divide(inputs)
    _check_closed(session, actor, division, year)
    made = _stored(session, actor, resolution, inputs, division, known_at)
    session.add(made)
    session.flush()
    session.add_all(_parts(made, inputs, division))
    session.flush()
    audit.record(session, actor, "surplus.prepare", made.id, year=year, total=made.total, inputs_hash=made.inputs_hash)
    return made


def _moment(session: Session) -> datetime:
    moment: datetime = session.execute(select(func.clock_timestamp())).scalar_one()
    return moment


def _check_closed(session: Session, actor: Actor, division: Division, year: int) -> None:
    if not division.total:
        raise NoSurplus(year=year)
    there = undivided(session, actor.organisation_id)
    if year >= today(actor.time_zone).year or there < division.total:
        raise YearNotClosed(year=year, there=str(Money(there)), needed=str(Money(division.total)))


def _stored(
    session: Session,
    actor: Actor,
    resolution: SurplusResolution,
    inputs: Inputs,
    division: Division,
    known_at: datetime,
) -> SurplusDivision:
    seal = ledger.newest_seal(session.connection(), actor.organisation_id)
    content = written(inputs)
    return SurplusDivision(
        id=new_id(),
        cooperative_id=actor.organisation_id,
        resolution_id=resolution.id,
        year=inputs.year,
        state="prepared",
        known_at=known_at,
        seal_number=seal.seal_number if seal else None,
        inputs=content,
        inputs_hash=fingerprint(content),
        total=division.total,
        from_member=division.origin.member,
        from_non_member=division.origin.non_member,
        left_over=division.left_over,
        funds=[_fund(code, inputs, division) for code in division.funds],
        prepared_by=actor.person_id,
        prepared_by_name=name_of(actor),
    )


def _fund(code: str, inputs: Inputs, division: Division) -> dict[str, Any]:
    return {
        "fund": code,
        "of_member": _percent(inputs.percentages.of_member.get(code)),
        "of_non_member": _percent(inputs.percentages.of_non_member.get(code)),
        "from_member": division.from_member.get(code, 0),
        "from_non_member": division.from_non_member.get(code, 0),
        "amount": division.funds[code],
    }


def _percent(share: Decimal | None) -> str:
    return f"{(share or Decimal(0)).normalize():f}"


def _parts(made: SurplusDivision, inputs: Inputs, division: Division) -> list[SurplusPart]:
    active = {each.member_id: each for each in inputs.members}
    return [
        SurplusPart(
            id=new_id(),
            cooperative_id=made.cooperative_id,
            division_id=made.id,
            member_id=part.member_id,
            transactions=active[part.member_id].transactions,
            capital=active[part.member_id].capital,
            for_business=part.business,
            for_capital=part.capital,
        )
        for part in division.parts
    ]


def withdraw(
    session: Session, actor: Actor, division_id: UUID, *, reason: str, key: str | None = None
) -> SurplusDivision:
    """Put away a calculation that is not booked. Raises NotPermitted, NotFound, DivisionDecided, Invalid."""
    actor.require("cooperative", roles=(*TREASURERS, *APPROVERS))
    words = need_reason(reason)

    def do() -> SurplusDivision:
        found = _take(session, actor, division_id, "prepared")
        found.state, found.decision_note = "withdrawn", words
        session.flush()
        audit.record(session, actor, "surplus.withdraw", found.id, year=found.year)
        return found

    return once(session, actor, "surplus.withdraw", key, [division_id, words], SurplusDivision, do)


def _take(session: Session, actor: Actor, division_id: UUID, state: str) -> SurplusDivision:
    found = found_division(session, actor.organisation_id, division_id, for_update=True)
    if found.state != state:
        raise DivisionDecided(state=found.state)
    return found


def approve(
    session: Session, actor: Actor, division_id: UUID, *, words: str = "", key: str | None = None
) -> SurplusDivision:
    """Approve a calculation and book it: another person than the one who prepared it. It is counted again first.

    Raises NotPermitted, NotFound, DivisionDecided, OtherPersonNeeded, DivisionDiffers, YearNotClosed, BookingRefused.
    """
    actor.require("cooperative", roles=APPROVERS)
    if len(words) > 1000:
        raise Invalid(field="words")
    return once(
        session,
        actor,
        "surplus.approve",
        key,
        [division_id, words],
        SurplusDivision,
        lambda: _approve(session, actor, division_id, words.strip()),
    )


def _approve(session: Session, actor: Actor, division_id: UUID, words: str) -> SurplusDivision:
    found = _take(session, actor, division_id, "prepared")
    require_other_person(actor, found.prepared_by)
    again = recount(session, found, known_at=None)
    if not (again.same and again.parts_same):
        raise DivisionDiffers
    _check_closed(session, actor, again.division, found.year)
    entries = entries_of(found, again.division, today(actor.time_zone))
    found.entry_ids = post_all(session, actor, books_of(session, actor), entries)
    found.state, found.decided_at, found.decision_note = "posted", now(), words
    found.decided_by, found.decided_by_name = actor.person_id, name_of(actor)
    session.flush()
    audit.record(session, actor, "surplus.approve", found.id, year=found.year, total=found.total)
    return found


def entries_of(found: SurplusDivision, division: Division, day: date) -> list[ledger.Entry]:
    """The entries of a division: undivided surplus to the funds, and to each member by name; each entry balances."""
    entries = [_entry(found, 0, day, _to_funds(division))]
    members = [part for part in division.parts if part.total]
    for start in range(0, len(members), LINES_OF_AN_ENTRY):
        some = members[start : start + LINES_OF_AN_ENTRY]
        credits = [
            ledger.credit(SURPLUS_OF_MEMBERS, part.total, counterparty=ledger.Counterparty("member", part.member_id))
            for part in some
        ]
        taken = ledger.debit(
            UNDIVIDED_SURPLUS, sum(part.total for part in some), counterparty=ledger.Counterparty("member")
        )
        entries.append(_entry(found, len(entries), day, [taken, *credits]))
    return [entry for entry in entries if entry.lines]


def _to_funds(division: Division) -> list[ledger.Line]:
    lines: list[ledger.Line] = []
    origins: Sequence[tuple[Any, dict[str, int]]] = (
        ("member", division.from_member),
        ("non_member", division.from_non_member),
    )
    for class_, funds in origins:
        kept = sum(rupiah for code, rupiah in funds.items() if not FUND_OF[code].to_members)
        if kept:
            lines.append(ledger.debit(UNDIVIDED_SURPLUS, kept, counterparty=ledger.Counterparty(class_)))
    for code, rupiah in division.funds.items():
        if not FUND_OF[code].to_members:
            lines.append(ledger.credit(FUND_OF[code].account, rupiah))
    return lines


def _entry(found: SurplusDivision, number: int, day: date, lines: list[ledger.Line]) -> ledger.Entry:
    return ledger.Entry(
        source="marketplace",
        key=f"surplus_division:{found.id}:{number}",
        lines=tuple(lines),
        reference=f"SHU {found.year}",
        narration=f"Pembagian SHU tahun {found.year}",
        posting_date=day,
        if_closed="move",
        document=ledger.Document("surplus_division", str(found.id)),
    )


def undo(session: Session, actor: Actor, division_id: UUID, *, reason: str, key: str | None = None) -> SurplusDivision:
    """Undo a booked division of which nobody was paid, with its entries: another person than who approved it.

    Raises NotPermitted, NotFound, DivisionDecided, OtherPersonNeeded, SurplusPartsPaid, Invalid, BookingRefused.
    """
    actor.require("cooperative", roles=(*TREASURERS, *APPROVERS))
    words = need_reason(reason)

    def do() -> SurplusDivision:
        found = _take(session, actor, division_id, "posted")
        require_other_person(actor, found.decided_by)
        if paid_of(session, found).people:
            raise SurplusPartsPaid
        books = books_of(session, actor)
        for entry_id in found.entry_ids or ():
            reverse(session, actor, books, entry_id, reason=words)
        found.state, found.reversal_reason, found.reversed_by_name = "reversed", words, name_of(actor)
        session.flush()
        audit.record(session, actor, "surplus.undo", found.id, year=found.year)
        return found

    return once(session, actor, "surplus.undo", key, [division_id, words], SurplusDivision, do)
