from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.money import Money
from marketplace.suppliers.comparing import Doubt, LikelyReading, Offer, Route, Row, Rules, Sentence, Term
from tests.marketplace.suppliers.comparing.market import FRANCO, offer, pack, route, row, want


def states(found: Row) -> dict[str, str]:
    return {each.offer.supplier: each.state for each in found.offers}


def test_the_best_names_its_runner_up_and_by_how_much() -> None:
    found = row([offer("CV Laut Jaya", "183000"), offer("UD Berkah", "183600")])
    assert states(found) == {"CV Laut Jaya": "best", "UD Berkah": "ranked"}
    assert found.why.indonesian == "Termurah sampai: Rp50/l di bawah UD Berkah."
    assert found.why.english == "Cheapest delivered: Rp50/l below UD Berkah."


def test_the_best_names_the_offer_that_only_looks_cheaper() -> None:
    found = row([offer("CV Laut Jaya", "178800"), offer("PT Sumber Rejeki", "168000", tax="excluded")])
    assert found.winner is not None
    assert found.winner.offer.supplier == "CV Laut Jaya"
    assert "PT Sumber Rejeki tampak lebih murah (Rp14.000/l), tetapi belum PPN." in found.why.indonesian


@pytest.mark.parametrize(
    ("tempting", "reason"),
    [
        ({"price": "170000", "routes": {"X": route(per_kg=1000)}}, "ongkirnya Rp1.000/l"),
        ({"price": "100000", "minimum": Decimal(50)}, "harus beli 540 l lebih"),
        ({"price": "100000", "terms": (Term("bundle", "wajib paket"),)}, "ada syarat: wajib paket"),
    ],
)
def test_what_makes_the_tempting_offer_dear_is_said(tempting: dict[str, object], reason: str) -> None:
    routes = {"CV": FRANCO} | dict(tempting.pop("routes", {"X": FRANCO}))  # type: ignore[call-overload]
    found = row([offer("CV", "178800"), offer("X", str(tempting.pop("price")), **tempting)], routes=routes)
    assert found.winner is not None
    assert found.winner.offer.supplier == "CV"
    assert reason in found.why.indonesian


def test_unknown_freight_takes_the_star_away_and_the_row_names_the_break_even() -> None:
    offers = [
        offer("UD Berkah", "16200", "1 x 1 kg", order_unit="kg"),
        offer("PT X", "15900", "1 x 1 kg", order_unit="kg"),
    ]
    found = row(offers, want("100", per="kg"), routes={"UD Berkah": FRANCO})
    assert states(found) == {"UD Berkah": "cheapest_complete", "PT X": "ranked"}
    assert found.break_evens[0].freight_below == Decimal(300)
    assert "PT X lebih murah kalau ongkirnya di bawah Rp300/kg." in found.why.indonesian


def test_unknown_freight_that_cannot_help_any_more_leaves_the_star() -> None:
    found = row([offer("UD", "180000"), offer("PT", "180000")], routes={"UD": FRANCO})
    assert states(found)["UD"] == "best"
    assert found.break_evens == ()


@pytest.mark.parametrize(("price", "state"), [("160000", "cheapest_complete"), ("180000", "best")])
def test_unknown_ppn_counts_at_its_lowest_for_a_rival(price: str, state: str) -> None:
    found = row([offer("UD", "170000"), offer("PT", price, tax=None)])
    assert states(found)["UD"] == state
    if state == "cheapest_complete":
        assert found.break_evens[0].kinds == ("tax",)
        assert "PT lebih murah kalau harganya sudah termasuk PPN." in found.why.indonesian


def test_an_offer_of_unknown_ppn_is_best_when_it_wins_even_with_ppn_on_top() -> None:
    assert states(row([offer("UD", "180000"), offer("PT", "160000", tax=None)])) == {"PT": "best", "UD": "ranked"}


def test_unknown_ppn_is_never_best_where_it_is_set_aside() -> None:
    found = row([offer("UD", "180000"), offer("PT", "160000", tax=None)], rules=Rules(rank_unknown_tax=False))
    assert states(found) == {"UD": "cheapest_complete", "PT": "not_comparable"}


