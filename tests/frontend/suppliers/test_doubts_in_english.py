"""What is doubtful about a row is told in the reader's language, although it is stored in one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from frontend.language import COOKIE
from marketplace.suppliers.reading.issues import issue
from tests.marketplace.suppliers.conftest import Market, document_row, handed_in

from .conftest import Browser


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("id", "Harga ditulis sebagai rentang: "), ("en", "The price is given as a range: ")],
)
def test_a_doubt_is_read_in_the_readers_language(
    app: Flask, market: Market, browser: Callable[[str], Browser], language: str, sentence: str
) -> None:
    doubtful = issue("price_range", "id", price="12.000-13.000")
    rows = [document_row(2, "Gula", None, issues=[doubtful]), document_row(3, "Beras", "72000")]
    version = handed_in(app, market.laut_jaya, rows)
    someone = browser("laut_jaya")
    someone.client.set_cookie(COOKIE, language)
    someone.open(f"/price-lists/versions/{version.id}/rows?pile=doubtful")
    assert f"{sentence}&#39;12.000-13.000&#39;." in someone.text
