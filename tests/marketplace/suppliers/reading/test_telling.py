"""A doubt stored in one language, told in the other."""

from __future__ import annotations

import pytest

from marketplace.suppliers.reading.issues import ISSUES, issue
from marketplace.suppliers.reading.telling import told, told_issue

DETAILS = {
    "price": "Rp 1.250", "cost": "900", "per": "kg", "likely": "dus", "stated": "pcs", "unit": "zak",
    "discount": "5%",
}  # fmt: skip


@pytest.mark.parametrize("code", sorted(ISSUES))
def test_every_doubt_is_told_in_the_other_language_with_its_figures(code: str) -> None:
    wording = {"id": "mahal", "en": "dearer"}
    stored = {language: issue(code, language, **DETAILS, direction=wording[language]) for language in ("id", "en")}
    for one in stored.values():
        assert told(one, "id") == stored["id"]["message"]
        assert told(one, "en") == stored["en"]["message"]


def test_a_doubt_of_an_unknown_code_or_another_wording_stays_as_it_was_stored() -> None:
    assert told({"code": "gone", "message": "Entah."}, "en") == "Entah."
    assert told({"code": "price_zero", "message": "Harga 0."}, "en") == "Harga 0."


def test_telling_changes_only_the_sentence() -> None:
    stored = issue("price_zero", "id", {"price": "1"})
    assert told_issue(stored, "en") == {**stored, "message": "The price is zero."}
    assert stored["message"] == "Harga nol."
