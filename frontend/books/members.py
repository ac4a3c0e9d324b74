"""The register of members: list, search, a member's card, who comes in, who leaves."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from frontend.books import member_words as words
from frontend.books.documents import document_url
from frontend.books.forms import asked_day, page, present_day, secret_page
from frontend.books.member_forms import do, errors_of, nik_safe
from frontend.forms import Typed, form_key, given, status_of, ticked
from marketplace.api import current_actor
from marketplace.books.queries import members as queries
from marketplace.books.queries import savings as savings_queries
from marketplace.books.queries.loans import loans_of
from marketplace.books.queries.savings_balances import balances, balances_of
from marketplace.books.queries.savings_statement import statement as savings_statement
from marketplace.books.queries.surplus import estimated_surplus_of
from marketplace.books.rules.members import INCLUSION, SAVINGS_READERS, MemberRequest, masked_nik
from marketplace.books.rules.roles import CASHIERS, REGISTRARS, TREASURERS
from marketplace.books.services import leaving
from marketplace.books.services import members as services
from marketplace.database import transaction
from marketplace.errors import DomainError, NotFound
from marketplace.identity.credentials import spoken_code

STATES = ("current", "left", "all")


def members() -> Response:
    """The register, searched and paged, with what each has saved."""
    actor = current_actor()
    state = request.args.get("state", "current")
    state = state if state in STATES else "current"
    text = request.args.get("q", "").strip()[:100]
    number = request.args.get("page", "1")
    with transaction() as session:
        found = queries.register_page(
            session, actor, words=text, state=state, page=int(number) if number.isdecimal() else 1
        )
        sees = actor.has_role(*SAVINGS_READERS)
        saved = balances(session, actor.organisation_id, [each.id for each in found.members]) if sees else {}
    return page(
        "members/members",
        found=found,
        saved=saved,
        sees=sees,
        state=state,
        text=text,
        may_register=actor.has_role(*REGISTRARS),
        may_take=actor.has_role(*CASHIERS),
    )


def show_new_member() -> Response:
    """The form for a new member."""
    return _new_form()


def _new_form(errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = current_actor()
    cooperative_id = queries.require_register(actor, *REGISTRARS)
    with transaction() as session:
        proposed = queries.proposed_number(session, cooperative_id)
    return page("members/new", status, **_form_context(errors, number=proposed, joined_on=present_day()))


def _form_context(errors: dict[str, str] | None, **stored: Any) -> dict[str, Any]:
    return {
        "errors": errors or {},
        "given": given,
        "stored": stored,
        "told": request.form.getlist("inclusion") if request.method == "POST" else stored.get("inclusion", ()),
        "agreed": ticked("inclusion_agreed") if request.method == "POST" else bool(stored.get("inclusion")),
        "words": words,
        "key": form_key(),
    }


def register_member() -> AnyResponse:
    """Take the member in; to his card."""
    try:
        request_ = _member_given()
        with transaction() as session:
            member = services.register(session, current_actor(), request_, nik_safe(), key=form_key())
    except DomainError as error:
        return _new_form(errors_of(error), status_of(error))
    flash(_("%(name)s terdaftar dengan nomor %(number)s.", name=member.name, number=member.number), "success")
    return redirect(url_for("books.member_card", member_id=member.id), 303)


def _member_given(*, keep_nik: bool = False) -> MemberRequest:
    typed = Typed()
    joined_on = typed.day("joined_on")
    if joined_on is None:
        typed.refuse("joined_on", str(words.FIELDS["joined_on"]))
    typed.check()
    assert joined_on is not None
    nik: str | None = given("nik")
    if keep_nik and not nik:
        nik = "" if ticked("forget_nik") else None
    return MemberRequest(
        name=given("name"),
        joined_on=joined_on,
        number=given("number"),
        phone=given("phone"),
        address=given("address"),
        nik=nik,
        inclusion=[word for word in request.form.getlist("inclusion") if word in INCLUSION],
        inclusion_agreed=ticked("inclusion_agreed"),
    )


def show_change_member(member_id: UUID) -> Response:
    """What is written of him, to change."""
    return _change_form(member_id)


def _change_form(member_id: UUID, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = current_actor()
    queries.require_register(actor, *REGISTRARS)
    with transaction() as session:
        member = queries.member(session, actor, member_id)
    stored = {
        "number": member.number, "name": member.name, "phone": member.phone or "", "address": member.address,
        "joined_on": member.joined_on, "inclusion": member.inclusion, "version": member.version,
    }  # fmt: skip
    context = _form_context(errors, **stored)
    return page("members/change", status, member=member, nik=masked_nik(member.nik_end), **context)


def change_member(member_id: UUID) -> AnyResponse:
    """Change what is written of him."""
    try:
        version = given("version")
        with transaction() as session:
            services.change(
                session,
                current_actor(),
                member_id,
                _member_given(keep_nik=True),
                nik_safe(),
                version=int(version) if version.isdecimal() else 0,
            )
    except DomainError as error:
        return _change_form(member_id, errors_of(error), status_of(error))
    flash(_("Data anggota disimpan."), "success")
    return redirect(url_for("books.member_card", member_id=member_id), 303)


def member_card(member_id: UUID) -> Response:
    """A member's card: his savings, his loans, what he owes of dues, his last receipts."""
    actor = current_actor()
    day = present_day()
    with transaction() as session:
        member = queries.member(session, actor, member_id)
        sees = actor.has_role(*SAVINGS_READERS)
        found = savings_queries.savings_of(session, actor, member_id, today=day) if sees else None
        loans = loans_of(session, actor.organisation_id, member_id, day) if sees else []
        estimate = estimated_surplus_of(session, actor.organisation_id, member_id, day) if sees else None
        proposed = queries.account_to_link(session, actor, member) if actor.has_role(*REGISTRARS) else None
    return page(
        "members/card",
        member=member,
        found=found,
        loans=loans,
        estimate=estimate,
        proposed=proposed,
        nik=masked_nik(member.nik_end),
        words=words,
        day=day,
        may_register=actor.has_role(*REGISTRARS),
        may_take=actor.has_role(*CASHIERS),
        is_treasurer=actor.has_role(*TREASURERS),
    )


