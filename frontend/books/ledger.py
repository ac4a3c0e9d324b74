"""The ledger's own page: an account, with the document behind each line."""

from __future__ import annotations

from typing import Any

from flask import render_template, request, url_for

from frontend.books.documents import document_url
from frontend.books.reports.asking import asked_for, lines_behind, told
from frontend.language import current_language
from marketplace.api import current_actor
from marketplace.books.queries import ledger as queries
from marketplace.database import transaction


def _name(code: str, name: str) -> str:
    return queries.english_name(code, name) if current_language() == "en" else name


def account(code: str) -> Any:
    """An account's lines, each with the document behind it; those behind a figure where a report led here."""
    asked = asked_for()
    behind = lines_behind(asked)
    with transaction() as session:
        found = queries.account_statement(
            session, current_actor(), code,
            first=asked.days.first, last=asked.days.last, lines=behind, after=request.args.get("after"),
        )  # fmt: skip
    sign = 1 if found.account.normal_side == "debit" else -1
    return render_template(
        "books/account.html",
        found=found,
        sign=sign,
        name=_name,
        document_url=document_url,
        only=told(asked, behind),
        whole=url_for("books.account", code=code, first=asked.days.first, last=asked.days.last),
    )