def test_unknown_content_takes_the_star_away_and_says_how_much_would_have_to_be_in_it() -> None:
    found = row([offer("CV", "183000"), offer("Toko Makmur", "172000", None, order_unit="dus")])
    assert states(found) == {"CV": "cheapest_complete", "Toko Makmur": "not_comparable"}
    assert found.break_evens[0].content_above == Decimal("11.3")
    assert "Toko Makmur lebih murah kalau isinya di atas 11,3 l per dus." in found.why.indonesian


def test_a_sack_beside_loose_kilograms_says_how_heavy_it_would_have_to_be() -> None:
    loose = offer("A", "20000", "1 x 1 kg", order_unit="kg")
    found = row([loose, offer("B", "900000", "1 x 1 piece", order_unit="bal")], want("100", per="kg"))
    assert states(found) == {"A": "cheapest_complete", "B": "not_comparable"}
    assert "B lebih murah kalau isinya di atas 45 kg per bal." in found.why.indonesian


def test_pieces_beside_kilograms_ask_for_the_weight_of_one() -> None:
    loose = offer("A", "18000", "1 x 1 kg", order_unit="kg")
    found = row([loose, offer("B", "12000", "1 x 1 piece", order_unit="biji")], want("10", per="kg"))
    assert states(found)["A"] == "cheapest_complete"
    assert "B lebih murah kalau isinya di atas 0,7 kg per biji." in found.why.indonesian


@pytest.mark.parametrize(("content", "state"), [("12 x 1 l", "cheapest_complete"), ("10 x 1 l", "best")])
def test_a_likely_reading_is_what_a_doubtful_row_is_measured_by(content: str, state: str) -> None:
    doubt = Doubt("pack_unknown", Sentence("isi per dus tidak ditulis", "-"), LikelyReading(pack=pack(content)))
    found = row([offer("CV", "183000"), offer("Toko Makmur", "172000", None, order_unit="dus", doubt=doubt)])
    assert states(found) == {"CV": state, "Toko Makmur": "not_comparable"}
    assert ("kalau isinya 12 × 1 l" in found.why.indonesian) is (state == "cheapest_complete")


def test_a_discount_that_is_not_counted_is_a_break_even() -> None:
    disc = Term("discount", "disc 5%", factor=Decimal("0.95"))
    found = row([offer("CV", "180000"), offer("PT", "185000", terms=(disc,))])
    assert states(found)["CV"] == "cheapest_complete"
    assert "PT lebih murah kalau 'disc 5%' berlaku." in found.why.indonesian


def test_an_expired_list_or_another_grade_is_no_rival() -> None:
    found = row([offer("CV", "183000"), offer("PT", "100000", valid_until=date(2026, 1, 1))])
    assert states(found) == {"CV": "best", "PT": "not_comparable"}


def test_without_any_complete_price_there_is_no_winner() -> None:
    found = row([offer("CV", "183000"), offer("PT", "180000")], routes={})
    assert found.winner is None
    assert found.why.indonesian == "Belum ada harga yang lengkap: ongkir belum diketahui."


def test_without_any_offer_the_row_says_so() -> None:
    assert row([]).why.indonesian == "Belum ada yang menawarkan."


def test_an_offer_that_forces_a_large_purchase_is_best_only_where_all_do() -> None:
    forced = offer("PT", "100000", minimum=Decimal(50))
    assert states(row([forced, offer("CV", "183000")])) == {"CV": "best", "PT": "ranked"}
    alone = row([forced, offer("CV", "183000", minimum=Decimal(20))])
    assert states(alone) == {"CV": "best", "PT": "ranked"}
    assert alone.why.indonesian.startswith("Paling sedikit uangnya, tetapi harus beli 180 l lebih.")


def test_of_two_equal_prices_the_sooner_one_comes_first() -> None:
    offers = [offer("A", "180000", lead_days=5), offer("B", "180000", lead_days=1)]
    routes = {name: route(per_kg=1, days=1) for name in "AB"}
    found = row(offers, routes=routes)
    assert found.winner is not None
    assert found.winner.offer.supplier == "B"
    assert found.why.indonesian == "Sama murah sampai dengan A, tetapi tiba lebih cepat."


