"""Which article a row is, whatever moved in the list."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.identifiers import new_id
from marketplace.suppliers.errors import UnknownColumn, UnknownQuestion
from marketplace.suppliers.rules.answers import check_answers, meanings_with_price, price_columns
from marketplace.suppliers.rules.articles import ArticleIndex, Known, plain, share_a_word
from marketplace.suppliers.rules.changes import Former, compare, share_of_change
from marketplace.suppliers.rules.rows import flat_rows

from .conftest import document_row


def known(name: str, sku: str | None = None, barcode: str | None = None) -> Known:
    key = plain(name)
    return Known(new_id(), f"sku:{sku}" if sku else f"text:{key}", key, key, sku, barcode)


def find(articles: list[Known], name: str, sku: str | None = None, barcode: str | None = None) -> UUID | None:
    found = ArticleIndex.of(articles).take(sku, barcode, plain(name), plain(name))
    return found.id if found else None


RICE = known("Beras Ramos 5 kg", sku="B5")
TEA = known("Teh Celup Sari 25", barcode="8999999000001")
SALT = known("Garam Dolphin")
ARTICLES = [RICE, TEA, SALT]


@pytest.mark.parametrize(
    ("name", "sku", "barcode", "expected"),
    [
        ("Beras Ramos 5 kg", "B5", None, RICE),
        ("BERAS RAMOS SUPER 5KG", "B5", None, RICE),
        ("Beras Ramos 5 kg", None, None, RICE),
        ("beras  ramos 5-kg", None, None, RICE),
        ("Beras Ramos 5 kg", "B9", None, None),
        ("Sabun Lifebuoy", "B5", None, None),
        ("Teh Celup Sari isi 25", None, "8999999000001", TEA),
        ("Garam Dolphin", "G1", None, SALT),
        ("Gula Pasir", None, None, None),
    ],
)
def test_a_row_is_found_by_code_then_barcode_then_name(
    name: str, sku: str | None, barcode: str | None, expected: Known | None
) -> None:
    assert find(ARTICLES, name, sku, barcode) == (expected.id if expected else None)


def test_two_rows_of_one_list_are_never_one_article() -> None:
    twin = known("Garam Dolphin")
    index = ArticleIndex.of([SALT, twin])
    taken = [index.take(None, None, SALT.name_key, SALT.text_key) for _ in range(3)]
    assert taken == [SALT, twin, None]


def test_new_articles_get_keys_unlike_all_others() -> None:
    index = ArticleIndex.of([known("gula #3")])
    keys = [index.new_key(sku, None, "gula") for sku in ("A", "A", "A", None, None)]
    assert keys == ["sku:A", "sku:A gula", "sku:A gula #2", "text:gula", "text:gula #2"]


@given(st.lists(st.tuples(st.sampled_from(["A", "B", None]), st.sampled_from(["gula", "gula #2", "teh"]))))
def test_keys_never_repeat(rows: list[tuple[str | None, str]]) -> None:
    index = ArticleIndex()
    keys = [index.new_key(sku, None, text) for sku, text in rows]
    assert len(set(keys)) == len(keys)


@given(st.text())
def test_plain_spelling_is_stable(text: str) -> None:
    assert plain(plain(text)) == plain(text)


def test_accents_signs_and_case_do_not_tell_two_names_apart() -> None:
    assert plain("  Crème-Brûlée  (85 g) ") == "creme brulee 85 g"
    assert share_a_word("gula pasir", "pasir gula")
    assert not share_a_word("gula", "teh 2")
    assert plain("糖 1 kg") != plain("米 1 kg")


HELD = Former(Decimal("72000"), "sak", (Decimal(1), Decimal(5), "kg"))


@pytest.mark.parametrize(
    ("former", "price", "unit", "pack", "expected"),
    [
        (None, Decimal(72000), "sak", (Decimal(1), Decimal(5), "kg"), "new"),
        (HELD, Decimal("72000.0000"), "sak", (Decimal(1), Decimal("5.0000"), "kg"), "same"),
        (HELD, Decimal(72500), "sak", (Decimal(1), Decimal(5), "kg"), "changed"),
        (HELD, Decimal(72000), "dus", (Decimal(1), Decimal(5), "kg"), "changed"),
        (HELD, Decimal(72000), "sak", (Decimal(1), Decimal(10), "kg"), "changed"),
        (HELD, None, "sak", (Decimal(1), Decimal(5), "kg"), "changed"),
    ],
)
def test_an_entry_is_the_same_only_if_price_unit_and_content_are(
    former: Former | None, price: Decimal | None, unit: str, pack: tuple[object, ...], expected: str
) -> None:
    assert compare(former, price, unit, pack) == expected


@pytest.mark.parametrize(
    ("former", "price", "expected"),
    [
        (Decimal(100), Decimal(105), Decimal("0.05")),
        (Decimal(0), Decimal(5), None),
        (None, Decimal(5), None),
        (Decimal(5), None, None),
    ],
)
def test_a_change_is_a_share_of_the_former_price(
    former: Decimal | None, price: Decimal | None, expected: Decimal | None
) -> None:
    assert share_of_change(former, price) == expected


def test_a_row_keeps_what_was_written_and_says_what_is_in_doubt() -> None:
    issue = {"code": "unit_missing", "message": "Satuan tidak ditulis.", "suggestion": None}
    [row] = flat_rows([{**document_row(7, "Gula", "13o", issues=[issue, issue]), "price": None}])
    assert (row.raw_price, row.price, row.issue_codes, row.is_doubtful) == ("13o", None, "{unit_missing}", True)


def test_a_remark_is_no_doubt() -> None:
    issue = {"code": "bundle_counted", "message": "Dihitung per ikat.", "suggestion": None}
    [row] = flat_rows([document_row(7, "Kangkung", "3000", issues=[issue])])
    assert (row.issue_codes, row.is_doubtful) == ("{bundle_counted}", False)


def test_a_number_that_no_column_can_hold_is_kept_as_written_and_explained() -> None:
    [row] = flat_rows([document_row(7, "Gula", "9" * 20)])
    assert (row.price, row.comparable_price, row.raw_price) == (None, None, "9" * 20)
    assert row.issue_codes == "{number_out_of_range}"


def test_a_zero_byte_in_a_name_does_not_reach_the_database() -> None:
    [row] = flat_rows([document_row(7, "Gu\x00la", "1", terms=["a\x00b"])])
    assert (row.name, row.terms) == ("Gula", '["ab"]')


ASKED = [{"pattern": "isi:dus", "choices": ["single", "whole"]}, {"pattern": "word:pet", "choices": []}]


def test_answers_are_to_what_was_asked() -> None:
    check_answers(ASKED, {"isi:dus": "whole", "word:pet": "pak"})


@pytest.mark.parametrize(
    "answers", [{"other": "single"}, {"isi:dus": "half"}, {"word:pet": ""}, {"word:pet": "x" * 41}]
)
def test_an_answer_to_nothing_is_refused(answers: dict[str, str]) -> None:
    with pytest.raises(UnknownQuestion):
        check_answers(ASKED, answers)


COLUMNS = {
    "sheets": [
        {
            "columns": [
                {"heading": "Nama", "meaning": "name"},
                {"heading": "HPP", "meaning": "cost"},
                {"heading": "Harga", "meaning": "price"},
                {"heading": "Harga Agen", "meaning": "member_price"},
            ]
        }
    ]
}


def test_a_supplier_may_give_any_selling_price_but_never_his_cost() -> None:
    assert [heading for heading, _ in price_columns(COLUMNS)] == ["Harga", "Harga Agen"]
    assert meanings_with_price(COLUMNS, "Harga Agen") == {"harga": "member_price", "harga agen": "price"}
    with pytest.raises(UnknownColumn):
        meanings_with_price(COLUMNS, "HPP")
