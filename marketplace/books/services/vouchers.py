"""Verbs of vouchers and receipts: look at what would be posted, post it, reverse it, give a receipt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

import cooperative_ledger as ledger

from ... import audit, idempotency
from ...actor import Actor
from ...bookkeeping import post, reverse
from ...clock import today
from ...errors import Invalid, NotFound
from ...identifiers import new_id
from ..errors import EntryHasItsOwnPaper, NoMoneyMoved, NothingToBook, VoucherWrong
from ..models.members import Member
from ..models.numbering import next_number
from ..models.vouchers import MoneyReceipt, Voucher
from ..queries.journal import receipt_of
from ..queries.periods import late_documents
from ..rules.journal import money_moved, reversible
from ..rules.roles import CASHIERS, TREASURERS
from ..rules.vouchers import (
    FORMS,
    SALES_TO_MEMBERS,
    SALES_TO_OTHERS,
    Problem,
    StockCount,
    VoucherLine,
    VoucherRequest,
    problems,
    stock_count_lines,
)
from .steps import books_of, name_of, open_chart

VOUCHER, RECEIPT = "BM", "KW"
"""Kinds of numbers: bukti memorial, kuitansi."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What posting would do: the day the books take it, and whether that is another month than the paper's."""

    request: VoucherRequest
    booked_on: date
    moved: bool
    names: dict[str, str]


def preview(session: Session, actor: Actor, request: VoucherRequest) -> Preview:
    """Post and take it back at once: what the ledger says to this voucher, and nothing is written.

    Raises NotPermitted, VoucherWrong, BookingRefused.
    """
    actor.require("cooperative", roles=TREASURERS)
    names = _check(session, actor, request)
    trial = session.begin_nested()
    try:
        entry_id = _post(session, actor, request, new_id())
        posted = ledger.journal_entry(session.connection(), actor.organisation_id, entry_id)
    finally:
        trial.rollback()
    assert posted is not None
    return Preview(request, posted.posting_date, posted.posting_date != _asked_day(request), names)


def post_voucher(session: Session, actor: Actor, request: VoucherRequest, *, key: str | None = None) -> Voucher:
    """Number the voucher and post it. A repeat with the same key gives the one that stands.

    Raises NotPermitted, VoucherWrong, BookingRefused, IdempotencyKeyReused.
    """
    actor.require("cooperative", roles=TREASURERS)
    made = idempotency.claim(session, actor, "books.post_voucher", key, asdict(request))
    if made is not None:
        return session.get_one(Voucher, made)
    _check(session, actor, request)
    voucher = _write(session, actor, request)
    idempotency.settle(session, actor, "books.post_voucher", key, voucher.id)
    return voucher


def _write(session: Session, actor: Actor, request: VoucherRequest) -> Voucher:
    number = next_number(session, actor.organisation_id, VOUCHER, _asked_day(request).year)
    voucher_id = new_id()
    entry_id = _post(session, actor, request, voucher_id, number)
    posted = ledger.journal_entry(session.connection(), actor.organisation_id, entry_id)
    assert posted is not None
    voucher = Voucher(
        id=voucher_id,
        cooperative_id=actor.organisation_id,
        number=number,
        form=request.form,
        day=_asked_day(request),
        booked_on=posted.posting_date,
        narration=request.narration.strip(),
        reference=request.reference.strip(),
        total=request.debit,
        facts=request.facts,
        entry_id=entry_id,
        made_by=actor.person_id,
        person_name=name_of(actor),
    )
    session.add(voucher)
    session.flush()
    audit.record(session, actor, "books.post_voucher", voucher_id, number=number, form=request.form)
    return voucher


def _check(session: Session, actor: Actor, request: VoucherRequest) -> dict[str, str]:
    """The names of the accounts. Raises VoucherWrong."""
    if request.form not in FORMS:
        raise Invalid(field="form")
    open_chart(session, actor)
    chart = [each for each in ledger.accounts(session.connection(), actor.organisation_id) if each.postable]
    found = list(problems(request, {each.code for each in chart}))
    if request.day > today(actor.time_zone):
        found.append(Problem("day_in_future"))
    found += _strangers(session, actor, request)
    if found:
        raise wrong(found)
    return {each.code: each.name for each in chart}


