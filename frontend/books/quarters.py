"""The quarter on one page: list, running figures with the way to the signature, signed editions, check, public link."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from flask import Response, current_app, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from frontend.books.quarter_showing import chat_text, edition_page, live_page, moment_of
from frontend.books.quarter_words import FIELDS, FIGURES
from frontend.language import current_language
from marketplace.actor import Actor
from marketplace.api import current_actor
from marketplace.books.queries import editions as queries
from marketplace.books.queries.published import published_in_region
from marketplace.books.queries.quarters import live_quarter
from marketplace.books.rules.editions import short_hash
from marketplace.books.rules.quarters import QUARTER_READERS, SIGNERS, Quarter, quarter_of
from marketplace.books.rules.roles import READERS, TREASURERS
from marketplace.books.services import quarters as services
from marketplace.books.services.quarters import Words
from marketplace.clock import TIME_ZONES, now, today
from marketplace.database import transaction
from marketplace.errors import Conflict, DomainError, Invalid, NotFound

NOT_FOUND_BY_ROBOTS = "noindex, nofollow, noarchive"


def page(template: str, status: int = 200, **context: Any) -> Response:
    """A page of `frontend/templates/books/quarters`."""
    return make_response(render_template(f"books/quarters/{template}.html", **context), status)


def quarters() -> Response:
    """The quarters of the books, the running one first."""
    actor = current_actor()
    with transaction() as session:
        rows = queries.quarters(session, actor, today(actor.time_zone))
    return page("list", rows=rows)


def quarter(year: int, number: int) -> Response:
    """A quarter as the books have it now, and what is still to be done until it is signed."""
    return _live(_asked(year, number))


def _asked(year: int, number: int) -> Quarter:
    if not (1900 <= year <= 9998 and 1 <= number <= 4):
        raise NotFound
    return Quarter(year, number)


def _live(asked: Quarter, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    actor = current_actor()
    with transaction() as session:
        live = live_quarter(session, actor, asked, today(actor.time_zone))
        editions = queries.editions_of(session, actor, asked)
    prepared = next((each for each in editions if each.state == "prepared"), None)
    signed = [each for each in editions if each.state == "signed"]
    return page(
        "live",
        status,
        live=live,
        shown=live_page(live, actor.names.get("organisation", "")),
        prepared=prepared,
        signed=signed,
        seen=services.figures_hash(live),
        may_read=actor.has_role(*READERS),
        may_write=live.is_over and actor.has_role(*TREASURERS),
        may_sign=prepared is not None and _may_sign(actor, prepared.prepared_by),
        errors=errors or {},
        typed={name: request.form.get(name, getattr(prepared, name, "") or "") for name in ("note", "what_changed")},
        key=uuid4().hex,
    )


def _may_sign(actor: Actor, preparer: UUID) -> bool:
    return actor.has_role(*SIGNERS) and actor.person_id != preparer


def write_quarter(year: int, number: int) -> AnyResponse:
    """Write the words, or change them while nobody has signed."""
    asked = _asked(year, number)
    words = Words(request.form.get("note", ""), request.form.get("what_changed", ""))
    waiting, version = request.form.get("edition", ""), request.form.get("version", "")
    try:
        with transaction() as session:
            if waiting and version.isdecimal():
                services.rewrite(session, current_actor(), _id(waiting), int(version), words)
            else:
                key = request.form.get("idempotency_key") or None
                services.prepare(session, current_actor(), asked, words, key=key)
    except (Invalid, Conflict) as error:
        return _live(asked, _errors_of(error), 409 if isinstance(error, Conflict) else 422)
    flash(_("Tersimpan. Sekarang menunggu tanda tangan pengurus lain."), "success")
    return redirect(url_for("books.quarter", year=year, number=number), 303)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise NotFound from None


def _errors_of(error: DomainError) -> dict[str, str]:
    told = FIELDS.get(error.field or "")
    return {error.field if told and error.field else "form": str(told) if told else error.message(current_language())}


def sign_quarter(edition_id: UUID) -> AnyResponse:
    """Sign the page as it was shown."""
    actor = current_actor()
    with transaction() as session:
        edition = queries.edition(session, actor, edition_id)
    asked = Quarter(edition.year, edition.quarter)
    version = request.form.get("version", "")
    if not request.form.get("read"):
        return _live(asked, {"read": str(FIELDS["read"])}, 422)
    try:
        with transaction() as session:
            services.sign(
                session,
                actor,
                edition_id,
                int(version) if version.isdecimal() else 0,
                seen=request.form.get("seen", ""),
                key=request.form.get("idempotency_key") or None,
            )
    except Conflict as error:
        return _live(asked, {"form": error.message(current_language())}, 409)
    flash(_("Ditandatangani. Halaman ini sekarang tetap untuk selamanya."), "success")
    return redirect(url_for("books.quarter_edition", edition_id=edition_id), 303)


def quarter_edition(edition_id: UUID) -> Response:
    """A signed edition; one that waits for its signature is shown where it is signed."""
    return _edition(edition_id)


def check_quarter(edition_id: UUID) -> Response:
    """A signed edition, held against the journal as it was known then."""
    with transaction() as session:
        found = queries.check(session, current_actor(), edition_id)
    return _edition(edition_id, found)


def _edition(edition_id: UUID, check: queries.Check | None = None) -> Any:
    actor = current_actor()
    with transaction() as session:
        edition = queries.edition(session, actor, edition_id)
        asked = Quarter(edition.year, edition.quarter)
        editions = [each for each in queries.editions_of(session, actor, asked) if each.state == "signed"]
        link = queries.live_link(session, actor, edition_id)
    if edition.content is None:
        return redirect(url_for("books.quarter", year=asked.year, number=asked.number), 303)
    shown = edition_page(edition.content)
    address = _public_address(link.token) if link else ""
    return page(
        "edition",
        edition=edition,
        shown=shown,
        proof=_proof(edition, actor),
        editions=editions,
        link=link,
        address=address,
        chat=chat_text(shown, address) if link else "",
        check=check,
        checked_at=now(),
        zone=TIME_ZONES[actor.time_zone].key,
        figures=FIGURES,
        may_share=actor.has_role(*TREASURERS, *SIGNERS),
        may_check=actor.has_role(*QUARTER_READERS),
        key=uuid4().hex,
    )


def _proof(edition: Any, actor: Actor | None) -> dict[str, Any]:
    """What proves an edition: who wrote and signed it and when, its hash, and the seal of the journal."""
    content = edition.content
    zone = actor.time_zone if actor else "WIB"
    return {
        "hash": short_hash(edition.content_hash),
        "signed_at": moment_of(content["signed_at"]),
        "known_at": moment_of(content["known_at"]),
        "seal": content["seal"]["code"],
        "entries": content["seal"]["entries"],
        "zone": TIME_ZONES[zone].key,
    }


def _public_address(token: str) -> str:
    settings = current_app.extensions["settings"]
    return f"{settings.public_url.rstrip('/')}{url_for('books.published_quarter', token=token)}"


def share_quarter(edition_id: UUID) -> AnyResponse:
    """Make the link that opens the page for whoever has it."""
    key = request.form.get("idempotency_key") or None
    with transaction() as session:
        services.share(session, current_actor(), edition_id, key=key)
    return redirect(url_for("books.quarter_edition", edition_id=edition_id, _anchor="share"), 303)


def revoke_quarter_link(link_id: UUID) -> AnyResponse:
    """Close a link."""
    with transaction() as session:
        link = services.revoke(session, current_actor(), link_id)
    flash(_("Tautan ditutup. Siapa pun yang memegangnya tidak bisa membacanya lagi."), "success")
    return redirect(url_for("books.quarter_edition", edition_id=link.edition_id), 303)


def published_quarter(token: str) -> Response:
    """A signed edition for whoever has its link, without signing in: nothing of who reads it is kept but a count."""
    try:
        with transaction() as session:
            link, found = queries.published(session, token)
            if request.method == "GET":
                services.count_reading(session, link.id)
    except NotFound:
        answer = page("closed", 404)
    else:
        answer = page(
            "published", shown=edition_page(found.edition.content or {}), edition=found.edition,
            proof=_proof(found.edition, None), newer=found.newer,
        )  # fmt: skip
    answer.headers["X-Robots-Tag"] = NOT_FOUND_BY_ROBOTS
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def published_quarters() -> Response:
    """For a city office: which cooperatives of its city published the newest quarter that is over."""
    actor = current_actor()
    asked = quarter_of(today(actor.time_zone)).before
    with transaction() as session:
        rows = published_in_region(session, actor, asked)
    return page("region", quarter=asked, rows=rows, published=sum(row.edition is not None for row in rows))
