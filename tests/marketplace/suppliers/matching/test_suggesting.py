from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.suppliers.matching import Article, Decision, PackContent, Suggestion, group, suggest

BARCODE = "8992304046940"


def two(one: str, other: str, **given: str) -> list[Suggestion]:
    articles = [
        Article("a", "CV", one, barcode=given.get("mine")),
        Article("b", "UD", other, barcode=given.get("theirs")),
    ]
    return suggest(articles)


SAME = [
    ("MINYAK GORENG BIMOLI 2L", "Bimoli Mnyk Grg 2000 ml"),
    ("BIMOLI 2L", "Bimoli Minyak Goreng 2 Ltr"),
    ("KECAP MANIS ABC 600ML", "ABC KECAP MANIS BTL 600 ml"),
    ("SO KLIN DETERJEN 800gr", "Soklin Detergent 800 g"),
    ("Mie Sedaap Soto 75g", "MIE SEDAP SOTO 75 GR (40/dus)"),
    ("Telur ayam negeri", "TELOR AYAM NEGERI"),
    ("Susu UHT Ultra Milk Coklat 250ml", "ULTRA MILK SUSU UHT COKLAT 250 ML"),
    ("Sabun Mandi Lifebuoy Merah 85g", "LIFEBUOY SABUN MANDI RED 85 GR"),
]
OTHER_SIZE = [
    ("MINYAK GORENG BIMOLI 1L", "Bimoli Minyak Goreng 2L"),
    ("BERAS RAJA LELE 5KG", "BERAS RAJA LELE 25 KG"),
    ("ABC KECAP MANIS 135ML", "Kecap manis ABC 600 ml"),
]
OTHER_GRADE = [
    ("BERAS RAJA LELE PREMIUM 5KG", "BERAS RAJA LELE MEDIUM 5KG"),
    ("TELUR AYAM NEGERI", "TELUR AYAM KAMPUNG"),
    ("Bawang putih lokal", "BAWANG PUTIH IMPOR"),
]
UNSURE = [
    ("INDOMIE GORENG 85g", "INDOMIE GORENG PEDAS 85g"),
    ("BERAS RAJA LELE PREMIUM 5KG", "BERAS RAJA LELE 5KG"),
    ("GULAKU GULA PASIR 1KG", "GULAKU GULA PASIR"),
    ("MILO KALENG", "MILO SACHET"),
]
APART = [
    ("BERAS RAJA LELE 5KG", "BERAS PANDAN WANGI 5KG"),
    ("INDOMIE GORENG 85g", "MIE SEDAAP GORENG 85g"),
    ("Chitato Ayam 68g", "Chitato Keju 68g"),
    ("Teh Poci Vanila", "Teh Poci Stroberi"),
    ("GULA PASIR", "GULA MERAH"),
    ("SABUN LUX 85g", "SAMPO LUX 85g"),
    ("BERAS 88 5KG", "BERAS 99 5KG"),
    ("SURYA 12", "SURYA 16"),
    ("MOUNTEA 250ml", "TELUR AYAM MENTAH"),
    ("MINYAK GORENG", "MINYAK GORENG BIMOLI"),
    ("TELUR AYAM", "TELUR BEBEK"),
    ("S-TEA 330 ml", "TEH KOTAK 200 ml"),
    ("", "12 x 5"),
]


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [(*pair, "same") for pair in SAME]
    + [(*pair, "same_other_size") for pair in OTHER_SIZE]
    + [(*pair, "different_grade") for pair in OTHER_GRADE]
    + [(*pair, "unsure") for pair in UNSURE],
)
def test_two_names_relate_as_a_trader_would_say(one: str, other: str, relation: str) -> None:
    (found,) = two(one, other)
    assert found.relation == relation
    assert 0 <= found.score <= 100
    assert all(reason.text("id") and reason.text("en") for reason in found.reasons)


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_things_are_never_suggested(one: str, other: str) -> None:
    assert two(one, other) == []


def test_the_same_barcode_says_the_same_thing_whatever_the_names() -> None:
    (found,) = two("Mrna A 200", "Marina Hand Body", mine=BARCODE, theirs=f" {BARCODE}")
    assert (found.relation, found.score, found.reasons[0].text("en")) == ("same", 100, "same barcode")


