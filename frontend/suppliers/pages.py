"""The pages of suppliers: addresses and their views."""

from __future__ import annotations

from typing import Any

from flask import Blueprint

from frontend.suppliers import boats, directory, lists, shelving

blueprint = Blueprint("suppliers", __name__)

ADDRESSES: tuple[tuple[str, str, Any], ...] = (
    ("GET", "/price-lists", directory.home),
    ("GET", "/suppliers", directory.suppliers),
    ("GET", "/suppliers/new", directory.show_add),
    ("POST", "/suppliers/new", directory.add),
    ("GET", "/suppliers/counts", directory.counts),
    ("GET", "/suppliers/<uuid:supplier_id>", directory.supplier),
    ("POST", "/suppliers/<uuid:supplier_id>/terms", directory.set_terms),
    ("POST", "/suppliers/<uuid:supplier_id>/freight", directory.set_rate),
    ("POST", "/suppliers/<uuid:supplier_id>/freight/<uuid:rate_id>/remove", directory.remove_rate),
    ("GET", "/suppliers/<uuid:supplier_id>/upload", lists.show_upload),
    ("POST", "/suppliers/<uuid:supplier_id>/upload", lists.hand_in),
    ("GET", "/carriages", directory.carriages),
    ("POST", "/carriages", directory.add_carriage),
    ("POST", "/carriages/<uuid:carriage_id>/remove", directory.remove_carriage),
    ("GET", "/boats", boats.boats),
    ("GET", "/boats/new", boats.show_add_boat),
    ("POST", "/boats/new", boats.add_boat),
    ("GET", "/boats/<uuid:route_id>", boats.boat),
    ("POST", "/boats/<uuid:route_id>", boats.change_boat),
    ("POST", "/boats/<uuid:route_id>/remove", boats.remove_boat),
    ("POST", "/boats/<uuid:route_id>/sailings", boats.set_sailing),
    ("GET", "/matches", directory.matches),
    ("POST", "/matches/<uuid:suggestion_id>", directory.decide),
    ("GET", "/price-lists/<uuid:price_list_id>", lists.versions),
    ("POST", "/price-lists/<uuid:price_list_id>", shelving.change_list),
    ("GET", "/price-lists/versions/<uuid:version_id>", lists.version),
    ("GET", "/price-lists/versions/<uuid:version_id>/progress", lists.progress),
    ("GET", "/price-lists/versions/<uuid:version_id>/rows", lists.rows),
    ("GET", "/price-lists/versions/<uuid:version_id>/questions", lists.show_questions),
    ("POST", "/price-lists/versions/<uuid:version_id>/questions", lists.answer),
    ("POST", "/price-lists/versions/<uuid:version_id>/price-column", lists.choose_column),
    ("POST", "/price-lists/versions/<uuid:version_id>/publish", lists.publish),
    ("POST", "/price-lists/versions/<uuid:version_id>/withdraw", lists.withdraw),
    ("GET", "/articles/<uuid:article_id>", lists.article),
)
"""Method, address, view; the endpoint is `suppliers.` and the view's name."""

for method, address, view in ADDRESSES:
    blueprint.add_url_rule(address, view.__name__, view, methods=[method])
