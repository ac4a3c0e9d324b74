"""The comparison of a want list: the table, its exports, what can be filled in, what is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import quote
from uuid import UUID

from flask import Response, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from frontend import formatting
from frontend.comparison.narrowing import narrowed, only
from frontend.comparison_presenting import SORTINGS, Addresses, cell, present
from frontend.comparison_presenting import working as steps_of
from frontend.formatting import whatsapp_number
from frontend.language import current_language
from frontend.typed_numbers import NotANumber, typed_number
from marketplace.api import current_actor
from marketplace.database import transaction
from marketplace.errors import Invalid
from marketplace.orders.comparison import ArticleFacts, ComparedList, answer_match, compare_want_list, note_article
from marketplace.orders.comparison.choosing import choices, choose_all_cheapest
from marketplace.orders.comparison.choosing import choose as keep_choices
from marketplace.suppliers.comparing import Comparison, Evaluated, wording
from marketplace.suppliers.comparing.chat import as_text
from marketplace.suppliers.comparing.workbook import as_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WAYS_TO_ASK = {"ask_supplier", "ask_new_list"}


def comparison(list_id: UUID) -> Any:
    """The table."""
    with transaction() as session:
        compared, chosen = _compared(session, list_id)
    return _table(list_id, compared, chosen)


def _compared(session: Session, list_id: UUID) -> tuple[ComparedList, dict[UUID, UUID]]:
    compared = compare_want_list(session, current_actor(), list_id)
    return compared, choices(session, [want.id for want in compared.want_list.wants])


def _table(list_id: UUID, compared: ComparedList, chosen: Mapping[UUID, UUID]) -> str:
    picked = {str(want): str(offer) for want, offer in chosen.items()}
    return _page(list_id, compared, picked, narrowed(compared.comparison, picked), _addresses(list_id, compared))


def _page(
    list_id: UUID, compared: ComparedList, picked: Mapping[str, str], shown: Comparison, addresses: Addresses
) -> str:
    sorted_by = request.args.get("sort", "saving")
    page = present(
        compared.comparison,
        addresses,
        title=compared.want_list.title,
        chosen=picked,
        sorted_by=sorted_by if sorted_by in SORTINGS else "saving",
        language=current_language(),
        shown=shown,
    )
    return render_template("comparison/comparison.html", comparison=page)


def good(list_id: UUID, want_id: UUID) -> Any:
    """Every offer of one good, where the table shows only the first of many."""
    with transaction() as session:
        compared, chosen = _compared(session, list_id)
    alone = only(compared.comparison, str(want_id))
    if alone is None:
        abort(404)
    addresses = replace(
        _addresses(list_id, compared),
        back=url_for("comparison.comparison", list_id=list_id),
        back_label=_("Perbandingan"),
        exports=(),
        choose_cheapest="",
    )
    return _page(list_id, compared, {str(want): str(offer) for want, offer in chosen.items()}, alone, addresses)


def choose_cheapest(list_id: UUID) -> Any:
    """Choose the winner of every good that has one."""
    with transaction() as session:
        choose_all_cheapest(session, current_actor(), compare_want_list(session, current_actor(), list_id))
    return redirect(url_for("comparison.comparison", list_id=list_id), 303)


def choose(list_id: UUID) -> Any:
    """Keep what was picked; answers with the table, of which a script takes the bar."""
    picked = {
        _id(name.removeprefix("good-")): _id(value) if value else None
        for name, value in request.form.items()
        if name.startswith("good-")
    }
    with transaction() as session:
        keep_choices(session, current_actor(), list_id, picked)
        compared, chosen = _compared(session, list_id)
    return _table(list_id, compared, chosen)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Invalid(field="offer") from None


def _addresses(list_id: UUID, compared: ComparedList) -> Addresses:
    def way_out(code: str, each: Evaluated) -> str:
        quoted = compared.quoted[each.offer.key]
        if code in WAYS_TO_ASK:
            return _ask(quoted.supplier_phone, each)
        if code == "confirm_match":
            return url_for(
                "comparison.show_match", list_id=list_id, want_id=each.want.key, article_id=quoted.article_id
            )
        if each.refusal is None and each.unknown == ("freight",):
            return url_for("suppliers.carriages")
        return url_for("comparison.show_note", list_id=list_id, article_id=quoted.article_id)

    return Addresses(
        action=url_for("comparison.choose", list_id=list_id),
        back=url_for("comparison.want_list", list_id=list_id),
        exports=(
            (_("Cetak"), url_for("comparison.paper", list_id=list_id)),
            (_("XLSX"), url_for("comparison.workbook", list_id=list_id)),
            (_("Teks untuk WhatsApp"), url_for("comparison.message", list_id=list_id)),
            (_("Harga jual dan untung"), url_for("comparison.selling_prices", list_id=list_id)),
        ),
        choose_cheapest=url_for("comparison.choose_cheapest", list_id=list_id),
        find=lambda want: url_for("suppliers.suppliers"),
        all_offers=lambda want: url_for("comparison.good", list_id=list_id, want_id=want),
        order=lambda supplier: url_for("comparison.show_order", list_id=list_id, supplier_id=supplier),
        way_out=way_out,
        working=lambda each: url_for("comparison.working", list_id=list_id, offer=each.offer.key),
    )


def _ask(phone: str | None, each: Evaluated) -> str:
    """A WhatsApp message to the supplier that asks for what is missing; "" without his number."""
    if not phone:
        return ""
    question = _("Selamat siang, mohon info untuk %(name)s:", name=each.offer.name)
    missing = each.refusal.sentence.in_language(current_language()) if each.refusal else ""
    asked = {"freight": _("ongkir sampai ke tempat kami?"), "tax": _("harga sudah termasuk PPN?")}
    lines = [missing] if missing else [asked[code] for code in each.unknown if code in asked]
    return f"https://wa.me/{whatsapp_number(phone)}?text={quote(' '.join([question, *lines]))}"


def working(list_id: UUID, offer: str) -> Any:
    """The arithmetic behind one offer's landed price."""
    with transaction() as session:
        compared, _chosen = _compared(session, list_id)
    found = [(row, each) for row in compared.comparison.rows for each in row.offers if each.offer.key == offer]
    if not found or not found[0][1].comparable:
        abort(404)
    row, each = found[0]
    spoken, given = current_language(), compared.comparison.circumstances
    shown = cell(each, 1, _addresses(list_id, compared), given, spoken)
    shown = replace(shown, steps=steps_of(each, given, spoken))
    article = compared.quoted[offer].article_id
    noted = article if article in compared.notes else None
    return render_template("comparison/offer.html", good=row.want, offer=shown, list_id=list_id, noted=noted)


