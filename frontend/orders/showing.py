"""What the templates of orders show: stages, rows of tables, buttons, the text to send by chat."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from flask import url_for
from flask_babel import gettext as _

from frontend import formatting
from frontend.language import current_language
from frontend.orders.words import DEEDS, DIFFERENCES, STEPS
from marketplace.clock import TIME_ZONES, today
from marketplace.orders.queries.views import OrderSeen, StepSeen

RECORDED = {"answer": "record_answer", "ship": "record_ship"}
FORMS = ("answer", "receive", "bill", "ship", "change")
"""Verbs that open a page of their own."""
ASKED = ("approve", "send_back", "cancel", "agree")
"""Verbs that ask for a word or once more, in place."""
ASIDE = ("cancel", "send_back", "change")
"""Verbs that do not bring the order on: never the button of the page."""

STAGES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("create", ("create",)),
    ("submit", ("submit", "approve")),
    ("answer", ("answer", "agree")),
    ("ship", ("ship",)),
    ("receive", ("receive",)),
    ("bill", ("bill", "accept_difference")),
    ("pay", ("pay",)),
    ("close", ("close",)),
)
"""The stages of an order that goes well, each with the steps that fulfil it."""
PLACE = {
    "draft": 1, "awaiting_approval": 1, "sent": 2, "partly_offered": 2, "accepted": 3, "shipped": 4,
    "received": 5, "billed": 6, "paid": 7, "closed": 8,
}  # fmt: skip
"""State -> the stage that is current."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A button: its words, where it leads, and how: `page` (a link), `post` (at once) or `ask` (with a word)."""

    verb: str
    label: str
    href: str
    how: str
    is_next: bool = False


def stages(seen: OrderSeen, zone: str) -> list[dict[str, Any]]:
    """The stages for the step list, days in `zone` (WIB, WITA, WIT); an order that ended early shows what was done."""
    labels = {
        "create": _("Dibuat"),
        "submit": _("Dikirim ke pemasok"),
        "answer": _("Disanggupi"),
        "ship": _("Barang dikirim"),
        "receive": _("Diterima dan dihitung"),
        "bill": _("Ditagih"),
        "pay": _("Dibayar"),
        "close": _("Selesai"),
    }
    current = PLACE.get(seen.order.state)
    shown = []
    for index, (name, verbs) in enumerate(STAGES):
        done = [step for step in seen.steps if step.verb in verbs]
        if (current is None and not done) or (seen.is_supplier and name == "create"):
            continue
        state = "done" if current is None or index < current else "current" if index == current else "coming"
        shown.append({"label": labels[name], "note": _hands(done, zone) if done else "", "state": state})
    return shown


def _hands(steps: Iterable[StepSeen], zone: str) -> str:
    steps = list(steps)
    last = steps[-1]
    parts = [
        formatting.date_short(today(zone, at=last.at), current_language()),
        last.person_name or last.organisation_name,
    ]
    documents = dict.fromkeys(step.document_number for step in steps if step.document_number and step.verb != "create")
    return " · ".join((*parts, *documents))


def history(seen: OrderSeen, zone: str) -> list[dict[str, Any]]:
    """Every step, the newest first, its moment in `zone`."""
    return [
        {
            "what": str(STEPS[step.verb]),
            "document": step.document_number or "",
            "who": f"{step.person_name}, {step.organisation_name}" if step.person_name else step.organisation_name,
            "at": formatting.moment_long(step.at, current_language(), TIME_ZONES[zone].key),
            "note": step.note,
        }
        for step in reversed(seen.steps)
    ]


def deeds(seen: OrderSeen, *, may_settle: bool = False) -> list[Deed]:
    """The buttons of the order's page, the next step first. A bill that waits for a decision comes before another."""
    undecided = [bill for bill in seen.bills if bill.state == "differs" and not seen.is_supplier]
    made = [_decide(bill) for bill in undecided if may_settle]
    owed = [bill for bill in seen.bills if bill.owed > 0]
    for verb in seen.verbs:
        if verb == "bill" and undecided:
            continue
        if verb == "pay":
            made += [_pay(seen, bill.id) for bill in owed[:1]]
            continue
        word = RECORDED.get(verb, verb) if not seen.is_supplier else verb
        how = "page" if verb in FORMS else "ask" if verb in ASKED else "post"
        endpoint = f"orders.show_{verb}" if how == "page" else f"orders.{verb}"
        made.append(Deed(verb, str(DEEDS[word]), url_for(endpoint, order_id=seen.order.id), how))
    first = next((deed for deed in made if deed.verb not in ASIDE), None)
    return [replace(deed, is_next=deed is first) for deed in made]


