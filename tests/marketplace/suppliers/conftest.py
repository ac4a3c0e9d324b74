"""A small market: three cooperatives in two regions, two suppliers with accounts, a city office."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from flask import Flask

from marketplace import files
from marketplace.actor import Actor
from marketplace.database import db, transaction
from marketplace.files import StoredFile
from marketplace.identifiers import new_id
from marketplace.identity.access import token_hash
from marketplace.identity.models import ApiToken, Membership, Organisation, Person, Region
from marketplace.suppliers.models import PriceListVersion
from marketplace.suppliers.rules.rows import Understanding, flat_rows
from marketplace.suppliers.services import lists, reading, suppliers

REGIONS = (
    ("21", None, "province", "Kepulauan Riau"),
    ("21.71", "21", "regency", "Kota Batam"),
    ("21.71.01", "21.71", "district", "Belakang Padang"),
    ("21.71.01.1001", "21.71.01", "village", "Pulau Terong"),
    ("21.71.02", "21.71", "district", "Galang"),
    ("32", None, "province", "Jawa Barat"),
    ("32.73", "32", "regency", "Kota Bandung"),
)
ORGANISATIONS = (
    ("terong", "cooperative", "Koperasi Pulau Terong", "21.71.01.1001"),
    ("galang", "cooperative", "Koperasi Galang", "21.71.02"),
    ("bandung", "cooperative", "Koperasi Bandung", "32.73"),
    ("laut_jaya", "supplier", "CV Laut Jaya", "21.71"),
    ("berkah", "supplier", "UD Berkah", "21.71"),
    ("office", "city_office", "Dinas Koperasi Batam", "21.71"),
    ("farmers", "producer_group", "Poktan Maju", "21.71"),
    ("platform", "platform", "Lumbung", None),
)
ROLES = {
    "cooperative": ["manager"],
    "supplier": ["sales"],
    "city_office": ["officer"],
    "producer_group": ["manager"],
    "platform": ["administrator"],
}


@dataclass(frozen=True)
class Market:
    """Actors by name; each is a person with the role that does this work."""

    actors: dict[str, Actor]

    def __getattr__(self, name: str) -> Actor:
        return self.actors[name]


@pytest.fixture
def market(app: Flask) -> Market:
    with transaction() as session:
        session.add_all(Region(code=c, parent_code=p, level=level, name=n, path=n) for c, p, level, n in REGIONS)
        session.flush()
        actors = {}
        for name, kind, title, region in ORGANISATIONS:
            organisation = Organisation(
                id=new_id(), kind=kind, name=title, region_code=region, regency_code=region and region[:5]
            )
            person = Person(id=new_id(), name=f"Orang {title}", email=f"{name}@example.id", session_key=name)
            session.add_all([organisation, person])
            session.flush()
            session.add(Membership(person_id=person.id, organisation_id=organisation.id, roles=ROLES[kind]))
            actors[name] = Actor(
                organisation_id=organisation.id,
                organisation_kind=kind,  # type: ignore[arg-type]
                roles=frozenset(ROLES[kind]),
                person_id=person.id,
                names={"organisation": title, "person": person.name},
            )
    return Market(actors)


def document_row(number: int, name: str, price: str | None, **given: Any) -> dict[str, Any]:
    """One entry of a reading's document; what is not given is as in a list that tells only name and price per piece."""
    row: dict[str, Any] = {
        "row": number, "sheet": None, "page": None, "part": 1, "name": name, "sku": None, "barcode": None,
        "brand": None, "category": None, "raw": {"price": price, "unit": None, "pack": None}, "order_unit": "pcs",
        "pack": {"count": "1", "size": "1", "unit": "piece"}, "case": None, "price": price, "currency": "IDR",
        "tiers": [], "terms": [], "tax": None,
        "comparable": {"price": price, "per": "piece"} if price else None, "issues": [],
    }  # fmt: skip
    return {**row, **given}


def kept(app: Flask, content: bytes) -> StoredFile:
    """`content` in the store of files."""
    return files.keep(app.extensions["settings"].data_folder, io.BytesIO(content), most_bytes=1_000_000)


def understood(rows: Sequence[dict[str, Any]], **given: Any) -> Understanding:
    """What the reading of such a document gives."""
    return Understanding(rows=flat_rows(rows), **given)


def no_telling(stage: str, done: int, total: int) -> None:
    """Nobody waits for the progress."""


def handed_in(
    app: Flask, actor: Actor, rows: Sequence[dict[str, Any]], *, supplier_id: UUID | None = None, **given: Any
) -> PriceListVersion:
    """A version that is understood, as after upload and reading. `given` goes to `lists.hand_in`."""
    stored = kept(app, repr((rows, given.get("file_name"))).encode())
    with transaction() as session:
        if supplier_id is None:
            supplier_id = suppliers.ensure_own_supplier(session, actor).id
        version = lists.hand_in(session, actor, supplier_id, stored, **{"file_name": "daftar.csv", **given})
    with transaction() as session:
        taken = reading.take_up(session, version.id)
    if taken is None:
        return version
    with transaction() as session:
        reading.finish(session, version.id, understood(rows), no_telling)
    return get(version.id)


def get(version_id: UUID) -> PriceListVersion:
    with transaction() as session:
        return session.get_one(PriceListVersion, version_id)


def published(app: Flask, actor: Actor, rows: Sequence[dict[str, Any]], **given: Any) -> PriceListVersion:
    """A published version; `publication` says how (default: complete, to all cooperatives of Batam)."""
    publication = given.pop("publication", lists.Publication(region_codes=("21.71",)))
    version = handed_in(app, actor, rows, **given)
    with transaction() as session:
        return lists.publish(session, actor, version.id, publication)


def count(table: str) -> int:
    """How many rows a table holds now."""
    from sqlalchemy import text

    with db.engine.connect() as connection:
        return int(connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0)


class Caller:
    """A program with a token of one organisation; JSON in and out."""

    def __init__(self, app: Flask, token: str) -> None:
        self.client = app.test_client()
        self.headers = {"Authorization": f"Bearer {token}"}

    def __call__(self, method: str, path: str, *, expected: int = 200, **given: Any) -> Any:
        headers = {**self.headers, **given.pop("headers", {})}
        answer = self.client.open(f"/api/v1{path}", method=method, headers=headers, **given)
        assert answer.status_code == expected, (answer.status_code, answer.get_data(as_text=True)[:500])
        return answer.get_json(silent=True)


SCOPES = ["supply", "price_lists", "offers", "matches", "freight"]


@pytest.fixture
def caller(app: Flask, market: Market) -> Any:
    """A function that gives the API as one of the market's actors calls it."""

    def make(name: str) -> Caller:
        actor = market.actors[name]
        token = f"token of {name}"
        with transaction() as session:
            session.add(
                ApiToken(
                    organisation_id=actor.organisation_id,
                    label=name,
                    token_hash=token_hash(token),
                    token_start=token[:4],
                    scopes=[f"{scope}:{right}" for scope in SCOPES for right in ("read", "write")],
                    roles=sorted(actor.roles),
                    created_by=actor.person_id,
                )
            )
        return Caller(app, token)

    return make
