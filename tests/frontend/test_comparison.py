"""The comparison page: what it says about the sample list, recomputed here by hand from the listed prices."""

import re
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal
from html import unescape

import pytest

from frontend import component_samples as sample
from frontend.comparison_presenting import REMARKS, SHORT_WAYS, Addresses, cell, present, unbroken
from frontend.comparison_table import BEST, CHEAPEST_COMPLETE, MAXIMUM_COLUMNS, NOT_COMPARABLE, PARTIAL
from marketplace.money import Money
from marketplace.suppliers.comparing import (
    BuyerFacts,
    Candidate,
    Circumstances,
    Leg,
    Offer,
    Pack,
    Route,
    SupplierTerms,
    Want,
    compare,
    load_rates,
    rate_on,
)
from marketplace.suppliers.comparing.sentences import SENTENCES

PPN = Decimal("0.11")


@pytest.fixture
def shown(in_page):
    return sample.comparison()


def _by_hand(offer) -> tuple[Decimal, Decimal]:
    """(landed price per unit, total) from the list price alone: PPN, freight by weight, whole packs."""
    want = next(want for want in sample.WANTS if want.key == offer.key.split("-")[0])
    packs = (want.quantity / offer.pack.content).to_integral_value(ROUND_CEILING)
    goods = offer.price * packs
    tax = goods * PPN if offer.tax == "excluded" else Decimal(0)
    total = goods + tax + offer.weight_kg * packs * sample.FREIGHT_PER_KG[offer.supplier]
    return total / (packs * offer.pack.content), total


def test_every_landed_price_and_total_is_what_the_lists_give(shown):
    listed = {offer.key: offer for offer in sample.LISTED}
    checked = 0
    for good in shown.goods:
        for offer in good.offers:
            if offer.landed is not None:
                assert (offer.landed, offer.total) == _by_hand(listed[offer.key])
                checked += 1
    assert checked == len([offer for offer in sample.LISTED if offer.supplier != sample.MAKMUR])


def test_the_best_is_the_cheapest_complete_offer_and_the_rest_follow_by_price(shown):
    for good in shown.goods:
        prices = [cell.landed for cell in good.offers if cell.landed is not None]
        assert prices == sorted(prices)
        assert good.best is None or good.best.landed == prices[0]


def test_the_page_counts_stars_diamonds_and_empty_rows(shown):
    assert shown.counts == {"goods": 12, "best": 10, "cheapest_complete": 1, "none": 1}


def test_saving_margin_and_change_come_from_the_last_price_and_the_selling_price(shown):
    oil = next(good for good in shown.goods if good.key == "1")
    assert (oil.saving, oil.saving_per_month) == (51_000, 204_000)
    assert (oil.margin, round(oil.margin_ratio, 3)) == (1_750, Decimal("0.103"))
    assert round(oil.change, 3) == Decimal("-0.053")


def test_without_a_last_price_no_saving_is_claimed(shown, visitor):
    salt = next(good for good in shown.goods if good.key == "9")
    assert (salt.last_paid, salt.change, salt.saving) == (None, None, None)
    section = _section(visitor, "9")
    assert "Hemat" not in section
    assert "belum pernah" in section


def test_what_cannot_be_compared_stands_last_says_why_and_how_to_go_on(shown, visitor):
    oil = next(good for good in shown.goods if good.key == "1")
    unknown = oil.offers[-1]
    assert (unknown.state, unknown.landed, unknown.total) == (NOT_COMPARABLE, None, None)
    section = _section(visitor, "1")
    assert "189.000/dus: isi per dus tidak disebut." in section
    assert "Kalau 12 × 1 l: Rp15.750/l, belum ongkir." in section
    assert "Tanya lewat WA" in section
    assert f'value="{unknown.key}"' not in section


def test_an_unknown_freight_is_never_zero_and_makes_the_cheapest_a_diamond(shown, visitor):
    sugar = next(good for good in shown.goods if good.key == "2")
    assert sugar.best.state == CHEAPEST_COMPLETE
    partial = sugar.offers[-1]
    assert (partial.state, partial.about, partial.total) == (PARTIAL, "15.900 + ?", None)
    section = _section(visitor, "2")
    assert "Toko Makmur lebih murah kalau ongkirnya di bawah Rp300/kg." in section
    assert "◇" in section
    assert "★" not in section


def test_a_star_is_told_in_words_too_and_names_the_runner_up(visitor):
    section = _section(visitor, "1")
    assert "Termurah sampai: Rp50/l di bawah UD Berkah." in section
    assert "PT Sumber Rejeki tampak lebih murah (Rp14.000/l), tetapi belum PPN." in section


