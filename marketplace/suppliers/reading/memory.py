"""What a supplier's earlier lists taught: meanings of his headings and answers to questions. Plain JSON both ways."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from marketplace.suppliers.reading.headings import plain


@dataclass(slots=True)
class Memory:
    """``meanings``: plain heading -> meaning, so that moved columns are still known; ``answers``: pattern -> answer."""

    meanings: dict[str, str] = field(default_factory=dict)
    answers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_json(cls, data: dict[str, Any] | None) -> Memory:
        data = data or {}
        return cls(dict(data.get("meanings", {})), dict(data.get("answers", {})))

    def to_json(self) -> dict[str, Any]:
        return {"meanings": self.meanings, "answers": self.answers}

    def remember_column(self, heading: str, meaning: str) -> None:
        self.meanings[plain(heading)] = meaning

    def remember_answer(self, pattern: str, answer: str) -> None:
        """``answer``: `single` or `whole` for what a price buys, a count for an outer pack without a stated content, a
        unit for an unknown word or code, a tax basis."""
        self.answers[pattern] = answer