def _strangers(session: Session, actor: Actor, request: VoucherRequest) -> list[Problem]:
    """Lines with a member who is not in this cooperative's register."""
    named = {line.party_id for line in request.lines if line.party == "member" and line.party_id is not None}
    if not named:
        return []
    known = set(
        session.scalars(select(Member.id).where(Member.cooperative_id == actor.organisation_id, Member.id.in_(named)))
    )
    return [
        Problem("unknown_member", number)
        for number, line in enumerate(request.lines)
        if line.party == "member" and line.party_id is not None and line.party_id not in known
    ]


def wrong(found: Sequence[Problem]) -> VoucherWrong:
    """The error that tells all of `found`."""
    told = ", ".join(f"{each.code}{'' if each.line is None else f' ({each.line + 1})'}" for each in found)
    return VoucherWrong(reasons=told, problems=[each._asdict() for each in found])


def _asked_day(request: VoucherRequest) -> date:
    return date(request.day.year, 12, 31) if request.adjustment else request.day


def _post(session: Session, actor: Actor, request: VoucherRequest, voucher_id: UUID, number: str = "–") -> UUID:
    day = _asked_day(request)
    entry = ledger.Entry(
        source="voucher",
        key=str(voucher_id),
        kind="adjustment" if request.adjustment else "normal",
        lines=tuple(_line(each) for each in request.lines),
        reference=f"{number} · {request.reference.strip()}" if request.reference.strip() else number,
        narration=request.narration.strip(),
        document_date=day,
        posting_date=day,
        period=day.year * 100 + 13 if request.adjustment else None,
        if_closed="refuse" if request.adjustment else late_documents(session, actor.organisation_id),
        document=ledger.Document("voucher", str(voucher_id)),
    )
    return post(session, actor, books_of(session, actor), entry)


def _line(line: VoucherLine) -> ledger.Line:
    return ledger.Line(
        account=line.account,
        debit=line.debit,
        credit=line.credit,
        counterparty=ledger.Counterparty(line.party, line.party_id) if line.party else None,
        business_unit=line.business_unit,
    )


def stock_count(
    session: Session, actor: Actor, *, account: str, counted: int, lost: int, day: date, narration: str
) -> VoucherRequest:
    """The voucher of a stock count: `counted` and `lost` in rupiah against the books at the end of `day`.

    The sales that share the cost are those since the last count of the account, or since the year began.
    Raises NotPermitted, Invalid, NothingToBook.
    """
    actor.require("cooperative", roles=TREASURERS)
    if counted < 0 or lost < 0:
        raise Invalid(field="counted" if counted < 0 else "lost")
    connection = session.connection()
    cooperative_id = actor.organisation_id
    try:
        book = ledger.balance(connection, cooperative_id, account, on=day)
    except LookupError:
        raise Invalid(field="account") from None
    since = _counted_last(session, cooperative_id, account, day)
    rows = ledger.trial_balance(connection, cooperative_id, first=since, last=day)
    moved = {row.code: row.credit - row.debit for row in rows}
    count = StockCount(account, book, counted, lost, moved.get(SALES_TO_MEMBERS, 0), moved.get(SALES_TO_OTHERS, 0))
    lines = stock_count_lines(count)
    if not lines:
        raise NothingToBook
    facts = {**count._asdict(), "since": since.isoformat()}
    return VoucherRequest(form="stock_count", day=day, lines=lines, narration=narration, facts=facts)


def _counted_last(session: Session, cooperative_id: UUID, account: str, day: date) -> date:
    """The day after the latest count of the account before `day` in that year, else the first of the year."""
    year = date(day.year, 1, 1)
    latest = session.scalar(
        select(Voucher.day)
        .where(
            Voucher.cooperative_id == cooperative_id,
            Voucher.form == "stock_count",
            Voucher.facts["account"].astext == account,
            Voucher.day >= year,
            Voucher.day < day,
        )
        .order_by(Voucher.day.desc())
        .limit(1)
    )
    return date.fromordinal(latest.toordinal() + 1) if latest else year


