"""The comparison for a cooperative: its want list against every offer in force that it may see, delivered to its door.

Composes suppliers (offers, freight, terms), catalog (selling prices, price caps) and its own past orders (last price
paid) into the input of the pure engine `marketplace.suppliers.comparing`, which does all the arithmetic.
"""

from __future__ import annotations

from ..models import WantList
from .answering import answer_match
from .comparing import ComparedList, compare_want_list
from .notes import ArticleFacts, note_article
from .selling import SellingPrice, keep_selling_prices, selling_prices

__all__ = [
    "ArticleFacts",
    "ComparedList",
    "SellingPrice",
    "WantList",
    "answer_match",
    "compare_want_list",
    "keep_selling_prices",
    "note_article",
    "selling_prices",
]
