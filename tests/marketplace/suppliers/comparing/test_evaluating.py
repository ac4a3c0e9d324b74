from datetime import date
from decimal import Decimal

import pytest

from marketplace.money import Money
from marketplace.suppliers.comparing import (
    BuyerFacts,
    Candidate,
    Doubt,
    LikelyReading,
    Rules,
    Sailings,
    Sentence,
    SupplierTerms,
    Term,
    Tier,
    compare,
    steps,
)
from tests.marketplace.suppliers.comparing.market import circumstances, offer, only, pack, route, row, table, want


@pytest.mark.parametrize(
    ("quantity", "given", "packs", "surplus"),
    [
        ("60", {}, "5", "0"),
        ("61", {}, "6", "11"),
        ("60", {"minimum": Decimal(10)}, "10", "60"),
        ("60", {"multiple": Decimal(4)}, "8", "36"),
        ("60", {"minimum": Decimal(6), "multiple": Decimal(5)}, "10", "60"),
        ("1", {}, "1", "11"),
    ],
)
def test_a_quantity_is_rounded_up_to_packs_minimum_and_multiple(
    quantity: str, given: dict[str, Decimal], packs: str, surplus: str
) -> None:
    found = only(offer("CV", "180000", **given), want(quantity))
    assert (found.packs, found.surplus) == (Decimal(packs), Decimal(surplus))


def test_goods_sold_by_the_scale_come_in_any_amount() -> None:
    found = only(offer("CV", "16000", "1 x 1 kg", order_unit="kg"), want("12.5", per="kg"))
    assert (found.packs, found.total) == (Decimal("12.5"), Money(200_000))


TIERS = (Tier(Decimal(20), Decimal(150)), Tier(Decimal(5), Decimal(180)), Tier(Decimal(10), Decimal(170)))


@pytest.mark.parametrize(
    ("pieces", "packs", "price"),
    [
        ("4", "4", "200"),
        ("5", "5", "180"),
        ("9", "9", "180"),
        ("12", "12", "170"),
        ("19", "20", "150"),
        ("25", "25", "150"),
    ],
)
def test_the_tier_that_the_quantity_reaches_applies_whatever_the_order_of_rows(
    pieces: str, packs: str, price: str
) -> None:
    found = only(offer("CV", "200", "1 x 1 piece", order_unit="pcs", tiers=TIERS), want(pieces, per="piece"))
    assert (found.packs, found.price) == (Decimal(packs), Decimal(price))


def test_taking_more_because_it_costs_less_is_said() -> None:
    found = only(offer("CV", "200", "1 x 1 piece", order_unit="pcs", tiers=TIERS), want("19", per="piece"))
    assert (found.goods, found.fewer_packs) == (Money(3000), Decimal(19))
    assert "20 pcs lebih murah daripada 19 pcs" in steps(found, circumstances())[0].detail.indonesian


@pytest.mark.parametrize(
    ("tax", "ppn", "total"),
    [("included", 0, 900_000), ("excluded", 99_000, 999_000), ("exempt", 0, 900_000)],
)
def test_ppn_is_added_where_the_price_does_not_hold_it(tax: str, ppn: int, total: int) -> None:
    found = only(offer("CV", "180000", tax=tax))
    assert (found.ppn, found.total) == (Money(ppn), Money(total))


def test_ppn_is_rounded_once_per_line() -> None:
    found = only(offer("CV", "1234.5", "1 x 1 piece", order_unit="pcs", tax="excluded"), want("3", per="piece"))
    assert (found.goods, found.ppn) == (Money(3704), Money(407))


def test_unknown_ppn_is_an_interval_and_never_zero() -> None:
    found = only(offer("CV", "180000", tax=None))
    assert (found.ppn, found.landed, found.unknown) == (None, None, ("tax",))
    assert (found.landed_low, found.landed_high) == (Decimal(15000), Decimal(16650))


def test_unknown_freight_has_no_upper_end() -> None:
    found = only(offer("CV", "180000"), routes={})
    assert (found.freight, found.total, found.landed) == (None, None, None)
    assert (found.landed_low, found.landed_high, found.unknown) == (Decimal(15000), None, ("freight",))


def test_what_the_supplier_says_in_general_holds_for_his_silent_rows() -> None:
    silent = offer("CV", "180000", tax=None)
    assert only(silent, suppliers={"CV": SupplierTerms(tax="excluded")}).ppn == Money(99_000)


