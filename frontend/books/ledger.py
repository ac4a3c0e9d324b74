"""The ledger's own pages: trial balance, an account, an entry. All of them only read."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from flask import flash, render_template, request
from flask_babel import gettext as _

from frontend.books.documents import document_url
from frontend.language import current_language
from marketplace.api import current_actor
from marketplace.books.queries import ledger as queries
from marketplace.clock import today
from marketplace.database import transaction


def _period() -> tuple[date, date]:
    """The days asked for; the year to date where none was, or none that can be."""
    present = today(current_actor().time_zone)
    last = _day("last") or present
    first = _day("first") or date(last.year, 1, 1)
    if first > last:
        flash(_("Tanggal awal sesudah tanggal akhir. Yang tampil: sampai hari ini."), "warning")
        return date(present.year, 1, 1), present
    return first, last


def _day(name: str) -> date | None:
    text = request.args.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        flash(_("Tanggal itu tidak ada. Pilih dari kalender."), "warning")
        return None


def _name(code: str, name: str) -> str:
    return queries.english_name(code, name) if current_language() == "en" else name


def trial_balance() -> Any:
    """Trial balance: every account that moved, and that both sides are equal."""
    first, last = _period()
    with transaction() as session:
        found = queries.trial_balance(session, current_actor(), first=first, last=last)
    return render_template("books/trial_balance.html", found=found, name=_name)


def account(code: str) -> Any:
    """An account's lines, each with the document behind it."""
    first, last = _period()
    with transaction() as session:
        found = queries.account_statement(
            session, current_actor(), code, first=first, last=last, after=request.args.get("after")
        )
    sign = 1 if found.account.normal_side == "debit" else -1
    return render_template("books/account.html", found=found, sign=sign, name=_name, document_url=document_url)


def entry(entry_id: UUID) -> Any:
    """One journal entry."""
    with transaction() as session:
        found, names = queries.entry(session, current_actor(), entry_id)
    return render_template("books/entry.html", found=found, names=names, name=_name, document_url=document_url)
