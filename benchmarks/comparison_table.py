"""The comparison page of 40 wanted goods over 30 suppliers of 5,000 offers each, from a request to its last byte.

On a real, throw-away server. The goods are wanted in free words, so the first request also finds who offers them.
"""

from __future__ import annotations

import gc
import gzip
import json
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import psycopg
from flask import Flask
from sqlalchemy import event

from marketplace.actor import Actor
from marketplace.clock import now, today
from marketplace.database import db, transaction
from marketplace.identifiers import new_id
from marketplace.identity.models import Membership, Organisation, Person, Region
from marketplace.orders.jobs import index_published
from marketplace.settings import Settings
from marketplace.suppliers.matching.naming import read_name
from marketplace.suppliers.models import FreightRate, PriceList, PriceListVersion, Supplier
from marketplace.suppliers.rules.articles import plain

SUPPLIERS, OFFERS, WANTS, TIMES = 30, 5_000, 40, 20
GOAL_MILLISECONDS, GOAL_BYTES = 300, 20_000
KINDS = (
    ("Minyak goreng", "l", ("0.5", "1", "2", "5", "18")),
    ("Gula pasir", "kg", ("0.5", "1", "5", "25", "50")),
    ("Tepung terigu", "kg", ("0.5", "1", "2", "5", "25")),
    ("Beras", "kg", ("1", "2", "5", "10", "25")),
    ("Kecap manis", "ml", ("65", "135", "275", "520", "600")),
    ("Mie goreng", "g", ("70", "75", "80", "85", "90")),
    ("Kopi bubuk", "g", ("25", "65", "165", "200", "400")),
    ("Teh celup", "g", ("30", "45", "50", "75", "90")),
    ("Susu kental manis", "g", ("40", "370", "490", "500", "545")),
    ("Sabun cuci", "g", ("250", "400", "600", "800", "1000")),
    ("Garam", "g", ("100", "250", "500", "800", "1000")),
    ("Sarden", "g", ("155", "200", "350", "425", "500")),
    ("Biskuit", "g", ("60", "100", "150", "250", "300")),
    ("Margarin", "g", ("100", "200", "250", "500", "1000")),
    ("Air mineral", "ml", ("240", "330", "600", "750", "1500")),
    ("Deterjen", "g", ("100", "400", "700", "800", "900")),
    ("Sambal", "ml", ("135", "275", "335", "340", "600")),
    ("Kacang hijau", "g", ("250", "500", "800", "1000", "2000")),
    ("Sampo", "ml", ("70", "140", "170", "320", "340")),
    ("Wafer", "g", ("20", "50", "115", "240", "350")),
)
SYLLABLES = ("ba", "di", "ka", "lo", "mu", "na", "pi", "ra", "su", "ti", "wa", "yo")


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="lumbung-bench-") as folder:
        Path(folder).chmod(0o755)
        with _product(Path(folder)) as (app, owner_url):
            actor, list_id = _fill(owner_url)
            client = _browser(app, actor)
            gc.collect()
            gc.freeze()  # as `frontend.app.served` does
            _measure(client, f"/wants/{list_id}/comparison")


def _measure(client: Any, address: str) -> None:
    statements = [0]
    event.listen(db.engine, "before_cursor_execute", lambda *_: statements.__setitem__(0, statements[0] + 1))
    first, _page = _request(client, address)
    print(f"  first request, words resolved {first:8.0f} ms")
    taken = []
    busy = process_time()
    for _ in range(TIMES):
        statements[0] = 0
        milliseconds, page = _request(client, address)
        taken.append(milliseconds)
    busy = (process_time() - busy) * 1000 / TIMES
    packed = len(gzip.compress(page, 6))
    print(f"  page, median of {TIMES}           {median(taken):8.0f} ms   (goal: below {GOAL_MILLISECONDS})")
    print(f"  of which computing            {busy:8.0f} ms   (the rest waits for the database and for other processes)")
    print(f"  slowest of them               {max(taken):8.0f} ms")
    print(f"  statements                    {statements[0]:8d}")
    print(f"  page, compressed              {packed:8d} bytes   (goal: below {GOAL_BYTES}; {len(page)} bare)")


def _request(client: Any, address: str) -> tuple[float, bytes]:
    started = perf_counter()
    answer = client.get(address)
    taken = (perf_counter() - started) * 1000
    assert answer.status_code == 200, answer.status_code
    return taken, answer.data


@contextmanager
def _product(folder: Path) -> Iterator[tuple[Flask, str]]:
    """The whole product on servers of its own."""
    from frontend.app import product
    from marketplace.migrations import migrate
    from marketplace.servers import postgres, valkey

    with (
        postgres.running(folder / "pg", settings=postgres.THROWAWAY) as url,
        valkey.running(folder / "valkey", durable=False) as redis_url,
    ):
        with psycopg.connect(url, autocommit=True) as connection:
            postgres.ensure_role(connection)
        postgres.ensure_database(url, "bench")
        owner = postgres.with_database(url, "bench")
        migrate(owner, postgres.APPLICATION)
        name = urlsplit(owner).path.lstrip("/")
        settings = Settings(
            data_folder=folder,
            environment="development",
            database_url=postgres.with_database(owner, name, user=postgres.APPLICATION),
            owner_database_url=owner,
            redis_url=redis_url,
            secret_key="only for the benchmark",
            rate_limits=False,
        )
        app = product(settings)
        with app.app_context():
            yield app, owner
            db.session.remove()
            db.engine.dispose()


@dataclass(frozen=True, slots=True)
class _Good:
    """One article as every supplier may sell it."""

    name: str
    unit: str
    size: Decimal
    count: int
    price: int