def test_a_pkp_cooperative_does_not_bear_the_ppn_it_gets_back() -> None:
    included, excluded = (only(offer("CV", "199800", tax=tax), buyer_is_pkp=True) for tax in ("included", "excluded"))
    assert (included.total, included.creditable, included.landed) == (Money(999_000), Money(99_000), Decimal(15000))
    assert (excluded.total, excluded.creditable, excluded.landed) == (Money(1_108_890), Money(109_890), Decimal(16650))


def test_a_pkp_cooperative_with_unknown_ppn_knows_the_price_between_both_readings() -> None:
    found = only(offer("CV", "199800", tax=None), buyer_is_pkp=True)
    assert (found.landed_low, found.landed_high) == (Decimal(15000), Decimal(16650))


@pytest.mark.parametrize(
    ("given", "wanted", "content"),
    [
        ({"content": "40 x 85 g"}, {"per": "kg"}, "3.4"),
        ({"content": "40 x 85 g"}, {"per": "piece"}, "40"),
        ({"content": "20 x 170 g"}, {"per": "piece", "item": pack("1 x 85 g")}, "40"),
        ({"content": "1 x 1 kg", "order_unit": "kg"}, {"per": "piece", "kg_per_piece": Decimal("0.0625")}, "16"),
        ({"content": "30 x 1 piece", "order_unit": "tray"}, {"per": "kg", "kg_per_piece": Decimal("0.0625")}, "1.875"),
        ({"content": "1 x 18 l"}, {"per": "kg", "kg_per_litre": Decimal("0.9")}, "16.2"),
        ({"content": "1 x 18 kg"}, {"per": "l", "kg_per_litre": Decimal("0.9")}, "20"),
    ],
)
def test_content_converts_only_by_declared_factors(
    given: dict[str, str], wanted: dict[str, object], content: str
) -> None:
    found = only(offer("CV", "100000", given.pop("content"), **given), want("10", **wanted))
    assert found.refusal is None
    assert found.content == Decimal(content)


@pytest.mark.parametrize(
    ("given", "per"),
    [
        ({"content": "1 x 1 kg", "order_unit": "kg"}, "piece"),
        ({"content": "1 x 18 l"}, "kg"),
        ({"content": "1 x 1 piece", "order_unit": "butir"}, "kg"),
    ],
)
def test_without_a_declared_factor_units_do_not_meet(given: dict[str, str], per: str) -> None:
    found = only(offer("CV", "100000", given.pop("content"), **given), want("10", per=per))
    assert found.refusal is not None
    assert (found.state, found.refusal.code, found.landed) == ("not_comparable", "units_do_not_meet", None)


def test_a_bal_sold_by_the_piece_has_an_unknown_content_where_kilograms_are_wanted() -> None:
    found = only(offer("CV", "900000", "1 x 1 piece", order_unit="bal"), want("10", per="kg"))
    assert found.refusal is not None
    assert (found.refusal.code, found.refusal.sentence.indonesian) == ("content_unknown", "isi per bal tidak disebut")


@pytest.mark.parametrize(
    ("units", "refused"),
    [
        (("dus", "botol"), {"dus"}),
        (("dus", "karton"), set()),
        (("ikat", "ikat"), set()),
        (("ikat", "pcs"), {"ikat"}),
        (("botol", "pcs"), set()),
    ],
)
def test_a_bundle_that_hides_its_count_is_no_piece_beside_single_ones(
    units: tuple[str, str], refused: set[str]
) -> None:
    offers = [offer(f"S{number}", "20000", "1 x 1 piece", order_unit=unit) for number, unit in enumerate(units)]
    found = row(offers, want("10", per="piece")).offers
    assert {each.offer.order_unit for each in found if each.refusal} == refused
    assert {each.refusal.code for each in found if each.refusal} <= {"content_unknown"}


def test_a_packet_of_toothpicks_that_says_how_many_leaves_the_silent_packet_unknown() -> None:
    counted = offer("A", "10500", "200 x 1 piece", order_unit="pcs")
    found = row([counted, offer("B", "2000", "1 x 1 piece", order_unit="pcs")], want("1000", per="piece"))
    assert [(each.offer.supplier, each.refusal and each.refusal.code) for each in found.offers] == [
        ("A", None),
        ("B", "content_unknown"),
    ]


