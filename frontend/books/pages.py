"""The pages of the books: addresses and their views. All of them need somebody who is signed in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from frontend.books import home, ledger

blueprint = Blueprint("books", __name__, url_prefix="/books")

Addresses = tuple[tuple[str, str, Any], ...]

LEDGER: Addresses = (
    ("GET", "/trial-balance", ledger.trial_balance),
    ("GET", "/accounts/<code>", ledger.account),
    ("GET", "/entries/<uuid:entry_id>", ledger.entry),
)

ADDRESSES: Addresses = (("GET", "", home.books), *LEDGER)
"""Method, address, view; the endpoint is `books.` and the view's name."""

for method, address, view in ADDRESSES:
    blueprint.add_url_rule(address, view.__name__, view, methods=[method])
