import io
import json
import re
import zipfile
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any

import openpyxl
import pytest

from marketplace.suppliers.comparing import (
    BuyerFacts,
    Candidate,
    Comparison,
    Doubt,
    LikelyReading,
    Rules,
    Sentence,
    Term,
    compare,
)
from marketplace.suppliers.comparing.chat import as_text
from marketplace.suppliers.comparing.document import as_document
from marketplace.suppliers.comparing.page import as_page
from marketplace.suppliers.comparing.terminal import as_table, wrapped
from marketplace.suppliers.comparing.wording import cell, likely
from marketplace.suppliers.comparing.workbook import as_workbook
from tests.marketplace.suppliers.comparing.market import circumstances, offer, pack, row, want

INJECTIONS = ['=HYPERLINK("http://x";"y")', "+1+1", "-2+3", "@SUM(A1)", "<script>alert(1)</script>", "\x1b[31mmerah"]


def comparison(**given: Any) -> Comparison:
    doubt = Doubt("pack_unknown", Sentence("isi per dus tidak disebut", "-"), LikelyReading(pack=pack("12 x 1 l")))
    offers = [
        offer("CV Laut Jaya", "178800", name="=cmd|' /C calc'!A0"),
        offer("PT Sumber Rejeki", "168000", tax="excluded", name="<b>Minyak</b>"),
        offer("Toko Makmur", "172000", None, order_unit="dus", doubt=doubt),
    ]
    asked = [
        (want("60", facts=BuyerFacts(Decimal(16_100), Decimal(17_000))), [Candidate(each) for each in offers]),
        (want("10", key="telur", name="Telur ayam", per="kg"), []),
    ]
    return compare(asked, circumstances(offers, place="Pulau Terong", **given))


def test_the_chat_message_is_short_and_names_best_sum_and_reason() -> None:
    text = as_text(comparison(), title="Belanja Senin")
    assert text.splitlines()[:3] == [
        "*Belanja Senin*",
        "Harga sampai di Pulau Terong, termasuk PPN",
        "2 barang · 0 ★ · 1 ◇ · 1 kosong",
    ]
    assert "◇ CV Laut Jaya Rp14.900/l" in text
    assert "5 karton = Rp894.000" in text
    assert "Belum ada yang menawarkan." in text
    assert "<" not in text


def test_the_chat_message_counts_what_it_does_not_tell() -> None:
    asked = [(want("1", key=str(number)), []) for number in range(50)]
    assert as_text(compare(asked, circumstances())).endswith("… dan 10 barang lagi\n")


def test_signs_that_a_chat_takes_for_bold_are_taken_out_of_names() -> None:
    asked = [(want("1", name="*Gula* _pasir_"), [])]
    assert "*Gula  pasir * · 1 l" in as_text(compare(asked, circumstances()))


def test_the_document_is_plain_data_with_figures_as_strings() -> None:
    document = json.loads(json.dumps(as_document(comparison())))
    best = document["rows"][0]["offers"][0]
    assert (best["landed"]["price"], best["total"], best["saving"]) == ("14900", "894000", "72000")
    assert document["rows"][0]["break_evens"][0]["kinds"] == ["reading"]
    assert document["rows"][0]["offers"][2]["not_comparable"]["code"] == "pack_unknown"
    assert document["rows"][1]["best"] is None
    assert not re.search(r"\d\.\d+e|: \d+\.\d", json.dumps(document))


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag not in ("meta", "br", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_page_is_closed_well_and_fetches_and_runs_nothing() -> None:
    page = as_page(comparison())
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _attributes in tags.seen}
    assert not any(name.startswith("on") or name == "src" for _tag, attributes in tags.seen for name in attributes)
    assert "url(" not in page
    assert "&lt;b&gt;Minyak&lt;/b&gt;" in page


def test_every_link_of_the_page_leads_to_a_section() -> None:
    page = as_page(comparison())
    assert set(re.findall(r'href="#(g\d+)"', page)) == set(re.findall(r'id="(g\d+)"', page))


