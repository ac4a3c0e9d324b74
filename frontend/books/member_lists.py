"""The register as a file: a list that comes in, looked at first, and the list that goes out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from frontend.books import member_words as words
from frontend.books.forms import page, present_day, secret_page
from frontend.books.member_forms import errors_of, nik_safe
from frontend.forms import Typed, form_key, given, status_of
from frontend.translations import gettext_lazy
from marketplace.api import current_actor
from marketplace.books.queries import members as queries
from marketplace.books.queries.savings_balances import Balances, balances
from marketplace.books.rules.member_lists import table_of
from marketplace.books.rules.members import SAVINGS_READERS, masked_nik
from marketplace.books.rules.roles import REGISTRARS
from marketplace.books.rules.table_files import UnreadableFile
from marketplace.books.services import member_imports as services
from marketplace.database import transaction
from marketplace.errors import DomainError

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 50
CALCULATED = ("=", "+", "-", "@", "\t", "\r")
"""How a text begins that a spreadsheet would calculate."""

UNREADABLE: dict[str, object] = {
    "empty": gettext_lazy("Belum ada isinya"),
    "too_large": gettext_lazy("Terlalu besar: paling banyak 10.000 baris dan 2 MB"),
    "no_headings": gettext_lazy("Judul kolomnya tidak dikenali; paling sedikit harus ada “Nama” dan satu kolom lain"),
    "kind": gettext_lazy("Berkas Excel ini tidak bisa dibuka"),
}
"""Why a list cannot be read -> the sentence."""

FINDINGS: dict[str, object] = {
    "no_name": gettext_lazy("tanpa nama"),
    "name_long": gettext_lazy("nama lebih dari 100 huruf"),
    "number_long": gettext_lazy("nomor lebih dari 30 huruf"),
    "date_unread": gettext_lazy("tanggal masuk tidak terbaca atau di hari depan"),
    "amount_unread": gettext_lazy("jumlah simpanan tidak terbaca"),
    "number_twice": gettext_lazy("nomor dua kali di daftar ini"),
    "number_taken": gettext_lazy("nomor sudah terdaftar"),
    "nik_taken": gettext_lazy("NIK sudah terdaftar"),
    "no_date": gettext_lazy("tanpa tanggal masuk, dipakai tanggal saldo awal"),
    "phone_left_out": gettext_lazy("nomor HP tidak benar, tidak dicatat"),
    "nik_left_out": gettext_lazy("NIK tidak benar, tidak dicatat"),
}
"""What was found in a row -> how it is told."""


def show_member_import() -> Response:
    """Hand in a list."""
    queries.require_register(current_actor(), *REGISTRARS)
    return _import_form()


def _import_form(errors: dict[str, str] | None = None, status: int = 200) -> Response:
    return page(
        "members/import",
        status,
        errors=errors or {},
        given=given,
        day=present_day().replace(month=1, day=1),
        key=form_key(),
    )


def import_members() -> AnyResponse:
    """Look at the list, or, once it was looked at, take it in."""
    actor = current_actor()
    queries.require_register(actor, *REGISTRARS)
    try:
        typed = Typed()
        opening_day = typed.day("opening_day")
        if opening_day is None:
            typed.refuse("opening_day", str(words.FIELDS["opening_day"]))
        typed.check()
        assert opening_day is not None
        table = table_of(_handed_in())
        with transaction() as session:
            if given("step") == "take":
                done = services.take_in(session, actor, table, nik_safe(), opening_day=opening_day)
            else:
                return _looked_page(services.look(session, actor, table, nik_safe()), table, opening_day)
    except UnreadableFile as error:
        return _import_form({"text": str(UNREADABLE[error.reason])}, 422)
    except DomainError as error:
        return _import_form(errors_of(error), status_of(error))
    flash(_("%(count)s anggota masuk ke daftar.", count=len(done.taken)), "success")
    return redirect(url_for("books.members"), 303)


def _handed_in() -> bytes:
    file = request.files.get("file")
    if file is not None and file.filename:
        return file.read()
    return request.form.get("text", "").encode()


def _looked_page(looked: services.Looked, table: list[list[Any]], opening_day: Any) -> Response:
    """What would happen; the table goes with the form, so that what is taken in is what was looked at."""
    text = io.StringIO()
    csv.writer(text, delimiter="\t").writerows(table)
    return secret_page(
        "members/looked",
        looked=looked,
        remarked=looked.remarked[:SHOWN],
        refused=looked.refused[:SHOWN],
        findings=FINDINGS,
        words=words,
        text=text.getvalue(),
        opening_day=opening_day,
        key=form_key(),
    )


def export_members() -> Response:
    """The register as CSV or XLSX, with what each has saved for those who may see it."""
    actor = current_actor()
    queries.require_register(actor, *REGISTRARS)
    sees = actor.has_role(*SAVINGS_READERS)
    with transaction() as session:
        members = session.scalars(queries.register(actor, state="all").order_by(*queries.BY_NUMBER)).all()
        saved = balances(session, actor.organisation_id) if sees else {}
    rows = list(_rows(members, saved, sees=sees))
    xlsx = request.args.get("format") == "xlsx"
    body = _as_xlsx(rows) if xlsx else _as_csv(rows)
    response = Response(body, mimetype=XLSX if xlsx else "text/csv; charset=utf-8")
    name = f"anggota-{present_day().isoformat()}.{'xlsx' if xlsx else 'csv'}"
    response.headers["Content-Disposition"] = f"attachment; filename={name}"
    response.headers["Cache-Control"] = "no-store"
    return response


def _rows(members: Any, saved: dict[Any, Balances], *, sees: bool) -> Iterator[list[str | int]]:
    head = [_("Nomor anggota"), _("Nama"), _("Nomor HP"), _("Alamat"), _("Tanggal masuk"), _("Keluar"), "NIK"]
    yield [*head, *(str(each) for each in words.KINDS.values())] if sees else [*head]
    for member in members:
        row: list[str | int] = [
            member.number,
            member.name,
            (member.phone or "").replace("+62", "0", 1),
            member.address,
            member.joined_on.isoformat(),
            member.left_on.isoformat() if member.left_on else "",
            masked_nik(member.nik_end),
        ]
        has = saved.get(member.id, Balances())
        yield [*row, *(has.of(kind) for kind in words.KINDS)] if sees else row


def _as_csv(rows: list[list[str | int]]) -> bytes:
    """With a byte order mark for Excel; a text that a spreadsheet would calculate begins with an apostrophe."""
    text = io.StringIO()
    writer = csv.writer(text)
    for row in rows:
        writer.writerow(
            [f"'{cell}" if isinstance(cell, str) and cell[:1] in "=+-@\t\r" and cell else cell for cell in row]
        )
    return text.getvalue().encode("utf-8-sig")


def _as_xlsx(rows: list[list[str | int]]) -> bytes:
    import xlsxwriter

    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet()
    for line, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(line, column, cell)
            else:
                sheet.write_number(line, column, cell)
    sheet.freeze_panes(1, 2)
    book.close()
    return buffer.getvalue()
