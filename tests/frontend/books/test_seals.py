"""The pages of proof: a button whose answer a supervisor understands, a code that is kept on paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from sqlalchemy import update

import cooperative_ledger as ledger
from marketplace.actor import Actor
from marketplace.bookkeeping import Books, ensure_books
from marketplace.books import jobs
from marketplace.books.models.seals import LedgerCheck
from marketplace.books.services import seals as services
from marketplace.clock import now
from marketplace.database import transaction
from marketplace.settings import Settings
from tests.frontend.orders.conftest import browser, world
from tests.frontend.orders.test_pages import text
from tests.marketplace.orders.clients import Browser
from tests.marketplace.orders.conftest import TODAY, World

__all__ = ["browser", "world"]

Browsers = Callable[[Actor], Browser]


@pytest.fixture
def booked(world: World) -> World:
    """Books with three entries, sealed."""
    with transaction() as session:
        ensure_books(session, Books(world.cooperative_id, "Koperasi Uji", "WIB"), TODAY)
        post(session, world, 3)
    jobs.seal_books("slot-1", {})
    return world


def post(session: Any, world: World, number: int) -> None:
    lines = (ledger.debit("1-1100", 5_000), ledger.credit("4-1100", 5_000))
    entries = [ledger.Entry(source="uji", key=uuid4().hex, lines=lines) for _ in range(number)]
    ledger.post(session.connection(), world.cooperative_id, entries, actor="bendahara")


def checked(person: Browser, kept: str = "") -> Any:
    """The page that pressing the button leads to."""
    page = person.get("/books/proof")
    (key,) = re.findall(r'name="idempotency_key" value="([^"]*)"', page.text)
    answer = person.post("/books/proof", kept=kept, idempotency_key=key)
    return person.get(answer.headers["Location"]) if answer.status_code == 303 else answer


def code_on(page: Any) -> str:
    """The seal's code as the page shows it."""
    (shown,) = re.findall(r'<p class="seal-code">(.*?)</p>', page.text)
    return re.sub(r"<[^>]+>", "", shown)


def test_a_supervisor_presses_the_button_and_compares_a_code_from_the_paper(browser: Browsers, booked: World) -> None:
    with transaction() as session:
        post(session, booked, 2)
    supervisor = browser(booked.supervisor)
    assert "Segel nomor 1" in text(supervisor.get("/books/proof"))
    assert "2 jurnal menunggu segel berikutnya." in text(supervisor.get("/books/proof"))
    answer = text(checked(supervisor))
    assert "3 jurnal diperiksa, semua cocok dengan segel terakhir" in answer
    assert "2 jurnal belum disegel." in answer
    assert "Supaya lebih yakin" in answer
    assert "✓ cocok" in text(supervisor.get("/books/proof"))
    assert "Bukti buku" in text(supervisor.get("/books"))
    supervisor = browser(booked.supervisor)
    shown = supervisor.get("/books/proof/seals/1")
    code = code_on(shown)
    assert code == code_on(supervisor.get("/books/proof"))
    assert "nomor 1 sampai 3" in text(shown)
    assert f"Segelnya: {code}. Simpan pesan ini." in text(shown)
    answer = text(checked(supervisor, code.lower()))
    assert "Segel yang Anda simpan juga cocok." in answer
    assert "Supaya lebih yakin" not in answer
    mistyped = checked(supervisor, code[:-1] + ("2" if code[-1] != "2" else "3"))
    assert (mistyped.status_code, "Ada huruf yang salah salin." in text(mistyped)) == (422, True)
    assert code[:-1] in mistyped.text  # what was typed is still there
    kept = supervisor.get("/books/proof/seals/1/file")
    assert kept.headers["Content-Disposition"] == 'attachment; filename="segel-1.json"'
    assert "Segel yang Anda simpan juga cocok." in text(checked(supervisor, kept.text))


def test_what_does_not_fit_is_told_with_the_way_to_it(browser: Browsers, booked: World, settings: Settings) -> None:
    with psycopg.connect(settings.owner_database_url) as superuser:
        superuser.execute("ALTER TABLE ledger.entry DISABLE TRIGGER no_change")
        superuser.execute("ALTER TABLE ledger.account DISABLE TRIGGER ALL")
        row = superuser.execute(
            "UPDATE ledger.entry SET actor = 'x' WHERE entry_id = (SELECT max(entry_id::text)::uuid FROM ledger.entry) "
            "RETURNING entry_id"
        ).fetchone()
        superuser.execute("UPDATE ledger.account SET name = 'Kas lain' WHERE code = '1-1100'")
    assert row is not None
    supervisor = browser(booked.supervisor)
    page = checked(supervisor)
    assert "Ada 2 hal yang tidak cocok." in text(page)
    assert "Isinya diubah: jurnal nomor 3" in text(page)
    assert "Isinya diubah: akun 1-1100" in text(page)
    assert f'href="/books/entries/{row[0]}"' in page.text
    assert "✕ tidak cocok" in text(supervisor.get("/books/proof"))
    assert "Pemeriksaan buku menemukan 2 hal yang tidak cocok" in text(supervisor.get("/books"))
    other = checked(supervisor, ledger.seal_code(ledger_seal(booked, b"x" * 32)))
    assert "Bukan segel yang Anda simpan: segel 1" in text(other)


