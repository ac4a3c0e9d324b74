"""Questions to a person: one per pattern of doubt, most rows first, never more than twenty."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

MOST = 20
EXAMPLES = 3

# Kind of question by the beginning of the pattern, with the answers to choose from; none where the answer is free:
# a unit's name, or for `unit:karton` how many pieces one holds (or `single`, where it is no outer pack at all).
CHOICES: dict[str, tuple[str, tuple[str, ...]]] = {
    "bracket": ("price_unit", ("single", "whole")),
    "isi": ("price_unit", ("single", "whole")),
    "n x size": ("price_unit", ("single", "whole")),
    "unit": ("case_count", ()),
    "nothing": ("price_unit", ("single",)),
    "word": ("unit_meaning", ()),
    "code": ("unit_meaning", ()),
    "tax": ("tax", ("included", "excluded", "exempt")),
}


@dataclass(slots=True)
class Question:
    """``pattern`` is the key under which the answer is remembered; ``examples`` are rows of the answer."""

    pattern: str
    kind: str
    rows: int
    examples: list[dict[str, Any]] = field(default_factory=list)
    suggestion: str | None = None
    choices: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "pattern": self.pattern,
            "kind": self.kind,
            "rows": self.rows,
            "examples": self.examples,
            "suggestion": self.suggestion,
            "choices": list(self.choices),
        }


def ask(doubts: Iterable[tuple[str, int, str | None]]) -> list[Question]:
    """Questions from (pattern, rows, suggestion)."""
    questions = []
    for pattern, rows, suggestion in doubts:
        known = CHOICES["isi"] if pattern.endswith("/n") else CHOICES.get(pattern.split(":")[0])
        if known is not None:
            questions.append(Question(pattern, known[0], rows, [], suggestion, known[1]))
    questions.sort(key=lambda question: (-question.rows, question.pattern))
    return questions[:MOST]