def paper(list_id: UUID) -> Any:
    """The comparison on a sheet of paper: the cheapest of each good and who comes next."""
    with transaction() as session:
        compared, chosen = _compared(session, list_id)
    picked = {str(want): str(offer) for want, offer in chosen.items()}
    return render_template(
        "comparison/paper.html",
        found=compared.want_list,
        rows=compared.comparison.rows,
        place=compared.comparison.circumstances.place,
        picked=picked,
        landed=lambda each: wording.landed(each).in_language(current_language()),
        spoken=lambda sentence: sentence.in_language(current_language()),
    )


def show_match(list_id: UUID, want_id: UUID, article_id: UUID) -> Any:
    """Is this what you mean? The want's words beside the supplier's."""
    with transaction() as session:
        compared, _chosen = _compared(session, list_id)
    row = only(compared.comparison, str(want_id))
    offers = row.rows[0].offers if row else ()
    found = [each for each in offers if compared.quoted[each.offer.key].article_id == article_id]
    if not found:
        abort(404)
    each = found[0]
    doubt = each.refusal.sentence.in_language(current_language()) if each.refusal else ""
    return render_template(
        "comparison/match.html", list_id=list_id, want=each.want, offer=each.offer, article_id=article_id, doubt=doubt
    )


def match(list_id: UUID, want_id: UUID, article_id: UUID) -> Any:
    """Remember the answer, and go back to the table."""
    with transaction() as session:
        is_meant = request.form.get("is_meant") == "yes"
        answer_match(session, current_actor(), list_id, want_id, article_id, is_meant=is_meant)
    return redirect(url_for("comparison.comparison", list_id=list_id), 303)


def workbook(list_id: UUID) -> Response:
    """The comparison as XLSX."""
    with transaction() as session:
        compared = compare_want_list(session, current_actor(), list_id)
    name = quote(f"{compared.want_list.title}.xlsx")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(as_workbook(compared.comparison, language=current_language()), mimetype=XLSX, headers=headers)


def message(list_id: UUID) -> Any:
    """The comparison as a text to copy or send by WhatsApp."""
    with transaction() as session:
        compared = compare_want_list(session, current_actor(), list_id)
    text = as_text(compared.comparison, title=compared.want_list.title, language=current_language())
    return render_template(
        "comparison/message.html", text=text, list_id=list_id, href=f"https://wa.me/?text={quote(text)}"
    )


def show_note(list_id: UUID, article_id: UUID) -> Any:
    """What a list does not say about an article, to fill in."""
    return _note_page(list_id, article_id, {})


def _note_page(list_id: UUID, article_id: UUID, errors: dict[str, str], status: int = 200) -> Any:
    with transaction() as session:
        compared, _chosen = _compared(session, list_id)
    quoted = next((each for each in compared.quoted.values() if each.article_id == article_id), None)
    if quoted is None:
        abort(404)
    typed = request.form or _noted(compared.notes.get(article_id))
    page = render_template("comparison/note.html", quoted=quoted, list_id=list_id, errors=errors, typed=typed)
    return page, status


def _noted(kept: ArticleFacts | None) -> dict[str, str]:
    """What was filled in before, as it is typed."""
    if kept is None:
        return {}
    figures = {"pack_count": kept.pack_count, "pack_size": kept.pack_size}
    texts = {"order_unit": kept.order_unit, "pack_unit": kept.pack_unit, "tax": kept.tax}
    shown = {name: formatting.number(value, current_language()) for name, value in figures.items() if value is not None}
    return {**shown, **{name: text for name, text in texts.items() if text}}


def note(list_id: UUID, article_id: UUID) -> Any:
    """Keep what was filled in, and go back to the table."""
    try:
        count, size = _typed("pack_count"), _typed("pack_size")
    except NotANumber as error:
        return _note_page(list_id, article_id, {"pack_size": str(error)}, 422)
    facts = ArticleFacts(
        order_unit=request.form.get("order_unit") or None,
        pack_count=count,
        pack_size=size,
        pack_unit=(request.form.get("pack_unit") or None) if size is not None else None,
        tax=request.form.get("tax") or None,
    )
    try:
        with transaction() as session:
            note_article(session, current_actor(), article_id, facts)
    except Invalid as error:
        return _note_page(list_id, article_id, {error.field or "pack_size": error.message(current_language())}, 422)
    return redirect(url_for("comparison.comparison", list_id=list_id), 303)


def _typed(field: str) -> Decimal | None:
    """A figure of the form, None where it was left empty. Raises NotANumber."""
    text = request.form.get(field, "").strip()
    return typed_number(text, current_language()) if text else None
