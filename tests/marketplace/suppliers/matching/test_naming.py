from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.suppliers.matching import Article, PackContent
from marketplace.suppliers.matching.naming import name_of, read_name, skeleton
from marketplace.suppliers.matching.words import GRADES, KINDS, MEANT, NOISE, VARIANTS


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("MNYK GRG BIMOLI 2L", "Bimoli Minyak Goreng 2000 ml"),
        ("KECAP MANIS btl ABC 600ml", "ABC Kecap Manis 600 ML"),
        ("TELOR AYAM NEGRI", "Telur Ayam Negri"),
        ("TELUR AYAM NEGERI 1kg", "telur ayam ras 1 kilo"),
        ("INDOMIE MI GORENG PEDAS (40/dus)", "Indomi Mie Goreng Spicy"),
        ("Mie Sedaap Kari Ayam 72g x 40", "SEDAP MIE KARE AYM 72 GR"),
        ("Susu Bubuk Dancow Coklat 800gr", "DANCOW SUSU BUBUK CKLT 800 G"),
        ("Gula Pasir 1/2 kg", "GULA PASIR 500 GR"),
        ("Sabun Cuci Piring Sunlight 755ml", "SUNLIGHT sabun cuci piring 755 ML botol"),
        ("Kacang Tanah @500GR", "KCNG TANAH 0,5 kg"),
        ("M1E INSTAN G0RENG X 85g", "mie instan goreng x 85 g"),
    ],
)
def test_two_spellings_say_the_same(one: str, other: str) -> None:
    mine, theirs = read_name(one), read_name(other)
    assert skeletons(mine.identity) == skeletons(theirs.identity)
    assert (mine.kind, mine.variants, mine.grades, mine.size) == (
        theirs.kind,
        theirs.variants,
        theirs.grades,
        theirs.size,
    )


def skeletons(identity: tuple[str, ...]) -> set[str]:
    return {skeleton(word) for word in identity}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("BERAS PANDAN WANGI 5KG", "beras"),
        ("TEPUNG BERAS ROSE BRAND", "tepung_beras"),
        ("Milna Biskuit Beras Merah", "biskuit"),
        ("Kapal Api Coffee Candy", "permen"),
        ("Mie Instan rasa Ayam Bawang", "mie_instan"),
        ("GUDANG GARAM SURYA 12", None),
        ("GARAM CAP KAPAL 250G", "garam"),
        ("SARDEN ABC SAUS TOMAT 155g", "sarden"),
        ("SKM Putih Frisian Flag", "susu_kental_manis"),
        ("Keripik Pisang Gula Aren", "keripik"),
    ],
)
def test_the_head_of_a_name_says_what_the_thing_is(name: str, kind: str | None) -> None:
    assert read_name(name).kind == kind


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("MINYAK GORENG 18LTR", ("l", "18")),
        ("85g x 40 Pcs", ("kg", "0.085")),
        ("5X25g Kopi", ("kg", "0.025")),
        ("4x250ml", ("l", "0.25")),
        ("KWETIAU @500GR", ("kg", "0.5")),
        ("Gula 1/4 kg", ("kg", "0.25")),
        ("kecap 1,7KG", ("kg", "1.7")),
        ("bubuk .5 kg", ("kg", "0.5")),
        ("TEH CELUP 25'S", None),
        ("BERAS 88", None),
    ],
)
def test_the_size_of_a_single_item_is_taken_from_the_name(name: str, size: tuple[str, str] | None) -> None:
    assert read_name(name).size == (size and (size[0], Decimal(size[1])))


def test_a_declared_pack_goes_before_the_size_in_the_name() -> None:
    article = Article("1", "A", "Minyak goreng 1 L", pack=PackContent(Decimal(6), Decimal(2000), "ml"))
    assert name_of(article).size == ("l", Decimal(2))


def test_a_brand_in_its_own_column_counts_as_part_of_the_name() -> None:
    one = name_of(Article("1", "A", "Minyak goreng 2 L", brand="Bimoli"))
    other = name_of(Article("2", "B", "BIMOLI MINYAK GORENG 2L"))
    assert one.form == other.form


def test_numbers_that_are_no_size_stay_numbers() -> None:
    assert read_name("BERAS 88 5KG").numbers == {"88"}
    assert read_name("ROKOK SURYA 16 SLOP").numbers == {"16"}


def test_the_tables_of_words_do_not_contradict_each_other() -> None:
    assert not set(GRADES) & KINDS
    assert not NOISE & (KINDS | VARIANTS | set(GRADES))
    meant = {full.lstrip("~") for full in MEANT.values()}
    assert meant & NOISE == {"instan"}  # part of mie_instan, and nothing beside other things


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    name = read_name(text)
    assert read_name(text) == name


@pytest.mark.parametrize(("one", "other"), [("sedaap", "sedap"), ("indomie", "indomi"), ("chocolatos", "cokolatos")])
def test_spelling_noise_sounds_the_same(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)
