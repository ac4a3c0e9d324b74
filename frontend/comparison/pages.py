"""The pages of buying: want lists, the comparison table, what is chosen from it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from frontend.comparison import comparing, ordering, selling, wanting

blueprint = Blueprint("comparison", __name__)

ADDRESSES: tuple[tuple[str, str, Any], ...] = (
    ("GET", "/wants", wanting.want_lists),
    ("POST", "/wants", wanting.create_want_list),
    ("POST", "/wants/copy", wanting.copy_last),
    ("GET", "/wants/<uuid:list_id>", wanting.want_list),
    ("POST", "/wants/<uuid:list_id>/found", wanting.add_found),
    ("POST", "/wants/<uuid:list_id>/goods", wanting.add_wants),
    ("POST", "/wants/<uuid:list_id>/goods/<uuid:want_id>", wanting.change_want),
    ("GET", "/wants/<uuid:list_id>/comparison", comparing.comparison),
    ("POST", "/wants/<uuid:list_id>/comparison", comparing.choose),
    ("POST", "/wants/<uuid:list_id>/comparison/cheapest", comparing.choose_cheapest),
    ("GET", "/wants/<uuid:list_id>/comparison/goods/<uuid:want_id>", comparing.good),
    ("GET", "/wants/<uuid:list_id>/comparison/goods/<uuid:want_id>/articles/<uuid:article_id>", comparing.show_match),
    ("POST", "/wants/<uuid:list_id>/comparison/goods/<uuid:want_id>/articles/<uuid:article_id>", comparing.match),
    ("GET", "/wants/<uuid:list_id>/comparison/paper", comparing.paper),
    ("GET", "/wants/<uuid:list_id>/selling-prices", selling.selling_prices),
    ("POST", "/wants/<uuid:list_id>/selling-prices", selling.keep),
    ("POST", "/wants/<uuid:list_id>/selling-prices/file", selling.keep_file),
    ("GET", "/wants/<uuid:list_id>/comparison/offers/<offer>", comparing.working),
    ("GET", "/wants/<uuid:list_id>/comparison.xlsx", comparing.workbook),
    ("GET", "/wants/<uuid:list_id>/comparison.txt", comparing.message),
    ("GET", "/wants/<uuid:list_id>/articles/<uuid:article_id>", comparing.show_note),
    ("POST", "/wants/<uuid:list_id>/articles/<uuid:article_id>", comparing.note),
    ("GET", "/wants/<uuid:list_id>/orders/<uuid:supplier_id>", ordering.show_order),
    ("POST", "/wants/<uuid:list_id>/orders/<uuid:supplier_id>", ordering.create_order),
)
"""Method, address, view; the endpoint is `comparison.` and the view's name."""

for method, address, view in ADDRESSES:
    blueprint.add_url_rule(address, view.__name__, view, methods=[method])
