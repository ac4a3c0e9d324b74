"""The sample region of the demo as a database, with private dealings whose words and figures are unmistakable."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from marketplace import files
from marketplace.actor import Actor
from marketplace.bookkeeping.accounts import RECEIVED_NOT_BILLED
from marketplace.books.queries import ledger as books
from marketplace.catalog.models import PriceCap
from marketplace.clock import today
from marketplace.database import transaction
from marketplace.demo.people import PERSONAS
from marketplace.identity import services as identity
from marketplace.identity.access import scopes_offered
from marketplace.identity.models import Membership, Organisation, Person, Region
from marketplace.identity.services.regions import region_rows
from marketplace.orders.rules.requests import (
    Answer,
    BillRequest,
    CountedLine,
    InvoiceLine,
    LineQuantity,
    PaymentRequest,
    ReceiptRequest,
    ShipmentRequest,
)
from marketplace.orders.services import answering, billing, choosing, delivering, paying, sending, wants
from marketplace.suppliers import jobs
from marketplace.suppliers.models import MatchSuggestion, Offer, PriceListVersion
from marketplace.suppliers.services import boats, freight, lists
from marketplace.suppliers.services import suppliers as supplying

from .sample_books import keep_books

PRIVATE_LIST = """Toko Sembunyi, harga sudah termasuk PPN
Nama barang;Isi;Satuan;Harga
Minyak goreng Sawit Mas 1 L;12;dus;187.393
Beras Rahasia 5 kg;1;sak;73.913
"""
CHOSEN_LIST = """Harga khusus, sudah termasuk PPN
Nama barang;Isi;Satuan;Harga
Tepung Bisikan 1 kg;12;dus;128.717
"""
PRIVATE_WORDS = ("Sembunyi", "Beras Rahasia", "Tepung Bisikan", "Belanja Diam", "Perahu Bisu", "Undangan Senyap")
PRIVATE_FIGURES = (187_393, 73_913, 128_717)


@dataclass
class Dealings:
    """What belongs to the first cooperative: ids by the names that addresses give them."""

    ids: dict[str, str] = field(default_factory=dict)
    supplier_organisation_ids: dict[str, str] = field(default_factory=dict)
    """Where the thing is the supplier's with an account, dealt only to that cooperative."""


def load_regions_of_the_sample() -> None:
    """The regions of one province: the sample region needs no other."""
    names = ("code", "parent_code", "level", "name", "path", "postal_code")
    rows = [dict(zip(names, row, strict=True)) for row in region_rows() if row[0].startswith("21")]
    with transaction() as session:
        for level in ("province", "regency", "district", "village"):
            session.execute(insert(Region), [row for row in rows if row["level"] == level])


def actor_of(session: Session, number: int) -> Actor:
    """The actor that a persona of the demo is, with every role of that organisation that his tests need."""
    phone = "+62" + PERSONAS[number].sign_in[1:]
    person = session.scalars(select(Person).where(Person.phone == phone)).one()
    membership = session.scalars(select(Membership).where(Membership.person_id == person.id)).one()
    organisation = session.get_one(Organisation, membership.organisation_id)
    roles = frozenset(membership.roles)
    return Actor(organisation.id, organisation.kind, roles, person.id)  # type: ignore[arg-type]


def deal(app: Flask) -> Dealings:
    """Everything a cooperative can do, once; needs the application's context and the sample region."""
    dealings = Dealings()
    with transaction() as session:
        manager, treasurer, chair, seller = (actor_of(session, number) for number in (0, 1, 2, 4))
        supplier = supplying.add_supplier(session, manager, name="Toko Sembunyi", phone="+6281355577799")
        own = supplying.ensure_own_supplier(session, seller)
    private = _publish(app, manager, supplier.id, PRIVATE_LIST, lists.Publication(tax_basis="included"))
    audience = lists.Publication(tax_basis="included", audience="chosen", cooperative_ids=(manager.organisation_id,))
    chosen = _publish(app, seller, own.id, CHOSEN_LIST, audience, title="Harga khusus")
    dealings.ids |= {
        "organisation_id": str(manager.organisation_id),
        "supplier_id": str(supplier.id),
        "price_list_id": str(private.price_list_id),
        "version_id": str(private.id),
    }
    dealings.supplier_organisation_ids |= {"price_list_id": str(chosen.price_list_id), "version_id": str(chosen.id)}
    _goods(dealings, private, chosen)
    _ways(dealings, manager, supplier.id)
    _people(app, dealings, chair)
    _wants(dealings, manager)
    _order(dealings, manager, treasurer)
    dealings.ids |= keep_books(treasurer, chair)
    return dealings


def _publish(app: Flask, actor: Actor, supplier_id: UUID, text: str, how: lists.Publication, **more: Any) -> Any:
    stored = files.keep(app.extensions["settings"].data_folder, io.BytesIO(text.encode()), most_bytes=10_000)
    with transaction() as session:
        version = lists.hand_in(session, actor, supplier_id, stored, file_name="rahasia.csv", **more)
    jobs.read_price_list(f"sample-{version.id}", {"version_id": str(version.id)})
    with transaction() as session:
        published = lists.publish(session, actor, version.id, how)
    jobs.match_articles(f"sample-{version.id}", {"version_id": str(version.id), "supplier_id": str(supplier_id)})
    return published


