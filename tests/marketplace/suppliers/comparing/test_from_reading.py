from decimal import Decimal
from typing import Any

import pytest

from marketplace.suppliers.comparing import Pack, Tier
from marketplace.suppliers.comparing.from_reading import offers_from_reading, term_from_text


def reading(*rows: dict[str, Any], **given: Any) -> dict[str, Any]:
    plain = {
        "row": 7, "sheet": None, "page": None, "part": 1, "name": "Minyak goreng", "brand": None, "barcode": None,
        "category": None, "raw": {"price": "Rp 180.000", "unit": "dus", "pack": None}, "order_unit": "dus",
        "pack": {"count": 12, "size": "1", "unit": "l"}, "case": None, "price": "180000", "currency": "IDR",
        "tiers": [], "terms": [], "tax": None, "comparable": {"price": "15000", "per": "l"}, "issues": [],
    }  # fmt: skip
    return {"file": "daftar.csv", "tax": None, "sheets": [], "rows": [plain | row for row in rows]} | given


def one(row: dict[str, Any], **given: Any) -> Any:
    (offer,) = offers_from_reading(reading(row, **given), supplier="CV", tax=given.get("tax_given"))
    return offer


def test_a_row_becomes_an_offer_with_its_place_in_the_list() -> None:
    offer = one({"tiers": [{"min_quantity": "5", "price": "175000"}, {"min_quantity": "9", "price": None}]})
    assert (offer.key, offer.price, offer.pack) == ("CV:7:1", Decimal(180_000), Pack(Decimal(12), Decimal(1), "l"))
    assert (offer.source.text(), offer.written_price) == ("baris 7", "Rp 180.000")
    assert offer.tiers == (Tier(Decimal(5), Decimal(175_000)),)
    assert offer.doubt is None


@pytest.mark.parametrize(
    ("row", "sheet", "document", "tax"),
    [
        ("exempt", "included", "excluded", "exempt"),
        (None, "included", "excluded", "included"),
        (None, None, "excluded", "excluded"),
        (None, None, None, None),
        ("mixed", None, None, None),
    ],
)
def test_the_tax_basis_is_the_rows_then_the_sheets_then_the_lists(
    row: str | None, sheet: str | None, document: str | None, tax: str | None
) -> None:
    offer = one({"tax": row, "sheet": "Harga"}, tax=document, sheets=[{"sheet": "Harga", "tax": sheet}])
    assert offer.tax == tax


def test_a_basis_given_from_outside_holds_only_where_the_list_is_silent() -> None:
    rows = reading({"tax": "included"}, {"tax": None, "row": 8})
    offers = offers_from_reading(rows, supplier="CV", tax="excluded")
    assert [offer.tax for offer in offers] == ["included", "excluded"]


def test_a_row_without_comparable_price_carries_its_doubt_and_its_likely_reading() -> None:
    suggestion = {"order_unit": "dus", "pack": {"count": 12, "size": "1", "unit": "l"}, "comparable": None}
    issue = {"code": "pack_unknown", "message": "Isi per dus tidak disebut.", "suggestion": suggestion}
    offer = one({"pack": None, "comparable": None, "issues": [issue]})
    assert (offer.doubt.code, offer.doubt.sentence.indonesian) == ("pack_unknown", "isi per dus tidak disebut")
    assert offer.doubt.likely.pack == Pack(Decimal(12), Decimal(1), "l")


def test_an_issue_beside_a_claimed_price_does_not_stop_the_comparison() -> None:
    issue = {"code": "barcode_invalid", "message": "Angka periksa barcode tidak cocok.", "suggestion": None}
    assert one({"issues": [issue]}).doubt is None


@pytest.mark.parametrize(
    "pack", [None, {}, {"count": 0, "size": "1", "unit": "l"}, {"count": 1, "size": "x", "unit": "l"}]
)
def test_a_pack_that_is_none_stays_none(pack: dict[str, Any] | None) -> None:
    assert one({"pack": pack, "comparable": None}).pack is None


@pytest.mark.parametrize(
    ("text", "kind", "factor", "quantity"),
    [
        ("wajib paket 1 dus sabun", "bundle", None, None),
        ("kuota 10 dus", "quota", None, "10"),
        ("disc 5%+2%", "discount", "0.9310", None),
        ("diskon 2,5%", "discount", "0.975", None),
        ("bonus 10+1", "bonus", "0.9091", None),
        ("beli 10 gratis 1", "bonus", None, None),
        ("tempo 14 hari", "other", None, None),
        ("disc 100%", "discount", None, None),
    ],
)
def test_a_term_is_known_by_its_words_and_keeps_them(
    text: str, kind: str, factor: str | None, quantity: str | None
) -> None:
    term = term_from_text(text)
    assert (term.text, term.kind) == (text, kind)
    assert (term.factor and round(term.factor, 4)) == (Decimal(factor) if factor else None)
    assert term.quantity == (Decimal(quantity) if quantity else None)


@pytest.mark.parametrize(
    ("term", "minimum"),
    [("min order 5 dus", "5"), ("minimal pembelian 3", "3"), ("min order 5 karton", None), ("min belanja 500rb", None)],
)
def test_a_minimum_counts_only_in_the_units_of_the_price(term: str, minimum: str | None) -> None:
    assert one({"terms": [term]}).minimum == (Decimal(minimum) if minimum else None)