def reverse_entry(session: Session, actor: Actor, entry_id: UUID, *, reason: str, key: str | None = None) -> UUID:
    """Cancel an entry made by hand with its mirror image, dated today; give the reversal's id.

    Raises NotPermitted, NotFound, Invalid (no reason), EntryHasItsOwnPaper, BookingRefused, IdempotencyKeyReused.
    """
    actor.require("cooperative", roles=TREASURERS)
    if not 1 <= len(reason.strip()) <= 1000 or "\0" in reason:
        raise Invalid(field="reason")
    made = idempotency.claim(session, actor, "books.reverse_entry", key, [entry_id, reason])
    if made is not None:
        return made
    found = ledger.journal_entry(session.connection(), actor.organisation_id, entry_id)
    if found is None:
        raise NotFound
    if not reversible(found):
        raise EntryHasItsOwnPaper
    reversal = reverse(session, actor, books_of(session, actor), entry_id, reason=reason.strip())
    audit.record(session, actor, "books.reverse_entry", entry_id, reversal=str(reversal))
    idempotency.settle(session, actor, "books.reverse_entry", key, reversal)
    return reversal


def give_receipt(
    session: Session, actor: Actor, entry_id: UUID, *, party: str, purpose: str, key: str | None = None
) -> MoneyReceipt:
    """The receipt of an entry that took or gave money: numbered at the first time, the same one ever after.

    Raises NotPermitted, NotFound, Invalid, NoMoneyMoved, IdempotencyKeyReused.
    """
    actor.require("cooperative", roles=CASHIERS)
    asked = idempotency.claim(session, actor, "books.ask_receipt", key, [entry_id, party, purpose])
    if asked is not None:
        return session.get_one(MoneyReceipt, asked)
    receipt = _receipt(session, actor, entry_id, party, purpose)
    idempotency.settle(session, actor, "books.ask_receipt", key, receipt.id)
    return receipt


def _receipt(session: Session, actor: Actor, entry_id: UUID, party: str, purpose: str) -> MoneyReceipt:
    found = ledger.journal_entry(session.connection(), actor.organisation_id, entry_id)
    if found is None:
        raise NotFound
    before = receipt_of(session, actor.organisation_id, entry_id)
    if before is not None:
        return before
    for field, text, longest in (("party", party, 200), ("purpose", purpose, 1000)):
        if not 1 <= len(text.strip()) <= longest or "\0" in text:
            raise Invalid(field=field)
    moved = money_moved(found)
    if not moved or found.kind == "reversal" or found.reversed_by is not None:
        raise NoMoneyMoved
    # Two hands at once: the second waits here, and gets the first one's receipt.
    made = idempotency.claim(session, actor, "books.give_receipt", str(entry_id), str(entry_id))
    if made is not None:
        return session.get_one(MoneyReceipt, made)
    receipt = _write_receipt(session, actor, found, moved, party.strip(), purpose.strip())
    idempotency.settle(session, actor, "books.give_receipt", str(entry_id), receipt.id)
    return receipt


def _write_receipt(
    session: Session, actor: Actor, found: ledger.JournalEntry, moved: int, party: str, purpose: str
) -> MoneyReceipt:
    number = next_number(session, actor.organisation_id, RECEIPT, found.posting_date.year)
    receipt = MoneyReceipt(
        id=new_id(),
        cooperative_id=actor.organisation_id,
        number=number,
        entry_id=found.entry_id,
        direction="in" if moved > 0 else "out",
        day=found.document_date,
        amount=abs(moved),
        party=party,
        purpose=purpose,
        made_by=actor.person_id,
        person_name=name_of(actor),
    )
    session.add(receipt)
    session.flush()
    audit.record(session, actor, "books.give_receipt", receipt.id, number=number)
    return receipt