def show_member_nik(member_id: UUID) -> Response:
    """The whole NIK, this once; who looked is on record."""
    with transaction() as session:
        nik = services.show_nik(session, current_actor(), member_id, nik_safe())
        member = queries.member(session, current_actor(), member_id)
    return secret_page("members/nik", member=member, nik=nik)


def make_member_code(member_id: UUID) -> Response:
    """The card to hand over, with a fresh code that connects the member's account; shown this once."""
    actor = current_actor()
    with transaction() as session:
        code = services.make_card_code(session, actor, member_id)
        member = queries.member(session, actor, member_id)
    return secret_page("members/code", member=member, code=spoken_code(code), cooperative=actor.names["organisation"])


def link_member(member_id: UUID) -> AnyResponse:
    """Connect the account that has the same telephone number."""

    def verb() -> None:
        with transaction() as session:
            services.link(session, current_actor(), member_id, _person_id())

    card = url_for("books.member_card", member_id=member_id)
    return do(verb, _("Akun tersambung. Ia melihat simpanannya sendiri."), card)


def _person_id() -> UUID:
    try:
        return UUID(given("person_id"))
    except ValueError:
        raise NotFound from None


def unlink_member(member_id: UUID) -> AnyResponse:
    """Take the account off the card."""

    def verb() -> None:
        with transaction() as session:
            services.unlink(session, current_actor(), member_id)

    return do(verb, _("Sambungan akun dilepas."), url_for("books.member_card", member_id=member_id))


def show_leave(member_id: UUID) -> Response:
    """What comes back to a member who leaves."""
    return _leave_form(member_id)


def _leave_form(member_id: UUID, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = current_actor()
    queries.require_register(actor, *TREASURERS)
    with transaction() as session:
        member = queries.member(session, actor, member_id)
        has = balances_of(session, actor.organisation_id, member_id)
    return page(
        "members/leave",
        status,
        member=member,
        has=has,
        words=words,
        errors=errors or {},
        given=given,
        day=present_day(),
        key=form_key(),
    )


def leave(member_id: UUID) -> AnyResponse:
    """Let him go and pay everything back."""
    try:
        typed = Typed()
        day = typed.day_or_today("day")
        typed.check()
        with transaction() as session:
            leaving.leave(
                session, current_actor(), member_id, reason=given("reason"), way=given("way"), day=day, key=form_key()
            )
    except DomainError as error:
        return _leave_form(member_id, errors_of(error), status_of(error))
    flash(_("Keanggotaannya selesai dan simpanannya dikembalikan. Buktinya ada di bawah."), "success")
    return redirect(url_for("books.member_card", member_id=member_id), 303)


def member_statement(member_id: UUID) -> Response:
    """A member's savings line by line, for any days."""
    return statement_page(
        member_id,
        action=url_for("books.member_statement", member_id=member_id),
        back=url_for("books.member_card", member_id=member_id),
    )


def _own_paper(line: Any) -> str:
    """A receipt that was given to the member himself; other papers are the office's."""
    return document_url(line) if line.document_type == "savings_receipt" else ""


def statement_page(member_id: UUID, *, action: str, back: str, own: bool = False) -> Response:
    """The statement, for the office or for himself; `action` is its own address."""
    last = asked_day("last", present_day())
    first = asked_day("first", last.replace(month=1, day=1))
    if first > last:
        flash(_("Tanggal awal sesudah tanggal akhir."), "warning")
        first = last.replace(month=1, day=1)
    with transaction() as session:
        found = savings_statement(session, current_actor(), member_id, first=first, last=last)
    return page(
        "members/statement",
        found=found,
        words=words,
        document_url=_own_paper if own else document_url,
        action=action,
        back=back,
        own=own,
    )
