"""A quarter with every line there can be fits one sheet of A4 and a phone of 360 pixels."""

from __future__ import annotations

import io
import threading
from typing import Any

import pdfplumber
from flask import Flask
from werkzeug.serving import make_server

from marketplace.books.models.quarters import QuarterEdition, QuarterLink
from marketplace.books.rules.editions import content_hash
from marketplace.books.rules.quarters import PLACES, SAVINGS
from marketplace.clock import now
from marketplace.database import transaction
from marketplace.identifiers import new_id
from tests.frontend.orders.conftest import world
from tests.marketplace.books.test_quarters import PAST
from tests.marketplace.orders.conftest import World

__all__ = ["world"]

LARGE = 1_234_567_890
LONGEST_NOTE = "Penjualan naik karena perahu baru; dua pinjaman tertunggak sedang didatangi. " * 12


def full_content() -> dict[str, Any]:
    """Every line with figures as wide as a large cooperative has."""
    names = {"income": "income", "expenses": "expense", "assets": "asset", "debts": "liability", "equity": "equity"}
    journal: dict[str, Any] = {name: [[key, LARGE, -LARGE] for key, _ in PLACES[kind]] for name, kind in names.items()}
    journal |= {
        "savings": [[key, LARGE, LARGE] for key, _ in SAVINGS],
        "through": PAST.last.isoformat(),
        "payables": [120, 97, LARGE, LARGE - 10_000_000],
        "receivables": [40, 31, LARGE, LARGE // 2],
        "stock_points": [LARGE] * 4,
        "loans_outstanding": LARGE,
        "cost_of_goods": LARGE,
        "consigned_sold": LARGE,
        "active_members": 1_203,
        "active_members_before": 1_100,
    }
    register = {"members": 4_321, "members_before": 4_200, "loans_late": LARGE // 20, "loans_running": LARGE}
    return {
        "version": 1,
        "cooperative": {"id": str(new_id()), "name": "Koperasi Desa Merah Putih Pulau Terung Belakang Padang"},
        "year": PAST.year, "quarter": PAST.number, "edition": 2, "journal": journal, "register": register,
        "note": LONGEST_NOTE, "what_changed": "Nota listrik Juni masuk.", "prepared_by": "Hasan Basri",
        "signed_by": "Zainab Idris", "signed_at": now().isoformat(), "known_at": now().isoformat(),
        "seal": {"number": 128, "code": "128-Y3V6-HFV1-1SEF-KW8X-BH", "hash": "0" * 64, "entries": 90_210},
    }  # fmt: skip


def published(world: World) -> str:
    """The token of a signed edition with that content."""
    content = full_content()
    with transaction() as session:
        edition = QuarterEdition(
            id=new_id(), cooperative_id=world.cooperative_id, year=PAST.year, quarter=PAST.number, edition=2,
            state="signed", note=LONGEST_NOTE, what_changed="Nota listrik Juni masuk.",
            prepared_by=world.treasurer.person_id, prepared_by_name="Hasan Basri", prepared_at=now(),
            signed_by=world.chair.person_id, signed_by_name="Zainab Idris", signed_at=now(), known_at=now(),
            content=content, content_hash=content_hash(content), seal_number=128, seal_hash="0" * 64,
        )  # fmt: skip
        session.add(edition)
        session.flush()
        link = QuarterLink(cooperative_id=world.cooperative_id, edition_id=edition.id, person_name="Zainab Idris")
        session.add(link)
        session.flush()
        return link.token


def test_the_fullest_quarter_fits_one_sheet_and_a_small_phone(app: Flask, chromium: Any, world: World) -> None:
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/books/q/{published(world)}"
        context = chromium.new_context(viewport={"width": 360, "height": 740})
        page = context.new_page()
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        with pdfplumber.open(io.BytesIO(page.pdf(format="A4"))) as paper:
            assert len(paper.pages) == 1
            assert "128-Y3V6-HFV1-1SEF-KW8X-BH" in paper.pages[0].extract_text()
        context.close()
    finally:
        server.shutdown()
        thread.join()
