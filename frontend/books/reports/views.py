"""The pages of the reports. All of them only read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple
from uuid import UUID

from flask import render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from frontend import formatting
from frontend.books.documents import document_url
from frontend.language import current_language
from marketplace.api import current_actor
from marketplace.books.queries import ageing as debts
from marketplace.books.queries import ledger
from marketplace.books.queries import reports as queries
from marketplace.books.rules.reports import DEBT_KINDS, Asked, DebtKind
from marketplace.clock import today
from marketplace.database import transaction
from marketplace.errors import NotFound

from . import sheets
from .asking import Request, asked_for, near_periods, told
from .names import party_names
from .sheets import Sheet
from .workbook import workbook


class Around(NamedTuple):
    """What stands around a statement: the parts of the books to choose from, and how far they are sealed."""

    outlets: list[UUID]
    units: list[str]
    sealed: queries.Sealed | None


def _around(session: Session) -> Around:
    actor = current_actor()
    return Around(*queries.parts(session, actor), queries.sealed(session, actor))


def _sealed(around: Around) -> list[str]:
    """In words, how far the books are sealed."""
    if around.sealed is None:
        return []
    if not around.sealed.unsealed:
        return [_("Segel no. %(number)s menutup semua jurnal.", number=around.sealed.number)]
    count = formatting.number(around.sealed.unsealed, current_language())
    return [
        _("Segel no. %(number)s; %(count)s jurnal sesudahnya belum bersegel.", number=around.sealed.number, count=count)
    ]


def reports() -> Any:
    """The list of reports."""
    ledger.require_reader(current_actor())
    return render_template("books/reports/list.html")


def income_statement() -> Any:
    """Income and expenses of each period, and whose business the surplus came from."""
    asked = asked_for()
    with transaction() as session:
        found = queries.income_statement(session, current_actor(), asked.asked)
        around = _around(session)
    shown = [sheets.income_sheet(found, asked)]
    if request.args.get("format") == "xlsx":
        shown.append(sheets.parts_sheet(found, asked))
    return _answer("books.income_statement", asked, shown, around, share=found.shares("surplus")[0])


def income_by_member() -> Any:
    """The income statement of one period: members' and others' business, and what nobody divided."""
    asked = asked_for("none")
    with transaction() as session:
        found = queries.income_statement(session, current_actor(), asked.asked)
        around = _around(session)
    undivided = found.shares("surplus")[0].undivided
    shown = [sheets.parts_sheet(found, asked)]
    return _answer("books.income_by_member", asked, shown, around, undivided=undivided, compared=False)


def balance_sheet() -> Any:
    """What the cooperative owns, owes and has of its own."""
    asked = asked_for()
    with transaction() as session:
        found = queries.balance_sheet(session, current_actor(), asked.asked)
        around = _around(session)
    shown = [sheets.balance_sheet_sheet(found, asked)]
    return _answer("books.balance_sheet", asked, shown, around, one_day=True)


def equity_changes() -> Any:
    """How each part of equity changed, a table for each period."""
    asked = asked_for()
    with transaction() as session:
        found = queries.equity_changes(session, current_actor(), asked.asked)
        around = _around(session)
    shown = [sheets.equity_sheet(each, asked) for each in found if each is found[0] or len(each.rows) > 1]
    return _answer("books.equity_changes", asked, shown, around, title=_("Perubahan ekuitas"))


def cash_flow() -> Any:
    """Where cash came from and where it went."""
    asked = asked_for()
    with transaction() as session:
        found = queries.cash_flow(session, current_actor(), asked.asked)
        around = _around(session)
    return _answer("books.cash_flow", asked, [sheets.cash_flow_sheet(found, asked)], around)


def trial_balance() -> Any:
    """Every account that moved, and that both sides are equal."""
    asked = asked_for("none")
    with transaction() as session:
        found, *beside = (
            ledger.trial_balance(session, current_actor(), first=days.first, last=days.last, scope=asked.asked.scope)
            for days in asked.asked.columns
        )
        around = _around(session)
    shown = [sheets.trial_balance_sheet(found, beside[0] if beside else None, asked)]
    return _answer("books.trial_balance", asked, shown, around, nothing=not found.rows)


def _answer(
    endpoint: str,
    asked: Request,
    shown: Sequence[Sheet],
    around: Around,
    *,
    title: str = "",
    one_day: bool = False,
    compared: bool = True,
    **values: Any,
) -> Any:
    """The statement as a page, or as a workbook where the address asks for one."""
    title = title or shown[0].title
    period = (
        _("per %(day)s", day=formatting.date_long(asked.days.last, current_language())) if one_day else _span(asked)
    )
    if request.args.get("format") == "xlsx":
        heads = [*_heads(asked), period, *_sealed(around)]
        return workbook(shown, heads, f"{title} {asked.days.first} {asked.days.last}")
    first, empty_column = sheets.without_empty_comparison(shown[0])
    return render_template(
        "books/reports/statement.html",
        endpoint=endpoint,
        asked=asked,
        sheets=[first, *shown[1:]],
        empty_column=empty_column,
        title=title,
        period=period,
        one_day=one_day,
        compared=compared,
        heads=_heads(asked),
        near=near_periods(today(current_actor().time_zone)),
        outlets=around.outlets,
        units=around.units,
        sealed=_sealed(around),
        **values,
    )


def _span(asked: Request) -> str:
    language = current_language()
    first, last = (formatting.date_long(day, language) for day in (asked.days.first, asked.days.last))
    return _("%(first)s sampai %(last)s", first=first, last=last)


def _heads(asked: Request) -> list[str]:
    """Whose report it is, and what it leaves out."""
    return [current_actor().names.get("organisation", ""), *told(asked)]


def ageing(kind: str) -> Any:
    """Receivables or payables by days past due, a counterparty a row."""
    asked, known = asked_for(), _kind(kind)
    with transaction() as session:
        found = debts.ageing(
            session, current_actor(), known, asked.days.last, scope=asked.asked.scope, after=request.args.get("after")
        )
        beside = [
            debts.ageing(session, current_actor(), known, days.last, scope=asked.asked.scope)
            for days in asked.asked.columns[1:]
        ]
        named = _party_names(session, found.parties)
        around = _around(session)

    def address(party: debts.PartyAges) -> str:
        return asked.address("books.aged_documents", kind=kind, party=party.counterparty_id)

    sheet = sheets.ageing_sheet(found, beside, lambda party: named[party.counterparty_id], address)
    return _answer(
        "books.ageing", asked, [sheet], around,
        one_day=True, kind=kind, found=found, nothing=not found.parties,
    )  # fmt: skip


def _kind(kind: str) -> DebtKind:
    known = next((each for each in DEBT_KINDS if each == kind), None)
    if known is None:
        raise NotFound
    return known


def _party_names(session: Session, parties: Sequence[debts.PartyAges]) -> dict[UUID | None, str]:
    ids = {party.counterparty_id for party in parties if party.counterparty_id}
    named = party_names(session, current_actor(), ids)
    return {None: _("Tanpa nama"), **{each: named[each] for each in ids}}


def aged_documents(kind: str) -> Any:
    """The documents that one counterparty still owes, or is owed."""
    asked, known = asked_for(), _kind(kind)
    party = request.args.get("party", type=UUID)
    with transaction() as session:
        found = debts.aged_documents(session, current_actor(), known, asked.days.last, party, scope=asked.asked.scope)
        name = party_names(session, current_actor(), {party})[party] if party else _("Tanpa nama")
    return render_template(
        "books/reports/documents.html",
        asked=asked,
        kind=kind,
        name=name,
        party=party,
        documents=found[: debts.DOCUMENTS_OF_A_PARTY],
        more=len(found) > debts.DOCUMENTS_OF_A_PARTY,
        total=sum(each.owed for each in found),
        document_url=document_url,
    )


def counterparty(counterparty_id: UUID) -> Any:
    """Everything that was booked with one member, supplier or other, across accounts."""
    asked = asked_for("none")
    actor, account = current_actor(), request.args.get("account", "")
    with transaction() as session:
        found = queries.counterparty_statement(
            session,
            actor,
            counterparty_id,
            asked.asked,
            accounts=[account] if account else None,
            after=request.args.get("after"),
        )
        beside = [
            queries.counterparty_statement(
                session, actor, counterparty_id, Asked(days, "none", asked.asked.scope), limit=1
            )
            for days in asked.asked.columns[1:]
        ]
        name = party_names(session, actor, {counterparty_id})[counterparty_id]
    own = asked.address("books.counterparty", counterparty_id=counterparty_id)
    sheet = sheets.counterparty_sheet(found, beside, f"{own}&account=")
    if request.args.get("format") == "xlsx":
        return workbook([sheet], [*_heads(asked), name, _span(asked)], f"{name} {asked.days.first} {asked.days.last}")
    return render_template(
        "books/reports/counterparty.html",
        asked=asked,
        found=found,
        name=name,
        sheet=sheet,
        period=_span(asked),
        near=near_periods(today(actor.time_zone)),
        document_url=document_url,
        account=account,
        whole=own,
        sides={row.code: 1 if row.normal_side == "debit" else -1 for row in found.statement.accounts},
    )
