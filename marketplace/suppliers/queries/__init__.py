"""Reads of suppliers, lists and offers. Every one starts from what the actor may see (`visibility`).

For the comparison and for orders:

- `offers_for(session, actor, product_ids=..., article_ids=..., on_date=...)`: offers in force, in one round trip
- `offer(session, actor, offer_id, on_date=...)`: one of them, as a frozen copy
- `search_goods(session, actor, text, on_date=...)`: goods by words, grouped by product
- `routes_for(session, actor, supplier_ids)`: the way to the cooperative's door per supplier
- `terms_for(session, actor, supplier_ids)`: minimum value, payment, days to deliver per supplier
"""

from __future__ import annotations

from .boats import sea_routes
from .freight import carriages, routes_for, terms_for
from .goods import Good, search_goods
from .lists import rows_of
from .offers import offer, offers_for

__all__ = [
    "Good",
    "carriages",
    "offer",
    "offers_for",
    "routes_for",
    "rows_of",
    "sea_routes",
    "search_goods",
    "terms_for",
]
