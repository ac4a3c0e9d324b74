"""What a treasurer may set about reports: which accounts are of which activity in the statement of cash flows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.orm import Session

import cooperative_ledger as ledger
from cooperative_ledger import CashFlowRange

from ... import audit
from ...actor import Actor
from ...errors import ChangedMeanwhile, Invalid
from ..rules.reports import ACTIVITIES, MOST_RANGES
from ..rules.roles import TREASURERS

_CODE = re.compile(r"[0-9A-Z][0-9A-Za-z.-]{0,31}")


def set_cash_flow_ranges(
    session: Session, actor: Actor, ranges: Sequence[CashFlowRange], *, seen: Sequence[CashFlowRange]
) -> None:
    """Give the cooperative a table of its own, as a whole; an empty one goes back to the usual. Reports of all days,
    past ones too, are divided by it from then on. A repeat changes nothing.

    `seen` is the table the treasurer had before him.
    Raises NotPermitted, Invalid (a code that cannot be, or twice the same), ChangedMeanwhile.
    """
    actor.require("cooperative", roles=TREASURERS)
    codes = [each.first_code for each in ranges]
    if len(ranges) > MOST_RANGES or not all(_CODE.fullmatch(code) for code in codes) or len(set(codes)) < len(codes):
        raise Invalid(field="first_code")
    if not all(each.activity in ACTIVITIES for each in ranges):
        raise Invalid(field="activity")
    connection = session.connection()
    lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")
    session.execute(lock, {"key": f"cash flow ranges {actor.organisation_id}"})
    present = ledger.cash_flow_ranges(connection, actor.organisation_id)
    wanted = tuple(sorted(ranges)) or ledger.CASH_FLOW_RANGES
    if present == wanted:
        return
    if present != tuple(seen):
        raise ChangedMeanwhile
    kept = () if wanted == ledger.CASH_FLOW_RANGES else wanted
    ledger.set_cash_flow_ranges(connection, actor.organisation_id, kept)
    audit.record(
        session, actor, "books.set_cash_flow_ranges", actor.organisation_id,
        ranges=[f"{each.first_code} {each.activity}" for each in wanted],
    )  # fmt: skip
