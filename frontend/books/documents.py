"""Where the paper behind a line of the journal is shown."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import url_for


class Paper(NamedTuple):
    """The endpoint of a type of document and the name its id has in the address."""

    endpoint: str
    argument: str = "document_id"


ORDER_DOCUMENTS = ("goods_receipt", "purchase_bill", "supplier_payment")

PAPERS: dict[str, Paper] = {
    "voucher": Paper("books.voucher", "voucher_id"),
    "savings_receipt": Paper("books.savings_receipt", "receipt_id"),
    "dues_payment": Paper("books.dues_payment_paper", "payment_id"),
    "dues": Paper("books.dues_paper", "dues_id"),
    "bank_line": Paper("books.bank_line", "line_id"),
    "cash_entry": Paper("books.cash_entry", "entry_id"),
    "cash_count": Paper("books.cash_count", "count_id"),
    "cash_handover": Paper("books.cash_count", "count_id"),
    "loan": Paper("books.loan", "loan_id"),
    "loan_payment": Paper("books.loan_payment", "payment_id"),
    "loan_change": Paper("books.loan_change", "change_id"),
    "loan_allowance": Paper("books.loan_allowance"),
    "surplus_division": Paper("books.surplus_division", "division_id"),
    "surplus_payment": Paper("books.surplus_payment", "payment_id"),
}
"""Type of document, as the journal names it -> where it is shown."""


def document_url(line: Any) -> str:
    """The address of the paper behind a line; empty where there is none."""
    if not line.document_type or not line.document_id:
        return ""
    if line.document_type in ORDER_DOCUMENTS:
        return url_for("orders.document", document_type=line.document_type, document_id=line.document_id)
    paper = PAPERS.get(line.document_type)
    return url_for(paper.endpoint, **{paper.argument: line.document_id}) if paper else ""
