"""The journal over the API: search, entries, vouchers, reversal, receipts, the chart."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from ...api import ErrorAnswer, PageArguments, current_actor, idempotency_key, page_of, paginate
from ...clock import today
from ...database import transaction
from ..models.vouchers import MoneyReceipt, Voucher
from ..queries import chart as charts
from ..queries import journal as queries
from ..rules.vouchers import VoucherRequest
from ..schemas.journal import (
    ChartAnswer,
    EntryAnswer,
    JournalAnswer,
    JournalQuery,
    MoneyReceiptAnswer,
    MoneyReceiptInput,
    PreviewAnswer,
    ReversedAnswer,
    ReverseInput,
    VoucherAnswer,
    VoucherInput,
)
from ..services import vouchers as services

journal = Blueprint(
    "journal",
    __name__,
    url_prefix="/api/v1/journal",
    description="The entries of the books; vouchers for what nothing else books. Nothing is changed, only reversed.",
)


@journal.route("")
@journal.arguments(JournalQuery, location="query")
@journal.response(200, JournalAnswer)
@journal.alt_response(403, schema=ErrorAnswer)
def search_journal(asked: dict[str, Any]) -> queries.JournalPage:
    """The entries that fit, the newest first"""
    actor = current_actor()
    last = asked.pop("last") or today(actor.time_zone)
    first = asked.pop("first") or date(last.year, 1, 1)
    limit, after, words = asked.pop("limit"), asked.pop("after"), tuple(asked.pop("q").split())
    with transaction() as session:
        wanted = queries.Wanted(first=first, last=last, words=words, **asked)
        return queries.journal(session, actor, wanted, after=after, limit=limit)


@journal.route("/accounts")
@journal.response(200, ChartAnswer)
@journal.alt_response(403, schema=ErrorAnswer)
def show_chart() -> dict[str, Any]:
    """The chart of accounts with what each holds today"""
    actor = current_actor()
    with transaction() as session:
        return {"accounts": charts.chart(session, actor, on=today(actor.time_zone))}


@journal.route("/vouchers")
@journal.arguments(PageArguments, location="query")
@journal.response(200, page_of(VoucherAnswer))
@journal.alt_response(403, schema=ErrorAnswer)
def list_vouchers(page: dict[str, Any]) -> dict[str, Any]:
    """The vouchers, oldest first"""
    with transaction() as session:
        return paginate(session, queries.own_vouchers(current_actor()), Voucher.id, **page)


@journal.route("/vouchers", methods=["POST"])
@journal.arguments(VoucherInput)
@journal.response(201, VoucherAnswer)
@journal.alt_response(403, schema=ErrorAnswer)
@journal.alt_response(409, schema=ErrorAnswer)
@journal.alt_response(422, schema=ErrorAnswer)
def post_voucher(content: VoucherRequest) -> Voucher:
    """Post a voucher, numbered without gaps

    What is late goes to the first open month or is refused, as the cooperative wants. The details of `voucher_wrong`
    name each thing that is wrong and its line.
    """
    with transaction() as session:
        return services.post_voucher(session, current_actor(), content, key=idempotency_key())


@journal.route("/vouchers/<uuid:voucher_id>")
@journal.response(200, VoucherAnswer)
@journal.alt_response(403, schema=ErrorAnswer)
@journal.alt_response(404, schema=ErrorAnswer)
def show_voucher(voucher_id: UUID) -> Voucher:
    """One voucher"""
    with transaction() as session:
        return queries.voucher(session, current_actor(), voucher_id)[0]


@journal.route("/vouchers/preview", methods=["POST"])
@journal.arguments(VoucherInput)
@journal.response(200, PreviewAnswer)
@journal.alt_response(403, schema=ErrorAnswer)
@journal.alt_response(409, schema=ErrorAnswer)
@journal.alt_response(422, schema=ErrorAnswer)
def preview_voucher(content: VoucherRequest) -> dict[str, Any]:
    """What posting this voucher would do; nothing is written"""
    with transaction() as session:
        shown = services.preview(session, current_actor(), content)
    return {"booked_on": shown.booked_on, "moved": shown.moved}


@journal.route("/<uuid:entry_id>")
@journal.response(200, EntryAnswer)
@journal.alt_response(403, schema=ErrorAnswer)
@journal.alt_response(404, schema=ErrorAnswer)
def show_entry(entry_id: UUID) -> queries.EntrySeen:
    """One entry"""
    with transaction() as session:
        return queries.entry(session, current_actor(), entry_id)


@journal.route("/<uuid:entry_id>/reverse", methods=["POST"])
@journal.arguments(ReverseInput)
@journal.response(201, ReversedAnswer)
@journal.alt_response(403, schema=ErrorAnswer)
@journal.alt_response(404, schema=ErrorAnswer)
@journal.alt_response(409, schema=ErrorAnswer)
def reverse_entry(content: dict[str, Any], entry_id: UUID) -> dict[str, Any]:
    """Reverse an entry that was made by hand; one that a document made is undone with its document"""
    with transaction() as session:
        reversal = services.reverse_entry(session, current_actor(), entry_id, key=idempotency_key(), **content)
    return {"entry_id": reversal}


@journal.route("/<uuid:entry_id>/receipt", methods=["POST"])
@journal.arguments(MoneyReceiptInput)
@journal.response(201, MoneyReceiptAnswer)
@journal.alt_response(403, schema=ErrorAnswer)
@journal.alt_response(404, schema=ErrorAnswer)
@journal.alt_response(409, schema=ErrorAnswer)
def give_receipt(content: dict[str, Any], entry_id: UUID) -> MoneyReceipt:
    """The receipt of an entry that took or gave money; an entry has one, and keeps it"""
    with transaction() as session:
        return services.give_receipt(session, current_actor(), entry_id, key=idempotency_key(), **content)
