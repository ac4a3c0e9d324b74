"""The question that matters most: is the price for one piece, or for the case?"""

from __future__ import annotations

from decimal import Decimal

import pytest

from marketplace.suppliers.reading.candidates import read_texts
from marketplace.suppliers.reading.choosing import Choice, choose
from marketplace.suppliers.reading.contents import Evidence, Texts
from marketplace.suppliers.reading.kinds import kind_of


def _choice(name: str, price: int, unit: str = "", pack: str = "", evidence: Evidence | None = None) -> Choice:
    kind = kind_of(name)
    return choose(read_texts(Texts(name, unit, pack), kind), Decimal(price), 1, evidence or Evidence())


def _codes(choice: Choice) -> list[str]:
    return [code for code, _, _ in choice.issues]


@pytest.mark.parametrize(
    ("name", "price", "unit"),
    [
        ("INDOMIE GORENG 85 gr (40/dus)", 3_100, "pcs"),
        ("INDOMIE GORENG 85 gr (40/dus)", 112_000, "dus"),
        ("AQUA 600 ml (24/dus)", 3_500, "pcs"),
        ("AQUA 600 ml (24/dus)", 46_000, "dus"),
        ("SAMPOERNA MILD 16 (10/slop)", 31_000, "pcs"),
        ("SAMPOERNA MILD 16 (10/slop)", 310_000, "slop"),
    ],
)
def test_the_price_itself_tells_a_piece_from_a_case(name: str, price: int, unit: str) -> None:
    choice = _choice(name, price)

    assert choice.candidate is not None
    assert (choice.candidate.unit, choice.comparable) == (unit, True)


def test_where_nothing_decides_nothing_is_claimed() -> None:
    choice = _choice("BARANG ANEH (24/dus)", 50_000)

    assert (choice.candidate, choice.comparable, _codes(choice)) == (None, False, ["price_unit_unknown"])


def test_sister_rows_decide_what_the_row_alone_cannot() -> None:
    evidence = Evidence()
    evidence.single["bracket:dus"] = 12

    choice = _choice("BARANG ANEH (24/dus)", 50_000, evidence=evidence)

    assert choice.candidate is not None
    assert (choice.candidate.unit, choice.candidate.case) == ("pcs", ("dus", 24))


def test_an_answered_question_decides() -> None:
    evidence = Evidence(answers={"bracket:dus": "whole"})

    choice = _choice("BARANG ANEH (24/dus)", 50_000, evidence=evidence)

    assert choice.candidate is not None
    assert choice.candidate.unit == "dus"


def test_a_unit_that_contradicts_the_name_is_kept_and_offers_the_likely_reading() -> None:
    choice = _choice("MINYAK GORENG 18LTR", 390_000, "Kg")
    (code, _, likely) = choice.issues[0]

    assert (choice.comparable, code) == (False, "unit_contradicts_name")
    assert likely is not None
    assert likely.as_suggestion(Decimal(390_000)) == {
        "order_unit": "jerigen",
        "pack": {"count": 1, "size": "18", "unit": "l"},
        "comparable": {"price": "21666.6667", "per": "l"},
    }


def test_a_price_per_kilogram_is_told_from_the_price_of_the_sack() -> None:
    per_kilogram = _choice("Beras Pandan Wangi 25 KG", 14_500, "Kg")
    per_sack = _choice("Beras Pandan Wangi 25 KG", 362_500, "Kg")

    assert (per_kilogram.comparable, per_sack.comparable) == (True, False)


@pytest.mark.parametrize("unit", ["Dus", "Karton", "Sak", "Box"])
def test_an_outer_unit_without_content_is_not_comparable(unit: str) -> None:
    choice = _choice("Marjan Coco Pandan", 255_000, unit)

    assert (choice.comparable, _codes(choice)) == (False, ["pack_unknown"])


@pytest.mark.parametrize("unit", ["ikat", "sisir", "papan", "ekor", "butir", "bal", "slop", "renceng", "jerigen"])
def test_local_units_are_counted(unit: str) -> None:
    choice = _choice("Barang pasar", 20_000, unit)

    assert choice.candidate is not None
    assert (choice.candidate.unit, choice.candidate.per, choice.comparable) == (unit, "piece", True)


@pytest.mark.parametrize(
    "name", ["SURYA 12 (12x10x10x4/dus)", "KRETEK 16 (16x10x10x4/dus)", "GUDANG GARAM (12x10x10x4/dus)"]
)
def test_sticks_in_a_packet_of_cigarettes_are_no_pieces(name: str) -> None:
    choice = _choice(name, 22_000)

    assert choice.candidate is not None
    assert (choice.candidate.pack_json, choice.candidate.case) == (
        {"count": 1, "size": "1", "unit": "piece"},
        ("dus", 400),
    )


def test_fresh_goods_without_a_unit_are_never_one_piece() -> None:
    evidence = Evidence(fitting=50)

    assert _codes(_choice("Bayam", 3_000, evidence=evidence)) == ["price_unit_unknown"]


def test_what_a_vessel_can_hold_is_not_its_content() -> None:
    choice = _choice("Lunch Box Biru 800ml", 45_000, "pcs")

    assert (choice.comparable, _codes(choice)) == (False, ["capacity_not_content"])


def test_ounces_of_a_drink_may_be_fluid() -> None:
    choice = _choice("Orange juice", 2, "pcs", "12 OZ")

    assert (choice.comparable, _codes(choice)) == (False, ["ounce_ambiguous"])


def test_ten_packets_may_share_a_mass_or_have_it_each() -> None:
    assert _choice("Sabun aneh 10 sachet 30 g", 15_000, "pcs").comparable is False
