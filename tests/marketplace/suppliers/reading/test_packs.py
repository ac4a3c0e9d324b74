"""Packs as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from marketplace.suppliers.reading.packs import scan, scan_cell


@pytest.mark.parametrize(
    ("text", "count", "size", "measure"),
    [
        ("Kopi 5X25g", 5, "25", "g"),
        ("Jus 4x250ml", 4, "250", "ml"),
        ("Mie 85g x 40 Pcs", 40, "85", "g"),
        ("Beras sak 25 kg", 1, "25", "kg"),
        ("Kwetiau @500GR", 1, "500", "g"),
        ("Gula 1/2 kg", 1, "0.5", "kg"),
        ("Cat pail 18 L", 1, "18", "l"),
        ("KECAP 1,7KG", 1, "1.7", "kg"),
        ("Minyak Goreng 18LTR", 1, "18", "l"),
        ("Susu 1.000 ml", 1, "1000", "ml"),
        ("Sabun 600+150mL", 1, "750", "ml"),
        ("24 btl x 600 ml", 24, "600", "ml"),
        ("Gula 5 ons", 1, "500", "g"),
    ],
)
def test_a_size_and_its_count_are_found_in_a_name(text: str, count: int, size: str, measure: str) -> None:
    pack = scan(text)

    assert (pack.count, pack.size, pack.measure, pack.doubt) == (count, Decimal(size), measure, None)


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("10 3/4 OZ", "304.757373593750"),
        (".29 OZ", "8.221361706250"),
        ("EX   16 OZ", "453.59237"),
        ("12 PK/12 OZ", "340.1942775"),
        ("10/6.75 OZ", "191.359281093750"),
        ("8-1 OZ", "28.349523125"),
        ("2 LB 3 OZ", "992.233309375"),
    ],
)
def test_ounces_become_grams(text: str, grams: str) -> None:
    pack = scan_cell(text)

    assert (pack.size, pack.measure) == (Decimal(grams), "g")


@pytest.mark.parametrize(
    ("text", "count"), [("12 PK/12 OZ", 12), ("12 OZ/12 PK", 12), ("10/6.75 OZ", 10), ("6 PK/8 OZ", 6)]
)
def test_a_count_over_a_size_counts_packets(text: str, count: int) -> None:
    assert scan_cell(text).count == count


@pytest.mark.parametrize(
    ("text", "pieces", "size"),
    [
        ("10'S 95G", 10, "95"),
        ("10'S 180G", 10, "180"),
        ("8pcs masala 496gm", 8, "496"),
        ("2X52's", 104, None),
        ("20+2'S M", 22, None),
    ],
)
def test_pieces_share_the_size_as_their_total(text: str, pieces: int, size: str | None) -> None:
    pack = scan(text)

    assert (pack.pieces, pack.size) == (pieces, None if size is None else Decimal(size))


@pytest.mark.parametrize(
    ("text", "unit", "count"),
    [
        ("Kecap (24/dus)", "dus", 24),
        ("Rokok (12x10x10x4/dus)", "dus", 4800),
        ("Permen (120/pak 720/dus)", "dus", 720),
        ("Kantong (5X100/BAL)", "bal", 500),
        ("karton isi 40 x 85 g", "karton", 40),
        ("dus isi 24", "dus", 24),
        ("24 pcs/dus", "dus", 24),
        ("1 dus = 24 pcs", "dus", 24),
        ("Karton 24", "karton", 24),
        ("Dus (24)", "dus", 24),
        ("dus@24", "dus", 24),
    ],
)
def test_an_outer_pack_is_found_with_its_count(text: str, unit: str, count: int) -> None:
    case = scan_cell(text).cases[0]

    assert (case.unit, case.count) == (unit, count)


@pytest.mark.parametrize("text", ["Lakban 60/dus dan 90/dus", "Teh (12/24/dus)", "Momogi (120/160 /DUS)"])
def test_two_contents_of_one_case_are_a_doubt_and_no_case(text: str) -> None:
    pack = scan(text)

    assert (pack.cases, pack.doubt) == ((), "case_ambiguous")


@pytest.mark.parametrize(
    "text",
    ["Acyclovir (400 mg)", "Posca Pc-5m", "SAMSUNG A20S [64GB]", "Udang (ISI 20-25)", "Snack @1000", "Lampu LED 7w",
     "Sprei (160x200) cm", "Uniball Um-153s", "Susu 0-6 Bulan", "Sabun 2 in 1"],
)  # fmt: skip
def test_strengths_codes_ranges_and_ages_are_no_content(text: str) -> None:
    pack = scan(text)

    assert (pack.size, pack.pieces, pack.cases) == (None, None, ())


def test_two_different_sizes_in_one_name_are_a_doubt() -> None:
    assert scan("Deterjen 800 g 1 kg").doubt == "size_ambiguous"


@pytest.mark.parametrize(
    ("text", "count"), [("24", 24), ("12x24", 288), ("@24", 24), ("24.0", 24), ("12 pak x 10 pcs", 120)]
)
def test_a_bare_number_in_a_pack_cell_is_a_content(text: str, count: int) -> None:
    bare = scan_cell(text).bare

    assert bare is not None
    assert bare.count == count


@pytest.mark.parametrize(("text", "size"), [("PT", "473.176473"), ("GAL", "3.785411784"), ("HALF GAL", "1.892705892")])
def test_a_measure_alone_in_a_pack_cell_is_one_of_it(text: str, size: str) -> None:
    assert scan_cell(text).size == Decimal(size)


def test_a_name_may_say_what_the_price_is_for() -> None:
    assert scan("Telur Ayam Negeri (Harga Per-Butir)").per == "butir"
    assert scan("Indomie 1 dus isi 40").per == "dus"