def test_a_row_without_offers_says_so_and_shows_the_way(visitor):
    section = _section(visitor, "6")
    assert "Belum ada yang menawarkan" in section
    assert "Cari pemasok" in section


def test_the_arithmetic_adds_up_and_names_its_cells(shown):
    for good in shown.goods:
        if good.best is None:
            continue
        figures = {step.label: step.figure for step in good.best.steps}
        rupiah = [_amount(step.figure) for step in good.best.steps if step.figure.startswith("Rp")]
        *parts, cost, landed = rupiah
        assert sum(parts) == cost == good.best.total, figures
        assert abs(landed - good.best.landed) < 1
        assert any(step.source.startswith("baris ") for step in good.best.steps)


def test_choosing_fills_the_bar_with_one_line_per_supplier(visitor):
    page = visitor.post(
        "/dev/components/comparison", data={"good-1": "1-laut", "good-2": "2-berkah", "good-4": "4-laut"}
    )
    bar = page.text.split('class="order-bar"')[1]
    lines = re.findall(r"<b>([^<]+)</b> · (\d+) barang", bar)
    assert lines == [("UD Berkah", "1"), ("CV Laut Jaya", "2")] or lines == [("CV Laut Jaya", "2"), ("UD Berkah", "1")]
    assert "Rp3.095.400" in bar
    assert "kas kurang" in bar


def test_a_minimum_that_is_not_reached_stands_on_the_button(shown, visitor):
    line = shown.basket[0]
    assert line.goods + line.ppn + line.freight == line.total == 915_000
    assert line.short_of_minimum == 606_000
    assert "minimal belanja kurang Rp606.000" in visitor.get("/dev/components/comparison").text


@pytest.mark.parametrize("key", ["1-makmur", "1-nobody", "2-laut"])
def test_what_has_no_price_or_is_not_offered_is_not_chosen(in_page, key):
    shown = sample.comparison({"1": key})
    assert shown.basket == ()
    assert [good.chosen for good in shown.goods if good.key == "1"] == [""]


def test_a_choice_with_open_freight_is_counted_as_open_not_as_free(in_page):
    shown = sample.comparison({"2": "2-makmur"})
    assert shown.basket[0].freight is None
    assert shown.basket[0].total is None
    assert shown.chosen_open


@pytest.mark.parametrize(
    ("sorted_by", "first"),
    [("saving", "Beras medium, sak 25 kg"), ("name", "Air mineral 600 ml"), ("total", "Beras medium, sak 25 kg")],
)
def test_the_list_is_sorted_as_asked(in_page, sorted_by, first):
    assert sample.comparison(sorted_by=sorted_by).goods[0].name == first


def test_the_working_of_any_offer_has_its_page(visitor):
    page = visitor.get("/dev/components/comparison/1-sumber").text
    assert "Rp92.400" in page
    assert "judul kolom: belum PPN" in page
    assert visitor.get("/dev/components/comparison/1-makmur").status_code == 404


def test_more_offers_of_one_supplier_share_his_cell(in_page):
    oil = next(good for good in sample.comparison().goods if good.key == "1")
    columns = [group.column for group in oil.groups]
    assert len(columns) == len(set(columns))
    assert sum(len(group.offers) for group in oil.groups) == len(oil.offers) - 1


def test_the_page_reads_in_english(visitor):
    visitor.set_cookie("language", "en")
    section = _section(visitor, "1")
    assert "Cheapest delivered: Rp50/l below UD Berkah." in section
    assert "Saves Rp51,000" in section
    assert "the content of one carton is not stated" in section


def test_a_link_that_leads_nowhere_is_not_shown(in_page):
    bare = present(sample.compared(), Addresses(action="/x"), title="Belanja", chosen={})
    cells = [cell for good in bare.goods for cell in good.offers]
    assert all(cell.ways_out == () and cell.opens == "" for cell in cells)


def test_every_way_out_of_the_engine_has_its_short_word():
    assert set(SHORT_WAYS) == {
        "ask_supplier",
        "fill_in",
        "confirm_reading",
        "confirm_match",
        "ask_new_list",
        "declare_factor",
    }
    assert set(SHORT_WAYS) <= set(SENTENCES)
    assert {"different_grade", "expired", "not_delivered", "units_do_not_meet"} <= set(REMARKS)


def test_the_style_sheet_knows_every_column():
    from frontend.assets import STATIC

    rules = (STATIC / "css" / "comparison_columns.css").read_text()
    for number in range(1, MAXIMUM_COLUMNS + 1):
        assert f".suppliers-{number} {{" in rules
        assert f".at-{number} {{" in rules


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("di atas 11,2 l per dus", "di atas 11,2~l per dus"),
        ("Kalau 12 × 1 l: Rp15.750/l", "Kalau 12~×~1~l: Rp15.750/l"),
        ("20 sak", "20~sak"),
        ("daftar 3 hari lalu", "daftar 3 hari lalu"),
    ],
)
def test_a_figure_and_its_unit_stay_on_one_line(text, kept):
    assert unbroken(text) == kept.replace("~", "\u00a0")


