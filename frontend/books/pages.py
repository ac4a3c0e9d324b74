"""The pages of the books: addresses and their views. All of them need somebody who is signed in."""

from __future__ import annotations

from typing import Any

from flask import Blueprint
from flask_limiter.util import get_remote_address

from frontend.books import cash, counts, home, ledger, money, quarters
from marketplace.api import limiter

blueprint = Blueprint("books", __name__, url_prefix="/books")

Addresses = tuple[tuple[str, str, Any], ...]

LEDGER: Addresses = (
    ("GET", "/trial-balance", ledger.trial_balance),
    ("GET", "/accounts/<code>", ledger.account),
    ("GET", "/entries/<uuid:entry_id>", ledger.entry),
)

QUARTERS: Addresses = (
    ("GET", "/quarters", quarters.quarters),
    ("GET", "/quarters/<int:year>/<int:number>", quarters.quarter),
    ("POST", "/quarters/<int:year>/<int:number>", quarters.write_quarter),
    ("GET", "/quarters/editions/<uuid:edition_id>", quarters.quarter_edition),
    ("POST", "/quarters/editions/<uuid:edition_id>/sign", quarters.sign_quarter),
    ("GET", "/quarters/editions/<uuid:edition_id>/check", quarters.check_quarter),
    ("POST", "/quarters/editions/<uuid:edition_id>/share", quarters.share_quarter),
    ("POST", "/quarters/links/<uuid:link_id>/revoke", quarters.revoke_quarter_link),
    ("GET", "/q/<token>", limiter.limit("60/minute", key_func=get_remote_address)(quarters.published_quarter)),
)

CASH: Addresses = (
    ("GET", "/cash", cash.cash),
    ("POST", "/cash", cash.write_cash),
    ("GET", "/cash/offline", cash.cash_shell),
    ("GET", "/cash/ready", cash.cash_ready),
    ("POST", "/cash/queue", cash.send_cash),
    ("GET", "/cash-worker.js", cash.cash_worker),
    ("GET", "/cash/day", cash.cash_day),
    ("GET", "/cash/lines/<uuid:entry_id>", cash.cash_entry),
    ("POST", "/cash/lines/<uuid:entry_id>/cancel", cash.cancel_cash),
    ("GET", "/cash/buttons", cash.cash_buttons),
    ("GET", "/cash/buttons/<code>", cash.show_cash_button),
    ("POST", "/cash/buttons/<code>", cash.change_cash_button),
    ("GET", "/cash/count", counts.count_cash),
    ("POST", "/cash/count", counts.write_count),
    ("GET", "/cash/counts/<uuid:count_id>", counts.cash_count),
    ("POST", "/cash/counts/<uuid:count_id>/sign", counts.sign_count),
    ("POST", "/cash/counts/<uuid:count_id>/withdraw", counts.withdraw_count),
    ("GET", "/money", money.money),
)

PUBLIC_ENDPOINTS = {"books.published_quarter"}
"""Endpoints that a stranger may open: the address itself is the secret."""

ADDRESSES: Addresses = (("GET", "", home.books), *CASH, *LEDGER, *QUARTERS)
"""Method, address, view; the endpoint is `books.` and the view's name."""

for method, address, view in ADDRESSES:
    blueprint.add_url_rule(address, view.__name__, view, methods=[method])
