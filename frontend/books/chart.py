"""The pages of the chart of accounts: the tree, one account's settings, a new account."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from frontend.books import journal_words as words
from frontend.books.forms import page
from frontend.books.journal_forms import account_name, errors_of, status_of
from frontend.forms import Typed, given
from marketplace.actor import Actor
from marketplace.api import current_actor
from marketplace.books.queries import chart as queries
from marketplace.books.rules.roles import TREASURERS
from marketplace.books.services import chart as services
from marketplace.clock import today
from marketplace.database import transaction
from marketplace.errors import DomainError, NotFound


def chart() -> Response:
    """The tree with what each account holds today."""
    return _tree()


def _tree(errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = current_actor()
    with transaction() as session:
        found = queries.chart(session, actor, on=today(actor.time_zone))
    return page(
        "chart/tree",
        status,
        found=found,
        headings=[
            (each.account.code, f"{each.account.code} {account_name(each.account.code, each.account.name)}")
            for each in found
            if not each.account.postable
        ],
        words=words,
        account_name=account_name,
        may_write=actor.has_role(*TREASURERS),
        errors=errors or {},
        given=given,
    )


def add_account() -> AnyResponse:
    """A new account below a heading."""
    try:
        with transaction() as session:
            made = services.add_account(
                session, current_actor(), code=given("code"), name=given("name"), parent=given("parent")
            )
    except DomainError as error:
        return _tree(errors_of(error), status_of(error))
    flash(_("Akun %(code)s %(name)s ditambahkan.", code=made.code, name=made.name), "success")
    return redirect(url_for("books.chart"), 303)


def chart_account(code: str) -> Response:
    """One account's settings."""
    return _account(code)


def _account(code: str, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = current_actor()
    actor.require("cooperative", roles=TREASURERS)
    with transaction() as session:
        found = queries.chart(session, actor, on=today(actor.time_zone))
    branch = next((each for each in found if each.account.code == code), None)
    if branch is None:
        raise NotFound
    return page(
        "chart/account",
        status,
        branch=branch,
        account=branch.account,
        fixed=code in queries.BOOKED_BY_THE_PROGRAM,
        words=words,
        account_name=account_name,
        day=today(actor.time_zone),
        errors=errors or {},
        given=given,
    )


def _do(code: str, verb: Callable[[Any, Actor], Any], said: str) -> AnyResponse:
    try:
        with transaction() as session:
            verb(session, current_actor())
    except DomainError as error:
        return _account(code, errors_of(error), status_of(error))
    flash(said, "success")
    return redirect(url_for("books.chart_account", code=code), 303)


def rename_account(code: str) -> AnyResponse:
    """Another name for an account."""
    return _do(
        code,
        lambda session, actor: services.rename_account(session, actor, code, name=given("name")),
        _("Nama akun diganti. Kodenya tetap."),
    )


def close_account(code: str) -> AnyResponse:
    """Let the account take nothing more."""

    def verb(session: Any, actor: Actor) -> None:
        typed = Typed()
        day = typed.day_or_today("day")
        typed.check()
        services.close_account(session, actor, code, day=day)

    return _do(code, verb, _("Akun ditutup."))


def limit_account(code: str) -> AnyResponse:
    """The least and the most that a guarded account may hold."""

    def verb(session: Any, actor: Actor) -> None:
        typed = Typed()
        floor, ceiling = typed.rupiah("floor"), typed.rupiah("ceiling")
        typed.check()
        services.limit_account(session, actor, code, floor=floor, ceiling=ceiling)

    return _do(code, verb, _("Batas saldo disimpan."))
