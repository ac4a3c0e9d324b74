"""Column types that several tables share."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Numeric
from sqlalchemy.orm import mapped_column

Amount = Annotated[int, mapped_column(BigInteger)]
"""Whole rupiah."""
Quantity = Annotated[Decimal, mapped_column(Numeric(14, 3))]
"""Order units."""
UnitPrice = Annotated[Decimal, mapped_column(Numeric(18, 4))]
"""Exact rupiah for one unit."""
CooperativeId = Annotated[UUID, mapped_column(ForeignKey("organisation.id"))]
"""The tenant."""
PersonId = Annotated[UUID | None, mapped_column(ForeignKey("person.id"))]
"""The hand; None for a program."""


def one_of(column: str, words: Sequence[str]) -> str:
    """The CHECK that `column` holds one of `words`."""
    return f"{column} IN ({', '.join(repr(word) for word in words)})"
