"""What of a large comparison stands on its first page."""

from __future__ import annotations

from benchmarks.comparing import basket
from frontend.comparison.narrowing import OFFERS_ON_A_PAGE, narrowed, only
from marketplace.suppliers.comparing import compare


def test_what_fits_is_shown_whole() -> None:
    asked, circumstances = basket()
    small = compare(asked[:4], circumstances)
    assert narrowed(small, {}) is small


def test_of_a_large_one_the_first_offers_the_chosen_and_the_one_the_sentence_names_are_shown() -> None:
    asked, circumstances = basket()
    whole = compare(asked, circumstances)
    last = whole.rows[0].offers[-1].offer.key
    shown = narrowed(whole, {whole.rows[0].want.key: last})
    assert sum(len(row.offers) for row in shown.rows) <= OFFERS_ON_A_PAGE + 2 * len(whole.rows)
    for row, first in zip(whole.rows, shown.rows, strict=True):
        assert first.offers[0] is row.offers[0]
        assert first.winner is row.winner
        assert {each.offer.offer.key for each in row.break_evens[:1]} <= {each.offer.key for each in first.offers}
    assert last in {each.offer.key for each in shown.rows[0].offers}
    assert {each.supplier for each in shown.suppliers} == {
        each.offer.supplier for row in shown.rows for each in row.offers
    }


def test_a_good_alone_keeps_all_its_offers() -> None:
    asked, circumstances = basket()
    whole = compare(asked, circumstances)
    alone = only(whole, whole.rows[3].want.key)
    assert alone is not None
    assert alone.rows == (whole.rows[3],)
    assert only(whole, "nobody") is None
