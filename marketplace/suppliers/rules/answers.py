"""What a person may answer about a list, and what choosing a price column means for the others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..errors import UnknownColumn, UnknownQuestion

LONGEST_ANSWER = 40
OFFERED = frozenset({"price", "promo_price", "wholesale_price", "member_price"})
"""Columns a supplier may give to cooperatives as their price: never his cost, never an advised or former price."""
FOR_OTHERS = "member_price"
"""What a price column becomes when another one is chosen: a price for another class of customer."""


def check_answers(questions: Sequence[Mapping[str, Any]], answers: Mapping[str, str]) -> None:
    """Raise UnknownQuestion unless each answer is to a question that was asked, and one of its choices if any."""
    choices = {question["pattern"]: question["choices"] for question in questions}
    for pattern, answer in answers.items():
        if pattern not in choices or not 0 < len(answer) <= LONGEST_ANSWER:
            raise UnknownQuestion(field=pattern)
        if choices[pattern] and answer not in choices[pattern]:
            raise UnknownQuestion(field=pattern)


def price_columns(understanding: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The columns (heading, meaning) that could be the price, in the order of the list, each heading once."""
    columns = [column for sheet in understanding.get("sheets", []) for column in sheet["columns"]]
    return list({c["heading"]: (c["heading"], c["meaning"]) for c in columns if c["meaning"] in OFFERED}.values())


def meanings_with_price(understanding: Mapping[str, Any], heading: str) -> dict[str, str]:
    """Plain heading -> meaning, so that `heading` is the price and no other column is. Raises UnknownColumn."""
    from ..reading.headings import plain

    columns = price_columns(understanding)
    if heading not in {name for name, _ in columns}:
        raise UnknownColumn(field="price_column")
    return {plain(name): "price" if name == heading else FOR_OTHERS for name, _ in columns if name}
