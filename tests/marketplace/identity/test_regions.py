"""All of Indonesia's regions: in the table in seconds, found by the words people use."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from marketplace.database import transaction
from marketplace.errors import NotFound
from marketplace.identity import queries
from marketplace.identity.models import Region
from marketplace.identity.services.regions import load_regions, region_rows


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """A session in which every region is loaded."""
    with transaction() as session:
        load_regions(session)
        session.execute(text("ANALYZE region"))
        yield session


def test_every_region_comes_after_what_it_lies_in() -> None:
    seen: set[str | None] = {None}
    for code, parent, *_ in region_rows():
        assert parent in seen
        seen.add(code)
    assert len(seen) > 91_000


def test_all_regions_are_loaded_and_loading_again_mends_only_what_is_wrong(session: Session) -> None:
    counts = dict(session.execute(select(Region.level, func.count()).group_by(Region.level)).all())
    assert counts == {"province": 38, "regency": 514, "district": 7285, "village": 83762}
    assert load_regions(session) == 0
    session.execute(text("UPDATE region SET name = 'Salah' WHERE code = '21.71'"))
    assert load_regions(session) == 1
    assert session.scalar(select(Region.name).where(Region.code == "21.71")) == "Kota Batam"


def test_regions_are_found_by_the_words_people_use(session: Session) -> None:
    best = {
        "pulau terong": "Pulau Terung, Belakang Padang, Kota Batam, Kepulauan Riau",
        "terung batam": "Pulau Terung, Belakang Padang, Kota Batam, Kepulauan Riau",
        "Kec. Belakang Padang": "Belakang Padang, Kota Batam, Kepulauan Riau",
        "batam": "Kota Batam, Kepulauan Riau",
        "kepulauan riau": "Kepulauan Riau",
        "belakang pading": "Belakang Padang, Kota Batam, Kepulauan Riau",
    }
    found = {words: queries.search_regions(session, words, limit=1)[0].path for words in best}
    assert found == best


def test_a_search_keeps_to_a_level_and_a_place(session: Session) -> None:
    villages = queries.search_regions(session, "batam", level="village", within="21.71", limit=100)
    assert len(villages) > 50
    assert all(row.level == "village" and row.code.startswith("21.71.") for row in villages)


def test_nonsense_finds_nothing_and_breaks_nothing(session: Session) -> None:
    nonsense = ["", "\x00", "%", "xqzwv", "'; DROP TABLE xqzwv; --", "\\"]
    assert [queries.search_regions(session, words, limit=5) for words in nonsense] == [[]] * len(nonsense)


def test_a_code_is_exact(session: Session) -> None:
    assert queries.region(session, "21.71.01").name == "Belakang Padang"
    for code in ("21.71.01.100300", "21.71\x00", "x"):
        with pytest.raises(NotFound):
            queries.region(session, code)