def test_the_same_barcode_on_another_size_is_left_to_a_person() -> None:
    (found,) = two("Kecap ABC 135 ml", "Kecap ABC 600 ml", mine=BARCODE, theirs=BARCODE)
    assert found.relation in ("unsure", "same_other_size")
    assert found.score < 100


def test_a_number_of_the_shops_own_making_says_nothing() -> None:
    assert two("Kecap", "Sabun", mine="212121", theirs="212121") == []


def test_equal_names_with_different_barcodes_are_left_to_a_person() -> None:
    (found,) = two("Teh Poci 25g", "TEH POCI 25 g", mine=BARCODE, theirs="8999999008871")
    assert (found.relation, found.reasons[-1].code) == ("unsure", "other_barcode")


def test_one_suppliers_own_articles_are_not_matched_with_each_other() -> None:
    assert suggest([Article("a", "CV", "Bimoli 2L"), Article("b", "CV", "BIMOLI 2 L")]) == []


def test_a_refused_pair_is_never_suggested_again_and_a_confirmed_one_is_certain() -> None:
    articles = [Article("a", "CV", "Bimoli 2L"), Article("b", "UD", "BIMOLI 2 L"), Article("c", "PT", "Minyak Bml")]
    decisions = [Decision("b", "a", None), Decision("c", "a", "same")]
    found = {(each.one, each.other): each for each in suggest(articles, decisions)}
    assert ("a", "b") not in found
    assert ("b", "a") not in found
    assert (found["c", "a"].score, found["c", "a"].reasons[0].code) == (100, "confirmed")


def test_groups_hold_sizes_together_and_refused_pairs_apart() -> None:
    names = {"a": "Bimoli Minyak Goreng 2L", "b": "BIMOLI MINYAK GORENG 1L", "c": "MNYK GRG BIMOLI 2 ltr", "d": "Gula"}
    articles = [Article(key, f"S{key}", name) for key, name in names.items()]
    together = group(articles, suggest(articles))
    assert [[each.key for each in members] for members in together] == [["a", "b", "c"], ["d"]]
    refused = [Decision("a", "c", None)]
    apart = [[each.key for each in members] for members in group(articles, suggest(articles, refused), refused)]
    assert not any({"a", "c"} <= set(keys) for keys in apart)


def test_a_plant_is_not_its_leaf_though_no_other_kind_stands_beside_it() -> None:
    names = ["DAUN MELINJO", "BUAH MELINJO"]
    articles = [Article(f"{shop}{name}", shop, name) for shop in ("CV", "UD") for name in names]
    same = {each.one[2:] == each.other[2:] for each in suggest(articles) if each.relation == "same"}
    assert same == {True}


def test_packs_of_the_reading_decide_the_size() -> None:
    karton = PackContent(Decimal(40), Decimal(85), "g")
    articles = [Article("a", "CV", "Indomie Goreng", pack=karton), Article("b", "UD", "INDOMIE GORENG 85 GR")]
    assert suggest(articles)[0].relation == "same"


WORDS = st.lists(
    st.sampled_from(["bimoli", "minyak", "goreng", "2l", "pedas", "abc", "kecap", "premium", "beras", "1kg", "x"]),
    min_size=1,
    max_size=5,
).map(" ".join)


@settings(max_examples=150)
@given(st.lists(st.tuples(st.sampled_from("ABC"), WORDS), max_size=12))
def test_suggestions_join_two_suppliers_once_and_do_not_depend_on_order(rows: list[tuple[str, str]]) -> None:
    articles = [Article(str(number), supplier, name) for number, (supplier, name) in enumerate(rows)]
    by_key = {each.key: each for each in articles}
    found = suggest(articles)
    assert len({frozenset((each.one, each.other)) for each in found}) == len(found)
    assert all(by_key[each.one].supplier != by_key[each.other].supplier for each in found)
    members = [each for group_ in group(articles, found) for each in group_]
    assert sorted(each.key for each in members) == sorted(by_key)
