"""What can go wrong with products and selling prices."""

from __future__ import annotations

from ..errors import Invalid


class PriceNotPositive(Invalid):
    """A selling price must be above zero."""

    code = "price_not_positive"
    indonesian = "Harga jual harus lebih dari nol."
    english = "A selling price must be above zero."
