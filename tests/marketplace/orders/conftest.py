"""A small world: two cooperatives, two suppliers with accounts and one without, and what they offer."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from marketplace.actor import Actor, OrganisationKind
from marketplace.clock import today
from marketplace.database import transaction
from marketplace.identifiers import new_id
from marketplace.identity.models import Organisation, Person
from marketplace.orders.models import Bill, Order, Payment, Receipt
from marketplace.orders.rules.offers import Chosen, OfferCopy, SupplierCopy
from marketplace.orders.rules.requests import (
    Answer,
    BillRequest,
    CountedLine,
    InvoiceLine,
    LineQuantity,
    OrderRequest,
    OrderTerms,
    PaymentRequest,
    ReceiptRequest,
    ShipmentRequest,
)
from marketplace.orders.services import answering, billing, delivering, ordering, paying, sending
from marketplace.suppliers.models import Supplier

TODAY = today()


def offer(name: str = "Minyak goreng 1 l", price: str | None = "178800", **values: Any) -> OfferCopy:
    """An offer by the carton of 12 x 1 l, PPN included, unless `values` say otherwise."""
    given: dict[str, Any] = {
        "offer_id": new_id(),
        "list_version_id": new_id(),
        "name": name,
        "order_unit": "karton",
        "price": None if price is None else Decimal(price),
        "tax": "included",
        "source": "Sheet1!C118",
        "pack_count": Decimal(12),
        "pack_size": Decimal(1),
        "pack_unit": "l",
    }
    return OfferCopy(**{**given, **values})


@dataclass(frozen=True)
class World:
    """Actors by who they are, and the suppliers as an order names them."""

    manager: Actor
    chair: Actor
    treasurer: Actor
    cashier: Actor
    supervisor: Actor
    member: Actor
    seller: Actor
    other_manager: Actor
    other_seller: Actor
    officer: Actor
    supplier: SupplierCopy
    supplier_without_account: SupplierCopy
    cooperative_id: UUID

    def request(
        self, *lines: tuple[OfferCopy, str], supplier: SupplierCopy | None = None, **terms: Any
    ) -> OrderRequest:
        """An order to the supplier with an account, of offers and quantities."""
        chosen = tuple(Chosen(each, Decimal(quantity)) for each, quantity in lines or ((offer(), "5"),))
        return OrderRequest(supplier or self.supplier, chosen, OrderTerms(**terms))

    def create(self, *lines: tuple[OfferCopy, str], **terms: Any) -> Order:
        """A draft."""
        with transaction() as session:
            return ordering.create(session, self.manager, self.request(*lines, **terms))

    def sent(self, *lines: tuple[OfferCopy, str], **terms: Any) -> Order:
        """An order that the supplier may answer, approved where that was needed."""
        order = self.create(*lines, **terms)
        with transaction() as session:
            order = sending.submit(session, self.manager, order.id)
        if order.state == "awaiting_approval":
            with transaction() as session:
                order = sending.approve(session, self.chair, order.id, board_minutes="NOT/7/2026")
        return order

    def accepted(self, *lines: tuple[OfferCopy, str], **terms: Any) -> Order:
        """An order that the supplier accepted, by himself or as the cooperative wrote down."""
        order = self.sent(*lines, **terms)
        with transaction() as session:
            return answering.answer(session, self.answerer(order), order.id, Answer())

    def answerer(self, order: Order) -> Actor:
        """Who speaks for the supplier of the order."""
        return self.seller if order.supplier_organisation_id else self.manager

    def ship(self, order: Order, *quantities: str, **values: Any) -> Any:
        """A delivery of quantities, line by line."""
        lines = tuple(LineQuantity(line.id, Decimal(each)) for line, each in zip(order.lines, quantities, strict=False))
        request = ShipmentRequest(shipped_on=TODAY, lines=lines, **values)
        with transaction() as session:
            return delivering.ship(session, self.answerer(order), order.id, request)

    def receive(self, order: Order, *counts: tuple[str, str, str] | str, key: str | None = None) -> Receipt:
        """A count of (accepted, damaged, short), or accepted alone, line by line."""
        lines = []
        for line, count in zip(order.lines, counts, strict=False):
            accepted, damaged, short = (count, "0", "0") if isinstance(count, str) else count
            lines.append(
                CountedLine(
                    order_line_id=line.id, accepted=Decimal(accepted), damaged=Decimal(damaged), short=Decimal(short)
                )
            )
        request = ReceiptRequest(received_on=TODAY, lines=tuple(lines))
        with transaction() as session:
            return delivering.receive(session, self.manager, order.id, request, key=key)

    def invoice(self, order: Order, *lines: tuple[str, str | None] | str, **values: Any) -> BillRequest:
        """An invoice of (quantity, price), or a quantity at the agreed price, line by line."""
        billed = []
        for line, each in zip(order.lines, lines, strict=False):
            quantity, price = (each, None) if isinstance(each, str) else each
            if Decimal(quantity):
                billed.append(InvoiceLine(line.id, Decimal(quantity), None if price is None else Decimal(price)))
        given = {"invoice_number": f"F-{secrets.token_hex(4)}", "billed_on": TODAY, **values}
        return BillRequest(lines=tuple(billed), **given)

    def bill(self, order: Order, *lines: tuple[str, str | None] | str, key: str | None = None, **values: Any) -> Bill:
        """The invoice, entered by the manager."""
        with transaction() as session:
            return billing.bill(session, self.manager, order.id, self.invoice(order, *lines, **values), key=key)

    def pay(
        self, order: Order, bill: Bill, amount: int | None = None, key: str | None = None, **values: Any
    ) -> Payment:
        """A transfer of what is owed, or of `amount`."""
        given = {"way": "transfer", "reference": f"TRF{secrets.token_hex(4)}", "paid_on": TODAY, **values}
        request = PaymentRequest(amount=bill.total if amount is None else amount, **given)
        with transaction() as session:
            return paying.pay(session, self.treasurer, order.id, bill.id, request, key=key)

    def received(self, *lines: tuple[OfferCopy, str], **terms: Any) -> Order:
        """An order of which everything was accepted."""
        order = self.accepted(*lines, **terms)
        self.receive(order, *[str(line.agreed_quantity) for line in order.lines])
        return self.look(order)

    def look(self, order: Order, actor: Actor | None = None) -> Order:
        """The order as it stands now."""
        from marketplace.orders.queries.visible import order as visible_order

        with transaction() as session:
            return visible_order(session, actor or self.manager, order.id)


def organisation(session: Any, kind: OrganisationKind, name: str, **values: Any) -> Organisation:
    """An organisation of that kind."""
    made = Organisation(kind=kind, name=name, **values)
    session.add(made)
    session.flush()
    return made


def person(session: Any, of: Organisation, name: str, *roles: str) -> Actor:
    """A person acting for that organisation in those roles."""
    made = Person(name=name, email=f"{secrets.token_hex(6)}@contoh.id", session_key=secrets.token_hex(16))
    session.add(made)
    session.flush()
    return Actor(
        organisation_id=of.id,
        organisation_kind=of.kind,  # type: ignore[arg-type]
        roles=frozenset(roles),
        person_id=made.id,
        names={"organisation": of.name, "person": name},
    )


def make_world(*, is_pkp: bool = False) -> World:
    """A world whose cooperative collects PPN or not. Needs the application's context."""
    with transaction() as session:
        coop = organisation(session, "cooperative", "Koperasi Terong", address="Pulau Terong", is_pkp=is_pkp)
        other = organisation(session, "cooperative", "Koperasi Kasu")
        supplier = organisation(session, "supplier", "CV Laut Jaya", phone="+6281234567890")
        rival = organisation(session, "supplier", "UD Berkah")
        office = organisation(session, "city_office", "Dinas Koperasi Batam")
        sells = Supplier(organisation_id=supplier.id, name=supplier.name, phone=supplier.phone)
        shop = Supplier(kept_by=coop.id, name="Toko Makmur", phone="+6281298765432")
        session.add_all([sells, shop])
        session.flush()
        return World(
            manager=person(session, coop, "Siti", "manager"),
            chair=person(session, coop, "Harun", "chair"),
            treasurer=person(session, coop, "Ratna", "treasurer"),
            cashier=person(session, coop, "Dedi", "cashier"),
            supervisor=person(session, coop, "Lurah", "supervisor"),
            member=person(session, coop, "Udin", "member"),
            seller=person(session, supplier, "Budi", "sales"),
            other_manager=person(session, other, "Joko", "manager", "treasurer", "chair"),
            other_seller=person(session, rival, "Ani", "sales", "administrator"),
            officer=person(session, office, "Wati", "officer"),
            supplier=SupplierCopy(sells.id, supplier.name, supplier.id, supplier.phone),
            supplier_without_account=SupplierCopy(shop.id, shop.name, None, shop.phone),
            cooperative_id=coop.id,
        )


@pytest.fixture
def world(app: Flask) -> World:
    """A world whose cooperative is not PKP."""
    return make_world()


@pytest.fixture
def pkp_world(app: Flask) -> World:
    """A world whose cooperative is PKP."""
    return make_world(is_pkp=True)
