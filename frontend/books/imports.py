"""The pages of imports: bring a file, settle its accounts, try it, post it."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import Any
from uuid import UUID

from flask import Response, current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from frontend.books import journal_words as words
from frontend.books.forms import page
from frontend.books.journal_forms import account_code, account_name, errors_of, status_of
from frontend.books.workbook_cells import workbook_rows
from frontend.forms import Typed, form_key, given
from frontend.language import current_language
from marketplace.api import current_actor
from marketplace.books.errors import BooksFileNotRead, ImportNotReady
from marketplace.books.queries import imports as queries
from marketplace.books.rules.roles import TREASURERS
from marketplace.books.services import imports as services
from marketplace.books.services.reading_books import read_beancount_text, read_csv_bytes, read_rows
from marketplace.clock import today
from marketplace.database import transaction
from marketplace.errors import DomainError, Invalid
from marketplace.suppliers.reading.sheets import UnreadableFile

WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
BEANCOUNT = (".beancount", ".bean", ".bc")
NEW = "+"
"""In front of a heading: make the account below it."""


def imports() -> Response:
    """What was brought in, and a form for more."""
    return _list()


def _list(errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = current_actor()
    with transaction() as session:
        found = queries.files(session, actor)
    first = date(today(actor.time_zone).year, 1, 1)
    return page(
        "imports/list", status, found=found, words=words, first=first, errors=errors or {}, given=given, key=form_key()
    )


def read_import() -> AnyResponse:
    """Read the file that was brought; nothing is posted yet."""
    actor = current_actor()
    actor.require("cooperative", roles=TREASURERS)
    try:
        name, read = _read(given("kind"))
        with transaction() as session:
            made = services.keep(session, actor, given("kind"), name, read, key=form_key())
    except UnreadableFile as error:
        return _list({"file": error.message("en" if current_language() == "en" else "id")}, 422)
    except BooksFileNotRead as error:
        told = [_finding(each) for each in error.details["findings"]][:5] or [str(words.FINDINGS["nothing"])]
        return _list({"file": " · ".join(told)}, 422)
    except DomainError as error:
        return _list(errors_of(error), status_of(error))
    return redirect(url_for("books.show_import", import_id=made.id), 303)


def _read(kind: str) -> tuple[str, Any]:
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Invalid(field="file")
    most = current_app.extensions["settings"].upload_bytes
    data = file.stream.read(most + 1)
    if len(data) > most:
        raise UnreadableFile("too_large", limit=f"{most // 1_000_000} MB")
    typed = Typed()
    day = typed.day_or_today("day") if kind == "opening" else None
    typed.check()
    suffix = PurePath(file.filename).suffix.lower()
    if suffix in BEANCOUNT:
        return file.filename, read_beancount_text(data)
    if suffix in WORKBOOKS:
        return file.filename, read_rows(workbook_rows(data, file.filename), day)
    return file.filename, read_csv_bytes(data, day)


def show_import(import_id: UUID) -> Response:
    """What the file says, and what is still to be settled."""
    return _file(import_id)


def _file(
    import_id: UUID, errors: dict[str, str] | None = None, status: int = 200, tried: services.Tried | None = None
) -> Response:
    with transaction() as session:
        seen = queries.file(session, current_actor(), import_id)
    ours = {account.code: f"{account.code} {account_name(account.code, account.name)}" for account in seen.chart}
    return page(
        "imports/file",
        status,
        seen=seen,
        row=seen.row,
        tried=tried,
        findings=[(_finding(each), each["stops"]) for each in seen.row.findings],
        goal=lambda account: _shown(seen.row.mapping.get(account, ""), ours),
        choices=[
            *(ours[account.code] for account in seen.chart if account.postable and account.closed_on is None),
            *(f"{NEW} {ours[account.code]}" for account in seen.chart if not account.postable),
        ],
        words=words,
        errors=errors or {},
        given=given,
    )


def _shown(goal: str, ours: dict[str, str]) -> str:
    if goal.startswith("new:"):
        return f"{NEW} {ours.get(goal.removeprefix('new:'), '')}"
    return ours.get(goal, "")


def _finding(finding: dict[str, Any]) -> str:
    code, about = finding["code"], finding["about"]
    if code == "more_of_it":
        code, _space, more = about.partition(" ")
        return _("%(sentence)s, dan %(more)s lagi", sentence=str(words.FINDINGS[code]), more=more)
    sentence = str(words.FINDINGS[code]) + (f" ({about})" if about else "")
    return _("Baris %(row)s: %(sentence)s", row=finding["row"], sentence=sentence) if finding["row"] else sentence


def write_import(import_id: UUID) -> AnyResponse:
    """Keep the mapping, and then try or post, as the button says."""
    action = given("action")
    try:
        if action != "post":
            _keep_mapping(import_id)
        with transaction() as session:
            if action == "post":
                services.post_import(session, current_actor(), import_id)
            elif action == "check":
                tried = services.try_import(session, current_actor(), import_id)
    except ImportNotReady as error:
        return _file(import_id, {"form": _not_ready(error)}, 409)
    except DomainError as error:
        return _file(import_id, errors_of(error), status_of(error))
    if action == "check":
        return _file(import_id, tried=tried)
    flash(_("Dibukukan semuanya.") if action == "post" else _("Tersimpan."), "success")
    return redirect(url_for("books.show_import", import_id=import_id), 303)


def _not_ready(error: ImportNotReady) -> str:
    if "accounts" in error.details:
        return _("%(count)s akun di berkas belum dipasangkan dengan akun kita.", count=error.details["accounts"])
    if "refused" in error.details:
        return error.message(current_language())
    return _("Berkasnya perlu dibetulkan dulu; lihat yang ditandai di bawah.")


def _keep_mapping(import_id: UUID) -> None:
    with transaction() as session:
        seen = queries.file(session, current_actor(), import_id)
        mapping = {}
        for number, each in enumerate(seen.accounts):
            typed = given(f"goal-{number}")
            if typed.startswith(NEW):
                mapping[each.account] = "new:" + account_code(typed.removeprefix(NEW), seen.chart)
            elif typed:
                mapping[each.account] = account_code(typed, seen.chart)
        version = request.form.get("version", 0, type=int)
        if mapping != seen.row.mapping:
            services.map_accounts(session, current_actor(), import_id, mapping, version=version)
