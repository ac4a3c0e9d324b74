"""The journal: searched and read page by page, an entry by itself, and files of it for others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from flask import Response, flash, request, stream_with_context
from flask_babel import gettext as _

from frontend.books import journal_words as words
from frontend.books.documents import document_url
from frontend.books.forms import page
from frontend.books.journal_forms import account_code, account_name
from frontend.forms import form_key, given
from frontend.language import current_language
from frontend.typed_numbers import NotANumber, typed_rupiah
from marketplace.api import current_actor
from marketplace.books.queries import exports
from marketplace.books.queries import journal as queries
from marketplace.books.queries.journal import Wanted
from marketplace.clock import today
from marketplace.database import transaction
from marketplace.errors import NotFound


def journal() -> Response:
    """The entries that fit what was asked, the newest first."""
    actor = current_actor()
    with transaction() as session:
        accounts = queries.postable_accounts(session, actor)
        asked = _asked(accounts)
        found = queries.journal(session, actor, asked, after=request.args.get("after"))
    return page(
        "journal/list",
        found=found,
        asked=asked,
        accounts=accounts,
        typed=request.args,
        words=words,
        account_name=account_name,
        sides=sides(found.names),
    )


MOST_NAMES = 3


def sides(names: dict[str, str]) -> Callable[[Any, str], str]:
    """Gives the accounts on one side of an entry, in words: at most a few, and how many more."""

    def of(entry: Any, side: str) -> str:
        codes = list(dict.fromkeys(line.account for line in entry.lines if getattr(line, side)))
        shown = ", ".join(account_name(code, names[code]) for code in codes[:MOST_NAMES])
        more = len(codes) - MOST_NAMES
        return _("%(shown)s dan %(more)s lagi", shown=shown, more=more) if more > 0 else shown

    return of


def _asked(accounts: list[Any]) -> Wanted:
    """What the fields of the search say; a field that cannot be read is told and left out."""
    present = today(current_actor().time_zone)
    last = _day("last") or present
    first = _day("first") or date(last.year, 1, 1)
    if first > last:
        flash(_("Tanggal awal sesudah tanggal akhir. Yang tampil: sampai hari ini."), "warning")
        first, last = date(present.year, 1, 1), present
    account = request.args.get("account", "").strip()[:200]
    kind, source = request.args.get("kind", ""), request.args.get("source", "")
    return Wanted(
        first=first,
        last=last,
        account=account_code(account, accounts)[:32] if account else None,
        amount=_amount(),
        words=tuple(request.args.get("q", "").split()[:8]),
        kind=kind if kind in words.KINDS else None,
        source=source if source in words.SOURCES else None,
    )


def _day(name: str) -> date | None:
    text = request.args.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        flash(_("Tanggal itu tidak ada. Pilih dari kalender."), "warning")
        return None


def _amount() -> int | None:
    text = request.args.get("amount", "").strip()
    try:
        return typed_rupiah(text, current_language()) if text else None
    except NotANumber as error:
        flash(str(error), "warning")
        return None


def entry(entry_id: UUID) -> Response:
    """One journal entry: its lines, the paper behind it, and what can be done with it."""
    return entry_page(entry_id)


def entry_page(entry_id: UUID, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    """The page of an entry, with what is wrong where something was tried."""
    with transaction() as session:
        seen = queries.entry(session, current_actor(), entry_id)
    return page(
        "entry",
        status,
        seen=seen,
        found=seen.entry,
        names=seen.names,
        name=account_name,
        document_url=document_url,
        words=words,
        errors=errors or {},
        given=given,
        key=form_key(),
    )


def export_years() -> Response:
    """The files there are to take along: each year in each format."""
    with transaction() as session:
        years = exports.years(session, current_actor())
    return page("journal/exports", years=years, formats=exports.FORMATS, format_names=words.FORMATS)


def export_year(year: int, format_code: str) -> Response:
    """The books of a year as a file, written while it is sent."""
    if format_code not in exports.FORMATS or not 1900 <= year <= 9998:
        raise NotFound
    actor = current_actor()
    with transaction() as session:
        if year not in exports.years(session, actor):
            raise NotFound
    form = exports.FORMATS[format_code]
    if form.is_binary:
        with transaction() as session:
            body: Any = exports.workbook(session, actor, year)
    else:

        def blocks() -> Iterator[str]:
            with transaction() as session:
                yield from exports.text(session, actor, year, format_code)

        body = stream_with_context(blocks())
    name = f"jurnal-{year}.{form.suffix}"
    return Response(
        body,
        mimetype=form.mimetype,
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )
