"""A list of 10,000 rows from the uploaded file to offers in the database, matched with the version before it."""

from __future__ import annotations

import io
import random
import tempfile
from pathlib import Path
from time import perf_counter
from uuid import UUID

import psycopg
from flask import Flask

from marketplace import files
from marketplace.actor import Actor
from marketplace.app import create_app
from marketplace.database import transaction
from marketplace.identifiers import new_id
from marketplace.identity.models import Organisation
from marketplace.migrations import migrate
from marketplace.servers import postgres
from marketplace.settings import Settings
from marketplace.suppliers.models import PriceListVersion, ReadingMemory
from marketplace.suppliers.reading.sources.sandbox import run_in_child
from marketplace.suppliers.rules.understanding import understand
from marketplace.suppliers.services import lists, reading, suppliers

ROWS = 10_000
KINDS = ("Beras", "Gula Pasir", "Minyak Goreng", "Kopi Bubuk", "Teh Celup", "Kecap Manis", "Sabun Mandi", "Mie Instan")
BRANDS = ("Ramos", "Bunga", "Sania", "Kapal", "Sari", "Bango", "Harum", "Lestari", "Makmur", "Sentosa", "Jaya", "Mekar")
VARIANTS = ("Premium", "Super", "Original", "Pedas", "Hijau", "Merah", "Special", "Ekonomis", "Jumbo", "Mini")
SIZES = ("85 g", "250 g", "500 g", "1 kg", "5 kg", "250 ml", "1 l", "2 l")


def price_list(rows: int, seed: int, changed: float = 0.0) -> bytes:
    """A CSV of `rows` goods; a share `changed` of them dearer than without."""
    chosen, moved = random.Random(seed), random.Random(seed + 1)
    lines = ["Kode;Barcode;Nama Barang;Satuan;Isi;Harga (incl PPN)"]
    for number in range(rows):
        words = (
            chosen.choice(KINDS),
            chosen.choice(BRANDS),
            chosen.choice(VARIANTS),
            str(number),
            chosen.choice(SIZES),
        )
        price = chosen.randrange(2_000, 400_000, 250) + (500 if moved.random() < changed else 0)
        lines.append(f"K{number:05};;{' '.join(words)};pcs;;{price:,}".replace(",", "."))
    return "\n".join(lines).encode()


def hand_in(app: Flask, actor: Actor, content: bytes, price_list_id: UUID | None) -> PriceListVersion:
    """The version of a list that waits to be read."""
    stored = files.keep(app.extensions["settings"].data_folder, io.BytesIO(content), most_bytes=50_000_000)
    with transaction() as session:
        mine = suppliers.ensure_own_supplier(session, actor)
        return lists.hand_in(session, actor, mine.id, stored, file_name="daftar.csv", price_list_id=price_list_id)


def take_in(app: Flask, version: PriceListVersion) -> tuple[float, float]:
    """Seconds for reading in the child process, and for storing and matching with what was there."""
    started = perf_counter()
    with transaction() as session:
        reading.take_up(session, version.id)
        remembered = session.get(ReadingMemory, version.supplier_id)
        memory = remembered.content if remembered else {}
    path = files.path_of(app.extensions["settings"].data_folder, version.file_sha256)
    understood = run_in_child(understand, str(path), version.file_name, memory)
    read = perf_counter()
    with transaction() as session:
        reading.finish(session, version.id, understood, lambda *_: None)
    return read - started, perf_counter() - read


def new_supplier() -> Actor:
    """The sales person of a supplier that has just come."""
    with transaction() as session:
        organisation = Organisation(id=new_id(), kind="supplier", name="PT Contoh")
        session.add(organisation)
    return Actor(organisation.id, "supplier", frozenset({"sales"}))


def run(app: Flask) -> None:
    """A first list, then the same with one price in twenty changed."""
    actor = new_supplier()
    price_list_id: UUID | None = None
    for name, changed in (("first list", 0.0), ("5 % changed", 0.05)):
        version = hand_in(app, actor, price_list(ROWS, 7, changed), price_list_id)
        price_list_id = version.price_list_id
        read, stored = take_in(app, version)
        with transaction() as session:
            counts = session.get_one(PriceListVersion, version.id).counts
            lists.publish(session, actor, version.id, lists.Publication(region_codes=("21",)))
        print(
            f"{name:12} read {read:5.2f} s, stored and matched {stored:5.2f} s:"
            f" {ROWS / (read + stored):8,.0f} rows/s in all, {ROWS / stored:8,.0f} rows/s into the database; {counts}"
        )


def main() -> None:
    """Measure on a PostgreSQL of its own, as durable as in production."""
    with tempfile.TemporaryDirectory(prefix="lumbung-") as folder:
        Path(folder).chmod(0o755)
        with postgres.running(Path(folder) / "pg") as url:
            with psycopg.connect(url, autocommit=True) as connection:
                postgres.ensure_role(connection)
            postgres.ensure_database(url, "uploads")
            owner = postgres.with_database(url, "uploads")
            migrate(owner, postgres.APPLICATION)
            app = create_app(
                Settings(
                    data_folder=Path(folder),
                    database_url=postgres.with_database(url, "uploads", user=postgres.APPLICATION),
                    secret_key="for this benchmark only",
                )
            )
            with app.app_context():
                run(app)
