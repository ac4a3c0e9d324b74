"""The pages of the surplus: the meeting's percentages, the calculation, its check, the approval, the payments."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest

from marketplace.actor import Actor
from tests.frontend.orders.conftest import browser, world
from tests.frontend.orders.test_pages import text
from tests.marketplace.books.loans_world import lending_of
from tests.marketplace.books.one_database import app, owner_url
from tests.marketplace.books.surplus_world import MEMBER_SHARES, YEAR, Dividing, dividing_of
from tests.marketplace.orders.clients import Browser
from tests.marketplace.orders.conftest import TODAY, World

from .test_loan_pages import followed

__all__ = ["app", "browser", "owner_url", "world"]

Browsers = Callable[[Actor], Browser]


@pytest.fixture
def dividing(world: World) -> Dividing:
    return dividing_of(lending_of(world))


def decision(**values: str) -> dict[str, str]:
    shares = {f"member-{fund}": share for fund, share in MEMBER_SHARES.items()}
    given = {"number": "RAT/1", "held_on": str(TODAY), "basis": "year_end", "others-reserve": "100", **shares}
    return {**given, "idempotency_key": "k", **values}


def test_the_surplus_goes_from_the_meeting_to_the_receipt(browser: Browsers, dividing: Dividing) -> None:
    world = dividing.lending.world
    treasurer, chair, cashier = browser(world.treasurer), browser(world.chair), browser(world.cashier)
    assert "Catat keputusan RAT" in text(treasurer.get("/books/surplus"))
    address = f"/books/surplus/{YEAR}/resolution"
    wrong = treasurer.post(address, **decision(**{"member-reserve": "45"}))
    assert wrong.status_code == 422
    assert "jumlahnya harus tepat 100 %" in text(wrong)
    assert f"Hitung SHU {YEAR}" in text(followed(treasurer, treasurer.post(address, **decision())))
    made = followed(treasurer, treasurer.post(f"/books/surplus/{YEAR}/prepare", idempotency_key="p"))
    shown = text(made)
    assert "SHU yang dibagi Rp72.000.000" in shown
    assert "Anggota 1" in shown
    assert "Menunggu persetujuan ketua" in shown
    (check,) = set(re.findall(r'href="(/books/surplus/[0-9a-f-]+)/check"', made.text))
    checked = text(browser(world.supervisor).get(f"{check}/check"))
    assert "Sama persis, sampai rupiah terakhir" in checked
    assert "Tidak ada jurnal baru yang mengubahnya" in checked
    assert treasurer.post(f"{check}/approve", idempotency_key="a").status_code == 403
    approved = followed(chair, chair.post(f"{check}/approve", idempotency_key="a"))
    assert "disetujui dan dibukukan" in text(approved)
    (part, *_) = re.findall(r'href="(/books/surplus/[0-9a-f-]+/parts/[0-9a-f-]+)"', cashier.get(check).text)
    assert "Bayar dan bukukan" in text(cashier.get(part))
    receipt = followed(cashier, cashier.post(part, way="cash", idempotency_key="c"))
    assert "Bukti pembagian SHU" in text(receipt)
    assert "rupiah" in text(receipt)
    rest = followed(treasurer, treasurer.post(f"{check}/pay-all", idempotency_key="r"))
    assert "Sudah dibayar" in text(rest)
    assert "(3 dari 3 anggota)" in text(rest)
    assert "2-4100" not in dividing.lending.books()
    estimate = text(treasurer.get("/books/surplus"))
    assert "Tahun ini, perkiraan" in estimate


def test_the_meeting_gets_the_list_of_all_members(browser: Browsers, dividing: Dividing) -> None:
    made = dividing.prepared()
    answer = browser(dividing.lending.treasurer).get(f"/books/surplus/{made.id}/list.xlsx")
    funds, members = sheets_of(answer.data)
    assert funds[-1][-1] == 72_000_000
    assert [row[1] for row in members[-4:]] == ["Anggota 1", "Anggota 2", "Anggota 3", "Jumlah"]
    assert members[-1][-1] == sum(row[-1] for row in members[-4:-1])
    assert browser(dividing.lending.world.member).get(f"/books/surplus/{made.id}/list.xlsx").status_code == 403


def sheets_of(data: bytes) -> list[list[list[Any]]]:
    """The filled rows of each sheet."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    return [[row for row in sheet.to_python() if any(row)] for sheet in map(book.get_sheet_by_index, range(2))]


def test_the_journal_leads_back_to_the_division(browser: Browsers, dividing: Dividing) -> None:
    made = dividing.posted()
    treasurer = browser(dividing.lending.treasurer)
    assert made.entry_ids
    entry = treasurer.get(f"/books/entries/{made.entry_ids[0]}")
    assert f"/books/surplus/{made.id}" in entry.text


def test_strangers_see_nothing_of_it(browser: Browsers, dividing: Dividing) -> None:
    made = dividing.posted()
    world = dividing.lending.world
    for actor in (world.member, world.seller, world.officer):
        for address in ("/books/surplus", f"/books/surplus/{made.id}", f"/books/surplus/{made.id}/check"):
            assert browser(actor).get(address).status_code == 403, address
    other = browser(world.other_manager)
    for address in (f"/books/surplus/{made.id}", f"/books/surplus/{made.id}/check"):
        assert other.get(address).status_code == 404
    assert str(YEAR) + "</a>" not in other.get("/books/surplus").text
    assert other.post(f"/books/surplus/{made.id}/undo", reason="x").status_code == 404
    assert dividing.lending.books()["2-4100"] < 0