DOUBT = Doubt("pack_unknown", Sentence("isi per dus tidak disebut", "content not stated"))


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"price": None}, "price_missing"),
        ({"price": "0"}, "price_missing"),
        ({"price": "9" * 29}, "price_absurd"),
        ({"content": f"{'9' * 29} x 1 l"}, "content_unknown"),
        ({"content": "1 x 0.0000001 ml"}, "content_unknown"),
        ({"order_unit": None}, "price_unit_unknown"),
        ({"content": None}, "content_unknown"),
        ({"currency": "USD"}, "other_currency"),
        ({"valid_until": date(2026, 11, 21)}, "expired"),
        ({"valid_from": date(2026, 11, 23)}, "not_yet_valid"),
        ({"zones": frozenset({"darat"})}, "not_delivered"),
        ({"doubt": DOUBT}, "pack_unknown"),
    ],
)
def test_what_cannot_be_compared_says_why_and_has_no_price(given: dict[str, object], code: str) -> None:
    price, content = given.pop("price", "180000"), given.pop("content", "12 x 1 l")
    found = only(offer("CV", price, content, **given), zone="pulau")  # type: ignore[arg-type]
    assert found.refusal is not None
    assert (found.state, found.refusal.code) == ("not_comparable", code)
    assert (found.landed, found.total) == (None, None)
    assert found.refusal.sentence.indonesian
    assert found.refusal.sentence.english


@pytest.mark.parametrize(("relation", "code"), [("different_grade", "different_grade"), ("unsure", "unsure_match")])
def test_another_grade_and_an_unsure_match_are_not_compared(relation: str, code: str) -> None:
    found = table([offer("CV", "180000")], relation=relation).rows[0].offers[0]  # type: ignore[arg-type]
    assert found.refusal is not None
    assert found.refusal.code == code


def test_unknown_ppn_can_be_set_aside_instead_of_ranked() -> None:
    found = only(offer("CV", "180000", tax=None), rules=Rules(rank_unknown_tax=False))
    assert found.refusal is not None
    assert found.refusal.code == "tax_unknown"
    assert found.likely is not None
    assert (found.likely.landed_low, found.likely.landed_high) == (Decimal(15000), Decimal(16650))


def test_a_wanted_karton_of_unstated_content_meets_only_kartons() -> None:
    wanted = want("3", per=None, package="karton")
    karton, piece = (
        offer("CV", "180000", "12 x 1 l", order_unit="dus"),
        offer("UD", "16000", "1 x 1 l", order_unit="pcs"),
    )
    found = {each.offer.supplier: each for each in row([karton, piece], wanted).offers}
    assert found["CV"].packs == 3
    assert found["UD"].refusal is not None
    assert found["UD"].refusal.code == "package_unclear"


def test_a_wanted_karton_that_states_its_content_meets_every_unit() -> None:
    wanted = want("2", per=None, package="karton", item=pack("40 x 85 g"))
    karton = offer("CV", "110000", "40 x 85 g")
    piece = offer("UD", "2800", "1 x 85 g", order_unit="pcs")
    found = {each.offer.supplier: each for each in row([karton, piece], wanted).offers}
    assert (found["CV"].packs, found["UD"].packs) == (Decimal(2), Decimal(80))


def test_without_a_quantity_one_order_unit_is_priced() -> None:
    found = only(offer("CV", "180000"), want(None, per=None))
    assert (found.packs, found.landed, found.measure.per) == (Decimal(1), Decimal(15000), "l")


@pytest.mark.parametrize(("tax", "landed"), [("included", "2.4"), ("excluded", "2.664"), ("exempt", "2.4")])
def test_without_a_quantity_the_price_per_unit_is_exact_beyond_the_rupiah(tax: str, landed: str) -> None:
    found = only(offer("CV", "2.4", "1 x 1 piece", order_unit="lembar", tax=tax), want(None, per="piece"))
    assert found.landed == Decimal(landed)
    worked = {step.kind: step.figure for step in steps(found, circumstances())}
    parts = [worked["goods"], worked["ppn"]]
    added = sum((Decimal(part.rupiah) if isinstance(part, Money) else part or 0 for part in parts), Decimal(0))
    assert added == worked["cost"] == worked["landed"]