def test_the_article_is_named_as_the_list_writes_it(visitor):
    assert "MINYAK GORENG NYIUR POUCH 1 L (12)" in _section(visitor, "1")


def test_a_name_that_says_no_more_than_the_good_is_not_said_twice(shown):
    assert [cell.name for good in shown.goods if good.key == "3" for cell in good.offers] == [""] * 6


@pytest.mark.parametrize(
    ("said", "shown"),
    [("cash", "Tunai"), ("credit 14", "Tempo 14\u00a0hari"), ("giro mundur", "giro mundur"), (None, "")],
)
def test_a_payment_term_is_told_in_words(in_page, said, shown):
    given = replace(sample.circumstances(), suppliers={sample.LAUT: SupplierTerms(payment=said)})
    offer = next(each for each in sample.LISTED if each.key == "1-laut")
    row = compare([(sample.WANTS[0], [Candidate(offer)])], given).rows[0]
    assert cell(row.offers[0], 1, Addresses(action="/x"), given).payment == shown


def test_only_a_best_offer_wears_the_accent(shown):
    assert {good.best.state for good in shown.goods if good.best} == {BEST, CHEAPEST_COMPLETE}


def _offer(key: str, price: int, **more):
    given = {"supplier": key, "supplier_name": f"PT {key}", "order_unit": "karton", "tax": "included"} | more
    pack = Pack(Decimal(12), Decimal(1), "l")
    return Candidate(Offer(key=key, name="Minyak", price=Decimal(price), pack=pack, **given))


def _shown(in_page, want: Want, *offers: Candidate, freight: bool = True, as_sent: bool = False) -> str:
    free = Route((Leg("Franko", per_drop=Money(0)),))
    given = Circumstances(
        today=sample.TODAY,
        tax=rate_on(load_rates(), sample.TODAY),
        routes={each.offer.supplier: free for each in offers} if freight else {},
    )
    shown = present(
        compare([(want, offers)], given), Addresses(action="/x", find=lambda key: "/find"), title="Uji", chosen={}
    )
    module = in_page.jinja_env.get_template("comparison/table.html").module
    page = str(module.comparison_table(shown))
    return page if as_sent else unescape(page)


OIL = Want(key="1", name="Minyak", quantity=Decimal(12), per="l", facts=BuyerFacts(last_price=Decimal(20_000)))


def test_an_offer_that_wins_even_with_ppn_open_has_its_star_and_shows_both_ends(in_page):
    page = _shown(in_page, OIL, _offer("A", 120_000, tax=None), _offer("B", 240_000))
    assert "Termurah sampai" in page
    assert "Rp10.000–11.100" in page
    assert "Hemat" not in page


def test_where_no_price_is_complete_the_row_says_what_is_missing(in_page):
    page = _shown(in_page, OIL, _offer("A", 120_000), _offer("B", 130_000), freight=False)
    assert "Belum ada harga yang lengkap: ongkir belum diketahui." in page
    assert "/find" not in page
    assert "10.000 + ?" in page


def test_a_wanted_carton_is_counted_in_cartons(in_page):
    want = Want(key="1", name="Minyak", quantity=Decimal(10), package="karton")
    assert "Butuh 10\u00a0karton" in _shown(in_page, want, _offer("A", 120_000))


def test_two_articles_of_one_supplier_stand_in_one_cell_each_with_its_own_choice(in_page):
    page = _shown(
        in_page,
        OIL,
        _offer("A", 120_000),
        _offer("A2", 130_000, supplier="A", supplier_name="PT A"),
        _offer("B", 125_000),
    )
    cells = page.split('<li class="offer')[1:]
    assert len(cells) == 2
    assert 'value="A2"' in cells[0]
    assert page.count('type="radio"') == 4


def test_a_supplier_who_writes_markup_in_his_list_writes_text(in_page):
    page = _shown(in_page, OIL, _offer("A", 120_000, supplier_name="<em>A", order_unit="<i>"), as_sent=True)
    assert "&lt;em&gt;A" in page
    assert "<em>" not in page
    assert "<i>" not in page


def _section(visitor, key: str) -> str:
    page = unescape(visitor.get("/dev/components/comparison").text).replace("\u00a0", " ")
    return page.split(f'aria-labelledby="good-{key}"')[1].split("</section>")[0]


def _amount(text: str) -> Decimal:
    return Decimal(re.sub(r"[^\d,]", "", text).replace(",", "."))