def ledger_seal(world: World, seal_hash: bytes) -> ledger.Seal:
    from dataclasses import replace

    with transaction() as session:
        newest = ledger.newest_seal(session.connection(), world.cooperative_id)
    assert newest is not None
    return replace(newest, seal_hash=seal_hash)


def test_long_books_are_checked_in_the_background_and_the_page_waits(
    browser: Browsers, booked: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(services, "AT_ONCE", 2)
    supervisor = browser(booked.supervisor)
    waiting = checked(supervisor)
    assert "Memeriksa setiap jurnal" in text(waiting)
    (poll,) = re.findall(r'data-poll="([^"]+)"', waiting.text)
    asked = supervisor.get(poll).json
    assert (asked["state"], asked["total"], asked["sentence"]) == ("queued", 3, "0 dari sekitar 3 jurnal")
    check_id = UUID(poll.split("/")[-2])
    jobs.check_books("1", {"check_id": str(check_id)})
    assert supervisor.get(poll).json["state"] == "done"
    assert "3 jurnal diperiksa" in text(supervisor.get(f"/books/proof/checks/{check_id}"))
    with transaction() as session:
        stale = {"state": "running", "found": None, "entries_sealed": None, "finished_at": None}
        session.execute(update(LedgerCheck).values(created_at=now() - timedelta(hours=1), **stale))
    assert "terhenti sebelum selesai" in text(supervisor.get(f"/books/proof/checks/{check_id}"))


def test_an_entry_leads_to_its_proof(browser: Browsers, booked: World) -> None:
    with transaction() as session:
        first, *_ = ledger.journal(session.connection(), booked.cooperative_id)
        post(session, booked, 1)
        newest = next(iter(ledger.journal(session.connection(), booked.cooperative_id)), None)
        entries = {entry.entry_id for entry in ledger.journal(session.connection(), booked.cooperative_id)}
    assert newest is not None
    supervisor = browser(booked.supervisor)
    address = f"/books/entries/{first.entry_id}/proof"
    assert address in supervisor.get(f"/books/entries/{first.entry_id}").text
    shown = supervisor.get(address)
    assert "Jurnal nomor 1" in text(shown)
    assert code_on(shown) == code_on(supervisor.get("/books/proof"))
    assert supervisor.get(f"{address}/file").json["journal_number"] == 1
    (waiting,) = [each for each in entries if supervisor.get(f"/books/entries/{each}/proof/file").status_code == 404]
    assert "Jurnal ini belum disegel." in text(supervisor.get(f"/books/entries/{waiting}/proof"))


def test_every_seal_is_listed_a_page_at_a_time_for_who_may_read(browser: Browsers, booked: World) -> None:
    for _ in range(50):
        with transaction() as session:
            ledger.rename_account(session.connection(), booked.cooperative_id, "1-1100", uuid4().hex)
        with transaction() as session:
            assert services.seal_once(session, booked.cooperative_id) is not None
    supervisor = browser(booked.supervisor)
    page = supervisor.get("/books/proof/seals")
    assert page.text.count('href="/books/proof/seals/') == 50
    (older,) = re.findall(r'rel="next" href="([^"]+)"', page.text)
    assert 'href="/books/proof/seals/1"' in supervisor.get(older).text
    for actor in (booked.member, booked.cashier, booked.seller, booked.officer):
        for address in ("/books/proof", "/books/proof/seals", "/books/proof/seals/1", "/books/proof/seals/1/file"):
            assert browser(actor).get(address).status_code == 403
    assert browser(booked.other_manager).get("/books/proof/seals/1").status_code == 404


def test_before_the_first_seal_the_page_says_so(browser: Browsers, world: World) -> None:
    supervisor = browser(world.supervisor)
    assert "Belum ada segel." in text(supervisor.get("/books/proof"))
    assert "Belum ada segel." in text(supervisor.get("/books/proof/seals"))
    assert "0 jurnal diperiksa satu per satu" in text(checked(supervisor))
