"""Order to posted bill through the services, on a PostgreSQL with everything durable: 50 a second or better.

Each order has two lines and goes through make, send, answer, receive and bill: five transactions, each with its
idempotency key, audit trail, step and event, and two entries in the ledger. Workers are processes, as in production.
"""

from __future__ import annotations

import multiprocessing
import os
import secrets
import tempfile
from decimal import Decimal
from pathlib import Path
from time import perf_counter, process_time
from uuid import UUID

import psycopg
from flask import Flask

from marketplace.actor import Actor
from marketplace.app import create_app
from marketplace.clock import today
from marketplace.database import transaction
from marketplace.identifiers import new_id
from marketplace.identity.models import Organisation, Person
from marketplace.migrations import migrate
from marketplace.orders.rules.offers import Chosen, OfferCopy, SupplierCopy
from marketplace.orders.rules.requests import (
    Answer,
    BillRequest,
    CountedLine,
    InvoiceLine,
    OrderRequest,
    OrderTerms,
    ReceiptRequest,
)
from marketplace.orders.services import answering, billing, delivering, ordering, sending
from marketplace.servers import postgres
from marketplace.servers.postgres import APPLICATION, ensure_database, ensure_role, with_database
from marketplace.settings import Settings
from marketplace.suppliers.models import Supplier

GOAL = 50
SECONDS = 8.0
COOPERATIVES = 20


def main() -> None:
    """Measure and print orders a second with one worker and with one per core."""
    with tempfile.TemporaryDirectory(prefix="lumbung-") as folder:
        Path(folder).chmod(0o755)
        with postgres.running(Path(folder) / "pg", settings=postgres.DURABLE) as url:
            settings = _database(url, Path(folder))
            for workers in sorted({1, os.cpu_count() or 1}):
                made, busy = _measure(settings, workers)
                rate = made / SECONDS
                verdict = "reached" if rate >= GOAL else "MISSED"
                print(
                    f"   {workers} worker(s): {rate:.1f} orders a second to their posted bill "
                    f"(goal {GOAL}: {verdict}), {1000 * busy / max(made, 1):.1f} ms of Python each"
                )


def _database(url: str, folder: Path) -> Settings:
    with psycopg.connect(url, autocommit=True) as connection:
        ensure_role(connection)
    ensure_database(url, "benchmark")
    migrate(with_database(url, "benchmark"), APPLICATION)
    return Settings(
        data_folder=folder,
        database_url=with_database(url, "benchmark", user=APPLICATION),
        secret_key="for the benchmark only",
        rate_limits=False,
    )


def _measure(settings: Settings, workers: int) -> tuple[int, float]:
    context = multiprocessing.get_context("spawn")
    with context.Pool(workers) as pool:
        counts = pool.map(_work, [settings] * workers, chunksize=1)
    return sum(count for count, _ in counts), sum(busy for _, busy in counts)


def _work(settings: Settings) -> tuple[int, float]:
    app: Flask = create_app(settings)
    with app.app_context():
        sides = [_sides() for _ in range(COOPERATIVES)]
        for manager, seller, supplier in sides:
            _order_to_bill(manager, seller, supplier)
        made, began, busy = 0, perf_counter(), process_time()
        while perf_counter() - began < SECONDS:
            _order_to_bill(*sides[made % COOPERATIVES])
            made += 1
        return made, process_time() - busy


def _sides() -> tuple[Actor, Actor, SupplierCopy]:
    with transaction() as session:
        cooperative = Organisation(kind="cooperative", name="Koperasi")
        seller = Organisation(kind="supplier", name="Pemasok")
        session.add_all([cooperative, seller])
        session.flush()
        supplier = Supplier(organisation_id=seller.id, name=seller.name)
        people = [Person(name="Orang", email=_address(), session_key=secrets.token_hex(16)) for _ in range(2)]
        session.add_all([supplier, *people])
        session.flush()
        manager = Actor(cooperative.id, "cooperative", frozenset({"manager"}), people[0].id)
        return manager, Actor(seller.id, "supplier", frozenset({"sales"}), people[1].id), _copy(supplier.id, seller.id)


def _address() -> str:
    return f"{secrets.token_hex(8)}@contoh.id"


def _copy(supplier_id: UUID, organisation_id: UUID) -> SupplierCopy:
    return SupplierCopy(supplier_id, "Pemasok", organisation_id)


def _order_to_bill(manager: Actor, seller: Actor, supplier: SupplierCopy) -> None:
    day, five = today(), Decimal(5)
    lines = tuple(Chosen(_offer(name), five) for name in ("Minyak goreng 1 l", "Gula pasir"))
    with transaction() as session:
        order = ordering.create(session, manager, OrderRequest(supplier, lines, OrderTerms(freight=21_000)), key=_key())
    ids = [line.id for line in order.lines]
    with transaction() as session:
        sending.submit(session, manager, order.id, key=_key())
    with transaction() as session:
        answering.answer(session, seller, order.id, Answer(), key=_key())
    with transaction() as session:
        counted = tuple(CountedLine(order_line_id=line, accepted=five) for line in ids)
        delivering.receive(session, manager, order.id, ReceiptRequest(received_on=day, lines=counted), key=_key())
    with transaction() as session:
        billed = tuple(InvoiceLine(line, five) for line in ids)
        request = BillRequest(invoice_number=_key(), billed_on=day, lines=billed, freight=21_000)
        bill = billing.bill(session, manager, order.id, request, key=_key())
    if bill.state != "agreed":
        raise RuntimeError(f"the bill is {bill.state}")


def _offer(name: str) -> OfferCopy:
    return OfferCopy(new_id(), None, name, "karton", Decimal(17_880), "included")


def _key() -> str:
    return secrets.token_hex(8)