def _goods(dealings: Dealings, private: PriceListVersion, chosen: PriceListVersion) -> None:
    with transaction() as session:
        for ids, version in ((dealings.ids, private), (dealings.supplier_organisation_ids, chosen)):
            offer = session.scalars(select(Offer).where(Offer.version_id == version.id).order_by(Offer.row)).all()[-1]
            ids |= {"offer_id": str(offer.id), "article_id": str(offer.article_id)}
        mine = select(Offer.article_id).where(Offer.version_id == private.id)
        suggestion = session.scalars(
            select(MatchSuggestion).where(
                MatchSuggestion.article_id.in_(mine) | MatchSuggestion.other_article_id.in_(mine)
            )
        ).first()
        assert suggestion is not None, "the private list holds a thing that another supplier of the sample has too"
        dealings.ids["suggestion_id"] = str(suggestion.id)


def _ways(dealings: Dealings, manager: Actor, supplier_id: UUID) -> None:
    tariff = freight.Tariff(per_kg=Decimal(777), days=1)
    with transaction() as session:
        rate = freight.set_freight_rate(session, manager, supplier_id, "21.71", tariff)
        route = boats.add_sea_route(
            session,
            manager,
            boats.Line(name="Perahu Bisu", port_from="Sekupang", port_to="Terung", days=0, weekdays=(1,)),
        )
        carriage = freight.add_carriage(
            session, manager, name="Gerobak Perahu Bisu", tariff=tariff, supplier_id=supplier_id
        )
        dealings.ids["cap_id"] = str(session.scalars(select(PriceCap.id).limit(1)).one())
        dealings.ids |= {"rate_id": str(rate.id), "route_id": str(route.id), "carriage_id": str(carriage.id)}


def _people(app: Flask, dealings: Dealings, chair: Actor) -> None:
    with transaction() as session:
        invited = identity.invite(session, chair, roles=["cashier"], name="Undangan Senyap")
        made = identity.create_token(
            session,
            chair,
            label="Undangan Senyap",
            scopes=["people:read"],
            roles=["chair"],
            offered=scopes_offered(app),
        )
        membership = session.scalars(select(Membership.id).where(Membership.person_id == chair.person_id)).one()
        dealings.ids |= {
            "invitation_id": str(invited.invitation.id),
            "token_id": str(made.row.id),
            "membership_id": str(membership),
        }


def _wants(dealings: Dealings, manager: Actor) -> None:
    goods = (wants.Wanted(words="Beras Rahasia", quantity=Decimal(10), unit="kg"),)
    with transaction() as session:
        made = wants.create_want_list(
            session, manager, title="Belanja Diam", wanted_on=today() + timedelta(days=9), wants=goods
        )
        dealings.ids |= {"list_id": str(made.id), "want_id": str(made.wants[0].id)}


def _order(dealings: Dealings, manager: Actor, treasurer: Actor) -> None:
    """From the private offer to a paid bill."""
    day = today()
    choice = choosing.OfferChoice(UUID(dealings.ids["offer_id"]), Decimal(3))
    with transaction() as session:
        (order,) = choosing.create_from_offers(session, manager, [choice])
        line = order.lines[0].id
        sending.submit(session, manager, order.id)
    with transaction() as session:
        answering.answer(session, manager, order.id, Answer())
        shipped = ShipmentRequest(shipped_on=day, lines=(LineQuantity(line, Decimal(3)),))
        shipment = delivering.ship(session, manager, order.id, shipped)
    with transaction() as session:
        count = (CountedLine(order_line_id=line, accepted=Decimal(3)),)
        receipt = delivering.receive(session, manager, order.id, ReceiptRequest(received_on=day, lines=count))
    with transaction() as session:
        invoice = (InvoiceLine(order_line_id=line, quantity=Decimal(3)),)
        bill = billing.bill(
            session, manager, order.id, BillRequest(invoice_number="SMB-7", billed_on=day, lines=invoice)
        )
    with transaction() as session:
        payment = paying.pay(
            session, treasurer, order.id, bill.id, PaymentRequest(way="cash", amount=73_913, paid_on=day)
        )
    made = {"order_id": order, "shipment_id": shipment, "receipt_id": receipt, "bill_id": bill, "payment_id": payment}
    dealings.ids |= {name: str(row.id) for name, row in made.items()}
    dealings.ids["document_id"] = dealings.ids["receipt_id"]
    dealings.ids["entry_id"] = _entry(treasurer, day)


def _entry(treasurer: Actor, day: date) -> str:
    with transaction() as session:
        statement = books.account_statement(session, treasurer, RECEIVED_NOT_BILLED, first=day, last=day)
        return str(statement.statement.lines[0].entry_id)


class Visitor:
    """A person's browser: signs in as people do, and sends forms with the token of their page."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()

    def sign_in(self, number: int) -> Visitor:
        """Sign in as a persona of the demo, by his position in PERSONAS."""
        persona = PERSONAS[number]
        token = csrf_token(self.client.get("/sign-in").text)
        form = {"csrf_token": token, "sign_in": persona.sign_in, "password": persona.password}
        answer = self.client.post("/sign-in", data=form)
        assert answer.status_code == 303, answer.text
        return self

    def csrf(self) -> str:
        """A token for this browser's forms."""
        return csrf_token(self.client.get("/account").text)


def csrf_token(page: str) -> str:
    """The token in the page's first form."""
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="csrf_token"', page)
    assert found is not None, page[:500]
    return found.group(1) or found.group(2)
