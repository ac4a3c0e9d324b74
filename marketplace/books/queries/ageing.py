"""How old receivables and payables are: what each document still owes, by days past due, as the ledger says.

Lines whose document opened no item (goods not billed yet, balances brought in) stand together for each account and
counterparty, without a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

import cooperative_ledger as ledger
from cooperative_ledger import EVERYTHING, Scope

from ...actor import Actor
from ...errors import Invalid
from ..rules.reports import BUCKETS, DebtKind, aged_accounts
from .ledger import require_reader

PARTIES_OF_A_PAGE = 50
DOCUMENTS_OF_A_PARTY = 200


class Ages(NamedTuple):
    """What is owed, rupiah: by days past due, and what nobody gave a day. Below zero: paid too much."""

    not_due: int
    days_1_30: int
    days_31_60: int
    days_61_90: int
    over_90: int
    no_due_date: int

    @property
    def total(self) -> int:
        return sum(self)

    @property
    def overdue(self) -> int:
        return self.days_1_30 + self.days_31_60 + self.days_61_90 + self.over_90


@dataclass(frozen=True, slots=True)
class PartyAges:
    """What one counterparty owes or is owed; without an id: lines that name nobody."""

    counterparty_class: str | None
    counterparty_id: UUID | None
    ages: Ages


@dataclass(frozen=True, slots=True)
class Ageing:
    """A page of counterparties, most overdue first, and the sums of all of them: they are the accounts' balances."""

    kind: DebtKind
    on: date
    scope: Scope
    accounts: tuple[str, ...]
    total: Ages
    parties: tuple[PartyAges, ...]
    count: int
    start: int

    @property
    def next(self) -> str | None:
        """Where the next page begins."""
        following = self.start + len(self.parties)
        return str(following) if self.parties and following < self.count else None


@dataclass(frozen=True, slots=True)
class AgedDocument:
    """A document that still owes. `days_past_due` is 0 or below before its day, None where it has none."""

    account: str
    document_type: str | None
    document_id: str | None
    reference: str | None
    opened_on: date
    due_on: date | None
    owed: int
    days_past_due: int | None


def ageing(
    session: Session,
    actor: Actor,
    kind: DebtKind,
    on: date,
    *,
    scope: Scope = EVERYTHING,
    after: str | None = None,
    limit: int = PARTIES_OF_A_PAGE,
) -> Ageing:
    """Who owes the cooperative, or whom it owes, at the end of day `on`.

    Raises NotPermitted, Invalid (a cursor that is not ours).
    """
    if after is not None and not (after.isascii() and after.isdigit()):
        raise Invalid(field="after")
    start = int(after or 0)
    values = _values(session, actor, kind, on, scope)
    parties = [
        PartyAges(class_, id_, Ages(*(int(each) for each in sums)))
        for class_, id_, *sums in _read(session, _PARTIES, values)
    ]
    total = Ages(*(sum(column) for column in zip(*(each.ages for each in parties), strict=True))) if parties else _NIL
    shown = tuple(parties[start : start + limit])
    return Ageing(kind, on, scope, tuple(values["accounts"]), total, shown, len(parties), start)


def aged_documents(
    session: Session, actor: Actor, kind: DebtKind, on: date, counterparty_id: UUID | None, *, scope: Scope = EVERYTHING
) -> list[AgedDocument]:
    """The documents behind one counterparty's figures, the oldest first, at most DOCUMENTS_OF_A_PARTY + 1.

    Raises NotPermitted.
    """
    values = _values(session, actor, kind, on, scope)
    rows = _read(session, _DOCUMENTS, {**values, "party": counterparty_id, "limit": DOCUMENTS_OF_A_PARTY + 1})
    return [AgedDocument(*row) for row in rows]


_NIL = Ages(0, 0, 0, 0, 0, 0)


def _values(session: Session, actor: Actor, kind: DebtKind, on: date, scope: Scope) -> dict[str, Any]:
    cooperative_id = require_reader(actor)
    accounts = aged_accounts(kind, ledger.accounts(session.connection(), cooperative_id))
    return {
        "cooperative": cooperative_id, "accounts": accounts, "day": on, "outlet": scope.outlet_id,
        "unit": scope.business_unit, "known": scope.known_at, "thresholds": [first for _, first in BUCKETS],
    }  # fmt: skip


