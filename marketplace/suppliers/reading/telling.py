"""What is doubtful about a row, told in another language than it was stored in.

An issue is stored with its code and one sentence. The figures in that sentence are found again by its code's template,
and written into the template of the language that is asked for; so nothing is stored twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from marketplace.suppliers.reading.issues import ISSUES
from marketplace.suppliers.reading.sheets import Language

DIRECTIONS = (("mahal", "dearer"), ("murah", "cheaper"))
"""Words within a sentence that have a language of their own, in Indonesian and in English."""

_PLACE = re.compile(r"\{(\w+)\}")


def told(issue: Mapping[str, Any], language: Language) -> str:
    """The sentence of a stored issue in `language`; as it was stored where its code is not (or no longer) known."""
    stored = str(issue.get("message") or issue["code"])
    templates = ISSUES.get(issue["code"])
    if templates is None:
        return stored
    for template in templates:
        found = _pattern(template).fullmatch(stored)
        if found:
            figures = {name: _said(text, language) for name, text in found.groupdict().items()}
            return templates[language == "en"].format(**figures)
    return stored


def told_issue(issue: Mapping[str, Any], language: Language) -> dict[str, Any]:
    """The issue with its sentence in `language`."""
    return {**issue, "message": told(issue, language)}


def _said(text: str, language: Language) -> str:
    pair = next((each for each in DIRECTIONS if text in each), None)
    return pair[language == "en"] if pair else text


@cache
def _pattern(template: str) -> re.Pattern[str]:
    parts = _PLACE.split(template)
    return re.compile(
        "".join(f"(?P<{part}>.*)" if place % 2 else re.escape(part) for place, part in enumerate(parts)), re.DOTALL
    )
