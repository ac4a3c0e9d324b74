from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.money import Money
from marketplace.suppliers.comparing import Candidate, SupplierTerms, compare, orders, steps
from tests.marketplace.suppliers.comparing.market import circumstances, offer, route, want


def test_one_drop_is_shared_over_everything_wanted_from_the_supplier() -> None:
    oil = offer("CV", "180000", key="oil")
    sugar = offer("CV", "16000", "1 x 1 kg", key="sugar", order_unit="kg")
    asked = [(want("60"), [Candidate(oil)]), (want("20", key="gula", per="kg"), [Candidate(sugar)])]
    found = compare(asked, circumstances(routes={"CV": route(per_drop=80_001)}))
    assert [each.freight for each in (row.offers[0] for row in found.rows)] == [Money(60_001), Money(20_000)]


def test_a_second_article_of_the_supplier_bears_the_drop_in_place_of_the_first() -> None:
    cheap, dear = offer("CV", "180000", key="cheap"), offer("CV", "200000", key="dear")
    given_route = circumstances(routes={"CV": route(per_drop=60_000)})
    found = compare([(want("60"), [Candidate(cheap), Candidate(dear)])], given_route).rows[0]
    assert [each.freight for each in found.offers] == [Money(60_000), Money(60_000)]


def test_articles_worth_less_than_a_rupiah_bear_the_drop_all_the_same() -> None:
    tiny = [offer("CV", "0.1", "1 x 1 piece", key=key, order_unit="pcs") for key in "ab"]
    asked = [(want("1", per="piece"), [Candidate(each) for each in tiny])]
    found = compare(asked, circumstances(routes={"CV": route(per_drop=60_000)})).rows[0]
    assert [each.freight for each in found.offers] == [Money(60_000), Money(60_000)]


def test_without_a_quantity_a_drop_cannot_be_shared_and_freight_is_unknown() -> None:
    found = compare([(want(None), [Candidate(offer("CV", "180000"))])], circumstances(routes={"CV": route(per_drop=1)}))
    assert found.rows[0].offers[0].freight is None


def test_ex_freight_counts_no_freight_and_says_so() -> None:
    asked = [(want("60"), [Candidate(offer("CV", "180000")), Candidate(offer("UD", "186000"))])]
    found = compare(asked, circumstances(routes={}, count_freight=False))
    assert found.rows[0].why.indonesian == "Termurah (belum ongkir): Rp500/l di bawah UD."
    assert found.rows[0].winner is not None
    assert found.rows[0].winner.total == Money(900_000)


def test_suppliers_come_with_the_widest_coverage_first() -> None:
    asked = [
        (want("60", key="1"), [Candidate(offer("A", None)), Candidate(offer("B", "180000"))]),
        (want("60", key="2"), [Candidate(offer("A", "180000")), Candidate(offer("B", "190000"))]),
        (want("60", key="3"), []),
    ]
    found = compare(asked, circumstances([offer("A", "1"), offer("B", "1")]))
    covered = [(each.name, each.offered, each.comparable, each.winning) for each in found.suppliers]
    assert covered == [("B", 2, 2, 1), ("A", 2, 1, 1)]
    assert (found.count("best"), found.count("cheapest_complete"), found.without_answer) == (2, 0, 1)


def test_orders_share_the_drop_over_what_was_really_chosen_and_tell_what_the_minimum_lacks() -> None:
    asked = [
        (want("60", key="1"), [Candidate(offer("CV", "178800", key="a"))]),
        (want("40", key="2"), [Candidate(offer("CV", "100000", key="b"))]),
    ]
    terms = {"CV": SupplierTerms(minimum_value=Money(1_500_000), payment="Tunai")}
    given = circumstances(routes={"CV": route(per_drop=30_000)}, suppliers=terms)
    chosen = compare(asked, given).rows[0].winner
    assert chosen is not None
    (order,) = orders([chosen], given)
    assert (order.goods, order.freight, order.total) == (Money(894_000), Money(30_000), Money(924_000))
    assert (order.short_of_minimum, order.payment) == (Money(606_000), "Tunai")


def test_what_cannot_be_compared_cannot_be_ordered() -> None:
    found = compare([(want("60"), [Candidate(offer("CV", None))])], circumstances())
    with pytest.raises(ValueError, match="there is no price"):
        orders(found.rows[0].offers, circumstances())


def test_an_order_of_unknown_freight_has_no_total() -> None:
    given = circumstances(routes={})
    found = compare([(want("60"), [Candidate(offer("CV", "180000"))])], given)
    (order,) = orders(found.rows[0].offers, given)
    assert (order.goods, order.freight, order.total) == (Money(900_000), None, None)


LINES = st.lists(
    st.tuples(
        st.integers(1, 500), st.decimals(1, 900_000, places=2), st.sampled_from(["included", "excluded", "exempt"])
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=150)
@given(LINES, st.integers(0, 500_000), st.decimals(0, 3000, places=2), st.booleans())
def test_every_line_and_every_order_adds_up_to_the_rupiah(
    lines: list[tuple[int, Decimal, str]], drop: int, per_kg: Decimal, pkp: bool
) -> None:
    asked = [
        (want(str(quantity), key=str(number)), [Candidate(offer("CV", str(price), key=str(number), tax=tax))])
        for number, (quantity, price, tax) in enumerate(lines)
    ]
    given = circumstances(routes={"CV": route(per_drop=drop, per_kg=per_kg)}, buyer_is_pkp=pkp)
    found = [row.offers[0] for row in compare(asked, given).rows]
    shared = Money(0)
    for each in found:
        assert each.ppn is not None
        assert each.freight is not None
        assert each.total == each.goods + each.ppn + each.freight
        shared += each.freight - Money.rounded(per_kg * (each.kg or 0))
        worked = {step.kind: step.figure for step in steps(each, given)}
        parts = [worked[kind] for kind in ("goods", "ppn", "freight", "credit") if kind in worked]
        assert Money.total(part for part in parts if isinstance(part, Money)) == worked["cost"] == each.cost
        assert each.cost is not None
        assert worked["landed"] == Decimal(each.cost.rupiah) / each.bought
    assert shared == Money(drop)
    (order,) = orders(found, given)
    assert order.total == Money.total(each.total for each in found if each.total is not None)


def test_the_arithmetic_of_an_offer_that_cannot_be_compared_is_empty() -> None:
    found = compare([(want("60"), [Candidate(offer("CV", None))])], circumstances())
    assert steps(found.rows[0].offers[0], circumstances()) == ()


def test_the_arithmetic_points_at_the_cell_of_the_list() -> None:
    from marketplace.suppliers.comparing import Source

    given = circumstances([offer("CV", "1")])
    found = compare([(want("60"), [Candidate(offer("CV", "180000", source=Source("a.xlsx", 118, "Harga")))])], given)
    worked = steps(found.rows[0].offers[0], given)
    assert [step.source.indonesian for step in worked if step.kind == "goods"] == ["lembar Harga, baris 118"]
    assert [step.source.english for step in worked if step.kind == "goods"] == ["sheet Harga, row 118"]