def _read(session: Session, query: TextClause, values: dict[str, Any]) -> Sequence[Any]:
    """The rows of `query`, planned without nested loops: where many documents came in since the tables were last
    analysed, a plan that reads all of them for each line takes minutes instead of a second."""
    session.execute(_NESTED_LOOPS, {"state": "off"})
    rows = session.execute(query, values).all()
    session.execute(_NESTED_LOOPS, {"state": "on"})
    return rows


_NESTED_LOOPS = text("SELECT set_config('enable_nestloop', :state, true)")
_OWING = """
    SELECT x.account_code, i.document_type, i.document_id, i.reference, i.due_on, :day - i.due_on AS days_past_due,
           coalesce(i.counterparty_class, max(x.counterparty_class)) AS counterparty_class,
           coalesce(i.counterparty_id, max(x.counterparty_id::text)::uuid) AS counterparty_id,
           coalesce(i.opened_on, min(x.first_day)) AS opened_on,
           sum(CASE a.normal_side WHEN 'debit' THEN x.net ELSE -x.net END)::bigint AS owed
    FROM (
        SELECT l.account_code, l.document_type, l.document_id, l.counterparty_id, sum(l.debit - l.credit) AS net,
               max(l.counterparty_class) AS counterparty_class, min(l.posting_date) AS first_day
        FROM ledger.line AS l
        WHERE l.coop_id = :cooperative AND l.account_code = ANY (:accounts) AND l.posting_date <= :day
          AND (CAST(:outlet AS uuid) IS NULL OR l.outlet_id = :outlet)
          AND (CAST(:unit AS text) IS NULL OR l.business_unit = :unit)
          AND (CAST(:known AS timestamptz) IS NULL OR EXISTS (
              SELECT FROM ledger.entry AS e
              WHERE e.coop_id = l.coop_id AND e.entry_id = l.entry_id AND e.recorded_at <= :known))
        GROUP BY l.account_code, l.document_type, l.document_id, l.counterparty_id
        HAVING sum(l.debit) <> sum(l.credit)
    ) AS x
    JOIN ledger.account AS a ON a.coop_id = :cooperative AND a.code = x.account_code
    LEFT JOIN open_item AS i ON i.cooperative_id = :cooperative AND i.account = x.account_code
        AND i.document_type = x.document_type AND i.document_id = x.document_id
    GROUP BY x.account_code, i.document_type, i.document_id, i.reference, i.due_on, i.opened_on, i.counterparty_class,
             i.counterparty_id, CASE WHEN i.account IS NULL THEN x.counterparty_id END
    HAVING sum(x.net) <> 0
"""


def _bucket_sums(names: Iterable[int | None]) -> str:
    conditions = ("bucket IS NULL" if name is None else f"bucket = {name}" for name in names)
    return ", ".join(f"coalesce(sum(o.owed) FILTER (WHERE {condition}), 0)" for condition in conditions)


_PARTIES = text(
    f"""
    SELECT o.counterparty_class, o.counterparty_id, {_bucket_sums([*range(len(BUCKETS) + 1), None])}
    FROM ({_OWING}) AS o
    CROSS JOIN LATERAL (SELECT width_bucket(o.days_past_due, CAST(:thresholds AS integer[])) AS bucket) AS w
    GROUP BY o.counterparty_class, o.counterparty_id
    ORDER BY coalesce(sum(o.owed) FILTER (WHERE bucket > 0), 0) DESC, sum(o.owed) DESC, o.counterparty_id
    """  # noqa: S608 - all parts are constants of this module
)
_DOCUMENTS = text(
    f"""
    SELECT o.account_code, o.document_type, o.document_id, o.reference, o.opened_on, o.due_on, o.owed, o.days_past_due
    FROM ({_OWING}) AS o
    WHERE o.counterparty_id IS NOT DISTINCT FROM CAST(:party AS uuid)
    ORDER BY o.due_on NULLS LAST, o.opened_on, o.document_id LIMIT :limit
    """  # noqa: S608 - all parts are constants of this module
)
