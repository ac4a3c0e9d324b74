"""Every error has a code of its own and is explained in docs/reference/errors.md in both languages."""

from __future__ import annotations

import re
from collections import Counter
from string import Formatter

import pytest

from cooperative_ledger.refusals import REFUSALS
from marketplace.suppliers.reading.sheets import SENTENCES

from .reference import RENEW, error_rows, errors_by_part, sentence_rows, table

PARTS = errors_by_part()
ERRORS = [error for errors in PARTS.values() for error in errors]
PAIRS = [(error.code, error.indonesian, error.english) for error in ERRORS] + [
    (code, *sentences) for known in (SENTENCES, REFUSALS) for code, sentences in known.items()
]


@pytest.mark.parametrize("part", sorted(PARTS))
def test_every_error_is_documented_with_its_status_and_both_sentences(part: str) -> None:
    assert table("errors.md", part) == error_rows(PARTS[part]), RENEW


def test_every_reason_why_a_file_cannot_be_read_is_documented_with_both_sentences() -> None:
    assert table("errors.md", "Files that cannot be read") == sentence_rows(SENTENCES), RENEW


def test_every_refusal_of_the_books_is_documented_with_both_sentences() -> None:
    assert table("errors.md", "Entries that the books refuse") == sentence_rows(REFUSALS), RENEW


def test_every_error_says_its_own_code_and_sentences() -> None:
    borrowed = [error.__name__ for error in ERRORS if not {"indonesian", "english"} <= set(vars(error))]
    assert borrowed == []
    assert [code for code, times in Counter(error.code for error in ERRORS).items() if times > 1] == []
    assert [error.code for error in ERRORS if not re.fullmatch(r"[a-z]+(_[a-z]+)*", error.code)] == []


@pytest.mark.parametrize(("code", "indonesian", "english"), PAIRS, ids=lambda each: each[:24])
def test_both_sentences_tell_the_same_figures(code: str, indonesian: str, english: str) -> None:
    assert indonesian.strip()
    assert english.strip()
    assert indonesian != english or indonesian == "{sentence}."
    assert _figures(indonesian) == _figures(english), code


def _figures(sentence: str) -> set[str | None]:
    return {name for _text, name, _spec, _conversion in Formatter().parse(sentence) if name is not None}
