"""The reference page lists what the program knows, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

from marketplace.suppliers.reading.headings import MEANINGS
from marketplace.suppliers.reading.issues import ISSUES, SKIP_REASONS

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "price-reading.md"


def _listed(title: str) -> dict[str, str]:
    section = PAGE.read_text(encoding="utf-8").split(f"## {title}\n")[1].split("\n## ")[0]
    return dict(re.findall(r"^\| `(\w+)` \| (.+?) \|$", section, re.MULTILINE))


def test_all_meanings_are_documented() -> None:
    assert _listed("Meanings of columns") == MEANINGS


def test_all_issue_codes_are_documented() -> None:
    assert _listed("Issue codes") == {code: english for code, (_, english) in ISSUES.items()}


def test_all_skip_reasons_are_documented() -> None:
    assert _listed("Skip reasons") == {reason: english for reason, (_, english) in SKIP_REASONS.items()}
