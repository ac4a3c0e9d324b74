"""Lists of members as offices keep them: what is read, what is left out, and why."""

from __future__ import annotations

import io
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from marketplace.books.models.members import Member
from marketplace.books.rules.member_lists import day_of, read_members, table_of
from marketplace.books.rules.table_files import UnreadableFile
from marketplace.books.services import member_imports
from marketplace.database import transaction
from marketplace.errors import Invalid, NotPermitted
from tests.marketplace.orders.conftest import make_world

from .savings_world import NEW_YEAR, SAFE, TODAY, SavingsWorld, make_savings_world

LIST = (
    "KOPERASI DESA TERONG\n"
    "No. Anggota;Nama Anggota;No. HP;Tgl. Masuk;NIK;Simp;Simpanan Pokok;Simpanan Wajib\n"
    "A-1;Musa;0812-3456-7890;1/5/2020;2171014107850001;x;Rp 100.000,-;250.000\n"
    "A-2;Siti  Aminah;12;31/2/2020;;;0;\n"
    "A-3;Rahman;;02-06-21;123;;seratus;\n"
    "a-1;Dua kali;;2020-05-01;;;;\n"
    "A-5;;;2020-05-01;;;;\n"
    ";Tanpa nomor;;;;;50000;\n"
)


def read(text: str, **known: Any) -> list[Any]:
    return read_members(table_of(text.encode()), **known)


def test_a_list_is_read_row_by_row_with_what_is_wrong_in_each() -> None:
    musa, siti, rahman, twice, nameless, numberless = read(LIST)
    assert (musa.name, musa.phone, musa.joined_on) == ("Musa", "+6281234567890", date(2020, 5, 1))
    assert (musa.principal, musa.mandatory, musa.findings) == (100_000, 250_000, [])
    assert (siti.name, siti.findings, siti.is_taken) == ("Siti Aminah", ["phone_left_out", "date_unread"], False)
    assert (rahman.joined_on, rahman.findings) == (date(2021, 6, 2), ["nik_left_out", "amount_unread"])
    assert (twice.findings, nameless.findings) == (["number_twice"], ["no_name"])
    assert (numberless.findings, numberless.is_taken, numberless.principal) == (["no_date"], True, 50_000)


def test_numbers_that_are_registered_keep_their_rows_out() -> None:
    assert read(LIST, numbers={"a-1"})[0].findings == ["number_taken"]


def test_a_workbook_and_a_pasted_table_are_read_alike() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Nama", "Tanggal Masuk", "No HP", "Pokok"])
    sheet.append(["Musa", date(2020, 5, 1), 81234567890, 100000])
    data = io.BytesIO()
    book.save(data)
    [from_book] = read_members(table_of(data.getvalue()))
    [pasted] = read("Nama\tTanggal Masuk\tNo HP\tPokok\nMusa\t2020-05-01\t081234567890\t100.000\n")
    assert from_book == pasted
    assert from_book.phone == "+6281234567890"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"a;b\n1;2\n", "no_headings"),
        (b"Nama\nMusa\n", "no_headings"),
        (b"PK\x03\x04 no zip", "kind"),
        (b"x" * 2_000_001, "too_large"),
        (b"nama;nik\n" * 10_001, "too_large"),
    ],
)
def test_what_is_no_list_says_why(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_members(table_of(data))
    assert refused.value.reason == code


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2020-05-01", date(2020, 5, 1)),
        ("1/5/20", date(2020, 5, 1)),
        ("01.05.1999", date(1999, 5, 1)),
        ("1 Mei 2020", date(2020, 5, 1)),
        ("17 Agustus 1985", date(1985, 8, 17)),
        ("1-May-20", date(2020, 5, 1)),
        ("2020-05-01 00:00:00", date(2020, 5, 1)),
        ("31/2/2020", None),
        ("kemarin", None),
        ("5/2020", None),
    ],
)
def test_days_are_read_day_first(written: str, day: date | None) -> None:
    assert day_of(written) == day


@given(st.text(max_size=300))
def test_no_text_breaks_the_reader(text: str) -> None:
    with suppress(UnreadableFile):
        assert all(member.line > 1 for member in read(f"nama;pokok\n{text}"))


@pytest.fixture
def world(app: Flask) -> SavingsWorld:
    return make_savings_world(make_world())


def take(world: SavingsWorld, text: str = LIST, actor: Any = None) -> member_imports.Looked:
    with transaction() as session:
        return member_imports.take_in(
            session, actor or world.treasurer, table_of(text.encode()), SAFE, opening_day=NEW_YEAR
        )


def test_a_list_is_taken_in_once_with_what_each_had_saved(world: SavingsWorld) -> None:
    done = take(world)
    assert [row.name for row in done.taken] == ["Musa", "Tanpa nomor"]
    assert world.books() == {"3-1100": -150_000, "3-1200": -250_000, "3-9100": 400_000}
    with transaction() as session:
        numbers = sorted(member.number for member in session.query(Member))
    assert numbers == ["A-0001", "A-1"]
    again = take(world, LIST.split(";Tanpa nomor")[0])
    assert next(row.findings for row in again.refused) == ["number_taken", "nik_taken"]
    assert world.books()["3-9100"] == 400_000


def test_the_same_nik_twice_in_a_list_is_taken_once(world: SavingsWorld) -> None:
    text = "nama;nik\nMusa;2171014107850001\nMusa lagi;2171 0141 0785 0001\n"
    assert [row.name for row in take(world, text).refused] == ["Musa lagi"]


def test_dues_brought_in_stand_for_the_months_before(world: SavingsWorld) -> None:
    from marketplace.books.queries.savings import savings_of

    world.dues(mandatory=10_000)
    take(world, "nama;tanggal masuk;wajib\nMusa;2019-01-01;40.000\n")
    with transaction() as session:
        member = session.query(Member).one()
        found = savings_of(session, world.treasurer, member.id, today=TODAY)
    assert found.owed == 10_000 * (TODAY.month - 1)
    assert found.standing["principal"].owed == 0


def test_sums_need_the_treasurer_and_no_day_ahead(world: SavingsWorld) -> None:
    with pytest.raises(NotPermitted):
        take(world, actor=world.secretary)
    with pytest.raises(NotPermitted):
        take(world, actor=world.cashier)
    with pytest.raises(Invalid), transaction() as session:
        member_imports.take_in(
            session, world.treasurer, table_of(LIST.encode()), SAFE, opening_day=date(TODAY.year + 1, 1, 1)
        )
    assert world.books() == {}
    assert [row.name for row in take(world, "nama;alamat\nMusa;Terong\n", world.secretary).taken] == ["Musa"]
