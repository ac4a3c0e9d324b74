"""What a cooperative decides about savings: how dues are booked, how much they are, what savings earn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from ... import audit
from ...actor import Actor
from ...bookkeeping import DuesReclassified, book_all
from ...clock import now, today
from ...errors import ChangedMeanwhile, Invalid
from ...identifiers import new_id
from ..models.savings import BANKS, DuesAmount, SavingsPolicy, SavingsRate
from ..queries.members import require_register
from ..queries.savings_balances import balances
from ..rules.roles import TREASURERS
from ..rules.savings import ACCOUNTS, DUES, DUES_CLASSES, LARGEST_AMOUNT
from .steps import books_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRequest:
    """The policy as a whole; `accountant` is who said so, needed for a liability."""

    dues_class: str = "equity"
    accountant: str = ""
    books_receivable: bool = False
    bank_account: str = "1-1200"
    due_day: int = 10


def set_policy(session: Session, actor: Actor, request: PolicyRequest, *, version: int) -> SavingsPolicy:
    """Set the policy (`version` 0 where there was none). Dues that stand in the former class move to the new one, a
    line for each member.

    Raises NotPermitted, ChangedMeanwhile, Invalid, BookingRefused.
    """
    cooperative_id = require_register(actor, *TREASURERS)
    _check(request)
    first = insert(SavingsPolicy).values(_default(cooperative_id)).on_conflict_do_nothing()
    made_now = session.execute(first.returning(SavingsPolicy.version)).scalar() is not None
    policy = session.get_one(SavingsPolicy, cooperative_id, with_for_update=True, populate_existing=True)
    if version != (0 if made_now else policy.version):
        raise ChangedMeanwhile
    former = policy.dues_class
    policy.dues_class, policy.accountant = request.dues_class, request.accountant.strip()
    policy.books_receivable, policy.bank_account = request.books_receivable, request.bank_account
    policy.due_day, policy.changed_at, policy.changed_by = request.due_day, now(), actor.person_id
    session.flush()
    if former != policy.dues_class:
        _reclassify(session, actor, cooperative_id, former, policy.dues_class)
    audit.record(
        session, actor, "books.set_savings_policy", cooperative_id,
        dues_class=policy.dues_class, accountant=policy.accountant, books_receivable=policy.books_receivable,
    )  # fmt: skip
    return policy


def _default(cooperative_id: UUID) -> dict[str, object]:
    return {
        "cooperative_id": cooperative_id,
        "dues_class": "equity",
        "accountant": "",
        "books_receivable": False,
        "bank_account": "1-1200",
        "due_day": 10,
        "changed_at": now(),
        "version": 1,
    }


def _check(request: PolicyRequest) -> None:
    if request.dues_class not in DUES_CLASSES:
        raise Invalid(field="dues_class")
    named = len(request.accountant.strip())
    if named > 200 or (request.dues_class == "liability" and not named):
        raise Invalid(field="accountant")
    if request.bank_account not in BANKS:
        raise Invalid(field="bank_account")
    if not 1 <= request.due_day <= 28:
        raise Invalid(field="due_day")


def _reclassify(session: Session, actor: Actor, cooperative_id: UUID, former: str, new: str) -> None:
    day = today(actor.time_zone)
    events = [
        DuesReclassified(
            id=new_id(),
            reference=f"Kebijakan simpanan {day.isoformat()}",
            day=day,
            narration="Simpanan pokok dan wajib pindah golongan",
            member_id=member_id,
            amount=has.of(kind),
            account=ACCOUNTS[new][kind],  # type: ignore[index]
            former=ACCOUNTS[former][kind],  # type: ignore[index]
        )
        for member_id, has in balances(session, cooperative_id).items()
        for kind in DUES
        if has.of(kind)
    ]
    book_all(session, actor, books_of(session, actor), events)


def set_dues_amount(session: Session, actor: Actor, *, kind: str, effective_from: date, amount: int) -> None:
    """Say what is owed of one kind of dues from a day on; the same day again replaces what was said.

    Raises NotPermitted, Invalid.
    """
    cooperative_id = require_register(actor, *TREASURERS)
    if kind not in DUES:
        raise Invalid(field="kind")
    if not 0 <= amount <= LARGEST_AMOUNT:
        raise Invalid(field="amount")
    if effective_from.year < 1945:
        raise Invalid(field="effective_from")
    values = {"amount": amount, "set_by": actor.person_id}
    session.execute(
        insert(DuesAmount)
        .values(cooperative_id=cooperative_id, kind=kind, effective_from=effective_from, **values)
        .on_conflict_do_update(index_elements=["cooperative_id", "kind", "effective_from"], set_=values)
    )
    audit.record(
        session, actor, "books.set_dues_amount", cooperative_id, kind=kind, effective_from=str(effective_from),
        amount=amount,
    )  # fmt: skip


def set_rate(session: Session, actor: Actor, *, effective_from: date, percent_per_year: Decimal) -> None:
    """Say what voluntary savings earn from a day on; the same day again replaces what was said.

    Raises NotPermitted, Invalid.
    """
    cooperative_id = require_register(actor, *TREASURERS)
    if not 0 <= percent_per_year <= 100 or -int(percent_per_year.as_tuple().exponent) > 4:
        raise Invalid(field="percent_per_year")
    values = {"percent_per_year": percent_per_year, "set_by": actor.person_id}
    session.execute(
        insert(SavingsRate)
        .values(cooperative_id=cooperative_id, effective_from=effective_from, **values)
        .on_conflict_do_update(index_elements=["cooperative_id", "effective_from"], set_=values)
    )
    audit.record(
        session, actor, "books.set_savings_rate", cooperative_id, effective_from=str(effective_from),
        percent=str(percent_per_year),
    )  # fmt: skip
