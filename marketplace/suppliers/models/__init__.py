"""Tables of suppliers: who sells, his lists and their versions, articles and offers, matches, and the way to the door.

Every row carries `supplier_id`, and references go through composite keys, so that no row of one supplier can hang on
another's.
"""

from __future__ import annotations

from .freight import Carriage, FreightRate, Sailing, SeaRoute
from .matches import CooperativeArticle, MatchDecision, MatchSuggestion
from .offers import Article, Offer
from .price_lists import PriceList, PriceListAudience, PriceListVersion
from .suppliers import ReadingMemory, Supplier, SupplierTerms

__all__ = [
    "Article",
    "Carriage",
    "CooperativeArticle",
    "FreightRate",
    "MatchDecision",
    "MatchSuggestion",
    "Offer",
    "PriceList",
    "PriceListAudience",
    "PriceListVersion",
    "ReadingMemory",
    "Sailing",
    "SeaRoute",
    "Supplier",
    "SupplierTerms",
]