def _decide(bill: Any) -> Deed:
    return Deed(
        "decide", _("Putuskan faktur %(number)s", number=bill.invoice_number), f"#purchase_bill-{bill.id}", "page"
    )


def _pay(seen: OrderSeen, bill_id: Any) -> Deed:
    return Deed("pay", str(DEEDS["pay"]), url_for("orders.show_pay", order_id=seen.order.id, bill_id=bill_id), "page")


def differences(bill: Any) -> list[dict[str, str]]:
    """What differs on a bill: the good, what it is, what was expected and what the bill says."""
    language = current_language()
    told = []
    for each in bill.differences:
        in_units = each["code"] == "billed_more_than_received"
        expected, billed = (
            formatting.number(Decimal(each[key]).normalize(), language)
            if in_units
            else formatting.rupiah(Decimal(each[key]).normalize(), language, places=None)
            for key in ("expected", "billed")
        )
        what = str(DIFFERENCES[each["code"]])
        told.append({"name": each["name"], "what": what, "expected": expected, "billed": billed})
    return told


def line_rows(lines: Iterable[Any]) -> list[dict[str, Any]]:
    """The lines of an order for the table component; a number that is zero is left out."""
    language = current_language()
    rows = []
    for line in lines:
        rows.append(
            {
                "name": line.name,
                "ordered": formatting.quantity(line.ordered_quantity.normalize(), line.order_unit, language),
                "agreed": _number(line.agreed_quantity) if line.agreed_quantity != line.ordered_quantity else "",
                "shipped": _number(line.shipped_quantity),
                "accepted": _number(line.accepted_quantity),
                "damaged": _number(line.damaged_quantity),
                "short": _number(line.short_quantity),
                "billed": _number(line.billed_quantity),
                "price": formatting.rupiah(line.price.normalize(), language, places=None),
                "amount": formatting.rupiah(line.gross, language),
            }
        )
    return rows


def line_columns(lines: Iterable[Any]) -> list[dict[str, Any]]:
    """The columns that say something for these lines."""
    lines = list(lines)
    progress = [
        ("agreed", _("Disanggupi"), any(line.agreed_quantity != line.ordered_quantity for line in lines)),
        ("shipped", _("Dikirim"), any(line.shipped_quantity for line in lines)),
        ("accepted", _("Diterima baik"), any(line.accepted_quantity for line in lines)),
        ("damaged", _("Rusak"), any(line.damaged_quantity for line in lines)),
        ("short", _("Kurang"), any(line.short_quantity for line in lines)),
        ("billed", _("Ditagih"), any(line.billed_quantity for line in lines)),
    ]
    return [
        {"key": "name", "label": _("Barang")},
        {"key": "ordered", "label": _("Pesan"), "kind": "figure"},
        *({"key": key, "label": label, "kind": "figure"} for key, label, seen in progress if seen),
        {"key": "price", "label": _("Harga"), "kind": "figure"},
        {"key": "amount", "label": _("Jumlah"), "kind": "figure"},
    ]


def _number(value: Decimal) -> str:
    return formatting.number(value.normalize(), current_language()) if value else ""


def pack_of(line: Any) -> str:
    """What one order unit holds: `12 × 1 l`."""
    if line.pack_size is None or line.pack_unit is None:
        return ""
    size = formatting.quantity(line.pack_size.normalize(), line.pack_unit, current_language())
    count = (
        ""
        if line.pack_count in (None, 1)
        else f"{formatting.number(line.pack_count.normalize(), current_language())} × "
    )
    return f"{count}{size}"


def chat_text(order: Any) -> str:
    """The order as a message, always in Indonesian, for a supplier who reads it on his phone."""
    lines = [f"*Surat pesanan {order.number}*", f"Dari: {order.cooperative_name}", ""]
    for number, line in enumerate(order.lines, 1):
        quantity = formatting.quantity(line.ordered_quantity.normalize(), line.order_unit)
        price = formatting.rupiah(line.price.normalize(), places=None)
        lines.append(f"{number}. {line.name}: {quantity} @ {price}")
    freight = "belum diketahui" if order.freight is None else formatting.rupiah(order.freight)
    lines += ["", f"Ongkir: {freight}", f"Jumlah: {formatting.rupiah(order.total)}"]
    if order.wanted_on:
        lines.append(f"Diminta sampai: {formatting.date_full(order.wanted_on)}")
    if order.delivery_place:
        lines.append(f"Kirim ke: {order.delivery_place}")
    return "\n".join([*lines, "", "Mohon dibalas: sanggup, sanggup sebagian, atau tidak."])
