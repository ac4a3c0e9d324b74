from datetime import date
from decimal import Decimal

import pytest

from marketplace.errors import DomainError
from marketplace.money import Money
from marketplace.suppliers.comparing.carriage import ANY_SUPPLIER
from marketplace.suppliers.comparing.shopping import UnreadableTable, read_tariffs, read_wants


def test_a_list_of_wants_is_read_in_either_language_and_with_either_mark() -> None:
    english = read_wants("name,quantity,unit\nMinyak goreng,60,l\n")
    indonesian = read_wants("\ufeffNama Barang;Jumlah;Satuan\r\nMinyak goreng;60;liter\r\n\r\n")
    assert english == indonesian
    assert (english[0].quantity, english[0].per, english[0].package) == (Decimal(60), "l", None)


@pytest.mark.parametrize(
    ("quantity", "unit", "expected", "per", "package"),
    [
        ("2", "kuintal", "200", "kg", None),
        ("500", "ml", "0.5", "l", None),
        ("3", "lusin", "36", "piece", None),
        ("100", "butir", "100", "piece", None),
        ("5", "dus", "5", None, "dus"),
        ("2,5", "kg", "2.5", "kg", None),
        ("", "", None, None, None),
    ],
)
def test_units_become_kg_litres_or_pieces_and_packages_stay_packages(
    quantity: str, unit: str, expected: str | None, per: str | None, package: str | None
) -> None:
    (want,) = read_wants(f"name;quantity;unit\nX;{quantity};{unit}\n")
    assert want.quantity == (Decimal(expected) if expected else None)
    assert (want.per, want.package) == (per, package)


def test_the_buyers_own_figures_come_along() -> None:
    (want,) = read_wants(
        "nama;jumlah;satuan;terakhir bayar;harga jual;HET;sebulan;tanggal\nX;1;kg;16100;17000;18000;240;2026-12-01\n"
    )
    facts = want.facts
    assert (facts.last_price, facts.selling_price, facts.cap, facts.monthly_volume) == (16100, 17000, 18000, 240)
    assert want.needed_on == date(2026, 12, 1)


def test_a_wanted_karton_may_state_its_content() -> None:
    (want,) = read_wants("name,quantity,unit\nMie instan 40 x 85 g,2,karton\n")
    assert want.item is not None
    assert (want.item.content, want.item.base) == (Decimal("3.4"), "kg")


@pytest.mark.parametrize(
    "table",
    [
        "name,quantity,unit\nX,1.500,kg\n",
        "name,quantity,unit\nX,dua,kg\n",
        "name,quantity,unit\nX,0,kg\n",
        f"name,quantity,unit\nX,{'9' * 40},kg\n",
        "name,quantity,unit\nX,1,genggam\n",
        "name,quantity,unit\n,1,kg\n",
        "barang apa,berapa\nX,1\n",
        "name,needed_on\nX,besok\n",
        "",
    ],
)
def test_what_can_be_read_in_two_ways_is_refused_with_its_row(table: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_wants(table)
    assert refused.value.message("id")
    assert refused.value.message("en")


def test_the_refusal_of_a_number_shows_both_ways_to_write_it() -> None:
    with pytest.raises(UnreadableTable, match=r"row 2: quantity '1\.500' is not clear\. 1500 / 1,5"):
        read_wants("name,quantity,unit\nX,1.500,kg\n")


def test_freight_is_read_with_zones_shared_legs_and_sailings() -> None:
    tariffs = read_tariffs(
        "pemasok;zona;tahap;per_kg;sekali_antar;hari;kapal\n"
        "CV Laut Jaya;pulau;;350;;2;\n"
        ";pulau;Kapal;100;;1;Senin Kamis\n"
        ";;;;50000;;\n"
        ";pulau;Tol laut;;;1;tiap 14 hari sejak 2026-11-25\n",
        {"CV Laut Jaya": "cv"},
    )
    assert [(each.supplier, each.zone, each.leg.name) for each in tariffs] == [
        ("cv", "pulau", "Ongkir"),
        (None, "pulau", "Kapal"),
        (ANY_SUPPLIER, None, "Ongkir"),
        (None, "pulau", "Tol laut"),
    ]
    assert (tariffs[0].leg.per_kg, tariffs[0].leg.days, tariffs[2].leg.per_drop) == (Decimal(350), 2, Money(50_000))
    assert tariffs[1].leg.sailings is not None
    assert tariffs[1].leg.sailings.on_or_after(date(2026, 11, 24)) == date(2026, 11, 26)
    assert not tariffs[3].leg.priced
    assert tariffs[3].leg.sailings is not None
    assert tariffs[3].leg.sailings.on_or_after(date(2026, 11, 26)) == date(2026, 12, 9)


@pytest.mark.parametrize("table", ["supplier,per_kg\nToko Lain,300\n", "supplier,per_kg\nCV,x\n", "apa,itu\n1,2\n"])
def test_a_freight_table_that_fits_no_list_is_refused(table: str) -> None:
    with pytest.raises(UnreadableTable):
        read_tariffs(table, {"CV": "cv"})
