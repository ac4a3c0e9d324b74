"""A list on its way: handed in, read, understood, published; its versions and what changed between them."""

from __future__ import annotations

from typing import Any, cast
from uuid import UUID

from flask import Response, flash, jsonify, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Redirect

from frontend import charts
from frontend.forms import form_key, given, version_seen
from frontend.language import current_language
from frontend.suppliers import forms, words
from frontend.suppliers.forms import actor, errors_of, page, status_of
from marketplace.database import transaction
from marketplace.errors import DomainError
from marketplace.suppliers import queries
from marketplace.suppliers.queries import audience as audiences
from marketplace.suppliers.queries import lists as reads
from marketplace.suppliers.queries import suppliers as supplier_reads
from marketplace.suppliers.rules.answers import price_columns
from marketplace.suppliers.services import lists as services
from marketplace.suppliers.services.suppliers import own

ROWS = 50
GLANCE = 6
"""How many of the largest changes the page shows before it is asked for all."""
BEING_READ = {"uploaded": "queued", "reading": "running"}


def show_upload(supplier_id: UUID) -> Response:
    """Choose a file or paste a message."""
    return _upload_page(supplier_id)


def _upload_page(supplier_id: UUID, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    with transaction() as session:
        own(session, actor(), supplier_id)
        supplier = supplier_reads.supplier(session, actor(), supplier_id)
        lists = reads.lists_of(session, actor(), supplier_id)
    chosen = request.args.get("list") or given("price_list_id") or (str(lists[0].price_list.id) if lists else "")
    return page(
        "upload", status, supplier=supplier, lists=lists, chosen=chosen, errors=errors or {}, key=form_key(),
        text=given("text"),
    )  # fmt: skip


def hand_in(supplier_id: UUID) -> Response | Redirect:
    """Take what was sent, and show how it is being read."""
    try:
        stored, file_name = forms.uploaded()
        with transaction() as session:
            version = services.hand_in(
                session,
                actor(),
                supplier_id,
                stored,
                file_name=file_name,
                price_list_id=_list_id(),
                title=given("title") or None,
                key=given("idempotency_key") or None,
            )
    except DomainError as error:
        return _upload_page(supplier_id, errors_of(error, "file"), status_of(error))
    return redirect(url_for("suppliers.version", version_id=version.id), 303)


def _list_id() -> UUID | None:
    try:
        return UUID(given("price_list_id"))
    except ValueError:
        return None


def version(version_id: UUID) -> Response:
    """One version: how far the reading is, then how it was understood, then what cooperatives see."""
    return _version_page(version_id)


def _version_page(version_id: UUID, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    with transaction() as session:
        found = reads.version(session, actor(), version_id)
        supplier = supplier_reads.supplier(session, actor(), found.supplier_id)
        price_list = reads.price_list(session, actor(), found.price_list_id)
        changed = reads.rows_of(session, actor(), version_id, pile="changed", limit=GLANCE) if found.counts else ()
        reach = audiences.reach_of(session, actor()) if supplier.is_own and supplier.organisation_id else None
        chosen = reads.audience_of(session, actor(), price_list.id) if supplier.is_own else []
        memory = reads.memory_of(session, actor(), supplier.id) if supplier.is_own else {}
    if found.state in BEING_READ:
        return page("progress", found=found, supplier=supplier, state=BEING_READ[found.state], words=words)
    return page(
        "version" if supplier.is_own else "published",
        status,
        found=found,
        supplier=supplier,
        price_list=price_list,
        changed=changed,
        words=words,
        reach=reach,
        columns=price_columns(found.understanding),
        questions=[asked for asked in found.questions if asked["pattern"] != services.TAX],
        asks_tax=bool(found.counts.get("tax_unknown")),
        form_values=_publication_form(found, price_list, chosen, memory, reach),
        errors=errors or {},
        key=form_key(),
    )


def _publication_form(
    found: Any, price_list: Any, chosen: list[UUID], memory: dict[str, Any], reach: audiences.Reach | None
) -> dict[str, Any]:
    """What the form for publishing shows: what was just typed, else what was said the last time."""
    regions = price_list.region_codes or ([reach.regency_code] if reach and reach.regency_code else [])
    if request.method == "POST":
        posted = request.form
        return {
            **posted.to_dict(),
            "region_codes": posted.getlist("region_codes"),
            "cooperative_ids": posted.getlist("cooperative_ids"),
        }
    return {
        "completeness": found.completeness,
        "tax_basis": found.tax_basis or memory.get("answers", {}).get(services.TAX, ""),
        "valid_from": "",
        "valid_until": "",
        "audience": price_list.audience,
        "region_codes": regions,
        "cooperative_ids": [str(each) for each in chosen],
    }


def progress(version_id: UUID) -> Response:
    """How far the reading is, for the page that waits."""
    with transaction() as session:
        found = reads.version(session, actor(), version_id)
    state = BEING_READ.get(found.state, "failed" if found.state == "failed" else "done")
    return jsonify(
        {
            "state": state,
            "done": found.progress_done,
            "total": found.progress_total,
            "sentence": words.stage(found),
            "next": None,
        }
    )


def rows(version_id: UUID) -> Response:
    """One pile of a version's rows."""
    pile = _pile(request.args.get("pile", "all"))
    after = request.args.get("after", "")
    row, dot, part = after.partition(".")
    position = (int(row), int(part)) if dot and row.isdecimal() and part.isdecimal() else None
    search = request.args.get("q", "").strip()[:100]
    with transaction() as session:
        found = reads.version(session, actor(), version_id)
        supplier = supplier_reads.supplier(session, actor(), found.supplier_id)
        shown = reads.rows_of(
            session,
            actor(),
            version_id,
            pile=pile,
            limit=ROWS + 1,
            after=position,
            words=search,
        )
    more = len(shown) > ROWS and pile != "changed"
    last = shown[ROWS - 1] if more else None
    return page(
        "rows", found=found, supplier=supplier, rows=shown[:ROWS], pile=pile, words=words, search=search,
        next=f"{last.row}.{last.part}" if last else None,
    )  # fmt: skip


def _pile(named: str) -> reads.Pile:
    return cast("reads.Pile", named) if named in words.PILES else "all"


def show_questions(version_id: UUID) -> Response:
    """What is asked about a version, most rows first."""
    return _questions_page(version_id)


def _questions_page(version_id: UUID, errors: dict[str, str] | None = None, status: int = 200) -> Response:
    with transaction() as session:
        found = services.own_version(session, actor(), version_id)
        memory = reads.memory_of(session, actor(), found.supplier_id)
    asked = [each for each in found.questions if each["pattern"] != services.TAX]
    return page(
        "questions", status, found=found, asked=asked, known=memory.get("answers", {}), words=words, typed=request.form,
        errors=errors or {}, key=form_key(),
    )  # fmt: skip


def answer(version_id: UUID) -> Response | Redirect:
    """Remember the answers and have the list read again; nothing answered goes back unchanged."""
    numbers = range(request.form.get("count", 0, type=int))
    asked = {given(f"pattern-{n}"): f"answer-{n}" for n in numbers}
    answers = {pattern: given(name) for pattern, name in asked.items() if given(name)}
    if answers:
        try:
            with transaction() as session:
                services.answer_questions(session, actor(), version_id, answers, expected_version=version_seen())
        except DomainError as error:
            errors = {asked.get(name, name): sentence for name, sentence in errors_of(error).items()}
            return _questions_page(version_id, errors, status_of(error))
    return redirect(url_for("suppliers.version", version_id=version_id), 303)


def choose_column(version_id: UUID) -> Response | Redirect:
    """Another column is the price from now on; the list is read again."""
    try:
        with transaction() as session:
            services.choose_price_column(
                session, actor(), version_id, given("heading"), expected_version=version_seen()
            )
    except DomainError as error:
        return _version_page(version_id, {"heading": error.message(current_language())}, status_of(error))
    return redirect(url_for("suppliers.version", version_id=version_id), 303)


def publish(version_id: UUID) -> Response | Redirect:
    """Publish a version as the form says."""
    typed = forms.Typed()
    publication = services.Publication(
        completeness="partial" if given("completeness") == "partial" else "complete",
        tax_basis=given("tax_basis") or None,
        valid_from=typed.day("valid_from"),
        valid_until=typed.day("valid_until"),
        audience=given("audience") or "all_of_region",
        region_codes=tuple(request.form.getlist("region_codes")),
        cooperative_ids=forms.identifiers("cooperative_ids"),
    )
    if typed.errors:
        return _version_page(version_id, typed.errors, 422)
    try:
        with transaction() as session:
            services.publish(
                session, actor(), version_id, publication,
                expected_version=version_seen(), key=given("idempotency_key") or None,
            )  # fmt: skip
    except DomainError as error:
        return _version_page(version_id, errors_of(error), status_of(error))
    flash(_("Daftar ini sudah terbit."), "success")
    return redirect(url_for("suppliers.version", version_id=version_id), 303)


def withdraw(version_id: UUID) -> Response | Redirect:
    """Take a published version back."""
    try:
        with transaction() as session:
            services.withdraw(session, actor(), version_id, expected_version=version_seen())
    except DomainError as error:
        return _version_page(version_id, errors_of(error), status_of(error))
    flash(_("Versi ini ditarik. Harga sebelumnya berlaku lagi."), "success")
    return redirect(url_for("suppliers.version", version_id=version_id), 303)


def versions(price_list_id: UUID) -> Response:
    """Every version of a list, the newest first."""
    with transaction() as session:
        price_list = reads.price_list(session, actor(), price_list_id)
        supplier = supplier_reads.supplier(session, actor(), price_list.supplier_id)
        found = session.scalars(reads.versions_of(price_list_id, actor())).all()
    newest_first = sorted(found, key=lambda each: -each.number)
    return page("versions", price_list=price_list, supplier=supplier, versions=newest_first, words=words)


def article(article_id: UUID) -> Response:
    """What an article was asked for, list after list."""
    with transaction() as session:
        history = reads.price_history(session, actor(), article_id)
        supplier = supplier_reads.supplier(session, actor(), history.supplier_id)
        offers = queries.offers_for(session, actor(), article_ids=[article_id])
    points = [(point.valid_from, point.price) for point in history.points if point.price is not None]
    unit = history.points[-1].order_unit
    return page(
        "article", history=history, supplier=supplier, offers=offers, words=words,
        drawing=charts.price_history(points, history.name, unit=f" /{unit}" if unit else "") if points else None,
    )  # fmt: skip
