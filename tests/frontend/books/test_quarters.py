"""The quarter's pages: from running figures through words and signature to a link that anybody may open."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from marketplace.actor import Actor
from marketplace.books.services import quarters as services
from marketplace.database import transaction
from marketplace.identity.models import Organisation
from tests.frontend.orders.conftest import browser, world
from tests.frontend.orders.test_pages import text
from tests.marketplace.books.test_quarters import PAST, House
from tests.marketplace.orders.clients import Browser
from tests.marketplace.orders.conftest import World

__all__ = ["browser", "world"]

Browsers = Callable[[Actor], Browser]
ADDRESS = f"/books/quarters/{PAST.year}/{PAST.number}"


@pytest.fixture
def house(world: World) -> House:
    house = House(world)
    house.trade()
    return house


def hidden(page: Any, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    assert found is not None, name
    return found.group(1)


def test_a_quarter_is_written_signed_shared_and_read_by_a_stranger(app: Flask, browser: Browsers, house: House) -> None:
    treasurer, chair = browser(house.world.treasurer), browser(house.world.chair)
    running = treasurer.get(ADDRESS)
    assert "Masuk Rp1.400.000, keluar Rp800.000. Tersisa Rp600.000." in text(running)
    assert "masih buka:" in text(running)
    (detail,) = re.findall(r'href="(/books/reports/income-statement[^"]*)"', running.text)
    assert "1.400.000" in text(treasurer.get(detail.replace("&amp;", "&")))
    wrong = treasurer.post(ADDRESS, note=" ", idempotency_key=hidden(running, "idempotency_key"))
    assert (wrong.status_code, "Tulis catatan untuk anggota" in text(wrong)) == (422, True)
    fields = {"note": "Penjualan naik.", "idempotency_key": hidden(running, "idempotency_key")}
    for _sent_twice in range(2):
        assert treasurer.post(ADDRESS, **fields).status_code == 303

    to_sign = chair.get(ADDRESS)
    [sign] = re.findall(r'action="(/books/quarters/editions/[^"]+/sign)"', to_sign.text)
    seen = {name: hidden(to_sign, name) for name in ("version", "seen", "idempotency_key")}
    assert chair.post(sign, **seen).status_code == 422
    refused = chair.post(sign, read="yes", **seen)
    assert (refused.status_code, "belum ditutup" in text(refused)) == (409, True)
    house.close_up_to(PAST)
    assert treasurer.post(sign, read="yes", **seen).status_code == 403
    signed = chair.post(sign, read="yes", **seen)
    assert signed.status_code == 303
    edition = signed.headers["Location"]

    shown = chair.get(edition)
    assert "Disusun Ratna, ditandatangani Harun" in text(shown)
    assert "Semua cocok." in text(browser(house.world.supervisor).get(f"{edition}/check"))
    assert browser(house.world.member).get(f"{edition}/check").status_code == 403
    assert "Tautannya" not in text(browser(house.world.member).get(edition))
    chair.post(f"{edition}/share", idempotency_key=hidden(shown, "idempotency_key"))
    [token] = set(re.findall(r"/books/q/([\w-]{40,})", chair.get(edition).text))

    stranger = app.test_client()
    public = stranger.get(f"/books/q/{token}")
    assert public.status_code == 200
    assert "Koperasi Terong" in text(public)
    assert "Sisa hasil usaha 600.000 300.000" in text(public)
    assert "noindex" in public.headers["X-Robots-Tag"]
    assert "Udin" not in public.text, "no member is named"
    assert not public.headers.getlist("Set-Cookie"), "who reads is not followed"
    assert stranger.get("/books/q/" + "x" * 43).status_code == 404
    assert "dibuka sekali" in text(chair.get(edition))

    [link] = re.findall(r'action="(/books/quarters/links/[^"]+/revoke)"', chair.get(edition).text)
    assert browser(house.world.supervisor).post(link).status_code == 403
    chair.post(link)
    closed = stranger.get(f"/books/q/{token}")
    assert (closed.status_code, "Tautan ini tidak berlaku" in text(closed)) == (404, True)
    with transaction() as session:
        assert session.query(services.QuarterEdition).count() == 1


def test_who_may_not_see_a_draft_sees_the_list_of_what_is_signed(browser: Browsers, house: House) -> None:
    house.close_up_to(PAST)
    member = browser(house.world.member)
    assert "Belum ada ringkasan yang terbit." in text(member.get("/books/quarters"))
    assert member.get(ADDRESS).status_code == 403
    assert member.post(ADDRESS, note="Saya").status_code == 403
    signed = house.sign(house.prepare())
    assert "terbit, edisi 1" in text(member.get("/books/quarters"))
    for actor in (house.world.seller, house.world.officer):
        assert browser(actor).get("/books/quarters").status_code == 403
    other = browser(house.world.other_manager)
    assert other.get(f"/books/quarters/editions/{signed.id}").status_code == 404
    assert other.get(ADDRESS).status_code == 404
    assert browser(house.world.treasurer).get("/books/quarters/2026/5").status_code == 404


def test_a_signed_quarter_is_mended_by_a_new_edition_and_both_stay(browser: Browsers, house: House) -> None:
    house.close_up_to(PAST)
    first = house.sign(house.prepare())
    treasurer = browser(house.world.treasurer)
    again = treasurer.get(ADDRESS)
    sent = {"note": "Betul sekarang.", "idempotency_key": hidden(again, "idempotency_key")}
    assert treasurer.post(ADDRESS, **sent).status_code == 422
    sent["idempotency_key"] = hidden(treasurer.get(ADDRESS), "idempotency_key")
    assert treasurer.post(ADDRESS, what_changed="Nota listrik.", **sent).status_code == 303
    waiting = treasurer.get(ADDRESS)
    assert "Nota listrik." in text(waiting)
    mended = {"edition": hidden(waiting, "edition"), "version": hidden(waiting, "version")}
    assert treasurer.post(ADDRESS, note="Lebih jelas.", what_changed="Nota air.", **mended).status_code == 303
    stale = treasurer.post(ADDRESS, note="Lama.", what_changed="Lama.", **mended)
    assert stale.status_code == 409
    with transaction() as session:
        second = services._newest(session, house.world.treasurer, PAST)
    assert second is not None
    house.sign(second)
    old = text(browser(house.world.member).get(f"/books/quarters/editions/{first.id}"))
    assert "Ada edisi 2 yang membetulkan halaman ini." in old


def test_the_city_office_sees_who_published_and_opens_what_is_shared(browser: Browsers, house: House) -> None:
    house.close_up_to(PAST)
    signed = house.sign(house.prepare())
    with transaction() as session:
        for organisation in session.query(Organisation):
            organisation.regency_code = "21.71"
    officer = browser(house.world.officer)
    before = officer.get("/books/published")
    assert "1 dari 2 koperasi sudah menerbitkan" in text(before)
    assert "Koperasi Terong ✓ terbit tautannya tidak dibagikan" in text(before)
    assert "/books/q/" not in before.text
    with transaction() as session:
        link = services.share(session, house.world.chair, signed.id)
    shown = officer.get("/books/published")
    assert f"/books/q/{link.token}" in shown.text
    assert "600.000" not in text(shown)
    assert officer.get(f"/books/quarters/editions/{signed.id}").status_code == 403
    for actor in (house.world.treasurer, house.world.seller, house.world.other_manager):
        assert browser(actor).get("/books/published").status_code == 403
