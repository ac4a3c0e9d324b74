from decimal import Decimal

import pytest

from marketplace.suppliers.matching import Article, Catalogue, PackContent

NAMES = [
    ("A", "BIMOLI MINYAK GORENG 2L"),
    ("B", "MNYK GRG SANIA 1 LTR"),
    ("C", "FORTUNE 2L"),
    ("D", "MINYAK KAYU PUTIH CAP LANG 30ml"),
    ("A", "GULAKU 1 KG"),
    ("B", "Gula Pasir Curah"),
    ("C", "GULA MERAH 500 gr"),
    ("A", "BERAS PREMIUM RAJA LELE 5KG"),
    ("B", "BERAS MEDIUM 25 KG"),
    ("C", "Cerelac Beras Merah 120g"),
    ("D", "BERAS 64 10KG"),
    ("A", "INDOMIE GORENG 85 gr"),
    ("B", "Indomi Mie Goreng (40/dus)"),
    ("C", "INDOMIE GORENG PEDAS"),
    ("D", "INDOMIE SOTO"),
    ("A", "TELUR AYAM NEGERI"),
    ("B", "Telur Ayam Kampung"),
    ("C", "MIE TELUR CAP 3 AYAM"),
    ("D", "KERIPIK KANGKUNG"),
    ("A", "KANGKUNG"),
]


def catalogue() -> Catalogue:
    return Catalogue([Article(str(number), supplier, name) for number, (supplier, name) in enumerate(NAMES)])


@pytest.mark.parametrize(
    ("wanted", "answers"),
    [
        ("Minyak goreng", {"A": "same", "B": "same", "C": "same"}),
        ("Minyak goreng 2 l", {"A": "same", "B": "same_other_size", "C": "same"}),
        ("minyak goreng bimoli", {"A": "same"}),
        ("gula pasir", {"A": "same", "B": "same"}),
        ("Beras premium", {"A": "same", "B": "different_grade", "D": "unsure"}),
        ("Indomie goreng", {"A": "same", "B": "same", "C": "unsure"}),
        ("telur ayam", {"A": "same", "B": "same"}),
        ("telur ayam negeri", {"A": "same", "B": "different_grade"}),
        ("kangkung", {"A": "same"}),
        ("semen", {}),
        ("", {}),
        ("12", {}),
    ],
)
def test_a_want_is_answered_in_its_own_words(wanted: str, answers: dict[str, str]) -> None:
    assert {each.article.supplier: each.relation for each in catalogue().find(wanted)} == answers


def test_the_wanted_size_may_be_given_apart_from_the_words() -> None:
    found = catalogue().find("Minyak goreng", item=PackContent(Decimal(1), Decimal(1), "l"))
    assert {each.article.supplier: each.relation for each in found}["B"] == "same"


def test_a_barcode_finds_what_the_words_do_not() -> None:
    shop = Catalogue([Article("1", "A", "MRN HB 200", barcode="8992304046940")])
    found = shop.find("Marina hand body", barcode="8992304046940")
    assert [(each.article.key, each.relation, each.score) for each in found] == [("1", "same", 100)]


def test_a_brand_that_only_one_list_explains_is_understood_in_the_others() -> None:
    shop = Catalogue([Article("1", "A", "KOPI BUBUK ZENITH 165g"), Article("2", "B", "ZENITH 165 GR")])
    assert {each.article.key for each in shop.find("kopi bubuk")} == {"1", "2"}


def test_every_answer_gives_its_reasons() -> None:
    for wanted in ("Minyak goreng 2 l", "Beras premium", "Indomie goreng"):
        for each in catalogue().find(wanted):
            assert each.reasons
            assert all(reason.text("id") and reason.text("en") for reason in each.reasons)
