"""Column types that several tables of the books share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import mapped_column

Amount = Annotated[int, mapped_column(BigInteger)]
"""Whole rupiah."""
CooperativeId = Annotated[UUID, mapped_column(ForeignKey("organisation.id"))]
"""The tenant."""
PersonId = Annotated[UUID | None, mapped_column(ForeignKey("person.id"))]
"""The hand; None for a program."""

MEMBER_KEY = ["member.cooperative_id", "member.id"]
"""What a row about a member refers to, so that it cannot point into another cooperative."""


def one_of(column: str, words: Sequence[str]) -> str:
    """The CHECK that `column` holds one of `words`."""
    return f"{column} IN ({', '.join(repr(word) for word in words)})"