def _goods(chance: random.Random) -> list[_Good]:
    """As many goods as a supplier's list has rows: 20 kinds, 50 brands, 5 sizes."""
    brands = sorted({"".join(chance.choices(SYLLABLES, k=3)).title() for _ in range(400)})[:50]
    goods = []
    for kind, unit, sizes in KINDS:
        for brand in brands:
            for size in sizes:
                price = chance.randrange(9_000, 26_000)
                goods.append(_Good(f"{kind} {brand} {size} {unit}", unit, Decimal(size), 12, price))
    return goods[:OFFERS]


def _fill(owner_url: str) -> tuple[Actor, UUID]:
    """A cooperative with its want list, suppliers with their lists."""
    from marketplace.orders.services.wants import Wanted, create_want_list

    chance = random.Random(11)
    day = today()
    goods = _goods(chance)
    with transaction() as session:
        for code, parent, level in (("21", None, "province"), ("21.71", "21", "regency")):
            session.add(Region(code=code, parent_code=parent, level=level, name=code, path=code))
        session.flush()
        cooperative = Organisation(kind="cooperative", name="Koperasi", region_code="21.71", regency_code="21.71")
        person = Person(name="Siti", email="siti@contoh.id", session_key="bench")
        session.add_all([cooperative, person])
        session.flush()
        session.add(Membership(person_id=person.id, organisation_id=cooperative.id, roles=["manager"]))
        actor = Actor(
            organisation_id=cooperative.id,
            organisation_kind="cooperative",
            roles=frozenset({"manager"}),
            person_id=person.id,
        )
    headings = _headings(day)
    with psycopg.connect(owner_url) as connection:
        for supplier, version in headings:
            _offers(connection, supplier, version, goods, chance)
        connection.commit()
        started = perf_counter()
        for _supplier, version in headings:
            index_published("bench", {"version_id": str(version)})
        taken = perf_counter() - started
        print(f"  words of {SUPPLIERS * OFFERS} articles     {taken:8.1f} s    (a job when a list is published)")
        read_name.cache_clear()  # the job ran in a worker, the page does not have what it read
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE")
    picked = chance.sample(goods, WANTS)
    wants = tuple(Wanted(words=good.name, quantity=Decimal(chance.randrange(24, 240)), unit="pcs") for good in picked)
    with transaction() as session:
        made = create_want_list(session, actor, title="Belanja", wanted_on=day + timedelta(days=7), wants=wants)
    return actor, made.id


def _headings(day: date) -> list[tuple[UUID, UUID]]:
    """The suppliers with one published list each: supplier, version."""
    made = []
    with transaction() as session:
        for number in range(SUPPLIERS):
            organisation = Organisation(
                kind="supplier", name=f"Pemasok {number + 1}", region_code="21.71", regency_code="21.71"
            )
            session.add(organisation)
            session.flush()
            supplier = Supplier(organisation_id=organisation.id, name=organisation.name, phone="+628127000000")
            session.add(supplier)
            session.flush()
            price_list = PriceList(
                supplier_id=supplier.id, title="Daftar", audience="all_of_region", region_codes=["21.71"]
            )
            if number % 10:
                session.add(
                    FreightRate(supplier_id=supplier.id, region_code="21.71", per_kg=Decimal(150 + 10 * number), days=2)
                )
            session.add(price_list)
            session.flush()
            version = PriceListVersion(
                supplier_id=supplier.id,
                price_list_id=price_list.id,
                number=1,
                file_sha256="0" * 64,
                file_name="daftar.xlsx",
                file_bytes=1,
                state="published",
                tax_basis=("included", "excluded")[number % 2],
                valid_from=day.replace(day=1),
                audience="all_of_region",
                region_codes=["21.71"],
                published_at=now(),
            )
            session.add(version)
            session.flush()
            made.append((supplier.id, version.id))
    return made


def _offers(
    connection: psycopg.Connection[Any], supplier: UUID, version: UUID, goods: list[_Good], chance: random.Random
) -> None:
    articles, offers, moment = [], [], now()
    for row, good in enumerate(goods, 5):
        article = new_id()
        written = good.name if chance.random() < 0.7 else good.name.upper()
        key = plain(written)
        articles.append((article, moment, supplier, f"text:{key}", written, key, key))
        price = Decimal(good.price * good.count * chance.randrange(90, 112) // 100)
        content = good.size * good.count / (1 if good.unit in ("kg", "l") else 1000)
        per = {"g": "kg", "ml": "l"}.get(good.unit, good.unit)
        offers.append(
            (new_id(), supplier, version, article, version, row, 1, written, str(price), "dus", "dus", good.count,
             good.size, good.unit, price, "IDR", round(price / content, 4), per, json.dumps([]), json.dumps([]),
             json.dumps([]), [], False, "new")
        )  # fmt: skip
    _copy(connection, "article (id, created_at, supplier_id, key, name, name_key, text_key)", articles)
    columns = (
        "id, supplier_id, version_id, article_id, source_version_id, row, part, name, raw_price, raw_unit, order_unit,"
        " pack_count, pack_size, pack_unit, price, currency, comparable_price, comparable_per, tiers, terms, issues,"
        " issue_codes, is_doubtful, change"
    )
    _copy(connection, f"offer ({columns})", offers)


def _copy(connection: psycopg.Connection[Any], target: str, rows: list[tuple[Any, ...]]) -> None:
    with connection.cursor().copy(f"COPY {target} FROM STDIN") as copy:  # type: ignore[arg-type]
        for row in rows:
            copy.write_row(row)


def _browser(app: Flask, actor: Actor) -> Any:
    """The manager's browser, signed in."""
    client = app.test_client()
    with client.session_transaction() as kept:
        kept.update({"_user_id": "bench", "_fresh": True})
    return client