def test_arrival_waits_for_the_boat_and_the_latest_order_date_counts_back_from_it() -> None:
    boats = Sailings(first=date(2026, 11, 27), every_days=14)
    found = only(
        offer("CV", "180000", lead_days=2),
        want(needed_on=date(2026, 12, 20)),
        routes={"CV": route(per_kg=100, days=1, sailings=boats)},
    )
    assert found.arrives == date(2026, 11, 28)
    assert found.order_by == date(2026, 12, 9)


def test_an_offer_that_comes_too_late_is_priced_and_held_back() -> None:
    found = only(
        offer("CV", "180000", lead_days=9), want(needed_on=date(2026, 11, 30)), routes={"CV": route(per_kg=1, days=0)}
    )
    assert [obstacle.code for obstacle in found.obstacles] == ["too_late"]
    assert found.landed is not None


@pytest.mark.parametrize(
    ("term", "obstacles"),
    [
        (Term("bundle", "wajib paket sabun"), ["bundle"]),
        (Term("quota", "kuota 3 karton", quantity=Decimal(3)), ["quota"]),
        (Term("quota", "kuota 9 karton", quantity=Decimal(9)), []),
        (Term("discount", "disc 5%", factor=Decimal("0.95")), []),
    ],
)
def test_conditions_stand_beside_the_price_and_are_never_folded_into_it(term: Term, obstacles: list[str]) -> None:
    found = only(offer("CV", "180000", terms=(term,)))
    assert [obstacle.code for obstacle in found.obstacles] == obstacles
    assert (found.total, found.landed) == (Money(900_000), Decimal(15000))


def test_a_discount_that_is_not_counted_only_widens_the_interval_downwards() -> None:
    found = only(offer("CV", "180000", terms=(Term("discount", "disc 5%", factor=Decimal("0.95")),)))
    assert (found.landed_low, found.landed_high, found.unknown) == (Decimal(14250), Decimal(15000), ("terms",))


def test_saving_and_margin_are_claimed_only_from_known_figures() -> None:
    known = BuyerFacts(Decimal(16_100), Decimal(17_000), None, Decimal(240))
    found = only(offer("CV", "183000"), want(facts=known))
    assert (found.saving, found.saving_per_month) == (Money(51_000), Money(204_000))
    assert found.margin == Decimal(1750)
    assert found.margin_percent is not None
    assert round(found.margin_percent, 1) == Decimal("10.3")
    assert found.change_percent is not None
    assert round(found.change_percent, 1) == Decimal("-5.3")
    silent = only(offer("CV", "183000"))
    assert (silent.saving, silent.saving_per_month, silent.margin, silent.change_percent) == (None, None, None, None)
    open_freight = only(offer("CV", "183000"), want(facts=known), routes={})
    assert (open_freight.saving, open_freight.margin) == (None, None)


def test_the_margin_never_counts_on_selling_above_the_legal_cap() -> None:
    facts = BuyerFacts(selling_price=Decimal(17_000), cap=Decimal(15_700))
    assert only(offer("CV", "183000"), want(facts=facts)).margin == Decimal(450)


@pytest.mark.parametrize(("tax", "margin"), [("excluded", "1000"), ("exempt", "2760")])
def test_a_pkp_cooperative_does_not_count_the_ppn_it_has_to_pass_on_as_margin(tax: str, margin: str) -> None:
    facts = BuyerFacts(selling_price=Decimal(17_760))
    found = only(offer("CV", "180000", tax=tax), want(facts=facts), buyer_is_pkp=True)
    assert found.margin is not None
    assert round(found.margin, 6) == Decimal(margin)


def test_a_likely_reading_is_worked_out_beside_the_refusal() -> None:
    doubt = Doubt("pack_unknown", Sentence("a", "b"), LikelyReading(pack=pack("12 x 1 l")))
    found = only(offer("CV", "172000", None, doubt=doubt), routes={})
    assert found.refusal is not None
    assert found.refusal.ways_out[0] == "confirm_reading"
    assert found.likely is not None
    assert round(found.likely.landed_low) == 14333


def test_nothing_is_dropped_from_the_table() -> None:
    offers = [offer("A", "180000"), offer("B", None), offer("C", "1", currency="USD"), offer("D", "9", None)]
    given = circumstances(offers)
    found = compare([(want(), [Candidate(each) for each in offers])], given).rows[0].offers
    assert sorted(each.offer.supplier for each in found) == ["A", "B", "C", "D"]
