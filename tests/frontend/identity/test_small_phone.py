"""Every page of identity on a phone 360 pixels wide, in a real browser: nothing sticks out, nothing is refused."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from werkzeug.serving import make_server

from marketplace.database import transaction
from marketplace.identity import services
from tests.marketplace.identity.conftest import PASSWORD, Member

pytestmark = pytest.mark.browser

WIDTH = 360
COOPERATIVE = (
    "/account",
    "/people",
    "/people/invite",
    "/tokens",
    "/organisation",
    "/regions?q=kasu",
    "/organisations/choose",
)
OFFICE = ("/office", "/organisations/new?region=21.71.01.1003")
STRANGER = ("/sign-in", "/recover", "/invitations/unknown", "/api/docs")


@pytest.fixture
def served(whole: Flask) -> Iterator[str]:
    """The product over a real socket."""
    server = make_server("127.0.0.1", 0, whole, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def phone(chromium: Any) -> Iterator[Callable[[], Any]]:
    """A function that opens another phone; at the end none has met an error of ours."""
    contexts, complaints = [], []

    def open_phone() -> Any:
        context = chromium.new_context(viewport={"width": WIDTH, "height": 760})
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if "Security Policy" in said.text else None)
        return page

    yield open_phone
    for context in contexts:
        context.close()
    assert complaints == []


def sticks_out(page: Any) -> bool:
    page.wait_for_load_state("networkidle")
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def sign_in(page: Any, address: str, member: Member) -> None:
    page.goto(f"{address}/sign-in")
    page.get_by_label("Nomor HP atau email").fill(member.phone)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_role("button", name="Masuk").first.click()


def test_nothing_sticks_out_on_a_small_phone(
    served: str,
    phone: Callable[[], Any],
    administrator: Member,
    manager: Member,
    make_organisation: Callable[..., UUID],
    make_member: Callable[..., Member],
) -> None:
    officer = make_member(make_organisation("Dinas Koperasi Batam", "city_office", "21.71"), "officer")
    with transaction() as session:
        services.invite(session, administrator.actor, roles=["treasurer", "manager"], name="Bu Rina")
    wrong = []
    for member, addresses in (
        (None, STRANGER), (administrator, (*COOPERATIVE, f"/people/{manager.membership_id}")), (officer, OFFICE),
    ):  # fmt: skip
        page = phone()
        if member is not None:
            sign_in(page, served, member)
        for address in addresses:
            page.goto(served + address)
            if sticks_out(page):
                wrong.append(address)
    assert wrong == []


def test_a_link_sent_by_chat_makes_a_member_who_is_signed_in(
    served: str, phone: Callable[[], Any], administrator: Member
) -> None:
    office, new = phone(), phone()
    sign_in(office, served, administrator)
    office.goto(f"{served}/people/invite")
    office.get_by_label("Nama").fill("Bu Rina")
    office.get_by_label("Bendahara").check()
    office.get_by_role("button", name="Buat tautan").click()
    link = office.get_by_label("Tautan undangan").input_value()
    new.goto(served + link[link.index("/invitations/") :])
    new.get_by_label("Nomor HP").fill("0812 5555 6666")
    new.get_by_label("Kata sandi").fill(PASSWORD)
    with new.expect_response(lambda answer: answer.request.method == "POST") as answered:
        new.get_by_role("button", name="Terima undangan").click()
    assert answered.value.status == 303
    new.goto(f"{served}/account")
    assert "Bendahara di Koperasi Pulau Terung" in new.inner_text("main")