def test_not_comparable_offers_stand_last_and_open_ones_after_the_complete() -> None:
    offers = [offer("Q", "1", None), offer("Open", "100000"), offer("B", "190000"), offer("A", "180000")]
    found = row(offers, routes={"A": FRANCO, "B": FRANCO, "Q": FRANCO})
    assert [each.offer.supplier for each in found.offers] == ["A", "B", "Open", "Q"]


PRICES = st.integers(90_000, 300_000)
LIKELY = st.none() | st.sampled_from(["12 x 1 l", "10 x 1 l", "24 x 1 l"])


@st.composite
def markets(draw: st.DrawFn) -> tuple[list[Offer], dict[str, Route]]:
    offers, routes = [], {}
    for number in range(draw(st.integers(1, 6))):
        name = f"S{number}"
        likely = draw(LIKELY) if draw(st.integers(0, 4)) == 0 else None
        doubt = likely and Doubt("pack_unknown", Sentence("a", "b"), LikelyReading(pack=pack(likely)))
        tax = draw(st.sampled_from(["included", "excluded", "exempt", None]))
        content = None if doubt else "12 x 1 l"
        offers.append(offer(name, str(draw(PRICES)), content, tax=tax, doubt=doubt or None))
        if draw(st.booleans()):
            routes[name] = route(per_kg=draw(st.integers(0, 2000)), per_drop=draw(st.integers(0, 100_000)))
    return offers, routes


def as_bad(one: Offer) -> Offer:
    return replace(one, tax=one.tax or "excluded")


def as_good(one: Offer) -> Offer:
    likely = one.doubt.likely if one.doubt else None
    content = likely.pack if likely else one.pack
    return replace(one, tax=one.tax or "included", doubt=None, pack=content)


@settings(max_examples=300)
@given(markets())
def test_the_star_wins_when_everything_unknown_turns_out_against_it(
    market: tuple[list[Offer], dict[str, Route]],
) -> None:
    offers, routes = market
    found = row(offers, routes=routes)
    if found.winner is None or found.winner.state != "best":
        return
    star = found.winner.offer.supplier
    assert star in routes
    against = [as_bad(one) if one.supplier == star else as_good(one) for one in offers]
    free = {one.supplier: routes.get(one.supplier, FRANCO) for one in offers}
    settled = {each.offer.supplier: each.landed for each in row(against, routes=free).offers}
    assert settled[star] is not None
    assert all(settled[star] <= price for price in settled.values() if price is not None)


@settings(max_examples=300)
@given(markets())
def test_a_diamond_is_complete_the_cheapest_of_the_complete_and_has_a_break_even(
    market: tuple[list[Offer], dict[str, Route]],
) -> None:
    offers, routes = market
    found = row(offers, routes=routes)
    if found.winner is None or found.winner.state != "cheapest_complete":
        return
    complete = [each.landed for each in found.offers if each.complete and each.landed is not None]
    assert found.winner.landed == min(complete)
    assert found.break_evens
    assert all(each.sentence.indonesian for each in found.break_evens)


@settings(max_examples=200)
@given(st.integers(14_000, 16_000), st.integers(12_000, 13_900), st.integers(1, 400))
def test_freight_below_the_break_even_makes_the_other_cheaper_and_above_it_does_not(
    known: int, other: int, kg: int
) -> None:
    offers = [offer(name, str(price), "1 x 1 kg", order_unit="kg") for name, price in (("A", known), ("B", other))]
    wanted = want(str(kg), per="kg")
    found = row(offers, wanted, routes={"A": FRANCO})
    below = found.break_evens[0].freight_below
    assert below is not None
    for freight, winner in ((below - 1, "B"), (below + 1, "A")):
        settled = row(offers, wanted, routes={"A": FRANCO, "B": route(per_kg=freight)})
        assert settled.winner is not None
        assert settled.winner.offer.supplier == winner


def test_money_of_the_winner_is_whole_rupiah() -> None:
    found = row([offer("CV", "178800.5", tax="excluded")], routes={"CV": route(per_kg="333.3", per_drop=10_001)})
    assert found.winner is not None
    assert isinstance(found.winner.total, Money)