def test_the_page_shows_the_arithmetic_with_its_sum() -> None:
    page = as_page(comparison(), language="en")
    assert "The arithmetic" in page
    assert "Rp894,000" in page


@pytest.mark.parametrize("name", INJECTIONS)
def test_no_cell_of_the_workbook_is_a_formula(name: str) -> None:
    hostile = offer(name, "178800", name=name, order_unit=name, terms=(Term("other", name),))
    found = compare([(want(name=name), [Candidate(hostile)])], circumstances([hostile]))
    book = as_workbook(found)
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        sheets = [archive.read(part).decode() for part in archive.namelist() if part.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 3
    assert not any("<f>" in sheet or "<hyperlink" in sheet for sheet in sheets)
    cells = [each for sheet in openpyxl.load_workbook(io.BytesIO(book)) for line in sheet.iter_rows() for each in line]
    assert any(name.replace("\x1b", "_x001B_") in str(each.value) or name in str(each.value) for each in cells)
    assert {each.data_type for each in cells} <= {"s", "n"}


def test_the_workbook_keeps_figures_as_numbers() -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_workbook(comparison())))
    assert book.sheetnames == ["Perbandingan", "Penawaran", "Hitungan"]
    first = [each.value for each in next(book["Perbandingan"].iter_rows(min_row=3))]
    assert first[:8] == ["Minyak goreng 1 l", "60 l", "◇ CV Laut Jaya", 14900, "l", 894000, 72000, 2100]


@pytest.mark.parametrize("width", [80, 120, 200])
def test_the_table_fits_the_terminal_and_shows_every_supplier(width: int) -> None:
    text = as_table(comparison(), width=width)
    assert max(len(line) for line in text.splitlines()) <= width
    for name in ("CV Laut Jaya", "PT Sumber Rejeki", "Toko Makmur"):
        assert name in text


def test_a_name_cannot_steer_the_terminal() -> None:
    hostile = offer("\x1b[31mCV", "178800")
    found = compare([(want(name="\x1b]0;x\x07Minyak"), [Candidate(hostile)])], circumstances([hostile]))
    assert "\x1b" not in as_table(found)


@pytest.mark.parametrize(
    ("text", "lines"), [("satu dua tiga", ["satu dua", "tiga"]), ("sangatpanjangsekali", ["sangatpanj"]), ("", [""])]
)
def test_lines_break_between_words(text: str, lines: list[str]) -> None:
    assert wrapped(text, 10) == lines


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({}, "★ 15.000"),
        ({"minimum": Decimal(6)}, "★ 15.000 (harus beli 12 l lebih)"),
        ({"tax": None}, "★ 15.000–16.650 (PPN belum diketahui)"),
        ({"price": None}, "? harganya tidak ada"),
        ({"terms": (Term("discount", "disc 5%", factor=Decimal("0.95")),)}, "★ 15.000 (belum dihitung: disc 5%)"),
    ],
)
def test_a_cell_says_mark_price_and_what_must_be_known(given: dict[str, Any], text: str) -> None:
    found = row([offer("CV", given.pop("price", "180000"), **given)])
    assert cell(found.offers[0]).indonesian == text


def test_open_freight_is_written_as_a_question_behind_the_price() -> None:
    assert cell(row([offer("CV", "180000")], routes={}).offers[0]).indonesian == "○ 15.000 + ? (ongkir belum diketahui)"


def test_unknown_ppn_that_is_not_ranked_still_shows_between_which_prices_it_lies() -> None:
    found = row([offer("CV", "180000", tax=None)], rules=Rules(rank_unknown_tax=False)).offers[0]
    assert cell(found).indonesian == "? 15.000–16.650 (PPN belum diketahui)"


def test_the_likely_reading_says_what_it_does_not_hold() -> None:
    doubt = Doubt("pack_unknown", Sentence("a", "b"), LikelyReading(pack=pack("12 x 1 l")))
    found = row([offer("Toko", "172000", None, doubt=doubt)], routes={}).offers[0]
    sentence = likely(found)
    assert sentence is not None
    assert sentence.indonesian == "Kalau 12 × 1 l: Rp14.333/l, belum ongkir"
